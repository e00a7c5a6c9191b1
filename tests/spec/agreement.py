"""Specification and engine side by side: one evaluation with labels, many worlds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from foedus.case.resolve import resolve
from foedus.directives.model import Directive
from foedus.engine.evaluate import Timeline
from foedus.engine.evaluate import evaluate as run_engine
from foedus.terms.diagnostics import Diagnostic
from tests.spec import bridge
from tests.spec.worlds import STATES, Inconsistent, Key, Spec

__all__ = ["IllFormed", "Pair"]


class IllFormed(Exception):
    """The directives are no case: resolving them found errors."""


@dataclass
class Pair:
    """One case in both meanings."""

    directives: Sequence[Directive]
    timeline: Timeline = field(init=False)
    spec: Spec = field(init=False)

    def __post_init__(self) -> None:
        case, found = resolve(self.directives)
        errors: list[Diagnostic] = [d for d in found if d.severity == "error"]
        if errors:
            raise IllFormed("; ".join(d.message for d in errors))
        self.timeline = run_engine(case)
        self.spec = Spec(self.directives, self.timeline.days)

    # -- the engine in one world -----------------------------------------------------------------------------------
    def _value(self, label: object, world: Mapping[str, bool]) -> bool:
        grounds = self.timeline.grounds.all
        return bool(self.timeline.algebra.labels.evaluate(label, lambda index: world[grounds[index].id]))

    def unknown_names(self) -> list[str]:
        """Assumptions of the engine that the specification does not have."""
        return [g.id for g in self.timeline.grounds.all if g.id not in self.spec.names]

    def consistent(self, world: Mapping[str, bool]) -> bool:
        """Whether the engine takes the assignment for a world."""
        pairs = self.timeline.grounds.exclusions
        return not any(self._value(x.left, world) and self._value(x.right, world) for x in pairs)

    def holds(self, world: Mapping[str, bool], days: Sequence[int]) -> dict[tuple[str, Key | str], set[int]]:
        """(state, obligation) and ("in force", instrument or clause) -> the days on which it is so."""
        found: dict[tuple[str, Key | str], set[int]] = {}
        occasions = self._occasions()
        for obligation in self.timeline.law.obligations.values():
            k = obligation.key
            where = occasions.get(k.occasion, k.occasion)
            key: Key = (k.instrument, k.clause, k.then, k.debtor, k.creditor, k.adversary, where)
            for state in STATES:
                steps = obligation.history.get(state)
                if steps is None:
                    continue
                values = [self._value(label, world) for label in steps.labels]
                if any(values):
                    true = {d for d in days if self._value(steps.at(d), world)}
                    if true:
                        found.setdefault((state, key), set()).update(true)
        for instrument in self.timeline.case.instruments.values():
            for clause in ("", *(c.id for c in instrument.clauses)):
                true = {d for d in days if self._value(self.timeline.matcher.in_force(instrument.id, d, clause), world)}
                if true:
                    found["in force", f"{instrument.id}.{clause}" if clause else instrument.id] = true
        return found

    def _occasions(self) -> dict[str, str]:
        """The engine's names of conflicts -> those of the specification."""
        declared = set(self.timeline.case.conflicts)
        members: dict[str, list[str]] = {}
        for event, conflict in self.timeline.conflicts.of.items():
            members.setdefault(conflict, []).append(event)
        return {c: c if c in declared else f"conflict of {min(events)}" for c, events in members.items()}

    # -- both ------------------------------------------------------------------------------------------------------
    def disagreements(self, most: int, seed: int = 0) -> Iterator[str]:
        """Every difference, in words, over at most so many worlds."""
        missing = self.unknown_names()
        if missing:
            yield f"the specification does not know the assumptions {missing}"
            return
        for world in self.spec.assignments(most, seed):
            try:
                facts = self.spec.evaluate(world)
            except Inconsistent:
                if self.consistent(world):
                    yield f"inconsistent in the specification only: {_true(world)}"
                continue
            if not self.consistent(world):
                yield f"inconsistent in the engine only: {_true(world)}"
                continue
            wanted: dict[tuple[str, Key | str], set[int]] = {}
            for state in STATES:
                for key, day in facts.states[state]:
                    wanted.setdefault((state, key), set()).add(day)
            for name, day in facts.in_force:
                wanted.setdefault(("in force", name), set()).add(day)
            got = self.holds(world, facts.days)
            for what in sorted({*wanted, *got}, key=str):
                here, there = wanted.get(what, set()), got.get(what, set())
                if here != there:
                    yield (
                        f"{what}: on {_days(here - there)} in the specification alone, on {_days(there - here)} in the"
                        f" engine alone, in {_true(world)}"
                    )


def _days(days: set[int]) -> str:
    return " ".join(bridge.iso(d) for d in sorted(days)) or "no day"


def _true(world: Mapping[str, bool]) -> str:
    return (
        "true "
        + " ".join(n for n, v in world.items() if v)
        + " | false "
        + " ".join(n for n, v in world.items() if not v)
    )
