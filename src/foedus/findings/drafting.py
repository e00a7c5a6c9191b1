"""The drafting check: what a clause says that it cannot mean, as a lawyer would mark it before anybody signs.

Nothing here is an error of form.  A clause that can never trigger is one that no set of events, all those that its
own words and every reading of them allow, opens in any world; that is asked of the engine, not of the grammar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Literal

from foedus.case.circles import circles
from foedus.case.model import UNILATERAL, Case
from foedus.case.resolve import sentence_text
from foedus.directives.model import Clause, Common, Event, Instrument
from foedus.directives.phrases import EventPattern, Formula, LawPattern, RelationPattern
from foedus.engine.casus import patterns_of
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.law import Law
from foedus.engine.potential import potential
from foedus.findings.alike import Alike
from foedus.findings.answers import Answer
from foedus.findings.clashes import Clash, clashes, could_clash
from foedus.findings.model import View
from foedus.findings.stance import Stance
from foedus.findings.tripwires import Asked, concrete, cut, supposed
from foedus.terms.dates import iso
from foedus.terms.diagnostics import Span

__all__ = ["Flaw", "Flaws", "drafting"]

Sort = Literal["never", "expiry", "loop", "gap", "collision"]
MOST_EVENTS = 250
FEW = 3
"""Of one sentence, events that are tried at first; and clauses for which it is worth while to try these together."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to look at.

    where: the clause or instrument.   text: what is wrong, in a sentence.   because: what shows it.   remedy: what can be
    done.   span: where it stands in the file.
    """

    sort: Sort
    where: str
    text: str
    because: str = ""
    remedy: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Flaws(Answer):
    """The answer of ``lint``.  clauses: how many were looked at.   unsure: clauses too wide to be tried out."""

    on: str
    flaws: tuple[Flaw, ...]
    clauses: int
    unsure: tuple[str, ...] = ()


def drafting(case: Case, timeline: Timeline, day: int, view: View, *, only: str = "") -> Flaws:
    """What is wrong with the drafting of a case's instruments.

    day: on which collisions are looked for.   only: the instrument that is new; "" is all of them.
    """
    check = _Check(case, timeline)
    wanted = [i for i in case.instruments.values() if only in ("", i.id)]
    flaws = [*check.loops()]
    for instrument in wanted:
        flaws += check.instrument(instrument)
    tried = could_clash(timeline, day, view)
    flaws += check.tried(tried.timeline.law)
    stance = Stance(timeline, view, day)
    flaws += _collisions(case, clashes(timeline, stance, day, view, tried=tried), only)
    order = {"never": 0, "expiry": 1, "loop": 2, "gap": 3, "collision": 4}
    if only:
        flaws = [f for f in flaws if only in f.where.replace(",", " ").split(" ")]
    flaws.sort(key=lambda f: (order[f.sort], f.where))
    number = sum(len(i.clauses) for i in wanted)
    return Flaws(iso(day), tuple(dict.fromkeys(flaws)), number, tuple(check.unsure))


class _Check:
    def __init__(self, case: Case, timeline: Timeline) -> None:
        self.case, self.timeline = case, timeline
        self.false = timeline.algebra.false
        self.unsure: list[str] = []
        self._waiting: list[tuple[Instrument, list[Clause], list[int]]] = []
        self._alike: dict[int, Alike] = {}
        self.opened = self._opened(timeline.law)
        asked_of = law_asked_of([*case.instruments.values(), *case.readings.values(), *case.types.values()])
        self._asked_of = {*asked_of, *self._acted_on(case.events.values())}

    def _acted_on(self, events: Iterable[Event]) -> set[str]:
        """The instruments that events are acts on: whether one may be suspended hangs on whether it was kept."""
        objects = [e.sentence.object for e in events if e.sentence.object is not None]
        return {noun.name for phrase in objects for noun in phrase.nouns} & self.case.instruments.keys()

    def _opened(self, law: Law) -> set[tuple[str, str]]:
        """The clauses that some world of an evaluation opens."""
        return {(k.instrument, k.clause) for k, o in law.obligations.items() if self._ever(o.opened)}

    def _ever(self, opened: Iterable[tuple[object, ...]]) -> bool:
        return any(label != self.false for _, _, label, *_ in opened)

    # -- one instrument ------------------------------------------------------------------------------------------------
    def instrument(self, instrument: Instrument) -> Iterator[Flaw]:
        if any(rule.never for rule in instrument.in_force):
            return  # a draft says so itself
        days = self._days(instrument)
        if not days:
            yield from self._never_in_force(instrument)
            return
        yield from self._gaps(instrument)
        waiting = []
        for clause in instrument.clauses:
            if (instrument.id, clause.id) in self.opened or clause.when is None:
                continue
            flaw = self._structural(instrument, clause, days)
            if flaw is not None:
                yield flaw
            elif self._decidable(clause):
                waiting.append(clause)
        if waiting:
            self._waiting.append((instrument, waiting, days))

    def _days(self, instrument: Instrument, clause: str = "") -> list[int]:
        """Days on which it may be in force, of those on which anything changes."""
        matcher = self.timeline.matcher
        steps = self.timeline.facts.entered[instrument.id].days + self.timeline.facts.ended[instrument.id].days
        looked = sorted({d for d in (*steps, *self.timeline.days) if d > 0})
        return [d for d in looked if matcher.in_force(instrument.id, d, clause) != self.false]

    def _never_in_force(self, instrument: Instrument) -> Iterator[Flaw]:
        dates = [r.date for r in instrument.in_force if r.date is not None]
        ends = [e.date for e in instrument.ends if e.date is not None]
        if dates and ends and min(e.last for e in ends) < max(d.first for d in dates):
            yield Flaw(
                "expiry",
                instrument.id,
                f"{instrument.id} ends before it enters into force",
                f"in force from {max(dates, key=lambda d: d.first).text}, it ends on {min(ends, key=lambda d: d.last).text}",
                "put the end after the beginning",
                instrument.common.span,
            )
        elif ends and min(e.last for e in ends) < instrument.date.first:
            yield Flaw(
                "expiry",
                instrument.id,
                f"{instrument.id} ends before it is signed",
                f"signed on {instrument.date.text}, it ends on {min(ends, key=lambda d: d.last).text}",
                "put the end after the signature",
                instrument.common.span,
            )

    def _decidable(self, clause: Clause) -> bool:
        """Whether its casus speaks of events alone, so that trying them out decides."""
        formulas = (clause.when, clause.unless)
        return all(isinstance(p, EventPattern) for f in formulas for p in patterns_of(f)) and not clause.in_force

    def _structural(self, instrument: Instrument, clause: Clause, days: list[int]) -> Flaw | None:
        where = f"{instrument.id}.{clause.id}".rstrip(".")
        matcher = self.timeline.matcher
        parties = matcher.parties(instrument)
        if not self._days(instrument, clause.id) and not any(r.never or r.when for r in clause.in_force):
            return Flaw(
                "expiry", where, f"{where} is never in force while its instrument is", "", "", clause.common.span
            )
        for act in clause.thens:
            if not any(True for _ in potential(self.case, instrument, clause, act, parties)) and not _roles_open(
                clause
            ):
                because = "debtor, creditor and adversary are three different actors, and no three fit"
                return Flaw("never", where, f"{where} can bind nobody", because, "", clause.common.span)
        for pattern in patterns_of(clause.when):
            if isinstance(pattern, EventPattern) and not pattern.negated:
                if not any(self._events(instrument, pattern, days)):
                    said = sentence_text(pattern) if all(n.form == "name" for n in pattern.subject.nouns) else ""
                    because = "no actor of the case, while it is in force, fits its subject and its object at once"
                    return Flaw(
                        "never", where, f"{where} can never trigger", f"{because}{f': {said}' if said else ''}",
                        "name somebody who exists then and is not both", clause.common.span,
                    )  # fmt: skip
            elif isinstance(pattern, LawPattern) and not pattern.negated and pattern.state == "in force":
                flaw = self._apart(instrument, clause, pattern)
                if flaw is not None:
                    return flaw
        return None

    def _events(self, instrument: Instrument, pattern: EventPattern, days: list[int]) -> Iterator[EventPattern]:
        for day in dict.fromkeys((days[0], days[len(days) // 2], days[-1])):
            if day not in self._alike:
                self._alike[day] = Alike(self.case, self.timeline, day)
            found = concrete(self.case, self.timeline, instrument, pattern, day, Asked(), self._alike[day])
            yield from (sentence for sentence, _ in found)

    def _apart(self, instrument: Instrument, clause: Clause, pattern: LawPattern) -> Flaw | None:
        """A casus that refers to another instrument which is never in force at the same time."""
        other = self.case.instruments.get(pattern.ref.instrument)
        if other is None or any(rule.never for rule in other.in_force):
            return None
        algebra, matcher = self.timeline.algebra, self.timeline.matcher
        days = {d for d in (*self.timeline.days, *self._days(instrument), *self._days(other)) if d > 0}
        for day in days:
            both = algebra.both(matcher.in_force(instrument.id, day, ""), matcher.in_force(other.id, day, ""))
            if both != self.false:
                return None
        where = f"{instrument.id}.{clause.id}".rstrip(".")
        because = f"it asks that {other.id} be in force, which it is on no day on which {instrument.id} is"
        return Flaw("expiry", where, f"{where} expires before it can trigger", because, "", clause.common.span)

    def tried(self, after_one: Law) -> Iterator[Flaw]:
        """The events that the clauses wait for, tried: does any world of any day open them?

        after_one: what single events have been found to bring already.

        First a few events of each clause, one at a time, those of all instruments in one evaluation of a day: nearly every
        clause is opened by one.  Of the clauses that are left, all events of an instrument at once, each an assumption.
        """
        left = {(i.id, c.id): c for i, clauses, _ in self._waiting for c in clauses}
        for key in self._opened(after_one):
            left.pop(key, None)
        number: dict[tuple[str, str], int] = {}
        for day, instruments in self._by_day(-1, 0, 2):
            if sum(key[0] == i.id for i in instruments for key in left) < FEW:
                continue  # an evaluation for so few is no saving
            lot = [event for i in instruments for event in self._awaited(i, left, day, number, FEW).values()]
            for start in range(0, len(lot), MOST_EVENTS):
                self._try(lot[start : start + MOST_EVENTS], day, left, together=False)
        for day, instruments in self._by_day(0, 2, -1):  # the shorter the record, the sooner it is tried
            for instrument in instruments:
                own = self._awaited(instrument, left, day, number)
                if len(own) > MOST_EVENTS:
                    wide = [key for key in left if key[0] == instrument.id]
                    self.unsure += [".".join(key).rstrip(".") for key in wide]
                    for key in wide:
                        del left[key]
                else:
                    self._try(own.values(), day, left, together=True)
        for key, clause in left.items():
            where = ".".join(key).rstrip(".")
            because = f"of {number.get(key, 0)} events that its words allow, no set opens it in any world"
            remedy = "look at its exceptions, at who the others are, and at what bars the creditor"
            yield Flaw("never", where, f"{where} can never trigger", because, remedy, clause.common.span)

    def _by_day(self, *places: int) -> Iterator[tuple[int, list[Instrument]]]:
        """The instruments to be tried on each of some days: their last in force (-1), their first (0), one between (2)."""
        asked: set[tuple[str, int]] = set()
        for place in places:
            by_day: dict[int, list[Instrument]] = {}
            for instrument, _, days in self._waiting:
                day = days[len(days) // place if place > 0 else place]
                if (instrument.id, day) not in asked:
                    asked.add((instrument.id, day))
                    by_day.setdefault(day, []).append(instrument)
            yield from sorted(by_day.items())

    def _awaited(
        self,
        instrument: Instrument,
        left: Mapping[tuple[str, str], Clause],
        day: int,
        number: dict[tuple[str, str], int],
        few: int = 0,
    ) -> dict[str, Event]:
        """The events of a day for which its clauses wait that nothing has opened so far.

        number: of events, by clause, to be filled in.   few: of each sentence no more than so many; 0 is all.
        """
        own: dict[str, Event] = {}
        here = {key: clause for key, clause in left.items() if key[0] == instrument.id}
        for clause in here.values():
            for pattern in self._patterns(instrument, clause):
                sentences = list(self._events(instrument, pattern, [day]))
                step = max(1, len(sentences) // few) if few else 1
                for sentence in sentences[::step]:
                    event = supposed(sentence, day)
                    own.setdefault(event.common.id, event)
        number.update((key, max(number.get(key, 0), len(own))) for key in here)
        return own

    def _try(self, made: Collection[Event], day: int, left: dict[tuple[str, str], Clause], *, together: bool) -> None:
        """Take out the clauses that some of the events open: one of them, or any set of them."""
        if not made or not left:
            return
        record, events = cut(self.case, day), {e.common.id: e for e in made}
        case = replace(record, events={**record.events, **events})
        under = {name for name, _ in left} | self._asked_of | self._acted_on(made)
        if together:
            law = evaluate(case, under=under).law
        else:
            law = evaluate(case, until=day, hypotheses=list(events), under=under).law
        for key in self._opened(law):
            left.pop(key, None)

    def _patterns(self, instrument: Instrument, clause: Clause) -> list[EventPattern]:
        found = [p for p in patterns_of(clause.when) if isinstance(p, EventPattern)]
        scope = self.timeline.matcher.scope(instrument.id, clause.id)
        for statement, _ in scope.widenings:
            left, right = statement.left, statement.right
            if isinstance(left, EventPattern) and isinstance(right, EventPattern):
                if any(p.verb.kind in self.case.kind_is.get(right.verb.kind, frozenset()) for p in found):
                    found.append(left)
        return [replace(p, negated=False) for p in found]

    # -- gaps ----------------------------------------------------------------------------------------------------------
    def _gaps(self, instrument: Instrument) -> Iterator[Flaw]:
        """Parties who owe nothing, or whom nothing protects; days between an instrument and the one that amends it."""
        parties = {term.actor for term in instrument.parties}
        acting = any(clause.thens for clause in instrument.clauses)
        if acting and instrument.category not in UNILATERAL and len(parties) > 1:
            debtors, creditors = set[str](), set[str]()
            for clause in instrument.clauses:
                for act in clause.thens:
                    for debtor, creditor, _ in potential(self.case, instrument, clause, act, tuple(parties)):
                        debtors.add(debtor)
                        creditors.add(creditor)
            for party in sorted(parties - debtors - creditors):
                because = "it is a party, and no clause binds it or owes it anything"
                yield Flaw(
                    "gap", instrument.id, f"{instrument.id} does nothing for or to {party}", because, "",
                    instrument.common.span,
                )  # fmt: skip
        for name in (*instrument.amends, *instrument.supplements):
            before = self.case.instruments.get(name)
            if before is None or name not in instrument.amends:
                continue
            ends = [e.date.last for e in before.ends if e.date is not None]
            starts = self._days(instrument)
            if ends and starts and min(ends) + 1 < starts[0]:
                because = f"{name} ends on {iso(min(ends))}, {instrument.id} is in force from {iso(starts[0])}"
                yield Flaw(
                    "gap", instrument.id, f"between {name} and {instrument.id} nothing is in force", because, "",
                    instrument.common.span,
                )  # fmt: skip

    # -- loops ---------------------------------------------------------------------------------------------------------
    def loops(self) -> Iterator[Flaw]:
        """Clauses each of which waits for the other, so that none can be first."""
        waits: dict[str, tuple[str, ...]] = {}
        spans: dict[str, Span | None] = {}
        for instrument in self.case.instruments.values():
            spans[instrument.id] = instrument.common.span
            waits[instrument.id] = tuple(_needs(r.when for r in instrument.in_force))
            for clause in instrument.clauses:
                key = f"{instrument.id}.{clause.id}"
                spans[key] = clause.common.span
                own = [clause.when, *(r.when for r in clause.in_force)]
                waits[key] = (*_needs(own), instrument.id)
        known: Mapping[str, tuple[str, ...]] = {k: tuple(n for n in v if n in waits) for k, v in waits.items()}
        for ring in circles(known):
            text = (
                f"{', '.join(ring)} wait for {'each other' if len(ring) > 1 else 'itself'}, so that none can be first"
            )
            yield Flaw(
                "loop", ring[0], text, " -> ".join((*ring, ring[0])), "let one of them rest on an event", spans[ring[0]]
            )


def _needs(formulas: Iterable[Formula | None]) -> Iterator[str]:
    """The clauses and instruments whose law a condition cannot do without: those of its conjunctions alone."""
    from foedus.directives.phrases import AllOf

    for formula in formulas:
        parts = formula.parts if isinstance(formula, AllOf) else (formula,)
        for part in parts:
            if isinstance(part, AllOf):
                yield from _needs(part.parts)
            elif isinstance(part, LawPattern) and not part.negated:
                yield f"{part.ref.instrument}.{part.ref.clause}" if part.ref.clause else part.ref.instrument


def law_asked_of(thing: object) -> Iterator[str]:
    """The instruments whose law anything within asks of: whether they are triggered, due, kept, broken …"""
    if isinstance(thing, LawPattern):
        yield thing.ref.instrument
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from law_asked_of(part)
    elif is_dataclass(thing) and not isinstance(thing, Common | Span):
        for field in fields(thing):
            yield from law_asked_of(getattr(thing, field.name))


def _roles_open(clause: Clause) -> bool:
    """Whether who is bound is told only by what happens, by a class, or by a relation."""
    return any(isinstance(p, RelationPattern) for p in patterns_of(clause.when)) or any(
        noun.form != "name" for act in clause.thens for noun in act.debtor.nouns
    )


def _collisions(case: Case, found: object, only: str) -> Iterator[Flaw]:
    """Each two clauses that bind one party both ways, now or after one event, the later instrument named first."""
    from foedus.findings.clashes import Clashes

    assert isinstance(found, Clashes)
    seen: set[tuple[str, str, str]] = set()
    for clash in (*found.now, *found.latent):
        one, other = sorted(
            (clash.one, clash.other), key=lambda s: (s.instrument != only, -case.instruments[s.instrument].date.first)
        )
        names = f"{one.instrument}.{one.clause}".rstrip("."), f"{other.instrument}.{other.clause}".rstrip(".")
        if one.instrument == other.instrument or (clash.debtor, *names) in seen:
            continue
        seen.add((clash.debtor, *names))
        yield Flaw(
            "collision",
            f"{one.instrument} {names[0]}",
            f"{names[0]} binds {clash.debtor} against what it owes under {names[1]}",
            _how(clash),
            "except what the other asks for, or say which of the two yields",
            next((c.common.span for c in case.instruments[one.instrument].clauses if c.id == one.clause), None),
        )


def _how(clash: Clash) -> str:
    when = f"after {clash.event}, " if clash.event else "now, "
    return f"{when}to keep the one, {clash.because}"
