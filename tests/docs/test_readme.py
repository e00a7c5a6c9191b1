"""The README's case holds what it expects, and every command it shows runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import foedus
from foedus.case import resolve
from foedus.language import read_text

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
CASE = README.split("## A case is a text\n```\n")[1].split("```")[0]
COMMANDS = [c for c in re.findall(r"`(foedus [^`]+)`", README) if "my-crisis" not in c]


def test_the_case_of_the_readme_holds() -> None:
    loaded = read_text(CASE, "README.foedus")
    assert not loaded.diagnostics
    resolved, found = resolve(loaded.directives, name="readme", texts=loaded.sources)
    assert not found
    results = foedus.Case(resolved, loaded.verbs).check()
    assert len(results) == 1
    assert all(r.ok for r in results), results


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_the_readme_run(command: str) -> None:
    from foedus.cli.main import app

    result = CliRunner().invoke(app, shlex.split(command)[1:], prog_name="foedus")
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) > 3


def test_there_is_a_command_for_each_question() -> None:
    assert len(COMMANDS) >= 7


def test_the_answer_shown_is_real() -> None:
    """What the README prints of ``make demo`` stands in the answer, piece by piece, in this order."""
    from foedus.cli.main import app

    real = CliRunner().invoke(app, ["assess", "tehran-2012"], prog_name="foedus").output
    shown = README.split("`make demo` ends like this:\n\n```\n")[1].split("```")[0]
    pieces = [piece.strip("\n") for piece in shown.split("  …\n")]
    assert len(pieces) >= 3
    at = 0
    for piece in filter(None, pieces):
        found = real.find(piece, at)
        assert found >= 0, piece
        at = found + len(piece)


def test_every_page_is_linked_and_is_there() -> None:
    links = re.findall(r"\]\(((?:docs/|[A-Z]+\.)[^)#]+)\)", README)
    missing = [link for link in links if not (ROOT / link).exists()]
    assert not missing
    pages = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} - {"docs/world-orders.md"}
    assert pages <= set(links), pages - set(links)
