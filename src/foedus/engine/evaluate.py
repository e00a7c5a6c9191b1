"""Case -> timeline: one evaluation under all assumptions at once, forward in time, in rounds."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from foedus.case.model import Case
from foedus.directives.phrases import EventPattern, Pattern
from foedus.engine.algebra import Algebra, Label
from foedus.engine.asking import Asking
from foedus.engine.casus import Given
from foedus.engine.facts import Binding, Occurrence
from foedus.engine.grounds import Ground
from foedus.engine.keeping import Cascade
from foedus.engine.law import Obligation
from foedus.engine.moments import Moment
from foedus.engine.scopes import Scope
from foedus.engine.setting import Lasting, Watch
from foedus.engine.steps import Steps
from foedus.engine.timeline import Timeline

__all__ = ["MAX_ROUNDS", "Timeline", "evaluate"]

MAX_ROUNDS = 1000
"""A day never needs more: facts only accumulate; reaching it means a fault, and is reported as one."""


def evaluate(
    case: Case,
    labels: object | None = None,
    *,
    fixed: Mapping[str, bool] | None = None,
    hypotheses: Sequence[str | tuple[str, ...]] = (),
    cascade: Cascade | None = None,
    until: int | None = None,
    assumed: Callable[[Ground], None] | None = None,
    strict: bool = False,
    under: Collection[str] | None = None,
) -> Timeline:
    """Evaluate a resolved case once, under all its assumptions.

    labels: an implementation of the label protocol; the decision-diagram library by default.
    fixed: assumptions that are not to be assumptions but so, or not so (by id).
    hypotheses: ids of events of the case of which at most one is taken to happen (see ``Grounds.hypothesis``); a tuple
    of ids stands for events that happen together.
    cascade: from a day on, let obligations that are kept become events.
    until: the last day to be looked at; nothing can be asked of the timeline about later ones.
    assumed: told of every assumption before it gets its label.
    under: the instruments whose duties alone are looked for, and whose law alone anything asks of; None is all.
    strict: raise LabelBudgetExceeded where a label grows too large, in place of leaving it undecided.
    """
    if labels is None:
        from foedus.labels import BddLabels

        labels = BddLabels()
    run = _Run(case, Algebra(labels), fixed, hypotheses, cascade, assumed, under)
    if strict:
        run.algebra.on_overflow = None
    return run.run(until)


class _Run(Asking):
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
            self.keeping.duties if self.keeping is not None else {},
        )

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
        for issued, moment in self.issues.get(day, ()):
            today.extend(self._issue(issued, moment))
        for event, moment in sorted(self.events.get(day, ()), key=lambda e: (e[1].minute or 0, e[0].common.id)):
            made = self._happen(event, moment)
            if moment.minute is not None:  # by the clock: who left an office at ten binds nobody at noon
                self._end_states(made)
            today.extend(made)
        self._end_states(today)
        woken = self._woken(today)
        woken.update(dict.fromkeys(self.arrivals.pop(day, ())))
        for watch in self.dawns.pop(day, ()):
            woken[watch] = None
            for obligation in self.law.by_clause.get((watch.instrument.id, watch.clause.id), ()):
                self._standing(obligation, day)
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

    # -- rounds --------------------------------------------------------------------------------------------------------
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
        before = _Acts(self, past, day)
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
                for occurrence in before.by_anybody(obligation):
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
                names.update(self.casus.done_to(occurrence))
        return {a for name in names if name for a in self.matcher.exercising(name, day, self.matcher.scope())}

    def _others(self, today: list[Occurrence], day: int) -> None:
        """Requests, releases and decisions come from others than the debtor."""
        for occurrence in today:
            ups = self.case.kind_is.get(occurrence.kind, frozenset())
            concerned: dict[Obligation, None] = {}
            if ups & {"request", "invoke", "decide"}:
                concerned.update(dict.fromkeys(self.law.asked_for))
            if "release" in ups:
                for creditor in self.matcher.exercising(occurrence.subject, day, self.matcher.scope()):
                    concerned.update(dict.fromkeys(self.law.by_role.get(creditor, ())))
            for obligation in concerned:
                if obligation.may_meet(occurrence):
                    self.life.conduct(obligation, occurrence, day)

    def _standing(self, obligation: Obligation, day: int) -> None:
        """What counts though it lies before the opening: states that last, standing requests."""
        for occurrence in self._lasting(obligation):
            if occurrence.day < day:
                self.life.conduct(obligation, occurrence, day)
        if obligation.clause.standing:
            for kind in sorted(self.case.kinds_below.get("request", frozenset({"request"}))):
                for occurrence in self.facts.by_kind.get(kind, ()):
                    self.life.request_before(obligation, occurrence, day)

    def _doing_for(self, obligation: Obligation) -> dict[str, None]:
        """The debtors, and everybody whose acts may be theirs: organs, and who counts as one of them."""
        found = dict.fromkeys(obligation.debtors or (obligation.key.debtor,))
        for debtor in tuple(found):
            found.update(dict.fromkeys(self.life.names_of(debtor)))
        found.update(
            {left: None for left, right, _ in obligation.scope.terms if right in found and left in self.case.actors}
        )
        return found

    def _lasting(self, obligation: Obligation) -> list[Occurrence]:
        """States of affairs recorded so far that can be conduct of an obligation; none is looked at twice."""
        seen = self.lasting.get(obligation)
        stamp = (self.facts.standing, len(obligation.hypotheses))
        if seen is None or seen.stamp != stamp:
            seen = self.lasting[obligation] = Lasting(stamp)
        for debtor in self._doing_for(obligation):
            lists = {"": self.facts.by_subject.get(debtor, [])}
            lists |= {k: self.casus.recorded(k, debtor) for k in self.symmetric if k in self.facts.by_kind}
            for kind, found in lists.items():
                looked = seen.looked.get((debtor, kind), 0)
                seen.looked[debtor, kind] = len(found)
                for occurrence in found[looked:]:
                    own = not kind or debtor in self.casus.done_to(occurrence)
                    if not own or occurrence.root.steps is None or not obligation.may_meet(occurrence):
                        continue
                    if self.life.concerns(obligation, occurrence):
                        seen.found[occurrence] = None
        return list(seen.found)

    # -- end of day ----------------------------------------------------------------------------------------------------
    def _end_of_day(self, day: int, today: list[Occurrence]) -> None:
        waiting = [tracked.key for tracked in self.force.by_formula]  # what else begins or ends, begins a day
        before = {k: (self.facts.entered[k].last, self.facts.ended[k].last) for k in waiting}
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
                self._unless_void(e, self.grounds.directive(e, self.case.events[e].common), day)
                for e in end.by
                if e in self.case.events
            )
            self.facts.peace[conflict] = (day, peace)
            self.life.conflict_over(conflict, day, peace)
        self.life.ending(day)
        while True:
            changed = self.life.apply(day)
            if woken or changed:
                opened = {o for o in changed if o.opened and o.opened[-1][0] == day}
                again = {**woken, **dict.fromkeys(self.law_watches)}
                self._rounds(day, again, [], ended=True, opened=opened, past=today)
                woken = {}
            self.life.ending(day)
            if not self.life.run_out(day) and not self.life.pending:
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
    looked at.  What belongs to another hypothesis than the duty is not.
    """

    def __init__(self, run: _Run, occurrences: Sequence[Occurrence], day: int) -> None:
        self._run = run
        self._all: dict[int, list[Occurrence]] = defaultdict(list)
        self._by_doer: dict[tuple[str, int], list[Occurrence]] = defaultdict(list)
        for occurrence in occurrences:
            if occurrence.id in run.occurrences:
                self._all[occurrence.hypothesis].append(occurrence)
                for name in run.doers((occurrence,), day):
                    self._by_doer[name, occurrence.hypothesis].append(occurrence)

    def that_concern(self, obligation: Obligation) -> list[Occurrence]:
        """Those that can be conduct of an obligation."""
        scope, run = obligation.scope, self._run
        read = scope.widenings or scope.merging
        if read or obligation.debtors:
            return self.by_anybody(obligation)
        debtor = obligation.key.debtor
        among = [o for n in self._numbers(obligation) for o in self._by_doer.get((debtor, n), ())]
        kinds = run.life.interest(obligation) if among else frozenset()
        return [o for o in among if o.kind in kinds]

    def by_anybody(self, obligation: Obligation) -> list[Occurrence]:
        """Those of the kinds that can be conduct of an obligation, whoever did them."""
        kinds = self._run.life.interest(obligation) if self._all else frozenset()
        return [o for n in self._numbers(obligation) for o in self._all.get(n, ()) if o.kind in kinds]

    def _numbers(self, obligation: Obligation) -> Iterable[int]:
        return self._all if 0 in obligation.hypotheses else sorted({0, *obligation.hypotheses})


def _before_opening(obligation: Obligation, occurrence: Occurrence) -> bool:
    """Both with a clock, and the act too early: what an ultimatum threatens is not done before its time is out."""
    minute = obligation.opened[-1][1] if obligation.opened else None
    return minute is not None and occurrence.minute is not None and occurrence.minute < minute
