"""What rules of the grammar hand to one another, and what their builders share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from foedus.directives.phrases import (
    ClauseRef,
    EventPattern,
    Formula,
    Noun,
    Phrase,
)
from foedus.language.lexer import Lexeme
from foedus.language.lines import Raw
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Note, Span
from foedus.terms.durations import Duration
from foedus.terms.errors import TermError, shown

__all__ = [
    "Counted",
    "Demanded",
    "LineProblem",
    "Nouns",
    "Part",
    "Quoted",
    "Sentence",
    "clause_ref",
    "cover",
    "fields_of",
    "names_of",
    "once",
    "read_term",
    "span_to",
    "whole",
]


class LineProblem(Exception):
    """A line whose words are in order and that still cannot be meant."""

    def __init__(
        self,
        code: str,
        message: str,
        span: Span | None,
        label: str = "",
        help: str = "",
        notes: tuple[Note, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.label = label
        self.help = help
        self.notes = notes


class Quoted(NamedTuple):
    """A string, with its place, so that a sentence in it can be read."""

    text: str
    span: Span
    raw: Raw


class Counted(NamedTuple):
    """A statement of a reading whose quoted sentences are still to be read."""

    mode: Literal["counts as", "does not count as", "also needs", "is valid", "is void"]
    left: Quoted | Noun | None
    right: Quoted | Noun | None
    target: ClauseRef | None
    span: Span


class Demanded(NamedTuple):
    """What an ultimatum wants, and until when."""

    wanted: Formula
    within: Duration | None
    deadline: Date | None


class Sentence(NamedTuple):
    """The subject's nouns joined by commas alone: in a record, each is an event of its own."""

    pattern: EventPattern
    separate: bool


class Nouns(NamedTuple):
    """Nouns of one list, how they are joined, and whether by commas alone."""

    nouns: tuple[Noun, ...]
    joined: Literal["or", "and"]
    commas: bool
    span: Span


class Part(NamedTuple):
    """A modifier: its field, its value, its place."""

    field: str
    value: Any
    span: Span


def cover(first: Span, last: Span) -> Span:
    """From the one to the other, as far as they stand on one line."""
    if first.line != last.line or first.file != last.file:
        return first
    return Span(first.file, first.line, first.column, max(last.column + last.length - first.column, first.length))


def clause_ref(name: Lexeme, clause: Lexeme | None) -> ClauseRef:
    """An instrument, or one of its clauses, as a sentence names it."""
    if clause is None:
        return ClauseRef(name.value, "", name.span)
    return ClauseRef(name.value, clause.value, cover(name.span, clause.span))


def read_term(read: Any, *args: str, span: Span) -> Any:
    """A term read by its parser; what is wrong with it is said of its place."""
    try:
        return read(*args)
    except TermError as error:
        raise LineProblem("E208", error.message, span, help=error.hint) from None


def names_of(children: Sequence[Lexeme]) -> tuple[str, ...]:
    """The names among the parts of a rule."""
    return tuple(c.value for c in children if c.type == "NAME")


def whole(text: str) -> int:
    """A count of at most nine digits."""
    if not text.isdigit() or len(text) > 9:
        raise TermError(f"{shown(text)} is no count", "write a whole number of at most nine digits")
    return int(text)


def once(before: object, what: str, span: Span) -> None:
    """Refuse what is given a second time."""
    if before is not None:
        raise LineProblem("E209", f"{what} is given twice", span, help="leave one of them out")


def fields_of(parts: Sequence[Part]) -> dict[str, Any]:
    """Modifiers by their fields; what only one can be is refused a second time."""
    fields: dict[str, Any] = {}
    for part in parts:
        if part.field in fields:
            if part.field in ("issuers", "addressees", "by"):
                fields[part.field] += part.value
                continue
            word = {"at": "the place", "quantity": "the quantity", "for_": "for"}.get(part.field, part.field)
            raise LineProblem("E209", f"{word.replace('_', ' ')} is given twice", part.span, help="leave one out")
        fields[part.field] = part.value
    return fields


def span_to(subject: Phrase, last: Span | None) -> Span | None:
    """From the start of a phrase to the end of what comes last."""
    if subject.span is None or last is None:
        return subject.span
    return cover(subject.span, last)
