"""What is done about obligations: acts that perform or break them, requests, decisions, refusals, releases."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from foedus.case.model import UNILATERAL, Case
from foedus.directives.phrases import EventPattern, Phrase, Verb
from foedus.engine.algebra import Label
from foedus.engine.casus import Casus
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.grounds import Grounds
from foedus.engine.law import Law, Obligation
from foedus.engine.match import Matcher, same_purpose
from foedus.engine.opening import Opening, speaks_of
from foedus.engine.scopes import Labelled
from foedus.terms.quantities import Quantity

__all__ = ["Conduct", "left_undone"]

MOST_SUMS = 1000
"""Of so many sums of what was brought in parts the largest are kept; none is ever made larger than it is."""


class Conduct(Opening):
    """Follows conduct; what it finds is gathered in ``pending``.  A layer of ``Life``."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts, matcher: Matcher, casus: Casus, law: Law) -> None:
        super().__init__(case, grounds, facts, matcher, casus, law)
        self.pending: list[tuple[Obligation, str, Label]] = []
        self.acts_seen: set[tuple[int, int, str]] = set()
        self._interest: dict[tuple[str, str, int, str], frozenset[str]] = {}
        self._rows: dict[tuple[str, str, int, str], list[tuple[str, EventPattern, frozenset[str]]]] = {}

    def conduct(self, obligation: Obligation, occurrence: Occurrence, day: int) -> None:
        """What this event does to this obligation, seen from the round before."""
        if not obligation.may_meet(occurrence):
            return
        triggered = obligation.at("triggered", day)
        if self.algebra.both(triggered, occurrence.label) == self.false:
            return
        first = obligation.opened[0][3] if obligation.opened else None
        if first is not None and occurrence.root.steps is None and occurrence.root.precedes(first):
            return
        alive = self.algebra.unless(triggered, self.closed(obligation, day))
        alive = self.algebra.unless(alive, obligation.openers.get(id(occurrence.root), self.false))
        if alive == self.false:
            return
        patterns = [
            (sort, pattern) for sort, pattern, kinds in self._conduct_of(obligation) if occurrence.root.kind in kinds
        ]
        for counted in self.matcher.counted(occurrence, obligation.scope) if patterns else ():
            for sort, pattern in patterns:
                label = self._acted(sort, pattern, counted, obligation, day)
                label = self.algebra.both(label, alive)
                if label != self.false:
                    self._record(obligation, occurrence, counted, sort, label, day)
        self._law_acts(obligation, occurrence, alive, day)

    def concerns(self, obligation: Obligation, occurrence: Occurrence) -> bool:
        """Whether the event can be conduct of the obligation, as far as who is whose organ or heir stays as it is."""
        if occurrence.kind not in self.interest(obligation) and occurrence.root.kind not in self.interest(obligation):
            return False
        if obligation.type is None or obligation.clause.request_by is not None:
            return True
        for counted in self.matcher.counted(occurrence, obligation.scope):
            for sort, pattern, _ in self._conduct_of(obligation):
                if not self.matcher.lasting(pattern) or self._matching(sort, pattern, counted, obligation):
                    return True
        return False

    def _matching(
        self, sort: str, pattern: EventPattern, occurrence: Occurrence, obligation: Obligation
    ) -> list[Label]:
        """The worlds of each way in which an act of its debtor is what the pattern says; each of several may perform."""
        given = obligation.binding
        shared = obligation.debtors if sort != "breached" else ()  # each of those of whom any one is bound can break it
        return [
            label
            for debtor in shared or (given.debtor,)
            for *_, label in self.matcher.matches(
                pattern,
                occurrence,
                obligation.scope,
                given if debtor == given.debtor else replace(given, debtor=debtor),
            )
        ]

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
        if obligation.act.modality in ("must not", "will not"):  # not to do it is broken by doing it
            return [("breached", p) for p in kind.performed]
        found: list[tuple[str, EventPattern]] = [("breached", p) for p in kind.broken]
        partly = "performed" if obligation.clause.discretion and not obligation.forbearance else "partial"
        found += [(partly, p) for p in kind.partly]  # where the means are the debtor's to choose, a part is enough
        if not obligation.forbearance:
            found += [("performed", p) for p in kind.performed]
        return found

    def _acted(
        self, sort: str, pattern: EventPattern, occurrence: Occurrence, obligation: Obligation, day: int
    ) -> Label:
        label = self.algebra.any_of(self._matching(sort, pattern, occurrence, obligation))
        return self.algebra.both(label, occurrence.now(day, self.true))

    def _record(
        self, obligation: Obligation, event: Occurrence, counted: Occurrence, sort: str, label: Label, day: int
    ) -> None:
        act = obligation.act
        if sort == "performed":
            owed, done = act.quantity, counted.quantity
            if owed is not None and done is not None and owed.unit == done.unit and done.amount < owed.amount:
                sort = "partial"
                self._add_up(obligation, event, done, owed, label)
            limit = act.limited_quantity
            if limit is not None and done is not None and limit.unit == done.unit and done.amount > limit.amount:
                self.pending.append((obligation, "exceeded", label))
            if act.limited_purpose and counted.purpose and not same_purpose(act.limited_purpose, counted.purpose):
                self.pending.append((obligation, "exceeded", label))
            if act.limited_place:
                outside = self.algebra.unless(
                    label, self.matcher.in_place(counted, act.limited_place, obligation.scope)
                )
                if self.matcher.place_of(counted):
                    self.pending.append((obligation, "exceeded", outside))
        if sort == "breached":
            label = self.algebra.both(label, obligation.at("due", day))
            if event.root.kept:
                label = self.algebra.both(label, self._open_before(obligation, event.root))
        if label == self.false:
            return
        self.pending.append((obligation, sort, label))
        key = (id(obligation), id(event), sort)
        if key not in self.acts_seen:
            self.acts_seen.add(key)
            obligation.acts.append((counted, sort, label))

    def _open_before(self, obligation: Obligation, act: Occurrence) -> Label:
        """The worlds in which what opened it came in a round before the act: who acts in a round knows of no other in it."""
        return self.algebra.any_of(
            gained for *_, gained, by in obligation.opened if by is None or by.root.precedes(act)
        )

    def _add_up(self, obligation: Obligation, event: Occurrence, done: Quantity, owed: Quantity, label: Label) -> None:
        """What is brought in parts is brought, in the worlds in which the parts that are so come to enough."""
        _, known = obligation.parts.get(id(event.root), (done.amount, self.false))
        obligation.parts[id(event.root)] = (done.amount, self.algebra.either(known, label))
        sums: dict[int | Decimal, Label] = {0: self.true}
        for amount, own in obligation.parts.values():
            further: dict[int | Decimal, Label] = {}
            for total, so in sums.items():
                with_it = min(total + amount, owed.amount)
                further[with_it] = self.algebra.either(further.get(with_it, self.false), self.algebra.both(so, own))
                further[total] = self.algebra.either(further.get(total, self.false), self.algebra.unless(so, own))
            sums = {total: so for total, so in sorted(further.items())[-MOST_SUMS:] if so != self.false}
        self.pending.append((obligation, "performed", sums.get(owed.amount, self.false)))

    def _law_acts(self, obligation: Obligation, occurrence: Occurrence, alive: Label, day: int) -> None:
        """Acts named by the clause itself, refusals, releases, requests and decisions."""
        case, key = self.case, obligation.key
        ups = case.kind_is.get(occurrence.kind, frozenset())
        acting = self.matcher.exercising(occurrence.subject, occurrence.day, self.matcher.scope())
        targets = self.matcher.targets(occurrence, self.matcher.scope())
        by_debtor = acting.get(key.debtor, self.false)
        doing = self.matcher.acting(occurrence.subject, occurrence.day, self.matcher.scope()).get(
            key.debtor, self.false
        )
        about = speaks_of(occurrence, key.instrument, key.clause)
        elsewhere = not about and (occurrence.under is not None or occurrence.object in case.instruments)
        if obligation.type is None and doing != self.false:
            self._own_kind(obligation, occurrence, doing, targets, alive, day)
        if "refuse" in ups and about and by_debtor != self.false and not obligation.forbearance:
            label = self.algebra.all_of((by_debtor, occurrence.label, obligation.at("due", day)))
            undone = left_undone(obligation)
            self.pending.append((obligation, "breached" if undone == "discharged" else undone, label))
        if "release" in ups:
            by = acting.get(key.creditor, self.false)
            # who is named is let go, and nobody else; a release from the instrument lets everybody go
            everybody = self.true if about and occurrence.object not in case.actors else self.false
            freed = targets.get(key.debtor, everybody)
            if freed != self.false and not elsewhere:
                label = self.algebra.all_of((by, freed, occurrence.label, alive))
                self.pending.append((obligation, "released", label))
        clause = obligation.clause
        if clause.request_by is not None and ("request" in ups or "invoke" in ups):
            label = self._exercise(clause.request_by, occurrence, obligation, acting)
            wrong = occurrence.object in case.actors and key.debtor not in targets
            if not elsewhere and not wrong:
                self.pending.append((obligation, "requested", self.algebra.both(label, alive)))
        if clause.decision_by is not None and "decide" in ups and "finds-no-casus" not in ups and not elsewhere:
            label = self._exercise(clause.decision_by, occurrence, obligation, acting)
            self.pending.append((obligation, "decided", self.algebra.both(label, alive)))
        if "finds-no-casus" in ups and clause.judged_by is not None and about:
            self._no_casus(obligation, occurrence, alive)

    def _no_casus(self, obligation: Obligation, finding: Occurrence, alive: Label) -> None:
        """The judge finds that the case has not arisen: what stands open by then lapses."""
        named = {}
        if finding.against:
            named = self.matcher.acting(finding.against, finding.day, obligation.scope)
        for (attacker, victim), opened in obligation.cast.items():
            roles = Binding(attacker, victim, obligation.key.occasion)
            by = self.judges(obligation.clause, finding, obligation.scope, roles)
            meant = named.get(attacker, self.false) if finding.against else self.true
            decided = (finding.label, by, meant, opened, alive, self.grounds.doctrine("judge-decides"))
            self.pending.append((obligation, "lapsed", self.algebra.all_of(decided)))

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
        target = (key.adversary or key.creditor) if obligation.act.object is not None else ""
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


def left_undone(obligation: Obligation) -> str:
    """What an obligation comes to when its time is out, or its debtor refuses, and the act was not done."""
    if obligation.instrument.category in UNILATERAL or obligation.act.modality == "may":
        return "lapsed"  # a threat or a right that was not used
    if obligation.forbearance or obligation.continuing:
        return "discharged"
    return "excused" if obligation.clause.discretion == "whether" else "breached"
