"""Diagnostics: order, the three renderings, and files that try to deceive."""

import json
import pickle
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.terms.diagnostics import (
    Diagnostic,
    FoedusError,
    Note,
    Severity,
    Span,
    render_concise,
    render_full,
    safe,
    summary,
    to_json,
)

FILE = "tehran.foedus"


def error(line: str, column: int, length: int, label: str = "here", number: int = 1) -> str:
    """The rendering of an error in a file of one line (put at line ``number``), without its first line."""
    text = "\n" * (number - 1) + line + "\n"
    found = Diagnostic("E203", "error", "wrong", Span(FILE, number, column, length), label)
    return render_full([found], {FILE: text}).partition("\n")[2]


def caret_columns(rendered: str) -> tuple[int, int]:
    """Where carets begin and end, in characters after the gutter."""
    under = rendered.split("\n")[1].split(" | ", 1)[1]
    start = under.index("^")
    return start, start + len(re.findall(r"\^+", under)[0])


# Golden ---------------------------------------------------------------------------------------------

SOURCE = 'title "Tehran"\nstate IRN "Iran"\nstate SYR "Syria"\n\n2006-06-15 treaty pact\n  parties IRN, SYR, HZB\n'


def test_full() -> None:
    found = [
        Diagnostic(
            "E203",
            "error",
            'unknown actor "HZB"',
            Span(FILE, 6, 21, 3),
            "did you mean HEZ (Hizballah, line 6)?",
            help="declare it: group HZB",
        ),
        Diagnostic(
            "E301",
            "error",
            '"IRN" is declared twice',
            Span("more.foedus", 1, 7, 3),
            "declared again here",
            (Note("first declared here", Span(FILE, 2, 7, 3)), Note("ids are shared by all files")),
            "give one of them another id",
        ),
        Diagnostic("W101", "warning", "the case has no title"),
    ]
    expected = """\
 warning[W101]   the case has no title

 error[E301] at more.foedus:1:7   "IRN" is declared twice
    1 | state IRN "Again"
      |       ^^^ declared again here
      -> tehran.foedus:2:7
    2 | state IRN "Iran"
      |       ^^^ first declared here
      = note: ids are shared by all files
      = help: give one of them another id

 error[E203] at tehran.foedus:6:21   unknown actor "HZB"
    6 |   parties IRN, SYR, HZB
      |                     ^^^ did you mean HEZ (Hizballah, line 6)?
      = help: declare it: group HZB"""
    rendered = render_full(found, {FILE: SOURCE, "more.foedus": 'state IRN "Again"'})
    assert rendered == expected


def test_concise() -> None:
    found = [
        Diagnostic("W7", "warning", "late", Span("b.foedus", 1, 1)),
        Diagnostic("E2", "error", "second", Span("a.foedus", 10, 2)),
        Diagnostic("E1", "error", "first", Span("a.foedus", 9, 30)),
        Diagnostic("E9", "error", "everywhere"),
    ]
    assert render_concise(found) == (
        "error[E9]: everywhere\na.foedus:9:30: error[E1]: first\na.foedus:10:2: error[E2]: second\n"
        "b.foedus:1:1: warning[W7]: late"
    )


def test_json() -> None:
    found = Diagnostic("E1", "error", "m\x1b", Span("a", 1, 2, 3), "l", (Note("n"), Note("o", Span("b", 4, 5, 6))), "h")
    assert json.loads(json.dumps(to_json([found]))) == [
        {
            "code": "E1",
            "severity": "error",
            "message": "m\x1b",
            "span": {"file": "a", "line": 1, "column": 2, "length": 3},
            "label": "l",
            "notes": [
                {"caption": "n", "span": None},
                {"caption": "o", "span": {"file": "b", "line": 4, "column": 5, "length": 6}},
            ],
            "help": "h",
        }
    ]


@pytest.mark.parametrize(
    ("errors", "warnings", "text"),
    [
        (0, 0, "no errors"),
        (1, 0, "1 error"),
        (2, 1, "2 errors, 1 warning"),
        (0, 2, "2 warnings"),
        (11, 12, "11 errors, 12 warnings"),
    ],
)
def test_summary(errors: int, warnings: int, text: str) -> None:
    bad, doubtful = Diagnostic("E1", "error", "e"), Diagnostic("W1", "warning", "w")
    assert summary([bad] * errors + [doubtful] * warnings) == text


def test_nothing_renders_as_nothing() -> None:
    assert render_full([], {}) == render_concise([]) == ""
    assert to_json([]) == []


# Places -----------------------------------------------------------------------------------------------


def test_a_note_in_the_same_file_needs_no_file_name() -> None:
    found = Diagnostic(
        "E1", "error", "m", Span(FILE, 3, 7, 3), "", (Note("the other half is here", Span(FILE, 2, 7, 3)),)
    )
    assert render_full([found], {FILE: SOURCE}).split("\n")[1:] == [
        '    3 | state SYR "Syria"',
        "      |       ^^^",
        '    2 | state IRN "Iran"',
        "      |       ^^^ the other half is here",
    ]


def test_without_the_source_the_words_remain() -> None:
    found = Diagnostic("E1", "error", "m", Span("gone", 3, 7, 3), "label", (Note("other", Span("gone", 2, 1)),), "help")
    assert render_full([found], {}).split("\n") == [
        " error[E1] at gone:3:7   m",
        "      = label",
        "      = note: other (gone:2:1)",
        "      = help: help",
    ]


@pytest.mark.parametrize("line", [0, -1, 8, 10**9])
def test_a_line_that_is_not_there(line: int) -> None:
    found = Diagnostic("E1", "error", "m", Span(FILE, line, 1), "label")
    assert "= label" in render_full([found], {FILE: SOURCE})


def test_end_of_file_and_line() -> None:
    assert error("abc", 4, 1) == "    1 | abc\n      |    ^ here"
    assert error("abc", 99, 5) == "    1 | abc\n      |    ^ here"
    assert error("", 1, 1) == "    1 |\n      | ^ here"
    assert error("abc", 2, 99) == "    1 | abc\n      |  ^^ here"
    assert error("abc", 2, 0) == "    1 | abc\n      |  ^ here"
    assert error("abc\r", 2, 1) == "    1 | abc\n      |  ^ here"


def test_line_ends_are_only_newlines() -> None:
    """A form feed or a line separator inside a line must not shift the lines after it."""
    text = "a\x0cb\u2028c\x85d\nsecond\n"
    rendered = render_full([Diagnostic("E1", "error", "m", Span("f", 2, 1, 6))], {"f": text})
    assert "    2 | second" in rendered


def test_line_numbers_of_any_size_line_up() -> None:
    lines = error("abc", 1, 1, number=123456).split("\n")
    assert lines[0] == "123456 | abc"
    assert lines[1] == "       | ^ here"


def test_tabs_wide_and_combining_characters() -> None:
    assert error("\tx", 2, 1) == "    1 |     x\n      |     ^ here"
    assert error("\tx", 1, 1) == "    1 |     x\n      | ^^^^ here"
    assert error("日本 x", 4, 1) == "    1 | 日本 x\n      |      ^ here"
    assert error("日本 x", 1, 2) == "    1 | 日本 x\n      | ^^^^ here"
    assert error("\uff21\uff22 x", 4, 1) == "    1 | \uff21\uff22 x\n      |      ^ here"
    assert error("e\u0301e x", 5, 1) == "    1 | e\u0301e x\n      |    ^ here"


def test_long_lines_are_cut_round_the_caret() -> None:
    line = "".join(f"{i:09} " for i in range(1000))  # ten characters each
    for i in (0, 1, 5, 500, 990, 998, 999):
        rendered = error(line, i * 10 + 1, 9)
        shown = rendered.split("\n")[0].split(" | ", 1)[1]
        start, end = caret_columns(rendered)
        assert shown[start:end] == f"{i:09}"
        assert len(shown) <= 102
        assert len(shown) >= 98
        assert shown.startswith("…") == (i > 3)
        assert shown.endswith("…") == (i < 993)


def test_a_cut_of_one_character_is_marked_too() -> None:
    row = error("ab" + "c" * 99, 100, 1).split("\n")[0]
    assert row == f"    1 | …b{'c' * 99}"
    assert error("c" * 100, 100, 1).split("\n")[0] == f"    1 | {'c' * 100}"


def test_a_span_longer_than_the_window() -> None:
    rendered = error("x" * 5000, 1000, 3000)
    start, end = caret_columns(rendered)
    assert end - start == 67
    assert rendered.split("\n")[0].endswith("x…")


def test_a_line_of_ten_megabytes_takes_no_time() -> None:
    line = "日" * 10_000_000
    began = time.perf_counter()
    rendered = error(line, 5_000_000, 4_000_000)
    assert time.perf_counter() - began < 2
    assert len(rendered) < 1000


# Files that try to deceive ----------------------------------------------------------------------------

HOSTILE = "a\x1b[2J\x07\x9b31m\u202e\u2066\ufeff\x7f\x00\ud800"


def test_nothing_reaches_the_terminal_raw() -> None:
    span = Span(HOSTILE, 1, 3, 2)
    found = Diagnostic("E1" + HOSTILE, "error", HOSTILE, span, HOSTILE, (Note(HOSTILE, span), Note(HOSTILE)), HOSTILE)
    for rendered in (render_full([found], {HOSTILE: HOSTILE}), render_full([found], {}), render_concise([found])):
        assert all(c.isprintable() or c == "\n" for c in rendered)
        rendered.encode("utf-8")
    assert "\\x1b[2J\\x07\\x9b31m\\u202e\\u2066\\ufeff\\x7f\\x00\\ud800" in render_concise([found])


def test_a_newline_in_a_message_does_not_forge_a_second_one() -> None:
    assert render_concise([Diagnostic("E1", "error", "a\nb.foedus:1:1: error[E2]: forged")]).count("\n") == 0


def test_the_caret_stands_right_after_escapes() -> None:
    assert error("\x1b[31mIRN", 6, 3) == "    1 | \\x1b[31mIRN\n      |         ^^^ here"


def test_persian_joiners_are_kept() -> None:
    assert (
        safe("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u062f") == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u062f"
    )


@given(st.text(max_size=300), st.integers(-5, 320), st.integers(-5, 320), st.text(max_size=20))
def test_any_line_renders_safely(line: str, column: int, length: int, label: str) -> None:
    line = line.replace("\n", "")
    rendered = error(line, column, length, label)
    rows = rendered.split("\n")
    assert len(rows) == 2
    assert "^" in rows[1]
    assert len(rows[0]) < 500
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", rendered)


@given(st.text("abc \t日é\x1b", min_size=1, max_size=250), st.data())
def test_the_caret_stands_under_the_word(line: str, data: st.DataObject) -> None:
    """Put a word into any line: what the carets cover, counted in columns, is that word."""
    at = data.draw(st.integers(0, len(line)))
    row, under = error(f"{line[:at]}WORD{line[at:]}", at + 1, 4).split("\n")
    shown, under = row.split(" | ", 1)[1], under.split(" | ", 1)[1]
    columns = "".join(c + "\0" if c == "日" else c for c in shown)  # a wide character takes two columns
    start = under.index("^")
    assert columns[start : start + 4] == "WORD"
    assert under.count("^") == 4


# Values ------------------------------------------------------------------------------------------------

spans = st.none() | st.builds(Span, st.sampled_from(["a", "b"]), st.integers(1, 3), st.integers(1, 3))
severities: st.SearchStrategy[Severity] = st.sampled_from(["error", "warning"])
diagnostics = st.builds(Diagnostic, st.sampled_from(["E1", "E2"]), severities, st.sampled_from(["m", "n"]), spans)


@given(st.lists(diagnostics).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_order_does_not_depend_on_the_order_found(both: tuple[list[Diagnostic], list[Diagnostic]]) -> None:
    found, other_order = both
    expected = sorted(found)
    assert sorted(other_order) == expected
    places = [(d.span.file, d.span.line, d.span.column) if d.span else ("", 0, 0) for d in expected]
    assert places == sorted(places)
    assert render_concise(found) == render_concise(expected) == render_concise(other_order)


@given(diagnostics, diagnostics)
def test_comparisons_agree(a: Diagnostic, b: Diagnostic) -> None:
    assert (a < b) == (b > a)
    assert [a < b, b < a, a == b].count(True) == 1
    assert (a <= b) == (a < b or a == b)


def test_diagnostics_compare_with_their_like_only() -> None:
    stranger: object = "x"
    with pytest.raises(TypeError):
        assert Diagnostic("E1", "error", "m") < stranger
    assert Diagnostic("E1", "error", "m") != stranger


def test_error_carries_its_diagnostics() -> None:
    late, early = Diagnostic("E1", "error", "m", Span("f", 9, 1)), Diagnostic("E2", "error", "n", Span("f", 1, 1))
    caught = FoedusError(iter([late, early]))
    assert caught.diagnostics == (early, late)
    assert str(caught) == "f:1:1: error[E2]: n\nf:9:1: error[E1]: m"
    assert pickle.loads(pickle.dumps(caught)).diagnostics == caught.diagnostics


def test_colour_only_when_asked_and_only_paint() -> None:
    found = [Diagnostic("E1", "error", "m", Span(FILE, 2, 7, 3), "x"), Diagnostic("W1", "warning", "n")]
    pairs = [
        (render_full(found, {FILE: SOURCE}), render_full(found, {FILE: SOURCE}, color=True)),
        (render_concise(found), render_concise(found, color=True)),
    ]
    for plain, painted in pairs:
        assert "\x1b" not in plain
        assert "\x1b[1;31m" in painted
        assert "\x1b[1;33m" in painted
        assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain
