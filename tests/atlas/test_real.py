"""Against the scholars' own files, where they are: agreement with published tables, and the casus foederis in past wars."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from foedus.atlas.api import Atlas
from foedus.atlas.casus import CHOICES
from foedus.atlas.reliability import reliability
from foedus.atlas.variances import OBLIGATIONS, VARIANCES
from tests.atlas.conftest import real_folder

pytestmark = pytest.mark.data

PUBLISHED_ROWS = 273_296
"""Rows of ATOP 5.1's directed dyad-years, 1815-2018, as the documentation of peacesciencer's atop_alliance states."""


def test_as_many_dyad_years_as_atop_publishes(real: Atlas) -> None:
    assert real.alliance_dyad_years().count() == PUBLISHED_ROWS


def test_every_key_and_every_cell_outside_varying_terms_is_that_of_atop(real: Atlas) -> None:
    session = real.session
    last = session.use("atop_dyad_years").last
    ours = real.alliance_dyad_years(1815, last)
    different = " OR ".join(f"o.atop_{x} IS DISTINCT FROM p.atop_{x}" for x in OBLIGATIONS)
    (row,) = session.rows(
        f"SELECT count(*) AS n, count(*) FILTER (o.year IS NULL) AS missing, count(*) FILTER (p.year IS NULL) AS extra, "
        f"count(*) FILTER (o.atop_varies = 0 AND ({different})) AS wrong, count(*) FILTER ({different}) AS differ "
        f"FROM ({ours.sql}) o FULL JOIN atop_dyad_years p USING (ccode1, ccode2, year)"
    )
    assert row["n"] > 12_000
    assert (row["missing"], row["extra"], row["wrong"]) == (0, 0, 0)
    # Locarno (Germany's help, peace between France and Belgium) and Ankara 1939: the articles say otherwise than ATOP.
    rows = session.rows(
        f"SELECT DISTINCT o.ccode1 AS a, o.ccode2 AS b FROM ({ours.sql}) o JOIN atop_dyad_years p "
        f"USING (ccode1, ccode2, year) WHERE {different}"
    )
    assert {(r["a"], r["b"]) for r in rows} == {(255, 211), (255, 220), (211, 220), (220, 211), (200, 220), (220, 200)}


def test_articles_decide_what_the_rows_leave_open(real: Atlas) -> None:
    session = real.session
    session.use("atop_members")
    varying = {r["atopid"] for r in session.rows("SELECT DISTINCT atopid FROM atop_members WHERE obvary = 1")}
    assert varying - {v.atopid for v in VARIANCES} == {3395, 4678}
    left = real.alliance_dyad_years().filter("atop_defense IS NULL OR atop_nonagg IS NULL")
    assert left.count()
    assert not [r for r in left.rows() if "3395" not in r["atopids"].split()], "4678 is covered by other pacts"


def test_two_releases_are_never_mixed(real: Atlas, real_store: Path) -> None:
    older = Atlas(real_store, atop_members="4.01")
    assert older.alliance_dyad_years(2016).metadata()["sources"][0]["release"] == "4.01"
    assert real.alliance_dyad_years(2016).metadata()["sources"][0]["release"] == "5.1"
    assert older.dyad_years(2018).add_atop_alliance().filter("atop_defense IS NOT NULL").count() == 0, (
        "4.01 ends with 2016"
    )


def test_majors_contiguity_and_capabilities_against_their_own_tables(real: Atlas) -> None:
    session = real.session
    at = {
        (r["ccode1"], r["ccode2"]): r for r in real.dyad_years(1914).add_contiguity().add_cow_majors().add_nmc().rows()
    }
    assert {a for (a, _), r in at.items() if r["cowmaj1"] == 1} == {2, 200, 220, 255, 300, 325, 365, 740}
    assert at[220, 255]["conttype"] == 1
    assert at[200, 220]["conttype"] == 3, "the Strait of Dover is 21 miles wide"
    session.use("cow_nmc")
    cinc = {r["ccode"]: r["cinc"] for r in session.rows("SELECT ccode, cinc FROM cow_nmc WHERE year = 1914")}
    assert all(r["cinc1"] == cinc.get(a) and r["cinc2"] == cinc.get(b) for (a, b), r in at.items())


def test_all_directed_dyad_years_in_time(real: Atlas) -> None:
    start = time.perf_counter()
    table = real.dyad_years(1816, 2018).add_atop_alliance().add_contiguity().add_cow_majors().add_nmc().arrow()
    assert table.num_rows == 1_988_010
    assert time.perf_counter() - start < 60, "a bound that only a fault exceeds; bench/bench_atlas.py measures"


def test_the_law_predicts(real: Atlas) -> None:
    found = reliability(real.session)
    assert found.met.right.n == 227
    assert all(r.matched for r in found.rows)
    assert found.met.right.hits / 227 >= 0.92, "the published baseline of flags and conditions is 88 %"
    assert found.met.kappa is not None
    assert found.met.kappa > 0.85
    assert found.left_out.right.hits / 227 >= 0.92
    assert found.without_world_wars.right.value is not None
    assert found.without_world_wars.right.value >= 0.92
    assert found.outcome.right.hits > found.majority.right.hits, (
        "better than the majority of type and era, which has seen these rows"
    )
    assert all(r.reason for r in found.disagreements)
    assert len(found.other_choices) == len(CHOICES)
    coded = {c.name: c.coded for c in found.cells}
    assert (coded["1816-1944"].hits + coded["1945-2003"].hits) == coded["all 1816-2003"].hits
    assert all(c.coded.hits <= c.published.hits and c.coded.n <= c.published.n for c in found.cells), "half of the wars"


def test_july_1914_as_coded(real: Atlas) -> None:
    case = real.case(1914)
    status = {
        (o.instrument, o.clause, o.debtor, o.creditor): o for o in case.assess(on="1914-08-03").obligations if o.trigger
    }
    assert status["atop-1385", "defence", "RUS", "FRA"].status == "unknown", (
        "an adversary is flagged, and no state is coded"
    )
    assert ("atop-1335", "defence", "DEU", "AUH") in status
    assert not [k for k in status if k[0] == "atop-1350-4" and k[1].startswith("defence") and k[2] == "ITA"], (
        "nobody attacked two allies"
    )


def test_the_files_themselves_have_few_impossible_values(real: Atlas) -> None:
    worst = {p.name: p.problems for p in real.session.store if p.problems}
    assert set(worst) <= {"gml_dyads", "gml_disputes", "cow_intrastate"}
    assert max(worst.values()) < 30


def test_nothing_of_the_data_is_in_the_project() -> None:
    folder = real_folder()
    if folder is None:
        pytest.skip("needs the scholars' own files: name their folder in FOEDUS_TEST_DATA")
    root = Path(__file__).parents[2]
    names = {p.name for p in folder.rglob("*.csv*")}
    here = {
        p.name
        for sort in ("src", "tests", "docs", "bench")
        for p in (root / sort).rglob("*")
        if p.suffix in (".csv", ".gz", ".parquet", ".dta")
    }
    assert not names & here
    assert not here
