"""What has to be counted to answer how likely some labels are: worked out once, whatever the weights are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic

from foedus.labels.circuits import Compiler, Join
from foedus.labels.consistency import Consistency
from foedus.labels.extremes import MAX_SETTINGS, Outcome, extremes
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


@dataclass(frozen=True, slots=True)
class _Counted(Generic[L]):
    """An outcome as circuits: f and k, k, and, if it is open, k without f."""

    joint: L | Join[L]
    given: L | Join[L]
    fails: L | Join[L] | None
    setting: tuple[Literal, ...]


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
        distinct = tuple(dict.fromkeys((*self.asked, labels.true)))
        self._roots: dict[L | Join[L], int] = {x: i for i, x in enumerate(distinct)}
        self._table: Flat | None = None
        try:
            self._table = flatten(labels, distinct, max_nodes=max_nodes)
        except LabelBudgetExceeded:
            supports = list(map(labels.support, distinct))
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
        compiler = Compiler(self.labels)
        kept = [self._counted(i, parts, unweighted, compiler) for i, parts in enumerate(near)]
        as_they_are = self._table is not None and not any(near) and unweighted.isdisjoint(self._table.variables)
        while True:
            roots = dict(self._roots) if as_they_are else {}
            answers = [
                Answer(exact=False, apart=(self.asked[i], *self.consistency.factors(near[i])))
                if counted is None
                else _numbered(*counted, roots)
                for i, counted in enumerate(kept)
            ]
            try:
                flat = self._table if as_they_are else None
                flat = flat or flatten(self.labels, roots, max_nodes=self.max_nodes)
            except LabelBudgetExceeded:
                _drop_largest(kept, compiler)
            else:
                exact = all(answer.exact or answer.apart for answer in answers)
                single = all(answer.lowest is answer.highest and answer.lowest for answer in answers)
                points = [(answer.lowest[0].joint, answer.lowest[0].given) for answer in answers] if single else None
                return Plan(answers, flat, exact, points)

    def _counted(
        self, i: int, parts: tuple[int, ...], unweighted: frozenset[int], compiler: Compiler[L]
    ) -> tuple[list[_Counted[L]], list[_Counted[L]]] | None:
        """What has the lowest and the highest probability in it; None if it is too large."""
        labels, x, factors = self.labels, self.asked[i], self.consistency.factors(parts)
        try:
            if unweighted.isdisjoint(self.supports[i]) and unweighted.isdisjoint(self.consistency.support(parts)):
                only = [_compiled(labels, Outcome(x, factors), compiler)]
                return only, only
            lowest, highest = (
                [
                    _compiled(labels, outcome, compiler)
                    for outcome in extremes(
                        labels, x, factors, unweighted, highest=side, max_settings=self._max_settings
                    )
                ]
                for side in (False, True)
            )
        except LabelBudgetExceeded:
            return None
        return lowest, highest


def _compiled(labels: Labels[L], outcome: Outcome[L], compiler: Compiler[L]) -> _Counted[L]:
    x, factors = outcome.label, outcome.factors
    fails = compiler.conjunction((labels.negate(x), *factors)) if outcome.open else None
    return _Counted(compiler.conjunction((x, *factors)), compiler.conjunction(factors), fails, outcome.setting)


def _numbered(
    lowest: Sequence[_Counted[L]], highest: Sequence[_Counted[L]], roots: dict[L | Join[L], int]
) -> Answer[L]:
    def number(x: L | Join[L]) -> int:
        return roots.setdefault(x, len(roots))

    def pairs(side: Sequence[_Counted[L]]) -> list[Pair]:
        return [
            Pair(number(c.joint), number(c.given), None if c.fails is None else number(c.fails), c.setting)
            for c in side
        ]

    low = pairs(lowest)
    high = low if lowest is highest else pairs(highest)
    return Answer(low, high, all(pair.fails is None for pair in (*low, *high)))


def _drop_largest(kept: list[tuple[list[_Counted[L]], list[_Counted[L]]] | None], compiler: Compiler[L]) -> None:
    """Give up the larger half of the answers."""
    sizes = {
        i: sum(compiler.size(c.joint) for side in counted for c in side)
        for i, counted in enumerate(kept)
        if counted is not None
    }
    smallest_first = sorted(sizes, key=sizes.__getitem__)
    for i in smallest_first[len(smallest_first) // 2 :]:
        kept[i] = None
