"""Steps about an instrument and its clause: its words, its force, its parties."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.directives.model import Act, Clause, Instrument
from foedus.directives.phrases import EventPattern, Formula, Pattern
from foedus.engine.facts import Binding, Occurrence
from foedus.engine.match import Scope
from foedus.findings.telling import Step, Telling
from foedus.terms.dates import iso

__all__ = ["TellingOfLaw", "clause_words", "patterns_in"]


def clause_words(clause: Clause, act: Act) -> str:
    """A clause and one of its acts in the language's own words: ``when RUS attacks a party, then …``."""
    from foedus.language.printer import act as act_words
    from foedus.language.printer import formula

    parts = [f"when {formula(clause.when)}" if clause.when is not None else ""]
    parts.append(f"unless {formula(clause.unless)}" if clause.unless is not None else "")
    parts.append(f"{'then ' if clause.when is not None else ''}{act_words(act)}")
    parts.append(f"until {formula(clause.until)}" if clause.until is not None else "")
    return ", ".join(part for part in parts if part)


def patterns_in(when: Formula | None) -> list[Pattern]:
    """Every sentence of a formula, from left to right."""
    from foedus.engine.casus import patterns_of

    return list(patterns_of(when))


class TellingOfLaw(Telling):
    """Instruments and clauses as steps.  A layer of what explains."""

    def speaker(self, instrument: Instrument, actor: str) -> str:
        """The office by which an actor issued an instrument, or is addressed by it; "" where it did so itself."""
        for term in (*instrument.issuers, *instrument.addressees):
            office = self.case.actors.get(term.actor)
            if office is not None and term.actor != actor and actor in (office.organ_of, office.binds):
                return term.actor
        return ""

    def instrument_steps(
        self, instrument: Instrument, clause: Clause, act: Act, debtor: str, creditor: str
    ) -> Iterator[Step]:
        title = f"{instrument.title or instrument.id}, clause {clause.id}"
        words = clause_words(clause, act)
        quoted = [Step("text", f"“{clause.text}”", "yes", span=clause.common.span)] if clause.text else []
        yield Step(
            "clause", f"{title}: {words}", "yes", f"{instrument.id}.{clause.id}", (), clause.common.span, tuple(quoted)
        )
        yield self.force(instrument, clause)
        names = self.matcher.parties(instrument)
        yield from self.amended(instrument, clause, [actor for actor in (debtor, creditor) if actor in names])
        for actor in dict.fromkeys((debtor, creditor)):
            if not actor:
                continue
            label = self.algebra.any_of(
                self.algebra.both(why, self.matcher.party(instrument.id, whole, self.day))
                for whole, why in self.matcher.acting(actor, self.day, self.matcher.scope()).items()
                if whole in names
            )
            role = "a party" if instrument.parties else "bound or named by it"
            speaker = self.speaker(instrument, actor)
            if speaker and actor == debtor and not instrument.parties:
                label, role = self.algebra.true, f"bound by it: {self.name(speaker)} speaks for it"
            if actor == debtor or self.stance.decide(label).verdict != "no":
                yield self.step("party", f"{self.name(actor)} is {role}", label, id_=actor)
        for number, text in enumerate(clause.unknown, 1):
            ground = self.timeline.grounds.by_id.get(f"{instrument.id}.{clause.id}?{number}")
            if ground is not None:
                yield self.step("unknown", f"not known whether: {text}", ground[1], id_=ground[0].id)

    def amended(self, instrument: Instrument, clause: Clause, between: list[str]) -> Iterator[Step]:
        """The clauses of later instruments that stand in its place."""
        for newer in self.matcher.amending.get(instrument.id, ()):
            for other in newer.clauses:
                label = self.matcher.replaced(instrument.id, clause.id, between, self.day)
                if other.id == clause.id and self.stance.decide(label).verdict != "no":
                    text = f"in its place stands clause {other.id} of {newer.title or newer.id}, which amends it"
                    yield self.step("force", text, label, id_=f"{newer.id}.{other.id}", span=other.common.span)

    def force(self, instrument: Instrument, clause: Clause) -> Step:
        label = self.matcher.in_force(instrument.id, self.day, clause.id)
        own = f"{instrument.id}.{clause.id}"  # a clause may enter into force by itself, later than the rest
        key, called = (
            (own, f"{instrument.id} clause {clause.id}") if clause.in_force else (instrument.id, instrument.id)
        )
        since = self._since(key)
        decision = self.stance.decide(label)
        if decision.verdict == "no":
            never = self.stance.decide(self.timeline.facts.entered[key].at(self.day)).verdict == "no"
            text = f"{called} {'was never in force by' if never else 'is no longer in force on'} {iso(self.day)}"
            if self.stance.view.known_to and self.hidden(instrument.id):
                text = f"{self.name(self.stance.view.known_to)} knows nothing of {instrument.id}"
        else:
            text = f"{called} is in force" + (f" since {since}" if since else "")
        parts = [*self.claims(instrument.id, instrument.common), *self.claims(own, clause.common)]
        parts += self.entry(instrument, clause)
        secrecy = instrument.common.secrecy
        if secrecy is not None:
            until = f"secret until {secrecy.until}" if secrecy.until is not None else "secret, never published"
            told = f"; told to {', '.join(a for a, _ in secrecy.known_to)}" if secrecy.known_to else ""
            knower = self.stance.view.known_to
            known = knower and self.hidden(instrument.id)
            unseen = f", and {self.name(knower)} could not know of it" if known else ""
            parts.append(Step("secrecy", f"it was {until}{told}{unseen}", "no" if known else "yes"))
        for reading in self.case.readings.values():
            for statement in reading.statements:
                target = statement.target
                if target is not None and target.instrument == instrument.id and target.clause in ("", clause.id):
                    parts.append(
                        self.holder(reading.id, f"{statement.mode}: {target.instrument} {target.clause}".strip())
                    )
        return self.step("force", text, label, id_=instrument.id, span=instrument.common.span, parts=parts)

    def hidden(self, id_: str) -> bool:
        """Whether the view knows nothing of a thing that its author vouches for."""
        ground = self.timeline.grounds.by_id.get(id_)
        return ground is not None and self.stance.fixed.get(ground[0].index) is False

    def entry(self, instrument: Instrument, clause: Clause) -> Iterator[Step]:
        """What entry into force waits for, and what met it."""
        from foedus.language.printer import formula

        scope = self.matcher.scope(instrument.id, clause.id)
        for rule in (*instrument.in_force, *clause.in_force):
            if rule.when is None:
                continue
            met: dict[str, Step] = {}
            for pattern in patterns_in(rule.when):
                until, later = self._met_by(pattern, scope)
                for occurrence in until:
                    met.setdefault(occurrence.root.id, self.event(occurrence.root.id))
                if isinstance(pattern, EventPattern) and not pattern.negated and not until:
                    words = f"{self.sentence(pattern)}: not by {iso(self.day)}"
                    words += f", only on {iso(later[0].day)}" if later else ""
                    met.setdefault(words, Step("condition", words, "no"))
            label = self.timeline.casus.holds(rule.when, scope, self.day, Binding())
            yield self.step("condition", f"in force when {formula(rule.when)}", label, parts=met.values())

    def _met_by(self, pattern: Pattern, scope: Scope) -> tuple[list[Occurrence], list[Occurrence]]:
        """Events that are what a sentence describes: those up to the day, and those after it, the first of these first."""
        if not isinstance(pattern, EventPattern):
            return [], []
        plain = EventPattern(pattern.subject, pattern.verb, pattern.object, pattern.extra, False, pattern.span)
        found = [
            o
            for o in self.timeline.casus.occurrences(plain, scope)
            if any(self.stance.decide(x).verdict != "no" for *_, x in self.matcher.matches(plain, o, scope, Binding()))
        ]
        found.sort(key=lambda o: o.day)
        return [o for o in found if o.day <= self.day], [o for o in found if o.day > self.day]

    def _since(self, instrument: str) -> str:
        steps = self.timeline.facts.entered[instrument]
        for day, label in zip(steps.days, steps.labels, strict=True):
            if 0 < day <= self.day and self.stance.decide(label).verdict != "no":
                return iso(day)
        return ""
