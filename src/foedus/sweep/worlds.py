"""The cascade in many sampled worlds at once: 64 worlds to a word, every pair of a system, the same meaning as one by one.

An event is no longer done or not: a row of words says in which worlds it is.  Worlds differ by who keeps its word, and share
the rest, so that a what-if costs as much as its events times the words, not the worlds.
"""

# Rows of ``masks`` of an event (who fights whom), a bit for each world:
#   DONE   it is done        NEW   by the last round        REAL  it counts as an attack
#   BOUND  somebody is bound to it, now or before           WANT  newly, in this round        WAR   by more than help

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from foedus.sweep.bitset import bare, bare_groups, has, lowest, ones
from foedus.sweep.tables import Tables, Words

__all__ = ["BLOCK", "run_words"]

DONE, NEW, REAL, BOUND, WANT, WAR = range(6)
SIDE_A, SIDE_T, NEXT_A = range(3)
BLOCK = 16
"""Words that are worked on at once, 1,024 worlds: more, and the events of a large cascade leave the cache."""


@nb.njit
def _event(who: Any, whom: Any, n: int, at: Any, made: Any, masks: Any, chain: Any, head: Any, w: int) -> int:
    """The row of an event, made if it is not there yet; events of one state hang together by ``head`` and ``chain``."""
    e = at[whom * n + who]
    if e < 0:
        e = made[0]
        made[0] += 1
        at[whom * n + who] = e
        made[e + 1] = whom * n + who
        chain[e] = head[who]
        head[who] = e
        for r in range(6):
            for k in range(w):
                masks[e, r, k] = np.uint64(0)
    return int(e)


@nb.njit
def _ask(
    n: int, w: int, groups: Any, creditor: int, adversary: int, cause: int, war: bool, switches: Any, keeps: Any,
    at: Any, made: Any, masks: Any, chain: Any, head: Any, wanted: Any, base: Any, some: Any,
) -> None:  # fmt: skip
    """Bind the debtors of a creditor's groups against one adversary, in the worlds in which an event has just happened."""
    first = groups.start[creditor]
    if first == groups.start[creditor + 1]:
        return
    back = at[adversary * n + creditor]  # the creditor has fought the adversary before
    for k in range(w):
        base[0, k] = masks[cause, NEW, k] & masks[cause, REAL, k]
        base[1, k] = base[0, k]
        if back >= 0:
            base[1, k] &= ~(masks[back, DONE, k] & ~masks[back, NEW, k])
            if not war and switches[1]:
                base[0, k] = base[1, k]
    for g in range(first, groups.start[creditor + 1]):
        if not has(groups.adversaries, g, adversary):
            continue
        row = 1 if groups.special[g] else 0
        for j in range(groups.debtors.shape[1]):
            left = groups.debtors[g, j]
            while left:
                d = j * 64 + np.int64(lowest(left))
                left &= left - np.uint64(1)
                if d in (adversary, creditor):
                    continue
                attacked = at[d * n + creditor] if switches[2] else np.int32(-1)
                any_ = np.uint64(0)
                for k in range(w):
                    one = base[row, k] & keeps[1 if war else 0, d, k]
                    if attacked >= 0:
                        one &= ~(masks[attacked, DONE, k] & ~masks[attacked, NEW, k])
                    some[k] = one
                    any_ |= one
                if not any_:
                    continue
                e = _event(d, adversary, n, at, made, masks, chain, head, w)
                seen = np.uint64(0)
                for k in range(w):
                    seen |= masks[e, WANT, k]
                    masks[e, WANT, k] |= some[k]
                    if war:
                        masks[e, WAR, k] |= some[k]
                if not seen:
                    wanted[0] += 1
                    wanted[wanted[0]] = e


@nb.njit
def _one(  # noqa: C901 - one body, that the compiler sees whole
    n: int, w: int, a: int, b: int, valid: Any, defence: Any, attacked: Any, attacks: Any, switches: Any, keeps: Any,
    at: Any, made: Any, masks: Any, chain: Any, head: Any, wanted: Any, recent: Any, base: Any, some: Any, sides: Any,
    joined: Any, inside: Any,
) -> None:  # fmt: skip
    """One what-if in w words of worlds.  Fills ``sides`` for those in ``joined``; the rest is clean after."""
    made[0] = 0
    joined[0] = 0
    for s in (a, b):
        for r in range(3):
            for k in range(w):
                sides[s, r, k] = np.uint64(0)
    for k in range(w):
        sides[a, SIDE_A, k] = sides[a, NEXT_A, k] = valid[k]
        sides[b, SIDE_T, k] = valid[k]
    joined[1], joined[2] = a, b
    joined[0] = 2
    inside[a] = inside[b] = 1
    e = _event(a, b, n, at, made, masks, chain, head, w)
    for k in range(w):
        masks[e, DONE, k] = masks[e, NEW, k] = masks[e, REAL, k] = valid[k]
    recent[0], recent[1] = 1, e
    while recent[0]:
        wanted[0] = 0
        for i in range(1, recent[0] + 1):
            e = recent[i]
            counts = np.uint64(0)
            for k in range(w):
                counts |= masks[e, NEW, k] & masks[e, REAL, k]
            if counts:
                x, y = made[e + 1] % n, made[e + 1] // n
                _ask(n, w, defence, y, x, e, False, switches, keeps, at, made, masks, chain, head, wanted, base, some)
                _ask(n, w, attacked, y, x, e, True, switches, keeps, at, made, masks, chain, head, wanted, base, some)
                _ask(n, w, attacks, x, y, e, True, switches, keeps, at, made, masks, chain, head, wanted, base, some)
        for i in range(1, recent[0] + 1):
            for k in range(w):
                masks[recent[i], NEW, k] = np.uint64(0)
        for i in range(1, wanted[0] + 1):
            for k in range(w):
                masks[wanted[i], BOUND, k] |= masks[wanted[i], WANT, k]
        if switches[3]:  # who is bound to fight somebody that fights the other one, or whom the other one fights
            for i in range(1, wanted[0] + 1):
                e = wanted[i]
                x, d = made[e + 1] // n, made[e + 1] % n
                o = head[d]
                while o >= 0:
                    z = made[o + 1] // n
                    there, back = at[x * n + z], at[z * n + x]
                    if o != e and (there >= 0 or back >= 0):
                        for k in range(w):
                            fight = masks[there, DONE, k] if there >= 0 else np.uint64(0)
                            if back >= 0:
                                fight |= masks[back, DONE, k]
                            masks[e, WANT, k] &= ~(masks[o, BOUND, k] & fight)
                    o = chain[o]
        recent[0] = 0
        for i in range(1, wanted[0] + 1):
            e = wanted[i]
            x, d = made[e + 1] // n, made[e + 1] % n
            any_ = np.uint64(0)
            for k in range(w):
                one = masks[e, WANT, k] & ~masks[e, DONE, k]
                masks[e, NEW, k] = one
                any_ |= one
            if any_:
                recent[0] += 1
                recent[recent[0]] = e
                if not inside[d]:
                    inside[d] = 1
                    joined[0] += 1
                    joined[joined[0]] = d
                    for r in range(3):
                        for k in range(w):
                            sides[d, r, k] = np.uint64(0)
        for i in range(1, recent[0] + 1):
            e = recent[i]
            x, d = made[e + 1] // n, made[e + 1] % n
            for k in range(w):
                one = masks[e, NEW, k]
                masks[e, DONE, k] |= one
                masks[e, REAL, k] |= one if switches[0] else one & masks[e, WAR, k]
                sides[d, SIDE_T, k] |= one & sides[x, SIDE_A, k]
                sides[d, NEXT_A, k] |= one & ~sides[x, SIDE_A, k]
        for i in range(1, recent[0] + 1):
            d = made[recent[i] + 1] % n
            for k in range(w):
                sides[d, SIDE_A, k] = sides[d, NEXT_A, k]
        for i in range(1, wanted[0] + 1):
            for k in range(w):
                masks[wanted[i], WANT, k] = masks[wanted[i], WAR, k] = np.uint64(0)
    for i in range(made[0]):
        at[made[i + 1]] = -1
        head[made[i + 1] % n] = -1
    for i in range(1, joined[0] + 1):
        inside[joined[i]] = 0


@nb.njit
def _count(w: int, valid: Any, sides: Any, joined: Any, planes: Any, sums: Any, sizes: Any, p: int) -> None:
    """How many came, in how many worlds: counters whose digits are words, one world a column."""
    high = 0
    for i in range(1, joined[0] + 1):
        d = joined[i]
        for k in range(w):
            # the two of the what-if are not drawn in on their own sides
            one = np.uint64(0) if i == 1 else sides[d, SIDE_A, k]
            other = np.uint64(0) if i == 2 else sides[d, SIDE_T, k]
            sums[p, 0] += np.int64(ones(one))
            sums[p, 1] += np.int64(ones(other))
            carry = one | other
            r = 0
            while carry:
                if r == high:
                    for j in range(w):
                        planes[r, j] = np.uint64(0)
                    high += 1
                left = planes[r, k] & carry
                planes[r, k] ^= carry
                carry = left
                r += 1
    for size in range(joined[0] + 1):
        if size >> high:
            break
        worlds = np.uint64(0)
        for k in range(w):
            those = valid[k]
            for r in range(high):
                those &= planes[r, k] if (size >> r) & 1 else ~planes[r, k]
            worlds += ones(those)
        sizes[p, size] += np.int64(worlds)


@nb.njit(parallel=True, cache=True, nogil=True)
def _words(
    n: int, pairs: Any, parts: int, valid: Any, defence: Any, attacked: Any, attacks: Any, switches: Any, keeps: Any,
    sums: Any, sizes: Any,
) -> None:  # fmt: skip
    w = valid.shape[0]
    for part in nb.prange(parts):
        room, numbers = np.empty((n * n * 6 + 3 * n + 16, w), np.uint64), np.empty((5, n * n + 1), np.int32)
        e, f = n * n * 6, n * n * 6 + 3 * n
        masks, sides = bare(room[0:e].reshape(n * n, 6, w)), bare(room[e:f].reshape(n, 3, w))
        base, some, planes = bare(room[f : f + 2]), bare(room[f + 2]), bare(room[f + 3 : f + 16])
        made, at, chain, wanted = bare(numbers[0]), bare(numbers[1]), bare(numbers[2]), bare(numbers[3])
        recent, few = bare(numbers[4]), np.full((3, n + 1), -1, np.int32)
        head, joined, inside = bare(few[0]), bare(few[1]), bare(few[2])
        at[:], inside[:] = -1, 0
        helps, offers = bare_groups(defence), (bare_groups(attacked), bare_groups(attacks))
        switched, kept, full, added, counted = bare(switches), bare(keeps), bare(valid), bare(sums), bare(sizes)
        for p in range(part, pairs.shape[0], parts):
            _one(
                n, w, pairs[p, 0], pairs[p, 1], full, helps, offers[0], offers[1], switched, kept, at, made, masks, chain, head,
                wanted, recent, base, some, sides, joined, inside,
            )  # fmt: skip
            _count(w, full, sides, joined, planes, added, counted, p)
        room[0, 0], numbers[0, 0], few[0, 0] = 0, 0, 0  # so that they are kept until here


def run_words(
    tables: Tables, pairs: npt.NDArray[np.int32], keeps: Words, worlds: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """How many are drawn in by each pair, in how many worlds.

    pairs: shape (pairs, 2).   keeps: shape (2, n, words): in which worlds a state keeps a word of help, and one of offence.
    Gives the sums over all worlds on the attacker's side and on the target's, shape (pairs, 2); and in how many worlds so many
    came in all, shape (pairs, n + 1).  The same whatever the number of threads.
    """
    sums, sizes = np.zeros((len(pairs), 2), np.int64), np.zeros((len(pairs), tables.n + 1), np.int64)
    for start in range(0, keeps.shape[2], BLOCK) if len(pairs) else ():
        block = np.ascontiguousarray(keeps[:, :, start : start + BLOCK])
        valid = np.full(block.shape[2], ~np.uint64(0))
        beyond = 64 * (start + block.shape[2]) - worlds
        if beyond > 0:  # the last word is not full
            valid[-1] >>= np.uint64(beyond)
        _words(
            tables.n, pairs, min(len(pairs), 4 * nb.get_num_threads()), valid, tables.defence, tables.attacked,
            tables.attacks, tables.switches, block, sums, sizes,
        )  # fmt: skip
    return sums, sizes
