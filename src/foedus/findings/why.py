"""Why a duty binds, or does not: the derivation as a tree, clause by clause and claim by claim.

Nothing is remembered from the evaluation but labels over time; each step is asked of the timeline again, under the view,
so that a step and the finding above it can never tell different stories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

from foedus.case.resolve import happening
from foedus.directives.model import Clause, Instrument
from foedus.directives.phrases import EventPattern, Formula, LawPattern, Noun, Pattern, RelationPattern
from foedus.engine.algebra import Label
from foedus.engine.casus import disjuncts
from foedus.engine.evaluate import Timeline
from foedus.engine.facts import Binding, Occurrence
from foedus.engine.law import Obligation
from foedus.engine.life import Life
from foedus.engine.match import Scope
from foedus.engine.potential import speaks_of_roles
from foedus.findings.nearly import OTHERS, lacking, loose
from foedus.findings.stance import Stance
from foedus.findings.telling import Step
from foedus.findings.telling_of_law import TellingOfLaw, clause_words, patterns_in
from foedus.terms.acts import act_name, preposition
from foedus.terms.dates import iso

__all__ = ["Step", "clause_words", "duty_words", "explain", "explain_clause", "explain_event"]

NEAR = 3
"""How many events that came near a sentence are shown, the nearest and latest first."""


def explain(timeline: Timeline, stance: Stance, obligation: Obligation, day: int) -> Step:
    """The derivation of one obligation that some event (or entry into force) has opened in some world."""
    return _Explainer(timeline, stance, day).obligation(obligation)


def explain_clause(
    timeline: Timeline, stance: Stance, instrument: Instrument, clause: Clause, debtor: str, creditor: str, day: int
) -> Step:
    """Why a clause that nothing has opened does not bind: each of its conditions with what was found."""
    return _Explainer(timeline, stance, day).waiting(instrument, clause, debtor, creditor)


def explain_event(timeline: Timeline, stance: Stance, event: str, day: int) -> Step:
    """On whose word an event is so."""
    return _Explainer(timeline, stance, day).event(event)


class _Explainer(TellingOfLaw):
    @cached_property
    def life(self) -> Life:
        """What says who is an aggressor and what is a finding."""
        line = self.timeline
        return Life(self.case, line.grounds, line.facts, self.matcher, line.casus, line.law)

    # -- an obligation -------------------------------------------------------------------------------------------------
    def obligation(self, o: Obligation) -> Step:
        key, act = o.key, o.clause.thens[o.key.then]
        parts = [*self.instrument_steps(o.instrument, o.clause, act, key.debtor, key.creditor)]
        parts += self.act_as_read(o)
        openings: dict[str, list[tuple[int, Label, Occurrence | None]]] = {}
        for day, _, label, by in o.opened:
            if day <= self.day:
                openings.setdefault(by.root.id if by is not None else "", []).append((day, label, by))
        for found in openings.values():
            day, _, by = found[0]
            label = self.algebra.any_of(own for _, own, _ in found)
            parts.append(self.opening(o, day, label, by))
        parts += self.needs(o)
        parts += self.conduct(o)
        label = o.at("triggered", self.day)
        return self.step("finding", duty_words(o, self.name), label, id_=f"{key.instrument}.{key.clause}", parts=parts)

    def act_as_read(self, o: Obligation) -> Iterator[Step]:
        """The readings by which the act that the text owes is another."""
        if not o.key.read_as:
            return
        day = o.opened[0][0] if o.opened else self.day
        used = self.matcher.owed_as(o.clause.thens[o.key.then].verb.kind, day, o.scope)
        parts = [
            self.holder(reading, f"{left} counts as {right}")
            for left, right, reading in o.scope.terms
            if left in used and right in used
        ]
        yield self.step("reading", f"the act owed is {o.key.read_as}", used[o.key.read_as], parts=parts)

    # -- how it opened -------------------------------------------------------------------------------------------------
    def opening(self, o: Obligation, day: int, label: Label, by: Occurrence | None) -> Step:
        clause, scope = o.clause, o.scope
        if by is None and clause.when is None:
            what = (
                "its demand was not met in time"
                if o.instrument.demand is not None
                else "it binds from entry into force"
            )
            return self.step("opening", f"{iso(day)}: {what}", label, parts=self.demand(o))
        parts: list[Step] = []
        occasion = o.key.occasion
        binding = o.binding if by is None else self._binding(o, by, occasion)
        if by is not None:
            parts.append(self.counted(by))
        found = by is not None and self.life.is_finding(by)  # then the condition itself is what was judged
        for pattern, own in () if found else self.literals(clause.when, binding, by, day, o):
            parts.append(self.condition(pattern, own))
        if clause.unless is not None:
            held = self.timeline.casus.holds(clause.unless, scope, day, binding, by)
            from foedus.language.printer import formula

            parts.append(self.step("exception", f"exception: {formula(clause.unless)}", held))
        parts += self.needed_too(o, binding, day, by)
        parts += self.doctrines(o, by)
        head = f"{iso(day)}: " + (
            (happening(self.case, by.root.id) if by is not None else "") or "the condition was met"
        )
        return self.step("opening", head, label, id_=by.root.id if by is not None else "", parts=parts)

    def needed_too(self, o: Obligation, binding: Binding, day: int, by: Occurrence | None) -> Iterator[Step]:
        """What the readings that the view does not reject say that the casus needs beside its text."""
        from foedus.language.printer import formula

        for statement, reading in o.scope.needs:
            if statement.needs is None or self.stance.decide(self.matcher.holder(reading)).verdict == "no":
                continue
            roles = o.binding if speaks_of_roles(statement.needs) else binding
            label = self.life._needed(statement, reading, o.scope, roles, by, self.algebra.true, day)
            if self.matcher.reaches_day(o.scope, reading, day):
                text = f"it also needs: {formula(statement.needs)}"
                yield self.step("condition", text, label, parts=[self.holder(reading, "that it needs this")])

    def _binding(self, o: Obligation, by: Occurrence, occasion: str) -> Binding:
        first = next((p for p in patterns_in(o.clause.when) if isinstance(p, EventPattern) and not p.negated), None)
        if first is not None:
            for attacker, victim, label in self.matcher.matches(first, by, o.scope, Binding()):
                if label != self.algebra.false:
                    return Binding(attacker, victim, occasion)
        return Binding(by.subject, by.object, occasion)

    def literals(
        self, when: Formula | None, binding: Binding, by: Occurrence | None, day: int, o: Obligation
    ) -> Iterator[tuple[Pattern, Label]]:
        """Each sentence of the casus with its label, of the alternative that comes nearest to being met."""
        if when is None:
            return
        best: list[tuple[Pattern, Label]] = []
        score = -1
        start = (by.day, by.minute) if by is not None else (day, None)
        for alternative in disjuncts(when):
            found = [(p, self.timeline.casus._literal(p, binding, o.scope, day, by, start, True)) for p in alternative]
            met = sum(self.stance.decide(label).verdict != "no" for _, label in found)
            if met == len(found) or met > score:
                best, score = found, met if met < len(found) else met + 1000
        yield from best

    def condition(self, pattern: Pattern, label: Label) -> Step:
        parts: list[Step] = []
        if isinstance(pattern, EventPattern) and pattern.extra.unprovoked:
            parts.append(self.holder("unprovoked", "what provocation is"))
        return self.step("condition", f"condition: {self.sentence(pattern)}", label, parts=parts)

    def doctrines(self, o: Obligation, by: Occurrence | None) -> Iterator[Step]:
        """The doctrines by which no such duty is owed to an aggressor."""
        key = o.key
        life = self.life
        if by is None or not key.creditor or life.is_finding(by):
            return
        if o.type is not None and o.type.needs_innocence and key.adversary:
            label = life._attacked(
                "no-help-to-aggressor", key.creditor, key.adversary, by, o.scope, conflict=by.root.conflict
            )
            if label != self.algebra.false:
                yield self.step(
                    "exception",
                    f"{self.name(key.creditor)} had attacked {self.name(key.adversary)} first",
                    label,
                    id_="no-help-to-aggressor",
                )
        names = self.matcher.parties(o.instrument)
        if key.creditor in names and key.debtor in names:
            label = life._attacked(
                "attack-ends-alliance", key.creditor, key.debtor, by, o.scope, instrument=o.instrument
            )
            if label != self.algebra.false:
                yield self.step(
                    "exception",
                    f"{self.name(key.creditor)} had attacked {self.name(key.debtor)}, its ally",
                    label,
                    id_="attack-ends-alliance",
                )

    def demand(self, o: Obligation) -> Iterator[Step]:
        demand = o.instrument.demand
        if demand is None:
            return
        from foedus.language.printer import formula

        time = (
            f" within {demand.within}"
            if demand.within is not None
            else f" by {demand.deadline}"
            if demand.deadline
            else ""
        )
        steps = self.timeline.complied.get(o.instrument.id)
        label = steps.at(self.day) if steps is not None else self.algebra.false
        yield self.step("condition", f"demanded{time}: {formula(demand.wanted)}", label)

    # -- what else it needs, and what was done -------------------------------------------------------------------------
    def needs(self, o: Obligation) -> Iterator[Step]:
        from foedus.language.printer import phrase

        if o.clause.request_by is not None:
            yield self.step(
                "request", f"it must be asked for by {phrase(o.clause.request_by)}", o.at("requested", self.day),
                parts=[self.event(i) for i in self._law_events(o, ("request", "invoke"))],
            )  # fmt: skip
        if o.clause.decision_by is not None:
            yield self.step(
                "request", f"it must be decided by {phrase(o.clause.decision_by)}", o.at("decided", self.day),
                parts=[self.event(i) for i in self._law_events(o, ("decide",))],
            )  # fmt: skip
        if o.clause.judged_by is not None:
            yield self.step(
                "doctrine", f"{phrase(o.clause.judged_by)} judges whether the case is given",
                self.timeline.grounds.doctrine("judge-decides"), id_="judge-decides",
                parts=[self.event(i) for i in self._law_events(o, ("finds-casus", "finds-no-casus"))],
            )  # fmt: skip

    def _law_events(self, o: Obligation, kinds: tuple[str, ...]) -> list[str]:
        found: list[str] = []
        for kind in kinds:
            for below in self.case.kinds_below.get(kind, frozenset({kind})):
                for occurrence in self.timeline.facts.by_kind.get(below, ()):
                    under = occurrence.under
                    about = occurrence.object == o.key.instrument or (
                        under is not None and under.instrument == o.key.instrument
                    )
                    if occurrence.day <= self.day and (
                        about or (under is None and occurrence.object in (o.key.debtor, ""))
                    ):
                        found.append(occurrence.id)
        return [i for i in dict.fromkeys(found) if i in self.case.events]

    _DONE = {"performed": "performs it", "partial": "performs it in part", "breached": "breaks it"}

    def conduct(self, o: Obligation) -> Iterator[Step]:
        told: set[tuple[str, str]] = set()
        for occurrence, sort, label in o.acts:
            if (occurrence.root.id, sort) in told:
                continue  # the war that a declaration of war begins is no second act
            told.add((occurrence.root.id, sort))
            if occurrence.day <= self.day and self.stance.decide(label).verdict != "no":
                step = self.event(occurrence.root.id)
                yield self.step(
                    "conduct", f"{step.text} {self._DONE.get(sort, sort)}", label, id_=step.id, span=step.span,
                    parts=step.parts,
                )  # fmt: skip
        for name, text in (("released", "released by the creditor"), ("lapsed", "lapsed"), ("excused", "excused")):
            label = o.at(name, self.day)
            if self.stance.decide(label).verdict != "no":
                yield self.step("conduct", text, label)
        if self.stance.decide(o.at("breached", self.day)).verdict != "no" and not any(
            s == "breached" for _, s, _ in o.acts
        ):
            yield self.step("conduct", "its time ran out with nothing done", o.at("breached", self.day))

    # -- a clause that waits -------------------------------------------------------------------------------------------
    def waiting(self, instrument: Instrument, clause: Clause, debtor: str, creditor: str) -> Step:
        act = clause.thens[0]
        parts = [*self.instrument_steps(instrument, clause, act, debtor, creditor)]
        if clause.when is not None:
            scope = self.matcher.scope(instrument.id, clause.id)
            to_victim = act.object is not None and any(
                n == Noun("role", "victim", None, n.span) for n in act.object.nouns
            )
            for alternative in disjuncts(clause.when):
                first = next((p for p in alternative if isinstance(p, EventPattern) and not p.negated), None)
                for pattern in alternative:
                    victim = creditor if to_victim and pattern is first else ""
                    parts.append(self.unmet(pattern, scope, victim))
        debtor_name, creditor_name = self.name(debtor), self.name(creditor) if creditor else "anybody"
        text = f"{debtor_name} owes {creditor_name} {act_name(act.verb.kind)} under {instrument.id} clause {clause.id}"
        return Step("finding", text, "yes", f"{instrument.id}.{clause.id}", (), clause.common.span, tuple(parts))

    def unmet(self, pattern: Pattern, scope: Scope, victim: str = "") -> Step:
        """What was found of one sentence of a casus, whoever is meant by its roles.

        victim: to whom it must have happened, where the duty is owed to the victim.
        """
        label = self.algebra.false
        near: dict[str, Step] = {}
        known: dict[str, tuple[str, str]] = {}
        if isinstance(pattern, EventPattern):
            bare = EventPattern(pattern.subject, pattern.verb, pattern.object, pattern.extra, False, pattern.span)
            wanted = loose(bare)
            for occurrence in self.timeline.casus.occurrences(bare, scope):
                if occurrence.day > self.day:
                    continue
                own = self.algebra.any_of(
                    o
                    for _, target, o in self.matcher.matches(wanted, occurrence, scope, Binding())
                    if victim in ("", target)
                )
                label = self.algebra.either(label, own)
                if own == self.algebra.false:
                    near.setdefault(occurrence.root.id, self.event(occurrence.root.id))
                    lacks = lacking(self.matcher, wanted, occurrence, scope, victim)
                    if lacks is not None:
                        known.setdefault(occurrence.root.id, lacks)
            if pattern.negated:
                label = self.algebra.negate(label)
        elif isinstance(pattern, LawPattern):
            own = self.timeline.law.holds(pattern, scope, self.day, Binding())
            label = self.algebra.negate(own) if pattern.negated else own
        elif isinstance(pattern, RelationPattern):
            own = self.timeline.casus._relation(pattern, scope, self.day, Binding())
            label = self.algebra.negate(own) if pattern.negated else own
        whom = f", and {self.name(victim)} is the victim" if victim else ""
        step = self.step("condition", f"condition: {self.sentence(pattern)}{whom}", label)
        if step.verdict == "no" and near:
            return self._missed(step, near, known)
        return step

    def _missed(self, step: Step, near: dict[str, Step], known: dict[str, tuple[str, str]]) -> Step:
        """A sentence that nothing meets, with what came near it, the nearest first, and but for what."""
        few = sorted(near, key=lambda i: (i not in known, -self._day_of(i)))[:NEAR]
        parts = [
            replace(near[i], text=f"{near[i].text}; asked for is another {OTHERS[known[i][0]]}: {known[i][1]}")
            if i in known
            else near[i]
            for i in few
        ]
        return Step(step.sort, step.text + " (what came near does not fit it)", "no", parts=tuple(parts))

    def _day_of(self, event: str) -> int:
        return self.case.events[event].date.first if event in self.case.events else 0


def duty_words(o: Obligation, name: Callable[[str], str]) -> str:
    """The obligation as a sentence."""
    key, modality = o.key, o.act.modality
    verb = {"may": "may", "will": "announces", "will not": "announces not"}.get(modality, "owes")
    to = f" {'to ' if verb.startswith('announces') else ''}{name(key.creditor)}" if key.creditor else ""
    enemy = f" {preposition(o.act.verb.kind)} {name(key.adversary)}" if key.adversary else ""
    act = act_name(o.act.verb.kind)
    return f"{name(key.debtor)} {verb}{to}: {'no ' if modality == 'must not' else ''}{act}{enemy}"
