"""When an instrument was in force, in a word: from the first day of any world in which it was, to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.terms.dates import LAST_DAY, iso

if TYPE_CHECKING:
    from foedus.engine.evaluate import Timeline

__all__ = ["spells"]


def spells(timeline: Timeline, instrument: str) -> tuple[tuple[str, str | None], ...]:
    """ISO days from and to; None: no end is on record.  Empty for what never was in force.

    >>> import foedus
    >>> spells(foedus.load("july-1914").timeline_of(), "dual-alliance")
    (('1879-10-21', None),)
    """
    false = timeline.algebra.false
    entered, ended = timeline.facts.entered.get(instrument), timeline.facts.ended.get(instrument)
    if entered is None:
        return ()
    begins = next((d for d, label in zip(entered.days, entered.labels, strict=True) if label != false), None)
    if begins is None:
        return ()
    ends = None
    if ended is not None:
        found = zip(ended.days, ended.labels, strict=True)
        ends = next((d for d, label in found if label != false and begins <= d < LAST_DAY), None)
    return ((iso(max(begins, 1)), iso(ends) if ends is not None else None),)
