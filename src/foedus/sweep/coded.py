"""ATOP's alliances of a year, or of a day, as a system.  The duties are those of ``atop:YEAR`` as a case, clause for clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from foedus.atlas.coded import duties, member_rows, state_ids
from foedus.atlas.errors import WrongQuestion
from foedus.atlas.pacts import CONDITIONS as CODED
from foedus.directives.model import Directive, Instrument
from foedus.sweep.system import Duty, Rule, System

if TYPE_CHECKING:
    from foedus.atlas.session import Session

__all__ = ["CONDITIONS", "CodedYears", "CountingDay", "as_given", "given_verdict"]

CountingDay = Literal["any", "jan1", "dec31"]
"""Which alliances and states count for a year: those of any day of it, of its first day, of its last."""

_DUTIES: dict[str, Duty] = {
    "defense": "defence", "offense": "offence", "neutral": "neutrality", "nonagg": "non-aggression",
}  # fmt: skip

CONDITIONS = ("place", "number", "demand", "conflict", "adversary", "other")
"""The conditions that ATOP flags without spelling them out."""

_NAMES = {
    CODED["loc"]: "place", CODED["num"]: "number", CODED["dem"]: "demand", CODED["con"]: "conflict", CODED["adv"]: "adversary",
    "another limit on the obligation": "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Terms:
    """One rule between two COW numbers."""

    duty: Duty
    debtor: int
    creditor: int
    adversaries: frozenset[int] | None
    unprovoked: bool
    attacked: bool
    unknown: bool
    source: str


class CodedYears:
    """The systems of the years that a store's ATOP covers.

    counting: which alliances and states a year has.   given: of CONDITIONS that ATOP flags without spelling out, which are
    to be taken as met (or not); the others stay unknown.  Raises AtlasError where ATOP or the list of states is missing.
    """

    def __init__(
        self, session: Session, counting: CountingDay = "any", given: Mapping[str, bool] | None = None
    ) -> None:
        self.session, self.counting, self.given = session, counting, dict(given or {})
        self.source = session.use("atop_members")
        session.use("cow_states")
        self._terms: dict[tuple[int, ...], tuple[_Terms, ...]] = {}

    @property
    def first(self) -> int:
        """The first year."""
        return max(self.source.first, 1816)

    @property
    def last(self) -> int:
        """The last year."""
        return self.source.last

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return member_rows(self.session)

    @cached_property
    def _states(self) -> list[tuple[int, str, date, date]]:
        rows = self.session.rows(
            "SELECT ccode, statenme, make_date(styear, stmonth, stday) AS b, make_date(endyear, endmonth, endday) AS e "
            "FROM cow_states ORDER BY ccode, styear"
        )
        end = max(r["e"] for r in rows)  # members at the end of the list are members still
        return [(r["ccode"], r["statenme"], r["b"], date.max if r["e"] == end else r["e"]) for r in rows]

    @cached_property
    def _majors(self) -> list[tuple[int, date, date]]:
        if not self.session.has("cow_majors"):
            return []
        self.session.use("cow_majors")
        rows = self.session.rows(
            "SELECT ccode, make_date(styear, stmonth, stday) AS b, make_date(endyear, endmonth, endday) AS e FROM cow_majors"
        )
        end = max(r["e"] for r in rows)
        return [(r["ccode"], r["b"], date.max if r["e"] == end else r["e"]) for r in rows]

    @cached_property
    def _power(self) -> dict[tuple[int, int], float]:
        if not self.session.has("cow_nmc"):
            return {}
        self.session.use("cow_nmc")
        rows = self.session.rows("SELECT ccode, year, cinc FROM cow_nmc WHERE cinc IS NOT NULL")
        return {(r["ccode"], r["year"]): float(r["cinc"]) for r in rows}

    def span(self, year: int) -> tuple[date, date]:
        """The days that count for a year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return {"any": (first, last), "jan1": (first, first), "dec31": (last, last)}[self.counting]

    def codes(self, year: int, on: date | None = None, only: frozenset[int] | None = None) -> dict[int, str]:
        """The members of the state system (``only``: of these): COW number -> name."""
        begins, ends = (on, on) if on else self.span(year)
        return {
            code: name
            for code, name, b, e in self._states
            if b <= ends and e >= begins and (only is None or code in only)
        }

    def system(self, year: int, on: date | None = None, only: frozenset[int] | None = None) -> System:
        """The system of a year, or of one day of it, among all states or only some (COW numbers).

        Raises AtlasError for a year that ATOP does not cover.
        """
        if not self.source.first <= year <= self.source.last:
            covered = f"It covers {self.source.first}-{self.source.last}."
            raise WrongQuestion(f"ATOP {self.source.release} does not cover {year}.", covered)
        begins, ends = (on, on) if on else self.span(year)
        names = self.codes(year, on, only)
        ids = state_ids(self.session, names, begins)
        place = {code: i for i, code in enumerate(sorted(names))}
        return System(
            str(on or year), begins.isoformat(), tuple(ids[c][0] for c in sorted(names)),
            tuple(self._rules(begins, ends, place)), {ids[c][0]: name for c, name in names.items()},
            tuple(self._power.get((c, year)) for c in sorted(names)),
            frozenset(place[c] for c, b, e in self._majors if c in place and b <= ends and e >= begins),
        )  # fmt: skip

    def _rules(self, begins: date, ends: date, place: dict[int, int]) -> Iterator[Rule]:
        groups: dict[tuple[int, int], list[int]] = {}
        for i, row in enumerate(self._rows):
            if row["begins"] <= ends and row["ends"] >= begins:
                groups.setdefault((row["atopid"], row["phase"]), []).append(i)
        for members in groups.values():
            for t in self._of(tuple(members)):
                if t.debtor in place and t.creditor in place:
                    named = None if t.adversaries is None else frozenset(place[a] for a in t.adversaries if a in place)
                    yield Rule(
                        t.duty,
                        place[t.debtor],
                        place[t.creditor],
                        named,
                        "fights",
                        t.unprovoked,
                        t.attacked,
                        t.unknown,
                        t.source,
                    )

    def _of(self, members: tuple[int, ...]) -> tuple[_Terms, ...]:
        """What the members of one phase owe each other; kept, as most years repeat the year before."""
        found = self._terms.get(members)
        if found is None:
            rows = [self._rows[i] for i in members]
            found = self._terms[members] = (
                tuple(_terms(rows, self.given)) if len({r["member"] for r in rows}) > 1 else ()
            )
        return found


def given_verdict(unknown: Sequence[str], given: Mapping[str, bool]) -> bool | None:
    """Whether all conditions of a clause are met, by what is given; None: some of them nobody knows."""
    answers = [given.get(_NAMES.get(words, "")) for words in unknown]
    return False if False in answers else None if None in answers else True


def as_given(said: Iterable[Directive], given: Mapping[str, bool]) -> tuple[Directive, ...]:
    """A coded year as directives with what is given of its conditions: those met are gone, clauses of one not met as well."""

    def kept(instrument: Instrument) -> Instrument:
        clauses = (
            replace(c, unknown=tuple(u for u in c.unknown if given_verdict([u], given) is None))
            for c in instrument.clauses
            if given_verdict(c.unknown, given) is not False
        )
        return replace(instrument, clauses=tuple(clauses))

    return tuple(kept(d) if isinstance(d, Instrument) else d for d in said)


def _terms(rows: list[dict[str, Any]], given: Mapping[str, bool]) -> Iterator[_Terms]:
    atopid, phase = rows[0]["atopid"], rows[0]["phase"]
    source = f"atop-{atopid}" + (f"-{phase}" if phase else "")
    for duty, debtors in duties(rows).items():
        if duty.obligation not in _DUTIES:
            continue
        verdict = given_verdict(duty.unknown, given)
        if verdict is False:
            continue
        adversaries = frozenset(duty.adversaries) or None
        attacked = bool({"att", "npr"} & set(duty.conditions))
        for debtor in debtors:
            for creditor in duty.creditors:
                if creditor != debtor:
                    yield _Terms(
                        _DUTIES[duty.obligation], debtor, creditor, adversaries, "npr" in duty.conditions, attacked,
                        verdict is None, source,
                    )  # fmt: skip
