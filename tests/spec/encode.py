"""Directives -> facts of ``semantics.lp``.

Plain on purpose: one method for each sort of directive, names resolved by looking them up, nothing evaluated that
depends on a world.  Conditions are brought to disjunctive normal form here; that is logic, not law.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foedus.directives import model as m
from foedus.directives import phrases as p
from tests.spec import bridge, structure
from tests.spec.assumptions import Assumptions, list_assumptions

__all__ = ["Encoded", "NotCovered", "encode"]

POWERS = ("sign", "ratify", "accede", "denounce", "withdraw", "request", "release", "decide")
ALLIANCE_TYPES = ("defence", "offence")


class NotCovered(Exception):
    """The specification does not say what this form means (yet)."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The facts of a case, its assumptions, and the days it looks at."""

    facts: str
    assumptions: Assumptions
    days: tuple[int, ...]


def q(text: str) -> str:
    """A name as a quoted string of the logic program."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


@dataclass
class _Encoder:
    directives: Sequence[m.Directive]
    known: Assumptions
    has_law: bool = False
    lines: list[str] = field(default_factory=list)
    fresh: itertools.count[int] = field(default_factory=itertools.count)
    durations: dict[str, m.Duration] = field(default_factory=dict)
    fixed_ends: list[tuple[str, int]] = field(default_factory=list)

    def fact(self, name: str, *arguments: object) -> None:
        self.lines.append(f"{name}({','.join(str(a) for a in arguments)}).")

    def new(self, stem: str) -> str:
        return q(f"{stem}#{next(self.fresh)}")

    # -- lookups ---------------------------------------------------------------------------------------------------

    def of[T](self, sort: type[T]) -> list[T]:
        return [d for d in self.directives if isinstance(d, sort)]
