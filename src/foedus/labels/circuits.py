"""The conjunction of many labels, without building it as one diagram: split where it falls apart, branch where not.

A diagram has one order of variables for everything. Forty small constraints that share a few variables can need a
hundred thousand nodes in it, and a few hundred in a circuit that may also multiply: once the shared variables are set,
the rest are independent of one another, and P(x and y) = P(x) P(y). (Decomposable circuits: Darwiche and Marquis 2002,
"A knowledge compilation map", JAIR 17:229-264; the search with memory: Bacchus, Dalmao and Pitassi 2003.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic

from foedus.labels.protocol import L, LabelBudgetExceeded, Labels

MAX_BRANCHES: Final = 20_000
"""Branches that one compiler makes at most: a second or two of work."""

_PARTS: Final = 16  # parts that are looked through in the time of one branch
_FEW: Final = 12  # variables of all but the largest label up to which they are simply conjoined
_DEPTH: Final = 150  # variables to branch on one after another: beyond, the circuit would not end anyway
_GROWTH: Final = 2  # how much larger than its parts a conjunction may be to be kept instead of them


@dataclass(frozen=True, slots=True, eq=False)
class Join(Generic[L]):
    """``high`` if ``variable`` holds, else ``low``; or, where that is None, both (which share no variable)."""

    variable: int | None
    high: L | Join[L]
    low: L | Join[L]


class Compiler(Generic[L]):
    """Makes circuits of conjunctions, and remembers the parts that they have in common."""

    def __init__(self, labels: Labels[L], *, max_branches: int = MAX_BRANCHES) -> None:
        self._labels = labels
        self._left = max_branches
        self._known: dict[frozenset[L], L | Join[L]] = {}
        self._supports: dict[L, frozenset[int]] = {}
        self._place: dict[int, int] = {}

    def conjunction(self, parts: Iterable[L]) -> L | Join[L]:
        """A circuit, or just a label, for the conjunction of ``parts``.

        Raises LabelBudgetExceeded if it takes more branches than are left, or labels outgrow their room.
        """
        return self._conjunction(parts, 0)

    def _conjunction(self, parts: Iterable[L], depth: int) -> L | Join[L]:
        labels = self._labels
        kept = [x for x in dict.fromkeys(parts) if x != labels.true]
        if labels.false in kept:
            return labels.false
        key = frozenset(kept)
        found = self._known.get(key)
        if found is None:
            found = labels.true
            for group in _grouped(kept, [self._support(x) for x in kept]):
                factor = self._connected(group, depth)
                if factor == labels.false:
                    found = labels.false
                    break
                found = factor if found == labels.true else Join(None, found, factor)
            self._known[key] = found
        return found

    def size(self, x: L | Join[L]) -> int:
        """The number of nodes of a circuit, those of its labels counted once each."""
        seen: dict[int, Join[L]] = {}
        leaves: dict[L, None] = {}
        todo = [x]
        while todo:
            here = todo.pop()
            if not isinstance(here, Join):
                leaves[here] = None
            elif id(here) not in seen:
                seen[id(here)] = here
                todo += here.high, here.low
        return len(seen) + sum(map(self._labels.size, leaves))

    def _connected(self, parts: Sequence[L], depth: int) -> L | Join[L]:
        labels = self._labels
        if len(parts) == 1:
            return parts[0]
        supports = [self._support(x) for x in parts]
        largest = max(range(len(parts)), key=lambda i: len(supports[i]))
        others = frozenset[int]().union(*(support for i, support in enumerate(supports) if i != largest))
        if len(others) <= _FEW:
            try:
                return labels.all_of(parts)
            except LabelBudgetExceeded:
                pass  # branching makes it smaller
        key = frozenset(parts)
        found = self._known.get(key)
        if found is None:
            self._left -= 1 + len(parts) // _PARTS  # what has many parts takes as much longer to look through
            if self._left < 0 or depth >= _DEPTH:
                raise LabelBudgetExceeded("the constraints hang together too closely to be counted exactly")
            v = self._branching(supports)
            high, low = (
                self._conjunction(
                    [
                        labels.restrict(x, {v: value}) if v in support else x
                        for x, support in zip(parts, supports, strict=True)
                    ],
                    depth + 1,
                )
                for value in (True, False)
            )
            found = high if high == low else Join(v, high, low)
            self._known[key] = found
        return found

    def _support(self, x: L) -> frozenset[int]:
        found = self._supports.get(x)
        if found is None:
            found = self._supports[x] = self._labels.support(x)
        return found

    def _branching(self, supports: Sequence[frozenset[int]]) -> int:
        """The variable that most parts share; of several, one of the part that is soonest cut off from the others."""
        times = Counter[int]()
        for support in supports:
            times.update(support)
        most = max(times.values())
        often = {v for v, n in times.items() if n == most}
        soonest: dict[int, int] = {}
        for support in supports:
            if not support.isdisjoint(often):
                shared = sum(times[v] > 1 for v in support)
                for v in support & often:
                    soonest[v] = min(shared, soonest.get(v, shared))
        if any(v not in self._place for v in often):
            self._place = {v: i for i, v in enumerate(self._labels.order)}
        place = self._place
        return min(often, key=lambda v: (soonest[v], place[v]))


def connected(labels: Labels[L], parts: Iterable[L]) -> list[list[L]]:
    """The parts in groups that share no variable with one another."""
    some = list(parts)
    return _grouped(some, list(map(labels.support, some)))


def _grouped(parts: Sequence[L], supports: Sequence[frozenset[int]]) -> list[list[L]]:
    groups: list[tuple[frozenset[int], list[L]]] = []
    for x, support in zip(parts, supports, strict=True):
        variables, together = support, [x]
        apart: list[tuple[frozenset[int], list[L]]] = []
        for group in groups:
            if group[0].isdisjoint(variables):
                apart.append(group)
            else:
                variables |= group[0]
                together = group[1] + together
        groups = [*apart, (variables, together)]
    return [group for _, group in groups]


def merged(labels: Labels[L], parts: Iterable[L]) -> list[L]:
    """The same conjunction in fewer parts: two that speak of much the same are made one where that is no larger."""
    left = list(dict.fromkeys(parts))
    found: list[L] = []
    while left:
        x = left.pop(0)
        support = labels.support(x)
        i = 0
        while i < len(left):
            other = labels.support(left[i])
            if 2 * len(support & other) >= min(len(support), len(other)):
                both = labels.both(x, left[i])
                if labels.size(both) <= _GROWTH * (labels.size(x) + labels.size(left[i])):
                    x, support = both, labels.support(both)
                    del left[i]
                    i = 0
                    continue
            i += 1
        found.append(x)
    return found
