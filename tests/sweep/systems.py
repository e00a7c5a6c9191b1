"""Random systems of alliances, and the case engine's answer to a what-if of one."""

from __future__ import annotations

from hypothesis import strategies as st

import foedus
from foedus.engine.evaluate import evaluate
from foedus.engine.keeping import Cascade
from foedus.findings.model import View
from foedus.findings.stance import Stance
from foedus.sweep.plain import Outcome
from foedus.sweep.system import Doctrine, Duty, Rule, System
from foedus.sweep.text import case_text, view_switches

DUTIES: list[Duty] = ["defence", "defence", "defence", "offence", "offence", "neutrality", "non-aggression"]


@st.composite
def rules(draw: st.DrawFn, states: int) -> Rule:
    debtor, creditor = draw(st.permutations(range(states)))[:2]
    duty = draw(st.sampled_from(DUTIES))
    others = [s for s in range(states) if s != creditor]
    named = draw(st.none() | st.frozensets(st.sampled_from(others), min_size=1, max_size=2))
    return Rule(
        duty, debtor, creditor, None if duty == "non-aggression" else named,
        when=draw(st.sampled_from(["fights", "attacks", "attacked"])) if duty == "offence" else "fights",
        unprovoked=duty in ("defence", "neutrality") and draw(st.integers(0, 3)) == 0,
        attacked=duty == "neutrality" and draw(st.booleans()),
        unknown=draw(st.integers(0, 5)) == 0,
        source=f"pact-{draw(st.integers(1, 4))} 1",
    )  # fmt: skip


@st.composite
def systems(draw: st.DrawFn, most: int = 6, rules_at_most: int = 10) -> System:
    size = draw(st.integers(3, most))
    own = draw(st.lists(rules(size), min_size=1, max_size=rules_at_most))
    return System("random", "1900-01-01", tuple(f"S{i:02}" for i in range(size)), tuple(own))


doctrines = st.just(Doctrine()) | st.builds(Doctrine, *[st.booleans()] * 4)


def by_the_case_engine(system: System, attacker: int, target: int, doctrine: Doctrine, *, unknown: bool) -> Outcome:
    """The same what-if, asked of the case that says the same as the system."""
    event = f"1901-01-01 {system.states[attacker]} attacks {system.states[target]}"
    case = foedus.Case.from_text(case_text(system, unknown=unknown))
    view = View(honour="all", **view_switches(doctrine))  # type: ignore[arg-type]
    found = case.cascade(event, view=view)
    first: dict[str, dict[int, int]] = {"attacker": {attacker: 0}, "target": {target: 0}}
    for round_ in found.rounds:
        for joining in round_.joining:
            first[joining.side].setdefault(system.place(joining.actor), round_.number)
    assert set(first["attacker"]) == {system.place(a) for a in found.attacker_side}
    assert set(first["target"]) == {system.place(a) for a in found.target_side}
    return Outcome(
        first["attacker"], first["target"], frozenset(system.place(a) for a in found.both),
        _broken(case, event, view, system, attacker), len(found.rounds),
    )  # fmt: skip


def _broken(case: foedus.Case, event: str, view: View, system: System, attacker: int) -> frozenset[int]:
    resolved = case._with((event,))
    (supposed,) = [e for e in resolved.events.values() if e.supposed]
    timeline = evaluate(resolved, cascade=Cascade(supposed.date.first))
    stance = Stance(timeline, view, supposed.date.first)
    day = max(timeline.days)
    done = {
        (d.obligation.key.debtor, d.occurrence.object)
        for d in timeline.derived
        if stance.decide(d.label).verdict == "yes"
    }
    return frozenset(
        system.place(o.key.debtor)
        for o in timeline.law.obligations.values()
        if o.forbearance and stance.decide(o.at("breached", day)).verdict == "yes" and (o.key.debtor, o.key.creditor) in done
    )  # fmt: skip
