"""Who is drawn in: an event supposed, obligations kept becoming events, round after round."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from foedus.case.model import Case
from foedus.case.resolve import sentence_text
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.keeping import Cascade, Derived, Per
from foedus.findings.clashes import Clash, clash_between, pairs
from foedus.findings.joining import (
    Also,
    CascadeResult,
    Course,
    Estimate,
    Joining,
    Pivot,
    Range,
    Right,
    Round,
    Side,
    Strength,
)  # fmt: skip
from foedus.findings.model import Assumption, View
from foedus.findings.nearly import near_misses
from foedus.findings.probability import weights_named
from foedus.findings.reckoning import Exact, Reckoning
from foedus.findings.sampled import WORLDS, sampled
from foedus.findings.stance import Decision, Stance
from foedus.findings.tripwires import cut
from foedus.labels import BddLabels, LabelBudgetExceeded
from foedus.terms.dates import iso
from foedus.terms.diagnostics import Diagnostic, FoedusError

__all__ = [
    "CascadeResult", "Cascading", "Course", "Estimate", "Joining", "Pivot", "Round", "Strength", "cascade",
]  # fmt: skip

EXACT = 400_000
"""Nodes of decision diagrams that a cascade may take under one view; past it, the answer is an estimate."""
SHARED = 150_000
"""Nodes that it may take under all views at once; past it, each view is evaluated by itself."""
_CHOICES = ("keeps:", "honours:", "asks:")


def cascade(
    case: Case,
    supposed: Iterable[str],
    view: View,
    *,
    per: Per = "debtor",
    keep_record: bool = False,
    worlds: int = WORLDS,
    seed: int = 0,
) -> CascadeResult:
    """Run the cascade that supposed events of a case set off.

    case: with the supposed events among its events.   supposed: their ids.   view: its ``honour`` says whether all
    words are kept, none, or at which published rates; else each choice is left open.
    keep_record: leave what is recorded after the first of them in; else it is dropped.
    worlds, seed: where the cascade is too large to be exact, how many random courses, and which.
    """
    return Cascading(case, supposed, per=per, keep_record=keep_record, worlds=worlds, seed=seed).under(view)


class Cascading:
    """One cascade, to be looked at under any number of views.

    It is evaluated once under all assumptions, if that takes no more than ``SHARED`` nodes; else under each view by
    itself, exactly as far as ``EXACT`` nodes go, and beyond by random courses.
    """

    def __init__(
        self,
        case: Case,
        supposed: Iterable[str],
        *,
        per: Per = "debtor",
        keep_record: bool = False,
        worlds: int = WORLDS,
        seed: int = 0,
    ) -> None:
        self.case, self.ids, self.per = case, list(supposed), per
        self.worlds, self.seed = worlds, seed
        self.day = min(case.events[i].date.first for i in self.ids)
        self.record = case if keep_record else cut(case, self.day)
        self._shared: Timeline | None = None
        self._plain: Timeline | None = None
        try:
            self._shared = self._evaluate(SHARED)
        except LabelBudgetExceeded as error:
            self._too_large = error.reason

    def _evaluate(self, nodes: int, fixed: Mapping[str, bool] | None = None, kept: bool | None = None) -> Timeline:
        labels = BddLabels(max_made=nodes)
        run = Cascade(self.day, self.per, kept)
        timeline = evaluate(self.record, labels, fixed=fixed, cascade=run, strict=True)
        labels.unbind()  # looking at it takes room of its own
        return timeline

    @property
    def timeline(self) -> Timeline:
        """The evaluation under all assumptions.  Raises FoedusError where that is too large."""
        if self._shared is None:
            help_ = "ask for one choice per debtor (--per debtor), or for the cascade under one view (foedus cascade)"
            message = f"this cascade is too large to be looked at under all assumptions at once: {self._too_large}"
            raise FoedusError((Diagnostic("E509", "error", message, None, help=help_),))
        return self._shared

    def under(self, view: View) -> CascadeResult:
        """Who is drawn in, as a view has it."""
        if self._shared is not None:
            return self._result(self._shared, Exact(self._shared, Stance(self._shared, view, self.day))).make()
        fixed = self._fixed(view, claims=False)
        kept = view.honour == "all" if view.honour in ("all", "none") and not view.given_conduct else None
        try:
            timeline = self._evaluate(EXACT, fixed, kept)
            return self._result(timeline, Exact(timeline, Stance(timeline, view, self.day)), fixed).make()
        except LabelBudgetExceeded as error:
            why = error.reason
        fixed = self._fixed(view, claims=True)
        run = Cascade(self.day, self.per, kept)
        found = sampled(self.record, view, run, fixed, why, worlds=self.worlds, seed=self.seed)
        return self._result(found.timeline, found, fixed).make()

    def _result(self, timeline: Timeline, reckoning: Reckoning, fixed: Mapping[str, bool] | None = None) -> _Result:
        return _Result(self.case, timeline, reckoning, self.ids, self.day, self.per, fixed or {})

    def drawn(self, view: View) -> dict[tuple[str, Side], Label]:
        """The worlds in which each actor beside the openers comes in on a side; what the author vouches for left open."""
        stance = Stance(self.timeline, view, self.day, leave=("author",))
        result = self._result(self.timeline, Exact(self.timeline, stance))
        result.make()
        return result.drawn

    def _fixed(self, view: View, *, claims: bool) -> dict[str, bool]:
        """What a view settles before anything is evaluated, by id.  claims: whom it believes, too."""
        if self._plain is None:
            self._plain = evaluate(self.record)
        own, choices, rest = weights_named(view), dict[str, bool](), dict[str, tuple[str, ...]]()
        for key, names in (("accept", view.accept), ("reject", view.reject)):
            rest[key] = tuple(n for n in names if not n.startswith(_CHOICES))
            choices |= {n: key == "accept" for n in names if n.startswith(_CHOICES)}
        plain = replace(view, weigh=(), honour="", accept=rest["accept"], reject=rest["reject"])
        stance = Stance(self._plain, plain, self.day)
        found = {i: (d.default and i not in view.reject) or i in view.accept for i, d in self.case.doctrines.items()}
        for ground in self._plain.grounds.all:
            value = stance.fixed.get(ground.index)
            if value is not None and (claims or ground.sort in ("author", "doctrine")):
                found[ground.id] = value
        if claims:
            found |= choices
        return {i: v for i, v in found.items() if i not in own}


_Found = tuple[Joining, Label, Derived]


def _beyond(decision: Decision, own: Collection[str]) -> tuple[tuple[Assumption, ...], str]:
    """What an act turns on beside the choice to keep one's own word, which goes without saying; and so its status."""
    on = tuple(a for a in decision.on if a.id not in own)
    return on, "yes" if decision.verdict == "yes" or (decision.on and not on) else decision.verdict


class _Result:
    def __init__(
        self,
        case: Case,
        timeline: Timeline,
        reckoning: Reckoning,
        ids: list[str],
        day: int,
        per: Per,
        fixed: Mapping[str, bool],
    ) -> None:
        self.case, self.timeline, self.reckoning = case, timeline, reckoning
        self.ids, self.day, self.per, self.fixed = ids, day, per, fixed
        self.algebra = timeline.algebra
        self.weighed = reckoning.weighed
        self.sides: dict[str, set[Side]] = {}
        self.before: dict[str, frozenset[Side]] = {}
        self.joined: dict[tuple[str, Side], dict[int, Label]] = {}
        self.drawn: dict[tuple[str, Side], Label] = {}
        self.hostile = set(filter(case.is_hostile, case.kinds))

    def make(self) -> CascadeResult:
        for actor, side in self._openers():
            self.sides.setdefault(actor, set()).add(side)
        openers: dict[Side, set[str]] = {
            "attacker": {a for a, sides in self.sides.items() if "attacker" in sides},
            "target": {a for a, sides in self.sides.items() if "target" in sides},
        }
        found: dict[int, list[_Found]] = {}
        number, places = 0, dict[int, int]()
        for derived in self.timeline.derived:
            if (
                derived.round != number
            ):  # the acts of one round are at once: none of them decides whose side another takes
                number, self.before = derived.round, {actor: frozenset(sides) for actor, sides in self.sides.items()}
            decision = self.reckoning.decide(derived.label)
            if decision.verdict != "no":  # rounds in which nobody comes in under this view do not count
                place = places.setdefault(derived.round, len(places) + 1)
                found.setdefault(place, []).append((self._joining(derived, decision, place), derived.label, derived))
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
            self.reckoning.view,
            self.per,
            rounds,
            last.attacker_side,
            last.target_side,
            self._both(),
            self._expected(list(drawn.values())) if self.weighed else None,
            tuple(self._strength(rounds, openers)),
            tuple(self.reckoning.pivots(list(drawn.values()))) if self.weighed else (),
            self.reckoning.courses(list(drawn), list(drawn.values())) if self.weighed else (),
            tuple(self._clashes()),
            tuple(self._assumes()),
            self.reckoning.estimate,
            near_misses(self.timeline, self.ids, self.day, self.reckoning),
            tuple(self._rights()),
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

    def _joining(self, derived: Derived, decision: Decision, place: int) -> Joining:
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
            labels[place] = self.algebra.either(labels.get(place, self.algebra.false), derived.label)
        on, status = _beyond(decision, {derived.choice})
        return Joining(
            key.debtor, side, occurrence.kind, against, toward, key.instrument, key.clause, place,
            iso(derived.day), status, hostile, derived.choice, on,
            ways=() if status == "yes" else self.reckoning.ways(derived.label, derived.choice),
        )  # fmt: skip

    def _label(self, pair: tuple[str, Side], until: int | None = None) -> Label:
        """The worlds in which an actor has come in on a side, by the end of a round (or of all)."""
        found = self.joined.get(pair, {})
        return self.algebra.any_of(label for number, label in found.items() if until is None or number <= until)

    # -- rounds --------------------------------------------------------------------------------------------------------
    def _rounds(self, found: dict[int, list[_Found]], openers: dict[Side, set[str]]) -> tuple[Round, ...]:
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

    def _once(self, found: list[_Found]) -> tuple[Joining, ...]:
        """Each actor's act once, under the clause that asks it most surely, with all its ways together."""
        groups: dict[tuple[str, str, str, str], list[_Found]] = {}
        for one in sorted(
            found, key=lambda f: (f[0].status != "yes", not f[0].hostile, f[0].actor, f[0].instrument, f[0].clause)
        ):
            joining = one[0]
            groups.setdefault((joining.actor, joining.act, joining.against, joining.toward), []).append(one)
        together = [(self._merged(group), self.algebra.any_of(f[1] for f in group)) for group in groups.values()]
        together.sort(key=lambda t: t[0].status != "yes")
        if not self.weighed:
            return tuple(joining for joining, _ in together)
        chances = self.reckoning.chances([label for _, label in together])
        return tuple(
            replace(joining, probability=p) if p is not None else joining
            for (joining, _), p in zip(together, chances, strict=True)
        )

    def _merged(self, group: list[_Found]) -> Joining:
        """One act, with every clause that asks for it: one duty may be sure where another hangs on something."""
        joining, _, derived = group[0]
        if len(group) > 1:
            label = self.algebra.any_of(f[1] for f in group)
            decision, own = self.reckoning.decide(label), {f[2].choice for f in group}
            on, status = _beyond(decision, own)
            ways = () if status == "yes" or len(own) > 1 else self.reckoning.ways(label, derived.choice)
            joining = replace(joining, status=status, contested_on=on, ways=ways)
        last = max(f[2].round for f in group)
        asked: dict[tuple[str, str], str] = {}
        for number, obligation, label in self.timeline.duties.get(derived.occurrence.id, ()):
            decision = self.reckoning.decide(label)
            if number > last or decision.verdict == "no":
                continue
            own = {g.id for g in decision.on if g.id.startswith(_CHOICES[:2])}
            clause, status = (obligation.key.instrument, obligation.key.clause), _beyond(decision, own)[1]
            if asked.get(clause) != "yes":
                asked[clause] = status
        mine = (joining.instrument, joining.clause)
        if asked.get(mine) != joining.status and joining.status in asked.values():
            mine = next(clause for clause, status in asked.items() if status == joining.status)
        rest = sorted((status != "yes", *clause, status) for clause, status in asked.items() if clause != mine)
        also = tuple(Also(instrument, clause, status) for _, instrument, clause, status in rest)
        return replace(joining, instrument=mine[0], clause=mine[1], also=also)

    # -- sizes ---------------------------------------------------------------------------------------------------------
    def _expected(self, labels: Sequence[Label], already: int = 0) -> Range | None:
        """How many of the labels hold, on average: lowest and highest."""
        found = self.reckoning.total(labels, [1.0] * len(labels))
        return (already + found[0], already + found[1]) if found is not None else None

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
        found = self.reckoning.total([self._label((a, side), number) for a, _ in rest], [v for _, v in rest])
        return (sure + found[0], sure + found[1]) if found is not None else (sure, sure)

    def _value(self, actor: str, name: str, unit: str) -> float | None:
        """What the case says an actor's indicator was on the day: of several, the one that began last."""
        best: tuple[int, float] | None = None
        for i in self.case.actors[actor].indicators if actor in self.case.actors else ():
            start = i.start.first if i.start is not None else 0
            if (i.name, i.unit) == (name, unit) and start <= self.day and (i.end is None or self.day <= i.end.last):
                best = max(best or (-1, 0.0), (start, i.value))
        return best[1] if best is not None else None

    def _rights(self) -> Iterator[Right]:
        """What has become somebody's right, and nobody's duty, since the day before."""
        law = self.timeline.law.obligations
        for key in sorted(k for k, o in law.items() if o.act.modality == "may"):
            right = law[key]
            last = max((d.day for d in self.timeline.derived), default=self.day)
            new = self.algebra.unless(right.at("due", last), right.at("due", self.day - 1))
            decision = self.reckoning.decide(new)
            if decision.verdict != "no":
                act = right.type.id if right.type is not None else right.act.verb.kind
                on, status = _beyond(decision, {a.id for a in decision.on if a.id.startswith(_CHOICES)})
                names = (key.debtor, act, key.adversary, key.creditor, key.instrument, key.clause)
                yield Right(*names, status, on)

    # -- what stands beside it -----------------------------------------------------------------------------------------
    def _both(self) -> tuple[str, ...]:
        torn = {a for a, label in self.timeline.torn.items() if self.reckoning.decide(label).verdict != "no"}
        return tuple(sorted(torn | {a for a, sides in self.sides.items() if {"attacker", "target"} <= sides}))

    def _clashes(self) -> list[Clash]:
        found: list[Clash] = []
        drawn = {d.obligation.key.debtor for d in self.timeline.derived} | set(self.timeline.torn)
        last = max((d.day for d in self.timeline.derived), default=self.day)
        opened = [o for o in self.timeline.law.obligations.values() if o.key.debtor in drawn]
        for one, other, because in pairs(self.timeline, opened):
            decision = self.reckoning.decide(self.algebra.both(one.at("triggered", last), other.at("triggered", last)))
            if decision.verdict != "no":
                found.append(clash_between(one, other, because, decision, self.reckoning, last))
        return sorted(dict.fromkeys(found), key=lambda c: (c.debtor, c.status, c.one.instrument, c.other.instrument))

    def _of_nobody(self) -> Iterator[str]:
        """Places struck of which it is disputed whose they are."""
        for id_ in self.ids:
            phrase = self.case.events[id_].sentence.object
            for noun in phrase.nouns if phrase is not None else ():
                place = self.case.places.get(noun.name)
                if place is not None and place.disputed:
                    claimed = f" by {' and '.join(place.sovereign)}" if place.sovereign else ""
                    yield (
                        f"{place.id} is disputed{claimed}, so that to strike it is to strike nobody; say "
                        f'"… attacks {(place.sovereign or ("STATE",))[0]} at {place.id}" to say whom'
                    )

    def _assumes(self) -> list[str]:
        words = {"all": "everybody keeps his word", "none": "nobody keeps his word"}
        found = [
            words.get(
                self.reckoning.view.honour, "whether each keeps its word is left open" if not self.weighed else ""
            )
        ]
        found += self.reckoning.assumes()
        asking = sorted({g.about for g in self.timeline.grounds.all if g.id.startswith("asks:")})
        if asking:
            found.append(f"whoever may ask for help asks ({', '.join(asking)})")
        found += self._of_nobody()
        entry = self.timeline.grounds.by_id.get("third-party-entry")
        if entry is not None or "third-party-entry" in self.fixed:
            on = self.reckoning.holds(entry[0]) if entry is not None else self.fixed["third-party-entry"]
            found.append(
                "help to a victim counts as an attack on the other side (third-party-entry)"
                if on
                else "help to a victim is no attack on the other side (third-party-entry is off)"
            )
        return [text for text in found if text]
