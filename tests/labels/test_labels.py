"""The same properties for every kind of label: each operation means what plain evaluation says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.labels import BddLabels, BruteLabels, Labels
from tests.drawn import examples

from .formulas import VARIABLES, Formula, formulas, partials, worlds

Maker = Callable[[], Labels[Any]]
KINDS = [
    pytest.param(BruteLabels, id="truth tables"),
    pytest.param(BddLabels, id="decision diagrams"),
    pytest.param(lambda: BddLabels(capacity=4096), id="decision diagrams, little room"),
]


@pytest.fixture(params=KINDS, scope="module")
def labels(request: pytest.FixtureRequest) -> Labels[Any]:
    make: Maker = request.param
    made = make()
    for i in (3, 0, 5, 1, 4, 2):  # the order of the diagram is that of first use, not that of the numbers
        made.var(i)
    return made


def same(labels: Labels[Any], x: Any, meaning: Callable[[dict[int, bool]], bool]) -> bool:
    return all(labels.evaluate(x, world) == meaning(world) for world in worlds())


@settings(max_examples=examples(35))
@given(f=formulas())
def test_operations_mean_what_they_say(labels: Labels[Any], f: Formula) -> None:
    assert same(labels, f.label(labels), f.holds)


@settings(max_examples=examples(35))
@given(f=formulas(), g=formulas())
def test_equal_exactly_if_the_same_function(labels: Labels[Any], f: Formula, g: Formula) -> None:
    x, y = f.label(labels), g.label(labels)
    differ = any(f.holds(world) != g.holds(world) for world in worlds())
    assert (x != y) == differ
    assert differ or hash(x) == hash(y)
    assert labels.negate(labels.negate(x)) == x


@settings(max_examples=examples(35))
@given(f=formulas(), g=formulas())
def test_decisions(labels: Labels[Any], f: Formula, g: Formula) -> None:
    x, y = f.label(labels), g.label(labels)
    assert labels.satisfiable(x) == any(f.holds(world) for world in worlds())
    assert labels.implies(x, y) == all(g.holds(world) for world in worlds() if f.holds(world))
    assert labels.disjoint(x, y) == (not any(f.holds(world) and g.holds(world) for world in worlds()))


@settings(max_examples=examples(35))
@given(f=formulas(), fixed=partials())
def test_restrict_fixes_variables(labels: Labels[Any], f: Formula, fixed: dict[int, bool]) -> None:
    x = f.label(labels)
    restricted = labels.restrict(x, fixed)
    assert same(labels, restricted, lambda world: f.holds(world | fixed))
    assert not labels.support(restricted) & fixed.keys()
    restrictor = labels.restrictor(fixed)
    assert restrictor(x) == restrictor(x) == restricted
    assert restrictor(labels.negate(x)) == labels.negate(restricted)


@settings(max_examples=examples(35))
@given(f=formulas(), gone=st.sets(st.integers(0, VARIABLES - 1)))
def test_exists(labels: Labels[Any], f: Formula, gone: set[int]) -> None:
    x = labels.exists(f.label(labels), gone)
    assert same(labels, x, lambda world: any(f.holds(world | some) for some in worlds(sorted(gone))))
    assert not labels.support(x) & gone


@settings(max_examples=examples(35))
@given(f=formulas())
def test_support_is_what_makes_a_difference(labels: Labels[Any], f: Formula) -> None:
    matters = {v for v in range(VARIABLES) for w in worlds() if f.holds(w | {v: True}) != f.holds(w | {v: False})}
    assert labels.support(f.label(labels)) == matters


@settings(max_examples=examples(35))
@given(f=formulas(), i=st.integers(0, VARIABLES - 1))
def test_cofactors_split_and_first(labels: Labels[Any], f: Formula, i: int) -> None:
    x = f.label(labels)
    high, low = labels.cofactors(x, i)
    assert same(labels, high, lambda world: f.holds(world | {i: True}))
    assert same(labels, low, lambda world: f.holds(world | {i: False}))
    in_order = [v for v in (3, 0, 5, 1, 4, 2) if v in labels.support(x)]
    split = labels.split(x)
    assert labels.first(x) == labels.first(labels.true, x) == (in_order[0] if in_order else None)
    assert split == ((in_order[0], *labels.cofactors(x, in_order[0])) if in_order else None)


@settings(max_examples=examples(35))
@given(f=formulas())
def test_pick_satisfies(labels: Labels[Any], f: Formula) -> None:
    x = f.label(labels)
    picked = labels.pick(x)
    assert (picked is None) == (not labels.satisfiable(x))
    if picked is not None:
        assert labels.restrict(x, picked) == labels.true
        assert labels.pick(x) == picked


@settings(max_examples=examples(35))
@given(f=formulas())
def test_size(labels: Labels[Any], f: Formula) -> None:
    x = f.label(labels)
    constant = x in (labels.true, labels.false)
    assert (labels.size(x) == 0) == constant
    assert labels.size(x) >= len(labels.support(x))
    twin = BruteLabels(VARIABLES)
    for i in (3, 0, 5, 1, 4, 2):
        twin.var(i)
    assert labels.size(x) == twin.size(f.label(twin))


@pytest.mark.parametrize("n", range(VARIABLES + 1))
@pytest.mark.parametrize("k", range(-1, VARIABLES + 2))
def test_at_least_counts(labels: Labels[Any], n: int, k: int) -> None:
    x = labels.at_least(k, [labels.var(i) for i in range(n)])
    holding = sum(labels.evaluate(x, world) for world in worlds(range(n)))
    assert holding == sum(comb(n, j) for j in range(max(k, 0), n + 1))
    assert x == labels.any_of(labels.all_of(map(labels.var, some)) for some in combinations(range(n), max(k, 0)))


def test_at_least_counts_what_is_listed_twice(labels: Labels[Any]) -> None:
    a, b = labels.var(0), labels.var(1)
    assert labels.at_least(2, [a, a, b]) == a


def test_many_stop_at_the_first_absorbing_one(labels: Labels[Any]) -> None:
    def endless(x: Any) -> Any:
        yield labels.var(0)
        yield x
        raise AssertionError("asked for more than was needed")

    assert labels.all_of(endless(labels.false)) == labels.false
    assert labels.any_of(endless(labels.true)) == labels.true
    assert labels.all_of([labels.var(0), labels.negate(labels.var(0)), labels.var(1)]) == labels.false
    assert labels.all_of([]) == labels.true
    assert labels.any_of([]) == labels.false


def test_evaluate_asks_only_for_what_matters(labels: Labels[Any]) -> None:
    x = labels.both(labels.var(1), labels.var(4))
    assert labels.evaluate(x, {1: True, 4: True})
    assert labels.evaluate(x, lambda i: i in (1, 4))
    with pytest.raises(KeyError):
        labels.evaluate(x, {1: True})


def test_variables_are_not_negative(labels: Labels[Any]) -> None:
    with pytest.raises(ValueError, match="-1"):
        labels.var(-1)
