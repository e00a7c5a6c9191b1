"""The questions that may take long, by name: each gives a status and a text.  Asked in processes of their own (``workers``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from foedus.findings.model import View
from foedus.serve.answers import (
    compact,
    findings_data,
    importance_data,
    sweep_data,
    system_of,
    timeline_text,
    waiting_data,
)
from foedus.serve.desk import Unready
from foedus.show import export, records
from foedus.terms.diagnostics import FoedusError, to_json

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.serve.desk import Desk

__all__ = ["HEAVY", "answer", "refusal", "said_view", "viewed"]

Said = Mapping[str, Any]
"""What a question says: texts, lists of texts, and the view as a mapping."""

HEAVY = frozenset({"triggers", "conflicts", "sources", "sweep", "report"})
"""What takes seconds on a large case: one of them at a time, so that the others find a worker."""


def viewed(view: View) -> dict[str, Any]:
    """A view as JSON has it: what differs from the case as it stands."""
    usual = asdict(View())
    return {k: v for k, v in asdict(view).items() if v != usual[k]}


def said_view(said: Said) -> View:
    """The view of a question."""
    return View().with_(**said.get("view", {}))


def _why(case: Case, said: Said, view: View) -> str:
    return compact(records.answer("why", case.name, view, case.why(said["about"], said["on"] or None, view)))


def _sources(case: Case, said: Said, view: View) -> str:
    return compact(records.answer("sources", case.name, view, case.sources(said["on"] or None, view)))


def _conflicts(case: Case, said: Said, view: View) -> str:
    return compact(records.answer("conflicts", case.name, view, case.conflicts(said["on"] or None, view, latent=False)))


def _triggers(case: Case, said: Said, view: View) -> str:
    return compact(records.answer("triggers", case.name, view, case.triggers(said["on"] or None, view)))


def _report(case: Case, said: Said, view: View) -> str:
    from foedus.show.dossier import dossier

    return dossier(case, said["on"] or None, view)


def _table(case: Case, said: Said, view: View) -> str:
    return export.csv_text(export.assessment_rows(case.assess(said["on"] or None, view)))


QUESTIONS: dict[str, Callable[[Case, Said, View], str]] = {
    "why": _why,
    "importance": lambda case, said, view: importance_data(case, said["about"], said["on"], view),
    "sources": _sources,
    "conflicts": _conflicts,
    "triggers": _triggers,
    "sweep": lambda case, said, view: sweep_data(system_of(case, said["on"], view)),
    "report": _report,
    "table": _table,
    # With supposed events these are as long as a cascade: the record is evaluated anew.
    "findings": lambda case, said, view: findings_data(case, said["on"], view, said["actor"]),
    "waiting": lambda case, said, view: waiting_data(case, said["on"], view),
    "timeline": lambda case, _, view: timeline_text(case, view),
}


def _cascade(desk: Desk, said: Said, view: View) -> str:
    """The events are followed once, and looked at under each view."""
    events = tuple(said["events"])
    found = desk.answer(
        "cascade", (view.suppose, events, said["per"]), lambda c: c.cascading(*view.suppose, *events, per=said["per"])
    )
    return compact(records.answer("cascade", desk.name, view, found.under(replace(view, suppose=()))))


def answer(desk: Desk, what: str, said: Said) -> tuple[int, str]:
    """The answer to one question, with the status that the API gives it."""
    try:
        if what == "check":
            return 200, compact({"schema": "foedus.check-text/1", "diagnostics": desk.check(said["text"])})
        view = said_view(said)
        if what == "cascade":
            return 200, _cascade(desk, said, view)
        return 200, desk.answer("only", (), lambda case: QUESTIONS[what](case, said, view), keep=False)
    except (FoedusError, LookupError) as error:
        return refusal(error, desk)


def refusal(error: Exception, desk: Desk | None = None) -> tuple[int, str]:
    """What is told of a question that has no answer: it is wrong, the case is not ready, or there is no such thing."""
    if isinstance(error, FoedusError):
        return 400, compact({"schema": "foedus.error/1", "diagnostics": to_json(error.diagnostics)})
    status, diagnostics = 404, list[dict[str, Any]]()
    if isinstance(error, Unready) and desk is not None and not isinstance((state := desk.state()).cause, LookupError):
        status, diagnostics = 409, state.diagnostics
    return status, compact({"schema": "foedus.error/1", "message": str(error), "diagnostics": diagnostics})
