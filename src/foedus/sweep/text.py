"""A system as a case of the language, so that the case engine can say why: one treaty for each rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from foedus.directives.model import Directive, Instrument
from foedus.sweep.system import Doctrine, Rule, System

__all__ = ["case_text", "view_switches", "without_offence"]

_ACTS = {
    "defence": "{debtor} must defend the victim against the attacker",
    "offence": "{debtor} must join the war against the attacker",
    "opened": "{debtor} must join the war against the victim for {creditor}",
    "neutrality": "{debtor} must stay neutral toward the attacker",
    "non-aggression": "{debtor} must refrain from attacking {creditor}",
}


def case_text(system: System, *, unknown: bool = False) -> str:
    """The system in the language, every condition that nobody knows taken as met (``unknown``) or as not met."""
    states = [f'state {s} "{system.names.get(s, s)}"' for s in system.states]
    treaties = [
        _treaty(number, rule, system) for number, rule in enumerate(system.rules) if unknown or not rule.unknown
    ]
    return "\n".join([*states, *treaties]) + "\n"


def _treaty(number: int, rule: Rule, system: System) -> str:
    debtor, creditor = system.states[rule.debtor], system.states[rule.creditor]
    lines = [
        f'\n{system.day} treaty rule-{number} "{rule.source or number}"',
        f"  parties {debtor}, {creditor}",
        "  clause 1",
    ]
    if rule.duty != "non-aggression":
        named = rule.adversaries
        against = "any other state" if named is None else " or ".join(system.states[a] for a in sorted(named))
        fights = (rule.duty == "offence" and rule.when == "fights") or (rule.duty == "neutrality" and not rule.attacked)
        said = f"    when {against} {'fights' if fights else 'attacks'} {creditor}"
        if rule.duty == "offence" and rule.when == "attacks":
            said = f"    when {creditor} attacks {against}"
        lines.append(said + (" unprovoked" if rule.unprovoked else ""))
    act = "opened" if rule.duty == "offence" and rule.when == "attacks" else rule.duty
    lines.append("    then " + _ACTS[act].format(debtor=debtor, creditor=creditor))
    return "\n".join(lines)


def view_switches(doctrine: Doctrine) -> dict[str, tuple[str, ...]]:
    """``accept`` and ``reject`` of a view under which the case engine holds the same doctrine."""
    plain = Doctrine()
    named = [n for n in plain.__dataclass_fields__ if n != "offence"]
    return {
        "accept": tuple(n.replace("_", "-") for n in named if getattr(doctrine, n) and not getattr(plain, n)),
        "reject": tuple(n.replace("_", "-") for n in named if not getattr(doctrine, n) and getattr(plain, n)),
    }


def without_offence(said: Iterable[Directive]) -> tuple[Directive, ...]:
    """Directives without the clauses that owe offence alone: a coded year as ``Doctrine(offence=False)`` has it."""

    def kept(instrument: Instrument) -> Instrument:
        clauses = (c for c in instrument.clauses if not c.thens or any(a.verb.kind != "offence" for a in c.thens))
        return replace(instrument, clauses=tuple(clauses))

    return tuple(kept(d) if isinstance(d, Instrument) else d for d in said)
