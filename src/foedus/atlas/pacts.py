"""Alliances and their members: what is in force on a day, and what one state owes another under which alliance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.atlas.frame import Frame
from foedus.atlas.names import day_of, resolve
from foedus.atlas.obligations import Terms, pairs_sql
from foedus.atlas.session import Session, sql_text
from foedus.atlas.variances import OBLIGATIONS

__all__ = ["CONDITIONS", "Owed", "alliances", "conditions_of", "members", "obligations_between"]

PREFIX = {"defense": "def", "offense": "off", "neutral": "neu", "nonagg": "", "consul": "con"}
CONDITIONS: dict[str, str] = {
    "adv": "only against (or concerning) particular adversaries",
    "loc": "only for attacks or wars in particular places",
    "con": "only in a particular ongoing conflict",
    "num": "only given a number of adversaries",
    "dem": "only if the adversary refuses a demand",
    "npr": "only if the partner did not provoke",
    "att": "only if the partner is attacked",
    "req": "only on request",
}
"""ATOP's conditions: the last letters of the column, and what it means."""


def conditions_of(row: dict[str, Any], obligation: str) -> tuple[str, ...]:
    """The conditions coded for an obligation in a member row, as the keys of CONDITIONS."""
    prefix = PREFIX[obligation]
    return tuple(key for key in CONDITIONS if prefix and row.get(f"{prefix}co{key}") == 1)


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation of one state to another under one alliance.

    known: False where the terms vary by partner and no article decides.  adversaries: the states coded as the threat.
    """

    atopid: int
    phase: int
    debtor: int
    creditor: int
    obligation: str
    since: date
    until: date
    known: bool
    conditions: tuple[str, ...]
    adversaries: tuple[int, ...]
    secret: bool


def obligations_between(
    session: Session, debtor: str | int, creditor: str | int, on: str | date, terms: Terms = "articles"
) -> tuple[Owed, ...]:
    """What one state owes another on a day, alliance by alliance; the other direction is another question.

    Raises AtlasError for a name that is none, or ambiguous, on that day.
    """
    day = day_of(on)
    assert day is not None
    a, b = resolve(session, debtor, day), resolve(session, creditor, day)
    pairs = pairs_sql(session, terms)
    rows = session.rows(
        f"SELECT p.*, m.* EXCLUDE (atopid, phase, {', '.join(OBLIGATIONS)}) FROM ({pairs}) p "
        f"JOIN atop_members m ON m.atopid = p.atopid AND m.phase = p.phase AND m.member = p.ccode1 "
        f"WHERE p.ccode1 = {a.ccode} AND p.ccode2 = {b.ccode} "
        f"AND DATE {sql_text(day.isoformat())} BETWEEN p.begins AND p.ends "
        "QUALIFY row_number() OVER (PARTITION BY p.atopid ORDER BY p.ends DESC, p.phase DESC, m.yrent DESC) = 1 "
        "ORDER BY p.atopid"
    )
    found = []
    for row in rows:
        threats = tuple(int(row[c]) for c in ("statthr1", "statthr2") if row[c])
        for obligation in OBLIGATIONS:
            if row[obligation] != 0:
                found.append(
                    Owed(
                        row["atopid"], row["phase"], a.ccode, b.ccode, obligation, row["begins"], row["ends"],
                        row[obligation] is not None, conditions_of(row, obligation), threats, (row["pubsecr"] or 0) > 0,
                    )
                )  # fmt: skip
    return tuple(found)


def members(session: Session) -> Frame:
    """The member file as it is, one row per alliance, member and phase."""
    source = session.use("atop_members")
    return Frame(
        session,
        "SELECT * FROM atop_members ORDER BY atopid, phase, member",
        "alliance member",
        "cow",
        source.first,
        source.last,
        "",
        (source,),
    )


def alliances(
    session: Session,
    first: int | None = None,
    last: int | None = None,
    *,
    member: str | int | None = None,
    on: str | date | None = None,
) -> Frame:
    """Alliances, one row each: years, members, what any member owes, whether terms vary, a common name where one is known.

    first, last: in force on any day of these years; on: in force on that day.  member: with that state in it then.
    """
    day = day_of(on)
    source = session.use("atop_members")
    begins, ends = ("DATE '0001-01-01'", "DATE '9999-12-31'")
    if day is not None:
        begins = ends = f"DATE {sql_text(day.isoformat())}"
    elif first is not None:
        begins, ends = f"make_date({first}, 1, 1)", f"make_date({last or first}, 12, 31)"
    rows = """SELECT *, make_date(yrent, greatest(moent, 1), greatest(coalesce(dayent, 1), 1)) AS begins,
        CASE WHEN yrexit = 0 THEN DATE '9999-12-31' WHEN coalesce(moexit, 0) = 0 THEN make_date(yrexit, 12, 31)
             WHEN coalesce(dayexit, 0) = 0 THEN last_day(make_date(yrexit, moexit, 1))
             ELSE make_date(yrexit, moexit, dayexit) END AS ends FROM atop_members"""
    among = ""
    if member is not None:
        when = day or (date(first, 12, 31) if first is not None else None)
        code = resolve(session, member, when).ccode
        among = f"HAVING bool_or(member = {code})"
    uses, named, name = [source], "", "NULL"
    if session.has("atop_names"):
        uses.append(session.use("atop_names"))
        named, name = "LEFT JOIN atop_names n USING (atopid)", "n.alliance_name"
    abbreviations = "a.member::VARCHAR"
    if session.has("cow_states"):
        uses.append(session.use("cow_states"))
        abbreviations = (
            f"coalesce((SELECT any_value(stateabb) FROM cow_states s WHERE s.ccode = a.member), {abbreviations})"
        )
    duties = ", ".join(f"max({o})::TINYINT AS {o}" for o in OBLIGATIONS)
    kept = ", ".join(f"g.{o}" for o in (*OBLIGATIONS, "obvary"))
    sql = f"""WITH rows_ AS ({rows}), live AS (SELECT * FROM rows_ WHERE begins <= {ends} AND ends >= {begins}),
        grouped AS (SELECT atopid, {duties}, max(obvary)::TINYINT AS obvary, max(pubsecr)::TINYINT AS pubsecr,
            max(conditio)::TINYINT AS conditio,
            min(begins) AS since, max(ends) AS until FROM live GROUP BY atopid {among}),
        who AS (SELECT DISTINCT atopid, member FROM live),
        told AS (SELECT a.atopid, count(*) AS n, string_agg({abbreviations}, ' ' ORDER BY a.member) AS members
            FROM who a GROUP BY a.atopid)
        SELECT g.atopid, {name} AS name, g.since, CASE WHEN g.until < DATE '9999-12-31' THEN g.until END AS until,
            t.n AS member_count, t.members, {kept}, g.conditio, g.pubsecr
        FROM grouped g JOIN told t USING (atopid) {named} ORDER BY g.atopid"""
    note = "An empty until: still in force at the end of the data, 31 December " + str(source.last) + "."
    years = (day.year, day.year) if day is not None else (first or source.first, last or first or source.last)
    return Frame(session, sql, "alliance", "cow", *years, "", tuple(uses), (note,))
