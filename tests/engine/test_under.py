"""Duties of some instruments alone: the same as a whole evaluation finds of them, and nothing of the others."""

from __future__ import annotations

import pytest

import foedus
from foedus.engine.evaluate import Timeline, evaluate
from foedus.findings.drafting import law_asked_of


def found(timeline: Timeline, instrument: str) -> dict[object, object]:
    """The duties of an instrument, each with the days on which anything of it changes."""
    return {
        key: {name: steps.days for name, steps in o.history.items()}
        for key, o in timeline.law.obligations.items()
        if key.instrument == instrument
    }


@pytest.mark.parametrize("name", ["july-1914", "munich-1938", "tehran-2012"])
def test_each_instrument_by_itself_is_as_it_is_among_all(name: str) -> None:
    case = foedus.load(name).resolved
    whole = evaluate(case)
    asked = set(law_asked_of([*case.instruments.values(), *case.readings.values(), *case.types.values()]))
    several = 0
    for instrument in case.instruments:
        alone = evaluate(case, under={instrument, *asked})
        assert found(alone, instrument) == found(whole, instrument)
        assert {key.instrument for key in alone.law.obligations} <= {instrument, *asked}
        several += len(found(whole, instrument)) > 1
    assert several > 1
