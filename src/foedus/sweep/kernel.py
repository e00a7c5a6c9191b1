"""The cascade of ``foedus.sweep.plain`` on bitsets, compiled: every ordered pair of a system in one call.

Events are kept turned round: for each state, the set of those that fight it.  So one word takes in 64 debtors at a time, and
a round that binds forty states costs as much as one that binds two.
"""

# Compiled by numba, which reads plain loops best; names of sets:
#   att[x]    who fights x      old[x]  the same, before the last round   real[x]   the same, where it counts as attack
#   bound[x]  who is bound to   want[x] newly bound this round            wreal[x]  by more than help
#   still[x]  who owes x neutrality in some war

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from foedus.sweep.bitset import ONE, SIX, bare, bare_groups, bit, drop, has, ones, place, put
from foedus.sweep.tables import Groups, Tables, Words, words

__all__ = ["Sets", "run", "run_worlds", "warm"]


# Rows of the small working array.  Everything is indexed by row and word, never sliced: a slice costs an atomic count.
HIT, GOALS, WANTED, WHO, NEUTRALS, S_NOW = range(6)


@nb.njit(forceinline=True)
def _wish(want: Any, wreal: Any, small: Any, x: Any, out: Any, real: bool, keeps: Any, world: int, w: Any) -> None:
    """Bind those of a set of debtors that keep this sort of word to fight x, all but x itself and one more."""
    some = False
    row = np.uint64(2 * world + (1 if real else 0))
    for k in range(w):
        one = small[WHO, k] & keeps[row, k]
        if x >> SIX == k:
            one &= ~bit(x)
        if out >> SIX == k:
            one &= ~bit(out)
        if one:
            some = True
            want[x, k] |= one
            if real:
                wreal[x, k] |= one
    if some:
        put(small, WANTED, x)


@nb.njit(forceinline=True)
def _let_go(old: Any, creditor: Any, small: Any, w: Any) -> None:
    """Take those whom a creditor has attacked out of the set at WHO: it may not call on them."""
    for k in range(w):
        left = small[HIT, k] & small[WHO, k]
        while left:
            d = place(k, left)
            left &= left - ONE
            if has(old, d, creditor):
                drop(small, WHO, d)


@nb.njit(forceinline=True)
def _owed(
    groups: Any, creditor: Any, adversary: Any, real: bool, aid: bool, old: Any, switches: Any,
    want: Any, wreal: Any, small: Any, keeps: Any, world: int, w: Any,
) -> None:  # fmt: skip
    """Bind the debtors of a creditor's groups against one adversary."""
    provoked = has(old, adversary, creditor)
    if provoked and aid and switches[1]:
        return
    for g in range(np.uint64(groups.start[creditor]), np.uint64(groups.start[creditor + ONE])):
        if (provoked and groups.special[g]) or not has(groups.adversaries, g, adversary):
            continue
        for k in range(w):
            small[WHO, k] = groups.debtors[g, k]
        if switches[2]:  # whoever the creditor has attacked before
            _let_go(old, creditor, small, w)
        _wish(want, wreal, small, adversary, creditor, real, keeps, world, w)


@nb.njit(forceinline=True)
def _clash(x: Any, bound: Any, att: Any, small: Any, w: Any) -> None:
    """Who is bound to fight somebody that fights x, or that x fights."""
    for k in range(w):
        small[WHO, k] = np.uint64(0)
    for k in range(w):
        left = small[GOALS, k]
        while left:
            z = place(k, left)
            left &= left - ONE
            if z != x and (has(att, x, z) or (has(small, HIT, z) and has(att, z, x))):
                for j in range(w):
                    small[WHO, j] |= bound[z, j]


@nb.njit(forceinline=True)
def _neutral(
    groups: Any, creditor: Any, adversary: Any, opened: bool, old: Any, switches: Any, still: Any, small: Any, w: Any
) -> None:
    """Note who owes a creditor neutrality from now on, in a war with one adversary that the creditor has opened, or not."""
    provoked = has(old, adversary, creditor)
    for g in range(np.uint64(groups.start[creditor]), np.uint64(groups.start[creditor + ONE])):
        special = groups.special[g]
        if (opened and special & 2) or (provoked and special & 1) or not has(groups.adversaries, g, adversary):
            continue
        for k in range(w):
            small[WHO, k] = groups.debtors[g, k]
        drop(small, WHO, adversary)
        if switches[2]:  # whoever the creditor has attacked before
            _let_go(old, creditor, small, w)
        for k in range(w):
            still[creditor, k] |= small[WHO, k]
        put(small, NEUTRALS, creditor)


@nb.njit(forceinline=True)
def _cascade(  # noqa: C901 - one body, that the compiler sees whole
    i: Any, w: Any, a: Any, b: Any, defence: Any, attacked: Any, attacks: Any, neutrality: Any, peace: Any, switches: Any,
    att: Any, old: Any, real: Any, bound: Any, want: Any, wreal: Any, fresh: Any, still: Any, small: Any, events: Any,
    keeps: Any, world: int, s_side: Any, t_side: Any, both: Any, breach: Any,
) -> int:  # fmt: skip
    """One what-if; the working arrays are clean before and after.  Gives the number of rounds."""
    for k in range(w):
        small[HIT, k] = small[GOALS, k] = small[WANTED, k] = small[NEUTRALS, k] = np.uint64(0)
        s_side[i, k] = t_side[i, k] = both[i, k] = breach[i, k] = np.uint64(0)
    put(s_side, i, a)
    put(t_side, i, b)
    put(att, b, a)
    put(real, b, a)
    put(small, HIT, b)
    events[0, 0], events[0, 1] = a, b
    pending = ONE
    rounds = 0
    while pending and rounds < switches[4]:
        for e in range(pending):
            x, y = np.uint64(events[e, 0]), np.uint64(events[e, 1])
            _owed(defence, y, x, False, True, old, switches, want, wreal, small, keeps, world, w)
            _owed(attacked, y, x, True, False, old, switches, want, wreal, small, keeps, world, w)
            _owed(attacks, x, y, True, False, old, switches, want, wreal, small, keeps, world, w)
            _neutral(neutrality, y, x, False, old, switches, still, small, w)
            _neutral(neutrality, x, y, True, old, switches, still, small, w)
        for k in range(w):  # what was done in the last round is old from here on
            left = small[HIT, k]
            while left:
                x = place(k, left)
                left &= left - ONE
                for j in range(w):
                    old[x, j] = att[x, j]
        for k in range(w):
            left = small[WANTED, k]
            small[GOALS, k] |= left
            while left:
                x = place(k, left)
                left &= left - ONE
                for j in range(w):
                    bound[x, j] |= want[x, j]
        for k in range(w):
            small[S_NOW, k] = s_side[i, k]
        pending = np.uint64(0)
        found = False
        for k in range(w):
            left = small[WANTED, k]
            while left:
                x = place(k, left)
                left &= left - ONE
                if switches[3]:
                    _clash(x, bound, att, small, w)
                else:
                    for j in range(w):
                        small[WHO, j] = np.uint64(0)
                some = False
                for j in range(w):
                    both[i, j] |= want[x, j] & small[WHO, j]
                    fresh[x, j] = want[x, j] & ~small[WHO, j] & ~att[x, j]
                    some |= fresh[x, j] != 0
                if some:
                    found = True
        if found:
            rounds += 1
            for k in range(w):
                left = small[WANTED, k]
                while left:
                    x = place(k, left)
                    left &= left - ONE
                    for j in range(w):
                        breach[i, j] |= fresh[x, j] & (peace[x, j] | still[x, j])
            for k in range(w):
                left = small[WANTED, k]
                while left:
                    x = place(k, left)
                    left &= left - ONE
                    some = False
                    for j in range(w):
                        one = fresh[x, j]
                        if not one:
                            continue
                        some = True
                        if has(small, S_NOW, x):
                            t_side[i, j] |= one
                        else:
                            s_side[i, j] |= one
                        att[x, j] |= one
                        if not switches[0]:
                            one &= wreal[x, j]
                        real[x, j] |= one
                        while one:
                            events[pending, 0], events[pending, 1] = place(j, one), x
                            one &= one - ONE
                            pending += ONE
                    if some:
                        put(small, HIT, x)
        for k in range(w):
            left = small[WANTED, k]
            small[WANTED, k] = np.uint64(0)
            while left:
                x = place(k, left)
                left &= left - ONE
                for j in range(w):
                    want[x, j] = wreal[x, j] = fresh[x, j] = np.uint64(0)
    for k in range(w):
        both[i, k] |= s_side[i, k] & t_side[i, k]
        left = small[HIT, k] | small[GOALS, k]
        while left:
            x = place(k, left)
            left &= left - ONE
            for j in range(w):
                att[x, j] = old[x, j] = real[x, j] = bound[x, j] = np.uint64(0)
        left = small[NEUTRALS, k]
        while left:
            x = place(k, left)
            left &= left - ONE
            for j in range(w):
                still[x, j] = np.uint64(0)
    return rounds


@nb.njit(parallel=True, cache=True, nogil=True)
def _all_pairs(
    n: int, first: int, last: int, parts: int,
    defence: Any, attacked: Any, attacks: Any, neutrality: Any, peace: Any, switches: Any,
    keeps: Any, s_side: Any, t_side: Any, both: Any, breach: Any, rounds: Any,
) -> None:  # fmt: skip
    w = peace.shape[1]
    for part in nb.prange(parts):  # the working arrays are made once for each part, not for each attacker
        room, queue = np.zeros((8 * n + 6, w), np.uint64), np.empty((n * n, 2), np.int32)
        att, old, real, bound = (
            bare(room[0:n]),
            bare(room[n : 2 * n]),
            bare(room[2 * n : 3 * n]),
            bare(room[3 * n : 4 * n]),
        )
        want, wreal, fresh = bare(room[4 * n : 5 * n]), bare(room[5 * n : 6 * n]), bare(room[6 * n : 7 * n])
        still, small = bare(room[7 * n : 8 * n]), bare(room[8 * n : 8 * n + 6])
        events, kept, taken = bare(queue), bare(keeps), bare(rounds)
        sides, broken = (bare(s_side), bare(t_side), bare(both)), bare(breach)
        helps, offers = bare_groups(defence), (bare_groups(attacked), bare_groups(attacks))
        neutrals, friends, switched = bare_groups(neutrality), bare(peace), bare(switches)
        for a in range(first + part, last, parts):
            for b in range(n):
                if a != b:
                    i = (a - first) * (n - 1) + (b if b < a else b - 1)
                    taken[i] = _cascade(
                        np.uint64(i), np.uint64(w), np.uint64(a), np.uint64(b), helps, offers[0], offers[1], neutrals, friends,
                        switched, att, old, real, bound, want, wreal, fresh, still, small, events, kept, 0, sides[0], sides[1],
                        sides[2], broken,
                    )  # fmt: skip
        room[0, 0], queue[0, 0] = 0, 0  # so that both are kept until here: views without an owner do not keep them


@nb.njit(parallel=True, cache=True, nogil=True)
def _all_worlds(
    n: int, pairs: Any, defence: Any, attacked: Any, attacks: Any, neutrality: Any, peace: Any, switches: Any, keeps: Any,
    joined: Any,
) -> None:  # fmt: skip
    w = peace.shape[1]
    worlds = keeps.shape[0] // 2
    for p in nb.prange(pairs.shape[0]):
        att, old, real = np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64)
        bound, want, wreal = np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64)
        fresh, small, sets = np.zeros((n, w), np.uint64), np.zeros((6, w), np.uint64), np.zeros((4, w), np.uint64)
        still = np.zeros((n, w), np.uint64)
        s_side, t_side, both, breach = sets[0:1], sets[1:2], sets[2:3], sets[3:4]
        events = np.empty((n * n, 2), np.int32)
        for world in range(worlds):
            _cascade(
                np.uint64(0), np.uint64(w), np.uint64(pairs[p, 0]), np.uint64(pairs[p, 1]), defence, attacked, attacks,
                neutrality, peace, switches, att, old, real, bound, want, wreal, fresh, still, small, events, keeps, world,
                s_side, t_side, both, breach,
            )  # fmt: skip
            drop(s_side, 0, pairs[p, 0])
            drop(t_side, 0, pairs[p, 1])
            for k in range(w):
                joined[p, world, 0] += np.int16(ones(s_side[0, k]))
                joined[p, world, 1] += np.int16(ones(t_side[0, k]))
                joined[p, world, 2] += np.int16(ones(s_side[0, k] | t_side[0, k]))


class Sets:
    """The answers to a block of what-ifs, pair after pair: attackers ``first`` to ``last``, targets in order without them.

    attacker_side, target_side, both_ways, breaches: shape (pairs, words); the two of the what-if stand on their sides.
    rounds: shape (pairs,).
    """

    def __init__(self, n: int, first: int, last: int) -> None:
        self.n, self.first, self.last = n, first, last
        pairs, w = (last - first) * (n - 1), words(n)
        self.attacker_side: Words = np.empty((pairs, w), np.uint64)
        self.target_side: Words = np.empty((pairs, w), np.uint64)
        self.both_ways: Words = np.empty((pairs, w), np.uint64)
        self.breaches: Words = np.empty((pairs, w), np.uint64)
        self.rounds: npt.NDArray[np.uint8] = np.empty(pairs, np.uint8)

    @property
    def attackers(self) -> npt.NDArray[np.int64]:
        """The attacker of each pair, shape (pairs,)."""
        return np.repeat(np.arange(self.first, self.last), self.n - 1)

    @property
    def targets(self) -> npt.NDArray[np.int64]:
        """The target of each pair, shape (pairs,)."""
        a = self.attackers
        b = np.tile(np.arange(self.n - 1), self.last - self.first)
        return b + (b >= a)

    def index(self, attacker: int, target: int) -> int:
        """Where a pair stands."""
        return (attacker - self.first) * (self.n - 1) + (target if target < attacker else target - 1)


def run(tables: Tables, first: int = 0, last: int | None = None) -> Sets:
    """Every what-if with an attacker of ``first`` to ``last`` (all of them by default)."""
    last = tables.n if last is None else last
    found = Sets(tables.n, first, last)
    if tables.n > 1 and last > first:
        t, everybody = tables, np.full((2, words(tables.n)), ~np.uint64(0))
        _all_pairs(
            t.n, first, last, min(last - first, 4 * nb.get_num_threads()),
            t.defence, t.attacked, t.attacks, t.neutrality, t.peace, t.switches, everybody,
            found.attacker_side, found.target_side, found.both_ways, found.breaches, found.rounds,
        )  # fmt: skip
    return found


def run_worlds(tables: Tables, pairs: npt.NDArray[np.int32], keeps: Words) -> npt.NDArray[np.int16]:
    """How many are drawn in on the attacker's side, on the target's, and in all, for each pair in each world, one by one.

    pairs: shape (pairs, 2).   keeps: shape (2 * worlds, words): who keeps a word of help in a world, and one of offence.
    Gives shape (pairs, worlds, 3), without the two of the what-if; whatever the number of threads, the same.
    ``foedus.sweep.worlds`` gives the same of 64 worlds at once; this is what it is held against.
    """
    joined = np.zeros((len(pairs), len(keeps) // 2, 3), np.int16)
    if len(pairs):
        _all_worlds(
            tables.n, pairs, tables.defence, tables.attacked, tables.attacks, tables.neutrality, tables.peace, tables.switches,
            keeps, joined,
        )  # fmt: skip
    return joined


def warm() -> None:
    """Compile, or load what was compiled, by a what-if of two states."""
    empty = Groups(
        np.zeros(3, np.int32), np.zeros((0, 1), np.uint64), np.zeros((0, 1), np.uint64), np.zeros(0, np.uint8)
    )
    run(Tables(2, empty, empty, empty, empty, np.zeros((2, 1), np.uint64), np.zeros(5, np.uint8)))
