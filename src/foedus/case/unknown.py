"""Names that nothing is called by: collected, told once each, with the nearest known name and a line that declares it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from foedus.case.spots import Spots, error
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.names import nearest

__all__ = ["Unknown", "tell"]

_SHOWN = 3
"""Further places of an unknown name that are shown."""

_DECLARE = {
    "actor": 'state {} "Name"',
    "actor or class": 'state {} "Name"',
    "actor or instrument": 'state {} "Name"',
    "name": 'state {} "Name", or place {} "Name"',
    "place": 'place {} "Name"',
    "class": 'class {} "Name"',
    "source": 'source {} "Name"',
    "question": 'question {} "What is asked?"',
    "instrument": '1900-01-01 treaty {} "Title"',
    "kind": 'kind {} "Name"',
    "obligation type": 'obligation {} "Name"',
    "conflict": '1900-01-01 conflict {} "Name"',
    "event": "id {}, under the event that is meant",
}

Table = Mapping[str, Any] | Collection[str]


class Unknown(NamedTuple):
    """A name, where it stands, what it should be, and the tables in which it was looked for."""

    what: str
    name: str
    span: Span | None
    known: tuple[Table, ...]


def tell(spots: Spots, found: Iterable[Unknown], most: int) -> list[Diagnostic]:
    """One message for each name, at its first place; beyond so many, without looking for near names."""
    by_name: dict[tuple[str, str], list[Unknown]] = {}
    for one in found:
        by_name.setdefault((one.what, one.name), []).append(one)
    told: list[Diagnostic] = []
    for places in sorted((sorted(ones, key=_place) for ones in by_name.values()), key=lambda ones: _place(ones[0])):
        told.append(_told(spots, places, near=len(told) < most))
    return told


def _place(one: Unknown) -> tuple[str, int, int, str]:
    return (one.span.file, one.span.line, one.span.column, one.name) if one.span is not None else ("", 0, 0, one.name)


def _told(spots: Spots, places: list[Unknown], *, near: bool) -> Diagnostic:
    first = places[0]
    what, name = first.what, first.name
    notes: list[Note] = []
    help_, label = "", "not declared in this file or in what it includes"
    if what in ("result", "role"):
        label = f"there is no such {what}"
        few = [str(name) for table in first.known for name in table]
        help_ = f"one of: {', '.join(few)}"
    declare = _DECLARE.get(what, "")
    better = _nearest(first) if near else []
    if better:
        thing = next((t[better[0]] for t in first.known if isinstance(t, Mapping) and better[0] in t), None)
        if thing is not None and hasattr(thing, "common"):
            title = _title(thing)
            notes.append(
                Note(f"{better[0]}{f' {title}' if title else ''} is declared here", spots.name(thing, better[0]))
            )
        names = [f"{b} ({t})" if (t := _title_of(first, b)) else b for b in better]
        help_ = f"did you mean {' or '.join(names)}?"
        alike = _look_alike(name, better[0])
        if alike:
            label, declare = alike, ""
    if what == "obligation type" and not better and near:
        help_ = f"one of: {', '.join(str(id_) for table in first.known for id_ in table)}."
    if declare:
        line = declare.replace("{}", name)
        help_ = f"{help_} Else declare it: {line}" if help_ else f"declare it: {line}"
    others = [p.span for p in places[1:] if p.span is not None and p.span != first.span]
    notes += [Note("and here", span) for span in others[:_SHOWN]]
    if len(others) > _SHOWN:
        notes.append(Note(f"and in {len(others) - _SHOWN:,} more places"))
    return error("E310", f'unknown {what} "{name}"', first.span, label=label, notes=notes, help=help_)


def _nearest(one: Unknown) -> list[str]:
    """Ids that are near; a thing whose full name is near counts by its id."""
    titles: dict[str, str] = {}
    for table in one.known:
        for id_ in table:
            titles.setdefault(id_, id_)
            thing = table[id_] if isinstance(table, Mapping) else None
            name = getattr(thing, "name", "") or getattr(thing, "title", "")
            if name:
                titles.setdefault(str(name), id_)
    return list(dict.fromkeys(titles[near] for near in nearest(one.name, titles, limit=1)))


def _title_of(one: Unknown, id_: str) -> str:
    for table in one.known:
        if isinstance(table, Mapping) and id_ in table:
            return _title(table[id_]).strip('"')
    return ""


def _title(thing: Any) -> str:
    name = getattr(thing, "name", "") or getattr(thing, "title", "") or getattr(thing, "text", "")
    return f'"{name}"' if name else ""


def _look_alike(name: str, other: str) -> str:
    """What to say of a name that only looks like another: its letters are of another alphabet."""
    if name.isascii() == other.isascii() or len(name) != len(other):
        return ""
    strange = next((a for a, b in zip(name, other, strict=True) if a != b and a.isascii() != b.isascii()), "")
    if not strange or any(a != b and a.isascii() == b.isascii() for a, b in zip(name, other, strict=True)):
        return ""
    return f'"{strange}" is {unicodedata.name(strange, "another letter").lower()}'
