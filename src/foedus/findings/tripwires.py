"""Tripwires: every single event that would newly bind somebody, all of them found in one evaluation.

The events tried are those that the clauses themselves wait for (and what readings let count as these), with every actor
in every place of their sentences that it fits, and the requests and decisions that available duties wait for.  They are
entered into the case side by side, told apart by the selector of ``Grounds.hypothesis``, on the day after the day asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from foedus.case.model import Case
from foedus.case.resolve import sentence_text
from foedus.directives.model import Clause, Common, Event, Instrument
from foedus.directives.phrases import ClauseRef, EventPattern, Instrumental, LawPattern, Noun, Phrase, Verb
from foedus.engine.algebra import Label
from foedus.engine.casus import patterns_of
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.law import Obligation
from foedus.engine.potential import potential
from foedus.findings.alike import Alike
from foedus.findings.answers import Answer
from foedus.findings.model import Assumption, View
from foedus.findings.stance import Decision, Signed, Stance
from foedus.terms.dates import Date, iso

__all__ = [
    "MOST", "Asked", "Bound", "Hypotheses", "Tripwire", "Tripwires", "bound", "candidates", "concrete", "cut", "exercises",
    "supposed", "tripwires",
]  # fmt: skip

MOST = 4000
"""Events tried at most; beyond it the answer says how many were left out."""


MANY = 500
"""Events from which on, of actors that are alike, one is tried for all; of these are not more than so many tried."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tripwires are wanted; "" asks for all.

    binds: those that would bind this actor.   by: those of which it is the author.   words: that stand in the sentence.
    clashing: only those that can leave somebody bound both ways.
    """

    binds: str = ""
    by: str = ""
    words: str = ""
    clashing: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """One obligation that an event would bring: who, to whom, against whom, by which clause; certain or contested.

    ways: the least settings of what it turns on that make it bind, signed ids.
    """

    instrument: str
    clause: str
    debtor: str
    creditor: str
    adversary: str
    act: str
    modality: str
    status: str
    contested_on: tuple[Assumption, ...] = ()
    ways: Signed = ()


@dataclass(frozen=True, slots=True)
class Tripwire:
    """One event (``sentence``, ready for ``--suppose``) and all that it would newly bind.

    alike: who else might do it with the like outcome, where only one of several alike was tried.   second: of a double
    one, the other event, on the same day.
    """

    sentence: str
    event: str
    by: tuple[str, ...]
    binds: tuple[Bound, ...]
    alike: tuple[str, ...] = ()
    second: str = ""


@dataclass(frozen=True, slots=True)
class Tripwires(Answer):
    """The answer of ``triggers``.  tried: how many events were tried; left_out: how many more there would have been."""

    on: str
    tripwires: tuple[Tripwire, ...]
    tried: int
    left_out: int = 0


def cut(case: Case, day: int) -> Case:
    """The case as the record stood at the end of a day: nothing that happened or was made later."""
    return replace(
        case,
        events={k: e for k, e in case.events.items() if e.date.first <= day or e.supposed},
        instruments={k: i for k, i in case.instruments.items() if i.date.first <= day},
    )


def candidates(
    case: Case, timeline: Timeline, day: int, asked: Asked | None = None, most: int = MOST
) -> tuple[list[Event], dict[str, tuple[str, ...]], int]:
    """Every event to be tried, on ``day``, in a fixed order; by event id, who else is alike; how many are left out.

    Where there are more than ``MANY``, of actors that are alike one is tried for all.
    """
    asked = asked or Asked()
    clauses = _clauses(case, timeline, asked)
    found: dict[str, tuple[EventPattern, tuple[str, ...]]] = {}
    for like in (None, Alike(case, timeline, day)):
        found, most = {}, most if like is None else min(most, MANY)
        for sentence, alike in _sentences(case, timeline, day, clauses, asked, like):
            if like is None and len(found) > MANY:
                break
            text = sentence_text(sentence)
            if asked.words.lower() in text.lower():
                found.setdefault(text, (sentence, alike))
        if len(found) <= MANY:
            break
    first = _owed_something(timeline, day)
    texts = sorted(found, key=lambda t: (found[t][0].subject.nouns[0].name not in first, t))[:most]
    made = [supposed(found[text][0], day) for text in sorted(texts)]
    return made, {e.common.id: found[sentence_text(e.sentence)][1] for e in made}, len(found) - len(made)


def supposed(sentence: EventPattern, day: int) -> Event:
    """A sentence as an event to be tried."""
    name = f"if:{sentence_text(sentence).replace(' ', '-')}"
    return Event(Date.on(day), sentence, supposed=True, common=Common(id=name))


def _owed_something(timeline: Timeline, day: int) -> set[str]:
    """To whom somebody owes something that day: what these do can put others between two words."""
    false = timeline.algebra.false
    return {o.key.creditor for o in timeline.law.obligations.values() if o.at("due", day) != false}


def _clauses(case: Case, timeline: Timeline, asked: Asked) -> list[tuple[Instrument, Clause]]:
    """The clauses whose events are to be tried: those that can bind whom it is asked of, and those they refer to."""
    every = [(i, c) for i in case.instruments.values() for c in i.clauses]
    if not asked.binds and not asked.clashing:
        return every
    owed: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for instrument, clause in every:
        parties = timeline.matcher.parties(instrument)
        for act in clause.thens:
            for debtor, _, _ in potential(case, instrument, clause, act, parties):
                if asked.binds in ("", debtor):
                    owed[instrument.id, clause.id].add((debtor, act.verb.kind))
    if asked.clashing:
        of: dict[str, set[str]] = defaultdict(set)
        for debtor, sort in (pair for pairs in owed.values() for pair in pairs):
            of[debtor].add(sort)
        owed = defaultdict(set, {k: {(d, t) for d, t in v if _clashes(case, t, of[d])} for k, v in owed.items()})
    wanted = dict.fromkeys(key for key, pairs in owed.items() if pairs)
    todo = list(wanted)
    by_key = {(i.id, c.id): c for i, c in every}
    for key in todo:
        clause = by_key[key]
        for pattern in (p for f in (clause.when, clause.unless, clause.until) for p in patterns_of(f)):
            if isinstance(pattern, LawPattern):
                for other in by_key:
                    if other[0] == pattern.ref.instrument and pattern.ref.clause in ("", other[1]):
                        if other not in wanted:
                            wanted[other] = None
                            todo.append(other)
    return [(i, c) for i, c in every if (i.id, c.id) in wanted]


def _clashes(case: Case, sort: str, others: Collection[str]) -> bool:
    """Whether a duty of one type may stand against another of somebody who may owe all these."""
    apart = {t: frozenset(case.types[t].incompatible) for t in {sort, *others} if t in case.types}
    return any(other in apart.get(sort, ()) or sort in apart.get(other, ()) for other in others)


def _sentences(
    case: Case,
    timeline: Timeline,
    day: int,
    clauses: Sequence[tuple[Instrument, Clause]],
    asked: Asked,
    like: Alike | None,
) -> Iterator[tuple[EventPattern, tuple[str, ...]]]:
    for instrument, clause in clauses:
        patterns = [p for p in patterns_of(clause.when) if isinstance(p, EventPattern) and not p.negated]
        scope = timeline.matcher.scope(instrument.id, clause.id)
        for statement, _ in scope.widenings:
            left, right = statement.left, statement.right
            if isinstance(left, EventPattern) and isinstance(right, EventPattern):
                if any(p.verb.kind in case.kind_is.get(right.verb.kind, frozenset()) for p in patterns):
                    patterns.append(left)
        for pattern in patterns:
            yield from concrete(case, timeline, instrument, pattern, day, asked, like)
        for sentence in exercises(case, timeline, instrument, clause, day):
            if not asked.by or asked.by in {n.name for n in sentence.subject.nouns}:
                yield sentence, ()


def concrete(
    case: Case,
    timeline: Timeline,
    instrument: Instrument,
    pattern: EventPattern,
    day: int,
    asked: Asked,
    like: Alike | None,
) -> Iterator[tuple[EventPattern, tuple[str, ...]]]:
    """The pattern with names in all its places, each with who else is alike.  like: try one of those who are, not all."""
    subjects = _actors(case, timeline, instrument, pattern.subject, day)
    if asked.by:
        subjects = [s for s in subjects if s == asked.by]
    targets: Sequence[str] = [""]
    if pattern.object is not None:
        targets = _actors(case, timeline, instrument, pattern.object, day, things=True)
    thirds: Sequence[str] = [""]
    if pattern.extra.against is not None:
        thirds = _actors(case, timeline, instrument, pattern.extra.against, day)
    for target, third in product(targets, thirds):
        fit = [s for s in subjects if s != target and (s != third or not third)]
        if third and third == target:
            continue
        places = [pattern.extra.at]
        if pattern.extra.on_territory_of is not None and target in case.actors:
            own = [p.id for p in case.places.values() if target in p.sovereign and not p.disputed]
            places = own[:3] if like is None and own else [""]
        for group in [(s,) for s in fit] if like is None else like.groups(fit, target):
            for place in places:
                yield (
                    EventPattern(
                        _phrase(group[0]),
                        Verb(_canonical(case, pattern.verb.kind), pattern.verb.kind),
                        _phrase(target) if target else None,
                        Instrumental(
                            at=place,
                            against=_phrase(third) if third else None,
                            under=pattern.extra.under,
                            quantity=replace(pattern.extra.quantity, op="=") if pattern.extra.quantity else None,
                        ),
                    ),
                    group[1:],
                )


def exercises(
    case: Case, timeline: Timeline, instrument: Instrument, clause: Clause, day: int
) -> Iterator[EventPattern]:
    """The requests or decisions that a clause waits for."""
    for phrase, kind in ((clause.request_by, "request"), (clause.decision_by, "decide")):
        if phrase is None or kind not in case.kinds:
            continue
        who = [n.name for n in phrase.nouns if n.form == "name" and n.name in case.actors]
        if not who:
            parties = timeline.matcher.parties(instrument)
            roles = [r for act in clause.thens for r in potential(case, instrument, clause, act, parties)]
            who = list(dict.fromkeys(creditor for _, creditor, _ in roles if creditor))
        for actor in who:
            if _there(timeline, actor, day):
                yield EventPattern(
                    _phrase(actor),
                    Verb(_canonical(case, kind), kind),
                    _phrase(instrument.id),
                    Instrumental(under=ClauseRef(instrument.id, clause.id)),
                )


def _canonical(case: Case, kind: str) -> str:
    found = case.kinds.get(kind)
    return found.verbs[0] if found is not None and found.verbs else kind


def _phrase(name: str) -> Phrase:
    return Phrase((Noun("name", name),))


def _there(timeline: Timeline, actor: str, day: int) -> bool:
    return bool(timeline.matcher.exists(actor, day) != timeline.algebra.false)


def _actors(
    case: Case, timeline: Timeline, instrument: Instrument, phrase: Phrase, day: int, *, things: bool = False
) -> list[str]:
    """Every actor (or, for objects, place or instrument) that fits the phrase that day."""
    matcher, found = timeline.matcher, dict[str, None]()
    parties = matcher.parties(instrument)
    powers = [a.id for a in case.actors.values() if a.sort in ("state", "group", "organisation")]
    for noun in phrase.nouns:
        if noun.form == "name":
            if noun.name in case.actors or (things and noun.name in (*case.places, *case.instruments)):
                found[noun.name] = None
            elif matcher.is_class(noun.name):
                found.update(dict.fromkeys(a for a in case.actors if _is(timeline, a, noun.name, day)))
        elif noun.form in ("party", "parties", "other party", "other parties", "each other"):
            found.update(dict.fromkeys(parties))
        elif noun.form == "role":  # whoever attacks may be anybody
            found.update(dict.fromkeys(powers if noun.name in ("attacker", "adversary") else parties or powers))
        elif noun.form in ("any", "any other", "outside"):
            among = [a for a in case.actors if _is(timeline, a, noun.name, day)]
            found.update(dict.fromkeys(a for a in among if noun.form == "any" or a not in parties))
        elif noun.form == "ally" and noun.of is not None:
            found.update(dict.fromkeys(a for a in powers if a not in parties))
        elif noun.form == "anyone":
            found.update(dict.fromkeys(powers))
    out = {n.name for n in phrase.excluding if n.form == "name"}
    return [a for a in found if a not in out and (a not in case.actors or _there(timeline, a, day))]


def _is(timeline: Timeline, actor: str, class_id: str, day: int) -> bool:
    return bool(
        timeline.matcher.member(actor, class_id, day, timeline.matcher.scope()) != timeline.algebra.false
        and timeline.case.actors[actor].sort in ("state", "group", "organisation")
    )


class Hypotheses:
    """Many single events looked at in one evaluation of the record up to a day, each on the day after it.

    timeline: the evaluation.  left_out: how many events were too many.  merging: those that join what were two
    conflicts, which only an evaluation of their own can tell.
    """

    def __init__(
        self,
        case: Case,
        day: int,
        view: View,
        events: Iterable[Event] | None = None,
        most: int = MOST,
        asked: Asked | None = None,
    ) -> None:
        self.record, self.day, self.view = cut(case, day), day + 1, view
        self.alike: dict[str, tuple[str, ...]] = {}
        great = case.classes.get("great-powers")
        self.first = {m.member for m in great.members if m.end is None} if great is not None else set()
        if events is not None:
            every = list(events)
            self.events, self.left_out = every[:most], max(0, len(every) - most)
        else:
            before = evaluate(self.record, until=self.day)
            self.events, self.alike, self.left_out = candidates(self.record, before, self.day, asked, most)
        ids = [event.common.id for event in self.events]
        with_all = replace(self.record, events={**self.record.events, **{e.common.id: e for e in self.events}})
        self.timeline = evaluate(with_all, hypotheses=ids, until=self.day)
        self.merging = self.timeline.conflicts.merging
        self.stance = Stance(self.timeline, view, self.day, leave=("hypothesis",))
        grounds = self.timeline.grounds
        self._bits = [grounds.by_id[f"hypothesis:{i}"][0].index for i in range(len(grounds.selector))]
        self._none = dict.fromkeys(self._bits, False)

    def under(self, label: Label) -> Iterator[tuple[Event, Decision]]:
        """Each event with which the label is, or may be, so, though it is not (or less surely) so without it.

        Where that is open, the decision tells in which ways it comes to be so.
        """
        restricted = self.stance.restrict(label)
        if not self.depends(restricted):
            return
        before = self.stance.decide(self.timeline.algebra.labels.restrict(restricted, self._none))
        for number in self.numbers(restricted):
            event = self.events[number - 1]
            if event.common.id in self.merging:
                continue
            chosen = {b: bool(number >> i & 1) for i, b in enumerate(self._bits)}
            label_then = self.timeline.algebra.labels.restrict(restricted, chosen)
            if self.stance.decide(label_then).verdict not in ("no", before.verdict):
                yield event, self.stance.with_ways(label_then)

    def depends(self, label: Label) -> bool:
        """Whether any of the events makes a difference to a label."""
        return bool(self.timeline.algebra.labels.support(label) & set(self._bits))

    def numbers(self, label: Label) -> Iterator[int]:
        """The events, counted from 1, with which the label can hold at all: the selector's bits, last bit first."""
        labels = self.timeline.algebra.labels
        todo: list[tuple[int, int, Label]] = [(len(self._bits) - 1, 0, label)]
        while todo:
            place, number, rest = todo.pop()
            if rest == self.timeline.algebra.false:
                continue
            if place < 0:
                if 0 < number <= len(self.events):
                    yield number
                continue
            high, low = labels.cofactors(rest, self._bits[place])
            todo.append((place - 1, number, low))
            todo.append((place - 1, number | 1 << place, high))

    def alone(self, event: Event) -> tuple[tuple[Timeline, Stance], tuple[Timeline, Stance]]:
        """Before and after one event, each evaluated by itself."""
        before = evaluate(self.record, until=self.day)
        with_it = replace(self.record, events={**self.record.events, event.common.id: event})
        after = evaluate(with_it, until=self.day)
        return (before, Stance(before, self.view, self.day)), (after, Stance(after, self.view, self.day))


def tripwires(
    case: Case,
    day: int,
    view: View,
    *,
    only: Iterable[Event] | None = None,
    most: int = MOST,
    asked: Asked | None = None,
) -> Tripwires:
    """Every single event of the day after ``day`` that would newly bind somebody, under a view.

    only: events to try in place of all.   asked: which are wanted; of the others as few as can be are tried.
    """
    tried = Hypotheses(case, day, view, only, most, asked)
    gained: dict[str, list[Bound]] = {}
    for obligation in tried.timeline.law.obligations.values():
        for event, decision in tried.under(obligation.at("due", tried.day)):
            gained.setdefault(event.common.id, []).append(bound(obligation, decision))
    for event in tried.events:
        if event.common.id in tried.merging:  # looked at one by one
            gained[event.common.id] = _alone(tried, event)
    by_id = {e.common.id: e for e in tried.events}
    if asked is not None and asked.binds:
        gained = {id_: [b for b in binds if b.debtor == asked.binds] for id_, binds in gained.items()}
    found = [_tripwire(by_id[id_], binds, tried.alike.get(id_, ())) for id_, binds in gained.items() if binds]
    if any(tried.alike.values()):
        found = _merged(found, by_id, tried.first)
    found.sort(key=lambda t: (-len(t.binds), t.sentence))
    return Tripwires(iso(day), tuple(found), len(tried.events), tried.left_out)


def _merged(found: Iterable[Tripwire], events: Mapping[str, Event], first: Collection[str]) -> list[Tripwire]:
    """Those that bind the same to do the same, whoever the attacker is, as one: by one of ``first``, if there is any."""
    same: dict[object, list[Tripwire]] = {}
    for tripwire in found:
        sentence, author = events[tripwire.event].sentence, tripwire.by[0]
        binds = [replace(b, adversary="" if b.adversary == author else b.adversary) for b in tripwire.binds]
        key = (sentence.verb.kind, sentence.object, sentence.extra, *binds)
        same.setdefault(key, []).append(tripwire)
    return [
        replace(one, alike=tuple(sorted({*one.alike, *(a for t in rest for a in (*t.by, *t.alike))})))
        for one, *rest in (sorted(group, key=lambda t: (t.by[0] not in first, t.sentence)) for group in same.values())
    ]


def _alone(tried: Hypotheses, event: Event) -> list[Bound]:
    (before, old), (after, new) = tried.alone(event)
    found: list[Bound] = []
    for key, obligation in after.law.obligations.items():
        decision = new.with_ways(obligation.at("due", tried.day))
        known = before.law.obligations.get(key)
        was = old.decide(known.at("due", tried.day)).verdict if known is not None else "no"
        if decision.verdict not in ("no", was):
            found.append(bound(obligation, decision))
    return found


def bound(obligation: Obligation, decision: Decision) -> Bound:
    """An obligation that an event would bring, as a finding."""
    key, act = obligation.key, obligation.act
    status = {"yes": "entitled" if act.modality == "may" else "bound"}.get(decision.verdict, decision.verdict)
    return Bound(
        key.instrument,
        key.clause,
        key.debtor,
        key.creditor,
        key.adversary,
        act.verb.kind,
        act.modality,
        status,
        decision.on,
        decision.ways,
    )


def _tripwire(event: Event, binds: list[Bound], alike: tuple[str, ...]) -> Tripwire:
    text = f"{event.date.text} {sentence_text(event.sentence)}"
    by = tuple(n.name for n in event.sentence.subject.nouns)
    once = list(dict.fromkeys(binds))
    order = tuple(sorted(once, key=lambda b: (b.status, b.debtor, b.instrument)))
    return Tripwire(text, event.common.id, by, order, alike)
