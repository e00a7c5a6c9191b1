"""World orders over the years as a picture, the years of wars between major powers marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.atlas.plots.canvas import COLOURS, save

if TYPE_CHECKING:
    from foedus.atlas.session import Session
    from foedus.sweep.orders import Marginal, Order

__all__ = ["draw_orders", "general_wars"]

PANELS = (
    ("drawn_in", 1.0, "states drawn in\nby one what-if, mean"),
    ("largest", 1.0, "states drawn in\nby the largest"),
    ("general", 100.0, "% of what-ifs with major\npowers on both sides"),
    ("entangled", 1.0, "states bound both ways\nin some what-if"),
    ("breaches", 100.0, "% of what-ifs in which\na word is broken"),
    ("distance", 1.0, "mean round in which\na state is reached"),
    ("expected", 1.0, "expected: words kept\nat published rates"),
    ("alliance", 1.0, "states drawn in, mean, by\nthe alliance that does most"),
    ("state", 1.0, "states drawn in, mean, by\nthe state whose faith does most"),
)
"""The measures drawn, each with its unit; the last three where they were computed."""


def general_wars(session: Session, first: int, last: int) -> tuple[int, ...]:
    """The years of inter-state wars with major powers on both sides; none where the store lacks COW's wars or majors.

    A war's years are those that two majors of opposite sides share.
    """
    if not (session.has("cow_wars") and session.has("cow_majors")):
        return ()
    session.use("cow_wars")
    session.use("cow_majors")
    rows = session.rows(
        "WITH great AS (SELECT w.WarNum AS war, w.Side AS side, w.ccode AS state, greatest(w.StartYear1, m.styear) AS b, "
        "least(w.EndYear1, m.endyear) AS e FROM cow_wars w JOIN cow_majors m ON w.ccode = m.ccode "
        "AND w.StartYear1 <= m.endyear AND w.EndYear1 >= m.styear) "
        "SELECT greatest(x.b, y.b) AS b, least(x.e, y.e) AS e FROM great x JOIN great y "
        "ON x.war = y.war AND x.side < y.side WHERE greatest(x.b, y.b) <= least(x.e, y.e)"
    )
    years = {year for r in rows for year in range(r["b"], r["e"] + 1)}
    return tuple(sorted(y for y in years if first <= y <= last))


def draw_orders(session: Session, orders: Sequence[Order], path: Path) -> None:
    """Draw the measures of consecutive years, from no unknown condition met to every one, as bands.

    orders: labelled by their years.   path: .png or .svg.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    years = [int(o.label) for o in orders]
    marked = general_wars(session, years[0], years[-1])
    drawn = [panel for panel in PANELS if any(getattr(o, panel[0]) is not None for o in orders)]
    made = Figure(figsize=(9, 2 * len(drawn)), layout="constrained")
    FigureCanvasAgg(made)
    panels = made.subplots(len(drawn), 1, sharex=True)
    for axes, (name, scale, words) in zip(panels, drawn, strict=True):
        low, high = (
            [scale * x for x in side] for side in zip(*(_figures(getattr(o, name)) for o in orders), strict=True)
        )
        if name == "distance":  # nobody is drawn in: there is no round, which is not the round 0
            low, high = ([x or math.nan for x in side] for side in (low, high))
        for year in marked:
            axes.axvspan(year - 0.5, year + 0.5, color="#e8e0d0", lw=0)
        axes.fill_between(years, low, high, color=COLOURS["defense"], alpha=0.25, lw=0)
        axes.plot(years, low, color=COLOURS["defense"], lw=1.2)
        axes.plot(years, high, color=COLOURS["defense"], lw=1.2, ls=":")
        axes.set_ylabel(words, fontsize=8)
        axes.set_ylim(bottom=0.95 if name == "distance" else 0)  # the first round is 1
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        if name in ("alliance", "state"):
            _name_the_turns(axes, years, [getattr(o, name) for o in orders])
        if name in ("largest", "entangled"):
            axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    panels[-1].xaxis.set_major_locator(MaxNLocator(9, integer=True))
    panels[-1].set_xlim(years[0] - 0.5, years[-1] + 0.5)
    panels[0].set_title(f"Had anyone attacked anyone, {years[0]}-{years[-1]}", loc="left", fontsize=13)
    uses = [session.use(name) for name in ("atop_members", "cow_states", "cow_majors", "cow_wars") if session.has(name)]
    shaded = " Shaded: wars with major powers on both sides." if marked else ""
    save(made, path, uses, f"Line: no unknown condition met; dotted: every one.{shaded}\n")


def _figures(value: Any) -> tuple[float, float]:
    """A measure as two figures: itself, how many there are, or what something does (0 for nothing)."""
    if isinstance(value, tuple):
        low, high = (x if isinstance(x, int | float) else len(x) for x in value)
        return low, high
    effect = 0.0 if value is None else value.drawn_in
    return effect, effect


LASTS = 8
"""For how many years something has to do most for its name to be written."""


def _name_the_turns(axes: Any, years: Sequence[int], pivots: Sequence[Marginal | None]) -> None:
    """Write who does most over the years for which it does, where these are many enough for a name."""
    top = max((m.drawn_in for m in pivots if m is not None), default=0.0)
    start = 0
    for i in range(1, len(years) + 1):
        here = pivots[start]
        if i < len(years) and here is not None and (then := pivots[i]) is not None and then.name == here.name:
            continue
        if here is not None and here.drawn_in and i - start >= LASTS:
            middle = (start + i - 1) // 2
            at = pivots[middle]
            height = at.drawn_in if at is not None else 0.0
            axes.text(years[middle], height + 0.02 * top, here.name, fontsize=6, ha="center", va="bottom")
        start = i
