"""The options that verbs share, each defined once: CASE, the view, and where the answer goes in which form."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from foedus.findings.model import View

    TextType = click.ParamType[str]
else:
    TextType = click.ParamType  # generic for type checkers only

__all__ = ["CasePath", "FilePath", "case_argument", "forms", "on_option", "output_options", "view_options"]

Function = Callable[..., Any]


class CasePath(TextType):
    """A CASE; completes bundled names, ``*.foedus`` files and folders."""

    name = "case"
    bundled = True

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str | None:
        return "A file, a folder, or the name of a bundled case; `foedus cases` lists these." if self.bundled else None

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        items = [CompletionItem(path) for path in matching_files(incomplete)]
        if self.bundled and "/" not in incomplete:
            from foedus.cli.access import library

            known: tuple[tuple[str, str, Path | str], ...] = ()
            with suppress(Exception):  # no names are better than a traceback in the middle of somebody's prompt
                known = library().bundled_cases()
            items = [
                CompletionItem(name, help=title) for name, title, _ in known if name.startswith(incomplete)
            ] + items
        return items


class FilePath(CasePath):
    """A file to write or format; completes ``*.foedus`` files and folders only."""

    name = "file"
    bundled = False


def matching_files(incomplete: str) -> list[str]:
    """Files ending in ``.foedus`` and folders that begin with what was typed; a sole folder is opened at once.

    Opened, because shells put a space after a finished word, and a folder is hardly ever the end of one.
    """
    head, tail = os.path.split(incomplete)
    try:
        entries = sorted(os.scandir(head or "."), key=lambda e: e.name)
    except OSError:
        return []
    files = [e for e in entries if e.name.startswith(tail) and e.name.endswith(".foedus") and e.is_file()]
    hidden = tail.startswith(".")
    folders = [e for e in entries if e.name.startswith(tail) and e.is_dir() and (hidden or not e.name.startswith("."))]
    if len(folders) == 1 and not files and tail:
        inside = f"{Path(head, folders[0].name)}/"
        return [inside, *matching_files(inside)]
    return sorted([str(Path(head, e.name)) for e in files] + [f"{Path(head, e.name)}/" for e in folders])


def case_argument(function: Function) -> Function:
    """The argument CASE, handed over loaded as ``case``; a case that is not there or wrong ends the verb."""

    @functools.wraps(function)
    def opened(*args: Any, case: str, **kwargs: Any) -> Any:
        from foedus.cli.access import open_case

        return function(*args, case=open_case(case), **kwargs)

    return _with(opened, (click.argument("case", metavar="CASE", type=CasePath()),))


def on_option(function: Function) -> Function:
    """``--on DATE``: the day looked at, at its end."""
    return click.option(
        "--on", metavar="DATE", help="The day looked at, at its end [the case's own; else the last of the record]."
    )(function)


def _listed(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """``--doubt a,b --doubt c`` is a, b, c, each once, in the order given."""
    ids = (part.strip() for text in value for part in text.split(","))
    return tuple(dict.fromkeys(part for part in ids if part))


def _sentences(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Supposed events stay whole: their sentences may contain commas."""
    return tuple(text.strip() for text in value)


_VIEW_OPTIONS = (
    click.option("--known-on", metavar="DATE", default="", help="Only what was known on that day."),
    click.option("--known-to", metavar="ACTOR", default="", help="Only what that actor could know."),
    click.option("--believe", metavar="X,…", multiple=True, callback=_listed, help="Rely on sources or claims."),
    click.option("--doubt", metavar="X,…", multiple=True, callback=_listed, help="Do not rely on sources or claims."),
    click.option("--accept", metavar="X,…", multiple=True, callback=_listed, help="Accept readings or doctrines."),
    click.option("--reject", metavar="X,…", multiple=True, callback=_listed, help="Reject readings or doctrines."),
    click.option(
        "--suppose",
        metavar='"DATE EVENT"',
        multiple=True,
        callback=_sentences,
        help="Suppose that this happens as well.",
    ),
    click.option("--drop", metavar="EVENT,…", multiple=True, callback=_listed, help="As if that had not happened."),
    click.option("--until", metavar="DATE", default="", help="Drop the recorded events after that day."),
    click.option(
        "--weigh",
        metavar="X=P,…",
        multiple=True,
        callback=_listed,
        help="Weights of sources, claims, choices: debka=0.3.",
    ),
    click.option("--honour", metavar="all|none|PRESET", default="", help="Whether words are kept, or at which rates."),
    click.option(
        "--shock", metavar="RHO", type=click.FloatRange(0, 1), default=0.0, help="How far choices move together."
    ),
    click.option(
        "--given-conduct", is_flag=True, help="Chances: who was bound and keeps his word acted; silence is evidence."
    ),
)


def view_options(function: Function) -> Function:
    """All options of a reader's stance, handed over as one ``view``."""

    @functools.wraps(function)
    def with_view(*args: Any, **kwargs: Any) -> Any:
        from foedus.findings.model import View

        names = (
            "known_on",
            "known_to",
            "believe",
            "doubt",
            "accept",
            "reject",
            "suppose",
            "drop",
            "until",
            "weigh",
            "honour",
            "shock",
            "given_conduct",
        )
        view: View = View(**{name: kwargs.pop(name) for name in names})
        return function(*args, view=view, **kwargs)

    return _with(with_view, _VIEW_OPTIONS)


def _checked_out(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    from foedus.cli.output import refuse_out

    force = bool(ctx.params.get("force"))  # eager, so read before this
    if value is not None and not ctx.resilient_parsing:
        refuse_out(value, force)
    elif force and not ctx.resilient_parsing and "." not in str(ctx.params.get("form") or ""):  # --graph FILE is one
        raise click.UsageError("--force says nothing without --out FILE.", ctx)
    return value


def _asked_for_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.meta["foedus.json"] = value


def _form(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not ctx.meta.get("foedus.json"):
        return value
    given = param.name is not None and ctx.get_parameter_source(param.name) is not click.core.ParameterSource.DEFAULT
    if given and value != "json" and not ctx.resilient_parsing:
        raise click.UsageError(f"--json and --format {value} exclude each other.", ctx)
    return "json"


_FORMS = {"table": "For people", "json": "for programs", "csv": "for spreadsheets"}


def forms(*names: str, help_: str = "") -> Callable[[Function], Function]:
    """``--format``, ``--out`` and ``--force``, handed over as one ``output`` (see foedus.cli.output.Output).

    names: the forms there are, the first of them where none is asked for.   help_: what they are for.
    """
    said = help_ or ", ".join(_FORMS[name] for name in names if name in _FORMS) + "."
    options = (
        click.option(
            "--format", "format_", type=click.Choice(list(names)), default=names[0], show_default=True, callback=_form,
            help=said,
        ),
        click.option(
            "--json", is_flag=True, is_eager=True, expose_value=False, callback=_asked_for_json, help="As --format json."
        ),
        click.option(
            "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), callback=_checked_out,
            help="Write to FILE; never over an existing one.",
        ),
        click.option("--force", is_flag=True, is_eager=True, help="Let --out overwrite."),
    )  # fmt: skip

    def decorated(function: Function) -> Function:
        @functools.wraps(function)
        def with_output(*args: Any, format_: str, out: Path | None, force: bool, **kwargs: Any) -> Any:
            from foedus.cli.output import Output

            return function(*args, output=Output(format_, out, force), **kwargs)

        return _with(with_output, options)

    return decorated


output_options = forms("table", "json", "csv")
"""``--format table|json|csv``, ``--out`` and ``--force``."""


def _with(function: Function, options: tuple[Callable[[Function], Function], ...]) -> Function:
    """Put options on a function, in the order in which ``--help`` is to list them."""
    for option in reversed(options):
        function = option(function)
    return function
