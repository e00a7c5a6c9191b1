"""Measures of a world order on systems small enough to count by hand."""

from __future__ import annotations

import pytest

from foedus.sweep.honour import Honour
from foedus.sweep.moves import Move, changed
from foedus.sweep.orders import additions, defections, marginals, order, with_pivots
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
    assert found.distance == pytest.approx((1, 1))
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


def test_the_distance_is_the_mean_round_of_those_drawn_in() -> None:
    """B is attacked; C joins the war beside B in round 1, D beside C in round 2: (1 + 2) / 2 for A on B."""
    rules = (
        Rule("offence", 2, 1, frozenset({0})),
        Rule("offence", 3, 2, frozenset({0})),
        Rule("defence", 3, 1, unknown=True),
    )
    found = order(sweep(System("t", "1900-01-01", tuple("ABCD"), rules)))
    # A on B, and B on A: C in round 1, D in round 2; A on C, and C on A: D in round 1.  With the condition D comes at once
    # when A or C attacks B, too
    assert found.distance[0] == pytest.approx((2 * (1 + 2) + 2 * 1) / 6)
    assert found.distance[1] == pytest.approx(((1 + 1) + (1 + 2) + 2 * 1 + 1) / 7)
    assert order(sweep(System("t", "1900-01-01", ("A", "B"), ()))).distance == (0, 0)


def test_a_pact_that_could_be_made_does_what_it_does_when_made() -> None:
    system = triangle()
    (found,) = additions(system, [(0, 1)])
    assert found.name == "A and B"
    made = order(sweep(changed(system, [Move("pact", (0, 1))])))
    assert found.drawn_in == pytest.approx(made.drawn_in[1] - order(sweep(system)).drawn_in[1])
    assert found.drawn_in > 0
    (known,) = additions(system, [(1, 2)])
    assert (known.drawn_in, known.changed) == (0, 0), "they defend each other already"


def test_what_does_most_is_the_first_of_the_ranked() -> None:
    found = with_pivots(order(sweep(triangle())), triangle())
    assert found.alliance == marginals(triangle())[0]
    assert found.state == defections(triangle())[0]


def test_expected_sizes_lie_below_those_of_kept_words() -> None:
    found = order(sweep(triangle()), honour=Honour(0.6, 0.7))
    assert found.expected == pytest.approx((0.6 * found.drawn_in[0], 0.6 * found.drawn_in[1]))


def test_help_against_an_ally_is_not_owed() -> None:
    three = System("t", "1900-01-01", ("A", "B", "C"), (Rule("defence", 1, 2), Rule("defence", 2, 1)))
    assert set(cascade(three, 1, 2).target_side) == {2}


def test_bound_both_ways_is_counted_and_named() -> None:
    torn = System("t", "1900-01-01", ("A", "B", "C"), (Rule("defence", 2, 1), Rule("offence", 2, 0)))
    found = order(sweep(torn))
    assert found.entangled == (("C",), ("C",))
    assert found.drawn_in[0] < order(sweep(torn, Doctrine(bound_both_ways=False))).drawn_in[0]
