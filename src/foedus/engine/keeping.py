"""Obligations kept become events: what a cascade adds to the record, each event in the worlds in which its debtor acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from foedus.case.model import Case
from foedus.directives.phrases import EventPattern, Phrase
from foedus.engine.algebra import Label
from foedus.engine.facts import Binding, Facts, Occurrence
from foedus.engine.grounds import Grounds
from foedus.engine.law import Obligation

__all__ = ["Cascade", "Derived", "Keeping", "Per"]

Per = Literal["debtor", "obligation"]


@dataclass(frozen=True, slots=True)
class Cascade:
    """How a cascade is run.

    start: the day from which obligations kept become events; before it the record alone speaks.
    per: one choice for each debtor and conflict, or one for each obligation.
    kept: whether all words are kept, or none; None makes each a choice.
    choosing: told of every choice and a duty that it decides, before the choice has a label.
    """

    start: int
    per: Per = "debtor"
    kept: bool | None = None
    choosing: Callable[[str, Obligation], None] | None = None


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
    """Makes events of what is due, once for each world in which it is newly due.

    made: all of them.   torn: per actor, the worlds in which it is bound to both sides and therefore stays out of one act.
    duties: per event, every duty that it performs, with its round and the worlds in which that duty is kept; more than
    ``made`` has, since an event that happens already is not made once more.
    """

    def __init__(self, case: Case, grounds: Grounds, facts: Facts, cascade: Cascade) -> None:
        self.case, self.grounds, self.facts, self.cascade = case, grounds, facts, cascade
        self.algebra = grounds.algebra
        self.made: list[Derived] = []
        self.round = 0
        self._known: dict[tuple[str, str, str, str], Label] = {}
        self._hostile = frozenset(filter(case.is_hostile, case.kind_is))
        self._against: dict[str, dict[str, Label]] = {}
        self.torn: dict[str, Label] = {}
        self.duties: dict[str, list[tuple[int, Obligation, Label]]] = {}

    def choice(self, obligation: Obligation) -> tuple[str, Label]:
        """The assumption by which the debtor keeps this obligation, and its worlds."""
        key = obligation.key
        if self.cascade.per == "obligation":
            roles = ":".join(part for part in (key.debtor, key.creditor, key.adversary) if part)
            id_ = f"keeps:{key.instrument}.{key.clause}:{roles}"
            text = f"{self.case.label(key.debtor)} keeps {key.instrument} clause {key.clause}"
            text += f" to {self.case.label(key.creditor)}" if key.creditor else ""
            text += f" against {self.case.label(key.adversary)}" if key.adversary else ""
        else:
            id_ = f"honours:{key.debtor}" + (f":{key.occasion}" if key.occasion else "")
            text = f"{self.case.label(key.debtor)} keeps its word"
        if self.cascade.kept is not None:
            return id_, self.algebra.true if self.cascade.kept else self.algebra.false
        if self.cascade.choosing is not None and id_ not in self.grounds.by_id:
            self.cascade.choosing(id_, obligation)
        return id_, self.grounds.variable(id_, "choice", about=key.debtor, text=text)

    def asks(self, obligation: Obligation) -> Label:
        """The worlds in which whoever may ask (or decide) does so; assumed unless a view says otherwise."""
        who = obligation.key.creditor or obligation.key.debtor
        text = f"{self.case.label(who)} asks for what it may ask"
        return self.grounds.variable(f"asks:{who}", "choice", about=who, text=text, default=True)

    def events(self, changed: Iterable[Obligation], day: int, today: Iterable[Occurrence]) -> list[Occurrence]:
        """The events of this round: of every obligation newly due, in the worlds in which it is kept.

        today: what has happened that day so far, all of it before what is made now.
        """
        if day < self.cascade.start:
            return []
        kept = [
            (obligation, choice, event, label)
            for obligation in sorted(changed, key=lambda o: (_in_aid(o), o.key))
            for choice, label in self._kept(obligation, day)
            for event in self._becomes(obligation)
        ]
        for _, _, (kind, subject, target, _), label in kept:
            if kind in self._hostile and target:
                own = self._against.setdefault(subject, {})
                own[target] = self.algebra.either(own.get(target, self.algebra.false), label)
        today = list(today)
        earlier = frozenset(o.root.id for o in today)
        found: list[Occurrence] = []
        for obligation, choice, event, label in kept:
            kind, subject, target, against = event
            if kind in self._hostile and target:
                torn = self.algebra.both(label, self._both_ways(subject, target))
                if torn != self.algebra.false:
                    self.torn[subject] = self.algebra.either(self.torn.get(subject, self.algebra.false), torn)
                    label = self.algebra.unless(label, torn)
            if label != self.algebra.false:
                self.duties.setdefault(_name(event), []).append((self.round + 1, obligation, label))
            known = self._known.get(event)
            if known is None:  # what is being done already is not done once more
                known = self.algebra.any_of(
                    o.label for o in today if (o.kind, o.subject, o.object) == event[:3] and o.day == day
                )
            gained = self.algebra.unless(label, known)
            if gained == self.algebra.false:
                continue
            self._known[event] = self.algebra.either(known, gained)
            occurrence = Occurrence(
                _name(event),
                kind,
                subject,
                target,
                day,
                None,
                gained,
                against=against,
                conflict=obligation.key.occasion,
                after=earlier,
                kept=True,
                in_aid=_in_aid(obligation),
            )
            self.made.append(Derived(occurrence, obligation, choice, gained, day, self.round + 1))
            found.append(occurrence)
        if found:
            self.round += 1
        return found

    def _kept(self, obligation: Obligation, day: int) -> Iterator[tuple[str, Label]]:
        """The choice by which a duty is kept, and the worlds in which it is due and kept; nothing where it is not due.

        What was due before the cascade began is no consequence of it: its conduct is what the record says.
        """
        if obligation.act.modality not in ("must", "will") or obligation.forbearance:
            return
        due = self.algebra.unless(obligation.at("due", day), obligation.at("due", self.cascade.start - 1))
        if due != self.algebra.false:
            choice, keeping = self.choice(obligation)
            yield choice, self.algebra.both(due, keeping)

    def _both_ways(self, actor: str, target: str) -> Label:
        """The worlds in which the actor would have to fight somebody who is himself fighting the target.

        Nobody can keep both words; which he would break the law does not say, so that he acts on neither.  What he has
        done before he was bound the other way stays done.
        """
        label = self.algebra.false
        for other, bound in self._against.get(actor, {}).items():
            if other != target:
                label = self.algebra.either(label, self.algebra.both(bound, self._fights(other, target)))
        if label == self.algebra.false:
            return label
        return self.algebra.both(label, self.grounds.doctrine("bound-both-ways"))

    def _fights(self, one: str, other: str) -> Label:
        return self.algebra.any_of(
            o.label
            for a, b in ((one, other), (other, one))
            for o in self.facts.by_subject.get(a, ())
            if o.object == b and o.kind in self._hostile
        )

    def _becomes(self, obligation: Obligation) -> Iterator[tuple[str, str, str, str]]:
        """(kind, subject, object, third) of each event the duty becomes when kept."""
        if obligation.type is None:
            kind = self.case.kinds.get(obligation.act.verb.kind)
            named = obligation.act.object is not None
            target = (obligation.key.adversary or obligation.key.creditor) if named else ""
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


def _name(event: tuple[str, str, str, str]) -> str:
    return f"kept:{'-'.join(part for part in event if part)}"


def _in_aid(obligation: Obligation) -> bool:
    """Whether what is owed is help to a victim.  Where the same act is owed for its own sake too, it is no mere help."""
    return obligation.type is not None and obligation.type.needs_innocence
