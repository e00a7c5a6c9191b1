"""All that is known of a data set, as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.show.page import Page

__all__ = ["details"]

CODES = {"cow": "COW state numbers", "gw": "Gleditsch-Ward state numbers", "none": "no state numbers"}


def details(records: Sequence[dict[str, Any]], page: Page) -> str:
    """Each record of ``foedus data list`` as a headline and its facts; citations as BibTeX at the end."""
    from foedus.atlas.citations import bibtex
    from foedus.show.page import entry, line

    parts: list[Any] = []
    for r in records:
        here = bool(r["release"])
        facts = (
            ("release", f"{r['release']}{', the one used' * r['used']}" if here else "not in your store"),
            ("one row", r["unit"]),
            ("codes", CODES[r["codes"]]),
            ("years", r["years"]),
            ("size", f"{r['rows']:,} rows, {r['columns']} columns" if here else ""),
            ("checked", f"{r['problems']} impossible values stored as missing" if here else ""),
            ("file", f"{r['file']}, added {r['added']}" if here else ""),
            ("sha256", r["sha256"]),
            ("stored as", r["path"]),
            ("terms", r["terms"]),
            ("address", r["page"]),
        )
        parts += [entry(f"{r['name']}: {r['title']}", facts, indent=0), line()]
    cited = dict.fromkeys(key for r in records for key in r["cite"].split())
    return page.draw(*parts, line("Cite", "bold"), *(line(text) for text in bibtex(cited).splitlines()))
