"""Label arithmetic for the engine: the BDD behind one small class, with an honest end when it grows too large."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from foedus.labels import LabelBudgetExceeded

__all__ = ["Algebra", "Label"]

Label: TypeAlias = Any
"""A Boolean function of assumptions; only ``foedus.labels`` looks inside."""


class Algebra:
    """The operations the law needs.

    Where a label passes the node budget, the result is a fresh *undecided* assumption: whatever does not rest on it
    stays exact, whatever does is reported as unknown.  Nothing is guessed, and the machine lives.
    """

    def __init__(self, labels: Any) -> None:
        self.labels = labels
        self.true: Label = labels.true
        self.false: Label = labels.false
        self.next_variable = 0
        self.on_overflow: Callable[[], Label] | None = None

    def fresh(self) -> tuple[int, Label]:
        """A new variable: its index and its label."""
        index = self.next_variable
        self.next_variable += 1
        return index, self.labels.var(index)

    def _guard(self, operation: Callable[..., Label], *operands: Any) -> Label:
        try:
            return operation(*operands)
        except LabelBudgetExceeded:
            if self.on_overflow is None:
                raise
            return self.on_overflow()

    def both(self, x: Label, y: Label) -> Label:
        """x and y."""
        if x is y or y is self.true or x is self.false:
            return x
        if x is self.true or y is self.false:
            return y
        return self._guard(self.labels.both, x, y)

    def either(self, x: Label, y: Label) -> Label:
        """x or y."""
        if x is y or y is self.false or x is self.true:
            return x
        if x is self.false or y is self.true:
            return y
        return self._guard(self.labels.either, x, y)

    def negate(self, x: Label) -> Label:
        """not x."""
        return self._guard(self.labels.negate, x)

    def unless(self, x: Label, y: Label) -> Label:
        """x and not y."""
        if y is self.false or x is self.false:
            return x
        return self._guard(self.labels.unless, x, y)

    def all_of(self, parts: Iterable[Label]) -> Label:
        """The conjunction; true for none."""
        result = self.true
        for part in parts:
            result = self.both(result, part)
            if result == self.false:
                return self.false
        return result

    def any_of(self, parts: Iterable[Label]) -> Label:
        """The disjunction; false for none."""
        result = self.false
        for part in parts:
            result = self.either(result, part)
            if result == self.true:
                return self.true
        return result

    def at_least(self, count: int, parts: list[Label]) -> Label:
        """At least ``count`` of the parts."""
        return self._guard(self.labels.at_least, count, parts)
