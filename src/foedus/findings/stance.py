"""A view applied to a timeline: which assumptions it sets, what stays open, and what is so under it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal

from foedus.case.resolve import sentence_text
from foedus.directives.model import Claim, Common
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.grounds import Exclusion, Ground
from foedus.findings.model import Assumption, View
from foedus.labels import depends_on, eliminate, minimal_supports
from foedus.labels.bearing import bearing
from foedus.terms.dates import Date, parse_date
from foedus.terms.diagnostics import Diagnostic, FoedusError
from foedus.terms.names import did_you_mean

__all__ = ["BELIEFS", "Decision", "Freed", "Stance", "Verdict"]

Verdict = Literal["yes", "no", "contested", "unknown"]
BELIEFS = frozenset({"claim", "source", "reading", "doctrine"})
"""What a finding can be said to rest on."""
_ELIMINATED_FIRST = {"order": 0, "claim": 1, "source": 2, "author": 3, "doctrine": 4, "unknown": 5, "undecided": 5}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is so, and the open assumptions on which it turns."""

    verdict: Verdict
    on: tuple[Assumption, ...] = ()


Factor = tuple[Label, frozenset[int]]
"""Something that holds in every world considered, with the assumptions it speaks of."""


@dataclass(frozen=True, slots=True)
class Freed:
    """A view without its beliefs.

    fixed: what stays set.   restrict: a label under it.   factors: consistency under it, each with the assumptions
    it speaks of.
    """

    fixed: Mapping[int, bool]
    restrict: Callable[[Label], Label]
    factors: tuple[Factor, ...]


class Stance:
    """One view of one timeline on one day of knowledge.  Only restricts; nothing is evaluated again.

    leave: sorts of assumptions that stay open whatever their default: those of a question that runs over them.
    """

    def __init__(self, timeline: Timeline, view: View, on: int, *, leave: Collection[str] = ()) -> None:
        self.timeline, self.view, self.on = timeline, view, on
        self.leave = leave
        self.algebra = timeline.algebra
        self.labels = timeline.algebra.labels
        self.grounds = timeline.grounds
        self.fixed: dict[int, bool] = {}
        self._by_switch: set[int] = set()
        self._touched: dict[int, list[int]] | None = None
        self._defaults()
        self._knowledge()
        self._switches()
        self._open_contradicted()
        self._settle()

    def _settle(self) -> None:
        """What follows from the assumptions set: how labels are restricted, and which worlds are left."""
        self._restrict: Callable[[Label], Label] = self.labels.restrictor(self.fixed)
        self._clashing = [self._together(self._restrict, e) for e in self.grounds.exclusions]
        self._ready()

    def _ready(self) -> None:
        """The worlds that the clashes leave; nothing decided so far."""
        self._factors = self._factors_of(self._clashing)
        self._refuse_clash()
        self._decided: dict[Label, Decision] = {}
        self._projected: dict[tuple[int, frozenset[int]], Label] = {}
        self._freed: dict[frozenset[str], Freed] = {}

    # -- setting assumptions ---------------------------------------------------------------------------------------------
    def _defaults(self) -> None:
        for ground in self.grounds.all:
            if ground.default is not None and ground.sort not in self.leave:
                self.fixed[ground.index] = ground.default
            elif ground.sort == "choice" and self.view.honour in ("all", "none"):
                self.fixed[ground.index] = self.view.honour == "all"

    def _set(self, id_: str, value: bool) -> None:
        ground = self.grounds.by_id[id_][0]
        self.fixed[ground.index] = value
        self._by_switch.add(ground.index)

    def _known(self, id_: str) -> bool:
        return id_ in self.grounds.by_id

    def _switches(self) -> None:
        view = self.view
        for word, names, value in (
            ("doubt", view.doubt, False),
            ("drop", view.drop, False),
            ("believe", view.believe, True),
            ("accept", view.accept, True),
            ("reject", view.reject, False),
        ):
            for name in names:
                self._switch(word, name, value)
        if view.until:
            last = _date(view.until, "--until").last
            for event in self.timeline.case.events.values():
                if event.date.first > last and not event.supposed and self._known(event.common.id):
                    self._set(event.common.id, False)

    def _switch(self, word: str, name: str, value: bool) -> None:
        found = False
        if self._known(name):
            self._set(name, value)
            found = True
        if value:
            for record in self.grounds.claims.values():
                # to believe a source is to believe its denials too; to believe an event, what asserts it
                if record.source == name or (record.about == name and not record.claim.denies):
                    self._set(record.id, True)
                    found = True
                elif record.about == name and record.claim.denies:
                    self._set(record.id, False)
        answers = [i for i in self.grounds.by_id if i.startswith(f"{name}.")] if not found else []
        if word in ("doubt", "drop") and not found:
            for record in self.grounds.claims.values():
                if record.about == name or record.about.startswith(f"{name}."):
                    self._set(record.id, False)
                    found = True
        if not found and not answers and not self._exists(name):
            raise FoedusError((self._unknown(word, name),))

    def _exists(self, name: str) -> bool:
        return any(name in table for table in self._tables())

    def _tables(self) -> tuple[Mapping[str, object], ...]:
        """What a switch may name, though nothing of it may have been used."""
        case = self.timeline.case
        return (
            case.sources, case.readings, case.doctrines, case.events, case.denials, case.instruments, case.questions,
        )  # fmt: skip

    def _unknown(self, word: str, name: str) -> Diagnostic:
        names = [g.id for g in self.grounds.all if g.sort != "order"]
        names += [name for table in self._tables() for name in table]
        return Diagnostic(
            code="E501",
            severity="error",
            message=f'nothing to {word}: no source, claim, reading or directive is called "{name}"',
            span=None,
            help=did_you_mean(name, names) or self._such(word),
        )

    def _such(self, word: str) -> str:
        """Some of what could be named after this word."""
        case = self.timeline.case
        what, names = ("readings", case.readings) if word in ("accept", "reject") else ("sources", case.sources)
        some = list(names)[:8]
        return f"{what} of this case: {', '.join(some)}{' …' if len(names) > len(some) else ''}" if some else ""

    # -- what somebody knew ------------------------------------------------------------------------------------------------
    def _knowledge(self) -> None:
        view, case = self.view, self.timeline.case
        if not view.known_on and not view.known_to:
            return
        day = _date(view.known_on, "--known-on").last if view.known_on else self.on
        actor = view.known_to
        if actor and actor not in case.actors:
            raise FoedusError(
                (
                    Diagnostic(
                        code="E502",
                        severity="error",
                        message=f'no actor is called "{actor}"',
                        span=None,
                        help=did_you_mean(actor, list(case.actors)) or "",
                    ),
                )
            )
        for record in self.grounds.claims.values():
            late = record.claim.reported is not None and record.claim.reported.first > day
            if (view.known_on and late) or (actor and _private(record.claim, actor)):
                self._set(record.id, False)
        for reading in case.readings.values():
            if not self._known(reading.id):
                continue
            held = bool(actor) and any(self._same(actor, name) for name in (*reading.by, *dict(reading.shared_by)))
            late = bool(view.known_on) and reading.date.first > day
            if late or (actor and not held and _hidden(reading.common, actor, day)):
                self._set(reading.id, False)
        for event in case.events.values():
            id_, common = event.common.id, event.common
            if not self._known(id_):
                continue
            ours = self._involved(actor, event.sentence.subject, event.sentence.object)
            late = event.date.first > day and not common.claims and not event.supposed
            if (view.known_on and late) or (actor and not ours and _hidden(common, actor, day)):
                self._set(id_, False)
        for instrument in case.instruments.values():
            if not self._known(instrument.id):
                continue
            terms = (*instrument.parties, *instrument.issuers, *instrument.addressees)
            ours = bool(actor) and any(self._same(actor, term.actor) for term in terms)
            late = instrument.date.first > day and not instrument.common.claims
            if (view.known_on and late) or (actor and not ours and _hidden(instrument.common, actor, day)):
                self._set(instrument.id, False)
            for clause in instrument.clauses:
                key = f"{instrument.id}.{clause.id}"
                if actor and not ours and self._known(key) and _hidden(clause.common, actor, day):
                    self._set(key, False)

    def _same(self, actor: str, other: str) -> bool:
        actors = self.timeline.case.actors
        seen: set[str] = set()
        while other and other not in seen:
            if other == actor:
                return True
            seen.add(other)
            other = actors[other].organ_of if other in actors else ""
        return False

    def _involved(self, actor: str, *phrases: object) -> bool:
        return any(
            self._same(actor, noun.name)
            for phrase in phrases
            if phrase is not None
            for noun in phrase.nouns  # type: ignore[attr-defined]
        )

    # -- contradiction and consistency -----------------------------------------------------------------------------------------
    def _open_contradicted(self) -> None:
        """Claims that contradict one another stay open, unless the view has decided between them.

        A claim under a reading says that somebody holds it; that another reads otherwise does not contradict that.
        Nor does an answer that nobody has given contradict one that somebody has.
        """
        sorts, readings = self.grounds.all, self.timeline.case.readings
        self._said = frozenset(g.index for g in sorts if g.sort == "claim" and g.about not in readings)
        self._believing = dict(self.fixed)
        self._settled = {i: v for i, v in self.fixed.items() if i not in self._said or i in self._by_switch}
        restrict = self.labels.restrictor(self._settled)
        self._opened = [self._contradicted(restrict(e.left), restrict(e.right)) for e in self.grounds.exclusions]
        for index in frozenset().union(*self._opened):
            self.fixed.pop(index, None)

    def _contradicted(self, left: Label, right: Label) -> frozenset[int]:
        """The claims that two opposed labels, looked at without belief, leave open."""
        if self.labels.disjoint(left, right):
            return frozenset()
        sides = self.labels.support(left), self.labels.support(right)
        if any(side and all(self._sort(i) == "unknown" for i in side) for side in sides):
            return frozenset()
        return frozenset(i for i in sides[0] | sides[1] if i in self._said and i not in self._by_switch)

    def doubting(self, index: int) -> Stance:
        """The view with one source or claim doubted, by its number: the same as a view that says so, only sooner."""
        other = copy(self)
        other._by_switch = self._by_switch | {index}
        other._believing = {**self._believing, index: False}
        other._settled = {**self._settled, index: False}
        other._opened = list(self._opened)
        touched = self._touching(index)
        restrict = self.labels.restrictor(other._settled) if touched else self._restrict
        for number in touched:
            exclusion = self.grounds.exclusions[number]
            other._opened[number] = other._contradicted(restrict(exclusion.left), restrict(exclusion.right))
        open_ = frozenset().union(*other._opened)
        other.fixed = {i: v for i, v in other._believing.items() if i not in open_}
        other._restrict = self.labels.restrictor(other.fixed)
        moved = [i for i in {*self.fixed, *other.fixed} if self.fixed.get(i) is not other.fixed.get(i)]
        other._clashing = list(self._clashing)
        for number in {n for i in moved for n in self._touching(i)}:
            other._clashing[number] = self._together(other._restrict, self.grounds.exclusions[number])
        if other._clashing == self._clashing:
            other._decided, other._freed = {}, {}  # the same worlds are left, so what was projected stays
        else:
            other._ready()
        return other

    def _touching(self, index: int) -> list[int]:
        """The numbers of the exclusions that speak of an assumption."""
        if self._touched is None:
            self._touched = {}
            for number, exclusion in enumerate(self.grounds.exclusions):
                for i in self.labels.support(exclusion.left) | self.labels.support(exclusion.right):
                    self._touched.setdefault(i, []).append(number)
        return self._touched.get(index, [])

    def _consistency(self, restrict: Callable[[Label], Label]) -> list[Factor]:
        return self._factors_of(self._together(restrict, e) for e in self.grounds.exclusions)

    def _together(self, restrict: Callable[[Label], Label], exclusion: Exclusion) -> Label:
        """The worlds in which two opposed labels both hold."""
        return self.algebra.both(restrict(exclusion.left), restrict(exclusion.right))

    def _factors_of(self, clashing: Iterable[Label]) -> list[Factor]:
        """That none of these holds."""
        none = [self.algebra.negate(both) for both in clashing if both != self.algebra.false]
        return [(factor, self.labels.support(factor)) for factor in none]

    def _refuse_clash(self) -> None:
        for exclusion, both in zip(self.grounds.exclusions, self._clashing, strict=True):
            if both == self.algebra.true:
                raise FoedusError(
                    (
                        Diagnostic(
                            code="E503",
                            severity="error",
                            message=f"this view contradicts itself: {exclusion.why}",
                            span=None,
                            help="believe or accept only one of " + ", ".join(exclusion.members),
                        ),
                    )
                )
        if eliminate(self.labels, self._factors, frozenset()) == self.algebra.false:
            raise FoedusError(
                (Diagnostic("E503", "error", "this view contradicts itself: no world satisfies it", None),)
            )

    def constraint(self, *labels: Label, factors: Sequence[Factor] | None = None) -> Label:
        """What consistency says about the assumptions of some labels, all others projected away.

        Exact for every question that looks at these labels alone: a setting of their assumptions satisfies it exactly
        if it can be completed to a consistent world.
        """
        asked = frozenset().union(*(self.labels.support(label) for label in labels))
        given = self._factors if factors is None else factors
        key = (id(given), asked)
        if key not in self._projected:
            self._projected[key] = eliminate(self.labels, _near(given, asked), asked)
        return self._projected[key]

    # -- answers -----------------------------------------------------------------------------------------------------------
    def restrict(self, label: Label) -> Label:
        """The label under the view."""
        return self._restrict(label)

    def decide(self, label: Label, given: Label | None = None) -> Decision:
        """Whether the label holds in all worlds the view leaves (and in which ``given`` holds), in none, or in some."""
        if given is None and label in self._decided:
            return self._decided[label]
        mine = self._restrict(label)
        condition = self.algebra.true if given is None else self._restrict(given)
        k = self.algebra.both(self.constraint(mine, condition), condition)
        if mine == self.algebra.true or (mine != self.algebra.false and self.labels.implies(k, mine)):
            decision = Decision("yes")
        elif mine == self.algebra.false or self.labels.disjoint(k, mine):
            decision = Decision("no")
        else:
            order = sorted(self.labels.support(mine), key=lambda i: (_ELIMINATED_FIRST.get(self._sort(i), 9), i))
            on = depends_on(self.labels, mine, k, order)
            sorts = {self._sort(i) for i in on}
            verdict: Verdict = "unknown" if sorts <= {"unknown", "undecided"} else "contested"
            decision = Decision(verdict, tuple(sorted((self.assumption(i) for i in on), key=lambda a: a.id)))
        if given is None:
            self._decided[label] = decision
        return decision

    def _sort(self, index: int) -> str:
        return self.grounds.all[index].sort

    def assumption(self, index: int) -> Assumption:
        """An assumption by its number, as findings name it."""
        ground: Ground = self.grounds.all[index]
        return Assumption(ground.id, ground.sort, ground.about, self._told(ground))

    def _told(self, ground: Ground) -> str:
        """An assumption in words: its own; of an answer the question with it; of a claim what is claimed."""
        case, about = self.timeline.case, ground.about
        name, _, answer = (ground.id if ground.sort == "unknown" else about).rpartition(".")
        question = case.questions.get(name)
        if question is not None:
            text = next((a.text for a in question.answers if a.id == answer), "")
            return " ".join(part for part in (question.text or question.id, text or answer) if part)
        if ground.text or ground.sort != "claim":
            return ground.text
        if about in case.events:
            event = case.events[about]
            return f"{event.date.text} {sentence_text(event.sentence)}"
        return case.instruments[about].title if about in case.instruments else ""

    def freed(self, beliefs: frozenset[str] = BELIEFS) -> Freed:
        """The view with what it holds of these sorts left free, what it rejects still false, and authors true."""
        if beliefs not in self._freed:
            fixed = {i: v for i, v in self.fixed.items() if not (v and self.grounds.all[i].sort in beliefs)}
            restrict = self.labels.restrictor(fixed)
            self._freed[beliefs] = Freed(fixed, restrict, tuple(self._consistency(restrict)))
        return self._freed[beliefs]

    def without(self, indices: Collection[int]) -> Freed:
        """The view with some assumptions left free."""
        fixed = {i: v for i, v in self.fixed.items() if i not in indices}
        restrict = self.labels.restrictor(fixed)
        return Freed(fixed, restrict, tuple(self._consistency(restrict)))

    def supports(self, label: Label, limit: int = 10) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """Minimal supports, smallest first, as signed ids; belief is left free, what the view rejects is false.

        limit: 0 asks for none, and none is looked for.
        """
        if limit == 0:
            return (), False
        freed = self.freed()
        mine = freed.restrict(label)
        found = minimal_supports(self.labels, mine, bearing(self.labels, mine, freed.factors), limit=limit)
        return self._signed(found.items), found.complete

    def ways(self, label: Label, limit: int = 10) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """The least settings of what a contested label turns on that make it true, the view standing; signed ids."""
        if limit == 0:
            return (), False
        on = {self.grounds.by_id[a.id][0].index for a in self.decide(label).on}
        if not on:
            return (), True
        mine = self._restrict(label)
        k = self.constraint(mine)
        rest = (self.labels.support(mine) | self.labels.support(k)) - on
        f, k = self.labels.exists(self.algebra.both(mine, k), rest), self.labels.exists(k, rest)
        found = minimal_supports(self.labels, f, k, limit=limit)
        return self._signed(found.items), found.complete

    def unbound(self, label: Label, limit: int = 10) -> tuple[tuple[str, ...], ...]:
        """Minimal supports whatever the view believes or rejects: what could be assumed for the label to hold."""
        fixed = {i: v for i, v in self.fixed.items() if self._sort(i) not in BELIEFS}
        restrict = self.labels.restrictor(fixed)
        mine = restrict(label)
        found = minimal_supports(
            self.labels, mine, bearing(self.labels, mine, self._consistency(restrict)), limit=limit
        )
        return self._signed(found.items)

    def _signed(self, supports: Iterable[Iterable[tuple[int, bool]]]) -> tuple[tuple[str, ...], ...]:
        return tuple(
            tuple(sorted(("+" if sign else "-") + self.grounds.all[i].id for i, sign in support))
            for support in supports
        )

    def word(self, label: Label) -> tuple[str, ...]:
        """The sources on whose word the label may come to hold, by id; never those whose word speaks against it."""
        mine = self.freed().restrict(label)
        found = []
        for index in self.labels.support(mine):
            high, low = self.labels.cofactors(mine, index)
            if self._sort(index) == "source" and not self.labels.implies(high, low):
                found.append(self.grounds.all[index].id)
        return tuple(sorted(found))


def _near(factors: Sequence[Factor], asked: frozenset[int]) -> list[Factor]:
    """The factors that have to do with some assumptions, through whatever chain of others."""
    reach, rest, chosen = set(asked), list(factors), list[Factor]()
    grown = True
    while grown and rest:
        grown = False
        for item in list(rest):
            if item[1] & reach:
                chosen.append(item)
                reach |= item[1]
                rest.remove(item)
                grown = True
    return chosen


def _date(text: str, option: str) -> Date:
    from foedus.terms.dates import DateError

    try:
        return parse_date(text)
    except DateError as error:
        raise FoedusError((Diagnostic("E504", "error", f"{option} {text}: {error}", None),)) from None


def _private(claim: Claim, actor: str) -> bool:
    return bool(claim.private_to) and actor not in claim.private_to


def _hidden(common: Common, actor: str, day: int) -> bool:
    secrecy = common.secrecy
    if secrecy is None:
        return False
    if secrecy.until is not None and secrecy.until.first <= day:
        return False
    return not any(a == actor and (since is None or since.first <= day) for a, since in secrecy.known_to)
