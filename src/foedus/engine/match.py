"""Does this event count as what that sentence describes?  The answer is a label: the worlds in which it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from foedus.case.model import Case
from foedus.directives.model import Doctrine, Instrument, PartyTerm, Reading, Statement
from foedus.directives.phrases import ClauseRef, EventPattern, Noun, Phrase
from foedus.engine.algebra import Algebra, Label
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.grounds import Grounds
from foedus.terms.dates import Date

__all__ = ["Matcher", "Scope"]

Labelled = dict[str, Label]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a sentence stands: its instrument and clause, and the statements of readings that reach it.

    widenings, narrowings: between sentences.   terms: between names.   Each with the label of its reading.
    """

    instrument: str = ""
    clause: str = ""
    widenings: tuple[tuple[Statement, str], ...] = ()
    narrowings: tuple[tuple[Statement, str], ...] = ()
    terms: tuple[tuple[str, str, str], ...] = ()
    not_terms: tuple[tuple[str, str, str], ...] = ()
    needs: tuple[tuple[Statement, str], ...] = ()
    starts: tuple[tuple[str, int], ...] = field(default=())

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for scopes in which every event counts as the same things."""
        own = self.instrument if self.terms or self.widenings else ""
        return (own, tuple((r, id(s)) for s, r in self.widenings), self.terms)


class _Asked:
    """A sentence asked of events again and again, and the answers so far.

    roles: the roles of the binding that the answer can depend on.   of_parties: whether it depends on who is a party.
    lasting: whether an answer stays true as the record grows (but for ``Facts.standing``).
    ways: by event, scope and roles.
    """

    __slots__ = ("lasting", "of_parties", "pattern", "roles", "ways")

    def __init__(self, pattern: EventPattern) -> None:
        self.pattern = pattern  # kept, so that its id stays its own
        extra = pattern.extra
        phrases = [p for p in (pattern.subject, pattern.object, extra.against, extra.on_territory_of) if p is not None]
        nouns = [noun for phrase in phrases for noun in (*phrase.nouns, *phrase.excluding)]
        roles = {noun.name for noun in nouns if noun.form == "role"}
        forms = {noun.form for noun in nouns}
        if forms & {"other party", "other parties", "each other", "any other"} or extra.on_territory_of is not None:
            roles |= {"attacker", "victim"}
        self.roles = tuple(sorted(roles))
        self.of_parties = bool(forms - {"anyone", "name", "role", "any"})
        self.lasting = not extra.unprovoked and "ally" not in forms
        self.ways: dict[tuple[object, ...], list[tuple[str, str, Label]]] = {}


class Matcher:
    """Matching over the facts so far."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts) -> None:
        self.case = case
        self.grounds = grounds
        self.algebra: Algebra = grounds.algebra
        self.facts = facts
        self.true, self.false = self.algebra.true, self.algebra.false
        self.scopes: dict[tuple[str, str], Scope] = {}
        self._global = self._statements_for("", "")
        self._derived: dict[tuple[int, tuple[object, ...]], tuple[Occurrence, ...]] = {}
        self._acting: dict[tuple[str, int, object], Labelled] = {}
        self._asked: dict[int, _Asked] = {}
        self._standing = 0
        self._valid: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._plain_scopes: dict[int, Scope] = {}
        self._member: dict[tuple[str, str], list[tuple[int, int, Label]]] = {}
        self._territory = self._territories()
        self._provoking = self._provocation()
        self.taken_as = self._taken_as()
        self._terms: dict[str, dict[str, list[PartyTerm]]] = {}

    # -- scopes ----------------------------------------------------------------------------------------------------
    def scope(self, instrument: str = "", clause: str = "") -> Scope:
        """The scope of one clause; made once."""
        key = (instrument, clause)
        if key not in self.scopes:
            self.scopes[key] = self._statements_for(instrument, clause) if instrument else self._global
        return self.scopes[key]

    def _statements_for(self, instrument: str, clause: str) -> Scope:
        wide: list[tuple[Statement, str]] = []
        narrow: list[tuple[Statement, str]] = []
        terms: list[tuple[str, str, str]] = []
        not_terms: list[tuple[str, str, str]] = []
        needs: list[tuple[Statement, str]] = []
        starts: list[tuple[str, int]] = []
        holders: list[Reading | Doctrine] = [*self.case.readings.values(), *self.case.doctrines.values()]
        for holder in holders:
            scope = holder.scope if isinstance(holder, Reading) else ()
            if scope and not _reaches(scope, instrument, clause):
                continue
            if isinstance(holder, Reading) and holder.start is not None:
                starts.append((holder.id, holder.start.first))
            for statement in holder.statements:
                left, right = statement.left, statement.right
                if statement.mode == "also needs":
                    needs.append((statement, holder.id))
                elif isinstance(left, EventPattern):
                    (wide if statement.mode == "counts as" else narrow).append((statement, holder.id))
                elif isinstance(left, Noun) and isinstance(right, Noun):
                    into = terms if statement.mode == "counts as" else not_terms
                    into.append((left.name, right.name, holder.id))
        return Scope(
            instrument,
            clause,
            tuple(wide),
            tuple(narrow),
            tuple(terms),
            tuple(not_terms),
            tuple(needs),
            tuple(starts),
        )

    def holder(self, id_: str) -> Label:
        """The label of a reading or doctrine."""
        reading = self.case.readings.get(id_)
        return self.grounds.reading(reading) if reading is not None else self.grounds.doctrine(id_)

    def _reaches_day(self, scope: Scope, reading: str, day: int) -> bool:
        return all(day >= start for id_, start in scope.starts if id_ == reading)

    # -- who acts ----------------------------------------------------------------------------------------------------
    def acting(self, actor: str, day: int, scope: Scope) -> Labelled:
        """Everybody whose act an act of ``actor`` is, that day: itself, whose organ it is, whom it counts as."""
        self._refresh()
        key = (actor, day, id(scope) if scope.terms else scope.instrument if self._heirs() else "")
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

    def _refresh(self) -> None:
        """Forget what was matched when who acts for whom, or who is a party, has changed since."""
        if self._standing != self.facts.standing:
            self._standing = self.facts.standing
            self._acting.clear()
            for asked in self._asked.values():
                asked.ways.clear()

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
            if left == name and right in self.case.actors and self._reaches_day(scope, reading, day):
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
        terms = instrument.parties or (*instrument.issuers, *instrument.addressees)
        names = list(dict.fromkeys(term.actor for term in terms))
        names += [a for (i, a) in self.facts.joined if i == instrument.id and a not in names]
        for succession in self.facts.by_kind.get("succeeds", ()):
            if succession.object in names and succession.subject not in names:
                names.append(succession.subject)
        return tuple(names)

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
            if self._reaches_day(scope, reading, day) and _same_class(right, class_id):
                inner = left == actor or (left in self.case.classes and self._declared_member(actor, left, day, ()))
                if inner:
                    label = self.algebra.either(label, self.holder(reading))
        for left, right, reading in scope.not_terms:
            if left == actor and _same_class(right, class_id) and self._reaches_day(scope, reading, day):
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
        return self.validity(ClauseRef(instrument, clause), label, day)

    def validity(self, ref: ClauseRef, label: Label, day: int) -> Label:
        """A label changed by readings that call the clause, instrument or event valid or void."""
        for mode, by in self._validity_of(ref.instrument, ref.clause):
            reading = self.case.readings.get(by)
            if reading is not None and reading.start is not None and day < reading.start.first:
                continue
            change = self.algebra.unless if mode == "is void" else self.algebra.either
            label = change(label, self.holder(by))
        return label

    def void(self, ref: ClauseRef, day: int) -> Label:
        """The worlds of the readings that call the clause, or its instrument, void from a day up to this one."""
        label = self.false
        for mode, by in self._validity_of(ref.instrument, ref.clause):
            reading = self.case.readings.get(by)
            if mode == "is void" and (reading is None or reading.start is None or reading.start.first <= day):
                label = self.algebra.either(label, self.holder(by))
        return label

    def _validity_of(self, target: str, clause: str) -> list[tuple[str, str]]:
        known = self._valid.get((target, clause))
        if known is not None:
            return known
        found: list[tuple[str, str]] = []
        self._valid[target, clause] = found
        holders: list[Reading | Doctrine] = [*self.case.readings.values(), *self.case.doctrines.values()]
        for holder in holders:
            for s in holder.statements:
                if s.target is not None and s.target.instrument == target and s.target.clause in ("", clause):
                    found.append((s.mode, holder.id))
        return found

    # -- nouns ---------------------------------------------------------------------------------------------------------
    def noun(self, noun: Noun, actors: Labelled, day: int, scope: Scope, binding: Binding) -> Labelled:
        """Which of ``actors`` the noun matches, with labels."""
        both = self.algebra.both
        form, name = noun.form, noun.name
        if form == "anyone":
            return actors
        if form == "name":
            if name in actors:
                return {name: actors[name]}
            if name in self.case.actors or not self.is_class(name):
                return {}
            return self._keep(actors, lambda a: self.member(a, name, day, scope))
        if form == "role":
            who = binding.role(name)
            return {who: actors[who]} if who and who in actors else {}
        if form in ("party", "parties"):
            return self._keep(
                actors, lambda a: self.party(scope.instrument, a, day) if scope.instrument else self.false
            )
        if form in ("other party", "other parties", "each other"):
            out = {binding.attacker, binding.victim} - {""} if form != "each other" else frozenset()
            kept = {a: label for a, label in actors.items() if a not in out}
            return self._keep(kept, lambda a: self.party(scope.instrument, a, day) if scope.instrument else self.false)
        if form == "any":
            return self._keep(actors, lambda a: self.member(a, name, day, scope))
        if form in ("any other", "outside"):

            def outsider(a: str) -> Label:
                if form == "any other" and a == binding.victim:
                    return self.false
                inside = self.party(scope.instrument, a, day) if scope.instrument else self.false
                return self.algebra.unless(self.member(a, name, day, scope), inside)

            return self._keep(actors, outsider)
        if form == "ally" and noun.of is not None:
            partners = self.denote(Phrase((noun.of,)), binding, day, scope)
            return self._keep(
                actors,
                lambda a: self.algebra.any_of(both(why, self.allied(a, p, day)) for p, why in partners.items()),
            )
        return {}

    def _keep(self, actors: Labelled, test: Callable[[str], Label]) -> Labelled:
        kept: Labelled = {}
        for actor, label in actors.items():
            own = test(actor)
            joined = self.algebra.both(label, own)
            if joined != self.false:
                kept[actor] = joined
        return kept

    def phrase(self, phrase: Phrase, actors: Labelled, day: int, scope: Scope, binding: Binding) -> Labelled:
        """Which of ``actors`` the phrase matches: any of its nouns, save those excluded."""
        found: Labelled = {}
        for noun in phrase.nouns:
            for actor, label in self.noun(noun, actors, day, scope, binding).items():
                found[actor] = self.algebra.either(found.get(actor, self.false), label)
        for noun in phrase.excluding:
            for actor, label in self.noun(noun, actors, day, scope, binding).items():
                if actor in found:
                    found[actor] = self.algebra.unless(found[actor], label)
                if noun.form == "name" and noun.name == actor:
                    found = {a: found[a] for a in found if a not in actors or a == actor}
        return {a: label for a, label in found.items() if label != self.false}

    def denote(self, phrase: Phrase, binding: Binding, day: int, scope: Scope) -> Labelled:
        """Whom a phrase names when no event is at hand: debtors, creditors, judges."""
        found: Labelled = {}
        for noun in phrase.nouns:
            for actor in self._candidates(noun, scope, binding):
                if noun.form == "name" and noun.name == actor:
                    found[actor] = self.true
                    continue
                got = self.noun(noun, {actor: self.true}, day, scope, binding)
                for name, label in got.items():
                    found[name] = self.algebra.either(found.get(name, self.false), label)
        for noun in phrase.excluding:
            for actor, label in self.noun(noun, dict.fromkeys(found, self.true), day, scope, binding).items():
                found[actor] = self.algebra.unless(found[actor], label)
        return {a: label for a, label in found.items() if label != self.false}

    def _candidates(self, noun: Noun, scope: Scope, binding: Binding) -> Iterable[str]:
        if noun.form == "name" and (noun.name in self.case.actors or not self.is_class(noun.name)):
            return (noun.name,)
        if noun.form == "role":
            who = binding.role(noun.name)
            return (who,) if who else ()
        if noun.form in ("party", "other party", "parties", "other parties", "each other"):
            instrument = self.case.instruments.get(scope.instrument)
            return self.parties(instrument) if instrument is not None else ()
        return self.case.actors

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

    # -- places ----------------------------------------------------------------------------------------------------------
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
            if left == place.id and right in self.case.actors and self._reaches_day(scope, reading, occurrence.day):
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
            if left in inside and self._reaches_day(scope, reading, day):
                if wanted in self.case.inside.get(right, frozenset({right})):
                    label = self.algebra.either(label, self.holder(reading))
        for left, right, reading in scope.not_terms:
            if left in inside and right == wanted and self._reaches_day(scope, reading, day):
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
            if left == place and right in whose and self._reaches_day(scope, reading, occurrence.day):
                label = self.algebra.either(label, self.algebra.both(whose[right], self.holder(reading)))
        return label

    # -- events ------------------------------------------------------------------------------------------------------------
    def kind(self, occurrence: Occurrence, wanted: str, scope: Scope) -> Label:
        """The event is of the kind, plainly or as a term reading has it."""
        ancestors = self.case.kind_is.get(occurrence.kind, frozenset({occurrence.kind}))
        label = self.true if wanted in ancestors else self.false
        for left, right, reading in scope.terms:
            if left in ancestors and right in self.case.kinds and self._reaches_day(scope, reading, occurrence.day):
                if wanted in self.case.kind_is[right]:
                    label = self.algebra.either(label, self.holder(reading))
        for left, right, reading in scope.not_terms:
            if left in ancestors and right in self.case.kinds and self._reaches_day(scope, reading, occurrence.day):
                if right in self.case.kind_is.get(wanted, frozenset()):
                    label = self.algebra.unless(label, self.holder(reading))
        if label != self.true and wanted in self.case.kind_is.get(self.taken_as.get(occurrence.kind, ""), frozenset()):
            label = self.algebra.either(label, self.grounds.doctrine("plain-kind"))
        return label

    def owed_as(self, type_: str, day: int, scope: Scope) -> Labelled:
        """Every obligation type that a duty of this type is: its own, and what readings of the scope make of it."""
        result: Labelled = {type_: self.true}
        todo = [type_]
        while todo:
            name = todo.pop()
            for left, right, reading in scope.terms:
                if left != name or right not in self.case.types or not self._reaches_day(scope, reading, day):
                    continue
                why = self.holder(reading)
                for *pair, against in scope.not_terms:
                    if pair == [left, right] and self._reaches_day(scope, against, day):
                        why = self.algebra.unless(why, self.holder(against))
                old = result.get(right, self.false)
                new = self.algebra.either(old, self.algebra.both(result[name], why))
                if new != old:
                    result[right] = new
                    todo.append(right)
        return result

    def matches(
        self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, binding: Binding
    ) -> list[tuple[str, str, Label]]:
        """All ways in which the event matches the sentence: who acts, who is acted upon, in which worlds.

        The label is that of the match and of the event, without the time of a state (see ``Occurrence.now``).
        """
        self._refresh()
        asked = self._ask(pattern)
        if not asked.lasting:
            return self._matches(pattern, occurrence, scope, binding)
        key = (id(occurrence), self._scope_key(asked, scope), *[getattr(binding, role) for role in asked.roles])
        found = asked.ways.get(key)
        if found is None:
            found = asked.ways[key] = self._matches(pattern, occurrence, scope, binding)
        return found

    def _ask(self, pattern: EventPattern) -> _Asked:
        asked = self._asked.get(id(pattern))
        if asked is None:
            asked = self._asked[id(pattern)] = _Asked(pattern)
        return asked

    def lasting(self, pattern: EventPattern) -> bool:
        """Whether what an event has to do with the sentence stays so as the record grows (but for ``Facts.standing``)."""
        return self._ask(pattern).lasting

    def _scope_key(self, asked: _Asked, scope: Scope) -> object:
        """Equal for scopes in which the sentence matches the same events."""
        if scope.terms or scope.not_terms or scope.narrowings:
            return id(scope)
        return scope.instrument if asked.of_parties or self._heirs() else ""

    def _heirs(self) -> bool:
        """Whether anybody succeeded anybody: an heir acts under the treaties made before."""
        return bool(self.facts.by_kind.get("succeeds"))

    def _matches(
        self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, binding: Binding
    ) -> list[tuple[str, str, Label]]:
        kind = self.kind(occurrence, pattern.verb.kind, scope)
        if kind == self.false:
            return []
        found = self._plain(pattern, occurrence, scope, binding, self.algebra.both(kind, occurrence.label))
        if (
            occurrence.base is None
            and occurrence.kind in self.case.kinds
            and self.case.kinds[occurrence.kind].symmetric
        ):
            mirror = _mirrored(occurrence)
            found += self._plain(pattern, mirror, scope, binding, self.algebra.both(kind, occurrence.label))
        if found and scope.narrowings:
            found = self._narrowed(pattern, occurrence, scope, found)
        return found

    def _plain(
        self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, binding: Binding, label: Label
    ) -> list[tuple[str, str, Label]]:
        both, day = self.algebra.both, occurrence.day
        subjects = self.phrase(pattern.subject, self.acting(occurrence.subject, day, scope), day, scope, binding)
        if not subjects:
            return []
        objects: Labelled = {occurrence.object: self.true}
        if pattern.object is not None:
            objects = self._objects(pattern.object, occurrence, scope, binding)
            if not objects:
                return []
        elif occurrence.object in self.case.places or occurrence.object in self.case.actors:
            targets = self.targets(occurrence, scope)
            objects = dict(list(targets.items())[:1]) or objects
        label = both(label, self._extras(pattern, occurrence, scope, binding))
        if label == self.false:
            return []
        found: list[tuple[str, str, Label]] = []
        for subject, s in subjects.items():
            for target, o in objects.items():
                whole = self.algebra.all_of((label, s, o))
                if subject == target and occurrence.object in self.case.places:
                    target = occurrence.object  # what is done to one's own land is done to the land
                if pattern.extra.unprovoked and whole != self.false:
                    whole = self.algebra.unless(whole, self.provoked(occurrence, subject, target, scope))
                if whole != self.false and (subject != target or not target):
                    found.append((subject, target, whole))
        return found

    def _objects(self, phrase: Phrase, occurrence: Occurrence, scope: Scope, binding: Binding) -> Labelled:
        """Objects as actors; a place named by the phrase gives the actor whose place was hit."""
        found: Labelled = {}
        direct = [n for n in phrase.nouns if n.form == "name" and n.name not in self.case.actors]
        for noun in direct:
            if noun.name in self.case.places:
                label = self.in_place(occurrence, noun.name, scope) if self.place_of(occurrence) else self.false
                if label != self.false:
                    for target, why in (self.targets(occurrence, scope) or {occurrence.object: self.true}).items():
                        found[target] = self.algebra.either(
                            found.get(target, self.false), self.algebra.both(label, why)
                        )
            elif noun.name == occurrence.object:
                found[noun.name] = self.true
        targets = self.targets(occurrence, scope)
        for target, label in self.phrase(phrase, targets, occurrence.day, scope, binding).items():
            found[target] = self.algebra.either(found.get(target, self.false), label)
        return found

    def _extras(self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, binding: Binding) -> Label:
        extra, label = pattern.extra, self.true
        if extra.at:
            label = self.algebra.both(label, self.in_place(occurrence, extra.at, scope))
        if extra.on_territory_of is not None and label != self.false:
            inner = self._bound(pattern, occurrence, scope, binding)
            whose = self.denote(extra.on_territory_of, inner, occurrence.day, scope)
            label = self.algebra.both(label, self.on_territory(occurrence, whose, scope))
        if extra.against is not None and label != self.false:
            third = self.acting(occurrence.against, occurrence.day, scope) if occurrence.against else {}
            got = self.phrase(extra.against, third, occurrence.day, scope, binding)
            label = self.algebra.both(label, self.algebra.any_of(got.values()))
        if extra.under is not None and not _under(extra.under, occurrence):
            return self.false
        if extra.quantity is not None and not _quantity(extra.quantity.op, extra.quantity.quantity, occurrence):
            return self.false
        return label

    def _bound(self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, binding: Binding) -> Binding:
        """Roles inside the first sentence itself: ``attacks a party on territory of the victim``."""
        if binding.victim or binding.attacker:
            return binding
        targets = list(self.targets(occurrence, scope)) or [occurrence.object]
        return Binding(occurrence.subject, targets[0], binding.occasion)

    def _without_narrowings(self, scope: Scope) -> Scope:
        if not scope.narrowings:
            return scope
        plain = self._plain_scopes.get(id(scope))
        if plain is None:
            plain = self._plain_scopes[id(scope)] = replace(scope, narrowings=())
        return plain

    def _narrowed(
        self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, found: list[tuple[str, str, Label]]
    ) -> list[tuple[str, str, Label]]:
        for statement, reading in scope.narrowings:
            left, right = statement.left, statement.right
            if not isinstance(left, EventPattern) or not isinstance(right, EventPattern):
                continue
            if not self._reaches_day(scope, reading, occurrence.day):
                continue
            if right.verb.kind not in self.case.kind_is.get(pattern.verb.kind, frozenset()):
                continue
            chain: list[Occurrence] = [occurrence]
            while chain[-1].base is not None:
                chain.append(chain[-1].base)
            plain = self._without_narrowings(scope)
            hit = self.algebra.any_of(
                label for link in chain for *_, label in self.matches(left, link, plain, Binding())
            )
            if hit == self.false:
                continue
            taken = self.algebra.both(hit, self.holder(reading))
            result = []
            for subject, target, label in found:
                same = self.phrase(right.subject, {subject: self.true}, occurrence.day, scope, Binding())
                ok = bool(same) and (
                    right.object is None
                    or target in {n.name for n in right.object.nouns}
                    or bool(self.phrase(right.object, {target: self.true}, occurrence.day, scope, Binding()))
                )
                result.append((subject, target, self.algebra.unless(label, taken) if ok else label))
            found = [r for r in result if r[2] != self.false]
        return found

    def counted(self, occurrence: Occurrence, scope: Scope) -> tuple[Occurrence, ...]:
        """The event as recorded and as everything that readings of this scope make of it; widenings chain."""
        if not scope.widenings:
            return (occurrence,)
        key = (id(occurrence), scope.key)
        cached = self._derived.get(key)
        if cached is not None:
            return cached
        made: list[Occurrence] = [occurrence]
        seen: dict[tuple[str, str, str], Label] = {}
        plain = self._without_narrowings(scope)
        index = 0
        while index < len(made) and len(made) < 64:
            source = made[index]
            index += 1
            for statement, reading in scope.widenings:
                left, right = statement.left, statement.right
                if not isinstance(left, EventPattern) or not isinstance(right, EventPattern):
                    continue
                if reading in source.via or not self._reaches_day(scope, reading, source.day):
                    continue
                for subject, target, label in self.matches(left, source, plain, Binding()):
                    new = self._derive(source, right, subject, target, label, reading)
                    where = (new.kind, new.subject, new.object)
                    known = seen.get(where, self.false)
                    joined = self.algebra.either(known, new.label)
                    if joined != known:
                        seen[where] = joined
                        made.append(new)
        result = tuple(made)
        self._derived[key] = result
        return result

    def _derive(
        self, source: Occurrence, right: EventPattern, subject: str, target: str, label: Label, reading: str
    ) -> Occurrence:
        def given(phrase: Phrase | None, default: str) -> str:
            if phrase is None:
                return default
            noun = phrase.nouns[0]
            single = len(phrase.nouns) == 1 and noun.form == "name" and not self.is_class(noun.name)
            return noun.name if single else default

        return Occurrence(
            id=source.id,
            kind=right.verb.kind,
            subject=given(right.subject, subject),
            object=given(right.object, target),
            day=source.day,
            minute=source.minute,
            label=self.algebra.both(label, self.holder(reading)),
            at=right.extra.at or source.at,
            against=given(right.extra.against, source.against),
            under=source.under,
            quantity=source.quantity,
            conflict=source.conflict,
            via=(*source.via, reading),
            base=source,
            after=source.after,
        )

    # -- provocation ---------------------------------------------------------------------------------------------------------
    def _taken_as(self) -> dict[str, str]:
        """By the doctrine ``plain-kind``: events of which no more is said than this kind are taken to be of that one."""
        doctrine = self.case.doctrines.get("plain-kind")
        words = {p.name: p.values for p in doctrine.parameters} if doctrine is not None else {}
        into = next((w for word in words.get("as", ()) if (w := word.strip(","))), "")
        return {w: into for word in words.get("kinds", ()) if into and (w := word.strip(","))}

    def _provocation(self) -> tuple[frozenset[str], int | None]:
        doctrine = self.case.doctrines.get("unprovoked")
        kinds: set[str] = set()
        back: int | None = None
        for parameter in doctrine.parameters if doctrine is not None else ():
            words = [w.strip(",") for w in parameter.values if w.strip(",")]
            if parameter.name == "kinds":
                kinds.update(words)
            elif parameter.name == "back" and len(words) == 2 and words[0].isdigit():
                unit = {"day": 1, "week": 7, "month": 31, "year": 366}.get(words[1].rstrip("s"), 366)
                back = int(words[0]) * unit
        return frozenset(kinds), back

    def provoked(self, occurrence: Occurrence, attacker: str, victim: str, scope: Scope) -> Label:
        """The victim had used force against the attacker strictly before, as the doctrine ``unprovoked`` measures it."""
        kinds, back = self._provoking
        if not kinds or occurrence.root.object == "":
            return self.false
        plain = self.scope()
        label = self.false
        for kind in sorted(kinds):
            for below in sorted(self.case.kinds_below.get(kind, frozenset({kind}))):
                for earlier in self.facts.by_kind.get(below, ()):
                    if not earlier.precedes(occurrence) or (back is not None and earlier.day < occurrence.day - back):
                        continue
                    by = self.acting(earlier.subject, earlier.day, plain).get(victim, self.false)
                    on = self.targets(earlier, plain).get(attacker, self.false)
                    label = self.algebra.either(label, self.algebra.all_of((earlier.label, by, on)))
        return self.algebra.both(label, self.grounds.doctrine("unprovoked"))


def _reaches(scope: tuple[ClauseRef, ...], instrument: str, clause: str) -> bool:
    return any(r.instrument == instrument and (not r.clause or not clause or r.clause == clause) for r in scope)


def _during(start: Date | None, end: Date | None, day: int) -> bool:
    return (start is None or start.first <= day) and (end is None or day <= end.last)


def _same_class(a: str, b: str) -> bool:
    return a == b or a.rstrip("s") == b.rstrip("s")


def _mirrored(occurrence: Occurrence) -> Occurrence:
    return Occurrence(
        occurrence.id,
        occurrence.kind,
        occurrence.object,
        occurrence.subject,
        occurrence.day,
        occurrence.minute,
        occurrence.label,
        at=occurrence.at,
        conflict=occurrence.conflict,
        base=occurrence,
        after=occurrence.after,
    )


def _under(wanted: ClauseRef, occurrence: Occurrence) -> bool:
    given = occurrence.under
    if given is None:
        return occurrence.object == wanted.instrument and not wanted.clause
    return given.instrument == wanted.instrument and wanted.clause in ("", given.clause)


def _quantity(op: str, wanted: object, occurrence: Occurrence) -> bool:
    given = occurrence.quantity
    if given is None or given.unit != wanted.unit:  # type: ignore[attr-defined]
        return False
    amount, bound = given.amount, wanted.amount  # type: ignore[attr-defined]
    return bool(amount >= bound if op == ">=" else amount <= bound if op == "<=" else amount == bound)
