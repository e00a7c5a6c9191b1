"""What a step adds beside a frame: columns that hang on a key, as a join in SQL and as a gather in memory.

A frame of all directed dyad-years has two million rows, and nearly everything beside them is known by far fewer keys: 17,000
state-years of capabilities, 273,000 directed pairs that share an alliance.  Hash joins that carry every column through
every row cost ten times what looking the small table up does, so a frame keeps such columns apart until they are needed:
``joined_sql`` says what they mean, ``gather`` computes the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

__all__ = ["Beside", "Cell", "gather", "joined_sql"]

LARGEST_GRID = 2**31 - 1
"""Cells of codes x codes x years that a position may number: 2,200 states over 400 years."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One column.

    name: what the frame calls it.  value: what the table beside calls it.  otherwise: what it is where that table has no
    row; None is missing.  type: its SQL type; "" leaves that of the table.
    """

    name: str
    value: str
    otherwise: int | None = None
    type: str = "TINYINT"


@dataclass(frozen=True, slots=True)
class Beside:
    """A table of no more than one row per key, and the columns taken from it.

    table: its SQL.  on: (column of the frame, column of the table), the year last.  years: the coverage, outside which every
    cell is missing; None where the table itself has no rows outside.
    """

    table: str
    on: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    years: tuple[int, int] | None = None


def joined_sql(stem: str, besides: Sequence[Beside]) -> str:
    """The meaning: each table in a left join of its own."""
    for one in besides:
        cells = ", ".join(_cell_sql(one, cell) for cell in one.cells)
        on = " AND ".join(f"f.{mine} = b.{theirs}" for mine, theirs in one.on)
        stem = f"SELECT f.*, {cells} FROM ({stem}) f LEFT JOIN ({one.table}) b ON {on}"
    return stem


def _cell_sql(one: Beside, cell: Cell) -> str:
    value = f"b.{cell.value}"
    if cell.otherwise is not None:
        value = f"CASE WHEN b.{one.on[-1][1]} IS NULL THEN {cell.otherwise} ELSE {value} END"
    if one.years:
        value = f"CASE WHEN f.year BETWEEN {one.years[0]} AND {one.years[1]} THEN {value} END"
    if cell.type:
        value = f"({value})::{cell.type}"
    return f"{value} AS {cell.name}"


def gather(
    stem: pa.Table, key: tuple[str, ...], besides: Sequence[Beside], ask: Callable[[str], pa.Table]
) -> pa.Table | None:
    """The stem in the order of its key, with every column beside it; None where its key cannot be numbered so.

    key: the stem's key columns, the year last, each row's own.  ask: what answers SQL.
    """
    import numpy as np
    import pyarrow as pa

    columns = [stem.column(name) for name in key]
    if not stem.num_rows or any(c.null_count or not pa.types.is_integer(c.type) for c in columns):
        return None
    parts = [_numpy(c) for c in columns]
    grid = _Grid.of(key, parts)
    if grid.cells > LARGEST_GRID:
        return None
    where = grid.number(parts)
    if len(key) == stem.num_columns:
        where.sort()
        stem = pa.table(
            dict(zip(key, (_arrow(c, t.type) for c, t in zip(grid.names(where), columns, strict=True)), strict=True))
        )
    else:
        order = np.argsort(where, kind="stable")
        where, stem = where[order], stem.take(pa.array(order))
    made: dict[str, Any] = {name: stem.column(name) for name in stem.column_names}
    year = grid.years(where)
    lookups: dict[tuple[str, ...], Any] = {}
    asked: dict[str, pa.Table] = {}
    jobs: dict[str, Callable[[], pa.Array]] = {}
    for one in besides:
        mine = tuple(m for m, _ in one.on)
        if one.table not in asked:
            asked[one.table] = ask(one.table).combine_chunks()
        table = asked[one.table]
        at, known = grid.find(mine, [_numpy(table.column(theirs)) for _, theirs in one.on])
        if mine == key:
            found = np.searchsorted(where, at)
            found[found == len(where)] = 0
            hit = where[found] == at
            row = np.full(len(where), -1, dtype=np.int32)
            row[found[hit]] = known[hit]
            take, years = None, year
        else:
            row = np.full(grid.size(mine), -1, dtype=np.int32)
            row[at] = known
            if mine not in lookups:
                lookups[mine] = grid.part(mine, where).astype(np.intp)  # else every look-up would convert it
            take = lookups[mine]
            years = grid.years(np.arange(len(row), dtype=np.int32))
        outside = None if one.years is None else (years < one.years[0]) | (years > one.years[1])
        if outside is not None and not outside.any():
            outside = None
        for cell in one.cells:
            jobs[cell.name] = partial(_column, table.column(cell.value), cell, row, outside, take)
    with ThreadPoolExecutor() as pool:  # numpy lets go of the interpreter while it looks up
        made.update(zip(jobs, pool.map(lambda job: job(), jobs.values()), strict=True))
    return pa.table(made)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Positions of keys: codes numbered in their order, years from the first, the last part running fastest."""

    key: tuple[str, ...]
    codes: np.ndarray[Any, Any]
    index: np.ndarray[Any, Any]
    first: int
    span: int

    @classmethod
    def of(cls, key: tuple[str, ...], parts: Sequence[np.ndarray[Any, Any]]) -> _Grid:
        import numpy as np

        *states, year = parts
        present = np.zeros(max(int(s.max()) for s in states) + 1, dtype=bool)
        for s in states:
            present[s] = True
        codes = np.flatnonzero(present).astype(np.int32)
        index = np.full(len(present), -1, dtype=np.int32)
        index[codes] = np.arange(len(codes), dtype=np.int32)
        first = int(year.min())
        return cls(key, codes, index, first, int(year.max()) - first + 1)

    @property
    def cells(self) -> int:
        return self.size(self.key)

    def size(self, key: tuple[str, ...]) -> int:
        return int(len(self.codes) ** (len(key) - 1) * self.span)

    def number(self, parts: Sequence[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
        """The position of each key; every part must be one of this grid."""
        *states, year = parts
        at = self.index[states[0]]
        for s in states[1:]:
            at = at * len(self.codes) + self.index[s]
        at = at * self.span + (year - self.first)
        return at.astype("int32", copy=False)  # type: ignore[no-any-return]

    def find(
        self, key: tuple[str, ...], parts: Sequence[np.ndarray[Any, Any]]
    ) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """The positions of those keys that are in the grid of these columns, and which of the keys they are."""
        import numpy as np

        *states, year = parts
        inside = (year >= self.first) & (year < self.first + self.span)
        for s in states:
            inside &= (s >= 0) & (s < len(self.index))
            inside &= self.index[np.where(inside, s, 0)] >= 0
        rows = np.flatnonzero(inside)
        return self.number([p[rows] for p in parts]), rows.astype(np.int32)

    def names(self, where: np.ndarray[Any, Any]) -> list[np.ndarray[Any, Any]]:
        """The key columns of positions."""
        import numpy as np

        rest, year = np.divmod(where, np.int32(self.span))
        found = [year + np.int32(self.first)]
        for _ in self.key[:-1]:
            rest, one = np.divmod(rest, np.int32(len(self.codes)))
            found.insert(0, self.codes[one])
        return found

    def years(self, where: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return where % self.span + self.first

    def part(self, key: tuple[str, ...], where: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """The position, in the grid of one state and the year, of that part of each whole position."""
        import numpy as np

        after = len(self.key) - 2 - self.key.index(key[0])
        rest, year = np.divmod(where, np.int32(self.span))
        for _ in range(after):
            rest //= np.int32(len(self.codes))
        return rest % np.int32(len(self.codes)) * np.int32(self.span) + year


def _column(
    values: pa.ChunkedArray,
    cell: Cell,
    row: np.ndarray[Any, Any],
    outside: np.ndarray[Any, Any] | None,
    take: np.ndarray[Any, Any] | None,
) -> pa.Array:
    """One column: the table's value at each row number, ``otherwise`` at -1, missing outside; then those at ``take``."""
    import numpy as np
    import pyarrow as pa

    kind = {"TINYINT": pa.int8()}.get(cell.type, values.type)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        absent = row < 0 if outside is None else (row < 0) | outside
        if take is not None:
            row, absent = row[take], absent[take]
        return values.combine_chunks().take(pa.array(row, mask=absent))
    # One place more than the table has rows: where row is -1, numpy reads the last.
    known = np.append(_valid(values), cell.otherwise is not None)
    numbers = np.append(_numpy(values).astype(kind.to_pandas_dtype()), kind.to_pandas_dtype()(cell.otherwise or 0))
    column, valid = numbers[row], known[row]
    if outside is not None:
        valid &= ~outside
    every = bool(valid.all())
    if take is not None:  # every position is one of this grid's: nothing is clipped, and numpy need not ask
        column = np.take(column, take, mode="clip")
        valid = valid if every else np.take(valid, take, mode="clip")
    bits = None if every else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(kind, len(column), [bits, pa.py_buffer(column)])


# The buffers themselves, in place of to_numpy, fill_null and cast, each of which would first import pandas or all of
# pyarrow.compute, for a third of the time that the whole table takes.
def _numpy(values: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    """Numbers where they lie, whatever stands at a gap."""
    import numpy as np
    import pyarrow as pa

    whole = values.combine_chunks()
    if pa.types.is_null(whole.type) or not len(whole):
        return np.zeros(len(whole), np.int8)
    return np.frombuffer(whole.buffers()[1], whole.type.to_pandas_dtype())[whole.offset : whole.offset + len(whole)]


def _valid(values: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    """Where numbers are."""
    import numpy as np

    whole = values.combine_chunks()
    if whole.null_count in (0, len(whole)):
        return np.full(len(whole), whole.null_count == 0)
    bits = np.frombuffer(whole.buffers()[0], np.uint8)
    return np.unpackbits(bits, count=whole.offset + len(whole), bitorder="little")[whole.offset :].view(bool)


def _arrow(values: np.ndarray[Any, Any], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    numbers = values.astype(kind.to_pandas_dtype(), copy=False)
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])
