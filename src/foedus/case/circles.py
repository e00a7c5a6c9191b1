"""What goes round in a circle, and what lies above what: graphs of ids, walked without recursion."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from foedus.terms.limits import LARGEST_CLOSURE

__all__ = ["circles", "closure"]

Links = Mapping[str, Iterable[str]]
"""Each id with those it points to; ids that are no key point nowhere."""


def circles(links: Links) -> list[tuple[str, ...]]:
    """Every circle once: the shortest way round through its first member, which is not said again at its end.

    Circles that share a member count as one.

    >>> circles({"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": [], "e": ["e"]})
    [('a', 'b', 'c'), ('e',)]
    """
    found = []
    for members in _tangles(links):
        first = min(members)
        if len(members) > 1 or first in links.get(first, ()):
            found.append(_way_round(first, links, members))
    return sorted(found)


def closure(links: Links) -> tuple[dict[str, frozenset[str]], bool]:
    """Each id with all that lie above it, itself included, and whether that stayed below ``LARGEST_CLOSURE``.

    What lies on a circle, or below one, counts as it would if the link that closes the circle were not there.

    >>> closure({"strike": ["attack"], "attack": ["act"], "act": []})[0]["strike"] == {"strike", "attack", "act"}
    True
    """
    above: dict[str, frozenset[str]] = {}
    size = 0
    for members in _tangles(links):  # what is pointed to comes first
        for id_ in members:
            ups = [above[up] for up in links.get(id_, ()) if up in above]
            ups += [frozenset({up}) for up in links.get(id_, ()) if up not in above and up not in members]
            above[id_] = frozenset({id_}).union(*ups)
            size += len(above[id_])
            if size > LARGEST_CLOSURE:
                return {key: above.get(key, frozenset({key})) for key in links}, False
    return {key: above[key] for key in links}, True


def _way_round(first: str, links: Links, members: frozenset[str]) -> tuple[str, ...]:
    """The shortest way from a member of a circle back to itself."""
    before: dict[str, str] = {}
    todo = deque([first])
    while todo:
        here = todo.popleft()
        for there in sorted(set(links.get(here, ())) & members):
            if there == first:
                way = [here]
                while way[-1] != first:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if there not in before:
                before[there] = here
                todo.append(there)
    return (first,)


def _tangles(links: Links) -> list[frozenset[str]]:
    """The strongly connected parts, each after those it points to.  (Tarjan 1972, with a stack of its own.)"""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    waiting: list[str] = []
    on_stack: set[str] = set()
    found: list[frozenset[str]] = []
    for root in links:
        if root in number:
            continue
        work = [(root, iter(links.get(root, ())))]
        number[root] = low[root] = len(number)
        waiting.append(root)
        on_stack.add(root)
        while work:
            here, ups = work[-1]
            for there in ups:
                if there not in links:
                    continue
                if there not in number:
                    number[there] = low[there] = len(number)
                    waiting.append(there)
                    on_stack.add(there)
                    work.append((there, iter(links.get(there, ()))))
                    break
                if there in on_stack:
                    low[here] = min(low[here], number[there])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == number[here]:
                    part = set()
                    while here not in part:
                        part.add(waiting.pop())
                    on_stack -= part
                    found.append(frozenset(part))
    return found
