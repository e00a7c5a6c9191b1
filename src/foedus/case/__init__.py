"""Directives -> case: resolved and immutable."""

from foedus.case.follow_on import without_follow_ons
from foedus.case.model import UNILATERAL, Case
from foedus.case.resolve import resolve

__all__ = ["UNILATERAL", "Case", "resolve", "without_follow_ons"]
