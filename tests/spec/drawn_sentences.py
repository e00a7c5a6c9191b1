"""Random sentences and conditions, of the few names and kinds that the random cases share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from foedus.directives import model as m
from foedus.directives import phrases as p
from tests.spec import bridge
from tests.spec.build import (
    ATTACKER,
    DEBTOR,
    OTHER,
    PARTY,
    VICTIM,
    noun,
    phrase,
    sentence,
)

__all__ = ["ACTS", "CLASH", "LAST_DAY", "OTHER_KINDS", "STATES", "Sentences"]

T = TypeVar("T")

STATES = ("A", "B", "C", "D")
LAST_DAY = 12
CLASH = ("attack", "strike", "declare-war", "war", "occupation", "hostile-act")
OTHER_KINDS = ("mobilise", "support", "aid", "send")
ACTS = ("attack", "strike", "attack", "declare-war", "war", "occupation", "mobilise", "support", "aid", "send", "peace")


class Sentences:
    """Draws choices, nouns, sentences and conditions."""

    def __init__(self, draw: Callable[[st.SearchStrategy[T]], T], features: frozenset[str]) -> None:
        self._draw = draw
        self.features = features
        self.instruments: dict[str, tuple[str, ...]] = {}
        self.clauses: list[p.ClauseRef] = []
        self.event_ids: list[str] = []
        self.answers: list[m.Given] = []
        self.parties: tuple[str, ...] = ("A", "B")
        self.judges: list[p.Phrase] = []
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

    def place(self) -> str:
        """Some place."""
        return self.one(("land-a", "region", "town", "land-b", "strip"))

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
        for _ in range(2 if self.has("silence", 4) else 1 if self.has("silence") else 0):
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
