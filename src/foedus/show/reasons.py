"""A derivation as a tree: plain sentences, each with its verdict; under it what it rests on and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from foedus.show.page import Page, bullet, line
from foedus.show.words import and_list, assumption, conditions, counted, view_words

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.tree import Tree

    from foedus.findings.between import Owed
    from foedus.findings.model import View
    from foedus.findings.reasons import Missing, Reason, Reasons
    from foedus.findings.why import Step

__all__ = ["reasons_text"]

MARKS = {"yes": ("✓", "green"), "no": ("✗", "red"), "contested": ("?", "yellow"), "unknown": ("?", "magenta")}
HEADS = {"yes": "holds", "no": "does not hold", "contested": "is contested", "unknown": "is not known"}
SHOWN = 5  # supports, or ways to make it so


def reasons_text(r: Reasons, view: View, page: Page, label: Callable[[str], str], *, why_not: bool = False) -> str:
    """The whole answer of ``why`` (or of ``whynot``: only what does not hold, where there is anything)."""
    stance = view_words(view)
    parts: list[RenderableType] = [
        line(f"{'Why not' if why_not else 'Why'}: {r.about}", style="bold"),
        line(f"At the end of {r.day}{f', {stance}' if stance else ''}."),
    ]
    chosen = (r.failing or r.holding) if why_not else (r.holding or r.failing)
    if why_not and not r.failing:
        parts.append(line("It does hold, in every case found; this is why."))
    for reason in chosen:
        parts += [line(), *_reason(reason)]
    if not why_not and r.holding and r.failing:
        others = counted(len(r.failing), "other clause does", "other clauses do")
        parts += [line(), line(f"{others} not bind here: whynot tells why.", "dim")]
    if r.instead:
        parts += [line(), line("What is owed between the two instead", "bold")]
        parts += [bullet("-", _instead(o), indent=2) for o in r.instead[:SHOWN]]
        if len(r.instead) > SHOWN:
            parts.append(bullet("-", f"and {len(r.instead) - SHOWN} more; --format json lists them", indent=2))
    if r.left_out:
        parts += [line(), line(f"{counted(r.left_out, 'further case')} left out: name a clause to narrow it down.")]
    _ = label
    return page.draw(*parts)


def _reason(reason: Reason) -> Sequence[RenderableType]:
    from rich.tree import Tree

    mark, style = MARKS[reason.holds]
    head = f"{mark} {reason.step.text}"
    note = f" ({_standing(reason)})"
    tree: Tree = Tree(line(head + note, f"bold {style}"), guide_style="dim")
    for part in reason.step.parts:
        _grow(tree, part)
    parts: list[RenderableType] = [tree]
    supports = [s for s in reason.supports if s]
    if supports and reason.holds != "no":
        parts.append(line("  Rests on", "dim"))
        for number, support in enumerate(supports[:SHOWN]):
            parts.append(bullet("-" if number == 0 else "- or", and_list(_signed(x) for x in support), indent=4))
        if len(supports) > SHOWN or not reason.supports_complete:
            parts.append(bullet("-", "and in further ways; --format json lists them", indent=4))
    if reason.holds == "no" and not reason.missing and reason.step.sort == "finding" and ":" in reason.id:
        parts.append(line("  No single event that was tried, and no switch of the view, makes it so.", "dim"))
    if reason.missing:
        parts.append(line("  What would make it so", "dim"))
        parts += [bullet("-", _missing(m), indent=4) for m in reason.missing[:SHOWN]]
    return parts


def _standing(r: Reason) -> str:
    """Whether it holds, and in which ways where that is open; of a duty that arose and no longer binds, what became of it."""
    if r.holds == "yes" and r.state not in ("", "due", "condition met"):
        return f"it arose; {r.state}"
    told = conditions(r)[:SHOWN]
    if told:
        return f"{HEADS[r.holds]}: if {', or if '.join(told)}"
    return f"{HEADS[r.holds]}{_turning(r.step)}"


def _instead(owed: Owed) -> str:
    turning = f": turns on {and_list(a.id for a in owed.on)}" if owed.on else ""
    return f"{owed.text} ({owed.under}; {HEADS[owed.holds]}{turning})"


def _grow(tree: Tree, step: Step) -> None:
    mark, style = MARKS[step.verdict]
    if step.sort == "exception":  # that an exception holds speaks against the duty
        mark, style = {"yes": ("✗", "red"), "no": ("✓", "green")}.get(step.verdict, (mark, style))
        text = f"{step.text}: {'it holds' if step.verdict == 'yes' else 'it does not hold' if step.verdict == 'no' else 'open'}"
    else:
        text = step.text
    where = (
        f" [{step.span.file}:{step.span.line}]" if step.span is not None and step.sort in ("event", "clause") else ""
    )
    branch = tree.add(line(f"{mark} {text}{_turning(step)}{where}", style if step.verdict != "yes" else ""))
    for part in step.parts:
        _grow(branch, part)


def _turning(step: Step) -> str:
    return f": turns on {and_list(a.id for a in step.on)}" if step.on else ""


def _signed(literal: str) -> str:
    return literal[1:] if literal[0] == "+" else f"not {literal[1:]}"


def _missing(m: Missing) -> str:
    if m.event:
        return f"the event “{m.event}”" + ("" if m.certain else " (then it is contested)")
    return "that " + and_list(assumption(a, x[0] == "+") for x, a in zip(m.assumptions, m.on, strict=True))
