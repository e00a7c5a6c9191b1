"""Evaluation: the bundled cases, growing numbers of instruments, claims and readings, and whole processes.

Run with ``make bench`` or ``python -m pytest bench/bench_engine.py --benchmark-only -o python_files='bench_*.py'``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import foedus
from foedus.engine.evaluate import evaluate
from foedus.findings.model import View
from foedus.language import bundled_files

SIZES = (10, 100, 1000)


def text(instruments: int = 10, claims: int = 10, readings: int = 0) -> str:
    """A case of many small pacts in a ring, every event on somebody's word, and readings of its clauses."""
    return "\n".join(_lines(instruments, claims, readings)) + "\n"


def _lines(instruments: int, claims: int, readings: int) -> Iterator[str]:
    states = max(3, instruments // 2)
    yield from (f"state S{i}" for i in range(states))
    yield from (f"source paper-{i}\n  reliability {'ABC'[i % 3]}" for i in range(10))
    for i in range(instruments):
        yield f"{1900 + i % 50}-01-01 treaty pact-{i}\n  parties S{i % states}, S{(i + 1) % states}\n  clause 1"
        yield "    when  any other state attacks a party\n    then  the other party must defend the victim"
    for i in range(claims):
        attacker, target = (7 * i + 2) % states, (11 * i) % states
        if attacker == target:
            target = (target + 1) % states
        yield f"{1951 + i % 40}-{1 + i % 12:02}-{1 + i % 28:02} S{attacker} attacks S{target}\n  id e{i}"
        yield f"  claim paper-{i % 10} B2"
    for i in range(readings):
        yield f"1950-01-01 reading r{i} by S{i % states}\n  in pact-{i % instruments} clause 1"
        yield f'  "S{i % states} mobilises against S{(i + 1) % states}" counts as "S{i % states} attacks S{(i + 1) % states}"'


def made(**sizes: int) -> Any:
    """The resolved case."""
    return foedus.Case.from_text(text(**sizes)).resolved


@pytest.mark.parametrize("name", sorted(bundled_files("cases")))
def test_bundled_case(benchmark: Any, name: str) -> None:
    resolved = foedus.load(name).resolved
    timeline = benchmark(evaluate, resolved)
    assert timeline.law.obligations


@pytest.mark.parametrize("name", sorted(bundled_files("cases")))
def test_assessment_of_a_bundled_case(benchmark: Any, name: str) -> None:
    case = foedus.load(name)
    case.timeline_of()

    def fresh() -> Any:
        case._stances.clear()
        return case.assess()

    assert benchmark(fresh).obligations


@pytest.mark.parametrize("number", SIZES)
def test_instruments(benchmark: Any, number: int) -> None:
    resolved = made(instruments=number, claims=10)
    assert benchmark.pedantic(evaluate, (resolved,), rounds=3).law is not None


@pytest.mark.parametrize("number", SIZES)
def test_claims(benchmark: Any, number: int) -> None:
    resolved = made(instruments=10, claims=number)
    assert benchmark.pedantic(evaluate, (resolved,), rounds=3).law is not None


@pytest.mark.parametrize("number", SIZES)
def test_readings(benchmark: Any, number: int) -> None:
    resolved = made(instruments=10, claims=10, readings=number)
    assert benchmark.pedantic(evaluate, (resolved,), rounds=3).law is not None


def test_a_thousand_instruments_and_a_thousand_claims(benchmark: Any) -> None:
    resolved = made(instruments=1000, claims=1000)
    assert benchmark.pedantic(evaluate, (resolved,), rounds=3).law.obligations


def test_one_switch(benchmark: Any) -> None:
    """Doubting one source: every finding of the case decided again, nothing evaluated again."""
    case = foedus.load("july-1914")
    day = case.default_day()
    timeline = case.timeline_of()
    labels = [o.at("due", day) for o in timeline.law.obligations.values()]

    def switch() -> list[str]:
        case._stances.clear()
        stance = case.stance(View(doubt=("fww",)), day)
        return [stance.decide(label).verdict for label in labels]

    assert "no" in benchmark(switch)


@pytest.mark.parametrize("words", ["--help", "assess tehran-2012"])
def test_process(benchmark: Any, words: str) -> None:
    command = [sys.executable, "-c", "from foedus.cli.main import main; main()", *words.split()]

    def run() -> int:
        return subprocess.run(command, env=dict(os.environ), capture_output=True, check=True).returncode

    assert benchmark.pedantic(run, rounds=5, warmup_rounds=1) == 0
