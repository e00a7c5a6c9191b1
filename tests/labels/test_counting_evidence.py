"""What a variable does to a label, and evidence to a variable, against enumeration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.labels import BddLabels
from foedus.labels import circuits as circuits_module
from foedus.labels import evidence as evidence_module
from foedus.labels.counting import Probability
from foedus.labels.evidence import influences, posterior
from foedus.labels.weights import common_shock
from tests.drawn import examples

from .chances import (
    V,
    complete_weights,
    connected,
    factor_lists,
    interval,
    mixtures,
    partial_weights,
    support,
    unweighted,
)
from .formulas import Formula, formulas

N = len(V)


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


def same(found: Probability | None, truth: tuple[float, float] | None) -> bool:
    if found is None or truth is None:
        return found is None and truth is None
    return found.kind == "exact" and (found.low, found.high) == pytest.approx(truth, rel=1e-9, abs=1e-12)


@settings(max_examples=examples(27), deadline=None)
@given(f=formulas(N), ks=factor_lists, weights=partial_weights)
def test_influences(labels: BddLabels, f: Formula, ks: list[Formula], weights: dict[int, float]) -> None:
    found = influences(labels, f.label(labels), [k.label(labels) for k in ks], weights)
    assert {bar.variable for bar in found} == support(f).union(*map(support, connected(support(f), ks)))
    for bar in found:
        for p, value in ((bar.if_false, 0.0), (bar.if_true, 1.0)):
            assert same(p, interval(f, ks, [(1.0, weights | {bar.variable: value})]))
        known = [p for p in (bar.if_false, bar.if_true) if p]
        assert bar.swing == (max(p.high for p in known) - min(p.low for p in known) if known else 0.0)
    assert [bar.swing for bar in found] == sorted((bar.swing for bar in found), reverse=True)


def test_the_influence_of_chosen_variables(labels: BddLabels) -> None:
    f = labels.both(labels.var(0), labels.either(labels.var(1), labels.var(2)))
    bars = influences(labels, f, [], {0: 0.5, 1: 0.25}, [1, 0])
    assert [(bar.variable, bar.swing) for bar in bars] == [(0, 1.0), (1, 0.5)]
    assert bars[1].if_false == Probability(0.0, 0.5, "exact", ((2, False),), ((2, True),))
    assert bars[1].if_true is not None
    assert (bars[1].if_true.low, bars[1].if_true.high) == (0.5, 0.5)


any_weights = st.one_of(
    partial_weights.map(lambda weights: [(1.0, weights)]),
    complete_weights.map(lambda weights: common_shock(weights, [0, 1, 3], 0.5)),
    mixtures(complete_weights),
)


def check_posterior(labels: BddLabels, e: Formula, ks: list[Formula], mixture: Any) -> None:
    free = unweighted(mixture)
    found = posterior(labels, e.label(labels), [k.label(labels) for k in ks], mixture, V)
    assert [update.variable for update in found] == [v for v in V if v not in free]
    seen = interval(e, ks, mixture)
    for update in found:
        variable = Formula("var", update.variable)
        assert same(update.prior, interval(variable, ks, mixture))
        if seen is None or seen[1] == 0.0:
            assert update.posterior is None
        else:
            assert same(update.posterior, interval(variable, [*ks, e], mixture))


@settings(max_examples=examples(33), deadline=None)
@given(e=formulas(N), ks=factor_lists, mixture=any_weights)
def test_posterior(labels: BddLabels, e: Formula, ks: list[Formula], mixture: Any) -> None:
    check_posterior(labels, e, ks, mixture)


@settings(max_examples=examples(20), deadline=None)
@given(e=formulas(N), ks=factor_lists, weights=partial_weights)
def test_posterior_one_by_one_is_the_same(
    labels: BddLabels, e: Formula, ks: list[Formula], weights: dict[int, float]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence_module, "_backward", lambda *_: None)
        check_posterior(labels, e, ks, [(1.0, weights)])


def test_bayes_by_hand(labels: BddLabels) -> None:
    """A source right in 80 of 100 cases where true, wrong in 30 where not, of something true in 10 of 100."""
    true, says_if, says_if_not = labels.var(0), labels.var(1), labels.var(2)
    says = labels.ite(true, says_if, says_if_not)
    (update,) = posterior(labels, says, [], {0: 0.1, 1: 0.8, 2: 0.3}, [0])
    assert update.prior == Probability(0.1, 0.1)
    assert update.posterior is not None
    assert update.posterior.low == pytest.approx(0.08 / (0.08 + 0.27))


def test_small_evidence_keeps_its_digits() -> None:
    labels = BddLabels()
    e = labels.all_of(labels.var(i) for i in range(1, 40))
    e = labels.both(e, labels.either(labels.var(0), labels.var(40)))
    weights = dict.fromkeys(range(1, 41), 1e-6) | {0: 0.5}
    (first, last) = posterior(labels, e, [], weights, [0, 40])
    assert first.posterior is not None
    assert last.posterior is not None
    assert first.posterior.low == pytest.approx(0.5 / (0.5 + 0.5e-6), rel=1e-12)
    assert last.posterior.low == pytest.approx(1e-6 / (0.5 + 0.5e-6), rel=1e-9)


def test_posterior_with_too_many_settings_is_bounded() -> None:
    labels = BddLabels()
    pairs = [(labels.var(2 * i), labels.var(2 * i + 1)) for i in range(14)]
    e = labels.at_least(7, [labels.ite(u, w, labels.negate(w)) for u, w in pairs])
    weights = {2 * i + 1: 0.6 + i / 50 for i in range(14)}
    first, last = posterior(labels, e, [], weights, [1, 27])
    for update in (first, last):
        assert update.posterior is not None
        assert update.posterior.kind == "bounds"
        assert update.posterior.low <= weights[update.variable] <= update.posterior.high
