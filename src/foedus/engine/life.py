"""The life of obligations: what opens them, what performs, breaks, releases or outlasts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from foedus.case.model import UNILATERAL, Case
from foedus.directives.model import Act, Clause, Doctrine, Instrument, Reading
from foedus.directives.phrases import ClauseRef, EventPattern, Formula, LawPattern, Noun, Phrase, Verb
from foedus.engine.algebra import Algebra, Label
from foedus.engine.casus import Casus, Given, patterns_of
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.grounds import Grounds
from foedus.engine.law import Key, Law, Obligation
from foedus.engine.match import Matcher, Scope
from foedus.terms.durations import Duration, add

__all__ = ["Life", "potential"]

Labelled = dict[str, Label]


class Life:
    """Opens obligations and follows their conduct.  Changes are gathered in ``pending`` and applied between rounds."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts, matcher: Matcher, casus: Casus, law: Law) -> None:
        self.case, self.grounds, self.facts = case, grounds, facts
        self.matcher, self.casus, self.law = matcher, casus, law
        self.algebra: Algebra = grounds.algebra
        self.true, self.false = self.algebra.true, self.algebra.false
        self.pending: list[tuple[Obligation, str, Label]] = []
        self.opening: list[tuple[Obligation, Label, Occurrence | None, int | None]] = []
        self.seen: dict[tuple[str, str, Binding, int], Label] = {}
        self.ready: dict[Key, Label] = {}
        self._interest: dict[tuple[str, str, int, str], frozenset[str]] = {}
        self._rows: dict[tuple[str, str, int, str], list[tuple[str, EventPattern, frozenset[str]]]] = {}
        self._deeds: dict[tuple[str, str, str], EventPattern] = {}
        self.deadlines: dict[int, list[tuple[Obligation, Label, int | None]]] = {}
        self.new_days: set[int] = set()
        self.acts_seen: set[tuple[int, int, str]] = set()
        self.asking: Callable[[Obligation, int], Label | None] = lambda _obligation, _day: None
        self._organs: dict[str, list[str]] = {}
        for actor in case.actors.values():
            if actor.organ_of:
                self._organs.setdefault(actor.organ_of, []).append(actor.id)
        self._dated = {a.id for a in case.actors.values() if a.start is not None or a.end is not None}
        self._leaving = {i.id for i in case.instruments.values() if any(t.end is not None for t in i.parties)}
        holders: list[Reading | Doctrine] = [*case.readings.values(), *case.doctrines.values()]
        self._leaving |= {s.target.instrument for h in holders for s in h.statements if s.target is not None}
        self._at_once = self._parameter("at-once", "days", 7)

    def _parameter(self, doctrine: str, name: str, default: int) -> int:
        found = self.case.doctrines.get(doctrine)
        for parameter in found.parameters if found is not None else ():
            if parameter.name == name and parameter.values and parameter.values[0].isdigit():
                return int(parameter.values[0])
        return default

    def _kinds_of(self, doctrine: str) -> tuple[str, ...]:
        """The kinds that a doctrine's parameter ``kinds`` names; attack where it names none."""
        found = self.case.doctrines.get(doctrine)
        for parameter in found.parameters if found is not None else ():
            if parameter.name == "kinds":
                return tuple(w for word in parameter.values if (w := word.strip(",")))
        return ("attack",)

    # -- opening -------------------------------------------------------------------------------------------------------
    def open(self, instrument: Instrument, clause: Clause, scope: Scope, ways: Iterable[Given], day: int) -> None:
        """Open what the casus gives: only the worlds newly gained, so that exceptions look back once."""
        for way in ways:
            occurrence = way.by
            is_state = occurrence is not None and occurrence.root.steps is not None
            at = day if occurrence is None or clause.earlier or is_state else occurrence.day
            base = self.algebra.both(way.label, self.matcher.in_force(instrument.id, at, clause.id))
            if at != day:
                base = self.algebra.both(base, self.matcher.in_force(instrument.id, day, clause.id))
            base = self._conditions(instrument, clause, scope, way, base, day)
            seen_key = (instrument.id, clause.id, way.binding, id(occurrence.root) if occurrence is not None else 0)
            fresh = base
            if clause.when is not None:  # a clause without casus binds whoever comes: see _open_act
                seen = self.seen.get(seen_key, self.false)
                fresh = self.algebra.unless(base, seen)
                self.seen[seen_key] = self.algebra.either(seen, base)
            if fresh == self.false:
                continue
            spared = self.false
            if clause.unless is not None and not speaks_of_roles(clause.unless):
                spared = self.casus.holds(clause.unless, scope, day, way.binding, occurrence, back=True)
            for number, act in enumerate(clause.thens):
                for type_, why in self.matcher.owed_as(act.verb.kind, at, scope).items():
                    owed = self.algebra.both(fresh, why)
                    self._open_act(
                        instrument, clause, number, self._read(act, type_), scope, way, owed, spared, at, day
                    )

    def _read(self, act: Act, type_: str) -> Act:
        """The act, as a reading has it that makes another type of it."""
        if type_ == act.verb.kind:
            return act
        verbs = self.case.types[type_].verbs
        return replace(act, verb=Verb(verbs[0] if verbs else type_, type_, act.verb.span))

    def _conditions(
        self, instrument: Instrument, clause: Clause, scope: Scope, way: Given, label: Label, day: int
    ) -> Label:
        for number, text in enumerate(clause.unknown, 1):
            unknown = self.grounds.variable(
                f"{instrument.id}.{clause.id}?{number}", "unknown", about=instrument.id, text=text
            )
            label = self.algebra.both(label, unknown)
        for statement, reading in scope.needs:
            if statement.needs is not None and not speaks_of_roles(statement.needs):
                label = self._needed(statement.needs, reading, scope, way.binding, way.by, label, day)
        return label

    def _needed(
        self,
        needs: Formula,
        reading: str,
        scope: Scope,
        binding: Binding,
        by: Occurrence | None,
        label: Label,
        day: int,
    ) -> Label:
        held = self.casus.holds(needs, scope, day, binding, by)
        return self.algebra.unless(label, self.algebra.unless(self.matcher.holder(reading), held))

    def _for_roles(self, clause: Clause, scope: Scope, way: Given, roles: Binding, label: Label, day: int) -> Label:
        """Exceptions and needs that speak of debtor, creditor or adversary: asked of each duty by itself."""
        if clause.unless is not None and speaks_of_roles(clause.unless):
            label = self.algebra.unless(label, self.casus.holds(clause.unless, scope, day, roles, way.by, back=True))
        for statement, reading in scope.needs:
            if statement.needs is not None and speaks_of_roles(statement.needs):
                label = self._needed(statement.needs, reading, scope, roles, way.by, label, day)
        return label

    def _open_act(
        self,
        instrument: Instrument,
        clause: Clause,
        number: int,
        act: Act,
        scope: Scope,
        way: Given,
        label: Label,
        spared: Label,
        at: int,
        day: int,
    ) -> None:
        """Open one line of a clause for everybody it binds.  spared: the worlds of its exception."""
        if label == self.false:
            return
        debtors = self.matcher.denote(act.debtor, way.binding, at, scope)
        for debtor, d in debtors.items():
            bound = self.algebra.all_of((label, d, self.binds(instrument, debtor, at), self.matcher.exists(debtor, at)))
            if bound == self.false:
                continue
            for creditor, adversary, r in self._roles(act, instrument, scope, way.binding, debtor, at):
                read_as = act.verb.kind if act.verb.kind != clause.thens[number].verb.kind else ""
                key = Key(instrument.id, clause.id, number, debtor, creditor, adversary, way.binding.occasion, read_as)
                whole = self.algebra.both(bound, r)
                if clause.when is None:
                    ready = self.ready.get(key, self.false)
                    self.ready[key] = self.algebra.either(ready, whole)
                    whole = self.algebra.unless(whole, ready)
                whole = self.algebra.unless(whole, spared)
                if whole == self.false:
                    continue
                whole = self.algebra.unless(
                    whole, self._excluded(act, instrument, scope, way, debtor, creditor, adversary)
                )
                given = way.binding
                roles = Binding(given.attacker, given.victim, given.occasion, debtor, creditor, adversary)
                whole = self._for_roles(clause, scope, way, roles, whole, day)
                if whole == self.false:
                    continue
                obligation = self.law.obligations.get(key)
                if obligation is None:
                    group = tuple(debtors) if act.debtor.each_how == "any one of" else ()
                    kind = self.case.types.get(act.verb.kind)
                    obligation = Obligation(key, instrument, clause, act, kind, scope, self.false, group)
                    self.law.add(obligation)
                self.opening.append((obligation, whole, way.by, way.minute))

    def binds(self, instrument: Instrument, actor: str, day: int) -> Label:
        """The instrument binds the actor that day: a party, an issuer or addressee, or their organ."""
        if not instrument.parties and not instrument.issuers and not instrument.addressees:
            return self.true
        names = self.matcher.parties(instrument)
        label = self.false
        for whole, why in self.matcher.acting(actor, day, self.matcher.scope()).items():
            if whole in names:
                label = self.algebra.either(
                    label, self.algebra.both(why, self.matcher.party(instrument.id, whole, day))
                )
        if not instrument.parties:  # an office speaks for its state: a threat by IRN.chief-of-staff binds IRN
            for term in (*instrument.issuers, *instrument.addressees):
                office = self.case.actors.get(term.actor)
                if office is not None and actor in (office.organ_of, office.binds):
                    label = self.true
            if instrument.category not in UNILATERAL:
                label = self.true
        return label

    def _roles(
        self, act: Act, instrument: Instrument, scope: Scope, binding: Binding, debtor: str, day: int
    ) -> list[tuple[str, str, Label]]:
        """(creditor, adversary, label) for each concrete duty of this debtor."""
        creditors, adversaries = role_phrases(self.case, act)
        inner = Binding(binding.attacker, binding.victim, binding.occasion, debtor, binding.victim, binding.attacker)

        def name(phrase: Phrase) -> Labelled:
            found = self.matcher.denote(phrase, inner, day, scope)
            for noun in phrase.nouns:  # a place or thing: what the act is done to, not an actor
                if noun.form == "name" and noun.name in self.case.places:
                    owners = self.case.places[noun.name].sovereign
                    found.pop(noun.name, None)
                    found.update(dict.fromkeys(owners, self.true))
            found.pop(debtor, None)
            return found

        against: Labelled = name(adversaries) if adversaries is not None else {}
        if adversaries is not None and not against and debtor in self.matcher.denote(adversaries, inner, day, scope):
            return []  # nobody is his own adversary
        if adversaries is None and act.verb.kind in self.case.types and binding.attacker and binding.attacker != debtor:
            against = {binding.attacker: self.true}
        towards: Labelled = name(creditors) if creditors is not None else {}
        if creditors is None and act.verb.kind in self.case.types:
            out = {debtor, *against} if adversaries is not None else {debtor, binding.attacker}
            if binding.victim in self.case.actors and binding.victim not in out:
                towards = {binding.victim: self.true}
            else:
                towards = {
                    a: self.matcher.party(instrument.id, a, day)
                    for a in self.matcher.parties(instrument)
                    if a not in out and instrument.parties
                }
        result = []
        parties = self.matcher.parties(instrument) if instrument.parties else ()
        for creditor, owed in (towards or {"": self.true}).items():
            if creditors is not None and not towards:
                continue
            if creditor in parties:
                owed = self.algebra.both(owed, self.matcher.party(instrument.id, creditor, day))
            if creditor:
                owed = self.algebra.both(owed, self.matcher.exists(creditor, day))
            for adversary, meant in (against or {"": self.true}).items():
                if adversary and adversary == creditor:
                    if adversaries is not None:
                        continue
                    adversary = ""  # nobody named it: the attacker is no adversary of what is owed to it
                if adversary:
                    meant = self.algebra.both(meant, self.matcher.exists(adversary, day))
                label = self.algebra.both(owed, meant)
                if label != self.false:
                    result.append((creditor, adversary, label))
        return result

    def _excluded(
        self, act: Act, instrument: Instrument, scope: Scope, way: Given, debtor: str, creditor: str, adversary: str
    ) -> Label:
        """No help to the aggressor; an ally that attacked its ally has no claim on it."""
        if way.by is None or not creditor:
            return self.false
        label = self.false
        kind = self.case.types.get(act.verb.kind)
        if kind is not None and kind.needs_innocence and adversary:
            name = "no-help-to-aggressor"
            first = self._attacked(name, creditor, adversary, way.by, scope, conflict=way.by.root.conflict)
            label = self.algebra.both(first, self.grounds.doctrine(name))
        if creditor in self.matcher.parties(instrument) and debtor in self.matcher.parties(instrument):
            name = "attack-ends-alliance"
            broke = self._attacked(name, creditor, debtor, way.by, scope, instrument=instrument)
            label = self.algebra.either(label, self.algebra.both(broke, self.grounds.doctrine(name)))
        return label

    def _attacked(
        self,
        doctrine: str,
        who: str,
        whom: str,
        before: Occurrence,
        scope: Scope,
        *,
        conflict: str = "",
        instrument: Instrument | None = None,
    ) -> Label:
        """One attacked the other strictly earlier: an act of the doctrine's kinds, as the clause's readings have it."""
        label = self.false
        for kind in self._kinds_of(doctrine):
            pattern = self._deed(who, kind, whom)
            for occurrence in self._acts_of(who, pattern, scope):
                if not occurrence.precedes(before) or (conflict and occurrence.root.conflict != conflict):
                    continue
                for counted in self.matcher.counted(occurrence, scope):
                    for *_, own in self.matcher.matches(pattern, counted, scope, Binding()):
                        if instrument is not None:
                            own = self.algebra.both(own, self._partners(instrument, who, whom, occurrence.day))
                        label = self.algebra.either(label, own)
        return label

    def _deed(self, who: str, kind: str, whom: str) -> EventPattern:
        """One actor doing a kind of act to another; the same value each time, as answers are kept by it."""
        known = self._deeds.get((who, kind, whom))
        if known is None:
            known = EventPattern(Phrase((Noun("name", who),)), Verb("", kind), Phrase((Noun("name", whom),)))
            self._deeds[who, kind, whom] = known
        return known

    def _acts_of(self, who: str, pattern: EventPattern, scope: Scope) -> list[Occurrence]:
        """Recorded events of the kind by an actor or its organs; by anybody where a reading may make them its own."""
        kinds = self.casus.interest(pattern, scope)
        if scope.widenings or any(right in self.case.actors for _, right, _ in scope.terms):
            return [o for kind in kinds for o in self.facts.by_kind.get(kind, ())]
        names = [who]
        for name in names:
            names += [organ for organ in self._organs.get(name, ()) if organ not in names]
            for kind in ("organ-of", "holds"):
                names += [
                    o.subject for o in self.facts.by_kind.get(kind, ()) if o.object == name and o.subject not in names
                ]
        wanted = frozenset(kinds)
        return [o for name in names for o in self.facts.by_subject.get(name, ()) if o.kind in wanted]

    def _partners(self, instrument: Instrument, a: str, b: str, day: int) -> Label:
        """Both were parties to the instrument, in force, that day."""
        party = self.matcher.party
        return self.algebra.all_of(
            (party(instrument.id, a, day), party(instrument.id, b, day), self.matcher.in_force(instrument.id, day))
        )

    # -- conduct -------------------------------------------------------------------------------------------------------
    def conduct(self, obligation: Obligation, occurrence: Occurrence, day: int) -> None:
        """What this event does to this obligation, seen from the round before."""
        triggered = obligation.at("triggered", day)
        if self.algebra.both(triggered, occurrence.label) == self.false:
            return
        first = obligation.opened[0][3] if obligation.opened else None
        if first is not None and (occurrence.root.precedes(first) or occurrence.root is first.root):
            if occurrence.root.steps is None or occurrence.root is first.root:
                return
        alive = self.algebra.unless(triggered, self.closed(obligation, day))
        if alive == self.false:
            return
        binding = obligation.binding
        patterns = [
            (sort, pattern) for sort, pattern, kinds in self._conduct_of(obligation) if occurrence.root.kind in kinds
        ]
        for counted in self.matcher.counted(occurrence, obligation.scope) if patterns else ():
            for sort, pattern in patterns:
                label = self._acted(pattern, counted, obligation, binding, day)
                label = self.algebra.both(label, alive)
                if label != self.false:
                    self._record(obligation, occurrence, counted, sort, label, day)
        self._law_acts(obligation, occurrence, alive, day)

    def _conduct_of(self, obligation: Obligation) -> list[tuple[str, EventPattern, frozenset[str]]]:
        """The sentences that make an event its conduct, each with the kinds of recorded events it can be about."""
        key = obligation.key
        row = (key.instrument, key.clause, key.then, key.read_as)
        found = self._rows.get(row)
        if found is None:
            found = self._rows[row] = [
                (sort, pattern, frozenset(self.casus.interest(pattern, obligation.scope)))
                for sort, pattern in self._patterns(obligation)
            ]
        return found

    def interest(self, obligation: Obligation) -> frozenset[str]:
        """The kinds of recorded events that can be conduct of this obligation; no other need be looked at."""
        key = obligation.key
        row = (key.instrument, key.clause, key.then, key.read_as)
        found = self._interest.get(row)
        if found is None:
            patterns = [pattern for _, pattern in self._patterns(obligation)]
            patterns.append(EventPattern(Phrase(()), Verb("", obligation.act.verb.kind)))
            kinds = {kind for pattern in patterns for kind in self.casus.interest(pattern, obligation.scope)}
            for name in ("refuse", "release", "request", "invoke", "decide"):
                kinds |= self.case.kinds_below.get(name, frozenset())
            found = self._interest[row] = frozenset(kinds)
        return found

    def _patterns(self, obligation: Obligation) -> list[tuple[str, EventPattern]]:
        kind = obligation.type
        if kind is None or obligation.act.modality == "may":  # a right can be used; it cannot be broken
            return [] if kind is None else [("performed", p) for p in kind.performed]
        found: list[tuple[str, EventPattern]] = [("breached", p) for p in kind.broken]
        partly = "performed" if obligation.clause.discretion and not obligation.forbearance else "partial"
        found += [(partly, p) for p in kind.partly]  # where the means are the debtor's to choose, a part is enough
        if not obligation.forbearance:
            found += [("performed", p) for p in kind.performed]
        return found

    def _acted(
        self, pattern: EventPattern, occurrence: Occurrence, obligation: Obligation, binding: Binding, day: int
    ) -> Label:
        label = self.false
        for debtor in obligation.debtors or (obligation.key.debtor,):
            roles = Binding(
                binding.attacker, binding.victim, binding.occasion, debtor, binding.creditor, binding.adversary
            )
            for *_, own in self.matcher.matches(pattern, occurrence, obligation.scope, roles):
                label = self.algebra.either(label, own)
        return self.algebra.both(label, occurrence.now(day, self.true))

    def _record(
        self, obligation: Obligation, event: Occurrence, counted: Occurrence, sort: str, label: Label, day: int
    ) -> None:
        act = obligation.act
        if sort == "performed":
            owed, done = act.quantity, counted.quantity
            if owed is not None and done is not None and owed.unit == done.unit and done.amount < owed.amount:
                sort = "partial"
            limit = act.limited_quantity
            if limit is not None and done is not None and limit.unit == done.unit and done.amount > limit.amount:
                self.pending.append((obligation, "exceeded", label))
            if act.limited_place:
                outside = self.algebra.unless(
                    label, self.matcher.in_place(counted, act.limited_place, obligation.scope)
                )
                if self.matcher.place_of(counted):
                    self.pending.append((obligation, "exceeded", outside))
        if sort == "breached":
            label = self.algebra.both(label, obligation.at("due", day))
        if label == self.false:
            return
        self.pending.append((obligation, sort, label))
        key = (id(obligation), id(event), sort)
        if key not in self.acts_seen:
            self.acts_seen.add(key)
            obligation.acts.append((counted, sort, label))

    def _law_acts(self, obligation: Obligation, occurrence: Occurrence, alive: Label, day: int) -> None:
        """Acts named by the clause itself, refusals, releases, requests and decisions."""
        case, key, scope = self.case, obligation.key, obligation.scope
        ups = case.kind_is.get(occurrence.kind, frozenset())
        acting = self.matcher.acting(occurrence.subject, occurrence.day, self.matcher.scope())
        targets = self.matcher.targets(occurrence, self.matcher.scope())
        by_debtor = acting.get(key.debtor, self.false)
        about = occurrence.object == key.instrument or (
            occurrence.under is not None and occurrence.under.instrument == key.instrument
        )
        right_clause = occurrence.under is None or occurrence.under.clause in ("", key.clause)
        if obligation.type is None and by_debtor != self.false:
            self._own_kind(obligation, occurrence, by_debtor, targets, alive, day)
        if "refuse" in ups and about and right_clause and by_debtor != self.false and not obligation.forbearance:
            label = self.algebra.all_of((by_debtor, occurrence.label, obligation.at("due", day)))
            self.pending.append((obligation, "breached" if obligation.continuing else _left_undone(obligation), label))
        if "release" in ups:
            by = acting.get(key.creditor, self.false)
            # who is named is let go, and nobody else; a release from the instrument lets everybody go
            everybody = self.true if about and occurrence.object not in case.actors else self.false
            freed = targets.get(key.debtor, everybody)
            elsewhere = occurrence.under is not None and (
                occurrence.under.instrument != key.instrument or not right_clause
            )
            if freed != self.false and not elsewhere:
                label = self.algebra.all_of((by, freed, occurrence.label, alive))
                self.pending.append((obligation, "released", label))
        clause = obligation.clause
        if clause.request_by is not None and ("request" in ups or "invoke" in ups):
            label = self._exercise(clause.request_by, occurrence, obligation, acting)
            elsewhere = occurrence.under is not None and (
                occurrence.under.instrument != key.instrument or not right_clause
            )
            other = occurrence.object in case.instruments and occurrence.object != key.instrument
            wrong = occurrence.object in case.actors and key.debtor not in targets
            if not elsewhere and not other and not wrong:
                self.pending.append((obligation, "requested", self.algebra.both(label, alive)))
        if (
            clause.decision_by is not None
            and "decide" in ups
            and "finds-no-casus" not in ups
            and (about or occurrence.under is None)
        ):
            label = self._exercise(clause.decision_by, occurrence, obligation, acting)
            if right_clause and (about or occurrence.object not in case.instruments):
                self.pending.append((obligation, "decided", self.algebra.both(label, alive)))
        _ = scope

    def _exercise(self, phrase: Phrase, occurrence: Occurrence, obligation: Obligation, acting: Labelled) -> Label:
        got = self.matcher.phrase(phrase, acting, occurrence.day, obligation.scope, obligation.binding)
        return self.algebra.both(occurrence.label, self.algebra.any_of(got.values()))

    def _own_kind(
        self, obligation: Obligation, occurrence: Occurrence, by: Label, targets: Labelled, alive: Label, day: int
    ) -> None:
        """A duty whose act is a kind of event: done by an event of that kind on the one named."""
        key = obligation.key
        kind = self.matcher.kind(occurrence, obligation.act.verb.kind, obligation.scope)
        if kind == self.false:
            return
        target = key.adversary or key.creditor
        hit = targets.get(target, self.true if occurrence.object == target or not target else self.false)
        label = self.algebra.all_of((kind, by, hit, occurrence.label, occurrence.now(day, self.true), alive))
        sort = "breached" if obligation.forbearance else "performed"
        if label != self.false:
            self._record(obligation, occurrence, occurrence, sort, label, day)

    def request_before(self, obligation: Obligation, occurrence: Occurrence, day: int) -> None:
        """A standing request: one made before the duty opened counts too."""
        alive = self.algebra.unless(obligation.at("triggered", day), self.closed(obligation, day))
        self._law_acts(obligation, occurrence, alive, day)

    def closed(self, obligation: Obligation, day: int) -> Label:
        """The worlds in which it is closed: discharged, released, lapsed, excused, or its conflict over."""
        names = ["released", "lapsed", "excused", "discharged", "over"]
        if not obligation.continuing:
            names.append("performed")
        return self.algebra.any_of(obligation.at(name, day) for name in names)

    # -- between rounds ------------------------------------------------------------------------------------------------
    def apply(self, day: int) -> set[Obligation]:
        """Carry out what this round found; gives the obligations that changed."""
        changed: set[Obligation] = set()
        for obligation, label, by, clock in self.opening:
            steps = obligation.steps("triggered")
            fresh = self.algebra.unless(label, steps.last)
            if fresh == self.false:
                continue
            minute = clock if by is None else by.minute if by.day == day else None
            obligation.opened.append((day, minute, fresh, by))
            steps.set(day, self.algebra.either(steps.last, label))
            changed.add(obligation)
        self.opening = []
        for obligation, name, label in self.pending:
            if name == "performed" and obligation.together:
                name = "partial"  # its own part; the whole is done when all have done theirs
            steps = obligation.steps(name)
            if steps.set(day, self.algebra.either(steps.last, label)):
                changed.add(obligation)
        self.pending = []
        for obligation in [o for o in changed if o.together]:
            changed |= self._done_together(obligation, day)
        for obligation in changed:
            self.refresh(obligation, day)
        return changed

    def _done_together(self, obligation: Obligation, day: int) -> set[Obligation]:
        """A duty owed together is performed when each of its debtors has done its part; gives those that changed."""
        key = obligation.key
        group = [
            o
            for o in self.law.by_clause[key.instrument, key.clause]
            if replace(o.key, debtor="") == replace(key, debtor="")
        ]
        done = self.algebra.all_of(
            self.algebra.either(o.at("partial", day), self.algebra.negate(o.at("triggered", day))) for o in group
        )
        changed = set()
        for o in group:
            steps = o.steps("performed")
            label = self.algebra.both(done, o.at("triggered", day))
            if steps.set(day, self.algebra.either(steps.last, label)):
                changed.add(o)
        return changed

    def refresh(self, obligation: Obligation, day: int) -> None:
        """Recompute ``due`` and set the deadlines of what became due."""
        label = self.algebra.unless(obligation.at("triggered", day), self.closed(obligation, day))
        if obligation.key.instrument in self.facts.suspended:
            label = self.algebra.unless(label, self.facts.suspended[obligation.key.instrument].at(day))
        assumed = self.asking(obligation, day)  # in a cascade: that whoever may ask does so
        for needed, name in ((obligation.clause.request_by, "requested"), (obligation.clause.decision_by, "decided")):
            if needed is not None:
                given = obligation.at(name, day)
                label = self.algebra.both(label, given if assumed is None else self.algebra.either(given, assumed))
        steps = obligation.steps("due")
        gained = self.algebra.unless(label, steps.last)
        steps.set(day, label)
        if gained != self.false:
            self._deadline(obligation, day, gained)

    def _deadline(self, obligation: Obligation, day: int, gained: Label) -> None:
        if obligation.continuing and obligation.act.within is None:
            return
        within: Duration | None = obligation.act.within
        minute = next((m for d, m, *_ in reversed(obligation.opened) if d == day), None)
        if within is not None:
            until, clock = add(day, minute, within)
        elif obligation.act.at_once:
            until, clock = day + self._at_once, None
            gained = self.algebra.both(gained, self.grounds.doctrine("at-once"))
        else:
            return
        self.deadlines.setdefault(until, []).append((obligation, gained, clock))
        obligation.deadlines.add(until)
        self.new_days.add(until)

    def run_out(self, day: int) -> bool:
        """End of day: times that are out.  True if anything was due today."""
        todo = self.deadlines.pop(day, [])
        for obligation, gained, clock in todo:
            late = self.algebra.both(gained, obligation.at("due", day))
            if clock is not None:
                late = self.algebra.either(late, self._too_late(obligation, gained, day, clock))
            self.pending.append((obligation, _left_undone(obligation), late))
        return bool(todo)

    def _too_late(self, obligation: Obligation, gained: Label, day: int, clock: int) -> Label:
        in_time = self.algebra.any_of(
            label
            for event, sort, label in obligation.acts
            if sort == "performed" and (event.day < day or event.minute is None or event.minute <= clock)
        )
        return self.algebra.unless(self.algebra.both(gained, obligation.at("performed", day)), in_time)

    def conflict_over(self, conflict: str, day: int, peace: Label) -> None:
        """End of a conflict: single acts not done are breached, forbearances kept are discharged."""
        for obligation in self.law.by_occasion.get(conflict, ()):
            open_ = self.algebra.both(obligation.at("due", day), peace)
            if obligation.forbearance or obligation.continuing:
                self.pending.append((obligation, "discharged", open_))
            elif obligation.act.modality in ("must", "must not") and obligation.instrument.category not in UNILATERAL:
                missed = self.algebra.unless(open_, obligation.at("partial", day))
                self.pending.append((obligation, _left_undone(obligation), missed))
            self.pending.append((obligation, "over", peace))

    def lapse(self, day: int) -> None:
        """Start of day: what ends with its instrument, or with one of its roles."""
        exists = {actor: self.matcher.exists(actor, day) for actor in self._mortals()}
        for obligation in self._may_lapse(day, exists):
            open_ = self.algebra.unless(obligation.at("triggered", day), self.closed(obligation, day))
            if open_ == self.false:
                continue
            key = obligation.key
            label = self.false
            if not obligation.clause.survives:
                ended = self._over_for(obligation, day)
                if ended != self.false:
                    if obligation.instrument.category not in UNILATERAL and obligation.clause.when is not None:
                        ended = self.algebra.unless(ended, self.grounds.doctrine("accrued-duties"))
                    label = ended
            for role in (key.debtor, key.creditor, key.adversary):
                if role in exists:
                    label = self.algebra.either(label, self.algebra.negate(exists[role]))
            label = self.algebra.both(open_, label)
            if label != self.false:
                self.pending.append((obligation, "lapsed", label))

    def _mortals(self) -> set[str]:
        """Actors that do not exist for ever, so far as is known by now."""
        return self._dated | self.facts.founded.keys() | self.facts.ceased.keys()

    def _may_lapse(self, day: int, exists: Labelled) -> Iterable[Obligation]:
        """The obligations of which an instrument or a role may be gone that day; all others go on."""
        found: dict[Obligation, None] = {}
        over = self.facts.over | self._leaving
        over.update(instrument for instrument, _ in self.facts.left)
        for instrument in sorted(over & self.law.by_instrument.keys()):
            found.update(dict.fromkeys(self.law.by_instrument[instrument]))
        for actor, there in sorted(exists.items()):
            if there != self.true:
                found.update(dict.fromkeys(self.law.by_role.get(actor, ())))
        return found

    def _over_for(self, obligation: Obligation, day: int) -> Label:
        """The worlds in which its instrument no longer binds the debtor: ended, left by it, or void from some day on."""
        key, instrument = obligation.key, obligation.instrument
        over = self.facts.ended[key.instrument].at(day)
        if any(term.end is not None or (key.instrument, term.actor) in self.facts.left for term in instrument.parties):
            over = self.algebra.either(over, self.algebra.negate(self.binds(instrument, key.debtor, day)))
        return self.algebra.either(over, self.matcher.void(ClauseRef(key.instrument, key.clause), day))

    def ending(self, day: int) -> None:
        """End of day: ``until`` formulas that have come true."""
        for obligation in self.law.with_until:
            until = obligation.clause.until
            if until is not None and obligation.at("due", day) != self.false:
                held = self.casus.holds(until, obligation.scope, day, obligation.binding)
                self.pending.append(
                    (obligation, "discharged", self.algebra.both(held, obligation.at("triggered", day)))
                )


def _left_undone(obligation: Obligation) -> str:
    """What an obligation comes to when its time is out, or its debtor refuses, and the act was not done."""
    if obligation.instrument.category in UNILATERAL or obligation.act.modality == "may":
        return "lapsed"  # a threat or a right that was not used
    if obligation.forbearance or obligation.continuing:
        return "discharged"
    return "excused" if obligation.clause.discretion == "whether" else "breached"


_OF_A_DUTY = frozenset({"debtor", "creditor", "adversary"})


def speaks_of_roles(formula: Formula) -> bool:
    """Whether a formula names debtor, creditor or adversary, so that its answer may differ between duties."""
    phrases: list[Phrase | None] = []
    for pattern in patterns_of(formula):
        if isinstance(pattern, EventPattern):
            extra = pattern.extra
            phrases += [pattern.subject, pattern.object, extra.against, extra.on_territory_of]
        elif isinstance(pattern, LawPattern):
            phrases += [pattern.by, pattern.toward]
        else:
            phrases += [pattern.subject, pattern.object]
    nouns = [noun for phrase in phrases if phrase is not None for noun in (*phrase.nouns, *phrase.excluding)]
    return any((noun.of or noun).form == "role" and (noun.of or noun).name in _OF_A_DUTY for noun in nouns)


def role_phrases(case: Case, act: Act) -> tuple[Phrase | None, Phrase | None]:
    """Which phrase of an act names the creditor, and which the adversary."""
    kind = case.types.get(act.verb.kind)
    creditor, adversary = act.for_, act.against
    if kind is not None:
        takes = kind.takes
    else:
        event = case.kinds.get(act.verb.kind)
        ups = case.kind_is.get(act.verb.kind, frozenset())
        hostile = event is not None and any(case.kinds[u].hostile for u in ups if u in case.kinds)
        takes = "adversary" if hostile and act.modality in ("will", "must", "may") else "creditor"
    if act.object is not None:
        if takes == "adversary" and adversary is None:
            adversary = act.object
        elif (takes == "creditor" and creditor is None) or (takes == "none" and creditor is None):
            creditor = act.object
    return creditor, adversary


def potential(
    case: Case, instrument: Instrument, clause: Clause, act: Act, parties: tuple[str, ...]
) -> list[tuple[str, str, str]]:
    """(debtor, creditor, adversary) pairs that a clause could come to bind: for duties still waiting for their event."""

    def names(phrase: Phrase | None, *, out: frozenset[str] = frozenset()) -> list[str]:
        found: list[str] = []
        for noun in phrase.nouns if phrase is not None else ():
            if noun.form == "name":
                if noun.name in case.actors:
                    found.append(noun.name)
                elif noun.name in case.places:
                    found.extend(case.places[noun.name].sovereign)
            elif noun.form in ("party", "parties", "other party", "other parties", "each other", "role"):
                found.extend(parties)
        return [n for n in dict.fromkeys(found) if n not in out]

    creditors, adversaries = role_phrases(case, act)
    enemies = [n for n in names(adversaries) if n not in parties] if adversaries is not None else []
    first = next((p for p in _event_patterns(clause) if not p.negated), None)
    if not enemies and first is not None:
        plain = [n.name for n in first.subject.nouns if n.form == "name" and n.name in case.actors]
        enemies = [n for n in plain if n not in parties]
    if (
        creditors is not None
        and all(n.form == "role" for n in creditors.nouns)
        and first is not None
        and first.object is not None
    ):
        victims = names(first.object) or list(parties)
    elif creditors is not None:
        victims = names(creditors)
    else:
        victims = list(parties) if instrument.parties else []
    result = []
    for debtor in names(act.debtor):
        for creditor in [v for v in victims if v != debtor] or ([""] if not victims else []):
            adversary = enemies[0] if len(enemies) == 1 else ""
            if adversary not in (debtor, creditor) or not adversary:
                result.append((debtor, creditor, adversary))
    return result


def _event_patterns(clause: Clause) -> list[EventPattern]:
    return [p for p in patterns_of(clause.when) if isinstance(p, EventPattern)]
