"""The atlas: every alliance since 1815, from the data sets scholars use.

Data sets are the user's own; foedus reads them, knows what they are, and gives tables that say what they are made of.

    from foedus import atlas

    frame = atlas.dyad_years(1816, 2018).add_atop_alliance().add_contiguity().add_cow_majors().add_nmc()
    frame.pandas()

``Atlas`` is one choice of releases; the functions of this module use the newest of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.atlas.errors import AtlasError

if TYPE_CHECKING:
    from foedus.atlas.api import (
        Atlas,
        alliance_dyad_years,
        alliances,
        case,
        dyad_years,
        members,
        obligations_between,
        query,
        state_years,
        wars,
    )
    from foedus.atlas.frame import Frame
    from foedus.atlas.store import Store

__all__ = [
    "Atlas", "AtlasError", "Frame", "Store", "alliance_dyad_years", "alliances", "case", "dyad_years", "members",
    "obligations_between", "query", "state_years", "wars",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # DuckDB and Arrow are not imported before a table is asked for.
    if name == "Frame":
        from foedus.atlas.frame import Frame

        return Frame
    if name == "Store":
        from foedus.atlas.store import Store

        return Store
    if name in __all__:
        from foedus.atlas import api

        return getattr(api, name)
    raise AttributeError(f"module 'foedus.atlas' has no attribute {name!r}")
