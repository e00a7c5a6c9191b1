"""One year of coded alliances handed back as directives, so that the case engine evaluates and explains them.

What ATOP codes becomes a clause; what it flags without spelling it out (a place, a conflict, a demand, an adversary that
is no state of its list) becomes an *unknown* of that clause: an assumption that nobody has made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.atlas.battles import a_day, all_attacks
from foedus.atlas.errors import WrongQuestion
from foedus.atlas.library import linked
from foedus.atlas.names import actor_id, day_of
from foedus.atlas.obligations import HIGHEST_COW
from foedus.atlas.pacts import CONDITIONS, conditions_of
from foedus.atlas.session import Session
from foedus.atlas.variances import OBLIGATIONS, VARIANCES
from foedus.directives.model import (
    Act,
    Actor,
    Claim,
    Clause,
    CodeRef,
    Common,
    Directive,
    EndRule,
    Event,
    Instrument,
    PartyTerm,
    Secrecy,
    Source,
    Title,
)
from foedus.directives.phrases import AnyOf, EventPattern, Formula, Instrumental, Noun, Phrase, Verb
from foedus.terms.dates import Date, parse_date

if TYPE_CHECKING:
    from foedus.api import Case

__all__ = ["CodedDuty", "case", "directives", "duties", "member_rows", "state_ids", "year_of"]

WORDS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
}
"""ATOP's obligations and the obligation types of the prelude."""

ATTACKS, FIGHTS, THREATENS = Verb("attacks", "attack"), Verb("fights", "hostilities"), Verb("threatens", "threaten")
ATTACKER, VICTIM = Phrase((Noun("role", "attacker"),)), Phrase((Noun("role", "victim"),))
ANY_STATE = Phrase((Noun("any", "state"),))


def year_of(name: str) -> int | None:
    """The year of ``atop:1914``; None where the name is of another sort.  Raises AtlasError where it is no year."""
    if not name.startswith("atop:"):
        return None
    if not re.fullmatch(r"\d{4}", name[5:]):
        raise WrongQuestion(f'"{name}" names no year of ATOP.', "Write it as atop:1914.")
    return int(name[5:])


def case(session: Session, year: int, on: str | date | None = None) -> Case:
    """The year as a case that can be asked (``assess``, ``why``, ``cascade`` …).  See ``directives``."""
    from foedus.api import Case

    return Case.from_directives(directives(session, year, on), name=f"atop:{year}")


def directives(
    session: Session, year: int, on: str | date | None = None, *, states: Iterable[int] | None = None
) -> tuple[Directive, ...]:
    """What ATOP says of one year: the alliances in force on any day of it (``on``: on that day), with their members.

    Where the store has the Interstate War Data, the attacks of that year are its events.
    states: as the sweep takes a year: between these states (COW numbers) alone, whatever was in force on any day of the
    year in force on all of them, and nothing having happened.
    Raises AtlasError for a year that ATOP does not cover.
    """
    source = session.use("atop_members")
    if not source.first <= year <= source.last:
        raise WrongQuestion(f"ATOP {source.release} does not cover {year}.", f"It covers {source.first}-{source.last}.")
    day = day_of(on)
    begins, ends = (day, day) if day else (date(year, 1, 1), date(year, 12, 31))
    rows = member_rows(session)
    live = [row for row in rows if row["begins"] <= ends and row["ends"] >= begins]
    fought = [a for a in all_attacks(session) if a.begins.year == year] if session.has("iwd") else []
    only = None if states is None else frozenset(states)
    if only is not None:
        fought = []
        live = [
            {**row, "begins": min(row["begins"], begins), "ends": max(row["ends"], ends)}
            for row in live
            if row["member"] in only
        ]
    codes = (only or frozenset()) | (
        {row["member"] for row in live}
        | {c for row in live for c in _threats(row)}
        | {c for a in fought for c in (a.attacker, a.target)}
    )
    ids = state_ids(session, codes, begins)
    links = {atopid: those[0].file for atopid, those in linked().items()}
    groups: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in live:
        groups.setdefault((row["atopid"], row["phase"]), []).append(row)
    return (
        Title("title", f"Alliances of {year}, as ATOP {source.release} codes them"),
        Title(
            "about",
            "Coded data, not treaty text: what ATOP flags without spelling it out is unknown here, not assumed.",
        ),
        *(Actor("state", ids[c][0], ids[c][1], common=Common(refs=(CodeRef("cow", str(c)),))) for c in sorted(codes)),
        Source("atop", source.title),
        *((Source("iwd", session.use("iwd").title),) if fought else ()),
        *(i for key, members in groups.items() for i in _instrument(key, members, ids, links)),
        *_events(fought, ids),
    )


def member_rows(session: Session) -> list[dict[str, Any]]:
    """Every member row of ATOP of a state of the COW list, with the days on which it ``begins`` and ``ends``."""
    session.use("atop_members")
    return [
        {**row, "begins": a_day(row["yrent"], row["moent"], row["dayent"]),
         "ends": a_day(row["yrexit"], row["moexit"], row["dayexit"], end=True)}
        for row in session.rows("SELECT * FROM atop_members ORDER BY atopid, phase, member, yrent")
        if row["member"] <= HIGHEST_COW
    ]  # fmt: skip


def state_ids(session: Session, codes: Iterable[int], day: date) -> dict[int, tuple[str, str]]:
    """number -> id and name, each id once."""
    named: dict[int, str] = {}
    if session.has("cow_states"):
        session.use("cow_states")
        named = {
            r["ccode"]: r["name"]
            for r in session.rows("SELECT ccode, any_value(statenme) AS name FROM cow_states GROUP BY ccode")
        }
    found: dict[int, tuple[str, str]] = {}
    for number in sorted(codes):
        word = actor_id(session, number, day)
        taken = {w for w, _ in found.values()}
        found[number] = (
            word if word not in taken else f"S{number}",
            named.get(number, f"State {number} of the COW list"),
        )
    return found


def _instrument(
    key: tuple[int, int], rows: Sequence[dict[str, Any]], ids: dict[int, tuple[str, str]], links: dict[int, str]
) -> Iterable[Instrument]:
    atopid, phase = key
    parties = {row["member"] for row in rows}
    if len(parties) < 2:
        return
    begins, ends = min(row["begins"] for row in rows), max(row["ends"] for row in rows)
    terms = tuple(
        PartyTerm(ids[row["member"]][0], _date(row["begins"]) if row["begins"] > begins else None, _last(row, ends))
        for row in _spells(rows)
    )
    linked = f" Clause text: foedus treaties {links[atopid]}." if atopid in links else ""
    several = f", phase {phase}" if phase else ""
    yield Instrument(
        "treaty",
        f"atop-{atopid}" + (f"-{phase}" if phase else ""),
        _date(begins),
        f"ATOP {atopid}{several}",
        parties=terms,
        ends=() if ends == date.max else (EndRule(date=_date(ends)),),
        clauses=tuple(_clauses(rows, ids)),
        common=Common(
            claims=(Claim("atop"),), secrecy=Secrecy() if any(row["pubsecr"] == 2 for row in rows) else None,
            refs=(CodeRef("atop", str(atopid)),), note=f"Coded data, no treaty text.{linked}",
        ),
    )  # fmt: skip


def _spells(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a member: of several spells in the year, the last; an instrument has one term for each party."""
    return list({row["member"]: row for row in sorted(rows, key=lambda r: r["begins"])}.values())


def _last(row: dict[str, Any], ends: date) -> Date | None:
    return _date(row["ends"]) if row["ends"] < ends and row["ends"] < date.max else None


@dataclass(frozen=True, slots=True)
class CodedDuty:
    """What several members owe in the same words.

    obligation: ATOP's column.   creditors, adversaries: COW numbers; no adversaries: any state.   conditions: the keys of
    ``foedus.atlas.pacts.CONDITIONS``.   limited: a limit on the obligation is flagged.   known: to whom it is owed.
    """

    obligation: str
    creditors: tuple[int, ...]
    adversaries: tuple[int, ...]
    conditions: tuple[str, ...]
    limited: bool
    known: bool

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is flagged without being spelled out, in words."""
        found = [
            CONDITIONS[c]
            for c in self.conditions
            if c in ("loc", "con", "num", "dem") or (c == "adv" and not self.adversaries)
        ]
        if self.limited:
            found.append("another limit on the obligation")
        if not self.known:
            found.append("the terms vary by partner, and no article is known to decide to whom this is owed")
        return tuple(found)


def _clauses(rows: Sequence[dict[str, Any]], ids: dict[int, tuple[str, str]]) -> Iterable[Clause]:
    """One clause for each duty, however many members owe it: duties are per member, clauses per wording."""
    count: dict[str, int] = {}
    for duty, debtors in duties(rows).items():
        word = WORDS[duty.obligation]
        count[word] = count.get(word, 0) + 1
        yield _clause(word if count[word] == 1 else f"{word}-{count[word]}", duty, debtors, ids)


def duties(rows: Sequence[dict[str, Any]]) -> dict[CodedDuty, list[int]]:
    """Each duty of an alliance's member rows, and the members (COW numbers) that owe it."""
    everybody = tuple(sorted({row["member"] for row in rows}))
    owed: dict[CodedDuty, list[int]] = {}
    for row in _spells(rows):
        for obligation in OBLIGATIONS:
            if row[obligation] == 1:
                creditors, known = _creditors(row, obligation, everybody)
                conditions = conditions_of(row, obligation)
                duty = CodedDuty(
                    obligation, creditors, _threats(row) if "adv" in conditions else (), conditions,
                    row["olimob"] == 1 and obligation != "nonagg", known,
                )  # fmt: skip
                if creditors:
                    owed.setdefault(duty, []).append(row["member"])
    return owed


def _creditors(row: dict[str, Any], obligation: str, everybody: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    """To whom it is owed, and whether that is known.  The debtor itself may be among them: nobody owes himself."""
    if row["obvary"] != 1:
        return everybody, True
    for one in VARIANCES:
        if one.atopid == row["atopid"] and one.debtor == row["member"] and one.phase in (None, row["phase"]):
            said = one.creditors(obligation)
            if said is not None:
                return (everybody if isinstance(said, str) else tuple(c for c in said if c in everybody)), True
    return everybody, False


def _threats(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(int(row[c]) for c in ("statthr1", "statthr2") if row[c])


def _clause(id_: str, duty: CodedDuty, debtors: Sequence[int], ids: dict[int, tuple[str, str]]) -> Clause:
    against = _names(duty.adversaries, ids) if duty.adversaries else ANY_STATE
    to = _names(duty.creditors, ids)
    who = _names(debtors, ids, "and")
    when, act = _said(duty, against, to, who)
    return Clause(
        id_, when=when, thens=(act,), unknown=duty.unknown,
        request_by=Phrase((Noun("party"),)) if "req" in duty.conditions else None,
    )  # fmt: skip


def _said(duty: CodedDuty, against: Phrase, to: Phrase, who: Phrase) -> tuple[Formula | None, Act]:
    """Casus and act of a duty, after ATOP's definitions."""
    extra = Instrumental(unprovoked="npr" in duty.conditions)
    attack, fight = EventPattern(against, ATTACKS, to, extra), EventPattern(against, FIGHTS, to, extra)
    if duty.obligation == "defense":
        return attack, Act(who, "must", Verb("defend", "defence"), VICTIM, against=ATTACKER)
    if duty.obligation == "offense":
        return fight, Act(who, "must", Verb("join the war against", "offence"), ATTACKER, for_=VICTIM)
    if duty.obligation == "neutral":
        casus = attack if "att" in duty.conditions or "npr" in duty.conditions else fight
        return casus, Act(who, "must", Verb("stay neutral toward", "neutrality"), ATTACKER)
    if duty.obligation == "nonagg":
        return None, Act(who, "must", Verb("refrain from attacking", "non-aggression"), to)
    crisis = AnyOf((EventPattern(against, THREATENS, to), EventPattern(against, ATTACKS, to)))
    return crisis, Act(who, "must", Verb("consult with", "consultation"), VICTIM)


def _names(codes: Iterable[int], ids: dict[int, tuple[str, str]], joined: Any = "or") -> Phrase:
    nouns = tuple(Noun("name", ids[c][0]) for c in codes)
    return Phrase(nouns, joined if len(nouns) > 1 else "or")


def _date(day: date) -> Date:
    return parse_date(day.isoformat())


def _events(fought: Iterable[Any], ids: dict[int, tuple[str, str]]) -> Iterable[Event]:
    for attack in sorted(set(fought)):
        sentence = EventPattern(_names([attack.attacker], ids), ATTACKS, _names([attack.target], ids))
        yield Event(_date(attack.begins), sentence, common=Common(claims=(Claim("iwd"),)))
