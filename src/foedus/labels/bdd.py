"""Labels as binary decision diagrams with complement edges, by the OxiDD library."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from time import sleep
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from foedus.labels.protocol import Assignment, LabelBudgetExceeded, Labels, Valuation

if TYPE_CHECKING:  # the library costs some 25 ms to import, so it is loaded when the first manager is made
    from oxidd.bcdd import BCDDFunction, BCDDManager
    from oxidd.util import BooleanOperator

CAPACITY: Final = 1 << 22
"""Inner nodes that one manager may hold: about 170 MB when full, next to nothing at the start."""
MAX_LABEL_NODES: Final = 200_000
"""Nodes that one label may have."""

_CACHE: Final = 1 << 17  # entries of the operation cache; allocated at once, so it decides the start-up time
_VARIABLES_AT_A_TIME: Final = 64
_RECENT_RESTRICTIONS: Final = 32
_REMEMBERED_SUPPORTS: Final = 32 << 20  # bytes, roughly
_LONG: Final = 32  # variables fixed from which a cube of its own is made for a label that speaks of few of them
_REMEMBERED_SETS: Final = 10_000
_OPERATIONS_BETWEEN_CHECKS: Final = 64
_PATIENCE: Final = 1000  # milliseconds to wait for a collection that is under way
# The library recurses once per level, on the C stack: a label of some 60,000 levels overflows 8 MB of stack and kills
# the process. Beyond this number of variables, labels are therefore held to this number of nodes, hence of levels.
_SAFE_DEPTH: Final = 15_000


class BddLabels(Labels["BCDDFunction"]):
    """Boolean functions as decision diagrams; variables are ordered by first use and never reordered.

    ``capacity`` is the number of nodes that all labels together may have, ``max_label_nodes`` the number for one label.
    Past the first, unused nodes are collected and the operation is tried once more before ``LabelBudgetExceeded`` is
    raised. The second is looked at only when the manager has grown, or every few operations, because measuring costs as
    much as the label is large: a label slightly beyond it may therefore pass for a while. ``max_made``, if given, is the
    number of nodes that may come to be at all, collected or not: a measure of work that is the same on every machine.
    """

    def __init__(
        self, *, capacity: int = CAPACITY, max_label_nodes: int = MAX_LABEL_NODES, max_made: int | None = None
    ) -> None:
        from oxidd.bcdd import BCDDManager
        from oxidd.util import BooleanOperator

        cache = min(_CACHE, max(1 << 10, capacity // 4))
        # One thread: labels are small, and a pool costs more to start and to wake than it could win.
        self._manager: BCDDManager = BCDDManager(capacity, cache, 1)
        self._and: BooleanOperator = BooleanOperator.AND
        self._capacity = capacity
        self._max_label_nodes = max_label_nodes
        self._max_made = sys.maxsize if max_made is None else max_made
        self._true = self._manager.true()
        self._false = self._manager.false()
        self._vars: dict[int, BCDDFunction] = {}
        self._slots: dict[int, int] = {}  # our variable -> the library's, which is also its level
        self._names: list[int] = []  # the library's variable -> ours
        self._limit = max_label_nodes
        self._measured_at = 0
        self._unmeasured = 0
        self._supports: dict[BCDDFunction, int] = {}  # sets of the library's variables as bits
        self._sets: dict[int, frozenset[int]] = {}  # and those bits as sets of ours
        self._cubes: dict[tuple[tuple[int, bool], ...], tuple[BCDDFunction, BCDDFunction]] = {}
        self._recent: OrderedDict[frozenset[tuple[int, bool]], _Restrictor] = OrderedDict()
        self._restrictors: WeakSet[_Restrictor] = WeakSet()

    # Constants and variables

    @property
    def true(self) -> BCDDFunction:
        return self._true

    @property
    def false(self) -> BCDDFunction:
        return self._false

    def var(self, i: int) -> BCDDFunction:
        found = self._vars.get(i)
        if found is not None:
            return found
        if i < 0:
            raise ValueError(f"a variable is a number from 0 on, not {i}")
        slot = len(self._names)
        if slot >= self._manager.num_vars():
            self._manager.add_vars(_VARIABLES_AT_A_TIME)
        label = self._attempt(lambda: self._manager.var(slot))
        self._slots[i] = slot
        self._names.append(i)
        self._vars[i] = label
        if slot >= _SAFE_DEPTH:
            self._limit = min(self._max_label_nodes, _SAFE_DEPTH)
        return label

    @property
    def order(self) -> Sequence[int]:
        return tuple(self._names)

    # Connectives. Constants are looked at first, by identity, which is cheaper than the call it saves.

    def both(self, x: BCDDFunction, y: BCDDFunction) -> BCDDFunction:
        if x is self._true:
            return y
        if y is self._true:
            return x
        if x is self._false or y is self._false:
            return self._false
        try:
            return self._checked(x & y)
        except MemoryError:
            return self._checked(self._again(lambda: x & y))

    def either(self, x: BCDDFunction, y: BCDDFunction) -> BCDDFunction:
        if x is self._false:
            return y
        if y is self._false:
            return x
        if x is self._true or y is self._true:
            return self._true
        try:
            return self._checked(x | y)
        except MemoryError:
            return self._checked(self._again(lambda: x | y))

    def negate(self, x: BCDDFunction) -> BCDDFunction:
        return ~x  # a bit of the edge: makes no node

    def unless(self, x: BCDDFunction, y: BCDDFunction) -> BCDDFunction:
        return self.both(x, ~y)

    def ite(self, c: BCDDFunction, x: BCDDFunction, y: BCDDFunction) -> BCDDFunction:
        if c is self._true or x is y:
            return x
        if c is self._false:
            return y
        return self._checked(self._attempt(lambda: c.ite(x, y)))

    # Quantification and cofactors

    def exists(self, x: BCDDFunction, variables: Iterable[int]) -> BCDDFunction:
        used = [i for i in variables if i in self._slots]
        if not used:
            return x
        cube = self._cube(dict.fromkeys(used, True))
        return self._checked(self._attempt(lambda: x.exists(cube)))

    def restrictor(self, assignment: Assignment) -> Callable[[BCDDFunction], BCDDFunction]:
        return self._new_restrictor(assignment)

    def restrict(self, x: BCDDFunction, assignment: Assignment) -> BCDDFunction:
        key = frozenset(assignment.items())
        restrictor = self._recent.get(key)
        if restrictor is None:
            restrictor = self._recent[key] = self._new_restrictor(assignment)
            if len(self._recent) > _RECENT_RESTRICTIONS:
                self._recent.popitem(last=False)
        else:
            self._recent.move_to_end(key)
        return restrictor(x)

    def cofactors(self, x: BCDDFunction, i: int) -> tuple[BCDDFunction, BCDDFunction]:
        slot, top = self._slots.get(i), x.node_var()
        if slot is None or top is None or slot < top:
            return x, x
        if slot == top:
            split = x.cofactors()
            assert split is not None  # a node with a variable is no constant
            return split
        return self.restrict(x, {i: True}), self.restrict(x, {i: False})

    def split(self, x: BCDDFunction) -> tuple[int, BCDDFunction, BCDDFunction] | None:
        cofactors = x.cofactors()
        if cofactors is None:
            return None
        slot = x.node_var()
        assert slot is not None
        return self._names[slot], cofactors[0], cofactors[1]

    def first(self, *xs: BCDDFunction) -> int | None:
        slots = [slot for x in xs if (slot := x.node_var()) is not None]
        return self._names[min(slots)] if slots else None

    # Questions

    def satisfiable(self, x: BCDDFunction) -> bool:
        return x.satisfiable()

    def implies(self, x: BCDDFunction, y: BCDDFunction) -> bool:
        return self.disjoint(x, ~y)

    def disjoint(self, x: BCDDFunction, y: BCDDFunction) -> bool:
        return not self._attempt(lambda: x & y).satisfiable()

    def support(self, x: BCDDFunction) -> frozenset[int]:
        bits = self._support_bits(x)
        known = self._sets.get(bits)
        if known is not None:
            return known
        if len(self._sets) > _REMEMBERED_SETS:
            self._sets.clear()
        names, rest = self._names, bits
        found: list[int] = []
        while rest:
            lowest = rest & -rest
            found.append(names[lowest.bit_length() - 1])
            rest ^= lowest
        answer = self._sets[bits] = frozenset(found)
        return answer

    def evaluate(self, x: BCDDFunction, valuation: Valuation) -> bool:
        value = valuation if callable(valuation) else valuation.__getitem__
        while (slot := x.node_var()) is not None:
            following = x.cofactor_true() if value(self._names[slot]) else x.cofactor_false()
            assert following is not None
            x = following
        return x.satisfiable()

    def size(self, x: BCDDFunction) -> int:
        return x.node_count() - 1  # the library counts the terminal too

    def pick(self, x: BCDDFunction) -> dict[int, bool] | None:
        if not x.satisfiable():
            return None
        picked: dict[int, bool] = {}
        while (split := self.split(x)) is not None:
            i, high, low = split
            picked[i] = not low.satisfiable()
            x = high if picked[i] else low
        return picked

    # Room

    def unbind(self) -> None:
        """Let any number of nodes come to be from now on."""
        self._max_made = sys.maxsize

    @property
    def nodes(self) -> int:
        """Nodes in the manager, those not yet collected included."""
        return self._manager.num_inner_nodes()

    def collect(self) -> int:
        """Forget what is remembered, free unused nodes and give their number. Never needed for correctness."""
        self._supports.clear()
        self._sets.clear()
        self._cubes.clear()
        self._recent.clear()
        for restrictor in tuple(self._restrictors):
            restrictor.forget()
        # The library may be collecting by itself at this moment, on a thread of its own; then it refuses to begin
        # again, and what it is about to free is not free yet.
        freed = 0
        for _ in range(_PATIENCE):
            before = self._manager.gc_count()
            freed = self._manager.gc()
            if freed or self._manager.gc_count() > before:
                break
            sleep(0.001)
        return freed

    def _attempt(self, operation: Callable[[], BCDDFunction]) -> BCDDFunction:
        try:
            return operation()
        except MemoryError:
            return self._again(operation)

    def _again(self, operation: Callable[[], BCDDFunction]) -> BCDDFunction:
        """The manager was full: make room and try a second time."""
        self.collect()
        try:
            return operation()
        except MemoryError:
            raise LabelBudgetExceeded(
                f"the labels together would need more than {self._capacity:,} nodes of a decision diagram"
            ) from None

    def _checked(self, x: BCDDFunction) -> BCDDFunction:
        nodes = self._manager.approx_num_inner_nodes()
        if nodes > self._max_made:
            raise LabelBudgetExceeded(f"more than {self._max_made:,} nodes of decision diagrams would have to be made")
        if nodes > self._limit:  # with fewer nodes in all, no single label can be beyond the limit
            self._measure(x, nodes)
        return x

    def _measure(self, x: BCDDFunction, nodes: int) -> None:
        self._unmeasured += 1
        grown = nodes - self._measured_at
        if 0 <= grown <= self._limit // 8 and self._unmeasured < _OPERATIONS_BETWEEN_CHECKS:
            return
        self._measured_at = nodes
        self._unmeasured = 0
        if self.size(x) > self._limit:
            raise LabelBudgetExceeded(f"one label would need more than {self._limit:,} nodes of a decision diagram")

    # Helpers

    def _cube(self, assignment: Assignment) -> BCDDFunction:
        """The conjunction of the literals; built from the bottom of the diagram up, in linear time."""
        cube = self._true
        for slot, value in sorted(((self._slots[i], value) for i, value in assignment.items()), reverse=True):
            label = self._vars[self._names[slot]]
            cube = self.both(label if value else ~label, cube)
        return cube

    def _new_restrictor(self, assignment: Assignment) -> _Restrictor:
        restrictor = _Restrictor(self, assignment)
        self._restrictors.add(restrictor)
        return restrictor

    def _support_bits(self, x: BCDDFunction) -> int:
        known = self._supports
        found = known.get(x)
        if found is not None:
            return found
        if len(known) * (150 + len(self._names) // 8) > _REMEMBERED_SUPPORTS:
            known.clear()
        stack = [x]  # not recursive: a label may be deeper than Python's stack
        while stack:
            node = stack[-1]
            if node in known:
                stack.pop()
                continue
            cofactors = node.cofactors()
            slot = node.node_var()
            if cofactors is None or slot is None:
                known[node] = 0
                continue
            high, low = known.get(cofactors[0]), known.get(cofactors[1])
            if high is not None and low is not None:
                known[node] = high | low | (1 << slot)
                stack.pop()
                continue
            if high is None:
                stack.append(cofactors[0])
            if low is None:
                stack.append(cofactors[1])
        return known[x]


class _Restrictor:
    """Fixes some variables in any label.

    A cube says which, and every operation walks down it: where many variables are fixed and a label speaks of few, a cube
    of these few is made for it, once for all restrictors.
    """

    __slots__ = ("__weakref__", "_assignment", "_cubes", "_done", "_labels", "_waiting")

    def __init__(self, labels: BddLabels, assignment: Assignment) -> None:
        self._labels = labels
        self._assignment = dict(assignment)
        self._done: dict[BCDDFunction, BCDDFunction] = {}
        self._cubes = labels.true, labels.true
        self._waiting: set[int] = set(assignment)  # variables that are not in the cubes so far

    def __call__(self, x: BCDDFunction) -> BCDDFunction:
        done = self._done.get(x)
        if done is not None:
            return done
        if not self._assignment:
            return x
        labels = self._labels
        cube, quantified = self._few(x) or self._all()
        # Of the two values of each fixed variable the cube leaves one, so "there is a value" picks just that cofactor.
        result = labels._checked(labels._attempt(lambda: x.apply_exists(labels._and, cube, quantified)))
        self._done[x] = result
        return result

    def forget(self) -> None:
        """Give up the labels remembered."""
        self._done.clear()

    def _few(self, x: BCDDFunction) -> tuple[BCDDFunction, BCDDFunction] | None:
        """The cubes of the variables of a label; None where these are not few."""
        labels, mine = self._labels, self._assignment
        if len(mine) <= _LONG:
            return None
        speaks_of = labels.support(x)
        if len(speaks_of) > len(mine) // _LONG:
            return None
        literals = tuple((i, mine[i]) for i in speaks_of if i in mine)
        found = labels._cubes.get(literals)
        if found is None:
            if len(labels._cubes) > _REMEMBERED_SETS:
                labels._cubes.clear()
            found = labels._cubes[literals] = labels._cube(dict(literals)), labels._cube({i: True for i, _ in literals})
        return found

    def _all(self) -> tuple[BCDDFunction, BCDDFunction]:
        """The cubes of all variables that any label has used so far."""
        used = {i for i in self._waiting if i in self._labels._slots}
        if used:
            self._waiting -= used
            labels, known = self._labels, {i: v for i, v in self._assignment.items() if i not in self._waiting}
            self._cubes = labels._cube(known), labels._cube(dict.fromkeys(known, True))
        return self._cubes
