"""Findings as records: the JSON objects and CSV rows that scripts rely on. Keys are part of the interface."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.findings.model import Assessment, ExpectResult, ObligationFinding, OfficeFinding, TimelineEntry, View

__all__ = [
    "Rows", "assessment_data", "assessment_rows", "command_data", "command_rows", "csv_text", "json_text", "schema",
    "timeline_data", "timeline_rows",
]  # fmt: skip

FIRST = (
    "id", "instrument", "clause", "debtor", "creditor", "adversary", "act", "modality", "trigger", "status", "since",
    "until", "conduct", "probability", "supports",
)  # fmt: skip
"""The keys of an obligation that stand first; all its other fields follow in their own order."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table for spreadsheets.  Cells are text, numbers, or None (an empty cell)."""

    header: tuple[str, ...]
    rows: Sequence[Sequence[object]]


def schema(verb: str) -> str:
    """The name and version that every JSON object carries."""
    return f"foedus.{verb}/1"


def json_text(data: dict[str, Any]) -> str:
    """Indented JSON, UTF-8 as it is, keys in the order given."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def csv_text(table: Rows) -> str:
    """Comma-separated, one header line, quoted where needed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return text.getvalue()


def view_data(view: View) -> dict[str, Any]:
    """All switches of a view, those not set as well."""
    return asdict(view)


def obligation_data(o: ObligationFinding) -> dict[str, Any]:
    """Every field of an obligation."""
    record = asdict(o)
    return {key: record[key] for key in (*FIRST, *(k for k in record if k not in FIRST))}


def assessment_data(a: Assessment) -> dict[str, Any]:
    """``foedus.assess/1``."""
    return {
        "schema": schema("assess"),
        "case": a.case,
        "title": a.title,
        "on": a.on,
        "view": view_data(a.view),
        "obligations": [obligation_data(o) for o in a.obligations],
        "warnings": list(a.warnings),
    }


def assessment_rows(a: Assessment) -> Rows:
    """One row per obligation.  Lists are joined: by spaces in a support, `` | `` between supports, ``; `` elsewhere."""
    return Rows(obligation_header(), [[_cell(value) for value in row] for row in obligation_cells(a)])


def obligation_cells(a: Assessment) -> list[list[object]]:
    """The same rows with values as they are: truth values, numbers, None."""
    rows: list[list[object]] = []
    for o in a.obligations:
        record = obligation_data(o)
        low, high = o.probability if o.probability is not None else (None, None)
        record["probability"] = low
        record["ways"] = " | ".join(" ".join(way) for way in o.ways)
        record["supports"] = " | ".join(" ".join(support) for support in o.supports)
        record["contested_on"] = "; ".join(x.id for x in o.contested_on)
        record["conduct_on"] = "; ".join(x.id for x in o.conduct_on)
        record["conduct_may"] = "; ".join(o.conduct_may)
        record["word"] = "; ".join(o.word)
        record["probability_high"] = high
        rows.append(list(record.values()))
    return rows


def obligation_header() -> tuple[str, ...]:
    """The columns of assessment_rows."""
    from foedus.findings.model import ObligationFinding

    names = [f.name for f in fields(ObligationFinding)]
    return (*FIRST, *(n for n in names if n not in FIRST), "probability_high")


def timeline_data(
    case: str, start: str | None, end: str | None, view: View, entries: Iterable[TimelineEntry]
) -> dict[str, Any]:
    """``foedus.timeline/1``.  start and end are null where the timeline is open on that side."""
    return {
        "schema": schema("timeline"),
        "case": case,
        "start": start,
        "end": end,
        "view": view_data(view),
        "entries": [asdict(entry) for entry in entries],
    }


def timeline_rows(entries: Iterable[TimelineEntry]) -> Rows:
    """One row per entry."""
    header = ("date", "day", "what", "id", "text", "status", "claims", "minute", "by")
    rows = [
        (e.date, e.day, e.what, e.id, e.text, e.status, "; ".join(e.claims), e.minute, "; ".join(e.by)) for e in entries
    ]
    return Rows(header, rows)


def command_data(case: str, on: str | None, view: View, offices: Iterable[OfficeFinding]) -> dict[str, Any]:
    """``foedus.command/1``.  Pairs become objects, so that no reader has to count positions."""

    def pairs(items: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        return [{"id": id_, "status": status} for id_, status in items]

    return {
        "schema": schema("command"),
        "case": case,
        "on": on,
        "view": view_data(view),
        "offices": [
            {
                "office": o.office,
                "name": o.name,
                "of": o.of,
                "holders": [{"id": id_, "name": name, "status": status} for id_, name, status in o.holders],
                "binds": pairs(o.binds),
                "reports_to": pairs(o.reports_to),
                "access_to": pairs(o.access_to),
                "works_with": pairs(o.works_with),
                "reach": list(o.reach),
            }
            for o in offices
        ],
    }


def command_rows(offices: Iterable[OfficeFinding]) -> Rows:
    """One row per office and relation: office, name, of, relation, id, name, status."""
    rows: list[Sequence[object]] = []
    for o in offices:
        rows += [(o.office, o.name, o.of, "held by", *holder) for holder in o.holders]
        for relation in ("binds", "reports_to", "access_to", "works_with"):
            rows += [
                (o.office, o.name, o.of, relation.replace("_", " "), id_, "", status)
                for id_, status in getattr(o, relation)
            ]
        if o.reach:
            rows.append((o.office, o.name, o.of, "reaches", " > ".join(o.reach), "", ""))
        if not (o.holders or o.binds or o.reports_to or o.access_to or o.works_with or o.reach):
            rows.append((o.office, o.name, o.of, "", "", "", ""))
    return Rows(("office", "office_name", "of", "relation", "id", "name", "status"), rows)


def expectation_data(result: ExpectResult) -> dict[str, Any]:
    """Every field of an expectation's result."""
    return asdict(result)


def _cell(value: object) -> object:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value
