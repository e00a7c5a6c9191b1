"""Probabilities against enumeration: constraints, unweighted variables, mixtures, derivatives, budgets."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from math import nan, sqrt
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from foedus.labels import BddLabels, BruteLabels, LabelBudgetExceeded, Labels
from foedus.labels import circuits as circuits_module
from foedus.labels import flat as flat_module
from foedus.labels.counting import Counter, Probability
from foedus.labels.extremes import extremes
from foedus.labels.flat import flatten
from foedus.labels.views import Views
from foedus.labels.weights import as_mixture, common_shock, exclusive
from tests.drawn import examples

from .chances import (
    WORLDS,
    N,
    V,
    by_setting,
    chance,
    complete_weights,
    connected,
    factor_lists,
    inner_weights,
    interval,
    mixtures,
    partial_weights,
    probability,
    support,
    true_in,
    unweighted,
    weight,
)
from .formulas import Formula, formulas, partials, worlds

asked_lists = st.lists(formulas(N), min_size=1, max_size=4)


def approx(expected: Any, rel: float = 1e-9, abs: float = 1e-12) -> Any:
    return pytest.approx(expected, rel=rel, abs=abs)


@pytest.fixture(scope="module", params=[BruteLabels, BddLabels], ids=["truth tables", "decision diagrams"])
def labels(request: pytest.FixtureRequest) -> Labels[Any]:
    made: Labels[Any] = request.param()
    for v in (2, 0, 4, 1, 3):  # the order of the diagram is not that of the numbers
        made.var(v)
    return made


@pytest.fixture(scope="module", params=["conjoined", "taken apart"])
def diagrams(request: pytest.FixtureRequest) -> Iterator[BddLabels]:
    """Small constraints are simply conjoined, so taking them apart is asked for."""
    made = BddLabels()
    for v in (2, 0, 4, 1, 3):
        made.var(v)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "taken apart":
            patch.setattr(circuits_module, "_FEW", -1)
            patch.setattr(circuits_module, "_GROWTH", 0)
            patch.setattr(flat_module, "_WORTH_NUMPY", -1)
        yield made


@pytest.fixture(scope="module", params=["plain", "numpy"])
def passes(request: pytest.FixtureRequest) -> Iterator[str]:
    """Small tables never reach numpy by themselves, so its passes are asked for."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "numpy":
            pytest.importorskip("numpy")
            patch.setattr(flat_module, "_WORTH_NUMPY", -1)
        else:
            patch.setattr(flat_module, "_WORTH_NUMPY", sys.maxsize)
        yield request.param


def labelled(labels: Labels[Any], fs: list[Formula]) -> list[Any]:
    return [f.label(labels) for f in fs]


# -- the table -------------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, columns=st.lists(complete_weights, min_size=1, max_size=3))
def test_count_is_the_sum_over_worlds(
    labels: Labels[Any], passes: str, fs: list[Formula], columns: list[dict[int, float]]
) -> None:
    table = flatten(labels, labelled(labels, fs))
    counted = table.count(columns)
    for column, found in zip(columns, counted, strict=True):
        assert found == approx([chance(f, column) for f in fs])


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, world=st.fixed_dictionaries(dict.fromkeys(V, st.booleans())))
def test_a_total_view_is_a_count_with_certain_weights(
    labels: Labels[Any], passes: str, fs: list[Formula], world: dict[int, bool]
) -> None:
    table = flatten(labels, labelled(labels, fs))
    assert table.count([{v: float(value) for v, value in world.items()}])[0] == [float(f.holds(world)) for f in fs]


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, weights=partial_weights)
def test_bounds_enclose_every_setting(
    labels: Labels[Any], passes: str, fs: list[Formula], weights: dict[int, float]
) -> None:
    (lows,), (highs,) = flatten(labels, labelled(labels, fs)).bounds([weights])
    for f, low, high in zip(fs, lows, highs, strict=True):
        truth = interval(f, [], [(1.0, weights)])
        assert truth is not None
        assert low <= truth[0] + 1e-12
        assert high >= truth[1] - 1e-12
        if len(support(f) - weights.keys()) == 0:
            assert (low, high) == approx(truth)


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, weights=complete_weights)
def test_gradient_is_the_rise_by_each_weight(labels: Labels[Any], fs: list[Formula], weights: dict[int, float]) -> None:
    table = flatten(labels, labelled(labels, fs))
    up, down = table.gradient(weights)
    for i, f in enumerate(fs):
        for j, v in enumerate(table.variables):
            if_true, if_false = (chance(f, weights | {v: x}) for x in (1.0, 0.0))
            assert up[i][j] - down[i][j] == approx(if_true - if_false)
    assert table.gradient(weights, [len(fs) - 1])[0] == [up[-1]]


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, fixed=partials(N))
def test_possible(labels: Labels[Any], passes: str, fs: list[Formula], fixed: dict[int, bool]) -> None:
    found = flatten(labels, labelled(labels, fs)).possible(fixed)
    assert found == [any(true_in(f, w) for w in WORLDS if fixed.items() <= w.items()) for f in fs]


@pytest.mark.usefixtures("passes")
def test_small_probabilities_keep_their_digits() -> None:
    labels = BddLabels()
    never = labels.negate(labels.any_of(labels.negate(labels.var(i)) for i in range(40)))
    assert flatten(labels, [never]).count([dict.fromkeys(range(40), 1e-7)])[0] == approx([1e-280], rel=1e-12)
    all_but_never = labels.negate(never)
    either_way = Counter(labels, [labels.var(0), all_but_never], [never]).probabilities(dict.fromkeys(range(40), 1e-7))
    assert [(p.low, p.high) for p in either_way if p] == [(1.0, 1.0), (0.0, 0.0)]


@pytest.mark.usefixtures("passes")
def test_constants_and_missing_or_wrong_weights() -> None:
    labels = BddLabels()
    table = flatten(labels, [labels.true, labels.false])
    assert (len(table), table.count([{}]), table.bounds([{}])) == (2, [[1.0, 0.0]], ([[1.0, 0.0]], [[1.0, 0.0]]))
    assert table.possible({}) == [True, False]
    assert table.gradient({}) == ([[], []], [[], []])
    one = flatten(labels, [labels.var(7)])
    with pytest.raises(ValueError, match="no weight for the variables 7"):
        one.count([{}])
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match=r"from 0 to 1.* variables 7"):
            one.count([{7: wrong}])
        with pytest.raises(ValueError, match=r"from 0 to 1.* variables 7"):
            one.bounds([{7: wrong}])
        with pytest.raises(ValueError, match="from 0 to 1"):
            Counter(labels, [labels.var(7)]).probabilities({7: wrong})


def test_both_kinds_of_pass_give_the_same_to_the_last_bit() -> None:
    labels = BddLabels()
    fs = [labels.at_least(k, [labels.var(i) for i in range(60)]) for k in range(20, 40)]
    table = flatten(labels, fs)
    weights = {i: (i * 37 % 60 + 1) / 61 for i in range(60)}
    column = table.column(weights)
    plain = table._plain_count(column)
    assert plain == table._as_vectors().count_one(column) == table._as_vectors().count([column, column])[1]
    other = table.column(dict.fromkeys(range(60), 0.5))
    assert table._as_vectors().count_one(other) == table._plain_count(other)  # nothing is left from before


def test_a_table_has_a_limit() -> None:
    labels = BddLabels()
    f = labels.at_least(5, [labels.var(i) for i in range(10)])
    size = len(flatten(labels, [f]))
    assert len(flatten(labels, [f, f], max_nodes=size)) == size
    with pytest.raises(LabelBudgetExceeded, match=f"more than {size - 1} nodes"):
        flatten(labels, [f], max_nodes=size - 1)


# -- views -----------------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, ks=factor_lists, fixed=partials(N))
def test_verdicts(labels: Labels[Any], fs: list[Formula], ks: list[Formula], fixed: dict[int, bool]) -> None:
    found = Views(labels, labelled(labels, fs), labelled(labels, ks)).decide(fixed)
    for f, verdict in zip(fs, found, strict=True):
        near = connected(support(f), ks)
        values = {true_in(f, w) for w in WORLDS if fixed.items() <= w.items() and all(true_in(k, w) for k in near)}
        expected = {(True,): "yes", (False,): "no", (False, True): "contested", (): "impossible"}
        assert verdict == expected[tuple(sorted(values))]


# -- conditional probabilities and intervals --------------------------------------------------------------------------------


def check(found: tuple[Probability | None, ...], fs: list[Formula], ks: list[Formula], mixture: Any) -> None:
    for f, p in zip(fs, found, strict=True):
        truth = interval(f, ks, mixture)
        assert (p is None) == (truth is None)
        if p is None or truth is None:
            continue
        assert p.kind == "exact"
        assert (p.low, p.high) == approx(truth)
        reached = list(by_setting(f, ks, mixture))
        for setting, extreme in ((p.at_low, p.low), (p.at_high, p.high)):
            assert dict(setting).keys() <= set(unweighted(mixture))
            there = [value for w, value in reached if dict(setting).items() <= w.items()]
            assert there
            assert there == approx([extreme] * len(there))


@settings(max_examples=examples(27), deadline=None)
@given(fs=asked_lists, ks=factor_lists, weights=complete_weights)
def test_conditional_on_the_factors(
    diagrams: BddLabels, fs: list[Formula], ks: list[Formula], weights: dict[int, float]
) -> None:
    counter = Counter(diagrams, labelled(diagrams, fs), labelled(diagrams, ks))
    check(counter.probabilities(weights), fs, ks, [(1.0, weights)])


@settings(max_examples=examples(27), deadline=None)
@given(fs=asked_lists, ks=factor_lists, weights=partial_weights, other=partial_weights)
def test_intervals_over_unweighted_variables(
    diagrams: BddLabels, fs: list[Formula], ks: list[Formula], weights: dict[int, float], other: dict[int, float]
) -> None:
    counter = Counter(diagrams, labelled(diagrams, fs), labelled(diagrams, ks))
    for each in (weights, other, weights):  # again, from what is remembered
        found = counter.probabilities(each)
        check(found, fs, ks, [(1.0, each)])
        low, high = counter.limits(each)
        assert low == pytest.approx([nan if p is None else p.low for p in found], rel=0, abs=0, nan_ok=True)
        assert high == pytest.approx([nan if p is None else p.high for p in found], rel=0, abs=0, nan_ok=True)


@settings(max_examples=examples(27), deadline=None)
@given(fs=asked_lists, ks=factor_lists, weights=partial_weights, most=st.integers(1, 4))
def test_bounds_when_there_are_too_many_settings(
    diagrams: BddLabels, fs: list[Formula], ks: list[Formula], weights: dict[int, float], most: int
) -> None:
    found = Counter(diagrams, labelled(diagrams, fs), labelled(diagrams, ks), max_settings=most).probabilities(weights)
    for f, p in zip(fs, found, strict=True):
        truth = interval(f, ks, [(1.0, weights)])
        if truth is None:
            continue
        assert p is not None
        assert p.low <= truth[0] + 1e-9
        assert p.high >= truth[1] - 1e-9
        if p.kind == "exact":
            assert (p.low, p.high) == approx(truth)
        if 2 ** len([v for v in V if v not in weights]) <= most:
            assert p.kind == "exact"


@settings(max_examples=examples(27), deadline=None)
@given(fs=asked_lists, ks=factor_lists, mixture=st.one_of(mixtures(complete_weights), mixtures(partial_weights)))
def test_mixtures(diagrams: BddLabels, fs: list[Formula], ks: list[Formula], mixture: Any) -> None:
    free = set(unweighted(mixture))
    assume(all(free.isdisjoint(each) for _, each in mixture))
    check(Counter(diagrams, labelled(diagrams, fs), labelled(diagrams, ks)).probabilities(mixture), fs, ks, mixture)


@settings(max_examples=examples(20), deadline=None)
@given(
    fs=asked_lists,
    ks=factor_lists,
    weights=partial_weights,
    changes=st.lists(st.dictionaries(st.sampled_from(V), st.none() | probability), max_size=4),
)
def test_changes_are_other_weights(
    diagrams: BddLabels,
    fs: list[Formula],
    ks: list[Formula],
    weights: dict[int, float],
    changes: list[dict[int, float | None]],
) -> None:
    counter = Counter(diagrams, labelled(diagrams, fs), labelled(diagrams, ks))
    found = counter.under(weights, changes)
    for change, some in zip(changes, found, strict=True):
        changed = {v: p for v, p in {**weights, **change}.items() if p is not None}
        assert some == counter.probabilities(changed)
        check(some, fs, ks, [(1.0, changed)])


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, ks=factor_lists, weights=inner_weights)
def test_sensitivity_is_the_derivative(
    diagrams: BddLabels, fs: list[Formula], ks: list[Formula], weights: dict[int, float]
) -> None:
    found = Counter(diagrams, labelled(diagrams, fs), labelled(diagrams, ks)).sensitivity(weights)
    for f, derivatives in zip(fs, found, strict=True):
        if interval(f, ks, [(1.0, weights)]) is None:
            assert derivatives == {}
            continue
        k = Formula("all_of", parts=tuple(connected(support(f), ks)))
        fk = Formula("both", parts=(f, k))
        holds, total = chance(fk, weights), chance(k, weights)
        for v in V:
            (h1, k1), (h0, k0) = ((chance(fk, weights | {v: x}), chance(k, weights | {v: x})) for x in (1.0, 0.0))
            expected = ((h1 - h0) * total - holds * (k1 - k0)) / total**2  # both are linear in the weight
            assert derivatives.get(v, 0.0) == approx(expected, rel=1e-7, abs=1e-9)


def test_sensitivity_wants_weights_for_all() -> None:
    labels = BddLabels()
    counter = Counter(labels, [labels.both(labels.var(0), labels.var(1))])
    assert counter.sensitivity({0: 0.5, 1: 0.25}) == [{0: 0.25, 1: 0.5}]
    with pytest.raises(ValueError, match="no weight"):
        counter.sensitivity({0: 0.5})


# -- many unweighted variables ------------------------------------------------------------------------------------------------


def test_twelve_that_help_or_hurt_by_turns_are_exact() -> None:
    labels = BddLabels()
    parity = labels.false
    for i in range(12):
        parity = labels.ite(labels.var(i), labels.negate(parity), parity)
    f = labels.either(labels.both(parity, labels.var(20)), labels.unless(labels.var(21), parity))
    (p,) = Counter(labels, [f]).probabilities({20: 0.25, 21: 0.75})
    assert p is not None
    assert (p.low, p.high, p.kind) == (0.25, 0.75, "exact")
    tried = extremes(labels, f, [], range(12), highest=True)
    assert len(tried) == 2  # of 4,096 settings, only two leave different functions


def test_any_number_that_only_help_is_exact() -> None:
    labels = BddLabels()
    votes = labels.at_least(20, [labels.var(i) for i in range(40)])
    f = labels.both(votes, labels.var(50))
    (p,) = Counter(labels, [f]).probabilities({50: 0.5})
    assert p is not None
    assert (p.low, p.high, p.kind) == (0.0, 0.5, "exact")
    assert sum(value for _, value in p.at_high) >= 20


def test_more_than_twelve_that_all_differ_are_bounded_and_say_so() -> None:
    labels = BddLabels()
    pairs = [(labels.var(2 * i), labels.var(2 * i + 1)) for i in range(14)]
    f = labels.at_least(7, [labels.ite(u, w, labels.negate(w)) for u, w in pairs])
    weights = {2 * i + 1: (i + 1) / 20 for i in range(14)}
    (p,) = Counter(labels, [f]).probabilities(weights)
    assert p is not None
    assert p.kind == "bounds"
    best = [max(w, 1 - w) for w in weights.values()]
    for extreme, chances in ((p.high, best), (p.low, [1 - x for x in best])):
        counts = [1.0]
        for x in chances:
            counts = [(1 - x) * a + x * b for a, b in zip([*counts, 0.0], [0.0, *counts], strict=True)]
        reached = sum(counts[7:])
        assert extreme >= reached - 1e-12 if extreme == p.high else extreme <= reached + 1e-12
    fewer = {**weights, 0: 0.5, 2: 0.5}
    (p,) = Counter(labels, [f]).probabilities(fewer)
    assert p is not None
    assert p.kind == "exact"


def test_exclusive_unweighted_answers_have_as_many_settings_as_answers() -> None:
    labels = BddLabels()
    answers = [(labels.var(i), labels.var(100 + i))[0] for i in range(30)]  # this is the order of the diagram
    k = labels.negate(labels.at_least(2, answers))
    f = labels.any_of(labels.both(x, labels.var(100 + i)) for i, x in enumerate(answers))
    (p,) = Counter(labels, [f], [k]).probabilities({100 + i: (i + 1) / 40 for i in range(30)})
    assert p == Probability(0.0, 0.75, "exact", p.at_low if p else (), p.at_high if p else ())
    assert (29, True) in p.at_high


# -- exclusive values, common shocks -------------------------------------------------------------------------------------------


@settings(max_examples=examples(20), deadline=None)
@given(f=formulas(N), raw=st.lists(st.floats(0, 1), min_size=1, max_size=3), rest=st.sampled_from([0.0, 0.3]))
@example(f=Formula("var", 0), raw=[0.0, 0.0], rest=0.3)
def test_exclusive_values_have_just_their_probabilities(
    diagrams: BddLabels, f: Formula, raw: list[float], rest: float
) -> None:
    assume(sum(raw) > 1e-3)
    values = {v: p * (1 - rest) / sum(raw) for v, p in enumerate(raw)}
    others = {v: 0.3 for v in V if v not in values}
    weights, k = exclusive(diagrams, values)
    (p,) = Counter(diagrams, [f.label(diagrams)], [k]).probabilities(weights | others)
    expected = 0.0
    for chosen, share in [*values.items(), (None, 1 - sum(values.values()))]:
        for w in worlds(sorted(others)):
            whole = w | {v: v == chosen for v in values}
            expected += max(0.0, share) * weight(w, others) if f.holds(whole) else 0.0
    assert p is not None
    assert p.low == p.high == approx(expected)


@pytest.mark.parametrize("values", [{}, {0: -0.1}, {0: 0.6, 1: 0.6}, {0: float("nan")}])
def test_exclusive_values_that_are_none(values: dict[int, float]) -> None:
    with pytest.raises(ValueError, match="exclusive values"):
        exclusive(BddLabels(), values)


def moments(mixture: Any, i: int, j: int) -> tuple[float, float, float]:
    return (
        sum(s * w[i] for s, w in mixture),
        sum(s * w[j] for s, w in mixture),
        sum(s * w[i] * w[j] for s, w in mixture),
    )


@settings(max_examples=examples(35))
@given(p=st.floats(0.01, 0.99), rho=st.floats(0, 1))
def test_a_shock_correlates_equal_variables_by_rho(p: float, rho: float) -> None:
    mixture = common_shock(dict.fromkeys(range(4), p), [0, 1, 2], rho)
    for i, j in combinations(range(3), 2):
        a, b, both = moments(mixture, i, j)
        assert (a, b) == approx((p, p))
        assert (both - a * b) / (p * (1 - p)) == approx(rho, abs=1e-9)
    assert moments(mixture, 0, 3)[2] == approx(p * p)


@settings(max_examples=examples(35))
@given(weights=st.fixed_dictionaries(dict.fromkeys(range(4), st.floats(0, 1))), rho=st.floats(0, 1))
def test_a_shock_keeps_every_weight(weights: dict[int, float], rho: float) -> None:
    mixture = common_shock(common_shock(weights, [0, 1, 2], rho), [2, 3], 0.3)
    assert sum(share for share, _ in mixture) == approx(1.0)
    for v, p in weights.items():
        assert sum(share * each[v] for share, each in mixture) == approx(p, abs=1e-12)
        assert all(0.0 <= each[v] <= 1.0 for _, each in mixture)
    for i, j in combinations(range(4), 2):
        a, b, both = moments(mixture, i, j)
        spread = sqrt(max(0.0, a * (1 - a) * b * (1 - b)))
        assert -1e-9 <= both - a * b <= spread + 1e-9


def test_all_or_none_at_full_correlation() -> None:
    labels = BddLabels()
    choices = [labels.var(i) for i in range(5)]
    shock = common_shock(dict.fromkeys(range(5), 0.75), range(5), 1.0)
    every, some = Counter(labels, [labels.all_of(choices), labels.any_of(choices)]).probabilities(shock)
    assert every is not None
    assert some is not None
    assert (every.low, some.low) == (0.75, 0.75)


def test_mixtures_and_shocks_that_are_none() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        as_mixture([(0.5, {}), (0.4, {})])
    with pytest.raises(ValueError, match="not negative"):
        as_mixture([(1.5, {}), (-0.5, {})])
    with pytest.raises(ValueError, match="from 0 to 1"):
        common_shock({0: 0.5}, [0], 1.5)
    with pytest.raises(ValueError, match="no weight for the variables 1"):
        common_shock({0: 0.5}, [0, 1], 0.5)
    assert common_shock({0: 0.5, 1: 0.5}, [0, 1], 0.0) == [(1.0, {0: 0.5, 1: 0.5})]
    assert common_shock({0: 0.5}, [], 0.5) == [(1.0, {0: 0.5})]


# -- too large -----------------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, ks=factor_lists, weights=complete_weights, most=st.integers(2, 12), mixed=st.booleans())
def test_what_is_too_large_is_estimated_or_bounded_and_says_so(
    diagrams: BddLabels, fs: list[Formula], ks: list[Formula], weights: dict[int, float], most: int, mixed: bool
) -> None:
    mixture = common_shock(weights, V, 0.4) if mixed else as_mixture(weights)
    counter = Counter(diagrams, labelled(diagrams, fs), labelled(diagrams, ks), max_nodes=most, worlds=4096)
    found = counter.probabilities(mixture)
    assert found == counter.probabilities(mixture)
    for f, p in zip(fs, found, strict=True):
        truth = interval(f, ks, mixture)
        if p is None:
            assert truth is None
            continue
        if truth is None:
            assert p.kind != "exact"
            assert (p.low, p.high) == (0.0, 1.0)
        elif p.kind == "exact":
            assert (p.low, p.high) == approx(truth)
        elif p.kind == "bounds":
            assert p.low - 1e-9 <= truth[0] <= truth[1] <= p.high + 1e-9
        elif p.worlds:
            assert p.low <= (p.value or 0.0) <= p.high
            assert p.value == approx(truth[0], abs=5 * sqrt(0.25 / p.worlds))


@settings(max_examples=examples(20), deadline=None)
@given(fs=asked_lists, ks=factor_lists, weights=partial_weights, most=st.integers(2, 12))
def test_too_large_with_unweighted_variables_is_bounded(
    diagrams: BddLabels, fs: list[Formula], ks: list[Formula], weights: dict[int, float], most: int
) -> None:
    found = Counter(diagrams, labelled(diagrams, fs), labelled(diagrams, ks), max_nodes=most, worlds=64).probabilities(
        weights
    )
    for f, p in zip(fs, found, strict=True):
        truth = interval(f, ks, [(1.0, weights)])
        if p is not None and truth is not None and p.kind != "estimate":
            assert p.low - 1e-9 <= truth[0] <= truth[1] <= p.high + 1e-9


def crossing(labels: BddLabels, pairs: int) -> tuple[Any, Any]:
    """Two small labels whose conjunction is large: x[i] and y[i] agree, for neighbours and for far pairs."""
    for i in range(2 * pairs):
        labels.var(i)
    same = [
        labels.ite(labels.var(i), labels.var(i + 1), labels.negate(labels.var(i + 1))) for i in range(0, 2 * pairs, 2)
    ]
    near = labels.at_least(pairs - 1, same)
    far = labels.true
    for i in range(6):
        far = labels.both(far, labels.either(labels.var(i), labels.var(pairs + i)))
    return near, far


def test_a_conjunction_without_room_is_estimated() -> None:
    labels = BddLabels(capacity=3000)
    near, far = crossing(labels, 10)
    weights = dict.fromkeys(range(20), 0.7)
    tight = Counter(labels, [near], [far], max_nodes=len(flatten(labels, [near, far])))
    roomy = BddLabels()
    (exact,) = Counter(roomy, *([x] for x in crossing(roomy, 10))).probabilities(weights)
    (found,) = tight.probabilities(weights)
    assert exact is not None
    assert exact.kind == "exact"
    assert found is not None
    assert found.kind == "estimate"
    assert found.value == approx(exact.low, abs=5 * sqrt(0.25 / found.worlds))
    with pytest.raises(LabelBudgetExceeded):
        tight.sensitivity(weights)
    (bounded,) = tight.probabilities({v: p for v, p in weights.items() if v != 3})
    assert bounded is not None
    assert bounded.kind == "bounds"


def test_numpy_is_not_imported_for_small_labels() -> None:
    code = """
import subprocess
import sys
from foedus.labels import BddLabels
from foedus.labels.counting import Counter
from foedus.labels import evidence, likeliest, sampling, views, weights
labels = BddLabels()
asked = [labels.at_least(3, [labels.var(i) for i in range(9)])]
found = Counter(labels, asked).probabilities(dict.fromkeys(range(8), 0.5))
assert found[0].low < found[0].high, found
assert "numpy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
