"""One state's commitments over time."""

from __future__ import annotations

from pathlib import Path

from foedus.atlas.errors import AtlasError
from foedus.atlas.names import resolve
from foedus.atlas.obligations import pairs_sql
from foedus.atlas.plots.canvas import COLOURS, LABELS, STRONGEST, figure, save
from foedus.atlas.session import Session

__all__ = ["portfolio"]

MOST = 70  # bars that can still be read on one page


def portfolio(session: Session, name: str | int, first: int, last: int, path: Path) -> None:
    """Draw what a state owes, one bar for each alliance, in the colour of the strongest thing it owes anybody in it.

    Raises AtlasError where it has no alliance in these years, or too many to be read.
    """
    try:
        state = resolve(session, name)
    except AtlasError:
        state = resolve(session, name, f"{(first + last) // 2:04d}-07-01")
    source = session.use("atop_members")
    duties = ", ".join(f"max({o}) AS {o}" for o in STRONGEST)
    rows = session.rows(
        f"SELECT atopid, phase, min(begins) AS begins, max(ends) AS ends, bool_or(continues) AS continues, {duties}, "
        f"list(DISTINCT ccode2 ORDER BY ccode2) AS partners FROM ({pairs_sql(session)}) WHERE ccode1 = {state.ccode} "
        f"AND year(ends) >= {first} AND year(begins) <= {last} GROUP BY atopid, phase ORDER BY min(begins), atopid, phase"
    )
    lanes = list(dict.fromkeys(row["atopid"] for row in rows))
    if not lanes:
        raise AtlasError(f"{state} has no alliance in {first}-{last}.")
    if len(lanes) > MOST:
        raise AtlasError(
            f"{state} has {len(lanes)} alliances in {first}-{last}, more than fit a page.",
            "Choose fewer years: --in 1914-1945.",
        )
    abbreviation = {
        r["ccode"]: r["abb"]
        for r in session.rows("SELECT ccode, any_value(stateabb) AS abb FROM cow_states GROUP BY ccode")
    }
    named = {}
    if session.has("atop_names"):
        session.use("atop_names")
        named = {r["atopid"]: r["alliance_name"] for r in session.rows("SELECT * FROM atop_names")}
    made, axes = figure(10, 1.4 + 0.23 * len(lanes))
    shown = set()
    for row in rows:
        lane = lanes.index(row["atopid"])
        kind = next((o for o in STRONGEST if row[o] == 1), "")
        begin = row["begins"].year + row["begins"].timetuple().tm_yday / 366
        end = row["ends"].year + row["ends"].timetuple().tm_yday / 366
        begin, end = max(begin, first), min(end, last + 1)
        axes.barh(lane, max(end - begin, (last - first) / 400), left=begin, height=0.72,
                  color=COLOURS[kind] if kind else "white",
                  edgecolor=COLOURS[kind] if kind else "#777777", linewidth=0.5)  # fmt: skip
        shown.add(kind)
        if row["continues"] and end >= source.last:
            axes.text(end, lane, " →", va="center", fontsize=8, color="#555555")
    labels = []
    for atopid in lanes:
        partners = sorted({p for row in rows if row["atopid"] == atopid for p in row["partners"]})
        who = " ".join(abbreviation.get(p, str(p)) for p in partners[:6]) + (
            f" +{len(partners) - 6}" if len(partners) > 6 else ""
        )
        labels.append(f"{named[atopid]} ({atopid})" if atopid in named else f"{who} ({atopid})")
    axes.set_yticks(range(len(lanes)), labels, fontsize=7)
    axes.set_ylim(len(lanes) - 0.3, -0.7)
    axes.set_xlim(first, last + 1)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#dddddd", lw=0.6)
    axes.set_axisbelow(True)
    axes.set_title(f"What {state.name or name} owes, {first}-{last}", loc="left", fontsize=13)
    for kind in (*STRONGEST, ""):
        if kind in shown:
            axes.barh(
                [0],
                [0],
                color=COLOURS[kind] if kind else "white",
                edgecolor=COLOURS.get(kind, "#777777"),
                label=LABELS.get(kind, "nothing, or not known to whom"),
            )
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, -0.35 / (1.4 + 0.23 * len(lanes)) * 1.2),
        ncols=6,
        frameon=False,
        fontsize=8,
    )
    save(
        made,
        path,
        [source, session.use("cow_states")],
        "The strongest thing owed to anybody in the alliance; (ATOP id). Arrow: still in force.",
    )
