"""foedus sweep orders, foedus sweep effects: measures of world orders, and what single alliances and states do to them."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CommandWrong
from foedus.cli.options import output_options
from foedus.cli.sweeping import among_of, coded_years, honour_options, is_years, one_system, system_options
from foedus.cli.tables import atlas_errors, years_of

if TYPE_CHECKING:
    from foedus.cli.output import Output
    from foedus.sweep.many import At
    from foedus.sweep.orders import Marginal, Order
    from foedus.sweep.system import Doctrine, System

__all__ = ["effects", "orders"]


@click.command()
@click.argument("years", metavar="YEARS|CASE")
@system_options
@honour_options
@click.option("--pivots", is_flag=True, help="Also the alliance, and the state whose own faith, that does most: slow.")
@click.option("--page", metavar="FILE", default=None, type=click.Path(dir_okay=False, path_type=Path),
              help="Renew the table and the picture of a Markdown page, or begin one; its other text stays.")  # fmt: skip
@output_options
def orders(
    years: str, doctrine: Doctrine, on: str | None, counting: Any, chosen: dict[str, str], given: dict[str, bool],
    honour: At | None, pivots: bool, page: Path | None, output: Output,
) -> None:  # fmt: skip
    """Measures of world orders: how large wars would be, how often great powers would meet, who is entangled.

    With --page a Markdown page gets a table of every tenth year and of those in which a general war began, the bundled
    case of our day, and a picture of all years, between two marks; what else stands in the page is left alone.
    Ctrl-C stops after a year, and gives the years that are done.

    \b
    Examples:
      foedus sweep orders 1870-1914
      foedus sweep orders 1816-2018 --format csv --out orders.csv
      foedus sweep orders 1900-1914 --honour bf2018 --pivots
      foedus sweep orders 1816-2018 --page world-orders.md
    """
    from foedus.cli.main import stopped_by_hand
    from foedus.show import export, sweeps
    from foedus.show.progress import steps
    from foedus.sweep.orders import order, with_pivots
    from foedus.sweep.results import sweep as swept

    def measured(system: System, year: int) -> Order:
        found = order(swept(system, doctrine), honour=honour.of(year) if honour else None)
        return with_pivots(found, system, doctrine) if pivots else found

    if is_years(years) and not on:
        with atlas_errors():
            first, last = years_of([years])
            coded = coded_years(chosen, counting, given)
            source = f"ATOP {coded.source.release}"
            found, stopped = [], None
            try:
                for y in steps(range(first, last + 1), "years"):
                    found.append(measured(coded.system(y), y))
            except (KeyboardInterrupt, RuntimeError) as error:
                if not found or page is not None or not stopped_by_hand(error):
                    raise
                stopped = error
            if page is not None:
                _renew(page, found, coded.session, measured, f"{source}, doctrine: {doctrine.name}")
                return
    else:
        if page is not None:
            raise CommandWrong("--page shows years: foedus sweep orders 1816-2018 --page FILE.")
        system, source, year = one_system(years, on, counting, chosen, given)
        found, stopped = [measured(system, year)], None
    output.emit(
        table=lambda page: sweeps.orders_text(found, doctrine.name, source, page),
        data=lambda: {
            "schema": export.schema("sweep-orders"), "source": source, "doctrine": doctrine.name,
            "orders": [sweeps.order_record(o) for o in found],
        },
        rows=lambda: sweeps.order_rows(found),
    )  # fmt: skip
    if stopped is not None:
        click.echo(f"foedus: stopped after {found[-1].label}: {len(found)} years are done.", err=True)
        raise stopped


def _renew(path: Path, found: list[Order], session: Any, measured: Any, source: str) -> None:
    """Write the table and the picture of a page."""
    from foedus.cli.output import replace_file
    from foedus.show.orders_page import renewed
    from foedus.show.orders_plot import draw_orders, general_wars

    system, _, year = one_system("today", None, "any", {}, {})
    years = [int(o.label) for o in found]
    picture = path.with_suffix(".svg")
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        text = renewed(
            before, found, measured(system, year), general_wars(session, years[0], years[-1]), picture.name, source
        )
    except ValueError as error:
        raise CommandWrong(f"{path}: {error}") from None
    draw_orders(session, found, picture)
    replace_file(path, text.encode())
    click.echo(f"{path}, {picture}: {len(found)} years.")


@click.command()
@click.argument("what", metavar="YEAR|CASE")
@click.option("--of", "of", type=click.Choice(["instruments", "states", "pacts"]), default="instruments", show_default=True,
              help="Leave out each instrument; let each state alone keep no word; or add each pact.")  # fmt: skip
@click.option("--among", metavar="WHO", default="",
              help="Of --of pacts: majors, all, or states [majors, where they are known].")  # fmt: skip
@system_options
@output_options
def effects(
    what: str, of: str, among: str, doctrine: Doctrine, on: str | None, counting: Any, chosen: dict[str, str],
    given: dict[str, bool], output: Output,
) -> None:  # fmt: skip
    """What each alliance, each state's faith, or each pact that could be made, does to the whole.

    \b
    Examples:
      foedus sweep effects 1914
      foedus sweep effects today --of states
      foedus sweep effects 1938 --of pacts
      foedus sweep effects 1938 --of pacts --among GBR,FRA,RUS,POL,CZE
    """
    from dataclasses import asdict

    from foedus.show import export, sweeps

    if among and of != "pacts":
        raise CommandWrong("--among says who may make a pact; give --of pacts, too.")
    system, source, _ = one_system(what, on, counting, chosen, given)
    found = _effects(system, of, among, doctrine)
    words = {
        "instruments": "What each alliance does", "states": "What it does that a state keeps its word",
        "pacts": "What a pact of mutual defence between two would do",
    }  # fmt: skip
    title = f"{words[of]}: {system.label}"
    parties = system.parties if of == "instruments" else None
    output.emit(
        table=lambda page: sweeps.marginals_text(
            found, f"{title} ({source}; doctrine: {doctrine.name})", page, parties
        ),
        data=lambda: {"schema": export.schema("sweep-effects"), "source": source, "rows": [asdict(m) for m in found]},
        rows=lambda: sweeps.marginal_rows(found),
    )


def _effects(system: System, of: str, among: str, doctrine: Doctrine) -> tuple[Marginal, ...]:
    from foedus.show.progress import steps_bar
    from foedus.sweep.orders import additions, defections, marginals

    if of == "pacts":
        pairs = list(combinations(sorted(among_of(system, among)), 2))
        with steps_bar(of, len(pairs)) as told:
            return additions(system, pairs, doctrine, told)
    with steps_bar(of, len(system.instruments if of == "instruments" else system.debtors)) as told:
        return (marginals if of == "instruments" else defections)(system, doctrine, told)
