"""Estimates where labels are too large to be exact: many worlds at once, one bit each, in whole numbers.

A whole number of 65,536 bits is a set of so many worlds; Python's own operations on it are as quick as those of any
array library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import sqrt
from random import Random
from typing import Final

from foedus.labels.flat import Flat
from foedus.labels.protocol import Assignment, Labels, Valuation
from foedus.labels.weights import Mixture, Weights, as_mixture

WORLDS: Final = 1 << 16
"""Worlds of a sample unless asked otherwise: the 95 % interval is then no wider than 0.008."""

_AT_A_TIME: Final = 1 << 13  # worlds evaluated together, which bounds the room that a large table takes
_DIGITS: Final = 32  # binary digits of a weight that are honoured
_Z: Final = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations


def draw(p: float, worlds: int, random: Random) -> int:
    """A number of ``worlds`` bits, each 1 with probability ``p`` (rounded to 32 binary digits)."""
    digits = round(p * (1 << _DIGITS))
    if digits >= 1 << _DIGITS:
        return (1 << worlds) - 1
    # Comparing a random binary fraction with p, digit by digit from the last, for all worlds at the same time.
    found = 0
    for place in range(_DIGITS):
        if digits >> place & 1:
            found |= random.getrandbits(worlds)
        elif found:
            found &= random.getrandbits(worlds)
    return found


def _random(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311 -- meant to be predictable: the same seed, the same worlds


def wilson(found: int, trials: int) -> tuple[float, float]:
    """The 95 % interval for a probability of which ``found`` of ``trials`` are known (Wilson 1927, JASA 22)."""
    if trials == 0:
        return 0.0, 1.0
    share, spread = found / trials, _Z * _Z / trials
    middle = share + spread / 2
    half = _Z * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low = 0.0 if found == 0 else max(0.0, (middle - half) / (1 + spread))
    high = 1.0 if found == trials else min(1.0, (middle + half) / (1 + spread))
    return low, high


def sample(flat: Flat, mixture: Mixture, *, worlds: int = WORLDS, seed: int = 0) -> tuple[int, int]:
    """In how many of ``worlds`` random worlds all roots hold, and in how many all but the first do.

    The same seed gives the same worlds. Raises ValueError if a variable lacks a weight.
    """
    (holding,), given = sample_each(flat, 1, mixture, worlds=worlds, seed=seed)
    return holding, given


def sample_each(
    flat: Flat, asked: int, mixture: Mixture, *, worlds: int = WORLDS, seed: int = 0
) -> tuple[list[int], int]:
    """The same for each of the first ``asked`` roots with all that follow these, in the same worlds for all."""
    random = _random(seed)
    holding, given = [0] * asked, 0
    for each, count in _portions(mixture, worlds, random):
        p = flat.column(each)
        for start in range(0, count, _AT_A_TIME):
            size = min(_AT_A_TIME, count - start)
            columns = {v: draw(x, size, random) for v, x in zip(flat.variables, p, strict=True)}
            every = (1 << size) - 1
            values = flat.fold(0, every, _chooser(columns), int.__and__)
            among = every
            for root in flat.roots[asked:]:
                among &= values[root]
            given += among.bit_count()
            for i, root in enumerate(flat.roots[:asked]):
                holding[i] += (among & values[root]).bit_count()
    return holding, given


def _portions(mixture: Mixture, worlds: int, random: Random) -> list[tuple[Weights, int]]:
    """How many worlds are drawn from each weighting: as many as chance has it."""
    if len(mixture) == 1:
        return [(mixture[0][1], worlds)]
    chosen = random.choices(range(len(mixture)), [share for share, _ in mixture], k=worlds)
    return [(each, chosen.count(i)) for i, (_, each) in enumerate(mixture)]


def _chooser(columns: dict[int, int]) -> Callable[[int, int, int], int]:
    def at(v: int, high: int, low: int) -> int:
        return low ^ (columns[v] & (high ^ low))

    return at


class SampledLabels(Labels[int]):
    """Labels that are sets of random worlds: whatever makes labels can be run on them when diagrams grow too large.

    World w is bit w. Each variable is drawn once, at its first use, by its weight alone (``seed`` and variable decide
    the draw, not the order of use), so all labels see the same worlds. ``share`` estimates probabilities. Operations
    mean what they say *in these worlds*: what holds in none of them counts as false, equal sets are equal labels. What
    needs the function itself, not its values (``exists``, ``restrict``, ``cofactors``, ``split``, ``support``), is not
    to be had: it raises NotImplementedError.
    """

    def __init__(self, weights: Weights | Mixture, *, worlds: int = WORLDS, seed: int = 0) -> None:
        if worlds < 1:
            raise ValueError(f"a sample has at least one world, not {worlds}")
        self._seed = seed
        self._portions = _portions(as_mixture(weights), worlds, _random(seed))
        self._true = (1 << worlds) - 1
        self._worlds = worlds
        self._columns: dict[int, int] = {}

    def share(self, x: int, given: int | None = None) -> tuple[float, float, float] | None:
        """The share of worlds in which x holds, among those in which ``given`` does, and its 95 % interval.

        None if ``given`` holds in none of them.
        """
        among = self._true if given is None else given
        trials = among.bit_count()
        if trials == 0:
            return None
        found = (x & among).bit_count()
        return found / trials, *wilson(found, trials)

    @property
    def parts(self) -> tuple[int, ...]:
        """The worlds drawn from each weighting of the mixture, in its order."""
        found, above = [], self._worlds
        for _, count in self._portions:
            above -= count
            found.append(((1 << count) - 1) << above)
        return tuple(found)

    @property
    def true(self) -> int:
        return self._true

    @property
    def false(self) -> int:
        return 0

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(self._columns)

    def var(self, i: int) -> int:
        """The worlds in which variable ``i`` is true. Raises ValueError if it has no weight."""
        found = self._columns.get(i)
        if found is None:
            found = self._columns[i] = self._drawn(i)
        return found

    def _drawn(self, i: int) -> int:
        if i < 0:
            raise ValueError(f"a variable is a number from 0 on, not {i}")
        random = _random(f"{self._seed} {i}")
        column = 0
        for weights, count in self._portions:
            p = weights.get(i)
            if p is None or not 0.0 <= p <= 1.0:
                raise ValueError(f"variable {i} has no weight from 0 to 1, so it cannot be drawn")
            column = column << count | draw(p, count, random)
        return column

    def both(self, x: int, y: int) -> int:
        return x & y

    def either(self, x: int, y: int) -> int:
        return x | y

    def negate(self, x: int) -> int:
        return self._true ^ x

    def unless(self, x: int, y: int) -> int:
        return x & ~y

    def ite(self, c: int, x: int, y: int) -> int:
        return y ^ (c & (x ^ y))

    def satisfiable(self, x: int) -> bool:
        return x != 0

    def implies(self, x: int, y: int) -> bool:
        return x & ~y == 0

    def disjoint(self, x: int, y: int) -> bool:
        return x & y == 0

    def size(self, x: int) -> int:
        return 0 if x in (0, self._true) else 1

    def pick(self, x: int) -> dict[int, bool] | None:
        """One of the worlds of x, as far as variables have been drawn."""
        if x == 0:
            return None
        world = (x & -x).bit_length() - 1
        return {i: bool(column >> world & 1) for i, column in self._columns.items()}

    def exists(self, x: int, variables: Iterable[int]) -> int:
        raise NotImplementedError(_ONLY_VALUES)

    def restrictor(self, assignment: Assignment) -> Callable[[int], int]:
        raise NotImplementedError(_ONLY_VALUES)

    def restrict(self, x: int, assignment: Assignment) -> int:
        raise NotImplementedError(_ONLY_VALUES)

    def cofactors(self, x: int, i: int) -> tuple[int, int]:
        raise NotImplementedError(_ONLY_VALUES)

    def split(self, x: int) -> tuple[int, int, int] | None:
        raise NotImplementedError(_ONLY_VALUES)

    def first(self, *xs: int) -> int | None:
        raise NotImplementedError(_ONLY_VALUES)

    def support(self, x: int) -> frozenset[int]:
        raise NotImplementedError(_ONLY_VALUES)

    def evaluate(self, x: int, valuation: Valuation) -> bool:
        raise NotImplementedError(_ONLY_VALUES)


_ONLY_VALUES: Final = "a sample knows in which of its worlds a label holds, not which function it is"
