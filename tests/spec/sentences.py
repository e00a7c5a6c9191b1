"""Conditions, sentences, nouns and readings -> facts."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.directives import model as m
from foedus.directives import phrases as p
from tests.spec import bridge
from tests.spec.facts import Facts, q
from tests.spec.formulas import alternatives
from tests.spec.structure import identity

__all__ = ["Sentences"]


class Sentences(Facts):
    """What a condition, a sentence, a noun and a reading come to, read in one clause."""

    # -- conditions ------------------------------------------------------------------------------------------------

    def casus(self, c: str, when: p.Formula, ever: bool) -> None:
        """The casus of a clause; its first positive sentence binds attacker and victim."""
        for leaves in alternatives(when):
            alt = self.new("alt")
            self.fact("alt", f"when({c})", alt)
            self.fact("casus_alt", alt, c)
            bound = only_silence = False
            only_silence = True
            for pattern, negated in leaves:
                silent = isinstance(pattern, p.EventPattern) and negated and pattern.extra.within is not None
                anchor = isinstance(pattern, p.EventPattern) and not negated and not bound
                bound = bound or anchor
                name = self.leaf(alt, pattern, negated, c, anchor=anchor, counted=True, ever=ever)
                if silent and isinstance(pattern, p.EventPattern) and pattern.extra.within:
                    self.fact("silence", name, self.duration(pattern.extra.within))
                elif negated or not isinstance(pattern, p.EventPattern):
                    self.fact("lasting", name)
                only_silence = only_silence and silent
            if only_silence:
                self.fact("only_silence", alt)

    def demand(self, c: str, instrument: m.Instrument, demand: m.Demand) -> None:
        """``demand F within D``, ``demand F by DATE``: from the day it is made until its time is out."""
        self.fact("demanded", c)
        self.fact("of", c, q(instrument.id))
        for leaves in alternatives(demand.wanted):
            alt = self.new("alt")
            self.fact("alt", f"wanted({c})", alt)
            for pattern, negated in leaves:
                self.fact("wants", self.leaf(alt, pattern, negated, c, anchor=False, counted=False, ever=False))
        minute = None
        if demand.deadline:
            length = self.new("deadline")
            self.deadlines[length] = self.last(demand.deadline)
            self.fact("time_to_meet", c, length)
            minute = bridge.clock(demand.deadline)
        elif demand.within:
            self.fact("time_to_meet", c, self.duration(demand.within))
            minute = bridge.runs_out(bridge.clock(instrument.date), demand.within)
        if minute is not None:
            self.fact("meet_before", c, minute)

    def formula(self, root: str, formula: p.Formula, c: str, ever: bool = False) -> None:
        """A condition that is read under roles already bound."""
        for leaves in alternatives(formula):
            alt = self.new("alt")
            self.fact("alt", root, alt)
            for pattern, negated in leaves:
                name = self.leaf(alt, pattern, negated, c, anchor=False, counted=False, ever=ever)
                if negated or not isinstance(pattern, p.EventPattern):
                    self.fact("lasting", name)

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
                self.fact("at_least", name, pattern.subject.at_least)
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
            self.fact("rel_leaf", name, q(pattern.relation), q(self.case.class_name(pattern.name)))
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

    def deed(self, doctrine: str, kind: str, c: str) -> None:
        """Anybody doing an act of a kind to anybody: what a doctrine calls an attack."""
        anyone = p.Phrase((p.Noun("anyone"),))
        name = self.sentence(p.EventPattern(anyone, p.Verb(kind, kind), anyone), c)
        self.fact("rpat", name)
        self.fact("deed", name, q(doctrine))

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
        name = self.new("phrase")
        for noun in phrase.nouns:
            self.fact("noun", name, self.noun(noun, c))
        for noun in phrase.excluding:
            self.fact("except", name, self.noun(noun, c))
        return name

    def noun(self, noun: p.Noun, c: str) -> str:
        """One noun."""
        name = self.new("noun")
        self.fact("nform", name, q(noun.form), q(self.case.class_name(noun.name)))
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

    def reading_sentence(self, pattern: p.EventPattern, c: str) -> str:
        """A sentence of a reading: it looks at what begins, and binds nothing."""
        name = self.sentence(pattern, c)
        self.fact("rpat", name)
        return name

    def statement(self, st: str, statement: m.Statement, c: str) -> None:
        """One statement as it reads in one clause."""
        if statement.mode in {"is valid", "is void"}:
            return
        if statement.mode == "also needs":
            assert statement.needs is not None
            if not c.endswith(',"")'):
                self.fact("needs", st, c)
                self.formula(f"needs({st},{c})", statement.needs, c, ever=self.case.says_ever(c))
                if isinstance(statement.left, p.EventPattern):
                    self.fact("needs_of", st, c, self.reading_sentence(statement.left, c))
            return
        widen = statement.mode == "counts as"
        if isinstance(statement.left, p.Noun) and isinstance(statement.right, p.Noun):
            left_, right_ = (self.case.class_name(noun.name) for noun in (statement.left, statement.right))
            self.fact("term_widen" if widen else "term_narrow", st, q(left_), q(right_))
        elif isinstance(statement.left, p.EventPattern) and isinstance(statement.right, p.EventPattern):
            left, right = self.reading_sentence(statement.left, c), self.reading_sentence(statement.right, c)
            for name, pattern in ((left, statement.left), (right, statement.right)):
                for role, phrase in (("subject", pattern.subject), ("object", pattern.object)):
                    if phrase and len(phrase.nouns) == 1 and phrase.nouns[0].name in self.case.actors:
                        self.fact("fixed", name, role, q(phrase.nouns[0].name))
            self.fact("widen" if widen else "narrow", st, left, right)
