"""A sweep over a Dask cluster: the same bytes, and nothing lost when a worker is killed."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from foedus.atlas.session import Session
from foedus.atlas.store import Store
from foedus.sweep.coded import CodedYears
from foedus.sweep.many import into_folder, over_dask
from foedus.sweep.store import Settings
from foedus.sweep.system import Doctrine

YEARS = range(1904, 1914)


@pytest.mark.timeout(300)  # it starts processes, which a busy machine is slow at
def test_a_killed_worker_loses_nothing(store: Path, tmp_path: Path) -> None:
    from distributed import LocalCluster

    doctrine, settings = Doctrine(), Settings("made up", "any", Doctrine())
    alone = tmp_path / "alone"
    what_ifs = list(into_folder(alone, YEARS, CodedYears(Session(Store(store))), doctrine, None, settings))
    spread = tmp_path / "spread"
    done: list[int] = []
    first = threading.Event()

    def told(what_ifs_done: int) -> None:
        done.append(what_ifs_done)
        first.set()

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:  # type: ignore[no-untyped-call]

        def kill() -> None:
            first.wait(60)
            os.kill(next(iter(cluster.workers.values())).process.pid, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        over_dask(cluster.scheduler_address, spread, YEARS, "any", {}, {}, store, doctrine, None, settings, told)
        killer.join()
    assert sorted(done) == sorted(what_ifs)
    assert len(done) == len(YEARS)
    names = sorted(f.name for f in alone.iterdir())
    assert sorted(f.name for f in spread.iterdir()) == names, "no half-written file is left"
    for name in names:
        assert (spread / name).read_bytes() == (alone / name).read_bytes(), name
