"""How a cascade's labels are read: exactly, by diagrams.  Its twin reads random worlds (foedus.findings.sampled)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Protocol

from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.grounds import Ground
from foedus.findings.joining import Course, Estimate, Pivot, Range, Side
from foedus.findings.model import View
from foedus.findings.probability import Weighing
from foedus.findings.stance import Decision, Stance
from foedus.labels import LabelBudgetExceeded

__all__ = ["Exact", "Reckoning"]

OPEN = 2
"""Assumptions without a weight for each setting of which the likeliest course is looked for."""
TOLD = 10
"""Assumptions that something may turn on, for its ways to be told apart."""
Pairs = Sequence[tuple[str, Side]]


class Reckoning(Protocol):
    """What is so, how likely, and by whose choice, for the labels of one cascade under one view."""

    view: View
    weighed: bool
    estimate: Estimate | None

    def holds(self, ground: Ground) -> bool:
        """Whether an assumption with a default holds under the view."""
        ...

    def decide(self, label: Label) -> Decision:
        """Whether the label holds in all worlds, in none, or in some."""
        ...

    def ways(self, label: Label, choice: str) -> tuple[tuple[str, ...], ...]:
        """The least settings of what a label turns on that make it hold, but for a choice that goes without saying."""
        ...

    def chances(self, labels: Sequence[Label]) -> list[Range | None]:
        """The probability of each label; None where the view leaves no world."""
        ...

    def total(self, labels: Sequence[Label], values: Sequence[float]) -> Range | None:
        """The expected sum of the values whose labels hold."""
        ...

    def pivots(self, labels: Sequence[Label]) -> list[Pivot]:
        """What each choice does to the number of labels that hold, the most first."""
        ...

    def courses(self, pairs: Pairs, labels: Sequence[Label]) -> tuple[Course, ...]:
        """The likeliest combinations of who comes in, for each setting of what decides without a weight, if that is little."""
        ...

    def assumes(self) -> list[str]:
        """What the weights rest on, in words."""
        ...


class Exact:
    """The labels of a cascade, restricted and counted."""

    def __init__(self, timeline: Timeline, stance: Stance) -> None:
        self.timeline, self.stance = timeline, stance
        self.view = stance.view
        self.weighing = Weighing(timeline, stance)
        self.weighed = self.view.honour not in ("", "all", "none") or bool(self.view.weigh)
        self.estimate: Estimate | None = None

    def holds(self, ground: Ground) -> bool:
        """Whether an assumption with a default holds under the view."""
        return self.stance.fixed.get(ground.index, True)

    def decide(self, label: Label) -> Decision:
        """Whether the label holds in all worlds the view leaves, in none, or in some."""
        return self.stance.decide(label)

    def ways(self, label: Label, choice: str) -> tuple[tuple[str, ...], ...]:
        """The least settings of what a label turns on that make it hold, but for a choice that goes without saying."""
        if len(self.stance.decide(label).on) > TOLD:
            return ()
        found, _ = self.stance.ways(label, 3)
        rest = (tuple(x for x in way if x != f"+{choice}") for way in found)
        return tuple(way for way in rest if way)

    def chances(self, labels: Sequence[Label]) -> list[Range | None]:
        """The probability of each label, lowest and highest."""
        return [(p.low, p.high) if p is not None else None for p in self.weighing.of(labels)]

    def total(self, labels: Sequence[Label], values: Sequence[float]) -> Range | None:
        """The expected sum of the values whose labels hold, lowest and highest."""
        found = self.chances(labels)
        known = [(p, v) for p, v in zip(found, values, strict=True) if p is not None]
        if len(known) < len(found):
            return None
        return sum(p[0] * v for p, v in known), sum(p[1] * v for p, v in known)

    def pivots(self, labels: Sequence[Label]) -> list[Pivot]:
        """What each choice does to the number of labels that hold, the most first."""
        counter = self.weighing.counter(labels)
        choices = [g for g in self.timeline.grounds.all if g.sort == "choice" and g.index in counter.variables]
        changes = [{g.index: value} for g in choices for value in (0.0, 1.0)]
        answers = counter.under(self.weighing.mixture(), changes)
        found: list[Pivot] = []
        for place, ground in enumerate(choices):
            no, yes = (
                (sum(p.low for p in answer if p is not None), sum(p.high for p in answer if p is not None))
                for answer in answers[2 * place : 2 * place + 2]
            )
            found.append(Pivot(ground.id, ground.text, no, yes))
        return sorted(found, key=lambda p: (-(sum(p.if_so) - sum(p.if_not)), p.id))

    def courses(self, pairs: Pairs, labels: Sequence[Label]) -> tuple[Course, ...]:
        """The likeliest combinations of who comes in, for each setting of what decides without a weight, if that is little."""
        from foedus.labels.likeliest import likeliest_patterns

        if not labels:
            return ()
        every, asked, factors = self.weighing.labels, [self.weighing.label(x) for x in labels], self.weighing.factors
        mixture, counter = self.weighing.mixture(), self.weighing.counter(labels)
        near = frozenset().union(*(counter.matter_to(i) for i in range(len(labels))))
        names = {g.index: g.id for g in self.timeline.grounds.all}
        open_ = sorted(v for v in near if v not in self.weighing.weights and v in names)
        if len(open_) > OPEN:
            return ()
        found: list[Course] = []
        for values in product((True, False), repeat=len(open_)):
            setting = dict(zip(open_, values, strict=True))
            given = tuple(("+" if so else "-") + names[v] for v, so in setting.items())
            mine, held = ([every.restrict(x, setting) for x in some] for some in (asked, factors))
            try:
                best = likeliest_patterns(every, mine, held, mixture, 2 if open_ else 3, max_steps=4000)
            except (ValueError, LabelBudgetExceeded):  # too large, or something without a weight decides after all
                return ()
            found += (Course.of(pairs, pattern.holds, pattern.probability, given) for pattern in best.items)
        return tuple(_settled(found, 2 ** len(open_)))

    def assumes(self) -> list[str]:
        """What the weights rest on, in words."""
        return [*self.weighing.assumes()] if self.weighed else []


def _settled(found: Sequence[Course], settings: int) -> Iterator[Course]:
    """The courses, each that is as likely in every setting told once."""
    groups: dict[tuple[object, ...], list[Course]] = {}
    for course in found:
        groups.setdefault((course.joins, round(course.probability, 9)), []).append(course)
    for same in groups.values():
        if settings > 1 and len(same) == settings:
            yield replace(same[0], given=())
        else:
            yield from same
