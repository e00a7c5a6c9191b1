"""Conflicts: which hostile events belong together.  They name, they are not believed: structure only, no labels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from foedus.case.model import Case
from foedus.directives.model import Event

__all__ = ["ConflictEnd", "Conflicts", "find_conflicts"]


@dataclass(frozen=True, slots=True)
class ConflictEnd:
    """A conflict's end: its day, and the events by which peace came (all of them are needed)."""

    day: int
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflicts:
    """of: the conflict of each hostile event, by event id.   ends: when each ended, if it did.

    merging: hypotheses that would make one conflict of several; they cannot be looked at beside others.
    """

    of: dict[str, str]
    ends: dict[str, ConflictEnd]
    merging: frozenset[str] = frozenset()


def find_conflicts(case: Case, hypotheses: Collection[str | tuple[str, ...]] = ()) -> Conflicts:
    """Link hostile events that share a belligerent, until peace or ceasefire between them.

    A declared conflict takes the hostile events among members of its different sides, from its begin to its end.
    hypotheses: ids of events of which at most one happens, all after the record: each joins the record by itself; those
    of one tuple join it together.
    """
    groups = [(g,) if isinstance(g, str) else g for g in hypotheses]
    supposed = {id_ for group in groups for id_ in group}
    parent: dict[str, str] = {}
    order: dict[str, int] = {}
    of: dict[str, str] = {}
    active: dict[str, dict[frozenset[str], None]] = {}
    fought: dict[str, dict[str, None]] = {}  # by belligerent: conflicts it has been in; some may be over, or one now
    ends: dict[str, ConflictEnd] = {}
    peace_by: dict[str, list[str]] = {}
    named: dict[str, dict[frozenset[str], None]] = {}  # of declared conflicts: the pairs that have not made peace

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for number, event in enumerate(_in_time(case)):
        id_ = event.common.id
        if id_ in supposed:
            continue
        ups = case.kind_is.get(event.sentence.verb.kind, frozenset())
        sides = _dyads(case, event)
        if _fights(case, event):
            declared = _declared(case, event, sides)
            parent[id_], order[id_] = id_, number
            active[id_] = dict.fromkeys(sides)
            if declared:  # it ends when all its pairs have made peace, unless the file says when
                of[id_] = declared
                del active[id_]
                named.setdefault(declared, {}).update(dict.fromkeys(sides))
                ends.pop(declared, None)
                continue
            actors = {actor for side in sides for actor in side}
            met = {root(name) for actor in actors for name in fought.get(actor, ())}
            for other in sorted((o for o in met if o in active and o != id_), key=lambda n: order[n]):
                if other in active and any(dyad & mine for dyad in active[other] for mine in sides):
                    into, gone = sorted((root(other), root(id_)), key=lambda n: order[n])
                    parent[gone] = into
                    active[into].update(active.pop(gone))
            of[id_] = id_
            for actor in actors:
                fought.setdefault(actor, {})[root(id_)] = None
        elif any(case.kinds[k].ends for k in ups if k in case.kinds):
            for name in [o for o in active if root(o) == o]:
                over = [d for d in active[name] if any(d == s for s in sides)]
                for dyad in over:
                    del active[name][dyad]
                    peace_by.setdefault(name, []).append(id_)
                if over and not active[name]:
                    ends[name] = ConflictEnd(event.date.last, tuple(sorted(set(peace_by[name]))))
                    del active[name]
            for name in _reconciled(named, sides, id_, peace_by):
                ends[name] = ConflictEnd(event.date.last, tuple(sorted(set(peace_by[name]))))
    resolved = {e: (root(c) if c in parent and c == e else c) for e, c in of.items()}
    done = {(root(c) if c in parent else c): end for c, end in ends.items()}
    merging: set[str] = set()
    standing: dict[str, dict[frozenset[str], None]] = {}
    for name, dyads in active.items():
        standing.setdefault(root(name), {}).update(dyads)
    for group in groups:
        names, several = _joined(case, group, standing, order)
        resolved.update(names)
        merging.update(group if several else ())
    done |= {c.id: ConflictEnd(c.until.last, ()) for c in case.conflicts.values() if c.until is not None}
    resolved.update({id_: event.conflict for id_, event in case.events.items() if event.conflict})
    return Conflicts(resolved, done, frozenset(merging))


def _in_time(case: Case) -> Iterator[Event]:
    """The events by their first day.  Peace comes last on its day, but before what a clock or ``after`` puts later."""
    days: dict[int, list[Event]] = {}
    for event in sorted(case.events.values(), key=lambda e: (e.date.first, not _fights(case, e), e.common.id)):
        days.setdefault(event.date.first, []).append(event)
    for left in days.values():
        ordered = any(event.date.minute is not None or event.after for event in left)
        while ordered and left:
            first = next((e for e in left if not any(_precedes(other, e) for other in left)), left[0])
            left.remove(first)
            yield first
        yield from left


def _fights(case: Case, event: Event) -> bool:
    return case.is_hostile(event.sentence.verb.kind)


def _precedes(one: Event, other: Event) -> bool:
    """Whether one of two events of a day is earlier: by an ``after`` line, or by the clock where both have one."""
    if one.common.id in other.after or other.common.id in one.after:
        return one.common.id in other.after
    a, b = one.date.minute, other.date.minute
    return a is not None and b is not None and a < b


def _reconciled(
    named: dict[str, dict[frozenset[str], None]], sides: list[frozenset[str]], by: str, peace_by: dict[str, list[str]]
) -> list[str]:
    """The declared conflicts of which this peace reconciles the last pairs; those of others are taken off."""
    over = []
    for name, pairs in named.items():
        made = [pair for pair in sides if pair in pairs]
        for pair in made:
            del pairs[pair]
            peace_by.setdefault(name, []).append(by)
        if made and not pairs:
            over.append(name)
    return over


def _joined(
    case: Case, group: tuple[str, ...], standing: dict[str, dict[frozenset[str], None]], order: dict[str, int]
) -> tuple[dict[str, str], bool]:
    """The conflict of each hostile event of a group; and whether the group makes one conflict of several.

    standing: the conflicts going on, each with its pairs of belligerents.   order: of the events they are named for.
    """
    names: dict[str, str] = {}
    linked: list[tuple[set[str], list[frozenset[str]], list[str]]] = []  # conflicts met, dyads, events
    for id_ in group:
        event = case.events[id_]
        if not _fights(case, event):
            continue
        sides = _dyads(case, event)
        declared = _declared(case, event, sides)
        if declared:
            names[id_] = declared
            continue
        met, dyads, ids = {name for name, known in standing.items() if _share(known, sides)}, sides, [id_]
        for other in [x for x in linked if _share(x[1], sides)]:
            linked.remove(other)
            met, dyads, ids = met | other[0], [*other[1], *dyads], [*other[2], *ids]
        linked.append((met, dyads, ids))
    for met, _, ids in linked:
        names.update(dict.fromkeys(ids, min(met, key=lambda n: order[n], default=ids[0])))
    return names, any(len(met) > 1 for met, _, _ in linked)


def _share(one: Iterable[frozenset[str]], other: Collection[frozenset[str]]) -> bool:
    """Whether two sets of pairs of belligerents have one in common."""
    return any(dyad & mine for dyad in one for mine in other)


def _dyads(case: Case, event: Event) -> list[frozenset[str]]:
    subjects = [_belligerent(case, n.name) for n in event.sentence.subject.nouns]
    objects = [_belligerent(case, n.name) for n in event.sentence.object.nouns] if event.sentence.object else []
    return [frozenset((a, b)) for a in subjects for b in objects if a != b]


def _belligerent(case: Case, name: str) -> str:
    todo, seen = [name], set[str]()
    while todo:  # a place without a sovereign of its own is its larger place's
        place = case.places.get(todo.pop(0))
        if place is not None and place.sovereign:
            return place.sovereign[0]
        if place is not None and place.id not in seen:
            seen.add(place.id)
            todo += place.inside
    while name in case.actors and case.actors[name].organ_of and name not in seen:
        seen.add(name)
        name = case.actors[name].organ_of
    return name


def _declared(case: Case, event: Event, dyads: list[frozenset[str]]) -> str:
    if event.conflict:
        return event.conflict
    for conflict in case.conflicts.values():
        if event.date.first < conflict.date.first or (conflict.until and event.date.first > conflict.until.last):
            continue
        for i, left in enumerate(conflict.sides):
            for right in conflict.sides[i + 1 :]:
                if any((a in left and b in right) or (b in left and a in right) for a, b in map(tuple, dyads)):
                    return conflict.id
    return ""
