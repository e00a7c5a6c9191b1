"""Checks of ``expect`` lines: what they name exists, so that none holds by a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.case.looking import Look
from foedus.case.names import of_clause
from foedus.case.spots import error
from foedus.case.unknown import Unknown
from foedus.directives.model import Common, Expect
from foedus.terms.diagnostics import Diagnostic, Span

__all__ = ["RESULTS", "expectations_make_sense"]

RESULTS = (
    "bound", "not bound", "entitled", "contested", "unknown", "triggered", "not triggered", "in force", "not in force",
    "never in force", "signed", "suspended", "ended", "latent", "available", "due", "discharged", "performed", "breached",
    "excused", "released", "lapsed", "pending", "condition met", "carried out", "bluff called", "complied", "honoured",
    "violated", "partial", "exceeded", "not invoked", "unrecorded", "unowed", "accepted", "rejected", "true", "false",
)  # fmt: skip
"""What an expectation may say of what it is about."""


def expectations_make_sense(look: Look) -> Iterator[Diagnostic | Unknown]:
    """What an ``expect`` line names exists."""
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
    answers: list[str] = []
    if subject.form == "name":
        known = (case.instruments, case.events, case.denials, case.questions, case.readings, claims)
        if not any(subject.name in table for table in known):
            yield Unknown("name", subject.name, at(subject.name), known)
        elif subject.name in case.questions:
            answers = [a.id for a in case.questions[subject.name].answers]
    if (
        expect.result not in RESULTS
        and expect.result not in answers
        and f"answer {expect.result}" not in look.unread.names
    ):
        yield Unknown("result", expect.result, at(expect.result), ((*RESULTS, *answers),))
    everything = (
        case.sources, case.readings, case.doctrines, case.events, case.denials, case.instruments, case.questions,
        case.actors, claims,
    )  # fmt: skip
    for term in expect.view:
        for name in term.names if term.word != "if" else ():
            if any(name in table for table in everything) or any(name.startswith(f"{q}.") for q in case.questions):
                continue
            yield Unknown(_VIEWED.get(term.word, "name"), name, at(name), everything)


_VIEWED = {"known-to": "actor", "accepting": "reading", "rejecting": "reading"}


def _claims(look: Look) -> set[str]:
    """Every id by which a claim, or an answer, can be named."""
    found: set[str] = set()
    for thing in look.own():
        for part in look.parts(thing):
            if isinstance(part, Common):
                for claim in part.claims:
                    found.add(claim.id or f"{part.id or getattr(thing, 'id', thing.common.id)}.{claim.source}")
    for question in look.case.questions.values():
        for answer in question.answers:
            found.update(c.id or f"{question.id}.{answer.id}.{c.source}" for c in answer.common.claims)
            found.add(f"{question.id}.{answer.id}")
    return found
