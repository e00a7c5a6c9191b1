"""Checks: clauses bind somebody to something, questions have answers, nothing is its own part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foedus.case.circles import circles
from foedus.case.looking import Look
from foedus.case.spots import error, warning
from foedus.directives.model import Act, Clause, Instrument
from foedus.directives.phrases import AllOf, AnyOf, Not
from foedus.terms.diagnostics import Diagnostic, Note
from foedus.terms.errors import shown_way
from foedus.terms.limits import DISJUNCTS

__all__ = [
    "clauses_bind_somebody",
    "formulas_are_small",
    "nothing_goes_round",
    "questions_have_answers",
    "readings_say_something",
]


def clauses_bind_somebody(look: Look) -> Iterator[Diagnostic]:
    """A clause has an act, a name of its own, and a debtor who can be bound by its instrument."""
    for instrument in look.case.instruments.values():
        seen: dict[str, Clause] = {}
        for clause in instrument.clauses:
            if clause.id in seen:
                yield error(
                    "E331",
                    f'"{instrument.id}" has two clauses "{clause.id}"',
                    clause.common.span,
                    label="the second",
                    notes=[Note("the first", seen[clause.id].common.span)],
                    help=f"give one of them a name of its own, such as clause {clause.id}b",
                )
            seen.setdefault(clause.id, clause)
            silent = not clause.thens and not clause.text and not clause.common.note
            if silent and look.is_complete(clause.common.span, instrument.common.span):
                yield error(
                    "E332",
                    f'clause "{clause.id}" of "{instrument.id}" obliges nobody to anything',
                    clause.common.span,
                    label="nothing follows from it",
                    help='say what follows: then the other party must defend the victim; or give its words: text "…"',
                )
            for act in clause.thens:
                yield from _debtors(look, instrument, clause, act)
                if clause.when is None and look.is_complete(clause.common.span, instrument.common.span):
                    yield from _roles_of_nothing(clause, act)


def _roles_of_nothing(clause: Clause, act: Act) -> Iterator[Diagnostic]:
    """An attacker and a victim are those of the event that a condition waits for: without one there are none."""
    for phrase in (act.debtor, act.object, act.against, act.for_):
        for noun in phrase.nouns if phrase is not None else ():
            if noun.form == "role" and noun.name in ("attacker", "victim"):
                yield warning(
                    "W338",
                    f'clause "{clause.id}" speaks of the {noun.name}, and has no condition that brings one',
                    noun.span or act.span or clause.common.span,
                    label="nobody",
                    help="add a line before it: when any other state attacks a party",
                )
                return


def _debtors(look: Look, instrument: Instrument, clause: Clause, act: Act) -> Iterator[Diagnostic]:
    case = look.case
    terms = (*instrument.parties, *instrument.issuers, *instrument.addressees)
    span = act.debtor.span or act.span or clause.common.span
    wants_party = any(n.form in ("party", "parties", "other party", "other parties") for n in act.debtor.nouns)
    if wants_party and not any(t.actor in case.actors for t in terms):
        if any(t.actor in look.unread.names for t in terms) or not look.is_complete(instrument.common.span):
            return
        said = terms[0].span if terms else None
        names = ", ".join(t.actor for t in terms)
        yield error(
            "E333",
            f'clause "{clause.id}" of "{instrument.id}" binds its parties, but '
            + ("none of them is an actor" if terms else "it has none"),
            span,
            label="nobody is bound by this",
            notes=[Note(f"its parties: {names}", said) if said else Note("the instrument", instrument.common.span)],
            help="declare them, each with a line such as: state AUH" if terms else "add a line under it: parties A, B",
        )
    names_of = {t.actor for t in instrument.parties}
    if not names_of or any(e.sentence.verb.kind in ("accede", "succeeds") for e in case.events.values()):
        return
    for noun in act.debtor.nouns:
        if noun.form != "name" or noun.name not in case.actors or noun.name in names_of:
            continue
        if case.actors[noun.name].organ_of not in names_of:
            yield warning(
                "W333",
                f'"{noun.name}" is no party to "{instrument.id}", so this clause cannot bind it',
                noun.span or span,
                label="no party",
                notes=[Note("the parties", instrument.parties[0].span or instrument.common.span)],
                help=f"add {noun.name} to its parties, or write the act of a party",
            )


def formulas_are_small(look: Look) -> Iterator[Diagnostic]:
    """A condition comes to at most ``DISJUNCTS`` alternatives."""
    for instrument in look.case.instruments.values():
        for clause in instrument.clauses:
            for word, formula in (("when", clause.when), ("unless", clause.unless), ("until", clause.until)):
                if formula is not None and _size(formula, False) > DISJUNCTS:
                    yield error(
                        "E334",
                        f'this condition of clause "{clause.id}" comes to more than {DISJUNCTS} alternatives',
                        look.spots.of(clause, word),
                        help="split it: several clauses with the same then, or a class in the place of a list of names",
                    )


def _size(formula: Any, negated: bool) -> int:
    """How many alternatives a condition comes to when every *and* of *or* is multiplied out."""
    if isinstance(formula, Not):
        return _size(formula.part, not negated)
    if isinstance(formula, AllOf | AnyOf):
        sizes = [_size(p, negated) for p in formula.parts]
        if isinstance(formula, AnyOf) != negated:
            return sum(sizes)
        product = 1
        for size in sizes:
            product = min(product * size, 10**9)
        return product
    return 1


def questions_have_answers(look: Look) -> Iterator[Diagnostic]:
    """A question has answers, each named once."""
    for question in look.case.questions.values():
        if not question.answers and look.is_complete(question.common.span):
            yield error(
                "E340",
                f'the question "{question.id}" has no answers',
                look.spots.name(question, question.id),
                label="nothing can be said to it",
                help='add lines under it: answer guards "Revolutionary Guards"',
            )
        seen: dict[str, Any] = {}
        for answer in question.answers:
            if answer.id in seen:
                yield error(
                    "E341",
                    f'the question "{question.id}" has the answer "{answer.id}" twice',
                    look.spots.of(answer, answer.id),
                    label="the second",
                    notes=[Note("the first", look.spots.of(seen[answer.id], answer.id))],
                    help="put their claims under one of them",
                )
            seen.setdefault(answer.id, answer)


def readings_say_something(look: Look) -> Iterator[Diagnostic]:
    """A reading has a statement."""
    for reading in look.case.readings.values():
        if not reading.statements and look.is_complete(reading.common.span):
            yield warning(
                "W335",
                f'the reading "{reading.id}" does not say what counts as what',
                look.spots.name(reading, reading.id),
                label="nothing follows from it",
                help='add a line under it: "FSA revolts against SYR" counts as "FSA occupies SYR"',
            )


_CIRCLES = (
    ("sources", "origin", "origin", "is the origin of"),
    ("actors", "organ_of", "organ of", "is an organ of"),
    ("actors", "part_of", "part of", "is part of"),
    ("classes", "covers", "covers", "covers"),
    ("instruments", "amends", "amends", "amends"),
    ("instruments", "supplements", "supplements", "supplements"),
)


def nothing_goes_round(look: Look) -> Iterator[Diagnostic]:
    """No source is its own origin, no organ its own organ; who reports to whom does not go round."""
    for table, field, keyword, _ in _CIRCLES:
        yield from _round(look, table, field, keyword)
    for one in _round(look, "actors", "reports_to", "reports to"):
        yield Diagnostic("W344", "warning", one.message, one.span, one.label, one.notes, one.help)


def _round(look: Look, table: str, field: str, keyword: str) -> Iterator[Diagnostic]:
    things = getattr(look.case, table)
    links = {}
    for id_, thing in things.items():
        said = getattr(thing, field)
        names = (said,) if isinstance(said, str) else said
        if any(names):
            links[id_] = [n for n in names if n]
    for ring in circles(links):
        way = shown_way((*ring, ring[0]))
        yield error(
            "E344",
            f'"{keyword}" goes round in a circle: {way}',
            look.spots.of(things[ring[0]], ring[1 % len(ring)], keyword),
            label="the circle passes here",
            notes=[
                Note("and here", look.spots.of(things[id_], ring[(i + 2) % len(ring)], keyword))
                for i, id_ in enumerate(ring[1:])
            ],
            help="take one of these lines out",
        )
