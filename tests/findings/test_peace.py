"""Minimal peace and minimal war: the sets, all of them and only least ones, against every combination tried."""

from __future__ import annotations

import json
from itertools import chain, combinations

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.findings.cascade import Cascading
from foedus.findings.model import View
from foedus.findings.peace import Way
from foedus.terms.diagnostics import FoedusError
from tests.drawn import examples

STATES = ("AAA", "BBB", "CCC", "DDD", "EEE")
OPENER = "1900-02-01 AAA attacks BBB"
CHAINING = View(accept=("third-party-entry",))


def text(clauses: tuple[tuple[tuple[str, ...], str, str], ...]) -> str:
    """One treaty per clause: its parties, its casus, and what is excepted ("" nothing)."""
    lines = [f'state {s} "{s.title()}"' for s in STATES]
    for n, (parties, attacker, unless) in enumerate(clauses):
        lines += ["", f"1899-01-01 treaty t{n}", f"  parties {', '.join(parties)}", "  clause 1"]
        lines += [f"    when {attacker} attacks a party"]
        lines += [f"    unless {unless} attacks a party"] if unless else []
        lines += ["    then the other parties must defend the victim against the attacker"]
    return "\n".join(lines) + "\n"


@st.composite
def systems(draw: st.DrawFn) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        parties = tuple(sorted(draw(st.sets(st.sampled_from(STATES), min_size=2, max_size=3))))
        others = [s for s in STATES if s not in parties]
        attacker = draw(st.sampled_from(["any other state", *others]))
        found.append((parties, attacker, draw(st.sampled_from(["", "", *others]))))
    return tuple(found)


def subsets(things: list[str]) -> list[frozenset[str]]:
    return [frozenset(s) for s in chain.from_iterable(combinations(things, n) for n in range(len(things) + 1))]


def least(found: list[frozenset[str]]) -> set[frozenset[str]]:
    return {s for s in found if not any(o < s for o in found)}


def named(ways: tuple[Way, ...]) -> set[frozenset[str]]:
    return {frozenset(a.id for a in way.levers) for way in ways}


class Tried:
    """A system with some clauses never written, asked afresh for each setting of the choices."""

    def __init__(self, clauses: tuple[tuple[tuple[str, ...], str, str], ...], gone: frozenset[str]) -> None:
        kept = tuple(c for n, c in enumerate(clauses) if f"t{n}.1" not in gone)
        body = text(kept)
        for new, old in enumerate(n for n in range(len(clauses)) if f"t{n}.1" not in gone):
            body = body.replace(f"treaty t{new}\n", f"treaty kept-{old}\n")
        resolved = foedus.Case.from_text(body)._with((OPENER,))
        self.cascading = Cascading(resolved, [i for i, e in resolved.events.items() if e.supposed])
        self.choices = {g.id for g in self.cascading.timeline.grounds.all if g.sort == "choice"}

    def drawn(self, refusing: frozenset[str]) -> set[str]:
        view = View(accept=CHAINING.accept, honour="all", reject=tuple(sorted(refusing & self.choices)))
        rounds = self.cascading.under(view).rounds
        return {j.actor for r in rounds for j in r.joining if j.hostile and j.side} - {"AAA", "BBB"}


@settings(max_examples=examples(10))
@given(systems(), st.integers(1, 2))
def test_every_least_set_and_no_other(clauses: tuple[tuple[tuple[str, ...], str, str], ...], size: int) -> None:
    answer = foedus.Case.from_text(text(clauses)).peace(OPENER, view=CHAINING, size=size, limit=500)
    assert answer.complete == (True, True, True)
    worlds = {gone: Tried(clauses, gone) for gone in subsets([f"t{n}.1" for n in range(len(clauses))])}
    choices = sorted(worlds[frozenset()].choices)
    stop = [
        gone | refusing
        for gone, tried in worlds.items()
        for refusing in subsets(choices)
        if len(tried.drawn(refusing)) < size
    ]
    assert named(answer.stopping) == least(stop)
    start = [
        keeping for keeping in subsets(choices) if len(worlds[frozenset()].drawn(frozenset(choices) - keeping)) >= size
    ]
    assert named(answer.starting) == least(start)


def test_of_two_that_do_the_same_both_have_to_go() -> None:
    twice = text(((("BBB", "CCC"), "AAA", ""), (("BBB", "CCC"), "any other state", "")))
    answer = foedus.Case.from_text(twice).peace(OPENER, view=CHAINING, levers=("clauses",))
    assert named(answer.stopping) == {frozenset({"t0.1", "t1.1"})}


BOTH = text(((("BBB", "CCC"), "AAA", ""), (("AAA", "DDD"), "CCC", ""), (("BBB", "EEE"), "DDD", "CCC")))


@pytest.fixture
def case() -> foedus.Case:
    return foedus.Case.from_text(BOTH)


def test_whom_it_draws_in_may_be_asked_for(case: foedus.Case) -> None:
    third = case.peace(OPENER, view=CHAINING, draws="DDD")
    assert frozenset({"t0.1"}) in named(third.stopping)
    assert frozenset({"t1.1"}) in named(third.stopping)
    assert all(len(way.levers) == 2 for way in third.starting)
    assert case.peace(OPENER, draws="DDD").at_war == "no"  # help is no attack without the doctrine


def test_only_what_may_be_thrown_is_named(case: foedus.Case) -> None:
    answer = case.peace(OPENER, view=CHAINING, levers=("choices",))
    assert {a.sort for way in answer.stopping for a in way.levers} == {"choice"}
    clauses = case.peace(OPENER, view=CHAINING, levers=("clauses",))
    assert named(clauses.stopping) == {frozenset({"t0.1"})}
    assert clauses.starting == ()


SECRET = BOTH.replace("  parties BBB, CCC\n", "  parties BBB, CCC\n  secret\n")


def test_a_secret_published_would_have_shown_it() -> None:
    blind = foedus.Case.from_text(SECRET).peace(OPENER, view=CHAINING, foreseer="AAA")
    assert (blind.at_war, blind.foreseen) == ("yes", "no")
    assert named(blind.secrets) == {frozenset({"t0"})}
    party = foedus.Case.from_text(SECRET).peace(OPENER, view=CHAINING, foreseer="CCC")
    assert (party.foreseen, party.secrets) == ("yes", ())
    told = foedus.Case.from_text(SECRET.replace("secret\n", "secret known to AAA\n"))
    assert told.peace(OPENER, view=CHAINING, foreseer="AAA").foreseen == "yes"


def test_july_1914_germany_decides_and_the_secret_is_the_triple_alliance() -> None:
    july = foedus.load("july-1914")
    event = "1914-07-24 RUS attacks AUH"
    answer = july.peace(event, view=CHAINING)
    assert frozenset({"dual-alliance.1"}) in named(answer.stopping)
    italy = july.peace(event, view=CHAINING, draws="ITA", foreseer="RUS")
    assert (italy.at_war, italy.foreseen, named(italy.secrets)) == ("contested", "no", {frozenset({"triple-alliance"})})
    reading = july.peace(event, view=CHAINING, draws="ITA", levers=("choices", "readings"))
    assert reading.at_war == "contested"


def test_a_wrong_actor_is_met_with_the_nearest(case: foedus.Case) -> None:
    with pytest.raises(FoedusError):
        case.peace(OPENER, draws="ZZZ")


def run(*args: str) -> Result:
    from foedus.cli.main import app

    return CliRunner().invoke(app, list(args), prog_name="foedus")


def test_the_verb() -> None:
    args = ("peace", "july-1914", "1914-07-24 RUS attacks AUH", "--accept", "third-party-entry")
    assert "1 Germany does not keep its word" in run(*args).stdout
    assert json.loads(run(*args, "--format", "json").stdout)["schema"] == "foedus.peace/1"
    assert run(*args, "--format", "csv").stdout.startswith("what,size,levers,list_complete")
    assert run(*args, "--levers", "choises").exit_code == 2
    assert run(*args, "--draws", "ITL").exit_code == 2
