"""Values of other programs as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pyarrow as pa

__all__ = ["as_text"]


def as_text(values: Iterable[Any]) -> pa.Array:
    """Text for each value: whole numbers without a point, dates as YYYY-MM-DD, nothing where there is nothing."""
    return pa.array([_cell(value) for value in values], pa.string())


def _cell(value: Any) -> str | None:
    if value is None or value != value:  # noqa: PLR0124 - not-a-number is not equal to itself
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return None if text in ("", "NaT", "<NA>", "NA") else text
