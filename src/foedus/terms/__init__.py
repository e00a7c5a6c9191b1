"""The words that everything shares, and that import nothing: dates, durations, quantities, grades, names, diagnostics.

Values are frozen, keep the text as it was said, and are equal when they mean the same.  Reading a word that is none
raises a ``TermError`` with a sentence and a hint; where it stands in a file is known to the reader of the file, who
makes a ``Diagnostic`` of it.
"""

from foedus.terms.dates import (
    FIRST_DAY,
    LAST_DAY,
    Date,
    day,
    is_date_shaped,
    is_time_shaped,
    iso,
    may_overlap,
    parse_date,
    parse_time,
    surely_before,
    surely_same_day,
)
from foedus.terms.diagnostics import (
    Diagnostic,
    FoedusError,
    Note,
    Severity,
    Span,
    render_concise,
    render_full,
    safe,
    summary,
    to_json,
)
from foedus.terms.durations import Duration, add, parse_duration, subtract
from foedus.terms.errors import DateError, DurationError, GradeError, QuantityError, TermError
from foedus.terms.grades import Grade, is_grade, parse_grade
from foedus.terms.names import did_you_mean, is_identifier, nearest
from foedus.terms.quantities import Quantity, parse_amount, parse_quantity

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Date",
    "DateError",
    "Diagnostic",
    "Duration",
    "DurationError",
    "FoedusError",
    "Grade",
    "GradeError",
    "Note",
    "Quantity",
    "QuantityError",
    "Severity",
    "Span",
    "TermError",
    "add",
    "day",
    "did_you_mean",
    "is_date_shaped",
    "is_grade",
    "is_identifier",
    "is_time_shaped",
    "iso",
    "may_overlap",
    "nearest",
    "parse_amount",
    "parse_date",
    "parse_duration",
    "parse_grade",
    "parse_quantity",
    "parse_time",
    "render_concise",
    "render_full",
    "safe",
    "subtract",
    "summary",
    "surely_before",
    "surely_same_day",
    "to_json",
]
