"""Wrong files and what is said of each, in full.  ``FOEDUS_UPDATE_GOLDEN=1`` rewrites the messages: read the diff."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import foedus
from foedus.terms.diagnostics import FoedusError, render_full, summary

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.foedus"))


def said_of(path: Path) -> str:
    """What ``foedus check`` prints of a file, from within its folder."""
    try:
        case = foedus.load(path.name)
        found, sources = case.warnings, case.texts
    except FoedusError as error:
        found, sources = error.diagnostics, error.sources
    return f"{render_full(found, sources)}\n{summary(found)}\n"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_message(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    said = said_of(path)
    golden = path.with_suffix(".txt")
    if os.environ.get("FOEDUS_UPDATE_GOLDEN"):
        golden.write_text(said)
    assert said == golden.read_text()
    assert "error[E" in said or "warning[W" in said
    assert "Traceback" not in said


def test_there_are_many() -> None:
    assert len(FILES) >= 60
