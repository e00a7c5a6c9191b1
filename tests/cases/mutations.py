"""Conditions left out one at a time: does an ``expect`` line notice?

A case is well tested when no condition of its clauses can be struck without an expectation turning red.  What counts as
a condition: each part of a casus or an exception that is joined by *and* or *or*, and every word that narrows a sentence
(unprovoked, a place, a number, an exception among its nouns …); who must ask, decide or judge; times, quantities and
limits of the act owed; and of an instrument the terms of its force, its end, its denunciation, its secrecy and its
parties' own dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from foedus import language
from foedus.api import Case
from foedus.case import resolve
from foedus.directives.model import Act, Clause, Directive, EndRule, Expect, Instrument
from foedus.directives.phrases import AllOf, AnyOf, EventPattern, Formula, Instrumental, Not, Phrase
from foedus.findings.expectations import check_expectation

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

__all__ = ["Mutant", "Outcome", "failing", "mutants", "outcome", "read"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A case without one of its conditions.

    name: where it stood and what it was.   number: of the directive.   clause: where it stood in one.
    """

    name: str
    number: int
    instrument: Instrument
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant.   by: the line of the expectation that noticed; 0 if none did.   stillborn: no case."""

    mutant: Mutant
    by: int = 0
    stillborn: bool = False


def read(name: str | Path) -> tuple[Directive, ...]:
    """The directives of a bundled case, or of a file, the prelude's with them.  The file itself has no error."""
    loaded = language.load(name)
    assert not [d for d in loaded.diagnostics if d.severity == "error"]
    return tuple(loaded.directives)


def failing(case: Case, expects: Iterable[Expect]) -> list[str]:
    """The expectations that do not hold, each with its line, in the order given."""
    found = []
    for expect in expects:
        line = expect.common.span.line if expect.common.span is not None else 0
        result = check_expectation(expect, lambda v, d: (case.timeline_of(v.suppose), case.stance(v, d)), ("", line))
        if not result.ok:
            found.append(f"{line}: expected {result.expected}, found {result.found}")
    return found


def mutants(directives: Sequence[Directive]) -> Iterator[Mutant]:
    """Every case that comes of striking one condition of one instrument."""
    for number, directive in enumerate(directives):
        if isinstance(directive, Instrument):
            for clause, what, changed in _instrument(directive):
                yield Mutant(f"{directive.id} {what}", number, changed, clause)


def outcome(directives: Sequence[Directive], mutant: Mutant) -> Outcome:
    """Hold the expectations against the mutant until one falls, those about its parties first."""
    changed = [*directives[: mutant.number], mutant.instrument, *directives[mutant.number + 1 :]]
    resolved, found = resolve(changed, name="mutant")
    if any(d.severity == "error" for d in found):
        return Outcome(mutant, stillborn=True)
    case = Case(resolved)
    for expect in sorted(resolved.expects, key=lambda e: _far(e, mutant)):
        if failing(case, [expect]):
            return Outcome(mutant, by=expect.common.span.line if expect.common.span is not None else -1)
    return Outcome(mutant)


def _far(expect: Expect, mutant: Mutant) -> tuple[bool, int, bool]:
    """Sorts first what speaks of the clause, then of its parties and acts, and of each what needs no supposition."""
    subject, instrument = expect.subject, mutant.instrument
    names = {t.actor for t in (*instrument.parties, *instrument.issuers, *instrument.addressees)}
    clauses = [c for c in instrument.clauses if mutant.clause in ("", c.id)]
    acts = {act.verb.kind for clause in clauses for act in clause.thens}
    debtors = {n.name for c in clauses for act in c.thens for n in act.debtor.nouns if n.form == "name"}
    own = subject.name == instrument.id
    if subject.ref is not None and subject.ref.instrument == instrument.id:
        own = mutant.clause in ("", subject.ref.clause) or not subject.ref.clause
    between = subject.debtor in (debtors or names) and (subject.creditor in names or not subject.creditor)
    supposed = sum(v.word == "if" for v in expect.view)
    return (not own and not (between and subject.act in acts), supposed, not own)


# -- what can be struck ------------------------------------------------------------------------------------------------


def _with(thing: T, field: str, value: object) -> T:
    """The same with another value in one field."""
    changed: dict[str, Any] = {field: value}
    return replace(thing, **changed)


def _without(items: tuple[Any, ...]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for i in range(len(items)):
        yield i, items[:i] + items[i + 1 :]


def _instrument(instrument: Instrument) -> Iterator[tuple[str, str, Instrument]]:
    for i, rest in _without(instrument.in_force):
        yield "", f"in force, rule {i + 1}", replace(instrument, in_force=rest)
    for i, rest in _without(instrument.ends):
        yield "", f"ends, rule {i + 1}", replace(instrument, ends=rest)
        yield from (
            ("", f"ends, rule {i + 1}, {what}", replace(instrument, ends=(*rest, changed)))
            for what, changed in _end(instrument.ends[i])
        )
    for i, term in enumerate(instrument.parties):
        for field in ("start", "end"):
            if getattr(term, field) is not None:
                parties = (*instrument.parties[:i], _with(term, field, None), *instrument.parties[i + 1 :])
                yield "", f"{field} of {term.actor}", replace(instrument, parties=parties)
    plain: dict[str, Any] = {
        "denounce": None, "notice": None, "not_before": None, "runs_on": None, "provisional": None, "suspension": False,
    }  # fmt: skip
    for field, empty in plain.items():
        if getattr(instrument, field) != empty:
            yield "", field.replace("_", " "), _with(instrument, field, empty)
    if instrument.demand is not None:
        for field in ("within", "deadline"):
            if getattr(instrument.demand, field) is not None:
                yield "", f"demand {field}", replace(instrument, demand=_with(instrument.demand, field, None))
    yield from (("", what, changed) for what, changed in _common(instrument))
    for i, clause in enumerate(instrument.clauses):
        for what, changed in _clause(clause):
            clauses = (*instrument.clauses[:i], changed, *instrument.clauses[i + 1 :])
            yield clause.id, f"clause {clause.id}: {what}", replace(instrument, clauses=clauses)


def _common(thing: Any) -> Iterator[tuple[str, Any]]:
    if thing.common.secrecy is not None:
        yield "secret", replace(thing, common=replace(thing.common, secrecy=None))
        if thing.common.secrecy.until is not None:
            never = replace(thing.common.secrecy, until=None)
            yield "secret until", replace(thing, common=replace(thing.common, secrecy=never))
        if thing.common.secrecy.known_to:
            nobody = replace(thing.common.secrecy, known_to=())
            yield "known to", replace(thing, common=replace(thing.common, secrecy=nobody))
    for i, rest in _without(thing.common.given):
        yield f"given {thing.common.given[i].question}", replace(thing, common=replace(thing.common, given=rest))


def _end(rule: EndRule) -> Iterator[tuple[str, EndRule]]:
    if rule.unless is not None:
        yield "unless", replace(rule, unless=None)


def _clause(clause: Clause) -> Iterator[tuple[str, Clause]]:
    for field in ("when", "unless", "until"):
        formula = getattr(clause, field)
        if formula is None:
            continue
        if field != "when":
            yield field, _with(clause, field, None)
        for what, changed in _formula(formula):
            yield f"{field}, {what}", _with(clause, field, changed)
    plain: dict[str, Any] = {
        "request_by": None, "standing": False, "decision_by": None, "judged_by": None, "discretion": "",
        "earlier": False, "ever": False, "survives": False,
    }  # fmt: skip
    for field, empty in plain.items():
        if getattr(clause, field) != empty:
            yield field.replace("_", " "), _with(clause, field, empty)
    for field in ("unknown", "in_force", "ends"):
        for i, rest in _without(getattr(clause, field)):
            yield f"{field} {i + 1}".replace("_", " "), _with(clause, field, rest)
    for i, act in enumerate(clause.thens):
        for what, changed_act in _act(act):
            yield (
                f"then {i + 1}, {what}",
                replace(clause, thens=(*clause.thens[:i], changed_act, *clause.thens[i + 1 :])),
            )
    yield from _common(clause)


def _act(act: Act) -> Iterator[tuple[str, Act]]:
    plain: dict[str, Any] = {
        "within": None, "at_once": False, "quantity": None, "limited_place": "", "limited_quantity": None,
    }  # fmt: skip
    for field, empty in plain.items():
        if getattr(act, field) != empty:
            yield field.replace("_", " "), _with(act, field, empty)
    for what, debtor in _phrase(act.debtor):
        yield f"debtor {what}", replace(act, debtor=debtor)


def _formula(formula: Formula) -> Iterator[tuple[str, Formula]]:
    if isinstance(formula, AllOf | AnyOf):
        word = "and" if isinstance(formula, AllOf) else "or"
        for i, rest in _without(formula.parts):
            yield f"{word} {i + 1}", rest[0] if len(rest) == 1 else replace(formula, parts=rest)
        for i, part in enumerate(formula.parts):
            for what, changed in _formula(part):
                parts = (*formula.parts[:i], changed, *formula.parts[i + 1 :])
                yield f"{word} {i + 1}, {what}", replace(formula, parts=parts)
    elif isinstance(formula, Not):
        for what, changed in _formula(formula.part):
            yield f"not, {what}", replace(formula, part=changed)
    elif isinstance(formula, EventPattern):
        yield from _sentence(formula)


def _sentence(pattern: EventPattern) -> Iterator[tuple[str, EventPattern]]:
    empty = Instrumental()
    for field in ("at", "on_territory_of", "against", "under", "quantity", "unprovoked", "within", "ever"):
        if getattr(pattern.extra, field) != getattr(empty, field):
            extra = _with(pattern.extra, field, getattr(empty, field))
            yield field.replace("_", " "), replace(pattern, extra=extra)
    for field in ("subject", "object"):
        phrase = getattr(pattern, field)
        if phrase is not None:
            for what, changed in _phrase(phrase):
                yield f"{field} {what}", _with(pattern, field, changed)


def _phrase(phrase: Phrase) -> Iterator[tuple[str, Phrase]]:
    if phrase.at_least > 1:
        yield f"at least {phrase.at_least}", replace(phrase, at_least=1)
    for i, rest in _without(phrase.excluding):
        yield f"except {phrase.excluding[i].name or phrase.excluding[i].form}", replace(phrase, excluding=rest)
    if phrase.each_how != "each":
        yield phrase.each_how, replace(phrase, each_how="each")
