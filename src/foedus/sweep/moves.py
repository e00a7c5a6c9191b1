"""What a designer may do to a system: make a pact, guarantee a state, end or leave an instrument, except an adversary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from foedus.sweep.system import Rule, System

__all__ = ["KINDS", "NEW", "Kind", "Move", "added", "candidates", "changed", "instrument_of", "lifts"]

Kind = Literal["pact", "guarantee", "end", "leave", "except"]
KINDS: tuple[Kind, ...] = ("pact", "guarantee", "end", "leave", "except")
NEW = "new"
"""The first word of the source of a rule that a move has added."""


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """One change, at the cost of one.

    kind: ``pact``: two states defend each other against anybody; ``guarantee``: the first defends the second;
    ``end``: an instrument ends; ``leave``: a state leaves it; ``except``: no help is owed under it against a state.
    states: places in ``System.states``; none for ``end``.   instrument: of the last three.
    """

    kind: Kind
    states: tuple[int, ...] = ()
    instrument: str = ""


def instrument_of(rule: Rule) -> str:
    """The instrument of a rule: the first word of its source, "" where none is named."""
    return rule.source.split(" ")[0]


def added(move: Move) -> tuple[Rule, ...]:
    """The rules that a move adds."""
    if move.kind not in ("pact", "guarantee"):
        return ()
    one, other = move.states
    there = Rule("defence", one, other, source=NEW)
    return (there, Rule("defence", other, one, source=NEW)) if move.kind == "pact" else (there,)


def lifts(move: Move, rule: Rule, adversary: int) -> bool:
    """Whether a move takes away what a rule of help owes against one adversary."""
    if not move.instrument or move.instrument != instrument_of(rule):
        return False
    if move.kind == "leave":
        return move.states[0] in (rule.debtor, rule.creditor)
    return move.kind == "end" or move.states[0] == adversary


def changed(system: System, moves: Iterable[Move]) -> System:
    """The system after all moves at once; neutrality and peace stay owed against whom help is excepted."""
    moves = tuple(moves)
    by_instrument: dict[str, list[Move]] = {}
    for move in moves:
        by_instrument.setdefault(move.instrument, []).append(move)

    def left() -> Iterator[Rule]:
        for rule in system.rules:
            own = by_instrument.get(instrument_of(rule), []) if rule.source else []
            if any(m.kind != "except" and lifts(m, rule, -1) for m in own):
                continue
            out = {m.states[0] for m in own if m.kind == "except"} if rule.duty in ("defence", "offence") else set()
            if not out:
                yield rule
                continue
            named = frozenset(range(len(system.states))) if rule.adversaries is None else rule.adversaries
            if named - out:
                yield replace(rule, adversaries=named - out)

    return system.with_rules((*left(), *(r for m in moves for r in added(m))))


def candidates(
    system: System, kinds: Sequence[Kind], among: Iterable[int], targets: Iterable[int] | None = None,
    attackers: Iterable[int] | None = None,
) -> tuple[Move, ...]:  # fmt: skip
    """Every move of some kinds.

    among: who may make pacts and give guarantees, to each other and to ``targets``.
    attackers: who may be excepted; None: all.
    """
    pool = sorted(set(among))
    wide = sorted({*pool, *(targets or ())})
    parties: dict[str, set[int]] = {}
    for rule in system.rules:
        if rule.source and rule.duty in ("defence", "offence"):
            parties.setdefault(instrument_of(rule), set()).update((rule.debtor, rule.creditor))
    found: list[Move] = []
    if "pact" in kinds:
        own = set(pool)
        found += [Move("pact", pair) for pair in combinations(wide, 2) if own & set(pair)]
    if "guarantee" in kinds:
        found += [Move("guarantee", (x, y)) for x in pool for y in wide if x != y]
    for name in sorted(parties):
        found += [Move("end", (), name)] * ("end" in kinds)
        if "leave" in kinds:
            found += [Move("leave", (s,), name) for s in sorted(parties[name])]
        if "except" in kinds:
            out = range(len(system.states)) if attackers is None else sorted(set(attackers))
            found += [Move("except", (s,), name) for s in out]
    return tuple(found)
