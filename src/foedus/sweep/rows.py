"""One what-if of a sweep beside what the case engine says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from foedus.sweep.results import Swept, table
from foedus.sweep.tables import places

if TYPE_CHECKING:
    from foedus.findings.joining import CascadeResult

__all__ = ["Difference", "Part", "differences", "row"]

Part = Literal["fights", "may fight", "helps", "may help", "out"]
"""What a state does on a side.  Of the sweep *may*: in one of its two figures alone; *helps* is of the case engine alone."""

_ORDER: tuple[Part, ...] = ("fights", "may fight", "helps", "may help", "out")


@dataclass(frozen=True, slots=True)
class Difference:
    """States of one side that the sweep and the case engine do not say the same of, in order of their ids."""

    side: Literal["attacker", "target"]
    sweep: Part
    engine: Part
    states: tuple[str, ...]


def row(swept: Swept, attacker: str, target: str) -> dict[str, Any]:
    """The sweep's row of one what-if, column by column.  Raises KeyError for a state that is not of the system."""
    i = swept.low.index(swept.system.place(attacker), swept.system.place(target))
    found: dict[str, Any] = table(swept).slice(i, 1).to_pylist()[0]
    return found


def differences(swept: Swept, attacker: str, target: str, found: CascadeResult) -> tuple[Difference, ...]:
    """Where the case engine has a state fight that the sweep has not, or the other way round, by side and kind.

    Help short of war draws nobody in; it is told of only where the sweep has the state fight.
    """
    groups: dict[tuple[Literal["attacker", "target"], Part, Part], list[str]] = {}
    sides: tuple[Literal["attacker", "target"], ...] = ("target", "attacker")
    for side in sides:
        ours, theirs = dict(_swept(swept, attacker, target, side)), _engine(found, side)
        for state in sorted({*ours, *theirs} - {attacker, target}):
            one, other = ours.get(state, "out"), theirs.get(state, "out")
            if one != other and not (one == "out" and other in ("helps", "may help")):
                groups.setdefault((side, one, other), []).append(state)
    return tuple(Difference(*key, tuple(states)) for key, states in groups.items())


def _swept(swept: Swept, attacker: str, target: str, side: str) -> Iterator[tuple[str, Part]]:
    system = swept.system
    n, i = len(system.states), swept.low.index(system.place(attacker), system.place(target))
    low, high = (set(places(getattr(sets, f"{side}_side")[i], n)) for sets in (swept.low, swept.high))
    for place in low | high:
        yield system.states[place], "fights" if place in low and place in high else "may fight"


def _engine(found: CascadeResult, side: str) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    for joining in (j for r in found.rounds for j in r.joining if j.side == side):
        if joining.hostile:
            part: Part = "fights" if joining.status == "yes" else "may fight"
        else:
            part = "helps" if joining.status == "yes" else "may help"
        parts[joining.actor] = min(part, parts.get(joining.actor, part), key=_ORDER.index)
    return parts
