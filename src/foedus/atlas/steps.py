"""The ``add_*`` steps, with the names and columns that users of peacesciencer know.

Each takes a frame and gives a frame; inside a data set's years what it does not list is 0, outside them it is missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from foedus.atlas.beside import Beside, Cell
from foedus.atlas.build import VARY_NOTE
from foedus.atlas.errors import AtlasError
from foedus.atlas.frame import Frame
from foedus.atlas.obligations import Counting, Terms, in_year, years_sql
from foedus.atlas.store import Provenance
from foedus.atlas.variances import OBLIGATIONS

__all__ = [
    "add_atop_alliance", "add_capital_distance", "add_ccode_to_gw", "add_contiguity", "add_cow_majors", "add_cow_mids",
    "add_cow_wars", "add_democracy", "add_gml_mids", "add_gwcode_to_cow", "add_nmc", "add_portfolio_similarity", "add_spells",
    "add_strategic_rivalries", "filter_prd", "recode",
]  # fmt: skip

DYAD_YEAR = tuple((c, c) for c in ("ccode1", "ccode2", "year"))
"""The key of most tables beside dyads."""


def _counting(frame: Frame) -> Counting:
    return cast("Counting", frame.counting or "any")


def _years(source: Provenance) -> tuple[int, int]:
    return source.first, source.last


def add_atop_alliance(frame: Frame, *, terms: Terms = "articles", ndir: bool = True) -> Frame:
    """``atop_defense``, ``atop_offense``, ``atop_neutral``, ``atop_nonagg``, ``atop_consul``: what state 1 owes state 2.

    In dyad-years without direction: what either owes the other (``ndir``; False: what the lower number owes).
    terms: see ``foedus.atlas.obligations``.  A year counts by the frame's counting day.
    """
    frame.need("add_atop_alliance", "directed dyad-year", "dyad-year")
    sql = years_sql(frame.session, _counting(frame), terms)
    source = frame.session.use("atop_members")
    if frame.unit == "dyad-year" and ndir:
        either = ", ".join(
            f"CASE WHEN bool_or(atop_{o} = 1) THEN 1 WHEN bool_or(atop_{o} IS NULL) THEN NULL ELSE 0 END AS atop_{o}"
            for o in OBLIGATIONS
        )
        sql = (
            f"SELECT least(ccode1, ccode2) AS ccode1, greatest(ccode1, ccode2) AS ccode2, year, {either} "
            f"FROM ({sql}) GROUP BY ALL"
        )
    cells = tuple(Cell(f"atop_{o}", f"atop_{o}", 0) for o in OBLIGATIONS)
    return frame.beside(Beside(sql, DYAD_YEAR, cells, _years(source)), source, notes=(VARY_NOTE[terms],))


def add_contiguity(frame: Frame) -> Frame:
    """``conttype``: 1 by land, 2-5 by up to 12, 24, 150, 400 miles of water, 0 not contiguous; the closest of the year.

    In state-years: ``land`` and ``sea``, the numbers of contiguous states (Stinnett et al. 2002).
    """
    frame.need("add_contiguity", "directed dyad-year", "dyad-year", "state-year")
    source = frame.session.use("cow_contiguity")
    # Dates are months, the day is a filler: an end in December is the end of the year.
    spans = "SELECT ccode1, ccode2, conttype, stdate AS begins, last_day(enddate) AS ends "
    spans += "FROM cow_contiguity WHERE conttype > 0"
    years = (
        f"SELECT ccode1, ccode2, year, min(conttype) AS conttype "
        f"FROM (SELECT *, unnest({in_year(_counting(frame))}) AS year FROM ({spans})) GROUP BY ALL"
    )
    if frame.unit == "state-year":
        sums = (
            f"SELECT ccode1 AS ccode, year, count(*) FILTER (conttype = 1) AS land, count(*) FILTER (conttype > 1) AS sea "
            f"FROM ({years}) GROUP BY ALL"
        )
        cells = (Cell("land", "land", 0), Cell("sea", "sea", 0))
        return frame.beside(Beside(sums, (("ccode", "ccode"), ("year", "year")), cells, _years(source)), source)
    return frame.beside(Beside(years, DYAD_YEAR, (Cell("conttype", "conttype", 0),), _years(source)), source)


def add_cow_majors(frame: Frame) -> Frame:
    """``cowmaj1``, ``cowmaj2`` (state-years: ``cowmaj``): 1 for a major power of the Correlates of War."""
    frame.need("add_cow_majors", "directed dyad-year", "dyad-year", "state-year")
    source = frame.session.use("cow_majors")
    spans = "SELECT ccode, make_date(styear, stmonth, stday) AS begins, make_date(endyear, endmonth, endday) AS ends "
    spans += "FROM cow_majors"
    years = f"SELECT ccode, unnest({in_year(_counting(frame))}) AS year FROM ({spans})"
    years = f"SELECT DISTINCT ccode, year, 1 AS cowmaj FROM ({years})"
    return _by_state(frame, years, source, (Cell("cowmaj", "cowmaj", 0),), _years(source))


def add_nmc(frame: Frame) -> Frame:
    """``milex``, ``milper``, ``irst``, ``pec``, ``tpop``, ``upop``, ``cinc`` (with 1 or 2 in dyads); unknown is missing."""
    frame.need("add_nmc", "directed dyad-year", "dyad-year", "state-year")
    source = frame.session.use("cow_nmc")
    names = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
    sql = f"SELECT ccode, year, {', '.join(names)} FROM cow_nmc"
    return _by_state(frame, sql, source, tuple(Cell(name, name, type="") for name in names))


def add_democracy(frame: Frame) -> Frame:
    """``euds``, ``aeuds``, ``polity2``, ``v2x_polyarchy`` (with 1 or 2 in dyads); unknown is missing."""
    frame.need("add_democracy", "directed dyad-year", "dyad-year", "state-year")
    source = frame.session.use("regime")
    names = ("euds", "aeuds", "polity2", "v2x_polyarchy")
    sql = f"SELECT ccode, year, {', '.join(names)} FROM regime"
    return _by_state(frame, sql, source, tuple(Cell(name, name, type="") for name in names))


def _by_state(
    frame: Frame, sql: str, source: Provenance, cells: tuple[Cell, ...], years: tuple[int, int] | None = None
) -> Frame:
    """Columns of a state-year table keyed by the frame's codes: once in state-years, for each of the two in dyads."""
    code = frame.key[0].removesuffix("1")
    for side in ("1", "2") if frame.is_dyadic else ("",):
        named = tuple(replace(cell, name=f"{cell.name}{side}") for cell in cells)
        frame = frame.beside(Beside(sql, ((f"{code}{side}", code), ("year", "year")), named, years), source)
    return frame


def add_cow_wars(frame: Frame, type: Literal["inter", "intra"] = "inter") -> Frame:
    """``cowinterongoing``, ``cowinteronset`` and ``warnum`` of inter-state wars (dyads), by COW.

    type "intra": ``cowintraongoing``, ``cowintraonset`` of civil wars (state-years).  Where a pair has two wars in a year,
    an onset goes before what is going on, then the deadlier war.
    """
    if type == "inter":
        frame.need("add_cow_wars", "directed dyad-year", "dyad-year")
        source = frame.session.use("cow_war_dyads")
        sql = """SELECT ccode1, ccode2, year, warnum, cowinterongoing, cowinteronset, sidea1, sidea2, initiator1, initiator2,
            outcome1, outcome2, batdeath1, batdeath2 FROM cow_war_dyads
            QUALIFY row_number() OVER (PARTITION BY ccode1, ccode2, year
                ORDER BY cowinteronset DESC, coalesce(batdeath1, 0) + coalesce(batdeath2, 0) DESC, warnum) = 1"""
        more = (
            "warnum", "sidea1", "sidea2", "initiator1", "initiator2", "outcome1", "outcome2", "batdeath1", "batdeath2",
        )  # fmt: skip
        cells = (
            Cell("cowinteronset", "cowinteronset", 0),
            Cell("cowinterongoing", "cowinterongoing", 0),
            *(Cell(name, name, type="") for name in more),
        )
        return frame.beside(Beside(sql, DYAD_YEAR, cells, _years(source)), source, notes=_NAIVE)
    frame.need('add_cow_wars(type="intra")', "state-year")
    source = frame.session.use("cow_intrastate_years")
    sql = """SELECT ccodea AS ccode, year, max(cowintraonset) AS cowintraonset, max(cowintraongoing) AS cowintraongoing
        FROM cow_intrastate_years WHERE primary_state = 1 GROUP BY ALL"""
    names = ("cowintraonset", "cowintraongoing")
    return _by_state(frame, sql, source, tuple(Cell(name, name, 0) for name in names), _years(source))


_NAIVE = ("Opponents are all pairs on opposite sides of a war or dispute, whether or not they met in battle.",)


def add_cow_mids(frame: Frame) -> Frame:
    """``cowmidonset``, ``cowmidongoing``, ``dispnum``, ``hostlev1``, ``hostlev2`` of militarised disputes, by COW."""
    return _disputes(frame, "add_cow_mids", "mid_dyads", "dispongoing", "disponset", "cowmid")


def add_gml_mids(frame: Frame) -> Frame:
    """``gmlmidonset``, ``gmlmidongoing``, ``dispnum`` …, by Gibler, Miller and Little.  Never beside those of COW."""
    return _disputes(frame, "add_gml_mids", "gml_dyads", "midongoing", "midonset", "gmlmid")


def _disputes(frame: Frame, who: str, table: str, ongoing: str, onset: str, name: str) -> Frame:
    frame.need(who, "directed dyad-year", "dyad-year")
    if "dispnum" in frame.columns:
        raise AtlasError(
            f"{who}: this frame has disputes already, and those of COW and GML are never mixed.", "Begin another frame."
        )
    source = frame.session.use(table)
    sql = f"""SELECT ccode1, ccode2, year, dispnum, {ongoing} AS ongoing, {onset} AS onset, hostlev1, hostlev2 FROM {table}
        QUALIFY row_number() OVER (PARTITION BY ccode1, ccode2, year
            ORDER BY {onset} DESC, greatest(hostlev1, hostlev2) DESC, dispnum) = 1"""
    cells = (
        Cell(f"{name}onset", "onset", 0),
        Cell(f"{name}ongoing", "ongoing", 0),
        *(Cell(c, c, type="") for c in ("dispnum", "hostlev1", "hostlev2")),
    )
    return frame.beside(Beside(sql, DYAD_YEAR, cells, _years(source)), source, notes=_NAIVE)


def add_strategic_rivalries(frame: Frame) -> Frame:
    """``ongoingrivalry``: 1 while a strategic rivalry (Thompson and Dreyer) lasts."""
    frame.need("add_strategic_rivalries", "directed dyad-year", "dyad-year")
    source = frame.session.use("td_rivalries")
    spans = "SELECT ccode1, ccode2, styear, endyear FROM td_rivalries"
    both = f"{spans} UNION ALL SELECT ccode2, ccode1, styear, endyear FROM td_rivalries"
    sql = f"SELECT DISTINCT ccode1, ccode2, unnest(generate_series(styear, endyear)) AS year, 1 AS rivals FROM ({both})"
    return frame.beside(Beside(sql, DYAD_YEAR, (Cell("ongoingrivalry", "rivals", 0),), _years(source)), source)


def add_capital_distance(frame: Frame) -> Frame:
    """``capdist``: kilometres between the capitals of 31 December, along a great circle of a sphere of 6371 km."""
    frame.need("add_capital_distance", "directed dyad-year", "dyad-year")
    source = frame.session.use("capitals")
    sql = """SELECT ccode, year, lat, lng FROM
        (SELECT *, unnest(generate_series(year(stdate), year(enddate))) AS year FROM capitals)
        QUALIFY row_number() OVER (PARTITION BY ccode, year ORDER BY enddate DESC) = 1"""
    inside = (
        "pow(sin(radians(b.lat - a.lat) / 2), 2) + "
        "cos(radians(a.lat)) * cos(radians(b.lat)) * pow(sin(radians(b.lng - a.lng) / 2), 2)"
    )
    joins = " ".join(
        f"LEFT JOIN ({sql}) {s} ON f.ccode{n} = {s}.ccode AND f.year = {s}.year" for s, n in (("a", 1), ("b", 2))
    )
    return frame.joined(f"2 * 6371 * asin(sqrt(least(1, {inside}))) AS capdist", joins, source)


def add_gwcode_to_cow(frame: Frame) -> Frame:
    """``gwcode1``, ``gwcode2`` (state-years: ``gwcode``) beside COW numbers; missing where that system has no such state."""
    return _other_codes(frame, "add_gwcode_to_cow", "ccode", "gwcode")


def add_ccode_to_gw(frame: Frame) -> Frame:
    """``ccode1``, ``ccode2`` (state-years: ``ccode``) beside Gleditsch-Ward numbers; missing where COW has no such state."""
    return _other_codes(frame, "add_ccode_to_gw", "gwcode", "ccode")


def _other_codes(frame: Frame, who: str, have: str, want: str) -> Frame:
    frame.need(who, "directed dyad-year", "dyad-year", "state-year", codes="cow" if have == "ccode" else "gw")
    source = frame.session.use("cow_gw")
    # The pairs run over whole years: in a year of change the pair that goes on counts.
    sql = f"""SELECT {have}, {want}, year FROM (SELECT *, unnest(generate_series(styear, endyear)) AS year FROM cow_gw)
        WHERE {have} IS NOT NULL AND {want} IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY {have}, year ORDER BY endyear DESC) = 1"""
    return _by_state(frame, sql, source, (Cell(want, want, type=""),))


def recode(frame: Frame) -> Frame:
    """The frame keyed by the other system's numbers, added before; rows without one are left out."""
    old, new = ("ccode", "gwcode") if frame.codes == "cow" else ("gwcode", "ccode")
    sides = ("1", "2") if frame.is_dyadic else ("",)
    frame.missing(
        "recode",
        *(new + side for side in sides),
        first="add_gwcode_to_cow()" if old == "ccode" else "add_ccode_to_gw()",
    )
    present = " AND ".join(f"{new}{side} IS NOT NULL" for side in sides)
    dropped = ", ".join(old + side for side in sides)
    sql = f"SELECT * EXCLUDE ({dropped}) FROM ({frame.sql}) WHERE {present}"
    return replace(
        frame.over(sql),
        codes="gw" if old == "ccode" else "cow",
        notes=(*frame.notes, f"Keyed by {new} after {old}; states without one are left out."),
    )


def add_spells(frame: Frame, event: str = "cowinterongoing") -> Frame:
    """``EVENTspell``: years since the last year with the event, 0 in the year after one; missing where the event is.

    event: a 0/1 column of the frame (``cowinterongoing``, ``cowmidongoing`` …).  A gap in a state's membership begins anew.
    """
    frame.need("add_spells", "directed dyad-year", "dyad-year", "state-year", codes=frame.codes)
    frame.missing("add_spells", event, first="the step that adds it")
    who = ", ".join(c for c in frame.key if c != "year")
    name = event.removesuffix("ongoing").removesuffix("onset") + "spell"
    sql = f"""SELECT * EXCLUDE (run_, island_), CASE WHEN {event} IS NOT NULL THEN
            row_number() OVER (PARTITION BY {who}, island_, run_ ORDER BY year) - 1 END AS {name}
        FROM (SELECT *, coalesce(sum(CASE WHEN {event} = 1 THEN 1 ELSE 0 END) OVER (PARTITION BY {who}, island_ ORDER BY year
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS run_
            FROM (SELECT *, year - row_number() OVER (PARTITION BY {who} ORDER BY year) AS island_ FROM ({frame.sql})))"""
    return frame.over(sql)


def filter_prd(frame: Frame) -> Frame:
    """Politically relevant dyads alone: contiguous, or with a major power (Weede 1976); adds ``prd``, always 1."""
    frame.need("filter_prd", "directed dyad-year", "dyad-year")
    frame.missing("filter_prd", "conttype", "cowmaj1", "cowmaj2", first="add_contiguity() and add_cow_majors()")
    return frame.over(f"SELECT *, 1 AS prd FROM ({frame.sql}) WHERE conttype > 0 OR cowmaj1 = 1 OR cowmaj2 = 1")


def add_portfolio_similarity(frame: Frame) -> Frame:
    """``atop_s``: Signorino and Ritter's S of two states' alliance portfolios, unweighted, -1 to 1.

    A state's portfolio holds for each state of the year the strongest thing it owes it: 3 defence or offence, 2
    neutrality or non-aggression, 1 consultation, 0 nothing; with itself 3.  S is 1 minus twice the mean distance over
    the greatest one possible (Signorino and Ritter 1999, International Studies Quarterly 43:115-144).
    """
    frame.need("add_portfolio_similarity", "directed dyad-year", "dyad-year")
    session = frame.session
    counting = _counting(frame)
    owed = years_sql(session, counting, "articles")
    states, source = session.use("cow_states"), session.use("atop_members")
    from foedus.atlas.build import state_years

    years = state_years(session, frame.first, frame.last, counting=counting)
    rank = (
        "CASE WHEN atop_defense = 1 OR atop_offense = 1 THEN 3 WHEN atop_neutral = 1 OR atop_nonagg = 1 THEN 2 "
        "WHEN atop_consul = 1 THEN 1 ELSE 0 END"
    )
    # The distance of two portfolios is summed over the few states to which at least one of the two owes anything.
    sql = f"""WITH state AS ({years.sql}), n AS (SELECT year, count(*) AS n FROM state GROUP BY year),
        tie AS (SELECT o.ccode1 AS i, o.ccode2 AS k, o.year, {rank} AS v FROM ({owed}) o
                JOIN state a ON a.ccode = o.ccode1 AND a.year = o.year
                JOIN state b ON b.ccode = o.ccode2 AND b.year = o.year UNION ALL SELECT ccode, ccode, year, 3 FROM state),
        total AS (SELECT i, year, sum(v) AS v FROM tie GROUP BY i, year),
        common AS (SELECT a.i AS ccode1, b.i AS ccode2, a.year, sum(abs(a.v - b.v) - a.v - b.v) AS d FROM tie a JOIN tie b
                   ON a.k = b.k AND a.year = b.year AND a.i <> b.i GROUP BY ALL)
        SELECT s.ccode AS ccode1, t.ccode AS ccode2, s.year,
            1 - 2 * (x.v + y.v + coalesce(c.d, 0)) / (3.0 * n.n) AS atop_s
        FROM state s JOIN state t ON s.year = t.year JOIN n ON n.year = s.year
        JOIN total x ON x.i = s.ccode AND x.year = s.year JOIN total y ON y.i = t.ccode AND y.year = s.year
        LEFT JOIN common c ON c.ccode1 = s.ccode AND c.ccode2 = t.ccode AND c.year = s.year"""
    cells = (Cell("atop_s", "atop_s", type=""),)
    return frame.beside(Beside(sql, DYAD_YEAR, cells, _years(source)), states, source)
