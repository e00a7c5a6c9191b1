"""The outcome of ``check`` and the bundled cases as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.show.page import Page, bullet, entry, line
from foedus.show.words import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.model import ExpectResult

__all__ = ["case_text", "cases_text", "expectation_text", "failures_text", "summary_text"]


def failures_text(failures: Sequence[ExpectResult], page: Page, texts: Mapping[str, str] | None = None) -> str:
    """Each expectation that does not hold: the line, what was expected, what was found, on what it turns.

    texts: file -> text; without it the lines are not shown.
    """

    def said(failure: ExpectResult) -> str:
        lines = (texts or {}).get(failure.file, "").split("\n")
        return " ".join(lines[failure.line - 1].split()) if 0 < failure.line <= len(lines) else ""

    return page.draw(
        *(
            entry(
                f"{f.file}:{f.line}: the expectation does not hold",
                (("line", said(f)), ("expected", f.expected), ("found", f.found), _more(f.detail)),
                style="bold red", indent=0,
            )
            for f in failures
        )
    )  # fmt: skip


def _more(detail: str) -> tuple[str, str]:
    """The words of a detail, and what they are: on what it turns, between what it is open."""
    for label in ("turns on", "between"):
        if detail.startswith(f"{label} "):
            return label, detail.removeprefix(f"{label} ")
    return "turns on", detail


def expectation_text(failure: ExpectResult) -> str:
    """One failure without a page: for test reports."""
    details = (("expected", failure.expected), ("found", failure.found), _more(failure.detail))
    lines = [f"  {label:<9} {text}" for label, text in details if text]
    return "\n".join([f"{failure.file}:{failure.line}: the expectation does not hold", *lines])


def summary_text(name: str, results: Sequence[ExpectResult], broken: bool) -> str:
    """One line per case: ``july-1914: 12 expectations hold.``"""
    if broken:
        return f"{name}: not well-formed."
    failed = sum(not r.ok for r in results)
    if not results:
        return f"{name}: well-formed; it expects nothing."
    if failed:
        return f"{name}: {failed} of {counted(len(results), 'expectation')} {'does' if failed == 1 else 'do'} not hold."
    return f"{name}: {counted(len(results), 'expectation holds', 'expectations hold')}."


def cases_text(cases: Sequence[tuple[str, str, Path | str]], page: Page) -> str:
    """The bundled cases, name and title."""
    if not cases:
        return page.draw(line("No cases are bundled."))
    width = max(len(name) for name, _, _ in cases)
    return page.draw(
        *(bullet(name.ljust(width), title, style="bold", indent=0) for name, title, _ in cases),
        line(),
        line("`foedus cases NAME` tells what one is about; `foedus assess NAME` asks it."),
    )


def case_text(name: str, title: str, about: str, path: str, counts: Mapping[str, int], page: Page) -> str:
    """One case: what it is about, what is in it, where it lies."""
    parts: list[RenderableType] = [line(f"{title} ({name})" if title not in ("", name) else name, style="bold")]
    if about:
        parts += [line(), *(line(" ".join(block.split())) for block in _spaced(about))]
    shown = [counted(number, *NOUNS[what]) for what, number in counts.items() if number]
    parts += [
        line(),
        line(", ".join(shown) + "." if shown else "The case is empty."),
        line(path, "dim"),
    ]
    return page.draw(*parts)


NOUNS: dict[str, tuple[str, str]] = {
    "actors": ("actor", "actors"),
    "places": ("place", "places"),
    "instruments": ("instrument", "instruments"),
    "clauses": ("clause", "clauses"),
    "events": ("event", "events"),
    "sources": ("source", "sources"),
    "claims": ("claim", "claims"),
    "readings": ("reading", "readings"),
    "questions": ("question", "questions"),
    "expectations": ("expectation", "expectations"),
}
"""What is counted in a case, in the order of printing, singular and plural."""


def _spaced(text: str) -> list[str]:
    """Paragraphs with an empty one between each two.  In what a file says, a line end ends a paragraph."""
    blocks = [block for block in text.split("\n") if block.strip()]
    return [line for block in blocks for line in (block, "")][:-1]
