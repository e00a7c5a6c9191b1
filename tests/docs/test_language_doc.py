"""``docs/language.md``: every example runs, every answer shown is real, and nothing of the language is left out.

Blocks of the page, beside those that ``tests/docs/pages.py`` runs:

- ``foedus preamble``          the lines that stand before every short example.
- ``foedus``                   a short example: well-formed with the preamble, and all its expectations hold.

``FOEDUS_WRITE_DOCS=1 pytest tests/docs`` writes the answers and the tables of the prelude anew; read the difference.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import pytest

from foedus.api import Case
from foedus.case import resolve
from foedus.case.checks import RESULTS
from foedus.directives.model import Doctrine, Kind, ObligationType
from foedus.language import read_text
from foedus.language.details import COMMON, DETAILS
from foedus.language.headings import CATEGORIES, HEADINGS
from foedus.language.loader import prelude
from foedus.terms.dates import DateError, parse_date
from foedus.terms.diagnostics import render_full
from foedus.terms.grades import CREDIBILITY, RELIABILITY
from tests.docs import pages

PAGE = pages.DOCS / "language.md"

SECTIONS = {
    "actor": "Actors", "place": "Places", "class": "Classes", "kind": "Kinds", "obligation": "Obligation types",
    "source": "Sources", "claim": "Claims", "instrument": "Instruments", "clause": "Clauses", "event": "Events",
    "conflict": "Conflicts", "reading": "Readings", "doctrine": "Doctrines", "question": "Questions",
    "preset": "Presets and weights", "weights": "Presets and weights",
}  # fmt: skip
"""Sort of directive -> the section that describes its details."""

PLAIN = {"title", "about", "include", "as of", "deny", "answer", "expect"}
"""Sorts without details of their own."""

IN_FULL = {
    "ROLE", "PARTY", "OTHER_PARTY", "PARTIES", "OTHER_PARTIES", "EACH_OTHER", "ANYONE", "ANY_OTHER", "OUTSIDE", "ALLY",
    "LAW_STATE", "MODAL", "RULE", "TAKES", "SWITCH", "RESULT", "DOES_NOT", "TOWARD", "PARTY_TO", "ALLIED_WITH",
}  # fmt: skip
"""Words of the grammar of which every spelling is described; of the others one is enough."""


@cache
def blocks() -> tuple[pages.Block, ...]:
    return pages.blocks(PAGE)


# -- what it says ------------------------------------------------------------------------------------------------------


@cache
def sections() -> dict[str, str]:
    """Title of a section of the reference -> its text."""
    text = PAGE.read_text("utf-8")
    parts = re.split(r"^### (.+)$", text[text.index("## Reference") :], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def spans(text: str) -> list[str]:
    """Words set as code."""
    return re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def described(keyword: str, section: str) -> bool:
    """Whether a first cell of one of the section's tables begins with the keyword."""
    cells = [line.split(" | ")[0] for line in sections()[section].splitlines() if line.startswith("| ")]
    return any(span == keyword or span.startswith(f"{keyword} ") for cell in cells for span in spans(cell))


def said(words: str, text: str) -> bool:
    """Whether the words stand among what is set as code, as words of their own."""
    return any(re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", span) for span in spans(text))


@cache
def grammar_words() -> dict[str, tuple[str, ...]]:
    """The words of the grammar: terminal -> spellings."""
    text = files("foedus.language").joinpath("grammar.lark").read_text("utf-8")
    found = re.findall(r'^(_?[A-Z_]+): ("[^\n]*(?:\n +\|[^\n]*)*)', text, flags=re.MULTILINE)
    return {name: tuple(re.findall(r'"([^"]+)"', rest)) for name, rest in found}


# -- examples ------------------------------------------------------------------------------------------------------------


def failures(text: str, name: str) -> list[str]:
    """What is wrong with a case: its errors, or the expectations that do not hold."""
    loaded = read_text(text, name)
    resolved, found = resolve(loaded.directives, name=name, texts=loaded.sources)
    wrong = tuple(d for d in (*loaded.diagnostics, *found) if d.severity == "error")
    if wrong:
        return [render_full(wrong, loaded.sources)]
    return [
        f"{r.line}: expected {r.expected}, found {r.found}" for r in Case(resolved, loaded.verbs).check() if not r.ok
    ]


def short_examples() -> list[pages.Block]:
    return [block for block in blocks() if block.info == "foedus"]


def preamble() -> str:
    (block,) = [block for block in blocks() if block.info == "foedus preamble"]
    return block.text


@pytest.mark.parametrize("block", short_examples(), ids=lambda block: f"line {block.line}")
def test_short_example(block: pages.Block) -> None:
    wrong = failures(preamble() + block.text, "example")
    assert not wrong, "\n".join(wrong)


def test_preamble_is_a_case() -> None:
    assert not failures(preamble(), "preamble")


def test_a_wrong_example_is_noticed() -> None:
    assert "unknown actor" in failures(preamble() + "1901-01-01 YYY attacks AAA\n", "example")[0]
    assert failures(preamble() + "expect 1901-01-01  pact: ended\n", "example") == [
        "14: expected ended, found in force"
    ]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[pages.Shown]:
    """The page from its beginning: files written, commands run."""
    return pages.told(PAGE, tmp_path_factory.mktemp("page"))


def test_every_answer_is_real(told: list[pages.Shown]) -> None:
    assert len(told) > 8
    pages.hold(PAGE, told)


def test_the_story_holds(told: list[pages.Shown]) -> None:
    (last,) = [shown for shown in told if shown.command == "foedus check bridge.foedus"]
    assert last.real == "bridge.foedus: 7 expectations hold."


# -- nothing left out --------------------------------------------------------------------------------------------------


def keywords() -> list[tuple[str, str]]:
    return [(sort, word) for sort, table in DETAILS.items() for word in table if word and sort not in PLAIN]


@pytest.mark.parametrize(("sort", "word"), keywords())
def test_every_detail_is_described(sort: str, word: str) -> None:
    if word in COMMON and DETAILS[sort][word] is COMMON[word]:
        assert described(word, "What every line may carry")
    elif sort == "instrument" and DETAILS["clause"].get(word) is DETAILS[sort][word]:
        assert described(word, "Clauses")
    else:
        assert described(word, SECTIONS[sort])


def test_every_sort_has_its_section() -> None:
    assert set(DETAILS) == set(SECTIONS) | PLAIN
    assert all(set(DETAILS[sort]) <= {*COMMON} for sort in PLAIN)


def test_every_first_word_is_described() -> None:
    section = sections()["Files and lines"]
    missing = [word for word in HEADINGS if not said(word, section)]
    assert not missing


def test_every_word_for_an_instrument_is_described() -> None:
    missing = [word for word in CATEGORIES if word not in spans(sections()["Instruments"])]
    assert not missing


@pytest.mark.parametrize("terminal", [name for name in grammar_words() if not name.startswith("_")])
def test_every_word_of_the_grammar_is_described(terminal: str) -> None:
    text = "\n".join(sections().values())
    spellings = grammar_words()[terminal]
    missing = [words for words in spellings if not said(words, text)]
    assert not missing if terminal in IN_FULL else len(missing) < len(spellings)


def test_every_result_is_described_and_can_be_checked() -> None:
    results = set(grammar_words()["RESULT"])
    assert results - {"honored"} == set(RESULTS)
    cells = [line.split(" | ")[0] for line in sections()["Expectations"].splitlines() if line.startswith("| ")]
    named = {span for cell in cells for span in spans(cell)}
    assert results <= named


def test_every_view_is_described() -> None:
    words = ("WITHOUT", "BELIEVING", "REJECTING", "DROPPING", "KNOWN_ON", "KNOWN_TO_ACTOR", "VIEW_UNTIL", "IF")
    for terminal in words:
        assert any(described(spelling, "Expectations") for spelling in grammar_words()[terminal]), terminal
    assert all(said(spelling, sections()["Expectations"]) for spelling in grammar_words()["ON_READING"])


def test_the_end_of_the_day_is_said() -> None:
    assert "**It looks at the end of that day**" in sections()["Expectations"]


def test_dates_as_described() -> None:
    section = sections()["Dates, times, quantities, grades"]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith(("| `1", "| `."))]
    dates = [span for row in rows for span in spans(row)]
    assert len(dates) >= 10
    for text in dates:
        assert str(parse_date(text)) == text
    for text in ("1914-21", "19XX", "1914?", "1914%"):  # seasons, unspecified digits, uncertain, both
        with pytest.raises(DateError):
            parse_date(text)


def test_grades_as_described() -> None:
    section = sections()["Dates, times, quantities, grades"]
    for letter, (name, _) in RELIABILITY.items():
        assert f"| `{letter}` | {name.removeprefix('reliability ')} |" in section
    for figure, (name, _) in CREDIBILITY.items():
        assert f"| `{figure}` | {name.removeprefix('truth ')} |" in section


# -- tables of the prelude -----------------------------------------------------------------------------------------------


def kinds_table() -> str:
    rows = ["| say | kind | is a | |", "| --- | --- | --- | --- |"]
    for kind in prelude().directives:
        if isinstance(kind, Kind):
            remarks = ["lasts"] if kind.tense == "state" else []
            remarks += ["both ways"] if kind.symmetric else []
            remarks += ["power"] if kind.law else []
            remarks += ["hostile"] if kind.hostile else []
            said_as = ", ".join(f"`{verb}`" for verb in _main_verbs(kind.verbs))
            rows.append(f"| {said_as} | {kind.id} | {', '.join(kind.parents)} | {', '.join(remarks)} |")
    return "\n".join(rows)


def _main_verbs(verbs: tuple[str, ...]) -> list[str]:
    """One form of each verb: the first, and those that begin with another word and are in the same form."""
    first = verbs[0].split()[0]
    third = first.endswith("s") and first not in ("is", "was")
    kept = [verbs[0]]
    for verb in verbs[1:]:
        word = verb.split()[0]
        same = word.endswith("s") and not word.endswith("ss") and word not in ("is", "was") if third else word == first
        if same and verb not in kept:
            kept.append(verb)
    return kept


def obligations_table() -> str:
    rows = ["| type | after *must* | its object | nature |", "| --- | --- | --- | --- |"]
    objects = {"creditor": "the creditor", "adversary": "the adversary", "none": "a thing"}
    natures = {"single": "single act", "continuing": "continuing", "forbearance": "forbearance"}
    for row in prelude().directives:
        if isinstance(row, ObligationType):
            words = ", ".join(f"`{verb}`" for verb in row.verbs)
            rows.append(f"| `{row.id}` | {words} | {objects[row.takes]} | {natures[row.nature]} |")
    return "\n".join(rows)


def doctrines_table() -> str:
    rows = ["| doctrine | says | default |", "| --- | --- | --- |"]
    for doctrine in prelude().directives:
        if isinstance(doctrine, Doctrine):
            more = "".join(f"; {p.name}: {', '.join(p.values)}" for p in doctrine.parameters)
            more = more.replace("back: 1, year", "back: 1 year")
            rows.append(f"| `{doctrine.id}` | {doctrine.title}{more} | {'on' if doctrine.default else 'off'} |")
    return "\n".join(rows)


TABLES = {"kinds": kinds_table, "obligations": obligations_table, "doctrines": doctrines_table}


def between(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n).*?\n?(<!-- end -->)", re.DOTALL)


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_the_prelude(name: str) -> None:
    text = PAGE.read_text("utf-8")
    table = TABLES[name]()
    if pages.WRITE:
        PAGE.write_text(between(name).sub(lambda found: f"{found[1]}{table}\n{found[2]}", text), "utf-8")
        return
    found = between(name).search(text)
    assert found is not None
    assert found[0] == f"<!-- {name} -->\n{table}\n<!-- end -->"
