"""Cascades with a choice for each duty: exact against every concrete course, estimated where they grow too large."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.keeping import Cascade, Per
from foedus.findings import cascade as cascades
from foedus.findings.cascade import CascadeResult, Cascading
from foedus.findings.model import View
from foedus.findings.sampled import sampled
from foedus.labels import BddLabels, LabelBudgetExceeded
from foedus.sweep.system import Doctrine, System
from foedus.sweep.text import case_text, view_switches
from foedus.terms.diagnostics import FoedusError
from tests.drawn import examples
from tests.sweep.specification import acts_by_answer_sets
from tests.sweep.systems import doctrines, systems

ENTRY = View(accept=("third-party-entry",))
EVENT = "1905-01-01 S0 attacks S1"


def system(seed: int, states: int = 4, pacts: int = 4) -> foedus.Case:
    """A few states, and pacts of defence and of help against somebody named between random ones of them."""
    random = Random(seed)
    lines = [f"state S{i}" for i in range(states)]
    for number in range(pacts):
        one, other = random.sample(range(states), 2)
        foe = random.choice([i for i in range(states) if i not in (one, other)])
        casus = random.choice(["any other state attacks a party", f"S{foe} attacks a party", f"a party attacks S{foe}"])
        act = "must defend the victim" if casus.endswith("a party") else f"must attack S{foe}"
        lines += [
            f"1900-01-01 treaty pact{number}",
            f"  parties S{one}, S{other}",
            "  clause 1",
            f"    when  {casus}",
            f"    then  the other party {act}",
        ]
    return foedus.Case.from_text("\n".join(lines) + "\n")


def acts(timeline: Timeline) -> set[tuple[str, str, str]]:
    return {(d.occurrence.kind, d.occurrence.subject, d.occurrence.object) for d in timeline.derived}


def concrete(cascading: Cascading, kept: dict[str, bool]) -> set[tuple[str, str, str]]:
    """What happens in one course, with nothing left to assume."""
    doctrines = {d.id: d.default or d.id == "third-party-entry" for d in cascading.case.doctrines.values()}
    return acts(evaluate(cascading.record, fixed={**doctrines, **kept}, cascade=Cascade(cascading.day, cascading.per)))


@pytest.mark.parametrize("seed", range(12))
def test_labels_have_in_every_course_what_happens_in_it(seed: int) -> None:
    cascading = system(seed).cascading(EVENT, per="obligation")
    timeline = cascading.timeline
    choices = [g for g in timeline.grounds.all if g.sort == "choice"]
    every = list(product((False, True), repeat=len(choices)))
    labels = timeline.algebra.labels
    for setting in Random(seed).sample(every, min(16, len(every))):
        world = {g.index: bool(g.default) or g.id == "third-party-entry" for g in timeline.grounds.all}
        world |= {g.index: value for g, value in zip(choices, setting, strict=True)}
        found = {
            (d.occurrence.kind, d.occurrence.subject, d.occurrence.object)
            for d in timeline.derived
            if labels.evaluate(d.label, world)
        }
        assert found == concrete(cascading, {g.id: v for g, v in zip(choices, setting, strict=True)})


@pytest.mark.parametrize("seed", range(6))
def test_random_courses_are_courses(seed: int) -> None:
    cascading = system(seed, 5, 6).cascading(EVENT, per="obligation")
    found = sampled(
        cascading.record,
        ENTRY,
        Cascade(cascading.day, "obligation"),
        cascading._fixed(ENTRY, claims=True),
        "asked",
        worlds=200,
    )
    choices = [g for g in found.timeline.grounds.all if g.sort == "choice"]
    for world in range(0, 200, 25):
        kept = {g.id: bool(found.labels.var(g.index) >> world & 1) for g in choices}
        here = {
            (d.occurrence.kind, d.occurrence.subject, d.occurrence.object)
            for d in found.timeline.derived
            if d.label >> world & 1
        }
        assert here == concrete(cascading, kept)


@pytest.mark.parametrize("per", ["debtor", "obligation"])
def test_with_choices_fixed_it_is_what_the_answer_sets_say(per: Per) -> None:
    """One evaluation for all choices, against a program of its own for each of some settings of them."""

    @settings(max_examples=examples(12))
    @given(systems(5, 8), doctrines, st.data())
    def check(system: System, doctrine: Doctrine, data: st.DataObject) -> None:
        case = foedus.Case.from_text(case_text(system, unknown=True))
        timeline = case.cascading(f"1901-01-01 {system.states[0]} attacks {system.states[1]}", per=per).timeline
        switched = view_switches(doctrine)
        free = [g for g in timeline.grounds.all if g.sort == "choice"]
        for kept in data.draw(st.lists(st.lists(st.booleans(), min_size=len(free), max_size=len(free)), max_size=4)):
            world = {
                g.index: g.id in switched["accept"] or (bool(g.default) and g.id not in switched["reject"])
                for g in timeline.grounds.all
            }
            world |= {g.index: value for g, value in zip(free, kept, strict=True)}
            ours = {
                (d.occurrence.subject, d.occurrence.object, d.round)
                for d in timeline.derived
                if timeline.algebra.labels.evaluate(d.label, world)
            }
            broken = [_broken(system, g.id) for g, value in zip(free, kept, strict=True) if not value]
            assert ours == acts_by_answer_sets(system, 0, 1, doctrine, broken)

    check()


def _broken(system: System, choice: str) -> str:
    """A choice not to keep one's word, as a fact of the specification."""
    sort, rest = choice.split(":", 1)
    if sort == "honours":
        return f"breaks({system.place(rest.split(':')[0])})"
    clause, debtor, *_, adversary = rest.split(":")
    rule = clause.removeprefix("rule-").removesuffix(".1")
    return f"breaks({rule},{system.place(debtor)},{system.place(adversary)})"


def joined(found: CascadeResult) -> dict[tuple[int, str, str, str], tuple[float, float]]:
    return {
        (j.round, j.actor, j.act, j.against): j.probability
        for r in found.rounds
        for j in r.joining
        if j.probability is not None
    }


@pytest.mark.parametrize("shock", [0.0, 0.4])
@pytest.mark.parametrize("seed", range(4))
def test_estimates_surround_the_exact_answer(seed: int, shock: float, monkeypatch: pytest.MonkeyPatch) -> None:
    view = ENTRY.with_(honour="bf2018", shock=shock)
    case = system(seed)
    exact = case.cascade(EVENT, per="obligation", view=view)
    monkeypatch.setattr(cascades, "SHARED", 0)
    monkeypatch.setattr(cascades, "EXACT", 0)
    rough = case.cascade(EVENT, per="obligation", view=view, worlds=20_000)
    if not exact.rounds:
        pytest.skip("nobody is drawn in here")
    assert exact.estimate is None
    assert rough.estimate is not None
    assert rough.estimate.worlds == 20_000
    inside = 0
    for key, (low, high) in joined(exact).items():
        assert low == pytest.approx(high)
        a, b = joined(rough).get(key, (0.0, 0.0))
        assert a - 0.01 <= low <= b + 0.01
        inside += a <= low <= b
    assert inside >= 0.8 * len(joined(exact))  # 95 % on average; a case has few
    assert exact.expected is not None
    assert rough.expected is not None
    assert rough.expected[0] - 0.03 <= exact.expected[0] <= rough.expected[1] + 0.03
    assert rough.expected[0] < rough.expected[1]
    assert dict.fromkeys(rough.attacker_side + rough.target_side) == dict.fromkeys(
        exact.attacker_side + exact.target_side
    )
    if not shock:
        pivots = {p.id: p for p in rough.pivots}
        for p in exact.pivots[:3]:
            assert pivots[p.id].if_so[0] - 0.05 <= p.if_so[0] <= pivots[p.id].if_so[1] + 0.05
    courses = {c.joins: c.probability for c in exact.courses}
    assert any(c.joins in courses and c.probability == pytest.approx(courses[c.joins], abs=0.02) for c in rough.courses)


def test_the_same_seed_gives_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cascades, "SHARED", 0)
    monkeypatch.setattr(cascades, "EXACT", 0)
    view = ENTRY.with_(honour="bf2018")
    one, again, other = (
        system(1, 5, 6).cascade(EVENT, per="obligation", view=view, worlds=500, seed=s) for s in (7, 7, 8)
    )
    assert one == again
    assert one.rounds
    assert joined(one) != joined(other)


def test_past_all_views_at_once_each_view_is_still_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    case = system(1, 5, 6)
    view = ENTRY.with_(honour="bf2018", reject=("no-help-to-aggressor",))
    whole = case.cascade(EVENT, per="obligation", view=view)
    monkeypatch.setattr(cascades, "SHARED", 0)
    alone = case.cascading(EVENT, per="obligation")
    found = alone.under(view)
    assert found == whole
    assert found.rounds
    with pytest.raises(FoedusError, match="too large to be looked at under all assumptions"):
        _ = alone.timeline


def test_all_words_kept_need_no_courses(monkeypatch: pytest.MonkeyPatch) -> None:
    case = system(1, 5, 6)
    view = ENTRY.with_(honour="all")
    whole = case.cascade(EVENT, per="obligation", view=view)
    monkeypatch.setattr(cascades, "SHARED", 0)
    found = case.cascade(EVENT, per="obligation", view=view)
    assert found.estimate is None
    assert (found.rounds, found.both) == (whole.rounds, whole.both)


READ = """
state A
state B
state C
1900-01-01 treaty ab
  parties A, B
  clause 1
    when  C blockades a party
    then  the other party must defend the victim
  clause 2
    when  C attacks a party
    then  the other party must defend the victim
1900-01-01 reading landing by A
  in ab clause 2
  "C blockades A" counts as "C attacks A"
"""


def test_what_has_no_weight_is_never_averaged(monkeypatch: pytest.MonkeyPatch) -> None:
    case = foedus.Case.from_text(READ)
    view = View(honour="bf2018")
    exact = case.cascade("1905-01-01 C blockades A", per="obligation", view=view)
    monkeypatch.setattr(cascades, "SHARED", 0)
    monkeypatch.setattr(cascades, "EXACT", 0)
    rough = case.cascade("1905-01-01 C blockades A", per="obligation", view=view)
    assert rough.estimate is not None
    ((_, (low, high)),), ((_, (a, b)),) = joined(exact).items(), joined(rough).items()
    assert low < high - 0.1
    assert a - 0.02 <= low
    assert high <= b + 0.02
    assert (a, b) == pytest.approx((low, high), abs=0.04)
    assert any("landing" in text for text in rough.assumes)
    settled = case.cascade("1905-01-01 C blockades A", per="obligation", view=view.with_(reject=("landing",)))
    ((_, (a, b)),) = joined(settled).items()
    assert a - 0.01 <= low <= b + 0.01


def test_budget_is_work_and_not_what_is_left_of_it() -> None:
    labels = BddLabels(capacity=1 << 16, max_made=3000)
    with pytest.raises(LabelBudgetExceeded, match="more than 3,000 nodes"):
        for i in range(3000):  # each conjunction is given up at once
            labels.all_of(labels.var(j) for j in range(i, i + 20))
    small = BddLabels(capacity=1 << 16, max_made=3000)
    for _ in range(3000):
        small.all_of(small.var(j) for j in range(20))
    assert small.nodes < 3000


TWO_WORDS = """
state AAA "Alpha"
state BBB "Beta"
state CCC "Gamma"
state ZZZ "Zeta"
1900-01-01 treaty league "League"
  parties AAA, BBB, CCC
  clause 4
    when  any other state attacks a party
    then  the other parties must aid the victim against the attacker
1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  clause 3
    when  any other state attacks a party
    then  the other party must aid the victim against the attacker
1901-01-01 reading league-is-dead by CCC "The League is dead"
  in league
  league is void
"""


def test_an_act_is_told_by_the_clause_that_asks_it_most_surely() -> None:
    """One duty hangs on a reading, the other on nothing: the act is sure, and the other clause is named beside it."""
    found = foedus.Case.from_text(TWO_WORDS).cascade("1902-01-01 ZZZ attacks AAA").rounds[0].joining
    said = {(j.actor, j.instrument, j.clause, j.status): [(a.instrument, a.status) for a in j.also] for j in found}
    assert said == {
        ("BBB", "pact", "3", "yes"): [("league", "contested")],
        ("CCC", "league", "4", "contested"): [],
    }


def test_of_two_sure_clauses_the_first_is_named_and_the_other_beside_it() -> None:
    case = foedus.Case.from_text(TWO_WORDS)
    found = case.cascade("1902-01-01 ZZZ attacks AAA", view=View(reject=("league-is-dead",))).rounds[0].joining
    assert [(j.actor, j.instrument, [a.instrument for a in j.also]) for j in found] == [
        ("BBB", "league", ["pact"]),
        ("CCC", "league", []),
    ]
