"""Which assumption moves a chance, and how far, as a picture: a tornado of bars, the widest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.atlas.plots.canvas import figure, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from foedus.findings.importance import Importances
    from foedus.findings.probability import Importance

__all__ = ["FALSE", "TRUE", "sums_picture", "tornado_picture"]

FALSE, TRUE = "#b2182b", "#2166ac"  # told apart by people with the common kinds of colour blindness
_ROW = 0.34  # inches
_HEIGHT = 0.72  # of a row
_SEEN = 0.01  # of the widest bar: what is less than that would be an empty row


def tornado_picture(title: str, found: Importances, ending: str, most: int = 15) -> bytes:
    """The assumptions of the one finding of an answer, as a picture that ends in ``.png`` or ``.svg``.

    Where the chance is an interval, the upper half of each bar is its highest, the lower half its lowest value: nothing
    is averaged.
    """
    (one,) = found.findings
    rows = [i for i in one.by if i.size > _SEEN * one.by[0].size][:most]
    made, axes = figure(9, 1.9 + _ROW * max(len(rows), 2))
    base = one.probability or (0.0, 0.0)
    for place, row in enumerate(reversed(rows)):
        _bar(axes, place, row, base)
    for x in dict.fromkeys(base):
        axes.axvline(x, color="#333333", lw=0.8)
    axes.set_yticks(range(len(rows)), [_name(r.id, r.sort, r.weight) for r in reversed(rows)], fontsize=8)
    axes.set_ylim(-0.6, max(len(rows), 1) - 0.4)
    ends = [*base, *(x for r in rows for pair in (r.if_false, r.if_true) for x in pair)]
    room = (max(ends) - min(ends)) * 0.06 or 0.02
    axes.set_xlim(max(0.0, min(ends) - room), min(1.0, max(ends) + room))
    axes.set_xlabel("chance", fontsize=9)
    for colour, label in ((FALSE, "if false"), (TRUE, "if true")):
        axes.barh([-5], [0], color=colour, label=label)
    axes.legend(loc="lower right", frameon=False, fontsize=8)
    low, high = (f"{x:.3g}" for x in base)
    chance = low if low == high else f"{low} to {high}"
    axes.set_title(f"{one.text or one.id}\n{title}, {found.on}: {chance}", loc="left", fontsize=10)
    if not rows:
        axes.text(0.5, 0.5, "nothing can move it", transform=axes.transAxes, ha="center", color="#555555")
    said = [*found.assumes]
    if any(f"{a:.3g}" != f"{b:.3g}" for i in rows for a, b in (base, i.if_false, i.if_true)):
        said.append("upper half of a bar: the highest chance, lower half: the lowest")
    left = sum(i.size > 0.0 for i in one.by) - len(rows)
    said += [f"{left} assumptions more move it less"] if left > 0 else []
    return written(made, ending, _small(said))


def _bar(axes: Axes, place: int, row: Importance, base: tuple[float, float]) -> None:
    """From what the chance is to what it would be, false in one colour and true in the other."""
    quarter = _HEIGHT / 4
    parts = [(1, place + quarter, 2 * quarter), (0, place - quarter, 2 * quarter)]
    if base[0] == base[1] and row.if_false[0] == row.if_false[1] and row.if_true[0] == row.if_true[1]:
        parts = [(0, float(place), _HEIGHT)]
    for side, y, height in parts:
        for value, colour in ((row.if_false[side], FALSE), (row.if_true[side], TRUE)):
            axes.barh([y], [value - base[side]], height, left=base[side], color=colour, alpha=0.85, lw=0)


def sums_picture(title: str, found: Importances, ending: str, most: int = 15) -> bytes:
    """The assumptions over all findings of an answer: by how much each moves them in all."""
    rows = found.assumptions[:most]
    made, axes = figure(9, 1.9 + _ROW * max(len(rows), 2))
    axes.barh(range(len(rows)), [r.total for r in reversed(rows)], _HEIGHT, color=TRUE, alpha=0.85, lw=0)
    names = [f"{_name(r.id, r.sort, r.weight)}" for r in reversed(rows)]
    axes.set_yticks(range(len(rows)), names, fontsize=8)
    for place, row in enumerate(reversed(rows)):
        axes.text(row.total, place, f" {row.moves} moved", va="center", fontsize=7, color="#555555")
    axes.set_ylim(-0.6, max(len(rows), 1) - 0.4)
    axes.set_xlabel("how far it moves the chances of all findings, summed", fontsize=9)
    axes.set_title(f"What matters most: {title}, {found.on}, {len(found.findings)} findings", loc="left", fontsize=11)
    if not rows:
        axes.text(0.5, 0.5, "nothing can move them", transform=axes.transAxes, ha="center", color="#555555")
    return written(made, ending, _small(found.assumes))


def _name(id_: str, sort: str, weight: float | None) -> str:
    short = id_ if len(id_) <= 44 else f"{id_[:43]}…"
    return f"{short} ({sort}{f', {weight:.2f}' if weight is not None else ', no weight'})"


def _small(said: object) -> str:
    import textwrap

    words = "; ".join(said) if isinstance(said, list | tuple) else str(said)
    return "\n".join(textwrap.wrap(f"Assumed: {words}.", 150))
