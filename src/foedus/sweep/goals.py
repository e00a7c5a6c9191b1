"""What a designer wants of a system: that an attack meets enough, or that no what-if draws in too many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from foedus.sweep.counting import weigh
from foedus.sweep.kernel import Sets
from foedus.sweep.system import System
from foedus.sweep.tables import Words

__all__ = ["Goal", "GoalKind", "shortfalls"]

GoalKind = Literal["meet", "strength", "outweigh", "at-most"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to hold in each what-if of an attacker on a target, whether unknown conditions are met or not.

    kind: ``meet``: at least ``amount`` states come to the target's help; ``strength``: the target's side has at least this
    share of the world's capabilities; ``outweigh``: at least ``amount`` times the attacker's side's; ``at-most``: no more
    than ``amount`` states are drawn in on both sides.
    attackers, targets: places; None: every state.   majors: of ``meet``, major powers alone count.
    """

    kind: GoalKind
    amount: float
    attackers: frozenset[int] | None = None
    targets: frozenset[int] | None = None
    majors: bool = False

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("an amount is not negative")

    def asks(self, attacker: int, target: int) -> bool:
        """Whether it says something of a what-if."""
        return (self.attackers is None or attacker in self.attackers) and (
            self.targets is None or target in self.targets
        )

    @property
    def wants_more(self) -> bool:
        """Whether help is wanted, rather than less of it."""
        return self.kind != "at-most"

    def weights(self, system: System) -> npt.NDArray[np.float64]:
        """What each state counts on a side; a state without a known share of capabilities counts nothing.

        Raises ValueError where the goal is about shares that the system does not have at all.
        """
        n = len(system.states)
        if self.kind in ("strength", "outweigh"):
            if not any(p is not None for p in system.power):
                raise ValueError("the system has no shares of capabilities (CINC)")
            return np.array([p or 0.0 for p in system.power])
        if self.majors:
            found = np.zeros(n)
            found[list(system.majors)] = 1
            return found
        return np.ones(n)


def shortfalls(goal: Goal, system: System, sets: Sets) -> npt.NDArray[np.float64]:
    """By how much each what-if misses the goal; 0 where it is met, or not asked of."""
    n, rows = len(system.states), np.arange(len(sets.rounds))
    weights = np.zeros(64 * sets.target_side.shape[1])
    weights[:n] = goal.weights(system)
    if goal.kind in ("meet", "at-most"):
        helped = _without(sets.target_side, rows, sets.targets)
        against = _without(sets.attacker_side, rows, sets.attackers)
        if goal.kind == "meet":
            missing = goal.amount - weigh(_without(helped, rows, sets.attackers), weights)
        else:
            missing = weigh(helped | against, weights) - goal.amount
    else:
        missing = -weigh(sets.target_side, weights)
        missing += goal.amount * (weigh(sets.attacker_side, weights) if goal.kind == "outweigh" else 1.0)
    asked = np.ones(len(rows), bool)
    for chosen, places in ((goal.attackers, sets.attackers), (goal.targets, sets.targets)):
        if chosen is not None:
            asked &= np.isin(places, sorted(chosen))
    return np.where(asked & (missing > 1e-12), missing, 0.0)


def _without(sets: Words, rows: npt.NDArray[np.int64], places: npt.NDArray[np.int64]) -> Words:
    left = sets.copy()
    left[rows, places // 64] &= ~(np.uint64(1) << (places % 64).astype(np.uint64))
    return left
