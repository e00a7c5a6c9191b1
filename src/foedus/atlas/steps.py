"""The ``add_*`` steps, with the names and columns that users of peacesciencer know.

Each takes a frame and gives a frame; inside a data set's years what it does not list is 0, outside them it is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, cast

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

Cell = Callable[[str], str]
"""From the SQL of a joined value to that of the cell."""


def _counting(frame: Frame) -> Counting:
    return cast("Counting", frame.counting or "any")


def _within(source: Provenance, value: str, otherwise: str = "0") -> str:
    """SQL: the value; where there is none, ``otherwise`` inside the coverage and missing outside it."""
    return f"CASE WHEN f.year BETWEEN {source.first} AND {source.last} THEN coalesce({value}, {otherwise}) END::TINYINT"


def add_atop_alliance(frame: Frame, *, terms: Terms = "articles", ndir: bool = True) -> Frame:
    """``atop_defense``, ``atop_offense``, ``atop_neutral``, ``atop_nonagg``, ``atop_consul``: what state 1 owes state 2.

    In dyad-years without direction: what either owes the other (``ndir``; False: what the lower number owes).
    terms: see ``foedus.atlas.obligations``.  A year counts by the frame's counting day.
    """
    frame.need("add_atop_alliance", "directed dyad-year", "dyad-year")
    sql = years_sql(frame.session, _counting(frame), terms)
    source = frame.session.use("atop_members")
    on = "f.ccode1 = o.ccode1 AND f.ccode2 = o.ccode2 AND f.year = o.year"
    if frame.unit == "dyad-year" and ndir:
        either = ", ".join(
            f"CASE WHEN bool_or(atop_{o} = 1) THEN 1 WHEN bool_or(atop_{o} IS NULL) THEN NULL ELSE 0 END AS atop_{o}"
            for o in OBLIGATIONS
        )
        sql = (
            f"SELECT least(ccode1, ccode2) AS ccode1, greatest(ccode1, ccode2) AS ccode2, year, {either} "
            f"FROM ({sql}) GROUP BY ALL"
        )
    columns = ", ".join(
        f"CASE WHEN f.year NOT BETWEEN {source.first} AND {source.last} THEN NULL WHEN o.year IS NULL THEN 0 "
        f"ELSE o.atop_{o} END::TINYINT AS atop_{o}"
        for o in OBLIGATIONS
    )
    return frame.joined(columns, f"LEFT JOIN ({sql}) o ON {on}", source, notes=(VARY_NOTE[terms],))


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
        columns = f"{_within(source, 'c.land')} AS land, {_within(source, 'c.sea')} AS sea"
        return frame.joined(columns, f"LEFT JOIN ({sums}) c ON f.ccode = c.ccode AND f.year = c.year", source)
    on = "f.ccode1 = c.ccode1 AND f.ccode2 = c.ccode2 AND f.year = c.year"
    return frame.joined(f"{_within(source, 'c.conttype')} AS conttype", f"LEFT JOIN ({years}) c ON {on}", source)


def add_cow_majors(frame: Frame) -> Frame:
    """``cowmaj1``, ``cowmaj2`` (state-years: ``cowmaj``): 1 for a major power of the Correlates of War."""
    frame.need("add_cow_majors", "directed dyad-year", "dyad-year", "state-year")
    source = frame.session.use("cow_majors")
    spans = "SELECT ccode, make_date(styear, stmonth, stday) AS begins, make_date(endyear, endmonth, endday) AS ends "
    spans += "FROM cow_majors"
    years = f"SELECT ccode, unnest({in_year(_counting(frame))}) AS year FROM ({spans})"
    years = f"SELECT DISTINCT ccode, year, 1 AS cowmaj FROM ({years})"
    return _by_state(frame, years, source, {"cowmaj": lambda value: _within(source, value)})


def add_nmc(frame: Frame) -> Frame:
    """``milex``, ``milper``, ``irst``, ``pec``, ``tpop``, ``upop``, ``cinc`` (with 1 or 2 in dyads); unknown is missing."""
    frame.need("add_nmc", "directed dyad-year", "dyad-year", "state-year")
    source = frame.session.use("cow_nmc")
    names = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
    sql = f"SELECT ccode, year, {', '.join(names)} FROM cow_nmc"
    return _by_state(frame, sql, source, {name: lambda value: value for name in names})


def add_democracy(frame: Frame) -> Frame:
    """``euds``, ``aeuds``, ``polity2``, ``v2x_polyarchy`` (with 1 or 2 in dyads); unknown is missing."""
    frame.need("add_democracy", "directed dyad-year", "dyad-year", "state-year")
    source = frame.session.use("regime")
    names = ("euds", "aeuds", "polity2", "v2x_polyarchy")
    return _by_state(
        frame, f"SELECT ccode, year, {', '.join(names)} FROM regime", source, {n: lambda value: value for n in names}
    )


def _by_state(frame: Frame, sql: str, source: Provenance, cells: dict[str, Cell]) -> Frame:
    """Columns of a state-year table, once in state-years, for each of the two in dyads."""
    sides = ("1", "2") if frame.is_dyadic else ("",)
    columns = ", ".join(f"{cell(f's{side}.{name}')} AS {name}{side}" for name, cell in cells.items() for side in sides)
    joins = " ".join(
        f"LEFT JOIN ({sql}) s{side} ON f.ccode{side} = s{side}.ccode AND f.year = s{side}.year" for side in sides
    )
    return frame.joined(columns, joins, source)


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
        on = "f.ccode1 = w.ccode1 AND f.ccode2 = w.ccode2 AND f.year = w.year"
        more = ", ".join(
            f"w.{c}"
            for c in (
                "warnum",
                "sidea1",
                "sidea2",
                "initiator1",
                "initiator2",
                "outcome1",
                "outcome2",
                "batdeath1",
                "batdeath2",
            )
        )
        onset, ongoing = _within(source, "w.cowinteronset"), _within(source, "w.cowinterongoing")
        columns = f"{onset} AS cowinteronset, {ongoing} AS cowinterongoing, {more}"
        return frame.joined(columns, f"LEFT JOIN ({sql}) w ON {on}", source, notes=_NAIVE)
    frame.need('add_cow_wars(type="intra")', "state-year")
    source = frame.session.use("cow_intrastate_years")
    sql = """SELECT ccodea AS ccode, year, max(cowintraonset) AS cowintraonset, max(cowintraongoing) AS cowintraongoing
        FROM cow_intrastate_years WHERE primary_state = 1 GROUP BY ALL"""
    onset, ongoing = _within(source, "w.cowintraonset"), _within(source, "w.cowintraongoing")
    columns = f"{onset} AS cowintraonset, {ongoing} AS cowintraongoing"
    return frame.joined(columns, f"LEFT JOIN ({sql}) w ON f.ccode = w.ccode AND f.year = w.year", source)


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
    on = "f.ccode1 = d.ccode1 AND f.ccode2 = d.ccode2 AND f.year = d.year"
    columns = (
        f"{_within(source, 'd.onset')} AS {name}onset, {_within(source, 'd.ongoing')} AS {name}ongoing, "
        "d.dispnum, d.hostlev1, d.hostlev2"
    )
    return frame.joined(columns, f"LEFT JOIN ({sql}) d ON {on}", source, notes=_NAIVE)


def add_strategic_rivalries(frame: Frame) -> Frame:
    """``ongoingrivalry``: 1 while a strategic rivalry (Thompson and Dreyer) lasts."""
    frame.need("add_strategic_rivalries", "directed dyad-year", "dyad-year")
    source = frame.session.use("td_rivalries")
    sql = """SELECT DISTINCT least(ccode1, ccode2) AS a, greatest(ccode1, ccode2) AS b,
        unnest(generate_series(styear, endyear)) AS year FROM td_rivalries"""
    on = "least(f.ccode1, f.ccode2) = r.a AND greatest(f.ccode1, f.ccode2) = r.b AND f.year = r.year"
    return frame.joined(
        f"{_within(source, 'r.year - r.year + 1')} AS ongoingrivalry", f"LEFT JOIN ({sql}) r ON {on}", source
    )


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
    sides = ("1", "2") if frame.is_dyadic else ("",)
    columns = ", ".join(f"c{side}.{want} AS {want}{side}" for side in sides)
    joins = " ".join(
        f"LEFT JOIN ({sql}) c{side} ON f.{have}{side} = c{side}.{have} AND f.year = c{side}.year" for side in sides
    )
    return frame.joined(columns, joins, source)


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
        frame,
        sql=sql,
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
    return replace(frame, sql=sql)


def filter_prd(frame: Frame) -> Frame:
    """Politically relevant dyads alone: contiguous, or with a major power (Weede 1976); adds ``prd``, always 1."""
    frame.need("filter_prd", "directed dyad-year", "dyad-year")
    frame.missing("filter_prd", "conttype", "cowmaj1", "cowmaj2", first="add_contiguity() and add_cow_majors()")
    return replace(frame, sql=f"SELECT *, 1 AS prd FROM ({frame.sql}) WHERE conttype > 0 OR cowmaj1 = 1 OR cowmaj2 = 1")


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
    on = "f.ccode1 = p.ccode1 AND f.ccode2 = p.ccode2 AND f.year = p.year"
    inside = f"CASE WHEN f.year BETWEEN {source.first} AND {source.last} THEN p.atop_s END AS atop_s"
    return frame.joined(inside, f"LEFT JOIN ({sql}) p ON {on}", states, source)
