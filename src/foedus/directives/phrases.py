"""Phrases: the small sentences of which clauses, events and readings are made.

A phrase names things as the text names them; whether ``great-powers`` is a class or an actor is decided when the
case is resolved.  Every phrase prints back as the sentence it was (``foedus.language.printer``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.terms.dates import Date
from foedus.terms.diagnostics import Span
from foedus.terms.durations import Duration
from foedus.terms.quantities import Quantity

__all__ = [
    "AllOf",
    "AnyOf",
    "ClauseRef",
    "Comparison",
    "EventPattern",
    "Formula",
    "Instrumental",
    "LawPattern",
    "LawState",
    "Not",
    "Noun",
    "NounForm",
    "Pattern",
    "Phrase",
    "Relation",
    "RelationPattern",
    "Verb",
]

NounForm = Literal[
    "name",  # IRN, IRN.chief-of-staff, natanz, dual-alliance: one thing by its id; or a class (great-powers), any member
    "role",  # the attacker | victim | debtor | creditor | adversary
    "party",  # a party, any party, either party: one party of the clause's instrument
    "other party",  # the other party, another party: a party that is neither attacker nor victim
    "parties",  # the parties, each party, all parties: every party (as a debtor: each of them)
    "other parties",  # the other parties: every party that is neither attacker nor victim
    "each other",  # reciprocal: every party but the one acting
    "any",  # any CLASS, a CLASS: a member of the class that day
    "any other",  # any other CLASS, another CLASS: a member of the class that is neither the victim nor a party
    "outside",  # an outside CLASS: a member of the class that is no party to the instrument
    "ally",  # an ally of NOUN: has a defence or offence clause in force with it
    "anyone",  # anyone: any actor at all
]


@dataclass(frozen=True, slots=True)
class Noun:
    """One noun of a phrase.  ``name`` is the id, role or class; ``of`` is set for ``ally`` only."""

    form: NounForm
    name: str = ""
    of: Noun | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: ``USA, SAU or QAT``, ``at least 2 great-powers``, ``any state except USA``.

    joined: "or" (any of them; also for a single noun) or "and" (each of them).
    at_least: how many distinct actors are needed at once, in one conflict (1: the ordinary case).
    each_how: for debtors only: "each" (default), "together", "any one of".
    """

    nouns: tuple[Noun, ...]
    joined: Literal["or", "and"] = "or"
    at_least: int = 1
    excluding: tuple[Noun, ...] = ()
    each_how: Literal["each", "together", "any one of"] = "each"
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as written and the kind or obligation type it is a form of (known from the verb table while reading)."""

    form: str
    kind: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """``dual-alliance`` or ``dual-alliance clause 1``; clause is "" for the whole instrument."""

    instrument: str
    clause: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``with 150,000 men`` (op "="), ``with at least 100,000 men`` (">="), ``with at most …`` ("<=")."""

    op: Literal["=", ">=", "<="]
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Instrumental:
    """What may follow verb and object, in any order in the text, printed in this order.

    at: a place name (``at natanz``, ``in europe``).
    on_territory_of: whose territory (``on territory of the victim``).
    against: the third participant (``supports FSA against SYR``).
    under: the instrument and clause meant (``requests aid under csto clause 4``).
    quantity: ``with 150,000 men``.
    unprovoked: the target did not provoke (doctrine ``unprovoked`` says what provocation is).
    within: ``within 7 days``: with a negated pattern, silence for that long.
    ever: the pattern may lie in another conflict or before the clause was in force (``ever``).
    purpose: what it was for, as somebody put it (``for "medical aid"``).
    """

    at: str = ""
    on_territory_of: Phrase | None = None
    against: Phrase | None = None
    under: ClauseRef | None = None
    quantity: Comparison | None = None
    unprovoked: bool = False
    within: Duration | None = None
    ever: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class EventPattern:
    """Subject, verb, object: ``any other state attacks a party unprovoked``; also a state kind: ``DEU occupies POL``.

    The same shape serves a recorded event (no negation, nouns by name) and every condition.
    negated: ``does not``/``do not``.
    """

    subject: Phrase
    verb: Verb
    object: Phrase | None = None
    extra: Instrumental = Instrumental()
    negated: bool = False
    span: Span | None = None


LawState = Literal[
    "in force",  # of an instrument or clause
    "triggered",
    "due",
    "performed",
    "breached",
    "released",
    "lapsed",
]


@dataclass(frozen=True, slots=True)
class LawPattern:
    """``dual-alliance is in force [for ITA]``, ``fra-cze clause 2 is performed [by FRA] [toward CZE]``."""

    ref: ClauseRef
    state: LawState
    by: Phrase | None = None
    toward: Phrase | None = None
    negated: bool = False
    span: Span | None = None


Relation = Literal["allied with", "a party to", "a", "treaty with"]


@dataclass(frozen=True, slots=True)
class RelationPattern:
    """A standing relation of law, true or not on a day.

    "allied with":  SUBJECT is allied with OBJECT (a defence or offence clause in force between them)
    "a party to":   SUBJECT is a party to INSTRUMENT (``name``)
    "a":            SUBJECT is a CLASS (``name``), SUBJECT is in CLASS
    "treaty with":  SUBJECT has a CATEGORY (``name``) treaty with OBJECT
    """

    subject: Phrase
    relation: Relation
    name: str = ""
    object: Phrase | None = None
    negated: bool = False
    span: Span | None = None


Pattern = EventPattern | LawPattern | RelationPattern


@dataclass(frozen=True, slots=True)
class AllOf:
    """``… and …``"""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """``… or …``"""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``not (…)``; ``not`` before one pattern is kept in the pattern's own ``negated``."""

    part: Formula


Formula = Pattern | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class DateRange:
    """From/until as written; None: open on that side."""

    start: Date | None = None
    end: Date | None = None
