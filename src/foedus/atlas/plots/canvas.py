"""What the pictures share: figures without a display, the colours of obligations, the line that says the source."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from foedus.atlas.store import Provenance

__all__ = ["COLOURS", "LABELS", "STRONGEST", "figure", "save", "written"]

STRONGEST = ("offense", "defense", "neutral", "nonagg", "consul")
"""Obligations from the strongest to the weakest: an alliance or a tie is drawn as its strongest."""

COLOURS = {
    "offense": "#b2182b", "defense": "#2166ac", "neutral": "#8073ac", "nonagg": "#5aae61", "consul": "#999999",
}  # fmt: skip
"""Told apart by people with the common kinds of colour blindness, and in print by their weight."""

LABELS = {
    "offense": "offence",
    "defense": "defence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
}


def figure(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of so many inches with one pair of axes, drawn without a display."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(made)
    axes = made.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return made, axes


def save(made: Figure, path: Path, uses: Iterable[Provenance], remark: str = "") -> None:
    """Write the figure as its ending says, with what it is made from below it; the same data give the same file."""
    source = "; ".join(dict.fromkeys(f"{p.title} {p.release}" for p in uses))
    path.write_bytes(written(made, path.suffix, f"{remark}{'' if remark.endswith(chr(10)) else ' '}Data: {source}."))


def written(made: Figure, ending: str, remark: str = "") -> bytes:
    """The figure as ``.png`` or ``.svg``, with a remark in small print below it; the same figure gives the same bytes."""
    import io

    import matplotlib as mpl

    if remark.strip():
        made.supxlabel(remark.lstrip(" "), fontsize=7, color="#555555", x=0.01, ha="left")
    metadata = {"Software": "foedus"} if ending == ".png" else {"Date": None, "Creator": "foedus"}
    content = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "foedus"}):
        made.savefig(content, format=ending.removeprefix("."), dpi=150, metadata=metadata)
    return content.getvalue()
