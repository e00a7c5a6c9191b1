"""A table not yet computed that knows what it is: its unit, code system, years, counting day and sources."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from foedus.atlas.beside import Beside, gather, joined_sql
from foedus.atlas.citations import bibtex
from foedus.atlas.errors import AtlasError
from foedus.atlas.obligations import COUNTING, Terms
from foedus.atlas.session import Session, sql_text
from foedus.atlas.specs import Codes
from foedus.atlas.store import Provenance

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["KEYS", "Frame", "Unit"]

Unit = Literal["directed dyad-year", "dyad-year", "state-year", "alliance", "alliance member", "war"]

KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("directed dyad-year", "cow"): ("ccode1", "ccode2", "year"),
    ("dyad-year", "cow"): ("ccode1", "ccode2", "year"),
    ("state-year", "cow"): ("ccode", "year"),
    ("directed dyad-year", "gw"): ("gwcode1", "gwcode2", "year"),
    ("dyad-year", "gw"): ("gwcode1", "gwcode2", "year"),
    ("state-year", "gw"): ("gwcode", "year"),
}
"""The columns that identify a row, by unit and code system."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A lazily evaluated table.

    stem: the SQL of what it begins with.  besides: what steps added to it since, by key.  unit, codes: what a row is, and
    whose state numbers it has.  first, last: its years.
    counting: the counting day ("" where there is none).  uses: the releases it is made from.  notes: what a reader has to
    know, one sentence each.

    Nothing is computed before ``arrow``, ``pandas``, ``polars``, ``rows``, ``count`` or ``write`` asks for it.
    """

    session: Session
    stem: str
    unit: Unit
    codes: Codes = "cow"
    first: int = 0
    last: int = 0
    counting: str = ""
    uses: tuple[Provenance, ...] = ()
    notes: tuple[str, ...] = ()
    besides: tuple[Beside, ...] = ()

    # -- what it is --------------------------------------------------------------------------------------------------
    @property
    def sql(self) -> str:
        """The SQL that computes it."""
        return joined_sql(self.stem, self.besides)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row; () where it has none."""
        return KEYS.get((self.unit, self.codes), ())

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(row["column_name"] for row in self.session.rows(f"DESCRIBE {self.sql}"))

    @property
    def is_dyadic(self) -> bool:
        """Whether a row is about two states."""
        return self.unit in ("directed dyad-year", "dyad-year")

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes, and which of its sources know nothing of its years."""
        years = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        outside = [
            f"{p.name} {p.release} covers {p.first}-{p.last}: it knows nothing of {years}."
            for p in self.uses
            if p.last and self.last and (self.last < p.first or self.first > p.last)
        ]
        return (*outside, *self.notes)

    def metadata(self) -> dict[str, Any]:
        """Unit, codes, years, counting day, notes, sources: what every table carries with it."""
        return {
            "unit": self.unit,
            "codes": self.codes,
            "years": [self.first, self.last],
            "counting_day": COUNTING.get(self.counting, self.counting),
            "notes": list(self.remarks),
            "sources": [
                {"name": p.name, "release": p.release, "file": p.file, "sha256": p.sha256, "years": [p.first, p.last]}
                for p in self.uses
            ],
        }

    def cite(self) -> str:
        """BibTeX for every data set it is made from."""
        return bibtex(key for p in self.uses for key in p.cite)

    def __repr__(self) -> str:
        made = ", ".join(f"{p.name} {p.release}" for p in self.uses)
        day = f", {COUNTING[self.counting]}" if self.counting in COUNTING else ""
        span = f"{self.first}-{self.last}" if self.first < self.last else f"{self.first}"
        return f"<{self.unit} {span}, {self.codes} codes{day}; from {made}>"

    # -- computing ---------------------------------------------------------------------------------------------------
    def arrow(self) -> pa.Table:
        """An Arrow table; its schema metadata ``foedus`` is ``metadata()`` as JSON."""
        table = None
        if self.key and self.besides:
            table = gather(self.session.arrow(self.stem), self.key, self.besides, self.session.arrow)
        if table is None:
            table = self.session.arrow(self.ordered())
        return table.replace_schema_metadata({b"foedus": json.dumps(self.metadata()).encode()})

    def pandas(self) -> pd.DataFrame:
        """A pandas frame with nullable types; ``attrs["foedus"]`` is ``metadata()``."""
        import pandas as pd
        import pyarrow as pa

        kinds = {
            pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(),
            pa.float64(): pd.Float64Dtype(), pa.string(): pd.StringDtype(),
        }  # fmt: skip
        frame = self.arrow().to_pandas(types_mapper=kinds.get)
        frame.attrs["foedus"] = self.metadata()
        return frame

    def polars(self) -> pl.DataFrame:
        """A polars frame.  Raises AtlasError where polars is not installed."""
        try:
            import polars as pl
        except ImportError:
            raise AtlasError("polars is not installed.", "pip install polars, or take .arrow() or .pandas().") from None
        frame = pl.from_arrow(self.arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def rows(self) -> list[dict[str, Any]]:
        """Every row as a dictionary."""
        return self.session.rows(self.ordered())

    def count(self) -> int:
        """How many rows it has."""
        return int(self.session.rows(f"SELECT count(*) AS n FROM ({self.stem})")[0]["n"])

    def ordered(self) -> str:
        """The SQL with a fixed order of rows, where there is a key."""
        return f"SELECT * FROM ({self.sql}) ORDER BY {', '.join(self.key)}" if self.key else self.sql

    def write(self, path: Path) -> None:
        """Write it as .parquet, .csv, .csv.gz or .dta, each with its metadata (CSV: in a file beside it).

        Raises AtlasError for another ending.
        """
        name = path.name.lower()
        if name.endswith((".csv", ".csv.gz")):
            gz = ", COMPRESSION gzip" if name.endswith(".gz") else ""
            self.session.connection.execute(
                f"COPY ({self.ordered()}) TO {sql_text(path)} (FORMAT csv, HEADER true{gz})"
            )
            path.with_name(path.name + ".json").write_text(
                json.dumps(self.metadata(), indent=2) + "\n", encoding="utf-8"
            )
        elif name.endswith(".parquet"):
            told = sql_text(json.dumps(self.metadata()))
            self.session.connection.execute(
                f"COPY ({self.ordered()}) TO {sql_text(path)} "
                f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{foedus: {told}}})"
            )
        elif name.endswith(".dta"):
            import pyreadstat

            frame = self.arrow().to_pandas()
            made = "; ".join(f"{p.name} {p.release}" for p in self.uses)
            pyreadstat.write_dta(frame, str(path), file_label=f"foedus: {self.unit}; {made}"[:80])
        else:
            raise AtlasError(
                f"{path.name}: no writer for this format.", "Writable are .parquet, .csv, .csv.gz and .dta."
            )

    # -- changing ----------------------------------------------------------------------------------------------------
    def filter(self, condition: str) -> Frame:
        """The rows that satisfy an SQL condition: ``frame.filter("atop_defense = 1")``."""
        return self.over(f"SELECT * FROM ({self.sql}) WHERE {condition}")

    def select(self, *columns: str) -> Frame:
        """These columns, after the key."""
        kept = (*self.key, *(c for c in columns if c not in self.key))
        quoted = ", ".join(f'"{c}"' for c in kept)
        return self.over(f"SELECT {quoted} FROM ({self.sql})")

    def need(self, who: str, *units: Unit, codes: Codes = "cow") -> None:
        """Raise AtlasError, saying what to do first, unless this frame is one of these units in that code system."""
        if self.unit not in units:
            start = (
                "atlas.dyad_years(…)"
                if "dyad-year" in units or "directed dyad-year" in units
                else "atlas.state_years(…)"
            )
            raise AtlasError(
                f"{who} needs {' or '.join(units)}s; this frame is one of {self.unit}s.", f"Begin with {start}."
            )
        if self.codes != codes:
            first = "add_ccode_to_gw()" if codes == "cow" else "add_gwcode_to_cow()"
            names = {"cow": "COW", "gw": "Gleditsch-Ward", "none": "no state"}
            raise AtlasError(
                f"{who} joins on {names[codes]} numbers; this frame has {names[self.codes]} numbers, and the two differ.",
                f"Say {first} first, then recode(), or begin again with codes={codes!r}.",
            )

    def missing(self, who: str, *columns: str, first: str) -> None:
        """Raise AtlasError unless these columns are there, saying which step adds them."""
        lacking = [c for c in columns if c not in self.columns]
        if lacking:
            raise AtlasError(
                f"{who} needs the column{'s'[: len(lacking) > 1]} {', '.join(lacking)}.", f"Say {first} first."
            )

    def over(self, sql: str) -> Frame:
        """The frame with other SQL, which has taken in what stood beside it."""
        return replace(self, stem=sql, besides=())

    def beside(self, one: Beside, *uses: Provenance, notes: tuple[str, ...] = ()) -> Frame:
        """The frame with more columns, looked up by key; each row stays one."""
        return replace(self.told(uses, notes), besides=(*self.besides, one))

    def joined(self, columns: str, joins: str, *uses: Provenance, notes: tuple[str, ...] = ()) -> Frame:
        """The frame as ``f``, with more columns from joins that keep each row once."""
        return self.told(uses, notes).over(f"SELECT f.*, {columns} FROM ({self.sql}) f {joins}")

    def told(self, uses: tuple[Provenance, ...], notes: tuple[str, ...]) -> Frame:
        """The frame with more sources and more notes, each once."""
        return replace(
            self, uses=tuple(dict.fromkeys((*self.uses, *uses))), notes=tuple(dict.fromkeys((*self.notes, *notes)))
        )

    def merge(self, other: Frame, side: Literal[1, 2] | None = None) -> Frame:
        """Another frame's columns beside these, by key; where it has no row the value is missing.

        side: which of a dyad's two states a state-year frame is about.  Raises AtlasError, with what to do first, where
        units, code systems or counting days differ: such a merge would repeat rows or join what does not belong
        together.
        """
        self._same_world(other)
        if self.unit == other.unit:
            keys = [(k, k) for k in self.key]
        elif self.is_dyadic and other.unit == "state-year":
            if side is None:
                raise AtlasError(
                    "a state-year frame fits either state of a dyad.", "Say which: merge(other, side=1) or side=2."
                )
            keys = [(f"{other.key[0]}{side}", other.key[0]), ("year", "year")]
        elif self.unit == "dyad-year" and other.unit == "directed dyad-year":
            raise AtlasError(
                "each dyad of this frame is two rows of the other.",
                "Filter the other to ccode1 < ccode2, or begin directed.",
            )
        elif self.unit == "directed dyad-year" and other.unit == "dyad-year":
            raise AtlasError(
                "a dyad-year without direction says nothing of each direction.",
                "Build the other frame with directed=True.",
            )
        else:
            raise AtlasError(f"{self.unit}s and {other.unit}s have no key in common.", "Build both with the same unit.")
        taken = set(self.columns)
        suffix = str(side) if side and other.unit == "state-year" else ""
        new = [(c, f"{c}{suffix}") for c in other.columns if c not in other.key]
        clash = [name for _, name in new if name in taken]
        if clash:
            raise AtlasError(
                f"both frames have the column{'s'[: len(clash) > 1]} {', '.join(clash)}.", "select() the others first."
            )
        if not new:
            raise AtlasError("the other frame has nothing but its key.", "Add something to it first.")
        on = " AND ".join(f'f."{mine}" = o."{theirs}"' for mine, theirs in keys)
        columns = ", ".join(f'o."{c}" AS "{name}"' for c, name in new)
        return self.joined(columns, f"LEFT JOIN ({other.sql}) o ON {on}", *other.uses, notes=other.notes)

    def _same_world(self, other: Frame) -> None:
        if not (self.key and other.key):
            raise AtlasError("only frames of state-years and dyad-years can be merged.", "Use query() for the rest.")
        if self.codes != other.codes:
            raise AtlasError(
                f"one frame has {self.codes} numbers, the other {other.codes} numbers.",
                "Bring both to one system first: add_ccode_to_gw() or add_gwcode_to_cow(), then recode().",
            )
        if self.counting and other.counting and self.counting != other.counting:
            raise AtlasError(
                f"one frame counts on {COUNTING[self.counting]}, the other on {COUNTING[other.counting]}.",
                "Build both with the same counting day.",
            )
        if self.session is not other.session:
            raise AtlasError(
                "the frames come from two sessions, perhaps of two releases.", "Build both from one Atlas."
            )

    # -- steps, as in foedus.atlas.steps ------------------------------------------------------------------------------
    def add_atop_alliance(self, *, terms: Terms = "articles", ndir: bool = True) -> Frame:
        """See ``foedus.atlas.steps.add_atop_alliance``."""
        from foedus.atlas import steps

        return steps.add_atop_alliance(self, terms=terms, ndir=ndir)

    def add_capital_distance(self) -> Frame:
        """See ``foedus.atlas.steps.add_capital_distance``."""
        from foedus.atlas import steps

        return steps.add_capital_distance(self)

    def add_ccode_to_gw(self) -> Frame:
        """See ``foedus.atlas.steps.add_ccode_to_gw``."""
        from foedus.atlas import steps

        return steps.add_ccode_to_gw(self)

    def add_contiguity(self) -> Frame:
        """See ``foedus.atlas.steps.add_contiguity``."""
        from foedus.atlas import steps

        return steps.add_contiguity(self)

    def add_cow_majors(self) -> Frame:
        """See ``foedus.atlas.steps.add_cow_majors``."""
        from foedus.atlas import steps

        return steps.add_cow_majors(self)

    def add_cow_mids(self) -> Frame:
        """See ``foedus.atlas.steps.add_cow_mids``."""
        from foedus.atlas import steps

        return steps.add_cow_mids(self)

    def add_cow_wars(self, type: Literal["inter", "intra"] = "inter") -> Frame:
        """See ``foedus.atlas.steps.add_cow_wars``."""
        from foedus.atlas import steps

        return steps.add_cow_wars(self, type=type)

    def add_democracy(self) -> Frame:
        """See ``foedus.atlas.steps.add_democracy``."""
        from foedus.atlas import steps

        return steps.add_democracy(self)

    def add_gml_mids(self) -> Frame:
        """See ``foedus.atlas.steps.add_gml_mids``."""
        from foedus.atlas import steps

        return steps.add_gml_mids(self)

    def add_gwcode_to_cow(self) -> Frame:
        """See ``foedus.atlas.steps.add_gwcode_to_cow``."""
        from foedus.atlas import steps

        return steps.add_gwcode_to_cow(self)

    def add_nmc(self) -> Frame:
        """See ``foedus.atlas.steps.add_nmc``."""
        from foedus.atlas import steps

        return steps.add_nmc(self)

    def add_portfolio_similarity(self) -> Frame:
        """See ``foedus.atlas.steps.add_portfolio_similarity``."""
        from foedus.atlas import steps

        return steps.add_portfolio_similarity(self)

    def add_spells(self, event: str = "cowinterongoing") -> Frame:
        """See ``foedus.atlas.steps.add_spells``."""
        from foedus.atlas import steps

        return steps.add_spells(self, event=event)

    def add_strategic_rivalries(self) -> Frame:
        """See ``foedus.atlas.steps.add_strategic_rivalries``."""
        from foedus.atlas import steps

        return steps.add_strategic_rivalries(self)

    def filter_prd(self) -> Frame:
        """See ``foedus.atlas.steps.filter_prd``."""
        from foedus.atlas import steps

        return steps.filter_prd(self)

    def recode(self) -> Frame:
        """See ``foedus.atlas.steps.recode``."""
        from foedus.atlas import steps

        return steps.recode(self)
