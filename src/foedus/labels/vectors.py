"""The passes over a table of nodes, in numpy: all nodes of one height at a time, for many columns of weights at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from threading import Lock
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.intp]

_CELLS: Final = 1 << 21  # nodes times columns computed together: 16 MB of values


class _Group(NamedTuple):
    """Nodes from ``start`` to ``end`` that can be computed together: they decide by a variable, or they join."""

    start: int
    end: int
    high: Numbers
    low: Numbers
    joins: bool


class Vectors:
    """The nodes of ``foedus.labels.flat.Flat``, renumbered by height: the longest way down to a constant.

    Nodes of one height do not depend on one another, so they are computed together.
    """

    def __init__(
        self, variables: int, rank: Sequence[int], high: Sequence[int], low: Sequence[int], roots: Sequence[int]
    ) -> None:
        ranks = np.asarray(rank, dtype=np.intp)
        highs = np.asarray(high, dtype=np.intp)
        lows = np.asarray(low, dtype=np.intp)
        heights = np.zeros(len(ranks), dtype=np.intp)
        # As they come, neighbours of one rank do not depend on one another, except where they join.
        changes = np.flatnonzero((np.diff(ranks[2:]) != 0) | (ranks[3:] == variables)) + 3
        for start, end in pairwise((2, *changes.tolist(), len(ranks))):
            heights[start:end] = 1 + np.maximum(heights[highs[start:end]], heights[lows[start:end]])
        kinds = 2 * heights + (ranks == variables)
        kinds[:2] = 0
        nodes = np.argsort(kinds, kind="stable")
        place = np.empty_like(nodes)
        place[nodes] = np.arange(len(nodes))
        self._variables = variables
        self._size = len(nodes)
        self._place = place
        self._rank = ranks[nodes][2:]
        self._high = place[highs[nodes]][2:]
        self._low = place[lows[nodes]][2:]
        self._roots = place[np.asarray(roots, dtype=np.intp)]
        edges = np.flatnonzero(np.diff(kinds[nodes], prepend=-1, append=-1)).tolist()
        self._groups = [
            _Group(
                start,
                end,
                self._high[start - 2 : end - 2],
                self._low[start - 2 : end - 2],
                bool(kinds[nodes[start]] % 2),
            )
            for start, end in pairwise(edges)
            if start >= 2
        ]
        self._upward: _Upward | None = None
        self._one_column: _OneColumn | None = None

    def count_one(self, probabilities: Sequence[float]) -> list[float]:
        """``count`` for one column, much quicker when asked again."""
        if self._one_column is None:
            self._one_column = _OneColumn(self._size, self._groups, self._rank, self._variables, self._roots)
        return self._one_column(np.asarray(probabilities, dtype=np.float64))

    def count(self, columns: Sequence[Sequence[float]]) -> list[list[float]]:
        """For each column of probabilities, in the order of the variables, the value of each root."""
        return self._by_columns(columns, lambda p: self._values(p)[self._roots])

    def bounds(self, columns: Sequence[Sequence[float]]) -> tuple[list[list[float]], list[list[float]]]:
        """As ``count``, the lowest and the highest; a negative number stands for a variable left open."""
        return (
            self._by_columns(columns, lambda p: self._values(p, np.minimum)[self._roots]),
            self._by_columns(columns, lambda p: self._values(p, np.maximum)[self._roots]),
        )

    def possible(self, may: Sequence[tuple[bool, bool]]) -> list[bool]:
        """Whether each root can be reached when each variable may be true, may be false."""
        table = np.asarray([*may, (False, False)], dtype=np.bool_)
        if_true, if_false = table[self._rank, 0], table[self._rank, 1]
        values = np.zeros(self._size, dtype=np.bool_)
        values[1] = True
        for start, end, high, low, joins in self._groups:
            here = slice(start - 2, end - 2)
            if joins:
                values[start:end] = values[high] & values[low]
            else:
                values[start:end] = (if_true[here] & values[high]) | (if_false[here] & values[low])
        found: list[bool] = values[self._roots].tolist()
        return found

    def gradient(
        self, probabilities: Sequence[float], roots: Sequence[int]
    ) -> tuple[list[list[float]], list[list[float]]]:
        """For each root (by its number in the original table) and variable, both partial derivatives."""
        p = np.asarray(probabilities, dtype=np.float64)[:, None]
        values = self._values(p)[:, 0]
        weight = self._weights(p)[:, 0]
        joins = self._rank == self._variables
        # A node passes on what comes to it: to a branch by its weight, to each part of a join by the other part.
        to_high = np.where(joins, values[self._low], weight)
        to_low = np.where(joins, values[self._high], 1.0 - weight)
        if self._upward is None:
            self._upward = _Upward(self._size, self._high, self._low, self._groups, self._rank, self._variables)
        tables: tuple[list[list[float]], list[list[float]]] = ([], [])
        places = self._place[np.asarray(roots, dtype=np.intp)]
        step = max(1, _CELLS // (2 * self._size))
        for start in range(0, len(places), step):
            flow = self._upward.flow(places[start : start + step], to_high, to_low)
            for table, children in zip(tables, (self._high, self._low), strict=True):
                table.extend(self._upward.by_variable(flow[2:] * values[children][:, None]).T.tolist())
        return tables

    def _by_columns(self, columns: Sequence[Sequence[float]], run: Callable[[Floats], Floats]) -> list[list[float]]:
        step = max(1, _CELLS // self._size)
        found: list[list[float]] = []
        for start in range(0, len(columns), step):
            p = np.asarray(columns[start : start + step], dtype=np.float64).T
            found.extend(run(p).T.tolist())
        return found

    def _weights(self, p: Floats) -> Floats:
        """The weight of every node's variable; anything where nodes join."""
        return np.concatenate((p, np.zeros((1, p.shape[1]))))[self._rank]

    def _values(self, p: Floats, pick: Callable[[Any, Any], Any] | None = None) -> Floats:
        """The value of every node; ``pick`` chooses between the branches where the weight is negative."""
        values = np.empty((self._size, p.shape[1]), dtype=np.float64)
        values[0] = 0.0
        values[1] = 1.0
        if_true = self._weights(p)
        if_false = 1.0 - if_true
        open_ = if_true < 0.0 if pick is not None else None
        for start, end, high, low, joins in self._groups:
            here = slice(start - 2, end - 2)
            yes, no = values[high], values[low]
            if joins:
                mixed = yes * no
            else:
                mixed = if_true[here] * yes + if_false[here] * no
                if pick is not None and open_ is not None and open_[here].any():
                    mixed = np.where(open_[here], pick(yes, no), mixed)
            values[start:end] = mixed
        return values


class _OneColumn:
    """The pass for one column of weights, with all room for it made beforehand: three calls to each height."""

    def __init__(self, size: int, groups: Sequence[_Group], rank: Numbers, variables: int, roots: Numbers) -> None:
        self._lock = Lock()  # the room is shared by all calls
        self._roots = roots
        self._values = np.empty(size, dtype=np.float64)
        self._values[0] = 0.0
        self._values[1] = 1.0
        self._weights = np.empty(2 * (size - 2), dtype=np.float64)
        self._places = np.empty(2 * (size - 2), dtype=np.intp)  # of the weights, group by group: all high, all low
        widest = max((group.end - group.start for group in groups), default=0)
        terms = np.empty(2 * widest, dtype=np.float64)
        self._steps: list[tuple[Numbers, Floats, Floats, Floats, Floats, Floats | None]] = []
        for start, end, high, low, joins in groups:
            first, count = 2 * (start - 2), end - start
            last = first + 2 * count
            ranks = rank[start - 2 : end - 2]
            self._places[first:last] = np.concatenate((ranks, ranks + variables + 1))
            children = np.concatenate((high, low))
            part = terms[: 2 * count]
            weights = None if joins else self._weights[first:last]
            self._steps.append((children, part, part[:count], part[count:], self._values[start:end], weights))

    def __call__(self, p: Floats) -> list[float]:
        both = np.concatenate((p, (0.0,), 1.0 - p, (0.0,)))
        values, multiply, add = self._values, np.multiply, np.add
        with self._lock:
            # All places are within bounds; any mode but the default spares a copy.
            both.take(self._places, out=self._weights, mode="clip")
            for children, terms, yes, no, target, weights in self._steps:
                values.take(children, out=terms, mode="clip")
                if weights is None:
                    multiply(yes, no, out=target)
                else:
                    multiply(terms, weights, out=terms)
                    add(yes, no, out=target)
            found: list[float] = values.take(self._roots).tolist()
        return found


class _Upward:
    """The edges of the table sorted by the node they lead to, to add up what comes down to each node from above."""

    def __init__(
        self, size: int, high: Numbers, low: Numbers, groups: Sequence[_Group], rank: Numbers, variables: int
    ) -> None:
        self._size = size
        self._variables = variables
        child = np.concatenate((high, low))
        self._edges = np.argsort(child, kind="stable")
        sorted_child = child[self._edges]
        self._parents = self._edges % max(1, len(high)) + 2
        self._steps: list[tuple[int, int, Numbers, Numbers]] = []
        for group in groups:
            first, last = np.searchsorted(sorted_child, (group.start, group.end)).tolist()
            here = sorted_child[first:last]
            begins = np.flatnonzero(np.diff(here, prepend=-1))
            self._steps.append((first, last, here[begins], begins))
        self._by_rank = np.argsort(rank, kind="stable")
        self._present, self._rank_begins = np.unique(rank[self._by_rank], return_index=True)

    def flow(self, roots: Numbers, to_high: Floats, to_low: Floats) -> Floats:
        """How much each node counts in each root: the derivative of the root by it."""
        flow = np.zeros((self._size, len(roots)), dtype=np.float64)
        flow[roots, np.arange(len(roots))] = 1.0
        weight = np.concatenate((to_high, to_low))[self._edges]
        for first, last, nodes, begins in reversed(self._steps):
            if first < last:
                passed = flow[self._parents[first:last]] * weight[first:last, None]
                flow[nodes] += np.add.reduceat(passed, begins, axis=0)
        return flow

    def by_variable(self, shares: Floats) -> Floats:
        """The sums over the nodes of each variable."""
        sums = np.zeros((self._variables + 1, shares.shape[1]), dtype=np.float64)
        if len(self._present):
            sums[self._present] = np.add.reduceat(shares[self._by_rank], self._rank_begins, axis=0)
        return sums[:-1]
