"""Random small cases in both meanings: all agree in every world looked at.

The specification has a rule for everything that is drawn.  The first difference of each case is printed.  The cases are
the same in every run: each of the tests draws its own, by its number.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from foedus.directives.model import Directive
from tests.spec.agreement import IllFormed, Pair
from tests.spec.strategies import cases

WORLDS = 3
EACH = 50
"""So many cases in one test, so that several processes share them and none takes long."""
NORMAL, SLOW = 4, 40


def compare(number: int) -> Counter[str]:
    """How many random cases of a number agree, differ, or are no case."""
    found: Counter[str] = Counter()

    @seed(number)
    @settings(
        max_examples=EACH,
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


@pytest.mark.parametrize(
    "number", [*range(NORMAL), *(pytest.param(n, marks=pytest.mark.slow) for n in range(NORMAL, NORMAL + SLOW))]
)
def test_random_cases(number: int) -> None:
    found = compare(number)
    print(dict(found))
    compared = found["agree"] + found["differ"]
    assert compared >= 0.7 * EACH
    assert not found["differ"]
