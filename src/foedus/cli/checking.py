"""The work of ``check``: one case loaded and held against its expect lines, errors and all as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foedus.cli import access

if TYPE_CHECKING:
    from foedus.findings.model import ExpectResult
    from foedus.show.export import Rows
    from foedus.terms.diagnostics import Diagnostic

__all__ = ["Checked", "check_case", "checked_data", "checked_rows"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found about one CASE.

    well_formed: it has no errors (it may have warnings).  sources: file -> text, for printing lines.
    """

    name: str
    well_formed: bool
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    results: tuple[ExpectResult, ...] = ()

    @property
    def ok(self) -> bool:
        """Well-formed, and every expectation holds."""
        return self.well_formed and all(result.ok for result in self.results)


def check_case(name: str) -> Checked:
    """Load and check one case.  Its errors come back as values, never raised."""
    from foedus.terms.diagnostics import FoedusError

    try:
        case = access.library().load(name)
        return Checked(name, True, tuple(getattr(case, "warnings", ())), dict(getattr(case, "texts", {})), case.check())
    except FoedusError as error:
        return Checked(name, False, tuple(error.diagnostics), error.sources)


def checked_data(done: Iterable[Checked]) -> dict[str, Any]:
    """``foedus.check/1``."""
    from foedus.show.export import expectation_data, schema
    from foedus.terms.diagnostics import to_json

    cases = [
        {
            "case": one.name,
            "ok": one.ok,
            "well_formed": one.well_formed,
            "diagnostics": to_json(one.diagnostics),
            "passed": sum(r.ok for r in one.results),
            "failed": sum(not r.ok for r in one.results),
            "expectations": [expectation_data(r) for r in one.results],
        }
        for one in done
    ]
    return {"schema": schema("check"), "ok": all(case["ok"] for case in cases), "cases": cases}


def checked_rows(done: Iterable[Checked]) -> Rows:
    """One row per diagnostic and per expectation."""
    from foedus.show.export import Rows

    header = ("case", "what", "ok", "file", "line", "column", "expected", "found", "detail")
    rows: list[tuple[object, ...]] = []
    for one in done:
        for d in one.diagnostics:
            ok = "false" if d.severity == "error" else "true"
            place = (d.span.file, d.span.line, d.span.column) if d.span else ("", None, None)
            rows.append((one.name, d.severity, ok, *place, "", d.message, d.help))
        for r in one.results:
            ok = "true" if r.ok else "false"
            rows.append((one.name, "expect", ok, r.file, r.line, None, r.expected, r.found, r.detail))
    return Rows(header, rows)
