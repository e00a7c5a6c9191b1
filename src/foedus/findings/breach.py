"""When a duty was broken, and by what."""

from __future__ import annotations

from typing import NamedTuple

from foedus.case.resolve import happening
from foedus.engine.evaluate import Timeline
from foedus.engine.law import Obligation
from foedus.findings.stance import Stance
from foedus.terms.dates import iso

__all__ = ["Broken", "breach"]


class Broken(NamedTuple):
    """on: ISO day.   by, by_text: id and sentence of the act that broke it ("": its time ran out)."""

    on: str
    by: str
    by_text: str


def breach(timeline: Timeline, stance: Stance, o: Obligation, day: int) -> Broken | None:
    """The first breach of a duty up to the end of a day, in any world that the view leaves; None where there is none.

    An act that broke it only after its time had run out is not what broke it.
    """
    if stance.decide(o.at("breached", day)).verdict == "no":
        return None
    steps = o.steps("breached")
    dated = zip(steps.days, steps.labels, strict=True)
    on = next((d for d, label in dated if d and stance.decide(label).verdict != "no"), day)
    by = next(
        (
            event.root.id
            for event, sort, label in o.acts
            if sort == "breached" and event.root.day <= on and stance.decide(label).verdict != "no"
        ),
        "",
    )
    return Broken(iso(on), by, happening(timeline.case, by) if by else "")
