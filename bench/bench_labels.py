"""Counting on labels, side by side with ProbLog on the same programme in the same run, and searching them.

Run with ``make bench`` or ``python -m pytest bench/bench_labels.py --benchmark-only -o python_files='bench_*.py'``.

The programmes are made-up crises (``tests/labels/programs.py``). The two sides do not do quite the same: ProbLog's total
is parsing, grounding, compiling and evaluating, ours is making the labels of the resolved programme, a table of them,
and counting. Asked again is, on both sides, all probabilities with other weights, nothing rebuilt; the best of several.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from problog.formula import LogicDAG, LogicFormula  # type: ignore[import-untyped]  # the library has no type hints
from problog.program import PrologString  # type: ignore[import-untyped]
from problog.sdd_formula import SDD  # type: ignore[import-untyped]

from foedus.labels import BddLabels, minimal_supports
from foedus.labels.counting import Counter
from foedus.labels.evidence import influences, posterior
from foedus.labels.likeliest import likeliest_patterns
from foedus.labels.sampling import SampledLabels
from foedus.labels.views import Views
from foedus.labels.weights import common_shock
from tests.labels.programs import Program, crisis

SEEDS = (1, 2, 3)
np.zeros(1)  # imported here, so that no benchmark pays for it


def made(program: Program) -> tuple[BddLabels, list[Any]]:
    """The labels of all that is derived."""
    labels = BddLabels()
    atoms = program.labels(labels)
    return labels, [atoms[a] for a in program.derived]


def counted(program: Program) -> tuple[Counter[Any], list[float]]:
    labels, derived = made(program)
    counter = Counter(labels, derived)
    return counter, counter.limits(dict(enumerate(program.facts)))[0]


def compiled(text: str) -> tuple[Any, dict[str, float]]:
    """The same by ProbLog."""
    circuit = SDD.create_from(LogicDAG.create_from(LogicFormula.create_from(PrologString(text))))
    return circuit, {str(name): float(p) for name, p in circuit.evaluate().items()}


def best(run: Callable[[], Any], times: int) -> float:
    """Seconds of the quickest run."""
    found = []
    for _ in range(times):
        start = perf_counter()
        run()
        found.append(perf_counter() - start)
    return min(found)


def report(request: pytest.FixtureRequest, text: str) -> None:
    request.config.get_terminal_writer().line(f"  {text}")


@pytest.mark.benchmark(group="all probabilities, from nothing")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("assumptions", "at_least"), [(20, 1), (50, 1), (100, 4), (200, 4), (400, 4)])
def test_total(benchmark: Any, request: pytest.FixtureRequest, assumptions: int, at_least: float, seed: int) -> None:
    program = crisis(assumptions, seed)
    text = program.text()
    _, theirs = compiled(text)
    their_time = best(lambda: compiled(text), 3)
    _, ours = benchmark.pedantic(counted, (program,), rounds=5, warmup_rounds=1)
    assert ours == pytest.approx([theirs[f"a({a})"] for a in program.derived], abs=1e-9, rel=0)
    our_time = benchmark.stats.stats.min
    benchmark.extra_info["times ProbLog"] = their_time / our_time
    report(
        request,
        f"{assumptions} assumptions, seed {seed}: total {1e3 * our_time:.1f} ms, ProbLog {1e3 * their_time:.0f} ms,"
        f" {their_time / our_time:.1f} times quicker",
    )
    assert their_time / our_time >= at_least
    if assumptions <= 200:
        assert our_time < 0.2


@pytest.mark.benchmark(group="all probabilities, asked again")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("assumptions", "at_least"), [(20, 1), (50, 1), (100, 70), (200, 70), (400, 70)])
def test_again(benchmark: Any, request: pytest.FixtureRequest, assumptions: int, at_least: float, seed: int) -> None:
    program = crisis(assumptions, seed)
    counter, _ = counted(program)
    circuit, _ = compiled(program.text())
    other = {v: round(1.0 - p, 3) for v, p in enumerate(program.facts)}
    names = {key: str(name) for name, key in circuit.get_names()}
    weights = {
        key: other[int(names[key][2:-1])] if not isinstance(weight, bool) else weight
        for key, weight in circuit.get_weights().items()
    }
    theirs = {str(name): float(p) for name, p in circuit.evaluate(weights=weights).items()}
    ours, _ = benchmark.pedantic(counter.limits, (other,), rounds=200, warmup_rounds=5)
    assert ours == pytest.approx([theirs[f"a({a})"] for a in program.derived], abs=1e-9, rel=0)
    their_time = best(lambda: circuit.evaluate(weights=weights), 20)
    our_time = benchmark.stats.stats.min
    benchmark.extra_info["times ProbLog"] = their_time / our_time
    report(
        request,
        f"{assumptions} assumptions, seed {seed}: again {1e3 * our_time:.3f} ms, ProbLog {1e3 * their_time:.1f} ms,"
        f" {their_time / our_time:.0f} times quicker",
    )
    assert their_time / our_time >= at_least
    assert our_time < 0.005


@pytest.mark.benchmark(group="ten smallest supports of the 100 largest labels")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("exceptions", "within"), [(0.0, 0.1), (0.25, 0.5)], ids=["monotone", "exceptions"])
@pytest.mark.parametrize("assumptions", [100, 200])
def test_supports(benchmark: Any, assumptions: int, exceptions: float, within: float, seed: int) -> None:
    labels, derived = made(crisis(assumptions, seed, exceptions=exceptions))
    largest = sorted(set(derived), key=labels.size)[-100:]

    def run() -> int:
        return sum(len(minimal_supports(labels, x, labels.true, 10).items) for x in largest)

    assert benchmark.pedantic(run, rounds=3, warmup_rounds=1) >= 100
    assert benchmark.stats.stats.min < within


@pytest.mark.benchmark(group="one switch, all verdicts")
@pytest.mark.parametrize("assumptions", [200, 1000])
def test_switch(benchmark: Any, assumptions: int) -> None:
    labels, derived = made(crisis(assumptions, 1))
    views = Views(labels, derived)
    fixed = dict.fromkeys(range(0, assumptions, 2), True)
    verdicts = benchmark(views.decide, fixed | {0: False})
    assert set(verdicts) == {"no", "contested"} or "yes" in verdicts
    assert benchmark.stats.stats.min < 0.005


@pytest.mark.benchmark(group="200 assumptions")
def test_twelve_without_a_weight(benchmark: Any) -> None:
    program = crisis(200, 1)
    labels, derived = made(program)
    weights = {v: p for v, p in enumerate(program.facts) if not 50 <= v < 62}

    def run() -> list[Any]:
        return list(Counter(labels, derived).probabilities(weights))

    found = benchmark.pedantic(run, rounds=3, warmup_rounds=1)
    assert all(p.kind == "exact" for p in found)
    assert any(p.low < p.high for p in found)


@pytest.mark.benchmark(group="200 assumptions")
def test_all_derivatives(benchmark: Any) -> None:
    program = crisis(200, 1)
    labels, derived = made(program)
    counter = Counter(labels, derived)
    found = benchmark.pedantic(counter.sensitivity, (dict(enumerate(program.facts)),), rounds=3, warmup_rounds=1)
    assert len(found) == len(derived)


@pytest.mark.benchmark(group="200 assumptions")
def test_tornado_of_the_largest(benchmark: Any) -> None:
    program = crisis(200, 1)
    labels, derived = made(program)
    largest = max(derived, key=labels.size)
    bars = benchmark(influences, labels, largest, [], dict(enumerate(program.facts)))
    assert len(bars) == len(labels.support(largest))


@pytest.mark.benchmark(group="200 assumptions")
def test_posterior_of_everything(benchmark: Any) -> None:
    program = crisis(200, 1)
    labels, derived = made(program)
    largest = max(derived, key=labels.size)
    found = benchmark(posterior, labels, largest, [], dict(enumerate(program.facts)), range(200))
    assert len(found) == 200


@pytest.mark.benchmark(group="200 assumptions")
def test_common_shock(benchmark: Any) -> None:
    program = crisis(200, 1)
    labels, derived = made(program)
    counter = Counter(labels, derived)
    shock = common_shock(dict(enumerate(program.facts)), range(100, 200), 0.3)
    found = benchmark(counter.probabilities, shock)
    assert all(p.kind == "exact" for p in found)


@pytest.mark.benchmark(group="200 assumptions")
def test_likeliest_patterns(benchmark: Any) -> None:
    program = crisis(200, 1)
    labels, derived = made(program)
    weights = dict(enumerate(program.facts))
    found = benchmark.pedantic(likeliest_patterns, (labels, derived[:30], [], weights, 5), rounds=2)
    assert found.sure == len(found.items) == 5


@pytest.mark.benchmark(group="65,536 sampled worlds")
@pytest.mark.parametrize("assumptions", [200, 1000])
def test_sample_of_what_no_diagram_holds(benchmark: Any, assumptions: int) -> None:
    program = crisis(assumptions, 1, local=False)
    weights = dict(enumerate(program.facts))

    def run() -> list[Any]:
        labels = SampledLabels(weights)
        atoms = program.labels(labels)
        return [labels.share(atoms[a]) for a in program.derived]

    found = benchmark.pedantic(run, rounds=3)
    assert all(low <= p <= high for p, low, high in found)
