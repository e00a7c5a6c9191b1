"""The verb sweep: every what-if of a year, of many years, or of a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.design import design
from foedus.cli.errors import CommandWrong, Stopped
from foedus.cli.options import output_options
from foedus.cli.orders import effects, orders
from foedus.cli.sweeping import coded_years, honour_options, is_years, one_system, states_of, system_options
from foedus.cli.tables import atlas_errors, years_of

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.cli.output import Output
    from foedus.sweep.many import At
    from foedus.sweep.system import Doctrine, System

__all__ = ["sweep"]


class _Group(click.Group):
    """A group whose own name does the main job: ``foedus sweep 1914`` is ``foedus sweep all 1914``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["all", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Group)
def sweep() -> None:
    """Every what-if: had anyone attacked anyone, who is drawn in?

    WHAT is a year or years of your ATOP data, or a case (then no data are needed). Each ordered pair of states is tried, by
    compiled code, in the meaning of `cascade`. A condition that the data flag without spelling it out is unknown: every
    figure comes twice, with none of them met and with all.

    \b
    Examples:
      foedus sweep 1914
      foedus sweep today
      foedus sweep 1816-2018 --to sweeps/
      foedus sweep 1938 --doctrine +third-party-entry --honour bf2018
      foedus sweep 1914 --query "SELECT attacker, target, drawn_in_high FROM sweep ORDER BY 3 DESC LIMIT 5"
      foedus sweep why --year 1914 AUH SRB
      foedus sweep orders 1870-1914
      foedus sweep effects 1914 --of pacts
      foedus sweep design 1914 --target BEL --meet 3 --majors
    """


sweep.add_command(design)
sweep.add_command(effects)
sweep.add_command(orders)


@sweep.command("all")
@click.argument("what", metavar="WHAT")
@system_options
@honour_options
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write Parquet, one file a year; what is there already is kept, so that a sweep goes on where it stopped.",
)
@click.option(
    "--dask", metavar="ADDRESS", default="", help="Spread the years over a Dask cluster; local makes one here."
)
@click.option("--query", "sql", metavar="SQL", default="", help="One SELECT on the what-ifs, a table called sweep.")
@output_options
def all_(
    what: str, doctrine: Doctrine, on: str | None, counting: Any, chosen: dict[str, str], given: dict[str, bool],
    honour: At | None, folder: Path | None, dask: str, sql: str, output: Output,
) -> None:  # fmt: skip
    """Every what-if of a year, of many years, or of a case.

    \b
    Examples:
      foedus sweep all 1914
      foedus sweep all 1816-2018 --to sweeps/
    """
    if folder is not None or (is_years(what) and len(set(years_of([what]))) == 2):
        _many(what, doctrine, on, counting, chosen, given, honour, folder, dask, sql, output)
        return
    if dask:
        raise CommandWrong("--dask spreads years over a cluster; name years and a folder: --to DIR.")
    from foedus.show import export, sweeps
    from foedus.sweep.orders import order
    from foedus.sweep.results import sweep as swept
    from foedus.sweep.results import table as table_of

    system, source, year = one_system(what, on, counting, chosen, given)
    done = swept(system, doctrine)
    table = table_of(done, honour.of(year) if honour else None)
    if sql:
        _query(sql, output, table=table)
        return
    measures = order(done)
    output.emit(
        table=lambda page: sweeps.text(measures, table, doctrine.name, source, page),
        data=lambda: {
            "schema": export.schema("sweep"), "source": source, "doctrine": doctrine.name,
            "measures": sweeps.order_record(measures), "rows": table.to_pylist(),
        },
        rows=lambda: sweeps.rows_of(table),
    )  # fmt: skip


def _many(
    what: str, doctrine: Doctrine, on: str | None, counting: Any, chosen: dict[str, str], given: dict[str, bool],
    honour: At | None, folder: Path | None, dask: str, sql: str, output: Output,
) -> None:  # fmt: skip
    from foedus.cli.main import stopped_by_hand
    from foedus.show.progress import steps_bar
    from foedus.sweep.many import into_folder, over_dask
    from foedus.sweep.store import Settings, missing

    if on:
        raise CommandWrong("--on is one day; years count by --counting-day.")
    if folder is None:
        raise CommandWrong("many years go to a folder: --to DIR.  For measures by year: foedus sweep orders 1816-2018.")
    with atlas_errors():
        first, last = years_of([what])
        source = coded_years(chosen, counting, given)
        years = range(first, last + 1)
        if not source.first <= first <= last <= source.last:
            raise CommandWrong(f"ATOP {source.source.release} covers {source.first}-{source.last}.")
        kept = honour.as_data() if honour else None
        settings = Settings(
            f"ATOP {source.source.release} {source.source.sha256[:12]}", counting, doctrine, kept, given or None
        )
        todo = len(list(missing(folder, map(str, years))))
        try:
            with steps_bar("years", todo, "what-ifs") as told:
                if dask:
                    over_dask(
                        dask, folder, years, counting, chosen, given, source.session.store.directory, doctrine, honour,
                        settings, told,
                    )  # fmt: skip
                else:
                    for what_ifs in into_folder(folder, years, source, doctrine, honour, settings):
                        told(what_ifs)
        except (KeyboardInterrupt, RuntimeError) as error:
            if stopped_by_hand(error):
                left = len(list(missing(folder, map(str, years))))
                said = f"{len(years) - left} of {len(years)} years are whole; the same command goes on with the rest."
                raise Stopped(f"{folder}: {said}") from None
            raise
    if sql:
        _query(sql, output, folder=folder)
    else:
        click.echo(f"{folder}: {len(years)} years, {todo} of them new.")


@sweep.command()
@click.argument("attacker")
@click.argument("target")
@click.option("--year", type=int, default=None, help="The year of ATOP.")
@click.option("--case", "name", metavar="CASE", default="", help="A case, instead of a year.")
@system_options
@output_options
def why(
    attacker: str, target: str, year: int | None, name: str, on: str | None, doctrine: Doctrine, counting: Any,
    chosen: dict[str, str], given: dict[str, bool], output: Output,
) -> None:  # fmt: skip
    """One what-if: the sweep's row, and why, clause by clause, by the case engine.

    Where the two differ is said at the end. Ask under the options with which the sweep was made.

    \b
    Examples:
      foedus sweep why --year 1914 AUH SRB
      foedus sweep why --on 1914-06-28 AUH SRB
      foedus sweep why --year 1938 DEU CZE --format json
      foedus sweep why --case today CHN TWN
      foedus sweep why --year 1914 AUH SRB --doctrine +third-party-entry
    """
    from dataclasses import asdict

    from foedus.cli.errors import view_errors
    from foedus.findings.model import View
    from foedus.show import records
    from foedus.show.cascade import cascade_text
    from foedus.show.sweep_row import differences_text, row_text
    from foedus.sweep.results import sweep as swept
    from foedus.sweep.rows import differences, row
    from foedus.sweep.text import view_switches

    if name and year is not None:
        raise CommandWrong("--year and --case exclude each other.")
    if name:
        system, case, day = _of_case(name, on, counting, given, doctrine)
    else:
        system, case, day = _of_year(year, on, counting, chosen, given, doctrine)
    view = View(honour="all", **view_switches(doctrine))  # type: ignore[arg-type]
    with view_errors():
        for actor in (attacker, target):
            case.require_actor(actor)
    for word, actor in (("attacker", attacker), ("target", target)):
        states_of(system, actor, word)
    if attacker == target:
        raise CommandWrong(f"{attacker} does not attack itself: name two states.")
    with view_errors():
        answer = case.cascade(f"{day} {attacker} attacks {target}", view=view)
    done = swept(system, doctrine)
    ours, apart = row(done, attacker, target), differences(done, attacker, target, answer)
    output.emit(
        table=lambda page: row_text(ours, doctrine.name, page) + cascade_text(case.title, answer, case.label, page)
        + differences_text(apart, bool(name), page),
        data=lambda: records.answer("sweep-why", case.name, view, answer)
        | {"row": ours, "differences": [asdict(d) for d in apart]},
        rows=lambda: records.joining_rows(answer),
    )  # fmt: skip


def _of_year(
    year: int | None, on: str | None, counting: Any, chosen: dict[str, str], given: dict[str, bool], doctrine: Doctrine,
) -> tuple[System, Case, str]:  # fmt: skip
    """A coded year, or day, as a system and as a case, and the day of the attack: the one asked for, or mid-year."""
    from foedus.api import Case
    from foedus.atlas.coded import directives
    from foedus.atlas.names import day_of
    from foedus.sweep.coded import as_given
    from foedus.sweep.text import without_offence

    with atlas_errors():
        day = day_of(on)
        if day is None and year is None:
            raise CommandWrong("say of what: --year YEAR, --on DATE or --case CASE.")
        which = day.year if day is not None else year or 0
        if year not in (None, which):
            raise CommandWrong(f"--on {on} is no day of {year}.")
        source = coded_years(chosen, counting, given)
        system = source.system(which, day)
        if day is None and counting != "any":
            day = source.span(which)[0]
        said = as_given(directives(source.session, which, day, states=source.codes(which, day)), given)
        case = Case.from_directives(said if doctrine.offence else without_offence(said), name=f"atop:{day or which}")
    return system, case, str(day) if day is not None else f"{which}-07-01"


def _of_case(
    name: str, on: str | None, counting: Any, given: dict[str, bool], doctrine: Doctrine
) -> tuple[System, Case, str]:
    """A case as the sweep takes it, and the day of the attack: the one after the day that the sweep looks at."""
    from dataclasses import replace

    from foedus.api import Case, load
    from foedus.findings.tripwires import cut
    from foedus.sweep.text import without_offence
    from foedus.terms.dates import iso

    system, _, _ = one_system(name, on, counting, {}, given)
    case = load(name)
    day = case._day(on)
    resolved = cut(case.resolved, day)
    if not doctrine.offence:
        kept = without_offence(resolved.instruments.values())
        resolved = replace(resolved, instruments=dict(zip(resolved.instruments, kept, strict=True)))  # type: ignore[arg-type]
    return system, Case(resolved, case.verbs), iso(day + 1)


def _query(sql: str, output: Output, *, table: Any = None, folder: Path | None = None) -> None:
    """Answer one SELECT on the what-ifs."""
    import duckdb

    from foedus.cli.tables import emit_records

    connection = duckdb.connect()
    try:
        if table is not None:
            connection.register("sweep", table)
        else:
            connection.read_parquet(str(folder) + "/*.parquet").create_view("sweep")
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise CommandWrong("--query takes one SELECT.")
        answer = connection.execute(sql)
        names = [column[0] for column in answer.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    except duckdb.Error as error:
        raise CommandWrong(f"--query: {str(error).strip()}") from None
    flat = [{k: " ".join(map(str, v)) if isinstance(v, list) else v for k, v in row.items()} for row in rows]
    emit_records(output, "sweep", "rows", rows if output.format == "json" else flat, flat, columns=names)
