"""Dates as alternatives: an uncertain date is, in each world, one of a few candidate days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from foedus.engine.algebra import Label
from foedus.engine.grounds import Grounds
from foedus.terms.dates import Date, iso
from foedus.terms.limits import CANDIDATE_DAYS

__all__ = ["Moment", "moments"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One candidate: the day, the minute after midnight where a clock was given, and the worlds in which it is the day."""

    day: int
    minute: int | None
    label: Label


def moments(grounds: Grounds, dated: Iterable[tuple[str, Date]]) -> tuple[dict[str, tuple[Moment, ...]], list[str]]:
    """Candidates for every dated thing, and warnings where an uncertain date had more than ``CANDIDATE_DAYS``."""
    things = sorted(dated, key=lambda t: t[0])
    points = {d.first for _, d in things if d.first > 1}
    points |= {d.first + 1 for _, d in things if d.first == d.last}
    points |= {d.last + 1 for _, d in things if not d.open_end}
    ordered = sorted(points)
    uncertain = sorted((d.first, d.last, id_) for id_, d in things if d.first < d.last)
    result: dict[str, tuple[Moment, ...]] = {}
    warnings: list[str] = []
    for id_, date in things:
        if date.first >= date.last:
            result[id_] = (Moment(date.first, date.minute, grounds.algebra.true),)
            continue
        result[id_] = _candidates(grounds, id_, date, ordered, uncertain, warnings)
    return result, warnings


def _candidates(
    grounds: Grounds,
    id_: str,
    date: Date,
    points: list[int],
    uncertain: list[tuple[int, int, str]],
    warnings: list[str],
) -> tuple[Moment, ...]:
    low = points[bisect_left(points, date.first + 1) : bisect_right(points, date.last)]
    days = set(low)
    if any(other != id_ and first <= date.last and last >= date.first for first, last, other in uncertain):
        days.add(date.last)
    first = date.first
    if date.open_start and days:
        first = min(days) - 1
    boundaries = sorted(d for d in days if d > first)
    if len(boundaries) > CANDIDATE_DAYS - 1:
        warnings.append(
            f"{id_}: its date {date.text} overlaps {len(boundaries)} other dates; "
            f"only {CANDIDATE_DAYS} possible days are told apart"
        )
        step = len(boundaries) / (CANDIDATE_DAYS - 1)
        boundaries = [boundaries[int(i * step)] for i in range(CANDIDATE_DAYS - 1)]
    algebra = grounds.algebra
    found: list[Moment] = []
    rest = algebra.true
    previous: Label | None = None
    start = first
    for boundary in boundaries:
        earlier = grounds.variable(
            f"{id_}<{iso(boundary)}", "order", about=id_, text=f"{id_} was before {iso(boundary)}"
        )
        if previous is not None:
            grounds.exclude(previous, algebra.negate(earlier), f"the date of {id_} is one day", id_)
        found.append(Moment(start, None, algebra.both(rest, earlier)))
        rest = algebra.unless(rest, earlier)
        previous, start = earlier, boundary
    found.append(Moment(start, None, rest))
    return tuple(found)
