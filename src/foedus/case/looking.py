"""What every check is given, and how it walks through a directive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from foedus.case.spots import Spots, from_prelude
from foedus.case.unknown import Table, Unknown
from foedus.language.found import Unread
from foedus.terms.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from foedus.case.model import Case

__all__ = ["SORTS", "Check", "Look", "walk"]

SORTS = ("state", "organisation", "group", "office", "person", "body")
"""The sorts of actors, each a class of its own."""


@dataclass(frozen=True, slots=True)
class Look:
    """A resolved case, where its words stand, and what of its text could not be read."""

    case: Case
    spots: Spots
    unread: Unread = field(default_factory=Unread)

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
    """Every dataclass value inside a directive, the outer ones first."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo.extend(reversed(item))
            continue
        names = _field_names(type(item))
        if names is not None:
            yield item
            todo.extend(getattr(item, name) for name in reversed(names))


def _field_names(sort: type) -> tuple[str, ...] | None:
    """The fields of a dataclass; None for anything else.  Kept: the walk asks it a million times."""
    if sort not in _FIELDS:
        _FIELDS[sort] = tuple(f.name for f in fields(sort)) if is_dataclass(sort) else None
    return _FIELDS[sort]


_FIELDS: dict[type, tuple[str, ...] | None] = {}
