"""What the verbs of the atlas share: years and releases as options, tables as answers."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CaseWrong, CommandWrong

if TYPE_CHECKING:
    from foedus.atlas.frame import Frame
    from foedus.cli.output import Output

__all__ = ["atlas_errors", "emit_frame", "emit_records", "release_option", "releases", "years_of"]

SHOWN = 60
"""Rows of a large table that are printed."""


@contextmanager
def atlas_errors() -> Iterator[None]:
    """Around anything the atlas does: what it cannot do is printed as one sentence.

    Exit status 2 if what the command line asks is wrong, else 1.
    """
    from foedus.atlas.errors import AtlasError, WrongQuestion

    try:
        yield
    except WrongQuestion as error:
        raise CommandWrong(str(error)) from None
    except AtlasError as error:
        raise CaseWrong(f"foedus: {error}") from None


def years_of(words: Sequence[str]) -> tuple[int, int]:
    """``1914``, ``1816-2018`` and ``1816 2018`` as first and last year.  Raises CommandWrong for anything else."""
    parts = [part for word in words for part in word.split("-")] if len(words) < 3 else []
    if len(parts) not in (1, 2) or not all(re.fullmatch(r"\d{4}", part) for part in parts):
        raise CommandWrong(f'"{" ".join(words)}" is no year or range of years. Write 1914, 1816-2018 or 1816 2018.')
    first, last = int(parts[0]), int(parts[-1])
    if last < first:
        raise CommandWrong(f"the years run backwards: {first} to {last}.")
    return first, last


def releases(values: Sequence[str]) -> dict[str, str]:
    """``atop_members=4.01`` as a choice of releases."""
    found = {}
    for value in values:
        name, sign, release = value.partition("=")
        if not sign:
            raise CommandWrong(f'"{value}" is no choice of a release. Write NAME=RELEASE, as in atop_members=4.01.')
        found[name] = release
    return found


def release_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--release NAME=RELEASE``, handed over as ``chosen``; the newest of what is not named."""

    @functools.wraps(function)
    def with_releases(*args: Any, release: tuple[str, ...], **kwargs: Any) -> Any:
        return function(*args, chosen=releases(release), **kwargs)

    return click.option(
        "--release", metavar="NAME=RELEASE", multiple=True, help="The release of a data set to use [the newest]."
    )(with_releases)


def emit_frame(
    output: Output,
    frame: Frame,
    verb: str,
    brief: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row,
    beside: Callable[[dict[str, Any]], dict[str, Any]] = lambda _: {},
) -> None:
    """Write a frame to ``--out`` by its ending, or print it: whole as csv or json, the first rows as a table.

    brief: a row as the table for people shows it.   beside: what is printed beside a row and no column of the frame.
    """
    if (output.out is not None and output.out.suffix in (".parquet", ".dta", ".gz")) or (
        output.out and output.out.suffix == ".csv"
    ):
        from foedus.cli.output import refuse_out

        with atlas_errors():
            refuse_out(output.out, output.force)
            _written(frame, output.out)
        click.echo(f"{output.out}: {frame.count()} rows; {frame!r}", err=True)
        return
    with atlas_errors():
        rows = (
            frame.filter("true").rows()
            if output.format != "table"
            else frame.session.rows(f"{frame.ordered()} LIMIT {SHOWN + 1}")
        )
    plain = [{**{key: _plain(value) for key, value in row.items()}, **beside(row)} for row in rows]
    count = len(plain) if len(plain) <= SHOWN or output.format != "table" else frame.count()
    remark = f"{count} rows" + (
        f", the first {SHOWN} shown (--format csv or --out FILE has all)" if count > len(plain[:SHOWN]) else ""
    )
    said = [remark + ".", *frame.remarks, repr(frame)]
    emit_records(
        output,
        verb,
        "rows",
        plain,
        [brief(row) for row in plain[:SHOWN]],
        "\n".join(said),
        more=frame.metadata(),
        columns=(*frame.columns, *(beside(rows[0]) if rows else ())),
    )


def _written(frame: Frame, out: Path) -> None:
    beside = out.with_name(f".{out.name}.tmp{''.join(out.suffixes[-2:])}")
    try:
        frame.write(beside)
        side = beside.with_name(beside.name + ".json")
        if side.exists():
            side.replace(out.with_name(out.name + ".json"))
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def emit_records(
    output: Output,
    verb: str,
    name: str,
    records: Sequence[dict[str, Any]],
    shown: Sequence[dict[str, Any]],
    remark: str = "",
    *,
    more: dict[str, Any] | None = None,
    columns: Sequence[str] = (),
) -> None:
    """Records in the form asked for.  shown: the same for people; remark: what stands below the table."""
    from foedus.show import export
    from foedus.show.grid import grid

    header = tuple(columns) or tuple(records[0] if records else ())
    output.emit(
        table=lambda page: grid(shown, page, remark),
        data=lambda: {"schema": export.schema(verb), **(more or {}), name: list(records)},
        rows=lambda: export.Rows(header, [[record.get(key) for key in header] for record in records]),
    )
