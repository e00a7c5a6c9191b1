"""``foedus new``: a skeleton that holds, in the canonical layout, and never over what is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import foedus
from foedus.cli.new import TEMPLATES
from foedus.language import format_text


def run(*words: str) -> Result:
    from foedus.cli.main import app

    return CliRunner().invoke(app, list(words), prog_name="foedus")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_skeleton_holds_as_it_stands(template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("new", "mine", "--template", template)
    assert made.exit_code == 0, made.stderr
    path = tmp_path / "mine.foedus"
    results = foedus.load(path).check()
    assert results
    assert all(r.ok for r in results)
    assert not foedus.load(path).warnings
    assert format_text(path.read_text()) == path.read_text()
    assert "; " in path.read_text()


def test_nothing_is_overwritten_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.foedus").write_text("mine")
    refused = run("new", "mine")
    assert refused.exit_code == 2
    assert "exists already" in refused.stderr
    assert (tmp_path / "mine.foedus").read_text() == "mine"
    assert run("new", "mine.foedus", "--force").exit_code == 0
    assert run("new", "no/such/folder/mine").exit_code == 2
    assert run("new", ".foedus").exit_code == 2
