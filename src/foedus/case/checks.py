"""What can be wrong with a case whose every line reads: one function per check, ``CHECKS`` is the registry.

A check looks at a resolved case and yields diagnostics; it never raises and never changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from foedus.directives.model import Act, Clause, Common, Event, Expect, Instrument, Parameter
from foedus.directives.phrases import AllOf, AnyOf, ClauseRef, EventPattern, LawPattern, Not, Noun, RelationPattern
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.names import did_you_mean

if TYPE_CHECKING:
    from foedus.case.model import Case

__all__ = ["CHECKS", "check_case"]

Check = Callable[["Case"], Iterator[Diagnostic]]
DISJUNCTS = 64
ROLES = ("attacker", "victim", "debtor", "creditor", "adversary")
PRELUDE = "prelude:"
"""How spans name the files of the prelude."""
SORTS = ("state", "organisation", "group", "office", "person", "body")


def check_case(case: Case) -> list[Diagnostic]:
    """Run every check of the registry."""
    return [diagnostic for check in CHECKS for diagnostic in check(case)]


# -- helpers ---------------------------------------------------------------------------------------------------------


def _error(
    code: str, message: str, span: Span | None, *, label: str = "", notes: Iterable[Note] = (), help: str = ""
) -> Diagnostic:
    return Diagnostic(code, "error", message, span, label=label, notes=tuple(notes), help=help)


def _unknown(what: str, name: str, span: Span | None, known: Iterable[str]) -> Diagnostic:
    return _error("E310", f'unknown {what} "{name}"', span, label=did_you_mean(name, sorted(known)) or "not declared")


def _plural(name: str) -> tuple[str, ...]:
    return (name, name + "s", name.removesuffix("s"))


def _is_class(case: Case, name: str) -> bool:
    return any(form in case.classes or form in SORTS for form in _plural(name))


def _walk(value: Any) -> Iterator[Any]:
    """Every dataclass value inside a directive."""
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


def _tables(case: Case) -> Iterator[Any]:
    """Everything that the case itself declares; what the prelude declares is not checked again with every case."""
    for table in (
        case.actors, case.places, case.classes, case.kinds, case.types, case.sources, case.instruments, case.events,
        case.readings, case.doctrines, case.questions, case.denials, case.conflicts,
    ):  # fmt: skip
        for thing in table.values():
            if not _from_prelude(thing.common):
                yield thing


def _from_prelude(common: Common) -> bool:
    return common.span is not None and common.span.file.startswith(PRELUDE)


def _parts(value: Any) -> Iterator[Any]:
    """Parts of a directive that are checked as sentences (the names of recorded events included)."""
    yield from _walk(value)


# -- names -----------------------------------------------------------------------------------------------------------


def names_in_sentences(case: Case) -> Iterator[Diagnostic]:
    """Every noun names something: an actor, class, place, instrument, event, question or role."""
    things = {
        *case.actors, *case.classes, *case.places, *case.instruments, *case.events, *case.questions, *case.kinds,
        *case.types, *case.conflicts,
    }  # fmt: skip
    for thing in _tables(case):
        for part in _parts(thing):
            if not isinstance(part, Noun):
                continue
            span = part.span or thing.common.span
            if part.form == "name" and part.name not in things and not _is_class(case, part.name):
                yield _unknown("name", part.name, span, things)
            elif part.form == "role" and part.name not in ROLES:
                yield _unknown("role", part.name, span, ROLES)
            elif part.form in ("any", "any other", "outside") and not _is_class(case, part.name):
                yield _unknown("class", part.name, span, [*case.classes, *SORTS])


def names_of_parties(case: Case) -> Iterator[Diagnostic]:
    """Parties, issuers and addressees are actors."""
    for instrument in case.instruments.values():
        for term in (*instrument.parties, *instrument.issuers, *instrument.addressees):
            if term.actor not in case.actors:
                yield _unknown("actor", term.actor, term.span or instrument.common.span, case.actors)
        for other in (*instrument.amends, *instrument.supplements):
            if other not in case.instruments:
                yield _unknown("instrument", other, instrument.common.span, case.instruments)


def names_in_declarations(case: Case) -> Iterator[Diagnostic]:
    """Everything a declaration refers to is declared."""
    groups: list[tuple[str, Any, Iterable[str], Iterable[str]]] = []
    for actor in case.actors.values():
        named = [n for n in (actor.part_of, actor.organ_of, actor.binds) if n]
        named += [*actor.reports_to, *actor.access_to, *actor.works_with]
        groups.append(("actor", actor, named, case.actors))
        groups.append(("actor or instrument", actor, actor.members, [*case.actors, *case.instruments]))
    for place in case.places.values():
        groups.append(("place", place, place.inside, case.places))
        groups.append(("actor", place, place.sovereign, case.actors))
    for class_ in case.classes.values():
        if not _from_prelude(class_.common):
            groups.append(("actor or class", class_, [m.member for m in class_.members], [*case.actors, *case.classes]))
        groups.append(("class", class_, class_.covers, case.classes))
    for kind in case.kinds.values():
        groups.append(("kind", kind, [*kind.parents, *kind.begins, *kind.ends], case.kinds))
    for type_ in case.types.values():
        groups.append(("obligation type", type_, type_.incompatible, case.types))
    for source in case.sources.values():
        groups.append(("source", source, source.origin, case.sources))
    for conflict in case.conflicts.values():
        groups.append(("actor", conflict, [a for side in conflict.sides for a in side], case.actors))
    for reading in case.readings.values():
        groups.append(("actor", reading, [*reading.by, *(a for a, _ in reading.shared_by)], case.actors))
    for what, thing, names, known in groups:
        for name in names:
            if name not in known:
                yield _unknown(what, name, thing.common.span, known)


def names_in_claims(case: Case) -> Iterator[Diagnostic]:
    """Sources of claims, those who were told, and answers that things are given under."""
    for thing in _tables(case):
        for part in _walk(thing):
            if not isinstance(part, Common):
                continue
            for claim in part.claims:
                span = claim.span or part.span
                if not claim.source_quoted and claim.source not in case.sources:
                    yield _unknown("source", claim.source, span, case.sources)
                for name in claim.through:
                    if name not in case.sources:
                        yield _unknown("source", name, span, case.sources)
                for name in claim.private_to:
                    if name not in case.actors:
                        yield _unknown("actor", name, span, case.actors)
            for name, _ in part.secrecy.known_to if part.secrecy is not None else ():
                if name not in case.actors:
                    yield _unknown("actor", name, part.span, case.actors)
            for given in part.given:
                question = case.questions.get(given.question)
                if question is None:
                    yield _unknown("question", given.question, given.span or part.span, case.questions)
                elif all(a.id != given.answer for a in question.answers):
                    note = Note("its answers stand here", question.common.span)
                    known = [a.id for a in question.answers]
                    yield _error(
                        "E311",
                        f'question "{question.id}" has no answer "{given.answer}"',
                        given.span or part.span,
                        label=did_you_mean(given.answer, known) or f"its answers: {', '.join(known)}",
                        notes=[note],
                    )


def _ref(case: Case, ref: ClauseRef, fallback: Span | None) -> Iterator[Diagnostic]:
    instrument = case.instruments.get(ref.instrument)
    span = ref.span or fallback
    if instrument is None:
        yield _unknown("instrument", ref.instrument, span, case.instruments)
    elif ref.clause and all(c.id != ref.clause for c in instrument.clauses):
        known = [c.id for c in instrument.clauses]
        yield _error(
            "E312",
            f'"{ref.instrument}" has no clause "{ref.clause}"',
            span,
            label=did_you_mean(ref.clause, known) or f"its clauses: {', '.join(known) or 'none'}",
            notes=[Note("the instrument stands here", instrument.common.span)],
        )


def references_to_clauses(case: Case) -> Iterator[Diagnostic]:
    """Clauses that sentences, readings and expectations speak of exist."""
    for thing in _tables(case):
        for part in _walk(thing):
            if isinstance(part, LawPattern):
                yield from _ref(case, part.ref, part.span or thing.common.span)
            elif isinstance(part, EventPattern) and part.extra.under is not None:
                yield from _ref(case, part.extra.under, part.span or thing.common.span)
            elif isinstance(part, RelationPattern) and part.relation == "a party to":
                yield from _ref(case, ClauseRef(part.name, "", part.span), thing.common.span)
    for reading in case.readings.values():
        for ref in reading.scope:
            yield from _ref(case, ref, reading.common.span)
        for statement in reading.statements:
            target = statement.target
            if target is not None and target.instrument not in case.events:
                yield from _ref(case, target, statement.span or reading.common.span)


# -- time ------------------------------------------------------------------------------------------------------------


def _reversed(start: Date | None, end: Date | None) -> bool:
    return start is not None and end is not None and end.last < start.first


def begins_before_it_ends(case: Case) -> Iterator[Diagnostic]:
    """Nothing ends before it begins."""
    for actor in case.actors.values():
        if _reversed(actor.start, actor.end):
            yield _error("E320", f'"{actor.id}" ends ({actor.end}) before it begins ({actor.start})', actor.common.span)
    for instrument in case.instruments.values():
        for end in instrument.ends:
            if end.date is not None and end.date.last < instrument.date.first:
                yield _error(
                    "E320",
                    f'"{instrument.id}" ends ({end.date}) before it was made ({instrument.date})',
                    end.span or instrument.common.span,
                    label="the end",
                    notes=[Note(f"made here, on {instrument.date}", instrument.common.span)],
                )
        for rule in instrument.in_force:
            if rule.date is not None and rule.date.last < instrument.date.first:
                yield Diagnostic(
                    "W320",
                    "warning",
                    f'"{instrument.id}" is in force from {rule.date}, before its date {instrument.date}',
                    rule.span or instrument.common.span,
                )
        for term in (*instrument.parties, *instrument.issuers):
            if _reversed(term.start, term.end):
                yield _error(
                    "E320",
                    f'"{term.actor}" leaves "{instrument.id}" ({term.end}) before it joins ({term.start})',
                    term.span or instrument.common.span,
                )
        secrecy = instrument.common.secrecy
        if secrecy is not None and secrecy.until is not None and secrecy.until.last < instrument.date.first:
            yield _error(
                "E320", f'"{instrument.id}" was published ({secrecy.until}) before it was made', instrument.common.span
            )
    for event in case.events.values():
        if _reversed(event.date, event.until):
            yield _error(
                "E320", f'"{event.common.id}" ends ({event.until}) before it begins ({event.date})', event.common.span
            )


def actors_exist_when_they_act(case: Case) -> Iterator[Diagnostic]:
    """Nobody acts before he exists or after he has ceased to."""
    for event in case.events.values():
        for noun in _nouns(event):
            yield from _existed(case, noun.name, event.date, noun.span or event.common.span)
    for instrument in case.instruments.values():
        for term in (*instrument.parties, *instrument.issuers):
            joined = term.start or instrument.date
            yield from _existed(case, term.actor, joined, term.span or instrument.common.span)


def _nouns(event: Event) -> Iterator[Noun]:
    yield from event.sentence.subject.nouns
    if event.sentence.object is not None:
        yield from event.sentence.object.nouns


def _existed(case: Case, name: str, date: Date, span: Span | None) -> Iterator[Diagnostic]:
    actor = case.actors.get(name)
    if actor is None:
        return
    early = actor.start is not None and date.last < actor.start.first
    late = actor.end is not None and date.first > actor.end.last
    if early or late:
        when = f"exists from {actor.start}" if early else f"existed until {actor.end}"
        yield _error(
            "E321",
            f'"{name}" is used on {date}, but {when}',
            span,
            label="not there on that day",
            notes=[Note(f"{name} is declared here", actor.common.span)],
        )


# -- instruments and clauses -----------------------------------------------------------------------------------------


def clauses_bind_somebody(case: Case) -> Iterator[Diagnostic]:
    """A clause has an act, names of its own, and a debtor who can be bound by its instrument."""
    for instrument in case.instruments.values():
        seen: dict[str, Clause] = {}
        for clause in instrument.clauses:
            if clause.id in seen:
                yield _error(
                    "E331",
                    f'"{instrument.id}" has two clauses "{clause.id}"',
                    clause.common.span,
                    notes=[Note("the first stands here", seen[clause.id].common.span)],
                )
            seen[clause.id] = clause
            if not clause.thens and not clause.text and not clause.common.note:
                yield _error(
                    "E332",
                    f'clause "{clause.id}" of "{instrument.id}" obliges nobody to anything',
                    clause.common.span,
                    help='say what follows: then DEBTOR must DO SOMETHING; or give its words: text "…"',
                )
            for act in clause.thens:
                yield from _debtors(case, instrument, clause, act)


def _debtors(case: Case, instrument: Instrument, clause: Clause, act: Act) -> Iterator[Diagnostic]:
    terms = (*instrument.parties, *instrument.issuers, *instrument.addressees)
    span = act.span or clause.common.span
    wants_party = any(n.form in ("party", "parties", "other party", "other parties") for n in act.debtor.nouns)
    if wants_party and not any(t.actor in case.actors for t in terms):
        yield _error(
            "E333",
            f'clause "{clause.id}" of "{instrument.id}" binds its parties, but none of them is an actor',
            span,
            notes=[Note("the instrument stands here", instrument.common.span)],
            help="add a line: parties A, B",
        )
    if not instrument.parties:
        return
    names = {t.actor for t in instrument.parties}
    for noun in act.debtor.nouns:
        if noun.form != "name" or noun.name not in case.actors or noun.name in names:
            continue
        if any(e.sentence.verb.kind in ("accede", "succeeds") for e in case.events.values()):
            continue
        whole = case.actors[noun.name].organ_of
        if whole not in names:
            yield Diagnostic(
                "W333",
                "warning",
                f'"{noun.name}" is no party to "{instrument.id}", so this clause cannot bind it',
                noun.span or span,
                notes=(Note("the parties stand here", instrument.common.span),),
            )


def formulas_are_small(case: Case) -> Iterator[Diagnostic]:
    """A condition comes to at most ``DISJUNCTS`` alternatives."""
    for instrument in case.instruments.values():
        for clause in instrument.clauses:
            for formula in (clause.when, clause.unless, clause.until):
                if formula is not None and _size(formula, False) > DISJUNCTS:
                    yield _error(
                        "E334",
                        f'a condition of clause "{clause.id}" comes to more than {DISJUNCTS} alternatives',
                        clause.common.span,
                        help="split it into several clauses",
                    )


def _size(formula: Any, negated: bool) -> int:
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


def questions_have_answers(case: Case) -> Iterator[Diagnostic]:
    """A question has at least two answers, each named once."""
    for question in case.questions.values():
        ids = [a.id for a in question.answers]
        if not ids:
            yield _error(
                "E340",
                f'question "{question.id}" has no answers',
                question.common.span,
                help='add lines: answer NAME "…"',
            )
        for name in sorted({i for i in ids if ids.count(i) > 1}):
            yield _error("E341", f'question "{question.id}" has the answer "{name}" twice', question.common.span)


def order_of_events(case: Case) -> Iterator[Diagnostic]:
    """``after`` names events, without going round in a circle; ``in conflict`` names a conflict."""
    for event in case.events.values():
        for name in event.after:
            other = case.events.get(name)
            if other is None:
                yield _unknown("event", name, event.common.span, case.events)
            elif event.common.id in other.after or name == event.common.id:
                yield _error(
                    "E342",
                    f'"{event.common.id}" and "{name}" are each said to come after the other',
                    event.common.span,
                    notes=[Note("the other half is here", other.common.span)],
                )
            elif other.date.first > event.date.last:
                yield _error(
                    "E343",
                    f'"{event.common.id}" ({event.date}) cannot come after "{name}" ({other.date})',
                    event.common.span,
                    notes=[Note("the later one is here", other.common.span)],
                )
        if event.conflict and event.conflict not in case.conflicts:
            yield _unknown("conflict", event.conflict, event.common.span, case.conflicts)


def sources_do_not_circle(case: Case) -> Iterator[Diagnostic]:
    """No source repeats itself."""
    for source in case.sources.values():
        seen, todo = set(), list(source.origin)
        while todo:
            name = todo.pop()
            if name == source.id:
                yield _error("E344", f'source "{source.id}" is its own origin', source.common.span)
                break
            if name not in seen and name in case.sources:
                seen.add(name)
                todo.extend(case.sources[name].origin)


# -- expectations ----------------------------------------------------------------------------------------------------

RESULTS = (
    "bound", "not bound", "entitled", "contested", "unknown", "triggered", "not triggered", "in force", "not in force",
    "never in force", "signed", "suspended", "ended", "latent", "available", "due", "discharged", "performed", "breached",
    "excused", "released", "lapsed", "pending", "condition met", "carried out", "bluff called", "complied", "honoured",
    "violated", "partial", "exceeded", "not invoked", "unrecorded", "unowed", "accepted", "rejected", "true", "false",
)  # fmt: skip


def expectations_make_sense(case: Case) -> Iterator[Diagnostic]:
    """What an ``expect`` line names exists, so that none can hold by a slip of the pen."""
    claims = _claims(case) if case.expects else set()
    for expect in case.expects:
        yield from _expectation(case, expect, claims)


def _expectation(case: Case, expect: Expect, claims: set[str]) -> Iterator[Diagnostic]:
    subject, span = expect.subject, expect.subject.span or expect.common.span
    actors = [n for n in (subject.debtor, subject.creditor, subject.adversary, *subject.path) if n]
    for name in actors:
        if name not in case.actors:
            yield _unknown("actor", name, span, case.actors)
    if subject.form == "owes" and subject.act not in case.types and subject.act not in case.kinds:
        yield _unknown("obligation type", subject.act, span, [*case.types, *case.kinds])
    if subject.ref is not None and subject.form != "name":
        yield from _ref(case, subject.ref, span)
    answers: list[str] = []
    if subject.form == "name":
        known = {
            *case.instruments, *case.events, *case.denials, *case.questions, *case.readings, *claims,
        }  # fmt: skip
        if subject.name not in known:
            yield _unknown("name", subject.name, span, known)
        elif subject.name in case.questions:
            answers = [a.id for a in case.questions[subject.name].answers]
    if expect.result not in RESULTS and expect.result not in answers:
        yield _unknown("result", expect.result, span, [*RESULTS, *answers])
    for term in expect.view:
        if term.word == "if":
            continue
        everything = {
            *case.sources, *case.readings, *case.doctrines, *case.events, *case.denials, *case.instruments,
            *case.questions, *case.actors, *claims,
        }  # fmt: skip
        for name in term.names:
            if name not in everything and not any(name.startswith(f"{q}.") for q in case.questions):
                yield _unknown("name", name, term.span or span, everything)


def _claims(case: Case) -> set[str]:
    found: set[str] = set()
    for thing in _tables(case):
        for part in _walk(thing):
            if isinstance(part, Common):
                for claim in part.claims:
                    found.add(claim.id or f"{part.id or getattr(thing, 'id', thing.common.id)}.{claim.source}")
    for question in case.questions.values():
        for answer in question.answers:
            found.update(c.id or f"{question.id}.{answer.id}.{c.source}" for c in answer.common.claims)
            found.add(f"{question.id}.{answer.id}")
    return found


def doctrine_parameters(case: Case) -> Iterator[Diagnostic]:
    """Parameters of doctrines name kinds that exist."""
    for doctrine in case.doctrines.values():
        for parameter in doctrine.parameters:
            if isinstance(parameter, Parameter) and parameter.name == "kinds":
                for word in (w.strip(",") for w in parameter.values):
                    if word and word not in case.kinds:
                        yield _unknown("kind", word, parameter.span or doctrine.common.span, case.kinds)


CHECKS: list[Check] = [
    names_in_sentences,
    names_of_parties,
    names_in_declarations,
    names_in_claims,
    references_to_clauses,
    begins_before_it_ends,
    actors_exist_when_they_act,
    clauses_bind_somebody,
    formulas_are_small,
    questions_have_answers,
    order_of_events,
    sources_do_not_circle,
    expectations_make_sense,
    doctrine_parameters,
]
