"""Which years a picture of world orders marks."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from foedus.atlas.session import Session
from foedus.atlas.store import Store
from foedus.show.orders_plot import draw_orders, general_wars
from foedus.sweep.orders import order, with_pivots
from foedus.sweep.results import sweep
from tests.sweep.test_orders import triangle


def test_years_of_wars_between_majors(real_store: Any) -> None:
    found = general_wars(Session(Store(real_store)), 1816, 2018)
    assert set(range(1914, 1919)) <= set(found)
    assert {1854, 1856, 1866, 1870, 1904, 1939, 1945} <= set(found)
    assert not {1823, 1853, 1898, 1919, 1937, 1965} & set(found), "one major power alone, or no war at all"
    assert general_wars(Session(Store(real_store)), 1915, 1916) == (1915, 1916)


def test_without_the_data_of_wars_nothing_is_marked(tmp_path: Any) -> None:
    assert general_wars(Session(Store(tmp_path)), 1816, 2018) == ()


def test_a_panel_for_each_measure_that_was_computed(store: Path, tmp_path: Path) -> None:
    session = Session(Store(store))
    plain = [replace(order(sweep(triangle())), label=str(year)) for year in range(1901, 1912)]
    more = [replace(with_pivots(o, triangle()), expected=(0.1, 0.2)) for o in plain]
    panels = []
    for name, orders in (("plain", plain), ("more", more)):
        draw_orders(session, orders, tmp_path / f"{name}.svg")
        panels.append((tmp_path / f"{name}.svg").read_text("utf-8").count('<g id="axes_'))
    assert panels == [6, 9]


def test_where_nobody_is_drawn_in_there_is_no_round(store: Path, tmp_path: Path) -> None:
    """A gap, not a fall to zero; the years stand at whole numbers."""
    one, nobody = order(sweep(triangle())), order(sweep(triangle().with_rules(())))
    assert not any(nobody.distance)
    years = [replace(nobody if year == 1903 else one, label=str(year)) for year in range(1901, 1906)]
    draw_orders(Session(Store(store)), years, tmp_path / "gap.svg")
    text = (tmp_path / "gap.svg").read_text("utf-8")
    ticks = re.findall(r"<!-- (19\d\d(?:\.\d+)?) -->", text)
    assert set(ticks) >= {"1901", "1905"}
    assert not [t for t in ticks if "." in t]
    lines = re.findall(r'<path d="([^"]*)"[^>]*stroke-width: 1.2', text.partition('<g id="axes_6">')[2])
    assert [path.count("M") for path in lines] == [2, 2], "each is broken off once"
