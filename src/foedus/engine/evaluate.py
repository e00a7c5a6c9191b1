"""Case -> timeline: one evaluation under all assumptions at once, forward in time, in rounds."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from foedus.case.model import Case
from foedus.directives.model import Actor, Clause, Event, Instrument
from foedus.directives.phrases import ClauseRef, EventPattern, LawPattern, Noun, Pattern, RelationPattern
from foedus.engine.algebra import Algebra, Label
from foedus.engine.casus import Casus, Given, patterns_of
from foedus.engine.conflicts import Conflicts, find_conflicts
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.force import Force
from foedus.engine.grounds import Grounds
from foedus.engine.keeping import Cascade, Derived, Keeping
from foedus.engine.law import Law, Obligation
from foedus.engine.life import Life
from foedus.engine.match import Matcher, Scope
from foedus.engine.moments import Moment, moments
from foedus.engine.steps import Steps
from foedus.terms.dates import Date
from foedus.terms.durations import add

__all__ = ["MAX_ROUNDS", "Timeline", "evaluate"]

MAX_ROUNDS = 1000
"""A day never needs more: facts only accumulate; reaching it means a fault, and is reported as one."""


@dataclass(slots=True, eq=False)
class Timeline:
    """What an evaluation leaves: every labelled proposition over time.  Views only read it.

    derived: what a cascade made of words kept.   torn: in a cascade, when an actor is bound to both sides.
    """

    case: Case
    algebra: Algebra
    grounds: Grounds
    facts: Facts
    matcher: Matcher
    casus: Casus
    law: Law
    force: Force
    conflicts: Conflicts
    when: dict[str, tuple[Moment, ...]]
    occurrences: dict[str, list[Occurrence]]
    complied: dict[str, Steps]
    days: list[int]
    warnings: list[str]
    derived: tuple[Derived, ...] = ()
    torn: dict[str, Label] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Watch:
    """One clause and what may wake it.

    simple: whether each event gives its casus or does not, whatever else happens; then only events that came since the
    last time are looked at: the first ``known`` are done with, as long as the ``stamp`` of its force is the same.
    """

    instrument: Instrument
    clause: Clause
    scope: Scope
    kinds: frozenset[str]
    law: bool
    simple: bool = False
    stamp: tuple[object, ...] = ()
    known: tuple[int, ...] = ()


def evaluate(
    case: Case,
    labels: object | None = None,
    *,
    fixed: Mapping[str, bool] | None = None,
    hypotheses: Sequence[str | tuple[str, ...]] = (),
    cascade: Cascade | None = None,
    until: int | None = None,
) -> Timeline:
    """Evaluate a resolved case once, under all its assumptions.

    labels: an implementation of the label protocol; the decision-diagram library by default.
    fixed: assumptions that are not to be assumptions but so, or not so (by id).
    hypotheses: ids of events of the case of which at most one is taken to happen (see ``Grounds.hypothesis``); a tuple
    of ids stands for events that happen together.
    cascade: from a day on, let obligations that are kept become events.
    until: the last day to be looked at; nothing can be asked of the timeline about later ones.
    """
    if labels is None:
        from foedus.labels import BddLabels

        labels = BddLabels()
    return _Run(case, Algebra(labels), fixed, hypotheses, cascade).run(until)


class _Run:
    def __init__(
        self,
        case: Case,
        algebra: Algebra,
        fixed: Mapping[str, bool] | None,
        hypotheses: Sequence[str | tuple[str, ...]],
        cascade: Cascade | None,
    ) -> None:
        self.case, self.algebra = case, algebra
        self.true, self.false = algebra.true, algebra.false
        self.grounds = Grounds(case, algebra, fixed, hypotheses)
        self.facts = Facts(self.true, self.false)
        self.when, self.warnings = moments(self.grounds, _dated(case))
        self.matcher = Matcher(case, self.grounds, self.facts)
        self.law = Law(self.matcher)
        self.casus = Casus(case, self.matcher, self.facts, self.law)
        self.force = Force(case, self.grounds, self.facts, self.matcher, self.casus, self.when)
        self.life = Life(case, self.grounds, self.facts, self.matcher, self.casus, self.law)
        self.keeping = Keeping(case, self.grounds, self.facts, cascade) if cascade is not None else None
        if self.keeping is not None:
            self.life.asking = self._assumed_asking
        self.conflicts = find_conflicts(case, hypotheses)
        self.occurrences: dict[str, list[Occurrence]] = defaultdict(list)
        self.complied: dict[str, Steps] = {}
        self.agenda: list[int] = []
        self.queued: set[int] = set()
        self.events: dict[int, list[tuple[Event, Moment]]] = defaultdict(list)
        self.state_ends: dict[int, list[tuple[Occurrence, Label]]] = defaultdict(list)
        self.demands: dict[int, list[tuple[Watch, Moment, int | None]]] = defaultdict(list)
        self.watches: list[Watch] = []
        self.by_object: dict[tuple[str, str], list[Watch]] = defaultdict(list)
        self.by_kind: dict[str, list[Watch]] = defaultdict(list)
        self.law_watches: list[Watch] = []
        self.alliance_watches: list[Watch] = []
        self.force_watches: dict[str, list[Watch]] = defaultdict(list)
        self.silences: dict[int, list[Watch]] = defaultdict(list)
        self.peace_days: dict[int, list[str]] = defaultdict(list)
        self.bodies = [a for a in case.actors.values() if a.rule and a.members]
        self.symmetric = frozenset(k.id for k in case.kinds.values() if k.symmetric)
        self.standing_words: dict[str, list[Watch]] = defaultdict(list)
        self.validity_days: dict[int, set[str]] = defaultdict(set)
        self.arrivals: dict[int, list[Watch]] = defaultdict(list)
        self.days: list[int] = []

    # -- preparation ---------------------------------------------------------------------------------------------------
    def run(self, until: int | None = None) -> Timeline:
        self._prepare()
        while self.agenda and (until is None or self.agenda[0] <= until):
            day = heapq.heappop(self.agenda)
            self.days.append(day)
            self._day(day)
        self.grounds.find_exclusions()
        return Timeline(
            self.case,
            self.algebra,
            self.grounds,
            self.facts,
            self.matcher,
            self.casus,
            self.law,
            self.force,
            self.conflicts,
            self.when,
            self.occurrences,
            self.complied,
            self.days,
            self.warnings,
            tuple(self.keeping.made) if self.keeping is not None else (),
            self.keeping.torn if self.keeping is not None else {},
        )

    def _assumed_asking(self, obligation: Obligation, day: int) -> Label | None:
        assert self.keeping is not None
        return self.keeping.asks(obligation) if day >= self.keeping.cascade.start else None

    def _queue(self, day: int) -> None:
        if day not in self.queued and (not self.days or day >= self.days[-1]):
            self.queued.add(day)
            heapq.heappush(self.agenda, day)

    def _prepare(self) -> None:
        for event in self.case.events.values():
            for moment in self.when[event.common.id]:
                self.events[moment.day].append((event, moment))
                self._queue(moment.day)
        for actor in self.case.actors.values():
            if actor.end is not None:
                self._queue(actor.end.last + 1)
        for conflict, end in self.conflicts.ends.items():
            self.peace_days[end.day].append(conflict)
            self._queue(end.day)
        for instrument in self.case.instruments.values():
            for moment in self.when[instrument.id]:
                self.validity_days[moment.day].add(instrument.id)
                self._queue(moment.day)
            for term in (*instrument.parties, *instrument.issuers):
                for date in (term.start, term.end):
                    if date is not None:
                        self._queue(date.first if date is term.start else date.last + 1)
            for clause in instrument.clauses:
                self._watch(instrument, clause)
        self._expect_arrivals()
        self._expect_validity()
        for day in self.force.new_days:
            self._queue(day)
        for class_ in self.case.classes.values():
            for member in class_.members:
                if member.start is not None and member.member in self.case.actors and self.law_watches:
                    self._queue(member.start.first)

    def _expect_validity(self) -> None:
        """Readings that call something valid or void do so from a day on."""
        for reading in self.case.readings.values():
            for statement in reading.statements:
                if reading.start is not None and statement.target is not None:
                    self.validity_days[reading.start.first].add(statement.target.instrument)
                    self._queue(reading.start.first)

    def _expect_arrivals(self) -> None:
        """A clause without casus binds also those who come later: parties with dates of their own, actors not yet born."""
        for watch in self.watches:
            if watch.clause.when is not None or watch.instrument.demand is not None:
                continue
            terms = (*watch.instrument.parties, *watch.instrument.issuers, *watch.instrument.addressees)
            for term in terms:
                if term.start is not None and term.start.first > watch.instrument.date.first:
                    self.arrivals[term.start.first].append(watch)
            phrases = [p for a in watch.clause.thens for p in (a.debtor, a.object, a.against, a.for_) if p is not None]
            named = [n.name for p in phrases for n in p.nouns if n.form == "name"]
            for name in dict.fromkeys((*(t.actor for t in terms), *named)):
                self.standing_words[name].append(watch)
                actor = self.case.actors.get(name)
                if actor is not None and actor.start is not None and actor.start.first > watch.instrument.date.first:
                    self.arrivals[actor.start.first].append(watch)
        for day in self.arrivals:
            self._queue(day)

    def _watch(self, instrument: Instrument, clause: Clause) -> None:
        scope = self.matcher.scope(instrument.id, clause.id)
        formulas = [clause.when, *(s.needs for s, _ in scope.needs)]
        patterns = [p for f in formulas for p in patterns_of(f)]
        kinds = {k for p in patterns if isinstance(p, EventPattern) for k in self.casus.interest(p, scope)}
        if clause.judged_by is not None:
            kinds |= {"finds-casus", "finds-no-casus"}
        law = any(isinstance(p, LawPattern | RelationPattern) for p in patterns)
        simple = (
            clause.when is not None
            and clause.judged_by is None
            and not scope.needs
            and self.casus.is_simple(clause.when)
        )
        watch = Watch(instrument, clause, scope, frozenset(kinds), law, simple)
        self.watches.append(watch)
        if not all(self.casus.stands_alone(p) for p in patterns):
            self.alliance_watches.append(watch)
        self.force_watches[instrument.id].append(watch)
        if law:
            self.law_watches.append(watch)
        named = None
        if len(patterns) == 1 and clause.judged_by is None and isinstance(patterns[0], EventPattern):
            named = self.casus.only_objects(patterns[0], scope)
        for kind in kinds:
            if named is None:
                self.by_kind[kind].append(watch)
            else:
                for actor in named:
                    self.by_object[kind, actor].append(watch)
        if instrument.demand is not None and clause.when is None:
            self._demand(watch)

    def _demand(self, watch: Watch) -> None:
        """An ultimatum: its casus is silence on the demand until its time is out."""
        demand = watch.instrument.demand
        assert demand is not None
        for moment in self.when[watch.instrument.id]:
            if demand.deadline is not None:
                day, minute = demand.deadline.last, demand.deadline.minute
            elif demand.within is not None:
                day, minute = add(moment.day, watch.instrument.date.minute, demand.within)
            else:
                continue
            self.demands[day].append((watch, moment, minute))
            self._queue(day)

    # -- one day -------------------------------------------------------------------------------------------------------
    def _day(self, day: int) -> None:
        forced = self.force.start_of_day(day) | self.validity_days.pop(day, set())
        for occurrence, label in self.state_ends.pop(day, ()):
            assert occurrence.steps is not None
            occurrence.steps.set(day, self.algebra.unless(occurrence.steps.last, label))
            self.facts.touch(occurrence.kind)
        self.life.lapse(day)
        self.life.apply(day)
        today: list[Occurrence] = []
        for event, moment in sorted(self.events.get(day, ()), key=lambda e: (e[1].minute or 0, e[0].common.id)):
            today.extend(self._happen(event, moment))
        woken = self._woken(today)
        woken.update(dict.fromkeys(self.arrivals.pop(day, ())))
        for occurrence in today:
            if self.case.kind_is.get(occurrence.kind, frozenset()) & {"is-founded", "succeeds"}:
                woken.update(dict.fromkeys(self.standing_words.get(occurrence.subject, ())))
                woken.update(dict.fromkeys(self.standing_words.get(occurrence.object, ())))
        if forced:
            for instrument in sorted(forced):
                woken.update(dict.fromkeys(self.force_watches.get(instrument, ())))
            woken.update(dict.fromkeys(self.alliance_watches))
        for watch in self.silences.pop(day, ()):
            woken[watch] = None
        woken.update(dict.fromkeys(self.law_watches))
        self._rounds(day, woken, today, ended=False)
        self._end_of_day(day, today)
        for extra in (*self.life.new_days, *self.force.new_days):
            self._queue(extra)
        self.life.new_days.clear()
        self.force.new_days.clear()
        if self.force.scheduled.get(day + 1):
            self._queue(day + 1)

    def _happen(self, event: Event, moment: Moment) -> list[Occurrence]:
        """Round 0: the event in the worlds in which it is of this day."""
        sentence, id_ = event.sentence, event.common.id
        label = self.algebra.both(self.grounds.directive(id_, event.common), moment.label)
        kind = self.case.kinds.get(sentence.verb.kind)
        ups = self.case.kind_is.get(sentence.verb.kind, frozenset())
        made: list[Occurrence] = []
        extra = sentence.extra
        for subject in sentence.subject.nouns:
            for target in sentence.object.nouns if sentence.object is not None else (Noun("name", ""),):
                occurrence = Occurrence(
                    id_,
                    sentence.verb.kind,
                    subject.name,
                    target.name,
                    moment.day,
                    moment.minute,
                    label,
                    at=extra.at,
                    against=extra.against.nouns[0].name if extra.against is not None else "",
                    under=extra.under,
                    quantity=extra.quantity.quantity if extra.quantity is not None else None,
                    conflict=self.conflicts.of.get(id_, ""),
                    after=frozenset(event.after),
                )
                if any(self.case.kinds[k].law for k in ups if k in self.case.kinds):
                    power = self._power(occurrence)
                    occurrence.label = self.algebra.both(label, self._valid(id_, power, moment.day))
                else:
                    occurrence.label = self._valid(id_, label, moment.day)
                if kind is not None and kind.tense == "state":
                    occurrence.steps = Steps(self.false)
                    occurrence.steps.set(moment.day, self.true)
                    if event.until is not None:
                        self.state_ends[event.until.last + 1].append((occurrence, self.true))
                        self._queue(event.until.last + 1)
                self.facts.add(occurrence)
                self.occurrences[id_].append(occurrence)
                made.append(occurrence)
                made.extend(self._changes(occurrence, ups))
        return made

    def _valid(self, id_: str, label: Label, day: int) -> Label:
        return self.matcher.validity(ClauseRef(id_), label, day)

    def _power(self, occurrence: Occurrence) -> Label:
        """Whether the actor could exercise the power: states and groups can; an office if it binds; a person in one."""
        actor = self.case.actors.get(occurrence.subject)
        if actor is None or actor.sort in ("state", "group", "organisation", "body"):
            return self.true
        label = self.false
        if actor.sort == "office":
            label = self.true if actor.binds else self.false
            for state in self.facts.by_kind.get("binds", ()):
                if state.subject == actor.id and state.day <= occurrence.day:
                    own = self.algebra.both(state.label, state.now(occurrence.day, self.true))
                    label = self.algebra.either(label, own)
            return label
        for tenure in self.facts.by_kind.get("holds", ()):
            if tenure.subject == actor.id and tenure.day <= occurrence.day:
                office = self.case.actors.get(tenure.object)
                if office is not None and office.binds:
                    own = self.algebra.both(tenure.label, tenure.now(occurrence.day, self.true))
                    label = self.algebra.either(label, own)
        return label

    def _changes(self, occurrence: Occurrence, ups: frozenset[str]) -> list[Occurrence]:
        """States begun and ended, lifetimes, force: what the event changes by itself."""
        made: list[Occurrence] = []
        day = occurrence.day
        for name in sorted(ups):
            kind = self.case.kinds.get(name)
            if kind is None:
                continue
            for state in kind.begins:
                begun = Occurrence(
                    occurrence.id,
                    state,
                    occurrence.subject,
                    occurrence.object,
                    day,
                    occurrence.minute,
                    occurrence.label,
                    steps=Steps(self.false),
                    conflict=occurrence.conflict,
                    after=occurrence.after,
                    in_aid=occurrence.in_aid,
                )
                assert begun.steps is not None
                begun.steps.set(day, self.true)
                self.facts.add(begun)
                made.append(begun)
            for state in kind.ends:
                for below in self.case.kinds_below.get(state, frozenset({state})):
                    self._end_state(below, occurrence)
        if "ceases" in ups:
            steps = self.facts.steps(self.facts.ceased, occurrence.subject)
            steps.set(day, self.algebra.either(steps.last, occurrence.label))
            self._queue(day + 1)
        elif "is-founded" in ups:
            steps = self.facts.steps(self.facts.founded, occurrence.subject)
            steps.set(day, self.algebra.either(steps.last, occurrence.label))
        return made

    def _end_state(self, kind: str, by: Occurrence) -> None:
        symmetric = kind in self.case.kinds and self.case.kinds[kind].symmetric
        for state in self.facts.by_kind.get(kind, ()):
            same = (state.subject, state.object) == (by.subject, by.object)
            turned = symmetric and (state.object, state.subject) == (by.subject, by.object)
            alone = not by.object and state.subject == by.subject
            if (same or turned or alone) and state.steps is not None and state.day <= by.day:
                state.steps.set(by.day, self.algebra.unless(state.steps.last, by.label))
                self.facts.touch(state.kind)

    def _enter(self, occurrence: Occurrence) -> list[Occurrence]:
        """Record an event that the cascade made, with what it changes by itself."""
        kind = self.case.kinds.get(occurrence.kind)
        if kind is not None and kind.tense == "state":
            occurrence.steps = Steps(self.false)
            occurrence.steps.set(occurrence.day, self.true)
        self.facts.add(occurrence)
        self.occurrences[occurrence.id].append(occurrence)
        ups = self.case.kind_is.get(occurrence.kind, frozenset())
        return [occurrence, *self._changes(occurrence, ups)]

    # -- rounds --------------------------------------------------------------------------------------------------------
    def _woken(self, today: list[Occurrence]) -> dict[Watch, None]:
        woken: dict[Watch, None] = {}
        for occurrence in today:
            woken.update(dict.fromkeys(self.by_kind.get(occurrence.kind, ())))
            if self.by_object:
                for target in self.casus.done_to(occurrence):
                    woken.update(dict.fromkeys(self.by_object.get((occurrence.kind, target), ())))
        return woken

    def _rounds(
        self,
        day: int,
        woken: dict[Watch, None],
        today: list[Occurrence],
        *,
        ended: bool,
        opened: set[Obligation] | None = None,
        past: Sequence[Occurrence] = (),
    ) -> None:
        """Rounds until nothing changes.

        today: what these rounds start from.   opened: obligations that have just opened.
        past: what had happened today before the end of the day; it may still be conduct of what opens there.
        """
        fresh = list(today)
        actors = self.doers(today, day)
        opened = opened or set()
        stirred: set[Obligation] = set()
        for _ in range(MAX_ROUNDS):
            acts_on_force = [o for o in fresh if o.object in self.case.instruments]
            effects = [
                self.force.act(o) for o in acts_on_force
            ]  # every one is carried out, and holds for the whole day
            forced = any(effects)
            for watch in woken:
                self._ask(watch, day, ended)
            adopted = self._votes(day)
            touched: dict[Obligation, None] = {}
            for actor in sorted(actors):
                touched.update(dict.fromkeys(self.law.by_debtor.get(actor, ())))
            new, whole = _Acts(self, fresh, day), _Acts(self, today, day)
            for obligation in touched:
                # what has neither changed nor happened since the last round can do nothing new
                for occurrence in (whole if obligation in stirred else new).that_concern(obligation):
                    self.life.conduct(obligation, occurrence, day)
            self._others(today, day)
            for obligation in opened:
                self._standing(obligation, day)
                for occurrence in past:
                    if not _before_opening(obligation, occurrence):
                        self.life.conduct(obligation, occurrence, day)
            changed = stirred = self.life.apply(day)
            opened = {o for o in changed if o.opened and o.opened[-1][0] == day}
            if self.keeping is not None:
                kept = self.keeping.events(changed, day, [*today, *past])
                adopted = [*adopted, *(o for event in kept for o in self._enter(event))]
                actors |= self.doers(kept, day)
            today.extend(adopted)
            fresh = adopted
            if not changed and not adopted and not forced:
                return
            woken = self._woken(adopted)
            woken.update(dict.fromkeys(self.law_watches))
            if forced:
                for occurrence in acts_on_force:
                    woken.update(dict.fromkeys(self.force_watches.get(occurrence.object, ())))
                    if occurrence.object in self.facts.suspended:
                        for obligation in self.law.by_instrument.get(occurrence.object, ()):
                            self.life.refresh(obligation, day)
        raise RuntimeError(f"day {day}: no end after {MAX_ROUNDS} rounds; please report this case")

    def doers(self, occurrences: Sequence[Occurrence], day: int) -> set[str]:
        """Whose acts these are: who does them, both where a kind holds both ways, and all whose organs they are."""
        names: set[str] = set()
        for occurrence in occurrences:
            names.add(occurrence.subject)
            if occurrence.kind in self.symmetric:
                names.add(occurrence.object)
        return {a for name in names if name for a in self.matcher.acting(name, day, self.matcher.scope())}

    def _others(self, today: list[Occurrence], day: int) -> None:
        """Requests, releases and decisions come from others than the debtor."""
        for occurrence in today:
            ups = self.case.kind_is.get(occurrence.kind, frozenset())
            concerned: dict[Obligation, None] = {}
            if ups & {"request", "invoke", "decide"}:
                concerned.update(dict.fromkeys(self.law.asked_for))
            if "release" in ups:
                for creditor in self.matcher.acting(occurrence.subject, day, self.matcher.scope()):
                    concerned.update(dict.fromkeys(self.law.by_role.get(creditor, ())))
            for obligation in concerned:
                self.life.conduct(obligation, occurrence, day)

    def _standing(self, obligation: Obligation, day: int) -> None:
        """What counts though it lies before the opening: states that last, standing requests."""
        for debtor in obligation.debtors or (obligation.key.debtor,):
            mutual = [o for k in self.symmetric for o in self.casus.recorded(k, debtor) if o.object == debtor]
            for occurrence in (*self.facts.by_subject.get(debtor, ()), *mutual):
                if occurrence.root.steps is not None and occurrence.day < day:
                    self.life.conduct(obligation, occurrence, day)
        if obligation.clause.standing:
            for kind in sorted(self.case.kinds_below.get("request", frozenset({"request"}))):
                for occurrence in self.facts.by_kind.get(kind, ()):
                    self.life.request_before(obligation, occurrence, day)

    def _ask(self, watch: Watch, day: int, ended: bool) -> None:
        clause, instrument = watch.clause, watch.instrument
        first = self.when[instrument.id][0].day
        if day < first:
            return
        if clause.when is None:
            if instrument.demand is None:
                self.life.open(instrument, clause, watch.scope, [Given(Binding(), self.true, None)], day)
            return
        if watch.simple:
            force = self.matcher.in_force(instrument.id, day, clause.id)
            stamp = (self.facts.standing, self.force.changes[instrument.id], force)
            if stamp != watch.stamp:
                watch.stamp, watch.known = stamp, ()
            ways, watch.known = self.casus.newly_given(clause.when, watch.scope, day, watch.known)
            self.life.open(instrument, clause, watch.scope, ways, day)
            return
        ways = self.casus.given(clause.when, watch.scope, day, (first, instrument.date.minute), ended)
        if clause.judged_by is not None:
            ways = self._judged(watch, ways, day)
        self.life.open(instrument, clause, watch.scope, ways, day)
        for pattern in patterns_of(clause.when):
            if isinstance(pattern, EventPattern) and pattern.extra.within is not None and not ended:
                starts = {(o.day, o.minute) for o in self._openers(watch, day)} or {(first, instrument.date.minute)}
                for since, minute in starts:
                    until = add(since, minute, pattern.extra.within)[0]
                    if until >= day and watch not in self.silences[until]:
                        self.silences[until].append(watch)
                        self._queue(until)

    def _openers(self, watch: Watch, day: int) -> list[Occurrence]:
        """Events that start a silence running."""
        assert watch.clause.when is not None
        positive = [
            p
            for p in patterns_of(watch.clause.when)
            if isinstance(p, EventPattern) and p.extra.within is None and not p.negated
        ]
        return [o for p in positive for o in self.casus.occurrences(p, watch.scope) if o.day <= day]

    def _judged(self, watch: Watch, ways: list[Given], day: int) -> list[Given]:
        """What the named judge found replaces the text, in the worlds of the doctrine ``judge-decides``."""
        judge = watch.clause.judged_by
        assert judge is not None
        doctrine = self.grounds.doctrine("judge-decides")
        for kind, positive in (("finds-no-casus", False), ("finds-casus", True)):
            for below in sorted(self.case.kinds_below.get(kind, frozenset({kind}))):
                for finding in self.facts.by_kind.get(below, ()):
                    under = finding.under
                    about = finding.object == watch.instrument.id or (
                        under is not None and under.instrument == watch.instrument.id
                    )
                    if (
                        finding.day > day
                        or not about
                        or (under is not None and under.clause not in ("", watch.clause.id))
                    ):
                        continue
                    acting = self.matcher.acting(finding.subject, finding.day, watch.scope)
                    by = self.matcher.phrase(judge, acting, finding.day, watch.scope, Binding())
                    said = self.algebra.all_of((doctrine, finding.label, self.algebra.any_of(by.values())))
                    if positive and not ways and finding.against:
                        ways = [Given(Binding(finding.against, "", finding.id), self.false, finding)]
                    change = self.algebra.either if positive else self.algebra.unless
                    ways = [Given(w.binding, change(w.label, said), w.by) for w in ways]
        return ways

    def _votes(self, day: int) -> list[Occurrence]:
        """Bodies whose rule is met adopt what was voted on."""
        made: list[Occurrence] = []
        proposals = sorted({o.object for o in self.facts.by_kind.get("vote-for", ())})
        for body in self.bodies if proposals else ():
            members = self._members(body, day)
            for proposal in proposals:
                label = self._carried(body.rule, members, proposal, day)
                known = self.complied.setdefault(f"{body.id} adopts {proposal}", Steps(self.false))
                gained = self.algebra.unless(label, known.last)
                if gained != self.false and known.set(day, self.algebra.either(known.last, label)):
                    kind = "adopt" if "adopt" in self.case.kinds else "decide"
                    adopted = Occurrence(f"{body.id}-adopts-{proposal}", kind, body.id, proposal, day, None, gained)
                    self.facts.add(adopted)
                    self.occurrences[adopted.id].append(adopted)
                    made.append(adopted)
        return made

    def _members(self, body: Actor, day: int) -> list[str]:
        """Who sits in a body that day: those named, and the parties of the instruments named."""
        members: list[str] = []
        for name in body.members:
            instrument = self.case.instruments.get(name)
            if instrument is None:
                members.append(name)
            else:
                parties = self.matcher.parties(instrument)
                members += [a for a in parties if self.matcher.party(name, a, day) != self.false]
        return list(dict.fromkeys(members))

    def _carried(self, rule: str, members: list[str], proposal: str, day: int) -> Label:
        def cast(kind: str, member: str) -> Label:
            return self.algebra.any_of(
                self.algebra.both(
                    o.label, self.matcher.acting(o.subject, o.day, self.matcher.scope()).get(member, self.false)
                )
                for o in self.facts.by_kind.get(kind, ())
                if o.object == proposal and o.day <= day
            )

        ayes = [cast("vote-for", m) for m in members]
        if rule == "unanimity":  # all have voted, somebody for it, nobody against it; who abstains does not prevent it
            there = [self.algebra.either(aye, cast("abstain", m)) for aye, m in zip(ayes, members, strict=True)]
            noes = self.algebra.any_of(cast("vote-against", m) for m in members)
            return self.algebra.unless(self.algebra.both(self.algebra.any_of(ayes), self.algebra.all_of(there)), noes)
        need = len(members) // 2 + 1 if rule == "majority" else -(-2 * len(members) // 3)
        return self.algebra.at_least(need, ayes)

    # -- end of day ----------------------------------------------------------------------------------------------------
    def _end_of_day(self, day: int, today: list[Occurrence]) -> None:
        before = (
            {k: (s.last, self.facts.ended[k].last) for k, s in self.facts.entered.items()}
            if self.force.by_formula
            else {}
        )
        self.force.end_of_day(day)
        entered = [
            self.force.tracked[k].instrument.id
            for k, old in before.items()
            if old != (self.facts.entered[k].last, self.facts.ended[k].last)
        ]
        woken: dict[Watch, None] = dict.fromkeys(w for i in entered for w in self.force_watches[i])
        woken.update(dict.fromkeys(self.silences.pop(day, ())))
        for watch, moment, minute in self.demands.pop(day, ()):
            self._demanded(watch, moment, day, minute)
        for conflict in self.peace_days.get(day, ()):
            end = self.conflicts.ends[conflict]
            peace = self.algebra.all_of(
                self.grounds.directive(e, self.case.events[e].common) for e in end.by if e in self.case.events
            )
            self.life.conflict_over(conflict, day, peace)
        if today:
            self.life.ending(day)
        while True:
            changed = self.life.apply(day)
            if woken or changed:
                opened = {o for o in changed if o.opened and o.opened[-1][0] == day}
                again = {**woken, **dict.fromkeys(self.law_watches)}
                self._rounds(day, again, [], ended=True, opened=opened, past=today)
                woken = {}
            if not self.life.run_out(day):
                break

    def _demanded(self, watch: Watch, moment: Moment, day: int, minute: int | None) -> None:
        demand, instrument = watch.instrument.demand, watch.instrument
        assert demand is not None
        met = self.false
        for conjunction in self.casus._dnf(demand.wanted):
            parts: list[Label] = []
            for pattern in conjunction:
                parts.append(self._met(pattern, watch.scope, moment, day, minute))
            met = self.algebra.either(met, self.algebra.all_of(parts))
        made = self.algebra.both(self.grounds.directive(instrument.id, instrument.common), moment.label)
        steps = self.complied.setdefault(instrument.id, Steps(self.false))
        steps.set(day, self.algebra.either(steps.last, self.algebra.both(made, met)))
        label = self.algebra.unless(moment.label, met)
        self.life.open(instrument, watch.clause, watch.scope, [Given(Binding(), label, None, minute)], day)

    def _met(self, pattern: Pattern, scope: Scope, moment: Moment, day: int, minute: int | None) -> Label:
        if not isinstance(pattern, EventPattern):
            return self.casus._literal(pattern, Binding(), scope, day, None, (day, None), True)
        plain = self.casus.affirmed(pattern)
        label = self.false
        for occurrence in self.casus.occurrences(plain, scope):
            if occurrence.root.steps is None and not moment.day <= occurrence.day <= day:
                continue
            if (
                occurrence.day == day
                and minute is not None
                and occurrence.minute is not None
                and occurrence.minute > minute
            ):
                continue
            for *_, own in self.matcher.matches(plain, occurrence, scope, Binding()):
                label = self.algebra.either(label, self.algebra.both(own, occurrence.now(day, self.true)))
        return self.algebra.negate(label) if pattern.negated else label


class _Acts:
    """Events of one round, by whoever did them: a duty is kept or broken by its debtor's own acts.

    A reading may make one actor's act another's, and of several debtors one may act for all: there every event is
    looked at.
    """

    def __init__(self, run: _Run, occurrences: Sequence[Occurrence], day: int) -> None:
        self._run = run
        self._all = [o for o in occurrences if o.id in run.occurrences]
        self._by_doer: dict[str, list[Occurrence]] = defaultdict(list)
        for occurrence in self._all:
            for name in run.doers((occurrence,), day):
                self._by_doer[name].append(occurrence)

    def that_concern(self, obligation: Obligation) -> list[Occurrence]:
        """Those that can be conduct of an obligation."""
        scope, run = obligation.scope, self._run
        read = scope.widenings or any(right in run.case.actors for _, right, _ in scope.terms)
        among = self._all if read or obligation.debtors else self._by_doer.get(obligation.key.debtor, ())
        if not among:
            return []
        kinds = run.life.interest(obligation)
        return [o for o in among if o.kind in kinds]


def _before_opening(obligation: Obligation, occurrence: Occurrence) -> bool:
    """Both with a clock, and the act too early: what an ultimatum threatens is not done before its time is out."""
    minute = obligation.opened[-1][1] if obligation.opened else None
    return minute is not None and occurrence.minute is not None and occurrence.minute < minute


def _dated(case: Case) -> list[tuple[str, Date]]:
    dated = [(e.common.id, e.date) for e in case.events.values()]
    return dated + [(i.id, i.date) for i in case.instruments.values()]
