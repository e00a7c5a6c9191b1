"""Checks: every name is one of something that is declared, and of the right sort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from foedus.case.looking import SORTS, Look
from foedus.case.spots import error, last_word, warning
from foedus.case.unknown import Unknown
from foedus.directives.model import Act, ClassOf, Common, Conflict, Parameter, Reading, Statement
from foedus.directives.phrases import ClauseRef, EventPattern, Instrumental, LawPattern, Noun, Phrase, RelationPattern
from foedus.language.headings import CATEGORIES
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.names import did_you_mean

__all__ = [
    "doctrine_parameters", "names_in_claims", "names_in_declarations", "names_in_sentences", "names_of_parties", "of_clause",
    "references_to_clauses",
]  # fmt: skip

ROLES = ("attacker", "victim", "debtor", "creditor", "adversary")

Found = Diagnostic | Unknown


def names_in_sentences(look: Look) -> Iterator[Found]:
    """Every noun names something, and who acts is an actor or a class of actors."""
    case = look.case
    things = (
        case.actors, case.classes, case.places, case.instruments, case.events, case.questions, case.kinds, case.types,
        case.conflicts,
    )  # fmt: skip
    likely = (case.actors, case.places, case.classes, case.instruments, case.events)
    for thing in look.unchecked():
        for noun, role in _nouns(look, thing):
            span = noun.span or thing.common.span
            if noun.form == "name":
                if role == "actor" and noun.name not in case.actors and not look.is_class(noun.name):
                    other = _declared_as(look, noun.name)
                    if other is not None:
                        yield _no_actor(look, noun.name, span, *other)
                        continue
                if any(noun.name in table for table in things) or look.is_class(noun.name):
                    continue
                if role == "actor":
                    yield Unknown("actor", noun.name, span, (case.actors, case.classes))
                elif role == "term":
                    yield Unknown("name", noun.name, span, (*likely, case.kinds, case.types))
                else:
                    yield Unknown("name", noun.name, span, likely)
            elif noun.form == "role" and noun.name not in ROLES:
                yield Unknown("role", noun.name, span, (ROLES,))
            elif noun.form in ("any", "any other", "outside") and not look.is_class(noun.name):
                at = last_word(span, noun.name) if span is not None else None
                yield Unknown("class", noun.name, at, (case.classes, SORTS))
        for part in look.parts(thing):
            place = part.at if isinstance(part, Instrumental) else part.limited_place if isinstance(part, Act) else ""
            if place and place not in case.places:
                yield from look.unknown("place", [place], thing, "", case.places)


def _nouns(look: Look, thing: Any) -> Iterator[tuple[Noun, str]]:
    """Every noun in a directive with its part: "actor" (who acts or owes), "term" (of a reading), "" (anything)."""
    for part in look.parts(thing):
        if isinstance(part, EventPattern):
            yield from _of(part.subject, "actor")
            yield from _of(part.object, "")
            for phrase in (part.extra.against, part.extra.on_territory_of):
                yield from _of(phrase, "actor")
        elif isinstance(part, Act):
            yield from _of(part.debtor, "actor")
            for phrase in (part.object, part.against, part.for_):
                yield from _of(phrase, "")
        elif isinstance(part, LawPattern):
            for phrase in (part.by, part.toward):
                yield from _of(phrase, "actor")
        elif isinstance(part, RelationPattern):
            yield from _of(part.subject, "actor")
            yield from _of(part.object, "actor")
        elif isinstance(part, Statement):
            for side in (part.left, part.right):
                if isinstance(side, Noun):
                    yield side, "term"
    for name in ("request_by", "decision_by", "judged_by", "open_to"):
        for clause in (thing, *getattr(thing, "clauses", ())):
            yield from _of(getattr(clause, name, None), "actor")


def _of(phrase: Phrase | None, role: str) -> Iterator[tuple[Noun, str]]:
    for noun in (*phrase.nouns, *phrase.excluding) if phrase is not None else ():
        inner: Noun | None = noun
        while inner is not None:
            yield inner, role
            inner = inner.of


def names_of_parties(look: Look) -> Iterator[Found]:
    """Parties, issuers and addressees are actors; what an instrument amends is an instrument."""
    case = look.case
    for instrument in case.instruments.values():
        for term in (*instrument.parties, *instrument.issuers, *instrument.addressees):
            if term.actor in case.actors:
                continue
            span = term.span or instrument.common.span
            other = _declared_as(look, term.actor)
            if other is not None:
                yield _no_actor(look, term.actor, span, *other)
            else:
                yield Unknown("actor", term.actor, span, (case.actors,))
        yield from look.unknown("instrument", instrument.amends, instrument, "amends", case.instruments)
        yield from look.unknown("instrument", instrument.supplements, instrument, "supplements", case.instruments)


def _no_actor(look: Look, name: str, span: Span | None, what: str, thing: Any) -> Diagnostic:
    return error(
        "E313",
        f'"{name}" is {what}, and only actors act, owe, and make instruments',
        span,
        label="expected an actor",
        notes=[Note(f"{name} is declared here", look.spots.name(thing, name))],
        help=f"name the state, organisation, group, office or person that is meant in the place of {name}",
    )


def _declared_as(look: Look, name: str) -> tuple[str, Any] | None:
    """What else is called so, with its article."""
    case = look.case
    tables: dict[str, Mapping[str, Any]] = {
        "a place": case.places, "a class": case.classes, "an instrument": case.instruments, "an event": case.events,
        "a source": case.sources, "a question": case.questions, "a conflict": case.conflicts,
    }  # fmt: skip
    return next(((what, table[name]) for what, table in tables.items() if name in table), None)


def names_in_declarations(look: Look) -> Iterator[Found]:
    """Everything a declaration refers to is declared."""
    case = look.case
    for thing in look.unchecked():
        for field, after, what, *tables in _REFERENCES.get(type(thing).__name__, ()):
            said = getattr(thing, field)
            names = (said,) if isinstance(said, str) else said
            known = [getattr(case, table) for table in tables]
            yield from look.unknown(what, [n for n in names if n], thing, after, *known)
        if isinstance(thing, ClassOf):
            members = [m.member for m in thing.members]
            yield from look.unknown("actor or class", members, thing, "", case.actors, case.classes)
        elif isinstance(thing, Conflict):
            yield from look.unknown("actor", [a for side in thing.sides for a in side], thing, "side", case.actors)
        elif isinstance(thing, Reading):
            yield from look.unknown("actor", thing.by, thing, "by", case.actors)
            yield from look.unknown("actor", [a for a, _ in thing.shared_by], thing, "shared by", case.actors)


_REFERENCES: dict[str, tuple[tuple[str, ...], ...]] = {
    "Actor": (
        ("part_of", "part of", "actor", "actors"),
        ("organ_of", "organ of", "actor", "actors"),
        ("binds", "binds", "actor", "actors"),
        ("capital", "capital", "place", "places"),
        ("reports_to", "reports to", "actor", "actors"),
        ("access_to", "access to", "actor", "actors"),
        ("works_with", "works with", "actor", "actors"),
        ("members", "members", "actor or instrument", "actors", "instruments"),
    ),
    "Place": (("inside", "in", "place", "places"), ("sovereign", "sovereign", "actor", "actors")),
    "ClassOf": (("covers", "covers", "class", "classes"),),
    "Kind": (
        ("parents", "is", "kind", "kinds"),
        ("begins", "begins", "kind", "kinds"),
        ("ends", "ends", "kind", "kinds"),
    ),
    "ObligationType": (("incompatible", "incompatible with", "obligation type", "types"),),
    "Source": (("origin", "origin", "source", "sources"),),
}
"""Sort of directive -> the fields that name others: field, keyword, what they name, the tables to look in."""


def names_in_claims(look: Look) -> Iterator[Found]:
    """Sources of claims, those who were told, and answers that things are given under."""
    case = look.case
    for thing in look.unchecked():
        for part in look.parts(thing):
            if not isinstance(part, Common):
                continue
            for claim in part.claims:
                span = claim.span or part.span
                if not claim.source_quoted and claim.source not in case.sources:
                    yield Unknown("source", claim.source, span, (case.sources,))
                yield from look.unknown("source", claim.through, span, "", case.sources)
                yield from look.unknown("actor", claim.private_to, span, "private to", case.actors)
            if part.secrecy is not None:
                yield from look.unknown(
                    "actor", [a for a, _ in part.secrecy.known_to], part.span, "secret", case.actors
                )
            for given in part.given:
                question = case.questions.get(given.question)
                span = given.span or part.span
                if question is None:
                    at = Span(span.file, span.line, span.column, len(given.question)) if span is not None else None
                    yield Unknown("question", given.question, at, (case.questions,))
                elif not look.has_part("answer", given.answer, question.answers):
                    known = [a.id for a in question.answers]
                    yield error(
                        "E311",
                        f'the question "{question.id}" has no answer "{given.answer}"',
                        last_word(span, given.answer) if span is not None else None,
                        label=did_you_mean(given.answer, known, limit=1) or "not among its answers",
                        notes=[Note("the question is asked here", look.spots.name(question, question.id))],
                        help=f"its answers: {', '.join(known)}" if known else "it has no answers yet",
                    )


def of_clause(look: Look, ref: ClauseRef, fallback: Span | None) -> Iterator[Found]:
    """Whether an instrument, and the clause of it, is there."""
    case, span = look.case, ref.span or fallback
    instrument = case.instruments.get(ref.instrument)
    if instrument is None:
        at = Span(span.file, span.line, span.column, len(ref.instrument)) if span is not None else None
        yield Unknown("instrument", ref.instrument, at, (case.instruments,))
    elif ref.clause and not look.has_part("clause", ref.clause, instrument.clauses):
        known = [c.id for c in instrument.clauses]
        yield error(
            "E312",
            f'"{ref.instrument}" has no clause "{ref.clause}"',
            last_word(span, ref.clause) if span is not None else None,
            label=did_you_mean(ref.clause, known, limit=1) or "not among its clauses",
            notes=[Note("the instrument stands here", look.spots.name(instrument, ref.instrument))],
            help=f"its clauses: {', '.join(known)}" if known else "it has no clauses; write one under it: clause 1",
        )


def references_to_clauses(look: Look) -> Iterator[Found]:
    """Clauses, instruments, classes and categories that sentences and readings speak of exist."""
    case = look.case
    categories = {*CATEGORIES, *(tag for instrument in case.instruments.values() for tag in instrument.tags)}
    for thing in look.unchecked():
        for part in look.parts(thing):
            if isinstance(part, LawPattern):
                yield from of_clause(look, part.ref, part.span or thing.common.span)
            elif isinstance(part, EventPattern) and part.extra.under is not None:
                yield from of_clause(look, part.extra.under, part.span or thing.common.span)
            elif isinstance(part, RelationPattern):
                at = last_word(part.span, part.name) if part.span is not None else thing.common.span
                if part.relation == "a party to" and part.name not in case.instruments:
                    yield Unknown("instrument", part.name, at, (case.instruments,))
                elif part.relation == "a" and not look.is_class(part.name):
                    yield Unknown("class", part.name, at, (case.classes, SORTS))
                elif part.relation == "treaty with" and part.name and part.name not in categories:
                    yield warning(
                        "W312",
                        f'no instrument of this case is of the category "{part.name}"',
                        look.spots.of(thing, part.name),
                        label=did_you_mean(part.name, sorted(categories), limit=1) or "so this never holds",
                        help=f"give one the category, with a line under it: category {part.name}",
                    )
    for reading in case.readings.values():
        for ref in reading.scope:
            yield from of_clause(look, ref, reading.common.span)
        for statement in reading.statements:
            target = statement.target
            if target is not None and target.instrument not in case.events:
                yield from of_clause(look, target, statement.span or reading.common.span)


def doctrine_parameters(look: Look) -> Iterator[Found]:
    """Parameters of doctrines name kinds that exist."""
    for doctrine in look.case.doctrines.values():
        for parameter in doctrine.parameters:
            if isinstance(parameter, Parameter) and parameter.name == "kinds":
                words = [w.strip(",") for w in parameter.values if w.strip(",")]
                yield from look.unknown("kind", words, parameter.span or doctrine, "", look.case.kinds)
