"""Directives -> facts of ``semantics.lp``.

Plain on purpose: one method for each sort of thing, names resolved by looking them up, nothing evaluated that depends
on a world.  Conditions are brought to disjunctive normal form (``formulas``); that is logic, not law.  What a sentence
comes to stands in ``sentences``, what an instrument and a duty come to in ``commitments``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from foedus.directives import model as m
from tests.spec import bridge
from tests.spec.assumptions import Assumptions, list_assumptions
from tests.spec.commitments import Commitments
from tests.spec.facts import q
from tests.spec.structure import Case, bare, identity, names, overlap, source_name

__all__ = ["Encoded", "encode"]

POWERS = ("sign", "ratify", "accede", "denounce", "withdraw", "request", "release", "decide", "suspend", "resume")


@dataclass(frozen=True, slots=True)
class Encoded:
    """The facts of a case, its assumptions, the days it looks at, and the rounds before and after the end of a day."""

    facts: str
    assumptions: Assumptions
    days: tuple[int, ...]


def encode(directives: Sequence[m.Directive], asked: Sequence[int] = (), rounds: int = 0) -> Encoded:
    """The facts of a case.  asked: further days to look at.  rounds: per half day (0: as many as usually needed)."""
    case = Case(directives)
    encoder = Encoder(case, list_assumptions(case))
    encoder.run()
    days = encoder.time(asked, rounds)
    return Encoded("\n".join(encoder.lines), encoder.known, days)


class Encoder(Commitments):
    """A whole case: worlds, actors, places, kinds, events, and time."""

    def run(self) -> None:
        """Everything but time itself."""
        self.world()
        self.actors()
        self.vocabulary()
        for event in self.case.events:
            self.event(event)
        self.bodies()
        for conflict in self.case.directives:
            if isinstance(conflict, m.Conflict) and conflict.until:
                self.fact("declared_end", q(conflict.id), self.last(conflict.until))
        for instrument in self.case.instruments:
            self.instrument(instrument)
            issue = self.case.issue(instrument)
            if issue:
                self.event(issue)
        for reading in self.case.readings:
            start = self.first(reading.start) if reading.start else None
            self.statements(reading.id, reading.statements, reading.scope, start)
        for doctrine in self.case.doctrines.values():
            self.statements(doctrine.id, doctrine.statements, (), None)
        self.opposition()

    # -- worlds ----------------------------------------------------------------------------------------------------

    def world(self) -> None:
        """Assumptions, claims, what labels are made of, candidate days."""
        for name in self.known.all:
            self.fact("assumption", q(name))
        for owner, claims in self.known.claims.items():
            for name, claim in claims:
                self.fact("claim", q(name))
                self.fact("denies" if claim.denies else "asserts", q(owner), q(name))
                for source in (source_name(claim), *claim.through):
                    self.fact("claim_source", q(name), q(source))
        for declared in self.case.sources.values():
            for origin in declared.origin:
                self.fact("origin", q(declared.id), q(origin))
        answers = [a for question in self.case.questions for a in question.answers]
        organs = [a for a in self.case.actors.values() if a.organ_of]
        named = [(identity(d), d.common) for d in (*self.case.directives, *organs)]
        named += [(f"{i.id}.{c.id}", c.common) for i in self.case.instruments for c in i.clauses]
        for name, common in named:
            if name in self.known.all:
                self.fact("directive", q(name))
                for given in common.given:
                    self.fact("given", q(name), q(f"{given.question}.{given.answer}"))
        for answer in answers:
            self.fact("directive", q(answer.id))
        for (event, place), assumption in self.known.places.items():
            self.fact("nowhere", q(event), q(place), q(assumption))
        for name in self.case.doctrines:
            self.fact("doctrine", q(name))
        for thing, days in self.known.candidates.items():
            self.marks |= set(days)
            for index, day in enumerate(days):
                self.fact("candidate", q(thing), index, day)
        for name, (thing, index) in self.known.orders.items():
            self.fact("cut", q(thing), index, q(name))

    def opposition(self) -> None:
        """Which labels may not both hold."""
        for denial in self.case.denials:
            for event in self.case.events:
                not_later = bridge.bounds(event.date)[0] <= bridge.bounds(denial.date)[1]
                if not_later and self.case.describes(denial.sentence, event):
                    self.fact("opposed", q(identity(denial)), q(identity(event)))
        for question in self.case.questions:
            for one, other in itertools.combinations(question.answers, 2):
                self.fact("opposed", q(one.id), q(other.id))
        said = [(r.id, r.scope, s) for r in self.case.readings for s in r.statements]
        said += [(d.id, (), s) for d in self.case.doctrines.values() for s in d.statements]
        for (a, scope_a, s), (b, scope_b, t) in itertools.product(said, said):
            modes = (s.mode, t.mode) == ("counts as", "does not count as")
            if modes and overlap(scope_a, scope_b) and (bare(s.left), bare(s.right)) == (bare(t.left), bare(t.right)):
                self.fact("opposed", q(a), q(b))

    # -- actors, places, vocabulary --------------------------------------------------------------------------------

    def actors(self) -> None:
        """Actors, classes and places."""
        for actor in self.case.actors.values():
            self.fact("actor", q(actor.id), q(actor.sort))
            if actor.start:
                self.fact("lives_from", q(actor.id), self.first(actor.start))
            if actor.end:
                self.fact("lives_until", q(actor.id), self.last(actor.end))
            if actor.organ_of:
                self.fact("organ_of", q(actor.id), q(actor.organ_of))
            if actor.binds:
                self.fact("binds", q(actor.id), q(actor.binds))
        for group in self.case.classes.values():
            for member in group.members:
                start = self.first(member.start) if member.start else 0
                end = self.last(member.end) if member.end else 10**7
                self.fact("listed", q(group.id), q(member.member), start, end)
            for covered in group.covers:
                self.fact("covers", q(group.id), q(covered))
        for place in self.case.places.values():
            self.fact("place", q(place.id))
            for larger in place.inside:
                self.fact("lies_in", q(place.id), q(larger))
            for sovereign in place.sovereign:
                self.fact("sovereign", q(place.id), q(sovereign))
            if place.disputed:
                self.fact("disputed", q(place.id))

    def bodies(self) -> None:
        """Who sits in a body that votes, by which rule, and what it may come to adopt."""
        for adoption in self.case.adoptions().values():
            body, thing = names(adoption.sentence.subject)[0], names(adoption.sentence.object)[0]
            self.event(adoption, dated=False)
            self.fact("adoption", q(identity(adoption)), q(body), q(thing))
            self.fact("rule", q(body), q(self.case.actors[body].rule))
            for member in self.case.actors[body].members:
                self.fact("seats" if any(i.id == member for i in self.case.instruments) else "seat", q(body), q(member))

    def vocabulary(self) -> None:
        """Kinds and the parameters of doctrines."""
        for kind in self.case.kinds.values():
            k = q(kind.id)
            self.fact("kind", k)
            flags = {"state_kind": kind.tense == "state", "hostile_kind": kind.hostile, "law_kind": kind.law,
                     "symmetric_kind": kind.symmetric}  # fmt: skip
            for flag in (name for name, on in flags.items() if on):
                self.fact(flag, k)
            for name, others in (("parent", kind.parents), ("begins", kind.begins), ("ends", kind.ends)):
                for other in others:
                    self.fact(name, k, q(other))
            if self.case.pacific(kind.id):
                self.fact("peace_kind", k)
        for power in POWERS:
            self.fact("power_kind", q(power))
        at_once = self.parameter("at-once", "days")
        acts = (act for i in self.case.instruments for clause in i.clauses for act in clause.thens)
        if at_once and any(act.at_once for act in acts):
            self.durations['"at-once"'] = bridge.length(at_once)
        for kind_id in self.parameter("unprovoked", "kinds"):
            self.fact("provocation", q(kind_id))
        for kind_id in self.parameter("plain-kind", "kinds"):
            self.fact("plain", q(kind_id))
        for kind_id in self.parameter("plain-kind", "as"):
            self.fact("taken_as", q(kind_id))
        for doctrine in ("no-help-to-aggressor", "attack-ends-alliance"):
            for kind_id in self.parameter(doctrine, "kinds") or ("attack",):
                for instrument, clause in self.all_clauses():
                    self.deed(doctrine, kind_id, f"c({q(instrument)},{q(clause)})")

    def parameter(self, doctrine: str, name: str) -> tuple[str, ...]:
        """The words of a doctrine's parameter."""
        found = self.case.doctrines.get(doctrine)
        values = [x.values for x in (found.parameters if found else ()) if x.name == name]
        return tuple(word.rstrip(",") for word in values[0]) if values else ()

    # -- events ----------------------------------------------------------------------------------------------------

    def event(self, event: m.Event, dated: bool = True) -> None:
        """A recorded sentence; not dated: what a body may come to adopt, on whatever day."""
        e, said = q(identity(event)), event.sentence
        self.fact("event", e)
        self.fact("ekind", e, q(said.verb.kind))
        for name in names(said.subject):
            self.fact("subject", e, q(name))
        for name in names(said.object):
            self.fact("object", e, q(name))
        if said.object is None:
            self.fact("object", e, "none")
        for name in names(said.extra.against):
            self.fact("third", e, q(name))
        at = [said.extra.at] if said.extra.at else [n for n in names(said.object) if n in self.case.places]
        for place in at:
            self.fact("stated_place", e, q(place))
        if not at:
            self.fact("unplaced", e)
        if event.until:
            self.fact("until", e, self.last(event.until))
        for earlier in event.after:
            self.fact("after", e, q(earlier))
        clock = bridge.clock(event.date)
        if clock is not None and dated:
            self.fact("clock", e, clock)
        conflict = self.case.conflicts().get(identity(event))
        if conflict:
            self.fact("conflict", e, q(conflict))
        for a, b in self.case.foes(event):
            self.fact("foes", e, q(a), q(b))
        for instrument in self.named_instruments(event):
            self.fact("on_instrument", e, q(instrument))
        for instrument_, clause in self.all_clauses():
            if self.names_another(event, instrument_, clause):
                self.fact("names_other", e, f"c({q(instrument_)},{q(clause)})")

    def named_instruments(self, event: m.Event) -> set[str]:
        """The instruments an event names as its object or with ``under``."""
        ids = {i.id for i in self.case.instruments}
        under = event.sentence.extra.under
        return {n for n in names(event.sentence.object) if n in ids} | ({under.instrument} if under else set())

    def names_another(self, event: m.Event, instrument: str, clause: str) -> bool:
        """Whether an exercise of a power names something other than this clause."""
        named = self.named_instruments(event)
        under = event.sentence.extra.under
        if under and under.clause and (under.instrument, under.clause) != (instrument, clause):
            return True
        return bool(named) and instrument not in named

    # -- time ------------------------------------------------------------------------------------------------------

    def time(self, asked: Sequence[int], rounds: int) -> tuple[int, ...]:
        """Days that matter, their rounds, and what lengths of time come to."""
        days = {d for mark in self.marks for d in (mark,)} | set(asked)
        for _ in range(2):
            for name, length in self.durations.items():
                for day in sorted(days):
                    end = bridge.shift(day, length)
                    days |= {end, end + 1} if name in self.ending else {end}
        ordered = sorted(days)
        back = self.parameter("unprovoked", "back")
        first, second = (rounds, rounds) if rounds else (5, 5) if self.has_law else (3, 3)
        time = 0
        for day, following in zip(ordered, [*ordered[1:], None], strict=True):
            self.fact("day", day)
            if following is not None:
                self.fact("next_day", day, following)
            for name, length in self.durations.items():
                self.fact("shift", name, day, bridge.shift(day, length))
            for name, end in self.deadlines.items():
                if day <= end:
                    self.fact("shift", name, day, end)
            self.fact("back_to", day, bridge.back(day, bridge.length(back)) if back else 0)
            for number in range(1, first + second + 1):
                time += 1
                self.fact("tp", time, day, number)
                if number > first:
                    self.fact("ending", time)
                if number == first + 1:
                    self.fact("endround", time, day)
                if number in {first, first + second}:
                    self.fact("final", time)
            self.fact("lastround", time)
        return tuple(ordered)
