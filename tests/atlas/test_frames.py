"""Frames: from member rows to directed pairs, steps, refusals, and what every table says of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from foedus.atlas.api import Atlas
from foedus.atlas.errors import AtlasError
from foedus.atlas.frame import Frame

Key = tuple[int, int, int]
ALL = ("defense", "offense", "neutral", "nonagg", "consul")


def cells(frame: Frame) -> dict[Key, str]:
    """(ccode1, ccode2, year) -> the five obligations, . for missing."""
    return {
        (r["ccode1"], r["ccode2"], r["year"]): "".join(
            "." if r[f"atop_{o}"] is None else str(r[f"atop_{o}"]) for o in ALL
        )
        for r in frame.rows()
    }


@pytest.fixture
def owed(atlas: Atlas) -> dict[Key, str]:
    return cells(atlas.alliance_dyad_years())


def test_superseded_terms_are_not_added_to_those_that_supersede_them(owed: dict[Key, str]) -> None:
    assert owed[200, 220, 1854] == "10100"
    assert owed[200, 220, 1855] == "10000", "the year of the change counts by its last phase"
    assert owed[200, 220, 1860] == "10000"
    assert (200, 220, 1861) not in owed
    assert (200, 220, 1849) not in owed


def test_the_direction_of_a_one_way_pledge_is_kept(owed: dict[Key, str]) -> None:
    assert owed[255, 300, 1875] == "10000"
    assert owed[300, 255, 1875] == "00000", "the row is there, and says that nothing is owed"
    assert (255, 300, 1880) in owed, "the year of the last day counts"


def test_a_state_and_its_successor_are_no_partners(owed: dict[Key, str]) -> None:
    assert (678, 679, 1990) not in owed
    assert owed[678, 640, 1990] == owed[679, 640, 1990] == "00010"


def test_phases_side_by_side_do_not_mix(owed: dict[Key, str]) -> None:
    assert owed[365, 316, 1993] == "00001"
    assert owed[365, 317, 1993] == "00011"
    assert not any({a, b} == {316, 317} for a, b, _ in owed)
    assert (315, 365, 1993) not in owed


def test_a_gap_is_a_gap(owed: dict[Key, str]) -> None:
    years = sorted(y for a, b, y in owed if (a, b) == (651, 620))
    assert years == [*range(1945, 1980), *range(1989, 1994)]


def test_a_member_that_is_no_state_of_the_list_is_left_out(owed: dict[Key, str]) -> None:
    assert not any(8152 in (a, b) for a, b, _ in owed)


def test_terms_that_vary_are_unknown_unless_an_article_decides(atlas: Atlas, owed: dict[Key, str]) -> None:
    assert owed[200, 220, 1911] == ".000.", "no article speaks of this made-up pact"
    assert owed[220, 200, 1911] == "00001", "of a member whose terms do not vary"
    assert [owed[200, b, 1930] for b in (325, 220)] == ["00000", "10000"], "Locarno, arts. 1 and 4"
    assert [owed[220, b, 1930] for b in (211, 255)] == ["10000", "10010"], "Locarno, art. 2"
    rows = cells(atlas.alliance_dyad_years(terms="rows"))
    assert rows[200, 325, 1930] == "10000"
    assert rows[200, 220, 1911] == "10001"
    unknown = cells(atlas.alliance_dyad_years(terms="unknown"))
    assert unknown[200, 325, 1930] == ".0000"


def test_unknown_beside_known(atlas: Atlas) -> None:
    rows = {(r["ccode1"], r["ccode2"]): r for r in atlas.alliance_dyad_years(1911).rows()}
    assert rows[200, 255]["atop_varies"] == 1
    assert rows[200, 255]["atopids"] == "7006"
    assert rows[255, 220]["atop_defense"] == 1


@pytest.mark.parametrize(
    ("counting", "years"), [("any", (1870, 1880)), ("jan1", (1871, 1880)), ("dec31", (1870, 1879))]
)
def test_every_count_has_its_day(atlas: Atlas, counting: Any, years: tuple[int, int]) -> None:
    frame = atlas.alliance_dyad_years(counting=counting).filter("ccode1 = 255 AND ccode2 = 300")
    found = [r["year"] for r in frame.rows()]
    assert (found[0], found[-1]) == years
    assert frame.metadata()["counting_day"] in ("any day of the year", "1 January", "31 December")


def test_membership_makes_dyad_years(atlas: Atlas) -> None:
    keys = {(r["ccode1"], r["ccode2"]) for r in atlas.dyad_years(1955).rows()}
    assert (260, 265) in keys
    assert (265, 260) in keys
    assert not any(255 in pair for pair in keys)
    half = {(r["ccode1"], r["ccode2"]) for r in atlas.dyad_years(1955, directed=False).rows()}
    assert {(min(p), max(p)) for p in keys} == half
    assert not [r for r in atlas.state_years(1955, counting="jan1").rows() if r["ccode"] == 260], "it begins in May"


def test_outside_the_coverage_a_value_is_missing_and_inside_it_is_0(atlas: Atlas) -> None:
    frame = atlas.dyad_years(1990, 2018).add_atop_alliance().add_contiguity().add_cow_majors()
    at = {(r["ccode1"], r["ccode2"], r["year"]): r for r in frame.rows()}
    assert at[2, 200, 1992]["atop_defense"] == 0
    assert at[2, 200, 1994]["atop_defense"] is None
    assert at[2, 305, 2016]["conttype"] == 0
    assert at[2, 305, 2017]["conttype"] is None
    assert at[200, 305, 2016]["cowmaj1"] == 1
    assert at[200, 305, 2016]["cowmaj2"] == 0
    assert at[200, 305, 2017]["cowmaj1"] is None
    assert any("carried forward" in note for note in frame.notes)


def test_the_closest_contiguity_of_the_year_counts(atlas: Atlas) -> None:
    at = {
        r["year"]: r["conttype"]
        for r in atlas.dyad_years(1829, 1831).add_contiguity().rows()
        if (r["ccode1"], r["ccode2"]) == (220, 211)
    }
    assert at == {1830: 1, 1831: 1}
    land = {r["ccode"]: (r["land"], r["sea"]) for r in atlas.state_years(1914).add_contiguity().rows()}
    assert land[220] == (2, 1)
    assert land[365] == (0, 0)


def test_unknown_capability_is_missing(atlas: Atlas) -> None:
    at = {(r["ccode"], r["year"]): r["cinc"] for r in atlas.state_years(1914, 1915).add_nmc().rows()}
    assert at[200, 1914] == pytest.approx(0.14)
    assert at[200, 1915] is None
    assert at[365, 1914] is None


def test_undirected_pairs_take_what_either_owes(atlas: Atlas) -> None:
    frame = atlas.dyad_years(1875, directed=False).add_atop_alliance()
    assert {(r["ccode1"], r["ccode2"]): r["atop_defense"] for r in frame.rows()}[255, 300] == 1
    lower = atlas.dyad_years(1855, directed=False).add_atop_alliance(ndir=False)
    assert {(r["ccode1"], r["ccode2"]): r["atop_defense"] for r in lower.rows()}[200, 220] == 1


def test_politically_relevant_dyads(atlas: Atlas) -> None:
    frame = atlas.dyad_years(1914).add_contiguity().add_cow_majors().filter_prd()
    pairs = {(r["ccode1"], r["ccode2"]) for r in frame.rows()}
    assert (220, 211) in pairs
    assert (305, 365) not in pairs
    assert (365, 640) not in pairs
    assert (640, 200) in pairs


def test_spells_count_the_years_since(atlas: Atlas) -> None:
    session = atlas.session
    base = atlas.dyad_years(1900, 1905).filter("ccode1 = 200 AND ccode2 = 220")
    frame = Frame(
        session,
        f"SELECT *, CASE WHEN year IN (1902, 1903) THEN 1 ELSE 0 END AS warongoing FROM ({base.sql})",
        base.unit,
        "cow",
        1900,
        1905,
    )
    assert [r["warspell"] for r in frame.add_spells("warongoing").rows()] == [0, 1, 2, 0, 0, 1]


def test_similarity_of_portfolios(atlas: Atlas) -> None:
    at = {(r["ccode1"], r["ccode2"]): r["atop_s"] for r in atlas.dyad_years(1875).add_portfolio_similarity().rows()}
    n = len({a for a, _ in at})
    # Of 255 and 300: they differ by 0 on 300 (3 and 3), by 3 on 255 (3 and 0); everything else is 0 for both.
    assert at[255, 300] == pytest.approx(1 - 2 * 3 / (3 * n))
    assert at[255, 365] == pytest.approx(1 - 2 * (3 + 3 + 3) / (3 * n))
    assert at[255, 300] == at[300, 255]
    assert all(-1 <= s <= 1 for s in at.values())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            lambda a: a.state_years(1900).add_atop_alliance(),
            "needs directed dyad-year or dyad-years.*Begin with atlas.dyad_years",
        ),
        (lambda a: a.dyad_years(1900).filter_prd(), "needs the columns conttype, cowmaj1, cowmaj2. Say add_contiguity"),
        (lambda a: a.dyad_years(1900).merge(a.state_years(1900)), "Say which: merge"),
        (lambda a: a.state_years(1900).merge(a.dyad_years(1900)), "no key in common"),
        (lambda a: a.dyad_years(1900).merge(a.dyad_years(1900, directed=False)), "says nothing of each direction"),
        (lambda a: a.dyad_years(1900, directed=False).merge(a.dyad_years(1900)), "is two rows of the other"),
        (
            lambda a: a.dyad_years(1900).merge(a.alliance_dyad_years(1900, counting="jan1")),
            "any day of the year, the other on 1 January",
        ),
        (
            lambda a: a.dyad_years(1900).add_contiguity().merge(a.dyad_years(1900).add_contiguity()),
            "both frames have the column conttype",
        ),
        (
            lambda a: a.dyad_years(1900).merge(Atlas(a.session.store.directory).alliance_dyad_years(1900)),
            "two sessions",
        ),
        (lambda a: a.dyad_years(1901, 1900), "run backwards"),
        (lambda a: a.dyad_years(1900, counting="ides"), "no counting day"),
        (lambda a: a.alliance_dyad_years(1900, terms="guess"), "no way to treat varying terms"),
        (lambda a: a.dyad_years(1900, codes="gw"), "not in your data store"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_do_first(atlas: Atlas, wrong: Any, said: str) -> None:
    with pytest.raises(AtlasError, match=said):
        wrong(atlas)


def test_another_code_system_is_refused(atlas: Atlas) -> None:
    from dataclasses import replace

    frame = replace(atlas.dyad_years(1900), codes="gw")
    with pytest.raises(
        AtlasError, match=r"joins on COW numbers; this frame has Gleditsch-Ward numbers.*add_ccode_to_gw"
    ):
        frame.add_contiguity()


def test_merging_a_state_year_frame_to_one_side(atlas: Atlas) -> None:
    frame = atlas.dyad_years(1914).merge(atlas.state_years(1914).add_nmc().select("cinc"), side=2)
    at = {(r["ccode1"], r["ccode2"]): r["cinc2"] for r in frame.rows()}
    assert at[365, 200] == pytest.approx(0.14)
    assert at[200, 365] is None
    assert frame.count() == atlas.dyad_years(1914).count()


def test_nothing_is_computed_before_it_is_asked_for(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = atlas.dyad_years(1900).add_atop_alliance().add_nmc()
    monkeypatch.setattr(type(atlas.session), "arrow", lambda *_: pytest.fail("computed"))
    assert "dyad-year" in repr(frame.add_cow_majors())


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".csv.gz", ".dta"])
def test_every_file_carries_what_it_is_made_from(atlas: Atlas, tmp_path: Path, ending: str) -> None:
    import pandas as pd
    import pyarrow.parquet as pq
    import pyreadstat

    frame = atlas.dyad_years(1914).add_atop_alliance()
    target = tmp_path / f"d{ending}"
    frame.write(target)
    if ending == ".parquet":
        told = json.loads(pq.read_schema(target).metadata[b"foedus"])
        rows = pq.read_table(target).num_rows
    elif ending == ".dta":
        read, meta = pyreadstat.read_dta(str(target))
        rows, told = len(read), frame.metadata()
        assert "atop_members 9.9" in str(meta.file_label)
    else:
        rows = len(pd.read_csv(target))
        told = json.loads((tmp_path / f"d{ending}.json").read_text())
    assert rows == frame.count()
    assert told == frame.metadata()
    assert told["sources"][1]["release"] == "9.9"
    assert told["unit"] == "directed dyad-year"


def test_pandas_keeps_missing_apart_from_0(atlas: Atlas) -> None:
    frame = atlas.alliance_dyad_years(1911).pandas()
    row = frame[(frame.ccode1 == 200) & (frame.ccode2 == 220)].iloc[0]
    assert row.atop_defense is __import__("pandas").NA
    assert row.atop_offense == 0
    assert frame.attrs["foedus"]["unit"] == "directed dyad-year"
    assert "@article{leeds2002," in atlas.alliance_dyad_years(1911).cite()


def test_query_reads_tables_and_nothing_else(atlas: Atlas) -> None:
    assert atlas.query("SELECT count(DISTINCT atopid) AS n FROM atop_members").to_pylist() == [{"n": 10}]
    for sql, said in (
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled"),
        ("DROP VIEW atop_members", "one SELECT"),
        ("SELECT 1; SELECT 2", "one SELECT"),
        ("SELECT * FROM nowhere", 'no table "nowhere" in your data store. The tables are: atop_members'),
        ("SELECT * FROM cow_state", "Did you mean cow_states"),
        ("SELECT nothing FROM cow_states", "lists the columns of a table"),
    ):
        with pytest.raises(AtlasError, match=said):
            atlas.query(sql)
