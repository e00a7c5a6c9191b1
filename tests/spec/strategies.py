"""Random small cases: every form a clause, an event, a claim or a reading can take, a few of them at a time.

Each case draws a handful of *features* and uses only these, so that what it says hangs together and a failing case
shrinks to a few lines.  Names are few, days are close together: the point is that things meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from foedus.directives import model as m
from foedus.directives import phrases as p
from tests.spec import bridge, build
from tests.spec.build import (
    ATTACKER,
    CREDITOR,
    DEBTOR,
    OTHER,
    OTHERS,
    PARTY,
    VICTIM,
    event,
    noun,
    on,
    phrase,
    says,
    sentence,
    verb,
)

__all__ = ["FEATURES", "cases"]

T = TypeVar("T")

STATES = ("A", "B", "C", "D")
LAST_DAY = 12
CLASH = ("attack", "strike", "declare-war", "war", "occupation", "hostile-act")
OTHER_KINDS = ("mobilise", "support", "aid", "send")
ACTS = ("attack", "strike", "attack", "declare-war", "war", "occupation", "mobilise", "support", "aid", "send", "peace")

FEATURES = (
    "organs", "offices", "places", "classes", "lifetimes", "uncertain", "clock", "sources", "denials", "questions",
    "sentence readings", "term readings", "force readings", "needs", "doctrines", "conflicts", "second treaty",
    "threat", "ultimatum", "statute", "force", "ends", "runs on", "denounce", "accede", "request", "decision", "judge",
    "within", "unless", "until", "negation", "silence", "or", "at least", "unprovoked", "quantity", "law", "relations",
    "earlier", "ever", "unknown", "survives", "release", "third", "under", "party dates", "clause force", "own kind",
    "suspend",
)  # fmt: skip


class Maker:
    """Draws the parts of one case."""

    def __init__(self, draw: Callable[[st.SearchStrategy[T]], T], features: frozenset[str]) -> None:
        self._draw = draw
        self.features = features
        self.instruments: dict[str, tuple[str, ...]] = {}
        self.clauses: list[p.ClauseRef] = []
        self.event_ids: list[str] = []
        self.answers: list[m.Given] = []
        self.parties: tuple[str, ...] = ("A", "B")
        self.wanted: list[tuple[tuple[str, ...], p.EventPattern]] = []

    # -- choices ---------------------------------------------------------------------------------------------------
    def one(self, options: Sequence[T]) -> T:
        """One of the options."""
        return self._draw(st.sampled_from(options))  # type: ignore[return-value]

    def number(self, low: int, high: int) -> int:
        """A number."""
        return self._draw(st.integers(low, high))  # type: ignore[arg-type, return-value]

    def chance(self, out_of: int = 2) -> bool:
        """True once in so many times."""
        return self.number(1, out_of) == out_of

    def has(self, feature: str, out_of: int = 2) -> bool:
        """Whether a feature of this case is used here."""
        return feature in self.features and self.chance(out_of)

    # -- what there is ---------------------------------------------------------------------------------------------
    def world(self) -> list[m.Directive]:
        """Actors, places, classes, sources."""
        found: list[m.Directive] = []
        for name in STATES:
            until = self.number(3, LAST_DAY) if name == "D" and self.has("lifetimes") else None
            start = bridge.day(on(self.number(1, 5))) if name == "C" and self.has("lifetimes", 3) else None
            found.append(replace(build.state(name, until=until), start=start))
        if "organs" in self.features:
            claims = [says("s1")] if self.chance(3) else []
            found.append(m.Actor("group", "G", organ_of=self.one("ABC"), common=m.Common(claims=tuple(claims))))
        if "offices" in self.features:
            binds = "A" if self.chance() else ""
            found.append(m.Actor("office", "A.chief", organ_of="A", binds=binds))
            found.append(m.Actor("person", "P"))
        if "places" in self.features:
            found += self.places()
        if "classes" in self.features:
            dated = m.Membership("B", bridge.day(on(self.number(1, 6))), bridge.day(on(self.number(6, 12))))
            found.append(m.ClassOf("powers", members=(m.Membership("C"), m.Membership("D"), dated)))
            found.append(m.ClassOf("great", members=(m.Membership("A"),), covers=("powers",)))
        found += [m.Source("s1"), m.Source("s2", origin=("s1",) if self.has("sources") else ()), m.Source("s3")]
        return found

    def places(self) -> list[m.Directive]:
        """Land of A in two pieces, one inside the other; land of B in a region; a disputed strip."""
        return [
            m.Place("region"),
            m.Place("land-a", inside=("region",) if self.chance() else (), sovereign=("A",)),
            m.Place("town", inside=("land-a",), sovereign=() if self.chance() else ("A",)),
            m.Place("land-b", inside=("region",), sovereign=("B",)),
            m.Place("strip", inside=("land-b",) if self.chance() else (), sovereign=("B",), disputed=True),
        ]

    def place(self) -> str:
        """Some place."""
        return self.one(("land-a", "region", "town", "land-b", "strip"))

    # -- claims ----------------------------------------------------------------------------------------------------
    def claims(self, out_of: int = 4) -> tuple[m.Claim, ...]:
        """Claims for and against something."""
        if not self.has("sources", out_of):
            return ()
        found = [says(self.one(("s1", "s2", "s3")), through=("s3",) if self.chance(4) else ())]
        if self.chance(3):
            found.append(says(self.one(("s2", "s3", "s1")), denies=self.chance()))
        if self.chance(6):
            found = [says("s2", denies=True)]
        return tuple(found)

    def given(self) -> tuple[m.Given, ...]:
        """The answer something stands on."""
        return (self.one(self.answers),) if self.answers and self.chance(3) else ()

    def questions(self) -> list[m.Directive]:
        """A question with two answers, claimed or not."""
        if "questions" not in self.features:
            return []
        common = [m.Common(claims=tuple([says(self.one(("s1", "s3")))] if self.chance() else [])) for _ in range(2)]
        self.answers = [m.Given("who", "these"), m.Given("who", "those")]
        return [m.Question("who", answers=(m.Answer("these", common=common[0]), m.Answer("those", common=common[1])))]

    # -- nouns -----------------------------------------------------------------------------------------------------
    def outsider(self) -> p.Noun:
        """A noun for the one who acts first in a casus."""
        forms = [noun("C"), noun("D"), p.Noun("any other", "state"), p.Noun("any", "state"), noun("B"), PARTY]
        forms += [p.Noun("outside", "state"), p.Noun("anyone")]
        if "classes" in self.features:
            forms += [noun("powers"), p.Noun("any", "great"), p.Noun("any other", "great"), p.Noun("outside", "powers")]
        if "relations" in self.features:
            forms += [p.Noun("ally", of=self.one((noun("C"), PARTY)))]
        if "organs" in self.features:
            forms += [noun("G")]
        return self.one(forms)

    def subject(self) -> p.Phrase:
        """Who acts first in a casus."""
        if self.has("at least"):
            named = [noun("C"), noun("D"), noun("B")]
            options = [p.Phrase((p.Noun("any other", "state"),), at_least=2), p.Phrase(tuple(named), at_least=2)]
            if "classes" in self.features:
                options.append(p.Phrase((noun("powers"),), at_least=2))
            return self.one(options)
        first = self.outsider()
        if self.has("or", 3):
            return p.Phrase((first, self.outsider()))
        if first.form in {"any", "any other", "outside"} and self.chance(4):
            return p.Phrase((first,), excluding=(noun(self.one("CD")),))
        return p.Phrase((first,))

    def target(self) -> p.Phrase:
        """To whom it is done."""
        forms = [PARTY, noun("A"), noun("B"), p.Noun("any", "state"), noun("C"), PARTY]
        if "places" in self.features:
            forms += [noun("land-a"), noun("region"), noun("strip")]
        if "or" in self.features and self.chance(4):
            return p.Phrase((self.one(forms), self.one(forms)))
        return p.Phrase((self.one(forms),))

    def bound(self) -> p.Phrase:
        """Somebody in a sentence whose roles are bound."""
        forms = [ATTACKER, VICTIM, noun("C"), noun("D"), PARTY, OTHER, noun("A"), p.Noun("any other", "state")]
        return p.Phrase((self.one(forms),))

    # -- sentences and formulas ------------------------------------------------------------------------------------
    def extra(self, first: bool) -> p.Instrumental:
        """What follows a sentence."""
        found = p.Instrumental()
        if self.has("places", 3):
            found = replace(found, at=self.place())
        elif self.has("places", 3):
            whose = phrase(VICTIM) if self.chance() else phrase(self.one((PARTY, noun("B"))))
            found = replace(found, on_territory_of=whose)
        if self.has("third", 3):
            found = replace(found, against=phrase(self.one((noun("A"), PARTY, noun("C")))))
        if self.has("quantity", 3):
            op: str = self.one((">=", "<=", "="))
            found = replace(found, quantity=p.Comparison(op, bridge.men(self.one((100, 200)))))  # type: ignore[arg-type]
        if first and self.has("unprovoked"):
            found = replace(found, unprovoked=True)
        if self.has("ever", 2):
            found = replace(found, ever=True)
        return found

    def first_sentence(self) -> p.EventPattern:
        """The sentence that binds attacker and victim."""
        kind = self.one(("attack", "attack", "hostile-act", "war", "occupation", "strike", "mobilise", "support"))
        made = sentence(self.subject(), kind, self.target(), extra=self.extra(True))
        self.wanted += [(self.parties, made)] * 3
        return made

    def further(self, negated: bool = False) -> p.EventPattern:
        """A sentence under the roles already bound."""
        kind = self.one((*CLASH, *OTHER_KINDS))
        object_ = self.bound() if not self.chance(4) else None
        made = sentence(self.bound(), kind, object_, negated=negated, extra=self.extra(False))
        self.wanted.append((self.parties, replace(made, negated=False)))
        return made

    def law(self) -> p.LawPattern:
        """A sentence about law."""
        ref = self.one(self.clauses)
        if self.chance(3):
            ref = p.ClauseRef(ref.instrument)
        state: p.LawState = self.one(("in force", "triggered", "due", "performed", "breached", "released", "lapsed"))
        who = (noun("A"), noun("B"), PARTY, DEBTOR, VICTIM)
        by = phrase(self.one(who)) if self.chance(3) else None
        toward = phrase(self.one(who)) if self.chance(4) and state != "in force" else None
        return p.LawPattern(ref, state, by, toward, negated=self.has("negation"))

    def relation(self) -> p.RelationPattern:
        """A standing relation."""
        subject, negated = phrase(self.one((noun("A"), noun("C"), ATTACKER, VICTIM))), self.has("negation")
        form = self.number(1, 4)
        if form == 1:
            return p.RelationPattern(subject, "allied with", "", phrase(self.one((noun("B"), PARTY))), negated)
        if form == 2:
            return p.RelationPattern(subject, "a party to", self.one(tuple(self.instruments)), None, negated)
        if form == 3 and "classes" in self.features:
            return p.RelationPattern(subject, "a", self.one(("powers", "great")), None, negated)
        return p.RelationPattern(subject, "treaty with", "treaty", phrase(self.one((noun("B"), VICTIM))), negated)

    def literal(self) -> p.Formula:
        """One more part of a condition."""
        options: list[Callable[[], p.Formula]] = [self.further]
        if "negation" in self.features:
            options.append(lambda: self.further(negated=True))
        if "law" in self.features:
            options += [self.law, self.law]
        if "relations" in self.features:
            options += [self.relation, self.relation]
        return self.one(options)()

    def casus(self) -> p.Formula:
        """``when``."""
        if self.has("law", 5):
            return self.law()
        first = self.first_sentence()
        parts: list[p.Formula] = [first]
        if self.chance(3) or (any(f in self.features for f in ("law", "relations", "negation")) and self.chance()):
            parts.append(self.literal())
        if self.has("silence"):
            silent = self.further(negated=True)
            parts.append(replace(silent, extra=replace(silent.extra, within=bridge.days(self.number(0, 4)))))
        found: p.Formula = parts[0] if len(parts) == 1 else p.AllOf(tuple(parts))
        if self.has("or", 3):
            found = p.AnyOf((found, self.first_sentence()))
        return found

    def condition(self) -> p.Formula:
        """``unless``, ``until`` and what a reading also needs."""
        first = self.literal()
        if self.has("or", 3):
            return p.AnyOf((first, self.literal()))
        return p.AllOf((first, self.literal())) if self.chance(5) else first

    def world_condition(self) -> p.Formula:
        """A condition without roles, for force and end."""
        if self.has("law"):
            return replace(self.law(), by=None, toward=None)
        plain = sentence(self.one(STATES), self.one(("attack", "war", "peace", "support")), self.one(STATES))
        self.wanted.append((self.parties, plain))
        return replace(plain, negated=self.has("negation", 4))

    # -- duties ----------------------------------------------------------------------------------------------------
    def act(self, threat: bool = False) -> m.Act:
        """One line of duty."""
        modality: m.Modality = self.one(("will", "will", "will not") if threat else ("must", "must", "may", "must not"))
        debtor: p.Noun = (
            noun("C") if threat else self.one((OTHER, OTHERS, p.Noun("parties"), noun("B"), noun("A"), VICTIM))
        )
        if self.has("own kind") or threat:
            kind = self.one(("attack", "send", "mobilise"))
            object_: p.Noun | None = self.one((ATTACKER, VICTIM, noun("D"), noun("A")))
            if self.chance(4):
                object_ = None
        else:
            kind = self.one(("defence", "neutrality", "non-aggression", "assistance", "consultation", "defence"))
            takes = "adversary" if kind == "neutrality" else "creditor"
            object_ = self.one(
                (ATTACKER, noun("C"), noun("D")) if takes == "adversary"
                else (VICTIM, p.Noun("each other"), OTHER, noun("A"))
            )  # fmt: skip
            if self.chance(5):
                object_ = None
        found = build.act(debtor, modality, kind, object_)
        if self.chance(5) and kind != "neutrality":
            found = replace(found, against=phrase(self.one((noun("C"), ATTACKER))))
        if self.has("within"):
            found = replace(found, within=bridge.days(self.number(0, 4)))
        elif self.has("within"):
            found = replace(found, at_once=True)
        if self.has("quantity"):
            found = replace(found, quantity=bridge.men(self.one((100, 200))))
        return found

    def clause(self, instrument: str, name: str, threat: bool = False) -> m.Clause:
        """A clause with one or two lines of duty."""
        when = self.casus() if not self.chance(8) else None
        thens = tuple(self.act(threat) for _ in range(2 if self.chance(5) else 1))
        more: dict[str, object] = {}
        if self.has("unless"):
            more["unless"] = self.condition()
        if self.has("until"):
            more["until"] = self.condition()
        if self.has("request"):
            more["request_by"] = phrase(self.one((VICTIM, CREDITOR, PARTY, noun("A"), noun("D"))))
            more["standing"] = self.chance(3)
        if self.has("decision"):
            more["decision_by"] = phrase(self.one((noun("D"), noun("A"), PARTY, DEBTOR)))
        if self.has("judge"):
            more["judged_by"] = phrase(self.one((noun("D"), noun("A"), PARTY, VICTIM)))
        for flag in ("earlier", "ever", "survives"):
            more[flag] = self.has(flag)
        if self.has("unknown"):
            more["unknown"] = ("something nobody coded",)
        if self.has("clause force"):
            more["in_force"] = self.rules()
        if self.has("clause force", 3):
            more["ends"] = (m.EndRule(date=bridge.day(on(self.number(4, 10)))),)
        _ = instrument
        return build.clause(name, *thens, when=when, **more)

    # -- instruments -----------------------------------------------------------------------------------------------
    def rules(self) -> tuple[m.ForceRule, ...]:
        """When something enters into force."""
        after = bridge.days(self.number(1, 3)) if self.chance(3) else None
        options = [
            m.ForceRule(date=bridge.day(on(self.number(0, 6))), after=after),
            m.ForceRule(on="signature", after=bridge.days(self.number(1, 3))),
            m.ForceRule(on="ratification", count=self.one((0, 1, 2)), after=after),
            m.ForceRule(when=self.world_condition(), after=after),
            m.ForceRule(never=True),
        ]
        found = [self.one(options[:-1] if not self.chance(8) else options)]
        if self.chance(4):
            found.append(options[0])
        return tuple(found)

    def ends(self) -> tuple[m.EndRule, ...]:
        """When it ends."""
        unless = self.world_condition() if self.chance(4) else None
        options = [
            m.EndRule(date=bridge.day(on(self.number(4, 10))), unless=unless),
            m.EndRule(after=bridge.days(self.number(1, 8)), unless=unless),
            m.EndRule(when=self.world_condition(), unless=unless),
        ]
        found = [self.one(options)]
        if self.chance(4):
            found.append(self.one(options))
        return tuple(found)

    def day(self, low: int = 0, high: int = LAST_DAY) -> int | tuple[int, int]:
        """A day, or two between which it was."""
        first = self.number(low, high)
        return (first, first + self.number(1, 4)) if self.has("uncertain", 3) else first

    def treaty(self, name: str, parties: tuple[str, ...], clauses: int) -> m.Instrument:
        """A treaty."""
        ids = [str(n + 1) for n in range(clauses)]
        self.instruments[name] = self.parties = parties
        self.clauses += [p.ClauseRef(name, i) for i in ids]
        terms: list[str | m.PartyTerm] = list(parties)
        if self.has("party dates"):
            start = bridge.day(on(self.number(1, 6))) if self.chance() else None
            end = bridge.day(on(self.number(6, 12))) if self.chance() else None
            terms[-1] = m.PartyTerm(parties[-1], start, end)
        more: dict[str, object] = {}
        if self.has("force"):
            more["in_force"] = self.rules()
        if self.has("ends"):
            more["ends"] = self.ends()
        if self.has("runs on"):
            more["runs_on"] = self.world_condition()
            more.setdefault("ends", self.ends())
        if "denounce" in self.features:
            more["denounce"] = self.one((True, None, False))
            if self.chance():
                more["notice"] = bridge.days(self.number(1, 4))
            if self.chance(3):
                more["not_before"] = bridge.day(on(self.number(2, 8)))
        if "accede" in self.features:
            more["open_to"] = phrase(self.one((p.Noun("any", "state"), noun("D")))) if self.chance() else None
        if "suspend" in self.features:
            more["suspension"] = self.chance()
        first = self.number(0, 3)
        sign = (first, first + self.number(1, 4)) if self.has("uncertain", 4) else first
        found = build.treaty(name, 0, terms, *(self.clause(name, i) for i in ids), **more)
        return replace(found, date=_date(sign), common=m.Common(claims=self.claims(), given=self.given()))

    def threat(self) -> list[m.Instrument]:
        """A threat by C to A, an ultimatum, a statute."""
        found: list[m.Instrument] = []
        if "threat" in self.features:
            self.instruments["warning"] = ("C",)
            self.clauses.append(p.ClauseRef("warning", "1"))
            found.append(build.threat("warning", self.number(0, 4), "C", "A", self.clause("warning", "1", threat=True)))
        if "ultimatum" in self.features:
            self.instruments["note"] = ("C",)
            self.clauses.append(p.ClauseRef("note", "1"))
            wanted: p.Formula = sentence(
                "A", self.one(("accept", "mobilise", "peace", "support")), self.one((None, "C"))
            )
            demand = m.Demand(wanted, within=bridge.days(self.number(0, 4)))
            if self.chance(3):
                demand = m.Demand(wanted, deadline=bridge.day(on(self.number(4, 8))))
            body = replace(self.clause("note", "1", threat=True), when=None, unless=None)
            made = build.threat("note", self.number(0, 4), "C", "A", body, demand=demand)
            date = made.date.at(60 * self.number(0, 23)) if self.has("clock") else made.date
            if self.has("clock") and demand.within is not None:
                made = replace(made, demand=replace(demand, within=bridge.hours(self.one((12, 36, 48)))))
            found.append(replace(made, date=date))
        if "statute" in self.features:
            self.instruments["statute"] = ()
            self.clauses.append(p.ClauseRef("statute", "1"))
            clause = build.clause("1", build.act("A", self.one(("must", "may")), "defence", VICTIM), when=self.casus())
            found.append(m.Instrument("statute", "statute", bridge.day(on(1)), clauses=(clause,)))
        return [replace(f, common=m.Common(claims=self.claims(6))) for f in found]

    # -- events ----------------------------------------------------------------------------------------------------
    def actor(self) -> str:
        """Who acts."""
        names = [*STATES, "C", "D"]
        if "organs" in self.features:
            names.append("G")
        if "offices" in self.features:
            names.append("A.chief")
        return self.one(names)

    def event(self, number: int) -> m.Event:
        """A recorded event."""
        id_ = f"e{number}"
        if self.law_kinds() and self.chance(3):
            found = self.law_event(id_)
        else:
            found = self.wanted_event(id_) if self.wanted and self.chance() else self.plain_event(id_)
        if self.has("clock") and found.date.exact:
            found = replace(found, date=found.date.at(60 * self.number(0, 23)))
        if self.has("clock", 3) and self.event_ids:
            found = replace(found, after=(self.one(self.event_ids),))
        self.event_ids.append(id_)
        if self.has("conflicts", 3):
            found = replace(found, conflict="the-war")
        return replace(found, common=m.Common(id=id_, claims=self.claims(), given=self.given()))

    def real(self, phrase_: p.Phrase | None, parties: tuple[str, ...], others: Sequence[str]) -> str | None:
        """Somebody whom a phrase of a condition may mean."""
        if phrase_ is None:
            return None
        word = self.one(phrase_.nouns)
        if word.form == "name" and word.name not in {"powers", "great", "region"}:
            return word.name
        if word.form in {"party", "parties", "other party", "other parties"}:
            return self.one(parties or STATES)
        if word.form == "role":
            return self.one(parties or STATES) if word.name in {"victim", "debtor", "creditor"} else self.one("CD")
        return self.one(others)

    def wanted_event(self, id_: str) -> m.Event:
        """An event that may meet one of the conditions."""
        parties, pattern = self.one(self.wanted)
        subject = self.real(pattern.subject, parties, ("C", "D", "C", "A")) or "C"
        object_ = self.real(pattern.object, parties, ("A", "B", "land-b" if "places" in self.features else "A"))
        if object_ == subject:
            object_ = next(x for x in STATES if x != subject)
        if pattern.object is None and self.chance():
            object_ = self.one([x for x in STATES if x != subject])
        kind = "strike" if pattern.verb.kind == "attack" and self.chance(4) else pattern.verb.kind
        extra, wanted = p.Instrumental(), pattern.extra
        if wanted.at and self.chance():
            extra = replace(extra, at=wanted.at)
        third = self.real(wanted.against, parties, "ABC")
        if third is not None:
            extra = replace(extra, against=phrase(third))
        if wanted.quantity is not None:
            extra = replace(extra, quantity=p.Comparison("=", bridge.men(self.one((50, 100, 200)))))
        return event(id_, self.day(), subject, kind, object_, extra=extra)

    def plain_event(self, id_: str) -> m.Event:
        """An act that is no exercise of a power."""
        kind = self.one(ACTS)
        subject = self.actor()
        objects = [x for x in (*STATES, "A", "B") if x != subject]
        if "places" in self.features:
            objects += ["land-a", "town", "land-b", "strip"]
        if "organs" in self.features:
            objects += ["G"] if subject != "G" else []
        object_: str | None = self.one(objects)
        if self.has("lifetimes", 5):
            kind, object_ = "ceases", None
        if kind == "mobilise" and self.chance():
            object_ = None
        if self.has("offices", 4):
            subject, kind, object_ = "P", "holds", "A.chief"
        extra = p.Instrumental()
        if self.has("places", 3):
            extra = replace(extra, at=self.place())
        if self.has("third"):
            extra = replace(extra, against=phrase(self.one("ABC")))
        if self.has("quantity"):
            extra = replace(extra, quantity=p.Comparison("=", bridge.men(self.one((50, 100, 200)))))
        day = self.day()
        last = day if isinstance(day, int) else day[1]
        state = kind in {"war", "occupation", "support", "holds"}
        until = last + self.number(0, 5) if state and self.chance() else None
        return event(id_, day, subject, kind, object_, until=until, extra=extra)

    def law_kinds(self) -> list[str]:
        """The exercises of powers that this case can need."""
        wanted = {
            "request": ("request",), "decision": ("decide",), "release": ("release",), "force": ("ratify",),
            "denounce": ("denounce", "withdraw"), "accede": ("accede", "withdraw"), "ultimatum": ("accept", "refuse"),
            "judge": ("finds-casus", "finds-no-casus"), "within": ("refuse",), "suspend": ("suspend", "resume"),
            "clause force": ("ratify",),
        }  # fmt: skip
        return [kind for feature, kinds in wanted.items() if feature in self.features for kind in kinds]

    def law_event(self, id_: str) -> m.Event:
        """An exercise of a power."""
        kind = self.one(self.law_kinds())
        subject = self.actor() if not self.has("offices") else self.one(("P", "A.chief"))
        treaties = [i for i, parties in self.instruments.items() if parties]
        objects: list[str | None] = [*treaties]
        if kind in {"request", "decide"}:
            objects += ["A", "B", "defence", None]
        elif kind == "release":
            objects = ["A", "B", "C", *treaties]
        elif kind in {"accept", "refuse"}:
            objects += ["C"]
        object_ = self.one([o for o in objects if o != subject])
        extra = p.Instrumental()
        if kind in {"request", "decide", "release", "refuse", "finds-casus", "finds-no-casus"} and self.chance():
            ref = self.one(self.clauses)
            extra = replace(extra, under=ref if self.chance() else p.ClauseRef(ref.instrument))
        return event(id_, self.day(), subject, kind, object_, extra=extra)

    # -- readings --------------------------------------------------------------------------------------------------
    def scope(self) -> tuple[p.ClauseRef, ...]:
        """Where a reading holds."""
        ref = self.one(self.clauses)
        return self.one(((), (ref,), (p.ClauseRef(ref.instrument),)))

    def statement(self) -> list[m.Statement]:
        """What a reading may say."""
        found: list[m.Statement] = []
        if "sentence readings" in self.features:
            left = sentence(self.one((noun("C"), p.Noun("any", "state"), noun("D"))), self.one(("mobilise", "support", "strike")),  # noqa: E501
                            self.one((noun("A"), p.Noun("any", "state"), None)))  # fmt: skip
            right = sentence(self.one((noun("C"), noun("D"), p.Noun("any", "state"), ATTACKER)), self.one(("attack", "war", "support")),  # noqa: E501
                             self.one((noun("A"), noun("B"), VICTIM)))  # fmt: skip
            mode: str = self.one(("counts as", "does not count as", "counts as"))
            if mode == "does not count as" and self.chance():
                left = replace(left, verb=verb("strike"))
            found.append(m.Statement(mode, left, right))  # type: ignore[arg-type]
        if "term readings" in self.features:
            pairs = [("mobilise", "attack"), ("strike", "war"), ("C", "D"), ("D", "B"), ("support", "aid")]
            if "classes" in self.features:
                pairs += [("A", "powers"), ("D", "powers"), ("powers", "great")]
            if "organs" in self.features:
                pairs += [("G", "D"), ("G", "A")]
            if "places" in self.features:
                pairs += [("strip", "land-a"), ("town", "land-b"), ("strip", "A")]
            left_, right_ = self.one(pairs)
            mode = self.one(("counts as", "does not count as", "counts as"))
            found.append(m.Statement(mode, noun(left_), noun(right_)))  # type: ignore[arg-type]
        if "force readings" in self.features:
            mode = self.one(("is void", "is valid"))
            targets = [
                *self.clauses,
                *(p.ClauseRef(i) for i in self.instruments),
                *(p.ClauseRef(e) for e in self.event_ids),
            ]
            found.append(m.Statement(mode, target=self.one(targets)))  # type: ignore[arg-type]
        if "needs" in self.features:
            found.append(m.Statement("also needs", needs=self.literal()))
        return found

    def reading(self, number: int) -> list[m.Directive]:
        """A reading of one or two statements."""
        options = self.statement()
        if not options:
            return []
        made = [self.one(options)]
        if len(options) > 1 and self.chance(4):
            made.append(self.one(options))
        start = self.number(0, LAST_DAY) if self.chance(4) else None
        own = build.reading(f"r{number}", *made, scope=self.scope(), start=start, claims=self.claims())
        return [replace(own, common=replace(own.common, given=self.given()))]

    def doctrines(self) -> list[m.Directive]:
        """The doctrines, some with other parameters, one of our own."""
        found: list[m.Directive] = list(build.doctrines())
        if "doctrines" in self.features and self.chance():
            pair = m.Statement("counts as", noun("declare-war"), noun("attack"))
            found.append(m.Doctrine("declaration-is-attack", statements=(pair,)))
        return found

    def case(self) -> list[m.Directive]:
        """Everything."""
        found: list[m.Directive] = [*build.kinds(), *build.obligations(), *self.world(), *self.questions()]
        three = self.chance(3)
        instruments: list[m.Directive] = [
            self.treaty("pact", ("A", "B", "D") if three else ("A", "B"), 1 + self.chance(3))
        ]
        if "second treaty" in self.features:
            instruments.append(self.treaty("league", self.one((("A", "C"), ("B", "C"), ("C", "D"))), 1))
        instruments += self.threat()
        events: list[m.Directive] = [self.event(n) for n in range(1, self.number(1, 6) + 1)]
        found += [*instruments, *events, *self.doctrines()]
        for number in range(1, self.number(1, 2) + 1):
            found += self.reading(number)
        if "denials" in self.features:
            denied = sentence(
                self.one((noun("C"), p.Noun("anyone"))),
                self.one(("attack", "hostile-act", "mobilise")),
                self.one((noun("A"), None)),
            )
            found.append(build.deny("d1", self.number(0, LAST_DAY), denied, self.claims(2)))
        if "conflicts" in self.features:
            until = bridge.day(on(self.number(6, LAST_DAY))) if self.chance() else None
            sides = self.one(((("A", "B"), ("C", "D")), (("A",), ("C",))))
            found.append(m.Conflict(bridge.day(on(self.number(0, 4))), "the-war", sides=sides, until=until))
        return found


def _date(day: int | tuple[int, int]) -> bridge.Date:
    return bridge.span(on(day[0]), on(day[1])) if isinstance(day, tuple) else bridge.day(on(day))


@st.composite
def cases(draw: st.DrawFn, features: Sequence[str] = FEATURES, most: int = 5) -> list[m.Directive]:
    """A small case that uses at most so many of the features."""
    chosen = draw(st.lists(st.sampled_from(features), unique=True, max_size=most))
    return Maker(draw, frozenset(chosen)).case()
