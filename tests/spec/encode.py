"""Directives -> facts of ``semantics.lp``.

Plain on purpose: one method for each sort of thing, names resolved by looking them up, nothing evaluated that depends
on a world.  Conditions are brought to disjunctive normal form (``formulas``); that is logic, not law.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from foedus.directives import model as m
from foedus.directives import phrases as p
from foedus.terms.durations import Duration
from tests.spec import bridge
from tests.spec.assumptions import Assumptions, list_assumptions
from tests.spec.formulas import Leaf, NotCovered, alternatives
from tests.spec.structure import Case, bare, identity, names, overlap

__all__ = ["Encoded", "NotCovered", "encode"]

POWERS = ("sign", "ratify", "accede", "denounce", "withdraw", "request", "release", "decide")
ALLIANCE_TYPES = ("defence", "offence")


@dataclass(frozen=True, slots=True)
class Encoded:
    """The facts of a case, its assumptions, the days it looks at, and the rounds before and after the end of a day."""

    facts: str
    assumptions: Assumptions
    days: tuple[int, ...]


def q(text: str) -> str:
    """A name as a quoted string of the logic program."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def encode(directives: Sequence[m.Directive], asked: Sequence[int] = (), rounds: int = 0) -> Encoded:
    """The facts of a case.  asked: further days to look at.  rounds: per half day (0: as many as usually needed).

    Raises NotCovered for a form the specification leaves out.
    """
    case = Case(directives)
    encoder = Encoder(case, list_assumptions(case))
    encoder.run()
    days = encoder.time(asked, rounds)
    return Encoded("\n".join(encoder.lines), encoder.known, days)


@dataclass
class Encoder:
    """Collects facts; one method for each sort of thing."""

    case: Case
    known: Assumptions
    lines: list[str] = field(default_factory=list)
    counter: itertools.count[int] = field(default_factory=itertools.count)
    durations: dict[str, Duration] = field(default_factory=dict)
    ending: set[str] = field(default_factory=set)
    deadlines: dict[str, int] = field(default_factory=dict)
    marks: set[int] = field(default_factory=set)
    has_law: bool = False

    def fact(self, name: str, *arguments: object) -> None:
        """One fact."""
        self.lines.append(f"{name}({','.join(str(a) for a in arguments)}).")

    def new(self, stem: str) -> str:
        """A name used nowhere else."""
        return q(f"{stem}#{next(self.counter)}")

    def first(self, date: object) -> int:
        """First possible day, which then is a day to look at."""
        day = bridge.bounds(date)[0]  # type: ignore[arg-type]
        self.marks.add(day)
        return day

    def last(self, date: object) -> int:
        """Last possible day; it and the day after are days to look at."""
        day = bridge.bounds(date)[1]  # type: ignore[arg-type]
        self.marks |= {day, day + 1}
        return day

    def duration(self, length: Duration, ends: bool = False) -> str:
        """The name of a length of time; ends: the day after it matters too."""
        name = q(str(length))
        self.durations[name] = length
        if ends:
            self.ending.add(name)
        return name

    def run(self) -> None:
        """Everything but time itself."""
        self.world()
        self.actors()
        self.vocabulary()
        for event in self.case.events:
            self.event(event)
        for instrument in self.case.instruments:
            self.instrument(instrument)
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
                for source in (claim.source, *claim.through):
                    self.fact("claim_source", q(name), q(source))
        for declared in self.case.sources.values():
            for origin in declared.origin:
                self.fact("origin", q(declared.id), q(origin))
        answers = [a for question in self.case.questions for a in question.answers]
        organs = [a for a in self.case.actors.values() if a.organ_of]
        for directive in (*self.case.directives, *answers, *organs):
            if identity(directive) in self.known.all:
                self.fact("directive", q(identity(directive)))
                for given in directive.common.given:
                    self.fact("given", q(identity(directive)), q(f"{given.question}.{given.answer}"))
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
                if self.case.describes(denial.sentence, event):
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

    def parameter(self, doctrine: str, name: str) -> tuple[str, ...]:
        """The words of a doctrine's parameter."""
        found = self.case.doctrines.get(doctrine)
        values = [x.values for x in (found.parameters if found else ()) if x.name == name]
        return tuple(word.rstrip(",") for word in values[0]) if values else ()

    # -- events ----------------------------------------------------------------------------------------------------

    def event(self, event: m.Event) -> None:
        """A recorded sentence."""
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
        if clock is not None:
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

    def all_clauses(self) -> list[tuple[str, str]]:
        """Every clause, and for each instrument the clause "" that stands for it as a whole."""
        return [(i.id, c) for i in self.case.instruments for c in ("", *(x.id for x in i.clauses))]

    # -- instruments -----------------------------------------------------------------------------------------------

    def instrument(self, instrument: m.Instrument) -> None:
        """Parties, force, powers and clauses."""
        if instrument.provisional or instrument.suspension:
            raise NotCovered("provisional force and suspension")
        i = q(instrument.id)
        whole = f"c({i},{q('')})"
        self.fact("clause", whole)
        for party in (*instrument.parties, *instrument.issuers):
            self.fact("party_term", i, q(party.actor))
            if party.start:
                self.fact("party_from", i, q(party.actor), self.first(party.start))
            if party.end:
                self.fact("party_until", i, q(party.actor), self.last(party.end))
        for category in (instrument.category, *instrument.tags):
            self.fact("category", i, q(category))
        if instrument.open_to:
            self.fact("open_to", i, self.phrase(instrument.open_to, whole))
        self.force(f"i({i})", i, whole, instrument.in_force, instrument.ends, default_signature=True)
        if instrument.runs_on:
            self.fact("runs_while", i)
            self.formula(f"running({i})", instrument.runs_on, whole)
        if instrument.denounce:
            self.fact("may_denounce", i)
        if instrument.not_before:
            self.fact("denounce_from", i, self.first(instrument.not_before))
        if instrument.notice:
            self.fact("notice", i, self.duration(instrument.notice, ends=True))
        for clause in instrument.clauses:
            self.clause(instrument, clause)

    def force(
        self,
        x: str,
        i: str,
        clause: str,
        rules: Sequence[m.ForceRule],
        ends: Sequence[m.EndRule],
        default_signature: bool,
    ) -> None:
        """When an instrument or a clause is in force."""
        self.fact("subject_of_force", x)
        self.fact("of", x, i)
        if default_signature and not rules:
            rules = (m.ForceRule(on="signature"),)
        for n, rule in enumerate(rules):
            self.fact("rule", x, n)
            if rule.never:
                continue
            if rule.after:
                self.fact("rule_after", x, n, self.duration(rule.after))
            if rule.date:
                self.fact("rule_date", x, n, self.first(rule.date))
            elif rule.on == "signature":
                self.fact("rule_signature", x, n)
            elif rule.on == "ratification":
                self.fact("rule_ratification", x, n, rule.count or "all")
            elif rule.when:
                self.fact("rule_when", x, n)
                self.formula(f"force({x},{n})", rule.when, clause)
        for n, end in enumerate(ends):
            if end.date:
                self.fact("end_date", x, n, self.last(end.date))
            if end.after:
                self.fact("end_after", x, n, self.duration(end.after, ends=True))
            if end.when:
                self.fact("end_when", x, n)
                self.formula(f"ending({x},{n})", end.when, clause)
            if end.unless:
                self.fact("end_unless", x, n)
                self.formula(f"sparing({x},{n})", end.unless, clause)

    def clause(self, instrument: m.Instrument, clause: m.Clause) -> None:
        """A clause: casus, exception, duties."""
        if clause.judged_by:
            raise NotCovered("judged by")
        i = q(instrument.id)
        c = f"c({i},{q(clause.id)})"
        self.fact("clause", c)
        self.force(f"c({i},{q(clause.id)})", i, c, clause.in_force, clause.ends, default_signature=False)
        silence = instrument.demand if instrument.demand and clause is instrument.clauses[0] else None
        if clause.when or silence:
            self.casus(c, clause.when, silence, ever=clause.ever)
        else:
            self.fact("no_when", c)
        if clause.unless:
            self.fact("has_unless", c)
            self.formula(f"unless({c})", clause.unless, c, ever=clause.ever)
        if clause.until:
            self.fact("has_until", c)
            self.formula(f"until({c})", clause.until, c, ever=clause.ever)
        flags = {"looks_back": clause.earlier, "survives": clause.survives, "standing": clause.standing,
                 "on_request": bool(clause.request_by), "on_decision": bool(clause.decision_by)}  # fmt: skip
        for flag in (name for name, on in flags.items() if on):
            self.fact(flag, c)
        for kind, by in (("request", clause.request_by), ("decide", clause.decision_by)):
            if by:
                asking = self.sentence(p.EventPattern(by, p.Verb(kind, kind)), c)
                self.fact("asks", asking, c)
                self.fact("asks_as", asking, q(kind))
        for name in self.known.unknowns.get((instrument.id, clause.id), ()):
            self.fact("unknown", c, q(name))
        for n, act in enumerate(clause.thens):
            self.act(instrument, c, n, act)

    # -- duties ----------------------------------------------------------------------------------------------------

    def act(self, instrument: m.Instrument, c: str, n: int, act: m.Act) -> None:
        """One line of duty: who owes what to whom against whom, and its row of the table of duties."""
        row = self.case.types.get(act.verb.kind)
        negative = act.modality in {"must not", "will not"}
        takes = row.takes if row else ("adversary" if self.case.hostile(act.verb.kind) else "creditor")
        creditor, adversary = act.for_, None
        if takes == "creditor":
            creditor, adversary = act.for_ or act.object, act.against
        elif takes == "adversary":
            adversary = act.object or act.against
            creditor = act.for_ or (act.against if act.object else None)
        else:
            adversary = act.against
        self.fact("act", c, n, self.phrase(act.debtor, c))
        if row:
            self.fact("of_a_type", c, n)
        if creditor:
            self.fact("act_creditor", c, n, self.phrase(creditor, c))
        else:
            self.fact("default_creditor" if instrument.parties else "no_creditor", c, n)
        if adversary:
            self.fact("act_adversary", c, n, self.phrase(adversary, c))
        self.fact("modality", c, n, q(act.modality))
        if act.modality in {"must", "must not", "will not"}:
            self.fact("binding", c, n)
        nature = "forbearance" if negative else row.nature if row else "single"
        self.fact("nature", c, n, q(nature))
        if act.within:
            self.fact("time_limit", c, n, self.duration(act.within))
        if act.at_once:
            self.fact("at_once", c, n)
        if row and row.needs_innocence:
            self.fact("innocent_only", c, n)
        if row and row.id in ALLIANCE_TYPES:
            self.fact("alliance", c)
        done = list(row.performed) if row else [self.own_act(act, takes)]
        broken = list(row.broken) if row else []
        if negative:
            done, broken = [], done
        for what, patterns in (("performed", done), ("broken", broken)):
            for pattern in patterns:
                known = self.sentence(pattern, c)
                self.fact("table", known, c, n, q(what))
        for event in self.case.events:
            said = event.sentence.extra.quantity
            if act.quantity and said and bridge.same_unit(act.quantity, said.quantity):
                if bridge.value(said.quantity) < bridge.value(act.quantity):
                    self.fact("too_little", q(identity(event)), c, n, q("performed"))
            if any(name in self.case.types and name != act.verb.kind for name in names(event.sentence.object)):
                self.fact("names_other_act", q(identity(event)), c, n)

    @staticmethod
    def own_act(act: m.Act, takes: str) -> p.EventPattern:
        """A duty to do an act of some kind is performed by that act."""
        role = p.Phrase((p.Noun("role", "adversary" if takes == "adversary" else "creditor"),))
        return p.EventPattern(p.Phrase((p.Noun("role", "debtor"),)), act.verb, role if act.object else None)

    # -- conditions ------------------------------------------------------------------------------------------------

    def casus(self, c: str, when: p.Formula | None, demand: m.Demand | None, ever: bool) -> None:
        """The casus of a clause; its first positive sentence binds attacker and victim."""
        found: list[list[Leaf]] = alternatives(when) if when else [[]]
        for leaves in found:
            alt = self.new("alt")
            self.fact("alt", f"when({c})", alt)
            self.fact("casus_alt", alt, c)
            bound = only_silence = False
            only_silence = True
            silences = 0
            for pattern, negated in leaves:
                silent = isinstance(pattern, p.EventPattern) and negated and pattern.extra.within is not None
                anchor = isinstance(pattern, p.EventPattern) and not negated and not bound
                bound = bound or anchor
                name = self.leaf(alt, pattern, negated, c, anchor=anchor, counted=True, ever=ever)
                if silent and isinstance(pattern, p.EventPattern) and pattern.extra.within:
                    self.fact("silence", name, self.duration(pattern.extra.within))
                    silences += 1
                elif negated or not isinstance(pattern, p.EventPattern):
                    self.fact("lasting", name)
                only_silence = only_silence and silent
            if demand:
                self.demand(alt, demand, c, ever)
                silences += 1
            if silences > 1:
                raise NotCovered("two silences in one casus")
            if only_silence:
                self.fact("only_silence", alt)

    def demand(self, alt: str, demand: m.Demand, c: str, ever: bool) -> None:
        """``demand F within D``: silence on F."""
        if not isinstance(demand.wanted, p.EventPattern) or demand.wanted.negated:
            raise NotCovered("a demand of more than one sentence")
        name = self.leaf(alt, demand.wanted, True, c, anchor=False, counted=True, ever=ever)
        if demand.within:
            self.fact("silence", name, self.duration(demand.within))
        elif demand.deadline:
            length = self.new("deadline")
            self.deadlines[length] = self.last(demand.deadline)
            self.fact("silence", name, length)

    def formula(self, root: str, formula: p.Formula, c: str, ever: bool = False) -> None:
        """A condition that is read under roles already bound."""
        for leaves in alternatives(formula):
            alt = self.new("alt")
            self.fact("alt", root, alt)
            for pattern, negated in leaves:
                name = self.leaf(alt, pattern, negated, c, anchor=False, counted=False, ever=ever)
                if negated or not isinstance(pattern, p.EventPattern):
                    self.fact("lasting", name)
                if isinstance(pattern, p.EventPattern) and pattern.extra.within:
                    raise NotCovered("within outside a casus")

    def leaf(
        self, alt: str, pattern: p.Pattern, negated: bool, c: str, *, anchor: bool, counted: bool, ever: bool
    ) -> str:
        """One sentence of an alternative."""
        if isinstance(pattern, p.EventPattern):
            name = self.sentence(pattern, c)
            self.fact("sentence", name)
            if anchor:
                self.fact("anchor", name)
            if counted and not negated:
                self.fact("counted", name)
            if ever or pattern.extra.ever:
                self.fact("ever", name)
            if pattern.subject.at_least > 1:
                if not anchor:
                    raise NotCovered("at least n elsewhere than in the first sentence")
                self.fact("at_least", name, pattern.subject.at_least)
            if pattern.extra.within and not negated:
                raise NotCovered("within without negation")
        elif isinstance(pattern, p.LawPattern):
            self.has_law = True
            name = self.new("law")
            self.fact("pclause", name, c)
            self.fact("law_leaf", name, q(pattern.ref.instrument), q(pattern.ref.clause), q(pattern.state))
            if pattern.by:
                self.fact("law_by", name, self.phrase(pattern.by, c))
            if pattern.toward:
                self.fact("law_toward", name, self.phrase(pattern.toward, c))
        else:
            name = self.new("relation")
            self.fact("pclause", name, c)
            self.fact("rel_leaf", name, q(pattern.relation), q(pattern.name))
            self.fact("rel_subject", name, self.phrase(pattern.subject, c))
            if pattern.object:
                self.fact("rel_object", name, self.phrase(pattern.object, c))
        self.fact("leaf", alt, name)
        if negated:
            self.fact("negated", name)
        return name

    def sentence(self, pattern: p.EventPattern, c: str) -> str:
        """An event pattern read in a clause."""
        name = self.new("sentence")
        extra = pattern.extra
        self.fact("pclause", name, c)
        self.fact("pkind", name, q(pattern.verb.kind))
        self.fact("psubject", name, self.phrase(pattern.subject, c))
        if pattern.object:
            self.fact("pobject", name, self.phrase(pattern.object, c))
        if extra.at:
            self.fact("pat_at", name, q(extra.at))
        if extra.on_territory_of:
            self.fact("pat_territory", name, self.phrase(extra.on_territory_of, c))
        if extra.against:
            self.fact("pat_against", name, self.phrase(extra.against, c))
        if extra.unprovoked:
            self.fact("unprovoked", name)
        for event in self.case.events:
            if not self.alike(extra, event.sentence.extra):
                self.fact("unlike", name, q(identity(event)))
        return name

    @staticmethod
    def alike(wanted: p.Instrumental, said: p.Instrumental) -> bool:
        """Quantity and ``under`` as asked."""
        if wanted.under and (
            said.under is None
            or said.under.instrument != wanted.under.instrument
            or (wanted.under.clause and said.under.clause != wanted.under.clause)
        ):
            return False
        if wanted.quantity is None:
            return True
        if said.quantity is None or not bridge.same_unit(wanted.quantity.quantity, said.quantity.quantity):
            return False
        has, limit = bridge.value(said.quantity.quantity), bridge.value(wanted.quantity.quantity)
        return {"=": has == limit, ">=": has >= limit, "<=": has <= limit}[wanted.quantity.op]

    def phrase(self, phrase: p.Phrase, c: str) -> str:
        """A noun phrase read in a clause."""
        if phrase.joined == "and" and len(phrase.nouns) > 1:
            raise NotCovered("nouns joined by and")
        if phrase.each_how != "each":
            raise NotCovered(phrase.each_how)
        name = self.new("phrase")
        for noun in phrase.nouns:
            self.fact("noun", name, self.noun(noun, c))
        for noun in phrase.excluding:
            self.fact("except", name, self.noun(noun, c))
        return name

    def noun(self, noun: p.Noun, c: str) -> str:
        """One noun."""
        name = self.new("noun")
        self.fact("nform", name, q(noun.form), q(noun.name))
        self.fact("nclause", name, c)
        if noun.of:
            self.fact("ally_of", name, self.noun(noun.of, c))
        return name

    # -- readings and doctrines ------------------------------------------------------------------------------------

    def statements(
        self, owner: str, statements: Sequence[m.Statement], scope: Sequence[p.ClauseRef], start: int | None
    ) -> None:
        """What a reading or doctrine says, for each clause it reaches."""
        reached = [
            (i, c) for i, c in self.all_clauses()
            if not scope or any(s.instrument == i and s.clause in {"", c} for s in scope)
        ]  # fmt: skip
        for statement in statements:
            st = self.new("statement")
            self.fact("statement", st, q(owner))
            if start is not None:
                self.fact("said_from", st, start)
            for i, clause in reached:
                c = f"c({q(i)},{q(clause)})"
                self.fact("scope", st, c)
                self.statement(st, statement, c)
            if statement.mode in {"is valid", "is void"} and statement.target:
                word, target = statement.mode.removeprefix("is "), statement.target
                if any(identity(e) == target.instrument for e in self.case.events):
                    self.fact(f"set_{word}", st, q(target.instrument))
                elif target.clause:
                    self.fact(f"set_{word}_force", st, f"c({q(target.instrument)},{q(target.clause)})")
                else:
                    self.fact(f"set_{word}_force", st, f"i({q(target.instrument)})")

    def statement(self, st: str, statement: m.Statement, c: str) -> None:
        """One statement as it reads in one clause."""
        if statement.mode in {"is valid", "is void"}:
            return
        if statement.mode == "also needs":
            if statement.left is not None or statement.needs is None:
                raise NotCovered("also needs, for one sentence of a clause")
            if not c.endswith(',"")'):
                self.fact("needs", st, c)
                self.formula(f"needs({st},{c})", statement.needs, c)
            return
        widen = statement.mode == "counts as"
        if isinstance(statement.left, p.Noun) and isinstance(statement.right, p.Noun):
            self.fact("term_widen" if widen else "term_narrow", st, q(statement.left.name), q(statement.right.name))
        elif isinstance(statement.left, p.EventPattern) and isinstance(statement.right, p.EventPattern):
            left, right = self.sentence(statement.left, c), self.sentence(statement.right, c)
            for name, pattern in ((left, statement.left), (right, statement.right)):
                self.fact("rpat", name)
                for role, phrase in (("subject", pattern.subject), ("object", pattern.object)):
                    if phrase and len(phrase.nouns) == 1 and phrase.nouns[0].name in self.case.actors:
                        self.fact("fixed", name, role, q(phrase.nouns[0].name))
            self.fact("widen" if widen else "narrow", st, left, right)

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
