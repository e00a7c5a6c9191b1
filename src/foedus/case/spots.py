"""Where in the text a word of a directive stands, and what is said about it: the parts of messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from foedus.language.lines import Raw, scan
from foedus.terms.diagnostics import Diagnostic, Note, Span

__all__ = ["PRELUDE", "Spots", "error", "from_prelude", "last_word", "warning"]

PRELUDE = "prelude:"
"""How spans name the files of the prelude."""

_FURTHEST = 2000
"""Lines of one directive that are looked at."""


def error(
    code: str, message: str, span: Span | None, *, label: str = "", notes: Iterable[Note] = (), help: str = ""
) -> Diagnostic:
    """What makes the case have no meaning."""
    return Diagnostic(code, "error", message, span, label, tuple(notes), help)


def warning(
    code: str, message: str, span: Span | None, *, label: str = "", notes: Iterable[Note] = (), help: str = ""
) -> Diagnostic:
    """What is doubtful."""
    return Diagnostic(code, "warning", message, span, label, tuple(notes), help)


def from_prelude(span: Span | None) -> bool:
    """Whether the prelude says it."""
    return span is not None and span.file.startswith(PRELUDE)


def last_word(span: Span, word: str) -> Span:
    """The word with which a place ends."""
    length = len(word)
    if span.length <= length:
        return span
    return Span(span.file, span.line, span.column + span.length - length, length)


class Spots:
    """Finds words in the lines of a directive: directives keep the places of sentences, not those of every name."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._lines: dict[str, list[str]] = {}

    def of(self, thing: Any, word: str, after: str = "") -> Span | None:
        """Where ``word`` stands in a directive (the line's keyword being ``after``); else the directive's own place.

        thing: a directive or part of one, with its ``common``; or a place.
        """
        span = thing if thing is None or isinstance(thing, Span) else thing.common.span
        if span is None or not word:
            return span
        first, keyword, inside = word.split(maxsplit=1)[0], after.split(), -1
        for indent, raws in self._block(span):
            texts = [raw.text for raw in raws]
            if keyword and texts[: len(keyword)] == keyword:
                inside, raws = indent, raws[len(keyword) :]
            elif keyword and not 0 <= inside < indent:
                inside = -1
                continue
            for raw in raws:
                if raw.sort == "word" and raw.text == first:
                    return Span(span.file, raw.line, raw.column, raw.length)
        return self.of(span, word) if keyword else span

    def name(self, thing: Any, id_: str) -> Span | None:
        """Where a directive says its id: in its first line, or in a detail ``id``."""
        span = thing.common.span
        found = self.of(thing, id_)
        if span is None or found is None or found.line == span.line:
            return found
        return self.of(thing, id_, "id")

    def _block(self, span: Span) -> Iterator[tuple[int, list[Raw]]]:
        """The lines of a directive, each with its indentation: until one that is indented no more than the first."""
        if span.file not in self._lines:
            self._lines[span.file] = self._texts.get(span.file, "").split("\n")
        lines = self._lines[span.file]
        if not 1 <= span.line <= len(lines):
            return
        outer = _indent(lines[span.line - 1])
        for number in range(span.line, min(len(lines), span.line + _FURTHEST) + 1):
            text = lines[number - 1]
            body = text.strip()
            if not body or body[0] == ";":
                continue
            if number > span.line and _indent(text) <= outer:
                return
            yield _indent(text), scan(text, number, 1)[0]


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
