"""Stata files (.dta)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from foedus.atlas.errors import AtlasError
from foedus.atlas.readers.cells import as_text

__all__ = ["read"]


def read(path: Path) -> dict[str, pa.Table]:
    """The one table of a Stata file; value labels are left aside, codes are kept."""
    import pyreadstat

    try:
        columns, _ = pyreadstat.read_dta(str(path), output_format="dict")
    except (pyreadstat.ReadstatError, ValueError) as error:
        raise AtlasError(f"{path.name}: not a readable Stata file ({error}).") from None
    return {path.name: pa.table({name: as_text(values) for name, values in columns.items()})}
