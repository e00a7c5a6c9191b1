"""Whatever somebody types: either a case, or a list of what is wrong with it; never another exception.

Right files are mutilated as typing, pasting and merging mutilate them, and words of the language are thrown together.
``foedus check`` runs on each in this process; what it would call a fault of its own is raised here.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.case import resolve
from foedus.cli.main import app
from foedus.language import bundled_files, format_text, library_folder, prelude, read_text
from foedus.language.details import DETAILS
from foedus.language.headings import CATEGORIES, HEADINGS
from foedus.terms.diagnostics import FoedusError
from tests.drawn import examples

ROOT = Path(__file__).parents[2]
SMALL = sorted([*(ROOT / "tests" / "features").glob("*.foedus"), *(ROOT / "tests" / "engine").glob("*.foedus")])
"""Cases of a few lines, one for each feature of the language: what holds of them is checked, too."""

LIBRARY = [path for path in sorted(library_folder().rglob("*.foedus")) if path.stat().st_size < 15_000]
CASES = sorted(bundled_files("cases").values())

_GRAMMAR = files("foedus.language").joinpath("grammar.lark").read_text("utf-8")
_VERBS = prelude().verbs
WORDS = sorted(
    {
        *(word for spelt in _GRAMMAR.split('"')[1::2] for word in spelt.split()),
        *_VERBS.kinds,
        *_VERBS.obligations,
        *HEADINGS,
        *CATEGORIES,
        *(word for table in DETAILS.values() for word in table if word),
    }
)
OTHERS = [
    "A", "B", "C", "t", "q", "r", "A.chief", "1", "2b",
    "1900-01-01", "1900", "1900~", "1900/1950", "../1900", "1900-01-01 12:00", "1900-13-45",
    "48 hours", "150,000 men", "999999999 years", "A1", "F6", ",", "(", ")", ":", ";", '"', '"A attacks B"', '"a text"',
    "not", "\\", "\t", "\u202e", "\ufeff", "\u00a0", "é", "-", "..", "x" * 300, "A attacks B", "the other party", "a party",
    "must defend the victim", "A owes B defence", "any other state attacks a party", "the victim", "unprovoked", "=",
]  # fmt: skip
TOKENS = st.sampled_from(WORDS) | st.sampled_from(OTHERS) | st.text(max_size=4)
HEAD = """state A "A"
state B "B"
state C
source s
place p
1900-01-01 treaty t
  parties A, B
  clause 1
    when  C attacks a party
    then  the other party must defend the victim
1900-02-01 C attacks A
  id e
  claim s on 1900-02-02
question q
  answer yes
  answer no
"""


@st.composite
def soups(draw: st.DrawFn) -> str:
    """Words of the language in lines of any indentation, under a few lines that are right."""
    leads = st.sampled_from(["", "", "  ", "    ", "      ", "\t"])
    lines = draw(st.lists(st.tuples(leads, st.lists(TOKENS, min_size=1, max_size=9)), max_size=12))
    head = draw(st.sampled_from([HEAD, HEAD, ""]))
    return head + "".join(f"{lead}{' '.join(words)}\n" for lead, words in lines)


@st.composite
def mutilated(draw: st.DrawFn, path: Path) -> str:
    """A right file with a few slips of the hand in it."""
    lines = path.read_text("utf-8").splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        words = line.split(" ")
        word = draw(st.integers(0, len(words) - 1))
        match draw(st.integers(0, 9)):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
            case 2:
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], line
            case 3:
                lines[at] = draw(st.sampled_from([" ", "  ", "    ", "\t"])) + line
            case 4:
                lines[at] = line.lstrip() if line.startswith(" ") else line[: draw(st.integers(0, len(line)))]
            case 5:
                lines[at] = " ".join([*words[:word], draw(TOKENS), *words[word + 1 :]])
            case 6:
                lines[at] = " ".join([*words[:word], draw(TOKENS), *words[word:]])
            case 7:
                lines[at] = " ".join([*words[:word], *words[word + 1 :]])
            case 8:
                spot = draw(st.integers(0, len(line)))
                lines[at] = line[:spot] + draw(st.characters(codec="utf-8")) + line[spot:]
            case _:
                borrowed = draw(st.sampled_from(lines)).split() or [""]
                lines[at] = " ".join([*words[:word], draw(st.sampled_from(borrowed)), *words[word + 1 :]])
        if not lines:
            break
    return "\n".join(lines) + "\n"


def checked(text: str, folder: Path) -> None:
    """``foedus check`` on it says yes or no, and says why; a layout of it comes to rest, or is refused."""
    path = folder / "typed.foedus"
    path.write_text(text, "utf-8", newline="")
    result = CliRunner(env={"FOEDUS_DEBUG": "1"}).invoke(app, ["check", str(path)], prog_name="foedus")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in (0, 1), result.output
    if result.exit_code:
        assert "error[E" in result.output or "does not hold" in result.output or "do not hold" in result.output, (
            result.output
        )
    loads(text)


def loads(text: str) -> None:
    """The text becomes a case or a list of diagnostics, each with its message; and so does its layout."""
    loaded = read_text(text, "typed.foedus", folder=library_folder() / "cases")
    _, found = resolve(loaded.directives, name="typed", texts=loaded.sources, unread=loaded.unread)
    assert all(d.message and d.code for d in (*loaded.diagnostics, *found))
    try:
        format_text(text)
    except FoedusError as error:
        assert error.diagnostics


SPARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
often = settings(max_examples=examples(30), suppress_health_check=SPARED)
always = settings(max_examples=3000, suppress_health_check=SPARED)
at_times = settings(max_examples=300, suppress_health_check=SPARED)


@often
@given(soups())
def test_words_thrown_together(tmp_path: Path, text: str) -> None:
    checked(text, tmp_path)


@often
@given(st.sampled_from(SMALL).flatmap(mutilated))
def test_small_cases_mutilated(tmp_path: Path, text: str) -> None:
    checked(text, tmp_path)


@often
@given(st.sampled_from(LIBRARY).flatmap(mutilated))
def test_the_library_mutilated(text: str) -> None:
    loads(text)


@pytest.mark.slow
@always
@given(soups() | st.sampled_from(SMALL).flatmap(mutilated))
def test_words_and_small_cases_often(tmp_path: Path, text: str) -> None:
    checked(text, tmp_path)


@pytest.mark.slow
@at_times
@given(st.sampled_from(CASES).flatmap(mutilated))
def test_every_case_mutilated_and_checked(tmp_path: Path, text: str) -> None:
    checked(text, tmp_path)
