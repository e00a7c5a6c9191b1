"""Labels copied out of their manager into arrays, children first: what is computed on them then takes one pass.

A pass walks all nodes once, whatever the number of labels. Small ones run in plain Python; large ones in numpy, which
is imported only then, because importing it costs more than most cases need in all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from foedus.labels.circuits import Join
from foedus.labels.protocol import Assignment, L, LabelBudgetExceeded, Labels
from foedus.labels.weights import Weights

if TYPE_CHECKING:
    from foedus.labels.vectors import Vectors

T = TypeVar("T")

MAX_NODES: Final = 1_000_000
"""Nodes that are copied at most: some two seconds of work."""

_FALSE: Final = 0
_TRUE: Final = 1
_OPEN: Final = -1.0  # in place of a weight: the variable is left open
_WORTH_NUMPY: Final = 500  # nodes times columns from which numpy is quicker, once it is there
_WORTH_IMPORTING: Final = 100_000  # what must have come together for its import to pay


class Flat:
    """Some labels as one table of nodes without any order of evaluation but the first to the last.

    Node 0 is false, node 1 is true. Any other node says: if variable ``variables[rank[n]]`` holds, see node
    ``high[n]``, else ``low[n]``; or, if ``rank[n]`` is ``len(variables)``: see both, which share no variable. Both have
    smaller numbers. ``roots[i]`` is the node of the i-th label. A function and its negation are two nodes: nothing is
    ever subtracted from 1, so small probabilities keep all their digits.
    """

    def __init__(
        self, variables: tuple[int, ...], rank: list[int], high: list[int], low: list[int], roots: list[int]
    ) -> None:
        self.variables = variables
        self.rank = rank
        self.high = high
        self.low = low
        self.roots = roots
        self._work = 0
        self._vectors: Vectors | None = None

    def __len__(self) -> int:
        """The number of nodes, the two constants included."""
        return len(self.rank)

    def fold(self, false: T, true: T, at: Callable[[int, T, T], T], both: Callable[[T, T], T]) -> list[T]:
        """A value for every node, from those given for the constants.

        ``at(variable, value of high, value of low)`` decides, ``both(value, value)`` combines.
        """
        values = [false, true]
        append, variables, joined = values.append, self.variables, len(self.variables)
        for rank, high, low in zip(self.rank[2:], self.high[2:], self.low[2:], strict=True):
            if rank == joined:
                append(both(values[high], values[low]))
            else:
                append(at(variables[rank], values[high], values[low]))
        return values

    def supports(self) -> list[frozenset[int]]:
        """The variables on which each root depends."""
        bit = {v: 1 << i for i, v in enumerate(self.variables)}
        sets = self.fold(0, 0, lambda variable, high, low: high | low | bit[variable], int.__or__)
        variables = self.variables
        known: dict[int, frozenset[int]] = {}
        for root in self.roots:
            bits = sets[root]
            if bits not in known:
                known[bits] = frozenset(
                    v for v, digit in zip(variables, reversed(f"{bits:b}"), strict=False) if digit == "1"
                )
        return [known[sets[root]] for root in self.roots]

    def count(self, columns: Sequence[Weights]) -> list[list[float]]:
        """For each column of weights, the probability of each root: the weighted model count.

        Raises ValueError if a variable lacks a weight or has one that is no probability.
        """
        probabilities = [self.column(weights) for weights in columns]
        if self._use_numpy(len(columns)):
            vectors = self._as_vectors()
            return vectors.count(probabilities) if len(columns) > 1 else [vectors.count_one(probabilities[0])]
        return [self._plain_count(column) for column in probabilities]

    def bounds(self, columns: Sequence[Weights]) -> tuple[list[list[float]], list[list[float]]]:
        """As ``count``, but variables without a weight are left open: what the probability is at least, and at most.

        These are outer bounds: at each node an open variable takes the worse (better) side, whatever it took elsewhere.
        Raises ValueError for a weight that is no probability.
        """
        tables = [self.column(weights, open_as=_OPEN) for weights in columns]
        if self._use_numpy(2 * len(columns)):
            return self._as_vectors().bounds(tables)
        lows: list[list[float]] = []
        highs: list[list[float]] = []
        for column in tables:
            weights = dict(zip(self.variables, column, strict=True))
            for pick, found in ((min, lows), (max, highs)):
                values = self.fold(0.0, 1.0, _relaxed(weights, pick), float.__mul__)
                found.append([values[root] for root in self.roots])
        return lows, highs

    def gradient(self, weights: Weights, wanted: Sequence[int] | None = None) -> tuple[list[list[float]], ...]:
        """The derivatives of the probability of the roots with numbers ``wanted`` (default: all), by one backward pass.

        Two tables, a row for each wanted root and a column for each of ``variables``: by the weight of the variable's
        being true, and by that of its being false, as if the two were unrelated.
        """
        probabilities = self.column(weights)
        roots = self.roots if wanted is None else [self.roots[i] for i in wanted]
        return self._as_vectors().gradient(probabilities, roots)

    def possible(self, fixed: Assignment) -> list[bool]:
        """Whether each root can still be true when the variables of ``fixed`` are fixed and all others free."""
        if self._use_numpy(1):
            may = [(fixed.get(v, True), not fixed.get(v, False)) for v in self.variables]
            return self._as_vectors().possible(may)

        def at(variable: int, high: bool, low: bool) -> bool:
            value = fixed.get(variable)
            return (high or low) if value is None else high if value else low

        values = self.fold(False, True, at, bool.__and__)
        return [values[root] for root in self.roots]

    def _plain_count(self, p: list[float]) -> list[float]:
        q = [1.0 - x for x in p]
        values = [0.0, 1.0]
        append, joined = values.append, len(p)
        for rank, high, low in zip(self.rank[2:], self.high[2:], self.low[2:], strict=True):
            if rank == joined:
                append(values[high] * values[low])
            else:
                append(p[rank] * values[high] + q[rank] * values[low])
        return [values[root] for root in self.roots]

    def column(self, weights: Weights, *, open_as: float | None = None) -> list[float]:
        """The weights of ``variables``, in their order; ``open_as`` stands for one that is missing.

        Raises ValueError if a variable lacks a weight and may not, or has one that is no probability.
        """
        if open_as is not None:
            column = [weights.get(v, open_as) for v in self.variables]
        else:
            try:
                column = [weights[v] for v in self.variables]
            except KeyError:
                missing = [v for v in self.variables if v not in weights]
                raise ValueError(f"no weight for the variables {_some(missing)}") from None
        if column and not (min(column) >= 0.0 and max(column) <= 1.0 and sum(column) <= len(column)):  # or it is NaN
            wrong = [v for v in self.variables if not 0.0 <= weights.get(v, 0.0) <= 1.0]
            if wrong:
                raise ValueError(f"a weight is a probability from 0 to 1; not so for the variables {_some(wrong)}")
        return column

    def _use_numpy(self, columns: int) -> bool:
        work = len(self) * columns
        self._work += work
        return work > _WORTH_NUMPY and ("numpy" in sys.modules or self._work > _WORTH_IMPORTING)

    def _as_vectors(self) -> Vectors:
        if self._vectors is None:
            from foedus.labels.vectors import Vectors

            self._vectors = Vectors(len(self.variables), self.rank, self.high, self.low, self.roots)
        return self._vectors


def flatten(labels: Labels[L], roots: Iterable[L | Join[L]], *, max_nodes: int = MAX_NODES) -> Flat:
    """The labels and circuits ``roots`` as one table; what they share is in it once.

    Raises LabelBudgetExceeded if there are more than ``max_nodes``.
    """
    wanted = tuple(roots)
    joins, leaves = _taken_apart(wanted)
    numbers: dict[L, int] = {labels.false: _FALSE, labels.true: _TRUE}
    todo: list[L] = []
    for x in leaves:
        if x not in numbers:
            numbers[x] = len(numbers)
            todo.append(x)
    layers: dict[int, list[int]] = {}
    high = [_FALSE, _TRUE]
    low = [_FALSE, _TRUE]
    split, known, most = labels.split, numbers.get, max_nodes - len(joins)
    for number, x in enumerate(todo, 2):  # grows while it is walked
        cofactors = split(x)
        assert cofactors is not None  # constants are never put on the list
        variable, if_true, if_false = cofactors
        try:
            layers[variable].append(number)
        except KeyError:
            layers[variable] = [number]
        child = known(if_true)
        if child is None:
            child = numbers[if_true] = len(numbers)
            todo.append(if_true)
        high.append(child)
        child = known(if_false)
        if child is None:
            child = numbers[if_false] = len(numbers)
            todo.append(if_false)
        low.append(child)
        if len(numbers) > most:
            raise LabelBudgetExceeded(f"the labels together have more than {max_nodes:,} nodes of a decision diagram")
    branching = {join.variable for join in joins if join.variable is not None}
    variables = tuple(v for v in labels.order if v in layers or v in branching)
    nodes = [_FALSE, _TRUE]
    rank = [len(variables)] * 2
    for i in range(len(variables) - 1, -1, -1):
        layer = layers.get(variables[i], ())
        nodes += layer
        rank += [i] * len(layer)
    place = [0] * len(nodes)
    for new, old in enumerate(nodes):
        place[old] = new
    high = [place[high[old]] for old in nodes]
    low = [place[low[old]] for old in nodes]
    number_of = {v: i for i, v in enumerate(variables)}
    joined: dict[int, int] = {}

    def at(x: L | Join[L]) -> int:
        return joined[id(x)] if isinstance(x, Join) else place[numbers[x]]

    for join in joins:
        high.append(at(join.high))
        low.append(at(join.low))
        rank.append(len(variables) if join.variable is None else number_of[join.variable])
        joined[id(join)] = len(rank) - 1
    return Flat(variables, rank, high, low, [at(x) for x in wanted])


def _taken_apart(roots: Iterable[L | Join[L]]) -> tuple[list[Join[L]], list[L]]:
    """The joins of some circuits, each after those it is made of, and the labels at their ends."""
    joins: dict[int, Join[L]] = {}
    leaves: dict[L, None] = {}
    for root in roots:
        todo = [root]
        while todo:
            x = todo[-1]
            if not isinstance(x, Join):
                leaves[x] = None
                todo.pop()
            elif id(x) in joins:
                todo.pop()
            else:
                missing = [y for y in (x.high, x.low) if isinstance(y, Join) and id(y) not in joins]
                if missing:
                    todo += missing
                else:
                    leaves.update((y, None) for y in (x.high, x.low) if not isinstance(y, Join))
                    joins[id(x)] = x
                    todo.pop()
    return list(joins.values()), list(leaves)


def _relaxed(weights: Weights, pick: Callable[[float, float], float]) -> Callable[[int, float, float], float]:
    def at(variable: int, high: float, low: float) -> float:
        p = weights[variable]
        return pick(high, low) if p == _OPEN else p * high + (1.0 - p) * low

    return at


def _some(variables: Sequence[int]) -> str:
    shown = ", ".join(map(str, variables[:5]))
    return shown if len(variables) <= 5 else f"{shown} and {len(variables) - 5} more"
