"""Instruments, clauses and duties -> facts."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.directives import model as m
from foedus.directives import phrases as p
from tests.spec import bridge
from tests.spec.facts import q
from tests.spec.formulas import alternatives
from tests.spec.sentences import Sentences
from tests.spec.structure import clause_stands_alone, identity, names

__all__ = ["Commitments"]

ALLIANCE_TYPES = ("defence", "offence")
NOT = ("must not", "will not")
OWN_WORD = ("threat", "ultimatum", "offer", "promise", "warning")


class Commitments(Sentences):
    """What an instrument, a clause and a line of duty come to."""

    # -- instruments -----------------------------------------------------------------------------------------------

    def instrument(self, instrument: m.Instrument) -> None:
        """Parties, force, powers and clauses."""
        i = q(instrument.id)
        whole = f"c({i},{q('')})"
        self.fact("clause", whole)
        named = instrument.parties or (*instrument.issuers, *instrument.addressees)
        if not instrument.parties and not (named and instrument.category in OWN_WORD):
            self.fact("binds_whom_it_names", i)
        for party in named:
            self.fact("party_term", i, q(party.actor))
            office = self.case.actors.get(party.actor)
            for whole in {office.organ_of, office.binds} - {""} if office and not instrument.parties else ():
                self.fact("spoken_for", i, q(whole))
            if party.start:
                self.fact("party_from", i, q(party.actor), self.first(party.start))
            if party.end:
                self.fact("party_until", i, q(party.actor), self.last(party.end))
        for older in instrument.amends:
            self.fact("amends", i, q(older))
        for category in (instrument.category, *instrument.tags):
            self.fact("category", i, q(category))
        if instrument.open_to:
            self.fact("open_to", i, self.phrase(instrument.open_to, whole))
        in_force = instrument.in_force
        if instrument.provisional:  # applied from that day, whatever else it waits for
            in_force = (m.ForceRule(date=instrument.provisional),)
        self.force(f"i({i})", i, whole, in_force, instrument.ends, default_signature=True)
        if instrument.runs_on:
            self.fact("runs_while", i)
            self.formula(f"running({i})", instrument.runs_on, whole)
        if instrument.denounce is not False:
            self.fact("may_denounce" if instrument.denounce else "silent_on_leaving", i)
        if instrument.suspension:
            self.fact("may_suspend", i)
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
        i = q(instrument.id)
        c = f"c({i},{q(clause.id)})"
        self.fact("clause", c)
        self.force(f"c({i},{q(clause.id)})", i, c, clause.in_force, clause.ends, default_signature=False)
        if clause_stands_alone(clause):
            self.fact("clause_label", i, q(clause.id), q(f"{instrument.id}.{clause.id}"))
        if clause.when:
            self.casus(c, clause.when, ever=clause.ever)
        elif instrument.demand:
            self.demand(c, instrument, instrument.demand)
        else:
            self.fact("no_when", c)
        if clause.unless:
            self.fact("has_unless", c)
            self.formula(f"unless({c})", clause.unless, c, ever=clause.ever)
        if clause.until:
            self.fact("has_until", c)
            self.formula(f"until({c})", clause.until, c, ever=clause.ever)
        flags = {"own_word": instrument.category in OWN_WORD, "may_leave": clause.discretion == "whether",
                 "looks_back": clause.earlier, "survives": clause.survives, "standing": clause.standing,
                 "on_request": bool(clause.request_by), "on_decision": bool(clause.decision_by)}  # fmt: skip
        for flag in (name for name, on in flags.items() if on):
            self.fact(flag, c)
        for kind, by in (("request", clause.request_by), ("decide", clause.decision_by)):
            if by:
                asking = self.sentence(p.EventPattern(by, p.Verb(kind, kind)), c)
                self.fact("asks", asking, c)
                self.fact("asks_as", asking, q(kind))
        if clause.judged_by:
            for kind in ("finds-casus", "finds-no-casus"):
                judging = self.sentence(p.EventPattern(clause.judged_by, p.Verb(kind, kind)), c)
                self.fact("judges", judging, c, q(kind))
        for name in self.known.unknowns.get((instrument.id, clause.id), ()):
            self.fact("unknown", c, q(name))
        for n, act in enumerate(clause.thens):
            self.act(instrument, clause, c, n, act)

    # -- duties ----------------------------------------------------------------------------------------------------

    def act(self, instrument: m.Instrument, clause: m.Clause, c: str, n: int, act: m.Act) -> None:
        """One line of duty: who owes what to whom against whom, and its row of the table of duties."""
        row = self.case.types.get(act.verb.kind)
        takes = row.takes if row else self.taken(instrument, clause, act)
        self.roles(instrument, c, n, act, takes)
        self.fact("modality", c, n, q(act.modality))
        nature = "forbearance" if act.modality in NOT else row.nature if row else "single"
        self.fact("nature", c, n, q(nature))
        if act.within:
            self.fact("time_limit", c, n, self.duration(act.within))
        if act.deadline:
            self.fact("day_limit", c, n, self.last(act.deadline))
        flags = {
            "binding": act.modality in {"must", *NOT}, "at_once": act.at_once, "of_a_type": row is not None,
            "innocent_only": row is not None and row.needs_innocence,
            "shared": act.debtor.each_how == "together", "any_one": act.debtor.each_how == "any one of",
        }  # fmt: skip
        for flag in (name for name, on in flags.items() if on):
            self.fact(flag, c, n)
        if row and row.id in ALLIANCE_TYPES:
            self.fact("alliance", c)
        self.table(clause, c, n, act, takes, nature)

    def roles(self, instrument: m.Instrument, c: str, n: int, act: m.Act, takes: str) -> None:
        """Which words name debtor, creditor and adversary."""
        creditor, adversary = act.for_, None
        if takes == "creditor":
            creditor, adversary = act.for_ or act.object, act.against
        elif takes == "adversary":
            adversary = act.against or act.object
        else:
            adversary = act.against
        self.fact("act", c, n, self.phrase(act.debtor, c))
        if creditor:
            self.fact("act_creditor", c, n, self.phrase(creditor, c))
        else:
            self.fact("default_creditor" if instrument.parties else "no_creditor", c, n)
        if adversary:
            self.fact("act_adversary", c, n, self.phrase(adversary, c))

    def table(self, clause: m.Clause, c: str, n: int, act: m.Act, takes: str, nature: str) -> None:
        """What performs the duty, what is part of it, what breaks it; and which recorded amounts are too little."""
        row = self.case.types.get(act.verb.kind)
        done = list(row.performed) if row else [self.own_act(act, takes)]
        partly = list(row.partly) if row else []
        broken = list(row.broken) if row else []
        if clause.discretion and nature != "forbearance":
            done, partly = [*done, *partly], []
        if act.modality in NOT:
            done, partly, broken = [], [], done
        for what, patterns in (("performed", done), ("partial", partly), ("broken", broken)):
            for pattern in patterns:
                known = self.sentence(pattern, c)
                self.fact("table", known, c, n, q(what))
        if act.quantity:
            self.fact("owes_amount", c, n, int(bridge.value(act.quantity)))
        for event in self.case.events:
            said = event.sentence.extra.quantity
            if act.quantity and said and bridge.same_unit(act.quantity, said.quantity):
                if bridge.value(said.quantity) < bridge.value(act.quantity):
                    self.fact("too_little", q(identity(event)), c, n, q("performed"))
                    self.fact("brings", q(identity(event)), c, n, int(bridge.value(said.quantity)))
            if any(name in self.case.types and name != act.verb.kind for name in names(event.sentence.object)):
                self.fact("names_other_act", q(identity(event)), c, n)

    def taken(self, instrument: m.Instrument, clause: m.Clause, act: m.Act) -> str:
        """Whom an act of some kind is done to: an adversary where it is hostile, or done to the attacker or an outsider."""
        if self.case.hostile(act.verb.kind) and act.modality not in NOT:
            return "adversary"
        parties = {party.actor for party in instrument.parties}
        attackers: set[str] = set()
        for leaves in alternatives(clause.when) if clause.when else ():
            first = next((s for s, negated in leaves if isinstance(s, p.EventPattern) and not negated), None)
            if first and len(first.subject.nouns) == 1 and self.case.hostile(first.verb.kind):
                attackers.update(names(first.subject))
        outside = act.object is not None and all(
            n.name == "attacker"
            if n.form == "role"
            else n.form == "name" and n.name not in parties and (bool(parties) or n.name in attackers)
            for n in act.object.nouns
        )
        return "adversary" if outside and act.modality in ("must", "may") else "creditor"

    @staticmethod
    def own_act(act: m.Act, takes: str) -> p.EventPattern:
        """A duty to do an act of some kind is performed by that act."""
        role = p.Phrase((p.Noun("role", "adversary" if takes == "adversary" else "creditor"),))
        return p.EventPattern(p.Phrase((p.Noun("role", "debtor"),)), act.verb, role if act.object else None)
