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

README = (Path(__file__).parents[2] / "README.md").read_text()
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
