"""What a conjunction says about some assumptions, in parts and made of another one, against projecting all of it at once."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.findings.worlds import Worlds
from tests.drawn import examples

TIMELINE = foedus.Case.from_text("state A\n").timeline_of()
FIRST = 1000  # the variables of this test, beyond those of the case
CLAUSES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans(), st.booleans()), max_size=7)


def factors(clauses: list[tuple[int, int, bool, bool]]) -> list[Any]:
    labels = TIMELINE.algebra.labels
    found = []
    for one, other, first, second in clauses:
        x, y = labels.var(FIRST + one), labels.var(FIRST + other)
        label = labels.either(x if first else labels.negate(x), y if second else labels.negate(y))
        if label != labels.true:
            found.append((label, labels.support(label)))
    return found


@settings(max_examples=examples(62))
@given(st.lists(CLAUSES, min_size=1, max_size=4), st.frozensets(st.integers(0, 6)))
def test_in_parts_and_made_of_another_it_says_the_same(versions: list[Any], asked: frozenset[int]) -> None:
    labels = TIMELINE.algebra.labels
    TIMELINE.kept.clear()
    like: Worlds | None = None
    for clauses in versions:
        product = factors(clauses)
        like = Worlds(TIMELINE, product, like)
        whole = labels.all_of(label for label, _ in product)
        kept = {FIRST + i for i in asked}
        expected = labels.exists(whole, {FIRST + i for i in range(7)} - kept)
        assert like.any_left() == labels.satisfiable(whole)
        if like.any_left():
            assert like.seen_by(frozenset(kept)) == expected
        assert set(like.factors) == set(product)
