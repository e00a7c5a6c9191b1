"""Was the casus foederis of a coded alliance met in a war, and was the promise kept? A rule without a fitted number.

The rule, from ATOP's columns and the records of ``foedus.atlas.battles`` alone:

- An *occasion* is a member's being attacked (by an initiator or by a state that joins the war against it), or its
  attacking, while it and the member that owes stand in the same phase.
- **Defence** is due when a partner is attacked on a day on which both are members.  **Offence** is due when a partner is
  at war at all.  **Neutrality** is due when a partner is at war; with ATOP's *only if attacked*, when it is attacked.
- A promise *in an ongoing conflict*, and an unconditional promise of help made in a war to a partner that fights it, are
  met by that war: there the attack came before the treaty.
- *Particular adversaries*: the states coded as the threat; where none is coded, any.  *Number*: two attackers for
  defence and offence, a single opponent for neutrality.  *Not provoked*: the partner's first hostile act in the war is
  one that it suffered.  *Demand*: taken as made and refused.
- *Particular places* are coded without the place.  An attack is taken to be on the victim's own land, so that defence is
  met, where the victim fought in its own part of the world (COW's regions), or, where that is not recorded, its opponent
  is of that part.  For offence nothing can be taken, so that it is not met.  A named adversary or conflict goes before.
- **Members that fight each other** break any promise of defence, offence, neutrality or non-aggression between them, if
  it is in force on the first day.

An alliance is met in a war if any duty of any member is.  It is honoured if every member that owed active help fought
one of those against whom it was owed while the alliance was in force, and every other stayed out of the war against its
partner; it is violated otherwise, and whenever members fought each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from foedus.atlas.battles import War

__all__ = ["CHOICES", "Occasion", "Rule", "Verdict", "judge"]

ACTIVE = (("defense", "def"), ("offense", "off"))
BINDING = ("defense", "offense", "neutral", "nonagg")


@dataclass(frozen=True, slots=True)
class Rule:
    """The choices of the rule, each with the value that the module's text gives reasons for.

    joiners: a state that joins the war against a partner attacks it.
    fresh: defence needs an attack on a day when both are members.
    unnamed: a particular adversary that is not coded is taken to be the one.
    home: a place that is not coded is taken, for defence, to be the victim's own part of the world.
    far_offence: a place that is not coded is taken to be the place, for offence.
    tied: an unconditional promise of help made in a war to a belligerent is a promise for that war.
    members: members that fight each other break their promises.
    """

    joiners: bool = True
    fresh: bool = True
    unnamed: bool = True
    home: bool = True
    far_offence: bool = False
    tied: bool = True
    members: bool = True


CHOICES = ("joiners", "fresh", "unnamed", "home", "far_offence", "tied", "members")
"""Names of the choices, for trying each other value."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One duty held against one war.

    kind: defense, offense, neutral, or "members" where two members fight.  adversary: 0 where none is in question.
    met: whether it is due.  rests_on: conditions that are flagged but not coded, and were taken as met (or as not met,
    where it is not due).
    """

    kind: str
    debtor: int
    creditor: int
    adversary: int
    met: bool
    why: str
    rests_on: tuple[str, ...] = ()
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, slots=True)
class Verdict:
    """met: is the casus foederis met?  outcome: "honoured", "violated", or "" where it is not met."""

    met: bool
    outcome: str
    occasions: tuple[Occasion, ...]


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Named:
    """What an alliance names: the states coded as its threat, and whether it was made in the war in question."""

    threats: frozenset[int]
    this_war: bool


def judge(rows: Sequence[Row], war: War, rule: Rule | None = None) -> Verdict:
    """One alliance in one war.

    rows: its member rows, with ``begins`` and ``ends`` as dates.  A war of which there is no record meets nothing.
    """
    rule = rule or Rule()
    occasions: list[Occasion] = []
    at_war = war.states
    named = _Named(
        frozenset(int(row[c]) for row in rows for c in ("statthr1", "statthr2") if row[c]),
        war.cow > 0 and any(row["cowwar"] == war.cow for row in rows),
    )
    creditors = [row for row in rows if row["member"] in at_war]  # of the others nothing can be due
    for b in creditors:
        for a in rows:
            if a["member"] != b["member"] and a["phase"] == b["phase"]:
                since, until = max(a["begins"], b["begins"]), min(a["ends"], b["ends"])
                if since <= until:
                    occasions += _occasions(a, b, named, war, rule, since, until)
    due = [o for o in occasions if o.met]
    return Verdict(bool(due), _outcome(due, war) if due else "", tuple(occasions))


def _occasions(a: Row, b: Row, named: _Named, war: War, rule: Rule, since: date, until: date) -> list[Occasion]:
    """What ``a`` owes ``b`` in this war, in the days they share."""
    found = []
    debtor, creditor = a["member"], b["member"]
    if rule.members and any(row[k] == 1 for row in (a, b) for k in BINDING):
        for begins, _ in war.opposed.get((debtor, creditor), ()):
            if since <= begins <= until:
                why = "members fight each other"
                found.append(Occasion("members", debtor, creditor, creditor, True, why, (), since, until))
                break
    if not any(begins <= until and ends >= since for begins, ends in war.fights(creditor)):
        return found
    for kind, prefix in (*ACTIVE, ("neutral", "neu")):
        if a[kind] == 1:
            found += _duty(kind, prefix, a, b, named, war, rule, since, until)
    return found


def _duty(
    kind: str, prefix: str, a: Row, b: Row, named: _Named, war: War, rule: Rule, since: date, until: date
) -> list[Occasion]:
    """One duty against each opponent of the creditor.

    The questions are asked in the order in which a lawyer would: who, which war, how many, on what ground, where.
    """
    debtor, creditor = a["member"], b["member"]
    suffered = [x for x in war.attacks if x.target == creditor]
    opened = [x for x in war.attacks if x.attacker == creditor]
    started = bool(opened) and any(not x.joiner for x in opened)
    this_war, threats = named.this_war, named.threats
    flagged = {c: a.get(f"{prefix}co{c}") == 1 for c in ("adv", "loc", "con", "num", "dem", "npr", "att")}
    bound_to_it = (flagged["con"] and this_war) or (
        rule.tied and kind == "defense" and a["defcon"] != 1 and war.cow > 0 and a["cowwar"] == war.cow
    )
    opponents = len({x.attacker for x in suffered} | ({x.target for x in opened} if kind != "defense" else set()))
    found = []
    for act in (*suffered, *opened):
        is_attack = act.target == creditor
        opponent = act.attacker if is_attack else act.target
        if act.ends < since or act.begins > until or opponent == debtor:
            continue
        failed, rests_on = "", []
        if flagged["adv"]:
            if not threats:
                rests_on.append("adversary")
                failed = "" if rule.unnamed else "adversary not coded"
            elif opponent not in threats:
                failed = "not the adversary named"
        if flagged["con"] and not this_war and a["wartime"] != 1:
            failed = failed or "not the conflict named"
        if flagged["num"] and ((kind == "neutral") != (opponents == 1)):
            failed = failed or "not the number of adversaries"
        attack = is_attack and (rule.joiners or not (act.joiner and started))
        if kind == "defense" and not bound_to_it:
            failed = failed or _ground(attack, act.begins >= since or not rule.fresh)
        if kind == "neutral" and flagged["att"] and not attack:
            failed = failed or "the partner attacked"
        if flagged["npr"] and not (attack and _innocent(suffered, opened)):
            failed = failed or "the partner provoked"
        if flagged["loc"] and not bound_to_it and not (flagged["adv"] and opponent in threats):
            rests_on.append("place")
            at_home = not rule.home or war.at_home(creditor, opponent)
            near = {"defense": at_home, "offense": rule.far_offence}.get(kind, True)
            failed = failed or ("" if near else "place not coded")
        if flagged["dem"]:
            rests_on.append("demand")
        why = failed or (
            "bound to this war" if bound_to_it else "the partner is attacked" if attack else "the partner is at war"
        )
        found.append(Occasion(kind, debtor, creditor, opponent, not failed, why, tuple(rests_on), since, until))
    return found


def _ground(attack: bool, in_time: bool) -> str:
    if not attack:
        return "the partner was not attacked"
    return "" if in_time else "the attack came before the alliance"


def _innocent(suffered: Sequence[Any], opened: Sequence[Any]) -> bool:
    """Whether the first hostile act between a state and its opponents is one that it suffered."""
    first = min((x.begins for x in suffered), default=date.max)
    return first <= min((x.begins for x in opened), default=date.max)


def _outcome(due: Sequence[Occasion], war: War) -> str:
    if any(o.kind == "members" for o in due):
        return "violated"
    by_pair: dict[tuple[int, int], list[Occasion]] = {}
    for o in due:
        by_pair.setdefault((o.debtor, o.creditor), []).append(o)
    for (debtor, creditor), owed in by_pair.items():
        since, until = owed[0].since, max(o.until for o in owed)
        if war.against(debtor, creditor, since, until):
            return "violated"
        active = [o for o in owed if o.kind != "neutral"]
        if active and not any(war.against(debtor, o.adversary, since, until) for o in active):
            return "violated"
    return "honoured"


def other(rule: Rule, choice: str) -> Rule:
    """The rule with one choice the other way."""
    return replace(rule, **{choice: not getattr(rule, choice)})
