"""Where in ``tehran-2012`` each numbered statement stands: read from the file itself, for the tests and for the docs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from foedus.api import Case
from foedus.directives.model import Claim, Common

NUMBERS = (
    *(str(n) for n in range(1, 81)), *(f"J{n}" for n in range(1, 18)), *(f"K{n}" for n in range(1, 13)),
)  # fmt: skip
"""Facts of the report, what other sources say, what does not fit together."""


class Place(NamedTuple):
    """What carries a number: its name as the language writes it, and the claims that stand for it there."""

    name: str
    claims: tuple[Claim, ...]


def _named(case: Case) -> Iterator[tuple[str, Common]]:
    """Every directive and part of one that may carry a reference."""
    resolved = case.resolved
    tables: tuple[Any, ...] = (
        resolved.actors, resolved.places, resolved.sources, resolved.questions, resolved.instruments, resolved.events,
        resolved.denials, resolved.readings, resolved.doctrines,
    )  # fmt: skip
    for table in tables:
        for name, thing in table.items():
            yield name, thing.common
    for question in resolved.questions.values():
        for answer in question.answers:
            yield f"{question.id}.{answer.id}", answer.common
    for instrument in resolved.instruments.values():
        for clause in instrument.clauses:
            yield f"{instrument.id} clause {clause.id}", clause.common


def places(case: Case) -> dict[str, list[Place]]:
    """For each number the things that carry it, a claim's own reference before its directive's."""
    found: dict[str, list[Place]] = {}
    for name, common in _named(case):
        for claim in common.claims:
            for ref in claim.refs:
                if ref.scheme == "report":
                    found.setdefault(ref.value, []).append(Place(name, (claim,)))
        for ref in common.refs:
            if ref.scheme == "report":
                found.setdefault(ref.value, []).append(Place(name, common.claims))
    return found


def voices(case: Case, number: str) -> set[tuple[str, ...]]:
    """By whom, and through whom, the report says what it says under a number."""
    own = [claim for place in places(case)[number] for claim in place.claims]
    return {(c.source, *c.through) for c in own if c.source == "debka" or "debka" in c.through}


def table(case: Case) -> list[tuple[str, str]]:
    """Number and places of each statement, as the table of facts in ``docs/tehran-2012.md`` has them."""
    found = places(case)
    return [(n, ", ".join(f"`{name}`" for name in dict.fromkeys(p.name for p in found[n]))) for n in NUMBERS]
