"""Expectations about what one event more would bring: tripwires, and conflicts of obligations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from foedus.directives.model import Expect
from foedus.directives.phrases import ClauseRef
from foedus.engine.evaluate import Timeline
from foedus.findings.clashes import Clash, Side, clashes
from foedus.findings.model import Assumption, View
from foedus.findings.stance import Stance
from foedus.findings.tripwires import Asked, Bound, supposed, tripwires
from foedus.terms.dates import iso

__all__ = ["check"]

At = Callable[[View, int], tuple[Timeline, Stance]]
Checked = tuple[bool, str, str]


def check(timeline: Timeline, stance: Stance, expect: Expect, at: At) -> Checked:
    """Hold an expectation about a tripwire or a conflict: whether it is so, what is found, and on what it turns."""
    if expect.subject.form == "tripwire":
        return _tripwire(timeline, stance.view, expect, at)
    return _conflict(timeline, stance, expect)


def _tripwire(timeline: Timeline, view: View, expect: Expect, at: At) -> Checked:
    """Whether an event of the day after (any, where none is named) would newly bind somebody."""
    subject, day = expect.subject, expect.date.last
    only = None
    if subject.name:
        trying, _ = at(replace(view, suppose=(*view.suppose, f"{iso(day + 1)} {subject.name}")), day + 1)
        new = [e for id_, e in trying.case.events.items() if e.supposed and id_ not in timeline.case.events]
        only = [supposed(e.sentence, day + 1) for e in new]
    plain = replace(view, suppose=())
    found = tripwires(timeline.case, day, plain, only=only, asked=Asked(binds=subject.debtor))
    binds = [
        b
        for t in found.tripwires
        for b in t.binds
        if subject.adversary in ("", b.adversary) and _under(subject.ref, b.instrument, b.clause)
    ]
    states = {name: [b for b in binds if b.status == name] for name in ("bound", "entitled", "contested")}
    if expect.result == "contested":
        ok = not states["bound"] and _turning(expect.on, states["contested"])
    elif expect.result == "not bound":
        ok = not binds
    else:
        ok = bool(states[expect.result])
    said = next((name for name, some in states.items() if some), "unknown" if binds else "not bound")
    detail = "; ".join(dict.fromkeys(f"{b.act} under {b.instrument} clause {b.clause}" for b in binds))
    on = ", ".join(dict.fromkeys(a.id for b in binds for a in b.contested_on)) if said == "contested" else ""
    return ok, f"{said} on {on}" if on else said, detail


def _conflict(timeline: Timeline, stance: Stance, expect: Expect) -> Checked:
    """Whether somebody is bound both ways: now, or after one event more."""
    subject, day = expect.subject, expect.date.last
    wanted = expect.result in ("latent", "none")
    found = clashes(timeline, stance, day, replace(stance.view, suppose=()), latent=wanted)
    now, latent = (
        [c for c in some if c.debtor == subject.debtor and _between(c, subject.ref, subject.other)]
        for some in (found.now, found.latent)
    )
    certain = [c for c in now if c.status == "certain"]
    if expect.result == "now":
        ok = bool(certain)
    elif expect.result == "contested":
        ok = not certain and _turning(expect.on, now)
    elif expect.result == "latent":
        ok = bool(latent)
    else:
        ok = not now and not latent
    said = "now" if certain else "contested" if now else "latent" if latent else "none" if wanted else "not now"
    if said == "contested":
        on = ", ".join(dict.fromkeys(a.id for c in now for a in c.contested_on))
        said += f" on {on}" if on else ""
    shown = now or latent
    detail = "; ".join(
        dict.fromkeys(f"{_side(c.one)} against {_side(c.other)}{f' if {c.event}' if c.event else ''}" for c in shown)
    )
    return ok, said, detail


def _turning(names: tuple[str, ...], found: Iterable[Bound] | Iterable[Clash]) -> bool:
    """Whether there is one that is contested, on exactly these where some are named."""
    from foedus.findings.expectations import same_assumptions

    sets: list[tuple[Assumption, ...]] = [one.contested_on for one in found]
    return any(same_assumptions(names, on) for on in sets) if names else bool(sets)


def _under(ref: ClauseRef | None, instrument: str, clause: str) -> bool:
    return ref is None or (ref.instrument == instrument and ref.clause in ("", clause))


def _between(c: Clash, one: ClauseRef | None, other: ClauseRef | None) -> bool:
    """Whether a clash is between these two clauses, whichever is named first."""
    if one is None or other is None:
        return True
    sides = ((c.one, c.other), (c.other, c.one))
    return any(_is(one, first) and _is(other, second) for first, second in sides)


def _is(ref: ClauseRef, side: Side) -> bool:
    return _under(ref, side.instrument, side.clause)


def _side(s: Side) -> str:
    return f"{s.act} under {s.instrument} clause {s.clause}"
