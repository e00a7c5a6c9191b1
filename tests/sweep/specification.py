"""The answer-set specification of the cascade, solved for one what-if."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import clingo

from foedus.sweep.plain import Outcome
from foedus.sweep.system import Doctrine, System

PROGRAM = Path(__file__).with_name("cascade.lp").read_text("utf-8")


def answer_set(
    system: System, attacker: int, target: int, doctrine: Doctrine, *, unknown: bool, broken: Iterable[str] = ()
) -> list[clingo.Symbol]:
    """What the one answer set shows.  broken: facts ``breaks(D)`` and ``breaks(R,D,X)``; else every word is kept."""
    n = len(system.states)
    facts = [f"state(0..{n - 1}). n(0..{n * n + 1}). opens({attacker},{target})."]
    facts += [f"on({name})." for name in Doctrine.__dataclass_fields__ if getattr(doctrine, name)]
    for i, r in enumerate(system.rules):
        if (r.unknown and not unknown) or (r.duty == "offence" and not doctrine.offence):
            continue
        facts.append(f"rule({i},{r.duty.replace('-', '_')},{r.debtor},{r.creditor}). when({i},{r.when}).")
        facts += [f"named({i})."] * (r.adversaries is not None)
        facts += [f"against({i},{a})." for a in r.adversaries or ()]
        facts += [f"unprovoked({i})."] * r.unprovoked + [f"attacked({i})."] * r.attacked
    facts += [f"{fact}." for fact in broken]
    control = clingo.Control(["--warn=none"])
    control.add("base", [], PROGRAM + "\n".join(facts))
    control.ground([("base", [])])
    models: list[list[clingo.Symbol]] = []
    control.configuration.solve.models = 2  # type: ignore[union-attr]
    control.solve(on_model=lambda m: models.append(list(m.symbols(shown=True))))
    assert len(models) == 1, "the specification has one answer set"
    return models[0]


def acts_by_answer_sets(
    system: System, attacker: int, target: int, doctrine: Doctrine, broken: Iterable[str]
) -> set[tuple[str, str, int]]:
    """Who acts against whom in which round, the opening attack left out, where some words are not kept."""
    shown = answer_set(system, attacker, target, doctrine, unknown=True, broken=broken)
    acts = [tuple(a.number for a in atom.arguments) for atom in shown if atom.name == "do"]
    return {(system.states[d], system.states[x], n) for d, x, n in acts if n}


def by_answer_sets(system: System, attacker: int, target: int, doctrine: Doctrine, *, unknown: bool) -> Outcome:
    """The one answer set, as an outcome."""
    shown = answer_set(system, attacker, target, doctrine, unknown=unknown)
    sides: dict[str, dict[int, int]] = {"attacker": {}, "target": {}}
    both: set[int] = set()
    breaches: set[int] = set()
    rounds = 0
    for atom in shown:
        if atom.name == "side":
            who, side, when = atom.arguments[0].number, atom.arguments[1].name, atom.arguments[2].number
            sides[side][who] = when
        elif atom.name == "do":
            rounds = max(rounds, atom.arguments[2].number)
        else:
            (both if atom.name == "both" else breaches).add(atom.arguments[0].number)
    return Outcome(sides["attacker"], sides["target"], frozenset(both), frozenset(breaches), rounds)
