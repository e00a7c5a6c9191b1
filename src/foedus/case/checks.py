"""What can be wrong with a case whose every line reads: one function per check, ``CHECKS`` is the registry.

A check looks at a resolved case and yields diagnostics, or names that nothing is called by; it never raises and never
changes anything.  The checks themselves stand in the modules beside this one, by what they look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.case.commitments import (
    clauses_bind_somebody,
    formulas_are_small,
    nothing_goes_round,
    questions_have_answers,
    readings_say_something,
)
from foedus.case.expecting import RESULTS, expectations_make_sense
from foedus.case.looking import Check, Look
from foedus.case.names import (
    doctrine_parameters,
    names_in_claims,
    names_in_declarations,
    names_in_sentences,
    names_of_parties,
    references_to_clauses,
)
from foedus.case.silences import silences_have_a_beginning
from foedus.case.spots import Spots
from foedus.case.times import actors_exist_when_they_act, begins_before_it_ends, order_of_events
from foedus.case.unknown import Unknown, tell
from foedus.language.found import Unread
from foedus.terms.diagnostics import Diagnostic
from foedus.terms.limits import MOST_TOLD

if TYPE_CHECKING:
    from foedus.case.model import Case

__all__ = ["CHECKS", "RESULTS", "check_case"]

CHECKS: list[Check] = [
    names_in_sentences,
    names_of_parties,
    names_in_declarations,
    names_in_claims,
    references_to_clauses,
    doctrine_parameters,
    begins_before_it_ends,
    actors_exist_when_they_act,
    order_of_events,
    clauses_bind_somebody,
    formulas_are_small,
    silences_have_a_beginning,
    questions_have_answers,
    readings_say_something,
    nothing_goes_round,
    expectations_make_sense,
]


def check_case(
    case: Case,
    unread: Unread = Unread(),  # noqa: B008 (a value, and never changed)
    *,
    checked: bool = False,
) -> list[Diagnostic]:
    """Run every check of the registry.

    unread: what lines that could not be read would have declared.   checked: all but what is supposed is known to be right.
    """
    spots = Spots(case.texts)
    look = Look(case, spots, unread, checked)
    found: list[Diagnostic] = []
    unknown: list[Unknown] = []
    for check in CHECKS:
        for one in check(look):
            if isinstance(one, Diagnostic):
                found.append(one)
            elif one.name not in unread.names:
                unknown.append(one)
    return found + tell(spots, unknown, MOST_TOLD)
