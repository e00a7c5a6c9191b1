"""Two versions of a case: what moves, and which change moved it; each with its near miss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import foedus
from foedus.findings.model import View
from foedus.findings.versions import Versions

OLD = """
state AAA "A"
state BBB "B"
state CCC "C"
source herald "Herald"
  reliability B

1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  clause 1
    when CCC attacks a party
    then the other party must defend the victim against the attacker

1901-01-01 CCC threatens AAA
"""
ATTACK = "\n1901-02-01 CCC attacks AAA\n  id blow\n"
SECOND = "\n1901-02-02 CCC attacks AAA\n  id second-blow\n"


def case(text: str) -> foedus.Case:
    return foedus.Case.from_text(text, name="versions")


def moved(old: str, new: str, on: str = "1901-03-01", view: View | None = None) -> Versions:
    return case(old).diff(case(new), on, view)


def test_who_became_bound_and_which_directive_did_it() -> None:
    found = moved(OLD, OLD + ATTACK)
    (change,) = found.difference.bound
    assert (change.either.debtor, change.because) == ("BBB", (("event blow",),))
    assert [e.id for e in found.edits] == ["event blow"]
    assert found.idle == ()


def test_the_other_way_round_he_is_free() -> None:
    found = moved(OLD + ATTACK, OLD)
    (change,) = found.difference.freed
    assert change.because == (("event blow",),)
    assert [e.how for e in found.edits] == ["removed"]


def test_a_change_that_moves_nothing_is_named_as_such() -> None:
    found = moved(OLD + ATTACK, OLD + ATTACK + "\n1901-02-03 BBB threatens CCC\n  id words\n")
    assert found.difference.changes == ()
    assert found.idle == ("event words",)


def test_two_that_are_each_enough_are_told_as_alternatives() -> None:
    (change,) = moved(OLD, OLD + ATTACK + SECOND.replace("02-02", "02-01")).difference.bound
    assert set(change.because) == {("event blow",), ("event second-blow",)}


def test_two_that_are_needed_together_are_told_together() -> None:
    old = OLD.replace("BBB\n  clause", "BBB\n  in force 1950-01-01\n  clause")
    (change,) = moved(old, OLD + ATTACK).difference.bound
    assert change.because == (("instrument pact", "event blow"),)


def test_what_only_names_a_new_actor_needs_no_cause_of_its_own() -> None:
    new = OLD.replace("CCC attacks a party", "DDD attacks a party").replace(
        "source herald", 'state DDD "D"\nsource herald'
    )
    (change,) = moved(OLD, new + ATTACK.replace("CCC", "DDD")).difference.bound
    assert change.because == (("instrument pact", "event blow"),)


def test_an_event_under_a_new_instrument_brings_the_instrument_along() -> None:
    new = OLD + (
        "\n1900-06-01 treaty league\n  parties AAA, CCC\n  clause 1\n    when BBB attacks a party\n"
        "    then the other party must defend the victim\n\n1901-01-15 CCC invokes league\n  id call\n"
    )
    found = moved(OLD, new)
    assert {cause for c in found.difference.changes for cause in c.because} == {("instrument league",)}
    assert found.idle == ("event call",)


def test_a_grade_moves_the_chance_and_a_note_does_not() -> None:
    told = OLD + ATTACK + "  claim herald on 1901-02-02 2\n"
    (change,) = moved(told, told.replace("reliability B", "reliability D")).difference.moved
    assert change.because == (("source herald",),)
    assert change.before is not None
    assert change.after is not None
    assert change.before.probability is not None
    assert change.after.probability is not None
    assert change.after.probability[1] < change.before.probability[0]
    noted = moved(told, told.replace('"Herald"', '"The Herald"').replace("  id blow", '  id blow\n  note "at dawn"'))
    assert noted.difference.changes == ()
    assert noted.edits == ()


def test_a_view_may_settle_what_the_new_version_opens() -> None:
    told = OLD + ATTACK + "  claim herald on 1901-02-02 2\n"
    assert moved(OLD, told).difference.bound
    assert not moved(OLD, told, view=View(doubt=("herald",))).difference.bound


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ("the other party must defend", "the other party must support", "clause 1 changed"),
        ("  clause 1\n", "  secret\n  clause 1\n", "secrecy"),
    ],
)
def test_what_in_a_changed_directive_differs_is_named(before: str, after: str, part: str) -> None:
    (edit,) = moved(OLD, OLD.replace(before, after)).edits
    assert (edit.id, edit.how, edit.parts) == ("instrument pact", "changed", (part,))


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("old", OLD), ("new", OLD + ATTACK)):
        (tmp_path / f"{name}.foedus").write_text(text, encoding="utf-8")
    return str(tmp_path / "old.foedus"), str(tmp_path / "new.foedus")


def run(*args: str) -> Result:
    from foedus.cli.main import app

    return CliRunner().invoke(app, list(args), prog_name="foedus")


def test_the_verb_in_three_forms(files: tuple[str, str]) -> None:
    on = ("--on", "1901-03-01")
    assert "because  event blow" in run("diff", *files, *on).stdout
    data = json.loads(run("diff", *files, *on, "--format", "json").stdout)
    assert data["schema"] == "foedus.diff/1"
    assert data["difference"]["bound"][0]["because"] == [["event blow"]]
    rows = run("diff", *files, *on, "--format", "csv").stdout.splitlines()
    assert [row.rpartition(",")[2] for row in rows] == ["because", "event blow"]


def test_the_verb_with_wrong_words(files: tuple[str, str], tmp_path: Path) -> None:
    assert run("diff", files[0]).exit_code == 2
    assert run("diff", *files, "--doubt", "nobody").exit_code == 2
    (tmp_path / "bad.foedus").write_text("state AAA\nstate AAA\n", encoding="utf-8")
    assert run("diff", files[0], str(tmp_path / "bad.foedus")).exit_code == 1


def test_assess_against_prints_only_what_differs(files: tuple[str, str]) -> None:
    drop = ("--on", "1901-03-01", "--against", "dropping blow")
    assert "Newly bound (1)" in run("assess", files[1], *drop).stdout
    assert "Nothing differs" in run("assess", files[1], "--on", "1901-03-01", "--against", "default").stdout
