"""Which years a picture of world orders marks."""

from __future__ import annotations

from typing import Any

from foedus.atlas.session import Session
from foedus.atlas.store import Store
from foedus.show.orders_plot import general_wars


def test_years_of_wars_between_majors(real_store: Any) -> None:
    found = general_wars(Session(Store(real_store)), 1816, 2018)
    assert set(range(1914, 1919)) <= set(found)
    assert {1854, 1856, 1866, 1870, 1904, 1939, 1945} <= set(found)
    assert not {1823, 1853, 1898, 1919, 1937, 1965} & set(found), "one major power alone, or no war at all"
    assert general_wars(Session(Store(real_store)), 1915, 1916) == (1915, 1916)


def test_without_the_data_of_wars_nothing_is_marked(tmp_path: Any) -> None:
    assert general_wars(Session(Store(tmp_path)), 1816, 2018) == ()
