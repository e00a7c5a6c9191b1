"""Whose fighting breaks a word of neutrality: what bars help bars that word, too; page, kernel, answer sets, case agree."""

from __future__ import annotations

import pytest

from foedus.sweep.kernel import run
from foedus.sweep.plain import cascade
from foedus.sweep.system import Doctrine, Rule, System
from foedus.sweep.tables import places, tables
from tests.sweep.specification import by_answer_sets
from tests.sweep.systems import by_the_case_engine


def breaking(rules: tuple[Rule, ...], attacker: int, target: int, doctrine: Doctrine | None = None) -> tuple[int, ...]:
    """Who breaks a word, all four agreeing."""
    system, doctrine = System("t", "1900-01-01", tuple("ABCD"), rules), doctrine or Doctrine()
    plain = cascade(system, attacker, target, doctrine)
    found = run(tables(system, doctrine))
    compiled = places(found.breaches[found.index(attacker, target)], 4)
    assert compiled == tuple(sorted(plain.breaches))
    assert plain == by_answer_sets(system, attacker, target, doctrine, unknown=False)
    assert plain == by_the_case_engine(system, attacker, target, doctrine, unknown=False)
    return compiled


def test_who_was_attacked_by_the_other_need_not_stay_neutral() -> None:
    """A attacks B; C joins the war for B, and B, bound to fight beside C, fights A, to which it owes neutrality."""
    rules = (Rule("offence", 2, 1), Rule("offence", 1, 2), Rule("neutrality", 1, 0))
    assert breaking(rules, 0, 1) == ()
    assert breaking(rules, 0, 1, Doctrine(attack_ends_alliance=False)) == (1,)
    by_another = (*rules, Rule("offence", 3, 2), Rule("neutrality", 3, 0))
    assert breaking(by_another, 0, 1) == (3,), "D has not been attacked"


@pytest.mark.parametrize(("unprovoked", "broken"), [(True, ()), (False, (0,))])
def test_neutrality_owed_to_the_unprovoked_alone(unprovoked: bool, broken: tuple[int, ...]) -> None:
    """B attacks C, D fights for C, C beside D, and A beside C against B, to which it owes neutrality against C."""
    rules = (
        Rule("offence", 3, 2, when="attacked"), Rule("offence", 2, 3), Rule("offence", 0, 2, when="attacks"),
        Rule("neutrality", 0, 1, frozenset({2}), unprovoked=unprovoked, attacked=True),
    )  # fmt: skip
    assert breaking(rules, 1, 2) == broken


def test_neutrality_only_if_attacked() -> None:
    """B attacks C and A, for C, fights B: a breach unless the word is owed to a B that is attacked."""
    helping = Rule("offence", 0, 2)
    assert breaking((helping, Rule("neutrality", 0, 1)), 1, 2) == (0,)
    assert breaking((helping, Rule("neutrality", 0, 1, attacked=True)), 1, 2) == ()


def test_who_acts_in_the_round_that_begins_a_war_breaks_no_word_about_it() -> None:
    """C and D defend B against A at once; D owes A neutrality against C.  A round later it would have broken its word."""
    entry = Doctrine(third_party_entry=True)
    together = (Rule("defence", 2, 1), Rule("defence", 3, 1), Rule("neutrality", 3, 0, frozenset({2})))
    assert breaking(together, 0, 1, entry) == ()
    after = (Rule("defence", 2, 1), Rule("offence", 3, 2), Rule("neutrality", 3, 0, frozenset({2})))
    assert breaking(after, 0, 1, entry) == (3,), "D comes for C, when C is at war with A already"
