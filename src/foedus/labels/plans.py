"""What has to be counted to answer how likely some labels are: worked out once, whatever the weights are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias

from foedus.labels.consistency import Consistency
from foedus.labels.extremes import MAX_SETTINGS, Left, extremes
from foedus.labels.flat import MAX_NODES, Flat, flatten
from foedus.labels.protocol import L, LabelBudgetExceeded, Labels
from foedus.labels.supports import Literal

_PLANS: Final = 8  # remembered: one for each set of unweighted variables


@dataclass(frozen=True, slots=True)
class Pair:
    """What to count for one setting: the roots of f and k, of k, and, if variables are left open, of k without f."""

    joint: int
    given: int
    fails: int | None
    setting: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Answer(Generic[L]):
    """What to count for one label: pairs among which the lowest and the highest are, or else a sample of ``apart``."""

    lowest: Sequence[Pair] = ()
    highest: Sequence[Pair] = ()
    exact: bool = True
    apart: tuple[L, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan(Generic[L]):
    """All answers, and the table in which their roots are.

    ``points`` is set if no answer is an interval, a sample or impossible: the roots of f and k, and of k, for each.
    """

    answers: list[Answer[L]]
    flat: Flat
    exact: bool
    points: list[tuple[int, int]] | None


_Outcomes: TypeAlias = tuple[list[Left[L]], list[Left[L]]]


class Planner(Generic[L]):
    """Plans for the labels ``asked`` given ``factors``; see ``foedus.labels.counting.Counter`` for what they mean."""

    def __init__(
        self,
        labels: Labels[L],
        asked: Iterable[L],
        factors: Iterable[L],
        *,
        max_nodes: int = MAX_NODES,
        max_settings: int = MAX_SETTINGS,
    ) -> None:
        self.labels = labels
        self.asked = tuple(asked)
        self.consistency = Consistency(labels, factors)
        self.max_nodes = max_nodes
        self._max_settings = max_settings
        self._plans: dict[tuple[frozenset[int], frozenset[int]], Plan[L]] = {}
        self._roots = {x: i for i, x in enumerate(dict.fromkeys((*self.asked, labels.true)))}
        self._table: Flat | None = None
        try:
            self._table = flatten(labels, self._roots, max_nodes=max_nodes)
        except LabelBudgetExceeded:
            supports = list(map(labels.support, self._roots))
        else:
            supports = self._table.supports()  # much cheaper than asking the labels
        self.supports = [supports[self._roots[x]] for x in self.asked]
        self.variables = frozenset().union(*self.supports, self.consistency.variables)

    def plan(self, unweighted: frozenset[int], linked: frozenset[int]) -> Plan[L]:
        """The plan when these variables have no weight, and ``linked`` ones depend on one another from outside."""
        key = unweighted, linked
        plan = self._plans.pop(key, None)
        if plan is None:
            plan = self._make(unweighted, linked)
            while len(self._plans) >= _PLANS:
                del self._plans[next(iter(self._plans))]
        self._plans[key] = plan  # the last used is the last to be forgotten
        return plan

    def _make(self, unweighted: frozenset[int], linked: frozenset[int]) -> Plan[L]:
        near = [self.consistency.near(support, linked) for support in self.supports]
        kept = [self._outcomes(i, parts, unweighted) for i, parts in enumerate(near)]
        while True:
            table = self._table_for(kept, unweighted)
            roots = {} if table is None else dict(self._roots)
            answers: list[Answer[L]] = []
            for i, outcomes in enumerate(kept):
                if outcomes is None:
                    apart = self.asked[i], *self.consistency.factors(near[i])
                    answers.append(Answer(exact=False, apart=apart))
                    continue
                lowest = [self._pair(left, roots) for left in outcomes[0]]
                same = outcomes[0] is outcomes[1]
                highest = lowest if same else [self._pair(left, roots) for left in outcomes[1]]
                answers.append(Answer(lowest, highest, all(pair.fails is None for pair in (*lowest, *highest))))
            try:
                flat = table or flatten(self.labels, roots, max_nodes=self.max_nodes)
            except LabelBudgetExceeded:
                self._drop_largest(kept)
            else:
                exact = all(answer.exact or answer.apart for answer in answers)
                single = all(answer.lowest is answer.highest and answer.lowest for answer in answers)
                points = [(answer.lowest[0].joint, answer.lowest[0].given) for answer in answers] if single else None
                return Plan(answers, flat, exact, points)

    def _table_for(self, kept: Sequence[_Outcomes[L] | None], unweighted: frozenset[int]) -> Flat | None:
        """The table of the labels as they are, if it is all that is needed."""
        if self._table is None or not unweighted.isdisjoint(self._table.variables):
            return None
        lefts = (left for outcomes in kept if outcomes is not None for left in outcomes[0])
        enough = all(left.joint in self._roots and left.given in self._roots for left in lefts)
        return self._table if enough else None

    def _outcomes(self, i: int, parts: tuple[int, ...], unweighted: frozenset[int]) -> _Outcomes[L] | None:
        """The outcomes that have the lowest and the highest probability among them; None if they are too large."""
        labels, x = self.labels, self.asked[i]
        try:
            given = self.consistency.label(parts)
            joint = labels.both(x, given)
            if unweighted.isdisjoint(self.supports[i]) and unweighted.isdisjoint(self.consistency.support(parts)):
                only = [Left(joint, given, labels.false, ())] if labels.satisfiable(given) else []
                return only, only
            lowest, highest = (
                extremes(labels, joint, given, unweighted, highest=side, max_settings=self._max_settings)
                for side in (False, True)
            )
        except LabelBudgetExceeded:
            return None
        return lowest, highest

    def _pair(self, left: Left[L], roots: dict[L, int]) -> Pair:
        def number(x: L) -> int:
            return roots.setdefault(x, len(roots))

        fails = number(left.fails) if left.open else None
        return Pair(number(left.joint), number(left.given), fails, left.setting)

    def _drop_largest(self, kept: list[_Outcomes[L] | None]) -> None:
        """Give up the larger half of the answers."""
        sizes = {
            i: sum(self.labels.size(left.joint) for side in outcomes for left in side)
            for i, outcomes in enumerate(kept)
            if outcomes is not None
        }
        smallest_first = sorted(sizes, key=sizes.__getitem__)
        for i in smallest_first[len(smallest_first) // 2 :]:
            kept[i] = None
