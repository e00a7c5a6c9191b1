"""What is printed reads as what it was printed from; the layout is one, and loses nothing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.directives.model import Directive
from foedus.language import format_text, load, prelude, print_directives, read_text
from foedus.language.loader import PRELUDE, library_folder
from foedus.terms.diagnostics import FoedusError

ROOT = Path(__file__).parents[2]
BUNDLED = sorted(library_folder().rglob("*.foedus"))
PRELUDES = sorted((ROOT / "src" / "foedus" / "prelude").glob("*.foedus"))
FEATURES = sorted((ROOT / "tests" / "features").rglob("*.foedus"))
FILES = [*PRELUDES, *BUNDLED, *FEATURES]


def bare(value: Any) -> Any:
    """A value without its places in the file."""
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, *(bare(getattr(value, f.name)) for f in fields(value) if f.name != "span"))
    return tuple(bare(item) for item in value) if isinstance(value, tuple) else value


def own(path: Path) -> list[Directive]:
    """What a file itself says."""
    if path in PRELUDES:
        return [
            d for d in prelude().directives if d.common.span is not None and d.common.span.file == PRELUDE + path.name
        ]
    return [d for d in load(path).directives if d.common.span is None or not d.common.span.file.startswith(PRELUDE)]


def read(text: str) -> list[Directive]:
    """What a text says, which must have no errors."""
    loaded = read_text(text, "again", folder=library_folder() / "cases")
    assert not [d for d in loaded.diagnostics if d.severity == "error"]
    return [d for d in loaded.directives if d.common.span is not None and d.common.span.file == "again"]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_printed_and_read_again_it_is_the_same(path: Path) -> None:
    said = own(path)
    text = print_directives(said)
    again = read(text)
    assert [bare(d) for d in again] == [bare(d) for d in said]
    assert print_directives(again) == text
    assert format_text(text) == text


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith(";")]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_layout_comes_to_rest_and_keeps_comments_and_meaning(path: Path) -> None:
    text = path.read_text()
    once = format_text(text, path.name)
    assert format_text(once, path.name) == once
    assert comments(once) == comments(text)
    before, after = (read_text(t, "x", folder=path.parent).directives for t in (text, once))
    assert [bare(d) for d in after] == [bare(d) for d in before]


@pytest.mark.parametrize("path", [*PRELUDES, *BUNDLED], ids=lambda p: p.name)
def test_bundled_files_are_in_canonical_layout(path: Path) -> None:
    assert format_text(path.read_text()) == path.read_text()


def test_what_the_layout_does() -> None:
    text = (
        "\ufeffstate   A\r\n\tcow 1   ; why\r\n\r\n\r\n; above\r\n1914-01-01 treaty t\n      parties A,B\n      clause 1\n"
        "          when A attacks B\n          unless   B attacks A\n          then B must defend A\n; end\n"
    )
    assert format_text(text) == (
        "state A\n  cow 1  ; why\n\n; above\n1914-01-01 treaty t\n  parties A, B\n  clause 1\n"
        "    when    A attacks B\n    unless  B attacks A\n    then    B must defend A\n; end\n"
    )


PIECES = st.sampled_from(
    ["state", "A", '"a text"', "1914-07-28", "treaty", ",", "(", ")", ":", "; why", "  ", "\n", "\n  ", "\n    ", "\t", "when",
     "then", "B must defend A", '"', "\\", "\u2028", "é", "\r\n"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_text_is_laid_out_or_refused(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        once = format_text(text)
    except FoedusError as error:
        assert error.diagnostics
        return
    assert format_text(once) == once
    assert letters(once) == letters(text)


def letters(text: str) -> list[str]:
    """Every sign of a text but blanks, quotes and what escapes are made of."""
    return sorted(c for c in text if not c.isspace() and c not in '"\\tn\ufeff')
