"""Tripwires, conflicts, cascades, differences, sources and reasons: on small cases by hand, and against brute force."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.findings.model import View
from foedus.findings.tripwires import Hypotheses
from foedus.terms.dates import parse_date
from foedus.terms.diagnostics import FoedusError
from tests.drawn import examples

PACTS = """
state A
state B
state C
state D
source paper "The Paper"
  reliability B
source echo "The Echo"
  origin paper

1900-01-01 treaty ab
  parties A, B
  claim paper on 1900-01-02 B2
  clause 1
    when  any other state attacks a party
    then  the other party must defend the victim
1900-01-01 treaty bc
  parties B, C
  clause 1
    when  any other state attacks a party
    then  the other party must defend the victim
1900-01-01 treaty cd
  parties C, D
  clause 1
    then  the parties must keep the peace with each other
"""


def case(more: str = "") -> foedus.Case:
    return foedus.Case.from_text(PACTS + more)


# -- tripwires ---------------------------------------------------------------------------------------------------------


def test_tripwires_by_hand() -> None:
    found = {w.sentence: w.binds for w in case().triggers("1901-01-01").tripwires}
    by = {(b.debtor, b.creditor, b.adversary) for b in found["1901-01-02 D attacks A"]}
    assert by == {("B", "A", "D")}
    assert {(b.debtor, b.creditor) for b in found["1901-01-02 D attacks B"]} == {("A", "B"), ("C", "B")}
    assert "1901-01-02 A attacks B" not in {s for s, b in found.items() if any(x.instrument == "ab" for x in b)}


STATES = ["P", "Q", "R", "S"]
WHEN = st.sampled_from(
    ["any other state attacks a party", "P attacks a party", "any other state attacks a party unprovoked",
     "any other state attacks a party and P is allied with the victim", "any other state mobilises against a party"]
)  # fmt: skip
THEN = st.sampled_from(
    ["the other party must defend the victim", "the other party must stay neutral toward the attacker",
     "the other party may join the war against the attacker", "the other party must consult with the victim"]
)  # fmt: skip


@st.composite
def systems(draw: st.DrawFn) -> str:
    """A few treaties among four states, and a few attacks before the day asked."""
    lines = [f"state {s}" for s in STATES] + ["source paper"]
    for number in range(draw(st.integers(1, 4))):
        one, other = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=2, unique=True))
        lines += [f"1900-01-01 treaty t{number}", f"  parties {one}, {other}"]
        lines += ["  claim paper"] if draw(st.booleans()) else []
        lines += ["  clause 1", f"    when  {draw(WHEN)}"]
        lines += ["    unless  Q attacks the victim"] if draw(st.booleans()) else []
        lines += [f"    then  {draw(THEN)}"]
        lines += ["    on request of the victim"] if draw(st.integers(0, 3)) == 0 else []
    for number in range(draw(st.integers(0, 2))):
        one, other = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=2, unique=True))
        lines += [f"190{1 + number}-01-01 {one} attacks {other}", f"  id e{number}"]
    if draw(st.booleans()):
        lines += ["1900-01-01 reading r by P", '  "P mobilises against Q" counts as "P attacks Q"']
    return "\n".join(lines) + "\n"


@settings(max_examples=examples(10), deadline=None)
@given(systems())
def test_one_evaluation_finds_what_an_evaluation_for_each_event_finds(text: str) -> None:
    resolved = foedus.Case.from_text(text).resolved
    tried = Hypotheses(resolved, parse_date("1910-01-01").last, View())
    together: dict[tuple[str, object], str] = {}
    for key, o in tried.timeline.law.obligations.items():
        for event, decision in tried.under(o.at("due", tried.day)):
            together[event.common.id, key] = decision.verdict
    for event in tried.events:
        if event.common.id in tried.merging:
            continue
        (before, old), (after, new) = tried.alone(event)
        for key, o in after.law.obligations.items():
            now = new.decide(o.at("due", tried.day)).verdict
            known = before.law.obligations.get(key)
            was = old.decide(known.at("due", tried.day)).verdict if known is not None else "no"
            gained = together.get((event.common.id, key))
            assert (now if now not in ("no", was) else None) == gained, (event.common.id, key)


# -- conflicts ---------------------------------------------------------------------------------------------------------


def test_bound_both_ways_now_and_one_event_away() -> None:
    found = case("1905-01-01 D attacks B\n").conflicts("1905-01-02")
    assert [(c.debtor, c.because) for c in found.now] == [("C", "C attacks D")]
    quiet = case().conflicts("1905-01-02")
    assert not quiet.now
    assert ("C", "1905-01-03 D attacks B") in {(c.debtor, c.event) for c in quiet.latent}
    assert not case("1905-01-01 A attacks B\n").conflicts("1905-01-02", latent=False).now


def test_words_broken_have_their_act_and_day() -> None:
    (breach,) = case("1905-03-01 C attacks D\n  id betrayal\n").conflicts("1905-04-01", latent=False).broken
    assert (breach.debtor, breach.on, breach.by, breach.side.instrument) == ("C", "1905-03-01", "betrayal", "cd")


# -- cascades ----------------------------------------------------------------------------------------------------------


def test_help_is_no_attack_unless_the_doctrine_says_so() -> None:
    plain = case().cascade("1905-01-01 D attacks A")
    assert [[j.actor for j in r.joining] for r in plain.rounds] == [["B"]]
    assert plain.target_side == ("A", "B")
    chained = foedus.Case.from_text(
        PACTS.replace("treaty cd", "treaty de").replace("parties C, D", "parties C, A")
    ).cascade("1905-01-01 D attacks A", view=View(accept=("third-party-entry",), honour="all"))
    assert chained.rounds[0].joining[0].actor == "B"


RING = "\n".join(
    [*(f"state S{i}" for i in range(8))]
    + [
        line
        for one, other in [*pairwise(f"S{i}" for i in range(8)), ("S7", "S0")]
        for line in (
            f"1900-01-01 treaty {one}-{other}",
            f"  parties {one}, {other}",
            "  clause 1",
            "    when  any other state attacks a party",
            "    then  the other party must defend the victim",
        )
    ]
)


def test_a_ring_of_pacts_comes_to_rest() -> None:
    view = View(accept=("third-party-entry",), reject=("no-help-to-aggressor",), honour="all")
    found = foedus.Case.from_text(RING + "\n").cascade("1905-01-01 S0 attacks S4", view=view)
    drawn = {j.actor for r in found.rounds for j in r.joining}
    assert drawn >= {"S3", "S5", "S1", "S7"}
    assert len(found.rounds) < 20
    assert not foedus.Case.from_text(RING + "\n").cascade("1905-01-01 S0 attacks S4", view=View(honour="none")).rounds


def test_rates_make_chances_and_a_shock_moves_them_together() -> None:
    view = View(weigh=("honours:B:x=0.5",))
    with pytest.raises(FoedusError, match="nothing to weigh"):
        case().cascade("1905-01-01 D attacks A", view=view)
    found = case().cascade("1905-01-01 D attacks B", view=View(honour="bf2018"))
    chance = {j.actor: j.probability for j in found.rounds[0].joining}
    low, high = chance["C"] or (0, 0)
    assert low == high == pytest.approx(36 / 59)
    low, high = chance["A"] or (0, 0)  # the treaty itself is only on a paper's word: B, and B2
    assert low == high == pytest.approx(36 / 59 * 0.85 * 0.85)
    assert found.expected == pytest.approx((36 / 59 * (1 + 0.85**2),) * 2)
    pivots = {p.id: p.if_so[0] - p.if_not[0] for p in found.pivots}
    assert max(pivots, key=lambda k: pivots[k]).startswith("honours:C")
    assert sum(c.probability for c in found.courses) <= 1 + 1e-9
    shocked = case().cascade("1905-01-01 D attacks B", view=View(honour="bf2018", shock=1.0))
    assert shocked.expected == pytest.approx(found.expected)
    apart = {c.joins: c.probability for c in found.courses}
    together = {c.joins: c.probability for c in shocked.courses}
    assert together[()] > apart[()] + 0.05  # if one stays out, so does the other


def test_strength_is_summed_by_side() -> None:
    text = PACTS.replace("state A\n", "state A\n  indicator troops 100 men\n").replace(
        "state B\n", "state B\n  indicator troops 50 men until 1904\n  indicator troops 70 men from 1905\n"
    )
    found = foedus.Case.from_text(text).cascade("1905-01-01 D attacks A", view=View(honour="all"))
    first, last = found.strength[0], found.strength[-1]
    assert (first.target, last.target, last.attacker, last.unknown) == (100, 170, 0, ("D",))


# -- differences, sources, reasons ---------------------------------------------------------------------------------------


def test_only_what_differs_is_told() -> None:
    attacked = case("1905-01-01 D attacks B\n  id blow\n")
    found = attacked.whatif(View(doubt=("paper",)), "1905-02-01")
    assert [(c.either.debtor, c.either.instrument) for c in found.freed] == [("A", "ab")]
    assert not found.bound
    assert attacked.whatif(View(), "1905-02-01").changes == ()
    back = attacked.whatif(View(), "1905-02-01", View(doubt=("paper",)))
    assert [c.either.debtor for c in back.bound] == ["A"]


def test_sources_carry_what_falls_without_them() -> None:
    found = case("1905-01-01 D attacks B\n  claim paper\n  claim echo\n").sources("1905-02-01")
    paper = next(s for s in found.sources if s.id == "paper")
    assert {f.id.split(":")[0] for f in paper.falls if f.what == "duty"} == {"ab.1", "bc.1"}
    assert len(paper.alone) == 2
    assert [(e.sources, e.origin) for e in found.echoes] == [(("echo", "paper"), "paper")]
    assert next(s for s in found.sources if s.id == "echo").alone == ()


def test_why_and_why_not() -> None:
    attacked = case("1905-01-01 D attacks B\n  id blow\n")
    (reason,) = attacked.why("A owes B defence", "1905-02-01").holding
    assert reason.holds == "yes"
    sorts = {part.sort for part in reason.step.parts}
    assert {"clause", "force", "party", "opening"} <= sorts
    assert ("+ab.paper", "+paper") in [tuple(x for x in s if "paper" in x) for s in reason.supports]
    doubted = attacked.why("A owes B defence", "1905-02-01", View(doubt=("paper",)))
    assert not doubted.holding
    assert [m.assumptions for m in doubted.failing[0].missing] == [("+paper",)]
    (failing,) = attacked.why("B owes A defence", "1905-02-01").failing
    assert "1905-02-02 D attacks A" in {m.event for m in failing.missing}
    assert any(step.verdict == "no" for step in failing.step.parts)
    with pytest.raises(FoedusError, match="nothing here is called"):
        attacked.why("zz clause 9", "1905-02-01")


LEFT_OVER = """
state A "A"
state B "B"
state C "C"

1904-01-01 treaty pact
  parties A, B
  clause 1
    when any other state attacks a party
    then the other party must support the victim against the attacker
1904-06-01 C attacks A
"""


def test_what_was_due_before_is_no_consequence_of_a_cascade() -> None:
    """B has owed support since June; a further blow in the same war opens nothing that was not open."""
    left = foedus.Case.from_text(LEFT_OVER)
    assert left.cascade("1905-01-01 C attacks A").rounds == ()
    (first,) = left.cascade("1904-05-01 C attacks A").rounds
    assert {j.actor for j in first.joining} == {"B"}


def test_what_becomes_surer_without_a_source_does_not_fall() -> None:
    """A denial doubted frees what it denied; what rested on the doubted word is gone."""
    case = foedus.Case.from_text(
        "state A\nstate B\nstate C\nsource one\nsource other\n1900-01-01 treaty t\n  parties A, B\n  clause 1\n"
        "    when C attacks a party\n    then the other party must defend the victim\n"
        "1901-01-01 C attacks A\n  id x\n  claim one on 1901-01-02\n  claim other on 1901-01-02 denies\n"
    )
    found = {s.id: s for s in case.sources().sources}
    assert [(f.before, f.after) for f in found["other"].rises if f.what == "duty"] == [("contested", "yes")]
    assert not found["other"].falls
    assert [(f.before, f.after) for f in found["one"].falls if f.what == "duty"] == [("contested", "no")]
    assert not found["one"].rises
