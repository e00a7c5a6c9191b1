"""The timeline as a reader wants it: events, instruments, deadlines, claims and readings in order, by either of two clocks.

One clock says when something was so, the other when it was reported.  What is no claim has both: its day, and the days
on which its sources spoke.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.case.model import Case
from foedus.directives.model import Common, Instrument
from foedus.directives.phrases import EventPattern, Phrase
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.grounds import ClaimRecord
from foedus.engine.law import Obligation
from foedus.findings.model import TimelineEntry
from foedus.findings.reasons_of import what_is_claimed
from foedus.findings.stance import Stance
from foedus.language.printer import formula
from foedus.terms.acts import act_name, preposition
from foedus.terms.dates import Date, iso
from foedus.terms.durations import add

__all__ = ["by_clock", "chronicle", "in_words"]

_STATUS = {"yes": "accepted", "no": "rejected", "contested": "contested", "unknown": "unknown"}
_ORDER = ("instrument", "in force", "event", "reading", "claim", "deadline", "secret", "ends")
_ALL_DAY = 24 * 60  # what has no clock time stands after what has one: nobody says that it was earlier


def chronicle(timeline: Timeline, stance: Stance, start: int | None, end: int | None) -> tuple[TimelineEntry, ...]:
    """All dated things between two days (inclusive; None: open), by day, clock and ``after`` lines, then sort, then id."""
    found = [
        e
        for e in _Chronicle(timeline, stance).entries()
        if (start is None or e.day >= start) and (end is None or e.day <= end)
    ]
    return tuple(_after(timeline.case, sorted(found, key=_place)))


def _place(e: TimelineEntry) -> tuple[int, int, int, str]:
    minute = e.minute if e.minute is not None else _ALL_DAY if e.what in ("deadline", "ends") else -1
    return e.day, minute, _ORDER.index(e.what), e.id


def _after(case: Case, entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """What the file puts after something else of the same day, after it."""
    for entry in [e for e in entries if e.what == "event" and e.id in case.events and case.events[e.id].after]:
        before = set(case.events[entry.id].after)
        here = entries.index(entry)
        last = max((i for i, e in enumerate(entries) if e.id in before and e.day == entry.day), default=-1)
        if last > here:
            entries.insert(last, entries.pop(here))
    return entries


def in_words(case: Case, sentence: EventPattern) -> str:
    """A recorded sentence with the names of those in it: ``Saeed Jalili visits Syria at Damascus``."""

    def names(phrase: Phrase) -> str:
        return " and ".join(case.label(noun.name) for noun in phrase.nouns)

    extra = sentence.extra
    parts = [names(sentence.subject), sentence.verb.form]
    if sentence.object is not None:
        parts.append(names(sentence.object))
    if extra.against is not None:
        parts += ["against", names(extra.against)]
    if extra.under is not None:
        parts += ["under", case.label(extra.under.instrument)]
        parts += ["clause", extra.under.clause] if extra.under.clause else []
    parts += ["at", case.label(extra.at)] if extra.at else []
    parts += ["with", str(extra.quantity.quantity)] if extra.quantity is not None else []
    parts += [f"for “{extra.purpose}”"] if extra.purpose else []
    return " ".join(parts)


class _Chronicle:
    def __init__(self, timeline: Timeline, stance: Stance) -> None:
        self.timeline, self.stance = timeline, stance
        self.case, self.grounds = timeline.case, timeline.grounds

    def entries(self) -> Iterator[TimelineEntry]:
        """Everything dated, in no order."""
        yield from self._events()
        for instrument in self.case.instruments.values():
            yield from self._instrument(instrument)
        seen: set[tuple[int, str]] = set()
        for obligation in self.timeline.law.obligations.values():
            for entry in self._deadlines(obligation):
                if (entry.day, entry.text) not in seen:
                    seen.add((entry.day, entry.text))
                    yield entry
        for reading in self.case.readings.values():
            by = " and ".join(self.case.label(a) for a in reading.by) or "nobody in particular"
            text = f"{by} reads: {reading.title or reading.id}"
            yield self._entry(reading.date, "reading", reading.id, text, self.grounds.reading(reading), reading.common)
        for record in list(self.grounds.claims.values()):
            if record.claim.reported is not None:
                says = "denies" if record.claim.denies else "says"
                text = f"{self._who(record)} {says}: {what_is_claimed(self.timeline, record.about, in_words)}"
                yield self._entry(record.claim.reported, "claim", record.id, text, record.label)

    def _who(self, record: ClaimRecord) -> str:
        return record.claim.source if record.claim.source_quoted else self.case.label(record.source)

    def _status(self, label: Label) -> str:
        return _STATUS[self.stance.decide(label).verdict]

    def _entry(
        self, date: Date, what: str, id_: str, text: str, label: Label, common: Common | None = None
    ) -> TimelineEntry:
        records = self.grounds.records(id_, common) if common is not None else []
        claims = tuple(r.id for r in records)
        by = dict.fromkeys(
            f"{'against it ' if r.claim.denies else ''}{self._who(r)}"
            + (f" {r.claim.reported}" if r.claim.reported is not None else "")
            for r in records
        )
        return TimelineEntry(
            str(date), date.first, what, id_, text, self._status(label), claims, date.minute, tuple(by)
        )

    def _events(self) -> Iterator[TimelineEntry]:
        for event in self.case.events.values():
            id_, text = event.common.id, in_words(self.case, event.sentence)
            label = self.grounds.directive(id_, event.common)
            yield self._entry(event.date, "event", id_, text, label, event.common)
            if event.until is not None:
                until = str(event.until)
                yield TimelineEntry(until, event.until.last, "ends", id_, f"no longer: {text}", self._status(label))

    def _instrument(self, instrument: Instrument) -> Iterator[TimelineEntry]:
        label = self.grounds.directive(instrument.id, instrument.common)
        name = f"“{instrument.title}”" if instrument.title else instrument.id
        text, id_ = f"{instrument.category} {name}", instrument.id
        yield self._entry(instrument.date, "instrument", id_, text, label, instrument.common)
        status = self._status(label)
        entered, ended = (self._first(id_, ended=x) for x in (False, True))
        if entered is not None and entered != instrument.date.first:
            yield TimelineEntry(iso(entered), entered, "in force", id_, f"{name} enters into force", status)
        if ended is not None:
            yield TimelineEntry(iso(ended - 1), ended - 1, "ends", id_, f"last day in force of {name}", status)
        secrecy = instrument.common.secrecy
        if secrecy is not None and secrecy.until is not None:
            day = secrecy.until.first
            yield TimelineEntry(str(secrecy.until), day, "secret", id_, f"{name} is secret no longer", status)
        yield from self._demand(instrument, name, label)

    def _demand(self, instrument: Instrument, name: str, label: Label) -> Iterator[TimelineEntry]:
        """When the time of an ultimatum is out, and whether it was met by then."""
        demand = instrument.demand
        if demand is None:
            return
        for moment in self.timeline.when[instrument.id]:
            if demand.deadline is not None:
                day, minute = demand.deadline.last, demand.deadline.minute
            elif demand.within is not None:
                day, minute = add(moment.day, instrument.date.minute, demand.within)
            else:
                continue
            own = self.timeline.algebra.both(label, moment.label)
            if self.stance.decide(own).verdict == "no":
                continue
            steps = self.timeline.complied.get(instrument.id)
            met = self.stance.decide(steps.at(day)).verdict if steps is not None else "no"
            end = {"yes": "met", "no": "not met"}.get(met, "whether it was met is contested")
            plain = isinstance(demand.wanted, EventPattern) and not demand.wanted.negated
            wanted = in_words(self.case, demand.wanted) if plain else formula(demand.wanted)  # type: ignore[arg-type]
            text = f"time is out for the demand of {name} that {wanted}: {end}"
            yield TimelineEntry(
                _clock(day, minute), day, "deadline", instrument.id, text, self._status(own), (), minute
            )

    def _deadlines(self, o: Obligation) -> Iterator[TimelineEntry]:
        """When the time of a duty is out, unless it was done, released or never due under the view."""
        algebra, key = self.timeline.algebra, o.key
        for day in sorted(o.deadlines):
            open_ = o.at("triggered", day)
            for done in ("performed", "released"):
                open_ = algebra.unless(open_, o.at(done, day))
            if self.stance.decide(open_).verdict == "no":
                continue
            minutes = {
                clock
                for opened, minute, *_ in o.opened
                if o.act.within is not None and add(opened, minute, o.act.within)[0] == day
                for clock in (add(opened, minute, o.act.within)[1],)
            }
            minute = max((m for m in minutes if m is not None), default=None)
            act = act_name(o.act.verb.kind)
            foe = f" {preposition(o.act.verb.kind)} {self.case.label(key.adversary)}" if key.adversary else ""
            whose, to = self.case.label(key.debtor), f" {self.case.label(key.creditor)}" if key.creditor else ""
            says = {"will": f"{whose} announces", "may": f"{whose} may do"}.get(o.act.modality, f"{whose} owes{to}")
            text = f"time is out for what {says}: {act}{foe} ({key.instrument} clause {key.clause})"
            id_ = f"{key.instrument}.{key.clause}"
            yield TimelineEntry(_clock(day, minute), day, "deadline", id_, text, self._status(open_), (), minute)

    def _first(self, instrument: str, *, ended: bool) -> int | None:
        facts, algebra = self.timeline.facts, self.timeline.algebra
        entered = facts.entered[instrument]
        steps = facts.ended[instrument] if ended else entered
        for day, label in zip(steps.days, steps.labels, strict=True):
            own = algebra.both(label, entered.at(day)) if ended else label
            if day > 0 and self.stance.decide(own).verdict != "no":
                return day
        return None


def _clock(day: int, minute: int | None) -> str:
    return iso(day) if minute is None else f"{iso(day)} {minute // 60:02d}:{minute % 60:02d}"


def by_clock(entries: Sequence[TimelineEntry], clock: str) -> tuple[TimelineEntry, ...]:
    """The entries of one clock: ``so``, ``reported``, or ``both``."""
    if clock == "both":
        return tuple(entries)
    return tuple(e for e in entries if (e.what == "claim") == (clock == "reported"))
