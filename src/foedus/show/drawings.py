"""Two drawings as SVG text: who owes whom, round an ellipse; and what was in force, with the events."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from markupsafe import Markup

__all__ = ["Look", "network_svg", "timeline_svg"]

Look = Literal["bound", "contested", "broken", "waiting", "closed"]
RANK: dict[str, int] = {"waiting": 0, "bound": 1, "contested": 2, "broken": 3}
WIDTH = 860


def network_svg(names: Mapping[str, str], ties: Iterable[tuple[str, str, Look, str]]) -> Markup:
    """Actors and the duties between them.

    names: actor -> its name, in the order round the ellipse.   ties: (debtor, creditor, state of life, words).
    """
    merged: dict[tuple[str, str], tuple[Look, list[str]]] = {}
    for debtor, creditor, look, words in ties:
        if debtor in names and creditor in names and debtor != creditor and look in RANK:
            known, said = merged.get((debtor, creditor), (look, []))
            merged[debtor, creditor] = (look if RANK[look] > RANK[known] else known, [*said, words])
    if not merged:
        return Markup()
    used = [a for a in names if any(a in pair for pair in merged)]
    height = 470 if len(used) <= 24 else min(1100, 300 + 12 * len(used))
    cx, cy, rx, ry = WIDTH / 2, height / 2, WIDTH / 2 - 150, height / 2 - 42
    spot = {
        a: (cx + rx * math.cos(t), cy + ry * math.sin(t), t)
        for i, a in enumerate(used)
        for t in [2 * math.pi * i / len(used) - math.pi / 2]
    }
    parts = [Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="Who owes whom"><defs>').format(WIDTH, height)]
    for state in RANK:
        parts.append(
            Markup(
                '<marker id="tip-{0}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
                '<path d="M0,1L9,5L0,9z" class="tip {0}"/></marker>'
            ).format(state)
        )
    parts.append(Markup("</defs>"))
    for (debtor, creditor), (look, said) in sorted(merged.items(), key=lambda item: RANK[item[1][0]]):
        (ax, ay, _), (bx, by, _) = spot[debtor], spot[creditor]
        px, py = (
            (ax + bx) / 2 * 0.75 + cx * 0.25 + (ay - by) * 0.08,
            (ay + by) / 2 * 0.75 + cy * 0.25 + (bx - ax) * 0.08,
        )
        cut = 12 / max(math.hypot(bx - px, by - py), 1)
        ex, ey = bx - (bx - px) * cut, by - (by - py) * cut
        words = f"{names[debtor]} to {names[creditor]}: {', '.join(said)}"
        path = f"M{ax:.1f},{ay:.1f}Q{px:.1f},{py:.1f} {ex:.1f},{ey:.1f}"
        parts.append(
            Markup('<path d="{}" class="edge {}" marker-end="url(#tip-{})"><title>{}</title></path>').format(
                path, look, look, words
            )
        )
    for actor in used:
        x, y, t = spot[actor]
        across, down = math.cos(t), math.sin(t)
        side = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
        tx = x if side == "middle" else x + math.copysign(13, across)
        ty = (y - 14 if down < 0 else y + 24) if side == "middle" else y + 5
        parts.append(
            Markup(
                '<circle cx="{:.1f}" cy="{:.1f}" r="7" class="node"/>'
                '<text x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="{}">{}</text>'
            ).format(x, y, tx, ty, side, 15 if len(used) <= 24 else 11, names[actor])
        )
    return Markup("").join([*parts, Markup("</svg>")])


def timeline_svg(
    bars: Sequence[tuple[str, date, date | None, bool]], events: Sequence[tuple[date, str]], day: date
) -> Markup:
    """Instruments in force as bars (title, from, to, secret), events as dots, and the day looked at.

    Drawn is the middle of the events; what lies outside is cut at the edge.
    """
    days = sorted(d for d, _ in events) or [day]
    first = min(days[len(days) // 10], day)
    last = max(days[(len(days) - 1) * 17 // 20], day)
    pad = max(3, (last - first).days // 12)
    low, high = first.toordinal() - pad, last.toordinal() + pad
    left, right = 230, WIDTH - 12

    def x(d: date) -> float:
        return left + (right - left) * (min(max(d.toordinal(), low), high) - low) / (high - low)

    seen = [b for b in bars if b[1].toordinal() <= high and (b[2] is None or b[2].toordinal() >= low)][:24]
    top = 24 + 17 * len(seen)
    height = top + 34
    parts = [
        Markup(
            '<svg viewBox="0 0 {} {}" class="small" role="img" aria-label="What was in force, and what happened">'
        ).format(WIDTH, height)
    ]
    for step in range(6):
        mark = date.fromordinal(low + (high - low) * step // 5)
        parts.append(
            Markup(
                '<line x1="{0:.1f}" x2="{0:.1f}" y1="16" y2="{1}" class="grid"/>'
                '<text x="{0:.1f}" y="11" text-anchor="middle">{2}</text>'
            ).format(x(mark), height, mark.isoformat())
        )
    for row, (title, begins, ends, secret) in enumerate(seen):
        y = 22 + 17 * row
        width = max(2.0, x(ends or date.fromordinal(high)) - x(begins))
        short = title if len(title) <= 36 else title[:35] + "…"
        parts.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text>'
                '<rect x="{:.1f}" y="{}" width="{:.1f}" height="10" rx="2" class="{}"><title>{}</title></rect>'
            ).format(left - 8, y + 9, short, x(begins), y, width, "secret" if secret else "force", title)
        )
    for when, words in events:
        if low <= when.toordinal() <= high:
            parts.append(
                Markup('<circle cx="{:.1f}" cy="{}" r="4" class="event"><title>{}: {}</title></circle>').format(
                    x(when), top + 14, when.isoformat(), words
                )
            )
    parts.append(Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="16" y2="{1}" class="day"/></svg>').format(x(day), height))
    return Markup("").join(parts)
