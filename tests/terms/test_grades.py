"""Admiralty grades."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.terms.grades import CREDIBILITY, RELIABILITY, Grade, GradeError, is_grade, parse_grade

ALL = [
    Grade(letter, figure)
    for letter in (None, *RELIABILITY)
    for figure in (None, *CREDIBILITY)
    if letter is not None or figure is not None
]


def test_there_are_48() -> None:
    assert len(ALL) == 48 == len({str(g) for g in ALL})


@pytest.mark.parametrize("grade", ALL, ids=str)
def test_print_and_read(grade: Grade) -> None:
    assert parse_grade(str(grade)) == grade
    assert is_grade(str(grade))
    assert grade.words


def test_words() -> None:
    assert parse_grade("D3").words == "not usually reliable, possibly true"
    assert parse_grade("F6").words == "reliability cannot be judged, truth cannot be judged"
    assert parse_grade("A").words == "completely reliable"
    assert parse_grade("1").words == "confirmed by other sources"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("d3", "write D3"),
        ("3D", "write D3"),
        ("3d", "write D3"),
        ("G1", "a letter A to F"),
        ("A7", "a figure 1 to 6"),
        ("A0", "a figure 1 to 6"),
        ("AB", "as in D3"),
        ("33", "as in D3"),
        ("", "as in D3"),
        ("D 3", "as in D3"),
        ("D3\n", "as in D3"),
        ("A" * 1000, "as in D3"),
    ],
)
def test_refusals(word: str, hint: str) -> None:
    assert not is_grade(word)
    with pytest.raises(GradeError) as caught:
        parse_grade(word)
    assert hint in caught.value.hint
    assert len(str(caught.value)) < 300


def test_a_grade_cannot_be_built_wrong() -> None:
    for letter, figure in (("G", 1), ("A", 7), (None, None)):
        with pytest.raises(GradeError):
            Grade(letter, figure)  # type: ignore[arg-type]


@given(st.text(max_size=4))
def test_any_word(word: str) -> None:
    if is_grade(word):
        assert str(parse_grade(word)) == word
    else:
        with pytest.raises(GradeError):
            parse_grade(word)
