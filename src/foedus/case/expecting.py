"""Checks of ``expect`` lines: what they name exists, so that none holds by a slip of the pen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.case.looking import Look
from foedus.case.names import of_clause
from foedus.case.spots import error
from foedus.case.unknown import Unknown
from foedus.directives.model import Common, Expect
from foedus.terms.diagnostics import Diagnostic, Span
from foedus.terms.names import slug

__all__ = ["RESULTS", "expectations_make_sense"]

RESULTS = (
    "bound", "not bound", "entitled", "contested", "unknown", "triggered", "not triggered", "in force", "not in force",
    "never in force", "signed", "suspended", "ended", "latent", "available", "due", "discharged", "performed", "breached",
    "excused", "released", "lapsed", "pending", "condition met", "carried out", "bluff called", "complied", "honoured",
    "violated", "partial", "exceeded", "not invoked", "unrecorded", "unowed", "accepted", "rejected", "true", "false",
)  # fmt: skip
"""What an expectation may say of what it is about."""
OF_TRIPWIRES = ("bound", "entitled", "contested", "not bound")
OF_CONFLICTS = ("now", "latent", "contested", "none")


def expectations_make_sense(look: Look) -> Iterator[Diagnostic | Unknown]:
    """What an ``expect`` line names exists.  What is supposed takes nothing away from it."""
    if look.checked:
        return
    claims = _claims(look) if look.case.expects else set()
    for expect in look.case.expects:
        yield from _expectation(look, expect, claims)


def _expectation(look: Look, expect: Expect, claims: set[str]) -> Iterator[Diagnostic | Unknown]:
    case, subject = look.case, expect.subject
    span = subject.span or expect.common.span

    def at(word: str) -> Span | None:
        return look.spots.of(expect, word) or span

    for name in (subject.debtor, subject.creditor, subject.adversary, *subject.path):
        if name and name not in case.actors:
            yield Unknown("actor", name, at(name), (case.actors,))
    if subject.form == "owes" and subject.act not in case.types and subject.act not in case.kinds:
        if subject.act in case.actors:
            yield error(
                "E314",
                f"this does not say what {subject.debtor} owes {subject.act}",
                at(subject.act),
                label="expected the act after it",
                help=f"write what is owed: {subject.debtor} owes {subject.act} defence",
            )
        else:
            yield Unknown("obligation type", subject.act, at(subject.act), (case.types,))
    if subject.ref is not None and subject.form != "name":
        yield from of_clause(look, subject.ref, span)
    if subject.other is not None:
        yield from of_clause(look, subject.other, span)
    answers: list[str] = []
    if subject.form == "name" and not (expect.chance is not None and subject.name in claims):
        known = (case.instruments, case.events, case.denials, case.questions, case.readings, claims)
        if not any(subject.name in table for table in known):
            yield Unknown("name", subject.name, at(subject.name), known)
        elif subject.name in case.questions:
            answers = [a.id for a in case.questions[subject.name].answers]
    yield from _result(look, expect, answers, at)
    everything = (
        case.sources, case.readings, case.doctrines, case.events, case.denials, case.instruments, case.questions,
        case.actors, claims,
    )  # fmt: skip
    for term in expect.view:
        if term.word == "honour":
            known_rates = ("all", "none", *case.presets)
            if term.names[0] not in known_rates:
                yield Unknown("preset", term.names[0], at(term.names[0]), (known_rates,))
            continue
        for name in term.names if term.word != "if" else ():
            if any(name in table for table in everything) or any(name.startswith(f"{q}.") for q in case.questions):
                continue
            yield Unknown(_VIEWED.get(term.word, "name"), name, at(name), everything)


def _result(
    look: Look, expect: Expect, answers: list[str], at: Callable[[str], Span | None]
) -> Iterator[Diagnostic | Unknown]:
    """The result is one that such a thing can have."""
    result = expect.result
    if expect.chance is not None:
        yield from _chance(look, expect)
    elif expect.subject.form in ("tripwire", "conflict"):
        allowed = OF_TRIPWIRES if expect.subject.form == "tripwire" else OF_CONFLICTS
        if result not in allowed:
            yield Unknown("result", result, at(result), (allowed,))
    elif result not in RESULTS and result not in answers and f"answer {result}" not in look.unread.names:
        yield Unknown("result", result, at(result), ((*RESULTS, *answers),))


def _chance(look: Look, expect: Expect) -> Iterator[Diagnostic]:
    """A chance is that of one thing that is so or not."""
    subject = expect.subject
    if subject.form not in ("owes", "ref", "name") or subject.name in look.case.questions:
        question = look.case.questions.get(subject.name)
        named = f"{question.id}.{question.answers[0].id}" if question is not None and question.answers else ""
        yield error(
            "E315",
            "this has no chance",
            expect.subject.span or expect.common.span,
            label="expected a duty, a clause, an event, a claim or an answer",
            help=f"name one of its answers: {named}" if named else "",
        )


_VIEWED = {"known-to": "actor", "accepting": "reading", "rejecting": "reading"}


def _claims(look: Look) -> set[str]:
    """Every id by which a claim, its source, or an answer, can be named."""
    found: set[str] = set()
    for thing in look.own():
        for part in look.parts(thing):
            if isinstance(part, Common):
                for claim in part.claims:
                    source = slug(claim.source) if claim.source_quoted else claim.source
                    found.add(source)
                    found.add(claim.id or f"{part.id or getattr(thing, 'id', thing.common.id)}.{source}")
    for question in look.case.questions.values():
        for answer in question.answers:
            found.update(c.id or f"{question.id}.{answer.id}.{c.source}" for c in answer.common.claims)
            found.add(f"{question.id}.{answer.id}")
    return found
