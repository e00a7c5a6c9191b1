"""What an evaluation leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from foedus.case.model import Case
from foedus.engine.algebra import Algebra, Label
from foedus.engine.casus import Casus
from foedus.engine.conflicts import Conflicts
from foedus.engine.facts import Facts, Occurrence
from foedus.engine.force import Force
from foedus.engine.grounds import Grounds
from foedus.engine.keeping import Derived
from foedus.engine.law import Law, Obligation
from foedus.engine.match import Matcher
from foedus.engine.moments import Moment
from foedus.engine.steps import Steps

__all__ = ["Timeline"]


@dataclass(slots=True, eq=False)
class Timeline:
    """What an evaluation leaves: every labelled proposition over time.  Views only read it.

    derived: what a cascade made of words kept.   torn: in a cascade, when an actor is bound to both sides.
    duties: per event that a cascade made, the duties that it performs, each with its round and its worlds.
    kept: what questions keep about it, by their names, so that it is made once.
    """

    case: Case
    algebra: Algebra
    grounds: Grounds
    facts: Facts
    matcher: Matcher
    casus: Casus
    law: Law
    force: Force
    conflicts: Conflicts
    when: dict[str, tuple[Moment, ...]]
    occurrences: dict[str, list[Occurrence]]
    complied: dict[str, Steps]
    days: list[int]
    warnings: list[str]
    derived: tuple[Derived, ...] = ()
    torn: dict[str, Label] = field(default_factory=dict)
    duties: dict[str, list[tuple[int, Obligation, Label]]] = field(default_factory=dict)
    kept: dict[tuple[str, int], object] = field(default_factory=dict)
