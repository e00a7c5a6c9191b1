"""Lines over the years: alliances in force by type; allies of a state, and whom it reaches through allies of allies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from foedus.atlas.obligations import pairs_sql, years_sql
from foedus.atlas.plots.canvas import COLOURS, LABELS, STRONGEST, figure, save
from foedus.atlas.session import Session

__all__ = ["alliances", "degree", "degrees"]


def alliances(session: Session, first: int, last: int, path: Path) -> None:
    """Draw how many alliances are in force in each year, each counted once, by the strongest thing any member owes."""
    source = session.use("atop_members")
    first, last = max(first, source.first), min(last, source.last)
    kinds = " ".join(f"WHEN max({o}) = 1 THEN '{o}'" for o in STRONGEST)
    rows = session.rows(
        f"SELECT year, kind, count(*) AS n FROM (SELECT atopid, year, CASE {kinds} END AS kind FROM (SELECT *, "
        f"unnest(generate_series(year(begins), year(ends))) AS year FROM ({pairs_sql(session, 'rows')})) "
        f"GROUP BY atopid, year) "
        f"WHERE year BETWEEN {first} AND {last} AND kind IS NOT NULL GROUP BY ALL"
    )
    count = {(r["year"], r["kind"]): r["n"] for r in rows}
    years = list(range(first, last + 1))
    made, axes = figure(9, 4.8)
    order = list(reversed(STRONGEST))
    bands = [[count.get((y, kind), 0) for y in years] for kind in order]
    axes.stackplot(years, bands, colors=[COLOURS[k] for k in order], labels=[LABELS[k] for k in order], alpha=0.9)
    axes.set_xlim(first, last)
    axes.set_ylabel("alliances in force")
    axes.set_title(f"Alliances in force, {first}-{last}, by their strongest obligation", loc="left", fontsize=13)
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], loc="upper left", frameon=False, fontsize=8)
    save(made, path, [source], "Each alliance once a year, in force on any day of it.")


def degrees(session: Session, first: int, last: int, *, active: bool = False) -> list[dict[str, Any]]:
    """For each year: members of the state system, allies of a member (mean), and members reached through allies (mean).

    active: only allies to whom defence or offence is owed, in either direction; else any obligation.
    """
    session.use("cow_states")
    what = (
        "(atop_defense = 1 OR atop_offense = 1)"
        if active
        else "greatest(atop_defense, atop_offense, atop_neutral, atop_nonagg, atop_consul) = 1"
    )
    end = "CASE WHEN endyear = (SELECT max(endyear) FROM cow_states) THEN 9999 ELSE endyear END"
    members: dict[int, set[int]] = {y: set() for y in range(first, last + 1)}
    for row in session.rows(f"SELECT ccode, styear, {end} AS endyear FROM cow_states"):
        for year in range(max(first, row["styear"]), min(last, row["endyear"]) + 1):
            members[year].add(row["ccode"])
    ties: dict[int, dict[int, set[int]]] = {y: {} for y in members}
    for row in session.rows(
        f"SELECT ccode1 AS a, ccode2 AS b, year FROM ({years_sql(session)}) WHERE year BETWEEN {first} AND {last} AND {what}"
    ):
        if row["a"] in members[row["year"]] and row["b"] in members[row["year"]]:
            ties[row["year"]].setdefault(row["a"], set()).add(row["b"])
            ties[row["year"]].setdefault(row["b"], set()).add(row["a"])
    found = []
    for year, states in members.items():
        n = len(states)
        if n:
            allied = sum(len(ties[year].get(s, ())) for s in states)
            found.append({"year": year, "states": n, "degree": allied / n, "reach": _reach(states, ties[year]) / n})
    return found


def _reach(states: set[int], ties: dict[int, set[int]]) -> int:
    """Sum over states of how many others they are connected with, through any number of allies."""
    seen: set[int] = set()
    total = 0
    for state in states:
        if state in seen:
            continue
        component, edge = {state}, [state]
        while edge:
            for other in ties.get(edge.pop(), ()):
                if other not in component:
                    component.add(other)
                    edge.append(other)
        seen |= component
        total += len(component) * (len(component) - 1)
    return total


def degree(session: Session, first: int, last: int, path: Path) -> None:
    """Draw the allies of a state and the states it reaches through allies, on the average, year by year."""
    source = session.use("atop_members")
    first, last = max(first, 1816), min(last, source.last)
    made, axes = figure(9, 4.8)
    for active, colour, label in (
        (False, "#555555", "any obligation"),
        (True, COLOURS["defense"], "defence or offence"),
    ):
        rows = degrees(session, first, last, active=active)
        years = [r["year"] for r in rows]
        axes.plot(years, [r["degree"] for r in rows], color=colour, lw=1.8, label=f"allies, {label}")
        axes.plot(
            years, [r["reach"] for r in rows], color=colour, lw=1, ls=":", label=f"reached through allies, {label}"
        )
    axes.set_yscale("symlog", linthresh=1)
    axes.set_yticks([0, 0.5, 1, 2, 5, 10, 20, 50, 100], ["0", "0.5", "1", "2", "5", "10", "20", "50", "100"])
    axes.set_ylim(0, 200)
    axes.set_xlim(first, last)
    axes.set_ylabel("states, mean of all members (log above 1)")
    axes.set_title(f"Allies of a state, and whom it reaches, {first}-{last}", loc="left", fontsize=13)
    axes.legend(loc="upper left", frameon=False, fontsize=8)
    save(
        made,
        path,
        [source, session.use("cow_states")],
        "Among members of the state system; any day of the year; either direction.",
    )
