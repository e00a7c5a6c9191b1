"""Boolean functions of assumptions: what a label is, decision diagrams that hold them, and what labels rest on.

This package knows nothing of law and imports nothing of the rest of foedus.
"""

from foedus.labels.bdd import BddLabels
from foedus.labels.brute import BruteLabels
from foedus.labels.projection import eliminate
from foedus.labels.protocol import Assignment, LabelBudgetExceeded, Labels, Valuation
from foedus.labels.supports import Literal, Support, Supports, depends_on, essential, minimal_supports

__all__ = [
    "Assignment",
    "BddLabels",
    "BruteLabels",
    "LabelBudgetExceeded",
    "Labels",
    "Literal",
    "Support",
    "Supports",
    "Valuation",
    "depends_on",
    "eliminate",
    "essential",
    "minimal_supports",
]
