"""The bar of long work: what is done, how fast, how long the rest takes; nothing where nobody looks."""

from __future__ import annotations

import io

import pytest
import rich.console
from rich.console import Console

from foedus.show.progress import steps_bar


def drawn(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, unit: str, amounts: list[int]) -> str:
    page = io.StringIO()
    console = Console(file=page, force_terminal=terminal, width=120)
    monkeypatch.setattr(rich.console, "Console", lambda **_: console)
    with steps_bar("years", 3, unit) as told:
        for amount in amounts:
            told(amount)
    return page.getvalue()


def test_a_bar_tells_its_rate_in_the_unit_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    said = drawn(monkeypatch, terminal=True, unit="what-ifs", amounts=[5000, 7000])
    assert "2/3" in said
    assert "what-ifs/s" in said
    assert "left" in said
    assert "years/s" in drawn(monkeypatch, terminal=True, unit="", amounts=[1])


def test_nothing_where_that_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, terminal=False, unit="what-ifs", amounts=[5000]) == ""
