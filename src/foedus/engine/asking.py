"""Clauses asked whether their casus has arisen; what judges found and bodies voted."""

from __future__ import annotations

from dataclasses import replace

from foedus.directives.model import Actor
from foedus.directives.phrases import EventPattern
from foedus.engine.algebra import Label
from foedus.engine.casus import Given, patterns_of
from foedus.engine.facts import Binding, Occurrence
from foedus.engine.opening import speaks_of
from foedus.engine.recording import Recording
from foedus.engine.setting import Watch
from foedus.engine.steps import Steps
from foedus.terms.durations import add

__all__ = ["Asking"]


class Asking(Recording):
    """Asks clauses, judges and bodies."""

    def _ask(self, watch: Watch, day: int, ended: bool) -> None:
        clause, instrument = watch.clause, watch.instrument
        first = self.when[instrument.id][0].day
        if day < min(first, self.force.earliest.get(instrument.id, first)):
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
            ways = [*ways, *self._judged(watch, day)]
        self.life.open(instrument, clause, watch.scope, ways, day)
        for pattern in patterns_of(clause.when):
            if isinstance(pattern, EventPattern) and pattern.extra.within is not None and not ended:
                openers = self._openers(watch, day)
                starts = {(o.day, o.minute) for o in openers} or {(first, instrument.date.minute)}
                if any(o.root.steps is not None for o in openers):  # what lasts counts from entry into force, too
                    starts |= {(entry, None) for entry in self.facts.entered[instrument.id].days if entry <= day}
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

    def _judged(self, watch: Watch, day: int) -> list[Given]:
        """What the named judge found, beside the text, in the worlds of the doctrine ``judge-decides``.

        It speaks of what is on record by its day, believed or not; whom it names, it finds against him alone.
        """
        assert watch.clause.when is not None
        doctrine, scope, ways = self.grounds.doctrine("judge-decides"), watch.scope, []
        for kind in sorted(self.case.kinds_below.get("finds-casus", frozenset({"finds-casus"}))):
            for finding in self.facts.by_kind.get(kind, ()):
                if finding.day > day or not speaks_of(finding, watch.instrument.id, watch.clause.id):
                    continue
                said = self.algebra.both(doctrine, finding.label)
                named = self.matcher.acting(finding.against, finding.day, scope) if finding.against else None
                met = self.false
                for way in self.casus.conceivable(watch.clause.when, scope, finding.day):
                    meant = self.true if named is None else named.get(way.binding.attacker, self.false)
                    met = self.algebra.either(met, meant)
                    by = self.life.judges(watch.clause, finding, scope, way.binding)
                    conflict = way.by.root.conflict if way.by is not None else ""
                    known = self.findings.setdefault((id(finding), conflict), replace(finding, conflict=conflict))
                    ways.append(Given(way.binding, self.algebra.all_of((said, meant, by)), known))
                if named is None:
                    continue
                alone = self.algebra.both(said, self.casus.could_begin(watch.clause.when, scope, finding))
                binding = Binding(finding.against, "", finding.id)
                by = self.life.judges(watch.clause, finding, scope, binding)
                ways.append(Given(binding, self.algebra.unless(self.algebra.both(alone, by), met), finding))
        return [way for way in ways if way.label != self.false]

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
                    o.label, self.matcher.exercising(o.subject, o.day, self.matcher.scope()).get(member, self.false)
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
