"""How a finding is told: on whose word alone, by what it opened, and to whom an act is owed."""

from __future__ import annotations

import foedus
from foedus.findings.model import ObligationFinding

HEAD = 'state A\nstate B\nstate C\nstate Z\n1900-01-01 treaty pact "Pact"\n  parties A, B, C\n'


def duties(text: str, on: str) -> list[ObligationFinding]:
    """What is triggered on a day."""
    return [o for o in foedus.Case.from_text(HEAD + text).assess(on=on).obligations if o.triggered != "no"]


CLAIMS = """  clause 1
    when  Z attacks A
    then  B must aid A
source agency
source wire
  origin agency
source paper
1900-02-01 Z attacks A
  claim agency on 1900-02-02
  claim %s on 1900-02-02
"""


def test_who_only_repeats_is_no_second_source() -> None:
    (repeated,) = duties(CLAIMS % "wire", "1900-02-01")
    assert (repeated.word, repeated.alone) == (("agency", "wire"), ("agency",))
    (twice,) = duties(CLAIMS % "paper", "1900-02-01")
    assert (twice.word, twice.alone) == (("agency", "paper"), ())


RELAYED = """  claim paper on 1900-01-02
  clause 1
    when  Z attacks A
    then  B must not support Z
source agency
source wire
source paper
1900-02-01 Z attacks A
  claim agency through wire on 1900-02-02
1900-02-03 B supports Z
  claim %s on 1900-02-03
  claim agency on 1900-02-04
"""


def test_what_every_support_needs_is_what_it_rests_on_however_many_others_are_heard() -> None:
    """Doubt any one of them and the duty falls: so ``sources`` says of each, and so does the finding."""
    case = foedus.Case.from_text(HEAD + RELAYED % "wire")
    (found,) = (o for o in case.assess(on="1900-02-02").obligations if o.triggered != "no")
    assert found.alone == ("agency", "paper", "wire")
    carrying = tuple(sorted(s.id for s in case.sources(on="1900-02-02").sources if s.alone))
    assert carrying == found.alone
    for source in found.alone:
        left = case.assess(on="1900-02-02").view(doubt=[source]).obligations
        assert not any(o.triggered != "no" for o in left)


def test_a_breach_rests_on_those_who_tell_of_it_too() -> None:
    """What opened the duty is told by three; that it was broken, by the fourth alone."""
    text = (HEAD + RELAYED % "quiet").replace("source paper\n", "source paper\nsource quiet\n")
    text = text.replace("  claim agency on 1900-02-04\n", "")
    (before,) = (o for o in foedus.Case.from_text(text).assess(on="1900-02-02").obligations if o.triggered != "no")
    (broken,) = (o for o in foedus.Case.from_text(text).assess(on="1900-02-03").obligations if o.triggered != "no")
    assert (before.state, before.alone) == ("due", ("agency", "paper", "wire"))
    assert (broken.state, broken.alone) == ("breached", ("agency", "paper", "quiet", "wire"))
    assert "quiet" in broken.word


VOTES = """  clause 1
    when  council decides on pact
    then  A may impose sanctions on Z
body council
  members A, B, C
  rule majority
1900-02-01 A votes for pact
1900-02-02 B votes for pact
"""


def test_what_a_body_adopted_is_told_in_words() -> None:
    found = duties(VOTES, "1900-02-02")
    assert {o.trigger_text for o in found} == {"council decides on pact"}
    assert duties(VOTES, "1900-02-01") == []


def test_a_right_against_an_outsider_is_not_of_his_giving() -> None:
    found = duties(VOTES, "1900-02-02")
    assert {(o.creditor, o.adversary) for o in found} == {("B", "Z"), ("C", "Z")}
    to_a_party = duties(VOTES.replace("sanctions on Z", "sanctions on B"), "1900-02-02")
    assert {(o.creditor, o.adversary) for o in to_a_party} == {("B", "")}
