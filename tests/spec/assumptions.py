"""The assumptions of a case: docs/semantics.md, section 1."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from foedus.directives import model as m
from tests.spec import bridge
from tests.spec.structure import Case, clause_stands_alone, identity, source_name

__all__ = ["Assumptions", "list_assumptions"]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Assumption ids by sort.

    orders: id -> (dated thing, index of the candidate day before which it puts the thing).
    candidates: dated thing -> its candidate days (events and instruments; one day when the date is certain).
    claims: directive id -> (claim id, the claim), by source.
    unknowns: (instrument, clause) -> ids.
    places: (event, place) -> the id of the assumption that it lay there, where nobody says where it was.
    """

    authors: tuple[str, ...]
    sources: tuple[str, ...]
    readings: tuple[str, ...]
    doctrines: tuple[str, ...]
    claims: dict[str, tuple[tuple[str, m.Claim], ...]] = field(default_factory=dict)
    orders: dict[str, tuple[str, int]] = field(default_factory=dict)
    candidates: dict[str, tuple[int, ...]] = field(default_factory=dict)
    unknowns: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def all(self) -> tuple[str, ...]:
        """Every assumption, authors first."""
        claims = [name for group in self.claims.values() for name, _ in group]
        unknown = [name for group in self.unknowns.values() for name in group]
        found = [
            *self.authors,
            *self.sources,
            *self.readings,
            *self.doctrines,
            *claims,
            *self.orders,
            *unknown,
            *self.places.values(),
        ]
        return tuple(dict.fromkeys(found))


def _spoken(c: m.Claim) -> tuple[str, str, bool, str, str, tuple[str, ...]]:
    """By what claims of one source are told apart: when, to what effect, in which words, through whom."""
    return c.source, str(c.reported), c.denies, c.id, c.quote, c.through


def _claims(owner: str, common: m.Common) -> tuple[tuple[str, m.Claim], ...]:
    """The claims under a directive with their ids: its own, or DIRECTIVE.SOURCE, then -2, -3, whichever stands first."""
    seen: Counter[str] = Counter()
    found: list[tuple[str, m.Claim]] = []
    for claim in sorted(common.claims, key=_spoken):
        stem = f"{owner}.{source_name(claim)}"
        seen[stem] += 1
        found.append((claim.id or (stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"), claim))
    return tuple(found)


def list_assumptions(case: Case) -> Assumptions:
    """List everything that a world of the case sets true or false."""
    answers = [a for question in case.questions for a in question.answers]
    organs = [a for a in case.actors.values() if a.organ_of]
    vouched: list[m.Directive | m.Answer] = [*organs, *case.instruments, *case.events, *case.denials]
    clauses = {f"{i.id}.{c.id}": c.common for i in case.instruments for c in i.clauses if clause_stands_alone(c)}
    claims = {identity(d): _claims(identity(d), d.common) for d in [*vouched, *answers, *case.readings]}
    claims |= {name: _claims(name, common) for name, common in clauses.items()}
    open_answers = [a.id for a in answers if not any(not c.denies for c in a.common.claims)]
    quoted = [source_name(c) for group in claims.values() for _, c in group if c.source_quoted]
    candidates: dict[str, tuple[int, ...]] = {}
    orders: dict[str, tuple[str, int]] = {}
    for name, first, last in case.dated():
        days = case.candidates(name, first, last) if first < last else [first]
        candidates[name] = tuple(days)
        orders.update({f"{name}<{bridge.iso(d)}": (name, i) for i, d in enumerate(days) if i})
    unknowns = {
        (i.id, c.id): tuple(f"{i.id}.{c.id}?{n}" for n in range(1, len(c.unknown) + 1))
        for i in case.instruments
        for c in i.clauses
        if c.unknown
    }
    return Assumptions(
        authors=(*(identity(d) for d in vouched), *clauses, *open_answers),
        sources=tuple(dict.fromkeys([*case.sources, *quoted])),
        readings=tuple(r.id for r in case.readings),
        doctrines=tuple(case.doctrines),
        claims=claims,
        orders=orders,
        candidates=candidates,
        unknowns=unknowns,
        places=case.nowhere(),
    )
