"""The rows of a case's table of findings: what was asked of it, what foedus says, when, by which clause, on what it turns.

A row is an ``expect`` line that carries a reference of one of five schemes: ``ref finding "…"`` (what the law says),
``ref conduct "…"`` (what was done), ``ref probe "…"`` (one fact changed), ``ref reading "…"`` (a rival reading); and
``ref unsaid "…"`` for what no such line can say, with the reason as its note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foedus.engine.potential import potential
from foedus.findings.asked import speaks_of_act
from foedus.findings.expectations import check_expectation, matching, view_of
from foedus.terms.dates import iso

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.directives.model import Expect
    from foedus.engine.evaluate import Timeline
    from foedus.findings.stance import Stance

__all__ = ["SORTS", "Row", "rows"]

SORTS = ("finding", "conduct", "probe", "reading", "unsaid")
"""The schemes of reference that make an ``expect`` line a row, in the order in which a table shows them."""

_OWN = ("if", "dropping", "until", "as known to", "as known on", "known-to", "known-on", "honour", "given-conduct")
"""Words of a view that change the facts or the eye, and not what is believed or accepted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    sort: of SORTS.   name: what the row is called.   line: the expectation as its file has it, without the result.
    on: the day, ISO 8601.   says: what foedus finds.   ok: that is what the file expects.   found: all that it finds.
    clauses: those that are met under the row's view, else those that could have been.   met: which of the two.
    since: the day from which they are, "" if they are not.   turns_on: ids of the open assumptions on which the answer
    turns once nothing is accepted and nothing rejected.   why: the remark of the file.
    """

    case: str
    sort: str
    name: str
    line: str
    on: str
    says: str
    ok: bool
    found: str
    clauses: tuple[str, ...]
    met: bool
    since: str
    turns_on: tuple[str, ...]
    why: str


def rows(case: Case) -> tuple[Row, ...]:
    """Every row of a case, in the order of its file."""
    return tuple(_row(case, expect, sort, name) for expect in case.resolved.expects for sort, name in _tags(expect))


def _tags(expect: Expect) -> Iterator[tuple[str, str]]:
    for ref in expect.common.refs:
        if ref.scheme in SORTS:
            yield ref.scheme, ref.value


def _row(case: Case, expect: Expect, sort: str, name: str) -> Row:
    day = expect.date.last
    view = view_of(expect.view)
    result = check_expectation(expect, lambda v, d: (case.timeline_of(v.suppose), case.stance(v, d)), ("", 0))
    timeline, stance = case.timeline_of(view.suppose), case.stance(view, day)
    clauses, met, since = _clauses(timeline, stance, expect, day)
    says = "not said" if sort == "unsaid" else result.expected
    return Row(
        case.name, sort, name, _line(case, expect), iso(day), says if result.ok else result.found, result.ok,
        result.found, clauses, met, since, _turns_on(case, expect), " ".join(expect.common.note.split()),
    )  # fmt: skip


def _line(case: Case, expect: Expect) -> str:
    from foedus.directives.model import Common
    from foedus.language import print_directive

    plain = replace(expect, common=Common(), result="bound", on=(), supports=None, chance=None)
    words = " ".join(print_directive(plain, case.verbs).split())
    return words.removeprefix(f"expect {expect.date} ").removesuffix(": bound")


def _clauses(timeline: Timeline, stance: Stance, expect: Expect, day: int) -> tuple[tuple[str, ...], bool, str]:
    """The clauses that the answer rests on, whether they are met, and since when."""
    met: dict[str, int] = {}
    for obligation in matching(timeline, expect.subject) if expect.subject.form in ("owes", "ref") else ():
        steps = obligation.history.get("triggered")
        if steps is None or stance.decide(steps.at(day)).verdict == "no":
            continue
        name = f"{obligation.key.instrument} {obligation.key.clause}"
        first = next((d for d in steps.days if d <= day and stance.decide(steps.at(d)).verdict != "no"), day)
        met[name] = min(first, met.get(name, first))
    if met:
        return tuple(met), True, iso(min(met.values()))
    near = _near(timeline, expect)
    # What is over by then, or not yet there, is named only where nothing else is.
    there = [name for name in near if _in_force(timeline, stance, name, day)]
    return tuple(there or near), False, ""


def _in_force(timeline: Timeline, stance: Stance, name: str, day: int) -> bool:
    """Whether an instrument, or one clause of it, may be in force that day."""
    instrument, _, clause = name.partition(" ")
    return stance.decide(timeline.matcher.in_force(instrument, day, clause)).verdict != "no"


def _near(timeline: Timeline, expect: Expect) -> list[str]:
    """The clauses by which the duty asked about could have come about."""
    subject, case = expect.subject, timeline.case
    if subject.form != "owes":
        name = subject.ref.instrument if subject.ref is not None else subject.name
        return [name] if name in case.instruments else []
    found: list[str] = []
    for instrument in case.instruments.values():
        if subject.ref is not None and subject.ref.instrument != instrument.id:
            continue
        parties = timeline.matcher.parties(instrument)
        for clause in instrument.clauses:
            if subject.ref is not None and subject.ref.clause not in ("", clause.id):
                continue
            for act in clause.thens:
                meant = subject.act != "" and speaks_of_act(case, subject, act.verb.kind)
                pairs = {(d, c) for d, c, _ in potential(case, instrument, clause, act, parties)}
                if meant and any(d == subject.debtor and subject.creditor in ("", c) for d, c in pairs):
                    found.append(f"{instrument.id} {clause.id}")
    return list(dict.fromkeys(found))


def _turns_on(case: Case, expect: Expect) -> tuple[str, ...]:
    """The open assumptions on which the answer turns for one who accepts and rejects nothing."""
    if expect.result == "contested" and expect.on:
        return expect.on
    if expect.chance is not None or expect.subject.form in ("tripwire", "conflict"):
        return ()
    facts = tuple(term for term in expect.view if term.word in _OWN)
    open_ = replace(expect, view=facts, result="contested", on=(), supports=None)
    result = check_expectation(open_, lambda v, d: (case.timeline_of(v.suppose), case.stance(v, d)), ("", 0))
    if not result.ok or not result.found.startswith("contested on "):
        return ()
    return tuple(result.found.removeprefix("contested on ").split(", "))
