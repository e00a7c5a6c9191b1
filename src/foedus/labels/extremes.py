"""Between which limits a conditional probability lies when some variables have no weight: what must be counted for it.

P(f | k) = P(f and k) / P(k) is a number for each setting of the unweighted variables. Its extremes are found without
going through all 2**n settings: settings that leave the same functions are one, settings that contradict k are none,
and where f and k make it plain that setting a variable true can only help (or only hurt), one value is enough.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Generic

from foedus.labels.protocol import L, Labels
from foedus.labels.supports import Literal

MAX_SETTINGS: Final = 4096
"""Different outcomes of settings that are kept apart: those of twelve variables always fit."""


@dataclass(frozen=True, slots=True)
class Left(Generic[L]):
    """What settings of unweighted variables leave: ``joint`` is f and k, ``given`` is k; ``setting`` is one of them.

    If ``open`` is true, unweighted variables are left in both; ``fails`` is then k and not f (else it is not needed).
    """

    joint: L
    given: L
    fails: L
    setting: tuple[Literal, ...]
    open: bool = False


def extremes(
    labels: Labels[L],
    joint: L,
    given: L,
    unweighted: Collection[int],
    *,
    highest: bool,
    max_settings: int = MAX_SETTINGS,
) -> list[Left[L]]:
    """Outcomes among which the highest (else the lowest) P(joint) / P(given) is, whatever the weights are.

    ``joint`` implies ``given``. There are no more than ``max_settings`` of them. None is left open, and the extreme is
    therefore exact, if the different outcomes are no more than that; always so if there are ``log2(max_settings)``
    unweighted variables or fewer. The list is empty if ``given`` is impossible. Raises LabelBudgetExceeded if labels
    outgrow their room.
    """
    found: dict[tuple[L, L], dict[int, bool]] = {}
    if labels.satisfiable(given):
        found[joint, given] = {}
    support = labels.support(joint) | labels.support(given)
    left = [v for v in labels.order if v in unweighted and v in support]
    # First what one value settles, which makes nothing grow; then what has to be tried both ways.
    for most in (1, max_settings):
        for v in tuple(left):
            following = _set(labels, found, v, highest, most)
            if following is not None:
                found = following
                left.remove(v)
            elif most > 1:
                break
    left_open = set(left)
    outcomes: list[Left[L]] = []
    for (j, g), setting in found.items():
        open_ = not left_open.isdisjoint(labels.support(j) | labels.support(g))
        fails = labels.unless(g, j) if open_ else labels.false
        outcomes.append(Left(j, g, fails, tuple(sorted(setting.items())), open_))
    return outcomes


def _set(
    labels: Labels[L], found: dict[tuple[L, L], dict[int, bool]], v: int, highest: bool, most: int
) -> dict[tuple[L, L], dict[int, bool]] | None:
    """The outcomes when v is set, too; None if there are more than ``most``."""
    following: dict[tuple[L, L], dict[int, bool]] = {}
    for (joint, given), setting in found.items():
        joints, givens = labels.cofactors(joint, v), labels.cofactors(given, v)
        values = [value for value in (False, True) if labels.satisfiable(givens[not value])]
        if givens[0] == givens[1]:
            # k does not care, so whichever value makes f hold in more worlds makes it likelier under all weights.
            if joints[0] == joints[1]:
                following.setdefault((joint, given), setting)
                continue
            if labels.implies(joints[1], joints[0]):
                values = [highest]
            elif labels.implies(joints[0], joints[1]):
                values = [not highest]
        for value in values:
            following.setdefault((joints[not value], givens[not value]), setting | {v: value})
        if len(following) > most:
            return None
    return following
