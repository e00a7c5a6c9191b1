"""The verb plot: pictures of a case, and of the alliance system."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CommandWrong, view_errors
from foedus.cli.options import CasePath, case_argument, on_option, view_options
from foedus.cli.sweeping import doctrine_of, honour_options
from foedus.cli.tables import atlas_errors, release_option, years_of

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.atlas.api import Atlas
    from foedus.findings.model import View
    from foedus.sweep.many import At
    from foedus.sweep.system import Doctrine

__all__ = ["Picture", "plot"]

Function = Callable[..., Any]


class Picture:
    """Where a picture goes: looked at before the work, written whole or not at all."""

    def __init__(self, out: str, force: bool) -> None:
        from foedus.cli.output import refuse_out

        self.path = Path(out)
        refuse_out(self.path, force)
        if self.path.suffix not in (".png", ".svg"):
            raise CommandWrong(f"{out}: pictures are .png or .svg.")

    def write(self, content: bytes) -> None:
        """Write what has been drawn, and say where."""
        from foedus.cli.output import replace_file

        replace_file(self.path, content)
        click.echo(f"{self.path}: written.", err=True)


def picture_options(function: Function) -> Function:
    """``--out`` and ``--force``, handed over as one ``picture``."""

    @functools.wraps(function)
    def with_picture(*args: Any, out: str, force: bool, **kwargs: Any) -> Any:
        return function(*args, picture=Picture(out, force), **kwargs)

    def named(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
        if value is None and not ctx.resilient_parsing:
            raise CommandWrong(f"a picture goes into a file: add --out {ctx.info_name}.svg (or .png).")
        return value or ""

    help_ = "A .png or .svg file; never over an existing one."
    path = click.Path(dir_okay=False)
    return click.option("--out", metavar="FILE", type=path, callback=named, help=f"{help_}  [required]")(
        click.option("--force", is_flag=True, help="Let --out overwrite.")(with_picture)
    )


@click.group()
def plot() -> None:
    """Pictures of a case, or of the alliance system, as PNG or SVG.

    Of a case: tornado, cascade, timeline, network. Of the data sets you have: network, alliances, portfolio, degree,
    orders.

    \b
    Examples:
      foedus plot tornado july-1914 ITA owes FRA neutrality --out tornado.svg
      foedus plot cascade july-1914 "1914-07-24 RUS attacks AUH" --accept third-party-entry --out cascade.svg
      foedus plot timeline july-1914 --from 1914-06-28 --to 1914-08-06 --out july.png
      foedus plot network july-1914 --on 1914-08-04 --out july-network.svg
      foedus plot network 1914 --out 1914.svg
      foedus plot portfolio FRA --in 1870-1945 --out france.png
      foedus plot orders 1816-2018 --out orders.svg
    """


# -- of a case ---------------------------------------------------------------------------------------------------------


@plot.command()
@case_argument
@click.argument("about", nargs=-1, metavar="[ABOUT…]")
@on_option
@click.option("--most", metavar="N", type=click.IntRange(1), default=15, show_default=True, help="Draw N bars at most.")
@view_options
@picture_options
def tornado(case: Case, about: tuple[str, ...], on: str | None, most: int, view: View, picture: Picture) -> None:
    """Which assumption moves the chance of a finding, and how far: a tornado.

    One bar for each assumption, from the chance if it is false to the chance if it is true. ABOUT is what `foedus
    importance` takes, and must name one finding; without it, the bars are sums over all duties.

    \b
    Examples:
      foedus plot tornado july-1914 ITA owes FRA neutrality --out tornado.svg
      foedus plot tornado tehran-2012 pact-kind.memorandum --out memorandum.png
      foedus plot tornado poland-1939 --out what-matters.svg
    """
    from foedus.show.tornado import sums_picture, tornado_picture

    with view_errors():
        found = case.importance(" ".join(about), on, view)
    if not about:
        picture.write(sums_picture(case.title, found, picture.path.suffix, most))
        return
    if len(found.findings) > 1:
        ids = ", ".join(f.id for f in found.findings[:6])
        raise CommandWrong(f'"{found.about}" names {len(found.findings)} findings. Name one of them: {ids}.')
    picture.write(tornado_picture(case.title, found, picture.path.suffix, most))


@plot.command()
@case_argument
@click.argument("events", nargs=-1, required=True, metavar='"DATE EVENT"…')
@click.option("--keep-record", is_flag=True, help="Leave in what is recorded after the first supposed event.")
@view_options
@picture_options
def cascade(case: Case, events: tuple[str, ...], keep_record: bool, view: View, picture: Picture) -> None:
    """Who is drawn in, round by round: the two sides by number and by strength.

    \b
    Examples:
      foedus plot cascade july-1914 "1914-07-24 RUS attacks AUH" --accept third-party-entry --out cascade.svg
      foedus plot cascade july-1914 "1914-07-24 RUS attacks AUH" --honour bf2018 --out likely.png
    """
    from foedus.show.cascade_plot import cascade_picture

    with view_errors():
        found = case.cascade(*events, view=view, keep_record=keep_record)
    picture.write(cascade_picture(case.title, found, case.label, picture.path.suffix))


@plot.command()
@case_argument
@click.option("--from", "start", metavar="DATE", help="The first day shown.")
@click.option("--to", "end", metavar="DATE", help="The last day shown.")
@view_options
@picture_options
def timeline(case: Case, start: str | None, end: str | None, view: View, picture: Picture) -> None:
    """Instruments in force as bars, events as points, and when each was reported.

    \b
    Examples:
      foedus plot timeline july-1914 --from 1914-06-28 --to 1914-08-06 --out july.svg
      foedus plot timeline tehran-2012 --known-to TUR --out ankara.png
    """
    from foedus.show.timeline_plot import TooMany, timeline_picture

    with view_errors():
        entries = case.timeline(None, end, view)
        first = case._day(start) if start is not None else None
        last = case._day(end) if end is not None else None
    try:
        picture.write(timeline_picture(case.title, entries, view, first, last, picture.path.suffix))
    except TooMany as error:
        raise CommandWrong(str(error)) from None


@plot.command()
@click.argument("subject", metavar="YEAR|CASE", type=CasePath())
@on_option
@click.option("--waiting", is_flag=True, help="Of a case: duties, too, that wait for an event.")
@view_options
@release_option
@picture_options
def network(subject: str, on: str | None, waiting: bool, view: View, chosen: dict[str, str], picture: Picture) -> None:
    """Who is bound to whom: in a case on a day, or in a year of coded alliances.

    \b
    Examples:
      foedus plot network july-1914 --on 1914-08-04 --out july.svg
      foedus plot network 1914 --out 1914.svg
    """
    if re.fullmatch(r"[\d\s-]+", subject):
        first, last = years_of([subject])
        if first != last:
            raise CommandWrong("network shows one year.")
        _atlas(chosen, picture, lambda atlas, target, plots: plots.network(atlas.session, first, target))
        return
    from foedus.cli.access import open_case
    from foedus.show.network_plot import network_picture

    case: Any = open_case(subject)
    with view_errors():
        found = case.graph(on, view, waiting=waiting)
    picture.write(network_picture(found, view, picture.path.suffix))


# -- of the data sets --------------------------------------------------------------------------------------------------


def _atlas(chosen: dict[str, str], picture: Picture, draw: Callable[[Atlas, Path, Any], None]) -> None:
    """Draw from the data sets, beside the file, and move it there."""
    import tempfile

    with atlas_errors():
        from foedus.atlas import plots
        from foedus.atlas.api import Atlas

        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder, f"picture{picture.path.suffix}")
            draw(Atlas(None, **chosen), target, plots)
            content = target.read_bytes()
    picture.write(content)


@plot.command()
@click.argument("years", metavar="YEARS")
@release_option
@picture_options
def alliances(years: str, chosen: dict[str, str], picture: Picture) -> None:
    """Alliances in force by type, year by year.

    \b
    Examples:
      foedus plot alliances 1816-2018 --out alliances.svg
    """
    span = years_of([years])
    _atlas(chosen, picture, lambda atlas, target, plots: plots.alliances(atlas.session, *span, target))


@plot.command()
@click.argument("years", metavar="YEARS")
@release_option
@picture_options
def degree(years: str, chosen: dict[str, str], picture: Picture) -> None:
    """Allies per state, and who can be reached, year by year.

    \b
    Examples:
      foedus plot degree 1816-2018 --out degree.png
    """
    span = years_of([years])
    _atlas(chosen, picture, lambda atlas, target, plots: plots.degree(atlas.session, *span, target))


@plot.command()
@click.argument("state", metavar="STATE")
@click.option("--in", "years", metavar="YEARS", default="1816-2018", show_default=True, help="The years shown.")
@release_option
@picture_options
def portfolio(state: str, years: str, chosen: dict[str, str], picture: Picture) -> None:
    """One state's commitments over time.

    \b
    Examples:
      foedus plot portfolio FRA --in 1870-1945 --out france.png
    """
    span = years_of([years])
    _atlas(chosen, picture, lambda atlas, target, plots: plots.portfolio(atlas.session, state, *span, target))


@plot.command()
@click.argument("years", metavar="YEARS")
@click.option("--doctrine", metavar="±NAME,…", multiple=True, callback=doctrine_of, help="As of `foedus sweep`.")
@click.option("--pivots", is_flag=True, help="Also the alliance, and the state whose own faith, that does most: slow.")
@honour_options
@release_option
@picture_options
def orders(
    years: str, doctrine: Doctrine, pivots: bool, honour: At | None, chosen: dict[str, str], picture: Picture
) -> None:  # fmt: skip
    """What `foedus sweep orders` measures, the years of wars between major powers marked.

    \b
    Examples:
      foedus plot orders 1816-2018 --out orders.svg
      foedus plot orders 1870-1914 --honour bf2018 --pivots --out powder-keg.png
    """
    first, last = years_of([years])
    if first == last:
        raise CommandWrong(f"a picture over time takes two years or more, as 1870-1914; for one: foedus sweep {first}.")

    def draw(atlas: Atlas, target: Path, _plots: Any) -> None:
        from foedus.show.orders_plot import draw_orders
        from foedus.show.progress import steps
        from foedus.sweep.coded import CodedYears
        from foedus.sweep.orders import order, with_pivots
        from foedus.sweep.results import sweep

        coded, found = CodedYears(atlas.session), []
        for year in steps(range(first, last + 1), "years"):
            system = coded.system(year)
            one = order(sweep(system, doctrine), honour=honour.of(year) if honour else None)
            found.append(with_pivots(one, system, doctrine) if pivots else one)
        draw_orders(atlas.session, found, target)

    _atlas(chosen, picture, draw)
