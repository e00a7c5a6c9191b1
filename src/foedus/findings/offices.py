"""Who holds which office, who answers to whom, and the shortest way to whoever can bind."""

from __future__ import annotations

from collections import deque

from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.findings.model import OfficeFinding
from foedus.findings.stance import Stance

__all__ = ["command", "reach"]

_EDGES = {"access_to": "has-access", "reports_to": "reports-to", "works_with": "works-with"}


def _edges(timeline: Timeline, stance: Stance, office: str, relation: str, day: int) -> list[tuple[str, str]]:
    """(other, verdict) for one relation of an office: from its declaration and from dated sentences."""
    found: dict[str, str] = {}
    declared = timeline.case.actors.get(office)
    if declared is not None:
        label = timeline.grounds.directive(office, declared.common)
        for other in getattr(declared, relation):
            found[other] = stance.decide(label).verdict
    for state in timeline.facts.by_kind.get(_EDGES[relation], ()):
        ends = (state.subject, state.object)
        if relation == "works_with" and state.object == office:
            ends = (state.object, state.subject)
        if ends[0] == office and state.day <= day:
            label = timeline.algebra.both(state.label, state.now(day, timeline.algebra.true))
            verdict = stance.decide(label).verdict
            if verdict != "no" or ends[1] not in found:
                found[ends[1]] = verdict
    return sorted((other, verdict) for other, verdict in found.items() if verdict != "no")


def reach(timeline: Timeline, stance: Stance, start: str, goals: set[str], day: int) -> tuple[str, ...]:
    """The shortest way from an office to one of the goals, over access, reporting and cooperation; () if none.

    The last step into the goal must be access or reporting: to work with somebody is not to have his ear.
    """
    todo: deque[tuple[str, ...]] = deque([(start,)])
    seen = {start}
    while todo:
        path = todo.popleft()
        here = path[-1]
        if here in goals and len(path) > 1:
            return path
        for relation in _EDGES:
            for other, _ in _edges(timeline, stance, here, relation, day):
                if other in goals and relation == "works_with":
                    continue
                if other not in seen:
                    seen.add(other)
                    todo.append((*path, other))
    return ()


def command(timeline: Timeline, stance: Stance, day: int) -> tuple[OfficeFinding, ...]:
    """Every office of the case on a day."""
    case = timeline.case
    offices = sorted(a.id for a in case.actors.values() if a.sort == "office")
    binding = {o for o in offices if case.actors[o].binds}
    result = []
    for office in offices:
        actor = case.actors[office]
        tenures: dict[str, Label] = {}  # of one man, whose first day may be uncertain, several
        for state in timeline.facts.by_kind.get("holds", ()):
            if state.object == office and state.day <= day:
                label = timeline.algebra.both(state.label, state.now(day, timeline.algebra.true))
                tenures[state.subject] = timeline.algebra.either(
                    tenures.get(state.subject, timeline.algebra.false), label
                )
        verdicts = {who: stance.decide(label).verdict for who, label in tenures.items()}
        holders = [(who, case.label(who), verdict) for who, verdict in verdicts.items() if verdict != "no"]
        bound = (
            [(actor.binds, stance.decide(timeline.grounds.directive(office, actor.common)).verdict)]
            if actor.binds
            else []
        )
        own = {o for o in binding if case.actors[o].binds == (actor.organ_of or actor.binds)}
        path = () if office in binding else reach(timeline, stance, office, own or binding, day)
        result.append(
            OfficeFinding(
                office=office,
                name=actor.name or office,
                of=actor.organ_of,
                holders=tuple(sorted(holders)),
                binds=tuple(bound),
                reports_to=tuple(_edges(timeline, stance, office, "reports_to", day)),
                access_to=tuple(_edges(timeline, stance, office, "access_to", day)),
                works_with=tuple(_edges(timeline, stance, office, "works_with", day)),
                reach=path,
            )
        )
    return tuple(result)
