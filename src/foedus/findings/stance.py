"""A view applied to a timeline: which assumptions it sets, what stays open, and what is so under it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal

from foedus.case.resolve import sentence_text
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.grounds import Exclusion, Ground
from foedus.findings.model import Assumption, View
from foedus.findings.settings import settings_of
from foedus.findings.worlds import Factor, Worlds
from foedus.labels import depends_on, essential, minimal_supports
from foedus.labels.bearing import bearing
from foedus.terms.diagnostics import Diagnostic, FoedusError

__all__ = ["BELIEFS", "Decision", "Freed", "Signed", "Stance", "Verdict"]

Verdict = Literal["yes", "no", "contested", "unknown"]
Signed = tuple[tuple[str, ...], ...]
"""Several sets of assumptions: ``+id`` of what is taken as so, ``-id`` of what is taken as not so."""
BELIEFS = frozenset({"claim", "source", "reading", "doctrine"})
"""What a finding can be said to rest on."""
_FIRST = ("the first stance", 0)
_DECISIONS = ("decisions", 0)
_REACHES = ("what answers about labels hang on", 0)
_KEPT = 100_000  # decisions remembered
_ELIMINATED_FIRST = {"order": 0, "claim": 1, "source": 2, "author": 3, "doctrine": 4, "unknown": 5, "undecided": 5}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is so, and the open assumptions on which it turns.

    ways: the least settings of these that make it so, signed ids; only where they were asked for.
    """

    verdict: Verdict
    on: tuple[Assumption, ...] = ()
    ways: Signed = ()


@dataclass(frozen=True, slots=True)
class Freed:
    """A view without its beliefs.

    fixed: what stays set.   restrict: a label under it.   worlds: consistency under it.
    """

    fixed: Mapping[int, bool]
    restrict: Callable[[Label], Label]
    worlds: Worlds


class Stance:
    """One view of one timeline on one day of knowledge.  Only restricts; nothing is evaluated again.

    leave: sorts of assumptions that stay open whatever their default: those of a question that runs over them.

    The first stance of a timeline is worked out in full, every other as what differs from it, so that a switch costs
    what it touches.
    """

    _opened: list[frozenset[int]]
    _barred: list[Factor | None]
    _beside: tuple[Stance, frozenset[int]] | None
    _worlds: Worlds

    def __init__(self, timeline: Timeline, view: View, on: int, *, leave: Collection[str] = ()) -> None:
        self.timeline, self.view, self.on = timeline, view, on
        self.leave = leave
        self.algebra = timeline.algebra
        self.labels = timeline.algebra.labels
        self.grounds = timeline.grounds
        settings = settings_of(timeline, view, on, leave)
        first = timeline.kept.get(_FIRST)
        self._settle(settings.fixed, settings.by_switch, first if isinstance(first, Stance) else None)
        timeline.kept.setdefault(_FIRST, self)

    def doubting(self, index: int) -> Stance:
        """The view with one source or claim doubted, by its number: the same as a view that says so, only sooner."""
        other = copy(self)
        other._settle({**self._believing, index: False}, {*self._by_switch, index}, self)
        return other

    def _settle(self, believing: dict[int, bool], by_switch: Collection[int], other: Stance | None) -> None:
        """What follows from the assumptions set: which stay open all the same, and which worlds are left.

        other: a stance of the same timeline, of which everything that is the same is taken over.
        """
        self._believing, self._by_switch = believing, frozenset(by_switch)
        self._said = self._claims_of_facts()
        everything = range(len(self.grounds.exclusions))
        if other is not None and len(other._barred) != len(everything):
            other = None
        # Claims that contradict one another stay open, unless the view has decided between them.
        self._opened = list(other._opened) if other is not None else [frozenset[int]()] * len(everything)
        self._open(everything if other is None else self._touched_by(other._moved_to(self)))
        self.fixed = dict(believing)
        for i in frozenset[int]().union(*self._opened):
            self.fixed.pop(i, None)
        changed = _differing(self.fixed, other.fixed) if other is not None else frozenset()
        self._restrictor = self.labels.restrictor(self.fixed)
        self._beside = other._beside_which(changed) if other is not None else None
        self._barred = list(other._barred) if other is not None else [None] * len(everything)
        self._bar(everything if other is None else sorted(self._touched_by(changed)))
        like = other._worlds if other is not None else None
        same = other is not None and other._barred == self._barred
        self._worlds = like if like is not None and same else Worlds(self.timeline, filter(None, self._barred), like)
        if not self._worlds.any_left():
            message = "this view contradicts itself: no world satisfies it"
            raise FoedusError((Diagnostic("E503", "error", message, None),))
        self._decided: dict[Label, Decision] = {}
        self._told_ways: dict[Label, Decision] = {}
        self._freed: dict[frozenset[str], Freed] = {}

    def _moved_to(self, other: Stance) -> frozenset[int]:
        """The assumptions that another sets otherwise, or by its own words where this one does not."""
        return _differing(other._believing, self._believing) | (self._by_switch ^ other._by_switch)

    def _beside_which(self, changed: frozenset[int]) -> tuple[Stance, frozenset[int]]:
        """A stance that restricts labels by itself, and in which assumptions one that differs from this in some differs."""
        if self._beside is None:
            return self, changed
        return self._beside[0], self._beside[1] | changed

    # -- contradiction and consistency -----------------------------------------------------------------------------------------
    def _claims_of_facts(self) -> frozenset[int]:
        """The claims that can be contradicted.

        A claim under a reading says that somebody holds it; that another reads otherwise does not contradict that.
        """
        grounds, readings = self.grounds.all, self.timeline.case.readings
        key = ("claims of facts", len(grounds))
        found = self.timeline.kept.get(key)
        if not isinstance(found, frozenset):
            found = frozenset(g.index for g in grounds if g.sort == "claim" and g.about not in readings)
            self.timeline.kept[key] = found
        return found

    def _contradicted(self, left: Label, right: Label) -> frozenset[int]:
        """The claims that two opposed labels, looked at without belief, leave open.

        An answer that nobody has given contradicts none that somebody has.
        """
        if self.labels.disjoint(left, right):
            return frozenset()
        sides = self.labels.support(left), self.labels.support(right)
        if any(side and all(self._sort(i) == "unknown" for i in side) for side in sides):
            return frozenset()
        return frozenset(i for i in sides[0] | sides[1] if i in self._said and i not in self._by_switch)

    def _touching(self) -> dict[int, list[int]]:
        """The numbers of the exclusions that speak of each assumption."""
        key = ("exclusions by assumption", len(self.grounds.exclusions))
        found = self.timeline.kept.get(key)
        if not isinstance(found, dict):
            found = dict[int, list[int]]()
            for number, exclusion in enumerate(self.grounds.exclusions):
                for i in self.labels.support(exclusion.left) | self.labels.support(exclusion.right):
                    found.setdefault(i, []).append(number)
            self.timeline.kept[key] = found
        return found

    def _touched_by(self, indices: Iterable[int]) -> set[int]:
        touching = self._touching()
        return {number for i in indices for number in touching.get(i, ())}

    def _open(self, numbers: Collection[int]) -> None:
        """Find what some exclusions leave open."""
        exclusions, support = self.grounds.exclusions, self.labels.support
        sides = [(n, exclusions[n].left, exclusions[n].right) for n in numbers]
        near = frozenset[int]().union(*(support(x) for _, *both in sides for x in both))
        loose = self._said - self._by_switch
        restrict = self.labels.restrictor({i: self._believing[i] for i in near - loose if i in self._believing})
        for n, left, right in sides:
            self._opened[n] = self._contradicted(restrict(left), restrict(right))

    def _bar(self, numbers: Iterable[int]) -> None:
        """Find what some exclusions forbid under the view.  Raises FoedusError where that is everything."""
        for n in numbers:
            exclusion = self.grounds.exclusions[n]
            both = self._together(self.restrict, exclusion)
            if both == self.algebra.true:
                message = f"this view contradicts itself: {exclusion.why}"
                help_ = "believe or accept only one of " + ", ".join(exclusion.members)
                raise FoedusError((Diagnostic("E503", "error", message, None, help=help_),))
            self._barred[n] = self._factor(both)

    def _consistency(self, restrict: Callable[[Label], Label]) -> Worlds:
        factors = (self._factor(self._together(restrict, e)) for e in self.grounds.exclusions)
        return Worlds(self.timeline, filter(None, factors))

    def _together(self, restrict: Callable[[Label], Label], exclusion: Exclusion) -> Label:
        """The worlds in which two opposed labels both hold."""
        return self.algebra.both(restrict(exclusion.left), restrict(exclusion.right))

    def _factor(self, both: Label) -> Factor | None:
        """That something is not so; None if it cannot be."""
        if both == self.algebra.false:
            return None
        none = self.algebra.negate(both)
        return none, self.labels.support(none)

    def rivals(self, index: int) -> list[list[int]]:
        """Of a claim that contradictions hold open: for each of these, what of the other side can be disbelieved."""
        found: list[list[int]] = []
        for n in self._touching().get(index, ()) if index not in self.fixed else ():
            sides = [
                self.labels.support(x) for x in (self.grounds.exclusions[n].left, self.grounds.exclusions[n].right)
            ]
            if self._opened[n]:
                other = sides[1] if index in sides[0] else sides[0]
                found.append(sorted(i for i in other if i != index and self._sort(i) in BELIEFS))
        return found

    def constraint(self, *labels: Label) -> Label:
        """What consistency says about the assumptions of some labels, all others projected away."""
        return self._worlds.seen_by(frozenset().union(*map(self.labels.support, labels)))

    # -- answers -----------------------------------------------------------------------------------------------------------
    def restrict(self, label: Label) -> Label:
        """The label under the view."""
        if self._beside is not None and self._beside[1].isdisjoint(self.labels.support(label)):
            return self._beside[0].restrict(label)
        return self._restrictor(label)

    def reach(self, label: Label) -> frozenset[int]:
        """The assumptions on which any answer about a label can hang, whatever the view.

        These are its own, and all that what cannot hold together ties to them, through whatever chain of others.
        """
        kept = self.timeline.kept.setdefault(_REACHES, {})
        assert isinstance(kept, dict)
        found: frozenset[int] | None = kept.get(label)
        if found is None:
            exclusions, touching = self.grounds.exclusions, self._touching()
            reached, edge = set[int](), set(self.labels.support(label))
            while edge:
                reached |= edge
                tied = {number for i in edge for number in touching.get(i, ())}
                near = (self.labels.support(x) for n in tied for x in (exclusions[n].left, exclusions[n].right))
                edge = set[int]().union(*near) - reached
            found = kept[label] = frozenset(reached)
        return found

    def said_of(self, assumptions: frozenset[int]) -> frozenset[tuple[int, bool]]:
        """What the view sets of some assumptions: two views that set the same of what an answer hangs on answer alike."""
        return frozenset((i, self.fixed[i]) for i in assumptions if i in self.fixed)

    def decide(self, label: Label, given: Label | None = None) -> Decision:
        """Whether the label holds in all worlds the view leaves (and in which ``given`` holds), in none, or in some."""
        if given is None and label in self._decided:
            return self._decided[label]
        if self._beside is not None and given is None and self._beside[1].isdisjoint(self.reach(label)):
            decision = self._decided[label] = self._beside[0].decide(label)
            return decision
        mine = self.restrict(label)
        if given is None:
            decision = self._decision(mine, self._worlds.seen_by(self.labels.support(mine)))
        else:
            condition = self.restrict(given)
            decision = self._decision(mine, self.algebra.both(self.constraint(mine, condition), condition))
        if given is None:
            self._decided[label] = decision
        return decision

    def _decision(self, mine: Label, k: Label) -> Decision:
        """Whether something holds in all worlds of ``k``, in none, or in some; the same in whatever view it is asked."""
        kept = self.timeline.kept.setdefault(_DECISIONS, {})
        assert isinstance(kept, dict)
        decision: Decision | None = kept.get((mine, k))
        if decision is None:
            if len(kept) > _KEPT:
                kept.clear()
            decision = kept[mine, k] = self._decide(mine, k)
        return decision

    def _decide(self, mine: Label, k: Label) -> Decision:
        if mine == self.algebra.true or (mine != self.algebra.false and self.labels.implies(k, mine)):
            return Decision("yes")
        if mine == self.algebra.false or self.labels.disjoint(k, mine):
            return Decision("no")
        order = sorted(self.labels.support(mine), key=lambda i: (_ELIMINATED_FIRST.get(self._sort(i), 9), i))
        on = depends_on(self.labels, mine, k, order)
        sorts = {self._sort(i) for i in on}
        verdict: Verdict = "unknown" if sorts <= {"unknown", "undecided"} else "contested"
        return Decision(verdict, tuple(sorted((self.assumption(i) for i in on), key=lambda a: a.id)))

    def _sort(self, index: int) -> str:
        return self.grounds.all[index].sort

    def assumption(self, index: int) -> Assumption:
        """An assumption by its number, as findings name it."""
        ground: Ground = self.grounds.all[index]
        return Assumption(ground.id, ground.sort, ground.about, self._told(ground))

    def _told(self, ground: Ground) -> str:
        """An assumption in words: its own; of an answer the question with it; of a claim what is claimed."""
        case, about = self.timeline.case, ground.about
        name, _, answer = (ground.id if ground.sort == "unknown" else about).rpartition(".")
        question = case.questions.get(name)
        if question is not None:
            text = next((a.text for a in question.answers if a.id == answer), "")
            return " ".join(part for part in (question.text or question.id, text or answer) if part)
        if ground.text or ground.sort != "claim":
            return ground.text
        if about in case.events:
            event = case.events[about]
            return f"{event.date.text} {sentence_text(event.sentence)}"
        return case.instruments[about].title if about in case.instruments else ""

    def freed(self, beliefs: frozenset[str] = BELIEFS) -> Freed:
        """The view with what it holds of these sorts left free, what it rejects still false, and authors true."""
        if beliefs not in self._freed:
            fixed = {i: v for i, v in self.fixed.items() if not (v and self.grounds.all[i].sort in beliefs)}
            restrict = self.labels.restrictor(fixed)
            self._freed[beliefs] = Freed(fixed, restrict, self._consistency(restrict))
        return self._freed[beliefs]

    def without(self, indices: Collection[int]) -> Freed:
        """The view with some assumptions left free."""
        fixed = {i: v for i, v in self.fixed.items() if i not in indices}
        restrict = self.labels.restrictor(fixed)
        return Freed(fixed, restrict, self._consistency(restrict))

    def supports(self, label: Label, limit: int = 10) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """Minimal supports, smallest first, as signed ids; belief is left free, what the view rejects is false.

        limit: 0 asks for none, and none is looked for.
        """
        if limit == 0:
            return (), False
        freed = self.freed()
        mine = freed.restrict(label)
        found = minimal_supports(self.labels, mine, bearing(self.labels, mine, freed.worlds.factors), limit=limit)
        return self._signed(found.items), found.complete

    def ways(self, label: Label, limit: int = 10) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """The least settings of what a contested label turns on that make it true, the view standing; signed ids."""
        if limit == 0:
            return (), False
        on = {self.grounds.by_id[a.id][0].index for a in self.decide(label).on}
        if not on:
            return (), True
        mine = self.restrict(label)
        k = self.constraint(mine)
        rest = (self.labels.support(mine) | self.labels.support(k)) - on
        f, k = self.labels.exists(self.algebra.both(mine, k), rest), self.labels.exists(k, rest)
        found = minimal_supports(self.labels, f, k, limit=limit)
        return self._signed(found.items), found.complete

    def with_ways(self, label: Label) -> Decision:
        """What is decided of a label, with the ways in which it comes to hold where that is open."""
        if label not in self._told_ways:
            self._told_ways[label] = replace(self.decide(label), ways=self.ways(label)[0])
        return self._told_ways[label]

    def unbound(self, label: Label, limit: int = 10) -> tuple[tuple[str, ...], ...]:
        """Minimal supports whatever the view believes or rejects: what could be assumed for the label to hold."""
        fixed = {i: v for i, v in self.fixed.items() if self._sort(i) not in BELIEFS}
        restrict = self.labels.restrictor(fixed)
        mine = restrict(label)
        found = minimal_supports(
            self.labels, mine, bearing(self.labels, mine, self._consistency(restrict).factors), limit=limit
        )
        return self._signed(found.items)

    def _signed(self, supports: Iterable[Iterable[tuple[int, bool]]]) -> tuple[tuple[str, ...], ...]:
        return tuple(
            tuple(sorted(("+" if sign else "-") + self.grounds.all[i].id for i, sign in support))
            for support in supports
        )

    def word(self, label: Label) -> tuple[str, ...]:
        """The sources on whose word the label may come to hold, by id; never those whose word speaks against it.

        Doctrines are as the view has them: what a judge has decided rests on no report of what happened.
        """
        mine = self.freed(BELIEFS - {"doctrine"}).restrict(label)
        found = []
        for index in self.labels.support(mine):
            high, low = self.labels.cofactors(mine, index)
            if self._sort(index) == "source" and not self.labels.implies(high, low):
                found.append(self.grounds.all[index].id)
        return tuple(sorted(found))

    def alone(self, label: Label) -> tuple[str, ...]:
        """The sources without any one of which the label cannot come to hold, whatever else is believed; by id."""
        return tuple(sorted(self.grounds.all[i].id for i in self.carrying(label) if self._sort(i) == "source"))

    def carrying(self, label: Label) -> list[int]:
        """The sources and claims, by number, each of which is in every support of the label."""
        mine = self.freed(BELIEFS - {"doctrine"}).restrict(label)
        return [
            i
            for i in sorted(self.labels.support(mine))
            if self._sort(i) in ("source", "claim") and essential(self.labels, mine, self.algebra.true, i)
        ]


def _differing(one: Mapping[int, bool], other: Mapping[int, bool]) -> frozenset[int]:
    """The assumptions that two settings do not set alike."""
    return frozenset(i for i, _ in one.items() ^ other.items())
