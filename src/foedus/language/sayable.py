"""Whether a directive can be said at all: what was printed of it, read again, must be the directive.

A value made by a program may be one that no text gives: an actor called ``or``, a time under a clause that has none, a
list of nobody.  Printed, it would read as something else, so it is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from foedus.directives.model import Act, Directive, Expect, Kind, ObligationType
from foedus.directives.phrases import (
    AllOf,
    AnyOf,
    ClauseRef,
    EventPattern,
    LawPattern,
    Not,
    Phrase,
    RelationPattern,
)
from foedus.language.lines import cut
from foedus.language.loader import prelude
from foedus.language.reader import Reader
from foedus.language.verbs import VerbTable
from foedus.language.wording import formula, phrase
from foedus.terms.dates import Date
from foedus.terms.durations import Duration
from foedus.terms.errors import shown
from foedus.terms.quantities import Quantity

__all__ = ["require_sayable", "verbs_for"]

_AS_SAID = (Date, Duration, Quantity)
"""Terms that keep the words they were said with, and do not compare them."""


def verbs_for(directives: Iterable[Directive], known: VerbTable | None = None) -> VerbTable:
    """The verbs of a file that has these directives: ``known`` (default: the prelude's), and those that they use."""
    table = known if known is not None else prelude().verbs
    kinds: dict[str, str] = {}
    obligations: dict[str, str] = {}
    for directive in directives:
        if isinstance(directive, Kind):
            kinds |= dict.fromkeys(directive.verbs, directive.id)
        elif isinstance(directive, ObligationType):
            obligations |= dict.fromkeys(directive.verbs, directive.id)
        for value in _within(directive):
            if not isinstance(value, EventPattern | Act) or not value.verb.kind:
                continue
            form, kind = value.verb.form, value.verb.kind
            if isinstance(value, EventPattern) and table.kinds.get(form) != kind:
                kinds[form] = kind
            elif isinstance(value, Act) and table.obligations.get(form, table.kinds.get(form)) != kind:
                obligations[form] = kind
    return table.with_more(VerbTable(kinds, obligations))


def require_sayable(directive: Directive, text: str, verbs: VerbTable) -> None:
    """Nothing, if the text reads as the directive.  Raises ValueError, saying what cannot be said."""
    nodes, found = cut(text, "<printed>")
    reader = Reader("<printed>", verbs)
    made = reader.read(nodes) if not found else []
    wrong = [*found, *reader.found]
    what = type(directive).__name__
    if wrong:
        line = text.splitlines()[wrong[0].span.line - 1].strip() if wrong[0].span is not None else text
        raise ValueError(f"{what} cannot be said in the language: {wrong[0].message} in {shown(line)}")
    if len(made) != 1:
        raise ValueError(f"{what} cannot be said in the language: {shown(text)} reads as {len(made)} directives")
    difference = _difference(_complete(directive), made[0], what)
    if difference is not None:
        path, wanted, got = difference
        raise ValueError(f"{path} {_told(wanted)} cannot be said in the language: it would read as {_told(got)}")


def _told(value: Any) -> str:
    """A value for a message: what sort it is, and its words where it has some."""
    if isinstance(value, AllOf | AnyOf | Not | EventPattern | LawPattern | RelationPattern):
        return f"{type(value).__name__} {shown(formula(value))}"
    if isinstance(value, Phrase):
        return f"Phrase {shown(phrase(value))}"
    if isinstance(value, _AS_SAID):
        return shown(str(value))
    if is_dataclass(value) or (isinstance(value, tuple) and any(map(is_dataclass, value))):
        return f"{len(value)} of them" if isinstance(value, tuple) else f"a {type(value).__name__}"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _complete(directive: Directive) -> Directive:
    """What an expectation is about, with the same name in both of its places, as the reader has it."""
    if isinstance(directive, Expect):
        about = directive.subject
        if about.form == "name" and about.ref is None:
            return replace(directive, subject=replace(about, ref=ClauseRef(about.name)))
        if about.form == "ref" and not about.name and about.ref is not None:
            return replace(directive, subject=replace(about, name=about.ref.instrument))
    return directive


@cache
def _fields(of: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(of) if f.name != "span")


def _within(value: Any) -> Iterator[Any]:
    """A value and all that it is made of."""
    if isinstance(value, tuple):
        for part in value:
            yield from _within(part)
    elif is_dataclass(value) and not isinstance(value, (*_AS_SAID, type)):
        yield value
        for name in _fields(type(value)):
            yield from _within(getattr(value, name))


def _difference(wanted: Any, got: Any, path: str) -> tuple[str, Any, Any] | None:
    """The first place where two values differ, places in files apart; terms must be said alike, too."""
    if type(wanted) is not type(got):
        return None if wanted == got and isinstance(wanted, int | float) else (path, wanted, got)
    if isinstance(wanted, tuple):
        if len(wanted) != len(got):
            return path, wanted, got
        for number, (one, other) in enumerate(zip(wanted, got, strict=True)):
            found = _difference(one, other, f"{path}[{number}]")
            if found is not None:
                return found
        return None
    if isinstance(wanted, _AS_SAID):
        return None if wanted == got and str(wanted) == str(got) else (path, wanted, got)
    if is_dataclass(wanted) and not isinstance(wanted, type):
        for name in _fields(type(wanted)):
            found = _difference(getattr(wanted, name), getattr(got, name), f"{path}.{name}")
            if found is not None:
                return found
        return None
    return None if wanted == got else (path, wanted, got)
