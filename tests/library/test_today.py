"""The living case: it says as of when, and answers in seconds what would happen tomorrow."""

from __future__ import annotations

import pytest

import foedus
from foedus.directives.model import Actor, Expect, Instrument
from foedus.findings.catalogue import catalogue, in_force
from foedus.language import library_folder
from foedus.language.loader import load


@pytest.fixture(scope="module")
def today() -> foedus.Case:
    return foedus.load("today")


def test_its_title_says_as_of_when(today: foedus.Case) -> None:
    as_of = today.resolved.as_of
    assert as_of is not None
    year, month, day = as_of.text.split("-")
    names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    assert today.title.endswith(f"as of {int(day)} {names[int(month) - 1]} {year}")


def test_it_expects_hits_and_near_misses(today: foedus.Case) -> None:
    expected = [d for d in today.resolved.directives if isinstance(d, Expect)]
    results = [e.result for e in expected]
    assert len(expected) >= 60
    assert (
        sum(r in ("bound", "triggered", "available", "contested", "entitled", "condition met") for r in results) >= 60
    )
    assert sum(r in ("not triggered", "not bound") for r in results) >= 50


@pytest.mark.parametrize(
    ("event", "drawn", "not_drawn"),
    [
        ("2026-12-01 CHN attacks PHL", "USA", "JPN"),
        ("2026-12-01 RUS attacks EST", "DEU", "CHE"),
        ("2026-12-01 IRN attacks ARE", "SAU", "PAK"),
        ("2026-12-01 PRK attacks KOR", "USA", "CHN"),
    ],
)
def test_what_if_tomorrow(today: foedus.Case, event: str, drawn: str, not_drawn: str) -> None:
    who = {joining.actor for round_ in today.cascade(event).rounds for joining in round_.joining}
    assert drawn in who
    assert not_drawn not in who


def test_the_tripwires_of_one_state(today: foedus.Case) -> None:
    answer = today.triggers(binds="JPN")
    assert answer.left_out == 0
    assert {b.debtor for w in answer.tripwires for b in w.binds} == {"JPN"}
    assert any("USA at japan-land" in w.sentence and len(w.alike) > 100 for w in answer.tripwires)
    assert not any("PHL" in w.sentence for w in answer.tripwires)


def test_all_alliances_in_force_stand_in_it(today: foedus.Case) -> None:
    """Whatever treaty file has an instrument in force on its day, and of States of today, is included."""
    day = today.default_day()
    inside = {d.id for d in today.resolved.directives if isinstance(d, Instrument)}
    living = _living()
    missing = [
        e.id
        for e in catalogue()
        if e.id not in inside and {m.actor for m in e.members} <= living and e.types and in_force(e, day)
    ]
    assert missing == []


def _living() -> set[str]:
    return {
        d.id
        for path in sorted((library_folder() / "states").glob("*.foedus"))
        for d in load(path).directives
        if isinstance(d, Actor) and d.sort == "state" and d.end is None
    }
