"""Checks: nothing ends before it begins, nobody acts when he is not there, what comes after does so."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.case.circles import circles
from foedus.case.looking import Look
from foedus.case.model import ISSUED
from foedus.case.spots import error, warning
from foedus.case.unknown import Unknown
from foedus.directives.model import Event, Instrument
from foedus.directives.phrases import Noun
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.errors import shown_way

__all__ = ["actors_exist_when_they_act", "begins_before_it_ends", "order_of_events"]


def _reversed(start: Date | None, end: Date | None) -> bool:
    return start is not None and end is not None and end.last < start.first


def begins_before_it_ends(look: Look) -> Iterator[Diagnostic]:
    """Nothing ends before it begins."""
    case, spots = look.case, look.spots
    for actor in case.actors.values():
        if _reversed(actor.start, actor.end):
            yield error(
                "E320",
                f'"{actor.id}" ends ({actor.end}) before it begins ({actor.start})',
                spots.of(actor, str(actor.end), "until"),
                label="its end",
                notes=[Note("its beginning", spots.of(actor, str(actor.start), "from"))],
                help="put the two dates in order",
            )
    for instrument in case.instruments.values():
        yield from _instrument(look, instrument)
    for event in case.events.values():
        if _reversed(event.date, event.until):
            yield error(
                "E320",
                f"this ends ({event.until}) before it begins ({event.date})",
                spots.of(event, str(event.until), "until"),
                label="the end",
                notes=[Note("the beginning", spots.of(event, str(event.date)))],
                help="put the two dates in order",
            )
    for conflict in case.conflicts.values():
        if _reversed(conflict.date, conflict.until):
            yield error(
                "E320",
                f'"{conflict.id}" ends ({conflict.until}) before it begins ({conflict.date})',
                spots.of(conflict, str(conflict.until), "until"),
                label="its end",
                notes=[Note("its beginning", spots.of(conflict, str(conflict.date)))],
                help="put the two dates in order",
            )
    for class_ in case.classes.values():
        for member in class_.members:
            if _reversed(member.start, member.end):
                yield error(
                    "E320",
                    f'"{member.member}" leaves "{class_.id}" ({member.end}) before it joins ({member.start})',
                    spots.of(class_, str(member.end)),
                    label="the end",
                    help="put the two dates in order",
                )


def _instrument(look: Look, instrument: Instrument) -> Iterator[Diagnostic]:
    spots, made = look.spots, instrument.date
    here = [Note(f"made on {made}", spots.of(instrument, str(made)))]
    for end in instrument.ends:
        if end.date is not None and end.date.last < made.first:
            yield error(
                "E320",
                f'"{instrument.id}" ends ({end.date}) before it was made ({made})',
                end.span or instrument.common.span,
                label="its end",
                notes=here,
                help="one of the two dates is wrong",
            )
    for rule in instrument.in_force:
        if rule.date is not None and rule.date.last < made.first:
            yield warning(
                "W320",
                f'"{instrument.id}" is in force from {rule.date}, before its own date, {made}',
                rule.span or instrument.common.span,
                label="earlier than it was made",
                notes=here,
                help="if it was meant to reach back, leave it so; else one of the two dates is wrong",
            )
    for term in (*instrument.parties, *instrument.issuers):
        if _reversed(term.start, term.end):
            yield error(
                "E320",
                f'"{term.actor}" leaves "{instrument.id}" ({term.end}) before it joins ({term.start})',
                term.span or instrument.common.span,
                label=f"from {term.start} until {term.end}",
                help="put the two dates in order",
            )
    secrecy = instrument.common.secrecy
    if secrecy is not None and secrecy.until is not None and secrecy.until.last < made.first:
        yield error(
            "E320",
            f'"{instrument.id}" was published ({secrecy.until}) before it was made ({made})',
            spots.of(instrument, str(secrecy.until), "secret"),
            label="published",
            notes=here,
            help="one of the two dates is wrong",
        )


def actors_exist_when_they_act(look: Look) -> Iterator[Diagnostic]:
    """Nobody acts before he exists or after he has ceased to."""
    for event in look.case.events.values():
        for noun in _nouns(event):
            yield from _existed(look, noun.name, event.date, noun.span or event.common.span)
    for instrument in look.case.instruments.values():
        for term in (*instrument.parties, *instrument.issuers):
            joined = term.start or instrument.date
            yield from _existed(look, term.actor, joined, term.span or instrument.common.span)


def _nouns(event: Event) -> Iterator[Noun]:
    yield from event.sentence.subject.nouns
    if event.sentence.object is not None:
        yield from event.sentence.object.nouns


def _existed(look: Look, name: str, date: Date, span: Span | None) -> Iterator[Diagnostic]:
    actor = look.case.actors.get(name)
    if actor is None:
        return
    early = actor.start is not None and date.last < actor.start.first
    late = actor.end is not None and date.first > actor.end.last
    if not early and not late:
        return
    if early:
        where, when = look.spots.of(actor, str(actor.start), "from"), f"begins only on {actor.start}"
        label, note, keyword = "not there yet on that day", f"{name} begins here", "from"
    else:
        where = look.spots.of(actor, str(actor.end), "until")
        if where == actor.common.span:
            where = look.spots.of(actor, str(actor.end), "from")
        when, label, note, keyword = (
            f"ended on {actor.end}",
            "no longer there on that day",
            f"{name} ends here",
            "until",
        )
    yield error(
        "E321",
        f'"{name}" is used on {date}, but it {when}',
        span,
        label=label,
        notes=[Note(note, where)],
        help=f'name whoever was there in its place, or correct the date or the "{keyword}"',
    )


def order_of_events(look: Look) -> Iterator[Diagnostic | Unknown]:
    """``after`` names events, without going round in a circle; ``in conflict`` names a conflict."""
    case, spots = look.case, look.spots
    issued = {id_: i for id_, i in case.instruments.items() if i.category in ISSUED}
    for event in case.events.values():
        yield from look.unknown("event", event.after, event, "after", case.events, issued)
        for name in event.after:
            other = case.events.get(name) or issued.get(name)
            if other is not None and other.date.first > event.date.last:
                yield error(
                    "E343",
                    f'this is said to come after "{name}", which is later',
                    spots.of(event, name, "after"),
                    label=f"{event.date} is before {other.date}",
                    notes=[Note("the later one", spots.of(other, str(other.date)))],
                    help="one of the dates is wrong, or it comes before: put the after under the other event",
                )
        if event.conflict:
            yield from look.unknown("conflict", [event.conflict], event, "in conflict", case.conflicts)
    for ring in circles({id_: event.after for id_, event in case.events.items() if event.after}):
        first, *others = [case.events[id_] for id_ in ring]
        itself = len(ring) == 1
        yield error(
            "E342",
            f'"{ring[0]}" is said to come after itself'
            if itself
            else f"each of these is said to come after the other: {shown_way(ring, ', ')}",
            spots.of(first, ring[0] if itself else ring[1], "after"),
            label="the circle passes here",
            notes=[
                Note("and here", spots.of(event, ring[(i + 2) % len(ring)], "after")) for i, event in enumerate(others)
            ],
            help="take one of these after lines out",
        )
