"""The rule for casus foederis in war: each sentence of it with a hit and a near miss, on invented rows and wars."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foedus.atlas.battles import Attack, Part, War, opposed, region
from foedus.atlas.casus import CHOICES, Rule, judge, other

A, B, C, X, Y = 220, 255, 300, 365, 640
COLUMNS = ["adv", "loc", "con", "num", "dem", "npr", "att"]


def row(
    who: int, owes: str = "", begins: date = date(1900, 1, 1), ends: date = date(1950, 1, 1), **more: Any
) -> dict[str, Any]:
    """A member row of one alliance; conditions as ``def_adv=1``."""
    made: dict[str, Any] = {f"{p}co{c}": 0 for p in ("def", "off", "neu") for c in COLUMNS}
    made |= {
        "member": who,
        "phase": 0,
        "begins": begins,
        "ends": ends,
        "cowwar": 0,
        "wartime": 0,
        "statthr1": 0,
        "statthr2": 0,
        "defcon": 0,
    }
    made |= {
        name: int(letter in owes)
        for letter, name in (("D", "defense"), ("O", "offense"), ("N", "neutral"), ("A", "nonagg"))
    }
    for name, value in more.items():
        prefix, _, condition = name.partition("_")
        made[f"{prefix}co{condition}" if condition else name] = value
    made["defcon"] = int(any(made[f"defco{c}"] for c in COLUMNS))
    return made


def war(
    *attacks: tuple[int, int] | tuple[int, int, int, bool], cow: int = 9, parts: tuple[Part, ...] = (), year: int = 1910
) -> War:
    """A war of one year; an attack is (attacker, target) or (attacker, target, month, joiner)."""
    made = []
    for attack in attacks:
        attacker, target, month, joiner = (*attack, 1, False)[:4] if len(attack) == 2 else attack
        made.append(Attack(date(year, month, 1), attacker, target, date(year, 12, 31), bool(joiner)))
    there = tuple(sorted(made))
    return War(1, "made up", cow, there, parts, opposed(there, parts))


def met(rows: list[dict[str, Any]], fought: War, rule: Rule | None = None) -> bool:
    return judge(rows, fought, rule).met


def test_defence_is_due_when_the_partner_is_attacked_and_not_when_it_attacks() -> None:
    assert met([row(A, "D"), row(B, "D")], war((X, A)))
    assert not met([row(A, "D"), row(B, "D")], war((A, X)))
    assert not met([row(A, "D"), row(B)], war((X, A))), "A owes, and it is A that is attacked"


def test_a_state_that_joins_the_war_against_a_partner_attacks_it() -> None:
    fought = war((A, X), (Y, A, 3, True))
    assert met([row(A), row(B, "D")], fought)
    assert not met([row(A), row(B, "D")], fought, other(Rule(), "joiners"))


def test_the_attack_has_to_come_while_both_are_members() -> None:
    later = [row(A), row(B, "D", begins=date(1910, 6, 1))]
    assert not met(later, war((X, A)))
    assert met([row(A), row(B, "D", begins=date(1910, 1, 1))], war((X, A)))
    assert not met([row(A), row(B, "D", ends=date(1909, 12, 31))], war((X, A)))


def test_offence_and_neutrality_are_due_whoever_began() -> None:
    for letter in "ON":
        assert met([row(A), row(B, letter)], war((A, X)))
        assert met([row(A), row(B, letter)], war((X, A)))
        assert not met([row(A), row(B, letter)], war((C, X)))


def test_neutrality_only_if_attacked() -> None:
    assert met([row(A), row(B, "N", neu_att=1)], war((X, A)))
    assert not met([row(A), row(B, "N", neu_att=1)], war((A, X)))


def test_a_named_adversary() -> None:
    named = [row(A), row(B, "D", def_adv=1, statthr1=X)]
    assert met(named, war((X, A)))
    assert not met(named, war((Y, A)))
    unnamed = [row(A), row(B, "D", def_adv=1)]
    assert met(unnamed, war((Y, A)))
    assert not met(unnamed, war((Y, A)), other(Rule(), "unnamed"))
    assert [o.rests_on for o in judge(unnamed, war((Y, A))).occasions] == [("adversary",)]


def test_a_number_of_adversaries() -> None:
    two = [row(A), row(B, "D", def_num=1)]
    assert not met(two, war((X, A)))
    assert met(two, war((X, A), (Y, A, 3, True)))
    one = [row(A), row(B, "N", neu_num=1)]
    assert met(one, war((X, A)))
    assert not met(one, war((X, A), (Y, A, 3, True)))


def test_not_provoked_means_that_the_first_act_was_suffered() -> None:
    innocent = [row(A), row(B, "D", def_npr=1)]
    assert met(innocent, war((X, A), (A, Y, 3, False)))
    assert not met(innocent, war((A, Y), (X, A, 3, True)))


def test_a_particular_conflict_is_the_one_in_which_it_was_made() -> None:
    made_in_it = [row(A, cowwar=9), row(B, "D", def_con=1, wartime=1, begins=date(1910, 6, 1))]
    assert met(made_in_it, war((X, A))), "the attack came before the treaty, and the treaty is about it"
    assert not met([row(A, cowwar=8), row(B, "D", def_con=1)], war((X, A)))


def test_an_unconditional_promise_of_help_made_in_the_war_is_for_that_war() -> None:
    promise = [row(A), row(B, "D", cowwar=9, wartime=1, begins=date(1910, 6, 1))]
    assert met(promise, war((X, A)))
    assert not met(promise, war((X, A)), other(Rule(), "tied"))
    conditional = [row(A), row(B, "D", cowwar=9, wartime=1, begins=date(1910, 6, 1), def_npr=1)]
    assert not met(conditional, war((X, A)))


def test_a_place_is_taken_to_be_the_victims_own_land_if_it_fought_in_its_part_of_the_world() -> None:
    placed = [row(A), row(B, "D", def_loc=1)]
    home = (Part(date(1910, 1, 1), A, 1, date(1910, 12, 31), where=frozenset("E")),)
    away = (Part(date(1910, 1, 1), A, 1, date(1910, 12, 31), where=frozenset("S")),)
    assert met(placed, war((X, A), parts=home))
    assert not met(placed, war((X, A), parts=away))
    assert met(placed, war((X, A)))
    assert not met(placed, war((616, A))), "without a record the opponent's part of the world decides"
    assert met(placed, war((X, A), parts=away), other(Rule(), "home"))


def test_for_offence_a_place_that_is_not_coded_is_not_met() -> None:
    placed = [row(A), row(B, "O", off_loc=1)]
    assert not met(placed, war((A, X)))
    assert met(placed, war((A, X)), other(Rule(), "far_offence"))
    assert met([row(A), row(B, "O", off_loc=1, off_adv=1, statthr1=X)], war((A, X))), "a named adversary goes before"


def test_members_that_fight_each_other_break_their_word() -> None:
    for letter in "DONA":
        verdict = judge([row(A, letter), row(B)], war((A, B)))
        assert (verdict.met, verdict.outcome) == (True, "violated"), letter
    assert not met([row(A), row(B)], war((A, B))), "they promised nothing but to consult"
    assert not met([row(A, "A", ends=date(1909, 1, 1)), row(B)], war((A, B)))
    assert not met([row(A, "A"), row(B)], war((A, B)), other(Rule(), "members"))


@pytest.mark.parametrize(
    ("fought", "owes", "outcome"),
    [
        (war((X, A), (B, X, 3, True)), "D", "honoured"),
        (war((X, A)), "D", "violated"),
        (war((X, A), (B, Y, 3, True)), "D", "violated"),  # it fought somebody else
        (war((X, A)), "N", "honoured"),
        (war((X, A), (B, A, 3, True)), "N", "violated"),
        (war((X, A), (B, X, 3, True)), "N", "honoured"),  # it came in on the partner's side: more than was owed
    ],
)
def test_honoured_or_violated(fought: War, owes: str, outcome: str) -> None:
    assert judge([row(A), row(B, owes)], fought).outcome == outcome


def test_help_after_the_alliance_ended_honours_nothing() -> None:
    fought = war((X, A), (B, X, 11, True))
    assert judge([row(A), row(B, "D", ends=date(1910, 6, 1))], fought).outcome == "violated"


def test_every_member_has_to_act() -> None:
    rows = [row(A), row(B, "D"), row(C, "D")]
    assert judge(rows, war((X, A), (B, X, 3, True))).outcome == "violated"
    assert judge(rows, war((X, A), (B, X, 3, True), (C, X, 3, True))).outcome == "honoured"


def test_members_of_different_phases_owe_each_other_nothing() -> None:
    assert not met([row(A), row(B, "D") | {"phase": 2}], war((X, A)))


def test_a_war_of_which_there_is_no_record_meets_nothing() -> None:
    verdict = judge([row(A, "DON"), row(B, "DON")], War(1, "unrecorded", 0))
    assert (verdict.met, verdict.outcome, verdict.occasions) == (False, "", ())


def test_a_demand_is_taken_as_made_and_said_to_be() -> None:
    (occasion,) = judge([row(A), row(B, "D", def_dem=1)], war((X, A))).occasions
    assert occasion.met
    assert occasion.rests_on == ("demand",)


def test_parts_of_the_world() -> None:
    assert [region(c) for c in (2, 165, 200, 395, 411, 599, 600, 699, 700, 850, 900)] == list("AAEEFFMMSSO")


def test_every_choice_has_another_way() -> None:
    assert all(other(other(Rule(), c), c) == Rule() != other(Rule(), c) for c in CHOICES)
