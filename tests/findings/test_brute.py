"""Supports, why-not, conflicts and diff of random cases against trying everything: exceptions and denials included."""

from __future__ import annotations

from functools import reduce
from itertools import chain, combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import foedus
from foedus.engine.algebra import Label
from foedus.findings.model import ObligationFinding, View
from foedus.findings.obligations import obligation_id
from foedus.findings.otherwise import switched
from foedus.findings.stance import Stance
from tests.drawn import examples
from tests.findings.cases import HEAD, STATES, told

ON = "1901-01-01"


def subsets(things: list[str], most: int = 99) -> list[frozenset[str]]:
    sizes = range(min(len(things), most) + 1)
    return [frozenset(s) for s in chain.from_iterable(combinations(things, n) for n in sizes)]


def least(found: list[frozenset[str]]) -> set[frozenset[str]]:
    return {s for s in found if not any(o < s for o in found)}


@settings(max_examples=examples(17))
@given(told())
def test_supports_are_all_the_minimal_ones_and_only_those(source: str) -> None:
    case = foedus.Case.from_text(source)
    timeline, stance = case.timeline_of(), case.stance(View(), case._day(ON))
    labels = timeline.algebra.labels
    for o in timeline.law.obligations.values():
        label = o.at("triggered", case._day(ON))
        freed = stance.freed()
        f, k = freed.restrict(label), labels.all_of(factor for factor, _ in freed.worlds.factors)
        names = sorted(labels.support(f) | labels.support(k))
        assume(len(names) <= 9)
        worlds = [dict(zip(names, v, strict=True)) for v in product((False, True), repeat=len(names))]
        worlds = [w for w in worlds if labels.evaluate(k, w)]
        # sets of worlds as bits: those in which it holds, and those in which each assumption has each value
        holds = sum(1 << n for n, w in enumerate(worlds) if labels.evaluate(f, w))
        where = {(v, x): sum(1 << n for n, w in enumerate(worlds) if w[v] == x) for v in names for x in (False, True)}
        found: list[frozenset[tuple[int, bool]]] = []
        for size in range(len(names) + 1):
            for chosen in combinations(names, size):
                for values in product((False, True), repeat=size):
                    items = tuple(zip(chosen, values, strict=True))
                    inside = reduce(lambda some, item: some & where[item], items, (1 << len(worlds)) - 1)
                    if inside and not inside & ~holds and not any(known <= set(items) for known in found):
                        found.append(frozenset(items))
        grounds = timeline.grounds.all
        brute = {frozenset(("+" if x else "-") + grounds[v].id for v, x in items) for items in found}
        ours, complete = stance.supports(label, 500)
        assert complete
        assert {frozenset(s) for s in ours} == brute


@settings(max_examples=examples(25))
@given(told(), st.data())
def test_what_is_missing_makes_it_so_and_nothing_less_does(source: str, data: st.DataObject) -> None:
    """Each set makes the duty hold; no part of it does; and of the small ones none that changes what is held is left out."""
    case = foedus.Case.from_text(source)
    timeline, day = case.timeline_of(), case._day(ON)
    beliefs = sorted(g.id for g in timeline.grounds.all if g.sort in ("claim", "reading", "source"))
    view = View(reject=tuple(sorted(data.draw(st.sets(st.sampled_from(beliefs), max_size=3)))))
    try:
        stance = case.stance(view, day)
    except foedus.FoedusError:
        assume(False)

    def so(label: Label, part: frozenset[str]) -> bool:
        try:
            return Stance(timeline, switched(view, part), day).decide(label).verdict == "yes"
        except foedus.FoedusError:
            return False

    labels = {obligation_id(k): o.at("triggered", day) for k, o in timeline.law.obligations.items()}
    for reason in case.why("BBB owes AAA support", ON, view).failing:
        sets = {frozenset(m.assumptions) for m in reason.missing if not m.event}
        for missing in reason.missing:
            if missing.event:
                supposed = case.assess(ON, view.with_(suppose=(missing.event,)))
                assert missing.certain <= any(o.debtor == "BBB" and o.triggered == "yes" for o in supposed.obligations)
        if reason.id not in labels:
            continue
        flips, most = [sign + b for b in beliefs for sign in "+-"], 3 if examples(1) > 1 else 2
        brute = [
            part
            for part in subsets(flips, most)
            if part and len({x[1:] for x in part}) == len(part) and so(labels[reason.id], part)
        ]
        for s in sets:
            assert so(labels[reason.id], s)
            assert not any(so(labels[reason.id], s - {x}) for x in s if len(s) > 1)
        found = {s for s in sets if len(s) <= most and all(x[1:] in beliefs for x in s)}
        held = {b: stance.fixed.get(timeline.grounds.by_id[b][0].index) for b in beliefs}
        plain = {s for s in least(brute) if all(held[x[1:]] is not (x[0] == "+") for x in s)}
        assert plain <= found <= least(brute)  # else: something believed already is believed in so many words


# -- conflicts -----------------------------------------------------------------------------------------------------------


@st.composite
def pacts(draw: st.DrawFn) -> str:
    lines = [HEAD]
    for n in range(draw(st.integers(2, 4))):
        one, other = sorted(draw(st.permutations(STATES))[:2])
        lines += [f"1899-01-0{n + 1} treaty t{n}\n  parties {one}, {other}\n  clause 1\n"]
        if draw(st.booleans()):
            lines += ["    when any other state attacks a party\n"]
            lines += ["    then the other party must defend the victim against the attacker\n"]
        else:
            lines += ["    then the parties must refrain from attacking each other\n"]
    for n, (one, other) in enumerate(draw(st.lists(st.sampled_from(list(combinations(STATES, 2))), max_size=2))):
        lines += [f"1900-01-0{n + 1} {one} attacks {other}\n"]
    return "".join(lines)


def both_ways(found: tuple[ObligationFinding, ...]) -> set[tuple[str, str, str]]:
    """Whoever owes defence against one whom it has promised not to attack, or to defend: debtor, the two instruments."""
    owed = [o for o in found if o.status == "bound"]
    return {
        (one.debtor, *sorted((one.instrument, other.instrument)))  # type: ignore[misc]
        for one in owed
        for other in owed
        if one.act == "defence"
        and other.act in ("defence", "non-aggression")
        and (one.debtor, one.adversary) == (other.debtor, other.creditor)
    }


@settings(max_examples=examples(8))
@given(pacts())
def test_conflicts_now_and_one_event_away(source: str) -> None:
    case = foedus.Case.from_text(source)
    answer = case.conflicts(ON)
    now = {(c.debtor, *sorted((c.one.instrument, c.other.instrument))) for c in answer.now if c.status == "certain"}
    assert now == both_ways(case.assess(ON).obligations)
    latent = {
        (c.event, c.debtor, *sorted((c.one.instrument, c.other.instrument)))
        for c in answer.latent
        if c.status == "certain"
    }
    events = {c.event for c in answer.latent} | {w.sentence for w in case.triggers(ON).tripwires}
    brute = set()
    for event in events:
        after = both_ways(case.assess("1901-01-02", View(suppose=(event,))).obligations)
        brute |= {(event, *found) for found in after - now}
    assert {x for x in latent if x[1:] not in now} == brute


def test_an_event_that_makes_one_war_of_two_is_looked_at_by_itself() -> None:
    source = HEAD + (
        "1899-01-01 treaty t0\n  parties AAA, BBB\n  clause 1\n    then the parties must refrain from attacking each other\n"
        "1899-01-02 treaty t1\n  parties AAA, CCC\n  clause 1\n    when any other state attacks a party\n"
        "    then the other party must defend the victim against the attacker\n"
        "1900-01-01 AAA attacks BBB\n1900-01-02 CCC attacks DDD\n"
    )
    latent = foedus.Case.from_text(source).conflicts(ON).latent
    assert ("AAA", "1901-01-02 BBB attacks CCC") in {(c.debtor, c.event) for c in latent}


# -- diff ----------------------------------------------------------------------------------------------------------------

CHUNKS = (
    (
        "1899-02-01 treaty pact\n  parties AAA, BBB\n  clause 1\n    when any other state attacks a party\n"
        "    unless DDD threatens a party\n    then the other party must support the victim against the attacker\n"
    ),
    "1900-01-01 CCC attacks AAA\n  id one\n",
    "1900-01-01 CCC attacks BBB\n  id two\n",
    "1899-12-01 DDD threatens AAA\n  id three\n",
    '1900-10-01 deny "CCC attacks AAA"\n  id four\n',
)


def version(chosen: frozenset[int]) -> foedus.Case:
    return foedus.Case.from_text(HEAD + "".join(CHUNKS[n] for n in sorted(chosen)))


@settings(max_examples=examples(12))
@given(st.frozensets(st.integers(0, 3)), st.frozensets(st.integers(0, 3)))
def test_the_change_that_did_it_is_a_least_one(old: frozenset[int], new: frozenset[int]) -> None:
    names = ("instrument pact", "event one", "event two", "event three")
    answer = version(old).diff(version(new), ON)
    edits = [names[n] for n in sorted(old ^ new)]
    assert sorted(e.id for e in answer.edits) == sorted(edits)

    def status(made: frozenset[str], key: tuple[str, str]) -> str:
        changed = frozenset(names.index(e) for e in made)
        found = version(old ^ changed).assess(ON).obligations
        return next((o.status for o in found if (o.debtor, o.creditor) == key and o.triggered == "yes"), "")

    for change in (*answer.difference.bound, *answer.difference.freed):
        key = (change.either.debtor, change.either.creditor)
        before, after = status(frozenset(), key), status(frozenset(edits), key)
        if before == after:
            continue
        made = least([s for s in subsets(edits) if status(s, key) == after])
        assert {frozenset(cause) for cause in change.because} <= made, key
        single = {s for s in made if len(s) == 1}
        assert not single or {frozenset(cause) for cause in change.because} == single
