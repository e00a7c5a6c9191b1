"""Labels as truth tables: the plain twin of the decision diagrams, for tests and for very small cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from foedus.labels.protocol import Assignment, Labels, Valuation


class BruteLabels(Labels[int]):
    """Boolean functions over the variables ``0 .. count - 1``, each as the whole of its truth table.

    A world is a number whose bit i is the value of variable i; a label is a number whose bit w says whether it holds
    in world w. Every operation therefore takes time and room proportional to ``2 ** count``.
    """

    def __init__(self, count: int = 16) -> None:
        if not 0 <= count <= 20:
            raise ValueError(f"truth tables are kept for 0 to 20 variables, not for {count}")
        self._count = count
        self._true = (1 << (1 << count)) - 1
        self._columns = [self._column(i) for i in range(count)]
        self._order: list[int] = []  # variables in the order of first use

    def _column(self, i: int) -> int:
        """The truth table of variable i: 2**i zeros, 2**i ones, and so on."""
        table = ((1 << (1 << i)) - 1) << (1 << i)
        width = 2 << i
        while width < 1 << self._count:
            table |= table << width
            width *= 2
        return table

    @property
    def true(self) -> int:
        return self._true

    @property
    def false(self) -> int:
        return 0

    def var(self, i: int) -> int:
        if not 0 <= i < self._count:
            raise ValueError(f"these truth tables have the variables 0 to {self._count - 1}, not {i}")
        if i not in self._order:
            self._order.append(i)
        return self._columns[i]

    @property
    def order(self) -> Sequence[int]:
        return tuple(self._order)

    def both(self, x: int, y: int) -> int:
        return x & y

    def either(self, x: int, y: int) -> int:
        return x | y

    def negate(self, x: int) -> int:
        return self._true ^ x

    def unless(self, x: int, y: int) -> int:
        return x & self.negate(y)

    def ite(self, c: int, x: int, y: int) -> int:
        return (c & x) | (self.negate(c) & y)

    def exists(self, x: int, variables: Iterable[int]) -> int:
        for i in variables:
            high, low = self.cofactors(x, i)
            x = high | low
        return x

    def restrictor(self, assignment: Assignment) -> Callable[[int], int]:
        return lambda x: self.restrict(x, assignment)

    def restrict(self, x: int, assignment: Assignment) -> int:
        for i, value in assignment.items():
            high, low = self.cofactors(x, i)
            x = high if value else low
        return x

    def cofactors(self, x: int, i: int) -> tuple[int, int]:
        if i >= self._count:
            return x, x
        high = x & self._columns[i]
        low = x & self.negate(self._columns[i])
        return high | (high >> (1 << i)), low | (low << (1 << i))

    def split(self, x: int) -> tuple[int, int, int] | None:
        for i in self._order:
            high, low = self.cofactors(x, i)
            if high != low:
                return i, high, low
        return None

    def first(self, *xs: int) -> int | None:
        return next((i for i in self._order if any(i in self.support(x) for x in xs)), None)

    def satisfiable(self, x: int) -> bool:
        return x != 0

    def implies(self, x: int, y: int) -> bool:
        return x & ~y == 0

    def disjoint(self, x: int, y: int) -> bool:
        return x & y == 0

    def support(self, x: int) -> frozenset[int]:
        cofactors = ((i, self.cofactors(x, i)) for i in range(self._count))
        return frozenset(i for i, (high, low) in cofactors if high != low)

    def evaluate(self, x: int, valuation: Valuation) -> bool:
        value = valuation if callable(valuation) else valuation.__getitem__
        return self.restrict(x, {i: value(i) for i in self.support(x)}) == self._true

    def size(self, x: int) -> int:
        """The number of nodes of the decision diagram with complement edges, in the order of first use."""
        seen: set[int] = set()
        todo = [x]
        while todo:
            function = todo.pop()
            either_sign = min(function, self.negate(function))
            split = self.split(function)
            if split is not None and either_sign not in seen:
                seen.add(either_sign)
                todo += split[1:]
        return len(seen)

    def pick(self, x: int) -> dict[int, bool] | None:
        if x == 0:
            return None
        world = (x & -x).bit_length() - 1
        return {i: bool(world >> i & 1) for i in range(self._count)}
