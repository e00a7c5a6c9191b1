"""What the tests of the command line share: a stand-in for the library, and two ways to run a verb."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import foedus
from tests.cli import fake

DROPPED = ("NO_COLOR", "COLUMNS", "FOEDUS_DEBUG", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")
HERE = Path(__file__).parent
SCRIPT = "from tests.cli import fake; fake.install(); from foedus.cli.main import main; main()"


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the fake library in place, and the real one back afterwards."""
    for name in ("api", "language"):
        module = sys.modules.get(f"foedus.{name}")
        monkeypatch.setitem(sys.modules, f"foedus.{name}", module or fake)
        monkeypatch.setattr(foedus, name, getattr(foedus, name, None), raising=False)
    fake.install()


@pytest.fixture
def run() -> Callable[..., Result]:
    """``run("assess", "tehran-2012")`` in this process; ``result.stdout``, ``.stderr``, ``.exit_code``."""

    def runner(*args: str, stdin: str | None = None) -> Result:
        from foedus.cli.main import app

        return CliRunner().invoke(app, list(args), input=stdin, prog_name="foedus")

    return runner


def environment(**more: str) -> dict[str, str]:
    """The environment of a child process that finds foedus and the fake."""
    paths = [str(Path(foedus.__file__).parents[1]), str(HERE.parents[1])]
    kept = {k: v for k, v in os.environ.items() if k not in DROPPED}
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), **more}


@pytest.fixture
def spawn() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The same in a process of its own."""

    def runner(*args: str, script: str = SCRIPT, **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, *args]
        return subprocess.run(command, capture_output=True, text=True, env=environment(**env), timeout=60, check=False)

    return runner


@pytest.fixture
def benchmark_seconds() -> Callable[[Callable[[], object]], float]:
    """Seconds of processor time that a call takes."""

    def measure(call: Callable[[], object]) -> float:
        start = time.process_time()
        call()
        return time.process_time() - start

    return measure
