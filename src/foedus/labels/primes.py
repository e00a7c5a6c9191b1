"""Prime implicants of a label under a constraint, kept in a zero-suppressed decision diagram and listed smallest first.

Everything here recurses as deep as there are variables, which Python's stack does not bear. So each recursive function
is a generator that yields its sub-questions and returns its answer, and ``_run`` keeps the stack.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import Any, Final, Generic, TypeAlias, TypeVar

from foedus.labels.protocol import L, Labels

A = TypeVar("A")
Recursion: TypeAlias = Generator[Any, Any, A]

Family: TypeAlias = int
"""A set of cubes, by its number in ``Families``."""

NOTHING: Final[Family] = 0
ONLY_EMPTY: Final[Family] = 1
_LAST: Final = 1 << 60  # stands for the literal of the two terminal families: after every other


class OutOfSteps(Exception):
    """The search has taken all the steps it was granted."""


def _run(recursion: Recursion[A]) -> A:
    stack: list[Recursion[Any]] = [recursion]
    answer: Any = None
    while stack:
        try:
            question = stack[-1].send(answer)
        except StopIteration as done:
            stack.pop()
            answer = done.value
        else:
            stack.append(question)
            answer = None
    result: A = answer
    return result


class Families:
    """Sets of cubes (sets of literals), shared: equal sets have equal numbers. Literals are numbers from 0 on.

    A family is made of a first literal, the family of the cubes that have it (without it), and that of the others.
    ``steps`` are those still granted; each piece of work takes some.
    """

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self._first = [_LAST, _LAST]
        self._having = [NOTHING, NOTHING]
        self._others = [NOTHING, NOTHING]
        self._sizes = [0, 1]  # the sizes of the cubes in it, as bits
        self._numbers: dict[tuple[int, Family, Family], Family] = {}
        self._differences: dict[tuple[Family, Family], Family] = {}

    def spend(self, steps: int) -> None:
        """Take so many steps; raises OutOfSteps if they are not there."""
        self.steps -= steps
        if self.steps < 0:
            raise OutOfSteps

    def node(self, literal: int, having: Family, others: Family) -> Family:
        """The cubes of ``having``, each with ``literal``, and those of ``others``; ``literal`` is before all theirs."""
        if having == NOTHING:
            return others
        key = literal, having, others
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._first)
            self._first.append(literal)
            self._having.append(having)
            self._others.append(others)
            self._sizes.append(self._sizes[having] << 1 | self._sizes[others])
        return found

    def minus(self, a: Family, b: Family) -> Recursion[Family]:
        """The cubes of ``a`` that are not in ``b``."""
        at_once = self.minus_at_once(a, b)
        if at_once is not None:
            return at_once
        self.spend(1)
        first_a, first_b = self._first[a], self._first[b]
        if first_a > first_b:
            b = self._others[b]
            result = self.minus_at_once(a, b)
            if result is None:
                result = yield self.minus(a, b)
        else:
            having, others = self._having[a], self._others[a]
            if first_a == first_b:
                less = self._having[b]
                rest = self.minus_at_once(having, less)
                having = (yield self.minus(having, less)) if rest is None else rest
                b = self._others[b]
            rest = self.minus_at_once(others, b)
            others = (yield self.minus(others, b)) if rest is None else rest
            result = self.node(first_a, having, others)
        self._differences[a, b] = result
        return result

    def minus_at_once(self, a: Family, b: Family) -> Family | None:
        """The same if it takes no work: most often, so it is asked before a recursion is begun."""
        if a in (NOTHING, b):
            return NOTHING
        if b == NOTHING:
            return a
        return self._differences.get((a, b))

    def cubes(self, family: Family, largest: int | None = None) -> Iterator[tuple[int, ...]]:
        """The cubes of at most ``largest`` literals: smaller ones first, then in the order of their literals."""
        sizes = self._sizes[family]
        for size in range(sizes.bit_length() if largest is None else largest + 1):
            if sizes >> size & 1:
                yield from self._of_size(family, size)

    def _of_size(self, family: Family, size: int) -> Iterator[tuple[int, ...]]:
        todo: list[tuple[Family, int, tuple[int, ...]]] = [(family, size, ())]
        while todo:
            family, missing, cube = todo.pop()
            if not self._sizes[family] >> missing & 1:
                continue
            if missing == 0:
                yield cube
                continue
            literal = self._first[family]
            todo.append((self._others[family], missing, cube))
            todo.append((self._having[family], missing - 1, (*cube, literal)))


_Answer: TypeAlias = tuple[Family, bool]


class PrimeSearch(Generic[L]):
    """Prime implicants of g that are consistent with k, where g holds wherever k does not.

    The recursion is Coudert and Madre's on the first variable x: a prime either does not mention x, and is then one of
    ``g0 g1``; or it is x (not x) with a prime of g1 (g0) that is not one of ``g0 g1``. Carrying k along cuts off
    what contradicts it. If g is monotone in x, ``g0 g1`` is g0 and one branch is empty: then this is Rauzy's
    recursion for minimal solutions. Literal 2r is the variable of rank r in the order of the diagram, 2r + 1 its
    negation.
    """

    def __init__(self, labels: Labels[L], variables: Iterable[int], steps: int) -> None:
        self._labels = labels
        self._families = Families(steps)

        place = {v: i for i, v in enumerate(labels.order)}
        self._variables = sorted(variables, key=place.__getitem__)
        self._rank = {v: rank for rank, v in enumerate(self._variables)}
        self._known: dict[tuple[L, L], tuple[int, Family, bool]] = {}
        self._true, self._false = labels.true, labels.false

    @property
    def steps(self) -> int:
        """The steps that are left."""
        return max(0, self._families.steps)

    def grant(self, steps: int) -> None:
        """Let the search go on for so many steps."""
        self._families.steps = steps

    def primes(self, g: L, k: L, bound: int) -> tuple[Iterator[frozenset[tuple[int, bool]]], bool]:
        """Those with at most ``bound`` literals, smallest first, and whether it is certain that there are no others.

        Raises OutOfSteps when those granted are taken; what has been learnt until then is kept for the next call.
        """
        family, exhausted = _run(self._primes(g, k, bound))
        cubes = self._families.cubes(family, None if exhausted else bound)
        return (self._literals(cube) for cube in cubes), exhausted

    @property
    def variables(self) -> int:
        """The number of variables: no prime has more literals."""
        return len(self._variables)

    def _literals(self, cube: tuple[int, ...]) -> frozenset[tuple[int, bool]]:
        return frozenset((self._variables[literal >> 1], not literal & 1) for literal in cube)

    def _primes(self, g: L, k: L, bound: int) -> Recursion[_Answer]:
        """A family that is right in its cubes of at most ``bound`` literals; if the second is true, in all."""
        labels, families = self._labels, self._families
        at_once = self._at_once(g, k, bound)
        if at_once is not None:
            return at_once
        if k == self._true:
            split = labels.split(g)
            assert split is not None  # not constant: that is answered at once
            (v, g1, g0), k1, k0, common_k = split, k, k, k
        else:
            first = labels.first(g, k)
            assert first is not None  # neither is constant: g is not true and holds where k does not
            v, (g1, g0), (k1, k0) = first, labels.cofactors(g, first), labels.cofactors(k, first)
            common_k = labels.either(k1, k0)
        common = labels.both(g1, g0)
        answer = self._at_once(common, common_k, bound)
        without, exhausted = (yield self._primes(common, common_k, bound)) if answer is None else answer
        family = without
        for part, part_k, sign in ((g0, k0, 1), (g1, k1, 0)):
            if part == common or not labels.satisfiable(part_k):
                continue  # whatever is prime there does not need v, or v contradicts k
            answer = self._at_once(part, part_k, bound - 1)
            having, all_having = (yield self._primes(part, part_k, bound - 1)) if answer is None else answer
            exhausted = exhausted and all_having
            left = families.minus_at_once(having, without)
            if left is None:
                left = yield families.minus(having, without)
            family = families.node(2 * self._rank[v] + sign, left, family)
        families.spend(1 + (labels.size(common) // 50 if common not in (g1, g0) else 0))
        self._known[g, k] = bound, family, exhausted
        return family, exhausted

    def _at_once(self, g: L, k: L, bound: int) -> _Answer | None:
        """The same if it takes no search."""
        if g == self._true:
            return ONLY_EMPTY, True
        if g == self._false if k == self._true else self._labels.disjoint(g, k):
            return NOTHING, True
        if bound == 0:
            return NOTHING, False
        known = self._known.get((g, k))
        if known is not None and (known[2] or known[0] >= bound):
            return known[1:]
        return None
