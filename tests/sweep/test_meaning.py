"""The sweep means what the case engine means: on random systems, under every doctrine."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from foedus.sweep.plain import cascade
from foedus.sweep.system import Doctrine, Rule, System
from tests.sweep.systems import by_the_case_engine, doctrines, systems


def agrees(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(systems(), doctrines)
    def check(system: System, doctrine: Doctrine) -> None:
        for unknown in (False, True):
            ours = cascade(system, 0, 1, doctrine, unknown=unknown)
            assert ours == by_the_case_engine(system, 0, 1, doctrine, unknown=unknown)

    check()


def test_sets_agree_with_the_case_engine() -> None:
    agrees(150)


@pytest.mark.slow
def test_sets_agree_with_the_case_engine_on_thousands() -> None:
    agrees(3000)
