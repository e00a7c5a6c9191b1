"""What stands at the end of an assessment: on what the open findings turn, and what rests on one source alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.show.page import bullet, line
from foedus.show.words import Names, and_list, assumption, counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.model import Assumption, ObligationFinding

__all__ = ["alone_lines", "caution_lines", "turning_lines"]


def turning_lines(found: Iterable[ObligationFinding]) -> list[RenderableType]:
    """Each open assumption with how many findings turn on it, those of most first, and what settles it."""
    turning: dict[str, tuple[Assumption, int]] = {}
    for o in found:
        for x in {a.id: a for a in (*o.contested_on, *o.conduct_on)}.values():
            turning[x.id] = (x, turning.get(x.id, (x, 0))[1] + 1)
    if not turning:
        return []
    parts: list[RenderableType] = [line(), line("What it turns on", "bold")]
    for x, number in sorted(turning.values(), key=lambda pair: (-pair[1], pair[0].id)):
        said = f" ({x.text})" if x.text and x.text not in (x.id, assumption(x)) else ""
        duties = counted(number, "finding turns", "findings turn")
        parts.append(bullet("-", f"{duties} on whether {assumption(x)}{said}.{_settle(x)}"))
    return parts


def _settle(x: Assumption) -> str:
    if x.sort in ("reading", "doctrine"):
        return f" Settle it: --accept or --reject {x.id}."
    if x.sort in ("source", "claim"):
        return f" Settle it: --believe or --doubt {x.id}."
    return ""


def alone_lines(
    found: Iterable[ObligationFinding], names: Names, waiting: Iterable[ObligationFinding] = ()
) -> list[RenderableType]:
    """Each source without which findings fall, whatever else is believed, with their clauses; several of the same together.

    waiting: those of them that wait for an event.
    """
    idle = {o.id for o in waiting}
    without: dict[str, list[ObligationFinding]] = {}
    for o in found:
        for source in o.alone:
            without.setdefault(source, []).append(o)
    if not without:
        return []
    alike: dict[tuple[str, ...], list[str]] = {}
    for source, those in without.items():
        alike.setdefault(tuple(o.id for o in those), []).append(source)
    parts: list[RenderableType] = [line(), line("What rests on one source", "bold")]
    for sources in sorted(alike.values(), key=lambda some: (-len(without[some[0]]), some)):
        those = without[sources[0]]
        told = [o for o in those if o.id not in idle]
        rest = [o for o in those if o.id in idle]
        clauses = [_by_clause(told, names)] if told else []
        clauses += [f"waiting for an event: {_by_clause(rest, names)}"] if rest else []
        who = and_list((names.full(s) for s in sources), "or")
        parts.append(bullet("-", f"without {who} nothing is left of {'; '.join(clauses)}."))
    return parts


def caution_lines(found: Iterable[ObligationFinding]) -> list[RenderableType]:
    """Each clause that is only outlined, and each instrument compared with nothing, if findings rest on it."""
    said: dict[tuple[str, str], dict[str, None]] = {}
    for o in found:
        for caveat in o.caveats:
            said.setdefault((o.instrument, caveat), {})[o.clause] = None
    if not said:
        return []
    parts: list[RenderableType] = [line(), line("Not to be built on", "bold")]
    for (instrument, caveat), clauses in said.items():
        parts.append(bullet("-", f"{instrument} {', '.join(clauses)}: {caveat}"))
    return parts


def _by_clause(found: Iterable[ObligationFinding], names: Names) -> str:
    """``pact-2008 occupation (Iran to Syria); protocol-2010 war (6 findings)``."""
    clauses: dict[str, list[ObligationFinding]] = {}
    for o in found:
        clauses.setdefault(f"{o.instrument} {o.clause}".rstrip(), []).append(o)
    return "; ".join(f"{clause} ({_whose(those, names)})" for clause, those in clauses.items())


def _whose(found: list[ObligationFinding], names: Names) -> str:
    if len(found) > 1:
        return counted(len(found), "finding")
    (o,) = found
    return f"{names.short(o.debtor)} to {names.short(o.creditor)}" if o.creditor else names.short(o.debtor)
