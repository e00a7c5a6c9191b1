"""A duty asked about in words: names are looked up, and who was meant is told."""

from __future__ import annotations

import re

import pytest

import foedus
from foedus.terms.diagnostics import FoedusError

TEXT = """
state ITA "Italy"
state FRA "France"
state DEU "Germany"
1902-11-01 treaty letters "Letters"
  parties ITA, FRA
  clause 1
    when  any other state attacks a party
    then  the other party must stay neutral toward the attacker
1914-08-03 DEU attacks FRA
"""


@pytest.fixture(scope="module")
def case() -> foedus.Case:
    return foedus.Case.from_text(TEXT, name="asked")


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ("Italy owes FRA neutrality", 'no actor is called "Italy".*did you mean ITA .Italy.'),
        ("ITL owes FRA neutrality", 'no actor is called "ITL".*did you mean ITA'),
        ("ITA owes FRA neutralty", 'no act is called "neutralty".*did you mean neutrality'),
        ("ITA owes FRA neutrality under lettres clause 1", 'no instrument is called "lettres".*did you mean letters'),
    ],
)
def test_a_name_that_nothing_bears(case: foedus.Case, about: str, says: str) -> None:
    with pytest.raises(FoedusError) as raised:
        case.why(about)
    (told,) = raised.value.diagnostics
    assert re.search(says, f"{told.message} {told.help}")


def test_all_that_one_owes_another(case: foedus.Case) -> None:
    assert [r.holds for r in case.why("ITA owes FRA").holding] == ["yes"]
    assert not case.why("FRA owes ITA").holding


def test_american_spelling(case: foedus.Case) -> None:
    assert not case.why("ITA owes FRA defense").holding


BETWEEN = """
state AAA "Alpha"
state BBB "Beta"
1900-01-01 treaty word "A word"
  parties AAA, BBB
  clause 1
    then  AAA must not attack BBB
  clause 2
    then  AAA must consult with BBB
  clause 3
    when  any other state attacks BBB
    then  AAA must aid BBB
  clause 4
    then  BBB must refrain from attacking AAA
"""


@pytest.mark.parametrize(
    ("about", "instead"),
    [
        ("AAA owes BBB non-aggression", [("1", True), ("2", False)]),  # a forbearance that the same act breaks, first
        ("AAA owes BBB respect", [("1", True), ("2", False)]),
        ("BBB owes AAA use-of-force", [("4", True)]),
        ("AAA owes BBB secrecy", [("1", False), ("2", False)]),
        ("AAA owes BBB aid", [("1", False), ("2", False)]),  # it waits, and is kept by attacking another
        ("AAA owes BBB consultation", []),  # it is owed itself
        ("AAA owes BBB", []),
    ],
)
def test_what_is_owed_instead(about: str, instead: list[tuple[str, bool]]) -> None:
    found = foedus.Case.from_text(BETWEEN, name="between").why(about, "1901-01-01")
    assert [(o.id.split(".")[1].split(":")[0], o.akin) for o in found.instead] == instead


def test_what_is_owed_instead_stands_in_the_frame() -> None:
    found = foedus.Case.from_text(BETWEEN, name="between").why("AAA owes BBB secrecy", "1901-01-01")
    frame = found.to_frame()
    assert list(frame[frame["sort"] == "instead"]["id"]) == ["word clause 1", "word clause 2"]


def test_what_is_over_is_owed_no_more() -> None:
    text = BETWEEN.replace("  parties", "  ends 1905-01-01\n  parties")
    assert not foedus.Case.from_text(text, name="over").why("AAA owes BBB non-aggression", "1906-01-01").instead
