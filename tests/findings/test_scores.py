"""A case in the terms of coders of alliances: met or not, kept or not, by a rule without exceptions."""

from __future__ import annotations

import foedus
from foedus.findings.scores import Score, fights, folded, scores

ACTORS = """
state AAA "Alba"
  cow 901
state BBB "Bora"
  cow 902
state CCC "Cora"
  cow 903
state DDD "Dora"
"""
PACT = """
1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  atop 7001
  in force 1900-01-01
  clause 1
    when any other state attacks a party
    then each other party must defend the victim against the attacker
"""


def case(*pieces: str) -> foedus.Case:
    return foedus.Case.from_text(ACTORS + "\n".join(pieces))


def score(*pieces: str) -> Score:
    (found,) = scores(case(*pieces))
    return found


def test_met_and_honoured() -> None:
    found = score(PACT, "1901-01-01 CCC attacks AAA", "1901-01-02 BBB declares war on CCC", "1901-02-01 DDD warns CCC")
    assert (found.atop, found.met, found.outcome) == ((7001,), "met", "honoured")
    assert found.duties == (("BBB", "defence", "AAA", "honoured"),)


def test_not_met_where_the_ally_attacked() -> None:
    found = score(PACT, "1901-01-01 AAA attacks CCC", "1901-01-02 BBB declares war on CCC")
    assert (found.met, found.outcome, found.duties) == ("not met", "", ())


def test_violated_and_mixed() -> None:
    attack = "1901-01-01 CCC attacks AAA"
    assert score(PACT, attack, "1901-01-02 BBB attacks AAA").outcome == "violated"
    three = PACT.replace("parties AAA, BBB", "parties AAA, BBB, DDD")
    both = score(three, attack, "1901-01-02 BBB attacks AAA", "1901-01-03 DDD declares war on CCC")
    assert both.outcome == "mixed"
    assert score(PACT, attack).outcome == "untested", "nobody's conduct is on record yet"


def test_disputed_says_on_what_it_turns() -> None:
    reading = '1900-06-01 reading moves-are-attacks\n  "CCC mobilises against AAA" counts as "CCC attacks AAA"\n'
    text = PACT + "\n" + reading + "\n1901-01-01 CCC mobilises against AAA"
    found = score(text)
    assert (found.met, found.outcome, found.turns_on, found.met_if) == (
        "disputed",
        "",
        ("moves-are-attacks",),
        (("+moves-are-attacks",),),
    )


def test_standing_peace_is_tested_by_a_breach_alone() -> None:
    clause = PACT[PACT.index("    when") :]
    peace = PACT.replace(clause, "    then each party must refrain from attacking each other party\n")
    assert score(peace, "1901-01-01 CCC attacks AAA").met == "not met"
    broken = score(peace, "1901-01-01 BBB attacks AAA")
    assert (broken.met, broken.outcome) == ("met", "violated")


def test_consultation_is_no_casus() -> None:
    talk = PACT.replace("must defend the victim against the attacker", "must consult each other party")
    assert score(talk, "1901-01-01 CCC attacks AAA").met == "not met"


def test_what_has_no_atop_id_has_no_score() -> None:
    assert scores(case(PACT.replace("  atop 7001\n", ""))) == ()


def test_fights_are_between_states_with_numbers() -> None:
    found = case(PACT, "1901-01-01 CCC attacks AAA", "1901-01-02 DDD attacks AAA", "1901-01-03 CCC warns BBB",
                 "1901-01-04 CCC declares war on BBB")  # fmt: skip
    assert sorted((f.attacker, f.target) for f in fights(found)) == [(903, 901), (903, 902)]


def test_a_treaty_and_its_protocol_fold_into_one() -> None:
    other = (
        PACT.replace("treaty pact", "treaty protocol").replace("clause 1", "clause 1").replace("any other state", "DDD")
    )
    one, two = scores(case(PACT, other, "1901-01-01 CCC attacks AAA", "1901-01-02 BBB declares war on CCC"))
    both = folded([two, one])
    assert (two.met, both.met, both.outcome, both.instrument) == ("not met", "met", "honoured", "protocol + pact")
    assert folded([one]) is one
