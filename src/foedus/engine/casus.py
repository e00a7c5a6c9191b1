"""Is the casus given?  Formulas of clauses over the facts so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from foedus.case.model import Case
from foedus.directives.phrases import AllOf, AnyOf, EventPattern, Formula, LawPattern, Not, Pattern, RelationPattern
from foedus.engine.algebra import Algebra, Label
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.law import Law
from foedus.engine.match import Matcher, Scope
from foedus.terms.durations import add

__all__ = ["Casus", "Given", "disjuncts", "patterns_of"]


@dataclass(frozen=True, slots=True)
class Given:
    """One way in which a casus is given: who is who, in which worlds, by which event (None: by law or silence alone).

    minute: the clock of the day at which it is given, where no event gives it.   also: the events that its other sentences
    describe, each with the worlds in which it does.
    """

    binding: Binding
    label: Label
    by: Occurrence | None
    minute: int | None = None
    also: tuple[tuple[Occurrence, Label], ...] = ()


def patterns_of(formula: Formula | None) -> Iterator[Pattern]:
    """Every sentence of a formula, from left to right."""
    if formula is None:
        return
    if isinstance(formula, AllOf | AnyOf):
        for part in formula.parts:
            yield from patterns_of(part)
    elif isinstance(formula, Not):
        yield from patterns_of(formula.part)
    else:
        yield formula


def disjuncts(formula: Formula, *, negated: bool = False) -> list[tuple[Pattern, ...]]:
    """The formula as alternatives of conjoined sentences, negation pushed into the sentences."""
    if isinstance(formula, Not):
        return disjuncts(formula.part, negated=not negated)
    if isinstance(formula, AllOf | AnyOf):
        parts = [disjuncts(part, negated=negated) for part in formula.parts]
        if isinstance(formula, AnyOf) != negated:
            return [alternative for part in parts for alternative in part]
        return [tuple(p for one in choice for p in one) for choice in product(*parts)]
    return [(replace(formula, negated=not formula.negated) if negated else formula,)]


class _Heard:
    """What a sentence has matched in one scope so far.

    looked: by kind and by whom it is done to ("": anybody), how many recorded events have been looked at.
    ways: by point events, for good.
    states: states of affairs that may match; whether they do depends on the day.
    """

    __slots__ = ("looked", "scope", "standing", "states", "ways")

    def __init__(self, scope: Scope, kinds: Iterable[str], targets: tuple[str, ...], standing: int) -> None:
        self.scope = scope  # kept, so that its id stays its own
        self.looked = {kind: dict.fromkeys(targets, 0) for kind in kinds}
        self.ways: list[Given] = []
        self.states: list[Occurrence] = []
        self.standing = standing


class _ByTarget:
    """Recorded events of one kind by whom they are done to; the first ``count`` are entered."""

    __slots__ = ("count", "done_to")

    def __init__(self) -> None:
        self.count = 0
        self.done_to: dict[str, list[Occurrence]] = defaultdict(list)


class Casus:
    """Evaluates conditions; holds no state of its own but the facts it looks at."""

    def __init__(self, case: Case, matcher: Matcher, facts: Facts, law: Law) -> None:
        self.case = case
        self.matcher = matcher
        self.facts = facts
        self.law = law
        self.algebra: Algebra = matcher.algebra
        self.true, self.false = self.algebra.true, self.algebra.false
        self._alternatives: dict[int, tuple[Formula, list[tuple[Pattern, ...]]]] = {}
        self._by_target: dict[str, _ByTarget] = {}
        below = case.kinds_below.get("succeeds", frozenset({"succeeds"})) | {"accede"}
        self._joining = any(e.sentence.verb.kind in below for e in case.events.values())
        self._heard: dict[tuple[int, int], _Heard] = {}
        self._simple: dict[int, bool] = {}
        self._kinds: dict[tuple[str, int], list[str]] = {}
        self._affirmed: dict[int, tuple[EventPattern, EventPattern]] = {}

    def _dnf(self, formula: Formula) -> list[tuple[Pattern, ...]]:
        known = self._alternatives.get(id(formula))
        if known is None:
            known = self._alternatives[id(formula)] = (formula, disjuncts(formula))
        return known[1]

    # -- all ways in which a casus is given ---------------------------------------------------------------------------
    def given(
        self, formula: Formula, scope: Scope, day: int, start: tuple[int, int | None], ended: bool
    ) -> list[Given]:
        """Every binding under which the formula holds on ``day`` with what is known so far.

        start: the day (and minute) from which silence counts where no event opens the casus.
        ended: whether the day's end has come (a silence that runs out today is then complete).
        """
        found: dict[tuple[Binding, int], Given] = {}
        for conjunction in self._dnf(formula):
            for one in self._conjunction(conjunction, scope, day, start, ended):
                key = (one.binding, id(one.by.root) if one.by is not None else 0)
                known = found.get(key)
                if known is not None:
                    one = replace(one, label=self.algebra.either(known.label, one.label), also=known.also + one.also)
                found[key] = one
        return list(found.values())

    def _conjunction(
        self, conjunction: tuple[Pattern, ...], scope: Scope, day: int, start: tuple[int, int | None], ended: bool
    ) -> Iterator[Given]:
        first = self._opening_sentence(conjunction)
        ways = [Given(Binding(), self.true, None)] if first is None else self._first(first, scope, day)
        for way in ways:
            label, rest, silences = way.label, list[list[Given]](), list[EventPattern]()
            for pattern in conjunction:
                if pattern is first or label == self.false:
                    continue
                if isinstance(pattern, EventPattern) and not pattern.negated:
                    rest.append(self._events(pattern, way.binding, scope, day, way.by, back=False, counted=True))
                    own = self._any(rest[-1])
                elif way.by is not None and isinstance(pattern, EventPattern) and pattern.extra.within is not None:
                    silences.append(pattern)
                    continue
                else:
                    own = self._literal(pattern, way.binding, scope, day, way.by, start, ended)
                label = self.algebra.both(label, own)
            if silences and label != self.false and way.by is not None:
                starts = self._complete(self._both_hold(way.by, way.binding, scope, first), way.by, rest)
                silent = (self._silent(silences, way.binding, scope, day, one, ended) for one in starts)
                label = self.algebra.both(label, self.algebra.any_of(silent))
            if label != self.false:
                also = [(part.by, part.label) for parts in rest for part in parts if part.by is not None]
                yield Given(way.binding, label, way.by, also=tuple(also))

    def conceivable(self, formula: Formula, scope: Scope, day: int) -> Iterator[Given]:
        """Who is who as the first sentence of a casus has it by a day, in some world, the number of actors apart."""
        for conjunction in self._dnf(formula):
            first = self._opening_sentence(conjunction)
            if first is None:
                yield Given(Binding(), self.true, None)
                continue
            ways = self._ways(first, scope, day, self.occurrences(first, scope))
            yield from (way for way in ways if way.by is not None and way.by.day <= day)

    def could_begin(self, formula: Formula, scope: Scope, finding: Occurrence) -> Label:
        """The worlds in which he against whom a finding is may be the subject of the first sentence of a casus."""
        who, day, binding = {finding.against: self.true}, finding.day, Binding(attacker=finding.against)
        firsts = [self._opening_sentence(conjunction) for conjunction in self._dnf(formula)]
        meant = [self.matcher.phrase(p.subject, who, day, scope, binding) for p in firsts if p is not None]
        return self.algebra.any_of(label for found in meant for label in found.values())

    @staticmethod
    def _opening_sentence(conjunction: tuple[Pattern, ...]) -> EventPattern | None:
        """The sentence of an alternative that says who is attacker and victim."""
        events = [p for p in conjunction if isinstance(p, EventPattern) and not p.negated]
        return next((p for p in events if p.subject.at_least == 1), events[0] if events else None)

    def _first(self, pattern: EventPattern, scope: Scope, day: int) -> list[Given]:
        if self.matcher.lasting(pattern):
            heard = self._hear(pattern, scope)
            ways = [*heard.ways, *self._ways(pattern, scope, day, heard.states)]
            ways.sort(key=_by_time)
        else:
            ways = self._ways(pattern, scope, day, self.occurrences(pattern, scope))
        ways = [way for way in ways if way.by is not None and way.by.day <= day]
        if pattern.subject.at_least > 1:
            ways = [replace(way, label=self.algebra.both(way.label, self._law_of(way.by, scope))) for way in ways]
            return self._at_least(pattern.subject.at_least, ways, ever=pattern.extra.ever or scope.ever)
        return ways

    def _law_of(self, occurrence: Occurrence | None, scope: Scope) -> Label:
        """The worlds in which the clause is law when an event comes; what lasts is looked at when it is all there."""
        if occurrence is None or occurrence.root.steps is not None or self._looks_back(scope):
            return self.true
        return self.matcher.in_force(scope.instrument, occurrence.day, scope.clause)

    def _ways(self, pattern: EventPattern, scope: Scope, day: int, occurrences: Iterable[Occurrence]) -> list[Given]:
        ways: list[Given] = []
        for occurrence in occurrences:
            now = self._counting(occurrence, day)
            for attacker, victim, label in self.matcher.matches(pattern, occurrence, scope, Binding()):
                whole = self.algebra.both(label, now)
                if whole != self.false:
                    occasion = occurrence.root.conflict or occurrence.root.id
                    ways.append(Given(Binding(attacker, victim, occasion), whole, occurrence))
        return ways

    def _hear(self, pattern: EventPattern, scope: Scope) -> _Heard:
        """Look at what was recorded since the last time, and at nothing twice."""
        heard = self._heard.get((id(pattern), id(scope)))
        if heard is None or heard.standing != self.facts.standing:
            objects = self.only_objects(pattern, scope)
            targets = ("",) if objects is None else tuple(sorted(objects))
            heard = _Heard(scope, self.interest(pattern, scope), targets, self.facts.standing)
            self._heard[id(pattern), id(scope)] = heard
        fresh: dict[Occurrence, None] = {}
        for kind, looked in heard.looked.items():
            if kind not in self.facts.by_kind:
                continue
            for target, count in looked.items():
                known = self.recorded(kind, target)
                if len(known) > count:
                    fresh.update(dict.fromkeys(known[count:]))
                    looked[target] = len(known)
        if fresh:
            counted = [c for occurrence in fresh for c in self.matcher.counted(occurrence, scope)]
            heard.states += [c for c in counted if c.root.steps is not None]
            heard.ways += self._ways(pattern, scope, 0, (c for c in counted if c.root.steps is None))
        return heard

    def recorded(self, kind: str, target: str) -> list[Occurrence]:
        """Recorded events of a kind, done to somebody ("": to anybody)."""
        everything = self.facts.by_kind.get(kind, [])
        if not target or not everything:
            return everything
        index = self._by_target.get(kind)
        if index is None:
            index = self._by_target[kind] = _ByTarget()
        if index.count < len(everything):
            for occurrence in everything[index.count :]:
                for name in self.done_to(occurrence):
                    index.done_to[name].append(occurrence)
            index.count = len(everything)
        return index.done_to.get(target, [])

    def done_to(self, occurrence: Occurrence) -> dict[str, None]:
        """Everybody an event can count as done to, where no reading says more: its object, and whose that is."""
        targets = self.matcher.targets(occurrence, self.matcher.scope())
        return dict.fromkeys((*targets, occurrence.object))

    def only_objects(self, pattern: EventPattern, scope: Scope) -> set[str] | None:
        """The actors one of whom must be the object of any event that matches the sentence; None: anybody."""
        if scope.widenings or any(left not in self.case.kinds for left, _, _ in scope.terms) or self._joining:
            return None
        kind = self.case.kinds.get(pattern.verb.kind)
        if pattern.object is None or pattern.negated or kind is None or kind.symmetric or pattern.subject.at_least > 1:
            return None
        found: set[str] = set()
        for noun in pattern.object.nouns:
            if noun.form in ("party", "parties"):
                instrument = self.case.instruments.get(scope.instrument)
                found.update(self.matcher.parties(instrument) if instrument is not None else ())
            elif noun.form == "name" and noun.name in self.case.actors:
                found.add(noun.name)
            else:
                return None
        return found

    def newly_given(
        self, formula: Formula, scope: Scope, day: int, known: tuple[int, ...]
    ) -> tuple[list[Given], tuple[int, ...]]:
        """As ``given``, for a formula that ``is_simple``, without the ways known before; and how many there are now.

        known: how many ways of each alternative are known (empty: none).   States of affairs are always among those
        given: they come and go.
        """
        found: dict[tuple[Binding, int], Given] = {}
        now: list[int] = []
        for number, (pattern,) in enumerate(self._dnf(formula)):
            assert isinstance(pattern, EventPattern)
            heard = self._hear(pattern, scope)
            fresh = heard.ways[known[number] if known else 0 :]
            ways = [*fresh, *self._ways(pattern, scope, day, heard.states)]  # those of later phases have no worlds yet
            now.append(len(heard.ways))
            for one in sorted(ways, key=_by_time):
                key = (one.binding, id(one.by.root) if one.by is not None else 0)
                old = found.get(key)
                found[key] = one if old is None else replace(one, label=self.algebra.either(old.label, one.label))
        return list(found.values()), tuple(now)

    def stands_alone(self, pattern: Pattern) -> bool:
        """Whether the sentence has nothing to do with the force of any other instrument."""
        return not isinstance(pattern, EventPattern) or self.matcher.lasting(pattern)

    def is_simple(self, formula: Formula) -> bool:
        """Whether each event by itself gives the casus or does not, once and for all."""
        known = self._simple.get(id(formula))
        if known is None:
            known = self._simple[id(formula)] = all(
                len(one) == 1
                and isinstance(one[0], EventPattern)
                and not one[0].negated
                and one[0].subject.at_least == 1
                and one[0].extra.within is None
                and self.matcher.lasting(one[0])
                for one in self._dnf(formula)
            )
        return known

    def _counting(self, occurrence: Occurrence, day: int) -> Label:
        """The worlds in which it may make a casus that day: a state while it holds; help to a victim only by doctrine."""
        now = occurrence.now(day, self.true)
        if not occurrence.root.in_aid:
            return now
        return self.algebra.both(now, self.matcher.grounds.doctrine("third-party-entry"))

    def _looks_back(self, scope: Scope) -> bool:
        """Whether the clause also counts events from before it was in force."""
        instrument = self.case.instruments.get(scope.instrument)
        return instrument is None or any(c.id == scope.clause and c.earlier for c in instrument.clauses)

    def _at_least(self, count: int, ways: list[Given], *, ever: bool) -> list[Given]:
        """Distinct actors towards the same object, in one conflict (or ever): each way needs the number."""
        groups: dict[tuple[str, str], dict[str, Label]] = {}
        for way in ways:
            key = (way.binding.victim, "" if ever else way.binding.occasion)
            group = groups.setdefault(key, {})
            group[way.binding.attacker] = self.algebra.either(group.get(way.binding.attacker, self.false), way.label)
        enough = {key: self.algebra.at_least(count, list(group.values())) for key, group in groups.items()}
        result = []
        for way in ways:
            key = (way.binding.victim, "" if ever else way.binding.occasion)
            label = self.algebra.both(way.label, enough[key])
            if label != self.false:
                result.append(Given(way.binding, label, way.by))
        return result

    def occurrences(self, pattern: EventPattern, scope: Scope) -> list[Occurrence]:
        """Everything that may match, as recorded and as readings make of it, in order of time."""
        wanted = self.interest(pattern, scope)
        found = [o for kind in wanted for o in self.facts.by_kind.get(kind, ())]
        result = [counted for o in found for counted in self.matcher.counted(o, scope)]
        result.sort(key=_moment)
        return result

    def interest(self, pattern: EventPattern, scope: Scope) -> list[str]:
        """The kinds of recorded events that may come to match the sentence in this scope."""
        key = (pattern.verb.kind, scope.sort)
        known = self._kinds.get(key)
        if known is None:
            known = self._kinds[key] = self._interest(pattern, scope)
        return known

    def _interest(self, pattern: EventPattern, scope: Scope) -> list[str]:
        kinds = set(self.case.kinds_below.get(pattern.verb.kind, frozenset({pattern.verb.kind})))
        for statement, _ in scope.widenings:
            if isinstance(statement.left, EventPattern):
                left = statement.left.verb.kind
                kinds |= self.case.kinds_below.get(left, frozenset({left}))
        for left, _, _ in scope.terms:
            kinds |= self.case.kinds_below.get(left, frozenset())
        for plain, into in self.matcher.taken_as.items():
            if kinds & self.case.kind_is.get(into, frozenset()):
                kinds.add(plain)
        return sorted(kinds)

    # -- one sentence under a binding --------------------------------------------------------------------------------
    def holds(
        self,
        formula: Formula,
        scope: Scope,
        day: int,
        binding: Binding,
        by: Occurrence | None = None,
        *,
        back: bool = False,
    ) -> Label:
        """The formula holds on ``day`` under the binding, with what is known so far.

        back: an exception looks back from ``by``; what is known to come later on that day is not yet there.
        """
        start = (by.day, by.minute) if by is not None else (day, None)
        return self.algebra.any_of(
            self.algebra.all_of(self._literal(p, binding, scope, day, by, start, True, back) for p in conjunction)
            for conjunction in self._dnf(formula)
        )

    def since(self, formula: Formula, scope: Scope, day: int, binding: Binding, begun: int, conflict: str) -> Label:
        """The formula has come true from a day on: what had happened before does not count, nor what is of another conflict."""
        parts = []
        for conjunction in self._dnf(formula):
            own = []
            for p in conjunction:
                if isinstance(p, EventPattern) and not p.negated:
                    ways = self._events(p, binding, scope, day, None, False, begun=begun, conflict=conflict)
                    own.append(self._any(ways))
                else:
                    own.append(self._literal(p, binding, scope, day, None, (day, None), True))
            parts.append(self.algebra.all_of(own))
        return self.algebra.any_of(parts)

    def _literal(
        self,
        pattern: Pattern,
        binding: Binding,
        scope: Scope,
        day: int,
        by: Occurrence | None,
        start: tuple[int, int | None],
        ended: bool,
        back: bool = False,
    ) -> Label:
        if isinstance(pattern, LawPattern):
            return self._sign(pattern.negated, self.law.holds(pattern, scope, day, binding))
        if isinstance(pattern, RelationPattern):
            return self._sign(pattern.negated, self._relation(pattern, scope, day, binding))
        if pattern.negated and pattern.extra.within is not None:
            if by is None:
                return self._unanswered(pattern, binding, scope, day, by, start, ended)
            starts = self._complete(self._both_hold(by, binding, scope, None), by, [])
            return self.algebra.any_of(self._silent([pattern], binding, scope, day, one, ended) for one in starts)
        return self._sign(pattern.negated, self._any(self._events(pattern, binding, scope, day, by, back)))

    def affirmed(self, pattern: EventPattern) -> EventPattern:
        """What a sentence denies, or says is not done in time; the same value each time, as answers are kept by it."""
        if not pattern.negated:
            return pattern
        known = self._affirmed.get(id(pattern))
        if known is None:
            plain = replace(pattern, negated=False, extra=replace(pattern.extra, within=None))
            known = self._affirmed[id(pattern)] = (pattern, plain)
        return known[1]

    def _sign(self, negated: bool, label: Label) -> Label:
        return self.algebra.negate(label) if negated else label

    def _any(self, ways: Iterable[Given]) -> Label:
        """The worlds of any of these ways."""
        return self.algebra.any_of(way.label for way in ways)

    def _events(
        self,
        pattern: EventPattern,
        binding: Binding,
        scope: Scope,
        day: int,
        by: Occurrence | None,
        back: bool,
        counted: bool = False,
        begun: int | None = None,
        conflict: str = "",
    ) -> list[Given]:
        """The events that the sentence describes.  counted: as part of a casus, where it must come while the clause is law.

        begun: the day from which it counts, if it is no state.   conflict: to which it must belong, if to any.
        """
        plain, ever = self.affirmed(pattern), pattern.extra.ever or scope.ever
        conflict = "" if ever else by.root.conflict if by is not None else conflict
        ways: list[Given] = []
        for occurrence in self.occurrences(plain, scope):
            if occurrence.day > day or (by is not None and occurrence.apart(by)):
                continue
            looks_back = by is not None and (pattern.negated or back)
            if looks_back and by is not None and by.precedes(occurrence) and by.root.day == occurrence.root.day:
                continue  # what came later on the day is not yet there when the casus arises
            if conflict and occurrence.root.conflict not in ("", conflict):
                continue
            if begun is not None and occurrence.root.steps is None and occurrence.day < begun:
                continue
            now = self._counting(occurrence, day)
            if counted:
                now = self.algebra.both(now, self._law_of(occurrence, scope))
            for attacker, victim, label in self.matcher.matches(plain, occurrence, scope, binding):
                occasion = occurrence.root.conflict or occurrence.root.id
                ways.append(Given(Binding(attacker, victim, occasion), self.algebra.both(label, now), occurrence))
        if plain.subject.at_least > 1:
            ways = self._at_least(plain.subject.at_least, ways, ever=ever)
        return ways

    def _complete(
        self, begun: list[tuple[int, Label]], by: Occurrence, rest: list[list[Given]]
    ) -> list[tuple[Occurrence, int, Label]]:
        """What may have come last of a casus but for its silences, with its day and the worlds in which all is there then.

        begun: the days from which ``by`` makes it, each with its worlds.   rest: what each other sentence may describe.
        """

        def there(day: int) -> Label:
            ways = (self._any(w for w in parts if w.by is not None and w.by.day <= day) for parts in rest)
            return self.algebra.all_of(ways)

        found = [(by, day, self.algebra.both(label, there(day))) for day, label in begun]
        for part in (part for parts in rest for part in parts):
            if part.by is not None and part.by.day >= begun[0][0]:
                before = self.algebra.any_of(label for day, label in begun if day <= part.by.day)
                found.append((part.by, part.by.day, self.algebra.all_of((before, part.label, there(part.by.day)))))
        return [one for one in found if one[2] != self.false]

    def _silent(
        self,
        silences: list[EventPattern],
        binding: Binding,
        scope: Scope,
        day: int,
        last: tuple[Occurrence, int, Label],
        ended: bool,
    ) -> Label:
        """Nothing that matches from what came last of the rest of the casus to the end of the time; false while it runs."""
        by, since, label = last
        start = (since, by.minute if since == by.root.day else None)
        quiet = (self._unanswered(pattern, binding, scope, day, by, start, ended) for pattern in silences)
        return self.algebra.both(label, self.algebra.all_of(quiet))

    def _both_hold(
        self, by: Occurrence, binding: Binding, scope: Scope, first: EventPattern | None
    ) -> list[tuple[int, Label]]:
        """The days from which what makes a casus counts, each with its worlds: what lasts may begin before the law.

        As what it counted under the readings of earlier days, it went on.
        """
        begun = self._begun(by, binding, scope, first)
        entered = self.facts.entered.get(scope.instrument)
        if by.root.steps is None or entered is None or entered.at(begun[0][0]) == self.true:
            return begun
        found = []
        for since, label in begun:
            before = self.false
            later = [(d, so) for d, so in zip(entered.days, entered.labels, strict=True) if d > since]
            for d, so in [(since, entered.at(since)), *later]:
                found.append((d, self.algebra.both(label, self.algebra.unless(so, before))))
                before = self.algebra.either(before, so)
        return found

    def _begun(
        self, by: Occurrence, binding: Binding, scope: Scope, first: EventPattern | None
    ) -> list[tuple[int, Label]]:
        """Since when a state of affairs has been what the sentence says without a break, through all readings of it."""
        if first is None or by.root.steps is None or by.day == by.root.day:
            return [(by.day, self.true)]
        so: dict[int, Label] = {}
        for counted in self.matcher.counted(by.root, scope):
            same = [
                label
                for attacker, victim, label in self.matcher.matches(first, counted, scope, Binding())
                if (attacker, victim) == (binding.attacker, binding.victim)
            ]
            if counted.day < by.day:
                so[counted.day] = self.algebra.any_of([so.get(counted.day, self.false), *same])
        found, since, on = [], by.day, self.true
        for day in sorted(so, reverse=True):
            found.append((since, self.algebra.unless(on, so[day])))
            since, on = day, self.algebra.both(on, so[day])
        return [(since, on), *reversed(found)]

    def _unanswered(
        self,
        pattern: EventPattern,
        binding: Binding,
        scope: Scope,
        day: int,
        by: Occurrence | None,
        start: tuple[int, int | None],
        ended: bool,
    ) -> Label:
        assert pattern.extra.within is not None
        since, minute = start
        until, clock = add(since, minute, pattern.extra.within)
        if day < until or (day == until and not ended):
            return self.false
        plain = self.affirmed(pattern)
        said = self.false
        for occurrence in self.occurrences(plain, scope):
            late = occurrence.day > until or (
                occurrence.day == until
                and clock is not None
                and occurrence.minute is not None
                and occurrence.minute > clock
            )
            early = occurrence.day < since or (by is not None and occurrence.precedes(by))
            still = occurrence.now(since, self.true) if early and occurrence.root.steps is not None else self.true
            if late or (early and occurrence.root.steps is None) or still == self.false:
                continue  # what began before and lasts is an answer all the time
            for *_, label in self.matcher.matches(plain, occurrence, scope, binding):
                said = self.algebra.either(said, self.algebra.both(label, still))
        return self.algebra.negate(said)

    def silence_ends(self, formula: Formula, since: int, minute: int | None) -> list[int]:
        """The days on which silences of the formula run out, counted from ``since``."""
        return [
            add(since, minute, p.extra.within)[0]
            for p in patterns_of(formula)
            if isinstance(p, EventPattern) and p.extra.within is not None
        ]

    def _relation(self, pattern: RelationPattern, scope: Scope, day: int, binding: Binding) -> Label:
        matcher, algebra = self.matcher, self.algebra
        subjects = matcher.denote(pattern.subject, binding, day, scope)
        if pattern.relation == "a":
            return algebra.any_of(
                algebra.both(why, matcher.member(a, pattern.name, day, scope)) for a, why in subjects.items()
            )
        if pattern.relation == "a party to":
            if pattern.name not in self.case.instruments:
                return self.false
            force = matcher.in_force(pattern.name, day)
            return algebra.any_of(
                algebra.all_of((why, force, matcher.party(pattern.name, a, day))) for a, why in subjects.items()
            )
        objects = matcher.denote(pattern.object, binding, day, scope) if pattern.object is not None else {}
        label = self.false
        for a, x in subjects.items():
            for b, y in objects.items():
                if pattern.relation == "allied with":
                    own = matcher.allied(a, b, day)
                else:
                    own = self._treaty_with(pattern.name, a, b, day)
                label = algebra.either(label, algebra.all_of((x, y, own)))
        return label

    def _treaty_with(self, category: str, a: str, b: str, day: int) -> Label:
        label = self.false
        for instrument in self.case.instruments.values():
            if a != b and (category == instrument.category or category in instrument.tags):
                own = self.algebra.all_of(
                    (
                        self.matcher.in_force(instrument.id, day),
                        self.matcher.party(instrument.id, a, day),
                        self.matcher.party(instrument.id, b, day),
                    )
                )
                label = self.algebra.either(label, own)
        return label


def _moment(occurrence: Occurrence) -> tuple[int, int, str]:
    return (occurrence.day, occurrence.minute or 0, occurrence.id)


def _by_time(way: Given) -> tuple[int, int, str]:
    return _moment(way.by) if way.by is not None else (0, 0, "")
