"""Every example of every verb's ``--help`` runs, as somebody would run it who has just read it.

They run in a folder that has the files which the examples speak of.  Those on data sets need a store (FOEDUS_DATA) and are
left out without one.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from foedus.atlas.store import Store
from foedus.cli.main import app
from foedus.cli.registry import VERBS
from foedus.language import bundled_files

DATA = re.compile(
    r"foedus (data|dyads|alliances|query|sweep (?!today|all today|effects today|design today|orders today)|reliability --data"
    r"|plot (?:network \d|portfolio|orders|degree|alliances)|treaties --compare)"
)
"""Examples that need data sets of the user's own."""

NOT_RUN = re.compile(
    r"foedus (serve|completion|data add|data get)|--query|>> |1816-2018.*(orders|--to|all)|orders 1816"
)
"""What goes on until it is ended, writes into a shell's own files, or names files that only the user has."""

MAY_FIND = re.compile(r"foedus (lint|check|fmt \S+ --(check|diff)|fmt \. )")
"""Verbs whose exit status is 1 when they find something."""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every verb, and every command under one, with the words that call it."""
    context = click.Context(app, info_name="foedus")
    for name in VERBS:
        verb = app.get_command(context, name)
        assert verb is not None
        yield name, verb
        if isinstance(verb, click.Group):
            for sub in verb.list_commands(click.Context(verb, info_name=name)):
                command = verb.get_command(context, sub)
                if command is not None:
                    yield f"{name} {sub}", command


def examples() -> list[str]:
    """The lines under *Examples* of all help texts, each once; those that go on over a line's end joined."""
    found: dict[str, None] = {}
    for _, command in commands():
        _, marked, after = (command.help or "").partition("Examples")
        if marked:
            block = re.split(r"\n\s*\n", after)[0]
            for line in re.sub(r"\\\n\s*", "", block).splitlines():
                if line.strip().startswith(("foedus ", "cp ")):
                    found.setdefault(line.strip())
    return list(found)


def test_every_verb_has_examples() -> None:
    without = [name for name, command in commands() if "Example" not in (command.help or "")]
    assert not [name for name in without if " " not in name], without
    assert len(examples()) > 60


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name."""
    crisis = bundled_files("templates")["alliance"]
    for name in ("my-crisis", "my-treaty", "draft", "yesterday"):
        shutil.copy(crisis, tmp_path / f"{name}.foedus")
    (tmp_path / "today.foedus").write_text('include "yesterday"\n1960-06-01 BBB attacks CCC\n', "utf-8")
    (tmp_path / "my-crisis").mkdir()
    shutil.copy(crisis, tmp_path / "my-crisis" / "case.foedus")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("example", [e for e in examples() if not NOT_RUN.search(e)])
def test_an_example_runs(example: str, folder: Path) -> None:
    if DATA.search(example) and not list(Store()):
        pytest.skip("needs data sets in the store (FOEDUS_DATA)")
    if " svg" in example and shutil.which("dot") is None:
        pytest.skip("needs Graphviz")
    if example.startswith("foedus new "):
        (folder / "my-crisis.foedus").unlink()
    if "foedus diff yesterday.foedus today.foedus --on 2012-08-08 --doubt debka" in example:
        (folder / "yesterday.foedus").write_text('include "tehran-2012"\n', "utf-8")
        (folder / "today.foedus").write_text('include "tehran-2012"\n2012-08-07 SYR attacks TUR\n', "utf-8")
    words, stdin = shlex.split(example), None
    if words[0] == "cp":
        words = shlex.split(example.partition("$(")[2].partition(")")[0])
    if ">" in words:
        words = words[: words.index(">")]
    if "<" in words:
        stdin = Path(words[words.index("<") + 1]).read_text("utf-8")
        words = words[: words.index("<")]
    if "*.foedus" in words:
        words[words.index("*.foedus") :] = ["my-crisis.foedus", "my-treaty.foedus"]
    result = CliRunner(env={"FOEDUS_DEBUG": "1"}).invoke(app, words[1:], input=stdin, prog_name="foedus")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in ((0, 1) if MAY_FIND.search(example) else (0,)), result.output
    assert result.output.strip() or "fmt" in example or "--out" in example
    assert "Nothing differs" not in result.output, "an example that shows nothing"


def test_whatif_without_anything_switched_says_what_to_give() -> None:
    result = CliRunner().invoke(app, ["whatif", "taiwan-1979"], prog_name="foedus")
    assert result.exit_code == 2
    assert "--suppose" in result.output
    other = CliRunner().invoke(app, ["whatif", "taiwan-1979", "--until", "1979-01-01"], prog_name="foedus")
    assert other.exit_code == 0, other.output
