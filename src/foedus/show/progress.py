"""Bars for downloads and other long work, on the terminal's error stream; nothing where that is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

__all__ = ["download_bar", "spinning", "steps", "steps_bar"]

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


def steps(things: Iterable[_T], what: str, total: int | None = None) -> Iterator[_T]:
    """The things one by one, with a bar of how many are done, how fast, and how long the rest takes."""
    with steps_bar(what, total if total is not None else len(things) if isinstance(things, Sized) else None) as done:
        for thing in things:
            yield thing
            done()


@contextmanager
def steps_bar(what: str, total: int | None, unit: str = "") -> Iterator[Callable[..., None]]:
    """Gives a function to be called as each thing is done; with how many units that thing was, where a unit is named.

    The bar says how many things are done, how many units (or things) a second, and how long the rest takes.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
               TimeRemainingColumn(), TextColumn("left"))  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total, rate="")
        begun, units = monotonic(), 0

        def done(amount: int = 1) -> None:
            nonlocal units
            units += amount
            speed = units / max(monotonic() - begun, 1e-9)
            progress.update(
                task,
                advance=1,
                rate=f"{speed:,.0f} {unit or what}/s" if speed >= 10 else f"{speed:.1f} {unit or what}/s",
            )

        yield done


@contextmanager
def spinning(what: str) -> Iterator[Callable[[str], None]]:
    """For work whose end nobody knows: gives a function that says how far it is."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda words: progress.update(task, description=words)
