"""Random duties, clauses and instruments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
    noun,
    on,
    phrase,
    says,
    sentence,
)
from tests.spec.drawn_sentences import LAST_DAY, Sentences

__all__ = ["Law"]


class Law(Sentences):
    """Draws duties, clauses, treaties, threats; and the claims and answers under anything."""

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
        more: dict[str, Any] = {}
        if self.has("unless"):
            more["unless"] = self.condition()
        if self.has("until"):
            more["until"] = self.condition()
        if self.has("request"):
            more["request_by"] = phrase(self.one((VICTIM, CREDITOR, PARTY, noun("A"), noun("D"))))
            more["standing"] = self.chance(3)
        if self.has("decision"):
            more["decision_by"] = phrase(self.one((noun("D"), noun("A"), PARTY, DEBTOR)))
        if self.has("votes"):
            more["decision_by"] = phrase("council")
        if self.has("judge"):
            more["judged_by"] = phrase(self.one((noun("D"), noun("A"), PARTY, VICTIM)))
            self.judges.append(more["judged_by"])
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


def _date(day: int | tuple[int, int]) -> bridge.Date:
    return bridge.span(on(day[0]), on(day[1])) if isinstance(day, tuple) else bridge.day(on(day))
