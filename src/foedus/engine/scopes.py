"""Where a sentence stands: which readings and doctrines reach it, and what they call valid or void."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from foedus.case.model import Case
from foedus.directives.model import Doctrine, Reading, Statement
from foedus.directives.phrases import ClauseRef, EventPattern, Noun
from foedus.engine.algebra import Algebra, Label
from foedus.engine.facts import Facts
from foedus.engine.grounds import Grounds

__all__ = ["Labelled", "Scope", "Scopes"]

Labelled: TypeAlias = dict[str, Label]
"""Actors (or names), each with the worlds in which it is meant."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a sentence stands: its instrument and clause, and the statements of readings that reach it.

    widenings, narrowings: between sentences.   terms: between names.   Each with the label of its reading.
    sort: the same for all scopes that the same readings reach.   merging: whether one actor may be read as another.
    starts: the days from which readings reach it, each with its reading; with "", those on which somebody becomes a party.
    ever: whether the parts of its conditions may lie in different conflicts.
    """

    instrument: str = ""
    clause: str = ""
    widenings: tuple[tuple[Statement, str], ...] = ()
    narrowings: tuple[tuple[Statement, str], ...] = ()
    terms: tuple[tuple[str, str, str], ...] = ()
    not_terms: tuple[tuple[str, str, str], ...] = ()
    needs: tuple[tuple[Statement, str], ...] = ()
    starts: tuple[tuple[str, int], ...] = ()
    sort: int = 0
    merging: bool = False
    ever: bool = False


class Scopes:
    """The readings that reach each clause.  The lowest layer of the ``Matcher``."""

    def __init__(self, case: Case, grounds: Grounds, facts: Facts) -> None:
        self.case = case
        self.grounds = grounds
        self.algebra: Algebra = grounds.algebra
        self.facts = facts
        self.true, self.false = self.algebra.true, self.algebra.false
        self.scopes: dict[tuple[str, str], Scope] = {}
        self._sorts: dict[tuple[object, ...], int] = {}
        self._global = self._statements_for("", "")
        self._valid: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def scope(self, instrument: str = "", clause: str = "") -> Scope:
        """The scope of one clause; made once."""
        key = (instrument, clause)
        if key not in self.scopes:
            self.scopes[key] = self._statements_for(instrument, clause) if instrument else self._global
        return self.scopes[key]

    def _statements_for(self, instrument: str, clause: str) -> Scope:
        wide: list[tuple[Statement, str]] = []
        narrow: list[tuple[Statement, str]] = []
        terms: list[tuple[str, str, str]] = []
        not_terms: list[tuple[str, str, str]] = []
        needs: list[tuple[Statement, str]] = []
        starts: list[tuple[str, int]] = []
        holders: list[Reading | Doctrine] = [*self.case.readings.values(), *self.case.doctrines.values()]
        for holder in holders:
            scope = holder.scope if isinstance(holder, Reading) else ()
            if scope and not _reaches(scope, instrument, clause):
                continue
            if isinstance(holder, Reading) and holder.start is not None:
                starts.append((holder.id, holder.start.first))
            for statement in holder.statements:
                left, right = statement.left, statement.right
                if statement.mode == "also needs":
                    needs.append((statement, holder.id))
                elif isinstance(left, EventPattern):
                    (wide if statement.mode == "counts as" else narrow).append((statement, holder.id))
                elif isinstance(left, Noun) and isinstance(right, Noun):
                    into = terms if statement.mode == "counts as" else not_terms
                    into.append((left.name, right.name, holder.id))
        made = self.case.instruments.get(instrument)
        if made is not None:  # what lasts is looked at again when somebody comes to be a party
            starts += [("", term.start.first) for term in made.parties if term.start is not None]
        said = (*(id(s) for s, _ in wide), 0, *(id(s) for s, _ in narrow))
        sort = self._sorts.setdefault((*said, tuple(terms), tuple(not_terms), tuple(starts)), len(self._sorts))
        return Scope(
            instrument,
            clause,
            tuple(wide),
            tuple(narrow),
            tuple(terms),
            tuple(not_terms),
            tuple(needs),
            tuple(starts),
            sort,
            any(right in self.case.actors for _, right, _ in terms),
            instrument in self.case.instruments
            and any(c.ever for c in self.case.instruments[instrument].clauses if c.id == clause),
        )

    def holder(self, id_: str) -> Label:
        """The label of a reading or doctrine."""
        reading = self.case.readings.get(id_)
        return self.grounds.reading(reading) if reading is not None else self.grounds.doctrine(id_)

    def reaches_day(self, scope: Scope, reading: str, day: int) -> bool:
        """Whether a reading that begins on some day has begun."""
        return all(day >= start for id_, start in scope.starts if id_ == reading)

    # -- what readings call valid or void ---------------------------------------------------------------------------
    def validity(self, ref: ClauseRef, label: Label, day: int, made: Label | None = None) -> Label:
        """A label changed by readings that call just this clause, instrument or event valid, or (which is stronger) void.

        made: the worlds in which there is anything to be called valid by that day (None: all).
        """
        if not self._validity_of(ref.instrument, ref.clause):
            return label
        valid = self.valid(ref, day)
        if made is not None:
            valid = self.algebra.both(valid, made)
        return self.algebra.unless(self.algebra.either(label, valid), self._called("is void", ref, day))

    def void(self, ref: ClauseRef, day: int) -> Label:
        """The worlds of the readings that call the clause, or its instrument, void from a day up to this one."""
        own = self._called("is void", ref, day)
        return self.algebra.either(own, self._called("is void", ClauseRef(ref.instrument), day)) if ref.clause else own

    def valid(self, ref: ClauseRef, day: int) -> Label:
        """The worlds of the readings that call the clause, or its instrument where it has no clause, valid by a day."""
        return self._called("is valid", ref, day)

    def _called(self, wanted: str, ref: ClauseRef, day: int) -> Label:
        label = self.false
        for mode, by in self._validity_of(ref.instrument, ref.clause):
            reading = self.case.readings.get(by)
            if mode == wanted and (reading is None or reading.start is None or reading.start.first <= day):
                label = self.algebra.either(label, self.holder(by))
        return label

    def _validity_of(self, target: str, clause: str) -> list[tuple[str, str]]:
        known = self._valid.get((target, clause))
        if known is not None:
            return known
        found: list[tuple[str, str]] = []
        self._valid[target, clause] = found
        holders: list[Reading | Doctrine] = [*self.case.readings.values(), *self.case.doctrines.values()]
        for holder in holders:
            for s in holder.statements:
                if s.target is not None and s.target.instrument == target and s.target.clause == clause:
                    found.append((s.mode, holder.id))
        return found


def _reaches(scope: tuple[ClauseRef, ...], instrument: str, clause: str) -> bool:
    return any(r.instrument == instrument and (not r.clause or not clause or r.clause == clause) for r in scope)
