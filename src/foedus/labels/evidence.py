"""What one variable does to a probability, and what evidence does to a variable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foedus.labels.circuits import Compiler
from foedus.labels.consistency import Consistency
from foedus.labels.counting import Counter, Probability
from foedus.labels.extremes import extremes
from foedus.labels.flat import flatten
from foedus.labels.protocol import L, LabelBudgetExceeded, Labels
from foedus.labels.supports import Literal
from foedus.labels.weights import Mixture, Weights, as_mixture


@dataclass(frozen=True, slots=True)
class Influence:
    """The probability of a label if one variable is false, and if it is true; None where that is impossible."""

    variable: int
    if_false: Probability | None
    if_true: Probability | None

    @property
    def swing(self) -> float:
        """From the lowest to the highest of both, from 0 to 1: the length of a bar of a tornado plot."""
        known = [p for p in (self.if_false, self.if_true) if p is not None]
        return max(p.high for p in known) - min(p.low for p in known) if known else 0.0


@dataclass(frozen=True, slots=True)
class Update:
    """The probability of a variable before and after evidence; None where the evidence, or k, is impossible."""

    variable: int
    prior: Probability | None
    posterior: Probability | None


def influences(
    labels: Labels[L],
    f: L,
    factors: Iterable[L],
    weights: Weights | Mixture,
    variables: Iterable[int] | None = None,
) -> tuple[Influence, ...]:
    """What setting each of ``variables`` (default: all that matter to f or its constraint) does to P(f | factors).

    Largest swing first. Unweighted variables are set like the others; those not set leave an interval.
    """
    counter = Counter(labels, [f], factors)
    if variables is None:
        variables = sorted(counter.matter_to(0))
    wanted = tuple(variables)
    found = counter.under(weights, [{v: value} for v in wanted for value in (0.0, 1.0)])
    bars = [Influence(v, found[2 * i][0], found[2 * i + 1][0]) for i, v in enumerate(wanted)]
    return tuple(sorted(bars, key=lambda bar: (-bar.swing, bar.variable)))


def posterior(
    labels: Labels[L],
    evidence: L,
    factors: Iterable[L],
    weights: Weights | Mixture,
    variables: Iterable[int],
) -> tuple[Update, ...]:
    """How ``evidence`` changes the probability of each of ``variables`` that has a weight: Bayes' rule on the diagram.

    Both probabilities are given ``factors``. Variables without a weight have no prior, hence no posterior; those among
    the others make both an interval.
    """
    mixture = as_mixture(weights)
    factors = tuple(factors)
    wanted = [v for v in dict.fromkeys(variables) if all(v in each for _, each in mixture)]
    before = _marginals(labels, factors, wanted, mixture)
    (seen,) = Counter(labels, [evidence], factors).probabilities(mixture)
    if seen is None or seen.high <= 0.0:
        return tuple(Update(v, before[v], None) for v in wanted)
    after = _marginals(labels, (*factors, evidence), wanted, mixture)
    return tuple(Update(v, before[v], after[v]) for v in wanted)


def _marginals(
    labels: Labels[L], factors: tuple[L, ...], wanted: Sequence[int], mixture: Mixture
) -> dict[int, Probability | None]:
    """P(v | factors) for every variable wanted: one backward pass for all that have to do with the same factors."""
    consistency = Consistency(labels, factors)
    linked = {v for v in mixture[0][1] if len({each.get(v) for _, each in mixture}) > 1}
    groups: dict[tuple[int, ...], list[int]] = {}
    for v in wanted:
        groups.setdefault(consistency.near((v,), linked), []).append(v)
    found: dict[int, Probability | None] = {}
    for parts, group in groups.items():
        try:
            several = _backward(labels, consistency.factors(parts), group, mixture)
        except LabelBudgetExceeded:
            several = None
        if several is None:  # one at a time, which knows bounds and estimates
            counter = Counter(labels, [labels.var(v) for v in group], factors)
            several = dict(zip(group, counter.probabilities(mixture), strict=True))
        found.update(several)
    return found


def _backward(
    labels: Labels[L], factors: Sequence[L], group: Sequence[int], mixture: Mixture
) -> dict[int, Probability | None] | None:
    """P(v | factors) for every variable of the group; None if there are too many settings to go through."""
    support = frozenset[int]().union(*map(labels.support, factors))
    unweighted = {v for v in support if any(v not in each for _, each in mixture)}
    outcomes = extremes(labels, labels.true, factors, unweighted, highest=True)
    if any(outcome.open for outcome in outcomes):
        return None
    compiler = Compiler(labels)
    flat = flatten(labels, [compiler.conjunction(outcome.factors) for outcome in outcomes])
    place = {v: i for i, v in enumerate(flat.variables)}
    columns = [each for _, each in mixture]
    counts = flat.count(columns)
    slopes = [flat.gradient(each) for each in columns]
    found: dict[int, Probability | None] = {}
    for v in group:
        ranges: list[tuple[float, tuple[Literal, ...]]] = []
        for row, outcome in enumerate(outcomes):
            true = total = 0.0
            for (share, each), values, (up, down) in zip(mixture, counts, slopes, strict=True):
                i, p = place.get(v), each[v]
                rise = 0.0 if i is None else up[row][i] - down[row][i]
                # P(k) is linear in p with this rise, so P(k | v) is P(k) + (1 - p) rise.
                true += share * p * (values[row] + (1.0 - p) * rise)
                total += share * values[row]
            if total > 0.0:
                ranges.append((min(1.0, max(0.0, true / total)), outcome.setting))
        low, high = min(ranges, default=None), max(ranges, default=None)
        found[v] = None if low is None or high is None else Probability(low[0], high[0], "exact", low[1], high[1])
    return found
