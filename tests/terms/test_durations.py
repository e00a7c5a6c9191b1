"""Durations: reading them, and where they lead."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.terms.dates import FIRST_DAY, LAST_DAY, day, iso
from foedus.terms.durations import UNITS, Duration, DurationError, add, parse_duration, subtract

days = st.dates(dt.date(100, 1, 1), dt.date(9000, 1, 1)).map(dt.date.toordinal)
minutes = st.integers(0, 1439)
amounts = st.integers(0, 5000)


def length(text: str) -> Duration:
    return parse_duration(*text.split(" "))


@pytest.mark.parametrize("unit", ["hour", "day", "week", "month", "year"])
def test_reading(unit: str) -> None:
    for word in (unit, f"{unit}s"):
        found = parse_duration("48", word)
        assert (found.amount, found.unit, str(found)) == (48, unit, f"48 {word}")
        assert found == Duration(48, UNITS[unit], "as said does not count")
        assert found != Duration(47, UNITS[unit], found.text)
    assert parse_duration("1,000", "days").amount == 1000


@pytest.mark.parametrize(
    ("start", "clock", "text", "end", "end_clock"),
    [
        ("1914-07-23", 18 * 60, "48 hours", "1914-07-25", 18 * 60),
        ("1914-07-31", 23 * 60 + 30, "1 hour", "1914-08-01", 30),
        ("1914-07-31", 0, "0 hours", "1914-07-31", 0),
        ("1914-07-23", None, "48 hours", "1914-07-25", None),
        ("1914-07-23", None, "47 hours", "1914-07-24", None),
        ("1914-07-23", None, "24 hours", "1914-07-24", None),
        ("1914-07-23", None, "1 hour", "1914-07-23", None),
        ("1914-07-23", None, "7 days", "1914-07-30", None),
        ("1914-07-23", 18 * 60, "7 days", "1914-07-30", None),
        ("1914-07-23", None, "2 weeks", "1914-08-06", None),
        ("1914-01-31", None, "1 month", "1914-02-28", None),
        ("1912-01-31", None, "1 month", "1912-02-29", None),
        ("1912-01-31", None, "2 months", "1912-03-31", None),
        ("1912-01-31", None, "13 months", "1913-02-28", None),
        ("1912-12-15", None, "1 month", "1913-01-15", None),
        ("1912-02-29", None, "1 year", "1913-02-28", None),
        ("1912-02-29", None, "4 years", "1916-02-29", None),
        ("1882-05-20", None, "5 years", "1887-05-20", None),
    ],
)
def test_add(start: str, clock: int | None, text: str, end: str, end_clock: int | None) -> None:
    assert add(day(start), clock, length(text)) == (day(end), end_clock)


@pytest.mark.parametrize(
    ("end", "clock", "text", "start", "start_clock"),
    [
        ("1914-07-25", 18 * 60, "48 hours", "1914-07-23", 18 * 60),
        ("1914-08-01", 30, "1 hour", "1914-07-31", 23 * 60 + 30),
        ("1914-07-25", None, "48 hours", "1914-07-23", None),
        ("1914-07-25", None, "1 hour", "1914-07-25", None),
        ("1914-03-31", None, "1 month", "1914-02-28", None),
        ("1914-01-15", None, "1 month", "1913-12-15", None),
        ("1916-02-29", None, "1 year", "1915-02-28", None),
        ("1914-08-06", None, "2 weeks", "1914-07-23", None),
    ],
)
def test_subtract(end: str, clock: int | None, text: str, start: str, start_clock: int | None) -> None:
    assert subtract(day(end), clock, length(text)) == (day(start), start_clock)


@given(days, minutes, amounts)
def test_hours_with_a_clock_are_exact(start: int, minute: int, amount: int) -> None:
    reached, clock = add(start, minute, Duration(amount, "hour", ""))
    assert clock is not None
    assert 0 <= clock < 1440
    assert reached * 1440 + clock == start * 1440 + minute + amount * 60
    assert subtract(reached, clock, Duration(amount, "hour", "")) == (start, minute)


@given(days, st.sampled_from(["day", "week"]), amounts)
def test_days_and_weeks_go_back_and_forth(start: int, unit: str, amount: int) -> None:
    duration = Duration(amount, UNITS[unit], "")
    assert subtract(add(start, None, duration)[0], None, duration) == (start, None)


@given(days, st.integers(0, 600))
def test_months_land_in_the_right_month(start: int, amount: int) -> None:
    begin = dt.date.fromordinal(start)
    end = dt.date.fromordinal(add(start, None, Duration(amount, "month", ""))[0])
    assert (end.year * 12 + end.month) - (begin.year * 12 + begin.month) == amount
    assert end.day <= begin.day
    assert end.day == begin.day or (end + dt.timedelta(1)).day == 1


@given(days, st.sampled_from(sorted(set(UNITS.values()))), st.integers(0, 400), st.integers(0, 400))
def test_longer_never_ends_earlier(start: int, unit: str, a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert add(start, None, Duration(low, UNITS[unit], ""))[0] <= add(start, None, Duration(high, UNITS[unit], ""))[0]


@given(days, st.integers(0, 400))
def test_twelve_months_are_a_year(start: int, years: int) -> None:
    assert add(start, None, Duration(12 * years, "month", "")) == add(start, None, Duration(years, "year", ""))


@pytest.mark.parametrize(
    ("amount", "unit", "message", "hint"),
    [
        ("48", "minutes", "is no unit of time", "the smallest unit is the hour"),
        ("1", "fortnight", "is no unit of time", "write 2 weeks"),
        ("1", "decade", "is no unit of time", "count it in years"),
        ("48", "Hours", "is no unit of time", "write 48 hours"),
        ("48", "men", "is no unit of time", "units are hours, days, weeks, months and years"),
        ("1.5", "days", "the amount is a whole number", "next smaller"),
        ("-1", "days", "the amount is a whole number", "write 48 hours"),
        ("", "days", "the amount is a whole number", "write 48 hours"),
        ("٣", "days", "the amount is a whole number", "write 48 hours"),
        ("9" * 5000, "days", "the amount is a whole number", "write 48 hours"),
    ],
)
def test_refusals(amount: str, unit: str, message: str, hint: str) -> None:
    with pytest.raises(DurationError) as caught:
        parse_duration(amount, unit)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("unit", ["hour", "day", "week", "month", "year"])
def test_beyond_the_calendar(unit: str) -> None:
    """Open dates have the calendar's last day or first for a bound; counting on from there must not fail."""
    for clock in (None, 720):
        for start in (LAST_DAY, LAST_DAY - 1, LAST_DAY + 1):
            assert add(start, clock, Duration(72, UNITS[unit], "")) == (LAST_DAY, None)
        for end in (FIRST_DAY, FIRST_DAY + 1, FIRST_DAY - 1):
            assert subtract(end, clock, Duration(72, UNITS[unit], "")) == (FIRST_DAY, None)
    assert add(day("1914-01-01"), None, Duration(999_999, "year", "")) == (LAST_DAY, None)
    assert subtract(day("1914-01-01"), None, Duration(999_999, "month", "")) == (FIRST_DAY, None)
    assert iso(add(day("9998-12-31"), None, Duration(1, "year", ""))[0]) == "9999-12-31"
