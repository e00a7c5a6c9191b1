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
