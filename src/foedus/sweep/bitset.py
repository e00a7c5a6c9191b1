"""Sets of states as words, inside compiled code: single bits, the bits of a word one by one, arrays that nobody counts."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numba.core import cgutils, types
from numba.extending import intrinsic

from foedus.sweep.tables import Groups

__all__ = ["LOW", "ONE", "SIX", "bare", "bare_groups", "bit", "drop", "has", "lowest", "ones", "place", "put"]


def _ones_code(typingctx: Any, word: Any) -> Any:  # noqa: ARG001 - numba's signature
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), code


def _lowest_code(typingctx: Any, word: Any) -> Any:  # noqa: ARG001
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
        return builder.cttz(args[0], context.get_constant(types.boolean, False))

    return types.uint64(types.uint64), code


def _pointer_code(typingctx: Any, address: Any) -> Any:  # noqa: ARG001
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
        return builder.inttoptr(args[0], cgutils.voidptr_t)

    return types.voidptr(types.uintp), code


ones: Any = intrinsic(_ones_code)
lowest: Any = intrinsic(_lowest_code)
pointer: Any = intrinsic(_pointer_code)
_view: Any = nb.carray  # type: ignore[attr-defined]  # there, but not in the list of what numba exports


@nb.njit(forceinline=True)
def bare(array: Any) -> Any:
    """The same array without an owner: one with an owner is counted, atomically, whenever it is handed on."""
    return _view(pointer(np.uint64(array.ctypes.data)), array.shape, array.dtype)


@nb.njit(forceinline=True)
def bare_groups(groups: Any) -> Any:
    """The same of the four arrays of a duty."""
    return Groups(bare(groups.start), bare(groups.adversaries), bare(groups.debtors), bare(groups.special))


# Every index is unsigned: a signed one is tested for being negative (numba counts from the end then) at each access.
ONE, SIX, LOW = np.uint64(1), np.uint64(6), np.uint64(63)


@nb.njit(forceinline=True)
def place(word: Any, left: Any) -> Any:
    """The lowest state of what is left of a word of a set."""
    return (np.uint64(word) << SIX) | lowest(left)


@nb.njit(forceinline=True)
def bit(i: Any) -> Any:
    """The bit of a state, within its word."""
    return ONE << (np.uint64(i) & LOW)


@nb.njit(forceinline=True)
def has(sets: Any, row: Any, i: Any) -> bool:
    """Whether a state is in the set of a row."""
    return bool((sets[np.uint64(row), np.uint64(i) >> SIX] & bit(i)) != np.uint64(0))


@nb.njit(forceinline=True)
def put(sets: Any, row: Any, i: Any) -> None:
    """Put a state into the set of a row."""
    sets[np.uint64(row), np.uint64(i) >> SIX] |= bit(i)


@nb.njit(forceinline=True)
def drop(sets: Any, row: Any, i: Any) -> None:
    """Take a state out of the set of a row."""
    sets[np.uint64(row), np.uint64(i) >> SIX] &= ~bit(i)
