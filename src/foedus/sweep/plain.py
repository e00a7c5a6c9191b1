"""The cascade of one what-if on plain sets: the meaning of the sweep in a page, and the yardstick of its kernel.

An event is one state's force against another.  It starts with *A attacks B*.  In rounds, until nothing is new:

1. Every event of the last round is held against what is owed.  *Defence* is due if the creditor is attacked by an adversary
   of the pact: the debtor is bound to fight the attacker.  *Offence* is due if the creditor fights an adversary, whoever
   began or as the pact says: the debtor is bound to fight that adversary.
2. Help that is only defence is no attack by itself and binds nobody further (``third_party_entry`` makes it one).
3. Nobody is owed defence against one whom it attacked earlier (``no_help_to_aggressor``; an ``unprovoked`` pact says so
   itself); nobody is owed anything by one whom it attacked earlier (``attack_ends_alliance``).
4. A state that is bound, now or before, to fight two that fight each other acts on neither from then on
   (``bound_both_ways``); what it has done stays done.
5. What is left is done, at once, and is the next round's events.

Whoever fights the attacker's side is on the target's, and the other way round.  A breach is force, by one that was drawn in,
against a state to which non-aggression is owed, or to which neutrality is owed in a war that it is in.  Neutrality is barred
like help: by an attack on the debtor (``attack_ends_alliance``), and of an ``unprovoked`` pact by one on the adversary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from foedus.sweep.system import Doctrine, Rule, System

__all__ = ["Outcome", "cascade", "due"]

Done = Mapping[tuple[int, int], tuple[int, bool]]
"""(who, against whom) -> the round, and whether it counts as an attack."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is drawn in by one what-if.

    target_side, attacker_side: place -> round in which it comes in (0: the two of the what-if).
    both_ways: bound to both sides.   breaches: drawn in, and thereby broken a word.   rounds: how many there were.
    events: everything done; a consequence of the rest, so not compared.
    """

    attacker_side: dict[int, int]
    target_side: dict[int, int]
    both_ways: frozenset[int]
    breaches: frozenset[int]
    rounds: int
    events: Done = field(default_factory=dict, compare=False)


def cascade(
    system: System, attacker: int, target: int, doctrine: Doctrine | None = None, *, unknown: bool = False,
    honours: frozenset[int] | None = None,
) -> Outcome:  # fmt: skip
    """Run one what-if.

    unknown: whether conditions that nobody knows are met.   honours: who keeps its word; None: everybody.
    """
    doctrine = doctrine or Doctrine()
    rules = [r for r in system.rules if unknown or not r.unknown]
    done: dict[tuple[int, int], tuple[int, bool]] = {(attacker, target): (0, True)}  # event -> round, counts as attack
    bound: dict[int, set[int]] = {}
    sides: dict[int, dict[str, int]] = {attacker: {"attacker": 0}, target: {"target": 0}}
    both: set[int] = set()
    rounds = 0
    new = [(attacker, target)]
    while new:
        wanted: dict[tuple[int, int], bool] = {}
        for x, y in new:
            since, counts = done[x, y]
            if not counts:
                continue
            for rule in rules:
                for debtor, adversary, attack in _due(rule, x, y, doctrine):
                    if _barred(rule, debtor, adversary, attack, done, since, doctrine):
                        continue
                    if honours is None or debtor in honours:
                        wanted[debtor, adversary] = wanted.get((debtor, adversary), False) or attack
        for debtor, adversary in wanted:
            bound.setdefault(debtor, set()).add(adversary)
        kept = []
        for (debtor, adversary), attack in wanted.items():
            clash = any(z != adversary and ((z, adversary) in done or (adversary, z) in done) for z in bound[debtor])
            if clash and doctrine.bound_both_ways:
                both.add(debtor)
            elif (debtor, adversary) not in done:
                kept.append((debtor, adversary, attack))
        if not kept:
            break
        rounds += 1
        before = {state: set(own) for state, own in sides.items()}
        for debtor, adversary, attack in kept:
            done[debtor, adversary] = (rounds, attack or doctrine.third_party_entry)
            side = "target" if "attacker" in before.get(adversary, ()) else "attacker"
            sides.setdefault(debtor, {}).setdefault(side, rounds)
        new = [(debtor, adversary) for debtor, adversary, _ in kept]
    both |= {s for s, own in sides.items() if len(own) == 2}
    return Outcome(
        {s: own["attacker"] for s, own in sides.items() if "attacker" in own},
        {s: own["target"] for s, own in sides.items() if "target" in own},
        frozenset(both), frozenset(_breaches(rules, done, doctrine)), rounds, done,
    )  # fmt: skip


def due(rule: Rule, done: Done, doctrine: Doctrine) -> Iterator[tuple[tuple[int, int], int, bool]]:
    """What a rule, of the system or not, asks for in a finished cascade: the event, whom to fight, whether it is an attack.

    A rule that asks for nothing changes nothing: with it, and without it, the cascade is the same.
    """
    for (x, y), (since, counts) in done.items():
        if counts:
            for debtor, adversary, attack in _due(rule, x, y, doctrine):
                if not _barred(rule, debtor, adversary, attack, done, since, doctrine):
                    yield (x, y), adversary, attack


def _due(rule: Rule, x: int, y: int, doctrine: Doctrine) -> list[tuple[int, int, bool]]:
    """(debtor, adversary, whether it is more than help) that an event binds under a rule."""
    found = []
    if rule.duty == "defence" and rule.creditor == y and rule.against(x) and rule.debtor != x:
        found.append((rule.debtor, x, False))
    if rule.duty == "offence" and doctrine.offence:
        for creditor, adversary, when in ((y, x, "attacks"), (x, y, "attacked")):
            if rule.when != when and rule.creditor == creditor and rule.against(adversary) and rule.debtor != adversary:
                found.append((rule.debtor, adversary, True))
    return found


def _barred(
    rule: Rule, debtor: int, adversary: int, attack: bool, done: Done, since: int,
    doctrine: Doctrine,
) -> bool:  # fmt: skip
    def earlier(who: int, whom: int) -> bool:
        return (who, whom) in done and done[who, whom][0] < since

    provoked = earlier(rule.creditor, adversary)
    if provoked and (rule.unprovoked or (doctrine.no_help_to_aggressor and not attack)):
        return True
    return doctrine.attack_ends_alliance and earlier(rule.creditor, debtor)


def _breaches(rules: list[Rule], done: Done, doctrine: Doctrine) -> set[int]:
    return {
        who for (who, whom), (since, _) in done.items() if since
        for rule in rules
        if rule.debtor == who and rule.creditor == whom and _broken(rule, since, done, doctrine)
    }  # fmt: skip


def _broken(rule: Rule, since: int, done: Done, doctrine: Doctrine) -> bool:
    """Whether a debtor's force against its creditor, done in a round, breaks a word of peace or neutrality."""
    if rule.duty == "non-aggression":
        return True
    if rule.duty != "neutrality":
        return False
    for (x, y), (when, counts) in done.items():
        if not counts or when >= since:
            continue
        adversary = x if y == rule.creditor else y if x == rule.creditor and not rule.attacked else rule.debtor
        if adversary == rule.debtor or not rule.against(adversary):
            continue
        if not _barred(rule, rule.debtor, adversary, True, done, when, doctrine):
            return True
    return False
