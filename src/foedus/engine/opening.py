"""What a casus opens: which duties, of whom to whom, and in which worlds none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from foedus.case.model import UNILATERAL, Case
from foedus.directives.model import Act, Clause, Instrument, Statement
from foedus.directives.phrases import EventPattern, Noun, Phrase, Verb
from foedus.engine.algebra import Algebra, Label
from foedus.engine.casus import Casus, Given
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.grounds import Grounds, unknown_id
from foedus.engine.law import Key, Law, Obligation
from foedus.engine.match import Matcher
from foedus.engine.potential import role_phrases, speaks_of_roles
from foedus.engine.scopes import Labelled, Scope

__all__ = ["Opening", "speaks_of"]


def speaks_of(act: Occurrence, instrument: str, clause: str) -> bool:
    """Whether an exercise of a power is said to be of this clause: it names the instrument, and no other clause."""
    under = act.under
    if under is None or (act.object == instrument and not under.clause):
        return act.object == instrument
    return under.instrument == instrument and under.clause in ("", clause)


class Opening:
    """Opens obligations; what is opened is gathered in ``opening``.  The lowest layer of ``Life``."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts, matcher: Matcher, casus: Casus, law: Law) -> None:
        self.case, self.grounds, self.facts = case, grounds, facts
        self.matcher, self.casus, self.law = matcher, casus, law
        self.algebra: Algebra = grounds.algebra
        self.true, self.false = self.algebra.true, self.algebra.false
        self.opening: list[tuple[Obligation, Label, Given]] = []
        self.seen: dict[tuple[str, str, Binding, int], Label] = {}
        self.ready: dict[Key, Label] = {}
        self._deeds: dict[tuple[str, str, str], EventPattern] = {}
        self._names: dict[str, list[str]] = {}
        self._named = 0
        self._organs: dict[str, list[str]] = {}
        for actor in case.actors.values():
            if actor.organ_of:
                self._organs.setdefault(actor.organ_of, []).append(actor.id)

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
                unknown_id(instrument.id, clause.id, number), "unknown", about=instrument.id, text=text
            )
            label = self.algebra.both(label, unknown)
        for statement, reading in scope.needs:
            if statement.needs is not None and not speaks_of_roles(statement.needs):
                label = self._needed(statement, reading, scope, way.binding, way.by, label, day)
        return label

    def _needed(
        self,
        statement: Statement,
        reading: str,
        scope: Scope,
        binding: Binding,
        by: Occurrence | None,
        label: Label,
        day: int,
    ) -> Label:
        """A label without the worlds of a reading by which what gives the casus also needs what is not so."""
        assert statement.needs is not None
        if not self.matcher.reaches_day(scope, reading, day):
            return label
        held = self.casus.holds(statement.needs, scope, day, binding, by)
        asked = self.algebra.unless(self.matcher.holder(reading), held)
        if isinstance(statement.left, EventPattern):  # it speaks of some events only
            asked = self.algebra.both(asked, self._described(statement.left, by, scope))
        return self.algebra.unless(label, asked)

    def _described(self, sentence: EventPattern, by: Occurrence | None, scope: Scope) -> Label:
        """The worlds in which an event is what a reading's sentence says, as recorded or as readings have it."""
        if by is None:
            return self.false
        return self.algebra.any_of(
            label
            for counted in self.matcher.counted(by.root, scope)
            for *_, label in self.matcher.matches(sentence, counted, scope, Binding())
        )

    def _for_roles(self, clause: Clause, scope: Scope, way: Given, roles: Binding, label: Label, day: int) -> Label:
        """Exceptions and needs that speak of debtor, creditor or adversary: asked of each duty by itself."""
        if clause.unless is not None and speaks_of_roles(clause.unless):
            label = self.algebra.unless(label, self.casus.holds(clause.unless, scope, day, roles, way.by, back=True))
        for statement, reading in scope.needs:
            if statement.needs is not None and speaks_of_roles(statement.needs):
                label = self._needed(statement, reading, scope, roles, way.by, label, day)
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
            for creditor, adversary, r in self._roles(act, instrument, clause, scope, way.binding, debtor, at):
                read_as = act.verb.kind if act.verb.kind != clause.thens[number].verb.kind else ""
                key = Key(instrument.id, clause.id, number, debtor, creditor, adversary, way.binding.occasion, read_as)
                whole = self.algebra.both(bound, r)
                between = (debtor, creditor) if creditor in self.matcher.parties(instrument) else (debtor,)
                whole = self.algebra.unless(whole, self.matcher.replaced(instrument.id, clause.id, between, at))
                if clause.when is None:
                    ready = self.ready.get(key, self.false)
                    self.ready[key] = self.algebra.either(ready, whole)
                    whole = self.algebra.unless(whole, ready)
                for other in (creditor, adversary):
                    for heir in self.matcher.succession(debtor, other, at).values():
                        whole = self.algebra.unless(whole, heir)  # an heir and its predecessor are one party
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
                self.opening.append((obligation, whole, way))

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

    def _of_things(self, phrase: Phrase) -> bool:
        """Whether it names places or things, not actors."""
        return all(
            n.form == "name" and n.name not in self.case.actors and not self.matcher.is_class(n.name)
            for n in phrase.nouns
        )

    def _roles(
        self, act: Act, instrument: Instrument, clause: Clause, scope: Scope, binding: Binding, debtor: str, day: int
    ) -> list[tuple[str, str, Label]]:
        """(creditor, adversary, label) for each concrete duty of this debtor."""
        creditors, adversaries = role_phrases(self.case, instrument, clause, act)
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
        if adversaries is not None and not against and not self._of_things(adversaries):
            return []  # whom the words mean is not there, or is the debtor himself: nobody is his own adversary
        if adversaries is None and act.verb.kind in self.case.types and binding.attacker and binding.attacker != debtor:
            against = {binding.attacker: self.true}
        towards: Labelled = name(creditors) if creditors is not None else {}
        if creditors is None and (act.verb.kind in self.case.types or act.modality not in ("will", "will not")):
            out = {debtor, *against} if adversaries is not None else {debtor, binding.attacker}
            towards = {
                a: self.matcher.party(instrument.id, a, day)
                for a in self.matcher.parties(instrument)
                if a not in out and instrument.parties
            }
            victim = binding.victim
            if victim in self.case.actors and victim not in out:
                if self._within(instrument, victim, day):
                    towards = {victim: self.true}
                else:  # where there is no other party
                    towards[victim] = self.algebra.unless(self.true, self.algebra.any_of(towards.values()))
            # where nobody else is there, it is owed to nobody in particular
            towards[""] = self.algebra.unless(self.true, self.algebra.any_of(towards.values()))
        result = []
        parties = {term.actor for term in instrument.parties}  # who comes or goes later is at other times an outsider
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

    def _within(self, instrument: Instrument, actor: str, day: int) -> bool:
        """Whether an actor is a party, or an organ of one; a treaty of others gives it no right of its own."""
        parties = self.matcher.parties(instrument)
        return any(whole in parties for whole in self.matcher.acting(actor, day, self.matcher.scope()))

    def _excluded(
        self, act: Act, instrument: Instrument, scope: Scope, way: Given, debtor: str, creditor: str, adversary: str
    ) -> Label:
        """No help to the aggressor; an ally that attacked its ally has no claim on it."""
        if way.by is None or not creditor or self.is_finding(way.by):  # who is the aggressor has then been judged
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
        conflict: str | None = None,
        instrument: Instrument | None = None,
    ) -> Label:
        """One attacked the other strictly earlier: an act of the doctrine's kinds, as the clause's readings have it.

        conflict: in that one; "": in one that is not over; None: in any.
        """
        label, root = self.false, before.root
        ordered = root.minute is not None or bool(root.after)  # else nothing of its own day is earlier
        for kind in self._kinds_of(doctrine):
            pattern = self._deed(who, kind, whom)
            for occurrence in self._acts_of(who, whom, pattern, scope):
                if not ordered and (occurrence if occurrence.base is None else occurrence.root).day >= root.day:
                    continue
                if occurrence.day > root.day or occurrence.apart(before) or not occurrence.precedes(before):
                    continue
                if conflict and occurrence.root.conflict != conflict:
                    continue
                ended, peace = self.facts.peace.get(occurrence.root.conflict, (root.day, self.false))
                if conflict != "" or ended >= root.day:
                    peace = self.false
                for counted in self.matcher.counted(occurrence, scope):
                    for *_, own in self.matcher.matches(pattern, counted, scope, Binding()):
                        if instrument is not None:
                            own = self.algebra.both(own, self._partners(instrument, who, whom, occurrence.day))
                        label = self.algebra.either(label, self.algebra.unless(own, peace))
        return label

    def is_finding(self, occurrence: Occurrence) -> bool:
        """Whether it is somebody's finding that a casus has arisen."""
        return "finds-casus" in self.case.kind_is.get(occurrence.kind, frozenset())

    def judges(self, clause: Clause, finding: Occurrence, scope: Scope, binding: Binding) -> Label:
        """The worlds in which who made the finding is whom the clause lets judge, under these roles."""
        if clause.judged_by is None:
            return self.false
        acting = self.matcher.exercising(finding.subject, finding.day, scope)
        return self.algebra.any_of(self.matcher.phrase(clause.judged_by, acting, finding.day, scope, binding).values())

    def _deed(self, who: str, kind: str, whom: str) -> EventPattern:
        """One actor doing a kind of act to another; the same value each time, as answers are kept by it."""
        known = self._deeds.get((who, kind, whom))
        if known is None:
            known = EventPattern(Phrase((Noun("name", who),)), Verb("", kind), Phrase((Noun("name", whom),)))
            self._deeds[who, kind, whom] = known
        return known

    def _acts_of(self, who: str, whom: str, pattern: EventPattern, scope: Scope) -> list[Occurrence]:
        """Recorded events of the kind by an actor or its organs, to another or its organs (or to a place).

        By anybody to anybody where a reading may make them theirs.
        """
        kinds = self.casus.interest(pattern, scope)
        if scope.widenings or any(right in self.case.actors for _, right, _ in scope.terms):
            return [o for kind in kinds for o in self.facts.by_kind.get(kind, ())]
        wanted, actors = frozenset(kinds), self.case.actors
        found = [o for name in self.names_of(who) for o in self.facts.by_subject.get(name, ()) if o.kind in wanted]
        if self.facts.by_kind.get("succeeds"):  # what is done to an heir may be done to him who has gone
            return found
        aimed = self.names_of(whom)
        return [o for o in found if o.object in aimed or o.object not in actors]

    def names_of(self, who: str) -> list[str]:
        """An actor and all its organs, as the record has them so far."""
        if self._named != self.facts.standing:
            self._named = self.facts.standing
            self._names.clear()
        known = self._names.get(who)
        if known is None:
            known = self._names[who] = self._names_now(who)
        return known

    def _names_now(self, who: str) -> list[str]:
        names = [who]
        for name in names:
            names += [organ for organ in self._organs.get(name, ()) if organ not in names]
            for kind in ("organ-of", "holds"):
                names += [
                    o.subject for o in self.facts.by_kind.get(kind, ()) if o.object == name and o.subject not in names
                ]
        return names

    def _partners(self, instrument: Instrument, a: str, b: str, day: int) -> Label:
        """Both were parties to the instrument, in force, that day."""
        party = self.matcher.party
        return self.algebra.all_of(
            (party(instrument.id, a, day), party(instrument.id, b, day), self.matcher.in_force(instrument.id, day))
        )
