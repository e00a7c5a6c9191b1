"""Many systems swept one after the other: from memory, into a folder, or spread over a Dask cluster, with the same answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.sweep.coded import CodedYears, CountingDay
from foedus.sweep.honour import Honour, intervals, rates
from foedus.sweep.results import sweep, table
from foedus.sweep.store import Settings, missing, open_folder, write
from foedus.sweep.system import Doctrine, System

if TYPE_CHECKING:
    import pyarrow as pa

    from foedus.directives.model import Preset

__all__ = ["At", "at", "into_folder", "over_dask", "swept_year"]


class At:
    """A preset's rates, year by year, with what else an expectation takes.  Frozen by use: the same year, the same coins."""

    def __init__(self, preset: Preset, shock: float = 0.0, worlds: int = 1024, seed: int = 1815) -> None:
        self.preset, self.shock, self.worlds, self.seed = preset, shock, worlds, seed

    def as_data(self) -> dict[str, Any]:
        """What an expectation depends on."""
        return {"preset": self.preset.id, "shock": self.shock, "worlds": self.worlds, "seed": self.seed}

    def of(self, year: int) -> Honour:
        """What holds for a year."""
        defence, offence = rates(self.preset, year)
        return Honour(defence, offence, self.shock, self.worlds, self.seed, *intervals(self.preset, year))


def at(preset: Preset | None, shock: float, worlds: int, seed: int) -> At | None:
    """None where no preset is asked for."""
    return None if preset is None else At(preset, shock, worlds, seed)


def swept_year(system: System, doctrine: Doctrine, honour: At | None, year: int) -> pa.Table:
    """One system's rows."""
    return table(sweep(system, doctrine), honour.of(year) if honour else None)


def into_folder(
    folder: Path, years: Sequence[int], source: CodedYears, doctrine: Doctrine, honour: At | None, settings: Settings,
) -> Iterator[int]:  # fmt: skip
    """Sweep the years that a folder does not have yet; yields a year's number of what-ifs once its file is in place."""
    open_folder(folder, settings)
    for label in missing(folder, [str(y) for y in years]):
        year = int(label)
        made = swept_year(source.system(year), doctrine, honour, year)
        write(folder, label, made)
        yield int(made.num_rows)


def over_dask(
    address: str, folder: Path, years: Sequence[int], counting: CountingDay, releases: dict[str, str],
    given: dict[str, bool], store: Path,
    doctrine: Doctrine, honour: At | None, settings: Settings, told: Callable[[int], None],
) -> None:  # fmt: skip
    """The same on a Dask cluster (``local``: one made here).  A worker that dies loses nothing: its year is done again.

    Every worker sees the same store and folder.  told: the number of what-ifs of each year, once it is in place.
    Raises ImportError where dask.distributed is not installed.
    """
    from distributed import Client, LocalCluster, as_completed

    open_folder(folder, settings)
    todo = [int(y) for y in missing(folder, [str(y) for y in years])]
    cluster = None
    if address == "local":  # one that says only what went wrong, and opens no port for a dashboard
        cluster = LocalCluster(threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR)  # type: ignore[no-untyped-call]
    try:
        with Client(cluster or address) as client:  # type: ignore[no-untyped-call]
            futures = [
                client.submit(
                    _on_worker,
                    y,
                    str(folder),
                    counting,
                    releases,
                    given,
                    str(store),
                    doctrine,
                    honour,
                    pure=False,
                    retries=3,
                )
                for y in todo
            ]
            for future in as_completed(futures):  # type: ignore[no-untyped-call]
                told(future.result())
    finally:
        if cluster is not None:
            cluster.close()


_SOURCES: dict[tuple[object, ...], CodedYears] = {}


def _on_worker(
    year: int, folder: str, counting: CountingDay, releases: dict[str, str], given: dict[str, bool],
    store: str, doctrine: Doctrine, honour: At | None,
) -> int:  # fmt: skip
    from foedus.atlas.session import Session
    from foedus.atlas.store import Store

    key = (store, counting, tuple(sorted(releases.items())), tuple(sorted(given.items())))
    if key not in _SOURCES:  # one for each process, as reading the tables takes longer than a year of what-ifs
        _SOURCES[key] = CodedYears(Session(Store(Path(store)), releases), counting, given)
    made = swept_year(_SOURCES[key].system(year), doctrine, honour, year)
    write(Path(folder), str(year), made)
    return int(made.num_rows)
