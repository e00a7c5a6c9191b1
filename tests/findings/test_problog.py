"""The chances of every duty of every bundled case, counted by ProbLog from the labels that foedus gives."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from problog import get_evaluatable  # type: ignore[import-untyped]  # the library has no type hints
from problog.program import PrologString  # type: ignore[import-untyped]

import foedus
from foedus.findings.model import View
from foedus.findings.probability import Weighing
from tests.labels.programs import program_of

CLOSE = 1e-9
Setting = tuple[tuple[int, bool], ...]
LONG = ("tehran-2012", "today")
SHORT = ("korea-1950", "russo-japanese-1904", "seven-weeks-1866")
ASKED = [
    pytest.param(c.name, conduct, marks=[pytest.mark.slow] * (c.name in LONG or (conduct and c.name not in SHORT)))
    for c in foedus.bundled_cases()
    for conduct in (False, True)
]


def by_problog(text: str) -> dict[str, float]:
    found = get_evaluatable().create_from(PrologString(text)).evaluate()
    return {str(name): float(p) for name, p in found.items()}


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("name", "conduct"), ASKED)
def test_every_duty_of_a_bundled_case(name: str, conduct: bool) -> None:
    case = foedus.load(name)
    view = View(given_conduct=True, honour="bf2018-pooled") if conduct else View()
    timeline, stance = case.timeline_of(), case.stance(view, case.default_day())
    weighing = Weighing(timeline, stance)
    weights = weighing.mixture()
    assert isinstance(weights, dict)
    labels = weighing.labels
    duties = [o.at("triggered", case.default_day()) for o in timeline.law.obligations.values()]
    chances = dict(zip(map(weighing.label, duties), weighing.of(duties), strict=True))
    equal: dict[Setting, list[tuple[Any, float]]] = defaultdict(list)
    within: list[tuple[Any, float, float]] = []
    for label, p in chances.items():
        assert p is not None
        if p.kind == "exact":
            equal[p.at_low].append((label, p.low))
            equal[p.at_high].append((label, p.high))
        else:
            within.append((label, p.low, p.high))
    variables = frozenset().union(*map(labels.support, [*chances, *weighing.factors]))

    def theirs(some: list[Any], setting: Setting) -> list[float]:
        """ProbLog's chances, what has no weight as the setting has it, else as likely as not."""
        chosen = {v: weights.get(v, float(dict(setting).get(v, 0.5))) for v in variables}
        text, names = program_of(labels, some, weighing.factors, chosen)
        found = by_problog(text)
        return [found[name] for name in names]

    for setting, pairs in equal.items():
        assert theirs([x for x, _ in pairs], setting) == pytest.approx([p for _, p in pairs], abs=CLOSE, rel=0)
    if within:
        for (_, low, high), found in zip(within, theirs([x for x, *_ in within], ()), strict=True):
            assert low - CLOSE <= found <= high + CLOSE
