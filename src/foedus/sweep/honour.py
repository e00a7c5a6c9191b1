"""How many come if words are kept at published rates: exactly where each debtor decides alone, else in sampled worlds.

Each state has one coin per what-if, which it tosses for all its words: it keeps a word of help if the coin falls below the
rate of defence pacts, one of offence if below the rate of offence pacts.  With a common shock of *s*, all coins are one coin
in a share *s* of the worlds.  Where nobody is drawn in but by the attack itself (one round), the number that comes is a sum
of independent coins, and its distribution is computed exactly (Poisson's binomial); else in sampled worlds, 64 to a word, drawn
once a system from a counter (Philox) of seed and label, so that neither threads nor order matter.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from foedus.directives.model import Preset, Rate
from foedus.labels.sampling import wilson
from foedus.sweep.kernel import Sets, run
from foedus.sweep.system import Doctrine, System
from foedus.sweep.tables import Tables, Words, bits, tables
from foedus.sweep.worlds import run_words

__all__ = ["QUANTILES", "Expected", "Honour", "coins", "expected", "intervals", "rates", "sampled"]

QUANTILES = (0.1, 0.5, 0.9)
WORLDS = 1024


@dataclass(frozen=True, slots=True)
class Honour:
    """At which rates words are kept.

    defence, offence: from 0 to 1.   shock: the share of worlds in which all decide alike.   worlds: how many are sampled.
    least, most: the ends of the intervals of the two rates.
    """

    defence: float
    offence: float
    shock: float = 0.0
    worlds: int = WORLDS
    seed: int = 1815
    least: tuple[float, float] | None = None
    most: tuple[float, float] | None = None

    @property
    def ends(self) -> tuple[Honour, Honour]:
        """The same at the least rates and at the most; itself where a rate was published without counts."""
        return tuple(  # type: ignore[return-value]
            self if at is None else replace(self, defence=at[0], offence=at[1]) for at in (self.least, self.most)
        )

    def __post_init__(self) -> None:
        if not all(0 <= x <= 1 for x in (self.defence, self.offence, self.shock)):
            raise ValueError("rates and the common shock lie from 0 to 1")
        if not 1 <= self.worlds <= 65536:
            raise ValueError("from 1 to 65,536 worlds can be sampled")


@dataclass(frozen=True, slots=True)
class Expected:
    """Of each pair: how many are drawn in on average and at QUANTILES, shape (pairs,) and (pairs, 3); exact or sampled.

    drawn_in: in all; who is drawn in on both sides counts once.   error: the standard error of the mean, 0 where it is exact.
    """

    attacker_side: npt.NDArray[np.float64]
    target_side: npt.NDArray[np.float64]
    drawn_in: npt.NDArray[np.float64]
    quantiles: npt.NDArray[np.float64]
    exact: npt.NDArray[np.bool_]
    error: npt.NDArray[np.float64]


def rates(preset: Preset, year: int) -> tuple[float, float]:
    """A preset's rates of defence and of offence pacts in a year.  Raises ValueError where it gives none."""
    return _rate(preset, "defence", year).share, _rate(preset, "offence", year).share


def intervals(preset: Preset, year: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """The lower ends of both rates' 95 % intervals (Wilson), and the upper ones; the share where no count is known."""
    both = [_rate(preset, duty, year) for duty in ("defence", "offence")]
    ends = [wilson(r.kept, r.of) if r.of else (r.share, r.share) for r in both]
    return (ends[0][0], ends[1][0]), (ends[0][1], ends[1][1])


def _rate(preset: Preset, duty: str, year: int) -> Rate:
    fits = [r for r in preset.rates if r.type in (duty, "any") and _in_era(r, year)]
    best = [r for r in fits if r.type == duty] or fits
    if not best:
        raise ValueError(f"{preset.id} has no rate for {duty} in {year}")
    return best[0]


def _in_era(rate: Rate, year: int) -> bool:
    begins, ends = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return (rate.start is None or rate.start.first <= ends) and (rate.end is None or begins <= rate.end.last)


def expected(system: System, doctrine: Doctrine, honour: Honour, *, unknown: bool, all_kept: Sets) -> Expected:
    """The expected size of every what-if.  all_kept: what ``run`` gives for the same system, doctrine and unknown."""
    n = len(system.states)
    loose = replace(doctrine, no_help_to_aggressor=False, attack_ends_alliance=False, bound_both_ways=False)
    widest = run(tables(system, loose, unknown=unknown))
    alone = (widest.rounds <= 1) & ~bits(widest.both_ways, n).any(axis=1)  # nobody decides but on the attack itself
    help_only = run(
        tables(system.with_rules(r for r in system.rules if r.duty != "offence"), doctrine, unknown=unknown)
    )
    more = run(tables(system.with_rules(r for r in system.rules if r.duty != "defence"), doctrine, unknown=unknown))
    pairs = np.stack([all_kept.attackers, all_kept.targets], axis=1).astype(np.int32)
    found = _blank(len(pairs), alone)
    _exactly(found, honour, n, pairs, all_kept, help_only, more)
    rest = np.flatnonzero(~alone)
    _sampled(found, rest, pairs, tables(system, doctrine, unknown=unknown), coins(system, honour), honour.worlds)
    return found


def sampled(system: System, doctrine: Doctrine, honour: Honour, *, unknown: bool) -> Expected:
    """Every what-if in sampled worlds, also those that have an exact answer: what that answer is held against."""
    n = len(system.states)
    a, b = np.divmod(np.arange(n * n), n)
    pairs = np.stack([a, b], axis=1)[a != b].astype(np.int32)
    found = _blank(len(pairs), np.zeros(len(pairs), bool))
    table = tables(system, doctrine, unknown=unknown)
    _sampled(found, np.arange(len(pairs)), pairs, table, coins(system, honour), honour.worlds)
    return found


def _blank(pairs: int, exact: npt.NDArray[np.bool_]) -> Expected:
    return Expected(
        np.zeros(pairs), np.zeros(pairs), np.zeros(pairs), np.zeros((pairs, len(QUANTILES))), exact, np.zeros(pairs)
    )


def _sampled(
    found: Expected, rest: npt.NDArray[np.int64], pairs: npt.NDArray[np.int32], table: Tables, keeps: Words, worlds: int
) -> None:
    """Fill in some pairs from sampled worlds."""
    several = np.arange(table.n + 1)
    for start in range(0, len(rest), 16384):  # the counts of a block take up to 67 MB
        block = rest[start : start + 16384]
        sums, sizes = run_words(table, pairs[block], keeps, worlds)
        found.attacker_side[block], found.target_side[block] = sums[:, 0] / worlds, sums[:, 1] / worlds
        below = np.cumsum(sizes, axis=1) / worlds
        for i, q in enumerate(QUANTILES):
            found.quantiles[block, i] = (below >= q - 1e-12).argmax(axis=1)
        mean = found.drawn_in[block] = sizes @ several / worlds
        variance = sizes @ (several**2) / worlds - mean**2
        found.error[block] = np.sqrt(np.maximum(variance, 0) / worlds)


def _exactly(
    found: Expected, honour: Honour, n: int, pairs: npt.NDArray[np.int32], kept: Sets, help_only: Sets, more: Sets
) -> None:
    """Fill in the pairs of one round: sums of independent coins."""
    offence_first = max(honour.defence, honour.offence)
    joins = {}
    for side in ("attacker_side", "target_side"):
        here = bits(getattr(kept, side), n)
        helps, joins_war = bits(getattr(help_only, side), n), bits(getattr(more, side), n)
        for i, place in enumerate(pairs.T):  # the two of the what-if are not drawn in
            if (i == 0) == (side == "attacker_side"):
                here[np.arange(len(pairs)), place] = False
        joins[side] = np.stack(
            [(here & helps & ~joins_war).sum(1), (here & joins_war & ~helps).sum(1), (here & joins_war & helps).sum(1)],
            1,
        )
    p = np.array([honour.defence, honour.offence, offence_first])
    found.attacker_side[:] = joins["attacker_side"] @ p
    found.target_side[:] = joins["target_side"] @ p
    found.drawn_in[:] = found.attacker_side + found.target_side  # in one round nobody comes in on both
    counts, back = np.unique(joins["attacker_side"] + joins["target_side"], axis=0, return_inverse=True)
    table = np.array([_quantiles(tuple(int(c) for c in row), p, honour.shock) for row in counts]).reshape(
        -1, len(QUANTILES)
    )
    found.quantiles[:] = table[back.ravel()]


def _quantiles(counts: tuple[int, ...], p: npt.NDArray[np.float64], shock: float) -> list[float]:
    """Of the number of heads among coins of a few sorts, all one coin in a share of the worlds."""
    size = sum(counts)
    apart = np.ones(1)
    for count, rate in zip(counts, p, strict=True):
        for _ in range(count):
            apart = np.convolve(apart, [1 - rate, rate])
    together = np.zeros(size + 1)
    edges = sorted({0.0, 1.0, *(float(r) for r in p)})
    for low, high in pairwise(edges):
        heads = sum(c for c, r in zip(counts, p, strict=True) if high <= r)
        together[heads] += high - low
    total = np.cumsum((1 - shock) * apart + shock * together)
    return [float(np.searchsorted(total, q - 1e-12)) for q in QUANTILES]


def coins(system: System, honour: Honour) -> Words:
    """In which sampled worlds each state keeps its word: shape (2, states, words), help and offence; 64 worlds to a word."""
    n = len(system.states)
    random = np.random.Generator(np.random.Philox(key=[honour.seed, zlib.crc32(system.label.encode())]))
    own = random.random((honour.worlds, n))
    together = random.random((honour.worlds, 1)) < honour.shock
    own = np.where(together, random.random((honour.worlds, 1)), own)
    kept = np.stack([own < honour.defence, own < honour.offence]).transpose(0, 2, 1)
    packed = np.packbits(kept, axis=2, bitorder="little")
    wide = np.zeros((2, n, (honour.worlds + 63) // 64 * 8), np.uint8)
    wide[:, :, : packed.shape[2]] = packed
    return wide.view("<u8").astype(np.uint64)
