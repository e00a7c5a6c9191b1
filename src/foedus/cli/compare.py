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
@click.argument("new", metavar="[NEW]", type=CasePath(), required=False)
@click.option(
    "--from", "first", metavar='"VIEW"', default=None,
    help='Of one case: the first of two views, in the words of an expect line ("as known to USA, without debka"); '
    '"default" is the default view.',
)  # fmt: skip
@click.option("--to", "second", metavar='"VIEW"', default=None, help="Of one case: the second view.")
@on_option
@view_options
@output_options
def diff(
    old: str, new: str | None, first: str | None, second: str | None, on: str | None, view: View, output: Output
) -> None:
    """Two versions of a case: what moved, and which change moved it.

    Who became bound, who is free, whose state or chance moved, and which changed directive did it: the one that makes
    the duty stand so when it alone is put into the old version (or the least set of them). OLD and NEW are files,
    folders or names of bundled cases. The day is that of NEW, unless --on says another. Exit status 0, changes or not.
    With --from and --to in place of NEW, one case is seen in two views: what does Ankara see that Washington does not,
    what did the secret change?

    \b
    Examples:
      foedus diff yesterday.foedus today.foedus
      foedus diff july-1914 --from "as known to RUS" --to default --on 1914-08-01
      foedus diff july-1914 --from "as known to FRA" --to "as known to DEU" --on 1914-08-03
      foedus diff yesterday.foedus today.foedus --on 2012-08-08 --doubt debka
      foedus diff yesterday.foedus today.foedus --format json --out moved.json
    """
    from foedus.cli.access import open_case
    from foedus.show import records
    from foedus.show.compare import versions_text
    from foedus.show.progress import steps

    if new is None or first is not None or second is not None:
        _views(old, new, first, second, on, view, output)
        return
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


def _views(
    name: str, new: str | None, first: str | None, second: str | None, on: str | None, view: View, output: Output
) -> None:
    """One case in two views."""
    from foedus.cli.access import open_case
    from foedus.cli.errors import CommandWrong
    from foedus.findings.model import View as Plain
    from foedus.show import records
    from foedus.show.compare import difference_text

    if new is not None:
        raise CommandWrong("--from and --to are views of one case; two versions are compared without them.")
    if first is None and second is None:
        raise CommandWrong('Give a second version: foedus diff OLD NEW; or two views: --from "VIEW" --to "VIEW".')
    if view != Plain():
        raise CommandWrong("Put everything into --from and --to: they are whole views, in the words of an expect line.")
    case: Any = open_case(name)
    with view_errors():
        one, other = (
            case.read_view(words) if words and words.strip() != "default" else Plain() for words in (first, second)
        )
        answer = case.whatif(other, on, one)
    output.emit(
        table=lambda page: difference_text(case.title, answer, case.label, page, views=True),
        data=lambda: records.answer("diff", case.name, other, answer),
        rows=lambda: records.change_rows(answer),
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
