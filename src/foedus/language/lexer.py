"""Words to the terminals of the grammar, each decided by what the parser can go on with at that point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from lark.lexer import Lexer

from foedus.language.lines import Raw
from foedus.language.verbs import VerbTable
from foedus.terms.dates import Date, is_date_shaped, is_time_shaped, parse_date
from foedus.terms.diagnostics import Span
from foedus.terms.errors import TermError
from foedus.terms.grades import is_grade, parse_grade

__all__ = ["Job", "Lexeme", "TermProblem", "WordLexer", "Words", "keywords", "read_date"]

_NUMBER = re.compile(r"[0-9][0-9,.]*")
_JOINS = {"and": ("_AND", "AND_NOUN"), "or": ("_OR", "OR_NOUN")}
_VIEW_WORDS = frozenset({"without", "believing", "on", "accepting", "rejecting", "dropping", "as", "until", "if"})
_PREDICATES = frozenset({"VERB", "VERB_NOT", "ACT_VERB", "IS", "HAS_A", "HAS_NO"})


class TermProblem(Exception):
    """A word that should be a date, a grade … and is none, and where it stands."""

    def __init__(self, error: TermError, raws: Sequence[Raw]) -> None:
        self.error = error
        self.raws = raws


class Lexeme:
    """One terminal: its type, what it says, and where it stands.  Shaped as lark's parser wants its tokens."""

    __slots__ = ("at", "column", "file", "length", "line", "type", "value")
    start_pos = end_pos = end_line = end_column = None

    def __init__(self, type_: str, value: Any, file: str, raw: Raw, length: int, at: int) -> None:
        self.type = type_
        self.value = value
        self.file = file
        self.line = raw.line
        self.column = raw.column
        self.length = length
        self.at = at

    @property
    def span(self) -> Span:
        return Span(self.file, self.line, self.column, self.length)

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


def keywords(terminals: Iterable[Any]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The spelling of every keyword, from the grammar itself."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for terminal in terminals:
        if terminal.pattern is None:
            continue
        for spelling in str(terminal.pattern.value).removeprefix("(?:").removesuffix(")").split("|"):
            words = tuple(spelling.replace("\\", "").split())
            if (words and words[0].isalpha()) or len(words) > 1 or (words and "-" in words[0]):
                table.setdefault(words[0], []).append((words, terminal.name))
    for found in table.values():
        found.sort(key=lambda item: -len(item[0]))
    return table


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
        if word != "OS" and not (is_time_shaped(word) and word[0].isdigit()):
            break
        text += f" {word}"
        end += 1
    try:
        return _date(text), end
    except TermError as error:
        raise TermProblem(error, raws[at:end]) from None


class WordLexer(Lexer):
    """Feeds the parser of lark.  words: set once the grammar is known."""

    __future_interface__ = 2
    words: Words = {}

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Lexeme]:  # type: ignore[override]
        job: Job = lexer_state.text
        raws, i, file, verbs = job
        states = parser_state.parse_conf.parse_table.states
        words = self.words
        count = len(raws)
        said = False  # whether the sentence at hand has its verb: before it, *and* and *or* join its subjects
        while i < count:
            raw = raws[i]
            accepted = states[parser_state.position]
            sort, text = raw.sort, raw.text
            if sort != "word":
                said = said and sort != "("
                yield Lexeme(
                    _mark(raws, i, accepted, verbs), text if sort != "string" else raw, file, raw, raw.length, i
                )
                i += 1
                continue
            if text in _JOINS:
                joined = _join(text, raws, i, accepted, verbs, said)
                if joined:
                    said = said and joined not in ("_AND", "_OR")
                    yield Lexeme(joined, text, file, raw, raw.length, i)
                    i += 1
                    continue
            type_, value, end = self.word(raws, i, accepted, verbs, words)
            said = said or type_ in _PREDICATES
            last = raws[end - 1]
            length = last.column + last.length - raw.column if last.line == raw.line else raw.length
            yield Lexeme(type_, value, file, raw, length, i)
            i = end

    def word(
        self, raws: Sequence[Raw], i: int, accepted: Mapping[str, Any], verbs: VerbTable, words: Words
    ) -> tuple[str, Any, int]:
        text = raws[i].text
        type_, value, end = "", text, i
        for spelling, terminal in words.get(text, ()):
            if terminal in accepted and _spelt(spelling, raws, i):
                if terminal in ("_BY", "_BY_DATE") and terminal != _which_by(raws, i, accepted):
                    continue
                type_, value, end = terminal, " ".join(spelling), i + len(spelling)
                break
        if "VERB" in accepted or "ACT_VERB" in accepted:
            act = "ACT_VERB" in accepted
            form, id_, after = verbs.match(raws, i, act=act)
            if after > i and after >= end:
                return ("ACT_VERB" if act else "VERB"), (form, id_), after
            if "VERB_NOT" in accepted and i + 1 < len(raws) and raws[i + 1].text == "not":
                form, id_, after = verbs.match(raws, i, skip=i + 1)
                if after > i + 2:
                    return "VERB_NOT", (form, id_), after
        if type_:
            return type_, value, end
        if "DATE" in accepted and (is_date_shaped(text) if text[0] in "0123456789.~/c" else False):
            date, end = read_date(raws, i)
            return "DATE", date, end
        if "GRADE" in accepted and is_grade(text):
            return "GRADE", parse_grade(text), i + 1
        if "NUMBER" in accepted and _NUMBER.fullmatch(text):
            return "NUMBER", text, i + 1
        if "NAME" in accepted and (text[0].isalnum() or text[0] == "_"):
            return "NAME", text, i + 1
        if "DATE" in accepted and text[0].isdigit():
            date, end = read_date(raws, i)
            return "DATE", date, end
        return "WORD", text, i + 1


def _mark(raws: Sequence[Raw], at: int, accepted: Mapping[str, Any], verbs: VerbTable) -> str:
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


def _which_by(raws: Sequence[Raw], at: int, accepted: Mapping[str, Any]) -> str:
    """``by DATE`` is a deadline, ``by NAME`` an agent."""
    dated = at + 1 < len(raws) and raws[at + 1].text[:1].isdigit() and is_date_shaped(raws[at + 1].text)
    if "_BY_DATE" in accepted and (dated or "_BY" not in accepted):
        return "_BY_DATE"
    return "_BY"


def _join(text: str, raws: Sequence[Raw], at: int, accepted: Mapping[str, Any], verbs: VerbTable, said: bool) -> str:
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
        if raw.sort == ")" or (raw.sort == "word" and raw.text in _JOINS):
            return nouns
        if i > start and raw.sort == "word":
            if raw.text in ("is", "are", "has", "have", "does", "do", "did") or verbs.match(raws, i)[2] > i:
                return sentences
        i += 1
    return nouns
