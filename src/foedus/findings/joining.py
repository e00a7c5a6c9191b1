"""What a cascade comes to, as values: who comes in, round by round, how strong each side is, whose choice matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from foedus.engine.keeping import Per
from foedus.findings.answers import Answer
from foedus.findings.clashes import Clash
from foedus.findings.model import Assumption, View
from foedus.findings.nearly import NearMiss

__all__ = [
    "Also",
    "CascadeResult",
    "Course",
    "Estimate",
    "Joining",
    "Pivot",
    "Range",
    "Right",
    "Round",
    "Side",
    "Strength",
]

Side = Literal["attacker", "target", ""]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Joining:
    """One actor drawn in, or helping short of war, by one act, and the duty that it keeps by it.

    side: whose war it joins ("" where the act takes no side).   act: the event its duty becomes.
    status: "yes", or "contested"/"unknown" with what it turns on (its own choice to keep its word left out).
    choice: the assumption that it keeps its word.   probability: lowest and highest; None where nothing weighs choices.
    ways: the least settings of what it turns on in which it comes in, signed ("+id", "-id"), the smallest first; not all.
    also: the other clauses that ask the same act of it, those that do so in any case first.
    """

    actor: str
    side: Side
    act: str
    against: str
    toward: str
    instrument: str
    clause: str
    round: int
    day: str
    status: str
    hostile: bool
    choice: str
    contested_on: tuple[Assumption, ...] = ()
    probability: Range | None = None
    ways: tuple[tuple[str, ...], ...] = ()
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Also:
    """One more clause that asks for an act.   status: as of a joining."""

    instrument: str
    clause: str
    status: str


@dataclass(frozen=True, slots=True)
class Right:
    """Something that one may do, and need not, since the supposed events.   act: a type of obligation, or a kind.

    status: "yes", or "contested"/"unknown" with what it turns on.
    """

    actor: str
    act: str
    against: str
    toward: str
    instrument: str
    clause: str
    status: str
    contested_on: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """One round: who comes in, and who may stand on each side after it.

    expected: how many are expected on each side (attacker's, target's), the openers among them.
    """

    number: int
    joining: tuple[Joining, ...]
    attacker_side: tuple[str, ...]
    target_side: tuple[str, ...]
    expected: tuple[Range, Range] | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """One measure of strength (troops, cinc) that the case gives, of each side after a round: all that may come in.

    expected: weighed by how likely each comes in.   unknown: actors for whom the case gives no such number.
    """

    indicator: str
    unit: str
    round: int
    attacker: float
    target: float
    expected: tuple[Range, Range] | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pivot:
    """What one choice does to the size of the war: the expected number drawn in if it is not, and if it is, kept."""

    id: str
    text: str
    if_not: Range
    if_so: Range

    @property
    def halves(self) -> bool:
        """Whether this single refusal at least halves the number drawn in."""
        return self.if_so[1] > 0 and sum(self.if_not) <= sum(self.if_so) / 2


@dataclass(frozen=True, slots=True)
class Course:
    """One complete course: exactly these come in, on these sides, with this probability.

    given: the setting of what has no weight, signed, in which it is the likeliest.
    """

    joins: tuple[tuple[str, Side], ...]
    stays_out: tuple[str, ...]
    probability: float
    given: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, pairs: Sequence[tuple[str, Side]], holds: Sequence[bool], probability: float, given: tuple[str, ...] = ()
    ) -> Course:
        """The course in which exactly those pairs of actor and side hold."""
        joins = tuple(pair for pair, so in zip(pairs, holds, strict=True) if so)
        there = {actor for actor, _ in joins}
        return cls(joins, tuple(sorted({actor for actor, _ in pairs} - there)), probability, given)


@dataclass(frozen=True, slots=True)
class Estimate:
    """How a cascade was estimated that is too large to be worked out exactly.

    worlds: random courses drawn, each with its own words kept or not.   seed: decides which; the same again gives the same.
    why: what was too large.
    """

    worlds: int
    seed: int
    why: str


@dataclass(frozen=True, slots=True)
class CascadeResult(Answer):
    """The answer of ``cascade``.

    both: actors bound to both sides; by the doctrine ``bound-both-ways`` they act on neither.
    expected: how many are drawn in beside the openers.
    pivots: choices by what they do to that, the most first.   courses: the likeliest, where choices have weights.
    assumes: what the cascade takes for granted, in words.
    estimate: set where the answer is no exact one: then every range is a 95 % interval, and what was never met in the
    random courses is left out though it may be possible.
    near: clauses that the supposed events would have met but for one part.
    free: what they entitle somebody to, and oblige nobody to.
    """

    case: str
    event: str
    day: str
    view: View
    per: Per
    rounds: tuple[Round, ...]
    attacker_side: tuple[str, ...]
    target_side: tuple[str, ...]
    both: tuple[str, ...]
    expected: Range | None
    strength: tuple[Strength, ...]
    pivots: tuple[Pivot, ...]
    courses: tuple[Course, ...]
    clashes: tuple[Clash, ...]
    assumes: tuple[str, ...]
    estimate: Estimate | None = None
    near: tuple[NearMiss, ...] = ()
    free: tuple[Right, ...] = ()
