"""docs/dependencies.md names every dependency once, and says truly which packages of foedus import it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
COMES_WITH = {"anyio": "fastapi", "markupsafe": "jinja2", "pydantic": "fastapi", "starlette": "fastapi"}
"""What another one brings, and is made of."""
THROUGH = {"wasmtime": "show", "httptools": "cli"}
"""What another one needs, without being imported here: the package that imports that other one."""


def names(requirements: list[str]) -> Counter[str]:
    """The libraries of a list of requirements, without ranges and extras."""
    return Counter(re.split(r"[\[<>=~! ]", one, maxsplit=1)[0].lower() for one in requirements)


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading: the library -> the other cells.  None stands there twice."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n\n")[0]
    found: dict[str, list[str]] = {}
    for line in part.splitlines():
        first, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.match(r"\[?([\w-]+)", first)
        if name is not None and name[1] not in {"library", "---"}:
            assert name[1] not in found, f"{name[1]} stands in the table twice"
            found[name[1]] = cells
    return found


def importers() -> dict[str, set[str]]:
    """Library -> the packages (or modules) directly under foedus that import it somewhere."""
    found: dict[str, set[str]] = defaultdict(set)
    package = ROOT / "src" / "foedus"
    for path in package.rglob("*.py"):
        for module in imported(ast.parse(path.read_text("utf-8"))):
            top = module.split(".")[0]
            if top not in sys.stdlib_module_names and top != "foedus":
                name = COMES_WITH.get(top, top).replace("_", "-")
                found[name].add(path.relative_to(package).parts[0].removesuffix(".py"))
    return found


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_every_dependency_has_its_row_and_no_other_has_one() -> None:
    needed = names(PROJECT["dependencies"])
    assert set(rows("What is installed with foedus")) == set(needed)
    assert max(needed.values()) == 1


def test_every_tool_has_its_row_and_no_other_has_one() -> None:
    needed = names(PROJECT["optional-dependencies"]["dev"])
    assert set(rows("What comes with the extra `dev`")) == set(needed)
    assert [name for name, times in needed.items() if times > 1] == []


@pytest.mark.parametrize("extra", [name for name in PROJECT["optional-dependencies"] if name != "dev"])
def test_an_extra_is_tested_in_the_same_range(extra: str) -> None:
    own, dev = (PROJECT["optional-dependencies"][name] for name in (extra, "dev"))
    assert set(own) <= set(dev)


@pytest.mark.parametrize("library", sorted(names(PROJECT["dependencies"])))
def test_it_is_imported_where_the_table_says(library: str) -> None:
    said = set(re.findall(r"`(\w+)(?:\.\w+)*`", rows("What is installed with foedus")[library][2]))
    assert said == importers().get(library, {THROUGH.get(library)})
