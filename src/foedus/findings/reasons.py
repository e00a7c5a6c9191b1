"""Why, and why not: the derivations of what a reader asks about, with what it rests on and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foedus.directives.model import Clause, Instrument, Subject
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.law import Obligation
from foedus.engine.potential import potential
from foedus.findings.answers import Answer
from foedus.findings.asked import as_meant, speaks_of_act
from foedus.findings.between import Owed, owed_between
from foedus.findings.expectations import matching
from foedus.findings.model import Assumption
from foedus.findings.obligations import obligation_id, state_of
from foedus.findings.otherwise import assumed, otherwise
from foedus.findings.reasons_of import of_denial, of_instrument, of_nobody, of_source
from foedus.findings.stance import Signed, Stance
from foedus.findings.tripwires import Asked, Hypotheses
from foedus.findings.why import Step, explain, explain_clause, explain_event
from foedus.language.loader import ASKED, read_subject
from foedus.terms.dates import iso
from foedus.terms.diagnostics import Diagnostic, FoedusError
from foedus.terms.names import did_you_mean

__all__ = ["Missing", "Reason", "Reasons", "reasons", "subject_of", "unknown"]

MOST = 12
"""Clauses told one by one in answer to one question."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that would make it so: assumptions to be made otherwise, or an event that has not happened.

    assumptions: signed ids.   on: what each of them is.
    """

    assumptions: tuple[str, ...] = ()
    event: str = ""
    certain: bool = True
    on: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One derivation.  supports: minimal, signed.   missing: for what does not hold, the smallest ways to make it so.

    ways: the least settings of what it turns on that make it so.   state: of a duty that arose, where its life stands.
    """

    id: str
    holds: str
    step: Step
    supports: tuple[tuple[str, ...], ...] = ()
    supports_complete: bool = True
    missing: tuple[Missing, ...] = ()
    on: tuple[Assumption, ...] = ()
    state: str = ""
    ways: Signed = ()

    @property
    def contested_on(self) -> tuple[Assumption, ...]:
        """The same as ``on``, as other findings call it."""
        return self.on


@dataclass(frozen=True, slots=True)
class Reasons(Answer):
    """The answer of ``why`` and ``whynot``: those that hold (or may), and those that do not, with what is missing.

    instead: where no such duty holds, what the debtor does owe the creditor, the nearest to what was asked about first.
    """

    about: str
    day: str
    holding: tuple[Reason, ...]
    failing: tuple[Reason, ...]
    left_out: int = 0
    instead: tuple[Owed, ...] = ()


def reasons(timeline: Timeline, stance: Stance, day: int, about: str, verbs: Any = None) -> Reasons:
    """Why what ``about`` names holds on a day under a view, or why it does not.

    about: ``ITA owes FRA neutrality [against DEU] [under X clause 1]``, ``X clause 1``, an instrument, an event, or the
    id of a duty.  Raises FoedusError when it names nothing.
    """
    case = timeline.case
    by_id = {obligation_id(key): o for key, o in timeline.law.obligations.items()}
    if about in by_id:
        return Reasons(about, iso(day), *_split([_opened(timeline, stance, by_id[about], day)]))
    if about in case.events:
        step = explain_event(timeline, stance, about, day)
        label = timeline.grounds.directive(about, case.events[about].common)
        named, complete = stance.supports(label)
        on = iso(max(day, case.events[about].date.first))  # what came after the day asked is looked at on its own day
        ways = stance.with_ways(label).ways
        return Reasons(about, on, *_split([Reason(about, step.verdict, step, named, complete, (), step.on, "", ways)]))
    grounds = timeline.grounds
    if about in case.denials:
        label = grounds.directive(about, case.denials[about].common)
        return _told(
            stance, max(day, case.denials[about].date.first), about, of_denial(timeline, stance, about, day), label
        )
    if about not in case.actors and any(about in (r.source, *r.claim.through) for r in grounds.claims.values()):
        return _told(stance, day, about, of_source(timeline, stance, about, day), grounds.source(about))
    subject = as_meant(case, subject_of(about, verbs))
    if subject.form not in ("owes", "ref") and subject.name not in case.instruments:
        known = [*case.instruments, *case.events, *case.denials, *case.sources, *by_id]
        raise unknown(about, known)
    every = matching(timeline, subject)
    opened = [o for o in every if any(start <= day for start, *_ in o.opened)]
    found = [_opened(timeline, stance, o, day) for o in opened[:MOST]]
    told = {(o.key.instrument, o.key.clause, o.key.debtor, o.key.creditor) for o in opened}
    later = [(o.instrument, o.clause, o.key.debtor, o.key.creditor) for o in every if o not in opened]
    waiting = list(dict.fromkeys([*later, *_waiting(timeline, subject)]))
    waiting = [w for w in waiting if (w[0].id, w[1].id, w[2], w[3]) not in told]
    if not opened and not waiting:
        if subject.form == "name" and about in case.instruments:
            label = grounds.directive(about, case.instruments[about].common)
            return _told(stance, day, about, of_instrument(timeline, stance, about, day), label)
        nobody = of_nobody(timeline, stance, subject, day)
        if nobody is None:
            raise unknown(about, [f"{i.id} clause {c.id}" for i in case.instruments.values() for c in i.clauses])
        instead = owed_between(timeline, stance, subject, day, case.label)
        return Reasons(about, iso(day), (), (Reason(about, "no", nobody),), instead=instead)
    room = max(MOST - len(found), 0)
    for instrument, clause, debtor, creditor in waiting[:room]:
        step = explain_clause(timeline, stance, instrument, clause, debtor, creditor, day)
        missing = _events_missing(timeline, stance, instrument, clause, debtor, creditor, day)
        found.append(Reason(f"{instrument.id}.{clause.id}:{debtor}:{creditor or '-'}", "no", step, missing=missing))
    left = max(len(opened) - MOST, 0) + max(len(waiting) - room, 0)
    holding, failing = _split(found)
    instead = () if holding else owed_between(timeline, stance, subject, day, case.label)
    return Reasons(about, iso(day), holding, failing, left, instead)


def _told(stance: Stance, day: int, about: str, step: Step, label: Label) -> Reasons:
    """The answer about what is no duty."""
    named, complete = stance.supports(label)
    ways = stance.with_ways(label).ways
    return Reasons(
        about, iso(day), *_split([Reason(about, step.verdict, step, named, complete, (), step.on, "", ways)])
    )


def _split(found: list[Reason]) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    return tuple(r for r in found if r.holds != "no"), tuple(r for r in found if r.holds == "no")


def unknown(about: str, known: list[str]) -> FoedusError:
    """That nothing is called so, with the nearest of what there is."""
    message = f'nothing here is called "{about}"'
    hint = did_you_mean(about, known) or ASKED
    return FoedusError((Diagnostic("E505", "error", message, None, help=hint),))


def subject_of(about: str, verbs: Any) -> Subject:
    """What is asked about, read by the rule of an expectation's subject.  Raises FoedusError."""
    found = read_subject(about, verbs)
    if isinstance(found, Subject):
        return found
    raise FoedusError(found)


def _opened(timeline: Timeline, stance: Stance, o: Obligation, day: int) -> Reason:
    label = o.at("triggered", day)
    decision = stance.with_ways(label)
    state = state_of(timeline, stance, o, day, label) if decision.verdict != "no" else ""
    step = explain(timeline, stance, o, day)
    named, complete = stance.supports(label)
    missing: tuple[Missing, ...] = ()
    if decision.verdict == "no":
        missing = tuple(Missing(changed, on=assumed(stance, changed)) for changed in otherwise(stance, label))
    return Reason(
        obligation_id(o.key), decision.verdict, step, named, complete, missing, decision.on, state, decision.ways
    )


def _waiting(timeline: Timeline, subject: Subject) -> list[tuple[Instrument, Clause, str, str]]:
    """Duties of the sort asked about that no event has opened."""
    found: list[tuple[Instrument, Clause, str, str]] = []
    for instrument in timeline.case.instruments.values():
        ref = subject.ref
        if ref is not None and ref.instrument != instrument.id:
            continue
        parties = timeline.matcher.parties(instrument)
        for clause in instrument.clauses:
            if ref is not None and ref.clause not in ("", clause.id):
                continue
            for act in clause.thens:
                if not speaks_of_act(timeline.case, subject, act.verb.kind):
                    continue
                for debtor, creditor, adversary in potential(timeline.case, instrument, clause, act, parties):
                    if subject.debtor and debtor != subject.debtor:
                        continue
                    if subject.creditor and creditor not in (subject.creditor, ""):
                        continue
                    if subject.adversary and adversary not in (subject.adversary, ""):
                        continue
                    found.append((instrument, clause, debtor, creditor))
    return list(dict.fromkeys(found))


def _events_missing(
    timeline: Timeline, stance: Stance, instrument: Instrument, clause: Clause, debtor: str, creditor: str, day: int
) -> tuple[Missing, ...]:
    """The single events that would open the clause for them, the certain ones first."""
    tried = _hypotheses(timeline, stance, day, debtor)
    found: dict[str, bool] = {}
    for o in tried.timeline.law.by_clause.get((instrument.id, clause.id), ()):
        if o.key.debtor != debtor or (creditor and o.key.creditor != creditor):
            continue
        for event, decision in tried.under(o.at("triggered", tried.day)):
            from foedus.case.resolve import sentence_text

            text = f"{event.date.text} {sentence_text(event.sentence)}"
            found[text] = found.get(text, False) or decision.verdict == "yes"
    ordered = sorted(found, key=lambda text: (not found[text], text))
    return tuple(Missing(event=text, certain=found[text]) for text in ordered[:5])


def _hypotheses(timeline: Timeline, stance: Stance, day: int, debtor: str) -> Hypotheses:
    """The tripwires of one debtor, evaluated once for all clauses of one answer; in a small case those of everybody."""
    record = timeline.case
    asked = Asked(binds=debtor) if len(record.actors) > FEW else Asked()
    key = (id(timeline), stance.view, day, asked.binds)
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = Hypotheses(record, day, stance.view, asked=asked)
    return _KEPT[key]


FEW = 40
"""Actors up to which all tripwires of a case are looked at for one answer."""

_KEPT: dict[tuple[int, Any, int, str], Hypotheses] = {}
