"""Verbs that compare: diff."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import view_errors
from foedus.cli.options import CasePath, on_option, output_options, view_options

if TYPE_CHECKING:
    from foedus.cli.output import Output
    from foedus.findings.model import View

__all__ = ["diff"]


@click.command()
@click.argument("old", metavar="OLD", type=CasePath())
@click.argument("new", metavar="NEW", type=CasePath())
@on_option
@view_options
@output_options
def diff(old: str, new: str, on: str | None, view: View, output: Output) -> None:
    """Two versions of a case: what moved, and which change moved it.

    Who became bound, who is free, whose state or chance moved, and which changed directive did it: the one that makes
    the duty stand so when it alone is put into the old version (or the least set of them). OLD and NEW are files,
    folders or names of bundled cases. The day is that of NEW, unless --on says another. Exit status 0, changes or not.

    \b
    Examples:
      foedus diff yesterday.foedus today.foedus
      foedus diff yesterday.foedus today.foedus --on 2012-08-08 --doubt debka
      foedus diff yesterday.foedus today.foedus --format json --out moved.json
    """
    from foedus.cli.access import open_case
    from foedus.show import records
    from foedus.show.compare import versions_text
    from foedus.show.progress import steps

    before: Any = open_case(old)
    after: Any = open_case(new)

    def bar(edits: Any) -> Any:
        return steps(edits, "which change did it") if sys.stderr.isatty() else iter(edits)

    with view_errors():
        answer = before.diff(after, on, view, progress=bar)
    output.emit(
        table=lambda page: versions_text(after.title, answer, after.label, page),
        data=lambda: records.answer("diff", after.name, view, answer),
        rows=lambda: records.change_rows(answer.difference),
    )
