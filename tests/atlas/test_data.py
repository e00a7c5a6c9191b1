"""Data sets: recognised, read in every format, checked cell by cell, kept with their provenance."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pytest

from foedus.atlas.check import checked
from foedus.atlas.citations import BIBTEX, bibtex
from foedus.atlas.datasets import SPECS, recognise, spec
from foedus.atlas.errors import AtlasError
from foedus.atlas.readers import read_tables
from foedus.atlas.store import Store


def test_every_made_up_file_is_recognised_and_none_has_a_problem(files: dict[str, Path], tmp_path: Path) -> None:
    for name, file in files.items():
        added = Store(tmp_path).add(file)
        assert [a.provenance.name for a in added] == [name]
        assert not added[0].problems, [str(p) for p in added[0].problems]


def test_every_data_set_says_what_it_is_and_whom_to_cite() -> None:
    assert len({s.name for s in SPECS}) == len(SPECS)
    for one in SPECS:
        assert one.title
        assert one.unit
        assert one.marks
        assert one.terms
        assert one.page
        assert one.version + one.version_column
        assert one.cite, one.name
        assert all(key in BIBTEX for key in one.cite), one.name
        assert not set(one.key) - {c for c in one.key if one.rule_for(c)}, f"{one.name}: a key column without a rule"


def test_formal_alliances_of_cow_are_left_alone() -> None:
    assert (
        recognise(["version4id", "ccode1", "state_name1", "ccode2", "dyad_st_year", "defense", "neutrality", "entente"])
        is None
    )


def test_where_two_sets_have_the_same_columns_the_years_decide() -> None:
    columns = [
        "dispnum",
        "styear",
        "stmon",
        "outcome",
        "settle",
        "fatality",
        "mindur",
        "maxdur",
        "hiact",
        "hostlev",
        "recip",
    ]
    gml, cow = recognise(columns, lambda _: 2010), recognise(columns, lambda _: 2014)
    assert gml is not None
    assert gml.name == "gml_disputes"
    assert cow is not None
    assert cow.name == "mid_disputes_brief"


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(AtlasError, match="atop_members"):
        spec("atop_member")


def test_bibtex_names_each_work_once() -> None:
    text = bibtex(["leeds2002", "singer1987", "leeds2002"])
    assert text.count("@article{leeds2002,") == 1
    assert "@article{singer1987," in text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_with_any_line_end_and_encoding(tmp_path: Path, newline: str, encoding: str) -> None:
    file = tmp_path / "states.csv"
    file.write_bytes(newline.join(["ccode,statenme", '437,"Côte, d’Ivoire"', "2,", ""]).encode(encoding))
    table = read_tables(file)["states.csv"]
    assert table.to_pylist() == [{"ccode": "437", "statenme": "Côte, d’Ivoire"}, {"ccode": "2", "statenme": None}]


def test_a_damaged_gzip_is_said_to_be_damaged(tmp_path: Path) -> None:
    file = tmp_path / "x.csv.gz"
    file.write_bytes(gzip.compress(b"a,b\n1,2\n" * 100)[:-20])
    with pytest.raises(AtlasError, match="damaged"):
        read_tables(file)


def test_a_row_with_too_many_cells_is_named_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n1,2,3\n")
    with pytest.raises(AtlasError, match="line 3: 3 cells under 2 column names"):
        read_tables(file)


@pytest.mark.parametrize("ending", [".dta", ".rda", ".rds"])
def test_a_file_that_is_not_what_its_ending_says(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"x{ending}"
    file.write_bytes(b"this is no such file at all" * 20)
    with pytest.raises(AtlasError, match="not a readable"):
        read_tables(file)


def test_stata_and_r_files_give_the_same_table_as_csv(files: dict[str, Path], tmp_path: Path) -> None:
    import pandas as pd
    import pyreadstat
    import rdata

    frame = pd.read_csv(files["cow_states"])
    pyreadstat.write_dta(frame, str(tmp_path / "s.dta"))
    frame = frame.astype({"stateabb": object, "statenme": object})  # rdata cannot write pandas' newer text columns
    rdata.write_rda(str(tmp_path / "s.rda"), {"cow_states": frame})
    rdata.write_rds(str(tmp_path / "s.rds"), frame)
    tables = []
    for name in (files["cow_states"], tmp_path / "s.dta", tmp_path / "s.rda", tmp_path / "s.rds"):
        store = Store(tmp_path / f"store-{name.suffix}")
        provenance = store.add(name)[0].provenance
        import pyarrow.parquet as pq

        tables.append(pq.read_table(store.path_of(provenance.name, provenance.release)).to_pylist())
    assert tables[0] == tables[1] == tables[2] == tables[3]


def _checked(columns: dict[str, list[str | None]], name: str = "atop_members") -> tuple[pa.Table, list[str]]:
    table, problems = checked(pa.table({k: pa.array(v, pa.string()) for k, v in columns.items()}), spec(name))
    return table, [str(p) for p in problems]


def test_impossible_values_are_reported_by_line_and_the_rest_is_kept() -> None:
    table, problems = _checked(
        {"member": ["200", "1", "8152"], "defense": ["1", "2", "x"], "yrent": ["1850", "1850", "1850.5"]}
    )
    assert problems == [
        'line 3, defense: out of bounds, 0 to 1 ("2")',
        'line 3, member: out of bounds, 2 to 990 ("1")',
        'line 4, defense: not a number ("x")',
        'line 4, yrent: not a whole number ("1850.5")',
    ]
    assert table.to_pylist()[1] == {"member": None, "defense": None, "yrent": 1850}


def test_days_that_no_month_has_and_ends_before_beginnings() -> None:
    _, problems = _checked(
        {"yrent": ["1900", "1900"], "moent": ["2", "2"], "dayent": ["29", "28"], "yrexit": ["0", "1899"]}
    )
    assert problems == [
        'line 2, dayent: no such day in the calendar ("1900-2-29")',
        'line 3, yrexit: ends before it begins ("1900 to 1899")',
    ]


def test_a_repeated_key_is_reported() -> None:
    _, problems = _checked(
        {"ccode": ["2", "2"], "year": ["1900", "1900"], "cinc": ["0.1", "0.2"], "milper": ["1", "1"]}, "cow_nmc"
    )
    assert problems == ['line 3, ccode: the same key as line 2 ("ccode 2, year 1900")']


def test_documented_codes_for_missing_are_missing_and_no_problem() -> None:
    table, problems = _checked({"ccode": ["2"], "year": ["1900"], "cinc": ["-9"], "milper": ["-9.0"]}, "cow_nmc")
    assert not problems
    assert table.to_pylist() == [{"ccode": 2, "year": 1900, "cinc": None, "milper": None}]


def test_a_file_of_no_known_data_set(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("apples,pears\n1,2\n")
    with pytest.raises(AtlasError, match="no known data set"):
        Store(tmp_path).add(file)


def test_taking_a_file_for_what_it_is_not_names_the_missing_columns(files: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match=r"without the columns cinc, milper, year"):
        Store(tmp_path).add(files["cow_states"], "cow_nmc")


def test_releases_stay_apart_and_the_newest_is_taken(files: dict[str, Path], tmp_path: Path) -> None:
    older = tmp_path / "older.csv"
    older.write_text(files["atop_members"].read_text().replace(",9.9\n", ",9.05\n"))
    store = Store(tmp_path / "store")
    store.add(files["atop_members"])
    store.add(older)
    assert [p.release for p in store.releases("atop_members")] == ["9.9", "9.05"]
    assert store.choose("atop_members")[1].release == "9.9"
    assert store.choose("atop_members", "9.05")[1].file == "older.csv"
    with pytest.raises(AtlasError, match=r"There are 9\.9, 9\.05"):
        store.choose("atop_members", "5.1")
    assert store.remove("atop_members", "9.05")
    assert [p.release for p in store.releases("atop_members")] == ["9.9"]


def test_what_is_not_there_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match=r"not in your data store. Get the file from http.* foedus data add FILE"):
        Store(tmp_path).choose("icb")


def test_provenance_travels_with_the_table(store: Path, files: dict[str, Path]) -> None:
    kept = Store(store)
    path, provenance = kept.choose("atop_members")
    assert kept.provenance_of(path) == provenance
    assert (provenance.first, provenance.last, provenance.rows) == (
        1850,
        1993,
        len(files["atop_members"].read_text().splitlines()) - 1,
    )
    assert provenance.file == files["atop_members"].name
    assert len(provenance.sha256) == 64
