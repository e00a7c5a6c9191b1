"""Verbs that look up what is bundled: cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import case_errors
from foedus.cli.options import CasePath, output_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foedus.cli.output import Output
    from foedus.directives.model import Directive

__all__ = ["cases"]


@click.command()
@click.argument("name", required=False, metavar="[NAME]", type=CasePath())
@click.option("--path", "only_path", is_flag=True, help="Print only where the file lies.")
@output_options
def cases(name: str | None, only_path: bool, output: Output) -> None:
    """The bundled cases; one of them in full.

    Without NAME, lists them; with NAME, tells what that one is about and what is in it. NAME may also be a file or a
    folder of your own.

    \b
    Examples:
      foedus cases
      foedus cases tehran-2012
      cp "$(foedus cases july-1914 --path)" mine.foedus
    """
    from foedus.cli.access import library
    from foedus.show import checks, export

    bundled = library().bundled_cases()
    records: list[dict[str, Any]]
    if name is None:
        records = [{"name": known, "title": title, "path": str(path)} for known, title, path in bundled]
    else:
        records = [_described(name, {known: str(path) for known, _, path in bundled}, only_path)]

    def table(page: Any) -> str:
        if only_path:
            return "\n".join(record["path"] for record in records)
        if name is None:
            return checks.cases_text(bundled, page)
        return checks.case_text(page=page, **records[0])

    def rows() -> export.Rows:
        header = ("name", "title", "path", *(("about", *checks.NOUNS) if name is not None and not only_path else ()))
        flat = [{**record, **record.get("counts", {})} for record in records]
        return export.Rows(header, [[record.get(key) for key in header] for record in flat])

    output.emit(table=table, data=lambda: {"schema": export.schema("cases"), "cases": records}, rows=rows)


def _described(name: str, paths: dict[str, str], only_path: bool) -> dict[str, Any]:
    """One case in full: name, title, path, about, counts."""
    from foedus.cli.access import find_case, is_there

    find_case(name)
    path = str(Path(name)) if is_there(name) else paths[name]
    if only_path:
        return {"name": name, "title": "", "path": path}
    from foedus.cli.access import library

    with case_errors():
        case = library().load(name)
    return {
        "name": case.name,
        "title": case.title,
        "path": path,
        "about": case.about,
        "counts": counts(said(name)),
    }


def said(name: str) -> Iterable[Directive]:
    """What the files of a case say, one by one."""
    from foedus import language

    return language.load(name).directives


def counts(directives: Iterable[Directive]) -> dict[str, int]:
    """How many of each sort of thing a case says.  The prelude is no part of what it says."""
    from foedus.directives import model
    from foedus.show.checks import NOUNS

    found = dict.fromkeys(NOUNS, 0)
    sorts = {
        model.Actor: "actors",
        model.Place: "places",
        model.Instrument: "instruments",
        model.Event: "events",
        model.Source: "sources",
        model.Reading: "readings",
        model.Question: "questions",
        model.Expect: "expectations",
    }
    for directive in directives:
        sort = sorts.get(type(directive))
        if sort is not None:
            found[sort] += 1
        found["claims"] += len(directive.common.claims)
        if isinstance(directive, model.Question):
            found["claims"] += sum(len(answer.common.claims) for answer in directive.answers)
        if isinstance(directive, model.Instrument):
            found["clauses"] += len(directive.clauses)
            found["claims"] += sum(len(clause.common.claims) for clause in directive.clauses)
    return found
