"""A case, or a library of treaties, as a system: what an attack on each party would bind, asked of the case engine itself.

No clause is read here.  For every instrument in force on the day, single attacks are put to the case engine as hypotheses:
on and by each party and each actor that the instrument names, by and on one state of each sort.  Two states are of one sort
for an instrument that names neither, directly or by a class; of a treaty's own parties, two are tried.  What is contested on a
reading, or hangs on something unknown, becomes a condition that nobody knows; so does help whose means the debtor chooses,
of which war may be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import TYPE_CHECKING

from foedus.case.looking import walk
from foedus.case.model import Case as Resolved
from foedus.directives.model import Clause, Common, Event, Instrument
from foedus.directives.phrases import EventPattern, Instrumental, LawPattern, Noun, Phrase, RelationPattern, Verb
from foedus.engine.casus import patterns_of
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.facts import Binding
from foedus.engine.law import Obligation
from foedus.findings.model import View
from foedus.findings.tripwires import Hypotheses, cut
from foedus.sweep.system import Duty, Rule, System, When
from foedus.terms.dates import Date, iso

if TYPE_CHECKING:
    from foedus.api import Case

__all__ = ["system_of_case"]

ATTACK = Verb("attacks", "attack")
PEACE = frozenset({"non-aggression", "respect"})


def system_of_case(case: Case, on: str | int | None = None, view: View | None = None) -> System:
    """The system of a case on a day (its own by default), as a view has it."""
    day = case._day(on)
    resolved = cut(case.resolved, day)
    timeline = evaluate(resolved)
    states = _states(timeline, day)
    place = {s: i for i, s in enumerate(states)}
    rules: dict[Rule, None] = {}
    naming = {i: _mentioned(instrument) & resolved.instruments.keys() for i, instrument in resolved.instruments.items()}
    for instrument in resolved.instruments.values():
        if timeline.matcher.in_force(instrument.id, day + 1) == timeline.algebra.false:
            continue
        for rule in _Asked(resolved, timeline, instrument, day, view or View(), states, naming).rules(place):
            rules[rule] = None
    majors = {
        s for s in states if "great-powers" in resolved.classes
        and timeline.matcher.member(s, "great-powers", day, timeline.matcher.scope()) != timeline.algebra.false
    }  # fmt: skip
    return System(
        resolved.name, iso(day), states, tuple(rules), {s: resolved.label(s) for s in states},
        tuple(_power(resolved, s, day) for s in states), frozenset(place[s] for s in majors),
    )  # fmt: skip


def _states(timeline: Timeline, day: int) -> tuple[str, ...]:
    """The states that exist on the day; other actors neither attack nor are bound in a sweep."""
    return tuple(
        sorted(
            a.id for a in timeline.case.actors.values()
            if a.sort == "state" and timeline.matcher.exists(a.id, day) != timeline.algebra.false
        )
    )  # fmt: skip


def _power(case: Resolved, state: str, day: int) -> float | None:
    """The actor's ``CINC`` on the day, where the case gives one."""
    found = [
        (i.start.first if i.start else 0, i.value)
        for i in case.actors[state].indicators
        if i.name.casefold() == "cinc" and (not i.start or i.start.first <= day) and (not i.end or day <= i.end.last)
    ]
    return max(found)[1] if found else None


@dataclass(frozen=True, slots=True)
class _Terms:
    """What one tried attack brings."""

    duty: Duty
    debtor: str
    creditor: str
    adversary: str
    when: When
    unprovoked: bool
    attacked: bool
    unknown: bool
    clause: str


class _Asked:
    """One instrument and the attacks put to it."""

    def __init__(
        self,
        case: Resolved,
        timeline: Timeline,
        instrument: Instrument,
        day: int,
        view: View,
        states: tuple[str, ...],
        naming: Mapping[str, set[str]],
    ) -> None:
        """naming: of each instrument, which ones it names."""  # fmt: skip
        self.case, self.timeline, self.instrument, self.day, self.view = case, timeline, instrument, day, view
        self.parties = tuple(p for p in timeline.matcher.parties(instrument) if p in states)
        self.states, self.naming = states, naming
        self.sorts = self._sorts()

    def rules(self, place: dict[str, int]) -> Iterator[Rule]:
        """What the instrument owes, debtor by debtor, against whole sorts of adversaries."""
        found: dict[tuple[object, ...], dict[str, tuple[_Terms, set[str]]]] = {}
        for terms in self._terms():
            key = (terms.duty, terms.debtor, terms.creditor, terms.when, terms.unprovoked, terms.attacked, terms.clause)
            _, sorts = found.setdefault(key, {}).setdefault(str(terms.unknown), (terms, set()))
            sorts.add(self._sort_of(terms.adversary) if terms.adversary else "")
        everybody = {self._sort_of(s) for s in self.states}
        for by_certainty in found.values():
            for terms, sorts in by_certainty.values():
                own = {terms.debtor, terms.creditor}
                named = None
                if terms.duty != "non-aggression" and sorts < everybody:
                    named = frozenset(place[s] for s in self.states if s not in own and self._sort_of(s) in sorts)
                yield Rule(
                    terms.duty, place[terms.debtor], place[terms.creditor], named, terms.when, terms.unprovoked,
                    terms.attacked, terms.unknown, f"{self.instrument.id} {terms.clause}",
                )  # fmt: skip

    # -- sorts of attackers --------------------------------------------------------------------------------------------
    def _sorts(self) -> dict[str, str]:
        """Each state's sort: what the instrument's clauses, or the readings that reach them, can tell apart."""
        matcher = self.timeline.matcher
        clauses = self.instrument.clauses
        nouns = [n for clause in clauses for n in _nouns_of(clause)]
        names = {n.name for n in nouns}
        for scope in [matcher.scope(self.instrument.id, clause.id) for clause in clauses]:
            said = [side for s, _ in (*scope.widenings, *scope.narrowings) for side in (s.left, s.right)]
            said += [p for s, _ in scope.needs for p in (s.left, *(patterns_of(s.needs) if s.needs else ()))]
            read = [n for pattern in said if isinstance(pattern, EventPattern) for n in _nouns(pattern)]
            nouns += read
            names |= {n.name for n in read}
            names |= {name for left, right, _ in (*scope.terms, *scope.not_terms) for name in (left, right)}
        classes = [n for n in sorted(names) if n and matcher.is_class(n)]
        allies = list(dict.fromkeys(replace(n, span=None) for n in nouns if n.form == "ally"))
        found = {}
        for state in self.states:
            member = [c for c in classes if self._member(state, c)]
            member += [f"ally-{i}" for i, noun in enumerate(allies) if self._is_ally(state, noun)]
            found[state] = " ".join(
                [state if state in names else "party" if state in self.parties else "outside", *member]
            )
        return found

    def _is_ally(self, state: str, noun: Noun) -> bool:
        matcher = self.timeline.matcher
        scope = matcher.scope(self.instrument.id)
        return bool(matcher.noun(noun, {state: self.timeline.algebra.true}, self.day, scope, Binding()))

    def _member(self, state: str, class_id: str) -> bool:
        matcher = self.timeline.matcher
        label = matcher.member(state, class_id, self.day, matcher.scope(self.instrument.id))
        return bool(label != self.timeline.algebra.false)

    def _sort_of(self, state: str) -> str:
        return self.sorts.get(state, "outside")

    def _of_each_sort(self) -> list[str]:
        """One of each sort; two of those that are parties, as each of them is a debtor too."""
        chosen: dict[str, list[str]] = {}
        for state in self.states:
            own = chosen.setdefault(self.sorts[state], [])
            if len(own) < (2 if state in self.parties else 1):
                own.append(state)
        return [s for own in chosen.values() for s in own]

    # -- asking --------------------------------------------------------------------------------------------------------
    def _terms(self) -> Iterator[_Terms]:
        events = list(self._events())
        tried = Hypotheses(self._record(), self.day, self.view, events, most=len(events))
        by_event = {e.common.id: e for e in events}
        for obligation in tried.timeline.law.obligations.values():
            if obligation.key.instrument != self.instrument.id or obligation.act.modality == "may":
                continue
            kind = obligation.act.verb.kind
            if kind in PEACE:
                verdict = tried.stance.decide(obligation.at("due", self.day)).verdict
                if verdict != "no" and obligation.key.creditor in self.states and obligation.key.debtor in self.states:
                    yield _Terms(
                        "non-aggression", obligation.key.debtor, obligation.key.creditor, "", "fights", False, False,
                        verdict != "yes", obligation.key.clause,
                    )  # fmt: skip
                continue
            owed = self._duty(obligation)
            if owed is None:
                continue
            duty, chosen = owed
            asked = obligation.clause.request_by is not None or obligation.clause.decision_by is not None
            label = obligation.at("triggered" if asked else "due", tried.day)
            for event, decision in tried.under(label):
                found = self._read(obligation, duty, by_event[event.common.id], chosen or decision.verdict != "yes")
                if found is not None:
                    yield found

    def _read(self, obligation: Obligation, duty: Duty, event: Event, unknown: bool) -> _Terms | None:
        assert event.sentence.object is not None
        attacker, victim = event.sentence.subject.nouns[0].name, event.sentence.object.nouns[0].name
        debtor, creditor, adversary = obligation.key.debtor, obligation.key.creditor, obligation.key.adversary
        if debtor not in self.states or {creditor, adversary} != {attacker, victim} or debtor in (creditor, adversary):
            return None
        patterns = [p for p in patterns_of(obligation.clause.when) if isinstance(p, EventPattern)]
        when: When = "attacked" if creditor == victim else "attacks"
        if duty == "defence" and when == "attacks":
            return None
        special = any(p.extra.unprovoked for p in patterns)
        both = any(p.verb.kind in ("hostilities", "war") for p in patterns)
        return _Terms(
            duty, debtor, creditor, adversary, when if duty == "offence" else "fights",
            special and duty != "neutrality", duty == "neutrality" and not both, unknown, obligation.key.clause,
        )  # fmt: skip

    def _duty(self, obligation: Obligation) -> tuple[Duty, bool] | None:
        """What the sweep calls it, and whether its means are the debtor's choice; None for what draws nobody in."""
        type_ = obligation.type
        if type_ is None:
            return None
        if obligation.act.verb.kind in ("neutrality", "non-assistance"):
            return "neutrality", False
        if self._is_war(type_.becomes):
            return ("defence" if type_.needs_innocence else "offence"), False
        return ("defence", True) if self._is_war(type_.performed) else None

    def _is_war(self, acts: Iterable[object]) -> bool:
        hostile = {k.id for k in self.case.kinds.values() if k.hostile}
        return any(
            isinstance(act, EventPattern) and self.case.kind_is.get(act.verb.kind, frozenset()) & hostile
            for act in acts
        )

    def _record(self) -> Resolved:
        """The case with this instrument and those that its force may hang on; all of them if its clauses look at others."""
        for clause in self.instrument.clauses:
            if any(noun.form == "ally" for noun in _nouns_of(clause)):
                return self.case
            for formula in (clause.when, clause.unless, clause.until):
                if any(isinstance(p, LawPattern | RelationPattern) for p in patterns_of(formula)):
                    return self.case
        kept = _linked(self.naming, self.instrument.id)
        return replace(self.case, instruments={i: self.case.instruments[i] for i in kept}, expects=())

    def _events(self) -> Iterator[Event]:
        """Each party and each actor named, attacked by one of each sort, and attacking one of each sort."""
        date = Date.on(self.day + 1)
        own = dict.fromkeys((*self.parties, *(s for s in self.states if self.sorts[s].split(" ")[0] == s)))
        sorts = self._of_each_sort()
        for attacker, victim in dict.fromkeys((*product(sorts, own), *product(own, sorts))):
            if attacker != victim:
                sentence = EventPattern(_phrase(attacker), ATTACK, _phrase(victim), Instrumental())
                yield Event(date, sentence, supposed=True, common=Common(id=f"if:{attacker}-attacks-{victim}"))


def _linked(naming: Mapping[str, set[str]], id_: str) -> list[str]:
    """An instrument, those that name it, and all that any of these names: what it amends, what begins or ends it."""
    todo = [id_, *(i for i, named in naming.items() if id_ in named)]
    found: dict[str, None] = {}
    while todo:
        one = todo.pop()
        if one not in found:
            found[one] = None
            todo += naming[one]
    return [i for i in naming if i in found]


def _mentioned(thing: Instrument) -> set[str]:
    """Every word in a directive that could be a name."""
    found: set[str] = set()
    for value in walk(thing):
        for field in fields(value):
            own = getattr(value, field.name)
            found |= {w for w in (own if isinstance(own, tuple) else (own,)) if isinstance(w, str)}
    return found


def _phrase(name: str) -> Phrase:
    return Phrase((Noun("name", name),))


def _nouns(pattern: EventPattern) -> Iterator[Noun]:
    for phrase in (pattern.subject, pattern.object, pattern.extra.against):
        if phrase is not None:
            yield from (*phrase.nouns, *phrase.excluding)


def _nouns_of(clause: Clause) -> Iterator[Noun]:
    """Every noun in a clause."""
    for formula in (clause.when, clause.unless, clause.until):
        for pattern in patterns_of(formula):
            if isinstance(pattern, EventPattern):
                yield from _nouns(pattern)
            else:
                subject = getattr(pattern, "subject", None)
                yield from subject.nouns if isinstance(subject, Phrase) else ()
    for act in clause.thens:
        for phrase in (act.debtor, act.object, act.against, act.for_):
            yield from phrase.nouns if phrase is not None else ()
