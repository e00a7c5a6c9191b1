"""Measures of a world order: how large wars would be, how likely great powers meet, who is entangled, what each pact does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foedus.sweep.counting import weigh
from foedus.sweep.honour import Honour, expected
from foedus.sweep.kernel import Sets, run
from foedus.sweep.results import Swept
from foedus.sweep.system import Doctrine, Rule, System
from foedus.sweep.tables import Words, bits, tables, words

__all__ = ["Marginal", "Order", "additions", "defections", "marginals", "order", "with_pivots"]


@dataclass(frozen=True, slots=True)
class Marginal:
    """What something does: to the mean drawn in, to the share of general wars, and to how many what-ifs."""

    name: str
    drawn_in: float
    general: float
    changed: int


@dataclass(frozen=True, slots=True)
class Order:
    """The measures of one system; pairs are (no unknown condition met, every one met).

    what_ifs: ordered pairs.   drawn_in: how many are drawn in by one, on average.   spread: share of what-ifs in which
    anybody is.   largest: most drawn in by one.   general: share that puts two major powers on opposite sides.
    entangled: states bound both ways in some what-if.   breaches: share in which somebody drawn in breaks a word.
    distance: in which round a state that is drawn in comes, on average (0: nobody is).
    rounds: share of what-ifs by number of rounds, from 0 on (every unknown met).
    explosive: the pairs that draw in most (every unknown met), with the number.
    expected: how many are drawn in on average, words kept at published rates; None where no rates are given.
    alliance, state: the instrument, and the state whose own faith, that does most (``marginals``, ``defections``).
    """

    label: str
    states: int
    majors: int
    instruments: int
    what_ifs: int
    drawn_in: tuple[float, float]
    spread: tuple[float, float]
    largest: tuple[int, int]
    general: tuple[float, float]
    entangled: tuple[tuple[str, ...], tuple[str, ...]]
    breaches: tuple[float, float]
    distance: tuple[float, float]
    rounds: tuple[float, ...]
    explosive: tuple[tuple[str, str, int], ...]
    expected: tuple[float, float] | None = None
    alliance: Marginal | None = None
    state: Marginal | None = None


def order(swept: Swept, top: int = 10, honour: Honour | None = None) -> Order:
    """The measures of a swept system.  honour: the rates at which words are kept, for what is expected."""
    system = swept.system
    n = len(system.states)
    major = np.zeros(n)
    major[list(system.majors)] = 1
    per: dict[str, list[object]] = {}
    size: npt.NDArray[np.float64] = np.zeros(0)
    for which in ("low", "high"):
        sets: Sets = getattr(swept, which)
        size = count(swept.drawn(which, "target_side") | swept.drawn(which, "attacker_side"))
        great = [weigh(getattr(sets, f"{side}_side"), major) for side in ("attacker", "target")]
        small = np.array([0.0]) if not len(size) else size
        everybody = np.bitwise_or.reduce(sets.both_ways, axis=0) if len(size) else np.zeros(1, np.uint64)
        found = {
            "drawn_in": float(small.mean()), "spread": float((small > 0).mean()), "largest": int(small.max()),
            "general": float(((great[0] > 0) & (great[1] > 0)).mean()) if len(size) else 0.0,
            "entangled": tuple(s for s, is_ in zip(system.states, bits(everybody, n), strict=True) if is_),
            "breaches": float((count(sets.breaches) > 0).mean()) if len(size) else 0.0,
            "distance": swept.distance(which),
        }  # fmt: skip
        if honour is not None:
            rates = expected(system, swept.doctrine, honour, unknown=which == "high", all_kept=sets)
            found["expected"] = float(rates.drawn_in.mean()) if len(size) else 0.0
        for name, value in found.items():
            per.setdefault(name, []).append(value)
    high = swept.high
    explosive = np.argsort(-size, kind="stable")[:top]
    shares = np.bincount(high.rounds) / len(high.rounds) if len(high.rounds) else np.zeros(1)
    return Order(
        system.label, n, len(system.majors), len(system.instruments), len(high.rounds),
        **{name: tuple(values) for name, values in per.items()},  # type: ignore[arg-type]
        rounds=tuple(float(x) for x in shares),
        explosive=tuple(
            (system.states[high.attackers[i]], system.states[high.targets[i]], int(size[i])) for i in explosive if size[i]
        ),
    )  # fmt: skip


def count(sets: Words) -> npt.NDArray[np.float64]:
    """How many members each set has."""
    return weigh(sets, np.ones(64 * sets.shape[1]))


def marginals(
    system: System, doctrine: Doctrine | None = None, told: Callable[[], None] = lambda: None
) -> tuple[Marginal, ...]:
    """The effect of every instrument: the system with it less the system without it, the largest first.

    Every unknown condition is taken as met, so that no effect is missed.   told: called after each.
    """
    base = _helping(system)
    own = set(base.instruments)
    without = ((name, base.without([name]) if name in own else base) for name in system.instruments)
    return _ranked(base, without, doctrine or Doctrine(), told)


def additions(
    system: System, pairs: Iterable[tuple[int, int]], doctrine: Doctrine | None = None,
    told: Callable[[], None] = lambda: None,
) -> tuple[Marginal, ...]:  # fmt: skip
    """The effect of a new pact of mutual defence between the two of each pair: the system with it less the system as it is."""

    def pact(one: int, other: int) -> tuple[Rule, Rule]:
        return Rule("defence", one, other, source="new"), Rule("defence", other, one, source="new")

    base = _helping(system)
    with_it = (
        (f"{system.states[one]} and {system.states[other]}", base.with_rules((*base.rules, *pact(one, other))))
        for one, other in pairs
    )
    return _ranked(base, with_it, doctrine or Doctrine(), told, adds=True)


def with_pivots(measures: Order, system: System, doctrine: Doctrine | None = None) -> Order:
    """The measures with the alliance and the state that do most."""
    alliances, states = marginals(system, doctrine), defections(system, doctrine)
    return replace(measures, alliance=next(iter(alliances), None), state=next(iter(states), None))


def defections(
    system: System, doctrine: Doctrine | None = None, told: Callable[[], None] = lambda: None
) -> tuple[Marginal, ...]:
    """The effect of every state's keeping its word: the system less the one in which it alone keeps none."""
    base = _helping(system)
    faithless = ((system.states[d], base.with_rules(r for r in base.rules if r.debtor != d)) for d in system.debtors)
    return _ranked(base, faithless, doctrine or Doctrine(), told)


def _helping(system: System) -> System:
    """The system without the words of peace and neutrality: they say only which words break, which is not asked here."""
    return system.with_rules(r for r in system.rules if r.duty in ("defence", "offence"))


def _ranked(
    system: System,
    others: Iterable[tuple[str, System]],
    doctrine: Doctrine,
    told: Callable[[], None],
    *,
    adds: bool = False,
) -> tuple[Marginal, ...]:
    """What is otherwise in each of the other systems, which lack something, or have it more (``adds``).

    Who is on which side, every unknown condition met.
    """
    sign = -1 if adds else 1
    n = len(system.states)
    major, everybody = np.zeros(64 * words(n)), np.ones(64 * words(n))
    major[list(system.majors)] = 1

    def measured(one: System) -> tuple[Sets, npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        sets = run(tables(one, doctrine, unknown=True))
        two = weigh(sets.attacker_side & sets.target_side, everybody)  # on both sides: counted once
        size = weigh(sets.attacker_side, everybody) + weigh(sets.target_side, everybody) - two - 2 + _openers(sets)
        great = (weigh(sets.attacker_side, major) > 0) & (weigh(sets.target_side, major) > 0)
        return sets, size, great

    found = []
    before, size, great = measured(system)
    for name, other in others:
        # many an instrument owes nobody help, and leaves all as it is
        after, size_after, great_after = measured(other) if other is not system else (before, size, great)
        changed = np.zeros(len(size), bool)
        for side in ("attacker_side", "target_side", "both_ways"):
            changed |= np.any(getattr(before, side) != getattr(after, side), axis=1)
        gain = sign * float((size - size_after).mean()) if len(size) else 0.0
        wars = sign * float(great.mean() - great_after.mean()) if len(size) else 0.0
        found.append(Marginal(name, gain, wars, int(changed.sum())))
        told()
    return tuple(sorted(found, key=lambda m: (-abs(m.drawn_in), -abs(m.general), -m.changed, m.name)))


def _openers(sets: Sets) -> npt.NDArray[np.float64]:
    """How many of the two of each what-if are drawn in on the other one's side, too."""
    rows = np.arange(len(sets.rounds))
    found = np.zeros(len(rows))
    for side, opener in ((sets.target_side, sets.attackers), (sets.attacker_side, sets.targets)):
        found += (side[rows, opener // 64] >> (opener % 64).astype(np.uint64)) & np.uint64(1)
    return found
