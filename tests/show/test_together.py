"""Duties told at once, and conduct that is open."""

from __future__ import annotations

from foedus.api import Case
from foedus.findings.model import ObligationFinding
from foedus.show.assessment import assessment_text
from foedus.show.page import Page

FILE = """
title "Four"
state AAA "Alpha"
state BBB "Beta"
state CCC "Gamma"
state DDD "Delta"
source gazette "The Gazette"
source envoy "The envoy of Alpha"
1900-01-01 treaty quiet "Quiet"
  parties AAA, BBB, CCC
  clause 1
    then the parties must not attack each other
1900-01-01 treaty help "Help"
  parties AAA, BBB, CCC
  clause 1
    when DDD attacks a party
    then the other party must defend the victim
1901-01-01 DDD attacks AAA
"""
REPORT = """1901-02-01 AAA attacks BBB
  id raid
  claim gazette on 1901-02-02
  claim envoy on 1901-02-03 denies
"""


def told(text: str) -> str:
    """What ``assess`` prints of a file."""
    case = Case.from_text(text)
    return assessment_text(case.assess(), case.label, Page())


def quiet(text: str) -> ObligationFinding:
    """What Alpha owes Beta under the first treaty."""
    (found,) = (o for o in Case.from_text(text).assess().obligations if o.id == "quiet.1:AAA:BBB")
    return found


def test_debtors_of_the_same_are_told_together() -> None:
    text = told(FILE)
    assert "Beta (BBB) and Gamma (CCC) owe Alpha (AAA): defence against Delta (DDD)" in text
    assert "obligations: 2 bound" in text, "they are counted one by one all the same"


def test_what_differs_in_conduct_is_told_apart() -> None:
    text = told(FILE + "1901-01-05 BBB attacks DDD\n")
    assert "Beta (BBB) owes Alpha (AAA): defence" in text
    assert "Gamma (CCC) owes Alpha (AAA): defence" in text


def test_who_owes_one_another_is_said_so() -> None:
    ended = FILE.replace(
        "  clause 1\n    then the parties must not", "  ends 1900-12-31\n  clause 1\n    then the parties must not"
    )
    assert "Alpha (AAA), Beta (BBB) and Gamma (CCC) owe one another: no attack" in told(ended)


def test_conduct_that_hangs_on_a_claim_is_contested_and_not_silent() -> None:
    finding = quiet(FILE + REPORT)
    assert (finding.status, finding.conduct) == ("bound", "contested")
    assert finding.conduct_may == ("violated", "honoured")
    assert [a.id for a in finding.conduct_on] == ["raid.gazette"]
    assert finding.contested_on == ()
    text = told(FILE + REPORT)
    assert "contested: violated or honoured, as the claim raid.gazette is believed or not" in text
    assert "1 finding turns on whether the claim raid.gazette is believed" in text


def test_conduct_that_is_certain_stays_a_word() -> None:
    finding = quiet(FILE + REPORT.replace("  claim envoy on 1901-02-03 denies\n", ""))
    assert (finding.conduct, finding.conduct_may, finding.conduct_on) == ("violated", (), ())


CERTAIN = REPORT.replace("  claim envoy on 1901-02-03 denies\n", "")


def test_a_broken_word_names_the_day_and_the_act() -> None:
    finding = quiet(FILE + CERTAIN)
    assert (finding.broken_on, finding.broken_by, finding.broken_text) == ("1901-02-01", "raid", "AAA attacks BBB")
    assert "broken   1901-02-01: AAA attacks BBB (raid)" in told(FILE + CERTAIN)
    assert "if broken 1901-02-01: AAA attacks BBB (raid)" in told(FILE + REPORT), "it hangs on a claim denied"
    assert quiet(FILE).broken_on == ""
    assert "broken  " not in told(FILE)


def test_what_comes_after_the_time_ran_out_is_not_what_broke_the_word() -> None:
    due = FILE.replace("must defend the victim", "must defend the victim within 10 days")
    late = Case.from_text(due + "1901-01-20 BBB attacks AAA\n").assess(on="1901-02-01")
    (finding,) = (o for o in late.obligations if o.id.startswith("help.1:BBB:AAA"))
    assert (finding.broken_on, finding.broken_by) == ("1901-01-11", "")
    early = Case.from_text(due + "1901-01-08 BBB attacks AAA\n").assess(on="1901-02-01")
    (finding,) = (o for o in early.obligations if o.id.startswith("help.1:BBB:AAA"))
    assert finding.broken_by == "1901-01-08-BBB-attacks-AAA"
