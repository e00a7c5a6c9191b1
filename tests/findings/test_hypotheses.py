"""The matrix of a question: what speaks for and against each answer, and what tells them apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import foedus
from foedus.findings.model import View
from foedus.terms.diagnostics import FoedusError

TEXT = """
state AAA "A"
state BBB "B"
source herald "Herald"
  reliability B
source gazette "Gazette"
  origin herald
source stranger "Stranger"
  reliability E

question who "Who fired?"
  answer guards "The guards"
    claim herald on 1900-01-02 2
    claim gazette on 1900-01-03 3
  answer rebels "The rebels"
    claim stranger on 1900-01-02 4
  answer nobody "Nobody"
    claim herald on 1900-01-05 3 denies

1900-01-01 AAA threatens BBB
  claim herald on 1900-01-02 2
"""


@pytest.fixture
def case() -> foedus.Case:
    return foedus.Case.from_text(TEXT, name="who")


def test_each_claim_is_held_against_each_answer(case: foedus.Case) -> None:
    found = case.hypotheses("who")
    cells = {e.claim: e.cells for e in found.evidence}
    assert cells["who.guards.herald"] == ("for", "against", "against")
    assert cells["who.rebels.stranger"] == ("against", "for", "against")
    assert cells["who.nobody.herald"] == ("", "", "against")
    assert found.neither == 1  # the threat tells nothing of who fired


def test_what_tells_answers_apart_and_what_does_not(case: foedus.Case) -> None:
    told = {e.claim: e.diagnosticity for e in case.hypotheses("who").evidence}
    assert told == dict.fromkeys(told, 2 / 3)


def test_believing_a_claim_moves_its_answer_up_and_its_rival_down(case: foedus.Case) -> None:
    (row,) = (e for e in case.hypotheses("who").evidence if e.claim == "who.guards.herald")
    guards, rebels, _ = ([p for p in pair if p] for pair in zip(row.if_doubted, row.if_believed, strict=True))
    assert guards[0][1] < guards[1][1]
    assert rebels[0][1] > rebels[1][1]


def test_what_a_view_rejects_is_no_evidence(case: foedus.Case) -> None:
    found = case.hypotheses("who", view=View(doubt=("who.rebels.stranger",)))
    assert [a.status for a in found.answers] == ["yes", "no", "no"]
    assert "who.rebels.stranger" not in {e.claim for e in found.evidence}


def test_of_two_answers_left_a_denial_of_one_tells_them_apart(case: foedus.Case) -> None:
    two = TEXT.replace('  answer rebels "The rebels"\n    claim stranger on 1900-01-02 4\n', "")
    found = foedus.Case.from_text(two).hypotheses("who")
    assert {e.diagnosticity for e in found.evidence} == {1.0}


def test_a_question_misspelt_is_met_with_the_nearest(case: foedus.Case) -> None:
    with pytest.raises(FoedusError) as wrong:
        case.hypotheses("whoo")
    assert "who" in wrong.value.diagnostics[0].help


def run(*args: str) -> Result:
    from foedus.cli.main import app

    return CliRunner().invoke(app, list(args), prog_name="foedus")


def test_the_verb(tmp_path: Path) -> None:
    path = tmp_path / "who.foedus"
    path.write_text(TEXT, encoding="utf-8")
    assert "  + - - who.guards.herald" in run("hypotheses", str(path), "who").stdout
    assert json.loads(run("hypotheses", str(path), "who", "--format", "json").stdout)["schema"] == "foedus.hypotheses/1"
    assert run("hypotheses", str(path), "who", "--format", "csv").stdout.startswith("claim,source,through,grade")
    assert "who  Who fired?" in run("hypotheses", str(path)).stdout
    assert run("hypotheses", str(path), "whom").exit_code == 2
