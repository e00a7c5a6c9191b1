"""The entry point: a click group that loads a verb's module only when that verb is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from foedus.cli.registry import GROUPS, VERBS

__all__ = ["app", "main", "stopped_by_hand"]

PIPE_CLOSED = 141  # what shells report for a program whose reader went away (128 + SIGPIPE)
BUG = 70  # EX_SOFTWARE of sysexits.h: neither the case (1) nor the command line (2) is at fault

EPILOG = """\b
CASE is a file, a folder, or the name of a bundled case.
Exit status: 0 fine; 1 the case is wrong or an expectation fails;
             2 the command line is wrong.

\b
First steps:
  foedus cases                              the crises that come with foedus
  foedus cases july-1914                    what one of them is about
  foedus assess july-1914 --on 1914-08-04   who owes what to whom
  foedus new my-crisis                      begin a case of your own
  foedus check my-crisis.foedus             is it right?
Each verb has examples: foedus VERB --help
"""


def _bundled() -> list[str]:
    from foedus.cli.access import library

    return [name for name, _, _ in library().bundled_cases()]


class Verbs(click.Group):
    """The group of all verbs. Help is printed from the registry, so that it imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        command = getattr(import_module(verb.module), verb.attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in VERBS:
            from foedus.cli.errors import hint

            near = hint(args[0], list(VERBS))
            if not near and (args[0].endswith(".foedus") or args[0] in _bundled()):
                near = f" Did you mean: foedus assess {args[0]}?"
            raise click.UsageError(f'there is no verb "{args[0]}".{near}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, VERBS))
        for heading, verbs in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), verb.summary) for name, verb in verbs.items()])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        with quiet_ends():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with quiet_ends():
            result = super().invoke(ctx)
            sys.stdout.flush()  # here, where a closed pipe is still ours to handle
            return result


@contextmanager
def quiet_ends() -> Iterator[None]:
    """Turn Ctrl-C into one line, a reader that went away into a silent exit, a bug into a message without a traceback."""
    try:
        yield
    except KeyboardInterrupt:
        raise _stopped() from None
    except BrokenPipeError:
        _discard_stdout()
        raise click.exceptions.Exit(PIPE_CLOSED) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except OSError as error:
        from foedus.cli.errors import CommandWrong

        name = str(error.filename or "")
        where = f"{name if len(name) < 1000 else name[:40] + '…'}: " if name else ""
        raise CommandWrong(f"{where}{error.strerror or error}") from None
    except Exception as error:
        if stopped_by_hand(error):
            raise _stopped() from None
        if os.environ.get("FOEDUS_DEBUG"):
            raise
        click.echo(
            f"foedus: a fault of foedus itself, not of your file: {type(error).__name__}: {error}\n"
            "Set FOEDUS_DEBUG=1 to see where it happened, and please report it.",
            err=True,
        )
        raise click.exceptions.Exit(BUG) from None


def _stopped() -> click.ClickException:
    from foedus.cli.errors import Stopped

    return Stopped("")


def stopped_by_hand(error: BaseException) -> bool:
    """Whether Ctrl-C ended the work; DuckDB has words of its own for it."""
    return isinstance(error, KeyboardInterrupt) or (
        isinstance(error, RuntimeError) and str(error) == "Query interrupted"
    )


def _discard_stdout() -> None:
    """Point standard output at nothing, or Python's own flush on leaving would fail again, loudly."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # a stdout without a file descriptor (tests, embedding) has no such flush
        pass


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"foedus {version('foedus')}")
    except PackageNotFoundError:
        click.echo("foedus, not installed as a package")
    ctx.exit()


@click.group(
    cls=Verbs,
    subcommand_metavar="VERB [ARGS]...",
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Version, and leave."
)
def app() -> None:
    """Who is bound to do what, to whom, since when, and on whose word.

    foedus makes systems of conditional political commitments executable: treaties, threats, ultimatums.
    """


def main() -> None:
    """Run the command line and leave with its exit status."""
    app(prog_name="foedus")
