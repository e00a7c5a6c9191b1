"""The cases' own verdicts beside a published coding of the same alliance in the same war (Berkemeier and Fuhrmann 2018).

A row of the coding and an instrument of a case are the same test if the instrument carries the row's ATOP id, and the case
records that two states opened hostilities that were opponents in the row's war on that very day.  Nothing is matched by
name.  A war of the coding that no case tells, and a case of which the coding has no war, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.atlas.battles import War, wars
from foedus.atlas.errors import AtlasError
from foedus.atlas.measure import Agreement, agreement
from foedus.findings.scores import Fight, Score, folded
from foedus.terms.dates import iso

if TYPE_CHECKING:
    from foedus.atlas.session import Session

__all__ = ["NEEDED", "Compared", "Verdicts", "compare"]

NEEDED = ("honour", "iwd", "cow_wars", "mid_participants")
"""The data sets that a comparison takes: the coding, and the records of who fought whom."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One instrument of one case beside the coders' row.  coded: "met", "not met" or "no test"; reason: why they differ."""

    score: Score
    warid: int
    war: str
    atopid: int
    coded: str
    coded_outcome: str
    reason: str = ""

    @property
    def agrees(self) -> bool:
        """Whether met or not met is as coded."""
        return self.score.met == self.coded


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All of them.

    met: over rows the coders decided, a disputed answer wrong.   settled: over those that the case does not leave open.
    outcome: honoured against violated where both say met and the conduct is of one sort.   untold: rows of the coding that
    no case tells.
    """

    rows: tuple[Compared, ...]
    met: Agreement
    settled: Agreement
    outcome: Agreement
    untold: int


def compare(session: Session, told: Sequence[tuple[Sequence[Fight], Sequence[Score]]], coding: str = "LLM") -> Verdicts:
    """Compare cases, each its fights and scores, with the coding in the store.

    coding: "LLM" follows Leeds, Long and Mitchell (primary), "BF" is the authors' variant.  Raises AtlasError where a data
    set is missing, or the coding is none of the two.
    """
    if coding not in ("LLM", "BF"):
        raise AtlasError(f'no coding is called "{coding}".', "There are LLM and BF.")
    for name in NEEDED:
        session.use(name)
    coded = session.rows("SELECT * FROM honour ORDER BY warid, atopid")
    fought = wars(session, {r["warid"]: (r["warname"], int(r["cowwarid"] or 0)) for r in coded})
    rows = tuple(
        _compared(folded(same), row, coding)
        for row in coded
        for fights, scores in told
        if _of_war(fights, fought[row["warid"]]) and (same := [s for s in scores if row["atopid"] in s.atop])
    )
    decided = [r for r in rows if r.coded != "no test"]
    both = [r for r in decided if r.agrees and r.coded == "met" and r.score.outcome in ("honoured", "violated")]
    return Verdicts(
        rows,
        agreement([(r.score.met, r.coded) for r in decided]),
        agreement([(r.score.met, r.coded) for r in decided if r.score.met != "disputed"]),
        agreement([(r.score.outcome, r.coded_outcome) for r in both]),
        len(coded) - len({(r.warid, r.atopid) for r in rows}),
    )


def _of_war(fights: Iterable[Fight], war: War) -> bool:
    return any(war.against(f.attacker, f.target, day, day) for f in fights for day in [date.fromisoformat(iso(f.on))])


def _compared(score: Score, row: dict[str, Any], coding: str) -> Compared:
    outcome = "honoured" if row[f"honor{coding}"] == 1 else "violated" if row[f"violate{coding}"] == 1 else ""
    coded = "met" if outcome else "not met" if row[f"cfna{coding}"] == 1 else "no test"
    return Compared(score, row["warid"], row["warname"], row["atopid"], coded, outcome, _reason(score, coded, outcome))


def _reason(score: Score, coded: str, outcome: str) -> str:
    """Why case and coders differ, from what the case rests on; "" where they do not."""
    duties = "; ".join(f"{debtor} to {creditor}: {act}, {how}" for debtor, act, creditor, how in score.duties[:4])
    if len(score.duties) > 4:
        duties += f"; {len(score.duties) - 4} more"
    if coded == "no test":
        return "the coders leave it out for what kind of pact it is" if score.met != "not met" else ""
    if score.met == "disputed":
        return f"turns on {', '.join(score.turns_on)}"
    if score.met != coded:
        return duties or f"no clause has arisen by {score.on}, where the case ends"
    if score.outcome and outcome and score.outcome != outcome:
        return f"as of {score.on}: {duties}"
    return ""
