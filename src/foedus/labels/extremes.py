"""Between which limits a conditional probability lies when some variables have no weight: what must be counted for it.

P(f | k) = P(f and k) / P(k) is a number for each setting of the unweighted variables. Its extremes are found without
going through all 2**n settings: settings that leave the same functions are one, settings that contradict k are none,
and where f and k make it plain that setting a variable true can only help (or only hurt), one value is enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias

from foedus.labels.protocol import L, Labels
from foedus.labels.supports import Literal

MAX_SETTINGS: Final = 4096
"""Different outcomes of settings that are kept apart: those of twelve variables always fit."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[L]):
    """What settings of unweighted variables leave of f and of the factors of k; ``setting`` is one of them.

    If ``open`` is true, unweighted variables are left in them.
    """

    label: L
    factors: tuple[L, ...]
    setting: tuple[Literal, ...] = ()
    open: bool = False


_Found: TypeAlias = dict[tuple[L, frozenset[L]], tuple[tuple[L, ...], dict[int, bool]]]


def extremes(
    labels: Labels[L],
    f: L,
    factors: Iterable[L],
    unweighted: Collection[int],
    *,
    highest: bool,
    max_settings: int = MAX_SETTINGS,
) -> list[Outcome[L]]:
    """Outcomes among which the highest (else the lowest) P(f | factors) is, whatever the weights are.

    There are no more than ``max_settings`` of them. None is left open, and the extreme is therefore exact, if the
    different outcomes are no more than that; always so if there are ``log2(max_settings)`` unweighted variables or
    fewer. In some the factors may be impossible. Raises LabelBudgetExceeded if labels outgrow their room.
    """
    kept = tuple(k for k in dict.fromkeys(factors) if k != labels.true)
    found: _Found[L] = {} if labels.false in kept else {(f, frozenset(kept)): (kept, {})}
    support = labels.support(f).union(*map(labels.support, kept))
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
    outcomes: list[Outcome[L]] = []
    for (x, _), (some, setting) in found.items():
        open_ = any(not left_open.isdisjoint(labels.support(each)) for each in (x, *some))
        outcomes.append(Outcome(x, some, tuple(sorted(setting.items())), open_))
    return outcomes


def _set(labels: Labels[L], found: _Found[L], v: int, highest: bool, most: int) -> _Found[L] | None:
    """The outcomes when v is set, too; None if there are more than ``most``."""
    following: _Found[L] = {}
    for (x, factors), (ordered, setting) in found.items():
        xs = labels.cofactors(x, v)
        values: tuple[bool, ...] = (False, True)
        constrained = [v in labels.support(k) for k in ordered]
        if not any(constrained):
            # The factors do not care, so the value that makes f hold in more worlds makes it likelier by all weights.
            if xs[0] == xs[1]:
                following.setdefault((x, factors), (ordered, setting))
                continue
            if labels.implies(xs[1], xs[0]):
                values = (highest,)
            elif labels.implies(xs[0], xs[1]):
                values = (not highest,)
        for value in values:
            some = [
                labels.cofactors(k, v)[not value] if own else k for k, own in zip(ordered, constrained, strict=True)
            ]
            if labels.false not in some:
                kept = tuple(k for k in dict.fromkeys(some) if k != labels.true)
                following.setdefault((xs[not value], frozenset(kept)), (kept, setting | {v: value}))
        if len(following) > most:
            return None
    return following
