"""A cascade as a picture: who comes in, round by round, on which side, and how strong each side is then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from foedus.atlas.plots.canvas import written
from foedus.show.words import act_words, view_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from foedus.findings.cascade import CascadeResult

__all__ = ["cascade_picture"]

SIDES = {"attacker": ("#b2182b", "attacker's side"), "target": ("#2166ac", "target's side")}
Label = Callable[[str], str]


class _Name(NamedTuple):
    """One name of a round.  side: "" for help short of war.   certain: not contested.   act: what he does."""

    actor: str
    side: str
    certain: bool
    act: str


def cascade_picture(title: str, c: CascadeResult, label: Label, ending: str) -> bytes:
    """The result as ``.png`` or ``.svg``: above, who comes in, by round; below, the number and the strength of each side.

    Filled names come in under the view if they keep their word; the others' duty is contested.
    A band is what is expected, lowest to highest.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    measures = list(dict.fromkeys(s.indicator for s in c.strength))
    crowd = max(map(len, _columns(c)))
    heights = [max(1.6, 0.3 * crowd + 0.8), 1.9, *(1.9 for _ in measures)]
    made = Figure(figsize=(9, sum(heights) + 0.8), layout="constrained")
    FigureCanvasAgg(made)
    panels = made.subplots(len(heights), 1, sharex=True, height_ratios=heights, squeeze=False)[:, 0]
    for axes in panels:
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    _names(panels[0], c, label)
    _numbers(panels[1], c)
    for axes, measure in zip(panels[2:], measures, strict=True):
        _strength(axes, c, measure)
    last = max((r.number for r in c.rounds), default=0)
    panels[-1].set_xticks(range(last + 1), ["supposed", *(f"round {n}" for n in range(1, last + 1))], fontsize=8)
    panels[0].set_xlim(-0.5, last + 0.5)
    stance = view_words(c.view)
    head = f"{title}: if {c.event}"
    panels[0].set_title(f"{head}\n{stance}" if stance else head, loc="left", fontsize=10)
    return written(made, ending, _small(c))


def _openers(c: CascadeResult) -> dict[str, tuple[str, ...]]:
    """Those who are in it from the supposed event on, by side."""
    if not c.rounds:
        return {"attacker": c.attacker_side, "target": c.target_side}
    first = c.rounds[0]
    joined = {(j.actor, j.side) for j in first.joining if j.hostile}
    sides = {"attacker": first.attacker_side, "target": first.target_side}
    return {side: tuple(a for a in actors if (a, side) not in joined) for side, actors in sides.items()}


def _columns(c: CascadeResult) -> list[list[_Name]]:
    """Who is new in each round, the openers first: on a side, or helping short of war where he is on none."""
    openers = _openers(c)
    found = [[_Name(a, side, True, "") for side, actors in openers.items() for a in actors]]
    told = {(n.actor, n.side) for n in found[0]}
    helped: set[tuple[str, str]] = set()
    for r in c.rounds:
        new: dict[tuple[str, str], _Name] = {}
        for j in r.joining:
            side = j.side if j.hostile else ""
            if (j.actor, side) in told if side else (j.actor, j.act) in helped:
                continue
            before = new.get((j.actor, side))
            sure = j.status == "yes" or (before is not None and before.certain)
            new[j.actor, side] = _Name(j.actor, side, sure, before.act if before is not None else j.act)
            helped.add((j.actor, j.act))
        told.update(key for key in new if key[1])
        found.append(list(new.values()))
    return found


def _names(axes: Axes, c: CascadeResult, label: Label) -> None:
    columns = _columns(c)
    tallest = max(map(len, columns)) or 1
    for x, column in enumerate(columns):
        for place, (actor, side, certain, act) in enumerate(sorted(column, key=lambda n: (n.side, n.actor))):
            colour = SIDES[side][0] if side else "#666666"
            said = label(actor) if side else f"{label(actor)}: {act_words(act, label)}"
            box = {
                "boxstyle": "round,pad=0.25", "facecolor": colour if certain and side else "white", "edgecolor": colour,
                "linestyle": "solid" if certain else "dashed", "linewidth": 1.0,
            }  # fmt: skip
            axes.text(
                x, tallest - place - 0.5, said if len(said) < 34 else f"{said[:33]}…", ha="center", va="center",
                fontsize=7.5, color="white" if certain and side else colour, bbox=box,
            )  # fmt: skip
    axes.set_ylim(-0.2, tallest + 0.2)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _numbers(axes: Axes, c: CascadeResult) -> None:
    openers = _openers(c)
    for side, (colour, _) in SIDES.items():
        counts = [len(openers[side])] + [len(getattr(r, f"{side}_side")) for r in c.rounds]
        axes.step(range(len(counts)), counts, where="mid", color=colour, lw=1.6)
        axes.plot(range(len(counts)), counts, "o", color=colour, ms=4)
        place = 0 if side == "attacker" else 1
        bands = [r.expected[place] for r in c.rounds if r.expected is not None]
        if bands and len(bands) == len(c.rounds):
            first = (float(counts[0]), float(counts[0]))
            low, high = zip(first, *bands, strict=True)
            axes.fill_between(range(len(counts)), low, high, color=colour, alpha=0.25, lw=0)
            axes.plot(range(len(counts)), low, color=colour, lw=0.8, ls=":")
            axes.plot(range(len(counts)), high, color=colour, lw=0.8, ls=":")
    for colour, words in SIDES.values():
        axes.plot([], [], color=colour, lw=5, label=words)
    axes.legend(loc="lower right", frameon=False, fontsize=7)
    axes.set_ylabel("actors on each side,\nif all come in", fontsize=8)
    axes.set_ylim(bottom=0)


def _strength(axes: Axes, c: CascadeResult, measure: str) -> None:
    rows = sorted((s for s in c.strength if s.indicator == measure), key=lambda s: s.round)
    for place, (side, (colour, _)) in enumerate(SIDES.items()):
        xs, ys = [s.round for s in rows], [getattr(s, side) for s in rows]
        axes.plot(xs, ys, "o-", color=colour, lw=1.6, ms=4)
        bands = [s.expected[place] for s in rows if s.expected is not None]
        if bands and len(bands) == len(rows):
            low, high = zip(*bands, strict=True)
            axes.fill_between(xs, low, high, color=colour, alpha=0.25, lw=0)
    unit = next((s.unit for s in rows if s.unit), "")
    axes.set_ylabel(f"{measure}{f' ({unit})' if unit else ''}", fontsize=8)
    axes.set_ylim(bottom=0)
    lacking = sorted({a for s in rows for a in s.unknown})
    if lacking:
        axes.text(0.01, 0.95, f"not given for {', '.join(lacking)}", transform=axes.transAxes, va="top", fontsize=7,
                  color="#555555")  # fmt: skip


def _small(c: CascadeResult) -> str:
    import textwrap

    dashed = "Filled: comes in if it keeps its word; dashed: that is contested." + (
        " Bands: expected." if c.expected is not None else ""
    )
    both = f" Bound both ways: {', '.join(c.both)}." if c.both else ""
    return "\n".join(textwrap.wrap(f"{dashed}{both} Assumed: {'; '.join(c.assumes)}.", 150))
