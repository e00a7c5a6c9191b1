"""The treaty library: every file stands by itself, every actor has its codes, every instrument is found and shown."""

from __future__ import annotations

import csv
import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from foedus.api import Case
from foedus.api import load as load_case
from foedus.case import resolve
from foedus.cli.main import app
from foedus.directives.model import Actor, Instrument
from foedus.findings.catalogue import catalogue, in_force
from foedus.findings.holding import held_by
from foedus.language import bundled_files, library_folder
from foedus.language.loader import load
from foedus.show.treaties import HELD
from foedus.terms.dates import day
from tests.atlas.conftest import real_folder

PAGE = Path(__file__).parents[2] / "docs" / "treaty-library.md"
STATES = sorted(p for p in (library_folder() / "states").glob("*.foedus") if p.stem != "of-today")  # that one includes


def run(*words: str, data: Path | None = None) -> Result:
    env = {"FOEDUS_DATA": str(data)} if data is not None else {}
    return CliRunner().invoke(app, ["treaties", *words], env=env)


@pytest.mark.parametrize("name", sorted(bundled_files("treaties")))
def test_a_treaty_file_stands_by_itself(name: str) -> None:
    case = Case.from_text(f'include "treaties/{name}"\n')
    assert catalogue(name)
    assert case.resolved.instruments


@pytest.mark.parametrize("path", STATES, ids=lambda p: p.stem)
def test_a_state_has_its_number_and_a_state_of_today_its_code(path: Path) -> None:
    for state in (d for d in load(path).directives if isinstance(d, Actor) and d.sort == "state"):
        codes = {r.scheme: r.value for r in state.common.refs}
        assert "cow" in codes or path.stem in NO_NUMBER, "no number of the Correlates of War project"
        if state.end is None and "iso" not in codes:
            assert path.stem in ENDED_WITHOUT_A_DATE


NO_NUMBER = {"slovakia-1939"}
"""A state of its time that the project does not count."""
ENDED_WITHOUT_A_DATE = {
    "austria", "bavaria", "hanover", "hesse-kassel", "kosovo", "ottoman-empire", "prussia", "russian-empire", "saxony",
    "serbia",
}  # fmt: skip
"""States that ended, and whose files leave it to the case when; and one whose code is not of the standard."""


@pytest.mark.parametrize("path", STATES, ids=lambda p: p.stem)
def test_a_state_exists_when_it_is_counted(path: Path) -> None:
    folder = real_folder()
    if folder is None:
        pytest.skip("needs the list of states of the Correlates of War project: name its folder in FOEDUS_TEST_DATA")
    with (folder / "states.csv").open(encoding="utf-8") as file:
        spells = [(row["ccode"], int(row["styear"]), int(row["endyear"])) for row in csv.DictReader(file)]
    for state in (d for d in load(path).directives if isinstance(d, Actor) and d.sort == "state"):
        cow = next((r.value for r in state.common.refs if r.scheme == "cow"), "")
        since = date.fromordinal(state.start.first).year if state.start is not None else 1816
        until = date.fromordinal(state.end.last).year if state.end is not None else 9999
        mine = [(first, last) for code, first, last in spells if code == cow]
        assert not cow or path.stem in NOT_COUNTED or any(first <= until and since <= last for first, last in mine), (
            f"{cow} is not counted then"
        )


NOT_COUNTED = {"montenegro"}
"""A state of its time that the project counts from 2006 only."""


def test_the_list_and_its_filters() -> None:
    every = json.loads(run("--format", "json").stdout)
    assert every["schema"] == "foedus.treaties/1"
    assert len(every["treaties"]) >= 80
    found = json.loads(run("--party", "JPN", "--on", "1914-08-04", "--duty", "defence", "--format", "json").stdout)
    assert [t["id"] for t in found["treaties"]] == ["anglo-japanese-1911"]
    assert json.loads(run("--party", "JPN", "--on", "1900-01-01", "--format", "json").stdout)["treaties"] == []
    assert "GBR, JPN" in run("--party", "JPN", "--on", "1914-08-04").stdout
    unchecked = json.loads(run("--unchecked", "--format", "json").stdout)["treaties"]
    assert unchecked
    assert all(t["unchecked"] for t in unchecked)
    assert run("--format", "csv").stdout.startswith("id,title,file")


def test_one_in_full() -> None:
    said = run("north-atlantic").stdout
    assert "Sweden (SWE) from 2024-03-07" in said
    assert "clause 5" in said
    assert run("treaties/north-atlantic-1949").stdout == said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nort-atlantic",), "Did you mean north-atlantic?"),
        (("--party", "JPX"), "Did you mean JPN?"),
        (("--duty", "defense"), "Did you mean defence?"),
        (("--on", "yesterday"), "--on"),
    ],
)
def test_what_cannot_be_found_is_said(words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_party_is_bound_from_its_own_day_to_its_own() -> None:
    (nato,) = catalogue("north-atlantic-1949")
    assert in_force(nato, day("2023-04-04"), "FIN")
    assert not in_force(nato, day("2023-04-03"), "FIN")
    (rio,) = catalogue("rio-1947")
    assert in_force(rio, day("2004-09-06"), "MEX")
    assert not in_force(rio, day("2004-09-07"), "MEX")
    assert not in_force(rio, day("1948-12-02"))


def test_nothing_is_compared_without_the_data(tmp_path: Path) -> None:
    result = run("--compare", "atop", data=tmp_path)
    assert result.exit_code == 1
    assert "atop_members" in result.stderr


@pytest.fixture(scope="session")
def atop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from foedus.atlas.store import Store

    folder = real_folder()
    if folder is None:
        pytest.skip("needs the member file of ATOP 5.1: name its folder in FOEDUS_TEST_DATA")
    store = tmp_path_factory.mktemp("atop")
    Store(store).add(folder / "atop_members_v5_1.csv")
    return store


def test_every_difference_from_atop_is_explained(atop: Path) -> None:
    answer = json.loads(run("--compare", "atop", "--format", "json", data=atop).stdout)
    assert len(answer["compared"]) >= 45
    assert [(d["atop"], d["about"], d["actors"]) for d in answer["differences"] if not d["why"]] == []


def test_no_explanation_is_left_over(atop: Path) -> None:
    """A line that explains a difference that is none any more is wrong."""
    found = json.loads(run("--compare", "atop", "--format", "json", data=atop).stdout)["differences"]
    used = {(d["atop"], d["why"]) for d in found}
    for entry in catalogue():
        for ref in entry.instrument.common.refs:
            if ref.scheme == "differs":
                assert (entry.atop, re.sub(r"^[^:]*:", "", ref.value).strip()) in used, f"{entry.id}: {ref.value}"


def test_the_page_is_what_the_command_prints(atop: Path) -> None:
    """To write it anew: ``FOEDUS_WRITE_DOCS=1 pytest tests/library``, and with ``-m slow`` the part on expectations."""
    printed = run("--markdown", data=atop).stdout
    if os.environ.get("FOEDUS_WRITE_DOCS"):
        PAGE.write_text(with_part(printed, held_part(PAGE.read_text(encoding="utf-8"))), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    assert page.replace(held_part(page), "") == printed


NEXT = "## Against ATOP"


def held_part(page: str) -> str:
    """The part of the page on what holds its clauses down, which takes minutes to write; "" if it has none."""
    return page[page.index(HELD) : page.index(NEXT)] if HELD in page else ""


def with_part(page: str, part: str) -> str:
    return page.replace(NEXT, part + NEXT)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nearly_every_clause_is_held_down_by_an_expectation(atop: Path) -> None:
    folder = str(Path(__file__).parents[1] / "treaties")
    printed = run("--markdown", "--held", "--expecting", folder, data=atop).stdout
    if os.environ.get("FOEDUS_WRITE_DOCS"):
        PAGE.write_text(printed, encoding="utf-8")
    assert held_part(PAGE.read_text(encoding="utf-8")) == held_part(printed)
    down, every = re.findall(r"^(\d+) of (\d+) operative clauses", printed, re.MULTILINE)[0]
    assert int(down) / int(every) >= 0.95


LINE = 'include "treaties/{name}"\nstate ZZZ "Somewhere else"\n{line}\n'
ASKED = 'expect 1880-01-01 DEU owes AUH {duty} if "1880-01-01 {event}": {result}'


@pytest.mark.parametrize(
    ("duty", "event", "result", "held"),
    [
        ("defence", "RUS attacks AUH", "bound", {("dual-alliance", "1")}),
        ("neutrality", "ZZZ attacks AUH", "bound", {("dual-alliance", "2")}),
        ("defence", "ZZZ attacks AUH", "not triggered", set()),
        ("defence", "ZZZ attacks AUH", "bound", set()),
    ],
    ids=["one clause", "the other", "what is not so holds nothing", "what fails holds nothing"],
)
def test_what_an_expectation_holds_down(duty: str, event: str, result: str, held: set[tuple[str, str]]) -> None:
    line = ASKED.format(duty=duty, event=event, result=result)
    assert held_by(Case.from_text(LINE.format(name="dual-alliance-1879", line=line))) == held


@pytest.mark.parametrize("name", ["anzus-1951", "berlin-1926", "quadruple-alliance-1815", "gcc-2000"])
def test_a_clause_that_is_held_down_cannot_be_struck(name: str) -> None:
    """What is said to be held down really is: without the clause, an expectation of that file falls."""
    case = load_case(str(Path(__file__).parents[1] / "treaties" / f"{name}.foedus"))
    for instrument, clause in held_by(case):
        kept = [
            replace(d, clauses=tuple(c for c in d.clauses if c.id != clause))
            if isinstance(d, Instrument) and d.id == instrument
            else d
            for d in case.resolved.directives
        ]
        resolved, found = resolve(kept)
        wrong = any(d.severity == "error" for d in found)
        assert wrong or not all(r.ok for r in Case(resolved, case.verbs).check()), f"{instrument} {clause}"
