"""Comma- or tab-separated files, plain or compressed, with any of the three line ends, UTF-8 or Windows-1252."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from pathlib import Path

import pyarrow as pa

from foedus.atlas.errors import AtlasError

__all__ = ["read"]

MISSING = frozenset({"", "NA", "NaN", "nan", ".", "NULL"})


def read(path: Path) -> dict[str, pa.Table]:
    """The one table of a delimited file.  Raises AtlasError where a row has more cells than the header."""
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError, zlib.error) as error:
            raise AtlasError(f"{path.name}: the compressed file is damaged ({error}).", "Get it again.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    delimiter = "\t" if "\t" in text.partition("\n")[0] and "," not in text.partition("\n")[0] else ","
    # Universal newlines: the original of the COW war list ends its lines with a carriage return alone.
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    header = _header(next(rows, []))
    if len(header) < 2:
        raise AtlasError(f"{path.name}: no header with column names.", "The first line names the columns.")
    columns: list[list[str | None]] = [[] for _ in header]
    for number, row in enumerate(rows, 2):
        if not row:
            continue
        if len(row) > len(header):
            raise AtlasError(
                f"{path.name}, line {number}: {len(row)} cells under {len(header)} column names.",
                "Is a comma inside a cell without quotation marks?",
            )
        for index, column in enumerate(columns):
            cell = row[index].strip() if index < len(row) else ""
            column.append(None if cell in MISSING else cell)
    return {path.name: pa.table({name: pa.array(c, pa.string()) for name, c in zip(header, columns, strict=True)})}


def _header(row: list[str]) -> list[str]:
    """Column names, those without a name numbered, those given twice told apart."""
    names: list[str] = []
    for number, cell in enumerate(row, 1):
        name = cell.strip() or f"column{number}"
        names.append(name if name not in names else f"{name}_{number}")
    return names
