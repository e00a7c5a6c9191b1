"""What rests on whose word: sources and claims, what falls without each, who repeats and who contradicts whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from foedus.directives.model import Source
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.findings.answers import Answer
from foedus.findings.model import View
from foedus.findings.obligations import obligation_id
from foedus.findings.probability import Standing, Weighing
from foedus.findings.stance import Stance

__all__ = ["Contradiction", "Echo", "Fall", "SourceFinding", "Sources", "sources"]


@dataclass(frozen=True, slots=True)
class Fall:
    """A finding that stands otherwise when a source (or claim) is doubted.  what: "duty", "event", "instrument" …"""

    what: str
    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SourceFinding:
    """One source (or one claim) and what depends on it.

    alone: duties that fall without it, because every support needs it.   facts: events, instruments and answers likewise.
    falls, rises: what is less, and what is more surely so under the view when it is doubted, of what holds or may hold;
    a doubted denial frees what it denied.   prior, posterior: how far it can be relied on, by grades
    alone and given what contradicts it (and conduct, where the view asks); a source: the chance of its next word.
    """

    id: str
    name: str
    reliability: str
    claims: tuple[str, ...]
    alone: tuple[str, ...]
    facts: tuple[str, ...]
    falls: tuple[Fall, ...]
    origin: tuple[str, ...] = ()
    prior: tuple[float, float] | None = None
    posterior: tuple[float, float] | None = None
    rises: tuple[Fall, ...] = ()

    @property
    def weight(self) -> int:
        """How much depends on it: the measure of the ranking."""
        return len(self.alone) + len(self.facts)


@dataclass(frozen=True, slots=True)
class Echo:
    """Circular reporting: several sources say it, and all of them have it from one."""

    about: str
    sources: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things of which at most one can be believed, with those who say them."""

    why: str
    one: str
    other: str
    one_by: tuple[str, ...]
    other_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources(Answer):
    """The answer of ``sources``; sources and claims with those on which most depends first.

    assumes: where their weights come from.
    """

    on: str
    duties: int
    sources: tuple[SourceFinding, ...]
    claims: tuple[SourceFinding, ...]
    echoes: tuple[Echo, ...]
    contradictions: tuple[Contradiction, ...]
    assumes: tuple[str, ...] = ()


def sources(timeline: Timeline, view: View, day: int, on: str) -> Sources:
    """What rests on whose word, for all that holds or may hold on a day under a view."""
    stance = Stance(timeline, view, day)
    holding = [o for o in timeline.law.obligations.values() if stance.decide(o.at("triggered", day)).verdict != "no"]
    facts = dict(_facts(timeline, day))
    duties = {obligation_id(o.key): o.at("triggered", day) for o in holding}
    carried: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, some in enumerate((duties.items(), ((id_, label) for (_, id_), label in facts.items()))):
        for id_, label in some:
            for index in stance.carrying(label):
                carried[index][place].append(id_)
    labels = {**{("duty", id_): label for id_, label in duties.items()}, **facts}
    names = list(dict.fromkeys(g.id for g in timeline.grounds.all if g.sort == "source"))
    found = [_about(timeline, view, day, stance, labels, carried, name, "source") for name in names]
    claims = [_about(timeline, view, day, stance, labels, carried, name, "claim") for name in timeline.grounds.claims]
    weighing = Weighing(timeline, stance)
    standing = {s.id: s for s in weighing.standing()}
    found, claims = ([_standing(s, standing.get(s.id)) for s in some] for some in (found, claims))
    return Sources(
        on,
        len(holding),
        tuple(sorted(found, key=lambda s: (-s.weight, s.id))),
        tuple(sorted(claims, key=lambda s: (-s.weight, s.id))),
        tuple(_echoes(timeline)),
        tuple(_contradictions(timeline)),
        weighing.assumes(),
    )


def _facts(timeline: Timeline, day: int) -> Iterator[tuple[tuple[str, str], Label]]:
    grounds, case = timeline.grounds, timeline.case
    for event in case.events.values():
        if event.date.first <= day and event.common.claims:
            yield ("event", event.common.id), grounds.directive(event.common.id, event.common)
    for instrument in case.instruments.values():
        if instrument.date.first <= day and instrument.common.claims:
            yield ("instrument", instrument.id), grounds.directive(instrument.id, instrument.common)
    for question in case.questions.values():
        for answer in question.answers:
            if answer.common.claims:
                yield ("answer", f"{question.id}.{answer.id}"), grounds.answer(question.id, answer.id)


def _about(
    timeline: Timeline,
    view: View,
    day: int,
    stance: Stance,
    found: Mapping[tuple[str, str], Label],
    carried: Mapping[int, tuple[list[str], list[str]]],
    name: str,
    sort: str,
) -> SourceFinding:
    grounds = timeline.grounds
    index = grounds.by_id[name][0].index
    if name in view.believe:
        doubting = Stance(timeline, replace(view, doubt=(*view.doubt, name), believe=_without(view.believe, name)), day)
    else:
        doubting = stance.doubting(index)
    moved: list[Fall] = []
    for (what, id_), label in found.items():
        before, after = stance.decide(label).verdict, doubting.decide(label).verdict
        if before != after:
            moved.append(Fall(what, id_, before, after))
    alone, rest = carried.get(index, ((), ()))
    source = timeline.case.sources.get(name)
    made = tuple(r.id for r in grounds.claims.values() if name in (r.id, r.source, *r.claim.through))
    record = grounds.claims.get(name)
    return SourceFinding(
        name,
        timeline.case.label(name if record is None else record.source),
        _reliability(source, day) if record is None else str(record.claim.grade or ""),
        made if sort == "source" else (record.about,) if record is not None else (),
        tuple(alone),
        tuple(rest),
        tuple(f for f in moved if _SURE[f.after] < _SURE[f.before]),
        source.origin if source is not None else (),
        rises=tuple(f for f in moved if _SURE[f.after] > _SURE[f.before]),
    )


_SURE = {"no": 0, "unknown": 1, "contested": 1, "yes": 2}


def _standing(found: SourceFinding, standing: Standing | None) -> SourceFinding:
    return replace(found, prior=standing.prior, posterior=standing.posterior) if standing is not None else found


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(n for n in names if n != name)


def _reliability(source: Source | None, day: int) -> str:
    """The grade in force that day: of several, the one dated last."""
    best, grade = -1, ""
    for letter, since in source.reliability if source is not None else ():
        start = since.first if since is not None else 0
        if best < start <= day:
            best, grade = start, letter
    return grade


def _echoes(timeline: Timeline) -> Iterator[Echo]:
    case = timeline.case

    def roots(name: str) -> frozenset[str]:
        behind = case.behind(name)
        return frozenset(n for n in behind if n in case.sources and not case.sources[n].origin) or behind

    said: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for record in timeline.grounds.claims.values():
        if not record.claim.denies:
            through = [roots(s) for s in record.claim.through]
            said[record.about][record.source] = frozenset().union(roots(record.source), *through)
    for about, by in said.items():
        if len(by) > 1:
            common = frozenset.intersection(*by.values())
            if common:
                yield Echo(about, tuple(by), min(common))


def _contradictions(timeline: Timeline) -> Iterator[Contradiction]:
    grounds = timeline.grounds
    for exclusion in grounds.exclusions:
        one, other = (*exclusion.members, "", "")[:2]

        def by(id_: str) -> tuple[str, ...]:
            record = grounds.claims.get(id_)
            if record is not None:
                return (record.source,)
            records = grounds.claims_of.get(id_, [])
            return tuple(dict.fromkeys(r.source for r in records if not r.claim.denies))

        yield Contradiction(exclusion.why, one, other, by(one), by(other))
