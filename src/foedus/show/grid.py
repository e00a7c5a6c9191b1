"""Rows of figures and words as a plain table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.show.page import Page

__all__ = ["grid"]


def grid(rows: Sequence[dict[str, Any]], page: Page, remark: str = "") -> str:
    """Rows under their column names, numbers to the right, a missing value as a middle dot; the remark below.

    Every row has the keys of the first.  Nothing but the remark where there are no rows.
    """
    from rich.table import Table
    from rich.text import Text

    from foedus.show.page import line

    parts: list[Any] = []
    if rows:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
        cells = {name: max(len(_cell(row[name])) for row in rows) for name in rows[0]}
        headers = {name: [name] for name in cells}
        if sum(max(len(name), width) + 2 for name, width in cells.items()) > page.width:
            headers = {name: _broken(name, min(width, len(name) - 1)) for name, width in cells.items()}
        fits = sum(max(map(len, words)) + 2 for words in headers.values()) <= page.width
        for name, words in headers.items():
            numeric = all(isinstance(row[name], int | float) or row[name] is None for row in rows)
            table.add_column(
                Text("\n").join(map(line, words)), justify="right" if numeric else "left", overflow="fold",
                min_width=max(map(len, words)) if fits else None,
            )  # fmt: skip
        for row in rows:
            table.add_row(*(line(_cell(value)) for value in row.values()))
        parts.append(table)
    if remark:
        parts += (
            [line(), *(line(text) for text in remark.split("\n"))]
            if rows
            else [line(text) for text in remark.split("\n")]
        )
    return page.draw(*parts)


def _broken(name: str, width: int) -> list[str]:
    """A column's name on several lines, between its words, about as wide as what stands below."""
    lines: list[str] = []
    for word in re.findall(r"[^ _]*[ _]|[^ _]+", name):
        if lines and len(lines[-1] + word.rstrip()) <= width:
            lines[-1] += word
        else:
            lines.append(word)
    return [one.rstrip() for one in lines] or [name]


def _cell(value: Any) -> str:
    if value is None:
        return "·"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)
