"""Verbs that compare: diff, hypotheses."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import view_errors
from foedus.cli.options import CasePath, case_argument, on_option, output_options, view_options

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.cli.output import Output
    from foedus.findings.model import View

__all__ = ["diff", "hypotheses"]


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


@click.command()
@case_argument
@click.argument("question", metavar="[QUESTION]", default="")
@on_option
@view_options
@output_options
def hypotheses(case: Case, question: str, on: str | None, view: View, output: Output) -> None:
    """The answers of a question against the claims: a matrix.

    Which claim speaks for which answer, which against, and how many pairs of answers each tells apart (diagnosticity):
    a claim that speaks alike of all answers is worth nothing, however good its grade. QUESTION is the id of a question
    of the case; without it, the questions are listed.

    \b
    Examples:
      foedus hypotheses tehran-2012
      foedus hypotheses tehran-2012 pact-kind
      foedus hypotheses tehran-2012 operative-pact --doubt debka-archive --format csv
    """
    from foedus.show import records
    from foedus.show.compare import matrix_text, questions_text

    if not question:
        asked = tuple(case.resolved.questions.values())
        output.emit(
            table=lambda page: questions_text(case.title, asked, page),
            data=lambda: records.question_data(case.name, asked),
            rows=lambda: records.question_rows(asked),
        )
        return
    with view_errors():
        answer = case.hypotheses(question, on, view)
    output.emit(
        table=lambda page: matrix_text(case.title, answer, view, case.label, page),
        data=lambda: records.answer("hypotheses", case.name, view, answer),
        rows=lambda: records.matrix_rows(answer),
    )
