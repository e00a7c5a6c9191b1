"""What a page needs to know of a case once: its actors, instruments, events, claims, sources, and what a view can switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.case.resolve import sentence_text
from foedus.directives.model import Claim, Common, Instrument, Source
from foedus.engine.grounds import Ground
from foedus.engine.timeline import Timeline
from foedus.findings.spells import spells
from foedus.terms.dates import iso

if TYPE_CHECKING:
    from foedus.api import Case

__all__ = ["case_data"]

_SWITCHES = ("source", "reading", "doctrine", "claim")


def case_data(case: Case) -> dict[str, Any]:
    """``foedus.case/1``: everything about a case that no view changes."""
    resolved, timeline = case.resolved, case.timeline_of()
    days = [e.date.first for e in resolved.events.values()] + [i.date.first for i in resolved.instruments.values()]
    first = min(days, default=case.default_day())
    return {
        "schema": "foedus.case/1",
        "id": case.name,
        "title": case.title,
        "about": case.about,
        "as_of": resolved.as_of.text if resolved.as_of is not None else None,
        "day": iso(case.default_day()),
        "span": [iso(first), iso(max([*days, case.last_day(), case.default_day()]))],
        "actors": [
            {
                "id": a.id, "name": a.name or a.id, "sort": a.sort, "part_of": a.part_of, "organ_of": a.organ_of,
                "iso3": _code(a.common, "iso"), "cow": _code(a.common, "cow"),
            }
            for a in resolved.actors.values()
        ],
        "places": [{"id": p.id, "name": p.name} for p in resolved.places.values() if p.name],
        "instruments": [_instrument(case, i) for i in resolved.instruments.values()],
        "events": [
            {
                "id": e.common.id, "date": e.date.text, "day": iso(e.date.first), "text": sentence_text(e.sentence),
                "kind": e.sentence.verb.kind, "actors": _actors(e.sentence), "claims": [_claim(c) for c in e.common.claims],
            }
            for e in resolved.events.values()
        ],
        "sources": [
            {"id": s.id, "name": s.name or s.id, "address": s.address, "grade": _grade(s)} for s in resolved.sources.values()
        ],
        "readings": [
            {"id": r.id, "title": r.title, "by": list(r.by), "date": r.date.text,
             "scope": [str(c) for c in r.scope]}
            for r in resolved.readings.values()
        ],
        "doctrines": [{"id": d.id, "title": d.title, "default": d.default} for d in resolved.doctrines.values()],
        "questions": [
            {"id": q.id, "title": q.text or q.id, "answers": [a.id for a in q.answers]}
            for q in resolved.questions.values()
        ],
        "presets": [{"id": p.id, "title": p.title} for p in resolved.presets.values()],
        "switches": [
            {"id": g.id, "sort": g.sort, "about": g.about, "text": g.text} | _claimed(case, timeline, g)
            for g in timeline.grounds.all if g.sort in _SWITCHES
        ],
        "verbs": sorted({v for k in resolved.kinds.values() if not k.law for v in k.verbs[:1]}),
    }  # fmt: skip


def _grade(source: Source) -> str:
    return source.reliability[-1][0] if source.reliability else ""


def _claimed(case: Case, timeline: Timeline, ground: Ground) -> dict[str, Any]:
    """Of a claim: who says what, and to which question it is an answer."""
    if ground.sort != "claim":
        return {}
    record, resolved = timeline.grounds.claims[ground.id], case.resolved
    name, _, answer = record.about.rpartition(".")
    question = resolved.questions.get(name)
    of = {"question": name, "answer": answer} if question is not None else {}
    event, instrument = resolved.events.get(record.about), resolved.instruments.get(record.about)
    says = record.about
    if question is not None:
        says = next((a.text or a.id for a in question.answers if a.id == answer), answer)
    elif event is not None:
        says = f"{event.date.text} {sentence_text(event.sentence)}"
    elif instrument is not None:
        says = instrument.title or instrument.id
    claim = _claim(record.claim)
    return {"says": says, "denies": record.claim.denies, "source": record.source, **of,
            **{k: claim[k] for k in ("grade", "reported", "quote")}}  # fmt: skip


def _code(common: Common, scheme: str) -> str:
    return next((r.value for r in common.refs if r.scheme == scheme), "")


def _actors(sentence: Any) -> list[str]:
    phrases = [sentence.subject, sentence.object]
    return [n.name for p in phrases if p is not None for n in p.nouns if n.name]


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "source": claim.source, "grade": str(claim.grade) if claim.grade is not None else "",
        "reported": claim.reported.text if claim.reported is not None else "", "quote": claim.quote,
        "address": claim.address,
    }  # fmt: skip


def _instrument(case: Case, instrument: Instrument) -> dict[str, Any]:
    terms = (*instrument.parties, *instrument.issuers, *instrument.addressees)
    return {
        "id": instrument.id, "title": instrument.title or instrument.id, "category": instrument.category,
        "date": instrument.date.text, "parties": list(dict.fromkeys(t.actor for t in terms)),
        "secret": instrument.common.secrecy is not None, "in_force":
            [list(spell) for spell in spells(case.timeline_of(), instrument.id)],
        "claims": [_claim(c) for c in instrument.common.claims],
        "clauses": [{"id": c.id, "title": c.title, "text": c.text} for c in instrument.clauses],
    }  # fmt: skip
