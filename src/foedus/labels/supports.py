"""On what a label rests: its minimal supports, and the variables that decide it, under a consistency constraint.

Throughout, ``f`` is the label asked about and ``k`` the constraint: only worlds in which ``k`` holds count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from foedus.labels.primes import OutOfSteps, PrimeSearch
from foedus.labels.protocol import L, LabelBudgetExceeded, Labels

Literal: TypeAlias = tuple[int, bool]
"""A variable with the value it must have."""

Support: TypeAlias = frozenset[Literal]

BUDGET: Final = 200_000
"""Steps that one call of ``minimal_supports`` may take: about a second of work."""


_STEPS_PER_NODE: Final = 4  # within which all supports of most labels are found
_STEPS_TO_BEGIN: Final = 1000
_LARGE: Final = 2000  # nodes


@dataclass(frozen=True, slots=True)
class Supports:
    """Minimal supports, smallest first, those of equal size in the order in which their variables were first used.

    ``complete`` says that these are all there are. If it is false, there may be more; the first ``shortest`` of
    ``items`` are then still the smallest there are, and the others are minimal but perhaps not the smallest.
    """

    items: tuple[Support, ...]
    complete: bool
    shortest: int


def minimal_supports(labels: Labels[L], f: L, k: L, limit: int = 10, *, budget: int = BUDGET) -> Supports:
    """The ``limit`` smallest minimal supports of ``f`` under ``k``.

    A support is a partial assignment that is consistent with ``k`` and all of whose completions that satisfy ``k``
    satisfy ``f``; it is minimal if no part of it is one. So the supports of a certainty are one, the empty one, and an
    impossibility has none. Always ends: after ``budget`` steps, or when labels outgrow their room, what was found
    until then is given, filled up with some minimal supports found greedily, and ``complete`` is false.
    """
    if limit < 1:
        raise ValueError(f"at least one support must be asked for, not {limit}")
    if not labels.satisfiable(k):
        return Supports((), complete=True, shortest=0)
    found: list[Support] = []
    try:
        k = _relevant_part(labels, f, k)
        g = labels.either(f, labels.negate(k))
        search = PrimeSearch(labels, labels.support(g) | labels.support(k), budget)
        # One more than the limit is looked for, to know whether anything is left out.
        for primes in _rising(search, g, k, labels.size(g)):
            found = list(islice(primes, limit + 1))
            if len(found) > limit:
                break
    except (OutOfSteps, LabelBudgetExceeded):
        some = _some_supports(labels, f, k, limit, found)
        return Supports((*found, *sorted(some, key=_by_size)), complete=False, shortest=len(found))
    return Supports(tuple(found[:limit]), complete=len(found) <= limit, shortest=min(limit, len(found)))


def _rising(search: PrimeSearch[L], g: L, k: L, size: int) -> Iterator[Iterator[Support]]:
    """The primes of ever larger size, until there are no others.

    A bound on the size spares most of the work where small ones are enough; where they are not, it does the same work
    again and again. So all are tried at once as well: first if g is small, else when the bounds have cost as much.
    """
    every = search.variables
    granted = search.steps
    tried = False
    for bound in range(1, max(1, every) + 1):  # once even where nothing is left to search
        if not tried and granted - search.steps >= (size if size > _LARGE else 0):
            tried = True
            left, enough = search.steps, min(search.steps // 2, _STEPS_PER_NODE * size + _STEPS_TO_BEGIN)
            search.grant(enough)
            try:
                yield search.primes(g, k, every)[0]
                return
            except OutOfSteps:
                search.grant(left - enough)
        primes, exhausted = search.primes(g, k, bound)
        yield primes
        if exhausted:
            return


def essential(labels: Labels[L], f: L, k: L, var: int, value: bool = True) -> bool:
    """Whether ``f`` fails, in every world of ``k``, as soon as ``var`` does not have ``value``."""
    literal = labels.var(var) if value else labels.negate(labels.var(var))
    return labels.implies(labels.both(k, f), literal)


def depends_on(labels: Labels[L], f: L, k: L, candidates_order: Iterable[int] | None = None) -> tuple[int, ...]:
    """A smallest set of variables (none can be left out) that decides ``f`` in every world of ``k``; ascending.

    There may be several such sets. Variables are tried for elimination in ``candidates_order``, then the others of the
    label from the highest to the lowest; what comes late is therefore likelier to stay. Where ``k`` says nothing about
    the variables of ``f`` the answer is the support of ``f``.
    """
    remaining = labels.support(f)
    # Only the label's own variables may decide it: what k says about others is projected onto these first.
    k = labels.exists(k, sorted(labels.support(k) - remaining))
    if k == labels.true:
        return tuple(sorted(remaining))
    holds, fails = labels.both(k, f), labels.unless(k, f)
    tried = [v for v in dict.fromkeys(candidates_order or ()) if v in remaining]
    tried += sorted(remaining.difference(tried), reverse=True)
    for v in tried:
        still_holds, still_fails = labels.exists(holds, (v,)), labels.exists(fails, (v,))
        if labels.disjoint(still_holds, still_fails):
            holds, fails = still_holds, still_fails
            remaining -= {v}
    return tuple(sorted(remaining))


def _by_size(support: Support) -> tuple[int, list[tuple[int, bool]]]:
    return len(support), sorted((v, not value) for v, value in support)


def _relevant_part(labels: Labels[L], f: L, k: L) -> L:
    """``k`` without what is independent of ``f``: a factor that shares no variable with ``f`` or with the rest of k.

    Such a factor cannot be part of a minimal support, but would multiply the work.
    """
    variables = labels.support(k)
    near = variables & labels.support(f)
    while near != variables:
        far = variables - near
        part = labels.exists(k, far)
        if labels.both(part, labels.exists(k, near)) == k:
            return part
        linked = {v for v in far if _linked(labels, labels.exists(k, far - {v}), part, v)}
        if not linked:  # linked only three at a time, as parity is: rare, and keeping too much is no mistake
            return k
        near |= linked
    return k


def _linked(labels: Labels[L], with_v: L, without_v: L, v: int) -> bool:
    """Whether what ``with_v`` says about its other variables, ``without_v``, depends on the value of ``v``."""
    return any(labels.satisfiable(side) and side != without_v for side in labels.cofactors(with_v, v))


def _some_supports(labels: Labels[L], f: L, k: L, limit: int, found: list[Support]) -> list[Support]:
    """Up to ``limit - len(found)`` further minimal supports, each by dropping what can be dropped from one world."""
    some: list[Support] = []
    try:
        g = labels.either(f, labels.negate(k))
        own = labels.support(f)
        left = labels.both(f, k)
        for support in found:
            left = labels.unless(left, _conjunction(labels, support))
        while len(found) + len(some) < limit and (world := labels.pick(left)) is not None:
            # Foreign variables go first and so do false ones: what is left is then what a person would name.
            for _, _, v in sorted((v in own, value, v) for v, value in world.items()):
                rest = {other: value for other, value in world.items() if other != v}
                if labels.restrict(g, rest) == labels.true:
                    world = rest
            support = frozenset(world.items())
            some.append(support)
            left = labels.unless(left, _conjunction(labels, support))
    except LabelBudgetExceeded:
        pass  # what there is by now is sound; the caller says that it is not complete
    return some


def _conjunction(labels: Labels[L], support: Support) -> L:
    return labels.all_of(labels.var(v) if value else labels.negate(labels.var(v)) for v, value in sorted(support))
