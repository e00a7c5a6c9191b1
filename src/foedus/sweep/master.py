"""The integer programme of a design search: the least set of moves that fits every condition found so far."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import highspy
import numpy as np

__all__ = ["Master"]

SLACK = 1e-9
"""Conditions on sums of shares are that much looser, so that no rounding cuts an answer off; the kernel has the last word."""


class Master:
    """Moves 0 to ``moves - 1``, each made or not; ``most`` of them at most."""

    def __init__(self, moves: int, most: int | None = None) -> None:
        self.moves = moves
        self._solver = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            self._solver.setOptionValue(name, value)
        for i in range(moves):
            self._variable(1.0, whole=True)
            assert self._solver.getNumCol() == i + 1
        if most is not None:
            self._row(dict.fromkeys(range(moves), 1.0), -math.inf, most)

    def least(self) -> tuple[int, ...] | None:
        """The moves of a smallest set that fits, in order; None if none does."""
        if not self.moves:
            return None if self._impossible else ()
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise RuntimeError(f"the solver ended with {status.name}")  # no limit is set, so this is a fault of ours
        values = self._solver.getSolution().col_value
        return tuple(i for i in range(self.moves) if values[i] > 0.5)

    _impossible = False

    def exclude(self, made: Collection[int]) -> None:
        """No set with all of these any more."""
        self._row(dict.fromkeys(made, 1.0), -math.inf, len(made) - 1)

    def any_of(self, undo: Collection[int], make: Collection[int]) -> None:
        """Not all of the first, or one of the second."""
        self._row({**dict.fromkeys(undo, -1.0), **dict.fromkeys(make, 1.0)}, 1 - len(undo), math.inf)

    def bring(self, gains: Mapping[int, float], missing: float) -> None:
        """Moves that bring as much as is missing, taken together."""
        largest = max(gains.values(), default=1.0)
        self._row({i: g / largest for i, g in gains.items()}, missing / largest - SLACK, math.inf)

    def some_drop_out(self, ways: Sequence[Sequence[Sequence[int]]], least: int) -> None:
        """At least so many drop out; each does if every one of its ties is cut by one of the moves named for it."""
        sums: dict[int, float] = {}
        for ties in ways:
            out = self._variable(0.0, whole=False)
            sums[out] = 1.0
            for cuts in ties:
                self._row({out: -1.0, **dict.fromkeys(cuts, 1.0)}, 0.0, math.inf)
        self._row(sums, least, math.inf)

    def _variable(self, cost: float, *, whole: bool) -> int:
        number = int(self._solver.getNumCol())
        self._solver.addVar(0.0, 1.0)
        self._solver.changeColCost(number, cost)
        if whole:
            self._solver.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        return number

    def _row(self, sums: Mapping[int, float], low: float, high: float) -> None:
        if not sums:
            if low > 0 or high < 0:  # nothing can bring it about: a row without entries that does not hold
                self._impossible = True
                out = self._variable(0.0, whole=False)
                self._solver.addRow(2.0, math.inf, 1, np.array([out], np.int32), np.array([1.0]))
            return
        names = np.fromiter(sums, np.int32, len(sums))
        self._solver.addRow(low, high, len(sums), names, np.fromiter(sums.values(), np.float64, len(sums)))
