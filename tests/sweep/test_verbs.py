"""The verb sweep: forms of the answer, folders that go on where they stopped, sentences where something is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import Result

import foedus
from foedus.sweep import store as folders
from foedus.sweep.coded import CodedYears
from foedus.sweep.plain import cascade
from foedus.sweep.system import Doctrine, System

Run = Callable[..., Result]


def test_one_year_in_three_forms(run: Run) -> None:
    answer = json.loads(run("sweep", "1911", "--format", "json").stdout)
    assert answer["schema"] == "foedus.sweep/1"
    n = answer["measures"]["states"]
    assert len(answer["rows"]) == n * (n - 1) == answer["measures"]["what_ifs"]
    assert len(run("sweep", "1911", "--format", "csv").stdout.splitlines()) == n * (n - 1) + 1
    assert "drawn in" in run("sweep", "1911").stdout


def test_attackers_on_one_target_that_draw_in_as_many_are_told_in_one_line() -> None:
    from foedus.show.page import Page
    from foedus.show.sweeps import text
    from foedus.sweep.orders import order
    from foedus.sweep.results import sweep, table
    from foedus.sweep.system import Rule, System

    rules = (Rule("defence", 1, 0), Rule("defence", 2, 0), Rule("defence", 2, 1))
    done = sweep(System("t", "1900-01-01", tuple("ABCDEF"), rules))
    lines = text(order(done), table(done), "default", "made up", Page()).split("draw in most\n")[1].splitlines()[1:]
    assert [re.split(r"  +", line.strip())[:3] for line in lines[:3]] == [
        ["D, E and 1 more", "A", "2"], ["A, D and 2 more", "B", "1"], ["B, C", "A", "1"],
    ]  # fmt: skip


def test_rows_are_those_of_the_plain_cascade(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.atlas.session import Session

    monkeypatch.setenv("FOEDUS_DATA", str(store))
    system = CodedYears(Session()).system(1911)
    assert any(r.duty == "defence" for r in system.rules), "the made-up data have alliances in 1911"
    for row in json.loads(run("sweep", "1911", "--format", "json").stdout)["rows"]:
        a, b = system.place(row["attacker"]), system.place(row["target"])
        for unknown in (False, True):
            plain = cascade(system, a, b, unknown=unknown)
            for side, opener in (("target", b), ("attacker", a)):
                ours = {*row[f"{side}_joins"], *(row[f"{side}_may_join"] if unknown else ())}
                assert ours == {system.states[s] for s in getattr(plain, f"{side}_side")} - {system.states[opener]}


def test_a_folder_goes_on_where_it_stopped(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    first = run("sweep", "1910-1912", "--to", str(folder))
    assert first.exit_code == 0, first.stderr
    assert "3 years, 3 of them new" in first.stdout
    whole = {f.name: f.read_bytes() for f in folder.iterdir()}
    (folder / "1911.parquet").unlink()
    assert "3 years, 1 of them new" in run("sweep", "1910-1912", "--to", str(folder)).stdout
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == whole
    assert set(pq.read_table(folder / "1911.parquet").column_names) >= {"attacker", "target", "drawn_in_high"}


def test_other_settings_and_other_files_are_not_mixed_in(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    run("sweep", "1911", "--to", str(folder))
    other = run("sweep", "1911", "--to", str(folder), "--doctrine", "+third-party-entry")
    assert other.exit_code == 1
    assert "other settings" in other.stderr
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    refused = run("sweep", "1911", "--to", str(tmp_path / "mine"))
    assert refused.exit_code == 1
    assert "other files" in refused.stderr
    assert [f.name for f in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_what_is_interrupted_leaves_only_whole_files(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sweep"

    def broken(table: object, to: Path, **_: object) -> None:
        to.write_bytes(b"half a file")
        raise KeyboardInterrupt

    monkeypatch.setattr(pq, "write_table", broken)
    assert run("sweep", "1911", "--to", str(folder)).exit_code != 0
    assert [f.name for f in folder.iterdir()] == [folders.PAGE]
    monkeypatch.undo()


def test_what_a_killed_process_left_goes_when_its_year_is_whole(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    assert run("sweep", "1910", "--to", str(folder)).exit_code == 0
    for begun in (".1911.parquet.7.part", ".1912.parquet.7.part"):
        (folder / begun).write_bytes(b"half a file")
    assert run("sweep", "1910-1911", "--to", str(folder)).exit_code == 0
    there = {f.name for f in folder.iterdir()}
    assert there == {folders.PAGE, "1910.parquet", "1911.parquet", ".1912.parquet.7.part"}, "another's may be at work"


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_says_what_is_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    """DuckDB, when it is at work, has an error of its own for Ctrl-C."""
    system = CodedYears.system

    def stopping(self: CodedYears, year: int, *more: object) -> object:
        if year == 1911:
            raise stop
        return system(self, year, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(CodedYears, "system", stopping)
        result = run("sweep", "1910-1912", "--to", str(tmp_path / "s"))
    assert result.exit_code == 130
    assert "1 of 3 years are whole; the same command goes on" in result.stderr
    assert "fault" not in result.stderr
    assert "3 years, 2 of them new" in run("sweep", "1910-1912", "--to", str(tmp_path / "s")).stdout


def test_another_error_is_no_ctrl_c(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> object:
        raise RuntimeError("something else")

    monkeypatch.setattr(CodedYears, "system", failing)
    result = run("sweep", "1911", "--to", str(tmp_path / "s"))
    assert result.exit_code == 70
    assert "stopped" not in result.stderr


def test_a_query(run: Run, tmp_path: Path) -> None:
    answer = json.loads(run("sweep", "1911", "--query", "SELECT count(*) AS n FROM sweep", "--format", "json").stdout)
    sql = "SELECT system, count(*) AS n FROM sweep GROUP BY 1"
    many = run("sweep", "1910-1911", "--to", str(tmp_path / "s"), "--query", sql, "--format", "json")
    assert answer["rows"][0]["n"] in {r["n"] for r in json.loads(many.stdout)["rows"]}
    for wrong in ("SELECT nonsense FROM sweep", "DROP VIEW sweep", "SELECT 1; SELECT 2"):
        result = run("sweep", "1911", "--query", wrong)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr


def test_a_case_needs_no_data(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    answer = json.loads(run("sweep", "july-1914", "--on", "1914-07-22", "--format", "json").stdout)
    by_pair = {(r["attacker"], r["target"]): r for r in answer["rows"]}
    assert "AUH" in by_pair["RUS", "DEU"]["target_joins"]
    assert "ITA" in {*by_pair["FRA", "DEU"]["target_joins"], *by_pair["FRA", "DEU"]["target_may_join"]}
    assert by_pair["AUH", "SRB"]["target_joins"] == []


@pytest.mark.parametrize("stops_at", [1, 3])
def test_measures_stopped_by_hand_are_those_of_the_years_done(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stops_at: int
) -> None:
    asked: list[int] = []
    whole = CodedYears.system

    def until_ctrl_c(self: CodedYears, year: int, *rest: Any) -> System:
        asked.append(year)
        if len(asked) == stops_at:
            raise KeyboardInterrupt
        return whole(self, year, *rest)

    monkeypatch.setattr(CodedYears, "system", until_ctrl_c)
    out = tmp_path / "orders.csv"
    stopped = run("sweep", "orders", "1909-1912", "--format", "csv", "--out", str(out))
    assert stopped.exit_code == 130
    if stops_at == 1:
        assert not out.exists(), "nothing is done"
    else:
        assert "stopped after 1910: 2 years are done" in stopped.stderr
        assert [line.split(",")[0] for line in out.read_text().splitlines()] == ["system", "1909", "1910"]


def test_measures_and_effects(run: Run) -> None:
    answer = json.loads(run("sweep", "orders", "1910-1912", "--format", "json").stdout)
    assert [o["label"] for o in answer["orders"]] == ["1910", "1911", "1912"]
    assert "World orders" in run("sweep", "orders", "1911").stdout
    assert len(run("sweep", "orders", "1910-1912", "--format", "csv").stdout.splitlines()) == 4
    effects = json.loads(run("sweep", "effects", "1911", "--format", "json").stdout)
    assert effects["rows"]
    told = run("sweep", "effects", "1911").stdout
    assert "between" in told
    assert effects["rows"][0]["name"] in told
    assert run("sweep", "effects", "1911", "--of", "states").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sweep", "1911", "--doctrine", "+third-party"), "did you mean third-party-entry"),
        (("sweep", "1911", "--honour", "bf2017"), "did you mean bf2018"),
        (("sweep", "1910-1912"), "--to DIR"),
        (("sweep", "1700"), "does not cover 1700"),
        (("sweep", "1911", "--dask", "local"), "--to DIR"),
        (("sweep", "julie-1914"), "july-1914"),
        (("plot", "orders", "1911", "--out", "not-written.svg"), "two years or more"),
        (("sweep", "why", "--year", "1911", "ATL", "DEU"), "ATL"),
    ],
)
def test_what_is_wrong_is_said(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_why_is_the_case_engine_s_answer(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = json.loads(run("sweep", "1911", "--format", "json").stdout)["rows"]
    row = next(r for r in rows if r["target_joins"])
    answer = json.loads(
        run("sweep", "why", "--year", "1911", row["attacker"], row["target"], "--format", "json").stdout
    )
    joined = {j["actor"] for r in answer["rounds"] for j in r["joining"] if j["hostile"] and j["status"] == "yes"}
    assert joined == {*row["target_joins"], *row["attacker_joins"]}
    assert answer["row"] == row
    assert answer["differences"] == []
    text = run("sweep", "why", "--year", "1911", row["attacker"], row["target"]).stdout
    assert re.search(r"atop-\d+ clause", text)
    assert text.startswith(f"The sweep's row: 1911, {row['attacker']} attacks {row['target']}\n")
    assert f"target's side   {row['target_joins'][0]}" in text.partition("Cascade:")[0]
    assert "has the same states fight" in text
    assert run("sweep", "why", "--year", "1911", "DEU", "DEU").exit_code == 2


def test_where_the_case_engine_says_otherwise(run: Run) -> None:
    """Help whose means the debtor chooses: war in the sweep's second figure, help in the case engine."""
    text = run("sweep", "why", "--case", "today", "RUS", "EST").stdout
    told = " ".join(text.partition("differ")[2].split())
    assert "fighting in one of the two figures by the row, helping short of war by the case engine" in told
    assert "may be war or not" in told
    assert "several events" not in told, "no reason is given for what does not occur"


def test_a_difference_names_the_states_of_each_kind() -> None:
    """C's help hangs on something unknown; a case that has it met says more than the row, one where it is known as much."""
    from foedus.findings.model import View
    from foedus.sweep.results import sweep
    from foedus.sweep.rows import Difference, differences
    from foedus.sweep.system import Rule
    from foedus.sweep.text import case_text

    system = System("t", "1900-01-01", tuple("ABCD"), (Rule("defence", 2, 1, unknown=True), Rule("defence", 3, 1)))
    case = foedus.Case.from_text(case_text(system, unknown=True))
    found = case.cascade("1901-01-01 A attacks B", view=View(honour="all"))
    assert differences(sweep(system), "A", "B", found) == (Difference("target", "may fight", "fights", ("C",)),)
    sure = System("t", "1900-01-01", tuple("ABCD"), (Rule("defence", 2, 1), Rule("defence", 3, 1)))
    assert differences(sweep(sure), "A", "B", found) == ()


@pytest.mark.parametrize("words", ["+third-party-entry", "-offence", "-bound-both-ways"])
def test_why_is_asked_under_the_doctrine_of_the_sweep(run: Run, words: str) -> None:
    rows = json.loads(run("sweep", "1911", "--doctrine", words, "--format", "json").stdout)["rows"]
    for row in [r for r in rows if r["target_joins"] or r["attacker_joins"]][:4]:
        asked = ("why", "--year", "1911", row["attacker"], row["target"], "--doctrine", words, "--format", "json")
        rounds = json.loads(run("sweep", *asked).stdout)["rounds"]
        joined = {j["actor"] for r in rounds for j in r["joining"] if j["hostile"] and j["status"] == "yes"}
        assert joined - {row["attacker"], row["target"]} == {*row["target_joins"], *row["attacker_joins"]}


LONG = [pytest.mark.slow, pytest.mark.timeout(900)]
POWERS = (200, 220, 255, 300, 325, 365, 640, 345, 350, 360)


@pytest.mark.parametrize(
    ("year", "states"),
    [
        (1850, (200, 220, 255, 300, 325, 329, 337, 365, 640, 267)),
        (1872, POWERS),
        (1889, POWERS),
        pytest.param(
            1914, (200, 220, 255, 300, 325, 345, 355, 360, 365, 640), marks=[pytest.mark.slow, pytest.mark.timeout(900)]
        ),
        pytest.param(
            1938, (200, 220, 255, 290, 315, 325, 345, 360, 365, 640), marks=[pytest.mark.slow, pytest.mark.timeout(900)]
        ),
    ],
)
def test_every_what_if_of_real_years_is_the_case_engine_s(real_store: Path, year: int, states: tuple[int, ...]) -> None:
    from foedus.atlas.coded import directives
    from foedus.atlas.session import Session
    from foedus.atlas.store import Store
    from foedus.findings.model import View

    session = Session(Store(real_store))
    system = CodedYears(session).system(year, only=frozenset(states))
    case = foedus.Case.from_directives(directives(session, year, states=sorted(states)), name="year")
    assert len(system.states) >= 8
    unknowns = tuple(
        f"{i.id}.{c.id}?{n}"
        for i in case.resolved.instruments.values()
        for c in i.clauses
        for n in range(1, len(c.unknown) + 1)
    )
    for a, b in permutations(range(len(system.states)), 2):
        event = f"{year}-07-01 {system.states[a]} attacks {system.states[b]}"
        cascading = case.cascading(event)
        for unknown in (False, True):
            switch = {"accept" if unknown else "reject": unknowns}
            found = cascading.under(View(honour="all", **switch))  # type: ignore[arg-type]
            plain = cascade(system, a, b, unknown=unknown)
            assert set(found.attacker_side) == {system.states[s] for s in plain.attacker_side}
            assert set(found.target_side) == {system.states[s] for s in plain.target_side}
            assert set(found.both) == {system.states[s] for s in plain.both_ways}


def test_design_in_three_forms_and_with_sentences(run: Run) -> None:
    asked = ("sweep", "design", "1911", "--target", "BEL", "--attacker", "DEU", "--meet", "1", "--among", "all")
    answer = json.loads(run(*asked, "--format", "json").stdout)
    assert answer["schema"] == "foedus.sweep-design/1"
    assert answer["complete"]
    assert answer["missed"] == 1
    assert all(len(a["moves"]) == 1 for a in answer["answers"])
    assert {"BEL"} == set.intersection(*[set(a["moves"][0]["states"]) for a in answer["answers"]])
    assert len(run(*asked, "--format", "csv").stdout.splitlines()) == len(answer["answers"]) + 1
    text = run(*asked).stdout
    assert "1 change does it; fewer do not (proved)." in text
    assert "any 1 of the" in text
    assert "It is so already." in run("sweep", "design", "1911", "--at-most", "60").stdout
    for wrong, words in (
        ((), "give one goal"), (("--meet", "1", "--at-most", "2"), "give one goal"), (("--at-most", "1", "--majors"), "--meet"),
        (("--meet", "1", "--target", "XYZ"), "no state of 1911"), (("--meet", "1", "--by", "war"), "is none of"),
    ):  # fmt: skip
        refused = run("sweep", "design", "1911", *wrong)
        assert refused.exit_code == 2, wrong
        assert words in refused.stderr


def test_a_design_out_of_time_gives_a_bound_and_some_answer(run: Run) -> None:
    asked = ("sweep", "design", "1911", "--target", "BEL", "--meet", "2", "--among", "all", "--seconds", "0")
    answer = json.loads(run(*asked, "--format", "json").stdout)
    assert answer["stopped"]
    assert not answer["proved"]
    assert answer["at_least"] <= len(answer["answers"][0]["moves"])


def test_each_that_is_drawn_in_has_its_round(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.atlas.session import Session

    monkeypatch.setenv("FOEDUS_DATA", str(store))
    system = CodedYears(Session()).system(1911)
    answer = json.loads(run("sweep", "1911", "--doctrine", "+third-party-entry", "--format", "json").stdout)
    seen = set()
    for row in answer["rows"]:
        plain = cascade(
            system, system.place(row["attacker"]), system.place(row["target"]), Doctrine(third_party_entry=True)
        )
        for side in ("attacker", "target"):
            came = dict(zip(row[f"{side}_joins"], row[f"{side}_joins_in"], strict=True))
            assert came == {system.states[s]: r for s, r in getattr(plain, f"{side}_side").items() if r}
            seen |= set(came.values())
    assert seen >= {1}


def test_why_of_a_day_and_of_a_case(run: Run) -> None:
    answer = json.loads(run("sweep", "why", "--on", "1911-03-05", "FRA", "DEU", "--format", "json").stdout)
    assert "1911-03-05" in json.dumps(answer)
    of_case = run("sweep", "why", "--case", "july-1914", "--on", "1914-07-01", "RUS", "DEU")
    assert of_case.exit_code == 0, of_case.stderr
    assert "Austria-Hungary (AUH): attack against Russia (RUS)" in of_case.stdout
    without = run("sweep", "why", "--case", "july-1914", "--on", "1914-07-01", "RUS", "DEU", "--doctrine", "-offence")
    assert without.exit_code == 0, without.stderr
    for wrong, words in (
        ((), "say of what"), (("--year", "1911", "--case", "july-1914"), "exclude"),
        (("--year", "1911", "--on", "1912-01-01"), "no day of 1911"),
    ):  # fmt: skip
        refused = run("sweep", "why", *wrong, "FRA", "DEU")
        assert refused.exit_code == 2
        assert words in refused.stderr


def test_conditions_given_by_the_user(run: Run) -> None:
    for wrong, words in (
        (("--met", "weather"), "is no condition"),
        (("--met", "place", "--unmet", "place"), "both name"),
    ):
        refused = run("sweep", "1911", *wrong)
        assert refused.exit_code == 2
        assert words in refused.stderr
    in_case = run("sweep", "july-1914", "--met", "place")
    assert in_case.exit_code == 2


def test_a_condition_given_is_no_longer_unknown() -> None:
    from foedus.sweep.coded import _NAMES, CONDITIONS, given_verdict

    assert set(_NAMES.values()) == set(CONDITIONS)
    place, number = (next(w for w, name in _NAMES.items() if name == n) for n in ("place", "number"))
    assert given_verdict((place,), {"place": True}) is True
    assert given_verdict((place, number), {"place": True}) is None, "the number stays unknown"
    assert given_verdict((place, number), {"place": False}) is False, "one that is not met is enough"
    assert given_verdict((), {"place": False}) is True


def test_conditions_given_are_gone_from_the_year_as_a_case() -> None:
    from foedus.sweep.coded import _NAMES, as_given

    place, number = (next(w for w, name in _NAMES.items() if name == n) for n in ("place", "number"))
    text = "state A\nstate B\n1900-01-01 treaty t\n  parties A, B\n"
    text += "".join(
        f'  clause {i}\n    when any other state attacks B\n    unknown "{words}"\n    then A must defend B\n'
        for i, words in enumerate((place, number), 1)
    )
    said = tuple(foedus.Case.from_text(text).resolved.instruments.values())
    left = {c.id: c.unknown for c in as_given(said, {"place": True, "number": False})[0].clauses}  # type: ignore[union-attr]
    assert left == {"1": ()}
    assert as_given(said, {}) == said


def test_expectations_carry_the_intervals_of_the_rates(run: Run) -> None:
    rows = json.loads(run("sweep", "1911", "--honour", "bf2018", "--format", "json").stdout)["rows"]
    some = [r for r in rows if r["expected_low"]]
    assert some
    assert all(r["expected_from_low"] < r["expected_low"] < r["expected_to_low"] for r in some)
    alike = json.loads(run("sweep", "1911", "--honour", "llm2000", "--format", "json").stdout)["rows"]
    assert all(r["expected_from_low"] == r["expected_low"] == r["expected_to_low"] for r in alike), (
        "no counts published"
    )
