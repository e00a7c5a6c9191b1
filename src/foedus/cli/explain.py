"""Verbs that explain: why, whynot, sources, importance, graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from foedus.cli.errors import view_errors
from foedus.cli.options import case_argument, forms, on_option, output_options, view_options

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.cli.output import Output
    from foedus.findings.model import View
    from foedus.findings.network import Network

__all__ = ["graph", "importance", "sources", "why", "whynot"]


FORMS = ("dot", "graphml", "json", "svg")

_graph_option = click.option(
    "--graph", "form", metavar="dot|graphml|json|svg|FILE", default=None, is_eager=True,
    help="A picture of the derivation, as DOT of Graphviz, GraphML, JSON or SVG; or the file it goes to, whose name "
    "tells the form (why.svg).",
)  # fmt: skip


def _explain(
    case: Case, about: tuple[str, ...], on: str | None, view: View, form: str | None, output: Output, *, why_not: bool
) -> None:
    from foedus.show import records
    from foedus.show.reasons import reasons_text

    if form is not None:
        form, output = _form(form, output)
    with view_errors():
        answer = case.why(" ".join(about), on, view)
    verb = "whynot" if why_not else "why"
    if form is not None:
        _draw(case.derivation(answer, why_not=why_not), form, verb, case.name, output)
        return
    output.emit(
        table=lambda page: reasons_text(answer, view, page, case.label, why_not=why_not),
        data=lambda: records.answer(verb, case.name, view, answer),
        rows=lambda: records.reason_rows(answer),
    )


def _form(said: str, output: Output) -> tuple[str, Output]:
    """The form of a picture, and where it goes: said is one of FORMS, or a file whose name ends in one."""
    from dataclasses import replace
    from pathlib import Path

    from foedus.cli.errors import CommandWrong, hint
    from foedus.cli.output import refuse_out

    if said in FORMS:
        return said, output
    file = Path(said)
    form = file.suffix.removeprefix(".").lower()
    if form not in FORMS:
        known = f"{', '.join(FORMS)}, or a file whose name ends in one of them (why.svg)"
        raise CommandWrong(f'--graph: "{said}" is no form of a picture. Give {known}.{hint(said, list(FORMS))}')
    if output.out is not None and output.out != file:
        raise CommandWrong("--graph FILE says where the picture goes: leave --out away.")
    refuse_out(file, output.force)
    return form, replace(output, out=file)


def _draw(network: Network, form: str, verb: str, case: str, output: Output) -> None:
    from foedus.cli.errors import CommandWrong
    from foedus.show.graph import NoGraphviz, text_of

    try:
        output.write(text_of(network, form, verb, case))
    except NoGraphviz as error:
        raise CommandWrong(str(error)) from None


@click.command()
@case_argument
@click.argument("about", nargs=-1, required=True, metavar="ABOUT…")
@on_option
@_graph_option
@view_options
@output_options
def why(case: Case, about: tuple[str, ...], on: str | None, form: str | None, view: View, output: Output) -> None:
    """The derivation of a finding, clause by clause and claim by claim.

    ABOUT is a duty in words, a clause, an instrument, an event, or the id of a duty as --format json gives it.

    \b
    Examples:
      foedus why july-1914 ITA owes FRA neutrality --on 1914-08-04
      foedus why july-1914 "dual-alliance clause 1" --on 1914-08-01 --accept mobilisation-is-attack
      foedus why tehran-2012 IRN owes SYR force-sending --format json
      foedus why july-1914 ITA owes FRA neutrality --graph why.svg
    """
    _explain(case, about, on, view, form, output, why_not=False)


@click.command()
@case_argument
@click.argument("about", nargs=-1, required=True, metavar="ABOUT…")
@on_option
@_graph_option
@view_options
@output_options
def whynot(case: Case, about: tuple[str, ...], on: str | None, form: str | None, view: View, output: Output) -> None:
    """Why something does not hold, and the least that would make it so.

    Which conditions fail, clause by clause; which assumptions, or which event, would make the difference.

    \b
    Examples:
      foedus whynot july-1914 ITA owes AUH defence --on 1914-08-03
      foedus whynot july-1914 "austro-romanian clause 2b" --on 1914-08-06
      foedus whynot july-1914 ITA owes AUH defence --graph whynot.svg
    """
    _explain(case, about, on, view, form, output, why_not=True)


@click.command()
@case_argument
@on_option
@view_options
@output_options
def sources(case: Case, on: str | None, view: View, output: Output) -> None:
    """What rests on whose word, and what falls without it.

    Sources and claims ranked by how much depends on them; who merely repeats whom; who contradicts whom.

    \b
    Examples:
      foedus sources tehran-2012
      foedus sources july-1914 --on 1914-08-04 --format csv
    """
    from foedus.show import records
    from foedus.show.explore import sources_text

    with view_errors():
        answer = case.sources(on, view)
    output.emit(
        table=lambda page: sources_text(case.title, answer, view, page),
        data=lambda: records.answer("sources", case.name, view, answer),
        rows=lambda: records.source_rows(answer),
    )


@click.command()
@case_argument
@click.argument("about", nargs=-1, metavar="[ABOUT…]")
@on_option
@click.option("--most", metavar="N", type=click.IntRange(1), default=12, show_default=True, help="Print N at most.")
@view_options
@output_options
def importance(case: Case, about: tuple[str, ...], on: str | None, most: int, view: View, output: Output) -> None:
    """Which assumption moves the chance of a finding most.

    For each assumption the chance of the finding when it is false and when it is true, all else as likely as before, and
    how far apart these are (Birnbaum's importance). ABOUT is a duty in words or by its id, a clause, an instrument, an
    event, a question or QUESTION.ANSWER; without it, every duty that has arisen or may have. JSON and CSV have all.

    \b
    Examples:
      foedus importance tehran-2012
      foedus importance tehran-2012 IRN owes SYR force-sending
      foedus importance tehran-2012 pact-kind --weigh debka=0.3 --format csv
      foedus importance poland-1939 --given-conduct --format json
    """
    from foedus.show import records
    from foedus.show.importance import importance_text

    with view_errors():
        answer = case.importance(" ".join(about), on, view)
    output.emit(
        table=lambda page: importance_text(case.title, answer, view, page, most),
        data=lambda: records.answer("importance", case.name, view, answer),
        rows=lambda: records.importance_rows(answer),
    )


@click.command()
@case_argument
@on_option
@click.option("--waiting", is_flag=True, help="Duties, too, that wait for an event, and those that are over.")
@view_options
@forms(*FORMS, help_="Graphviz, other graph programs, any program; a picture.")
def graph(case: Case, on: str | None, waiting: bool, view: View, output: Output) -> None:
    """The network of a case on a day: who owes whom, who fought whom.

    Actors are nodes; a duty is a link from its debtor to its creditor, a hostile act one from who did it to whom.

    \b
    Examples:
      foedus graph july-1914 --on 1914-08-04 --out july.dot
      foedus graph tehran-2012 --waiting --format graphml --out tehran.graphml
      foedus graph july-1914 --on 1914-08-04 --known-to FRA --format svg --out france.svg
    """
    with view_errors():
        answer = case.graph(on, view, waiting=waiting)
    _draw(answer, output.format, "graph", case.name, output)
