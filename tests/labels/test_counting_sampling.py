"""Sampled worlds: drawn by their weights, the same for the same seed, and honest about how much they know."""

from __future__ import annotations

from math import sqrt
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.labels import BddLabels
from foedus.labels.flat import flatten
from foedus.labels.sampling import SampledLabels, draw, sample, sample_each, wilson
from foedus.labels.weights import common_shock
from tests.drawn import examples

from .chances import V, chance, complete_weights
from .formulas import Formula, formulas

N = len(V)
SIGMAS = 5.0


def near(found: float, truth: float, worlds: int) -> bool:
    """Whether chance alone explains the difference (it does not in one of some millions of cases)."""
    return abs(found - truth) <= SIGMAS * sqrt(max(truth * (1 - truth), 1 / worlds) / worlds)


@settings(max_examples=examples(35))
@given(p=st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 0.5, 0.75, 1e-12])), worlds=st.integers(1, 5000))
def test_draw(p: float, worlds: int) -> None:
    column = draw(p, worlds, Random(3))
    assert 0 <= column < 1 << worlds
    assert near(column.bit_count() / worlds, p, worlds)
    if p in (0.0, 1.0):
        assert column.bit_count() == p * worlds


def test_the_interval_holds_what_it_promises() -> None:
    for p in (0.02, 0.3, 0.5, 0.9):
        holds = 0
        for seed in range(2000):
            found = draw(p, 200, Random(seed)).bit_count()
            low, high = wilson(found, 200)
            assert 0.0 <= low <= found / 200 <= high <= 1.0
            holds += low <= p <= high
        assert 0.93 <= holds / 2000 <= 0.975
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 1000)[0] == 0.0
    assert 0.0 < wilson(0, 1000)[1] < 0.005
    assert wilson(1000, 1000)[1] == 1.0


@settings(max_examples=examples(20), deadline=None)
@given(f=formulas(N), weights=complete_weights, shock=st.booleans(), seed=st.integers(0, 5))
def test_sampled_labels_mean_what_diagrams_mean(f: Formula, weights: dict[int, float], shock: bool, seed: int) -> None:
    mixture = common_shock(weights, V, 0.6) if shock else [(1.0, weights)]
    labels = SampledLabels(mixture, worlds=3000, seed=seed)
    x = f.label(labels)
    for world in range(0, 3000, 97):
        values = {v: bool(labels.var(v) >> world & 1) for v in V}
        assert bool(x >> world & 1) == f.holds(values)
    truth = sum(share * chance(f, each) for share, each in mixture)
    estimate = labels.share(x)
    assert estimate is not None
    assert near(estimate[0], truth, 3000)
    assert estimate[1] <= estimate[0] <= estimate[2]
    assert labels.share(x, labels.false) is None
    given_first = labels.share(x, labels.var(0))
    if given_first is not None:
        both = labels.both(x, labels.var(0)).bit_count()
        assert given_first[0] == both / labels.var(0).bit_count()


@settings(max_examples=examples(13), deadline=None)
@given(f=formulas(N), k=formulas(N), weights=complete_weights)
def test_sampling_a_table(f: Formula, k: Formula, weights: dict[int, float]) -> None:
    labels = BddLabels(capacity=4096)
    table = flatten(labels, [f.label(labels), k.label(labels)])
    holding, among = sample(table, [(1.0, weights)], worlds=20_000, seed=1)
    assert (holding, among) == sample(table, [(1.0, weights)], worlds=20_000, seed=1)
    assert near(among / 20_000, chance(k, weights), 20_000)
    assert near(holding / 20_000, chance(Formula("both", parts=(f, k)), weights), 20_000)


@settings(max_examples=examples(8), deadline=None)
@given(fs=st.lists(formulas(N), min_size=1, max_size=3), k=formulas(N), weights=complete_weights)
def test_several_are_sampled_in_the_same_worlds(fs: list[Formula], k: Formula, weights: dict[int, float]) -> None:
    labels = BddLabels(capacity=1 << 12)
    roots = [f.label(labels) for f in fs]
    constraint = k.label(labels)
    holding, given_ = sample_each(flatten(labels, [*roots, constraint]), len(fs), [(1.0, weights)], worlds=4000)
    either = labels.any_of(roots)
    (any_, all_), same = sample_each(
        flatten(labels, [either, labels.all_of(roots), constraint]), 2, [(1.0, weights)], worlds=4000
    )
    assert max(holding) <= given_ <= 4000
    truth = chance(k, weights)
    assert near(given_ / 4000, truth, 4000)
    assert near(same / 4000, truth, 4000)
    assert all_ <= any_ <= same
    if len(fs) == 1:
        assert any_ == all_


def test_a_draw_depends_on_seed_and_variable_not_on_order() -> None:
    weights = dict.fromkeys(range(6), 0.5)
    one, two, other = (SampledLabels(weights, worlds=500, seed=seed) for seed in (1, 1, 2))
    forwards = [one.var(i) for i in range(6)]
    backwards = [two.var(i) for i in reversed(range(6))]
    assert forwards == backwards[::-1]
    assert len(set(forwards)) == 6
    assert other.var(0) != one.var(0)
    assert one.order == (0, 1, 2, 3, 4, 5)


def test_what_a_sample_decides_and_what_it_cannot() -> None:
    labels = SampledLabels({0: 0.5, 1: 0.5}, worlds=256)
    a, b = labels.var(0), labels.var(1)
    assert labels.implies(labels.both(a, b), a)
    assert not labels.implies(a, b)
    assert labels.disjoint(a, labels.negate(a))
    assert labels.unless(a, b) == labels.both(a, labels.negate(b))
    assert labels.ite(a, b, labels.negate(b)) == labels.either(
        labels.both(a, b), labels.both(~a & labels.true, ~b & labels.true)
    )
    assert labels.at_least(2, [a, b]) == labels.both(a, b)
    assert (labels.size(labels.true), labels.size(labels.false), labels.size(a)) == (0, 0, 1)
    assert labels.satisfiable(a)
    assert not labels.satisfiable(labels.false)
    assert labels.pick(labels.false) is None
    assert labels.pick(labels.unless(a, b)) == {0: True, 1: False}
    cannot: list[Any] = [
        lambda: labels.exists(a, [0]),
        lambda: labels.restrictor({0: True}),
        lambda: labels.restrict(a, {0: True}),
        lambda: labels.cofactors(a, 0),
        lambda: labels.split(a),
        lambda: labels.first(a),
        lambda: labels.support(a),
        lambda: labels.evaluate(a, {0: True}),
    ]
    for call in cannot:
        with pytest.raises(NotImplementedError, match="not which function"):
            call()


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="at least one world"):
        SampledLabels({}, worlds=0)
    labels = SampledLabels({0: 0.5, 1: 2.0})
    for i, message in ((1, "variable 1 has no weight"), (2, "variable 2 has no weight"), (-1, "not -1")):
        with pytest.raises(ValueError, match=message):
            labels.var(i)
