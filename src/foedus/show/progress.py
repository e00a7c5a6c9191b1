"""Bars for downloads and other long work, on the terminal's error stream; nothing where that is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

__all__ = ["download_bar", "steps"]

_T = TypeVar("_T")


@contextmanager
def download_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function of bytes here and bytes expected (0: unknown) that moves the bar."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda here, expected: progress.update(task, completed=here, total=expected or None)


def steps(things: Sequence[_T], what: str) -> Iterator[_T]:
    """The things one by one, with a bar of how many are done."""
    from rich.console import Console
    from rich.progress import track

    yield from track(things, what, console=Console(stderr=True), transient=True)
