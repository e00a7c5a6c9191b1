"""A system as the kernel reads it: sets of states as words of 64 bits, rules grouped by the creditor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from foedus.sweep.system import Doctrine, Duty, Rule, System

__all__ = ["Groups", "Tables", "Words", "bits", "mask", "places", "tables", "words"]

Words = npt.NDArray[np.uint64]
"""Sets of states: bit ``i % 64`` of word ``i // 64`` is the state at place ``i``."""


class Groups(NamedTuple):
    """The rules of one duty, those of one creditor side by side, debtors of equal terms in one set.

    start: shape (n + 1,): the groups of creditor c are ``start[c]:start[c + 1]``.
    adversaries, debtors: shape (groups, words).   special: 1 for *unprovoked*; of neutrality, 2 more for *only if attacked*.
    """

    start: npt.NDArray[np.int32]
    adversaries: Words
    debtors: Words
    special: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Tables:
    """A compiled system: n states.

    attacked, attacks: offence, where the creditor is attacked and where it attacks.   peace: shape (n, words): who owes a
    state non-aggression.   switches: the doctrine, in order, and after how many rounds to stop.
    """

    n: int
    defence: Groups
    attacked: Groups
    attacks: Groups
    neutrality: Groups
    peace: Words
    switches: npt.NDArray[np.uint8]


def words(n: int) -> int:
    """How many words a set of n states takes."""
    return max(1, (n + 63) // 64)


def mask(members: Iterable[int], n: int) -> Words:
    """A set as words."""
    found = np.zeros(words(n), np.uint64)
    for i in members:
        found[i // 64] |= np.uint64(1) << np.uint64(i % 64)
    return found


def bits(sets: Words, n: int) -> npt.NDArray[np.bool_]:
    """Sets, shape (…, words), as truth values, shape (…, n)."""
    little = np.ascontiguousarray(sets).astype("<u8", copy=False)
    spread = np.unpackbits(little.view(np.uint8), axis=-1, bitorder="little")
    return spread[..., :n].astype(bool)


def places(one: Words, n: int) -> tuple[int, ...]:
    """The members of one set, in order."""
    return tuple(int(i) for i in np.flatnonzero(bits(one, n)))


def tables(system: System, doctrine: Doctrine | None = None, *, unknown: bool = False, most: int = 255) -> Tables:
    """Compile a system under a doctrine.  unknown: whether conditions that nobody knows are met.   most: rounds, at most."""
    doctrine = doctrine or Doctrine()
    n = len(system.states)
    live = [r for r in system.rules if unknown or not r.unknown]
    friends = [0] * n
    for r in live:
        if r.duty == "non-aggression":
            friends[r.creditor] |= 1 << r.debtor
    switches = [
        doctrine.third_party_entry, doctrine.no_help_to_aggressor, doctrine.attack_ends_alliance,
        doctrine.bound_both_ways, most,
    ]  # fmt: skip
    offence = [r for r in live if doctrine.offence]
    return Tables(
        n, _groups(live, "defence", n), _groups([r for r in offence if r.when != "attacks"], "offence", n),
        _groups([r for r in offence if r.when != "attacked"], "offence", n), _groups(live, "neutrality", n), _rows(friends, n),
        np.array(switches, np.uint8),
    )  # fmt: skip


def _groups(rules: Iterable[Rule], duty: Duty, n: int) -> Groups:
    merged: dict[tuple[int, int, int], int] = {}  # sets as whole numbers here: a system has thousands of rules
    everybody = (1 << n) - 1
    masks: dict[frozenset[int] | None, int] = {None: everybody}
    for r in rules:
        if r.duty == duty:
            named = masks.get(r.adversaries)
            if named is None:
                named = masks[r.adversaries] = sum(1 << a for a in r.adversaries or ())
            key = (r.creditor, named, r.unprovoked + 2 * (duty == "neutrality" and r.attacked))
            merged[key] = merged.get(key, 0) | 1 << r.debtor
    order = sorted(merged)
    start = np.zeros(n + 1, np.int32)
    for creditor, _, _ in order:
        start[creditor + 1] += 1
    return Groups(
        np.cumsum(start).astype(np.int32), _rows([named for _, named, _ in order], n), _rows([merged[k] for k in order], n),
        np.array([special for *_, special in order], np.uint8),
    )  # fmt: skip


def _rows(sets: list[int], n: int) -> Words:
    """Sets given as whole numbers, one a row."""
    width = words(n)
    packed = b"".join(one.to_bytes(8 * width, "little") for one in sets)
    return np.frombuffer(packed, "<u8").astype(np.uint64).reshape(len(sets), width)
