"""A conjunction of many factors, seen by a few variables: the others projected away one by one.

The conjunction itself may be far too large to build where the projection is small (Dechter 1999, "Bucket elimination:
a unifying framework for reasoning", Artificial Intelligence 113:41-85).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from foedus.labels.protocol import L, Labels

__all__ = ["eliminate"]


def eliminate(labels: Labels[L], factors: Iterable[tuple[L, frozenset[int]]], keep: frozenset[int]) -> L:
    """What the conjunction of ``factors`` says about the variables ``keep``: true where it can be satisfied.

    factors: labels with the variables they depend on.  Raises LabelBudgetExceeded.
    """
    rest = dict(enumerate(factors))
    where: dict[int, set[int]] = {}
    for number, (_, variables) in rest.items():
        for v in variables - keep:
            where.setdefault(v, set()).add(number)
    fresh = len(rest)
    drawn = {v: _drawn(rest, at) for v, at in where.items()}
    while where:
        # The variable that draws fewest others together goes first; those it leaves alone in one factor go with it.
        _, v = min(zip(drawn.values(), drawn, strict=True))
        numbers = frozenset(where[v])
        touched = frozenset[int]().union(*(rest[n][1] for n in numbers)) & where.keys()
        merged = labels.all_of(rest[n][0] for n in sorted(numbers))
        gone = [u for u, at in where.items() if at <= numbers]
        result = labels.exists(merged, gone)
        for n in numbers:
            for u in rest.pop(n)[1] & where.keys():
                where[u].discard(n)
        for u in gone:
            del where[u]
        variables = labels.support(result)
        if result == labels.false:
            return result
        if variables:
            rest[fresh] = (result, variables)
            for u in variables & where.keys():
                where[u].add(fresh)
            fresh += 1
        for u in touched:
            if where.get(u):
                drawn[u] = _drawn(rest, where[u])
            else:
                where.pop(u, None)
                del drawn[u]
    return labels.all_of(label for label, _ in rest.values())


def _drawn(factors: Mapping[int, tuple[L, frozenset[int]]], at: Iterable[int]) -> int:
    """How many variables the factors at these numbers draw together."""
    return len(frozenset[int]().union(*(factors[n][1] for n in at)))
