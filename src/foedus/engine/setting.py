"""What an evaluation starts from: which days are to be visited, and what may wake which clause."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from foedus.case.model import ISSUED, Case
from foedus.directives.model import Clause, Event, Instrument
from foedus.directives.phrases import EventPattern, LawPattern, RelationPattern
from foedus.engine.algebra import Algebra, Label
from foedus.engine.casus import Casus, patterns_of
from foedus.engine.conflicts import find_conflicts
from foedus.engine.facts import Facts, Occurrence
from foedus.engine.force import Force
from foedus.engine.grounds import Ground, Grounds
from foedus.engine.keeping import Cascade, Keeping
from foedus.engine.law import Law, Obligation
from foedus.engine.life import Life
from foedus.engine.match import Matcher
from foedus.engine.moments import Moment, moments
from foedus.engine.scopes import Scope
from foedus.engine.steps import Steps
from foedus.terms.dates import Date
from foedus.terms.durations import add

__all__ = ["Lasting", "Setting", "Watch"]


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


@dataclass(slots=True, eq=False)
class Lasting:
    """States of affairs that can be conduct of one obligation, and how many of each list have been looked at.

    stamp: who stood for whom when they were looked at (``Facts.standing``), and under how many hypotheses it had opened.
    """

    stamp: tuple[int, int]
    looked: dict[tuple[str, str], int] = field(default_factory=dict)
    found: dict[Occurrence, None] = field(default_factory=dict)


class Setting:
    """The parts of one evaluation, its agenda of days, and its clauses by what may wake them."""

    def __init__(
        self,
        case: Case,
        algebra: Algebra,
        fixed: Mapping[str, bool] | None,
        hypotheses: Sequence[str | tuple[str, ...]],
        cascade: Cascade | None,
        assumed: Callable[[Ground], None] | None,
        under: Collection[str] | None,
    ) -> None:
        self.case, self.algebra, self.under = case, algebra, under
        self.true, self.false = algebra.true, algebra.false
        self.grounds = Grounds(case, algebra, fixed, hypotheses, assumed)
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
        self.issues: dict[int, list[tuple[Instrument, Moment]]] = defaultdict(list)
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
        self.dawns: dict[int, list[Watch]] = defaultdict(list)
        self.lasting: dict[Obligation, Lasting] = {}
        self.days: list[int] = []
        self.findings: dict[tuple[int, str], Occurrence] = {}

    def _assumed_asking(self, obligation: Obligation, day: int) -> Label | None:
        assert self.keeping is not None
        return self.keeping.asks(obligation) if day >= self.keeping.cascade.start else None

    # -- preparation ---------------------------------------------------------------------------------------------------
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
                if instrument.category in ISSUED:
                    self.issues[moment.day].append((instrument, moment))
                self._queue(moment.day)
            for term in (*instrument.parties, *instrument.issuers):
                for date in (term.start, term.end):
                    if date is not None:
                        self._queue(date.first if date is term.start else date.last + 1)
            if self.under is None or instrument.id in self.under:
                for clause in instrument.clauses:
                    self._watch(instrument, clause)
        self._expect_arrivals()
        self._expect_validity()
        self._expect_readings()
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

    def _expect_readings(self) -> None:
        """What lasts may count as something else from the day on which a reading begins to reach it."""
        for watch in self.watches:
            for start in dict.fromkeys(day for _, day in watch.scope.starts):
                self.dawns[start].append(watch)
                self._queue(start)

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
        for name in (instrument.id, *(newer.id for newer in self.matcher.amending.get(instrument.id, ()))):
            self.force_watches[name].append(watch)
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

    def _woken(self, today: list[Occurrence]) -> dict[Watch, None]:
        woken: dict[Watch, None] = {}
        for occurrence in today:
            woken.update(dict.fromkeys(self.by_kind.get(occurrence.kind, ())))
            if self.by_object:
                for target in self.casus.done_to(occurrence):
                    woken.update(dict.fromkeys(self.by_object.get((occurrence.kind, target), ())))
        return woken


def _dated(case: Case) -> list[tuple[str, Date]]:
    dated = [(e.common.id, e.date) for e in case.events.values()]
    return dated + [(i.id, i.date) for i in case.instruments.values()]
