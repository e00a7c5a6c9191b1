"""A system of alliances on one day, as the sweep sees it: who owes whom what, against whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["DUTIES", "MAX_STATES", "Doctrine", "Duty", "Rule", "System", "When"]

Duty = Literal["defence", "offence", "neutrality", "non-aggression"]
When = Literal["fights", "attacks", "attacked"]
DUTIES: tuple[Duty, ...] = ("defence", "offence", "neutrality", "non-aggression")
"""ATOP's four duties in war; consultation draws nobody in."""

MAX_STATES = 512
"""More states than any year of the COW list has had; a day with more is refused."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One state owes another one duty under one clause.  States are places in ``System.states``.

    adversaries: against whom; None: anybody.
    when: of offence, in which war: one that the creditor opens (``attacks``), one that is opened against it (``attacked``),
    or either (``fights``).
    unprovoked: only if the creditor had not used force against the adversary first.
    attacked: of neutrality, only if the creditor is the one attacked.
    unknown: some condition is flagged without being spelled out (a place, a number, a demand): met or not met, nobody
    knows, and the sweep gives both answers.
    source: the instrument and clause, for people.
    """

    duty: Duty
    debtor: int
    creditor: int
    adversaries: frozenset[int] | None = None
    when: When = "fights"
    unprovoked: bool = False
    attacked: bool = False
    unknown: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if self.debtor == self.creditor:
            raise ValueError("nobody owes himself")

    def against(self, state: int) -> bool:
        """Whether it is owed against a state."""
        return self.adversaries is None or state in self.adversaries


@dataclass(frozen=True, slots=True)
class Doctrine:
    """How law is read where treaties are silent.  Each field is a doctrine of the language with the same default.

    third_party_entry: help to a victim is an attack on the other side, which then may call on its own allies.
    no_help_to_aggressor: who used force first against an adversary is owed no defence against it.
    attack_ends_alliance: who attacks an ally may not call on it.
    bound_both_ways: who is bound to both sides joins neither.
    offence: offence pacts pull their parties in.
    """

    third_party_entry: bool = False
    no_help_to_aggressor: bool = True
    attack_ends_alliance: bool = True
    bound_both_ways: bool = True
    offence: bool = True

    @property
    def name(self) -> str:
        """``default``, or the doctrines that differ from it: ``+third-party-entry,-offence``."""
        plain = Doctrine()
        changed = [
            ("+" if getattr(self, name) else "-") + name.replace("_", "-")
            for name in self.__dataclass_fields__
            if getattr(self, name) != getattr(plain, name)
        ]
        return ",".join(changed) or "default"


@dataclass(frozen=True, slots=True)
class System:
    """The states of a day and what they owe each other.

    label: the year, or the name of a case.   states: ids, in order.   names: id -> name.   day: ISO 8601.
    rules: in no particular order.   power: share of capabilities (CINC), by place, None where it is not known.
    majors: places of the major powers.
    """

    label: str
    day: str
    states: tuple[str, ...]
    rules: tuple[Rule, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    power: tuple[float | None, ...] = ()
    majors: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.states) > MAX_STATES:
            raise ValueError(f"{len(self.states)} states; the sweep takes at most {MAX_STATES}")
        if len(set(self.states)) < len(self.states):
            raise ValueError("a state stands twice in the list")

    def place(self, state: str) -> int:
        """Where a state stands.  Raises KeyError for one that is not of the system."""
        try:
            return self.states.index(state)
        except ValueError:
            raise KeyError(state) from None

    def with_rules(self, rules: Iterable[Rule]) -> System:
        """The same states under other rules."""
        return System(self.label, self.day, self.states, tuple(rules), self.names, self.power, self.majors)

    def without(self, instruments: Sequence[str]) -> System:
        """The system without some instruments (the first word of a rule's source)."""
        gone = set(instruments)
        return self.with_rules(r for r in self.rules if r.source.split(" ")[0] not in gone)

    @property
    def debtors(self) -> tuple[int, ...]:
        """Whoever owes help to anybody."""
        return tuple(sorted({r.debtor for r in self.rules if r.duty in ("defence", "offence")}))

    @property
    def parties(self) -> dict[str, tuple[str, ...]]:
        """Instrument -> the states that owe or are owed something under it, in order of the states."""
        found: dict[str, set[int]] = {}
        for r in self.rules:
            found.setdefault(r.source.split(" ")[0], set()).update((r.debtor, r.creditor))
        return {name: tuple(self.states[i] for i in sorted(own)) for name, own in found.items()}

    @property
    def instruments(self) -> tuple[str, ...]:
        """Every instrument that some rule stems from."""
        return tuple(sorted({r.source.split(" ")[0] for r in self.rules}))
