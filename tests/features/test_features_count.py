"""Every feature file says what it is about, and an expectation of it falls when that is struck out.

A comment ``; strike "TEXT"`` names words without which the file's answers have to change; ``; strike "TEXT" for
"OTHER"`` puts other words in their place.  So no file can hold by accident: what it tests is what it rests on.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foedus.api import Case
from foedus.case import resolve
from foedus.findings.expectations import check_expectation
from foedus.language import read_text
from foedus.terms.diagnostics import render_full

FOLDER = Path(__file__).parent
WRONG = sorted((FOLDER / "wrong_on_purpose").glob("*.foedus"))
FILES = sorted(FOLDER.glob("*.foedus")) + WRONG
STRIKE = re.compile(r'^; strike "(.*?)"(?: for "(.*?)")?$', re.MULTILINE)


def strikes(path: Path) -> list[tuple[str, str]]:
    """What is to be struck, and what is to stand in its place."""
    return [(found[1], found[2] or "") for found in STRIKE.finditer(path.read_text("utf-8"))]


def struck(path: Path, old: str, new: str) -> str:
    """The file with the words struck out wherever they stand outside comments and expectations."""
    lines = []
    hits = 0
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith((";", "expect")):
            hits += old in line
            line = line.replace(old, new)
        lines.append(line)
    assert hits, f'{path.name}: nothing says "{old}"'
    return "\n".join(lines) + "\n"


def first_failing(text: str, name: str) -> str:
    """The first expectation that does not hold, with its line; "" if all hold.  Fails where the text is not well-formed."""
    loaded = read_text(text, name)
    resolved, found = resolve(loaded.directives, name=name, texts=loaded.sources)
    wrong = [d for d in (*loaded.diagnostics, *found) if d.severity == "error"]
    if wrong:
        pytest.fail(render_full(tuple(wrong), loaded.sources), pytrace=False)
    case = Case(resolved, loaded.verbs)
    assert resolved.expects
    for expect in resolved.expects:
        assert expect.common.span is not None
        where = (name, expect.common.span.line)
        result = check_expectation(expect, lambda v, d: (case.timeline_of(v.suppose), case.stance(v, d)), where)
        if not result.ok:
            return f"{result.line}: expected {result.expected}, found {result.found}"
    return ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_names_its_feature(path: Path) -> None:
    assert strikes(path), f'{path.name} names nothing to strike: add a line ; strike "words"'


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [pytest.param(path, old, new, id=f"{path.stem}:{old}") for path in FILES for old, new in strikes(path)],
)
def test_answers_change_without_it(path: Path, old: str, new: str) -> None:
    assert first_failing(struck(path, old, new), path.name), f'{path.name}: all expectations hold without "{old}"'


def test_striking_what_is_not_there_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "case.foedus"
    path.write_text('state AAA "Alpha"\n', encoding="utf-8")
    with pytest.raises(AssertionError, match="nothing says"):
        struck(path, "unprovoked", "")


def test_a_wrong_expectation_is_noticed() -> None:
    text = 'state AAA "Alpha"\nstate BBB "Beta"\n1900-01-01 treaty pact\n  parties AAA, BBB\nexpect 1900-01-01 pact: ended\n'
    assert first_failing(text, "case") == "5: expected ended, found in force"
    assert not first_failing(text.replace("ended", "in force"), "case")


def test_errors_of_a_case_are_not_taken_for_answers() -> None:
    with pytest.raises(pytest.fail.Exception, match="unknown"):
        first_failing("1900-01-01 treaty pact\n  parties AAA, BBB\n", "case")


RULES = set(range(1, 26))
"""Rules of ``docs/design.md``, "Semantics, precisely", that a case can show (26 and 27 are about cascades)."""

CASES = {
    "C01", "C03", "C04", "C06", "C08", "C10", "C11", "C14", "C16", "C18", "C21", "C22", "C24", "C26", "C27", "C30",
    "C32", "C33", "C36", "C37", "C38",
}  # fmt: skip
"""Cases of the casebook in which, without a feature of the language, the answer comes out wrong."""


def head(path: Path) -> str:
    """The comment at the head of a file, on one line."""
    lines = path.read_text("utf-8").splitlines()
    return " ".join(line.removeprefix("; ") for line in lines[: next(i for i, x in enumerate(lines) if x[:1] != ";")])


def test_every_rule_has_its_file() -> None:
    named: set[int] = set()
    for path in FILES:
        found = re.search(r"Rules? ([\d, and]+)", head(path))
        assert found, f"{path.name} does not say which rule it shows"
        named |= {int(number) for number in re.findall(r"\d+", found[1])}
    assert RULES - named == set()
    assert named <= set(range(1, 28))


def test_every_case_of_the_casebook_has_its_file() -> None:
    named = {case for path in FILES for case in re.findall(r"C\d\d", head(path))}
    assert CASES - named == set()


def test_what_is_wrong_on_purpose_is_told_apart() -> None:
    """Each of the twelve classic mistakes has a file that says what the wrong answer would be, and why it is wrong."""
    assert len(WRONG) == 12
    for path in WRONG:
        assert "WRONG:" in head(path), path.name
        assert "RIGHT:" in head(path), path.name
