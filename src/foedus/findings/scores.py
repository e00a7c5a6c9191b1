"""What a case says of each of its instruments in the terms of coders of alliances: was its casus met, was the word kept?

Scholars code one answer for an alliance in a war: the conditions of a promise to fight, or to stay out, were met or not;
and where they were, its members honoured or violated it.  A case says more (who, to whom, from when, on what it turns);
here it is folded to that one answer, by a rule without exceptions:

- Counted are duties of help in war, of neutrality, and of keeping the peace.  Consultation, secrecy, information and what
  else goes with an alliance are not a casus foederis.
- Help and neutrality are met when a clause has arisen.  A standing duty of peace between members is tested only when they
  fight each other: it counts once it is broken (Leeds, Long and Mitchell 2000 leave out the rest as no test).
- Where the case leaves it open, the answer is ``disputed``, with what it turns on.
- Kept are duties honoured, or exceeded; a duty that the creditor did not invoke, or released, tests nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foedus.directives.model import Act, Instrument
from foedus.engine.algebra import Label
from foedus.engine.law import Obligation
from foedus.findings.model import View
from foedus.findings.obligations import conduct_label
from foedus.findings.stance import Stance
from foedus.terms.dates import iso

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.engine.evaluate import Timeline

__all__ = ["HELP", "HOLDING", "PEACE", "Fight", "Score", "fights", "folded", "scores"]

HELP = frozenset(
    {
        "defence",
        "guarantee",
        "offence",
        "mobilisation-duty",
        "aid",
        "force-sending",
        "arms-supply",
        "necessary-measures",
    }
)
"""Duties of help in war: ATOP's DEFENSE and OFFENSE."""
HOLDING = frozenset({"neutrality", "non-assistance"})
"""Duties to stay out: ATOP's NEUTRAL."""
PEACE = frozenset({"non-aggression", "respect"})
"""Duties of peace between members: ATOP's NONAGG."""

WAYS = 6
"""How many settings under which a disputed casus is met are listed at most."""

_KEPT, _BROKEN = ("honoured", "exceeded"), "violated"


@dataclass(frozen=True, slots=True)
class Fight:
    """One actor opens hostilities against another in a record of the case: two COW numbers, and the day's number."""

    on: int
    attacker: int
    target: int


@dataclass(frozen=True, slots=True)
class Score:
    """One instrument of one case, in the coders' terms.

    atop: its ATOP ids.  met: "met", "not met" or "disputed".  outcome: "honoured", "violated", "mixed" (kept by some,
    broken by others), "untested" (met, and nobody's conduct decides it) or "" where it is not met.
    duties: debtor, act, creditor and conduct of each duty that has arisen.
    turns_on: what a disputed one turns on.   met_if: the least settings of it under which the casus is met, signed.
    on: the day looked at, ISO 8601: the last of the case.
    """

    case: str
    instrument: str
    title: str
    atop: tuple[int, ...]
    on: str
    met: str
    outcome: str
    duties: tuple[tuple[str, str, str, str], ...]
    turns_on: tuple[str, ...]
    met_if: tuple[tuple[str, ...], ...] = ()


def scores(case: Case, view: View | None = None, on: int | None = None) -> tuple[Score, ...]:
    """The score of every instrument of a case that has an ATOP id, as things stand on a day, or on the case's last."""
    timeline, day = case.timeline_of(), case.last_day() if on is None else on
    stance = case.stance(view or View(), day)
    by_instrument: dict[str, list[Obligation]] = {}
    for obligation in timeline.law.obligations.values():
        by_instrument.setdefault(obligation.key.instrument, []).append(obligation)
    coded = ((i, _numbers(i.common.refs, "atop")) for i in case.resolved.instruments.values())
    return tuple(
        _score(case, timeline, stance, day, instrument, atop, by_instrument.get(instrument.id, []))
        for instrument, atop in coded
        if atop
    )


def _numbers(refs: Iterable[object], scheme: str) -> tuple[int, ...]:
    found = [str(getattr(r, "value", "")) for r in refs if getattr(r, "scheme", "") == scheme]
    return tuple(int(word) for value in found for word in value.replace(",", " ").split() if word.isdigit())


def _score(
    case: Case, timeline: Timeline, stance: Stance, day: int, instrument: Instrument, atop: tuple[int, ...],
    obligations: list[Obligation],
) -> Score:  # fmt: skip
    duties: list[tuple[str, str, str, str]] = []
    verdicts: set[str] = set()
    labels: list[Label] = []
    turns: dict[str, None] = {}
    for obligation in sorted(obligations, key=lambda o: o.key):
        act: Act = obligation.act
        if act.modality == "may" or act.verb.kind not in HELP | HOLDING | PEACE:
            continue
        label = obligation.at("breached" if act.verb.kind in PEACE else "triggered", day)
        decided = stance.decide(label)
        if decided.verdict == "no":
            continue
        verdicts.add(decided.verdict)
        labels.append(label)
        turns |= dict.fromkeys(a.id for a in decided.on)
        conduct = _conduct(timeline, stance, obligation, day) if decided.verdict == "yes" else "disputed"
        duties.append((obligation.key.debtor, act.verb.kind, obligation.key.creditor, conduct))
    met = "met" if "yes" in verdicts else "disputed" if verdicts else "not met"
    ways, _ = stance.ways(timeline.algebra.any_of(labels), WAYS) if met == "disputed" else ((), True)
    return Score(
        case.name, instrument.id, instrument.title, atop, iso(day), met, _outcome(duties) if met == "met" else "",
        tuple(dict.fromkeys(duties)), tuple(turns) if met == "disputed" else (), ways,
    )  # fmt: skip


def folded(scores: Sequence[Score]) -> Score:
    """One score for the instruments of one case that coders take as one alliance: a treaty with its secret protocol, say.

    scores: at least one, all of the same case.
    """
    first, *rest = scores
    if not rest:
        return first
    met = next(m for m in ("met", "disputed", "not met") if any(s.met == m for s in scores))
    duties = tuple(dict.fromkeys(d for s in scores for d in s.duties))
    return replace(
        first, instrument=" + ".join(s.instrument for s in scores), title=" + ".join(s.title for s in scores), met=met,
        outcome=_outcome(duties) if met == "met" else "", duties=duties,
        turns_on=tuple(dict.fromkeys(t for s in scores for t in s.turns_on)) if met == "disputed" else (),
        met_if=tuple(dict.fromkeys(w for s in scores for w in s.met_if)) if met == "disputed" else (),
    )  # fmt: skip


def _conduct(timeline: Timeline, stance: Stance, obligation: Obligation, day: int) -> str:
    for name in (_BROKEN, *_KEPT, "partial", "released", "not_invoked", "pending"):
        verdict = stance.decide(conduct_label(timeline, obligation, name, day)).verdict
        if verdict == "yes":
            return name
        if verdict != "no":
            return "disputed"
    return "unrecorded"


def _outcome(duties: Iterable[tuple[str, str, str, str]]) -> str:
    conduct = {how for *_, how in duties}
    kept, broken = bool(conduct & set(_KEPT)), _BROKEN in conduct
    return "mixed" if kept and broken else "violated" if broken else "honoured" if kept else "untested"


def fights(case: Case) -> Iterator[Fight]:
    """Every record of force, or of a declaration of war, between two actors that have a COW number."""
    resolved = case.resolved
    cow = {id_: n for id_, actor in resolved.actors.items() for n in _numbers(actor.common.refs, "cow")}
    for event in resolved.events.values():
        if not resolved.is_hostile(event.sentence.verb.kind) or event.sentence.object is None:
            continue
        for attacker in event.sentence.subject.nouns:
            for target in event.sentence.object.nouns:
                if attacker.name in cow and target.name in cow:
                    yield Fight(event.date.first, cow[attacker.name], cow[target.name])
