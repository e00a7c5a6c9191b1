"""What every check is given, and how it walks through a directive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from foedus.case.spots import Spots, from_prelude
from foedus.case.unknown import Table, Unknown
from foedus.language.found import Unread
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from foedus.case.model import Case

__all__ = ["SORTS", "Check", "Look"]

SORTS = ("state", "organisation", "group", "office", "person", "body")
"""The sorts of actors, each a class of its own."""


@dataclass(frozen=True, slots=True)
class Look:
    """A resolved case, where its words stand, and what of its text could not be read.

    checked: all but what is supposed has been found right before, and is not looked at once more.
    """

    case: Case
    spots: Spots
    unread: Unread = field(default_factory=Unread)
    checked: bool = False
    _parts: dict[int, tuple[Any, ...]] = field(default_factory=dict, repr=False, compare=False)

    def parts(self, thing: Any) -> tuple[Any, ...]:
        """Every value inside a directive, the outer ones first, places in the text and dates apart; walked once."""
        found = self._parts.get(id(thing))
        if found is None:
            found = self._parts[id(thing)] = tuple(walk(thing))
        return found

    def is_class(self, name: str) -> bool:
        """Whether it is a class of actors, in the singular or the plural."""
        forms = (name, f"{name}s", name.removesuffix("s"))
        return any(form in self.case.classes or form in SORTS for form in forms)

    def own(self) -> Iterator[Any]:
        """Everything that the case itself declares: what the prelude declares is not checked again with every case."""
        case = self.case
        for table in (
            case.actors, case.places, case.classes, case.kinds, case.types, case.sources, case.instruments, case.events,
            case.readings, case.doctrines, case.questions, case.denials, case.conflicts,
        ):  # fmt: skip
            for thing in table.values():
                if not from_prelude(thing.common.span):
                    yield thing

    def unchecked(self) -> Iterator[Any]:
        """Of all this, what has still to be checked: everything, or what is supposed alone."""
        return (thing for thing in self.own() if not self.checked or getattr(thing, "supposed", False))

    def unknown(self, what: str, names: Iterable[str], thing: Any, after: str, *known: Table) -> Iterator[Unknown]:
        """Those of some names of a directive that are in none of the tables.  after: the keyword before them."""
        for name in names:
            if not any(name in table for table in known):
                yield Unknown(what, name, self.spots.of(thing, name, after), known)

    def has_part(self, what: str, id_: str, parts: Iterable[Any]) -> bool:
        """Whether a clause or answer is there, or may be: one that could not be read."""
        return any(part.id == id_ for part in parts) or f"{what} {id_}" in self.unread.names

    def is_complete(self, *spans: Span | None) -> bool:
        """Whether everything under these lines could be read."""
        return not any(s is not None and (s.file, s.line) in self.unread.incomplete for s in spans)


Check = Callable[[Look], Iterator[Diagnostic | Unknown]]


def walk(value: Any) -> Iterator[Any]:
    """Every dataclass value inside a directive, the outer ones first, but for spans and dates, which hold no others."""
    todo = [value]
    while todo:
        item = todo.pop()
        if type(item) is tuple:
            todo += item[::-1]
            continue
        sort = type(item)
        names = _FIELDS[sort] if sort in _FIELDS else _field_names(sort)
        if names:
            yield item
            todo += [part for name in names if (part := getattr(item, name)) is not None and part.__class__ is not str]


def _field_names(sort: type) -> tuple[str, ...]:
    """The fields of a dataclass, the last one first; none for anything else.  Kept: the walk asks it a million times."""
    inner = is_dataclass(sort) and sort not in (Span, Date)
    names = tuple(f.name for f in reversed(fields(sort)) if f.name != "span") if inner else ()
    _FIELDS[sort] = names
    return names


_FIELDS: dict[type, tuple[str, ...]] = {}
