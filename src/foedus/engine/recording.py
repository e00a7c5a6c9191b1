"""Round 0: what the record says happens on a day, and what that changes by itself."""

from __future__ import annotations

from foedus.case.model import ISSUED
from foedus.directives.model import Event, Instrument
from foedus.directives.phrases import ClauseRef, Noun
from foedus.engine.algebra import Label
from foedus.engine.facts import Occurrence
from foedus.engine.moments import Moment
from foedus.engine.setting import Setting
from foedus.engine.steps import Steps

__all__ = ["Recording"]


class Recording(Setting):
    """Enters events into the facts."""

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
                    purpose=extra.purpose,
                    hypothesis=self.grounds.hypothesis_of(id_),
                )
                if any(self.case.kinds[k].law for k in ups if k in self.case.kinds):
                    power = self._power(occurrence)
                    occurrence.label = self.algebra.both(label, self._valid(id_, power, moment.day))
                else:
                    occurrence.label = self._unless_void(id_, label, moment.day)
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

    def _issue(self, instrument: Instrument, moment: Moment) -> list[Occurrence]:
        """Round 0: a threat, an ultimatum, a warning or a promise is also an act, of its issuer toward its addressee."""
        kind = ISSUED[instrument.category]
        if kind not in self.case.kinds:
            return []
        label = self.algebra.both(self.grounds.directive(instrument.id, instrument.common), moment.label)
        label = self._unless_void(instrument.id, label, moment.day)
        made = [
            Occurrence(instrument.id, kind, issuer.actor, addressee.actor, moment.day, moment.minute, label)
            for issuer in instrument.issuers
            for addressee in instrument.addressees
        ]
        for occurrence in made:
            self.facts.add(occurrence)
            self.occurrences[instrument.id].append(occurrence)
        return made

    def _valid(self, id_: str, label: Label, day: int) -> Label:
        return self.matcher.validity(ClauseRef(id_), label, day)

    def _unless_void(self, id_: str, label: Label, day: int) -> Label:
        """An act that is no exercise of a power has its effect unless it is void; to be called valid makes it no fact."""
        return self.algebra.unless(label, self.matcher.void(ClauseRef(id_), day))

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
        """States begun, lifetimes, force: what the event changes by itself."""
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
                    kept=occurrence.kept,
                    in_aid=occurrence.in_aid,
                    hypothesis=occurrence.hypothesis,
                )
                assert begun.steps is not None
                begun.steps.set(day, self.true)
                self.facts.add(begun)
                made.append(begun)
        if "ceases" in ups:
            steps = self.facts.steps(self.facts.ceased, occurrence.subject)
            steps.set(day + 1, self.algebra.either(steps.last, occurrence.label))  # that day is its last
            self._queue(day + 1)
        elif "is-founded" in ups:
            steps = self.facts.steps(self.facts.founded, occurrence.subject)
            steps.set(day, self.algebra.either(steps.last, occurrence.label))
        return made

    def _end_states(self, today: list[Occurrence]) -> None:
        """What ends states: once all that the day brings has begun, so that no order of the file decides."""
        for occurrence in today:
            for name in sorted(self.case.kind_is.get(occurrence.kind, frozenset()) & self.case.kinds.keys()):
                for state in self.case.kinds[name].ends:
                    for below in sorted(self.case.kinds_below.get(state, frozenset({state}))):
                        self._end_state(below, occurrence)

    def _end_state(self, kind: str, by: Occurrence) -> None:
        symmetric = kind in self.case.kinds and self.case.kinds[kind].symmetric
        for state in self.facts.by_kind.get(kind, ()):
            same = (state.subject, state.object) == (by.subject, by.object)
            turned = symmetric and (state.object, state.subject) == (by.subject, by.object)
            alone = not by.object and state.subject == by.subject
            if not (same or turned or alone) or state.steps is None or state.day > by.day:
                continue
            if state.id != by.id and not by.precedes(state):  # neither what it begins itself, nor what comes later
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
        made = [occurrence, *self._changes(occurrence, ups)]
        self._end_states(made)
        return made
