"""Obligations kept become events: what a cascade adds to the record, each event in the worlds in which its debtor acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from foedus.case.model import Case
from foedus.directives.phrases import EventPattern, Phrase
from foedus.engine.algebra import Label
from foedus.engine.facts import Binding, Occurrence
from foedus.engine.grounds import Grounds
from foedus.engine.law import Obligation

__all__ = ["Cascade", "Derived", "Keeping"]

Per = Literal["debtor", "obligation"]


@dataclass(frozen=True, slots=True)
class Cascade:
    """How a cascade is run.

    start: the day from which obligations kept become events; before it the record alone speaks.
    per: one choice for each debtor and conflict, or one for each obligation.
    """

    start: int
    per: Per = "debtor"


@dataclass(frozen=True, slots=True)
class Derived:
    """One event that an obligation kept came to.

    choice: the assumption by which the debtor keeps its word.   label: the worlds gained with it.
    round: from 1, counted over the whole cascade (a new day is a new round).
    """

    occurrence: Occurrence
    obligation: Obligation
    choice: str
    label: Label
    day: int
    round: int


class Keeping:
    """Makes events of what is due, once for each world in which it is newly due."""

    def __init__(self, case: Case, grounds: Grounds, cascade: Cascade) -> None:
        self.case, self.grounds, self.cascade = case, grounds, cascade
        self.algebra = grounds.algebra
        self.made: list[Derived] = []
        self.round = 0
        self._known: dict[tuple[str, str, str, str], Label] = {}

    def choice(self, obligation: Obligation) -> tuple[str, Label]:
        """The assumption by which the debtor keeps this obligation, and its worlds."""
        key = obligation.key
        if self.cascade.per == "obligation":
            roles = ":".join(part for part in (key.debtor, key.creditor, key.adversary) if part)
            id_ = f"keeps:{key.instrument}.{key.clause}:{roles}"
            text = f"{self.case.label(key.debtor)} keeps {key.instrument} clause {key.clause}"
        else:
            id_ = f"honours:{key.debtor}" + (f":{key.occasion}" if key.occasion else "")
            text = f"{self.case.label(key.debtor)} keeps its word"
        return id_, self.grounds.variable(id_, "choice", about=key.debtor, text=text)

    def asks(self, obligation: Obligation) -> Label:
        """The worlds in which whoever may ask (or decide) does so; assumed unless a view says otherwise."""
        who = obligation.key.creditor or obligation.key.debtor
        text = f"{self.case.label(who)} asks for what it may ask"
        return self.grounds.variable(f"asks:{who}", "choice", about=who, text=text, default=True)

    def events(self, changed: Iterable[Obligation], day: int) -> list[Occurrence]:
        """The events of this round: of every obligation newly due, in the worlds in which it is kept."""
        if day < self.cascade.start:
            return []
        found: list[Occurrence] = []
        before = len(self.made)
        for obligation in sorted(changed, key=lambda o: o.key):
            if obligation.act.modality not in ("must", "will") or obligation.forbearance:
                continue
            due = obligation.at("due", day)
            if due == self.algebra.false:
                continue
            choice, keeping = self.choice(obligation)
            kept = self.algebra.both(due, keeping)
            for kind, subject, target, against in self._becomes(obligation):
                own = (kind, subject, target, against)
                known = self._known.get(own, self.algebra.false)
                gained = self.algebra.unless(kept, known)
                if gained == self.algebra.false:
                    continue
                self._known[own] = self.algebra.either(known, gained)
                occurrence = Occurrence(
                    f"kept:{'-'.join(part for part in own if part)}",
                    kind,
                    subject,
                    target,
                    day,
                    None,
                    gained,
                    against=against,
                    conflict=obligation.key.occasion,
                    in_aid=obligation.type is not None and obligation.type.needs_innocence,
                )
                self.made.append(Derived(occurrence, obligation, choice, gained, day, self.round + 1))
                found.append(occurrence)
        if len(self.made) > before:
            self.round += 1
        return found

    def _becomes(self, obligation: Obligation) -> Iterator[tuple[str, str, str, str]]:
        """(kind, subject, object, third) of each event the duty becomes when kept."""
        if obligation.type is None:
            kind = self.case.kinds.get(obligation.act.verb.kind)
            target = obligation.key.adversary or obligation.key.creditor
            if kind is not None and not kind.law:
                yield kind.id, obligation.key.debtor, target, ""
            return
        for pattern in obligation.type.becomes:
            yield from self._concrete(pattern, obligation.binding)

    def _concrete(self, pattern: EventPattern, binding: Binding) -> Iterator[tuple[str, str, str, str]]:
        def name(phrase: Phrase | None) -> str:
            if phrase is None:
                return ""
            noun = phrase.nouns[0]
            return binding.role(noun.name) if noun.form == "role" else noun.name if noun.form == "name" else ""

        subject, target = name(pattern.subject), name(pattern.object)
        if subject and (pattern.object is None or target) and subject != target:
            yield pattern.verb.kind, subject, target, name(pattern.extra.against)
