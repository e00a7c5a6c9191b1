"""The bundled treaties as a catalogue: who is bound by what, from when until when, and in force on a day or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from foedus.case.model import Case
from foedus.case.resolve import resolve
from foedus.directives.model import Clause, Instrument, PartyTerm
from foedus.engine.evaluate import evaluate
from foedus.engine.potential import potential
from foedus.findings.caveats import outlined, unchecked
from foedus.findings.model import View
from foedus.findings.stance import Stance
from foedus.language.loader import LIBRARY, bundled_files, load
from foedus.language.printer import print_directive
from foedus.terms.diagnostics import FoedusError

__all__ = ["Duty", "Entry", "Member", "catalogue", "in_force", "text_of"]


@dataclass(frozen=True, slots=True)
class Member:
    """A party, issuer or addressee.  start, end: as written, "" where they are the instrument's own.  cow: 0 if none."""

    actor: str
    name: str
    role: str
    start: str = ""
    end: str = ""
    cow: int = 0


@dataclass(frozen=True, slots=True)
class Duty:
    """What one clause could come to ask of one actor."""

    debtor: str
    type: str
    clause: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One instrument of the library.

    file: the bundled file it stands in ("treaties/NAME").   atop: its ATOP id, 0 if it has none.
    unchecked: what it says was written down from memory and compared with nothing (a claim graded F6).
    outline: what is left out of it, or of one of its clauses; "" where all that is owed under it stands there.
    """

    id: str
    title: str
    file: str
    category: str
    date: str
    in_force: str
    ends: str
    members: tuple[Member, ...]
    duties: tuple[Duty, ...]
    clauses: int
    atop: int = 0
    secret: bool = False
    unchecked: bool = False
    outline: str = ""
    instrument: Instrument = field(repr=False, compare=False, kw_only=True)
    case: Case = field(repr=False, compare=False, kw_only=True)

    @property
    def types(self) -> tuple[str, ...]:
        """The obligation types of its clauses, in their order."""
        return tuple(dict.fromkeys(d.type for d in self.duties))


@cache
def catalogue(name: str = "") -> tuple[Entry, ...]:
    """Every instrument of the bundled treaty files, or of one file, in order of date; read once.

    Raises FoedusError when a file has errors.
    """
    files = bundled_files("treaties")
    found = [entry for file, path in files.items() if name in ("", file) for entry in _of_file(file, path)]
    return tuple(sorted(found, key=lambda e: (e.instrument.date.first, e.id)))


def _of_file(file: str, path: Path) -> Iterator[Entry]:
    loaded = load(path)
    case, found = resolve(loaded.directives, name=file, texts=loaded.sources)
    wrong = tuple(d for d in (*loaded.diagnostics, *found) if d.severity == "error")
    if wrong:
        raise FoedusError(wrong)
    for instrument in case.instruments.values():
        span = instrument.common.span
        if span is not None and span.file.removeprefix(LIBRARY) in (f"treaties/{path.name}", str(path)):
            yield _entry(case, instrument, f"treaties/{file}")


def _entry(case: Case, instrument: Instrument, file: str) -> Entry:
    refs = {r.scheme: r.value for r in instrument.common.refs}
    common = instrument.common
    parts = [outlined(instrument), *(f"clause {c.id}: {c.outline}" for c in instrument.clauses if c.outline)]
    first = [str(r.date) for r in instrument.in_force if r.date is not None]
    words = [line.strip() for line in text_of(case, instrument).splitlines()]
    return Entry(
        instrument.id,
        instrument.title or instrument.id,
        file,
        instrument.category,
        str(instrument.date),
        "; ".join(first) or next((w.removeprefix("in force ") for w in words if w.startswith("in force ")), ""),
        "; ".join(w.removeprefix("ends ") for w in words if w.startswith("ends ")),
        tuple(_members(case, instrument)),
        tuple(dict.fromkeys(d for c in instrument.clauses for d in _duties(case, instrument, c))),
        len(instrument.clauses),
        int(refs.get("atop", "0")),
        common.secrecy is not None,
        unchecked(instrument),
        "; ".join(p for p in parts if p),
        instrument=instrument,
        case=case,
    )


def _members(case: Case, instrument: Instrument) -> Iterator[Member]:
    roles: tuple[tuple[str, tuple[PartyTerm, ...]], ...] = (
        ("party", instrument.parties), ("issuer", instrument.issuers), ("addressee", instrument.addressees),
    )  # fmt: skip
    for role, terms in roles:
        for term in terms:
            actor = case.actors.get(term.actor)
            codes = {r.scheme: r.value for r in actor.common.refs} if actor is not None else {}
            yield Member(
                term.actor,
                (actor.name if actor is not None else "") or term.actor,
                role,
                str(term.start or ""),
                str(term.end or ""),
                int(codes.get("cow", "0")),
            )


def _duties(case: Case, instrument: Instrument, clause: Clause) -> Iterator[Duty]:
    parties = tuple(dict.fromkeys(t.actor for t in (*instrument.parties, *instrument.issuers)))
    for act in clause.thens:
        for debtor, _creditor, _adversary in potential(case, instrument, clause, act, parties):
            yield Duty(debtor, act.verb.kind, clause.id)


def in_force(entry: Entry, day: int, party: str = "") -> bool:
    """Whether the instrument is (or, on an open question, may be) in force at the end of a day, and binds ``party``."""
    if day < entry.instrument.date.first:
        return False
    timeline = evaluate(entry.case, until=day)
    stance, matcher = Stance(timeline, View(), day), timeline.matcher
    label = matcher.in_force(entry.id, day)
    if party and any(m.actor == party and m.role == "party" for m in entry.members):
        label = timeline.algebra.both(label, matcher.party(entry.id, party, day))
    return stance.decide(label).verdict != "no"


def text_of(case: Case, instrument: Instrument) -> str:
    """The instrument in the language, in the canonical layout."""
    from foedus.language.loader import prelude, verbs_of

    return print_directive(instrument, verbs_of(case.directives, prelude().verbs))
