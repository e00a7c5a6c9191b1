"""Directives: one frozen value for each thing a file can say at column 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.directives.common import Claim, CodeRef, Common, Given, Secrecy
from foedus.directives.expectations import Chance, Expect, Preset, Rate, Subject, ViewTerm, Weights
from foedus.directives.instruments import (
    Act,
    Clause,
    Demand,
    EndRule,
    ForceRule,
    Instrument,
    Modality,
    PartyTerm,
)
from foedus.directives.record import (
    Answer,
    Conflict,
    Denial,
    Doctrine,
    Event,
    Parameter,
    Question,
    Reading,
    Statement,
)
from foedus.directives.things import (
    Actor,
    ActorSort,
    ClassOf,
    Indicator,
    Kind,
    Membership,
    ObligationType,
    Place,
    Source,
    Tense,
)
from foedus.terms.dates import Date

__all__ = [
    "Act", "Actor", "ActorSort", "Answer", "AsOf", "Chance", "Claim", "ClassOf", "Clause", "CodeRef", "Common", "Conflict",
    "Demand", "Denial", "Directive", "Doctrine", "EndRule", "Event", "Expect", "ForceRule", "Given", "Include",
    "Indicator", "Instrument", "Kind", "Membership", "Modality", "ObligationType", "Parameter", "PartyTerm", "Place",
    "Preset", "Question", "Rate", "Reading", "Secrecy", "Source", "Statement", "Subject",
    "Tense", "Title", "ViewTerm", "Weights",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """``title "…"`` or ``about "…"`` (what to look at; shown by ``foedus cases NAME``)."""

    what: Literal["title", "about"]
    text: str
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class AsOf:
    """``as of 2012-08-08``: the day the case is about; asked about no day, it answers for this one.

    Without it that is the last day of the record.
    """

    date: Date
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Include:
    """``include "treaties/dual-alliance.foedus"``: relative to the including file, or a bundled name."""

    path: str
    common: Common = Common()


Directive = (
    Title | AsOf | Include | Actor | Place | ClassOf | Kind | ObligationType | Source | Instrument | Event | Denial
    | Conflict | Reading | Doctrine | Preset | Weights | Question | Expect
)  # fmt: skip
