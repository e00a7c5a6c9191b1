"""What cases say of their instruments in coders' terms, and the coders' answers beside it, for people and as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from foedus.show.export import Rows
from foedus.show.reliability import agreement_record, agreement_row

if TYPE_CHECKING:
    from foedus.atlas.verdicts import Compared, Verdicts
    from foedus.findings.scores import Score
    from foedus.show.page import Page

__all__ = ["flat", "records", "text", "ways"]

_LINES = (
    ("met", "met or not met; what a case leaves open counts as wrong"),
    ("settled", "- those that the case does not leave open"),
    ("outcome", "honoured or violated, where both say met"),
)


def text(own: Sequence[Score], found: Verdicts | None, missing: Sequence[str], page: Page) -> str:
    """The cases' own answers, then the coders' beside them, and where they differ."""
    from foedus.show.grid import grid
    from foedus.show.page import entry, line

    score = [
        {
            "case": s.case, "instrument": s.instrument, "ATOP": ", ".join(map(str, s.atop)), "casus foederis": s.met,
            "word": s.outcome or "·", "as of": s.on,
        }
        for s in own
    ]  # fmt: skip
    open_ = [s for s in own if s.turns_on]
    pieces = [
        page.draw(line("Was the casus foederis met, was the word kept? By the clauses of each case", "bold"), line()),
        grid(score, page, "Instruments with an ATOP id; duties of help, neutrality and peace between members."),
        page.draw(line(), line(f"Disputed, and on what it turns ({len(open_)})", "bold"),
                  *(entry(f"{s.case}, {s.instrument}", _open(s), style="") for s in open_)),
    ]  # fmt: skip
    if found is None:
        return "".join([*pieces, page.draw(line(), line(_how_to_compare(missing)))])
    differ = [r for r in found.rows if r.reason]
    beside = [
        {
            "war": r.war, "ATOP": r.atopid, "case": r.score.case, "ours": _both(r.score.met, r.score.outcome),
            "theirs": _both(r.coded, r.coded_outcome), "agree": r.agrees if r.coded != "no test" else None,
        }
        for r in found.rows
    ]  # fmt: skip
    pieces += [
        page.draw(line(), line("Beside Berkemeier and Fuhrmann, the same alliance in the same war", "bold"), line()),
        grid(beside, page, f"{found.untold} rows of the coding are of wars or alliances that no case tells."),
        page.draw(line()),
        grid(
            [agreement_row(label, getattr(found, name)) for name, label in _LINES],
            page,
            "Shares with Wilson's 95 % interval.",
        ),
        page.draw(
            line(), line(f"Where they differ ({len(differ)})", "bold"),
            *(entry(f"{r.war}, ATOP {r.atopid} ({r.score.case})", _difference(r), style="") for r in differ),
        ),
    ]  # fmt: skip
    return "".join(pieces)


def _open(score: Score) -> tuple[tuple[str, str], ...]:
    return (("on", ", ".join(score.turns_on)), ("met if", ways(score)))


def ways(score: Score) -> str:
    """The settings under which a disputed casus is met, in words: ``closure-is-the-attack; a, not b``."""
    return "; ".join(", ".join(w[1:] if w[0] == "+" else f"not {w[1:]}" for w in way) for way in score.met_if)


def _difference(row: Compared) -> tuple[tuple[str, str], ...]:
    ours, theirs = _both(row.score.met, row.score.outcome), _both(row.coded, row.coded_outcome)
    return (("ours", ours), ("theirs", theirs), ("because", row.reason))


def _both(met: str, outcome: str) -> str:
    return f"{met}, {outcome}" if outcome else met


def _how_to_compare(missing: Sequence[str]) -> str:
    return (
        "To compare with the coding of Berkemeier and Fuhrmann, give foedus your copies of the files: foedus data add DIR. "
        f"Missing: {', '.join(missing)} (foedus data list says what each is)."
    )


def records(own: Sequence[Score], found: Verdicts | None) -> dict[str, Any]:
    """The whole answer as data; ``compared`` is null where there is nothing to compare with."""
    return {
        "cases": [asdict(s) for s in own],
        "compared": None
        if found is None
        else {
            **{name: agreement_record(getattr(found, name)) for name, _ in _LINES},
            "rows": [_record(r) for r in found.rows],
            "untold": found.untold,
        },
    }


def _record(row: Compared) -> dict[str, Any]:
    return {
        "case": row.score.case, "instrument": row.score.instrument, "warid": row.warid, "war": row.war, "atopid": row.atopid,
        "found": row.score.met, "found_outcome": row.score.outcome, "coded": row.coded, "coded_outcome": row.coded_outcome,
        "agrees": row.agrees, "reason": row.reason,
    }  # fmt: skip


def flat(own: Sequence[Score], found: Verdicts | None) -> Rows:
    """One row for each comparison, or, where there is nothing to compare with, for each instrument."""
    if found is not None:
        made = [_record(r) for r in found.rows]
    else:
        made = [
            {"case": s.case, "instrument": s.instrument, "atop": " ".join(map(str, s.atop)), "found": s.met,
             "found_outcome": s.outcome, "on": s.on, "turns_on": "; ".join(s.turns_on), "met_if": ways(s)} for s in own
        ]  # fmt: skip
    header = tuple(made[0]) if made else ("case", "instrument", "found")
    return Rows(header, [list(row.values()) for row in made])
