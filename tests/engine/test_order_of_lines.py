"""The order of the lines of a file says nothing: shuffled, a case gives the same answers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import foedus
from foedus.api import Case
from foedus.case import resolve

FEATURES = sorted((Path(__file__).parents[1] / "features").glob("*.foedus"))


def answers(case: Case) -> dict[str, object]:
    """Every duty on every day on which something changes, and what each expectation comes to."""
    days = sorted({d for d in case.timeline_of().days if d > 0})
    duties = {(day, o.id): o for day in days[:: max(1, len(days) // 12)] for o in case.assess(day).obligations}
    checked = sorted((r.expected, r.found, r.ok) for r in case.check())
    return {"duties": duties, "checked": checked}


@pytest.mark.parametrize("path", FEATURES, ids=lambda p: p.stem)
def test_shuffled_lines(path: Path) -> None:
    case = foedus.load(path)
    directives = list(case.resolved.directives)
    random.Random(path.stem).shuffle(directives)
    assert directives != list(case.resolved.directives)
    shuffled, found = resolve(directives, name=case.name, texts=case.resolved.texts)
    assert not [d for d in found if d.severity == "error"]
    assert answers(Case(shuffled, case._verbs)) == answers(case)
