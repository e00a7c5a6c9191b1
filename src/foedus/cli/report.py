"""The verb that writes a case down for others to read: one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.errors import view_errors
from foedus.cli.options import case_argument, on_option, view_options
from foedus.cli.output import print_whole, refuse_out, replace_file

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.findings.model import View

__all__ = ["report"]


@click.command()
@case_argument
@on_option
@click.option("--handout", "kind", flag_value="handout", help="For a class: texts, events and questions, no answers.")
@click.option("--key", "kind", flag_value="key", help="The handout's answers, and where each shows.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to FILE [CASE.html, CASE-handout.html or CASE-key.html]; never over an existing one.  -: print.",
)
@click.option("--force", is_flag=True, help="Let an existing file be overwritten.")
@view_options
def report(case: Case, on: str | None, kind: str | None, out: Path | None, force: bool, view: View) -> None:  # fmt: skip
    """A dossier of a case: one HTML file, to read, print or send.

    It opens with what is not known and what rests on one source; then who is bound, drawn and in sentences, each finding
    with its derivation and its claims. It needs no network, and prints well.

    \b
    Examples:
      foedus report tehran-2012
      foedus report july-1914 --on 1914-08-02 --out july.html
      foedus report july-1914 --handout
    """
    from foedus.show.dossier import dossier

    kind = kind or "dossier"
    target = out or Path(f"{case.name}{'' if kind == 'dossier' else f'-{kind}'}.html")
    if str(target) != "-":
        refuse_out(target, force)
    with view_errors():
        page = dossier(case, on, view, kind)  # type: ignore[arg-type]
    if str(target) == "-":
        print_whole(page)
        return
    replace_file(target, page.encode())
    click.echo(f"{target}: written. Open it in a browser; it needs no network.")
