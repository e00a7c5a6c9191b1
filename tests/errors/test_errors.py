"""Wrong files and what is said of each, in full; right files that only look wrong.

``FOEDUS_UPDATE_GOLDEN=1`` rewrites the messages and the page of codes: read the diff.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import foedus
from foedus.language import loader
from foedus.terms.diagnostics import FoedusError, render_full, summary
from tests.errors import codes

GOOD = Path(__file__).parent / "good"
WRONG = sorted(codes.BAD.glob("*.foedus"))
RIGHT = sorted(GOOD.glob("*.foedus"))
UPDATE = bool(os.environ.get("FOEDUS_UPDATE_GOLDEN"))


def said_of(path: Path) -> str:
    """What ``foedus check`` prints of a file, from within its folder."""
    try:
        case = foedus.load(path.name)
        found, sources = case.warnings, case.texts
    except FoedusError as error:
        found, sources = error.diagnostics, error.sources
    return f"{render_full(found, sources)}\n{summary(found)}\n"


@pytest.mark.parametrize("path", WRONG, ids=lambda p: p.stem)
def test_message(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(codes.BAD)
    said = said_of(path)
    golden = path.with_suffix(".txt")
    if UPDATE:
        golden.write_text(said, "utf-8")
    assert said == golden.read_text("utf-8")
    assert re.match(r" (error\[E|warning\[W)\d{3}\] at \S+:\d+:\d+   \S", said)
    assert "Traceback" not in said


def proposed(path: Path) -> list[tuple[int, str]]:
    """Lines that the messages of a wrong file say to write, whole, each with the number of the line it is to replace."""
    golden = path.with_suffix(".txt")
    said = (
        golden.read_text("utf-8") if golden.exists() else ""
    )  # a new file has none before the first FOEDUS_UPDATE_GOLDEN
    found = re.findall(r"(?m)^ error\[E2..\] at [^:\n]+:(\d+):.*\n(?:  .*\n)*?      = help: write: ([^;\n]+)$", said)
    return [(int(number), line) for number, line in found]


@pytest.mark.parametrize("path", [path for path in WRONG if proposed(path)], ids=lambda p: p.stem)
def test_a_line_that_a_message_says_to_write_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(codes.BAD)
    for number, line in proposed(path):
        lines = path.read_text("utf-8").splitlines()
        old = lines[number - 1]
        lines[number - 1] = old[: len(old) - len(old.lstrip())] + line
        wrong = loader.read_text("\n".join(lines), path.name).diagnostics
        left = [d for d in wrong if d.code.startswith("E") and d.span is not None and d.span.line == number]
        assert not [d for d in left if d.code not in ("E221", "E310", "E332")], (line, left)


@pytest.mark.parametrize("path", RIGHT, ids=lambda p: p.stem)
def test_right_files_that_look_wrong(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOOD)
    assert said_of(path) == "\nno errors\n"


def test_there_are_many_of_both() -> None:
    assert len(WRONG) >= 60
    assert len(RIGHT) >= 60


def test_every_code_is_explained_and_shown() -> None:
    assert codes.in_sources() == set(codes.MEANING)
    assert set(codes.in_catalogue()) | codes.ELSEWHERE == set(codes.MEANING)


def test_the_page_of_codes_is_as_it_would_be_written() -> None:
    if UPDATE:
        codes.PAGE.write_text(codes.page(), "utf-8")
    assert codes.PAGE.read_text("utf-8") == codes.page()
