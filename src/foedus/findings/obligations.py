"""Who is bound to do what: obligations on a day under a view."""

from __future__ import annotations

from dataclasses import replace

from foedus.case.model import UNILATERAL
from foedus.case.resolve import happening
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.facts import Occurrence
from foedus.engine.law import Obligation
from foedus.findings.breach import breach
from foedus.findings.caveats import caveats
from foedus.findings.model import Assumption, Conduct, ObligationFinding, State, Status
from foedus.findings.stance import Decision, Stance
from foedus.findings.waiting import obligation_id, waiting
from foedus.terms.dates import iso

__all__ = ["assess", "bound_label", "conduct_label", "obligation_id", "opened_duties", "state_label", "state_of"]

_THREAT_STATES: dict[str, State] = {
    "latent": "pending",
    "due": "condition met",
    "available": "condition met",
    "discharged": "carried out",
    "breached": "bluff called",
}


_FOUND, _REACHED = ("what is found of obligations", 0), ("what obligations hang on", 0)
MOST_FOUND = 20_000
"""Findings kept with a timeline."""


def bound_label(obligation: Obligation, day: int) -> Label:
    """The worlds in which the debtor is bound that day: due, being performed, or breached and not ended."""
    return obligation.at("due", day)


def state_label(timeline: Timeline, obligation: Obligation, state: str, day: int) -> Label:
    """The worlds in which the obligation is in one state of its life that day (the states before it excluded)."""
    algebra = timeline.algebra
    triggered = obligation.at("triggered", day)
    if state == "triggered":
        return triggered
    if state == "latent":
        return algebra.negate(triggered)
    ended, performed = obligation.at("discharged", day), obligation.at("performed", day)
    table: dict[str, Label] = {
        "released": obligation.at("released", day),
        "breached": obligation.at("breached", day),
        "discharged": ended if obligation.continuing else algebra.either(ended, performed),
        "performed": ended if obligation.forbearance else algebra.either(ended, performed),
        "excused": obligation.at("excused", day),
        "lapsed": obligation.at("lapsed", day),
        "due": obligation.at("due", day),
    }
    if state == "suspended":
        suspended = timeline.facts.suspended.get(obligation.key.instrument)
        return algebra.both(triggered, suspended.at(day)) if suspended is not None else algebra.false
    if state == "available":
        open_ = algebra.unless(triggered, algebra.any_of(table.values()))
        return open_ if obligation.clause.request_by or obligation.clause.decision_by else algebra.false
    return table[state]


def conduct_label(timeline: Timeline, obligation: Obligation, conduct: str, day: int) -> Label:
    """The worlds in which the debtor's conduct, on the record up to that day, is of this sort."""
    algebra = timeline.algebra
    triggered = obligation.at("triggered", day)
    breached, released = obligation.at("breached", day), obligation.at("released", day)
    performed = obligation.at("performed", day)
    exceeded, partial = obligation.at("exceeded", day), obligation.at("partial", day)
    if conduct == "released":
        return algebra.unless(released, algebra.either(performed, breached))
    if conduct == "violated":
        return breached
    if conduct == "exceeded":
        return exceeded
    if conduct == "honoured":
        if obligation.forbearance:
            return algebra.unless(triggered, algebra.either(breached, released))
        return algebra.unless(performed, algebra.either(breached, exceeded))
    if conduct == "partial":
        return algebra.unless(partial, algebra.any_of((performed, breached, exceeded)))
    if conduct == "not_invoked":
        if obligation.clause.request_by is None:
            return algebra.false
        asked = algebra.any_of((obligation.at("requested", day), performed, released))
        return algebra.unless(triggered, asked)
    if conduct == "pending":
        done = algebra.any_of((breached, released, performed, partial))
        return algebra.unless(obligation.at("due", day), done)
    if conduct == "unrecorded":
        done = algebra.any_of((breached, released, performed, partial, obligation.at("due", day)))
        return algebra.false if obligation.forbearance else algebra.unless(triggered, done)
    return algebra.false


def assess(
    timeline: Timeline, stance: Stance, day: int, *, supports: int = 10, chances: bool = False, latent: bool = True
) -> tuple[ObligationFinding, ...]:
    """Every obligation on a day: those that some event has opened, and those that wait for one.

    supports: how many minimal supports of each at most; 0: none are looked for.   chances: also how likely each is.
    latent: whether those that wait are wanted.
    """
    found = [f for o in _in_order(timeline) if (f := _told(timeline, stance, o, day, supports)) is not None]
    if latent:
        found += waiting(timeline, day).findings(stance, supports, opened_duties(timeline, stance, day))
    return _weighed(timeline, stance, day, found) if chances else tuple(found)


def _in_order(timeline: Timeline) -> list[Obligation]:
    """The obligations of a timeline, sorted once."""
    key = ("obligations in order", len(timeline.law.obligations))
    found = timeline.kept.get(key)
    if not isinstance(found, list):
        found = timeline.kept[key] = [o for _, o in sorted(timeline.law.obligations.items())]
    return found


def _told(timeline: Timeline, stance: Stance, obligation: Obligation, day: int, limit: int) -> ObligationFinding | None:
    """What a view finds of an obligation; None where nothing has opened it.

    It is worked out once for all views that say the same of what it hangs on.
    """
    kept = timeline.kept.setdefault(_FOUND, {})
    assert isinstance(kept, dict)
    key = (obligation.key, day, limit, stance.said_of(_reach(timeline, stance, obligation)))
    if key not in kept:
        if len(kept) >= MOST_FOUND:
            kept.clear()
        triggered = stance.decide(obligation.at("triggered", day))
        no = triggered.verdict == "no"
        kept[key] = None if no else _opened(timeline, stance, obligation, day, triggered, limit)
    found: ObligationFinding | None = kept[key]
    return found


def _reach(timeline: Timeline, stance: Stance, obligation: Obligation) -> frozenset[int]:
    """The assumptions on which anything found of an obligation can hang, on any day."""
    kept = timeline.kept.setdefault(_REACHED, {})
    assert isinstance(kept, dict)
    found: frozenset[int] | None = kept.get(obligation.key)
    if found is None:
        steps = [*obligation.history.values()]
        suspended = timeline.facts.suspended.get(obligation.key.instrument)
        labels = [x for s in (*steps, *([suspended] if suspended is not None else [])) for x in s.labels]
        labels += [gained for _, _, gained, _ in obligation.opened]
        found = kept[obligation.key] = frozenset[int]().union(*map(stance.reach, set(labels)))
    return found


def opened_duties(timeline: Timeline, stance: Stance, day: int) -> frozenset[tuple[str, str, int, str, str]]:
    """The duties that an event has opened by then, as ``Duty.key`` names them; they wait no longer."""
    return frozenset(
        (key.instrument, key.clause, key.then, key.debtor, key.creditor)
        for key, obligation in timeline.law.obligations.items()
        if not key.read_as and stance.decide(obligation.at("triggered", day)).verdict != "no"
    )


def _weighed(
    timeline: Timeline, stance: Stance, day: int, found: list[ObligationFinding]
) -> tuple[ObligationFinding, ...]:
    """The same with the probability that each duty has arisen; without one where nobody has graded anything."""
    from foedus.findings.probability import Weighing

    weighing = Weighing(timeline, stance)
    labels = {obligation_id(key): o.at("triggered", day) for key, o in timeline.law.obligations.items()}
    opened = [o.id for o in found if o.id in labels and o.triggered != "no"]
    given = dict(zip(opened, weighing.of([labels[id_] for id_ in opened]), strict=True))
    return tuple(replace(o, probability=(p.low, p.high)) if (p := given.get(o.id)) is not None else o for o in found)


def _opened(
    timeline: Timeline, stance: Stance, obligation: Obligation, day: int, triggered: Decision, limit: int
) -> ObligationFinding:
    key, act = obligation.key, obligation.act
    bound = stance.decide(bound_label(obligation, day))
    label = obligation.at("triggered", day)
    named, complete = stance.supports(label, limit)
    ways, all_ways = stance.ways(bound_label(obligation, day) if bound.on else label, limit)
    state = state_of(timeline, stance, obligation, day, label)
    status: Status
    if bound.verdict == "yes":
        status = "entitled" if act.modality == "may" else "bound"
    elif bound.verdict == "no":
        status = "not_bound"
    else:
        status = bound.verdict
    since = _first(stance, obligation, "triggered", day)
    by = _opener(stance, obligation, since)
    rests = (
        obligation.at("breached", day) if state == "breached" else label
    )  # that it was broken says as much, and more
    conduct, conduct_may, conduct_on = _conduct(timeline, stance, obligation, day, label)
    broken = breach(timeline, stance, obligation, day)
    return ObligationFinding(
        id=obligation_id(key),
        instrument=key.instrument,
        instrument_title=obligation.instrument.title,
        clause=key.clause,
        clause_title=obligation.clause.title,
        debtor=key.debtor,
        creditor=key.creditor,
        adversary=key.adversary,
        act=act.verb.kind,
        modality=act.modality,
        status=status,
        state=state,
        triggered=triggered.verdict,
        trigger=by.id if by is not None else "",
        trigger_text=_happened(timeline, by.root) if by is not None else "",
        since=since,
        until=_closed_on(stance, obligation, day) if bound.verdict == "no" else "",
        conduct=conduct,
        conduct_may=conduct_may,
        conduct_on=conduct_on,
        broken_on=broken.on if broken is not None else "",
        broken_by=broken.by if broken is not None else "",
        broken_text=broken.by_text if broken is not None else "",
        contested_on=bound.on or triggered.on,
        ways=ways,
        ways_complete=all_ways,
        supports=named,
        supports_complete=complete,
        word=stance.word(rests),
        alone=stance.alone(rests),
        by_text=_by_text(timeline, stance, obligation, day),
        text=obligation.clause.text,
        caveats=caveats(obligation.instrument, obligation.clause),
    )


def _opener(stance: Stance, obligation: Obligation, since: str) -> Occurrence | None:
    """What opened the duty: of what may have, the first on the day since when it is open; else the first of all.

    What comes later is labelled only with the worlds in which nothing before it has opened the duty, so that the label
    cannot tell; the day can.
    """
    possible = [(iso(day), by) for day, _, gained, by in obligation.opened if stance.decide(gained).verdict != "no"]
    return next((by for day, by in possible if day == since), possible[0][1] if possible else None)


def state_of(timeline: Timeline, stance: Stance, obligation: Obligation, day: int, given: Label) -> State:
    """Where an obligation stands in its life that day, in the worlds of ``given``."""
    order: tuple[State, ...] = (
        "released", "breached", "discharged", "excused", "lapsed", "suspended", "due", "available",
    )  # fmt: skip
    state: State = "due"
    for candidate in order:
        if stance.decide(state_label(timeline, obligation, candidate, day), given).verdict == "yes":
            state = candidate
            break
    if obligation.instrument.category in UNILATERAL:
        if state == "lapsed" and _refused(timeline, obligation, day):
            return "bluff called"
        return _THREAT_STATES.get(state, state)
    return state


def _refused(timeline: Timeline, obligation: Obligation, day: int) -> bool:
    """The addressee said no, so that nothing following is a bluff called."""
    for kind in timeline.case.kinds_below.get("refuse", frozenset({"refuse"})):
        for occurrence in timeline.facts.by_kind.get(kind, ()):
            if occurrence.object == obligation.key.instrument and occurrence.day <= day:
                return True
    return False


def _conduct(
    timeline: Timeline, stance: Stance, obligation: Obligation, day: int, given: Label
) -> tuple[Conduct, tuple[Conduct, ...], tuple[Assumption, ...]]:
    """What the debtor did, if the duty has arisen; where that is open, what it may be, and on what it turns."""
    order: tuple[Conduct, ...] = (
        "violated", "exceeded", "honoured", "released", "partial", "not_invoked", "pending", "unrecorded",
    )  # fmt: skip
    open_: dict[Conduct, tuple[Assumption, ...]] = {}
    for candidate in order:
        if candidate == "pending" and obligation.forbearance:
            continue  # to forbear is to keep one's word, every day
        decided = stance.decide(conduct_label(timeline, obligation, candidate, day), given)
        if decided.verdict == "yes":
            return candidate, (), ()
        if decided.verdict != "no":
            open_[candidate] = decided.on
    if not open_:
        return "", (), ()
    return "contested", tuple(open_), tuple({a.id: a for on in open_.values() for a in on}.values())


def _first(stance: Stance, obligation: Obligation, name: str, day: int) -> str:
    steps = obligation.steps(name)
    wanted = stance.decide(steps.at(day)).verdict
    for start, label in zip(steps.days, steps.labels, strict=True):
        verdict = stance.decide(label).verdict
        if start <= day and (verdict == "yes" or (wanted != "yes" and verdict != "no")):
            return iso(start)
    return ""


def _closed_on(stance: Stance, obligation: Obligation, day: int) -> str:
    steps = obligation.steps("due")
    closing = ""
    was = False
    for start, label in zip(steps.days, steps.labels, strict=True):
        if start > day:
            break
        now = stance.decide(label).verdict != "no"
        if was and not now:
            closing = iso(start)
        was = now
    return closing


def _happened(timeline: Timeline, event: Occurrence) -> str:
    """What an event was, in words; also of one that nobody recorded, such as what a body adopted by votes."""
    said = happening(timeline.case, event.id)
    if said:
        return said
    kind = timeline.case.kinds.get(event.kind)
    verb = kind.verbs[0] if kind is not None and kind.verbs else event.kind
    return " ".join(word for word in (event.subject, verb, event.object) if word)


def _by_text(timeline: Timeline, stance: Stance, obligation: Obligation, day: int) -> str:
    """Where a judge decided: what the text alone says."""
    if obligation.clause.judged_by is None or "judge-decides" not in timeline.grounds.by_id:
        return ""
    index = timeline.grounds.by_id["judge-decides"][0].index
    for name, asked in (("lapsed", "due"), ("triggered", "triggered")):
        found = obligation.at(name, day)
        if timeline.algebra.labels.restrict(found, {index: False}) == found:
            continue  # no finding has anything to do with it
        alone = timeline.algebra.labels.restrict(obligation.at(asked, day), {index: False})
        verdict = stance.decide(alone).verdict
        return {"yes": asked, "no": f"not {asked}"}.get(verdict, verdict)
    return ""
