"""Probabilities by enumeration of all worlds: the yardstick for everything that counts on labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import prod

from hypothesis import strategies as st

from .formulas import Formula, formulas, worlds

N = 5
V = range(N)
WORLDS = list(worlds(V))
World = dict[int, bool]
Weights = Mapping[int, float]
Mixture = Sequence[tuple[float, Weights]]

probability = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0.001, 0.999))
complete_weights = st.fixed_dictionaries(dict.fromkeys(V, probability))
inner_weights = st.fixed_dictionaries(dict.fromkeys(V, st.floats(0.01, 0.99)))
partial_weights = st.dictionaries(st.sampled_from(V), probability)
factor_lists = st.lists(formulas(N), max_size=3)


def mixtures(weights: st.SearchStrategy[dict[int, float]]) -> st.SearchStrategy[list[tuple[float, dict[int, float]]]]:
    """Two or three weightings, each with a share."""
    parts = st.lists(st.tuples(st.floats(0.1, 1.0), weights), min_size=2, max_size=3)
    return parts.map(lambda some: [(share / sum(s for s, _ in some), each) for share, each in some])


@cache
def table(f: Formula) -> tuple[bool, ...]:
    """The truth table, in the order of ``WORLDS``."""
    return tuple(f.holds(w) for w in WORLDS)


def true_in(f: Formula, world: World) -> bool:
    """The same as ``f.holds``, looked up."""
    return table(f)[sum(value << (N - 1 - v) for v, value in world.items())]


def weight(world: World, weights: Weights) -> float:
    """The probability of a world; variables without a weight count for nothing."""
    return prod((weights[v] if value else 1.0 - weights[v]) for v, value in world.items() if v in weights)


def chance(f: Formula, weights: Weights) -> float:
    """The sum over the worlds in which f holds."""
    return sum(weight(w, weights) for w, holds in zip(WORLDS, table(f), strict=True) if holds)


@cache
def support(f: Formula) -> frozenset[int]:
    """The variables that make a difference."""
    return frozenset(v for v in V for w in WORLDS if true_in(f, w | {v: True}) != true_in(f, w | {v: False}))


def connected(variables: Iterable[int], factors: Sequence[Formula], linked: Iterable[int] = ()) -> list[Formula]:
    """The factors that have to do with the variables, directly or through one another; contradictions always do."""
    reach, linked = set(variables), set(linked)
    while True:
        near = [k for k in factors if support(k) & reach or not support(k)]
        grown = reach.union(*map(support, near))
        if grown & linked:
            grown |= linked
        if grown == reach:
            return near
        reach = grown


def varying(mixture: Mixture) -> set[int]:
    return {v for v in V if len({each.get(v) for _, each in mixture}) > 1}


def unweighted(mixture: Mixture) -> list[int]:
    return [v for v in V if any(v not in each for _, each in mixture)]


def by_setting(f: Formula, factors: Sequence[Formula], mixture: Mixture) -> list[tuple[World, float]]:
    """P(f | factors) for each setting of the unweighted variables that leaves the factors possible."""
    free = unweighted(mixture)
    near = connected(support(f), factors, varying(mixture))
    masses: dict[tuple[bool, ...], list[float]] = {}
    for i, w in enumerate(WORLDS):
        if all(table(k)[i] for k in near):
            mass = sum(share * weight({v: w[v] for v in V if v not in free}, each) for share, each in mixture)
            sums = masses.setdefault(tuple(w[v] for v in free), [0.0, 0.0])
            sums[1] += mass
            sums[0] += mass if table(f)[i] else 0.0
    found = [(dict(zip(free, key, strict=True)), sums) for key, sums in masses.items()]
    return [(setting, holds / total) for setting, (holds, total) in found if total > 0.0]


def interval(f: Formula, factors: Sequence[Formula], mixture: Mixture) -> tuple[float, float] | None:
    """The lowest and the highest of ``by_setting``; None if there is none."""
    found = [p for _, p in by_setting(f, factors, mixture)]
    return (min(found), max(found)) if found else None
