"""What a view would have to see otherwise for something to hold: the least sets of switches, each tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from foedus.engine.algebra import Label
from foedus.findings.model import Assumption, View
from foedus.findings.stance import Stance
from foedus.terms.diagnostics import FoedusError

__all__ = ["assumed", "otherwise", "switched"]

ROOM = 40
WAYS = 150
"""Supports from which the least changes of a view are taken."""
SHOWN = 60
TRIED = 300


def otherwise(stance: Stance, label: Label) -> list[tuple[str, ...]]:
    """The least sets of switches, as signed ids, with any of which the label holds under the view; the smallest first.

    Each is tried: a support may owe its force to claims that no view can believe together, and who believes one claim
    more may come to hold another open.  What is then still missing is added, and tried again.
    """
    todo: dict[frozenset[str], tuple[str, ...]] = {}
    for support in stance.unbound(label, WAYS):
        for need in _needs(stance, support, frozenset()):
            todo.setdefault(need, support)
    found: list[frozenset[str]] = []
    tried: set[frozenset[str]] = set()
    while todo and len(tried) < TRIED and len(found) < SHOWN:
        need = min(todo, key=lambda n: (len(n), sorted(n)))
        support = todo.pop(need)
        if need in tried or any(known <= need for known in found):
            continue
        tried.add(need)
        other = _under(stance, need)
        if other is None:  # who believes a source believes each of its words, unless he takes one of them out
            said = [r.id for r in stance.grounds.claims.values() if f"+{r.source}" in need]
            for id_ in said:
                if not {f"+{id_}", f"-{id_}"} & need:
                    todo.setdefault(need | {f"-{id_}"}, support)
            continue
        if other.decide(label).verdict == "yes":
            found.append(_least(stance, label, need))
            continue
        for more in _needs(other, support, need):
            todo.setdefault(more, support)
    least = [n for n in dict.fromkeys(found) if not any(other < n for other in found)]
    return [tuple(sorted(n)) for n in sorted(least, key=lambda n: (len(n), sorted(n)))]


def _needs(stance: Stance, support: tuple[str, ...], known: frozenset[str]) -> Iterator[frozenset[str]]:
    """What a view lacks of a support, beside what is switched already; where it holds a claim open, its rivals instead."""
    lacks = frozenset(s for s in support if stance.fixed.get(_index(stance, s)) is not (s[0] == "+"))
    named = {s[1:] for s in known}
    for need in (lacks, *_uncontested(stance, lacks)):
        if named.isdisjoint(s[1:] for s in need):
            yield known | need


def assumed(stance: Stance, signed: tuple[str, ...]) -> tuple[Assumption, ...]:
    """The assumptions that a set of switches names, in its order."""
    return tuple(stance.assumption(_index(stance, s)) for s in signed)


def switched(view: View, signed: frozenset[str]) -> View:
    """The view with each of these switched, whatever it said of them before."""
    names = {s[1:] for s in signed}
    lists = {n: tuple(x for x in getattr(view, n) if x not in names) for n in ("believe", "doubt", "accept", "reject")}
    kept = view.with_()
    for name, names_left in lists.items():
        kept = replace(kept, **{name: names_left})  # type: ignore[arg-type]  # each is a list of names
    return kept.with_(
        accept=sorted(s[1:] for s in signed if s[0] == "+"), reject=sorted(s[1:] for s in signed if s[0] == "-")
    )


def _uncontested(stance: Stance, need: frozenset[str]) -> Iterator[frozenset[str]]:
    """The same with claims left alone that the view holds open: instead, each of what contradicts them is not believed."""
    ways: list[list[tuple[str, ...]]] = []
    for signed in sorted(need):
        rivals = stance.rivals(_index(stance, signed)) if signed[0] == "+" else []
        instead = [tuple("-" + stance.grounds.all[i].id for i in some) for some in islice(product(*rivals), ROOM)]
        ways.append([(signed,), *(instead if rivals else [])])
    for chosen in islice(product(*ways), 1, ROOM):
        yield frozenset(x for part in chosen for x in part)


def _index(stance: Stance, signed: str) -> int:
    return stance.grounds.by_id[signed[1:]][0].index


def _under(stance: Stance, signed: frozenset[str]) -> Stance | None:
    """The view with these switched; None if they contradict one another."""
    try:
        return Stance(stance.timeline, switched(stance.view, signed), stance.on, leave=stance.leave)
    except FoedusError:
        return None


def _holds(stance: Stance, label: Label, signed: frozenset[str]) -> bool:
    other = _under(stance, signed)
    return other is not None and other.decide(label).verdict == "yes"


def _least(stance: Stance, label: Label, signed: frozenset[str]) -> frozenset[str]:
    """A part of the set that is enough, and of which no part is."""
    for one in sorted(signed):
        if len(signed) > 1 and _holds(stance, label, signed - {one}):
            signed -= {one}
    return signed
