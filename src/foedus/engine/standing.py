"""Who is who on a day: whose act an act is, who exists, who is a party, who is of a class, what is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foedus.case.model import Case
from foedus.directives.model import Instrument, PartyTerm
from foedus.directives.phrases import ClauseRef
from foedus.engine.algebra import Label
from foedus.engine.facts import Facts
from foedus.engine.grounds import Grounds
from foedus.engine.scopes import Labelled, Scope, Scopes
from foedus.terms.dates import Date

__all__ = ["Standing"]


class Standing(Scopes):
    """Actors as the record has them by a day.  A layer of the ``Matcher``."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts) -> None:
        super().__init__(case, grounds, facts)
        self._acting: dict[tuple[str, int, int, str], Labelled] = {}
        self._changing = False
        self._standing = 0
        self._terms: dict[str, dict[str, list[PartyTerm]]] = {}
        self._parties: dict[tuple[str, int, int], tuple[str, ...]] = {}
        self.amending: dict[str, list[Instrument]] = {}
        for instrument in case.instruments.values():
            for name in instrument.amends:
                self.amending.setdefault(name, []).append(instrument)

    # -- who acts ------------------------------------------------------------------------------------------------------
    def acting(self, actor: str, day: int, scope: Scope) -> Labelled:
        """Everybody whose act an act of ``actor`` is, that day: itself, whose organ it is, whom it counts as."""
        self._refresh()
        if not scope.merging and not self._changing:
            day = 0  # nobody becomes or ceases to be another's organ or heir
        key = (actor, day, scope.sort if scope.merging else -1, scope.instrument if self.heirs() else "")
        found = self._acting.get(key)
        if found is not None:
            return found
        result: Labelled = {actor: self.true}
        todo = [actor]
        while todo:
            name = todo.pop()
            label = result[name]
            for other, why in self._steps_up(name, day, scope):
                joined = self.algebra.both(label, why)
                old = result.get(other, self.false)
                new = self.algebra.either(old, joined)
                if new != old:
                    result[other] = new
                    todo.append(other)
        self._acting[key] = result
        return result

    def exercising(self, actor: str, day: int, scope: Scope) -> Labelled:
        """Everybody whose power an act of ``actor`` exercises, that day: as ``acting``, and whom its office can bind."""
        found = self.acting(actor, day, scope)
        bound: Labelled = {}
        for name, why in found.items():
            office = self.case.actors.get(name)
            if office is not None and office.binds and office.binds not in found:
                for whole, own in self.acting(office.binds, day, scope).items():
                    bound[whole] = self.algebra.either(bound.get(whole, self.false), self.algebra.both(why, own))
        return {**bound, **found} if bound else found

    def succession(self, one: str, other: str, day: int) -> Labelled:
        """The worlds in which one of two actors has succeeded the other by that day, by which of them is the heir."""
        return {
            s.subject: s.label
            for s in self.facts.by_kind.get("succeeds", ())
            if s.day <= day and {s.subject, s.object} == {one, other}
        }

    def _refresh(self) -> None:
        """Forget what was matched when who acts for whom, or who is a party, has changed since."""
        if self._standing != self.facts.standing:
            self._standing = self.facts.standing
            self.forget()

    def forget(self) -> None:
        """Forget who acts for whom."""
        self._acting.clear()
        self._changing = any(self.facts.by_kind.get(kind) for kind in ("holds", "organ-of", "succeeds"))

    def heirs(self) -> bool:
        """Whether anybody succeeded anybody: an heir acts under the treaties made before."""
        return bool(self.facts.by_kind.get("succeeds"))

    def _steps_up(self, name: str, day: int, scope: Scope) -> Iterator[tuple[str, Label]]:
        actor = self.case.actors.get(name)
        if actor is not None and actor.organ_of:
            sure = not actor.common.claims and not actor.common.given
            yield actor.organ_of, self.true if sure else self.grounds.directive(name, actor.common)
        for kind in ("holds", "organ-of"):
            for state in self.facts.by_kind.get(kind, ()):
                if state.subject == name and state.day <= day:
                    yield state.object, self.algebra.both(state.label, state.now(day, self.true))
        for left, right, reading in scope.terms:
            if left == name and right in self.case.actors and self.reaches_day(scope, reading, day):
                yield right, self.holder(reading)
        for succession in self.facts.by_kind.get("succeeds", ()):
            if succession.subject == name and succession.day <= day:
                instrument = self.case.instruments.get(scope.instrument)
                if instrument is not None and instrument.date.first <= succession.day:
                    yield succession.object, succession.label

    def exists(self, actor: str, day: int) -> Label:
        """The actor exists that day; an actor the file does not date exists always."""
        declared = self.case.actors.get(actor)
        label = self.true
        if declared is not None and not _during(declared.start, declared.end, day):
            label = self.false
        if actor in self.facts.founded:
            label = self.algebra.either(label, self.facts.founded[actor].at(day))
        if actor in self.facts.ceased:
            label = self.algebra.unless(label, self.facts.ceased[actor].at(day))
        return label

    # -- membership ----------------------------------------------------------------------------------------------------
    def parties(self, instrument: Instrument) -> tuple[str, ...]:
        """Everybody who is ever a party (or issuer or addressee), in the order of the text, joiners after."""
        successions = self.facts.by_kind.get("succeeds", ())
        known = (instrument.id, len(self.facts.joined), len(successions))  # both only grow
        found = self._parties.get(known)
        if found is None:
            terms = instrument.parties or (*instrument.issuers, *instrument.addressees)
            names = dict.fromkeys(term.actor for term in terms)
            names |= dict.fromkeys(a for (i, a) in self.facts.joined if i == instrument.id)
            for succession in successions:
                if succession.object in names:
                    names.setdefault(succession.subject)
            found = self._parties[known] = tuple(names)
        return found

    def _terms_of(self, instrument: Instrument) -> dict[str, list[PartyTerm]]:
        """By actor: when it is a party (or issuer or addressee), as the text has it."""
        found = self._terms.get(instrument.id)
        if found is None:
            found = self._terms[instrument.id] = {}
            for term in instrument.parties or (*instrument.issuers, *instrument.addressees):
                found.setdefault(term.actor, []).append(term)
        return found

    def party(self, instrument_id: str, actor: str, day: int) -> Label:
        """The actor is a party to the instrument that day (whether or not that is in force)."""
        instrument = self.case.instruments[instrument_id]
        terms = self._terms_of(instrument).get(actor, ())
        label = self.true if any(_during(t.start, t.end, day) for t in terms) else self.false
        joined = self.facts.joined.get((instrument_id, actor))
        if joined is not None:
            label = self.algebra.either(label, joined.at(day))
        for succession in self.facts.by_kind.get("succeeds", ()):
            if succession.subject == actor and succession.day <= day and instrument.date.first <= succession.day:
                heir = self.algebra.both(succession.label, self.party(instrument_id, succession.object, succession.day))
                label = self.algebra.either(label, heir)
        left = self.facts.left.get((instrument_id, actor))
        if left is not None:
            label = self.algebra.unless(label, left.at(day))
        return label

    def member(self, actor: str, class_id: str, day: int, scope: Scope) -> Label:
        """The actor is of the class that day, plainly or by a reading that reaches this scope."""
        label = self.true if self._declared_member(actor, class_id, day, ()) else self.false
        if label == self.true and not scope.not_terms:
            return label
        for left, right, reading in scope.terms:
            if self.reaches_day(scope, reading, day) and _same_class(right, class_id):
                inner = left == actor or (left in self.case.classes and self._declared_member(actor, left, day, ()))
                if inner:
                    label = self.algebra.either(label, self.holder(reading))
        for left, right, reading in scope.not_terms:
            if left == actor and _same_class(right, class_id) and self.reaches_day(scope, reading, day):
                label = self.algebra.unless(label, self.holder(reading))
        return label

    def _declared_member(self, actor: str, class_id: str, day: int, path: tuple[str, ...]) -> bool:
        if class_id in path:
            return False
        declared = self.case.actors.get(actor)
        if declared is not None and _same_class(class_id, declared.sort):
            return True
        found = self.case.classes.get(class_id) or self.case.classes.get(class_id + "s")
        if found is None and class_id.endswith("s"):
            found = self.case.classes.get(class_id[:-1])
        if found is None:
            return False
        if any(m.member == actor and _during(m.start, m.end, day) for m in found.members):
            return True
        return any(self._declared_member(actor, c, day, (*path, class_id)) for c in found.covers)

    def is_class(self, name: str) -> bool:
        """Whether the name stands for a class (of declared members, or a sort of actors such as ``state``)."""
        forms = (name, name + "s", name.removesuffix("s"))
        return any(f in self.case.classes for f in forms) or any(
            _same_class(name, sort) for sort in ("state", "group", "organisation", "person", "office", "body")
        )

    # -- force ---------------------------------------------------------------------------------------------------------
    def in_force(self, instrument: str, day: int, clause: str = "") -> Label:
        """The instrument (and the clause, where it has terms of its own) is in force that day."""
        label = self.false
        for key in (instrument, f"{instrument}.{clause}") if clause else (instrument,):
            entered = self.facts.entered.get(key)
            if entered is None:
                if key == instrument:
                    return self.false
                continue
            own = entered.at(day)
            if key in self.facts.ended:
                own = self.algebra.unless(own, self.facts.ended[key].at(day))
            if key in self.facts.suspended:
                own = self.algebra.unless(own, self.facts.suspended[key].at(day))
            label = own if key == instrument else self.algebra.both(label, own)
            if key == instrument:
                label = self.validity(ClauseRef(instrument), label, day, self.facts.made[instrument].at(day))
        if not clause:
            return label
        if instrument in self.amending:
            parties = self.parties(self.case.instruments[instrument])
            label = self.algebra.unless(label, self.replaced(instrument, clause, parties, day))
        return self.validity(ClauseRef(instrument, clause), label, day, self.facts.made[instrument].at(day))

    def replaced(self, instrument: str, clause: str, between: Iterable[str], day: int) -> Label:
        """An instrument that amends this one has a clause of that name, in force between all these parties.

        Who is no party to the older instrument that day need be none to the newer.
        """
        label = self.false
        between = [actor for actor in between if actor]
        for newer in self.amending.get(instrument, ()):
            if not any(c.id == clause for c in newer.clauses):
                continue
            own = self.in_force(newer.id, day, clause)
            for actor in between:
                if own != self.false:
                    outside = self.algebra.negate(self.party(instrument, actor, day))
                    own = self.algebra.both(own, self.algebra.either(self.party(newer.id, actor, day), outside))
            label = self.algebra.either(label, own)
        return label

    def allied(self, a: str, b: str, day: int) -> Label:
        """a and b are bound to each other's defence (or to attack together) by an instrument in force."""
        label = self.false
        if a == b:
            return label
        for instrument in self.case.instruments.values():
            if any(act.verb.kind in ("defence", "offence") for c in instrument.clauses for act in c.thens):
                both = self.algebra.all_of(
                    (
                        self.party(instrument.id, a, day),
                        self.party(instrument.id, b, day),
                        self.in_force(instrument.id, day),
                    )
                )
                label = self.algebra.either(label, both)
        return label


def _during(start: Date | None, end: Date | None, day: int) -> bool:
    return (start is None or start.first <= day) and (end is None or day <= end.last)


def _same_class(a: str, b: str) -> bool:
    return a == b or a.rstrip("s") == b.rstrip("s")
