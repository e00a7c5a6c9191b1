"""Coded alliances and the treaty library point to each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.atlas.library import linked
from foedus.cli.main import app
from foedus.findings.catalogue import catalogue
from tests.atlas.conftest import real_folder


def test_the_links_are_the_library_s_own_codes() -> None:
    ours = {
        (int(ref.value), e.id, e.file.removeprefix("treaties/"))
        for e in catalogue()
        for ref in e.instrument.common.refs
        if ref.scheme == "atop"
    }
    assert {(atopid, one.instrument, one.file) for atopid, those in linked().items() for one in those} == ours


def test_the_library_is_asked_by_atop_id() -> None:
    answer = json.loads(CliRunner().invoke(app, ["treaties", "--atop", "1355", "--format", "json"]).output)
    assert {t["id"] for t in answer["treaties"]} == {one.instrument for one in linked()[1355]}
    none = json.loads(CliRunner().invoke(app, ["treaties", "--atop", "9", "--format", "json"]).output)
    assert none["treaties"] == []


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from foedus.atlas.store import Store

    folder = real_folder()
    if folder is None:
        pytest.skip("needs the member file of ATOP 5.1: name its folder in FOEDUS_TEST_DATA")
    made = tmp_path_factory.mktemp("links")
    Store(made).add(folder / "atop_members_v5_1.csv")
    Store(made).add(folder / "states.csv")
    return made


def test_a_list_of_alliances_names_the_instruments(store: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(app, ["alliances", *words], env={"FOEDUS_DATA": str(store)})
        assert done.exit_code == 0, done.output
        return done.output

    rows = {r["atopid"]: r["library"] for r in json.loads(run("--on", "1914-08-01", "--format", "json"))["rows"]}
    assert "dual-alliance" in rows[1335]
    assert any(not names for names in rows.values()), "not every coded alliance is in the library"
    assert "foedus treaties dual-alliance" in run("1335")
    assert run("--on", "1914-08-01", "--format", "csv").splitlines()[0].endswith(",library")
