"""``tehran-2012``: every numbered statement is in it, and every question of its analyst has the right answer.

Most answers are ``expect`` lines of the file itself, under headings that begin with the number of the question.  Here are
those that ask for something else than the state of a duty, an instrument, a question or an office.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.api import Case, load
from foedus.cli.main import app
from foedus.directives.phrases import EventPattern
from foedus.findings.model import ObligationFinding, View
from foedus.language.printer import formula

from .tehran import NUMBERS, places, table, voices

DAY = "2012-08-08"
WORD = View(known_on=DAY)
"""The report's own world: what contradicts it had not been said yet."""

DOCS = Path(__file__).parents[2] / "docs" / "tehran-2012.md"

NOT_IN_THE_FILE: dict[str, str] = {}
"""Numbers that the file does not carry, each with the reason.  None: all of them can be said."""


@pytest.fixture(scope="module")
def case() -> Case:
    return load("tehran-2012")


def owed(case: Case, view: View = WORD, on: str = DAY) -> list[ObligationFinding]:
    return list(case.assess(on, view).obligations)


def test_the_file_expects_what_comes_out(case: Case) -> None:
    results = case.check()
    assert len(results) > 100
    assert [r for r in results if not r.ok] == []


def test_no_warning_is_left(case: Case) -> None:
    assert case.warnings == ()
    assert case.assess(DAY).warnings == ()


# -- the facts ---------------------------------------------------------------------------------------------------------


def test_every_numbered_statement_is_in_the_file(case: Case) -> None:
    found = places(case)
    assert [n for n in NUMBERS if n not in found] == list(NOT_IN_THE_FILE)
    assert set(found) - set(NUMBERS) == set()


def test_every_statement_of_the_report_rests_on_its_word(case: Case) -> None:
    """A fact of the report is claimed by the report, at least in one of the places that carry it.

    What belongs to a place on a map, to a source, or to a question as a whole carries no claim of its own; nor do
    clauses, which stand and fall with their instrument.
    """
    resolved = case.resolved
    for number in (str(n) for n in range(1, 81)):
        bare = []
        for place in places(case)[number]:
            name = place.name.split(" clause ")[0]
            if place.claims or name in resolved.places or name in resolved.sources or name in resolved.questions:
                bare.append(place)
            elif name in resolved.events and resolved.events[name].common.given:
                bare.append(place)  # it stands on an answer, which is claimed
            elif " clause " in place.name and resolved.instruments[name].common.claims:
                bare.append(place)
        assert bare, f"fact {number} stands on nobody's word"


def test_the_contradictions_are_questions_with_claims_on_several_sides(case: Case) -> None:
    for number in (f"K{n}" for n in range(1, 13)):
        names = [place.name for place in places(case)[number] if place.name in case.resolved.questions]
        assert names, f"{number} is no question"
        for name in names:
            answers = case.resolved.questions[name].answers
            assert sum(bool(a.common.claims) for a in answers) >= 2, f"{number}: only one answer of {name} is claimed"


def test_ids_are_those_agreed(case: Case) -> None:
    resolved = case.resolved
    assert {"IRN", "SYR", "HEZ", "FSA", "ISR", "USA", "TUR", "SAU", "QAT", "EGY"} <= set(resolved.actors)
    assert "nuclear-sites" in resolved.inside["natanz"]
    assert {
        "debka", "debka-iran", "debka-intelligence", "syrian-tv", "fsa", "afp", "fars", "haaretz", "reuters",
    } <= set(resolved.sources)  # fmt: skip


# -- the questions -----------------------------------------------------------------------------------------------------


def test_every_question_is_answered_somewhere(case: Case) -> None:
    text = next(t for name, t in case.texts.items() if name.endswith("tehran-2012.foedus"))
    in_file = {
        int(n) for heading in re.findall(r"^; -- ([\d, ]+):", text, re.MULTILINE) for n in heading.split(",")
    }  # fmt: skip
    here = {int(n) for name in globals() for n in re.findall(r"question_(\d+)", name)}
    assert in_file | here == set(range(1, 37))


def test_question_1_latent_duties_and_a_clause_that_binds_nobody(case: Case) -> None:
    latent = {
        (o.debtor, o.creditor, o.instrument, o.clause)
        for o in owed(case)
        if o.state == "latent" and not o.contested_on and not o.never_in_force
    }
    three = ("IRN", "SYR", "HEZ")
    mutual = {(a, b, "protocol-2010", "war") for a in three for b in three if a != b}
    assert mutual <= latent
    assert {("SYR", "IRN", "nuclear-clause", "syria"), ("HEZ", "IRN", "nuclear-clause", "hizballah")} <= latent
    assert not any(o.instrument == "pact-2008" and o.clause == "stability" for o in owed(case))


def test_question_2_only_iran_is_bound_now_and_only_by_readings(case: Case) -> None:
    found = [o for o in owed(case) if o.modality == "must" and o.status in ("bound", "contested")]
    assert {(o.debtor, o.creditor) for o in found} == {("IRN", "SYR")}
    assert not any(o.status == "bound" for o in found)
    turns = {a.id for o in found for a in o.contested_on}
    assert turns == {"rebels-as-occupiers", "integrity-means-forces"}


def test_question_3_each_step_rests_on_the_report_alone(case: Case) -> None:
    forces = [o for o in owed(case) if o.act == "force-sending" and o.status == "contested"]
    assert {o.clause for o in forces} == {"integrity", "occupation"}
    for o in forces:
        assert o.supports_complete
        for support in o.supports:
            assert "+debka" in support
            assert {"+invocation.debka", "+notification.debka"} <= set(support)
        assert [set(way) for way in o.ways] == [{f"+{o.contested_on[0].id}"}]


def test_question_3_the_derivation_names_every_step(case: Case) -> None:
    def steps(step: object) -> list[str]:
        return [step.text, *(t for part in step.parts for t in steps(part))]  # type: ignore[attr-defined]

    why = case.why("IRN owes SYR force-sending", DAY, WORD)
    texts = "\n".join(t for reason in why.holding for t in steps(reason.step))
    for step in (
        "FSA revolts against SYR", "IRN.supreme-leader invokes pact-2008", "IRN.nsc-secretary informs SYR",
        "diplomatic-support counts as force-sending", "coordination counts as force-sending",
        "on the reading rebels-as-occupiers of Iran", "said by DEBKAfile, the report",
    ):  # fmt: skip
        assert step in texts


def test_question_11_hizballah_is_party_to_the_protocol_only(case: Case) -> None:
    parties = {i: {t.actor for t in case.resolved.instruments[i].parties} for i in ("pact-2008", "protocol-2010")}
    assert parties == {"pact-2008": {"IRN", "SYR"}, "protocol-2010": {"IRN", "SYR", "HEZ"}}


def test_question_12_who_signed(case: Case) -> None:
    signed = case.resolved.events["protocol-signed"].sentence
    assert {n.name for n in signed.subject.nouns} == {"mahmoud-ahmadinejad", "bashar-assad", "hassan-nasrallah"}


def test_question_13_no_year_in_the_report(case: Case) -> None:
    assert "no year" in case.resolved.questions["february-day"].common.note
    date = case.resolved.instruments["protocol-2010"].date
    assert str(date) == "2010-02-25/2010-02-26"


def test_question_15_four_years_ago(case: Case) -> None:
    signed, told = case.resolved.instruments["pact-2008"].date, case.resolved.events["notification"].date
    assert 4 < (told.first - signed.last) / 365.25 < (told.first - signed.first) / 365.25 < 4.25


def test_question_23_blame_is_no_ultimatum(case: Case) -> None:
    blame, hour = case.resolved.instruments["us-responsible"], case.resolved.instruments["fsa-ultimatum"]
    assert blame.demand is None
    assert not any(clause.thens for clause in blame.clauses)
    assert hour.demand is not None
    assert hour.demand.within is not None
    assert hour.clauses[0].thens
    assert not any(o.instrument == "us-responsible" for o in owed(case))


def test_question_24_what_was_demanded_of_turkey(case: Case) -> None:
    clauses = {c.id: c for c in case.resolved.instruments["turkey-next"].clauses}
    assert formula(clauses["as-bracketed"].when) == "USA, SAU or QAT continues support of FSA"  # type: ignore[arg-type]
    assert formula(clauses["as-paraphrased"].when) == "TUR continues support of FSA"  # type: ignore[arg-type]
    assert case.resolved.instruments["turkey-next"].demand is None


def test_question_28_level_but_not_in_access(case: Case) -> None:
    offices = {o.office: o for o in case.command("2012-08-06", WORD)}
    assert "Level with" in case.resolved.actors["IRN.middle-east-command"].common.note
    assert offices["IRN.quds-commander"].access_to == (("IRN.supreme-leader", "yes"),)
    assert offices["USA.centcom"].access_to == ()
    assert offices["USA.centcom"].works_with == (("USA.cia-director", "yes"),)
    assert offices["USA.centcom"].reach == ("USA.centcom", "USA.cia-director", "USA.president")


NO_NAMED_SOURCE = (*range(1, 10), *range(11, 17), 33, 34, 35, 37, *range(51, 59), 69)


@pytest.mark.parametrize("number", NO_NAMED_SOURCE)
def test_question_29_statements_without_a_named_source(case: Case, number: int) -> None:
    if number in (4, 54):  # a promise and a pointer: said of the source itself
        assert [place.name for place in places(case)[str(number)]] == ["debka"]
    else:
        assert voices(case, str(number)) == {("debka",)}


@pytest.mark.parametrize(
    ("number", "voice"),
    [
        (38, ("jalili", "debka")),
        (50, ("syrian-tv", "debka")),
        (73, ("iran-ministry", "debka")),
        (74, ("fsa", "debka")),
        (77, ("fsa", "debka")),
    ],
)
def test_question_29_statements_with_one(case: Case, number: int, voice: tuple[str, ...]) -> None:
    assert voices(case, str(number)) == {voice}


@pytest.mark.parametrize(("number", "voice"), [(10, "debka-intelligence"), (71, "debka-iran")])
def test_question_30_statements_on_anonymous_ones_alone(case: Case, number: int, voice: str) -> None:
    assert voices(case, str(number)) == {(voice, "debka")}


def test_question_31_no_duties_in_conflict(case: Case) -> None:
    accepting = View(known_on=DAY, accept=("rebels-as-occupiers", "integrity-means-forces"))
    for view in (WORD, accepting):
        assert case.conflicts(DAY, view, latent=False).now == ()
    assert not any(o.debtor == "EGY" for o in owed(case))


def test_question_32_turkey_is_threatened_and_asked_for_help(case: Case) -> None:
    threatened = {t.actor for i in case.resolved.instruments.values() if i.category == "threat" for t in i.addressees}
    asked = {
        noun.name
        for event in case.resolved.events.values()
        if event.sentence.verb.kind == "request" and event.sentence.object is not None
        for noun in event.sentence.object.nouns
    }
    assert threatened & asked == {"TUR"}


def test_question_33_what_falls_if_the_report_is_trusted_little(case: Case) -> None:
    """With the report at 0.3: the secret papers and the invocation fall below even odds, what others tell stands."""
    from foedus.findings.probability import Weighing

    view = View(known_on=DAY, weigh=("debka=0.3",))
    timeline, stance = case.timeline_of(), case.stance(view, case._day(DAY))
    resolved, weighing = case.resolved, Weighing(timeline, stance)

    def highest(name: str) -> tuple[float, float]:
        thing = resolved.events.get(name) or resolved.instruments[name]
        (found,) = weighing.of([timeline.grounds.directive(name, thing.common)])
        assert found is not None
        return found.low, found.high

    for name in ("protocol-2010", "nuclear-clause", "invocation", "notification", "soleimani-joins"):
        assert highest(name)[1] < 0.5, name
    for name in ("pact-2008", "axis-sentence", "jalili-in-damascus"):
        assert highest(name)[0] > 0.5, name


def test_question_36_nobody_outside_is_bound(case: Case) -> None:
    """A strike draws in Syria and Hizballah; nothing in the report binds Egypt, Saudi Arabia or Qatar, or the attackers."""
    struck = View(
        known_on=DAY,
        suppose=(
            "2012-09-01 ISR strikes natanz",
            "2012-09-02 ISR attacks SYR",
            "2012-09-03 ISR attacks HEZ at lebanon",
        ),
    )
    found = [o for o in owed(case, struck, "2012-09-03") if o.status == "bound" and o.modality == "must"]
    assert {o.debtor for o in found} == {"IRN", "SYR", "HEZ"}
    result = case.cascade("2012-09-01 ISR strikes natanz", view=WORD)
    joining = {j.actor for r in result.rounds for j in r.joining}
    assert {"SYR", "HEZ"} <= joining <= {"IRN", "SYR", "HEZ"}


# -- events are sentences about declared things ------------------------------------------------------------------------


def test_believing_the_report_is_no_contradiction(case: Case) -> None:
    """What it says a week later, or in other years, are words of other sources, which fall with it when it is doubted."""
    believed = owed(case, View(believe=("debka",)))
    forces = [o for o in believed if o.instrument == "pact-2008" and o.act == "force-sending"]
    assert {a.sort for o in forces for a in o.contested_on} == {"reading"}
    doubted = case.stance(View(doubt=("debka",)), case._day(DAY))
    resolved, grounds = case.resolved, case.timeline_of().grounds
    later = grounds.directive("bargain-2012", resolved.instruments["bargain-2012"].common)
    assert doubted.decide(later).verdict == "no"


def test_what_happened_is_told_in_the_language(case: Case) -> None:
    sentences = [e.sentence for e in case.resolved.events.values()]
    assert len(sentences) > 50
    assert all(isinstance(s, EventPattern) for s in sentences)


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_lists_every_statement_with_its_place(case: Case) -> None:
    rows = re.findall(r"^\| ([JK]?\d+) \| [^|]+ \| (`.+`) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert rows == table(case)


def test_the_page_lists_every_name(case: Case) -> None:
    page = DOCS.read_text("utf-8")
    resolved = case.resolved
    groups: tuple[Mapping[str, object], ...] = (
        resolved.actors, resolved.places, resolved.sources, resolved.instruments, resolved.questions, resolved.events,
        resolved.denials, resolved.readings,
    )  # fmt: skip
    named = [name for group in groups for name in group]
    assert [n for n in (*named, "signature-binds", "western-arab-states") if f"`{n}`" not in page] == []


def test_what_the_page_prints_is_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """``FOEDUS_WRITE_DOCS=1`` writes the answers anew; read the difference."""
    monkeypatch.setenv("COLUMNS", "100")

    def answered(block: re.Match[str]) -> str:
        commands = [line for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{command}\n{printed(command)}" for command in commands) + "```"

    page = DOCS.read_text("utf-8")
    real = re.sub(r"```console\n(.*?)```", answered, page, flags=re.DOTALL)
    if os.environ.get("FOEDUS_WRITE_DOCS"):
        DOCS.write_text(real, "utf-8")
    assert real.split("```console") == page.split("```console")


def test_every_question_has_its_command_on_the_page() -> None:
    page = DOCS.read_text("utf-8")
    sections = re.split(r"^### (\d+)\. ", page.split("### And who knew?")[0], flags=re.MULTILINE)[1:]
    asked = dict(zip(map(int, sections[::2]), sections[1::2], strict=True))
    assert list(asked) == list(range(1, 37))
    assert [n for n, text in asked.items() if not re.search(r"```console\n\$ foedus .*\n[^$`]", text)] == []
    held = {n: set(map(int, re.findall(r"`test_question_(\d+)…`", text))) for n, text in asked.items()}
    here = {int(n) for name in globals() for n in re.findall(r"test_question_(\d+)_", name)}
    assert {n for n, named in held.items() if named - {n} or (n in here) != (n in named)} == set()


def printed(command: str) -> str:
    """What a command of the page prints."""
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "foedus"
    result = CliRunner().invoke(app, words[1:], prog_name="foedus")
    assert result.exit_code == 0, result.output
    return result.stdout
