"""Words that were meant as dates and are none: what each mistake is called, and what to write instead.

One row per mistake, found by example; the first row that fits speaks.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable

from foedus.terms.calendars import last_of_month
from foedus.terms.errors import DateError, shown
from foedus.terms.limits import LONGEST_DATE

__all__ = ["complain", "looks_meant_as_date", "time_complaint"]

Advice = Callable[[re.Match[str]], tuple[str, str]]

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_NAME = rf"(?P<name>(?:{_MONTHS})[a-z]*)\.?"
# Hyphens, dashes and the minus sign that are not ASCII.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_EXAMPLE = "write a date such as 1914-08-01, 1914-08, 1914, 1914~ or 1898/1903-08"


def _iso_or(year: str, month: str, day: str) -> str:
    """The date in the right layout if it exists, else the general example."""
    y, m, d = int(year), int(month), int(day)
    if 1 <= m <= 12 and 1 <= d <= last_of_month(y, m):
        return f"write {y:04}-{m:02}-{d:02}"
    return _EXAMPLE


def _named(match: re.Match[str]) -> tuple[str, str]:
    month = _MONTHS.split("|").index(match["name"][:3].lower()) + 1
    return "months are written as numbers", _iso_or(match["year"], str(month), match["day"])


def _month_named(match: re.Match[str]) -> tuple[str, str]:
    month = _MONTHS.split("|").index(match["name"][:3].lower()) + 1
    return "months are written as numbers", f"write {match['year']}-{month:02}"


def _slashed(match: re.Match[str]) -> tuple[str, str]:
    a, b, year = int(match["a"]), int(match["b"]), match["year"]
    if a <= 12 and b <= 12 and a != b:
        return (
            "day and month cannot be told apart",
            (
                f"write year-month-day: {year}-{b:02}-{a:02} ({a} {month_name[b]})"
                f" or {year}-{a:02}-{b:02} ({b} {month_name[a]})"
            ),
        )
    month, day = (b, a) if b <= 12 else (a, b)
    return "dates are written year-month-day", _iso_or(year, str(month), str(day))


def _dotted(match: re.Match[str]) -> tuple[str, str]:
    return "dates are written year-month-day", _iso_or(match["year"], match["b"], match["a"])


def _unpadded(match: re.Match[str]) -> tuple[str, str]:
    year, month, day = match["year"], match["month"], match["day"]
    if day is not None:
        joined = len(month) == len(day) == 2 and not match.string.startswith(f"{year}-")
        why = "year, month and day are joined by hyphens" if joined else "month and day have two digits each"
        return why, _iso_or(year, month, day)
    hint = f"write {year}-{int(month):02}" if 1 <= int(month) <= 12 else _EXAMPLE
    return "months have two digits", hint


def _years(match: re.Match[str]) -> tuple[str, str]:
    return "a hyphen does not join two years", f"for some time between them write {match['a']}/{match['b']}"


def _short_year(match: re.Match[str]) -> tuple[str, str]:
    return (
        "years have four digits",
        f"write the whole year, as in 19{match['year']}-{match['rest']}, or 0099-01-01 for the year 99",
    )


def _dashes(match: re.Match[str]) -> tuple[str, str]:
    plain = re.sub(f"[{_DASHES}]", "-", match.string)
    return "its dashes are not hyphens", f"write {plain}"


def _season(match: re.Match[str]) -> tuple[str, str]:
    year, number = match["year"], int(match["season"])
    months = {21: ("03", "05"), 22: ("06", "08"), 23: ("09", "11")}.get(number)
    if months is None:
        return "seasons and quarters are not read", f"write the months, as in {year}-03/{year}-05"
    return "seasons are not read", f"write the months, as in {year}-{months[0]}/{year}-{months[1]}"


def _decade(match: re.Match[str]) -> tuple[str, str]:
    start = match["year"]
    return "decades are not read as such", f"write the years, as in {start}/{int(start) + 9:04}"


def _unspecified(match: re.Match[str]) -> tuple[str, str]:
    digits = match["year"]
    low, high = (re.sub("[XxUu*]", d, digits) for d in "09")
    if low != high:
        return "unspecified digits are not read", f"write the years, as in {low}/{high}"
    return "unspecified digits are not read", f"leave the unknown part out: {digits}"


def _always(message: str, hint: str = _EXAMPLE) -> Advice:
    return lambda match: (message, hint.format(*match.groups()))


_ROWS: tuple[tuple[str, Advice], ...] = (
    (rf"[0-9]{{4}}[0-9\-{_DASHES}/~.]*[{_DASHES}][0-9\-{_DASHES}/~.]*", _dashes),
    (r"-[0-9]{4,}[0-9\-]*", _always("years before the year 1 are not read", "years run from 0001 to 9999")),
    (r"Y-?[0-9]{4,}", _always("years beyond 9999 are not read", "years run from 0001 to 9999")),
    (r"[0-9]{5,}-[0-9]{1,2}(?:-[0-9]{1,2})?", _always("years have four digits", "years run from 0001 to 9999")),
    (r"(?P<year>[0-9]{4})-(?P<season>2[1-9]|3[0-9]|4[01])", _season),
    (r"(?P<a>[0-9]{4})-(?P<b>[0-9]{4})", _years),
    (r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?", _unpadded),
    (r"(?P<year>[0-9]{2})-(?P<rest>[0-9]{2}-[0-9]{2})", _short_year),
    (r"(?P<year>[0-9]{4})[./](?P<month>[0-9]{1,2})[./](?P<day>[0-9]{1,2})", _unpadded),
    (r"(?P<a>[0-9]{1,2})\.(?P<b>[0-9]{1,2})\.(?P<year>[0-9]{4})", _dotted),
    (r"(?P<a>[0-9]{1,2})[/-](?P<b>[0-9]{1,2})[/-](?P<year>[0-9]{4})", _slashed),
    (
        r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2}",
        _always("years have four digits, and dates are written year-month-day", _EXAMPLE),
    ),
    (r"([0-9]{1,2})[/-]([0-9]{4})", _always("dates are written year-month", "write {1}-{0:0>2}")),
    (r"([0-9]{4})(1[0-2]|0[1-9])(3[01]|[12][0-9]|0[1-9])", _always("its hyphens are missing", "write {0}-{1}-{2}")),
    (rf"(?i:(?P<day>[0-9]{{1,2}})[-./]?{_NAME}[-./]?(?P<year>[0-9]{{4}}))", _named),
    (rf"(?i:(?P<year>[0-9]{{4}})[-./]?{_NAME}[-./]?(?P<day>[0-9]{{1,2}}))", _named),
    (rf"(?i:{_NAME}[-./](?P<year>[0-9]{{4}}))", _month_named),
    (r"(?P<year>[0-9]{3}0)s", _decade),
    (r"(?P<year>[0-9]{1,3}[XxUu*]{1,3})(?:-[0-9XxUu*]{2}){0,2}", _unspecified),
    (r"(?P<year>[0-9]{4}(?:-[0-9]{2})?)(?:-[XxUu*]{2}){1,2}", _unspecified),
    (
        r"[?%]?([0-9]{4}(?:-[0-9]{2}){0,2})[?%]",
        _always(
            "the marks ? and % are not read", "write {0}~ for about then; doubt about a source belongs in its grade"
        ),
    ),
    (r"(?:~|[Cc]a?\.)([0-9]{4}(?:-[0-9]{2}){0,2})", _always('"about" is a ~ at the end', "write {0}~")),
    (r"([0-9]{4}(?:-[0-9]{2}){0,2}~?)/", _always("an open end is written ..", "write {0}/..")),
    (r"/([0-9]{4}(?:-[0-9]{2}){0,2}~?)", _always("an open start is written ..", "write ../{0}")),
    (r"([0-9]{4}(?:-[0-9]{2}){0,2}~?)\.\.", _always("an open end is written /..", "write {0}/..")),
    (r"\.\.([0-9]{4}(?:-[0-9]{2}){0,2}~?)", _always("an open start is written ../", "write ../{0}")),
    (
        r"([0-9]{4}(?:-[0-9]{2}){0,2}~?)\.\.\.?([0-9]{4}(?:-[0-9]{2}){0,2}~?)",
        _always("an interval is written with /", "write {0}/{1}"),
    ),
    (r"\.\./\.\.", _always("a date open at both ends says nothing", "leave it out, or give one bound")),
)
_MISTAKES = tuple((re.compile(pattern), advice) for pattern, advice in _ROWS)
_ANY_MISTAKE = re.compile("|".join(f"(?:{re.sub(r'[(][?]P<[a-z]+>', '(?:', pattern)})" for pattern, _ in _ROWS))

_RIGHT = r"[0-9]{4}(?:-[0-9]{2}){0,2}~?"
_SHAPE = re.compile(
    rf"{_RIGHT}(?:T\S*)?"
    rf"|(?:{_RIGHT}|\.\.)/(?:{_RIGHT}|\.\.)"
    r"|[0-9]{4}[-/.][0-9XxUu?%~/.:+-]*(?:T\S*)?"
    r"|(?:\.\./|/)[0-9][0-9XxUu?%~/.:+-]*"
)


def looks_meant_as_date(word: str) -> bool:
    """See ``foedus.terms.dates.is_date_shaped``."""
    if len(word) > LONGEST_DATE:  # no date; and patterns need not be tried on a hostile megabyte
        return False
    return _SHAPE.fullmatch(word) is not None or _ANY_MISTAKE.fullmatch(word) is not None


def complain(word: str, whole: str = "", *, julian: bool = False) -> DateError:
    """The error for a word that is no date.  whole: the interval it stands in."""
    message, hint = _reason(word, julian)
    if whole and whole != word:
        if not message:
            reason, better = _reason(whole, julian)
            if reason:
                return DateError(f"{shown(whole)} is no date: {reason}", better)
        return DateError(f"{shown(whole)} is no date: {shown(word)} is none{message and f' ({message})'}", hint)
    return DateError(f"{shown(word)} is no date{message and f': {message}'}", hint)


def _reason(word: str, julian: bool) -> tuple[str, str]:
    if not word or len(word) > LONGEST_DATE:
        return "", _EXAMPLE
    right = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?~?", word)
    if right:
        year, month = int(right[1]), int(right[2] or 1)
        if year == 0:
            return "there is no year 0", "years run from 0001 to 9999"
        if not 1 <= month <= 12 and (right[3] or not 21 <= month <= 41):
            return f"there is no month {right[2]}", "months are 01 to 12"
        if right[3] and 1 <= month <= 12:
            days = last_of_month(year, month, julian=julian)
            style = " Old Style" if julian else ""
            return f"{month_name[month]} {year}{style} has {days} days", f"days are 01 to {days}"
    for pattern, advice in _MISTAKES:
        match = pattern.fullmatch(word)
        if match is not None:
            return advice(match)
    return "", _EXAMPLE


def time_complaint(word: str) -> DateError:
    """The error for a word that is no time of day."""
    subject = f"{shown(word)} is no time of day"
    if len(word) > 100:
        return DateError(subject, "write 18:00 or 18:00+02:00")
    if re.fullmatch(r"24:00\S*", word):
        return DateError(f"{subject}: days end at 23:59", "write 00:00 and the next day")
    if re.fullmatch(r"[0-9]{2}:[0-9]{2}:[0-9]{2}\S*", word):
        return DateError(f"{subject}: seconds are not kept", f"write {word[:5]}")
    if match := re.fullmatch(r"([0-9]):([0-9]{2})(\S*)", word):
        return DateError(f"{subject}: hours have two digits", f"write 0{match[1]}:{match[2]}{match[3]}")
    if match := re.fullmatch(r"([0-9]{2}:[0-9]{2})([+-][0-9]{2}):?([0-9]{2})?", word):
        return DateError(f"{subject}: the zone is incomplete", f"write {match[1]}{match[2]}:{match[3] or '00'}")
    if re.fullmatch(r"[0-9]{1,2}(?:[.:][0-9]{2})?[AaPp]\.?[Mm]\.?", word):
        return DateError(f"{subject}: hours run from 00 to 23", "write 06:00 or 18:00")
    return DateError(subject, "write 18:00, 18:00Z or 18:00+02:00; hours are 00 to 23, minutes 00 to 59")
