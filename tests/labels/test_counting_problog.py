"""The same programmes counted by ProbLog, which shares nothing with our way of counting."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problog import get_evaluatable  # type: ignore[import-untyped]  # the library has no type hints
from problog.errors import InconsistentEvidenceError  # type: ignore[import-untyped]
from problog.program import PrologString  # type: ignore[import-untyped]

from foedus.labels import BddLabels
from foedus.labels.counting import Counter
from tests.drawn import examples

from .chances import N, V, connected, factor_lists, interval, support
from .formulas import Formula, formulas
from .programs import Program, crisis, program_of

CLOSE = 1e-9
probability = st.one_of(st.floats(0.01, 0.99), st.sampled_from([0.5, 0.9, 1e-6]))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    facts = draw(st.lists(probability, min_size=2, max_size=8))
    groups: tuple[tuple[int, ...], ...] = ()
    if draw(st.booleans()):
        size = draw(st.integers(2, len(facts)))
        group = tuple(range(size))
        scale = draw(st.sampled_from([0.7, 1.0])) / sum(facts[:size])
        facts[:size] = [p * scale for p in facts[:size]]
        groups = (group,)
    rules: list[tuple[tuple[tuple[int, bool], ...], ...]] = []
    for _ in range(draw(st.integers(1, 7))):
        literal = st.tuples(st.integers(0, len(facts) + len(rules) - 1), st.booleans())
        rules.append(tuple(draw(st.lists(st.lists(literal, max_size=3).map(tuple), max_size=3))))
    atom = st.integers(len(facts), len(facts) + len(rules) - 1)
    evidence = tuple(sorted(draw(st.dictionaries(atom, st.booleans(), max_size=2)).items()))
    return Program(tuple(facts), tuple(rules), groups, evidence)


def by_problog(text: str) -> dict[str, float] | None:
    """The probability of each query; None if the evidence is impossible."""
    try:
        found = get_evaluatable().create_from(PrologString(text)).evaluate()
    except InconsistentEvidenceError:
        return None
    return {str(name): float(p) for name, p in found.items()}


def ours(program: Program) -> tuple[dict[str, float], bool]:
    """The same, and whether the evidence is possible."""
    labels = BddLabels(capacity=1 << 16)
    atoms = program.labels(labels)
    weights, factors = program.weights_and_factors(labels, atoms)
    found = Counter(labels, [atoms[a] for a in program.derived], factors).probabilities(weights)
    exclusions = factors[: len(program.exclusive)]
    (seen,) = Counter(labels, [labels.all_of(factors)], exclusions).probabilities(weights)
    named = {f"a({a})": p.low for a, p in zip(program.derived, found, strict=True) if p is not None}
    return named, seen is not None and seen.low > 0.0


@settings(max_examples=examples(33), deadline=None)
@given(program=programs())
def test_random_programmes(program: Program) -> None:
    theirs = by_problog(program.text())
    mine, possible = ours(program)
    assert possible == (theirs is not None)
    if theirs is not None:
        assert mine == pytest.approx(theirs, abs=CLOSE, rel=0)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("assumptions", "exceptions"), [(20, 0.25), (60, 0.0), (60, 0.5)])
def test_made_up_crises(assumptions: int, exceptions: float, seed: int) -> None:
    program = crisis(assumptions, seed, exceptions=exceptions)
    assert ours(program)[0] == pytest.approx(by_problog(program.text()), abs=CLOSE, rel=0)


@settings(max_examples=examples(10), deadline=None)
@given(
    fs=st.lists(formulas(N), min_size=1, max_size=3),
    ks=factor_lists,
    weights=st.fixed_dictionaries(dict.fromkeys(V, st.floats(0.05, 0.95))),
)
def test_diagrams_as_programmes(fs: list[Formula], ks: list[Formula], weights: dict[int, float]) -> None:
    labels = BddLabels(capacity=1 << 12)
    asked: list[Any] = [f.label(labels) for f in fs]
    text, names = program_of(labels, asked, [k.label(labels) for k in ks], weights)
    theirs = by_problog(text)
    if interval(Formula("all_of", parts=tuple(ks)), [], [(1.0, weights)]) == (0.0, 0.0):
        assert theirs is None
        return
    assert theirs is not None
    for f, name in zip(fs, names, strict=True):
        truth = interval(f, connected(support(f), ks), [(1.0, weights)])
        assert truth is not None
        assert theirs[name] == pytest.approx(truth[0], abs=CLOSE)
