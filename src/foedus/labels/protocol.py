"""What a label is: a Boolean function of numbered assumptions, in canonical form.

Variables are the integers 0, 1, 2 ...; what they stand for is the caller's business. A label is an opaque, hashable
value, and ``==`` between two labels of the same ``Labels`` object means that they are the same function. Labels of two
different ``Labels`` objects must never be mixed.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

L = TypeVar("L", bound=Hashable)

Assignment = Mapping[int, bool]
"""A partial assignment: variable to truth value."""

Valuation = Assignment | Callable[[int], bool]
"""A truth value for every variable that may be asked for, as a mapping or as a function."""


class LabelBudgetExceeded(Exception):
    """A label, or all labels together, would need more room than was granted.

    The labels built before the failing operation stay valid. ``reason`` is a sentence that can be shown to a user.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Labels(Protocol[L]):
    """Boolean functions over as many variables as are asked for.

    Every operation that makes a label may raise ``LabelBudgetExceeded``; nothing else is raised for well-typed input.
    """

    @property
    def true(self) -> L:
        """The function that always holds."""
        ...

    @property
    def false(self) -> L:
        """The function that never holds."""
        ...

    @abstractmethod
    def var(self, i: int) -> L:
        """The function that holds when variable ``i`` (not negative) does.

        The order in which variables are first asked for is the order of the diagram.
        """
        ...

    @property
    @abstractmethod
    def order(self) -> Sequence[int]:
        """The variables asked for so far, from the top of the diagram down."""
        ...

    @abstractmethod
    def both(self, x: L, y: L) -> L:
        """x and y."""
        ...

    @abstractmethod
    def either(self, x: L, y: L) -> L:
        """x or y."""
        ...

    @abstractmethod
    def negate(self, x: L) -> L:
        """Not x."""
        ...

    @abstractmethod
    def unless(self, x: L, y: L) -> L:
        """x and not y."""
        ...

    @abstractmethod
    def ite(self, c: L, x: L, y: L) -> L:
        """x where c holds, y where it does not."""
        ...

    @abstractmethod
    def exists(self, x: L, variables: Iterable[int]) -> L:
        """True where some setting of ``variables`` makes x true; the result does not depend on them."""
        ...

    @abstractmethod
    def restrictor(self, assignment: Assignment) -> Callable[[L], L]:
        """A function that fixes the variables of ``assignment`` in any label, remembering what it has done.

        Keep it as long as the same assignment is applied to many labels.
        """
        ...

    @abstractmethod
    def restrict(self, x: L, assignment: Assignment) -> L:
        """x with the variables of ``assignment`` fixed (the cofactor); the last few assignments are remembered."""
        ...

    @abstractmethod
    def cofactors(self, x: L, i: int) -> tuple[L, L]:
        """``(x with i true, x with i false)``; cheap if i is not after the first variable of x."""
        ...

    @abstractmethod
    def split(self, x: L) -> tuple[int, L, L] | None:
        """``(i, x with i true, x with i false)`` for the first variable x depends on; None if x is constant.

        Cheap: this is how algorithms walk a label.
        """
        ...

    @abstractmethod
    def first(self, *xs: L) -> int | None:
        """The first variable, in the order of the diagram, on which any of ``xs`` depends; None if all are constant."""
        ...

    @abstractmethod
    def satisfiable(self, x: L) -> bool:
        """Whether x is anything but false."""
        ...

    @abstractmethod
    def implies(self, x: L, y: L) -> bool:
        """Whether y holds wherever x does (a decision, not a label)."""
        ...

    @abstractmethod
    def disjoint(self, x: L, y: L) -> bool:
        """Whether x and y never hold together."""
        ...

    @abstractmethod
    def support(self, x: L) -> frozenset[int]:
        """The variables on which x depends."""
        ...

    @abstractmethod
    def evaluate(self, x: L, valuation: Valuation) -> bool:
        """The value of x. Only variables that x depends on are asked for.

        Raises KeyError if a mapping lacks a variable that is needed.
        """
        ...

    @abstractmethod
    def size(self, x: L) -> int:
        """How large x is, in nodes of the representation at hand; 0 exactly for the two constants."""
        ...

    @abstractmethod
    def pick(self, x: L) -> dict[int, bool] | None:
        """A partial assignment of which every completion satisfies x; None if there is none. Always the same one."""
        ...

    def all_of(self, xs: Iterable[L]) -> L:
        """The conjunction of ``xs`` (true if there are none)."""
        false = self.false
        kept = _distinct(xs, skip=self.true, stop=false)
        return false if kept is None else _balanced(kept, self.both, empty=self.true, stop=false)

    def any_of(self, xs: Iterable[L]) -> L:
        """The disjunction of ``xs`` (false if there are none)."""
        true = self.true
        kept = _distinct(xs, skip=self.false, stop=true)
        return true if kept is None else _balanced(kept, self.either, empty=self.false, stop=true)

    def at_least(self, k: int, xs: Iterable[L]) -> L:
        """True where at least ``k`` of ``xs`` hold; a label that is listed twice counts twice.

        Takes about ``k * len(xs)`` operations, and little more room when ``xs`` are variables.
        """
        ordered: Sequence[L] = tuple(xs)
        if k <= 0:
            return self.true
        if k > len(ordered):
            return self.false
        # reached[j] = "at least j among the labels seen so far", from the last to the first: labels usually come in
        # the order of the diagram, and building from its bottom up keeps every step local.
        reached: list[L] = [self.true] + [self.false] * k
        for seen, x in enumerate(reversed(ordered)):
            left = len(ordered) - seen
            for j in range(min(k, seen + 1), max(0, k - left), -1):
                reached[j] = self.ite(x, reached[j - 1], reached[j])
        return reached[k]


def _distinct(xs: Iterable[L], skip: L, stop: L) -> list[L] | None:
    """``xs`` without repetitions and without ``skip``; None as soon as ``stop`` is met."""
    kept: dict[L, None] = {}
    for x in xs:
        if x == stop:
            return None
        if x != skip:
            kept[x] = None
    return list(kept)


def _balanced(items: list[L], combine: Callable[[L, L], L], empty: L, stop: L) -> L:
    """Combine neighbours pairwise, which keeps intermediate results small; ``stop`` absorbs everything."""
    if not items:
        return empty
    while len(items) > 1:
        paired = [combine(x, y) for x, y in zip(items[::2], items[1::2], strict=False)]
        if stop in paired:
            return stop
        if len(items) % 2:
            paired.append(items[-1])
        items = paired
    return items[0]
