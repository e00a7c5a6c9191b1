"""Wars as data: who attacked whom (IWD), who fought on which side (COW), disputes (MID) where neither has the war."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foedus.atlas.session import Session

__all__ = ["ADDED", "REGIONS", "Attack", "Part", "War", "a_day", "all_attacks", "opposed", "region", "wars"]

ADDED: dict[int, int] = {90: 108, 92: 3639, 93: 28, 94: 1070}
"""Wars that Berkemeier and Fuhrmann added to IWD's list, and the militarised dispute (COW MID) that is the same fight.

90 Italy-Albania 1939, 92 China-Vietnam 1984, 93 Bizerte 1961, 94 Malaysia 1963-1966.  A join of identifiers: the dispute
holds the two opponents named, in the year named.
"""


REGIONS: dict[int, str] = {
    1: "A", 2: "E", 4: "F", 6: "M", 7: "S", 9: "O", 11: "EM", 12: "ES", 13: "AS", 14: "EFM",
    15: "EFMS", 16: "FMSO", 17: "SO", 18: "FM", 19: "EFMSO",
}  # fmt: skip
"""COW's codes of where a war was fought: the Americas, Europe, Africa, the Middle East, Asia, Oceania, and joins of them."""


def region(state: int) -> str:
    """The part of the world of a COW number: the numbers are given by region (2-199 the Americas, 200-399 Europe, …)."""
    for limit, letter in ((200, "A"), (400, "E"), (600, "F"), (700, "M"), (900, "S")):
        if state < limit:
            return letter
    return "O"


@dataclass(frozen=True, slots=True, order=True)
class Attack:
    """One state opening hostilities against another.  joiner: it entered a war already going on (IWD's own mark)."""

    begins: date
    attacker: int
    target: int
    ends: date
    joiner: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A state in a war on one side, for a time.  where: the parts of the world in which it fought (COW's regions)."""

    begins: date
    state: int
    side: int
    ends: date
    initiator: bool = False
    where: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class War:
    """One war.  id: IWD's larger_war_id.  cow: the COW war number, 0 where COW has no such war."""

    id: int
    name: str
    cow: int
    attacks: tuple[Attack, ...] = ()
    parts: tuple[Part, ...] = ()
    opposed: dict[tuple[int, int], tuple[tuple[date, date], ...]] = field(default_factory=dict)

    @property
    def recorded(self) -> bool:
        """Whether any record of it was found."""
        return bool(self.attacks or self.parts)

    @property
    def states(self) -> frozenset[int]:
        """Everybody who fights in it."""
        return frozenset(s for pair in self.opposed for s in pair) | {p.state for p in self.parts}

    def fights(self, state: int) -> list[tuple[date, date]]:
        """When a state is at war in it."""
        times = [(a.begins, a.ends) for a in self.attacks if state in (a.attacker, a.target)]
        return times + [(p.begins, p.ends) for p in self.parts if p.state == state]

    def at_home(self, state: int, opponent: int) -> bool:
        """Whether a state may be taken to be attacked on its own land.

        So it is if it fought in its own part of the world; where no record says where it fought, if its opponent is of
        the same part.
        """
        fought = frozenset[str]().union(*(p.where for p in self.parts if p.state == state))
        return region(state) in fought if fought else region(state) == region(opponent)

    def against(self, one: int, other: int, begins: date, ends: date) -> bool:
        """Whether the two were opponents on some day between those days."""
        return any(b <= ends and e >= begins for b, e in self.opposed.get((one, other), ()))


def wars(session: Session, wanted: dict[int, tuple[str, int]]) -> dict[int, War]:
    """The wars of these ids (id -> name, COW number or 0), from IWD, COW and, for those added, MID."""
    attacks = _iwd(session)
    for war, dispute in ADDED.items():
        if war in wanted:
            attacks.setdefault(war, []).extend(_dispute(session, dispute))
    parts = _cow(session)
    built = {}
    for war, (name, cow) in wanted.items():
        there = tuple(sorted(attacks.get(war, ())))
        sides = tuple(sorted(parts.get(cow, ()), key=lambda p: (p.begins, p.state))) if cow else ()
        built[war] = War(war, name, cow, there, sides, opposed(there, sides))
    return built


def all_attacks(session: Session) -> list[Attack]:
    """Every attack of every war of IWD."""
    return sorted(a for found in _iwd(session).values() for a in found)


def opposed(
    attacks: tuple[Attack, ...], parts: tuple[Part, ...]
) -> dict[tuple[int, int], tuple[tuple[date, date], ...]]:
    """Who was whose opponent when: those of an attack, and those on different sides at the same time."""
    found: dict[tuple[int, int], list[tuple[date, date]]] = {}
    for a in attacks:
        for pair in ((a.attacker, a.target), (a.target, a.attacker)):
            found.setdefault(pair, []).append((a.begins, a.ends))
    for p in parts:
        for q in parts:
            begins, ends = max(p.begins, q.begins), min(p.ends, q.ends)
            if p.side != q.side and begins <= ends:
                found.setdefault((p.state, q.state), []).append((begins, ends))
    return {pair: tuple(times) for pair, times in found.items()}


def a_day(year: float | None, month: float | None, day: float | None, *, end: bool = False) -> date:
    """A day of a table, what is unknown of it filled up to the earliest, or the latest, that it can be."""
    y = int(year or 0)
    if y <= 0:
        return date.max if end else date.min
    m = int(month) if month and month > 0 else (12 if end else 1)
    d = int(day) if day and day > 0 else (31 if end else 1)
    while True:
        try:
            return date(y, m, d)
        except ValueError:
            d -= 1  # the last of a shorter month


def _iwd(session: Session) -> dict[int, list[Attack]]:
    """Attacks by war: of each initiator and target the first day, the last day.

    Within the file one state's name has one number, but for slips ("Germany" with Russia's): the name's usual number
    counts.
    """
    session.use("iwd")
    rows = session.rows("SELECT * FROM iwd ORDER BY year, larger_war_id")
    usual: dict[str, Counter[int]] = {}
    for row in rows:
        for who in ("init", "target"):
            usual.setdefault(row[f"{who}_name"], Counter())[row[f"{who}_ccode"]] += 1
    number = {name: codes.most_common(1)[0][0] for name, codes in usual.items()}
    merged: dict[tuple[int, int, int], dict[str, Any]] = {}
    for row in rows:
        key = (row["larger_war_id"], number[row["init_name"]], number[row["target_name"]])
        begins = a_day(row["year"], row["month_entry"], row["day_entry"])
        ends = a_day(row["year"], row["month_exit"], row["day_exit"], end=True)
        if key in merged:
            merged[key]["ends"] = max(merged[key]["ends"], ends)
        else:
            merged[key] = {"begins": begins, "ends": ends, "joiner": row["joiner"] == 1}
    found: dict[int, list[Attack]] = {}
    for (war, attacker, target), told in merged.items():
        found.setdefault(war, []).append(Attack(told["begins"], attacker, target, told["ends"], told["joiner"]))
    return found


def _cow(session: Session) -> dict[int, list[Part]]:
    session.use("cow_wars")
    found: dict[int, list[Part]] = {}
    for row in session.rows("SELECT * FROM cow_wars"):
        for n in ("1", "2"):
            if (row[f"StartYear{n}"] or 0) > 0:
                begins = a_day(row[f"StartYear{n}"], row[f"StartMonth{n}"], row[f"StartDay{n}"])
                ends = a_day(row[f"EndYear{n}"], row[f"EndMonth{n}"], row[f"EndDay{n}"], end=True)
                found.setdefault(row["WarNum"], []).append(
                    Part(
                        begins,
                        row["ccode"],
                        row["Side"],
                        ends,
                        row["Initiator"] == 1,
                        frozenset(REGIONS.get(row["WhereFought"], "")),
                    )
                )
    return found


def _dispute(session: Session, number: int) -> list[Attack]:
    """A dispute as attacks: of the originators who acted first on those of the other side, of joiners on the originators.

    A state that joins has chosen to fight those whom its side fights; nobody has attacked it, as in IWD.
    """
    session.use("mid_participants")
    rows = session.rows(f"SELECT * FROM mid_participants WHERE dispnum = {number} ORDER BY ccode")
    found = []
    for a in rows:
        for b in rows:
            joins = a["orig"] == 0
            if a["sidea"] == b["sidea"] or b["orig"] == 0 or (a["sidea"] == 0 and not joins):
                continue
            begins = max(a_day(r["styear"], r["stmon"], r["stday"]) for r in (a, b))
            ends = min(a_day(r["endyear"], r["endmon"], r["endday"], end=True) for r in (a, b))
            found.append(Attack(begins, a["ccode"], b["ccode"], ends, joins))
    return found
