"""The notebook of published figures, executed where the data are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "atlas-figures.ipynb"


def code_cells() -> list[str]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_the_notebook_is_kept_without_output() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(not c["outputs"] and c["execution_count"] is None for c in cells if c["cell_type"] == "code")


@pytest.mark.data
def test_published_figures(
    real_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(real_store))
    names: dict[str, Any] = {}
    for cell in code_cells():
        exec(compile(cell, str(NOTEBOOK), "exec"), names)
    figures = names["figures"]
    assert "Sabrosky" in capsys.readouterr().out
    published, coded, ours = figures["honour"]["1816-1944"]
    assert published == pytest.approx(61 / 92)
    assert coded == pytest.approx(published, abs=0.1)
    assert ours > figures["honour"]["1945-2003"][2], "promises were kept more often before 1945"
    assert figures["beside"] == pytest.approx(0.27, abs=0.05)
    before, after = figures["degree", "any obligation"]
    assert before < 5
    assert after > 10, "Jackson and Nei: above 10 after 1950"
    early, late = figures["war"]
    assert late / early < 0.25, "Jackson and Nei: about a tenth"
    assert figures["ties", 1900] < 20
    assert figures["ties", 2000] > 500
