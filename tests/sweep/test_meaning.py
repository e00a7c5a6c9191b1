"""The sweep means what the case engine means: on random systems, under every doctrine."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from foedus.sweep.kernel import run
from foedus.sweep.plain import cascade
from foedus.sweep.system import Doctrine, System
from foedus.sweep.tables import places, tables
from tests.sweep.specification import by_answer_sets
from tests.sweep.systems import by_the_case_engine, doctrines, systems


def as_the_case_engine(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(systems(), doctrines)
    def check(system: System, doctrine: Doctrine) -> None:
        for unknown in (False, True):
            ours = cascade(system, 0, 1, doctrine, unknown=unknown)
            assert ours == by_the_case_engine(system, 0, 1, doctrine, unknown=unknown)

    check()


def as_answer_sets(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(systems(), doctrines)
    def check(system: System, doctrine: Doctrine) -> None:
        for unknown in (False, True):
            ours = cascade(system, 0, 1, doctrine, unknown=unknown)
            assert ours == by_answer_sets(system, 0, 1, doctrine, unknown=unknown)

    check()


def kernel_as_sets(examples: int, most: int, rules: int) -> None:
    @settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
    )
    @given(systems(most, rules), doctrines)
    def check(system: System, doctrine: Doctrine) -> None:
        n = len(system.states)
        for unknown in (False, True):
            found = run(tables(system, doctrine, unknown=unknown))
            for a in range(min(n, 6)):
                for b in range(n):
                    if a != b:
                        plain = cascade(system, a, b, doctrine, unknown=unknown)
                        i = found.index(a, b)
                        assert places(found.attacker_side[i], n) == tuple(sorted(plain.attacker_side))
                        assert places(found.target_side[i], n) == tuple(sorted(plain.target_side))
                        assert places(found.both_ways[i], n) == tuple(sorted(plain.both_ways))
                        assert places(found.breaches[i], n) == tuple(sorted(plain.breaches))
                        assert found.rounds[i] == plain.rounds

    check()


def test_sets_agree_with_the_case_engine() -> None:
    as_the_case_engine(150)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_sets_agree_with_the_case_engine_on_thousands() -> None:
    as_the_case_engine(3000)


def test_sets_agree_with_answer_sets() -> None:
    as_answer_sets(200)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_sets_agree_with_answer_sets_on_thousands() -> None:
    as_answer_sets(4000)


def test_the_kernel_agrees_with_sets() -> None:
    kernel_as_sets(150, 8, 20)


def test_the_kernel_agrees_with_sets_across_words() -> None:
    kernel_as_sets(15, 70, 60)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_kernel_agrees_with_sets_on_thousands() -> None:
    kernel_as_sets(4000, 10, 25)
