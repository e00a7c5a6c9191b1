"""Which clauses are held down by expectations: strike such a clause, and an ``expect`` line falls.

An expectation that finds something (a duty bound, available, broken, contested …) and finds it under one clause alone
falls with that clause: without it no duty is left of which the line could be true.  What is expected *not* to be so holds
nothing down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.findings.expectations import check_expectation, matching, view_of

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.directives.model import Expect
    from foedus.findings.catalogue import Entry

__all__ = ["Held", "held_by", "holding"]

_FOUND = frozenset({
    "bound", "entitled", "triggered", "contested", "unknown", "available", "due", "suspended", "discharged", "performed",
    "breached", "excused", "released", "lapsed", "honoured", "partial", "violated", "exceeded", "not invoked", "unrecorded",
    "pending", "condition met", "carried out", "bluff called",
})  # fmt: skip
"""Results that say that some duty has been opened; what was done by one who owed nothing, and what is not so, say none."""


@dataclass(frozen=True, slots=True)
class Held:
    """One operative clause of the library: does an expectation fall without it?   by: the cases in which one does."""

    instrument: str
    clause: str
    file: str
    by: tuple[str, ...] = ()


def held_by(case: Case) -> frozenset[tuple[str, str]]:
    """The clauses (instrument, clause) without which an expectation of the case falls."""
    return frozenset(only for expect in case.resolved.expects for only in _only(case, expect))


def _only(case: Case, expect: Expect) -> Iterator[tuple[str, str]]:
    if expect.result not in _FOUND or expect.subject.form not in ("owes", "ref"):
        return
    view, day = view_of(expect.view), expect.date.last
    result = check_expectation(expect, lambda v, d: (case.timeline_of(v.suppose), case.stance(v, d)), ("", 0))
    if not result.ok:
        return
    timeline, stance = case.timeline_of(view.suppose), case.stance(view, day)
    clauses = {
        (o.key.instrument, o.key.clause)
        for o in matching(timeline, expect.subject)
        if stance.decide(o.at("triggered", day)).verdict != "no"
    }
    if len(clauses) == 1:
        yield from clauses


def holding(entries: Sequence[Entry], cases: Iterable[Case]) -> tuple[Held, ...]:
    """Every operative clause of the library's instruments, with the cases whose expectations hold it down."""
    found: dict[tuple[str, str], list[str]] = {}
    for case in cases:
        for clause in held_by(case):
            found.setdefault(clause, []).append(case.name)
    return tuple(
        Held(e.id, c.id, e.file, tuple(sorted(found.get((e.id, c.id), ()))))
        for e in entries
        for c in e.instrument.clauses
        if c.thens
    )
