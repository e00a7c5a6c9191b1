"""Of actors that are alike one is tried for all: what is said of the others is what trying them would have said."""

from __future__ import annotations

import pytest

import foedus
from foedus.findings import tripwires

WORLD = "\n".join(f"state S{n}" for n in range(24))
TREATIES = """
place land "A land"
  sovereign S0
class neighbours
  members S20, S21
1900-01-01 treaty wide
  parties S0, S1, S2, S3 until 1900-12-31, S4 from 1902-01-01
  clause 1
    when  any other state attacks a party
    then  the other parties must defend the victim
1900-01-01 treaty narrow
  parties S0, S5
  clause 1
    when  any state attacks a party on territory of the victim
    then  the other party must aid the victim against the attacker
  clause 2
    when  any other state is at war with a party
    then  the other party must stay neutral toward the attacker
1900-01-01 treaty pointed
  parties S6, S7
  clause 1
    when  S8 or any neighbours attacks a party
    then  the other party must defend the victim
1900-01-01 treaty peace
  parties S1, S9
  clause 1
    then  the parties must refrain from attacking each other
1900-05-01 S10 threatens S0
1900-06-01 reading wide-threat by S0
  "S11 threatens S0" counts as "S11 attacks S0"
"""


def told(binds: str, many: int, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, ...]]:
    monkeypatch.setattr(tripwires, "MANY", many)
    monkeypatch.setattr(tripwires, "MOST", 10**6)
    case = foedus.Case.from_text(WORLD + TREATIES)
    answer = case.triggers("1901-01-01", binds=binds)
    assert answer.left_out == 0
    found: set[tuple[str, ...]] = set()
    for wire in answer.tripwires:
        (author,) = wire.by
        for actor in (author, *wire.alike):
            sentence = wire.sentence.replace(f" {author} ", f" {actor} ", 1).split(" at ")[0]
            for b in wire.binds:
                against = actor if b.adversary == author else b.adversary
                found.add((sentence, b.instrument, b.clause, b.debtor, b.creditor, against, b.act, b.status))
    return found


@pytest.mark.parametrize("binds", ["", "S1", "S5", "S7"])
def test_one_for_all_says_what_each_would(binds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    each = told(binds, 10**6, monkeypatch)
    assert each
    assert told(binds, 1, _with_room(monkeypatch)) == each


def _with_room(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let all events that stand for others be tried, however few make a case large."""
    monkeypatch.setattr(tripwires, "min", lambda most, many: most, raising=False)
    return monkeypatch


def test_a_filter_tries_less_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    case = foedus.Case.from_text(WORLD + TREATIES)
    monkeypatch.setattr(tripwires, "MANY", 10**6)
    every, one = case.triggers("1901-01-01"), case.triggers("1901-01-01", binds="S7")
    assert one.tried < every.tried
    mine = {(w.sentence, b) for w in every.tripwires for b in w.binds if b.debtor == "S7"}
    assert mine == {(w.sentence, b) for w in one.tripwires for b in w.binds}
    by = case.triggers("1901-01-01", by="S8")
    assert {w.sentence for w in by.tripwires} == {w.sentence for w in every.tripwires if w.by == ("S8",)}
