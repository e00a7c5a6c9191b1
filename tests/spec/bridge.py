"""The one place where the specification touches ``foedus.terms``: days as integers, lengths of time, quantities.

Everything else in this folder sees integers only.
"""

from __future__ import annotations

from foedus.terms.dates import Date, iso
from foedus.terms.durations import Duration, add, parse_duration, subtract
from foedus.terms.quantities import Quantity, parse_quantity

__all__ = [
    "Date", "back", "bounds", "clock", "day", "days", "hours", "iso", "length", "men", "runs_out", "same_unit", "shift",
    "span", "value",
]  # fmt: skip


def bounds(date: Date) -> tuple[int, int]:
    """First and last possible day of a date."""
    return date.first, date.last


def clock(date: Date) -> int | None:
    """Minutes after midnight, when the date says an hour."""
    return date.minute


def day(number: int) -> Date:
    """The date that is exactly this day."""
    return Date.on(number)


def span(first: int, last: int) -> Date:
    """A date that lies somewhere in first ... last."""
    return Date(f"{iso(first)}/{iso(last)}", first, last)


def days(number: int) -> Duration:
    """That many days."""
    return parse_duration(str(number), "days")


def hours(number: int) -> Duration:
    """That many hours."""
    return parse_duration(str(number), "hours")


def length(words: tuple[str, ...]) -> Duration:
    """A parameter's words as a length of time: ``10 years``; a bare number is days."""
    return parse_duration(words[0], words[1] if len(words) > 1 else "days")


def shift(start: int, time: Duration) -> int:
    """The day on which that length of time after a day runs out."""
    return add(start, None, time)[0]


def runs_out(minute: int | None, time: Duration) -> int | None:
    """The minute at which that length of time runs out, when both say hours."""
    return add(0, minute, time)[1]


def back(start: int, time: Duration) -> int:
    """The day that lies that length of time before a day."""
    return subtract(start, None, time)[0]


def men(number: int) -> Quantity:
    """So many men."""
    return parse_quantity(f"{number} men")


def value(quantity: Quantity) -> float:
    """The amount."""
    return float(quantity.amount)


def same_unit(left: Quantity, right: Quantity) -> bool:
    """Whether two amounts can be compared."""
    return left.unit == right.unit
