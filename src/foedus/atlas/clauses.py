"""The treaty library's clauses in the coded wars: the rows of Berkemeier and Fuhrmann whose alliance is written out.

Where ``foedus.atlas.casus`` judges a row by ATOP's columns, here the case engine judges it by clauses.  For each treaty file
that carries the row's ATOP id a case is made of that file and of the records of the war: every attack on its day, every
further pair of opponents as a war between them, and peace on the day on which a pair stopped fighting.  Nothing else is
said of the war: where an attack fell (the doctrine ``own-territory`` takes the victim's land), who asked, who decided, which
reading holds.  What a clause asks about that, it leaves open; an open answer is ``disputed``, and counts as wrong.  No clause
was written, and no choice made, by looking at a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from foedus.atlas.library import linked
from foedus.atlas.measure import Agreement, agreement
from foedus.findings.scores import Score, folded, scores

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.atlas.battles import War
    from foedus.atlas.reliability import Judged, Reliability
    from foedus.atlas.session import Session

__all__ = ["ByClauses", "Clausal", "by_clauses", "war_text"]

OPEN = "disputed"


@dataclass(frozen=True, slots=True)
class Clausal:
    """One coded row judged by the library's clauses.

    row: the same row judged by ATOP's columns.   score: what the clauses come to.
    """

    row: Judged
    score: Score

    @property
    def found(self) -> str:
        """The clauses' answer where they give one, else the rule's."""
        return self.row.found if self.score.met == OPEN else self.score.met

    @property
    def reason(self) -> str:
        """Why clauses and coders differ; "" where they do not, or where the coders saw no test."""
        if not self.row.coded or self.score.met == self.row.coded:
            return ""
        if self.score.met == OPEN:
            return f"open: {', '.join(self.score.turns_on)}"
        duties = "; ".join(
            f"{debtor} to {creditor}: {act}, {how}" for debtor, act, creditor, how in self.score.duties[:3]
        )
        return duties or "no clause of help, neutrality or peace has arisen"


@dataclass(frozen=True, slots=True)
class ByClauses:
    """The whole answer, over rows that the coders decided and whose alliance is in the library.

    met: the clauses alone, an open answer wrong.   settled: those rows that the clauses do not leave open.
    rule: ATOP's columns on the same rows.   outcome: honoured against violated, where both say met.
    everywhere: all decided rows, by the clauses where they settle it and by the columns elsewhere; without_world_wars:
    the same without the two.
    """

    rows: tuple[Clausal, ...]
    met: Agreement
    settled: Agreement
    rule: Agreement
    outcome: Agreement
    everywhere: Agreement
    without_world_wars: Agreement

    @property
    def disagreements(self) -> tuple[Clausal, ...]:
        """Decided rows in which the clauses say otherwise than the coders, or leave it open."""
        return tuple(r for r in self.rows if r.reason)


def by_clauses(
    session: Session,
    by_rule: Reliability,
    progress: Callable[[Sequence[Judged]], Iterable[Judged]] = iter,
) -> ByClauses:
    """Judge by clauses every row of a coding whose alliance the library has.

    by_rule: the same coding judged by ATOP's columns.   progress: shows how far the work has come.
    Raises AtlasError where a data set is missing.
    """
    from foedus.atlas.battles import wars

    known = [r for r in by_rule.rows if r.atopid in linked()]
    fought = wars(session, {r.warid: (r.war, r.cow) for r in known})
    rows = tuple(Clausal(r, _score(r.atopid, fought[r.warid])) for r in progress(known))
    decided = [r for r in rows if r.row.coded]
    settled = [r for r in decided if r.score.met != OPEN]
    both = [r for r in settled if r.score.outcome in ("honoured", "violated") and r.row.coded_outcome]
    better = {(r.row.warid, r.row.atopid): r.found for r in decided}
    every = [r for r in by_rule.rows if r.coded]

    def joined(among: Iterable[Judged]) -> Agreement:
        found = ((better.get((r.warid, r.atopid), r.found if r.matched else ""), r.coded) for r in among)
        return agreement(list(found))

    return ByClauses(
        rows,
        agreement([(r.score.met, r.row.coded) for r in decided]),
        agreement([(r.score.met, r.row.coded) for r in settled]),
        agreement([(r.row.found, r.row.coded) for r in decided]),
        agreement([(r.score.outcome, r.row.coded_outcome) for r in both]),
        joined(every),
        joined(r for r in every if not r.world_war),
    )


def _score(atopid: int, war: War) -> Score:
    """What all instruments of an alliance come to in a war, by the last day of its fighting."""
    from foedus.api import Case

    found: list[Score] = []
    for file in dict.fromkeys(one.file for one in linked()[atopid]):
        own = {one.instrument for one in linked()[atopid] if one.file == file}
        bare = Case.from_text(f'include "treaties/{file}"\n')
        case = Case.from_text(war_text(file, bare, war))
        last = max((e for *_, e in _pairs(war)), default=date.min)
        day = max(last.toordinal(), 1) if last < date.max else case.last_day()
        found += [s for s in scores(case, on=day) if s.instrument in own]
    return folded(found)


def war_text(file: str, bare: Case, war: War) -> str:
    """A war as a case that includes a treaty file: its attacks, its further opponents, and who stopped when.

    bare: the treaty file alone, for the names of its actors.
    """
    names = _Names(bare)
    lines: dict[str, None] = {}
    for one, other, begins, ends in _pairs(war):
        verb = "attacks" if any((a.attacker, a.target, a.begins) == (one, other, begins) for a in war.attacks) else ""
        a, b = names.of(one, begins), names.of(other, begins)
        if a == b:
            continue
        lines[f"{begins} {a} {verb or 'is at war with'} {b}"] = None
        if ends < date.max:
            lines[f"{ends} {a} makes peace with {b}"] = None
    return "\n".join([f'include "treaties/{file}"', *names.declared, *lines]) + "\n"


def _pairs(war: War) -> list[tuple[int, int, date, date]]:
    """Each attack; and each pair of opponents whom no attack explains, once."""
    attacked = {frozenset((a.attacker, a.target)) for a in war.attacks}
    found = [(a.attacker, a.target, a.begins, a.ends) for a in war.attacks]
    for (one, other), times in war.opposed.items():
        if one < other and frozenset((one, other)) not in attacked:
            found += [(one, other, b, e) for b, e in times]
    return sorted(found, key=lambda p: (p[2], p[0], p[1]))


class _Names:
    """COW numbers as the treaty file calls them on a day; those it does not know are declared."""

    def __init__(self, bare: Case) -> None:
        self.declared: dict[str, None] = {}
        self._known: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
        for id_, actor in bare.resolved.actors.items():
            first = actor.start.first if actor.start is not None else 0
            last = actor.end.last if actor.end is not None else date.max.toordinal()
            for ref in actor.common.refs:
                if ref.scheme == "cow" and ref.value.isdigit():
                    self._known[int(ref.value)].append((id_, first, last))

    def of(self, code: int, on: date) -> str:
        """The name of the state with that number on that day."""
        day = on.toordinal()
        for id_, first, last in self._known[code]:
            if first <= day <= last:
                return id_
        self.declared[f'state S{code} "State {code} of the COW list"\n  cow {code}'] = None
        return f"S{code}"
