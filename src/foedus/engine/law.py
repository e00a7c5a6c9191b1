"""Law as a fact: obligations with their labels over time, and what sentences may ask of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from foedus.directives.model import Act, Clause, Instrument, ObligationType
from foedus.directives.phrases import LawPattern
from foedus.engine.algebra import Algebra, Label
from foedus.engine.facts import Binding, Occurrence
from foedus.engine.match import Matcher, Scope
from foedus.engine.steps import Steps

__all__ = ["Key", "Law", "Obligation"]


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What makes an obligation one obligation.

    read_as: the obligation type that a reading makes of the act owed; "" for the act as the text has it.
    """

    instrument: str
    clause: str
    then: int
    debtor: str
    creditor: str
    adversary: str
    occasion: str
    read_as: str = ""


@dataclass(slots=True, eq=False)
class Obligation:
    """One obligation and its life: a label over time for each point of it.

    cast: who was attacker and victim when it opened, each pair with its worlds; the first of them first.
    opened: increments (day, minute, label gained, event) by which it opened.
    hypotheses: those under which it opened (0: under the record); what belongs to another has nothing to do with it.
    openers: the recorded events that opened it, by their identity, each with the worlds in which it did.
    parts: of a duty with a quantity, how much each event brought that brought less, with its worlds.
    acts: what was done about it: (event, sort of conduct, label).
    """

    key: Key
    instrument: Instrument
    clause: Clause
    act: Act
    type: ObligationType | None
    scope: Scope
    false: Label
    debtors: tuple[str, ...] = ()
    opened: list[tuple[int, int | None, Label, Occurrence | None]] = field(default_factory=list)
    openers: dict[int, Label] = field(default_factory=dict)
    acts: list[tuple[Occurrence, str, Label]] = field(default_factory=list)
    history: dict[str, Steps] = field(default_factory=dict)
    deadlines: set[int] = field(default_factory=set)
    hypotheses: set[int] = field(default_factory=set)
    cast: dict[tuple[str, str], Label] = field(default_factory=dict)
    parts: dict[int, tuple[int | Decimal, Label]] = field(default_factory=dict)

    def steps(self, name: str) -> Steps:
        """The history of one point of its life (triggered, requested, performed, …)."""
        found = self.history.get(name)
        if found is None:
            found = self.history[name] = Steps(self.false)
        return found

    def at(self, name: str, day: int) -> Label:
        """The label of one point of its life at the end of ``day``."""
        found = self.history.get(name)
        return self.false if found is None else found.at(day)

    def may_meet(self, event: Occurrence) -> bool:
        """Whether some world has both the obligation and the event, as far as hypotheses go."""
        return not event.hypothesis or 0 in self.hypotheses or event.hypothesis in self.hypotheses

    @property
    def binding(self) -> Binding:
        """Its roles, for sentences about debtor, creditor and adversary."""
        key = self.key
        attacker = next((attacker for attacker, _ in self.cast), "")
        return Binding(key.adversary or attacker, key.creditor, key.occasion, key.debtor, key.creditor, key.adversary)

    @property
    def forbearance(self) -> bool:
        """Whether it is kept by not acting."""
        if self.act.modality in ("must not", "will not"):
            return True
        return self.type is not None and self.type.nature == "forbearance"

    @property
    def together(self) -> bool:
        """Whether its debtors owe it only together."""
        return self.act.debtor.each_how == "together" and not self.forbearance

    @property
    def continuing(self) -> bool:
        """Whether one act does not discharge it."""
        return self.forbearance or (self.type is not None and self.type.nature == "continuing")


class Law:
    """All obligations of a case so far.

    by_role: by everybody named in them, as debtor, creditor or adversary.   by_occasion: by the conflict they are of.
    asked_for: those that wait for a request or a decision, or that somebody judges.   with_until: those that an ``until`` ends.
    """

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.algebra: Algebra = matcher.algebra
        self.obligations: dict[Key, Obligation] = {}
        self.by_clause: dict[tuple[str, str], list[Obligation]] = defaultdict(list)
        self.by_debtor: dict[str, list[Obligation]] = defaultdict(list)
        self.by_instrument: dict[str, list[Obligation]] = defaultdict(list)
        self.by_role: dict[str, list[Obligation]] = defaultdict(list)
        self.by_occasion: dict[str, list[Obligation]] = defaultdict(list)
        self.asked_for: list[Obligation] = []
        self.with_until: list[Obligation] = []

    def add(self, obligation: Obligation) -> None:
        """Enter a new obligation."""
        key = obligation.key
        self.obligations[key] = obligation
        self.by_clause[key.instrument, key.clause].append(obligation)
        for debtor in dict.fromkeys((key.debtor, *obligation.debtors)):
            self.by_debtor[debtor].append(obligation)
        self.by_instrument[key.instrument].append(obligation)
        for role in {key.debtor, key.creditor, key.adversary} - {""}:
            self.by_role[role].append(obligation)
        self.by_occasion[key.occasion].append(obligation)
        clause = obligation.clause
        if clause.request_by is not None or clause.decision_by is not None or clause.judged_by is not None:
            self.asked_for.append(obligation)
        if obligation.clause.until is not None:
            self.with_until.append(obligation)

    def holds(self, pattern: LawPattern, scope: Scope, day: int, binding: Binding) -> Label:
        """The law sentence holds that day, negation apart."""
        ref, algebra = pattern.ref, self.algebra
        if pattern.state == "in force":
            label = self.matcher.in_force(ref.instrument, day, ref.clause)
            if pattern.by is not None:
                who = self.matcher.denote(pattern.by, binding, day, scope)
                label = algebra.both(
                    label,
                    algebra.any_of(
                        algebra.both(why, self.matcher.party(ref.instrument, a, day)) for a, why in who.items()
                    ),
                )
            return label
        clauses = [ref.clause] if ref.clause else [c for i, c in self.by_clause if i == ref.instrument]
        by = self.matcher.denote(pattern.by, binding, day, scope) if pattern.by is not None else None
        toward = self.matcher.denote(pattern.toward, binding, day, scope) if pattern.toward is not None else None
        label = algebra.false
        for clause in sorted(set(clauses)):
            for obligation in self.by_clause.get((ref.instrument, clause), ()):
                own = obligation.at(pattern.state, day)
                if by is not None:
                    own = algebra.both(own, by.get(obligation.key.debtor, algebra.false))
                if toward is not None:
                    own = algebra.both(own, toward.get(obligation.key.creditor, algebra.false))
                label = algebra.either(label, own)
        return label
