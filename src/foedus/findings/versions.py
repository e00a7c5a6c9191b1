"""Two versions of a case compared in findings: what moved, and the change of which directive moved it.

Cause is what a reader means by it: a least set of changed directives that, made to the old version and nothing else,
makes the duty stand as in the new one.  Each such half-changed case is evaluated for itself, so nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal

from foedus.case import Case, resolve
from foedus.case.resolve import sentence_text
from foedus.directives.phrases import Verb
from foedus.findings.answers import Answer
from foedus.findings.difference import Change, Difference, Key, alike, by_key
from foedus.findings.model import ObligationFinding

__all__ = ["Edit", "Versions", "changed", "versions"]

_TABLES = (
    "actors", "places", "classes", "kinds", "types", "sources", "instruments", "events", "denials", "conflicts",
    "readings", "doctrines", "presets", "weights", "questions",
)  # fmt: skip
_WORDS = frozenset({"actors", "places", "kinds", "types", "sources", "presets", "questions"})
"""Tables of mere vocabulary: that something more is declared there moves nothing until something else speaks of it."""
_UNSPOKEN = frozenset({"span", "note", "refs", "address", "archive", "quote"})
"""Fields that no finding depends on."""
_CALLED = frozenset({"text", "title", "name"})
"""Of what has an id, fields that merely say how it is called."""
_SORT = {
    "classes": "class", "types": "obligation", "denials": "denial", "weights": "weights", "doctrines": "doctrine",
}  # fmt: skip
MOST_EVALUATIONS = 400

Cause = tuple[str, ...]
Findings = Mapping[Key, ObligationFinding]


@dataclass(frozen=True, slots=True)
class Edit:
    """One directive that differs.

    id: SORT ID, as a reader finds it in the file.   parts: of a changed one, what in it differs.   text: an event's
    sentence, or a title.
    """

    id: str
    how: Literal["added", "removed", "changed"]
    parts: tuple[str, ...] = ()
    text: str = ""
    table: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Versions(Answer):
    """The answer of ``diff``.

    difference: what stands otherwise, each change with its causes.   edits: the directives that differ.
    idle: those of them that move no finding on that day.   complete: whether every cause was sought.
    """

    old: str
    new: str
    difference: Difference
    edits: tuple[Edit, ...]
    idle: tuple[str, ...]
    complete: bool = True


def changed(old: Case, new: Case) -> tuple[Edit, ...]:
    """The directives in which two versions differ, save in words that no finding depends on."""
    found: list[Edit] = []
    for table in _TABLES:
        before, after = getattr(old, table), getattr(new, table)
        for key in sorted({*before, *after}):
            was, now = before.get(key), after.get(key)
            if was is not None and now is not None:
                if _bare(was) == _bare(now):
                    continue
                how: Literal["added", "removed", "changed"] = "changed"
            else:
                how = "added" if was is None else "removed"
            parts = tuple(_parts(was, now)) if how == "changed" else ()
            found.append(
                Edit(f"{_SORT.get(table, table.rstrip('s'))} {key}", how, parts, _told(now or was), table, key)
            )
    return tuple(found)


def versions(
    old: Case,
    new: Case,
    difference: Difference,
    assess: Callable[[Case], Sequence[ObligationFinding]],
    *,
    progress: Callable[[Sequence[Edit]], Iterable[Edit]] = iter,
) -> Versions:
    """Every change of a difference with its causes.

    difference: of the assessments of the two, on one day under one view.   assess: the duties of a case on that day
    under that view.   progress: shows how far the search has come, edit by edit.
    """
    edits = changed(old, new)
    search = _Search(old, new, edits, assess)
    shown = [edit for edit in edits if not (edit.table in _WORDS and edit.how != "changed")]
    keys = {c: _key(c) for c in difference.changes}
    told = {c: search.causes(key, c) for c, key in keys.items()} if search.prepare(progress(shown)) else {}
    moved = {id_ for causes in told.values() for cause in causes for id_ in cause}

    def explained(found: Iterable[Change]) -> tuple[Change, ...]:
        return tuple(replace(c, because=told.get(c, ())) for c in found)

    difference = replace(
        difference,
        bound=explained(difference.bound),
        freed=explained(difference.freed),
        opened=explained(difference.opened),
        moved=explained(difference.moved),
    )
    complete = search.complete and all(told.get(c) for c in keys)
    idle = tuple(e.id for e in shown if e.id not in moved) if complete else ()
    return Versions(old.name, new.name, difference, edits, idle, complete)


def _key(change: Change) -> Key:
    return next(iter(by_key([change.either])))


class _Search:
    """Half-changed cases, each evaluated once."""

    def __init__(
        self, old: Case, new: Case, edits: Sequence[Edit], assess: Callable[[Case], Sequence[ObligationFinding]]
    ) -> None:
        self.old, self.new, self.assess = old, new, assess
        self.base = frozenset(e for e in edits if e.table in _WORDS and e.how == "added")
        kept = frozenset(e for e in edits if e.table in _WORDS and e.how == "removed")
        self.edits = [e for e in edits if e not in self.base and e not in kept]
        self.needs = {e: self._needs(e) for e in self.edits}
        self._known: dict[frozenset[Edit], Findings | None] = {}
        self.complete = True

    def _needs(self, edit: Edit) -> frozenset[Edit]:
        """The edits without which this one would leave a name that stands for nothing."""
        if edit.how == "removed":
            return frozenset(
                e
                for e in self.edits
                if e is not edit and e.how != "added" and edit.key in _names(getattr(self.old, e.table)[e.key])
            )
        names = _names(getattr(self.new, edit.table)[edit.key])
        return frozenset(e for e in self.edits if e is not edit and e.how != "removed" and e.key in names)

    def closed(self, chosen: Iterable[Edit]) -> frozenset[Edit]:
        """The edits with all that they need."""
        found, todo = set[Edit](), list(chosen)
        while todo:
            edit = todo.pop()
            if edit not in found:
                found.add(edit)
                todo += self.needs[edit]
        return frozenset(found)

    def findings(self, chosen: Iterable[Edit]) -> Findings | None:
        """What the old version comes to with these edits made; None if it cannot be read so."""
        edits = self.closed(chosen)
        if edits not in self._known:
            if len(self._known) >= MOST_EVALUATIONS:
                self.complete = False
                return None
            tables = {t: dict(getattr(self.old, t)) for t in _TABLES}
            for edit in (*self.base, *edits):
                if edit.how == "removed":
                    del tables[edit.table][edit.key]
                else:
                    tables[edit.table][edit.key] = getattr(self.new, edit.table)[edit.key]
            case, wrong = resolve([thing for table in tables.values() for thing in table.values()], name=self.new.name)
            bad = any(d.severity == "error" for d in wrong)
            self._known[edits] = None if bad else by_key(self.assess(case))
        return self._known[edits]

    def prepare(self, edits: Iterable[Edit]) -> bool:
        """Evaluate each edit by itself.  False where there is nothing to find."""
        for edit in edits:
            if edit in self.needs:
                self.findings([edit])
        return bool(self.edits or self.base)

    def causes(self, key: Key, change: Change) -> tuple[Cause, ...]:
        """The edits each of which is enough; else one least set of edits that is."""
        before, after = (o.status if o is not None else "" for o in (change.before, change.after))
        trigger = before == after  # whoever becomes bound is bound by whichever of two events it was

        def made_by(edits: Iterable[Edit]) -> bool:
            found = self.findings(edits)
            return found is not None and alike(found.get(key), change.after, trigger=trigger)

        single = [e for e in self.edits if made_by([e])] if not made_by([]) else []
        if single:  # of two of which one needs the other, the one that needs less
            least = [e for e in single if not any(o in self.closed([e]) and e not in self.closed([o]) for o in single)]
            return tuple((e.id,) for e in least)
        if made_by([]):
            return (tuple(sorted(e.id for e in self.base)),)
        if not made_by(self.edits):
            return ()
        rest = list(self.edits)
        size = max(1, len(rest) // 2)
        while size:  # leave out as many at once as can be left out
            place = 0
            while place < len(rest):
                fewer = rest[:place] + rest[place + size :]
                if made_by(fewer):
                    rest = fewer
                else:
                    place += size
            size //= 2
        return (tuple(e.id for e in rest),) if rest else ()


# -- what differs in a directive ---------------------------------------------------------------------------------------


def _spoken(value: Any) -> Iterator[str]:
    """The fields of a value that findings may depend on."""
    out = _UNSPOKEN | _CALLED if hasattr(value, "common") else _UNSPOKEN
    yield from (f.name for f in fields(value) if f.name not in out)


def _bare(value: Any) -> Any:
    """A directive without places, forms of verbs, and words that nothing depends on."""
    if isinstance(value, Verb):
        return ("verb", value.kind)
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, *(_bare(getattr(value, name)) for name in _spoken(value)))
    if isinstance(value, (tuple, list)):
        return tuple(_bare(v) for v in value)
    return value


def _names(value: Any) -> frozenset[str]:
    """Every word that stands in a directive, and the first part of each dotted one: what it may speak of."""
    found: set[str] = set()

    def walk(part: Any) -> None:
        if isinstance(part, str):
            found.add(part)
            found.add(part.partition(".")[0])
        elif is_dataclass(part) and not isinstance(part, type):
            for name in _spoken(part):
                walk(getattr(part, name))
        elif isinstance(part, (tuple, list)):
            for each in part:
                walk(each)

    walk(value)
    return frozenset(found)


def _parts(was: Any, now: Any) -> Iterator[str]:
    """What in a changed directive differs: a clause, a claim, an answer, or a field, in the words of the language."""
    for name in _spoken(now):
        one, other = getattr(was, name), getattr(now, name)
        if _bare(one) == _bare(other):
            continue
        if name == "common":
            yield from _parts(one, other)
        elif name in ("clauses", "answers", "claims"):
            yield from _members(name[:-1], one, other)
        else:
            yield name.rstrip("_").replace("_", " ")


def _members(word: str, was: Sequence[Any], now: Sequence[Any]) -> Iterator[str]:
    def name(thing: Any) -> str:
        return str(getattr(thing, "id", "") or getattr(thing, "source", ""))

    one, other = ({(name(t), _bare(t)) for t in things} for things in (was, now))
    names = {n for n, _ in one}, {n for n, _ in other}
    for found in sorted({n for n, _ in one ^ other}):
        how = "changed" if found in names[0] & names[1] else "added" if found in names[1] else "removed"
        yield f"{word} {found} {how}"


def _told(thing: Any) -> str:
    sentence = getattr(thing, "sentence", None)
    if sentence is not None:
        return f"{thing.date.text} {sentence_text(sentence)}"
    return str(getattr(thing, "title", "") or getattr(thing, "name", ""))
