"""What happened and how it is taken: events, denials, conflicts, readings, doctrines, questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.directives.common import Common
from foedus.directives.phrases import ClauseRef, EventPattern, Formula, Noun
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Span

__all__ = ["Answer", "Conflict", "Denial", "Doctrine", "Event", "Parameter", "Question", "Reading", "Statement"]


@dataclass(frozen=True, slots=True)
class Event:
    """``1914-08-01 DEU attacks RUS``: a dated sentence.  A state kind holds from its date to ``until``.

    after: ids of events that came before it on the same day.
    conflict: the declared conflict it belongs to.
    """

    date: Date
    sentence: EventPattern
    until: Date | None = None
    after: tuple[str, ...] = ()
    conflict: str = ""
    supposed: bool = False
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Denial:
    """``2012-08-22 deny "SYR requests pact-2008"``: with claims; opposed to every event that the sentence describes."""

    date: Date
    sentence: EventPattern
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Conflict:
    """``1914-07-28 conflict first-world-war "…"`` with its sides; ``until`` its end."""

    date: Date
    id: str
    name: str = ""
    sides: tuple[tuple[str, ...], ...] = ()
    until: Date | None = None
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a reading or doctrine.

    mode "counts as" / "does not count as": left and right are both sentences, or both terms (actor, class, place,
    kind, obligation type).  mode "also needs": left (what is read) may be None: the clause as a whole.
    mode "is valid" / "is void" / "is in force": target is a clause, instrument or event id.
    """

    mode: Literal["counts as", "does not count as", "also needs", "is valid", "is void"]
    left: EventPattern | Noun | None = None
    right: EventPattern | Noun | None = None
    needs: Formula | None = None
    target: ClauseRef | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """``2012-08-07 reading rebels-as-occupiers by IRN``.

    date: the day it was said (knowledge only); start: from when it reaches events (``from``; None: any date).
    scope: the clauses or instruments it speaks of; it reaches no further.  Empty: the whole case.
    """

    date: Date
    id: str
    by: tuple[str, ...] = ()
    title: str = ""
    start: Date | None = None
    scope: tuple[ClauseRef, ...] = ()
    statements: tuple[Statement, ...] = ()
    shared_by: tuple[tuple[str, Date | None], ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Parameter:
    """``parameter back 10 years``: a name and the words after it."""

    name: str
    values: tuple[str, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Doctrine:
    """A reading that nobody in particular holds: global, named, with a default."""

    id: str
    title: str = ""
    default: bool = True
    parameters: tuple[Parameter, ...] = ()
    statements: tuple[Statement, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the mutually exclusive answers of a question."""

    id: str
    text: str = ""
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Question:
    """``question hostages "Who were the 48?"``."""

    id: str
    text: str = ""
    answers: tuple[Answer, ...] = ()
    common: Common = Common()
