"""Where frames begin: state-years and dyad-years from system membership, dyads from alliances, alliances, wars."""

from __future__ import annotations

from foedus.atlas.errors import AtlasError
from foedus.atlas.frame import Frame, Unit
from foedus.atlas.obligations import COUNTING, Counting, Terms, in_year, years_sql
from foedus.atlas.session import Session
from foedus.atlas.specs import Codes
from foedus.atlas.store import Provenance

__all__ = ["alliance_dyad_years", "dyad_years", "state_years", "years_of"]

VARY_NOTE = {
    "articles": "Where an alliance's terms vary by partner, a cited article decides (foedus alliances ATOPID), or the cell "
    "is missing.",
    "unknown": "Where an alliance's terms vary by partner, the cell is missing.",
    "rows": "Where an alliance's terms vary by partner, what a member owes somebody is counted as owed to all.",
}


def years_of(first: int, last: int | None) -> tuple[int, int]:
    """The years asked for, both included.  Raises AtlasError where they run backwards."""
    last = first if last is None else last
    if last < first:
        raise AtlasError(f"the years run backwards: {first} to {last}.", "The earlier year comes first.")
    return first, last


def _membership(session: Session, codes: Codes, last: int) -> tuple[str, Provenance, tuple[str, ...]]:
    """SQL of (code, begins, ends), where it comes from, and what to note."""
    if codes == "cow":
        source = session.use("cow_states")
        begins, ends = "make_date(styear, stmonth, stday)", "make_date(endyear, endmonth, endday)"
        table, code = "cow_states", "ccode"
    elif codes == "gw":
        source = session.use("gw_states")
        begins, ends, table, code = "startdate", "enddate", "gw_states", "gwcode"
    else:
        raise AtlasError(f'no code system is called "{codes}".', "There are cow and gw.")
    final = f"(SELECT max({ends}) FROM {table})"
    still = f"CASE WHEN {ends} = {final} THEN greatest({ends}, make_date({last}, 12, 31)) ELSE {ends} END"
    note = (
        f"Membership is known to {source.last}; states that were members then are carried forward.",
    ) if last > source.last else ()  # fmt: skip
    return f"SELECT {code}::INTEGER AS code, {begins} AS begins, {still} AS ends FROM {table}", source, note


def _state_years_sql(
    session: Session, codes: Codes, first: int, last: int, counting: str
) -> tuple[str, Provenance, tuple[str, ...]]:
    spells, source, note = _membership(session, codes, last)
    return (
        f"SELECT DISTINCT code, year::INTEGER AS year FROM (SELECT code, unnest({in_year(counting)}) AS year FROM ({spells})) "
        f"WHERE year BETWEEN {first} AND {last}"
    ), source, note  # fmt: skip


def state_years(
    session: Session, first: int, last: int | None = None, *, codes: Codes = "cow", counting: Counting = "any"
) -> Frame:
    """One row per state and year of membership (columns ``ccode`` or ``gwcode``, ``year``)."""
    first, last = years_of(first, last)
    sql, source, note = _state_years_sql(session, codes, first, last, counting)
    column = "ccode" if codes == "cow" else "gwcode"
    return Frame(
        session,
        f"SELECT code AS {column}, year FROM ({sql})",
        "state-year",
        codes,
        first,
        last,
        counting,
        (source,),
        note,
    )


def dyad_years(
    session: Session,
    first: int,
    last: int | None = None,
    *,
    directed: bool = True,
    codes: Codes = "cow",
    counting: Counting = "any",
) -> Frame:
    """One row per pair of states and year in which both are members of the system.

    directed: France-Germany and Germany-France are two rows; else one, the lower number first.
    counting "any": each of the two is a member on some day of the year, as in peacesciencer.
    """
    first, last = years_of(first, last)
    sql, source, note = _state_years_sql(session, codes, first, last, counting)
    column = "ccode" if codes == "cow" else "gwcode"
    relation = "<>" if directed else "<"
    pairs = (
        f"SELECT a.code AS {column}1, b.code AS {column}2, a.year FROM ({sql}) a JOIN ({sql}) b "
        f"ON a.year = b.year AND a.code {relation} b.code"
    )
    unit: Unit = "directed dyad-year" if directed else "dyad-year"
    return Frame(session, pairs, unit, codes, first, last, counting, (source,), note)


def alliance_dyad_years(
    session: Session, first: int, last: int | None = None, *, counting: Counting = "any", terms: Terms = "articles"
) -> Frame:
    """Directed pairs that share an alliance, by year: ``ccode1`` owes ``ccode2``; with ``atopids``, the alliances.

    A pair is here whether or not both are in the state system, and in both directions even if only one side owes.
    ``atop_varies`` is 1 where the terms of one of the alliances vary by partner.
    """
    first, last = years_of(first, last)
    sql = f"SELECT * FROM ({years_sql(session, counting, terms, ids=True)}) WHERE year BETWEEN {first} AND {last}"
    source = session.use("atop_members")
    said = [VARY_NOTE[terms]]
    if last > source.last or first < source.first:
        said.append(f"ATOP {source.release} speaks of {source.first}-{source.last}; other years have no rows.")
    return Frame(session, sql, "directed dyad-year", "cow", first, last, counting, (source,), tuple(said))


def counting_note(counting: str) -> str:
    """A sentence naming the counting day."""
    return f"A year counts by {COUNTING.get(counting, counting)}."
