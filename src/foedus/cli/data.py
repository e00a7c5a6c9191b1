"""The verb data: the data sets a user has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CaseWrong, CommandWrong
from foedus.cli.options import output_options
from foedus.cli.tables import atlas_errors, emit_records

if TYPE_CHECKING:
    from foedus.atlas.specs import Spec
    from foedus.atlas.store import Added, Store
    from foedus.cli.output import Output

__all__ = ["data"]


@click.group()
def data() -> None:
    """The data sets you have: releases, citations, import.

    foedus ships none of them: it reads the files you have, checks every value, and keeps them as Parquet in your data
    directory (FOEDUS_DATA, else the usual place of your system).

    \b
    Examples:
      foedus data add ~/data/atop5_1m.csv ~/data/cow/
      foedus data list
      foedus data cite atop_members cow_nmc > references.bib
    """


@data.command("list")
@click.argument("names", metavar="[NAME]…", nargs=-1)
@click.option("--here", is_flag=True, help="Only what is in the store.")
@output_options
def list_(names: tuple[str, ...], here: bool, output: Output) -> None:
    """Every known data set: what it is, release, years, rows, and where those not here are found.

    With NAME: all that is known of it, too: unit, codes, file, checksum, terms of use, whom to cite, official address.

    \b
    Examples:
      foedus data list
      foedus data list --here
      foedus data list atop_members cow_nmc
    """
    from foedus.atlas.datasets import SPECS, spec
    from foedus.atlas.store import Store

    with atlas_errors():
        store = Store()
        asked = [spec(name) for name in names] if names else SPECS
        records = [record for one in asked for record in _records(store, one, here)]
    if names and output.format == "table":
        from foedus.show.datasets import details
        from foedus.show.page import Page

        output.write(details(records, Page() if output.out else Page.of(sys.stdout)))
        return
    shown = [
        {"name": r["name"], "release": r["release"] or "not here", "years": r["years"], "rows": r["rows"], "what": r["title"]}
        for r in records
    ]  # fmt: skip
    remark = f"Store: {store.directory}\nfoedus data list NAME says the rest: unit, file, checksum, terms, citation, address."
    emit_records(output, "data", "datasets", records, shown, remark)


def _records(store: Store, one: Spec, here: bool) -> list[dict[str, Any]]:
    """One record for each release in the store; one without a release where there is none, unless only those are asked for."""
    common = {
        "title": one.title,
        "unit": one.unit,
        "codes": one.codes,
        "terms": one.terms,
        "cite": " ".join(one.cite),
        "page": one.page,
    }
    found = [
        {"name": one.name, "release": p.release, "years": str(p.coverage or ""), "rows": p.rows, "columns": p.columns,
         "problems": p.problems, "sha256": p.sha256, "file": p.file, "added": p.added,
         "path": str(store.path_of(p.name, p.release)), "used": n == 0, **common}
        for n, p in enumerate(store.releases(one.name))
    ]  # fmt: skip
    if found or here:
        return found
    empty = {
        "release": "",
        "years": "",
        "rows": None,
        "columns": None,
        "problems": None,
        "sha256": "",
        "file": "",
        "added": "",
    }
    return [{"name": one.name, **empty, "path": "", "used": False, **common}]


@data.command()
@click.argument("paths", metavar="FILE|DIR…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--as", "name", metavar="NAME", default="", help="Take the file for that data set, whatever its columns.")
@click.option(
    "--problems",
    "shown",
    metavar="N",
    default=10,
    show_default=True,
    help="How many impossible values to print for each.",
)
def add(paths: tuple[Path, ...], name: str, shown: int) -> None:
    """Read files, recognise them by their columns, check every value and keep them.

    Impossible values are reported by line and stored as missing; the rest of the row is kept. Reads .csv, .csv.gz, .tsv,
    .dta, .rda and .rds. Exit status 1 if a file could not be added.
    """
    from foedus.atlas.errors import AtlasError
    from foedus.atlas.readers import suffix_of
    from foedus.atlas.store import Store

    store, wrong = Store(), 0
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file() and suffix_of(p)) if path.is_dir() else [path]
        if not files:
            raise CommandWrong(f"{path}: no file in it that can be read.")
        for file in files:
            try:
                for one in store.add(file, name):
                    _told(file, one, shown)
            except AtlasError as error:
                wrong += 1
                click.echo(f"{file.name}: {error}".replace(f"{file.name}: {file.name}", file.name), err=True)
    if wrong:
        raise CaseWrong(f"{wrong} file{'s'[: wrong > 1]} not added.")


def _told(file: Path, one: Added, shown: int) -> None:
    p = one.provenance
    years = f", {p.coverage}" if p.coverage else ""
    click.echo(f"{file.name}: {p.name} {p.release}, {p.rows} rows{years}")
    for problem in one.problems[:shown]:
        click.echo(f"  {problem}")
    if len(one.problems) > shown:
        click.echo(
            f"  and {len(one.problems) - shown} more impossible values (--problems {len(one.problems)} shows all)"
        )


@data.command()
@click.argument("name", metavar="NAME")
@click.option("--from", "address", metavar="URL", default="", help="Where the file lies, if not where foedus knows.")
@click.option("--accept-change", is_flag=True, help="Take the file though it is not the one seen before.")
def get(name: str, address: str, accept_change: bool) -> None:
    """Download a data set and add it; an interrupted download goes on where it stopped.

    Its checksum is recorded the first time and compared ever after. For most data sets no address is known that gives the
    file itself: then foedus says where to get it.
    """
    from foedus.atlas.datasets import spec
    from foedus.atlas.fetch import fetch
    from foedus.atlas.store import Store
    from foedus.show.progress import download_bar

    with atlas_errors():
        known, store = spec(name), Store()
        where = address or known.download
        if not where:
            raise CaseWrong(
                f"foedus: no address is known that gives {name} itself. Get it from {known.page}\n"
                f"        (terms: {known.terms}), then: foedus data add FILE\n"
                f"        or, if you have the address of the file: foedus data get {name} --from URL"
            )
        with download_bar(name) as progress:
            fetched = fetch(where, store.directory, progress=progress, accept_change=accept_change)
        seen = "recorded" if fetched.first_sight else "as before"
        click.echo(f"{fetched.path.name}: sha256 {fetched.sha256} ({seen})")
        for one in store.add(fetched.path, name):
            _told(fetched.path, one, 10)


@data.command()
@click.argument("names", metavar="NAME…", nargs=-1)
def cite(names: tuple[str, ...]) -> None:
    """BibTeX for data sets, or for what a table was made from.

    NAME is a data set, or a file that foedus wrote (.parquet, or the .csv.json beside a .csv). Without NAME: all in the store.
    """
    from foedus.atlas.citations import bibtex
    from foedus.atlas.datasets import spec
    from foedus.atlas.store import Store

    keys: list[str] = []
    with atlas_errors():
        for name in names:
            path = Path(name)
            used = _used_in(path) if path.suffix in (".parquet", ".json") and path.exists() else [name]
            keys += [key for one in used for key in spec(one).cite]
        if not names:
            keys = [key for p in Store() for key in p.cite]
    click.echo(bibtex(keys))


def _used_in(path: Path) -> list[str]:
    import json

    if path.suffix == ".json":
        told = json.loads(path.read_text(encoding="utf-8"))
    else:
        import pyarrow.parquet as pq

        told = json.loads((pq.read_schema(path).metadata or {}).get(b"foedus", b"{}"))
    found = [source["name"] for source in told.get("sources", ())] or [told.get("name", "")]
    if found == [""]:
        raise CommandWrong(f"{path}: not written by foedus, so it does not say what it is made from.")
    return found


@data.command()
@click.argument("name", metavar="NAME")
@click.option("--release", default="", help="Only that release.")
def remove(name: str, release: str) -> None:
    """Remove a data set, or one release of it, from the store; your own file stays."""
    from foedus.atlas.store import Store

    with atlas_errors():
        gone = Store().remove(name, release)
    if not gone:
        raise CaseWrong(f"foedus: {name} {release} is not in the store.")
    for path in gone:
        click.echo(f"removed {path}")
