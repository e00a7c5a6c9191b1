"""The network of one year: members of the state system, and the strongest thing that binds each pair."""

from __future__ import annotations

import math
from pathlib import Path

from foedus.atlas.errors import WrongQuestion
from foedus.atlas.obligations import years_sql
from foedus.atlas.plots.canvas import COLOURS, LABELS, STRONGEST, figure, save
from foedus.atlas.session import Session

__all__ = ["network"]


def network(session: Session, year: int, path: Path) -> None:
    """Draw the alliance network of a year, any day of it.

    A filled circle is a member of the state system, an open one is not.  States without an alliance stand below.  An
    arrow means that only one of the two owes.  Raises AtlasError for a year that ATOP does not cover.
    """
    source = session.use("atop_members")
    if not source.first <= year <= source.last:
        raise WrongQuestion(f"ATOP {source.release} does not cover {year}.", f"It covers {source.first}-{source.last}.")
    rows = session.rows(f"SELECT * FROM ({years_sql(session)}) WHERE year = {year}")
    uses = [source, session.use("cow_states")]
    named = {
        r["ccode"]: r["abb"]
        for r in session.rows("SELECT ccode, any_value(stateabb) AS abb FROM cow_states GROUP BY ccode")
    }
    from matplotlib.collections import LineCollection

    last = session.rows("SELECT max(endyear) AS y FROM cow_states")[0]["y"]
    inside = {
        r["ccode"]
        for r in session.rows(
            f"SELECT ccode FROM cow_states WHERE styear <= {year} AND (endyear >= {year} OR endyear = {last})"
        )
    }
    tie: dict[tuple[int, int], str] = {}
    for row in rows:
        kind = next((o for o in STRONGEST if row[f"atop_{o}"] == 1), "")
        if kind:
            tie[row["ccode1"], row["ccode2"]] = kind
    pairs: dict[tuple[int, int], tuple[str, bool]] = {}
    for (a, b), kind in tie.items():
        back = tie.get((b, a), "")
        strongest = min((k for k in (kind, back) if k), key=STRONGEST.index)
        pairs[min(a, b), max(a, b)] = (strongest, not back)
    nodes = sorted({n for pair in pairs for n in pair})
    places = _places(nodes, pairs)
    width = 9 if len(nodes) < 60 else 14
    made, axes = figure(width, width * 0.8)
    axes.set_axis_off()
    many = len(pairs) > 400
    width_of, alpha = (0.3, 0.35) if many else (1.4, 0.85)
    for kind in reversed(STRONGEST):
        lines = [(places[a], places[b]) for (a, b), (k, one_way) in pairs.items() if k == kind and not one_way]
        axes.add_collection(LineCollection(lines, colors=COLOURS[kind], linewidths=width_of, alpha=alpha, zorder=1))
        for (a, b), (k, one_way) in pairs.items():
            if k == kind and one_way:
                start, end = (a, b) if (a, b) in tie else (b, a)
                axes.annotate("", places[end], places[start], arrowprops={
                    "arrowstyle": "-|>", "color": COLOURS[kind], "lw": width_of, "alpha": alpha, "shrinkA": 9, "shrinkB": 9,
                }, zorder=1)  # fmt: skip
    size = 330 if len(nodes) < 60 else 200
    for state in nodes:
        x, y = places[state]
        axes.scatter(
            [x],
            [y],
            s=size,
            color="#333333" if state in inside else "white",
            edgecolors="#333333",
            zorder=2,
            linewidths=0.8,
        )
        axes.text(x, y, named.get(state, str(state)), ha="center", va="center", zorder=3,
                  fontsize=6 if len(nodes) < 60 else 4.6,
                  color="white" if state in inside else "#333333")  # fmt: skip
    alone = [named[c] for c in sorted(inside - set(nodes)) if c in named]
    drawn = [o for o in STRONGEST if any(k == o for k, _ in pairs.values())]
    for obligation in drawn:
        n = sum(k == obligation for k, _ in pairs.values())
        axes.plot([], [], color=COLOURS[obligation], lw=2, label=f"{LABELS[obligation]} ({n} pairs)")
    axes.legend(loc="upper left", frameon=False, fontsize=8, title="strongest tie of the pair", title_fontsize=8)
    axes.set_title(f"Alliances in {year}: {len(nodes)} states, {len(pairs)} pairs", loc="left", fontsize=13)
    remark = "Filled: member of the state system. Arrow: one side owes. Any day of the year."
    if alone:
        remark += "\nWithout an alliance: " + _wrapped(alone, 34 if width > 10 else 22) + ".\n"
    save(made, path, uses, remark)


def _wrapped(words: list[str], per_line: int) -> str:
    lines = [" ".join(words[i : i + per_line]) for i in range(0, len(words), per_line)]
    return "\n".join(lines)


def _places(nodes: list[int], pairs: dict[tuple[int, int], tuple[str, bool]]) -> dict[int, tuple[float, float]]:
    """Where each node stands: springs (Fruchterman and Reingold 1991) from a circle in order of number, so always the same.

    Numbers go by region, so neighbours begin side by side.
    """
    import numpy as np

    n = len(nodes)
    if not n:
        return {}
    index = {node: i for i, node in enumerate(nodes)}
    angle = np.linspace(0, 2 * math.pi, n, endpoint=False)
    at = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    link = np.zeros((n, n))
    for a, b in pairs:
        link[index[a], index[b]] = link[index[b], index[a]] = 1
    # Where everybody is tied to everybody, each tie pulls less: else all would stand in one point.
    link /= np.maximum(1.0, np.sqrt(np.outer(link.sum(1), link.sum(1))) / 4)
    ideal = 1.6 / math.sqrt(n)
    for step in range(400):
        difference = at[:, None, :] - at[None, :, :]
        distance = np.maximum(np.sqrt((difference**2).sum(-1)), 0.01)
        push = (ideal**2 / distance**2)[:, :, None] * difference
        pull = (link * distance / ideal)[:, :, None] * difference
        move = (push - pull).sum(1) - 0.35 * at  # and everybody a little towards the middle
        length = np.maximum(np.sqrt((move**2).sum(-1, keepdims=True)), 1e-9)
        heat = 0.12 * (1 - step / 400) + 0.002
        at = at + move / length * np.minimum(length, heat)
    return {node: (float(at[i, 0]), float(at[i, 1])) for node, i in index.items()}
