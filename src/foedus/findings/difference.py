"""Two assessments compared: only what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.findings.answers import Answer
from foedus.findings.model import Assessment, ObligationFinding, View

__all__ = ["NOTICED", "Change", "Difference", "Key", "alike", "by_key", "difference"]

Key = tuple[str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One duty that stands otherwise.  before, after: None where there is no such duty.

    because: between two versions of a case, the least sets of directives whose change alone makes it stand so; any of
    them does.  Empty where that was not asked, or not found.
    """

    before: ObligationFinding | None
    after: ObligationFinding | None
    because: tuple[tuple[str, ...], ...] = ()

    @property
    def either(self) -> ObligationFinding:
        """The one that is there, the later first."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Difference(Answer):
    """The answer of ``whatif``: what differs between two views (or two records) on a day.

    bound: who became bound.   freed: who is no longer.   opened: what has become contested or unknown, or ceased to be.
    moved: the same status, but another state, day, conduct, chance, or other assumptions on which it turns.
    same: how many duties stand as they stood.
    """

    case: str
    on: str
    before: View
    after: View
    bound: tuple[Change, ...]
    freed: tuple[Change, ...]
    opened: tuple[Change, ...]
    moved: tuple[Change, ...]
    same: int

    @property
    def changes(self) -> tuple[Change, ...]:
        """All of them."""
        return (*self.bound, *self.freed, *self.opened, *self.moved)


NOTICED = 0.005
"""By how much a probability has to move to be told of: what two decimals show."""


def difference(before: Assessment, after: Assessment, *, noticed: float = NOTICED) -> Difference:
    """What differs between two assessments of one case, or of two versions of it.

    noticed: by how much a probability has to move to count as a change.
    """
    old, new = by_key(before.obligations), by_key(after.obligations)
    bound: list[Change] = []
    freed: list[Change] = []
    opened: list[Change] = []
    moved: list[Change] = []
    same = 0
    stirred = {_short(k) for k in {*old, *new} if k[-1]}
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if (was is None or now is None) and not key[-1] and _short(key) in stirred:
            continue  # a duty that waits here, and is told where it has opened
        change = Change(was, now)
        one, other = _status(was), _status(now)
        if one == other:
            if was is not None and now is not None and alike(was, now, noticed):
                same += 1
            else:  # also: a duty that waits in the one and cannot arise in the other
                moved.append(change)
        elif other in ("bound", "entitled"):
            bound.append(change)
        elif one in ("bound", "entitled") and other == "not_bound":
            freed.append(change)
        else:
            opened.append(change)
    return Difference(
        after.case, after.on, before.view, after.view, tuple(bound), tuple(freed), tuple(opened), tuple(moved), same
    )


def by_key(found: Iterable[ObligationFinding]) -> dict[Key, ObligationFinding]:
    """One finding for each duty; of several conflicts, the one that binds most."""
    order = {"bound": 0, "entitled": 1, "contested": 2, "unknown": 3, "not_bound": 4}
    made: dict[Key, ObligationFinding] = {}
    for o in sorted(found, key=lambda o: (order[o.status], o.id), reverse=True):
        occasion = o.trigger if o.triggered != "no" else ""
        made[o.instrument, o.clause, o.debtor, o.creditor, o.adversary, o.act, occasion and "open"] = o
    return made


def _short(key: Key) -> tuple[str, ...]:
    instrument, clause, debtor, creditor, _, act, _ = key
    return (instrument, clause, debtor, creditor, act)


def _status(o: ObligationFinding | None) -> str:
    return o.status if o is not None else "not_bound"


def alike(
    one: ObligationFinding | None, other: ObligationFinding | None, noticed: float = NOTICED, *, trigger: bool = True
) -> bool:
    """Whether a duty stands in two assessments as it stood: status, state, day, conduct, what it turns on, chance.

    trigger: and by the same event.
    """
    if one is None or other is None:
        return one is other
    if one.status != other.status or _rest(one) != _rest(other) or (trigger and one.trigger != other.trigger):
        return False
    if one.probability is None or other.probability is None:
        return one.probability is other.probability
    return all(abs(p - q) < noticed for p, q in zip(one.probability, other.probability, strict=True))


def _rest(o: ObligationFinding) -> tuple[object, ...]:
    return (o.state, o.since, o.conduct, frozenset(a.id for a in o.contested_on))
