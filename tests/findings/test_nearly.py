"""What came near a clause: but for one part of its casus, and never for two."""

from __future__ import annotations

import pytest

import foedus

CASE = """
title "Near"
state AAA "Alpha"
state BBB "Beta"
state CCC "Gamma"
state ZZZ "Zeta"
group rebels "Rebels"
place zone "The zone"
place alphaland "Alphaland"
  in zone
  sovereign AAA
place colony "A colony of Alpha"
  sovereign AAA
place borderland "Borderland"
  sovereign AAA, ZZZ
  disputed
1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  clause 1
    when  any other state makes an armed attack on a party at zone
    then  the other party must defend the victim against the attacker
  clause 2
    when  any other state threatens a party
    then  the other party must consult with the victim
  clause 3
    when  ZZZ uses nuclear weapons against a party
    then  the other party may aid the victim against the attacker
1900-01-01 treaty old-pact "A pact that is over"
  parties AAA, BBB
  ends 1900-12-31
  clause 1
    when  any other state makes an armed attack on a party at zone
    then  the other party must defend the victim against the attacker
"""


@pytest.mark.parametrize(
    ("event", "near"),
    [
        ("ZZZ shells AAA at colony", {("pact", "1", "place", "at zone"),
                                      ("pact", "3", "kind", "uses nuclear weapons against")}),
        ("ZZZ shells AAA at alphaland", {("pact", "3", "kind", "uses nuclear weapons against")}),
        ("rebels shells AAA at alphaland", {("pact", "1", "actor", "by any other state")}),
        ("ZZZ blockades AAA at alphaland", {("pact", "1", "kind", "makes an armed attack on"),
                                            ("pact", "3", "kind", "uses nuclear weapons against")}),
        ("rebels shells AAA at colony", set()),  # two things are wrong with it
        ("ZZZ shells CCC at colony", set()),  # nobody whom the pact protects
        ("ZZZ warns AAA", set()),  # a warning is not nearly an attack
    ],
)  # fmt: skip
def test_but_for_one_part(event: str, near: set[tuple[str, str, str, str]]) -> None:
    found = foedus.Case.from_text(CASE).cascade(f"1901-05-01 {event}").near
    assert {(n.instrument, n.clause, n.part, n.wanted) for n in found} == near


def test_a_right_is_told_and_is_no_duty() -> None:
    result = foedus.Case.from_text(CASE).cascade("1901-05-01 ZZZ uses nuclear weapons against AAA at colony")
    assert [(r.actor, r.act, r.toward, r.against, r.clause, r.status) for r in result.free] == [
        ("BBB", "aid", "AAA", "ZZZ", "3", "yes")
    ]
    assert result.rounds == ()
    assert not foedus.Case.from_text(CASE).cascade("1901-05-01 ZZZ shells AAA at colony").free


def test_a_disputed_place_is_nobodys() -> None:
    case = foedus.Case.from_text(CASE)
    assert any(
        "borderland is disputed by AAA and ZZZ" in text
        for text in case.cascade("1901-05-01 CCC shells borderland").assumes
    )
    assert not any("disputed" in text for text in case.cascade("1901-05-01 CCC shells colony").assumes)


def test_whynot_says_but_for_what() -> None:
    from click.testing import CliRunner

    from foedus.cli.main import app

    words = ["whynot", "falklands-1982", "USA owes GBR necessary-measures", "--on", "1982-04-02"]
    said = " ".join(CliRunner().invoke(app, words).output.split())
    assert "ARG invades GBR at falklands; asked for is another place" in said
