"""Quantities: reading, folding of units, comparison within one unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.terms.quantities import Quantity, QuantityError, fold_unit, parse_amount, parse_quantity


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("150,000 men", 150000, "man"),
        ("150000 men", 150000, "man"),
        ("1 man", 1, "man"),
        ("48 persons", 48, "person"),
        ("2.5 tonnes", Decimal("2.5"), "tonne"),
        ("1,500.25 Tonnes", Decimal("1500.25"), "tonne"),
        ("0.125 tonnes", Decimal("0.125"), "tonne"),
        ("1234.567 tonnes", Decimal("1234.567"), "tonne"),
        ("1,234.567 tonnes", Decimal("1234.567"), "tonne"),
        ("0 ships", 0, "ship"),
        ("3 infantry divisions", 3, "infantry division"),
        ("2 corps", 2, "corps"),
    ],
)
def test_reading(text: str, amount: int | Decimal, unit: str) -> None:
    found = parse_quantity(text)
    assert (found.amount, found.unit, str(found)) == (amount, unit, text)
    assert type(found.amount) is type(amount)


@given(st.integers(0, 10**15))
def test_thousands_separators_make_no_difference(n: int) -> None:
    assert parse_amount(f"{n:,}") == parse_amount(str(n)) == n
    assert parse_quantity(f"{n:,} men") == parse_quantity(f"{n} man")
    assert len({parse_quantity(f"{n:,} men"), parse_quantity(f"{n} man")}) == 1


@given(st.decimals(0, 10**9, places=2))
def test_decimals_are_exact(d: Decimal) -> None:
    assert parse_amount(f"{d:f}") == d


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_order_is_that_of_the_amounts(a: int, b: int) -> None:
    x, y = parse_quantity(f"{a:,} men"), parse_quantity(f"{b}.0 men")
    assert (x < y, x <= y, x > y, x >= y, x == y) == (a < b, a <= b, a > b, a >= b, a == b)


def test_units_are_not_mixed() -> None:
    men, guns = parse_quantity("100 men"), parse_quantity("100 guns")
    assert men != guns
    for compare in (Quantity.__lt__, Quantity.__le__, Quantity.__gt__, Quantity.__ge__):
        with pytest.raises(QuantityError, match='"100 men" and "100 guns" cannot be compared'):
            compare(men, guns)


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("man", "men"),
        ("woman", "women"),
        ("rifleman", "riflemen"),
        ("person", "persons"),
        ("person", "people"),
        ("child", "children"),
        ("tonne", "tonnes"),
        ("hostage", "hostages"),
        ("company", "companies"),
        ("battery", "batteries"),
        ("batch", "batches"),
        ("box", "boxes"),
        ("glass", "glasses"),
        ("day", "days"),
        ("aircraft", "aircraft"),
        ("corps", "corps"),
        ("specimen", "specimens"),
        ("army corps", "army corps"),
        ("battleship", "Battleships"),
    ],
)
def test_singular_and_plural_are_one_unit(singular: str, plural: str) -> None:
    assert fold_unit(singular) == fold_unit(plural) == singular


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("150 000 men", "blanks do not separate thousands", "write 150,000"),
        ("150", "has no unit", "150,000 men"),
        ("men", "is no number", "150,000 men"),
        ("150.000 men", "may be 150 thousand or a decimal", "write 150,000, or 150.0000"),
        ("1.500.000 men", "is no number", "write 1,500,000"),
        ("2,5 tonnes", "a comma separates thousands", "for a decimal write 2.5"),
        ("15,00,000 men", "is no number", "150,000 men"),
        ("-5 men", "is less than nothing", "without a sign"),
        ("9999999999999999999999 men", "is too large", "at most 18 digits"),
        ("٣ men", "is no number", "150,000 men"),
        ("10 %", "is no unit", "a unit is a word"),
        ("10  men", "is no unit", "a unit is a word"),
        ("10 men\x1b[31m", "is no unit", "a unit is a word"),
        ("", "is no number", "150,000 men"),
    ],
)
def test_refusals(text: str, message: str, hint: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@given(st.text(max_size=30) | st.text("0123456789,. men-", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse_quantity(text)
    except QuantityError:
        return
    assert found.amount >= 0
    assert parse_quantity(str(found)) == found
    assert fold_unit(found.unit) == fold_unit(fold_unit(found.unit))
