"""What can be wrong with a case whose every line reads: one function per check, a list of them is the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from foedus.terms.diagnostics import Diagnostic

if TYPE_CHECKING:
    from foedus.case.model import Case

__all__ = ["CHECKS", "check_case"]

Check = Callable[["Case"], Iterator[Diagnostic]]
CHECKS: list[Check] = []


def check_case(case: Case) -> list[Diagnostic]:
    """Run every check of the registry."""
    return [diagnostic for check in CHECKS for diagnostic in check(case)]
