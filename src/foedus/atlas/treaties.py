"""The treaty library against ATOP: members, their days, what each owes, and on which conditions.

Both are read for the same alliance (by its ATOP id), however many instruments of ours or phases of theirs it has.  What
differs is listed, each with the line of the treaty's file that explains it (``ref differs "nonagg: …"``), if there is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.atlas.session import Session
from foedus.directives.model import Clause, Instrument
from foedus.directives.phrases import EventPattern, Phrase
from foedus.engine.casus import patterns_of
from foedus.engine.evaluate import evaluate
from foedus.findings.catalogue import Entry
from foedus.findings.model import View
from foedus.findings.stance import Stance

__all__ = ["Difference", "differences"]

TYPES: dict[str, frozenset[str]] = {
    "defense": frozenset({"defence", "guarantee", "aid", "force-sending", "necessary-measures", "support"}),
    "offense": frozenset({"offence", "mobilisation-duty"}),
    "neutral": frozenset({"neutrality"}),
    "nonagg": frozenset({"non-aggression", "respect", "non-interference"}),
    "consul": frozenset({"consultation"}),
}
"""Which of our obligation types ATOP's five stand for."""

PREFIX = {"def": "defense", "off": "offense", "neu": "neutral", "con": "consul"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that ATOP and the library have otherwise.

    about: what it is about: "members", "from", "until", an obligation ("nonagg"), a condition ("defcoloc").
    ours, theirs: as each has it.   actors: whom it concerns; none where it concerns the alliance.
    why: the line of the treaty's file that explains it, "" if none does.
    """

    atop: int
    instruments: tuple[str, ...]
    about: str
    ours: str
    theirs: str
    actors: tuple[str, ...] = ()
    why: str = ""


def differences(session: Session, entries: Sequence[Entry]) -> tuple[tuple[int, ...], tuple[Difference, ...]]:
    """The alliances compared, and all differences.

    Raises AtlasError when the store has no ATOP members.
    """
    groups: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.atop:
            groups[entry.atop].append(entry)
    known = ", ".join(str(a) for a in sorted(groups)) or "0"
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    last = session.use("atop_members").last
    for row in session.rows(f"SELECT * FROM atop_members WHERE atopid IN ({known}) ORDER BY atopid, member, phase"):
        rows[row["atopid"]].append(row)
    ends = date(last, 12, 31)
    found: list[Difference] = []
    for atop, mine in sorted(groups.items()):
        ids = tuple(e.id for e in mine)
        said = [r.value for e in mine for r in e.instrument.common.refs if r.scheme == "differs"]
        alike: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
        for actor, about, ours, theirs in _of(mine, rows.get(atop, []), ends):
            alike[about, ours, theirs, _why(actor, about, said)].append(actor)
        for (about, ours, theirs, why), actors in alike.items():
            found.append(Difference(atop, ids, about, ours, theirs, tuple(a for a in actors if a), why))
    return tuple(sorted(groups)), tuple(found)


def _why(actor: str, about: str, said: Iterable[str]) -> str:
    """The explanation given for one actor ("GBR until: …"), else for all ("until: …")."""
    given = {key.strip(): why.strip() for key, _, why in (text.partition(":") for text in said)}
    return given.get(f"{actor} {about}", given.get(about, ""))


def _of(mine: Sequence[Entry], rows: Sequence[dict[str, Any]], ends: date) -> Iterator[tuple[str, str, str, str]]:
    if not rows:
        yield "", "atop", "an id", "no alliance of that id"
        return
    theirs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        theirs[row["member"]].append(row)
    ours = {m.cow: m.actor for e in mine for m in e.members if m.cow}
    for cow in sorted(theirs.keys() - ours.keys()):
        yield f"state {cow}", "members", "no", "yes"
    spells = {e.id: _Spells(e, ends) for e in mine}
    for cow, actor in ours.items():
        held = [spells[e.id].of(actor) for e in mine if any(m.actor == actor for m in e.members)]
        known = [s for s in held if s is not None and s[0] <= ends]
        if cow not in theirs:
            if known:
                yield actor, "members", "yes", "no"
            continue
        yield from _days(actor, known, mine, theirs[cow], ends)
        owed = {d.type for e in mine for d in e.duties if d.debtor == actor}
        for column, types in TYPES.items():
            has, coded = bool(owed & types), any(row[column] == 1 for row in theirs[cow])
            if has != coded:
                yield actor, column, "yes" if has else "no", "yes" if coded else "no"
    yield from _conditions(mine, rows)


def _days(
    actor: str,
    known: Sequence[tuple[date, date | None]],
    mine: Sequence[Entry],
    rows: Sequence[dict[str, Any]],
    ends: date,
) -> Iterator[tuple[str, str, str, str]]:
    since = min(_day(row, "ent") for row in rows)
    if not known:
        yield actor, "from", "never in force", _shown(since, rows, "ent")
        return
    ours = min(s[0] for s in known)
    signed = {date.fromordinal(e.instrument.date.first) for e in mine if e.instrument.date.first > 0}
    if since not in (ours, *signed) and not (
        rows[0]["dayent"] is None and (since.year, since.month) == (ours.year, ours.month)
    ):
        yield actor, "from", str(ours), _shown(since, rows, "ent")
    until = None if any(row["yrexit"] == 0 for row in rows) else max(_day(row, "exit") for row in rows)
    last = None if any(s[1] is None or s[1] > ends for s in known) else max(s[1] for s in known if s[1] is not None)
    if last != until and not (last is not None and until is not None and abs((last - until).days) <= 1):
        yield actor, "until", str(last or "still in force"), str(until or "still in force")


def _day(row: dict[str, Any], which: str) -> date:
    year, month, day = (int(row[f"{part}{which}"] or 1) for part in ("yr", "mo", "day"))
    return date(year, month, day)


def _shown(day: date, rows: Sequence[dict[str, Any]], which: str) -> str:
    return str(day) if rows[0][f"day{which}"] else str(day)[:7]


class _Spells:
    """When an instrument was in force for each of its parties, as far as ATOP looks."""

    def __init__(self, entry: Entry, ends: date) -> None:
        self.entry = entry
        limit = ends.toordinal() + 1
        self.timeline = evaluate(entry.case, until=limit)
        self.days = [d for d in self.timeline.days if 0 < d <= limit]
        self.stance = Stance(self.timeline, View(), limit)

    def of(self, actor: str) -> tuple[date, date | None] | None:
        """First and last day (None: no end within what ATOP covers); None where it never was."""
        matcher, both = self.timeline.matcher, self.timeline.algebra.both
        party = any(m.actor == actor and m.role == "party" for m in self.entry.members)
        first = last = None
        for day in self.days:
            label = matcher.in_force(self.entry.id, day)
            if party:
                label = both(label, matcher.party(self.entry.id, actor, day))
            if self.stance.decide(label).verdict != "no":
                first, last = day if first is None else first, None
            elif first is not None and last is None:
                last = day - 1
        if first is None:
            return None
        return date.fromordinal(first), None if last is None else date.fromordinal(last)


def _conditions(mine: Sequence[Entry], rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Every condition that ATOP codes, for somebody and some obligation, has one in a clause of that type."""
    for prefix, column in PREFIX.items():
        clauses = [
            (e.instrument, c)
            for e in mine
            for c in e.instrument.clauses
            if any(a.verb.kind in TYPES[column] for a in c.thens)
        ]
        for short, has in _HAS.items():
            name = f"{prefix}co{short}" if short != "pr" else f"{prefix}conpr"
            if any(row.get(name) == 1 for row in rows) and not any(has(i, c) for i, c in clauses):
                yield "", name, "no", "yes"


def _events(clause: Clause) -> list[EventPattern]:
    return [p for f in (clause.when, clause.unless) for p in patterns_of(f) if isinstance(p, EventPattern)]


def _adversary(instrument: Instrument, clause: Clause) -> bool:
    """Somebody is named or left out on the other side: by name, by class, or through an exception."""
    plain = {"states", "state"}
    for pattern in _events(clause):
        phrase = pattern.subject
        named = any((n.form == "name" or (n.name and n.name not in plain)) and n.form != "role" for n in phrase.nouns)
        if named or phrase.excluding:
            return True
    against = [p for a in clause.thens for p in (a.against, a.object) if p is not None]
    parties = {t.actor for t in instrument.parties}
    return clause.unless is not None or any(_outsider(p, parties) for p in against)


def _outsider(phrase: Phrase, parties: set[str]) -> bool:
    return any(n.form == "name" and n.name not in parties for n in phrase.nouns)


def _place(_instrument: Instrument, clause: Clause) -> bool:
    return any(p.extra.at or p.extra.on_territory_of is not None for p in _events(clause)) or any(
        p.object is not None and any(n.form == "name" for n in p.object.nouns) for p in _events(clause)
    )


_HAS: dict[str, Callable[[Instrument, Clause], bool]] = {
    "adv": _adversary,
    "loc": _place,
    "con": lambda i, c: bool(i.ends) or _adversary(i, c),
    "num": lambda _i, c: any(p.subject.at_least > 1 for p in _events(c)),
    "dem": lambda _i, c: any("refuse" in p.verb.kind or "demand" in p.verb.kind for p in _events(c)),
    "pr": lambda _i, c: any(p.extra.unprovoked for p in _events(c)),
    "att": lambda _i, c: any("attack" in p.verb.kind for p in _events(c)),
    "req": lambda _i, c: c.request_by is not None or any(p.verb.kind in ("request", "invoke") for p in _events(c)),
}
"""How a condition of ATOP's looks in our clauses, by the end of its column's name."""
