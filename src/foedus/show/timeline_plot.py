"""A timeline as a picture: instruments in force as bars, events as points with the days on which they were reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from foedus.atlas.plots.canvas import figure, written
from foedus.show.words import view_words
from foedus.terms.dates import iso

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from foedus.findings.model import TimelineEntry, View

__all__ = ["MOST", "TooMany", "timeline_picture"]

MOST: Final = 150
"""Rows of one picture: beyond, nobody could read it."""

COLOURS = {
    "instrument": "#2166ac", "event": "#333333", "reading": "#8073ac", "deadline": "#e08214", "secret": "#8073ac",
    "rejected": "#bbbbbb",
}  # fmt: skip
_ROW = 0.2  # inches
_HIDDEN = "rejected"


class TooMany(Exception):
    """More rows than a picture holds; the message says what to do."""


def timeline_picture(
    title: str, entries: Sequence[TimelineEntry], view: View, first: int | None, last: int | None, ending: str
) -> bytes:
    """The entries as ``.png`` or ``.svg``; each instrument, event, reading and deadline is a row.

    first, last: the days shown; by default from the first event to the last thing that happens.  Bars of instruments that began
    before are cut there.  Raises TooMany.
    """
    events = [e.day for e in entries if e.what in ("event", "deadline")]
    begin = first if first is not None else min(events, default=min((e.day for e in entries), default=0))
    end = last if last is not None else max((e.day for e in entries if e.what != "claim"), default=begin)
    room = max(1, (end - begin) // 60)
    bars = _bars(entries, begin, end)
    rows = [e for e in entries if e.what in ("event", "reading", "deadline", "secret") and begin <= e.day <= end]
    if len(bars) + len(rows) > MOST:
        raise TooMany(
            f"{len(bars) + len(rows)} rows are more than a picture holds ({MOST}). Show fewer days: --from DATE --to DATE."
        )
    made, axes = figure(11, 1.5 + _ROW * max(len(bars) + len(rows), 4))
    place = 0
    for entry, start, stop, ends in bars:
        _bar(axes, place, entry, max(start, begin - room), min(stop, end + room), ends)
        place -= 1
    said: dict[str, list[int]] = {}
    for entry in entries:
        if entry.what == "claim":
            said.setdefault(entry.id, []).append(entry.day)
    for entry in rows:
        _point(axes, place, entry, [d for c in entry.claims for d in said.get(c, ()) if begin <= d <= end + room])
        place -= 1
    axes.set_ylim(place + 0.2, 0.8)
    axes.set_xlim(begin - room, end + room + (end - begin) * 0.55)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    ticks = sorted({begin + round((end - begin) * i / 6) for i in range(7)})
    axes.set_xticks(ticks, [iso(t) for t in ticks], fontsize=7)
    axes.grid(axis="x", color="#eeeeee", lw=0.6)
    axes.set_axisbelow(True)
    stance = view_words(view)
    axes.set_title(f"{title}{f': {stance}' if stance else ''}", loc="left", fontsize=11)
    _key(axes)
    return written(made, ending)


def _bars(entries: Sequence[TimelineEntry], begin: int, end: int) -> list[tuple[TimelineEntry, int, int, bool]]:
    """Instruments with their first and last day, and whether they end; none that ends before the days shown."""
    ends = {e.id: e.day for e in entries if e.what == "ends"}
    force = {e.id: e.day for e in entries if e.what == "in force"}
    found = []
    for e in entries:
        if e.what == "instrument" and e.day <= end and ends.get(e.id, end) >= begin:
            found.append((e, force.get(e.id, e.day), ends.get(e.id, end + 10**6), e.id in ends))
    return found


def _bar(axes: Axes, place: int, e: TimelineEntry, start: int, stop: int, ends: bool) -> None:
    colour = COLOURS["rejected"] if e.status == _HIDDEN else COLOURS["instrument"]
    face = colour if e.status == "accepted" else "white"
    width = max(stop - start, 1)
    axes.barh([place], [width], 0.55, left=start, color=face, edgecolor=colour, lw=1.0, alpha=0.75)
    axes.text(stop, place, f"  {e.id}{'' if e.status == 'accepted' else f' [{e.status}]'}{'' if ends else '  …'}",
              va="center", fontsize=6.5, color=colour)  # fmt: skip


def _point(axes: Axes, place: int, e: TimelineEntry, reported: list[int]) -> None:
    colour = COLOURS["rejected"] if e.status == _HIDDEN else COLOURS.get(e.what, "#333333")
    marker = {"reading": "D", "deadline": "v", "secret": "s"}.get(e.what, "o")
    if reported:
        axes.plot([e.day, max(reported)], [place, place], color=colour, lw=0.6, alpha=0.6)
        axes.plot(reported, [place] * len(reported), "|", color=colour, ms=6)
    axes.plot([e.day], [place], marker, color=colour, ms=4.5, mfc=colour if e.status == "accepted" else "white")
    status = "" if e.status == "accepted" else f" [{e.status}]"
    text = f"{e.date}  {f'{e.id} published' if e.what == 'secret' else e.text}{status}"
    axes.text(max([e.day, *reported]), place, f"   {text if len(text) <= 92 else text[:91] + '…'}", va="center",
              fontsize=6.5, color=colour)  # fmt: skip


def _key(axes: Axes) -> None:
    axes.barh([5], [0], color=COLOURS["instrument"], label="instrument in force")
    for marker, what, words in (
        ("o", "event", "event (open: contested)"), ("|", "event", "reported"), ("D", "reading", "reading"),
        ("v", "deadline", "time runs out"), ("s", "secret", "published"),
    ):  # fmt: skip
        axes.plot([], [], marker, color=COLOURS[what], ms=5, label=words)
    axes.legend(loc="upper right", frameon=False, fontsize=7, ncols=6, bbox_to_anchor=(1.0, 1.06))
