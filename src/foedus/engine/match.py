"""Does this event count as what that sentence describes?  The answer is a label: the worlds in which it does."""

from __future__ import annotations

from dataclasses import replace

from foedus.case.model import Case
from foedus.directives.phrases import ClauseRef, EventPattern, Phrase
from foedus.engine.algebra import Label
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.grounds import Grounds
from foedus.engine.nouns import Nouns
from foedus.engine.scopes import Labelled, Scope

__all__ = ["Matcher", "Scope", "same_purpose"]


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


class Matcher(Nouns):
    """Matching over the facts so far."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts) -> None:
        super().__init__(case, grounds, facts)
        self._derived: dict[tuple[int, int, str], tuple[Occurrence, ...]] = {}
        self._asked: dict[int, _Asked] = {}
        self._plain_scopes: dict[int, Scope] = {}
        self._provoking = self._provocation()
        law = {kind.id for kind in case.kinds.values() if kind.law}
        self.lawful = frozenset(kind for kind, ups in case.kind_is.items() if ups & law)
        self.taken_as = self._taken_as()

    def forget(self) -> None:
        """Forget also what was matched."""
        super().forget()
        for asked in self._asked.values():
            asked.ways.clear()

    def kind(self, occurrence: Occurrence, wanted: str, scope: Scope) -> Label:
        """The event is of the kind, plainly or as a term reading has it."""
        ancestors = self.case.kind_is.get(occurrence.kind, frozenset({occurrence.kind}))
        label = self.true if wanted in ancestors else self.false
        for left, right, reading in scope.terms:
            if left in ancestors and right in self.case.kinds and self.reaches_day(scope, reading, occurrence.day):
                if wanted in self.case.kind_is[right]:
                    label = self.algebra.either(label, self.holder(reading))
        for left, right, reading in scope.not_terms:
            if left in ancestors and right in self.case.kinds and self.reaches_day(scope, reading, occurrence.day):
                if self._taken_from(wanted, left, right):
                    label = self.algebra.unless(label, self.holder(reading))
        if label != self.true and wanted in self.case.kind_is.get(self.taken_as.get(occurrence.kind, ""), frozenset()):
            label = self.algebra.either(label, self.grounds.doctrine("plain-kind"))
        return label

    def _taken_from(self, wanted: str, left: str, right: str) -> bool:
        """Whether "left does not count as right" speaks of a kind: what is no attack may still be the strike that it is."""
        ups = self.case.kind_is.get(wanted, frozenset({wanted}))
        return wanted == right or (right in ups and left not in ups)

    def owed_as(self, type_: str, day: int, scope: Scope) -> Labelled:
        """Every obligation type that a duty of this type is: its own, and what readings of the scope make of it."""
        result: Labelled = {type_: self.true}
        todo = [type_]
        while todo:
            name = todo.pop()
            for left, right, reading in scope.terms:
                if left != name or right not in self.case.types or not self.reaches_day(scope, reading, day):
                    continue
                why = self.holder(reading)
                for *pair, against in scope.not_terms:
                    if pair == [left, right] and self.reaches_day(scope, against, day):
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
        return (scope.sort, scope.instrument if asked.of_parties or self.heirs() else "")

    def _matches(
        self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, binding: Binding
    ) -> list[tuple[str, str, Label]]:
        kind = self.kind(occurrence, pattern.verb.kind, scope)
        if kind == self.false:
            return []
        found = self._plain(pattern, occurrence, scope, binding, self.algebra.both(kind, occurrence.label))
        if not occurrence.via and occurrence.kind in self.case.kinds and self.case.kinds[occurrence.kind].symmetric:
            others: Labelled = {occurrence.object: self.true}
            if occurrence.object in self.case.places:  # what is done to a place is done to him whose it is
                others = self.targets(occurrence, scope)
            for other, why in others.items():
                label = self.algebra.all_of((kind, occurrence.label, why))
                found += self._plain(pattern, _mirrored(occurrence, other), scope, binding, label)
        if found and scope.narrowings:
            found = self._narrowed(pattern, occurrence, scope, found)
        return found

    def _plain(
        self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, binding: Binding, label: Label
    ) -> list[tuple[str, str, Label]]:
        both, day = self.algebra.both, occurrence.day
        whose = self.exercising if occurrence.kind in self.lawful else self.acting
        subjects = self.phrase(pattern.subject, whose(occurrence.subject, day, scope), day, scope, binding)
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
        if extra.purpose and not same_purpose(extra.purpose, occurrence.purpose):
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
            plain = self._plain_scopes[id(scope)] = replace(scope, narrowings=(), sort=~scope.sort)
        return plain

    def _narrowed(
        self, pattern: EventPattern, occurrence: Occurrence, scope: Scope, found: list[tuple[str, str, Label]]
    ) -> list[tuple[str, str, Label]]:
        for statement, reading in scope.narrowings:
            left, right = statement.left, statement.right
            if not isinstance(left, EventPattern) or not isinstance(right, EventPattern):
                continue
            if not self.reaches_day(scope, reading, occurrence.day):
                continue
            if not self._taken_from(pattern.verb.kind, left.verb.kind, right.verb.kind):
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
        lasts = bool(scope.starts) and occurrence.root.steps is not None
        if not scope.widenings and not lasts:
            return (occurrence,)
        key = (id(occurrence), scope.sort, scope.instrument)
        cached = self._derived.get(key)
        if cached is None:
            phases = _phases(occurrence, scope) if lasts else (occurrence,)
            cached = self._derived[key] = tuple(made for phase in phases for made in self._widened(phase, scope))
        return cached

    def _widened(self, occurrence: Occurrence, scope: Scope) -> list[Occurrence]:
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
                if reading in source.via or not self.reaches_day(scope, reading, source.day):
                    continue
                for subject, target, label in self.matches(left, source, plain, Binding()):
                    new = self._derive(source, right, subject, target, label, reading)
                    where = (new.kind, new.subject, new.object)
                    known = seen.get(where, self.false)
                    joined = self.algebra.either(known, new.label)
                    if joined != known:
                        seen[where] = joined
                        made.append(new)
        return made

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
            purpose=right.extra.purpose or source.purpose,
            until=source.until,
        )

    # -- provocation -------------------------------------------------------------------------------------------------------
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


def same_purpose(one: str, other: str) -> bool:
    """Whether two purposes are put in the same words; capitals and blanks apart."""
    return one.casefold().split() == other.casefold().split()


def _phases(occurrence: Occurrence, scope: Scope) -> tuple[Occurrence, ...]:
    """A state of affairs cut where a reading begins to reach it: from that day on it may count as something else."""
    cuts = sorted({start for _, start in scope.starts if start > occurrence.day})
    if not cuts:
        return (occurrence,)
    days = [occurrence.day, *cuts]
    return tuple(
        replace(occurrence, base=occurrence, day=day, minute=occurrence.minute if not number else None, until=until)
        for number, (day, until) in enumerate(zip(days, [*cuts, None], strict=True))
    )


def _mirrored(occurrence: Occurrence, other: str) -> Occurrence:
    """What holds both ways, told of the other side."""
    return replace(occurrence, subject=other, object=occurrence.subject, base=occurrence)


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
