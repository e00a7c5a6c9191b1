"""The page that text is drawn on: how wide, coloured or not. The only place that touches rich's console."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text

__all__ = ["Entry", "Hanging", "Page", "bullet", "entry", "line"]

PLAIN_WIDTH = 100  # columns of what is not a terminal: fixed, so that the same answer gives the same bytes
NARROWEST = 24
WIDEST = 120  # beyond this, lines of prose are no longer read with ease
LABELS = 8  # columns of the labels of an entry, at least: entries below each other line up


@dataclass(frozen=True, slots=True)
class Page:
    """width in columns; colour: ANSI styles or none at all."""

    width: int = PLAIN_WIDTH
    colour: bool = False

    @classmethod
    def of(cls, stream: IO[Any]) -> Page:
        """The page a stream offers: a terminal's own width and colours, otherwise plain text in 100 columns.

        NO_COLOR (non-empty) and TERM=dumb mean plain text in a terminal, too.
        """
        if not stream.isatty():
            return cls()
        columns = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
        colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(max(NARROWEST, min(columns, WIDEST)), colour)

    def draw(self, *parts: RenderableType) -> str:
        """The text of these parts, one below the other, no line wider than the page or ending in blanks."""
        import io

        from rich.console import Console

        console = Console(
            file=io.StringIO(), width=self.width, force_terminal=self.colour, no_color=not self.colour,
            color_system="standard" if self.colour else None, highlight=False, markup=False, emoji=False,
            legacy_windows=False,
        )  # fmt: skip
        for part in parts:
            console.print(part)
        file = console.file
        assert isinstance(file, io.StringIO)
        return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def line(content: str = "", style: str = "") -> Text:
    """Text of a case as something to draw: characters that could steer a terminal are escaped."""
    from rich.text import Text

    from foedus.terms.diagnostics import safe

    return Text(safe(content), style=style, overflow="fold")


@dataclass(frozen=True, slots=True)
class Hanging:
    """A paragraph whose later lines stand under the first one's text, to the right of its lead.

    lead: a label or a mark, "" for a plain indented paragraph.  width: columns of the lead, the gap after it included.
    Many times faster than a table of one row, of which a large case would need thousands.
    """

    lead: Text
    body: Text
    indent: int = 0
    width: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        beside = self.indent + self.width
        for number, part in enumerate(self.body.wrap(console, max(options.max_width - beside, 1), overflow="fold")):
            before = Text(" " * self.indent)
            if number == 0:
                before.append_text(self.lead)
            before.pad_right(beside - before.cell_len)
            yield before.append_text(part)


Entry = tuple[tuple[str, str], ...]
"""The details of an entry: (label, text) pairs; those without text are left out."""


def entry(headline: str, details: Entry, *, style: str = "bold", indent: int = 2) -> RenderableType:
    """A headline, and under it labelled details in two columns; both hang when they wrap."""
    from rich.console import Group

    shown = [(label, text) for label, text in details if text]
    width = max(LABELS, *(len(label) for label, _ in shown), 0) + 1
    return Group(
        Hanging(line(), line(headline, style), indent),
        *(Hanging(line(label, "dim"), line(text), indent + 2, width) for label, text in shown),
    )


def bullet(mark: str, text: str, *, style: str = "", indent: int = 2) -> RenderableType:
    """A mark or a first column, and text that hangs beside it."""
    lead = line(mark, style)
    return Hanging(lead, line(text), indent, lead.cell_len + 1)
