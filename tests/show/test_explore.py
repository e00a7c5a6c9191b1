"""Tripwires and conflicts as they read: conditions with their sign, what is alike told once, what was looked for."""

from __future__ import annotations

import foedus
from foedus.findings.model import View
from foedus.show.explore import clashes_text, sources_text, tripwires_text
from foedus.show.page import Page

PACT = """state A
state B
state C
state Y "Ypsilon"
state Z "Zeta"
1900-01-01 treaty pact "Pact"
  parties A, B, C
  clause 1
    when  Y or Z attacks A
    then  the other parties must aid A against the attacker
1900-01-01 reading %s  by A
  "Y mobilises against A" counts as "Y attacks A"
"""
VOID = "1900-01-01 reading strict  by B\n  pact clause 1 is void\n"


def wires(text: str, on: str = "1900-02-01") -> str:
    """What ``triggers`` prints of a case, as one line."""
    case = foedus.Case.from_text(text)
    return " ".join(tripwires_text("Case", case.triggers(on), View(), case.label, Page(width=200)).split())


def clashing(text: str, on: str = "1900-02-01", *, latent: bool = True) -> str:
    """What ``conflicts`` prints of a case, as one line."""
    case = foedus.Case.from_text(text)
    return " ".join(
        clashes_text("Case", case.conflicts(on, latent=latent), View(), case.label, Page(width=200)).split()
    )


def test_a_tripwire_says_in_words_whether_a_reading_has_to_be_accepted_or_not() -> None:
    told = wires(PACT % "wide")
    assert "A) owes" not in told
    assert (
        "Y mobilises against A ? B and C owe A: aid against Ypsilon, pact clause 1 (if the reading wide is accepted)"
        in told
    )
    told = wires(PACT % "wide" + VOID)
    assert "(if the reading strict is not accepted)" in told
    assert "(if the reading strict is not accepted and the reading wide is accepted)" in told


def test_what_differs_in_its_author_alone_is_told_once_and_no_more_than_that() -> None:
    told = wires(PACT % "wide")
    assert "1900-02-02 Y attacks A so too by Zeta (Z) - B and C owe A: aid against Ypsilon (Y), pact clause 1" in told
    assert "Z attacks A -" not in told
    only = wires(
        PACT % "wide"
        + '1900-01-01 treaty other "Other"\n  parties B, Y\n  clause 1\n    when  Z attacks A\n    then  Y must aid B\n'
    )
    assert "1900-02-02 Z attacks A -" in only, "an attack by Z binds Y as well"
    assert "so too by" not in only


CLASH = """state A
state B
state D
1900-01-01 treaty one "One"
  parties A, D
  clause 1
    when  B attacks A
    then  D must defend A against B
1900-01-01 treaty other "Other"
  parties B, D
  clause 1
    then  D must refrain from attacking B
"""


def test_conflicts_say_how_many_events_were_tried_and_which() -> None:
    near = clashing(CLASH)
    assert "One event away (1)" in near
    assert "1 single event was tried on the day after" in near
    assert "none of them" not in near
    far = clashing(CLASH.replace("refrain from attacking B", "consult with B"))
    assert "Nothing clashes" in far
    assert "none of them leaves anybody bound both ways" in far
    none = clashing(CLASH.replace("must defend A against B", "must consult with A"))
    assert "No event was tried" in none
    asked = clashing(CLASH, latent=False)
    assert "What one event more would bring was not asked." in asked


def test_the_same_word_broken_by_several_is_told_once_with_what_it_turns_on() -> None:
    text = PACT.replace("the attacker\n", "the attacker within 1 day\n") % "wide" + "1900-02-01 Y mobilises against A\n"
    told = clashing(text, "1900-02-05")
    assert "Words broken (2) B and C: aid to A against Ypsilon (Y)" in told
    assert "its time ran out holds if the reading wide is accepted" in told
    kept = clashing(text + "1900-02-02 B aids A\n", "1900-02-05")
    assert "Words broken (1) C: aid to A against Ypsilon (Y)" in kept


def test_sources_tell_what_their_weights_assume_and_what_leaves_a_range() -> None:
    case = foedus.load("iran-2025")

    def told(**switches: object) -> str:
        view = View().with_(**switches)
        found = case.sources(view=view)
        return " ".join(sources_text("Case", found, view, Page(width=200)).split())

    open_ = told(given_conduct=True)
    assert "nuclear-protocol.debka: 5 findings; weight 0.14 by grades, 0.00 to 0.14 given all else" in open_
    assert "grades weigh by the table admiralty" in open_
    assert "a range is left open by what has no weight" in open_
    kept = told(given_conduct=True, honour="all")
    assert "weight 0.14 by grades, 0.00 given all else" in kept, "who is bound and keeps his word would have acted"
    assert "a range is left open" not in kept
    broken = told(given_conduct=True, honour="none")
    assert "nuclear-protocol.debka: 5 findings; weight 0.14 by grades -" in broken, "silence says nothing"
