"""Room is limited, and running out of it is an exception, never a dead process or a growing one."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from foedus.labels import BddLabels, LabelBudgetExceeded


def crossed(labels: BddLabels, pairs: int) -> Any:
    """(x0 and x[n]) or (x1 and x[n+1]) ...: with all x first in the order, the diagram doubles with every pair."""
    for i in range(2 * pairs):
        labels.var(i)
    x = labels.false
    for i in range(pairs):
        x = labels.either(x, labels.both(labels.var(i), labels.var(pairs + i)))
    return x


def test_a_full_manager_says_so_and_goes_on() -> None:
    labels = BddLabels(capacity=3000)
    small = crossed(labels, 5)
    size = labels.size(small)
    with pytest.raises(LabelBudgetExceeded, match="3,000 nodes"):
        crossed(labels, 14)
    assert labels.nodes <= 3000
    assert labels.size(small) == size
    assert labels.evaluate(small, {i: i in (2, 7) for i in range(10)})
    assert crossed(labels, 5) == small


def test_unused_labels_make_room_for_new_ones() -> None:
    labels = BddLabels(capacity=3000)
    draw = random.Random(1)
    made = 0
    for _ in range(300):  # some 100 nodes each: many times the capacity, if nothing were ever freed
        x = labels.false
        for _ in range(6):
            literals = ((labels.var(i), draw.random() < 0.5) for i in draw.sample(range(30), 4))
            x = labels.either(x, labels.all_of(v if positive else labels.negate(v) for v, positive in literals))
        made += labels.size(x)
        labels.restrict(x, {0: True, 1: False})
        labels.support(x)
    assert made > 5 * 3000
    assert labels.nodes <= 3000


def test_every_operation_reports_a_full_manager() -> None:
    labels = BddLabels(capacity=1500)
    kept: list[Any] = []
    with pytest.raises(LabelBudgetExceeded):
        for pairs in count(2):
            kept.append(crossed(labels, pairs))
    x, y = kept[-1], labels.negate(labels.var(40))
    half = labels.all_of(labels.var(i) for i in range(41, 45))
    attempts: list[Callable[[int], Any]] = [
        lambda i: labels.both(x, labels.either(labels.var(50 + i), labels.var(20 + i))),
        lambda i: labels.ite(labels.var(50 + i), x, y),
        lambda i: labels.restrict(labels.both(x, labels.var(50 + i)), {i % 3: True}),
        lambda i: labels.exists(labels.both(x, labels.var(50 + i)), [i % 3]),
        lambda i: labels.at_least(8, [labels.var(50 + j) for j in range(i)]),
    ]
    for attempt in attempts:
        with pytest.raises(LabelBudgetExceeded):
            for i in range(1000):
                kept.append(attempt(i))
    assert labels.nodes <= 1500
    assert labels.satisfiable(x)
    assert labels.size(half) == 4


def test_one_label_past_its_budget() -> None:
    labels = BddLabels(max_label_nodes=500)
    assert labels.size(crossed(labels, 7)) <= 500
    with pytest.raises(LabelBudgetExceeded, match="one label would need more than 500 nodes"):
        crossed(labels, 12)


def test_many_small_labels_are_within_the_budget_of_one() -> None:
    labels = BddLabels(max_label_nodes=500)
    kept = [labels.both(labels.var(i), labels.var(j)) for i in range(80) for j in range(i)]
    assert labels.nodes > 2000
    assert max(map(labels.size, kept)) == 2


def test_a_label_that_creeps_past_its_budget_is_noticed() -> None:
    labels = BddLabels(max_label_nodes=200)
    x = labels.true
    with pytest.raises(LabelBudgetExceeded):
        for i in range(2000):
            x = labels.both(x, labels.var(i))
    assert labels.size(x) < 300


def test_deep_labels_end_in_an_exception_not_in_a_stack_overflow() -> None:
    labels = BddLabels()
    variables = [labels.var(i) for i in range(70_000)]
    with pytest.raises(LabelBudgetExceeded):
        labels.all_of(variables)
    assert labels.satisfiable(labels.all_of(variables[-5000:]))


def test_labels_deeper_than_the_stack_of_python() -> None:
    labels = BddLabels()
    n = 12_000  # fixed: a library elsewhere in the run may raise the limit of recursion past our budget
    x = labels.all_of(labels.var(i) for i in range(n))
    assert labels.support(x) == frozenset(range(n))
    assert labels.pick(x) == dict.fromkeys(range(n), True)
    assert labels.evaluate(x, lambda i: True)


def test_a_variable_first_used_after_its_restriction() -> None:
    labels = BddLabels()
    labels.var(0)
    restrictor = labels.restrictor({0: True, 7: False})
    assert restrictor(labels.var(0)) == labels.true
    assert restrictor(labels.both(labels.var(0), labels.negate(labels.var(7)))) == labels.true
    assert labels.restrict(labels.var(9), {9: True}) == labels.true
