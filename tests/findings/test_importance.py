"""Which assumption matters most: against counting worlds by hand, and as the verb tells it."""

from __future__ import annotations

import csv
import io
import json
from itertools import product

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.cli.main import app
from foedus.findings.importance import Importances
from foedus.findings.model import View
from foedus.terms.diagnostics import FoedusError
from tests.drawn import examples

HEAD = """
state AAA "A"
state BBB "B"
state CCC "C"
"""
PACT = """
1900-01-01 treaty pact
  parties AAA, BBB
  clause 1
    when CCC attacks a party
    then the other party must defend the victim against the attacker

1900-01-01 treaty other
  parties AAA, BBB
  clause 1
    when CCC attacks a party and CCC blockades a party
    then the other party must aid the victim
"""
READING = """
1900-01-01 reading blockade-is-attack
  "CCC blockades AAA" counts as "CCC attacks AAA"
"""
GRADES = ("1", "2", "3", "4", "5")


def text(attack: list[str], blockade: list[str], read: bool) -> str:
    """Sources s0, s1 … that are certain to be relied on, each with one claim of a grade."""
    lines, number = [HEAD, PACT], 0
    for event, grades in (("attack", attack), ("blockade", blockade)):
        sentence = {"attack": "CCC attacks AAA", "blockade": "CCC blockades AAA"}[event]
        claims = []
        for grade in grades:
            lines.append(f"source s{number}\n")
            claims.append(f"  claim s{number} on 1900-02-02 {grade}\n    id c{number}\n")
            number += 1
        lines.append(f"1900-02-01 {sentence}\n  id {event}\n" + "".join(claims))
    return "\n".join([*lines, READING] if read else lines)


def asked(source: str, about: str = "", view: View | None = None) -> Importances:
    weigh = tuple(f"s{i}=1" for i in range(9) if f"source s{i}" in source)
    case = foedus.Case.from_text(source)
    return case.importance(about, "1900-03-01", (view or View()).with_(weigh=weigh))


@settings(max_examples=examples(10), deadline=None)
@given(
    attack=st.lists(st.sampled_from(GRADES), min_size=1, max_size=3),
    blockade=st.lists(st.sampled_from(GRADES), min_size=1, max_size=3),
    read=st.booleans(),
)
def test_each_importance_is_what_counting_worlds_gives(attack: list[str], blockade: list[str], read: bool) -> None:
    source = text(attack, blockade, read)
    grades = foedus.Case.from_text(source).resolved.weights["admiralty"].grades
    weights = dict(grades)
    chance = [weights[g] for g in attack + blockade]

    def holds(world: tuple[bool, ...], accepted: bool, both: bool) -> bool:
        attacked = any(world[: len(attack)]) or (accepted and any(world[len(attack) :]))
        return attacked and (any(world[len(attack) :]) or not both)

    def probability(both: bool, fixed: dict[int, bool], accepted: bool) -> float:
        total = 0.0
        for world in product((False, True), repeat=len(chance)):
            p = 1.0
            for i, so in enumerate(world):
                own = float(fixed[i]) if i in fixed else chance[i]
                p *= own if so else 1.0 - own
            total += p * holds(world, accepted, both)
        return total

    def limits(both: bool, fixed: dict[int, bool]) -> tuple[float, float]:
        pair = [probability(both, fixed, accepted) for accepted in {False, read}]
        return min(pair), max(pair)

    found = {f.id: f for f in asked(source).findings}
    for id_, both in (("pact.1:BBB:AAA:CCC:attack", False), ("other.1:BBB:AAA:CCC:attack", True)):
        one = next(f for f in found.values() if f.id.startswith(id_.rsplit(":", 1)[0]))
        assert one.probability == pytest.approx(limits(both, {}))
        by = {i.id: i for i in one.by}
        for n in range(len(chance)):
            if not both and not read and n >= len(attack):
                assert f"c{n}" not in by, "a claim on the blockade has nothing to do with a plain attack"
                continue
            no, yes = limits(both, {n: False}), limits(both, {n: True})
            assert by[f"c{n}"].if_false == pytest.approx(no)
            assert by[f"c{n}"].if_true == pytest.approx(yes)
            assert by[f"c{n}"].birnbaum == pytest.approx((yes[0] - no[0], yes[1] - no[1]))
            assert by[f"c{n}"].weight == pytest.approx(chance[n])
        assert ("blockade-is-attack" in by) is read
        sizes = [i.size for i in one.by]
        assert sizes == sorted(sizes, reverse=True)


def test_over_all_findings_the_moves_are_summed() -> None:
    found = asked(text(["3"], ["2"], False))
    total = {m.id: m for m in found.assumptions}
    sizes = [i.size for f in found.findings for i in f.by if i.id == "c0"]
    assert total["c0"].moves == 2
    assert total["c0"].total == pytest.approx(sum(sizes))
    assert total["c1"].moves == 1
    assert found.assumptions[0].id in ("c0", "s0")


def test_an_event_and_a_duty_in_words_may_be_asked_about() -> None:
    source = text(["3"], ["2"], False)
    (event,) = asked(source, "blockade").findings
    assert (event.what, {i.id for i in event.by}) == ("event", {"c1", "s1"})
    (duty,) = asked(source, "BBB owes AAA aid").findings
    assert duty.id.startswith("other.1:BBB:AAA")
    assert {i.id for i in duty.by} == {"c0", "c1", "s0", "s1"}


def test_what_the_view_rejects_matters_no_more() -> None:
    found = asked(text(["3"], ["2"], True), "BBB owes AAA defence", View(reject=("blockade-is-attack",)))
    assert "blockade-is-attack" not in {i.id for i in found.findings[0].by}


def test_answers_of_a_question() -> None:
    found = foedus.load("tehran-2012").importance("pact-kind")
    assert [f.id for f in found.findings] == ["pact-kind.defence-pact", "pact-kind.memorandum"]
    debka = [next(i for i in f.by if i.id == "debka") for f in found.findings]
    assert debka[0].birnbaum[0] > 0.0 > debka[1].birnbaum[0], "who is for the one is against the other"


def test_an_unknown_name() -> None:
    with pytest.raises(FoedusError, match="nothing here is called"):
        asked(text(["3"], ["2"], False), "blockades")


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["importance", *args])


def test_the_verb() -> None:
    done = run("july-1914", "ITA owes FRA neutrality", "--on", "1914-08-03", "--format", "json")
    data = json.loads(done.output)
    assert (data["schema"], data["case"], data["about"]) == (
        "foedus.importance/1", "july-1914", "ITA owes FRA neutrality",
    )  # fmt: skip
    by = data["findings"][0]["by"]
    assert {"id", "sort", "text", "weight", "if_false", "if_true", "birnbaum"} == set(by[0])
    rows = list(csv.DictReader(io.StringIO(run("july-1914", "--format", "csv").output)))
    assert {r["assumption"] for r in rows} >= {"pribram", "triple-alliance.pribram"}
    table = run("july-1914", "--most", "3").output
    assert "that nothing can move" in table
    assert "same-voice" in table, "what it assumes is said"


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (("july-1914", "nonsense"), 2, "nothing here is called"),
        (("july-1914", "--most", "0"), 2, "--most"),
        (("july-1914", "--weigh", "pribram=2"), 2, "is no weight"),
        (("no-such-case",), 2, "neither a file"),
    ],
)
def test_the_verb_with_wrong_words(args: tuple[str, ...], status: int, words: str) -> None:
    done = run(*args)
    assert (done.exit_code, words in done.output) == (status, True), done.output
