"""A constraint as a product of factors, of which a question needs only those that have to do with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Generic

from foedus.labels.circuits import connected, merged
from foedus.labels.protocol import L, Labels


class Consistency(Generic[L]):
    """The conjunction of ``factors``, in parts that share no variable.

    Parts that share none with a question are independent of it, and cancel in P(f and k) / P(k).
    """

    def __init__(self, labels: Labels[L], factors: Iterable[L] = ()) -> None:
        parts = connected(labels, (k for k in dict.fromkeys(factors) if k != labels.true))
        self._parts: list[tuple[frozenset[int], list[L]]] = []
        for part in parts:
            variables = frozenset[int]().union(*map(labels.support, part))
            self._parts.append((variables, merged(labels, part)))

    def near(self, variables: Collection[int], linked: Collection[int] = ()) -> tuple[int, ...]:
        """The numbers of the parts that have to do with ``variables``; a contradiction has to do with everything.

        ``linked`` are variables that depend on one another for a reason outside all labels: whoever has to do with one
        of them has to do with all.
        """
        touched = [i for i, (own, _) in enumerate(self._parts) if not own or not own.isdisjoint(variables)]
        if linked:
            reach = [variables, *(self._parts[i][0] for i in touched)]
            if any(v in linked for some in reach for v in some):
                touched = [i for i, (own, _) in enumerate(self._parts) if i in touched or not own.isdisjoint(linked)]
        return tuple(touched)

    @property
    def variables(self) -> frozenset[int]:
        """All variables of the factors."""
        return self.support(range(len(self._parts)))

    def support(self, parts: Iterable[int]) -> frozenset[int]:
        """The variables of some parts."""
        return frozenset().union(*(self._parts[i][0] for i in parts))

    def factors(self, parts: Iterable[int]) -> tuple[L, ...]:
        """The factors of some parts, one by one."""
        return tuple(factor for i in parts for factor in self._parts[i][1])
