"""Random small cases in both meanings: all agree in every world looked at.

The specification has a rule for everything that is drawn.  The first difference of each case is printed.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from foedus.directives.model import Directive
from tests.spec.agreement import IllFormed, Pair
from tests.spec.strategies import cases

WORLDS = 3


def compare(examples: int) -> Counter[str]:
    """How many of so many random cases agree, differ, or are no case."""
    found: Counter[str] = Counter()

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def look(directives: list[Directive]) -> None:
        try:
            differences = list(Pair(directives).disagreements(WORLDS))
        except IllFormed:
            found["no case"] += 1
        else:
            found["differ" if differences else "agree"] += 1
            if differences:
                print(differences[0])

    look()
    return found


@pytest.mark.parametrize("examples", [200, pytest.param(2000, marks=pytest.mark.slow)])
def test_random_cases(examples: int) -> None:
    found = compare(examples)
    print(dict(found))
    compared = found["agree"] + found["differ"]
    assert compared >= 0.7 * examples
    assert not found["differ"]
