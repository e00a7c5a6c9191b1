"""Shares, intervals and agreement beyond chance, against published figures."""

from __future__ import annotations

import pytest

from foedus.atlas.measure import Share, agreement, kappa, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (73, 146, 0.420, 0.580),
        (42, 102, 0.321, 0.509),
        (6, 43, 0.066, 0.273),
        (2, 25, 0.022, 0.250),
        (0, 10, 0.0, 0.278),
        (10, 10, 0.722, 1.0),
    ],
)
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=6e-4)


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert Share(0, 0).value is None
    assert str(Share(0, 0)) == "0/0"


def test_kappa() -> None:
    # Cohen's own arithmetic: 45 and 15 agree of 100, margins 60/40 and 70/30.
    pairs = [("y", "y")] * 45 + [("n", "n")] * 15 + [("y", "n")] * 15 + [("n", "y")] * 25
    assert kappa(pairs) == pytest.approx((0.60 - (0.60 * 0.70 + 0.40 * 0.30)) / (1 - (0.60 * 0.70 + 0.40 * 0.30)))
    assert kappa([]) is None
    assert kappa([("y", "y")]) is None
    assert kappa([("y", "y"), ("n", "n")]) == 1.0


def test_an_unmatched_row_is_wrong_whatever_was_coded() -> None:
    found = agreement([("met", "met"), ("", "not met"), ("", "")])
    assert (found.right.hits, found.right.n) == (1, 3)
