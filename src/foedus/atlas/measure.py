"""How well answers agree with a coding: shares with their intervals, kappa, tables of agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

__all__ = ["Agreement", "Share", "agreement", "kappa", "wilson"]

Z95 = 1.959963984540054  # of the standard normal distribution, two-sided 95 %


def wilson(hits: int, n: int, z: float = Z95) -> tuple[float, float]:
    """The Wilson score interval of a share (Wilson 1927); (0, 1) where nothing was observed.

    >>> low, high = wilson(73, 146)
    >>> f"{low:.3f} {high:.3f}"
    '0.420 0.580'
    """
    if n == 0:
        return 0.0, 1.0
    p = hits / n
    middle = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        return wilson(self.hits, self.n)

    def __str__(self) -> str:
        if not self.n:
            return "0/0"
        low, high = self.interval
        return f"{self.hits}/{self.n} {100 * self.hits / self.n:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


def kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of (found, coded) pairs: agreement beyond what the margins alone would give (Cohen 1960).

    None where it is not defined: no pairs, or one and the same answer everywhere.

    >>> kappa([(1, 1), (0, 0), (1, 0), (0, 1)])
    0.0
    """
    table = Counter(pairs)
    n = sum(table.values())
    if not n:
        return None
    found, coded = Counter[Hashable](), Counter[Hashable]()
    for (a, b), count in table.items():
        found[a] += count
        coded[b] += count
    observed = sum(count for (a, b), count in table.items() if a == b) / n
    expected = sum(found[key] * coded[key] for key in found) / (n * n)
    return None if expected == 1 else (observed - expected) / (1 - expected)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of answers with a coding.

    right: share of equal answers.  kappa: beyond chance.  table: (found, coded) -> number.
    """

    right: Share
    kappa: float | None
    table: tuple[tuple[tuple[str, str], int], ...]


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Compare (found, coded) pairs; an answer of "" (unmatched) is wrong whatever was coded."""
    return Agreement(
        Share(sum(a == b and a != "" for a, b in pairs), len(pairs)),
        kappa(pairs),
        tuple(sorted(Counter(pairs).items())),
    )
