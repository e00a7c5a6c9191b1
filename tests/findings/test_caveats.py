"""``outline`` and F6: clauses and instruments that findings must not be trusted further than, and those that they may."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.api import Case
from foedus.cli.main import app
from foedus.findings.catalogue import catalogue
from foedus.findings.caveats import UNCHECKED
from foedus.terms.diagnostics import FoedusError

TEXT = """
state AAA "Alpha"
state BBB "Beta"
state ZZZ "Zeta"
source memory "From memory"
1900-01-01 treaty pact "The Pact"
  parties AAA, BBB
{whole}
  clause 1
    when ZZZ attacks a party
    then the other party must defend the victim
{part}
  clause 2
    when ZZZ threatens a party
    then the other party must consult with the victim
1901-05-01 ZZZ attacks AAA
"""


def case(whole: str = "", part: str = "") -> Case:
    return Case.from_text(TEXT.format(whole=whole, part=part))


def cautions(made: Case) -> dict[str, tuple[str, ...]]:
    return {o.clause: o.caveats for o in made.assess(on="1901-05-01").obligations if o.debtor == "BBB"}


def test_an_outline_of_a_clause_is_a_caution_for_its_findings_alone() -> None:
    found = cautions(case(part='    outline "The article on railways is left out"'))
    assert found == {"1": ("an outline: The article on railways is left out",), "2": ()}


def test_an_outline_of_the_instrument_reaches_all_its_clauses() -> None:
    found = cautions(case('  outline "Two of ten articles"', '    outline "The second sentence"'))
    assert found == {
        "1": ("an outline: Two of ten articles; The second sentence",), "2": ("an outline: Two of ten articles",),
    }  # fmt: skip


def test_what_was_compared_with_nothing_says_so() -> None:
    assert set(cautions(case("  claim memory 6")).values()) == {(UNCHECKED,)}


@pytest.mark.parametrize("claims", ["", "  claim memory 2", '  claim memory 6\n  claim "A print" 1'])
def test_what_was_compared_with_something_says_nothing(claims: str) -> None:
    assert set(cautions(case(claims)).values()) == {()}


def test_an_outline_changes_no_answer() -> None:
    plain, marked = case(), case('  outline "Half of it"')
    assert [(o.id, o.status) for o in plain.assess(on="1901-05-01").obligations] == [
        (o.id, o.status) for o in marked.assess(on="1901-05-01").obligations
    ]


def test_outlines_survive_printing() -> None:
    made = case('  outline "Half of it"', '    outline "And of this"')
    again = Case.from_text(made.to_text())
    (instrument,) = again.resolved.instruments.values()
    assert (instrument.outline, instrument.clauses[0].outline, instrument.clauses[1].outline) == (
        "Half of it", "And of this", "",
    )  # fmt: skip


def test_an_outline_says_of_what() -> None:
    with pytest.raises(FoedusError, match="ends too early"):
        case("  outline")


def test_assess_prints_the_caution_under_the_finding_and_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "pact.foedus"
    path.write_text(TEXT.format(whole='  outline "Two of ten articles"', part=""), encoding="utf-8")
    runner = CliRunner()
    said = runner.invoke(app, ["assess", str(path), "--on", "1901-05-01"]).output
    data = json.loads(runner.invoke(app, ["assess", str(path), "--format", "json"]).output)
    assert "caution" in said
    assert "Not to be built on" in said
    assert "pact 1, 2: an outline: Two of ten articles" in said
    assert all(o["caveats"] == ["an outline: Two of ten articles"] for o in data["obligations"])


def test_the_library_lists_its_outlines() -> None:
    answer = json.loads(CliRunner().invoke(app, ["treaties", "--outlined", "--format", "json"]).output)
    shown = {t["id"] for t in answer["treaties"]}
    assert shown == {e.id for e in catalogue() if e.outline}
    assert "saudi-pakistan" in shown
    assert "north-atlantic" not in shown
