"""The likeliest worlds, partial settings and patterns, against sorting all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.labels import BddLabels
from foedus.labels import circuits as circuits_module
from foedus.labels.likeliest import likeliest_partial, likeliest_patterns, likeliest_worlds
from foedus.labels.weights import common_shock
from tests.drawn import examples

from .chances import (
    N,
    V,
    chance,
    complete_weights,
    connected,
    factor_lists,
    mixtures,
    support,
    true_in,
    varying,
    weight,
)
from .formulas import Formula, formulas, worlds

counts = st.sampled_from([1, 2, 5, 100])


@pytest.fixture(scope="module", params=["conjoined", "taken apart"])
def labels(request: pytest.FixtureRequest) -> Iterator[BddLabels]:
    made = BddLabels()
    for v in (2, 0, 4, 1, 3):
        made.var(v)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "taken apart":
            patch.setattr(circuits_module, "_FEW", -1)
            patch.setattr(circuits_module, "_GROWTH", 0)
        yield made


@settings(max_examples=examples(40), deadline=None)
@given(f=formulas(N), weights=complete_weights, count=counts, more=st.sets(st.sampled_from(V)))
def test_worlds(labels: BddLabels, f: Formula, weights: dict[int, float], count: int, more: set[int]) -> None:
    found = likeliest_worlds(labels, f.label(labels), weights, count, more)
    asked = sorted(support(f) | more)
    every = {tuple(w.items()): weight(w, weights) for w in worlds(asked) if true_in(f, dict.fromkeys(V, False) | w)}
    possible = {w: p for w, p in every.items() if p > 0.0}
    assert [way.probability for way in found] == pytest.approx(sorted(possible.values(), reverse=True)[:count])
    settings_found = [tuple(sorted(way.setting.items())) for way in found]
    assert len(set(settings_found)) == len(found)
    assert [possible[w] for w in settings_found] == pytest.approx([way.probability for way in found])


@settings(max_examples=examples(40), deadline=None)
@given(f=formulas(N), weights=complete_weights)
def test_partial_settings_divide_the_worlds(labels: BddLabels, f: Formula, weights: dict[int, float]) -> None:
    found = likeliest_partial(labels, f.label(labels), weights, 1000)
    assert sum(way.probability for way in found) == pytest.approx(chance(f, weights))
    assert [way.probability for way in found] == sorted((way.probability for way in found), reverse=True)
    for w in worlds(V):
        in_it = [way for way in found if way.setting.items() <= w.items()]
        assert len(in_it) <= 1
        assert not in_it or true_in(f, w)
        assert in_it or not true_in(f, w) or weight(w, weights) == 0.0
    for way in found:
        assert way.probability == pytest.approx(weight(dict(way.setting), weights))
    assert likeliest_partial(labels, f.label(labels), weights, 2) == found[:2] or len(
        {w.probability for w in found}
    ) < len(found)


@settings(max_examples=examples(27), deadline=None)
@given(
    fs=st.lists(formulas(N), min_size=1, max_size=3),
    ks=factor_lists,
    mixture=st.one_of(
        complete_weights.map(lambda weights: [(1.0, weights)]),
        complete_weights.map(lambda weights: common_shock(weights, V, 0.5)),
        mixtures(complete_weights),
    ),
    count=counts,
)
def test_patterns(labels: BddLabels, fs: list[Formula], ks: list[Formula], mixture: Any, count: int) -> None:
    found = likeliest_patterns(labels, [f.label(labels) for f in fs], [k.label(labels) for k in ks], mixture, count)
    near = connected(frozenset().union(*map(support, fs)), ks, varying(mixture))
    every: dict[tuple[bool, ...], float] = {}
    for holds in product((False, True), repeat=len(fs)):
        parts = tuple(f if value else Formula("not", parts=(f,)) for f, value in zip(fs, holds, strict=True))
        k = Formula("all_of", parts=tuple(near))
        total = sum(share * chance(k, each) for share, each in mixture)
        both = Formula("all_of", parts=(*parts, k))
        if total > 0.0 and (mass := sum(share * chance(both, each) for share, each in mixture)) > 0.0:
            every[holds] = mass / total
    assert found.sure == len(found.items)
    assert [pattern.probability for pattern in found.items] == pytest.approx(
        sorted(every.values(), reverse=True)[:count]
    )
    assert [every[pattern.holds] for pattern in found.items] == pytest.approx([p.probability for p in found.items])
    assert len({pattern.holds for pattern in found.items}) == len(found.items)


def test_the_likeliest_pattern_is_not_that_of_the_likeliest_world(labels: BddLabels) -> None:
    f = labels.any_of(labels.var(i) for i in range(4))
    weights = dict.fromkeys(range(4), 0.3)
    assert chance(Formula("any_of", parts=tuple(Formula("var", i) for i in range(4))), weights) > 0.7
    (world,) = likeliest_worlds(labels, labels.true, weights, 1, range(4))
    assert not any(world.setting.values())
    (pattern,) = likeliest_patterns(labels, [f], [], weights).items
    assert pattern.holds == (True,)


@pytest.mark.parametrize("p", [0.5, 0.8, 0.123456789])
def test_many_equally_likely_worlds_are_no_trouble(p: float) -> None:
    labels = BddLabels()
    n = 120
    f = labels.at_least(60, [labels.var(i) for i in range(n)])
    found = likeliest_worlds(labels, f, dict.fromkeys(range(n), p), 5)
    best = 60 if p < 0.5 else n
    assert found[0].probability == pytest.approx(p**best * (1 - p) ** (n - best))
    assert len({tuple(way.setting.items()) for way in found}) == 5
    assert sum(found[0].setting.values()) >= 60
    assert comb(n, 60) > 1e30


def test_patterns_have_a_limit() -> None:
    labels = BddLabels()
    outcomes = [labels.var(i) for i in range(20)]
    weights = dict.fromkeys(range(20), 0.5) | {7: 0.1}
    cut = likeliest_patterns(labels, outcomes, [], weights, 10, max_steps=50)
    assert cut.sure == 0
    assert len({pattern.holds for pattern in cut.items}) == 10
    assert cut.items[0].probability == pytest.approx(0.9 * 0.5**19)
    for pattern in cut.items:
        assert pattern.probability == pytest.approx((0.1 if pattern.holds[7] else 0.9) * 0.5**19)
    few = likeliest_patterns(labels, outcomes[:8], [], weights, 3)
    assert few.sure == 3
    assert not any(pattern.holds[7] for pattern in few.items)


def test_patterns_that_outgrow_their_room() -> None:
    labels = BddLabels(capacity=2500)
    for v in range(24):
        labels.var(v)
    outcomes = [labels.ite(labels.var(i), labels.var(23 - i), labels.var(12 + i)) for i in range(12)]
    found = likeliest_patterns(labels, outcomes, [], {v: 0.5 + v / 100 for v in range(24)}, 3)
    assert found.sure == len(found.items) < 3


def test_every_variable_needs_a_weight(labels: BddLabels) -> None:
    f = labels.both(labels.var(0), labels.var(1))
    for search in (likeliest_worlds, likeliest_partial):
        with pytest.raises(ValueError, match="variables 1"):
            search(labels, f, {0: 0.5})
    with pytest.raises(ValueError, match="variables 1"):
        likeliest_patterns(labels, [f], [], {0: 0.5})


def test_nothing_is_the_likeliest_way_to_the_impossible(labels: BddLabels) -> None:
    assert likeliest_worlds(labels, labels.false, {}) == ()
    assert likeliest_partial(labels, labels.var(0), {0: 0.0}) == ()
    assert likeliest_patterns(labels, [labels.var(0)], [labels.false], {0: 0.5}).items == ()
    (way,) = likeliest_partial(labels, labels.true, {})
    assert (dict(way.setting), way.probability) == ({}, 1.0)
