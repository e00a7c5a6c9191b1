"""A duty asked about in words: its names are those of the case, or it is said which were meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from foedus.case.model import Case
from foedus.directives.model import Subject
from foedus.terms.diagnostics import Diagnostic, FoedusError
from foedus.terms.names import did_you_mean

__all__ = ["as_meant", "speaks_of_act"]


def as_meant(case: Case, subject: Subject) -> Subject:
    """The subject, where all that it names is in the case; ``ITA owes FRA`` is about all that Italy owes France.

    Raises FoedusError with what may have been meant by the first name that nothing bears.
    """
    if subject.form != "owes":
        return subject
    if subject.act in case.actors and not subject.creditor:
        subject = replace(subject, creditor=subject.act, act="")
    whoever = {id_: thing.name for table in (case.actors, case.classes, case.places) for id_, thing in table.items()}
    for name in (subject.debtor, subject.creditor, subject.adversary):
        if name and name not in whoever:
            raise _unknown("actor", name, _also_by_title(case, name) or did_you_mean(name, whoever))
    acts = [*case.types, *case.kinds]
    if subject.act and subject.act not in acts:
        raise _unknown("act", subject.act, did_you_mean(subject.act, acts))
    ref, titles = subject.ref, {id_: i.title for id_, i in case.instruments.items()}
    if ref is not None and ref.instrument not in case.instruments:
        raise _unknown("instrument", ref.instrument, did_you_mean(ref.instrument, titles))
    return subject


def speaks_of_act(case: Case, subject: Subject, act: str) -> bool:
    """Whether what is asked about is this act, or what it is a kind of: "mobilisation" is the duty to mobilise too."""
    wanted = subject.act
    return not wanted or wanted in (act, act.removesuffix("-duty")) or wanted in case.kind_is.get(act, frozenset())


def _also_by_title(case: Case, name: str) -> str:
    """``did you mean ITA (Italy)?`` for an actor that goes by that full name."""
    return _listed(f"{id_} ({actor.name})" for id_, actor in case.actors.items() if name.lower() == actor.name.lower())


def _listed(names: Iterable[str]) -> str:
    found = ", ".join(names)
    return f"did you mean {found}?" if found else ""


def _unknown(what: str, name: str, hint: str | None) -> FoedusError:
    message = f'no {what} is called "{name}"'
    return FoedusError(
        (Diagnostic("E505", "error", message, None, help=hint or "ids are asked for, as the file has them"),)
    )
