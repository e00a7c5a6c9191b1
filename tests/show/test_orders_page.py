"""The page of world orders: its table and picture are renewed between two marks, its words are somebody's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedus.show.orders_page import BEGIN, END, renewed
from foedus.sweep.orders import Marginal, Order, order
from foedus.sweep.results import sweep
from tests.sweep.test_orders import triangle

ORDER = order(sweep(triangle()))
YEARS = [replace(ORDER, label=str(year)) for year in range(1901, 1916)]
TODAY = replace(ORDER, label="today")


def page(before: str = "", orders: list[Order] = YEARS) -> str:
    return renewed(before, orders, TODAY, (1904, 1905, 1914), "orders.svg", "made up")


def test_every_tenth_year_and_those_in_which_a_war_began() -> None:
    rows = [line.split(" | ")[0].strip("| ") for line in page().splitlines() if line.startswith("| ")]
    assert rows[2:] == ["1901", "1904 *", "1910", "1914 *", "1915", "today, by the texts"]
    assert "![" in page()


def test_other_words_of_a_page_are_kept() -> None:
    mine = f"# Mine\nbefore\n{BEGIN}\nold\n{END}\nafter\n"
    made = page(mine)
    assert made.startswith("# Mine\nbefore\n")
    assert made.endswith("\nafter\n")
    assert "old" not in made
    assert page(made) == made, "renewed once more, the same"
    with pytest.raises(ValueError, match="no place"):
        page("# Another page\n")


def test_what_was_computed_besides_has_its_columns() -> None:
    more = [replace(o, expected=(0.1, 0.2), alliance=Marginal("one", 0.3, 0, 4)) for o in YEARS]
    assert "alliance that does most" in page(orders=more)
    assert "one, +0.30" in page(orders=more)
    assert "0.10 to 0.20" in page(orders=more)
    assert "alliance that does most" not in page()
