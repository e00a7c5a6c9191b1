"""One world of a case at a time, by answer-set solving."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import clingo

from foedus.directives.model import Directive
from tests.spec.assumptions import Assumptions, list_assumptions
from tests.spec.encode import Encoded, encode
from tests.spec.structure import Case

__all__ = ["Facts", "Inconsistent", "Key", "Spec", "assumptions", "consistent", "evaluate"]

Key = tuple[str, str, int, str, str, str, str]
"""instrument, clause, line of duty, debtor, creditor, adversary, conflict or occasion ("" where there is none)."""

STATES = ("triggered", "requested", "decided", "due", "performed", "breached", "released", "lapsed", "discharged")
PROGRAM = Path(__file__).with_name("semantics.lp")


class Inconsistent(Exception):
    """The assignment breaks consistency (docs/semantics.md, section 1): it is no world."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds in one world at the end of each day asked.

    states: state -> (key, day) pairs, for every one of STATES.
    in_force: (instrument or instrument.clause, day) pairs.
    days: the days asked.
    """

    days: tuple[int, ...]
    states: dict[str, frozenset[tuple[Key, int]]]
    in_force: frozenset[tuple[str, int]]

    def of(self, state: str, day: int) -> set[Key]:
        """The obligations in that state at the end of the day."""
        return {key for key, d in self.states[state] if d == day}


def assumptions(directives: Sequence[Directive]) -> Assumptions:
    """All assumptions of a case."""
    return list_assumptions(Case(directives))


class Spec:
    """A case, grounded once; each world is one solve under assumptions.

    asked: days to look at beyond those that matter.
    """

    def __init__(self, directives: Sequence[Directive], asked: Sequence[int] = ()) -> None:
        self.directives, self.asked = tuple(directives), tuple(asked)
        self.encoded: Encoded = encode(directives, asked)
        self.conceivable = _conceivable(self.encoded)
        self.control = _ground(self.encoded, self.conceivable)

    @property
    def names(self) -> tuple[str, ...]:
        """Every assumption."""
        return self.encoded.assumptions.all

    @property
    def days(self) -> tuple[int, ...]:
        """The days that matter, and those asked."""
        return self.encoded.days

    def evaluate(self, world: Mapping[str, bool]) -> Facts:
        """The facts of one complete world.  Raises Inconsistent."""
        found = self._solve(world)
        if found is None:
            raise Inconsistent
        rounds = 8
        while any(symbol.name == "restless" for symbol in found):
            if rounds > 32:
                raise RuntimeError("the rounds of a day do not come to rest")
            self.encoded = encode(self.directives, self.asked, rounds)
            self.control = _ground(self.encoded, self.conceivable)
            found, rounds = self._solve(world) or [], rounds * 2
        return self._facts(found)

    def consistent(self, world: Mapping[str, bool]) -> bool:
        """Whether a complete assignment is a world."""
        return self._solve(world) is not None

    def assignments(self, most: int, seed: int = 0) -> Iterator[dict[str, bool]]:
        """Every assignment when there are at most ``most``, else that many at random; not all need be worlds.

        At random half of them trust every author and source, since worlds in which little exists say little.
        """
        names = self.names
        if len(names) < most.bit_length():
            for bits in range(2 ** len(names)):
                yield {name: bool(bits >> i & 1) for i, name in enumerate(names)}
            return
        dice = random.Random(seed)
        trusted = set(self.encoded.assumptions.authors) | set(self.encoded.assumptions.sources)
        for number in range(most):
            chance = dice.choice((0.3, 0.5, 0.8, 0.95))
            world = {n: (number % 2 == 0 and n in trusted) or dice.random() < chance for n in names}
            for thing, days in self.encoded.assumptions.candidates.items():
                place = dice.randrange(len(days))
                for name, (owner, index) in self.encoded.assumptions.orders.items():
                    if owner == thing and dice.random() < 0.95:
                        world[name] = index > place
            yield world

    def worlds(self, most: int, seed: int = 0) -> Iterator[dict[str, bool]]:
        """The consistent ones of ``assignments``."""
        return (world for world in self.assignments(most, seed) if self.consistent(world))

    def _solve(self, world: Mapping[str, bool]) -> list[Any] | None:
        literals = [(clingo.Function("true", [clingo.String(n)]), world[n]) for n in self.names]
        with self.control.solve(assumptions=literals, yield_=True) as handle:
            model = next(iter(handle), None)
            return None if model is None else list(model.symbols(shown=True))

    def _facts(self, symbols: list[Any]) -> Facts:
        since: dict[tuple[str, Key], int] = {}
        due: set[tuple[Key, int]] = set()
        force: set[tuple[str, int]] = set()
        for symbol in symbols:
            if symbol.name == "fact":
                state, day = symbol.arguments[6].string, symbol.arguments[7].number
                known = (state, _key(symbol))
                since[known] = min(day, since.get(known, day))
            elif symbol.name == "due_on":
                due.add((_key(symbol), symbol.arguments[6].number))
            elif symbol.name == "in_force":
                force.add((".".join(x.string for x in symbol.arguments[0].arguments), symbol.arguments[1].number))
        states = {state: frozenset((key, d) for (s, key), day in since.items() if s == state for d in self.days if d >= day)
                  for state in STATES if state != "due"}  # fmt: skip
        return Facts(self.days, states | {"due": frozenset(due)}, frozenset(force))


def _key(symbol: Any) -> Key:
    instrument, clause = (x.string for x in symbol.arguments[0].arguments)
    who = [x.string if x.type is clingo.SymbolType.String else "" for x in symbol.arguments[2:5]]
    occasion = symbol.arguments[5]
    where = occasion.arguments[0].string if occasion.type is clingo.SymbolType.Function and occasion.arguments else ""
    return (instrument, clause, symbol.arguments[1].number, who[0], who[1], who[2], where)


def _conceivable(encoded: Encoded) -> str:
    """What the first sentences of clauses that somebody judges have in some world: of that a judge can speak."""
    if "judges(" not in encoded.facts:
        return ""
    control = _ground(encoded, "", "--enum-mode=brave")
    found: list[Any] = []
    with control.solve(yield_=True) as handle:
        for model in handle:  # each knows more than the one before
            found = [symbol for symbol in model.symbols(shown=True) if symbol.name == "thinkable"]
    return "\n".join(f"conceivable({','.join(str(x) for x in symbol.arguments)})." for symbol in found)


def _ground(encoded: Encoded, more: str, *options: str) -> Any:
    control = clingo.Control(["--warn=none", *options])
    control.load(str(PROGRAM))
    control.add("base", [], encoded.facts + "\n" + more)
    control.ground([("base", [])])
    return control


def evaluate(directives: Sequence[Directive], world: Mapping[str, bool], days: Sequence[int] = ()) -> Facts:
    """The facts of one complete world of a case.  Raises Inconsistent."""
    return Spec(directives, days).evaluate(world)


def consistent(directives: Sequence[Directive], world: Mapping[str, bool]) -> bool:
    """Whether a complete assignment is a world of the case."""
    return Spec(directives).consistent(world)
