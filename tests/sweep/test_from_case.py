"""A case as a system: what the case engine says of single attacks, no clause read twice."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings

import foedus
from foedus.sweep.from_case import system_of_case
from foedus.sweep.plain import cascade
from foedus.sweep.system import Doctrine, Rule, System
from foedus.sweep.text import case_text
from tests.sweep.systems import systems

STATES = "\n".join(f'state {s} "{s}"' for s in ("AAA", "BBB", "CCC", "DDD"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(systems(5, 6))
def test_a_system_said_in_the_language_comes_back(system: System) -> None:
    case = foedus.Case.from_text(case_text(system, unknown=True))
    back = system_of_case(case, "1901-01-01")
    assert back.states == system.states
    for a, b in permutations(range(len(system.states)), 2):
        for doctrine in (Doctrine(), Doctrine(third_party_entry=True)):
            assert cascade(back, a, b, doctrine) == cascade(system, a, b, doctrine, unknown=True)


def rules(clause: str, *more: str) -> set[tuple[str, str, str, bool, tuple[str, ...] | None]]:
    """(duty, debtor, creditor, unknown, adversaries) of one treaty of AAA and BBB."""
    text = f"{STATES}\n\n1900-01-01 treaty pact\n  parties AAA, BBB\n  clause 1\n{clause}\n" + "\n".join(more) + "\n"
    system = system_of_case(foedus.Case.from_text(text), "1901-01-01")

    def of(r: Rule) -> tuple[str, str, str, bool, tuple[str, ...] | None]:
        named = None if r.adversaries is None else tuple(system.states[a] for a in sorted(r.adversaries))
        return (r.duty, system.states[r.debtor], system.states[r.creditor], r.unknown, named)

    return {of(r) for r in system.rules}


DEFEND = "    then the other party must defend the victim against the attacker"


def test_adversaries_by_name_and_by_not_being_a_party() -> None:
    assert rules(f"    when CCC attacks a party\n{DEFEND}") == {
        ("defence", "AAA", "BBB", False, ("CCC",)), ("defence", "BBB", "AAA", False, ("CCC",)),
    }  # fmt: skip
    assert rules(f"    when any other state attacks AAA\n{DEFEND}") == {
        ("defence", "BBB", "AAA", False, ("CCC", "DDD"))
    }


def test_on_request_whoever_may_ask_asks() -> None:
    assert rules(f"    on request of the victim\n    when CCC attacks AAA\n{DEFEND}") == {
        ("defence", "BBB", "AAA", False, ("CCC",))
    }


def test_what_is_unknown_or_turns_on_a_reading_or_is_the_debtor_s_choice_is_a_condition_nobody_knows() -> None:
    assert rules(f'    when CCC attacks AAA\n    unknown "the place"\n{DEFEND}') == {
        ("defence", "BBB", "AAA", True, ("CCC",))
    }
    reading = (
        '1900-06-01 reading peaceful\n  in pact clause 1\n  "CCC attacks AAA" does not count as "CCC attacks AAA"\n'
    )
    assert all(unknown for *_, unknown, _ in rules(f"    when CCC attacks AAA\n{DEFEND}", reading))
    chosen = rules("    when CCC attacks AAA\n    then BBB must take measures for the victim against the attacker")
    assert chosen == {("defence", "BBB", "AAA", True, ("CCC",))}


def test_what_only_a_reading_tells_apart_is_told_apart() -> None:
    reading = '1900-06-01 reading not-ccc\n  in pact clause 1\n  "CCC attacks BBB" does not count as "any state attacks BBB"\n'
    assert rules(f"    when any other state attacks BBB\n{DEFEND}", reading) == {
        ("defence", "AAA", "BBB", True, ("CCC",)), ("defence", "AAA", "BBB", False, ("DDD",)),
    }  # fmt: skip
    of_others = reading.replace("in pact", "in another").replace("CCC attacks", "DDD attacks")
    another = f"\n1900-01-01 treaty another\n  parties CCC, DDD\n  clause 1\n    when AAA attacks CCC\n{DEFEND}"
    assert ("defence", "AAA", "BBB", False, ("CCC", "DDD")) in rules(
        f"    when any other state attacks BBB\n{DEFEND}", another, of_others
    )


def test_what_another_instrument_ends_or_begins_is_seen_with_it() -> None:
    later = f"\n1900-06-01 treaty later\n  parties AAA, BBB\n  clause 1\n    when DDD attacks AAA\n{DEFEND}"
    for force, there in (("ends when later is in force", False), ("in force when later is in force", True)):
        for more in ([later], []):
            text = f"{STATES}\n\n1900-01-01 treaty pact\n  parties AAA, BBB\n  {force}\n  clause 1\n"
            text += f"    when CCC attacks AAA\n{DEFEND}\n" + "".join(
                more or [later.replace("1900-06-01", "1910-06-01")]
            )
            rules = system_of_case(foedus.Case.from_text(text), "1901-01-01").rules
            known = {r.source for r in rules if not r.unknown}
            assert ("pact 1" in known) is (there == bool(more)), (force, more)


def test_an_ally_of_somebody_is_told_apart_from_who_is_none() -> None:
    other = f"\n1900-01-01 treaty another\n  parties CCC, DDD\n  clause 1\n    when AAA attacks CCC\n{DEFEND}"
    found = rules(f"    when an ally of CCC attacks BBB\n{DEFEND}", other)
    assert ("defence", "AAA", "BBB", False, ("DDD",)) in found
    assert not any(creditor == "BBB" and "CCC" in (named or ()) for _, _, creditor, _, named in found)


@pytest.mark.parametrize("act", ["consult with AAA", "inform AAA"])
def test_what_is_no_fighting_draws_nobody_in(act: str) -> None:
    assert rules(f"    when CCC attacks AAA\n    then BBB must {act}") == set()


def test_a_right_draws_nobody_in() -> None:
    assert rules("    when CCC attacks AAA\n    then BBB may defend the victim against the attacker") == set()


def test_what_is_not_in_force_on_the_day_is_not_there() -> None:
    text = f"{STATES}\n\n1900-01-01 treaty pact\n  parties AAA, BBB\n  ends 1900-12-31\n  clause 1\n    when CCC attacks AAA\n"
    text += f"{DEFEND}\n"
    case = foedus.Case.from_text(text)
    assert system_of_case(case, "1900-06-01").rules
    assert not system_of_case(case, "1901-06-01").rules
