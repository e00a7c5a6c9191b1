"""The verb that asks whether promises were due, and kept, and whether scholars who coded the same agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from foedus.cli.errors import CommandWrong, case_errors
from foedus.cli.options import CasePath, output_options
from foedus.cli.tables import atlas_errors, release_option

if TYPE_CHECKING:
    from foedus.cli.output import Output

__all__ = ["reliability"]


@click.command()
@click.argument("names", required=False, nargs=-1, metavar="[CASE…]", type=CasePath())
@click.option(
    "--data",
    "name",
    type=click.Choice(["bf"]),
    help="Judge every row of a coding by ATOP's conditions in place of the cases; bf: Berkemeier and Fuhrmann 2018.",
)
@click.option(
    "--coding",
    type=click.Choice(["LLM", "BF"]),
    default="LLM",
    show_default=True,
    help="Theirs after Leeds, Long & Mitchell, or their own.",
)
@click.option(
    "--clauses",
    is_flag=True,
    help="With --data: also by the clauses of the treaty library, for the alliances it has. Takes about a minute.",
)
@release_option
@output_options
def reliability(
    names: tuple[str, ...], name: str | None, coding: str, clauses: bool, chosen: dict[str, str], output: Output
) -> None:
    """Does the law predict? Alliances in past wars, and their coders.

    From the cases: for each instrument with an ATOP id, whether its casus foederis was met and its word kept, by its
    clauses. Where your store has the coding of Berkemeier and Fuhrmann, beside it what they say of the same alliance in
    the same war: agreement with intervals, Cohen's kappa, and on what each disagreement turns. Without CASE: all bundled
    cases.

    With --data bf: the casus foederis of every coded alliance in every coded war, from ATOP's conditions and the records
    of who attacked whom. The rule is general and has no fitted number (docs/atlas.md).

    \b
    Examples:
      foedus reliability
      foedus reliability july-1914 six-day-1967
      foedus reliability --data bf
      foedus reliability --data bf --clauses
      foedus reliability --data bf --coding BF --format csv --out rows.csv
    """
    if clauses and name is None:
        raise CommandWrong("--clauses needs --data: the cases are judged by their clauses anyway.")
    if name is None:
        _from_cases(names, coding, chosen, output)
    elif names:
        raise CommandWrong("--data judges all rows of a coding; name cases without it.")
    else:
        _from_data(coding, clauses, chosen, output)


def _from_cases(names: tuple[str, ...], coding: str, chosen: dict[str, str], output: Output) -> None:
    from foedus.api import bundled_cases, load
    from foedus.atlas.session import Session
    from foedus.atlas.verdicts import NEEDED, compare
    from foedus.cli.access import find_case
    from foedus.findings.scores import fights, scores
    from foedus.show import export, verdicts
    from foedus.show.progress import steps

    told = []
    for wanted in steps(names or tuple(n for n, *_ in bundled_cases()), "cases"):
        find_case(wanted)
        with case_errors():
            case = load(wanted)
            told.append((tuple(fights(case)), scores(case)))
    with atlas_errors():
        session = Session(None, chosen)
        missing = tuple(n for n in NEEDED if not session.has(n))
        found = None if missing else compare(session, told, coding)
    own = tuple(score for _, of_case in told for score in of_case)
    output.emit(
        table=lambda page: verdicts.text(own, found, missing, page),
        data=lambda: {"schema": export.schema("reliability"), **verdicts.records(own, found)},
        rows=lambda: verdicts.flat(own, found),
    )


def _from_data(coding: str, clauses: bool, chosen: dict[str, str], output: Output) -> None:
    from foedus.atlas.clauses import by_clauses
    from foedus.atlas.reliability import reliability as measure
    from foedus.atlas.session import Session
    from foedus.show import export
    from foedus.show.progress import steps
    from foedus.show.reliability import clause_records, clause_text, records, text

    with atlas_errors():
        session = Session(None, chosen)
        found = measure(session, coding)
        told = by_clauses(session, found, lambda rows: steps(rows, "rows")) if clauses else None
    output.emit(
        table=lambda page: text(found, page) + (clause_text(told, page) if told is not None else ""),
        data=lambda: {
            "schema": export.schema("reliability"),
            **records(found),
            **({"clauses": clause_records(told)} if told is not None else {}),
        },
        rows=lambda: export.Rows(
            ("warid", "war", "atopid", "coded", "found", "coded_outcome", "found_outcome", "agrees", "reason"),
            [
                [r.warid, r.war, r.atopid, r.coded, r.found, r.coded_outcome, r.found_outcome, r.agrees, r.reason]
                for r in found.rows
            ],
        ),
    )
