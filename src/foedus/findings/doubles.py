"""Double tripwires: two events of one day that together would newly bind somebody whom neither binds alone.

Tried are the pairs that some clause looks at together: events of two parts of its casus (or of two actors of which it asks
for at least so many), of the conditions on which it enters into force, of what it asks for besides, and of the clauses to
whose law it refers.  All pairs share one evaluation: each is one hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from foedus.case.model import Case
from foedus.case.resolve import sentence_text
from foedus.directives.model import Clause, Event, Instrument
from foedus.directives.phrases import EventPattern, LawPattern
from foedus.engine.algebra import Label
from foedus.engine.casus import patterns_of
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.law import Key, Obligation
from foedus.findings.alike import Alike
from foedus.findings.model import View
from foedus.findings.stance import Decision, Stance
from foedus.findings.tripwires import (
    Asked,
    Bound,
    Tripwire,
    Tripwires,
    bound,
    concrete,
    cut,
    exercises,
    supposed,
    tripwires,
)
from foedus.terms.dates import iso

__all__ = ["MOST_PAIRS", "doubles", "pairs_of"]

MOST_PAIRS = 3000
"""Pairs tried at most; beyond it the answer says how many were left out."""
TOGETHER = 100  # pairs that share an evaluation: events of one day look at each other, so that more cost more each
LIKE = 40  # sentences of one part from on which, of actors that are alike, one is tried for all
_RANK = {"no": 0, "unknown": 1, "contested": 1, "yes": 2}

Pair = tuple[Event, Event]
Sign = tuple[object, ...]


def pairs_of(case: Case, timeline: Timeline, day: int, asked: Asked) -> list[Pair]:
    """Every pair of events that some clause looks at together, on a day, in a fixed order."""
    alike = Alike(case, timeline, day)
    found: dict[tuple[str, str], tuple[EventPattern, EventPattern]] = {}

    def sentences(instrument: Instrument, pattern: EventPattern) -> list[EventPattern]:
        like = None
        made = [s for s, _ in concrete(case, timeline, instrument, pattern, day, Asked(), like)]
        if len(made) > LIKE:
            made = [s for s, _ in concrete(case, timeline, instrument, pattern, day, Asked(), alike)]
        return made

    for instrument in case.instruments.values():
        for clause in instrument.clauses:
            parts = [(p.subject.at_least, sentences(i, p)) for i, p in _parts(case, timeline, instrument, clause)]
            asking = list(exercises(case, timeline, instrument, clause, day))
            parts += [(1, asking)] if asking else []
            ways: list[Iterable[tuple[EventPattern, EventPattern]]] = [
                product(one, other) for (_, one), (_, other) in combinations(parts, 2)
            ]
            ways += [combinations(one, 2) for least, one in parts if least > 1]
            for one, other in (pair for way in ways for pair in way):
                texts = sorted((sentence_text(one), sentence_text(other)))
                if texts[0] != texts[1] and _wanted(asked, one, other):
                    by_text = {sentence_text(one): one, sentence_text(other): other}
                    found.setdefault((texts[0], texts[1]), (by_text[texts[0]], by_text[texts[1]]))
    return [(supposed(one, day), supposed(other, day)) for one, other in (found[key] for key in sorted(found))]


def _wanted(asked: Asked, one: EventPattern, other: EventPattern) -> bool:
    words = asked.words.lower()
    by = {n.name for s in (one, other) for n in s.subject.nouns}
    return (not asked.by or asked.by in by) and any(words in sentence_text(s).lower() for s in (one, other))


def _parts(
    case: Case, timeline: Timeline, instrument: Instrument, clause: Clause
) -> Iterator[tuple[Instrument, EventPattern]]:
    """The sentences that a clause looks at, its own and those of the clauses to whose law it refers."""
    todo, seen = [(instrument, clause)], {(instrument.id, clause.id)}
    while todo:
        of, current = todo.pop(0)
        scope = timeline.matcher.scope(of.id, current.id)
        formulas = [current.when, *(r.when for r in (*current.in_force, *of.in_force))]
        for pattern in (p for formula in formulas for p in patterns_of(formula)):
            if isinstance(pattern, EventPattern) and not pattern.negated:
                yield of, pattern
                for statement, _ in scope.widenings:
                    left, right = statement.left, statement.right
                    if isinstance(left, EventPattern) and isinstance(right, EventPattern):
                        if pattern.verb.kind in case.kind_is.get(right.verb.kind, frozenset()):
                            yield of, left
            elif isinstance(pattern, LawPattern) and pattern.ref.instrument in case.instruments:
                other = case.instruments[pattern.ref.instrument]
                for each in other.clauses:
                    if pattern.ref.clause in ("", each.id) and (other.id, each.id) not in seen:
                        seen.add((other.id, each.id))
                        todo.append((other, each))


def doubles(
    case: Case,
    day: int,
    view: View,
    *,
    asked: Asked | None = None,
    most: int = MOST_PAIRS,
    progress: Callable[[Sequence[int]], Iterable[int]] = iter,
) -> Tripwires:
    """Every pair of events of the day after ``day`` that would newly bind somebody whom neither of them binds alone.

    most: how many pairs are tried.   progress: shows how far the work has come.
    """
    asked, on = asked or Asked(), day + 1
    record = cut(case, day)
    every = pairs_of(record, evaluate(record, until=on), on, asked)
    pairs, left_out = every[:most], max(0, len(every) - most)
    single = {e.common.id: e for pair in pairs for e in pair}
    alone = _alone(case, day, view, list(single.values()))
    found: list[Tripwire] = []
    for start in progress(range(0, len(pairs), TOGETHER)):
        some = pairs[start : start + TOGETHER]
        tried = _Tried(record, on, view, some)
        gained: dict[int, list[Bound]] = {}
        for number, obligation, decision in tried.due():
            sign = _sign(obligation.key)
            before = max(alone[e.common.id].get(sign, 0) for e in some[number])
            if _RANK[decision.verdict] > max(before, tried.before(sign)):
                if asked.binds in ("", obligation.key.debtor):
                    gained.setdefault(number, []).append(bound(obligation, decision))
        found += [_tripwire(some[number], binds) for number, binds in gained.items()]
    found.sort(key=lambda t: (-len(t.binds), t.sentence, t.second))
    return Tripwires(iso(day), tuple(found), len(pairs), left_out)


def _sign(key: Key) -> Sign:
    """A duty, whatever conflict it arises in: two events may make one of what one of them alone would have named."""
    return (key.instrument, key.clause, key.then, key.debtor, key.creditor, key.adversary, key.read_as)


def _alone(case: Case, day: int, view: View, events: Sequence[Event]) -> dict[str, dict[Sign, int]]:
    """By event, what each newly binds by itself, and how surely."""
    found: dict[str, dict[Sign, int]] = {e.common.id: {} for e in events}
    for tripwire in tripwires(case, day, view, only=events, most=len(events)).tripwires:
        for b in tripwire.binds:
            for then in range(9):  # a finding does not tell which line of its clause it is
                sign = (b.instrument, b.clause, then, b.debtor, b.creditor, b.adversary)
                rank = 2 if b.status in ("bound", "entitled") else 1
                for read_as in ("", b.act):
                    key = (*sign, read_as)
                    found[tripwire.event][key] = max(found[tripwire.event].get(key, 0), rank)
    return found


class _Tried:
    """The record with every pair beside it, and, for those that make one conflict of several, each by itself."""

    def __init__(self, record: Case, day: int, view: View, pairs: Sequence[Pair]) -> None:
        self.record, self.day, self.view, self.pairs = record, day, view, pairs
        self.copies = [
            tuple(replace(e, common=replace(e.common, id=f"{e.common.id}+{number}")) for e in pair)
            for number, pair in enumerate(pairs)
        ]
        events = {e.common.id: e for pair in self.copies for e in pair}
        groups = [tuple(e.common.id for e in pair) for pair in self.copies]
        self.timeline = evaluate(replace(record, events={**record.events, **events}), hypotheses=groups, until=day)
        self.stance = Stance(self.timeline, view, day, leave=("hypothesis",))
        grounds = self.timeline.grounds
        self.bits = [grounds.by_id[f"hypothesis:{i}"][0].index for i in range(len(grounds.selector))]
        self._before: dict[Sign, int] = {}

    def before(self, sign: Sign) -> int:
        """How surely the record alone binds to a duty."""
        return self._before.get(sign, 0)

    def due(self) -> Iterator[tuple[int, Obligation, Decision]]:
        """Each pair, from 0, with each duty that is, or may be, due with it, and in which ways where that is open."""
        obligations = list(self.timeline.law.obligations.values())
        labels = [self.stance.restrict(o.at("due", self.day)) for o in obligations]
        none = dict.fromkeys(self.bits, False)
        for o, label in zip(obligations, labels, strict=True):
            rank = _RANK[self.stance.decide(self.timeline.algebra.labels.restrict(label, none)).verdict]
            self._before[_sign(o.key)] = max(self._before.get(_sign(o.key), 0), rank)
        merging = self.timeline.conflicts.merging
        for o, label in zip(obligations, labels, strict=True):
            for number in self._numbers(label):
                if self.copies[number - 1][0].common.id not in merging:
                    chosen = {b: bool(number >> i & 1) for i, b in enumerate(self.bits)}
                    decision = self.stance.with_ways(self.timeline.algebra.labels.restrict(label, chosen))
                    if decision.verdict != "no":
                        yield number - 1, o, decision
        for number, pair in enumerate(self.copies):
            if pair[0].common.id in merging:
                yield from self._by_itself(number)

    def _by_itself(self, number: int) -> Iterator[tuple[int, Obligation, Decision]]:
        events = {e.common.id: e for e in self.pairs[number]}
        timeline = evaluate(replace(self.record, events={**self.record.events, **events}), until=self.day)
        stance = Stance(timeline, self.view, self.day)
        for o in timeline.law.obligations.values():
            decision = stance.with_ways(o.at("due", self.day))
            if decision.verdict != "no":
                yield number, o, decision

    def _numbers(self, label: Label) -> Iterator[int]:
        """The pairs, from 1, with which a label can hold and that it looks at."""
        labels = self.timeline.algebra.labels
        if not labels.support(label) & set(self.bits):
            return
        todo: list[tuple[int, int, Label]] = [(len(self.bits) - 1, 0, label)]
        while todo:
            place, number, rest = todo.pop()
            if rest == self.timeline.algebra.false:
                continue
            if place < 0:
                if 0 < number <= len(self.pairs):
                    yield number
                continue
            high, low = labels.cofactors(rest, self.bits[place])
            todo.append((place - 1, number, low))
            todo.append((place - 1, number | 1 << place, high))


def _tripwire(pair: Pair, binds: Iterable[Bound]) -> Tripwire:
    one, other = (f"{e.date.text} {sentence_text(e.sentence)}" for e in pair)
    by = tuple(dict.fromkeys(n.name for e in pair for n in e.sentence.subject.nouns))
    order = tuple(sorted(dict.fromkeys(binds), key=lambda b: (b.status, b.debtor, b.instrument)))
    return Tripwire(one, pair[0].common.id, by, order, (), other)
