"""What came near a sentence of a casus: an event that would fit but for one part of it, and for which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foedus.directives.phrases import EventPattern, Noun, Phrase
from foedus.engine.casus import disjuncts
from foedus.engine.facts import Binding, Occurrence

if TYPE_CHECKING:
    from foedus.case.model import Case
    from foedus.directives.model import Clause, Instrument
    from foedus.engine.algebra import Label
    from foedus.engine.evaluate import Timeline
    from foedus.engine.match import Matcher
    from foedus.engine.scopes import Scope
    from foedus.findings.reckoning import Reckoning

__all__ = ["OTHERS", "NearMiss", "lacking", "loose", "near_misses"]

OTHERS = {
    "place": "place", "provocation": "beginning", "number": "number", "actor": "actor", "kind": "sort of act",
    "target": "target",
}  # fmt: skip
"""What another than it was would have been needed, by part of a sentence, in words."""
_ANYONE = Phrase((Noun("anyone"),))
_ROOT = "act"
"""The kind that every kind is."""
_ORDER = tuple(OTHERS)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A clause that an event would have met but for one part of its casus.

    part: "place", "provocation", "number", "actor", "kind" or "target".   wanted: that part, in the clause's words.
    """

    instrument: str
    clause: str
    event: str
    part: str
    wanted: str


def loose(pattern: EventPattern) -> EventPattern:
    """The same with roles open: who is meant is not known where nothing has opened the clause."""

    def open_(phrase: Phrase | None) -> Phrase | None:
        if phrase is None or not any(n.form == "role" for n in phrase.nouns):
            return phrase
        return Phrase(tuple(Noun("anyone") if n.form == "role" else n for n in phrase.nouns), phrase.joined)

    subject = open_(pattern.subject)
    assert subject is not None
    return EventPattern(subject, pattern.verb, open_(pattern.object), pattern.extra, pattern.negated, pattern.span)


def lacking(
    matcher: Matcher, pattern: EventPattern, occurrence: Occurrence, scope: Scope, victim: str = ""
) -> tuple[str, str] | None:
    """The one part but for which an event would fit a sentence, and that part in words; None if it wants more than one.

    victim: to whom it must have happened.
    """
    for part, wanted, wider in _wider(matcher.case, pattern, occurrence):
        if any(victim in ("", target) for _, target, _ in matcher.matches(wider, occurrence, scope, Binding())):
            return part, wanted
    return None


def _wider(case: Case, pattern: EventPattern, occurrence: Occurrence) -> Iterator[tuple[str, str, EventPattern]]:
    """A sentence without one of its parts, for each of them."""
    from foedus.language.printer import phrase

    extra = pattern.extra
    if extra.at:
        yield "place", f"at {extra.at}", replace(pattern, extra=replace(extra, at=""))
    if extra.on_territory_of is not None:
        words = f"on territory of {phrase(extra.on_territory_of)}"
        yield "place", words, replace(pattern, extra=replace(extra, on_territory_of=None))
    if extra.unprovoked:
        yield "provocation", "unprovoked", replace(pattern, extra=replace(extra, unprovoked=False))
    if extra.quantity is not None:
        yield "number", str(extra.quantity.quantity), replace(pattern, extra=replace(extra, quantity=None))
    yield "actor", f"by {phrase(pattern.subject)}", replace(pattern, subject=_ANYONE)
    if _akin(case, occurrence.kind, pattern.verb.kind):
        yield "kind", pattern.verb.form, replace(pattern, verb=replace(pattern.verb, kind=_ROOT))
    if pattern.object is not None:
        yield "target", f"done to {phrase(pattern.object)}", replace(pattern, object=_ANYONE)


def _akin(case: Case, happened: str, wanted: str) -> bool:
    """Whether both are deeds of force: a threat is not nearly an attack."""
    return case.is_hostile(happened) and case.is_hostile(wanted)


def near_misses(timeline: Timeline, events: Iterable[str], day: int, reckoning: Reckoning) -> tuple[NearMiss, ...]:
    """The clauses that protect somebody acted on in some events, and that these would have met but for one part.

    Only clauses in force that day, and only where the view is sure that their case has not arisen.
    """
    found: dict[tuple[str, str], NearMiss] = {}
    for id_ in events:
        for occurrence in timeline.occurrences.get(id_, ()):
            for instrument in timeline.case.instruments.values():
                for clause in instrument.clauses:
                    key = (instrument.id, clause.id)
                    miss = _miss(timeline, instrument, clause, occurrence, day, reckoning)
                    if miss is not None and key not in found:
                        found[key] = miss
    return tuple(sorted(found.values(), key=lambda m: (_ORDER.index(m.part), m.instrument, m.clause)))


def _miss(
    timeline: Timeline, instrument: Instrument, clause: Clause, occurrence: Occurrence, day: int, reckoning: Reckoning
) -> NearMiss | None:
    acts = [a for a in clause.thens if a.modality in ("must", "may", "will")]
    if clause.when is None or not acts:
        return None
    matcher = timeline.matcher
    if reckoning.decide(matcher.in_force(instrument.id, day, clause.id)).verdict == "no":
        return None
    scope, missed = matcher.scope(instrument.id, clause.id), ""
    found: tuple[str, str] | None = None
    for alternative in disjuncts(clause.when):
        first = next((p for p in alternative if isinstance(p, EventPattern) and not p.negated), None)
        if first is None:
            continue
        bare = loose(first)
        if reckoning.decide(_met(timeline, bare, occurrence, scope)).verdict != "no":
            return None  # what then still fails is another condition, and not this event
        lacks = lacking(matcher, bare, occurrence, scope)
        if lacks is not None and lacks[0] != "target" and (not missed or _earlier(lacks[0], missed)):
            found, missed = lacks, lacks[0]
    return NearMiss(instrument.id, clause.id, occurrence.root.id, *found) if found is not None else None


def _met(timeline: Timeline, pattern: EventPattern, occurrence: Occurrence, scope: Scope) -> Label:
    """The worlds in which an event is what a sentence says, itself or as a reading has it."""
    same: Collection[Occurrence] = [
        o for o in timeline.casus.occurrences(pattern, scope) if o.root.id == occurrence.root.id
    ] or [occurrence]
    return timeline.algebra.any_of(
        label for o in same for _, _, label in timeline.matcher.matches(pattern, o, scope, Binding())
    )


def _earlier(one: str, other: str) -> bool:
    return _ORDER.index(one) < _ORDER.index(other)
