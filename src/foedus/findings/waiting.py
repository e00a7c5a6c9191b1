"""Duties that wait for an event: what every pair of parties would owe if the casus came about.

A system of alliances has tens of thousands of them, and most share their labels: the duties of a day are gathered by label
once, whatever the view, and a view decides each label once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, cast

from foedus.case.model import UNILATERAL
from foedus.directives.model import Act, Clause, Instrument
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.law import Key
from foedus.engine.potential import potential
from foedus.findings.caveats import caveats
from foedus.findings.model import ObligationFinding, State
from foedus.findings.stance import Stance

__all__ = ["Duty", "Waiting", "obligation_id", "waiting"]

DAYS_KEPT = 8
"""Days of which the gathered duties are kept with a timeline."""

GROUPS_KEPT = 2_000
"""Groups of findings kept with a day."""


def obligation_id(key: Key) -> str:
    """An obligation's name: ``dual-alliance.1:DEU:AUH:RUS:july-crisis``; the second line of a clause is ``.1#2``.

    What a reading makes of the act owed is another obligation: ``pact.1=force-sending:IRN:SYR``.
    """
    clause = f"{key.instrument}.{key.clause}" + (f"#{key.then + 1}" if key.then else "")
    clause += f"={key.read_as}" if key.read_as else ""
    return ":".join([clause, key.debtor, key.creditor or "-", *(p for p in (key.adversary, key.occasion) if p)])


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of one clause between two actors.  place: where it stands among all of its case."""

    place: int
    instrument: Instrument
    clause: Clause
    number: int
    act: Act
    debtor: str
    creditor: str
    adversary: str

    @property
    def key(self) -> tuple[str, str, int, str, str]:
        """What an opened obligation of the same duty has in common with it."""
        return self.instrument.id, self.clause.id, self.number, self.debtor, self.creditor


def waiting(timeline: Timeline, day: int) -> Waiting:
    """The duties of a day, gathered once for each timeline."""
    found = timeline.kept.get(("waiting", day))
    if found is None:
        found = timeline.kept[("waiting", day)] = Waiting(timeline, day)
        days = [key for key in timeline.kept if key[0] == "waiting"]
        for old in days[:-DAYS_KEPT]:
            timeline.kept.pop(old, None)
    return cast("Waiting", found)


class Waiting:
    """The duties of one day, whatever the view: by instrument and by the label under which they would bind."""

    def __init__(self, timeline: Timeline, day: int) -> None:
        self.timeline, self.day = timeline, day
        self.algebra, self.matcher = timeline.algebra, timeline.matcher
        self._actor: dict[tuple[str, str], Label] = {}
        self._binds: dict[tuple[str, str], Label] = {}
        self.groups: dict[tuple[str, Label], list[Duty]] = {}
        self._made: dict[tuple[object, ...], dict[int, ObligationFinding]] = {}
        self._places: dict[tuple[str, str, int, str, str], list[tuple[str, Label]]] | None = None
        place = 0
        for instrument in timeline.case.instruments.values():
            parties = self.matcher.parties(instrument)
            for clause in instrument.clauses:
                force = self.matcher.in_force(instrument.id, day, clause.id)
                for number, act in enumerate(clause.thens):
                    for debtor, creditor, adversary in potential(timeline.case, instrument, clause, act, parties):
                        label = self.algebra.both(force, self._present(instrument, debtor, parties))
                        if creditor:
                            label = self.algebra.both(label, self._present(instrument, creditor, parties))
                        label = self.algebra.both(label, self._may_bind(instrument, debtor))
                        if instrument.id in self.matcher.amending:
                            between = [actor for actor in (debtor, creditor) if actor in parties]
                            newer = self.matcher.replaced(instrument.id, clause.id, between, day)
                            label = self.algebra.unless(label, newer)
                        duty = Duty(place, instrument, clause, number, act, debtor, creditor, adversary)
                        self.groups.setdefault((instrument.id, label), []).append(duty)
                        place += 1

    def _present(self, instrument: Instrument, actor: str, parties: Collection[str]) -> Label:
        """The actor exists, and is a party that day if it ever is one."""
        key = (instrument.id, actor)
        if key not in self._actor:
            label = self.matcher.exists(actor, self.day)
            if instrument.parties and actor in parties:
                label = self.algebra.both(label, self.matcher.party(instrument.id, actor, self.day))
            self._actor[key] = label
        return self._actor[key]

    def _may_bind(self, instrument: Instrument, debtor: str) -> Label:
        """Somebody for whom the debtor may act is a party."""
        if not instrument.parties:
            return self.algebra.true
        key = (instrument.id, debtor)
        if key not in self._binds:
            label = self.algebra.false
            for whole, why in self.matcher.acting(debtor, self.day, self.matcher.scope()).items():
                party = self.matcher.party(instrument.id, whole, self.day)
                label = self.algebra.either(label, self.algebra.both(why, party))
            self._binds[key] = label
        return self._binds[key]

    def under(self, stance: Stance) -> Iterator[tuple[Label, bool, list[Duty]]]:
        """Under a view: the groups that would bind, or whose instrument was signed and was never in force (True)."""
        standing: dict[str, tuple[bool, bool]] = {}
        for (name, label), duties in self.groups.items():
            if name not in standing:
                standing[name] = self._standing(stance, duties[0].instrument)
            never, signed = standing[name]
            if stance.decide(label).verdict != "no" or (never and signed):
                yield label, never, duties

    def _standing(self, stance: Stance, instrument: Instrument) -> tuple[bool, bool]:
        """Whether an instrument was never in force, and whether it was signed by then."""
        timeline = self.timeline
        never = stance.decide(timeline.facts.entered[instrument.id].at(self.day)).verdict == "no"
        told = stance.decide(timeline.grounds.directive(instrument.id, instrument.common)).verdict != "no"
        return never, told and timeline.when[instrument.id][0].day <= self.day

    def number(self, stance: Stance, alive: Collection[tuple[str, str, int, str, str]]) -> int:
        """How many wait under a view, save those that an event has opened."""
        if self._places is None:
            self._places = {}
            for group, duties in self.groups.items():
                for duty in duties:
                    self._places.setdefault(duty.key, []).append(group)
        standing = {(duties[0].instrument.id, label): len(duties) for label, _, duties in self.under(stance)}
        gone = sum(group in standing for key in alive for group in self._places.get(key, ()))
        return sum(standing.values()) - gone

    def findings(
        self, stance: Stance, limit: int, alive: Collection[tuple[str, str, int, str, str]], of: str = ""
    ) -> list[ObligationFinding]:
        """The duties that wait under a view, save those that an event has opened, in the order of the case.

        limit: how many minimal supports of each at most.   of: those alone that this actor owes or is owed.
        """
        found: list[tuple[int, ObligationFinding]] = []
        for label, never, duties in self.under(stance):
            left = [d for d in duties if d.key not in alive and (not of or of in (d.debtor, d.creditor))]
            if left:
                state = self._state(stance, left[0].instrument)
                made = self._made_of(label, limit, never, state, stance)
                shared: dict[str, Any] | None = None
                for duty in left:
                    if duty.place not in made:
                        shared = shared or _shared(stance, label, limit, never, state)
                        made[duty.place] = _finding(duty, shared)
                    found.append((duty.place, made[duty.place]))
        found.sort(key=lambda pair: pair[0])
        return [finding for _, finding in found]

    def _made_of(
        self, label: Label, limit: int, never: bool, state: State, stance: Stance
    ) -> dict[int, ObligationFinding]:
        """The findings of a label that were made before, by place: the same for all views that say the same of it."""
        if len(self._made) > GROUPS_KEPT:
            self._made.clear()
        said = stance.said_of(stance.reach(label))
        return self._made.setdefault((label, limit, never, state, said), {})

    def _state(self, stance: Stance, instrument: Instrument) -> State:
        if instrument.category not in UNILATERAL:
            return "latent"
        complied = self.timeline.complied.get(instrument.id)
        return (
            "complied" if complied is not None and stance.decide(complied.at(self.day)).verdict == "yes" else "pending"
        )


def _shared(stance: Stance, label: Label, limit: int, never: bool, state: State) -> dict[str, Any]:
    """What the findings of one label have in common."""
    decision = stance.decide(label)
    holds = decision.verdict != "no"
    supports, all_supports = stance.supports(label, limit) if holds else ((), True)
    ways, all_ways = stance.ways(label, limit)
    return {
        "status": "not_bound", "state": state, "triggered": "no", "contested_on": decision.on, "ways": ways,
        "ways_complete": all_ways, "supports": supports, "supports_complete": all_supports,
        "word": stance.word(label) if holds else (), "alone": stance.alone(label) if holds else (), "never_in_force": never,
    }  # fmt: skip


def _finding(duty: Duty, shared: dict[str, Any]) -> ObligationFinding:
    return ObligationFinding(
        id=_id(duty),
        instrument=duty.instrument.id,
        instrument_title=duty.instrument.title,
        clause=duty.clause.id,
        clause_title=duty.clause.title,
        debtor=duty.debtor,
        creditor=duty.creditor,
        adversary=duty.adversary,
        act=duty.act.verb.kind,
        modality=duty.act.modality,
        text=duty.clause.text,
        caveats=caveats(duty.instrument, duty.clause),
        **shared,
    )


def _id(duty: Duty) -> str:
    key = Key(duty.instrument.id, duty.clause.id, duty.number, duty.debtor, duty.creditor, duty.adversary, "")
    return obligation_id(key)
