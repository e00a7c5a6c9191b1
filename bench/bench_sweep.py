"""Every what-if of 1816-2018 by the kernel, beside C written by hand and plain sets, in one run.

Needs the scholars' own files (FOEDUS_TEST_DATA, or ../shared/data beside the project) and a C compiler.
``python bench/bench_sweep.py`` prints the figures of docs/benchmarks.md; compiling the kernel is apart.
"""

from __future__ import annotations

import ctypes
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
DOCTRINES = ("default", "+third-party-entry")


class _Groups(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("start", "adversaries", "debtors", "special")]


def yardstick(folder: Path) -> Any:
    """The C library, compiled here."""
    library = folder / "cascade.so"
    compiler = os.environ.get("CC", "cc")
    subprocess.run(
        [compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", library, ROOT / "bench" / "cascade.c"], check=True
    )
    return ctypes.CDLL(str(library))


def by_c(library: Any, tables: Any) -> Any:
    """All what-ifs of a system in C, on one thread."""
    from foedus.sweep.kernel import Sets

    found = Sets(tables.n, 0, tables.n)
    kept = [tables.defence, tables.attacked, tables.attacks, tables.neutrality]
    groups = (_Groups * 4)(*[_Groups(*[array.ctypes.data for array in g]) for g in kept])
    sets = (found.attacker_side, found.target_side, found.both_ways, found.breaches, found.rounds)
    pointers = [ctypes.c_void_p(a.ctypes.data) for a in (tables.peace, tables.switches, *sets)]
    library.all_pairs(tables.n, tables.peace.shape[1], groups, *pointers)
    return found


def systems(store: Path) -> list[Any]:
    """The system of every year."""
    from foedus.atlas.session import Session
    from foedus.atlas.store import Store
    from foedus.sweep.coded import CodedYears

    years = CodedYears(Session(Store(store)))
    return [years.system(y) for y in range(1816, 2019)]


def best(work: Any, times: int = 3) -> float:
    """The quickest of a few runs, in seconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def main() -> None:
    """Measure and print."""
    import numba

    from foedus.atlas.store import Store
    from foedus.sweep.kernel import run, warm
    from foedus.sweep.plain import cascade
    from foedus.sweep.system import Doctrine
    from foedus.sweep.tables import tables

    cores = os.cpu_count() or 1
    data = Path(os.environ.get("FOEDUS_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not (data / "README.md").exists():
        sys.exit("needs the scholars' own files: name their folder in FOEDUS_TEST_DATA")
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        for file in sorted(data.rglob("*.csv*")):
            Store(store).add(file)
        start = time.perf_counter()
        every = systems(store)
        print(f"reading 203 years of ATOP as systems: {time.perf_counter() - start:.1f} s")
        library = yardstick(Path(folder))
        start = time.perf_counter()
        warm()
        print(f"loading or compiling the kernel: {time.perf_counter() - start:.1f} s")
        pairs = sum(len(s.states) * (len(s.states) - 1) for s in every)
        for name in DOCTRINES:
            doctrine = Doctrine(third_party_entry=name != "default")
            compiled = [tables(s, doctrine) for s in every]
            some = compiled if name == "default" else compiled[::20]
            what = pairs if name == "default" else sum(t.n * (t.n - 1) for t in some)
            for t in some[:: max(1, len(some) // 8)]:
                ours, theirs = run(t), by_c(library, t)
                for field in ("attacker_side", "target_side", "both_ways", "breaches", "rounds"):
                    assert np.array_equal(getattr(ours, field), getattr(theirs, field)), field
            numba.set_num_threads(1)
            one = best(lambda some=some: [run(t) for t in some])
            numba.set_num_threads(cores)
            two = best(lambda some=some: [run(t) for t in some])
            c = best(lambda some=some: [by_c(library, t) for t in some])
            print(f"{name}: {what:,} what-ifs; kernel 1 thread {one:.2f} s ({1e9 * one / what:.0f} ns each), ", end="")
            print(f"{cores} threads {two:.2f} s; C 1 thread {c:.2f} s; kernel/C {one / c:.2f}")
            chosen = random.Random(1).sample(range(0, 203, 6), 20)
            start, asked = time.perf_counter(), 0
            for i in chosen:
                n = len(every[i].states)
                for _ in range(10):
                    a, b = random.Random(asked).sample(range(n), 2)
                    cascade(every[i], a, b, doctrine)
                    asked += 1
            plain = (time.perf_counter() - start) / asked
            print(
                f"{name}: plain sets {1e6 * plain:.0f} us each ({asked} tried): {plain / (one / what):,.0f} times the kernel"
            )
        last = tables(every[-1])
        print(f"2018 alone ({last.n * (last.n - 1):,} what-ifs): {1000 * best(lambda: run(last), 5):.1f} ms")


if __name__ == "__main__":
    main()
