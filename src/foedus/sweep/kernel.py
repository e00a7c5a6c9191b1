"""The cascade of ``foedus.sweep.plain`` on bitsets, compiled: every ordered pair of a system in one call.

Acts are kept as sets, for each state who fights it and whom it fights.  So one word takes in 64 debtors at a time, all that
is new against one creditor is held against its pacts at once, and a round that binds forty states costs as much as one of two.
"""

# Compiled by numba, which reads plain loops best; names of sets:
#   att[x]    who fights x                old[x]      the same, before the last round
#   did[x]    whom x fought before it     bound[x]    who is bound to fight x
#   want[x]   newly bound this round      wreal[x]    by more than help
#   hits[x]   who attacked x last round   strikes[x]  whom x attacked
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
HIT, GOALS, WANTED, WHO, FOES, NEUTRALS, S_NOW, VICTIMS, STRIKERS, ACTED = range(10)
ROWS = 10


@nb.njit(forceinline=True)
def _owed_first(
    groups: Any, creditor: Any, x: Any, real: bool, want: Any, wreal: Any, small: Any, keeps: Any, world: int, w: Any
) -> None:
    """Bind the debtors of a creditor's groups against x by the first attack: nobody has done anything before it."""
    row = np.uint64(2 * world + (1 if real else 0))
    for g in range(np.uint64(groups.start[creditor]), np.uint64(groups.start[creditor + ONE])):
        if not has(groups.adversaries, g, x):
            continue
        some = np.uint64(0)
        for k in range(w):
            one = groups.debtors[g, k] & keeps[row, k]
            if x >> SIX == k:
                one &= ~bit(x)
            some |= one
            want[x, k] |= one
            if real:
                wreal[x, k] |= one
        if some:
            put(small, WANTED, x)


@nb.njit(forceinline=True)
def _neutral_first(groups: Any, creditor: Any, x: Any, opened: bool, still: Any, small: Any, w: Any) -> None:
    """Note who owes a creditor neutrality because of the first attack."""
    for g in range(np.uint64(groups.start[creditor]), np.uint64(groups.start[creditor + ONE])):
        if (opened and groups.special[g] & 2) or not has(groups.adversaries, g, x):
            continue
        for k in range(w):
            still[creditor, k] |= groups.debtors[g, k]
        drop(still, creditor, x)
        put(small, NEUTRALS, creditor)


@nb.njit(forceinline=True)
def _called(
    groups: Any, g: Any, creditor: Any, new: Any, innocent: Any, did: Any, switches: Any, small: Any, w: Any
) -> bool:
    """Put the new adversaries of a creditor that a group is against at FOES, its debtors at WHO; whether there are any.

    innocent: those that the creditor fought before do not count.
    """
    some = np.uint64(0)
    for k in range(w):
        one = new[creditor, k] & groups.adversaries[g, k]
        if innocent:
            one &= ~did[creditor, k]
        small[FOES, k] = one
        some |= one
    if not some:
        return False
    for k in range(w):
        one = groups.debtors[g, k]
        if switches[2]:  # whoever the creditor has attacked before
            one &= ~did[creditor, k]
        small[WHO, k] = one
    return True


@nb.njit(forceinline=True)
def _owed(
    groups: Any, creditor: Any, new: Any, real: bool, aid: bool, did: Any, switches: Any, want: Any, wreal: Any, small: Any,
    keeps: Any, world: int, w: Any,
) -> None:  # fmt: skip
    """Bind the debtors of a creditor's groups, as far as they keep this sort of word, against its new adversaries."""
    row = np.uint64(2 * world + (1 if real else 0))
    for g in range(np.uint64(groups.start[creditor]), np.uint64(groups.start[creditor + ONE])):
        innocent = bool(groups.special[g]) or (aid and bool(switches[1]))
        if not _called(groups, g, creditor, new, innocent, did, switches, small, w):
            continue
        some = np.uint64(0)
        for k in range(w):
            small[WHO, k] &= keeps[row, k]
            some |= small[WHO, k]
        if not some:
            continue
        for k in range(w):
            left = small[FOES, k]
            small[WANTED, k] |= left
            while left:
                x = place(k, left)
                left &= left - ONE
                for j in range(w):
                    one = small[WHO, j]
                    if x >> SIX == j:
                        one &= ~bit(x)
                    want[x, j] |= one
                    if real:
                        wreal[x, j] |= one


@nb.njit(forceinline=True)
def _clash(x: Any, bound: Any, att: Any, did: Any, small: Any, w: Any) -> None:
    """Who is bound to fight somebody that fights x, or that x fights."""
    for k in range(w):
        small[WHO, k] = np.uint64(0)
    for k in range(w):
        left = small[GOALS, k] & (att[x, k] | did[x, k])
        while left:
            z = place(k, left)
            left &= left - ONE
            for j in range(w):
                small[WHO, j] |= bound[z, j]


@nb.njit(forceinline=True)
def _neutral(
    groups: Any, creditor: Any, new: Any, opened: bool, did: Any, switches: Any, still: Any, small: Any, w: Any
) -> None:
    """Note who owes a creditor neutrality from now on, in its wars with new adversaries that it has opened, or not."""
    for g in range(np.uint64(groups.start[creditor]), np.uint64(groups.start[creditor + ONE])):
        special = groups.special[g]
        if opened and special & 2:
            continue
        if not _called(groups, g, creditor, new, bool(special & 1), did, switches, small, w):
            continue
        foes = np.uint64(0)
        for k in range(w):
            foes += ones(small[FOES, k])
        for k in range(w):
            if foes == ONE:  # an adversary is not neutral in its own war; of two, each is as to the other's
                small[WHO, k] &= ~small[FOES, k]
            still[creditor, k] |= small[WHO, k]
        put(small, NEUTRALS, creditor)


@nb.njit(forceinline=True)
def _wipe(sets: Any, small: Any, row: Any, w: Any) -> None:
    """Empty the sets of all states named in a row of the small array."""
    for k in range(w):
        left = small[row, k]
        while left:
            x = place(k, left)
            left &= left - ONE
            for j in range(w):
                sets[x, j] = np.uint64(0)


@nb.njit(forceinline=True)
def _cascade(  # noqa: C901 - one body, that the compiler sees whole
    i: Any, w: Any, a: Any, b: Any, defence: Any, attacked: Any, attacks: Any, neutrality: Any, peace: Any, switches: Any,
    att: Any, old: Any, did: Any, bound: Any, want: Any, wreal: Any, fresh: Any, still: Any, hits: Any, strikes: Any,
    small: Any, keeps: Any, world: int, s_side: Any, t_side: Any, both: Any, breach: Any,
) -> int:  # fmt: skip
    """One what-if; the working arrays are clean before and after.  Gives the number of rounds."""
    for k in range(w):
        small[HIT, k] = small[GOALS, k] = small[WANTED, k] = small[NEUTRALS, k] = small[ACTED, k] = np.uint64(0)
        small[VICTIMS, k] = small[STRIKERS, k] = np.uint64(0)
        s_side[i, k] = t_side[i, k] = both[i, k] = breach[i, k] = np.uint64(0)
    put(s_side, i, a)
    put(t_side, i, b)
    put(att, b, a)
    put(small, HIT, b)
    pending = True
    rounds = 0
    while pending and rounds < switches[4]:
        if not rounds:
            _owed_first(defence, b, a, False, want, wreal, small, keeps, world, w)
            _owed_first(attacked, b, a, True, want, wreal, small, keeps, world, w)
            _owed_first(attacks, a, b, True, want, wreal, small, keeps, world, w)
            _neutral_first(neutrality, b, a, False, still, small, w)
            _neutral_first(neutrality, a, b, True, still, small, w)
        for k in range(w):
            left = small[VICTIMS, k]
            while left:
                x = place(k, left)
                left &= left - ONE
                _owed(defence, x, hits, False, True, did, switches, want, wreal, small, keeps, world, w)
                _owed(attacked, x, hits, True, False, did, switches, want, wreal, small, keeps, world, w)
                _neutral(neutrality, x, hits, False, did, switches, still, small, w)
                for j in range(w):
                    hits[x, j] = np.uint64(0)
            left = small[STRIKERS, k]
            while left:
                x = place(k, left)
                left &= left - ONE
                _owed(attacks, x, strikes, True, False, did, switches, want, wreal, small, keeps, world, w)
                _neutral(neutrality, x, strikes, True, did, switches, still, small, w)
                for j in range(w):
                    strikes[x, j] = np.uint64(0)
            small[VICTIMS, k] = small[STRIKERS, k] = np.uint64(0)
        for k in range(w):  # what was done in the last round is old from here on
            left = small[HIT, k]
            while left:
                x = place(k, left)
                left &= left - ONE
                for j in range(w):
                    one = att[x, j] & ~old[x, j]
                    if not one:
                        continue
                    old[x, j] = att[x, j]
                    small[ACTED, j] |= one
                    while one:
                        put(did, place(j, one), x)
                        one &= one - ONE
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
        pending = False
        found = False
        for k in range(w):
            left = small[WANTED, k]
            while left:
                x = place(k, left)
                left &= left - ONE
                if switches[3]:
                    _clash(x, bound, att, did, small, w)
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
                    some = False
                    for j in range(w):
                        one = fresh[x, j]
                        if not one:
                            continue
                        some = True
                        breach[i, j] |= one & (peace[x, j] | still[x, j])
                        if has(small, S_NOW, x):
                            t_side[i, j] |= one
                        else:
                            s_side[i, j] |= one
                        att[x, j] |= one
                        if not switches[0]:
                            one &= wreal[x, j]
                        if not one:
                            continue
                        pending = True
                        hits[x, j] = one
                        put(small, VICTIMS, x)
                        small[STRIKERS, j] |= one
                        while one:
                            put(strikes, place(j, one), x)
                            one &= one - ONE
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
                att[x, j] = old[x, j] = bound[x, j] = np.uint64(0)
    if pending:  # the rounds were counted out
        _wipe(hits, small, VICTIMS, w)
        _wipe(strikes, small, STRIKERS, w)
    _wipe(did, small, ACTED, w)
    _wipe(still, small, NEUTRALS, w)
    return rounds


@nb.njit(parallel=True, cache=True, nogil=True)
def _all_pairs(
    n: int, first: int, last: int, parts: int,
    defence: Any, attacked: Any, attacks: Any, neutrality: Any, peace: Any, switches: Any,
    keeps: Any, s_side: Any, t_side: Any, both: Any, breach: Any, rounds: Any,
) -> None:  # fmt: skip
    w = peace.shape[1]
    for part in nb.prange(parts):  # the working arrays are made once for each part, not for each attacker
        room = np.zeros((10 * n + ROWS, w), np.uint64)
        att, old, did, bound = (
            bare(room[0:n]),
            bare(room[n : 2 * n]),
            bare(room[2 * n : 3 * n]),
            bare(room[3 * n : 4 * n]),
        )
        want, wreal, fresh = bare(room[4 * n : 5 * n]), bare(room[5 * n : 6 * n]), bare(room[6 * n : 7 * n])
        still, hits, strikes = bare(room[7 * n : 8 * n]), bare(room[8 * n : 9 * n]), bare(room[9 * n : 10 * n])
        small, kept, taken = bare(room[10 * n :]), bare(keeps), bare(rounds)
        sides, broken = (bare(s_side), bare(t_side), bare(both)), bare(breach)
        helps, offers = bare_groups(defence), (bare_groups(attacked), bare_groups(attacks))
        neutrals, friends, switched = bare_groups(neutrality), bare(peace), bare(switches)
        for a in range(first + part, last, parts):
            for b in range(n):
                if a != b:
                    i = (a - first) * (n - 1) + (b if b < a else b - 1)
                    taken[i] = _cascade(
                        np.uint64(i), np.uint64(w), np.uint64(a), np.uint64(b), helps, offers[0], offers[1], neutrals, friends,
                        switched, att, old, did, bound, want, wreal, fresh, still, hits, strikes, small, kept, 0, sides[0],
                        sides[1], sides[2], broken,
                    )  # fmt: skip
        room[0, 0] = 0  # so that it is kept until here: views without an owner do not keep it


@nb.njit(parallel=True, cache=True, nogil=True)
def _all_worlds(
    n: int, pairs: Any, defence: Any, attacked: Any, attacks: Any, neutrality: Any, peace: Any, switches: Any, keeps: Any,
    joined: Any,
) -> None:  # fmt: skip
    w = peace.shape[1]
    worlds = keeps.shape[0] // 2
    for p in nb.prange(pairs.shape[0]):
        att, old, did = np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64)
        bound, want, wreal = np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64)
        fresh, small, sets = np.zeros((n, w), np.uint64), np.zeros((ROWS, w), np.uint64), np.zeros((4, w), np.uint64)
        still, hits, strikes = np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64), np.zeros((n, w), np.uint64)
        s_side, t_side, both, breach = sets[0:1], sets[1:2], sets[2:3], sets[3:4]
        for world in range(worlds):
            _cascade(
                np.uint64(0), np.uint64(w), np.uint64(pairs[p, 0]), np.uint64(pairs[p, 1]), defence, attacked, attacks,
                neutrality, peace, switches, att, old, did, bound, want, wreal, fresh, still, hits, strikes, small, keeps,
                world, s_side, t_side, both, breach,
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
