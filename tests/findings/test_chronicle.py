"""The timeline: sentences in place of ids, clocks in order, deadlines as the view has them, and two clocks."""

from __future__ import annotations

import pytest

import foedus
from foedus.findings.chronicle import by_clock
from foedus.findings.model import TimelineEntry, View

TEXT = """
state A "Aland"
state B "Bland"
state C
source paper "The Paper"
1900-01-01 treaty ab "Pact of A and B"
  parties A, B
  in force 1901-01-01
  clause 1
    when  any other state attacks a party
    then  the other party must consult with the victim  within 3 days
1904-01-01 ultimatum note "The note"  by A to B
  demand B accepts note within 48 hours
  then A will attack B
1904-05-01 18:30 A breaks off relations with C
  id late
1904-05-01 17:58 B protests to C
  id early
1904-05-02 B visits C
  id a-second
  after z-first
1904-05-02 A visits C
  id z-first
1904-05-03 C attacks A
  id blow
  claim paper on 1904-05-06
"""


@pytest.fixture(scope="module")
def case() -> foedus.Case:
    return foedus.Case.from_text(TEXT)


def lines(case: foedus.Case, view: View | None = None) -> list[TimelineEntry]:
    return list(case.timeline("1900-01-01", "1905-01-01", view or View()))


def test_what_enters_into_force_is_named(case: foedus.Case) -> None:
    texts = [e.text for e in lines(case) if e.what == "in force"]
    assert texts == ["“Pact of A and B” enters into force"]


def test_the_clock_and_the_file_decide_within_a_day(case: foedus.Case) -> None:
    order = [e.id for e in lines(case) if e.what == "event"]
    assert order.index("early") < order.index("late")
    assert order.index("z-first") < order.index("a-second")
    assert [e.minute for e in lines(case) if e.id == "late"] == [18 * 60 + 30]


def test_a_reader_gets_sentences_and_names(case: foedus.Case) -> None:
    (blow,) = [e for e in lines(case) if e.id == "blow"]
    assert blow.text == "C attacks Aland"
    assert blow.by == ("The Paper 1904-05-06",)
    (claim,) = [e for e in lines(case) if e.what == "claim"]
    assert claim.text == "The Paper says: C attacks Aland (1904-05-03)"


def test_two_clocks_part_what_was_so_from_what_was_said(case: foedus.Case) -> None:
    every = lines(case)
    so, said = by_clock(every, "so"), by_clock(every, "reported")
    assert {e.what for e in said} == {"claim"}
    assert "claim" not in {e.what for e in so}
    assert len(so) + len(said) == len(by_clock(every, "both")) == len(every)


def deadline(case: foedus.Case, view: View | None = None) -> list[str]:
    return [e.text for e in lines(case, view) if e.what == "deadline" and e.id == "ab.1"]


def test_a_deadline_is_told_while_the_duty_is_open(case: foedus.Case) -> None:
    assert deadline(case) == ["time is out for what Bland owes Aland: consultation toward C (ab clause 1)"]


def test_no_deadline_where_the_view_knows_no_duty(case: foedus.Case) -> None:
    assert deadline(case, View(doubt=("paper",))) == []
    assert deadline(case, View(drop=("blow",))) == []


def test_no_deadline_for_what_was_done_in_time() -> None:
    met = foedus.Case.from_text(TEXT + "1904-05-05 B consults with A\n")
    late = foedus.Case.from_text(TEXT + "1904-05-09 B consults with A\n")
    assert deadline(met) == []
    assert deadline(late) != []


def test_an_ultimatum_tells_whether_it_was_met() -> None:
    plain = [e.text for e in lines(foedus.Case.from_text(TEXT)) if e.id == "note" and e.what == "deadline"]
    kept = foedus.Case.from_text(TEXT + "1904-01-02 B accepts note\n")
    met = [e.text for e in lines(kept) if e.id == "note" and e.what == "deadline"]
    assert plain == ["time is out for the demand of “The note” that Bland accepts The note: not met"]
    assert met == ["time is out for the demand of “The note” that Bland accepts The note: met"]
