"""The worlds a view leaves: what cannot hold together, in parts that have no assumption in common.

One view differs from the next in a few assumptions, and most parts are the same in both.  What a part says, once worked
out, is therefore kept with the timeline, for every view that comes to the same part.
"""

from __future__ import annotations

from collections.abc import Iterable

from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.labels import eliminate

__all__ = ["Factor", "Worlds"]

Factor = tuple[Label, frozenset[int]]
"""Something that holds in every world considered, with the assumptions it speaks of."""
_KEPT = 20_000  # parts remembered; they are small, but a page that is left open asks for many views


class _Part:
    """Some factors that hang together, seen by ever other assumptions."""

    __slots__ = ("factors", "seen", "speaks_of")

    def __init__(self, factors: tuple[Factor, ...]) -> None:
        self.factors = factors
        self.speaks_of = frozenset[int]().union(*(variables for _, variables in factors))
        self.seen: dict[frozenset[int], Label] = {}


class Worlds:
    """A conjunction of factors.

    factors: each with the assumptions it speaks of.   like: one that has most factors in common with it, from which it is
    made at less cost; what it says is the same without it.
    """

    __slots__ = ("_algebra", "_part_of", "_parts", "factors")

    def __init__(self, timeline: Timeline, factors: Iterable[Factor], like: Worlds | None = None) -> None:
        self._algebra = timeline.algebra
        self.factors = tuple(dict.fromkeys(factors))
        kept = timeline.kept.setdefault(("parts of what is consistent", 0), {})
        assert isinstance(kept, dict)
        if len(kept) > _KEPT:
            kept.clear()
        parts, rest = like._apart_from(self.factors) if like is not None else ([], self.factors)
        for group in _grouped(rest):
            key = frozenset(label for label, _ in group)
            part: _Part | None = kept.get(key)
            if part is None:
                part = kept[key] = _Part(group)
            parts.append(part)
        self._parts = parts
        self._part_of = {v: part for part in parts for v in part.speaks_of}

    def _apart_from(self, factors: tuple[Factor, ...]) -> tuple[list[_Part], tuple[Factor, ...]]:
        """The parts that are parts of another conjunction as well, and those of its factors that are in none of them."""
        wanted, here = set(factors), set(self.factors)
        touched = frozenset[int]().union(*(variables for _, variables in wanted - here))
        same = [p for p in self._parts if touched.isdisjoint(p.speaks_of) and all(f in wanted for f in p.factors)]
        done = {f for part in same for f in part.factors}
        return same, tuple(f for f in factors if f not in done)

    def seen_by(self, asked: frozenset[int]) -> Label:
        """What consistency says about some assumptions, all others projected away, where any world is left.

        Exact for every question that looks at these alone: a setting of them satisfies it exactly if it can be completed
        to a consistent world.
        """
        found = self._algebra.true
        for part in {id(p): p for i in asked if (p := self._part_of.get(i)) is not None}.values():
            found = self._algebra.both(found, self._look(part, asked & part.speaks_of))
        return found

    def any_left(self) -> bool:
        """Whether there is a world that satisfies all of it."""
        return all(self._look(part, frozenset()) != self._algebra.false for part in self._parts)

    def _look(self, part: _Part, asked: frozenset[int]) -> Label:
        if asked not in part.seen:
            part.seen[asked] = eliminate(self._algebra.labels, part.factors, asked)
        return part.seen[asked]


def _grouped(factors: tuple[Factor, ...]) -> list[tuple[Factor, ...]]:
    """The factors, those together that share assumptions through whatever chain of others."""
    group_of: dict[int, int] = {}
    groups: list[list[Factor]] = []
    for factor in factors:
        near = {group_of[v] for v in factor[1] if v in group_of}
        home = max(near, key=lambda g: len(groups[g]), default=len(groups))
        if not near:
            groups.append([])
        groups[home].append(factor)
        for v in factor[1]:
            group_of[v] = home
        for other in near - {home}:
            for moved in groups[other]:
                for v in moved[1]:
                    group_of[v] = home
            groups[home] += groups[other]
            groups[other] = []
    return [tuple(group) for group in groups if group]
