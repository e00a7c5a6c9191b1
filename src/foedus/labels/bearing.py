"""Which part of a constraint can bear on the supports of a label: a product of many factors cut down to a few."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.labels.projection import eliminate
from foedus.labels.protocol import L, Labels

__all__ = ["bearing"]


ROOM = 20_000
"""Nodes up to which a constraint is kept for what foreign variables may rule out."""


def bearing(labels: Labels[L], f: L, factors: Sequence[tuple[L, frozenset[int]]]) -> L:
    """The part of a constraint that can bear on the supports of ``f``: all else is projected away.

    factors: each with the variables on which it depends.

    A variable foreign to ``f`` can only be named by a support because it rules out something whose truth harms ``f``;
    that is, because a factor that speaks of it also speaks of a variable in which ``f`` does not rise.  The variables
    of such factors stay, beside those of ``f``; of the others only what they say about these counts.  So a support is
    never sought among contradictions that have nothing to do with the finding, however many sources they share.
    Where even this comes to more than ``ROOM`` nodes, the variables of ``f`` alone stay.
    """
    own = labels.support(f)
    harmful = {v for v in own if not _rises(labels, f, v)}
    near = own.union(*(variables for _, variables in factors if variables & harmful))
    found = eliminate(labels, factors, near)
    return found if labels.size(found) <= ROOM else eliminate(labels, factors, own)


def _rises(labels: Labels[L], x: L, v: int) -> bool:
    high, low = labels.cofactors(x, v)
    return labels.implies(low, high)
