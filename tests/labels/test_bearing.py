"""A constraint cut down to what can bear on a label: the supports stay what they are, and what is foreign is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.labels import BddLabels, BruteLabels, Labels, eliminate, minimal_supports
from foedus.labels.bearing import bearing
from tests.drawn import examples

from .formulas import Formula, formulas

N = 5
VARIABLES = st.integers(0, N - 1)


@pytest.fixture(scope="module", params=[BruteLabels, BddLabels], ids=["truth tables", "decision diagrams"])
def make(request: pytest.FixtureRequest) -> Callable[[], Labels[Any]]:
    made: Callable[[], Labels[Any]] = request.param
    return made


def factored(labels: Labels[Any], parts: list[Formula]) -> list[tuple[Any, frozenset[int]]]:
    made = [part.label(labels) for part in parts]
    return [(label, labels.support(label)) for label in made]


def not_all(variables: set[int]) -> Formula:
    return Formula("not", parts=(Formula("all_of", parts=tuple(Formula("var", v) for v in sorted(variables))),))


exclusions = st.lists(st.sets(VARIABLES, min_size=1, max_size=3).map(not_all), max_size=4)


@settings(max_examples=examples(50), deadline=None)
@given(f=formulas(N), parts=exclusions)
def test_the_supports_are_those_under_the_whole_constraint(
    make: Callable[[], Labels[Any]], f: Formula, parts: list[Formula]
) -> None:
    labels = make()
    label, factors = f.label(labels), factored(labels, parts)
    whole = labels.all_of(factor for factor, _ in factors)
    least = minimal_supports(labels, label, bearing(labels, label, factors), limit=500)
    full = minimal_supports(labels, label, whole, limit=500)
    assert least.complete
    assert full.complete
    assert set(least.items) == set(full.items)


def test_what_cannot_bear_on_the_label_is_left_out(make: Callable[[], Labels[Any]]) -> None:
    labels = make()
    f = labels.both(labels.var(0), labels.var(1))
    foreign = factored(labels, [not_all({1, 2, 3}), not_all({2, 4})])
    assert bearing(labels, f, foreign) == labels.true
    own = factored(labels, [not_all({0, 1})])
    assert bearing(labels, f, own) == own[0][0]


def test_what_rules_out_an_obstacle_stays(make: Callable[[], Labels[Any]]) -> None:
    """``f`` holds unless 1 does, and 2 rules 1 out: so 2 is a way for ``f`` to hold."""
    labels = make()
    f = labels.unless(labels.var(0), labels.var(1))
    factors = factored(labels, [not_all({1, 2}), not_all({3, 4})])
    assert bearing(labels, f, factors) == factors[0][0]
    supports = minimal_supports(labels, f, bearing(labels, f, factors)).items
    assert frozenset({(0, True), (2, True)}) in supports


@settings(max_examples=examples(50), deadline=None)
@given(f=formulas(N), parts=st.lists(formulas(N), max_size=3))
def test_under_any_constraint_what_is_found_are_supports(
    make: Callable[[], Labels[Any]], f: Formula, parts: list[Formula]
) -> None:
    """Foreign variables may be projected away then, so some supports are not looked for; none that is found is wrong."""
    labels = make()
    label, factors = f.label(labels), factored(labels, parts)
    whole = labels.all_of(factor for factor, _ in factors)
    least = minimal_supports(labels, label, bearing(labels, label, factors), limit=500)
    full = minimal_supports(labels, label, whole, limit=500)
    own = labels.support(label)
    assert set(least.items) <= set(full.items)
    assert {s for s in full.items if {v for v, _ in s} <= own} <= set(least.items)


@settings(max_examples=examples(50), deadline=None)
@given(parts=st.lists(formulas(N), max_size=4), keep=st.sets(VARIABLES))
def test_a_projection_is_the_conjunction_seen_by_a_few_variables(
    make: Callable[[], Labels[Any]], parts: list[Formula], keep: set[int]
) -> None:
    labels = make()
    factors = factored(labels, parts)
    whole = labels.all_of(factor for factor, _ in factors)
    assert eliminate(labels, factors, frozenset(keep)) == labels.exists(whole, set(range(N)) - keep)
