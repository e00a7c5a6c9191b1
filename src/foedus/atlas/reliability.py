"""Does the law predict? Coded alliances in the wars of Berkemeier and Fuhrmann, by the rule of ``foedus.atlas.casus``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from foedus.atlas.battles import War, wars
from foedus.atlas.casus import CHOICES, Rule, Verdict, judge
from foedus.atlas.disagreements import NOTES
from foedus.atlas.errors import AtlasError
from foedus.atlas.measure import Agreement, Share, agreement
from foedus.atlas.session import Session
from foedus.atlas.store import Provenance

__all__ = ["PUBLISHED", "Cell", "Judged", "Reliability", "baselines", "reliability"]

MET, UNMET = "met", "not met"
WORLD_WARS = (106, 139)  # COW numbers

PUBLISHED: tuple[tuple[str, int, int], ...] = (
    ("all 1816-2003", 73, 146), ("1816-1944", 61, 92), ("1945-2003", 12, 54), ("defence", 42, 102), ("defence to 1944", 36, 59),
    ("defence after 1944", 6, 43), ("offence", 31, 42), ("neutrality", 35, 45), ("nonaggression", 18, 49),
    ("bilateral", 62, 104),
    ("multilateral", 11, 42), ("multilateral after 1944", 2, 25), ("wholly secret", 25, 32), ("made in wartime", 31, 43),
    ("without both World Wars", 35, 89),
)  # fmt: skip
"""Honoured, of all in which the casus foederis was met: Berkemeier and Fuhrmann's file, both halves of the wars."""

OTHERS: tuple[tuple[str, str, str], ...] = (
    ("Sabrosky 1980", "27 %", "fought beside the ally, of all alliances of a state at war, whatever the treaty says"),
    ("Leeds, Long & Mitchell 2000", "74.5 %", "fulfilled, of those whose conditions the war met, 1816-1944"),
    ("Berkemeier & Fuhrmann 2018", "50 %", "honoured, of those whose conditions the war met, 1816-2003"),
)
"""Published headline rates: who, how much, of what."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One alliance in one war: what was coded, and what the rule says.

    coded: "met" or "not met"; "" where the coders excluded the row for what the pact is (consultation; non-aggression
    kept).  coded_outcome: "honoured", "violated" or "".  matched: whether the alliance is in the ATOP release used.
    reason: why the two differ, "" where they agree.
    """

    warid: int
    war: str
    cow: int
    atopid: int
    era: str
    types: tuple[str, ...]
    multilateral: bool
    secret: bool
    wartime: bool
    coded: str
    coded_outcome: str
    found: str
    found_outcome: str
    matched: bool
    verdict: Verdict | None
    reason: str = ""

    @property
    def agrees(self) -> bool:
        """Whether met or not met is as coded; a row without an alliance in ATOP never agrees."""
        return self.matched and self.found == (self.coded or UNMET)

    @property
    def world_war(self) -> bool:
        """Whether it is one of the two World Wars."""
        return self.cow in WORLD_WARS

    def is_in(self, cell: str) -> bool:
        """Whether the row is of one of the sets that PUBLISHED names."""
        early = self.era == "1816-1944"
        tests: dict[str, bool] = {
            "all 1816-2003": True, "1816-1944": early, "1945-2003": not early, "bilateral": not self.multilateral,
            "multilateral": self.multilateral, "multilateral after 1944": self.multilateral and not early,
            "wholly secret": self.secret, "made in wartime": self.wartime, "without both World Wars": not self.world_war,
            "defence to 1944": "defence" in self.types and early, "defence after 1944": "defence" in self.types and not early,
        }  # fmt: skip
        return tests.get(cell, cell in self.types)


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of the table of rates: the published rate, the coders' on these rows, and ours on the same rows."""

    name: str
    published: Share
    coded: Share
    found: Share


@dataclass(frozen=True, slots=True)
class Reliability:
    """The whole answer.

    rows: every row of the coding.  met: agreement on met or not met over the rows the coders decided; without_world_wars:
    the same without the two; every_row: over all rows, those excluded by the kind of pact counted as not met.
    left_out: the same as ``met``, each war with the choice of the rule picked on all other wars.  outcome: honoured against
    violated, of rows met for both.  majority: the same rows by the commonest outcome of their type and era.
    other_choices: for each choice of the rule, the agreement with the choice the other way.
    """

    rows: tuple[Judged, ...]
    met: Agreement
    without_world_wars: Agreement
    every_row: Agreement
    left_out: Agreement
    outcome: Agreement
    majority: Agreement
    three_way: Agreement
    baselines: tuple[tuple[str, Agreement], ...]
    by_type: tuple[tuple[str, Agreement], ...]
    cells: tuple[Cell, ...]
    other_choices: tuple[tuple[str, Agreement], ...]
    beside: Share
    uses: tuple[Provenance, ...]

    @property
    def disagreements(self) -> tuple[Judged, ...]:
        """Decided rows in which the rule says otherwise than the coders."""
        return tuple(r for r in self.rows if r.coded and not r.agrees)


TYPES = (
    ("defense", "defence"),
    ("offense", "offence"),
    ("neutral", "neutrality"),
    ("nonagg", "nonaggression"),
    ("consul", "consultation"),
)
Answer = Callable[[dict[str, Any], list[dict[str, Any]], War], str]


def reliability(session: Session, coding: str = "LLM", rule: Rule | None = None) -> Reliability:
    """Judge every row of the coding in the store.

    coding: "LLM" follows Leeds, Long and Mitchell (primary), "BF" is the authors' variant.  Raises AtlasError where a
    data set is missing, or the coding is none of the two.
    """
    if coding not in ("LLM", "BF"):
        raise AtlasError(f'no coding is called "{coding}".', "There are LLM and BF.")
    uses = tuple(session.use(name) for name in ("honour", "atop_members", "iwd", "cow_wars", "mid_participants"))
    coded = session.rows("SELECT * FROM honour ORDER BY warid, atopid")
    members = _members(session)
    fought = wars(session, {r["warid"]: (r["warname"], int(r["cowwarid"] or 0)) for r in coded})
    rule = rule or Rule()

    def all_rows(with_rule: Rule, among: list[dict[str, Any]]) -> tuple[Judged, ...]:
        return tuple(_judged(r, members.get(r["atopid"], []), fought[r["warid"]], with_rule, coding) for r in among)

    rows = all_rows(rule, coded)
    decided = [r for r in rows if r.coded]
    told = [r for r, j in zip(coded, rows, strict=True) if j.coded]
    others = {
        f"{choice}: {'no' if getattr(rule, choice) else 'yes'}": all_rows(
            replace(rule, **{choice: not getattr(rule, choice)}), told
        )
        for choice in CHOICES
    }
    both = [r for r in decided if r.coded_outcome and r.found_outcome and r.matched]
    types = [
        (name, agreement([_pair(r) for r in decided if r.is_in(name)]))
        for name in (
            "1816-1944",
            "1945-2003",
            "defence",
            "offence",
            "neutrality",
            "nonaggression",
            "bilateral",
            "multilateral",
        )
    ]
    simple = [
        (
            name,
            [
                (answer(r, members.get(r["atopid"], []), fought[r["warid"]]), j.coded)
                for r, j in zip(told, decided, strict=True)
            ],
        )
        for name, answer in baselines()
    ]
    return Reliability(
        rows,
        agreement([_pair(r) for r in decided]),
        agreement([_pair(r) for r in decided if not r.world_war]),
        agreement([(r.found if r.matched else "", r.coded or UNMET) for r in rows]),
        agreement(_left_out([tuple(decided), *others.values()])),
        agreement([(r.found_outcome, r.coded_outcome) for r in both]),
        agreement(_majority(both)),
        agreement([(r.found_outcome or r.found if r.matched else "", r.coded_outcome or r.coded) for r in decided]),
        tuple((name, agreement(pairs)) for name, pairs in simple),
        tuple(types),
        tuple(
            Cell(name, Share(hits, n), _honoured(rows, name, coded=True), _honoured(rows, name, coded=False))
            for name, hits, n in PUBLISHED
        ),
        tuple((name, agreement([_pair(r) for r in answers])) for name, answers in others.items()),
        _beside(rows, members, fought),
        uses,
    )  # fmt: skip


def _pair(row: Judged) -> tuple[str, str]:
    return (row.found if row.matched else "", row.coded)


def _members(session: Session) -> dict[int, list[dict[str, Any]]]:
    from foedus.atlas.battles import a_day

    found: dict[int, list[dict[str, Any]]] = {}
    for row in session.rows("SELECT * FROM atop_members ORDER BY atopid, phase, member"):
        row["begins"] = a_day(row["yrent"], row["moent"], row["dayent"])
        row["ends"] = a_day(row["yrexit"], row["moexit"], row["dayexit"], end=True)
        found.setdefault(row["atopid"], []).append(row)
    return found


def _judged(row: dict[str, Any], members: list[dict[str, Any]], war: War, rule: Rule, coding: str) -> Judged:
    verdict = judge(members, war, rule) if members else None
    outcome = "honoured" if row[f"honor{coding}"] == 1 else "violated" if row[f"violate{coding}"] == 1 else ""
    coded = MET if outcome else UNMET if row[f"cfna{coding}"] == 1 else ""
    found = MET if verdict and verdict.met else UNMET
    judged = Judged(
        row["warid"], row["warname"], war.cow, row["atopid"], "1816-1944" if row["sample"] == 1 else "1945-2003",
        tuple(name for column, name in TYPES if row[column] == 1), row["multilateral"] == 1,
        any(m["pubsecr"] == 2 for m in members), any(m["wartime"] == 1 for m in members), coded, outcome, found,
        verdict.outcome if verdict else "", bool(members), verdict,
    )  # fmt: skip
    return judged if judged.agrees or not coded else replace(judged, reason=_reason(judged))


def _reason(row: Judged) -> str:
    """Why rule and coders differ: by the clause where it is known, else by what the data do not code."""
    known = NOTES.get((row.atopid, row.warid)) or NOTES.get((row.atopid, 0))
    occasions = row.verdict.occasions if row.verdict else ()
    if not row.matched:
        return "the alliance is not in this release of ATOP"
    if row.found == MET:
        taken = sorted({c for o in occasions if o.met for c in o.rests_on})
        said = (
            f"taken as met, not coded: {', '.join(taken)}"
            if taken
            else "no coded condition bars it: " + _most(o.why for o in occasions if o.met)
        )
    else:
        said = "the rule finds: " + (
            _most(o.why for o in occasions) if occasions else "no duty and no opponent in the records"
        )
    return f"{known} ({said})" if known else said


def _most(reasons: Iterable[str]) -> str:
    return Counter(reasons).most_common(1)[0][0]


def baselines() -> tuple[tuple[str, Answer], ...]:
    """Simpler answers: always, never, and ATOP's types of alliance alone."""

    def flags(row: dict[str, Any], members: list[dict[str, Any]], war: War) -> str:
        attacked = {a.target for a in war.attacks} & {m["member"] for m in members}
        return MET if row["offense"] == 1 or row["neutral"] == 1 or (row["defense"] == 1 and attacked) else UNMET

    return (("always met", lambda *_: MET), ("never met", lambda *_: UNMET), ("ATOP's types alone", flags))


def _left_out(answers: Sequence[Sequence[Judged]]) -> list[tuple[str, str]]:
    """Each war judged by the rule that does best on all the other wars, among the rule and those one choice away from it."""
    pairs = []
    for war in sorted({r.warid for r in answers[0]}):

        def elsewhere(rows: Sequence[Judged], war: int = war) -> int:
            return sum(r.agrees for r in rows if r.warid != war)

        best = max(answers, key=elsewhere)  # of equals the first, the rule itself
        pairs += [_pair(r) for r in best if r.warid == war]
    return pairs


def _majority(rows: Sequence[Judged]) -> list[tuple[str, str]]:
    """The commonest coded outcome of the row's own type and era, on these very rows: a baseline that has seen them."""

    def group(row: Judged) -> tuple[str, str]:
        return (row.types[0] if row.types else "", row.era)

    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        counts.setdefault(group(row), Counter())[row.coded_outcome] += 1
    return [(counts[group(row)].most_common(1)[0][0], row.coded_outcome) for row in rows]


def _honoured(rows: Sequence[Judged], cell: str, *, coded: bool) -> Share:
    inside = [r for r in rows if r.is_in(cell) and r.coded]
    outcomes = [r.coded_outcome if coded else r.found_outcome for r in inside]
    return Share(outcomes.count("honoured"), sum(o != "" for o in outcomes))


def _beside(rows: Sequence[Judged], members: dict[int, list[dict[str, Any]]], fought: dict[int, War]) -> Share:
    """Alliances of a state at war, conditions unread, of which another member fought a common enemy: Sabrosky's question."""
    hits = 0
    for row in rows:
        war, live = fought[row.warid], {m["member"] for m in members.get(row.atopid, [])}
        enemies = {m: {b for a, b in war.opposed if a == m} for m in live}
        hits += any(enemies[a] & enemies[b] for a in live for b in live if a < b and b not in enemies[a])
    return Share(hits, len(rows))
