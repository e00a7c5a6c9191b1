"""What a sweep of one system answers, one row for each what-if, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from foedus.sweep.counting import members, weigh
from foedus.sweep.honour import QUANTILES, Honour, expected
from foedus.sweep.kernel import Sets, run
from foedus.sweep.system import Doctrine, System
from foedus.sweep.tables import Words, bits, tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMNS", "Swept", "sweep", "table"]

COLUMNS: dict[str, str] = {
    "system": "the year, or the case",
    "attacker": "who attacks, in the what-if",
    "target": "who is attacked",
    "target_joins": "drawn in on the target's side, no unknown condition met",
    "target_joins_in": "in which round each of them is; so for the three below",
    "attacker_joins": "drawn in on the attacker's side, no unknown condition met",
    "target_may_join": "further ones on the target's side, every unknown condition met",
    "attacker_may_join": "further ones on the attacker's side, every unknown condition met",
    "drawn_in": "how many are drawn in on both sides",
    "rounds": "how many rounds it takes",
    "both_ways": "how many are bound to both sides",
    "breaches": "how many of those drawn in break a word of peace or neutrality",
    "target_majors": "major powers on the target's side, the target with them",
    "attacker_majors": "major powers on the attacker's side, the attacker with them",
    "target_cinc": "share of the world's capabilities on the target's side (CINC)",
    "attacker_cinc": "share of the world's capabilities on the attacker's side (CINC)",
    "expected": "how many are drawn in on average, words kept at published rates",
    "expected_from, expected_to": "the same at the ends of the 95 % intervals of those rates",
    "q10, q50, q90": "quantiles of how many are drawn in",
    "exact": "whether the expectation is exact, not sampled",
    "error": "standard error of a sampled expectation",
}
"""The columns.  Figures come twice: ``_low``, no condition that nobody knows is met; ``_high``, every one is."""


@dataclass(frozen=True, slots=True)
class Swept:
    """A system with its what-ifs.  low, high: no unknown condition met; every one met."""

    system: System
    doctrine: Doctrine
    low: Sets
    high: Sets

    def when(self, which: str, side: str) -> npt.NDArray[np.uint8]:
        """In which round each member of a side comes in, 0 for who was there and for who never is: shape (pairs, states)."""
        n, sets = len(self.system.states), getattr(self, which)
        last = int(sets.rounds.max(initial=0))
        found = bits(getattr(sets, side), n).astype(np.uint8) * last
        for most in range(last - 1, -1, -1):  # who is there after so many rounds came no later
            earlier = run(tables(self.system, self.doctrine, unknown=which == "high", most=most))
            found[bits(getattr(earlier, side), n)] = most
        return found

    def distance(self, which: str) -> float:
        """In which round a state that is drawn in comes, on average over all that are; 0 where nobody is."""
        last, sets = int(getattr(self, which).rounds.max(initial=0)), self._drawn_in(getattr(self, which))
        late = 0
        for most in range(1, last):  # whoever is not there yet after so many rounds comes a round later, at least
            earlier = run(tables(self.system, self.doctrine, unknown=which == "high", most=most))
            late += sets - self._drawn_in(earlier)
        return (sets + late) / sets if sets else 0.0

    def _drawn_in(self, sets: Sets) -> int:
        everybody = _without(sets.attacker_side, sets.attackers) | _without(sets.target_side, sets.targets)
        return int(weigh(everybody, np.ones(64 * everybody.shape[1])).sum())

    def drawn(self, which: str, side: str) -> Words:
        """Who is drawn in (``low`` or ``high``, ``attacker_side`` or ``target_side``), without the two of the what-if."""
        sets: Sets = getattr(self, which)
        return _without(getattr(sets, side), sets.attackers if side == "attacker_side" else sets.targets)


def _without(sets: Words, members: npt.NDArray[np.int64]) -> Words:
    """Every set without one of its members."""
    found = sets.copy()
    found[np.arange(len(found)), members // 64] &= ~(np.uint64(1) << (members % 64).astype(np.uint64))
    return found


def sweep(system: System, doctrine: Doctrine | None = None) -> Swept:
    """Every what-if of a system under a doctrine."""
    doctrine = doctrine or Doctrine()
    low = run(tables(system, doctrine))
    same = not any(r.unknown for r in system.rules)
    return Swept(system, doctrine, low, low if same else run(tables(system, doctrine, unknown=True)))


def table(swept: Swept, honour: Honour | None = None) -> pa.Table:
    """The rows of a swept system: COLUMNS, in the order of the states."""
    import pyarrow as pa

    system, n = swept.system, len(swept.system.states)
    power = np.array([np.nan if p is None else p for p in system.power] or [np.nan] * n)
    major = np.zeros(n)
    major[list(system.majors)] = 1
    ids = pa.array(system.states)

    def names(places: npt.NDArray[Any]) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int16)), ids)

    def lists(starts: npt.NDArray[np.int32], places: npt.NDArray[np.int16]) -> Any:
        return pa.ListArray.from_arrays(pa.array(starts), names(places).dictionary_decode())

    def count(sets: Words) -> npt.NDArray[np.int16]:
        return weigh(sets, np.ones(64 * sets.shape[1])).astype(np.int16)

    columns: dict[str, Any] = {
        "system": pa.array(np.full(len(swept.low.rounds), system.label)).dictionary_encode(),
        "attacker": names(swept.low.attackers),
        "target": names(swept.low.targets),
    }
    for side in ("target", "attacker"):
        low, high = swept.drawn("low", f"{side}_side"), swept.drawn("high", f"{side}_side")
        for name, kind, joined in (("joins", "low", low), ("may_join", "high", high & ~low)):
            starts, places = members(joined)
            columns[f"{side}_{name}"] = lists(starts, places)
            rounds = swept.when(kind, f"{side}_side")[np.repeat(np.arange(len(joined)), np.diff(starts)), places]
            columns[f"{side}_{name}_in"] = pa.ListArray.from_arrays(pa.array(starts), pa.array(rounds))
    for which in ("low", "high"):
        sets: Sets = getattr(swept, which)
        columns[f"drawn_in_{which}"] = count(swept.drawn(which, "target_side") | swept.drawn(which, "attacker_side"))
        columns[f"rounds_{which}"] = sets.rounds
        columns[f"both_ways_{which}"] = count(sets.both_ways)
        columns[f"breaches_{which}"] = count(sets.breaches)
        for side in ("target", "attacker"):
            everybody: Words = getattr(sets, f"{side}_side")
            columns[f"{side}_majors_{which}"] = weigh(everybody, major).astype(np.int16)
            missing = weigh(everybody, np.isnan(power).astype(np.float64)) > 0
            columns[f"{side}_cinc_{which}"] = pa.array(weigh(everybody, np.nan_to_num(power)), mask=missing)
        if honour is not None:
            found = expected(system, swept.doctrine, honour, unknown=which == "high", all_kept=sets)
            columns[f"expected_{which}"] = found.drawn_in
            for end, at_end in zip(("from", "to"), honour.ends, strict=True):
                there = expected(system, swept.doctrine, at_end, unknown=which == "high", all_kept=sets)
                columns[f"expected_{end}_{which}"] = there.drawn_in
            for i, q in enumerate(QUANTILES):
                columns[f"q{round(100 * q)}_{which}"] = found.quantiles[:, i].astype(np.int16)
            columns[f"exact_{which}"], columns[f"error_{which}"] = found.exact, found.error
    return pa.table(columns)
