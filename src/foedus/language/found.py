"""What is found wrong in one file: the first hundred mistakes in full, the rest counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foedus.terms.diagnostics import Diagnostic, Span
from foedus.terms.limits import MOST_TOLD

__all__ = ["Found", "Unread", "told"]


class Unread(NamedTuple):
    """What lines that could not be read would have said, so that nobody complains that it is missing.

    names: ids that they meant to declare; clauses and answers as "clause 2", "answer yes".
    incomplete: (file, line) of each line with something under it that could not be read.
    """

    names: frozenset[str] = frozenset()
    incomplete: frozenset[tuple[str, int]] = frozenset()


class Found:
    """Collects what is wrong.  ``full``: whoever asks may spare itself the work on the next message, and only count it."""

    __slots__ = ("_first", "_kept", "_more", "_most")

    def __init__(self, most: int = MOST_TOLD) -> None:
        self._kept: list[Diagnostic] = []
        self._most = most
        self._more = 0
        self._first: Span | None = None

    @property
    def full(self) -> bool:
        """Whether the next message would only be counted."""
        return len(self._kept) >= self._most

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep it, or count it."""
        if self.full:
            self.count(diagnostic.span)
        else:
            self._kept.append(diagnostic)

    def count(self, span: Span | None) -> None:
        """One more that nobody will read."""
        self._more += 1
        self._first = self._first or span

    def told(self) -> list[Diagnostic]:
        """What was kept, and how many there are beyond it."""
        if not self._more:
            return self._kept
        return [*self._kept, _and_more(self._more, self._first)]


def told(found: Iterable[Diagnostic], most: int = MOST_TOLD) -> list[Diagnostic]:
    """The first so many in order of place, and how many there are beyond them."""
    ordered = sorted(found)
    rest = ordered[most:]
    return [*ordered[:most], _and_more(len(rest), rest[0].span)] if rest else ordered


def _and_more(number: int, first: Span | None) -> Diagnostic:
    return Diagnostic(
        "E100",
        "error",
        "and 1 more mistake, which is not shown"
        if number == 1
        else f"and {number:,} more mistakes, which are not shown",
        first,
        "the first of them is here",
        help="mend those above and check again",
    )
