"""The user's data directory: tables as Parquet, each carrying where it came from.

Layout: ``tables/NAME/RELEASE.parquet``, ``downloads/`` (files as fetched) and ``checksums.json`` (first sight).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.atlas.datasets import SPECS, recognise, spec
from foedus.atlas.errors import AtlasError, WrongQuestion
from foedus.atlas.specs import Coverage, Spec

if TYPE_CHECKING:
    import pyarrow as pa

    from foedus.atlas.check import Problem

__all__ = ["Added", "Provenance", "Store", "data_directory", "sha256_of"]

_META = b"foedus"


def data_directory() -> Path:
    """Where the tables are kept: ``FOEDUS_DATA``, else the platform's directory for user data."""
    if os.environ.get("FOEDUS_DATA"):
        return Path(os.environ["FOEDUS_DATA"]).expanduser()
    from platformdirs import user_data_path

    return user_data_path("foedus", appauthor=False)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a table came from.

    name, release: which data set.  file, sha256: the file it was read from.  added: the day.  rows, columns: its size.
    first, last: the years it covers (0: it has no years).  problems: how many impossible values it had.
    cite: keys of citations.
    """

    name: str
    release: str
    title: str
    file: str
    sha256: str
    added: str
    rows: int
    columns: int
    first: int
    last: int
    problems: int
    cite: tuple[str, ...] = ()

    @property
    def coverage(self) -> Coverage | None:
        """The years covered."""
        return Coverage(self.first, self.last) if self.last else None

    def __str__(self) -> str:
        return f"{self.title}, release {self.release} ({self.file}, sha256 {self.sha256[:12]})"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one table of a file: its provenance and every impossible value."""

    provenance: Provenance
    problems: tuple[Problem, ...] = field(default=())


class Store:
    """The tables a user has.  directory: default ``data_directory()``."""

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or data_directory()

    # -- what is there -----------------------------------------------------------------------------------------------
    def releases(self, name: str) -> list[Provenance]:
        """The releases of a data set in the store, newest first."""
        folder = self.directory / "tables" / name
        found = [self.provenance_of(path) for path in folder.glob("*.parquet")] if folder.is_dir() else []
        return sorted(found, key=lambda p: _order(p.release), reverse=True)

    def provenance_of(self, path: Path) -> Provenance:
        """The provenance a Parquet file carries.  Raises AtlasError if it carries none of ours."""
        import pyarrow.parquet as pq

        kept = (pq.read_schema(path).metadata or {}).get(_META)
        if kept is None:
            raise AtlasError(f"{path}: not written by foedus.", "Remove it, and add the original file again.")
        told = json.loads(kept)
        return Provenance(**{**told, "cite": tuple(told["cite"])})

    def __iter__(self) -> Iterator[Provenance]:
        for one in SPECS:
            yield from self.releases(one.name)

    def choose(self, name: str, release: str = "") -> tuple[Path, Provenance]:
        """The file of one release, the newest where none is named.

        Raises AtlasError with what to do where the data set or that release is not in the store.
        """
        wanted = spec(name)
        there = self.releases(name)
        if not there:
            raise AtlasError(
                f"{wanted.title} ({name}) is not in your data store.",
                f"Get the file from {wanted.page} and say: foedus data add FILE",
            )
        chosen = next((p for p in there if p.release == release), None) if release else there[0]
        if chosen is None:
            raise WrongQuestion(
                f'{name} has no release "{release}" in your data store.',
                f"There are {', '.join(p.release for p in there)}.",
            )
        return self.path_of(name, chosen.release), chosen

    def path_of(self, name: str, release: str) -> Path:
        """Where that table is, or would be."""
        return self.directory / "tables" / name / f"{re.sub(r'[^0-9A-Za-z.-]+', '-', release)}.parquet"

    # -- adding ----------------------------------------------------------------------------------------------------------
    def add(self, path: Path, name: str = "") -> list[Added]:
        """Read a file, recognise, check and keep each of its tables.

        name: take it for that data set; "" tells by the columns.  Raises AtlasError where a file has no table of a known
        data set.  The same release added again replaces the former table.
        """
        from foedus.atlas.readers import read_tables

        tables = read_tables(path)
        digest = sha256_of(path)
        added = []
        for table in tables.values():
            known = spec(name) if name else recognise(table.column_names, partial(_largest, table))
            if known is not None:
                added.append(self._keep(_renamed(table, known), known, path.name, digest))
        if not added:
            columns = ", ".join(next(iter(tables.values())).column_names[:8])
            raise AtlasError(
                f"{path.name}: the columns ({columns}, …) are those of no known data set.",
                "foedus data list shows what is known; --as NAME takes it for one of them.",
            )
        return added

    def _keep(self, table: pa.Table, known: Spec, file: str, digest: str) -> Added:
        import pyarrow.parquet as pq

        from foedus.atlas.check import checked

        missing = known.marks - set(table.column_names)
        if missing:
            raise AtlasError(
                f"{file}: taken for {known.name}, but without the column{'s'[: len(missing) > 1]} "
                f"{', '.join(sorted(missing))}."
            )
        typed, problems = checked(table, known)
        covered = known.covers or _coverage(typed, known)
        provenance = Provenance(
            known.name, _release(typed, known), known.title, file, digest, datetime.now(UTC).date().isoformat(),
            typed.num_rows, typed.num_columns, covered.first if covered else 0, covered.last if covered else 0,
            len(problems), known.cite,
        )  # fmt: skip
        target = self.path_of(known.name, provenance.release)
        target.parent.mkdir(parents=True, exist_ok=True)
        meta = {**(typed.schema.metadata or {}), _META: json.dumps(asdict(provenance)).encode()}
        beside = target.with_suffix(".tmp")
        pq.write_table(typed.replace_schema_metadata(meta), beside, compression="zstd")
        beside.replace(target)
        return Added(provenance, problems)

    def remove(self, name: str, release: str = "") -> list[Path]:
        """Remove a data set, or one release of it; the files removed."""
        gone = [self.path_of(name, p.release) for p in self.releases(spec(name).name) if release in ("", p.release)]
        for path in gone:
            path.unlink()
        return gone


def _largest(table: pa.Table, column: str) -> int:
    numbers = (cell for cell in table.column(column).to_pylist() if cell is not None and cell.lstrip("-").isdigit())
    return max((int(cell) for cell in numbers), default=0)


def _renamed(table: pa.Table, known: Spec) -> pa.Table:
    new = dict(known.renames)
    there = set(table.column_names)
    return table.rename_columns([new[c] if c in new and new[c] not in there else c for c in table.column_names])


def _release(table: pa.Table, known: Spec) -> str:
    """The release: what the version column says (one value), else what is known of the data set."""
    if known.version_column in table.column_names:
        said = {str(v) for v in table.column(known.version_column).unique().to_pylist() if v is not None}
        if len(said) == 1:
            return _plain(said.pop())
    return known.version or "unknown"


def _plain(release: str) -> str:
    """``4.0100002`` (a number kept in single precision) is 4.01; ``5`` is 5."""
    try:
        return f"{round(float(release), 4):g}"
    except ValueError:
        return release


def _order(release: str) -> tuple[list[int], str]:
    return [int(part) for part in re.findall(r"\d+", release)], release


def _coverage(table: pa.Table, known: Spec) -> Coverage | None:
    if not known.begins:
        return None
    years: list[int] = []
    for column in (known.begins, known.ends):
        for value in table.column(column).unique().to_pylist() if column in table.column_names else ():
            found: Any = value.year if isinstance(value, date) else value
            if found and found > 0:
                years.append(int(found))
    return Coverage(min(years), max(years)) if years else None
