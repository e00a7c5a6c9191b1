"""Derivations of what is no duty: a source and what it says, a denial, a paper that binds nobody, what none can owe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from foedus.case.model import Case
from foedus.case.resolve import sentence_text
from foedus.directives.model import CodeRef, Common, Subject
from foedus.directives.phrases import EventPattern
from foedus.engine.evaluate import Timeline
from foedus.engine.grounds import ClaimRecord
from foedus.engine.potential import potential
from foedus.findings.asked import speaks_of_act
from foedus.findings.stance import Stance
from foedus.findings.telling import Step, Telling
from foedus.terms.acts import act_name

__all__ = ["of_denial", "of_instrument", "of_nobody", "of_source", "what_is_claimed"]


def of_source(timeline: Timeline, stance: Stance, name: str, day: int) -> Step:
    """A source, and all that it says: by itself, through others, and what it merely passes on."""
    told = Telling(timeline, stance, day)
    records = sorted(timeline.grounds.claims.values(), key=_when)
    own = [r for r in records if r.source == name]
    passed = [r for r in records if name in r.claim.through]
    plain, relayed = [r for r in own if not r.claim.through], [r for r in own if r.claim.through]
    parts: list[Step] = []
    source = timeline.case.sources.get(name)
    for origin in source.origin if source is not None else ():
        parts.append(
            told.step("source", f"it repeats {told.name(origin)}", timeline.grounds.source(origin), id_=origin)
        )
    for head, found in (
        ("says itself", plain),
        ("is quoted as saying", relayed),
        ("passes on what others say", passed),
    ):
        if found:
            steps = [_claim(told, r, name) for r in found]
            text = f"{head} ({len(found)})"
            parts.append(Step("source", text, "yes", parts=tuple(steps)))
    return told.step("source", _title(timeline, name), timeline.grounds.source(name), id_=name, parts=parts)


def _title(timeline: Timeline, name: str) -> str:
    source = timeline.case.sources.get(name)
    letters = source.reliability if source is not None else ()
    grade = f" [{letters[-1][0]}]" if letters else ""
    return f"{timeline.case.label(name)}{grade} may be relied on"


def _when(record: ClaimRecord) -> tuple[int, str]:
    reported = record.claim.reported
    return (reported.first if reported is not None else 0, record.id)


def _claim(told: Telling, record: ClaimRecord, name: str) -> Step:
    claim = record.claim
    when = f"{claim.reported}: " if claim.reported is not None else ""
    who = f"{told.name(record.source)}: " if record.source != name else ""
    others = [told.name(s) for s in claim.through if s != name]
    through = f" (through {', '.join(others)})" if others else ""
    denies = "denies: " if claim.denies else ""
    text = f"{when}{who}{denies}{what_is_claimed(told.timeline, record.about)}{through}"
    text += _numbered(claim.refs or _common_of(told.case, record.about).refs)
    return told.step("claim", text, record.label, id_=record.id, span=claim.span)


def _numbered(refs: Iterable[CodeRef]) -> str:
    """Where it stands in what the case is taken from: `` [report 52, 53]``; nothing of codes in lists of others."""
    from foedus.language.details import CODES

    places: dict[str, list[str]] = {}
    for ref in refs:
        if ref.scheme not in CODES:
            places.setdefault(ref.scheme, []).append(ref.value)
    said = "; ".join(f"{scheme} {', '.join(values)}" for scheme, values in places.items())
    return f" [{said}]" if said else ""


def _common_of(case: Case, about: str) -> Common:
    """What the directive, clause or answer that a claim is about carries."""
    for table in (case.events, case.denials, case.instruments, case.readings, case.actors, case.places):
        if about in table:
            found: Common = table[about].common
            return found
    whole, _, part = about.rpartition(".")
    instrument, question = case.instruments.get(whole), case.questions.get(whole)
    parts = (instrument.clauses if instrument is not None else ()) or (question.answers if question is not None else ())
    return next((p.common for p in parts if p.id == part), Common())


def what_is_claimed(timeline: Timeline, about: str, words: Callable[[Case, EventPattern], str] | None = None) -> str:
    """What a claim is about, as a sentence: the event, the title of the instrument, the answer to a question.

    words: how a recorded sentence is told; by default with ids.
    """
    case = timeline.case

    def told(sentence: EventPattern) -> str:
        return words(case, sentence) if words is not None else sentence_text(sentence)

    if about in case.events:
        event = case.events[about]
        return f"{told(event.sentence)} ({event.date.text})"
    if about in case.denials:
        denial = case.denials[about]
        return f"it is not so that {told(denial.sentence)} ({denial.date.text})"
    if about in case.instruments:
        instrument = case.instruments[about]
        return f"{instrument.category} “{instrument.title or about}” ({instrument.date.text})"
    if about in case.readings:
        return f"the reading “{case.readings[about].title or about}”"
    question, _, answer = about.rpartition(".")
    asked = case.questions.get(question)
    if asked is not None:
        text = next((a.text for a in asked.answers if a.id == answer), "") or answer
        return f"{asked.text or question} {text}"
    if question in case.instruments:
        return f"“{case.instruments[question].title or question}”, clause {answer}"
    return f"there is {case.label(about)}" if about in case.actors or about in case.places else about


def of_denial(timeline: Timeline, stance: Stance, name: str, day: int) -> Step:
    """On whose word something is said not to be so."""
    told, denial = Telling(timeline, stance, day), timeline.case.denials[name]
    label = timeline.grounds.directive(name, denial.common)
    text = f"{denial.date.text} it is denied that {sentence_text(denial.sentence)}"
    return told.step("event", text, label, id_=name, span=denial.common.span, parts=told.claims(name, denial.common))


def of_instrument(timeline: Timeline, stance: Stance, name: str, day: int) -> Step:
    """An instrument under which nobody owes anything: on whose word it exists, and what it lacks."""
    told, instrument = Telling(timeline, stance, day), timeline.case.instruments[name]
    label = timeline.grounds.directive(name, instrument.common)
    parts = told.claims(name, instrument.common)
    for clause in instrument.clauses:
        title = f" “{clause.title}”" if clause.title else ""
        text = f"clause {clause.id}{title} says nothing that anybody must, may or will do"
        parts.append(Step("clause", text, "yes", f"{name}.{clause.id}", (), clause.common.span))
    lacks = [] if instrument.demand is not None else ["demands nothing, and sets no time"]
    lacks += [] if any(c.thens for c in instrument.clauses) else ["threatens or promises no act"]
    parts.append(Step("text", f"it {' and '.join(lacks)}" if lacks else "nobody is named whom it could bind", "yes"))
    text = f"{instrument.date.text} {instrument.category} “{instrument.title or name}” binds nobody to anything"
    return told.step("finding", text, label, id_=name, span=instrument.common.span, parts=parts)


def of_nobody(timeline: Timeline, stance: Stance, subject: Subject, day: int) -> Step | None:
    """A duty that no clause of the case can make arise, with the clauses that come nearest; None if there are none."""
    told = Telling(timeline, stance, day)
    if subject.form == "name" or not subject.debtor:
        return None
    act = act_name(subject.act) or "anything"
    toward = f" {told.name(subject.creditor)}" if subject.creditor else ""
    under = f" under {subject.ref.instrument}" if subject.ref is not None else ""
    text = f"{told.name(subject.debtor)} owes{toward} {act}{under}: no clause says so"
    return Step("finding", text, "no", "", (), None, tuple(_nearest(timeline, told, subject)))


def _nearest(timeline: Timeline, told: Telling, subject: Subject) -> Iterator[Step]:
    for instrument in timeline.case.instruments.values():
        if subject.ref is not None and subject.ref.instrument != instrument.id:
            continue
        parties = timeline.matcher.parties(instrument)
        for clause in instrument.clauses:
            for act in clause.thens:
                if not speaks_of_act(timeline.case, subject, act.verb.kind):
                    continue
                pairs = [(d, c) for d, c, _ in potential(timeline.case, instrument, clause, act, parties)]
                who = dict.fromkeys(f"{told.name(d)}{f' to {told.name(c)}' if c else ''}" for d, c in pairs)
                if not who or (not subject.act and subject.ref is None):
                    continue
                what = act_name(act.verb.kind)
                text = f"{instrument.id} clause {clause.id}: {what} is owed by {', '.join(list(who)[:4])}"
                parts: list[Step] = []
                if instrument.parties and subject.debtor not in parties:
                    parts.append(Step("party", f"{told.name(subject.debtor)} is no party", "no", subject.debtor))
                elif instrument.parties and subject.creditor and subject.creditor not in parties:
                    parts.append(Step("party", f"{told.name(subject.creditor)} is no party", "no", subject.creditor))
                yield Step("clause", text, "yes", f"{instrument.id}.{clause.id}", (), clause.common.span, tuple(parts))
