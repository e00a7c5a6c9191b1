"""Lengths of time as treaties and ultimatums state them, and what they do to a day.

- Days and weeks are counted; months and years go by the calendar, and a day that the month reached does not have
  becomes its last (31 January and 1 month: 28 or 29 February; 29 February and 1 year: 28 February).
- Such a limit runs to the end of the day reached, so no clock comes out, even if one went in.
- Hours from a clock time give a clock time, to the minute.
- Hours from a day without a clock count whole days of 24 hours, and the rest is dropped: 48 hours from the 23rd run
  to the end of the 25th, 36 hours to the end of the 24th, 1 hour to the end of the same day.
- The calendar runs from the year 1 to 9999, as the days of open dates do: what would lie beyond is its last
  day, or its first, without a clock.  An open date plus a week is still open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from foedus.terms.calendars import FIRST_DAY, LAST_DAY, last_of_month, ordinal
from foedus.terms.errors import DurationError, shown
from foedus.terms.limits import LARGEST_AMOUNT

__all__ = ["UNITS", "Duration", "DurationError", "Unit", "add", "parse_duration", "subtract"]

Unit = Literal["hour", "day", "week", "month", "year"]

UNITS: dict[str, Unit] = {word: unit for unit in get_args(Unit) for word in (unit, f"{unit}s")}
"""Every word that is a unit, and the unit it is."""

_AMOUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}")
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time.  amount: 0 to 999999.  unit: in the singular.  text: as said, and as printed; not compared.

    >>> parse_duration("48", "hours") == Duration(48, "hour", "48 hour")
    True
    """

    amount: int
    unit: Unit
    text: str = field(compare=False)

    def __str__(self) -> str:
        return self.text


def parse_duration(amount: str, unit: str) -> Duration:
    """Read ``48`` and ``hours``.  Raises DurationError for another unit, or an amount that is no whole number.

    >>> str(parse_duration("48", "hours")), parse_duration("1", "months").unit
    ('48 hours', 'month')
    """
    text = f"{amount} {unit}"
    known = UNITS.get(unit)
    if known is None:
        raise DurationError(f"{shown(unit)} is no unit of time", _unit_hint(unit, amount))
    if not _AMOUNT.fullmatch(amount) or int(amount.replace(",", "")) > LARGEST_AMOUNT:
        hint = "write half of a unit in the next smaller one" if re.fullmatch(r"[0-9]+[.,][0-9]+", amount) else ""
        raise DurationError(
            f"{shown(text)} is no length of time: the amount is a whole number up to {LARGEST_AMOUNT}",
            hint or "write 48 hours",
        )
    return Duration(int(amount.replace(",", "")), known, text)


def add(day: int, minute: int | None, duration: Duration) -> tuple[int, int | None]:
    """The end of the duration that starts on ``day`` (at ``minute`` after midnight, if there is a clock).

    Returns the day and the minute; without a minute it is the end of that day.  The rules stand at the head of this
    module; it never fails.

    >>> from foedus.terms.dates import day, iso
    >>> add(day("1914-07-23"), 18 * 60, parse_duration("48", "hours")) == (day("1914-07-25"), 18 * 60)
    True
    >>> iso(add(day("1914-01-31"), None, parse_duration("1", "month"))[0])
    '1914-02-28'
    """
    return _move(day, minute, duration, 1)


def subtract(day: int, minute: int | None, duration: Duration) -> tuple[int, int | None]:
    """The start of the duration that ends on ``day``: the mirror of ``add``; without a minute, the start of that day.

    >>> from foedus.terms.dates import day, iso
    >>> iso(subtract(day("1912-03-31"), None, parse_duration("1", "month"))[0])
    '1912-02-29'
    """
    return _move(day, minute, duration, -1)


def _move(day: int, minute: int | None, duration: Duration, sign: int) -> tuple[int, int | None]:
    clock: int | None = None
    if duration.unit == "hour" and minute is not None:
        days, clock = divmod(minute + sign * duration.amount * 60, _DAY_MINUTES)
        reached = day + days
    elif duration.unit == "hour":
        reached = day + sign * (duration.amount // 24)
    elif duration.unit in ("day", "week"):
        reached = day + sign * duration.amount * (7 if duration.unit == "week" else 1)
    else:
        reached = _months(day, sign * duration.amount * (12 if duration.unit == "year" else 1))
    if not FIRST_DAY <= reached <= LAST_DAY:
        return (LAST_DAY if reached > LAST_DAY else FIRST_DAY), None
    return reached, clock


def _months(day: int, months: int) -> int:
    start = date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY))
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return LAST_DAY + 1 if year > 9999 else FIRST_DAY - 1
    return ordinal(year, month + 1, min(start.day, last_of_month(year, month + 1)))


def _unit_hint(unit: str, amount: str) -> str:
    lower = unit.casefold()
    if lower in UNITS:
        return f"write {amount} {lower}"
    if lower.startswith(("minute", "second")):
        return "the smallest unit is the hour"
    if lower.startswith("fortnight"):
        return "write 2 weeks"
    if lower.startswith(("decade", "centur")):
        return "count it in years"
    return "units are hours, days, weeks, months and years"
