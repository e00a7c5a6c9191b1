"""What has happened so far, as the clauses see it: occurrences, states, membership, force."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from foedus.directives.phrases import ClauseRef
from foedus.engine.algebra import Label
from foedus.engine.steps import Steps
from foedus.terms.quantities import Quantity

__all__ = ["Binding", "Facts", "Occurrence"]

_STANDING = frozenset({"holds", "organ-of", "succeeds"})


@dataclass(slots=True, eq=False)
class Occurrence:
    """An event (or a state of affairs) as a clause may count it: as recorded, or as a reading makes it.

    day, minute: when; for a state, the day it began.   label: the worlds in which it is so; for a state see ``steps``.
    via: the readings that made it of ``base``; empty for the record itself.
    conflict: the conflict its base belongs to ("" for none).
    kept: made by a cascade, of a duty kept; ``after`` then has all that came in the rounds before.
    in_aid: in a cascade, help owed to a victim: no attack on the other side but by the doctrine ``third-party-entry``.
    purpose: what it was for, where the record says so.
    hypothesis: the number of the hypothesis it belongs to (see ``Grounds.hypothesis``); 0 for the record.
    until: of a state, the day from which other readings reach it, so that it is looked at as another occurrence.
    """

    id: str
    kind: str
    subject: str
    object: str
    day: int
    minute: int | None
    label: Label
    at: str = ""
    against: str = ""
    under: ClauseRef | None = None
    quantity: Quantity | None = None
    steps: Steps | None = None
    conflict: str = ""
    via: tuple[str, ...] = ()
    base: Occurrence | None = None
    after: frozenset[str] = frozenset()
    kept: bool = False
    in_aid: bool = False
    purpose: str = ""
    hypothesis: int = 0
    until: int | None = None

    @property
    def root(self) -> Occurrence:
        """The recorded event behind it."""
        return self if self.base is None else self.base.root

    def now(self, day: int, true: Label) -> Label:
        """For a state, the worlds in which it holds on ``day``; for a point event, ``true``."""
        steps = self.root.steps
        if steps is None:
            return true
        if day < self.day or (self.until is not None and day >= self.until):
            return steps.labels[0]
        return steps.at(day)

    def apart(self, other: Occurrence) -> bool:
        """Whether they belong to two hypotheses, of which no world has both."""
        a, b = self.root.hypothesis, other.root.hypothesis
        return a != b and a != 0 and b != 0

    def precedes(self, other: Occurrence, *, same_day: bool = False) -> bool:
        """Whether it is strictly earlier: by day, by clock where both have one, or by an ``after`` line."""
        a, b = self.root, other.root
        if a is b:
            return False
        if a.day != b.day:
            return a.day < b.day
        if a.minute is not None and b.minute is not None and a.minute != b.minute:
            return a.minute < b.minute
        if a.id in b.after:
            return True
        return same_day and b.id not in a.after


@dataclass(frozen=True, slots=True)
class Binding:
    """Who is who in one match.  occasion: the conflict, or the event where there is none."""

    attacker: str = ""
    victim: str = ""
    occasion: str = ""
    debtor: str = ""
    creditor: str = ""
    adversary: str = ""

    def role(self, name: str) -> str:
        """The actor in one of the five roles, or ""."""
        return str(getattr(self, name, ""))


@dataclass(slots=True)
class Facts:
    """The record up to now; grows, never shrinks.

    made: the worlds in which an instrument has been made by a day, in force or not.
    over: the instruments and clauses that have ended in some world.
    peace: when a conflict ended, and the worlds in which it did.
    standing: goes up whenever it changes who is whose organ, heir or fellow party: what was matched before may then
    match otherwise.
    """

    true: Label
    false: Label
    by_kind: dict[str, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    by_subject: dict[str, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    made: dict[str, Steps] = field(default_factory=dict)
    entered: dict[str, Steps] = field(default_factory=dict)
    ended: dict[str, Steps] = field(default_factory=dict)
    suspended: dict[str, Steps] = field(default_factory=dict)
    peace: dict[str, tuple[int, Label]] = field(default_factory=dict)
    joined: dict[tuple[str, str], Steps] = field(default_factory=dict)
    left: dict[tuple[str, str], Steps] = field(default_factory=dict)
    ceased: dict[str, Steps] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)
    standing: int = 0
    founded: dict[str, Steps] = field(default_factory=dict)

    def steps(self, table: dict[str, Steps], key: str) -> Steps:
        """The history of one proposition of a table; impossible until something is recorded."""
        found = table.get(key)
        if found is None:
            found = table[key] = Steps(self.false)
        return found

    def end(self, key: str, day: int, label: Label) -> bool:
        """An instrument (or clause) has ended in these worlds too; true if that changes anything."""
        steps = self.ended[key]
        if label != self.false:
            self.over.add(key)
        return steps.set(day, label)

    def add(self, occurrence: Occurrence) -> None:
        """Record an occurrence."""
        self.by_kind[occurrence.kind].append(occurrence)
        self.by_subject[occurrence.subject].append(occurrence)
        self.touch(occurrence.kind)

    def touch(self, kind: str) -> None:
        """An occurrence of this kind came or changed."""
        if kind in _STANDING:
            self.standing += 1
