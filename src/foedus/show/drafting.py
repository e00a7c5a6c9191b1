"""What the drafting check found, as text: by sort, each with what shows it and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from foedus.show.page import Page, entry, line
from foedus.show.words import and_list, counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.drafting import Flaws

__all__ = ["flaws_text"]

_HEADS = {
    "never": "Can never trigger",
    "expiry": "Over before it begins",
    "loop": "Wait for one another",
    "gap": "Gaps",
    "collision": "Collide with what is owed already",
}


def flaws_text(title: str, f: Flaws, texts: Mapping[str, str], page: Page) -> str:
    """The whole answer of ``lint``.  texts: of the files, whose lines are shown."""
    parts: list[RenderableType] = [
        line(f"Drafting: {title}", style="bold"),
        line(
            f"{counted(f.clauses, 'clause')} looked at, collisions after {f.on}: "
            f"{counted(len(f.flaws), 'thing')} to look at."
        ),
    ]
    for sort, heading in _HEADS.items():
        found = [x for x in f.flaws if x.sort == sort]
        if found:
            parts += [line(), line(f"{heading} ({len(found)})", "bold yellow")]
        for x in found:
            place = f"{x.span.file}:{x.span.line}" if x.span is not None else ""
            details = (("because", x.because), ("remedy", x.remedy), ("at", place), ("line", _line(x.span, texts)))
            parts.append(entry(x.text, details, style=""))
    if f.unsure:
        parts += [line(), line(f"Too wide to be tried out: {and_list(f.unsure)}.", "dim")]
    return page.draw(*parts)


def _line(span: object, texts: Mapping[str, str]) -> str:
    from foedus.terms.diagnostics import Span

    if not isinstance(span, Span):
        return ""
    lines = texts.get(span.file, "").splitlines()
    return lines[span.line - 1].strip() if 0 < span.line <= len(lines) else ""
