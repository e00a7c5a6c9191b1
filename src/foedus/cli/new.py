"""The verb that begins a case: a skeleton with remarks, which holds as it stands."""

from __future__ import annotations

from pathlib import Path

import click

from foedus.cli.errors import CommandWrong
from foedus.cli.output import refuse_out, replace_file

__all__ = ["new"]

TEMPLATES = ("alliance", "report")


@click.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--template",
    type=click.Choice(TEMPLATES),
    default="alliance",
    show_default=True,
    help="alliance: a treaty and an attack; report: sources that contradict each other, and a reading.",
)
@click.option("--force", is_flag=True, help="Let an existing file be overwritten.")
def new(name: str, template: str, force: bool) -> None:
    """A new case: a skeleton with remarks, to be filled in.

    It holds as it stands: foedus check finds nothing wrong with it, so that what goes wrong later is yours to find.

    \b
    Examples:
      foedus new my-crisis
      foedus new berlin-1948.foedus --template report
    """
    from foedus.language import bundled_files

    path = Path(name if name.endswith(".foedus") else f"{name}.foedus")
    if path.name == ".foedus":
        raise CommandWrong("a case needs a name: foedus new my-crisis")
    refuse_out(path, force)
    replace_file(path, bundled_files("templates")[template].read_bytes())
    click.echo(f"{path}: begun. Fill it in, then ask: foedus check {path}; foedus assess {path}")
