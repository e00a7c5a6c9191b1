"""Conduct as evidence: who is bound and keeps his word has acted; so silence speaks against what would have bound him."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.law import Obligation

__all__ = ["Witness", "witnesses"]


@dataclass(frozen=True, slots=True)
class Witness:
    """One duty whose conduct is evidence.

    unkept: the worlds in which it was owed and, by the day, not kept.   keeps: that its debtor keeps his word.
    index: of that choice.
    """

    obligation: Obligation
    unkept: Label
    keeps: Label
    index: int


def witnesses(timeline: Timeline, day: int) -> Iterator[Witness]:
    """Every duty that in some world was owed and not kept by the end of a day, as the record has it."""
    algebra, grounds = timeline.algebra, timeline.grounds
    for key, o in sorted(timeline.law.obligations.items()):
        if o.act.modality == "may":
            continue
        unkept = o.at("breached", day)
        if not o.forbearance and o.act.within is None and o.act.deadline is None:
            done = algebra.any_of((o.at("performed", day), o.at("partial", day)))
            unkept = algebra.either(unkept, algebra.unless(o.at("due", day), done))
        if unkept == algebra.false:
            continue
        id_ = f"honours:{key.debtor}" + (f":{key.occasion}" if key.occasion else "")
        text = f"{timeline.case.label(key.debtor)} keeps its word"
        keeps = grounds.variable(id_, "choice", about=key.debtor, text=text)
        if id_ in grounds.by_id:
            yield Witness(o, unkept, keeps, grounds.by_id[id_][0].index)
