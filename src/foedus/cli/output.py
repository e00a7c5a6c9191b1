"""Where an answer goes: the terminal, a pipe or a file, in one of three forms."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CommandWrong

if TYPE_CHECKING:
    from foedus.show.export import Rows
    from foedus.show.page import Page

__all__ = ["Output", "print_whole", "refuse_out", "replace_file"]

PIECE = 16_384  # characters


@dataclass(frozen=True, slots=True)
class Output:
    """What ``--format``, ``--out`` and ``--force`` say."""

    format: str
    out: Path | None
    force: bool

    def emit(
        self, *, table: Callable[[Page], str], data: Callable[[], dict[str, Any]], rows: Callable[[], Rows]
    ) -> None:
        """Print or write the one form asked for; the others are not computed.

        table: text for a page of some width.  data: the JSON object.  rows: header and rows of the CSV.
        """
        from foedus.show.export import csv_text, json_text
        from foedus.show.page import Page

        if self.format == "json":
            text = json_text(data())
        elif self.format == "csv":
            text = csv_text(rows())
        else:
            text = table(Page() if self.out else Page.of(sys.stdout))
        self.write(text)

    def write(self, text: str) -> None:
        """Print a text, or write it to the file asked for."""
        if text and not text.endswith("\n"):
            text += "\n"
        if self.out is None:
            print_whole(text)
        elif self.force:
            replace_file(self.out, text.encode())
        else:
            try:
                with self.out.open("x", encoding="utf-8", newline="") as file:
                    file.write(text)
            except FileExistsError:  # made by somebody else since the command line was read
                raise CommandWrong(in_the_way(self.out)) from None


def print_whole(text: str) -> None:
    """Print a text of any size, styled or plain as it is.

    In pieces: where Python writes without a buffer (PYTHONUNBUFFERED), one large write to a pipe whose reader goes away
    ends early without an error, and the exit status would tell of an answer that nobody got.
    """
    for start in range(0, len(text), PIECE):
        click.echo(text[start : start + PIECE], nl=False, color=True)


def refuse_out(path: Path, force: bool) -> None:
    """Raise CommandWrong when ``--out path`` cannot be honoured: asked before the work, so that none is wasted."""
    if path.exists() and not force:
        raise CommandWrong(in_the_way(path))
    if not path.parent.is_dir():
        raise CommandWrong(f"{path}: there is no folder {path.parent}. Make it first.")


def in_the_way(path: Path) -> str:
    """What to do about a file that is there already."""
    return f"{path} exists already. Give another name, or --force to overwrite it."


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file's content at once or not at all, keeping its permissions and, through a link, its place.

    Written beside it first and then renamed, so that an interruption leaves the old file whole.
    Raises OSError where the folder cannot be written to.
    """
    path = Path(os.path.realpath(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
            with suppress(OSError, AttributeError):  # only root may give a file away; its own owner need not
                os.chown(name, path.stat().st_uid, path.stat().st_gid)
        else:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
