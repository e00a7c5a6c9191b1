"""The drafting check: every flaw with a treaty that has it, and one that just does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import foedus
from foedus.findings.drafting import Flaw
from foedus.terms.diagnostics import FoedusError

STATES = "".join(f'state {name} "{name.title()}"\n' for name in ("AAA", "BBB", "CCC", "DDD"))
PACT = """
1900-01-01 treaty pact
  parties AAA, BBB
  clause 1
    when CCC attacks a party
    then the other party must defend the victim against the attacker
"""
LATER = "\n1901-01-01 CCC threatens DDD\n"


def flaws(text: str, sort: str = "", instrument: str = "") -> list[Flaw]:
    found = foedus.Case.from_text(STATES + text + LATER).lint(instrument=instrument)
    return [f for f in found.flaws if sort in ("", f.sort)]


def test_a_sound_pact_has_none() -> None:
    assert flaws(PACT) == []


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("CCC attacks a party", "AAA attacks AAA"),
        ("CCC attacks a party", "CCC attacks a party and EEE attacks CCC"),
        ("CCC attacks a party", "CCC attacks a party\n    unless CCC attacks a party"),
        ("the other party must defend the victim", "CCC must defend the victim"),
    ],
)
def test_a_clause_that_no_event_can_open(was: str, now: str) -> None:
    extra = 'state EEE "Eee"\n  until 1890\n' if "EEE" in now else ""
    (flaw,) = flaws(extra + PACT.replace(was, now), "never")
    assert flaw.where == "pact.1"
    assert flaw.span is not None


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("CCC attacks a party", "DDD attacks a party"),
        ("CCC attacks a party", "CCC attacks a party and DDD attacks CCC"),
        ("CCC attacks a party", "CCC attacks a party\n    unless DDD attacks a party"),
        ("the other party must defend the victim", "BBB must defend the victim"),
    ],
)
def test_near_misses_that_can_be_opened(was: str, now: str) -> None:
    assert flaws(PACT.replace(was, now), "never") == []


def test_two_events_on_one_day_may_be_needed() -> None:
    """No single event opens it; all its words allow, together, does."""
    text = PACT.replace(
        "CCC attacks a party", "any other state attacks a party and DDD uses force against the attacker"
    )
    assert flaws(text, "never") == []


def test_an_end_before_the_beginning() -> None:
    late = PACT.replace("  clause 1", "  in force 1905-01-01\n  ends 1904-01-01\n  clause 1")
    (flaw,) = flaws(late, "expiry")
    assert flaw.where == "pact"
    assert flaws(late.replace("1904", "1906"), "expiry") == []
    assert flaws(PACT.replace("  clause 1", "  never in force\n  clause 1"), "expiry") == []  # a draft says so itself


TWO = PACT.replace("CCC attacks a party", "CCC attacks a party and league is in force") + (
    "\n1895-01-01 treaty league\n  parties AAA, DDD\n  ends 1899-12-31\n  clause 1\n    when CCC attacks a party\n"
    "    then the other party must support the victim against the attacker\n"
)


def test_expiry_before_what_it_waits_for() -> None:
    (flaw,) = flaws(TWO, "expiry")
    assert (flaw.where, "league" in flaw.because) == ("pact.1", True)
    assert flaws(TWO.replace("1899-12-31", "1900-12-31"), "expiry") == []


LOOP = PACT + (
    "  clause 2\n    when pact clause 3 is triggered\n    then AAA must consult with BBB\n"
    "  clause 3\n    when pact clause 2 is triggered\n    then BBB must consult with AAA\n"
)


def test_clauses_that_wait_for_one_another() -> None:
    (flaw,) = flaws(LOOP, "loop")
    assert flaw.because == "pact.2 -> pact.3 -> pact.2"
    assert flaws(LOOP.replace("pact clause 3 is", "pact clause 1 is"), "loop") == []
    either = LOOP.replace("pact clause 3 is triggered", "pact clause 3 is triggered or CCC attacks AAA")
    assert flaws(either, "loop") == []


def test_a_party_of_whom_nothing_is_said() -> None:
    named = PACT.replace("parties AAA, BBB", "parties AAA, BBB, DDD").replace("the other party must", "BBB must")
    named = named.replace("attacks a party", "attacks AAA")
    (flaw,) = flaws(named, "gap")
    assert "DDD" in flaw.text
    assert flaws(PACT.replace("parties AAA, BBB", "parties AAA, BBB, DDD"), "gap") == []


def test_a_gap_between_an_instrument_and_what_amends_it() -> None:
    text = PACT.replace("  clause", "  ends 1900-06-30\n  clause") + (
        "\n1900-09-01 treaty renewal\n  parties AAA, BBB\n  amends pact\n  clause 1\n    when CCC attacks a party\n"
        "    then the other party must defend the victim against the attacker\n"
    )
    (flaw,) = flaws(text, "gap")
    assert flaw.where == "renewal"
    assert flaws(text.replace("1900-06-30", "1900-08-31"), "gap") == []


CLASH = PACT + (
    "\n1900-06-01 treaty new-one\n  parties BBB, CCC\n  clause 1\n"
    "    then the parties must refrain from attacking each other\n"
)


def test_a_new_instrument_against_what_a_party_owes_already() -> None:
    (flaw,) = flaws(CLASH, "collision", "new-one")
    assert "binds BBB" in flaw.text
    assert "pact.1" in flaw.text
    assert "CCC attacks AAA" in flaw.because
    assert flaws(CLASH.replace("parties BBB, CCC", "parties BBB, DDD"), "collision", "new-one") == []


def test_no_clause_of_the_bundled_cases_is_dead() -> None:
    for name in ("tehran-2012", "munich-1938", "first-balkan-1912", "seven-weeks-1866"):
        found = foedus.load(name).lint()
        assert [f.where for f in found.flaws if f.sort in ("never", "expiry", "loop")] == [], name


def run(*args: str) -> Result:
    from foedus.cli.main import app

    return CliRunner().invoke(app, list(args), prog_name="foedus")


def test_the_verb_and_the_flag(tmp_path: Path) -> None:
    path = tmp_path / "pact.foedus"
    path.write_text(STATES + CLASH + LATER, encoding="utf-8")
    shown = run("lint", str(path))
    assert shown.exit_code == 1
    assert "Collide with what is owed already (1)" in shown.stdout
    assert json.loads(run("lint", str(path), "--format", "json").stdout)["schema"] == "foedus.lint/1"
    assert run("lint", str(path), "--format", "csv").stdout.count("\n") == 2
    law = run("check", str(path), "--law")
    assert law.exit_code == 0
    assert "Collide with" in law.stderr
    assert "Collide with" not in run("check", str(path)).stderr
    assert run("lint", str(path), "--instrument", "pct").exit_code == 2
    path.write_text(STATES + PACT + LATER, encoding="utf-8")
    assert run("lint", str(path)).exit_code == 0
    with pytest.raises(FoedusError):
        foedus.load(str(path)).lint(instrument="pct")
