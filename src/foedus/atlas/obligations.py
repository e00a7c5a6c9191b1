"""Who owes whom what under ATOP: the rule from member rows to directed pairs, as SQL.

The rule, without exceptions:

1. Two members are partners if they stand in the same phase of an alliance and their times in it share more than the one
   day on which one succeeds the other: times are half-open, so that a state and its successor, both listed on the day
   of the change, are no partners.  Members of different phases are never partners.
2. They are so from the later entry to the earlier exit, both days included.  A year counts if it contains one of these
   days (counting day "any"), or its first or last day (``jan1``, ``dec31``).
3. Where one alliance has several phases in a year, the last one in force counts: terms that were superseded are not
   added to those that superseded them.
4. A pair's obligation is the highest over its alliances, each direction apart: 1 if any alliance has it, unknown if none
   has it and one is unknown, else 0.
5. A member whose number is none of the COW list (ATOP's own 8152, Annam) is no state of these tables.
6. Where a member owes different things to different partners (``obvary``), an article decides, or nothing does.
"""

from __future__ import annotations

from typing import Literal

from foedus.atlas.errors import AtlasError
from foedus.atlas.session import Session
from foedus.atlas.variances import OBLIGATIONS, VARIANCES

__all__ = ["COUNTING", "Counting", "Terms", "in_year", "pairs_sql", "prepare", "years_sql"]

Counting = Literal["any", "jan1", "dec31"]
COUNTING: dict[str, str] = {"any": "any day of the year", "jan1": "1 January", "dec31": "31 December"}
"""Counting days and what to call them."""

Terms = Literal["articles", "unknown", "rows"]
"""What to do where terms vary by partner: ask the articles, leave every such cell unknown, or take the row for all."""

HIGHEST_COW = 999


def in_year(counting: str, begin: str = "begins", end: str = "ends") -> str:
    """SQL: the years of a span of days, as a list.  Raises AtlasError for a counting day there is not."""
    if counting not in COUNTING:
        raise AtlasError(f'no counting day is called "{counting}".', f"There are {', '.join(COUNTING)}.")
    first, last = f"year({begin})", f"year({end})"
    if counting == "jan1":
        first = f"CASE WHEN {begin} > make_date(year({begin}), 1, 1) THEN {first} + 1 ELSE {first} END"
    if counting == "dec31":
        last = f"CASE WHEN {end} < make_date(year({end}), 12, 31) THEN {last} - 1 ELSE {last} END"
    return f"generate_series(({first})::BIGINT, ({last})::BIGINT)"


def prepare(session: Session) -> None:
    """Make the table of what articles decide readable as ``atop_articles``."""
    rows = [
        f"({one.atopid}, {'NULL' if one.phase is None else one.phase}, {one.debtor}, '{obligation}', {creditor})"
        for one in VARIANCES
        for obligation in OBLIGATIONS
        if (owed := one.creditors(obligation)) is not None
        for creditor in ((0,) if isinstance(owed, str) else owed or (-1,))
    ]
    # Not ``register``, with which duckdb imports all of pandas.
    session.connection.execute(
        "CREATE OR REPLACE TEMP TABLE atop_articles (atopid INT, phase INT, debtor INT, obligation TEXT, creditor INT)"
    )
    session.connection.execute(f"INSERT INTO atop_articles VALUES {', '.join(rows)}")


def pairs_sql(session: Session, terms: Terms = "articles") -> str:
    """SQL: one row per alliance, phase and directed pair of partners, with days and obligations (NULL: unknown)."""
    if terms not in ("articles", "unknown", "rows"):
        raise AtlasError(f'no way to treat varying terms is called "{terms}".', "There are articles, unknown, rows.")
    last = session.use("atop_members").last
    prepare(session)
    cells = ", ".join(_cell(o, terms) for o in OBLIGATIONS)
    return f"""
        WITH member AS (
            SELECT *, make_date(yrent, greatest(moent, 1), greatest(coalesce(dayent, 1), 1)) AS begins,
                CASE WHEN yrexit = 0 THEN make_date({last}, 12, 31)
                     WHEN coalesce(moexit, 0) = 0 THEN make_date(yrexit, 12, 31)
                     WHEN coalesce(dayexit, 0) = 0 THEN last_day(make_date(yrexit, moexit, 1))
                     ELSE make_date(yrexit, moexit, dayexit) END AS ends
            FROM atop_members WHERE member <= {HIGHEST_COW})
        SELECT a.atopid, a.phase, a.member AS ccode1, b.member AS ccode2,
            greatest(a.begins, b.begins) AS begins, least(a.ends, b.ends) AS ends,
            (a.yrexit = 0 AND b.yrexit = 0) AS continues, a.obvary AS varies, {cells}
        FROM member a JOIN member b ON a.atopid = b.atopid AND a.phase = b.phase AND a.member <> b.member
        WHERE greatest(a.begins, b.begins) < least(a.ends, b.ends)"""


def _cell(obligation: str, terms: Terms) -> str:
    own = f"a.{obligation}"
    if terms == "rows":
        return f"{own} AS {obligation}"
    if terms == "unknown":
        return f"CASE WHEN a.obvary = 1 AND {own} = 1 THEN NULL ELSE {own} END AS {obligation}"
    said = (
        "FROM atop_articles v WHERE v.atopid = a.atopid AND (v.phase IS NULL OR v.phase = a.phase) "
        f"AND v.debtor = a.member AND v.obligation = '{obligation}'"
    )
    return (
        f"CASE WHEN a.obvary = 1 AND {own} = 1 THEN (SELECT CASE WHEN count(*) = 0 THEN NULL "
        f"WHEN bool_or(v.creditor IN (0, b.member)) THEN 1 ELSE 0 END {said}) ELSE {own} END AS {obligation}"
    )


def years_sql(session: Session, counting: Counting = "any", terms: Terms = "articles", *, ids: bool = False) -> str:
    """SQL: one row per directed pair and year with ``atop_defense`` and its kin; with ``ids``, the alliances too."""
    # What is owed and what is unknown travel as the bits of one number, so that each row is aggregated once.
    bits = {o: (1 << n, 1 << n + len(OBLIGATIONS)) for n, o in enumerate(OBLIGATIONS)}
    packed = " + ".join(
        f"CASE WHEN {o} = 1 THEN {owed} WHEN {o} IS NULL THEN {unknown} ELSE 0 END"
        for o, (owed, unknown) in bits.items()
    )
    highest = ", ".join(
        f"CASE WHEN bits & {owed} > 0 THEN 1 WHEN bits & {unknown} > 0 THEN NULL ELSE 0 END::TINYINT AS atop_{o}"
        for o, (owed, unknown) in bits.items()
    )
    named = (
        ", string_agg(DISTINCT atopid::VARCHAR, ' ' ORDER BY atopid::VARCHAR) AS atopids, max(varies) AS atop_varies"
        if ids
        else ""
    )
    kept, varies = (", atopids, atop_varies", ", max_by(varies, rank) AS varies") if ids else ("", "")
    return f"""
        SELECT ccode1, ccode2, year, {highest}{kept} FROM (
            SELECT ccode1, ccode2, year, bit_or(bits) AS bits{named} FROM (
                SELECT atopid, ccode1, ccode2, year, max_by(bits, rank) AS bits{varies} FROM (
                    SELECT *, unnest({in_year(counting)}) AS year FROM (
                        SELECT *, ({packed})::SMALLINT AS bits, (ends - DATE '0001-01-01') * 1000 + phase AS rank
                        FROM ({pairs_sql(session, terms)})))
                GROUP BY atopid, ccode1, ccode2, year)
            GROUP BY ccode1, ccode2, year)"""
