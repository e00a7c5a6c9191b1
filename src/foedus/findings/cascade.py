"""Who is drawn in: an event supposed, obligations kept becoming events, round after round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from foedus.case.model import Case
from foedus.case.resolve import sentence_text
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.keeping import Cascade, Derived, Per
from foedus.findings.clashes import Clash, clash_between, pairs
from foedus.findings.model import Assumption, View
from foedus.findings.probability import Weighing
from foedus.findings.stance import Decision, Stance
from foedus.findings.tripwires import cut
from foedus.labels import LabelBudgetExceeded
from foedus.terms.dates import iso

__all__ = ["CascadeResult", "Cascading", "Course", "Joining", "Pivot", "Round", "Strength", "cascade"]

Side = Literal["attacker", "target", ""]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Joining:
    """One actor drawn in, or helping short of war, by one duty kept.

    side: whose war it joins ("" where the act takes no side).   act: the event its duty becomes.
    status: "yes", or "contested"/"unknown" with what it turns on (its own choice to keep its word left out).
    choice: the assumption that it keeps its word.   probability: lowest and highest; None where nothing weighs choices.
    """

    actor: str
    side: Side
    act: str
    against: str
    toward: str
    instrument: str
    clause: str
    round: int
    day: str
    status: str
    hostile: bool
    choice: str
    contested_on: tuple[Assumption, ...] = ()
    probability: Range | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round: who comes in, and who may stand on each side after it.

    expected: how many are expected on each side (attacker's, target's), the openers among them.
    """

    number: int
    joining: tuple[Joining, ...]
    attacker_side: tuple[str, ...]
    target_side: tuple[str, ...]
    expected: tuple[Range, Range] | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """One measure of strength (troops, cinc) that the case gives, of each side after a round: all that may come in.

    expected: weighed by how likely each comes in.   unknown: actors for whom the case gives no such number.
    """

    indicator: str
    unit: str
    round: int
    attacker: float
    target: float
    expected: tuple[Range, Range] | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pivot:
    """What one choice does to the size of the war: the expected number drawn in if it is not, and if it is, kept."""

    id: str
    text: str
    if_not: Range
    if_so: Range

    @property
    def halves(self) -> bool:
        """Whether this single refusal at least halves the number drawn in."""
        return self.if_so[1] > 0 and sum(self.if_not) <= sum(self.if_so) / 2


@dataclass(frozen=True, slots=True)
class Course:
    """One complete course: exactly these come in, on these sides, with this probability."""

    joins: tuple[tuple[str, Side], ...]
    stays_out: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class CascadeResult:
    """The answer of ``cascade``.

    both: actors bound to both sides; by the doctrine ``bound-both-ways`` they act on neither.
    expected: how many are drawn in beside the openers.
    pivots: choices by what they do to that, the most first.   courses: the likeliest, where choices have weights.
    assumes: what the cascade takes for granted, in words.
    """

    case: str
    event: str
    day: str
    view: View
    per: Per
    rounds: tuple[Round, ...]
    attacker_side: tuple[str, ...]
    target_side: tuple[str, ...]
    both: tuple[str, ...]
    expected: Range | None
    strength: tuple[Strength, ...]
    pivots: tuple[Pivot, ...]
    courses: tuple[Course, ...]
    clashes: tuple[Clash, ...]
    assumes: tuple[str, ...]


def cascade(
    case: Case, supposed: Iterable[str], view: View, *, per: Per = "debtor", keep_record: bool = False
) -> CascadeResult:
    """Run the cascade that supposed events of a case set off.

    case: with the supposed events among its events.   supposed: their ids.   view: its ``honour`` says whether all
    words are kept, none, or at which published rates; else each choice is left open.
    keep_record: leave what is recorded after the first of them in; else it is dropped.
    """
    return Cascading(case, supposed, per=per, keep_record=keep_record).under(view)


class Cascading:
    """One cascade, evaluated once under all assumptions, to be looked at under any number of views."""

    def __init__(self, case: Case, supposed: Iterable[str], *, per: Per = "debtor", keep_record: bool = False) -> None:
        self.case, self.ids, self.per = case, list(supposed), per
        self.day = min(case.events[i].date.first for i in self.ids)
        record = case if keep_record else cut(case, self.day)
        self.timeline = evaluate(record, cascade=Cascade(self.day, per))

    @property
    def unknowns(self) -> tuple[str, ...]:
        """Ids of the conditions on its way that nobody knows."""
        return tuple(g.id for g in self.timeline.grounds.all if g.sort == "unknown")

    def under(self, view: View) -> CascadeResult:
        """Who is drawn in, as a view has it."""
        stance = Stance(self.timeline, view, self.day)
        return _Result(self.case, self.timeline, stance, self.ids, self.day, self.per).make()

    def drawn(self, view: View) -> dict[tuple[str, Side], Label]:
        """The worlds in which each actor beside the openers comes in on a side; what the author vouches for left open."""
        stance = Stance(self.timeline, view, self.day, leave=("author",))
        result = _Result(self.case, self.timeline, stance, self.ids, self.day, self.per)
        result.make()
        return result.drawn


class _Result:
    def __init__(self, case: Case, timeline: Timeline, stance: Stance, ids: list[str], day: int, per: Per) -> None:
        self.case, self.timeline, self.stance, self.ids, self.day, self.per = case, timeline, stance, ids, day, per
        self.view = stance.view
        self.algebra = timeline.algebra
        self.weighing = Weighing(timeline, stance)
        self.weighed = self.view.honour not in ("", "all", "none") or bool(self.view.weigh)
        self.sides: dict[str, set[Side]] = {}
        self.before: dict[str, frozenset[Side]] = {}
        self.joined: dict[tuple[str, Side], dict[int, Label]] = {}
        self.drawn: dict[tuple[str, Side], Label] = {}
        self.hostile = {
            k for k in case.kinds if any(case.kinds[u].hostile for u in case.kind_is.get(k, ()) if u in case.kinds)
        }

    def make(self) -> CascadeResult:
        for actor, side in self._openers():
            self.sides.setdefault(actor, set()).add(side)
        openers: dict[Side, set[str]] = {
            "attacker": {a for a, sides in self.sides.items() if "attacker" in sides},
            "target": {a for a, sides in self.sides.items() if "target" in sides},
        }
        found: dict[int, list[tuple[Joining, Label]]] = {}
        number = 0
        for derived in self.timeline.derived:
            if (
                derived.round != number
            ):  # the acts of one round are at once: none of them decides whose side another takes
                number, self.before = derived.round, {actor: frozenset(sides) for actor, sides in self.sides.items()}
            decision = self.stance.decide(derived.label)
            if decision.verdict != "no":
                found.setdefault(derived.round, []).append((self._joining(derived, decision), derived.label))
        rounds = self._rounds(found, openers)
        last = (
            rounds[-1] if rounds else Round(0, (), tuple(sorted(openers["attacker"])), tuple(sorted(openers["target"])))
        )
        drawn = self.drawn = {
            pair: self._label(pair) for pair in self.joined if pair[0] not in openers["attacker"] | openers["target"]
        }
        return CascadeResult(
            self.case.name,
            "; ".join(
                f"{self.case.events[i].date.text} {sentence_text(self.case.events[i].sentence)}" for i in self.ids
            ),
            iso(self.day),
            self.view,
            self.per,
            rounds,
            last.attacker_side,
            last.target_side,
            self._both(),
            self._expected(list(drawn.values())) if self.weighed else None,
            tuple(self._strength(rounds, openers)),
            tuple(self._pivots(list(drawn.values()))) if self.weighed else (),
            self._courses(drawn) if self.weighed else (),
            tuple(self._clashes()),
            tuple(self._assumes()),
        )

    # -- sides ---------------------------------------------------------------------------------------------------------
    def _openers(self) -> list[tuple[str, Side]]:
        """Who acts, and who is acted on, in the supposed events that are hostile."""
        found: list[tuple[str, Side]] = []
        plain = self.timeline.matcher.scope()
        for id_ in self.ids:
            for occurrence in self.timeline.occurrences.get(id_, ()):
                if occurrence.kind in self.hostile:
                    targets = list(self.timeline.matcher.targets(occurrence, plain)) or [occurrence.object]
                    found.append((occurrence.subject, "attacker"))
                    found += [(target, "target") for target in targets if target in self.case.actors]
        return found

    def _side(self, actor: str, against: str, toward: str) -> Side:
        """Whose side an act takes: against one side is with the other; help goes to the side that is helped."""
        attackers = {a for a, sides in self.before.items() if "attacker" in sides}
        targets = {a for a, sides in self.before.items() if "target" in sides}
        if against and actor != against:
            if against in attackers:
                return "target"
            if against in targets:
                return "attacker"
        return "attacker" if toward in attackers else "target" if toward in targets else ""

    def _joining(self, derived: Derived, decision: Decision) -> Joining:
        key, occurrence = derived.obligation.key, derived.occurrence
        hostile = occurrence.kind in self.hostile
        against = occurrence.object if hostile else key.adversary
        toward = key.creditor if hostile else occurrence.object or key.creditor
        side = self._side(key.debtor, against if hostile else "", toward)
        if hostile and side:
            self.sides.setdefault(key.debtor, set()).add(side)
            if against and against not in self.sides:
                self.sides[against] = {"attacker" if side == "target" else "target"}
            labels = self.joined.setdefault((key.debtor, side), {})
            labels[derived.round] = self.algebra.either(labels.get(derived.round, self.algebra.false), derived.label)
        on = tuple(a for a in decision.on if a.id != derived.choice)
        return Joining(
            key.debtor, side, occurrence.kind, against, toward, key.instrument, key.clause, derived.round,
            iso(derived.day), decision.verdict if on else "yes", hostile, derived.choice, on,
        )  # fmt: skip

    def _label(self, pair: tuple[str, Side], until: int | None = None) -> Label:
        """The worlds in which an actor has come in on a side, by the end of a round (or of all)."""
        found = self.joined.get(pair, {})
        return self.algebra.any_of(label for number, label in found.items() if until is None or number <= until)

    # -- rounds --------------------------------------------------------------------------------------------------------
    def _rounds(
        self, found: dict[int, list[tuple[Joining, Label]]], openers: dict[Side, set[str]]
    ) -> tuple[Round, ...]:
        made: list[Round] = []
        here: dict[Side, set[str]] = {side: set(names) for side, names in openers.items()}
        for number in sorted(found):
            joining = self._once(found[number])
            for j in joining:
                if j.hostile and j.side:
                    here[j.side].add(j.actor)
            expected = None
            if self.weighed:
                one, other = (
                    self._expected(
                        [self._label((a, side), number) for a in sorted(here[side] - openers[side])], len(openers[side])
                    )
                    for side in ("attacker", "target")
                )
                expected = (one, other) if one is not None and other is not None else None
            made.append(
                Round(number, joining, tuple(sorted(here["attacker"])), tuple(sorted(here["target"])), expected)
            )
        return tuple(made)

    def _once(self, found: list[tuple[Joining, Label]]) -> tuple[Joining, ...]:
        """Each actor's act once, under the clause named first, with the probability of all its ways together."""
        groups: dict[tuple[str, str, str, str], tuple[Joining, Label]] = {}
        for joining, label in sorted(
            found, key=lambda f: (f[0].status != "yes", not f[0].hostile, f[0].actor, f[0].instrument, f[0].clause)
        ):
            key = (joining.actor, joining.act, joining.against, joining.toward)
            known = groups.get(key)
            groups[key] = (known[0], self.algebra.either(known[1], label)) if known else (joining, label)
        if not self.weighed:
            return tuple(joining for joining, _ in groups.values())
        chances = self.weighing.of([label for _, label in groups.values()])
        return tuple(
            replace(joining, probability=(p.low, p.high)) if p is not None else joining
            for (joining, _), p in zip(groups.values(), chances, strict=True)
        )

    # -- sizes ---------------------------------------------------------------------------------------------------------
    def _expected(self, labels: Sequence[Label], already: int = 0) -> Range | None:
        """How many of the labels hold, on average: lowest and highest."""
        chances = self.weighing.of(list(labels))
        if any(p is None for p in chances):
            return None
        return (
            already + sum(p.low for p in chances if p is not None),
            already + sum(p.high for p in chances if p is not None),
        )

    def _strength(self, rounds: Sequence[Round], openers: dict[Side, set[str]]) -> Iterable[Strength]:
        names = {(i.name, i.unit) for a in self.case.actors.values() for i in a.indicators}
        stages = [Round(0, (), tuple(sorted(openers["attacker"])), tuple(sorted(openers["target"]))), *rounds]
        for name, unit in sorted(names):
            for stage in stages:
                sums: list[float] = []
                ranges: list[Range] = []
                unknown: list[str] = []
                sides: tuple[tuple[Side, tuple[str, ...]], ...] = (
                    ("attacker", stage.attacker_side),
                    ("target", stage.target_side),
                )
                for side, members in sides:
                    values = {a: self._value(a, name, unit) for a in members}
                    unknown += [a for a, v in values.items() if v is None]
                    sums.append(sum(v for v in values.values() if v is not None))
                    ranges.append(self._weighed_sum(values, side, stage.number, openers))
                expected = (ranges[0], ranges[1]) if self.weighed else None
                yield Strength(name, unit, stage.number, sums[0], sums[1], expected, tuple(sorted(unknown)))

    def _weighed_sum(
        self, values: dict[str, float | None], side: Side, number: int, openers: dict[Side, set[str]]
    ) -> Range:
        if not self.weighed:
            return (0.0, 0.0)
        sure = sum(v for a, v in values.items() if v is not None and a in openers[side])
        rest = [(a, v) for a, v in values.items() if v is not None and a not in openers[side]]
        chances = self.weighing.of([self._label((a, side), number) for a, _ in rest])
        pairs_ = [(p, v) for p, (_, v) in zip(chances, rest, strict=True) if p is not None]
        return (sure + sum(p.low * v for p, v in pairs_), sure + sum(p.high * v for p, v in pairs_))

    def _value(self, actor: str, name: str, unit: str) -> float | None:
        """What the case says an actor's indicator was on the day: of several, the one that began last."""
        best: tuple[int, float] | None = None
        for i in self.case.actors[actor].indicators if actor in self.case.actors else ():
            start = i.start.first if i.start is not None else 0
            if (i.name, i.unit) == (name, unit) and start <= self.day and (i.end is None or self.day <= i.end.last):
                best = max(best or (-1, 0.0), (start, i.value))
        return best[1] if best is not None else None

    # -- choices -------------------------------------------------------------------------------------------------------
    def _pivots(self, labels: Sequence[Label]) -> Iterable[Pivot]:
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

    def _courses(self, drawn: dict[tuple[str, Side], Label]) -> tuple[Course, ...]:
        from foedus.labels.likeliest import likeliest_patterns

        if not drawn:
            return ()
        labels, factors = [self.weighing.label(label) for label in drawn.values()], self.weighing.factors
        try:
            found = likeliest_patterns(
                self.weighing.labels, labels, factors, self.weighing.mixture(), 3, max_steps=4000
            )
        except (ValueError, LabelBudgetExceeded):  # something without a weight decides: there is no likeliest course
            return ()
        return tuple(
            Course(
                tuple(pair for pair, holds in zip(drawn, pattern.holds, strict=True) if holds),
                tuple(sorted({a for (a, _), holds in zip(drawn, pattern.holds, strict=True) if not holds})),
                pattern.probability,
            )
            for pattern in found.items
        )

    # -- what stands beside it -----------------------------------------------------------------------------------------
    def _both(self) -> tuple[str, ...]:
        torn = {a for a, label in self.timeline.torn.items() if self.stance.decide(label).verdict != "no"}
        return tuple(sorted(torn | {a for a, sides in self.sides.items() if {"attacker", "target"} <= sides}))

    def _clashes(self) -> list[Clash]:
        found: list[Clash] = []
        drawn = {d.obligation.key.debtor for d in self.timeline.derived} | set(self.timeline.torn)
        last = max((d.day for d in self.timeline.derived), default=self.day)
        opened = [o for o in self.timeline.law.obligations.values() if o.key.debtor in drawn]
        for one, other, because in pairs(self.timeline, opened):
            decision = self.stance.decide(self.algebra.both(one.at("triggered", last), other.at("triggered", last)))
            if decision.verdict != "no":
                found.append(clash_between(one, other, because, decision, self.stance, last))
        return sorted(dict.fromkeys(found), key=lambda c: (c.debtor, c.status, c.one.instrument, c.other.instrument))

    def _assumes(self) -> list[str]:
        words = {"all": "everybody keeps his word", "none": "nobody keeps his word"}
        found = [words.get(self.view.honour, "whether each keeps its word is left open" if not self.weighed else "")]
        found += [*self.weighing.assumes()] if self.weighed else []
        asking = sorted({g.about for g in self.timeline.grounds.all if g.id.startswith("asks:")})
        if asking:
            found.append(f"whoever may ask for help asks ({', '.join(asking)})")
        entry = self.timeline.grounds.by_id.get("third-party-entry")
        if entry is not None:
            on = self.stance.fixed.get(entry[0].index, True)
            found.append(
                "help to a victim counts as an attack on the other side (third-party-entry)"
                if on
                else "help to a victim is no attack on the other side (third-party-entry is off)"
            )
        return [text for text in found if text]
