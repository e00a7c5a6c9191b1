"""Actors that stand in for one another: an event by one of them binds others just as the same event by another does.

In a case with a hundred States most attackers differ in nothing that a clause asks for.  Two that may do an event are alike
with regard to its target if they are party to the same instruments together with it, if neither is named (or of a class
that is named) where a condition says who acts, if neither has done or suffered anything in the record, and if they are
party to the same instruments that ask for what holds both ways, such as being at war.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from foedus.case.model import Case
from foedus.directives.model import Clause
from foedus.directives.phrases import EventPattern, Noun, Pattern, Phrase
from foedus.engine.casus import patterns_of
from foedus.engine.evaluate import Timeline

__all__ = ["Alike"]

_PARTIES = frozenset({"party", "parties", "other party", "other parties", "each other"})


class Alike:
    """Which actors of a case are alike on a day."""

    def __init__(self, case: Case, timeline: Timeline, day: int) -> None:
        self.case = case
        matcher, false = timeline.matcher, timeline.algebra.false
        self._of: dict[str, set[str]] = defaultdict(set)
        for instrument in case.instruments.values():
            for actor in matcher.parties(instrument):
                if matcher.party(instrument.id, actor, day) != false:
                    self._of[actor].add(instrument.id)
            for term in (*instrument.issuers, *instrument.addressees):
                self._of[term.actor].add(instrument.id)
        self._own = set(self._stirring())
        self._both_ways: set[str] = set()
        for instrument in case.instruments.values():
            for clause in instrument.clauses:
                for pattern in _conditions(clause):
                    self._look(instrument.id, pattern)
        for reading in case.readings.values():
            for statement in reading.statements:
                for side in (statement.left, statement.right):
                    if isinstance(side, EventPattern):
                        self._own |= self._named(side.subject)
                    elif isinstance(side, Noun) and side.name in case.actors:
                        self._own.add(side.name)
        great = case.classes.get("great-powers")
        self._first = {m.member for m in great.members if m.end is None} if great is not None else set()

    def _look(self, instrument: str, pattern: Pattern) -> None:
        if not isinstance(pattern, EventPattern):
            return
        self._own |= self._named(pattern.subject)
        kind = self.case.kinds.get(pattern.verb.kind)
        if kind is not None and kind.symmetric:
            phrases = [p for p in (pattern.subject, pattern.object) if p is not None]
            for phrase in phrases:
                self._own |= self._named(phrase)
                if any(noun.form in _PARTIES for noun in phrase.nouns):
                    self._both_ways.add(instrument)

    def _named(self, phrase: Phrase) -> set[str]:
        """Actors named, and members of classes named; the sorts of actors are no classes that tell anybody apart."""
        found: set[str] = set()
        for noun in (*phrase.nouns, *phrase.excluding):
            if noun.name in self.case.actors:
                found.add(noun.name)
            elif noun.name in self.case.classes:
                found |= {m.member for m in self.case.classes[noun.name].members}
        return found

    def _stirring(self) -> Iterator[str]:
        """Who has done or suffered anything in the record, or is more than a State."""
        for event in self.case.events.values():
            for phrase in (event.sentence.subject, event.sentence.object):
                for noun in phrase.nouns if phrase is not None else ():
                    yield noun.name
                    place = self.case.places.get(noun.name)
                    yield from place.sovereign if place is not None else ()
        for actor in self.case.actors.values():
            if actor.sort != "state":
                yield actor.id
            if actor.organ_of:
                yield actor.organ_of

    def groups(self, subjects: Iterable[str], target: str) -> list[tuple[str, ...]]:
        """The subjects, those alike together, one of the great powers first where there is one."""
        shared, found = self._of.get(target, set()), defaultdict[object, list[str]](list)
        for subject in subjects:
            mine = self._of.get(subject, set())
            among = mine if target not in self.case.actors else mine & (shared | self._both_ways)
            key = (subject if subject in self._own else "", frozenset(among))
            found[key].append(subject)
        return [tuple(sorted(group, key=lambda a: (a not in self._first, a))) for group in found.values()]


def _conditions(clause: Clause) -> Iterator[Pattern]:
    for formula in (clause.when, clause.unless, clause.until):
        yield from patterns_of(formula)
