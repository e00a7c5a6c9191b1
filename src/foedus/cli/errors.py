"""What can go wrong, as two click exceptions: the case is wrong (1), the command line is wrong (2)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from foedus.terms.diagnostics import FoedusError

__all__ = ["CaseWrong", "CommandWrong", "Stopped", "ViewWrong", "case_errors", "hint", "view_errors"]


class CaseWrong(click.ClickException):
    """The case, or a file, is wrong: exit status 1.  message: already rendered, several lines."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None, color=True)


class CommandWrong(click.ClickException):
    """The command line is wrong: exit status 2.  message: what is wrong and what to do."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"foedus: {self.message}", file=file, err=file is None, color=True)


class Stopped(click.ClickException):
    """Ctrl-C ended the work: one line, and the exit status that shells report for it.  message: what is left, or ""."""

    exit_code = 130  # 128 + SIGINT

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"foedus: stopped. {self.message}".rstrip(), file=file, err=file is None)


class ViewWrong(CaseWrong):
    """A name, date or sentence given on the command line is wrong: exit status 2.  message: already rendered."""

    exit_code = 2


@contextmanager
def case_errors() -> Iterator[None]:
    """Around the loading of a case: its errors are printed in full, and the exit status is 1."""
    from foedus.terms.diagnostics import FoedusError

    try:
        yield
    except FoedusError as error:
        raise CaseWrong(_rendered(error)) from None


@contextmanager
def view_errors() -> Iterator[None]:
    """Around a question to a loaded case: what fails here is a name, a date or a sentence of the command line."""
    from foedus.terms.diagnostics import FoedusError

    try:
        yield
    except FoedusError as error:
        raise ViewWrong(_rendered(error)) from None


def hint(word: str, known: Iterable[str]) -> str:
    """`` Did you mean check?``, with the blank before it, or nothing when no known word is near."""
    from foedus.terms.names import did_you_mean

    question = did_you_mean(word, known, limit=1)
    return f" {question[0].upper()}{question[1:]}" if question else ""


def _rendered(error: FoedusError) -> str:
    from foedus.show.page import Page
    from foedus.terms.diagnostics import render_full, summary

    page = Page.of(sys.stderr)
    text = render_full(error.diagnostics, error.sources, color=page.colour)
    return f"{text}\n{summary(error.diagnostics)}"
