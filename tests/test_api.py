"""The library's front door: cases from files, from text, from values; and back to text."""

from __future__ import annotations

import pytest

import foedus
from foedus.directives import model as m
from foedus.directives import phrases as p
from foedus.terms.dates import parse_date
from foedus.terms.diagnostics import FoedusError

TEXT = """state A
state B
state C

1900-01-01 treaty pact "Pact"
  parties A, B
  clause 1
    when  C attacks a party
    then  the other party must defend the victim

1901-01-01 C attacks A
"""


def noun(name: str) -> p.Phrase:
    return p.Phrase((p.Noun("name", name),))


def built() -> list[m.Directive]:
    """The same as TEXT, as values."""
    attack = p.Verb("attacks", "attack")
    other, victim = (p.Phrase((n,)) for n in (p.Noun("other party"), p.Noun("role", "victim")))
    clause = m.Clause(
        "1",
        when=p.EventPattern(noun("C"), attack, p.Phrase((p.Noun("party"),))),
        thens=(m.Act(other, "must", p.Verb("defend", "defence"), victim),),
    )
    pact = m.Instrument(
        "treaty",
        "pact",
        parse_date("1900-01-01"),
        "Pact",
        parties=(m.PartyTerm("A"), m.PartyTerm("B")),
        clauses=(clause,),
    )
    states = [m.Actor("state", name) for name in "ABC"]
    return [*states, pact, m.Event(parse_date("1901-01-01"), p.EventPattern(noun("C"), attack, noun("A")))]


def test_a_case_built_of_values_prints_as_its_text_and_answers_as_it() -> None:
    of_values, of_text = foedus.Case.from_directives(built()), foedus.Case.from_text(TEXT)
    assert of_values.to_text() == TEXT == of_text.to_text()
    one, other = of_values.assess("1901-01-01").obligations, of_text.assess("1901-01-01").obligations
    assert [(o.id, o.status) for o in one] == [(o.id, o.status) for o in other]
    assert [(o.debtor, o.creditor, o.adversary) for o in one if o.status == "bound"] == [("B", "A", "C")]


def test_a_bundled_case_printed_into_one_text_answers_the_same() -> None:
    case = foedus.load("july-1914")
    again = foedus.Case.from_text(case.to_text())
    on = "1914-08-04"
    assert [(o.id, o.status) for o in again.assess(on).obligations] == [
        (o.id, o.status) for o in case.assess(on).obligations
    ]


def test_suppositions_use_the_verbs_of_a_case_built_of_values() -> None:
    case = foedus.Case.from_directives([*built(), m.Kind("poke", parents=("attack",), verbs=("pokes",))])
    view = foedus.View(suppose=("1902-01-01 C pokes B",))
    bound = [(o.debtor, o.creditor) for o in case.assess("1902-01-01", view).obligations if o.status == "bound"]
    assert ("A", "B") in bound


def test_what_is_wrong_is_raised_with_its_text() -> None:
    with pytest.raises(FoedusError) as caught:
        foedus.Case.from_text(TEXT.replace("parties A, B", "parties A, D"), name="mine")
    assert 'unknown actor "D"' in str(caught.value)
    assert "<mine>" in caught.value.sources
    with pytest.raises(FoedusError, match="unknown actor"):
        foedus.Case.from_directives(built()[1:])


def test_a_day_before_the_case_begins_is_told() -> None:
    text = "state A\nstate B\n1900-01-01 treaty pact\n  parties A, B\n  clause 1\n    then  A must consult with B\n"
    case = foedus.Case.from_text(text)
    assert case.assess("1899-12-31").warnings == ("1899-12-31 is before the case begins: its first date is 1900-01-01",)
    assert case.assess("1900-01-01").warnings == ()
    assert foedus.Case.from_text("state A\n").assess("1066-01-01").warnings == ()
