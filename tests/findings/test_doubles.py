"""Tripwires single and double, against every event and every pair of events tried one by one."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.case.resolve import sentence_text
from foedus.engine.evaluate import evaluate
from foedus.findings.doubles import pairs_of
from foedus.findings.model import Assessment, View
from foedus.findings.tripwires import Asked, candidates
from tests.drawn import examples

STATES = ("AAA", "BBB", "CCC", "DDD")
DAY = "1900-06-01"
NEXT = "1900-06-02"
CASUS = (
    "{a} attacks a party",
    "{a} attacks a party and {b} supports the attacker",
    "at least 2 states attack a party",
    "any other state attacks a party and {b} threatens a party",
    "{a} attacks a party unprovoked",
)
Clause = tuple[tuple[str, str], str, str, bool]


def text(clauses: tuple[Clause, ...], record: tuple[tuple[str, str], ...]) -> str:
    lines = [f'state {s} "{s.title()}"' for s in STATES]
    for n, (parties, casus, unless, request) in enumerate(clauses):
        lines += ["", f"1899-01-01 treaty t{n}", f"  parties {', '.join(parties)}", "  clause 1", f"    when {casus}"]
        lines += [f"    unless {unless} threatens a party"] if unless else []
        lines += ["    then the other party must support the victim against the attacker"]
        lines += ["    on request of the victim"] if request else []
    for n, (one, other) in enumerate(record):
        lines += ["", f"1900-05-0{n + 1} {one} attacks {other}"]
    return "\n".join(lines) + "\n"


@st.composite
def cases(draw: st.DrawFn) -> str:
    clauses: list[Clause] = []
    for _ in range(draw(st.integers(1, 2))):
        one, other = sorted(draw(st.permutations(STATES))[:2])
        a, b = (s for s in STATES if s not in (one, other))
        casus = draw(st.sampled_from(CASUS)).format(a=a, b=b)
        clauses.append(((one, other), casus, draw(st.sampled_from(["", "", b])), draw(st.booleans())))
    pairs = st.lists(st.sampled_from(list(combinations(STATES, 2))), max_size=1, unique=True)
    return text(tuple(clauses), tuple(draw(pairs)))


Sign = tuple[str, str, str, str, str]


def bound(a: Assessment) -> set[Sign]:
    return {(o.instrument, o.clause, o.debtor, o.creditor, o.adversary) for o in a.obligations if o.status == "bound"}


def asked(case: foedus.Case, *sentences: str) -> set[Sign]:
    return bound(case.assess(NEXT, View(suppose=sentences)))


@settings(max_examples=examples(8))
@given(cases())
def test_singles_and_doubles_are_what_trying_them_one_by_one_finds(source: str) -> None:
    case = foedus.Case.from_text(source)
    day = case._day(DAY)
    before = asked(case)
    events, _, _ = candidates(case.resolved, evaluate(case.resolved), day + 1)
    texts = [f"{NEXT} {sentence_text(e.sentence)}" for e in events]
    singles = {t: asked(case, t) - before for t in texts}
    found = {
        w.sentence: {(b.instrument, b.clause, b.debtor, b.creditor, b.adversary) for b in w.binds}
        for w in case.triggers(DAY).tripwires
    }
    assert found == {t: gained for t, gained in singles.items() if gained}
    tried = case.triggers(DAY, double=True)
    ours = {
        frozenset((w.sentence, w.second)): {
            (b.instrument, b.clause, b.debtor, b.creditor, b.adversary) for b in w.binds
        }
        for w in tried.tripwires
    }
    brute = {}
    for one, other in combinations(texts, 2):
        gained = asked(case, one, other) - before - singles[one] - singles[other]
        if gained:
            brute[frozenset((one, other))] = gained
    assert ours == brute


BOTH = text(((("AAA", "BBB"), "CCC attacks a party and DDD supports the attacker", "", False),), ())


def test_a_pair_is_none_where_one_is_enough_and_none_where_both_are_not() -> None:
    case = foedus.Case.from_text(BOTH)
    assert case.triggers(DAY).tripwires == ()
    pairs = {(w.sentence, w.second) for w in case.triggers(DAY, double=True).tripwires}
    assert pairs == {
        (f"{NEXT} CCC attacks AAA", f"{NEXT} DDD supports CCC"),
        (f"{NEXT} CCC attacks BBB", f"{NEXT} DDD supports CCC"),
    }
    enough = foedus.Case.from_text(BOTH.replace(" and DDD supports the attacker", ""))
    assert enough.triggers(DAY, double=True).tripwires == ()


def test_what_would_bind_whom_and_who_is_its_author() -> None:
    case = foedus.Case.from_text(BOTH)
    assert {b.debtor for w in case.triggers(DAY, double=True, binds="AAA").tripwires for b in w.binds} == {"AAA"}
    assert case.triggers(DAY, double=True, by="AAA").tripwires == ()
    assert len(case.triggers(DAY, double=True, by="DDD").tripwires) == 2
    assert len(case.triggers(DAY, double=True, words="attacks BBB").tripwires) == 1


def test_an_event_that_no_clause_waits_for_is_tried_as_it_stands() -> None:
    case = foedus.Case.from_text(BOTH.replace(" and DDD supports the attacker", ""))
    (strike,) = case.triggers(DAY, words="CCC bombards AAA").tripwires  # a kind of attack
    assert {b.debtor for b in strike.binds} == {"BBB"}
    assert case.triggers(DAY, words="DDD bombards AAA").tripwires == ()
    assert case.triggers(DAY, words="no such words").tried == 0


def test_pairs_tried_are_those_a_clause_looks_at_together() -> None:
    case = foedus.Case.from_text(BOTH)
    day = case._day(NEXT)
    pairs = pairs_of(case.resolved, evaluate(case.resolved), day, Asked())
    assert pairs
    assert all({e.sentence.verb.kind for e in pair} == {"attack", "support"} for pair in pairs)


def run(*args: str) -> Result:
    from foedus.cli.main import app

    return CliRunner().invoke(app, list(args), prog_name="foedus")


def test_the_verb() -> None:
    args = ("triggers", "munich-1938", "--on", "1938-09-01", "--double", "--binds", "RUS")
    shown = run(*args).stdout
    assert "DEU attacks CSK\nand 1938-09-02 FRA uses force against DEU" in shown
    found = json.loads(run(*args, "--format", "json").stdout)
    assert found["tripwires"][0]["second"]
    assert run(*args, "--format", "csv").stdout.splitlines()[0].endswith(",second")


@pytest.mark.parametrize("args", [("--binds", "RUSS"), ("--by", "RUSS")])
def test_a_wrong_actor(args: tuple[str, str]) -> None:
    assert run("triggers", "munich-1938", "--double", *args).exit_code == 2
