"""Checks: a time within a condition is a time of silence, and only a casus waits for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foedus.case.looking import Look
from foedus.case.spots import error
from foedus.directives.model import Clause, Demand, EndRule, ForceRule, Instrument, Statement
from foedus.directives.phrases import AllOf, AnyOf, EventPattern, Not
from foedus.terms.diagnostics import Diagnostic

__all__ = ["silences_have_a_beginning"]

_FORMULAS: dict[type, tuple[str, ...]] = {
    Clause: ("when", "unless", "until"), ForceRule: ("when",), EndRule: ("when", "unless"), Instrument: ("runs_on",),
    Statement: ("needs",), Demand: ("wanted",),
}  # fmt: skip


def silences_have_a_beginning(look: Look) -> Iterator[Diagnostic]:
    """``within`` stands after a negation, in a casus: there the rest of the casus says from when the silence counts."""
    for thing in (*look.case.instruments.values(), *look.case.readings.values(), *look.case.doctrines.values()):
        for part in look.parts(thing):
            for name in _FORMULAS.get(type(part), ()):
                for sentence, negated in _timed(getattr(part, name), False):
                    span = sentence.span
                    if not negated:
                        yield error(
                            "E336",
                            '"within" says in a condition for how long nothing happens, and this says that something does',
                            span,
                            label="this is to happen, and not to fail to",
                            help="leave the time out, or say what does not happen: AAA does not aid BBB within 3 days; "
                            "a time for what is owed stands after then: then AAA must defend BBB within 3 days",
                        )
                    elif (type(part), name) != (Clause, "when"):
                        yield error(
                            "E337",
                            "only a casus can wait for a silence: nothing says from when this one counts",
                            span,
                            label="a time to wait",
                            help="put the silence into a when, or leave the time out",
                        )


def _timed(formula: Any, negated: bool) -> Iterator[tuple[EventPattern, bool]]:
    """The sentences of a condition that have a time, and whether each is negated."""
    if isinstance(formula, Not):
        yield from _timed(formula.part, not negated)
    elif isinstance(formula, AllOf | AnyOf):
        for part in formula.parts:
            yield from _timed(part, negated)
    elif isinstance(formula, EventPattern) and formula.extra.within is not None:
        yield formula, negated != formula.negated
