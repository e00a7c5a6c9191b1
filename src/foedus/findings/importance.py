"""Which assumption matters most: of one finding, or of all the duties of a case.

The measure is Birnbaum's: how far the probability of a finding moves when an assumption is taken to be true and not
false, everything else being as likely as before (Birnbaum 1969, in Krishnaiah, ed., Multivariate Analysis II).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.law import Obligation
from foedus.findings.answers import Answer
from foedus.findings.expectations import matching
from foedus.findings.obligations import obligation_id
from foedus.findings.probability import Importance, Weighing
from foedus.findings.reasons import subject_of, unknown
from foedus.findings.stance import Stance

__all__ = ["Importances", "Moved", "Moving", "importances"]


@dataclass(frozen=True, slots=True)
class Moved:
    """One finding and what moves it.

    what: duty, event, instrument or answer.   probability: lowest and highest; None where the view leaves no world.
    kind: exact, bounds or estimate.   by: the assumptions that can move it, the most important first.
    """

    id: str
    what: str
    text: str
    probability: tuple[float, float] | None
    kind: str
    by: tuple[Importance, ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """One assumption over all findings asked about.

    moves: how many of them it moves.   total: the sum of how far, in findings (2.5: as much as two and a half duties made
    certain that had been impossible).   most: the finding that it moves most.
    """

    id: str
    sort: str
    text: str
    weight: float | None
    moves: int
    total: float
    most: str


@dataclass(frozen=True, slots=True)
class Importances(Answer):
    """The answer of ``importance``: findings as they come in the case, assumptions with the most important first."""

    about: str
    on: str
    findings: tuple[Moved, ...]
    assumptions: tuple[Moving, ...]
    assumes: tuple[str, ...]


def importances(
    timeline: Timeline, stance: Stance, day: int, on: str, about: str = "", verbs: Any = None
) -> Importances:
    """What matters how much to what ``about`` names; "" is every duty that has arisen or may have, on a day.

    about: a duty in words or by its id, a clause, an instrument, an event, ``QUESTION.ANSWER`` or a question (all its
    answers).  Raises FoedusError when it names nothing.
    """
    wanted = list(_wanted(timeline, stance, day, about, verbs))
    weighing = Weighing(timeline, stance)
    labels = [label for *_, label in wanted]
    chances = weighing.of(labels)
    found = [
        Moved(id_, what, text, (p.low, p.high) if p is not None else None, p.kind if p is not None else "", by)
        for (id_, what, text, _), p, by in zip(wanted, chances, weighing.importances(labels), strict=True)
    ]
    return Importances(about, on, tuple(found), tuple(_summed(found)), weighing.assumes())


def _wanted(
    timeline: Timeline, stance: Stance, day: int, about: str, verbs: Any
) -> Iterator[tuple[str, str, str, Label]]:
    """What is asked about: id, sort, words and label."""
    case, grounds = timeline.case, timeline.grounds
    by_id = {obligation_id(key): o for key, o in timeline.law.obligations.items()}
    if about in by_id:
        yield _duty(about, by_id[about], day)
        return
    if about in case.events:
        yield about, "event", about, grounds.directive(about, case.events[about].common)
        return
    answers = [
        (f"{q.id}.{a.id}", "answer", a.text, grounds.answer(q.id, a.id))
        for q in case.questions.values()
        for a in q.answers
        if about in (q.id, f"{q.id}.{a.id}")
    ]
    if answers:
        yield from answers
        return
    subject = subject_of(about, verbs) if about else None
    if subject is not None and subject.form == "name" and subject.name in case.instruments:
        instrument = case.instruments[subject.name]
        yield instrument.id, "instrument", instrument.title, grounds.directive(instrument.id, instrument.common)
        some = [o for o in by_id.values() if o.key.instrument == instrument.id]
    elif subject is not None and subject.form in ("owes", "ref"):
        some = matching(timeline, subject)
    elif subject is None:
        some = list(by_id.values())
    else:
        raise unknown(about, [*case.instruments, *case.events, *case.questions, *by_id])
    arisen = [o for o in some if stance.decide(o.at("triggered", day)).verdict != "no"] or (some if about else [])
    if about and not arisen and subject is not None and subject.form != "name":
        raise unknown(about, [*by_id, *case.instruments])
    for o in arisen:
        yield _duty(obligation_id(o.key), o, day)


def _duty(id_: str, o: Obligation, day: int) -> tuple[str, str, str, Label]:
    key = o.key
    text = f"{key.debtor} owes{f' {key.creditor}' if key.creditor else ''} {o.act.verb.kind}"
    text += f" against {key.adversary}" if key.adversary else ""
    return id_, "duty", f"{text} under {key.instrument} clause {key.clause}", o.at("triggered", day)


def _summed(found: list[Moved]) -> list[Moving]:
    """Every assumption with what it moves, the one that moves most first."""
    of: dict[str, list[tuple[Importance, str]]] = {}
    for one in found:
        for i in one.by:
            if i.size > 0.0:
                of.setdefault(i.id, []).append((i, one.id))
    rows: list[Moving] = []
    for id_, moved in of.items():
        first, most = max(moved, key=lambda pair: pair[0].size)
        total = sum(i.size for i, _ in moved)
        rows.append(Moving(id_, first.sort, first.text, first.weight, len(moved), total, most))
    return sorted(rows, key=lambda m: (-m.total, m.id))
