"""Supports and what a label depends on, against the definitions spelt out over every partial assignment."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.labels import (
    BddLabels,
    BruteLabels,
    LabelBudgetExceeded,
    Labels,
    Support,
    depends_on,
    essential,
    minimal_supports,
)
from tests.drawn import examples

from .formulas import Formula, formulas, partial_assignments, worlds

N = 5
V = range(N)
VARIABLES = st.integers(0, N - 1)
World = dict[int, bool]


@pytest.fixture(scope="module", params=[BruteLabels, BddLabels], ids=["truth tables", "decision diagrams"])
def make(request: pytest.FixtureRequest) -> Callable[[], Labels[Any]]:
    made: Callable[[], Labels[Any]] = request.param
    return made


def all_supports(f: Formula, k: Formula) -> list[Support]:
    """Every minimal support, by the definition."""
    believed = [w for w in worlds(V) if k.holds(w)]
    holding = [w for w in believed if f.holds(w)]

    def completions(partial: World, among: list[World]) -> int:
        return sum(partial.items() <= w.items() for w in among)

    sufficient = [
        frozenset(p.items())
        for p in partial_assignments(V)
        if completions(p, believed) and completions(p, believed) == completions(p, holding)
    ]
    minimal = [p for p in sufficient if not any(q < p for q in sufficient)]
    return sorted(minimal, key=lambda p: (len(p), sorted((v, not value) for v, value in p)))


def monotone() -> st.SearchStrategy[Formula]:
    terms = st.sets(VARIABLES, min_size=1, max_size=3)

    def term(variables: set[int]) -> Formula:
        return Formula("all_of", parts=tuple(Formula("var", v) for v in sorted(variables)))

    return st.lists(terms, max_size=5).map(lambda ts: Formula("any_of", parts=tuple(map(term, ts))))


def mutually_exclusive() -> st.SearchStrategy[Formula]:
    """The constraint of a question: at most one of its answers."""

    def formula(answers: set[int]) -> Formula:
        return Formula("not", parts=(Formula("at_least", 2, tuple(Formula("var", v) for v in sorted(answers))),))

    return st.sets(VARIABLES, min_size=2).map(formula)


constraints = st.one_of(st.just(Formula("true")), formulas(N), mutually_exclusive())


@settings(max_examples=examples(50), deadline=None)
@given(f=st.one_of(formulas(N), monotone()), k=constraints, limit=st.sampled_from([1, 2, 3, 10, 100]))
def test_supports_are_those_of_the_definition(
    make: Callable[[], Labels[Any]], f: Formula, k: Formula, limit: int
) -> None:
    labels = make()
    for v in V:
        labels.var(v)
    found = minimal_supports(labels, f.label(labels), k.label(labels), limit)
    expected = all_supports(f, k)
    assert list(found.items) == expected[:limit]
    assert found.complete == (len(expected) <= limit)
    assert found.shortest == len(found.items)


@settings(max_examples=examples(50), deadline=None)
@given(f=st.one_of(formulas(N), monotone()), k=constraints, budget=st.integers(0, 40))
def test_a_small_budget_gives_less_but_nothing_wrong(
    make: Callable[[], Labels[Any]], f: Formula, k: Formula, budget: int
) -> None:
    labels = make()
    for v in V:
        labels.var(v)
    found = minimal_supports(labels, f.label(labels), k.label(labels), 3, budget=budget)
    expected = all_supports(f, k)
    assert set(found.items) <= set(expected)
    assert len(set(found.items)) == len(found.items) <= 3
    assert list(found.items[: found.shortest]) == expected[: found.shortest]
    assert bool(found.items) == bool(expected)
    if found.complete:
        assert list(found.items) == expected


@settings(deadline=None)
@given(f=formulas(N), k=constraints, v=VARIABLES, value=st.booleans())
def test_essential(make: Callable[[], Labels[Any]], f: Formula, k: Formula, v: int, value: bool) -> None:
    labels = make()
    without = any(f.holds(w) for w in worlds(V) if k.holds(w) and w[v] != value)
    assert essential(labels, f.label(labels), k.label(labels), v, value) == (not without)
    supports = all_supports(f, k)
    if all((v, value) in p for p in supports):
        assert not without  # what is in every support cannot be missing


def suffices(variables: set[int], f: Formula, k: Formula) -> bool:
    """Whether f agrees in any two worlds of k that agree on ``variables``."""
    seen: dict[tuple[bool, ...], bool] = {}
    return all(
        seen.setdefault(tuple(w[v] for v in sorted(variables)), f.holds(w)) == f.holds(w)
        for w in worlds(V)
        if k.holds(w)
    )


@settings(max_examples=examples(67), deadline=None)
@given(f=formulas(N), k=constraints, order=st.none() | st.lists(VARIABLES))
def test_depends_on_suffices_and_no_less_does(
    make: Callable[[], Labels[Any]], f: Formula, k: Formula, order: list[int] | None
) -> None:
    labels = make()
    x = f.label(labels)
    answer = depends_on(labels, x, k.label(labels), order)
    assert list(answer) == sorted(set(answer))
    assert set(answer) <= labels.support(x)
    assert suffices(set(answer), f, k)
    assert not any(suffices(set(answer) - {v}, f, k) for v in answer)


@settings(max_examples=examples(35))
@given(f=formulas(N))
def test_depends_on_the_support_where_nothing_constrains_it(make: Callable[[], Labels[Any]], f: Formula) -> None:
    labels = make()
    x = f.label(labels)
    far = labels.either(labels.var(N), labels.var(N + 1))
    assert depends_on(labels, x, far) == depends_on(labels, x, labels.true) == tuple(sorted(labels.support(x)))


def test_what_is_tried_first_is_eliminated_first(make: Callable[[], Labels[Any]]) -> None:
    labels = make()
    a, b = labels.var(0), labels.var(1)
    same = labels.ite(a, b, labels.negate(b))
    f = labels.both(a, b)
    assert depends_on(labels, f, same, [0]) == (1,)
    assert depends_on(labels, f, same, [1]) == (0,)


def test_a_signed_support(make: Callable[[], Labels[Any]]) -> None:
    labels = make()
    bound, denied, other = labels.var(0), labels.var(1), labels.var(2)
    f = labels.any_of([labels.unless(bound, denied), other])
    not_both = labels.negate(labels.both(bound, denied))
    assert minimal_supports(labels, f, not_both).items == (frozenset({(0, True)}), frozenset({(2, True)}))
    assert minimal_supports(labels, f, labels.true).items == (
        frozenset({(2, True)}),
        frozenset({(0, True), (1, False)}),
    )


def test_certain_impossible_and_contradictory(make: Callable[[], Labels[Any]]) -> None:
    labels = make()
    a = labels.var(0)
    assert minimal_supports(labels, labels.true, labels.true).items == (frozenset(),)
    assert minimal_supports(labels, a, a).items == (frozenset(),)
    assert minimal_supports(labels, labels.false, labels.true).items == ()
    assert minimal_supports(labels, a, labels.negate(a)).items == ()
    assert minimal_supports(labels, a, labels.false).items == ()
    assert depends_on(labels, a, labels.false) == depends_on(labels, a, a) == ()
    with pytest.raises(ValueError, match="at least one"):
        minimal_supports(labels, a, labels.true, 0)


def test_many_exclusive_answers_elsewhere_cost_nothing() -> None:
    labels = BddLabels()
    f = labels.at_least(2, [labels.var(i) for i in range(4)])
    k = labels.all_of(
        labels.negate(labels.at_least(2, [labels.var(4 + 10 * q + i) for i in range(10)])) for q in range(20)
    )
    found = minimal_supports(labels, f, k, budget=100)
    assert found.complete
    assert [sorted(v for v, _ in p) for p in found.items] == [list(pair) for pair in combinations(range(4), 2)]


def test_more_variables_than_the_stack_of_python_is_deep() -> None:
    labels = BddLabels()
    f = labels.any_of(labels.var(i) for i in range(2500))
    found = minimal_supports(labels, f, labels.true)
    assert found.items == tuple(frozenset({(i, True)}) for i in range(10))
    assert not found.complete
    every = labels.all_of(labels.var(i) for i in range(1500))
    assert minimal_supports(labels, every, labels.true).items == (frozenset((i, True) for i in range(1500)),)


def test_out_of_steps_still_gives_minimal_supports() -> None:
    labels = BddLabels()
    f = labels.at_least(20, [labels.var(i) for i in range(40)])
    found = minimal_supports(labels, f, labels.true, 5, budget=1000)
    assert not found.complete
    assert found.shortest == 0
    assert len(set(found.items)) == 5
    assert all(len(p) == 20 and all(value for _, value in p) for p in found.items)


def test_out_of_room_is_no_exception() -> None:
    labels = BddLabels(capacity=4000)
    f = labels.false
    try:
        for i in range(30):
            f = labels.either(f, labels.all_of(labels.var((7 * i + j * j) % 40) for j in range(5)))
    except LabelBudgetExceeded:
        pass
    found = minimal_supports(labels, f, labels.true)
    assert all(labels.implies(labels.all_of(labels.var(v) for v, _ in p), f) for p in found.items)
