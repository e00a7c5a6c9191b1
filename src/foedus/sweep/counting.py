"""What sets of states come to: how much their members weigh, who they are."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from foedus.sweep.bitset import ONE, place
from foedus.sweep.tables import Words

__all__ = ["members", "weigh"]


@nb.njit(cache=True, nogil=True)
def _weigh(sets: Any, weights: Any, found: Any) -> None:
    for p in range(sets.shape[0]):
        total = 0.0
        for k in range(sets.shape[1]):
            left = sets[p, k]
            while left:
                total += weights[place(k, left)]
                left &= left - ONE
        found[p] = total


@nb.njit(cache=True, nogil=True)
def _members(sets: Any, starts: Any, found: Any) -> None:
    for p in range(sets.shape[0]):
        at = starts[p]
        for k in range(sets.shape[1]):
            left = sets[p, k]
            while left:
                found[at] = place(k, left)
                left &= left - ONE
                at += 1


def weigh(sets: Words, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The sum of the members' weights, for each set."""
    found = np.zeros(len(sets))
    _weigh(sets, weights, found)
    return found


def members(sets: Words) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int16]]:
    """Every set's members, set after set, and where each set begins: shape (sets + 1,) and (all members,)."""
    counts = weigh(sets, np.ones(64 * sets.shape[1])).astype(np.int32)
    starts = np.concatenate([np.zeros(1, np.int32), np.cumsum(counts, dtype=np.int32)])
    found = np.empty(starts[-1], np.int16)
    _members(sets, starts, found)
    return starts, found
