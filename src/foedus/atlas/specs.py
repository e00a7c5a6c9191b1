"""What a data set is: how it is recognised, what each column may hold, whom to cite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Codes", "Coverage", "Rule", "Spec", "code", "day", "flag", "month", "number", "text", "whole", "year"]

Codes = Literal["cow", "gw", "none"]
Kind = Literal["whole", "number", "text", "date"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the columns whose name matches ``pattern`` (a whole name) may hold.

    low, high: both included; None is open.  missing: values that stand for "unknown" or "not applicable"; they are
    stored as missing.  more: single values allowed outside the bounds.
    """

    pattern: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    missing: tuple[str, ...] = ()
    more: tuple[float, ...] = ()

    def speaks_of(self, column: str) -> bool:
        """Whether this rule is about a column of that name."""
        return re.fullmatch(self.pattern, column) is not None

    def bounds(self) -> str:
        """The bounds in words: ``0 to 1``."""
        if self.low is None and self.high is None:
            return "a date (YYYY-MM-DD)" if self.kind == "date" else f"a {self.kind}"
        return (
            f"{'' if self.low is None else f'{self.low:g}'} to {'' if self.high is None else f'{self.high:g}'}".strip()
        )


def flag(pattern: str, *missing: str) -> Rule:
    """0 or 1."""
    return Rule(pattern, "whole", 0, 1, missing)


def whole(pattern: str, low: float | None = None, high: float | None = None, *missing: str) -> Rule:
    """A whole number within bounds."""
    return Rule(pattern, "whole", low, high, missing)


def number(pattern: str, low: float | None = None, high: float | None = None, *missing: str) -> Rule:
    """Any number within bounds."""
    return Rule(pattern, "number", low, high, missing)


def text(pattern: str, *missing: str) -> Rule:
    """Any text."""
    return Rule(pattern, "text", None, None, missing)


def code(pattern: str, *missing: str, more: tuple[float, ...] = ()) -> Rule:
    """A state's number: 2 (United States) to 990 (Samoa) in both the COW and the Gleditsch-Ward list."""
    return Rule(pattern, "whole", 2, 990, missing, more)


def year(pattern: str, *missing: str, more: tuple[float, ...] = ()) -> Rule:
    """A year."""
    return Rule(pattern, "whole", 1450, 2100, missing, more)


def month(pattern: str, *missing: str, more: tuple[float, ...] = ()) -> Rule:
    """A month, 1 to 12."""
    return Rule(pattern, "whole", 1, 12, missing, more)


def day(pattern: str, *missing: str, more: tuple[float, ...] = ()) -> Rule:
    """A day of the month, 1 to 31."""
    return Rule(pattern, "whole", 1, 31, missing, more)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The years a data set speaks of, both included; outside them its values are missing, never 0."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Spec:
    """A data set that foedus knows.

    name: its short name, also that of its view in SQL.  title: what it is.  unit: what one row is.
    marks: columns by which a file of it is recognised (all of them, most specific data set first).
    without: columns that a file of it never has.
    key: columns that identify a row; () where rows have no key.
    codes: whose state numbers it uses.  rules: what its columns may hold, the first that matches counts.
    begins, ends: columns (years or dates) from which the coverage is computed; a fixed ``covers`` goes before.
    version: the release where the file does not carry it.  version_column: the column that says the release.
    cite: keys of ``citations.BIBTEX``.  terms: what its makers ask.  page: where it is published.
    download: an address known to give the file itself; "" where there is none.
    renames: columns of other editions of the same file, and what they are called here.
    latest: where another data set has the same columns: a column, and the bounds of its largest value.
    """

    name: str
    title: str
    unit: str
    marks: frozenset[str]
    rules: tuple[Rule, ...]
    key: tuple[str, ...] = ()
    codes: Codes = "cow"
    begins: str = ""
    ends: str = ""
    covers: Coverage | None = None
    version: str = ""
    version_column: str = ""
    cite: tuple[str, ...] = ()
    terms: str = ""
    page: str = ""
    download: str = ""
    without: frozenset[str] = frozenset()
    renames: tuple[tuple[str, str], ...] = ()
    latest: tuple[str, int, int] | None = None

    def rule_for(self, column: str) -> Rule | None:
        """The rule for a column, or None where nothing is known of it."""
        return next((rule for rule in self.rules if rule.speaks_of(column)), None)
