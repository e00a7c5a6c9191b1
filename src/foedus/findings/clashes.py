"""Duties that cannot all be kept, those that one more event would bring, and words already broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from foedus.case.resolve import sentence_text
from foedus.directives.model import Event
from foedus.directives.phrases import EventPattern
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.facts import Binding
from foedus.engine.law import Obligation
from foedus.findings.answers import Answer
from foedus.findings.breach import breach
from foedus.findings.model import Assumption, View
from foedus.findings.stance import Decision, Signed, Stance
from foedus.findings.tripwires import Asked, Hypotheses
from foedus.terms.dates import iso

__all__ = ["Breach", "Clash", "Clashes", "Side", "clash", "clash_between", "clashes", "could_clash", "pairs"]


class Deciding(Protocol):
    """Whatever can say whether a label holds."""

    def decide(self, label: Label) -> Decision:
        """In all worlds, in none, or in some."""
        ...


@dataclass(frozen=True, slots=True)
class Side:
    """One of two duties of the same debtor."""

    instrument: str
    clause: str
    act: str
    creditor: str
    adversary: str
    since: str = ""
    modality: str = "must"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two duties of one debtor that no conduct can satisfy together.

    event: the event that would bring it ("" where it is there already).   because: what keeping the one does to the other.
    ways: the least settings of what it turns on in which it is so, signed ids.
    """

    debtor: str
    one: Side
    other: Side
    status: str
    because: str
    event: str = ""
    contested_on: tuple[Assumption, ...] = ()
    ways: Signed = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A word broken: whose, to whom, under which clause, since when, by which act ("" where its time ran out).

    ways: as of a clash.
    """

    debtor: str
    side: Side
    on: str
    by: str
    by_text: str
    status: str
    contested_on: tuple[Assumption, ...] = ()
    ways: Signed = ()


@dataclass(frozen=True, slots=True)
class Clashes(Answer):
    """The answer of ``conflicts``: what clashes now, what one event more would make clash, what has been broken.

    tried: how many events were tried for that, each by itself; None where that was not asked.
    left_out: how many events more might make something clash, and were not tried.
    """

    on: str
    now: tuple[Clash, ...]
    latent: tuple[Clash, ...]
    broken: tuple[Breach, ...]
    left_out: int = 0
    tried: int | None = None


def clash(timeline: Timeline, one: Obligation, other: Obligation) -> str:
    """What keeping ``one`` does that breaks ``other``, in words; "" if they can both be kept.

    By the table of the prelude: the types are named incompatible, and an act by which the one is kept is among those
    by which the other is broken.
    """
    if one.type is None or other.type is None or other.type.id not in one.type.incompatible:
        return ""
    for act in one.type.becomes or one.type.performed:
        made = _concrete(act, one.binding)
        if made is None:
            continue
        kind, subject, target = made
        for broken in other.type.broken:
            wanted = _concrete(broken, other.binding)
            if wanted is not None and wanted[1:] == (subject, target):
                if wanted[0] in timeline.case.kind_is.get(kind, frozenset({kind})):
                    return f"{subject} {act.verb.form} {target}"
    return ""


def _concrete(pattern: EventPattern, binding: Binding) -> tuple[str, str, str] | None:
    names: list[str] = []
    for phrase in (pattern.subject, pattern.object):
        if phrase is None:
            names.append("")
            continue
        noun = phrase.nouns[0]
        name = binding.role(noun.name) if noun.form == "role" else noun.name
        if not name:
            return None
        names.append(name)
    return pattern.verb.kind, names[0], names[1]


def pairs(timeline: Timeline, obligations: Iterable[Obligation]) -> Iterator[tuple[Obligation, Obligation, str]]:
    """Every two duties of one debtor of which keeping the one breaks the other."""
    by_debtor: dict[str, list[Obligation]] = defaultdict(list)
    for obligation in obligations:
        if obligation.act.modality in ("must", "must not", "will"):
            by_debtor[obligation.key.debtor].append(obligation)
    for found in by_debtor.values():
        for one, other in combinations(sorted(found, key=lambda o: o.key), 2):
            because = clash(timeline, one, other) or clash(timeline, other, one)
            if because:
                yield one, other, because


def clashes(
    timeline: Timeline, stance: Stance, day: int, view: View, *, latent: bool = True, tried: Hypotheses | None = None
) -> Clashes:
    """Conflicts of obligations on a day under a view.

    latent: also those that a single event would bring.   tried: the events to be tried; by default those that a clause
    waits for whose duty can stand against another (``could_clash``).
    """
    now: list[Clash] = []
    for one, other, because in pairs(timeline, timeline.law.obligations.values()):
        label = timeline.algebra.both(one.at("due", day), other.at("due", day))
        decision = stance.with_ways(label)
        if decision.verdict != "no":
            now.append(clash_between(one, other, because, decision, stance, day))
    coming: list[Clash] = []
    left_out, number = 0, None
    if latent:
        tried = tried or could_clash(timeline, day, view)
        left_out, number = tried.left_out, len(tried.events)
        for one, other, because in _together(tried):
            label = tried.timeline.algebra.both(one.at("due", tried.day), other.at("due", tried.day))
            for event, decision in tried.under(label):
                text = f"{event.date.text} {sentence_text(event.sentence)}"
                coming.append(clash_between(one, other, because, decision, tried.stance, tried.day, text))
        for event in tried.events:
            if event.common.id in tried.merging:  # it makes one conflict of two, and is looked at by itself
                coming += _alone(tried, event)
    return Clashes(
        iso(day),
        tuple(sorted(dict.fromkeys(now), key=_order)),
        tuple(sorted(dict.fromkeys(coming), key=_order)),
        tuple(broken(timeline, stance, day)),
        left_out,
        number,
    )


def could_clash(timeline: Timeline, day: int, view: View) -> Hypotheses:
    """Every single event that may leave somebody bound both ways, tried on the day after."""
    return Hypotheses(timeline.case, day, view, asked=Asked(clashing=True))


def _alone(tried: Hypotheses, event: Event) -> Iterator[Clash]:
    """The clashes that one event brings, in an evaluation of its own."""
    (before, old), (after, new) = tried.alone(event)
    text = f"{event.date.text} {sentence_text(event.sentence)}"
    known = {
        (_lasting(one), _lasting(other)): old.decide(_both(before, one, other, tried.day)).verdict
        for one, other, _ in pairs(before, before.law.obligations.values())
    }
    for one, other, because in pairs(after, after.law.obligations.values()):
        decision = new.with_ways(_both(after, one, other, tried.day))
        if decision.verdict not in ("no", known.get((_lasting(one), _lasting(other)), "no")):
            yield clash_between(one, other, because, decision, new, tried.day, text)


def _both(timeline: Timeline, one: Obligation, other: Obligation, day: int) -> Label:
    return timeline.algebra.both(one.at("due", day), other.at("due", day))


def _lasting(o: Obligation) -> tuple[object, ...]:
    """A duty, whatever its conflict has come to be called."""
    return (o.key.instrument, o.key.clause, o.key.then, o.key.debtor, o.key.creditor, o.key.adversary)


def _together(tried: Hypotheses) -> Iterator[tuple[Obligation, Obligation, str]]:
    """Every two duties of one debtor that some one event can leave both due, and that cannot both be kept."""
    law, false = tried.timeline.law, tried.timeline.algebra.false
    by_event: dict[int, list[Obligation]] = defaultdict(list)
    anyhow: list[Obligation] = []
    for obligation in law.obligations.values():
        label = tried.stance.restrict(obligation.at("due", tried.day))
        if label == false:
            continue
        if tried.depends(label):
            for number in tried.numbers(label):
                by_event[number].append(obligation)
        else:
            anyhow.append(obligation)
    seen: set[tuple[int, int]] = set()
    for found in by_event.values():
        debtors = {o.key.debtor for o in found}
        for one, other, because in pairs(tried.timeline, [*found, *(o for o in anyhow if o.key.debtor in debtors)]):
            if (id(one), id(other)) not in seen:
                seen.add((id(one), id(other)))
                yield one, other, because


def _order(c: Clash) -> tuple[str, ...]:
    return (
        c.status,
        c.debtor,
        c.event,
        c.one.instrument,
        c.one.clause,
        c.other.instrument,
        c.other.clause,
        c.one.creditor,
    )


def clash_between(
    one: Obligation, other: Obligation, because: str, decision: Decision, stance: Deciding, day: int, event: str = ""
) -> Clash:
    """The clash of two duties, as a finding.  event: what would bring it."""
    status = {"yes": "certain"}.get(decision.verdict, decision.verdict)
    first, second = (_side(o, "" if event else _since(stance, o, day)) for o in (one, other))
    return Clash(one.key.debtor, first, second, status, because, event, decision.on, decision.ways)


def _side(o: Obligation, since: str = "") -> Side:
    return Side(o.key.instrument, o.key.clause, o.act.verb.kind, o.key.creditor, o.key.adversary, since, o.act.modality)


def _since(stance: Deciding, o: Obligation, day: int) -> str:
    steps = o.steps("due")
    certain = stance.decide(steps.at(day)).verdict == "yes"
    for start, label in zip(steps.days, steps.labels, strict=True):
        verdict = stance.decide(label).verdict
        if 0 < start <= day and (verdict == "yes" or (verdict != "no" and not certain)):
            return iso(start)
    return ""


def broken(timeline: Timeline, stance: Stance, day: int) -> Iterator[Breach]:
    """Every duty broken by the end of the day, in order of debtor and date."""
    found: list[Breach] = []
    for o in timeline.law.obligations.values():
        if (b := breach(timeline, stance, o, day)) is not None:
            decision = stance.with_ways(o.at("breached", day))
            status = {"yes": "certain"}.get(decision.verdict, decision.verdict)
            found.append(Breach(o.key.debtor, _side(o), b.on, b.by, b.by_text, status, decision.on, decision.ways))
    yield from sorted(found, key=lambda b: (b.on, b.debtor, b.side.instrument, b.side.clause, b.side.creditor))
