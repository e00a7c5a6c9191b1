"""What asking a case costs: a switch, chances first and again, importance, and every question, in processor time.

Run with ``PYTHONPATH=src python bench/bench_ask.py [CASE …]``; prints the tables of ``docs/benchmarks.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import process_time
from typing import Any

import numpy as np

import foedus
from foedus.findings.model import View
from foedus.findings.probability import Weighing
from foedus.findings.stance import Stance

ATTACKS = {
    "july-1914": "1914-07-24 RUS attacks AUH",
    "tehran-2012": "2012-09-01 ISR strikes natanz",
    "poland-1939": "1939-09-18 RUS attacks ROU",
}
LARGE = 1000  # assumptions beyond which the importance of each would take minutes
np.zeros(1)  # imported here, so that nothing pays for it


def cost(ask: Callable[[], Any], times: int = 3) -> float:
    """Milliseconds of processor of the quickest of some runs."""
    found = []
    for _ in range(times):
        start = process_time()
        ask()
        found.append(process_time() - start)
    return 1000.0 * min(found)


def claims(number: int) -> foedus.Case:
    """A made-up case of so many claims: crises of four states each, their events told by several sources, some denied."""
    lines = [f"source q{i}\n  reliability {'ABCD'[i % 4]}" for i in range(25)]
    told = 0
    while told < number:
        crisis = told // 8
        a, b, c, d = (f"S{crisis}-{x}" for x in "abcd")
        lines += [f"state {s}" for s in (a, b, c, d)]
        for one, other in ((a, b), (c, d)):
            lines += [f"1900-01-01 treaty pact-{one}", f"  parties {one}, {other}", "  clause 1"]
            lines += ["    when any other state attacks a party"]
            lines += ["    then the other party must defend the victim against the attacker"]
        for event, (one, other) in enumerate(((a, c), (d, b))):
            lines += [f"1901-{crisis % 12 + 1:02}-{crisis % 27 + 1 + event:02} {one} attacks {other}", f"  id e{told}"]
            for k in range(4):
                denies = " denies" if k == 3 and crisis % 3 == 0 else ""
                lines.append(f"  claim q{(crisis + 6 * k) % 25} on 1902-01-01 {k % 4 + 1}{denies}")
                told += 1
    return foedus.Case.from_text("\n".join(lines), name=f"{number}-claims")


def switches(case: foedus.Case) -> tuple[str, ...]:
    """One source doubted, of a dozen in turn: the view made and every duty decided, for the first time and again."""
    timeline, day = case.timeline_of(), case.default_day()
    sources = [g.id for g in timeline.grounds.all if g.sort == "source"][:12]
    labels = [o.at("triggered", day) for o in timeline.law.obligations.values()]

    def decide(*doubted: str) -> None:
        stance = Stance(timeline, View(doubt=doubted), day)
        for label in labels:
            stance.decide(label)

    decide()
    new = median(cost(partial(decide, s), 1) for s in sources)
    again = median(cost(partial(decide, s)) for s in sources)
    stance = Stance(timeline, View(), day)
    weighing = Weighing(timeline, stance)
    counter = weighing.counter(labels)
    counter.probabilities(weighing.mixture())
    mixture = weighing.mixture()
    assert isinstance(mixture, dict)
    other = {v: 0.9 * w for v, w in mixture.items()}

    def first() -> None:
        Weighing(timeline, Stance(timeline, View(), day)).of(labels)

    return (
        case.name, str(len(labels)), str(len(counter.variables)), f"{new:.1f}", f"{again:.1f}", f"{cost(first, 1):,.0f}",
        f"{cost(lambda: counter.limits(other), 3):.2f}",
        f"{cost(lambda: weighing.importances(labels), 1):,.0f}" if len(counter.variables) < LARGE else "not asked",
    )  # fmt: skip


def verbs(case: foedus.Case, attack: str) -> list[tuple[str, str]]:
    """Every question once, on a case that has been evaluated."""
    case.timeline_of()
    duty = next(o.id for o in case.assess().obligations if o.triggered != "no")
    asked: dict[str, Callable[[], Any]] = {
        "assess": case.assess,
        "assess --chance": lambda: case.assess(chances=True),
        "why": lambda: case.why(duty),
        "sources": case.sources,
        "importance": case.importance,
        "timeline": case.timeline,
        "command": case.command,
        "triggers": case.triggers,
        "conflicts": case.conflicts,
        "whatif --suppose": lambda: case.whatif(View(suppose=(attack,))),
        "cascade": lambda: case.cascade(attack),
        "peace": lambda: case.peace(attack),
        "lint": case.lint,
        "graph": case.graph,
    }
    return [(name, f"{cost(ask, 1):,.0f}") for name, ask in asked.items()]


def main(names: list[str]) -> None:
    """Print both tables."""
    print(
        "| case | duties | assumptions | switch, new, ms | again, ms | chances first, ms | again, ms | importance of all, ms |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for case in [*(foedus.load(n) for n in names), claims(100), claims(1000)]:
        print(f"| `{case.name}` | {' | '.join(switches(case)[1:])} |", flush=True)
    print()
    columns = {n: dict(verbs(foedus.load(n), ATTACKS[n])) for n in names if n in ATTACKS}
    print(f"| verb | {' | '.join(f'`{n}`, ms' for n in columns)} |")
    print(f"| --- |{' --- |' * len(columns)}")
    for verb in next(iter(columns.values())):
        print(f"| `{verb}` | {' | '.join(times[verb] for times in columns.values())} |")


if __name__ == "__main__":
    main(sys.argv[1:] or list(ATTACKS))
