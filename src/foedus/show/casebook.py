"""The casebook: every row of every table of findings, with what foedus says of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from foedus.show.page import Page, entry, line
from foedus.show.words import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.rows import Row

__all__ = ["markdown", "summary", "text"]

_WHAT = {
    "finding": "what the law says",
    "conduct": "what was done",
    "probe": "one fact changed",
    "reading": "a rival reading",
    "unsaid": "what no such line can say, and why",
}


def summary(rows: Sequence[Row]) -> str:
    """One sentence: how many rows, of how many cases, how many of them come out as their file expects."""
    cases, wrong = len({row.case for row in rows}), sum(not row.ok for row in rows)
    verdict = "all come out as expected" if not wrong else f"{wrong} do not come out as expected"
    unsaid = sum(row.sort == "unsaid" for row in rows)
    left = f"; {unsaid} cannot be said yet" if unsaid else ""
    return f"{counted(len(rows), 'row')} of {counted(cases, 'case')}; {verdict}{left}."


def text(rows: Sequence[Row], titles: dict[str, str], page: Page) -> str:
    """The rows for a terminal."""
    parts: list[RenderableType] = [line(summary(rows), style="bold")]
    for case, own in groupby(rows, key=lambda row: row.case):
        parts += [line(), line(f"{titles[case]} ({case})", style="bold")]
        for row in own:
            details = (
                (row.sort, f"{row.says}{'' if row.ok else ' — NOT AS EXPECTED'}"),
                ("asked", f"{row.on}: {row.line}"),
                ("clause", _clauses(row)),
                ("turns on", ", ".join(row.turns_on)),
                ("because", row.why),
            )
            parts.append(entry(row.name, details))
    return page.draw(*parts)


def markdown(rows: Sequence[Row], titles: dict[str, str]) -> str:
    """The rows as a page of documentation, one table per case."""
    lines = ["# The casebook", "", summary(rows), "", *_INTRODUCTION]
    for case, own in groupby(rows, key=lambda row: row.case):
        lines += ["", f"## {titles[case]}", "", f"`foedus check {case}`", ""]
        lines += [
            "| row | | foedus says | on | clause | turns on | because |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for row in own:
            says = row.says if row.ok else f"**not as expected:** {row.says}"
            turns = ", ".join(f"`{name}`" for name in row.turns_on)
            cells = (row.name, row.sort, says, row.on, _clauses(row), turns, row.why)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


_INTRODUCTION = (
    "Written by `foedus casebook --markdown`. Each row is an `expect` line of a bundled case that carries a reference: "
    + ", ".join(f"`ref {sort}` ({what})" for sort, what in _WHAT.items())
    + ". *On* is the day looked at, at its end. *Clause* is the one whose case has arisen, with the day on which it did; "
    "in parentheses the one whose case could have. *Turns on* names the open claims and readings that decide the answer "
    "for one who has not yet taken a side.",
)


def _clauses(row: Row) -> str:
    if not row.clauses:
        return "none"
    names = ", ".join(row.clauses)
    return f"{names}, since {row.since}" if row.met else f"({names})"
