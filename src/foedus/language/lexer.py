"""Words to the terminals of the grammar, each decided by what the parser can go on with at that point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from foedus.language.lines import Raw
from foedus.language.verbs import VerbTable
from foedus.terms.dates import Date, is_date_shaped, is_time_shaped, parse_date
from foedus.terms.diagnostics import Span
from foedus.terms.errors import TermError
from foedus.terms.grades import is_grade, parse_grade

__all__ = [
    "PREDICATES", "Job", "Lexeme", "Look", "TermProblem", "Words", "date_in_words", "keywords",
    "look_at", "mark", "read_date",
]  # fmt: skip

_NUMBER = re.compile(r"[0-9][0-9,.]*")
_JOINS = {"and": ("_AND", "AND_NOUN"), "or": ("_OR", "OR_NOUN")}
_VIEW_WORDS = frozenset(
    {
        "without",
        "believing",
        "on",
        "accepting",
        "rejecting",
        "dropping",
        "as",
        "until",
        "if",
        "honour",
        "honor",
        "given",
    }
)
_CLAUSE_VERBS = frozenset({"is", "are", "was", "were", "has", "have", "does", "do", "did"})
PREDICATES = frozenset({"VERB", "VERB_NOT", "ACT_VERB", "IS", "HAS_A", "HAS_NO"})
"""The terminals with which a sentence has its verb."""


class TermProblem(Exception):
    """A word that should be a date, a grade … and is none, and where it stands."""

    def __init__(self, error: TermError, raws: Sequence[Raw]) -> None:
        self.error = error
        self.raws = raws


class Lexeme:
    """One terminal: its type, what it says, and where it stands: the words of ``raws`` from ``at`` to ``end``."""

    __slots__ = ("at", "end", "file", "raws", "type", "value")

    def __init__(self, type_: str, value: Any, file: str, raws: Sequence[Raw], at: int, end: int) -> None:
        self.type = type_
        self.value = value
        self.file = file
        self.raws = raws
        self.at = at
        self.end = end

    @property
    def span(self) -> Span:
        first, last = self.raws[self.at], self.raws[self.end - 1]
        one_line = last.line == first.line
        length = last.column + last.length - first.column if one_line else first.length
        return Span(self.file, first.line, first.column, length)

    def __str__(self) -> str:
        return str(self.value)


class Job(NamedTuple):
    """One line to read.  at: the index of the first word that the grammar shall see.  The same for quoted sentences."""

    raws: Sequence[Raw]
    at: int
    file: str
    verbs: VerbTable


Words = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
"""First word -> the keywords that begin with it, longest first: their words and their terminal."""


def keywords(spellings: Mapping[str, Iterable[str]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The keywords of the grammar by their first word, longest first.  spellings: of each terminal."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for terminal, ways in spellings.items():
        for words in (tuple(way.split()) for way in ways):
            if words and (words[0].isalpha() or len(words) > 1 or "-" in words[0]):
                table.setdefault(words[0], []).append((words, terminal))
    for found in table.values():
        found.sort(key=lambda item: -len(item[0]))
    return table


class Look:
    """What a state of the parser can go on with, prepared for asking about one word after the other."""

    __slots__ = ("accepted", "act", "date", "grade", "joins", "name", "number", "verb", "verb_not", "words")

    def __init__(self, accepted: frozenset[str], words: Words) -> None:
        self.accepted = accepted
        self.words = {
            first: tuple((spelling, terminal) for spelling, terminal in ways if terminal in accepted)
            for first, ways in words.items()
            if any(terminal in accepted for _, terminal in ways)
        }
        self.act = "ACT_VERB" in accepted
        self.verb = self.act or "VERB" in accepted
        self.verb_not = "VERB_NOT" in accepted
        self.date, self.grade = "DATE" in accepted, "GRADE" in accepted
        self.number, self.name = "NUMBER" in accepted, "NAME" in accepted
        self.joins = frozenset(
            word for word, kinds in _JOINS.items() if not accepted.isdisjoint((*kinds, f"{word.upper()}_VERB"))
        )


@lru_cache(maxsize=8192)
def _date(text: str) -> Date:
    return parse_date(text)


def read_date(raws: Sequence[Raw], at: int) -> tuple[Date, int]:
    """The date that begins at ``at`` (with ``OS`` and a clock time after it) and the index after it.

    Raises TermProblem.
    """
    end = at + 1
    text = raws[at].text
    while end < len(raws) and end < at + 3 and raws[end].sort == "word":
        word = raws[end].text
        if word != "OS" and not (word[0].isdigit() and is_time_shaped(word)):
            break
        text += f" {word}"
        end += 1
    if len(text) == 4 and end + 1 < len(raws) and raws[end + 1].text[:1].isdigit():  # 1914 August 4
        named = date_in_words(raws, at)
        if named is not None:
            raise TermProblem(named[0], raws[at : named[1]])
    try:
        return _date(text), end
    except TermError as error:
        named = date_in_words(raws, at)
        if named is not None:
            raise TermProblem(named[0], raws[at : named[1]]) from None
        raise TermProblem(error, raws[at:end]) from None


_NTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_MONTH = re.compile(r"[A-Za-z]{3,9}\.?")
_YEAR = re.compile(r"[0-9]{4}")
_ORDERS = ((_NTH, _MONTH, _YEAR), (_MONTH, _NTH, _YEAR), (_YEAR, _MONTH, _NTH), (_MONTH, _YEAR))


def date_in_words(raws: Sequence[Raw], at: int) -> tuple[TermError, int] | None:
    """What is wrong with *28 July 1914* or *July 28th, 1914*, and the index after it; None if it is no such thing."""
    places = [j for j in range(at, min(at + 5, len(raws))) if raws[j].sort == "word" and raws[j].text != "of"]
    for order in _ORDERS:
        found = [pattern.fullmatch(raws[j].text) for pattern, j in zip(order, places, strict=False)]
        if len(found) < len(order) or not all(found):
            continue
        said = {pattern: match[0] for pattern, match in zip(order, found, strict=True) if match}
        nth = _NTH.fullmatch(said.get(_NTH, ""))
        plain = "-".join([*([nth[1]] if nth else []), said[_MONTH].rstrip("."), said[_YEAR]])
        try:
            parse_date(plain)
        except TermError as error:
            if "months are written" not in error.message:
                continue
            after = places[len(order) - 1] + 1
            written = ""
            for raw in raws[at:after]:
                written += raw.text if not written or raw.sort == "," else f" {raw.text}"
            return TermError(error.message.replace(plain, written), error.hint), after
    return None


def look_at(raws: Sequence[Raw], i: int, look: Look, verbs: VerbTable, said: bool) -> tuple[str, Any, int]:
    """The terminal that begins with the word ``raws[i]``, its value, and the index after it.

    said: the sentence at hand has its verb; before it, *and* and *or* join its subjects.  Raises TermProblem.
    """
    text = raws[i].text
    if text in look.joins:
        joined = _join(text, raws, i, look.accepted, verbs, said)
        if joined:
            return joined, text, i + 1
    type_, value, end = "", text, i
    for spelling, terminal in look.words.get(text, ()):
        if len(spelling) == 1 or _spelt(spelling, raws, i):
            if terminal in ("_BY", "_BY_DATE") and terminal != _which_by(raws, i, look.accepted):
                continue
            type_, value, end = terminal, " ".join(spelling), i + len(spelling)
            break
    if look.verb:
        form, id_, after = verbs.match(raws, i, act=look.act)
        if after > i and after >= end:
            return ("ACT_VERB" if look.act else "VERB"), (form, id_), after
        if look.verb_not and i + 1 < len(raws) and raws[i + 1].text == "not":
            form, id_, after = verbs.match(raws, i, skip=i + 1)
            if after > i + 2:
                return "VERB_NOT", (form, id_), after
    if type_:
        return type_, value, end
    first = text[0]
    if look.date and first in "0123456789.~/c" and is_date_shaped(text):
        date, end = read_date(raws, i)
        return "DATE", date, end
    if look.grade and is_grade(text):
        return "GRADE", parse_grade(text), i + 1
    if look.number and _NUMBER.fullmatch(text):
        return "NUMBER", text, i + 1
    if look.name and (first.isalnum() or first == "_"):
        return "NAME", text, i + 1
    if look.date and first.isdigit():
        date, end = read_date(raws, i)
        return "DATE", date, end
    return "WORD", text, i + 1


def mark(raws: Sequence[Raw], at: int, accepted: frozenset[str], verbs: VerbTable) -> str:
    """The terminal of what is no word: a string, a comma, a parenthesis, a colon."""
    sort = raws[at].sort
    if sort == "string":
        return "STRING"
    if sort == ",":
        if "OR_VERB" in accepted and verbs.match(raws, at + 1)[2] > at + 1:
            return "OR_VERB"
        if "_VIEW_COMMA" in accepted and at + 1 < len(raws) and raws[at + 1].text in _VIEW_WORDS:
            return "_VIEW_COMMA"
        return "COMMA_NOUN" if "COMMA_NOUN" in accepted else "_COMMA"
    return {"(": "LPAR", ")": "RPAR", ":": "COLON"}[sort]


def _spelt(spelling: Sequence[str], raws: Sequence[Raw], at: int) -> bool:
    if len(spelling) == 1:
        return True
    if at + len(spelling) > len(raws):
        return False
    return all(raws[at + k].sort == "word" and raws[at + k].text == spelling[k] for k in range(1, len(spelling)))


def _which_by(raws: Sequence[Raw], at: int, accepted: frozenset[str]) -> str:
    """``by DATE`` is a deadline, ``by NAME`` an agent."""
    dated = at + 1 < len(raws) and raws[at + 1].text[:1].isdigit() and is_date_shaped(raws[at + 1].text)
    if "_BY_DATE" in accepted and (dated or "_BY" not in accepted):
        return "_BY_DATE"
    return "_BY"


def _join(text: str, raws: Sequence[Raw], at: int, accepted: frozenset[str], verbs: VerbTable, said: bool) -> str:
    """Whether *and*, *or* joins sentences or nouns.  Where both can be: sentences, if a verb comes before the next one.

    So in ``X attacks A or B and C attacks D`` the *or* joins nouns, the *and* sentences.  said: the sentence at hand
    has its verb already.  ``threatens or attacks A``: an *or* before a verb joins verbs.
    """
    sentences, nouns = _JOINS[text]
    if text == "or" and "OR_VERB" in accepted and verbs.match(raws, at + 1)[2] > at + 1:
        return "OR_VERB"
    if sentences not in accepted or (nouns in accepted and not said):
        return nouns if nouns in accepted else ""
    if nouns not in accepted:
        return sentences
    i = at + 1
    if i < len(raws) and (raws[i].sort == "(" or raws[i].text == "not"):
        return sentences
    start = i
    while i < len(raws):
        raw = raws[i]
        if raw.sort == ")" or (raw.sort == "word" and (raw.text in _JOINS or raw.text == "unless")):
            return nouns
        if i > start and raw.sort == "word":
            if raw.text in _CLAUSE_VERBS or verbs.match(raws, i)[2] > i:
                return sentences
        i += 1
    return nouns
