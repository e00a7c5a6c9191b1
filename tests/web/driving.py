"""What the tests of the page do over and over."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Serve = Callable[[str | Path], str]
ROOT = Path(__file__).parents[2]


def until(page: Any, script: str, timeout: float = 30_000) -> None:
    """Wait until a script says so.  The page's policy lets no string be evaluated in it, so it is asked from outside."""
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(script):
        assert time.monotonic() < end, script
        page.wait_for_timeout(50)


def july(page: Any, serve: Serve, where: str = "on=1914-08-02") -> None:
    page.goto(f"{serve('july-1914')}#{where}")
    page.wait_for_selector(".findings tbody tr", state="attached")
