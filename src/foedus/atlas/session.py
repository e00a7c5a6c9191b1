"""The tables of a store behind one in-memory DuckDB, opened as they are used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.atlas.datasets import SPECS
from foedus.atlas.errors import WrongQuestion
from foedus.atlas.store import Provenance, Store
from foedus.terms.names import did_you_mean

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["MEMORY", "Session", "sql_text"]

MEMORY = "1GB"
"""What DuckDB may hold in memory; beyond it, it writes to temporary files."""


class Session:
    """One choice of releases, and a connection that sees them as views.

    releases: data set -> release; what is not named is the newest in the store.
    """

    def __init__(
        self, store: Store | None = None, releases: Mapping[str, str] | None = None, *, memory: str = MEMORY
    ) -> None:
        self.store = store or Store()
        self.releases = dict(releases or {})
        self._memory = memory
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._opened: dict[str, Provenance] = {}
        self.kept: dict[str, Any] = {}  # what was worked out once from tables that do not change

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection, made when first asked for; it may read the store's files and nothing else."""
        if self._connection is None:
            import duckdb

            self._connection = duckdb.connect(
                config={
                    "memory_limit": self._memory,
                    "preserve_insertion_order": "false",
                    "autoload_known_extensions": "false",
                }
            )
            self._connection.execute(
                "SET enable_progress_bar = false"
            )  # it would stand in the answer on standard output
        return self._connection

    def has(self, name: str) -> bool:
        """Whether the store has that data set."""
        return bool(self.store.releases(name))

    def use(self, name: str) -> Provenance:
        """Make a data set readable under its name, and say which release that is."""
        if name not in self._opened:
            path, provenance = self.store.choose(name, self.releases.get(name, ""))
            path = path.resolve()
            self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({sql_text(path)})")
            self._opened[name] = provenance
        return self._opened[name]

    def use_all(self) -> list[Provenance]:
        """Make every data set of the store readable."""
        return [self.use(one.name) for one in SPECS if self.has(one.name)]

    def arrow(self, sql: str) -> pa.Table:
        """What a query answers."""
        return self.connection.sql(sql).to_arrow_table()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """What a query answers, row by row."""
        cursor = self.connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def query(self, sql: str) -> tuple[pa.Table, list[Provenance]]:
        """The answer to a user's own SQL, and the data sets it reads.  Raises AtlasError with DuckDB's message.

        Only one statement that reads; files other than the store's tables are closed to it.
        """
        import duckdb

        opened = self.use_all()
        try:
            statements = self.connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise WrongQuestion("query takes one SELECT.", "What is to be kept goes to a file: --out FILE.")
            folder = str((self.store.directory / "tables").resolve())
            self.connection.execute(f"SET allowed_directories = [{sql_text(folder)}]")
            self.connection.execute("SET enable_external_access = false")
            answer = self.arrow(sql)
        except duckdb.Error as error:
            names = [p.name for p in opened]
            there = f"The tables are: {', '.join(names)}." if names else "It is empty: foedus data add FILE."
            unknown = re.search(r"Table with name (\S+) does not exist", str(error))
            if unknown is None:
                hint = "foedus query 'DESCRIBE TABLE' lists the columns of a table." if names else there
                raise WrongQuestion(str(error).strip().rstrip(".") + ".", hint) from None
            nearest = did_you_mean(unknown[1], names)
            said = f'there is no table "{unknown[1]}" in your data store.'
            raise WrongQuestion(said, f"D{nearest[1:]} {there}" if nearest else there) from None
        words = set(re.findall(r"[a-z_0-9]+", sql.casefold()))
        return answer, [p for p in opened if p.name in words]


def sql_text(value: str | Path) -> str:
    """A value as SQL text."""
    return "'" + str(value).replace("'", "''") + "'"
