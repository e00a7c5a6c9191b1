"""A timeline as text: one line per happening, dates as they were said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedus.show.page import Page, line
from foedus.show.words import and_list, view_words

if TYPE_CHECKING:
    from foedus.findings.model import TimelineEntry, View

__all__ = ["timeline_text"]

STYLES = {
    "deadline": "yellow",
    "claim": "dim",
    "reading": "magenta",
    "secret": "magenta",
    "in force": "green",
    "ends": "red",
}
NARROW = 60  # below this width the sort of entry goes into the text, to leave room for it


def timeline_text(title: str, entries: Sequence[TimelineEntry], view: View, page: Page) -> str:
    """Date, what, and the text with its status where that is not plainly so, and the claims it rests on."""
    from rich.table import Table
    from rich.text import Text

    stance = view_words(view)
    head = line(f"{title}{f': {stance}' if stance else ''}", style="bold")
    if not entries:
        return page.draw(head, line("Nothing is recorded here."))
    wide = page.width >= NARROW
    grid = Table.grid(padding=(0, 2 if wide else 1, 0, 0))
    grid.add_column(no_wrap=wide, overflow="fold", max_width=None if wide else 11)
    if wide:
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for entry in entries:
        style = STYLES.get(entry.what, "")
        parts = [(f"{entry.what}: ", style)] if not wide and entry.what != "event" else []
        parts.append((entry.text, ""))
        if entry.status not in ("accepted", "true", ""):
            parts.append((f" [{entry.status.replace('_', ' ')}]", "yellow"))
        if entry.by:
            parts.append((f" (told by {and_list(entry.by)})", "dim"))
        text = Text.assemble(*(line(words, its) for words, its in parts))
        date = line(entry.date)
        if not wide:  # an interval on two lines
            date = Text("/\n").join(line(part) for part in entry.date.split("/"))
        grid.add_row(date, *([line(entry.what, style)] if wide else []), text)
    return page.draw(head, grid)
