"""The timeline as a reader wants it: events, instruments, deadlines, claims and readings in order."""

from __future__ import annotations

from foedus.case.resolve import sentence_text
from foedus.directives.model import Common
from foedus.engine.evaluate import Timeline
from foedus.findings.model import TimelineEntry
from foedus.findings.stance import Stance
from foedus.terms.dates import iso

__all__ = ["chronicle"]

_STATUS = {"yes": "accepted", "no": "rejected", "contested": "contested", "unknown": "unknown"}


def chronicle(timeline: Timeline, stance: Stance, start: int | None, end: int | None) -> tuple[TimelineEntry, ...]:
    """All dated things between two days (inclusive; None: open), by day, then sort, then id."""
    entries = [
        e for e in _entries(timeline, stance) if (start is None or e.day >= start) and (end is None or e.day <= end)
    ]
    order = {
        "instrument": 0,
        "in force": 1,
        "event": 2,
        "reading": 3,
        "claim": 4,
        "deadline": 5,
        "secret": 6,
        "ends": 7,
    }
    return tuple(sorted(entries, key=lambda e: (e.day, order.get(e.what, 9), e.id)))


def _claims(timeline: Timeline, id_: str, common: Common) -> tuple[str, ...]:
    return tuple(r.id for r in timeline.grounds.records(id_, common))


def _entries(timeline: Timeline, stance: Stance) -> list[TimelineEntry]:
    case, grounds, found = timeline.case, timeline.grounds, []
    for event in case.events.values():
        id_ = event.common.id
        status = _STATUS[stance.decide(grounds.directive(id_, event.common)).verdict]
        text = sentence_text(event.sentence)
        claims = _claims(timeline, id_, event.common)
        found.append(TimelineEntry(str(event.date), event.date.first, "event", id_, text, status, claims))
        if event.until is not None:
            found.append(TimelineEntry(str(event.until), event.until.last, "ends", id_, f"no longer: {text}", status))
    for instrument in case.instruments.values():
        label = grounds.directive(instrument.id, instrument.common)
        status = _STATUS[stance.decide(label).verdict]
        title = f'{instrument.category} "{instrument.title}"' if instrument.title else instrument.category
        claims = _claims(timeline, instrument.id, instrument.common)
        found.append(
            TimelineEntry(
                str(instrument.date), instrument.date.first, "instrument", instrument.id, title, status, claims
            )
        )
        entered = _first(timeline, stance, instrument.id, ended=False)
        if entered is not None and entered != instrument.date.first:
            found.append(TimelineEntry(iso(entered), entered, "in force", instrument.id, "enters into force", status))
        ended = _first(timeline, stance, instrument.id, ended=True)
        if ended is not None:
            found.append(TimelineEntry(iso(ended - 1), ended - 1, "ends", instrument.id, "last day in force", status))
        secrecy = instrument.common.secrecy
        if secrecy is not None and secrecy.until is not None:
            found.append(
                TimelineEntry(str(secrecy.until), secrecy.until.first, "secret", instrument.id, "published", status)
            )
    for obligation in timeline.law.obligations.values():
        for day in sorted(obligation.deadlines):
            key = obligation.key
            text = f"{key.debtor}: time to {obligation.act.verb.kind} runs out ({key.instrument} {key.clause})"
            found.append(TimelineEntry(iso(day), day, "deadline", f"{key.instrument}.{key.clause}", text))
    for reading in case.readings.values():
        status = _STATUS[stance.decide(grounds.reading(reading)).verdict]
        text = f"{', '.join(reading.by) or 'nobody in particular'} reads: {reading.title or reading.id}"
        found.append(TimelineEntry(str(reading.date), reading.date.first, "reading", reading.id, text, status))
    for record in list(grounds.claims.values()):
        if record.claim.reported is not None:
            status = _STATUS[stance.decide(record.label).verdict]
            says = "denies" if record.claim.denies else "says"
            text = f"{case.label(record.source)} {says} {record.about}"
            day = record.claim.reported.first
            found.append(TimelineEntry(str(record.claim.reported), day, "claim", record.id, text, status))
    return found


def _first(timeline: Timeline, stance: Stance, instrument: str, *, ended: bool) -> int | None:
    entered = timeline.facts.entered[instrument]
    steps = timeline.facts.ended[instrument] if ended else entered
    for day, label in zip(steps.days, steps.labels, strict=True):
        own = timeline.algebra.both(label, entered.at(day)) if ended else label
        if day > 0 and stance.decide(own).verdict != "no":
            return day
    return None
