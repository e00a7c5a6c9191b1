"""Who and what there is: actors, places, classes, kinds, obligation types, sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.directives.common import Common
from foedus.directives.phrases import EventPattern
from foedus.terms.dates import Date

__all__ = [
    "Actor",
    "ActorSort",
    "ClassOf",
    "Indicator",
    "Kind",
    "Membership",
    "ObligationType",
    "Place",
    "Source",
    "Tense",
]


@dataclass(frozen=True, slots=True)
class Indicator:
    """``indicator troops 150,000 men from 1914``: a measure of strength, as somebody counted it.

    name: what is measured (troops, cinc, ships).   value: the number.   unit: the word after it ("" for a bare number).
    start, end: when it was so (None: open).
    """

    name: str
    value: float
    unit: str = ""
    start: Date | None = None
    end: Date | None = None


ActorSort = Literal["state", "organisation", "group", "office", "person", "body"]


@dataclass(frozen=True, slots=True)
class Actor:
    """``state AUH "Austria-Hungary"`` and its kin.

    exists: from/until; None is open.
    part_of: the larger actor whose part it is (its acts are not acts of the whole unless ``organ_of``).
    organ_of: whose organ it is: its acts are acts of that actor.
    binds: the state this office may bind (full powers).
    members, rule: for a body: its members (ids or an instrument id: its parties) and how it decides.
    """

    sort: ActorSort
    id: str
    name: str = ""
    start: Date | None = None
    end: Date | None = None
    part_of: str = ""
    organ_of: str = ""
    binds: str = ""
    reports_to: tuple[str, ...] = ()
    access_to: tuple[str, ...] = ()
    works_with: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    rule: Literal["", "unanimity", "majority", "two-thirds"] = ""
    capital: str = ""
    indicators: tuple[Indicator, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Place:
    """``place natanz "Natanz"``.  inside: the larger places it lies in; sovereign: whose territory (may be disputed)."""

    id: str
    name: str = ""
    inside: tuple[str, ...] = ()
    sovereign: tuple[str, ...] = ()
    disputed: bool = False
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Membership:
    """One member of a class, with its time."""

    member: str
    start: Date | None = None
    end: Date | None = None


@dataclass(frozen=True, slots=True)
class ClassOf:
    """``class great-powers`` with dated members; ``covers`` other classes."""

    id: str
    name: str = ""
    members: tuple[Membership, ...] = ()
    covers: tuple[str, ...] = ()
    common: Common = Common()


Tense = Literal["point", "state"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event, or (``state``) of state of affairs.

    parents: is-a (an air strike is an attack).
    verbs: the forms by which sentences use it; the first is canonical.
    begins, ends: the state kinds it begins or ends between the same two.
    symmetric: ``is at war with`` holds both ways.
    law: an exercise of a power, valid only if the power was there.
    hostile: makes the two sides of a conflict.
    """

    id: str
    name: str = ""
    parents: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    tense: Tense = "point"
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    symmetric: bool = False
    law: bool = False
    hostile: bool = False
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class ObligationType:
    """One row of the table that says what a duty of this type is.

    verbs: ``defend``, ``stay neutral toward``; takes: the role its object fills ("creditor" or "adversary").
    nature: single act, continuing act, forbearance.
    performed, partly, broken: patterns over the roles debtor, creditor, adversary.
    becomes: the event a kept duty becomes in a cascade.
    incompatible: (type, same) – a duty of that other type, owed by the same debtor, that no conduct can satisfy too.
    needs_innocence: no such duty towards a creditor that attacked first (doctrine no-help-to-aggressor).
    """

    id: str
    name: str = ""
    verbs: tuple[str, ...] = ()
    takes: Literal["creditor", "adversary", "none"] = "creditor"
    nature: Literal["single", "continuing", "forbearance"] = "single"
    performed: tuple[EventPattern, ...] = ()
    partly: tuple[EventPattern, ...] = ()
    broken: tuple[EventPattern, ...] = ()
    becomes: tuple[EventPattern, ...] = ()
    incompatible: tuple[str, ...] = ()
    needs_innocence: bool = False
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Source:
    """``source debka "DEBKAfile"``.

    origin: the sources it merely repeats (circular reporting): distrusting the origin fells it.
    reliability: Admiralty A-F, each from its day (None: always).
    """

    id: str
    name: str = ""
    origin: tuple[str, ...] = ()
    reliability: tuple[tuple[str, Date | None], ...] = ()
    address: str = ""
    common: Common = Common()
