"""The answer-set specification of the cascade, solved for one what-if."""

from __future__ import annotations

from pathlib import Path

import clingo

from foedus.sweep.plain import Outcome
from foedus.sweep.system import Doctrine, System

PROGRAM = Path(__file__).with_name("cascade.lp").read_text("utf-8")


def by_answer_sets(system: System, attacker: int, target: int, doctrine: Doctrine, *, unknown: bool) -> Outcome:
    """The one answer set, as an outcome."""
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
    control = clingo.Control(["--warn=none"])
    control.add("base", [], PROGRAM + "\n".join(facts))
    control.ground([("base", [])])
    models: list[list[clingo.Symbol]] = []
    control.configuration.solve.models = 2  # type: ignore[union-attr]
    control.solve(on_model=lambda m: models.append(list(m.symbols(shown=True))))
    assert len(models) == 1, "the specification has one answer set"
    sides: dict[str, dict[int, int]] = {"attacker": {}, "target": {}}
    both: set[int] = set()
    breaches: set[int] = set()
    rounds = 0
    for atom in models[0]:
        if atom.name == "side":
            who, side, when = atom.arguments[0].number, atom.arguments[1].name, atom.arguments[2].number
            sides[side][who] = when
        elif atom.name == "do":
            rounds = max(rounds, atom.arguments[2].number)
        else:
            (both if atom.name == "both" else breaches).add(atom.arguments[0].number)
    return Outcome(sides["attacker"], sides["target"], frozenset(both), frozenset(breaches), rounds)
