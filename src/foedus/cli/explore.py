"""Verbs that look past the record: triggers, whatif, cascade, peace, conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import view_errors
from foedus.cli.options import case_argument, on_option, output_options, view_options

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.cli.output import Output
    from foedus.findings.model import View

__all__ = ["cascade", "conflicts", "peace", "triggers", "whatif"]


def _bar(things: Any) -> Any:
    import sys

    from foedus.show.progress import steps

    return steps(things, "pairs of events") if sys.stderr.isatty() else iter(things)


@click.command()
@case_argument
@on_option
@click.option("--binds", metavar="ACTOR", default="", help="Only events that would bind this actor.")
@click.option("--by", "by", metavar="ACTOR", default="", help="Only events of which this actor is the author.")
@click.option("--event", metavar="WORDS", default="", help="Only events in whose sentence these words stand.")
@click.option("--double", is_flag=True, help="Pairs of events that bind whom neither of the two binds alone.")
@view_options
@output_options
def triggers(
    case: Case, on: str | None, binds: str, by: str, event: str, double: bool, view: View, output: Output
) -> None:
    """What single event would bind whom: the tripwires.

    Every event that a clause waits for is tried, on the day after the day asked, with every actor that fits. An --event
    that none waits for is tried as it stands.

    \b
    Examples:
      foedus triggers july-1914 --on 1914-07-23 --binds ITA
      foedus triggers tehran-2012 --by ISR
      foedus triggers july-1914 --on 1914-07-23 --event "RUS attacks" --format json
      foedus triggers tehran-2012 --event "ISR strikes natanz"
      foedus triggers munich-1938 --on 1938-09-01 --double --binds RUS
    """
    from foedus.show import records
    from foedus.show.explore import tripwires_text

    with view_errors():
        for name in (binds, by):
            case.require_actor(name)
        answer = case.triggers(on, view, binds=binds, by=by, words=event, double=double, progress=_bar)
    output.emit(
        table=lambda page: tripwires_text(case.title, answer, view, case.label, page),
        data=lambda: records.answer("triggers", case.name, view, answer),
        rows=lambda: records.tripwire_rows(answer),
    )


@click.command()
@case_argument
@on_option
@click.option("--now", "only_now", is_flag=True, help="Leave out those that one event more would bring.")
@view_options
@output_options
def conflicts(case: Case, on: str | None, only_now: bool, view: View, output: Output) -> None:
    """Duties that cannot all be kept; words broken.

    \b
    Examples:
      foedus conflicts july-1914 --on 1915-06-01
      foedus conflicts july-1914 --on 1914-07-23 --format csv
    """
    from foedus.show import records
    from foedus.show.explore import clashes_text

    with view_errors():
        answer = case.conflicts(on, view, latent=not only_now)
    output.emit(
        table=lambda page: clashes_text(case.title, answer, view, case.label, page),
        data=lambda: records.answer("conflicts", case.name, view, answer),
        rows=lambda: records.clash_rows(answer),
    )


@click.command()
@case_argument
@click.argument("events", metavar='["DATE EVENT"]…', nargs=-1)
@on_option
@click.option(
    "--from", "base", metavar='"VIEW"', default="",
    help='The view to start from, in the words of an expect line: "as known to USA, without debka".',
)  # fmt: skip
@click.option("--keep-record", is_flag=True, help="Leave in what is recorded after the first supposed event.")
@view_options
@output_options
def whatif(
    case: Case, events: tuple[str, ...], on: str | None, base: str, keep_record: bool, view: View, output: Output
) -> None:
    """What supposed events or switched assumptions change.

    An event without a date is supposed on the day after the case's own. Only what differs is printed: who becomes
    bound, who is free, what opens, what moves. What is recorded after the day of the first supposed event is left
    out on both sides, for it might not have happened so.

    \b
    Examples:
      foedus whatif today "RUS attacks POL"
      foedus whatif tehran-2012 "2012-09-01 ISR strikes natanz"
      foedus whatif july-1914 --on 1914-08-04 --accept mobilisation-is-attack
      foedus whatif july-1914 --on 1914-08-03 --from "as known to DEU"
    """
    from dataclasses import replace

    from foedus.findings.model import View
    from foedus.show import records
    from foedus.show.compare import difference_text

    with view_errors():
        start = case.read_view(base) if base else None
        view = replace(view, suppose=(*view.suppose, *events))
        if view == (start or View()):
            raise click.UsageError(
                "both sides are the same view. Say what to suppose or to switch: an event, --suppose, --drop, --believe, "
                "--doubt, --accept, --reject, --known-on, --known-to; or the view to start from: --from."
            )
        answer = case.whatif(view, on, start, keep_record=keep_record)
    output.emit(
        table=lambda page: difference_text(case.title, answer, case.label, page),
        data=lambda: records.answer("whatif", case.name, view, answer),
        rows=lambda: records.change_rows(answer),
    )


@click.command()
@case_argument
@click.argument("events", nargs=-1, required=True, metavar='"DATE EVENT"…')
@click.option(
    "--per", type=click.Choice(["debtor", "obligation"]), default="debtor", show_default=True,
    help="One choice for each debtor and conflict, or one for each obligation.",
)  # fmt: skip
@click.option("--keep-record", is_flag=True, help="Leave in what is recorded after the first supposed event.")
@click.option(
    "--worlds", metavar="N", type=click.IntRange(100, 1_000_000), default=8192, show_default=True,
    help="Random courses to draw where a cascade is too large to be exact.",
)  # fmt: skip
@click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="Which random courses.")
@click.option("--plot", metavar="FILE", help="Draw it as well, into a .png or .svg file that is not there yet.")
@view_options
@output_options
def cascade(
    case: Case, events: tuple[str, ...], per: Any, keep_record: bool, worlds: int, seed: int, plot: str | None,
    view: View, output: Output,
) -> None:  # fmt: skip
    """Who is drawn in, round by round, on which side.

    The events are supposed, those without a date on the day after the case's own; every duty that they open and that is
    kept becomes an event, which may open others. Help to a victim is not by itself an attack on the other side:
    --accept third-party-entry makes it one.

    The answer is exact as long as its decision diagrams stay under 400,000 nodes. Past that it is estimated from random
    courses, and says so.

    \b
    Examples:
      foedus cascade today "RUS attacks POL"
      foedus cascade july-1914 "1914-07-24 RUS attacks AUH"
      foedus cascade july-1914 "1914-07-24 RUS attacks AUH" --accept third-party-entry --honour bf2018
      foedus cascade tehran-2012 "2012-09-01 ISR strikes natanz" --format json
      foedus cascade july-1914 "1914-07-24 RUS attacks AUH" --plot july.svg
    """
    from foedus.cli.plot import Picture
    from foedus.show import records
    from foedus.show.cascade import cascade_text

    picture = Picture(plot, output.force) if plot is not None else None
    with view_errors():
        answer = case.cascade(*events, view=view, per=per, keep_record=keep_record, worlds=worlds, seed=seed)
    output.emit(
        table=lambda page: cascade_text(case.title, answer, case.label, page),
        data=lambda: records.answer("cascade", case.name, view, answer),
        rows=lambda: records.joining_rows(answer),
    )
    if picture is not None:
        from foedus.show.cascade_plot import cascade_picture

        picture.write(cascade_picture(case.title, answer, case.label, picture.path.suffix))


@click.command()
@case_argument
@click.argument("events", nargs=-1, required=True, metavar='"DATE EVENT"…')
@click.option(
    "--levers", metavar="L,…", default="choices,clauses", show_default=True,
    help="What may be thrown: choices (words kept or not), clauses (in force or never written), readings.",
)  # fmt: skip
@click.option("--draws", metavar="ACTOR", default="", help="Only that this actor is drawn in counts.")
@click.option("--size", metavar="N", type=click.IntRange(1), default=1, help="Only N or more drawn in count as a war.")
@click.option(
    "--foreseen-by", "foreseer", metavar="ACTOR", default="",
    help="What this actor could have seen coming, and which secrets would have shown him.",
)  # fmt: skip
@click.option(
    "--per", type=click.Choice(["debtor", "obligation"]), default="debtor", show_default=True,
    help="One choice for each debtor and conflict, or one for each obligation.",
)  # fmt: skip
@click.option("--most", metavar="N", type=click.IntRange(1), default=20, show_default=True, help="List N sets at most.")
@view_options
@output_options
def peace(
    case: Case, events: tuple[str, ...], levers: str, draws: str, size: int, foreseer: str, per: Any, most: int,
    view: View, output: Output,
) -> None:  # fmt: skip
    """The least that would stop a cascade, and that starts it.

    Minimal peace: where every word is kept, the smallest sets of broken words and of clauses never written without which
    nobody is drawn in. Minimal war: where no word is kept, the smallest sets of kept ones that draw somebody in. And,
    asked for, the smallest sets of secrets whose publication would have let an actor foresee it.

    \b
    Examples:
      foedus peace july-1914 "1914-07-24 RUS attacks AUH" --accept third-party-entry
      foedus peace july-1914 "1914-07-24 RUS attacks AUH" --accept third-party-entry --draws ITA --foreseen-by RUS
      foedus peace july-1914 "1914-07-24 RUS attacks AUH" --levers choices --size 2 --format csv
    """
    from foedus.cli.errors import CommandWrong, hint
    from foedus.findings.peace import LEVERS
    from foedus.show import records
    from foedus.show.peace import peace_text

    named = tuple(dict.fromkeys(part.strip() for part in levers.split(",") if part.strip()))
    wrong = next((name for name in named if name not in LEVERS), None)
    if wrong is not None or not named:
        known = f"one or more of {', '.join(LEVERS)}"
        raise CommandWrong(f'--levers: "{wrong or levers}" is no lever. Give {known}.{hint(wrong or "", list(LEVERS))}')
    chosen: Any = named
    with view_errors():
        answer = case.peace(
            *events, view=view, levers=chosen, draws=draws, size=size, foreseer=foreseer, per=per, limit=most
        )
    output.emit(
        table=lambda page: peace_text(case.title, answer, view, case.label, page),
        data=lambda: records.answer("peace", case.name, view, answer),
        rows=lambda: records.peace_rows(answer),
    )
