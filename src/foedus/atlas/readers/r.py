"""R's own files: .rda (several objects by name) and .rds (one)."""

from __future__ import annotations

import warnings
from pathlib import Path

import pyarrow as pa

from foedus.atlas.errors import AtlasError
from foedus.atlas.readers.cells import as_text

__all__ = ["read"]


def read(path: Path) -> dict[str, pa.Table]:
    """Every data frame in the file, by its name in R."""
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of attributes that mean nothing outside R
        try:
            found = rdata.read_rds(path) if path.name.lower().endswith(".rds") else rdata.read_rda(path)
        except (ValueError, EOFError, OSError, NotImplementedError) as error:
            raise AtlasError(f"{path.name}: not a readable R file ({error}).") from None
    objects = found if isinstance(found, dict) else {path.name: found}
    tables = {
        str(name): pa.table({str(c): as_text(thing[c].tolist()) for c in thing.columns})
        for name, thing in objects.items()
        if hasattr(thing, "columns") and hasattr(thing, "iloc")
    }
    if not tables:
        raise AtlasError(f"{path.name}: no data frame in it.", "Save the data frame itself, not a list of models.")
    return tables
