"""Verbs for those who write cases: check, lint, fmt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.errors import CaseWrong, CommandWrong, case_errors, view_errors
from foedus.cli.options import CasePath, FilePath, case_argument, on_option, output_options, view_options

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.cli.checking import Checked
    from foedus.cli.output import Output
    from foedus.findings.model import View
    from foedus.show.page import Page

__all__ = ["check", "fmt", "lint"]


@click.command()
@click.argument("cases", metavar="CASE...", nargs=-1, required=True, type=CasePath())
@click.option("--law", is_flag=True, help="The drafting check, too (see lint); what it finds is no error.")
@output_options
def check(cases: tuple[str, ...], law: bool, output: Output) -> None:
    """Is it well-formed, and do all its expect lines hold?

    Errors are printed in full: the line, what is wrong with it, what to do. An expectation that fails is printed with
    what was expected, what was found, and on what it turns. Exit status 1 if anything is wrong.

    \b
    Examples:
      foedus check july-1914
      foedus check *.foedus
      foedus check my-crisis/ --format json
      foedus check my-treaty.foedus --law
    """
    from foedus.cli.access import find_case
    from foedus.cli.checking import check_case, checked_data, checked_rows

    for name in cases:
        find_case(name)  # a misspelt name is said before the others are worked on
    done = [check_case(name) for name in cases]
    _print_diagnostics(done)

    def table(page: Page) -> str:
        from foedus.show.checks import failures_text, summary_text

        return "".join(
            failures_text([r for r in one.results if not r.ok], page, one.sources)
            + f"{summary_text(one.name, one.results, not one.well_formed)}\n"
            for one in done
        )

    if law:
        _print_flaws([one.name for one in done if one.well_formed])
    output.emit(table=table, data=lambda: checked_data(done), rows=lambda: checked_rows(done))
    if not all(one.ok for one in done):
        raise click.exceptions.Exit(1)


def _print_flaws(names: list[str]) -> None:
    """What the drafting check finds, on standard error, beside whatever the answer is."""
    from foedus.api import load
    from foedus.show.drafting import flaws_text
    from foedus.show.page import Page

    for name in names:
        case = load(name)
        found = case.lint()
        if found.flaws:
            page = Page.of(sys.stderr)
            click.echo(flaws_text(case.title, found, case.texts, page), err=True, color=True)


@click.command()
@case_argument
@on_option
@click.option("--instrument", metavar="ID", default="", help="Only what concerns this one, taken as the new one.")
@view_options
@output_options
def lint(case: Case, on: str | None, instrument: str, view: View, output: Output) -> None:
    """The drafting check: what a clause says that it cannot mean.

    Clauses that can never trigger, instruments that end before they begin or before what they wait for, clauses that
    wait for one another, parties for whom nothing is said, and clauses that bind a party against what it owes already
    under another instrument, now or after one event more. Exit status 1 if anything is found.

    \b
    Examples:
      foedus lint my-treaty.foedus
      foedus lint july-1914 --on 1914-07-01 --instrument austro-romanian
      foedus lint poland-1939 --format csv
    """
    from foedus.show import records
    from foedus.show.drafting import flaws_text

    with view_errors():
        answer = case.lint(on, view, instrument=instrument)
    output.emit(
        table=lambda page: flaws_text(case.title, answer, case.texts, page),
        data=lambda: records.answer("lint", case.name, view, answer),
        rows=lambda: records.flaw_rows(answer),
    )
    if answer.flaws:
        raise click.exceptions.Exit(1)


def _print_diagnostics(done: list[Checked]) -> None:
    """Errors and warnings, on standard error, whatever the format of the answer."""
    from foedus.show.page import Page
    from foedus.terms.diagnostics import render_full

    for one in done:
        if one.diagnostics:
            page = Page.of(sys.stderr)
            click.echo(render_full(one.diagnostics, one.sources, color=page.colour) + "\n", err=True, color=True)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FilePath())
@click.option("--write", is_flag=True, help="Rewrite the files in place.")
@click.option("--diff", "show_diff", is_flag=True, help="Print what would change, as a unified diff.")
@click.option("--check", "only_check", is_flag=True, help="Print the names of files that would change; exit 1 if any.")
def fmt(files: tuple[str, ...], write: bool, show_diff: bool, only_check: bool) -> None:
    """The canonical layout of a file.

    Prints it; with --write, rewrites the file. FILE may be a folder (all *.foedus in it) or - for standard input.
    Nothing is lost, comments included. Sentences need not be right yet; but a file whose lines cannot be told apart (a
    text that does not end, say) is left as it is, and the exit status is 1.

    \b
    Examples:
      foedus fmt my-crisis.foedus --diff
      foedus fmt my-crisis.foedus --write
      foedus fmt . --check
      foedus fmt - < draft.foedus > clean.foedus
    """
    if write and (show_diff or only_check):
        raise click.UsageError("--write changes files; --diff and --check only look. Give one or the other.")
    if write and "-" in files:
        raise click.UsageError("--write cannot rewrite standard input. Leave it out: the result is printed.")
    paths = _expanded(files)
    if len(paths) > 1 and not (write or show_diff or only_check):
        raise click.UsageError("several files: say what to do with them, --write, --diff or --check.")
    changed = [path for path in paths if _format_one(path, write=write, show_diff=show_diff, only_check=only_check)]
    if only_check and changed:
        raise click.exceptions.Exit(1)


def _expanded(files: tuple[str, ...]) -> list[str]:
    """Folders replaced by the ``*.foedus`` files in them, each file once."""
    from foedus.cli.access import find_file, is_there

    paths: list[str] = []
    for name in files:
        path = Path(name)
        if name == "-":
            paths.append(name)
        elif not is_there(name):
            find_file(name)
        elif path.is_dir():
            paths += sorted(str(found) for found in path.rglob("*.foedus"))
        else:
            paths.append(name)
    if not paths:
        raise CommandWrong(f"{', '.join(files)}: no *.foedus files in there.")
    return list(dict.fromkeys(paths))


def _format_one(path: str, *, write: bool, show_diff: bool, only_check: bool) -> bool:
    """Print, compare or rewrite one file; True if its layout was not canonical."""
    shown = "<standard input>" if path == "-" else path
    raw = _raw(path)
    before = _decoded(raw, shown)
    after = _formatted(before, shown)
    changed = raw != after.encode()
    if show_diff:
        _print_diff(before, after, shown)
    if only_check:
        if changed and not show_diff:
            click.echo(shown)
    elif write:
        if changed:
            from foedus.cli.output import replace_file

            replace_file(Path(path), after.encode())
            click.echo(f"{shown}: rewritten", err=True)
    elif not show_diff:
        from foedus.cli.output import print_whole

        print_whole(after)
    return changed


def _raw(path: str) -> bytes:
    """The bytes of a file, or of standard input, one more than they may be.  Raises CommandWrong for what is no file."""
    from foedus.language.bytes import read_bytes
    from foedus.terms.limits import LARGEST_FILE

    if path == "-":
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    try:
        return read_bytes(Path(path))
    except ValueError as error:
        raise CommandWrong(f"{path} cannot be laid out: {error}.") from None


def _decoded(raw: bytes, shown: str) -> str:
    """The text of a file, line ends as they are.  Raises CaseWrong where it is no text in UTF-8, or too large."""
    from foedus.language.bytes import decode
    from foedus.terms.diagnostics import FoedusError

    with case_errors():
        _, wrong, text = decode(raw, shown)
        if wrong:
            raise FoedusError(wrong, {shown: text})
    return raw.decode("utf-8-sig")


def _formatted(text: str, shown: str) -> str:
    """The canonical layout.  Raises CaseWrong when the text has errors, or (a fault of ours) would not survive."""
    from foedus.language import format_text

    with case_errors():
        after: str = format_text(text, shown)
        if format_text(after, shown) != after:
            raise CaseWrong(
                f"{shown}: its layout does not come to rest, so it is left alone. "
                "This is a fault of foedus; please report it."
            )
    return after


def _print_diff(before: str, after: str, shown: str) -> None:
    import difflib

    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), shown, f"{shown} (canonical)"
    )
    for line in lines:
        # A last line without its end would run into the next one.
        click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", nl=False)
