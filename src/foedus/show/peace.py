"""Minimal peace and minimal war as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from foedus.show.page import Page, bullet, line
from foedus.show.words import and_list, view_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.model import Assumption, View
    from foedus.findings.peace import Peace, Way

__all__ = ["peace_text"]

_AT_WAR = {
    "yes": "Where every word is kept and every clause stands, that comes about.",
    "no": "Even where every word is kept, that does not come about.",
    "contested": "Where every word is kept, that turns on what the view leaves open.",
    "unknown": "Where every word is kept, that turns on what nobody knows.",
}


def peace_text(title: str, p: Peace, view: View, label: Callable[[str], str], page: Page) -> str:
    """What is asked about; the least that stops it; the least that starts it; which secrets would have shown it."""
    stance = view_words(view)
    parts: list[RenderableType] = [
        line(f"Peace and war: {title}", style="bold"),
        line(f"If {p.event}{f', {stance}' if stance else ''}: {p.goal}."),
        line(_AT_WAR[p.at_war]),
    ]
    stops, starts, seen = p.complete
    if p.at_war != "no":
        parts += _ways("The least that stops it", p.stopping, stops, _stopped, "Nothing that may be thrown stops it.")
        none = "Nothing that may be thrown starts it."
        if p.at_war == "contested":
            none = "Words kept do not start it: add readings to --levers, or --accept one."
        parts += _ways("The least that starts it", p.starting, starts, _started, none)
    if p.foreseer:
        who = label(p.foreseer)
        saw = {"yes": "saw it coming", "no": "could not see it coming"}.get(p.foreseen, "could see that it may come")
        parts += [line(), line(f"From what it could know, {who} {saw}.", "bold")]
        if p.foreseen != "yes":
            none = "No secret stood in the way." if p.at_war != "no" else "There was nothing to see."
            parts += _ways("Published, these would have shown it", p.secrets, seen, _published, none)
    if p.note:
        parts += [line(), line(p.note, "dim")]
    return page.draw(*parts)


def _ways(
    heading: str, ways: tuple[Way, ...], complete: bool, words: Callable[[Assumption], str], none: str
) -> list[RenderableType]:
    count = f"{len(ways)}{'' if complete else ' of more'}"
    parts: list[RenderableType] = [line(), line(f"{heading} ({count})" if ways else heading, "bold cyan")]
    if not ways:
        return [*parts, line(none if complete else "Not found within the room there is.")]
    return [
        *parts,
        *(bullet(str(len(w.levers)), and_list(words(a) for a in w.levers) or "nothing", indent=2) for w in ways),
    ]


def _clause(a: Assumption) -> str:
    instrument, _, clause = a.id.rpartition(".")
    return f"{instrument} clause {clause}"


def _stopped(a: Assumption) -> str:
    if a.sort == "choice":
        return (a.text or a.id).replace(" keeps ", " does not keep ").replace(" asks for ", " does not ask for ")
    return f"without {_clause(a)}" if a.sort == "author" else f"without {a.id}"


def _started(a: Assumption) -> str:
    return (a.text or a.id) if a.sort == "choice" else f"{a.id} is accepted"


def _published(a: Assumption) -> str:
    return a.id
