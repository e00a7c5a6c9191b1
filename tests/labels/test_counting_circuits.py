"""Conjunctions taken apart: the same function, and small where a diagram is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.labels import BddLabels, BruteLabels, LabelBudgetExceeded, Labels
from foedus.labels import circuits as module
from foedus.labels.circuits import Compiler, Join, connected, merged
from foedus.labels.counting import Counter
from foedus.labels.flat import flatten
from tests.drawn import examples

from .chances import N, V, chance, complete_weights
from .formulas import Formula, formulas, partials, worlds

lists = st.lists(formulas(N), max_size=5)


@pytest.fixture(scope="module", params=[BruteLabels, BddLabels], ids=["truth tables", "decision diagrams"])
def labels(request: pytest.FixtureRequest) -> Labels[Any]:
    made: Labels[Any] = request.param()
    for v in (2, 0, 4, 1, 3):
        made.var(v)
    return made


def conjunction(fs: list[Formula]) -> Formula:
    return Formula("all_of", parts=tuple(fs))


def variables(labels: Labels[Any], x: Any) -> frozenset[int]:
    """Those of a circuit; and that it never decides twice, nor joins what hangs together."""
    if not isinstance(x, Join):
        return labels.support(x)
    high, low = variables(labels, x.high), variables(labels, x.low)
    if x.variable is None:
        assert high.isdisjoint(low)
        return high | low
    assert x.variable not in high | low
    return high | low | {x.variable}


@settings(max_examples=examples(33), deadline=None)
@given(fs=lists, weights=complete_weights, fixed=partials(N), few=st.sampled_from([-1, 2, 12]))
def test_the_same_function(
    labels: Labels[Any], fs: list[Formula], weights: dict[int, float], fixed: dict[int, bool], few: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW", few)
        compiler = Compiler(labels)
        circuits = [compiler.conjunction(f.label(labels) for f in some) for some in (fs, fs[:2], fs[2:])]
    for circuit in circuits:
        variables(labels, circuit)
    table = flatten(labels, circuits)
    wholes = [conjunction(fs), conjunction(fs[:2]), conjunction(fs[2:])]
    assert table.count([weights])[0] == pytest.approx([chance(f, weights) for f in wholes])
    assert table._as_vectors().count_one(table.column(weights)) == table._plain_count(table.column(weights))
    assert table.possible(fixed) == [any(f.holds(w) for w in worlds(V) if fixed.items() <= w.items()) for f in wholes]
    for f, own in zip(wholes, table.supports(), strict=True):
        assert own >= labels.support(f.label(labels))
    up, down = table.gradient(weights)
    for i, f in enumerate(wholes):
        for j, v in enumerate(table.variables):
            rise = chance(f, weights | {v: 1.0}) - chance(f, weights | {v: 0.0})
            assert up[i][j] - down[i][j] == pytest.approx(rise, abs=1e-12)


@settings(max_examples=examples(20), deadline=None)
@given(fs=lists)
def test_merging_changes_nothing(labels: Labels[Any], fs: list[Formula]) -> None:
    parts = [f.label(labels) for f in fs]
    kept = merged(labels, parts)
    assert len(kept) <= len(set(parts))
    assert labels.all_of(kept) == labels.all_of(parts)
    groups = connected(labels, kept)
    assert sorted(map(id, (x for group in groups for x in group))) == sorted(map(id, kept))
    supports = [frozenset[int]().union(*map(labels.support, group)) for group in groups]
    assert sum(map(len, supports)) == len(frozenset[int]().union(*supports))


def questions(labels: BddLabels, count: int) -> tuple[list[Any], dict[int, float]]:
    """Questions with three answers each, by claims of three sources, of which one speaks in all of them.

    The sources come first, then all claims for the first answers, all for the second, and so on: an order in which one
    diagram for everything doubles with every question.
    """
    weights = {0: 0.8} | {1 + q: 0.6 for q in range(count)} | {100 + i: 0.3 for i in range(3 * count)}
    for v in weights:
        labels.var(v)
    factors = []
    for q in range(count):
        said = [labels.both(labels.var(100 + i * count + q), labels.var(s)) for i, s in enumerate((0, 1 + q, 1 + q))]
        factors += [labels.negate(labels.both(said[i], said[j])) for i in range(3) for j in range(i)]
    return factors, weights


def test_questions_that_share_a_source_are_independent_once_it_is_set() -> None:
    few, many, cramped = BddLabels(), BddLabels(), BddLabels(capacity=20_000)
    factors, weights = questions(few, 3)
    exact = flatten(few, [few.all_of(factors)]).count([weights])[0][0]
    factors, weights = questions(many, 25)
    compiler = Compiler(many)
    circuit = compiler.conjunction(merged(many, factors))
    assert compiler.size(circuit) < 1000
    by_source = []
    for value in (0.0, 1.0):
        with_it = flatten(many, [many.all_of(factors[:3])]).count([weights | {0: value}])[0][0]
        by_source.append(with_it)
    together = [0.2 * by_source[0] ** n + 0.8 * by_source[1] ** n for n in (3, 25)]
    assert exact == pytest.approx(together[0])
    assert flatten(many, [circuit]).count([weights])[0][0] == pytest.approx(together[1])
    claim = many.both(many.var(100), many.var(0))
    (p,) = Counter(many, [claim], factors).probabilities(weights)
    assert p is not None
    assert p.kind == "exact"
    with pytest.raises(LabelBudgetExceeded):
        cramped.all_of(questions(cramped, 25)[0])


def test_what_hangs_together_too_closely_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", -1)
    labels = BddLabels()
    n = 40
    parts = [
        labels.at_least(2, [labels.var((i * j) % n) for j in (1, 3, 7, 11)] + [labels.var(i)]) for i in range(1, n)
    ]
    with pytest.raises(LabelBudgetExceeded, match="hang together"):
        Compiler(labels, max_branches=20).conjunction(parts)
