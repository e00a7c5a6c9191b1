"""``why`` of what is no duty: sources, denials, papers that bind nobody, and duties that no clause makes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import foedus
from foedus.findings.model import View
from foedus.findings.telling import Step
from foedus.show.page import Page
from foedus.show.reasons import reasons_text
from foedus.terms.diagnostics import FoedusError

TEXT = """
state A "Aland"
state B "Bland"
state C
office A.chief "Chief of Aland"
  organ of A
source paper "The Paper"
  reliability B
source echo
  origin paper
1900-01-01 treaty ab
  parties A, B
  clause 1
    when  any other state attacks a party
    then  the other party must defend the victim
1900-01-01 declaration words
  issuer C
  clause 1
    text "we are concerned"
1904-01-01 threat growl  by A.chief
  when  C attacks B
  then  A will attack C
1904-02-01 C attacks B
  id blow
  claim paper on 1904-02-02
  claim echo through paper on 1904-02-03
1904-03-01 deny "C attacks A"
  id quiet
  claim paper on 1904-03-02
"""


@pytest.fixture(scope="module")
def case() -> foedus.Case:
    return foedus.Case.from_text(
        TEXT.replace("  issuer C\n", "").replace("declaration words", "declaration words  by C")
    )


def steps(step: Step) -> Iterator[Step]:
    yield step
    for part in step.parts:
        yield from steps(part)


def told(case: foedus.Case, about: str, view: View | None = None) -> list[tuple[str, str]]:
    found = case.why(about, "1905-01-01", view or View())
    return [(s.text, s.verdict) for r in (*found.holding, *found.failing) for s in steps(r.step)]


def test_a_source_is_told_with_all_it_says_and_passes_on(case: foedus.Case) -> None:
    texts = [text for text, _ in told(case, "paper")]
    assert texts[0] == "The Paper [B] may be relied on"
    assert "says itself (2)" in texts
    assert "1904-02-02: C attacks B (1904-02-01)" in texts
    assert "1904-03-02: it is not so that C attacks A (1904-03-01)" in texts
    assert texts[texts.index("passes on what others say (1)") + 1].startswith("1904-02-03: echo: C attacks B")
    echo = [text for text, _ in told(case, "echo")]
    assert "it repeats The Paper" in echo
    assert "is quoted as saying (1)" in echo


def test_a_source_that_is_doubted_does_not_hold(case: foedus.Case) -> None:
    assert told(case, "paper", View(doubt=("paper",)))[0][1] == "no"
    assert told(case, "paper")[0][1] == "yes"


def test_a_denial_is_told(case: foedus.Case) -> None:
    texts = told(case, "quiet")
    assert texts[0] == ("1904-03-01 it is denied that C attacks A", "yes")
    assert "said by The Paper" in texts[1][0]


def test_a_paper_without_duties_binds_nobody(case: foedus.Case) -> None:
    texts = [text for text, _ in told(case, "words")]
    assert texts[0].endswith("binds nobody to anything")
    assert "it demands nothing, and sets no time and threatens or promises no act" in texts
    assert not told(case, "ab")[0][0].endswith("binds nobody to anything")


def test_a_duty_that_no_clause_makes_is_told_with_who_owes_it(case: foedus.Case) -> None:
    texts = told(case, "C owes A defence")
    assert texts[0] == ("C owes Aland defence: no clause says so", "no")
    assert ("C is no party", "no") in texts
    assert told(case, "A owes B defence")[0][1] == "yes"
    with pytest.raises(FoedusError, match="nothing here is called"):
        case.why("paperr", "1905-01-01")


def test_a_duty_of_a_later_day_is_told_as_missing(case: foedus.Case) -> None:
    before = case.why("A owes B defence", "1904-01-15")
    assert not before.holding
    assert before.failing


def test_who_speaks_for_whom_is_no_failing_step(case: foedus.Case) -> None:
    texts = told(case, "growl")
    assert ("Aland is bound by it: Chief of Aland speaks for it", "yes") in texts
    assert not any("bound or named" in text for text, _ in texts)


def test_what_a_reading_needs_beside_the_text_is_told() -> None:
    case = foedus.Case.from_text(
        "state A\nstate B\nstate C\n1900-01-01 treaty t\n  parties A, B\n  clause 1\n    when C attacks a party\n"
        "    then the other party must defend the victim\n1901-01-01 C attacks A\n"
        '1901-01-01 reading if-asked by B\n  in t clause 1\n  also needs "A consults with B"\n'
    )

    def told(**switches: str) -> list[tuple[str, str]]:
        answer = case.why("B owes A defence", view=View().with_(**switches))
        (reason,) = answer.holding or answer.failing
        steps = [step for opening in reason.step.parts for step in opening.parts]
        return [(s.text, s.verdict) for s in steps if "also needs" in s.text]

    assert told() == [("it also needs: A consults with B", "contested")]
    assert told(accept="if-asked") == [("it also needs: A consults with B", "no")]
    assert told(reject="if-asked") == []


def test_what_came_after_the_day_asked_is_looked_at_on_its_own_day() -> None:
    case = foedus.Case.from_text("state A\nstate B\n1900-03-01 A attacks B\n  id war\n1900-01-01 B aids A\n  id help\n")
    assert case.why("war", on="1900-02-01").day == "1900-03-01"
    assert case.why("help", on="1900-02-01").day == "1900-02-01"


FORCE = """state A
state B
state C
1900-01-01 treaty pact "Pact"
  parties A, B
  clause 1
    when  C attacks a party
    then  the other party must aid the victim
    in force when A invokes pact and A informs B under pact
1900-02-01 A invokes pact
1900-02-03 A informs B under pact
1900-02-02 C attacks B
"""


def test_what_entry_into_force_still_waits_for_is_named_with_its_day() -> None:
    def told(on: str) -> list[tuple[str, str]]:
        (reason,) = foedus.Case.from_text(FORCE).why("A owes B aid", on=on).failing
        (force,) = (s for s in reason.step.parts if s.sort == "force")
        (rule,) = (s for s in force.parts if s.text.startswith("in force when"))
        return [(s.text, s.verdict) for s in rule.parts]

    assert told("1900-02-02") == [
        ("1900-02-01 A invokes pact", "yes"),
        ("A informs B under pact: not by 1900-02-02, only on 1900-02-03", "no"),
    ]
    assert told("1900-02-03") == [("1900-02-01 A invokes pact", "yes"), ("1900-02-03 A informs B under pact", "yes")]


@pytest.mark.parametrize(("on", "standing"), [("1900-01-02", "holds"), ("1900-01-05", "it arose; lapsed")])
def test_a_duty_that_arose_and_is_over_is_not_said_to_hold(on: str, standing: str) -> None:
    text = "state A\nstate B\n1900-01-01 ultimatum note\n  by A\n  to B\n  demand B frees A within 1 day\n"
    case = foedus.Case.from_text(text + "  then A will attack B within 2 days\n")
    told = reasons_text(case.why("note", on=on), View(), Page(width=200), case.label)
    assert f"A announces: attack against B ({standing})" in " ".join(told.split())


def test_a_right_to_do_an_act_is_asked_for_by_the_act() -> None:
    case = foedus.Case.from_text(
        "state A\nstate B\nstate C\n1900-01-01 treaty t\n  parties A, B\n  clause 1\n    when C attacks a party\n"
        "    then the parties may mobilise against the attacker\n1901-01-01 C attacks B\n"
    )
    (reason,) = case.why("A owes B mobilisation").holding
    assert reason.step.text == "A may B: mobilisation against C"
    missing = case.why("A owes C mobilisation")
    assert not missing.holding
    assert [s.text for r in missing.failing for s in steps(r.step)] == [
        "A owes C mobilisation: no clause says so",
        "t clause 1: mobilisation is owed by A to B, B to A",
        "C is no party",
    ]
    assert not case.why("A owes B demobilisation").holding
    before = case.why("A owes B mobilisation", "1900-06-01")
    assert not before.holding
    assert not any("no clause says so" in r.step.text for r in before.failing)
