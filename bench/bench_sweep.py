"""Every what-if of 1816-2018 by the kernel, beside C written by hand, sets, networkx, NumPy and clingo, in one run.

Needs the scholars' own files (FOEDUS_TEST_DATA, or ../shared/data beside the project) and a C compiler.
``python bench/bench_sweep.py`` prints the figures of docs/benchmarks.md; compiling the kernel is apart.
"""

from __future__ import annotations

import ctypes
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from foedus.sweep.system import Doctrine

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # before threads are made: who waits is not to count as working

ROOT = Path(__file__).parents[1]
DOCTRINES = {
    "default": Doctrine(),
    "default, every unknown condition met": Doctrine(),
    "-offence": Doctrine(offence=False),
    "-bound-both-ways": Doctrine(bound_both_ways=False),
    "-no-help-to-aggressor,-attack-ends-alliance": Doctrine(no_help_to_aggressor=False, attack_ends_alliance=False),
    "+third-party-entry": Doctrine(third_party_entry=True),
}
UNKNOWNS = {name: (name.endswith("met"),) for name in DOCTRINES}
TIMES = {name: 1 if name == "+third-party-entry" else 5 for name in DOCTRINES}


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


def quickest(works: Mapping[str, Callable[[], Any]], times: int) -> dict[str, tuple[float, float]]:
    """The least seconds of each of some works, taken in turns: of processor (all threads), and by the clock."""
    found = dict.fromkeys(works, (math.inf, math.inf))
    for _ in range(times):
        for name, work in works.items():
            start, clock = time.process_time(), time.perf_counter()
            work()
            spent = (time.process_time() - start, time.perf_counter() - clock)
            found[name] = (min(found[name][0], spent[0]), min(found[name][1], spent[1]))
    return found


def year_by_year(works: dict[str, Callable[[Any], Any]], some: list[Any], times: int) -> dict[str, tuple[float, float]]:
    """The sum over years of ``quickest``: of a year as short as a turn of the scheduler, one run in many is undisturbed."""
    total = dict.fromkeys(works, (0.0, 0.0))
    for one in some:
        best_of = quickest({name: partial(work, one) for name, work in works.items()}, times)
        total = {name: (total[name][0] + p, total[name][1] + c) for name, (p, c) in best_of.items()}
    return total


def on_threads(threads: int, work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same on so many threads."""
    import numba

    def done(one: Any) -> None:
        numba.set_num_threads(threads)
        work(one)

    return done


def by_least(library: Any, tables: Any) -> None:
    """What no cascade can do without, in C."""
    from foedus.sweep.kernel import Sets

    found = Sets(tables.n, 0, tables.n)
    groups = _Groups(*[array.ctypes.data for array in tables.defence])
    sets = (found.attacker_side, found.target_side, found.both_ways, found.breaches, found.rounds)
    library.least(
        tables.n, tables.peace.shape[1], ctypes.byref(groups), *[ctypes.c_void_p(a.ctypes.data) for a in sets]
    )


def kernel_and_c(every: list[Any], folder: Path) -> float:
    """Print kernel beside C under each doctrine; gives the kernel's seconds for one what-if of the default doctrine."""
    from foedus.sweep.kernel import run
    from foedus.sweep.tables import tables

    library, each = yardstick(folder), 0.0
    for name, doctrine in DOCTRINES.items():
        some = [tables(s, doctrine, unknown=unknown) for s in every for unknown in UNKNOWNS[name]]
        what = sum(t.n * (t.n - 1) for t in some) // len(UNKNOWNS[name])
        for t in some[:: max(1, len(some) // 8)]:
            ours, theirs = run(t), by_c(library, t)
            for field in ("attacker_side", "target_side", "both_ways", "breaches", "rounds"):
                assert np.array_equal(getattr(ours, field), getattr(theirs, field)), field
        works: dict[str, Callable[[Any], Any]] = {
            "kernel, 1 thread": on_threads(1, run), "kernel, 2 threads": on_threads(2, run),
            "C, 1 thread": partial(by_c, library), "the least in C": partial(by_least, library),
        }  # fmt: skip
        found = year_by_year(works, some, TIMES[name])
        print(f"{name}: {what:,} what-ifs" + (", both figures" if len(UNKNOWNS[name]) > 1 else ""))
        for work, (processor, clock) in found.items():
            rate = what * len(UNKNOWNS[name]) / clock
            print(
                f"  {work:<18} {processor:6.3f} s of processor, {clock:6.3f} s by the clock, {rate / 1e6:.2f} million/s"
            )
        one, two, c = (found[x] for x in ("kernel, 1 thread", "kernel, 2 threads", "C, 1 thread"))
        print(f"  kernel / C {one[0] / c[0]:.2f}; the second core is worth {one[1] / two[1]:.2f} by the clock")
        each = each or one[0] / what
    last = tables(every[-1])
    size = sum(s.nbytes for s in _answers(run(last)))
    print(f"2018: {last.n * (last.n - 1):,} what-ifs, {size / 1e6:.1f} MB of answers; ", end="")
    found = quickest({"1": partial(on_threads(1, run), last), "2": partial(on_threads(2, run), last)}, 60)
    print(f"{1e3 * found['1'][1]:.1f} ms on one thread, {1e3 * found['2'][1]:.1f} ms on two")
    linear(every)
    return each


def _answers(found: Any) -> tuple[Any, ...]:
    return found.attacker_side, found.target_side, found.both_ways, found.breaches, found.rounds


def linear(every: list[Any]) -> None:
    """Print what a what-if costs in an eighth, a quarter, a half and all of the attackers of 2018, and in all years."""
    from foedus.sweep.kernel import run
    from foedus.sweep.tables import tables

    last = tables(every[-1])
    parts = {f"1/{k}": partial(run, last, 0, last.n // k) for k in (8, 4, 2, 1)}
    found = quickest(parts, 60)
    each = [f"{1e9 * found[n][0] / (last.n // k * (last.n - 1)):.0f}" for n, k in zip(parts, (8, 4, 2, 1), strict=True)]
    print(f"ns of processor for a what-if of 2018, an eighth, a quarter, a half, all of them: {', '.join(each)}")


def beside_peers(every: list[Any], each: float) -> None:
    """Print what one what-if costs elsewhere, those of a few years; the sides are compared."""
    from bench.peers import PEERS, what_if
    from foedus.sweep.plain import cascade
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
    for system, a, b in asked[120:122]:
        by_answer_sets(system, a, b, Doctrine(), unknown=False)
    mean = (time.process_time() - start) / 2
    print(
        f"clingo, grounding with it, {asked[120][0].label}: {1e3 * mean:.0f} ms each, {mean / each:,.0f} times the kernel"
    )


def worlds(every: list[Any]) -> None:
    """Print what 1,024 worlds of every pair cost, none taken exactly, and what the exact answer does."""
    from foedus.sweep.honour import Honour, expected, sampled
    from foedus.sweep.kernel import run
    from foedus.sweep.tables import tables

    doctrine, honour = Doctrine(), Honour(0.61, 0.74)

    def by_worlds(system: Any, unknown: bool) -> None:
        sampled(system, doctrine, honour, unknown=unknown)

    def exactly(system: Any) -> float:
        kept = run(tables(system, doctrine, unknown=True))
        return float(expected(system, doctrine, honour, unknown=True, all_kept=kept).exact.sum())

    by_worlds(every[0], False)
    alone = sum(map(exactly, every)) / sum(len(s.states) * (len(s.states) - 1) for s in every)
    works: dict[str, Callable[[Any], Any]] = {
        "no unknown condition met, 1 thread": on_threads(1, partial(by_worlds, unknown=False)),
        "no unknown condition met, 2 threads": on_threads(2, partial(by_worlds, unknown=False)),
        "every one met, 1 thread": on_threads(1, partial(by_worlds, unknown=True)),
        "every one met, 2 threads": on_threads(2, partial(by_worlds, unknown=True)),
        f"every one met, exact where it can be ({alone:.1%}), 2 threads": on_threads(2, exactly),
    }
    for name, (processor, clock) in year_by_year(works, every, 1).items():
        print(f"1,024 worlds of every pair-year, {name}: {processor:.1f} s of processor, {clock:.1f} s by the clock")


def over_dask(store: Path, folder: Path) -> None:
    """Print what Dask costs beside one process: processor of all processes, of a few years and of many."""
    spent = {}
    for years in ("1850-1853", "1850-1913"):
        for extra in ([], ["--dask", "local"]):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [sys.executable, "-m", "foedus", "sweep", years, "--to", folder / f"{years}{len(extra)}", *extra]
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, "FOEDUS_DATA": str(store)})
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent[years, len(extra)] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    few, many = (spent[y, 2] - spent[y, 0] for y in ("1850-1853", "1850-1913"))
    print(f"4 years: {spent['1850-1853', 0]:.1f} s of processor, over Dask {spent['1850-1853', 2]:.1f} s; ", end="")
    print(f"64 years: {spent['1850-1913', 0]:.1f} s, over Dask {spent['1850-1913', 2]:.1f} s;", end=" ")
    print(f"Dask costs {few:.1f} s to begin and {1000 * (many - few) / 60:.0f} ms a year")


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
        over_dask(store, Path(folder))
        print(f"most memory: {peak():.0f} MB; load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
