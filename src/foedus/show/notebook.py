"""Answers as a notebook shows them: tables, trees that fold, pictures.  All text of a case is escaped."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from foedus.terms.diagnostics import safe

if TYPE_CHECKING:
    from foedus.findings.reasons import Reason
    from foedus.findings.why import Step
    from foedus.show.export import Rows

__all__ = ["html_of"]

SHOWN = 40  # rows of a table
_CELL = 80  # characters
_BRIEF: dict[str, tuple[str, ...]] = {
    "Asked": ("debtor", "act", "creditor", "adversary", "instrument", "clause", "status", "state", "since", "conduct",
              "probability", "probability_high", "contested_on"),
    "Sources": ("sort", "id", "name", "grade", "claims", "alone", "facts", "falls"),
}  # fmt: skip
_BRIEF["Assessment"] = _BRIEF["Asked"]
_MARK = {"yes": ("✓", "#2a7d3f"), "no": ("✗", "#b22222"), "contested": ("?", "#b8860b"), "unknown": ("?", "#8b4fa0")}


def html_of(answer: Any, rows: Rows) -> str:
    """The HTML of an answer: a derivation as a tree, a network or a cascade as its picture, all else as a table."""
    sort = type(answer).__name__
    if sort == "Reasons":
        parts = [_reason(r) for r in (*answer.holding, *answer.failing)]
        return f"<div><b>{_text(answer.about)}</b>, at the end of {_text(answer.day)}{''.join(parts)}</div>"
    if sort == "Network":
        from foedus.findings.model import View
        from foedus.show.network_plot import network_picture

        if not any(link.sort == "rests on" for link in answer.links):
            return _svg(network_picture(answer, View(), ".svg"))
    if sort == "CascadeResult":
        from foedus.show.cascade_plot import cascade_picture

        return _svg(cascade_picture(answer.case, answer, str, ".svg")) + _table(rows, ())
    return _table(rows, _BRIEF.get(sort, ()))


def _text(value: object) -> str:
    return escape(safe(str(value)))


def _svg(picture: bytes) -> str:
    """The picture alone, as wide as the page allows."""
    text = picture.decode()
    head = text.index("<svg")
    return re.sub(r'<svg ([^>]*?)height="[^"]*"', r'<svg style="max-width:100%;height:auto" \1', text[head:], count=1)


def _table(rows: Rows, brief: tuple[str, ...]) -> str:
    kept = [i for i, name in enumerate(rows.header) if not brief or name in brief]
    kept = [i for i in kept if any(row[i] not in ("", None, ()) for row in rows.rows)] or kept
    head = "".join(f"<th>{_text(rows.header[i].replace('_', ' '))}</th>" for i in kept)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(row[i])}</td>' for i in kept)}</tr>" for row in rows.rows[:SHOWN])
    more = len(rows.rows) - SHOWN
    foot = f"<p>and {more} rows more: to_frame() has them all.</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, tuple | list):
        value = "; ".join(str(v) for v in value)
    text = str(value)
    return _text(text if len(text) <= _CELL else f"{text[: _CELL - 1]}…")


def _reason(r: Reason) -> str:
    missing = "".join(
        f"<li>would hold with: {_text(m.event or ' and '.join(m.assumptions))}</li>" for m in r.missing[:5]
    )
    return f"<ul>{_step(r.step)}{missing}</ul>"


def _step(step: Step) -> str:
    mark, colour = _MARK[step.verdict]
    on = f" (turns on {', '.join(a.id for a in step.on)})" if step.on else ""
    head = f'<span style="color:{colour}">{mark}</span> {_text(step.text)}{_text(on)}'
    if not step.parts:
        return f"<li>{head}</li>"
    below = "".join(map(_step, step.parts))
    return f"<li><details open><summary>{head}</summary><ul>{below}</ul></details></li>"
