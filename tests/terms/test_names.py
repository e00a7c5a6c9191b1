"""Identifiers, and the names a mistyped one may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.terms.limits import LONGEST_NAME
from foedus.terms.names import did_you_mean, is_identifier, nearest


@pytest.mark.parametrize(
    "word",
    [
        "IRN",
        "IRN.chief-of-staff",
        "dual-alliance",
        "2b",
        "pact_2008",
        "a",
        "türkiye",
        "Österreich-Ungarn.k-u-k",
        "ایران",
        "日本",
        "हिन्दी",  # combining vowel signs
        "1914-08-01-DEU-attacks-RUS",
        "a" * LONGEST_NAME,
    ],
)
def test_identifiers(word: str) -> None:
    assert is_identifier(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "1914-08-01",
        "48",
        "1.2",
        "-a",
        "a-",
        "a.",
        ".a",
        "a..b",
        "a b",
        "a/b",
        "a\n",
        "a;",
        '"a"',
        "a\u200b",
        "a\u202e",
        *["ü-", "-ü", "ü..ü", "٣٤", "\u0301a", "ü!", "a" * (LONGEST_NAME + 1), "_a", "a\x1b", "ü\x1b"],
    ],
)
def test_no_identifiers(word: str) -> None:
    assert not is_identifier(word)


@given(st.text("aZ9-_.ü日", max_size=12))
def test_plain_and_general_rule_agree(word: str) -> None:
    """The fast path for ASCII and the general one are the same rule: swap one letter for a foreign one."""
    if "a" in word:
        assert is_identifier(word) == is_identifier(word.replace("a", "é"))


KNOWN = [
    "IRN",
    "HEZ",
    "SYR",
    "ISR",
    "USA",
    "dual-alliance",
    "triple-alliance",
    "reinsurance-treaty",
    "IRN.chief-of-staff",
]


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("HZB", "HEZ"),
        ("hez", "HEZ"),
        ("IRS", "ISR"),
        ("dual-aliance", "dual-alliance"),
        ("Dual_Alliance", "dual-alliance"),
        ("reinsurance", "reinsurance-treaty"),
        ("rein", "reinsurance-treaty"),
        ("IRN.chief-of-staf", "IRN.chief-of-staff"),
    ],
)
def test_the_nearest_comes_first(name: str, best: str) -> None:
    assert nearest(name, KNOWN)[0] == best


def test_nothing_near_is_nothing() -> None:
    assert nearest("zzz", KNOWN) == []
    assert nearest("", KNOWN) == []
    assert nearest("IRN", []) == []
    assert nearest("IRN", KNOWN, limit=0) == []
    assert did_you_mean("zzz", KNOWN) == ""


def test_equally_good_names_keep_their_order() -> None:
    assert nearest("abx", ["abc", "abd", "abe", "abf"]) == ["abc", "abd", "abe"]
    assert nearest("abx", ["abf", "abe", "abd", "abc"], limit=2) == ["abf", "abe"]
    assert nearest("abx", ["abf", "abf"]) == ["abf"]


def test_sentences() -> None:
    assert did_you_mean("abx", ["abc"]) == "did you mean abc?"
    assert did_you_mean("abx", ["abc", "abd"]) == "did you mean abc or abd?"
    assert did_you_mean("abx", ["abc", "abd", "abe"]) == "did you mean abc, abd or abe?"
    assert did_you_mean("HZB", {"HEZ": "Hizballah, line 6"}) == "did you mean HEZ (Hizballah, line 6)?"
    assert did_you_mean("HZB", {"HEZ": ""}) == "did you mean HEZ?"


@given(st.text(min_size=1, max_size=20), st.lists(st.text(min_size=1, max_size=20), max_size=20))
def test_a_known_name_is_its_own_nearest(name: str, others: list[str]) -> None:
    found = nearest(name, [*others, name], limit=len(others) + 1)
    assert name in found
    assert len(set(found)) == len(found)
    assert found == nearest(name, [*others, name], limit=len(others) + 1)
