"""One row of a sweep as text, and where the case engine says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from foedus.show.page import Page, bullet, line
from foedus.show.words import and_list, counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.sweep.rows import Difference

__all__ = ["differences_text", "row_text"]

NAMED = 8
"""So many states are named; the rest is counted (``--format json`` has all)."""


def row_text(row: Mapping[str, Any], doctrine: str, page: Page) -> str:
    """What the sweep's row says: who is drawn in with no unknown condition met, and with every one."""

    def pair(name: str, form: str = "{}") -> str:
        ends = ["not known" if row[f"{name}_{e}"] is None else form.format(row[f"{name}_{e}"]) for e in ("low", "high")]
        return ends[0] if ends[0] == ends[1] else " to ".join(ends)

    parts: list[RenderableType] = [
        line(f"The sweep's row: {row['system']}, {row['attacker']} attacks {row['target']}", "bold"),
        line(f"Doctrine: {doctrine}. From ... to: no condition that nobody knows is met, every one is."),
        line(),
        bullet("drawn in       ", f"{pair('drawn_in')}; rounds: {pair('rounds')}"),
    ]
    for side in ("target", "attacker"):
        may = _came(row[f"{side}_may_join"], row[f"{side}_may_join_in"])
        sure = _came(row[f"{side}_joins"], row[f"{side}_joins_in"])
        parts += [
            bullet(f"{side + chr(39) + 's side':<15}", sure or ("nobody for certain" if may else "nobody else")),
            *([bullet(" " * 15, f"only if unknown conditions are met: {may}")] if may else []),
            bullet(" " * 15, f"CINC {pair(f'{side}_cinc', '{:.1%}')}, major powers {pair(f'{side}_majors')}"),
        ]  # fmt: skip
    parts += [bullet("bound both ways", pair("both_ways")), bullet("break a word   ", pair("breaches"))]
    return page.draw(*parts, line())


def _came(states: Sequence[str], rounds: Sequence[int]) -> str:
    """Who comes in, round by round."""
    told = []
    for number in sorted(set(rounds)):
        told.append(f"{_few([s for s, r in zip(states, rounds, strict=True) if r == number])} (round {number})")
    return ", ".join(told)


def _few(states: Sequence[str]) -> str:
    more = len(states) - NAMED
    return and_list([*states[:NAMED], *([counted(more, "other")] if more > 0 else [])])


def differences_text(found: Sequence[Difference], of_case: bool, page: Page) -> str:
    """Where the two differ, and why they may."""
    if not found:
        return page.draw(
            line(), line("The case engine has the same states fight, on the same sides, as the sweep's row.")
        )
    return page.draw(
        line(), line("Where the case engine and the sweep's row differ", "bold"),
        *(bullet("-", _told(d), indent=2) for d in found),
        *(bullet(" ", why, indent=2) for why in _reasons(found, of_case)),
    )  # fmt: skip


_SWEEP = {"fights": "fighting", "may fight": "fighting in one of the two figures", "out": "not fighting"}
_ENGINE = {
    "fights": "fighting", "may fight": "fighting or not", "helps": "helping short of war", "may help": "helping or not",
    "out": "not fighting",
}  # fmt: skip


def _told(d: Difference) -> str:
    return f"{_few(d.states)}, {d.side}'s side: {_SWEEP[d.sweep]} by the row, {_ENGINE[d.engine]} by the case engine."


def _reasons(found: Sequence[Difference], of_case: bool) -> Iterator[str]:
    if any(d.engine in ("helps", "may help") for d in found):
        yield "Help whose means are the debtor's to choose may be war or not: the sweep's second figure takes it as war."
    if any(d.engine not in ("helps", "may help") for d in found):
        yield (
            "The row has none of the unknown conditions met, or all of them; the case engine looks at each by itself, so that "
            "who comes in if some are met and others not stands in neither figure."
        )
        if of_case:
            yield (
                "A case is swept instrument by instrument: what needs several events, or turns on what happens elsewhere in "
                "the same cascade, the case engine alone sees."
            )
