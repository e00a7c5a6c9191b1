"""Where an event lies, and whose place that is."""

from __future__ import annotations

from foedus.case.model import Case
from foedus.engine.algebra import Label
from foedus.engine.facts import Facts, Occurrence
from foedus.engine.grounds import Grounds
from foedus.engine.scopes import Labelled, Scope
from foedus.engine.standing import Standing

__all__ = ["Whereabouts"]


class Whereabouts(Standing):
    """Places and those whose territory they are.  A layer of the ``Matcher``."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts) -> None:
        super().__init__(case, grounds, facts)
        self._territory = self._territories()

    def _territories(self) -> dict[str, list[str]]:
        """The largest undisputed places of each sovereign: a part of them is not where an event without a place lies."""
        own: dict[str, list[str]] = {}
        for place in self.case.places.values():
            if not place.disputed and len(place.sovereign) == 1:
                own.setdefault(place.sovereign[0], []).append(place.id)
        inside = self.case.inside
        return {a: [p for p in mine if not inside[p] & (set(mine) - {p})] for a, mine in own.items()}

    def sovereigns(self, place: str) -> tuple[str, ...]:
        """Whose undisputed territory a place is: its own sovereigns, else those of the larger places it lies in."""
        declared = self.case.places.get(place)
        if declared is None or declared.disputed:
            return ()
        if declared.sovereign:
            return declared.sovereign
        return tuple(dict.fromkeys(s for larger in declared.inside for s in self.sovereigns(larger)))

    def place_of(self, occurrence: Occurrence) -> str:
        """The place the record gives, or ""."""
        if occurrence.at:
            return occurrence.at
        return occurrence.object if occurrence.object in self.case.places else ""

    def targets(self, occurrence: Occurrence, scope: Scope) -> Labelled:
        """Whom the event is done to: its object, whose organ that is, or whose undisputed territory."""
        place = self.case.places.get(occurrence.object)
        if place is None:
            return self.acting(occurrence.object, occurrence.day, scope) if occurrence.object else {}
        found: Labelled = {}
        for sovereign in self.sovereigns(place.id):
            found.update(self.acting(sovereign, occurrence.day, scope))
        for left, right, reading in scope.terms:
            if left == place.id and right in self.case.actors and self.reaches_day(scope, reading, occurrence.day):
                found[right] = self.algebra.either(found.get(right, self.false), self.holder(reading))
        return found

    def in_place(self, occurrence: Occurrence, wanted: str, scope: Scope) -> Label:
        """The event lies in the place."""
        place = self.place_of(occurrence)
        if place:
            return self._inside(place, wanted, occurrence.day, scope)
        own = self._territory.get(occurrence.object, [])
        if own:
            inside = self.algebra.any_of(self._inside(p, wanted, occurrence.day, scope) for p in own)
            return self.algebra.both(inside, self.grounds.doctrine("own-territory"))
        return self.grounds.variable(
            f"{occurrence.root.id}@{wanted}?",
            "unknown",
            about=occurrence.root.id,
            text=f"{occurrence.root.id} lay in {wanted}: nobody says",
        )

    def _inside(self, place: str, wanted: str, day: int, scope: Scope) -> Label:
        inside = self.case.inside.get(place, frozenset({place}))
        label = self.true if wanted in inside else self.false
        for left, right, reading in scope.terms:
            if left in inside and self.reaches_day(scope, reading, day):
                if wanted in self.case.inside.get(right, frozenset({right})):
                    label = self.algebra.either(label, self.holder(reading))
        for left, right, reading in scope.not_terms:
            if left in inside and right == wanted and self.reaches_day(scope, reading, day):
                label = self.algebra.unless(label, self.holder(reading))
        return label

    def on_territory(self, occurrence: Occurrence, whose: Labelled, scope: Scope) -> Label:
        """The event lies on the undisputed territory of one of ``whose``."""
        place = self.place_of(occurrence)
        if not place:
            owed = self.targets(occurrence, scope)
            hit = self.algebra.any_of(self.algebra.both(owed[a], why) for a, why in whose.items() if a in owed)
            return self.algebra.both(hit, self.grounds.doctrine("own-territory"))
        label = self.algebra.any_of(whose[s] for s in self.sovereigns(place) if s in whose)
        for left, right, reading in scope.terms:
            if left == place and right in whose and self.reaches_day(scope, reading, occurrence.day):
                label = self.algebra.either(label, self.algebra.both(whose[right], self.holder(reading)))
        return label
