"""Every what-if of 1816-2018 by the kernel, beside C written by hand, sets, networkx, NumPy and clingo, in one run.

Needs the scholars' own files (FOEDUS_TEST_DATA, or ../shared/data beside the project) and a C compiler.
``python bench/bench_sweep.py`` prints the figures of docs/benchmarks.md; compiling the kernel is apart.
"""

from __future__ import annotations

import ctypes
import os
import random
import resource
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


def best(work: Any, times: int = 5) -> tuple[float, float]:
    """The quickest of a few runs, in seconds: of processor (all threads), and by the clock."""
    spent = []
    for _ in range(times):
        start, clock = time.process_time(), time.perf_counter()
        work()
        spent.append((time.process_time() - start, time.perf_counter() - clock))
    return min(s[0] for s in spent), min(s[1] for s in spent)


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def kernel_and_c(every: list[Any], folder: Path) -> float:
    """Print kernel beside C; gives the kernel's seconds for one what-if of the default doctrine."""
    import numba

    from foedus.sweep.kernel import run
    from foedus.sweep.system import Doctrine
    from foedus.sweep.tables import tables

    library, each = yardstick(folder), 0.0
    for name in DOCTRINES:
        doctrine = Doctrine(third_party_entry=name != "default")
        some = [tables(s, doctrine) for s in (every if name == "default" else every[::20])]
        what = sum(t.n * (t.n - 1) for t in some)
        for t in some[:: max(1, len(some) // 8)]:
            ours, theirs = run(t), by_c(library, t)
            for field in ("attacker_side", "target_side", "both_ways", "breaches", "rounds"):
                assert np.array_equal(getattr(ours, field), getattr(theirs, field)), field
        most = numba.get_num_threads()
        numba.set_num_threads(1)
        one = best(lambda some=some: [run(t) for t in some])
        c = best(lambda some=some: [by_c(library, t) for t in some])
        numba.set_num_threads(most)
        more = best(lambda some=some: [run(t) for t in some])
        print(f"{name}: {what:,} what-ifs")
        print(f"  kernel, 1 thread: {one[0]:.2f} s of processor, {one[1]:.2f} s; {1e9 * one[0] / what:.0f} ns each")
        print(f"  C, 1 thread:      {c[0]:.2f} s of processor, {c[1]:.2f} s; kernel / C {one[0] / c[0]:.2f}")
        print(f"  kernel, {most} threads: {more[0]:.2f} s of processor, {more[1]:.2f} s by the clock")
        each = each or one[0] / what
    last = tables(every[-1])
    alone = best(lambda: run(last), 9)
    print(
        f"2018 alone ({last.n * (last.n - 1):,} what-ifs): {1000 * alone[0]:.1f} ms of processor, {1000 * alone[1]:.1f} ms"
    )
    return each


def beside_peers(every: list[Any], each: float) -> None:
    """Print what one what-if costs elsewhere, those of a few years; the sides are compared."""
    from bench.peers import PEERS, what_if
    from foedus.sweep.plain import cascade
    from foedus.sweep.system import Doctrine
    from tests.sweep.specification import by_answer_sets

    asked = []
    for system in every[::25]:
        n = len(system.states)
        asked += [(system, *random.Random(n + i).sample(range(n), 2)) for i in range(60)]
    weights = sum(len(s.states) * (len(s.states) - 1) for s in every[::25])
    truth = [cascade(*question) for question in asked]

    def told(name: str, costs: list[float]) -> None:
        # each year counts by its what-ifs, as in the whole
        mean = (
            sum(
                sum(costs[60 * i : 60 * i + 60]) / 60 * len(s.states) * (len(s.states) - 1)
                for i, s in enumerate(every[::25])
            )
            / weights
        )
        print(f"{name}: {1e6 * mean:.0f} us each, {mean / each:,.0f} times the kernel")

    for name, make in PEERS.items():
        costs, kept = [], {id(s): make(s) for s in every[::25]}
        for (system, a, b), right in zip(asked, truth, strict=True):
            start = time.process_time()
            ours, theirs = what_if(kept[id(system)], a, b)
            costs.append(time.process_time() - start)
            assert (ours, theirs) == (set(right.attacker_side), set(right.target_side)), name
        told(name, costs)
    costs = []
    for system, a, b in asked:
        start = time.process_time()
        cascade(system, a, b)
        costs.append(time.process_time() - start)
    told("the page that defines the meaning (every rule looked at)", costs)
    start = time.process_time()
    for system, a, b in asked[120:124]:
        by_answer_sets(system, a, b, Doctrine(), unknown=False)
    mean = (time.process_time() - start) / 4
    print(
        f"clingo, grounding with it, {asked[120][0].label}: {1e3 * mean:.0f} ms each, {mean / each:,.0f} times the kernel"
    )


def worlds(every: list[Any]) -> None:
    """Print what 1,024 worlds of every pair cost, none taken exactly, and what the exact answer does."""
    import numba

    from foedus.sweep.honour import Honour, expected, sampled
    from foedus.sweep.kernel import run
    from foedus.sweep.system import Doctrine
    from foedus.sweep.tables import tables

    doctrine, honour = Doctrine(), Honour(0.61, 0.74)
    sampled(every[0], doctrine, honour, unknown=False)
    for unknown in (False, True):
        start, clock = time.process_time(), time.perf_counter()
        for system in every:
            sampled(system, doctrine, honour, unknown=unknown)
        words = "every unknown met" if unknown else "none met"
        print(f"1,024 worlds of every pair-year, {words}, {numba.get_num_threads()} threads: ", end="")
        print(f"{time.process_time() - start:.1f} s of processor, {time.perf_counter() - clock:.1f} s by the clock")
    start, clock, alone, pairs = time.process_time(), time.perf_counter(), 0, 0
    for system in every:
        kept = run(tables(system, doctrine, unknown=True))
        found = expected(system, doctrine, honour, unknown=True, all_kept=kept)
        alone, pairs = alone + int(found.exact.sum()), pairs + len(found.exact)
    print(f"exact where it can be ({alone / pairs:.1%} of the pairs), else 1,024 worlds: ", end="")
    print(f"{time.process_time() - start:.1f} s of processor, {time.perf_counter() - clock:.1f} s by the clock")


def main() -> None:
    """Measure and print."""
    from foedus.atlas.store import Store
    from foedus.sweep.kernel import warm

    data = Path(os.environ.get("FOEDUS_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not (data / "README.md").exists():
        sys.exit("needs the scholars' own files: name their folder in FOEDUS_TEST_DATA")
    sys.path.insert(0, str(ROOT))
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        for file in sorted(data.rglob("*.csv*")):
            Store(store).add(file)
        start = time.process_time()
        every = systems(store)
        print(
            f"reading 203 years of ATOP as systems: {time.process_time() - start:.1f} s of processor, {peak():.0f} MB"
        )
        start = time.process_time()
        warm()
        print(f"loading or compiling the kernel: {time.process_time() - start:.1f} s of processor")
        each = kernel_and_c(every, Path(folder))
        print(f"most memory so far: {peak():.0f} MB")
        beside_peers(every, each)
        worlds(every)
        print(f"most memory: {peak():.0f} MB; load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
