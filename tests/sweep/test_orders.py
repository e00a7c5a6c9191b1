"""Measures of a world order on systems small enough to count by hand."""

from __future__ import annotations

import pytest

from foedus.sweep.orders import defections, marginals, order
from foedus.sweep.plain import cascade
from foedus.sweep.results import sweep
from foedus.sweep.system import Doctrine, Rule, System


def triangle() -> System:
    """B and C defend each other (pact one); C promises to defend D, under a condition nobody knows (pact two)."""
    rules = (
        Rule("defence", 1, 2, source="one 1"), Rule("defence", 2, 1, source="one 1"),
        Rule("defence", 2, 3, unknown=True, source="two 1"), Rule("non-aggression", 2, 0, source="three 1"),
    )  # fmt: skip
    return System("t", "1900-01-01", ("A", "B", "C", "D"), rules, power=(0.4, 0.3, 0.2, None), majors=frozenset({0, 2}))


def test_measures_by_hand() -> None:
    found = order(sweep(triangle()))
    # drawn in: C when A or D attacks B, B when A or D attacks C (the ally itself is never owed help against its ally);
    # if the unknown condition is met, also C when A or B attacks D
    assert found.what_ifs == 12
    assert found.drawn_in == (4 / 12, 6 / 12)
    assert found.spread == (4 / 12, 6 / 12)
    assert found.largest == (1, 1)
    assert found.rounds == (6 / 12, 6 / 12)
    assert found.breaches == (1 / 12, 2 / 12), "C fights A, to which it owes peace"
    # A and C on opposite sides: A-C and C-A themselves, A-B; with the condition also A-D
    assert found.general == (3 / 12, 4 / 12)
    assert found.explosive[0][2] == 1


def test_effects_are_the_difference_without() -> None:
    effects = {m.name: m for m in marginals(triangle())}
    assert effects["one"].drawn_in == pytest.approx(4 / 12)
    assert effects["one"].changed == 4
    assert effects["two"].changed == 2
    assert effects["three"].drawn_in == 0
    assert effects["three"].changed == 0
    faith = {m.name: m.changed for m in defections(triangle())}
    assert faith == {"C": 4, "B": 2}


def test_help_against_an_ally_is_not_owed() -> None:
    three = System("t", "1900-01-01", ("A", "B", "C"), (Rule("defence", 1, 2), Rule("defence", 2, 1)))
    assert set(cascade(three, 1, 2).target_side) == {2}


def test_bound_both_ways_is_counted_and_named() -> None:
    torn = System("t", "1900-01-01", ("A", "B", "C"), (Rule("defence", 2, 1), Rule("offence", 2, 0)))
    found = order(sweep(torn))
    assert found.entangled == (("C",), ("C",))
    assert found.drawn_in[0] < order(sweep(torn, Doctrine(bound_both_ways=False))).drawn_in[0]
