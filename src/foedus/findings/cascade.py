"""Who is drawn in: an event supposed, obligations kept becoming events, round after round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from foedus.case.model import Case
from foedus.case.resolve import sentence_text
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.keeping import Cascade, Derived, Per
from foedus.findings.clashes import Clash, pairs
from foedus.findings.clashes import _clash as clash_of
from foedus.findings.model import Assumption, View
from foedus.findings.stance import Decision, Stance
from foedus.findings.tripwires import cut
from foedus.terms.dates import iso

__all__ = ["CascadeResult", "Honour", "Joining", "Round", "cascade"]

Honour = Literal["all", "none", "open"]
Side = Literal["attacker", "target", "both", ""]


@dataclass(frozen=True, slots=True)
class Joining:
    """One actor drawn in, or helping short of war, by one duty kept.

    side: whose war it joins ("" where the act takes no side).   act: the event its duty becomes.
    status: "yes", or "contested"/"unknown" with what it turns on (its own choice to keep its word left out).
    choice: the assumption that it keeps its word.
    """

    actor: str
    side: Side
    act: str
    against: str
    toward: str
    instrument: str
    clause: str
    round: int
    day: str
    status: str
    hostile: bool
    choice: str
    contested_on: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """One round: who comes in, and who stands on each side after it."""

    number: int
    joining: tuple[Joining, ...]
    attacker_side: tuple[str, ...]
    target_side: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CascadeResult:
    """The answer of ``cascade``.

    both: actors whose kept words would put them on both sides.   owed: duties that open but become no event (rights,
    forbearances).   assumes: what the cascade takes for granted, in words.
    """

    case: str
    event: str
    day: str
    view: View
    honour: Honour
    per: Per
    rounds: tuple[Round, ...]
    attacker_side: tuple[str, ...]
    target_side: tuple[str, ...]
    both: tuple[str, ...]
    clashes: tuple[Clash, ...]
    assumes: tuple[str, ...]


def cascade(
    case: Case,
    supposed: Iterable[str],
    view: View,
    *,
    honour: Honour = "open",
    per: Per = "debtor",
    keep_record: bool = False,
) -> CascadeResult:
    """Run the cascade that supposed events of a case set off.

    case: with the supposed events among its events.   supposed: their ids.
    keep_record: leave what is recorded after the first of them in; else it is dropped.
    """
    ids = list(supposed)
    day = min(case.events[i].date.first for i in ids)
    record = case if keep_record else cut(case, day)
    timeline = evaluate(record, cascade=Cascade(day, per))
    stance = Stance(timeline, view, day)
    _choose(timeline, stance, honour)
    return _Result(case, timeline, stance, ids, day, view, honour, per).make()


def _choose(timeline: Timeline, stance: Stance, honour: Honour) -> None:
    """All words kept, none, or each left open.  A choice that the view sets itself stands."""
    if honour == "open":
        return
    named = {*stance.view.accept, *stance.view.believe, *stance.view.reject, *stance.view.doubt}
    stance.fix(
        {
            ground.index: honour == "all"
            for ground in timeline.grounds.all
            if ground.sort == "choice" and ground.default is None and ground.id not in named
        }
    )


class _Result:
    def __init__(
        self,
        case: Case,
        timeline: Timeline,
        stance: Stance,
        ids: list[str],
        day: int,
        view: View,
        honour: Honour,
        per: Per,
    ) -> None:
        self.case, self.timeline, self.stance, self.ids, self.day = case, timeline, stance, ids, day
        self.view, self.honour, self.per = view, honour, per
        self.sides: dict[str, set[Side]] = {}
        self.hostile = {
            k for k in case.kinds if any(case.kinds[u].hostile for u in case.kind_is.get(k, ()) if u in case.kinds)
        }

    def make(self) -> CascadeResult:
        for id_ in self.ids:
            self._opening(id_)
        rounds: dict[int, list[Joining]] = {}
        for derived in self.timeline.derived:
            decision = self.stance.decide(derived.label)
            if decision.verdict != "no":
                rounds.setdefault(derived.round, []).append(self._joining(derived, decision))
        made: list[Round] = []
        for number in sorted(rounds):
            joining = _once(rounds[number])
            made.append(
                Round(number, tuple(joining), self._on("attacker", made, joining), self._on("target", made, joining))
            )
        last = made[-1] if made else Round(0, (), self._first("attacker"), self._first("target"))
        return CascadeResult(
            self.case.name,
            "; ".join(
                f"{self.case.events[i].date.text} {sentence_text(self.case.events[i].sentence)}" for i in self.ids
            ),
            iso(self.day),
            self.view,
            self.honour,
            self.per,
            tuple(made),
            last.attacker_side,
            last.target_side,
            tuple(sorted(a for a, sides in self.sides.items() if {"attacker", "target"} <= sides)),
            tuple(self._clashes()),
            tuple(self._assumes()),
        )

    # -- sides ---------------------------------------------------------------------------------------------------------
    def _opening(self, id_: str) -> None:
        for occurrence in self.timeline.occurrences.get(id_, ()):
            if occurrence.kind not in self.hostile:
                continue
            plain = self.timeline.matcher.scope()
            targets = list(self.timeline.matcher.targets(occurrence, plain)) or [occurrence.object]
            self.sides.setdefault(occurrence.subject, set()).add("attacker")
            for target in targets:
                self.sides.setdefault(target, set()).add("target")

    def _first(self, side: Side) -> tuple[str, ...]:
        return tuple(sorted(a for a, sides in self.sides.items() if side in sides))

    def _side(self, actor: str, against: str, toward: str) -> Side:
        """Whose side an act takes: against one side is with the other; help goes to the side that is helped."""
        attackers, targets = self._members("attacker"), self._members("target")
        if against and actor != against:
            if against in attackers:
                return "target"
            if against in targets:
                return "attacker"
        return "attacker" if toward in attackers else "target" if toward in targets else ""

    def _members(self, side: Side) -> set[str]:
        return {a for a, sides in self.sides.items() if side in sides}

    def _joining(self, derived: Derived, decision: Decision) -> Joining:
        key, occurrence = derived.obligation.key, derived.occurrence
        hostile = occurrence.kind in self.hostile
        against = occurrence.object if hostile else key.adversary
        toward = key.creditor if hostile else occurrence.object or key.creditor
        side = self._side(key.debtor, against if hostile else "", toward)
        if hostile and side:
            self.sides.setdefault(key.debtor, set()).add(side)
            other: Side = "attacker" if side == "target" else "target"
            if against and against not in self.sides:
                self.sides[against] = {other}
        choice = next(
            (
                g.id
                for g in self.timeline.grounds.all
                if g.sort == "choice" and g.default is None and g.id in self._own(derived)
            ),
            "",
        )
        on = tuple(a for a in decision.on if a.id != choice)
        status = decision.verdict if on else "yes"
        return Joining(
            key.debtor, side, occurrence.kind, against, toward, key.instrument, key.clause, derived.round,
            iso(derived.day), status, hostile, choice, on,
        )  # fmt: skip

    def _own(self, derived: Derived) -> set[str]:
        key = derived.obligation.key
        roles = ":".join(part for part in (key.debtor, key.creditor, key.adversary) if part)
        return {
            f"honours:{key.debtor}" + (f":{key.occasion}" if key.occasion else ""),
            f"keeps:{key.instrument}.{key.clause}:{roles}",
        }

    def _on(self, side: Side, made: list[Round], joining: list[Joining]) -> tuple[str, ...]:
        before = (
            set(made[-1].attacker_side if side == "attacker" else made[-1].target_side)
            if made
            else set(self._opened(side))
        )
        return tuple(sorted(before | {j.actor for j in joining if j.side == side and j.hostile}))

    def _opened(self, side: Side) -> set[str]:
        found: set[str] = set()
        for id_ in self.ids:
            for occurrence in self.timeline.occurrences.get(id_, ()):
                if occurrence.kind in self.hostile:
                    plain = self.timeline.matcher.scope()
                    targets = set(self.timeline.matcher.targets(occurrence, plain)) or {occurrence.object}
                    found |= {occurrence.subject} if side == "attacker" else targets
        return found

    # -- what stands beside it -----------------------------------------------------------------------------------------
    def _clashes(self) -> list[Clash]:
        found: list[Clash] = []
        drawn = {d.obligation.key.debtor for d in self.timeline.derived}
        last = max((d.day for d in self.timeline.derived), default=self.day)
        opened = [o for o in self.timeline.law.obligations.values() if o.key.debtor in drawn]
        for one, other, because in pairs(self.timeline, opened):
            label: Label = self.timeline.algebra.both(one.at("triggered", last), other.at("triggered", last))
            decision = self.stance.decide(label)
            if decision.verdict != "no":
                found.append(clash_of(one, other, because, decision, self.stance, last))
        return sorted(dict.fromkeys(found), key=lambda c: (c.debtor, c.status, c.one.instrument, c.other.instrument))

    def _assumes(self) -> list[str]:
        words = {
            "all": "everybody keeps his word",
            "none": "nobody keeps his word",
            "open": "whether each keeps its word is left open",
        }
        found = [words[self.honour]]
        asking = sorted({g.about for g in self.timeline.grounds.all if g.id.startswith("asks:")})
        if asking:
            found.append(f"whoever may ask for help asks ({', '.join(asking)})")
        entry = self.timeline.grounds.by_id.get("third-party-entry")
        if entry is not None:
            on = self.stance.fixed.get(entry[0].index, True)
            found.append(
                "help to a victim counts as an attack on the other side (third-party-entry)"
                if on
                else "help to a victim is no attack on the other side (third-party-entry is off)"
            )
        return found


def _once(found: list[Joining]) -> list[Joining]:
    """Each actor's act once, under the clause named first."""
    kept: dict[tuple[str, str, str, str], Joining] = {}
    for joining in sorted(found, key=lambda j: (j.status != "yes", not j.hostile, j.actor, j.instrument, j.clause)):
        kept.setdefault((joining.actor, joining.act, joining.against, joining.toward), joining)
    return list(kept.values())
