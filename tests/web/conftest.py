"""The page in a real browser: built once, served by the real verb, driven through Playwright; skipped where that cannot be."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from foedus.serve.shelf import coded_years

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "foedus" / "serve" / "static"
PICTURES = ROOT / "web" / "pictures"


@pytest.fixture(scope="session")
def built() -> Path:
    """The built page; built here if it is not, and skipped where Node or its packages cannot be had."""
    newest = max(f.stat().st_mtime for f in (ROOT / "web" / "src").iterdir())
    with (ROOT / "web" / "build.mjs").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process of this run may be building it
        if (STATIC / "index.html").exists() and (STATIC / "index.html").stat().st_mtime >= newest:
            return STATIC
        if not (ROOT / ".venv").exists():
            pytest.skip("the page is not built: make web")
        done = subprocess.run(["make", "web"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode:
            pytest.skip(f"the page cannot be built here (make web): {done.stderr.strip().splitlines()[-1:]}")
    return STATIC


@pytest.fixture(scope="session")
def browser(built: Path) -> Iterator[Any]:
    """The system's Chromium."""
    path = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
    if path is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session", autouse=True)
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Earlier texts are kept where no test of another run sees them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_STATE", str(tmp_path_factory.mktemp("states")))
        yield


@pytest.fixture
def alliances() -> None:
    """The user's own ATOP."""
    try:
        coded_years()
    except LookupError as problem:
        pytest.skip(f"needs ATOP in the store: {problem}")


@pytest.fixture
def no_alliances(serve: Callable[[str | Path], str]) -> None:
    """A store without ATOP."""
    try:
        coded_years()
    except LookupError:
        return
    pytest.skip("the store has ATOP")


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[str | Path], str]]:
    """``serve(CASE)`` gives the address of the verb serving it; one process for each case."""
    running: dict[str, tuple[subprocess.Popen[str], str]] = {}

    def start(case: str | Path) -> str:
        if str(case) not in running:
            command = [sys.executable, "-m", "foedus", "serve", str(case), "--port", "0", "--no-open"]
            server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            assert server.stdout is not None
            address = server.stdout.readline().split(": ", 1)[1].split("  ")[0]
            running[str(case)] = (server, address)
            for _ in range(100):
                try:
                    with urllib.request.urlopen(address):
                        break
                except OSError:
                    time.sleep(0.1)
        return running[str(case)][1]

    yield start
    for server, _ in running.values():
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def own_server(serve: Callable[[str | Path], str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A file of the reader's own and the address at which it is served, for all tests that write it anew."""
    path = tmp_path_factory.mktemp("own") / "mine.foedus"
    path.write_text('title "Mine"\n')
    return path, serve(path)


@pytest.fixture(scope="session")
def reader(browser: Any) -> Iterator[Any]:
    """One reader who has taken the tour: what the browser keeps of the page's files serves all tests."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(90_000)  # other tests run beside these
    context.add_init_script("try { localStorage.setItem('foedus:tour', 'done') } catch {}")
    yield context
    context.close()


@pytest.fixture
def page(reader: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A fresh page, 1440 by 900; what it logs as an error fails the test; its picture is kept, and nothing else of it."""
    opened = reader.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda e: wrong.append(str(e)))
    yield opened
    PICTURES.mkdir(exist_ok=True)
    opened.screenshot(path=PICTURES / f"{request.node.name[:80].replace('/', '-')}.png")
    opened.evaluate("try { localStorage.clear() } catch {}")
    opened.close()
    assert not wrong, wrong
