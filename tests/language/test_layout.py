"""One layout: it comes to rest, keeps every word and comment, and changes nothing of what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.language import format_text, library_folder, print_directives, read_text
from foedus.language.bytes import plain_lines
from foedus.language.layout import WIDTH, quoted
from foedus.language.lines import Node, cut_with_end
from foedus.terms.diagnostics import FoedusError
from foedus.terms.limits import LONGEST_LINE
from tests.drawn import examples
from tests.language.strategies import bare, case_texts, disturbed, pieces_of_text, texts

ROOT = Path(__file__).parents[2]
BUNDLED = sorted([*(ROOT / "src/foedus/prelude").glob("*.foedus"), *library_folder().rglob("*.foedus")])
WRONG = sorted((ROOT / "tests/errors").rglob("*.foedus"))
FILES = [*BUNDLED, *sorted(set((ROOT / "tests").rglob("*.foedus")) - set(WRONG))]


def named(path: Path) -> str:
    return path.name


def stream(text: str) -> list[tuple[str, str]]:
    """Every word, text, mark and comment, in the order in which they stand."""
    nodes, after, _ = cut_with_end(text, "x")

    def walk(node: Node) -> Iterator[tuple[str, str]]:
        yield from ((";", comment) for comment in node.before if comment)
        yield from ((raw.sort, raw.text) for raw in node.raws)
        for child in node.children:
            yield from walk(child)

    found = [token for node in nodes for token in walk(node)]
    return [*found, *((";", comment) for comment in after if comment)]


def comments(text: str) -> list[str]:
    """Every comment, at the ends of lines too."""
    return [c.rstrip() for c in re.findall(r'"(?:[^"\\]|\\.)*"|;[^\n]*', text, re.DOTALL) if c[0] == ";"]


def said(text: str) -> list[object]:
    return [bare(d) for d in read_text(text, "x", folder=library_folder() / "cases").directives]


# -- the rules, one by one ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("\ufeffstate  A\r\n\tcow   1\r\n", "state A\n  cow 1\n", id="blanks, tabs, line ends, byte order mark"),
        pytest.param("state A\n     cow 1\n     from 1900", "state A\n  cow 1\n  from 1900\n", id="two blanks a level"),
        pytest.param("\n\nstate A\n\n\n\n \nstate B\n\n\n", "state A\n\nstate B\n", id="one empty line at most"),
        pytest.param("x (a ,b) : c\n", "x (a, b): c\n", id="marks"),
        pytest.param("x 1,000 5:3 ( 1 , 000 ) 5 : 3\n", "x 1,000 5:3 (1, 000) 5: 3\n", id="marks that belong to numbers"),
        pytest.param("x\"a\"\"b\"y'\n", 'x "a\\"b" y\'\n', id="doubled quotation marks"),
        pytest.param('x "a  \\"b\\" \\\\ ; c"\n', 'x "a  \\"b\\" \\\\ ; c"\n', id="a text is left as it is"),
        pytest.param('x "one\n     two"\n', 'x "one two"\n', id="a short text is on one line"),
        pytest.param('x "one\n\n\n     two"\n', 'x "one\n\n  two"\n', id="a text of two paragraphs"),
        pytest.param('x "one\\n\\n two"\n', 'x "one\\n\\n two"\n', id="paragraphs that no empty line makes"),
        pytest.param('x "one\\ntwo" y\n', 'x "one\\ntwo" y\n', id="paragraphs in the middle of a line"),
        pytest.param(
            "t\n  clause 1\n    when   A attacks B\n    unless C\n    then X\n    on request of A\n",
            "t\n  clause 1\n    when    A attacks B\n    unless  C\n    then    X\n    on request of A\n",
            id="conditions are lined up",
        ),
        pytest.param("t\n  demand A\n  then B\n", "t\n  demand  A\n  then    B\n", id="so are demand and sanction"),
        pytest.param("e\n  until  1900\n", "e\n  until 1900\n", id="until without then is a detail like others"),
        pytest.param("a ; x\nbbb ;y\nc\nd;z\n", "a    ; x\nbbb  ;y\nc\nd  ;z\n", id="neighbouring comments are lined up"),
        pytest.param(
            f"a ; x\n{'b' * 60} ; y\n", f"a  ; x\n{'b' * 60}  ; y\n", id="but not where one would be taken far away"
        ),
        pytest.param(
            "a\n      ; of b\n   b\n; of c\nc\n      ; last\n", "a\n  ; of b\n  b\n; of c\nc\n; last\n", id="comments above"
        ),
        pytest.param("; x\n\n\n;  y \na\n", "; x\n\n;  y\na\n", id="comments at the beginning"),
        pytest.param("\x0c; x\na\n", "; x\na\n", id="a comment behind a form feed"),
        pytest.param("", "", id="nothing"),
        pytest.param("; only this", "; only this\n", id="nothing but a comment"),
    ],
)  # fmt: skip
def test_rules(before: str, after: str) -> None:
    assert format_text(before) == after
    assert format_text(after) == after


def test_a_long_list_is_broken_after_a_comma() -> None:
    names = ", ".join(f"MEMBER-{n}" for n in range(30))
    lines = format_text(f"t\n  parties {names}\n").splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= WIDTH
    assert [line[:4] for line in lines[1:]] == ["  pa", *["    "] * (len(lines) - 2)]
    assert all(line.endswith(",") for line in lines[1:-1])
    assert " ".join(line.strip() for line in lines[1:]) == f"parties {names}"


def test_a_long_condition_is_broken_before_a_joining_word_outside_parentheses() -> None:
    long = "A attacks the other party and (B attacks a party or C attacks a party)"
    text = format_text(f"t\n  clause 1\n    when {long} and {long}\n    then  X\n")
    first, group = long.split(" and ")
    assert text.splitlines()[2:] == [f"    when  {long} and {first}", f"      and {group}", "    then  X"]


def test_what_takes_details_is_not_broken() -> None:
    many = ", ".join(f"SOURCE-{n}" for n in range(30))
    for line in (f"claim x through {many}", f"clause {many}", f"answer {many}"):
        assert f"  {line}\n" in format_text(f"t\n  {line}\n")
    assert format_text(f"1914-01-01 {many} attack X\n") == f"1914-01-01 {many} attack X\n"


def test_an_expectation_is_broken_between_its_switches() -> None:
    views = ", ".join(f'if "1914-07-{day} RUS invades AUH at galicia"' for day in range(10, 16))
    lines = format_text(f"expect 1914-08-01 ITA owes AUH defence {views}: bound\n").splitlines()
    assert len(lines) == 4
    assert all(line.endswith('",') for line in lines[:-1])
    assert all(line.startswith('  if "') for line in lines[1:])


def test_lines_that_somebody_broke_stay_broken() -> None:
    text = "t\n  parties A,\n    B,\n    C\n  in force when A attacks B\n    and C\n"
    assert format_text(text) == text


def test_a_long_text_is_wrapped_and_its_blanks_are_kept() -> None:
    text = "  ".join(["Two blanks after a full stop.", "One in the sentence."] * 20)
    lines = format_text(f't\n  note "{text}"\n').splitlines()
    assert len(lines) > 5
    assert max(map(len, lines)) <= WIDTH
    assert all(line.startswith("    ") for line in lines[2:])
    assert " ".join(line.strip() for line in lines[1:]) == f'note "{text}"'


def test_a_wrapped_heading_stands_apart_from_its_details() -> None:
    lines = format_text(f'state A "{"long name " * 15}end"\n  cow 1\n').splitlines()
    assert lines[1].startswith("    long")
    assert lines[2] == "  cow 1"


@pytest.mark.parametrize("text", [" x" * 90, "x " * 90, "\u00a0" * 130, "\tx" * 70, "x\n\n" * 40, "x\n y" * 40])
def test_a_long_text_that_would_read_otherwise_is_not_wrapped(text: str) -> None:
    (line,) = format_text(f"title {quoted(text)}\n").splitlines()
    assert line == f"title {quoted(text)}"


def test_a_text_of_the_greatest_length() -> None:
    for words, lines in (
        (LONGEST_LINE // 6, 700),
        (LONGEST_LINE // 5 - 4, 1),
    ):  # wrapped, the longer one would be too long
        once = format_text(f'title "{"word " * words}end"\n')
        assert once.count("\n") >= lines
        assert format_text(once) == once
    wide = f"a {'(' * 20}{'b,' * 4900}{'c' * (LONGEST_LINE - 9900)}\n"
    with pytest.raises(FoedusError) as caught:
        format_text(wide, "wide.foedus")
    assert [(d.code, str(d.span)) for d in caught.value.diagnostics] == [("E104", "wide.foedus:1:1")]


# -- what cannot be cut ------------------------------------------------------------------------------------------------


def test_all_mistakes_of_the_layout_are_told_at_once_with_their_texts() -> None:
    wrong = 'state A\n    cow 1\n  from 1900\nstate B\n  note "no end\nstate C\n'
    with pytest.raises(FoedusError) as caught:
        format_text(wrong, "wrong.foedus")
    assert [(d.code, d.span.line) for d in caught.value.diagnostics if d.span] == [("E106", 3), ("E105", 5)]
    assert caught.value.sources == {"wrong.foedus": wrong}


def test_mistakes_of_the_language_are_no_mistakes_of_the_layout() -> None:
    assert format_text("stat AUH Austria\n      and so on\n") == "stat AUH Austria\n  and so on\n"


def laid_out_or_refused(text: str) -> None:
    try:
        once = format_text(text)
    except FoedusError as error:
        assert error.diagnostics
        return
    assert format_text(once) == once
    assert stream(once) == stream(re.sub(r"\A(?:[ \t]*\n|\ufeff)+", "", plain_lines(text)))
    outside = re.sub(r'"(?:[^"\\]|\\.)*"|;[^\n]*', "x", once, flags=re.DOTALL)
    assert not re.search(r"[ \t]\n|\n\n\n|\A\n|\n\n\Z", outside), "blanks at the end of a line, or empty lines"


@settings(max_examples=examples(100), deadline=None)
@given(pieces_of_text)
def test_any_text_is_laid_out_without_loss_or_refused(text: str) -> None:
    laid_out_or_refused(text)


@settings(max_examples=examples(40), deadline=None)
@given(texts, st.integers(0, 120), st.sampled_from(["", "  y", "\n  y"]))
def test_a_text_says_what_it_said_wherever_it_stands(text: str, before: int, after: str) -> None:
    line = f"x{'x' * before} {quoted(text)}{after}\n"
    once = format_text(line)
    assert stream(once) == stream(line)
    assert ("string", text) in stream(once)
    assert format_text(once) == once


# -- files -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", BUNDLED, ids=named)
def test_bundled_files_are_in_canonical_layout(path: Path) -> None:
    assert format_text(path.read_text("utf-8")) == path.read_text("utf-8"), f"run: foedus fmt {path} --write"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_files_come_to_rest_and_say_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    once = format_text(text, path.name)
    if once == text:
        return
    assert format_text(once, path.name) == once
    assert comments(once) == comments(text)
    assert stream(once) == stream(text)
    assert said(once) == said(text)


@pytest.mark.parametrize("path", WRONG, ids=named)
def test_wrong_files_are_laid_out_without_loss_or_refused(path: Path) -> None:
    with suppress(UnicodeDecodeError):
        laid_out_or_refused(path.read_bytes().decode("utf-8"))


@settings(max_examples=examples(8), deadline=None)
@given(case_texts, st.data())
def test_other_blanks_and_comments_change_nothing(directives: list[object], data: st.DataObject) -> None:
    text = print_directives(directives)  # type: ignore[arg-type]
    assert format_text(text) == text
    rough = data.draw(disturbed(text))
    once = format_text(rough)
    assert format_text(once) == once
    assert comments(once) == comments(rough.replace("\r\n", "\n"))
    bare_once = re.sub(r'("(?:[^"\\]|\\.)*")|[ ]*;[^\n]*', lambda m: m[1] or "", once, flags=re.DOTALL)
    assert re.sub(r"\n\s*\n", "\n", format_text(bare_once)) == re.sub(r"\n\s*\n", "\n", text)
    assert said(once) == said(text)
