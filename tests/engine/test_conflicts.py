"""Which events belong to one conflict, seen from the duties they open."""

from __future__ import annotations

from pathlib import Path

from foedus.api import load


def test_a_part_of_a_land_is_of_its_war() -> None:
    case = load(Path(__file__).parent / "part-of-a-land-at-war.foedus")
    duties = [o for o in case.assess("1914-07-29").obligations if o.triggered == "yes"]
    assert [(o.debtor, o.since) for o in duties] == [("CCC", "1914-07-28")]
