"""What the case engine is given for a sweep."""

from __future__ import annotations

import foedus
from foedus.directives.model import Instrument
from foedus.sweep.system import Rule, System
from foedus.sweep.text import case_text, without_offence


def test_without_offence_drops_the_clauses_of_offence_alone() -> None:
    rules = (Rule("defence", 1, 2, source="one 1"), Rule("offence", 0, 2, source="two 1"))
    system = System("t", "1900-01-01", ("A", "B", "C"), rules)
    case = foedus.Case.from_text(case_text(system))
    left = [d for d in without_offence(case.resolved.instruments.values()) if isinstance(d, Instrument)]
    assert [len(i.clauses) for i in left] == [1, 0]
    assert left[0] == next(iter(case.resolved.instruments.values()))
