"""Minimal peace and minimal war: the least that stops a cascade, and the least that starts one.

A lever is a switch somebody could have thrown: a choice (a word not kept), a clause (never written), a secret (published).
Peace: starting from where every word is kept and every clause stands, the least sets of levers whose throwing leaves the
cascade without what is asked about, whatever the view leaves open.  War: starting from where no word is kept and no open
reading accepted, the least sets that bring it about.  Foreseeing: starting from what one actor could know, the least sets
of secrets whose publication would have shown him.  Where a lever both draws in and keeps out (an exception, a duty owed
to both sides) the sets are still exact: every smaller set is known to fail, since what stops the cascade is first closed
under throwing more, and its prime implicants are then the minimal sets (the hitting sets of all ways into war).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from foedus.case.model import Case
from foedus.case.resolve import sentence_text
from foedus.directives.model import Instrument
from foedus.engine.algebra import Label
from foedus.engine.keeping import Per
from foedus.findings.answers import Answer
from foedus.findings.cascade import Cascading
from foedus.findings.model import Assumption, View
from foedus.findings.stance import Stance
from foedus.labels import LabelBudgetExceeded, minimal_supports
from foedus.terms.dates import iso

__all__ = ["LEVERS", "Peace", "Way", "peace"]

Lever = Literal["choices", "clauses", "readings"]
LEVERS: tuple[Lever, ...] = ("choices", "clauses", "readings")
LIMIT = 20


@dataclass(frozen=True, slots=True)
class Way:
    """One least set of levers that suffices, all of them thrown; none of them is idle."""

    levers: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True)
class Peace(Answer):
    """The answer of ``peace``.

    goal: what is to be stopped or started, in words.   at_war: whether it comes about where every word is kept and every
    clause stands: "yes", "no", or "contested".   stopping, starting: least sets, smallest first.   foreseen: whether
    ``foreseer`` could see it coming; secrets: those whose publication would have let him (that it may come, where
    ``at_war`` is contested).   complete: whether the lists of these three are all there
    are; if one is not, the sets shown are still least, and still suffice.   note: what was bounded, and why.
    """

    case: str
    event: str
    day: str
    goal: str
    at_war: str
    stopping: tuple[Way, ...]
    starting: tuple[Way, ...]
    foreseer: str
    foreseen: str
    secrets: tuple[Way, ...]
    complete: tuple[bool, bool, bool]
    note: str = ""


def peace(
    case: Case,
    supposed: Iterable[str],
    view: View,
    *,
    levers: Sequence[Lever] = ("choices", "clauses"),
    draws: str = "",
    size: int = 1,
    foreseer: str = "",
    per: Per = "debtor",
    limit: int = LIMIT,
) -> Peace:
    """What would stop the cascade of supposed events, and what starts it.

    levers: what may be thrown.   draws: the actor whose being drawn in is to be stopped; "" is anybody's.   size: at
    how many drawn in beside the openers the war is to be called one.   foreseer: who is asked what he could have seen.
    """
    ids = list(supposed)
    cascading = Cascading(_with_levers(case), ids, per=per)
    asked = replace(view, honour="", known_to="")
    search = _Search(cascading, asked, levers, draws, size, limit)
    stopping, all_stop = search.stopping()
    starting, all_start = search.starting()
    foreseen, secrets, all_seen = search.seen_by(foreseer) if foreseer else ("", (), True)
    who = case.label(draws) if draws else "anybody" if size == 1 else f"{size} or more"
    events = (f"{case.events[i].date.text} {sentence_text(case.events[i].sentence)}" for i in ids)
    return Peace(
        case.name,
        "; ".join(events),
        iso(cascading.day),
        f"{who} drawn into it beside the openers",
        search.at_war(),
        stopping,
        starting,
        foreseer,
        foreseen,
        secrets,
        (all_stop, all_start, all_seen),
        search.note(),
    )


def _with_levers(case: Case) -> Case:
    """The case with each clause an assumption of its own."""

    def own(instrument: Instrument) -> Instrument:
        clauses = (
            c if c.common.id else replace(c, common=replace(c.common, id=f"{instrument.id}.{c.id}"))
            for c in instrument.clauses
        )
        return replace(instrument, clauses=tuple(clauses))

    return replace(case, instruments={k: own(i) for k, i in case.instruments.items()})


class _Search:
    def __init__(
        self, cascading: Cascading, view: View, levers: Sequence[Lever], draws: str, size: int, limit: int
    ) -> None:
        self.cascading, self.view, self.limit = cascading, view, limit
        self.timeline = cascading.timeline
        self.algebra = self.timeline.algebra
        self.labels = self.algebra.labels
        self.stance = Stance(self.timeline, view, cascading.day)
        drawn = [label for (actor, _), label in cascading.drawn(view).items() if draws in ("", actor)]
        by_actor: dict[str, Label] = {}
        for (actor, _), label in cascading.drawn(view).items():
            by_actor[actor] = self.algebra.either(by_actor.get(actor, self.algebra.false), label)
        self.war: Label = self.algebra.any_of(drawn)
        if not draws and size > 1:
            self.war = self.algebra.at_least(size, list(by_actor.values()))
        self.choices = self._of("choice") if "choices" in levers else frozenset()
        self.choices = frozenset(i for i in self.choices if i not in self.stance.fixed)
        self.readings = frozenset(
            i for i in (self._of("reading") if "readings" in levers else ()) if i not in self.stance.fixed
        )
        clauses = {f"{i.id}.{c.id}" for i in cascading.case.instruments.values() for c in i.clauses}
        grounds = self.timeline.grounds.all
        self.clauses = frozenset(
            g.index for g in grounds if "clauses" in levers and g.id in clauses and self.stance.fixed.get(g.index, True)
        )

    def _of(self, sort: str) -> frozenset[int]:
        return frozenset(g.index for g in self.timeline.grounds.all if g.sort == sort)

    # -- the three questions -------------------------------------------------------------------------------------------
    def at_war(self) -> str:
        """Whether it comes about where every word is kept."""
        kept = Stance(self.timeline, replace(self.view, honour="all"), self.cascading.day)
        return kept.decide(self.war).verdict

    def stopping(self) -> tuple[tuple[Way, ...], bool]:
        """Least sets of words not kept and clauses never written that leave no such war in any world left open."""
        levers = self.choices | self.clauses
        return self._least(self.stance, levers, self._never(self.stance, levers), thrown=False)

    def starting(self) -> tuple[tuple[Way, ...], bool]:
        """Least sets of words kept and readings accepted that bring it about in every world left open."""
        levers = self.choices | self.readings
        return self._least(self.stance, levers, self._always(self.stance, levers), thrown=True)

    def seen_by(self, actor: str) -> tuple[str, tuple[Way, ...], bool]:
        """Whether an actor could foresee it, every word being kept; and the least secrets that would have shown him."""
        open_ = Stance(self.timeline, replace(self.view, honour="all"), self.cascading.day)
        narrow = Stance(self.timeline, replace(self.view, honour="all", known_to=actor), self.cascading.day)
        hidden = frozenset(i for i, v in narrow.fixed.items() if not v and open_.fixed.get(i, True))
        foreseen, certain = narrow.decide(self.war).verdict, self.at_war() == "yes"
        if foreseen == "yes" or not hidden or (foreseen != "no" and not certain):
            return foreseen, (), True
        wanted = self._always(open_, hidden) if certain else self._left(open_, hidden, self.war)
        return (foreseen, *self._least(open_, hidden, wanted, thrown=True))

    def note(self) -> str:
        """What was bounded, and why."""
        if any(g.sort == "undecided" for g in self.timeline.grounds.all):
            return "Some labels grew too large: what they decide is taken as open, so that each set is sure to suffice."
        return ""

    # -- how -----------------------------------------------------------------------------------------------------------
    def _left(self, stance: Stance, levers: frozenset[int], label: Label) -> Label:
        """The settings of the levers for which the label can hold in a world that the view leaves."""
        freed = stance.without(levers)
        mine = freed.restrict(label)
        both = self.algebra.both(mine, freed.worlds.seen_by(stance.labels.support(mine)))
        return self.labels.exists(both, self.labels.support(both) - levers)

    def _never(self, stance: Stance, levers: frozenset[int]) -> Label:
        return self.algebra.negate(self._left(stance, levers, self.war))

    def _always(self, stance: Stance, levers: frozenset[int]) -> Label:
        return self.algebra.negate(self._left(stance, levers, self.algebra.negate(self.war)))

    def _least(
        self, stance: Stance, levers: frozenset[int], wanted: Label, *, thrown: bool
    ) -> tuple[tuple[Way, ...], bool]:
        """The least sets of levers that, thrown while all others stay, give what is wanted.

        thrown: the value a lever has when it is thrown.   Closed under throwing more, the wanted function is monotone,
        and its prime implicants are the least sets.
        """
        try:
            for index in sorted(self.labels.support(wanted) & levers):
                high, low = self.labels.cofactors(wanted, index)
                either = self.algebra.either(high, low)
                variable = self.labels.var(index)
                wanted = self.labels.ite(variable, either, low) if thrown else self.labels.ite(variable, high, either)
            found = minimal_supports(self.labels, wanted, self.algebra.true, limit=self.limit)
        except LabelBudgetExceeded:
            return (), False
        ways = tuple(
            Way(tuple(sorted((stance.assumption(i) for i, _ in items), key=lambda a: (a.sort, a.id))))
            for items in found.items
        )
        return ways, found.complete
