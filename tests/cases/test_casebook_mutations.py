"""Strike one condition of a case of the casebook, and an ``expect`` line turns red."""

from __future__ import annotations

import sys
from functools import cache

import pytest

from foedus.api import load
from foedus.findings.rows import rows

from .mutations import Mutant, mutants, outcome, read

CASES = (
    "armenia-csto",
    "falklands-1982",
    "first-balkan-1912",
    "hungary-1956",
    "iran-2025",
    "japan-1914",
    "july-1914",
    "korea-1950",
    "munich-1938",
    "pact-of-steel-1939",
    "paris-2015",
    "philippines-2024",
    "poland-1939",
    "russo-japanese-1904",
    "seven-weeks-1866",
    "sino-vietnam-1979",
    "six-day-1967",
    "taiwan-1979",
    "tehran-2012",
    "turkey-2012",
    "vietnam-1965",
)
"""Each condition of these cases is held down by an expectation."""


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("falklands-1982", "north-atlantic clause 5: when, at"),
        ("falklands-1982", "rio clause 6: request by"),
        ("sino-vietnam-1979", "sino-soviet clause 1: when, and 2"),
        ("armenia-csto", "collective-security clause 4: when, on territory of"),
        ("armenia-csto", "collective-security clause 4: request by"),
        ("seven-weeks-1866", "prussia-italy ends, rule 1, unless"),
        ("japan-1914", "anglo-japanese-1911 clause 2: unless"),
        ("munich-1938", "soviet-czech clause 2: when, and 2"),
    ],
)
def test_conditions_on_which_the_findings_turn(name: str, condition: str) -> None:
    """Those by which the cases are known, in the normal run; all of them in the slow one."""
    directives = read(name)
    (mutant,) = [m for m in mutants(directives) if m.name == condition]
    assert outcome(directives, mutant).by


@cache
def named_clauses(name: str) -> frozenset[str]:
    """The clauses that the table of findings of a case names."""
    return frozenset(c for row in rows(load(name)) for c in row.clauses)


def asked_of(name: str, mutant: Mutant) -> bool:
    """Whether it is for this case to hold a condition down.

    All conditions are of what stands in its own file; of a treaty of the library, which has more clauses and parties than
    one case can ask for, those of the clauses that its table of findings names, and of the beginning and the secrecy of
    instruments that it asks about by name.
    """
    span = mutant.instrument.common.span
    if span is None or "cases/" in span.file:
        return True
    if not mutant.clause:
        entry = " in force" in mutant.name or " secret" in mutant.name
        return entry and any(e.subject.name == mutant.instrument.id for e in load(name).resolved.expects)
    return f"{mutant.instrument.id} {mutant.clause}" in named_clauses(name)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", CASES)
def test_every_condition_is_held_down(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    directives = read(name)
    counted = [m for m in mutants(directives) if asked_of(name, m)]
    born = [o for o in (outcome(directives, m) for m in counted) if not o.stillborn]
    alive = [o.mutant.name for o in born if not o.by]
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {len(born) - len(alive)} of {len(born)} conditions are held down\n")
    assert born
    assert not alive, "nothing holds down: " + "; ".join(alive)
