"""Verbs that ask a case something: assess, timeline, command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from foedus.cli.errors import view_errors
from foedus.cli.options import case_argument, on_option, output_options, view_options

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.cli.access import CaseLike
    from foedus.cli.output import Output
    from foedus.findings.model import View

__all__ = ["assess", "command", "timeline"]


@click.command()
@case_argument
@on_option
@view_options
@click.option("--all", "all_", is_flag=True, help="Spell out every duty by itself, those that wait for an event, too.")
@click.option("--chance", is_flag=True, help="How likely each is, by the grades of sources and claims.")
@click.option(
    "--against", metavar='"VIEW"',
    help='Print only what differs from another view, in the words of an expect line ("as known to USA"); "default" is '
    "the default view.",
)  # fmt: skip
@output_options
def assess(
    case: Case, on: str | None, view: View, all_: bool, chance: bool, against: str | None, output: Output
) -> None:
    """Who owes what to whom, on a day, under a view.

    Bound, contested, broken, closed, waiting: each obligation with its clause, since when it holds, what was done, and
    on whose word it rests; at the end, on what the contested turns.

    \b
    Examples:
      foedus assess july-1914 --on 1914-08-03
      foedus assess tehran-2012 --doubt debka --accept rebels-as-occupiers
      foedus assess tehran-2012 --suppose "2012-09-01 ISR strikes natanz"
      foedus assess july-1914 --known-to FRA --known-on 1914-07-30
      foedus assess july-1914 --on 1914-08-03 --against "as known to FRA"
      foedus assess july-1914 --chance --format json --out july.json
    """
    from foedus.show import export, records
    from foedus.show.assessment import assessment_text
    from foedus.show.compare import difference_text

    if against is not None:
        with view_errors():
            start = case.read_view("" if against.strip() == "default" else against)
            moved = case.whatif(view, on, start, chances=chance)
        output.emit(
            table=lambda page: difference_text(case.title, moved, case.label, page),
            data=lambda: records.answer("whatif", case.name, view, moved),
            rows=lambda: records.change_rows(moved),
        )
        return
    with view_errors():
        answer = case.assess(on, view, chances=chance) if chance else case.assess(on, view)
    for warning in answer.warnings:
        click.echo(f"warning: {warning}", err=True)
    output.emit(
        table=lambda page: assessment_text(answer, case.label, page, all_=all_),
        data=lambda: export.assessment_data(answer),
        rows=lambda: export.assessment_rows(answer),
    )


@click.command()
@case_argument
@click.option("--from", "start", metavar="DATE", help="The first day shown.")
@click.option("--to", "end", metavar="DATE", help="The last day shown.")
@click.option(
    "--clock", type=click.Choice(["so", "reported", "both"]), default=None,
    help="By when it was so, by when it was reported (each claim a line), or both. "
    "[default: so; both for JSON and CSV]",
)  # fmt: skip
@view_options
@output_options
def timeline(case: CaseLike, start: str | None, end: str | None, clock: str | None, view: View, output: Output) -> None:
    """Events, instruments, deadlines and claims in order.

    Dates are printed as they were said. What the view does not plainly accept is marked. Two clocks: when something was
    so, and when somebody reported it.

    \b
    Examples:
      foedus timeline july-1914
      foedus timeline july-1914 --from 1914-07-23 --to 1914-08-04
      foedus timeline tehran-2012 --clock reported --from 2012-08-06
      foedus timeline tehran-2012 --known-to TUR --format csv
    """
    from foedus.findings.chronicle import by_clock
    from foedus.show import export
    from foedus.show.timeline import timeline_text

    with view_errors():
        entries = case.timeline(start, end, view)
    chosen = by_clock(entries, clock or "both")
    output.emit(
        table=lambda page: timeline_text(case.title or case.name, by_clock(entries, clock or "so"), view, page),
        data=lambda: export.timeline_data(case.name, start, end, view, chosen),
        rows=lambda: export.timeline_rows(chosen),
    )


@click.command()
@case_argument
@on_option
@view_options
@output_options
def command(case: CaseLike, on: str | None, view: View, output: Output) -> None:
    """Who holds which office, who answers to whom, who can bind.

    "Way to bind" is the shortest way by which an office reaches one that can bind.

    \b
    Examples:
      foedus command tehran-2012
      foedus command tehran-2012 --on 2012-08-06 --doubt debka
      foedus command tehran-2012 --format json
    """
    from foedus.show import export
    from foedus.show.command import command_text

    with view_errors():
        offices = case.command(on, view)
    output.emit(
        table=lambda page: command_text(case.title or case.name, on, offices, view, case.label, page),
        data=lambda: export.command_data(case.name, on, view, offices),
        rows=lambda: export.command_rows(offices),
    )
