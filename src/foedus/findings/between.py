"""What one actor does owe another, where a duty was asked about that he does not owe: the nearest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foedus.case.model import Case
from foedus.directives.model import Subject
from foedus.engine.evaluate import Timeline
from foedus.findings.asked import speaks_of_act
from foedus.findings.model import Assumption
from foedus.findings.obligations import obligation_id
from foedus.findings.stance import Stance
from foedus.findings.why import duty_words

__all__ = ["Owed", "owed_between"]


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that binds, or may, between the two asked about.

    id: that of the duty.   text: the duty in words.   under: its instrument and clause.
    holds: "yes", "contested" or "unknown".   akin: whether some act decides of both whether they are kept.
    on: what it turns on.
    """

    id: str
    text: str
    under: str
    holds: str
    akin: bool
    on: tuple[Assumption, ...] = ()


def owed_between(
    timeline: Timeline, stance: Stance, subject: Subject, day: int, name: Callable[[str], str]
) -> tuple[Owed, ...]:
    """The duties of the debtor to the creditor asked about that stand on a day, other than those asked about."""
    if subject.form != "owes" or not subject.creditor or not subject.act:
        return ()
    algebra, found = timeline.algebra, []
    wanted = _touched(timeline.case, subject.act)
    for key, o in timeline.law.obligations.items():
        kind = o.act.verb.kind
        if (key.debtor, key.creditor) != (subject.debtor, subject.creditor) or speaks_of_act(
            timeline.case, subject, kind
        ):
            continue
        over = algebra.either(o.at("lapsed", day), o.at("released", day))
        decision = stance.decide(algebra.unless(o.at("triggered", day), over))
        if decision.verdict != "no":
            akin = not wanted.isdisjoint(_touched(timeline.case, kind))
            under = f"{key.instrument} clause {key.clause}"
            found.append(Owed(obligation_id(key), duty_words(o, name), under, decision.verdict, akin, decision.on))
    return tuple(sorted(found, key=lambda o: (not o.akin, o.holds != "yes", o.id)))


def _touched(case: Case, act: str) -> frozenset[tuple[str, str]]:
    """The acts that decide whether a duty is kept, each with whom it is done to: "creditor", "adversary" or ""."""
    row = case.types.get(act)
    if row is None:
        return frozenset((kind, "creditor") for kind in case.kinds_below.get(act, (act,)))
    patterns = row.broken if row.nature == "forbearance" else row.performed
    return frozenset(
        (kind, p.object.nouns[0].name if p.object is not None else "")
        for p in patterns
        for kind in case.kinds_below.get(p.verb.kind, (p.verb.kind,))
    )
