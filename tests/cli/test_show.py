"""What a person sees, at several widths, held against files; ``FOEDUS_UPDATE_GOLDEN=1`` rewrites them: read the diff."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from foedus.findings.model import Assessment, Assumption, View
from foedus.show.assessment import GROUPS, assessment_text, group_of
from foedus.show.checks import cases_text, failures_text
from foedus.show.command import command_text
from foedus.show.page import Page
from foedus.show.timeline import timeline_text
from foedus.show.words import Names, and_list, conditions, sentence, view_words
from tests.cli import fake

GOLDEN = Path(__file__).parent / "golden"
CASE = fake.FakeCase("tehran-2012")
VIEW = View(doubt=("debka", "afp"), known_to="ISR", suppose=("2012-09-01 ISR strikes natanz",))
SEEN: dict[str, Callable[[Page], str]] = {
    "assess": lambda page: assessment_text(CASE.assess(view=VIEW), CASE.label, page),
    "assess-all": lambda page: assessment_text(CASE.assess(), CASE.label, page, all_=True),
    "timeline": lambda page: timeline_text(CASE.title, fake.TIMELINE, VIEW, page),
    "command": lambda page: command_text(CASE.title, "2012-08-06", fake.OFFICES, VIEW, CASE.label, page),
    "check": lambda page: failures_text([r for r in fake.EXPECTATIONS if not r.ok], page),
    "cases": lambda page: cases_text(fake.bundled_cases(), page),
}


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("what", SEEN)
def test_golden(what: str, width: int) -> None:
    found = SEEN[what](Page(width))
    path = GOLDEN / f"{what}-{width}.txt"
    if os.environ.get("FOEDUS_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found)
    assert found == path.read_text()


@pytest.mark.parametrize("width", range(24, 201, 11))
@pytest.mark.parametrize("what", SEEN)
def test_fits_any_width_and_loses_no_word(what: str, width: int) -> None:
    lines = SEEN[what](Page(width)).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]
    # Words that are too long for a column are cut, none is dropped: without blanks all widths read the same,
    # where the layout itself does not change (the timeline's third column).
    if what != "timeline" and not what.startswith(("assess", "command")):
        assert "".join("".join(lines).split()) == "".join(SEEN[what](Page(200)).split())


def test_every_finding_is_under_exactly_one_heading() -> None:
    text = SEEN["assess-all"](Page(100))
    for group in GROUPS:
        number = sum(group_of(o) is group for o in fake.OBLIGATIONS)
        assert number, f"the fake has nothing under {group.heading}"
        assert f"\n{group.heading} ({number})\n" in text
    names = Names(CASE.label)
    assert all(sentence(o, names) in text for o in fake.OBLIGATIONS)


def test_colour_only_where_asked_for() -> None:
    for draw in SEEN.values():
        plain, coloured = draw(Page(80)), draw(Page(80, colour=True))
        assert "\x1b[" not in plain
        assert "\x1b[" in coloured
    assert "\x1b[1;33m" in SEEN["assess"](Page(80, colour=True))


def test_text_of_a_file_cannot_steer_the_terminal() -> None:
    evil = replace(fake.OBLIGATIONS[0], text="\x1b[2Jgone", instrument_title="a\nb", word=("\x07bell",))
    text = assessment_text(
        replace(CASE.assess(), obligations=(evil,)), lambda _: "\x1b]0;x\x07", Page(100, colour=True)
    )
    assert "\x1b[2J" not in text
    assert "\x1b]" not in text
    assert "\x07" not in text
    assert r"\x1b[2Jgone" in text


def test_empty() -> None:
    empty = assessment_text(Assessment("x", "", "1914-08-03", View()), str, Page())
    assert empty == "x\nAt the end of 1914-08-03. No obligations: nothing here binds anybody.\n"
    assert "Nothing is recorded" in timeline_text("x", (), View(), Page())
    assert "no offices" in command_text("x", None, (), View(), str, Page())


def contested(*ways: tuple[str, ...], on: tuple[str, ...] = ("a", "b", "c", "d")) -> list[str]:
    """The ways told of a contested finding that has these."""
    o = fake.obligation(
        status="contested", contested_on=tuple(Assumption(x, "reading") for x in on), ways=ways
    )  # fmt: skip
    return conditions(o)


def test_ways_are_told_shortest_first_and_what_is_said_alike_together() -> None:
    assert contested(("+b", "+d", "-c"), ("+a",)) == [
        "the reading a is accepted",
        "the readings b and d are accepted and the reading c is not accepted",
    ]


def test_no_ways_where_none_were_found() -> None:
    assert contested() == []
    assert contested(("+x",)) == [], "x is not what it turns on"


def test_many_ways_are_counted() -> None:
    on = tuple("abcdef")
    o = fake.obligation(
        status="contested", contested_on=tuple(Assumption(x, "source") for x in on), ways=tuple((f"+{x}",) for x in on),
    )  # fmt: skip
    a = replace(CASE.assess(), obligations=(o,))
    assert "3 further ways; --format json lists all" in assessment_text(a, CASE.label, Page())
    a = replace(a, obligations=(replace(o, ways_complete=False),))
    assert "--format json lists those found" in assessment_text(a, CASE.label, Page())


def test_many_pairs_are_summed_up() -> None:
    states = [f"S{i}" for i in range(12)]
    pairs = [(a, b) for a in states for b in states if a != b]
    every = tuple(fake.obligation(id=f"{a}{b}", debtor=a, creditor=b) for a, b in pairs)
    a = replace(CASE.assess(), obligations=every)
    assert "each of S0, S1, S2, S3 and 8 others to each other" in assessment_text(a, CASE.label, Page())
    a = replace(a, obligations=every[:-1])
    assert "131 duties of S0, S1, S2, S3 and 8 others" in assessment_text(a, CASE.label, Page())
    a = replace(a, obligations=every[:11])
    assert "S0 to S1, S2, S3, S4 and 7 others" in assessment_text(a, CASE.label, Page())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Iran (IRN) owes Syria (SYR): defence"),
        ({"adversary": "ISR"}, "Iran (IRN) owes Syria (SYR): defence against Israel (ISR)"),
        ({"act": "neutrality", "adversary": "ISR"}, "Iran (IRN) owes Syria (SYR): neutrality toward Israel (ISR)"),
        ({"modality": "must not", "act": "attack"}, "Iran (IRN) owes Syria (SYR): no attack"),
        ({"modality": "may", "act": "send-forces"}, "Iran (IRN) may, by right given by Syria (SYR): send forces"),
        ({"modality": "will", "creditor": ""}, "Iran (IRN) announces: defence"),
        ({"modality": "will not"}, "Iran (IRN) announces to Syria (SYR): no defence"),
        ({"creditor": ""}, "Iran (IRN) must: defence"),
    ],
)
def test_sentences(said: dict[str, str], words: str) -> None:
    assert sentence(fake.obligation(**said), Names(CASE.label)) == words


def test_words() -> None:
    assert [and_list(x) for x in ((), "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert view_words(View()) == ""
    assert (
        view_words(View(accept=("a",), drop=("e",), until="1914")) == "accepting a; without e; with nothing after 1914"
    )
    names = Names(CASE.label)
    assert [names("IRN"), names("IRN"), names("XXX")] == ["Iran (IRN)", "Iran", "XXX"]


def test_a_large_case_is_printed_in_reasonable_time(benchmark_seconds: Callable[[Callable[[], object]], float]) -> None:
    many = replace(CASE.assess(), obligations=fake.OBLIGATIONS[:3] * 300)
    assert benchmark_seconds(lambda: assessment_text(many, CASE.label, Page())) < 5
