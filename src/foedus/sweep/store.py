"""A sweep on disk: a folder with one Parquet file for each year, each written whole, and a page that says what they are.

A file is written under another name and moved into place, so that whatever interrupts leaves only whole files under the
name of a year; the next run goes on with the years that are missing, and takes away what a killed one had begun of them.
The page (``sweep.json``) holds everything the answers depend on; a folder made with other settings is not added to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.atlas.errors import AtlasError
from foedus.sweep.system import Doctrine

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PAGE", "Settings", "missing", "open_folder", "write"]

PAGE = "sweep.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a sweep was made with.

    source: the data set and its release, or the case.   counting: by which day a year counts.   honour: the preset, the shock,
    the worlds and the seed.   given: conditions that nobody knows, taken as met or not.
    """

    source: str
    counting: str
    doctrine: Doctrine
    honour: dict[str, Any] | None = None
    given: dict[str, bool] | None = None

    def as_data(self) -> dict[str, Any]:
        """As it stands in the page."""
        said = asdict(self)
        return {"schema": "foedus.sweep-folder/1", **{k: v for k, v in said.items() if k != "given" or v}}


def open_folder(folder: Path, settings: Settings) -> None:
    """Make a folder for a sweep, or make sure that the one there is of the same sweep.  Raises AtlasError where not."""
    page = folder / PAGE
    wanted = settings.as_data()
    if page.exists():
        try:
            there = json.loads(page.read_text("utf-8"))
        except (ValueError, OSError):
            there = None
        if there != wanted:
            raise AtlasError(
                f"{folder} holds a sweep made with other settings.", f"Name another folder, or see {page}."
            )
        return
    if folder.exists() and any(folder.iterdir()):
        raise AtlasError(f"{folder} holds other files.", "Name a folder that is empty or not there yet.")
    folder.mkdir(parents=True, exist_ok=True)
    _whole(page, lambda to: to.write_text(json.dumps(wanted, indent=1) + "\n", "utf-8"))


def file_of(folder: Path, label: str) -> Path:
    """The file of one year."""
    return folder / f"{label}.parquet"


def missing(folder: Path, labels: Iterable[str]) -> Iterator[str]:
    """The years that are not there yet."""
    return (label for label in labels if not file_of(folder, label).exists())


def write(folder: Path, label: str, table: pa.Table) -> Path:
    """Put one year's table in its place, whole or not at all."""
    import pyarrow.parquet as pq

    target = file_of(folder, label)
    _whole(target, lambda to: pq.write_table(table, to, compression="zstd"))
    return target


def _whole(target: Path, fill: Callable[[Path], object]) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        fill(part)
        part.replace(target)
    except FileNotFoundError:
        # Another process wrote the same and cleared up; what is there is whole, and the same.
        if not target.exists():
            raise
    finally:
        part.unlink(missing_ok=True)
    # A process killed outright could not clear up what it had begun.
    for begun in target.parent.glob(f".{escape(target.name)}.*.part"):
        begun.unlink(missing_ok=True)
