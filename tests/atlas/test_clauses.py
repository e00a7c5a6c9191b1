"""The treaty library's clauses in wars: a war as a case, and what it comes to, without and with the real coding."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.api import Case
from foedus.atlas.battles import Attack, War, opposed
from foedus.atlas.clauses import _score, war_text
from foedus.cli.main import app

AUSTRIA, GERMANY, RUSSIA, SERBIA, GREECE = 300, 255, 365, 345, 350


def war(*attacks: tuple[str, int, int, str]) -> War:
    made = tuple(Attack(date.fromisoformat(b), a, t, date.fromisoformat(e)) for b, a, t, e in attacks)
    return War(1, "A war", 0, made, (), opposed(made, ()))


def test_a_war_is_told_by_its_attacks_and_their_ends() -> None:
    bare = Case.from_text('include "treaties/dual-alliance-1879"\n')
    text = war_text("dual-alliance-1879", bare, war(("1880-05-01", RUSSIA, AUSTRIA, "1880-09-01"),
                                                    ("1880-06-01", 999, GERMANY, "1880-08-01")))  # fmt: skip
    assert "1880-05-01 RUS attacks AUH" in text
    assert "1880-09-01 RUS makes peace with AUH" in text
    assert 'state S999 "State 999 of the COW list"' in text
    assert "1880-06-01 S999 attacks DEU" in text
    assert Case.from_text(text).resolved.events


def test_a_state_of_another_time_gets_a_name_of_its_own() -> None:
    """Austria-Hungary ended in 1918: who has its number later is not called by its name."""
    bare = Case.from_text('include "treaties/dual-alliance-1879"\n')
    assert "S300" in war_text("dual-alliance-1879", bare, war(("1930-05-01", RUSSIA, AUSTRIA, "1930-09-01")))


@pytest.mark.parametrize(
    ("attacks", "met", "outcome"),
    [
        (
            [("1880-05-01", RUSSIA, AUSTRIA, "1880-09-01"), ("1880-05-03", GERMANY, RUSSIA, "1880-09-01")],
            "met",
            "honoured",
        ),
        ([("1880-05-01", RUSSIA, AUSTRIA, "1880-09-01")], "met", "violated"),
        ([("1880-05-01", AUSTRIA, SERBIA, "1880-09-01")], "not met", ""),
        ([("1878-05-01", RUSSIA, AUSTRIA, "1878-09-01")], "not met", ""),
    ],
    ids=["an ally comes", "an ally stays away", "no attack by Russia", "before it was in force"],
)
def test_the_clauses_decide(attacks: list[tuple[str, int, int, str]], met: str, outcome: str) -> None:
    score = _score(1335, war(*attacks))
    assert (score.met, score.outcome) == (met, outcome)


def test_clauses_are_for_the_coding() -> None:
    done = CliRunner().invoke(app, ["reliability", "--clauses"])
    assert done.exit_code == 2
    assert "--data" in done.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_figures_of_the_page(real_store: Path) -> None:
    """``docs/atlas.md`` says how far clauses agree with the coders; this is where the figures come from."""
    done = CliRunner().invoke(
        app, ["reliability", "--data", "bf", "--clauses", "--format", "json"], env={"FOEDUS_DATA": str(real_store)}
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)["clauses"]
    assert told["met"]["n"] >= 100
    assert told["met"]["value"] > 0.8
    assert told["settled"]["value"] >= told["met"]["value"]
    assert all(r["reason"] for r in told["rows"] if r["coded"] and r["coded"] != r["met"])
