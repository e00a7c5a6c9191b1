"""The verb that looks up the treaty library."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CommandWrong, case_errors, hint
from foedus.cli.options import output_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foedus.atlas.treaties import Difference
    from foedus.cli.output import Output
    from foedus.findings.catalogue import Entry
    from foedus.findings.holding import Held

__all__ = ["treaties"]


@click.command()
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--party", metavar="ACTOR", default="", help="Only those to which it is, or was, a party.")
@click.option("--on", metavar="DATE", default="", help="Only those in force at the end of that day.")
@click.option(
    "--duty",
    metavar="TYPE",
    default="",
    help="Only those that can ask this of somebody (of the party, if one is named).",
)
@click.option("--atop", "atopid", metavar="ID", type=int, help="Only those that are this alliance of ATOP.")
@click.option("--unchecked", is_flag=True, help="Only those that have been compared with nothing yet.")
@click.option("--outlined", is_flag=True, help="Only those of which something is left out, or not known.")
@click.option(
    "--held",
    is_flag=True,
    help="Which clauses an expectation falls without; of the bundled cases, and of --expecting. Takes minutes.",
)
@click.option(
    "--expecting",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="With --held: count the expectations of the case files in this folder too.",
)
@click.option("--compare", type=click.Choice(["atop"]), help="What your copy of ATOP has otherwise, and why.")
@click.option("--markdown", "as_markdown", is_flag=True, help="As a page of documentation.")
@output_options
def treaties(
    name: str | None,
    party: str,
    on: str,
    duty: str,
    atopid: int | None,
    unchecked: bool,
    outlined: bool,
    held: bool,
    expecting: tuple[Path, ...],
    compare: str | None,
    as_markdown: bool,
    output: Output,
) -> None:
    """The bundled treaties; one of them in full.

    Without NAME, lists them; with NAME (of an instrument, or of a file), shows what stands there. A treaty is in force
    for a party from its own day of joining to its own day of leaving. --compare needs the member file of ATOP in your
    store (`foedus data add FILE`).

    \b
    Examples:
      foedus treaties
      foedus treaties --party JPN --on 1914-08-04 --duty defence
      foedus treaties north-atlantic
      foedus treaties --atop 1350
      foedus treaties --unchecked --format csv
      foedus treaties --outlined
      foedus treaties --compare atop
      foedus treaties --held --expecting tests/treaties
      foedus treaties --markdown --out treaty-library.md
    """
    from foedus.findings.catalogue import catalogue, text_of
    from foedus.show import export
    from foedus.show import treaties as shown

    with case_errors():
        every = catalogue()
        kept = [e for e in _named(every, name) if _fits(e, every, party, on, duty) and (e.unchecked or not unchecked)]
        kept = [e for e in kept if (e.outline or not outlined) and atopid in (None, e.atop)]
    if expecting and not held:
        raise CommandWrong("--expecting says whose expectations count for --held; add that.")
    if held and compare:
        raise CommandWrong("--held and --compare are two questions; ask them one by one.")
    down = _held(kept, expecting) if held else None
    compared: Sequence[int] = ()
    found: Sequence[Difference] = ()
    if compare or (as_markdown and _has_atop()):
        compared, found = _differences(kept)

    def table(page: Any) -> str:
        if as_markdown:
            return shown.markdown(kept, compared, found, down)
        if down is not None:
            return shown.held_text(down, page)
        if compare:
            return shown.compared_text(compared, found, page)
        if name is not None:
            return "\n".join(shown.full_text(e, text_of(e.case, e.instrument), page) for e in kept)
        return shown.list_text(kept, page, _asked(party, on, duty, atopid, unchecked, outlined))

    def data() -> dict[str, Any]:
        if compare:
            return {
                "schema": export.schema("treaties"),
                "compared": list(compared),
                "differences": [asdict(d) for d in found],
            }
        if down is not None:
            return {
                "schema": export.schema("treaties"),
                "clauses": len(down),
                "held": sum(bool(h.by) for h in down),
                "by_clause": [asdict(h) for h in down],
            }
        return {"schema": export.schema("treaties"), "treaties": [shown.record(e) for e in kept]}

    def rows() -> export.Rows:
        if compare:
            header: tuple[str, ...] = ("atop", "instruments", "about", "actors", "ours", "theirs", "why")
            cells = [[getattr(d, key) for key in header] for d in found]
            return export.Rows(header, [["; ".join(c) if isinstance(c, tuple) else c for c in row] for row in cells])
        if down is not None:
            return export.Rows(
                ("instrument", "clause", "file", "by"),
                [[h.instrument, h.clause, h.file, "; ".join(h.by)] for h in down],
            )
        header = (
            "id",
            "title",
            "file",
            "category",
            "date",
            "in_force",
            "ends",
            "atop",
            "secret",
            "unchecked",
            "outline",
        )
        more = [("; ".join(dict.fromkeys(m.actor for m in e.members)), "; ".join(e.types)) for e in kept]
        records = [shown.record(e) for e in kept]
        return export.Rows(
            (*header, "members", "duties"),
            [[*(r[key] for key in header), *m] for r, m in zip(records, more, strict=True)],
        )

    output.emit(table=table, data=data, rows=rows)


def _named(every: Sequence[Entry], name: str | None) -> list[Entry]:
    if name is None:
        return list(every)
    file = name.removeprefix("treaties/").removesuffix(".foedus")
    found = [e for e in every if e.id == name] or [e for e in every if e.file == f"treaties/{file}"]
    if not found:
        known = list(dict.fromkeys([e.id for e in every] + [e.file.removeprefix("treaties/") for e in every]))
        raise CommandWrong(f'"{name}" is no treaty of the library.{hint(name, known)} `foedus treaties` lists them.')
    return found


def _fits(entry: Entry, every: Sequence[Entry], party: str, on: str, duty: str) -> bool:
    from foedus.findings.catalogue import in_force

    _known("actor", party, [m.actor for e in every for m in e.members])
    _known("type of duty", duty, [t for e in every for t in e.types])
    if party and party not in {m.actor for m in entry.members if m.role != "addressee"}:
        return False
    if duty and not any(d.type == duty and (not party or d.debtor == party) for d in entry.duties):
        return False
    return not on or in_force(entry, _day(on), party)


def _known(what: str, word: str, known: list[str]) -> None:
    if word and word not in known:
        raise CommandWrong(f'no {what} of the library is called "{word}".{hint(word, list(dict.fromkeys(known)))}')


def _day(text: str) -> int:
    from foedus.terms.dates import parse_date
    from foedus.terms.errors import TermError

    try:
        return parse_date(text).last
    except TermError as error:
        raise CommandWrong(f"--on: {error}") from None


def _asked(party: str, on: str, duty: str, atopid: int | None, unchecked: bool, outlined: bool) -> str:
    """The filters in words: " of JPN, in force on 1914-08-04, with defence"."""
    words = [f" of {party}" if party else "", f" in force on {on}" if on else "", f" with {duty}" if duty else "",
             f" of ATOP {atopid}" if atopid is not None else "",
             " compared with nothing yet" if unchecked else "", " outlined only" if outlined else ""]  # fmt: skip
    return ",".join(w for w in words if w)


def _has_atop() -> bool:
    from foedus.atlas.store import Store

    return bool(Store(None).releases("atop_members"))


def _differences(entries: Sequence[Entry]) -> tuple[Sequence[int], Sequence[Difference]]:
    from foedus.atlas.session import Session
    from foedus.atlas.store import Store
    from foedus.atlas.treaties import differences
    from foedus.cli.tables import atlas_errors

    with atlas_errors():
        return differences(Session(Store(None), {}), entries)


def _held(entries: Sequence[Entry], folders: Sequence[Path]) -> Sequence[Held]:
    from foedus.api import bundled_cases, load
    from foedus.findings.holding import holding
    from foedus.show.progress import steps

    names = [n for n, *_ in bundled_cases()] + [str(p) for folder in folders for p in sorted(folder.glob("*.foedus"))]
    with case_errors():
        return holding(entries, (load(name) for name in steps(names, "cases")))
