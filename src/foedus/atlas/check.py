"""Every cell against what its column may hold; what cannot be is reported by row and stored as missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from foedus.atlas.specs import Rule, Spec

__all__ = ["Problem", "checked"]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """One impossible value.

    row: its line in the file, the header being line 1 (0: the table as a whole).  column, value: as in the file.
    message: why it cannot be.
    """

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        place = f"line {self.row}, {self.column}" if self.row else self.column
        return f"{place}: {self.message}" + (f' ("{self.value}")' if self.value else "")


def checked(table: pa.Table, spec: Spec) -> tuple[pa.Table, tuple[Problem, ...]]:
    """The table with typed columns, and every value that cannot be.

    The rest of a row with an impossible value is kept.  Columns of which nothing is known get the type their values
    have.  Rows that repeat the key of another are reported and kept.
    """
    problems: list[Problem] = []
    columns: dict[str, pa.Array] = {}
    for name in table.column_names:
        cells: list[str | None] = table.column(name).to_pylist()
        rule = spec.rule_for(name) or _guessed(name, cells)
        columns[name] = _column(cells, rule, name, problems)
    typed = pa.table(columns)
    problems.extend(_dates(typed))
    problems.extend(_repeated(typed, spec))
    return typed, tuple(sorted(problems, key=lambda p: (p.row, p.column)))


def _guessed(name: str, cells: list[str | None]) -> Rule:
    given = [cell for cell in cells if cell is not None]
    numeric = bool(given) and all(_NUMBER.fullmatch(cell) for cell in given)
    return Rule(re.escape(name), "number" if numeric else "text")


def _column(cells: list[str | None], rule: Rule, name: str, problems: list[Problem]) -> pa.Array:
    if rule.kind == "text":
        return pa.array([None if cell in rule.missing else cell for cell in cells], pa.string())
    read = _as_date if rule.kind == "date" else _as_number
    known: dict[str, tuple[Any, str]] = {}  # few distinct values, many cells
    values: list[Any] = []
    for row, cell in enumerate(cells, 2):
        if cell is None:
            values.append(None)
            continue
        if cell not in known:
            known[cell] = read(cell, rule)
        value, wrong = known[cell]
        if wrong:
            problems.append(Problem(row, name, cell, wrong))
        values.append(value)
    if rule.kind == "date":
        return pa.array(values, pa.date32())
    if all(value is None or float(value).is_integer() for value in values):
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    return pa.array(values, pa.float64())


def _as_number(cell: str, rule: Rule) -> tuple[float | None, str]:
    if cell in rule.missing:
        return None, ""
    if not _NUMBER.fullmatch(cell):
        return None, "not a number"
    value = float(cell)
    if str(int(value)) in rule.missing and value.is_integer():
        return None, ""
    if value in rule.more:
        return value, ""
    if rule.kind == "whole" and not value.is_integer():
        return None, "not a whole number"
    if (rule.low is not None and value < rule.low) or (rule.high is not None and value > rule.high):
        return None, f"out of bounds, {rule.bounds()}"
    return value, ""


def _as_date(cell: str, _rule: Rule) -> tuple[date | None, str]:
    try:
        return date.fromisoformat(cell[:10]), ""
    except ValueError:
        return None, "not a date of the calendar (YYYY-MM-DD)"


_TRIPLES = (
    ("yrent", "moent", "dayent"), ("yrexit", "moexit", "dayexit"), ("begyr", "begmo", "begday"), ("endyr", "endmo", "endday"),
    ("styear", "stmonth", "stday"), ("endyear", "endmonth", "endday"), ("styear", "stmon", "stday"),
    ("endyear", "endmon", "endday"),
    ("StartYear1", "StartMonth1", "StartDay1"), ("EndYear1", "EndMonth1", "EndDay1"),
)  # fmt: skip
_PAIRS = (
    ("yrent", "yrexit"), ("begyr", "endyr"), ("styear", "endyear"), ("StartYear1", "EndYear1"), ("stdate", "enddate"),
    ("startdate", "enddate"),
)  # fmt: skip


def _dates(table: pa.Table) -> list[Problem]:
    """Days that no month has, and ends before their beginnings."""
    found: list[Problem] = []
    names = set(table.column_names)
    for triple in _TRIPLES:
        if names.issuperset(triple):
            columns = [table.column(name).to_pylist() for name in triple]
            for row, (y, m, d) in enumerate(zip(*columns, strict=True), 2):
                if y and m and d and min(y, m, d) > 0 and not _is_day(int(y), int(m), int(d)):
                    found.append(Problem(row, triple[2], f"{y:.0f}-{m:.0f}-{d:.0f}", "no such day in the calendar"))
    for begin, end in _PAIRS:
        if names.issuperset((begin, end)):
            both = zip(table.column(begin).to_pylist(), table.column(end).to_pylist(), strict=True)
            for row, (b, e) in enumerate(both, 2):
                if b and e and (isinstance(e, date) or e > 0) and e < b:
                    found.append(Problem(row, end, f"{b} to {e}", "ends before it begins"))
    return found


def _is_day(y: int, m: int, d: int) -> bool:
    try:
        date(y, m, d)
    except ValueError:
        return False
    return True


def _repeated(table: pa.Table, spec: Spec) -> list[Problem]:
    if not spec.key or not set(spec.key) <= set(table.column_names):
        return []
    seen: dict[tuple[Any, ...], int] = {}
    found = []
    for row, key in enumerate(zip(*(table.column(k).to_pylist() for k in spec.key), strict=True), 2):
        if key in seen:
            said = ", ".join(f"{k} {v}" for k, v in zip(spec.key, key, strict=True))
            found.append(Problem(row, spec.key[0], said, f"the same key as line {seen[key]}"))
        else:
            seen[key] = row
    return found
