"""Dates as people state them: a subset of EDTF (ISO 8601-2), in the Gregorian calendar or in Old Style.

What can be said, and which days it may mean:

======================  ==================================================================================
``1914-08-01``          that day
``1914-08``, ``1914``   one day of that month, of that year
``1979-08~``            about then: one unit of the date's own precision on either side (here July to September)
``1898/1903-08``        one day from the first of the one to the last of the other; either end may be approximate
``../1914``, ``1914/..``  open at one end
``1979-08-01T18:00``    a clock time, with or without a zone (``Z``, ``+02:00``); also ``1979-08-01 18:00``
``1912-02-29 OS``       Old Style: the Julian calendar, the year reckoned from 1 January
======================  ==================================================================================

Everything else (seasons, unspecified digits, ``?`` and ``%``, the year 0) is refused with a sentence saying why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from foedus.terms.calendars import FIRST_DAY, LAST_DAY, iso, last_of_month, ordinal
from foedus.terms.date_mistakes import complain, looks_meant_as_date, time_complaint
from foedus.terms.errors import DateError, shown

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Date",
    "DateError",
    "day",
    "is_date_shaped",
    "is_time_shaped",
    "iso",
    "may_overlap",
    "parse_date",
    "parse_time",
    "surely_before",
    "surely_same_day",
]

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?")
_TIME_SHAPE = re.compile(r"[0-9]{1,2}:[0-9]{1,2}\S*|[0-9]{1,2}(?:[.][0-9]{2})?[AaPp]\.?[Mm]\.?")
_FAR_ZONE = 16 * 60
"""Local times have differed from Greenwich by almost 16 hours (Manila before 1845)."""


@dataclass(frozen=True, slots=True)
class Date:
    """When something was, as well as it is known: one day from ``first`` to ``last``.

    text: as said, and as printed; ``parse_date(date.text) == date``.
    first, last: the earliest and the latest day it may have been (inclusive).
    minute: minutes after midnight on the clock as said, 0 to 1439; None: no clock.  Only an exact day has one.
    zone: minutes by which that clock is ahead of UTC; None: not said.
    approximate: said with ``~``; first and last are already widened.
    open_start, open_end: no bound was said; first is then 0001-01-01, last 9999-12-31.

    Two dates are equal when they mean the same; the text does not count (``1912-02-29 OS`` equals ``1912-03-13``).
    There is no ``<``, because two dates need not have an order: see ``surely_before``; ``sort_key`` is for listing.
    Raises DateError when built with days out of order or range, or with a clock on a date that is no exact day.
    """

    text: str = field(compare=False)
    first: int
    last: int
    minute: int | None = None
    zone: int | None = None
    approximate: bool = False
    open_start: bool = False
    open_end: bool = False

    def __post_init__(self) -> None:
        if not FIRST_DAY <= self.first <= self.last <= LAST_DAY:
            raise DateError(f"{shown(self.text)}: its days are out of order or outside the years 1 to 9999")
        if self.minute is None:
            if self.zone is not None:
                raise DateError(f"{shown(self.text)} has a time zone but no time of day")
            return
        if not self.exact:
            raise DateError(
                f"{shown(self.text)} has a time of day but is not one day",
                "give the whole date, as in 1979-08-01T18:00",
            )
        if not 0 <= self.minute < 24 * 60 or abs(self.zone or 0) >= _FAR_ZONE:
            raise DateError(f"{shown(self.text)} has a time of day that no clock shows", "write 18:00 or 18:00+02:00")

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def on(day: int) -> Date:
        """The date that is exactly this day.  Raises DateError outside the years 1 to 9999.

        >>> str(Date.on(698556))
        '1913-08-01'
        """
        return Date(iso(day), day, day)

    @staticmethod
    def from_old_style(text: str) -> Date:
        """A date of the Julian calendar; ``text`` without or with the suffix ``OS``.  Raises DateError.

        >>> old = Date.from_old_style("1912-02-29")
        >>> str(old), iso(old.first)
        ('1912-02-29 OS', '1912-03-13')
        """
        return parse_date(text, old_style=True)

    @property
    def exact(self) -> bool:
        """Whether it can only be one day.

        >>> parse_date("1914-08-01").exact, parse_date("1914-08").exact
        (True, False)
        """
        return self.first == self.last and not self.approximate

    @property
    def instant(self) -> int | None:
        """Minutes since 0001-01-01T00:00Z, for comparing clocks of different zones; None without clock or zone.

        >>> parse_date("1979-08-01T18:00+02:00").instant == parse_date("1979-08-01T16:00Z").instant
        True
        """
        if self.minute is None or self.zone is None:
            return None
        return (self.first - FIRST_DAY) * 24 * 60 + self.minute - self.zone

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """For listing dates in a stable order; says nothing about which was earlier."""
        return (self.first, self.last, -1 if self.minute is None else self.minute - (self.zone or 0), self.text)

    def at(self, minute: int, zone_minutes: int | None = None) -> Date:
        """The same day at a clock time (minutes after midnight, and minutes ahead of UTC if a zone was said).

        Raises DateError for a date that is no exact day, one that has a clock already, or a time no clock shows.

        >>> str(parse_date("1914-07-23").at(18 * 60)), str(parse_date("1914-07-23").at(18 * 60, -300))
        ('1914-07-23 18:00', '1914-07-23 18:00-05:00')
        """
        if self.minute is not None:
            raise DateError(f"{shown(self.text)} has a time of day already", "give one time")
        if not self.exact:
            raise DateError(
                f"{shown(self.text)} is not one day, so it has no time of day", "give the whole date, as in 1979-08-01"
            )
        return replace(self, text=f"{self.text} {_clock(minute, zone_minutes)}", minute=minute, zone=zone_minutes)

    def may_be(self, day: int) -> bool:
        """Whether it may have been that day.

        >>> parse_date("1914-08").may_be(day("1914-08-31"))
        True
        """
        return self.first <= day <= self.last


def day(text: str) -> int:
    """The number of a day written ``YYYY-MM-DD``.  Raises DateError, also for a date that is not one day.

    >>> day("1914-08-01")
    698921
    """
    date = parse_date(text)
    if not date.exact or date.minute is not None:
        raise DateError(f"{shown(text)} is not one day", "write the whole date, as in 1914-08-01")
    return date.first


def parse_date(text: str, *, old_style: bool = False) -> Date:
    """Read a date: one word, or the word with ``OS`` and a time of day after it, one blank between.

    old_style: read it in the Julian calendar though the word ``OS`` is missing; the text then gets it.
    Raises DateError with what is wrong and what to write.

    >>> date = parse_date("1979-08~")
    >>> iso(date.first), iso(date.last), date.approximate
    ('1979-07-01', '1979-09-30', True)
    >>> parse_date("1914-13-01")
    Traceback (most recent call last):
    ...
    foedus.terms.errors.DateError: "1914-13-01" is no date: there is no month 13; months are 01 to 12
    """
    word, *rest = text.split(" ")
    julian = old_style
    if "OS" in rest:
        rest.remove("OS")
        julian = True
    elif old_style:
        text = f"{text} OS"
    main, t, clock = word.partition("T")
    if not t and rest:
        clock = rest.pop(0)
        t = "T" if clock else ""
    if rest or (t and not clock):
        raise DateError(
            f"{shown(text)} is no date", "write a date such as 1914-08-01, then perhaps OS, then a time as 18:00"
        )
    date = _interval(text, main, julian) if "/" in main else _single(text, main, julian)
    if not t:
        return date
    minute, zone = parse_time(clock)
    return replace(date, minute=minute, zone=zone)


def parse_time(word: str) -> tuple[int, int | None]:
    """Minutes after midnight, and the zone in minutes ahead of UTC (None: not said).  Raises DateError.

    >>> parse_time("18:00"), parse_time("18:30+02:00"), parse_time("06:00Z")
    ((1080, None), (1110, 120), (360, 0))
    """
    match = _TIME.fullmatch(word)
    if match is None:
        raise time_complaint(word)
    hour, minute = int(match[1]), int(match[2])
    if hour > 23 or minute > 59:
        raise time_complaint(word)
    if match[3]:
        return hour * 60 + minute, 0
    if not match[4]:
        return hour * 60 + minute, None
    ahead = int(match[5]) * 60 + int(match[6])
    if int(match[6]) > 59 or ahead >= _FAR_ZONE:
        raise DateError(
            f"{shown(word)} has a time zone that is none", "zones run from -15:59 to +15:59, as in 18:00+02:00"
        )
    return hour * 60 + minute, -ahead if match[4] == "-" else ahead


def is_date_shaped(word: str) -> bool:
    """Whether a word looks *meant* as a date, right or wrong, so that it can be complained about as one.

    A bare four-digit number is date-shaped: where a number may stand, look at the place before asking.

    >>> [is_date_shaped(w) for w in ("1914-08-01", "1914-8-1", "01.08.1914", "dual-alliance", "48", "pact-2008")]
    [True, True, True, False, False, False]
    """
    return looks_meant_as_date(word)


def is_time_shaped(word: str) -> bool:
    """Whether a word looks meant as a time of day, right or wrong.

    >>> [is_time_shaped(w) for w in ("18:00", "6:5", "25:99Z", "6pm", "18")]
    [True, True, True, True, False]
    """
    return _TIME_SHAPE.fullmatch(word) is not None


def surely_before(a: Date, b: Date) -> bool:
    """Whether ``a`` was earlier than ``b`` whatever days of their ranges they were.

    Days count first.  Within one exact day the clocks decide if both have one that can be compared: both with a zone
    or both without (then taken to be the same clock).  Where two zoned clocks contradict the order of the days
    (late evening in the west, early morning in the east), neither is surely before the other.

    >>> d = parse_date
    >>> surely_before(d("1914-07"), d("1914-08-01")), surely_before(d("1914-08"), d("1914-08-01"))
    (True, False)
    >>> surely_before(d("1914-08-01T17:00"), d("1914-08-01T19:00"))
    True
    >>> surely_before(d("1914-08-01"), d("1914-08-01T19:00"))
    False
    """
    if a.first == b.first and a.minute is not None and b.minute is not None:
        if (a.zone is None) != (b.zone is None):
            return False
        return a.minute - (a.zone or 0) < b.minute - (b.zone or 0)
    if a.last >= b.first:
        return False
    early, late = a.instant, b.instant
    return early is None or late is None or early < late


def surely_same_day(a: Date, b: Date) -> bool:
    """Whether both are exact and the same day (as said; clocks and zones do not count).

    >>> surely_same_day(parse_date("1912-02-29 OS"), parse_date("1912-03-13"))
    True
    """
    return a.exact and b.exact and a.first == b.first


def may_overlap(a: Date, b: Date) -> bool:
    """Whether their order is open: neither is surely before the other.

    >>> may_overlap(parse_date("1914-08"), parse_date("1914-08-03"))
    True
    """
    return not surely_before(a, b) and not surely_before(b, a)


@dataclass(frozen=True, slots=True)
class _Span:
    """First and last day of a year, month or day: as said, and widened if approximate."""

    first: int
    last: int
    widened_first: int
    widened_last: int
    approximate: bool


def _single(text: str, word: str, julian: bool) -> Date:
    span = _point(word, julian)
    return Date(text, span.widened_first, span.widened_last, approximate=span.approximate)


def _interval(text: str, word: str, julian: bool) -> Date:
    left, _, right = word.partition("/")
    if not left or not right or left == right == ".." or "/" in right:
        raise complain(word)
    start = None if left == ".." else _point(left, julian, whole=word)
    end = None if right == ".." else _point(right, julian, whole=word)
    if start and end and start.first > end.last:
        raise DateError(f"{shown(word)} runs backwards", f"write the earlier date first: {right}/{left}")
    return Date(
        text,
        start.widened_first if start else FIRST_DAY,
        end.widened_last if end else LAST_DAY,
        approximate=any(s.approximate for s in (start, end) if s),
        open_start=start is None,
        open_end=end is None,
    )


def _point(word: str, julian: bool, whole: str = "") -> _Span:
    match = _POINT.fullmatch(word)
    if match is None:
        raise complain(word, whole)
    year = int(match[1])
    month = int(match[2]) if match[2] else None
    day_ = int(match[3]) if match[3] else None
    if (
        year == 0
        or (month is not None and not 1 <= month <= 12)
        or (day_ is not None and not 1 <= day_ <= last_of_month(year, month or 1, julian=julian))
    ):
        raise complain(word, whole, julian=julian)
    first, last = _bounds(year, month, day_, julian)
    if not FIRST_DAY <= first <= last <= LAST_DAY:  # only Old Style, at the very ends
        raise DateError(f"{shown(word)} Old Style lies outside the years 1 to 9999 of the Gregorian calendar")
    if not match[4]:
        return _Span(first, last, first, last, False)
    low, high = _neighbours(year, month, first, last, julian)
    return _Span(first, last, max(low, FIRST_DAY), min(high, LAST_DAY), True)


def _bounds(year: int, month: int | None, day_: int | None, julian: bool) -> tuple[int, int]:
    if month is None:
        return ordinal(year, 1, 1, julian=julian), ordinal(year, 12, 31, julian=julian)
    if day_ is None:
        return ordinal(year, month, 1, julian=julian), ordinal(
            year, month, last_of_month(year, month, julian=julian), julian=julian
        )
    exact = ordinal(year, month, day_, julian=julian)
    return exact, exact


def _neighbours(year: int, month: int | None, first: int, last: int, julian: bool) -> tuple[int, int]:
    """The widening of ``~``: one unit of the date's own precision on either side."""
    if month is None:
        return _bounds(year - 1, None, None, julian)[0], _bounds(year + 1, None, None, julian)[1]
    if first == last:
        return first - 1, last + 1
    before, after = (year * 12 + month - 2), (year * 12 + month)
    return (
        _bounds(before // 12, before % 12 + 1, None, julian)[0],
        _bounds(after // 12, after % 12 + 1, None, julian)[1],
    )


def _clock(minute: int, zone: int | None) -> str:
    clock = f"{minute // 60:02}:{minute % 60:02}"
    if zone is None:
        return clock
    return f"{clock}{'-' if zone < 0 else '+'}{abs(zone) // 60:02}:{abs(zone) % 60:02}" if zone else f"{clock}Z"
