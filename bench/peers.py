"""The default cascade on other people's data structures, for bench_sweep.py: sets, networkx, NumPy, SciPy; who joins.

All of them look up the rules of one creditor; what differs is what holds the rules.  Breaches are left out, to their advantage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from foedus.sweep.system import Rule, System

__all__ = ["PEERS", "what_if"]

Lookup = Callable[[int], Iterable[Rule]]


def by_sets(system: System) -> Lookup:
    """A dictionary of lists."""
    index: dict[int, list[Rule]] = {}
    for rule in system.rules:
        if rule.duty in ("defence", "offence") and not rule.unknown:
            index.setdefault(rule.creditor, []).append(rule)
    return lambda creditor: index.get(creditor, ())


def by_networkx(system: System) -> Lookup:
    """A directed multigraph, an edge for each rule."""
    import networkx as nx

    graph: Any = nx.MultiDiGraph()
    graph.add_nodes_from(range(len(system.states)))
    for rule in system.rules:
        if rule.duty in ("defence", "offence") and not rule.unknown:
            graph.add_edge(rule.creditor, rule.debtor, rule=rule)
    return lambda creditor: [data["rule"] for _, _, data in graph.out_edges(creditor, data=True)]


def by_numpy(system: System) -> Lookup:
    """Arrays of creditors, compared whole."""
    own = [r for r in system.rules if r.duty in ("defence", "offence") and not r.unknown]
    creditors = np.array([r.creditor for r in own], np.int32)
    return lambda creditor: [own[i] for i in np.flatnonzero(creditors == creditor)]


def by_scipy(system: System) -> Lookup:
    """A sparse matrix, a row for each creditor."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    own = [r for r in system.rules if r.duty in ("defence", "offence") and not r.unknown]
    where = (np.array([r.creditor for r in own], np.int32), np.arange(len(own)))
    matrix = csr_array((np.ones(len(own)), where), shape=(len(system.states), max(1, len(own))))
    start, column = matrix.indptr, matrix.indices
    return lambda creditor: [own[i] for i in column[start[creditor] : start[creditor + 1]]]


PEERS: dict[str, Callable[[System], Lookup]] = {
    "sets": by_sets, "networkx": by_networkx, "NumPy": by_numpy, "SciPy sparse": by_scipy,
}  # fmt: skip


def what_if(lookup: Lookup, attacker: int, target: int) -> tuple[set[int], set[int]]:
    """One what-if under the default doctrine: the attacker's side and the target's."""
    done = {(attacker, target): (0, True)}
    bound: dict[int, set[int]] = {}
    ours, theirs = {attacker}, {target}
    new, now = [(attacker, target)], 0
    while new:
        wanted: dict[tuple[int, int], bool] = {}
        for x, y in new:
            if not done[x, y][1]:
                continue
            for creditor, adversary, skip in ((y, x, "attacks"), (x, y, "attacked")):
                back = done.get((creditor, adversary))
                provoked = back is not None and back[0] < now
                for rule in lookup(creditor):
                    aid = rule.duty == "defence"
                    if (aid and creditor == x) or (not aid and rule.when == skip) or rule.debtor == adversary:
                        continue
                    if not rule.against(adversary) or (provoked and (aid or rule.unprovoked)):
                        continue
                    turned = done.get((creditor, rule.debtor))
                    if turned is None or turned[0] >= now:
                        key = (rule.debtor, adversary)
                        wanted[key] = wanted.get(key, False) or not aid
        for debtor, adversary in wanted:
            bound.setdefault(debtor, set()).add(adversary)
        kept = [
            (debtor, adversary)
            for debtor, adversary in wanted
            if (debtor, adversary) not in done
            and not any(z != adversary and ((z, adversary) in done or (adversary, z) in done) for z in bound[debtor])
        ]
        now += 1
        before = set(ours)
        for debtor, adversary in kept:
            done[debtor, adversary] = (now, wanted[debtor, adversary])
            (theirs if adversary in before else ours).add(debtor)
        new = kept
    return ours, theirs
