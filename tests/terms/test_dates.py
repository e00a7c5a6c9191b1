"""Dates: what they may mean, Old Style, clocks, order, and what is refused with which words."""

import datetime as dt
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.terms.dates import (
    FIRST_DAY,
    LAST_DAY,
    Date,
    DateError,
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

# Strategies --------------------------------------------------------------------------------------

gregorian = st.dates(dt.date(2, 1, 1), dt.date(9998, 12, 31))


@st.composite
def points(draw: st.DrawFn) -> str:
    text = draw(gregorian).isoformat()[: draw(st.sampled_from([4, 7, 10]))]
    return text + draw(st.sampled_from(["", "", "~"]))


@st.composite
def clocks(draw: st.DrawFn) -> str:
    hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
    zone = draw(st.sampled_from(["", "", "Z", "+02:00", "-05:30", "+14:00", "-12:00"]))
    return f"{hour:02}:{minute:02}{zone}"


@st.composite
def date_texts(draw: st.DrawFn) -> str:
    sort = draw(st.sampled_from(["point", "interval", "open start", "open end", "clock"]))
    old = draw(st.sampled_from(["", "", " OS"]))
    if sort == "interval":
        a, b = sorted([draw(points()), draw(points())])
        text = f"{a}/{b}"
        try:
            parse_date(text + old)
        except DateError:  # 1914-08-03/1914-08~ and the like may run backwards; the other way round it cannot
            text = f"{b}/{a}"
        return text + old
    if sort == "open start":
        return f"../{draw(points())}{old}"
    if sort == "open end":
        return f"{draw(points())}/..{old}"
    if sort == "clock":
        stem = draw(gregorian.filter(lambda d: d.day <= 28)).isoformat()
        return draw(st.sampled_from([f"{stem}T{{}}{old}", f"{stem}{old} {{}}"])).format(draw(clocks()))
    text = draw(points())
    return text + old


dates = date_texts().map(parse_date)

# What a date may mean ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1914", "1914-01-01", "1914-12-31"),
        ("1914-08", "1914-08-01", "1914-08-31"),
        ("1912-02", "1912-02-01", "1912-02-29"),
        ("1914-08-01", "1914-08-01", "1914-08-01"),
        ("1979~", "1978-01-01", "1980-12-31"),
        ("1979-08~", "1979-07-01", "1979-09-30"),
        ("1979-01~", "1978-12-01", "1979-02-28"),
        ("1979-12~", "1979-11-01", "1980-01-31"),
        ("1979-08-01~", "1979-07-31", "1979-08-02"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("0001-01~", "0001-01-01", "0001-02-28"),
        ("0001-01-01~", "0001-01-01", "0001-01-02"),
        ("9999~", "9998-01-01", "9999-12-31"),
        ("9999-12-31~", "9999-12-30", "9999-12-31"),
        ("1898/1903-08", "1898-01-01", "1903-08-31"),
        ("1898~/1903-08~", "1897-01-01", "1903-09-30"),
        ("1903-08/1903", "1903-08-01", "1903-12-31"),
        ("../1914", "0001-01-01", "1914-12-31"),
        ("1914-08-01/..", "1914-08-01", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
    ],
)
def test_bounds(text: str, first: str, last: str) -> None:
    date = parse_date(text)
    assert (iso(date.first), iso(date.last), str(date)) == (first, last, text)
    assert date.approximate == ("~" in text)
    assert date.open_start == text.startswith("..")
    assert date.open_end == text.endswith("..")


@given(date_texts())
def test_text_is_kept_and_reads_back(text: str) -> None:
    date = parse_date(text)
    assert str(date) == date.text == text
    assert parse_date(date.text) == date
    assert hash(parse_date(date.text)) == hash(date)
    assert FIRST_DAY <= date.first <= date.last <= LAST_DAY
    assert pickle.loads(pickle.dumps(date)) == date


@given(st.integers(FIRST_DAY, LAST_DAY))
def test_a_day_and_its_text_are_one(number: int) -> None:
    assert iso(number) == dt.date.fromordinal(number).isoformat()
    assert day(iso(number)) == number
    assert Date.on(number) == parse_date(iso(number))
    assert Date.on(number).exact


@given(gregorian)
def test_coarser_dates_contain_finer_ones(d: dt.date) -> None:
    year, month, exact = (parse_date(d.isoformat()[:n]) for n in (4, 7, 10))
    assert year.first <= month.first <= exact.first == exact.last <= month.last <= year.last
    assert exact.first == d.toordinal()
    for date in (year, month, exact):
        wide = parse_date(f"{date.text}~")
        assert wide.first < date.first
        assert wide.last > date.last
        assert date.may_be(d.toordinal())
        assert not date.may_be(date.last + 1)


def test_equal_means_the_same() -> None:
    assert parse_date("1912-02-29 OS") == parse_date("1912-03-13")
    assert parse_date("1914-08-01T18:00") == parse_date("1914-08-01 18:00")
    assert parse_date("1914-08") != parse_date("1914-08~")
    assert parse_date("1914-08-01") != parse_date("1914-08-01T00:00")


# Old Style ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("julian", "gregorian_day"),
    [
        ("1912-02-29", "1912-03-13"),
        ("1900-02-28", "1900-03-12"),
        ("1900-02-29", "1900-03-13"),  # no leap day in the Gregorian 1900
        ("1900-03-01", "1900-03-14"),
        ("1917-10-25", "1917-11-07"),
        ("1876-12-31", "1877-01-12"),
        ("1800-02-29", "1800-03-12"),
        ("1752-09-03", "1752-09-14"),
        ("1700-02-29", "1700-03-11"),
        ("1600-02-29", "1600-03-10"),
        ("1582-10-05", "1582-10-15"),
        ("1066-10-14", "1066-10-20"),
        ("0250-06-01", "0250-06-01"),  # the calendars agree in the third century
        ("0001-01-03", "0001-01-01"),
    ],
)
def test_old_style_days(julian: str, gregorian_day: str) -> None:
    date = parse_date(f"{julian} OS")
    assert date.exact
    assert iso(date.first) == gregorian_day
    assert (
        date == Date.from_old_style(julian) == Date.from_old_style(f"{julian} OS") == parse_date(julian, old_style=True)
    )
    assert str(Date.from_old_style(julian)) == f"{julian} OS"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1912 OS", "1912-01-14", "1913-01-13"),
        ("1912-02 OS", "1912-02-14", "1912-03-13"),
        ("1912-02~ OS", "1912-01-14", "1912-04-13"),
        ("1912-02-29/1912-03 OS", "1912-03-13", "1912-04-13"),
        ("../1912-02-29 OS", "0001-01-01", "1912-03-13"),
        ("1912-02-29/.. OS", "1912-03-13", "9999-12-31"),
        ("9999~ OS", None, None),
    ],
)
def test_old_style_ranges(text: str, first: str | None, last: str | None) -> None:
    if first is None:
        with pytest.raises(DateError, match="outside the years 1 to 9999"):
            parse_date(text)
        return
    date = parse_date(text)
    assert (iso(date.first), last) == (first, iso(date.last))


@given(st.integers(1, 9998), st.integers(1, 12), st.integers(1, 31))
def test_old_style_by_counting(year: int, month: int, dom: int) -> None:
    """Against a count of Julian days from 1 January of the year 1, which was two days before the Gregorian one."""
    lengths = [31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    text = f"{year:04}-{month:02}-{dom:02} OS"
    expected = (year - 1) * 365 + (year - 1) // 4 + sum(lengths[: month - 1]) + dom - 2
    if dom > lengths[month - 1] or not FIRST_DAY <= expected <= LAST_DAY:
        with pytest.raises(DateError):
            parse_date(text)
    else:
        assert parse_date(text).first == expected


def test_old_style_february() -> None:
    assert parse_date("1900-02-29 OS").exact
    with pytest.raises(DateError) as caught:
        parse_date("1901-02-29 OS")
    assert caught.value.message == '"1901-02-29" is no date: February 1901 Old Style has 28 days'


# Clocks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("18:00", (1080, None)),
        ("00:00", (0, None)),
        ("23:59Z", (1439, 0)),
        ("18:00+02:00", (1080, 120)),
        ("18:00-05:30", (1080, -330)),
        ("06:00+00:00", (360, 0)),
    ],
)
def test_times(word: str, expected: tuple[int, int | None]) -> None:
    assert parse_time(word) == expected
    for text in (f"1979-08-01T{word}", f"1979-08-01 {word}"):
        date = parse_date(text)
        assert (date.minute, date.zone) == expected
        assert date.text == text
    assert (
        parse_date(f"1912-02-29 OS {word}") == parse_date(f"1912-02-29T{word} OS") == parse_date(f"1912-03-13T{word}")
    )
    assert is_time_shaped(word)


@given(gregorian, st.integers(0, 1439), st.none() | st.integers(-959, 959))
def test_at_prints_what_reads_back(d: dt.date, minute: int, zone: int | None) -> None:
    date = parse_date(d.isoformat()).at(minute, zone)
    assert (date.minute, date.zone) == (minute, zone)
    assert parse_date(date.text) == date
    assert date.instant == (None if zone is None else (d.toordinal() - 1) * 1440 + minute - zone)


def test_at_refuses() -> None:
    for text, words in (
        ("1914-08", "is not one day"),
        ("1914-08-01~", "is not one day"),
        ("1914-08-01T18:00", "already"),
    ):
        with pytest.raises(DateError, match=words):
            parse_date(text).at(0)
    for minute, zone in ((1440, None), (-1, None), (0, 960)):
        with pytest.raises(DateError, match="no clock shows"):
            parse_date("1914-08-01").at(minute, zone)


@pytest.mark.parametrize(
    ("first", "last", "minute", "zone"), [(0, 1, None, None), (2, 1, None, None), (1, 2, 5, None), (1, 1, None, 60)]
)
def test_a_date_cannot_be_built_wrong(first: int, last: int, minute: int | None, zone: int | None) -> None:
    with pytest.raises(DateError):
        Date("x", first, last, minute, zone)


# Order ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        ("1914-07-31", "1914-08-01", "<"),
        ("1914-08", "1914-08-01", "?"),
        ("1914-07", "1914-08", "<"),
        ("1914-08-01", "1914-08-01", "?"),
        ("1914-08-01T17:00", "1914-08-01T18:00", "<"),
        ("1914-08-01T18:00", "1914-08-01T18:00", "?"),
        ("1914-08-01T17:00", "1914-08-01", "?"),
        ("1914-08-01T17:00", "1914-08", "?"),
        ("1914-08-01T17:00+01:00", "1914-08-01T16:30Z", "<"),
        ("1914-08-01T17:00Z", "1914-08-01T18:00+02:00", ">"),
        ("1914-08-01T17:00Z", "1914-08-01T16:00", "?"),  # whose clock is not said
        ("1914-08-01T23:30-05:00", "1914-08-02T00:10+02:00", "?"),  # the days say the opposite of the instants
        ("1914-08-01T23:30-05:00", "1914-08-02T11:10+02:00", "<"),
        ("../1914", "1915", "<"),
        ("1914/..", "1915", "?"),
        ("1914/..", "1913", ">"),
        ("1912-02-29 OS", "1912-03-12", ">"),
    ],
)
def test_order(a: str, b: str, order: str) -> None:
    x, y = parse_date(a), parse_date(b)
    assert surely_before(x, y) == (order == "<")
    assert surely_before(y, x) == (order == ">")
    assert may_overlap(x, y) == may_overlap(y, x) == (order == "?")


@given(dates, dates)
def test_order_is_never_both_ways(a: Date, b: Date) -> None:
    assert not surely_before(a, a)
    assert [surely_before(a, b), surely_before(b, a), may_overlap(a, b)].count(True) == 1
    if surely_before(a, b):
        assert a.first <= b.first
        assert not surely_same_day(a, b) or a.minute is not None
    assert surely_same_day(a, b) == surely_same_day(b, a)


near = st.builds(
    lambda d, n, t: parse_date(f"1914-08-{d:02}{t}" if t or n == 10 else f"1914-08-{d:02}"[:n]),
    st.integers(1, 4),
    st.sampled_from([7, 10]),
    st.sampled_from(["", "T06:00", "T18:00", "T06:00Z", "T18:00+02:00"]),
)


@given(near, near, near)
def test_order_is_transitive(a: Date, b: Date, c: Date) -> None:
    if surely_before(a, b) and surely_before(b, c):
        assert surely_before(a, c)


def test_same_day() -> None:
    d = parse_date
    assert surely_same_day(d("1914-08-01T01:00"), d("1914-08-01T23:00"))
    assert not surely_same_day(d("1914-08"), d("1914-08"))
    assert not surely_same_day(d("1914-08-01"), d("1914-08-02"))


def test_sort_key_is_total() -> None:
    texts = ["1914-08-02", "1914-08-01T18:00", "1914", "1914-08-01", "1914-08-01T06:00"]
    assert [str(d) for d in sorted(map(parse_date, texts), key=lambda d: d.sort_key)] == [
        "1914",
        "1914-08-01",
        "1914-08-01T06:00",
        "1914-08-01T18:00",
        "1914-08-02",
    ]


# Refusals -------------------------------------------------------------------------------------------

MISTAKES = [
    ("1914-13-01", "there is no month 13", "months are 01 to 12"),
    ("1914-13", "there is no month 13", "months are 01 to 12"),
    ("1914-00-10", "there is no month 00", "months are 01 to 12"),
    ("1914-02-30", "February 1914 has 28 days", "days are 01 to 28"),
    ("1900-02-29", "February 1900 has 28 days", "days are 01 to 28"),
    ("1914-08-00", "August 1914 has 31 days", "days are 01 to 31"),
    ("1914-8-1", "month and day have two digits each", "write 1914-08-01"),
    ("1914-08-1", "month and day have two digits each", "write 1914-08-01"),
    ("1914-8", "months have two digits", "write 1914-08"),
    ("1914/08/01", "year, month and day are joined by hyphens", "write 1914-08-01"),
    ("01.08.1914", "dates are written year-month-day", "write 1914-08-01"),
    ("13/01/1914", "dates are written year-month-day", "write 1914-01-13"),
    ("1/13/1914", "dates are written year-month-day", "write 1914-01-13"),
    ("08/01/1914", "day and month cannot be told apart", "1914-01-08 (8 January) or 1914-08-01 (1 August)"),
    ("08/08/1914", "dates are written year-month-day", "write 1914-08-08"),
    ("08/1914", "dates are written year-month", "write 1914-08"),
    ("14-08-01", "years have four digits", "1914-08-01"),
    ("1.8.14", "years have four digits", "write a date such as"),
    ("19140801", "its hyphens are missing", "write 1914-08-01"),
    ("1-Aug-1914", "months are written as numbers", "write 1914-08-01"),
    ("1914-August-1", "months are written as numbers", "write 1914-08-01"),
    ("1914–08–01", "its dashes are not hyphens", "write 1914-08-01"),
    ("2001-21", "seasons are not read", "write the months, as in 2001-03/2001-05"),
    ("2001-33", "seasons and quarters are not read", "write the months"),
    ("201X", "unspecified digits are not read", "write the years, as in 2010/2019"),
    ("201u", "unspecified digits are not read", "write the years, as in 2010/2019"),
    ("2004-XX", "unspecified digits are not read", "leave the unknown part out: 2004"),
    ("2004-02-XX", "unspecified digits are not read", "leave the unknown part out: 2004-02"),
    ("1910s", "decades are not read", "write the years, as in 1910/1919"),
    ("1914?", "the marks ? and % are not read", "write 1914~"),
    ("1914-08%", "the marks ? and % are not read", "write 1914-08~"),
    ("~1914", '"about" is a ~ at the end', "write 1914~"),
    ("ca.1914", '"about" is a ~ at the end', "write 1914~"),
    ("1903/1898", "runs backwards", "write the earlier date first: 1898/1903"),
    ("1914/", "an open end is written ..", "write 1914/.."),
    ("/1914", "an open start is written ..", "write ../1914"),
    ("1914..1915", "an interval is written with /", "write 1914/1915"),
    ("1816-2018", "a hyphen does not join two years", "write 1816/2018"),
    ("../..", "a date open at both ends says nothing", "give one bound"),
    ("0000", "there is no year 0", "years run from 0001 to 9999"),
    ("0000-01-01", "there is no year 0", "years run from 0001 to 9999"),
    ("-0044", "years before the year 1 are not read", "years run from 0001 to 9999"),
    ("12345-01-01", "years have four digits", "years run from 0001 to 9999"),
    ("Y170000002", "years beyond 9999 are not read", "years run from 0001 to 9999"),
    ("1898/1903-8", '"1903-8" is none (months have two digits)', "write 1903-08"),
    ("1914/13", '"13" is none', "write a date such as"),
    ("1914-08T18:00", "has a time of day but is not one day", "give the whole date"),
    ("1914-08-01~T18:00", "has a time of day but is not one day", "give the whole date"),
    ("1914-08-01/1914-08-02T18:00", "has a time of day but is not one day", "give the whole date"),
    ("1914-08-01T24:00", "days end at 23:59", "write 00:00 and the next day"),
    ("1914-08-01T9:00", "hours have two digits", "write 09:00"),
    ("1914-08-01T18:00+02", "the zone is incomplete", "write 18:00+02:00"),
    ("1914-08-01T18:00:30", "seconds are not kept", "write 18:00"),
    ("1914-08-01T25:00", "is no time of day", "hours are 00 to 23"),
    ("1914-08-01T18:61", "is no time of day", "minutes 00 to 59"),
    ("1914-08-01T18:00+99:00", "has a time zone that is none", "zones run from"),
    ("1914-08-01T", "is no date", "write a date such as"),
]


@pytest.mark.parametrize(("word", "message", "hint"), MISTAKES)
def test_mistakes_are_named(word: str, message: str, hint: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(word)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert is_date_shaped(word), "a mistyped date must be complained about as a date"


@pytest.mark.parametrize(
    "text", ["", " ", "OS", "1914-08-01 OS OS", "1914-08-01  18:00", " 1914", "1914 x", "99999999999", "٢٠١٤", "1914\n"]
)
def test_other_words_are_refused_too(text: str) -> None:
    with pytest.raises(DateError):
        parse_date(text)


@pytest.mark.parametrize("text", ["1914", "1914-08", "1914-08-01T18:00", "1914-08-01~"])
def test_day_wants_one_day(text: str) -> None:
    with pytest.raises(DateError, match="is not one day"):
        day(text)


@pytest.mark.parametrize("number", [0, -5, LAST_DAY + 1, 10**30])
def test_iso_refuses(number: int) -> None:
    with pytest.raises(DateError):
        iso(number)


@pytest.mark.parametrize("word", ["6pm", "6", "18.00", "", "x" * 1000, "noon"])
def test_times_refused(word: str) -> None:
    with pytest.raises(DateError, match="is no time of day"):
        parse_time(word)


date_alphabet = st.text("0123456789-/.~TZ:+ OSXu?%s–", max_size=24)


@given(date_alphabet | st.text(max_size=30))
def test_any_word_is_read_or_refused_with_a_sentence(text: str) -> None:
    date: Date | None = None
    refusal = DateError("")
    try:
        date = parse_date(text)
    except DateError as error:
        refusal = error
    if date is not None:
        assert parse_date(date.text) == date
        assert is_date_shaped(text.partition(" ")[0])
    else:
        assert refusal.message
        assert not refusal.message.endswith(".")
        assert len(str(refusal)) < 400


def test_a_huge_word_is_refused_quickly_and_briefly() -> None:
    for word in ("1" * 10**6, "1914-" * 10**5, "X" * 10**6, "1914/" * 10**5, "1914-08-01T" + "0" * 10**6):
        with pytest.raises(DateError) as caught:
            parse_date(word)
        assert len(str(caught.value)) < 400
        assert not is_date_shaped("~" + word)


@given(date_texts())
def test_right_dates_are_date_shaped(text: str) -> None:
    assert is_date_shaped(text.partition(" ")[0])


@pytest.mark.parametrize(
    "word",
    [
        "dual-alliance",
        "pact-2008",
        "IRN",
        "48",
        "150,000",
        "2.5",
        "150000",
        "2b",
        "16-4",
        "1/2",
        "A1",
        "D3",
        "clause",
        "26-july-movement",
        "1914-08-01-DEU-attacks-RUS",
        "IRN.chief-of-staff",
        "18:00",
        "may",
        "-",
        "..",
        "/",
        "~",
        "",
    ],
)
def test_other_words_are_not_date_shaped(word: str) -> None:
    assert not is_date_shaped(word)
