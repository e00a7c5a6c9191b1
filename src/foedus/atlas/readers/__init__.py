"""One reader per format. Each turns a file into tables of text, so that one set of checks serves all formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.atlas.errors import AtlasError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FORMATS", "read_tables", "suffix_of"]

FORMATS = (".csv", ".csv.gz", ".tsv", ".dta", ".rda", ".rdata", ".rds")
"""Endings that can be read."""


def suffix_of(path: Path) -> str:
    """The ending that decides the reader, "" where there is none for it."""
    name = path.name.lower()
    return next((ending for ending in sorted(FORMATS, key=len, reverse=True) if name.endswith(ending)), "")


def read_tables(path: Path) -> dict[str, pa.Table]:
    """The tables of a file by name, every column as text, missing where the file has nothing.

    Raises AtlasError where the format is not one of FORMATS or the file is not what its ending says.
    """
    ending = suffix_of(path)
    if not ending:
        raise AtlasError(f"{path.name}: no reader for this format.", f"Readable are {', '.join(FORMATS)}.")
    read: Callable[[Path], dict[str, pa.Table]]
    if ending in (".csv", ".csv.gz", ".tsv"):
        from foedus.atlas.readers.delimited import read
    elif ending == ".dta":
        from foedus.atlas.readers.stata import read
    else:
        from foedus.atlas.readers.r import read
    return read(path)
