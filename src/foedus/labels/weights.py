"""Weights of variables, and the two ways in which variables may hang together: exclusive values, a common shock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import fsum, sqrt
from typing import Final, TypeAlias

from foedus.labels.protocol import L, Labels

Weights: TypeAlias = Mapping[int, float]
"""The probability, from 0 to 1, that a variable is true. Different variables are independent of one another."""

Mixture: TypeAlias = Sequence[tuple[float, Weights]]
"""Weightings of which one holds, each with its probability; these sum to 1."""

_SLACK: Final = 1e-9  # sums of decimal fractions are rarely exact


def as_mixture(weights: Weights | Mixture) -> Mixture:
    """Weights as a mixture of one; a mixture without what never holds.

    Raises ValueError if the probabilities of a mixture do not sum to 1.
    """
    if isinstance(weights, Mapping):
        return [(1.0, weights)]
    mixture = [(share, each) for share, each in weights if share != 0.0]
    if any(share < 0.0 for share, _ in mixture) or not abs(fsum(share for share, _ in mixture) - 1.0) <= _SLACK:
        raise ValueError("the probabilities of the weightings of a mixture are not negative and sum to 1")
    return mixture


def exclusive(labels: Labels[L], values: Mapping[int, float]) -> tuple[dict[int, float], L]:
    """One variable with several values: weights for the Boolean variables that stand for them, and a constraint.

    ``values`` gives the probability of each value, by its variable; what is missing to 1 is the probability that none
    holds. Given the constraint (a factor to be handed over with the others), exactly these are the probabilities.
    Raises ValueError if they are negative or sum to more than 1.
    """
    total = fsum(values.values())
    if any(not p >= 0.0 for p in values.values()) or total > 1.0 + _SLACK or not values:
        raise ValueError("the probabilities of exclusive values are not negative and sum to 1 at most")
    none = 1.0 - total
    variables = [labels.var(v) for v in values]
    constraint = labels.negate(labels.at_least(2, variables))
    if none <= _SLACK:
        none = 1.0  # any positive number, since that none holds is excluded
        constraint = labels.both(constraint, labels.any_of(variables))
    # Among worlds with at most one true variable, independent variables of odds r are true in proportion to r : 1.
    return {v: p / (p + none) for v, p in values.items()}, constraint


def common_shock(weights: Weights | Mixture, group: Collection[int], rho: float) -> Mixture:
    """The variables of ``group`` no longer independent: a hidden shock makes all of them likelier, or all less likely.

    With p the mean weight of the group, times are good with probability p. A variable of weight q is true with
    probability q + (1 - p) d in good times and q - p d in bad ones, where d = sqrt(rho) min(q / p, (1 - q) / (1 - p)),
    which is as far apart as ``rho`` = 1 may drive it. So every variable keeps its weight, and two of weight p have
    correlation ``rho``, from 0 (independent) to 1 (all or none); the correlation of others is lower, as it must be.
    (The mixture of two Bernoulli weightings is the simplest of the mixture models of correlated default; see Frey and
    McNeil 2003, Journal of Risk 6.) Several groups: apply it to its own result. Raises ValueError if ``rho`` is not in
    [0, 1] or a variable of the group has no weight.
    """
    if not 0.0 <= rho <= 1.0:
        raise ValueError(f"a correlation by a common shock is from 0 to 1, not {rho}")
    found: list[tuple[float, Weights]] = []
    for share, each in as_mixture(weights):
        missing = sorted(v for v in group if v not in each)
        if missing:
            raise ValueError(f"no weight for the variables {', '.join(map(str, missing[:5]))}, which share a shock")
        p = fsum(each[v] for v in group) / max(1, len(group))
        if rho == 0.0 or not 0.0 < p < 1.0:
            found.append((share, each))
            continue
        good, bad = dict(each), dict(each)
        for v in group:
            q = each[v]
            apart = sqrt(rho) * min(q / p, (1.0 - q) / (1.0 - p))
            good[v] = min(1.0, q + (1.0 - p) * apart)
            bad[v] = max(0.0, q - p * apart)
        found += [(share * p, good), (share * (1.0 - p), bad)]
    return found
