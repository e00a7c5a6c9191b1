"""Verbs that make tables from the data sets: dyads, alliances, query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CommandWrong
from foedus.cli.options import output_options
from foedus.cli.tables import atlas_errors, emit_frame, emit_records, release_option, years_of

if TYPE_CHECKING:
    from foedus.atlas.obligations import Counting, Terms
    from foedus.cli.output import Output

__all__ = ["alliances", "dyads", "query"]

STEPS = ("contiguity", "majors", "nmc", "wars", "mids", "gml-mids", "democracy", "rivalries", "distance", "similarity")


def _step(frame: Any, name: str) -> Any:
    methods = {
        "contiguity": "add_contiguity", "majors": "add_cow_majors", "nmc": "add_nmc", "wars": "add_cow_wars",
        "mids": "add_cow_mids",
        "gml-mids": "add_gml_mids", "democracy": "add_democracy", "rivalries": "add_strategic_rivalries",
        "distance": "add_capital_distance", "similarity": "add_portfolio_similarity",
    }  # fmt: skip
    return getattr(frame, methods[name])()


@click.command()
@click.argument("years", metavar="YEARS", nargs=-1, required=True)
@click.option(
    "--allied", is_flag=True, help="Only pairs that share an alliance, in the state system or not, with its ATOP ids."
)
@click.option("--undirected", is_flag=True, help="One row for each pair, the lower number first.")
@click.option("--states", is_flag=True, help="State-years in place of dyad-years.")
@click.option(
    "--add", "added", multiple=True, type=click.Choice(STEPS), help="Further columns; may be given several times."
)
@click.option("--prd", is_flag=True, help="Politically relevant dyads alone: contiguous, or with a major power.")
@click.option(
    "--counting-day",
    type=click.Choice(["any", "jan1", "dec31"]),
    default="any",
    show_default=True,
    help="The day by which a year counts.",
)
@click.option("--vary", type=click.Choice(["articles", "unknown", "rows"]), default="articles", show_default=True,
              help="Where terms vary by partner: a cited article, missing, or the member's row.")  # fmt: skip
@release_option
@output_options
def dyads(
    years: tuple[str, ...], allied: bool, undirected: bool, states: bool, added: tuple[str, ...], prd: bool,
    counting_day: Counting, vary: Terms,
    chosen: dict[str, str], output: Output,
) -> None:  # fmt: skip
    """Dyad-year and state-year tables of alliance duties.

    Directed dyad-years with ATOP's five obligations: the first state owes the second.
    YEARS is 1914, 1816-2018 or 1816 2018. --out writes .parquet, .csv, .csv.gz or .dta. Inside a data set's years what it
    does not list is 0; outside them it is missing.

    \b
    Examples:
      foedus dyads 1816-2018 --add contiguity --add majors --add nmc --out dyads.parquet
      foedus dyads 1914 --allied
      foedus dyads 1946-2014 --undirected --add mids --prd --out relevant.dta
    """
    from foedus.atlas.api import Atlas

    first, last = years_of(years)
    if allied and (undirected or states or prd or added):
        raise CommandWrong("--allied is a table of its own: directed, without further columns.")
    with atlas_errors():
        atlas = Atlas(None, **chosen)
        if allied:
            frame = atlas.alliance_dyad_years(first, last, counting=counting_day, terms=vary)
        elif states:
            frame = atlas.state_years(first, last, counting=counting_day)
        else:
            base = atlas.dyad_years(first, last, directed=not undirected, counting=counting_day)
            frame = base.add_atop_alliance(terms=vary)
        wanted = [*added, *(name for name in ("contiguity", "majors") if prd and name not in added)]
        for name in dict.fromkeys(wanted):
            frame = _step(frame, name)
        if prd:
            frame = frame.filter_prd()
    emit_frame(output, frame, "dyads", lambda row: {key.removeprefix("atop_"): value for key, value in row.items()})


@click.command()
@click.argument("atopid", required=False, type=int)
@click.option(
    "--member", metavar="STATE", default=None, help="With that state in it: a COW number, an ISO code or a name."
)
@click.option(
    "--in", "years", metavar="YEARS", default=None, help="In force on any day of that year, or of those years."
)
@click.option("--on", metavar="DATE", default=None, help="In force on that day.")
@release_option
@output_options
def alliances(
    atopid: int | None, member: str | None, years: str | None, on: str | None, chosen: dict[str, str], output: Output
) -> None:
    """Coded alliances, by member, year or ATOP id.

    With their members and what is owed in them; one in full by its ATOP id. What stands in the treaty library is
    marked: foedus alliances ID and the last column of JSON and CSV name its instruments, which foedus treaties NAME shows
    clause by clause.

    \b
    Examples:
      foedus alliances --member FRA --in 1939
      foedus alliances --on 1914-08-01
      foedus alliances 2130
    """
    from foedus.atlas.api import Atlas

    first, last = years_of([years]) if years else (None, None)
    if on and years:
        raise CommandWrong("--in and --on exclude each other.")
    with atlas_errors():
        atlas = Atlas(None, **chosen)
        if atopid is None:
            emit_frame(output, atlas.alliances(first, last, member=member, on=on), "alliances", _brief, _library)
        else:
            _in_full(atlas, atopid, output)


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    members = row["members"].split()
    duties = ("defense", "offense", "neutral", "nonagg", "consul")
    kept = {key: row[key] for key in ("atopid", "name", "since", "until")}
    marks = (("conditional", "conditio", 1), ("secret", "pubsecr", 2), ("varies by partner", "obvary", 1))
    return {
        **kept, "members": " ".join(members[:8]) + (f" and {len(members) - 8} more" if len(members) > 8 else ""),
        "some member owes": ", ".join(d for d in duties if row[d] == 1),
        "": ", ".join(word for word, column, value in marks if row[column] == value),
        "library": "yes" if _library(row)["library"] else "",
    }  # fmt: skip


def _library(row: dict[str, Any]) -> dict[str, Any]:
    """The instruments of the treaty library that are this alliance."""
    from foedus.atlas.library import linked

    return {"library": " ".join(those.instrument for those in linked().get(int(row["atopid"]), ()))}


def _in_full(atlas: Any, atopid: int, output: Output) -> None:
    from foedus.atlas.library import linked
    from foedus.atlas.pacts import CONDITIONS, conditions_of
    from foedus.atlas.variances import OBLIGATIONS, explain

    rows = atlas.members().filter(f"atopid = {atopid}").rows()
    if not rows:
        raise CommandWrong(f"no alliance {atopid} in this release of ATOP. foedus alliances lists them.")
    records = [
        {
            "phase": row["phase"], "member": row["member"],
            "from": "-".join(str(row[c] or 0) for c in ("yrent", "moent", "dayent")),
            "to": "in force" if row["yrexit"] == 0 else "-".join(str(row[c] or 0) for c in ("yrexit", "moexit", "dayexit")),
            "owes": ", ".join(o for o in OBLIGATIONS if row[o] == 1) or "nothing",
            "conditions": "; ".join(f"{o}: {CONDITIONS[c]}" for o in OBLIGATIONS for c in conditions_of(row, o)),
            "threat": ", ".join(str(row[c]) for c in ("statthr1", "statthr2") if row[c]),
            "varies": "by partner" if row["obvary"] == 1 else "",
        }
        for row in rows
    ]  # fmt: skip
    why = explain(atopid)
    texts = linked().get(atopid, ())
    remark = "\n".join([
        *([f"Terms vary by partner, decided by:\n{why}"] if why else []),
        *(f"Clause by clause in the treaty library: foedus treaties {text.instrument}" for text in texts),
    ])  # fmt: skip
    more = {"library": [{"instrument": text.instrument, "file": text.file} for text in texts]}
    emit_records(output, "alliances", "rows", records, records, remark, more=more)


@click.command()
@click.argument("sql", metavar="SQL")
@release_option
@output_options
def query(sql: str, chosen: dict[str, str], output: Output) -> None:
    """SQL over all tables of your store.

    Each table stands under the name that data list gives it. One SELECT, in DuckDB's dialect.

    \b
    Examples:
      foedus query "SELECT member, count(*) AS n FROM atop_members GROUP BY 1 ORDER BY n DESC LIMIT 10"
    """
    from foedus.atlas.session import Session

    with atlas_errors():
        answer, used = Session(None, chosen).query(sql)
    rows = [
        {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
        for row in answer.to_pylist()
    ]
    made = "From " + ", ".join(f"{p.name} {p.release}" for p in used) if used else ""
    more = {"sources": [{"name": p.name, "release": p.release, "sha256": p.sha256} for p in used]}
    emit_records(output, "query", "rows", rows, rows, made, more=more, columns=answer.column_names)
