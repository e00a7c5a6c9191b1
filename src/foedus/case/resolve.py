"""Directives -> case: ids given, tables made, taxonomies closed.  Every fault is a diagnostic; nothing is raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from foedus.case.checks import check_case
from foedus.case.circles import circles, closure
from foedus.case.model import ISSUED, Case
from foedus.case.spots import Spots, error, from_prelude
from foedus.directives.model import (
    Actor,
    AsOf,
    ClassOf,
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
from foedus.language.found import Unread, told
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Diagnostic, Note
from foedus.terms.errors import shown_way

__all__ = ["happening", "issue_text", "phrase_text", "resolve", "sentence_text"]

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
    if extra.purpose:
        parts.append(f"for “{extra.purpose}”")
    return " ".join(parts)


def issue_text(instrument: Instrument, case: Case) -> str:
    """What it was to issue an instrument, in words: ``GBR and FRA issue an ultimatum to EGY``; "" where it is no act."""
    kind = case.kinds.get(ISSUED.get(instrument.category, ""))
    if kind is None or not kind.verbs or not instrument.addressees:
        return ""
    issuers, addressees = (
        " and ".join(t.actor for t in terms) for terms in (instrument.issuers, instrument.addressees)
    )
    verb = kind.verbs[min(len(instrument.issuers), len(kind.verbs), 2) - 1]  # the second form is the plural
    return f"{issuers} {verb} {addressees}"


def happening(case: Case, id_: str) -> str:
    """What happened, in words, by the id of an event or of an instrument issued; "" for anything else."""
    if id_ in case.events:
        return sentence_text(case.events[id_].sentence)
    return issue_text(case.instruments[id_], case) if id_ in case.instruments else ""


def event_id(event: Event) -> str:
    """The id of an event the file did not name: its date and its sentence, joined by hyphens."""
    words = [str(event.date.text), phrase_text(event.sentence.subject), event.sentence.verb.form]
    if event.sentence.object is not None:
        words.append(phrase_text(event.sentence.object))
    return "-".join(words).replace(" ", "-").replace("/", "_")


def resolve(
    directives: Iterable[Directive],
    *,
    name: str = "case",
    texts: Mapping[str, str] | None = None,
    unread: Unread = Unread(),  # noqa: B008 (a value, and never changed)
    checked: bool = False,
) -> tuple[Case, tuple[Diagnostic, ...]]:
    """Look every name up.  Gives the case and all faults found; a case with errors is not to be evaluated.

    unread: what lines that could not be read would have declared: nobody complains that it is missing.
    checked: all but what is supposed was resolved before, without a fault.
    """
    found: list[Diagnostic] = []
    spots = Spots(texts or {})
    tables: dict[str, dict[str, Any]] = {table: {} for _, table in _TABLES}
    tables["events"], tables["denials"] = {}, {}
    expects: list[Expect] = []
    title = about = ""
    as_of: Date | None = None
    kept = tuple(directives)
    unnamed: list[Event] = []
    for directive in kept:
        if isinstance(directive, Title):
            title, about = (directive.text, about) if directive.what == "title" else (title, directive.text)
        elif isinstance(directive, AsOf):
            as_of = directive.date
        elif isinstance(directive, Expect):
            expects.append(directive)
        elif isinstance(directive, Event):
            if directive.common.id:
                _add(tables["events"], directive.common.id, directive, found, spots)
            else:
                unnamed.append(directive)
        elif isinstance(directive, Denial):
            key = directive.common.id or f"{directive.date.text}-denial"
            key = _fresh(tables["denials"], key)
            tables["denials"][key] = replace(directive, common=replace(directive.common, id=key))
        elif not isinstance(directive, Include):
            for sort, table in _TABLES:
                if isinstance(directive, sort):
                    _add(
                        tables[table],
                        directive.id,
                        directive,
                        found,
                        spots,
                        overridable=table in ("kinds", "types", "doctrines", "classes", "presets", "weights"),
                    )
    # Of two lines that say the same, which is the second must not hang on which stands first.
    for event in sorted(
        unnamed, key=lambda e: (event_id(e), sentence_text(e.sentence), repr(e.common.given), _words(e))
    ):
        key = _fresh(tables["events"], event_id(event))
        tables["events"][key] = replace(event, common=replace(event.common, id=key))
    _shared_ids(tables, found, spots)
    _declare_offices(tables)
    _own_capitals(tables)
    kinds, places = tables["kinds"], tables["places"]
    kind_is, round_kinds = _taxonomy({k: v.parents for k, v in kinds.items()}, "kinds", "is", kinds, spots)
    inside, round_places = _taxonomy({k: v.inside for k, v in places.items()}, "places", "in", places, spots)
    found += round_kinds + round_places
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
    found.extend(check_case(case, unread, checked=checked))
    return case, tuple(told(found))


def _own_capitals(tables: dict[str, dict[str, Any]]) -> None:
    """The seat of a government is on its territory, where the file says nothing else of that place."""
    places = tables["places"]
    for actor in tables["actors"].values():
        place = places.get(actor.capital)
        if place is not None and not place.sovereign and not place.disputed:
            places[place.id] = replace(place, sovereign=(actor.id,))


def _fresh(table: Mapping[str, object], key: str) -> str:
    if key not in table:
        return key
    number = 2
    while f"{key}-{number}" in table:
        number += 1
    return f"{key}-{number}"


def _words(event: Event) -> str:
    """Who says so of an event, in words: what tells two lines apart that are otherwise alike."""
    return " ".join(f"{c.source} {c.reported} {c.denies} {c.quote}" for c in event.common.claims)


def _add(
    table: dict[str, Any], id_: str, thing: Any, found: list[Diagnostic], spots: Spots, *, overridable: bool = False
) -> None:
    if id_ in table:
        if overridable and from_prelude(table[id_].common.span):
            table[id_] = thing  # a user's file may refine what the prelude says
            return
        found.append(_twice(id_, thing, table[id_], spots))
        return
    table[id_] = thing


def _twice(id_: str, second: Any, first: Any, spots: Spots) -> Diagnostic:
    return error(
        "E301",
        f'"{id_}" is declared twice',
        spots.name(second, id_),
        label="declared again here",
        notes=[Note("first declared here", spots.name(first, id_))],
        help="give one of them another id, or make one of the two",
    )


def _shared_ids(tables: Mapping[str, Mapping[str, Any]], found: list[Diagnostic], spots: Spots) -> None:
    seen: dict[str, Any] = {}
    for table in _SHARED:
        for id_, thing in tables[table].items():
            if id_ in seen:
                found.append(_twice(id_, thing, seen[id_], spots))
            seen[id_] = thing


def _declare_offices(tables: Mapping[str, dict[str, Any]]) -> None:
    """``IRN.chief-of-staff`` is an organ of IRN unless its declaration names another."""
    actors = tables["actors"]
    for id_, actor in list(actors.items()):
        if "." in id_ and not actor.organ_of and actor.sort in ("office", "body") and id_.split(".")[0] in actors:
            actors[id_] = replace(actor, organ_of=id_.split(".")[0])


def _taxonomy(
    parents: Mapping[str, tuple[str, ...]], what: str, keyword: str, things: Mapping[str, Any], spots: Spots
) -> tuple[dict[str, frozenset[str]], list[Diagnostic]]:
    """Each id with all above it; a circle is told once, with its whole way round."""
    found = []
    for ring in circles(parents):
        notes = (
            Note("and here", spots.of(things[id_], ring[(i + 2) % len(ring)], keyword))
            for i, id_ in enumerate(ring[1:])
        )
        found.append(
            error(
                "E302",
                f"{what} go round in a circle: {shown_way((*ring, ring[0]))}",
                spots.of(things[ring[0]], ring[1 % len(ring)], keyword),
                label="the circle passes here",
                notes=notes,
                help="take one of these lines out",
            )
        )
    above, in_bounds = closure(parents)
    if not in_bounds:
        found.append(error("E303", f"the {what} of this case lie above each other in too many ways", None))
    return above, found
