"""Instruments and their clauses: who binds himself to what, when, and how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.directives.common import Common
from foedus.directives.phrases import Formula, Phrase, Verb
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Span
from foedus.terms.durations import Duration
from foedus.terms.quantities import Quantity

__all__ = ["Act", "Clause", "Demand", "EndRule", "ForceRule", "Instrument", "Modality", "PartyTerm"]


@dataclass(frozen=True, slots=True)
class PartyTerm:
    """One party (or issuer, or addressee) of an instrument, with its own dates where they differ."""

    actor: str
    start: Date | None = None
    end: Date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ForceRule:
    """When an instrument or clause enters into force.  Several rules: the latest counts.

    date: on that day.   never: drafted only, or published as a text without force.
    on: "signature" | "ratification" (of all parties, or of ``count`` of them).
    when: a formula (``in force when franco-czech is in force``).
    after: time added.
    """

    on: Literal["", "signature", "ratification"] = ""
    date: Date | None = None
    when: Formula | None = None
    count: int = 0
    after: Duration | None = None
    never: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class EndRule:
    """When it ends.  Several rules: the earliest counts.

    date: last day in force.  after: counted from entry into force.  when: on the day the formula becomes true.
    unless: the end does not come if this holds that day (``ends after 3 months unless PRU is at war with AUH``).
    """

    date: Date | None = None
    after: Duration | None = None
    when: Formula | None = None
    unless: Formula | None = None
    span: Span | None = None


Modality = Literal["must", "must not", "may", "will", "will not"]


@dataclass(frozen=True, slots=True)
class Act:
    """``the other party must defend the victim against the attacker within 30 days``.

    verb.kind is an obligation type or a kind of event.  object fills the role the type says.
    toward/against: adversary (or creditor) named apart; for_: the creditor, when the object is something else.
    within, deadline, at_once: until when it is to be done, from the day it is due or by a day of the calendar.
    limits: ``limited to europe``, ``limited to 100,000 men`` and ``limited to "medical aid"`` as written.
    """

    debtor: Phrase
    modality: Modality
    verb: Verb
    object: Phrase | None = None
    against: Phrase | None = None
    for_: Phrase | None = None
    within: Duration | None = None
    deadline: Date | None = None
    at_once: bool = False
    quantity: Quantity | None = None
    limited_place: str = ""
    limited_quantity: Quantity | None = None
    limited_purpose: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A conditional commitment.

    id: the article as the text names it ("1", "2b", "occupation").
    when/unless/until: casus, exception (looks back once, on opening), ending condition (looks forward).
    thens: the acts owed; several lines: each its own duty.
    request_by/decision_by/judged_by: who must ask, decide, or judge; standing: a request made earlier counts.
    discretion: "" | "means" (what) | "whether".
    earlier: matches events before it was in force too (``also earlier events``).
    survives: duties outlive the instrument.
    unknown: conditions nobody has coded; each is an assumption nobody has made.
    outline: what of the article is left out ("": it stands here whole).
    """

    id: str
    title: str = ""
    when: Formula | None = None
    unless: Formula | None = None
    until: Formula | None = None
    thens: tuple[Act, ...] = ()
    request_by: Phrase | None = None
    standing: bool = False
    decision_by: Phrase | None = None
    judged_by: Phrase | None = None
    discretion: Literal["", "means", "whether"] = ""
    earlier: bool = False
    ever: bool = False
    survives: bool = False
    unknown: tuple[str, ...] = ()
    in_force: tuple[ForceRule, ...] = ()
    ends: tuple[EndRule, ...] = ()
    text: str = ""
    outline: str = ""
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Demand:
    """``demand SRB accepts the-note`` with ``within 48 hours`` or ``by DATE``: what an ultimatum wants, and until when."""

    wanted: Formula
    within: Duration | None = None
    deadline: Date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """``1879-10-07 treaty dual-alliance "Dual Alliance"``; also threat, ultimatum, offer, statute, declaration …

    category: the word the text uses; ``threat``, ``ultimatum``, ``offer`` bind their issuers by their own word.
    parties: of a treaty; issuers (``by``) and addressees (``to``) of a unilateral instrument.
    tags: further categories (``category arbitration``), asked for by "has a CATEGORY treaty with".
    denounce: denunciation allowed (None: the text is silent); notice, not_before: its terms.
    runs_on: after its end it runs on while this holds.
    outline: what of it is left out, or not known ("": nothing that is owed under it).
    """

    category: str
    id: str
    date: Date
    title: str = ""
    parties: tuple[PartyTerm, ...] = ()
    issuers: tuple[PartyTerm, ...] = ()
    addressees: tuple[PartyTerm, ...] = ()
    open_to: Phrase | None = None
    tags: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    supplements: tuple[str, ...] = ()
    in_force: tuple[ForceRule, ...] = ()
    provisional: Date | None = None
    ends: tuple[EndRule, ...] = ()
    runs_on: Formula | None = None
    denounce: bool | None = None
    notice: Duration | None = None
    not_before: Date | None = None
    suspension: bool = False
    demand: Demand | None = None
    outline: str = ""
    clauses: tuple[Clause, ...] = ()
    common: Common = Common()
