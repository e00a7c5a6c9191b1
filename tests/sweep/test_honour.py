"""Expected sizes: exact where each decides alone, sampled else; the same whatever the threads."""

from __future__ import annotations

from itertools import product

import numba
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.api import Case
from foedus.sweep.honour import QUANTILES, Honour, coins, expected, rates, sampled
from foedus.sweep.kernel import run, run_worlds
from foedus.sweep.plain import cascade
from foedus.sweep.results import sweep, table
from foedus.sweep.system import Doctrine, Rule, System
from foedus.sweep.tables import bits, mask, tables, words
from tests.sweep.systems import doctrines, systems


def drawn_in(system: System, doctrine: Doctrine, keepers: frozenset[int]) -> int:
    outcome = cascade(system, 0, 1, doctrine, unknown=True, honours=keepers)
    return len((outcome.attacker_side.keys() | outcome.target_side.keys()) - {0, 1}) + sum(
        s in (0, 1) for s in (*(outcome.attacker_side.keys() - {0}), *(outcome.target_side.keys() - {1}))
    )


def by_enumeration(system: System, doctrine: Doctrine, p: float, shock: float) -> dict[int, float]:
    """Of how many are drawn in (the two sides added up), every set of keepers tried."""
    n = len(system.states)
    found: dict[int, float] = {}
    for keeps in product((False, True), repeat=n):
        apart = float(np.prod([p if k else 1 - p for k in keeps]))
        together = p * all(keeps) + (1 - p) * (not any(keeps))
        size = drawn_in(system, doctrine, frozenset(i for i, k in enumerate(keeps) if k))
        found[size] = found.get(size, 0.0) + (1 - shock) * apart + shock * together
    return found


@settings(max_examples=25, deadline=None)
@given(systems(), doctrines)
def test_expectations_are_those_of_every_world(system: System, doctrine: Doctrine) -> None:
    p, shock = 0.6, 0.25
    all_kept = run(tables(system, doctrine, unknown=True))
    found = expected(system, doctrine, Honour(p, p, shock, worlds=4096), unknown=True, all_kept=all_kept)
    i = all_kept.index(0, 1)
    truth = by_enumeration(system, doctrine, p, shock)
    mean = sum(size * chance for size, chance in truth.items())
    ours = found.drawn_in[i]
    if found.exact[i]:
        assert ours == pytest.approx(mean, abs=1e-12)
        sizes = sorted(truth)
        for q, said in zip(QUANTILES, found.quantiles[i], strict=True):
            assert said == next(s for s in sizes if sum(truth[t] for t in sizes if t <= s) >= q - 1e-12)
    else:
        spread = sum((size - mean) ** 2 * chance for size, chance in truth.items()) ** 0.5
        assert abs(ours - mean) <= 5 * spread / 64 + 1e-12


def chain() -> System:
    """S3 fights beside S2, S2 beside S1: offence pacts in a row, so that who comes depends on who came."""
    rows = [Rule("offence", 2, 1), Rule("offence", 3, 2), Rule("defence", 4, 1)]
    return System("chain", "1900-01-01", tuple(f"S{i}" for i in range(5)), tuple(rows))


def test_a_chain_is_sampled_and_its_error_told() -> None:
    made = table(sweep(chain()), Honour(0.6, 0.7)).to_pylist()
    row = next(r for r in made if (r["attacker"], r["target"]) == ("S0", "S1"))
    assert not row["exact_low"]
    assert 0 < row["error_low"] < 0.1
    assert abs(row["expected_low"] - (0.7 + 0.7 * 0.7 + 0.6)) < 5 * row["error_low"]
    alone = next(r for r in made if (r["attacker"], r["target"]) == ("S0", "S4"))
    assert alone["exact_low"]
    assert (alone["expected_low"], alone["error_low"]) == (0, 0)


def test_the_same_whatever_the_threads_and_another_seed_is_another_world() -> None:
    if numba.get_num_threads() < 2:
        pytest.skip("needs two threads: this machine, or NUMBA_NUM_THREADS, gives one")
    tries = []
    for threads in (1, 2):
        numba.set_num_threads(threads)
        tries.append(table(sweep(chain()), Honour(0.6, 0.7)))
    assert tries[0].equals(tries[1])
    assert not tries[0].equals(table(sweep(chain()), Honour(0.6, 0.7, seed=1816)))


def test_coins_fall_at_their_rates_and_together_under_a_shock() -> None:
    help_, war = bits(coins(chain(), Honour(0.3, 0.8, worlds=20_000)), 20_000)
    assert abs(help_.mean() - 0.3) < 0.01
    assert abs(war.mean() - 0.8) < 0.01
    assert not (help_ & ~war).any(), "one coin for all of a state's words"
    alike = bits(coins(chain(), Honour(0.5, 0.5, shock=1.0)), 1024)[0]
    assert (alike.all(axis=0) | ~alike.any(axis=0)).all()


def one_by_one(system: System, doctrine: Doctrine, honour: Honour, unknown: bool) -> npt.NDArray[np.int16]:
    """The same worlds, each by the kernel of single cascades: shape (pairs, worlds, 3)."""
    n = len(system.states)
    kept = bits(coins(system, honour), honour.worlds)  # (2, states, worlds)
    rows = np.zeros((2 * honour.worlds, words(n)), np.uint64)
    for world in range(honour.worlds):
        for kind in range(2):
            rows[2 * world + kind] = mask(np.flatnonzero(kept[kind, :, world]).tolist(), n)
    pairs = np.array([(a, b) for a in range(n) for b in range(n) if a != b], np.int32)
    return run_worlds(tables(system, doctrine, unknown=unknown), pairs, rows)


def in_words_as_one_by_one(examples: int, most: int, rules: int) -> None:
    @settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
    )
    @given(systems(most, rules), doctrines, st.sampled_from([1, 63, 64, 100, 1030]))
    def check(system: System, doctrine: Doctrine, worlds: int) -> None:
        honour = Honour(0.5, 0.8, 0.2, worlds)
        each = one_by_one(system, doctrine, honour, True).astype(np.int64)
        found = sampled(system, doctrine, honour, unknown=True)
        assert np.allclose(found.attacker_side, each[:, :, 0].mean(axis=1), atol=1e-12)
        assert np.allclose(found.target_side, each[:, :, 1].mean(axis=1), atol=1e-12)
        total = each[:, :, 2]
        assert np.allclose(found.drawn_in, total.mean(axis=1), atol=1e-12)
        assert np.array_equal(found.quantiles, np.quantile(total, QUANTILES, axis=1, method="inverted_cdf").T)
        assert np.allclose(found.error, total.std(axis=1) / np.sqrt(worlds), atol=1e-7)

    check()


def test_worlds_in_words_are_those_one_by_one() -> None:
    in_words_as_one_by_one(60, 8, 20)


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_worlds_in_words_are_those_one_by_one_on_thousands() -> None:
    in_words_as_one_by_one(2000, 10, 30)
    in_words_as_one_by_one(20, 70, 90)


def test_sampled_worlds_come_near_what_is_exact() -> None:
    """Five pacts with one state: the number that comes is binomial."""
    rules = tuple(Rule("defence", d, 1) for d in range(2, 7))
    system = System("five", "1900-01-01", tuple(f"S{i}" for i in range(7)), rules)
    found = sampled(system, Doctrine(), Honour(0.4, 0.4, worlds=65536), unknown=False)
    assert abs(found.target_side[0] - 2.0) < 5 * found.error[0]
    assert found.error[0] == pytest.approx((5 * 0.4 * 0.6 / 65536) ** 0.5, rel=0.02)
    assert list(found.quantiles[0]) == [1, 2, 3]


def test_rates_are_those_of_the_preset_by_type_and_era() -> None:
    presets = Case.from_text("").resolved.presets
    assert rates(presets["bf2018"], 1914) == (36 / 59, 31 / 42)
    assert rates(presets["bf2018"], 1950) == (6 / 43, 31 / 42)
    assert rates(presets["llm2000"], 1950) == (0.745, 0.745)


@pytest.mark.parametrize("wrong", [{"defence": 1.2}, {"shock": -0.1}, {"worlds": 0}])
def test_rates_outside_what_they_can_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"0 to 1|1 to"):
        Honour(**{"defence": 0.5, "offence": 0.5, **wrong})  # type: ignore[arg-type]
