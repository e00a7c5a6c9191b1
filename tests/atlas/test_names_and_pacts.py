"""States by any of their names, and what one owes another on a day."""

from __future__ import annotations

import pytest

from foedus.atlas.api import Atlas
from foedus.atlas.errors import AtlasError
from foedus.atlas.names import ISO3, resolve


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Prussia", None, 255), ("DEU", "1914-08-01", 255), (255, None, 255), ("255", None, 255), ("GMY", None, 255),
        ("DEU", "1960-01-01", 260), ("Austria", "1850-01-01", 300), ("Austria", "1990-01-01", 305), ("YEM", "2000-01-01", 679),
        ("ottoman empire", None, 640), ("FRANCE", None, 220), ("USSR", None, 365),
    ],
)  # fmt: skip
def test_names_old_and_new(atlas: Atlas, name: str | int, on: str | None, code: int) -> None:
    assert resolve(atlas.session, name, on).ccode == code


@pytest.mark.parametrize(
    ("name", "on", "said"),
    [
        ("Austria", None, r"may mean Austria-Hungary \(AUH, 300\) 1816-1918, Austria \(AUS, 305\) 1919-"),
        ("Germany", "1960-01-01", "German Federal Republic.*German Democratic Republic"),
        ("DEU", "1950-01-01", "no member of the state system on 1950-01-01"),
        ("Frnace", None, "Did you mean france"),
        ("999", None, "no state is called"),
        ("France", "1914-13-01", "is not a day"),
    ],
)
def test_what_is_ambiguous_or_unknown_is_refused(atlas: Atlas, name: str, on: str | None, said: str) -> None:
    with pytest.raises(AtlasError, match=said):
        resolve(atlas.session, name, on)


def test_iso_codes_are_well_formed() -> None:
    assert all(len(code) == 3 and code.isupper() and 2 <= number <= 990 for code, number in ISO3)
    assert len({number for _, number in ISO3}) == len(ISO3)


def test_obligations_between_two_states_on_a_day(atlas: Atlas) -> None:
    (owed,) = atlas.obligations_between("DEU", "AUH", on="1875-01-01")
    assert (owed.atopid, owed.obligation, owed.conditions, owed.adversaries, owed.secret) == (
        7002,
        "defense",
        ("adv",),
        (365,),
        True,
    )
    assert atlas.obligations_between("AUH", "DEU", on="1875-01-01") == ()
    assert atlas.obligations_between("DEU", "AUH", on="1881-01-01") == ()
    before, after = (atlas.obligations_between("GBR", "FRA", on=day) for day in ("1855-06-14", "1855-06-16"))
    assert [o.obligation for o in before] == ["defense", "neutral"]
    assert [o.obligation for o in after] == ["defense"]
    unknown = atlas.obligations_between("GBR", "FRA", on="1911-01-01")
    assert {o.obligation: o.known for o in unknown} == {"defense": False, "consul": False}


def test_alliances_of_a_state_in_a_year(atlas: Atlas) -> None:
    rows = {r["atopid"]: r for r in atlas.alliances(1911, member="FRA").rows()}
    assert set(rows) == {7006}
    assert rows[7006]["members"] == "UKG FRN GMY"
    assert rows[7006]["obvary"] == 1
    assert {r["atopid"] for r in atlas.alliances(on="1990-05-22").rows()} == {7003, 7004, 7005}
    assert atlas.alliances(on="1849-01-01").rows() == []
