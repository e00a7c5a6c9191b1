"""Days as numbers: the proleptic Gregorian calendar, and the Julian one (Old Style) as it maps to it.

A *day* is the number that ``datetime.date.toordinal`` gives: 1 is 0001-01-01.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from foedus.terms.errors import DateError

__all__ = ["FIRST_DAY", "LAST_DAY", "iso", "last_of_month", "ordinal"]

FIRST_DAY = date.min.toordinal()
"""0001-01-01, the first day there is; the ``first`` of a date that is open at its start."""

LAST_DAY = date.max.toordinal()
"""9999-12-31, the last day there is; the ``last`` of a date that is open at its end."""

_JULIAN_OFFSET = 1721425
"""What lies between a Julian Day Number and the ordinal of the same day."""


def iso(day: int) -> str:
    """The day as ``YYYY-MM-DD``.  Raises DateError outside the years 1 to 9999.

    >>> iso(698556)
    '1913-08-01'
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DateError(f"day number {day} lies outside the years 1 to 9999")
    return date.fromordinal(day).isoformat()


def last_of_month(year: int, month: int, *, julian: bool = False) -> int:
    """How many days the month has (29 for every fourth February of the Julian calendar).

    >>> last_of_month(1900, 2), last_of_month(1900, 2, julian=True)
    (28, 29)
    """
    if julian and month == 2:
        return 29 if year % 4 == 0 else 28
    # Widening may touch the years 0 and 10000 before it is clamped, which Python's calendar refuses; 400 years repeat.
    return monthrange(2000 + year % 400, month)[1]


def ordinal(year: int, month: int, day_of_month: int, *, julian: bool = False) -> int:
    """The day number of a date of either calendar.  The caller has checked month and day of month.

    The result may lie outside ``FIRST_DAY`` to ``LAST_DAY``; the formula is the usual one for the Julian Day Number,
    with the year counted from 1 March so that the leap day comes last.

    >>> iso(ordinal(1912, 2, 29, julian=True))
    '1912-03-13'
    """
    before_march = (14 - month) // 12
    y = year + 4800 - before_march
    number = day_of_month + (153 * (month + 12 * before_march - 3) + 2) // 5 + 365 * y + y // 4
    number += -32083 if julian else -(y // 100) + y // 400 - 32045
    return number - _JULIAN_OFFSET
