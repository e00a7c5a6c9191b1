"""Made-up data for everybody; the real files where a folder of them is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from foedus.atlas.api import Atlas
from foedus.atlas.store import Store
from tests.atlas import madeup

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The made-up files, by data set."""
    return madeup.write(tmp_path_factory.mktemp("madeup"))


@pytest.fixture(scope="session")
def store(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the made-up data."""
    folder = tmp_path_factory.mktemp("store")
    for file in files.values():
        Store(folder).add(file)
    return folder


@pytest.fixture
def atlas(store: Path) -> Atlas:
    """An atlas of the made-up data."""
    return Atlas(store)


def real_folder() -> Path | None:
    """FOEDUS_TEST_DATA, else ../shared/data beside the project; None where neither is there."""
    named = os.environ.get("FOEDUS_TEST_DATA")
    for folder in (Path(named) if named else None, ROOT.parent / "shared" / "data"):
        if folder is not None and (folder / "README.md").exists():
            return folder
    return None


@pytest.fixture(scope="session")
def real_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the real files; skips, saying what is missing, where they are not there."""
    folder = real_folder()
    if folder is None:
        pytest.skip("needs the scholars' own files: name their folder in FOEDUS_TEST_DATA")
    target = tmp_path_factory.mktemp("real")
    for file in sorted(folder.rglob("*.csv*")):
        Store(target).add(file)
    return target


@pytest.fixture(scope="session")
def real(real_store: Path) -> Atlas:
    """An atlas of the real files."""
    return Atlas(real_store)


@pytest.fixture
def run(store: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """``run("data", "list")`` on the made-up store."""
    monkeypatch.setenv("FOEDUS_DATA", str(store))

    def runner(*args: str) -> Result:
        from foedus.cli.main import app

        return CliRunner().invoke(app, list(args), prog_name="foedus")

    return runner
