"""Design search: every minimal set of changes, and no other, as trying all of them has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.sweep.design import Designs, at_once, families, search
from foedus.sweep.goals import Goal, GoalKind
from foedus.sweep.moves import KINDS, Move, candidates, changed
from foedus.sweep.plain import cascade
from foedus.sweep.system import Doctrine, Rule, System
from tests.sweep.systems import doctrines, systems


def last(
    system: System, goal: Goal, moves: Sequence[Move], doctrine: Doctrine | None = None, **options: int
) -> Designs:
    *_, found = search(system, goal, moves, doctrine, **options)
    return found


def reached(system: System, goal: Goal, doctrine: Doctrine) -> bool:
    """Whether a system reaches a goal, said over again on plain sets."""
    for a, b in permutations(range(len(system.states)), 2):
        if not goal.asks(a, b):
            continue
        for unknown in (False, True):
            outcome = cascade(system, a, b, doctrine, unknown=unknown)
            helps, fights = set(outcome.target_side) - {b}, set(outcome.attacker_side) - {a}
            power = [p or 0.0 for p in system.power]
            ours, theirs = (sum(power[s] for s in side) for side in (outcome.target_side, outcome.attacker_side))
            met = {
                "meet": len([s for s in helps - {a} if not goal.majors or s in system.majors]) >= goal.amount,
                "at-most": len(helps | fights) <= goal.amount,
                "strength": ours >= goal.amount - 1e-12,
                "outweigh": ours >= goal.amount * theirs - 1e-12,
            }[goal.kind]
            if not met:
                return False
    return True


def by_trying(system: System, goal: Goal, moves: Sequence[Move], doctrine: Doctrine, size: int) -> set[frozenset[Move]]:
    found: set[frozenset[Move]] = set()
    for k in range(size + 1):
        for some in combinations(moves, k):
            if not any(f <= set(some) for f in found) and reached(changed(system, some), goal, doctrine):
                found.add(frozenset(some))
    return found


@st.composite
def questions(draw: st.DrawFn, most: int) -> tuple[System, Goal, tuple[Move, ...], Doctrine]:
    system = draw(systems(most, 8))
    n = len(system.states)
    power = draw(st.lists(st.sampled_from([0.05, 0.1, 0.2, 0.25, None]), min_size=n, max_size=n))
    if not any(power):
        power[0] = 0.1
    majors = draw(st.frozensets(st.integers(0, n - 1), max_size=3))
    system = replace(system, power=tuple(power), majors=majors)
    kind: GoalKind = draw(st.sampled_from(["meet", "meet", "at-most", "strength", "outweigh"]))
    amount = draw({
        "meet": st.integers(1, 3), "at-most": st.integers(0, 2), "strength": st.sampled_from([0.2, 0.3, 0.45]),
        "outweigh": st.sampled_from([0.5, 1.0, 2.0]),
    }[kind])  # fmt: skip
    some = st.none() | st.frozensets(st.integers(0, n - 1), min_size=1, max_size=1)
    goal = Goal(kind, amount, draw(some), draw(some), kind == "meet" and draw(st.booleans()))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True))
    moves = candidates(system, kinds, range(n), goal.targets, goal.attackers)
    if len(moves) > 16:
        moves = tuple(draw(st.permutations(moves))[:16])
    return system, goal, moves, draw(doctrines)


def as_trying_all(examples: int, most: int, size: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(questions(most))
    def check(question: tuple[System, Goal, tuple[Move, ...], Doctrine]) -> None:
        system, goal, moves, doctrine = question
        found = last(system, goal, moves, doctrine, size=size, limit=10_000)
        assert found.complete
        assert {frozenset(a) for a in found.answers} == by_trying(system, goal, moves, doctrine, size)
        sizes = [len(a) for a in found.answers]
        assert sizes == sorted(sizes)
        some = at_once(system, goal, moves, doctrine)
        if some is not None:
            assert reached(changed(system, some), goal, doctrine)
            assert not found.answers or len(some) >= sizes[0]

    check()


def names(found: Designs) -> list[tuple[Move, ...]]:
    assert found.complete
    return list(found.answers)


def five(*rules: Rule) -> System:
    return System("t", "1900-01-01", tuple("ABCDE"), rules, power=(0.3, 0.1, 0.2, 0.2, 0.2), majors=frozenset({2, 3}))


def test_an_attacker_that_is_an_ally_of_the_target_helps_nobody() -> None:
    """So that any attack on B meets one helper, two pacts are needed: either ally may be the one that attacks."""
    pacts = candidates(five(), ["pact"], [2, 3], [1])
    assert names(last(five(), Goal("meet", 1, None, frozenset({1})), pacts)) == [
        (Move("pact", (1, 2)), Move("pact", (1, 3)))
    ]
    by_one = last(five(), Goal("meet", 1, frozenset({0}), frozenset({1})), pacts)
    assert [len(a) for a in names(by_one)] == [1, 1], "against one attacker that is no ally, one does"


def test_a_helper_bound_to_the_attacker_counts_for_nothing() -> None:
    """C is bound to fight for A by an offence pact; a pact of B with C binds it both ways, and it joins neither."""
    system = five(Rule("offence", 2, 0, source="old 1"))
    goal = Goal("meet", 1, frozenset({0}), frozenset({1}))
    assert names(last(system, goal, candidates(system, ["pact"], [2, 3], [1]))) == [(Move("pact", (1, 3)),)]
    both = last(system, goal, candidates(system, ["pact", "end"], [2], [1]))
    assert names(both) == [(Move("end", (), "old"), Move("pact", (1, 2)))] or names(both) == [
        (Move("pact", (1, 2)), Move("end", (), "old"))
    ]


def test_what_only_an_unknown_condition_brings_does_not_reach_a_goal() -> None:
    sure, maybe = (five(Rule("defence", 2, 1, unknown=u, source="old 1")) for u in (False, True))
    goal = Goal("meet", 1, frozenset({0}), frozenset({1}))
    assert names(last(sure, goal, ())) == [()]
    assert names(last(maybe, goal, ())) == []
    assert last(maybe, goal, ()).missed[0].unknown is False


def test_fewer_drawn_in_by_the_least_change() -> None:
    rules = [Rule("defence", d, 1, source=f"pact-{d} 1") for d in (2, 3)] + [Rule("defence", 2, 1, source="other 1")]
    system = five(*rules)
    goal = Goal("at-most", 1, frozenset({0}), frozenset({1}))
    ends = last(system, goal, candidates(system, ["end"], ()))
    assert names(ends) == [(Move("end", (), "pact-3"),)], (
        "C is bound twice over: to end one of its pacts changes nothing"
    )
    none = last(system, replace(goal, amount=0), candidates(system, ["leave"], ()), size=2)
    assert names(none) == [], "two withdrawals leave one of three ties"
    three = last(system, replace(goal, amount=0), candidates(system, ["leave"], ()), size=3)
    assert len(names(three)) == 8, "of each of three instruments one of its two parties"
    excepted = last(system, goal, candidates(system, ["except"], (), None, [0]))
    assert names(excepted) == [(Move("except", (0,), "pact-3"),)]
    left = changed(system, excepted.answers[0])
    assert set(cascade(left, 0, 1).target_side) == {1, 2}
    assert set(cascade(left, 4, 1).target_side) == {1, 2, 3}, "against others the pact stands"


def test_strength_against_strength() -> None:
    pacts = candidates(five(), ["guarantee"], [2, 3], [1])
    goal = Goal("outweigh", 1.0, frozenset({0}), frozenset({1}))
    assert len(names(last(five(), goal, pacts))) == 2, "0.1 and 0.2 are as much as 0.3"
    assert [len(a) for a in names(last(five(), replace(goal, amount=1.1), pacts))] == [2]
    assert names(last(five(), replace(goal, amount=2.0), pacts)) == [], "0.5 at most, against 0.6"
    with pytest.raises(ValueError, match="CINC"):
        last(replace(five(), power=()), goal, pacts)


def test_answers_that_differ_by_a_choice_are_told_as_one() -> None:
    pacts = candidates(five(), ["guarantee"], [2, 3, 4], [1])
    found = last(five(), Goal("meet", 2, frozenset({0}), frozenset({1})), pacts)
    (family,) = families(found)
    assert (family.some, len(family.of), family.always) == (2, 3, ())
    a, b, c = pacts[:3]
    assert len(families(Designs(((a, b), (c, Move("end", (), "x"))), complete=True))) == 2, (
        "not every choice: each by itself"
    )
    assert len(families(replace(found, complete=False))) == 3


def test_a_search_that_stops_early_says_so() -> None:
    pacts = candidates(five(), ["guarantee"], [2, 3, 4], [1])
    goal = Goal("meet", 1, frozenset({0}), frozenset({1}))
    found = last(five(), goal, pacts, limit=2)
    assert not found.complete
    assert len(found.answers) == 2
    assert [f.at_least for f in search(five(), goal, pacts)] == sorted(f.at_least for f in search(five(), goal, pacts))


def test_answers_are_those_of_trying_all() -> None:
    as_trying_all(40, 4, 2)


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_answers_are_those_of_trying_all_among_six_states() -> None:
    as_trying_all(400, 6, 3)
