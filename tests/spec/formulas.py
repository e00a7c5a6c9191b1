"""Conditions in disjunctive normal form: a list of alternatives, each a list of sentences that hold together."""

from __future__ import annotations

import itertools
from dataclasses import replace

from foedus.directives import phrases as p

__all__ = ["Leaf", "alternatives"]

Leaf = tuple[p.Pattern, bool]
"""One sentence and whether it is negated."""


def alternatives(formula: p.Formula, negate: bool = False) -> list[list[Leaf]]:
    """The formula as an "or" of "and"s; a negation is pushed down to the sentences."""
    if isinstance(formula, p.Not):
        return alternatives(formula.part, not negate)
    if isinstance(formula, (p.AllOf, p.AnyOf)):
        parts = [alternatives(part, negate) for part in formula.parts]
        if isinstance(formula, p.AnyOf) != negate:
            return [alternative for part in parts for alternative in part]
        return [list(itertools.chain(*choice)) for choice in itertools.product(*parts)]
    return [[(replace(formula, negated=False), formula.negated != negate)]]
