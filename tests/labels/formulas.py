"""Random formulas, and what they mean by plain evaluation: the yardstick for every kind of label."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from hypothesis import strategies as st

from foedus.labels import Labels

T = TypeVar("T", bound=Hashable)
VARIABLES = 6


@dataclass(frozen=True, slots=True)
class Formula:
    """A variable, a constant, or an operator over formulas."""

    name: str
    number: int = 0
    parts: tuple[Formula, ...] = ()

    def holds(self, world: Mapping[int, bool]) -> bool:
        """The value in ``world``, by the textbook."""
        values = [part.holds(world) for part in self.parts]
        meaning: dict[str, Callable[[], bool]] = {
            "true": lambda: True,
            "false": lambda: False,
            "var": lambda: world[self.number],
            "not": lambda: not values[0],
            "both": lambda: values[0] and values[1],
            "either": lambda: values[0] or values[1],
            "unless": lambda: values[0] and not values[1],
            "ite": lambda: values[1] if values[0] else values[2],
            "all_of": lambda: all(values),
            "any_of": lambda: any(values),
            "at_least": lambda: sum(values) >= self.number,
        }
        return meaning[self.name]()

    def label(self, labels: Labels[T]) -> T:
        """The same by the operations of ``labels``."""
        parts = [part.label(labels) for part in self.parts]
        meaning: dict[str, Callable[[], T]] = {
            "true": lambda: labels.true,
            "false": lambda: labels.false,
            "var": lambda: labels.var(self.number),
            "not": lambda: labels.negate(parts[0]),
            "both": lambda: labels.both(parts[0], parts[1]),
            "either": lambda: labels.either(parts[0], parts[1]),
            "unless": lambda: labels.unless(parts[0], parts[1]),
            "ite": lambda: labels.ite(parts[0], parts[1], parts[2]),
            "all_of": lambda: labels.all_of(iter(parts)),
            "any_of": lambda: labels.any_of(iter(parts)),
            "at_least": lambda: labels.at_least(self.number, iter(parts)),
        }
        return meaning[self.name]()


def worlds(variables: Sequence[int] = range(VARIABLES)) -> Iterator[dict[int, bool]]:
    """Every total assignment."""
    for values in product((False, True), repeat=len(variables)):
        yield dict(zip(variables, values, strict=True))


def partial_assignments(variables: Sequence[int] = range(VARIABLES)) -> Iterator[dict[int, bool]]:
    """Every partial assignment: each variable true, false or left open."""
    for values in product((False, True, None), repeat=len(variables)):
        yield {v: value for v, value in zip(variables, values, strict=True) if value is not None}


def formulas(variables: int = VARIABLES) -> st.SearchStrategy[Formula]:
    """Formulas over the variables ``0 .. variables - 1``."""
    leaves = st.one_of(
        st.integers(0, variables - 1).map(lambda i: Formula("var", i)),
        st.integers(0, variables - 1).map(lambda i: Formula("not", parts=(Formula("var", i),))),
        st.sampled_from([Formula("true"), Formula("false")]),
    )

    def grow(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        def operator(name: str, least: int, most: int) -> st.SearchStrategy[Formula]:
            several = st.lists(inner, min_size=least, max_size=most).map(tuple)
            return several.map(lambda parts: Formula(name, parts=parts))

        votes = st.tuples(st.integers(-1, 5), st.lists(inner, max_size=5).map(tuple))
        return st.one_of(
            operator("not", 1, 1),
            operator("both", 2, 2),
            operator("either", 2, 2),
            operator("unless", 2, 2),
            operator("ite", 3, 3),
            operator("all_of", 0, 4),
            operator("any_of", 0, 4),
            votes.map(lambda vote: Formula("at_least", vote[0], vote[1])),
        )

    return st.recursive(leaves, grow, max_leaves=14)


def partials(variables: int = VARIABLES) -> st.SearchStrategy[dict[int, bool]]:
    """Partial assignments."""
    return st.dictionaries(st.integers(0, variables - 1), st.booleans(), max_size=variables)
