"""The verb whatif: events as words of the command, without a date on the day after the case's own, told of many at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import foedus
from foedus.cli.main import app
from foedus.findings.model import View
from foedus.show.compare import difference_text
from foedus.show.page import Page

TEXT = """title "League"
as of 1901-12-31
state AAA "Alpha"
state BBB "Beta"
state CCC "Gamma"
state ZZZ "Zeta"
1900-01-01 treaty league "League"
  parties AAA, BBB, CCC
  clause 1
    when  any other state attacks a party
    then  the other parties must defend the victim
"""
Ask = Callable[..., Result]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    path = tmp_path / "league.foedus"
    path.write_text(TEXT, encoding="utf-8")
    return lambda *words: CliRunner().invoke(app, ["whatif", str(path), *words])


def test_an_event_without_a_date_is_of_the_day_after_the_cases_own(ask: Ask) -> None:
    undated, dated = ask("ZZZ attacks AAA", "--format", "json"), ask("1902-01-01 ZZZ attacks AAA", "--format", "json")
    assert undated.exit_code == dated.exit_code == 0
    one, other = json.loads(undated.stdout), json.loads(dated.stdout)
    assert one["on"] == other["on"] == "1902-01-01"
    assert one["bound"] == other["bound"]
    assert [c["after"]["since"] for c in one["bound"]] == ["1902-01-01"] * 2


def test_a_word_of_the_command_is_what_suppose_says(ask: Ask) -> None:
    assert ask("1902-01-01 ZZZ attacks AAA").stdout == ask("--suppose", "1902-01-01 ZZZ attacks AAA").stdout


def test_who_owes_the_same_is_told_in_one_entry(ask: Ask) -> None:
    text = ask("ZZZ attacks AAA").stdout
    assert "Newly bound (2)" in text
    assert "Beta (BBB) and Gamma (CCC) owe Alpha (AAA): defence against Zeta (ZZZ)" in text
    # Gamma fights the attacker already, so that it stands otherwise than Beta
    apart = ask("ZZZ attacks AAA", "1902-01-01 CCC attacks ZZZ", "--format", "table").stdout
    assert "Beta (BBB) and Gamma (CCC)" not in apart


def test_without_anything_to_suppose_it_says_what_may_be(ask: Ask) -> None:
    wrong = ask()
    assert wrong.exit_code == 2
    assert "Say what to suppose" in wrong.stderr
    assert "unknown actor" in ask("YYY attacks AAA").stderr


def test_that_the_view_differs_beside_the_event_is_said_with_what_sets_it_for_both() -> None:
    case = foedus.load("tehran-2012")

    def told(start: View | None) -> str:
        d = case.whatif(View(suppose=("2012-09-01 ISR strikes natanz",), known_on="2012-08-08"), None, start)
        return " ".join(difference_text("Case", d, case.label, Page(width=200)).split())

    assert "the view does too" in told(None)
    same = told(View(known_on="2012-08-08"))
    assert "the view does too" not in same
    assert "after contested: holds if the reading strikes-are-not-war is not accepted (due," in same
