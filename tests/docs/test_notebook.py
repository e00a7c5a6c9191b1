"""The notebook of a case, executed as it stands."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "july-1914.ipynb"


def cells() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return found


def test_the_notebook_is_kept_without_output() -> None:
    assert all(not c["outputs"] and c["execution_count"] is None for c in cells() if c["cell_type"] == "code")


@pytest.mark.timeout(600)
def test_every_cell_runs_and_shows_something() -> None:
    names: dict[str, Any] = {}
    for cell in cells():
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"]))
        last = body.body.pop()
        exec(compile(body, str(NOTEBOOK), "exec"), names)
        assert isinstance(last, ast.Expr), "a cell ends with what it shows"
        shown = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)
        assert shown._repr_html_() if hasattr(shown, "_repr_html_") else repr(shown)
    figures = names["figures"]
    assert figures["status"]["bound"] > 20
    assert ("AUH", "defence") in figures["changed"]
    assert "triple-alliance" in figures["unseen"], "France had not seen the renewed text"
    assert figures["why"] == ["yes"]
    assert figures["missing"] > 0
    low, high = figures["chance"]
    assert 0.7 < low <= high < 0.9
    assert figures["sides"] == {"attacker": ["FRA", "RUS"], "target": ["AUH", "DEU", "ITA"]}
    low, high = figures["drawn in"]
    assert 0.5 < low < high < 1.0
    assert figures["events"] > 100
