"""When instruments are in force: entry, end, accession, withdrawal, denunciation, suspension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from foedus.case.model import Case
from foedus.directives.model import EndRule, ForceRule, Instrument
from foedus.directives.phrases import ClauseRef
from foedus.engine.algebra import Algebra, Label
from foedus.engine.casus import Casus
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.grounds import Grounds
from foedus.engine.match import Matcher
from foedus.engine.moments import Moment
from foedus.engine.steps import Steps
from foedus.terms.durations import Duration, add

__all__ = ["Force"]


@dataclass(slots=True)
class Tracked:
    """An instrument's (or clause's) own rules and how far each is satisfied.

    running: the worlds in which it has reached its end and runs on.
    waiting: by rule, the worlds in which its formula has come true and its time runs.
    """

    key: str
    instrument: Instrument
    clause: str
    rules: tuple[ForceRule, ...]
    ends: tuple[EndRule, ...]
    asserted: Label
    running: Label
    satisfied: list[Steps] = field(default_factory=list)
    end_reached: list[Steps] = field(default_factory=list)
    waiting: dict[int, Label] = field(default_factory=dict)


class Force:
    """Keeps ``facts.entered`` and its kin; answers with the days on which it must be asked again.

    changes: by instrument, how often its force or membership has changed.
    """

    def __init__(
        self,
        case: Case,
        grounds: Grounds,
        facts: Facts,
        matcher: Matcher,
        casus: Casus,
        when: dict[str, tuple[Moment, ...]],
    ) -> None:
        self.case, self.grounds, self.facts, self.matcher, self.casus, self.when = (
            case,
            grounds,
            facts,
            matcher,
            casus,
            when,
        )
        self.algebra: Algebra = grounds.algebra
        self.false = self.algebra.false
        self.tracked: dict[str, Tracked] = {}
        self.changes: dict[str, int] = defaultdict(int)
        self.earliest: dict[str, int] = {}  # the first day on which a rule of the text can put it in force
        self.signed: dict[str, dict[str, Label]] = {}
        self.ratified: dict[str, dict[str, Label]] = {}
        self.leavers: list[str] = []  # parties by the text, by accession or by succession, as they gave notice
        self.scheduled: dict[int, list[tuple[str, str, int, Label]]] = {}
        self.new_days: set[int] = set()
        self.by_formula: list[Tracked] = []
        for instrument in case.instruments.values():
            self._track(instrument)

    def _track(self, instrument: Instrument) -> None:
        asserted = self.grounds.directive(instrument.id, instrument.common)
        made = self.facts.steps(self.facts.made, instrument.id)
        for moment in self.when[instrument.id]:
            made.set(moment.day, self.algebra.either(made.last, self.algebra.both(asserted, moment.label)))
        rules = instrument.in_force or (ForceRule(on="signature"),)
        if instrument.provisional is not None:
            rules = (ForceRule(date=instrument.provisional),)
        self._add(Tracked(instrument.id, instrument, "", rules, instrument.ends, asserted, self.false))
        for clause in instrument.clauses:
            own = clause.common.claims or clause.common.given or clause.common.id or clause.common.secrecy
            if clause.in_force or clause.ends or own:
                key = f"{instrument.id}.{clause.id}"
                label = self.grounds.directive(key, clause.common) if own else self.algebra.true
                clause_rules = clause.in_force or (ForceRule(on="signature"),)
                self._add(Tracked(key, instrument, clause.id, clause_rules, clause.ends, label, self.false))

    def _add(self, tracked: Tracked) -> None:
        self.tracked[tracked.key] = tracked
        self.facts.steps(self.facts.entered, tracked.key)
        self.facts.steps(self.facts.ended, tracked.key)
        moments = self.when[tracked.instrument.id]
        if any(rule.on != "signature" for rule in tracked.rules):  # what had been met before it was made counts then
            for moment in moments:
                self._schedule(moment.day, tracked, "made", 0, moment.label, None)
        for number, rule in enumerate(tracked.rules):
            tracked.satisfied.append(Steps(self.false))
            if rule.never:
                continue
            if rule.date is not None:
                self._schedule(rule.date.first, tracked, "enter", number, self.algebra.true, rule.after)
            elif rule.on == "signature":
                for moment in moments:
                    self._schedule(moment.day, tracked, "enter", number, moment.label, rule.after)
            elif rule.when is not None and tracked not in self.by_formula:
                self.by_formula.append(tracked)
        for number, end in enumerate(tracked.ends):
            tracked.end_reached.append(Steps(self.false))
            if end.date is not None:
                self._schedule(end.date.last + 1, tracked, "end", number, self.algebra.true, None)
            elif end.when is not None and tracked not in self.by_formula:
                self.by_formula.append(tracked)
        if tracked.instrument.runs_on is not None and tracked not in self.by_formula:
            self.by_formula.append(tracked)

    def _schedule(
        self, day: int, tracked: Tracked, what: str, number: int, label: Label, after: Duration | None
    ) -> None:
        at = add(day, None, after)[0] if after is not None else day
        if what == "enter":
            self.earliest[tracked.instrument.id] = min(at, self.earliest.get(tracked.instrument.id, at))
        self.scheduled.setdefault(at, []).append((tracked.key, what, number, label))
        self.new_days.add(at)

    # -- the day ---------------------------------------------------------------------------------------------------------
    def start_of_day(self, day: int) -> set[str]:
        """Carry out what is scheduled for this day; gives the instruments whose force changed."""
        touched: set[str] = set()
        for key, what, number, label in self.scheduled.pop(day, ()):
            changed = False
            tracked = self.tracked[key]
            if what == "enter":
                changed |= self._satisfy(tracked, number, day, label)
            elif what == "made":
                changed |= self._enter(tracked, 0, day)
            elif what == "end":
                changed |= self._end(tracked, number, day, label)
            elif what == "left":
                steps = self.facts.left.setdefault((key, self.leavers[number]), Steps(self.false))
                changed |= steps.set(day, self.algebra.either(steps.last, label))
                self.facts.standing += 1
            elif what == "over":
                changed |= self._close(tracked, day, label)
            elif what == "run out":
                ended = self.facts.ended[key]
                changed |= self.facts.end(key, day, self.algebra.either(ended.last, label))
            if changed:
                touched.add(tracked.instrument.id)
        self._changed(touched)
        return touched

    def _changed(self, instruments: Iterable[str]) -> None:
        for instrument in instruments:
            self.changes[instrument] += 1

    def _satisfy(self, tracked: Tracked, number: int, day: int, label: Label) -> bool:
        steps = tracked.satisfied[number]
        return steps.set(day, self.algebra.either(steps.last, label)) and self._enter(tracked, number, day)

    def _enter(self, tracked: Tracked, number: int, day: int) -> bool:
        """It is law in the worlds in which all its rules are met, and it has been made."""
        entered = self.facts.entered[tracked.key]
        now = self.algebra.both(tracked.asserted, self.algebra.all_of(s.last for s in tracked.satisfied))
        if tracked.instrument.in_force or tracked.clause:
            now = self.algebra.both(now, self._exists(tracked, tracked.rules[number], day))
        gained = self.algebra.unless(now, entered.last)
        changed = entered.set(day, self.algebra.either(entered.last, now))
        if changed:
            for i, end in enumerate(tracked.ends):
                if end.after is not None:
                    # in force for the whole of the last day: 3 months from 8 April is to 8 July
                    last = add(day, None, end.after)[0]
                    self._schedule(last + 1, tracked, "end", i, gained, None)
        return changed

    def _exists(self, tracked: Tracked, rule: ForceRule, day: int) -> Label:
        """An instrument is not in force before it was made, unless its text says so by a day before any such day."""
        moments = self.when[tracked.instrument.id]
        reaches_back = rule.date is not None and all(m.day > day for m in moments)
        return self.algebra.any_of(m.label for m in moments if m.day <= day or reaches_back)

    def _end(self, tracked: Tracked, number: int, day: int, label: Label) -> bool:
        rule = tracked.ends[number]
        if rule.unless is not None:
            held = self.casus.holds(
                rule.unless, self.matcher.scope(tracked.instrument.id, tracked.clause), day - 1, Binding()
            )
            label = self.algebra.unless(label, held)
        reached = tracked.end_reached[number]
        reached.set(day, self.algebra.either(reached.last, label))
        return self._close(tracked, day, label)

    def _close(self, tracked: Tracked, day: int, label: Label) -> bool:
        ended = self.facts.ended[tracked.key]
        if tracked.instrument.runs_on is not None and not tracked.clause:
            scope = self.matcher.scope(tracked.instrument.id, tracked.clause)
            running = self.casus.holds(tracked.instrument.runs_on, scope, day - 1, Binding())
            still = self.algebra.both(label, running)
            tracked.running = self.algebra.either(tracked.running, still)
            label = self.algebra.unless(label, running)
        return self.facts.end(tracked.key, day, self.algebra.either(ended.last, label))

    def end_of_day(self, day: int) -> None:
        """Rules that wait for a formula: entry takes effect today, an end tomorrow."""
        for tracked in self.by_formula:
            scope = self.matcher.scope(tracked.instrument.id, tracked.clause)
            entered = self.facts.entered[tracked.key].last
            for number, rule in enumerate(tracked.rules):
                if rule.when is not None and day >= self.when[tracked.instrument.id][0].day:
                    label = self.casus.holds(rule.when, scope, day, Binding())
                    if label != self.false:
                        if rule.after is None:
                            self._satisfy(tracked, number, day, label)
                        else:  # counted from the first such day; what lasts begins no new time
                            waiting = tracked.waiting.get(number, self.false)
                            gained = self.algebra.unless(label, waiting)
                            tracked.waiting[number] = self.algebra.either(waiting, label)
                            if gained != self.false:
                                self._schedule(day, tracked, "enter", number, gained, rule.after)
            if entered != self.facts.entered[tracked.key].last:
                self._changed((tracked.instrument.id,))
            for number, end in enumerate(tracked.ends):
                if end.when is not None and self.facts.entered[tracked.key].last != self.false:
                    label = self.casus.holds(end.when, scope, day, Binding())
                    label = self.algebra.unless(label, tracked.end_reached[number].last)
                    if label != self.false:
                        tracked.end_reached[number].set(day, label)
                        self._schedule(day + 1, tracked, "end", number, label, None)
            if tracked.running != self.false and tracked.instrument.runs_on is not None:
                held = self.casus.holds(tracked.instrument.runs_on, scope, day, Binding())
                gone = self.algebra.unless(tracked.running, held)
                if gone != self.false:
                    tracked.running = self.algebra.both(tracked.running, held)
                    self._schedule(day + 1, tracked, "run out", 0, gone, None)

    # -- acts on an instrument -----------------------------------------------------------------------------------------
    def act(self, occurrence: Occurrence) -> bool:
        """Sign, ratify, accede, denounce, withdraw, suspend, resume, terminate; true if force may have changed."""
        instrument = self.case.instruments.get(occurrence.object)
        if instrument is None:
            return False
        ups = self.case.kind_is.get(occurrence.kind, frozenset())
        day, tracked = occurrence.day, self.tracked[instrument.id]
        self._changed((instrument.id,))
        for actor, why in self.matcher.exercising(occurrence.subject, day, self.matcher.scope()).items():
            label = self.algebra.both(occurrence.label, why)
            if "ratify" in ups:
                for own in self._of_instrument(instrument):
                    self._ratified(own, actor, day, label)
            elif "accede" in ups and actor in self.case.actors:
                steps = self.facts.joined.setdefault((instrument.id, actor), Steps(self.false))
                valid = self.matcher.validity(_ref(occurrence), self._invited(instrument, actor, day), day)
                steps.set(day, self.algebra.either(steps.last, self.algebra.both(label, valid)))
                self.facts.standing += 1
            elif "denounce" in ups or "withdraw" in ups:
                self._denounced(tracked, actor, occurrence, label)
            elif "terminate" in ups and actor in self.matcher.parties(instrument):
                self._schedule(day + 1, tracked, "over", 0, label, None)
            elif "suspend" in ups:
                allowed = (
                    self.algebra.true if instrument.suspension else self._broken_by_another(instrument, actor, day)
                )
                label = self._by_party(occurrence, actor, allowed, label)
                steps = self.facts.steps(self.facts.suspended, instrument.id)
                steps.set(day, self.algebra.either(steps.last, label))
            elif "resume" in ups:
                label = self._by_party(occurrence, actor, self.algebra.true, label)
                steps = self.facts.steps(self.facts.suspended, instrument.id)
                steps.set(day, self.algebra.unless(steps.last, label))
        return True

    def _by_party(self, occurrence: Occurrence, actor: str, allowed: Label, label: Label) -> Label:
        """The worlds in which an act is valid: allowed, and done by a party (or by whose word it is)."""
        allowed = self.algebra.both(allowed, self.matcher.party(occurrence.object, actor, occurrence.day))
        return self.algebra.both(label, self.matcher.validity(_ref(occurrence), allowed, occurrence.day))

    def _invited(self, instrument: Instrument, actor: str, day: int) -> Label:
        """Who may accede: those to whom the text is open, and nobody where it does not say so."""
        if instrument.open_to is None:
            return self.false
        scope = self.matcher.scope(instrument.id)
        found = self.matcher.phrase(instrument.open_to, {actor: self.algebra.true}, day, scope, Binding())
        return self.algebra.any_of(found.values())

    def _broken_by_another(self, instrument: Instrument, actor: str, day: int) -> Label:
        """By doctrine, a party may suspend what another has broken."""
        broken = self.algebra.any_of(
            obligation.at("breached", day)
            for key, obligation in self.casus.law.obligations.items()
            if key.instrument == instrument.id and key.debtor != actor
        )
        if broken == self.false or actor not in self.matcher.parties(instrument):
            return self.false
        return self.algebra.both(broken, self.grounds.doctrine("suspend-after-breach"))

    def _of_instrument(self, instrument: Instrument) -> list[Tracked]:
        """The instrument and those of its clauses that have terms of their own."""
        keys = (instrument.id, *(f"{instrument.id}.{clause.id}" for clause in instrument.clauses))
        return [self.tracked[key] for key in keys if key in self.tracked]

    def _ratified(self, tracked: Tracked, actor: str, day: int, label: Label) -> None:
        done = self.ratified.setdefault(tracked.key, {})
        if actor not in self.matcher.parties(tracked.instrument):
            return
        done[actor] = self.algebra.either(done.get(actor, self.false), label)
        parties = self.matcher.parties(tracked.instrument)
        for number, rule in enumerate(tracked.rules):
            if rule.on == "ratification":
                need = rule.count or len(parties)
                if len(done) >= need:
                    enough = self.algebra.at_least(need, list(done.values()))
                    if rule.after is None:
                        self._satisfy(tracked, number, day, enough)
                    else:
                        self._schedule(day, tracked, "enter", number, enough, rule.after)

    def _denounced(self, tracked: Tracked, actor: str, occurrence: Occurrence, label: Label) -> None:
        instrument, day = tracked.instrument, occurrence.day
        parties = self.matcher.parties(instrument)
        if actor not in parties:
            return
        early = instrument.not_before is not None and day < instrument.not_before.first
        allowed = self.algebra.true if instrument.denounce and not early else self.false
        if instrument.denounce is None:
            allowed = self.grounds.doctrine("implied-denunciation")
        valid = self.algebra.both(label, self.matcher.validity(_ref(occurrence), allowed, day))
        made = self.algebra.any_of(m.label for m in self.when[instrument.id] if m.day <= day)
        # nobody leaves what is not yet made, or what he is no party to
        valid = self.algebra.all_of((valid, made, self.matcher.party(instrument.id, actor, day)))
        if valid == self.false:
            return
        at = add(day, None, instrument.notice)[0] if instrument.notice is not None else day
        # two or more others go on without him; one alone does not
        others = self.algebra.at_least(2, [self.matcher.party(instrument.id, p, day) for p in parties if p != actor])
        over, gone = self.algebra.unless(valid, others), self.algebra.both(valid, others)
        if over != self.false:
            self._schedule(at + 1, tracked, "over", 0, over, None)
        if gone != self.false:
            self.facts.left.setdefault((instrument.id, actor), Steps(self.false))
            self.leavers.append(actor)
            self._schedule(at + 1, tracked, "left", len(self.leavers) - 1, gone, None)


def _ref(occurrence: Occurrence) -> ClauseRef:
    return ClauseRef(occurrence.root.id)
