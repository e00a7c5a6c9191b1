"""Directives -> case: resolved and immutable."""

from foedus.case.model import UNILATERAL, Case
from foedus.case.resolve import resolve

__all__ = ["UNILATERAL", "Case", "resolve"]
