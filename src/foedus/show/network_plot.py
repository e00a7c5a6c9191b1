"""The network of a case on a day as a picture: actors in a ring, duties and hostile acts as arrows between them."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from foedus.atlas.plots.canvas import figure, written
from foedus.show.words import view_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from foedus.findings.model import View
    from foedus.findings.network import Link, Network

__all__ = ["network_picture"]

COLOURS = {
    "bound": "#2166ac", "entitled": "#5aae61", "contested": "#e08214", "unknown": "#8073ac", "act": "#b2182b",
    "other": "#999999",
}  # fmt: skip
WORDS = {
    "bound": "bound", "entitled": "may act", "contested": "contested", "unknown": "not known", "act": "hostile act",
    "other": "waiting, or over",
}  # fmt: skip
_STYLE = {"contested": "dashed", "unknown": "dotted"}


def network_picture(n: Network, view: View, ending: str) -> bytes:
    """The network as ``.png`` or ``.svg``.  Between two actors there is one arrow of each sort; its number is how many."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for link in n.links:
        counts[link.source, link.target, _sort(link)] += 1
    names = _ring([node.id for node in n.nodes], counts)
    places = {
        name: (math.cos(angle), math.sin(angle))
        for i, name in enumerate(names)
        for angle in [math.pi / 2 - 2 * math.pi * i / max(len(names), 1)]
    }
    texts = {node.id: node.text for node in n.nodes}
    size = 8.0 if len(names) < 14 else 11.0
    made, axes = figure(size * 1.15, size)
    axes.set_axis_off()
    axes.set_aspect("equal")
    bend: dict[tuple[str, str], int] = defaultdict(int)
    for (one, other, sort), number in sorted(counts.items()):
        turn = bend[one, other]
        bend[one, other] += 1
        _arrow(axes, places, one, other, sort, number, 0.12 + 0.1 * turn)
    for name in names:
        x, y = places[name]
        axes.plot([x], [y], "o", color="#333333", ms=7, zorder=3)
        side = "left" if x > 0.15 else "right" if x < -0.15 else "center"
        said = name if texts[name] in ("", name) else f"{texts[name]} ({name})"
        axes.text(x * 1.06, y * 1.06 + (0.03 if abs(x) <= 0.15 else 0) * (1 if y > 0 else -1), said, ha=side,
                  va="center", fontsize=7.5, zorder=4)  # fmt: skip
    for sort, colour in COLOURS.items():
        total = sum(number for (_, _, s), number in counts.items() if s == sort)
        if total:
            axes.plot([], [], color=colour, ls=_STYLE.get(sort, "solid"), lw=1.8, label=f"{WORDS[sort]} ({total})")
    if counts:
        axes.legend(loc="lower right", frameon=False, fontsize=8)
    else:
        axes.text(0, 0, "nobody is bound, and nobody has fought", ha="center", color="#555555")
    axes.set_xlim(-1.75, 1.75)
    axes.set_ylim(-1.25, 1.25)
    stance = view_words(view)
    axes.set_title(f"{n.title}, at the end of {n.on}{f', {stance}' if stance else ''}", loc="left", fontsize=11)
    return written(made, ending, "An arrow goes from who owes to whom it is owed, or from who attacks to whom.")


def _sort(link: Link) -> str:
    if link.sort == "act":
        return "act"
    return link.status if link.status in COLOURS else "other"


def _ring(names: list[str], counts: dict[tuple[str, str, str], int]) -> list[str]:
    """The actors in an order that puts those with much between them side by side: the nearest to the last comes next."""
    weight: dict[frozenset[str], int] = defaultdict(int)
    for (one, other, _), number in counts.items():
        weight[frozenset((one, other))] += number
    left = sorted(names, key=lambda n: (-sum(w for pair, w in weight.items() if n in pair), n))
    found = left[:1]
    left = left[1:]
    while left:
        following = max(left, key=lambda n: (weight[frozenset((found[-1], n))], -left.index(n)))
        left.remove(following)
        found.append(following)
    return found


def _arrow(
    axes: Axes, places: dict[str, tuple[float, float]], one: str, other: str, sort: str, number: int, bend: float
) -> None:
    from matplotlib.patches import FancyArrowPatch

    if one == other or one not in places or other not in places:
        return
    arrow = FancyArrowPatch(
        places[one], places[other], arrowstyle="-|>", mutation_scale=9, connectionstyle=f"arc3,rad={bend}",
        color=COLOURS[sort], lw=2.2 if sort == "act" else 1.2, ls=_STYLE.get(sort, "solid"), shrinkA=6, shrinkB=6, alpha=0.8,
    )  # fmt: skip
    axes.add_patch(arrow)
    if number > 1:
        (x1, y1), (x2, y2) = places[one], places[other]
        x, y = (x1 + x2) / 2 + bend * (y2 - y1) / 2, (y1 + y2) / 2 - bend * (x2 - x1) / 2
        axes.text(x, y, str(number), fontsize=6, color=COLOURS[sort], ha="center", va="center",
                  bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8})  # fmt: skip
