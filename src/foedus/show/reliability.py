"""Agreement with a published coding, for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.atlas.clauses import ByClauses
    from foedus.atlas.measure import Agreement, Share
    from foedus.atlas.reliability import Reliability
    from foedus.show.page import Page

__all__ = ["agreement_record", "agreement_row", "clause_records", "clause_text", "records", "text"]

CLAUSES: tuple[tuple[str, str], ...] = (
    ("met", "the clauses; what they leave open counts as wrong"),
    ("settled", "- those that they do not leave open"),
    ("rule", "ATOP's columns, the same rows"),
    ("outcome", "honoured or violated, where both say met"),
    ("everywhere", "all decided rows, by clauses where the library has them"),
    ("without_world_wars", "- without the World Wars"),
)

LINES: tuple[tuple[str, str], ...] = (
    ("met", "the rule: met or not met"),
    ("without_world_wars", "- without the World Wars"),
    ("left_out", "- choices made on all other wars"),
    ("every_row", "- all rows, non-tests counted as not met"),
    ("three_way", "honoured, violated or not met"),
    ("outcome", "honoured or violated, where both say met"),
    ("majority", "- by the majority of type and era, in sample"),
)


def agreement_row(name: str, a: Agreement) -> dict[str, Any]:
    """One agreement as a row of a table for people."""
    return {"": name, "right": str(a.right), "kappa": "·" if a.kappa is None else f"{a.kappa:.2f}"}


def text(found: Reliability, page: Page) -> str:
    """The whole answer as tables, one below the other."""
    from foedus.atlas.reliability import OTHERS
    from foedus.show.grid import grid
    from foedus.show.page import bullet, line

    first = [agreement_row(label, getattr(found, name)) for name, label in LINES] + [
        agreement_row(name, a) for name, a in found.baselines
    ]
    rates = [
        {
            "honoured, of met": c.name,
            "published": str(c.published),
            "coded, these rows": str(c.coded),
            "ours, these rows": str(c.found),
        }
        for c in found.cells
    ]
    others = [{"study": who, "rate": rate, "of what": what} for who, rate, what in OTHERS]
    others[0]["ours"] = f"{found.beside}"
    others[1]["ours"] = next(str(c.found) for c in found.cells if c.name == "1816-1944")
    others[2]["ours"] = next(str(c.found) for c in found.cells if c.name == "all 1816-2003")
    pieces = [
        page.draw(line("Casus foederis in war, by coded conditions and the record of who attacked whom", "bold"), line()),
        grid(first, page, "Shares with Wilson's 95 % interval. Rows whose alliance is not in ATOP count as wrong."),
        page.draw(line(), line("By era and type (types overlap)", "bold")),
        grid([agreement_row(name, a) for name, a in found.by_type], page),
        page.draw(line(), line("The rule with one choice the other way", "bold")),
        grid([agreement_row(name, a) for name, a in found.other_choices], page),
        page.draw(line(), line("How often are promises kept?", "bold")),
        grid(rates, page, "Published: all wars of the study. The other two columns: the rows in your store."),
        page.draw(line()),
        grid(others, page),
        page.draw(
            line(), line(f"Where rule and coders differ ({len(found.disagreements)})", "bold"),
            *(bullet(f"{r.war}, ATOP {r.atopid}: coded {r.coded}, found {r.found}. ", r.reason) for r in found.disagreements),
        ),
        page.draw(line(), line("From " + ", ".join(f"{p.name} {p.release}" for p in found.uses))),
    ]  # fmt: skip
    return "".join(pieces)


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"hits": share.hits, "n": share.n, "value": share.value, "low": low, "high": high}


def agreement_record(a: Agreement) -> dict[str, Any]:
    """One agreement as data."""
    return {**_share(a.right), "kappa": a.kappa, "table": [{"found": f, "coded": c, "n": n} for (f, c), n in a.table]}


def records(found: Reliability) -> dict[str, Any]:
    """The whole answer as data."""
    return {
        **{name: agreement_record(getattr(found, name)) for name, _ in LINES},
        "baselines": {name: agreement_record(a) for name, a in found.baselines},
        "by_type": {name: agreement_record(a) for name, a in found.by_type},
        "other_choices": {name: agreement_record(a) for name, a in found.other_choices},
        "rates": [
            {"name": c.name, "published": _share(c.published), "coded": _share(c.coded), "found": _share(c.found)}
            for c in found.cells
        ],
        "beside": _share(found.beside),
        "rows": [
            {
                "warid": r.warid, "war": r.war, "atopid": r.atopid, "coded": r.coded, "found": r.found,
                "coded_outcome": r.coded_outcome, "found_outcome": r.found_outcome, "matched": r.matched,
                "agrees": r.agrees, "reason": r.reason,
            }
            for r in found.rows
        ],
        "sources": [{"name": p.name, "release": p.release, "sha256": p.sha256} for p in found.uses],
    }  # fmt: skip


def clause_text(found: ByClauses, page: Page) -> str:
    """What the library's clauses say of the rows whose alliance it has, and where they differ from the coders."""
    from foedus.show.grid import grid
    from foedus.show.page import entry, line

    first = [agreement_row(label, getattr(found, name)) for name, label in CLAUSES]
    return "".join([
        page.draw(line(), line("With treaty clauses: the alliances that the library has", "bold"), line()),
        grid(first, page, f"{len(found.rows)} rows have their treaty in the library. No clause was written for a row."),
        page.draw(
            line(), line(f"Where clauses and coders differ ({len(found.disagreements)})", "bold"),
            *(
                entry(
                    f"{r.row.war}, ATOP {r.row.atopid} ({r.score.instrument})",
                    (("coded", r.row.coded), ("by clauses", r.score.met), ("because", r.reason)),
                    style="",
                )
                for r in found.disagreements
            ),
        ),
    ])  # fmt: skip


def clause_records(found: ByClauses) -> dict[str, Any]:
    """The same as data."""
    return {
        **{name: agreement_record(getattr(found, name)) for name, _ in CLAUSES},
        "rows": [
            {
                "warid": r.row.warid, "war": r.row.war, "atopid": r.row.atopid, "instrument": r.score.instrument,
                "coded": r.row.coded, "coded_outcome": r.row.coded_outcome, "met": r.score.met, "outcome": r.score.outcome,
                "rule": r.row.found, "turns_on": list(r.score.turns_on), "reason": r.reason,
            }
            for r in found.rows
        ],
    }  # fmt: skip
