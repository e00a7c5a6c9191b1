"""The life of obligations: how each goes on from round to round and day to day, and what ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from foedus.case.model import UNILATERAL, Case
from foedus.directives.model import Doctrine, Reading
from foedus.directives.phrases import ClauseRef
from foedus.engine.algebra import Label
from foedus.engine.casus import Casus
from foedus.engine.conduct import Conduct, left_undone
from foedus.engine.facts import Facts
from foedus.engine.grounds import Grounds
from foedus.engine.law import Law, Obligation
from foedus.engine.match import Matcher
from foedus.engine.scopes import Labelled
from foedus.terms.durations import add

__all__ = ["Life"]


class Life(Conduct):
    """Opens obligations and follows their conduct.  Changes are gathered and applied between rounds."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts, matcher: Matcher, casus: Casus, law: Law) -> None:
        super().__init__(case, grounds, facts, matcher, casus, law)
        self.deadlines: dict[int, list[tuple[Obligation, Label, int | None]]] = {}
        self.new_days: set[int] = set()
        self.asking: Callable[[Obligation, int], Label | None] = lambda _obligation, _day: None
        self._dated = {a.id for a in case.actors.values() if a.start is not None or a.end is not None}
        self._leaving = {i.id for i in case.instruments.values() if any(t.end is not None for t in i.parties)}
        self._terms = {f"{i.id}.{c.id}": (i.id, c.id) for i in case.instruments.values() for c in i.clauses if c.ends}
        holders: list[Reading | Doctrine] = [*case.readings.values(), *case.doctrines.values()]
        self._leaving |= {s.target.instrument for h in holders for s in h.statements if s.target is not None}
        self._at_once = self._parameter("at-once", "days", 7)

    def apply(self, day: int) -> set[Obligation]:
        """Carry out what this round found; gives the obligations that changed."""
        changed: set[Obligation] = set()
        before: dict[Obligation, Label] = {}  # what opens it in one round opens it together
        for obligation, label, way in self.opening:
            steps, by = obligation.steps("triggered"), way.by
            roles = (way.binding.attacker, way.binding.victim)
            obligation.cast[roles] = self.algebra.either(obligation.cast.get(roles, self.false), label)
            if by is not None:
                gained = self.algebra.unless(label, before.setdefault(obligation, steps.last))
                for event, part in ((by, gained), *way.also):
                    known = obligation.openers.get(id(event.root), self.algebra.false)
                    obligation.openers[id(event.root)] = self.algebra.either(known, self.algebra.both(gained, part))
            fresh = self.algebra.unless(label, steps.last)
            if fresh == self.false:
                continue
            minute = way.minute if by is None else by.minute if by.day == day else None
            obligation.opened.append((day, minute, fresh, by))
            obligation.hypotheses.add(by.root.hypothesis if by is not None else 0)
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
        for needed, name in ((obligation.clause.request_by, "requested"), (obligation.clause.decision_by, "decided")):
            if needed is not None:
                assumed = self.asking(obligation, day)  # in a cascade: that whoever may ask does so
                given = obligation.at(name, day)
                label = self.algebra.both(label, given if assumed is None else self.algebra.either(given, assumed))
        steps = obligation.steps("due")
        gained = self.algebra.unless(label, steps.last)
        steps.set(day, label)
        if gained != self.false:
            self._deadline(obligation, day, gained)

    def _deadline(self, obligation: Obligation, day: int, gained: Label) -> None:
        within, deadline = obligation.act.within, obligation.act.deadline
        if obligation.continuing and within is None and deadline is None:
            return
        minute = next((m for d, m, *_ in reversed(obligation.opened) if d == day), None)
        if within is not None:
            until, clock = add(day, minute, within)
        elif deadline is not None:  # what falls due after its day is due that day
            until, clock = (deadline.last, deadline.minute) if deadline.last >= day else (day, None)
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
                performed = self.algebra.both(gained, obligation.at("performed", day))
                in_time = self._done_in_time(obligation, ("performed",), day, clock)
                late = self.algebra.either(late, self.algebra.unless(performed, in_time))
            part = self._done_in_time(obligation, ("partial", "performed"), day, clock)
            late = self.algebra.unless(late, self.algebra.both(part, obligation.at("partial", day)))
            self.pending.append((obligation, left_undone(obligation), late))
        return bool(todo)

    def _done_in_time(self, obligation: Obligation, sorts: tuple[str, ...], day: int, clock: int | None) -> Label:
        return self.algebra.any_of(
            label
            for event, sort, label in obligation.acts
            if sort in sorts and (event.day < day or clock is None or event.minute is None or event.minute <= clock)
        )

    def conflict_over(self, conflict: str, day: int, peace: Label) -> None:
        """End of a conflict: single acts not done are breached, forbearances kept are discharged."""
        for obligation in self.law.by_occasion.get(conflict, ()):
            open_ = self.algebra.both(obligation.at("due", day), peace)
            if obligation.forbearance or obligation.continuing:
                self.pending.append((obligation, "discharged", open_))
            elif obligation.act.modality in ("must", "must not") and obligation.instrument.category not in UNILATERAL:
                missed = self.algebra.unless(open_, obligation.at("partial", day))
                if obligation.act.within is not None:  # it has a time of its own, which was not out
                    missed = self.algebra.false
                self.pending.append((obligation, left_undone(obligation), missed))
            self.pending.append((obligation, "over", peace))

    def lapse(self, day: int) -> None:
        """Start of day: what ends with its instrument, or with one of its roles."""
        roles = self._mortals() & self.law.by_role.keys()
        exists = {actor: self.matcher.exists(actor, day) for actor in roles}
        over: dict[tuple[str, str, str, str], Label] = {}  # the same for all duties of a clause between the same two
        for obligation in self._may_lapse(day, exists):
            key = obligation.key
            label = self.false
            if not obligation.clause.survives:
                pair = (key.instrument, key.clause, key.debtor, key.creditor)
                ended = over.get(pair)
                if ended is None:
                    ended = over[pair] = self._over_for(obligation, day)
                if ended != self.false:
                    if obligation.instrument.category not in UNILATERAL and obligation.clause.when is not None:
                        ended = self.algebra.unless(ended, self.grounds.doctrine("accrued-duties"))
                    label = ended
            if obligation.continuing:  # what goes on goes on under no law; a single act that was due already is accrued
                void = self.matcher.void(ClauseRef(key.instrument, key.clause), day)
                label = self.algebra.either(label, void)
            for role in (key.debtor, key.creditor, key.adversary):
                if role in exists:
                    label = self.algebra.either(label, self.algebra.negate(exists[role]))
            if label == self.false:
                continue
            open_ = self.algebra.unless(obligation.at("triggered", day), self.closed(obligation, day))
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
        over |= self.matcher.amending.keys()
        for instrument in sorted(over & self.law.by_instrument.keys()):
            found.update(dict.fromkeys(self.law.by_instrument[instrument]))
        for clause in sorted(over & self._terms.keys()):
            found.update(dict.fromkeys(self.law.by_clause.get(self._terms[clause], ())))
        for actor, there in sorted(exists.items()):
            if there != self.true:
                found.update(dict.fromkeys(self.law.by_role.get(actor, ())))
        return found

    def _over_for(self, obligation: Obligation, day: int) -> Label:
        """The worlds in which its clause no longer binds the debtor to the creditor: ended, left by one, or void."""
        key, instrument = obligation.key, obligation.instrument
        over = self.facts.ended[key.instrument].at(day)
        over = self.algebra.unless(over, self.matcher.valid(ClauseRef(key.instrument), day))
        own = f"{key.instrument}.{key.clause}"
        if own in self._terms and own in self.facts.ended:
            over = self.algebra.either(over, self.facts.ended[own].at(day))
        over = self.algebra.unless(over, self.matcher.valid(ClauseRef(key.instrument, key.clause), day))
        if any(term.end is not None for term in instrument.parties) or any(
            i == key.instrument for i, _ in self.facts.left
        ):
            over = self.algebra.either(over, self.algebra.negate(self.binds(instrument, key.debtor, day)))
            if key.creditor in self.matcher.parties(instrument):
                gone = self.algebra.negate(self.matcher.party(instrument.id, key.creditor, day))
                over = self.algebra.either(over, gone)
        if key.instrument in self.matcher.amending:
            between = (key.debtor, key.creditor) if key.creditor in self.matcher.parties(instrument) else (key.debtor,)
            over = self.algebra.either(over, self.matcher.replaced(key.instrument, key.clause, between, day))
        return self.algebra.either(over, self.matcher.void(ClauseRef(key.instrument, key.clause), day))

    def ending(self, day: int) -> None:
        """End of day: ``until`` formulas that have come true."""
        for obligation in self.law.with_until:
            until = obligation.clause.until
            if until is not None and obligation.at("due", day) != self.false:
                for begun, _, gained, by in obligation.opened:
                    conflict = by.root.conflict if by is not None else ""
                    for (attacker, victim), cast in obligation.cast.items():
                        roles = replace(obligation.binding, attacker=attacker, victim=victim)
                        held = self.casus.since(until, obligation.scope, day, roles, begun, conflict)
                        met = self.algebra.all_of((held, gained, cast, obligation.at("triggered", day)))
                        met = self.algebra.unless(met, self.closed(obligation, day))
                        if met != self.algebra.false:
                            self.pending.append((obligation, "discharged", met))
