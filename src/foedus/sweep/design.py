"""Design search: the smallest sets of changes to a system of alliances that reach a goal, proved to be the smallest.

A what-if that misses the goal names a few changes of which at least one has to be made (or one of those made undone):
those whose rules ask for something in its cascade, since others leave it as it is.  These conditions go to an integer
programme (HiGHS), which gives the least set that fits all of them; the kernel then tries it on every what-if, and what still
misses gives new conditions.  When nothing misses, the set is an answer; its supersets are left out, and the search goes on.
So answers come in order of size, each is minimal, and at every moment the size of the last set is a proved lower bound.

Where a what-if has no event but the attack itself (no offence pact pulls, help is no attack), what comes is a sum over
pacts, and the condition says how many are needed, not only that one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import comb

import numpy as np

from foedus.sweep.goals import Goal, shortfalls
from foedus.sweep.kernel import run
from foedus.sweep.master import Master
from foedus.sweep.moves import Move, added, changed, instrument_of, lifts
from foedus.sweep.plain import Done, cascade, due
from foedus.sweep.system import Doctrine, Rule, System
from foedus.sweep.tables import tables

__all__ = ["Designs", "Family", "Miss", "at_once", "families", "search"]

AT_ONCE = 60
"""How many of the what-ifs that miss the goal most give conditions in one round."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A what-if that misses the goal, by how much, and whether it does with every unknown condition met or with none."""

    attacker: int
    target: int
    by: float
    unknown: bool


@dataclass(frozen=True, slots=True)
class Designs:
    """How far a search has come.

    answers: minimal sets of moves, the smallest first; an empty one: the goal is reached as things stand.
    at_least: how many moves any answer not yet found takes.   tried: how many sets were tried.
    complete: nothing up to the size asked for is left out; together with no answers: there is none among the candidates.
    missed: the what-ifs that miss the goal as things stand, those that miss most first.
    """

    answers: tuple[tuple[Move, ...], ...] = ()
    at_least: int = 0
    tried: int = 0
    complete: bool = False
    missed: tuple[Miss, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Family:
    """Answers that are one with variants: all of ``always``, and any ``some`` of ``of``; a lone answer has no variants."""

    always: tuple[Move, ...]
    some: int = 0
    of: tuple[Move, ...] = ()


def families(found: Designs) -> tuple[Family, ...]:
    """The answers in fewer words: where those of one size are every choice of so many out of some, they are one family."""
    made: list[Family] = []
    for size, same in groupby(found.answers, len):
        own = [frozenset(a) for a in same]
        always, union = frozenset.intersection(*own), frozenset.union(*own)
        some, of = size - len(always), tuple(sorted(union - always))
        if len(own) > 1 and found.complete and len(own) == comb(len(of), some):
            made.append(Family(tuple(sorted(always)), some, of))
        else:
            made += [Family(tuple(sorted(a))) for a in own]
    return tuple(made)


def search(
    system: System, goal: Goal, moves: Sequence[Move], doctrine: Doctrine | None = None, *, size: int | None = None,
    limit: int = 100,
) -> Iterator[Designs]:  # fmt: skip
    """Search; each value is how far it has come, the last one complete unless ``limit`` answers were found before.

    size: all minimal answers with at most so many moves; None: all of the smallest size that has any.
    """
    asked = _Asked(system, goal, tuple(moves), doctrine or Doctrine())
    master = Master(len(asked.moves), size)
    found: list[tuple[Move, ...]] = []
    missed: tuple[Miss, ...] = ()
    tried = 0
    while True:
        chosen = master.least()
        if chosen is None or (size is None and found and len(chosen) > len(found[0])):
            at_least = len(chosen) if chosen is not None else len(asked.moves) + 1 if size is None else size + 1
            yield Designs(tuple(found), at_least, tried, True, missed)
            return
        bad = asked.misses(chosen)
        missed = missed if tried else tuple(bad)
        tried += 1
        if not bad:
            found.append(tuple(sorted(asked.moves[i] for i in chosen)))
            found.sort(key=lambda a: (len(a), a))
            master.exclude(chosen)
        for miss in bad[:AT_ONCE]:
            asked.explain(miss, chosen, master)
        yield Designs(tuple(found), len(chosen), tried, not bad and not chosen, missed)
        if (not chosen and not bad) or len(found) >= limit:
            return


def at_once(
    system: System, goal: Goal, moves: Sequence[Move], doctrine: Doctrine | None = None
) -> tuple[Move, ...] | None:
    """Some set of moves that reaches the goal and loses it without any one of them; not always the smallest.

    All moves that could help at once, then as many taken back as can be, half of them at first.  None: not even all reach it.
    """
    asked = _Asked(system, goal, tuple(moves), doctrine or Doctrine())
    left = [i for i, m in enumerate(asked.moves) if bool(added(m)) == goal.wants_more]
    if asked.misses(left):
        return None
    step = max(1, len(left) // 2)
    while left:
        smaller = False
        start = 0
        while start < len(left):
            tried = left[:start] + left[start + step :]
            if asked.misses(tried):
                start += step
            else:
                left, smaller = tried, True
        if step == 1 and not smaller:
            break
        step = max(1, step // 2)
    return tuple(sorted(asked.moves[i] for i in left))


Key = tuple[tuple[int, int], int, int]
"""An event, who is asked because of it, and against whom."""


class _Asked:
    """One question, with what is looked up again and again."""

    def __init__(self, system: System, goal: Goal, moves: tuple[Move, ...], doctrine: Doctrine) -> None:
        helping = ("defence", "offence") if doctrine.offence else ("defence",)
        self.system = system.with_rules(r for r in system.rules if r.duty in helping)
        self.goal, self.moves, self.doctrine = goal, moves, doctrine
        self.weights = goal.weights(system)
        self.unknowns = (False, True) if any(r.unknown for r in self.system.rules) else (False,)
        self.rules: dict[int, list[Rule]] = {}
        for rule in self.system.rules:
            self.rules.setdefault(rule.creditor, []).append(rule)
        self.new: dict[int, list[tuple[int, Rule]]] = {}
        self.removing: dict[str, list[int]] = {}
        for i, move in enumerate(moves):
            for rule in added(move):
                self.new.setdefault(rule.creditor, []).append((i, rule))
            if move.instrument:
                self.removing.setdefault(move.instrument, []).append(i)

    def misses(self, chosen: Iterable[int]) -> list[Miss]:
        """The what-ifs that miss the goal after some moves, those that miss most first."""
        after = changed(self.system, (self.moves[i] for i in chosen))
        n = len(after.states)
        openers = self.goal.attackers
        blocks = [(0, n)] if openers is None or len(openers) > n // 4 else [(a, a + 1) for a in sorted(openers)]
        found: list[Miss] = []
        for unknown in self.unknowns:
            table = tables(after, self.doctrine, unknown=unknown)
            for first, last in blocks:
                sets = run(table, first, last)
                short = shortfalls(self.goal, self.system, sets)
                found += [
                    Miss(int(sets.attackers[i]), int(sets.targets[i]), float(short[i]), unknown)
                    for i in np.flatnonzero(short)
                ]
        return sorted(found, key=lambda m: (-m.by, m.attacker, m.target, m.unknown))

    def explain(self, miss: Miss, chosen: Sequence[int], master: Master) -> None:
        """Give the programme what follows from a miss."""
        made = set(chosen)
        lone = self._lone(miss)
        events: Done = {(miss.attacker, miss.target): (0, True)}
        if not lone:
            after = changed(self.system, (self.moves[i] for i in chosen))
            events = cascade(after, miss.attacker, miss.target, self.doctrine, unknown=miss.unknown).events
        undo, make = self._touching(events, made, miss.unknown)
        master.any_of(undo, make)
        if lone:
            self._sum(miss, master)

    def _lone(self, miss: Miss) -> bool:
        """Whether the attack is the only event of a what-if that counts as one, whatever moves are made."""
        first: Done = {(miss.attacker, miss.target): (0, True)}
        pulled = (
            rule
            for state in (miss.attacker, miss.target) for rule in self.rules.get(state, ())
            if rule.duty == "offence" and (miss.unknown or not rule.unknown)
        )  # fmt: skip
        return not self.doctrine.third_party_entry and not any(
            True for rule in pulled for _ in due(rule, first, self.doctrine)
        )

    def _lifting(self, rule: Rule, adversary: int) -> list[int]:
        own = self.removing.get(instrument_of(rule), ()) if rule.source else ()
        return [i for i in own if lifts(self.moves[i], rule, adversary)]

    def _touching(self, events: Done, made: set[int], unknown: bool) -> tuple[set[int], set[int]]:
        """On which moves a finished cascade depends: of those made, and of the others.  With these alike, it is the same."""
        states = {s for event, (_, counts) in events.items() if counts for s in event}
        undo: set[int] = set()
        make: set[int] = set()
        asked: dict[Key, bool] = {}
        lifted: list[tuple[Key, bool, int]] = []
        for rule in (r for s in states for r in self.rules.get(s, ()) if unknown or not r.unknown):
            for event, adversary, attack in due(rule, events, self.doctrine):
                lifting = self._lifting(rule, adversary)
                gone = [i for i in lifting if i in made]
                key = (event, rule.debtor, adversary)
                if gone:
                    lifted.append((key, attack, gone[0]))
                else:
                    asked[key] = asked.get(key, False) or attack
                    make |= set(lifting)
        absent: list[tuple[Key, int]] = []
        for i, rule in (pair for s in states for pair in self.new.get(s, ())):
            for event, adversary, _ in due(rule, events, self.doctrine):
                key = (event, rule.debtor, adversary)
                if i in made:
                    undo.add(i)
                    asked.setdefault(key, False)
                else:
                    absent.append((key, i))
        undo |= {i for key, attack, i in lifted if key not in asked or (attack and not asked[key])}
        make |= {i for key, i in absent if key not in asked}
        return undo, make

    def _sum(self, miss: Miss, master: Master) -> None:
        """Of a what-if whose only event is the attack: how much the moves have to bring, or to take away."""
        first: Done = {(miss.attacker, miss.target): (0, True)}
        asked: dict[int, list[Rule]] = {}
        for rule in self.rules.get(miss.target, ()):
            if (miss.unknown or not rule.unknown) and any(True for _ in due(rule, first, self.doctrine)):
                asked.setdefault(rule.debtor, []).append(rule)
        goal, weights = self.goal, self.weights
        if goal.kind == "at-most":
            ways = [[self._lifting(rule, miss.attacker) for rule in rules] for rules in asked.values()]
            master.some_drop_out([w for w in ways if all(w)], len(asked) - int(goal.amount))
            return
        missing = goal.amount - sum(weights[d] for d in asked)
        if goal.kind != "meet":
            missing -= weights[miss.target]
        if goal.kind == "outweigh":
            missing += goal.amount * (weights[miss.attacker] - 1)
        gains = {
            i: float(weights[rule.debtor])
            for i, rule in self.new.get(miss.target, ())
            if rule.debtor not in (miss.attacker, *asked) and weights[rule.debtor] > 0
        }
        master.bring(gains, float(missing))
