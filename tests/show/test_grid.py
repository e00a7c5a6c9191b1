"""Tables of figures: names of columns that are too wide together are broken between their words, and nowhere else."""

from __future__ import annotations

from foedus.show.grid import grid
from foedus.show.page import Page


def test_wide_names_are_broken_between_words() -> None:
    row = {"expected_from_high": 1.5, "target_may_join_in": 2, "attacker": "RUS"}
    narrow = grid([row], Page(width=40)).splitlines()
    words = {word for line in narrow[:-1] for word in line.split()}
    assert words <= {"expected_", "from_", "high", "target_", "may_", "join_", "in", "join_in", "from_high", "attacker"}
    assert narrow[-1].split() == ["1.5", "2", "RUS"]


def test_words_of_a_name_stay_apart_and_no_column_is_lost() -> None:
    row = {"somebody is": 1.5, "drawn in by one": 2, "state": "RUS"}
    drawn = grid([row], Page(width=30))
    assert not {"somebodyis", "drawnin"} & set(drawn.split())
    assert drawn.splitlines()[-1].split() == ["1.5", "2", "RUS"]


def test_names_that_fit_are_left_alone() -> None:
    row = {"expected_from_high": 1.5, "target_may_join_in": 2, "attacker": "RUS"}
    assert grid([row], Page(width=100)).splitlines()[0].split() == list(row)
