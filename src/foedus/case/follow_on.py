"""Complaints that only follow from a line that did not read: they would bury the one that matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from foedus.terms.diagnostics import Diagnostic, Span

__all__ = ["without_follow_ons"]

_NAMES = frozenset({"E310", "E311", "E312"})  # something is not declared: perhaps by a line that did not read
_EMPTY = frozenset({"E332", "E333", "E340"})  # something says nothing: perhaps because what it says did not read
_QUOTED = re.compile(r'"([^"]+)"')


def without_follow_ons(
    unread: Iterable[Diagnostic], found: Iterable[Diagnostic], sources: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """Of what was ``found`` wrong with a case, what does not merely follow from lines that were ``unread``.

    sources: file -> text.
    """
    errors = [d.span for d in unread if d.severity == "error" and d.span is not None]
    if not errors:
        return tuple(found)
    lines = {file: text.split("\n") for file, text in sources.items()}
    words: set[str] = set()
    for span in errors:
        text = lines.get(span.file, [])
        if span.line <= len(text):
            words.update(re.findall(r"[\w.-]+", text[span.line - 1]))
    return tuple(d for d in found if not _follows(d, errors, lines, words))


def _follows(d: Diagnostic, errors: list[Span], lines: Mapping[str, list[str]], words: set[str]) -> bool:
    if d.code in _NAMES:
        return any(name in words for name in _QUOTED.findall(d.message))
    if d.code not in _EMPTY or d.span is None:
        return False
    text, last = lines.get(d.span.file, []), d.span.line
    while last < len(text) and (not text[last].strip() or text[last][0].isspace()):
        last += 1
    return any(e.file == d.span.file and d.span.line <= e.line <= last for e in errors)
