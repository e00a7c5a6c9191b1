"""What is looked up in memory is what the joins of its SQL say: on made-up data, on random tables, on the real files."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.atlas.api import Atlas
from foedus.atlas.beside import Beside, Cell, gather, joined_sql
from foedus.atlas.frame import Frame
from tests.drawn import examples

FRAMES: dict[str, Callable[[Atlas], Frame]] = {
    "directed": lambda a: a.dyad_years(1816, 2018).add_atop_alliance().add_contiguity().add_cow_majors().add_nmc(),
    "undirected": lambda a: a.dyad_years(1816, 2018, directed=False).add_atop_alliance().add_contiguity().add_nmc(),
    "states": lambda a: a.state_years(1816, 2018).add_contiguity().add_cow_majors().add_nmc(),
    "after a filter": lambda a: a.dyad_years(1816, 2018).add_nmc().filter("cinc1 > cinc2").add_contiguity(),
}


def agree(frame: Frame) -> pa.Table:
    """The table, once it is known to be that of its SQL in values, types and order."""
    looked_up = frame.arrow().replace_schema_metadata(None)
    joined = frame.session.arrow(frame.ordered()).replace_schema_metadata(None)
    assert looked_up.schema == joined.schema
    for name in joined.column_names:
        assert looked_up.column(name).combine_chunks().equals(joined.column(name).combine_chunks()), name
    return looked_up


@pytest.mark.parametrize("name", FRAMES)
def test_the_made_up_data(atlas: Atlas, name: str) -> None:
    table = agree(FRAMES[name](atlas))
    assert table.num_rows > 0
    assert any(table.column(c).null_count < table.num_rows for c in table.column_names[3:])


@pytest.mark.data
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if "directed" in name else []) for name in FRAMES]
)
def test_the_real_data(real: Atlas, name: str) -> None:
    assert agree(FRAMES[name](real)).num_rows > 10_000


@pytest.mark.data
def test_every_other_step_on_the_real_data(real: Atlas) -> None:
    dyads = real.dyad_years(1938, 1946, directed=False)
    agree(dyads.add_cow_mids().add_gwcode_to_cow().add_strategic_rivalries().add_portfolio_similarity())
    agree(real.state_years(1900, 2020).add_democracy().add_cow_wars(type="intra"))


CODE, YEAR = st.integers(1, 6), st.integers(1900, 1906)
KEY = st.tuples(CODE, CODE, YEAR)


def values(rows: list[tuple[int | None, ...]], columns: str) -> str:
    told = ", ".join("(" + ", ".join("NULL" if v is None else str(v) for v in row) + ")" for row in rows)
    typed = ", ".join(f"{c}::INTEGER AS {c}" for c in columns.split(", "))
    return f"SELECT {typed} FROM (VALUES {told}) t({columns})"


@settings(max_examples=examples(20), deadline=None)
@given(
    stem=st.sets(KEY, min_size=1, max_size=40),
    pairs=st.dictionaries(KEY, st.none() | st.integers(0, 5), min_size=1, max_size=40),
    states=st.dictionaries(st.tuples(CODE, YEAR), st.none() | st.integers(0, 99), min_size=1, max_size=20),
    otherwise=st.none() | st.just(0),
    first=YEAR,
    extra=st.booleans(),
)
def test_random_tables(
    stem: set[tuple[int, int, int]],
    pairs: dict[tuple[int, int, int], int | None],
    states: dict[tuple[int, int], int | None],
    otherwise: int | None,
    first: int,
    extra: bool,
) -> None:
    connection = duckdb.connect()
    base = values([(*k, *((7,) if extra else ())) for k in sorted(stem)], "ccode1, ccode2, year" + ", more" * extra)
    key = ("ccode1", "ccode2", "year")
    by_pair = values([(*k, v) for k, v in pairs.items()], "ccode1, ccode2, year, v")
    by_state = values([(*k, v) for k, v in states.items()], "ccode, year, v")
    besides = [
        Beside(by_pair, tuple((c, c) for c in key), (Cell("pair", "v", otherwise),), (first, 1904)),
        Beside(by_state, (("ccode1", "ccode"), ("year", "year")), (Cell("one", "v", otherwise),)),
        Beside(by_state, (("ccode2", "ccode"), ("year", "year")), (Cell("two", "v", type=""),), (first, 1905)),
    ]

    def ask(sql: str) -> pa.Table:
        return connection.sql(sql).to_arrow_table()

    looked_up = gather(ask(base), key, besides, ask)
    joined = ask(f"SELECT * FROM ({joined_sql(base, besides)}) ORDER BY ccode1, ccode2, year")
    assert looked_up is not None
    assert looked_up.to_pylist() == joined.to_pylist()
    assert looked_up.schema == joined.schema


def test_polars_has_the_rows_and_the_gaps_of_arrow(atlas: Atlas) -> None:
    frame = atlas.dyad_years(1816, 2018).add_atop_alliance().add_nmc()
    table, polar = frame.arrow(), frame.polars()
    assert polar.to_dicts() == table.to_pylist()
    assert polar["cinc1"].null_count() == table.column("cinc1").null_count > 0
