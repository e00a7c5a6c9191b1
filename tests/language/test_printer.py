"""What is printed reads as what it was printed from; what no text says is refused by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.directives import model as m
from foedus.directives import phrases as p
from foedus.language import format_text, library_folder, load, prelude, print_directive, print_directives, read_text
from foedus.language.loader import PRELUDE
from foedus.language.printer import act, clause_ref, formula, phrase, sentence
from foedus.terms.dates import parse_date
from foedus.terms.durations import parse_duration
from foedus.terms.grades import parse_grade
from foedus.terms.quantities import parse_quantity
from tests.drawn import examples
from tests.language.strategies import DIRECTIVES, bare, case_texts, odd_names, odd_or_not

ROOT = Path(__file__).parents[2]
PRELUDES = sorted((ROOT / "src/foedus/prelude").glob("*.foedus"))
FILES = [
    *PRELUDES,
    *sorted(library_folder().rglob("*.foedus")),
    *(f for f in sorted((ROOT / "tests").rglob("*.foedus")) if "errors" not in f.parts),
]
DAY = parse_date("1914-08-01")


def read(text: str, folder: Path | None = None) -> list[m.Directive]:
    """What a text says, which must have no mistake."""
    loaded = read_text(text, "again", folder=folder)
    assert [d for d in loaded.diagnostics if d.severity == "error"] == []
    return [d for d in loaded.directives if d.common.span is not None and d.common.span.file == "again"]


def same(one: Sequence[m.Directive], other: Sequence[m.Directive]) -> bool:
    return [bare(d) for d in one] == [bare(d) for d in other]


def comes_back(directive: m.Directive) -> str:
    """Its text, once it has been read again, printed again and laid out again."""
    text = print_directive(directive)
    if isinstance(directive, m.Include):  # there is no such file
        return text
    again = read(text)
    assert same(again, [directive])
    assert print_directives(again) == text
    assert format_text(text) == text
    return text


def random_test(sort: str, count: int) -> None:
    @settings(max_examples=count, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(DIRECTIVES[sort])
    def check(directive: m.Directive) -> None:
        comes_back(directive)

    check()


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("sort", DIRECTIVES)
def test_whatever_is_printed_reads_as_it_was(sort: str) -> None:
    random_test(sort, 10)


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("sort", DIRECTIVES)
def test_whatever_is_printed_reads_as_it_was_a_thousand_times(sort: str) -> None:
    random_test(sort, 1000)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=examples(5), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case_texts)
def test_whole_files_read_as_they_were(directives: list[m.Directive]) -> None:
    found = [d for d in directives if not isinstance(d, m.Include)]
    text = print_directives(found)
    assert same(read(text), found)
    assert format_text(text) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_printed_and_read_again_say_the_same(path: Path) -> None:
    loaded = prelude() if path in PRELUDES else load(path)
    file = PRELUDE + path.name if path in PRELUDES else str(path)
    said = [d for d in loaded.directives if d.common.span is not None and d.common.span.file == file]
    assert said
    text = print_directives(said, loaded.verbs)
    again = read(text, path.parent)
    assert same(again, said)
    assert print_directives(again, loaded.verbs) == text
    assert format_text(text) == text


@settings(max_examples=examples(40), deadline=None)
@given(odd_or_not)
def test_words_of_the_language_as_names_are_read_as_names_or_refused(directive: m.Directive) -> None:
    try:
        text = print_directive(directive)
    except ValueError as error:
        assert "cannot be said in the language" in str(error)
        return
    assert same(read(text), [directive])


def test_directives_know_every_sort_there_is() -> None:
    assert set(DIRECTIVES) == {sort.__name__ for sort in get_args(m.Directive)}


# -- how each thing is said --------------------------------------------------------------------------------------------


def noun(name: str) -> p.Noun:
    return p.Noun("name", name)


def who(*names: str, joined: str = "or") -> p.Phrase:
    return p.Phrase(tuple(map(noun, names)), joined)  # type: ignore[arg-type]


def verb(form: str) -> p.Verb:
    table = prelude().verbs
    return p.Verb(form, table.obligations.get(form, "") or table.kinds[form])


def says(
    subject: p.Phrase, form: str, what: p.Phrase | None = None, *, no: bool = False, **extra: object
) -> p.EventPattern:
    return p.EventPattern(
        subject, p.Verb(form, prelude().verbs.kinds[form]), what, p.Instrumental(**extra), no  # type: ignore[arg-type]
    )  # fmt: skip


A, B, C = who("A"), who("B"), who("C")
VICTIM, PARTY = p.Phrase((p.Noun("role", "victim"),)), p.Phrase((p.Noun("party"),))
ATTACK, THREAT, LOOK = says(A, "attacks", B), says(A, "threatens", B), says(C, "attacks", A)
LAW = p.LawPattern(p.ClauseRef("t", "1"), "performed", A, B)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (who("A", "B", "C"), "A, B or C"),
        (who("A", "B", "C", joined="and"), "A, B and C"),
        (p.Phrase((noun("great-powers"),), at_least=2, excluding=(noun("ITA"),)), "at least 2 great-powers except ITA"),
        (p.Phrase((p.Noun("any", "state"),), excluding=(noun("A"), noun("B"))), "any state except A and B"),
        (p.Phrase((p.Noun("any other", "state"),)), "any other state"),
        (p.Phrase((p.Noun("outside", "great-power"),)), "an outside great-power"),
        (p.Phrase((p.Noun("ally", "", p.Noun("ally", "", noun("A"))),)), "an ally of an ally of A"),
        (p.Phrase((noun("A"), noun("B")), "and", each_how="together"), "A and B together"),
        (p.Phrase((p.Noun("parties"),), each_how="any one of"), "any one of the parties"),
        (p.Phrase((p.Noun("each other"),)), "each other"),
        (p.Phrase((p.Noun("anyone"),)), "anyone"),
        (VICTIM, "the victim"),
    ],
)
def test_phrases(value: p.Phrase, words: str) -> None:
    assert phrase(value) == words
    comes_back(m.Denial(DAY, says(value, "attacks", value)))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (ATTACK, "A attacks B"),
        (says(A, "attack", B, no=True), "A does not attack B"),
        (says(who("A", "B", joined="and"), "attack", C, no=True), "A and B do not attack C"),
        (says(A, "attacks", B, no=True), "not A attacks B"),
        (says(A, "attacked", B, no=True), "not A attacked B"),
        (says(A, "is at war with", B, no=True), "A is not at war with B"),
        (
            says(
                A,
                "attacks",
                B,
                at="natanz",
                on_territory_of=C,
                against=C,
                under=p.ClauseRef("t", "1"),
                unprovoked=True,
                quantity=p.Comparison(">=", parse_quantity("100,000 men")),
                within=parse_duration("3", "days"),
                ever=True,
                purpose="a lesson",
            ),
            (
                "A attacks B at natanz on territory of C against C under t clause 1 with at least 100,000 men "
                'for "a lesson" unprovoked within 3 days ever'
            ),
        ),
        (
            says(A, "mobilises", within=parse_duration("3", "days"), against=B),
            "A mobilises within 3 days against B",
        ),
        (p.AllOf((ATTACK, LOOK)), "A attacks B and C attacks A"),
        (p.AnyOf((ATTACK, LOOK)), "A attacks B or C attacks A"),
        (p.AnyOf((ATTACK, THREAT)), "A attacks or threatens B"),
        (p.AnyOf((ATTACK, THREAT, says(A, "strikes", B))), "A attacks, threatens or strikes B"),
        (p.AnyOf((ATTACK, says(A, "threaten", B, no=True))), "A attacks B or A does not threaten B"),
        (p.AllOf((p.AnyOf((ATTACK, THREAT)), LOOK)), "A attacks or threatens B and C attacks A"),
        (p.AllOf((p.AnyOf((ATTACK, LOOK)), THREAT)), "(A attacks B or C attacks A) and A threatens B"),
        (p.AnyOf((ATTACK, p.AllOf((LOOK, THREAT)))), "A attacks B or (C attacks A and A threatens B)"),
        (p.AnyOf((ATTACK, p.AnyOf((LOOK, THREAT)))), "A attacks B or (C attacks A or A threatens B)"),
        (p.Not(p.AllOf((ATTACK, LOOK))), "not (A attacks B and C attacks A)"),
        (p.Not(p.Not(p.AnyOf((ATTACK, THREAT)))), "not (not (A attacks or threatens B))"),
        (p.AnyOf((ATTACK, says(who("A", "C"), "attack", B))), "A attacks B or (A or C attack B)"),
        (p.AllOf((says(who("A", "C"), "attack", B), ATTACK)), "A or C attack B and A attacks B"),
        (LAW, "t clause 1 is performed by A toward B"),
        (p.LawPattern(p.ClauseRef("t"), "in force", A, negated=True), "t is not in force for A"),
        (p.RelationPattern(A, "allied with", "", B, True), "A is not allied with B"),
        (p.RelationPattern(who("A", "B", joined="and"), "a party to", "t"), "A and B are parties to t"),
        (p.RelationPattern(A, "a party to", "t", None, True), "A is not a party to t"),
        (p.RelationPattern(A, "a", "great-power"), "A is a great-power"),
        (p.RelationPattern(A, "a", "ally-state", None, True), "A is not an ally-state"),
        (p.RelationPattern(A, "a", "great-powers"), "A is in great-powers"),
        (p.RelationPattern(A, "treaty with", "arbitration", B), "A has an arbitration treaty with B"),
        (p.RelationPattern(A, "treaty with", "", B, True), "A has no treaty with B"),
        (p.RelationPattern(p.Phrase((p.Noun("parties"),)), "treaty with", "", B), "the parties have a treaty with B"),
    ],
)
def test_conditions(value: p.Formula, words: str) -> None:
    assert formula(value) == words
    text = comes_back(m.Instrument("treaty", "t", DAY, clauses=(m.Clause("1", when=value),)))
    assert text == f"1914-08-01 treaty t\n  clause 1\n    when {words}\n"


def test_sentences_between_quotation_marks_have_no_not_before_them() -> None:
    denied = says(A, "attacks", B, no=True)
    assert sentence(denied) == "A does not attacks B"
    comes_back(m.Denial(DAY, denied))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (m.Act(A, "must", verb("defend"), B), "A must defend B"),
        (
            m.Act(
                A, "will not", verb("defend"), VICTIM, B, C, parse_duration("30", "days"), DAY, True, parse_quantity("2 corps"),
                "europe", parse_quantity("150,000 men"), 'what they "can"',
            ),
            ("A will not defend the victim against B for C within 30 days by 1914-08-01 at once with 2 corps limited to "
            'europe limited to 150,000 men limited to "what they \\"can\\""'),
        ),
        (
            m.Act(A, "may", verb("mobilise"), within=parse_duration("1", "day"), against=B),
            "A may mobilise within 1 day against B",
        ),
    ],
)  # fmt: skip
def test_acts(value: m.Act, words: str) -> None:
    assert act(value) == words
    comes_back(m.Instrument("treaty", "t", DAY, clauses=(m.Clause("1", thens=(value,)),)))


def test_references_to_clauses() -> None:
    assert (clause_ref(p.ClauseRef("t")), clause_ref(p.ClauseRef("t", "2b"))) == ("t", "t clause 2b")


COMMON = m.Common(
    "x",
    (
        m.Claim("s", DAY, ("r", "q"), True, parse_grade("D3"), "c", "“No”, he said", "a.b/c", "d", ("A", "B"),
                (m.CodeRef("report", "33"), m.CodeRef("atop", "1"))),
        m.Claim("A paper of the day", source_quoted=True),
    ),
    (m.Given("q", "yes"),),
    m.Secrecy(parse_date("1920"), (("A", None), ("B", DAY))),
    (m.CodeRef("report", "12"), m.CodeRef("report", "J1"), m.CodeRef("cow", "300"), m.CodeRef("see", "a, b; c")),
    "One.\nTwo.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            m.Event(parse_date("1914-07-25 17:58"), says(who("A", "B", joined="and"), "attack", C), DAY, ("e",), "war", False,
                    COMMON),
            ("1914-07-25 17:58 A and B attack C\n  until 1914-08-01\n  after e\n  in conflict war\n  id x\n"
            '  secret until 1920 known to A, B from 1914-08-01\n  note "One.\n\n    Two."\n  given q is yes\n'
            "  claim s through r, q denies on 1914-08-01 D3\n    id c\n"
            '    quote "“No”, he said"\n    address "a.b/c"\n    archive "d"\n    private to A, B\n    ref report 33\n'
            '    ref atop 1\n  claim "A paper of the day"\n  ref report 12, J1\n  cow 300\n  ref see "a, b; c"\n'),
        ),
        (
            m.Instrument("ultimatum", "u", DAY, "U", issuers=(m.PartyTerm("A"),), addressees=(m.PartyTerm("B", DAY),),
                         demand=m.Demand(ATTACK, parse_duration("48", "hours")),
                         clauses=(m.Clause("1", thens=(m.Act(A, "will", verb("attack"), B),)),)),
            ('1914-08-01 ultimatum u "U"\n  by A\n  to B from 1914-08-01\n  demand  A attacks B within 48 hours\n'
            "  then    A will attack B\n"),
        ),
        (
            m.Instrument("ultimatum", "u", DAY, issuers=(m.PartyTerm("A"),),
                         demand=m.Demand(p.AnyOf((ATTACK, THREAT)), parse_duration("1", "hour"))),
            "1914-08-01 ultimatum u\n  by A\n  demand (A attacks or threatens B) within 1 hour\n",
        ),
        (
            m.Instrument("treaty", "t", parse_date("1912-02-29 OS"), parties=(m.PartyTerm("A"), m.PartyTerm("B", DAY, DAY)),
                         in_force=(m.ForceRule("ratification", count=3, after=parse_duration("1", "month")),
                                   m.ForceRule(when=LAW), m.ForceRule("signature")),
                         ends=(m.EndRule(after=parse_duration("3", "months"), unless=ATTACK),), runs_on=LAW, denounce=True,
                         notice=parse_duration("1", "year"), not_before=DAY, suspension=True,
                         clauses=(m.Clause("3", "three", ATTACK, THREAT, LOOK, text="“The words”"),)),
            ("1912-02-29 OS treaty t\n  parties A, B from 1914-08-01 until 1914-08-01\n"
            "  in force on ratification by 3 parties after 1 month\n  in force when t clause 1 is performed by A toward B\n"
            "  in force on signature\n  ends after 3 months unless A attacks B\n"
            "  runs on while t clause 1 is performed by A toward B\n"
            "  denunciation allowed with notice 1 year from 1914-08-01\n  suspension allowed\n"
            '  clause 3 "three"\n    text "“The words”"\n    when A attacks B\n    unless A threatens B\n'
            "    until C attacks A\n"),
        ),
        (
            m.ClassOf("k", members=(m.Membership("A"), m.Membership("B"))), "class k\n  members A, B\n",
        ),
        (
            m.ClassOf("k", members=(m.Membership("A"), m.Membership("B", DAY))),
            "class k\n  member A\n  member B from 1914-08-01\n",
        ),
        (
            m.Actor("state", "A", indicators=(m.Indicator("troops", 150000.0, "men"), m.Indicator("cinc", 0.085, "", DAY))),
            "state A\n  indicator troops 150,000 men\n  indicator cinc 0.085 from 1914-08-01\n",
        ),
        (
            m.Doctrine("d", "D", False, (m.Parameter("back", ("10", "years")), m.Parameter("kinds", ("attack", "a b")))),
            'doctrine d "D"\n  default off\n  parameter back 10 years\n  parameter kinds attack, "a b"\n',
        ),
        (
            m.Reading(DAY, "r", ("A", "B"), "R", DAY, (p.ClauseRef("t", "1"), p.ClauseRef("u")),
                      (m.Statement("counts as", ATTACK, THREAT), m.Statement("does not count as", noun("A"), noun("B")),
                       m.Statement("also needs", None, None, p.AllOf((ATTACK, LOOK))),
                       m.Statement("is void", target=p.ClauseRef("t", "1"))), (("C", DAY),)),
            ('1914-08-01 reading r by A, B "R"\n  in t clause 1, u\n  from 1914-08-01\n  shared by C from 1914-08-01\n'
            '  "A attacks B" counts as "A threatens B"\n  A does not count as B\n'
            '  also needs "A attacks B and C attacks A"\n  t clause 1 is void\n'),
        ),
        (
            m.Preset("p", rates=(m.Rate("defence", 0.25, 1, 4, None, DAY), m.Rate("any", 0.745))),
            "preset p\n  rate defence 1 of 4 until 1914-08-01\n  rate any 0.745\n",
        ),
        (
            m.Expect(DAY, m.Subject("owes", "A", "B", "defence", "C", p.ClauseRef("t", "1")), "contested", ("x", "y"), 2,
                     (m.ViewTerm("without", ("s", "r")), m.ViewTerm("known-on", date=DAY), m.ViewTerm("known-to", ("A",)),
                      m.ViewTerm("if", sentence="1914-07-24 RUS invades AUH"))),
            ("expect 1914-08-01 A owes B defence against C under t clause 1 without s, r, as known on 1914-08-01, "
            "as known to A,\n"
            '  if "1914-07-24 RUS invades AUH": contested on x, y with 2 supports\n'),
        ),
        (m.Expect(DAY, m.Subject("owes", "A", "", "defence"), "not bound"), "expect 1914-08-01 A owes defence: not bound\n"),
        (m.Expect(DAY, m.Subject("name", name="t"), "in force"), "expect 1914-08-01 t: in force\n"),
        (m.AsOf(DAY), "as of 1914-08-01\n"),
    ],
)  # fmt: skip
def test_directives(value: m.Directive, text: str) -> None:
    assert print_directive(value) == text
    assert same(read(text), [value]) or isinstance(value, m.Expect)
    assert print_directives(read(text)) == text


def test_files_have_empty_lines_where_the_sort_changes_and_between_what_is_long() -> None:
    state, office = m.Actor("state", "A"), m.Actor("office", "A.o", organ_of="A")
    event, treaty = m.Event(DAY, ATTACK), m.Instrument("treaty", "t", DAY)
    assert print_directives([state, replace(state, id="B"), office, event, event, treaty, treaty]) == (
        "state A\nstate B\n\noffice A.o\n  organ of A\n\n1914-08-01 A attacks B\n1914-08-01 A attacks B\n\n"
        "1914-08-01 treaty t\n\n1914-08-01 treaty t\n"
    )
    assert print_directives([]) == ""


def test_verbs_of_the_case_itself_are_known() -> None:
    kind = m.Kind("nudge", verbs=("nudges", "nudge gently"))
    event = m.Event(DAY, p.EventPattern(A, p.Verb("nudges", "nudge"), B))
    assert same(read(print_directives([kind, event])), [kind, event])
    assert print_directive(event) == "1914-08-01 A nudges B\n"


# -- what cannot be said -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (m.Actor("state", "two words"), "two words"),
        (m.Actor("state", "A", "e\u0301"), "Actor.name"),
        (m.Actor("state", "A", indicators=(m.Indicator("troops", float("nan")),)), "nan"),
        (m.Actor("state", "A", indicators=(m.Indicator("troops", -1.0),)), "-1"),
        (m.Title("title", "T", m.Common(note="N")), "Title.common.note"),
        (m.Kind("k", verbs=("two  blanks",)), "Kind.verbs"),
        (m.Event(DAY, ATTACK, supposed=True), "Event.supposed"),
        (m.Event(DAY, says(A, "attack", B, no=True)), "does"),
        (m.Event(DAY, says(PARTY, "attacks", B)), "names who did it"),
        (m.Event(DAY, says(p.Phrase((noun("A"),), "and"), "attacks", B)), "Event.sentence.subject.joined"),
        (m.Event(replace(DAY, text="yesterday"), ATTACK), "yesterday"),
        (m.Event(replace(DAY, text="1914-08-02"), ATTACK), "Event.date"),
        (m.Event(DAY, p.EventPattern(p.Phrase(()), verb("attacks"))), "attacks"),
        (m.Event(DAY, says(A, "mobilises", against=B)), "Event.sentence"),
        (m.Denial(DAY, p.EventPattern(A, p.Verb("hugs tightly", ""), B)), "hugs"),
        (m.Source("s", reliability=(("G", None),)), '"G"'),
        (m.Instrument("poem", "t", DAY), '"1914-08-01 poem t"'),
        (m.Instrument("treaty", "t", DAY, notice=parse_duration("1", "year")), "Instrument.notice"),
        (m.Instrument("treaty", "t", DAY, in_force=(m.ForceRule("signature", DAY),)), "Instrument.in_force[0]"),
        (m.Instrument("treaty", "t", DAY, demand=m.Demand(ATTACK, parse_duration("1", "day"), DAY)), "not both"),
        (m.Instrument("treaty", "t", DAY, runs_on=p.AllOf((ATTACK,))), 'Instrument.runs_on AllOf "A attacks B"'),
        (m.Instrument("treaty", "t", DAY, runs_on=p.Not(ATTACK)), "Instrument.runs_on"),
        (m.Instrument("treaty", "t", DAY, runs_on=p.AnyOf(())), "runs on while"),
        (m.Instrument("treaty", "t", DAY, clauses=(m.Clause("not (one)"),)), "(one)"),
        (m.Weights("w", grades=(("A", 1.5),)), "1.5"),
        (m.Preset("p", rates=(m.Rate("any", 0.5, 1, 4),)), "Preset.rates[0].share"),
        (m.Reading(DAY, "r", statements=(m.Statement("counts as", ATTACK, noun("B")),)), "counts as"),
        (m.PartyTerm("A"), "PartyTerm"),
    ],
)
def test_what_cannot_be_said_is_named(value: m.Directive, named: str) -> None:
    with pytest.raises(ValueError, match="cannot be said in the language") as caught:
        print_directive(value)
    assert named in str(caught.value)
    assert len(str(caught.value)) < 400
    with pytest.raises(ValueError, match="cannot be said in the language"):
        print_directives([m.Actor("state", "A"), value])


def test_one_file_has_one_meaning_for_a_verb() -> None:
    one, other = (m.Denial(DAY, p.EventPattern(A, p.Verb("hugs", kind), B)) for kind in ("hug", "clinch"))
    assert print_directive(one) == print_directive(other)
    with pytest.raises(ValueError, match=r"Denial\.sentence\.verb\.kind"):
        print_directives([one, other])


@given(odd_names, st.sampled_from(["actor", "event", "clause"]))
def test_odd_names_have_odd_places(name: str, place: str) -> None:
    """A single odd name never makes another value of what it is printed in."""
    made: dict[str, m.Directive] = {
        "actor": m.Actor("state", name),
        "event": m.Event(DAY, says(who(name), "attacks", who(name))),
        "clause": m.Instrument(
            "treaty", name, DAY, clauses=(m.Clause("1", when=says(who(name), "attacks", who(name))),)
        ),
    }
    try:
        text = print_directive(made[place])
    except ValueError:
        return
    assert same(read(text), [made[place]])
