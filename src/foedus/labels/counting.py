"""How likely labels are: exactly, between limits, or estimated, and always saying which.

Variables with a weight are independent of one another but for the constraint, on which every probability is
conditional. Variables without a weight make it an interval, from the lowest to the highest over all their settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Generic, TypeAlias
from typing import Literal as OneOf

from foedus.labels.extremes import MAX_SETTINGS
from foedus.labels.flat import MAX_NODES, flatten
from foedus.labels.plans import Answer, Pair, Plan, Planner
from foedus.labels.protocol import L, LabelBudgetExceeded, Labels
from foedus.labels.sampling import WORLDS, sample, sample_each, wilson
from foedus.labels.supports import Literal
from foedus.labels.weights import Mixture, Weights, as_mixture

Kind: TypeAlias = OneOf["exact", "bounds", "estimate"]
Change: TypeAlias = Mapping[int, float | None]
"""Other weights for some variables; None takes a weight away."""


@dataclass(frozen=True, slots=True)
class Probability:
    """A probability from ``low`` to ``high``, both in [0, 1].

    ``kind`` says what they are: ``exact`` the lowest and the highest value over the settings of the variables without
    a weight (the same number if there are none); ``bounds`` limits that are certain but may be too wide; ``estimate``
    the 95 % interval of a sample of ``worlds`` worlds, of which the share ``value`` counted. ``at_low`` and ``at_high``
    are settings of unweighted variables that reach an exact limit; what they leave out makes no difference there.
    """

    low: float
    high: float
    kind: Kind = "exact"
    at_low: tuple[Literal, ...] = ()
    at_high: tuple[Literal, ...] = ()
    value: float | None = None
    worlds: int = 0


class Counter(Generic[L]):
    """The probabilities of the labels ``asked``, given the conjunction of ``factors``.

    Whatever does not depend on the values of the weights is worked out once, so that new values cost one pass. An
    interval is exact where the settings of the unweighted variables have no more than ``max_settings`` different
    outcomes, which twelve variables never exceed; beyond that there are bounds. Where a conjunction outgrows the room
    of the labels, or the labels together ``max_nodes``, the answer is an estimate from ``worlds`` sampled worlds
    (bounds, where unweighted variables matter to it). Size is never a reason for an exception.
    """

    def __init__(
        self,
        labels: Labels[L],
        asked: Iterable[L],
        factors: Iterable[L] = (),
        *,
        max_nodes: int = MAX_NODES,
        max_settings: int = MAX_SETTINGS,
        worlds: int = WORLDS,
        seed: int = 0,
    ) -> None:
        self._planner = Planner(labels, asked, factors, max_nodes=max_nodes, max_settings=max_settings)
        self._worlds = worlds
        self._seed = seed

    @property
    def variables(self) -> frozenset[int]:
        """All variables on which the labels or the factors depend."""
        return self._planner.variables

    def matter_to(self, i: int) -> frozenset[int]:
        """The variables on which the i-th label or the factors that have to do with it depend."""
        own, consistency = self._planner.supports[i], self._planner.consistency
        return own | consistency.support(consistency.near(own))

    def probabilities(self, weights: Weights | Mixture) -> tuple[Probability | None, ...]:
        """P(label | factors) for each label asked; variables that ``weights`` leaves out have no weight.

        None if no world of positive probability satisfies the factors that have to do with the label. Raises
        ValueError for a weight that is no probability.
        """
        return self.under(weights, [{}])[0]

    def limits(self, weights: Weights | Mixture) -> tuple[list[float], list[float]]:
        """``low`` and ``high`` of ``probabilities``, as bare numbers: NaN where it has None.

        The quickest way of asking again with other weights.
        """
        mixture = as_mixture(weights)
        if len(mixture) == 1:
            plan = self._planner.plan(*self._kinds(mixture))
            if plan.points is not None:
                values = plan.flat.count([mixture[0][1]])[0]
                points = [_ratio(values[joint], values[given]) for joint, given in plan.points]
                return points, points
        found = self.probabilities(mixture)
        return [nan if p is None else p.low for p in found], [nan if p is None else p.high for p in found]

    def under(self, weights: Weights | Mixture, changes: Sequence[Change]) -> list[tuple[Probability | None, ...]]:
        """The same for each of ``changes`` to the weights, all at once."""
        mixture = as_mixture(weights)
        unweighted, linked = self._kinds(mixture)
        if len(mixture) > 1:  # what lacks a weight in one weighting has none in any
            mixture = [(share, {v: p for v, p in each.items() if v not in unweighted}) for share, each in mixture]
        scenarios = [[(share, _changed(each, change)) for share, each in mixture] for change in changes]
        numbers: dict[tuple[frozenset[int], frozenset[int]], list[int]] = {}
        for i, change in enumerate(changes):
            taken = self.variables & {v for v, p in change.items() if p is None}
            key = unweighted.difference(change) | taken, linked.difference(change)
            numbers.setdefault(key, []).append(i)
        found: dict[int, tuple[Probability | None, ...]] = {}
        for key, some in numbers.items():
            found.update(
                zip(some, self._count(self._planner.plan(*key), [scenarios[i] for i in some], key[0]), strict=True)
            )
        return [found[i] for i in range(len(changes))]

    def sensitivity(self, weights: Weights) -> list[dict[int, float]]:
        """For each label asked, the derivative of its probability by the weight of each variable that matters to it.

        Where nothing constrains the variable, that is its Birnbaum importance: P(label) if it is true, less P(label) if
        it is false (Birnbaum 1969, in Krishnaiah, ed., Multivariate Analysis II). Raises ValueError if a variable
        lacks a weight, LabelBudgetExceeded if a label is too large to be counted exactly.
        """
        missing = sorted(v for v in self.variables if v not in weights)
        if missing:
            raise ValueError(f"no weight for the variables {', '.join(map(str, missing[:5]))}: no derivatives")
        plan = self._planner.plan(frozenset(), frozenset())
        if any(answer.apart for answer in plan.answers):
            raise LabelBudgetExceeded("a label is too large for its probability to be known exactly")
        values = plan.flat.count([weights])[0]
        pairs = [answer.lowest[0] if answer.lowest else None for answer in plan.answers]
        roots = sorted({root for pair in pairs if pair is not None for root in (pair.joint, pair.given)})
        up, down = plan.flat.gradient(weights, roots)
        row = {root: i for i, root in enumerate(roots)}
        found: list[dict[int, float]] = []
        for pair in pairs:
            derivatives: dict[int, float] = {}
            if pair is not None and (total := values[pair.given]) > 0.0:
                p = values[pair.joint] / total
                f, k = row[pair.joint], row[pair.given]
                for i, v in enumerate(plan.flat.variables):
                    slope = (up[f][i] - down[f][i]) - p * (up[k][i] - down[k][i])
                    if slope:
                        derivatives[v] = slope / total
            found.append(derivatives)
        return found

    def _kinds(self, mixture: Mixture) -> tuple[frozenset[int], frozenset[int]]:
        """The variables without a weight, and those that differ between the weightings."""
        unweighted = self.variables.difference(mixture[0][1])
        if len(mixture) == 1:
            return unweighted, frozenset()
        unweighted = unweighted.union(*(self.variables.difference(each) for _, each in mixture))
        differing = (v for v in self.variables - unweighted if len({each[v] for _, each in mixture}) > 1)
        return unweighted, frozenset(differing)

    def _count(
        self, plan: Plan[L], scenarios: Sequence[Mixture], unweighted: frozenset[int]
    ) -> list[tuple[Probability | None, ...]]:
        columns = [each for scenario in scenarios for _, each in scenario]
        if plan.exact:
            lows = highs = plan.flat.count(columns)
        else:
            lows, highs = plan.flat.bounds(columns)
        found: list[tuple[Probability | None, ...]] = []
        first = 0
        for scenario in scenarios:
            shares = [share for share, _ in scenario]
            low, high = (
                [_mixed(shares, side, first, root) for root in range(len(plan.flat.roots))] for side in (lows, highs)
            )
            first += len(shares)
            apart = self._aparts([answer.apart for answer in plan.answers], scenario, unweighted)
            found.append(
                tuple(
                    apart[i] if answer.apart else _resolved(answer, low, high) for i, answer in enumerate(plan.answers)
                )
            )
        return found

    def _aparts(
        self, apart: Sequence[Sequence[L]], scenario: Mixture, unweighted: frozenset[int]
    ) -> dict[int, Probability | None]:
        """The first of each given its others; those with the same others are looked at in the same random worlds."""
        groups: dict[tuple[L, ...], list[int]] = {}
        for i, parts in enumerate(apart):
            if parts:
                groups.setdefault(tuple(parts[1:]), []).append(i)
        found: dict[int, Probability | None] = {}
        for factors, some in groups.items():
            try:
                roots = [*(apart[i][0] for i in some), *factors]
                flat = flatten(self._planner.labels, roots, max_nodes=self._planner.max_nodes)
            except LabelBudgetExceeded:
                flat = None
            if flat is None or not unweighted.isdisjoint(flat.variables):
                found.update({i: self._apart(apart[i], scenario, unweighted) for i in some})
                continue
            holding, worlds = sample_each(flat, len(some), scenario, worlds=self._worlds, seed=self._seed)
            for i, n in zip(some, holding, strict=True):
                value = n / worlds if worlds else None
                found[i] = Probability(*wilson(n, worlds), "estimate", value=value, worlds=worlds)
        return found

    def _apart(self, parts: Sequence[L], scenario: Mixture, unweighted: frozenset[int]) -> Probability | None:
        """The first of ``parts`` given the others, without their conjunction."""
        try:
            flat = flatten(self._planner.labels, parts, max_nodes=self._planner.max_nodes)
        except LabelBudgetExceeded:
            return Probability(0.0, 1.0, "bounds")
        if unweighted.isdisjoint(flat.variables):
            found, worlds = sample(flat, scenario, worlds=self._worlds, seed=self._seed)
            value = found / worlds if worlds else None
            return Probability(*wilson(found, worlds), "estimate", value=value, worlds=worlds)
        shares = [share for share, _ in scenario]
        lows, highs = flat.bounds([each for _, each in scenario])
        low, high = ([_mixed(shares, side, 0, root) for root in range(len(parts))] for side in (lows, highs))
        # What is known of a conjunction of which only the parts are (Fréchet 1935, Fundamenta Mathematicae 25).
        k_low = max(0.0, 1.0 - sum(1.0 - p for p in low[1:]))
        k_high = min(high[1:], default=1.0)
        holds = max(0.0, low[0] + k_low - 1.0), min(high[0], k_high)
        fails = max(0.0, k_low - high[0]), min(1.0 - low[0], k_high)
        limits = _quotient(holds, fails)
        return None if limits is None else Probability(*limits, "bounds")


def _changed(weights: Weights, change: Change) -> Weights:
    if not change:
        return weights
    changed = dict(weights)
    for v, p in change.items():
        if p is None:
            changed.pop(v, None)
        else:
            changed[v] = p
    return changed


def _mixed(shares: Sequence[float], columns: Sequence[Sequence[float]], first: int, root: int) -> float:
    if len(shares) == 1:
        return columns[first][root]
    return sum(share * columns[first + i][root] for i, share in enumerate(shares))


def _resolved(answer: Answer[L], low: Sequence[float], high: Sequence[float]) -> Probability | None:
    lowest = highest = None
    for pair in answer.lowest:
        limits = _limits(pair, low, high)
        if limits is not None and (lowest is None or limits[0] < lowest[0]):
            lowest = limits[0], pair.setting
    for pair in answer.highest:
        limits = _limits(pair, low, high)
        if limits is not None and (highest is None or limits[1] > highest[0]):
            highest = limits[1], pair.setting
    if lowest is None or highest is None:
        return None
    if not answer.exact:
        return Probability(lowest[0], highest[0], "bounds")
    return Probability(lowest[0], highest[0], "exact", lowest[1], highest[1])


def _limits(pair: Pair, low: Sequence[float], high: Sequence[float]) -> tuple[float, float] | None:
    if pair.fails is not None:
        return _quotient((low[pair.joint], high[pair.joint]), (low[pair.fails], high[pair.fails]))
    p = _ratio(low[pair.joint], low[pair.given])
    return None if isnan(p) else (p, p)


def _ratio(joint: float, given: float) -> float:
    if given <= 0.0:
        return nan
    return joint / given if joint < given else 1.0  # rounding may carry it past 1


def _quotient(holds: tuple[float, float], fails: tuple[float, float]) -> tuple[float, float] | None:
    """Limits of a / (a + b) for a and b within theirs; None if both are 0."""
    if holds[1] <= 0.0 and fails[1] <= 0.0:
        return None
    lowest = holds[0] / (holds[0] + fails[1]) if fails[1] > 0.0 else 1.0
    highest = holds[1] / (holds[1] + fails[0]) if holds[1] > 0.0 else 0.0
    return lowest, highest
