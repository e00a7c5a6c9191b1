"""Directives -> case: ids given, tables made, taxonomies closed.  Every fault is a diagnostic; nothing is raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from foedus.case.checks import PRELUDE, check_case
from foedus.case.model import Case
from foedus.directives.model import (
    Actor,
    AsOf,
    ClassOf,
    Common,
    Conflict,
    Denial,
    Directive,
    Doctrine,
    Event,
    Expect,
    Include,
    Instrument,
    Kind,
    ObligationType,
    Place,
    Preset,
    Question,
    Reading,
    Source,
    Title,
    Weights,
)
from foedus.directives.phrases import EventPattern, Phrase
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Diagnostic, Note, Span

__all__ = ["phrase_text", "resolve", "sentence_text"]

_TABLES: tuple[tuple[type, str], ...] = (
    (Actor, "actors"),
    (Place, "places"),
    (ClassOf, "classes"),
    (Kind, "kinds"),
    (ObligationType, "types"),
    (Source, "sources"),
    (Instrument, "instruments"),
    (Reading, "readings"),
    (Doctrine, "doctrines"),
    (Preset, "presets"),
    (Weights, "weights"),
    (Question, "questions"),
    (Conflict, "conflicts"),
)
# Things of these tables are named in the same sentences, so one id may stand for only one of them.
_SHARED = ("actors", "places", "classes", "instruments", "events", "questions", "readings", "conflicts")


def phrase_text(phrase: Phrase | None) -> str:
    """A recorded sentence's subject or object as one word: the ids joined by "+"."""
    return "+".join(noun.name for noun in phrase.nouns) if phrase is not None else ""


def sentence_text(sentence: EventPattern) -> str:
    """A recorded sentence in words, as short as it can be read."""
    parts = [" and ".join(n.name for n in sentence.subject.nouns), sentence.verb.form]
    if sentence.object is not None:
        parts.append(" and ".join(n.name for n in sentence.object.nouns))
    extra = sentence.extra
    if extra.against is not None:
        parts += ["against", phrase_text(extra.against)]
    if extra.under is not None:
        parts += ["under", extra.under.instrument] + (["clause", extra.under.clause] if extra.under.clause else [])
    if extra.at:
        parts += ["at", extra.at]
    if extra.quantity is not None:
        parts += ["with", str(extra.quantity.quantity)]
    return " ".join(parts)


def event_id(event: Event) -> str:
    """The id of an event the file did not name: its date and its sentence, joined by hyphens."""
    words = [str(event.date.text), phrase_text(event.sentence.subject), event.sentence.verb.form]
    if event.sentence.object is not None:
        words.append(phrase_text(event.sentence.object))
    return "-".join(words).replace(" ", "-").replace("/", "_")


def resolve(
    directives: Iterable[Directive], *, name: str = "case", texts: Mapping[str, str] | None = None
) -> tuple[Case, tuple[Diagnostic, ...]]:
    """Look every name up.  Gives the case and all faults found; a case with errors is not to be evaluated."""
    found: list[Diagnostic] = []
    tables: dict[str, dict[str, Any]] = {table: {} for _, table in _TABLES}
    tables["events"], tables["denials"] = {}, {}
    expects: list[Expect] = []
    title = about = ""
    as_of: Date | None = None
    kept = tuple(directives)
    for directive in kept:
        if isinstance(directive, Title):
            title, about = (directive.text, about) if directive.what == "title" else (title, directive.text)
        elif isinstance(directive, AsOf):
            as_of = directive.date
        elif isinstance(directive, Expect):
            expects.append(directive)
        elif isinstance(directive, Event):
            _add_event(tables["events"], directive, found)
        elif isinstance(directive, Denial):
            key = directive.common.id or f"{directive.date.text}-denial"
            key = _fresh(tables["denials"], key)
            tables["denials"][key] = replace(directive, common=replace(directive.common, id=key))
        elif not isinstance(directive, Include):
            for sort, table in _TABLES:
                if isinstance(directive, sort):
                    _add(
                        tables[table],
                        directive,
                        found,
                        overridable=table in ("kinds", "types", "doctrines", "classes", "presets", "weights"),
                    )
    _shared_ids(tables, found)
    _declare_offices(tables)
    kind_is = _closure({k: v.parents for k, v in tables["kinds"].items()}, "kind", tables["kinds"], found)
    inside = _closure({k: v.inside for k, v in tables["places"].items()}, "place", tables["places"], found)
    below: dict[str, set[str]] = {k: set() for k in kind_is}
    for kind, ups in kind_is.items():
        for up in ups:
            below.setdefault(up, set()).add(kind)
    ordered = {table: dict(sorted(values.items())) for table, values in tables.items()}
    case = Case(
        name=name,
        directives=kept,
        texts=dict(texts or {}),
        title=title,
        about=about,
        as_of=as_of,
        expects=tuple(expects),
        kind_is=kind_is,
        kinds_below={k: frozenset(v) for k, v in below.items()},
        inside=inside,
        **ordered,
    )
    found.extend(check_case(case))
    return case, tuple(sorted(found))


def _fresh(table: Mapping[str, object], key: str) -> str:
    if key not in table:
        return key
    number = 2
    while f"{key}-{number}" in table:
        number += 1
    return f"{key}-{number}"


def _add_event(table: dict[str, Any], event: Event, found: list[Diagnostic]) -> None:
    named = event.common.id
    key = named or event_id(event)
    if key in table:
        if named:
            found.append(_twice(key, event.common, table[key].common))
            return
        key = _fresh(table, key)
    table[key] = replace(event, common=replace(event.common, id=key))


def _add(table: dict[str, Any], thing: Any, found: list[Diagnostic], *, overridable: bool) -> None:
    if thing.id in table:
        if overridable and _is_prelude(table[thing.id].common.span):
            table[thing.id] = thing  # a user's file may refine what the prelude says
            return
        found.append(_twice(thing.id, thing.common, table[thing.id].common))
        return
    table[thing.id] = thing


def _is_prelude(span: Span | None) -> bool:
    return span is not None and span.file.startswith(PRELUDE)


def _twice(id_: str, second: Common, first: Common) -> Diagnostic:
    return Diagnostic(
        code="E301",
        severity="error",
        message=f'"{id_}" is declared twice',
        span=second.span,
        label="declared again here",
        notes=(Note("first declared here", first.span),),
        help="give one of them another id",
    )


def _shared_ids(tables: Mapping[str, Mapping[str, Any]], found: list[Diagnostic]) -> None:
    seen: dict[str, Any] = {}
    for table in _SHARED:
        for id_, thing in tables[table].items():
            if id_ in seen:
                found.append(_twice(id_, thing.common, seen[id_].common))
            seen[id_] = thing


def _declare_offices(tables: Mapping[str, dict[str, Any]]) -> None:
    """``IRN.chief-of-staff`` is an organ of IRN unless its declaration names another."""
    actors = tables["actors"]
    for id_, actor in list(actors.items()):
        if "." in id_ and not actor.organ_of and actor.sort in ("office", "body") and id_.split(".")[0] in actors:
            actors[id_] = replace(actor, organ_of=id_.split(".")[0])


def _closure(
    parents: Mapping[str, tuple[str, ...]], what: str, things: Mapping[str, Any], found: list[Diagnostic]
) -> dict[str, frozenset[str]]:
    """Ancestors of each id, itself included; a cycle is reported once, with its whole way round."""
    done: dict[str, frozenset[str]] = {}
    reported: set[frozenset[str]] = set()

    def walk(id_: str, path: tuple[str, ...]) -> frozenset[str]:
        if id_ in done:
            return done[id_]
        if id_ in path:
            ring = path[path.index(id_) :]
            if frozenset(ring) not in reported:
                reported.add(frozenset(ring))
                at = things[id_].common.span if id_ in things else None
                found.append(
                    Diagnostic(
                        code="E302",
                        severity="error",
                        message=f"{what}s go round in a circle: {' -> '.join((*ring, id_))}",
                        span=at,
                        label="the circle passes here",
                        notes=tuple(Note("and here", things[r].common.span) for r in ring[1:] if r in things),
                        help="remove one of these links",
                    )
                )
            return frozenset({id_})
        ups = frozenset({id_}).union(*(walk(p, (*path, id_)) for p in parents.get(id_, ())))
        if not path or not any(frozenset(path) & r for r in reported):
            done[id_] = ups
        return ups

    return {id_: walk(id_, ()) for id_ in parents}
