"""The tutorial and the cookbook: every file is a case, every answer shown is real, and the page says what it shows."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import foedus
from tests.docs import pages

PAGES = ("tutorial", "cookbook")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@cache
def told(name: str, folder: Path) -> list[pages.Shown]:
    (folder / name).mkdir()
    return pages.told(pages.DOCS / f"{name}.md", folder / name)


@pytest.mark.parametrize("name", PAGES)
def test_every_answer_is_real(name: str, folders: Path) -> None:
    shown = told(name, folders)
    assert len(shown) >= 12
    pages.hold(pages.DOCS / f"{name}.md", shown)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_goes_wrong_that_is_not_meant_to(name: str, folders: Path) -> None:
    """A command that fails is announced: the line before its block says that it is wrong, or that nothing is found."""
    lines = (pages.DOCS / f"{name}.md").read_text("utf-8").splitlines()
    for one in told(name, folders):
        assert "error[E" not in one.real or "wrong" in " ".join(lines[max(0, one.line - 6) : one.line]), one.command
        assert "fault of foedus" not in one.real
        assert one.status != 2, f"{name}: {one.command}: {one.real}"


def test_the_tutorial_ends_with_a_case_that_holds(folders: Path) -> None:
    last = [one for one in told("tutorial", folders) if one.command.startswith("foedus check")][-1]
    assert re.fullmatch(r"\S+: \d+ expectations hold\.", last.real)


def test_a_wrong_answer_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```foedus a.foedus\nstate A\n```\n\n```console\n$ foedus check a.foedus\nAll is well.\n```\n")
    shown = pages.told(page, tmp_path)
    assert [(one.printed, one.real) for one in shown] == [
        ("All is well.", "a.foedus: well-formed; it expects nothing.")
    ]
    if not pages.WRITE:
        with pytest.raises(AssertionError, match=r"page\.md, line 5"):
            pages.hold(page, shown)
    pages.write(page, shown)
    assert "well-formed; it expects nothing.\n```\n" in page.read_text()


def recipes() -> list[pages.Block]:
    """The recipes of *Say*: a few lines each, with the lines that stand before all of them."""
    return [block for block in pages.blocks(pages.DOCS / "cookbook.md") if block.info == "foedus"]


@pytest.mark.parametrize("block", recipes(), ids=lambda block: f"line {block.line}")
def test_a_recipe_holds(block: pages.Block) -> None:
    """It is a case that expects at least a hit and a miss, and all that it expects is so."""
    (preamble,) = [b for b in pages.blocks(pages.DOCS / "cookbook.md") if b.info == "foedus preamble"]
    results = foedus.Case.from_text(preamble.text + block.text, name="recipe").check()
    assert len(results) >= 2
    assert len({result.expected for result in results}) >= 2, "a near miss, too"
    assert not [f"{r.line}: expected {r.expected}, found {r.found}" for r in results if not r.ok]


def test_there_is_a_recipe_for_most_of_what_can_be_said() -> None:
    assert len(recipes()) >= 20
