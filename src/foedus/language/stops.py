"""Where the reading of a line stopped, and the words for what could have stood there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from foedus.language.built import LineProblem
from foedus.language.headings import CATEGORIES, DATED, HEADINGS
from foedus.language.lexer import Job, TermProblem
from foedus.language.lines import Raw, scan
from foedus.language.parser import Unexpected, parse, parser
from foedus.language.verbs import VerbTable
from foedus.terms.diagnostics import Diagnostic, Note, Span

__all__ = ["Line", "Stop", "expected_words", "in_quotes", "reads", "rewritten", "spellings"]

_EXPECTED = {
    "NAME": "a name",
    "DATE": "a date",
    "NUMBER": "a number",
    "STRING": "a text in quotes",
    "GRADE": "a grade such as B2",
    "VERB": "a verb",
    "ACT_VERB": "an act (defend, consult with …)",
    "MODAL": '"must", "must not", "may" or "will"',
    "ROLE": '"the victim", "the attacker" …',
    "LAW_STATE": '"triggered", "due", "performed", "breached", "released" or "lapsed"',
    "RULE": '"unanimity", "majority" or "two-thirds"',
    "TAKES": '"creditor", "adversary" or "none"',
    "SWITCH": '"on" or "off"',
    "MEANS": '"means" or "whether"',
    "COUNTS_AS": '"counts as"',
    "VALIDITY": '"is valid" or "is void"',
    "RESULT": "a result (bound, not triggered, honoured …)",
    "COLON": '":"',
    "RPAR": '")"',
    "_COMMA": '","',
    "_OWES": '"owes"',
    "_IS": '"is"',
    "_FROM": '"from"',
    "_UNTIL": '"until"',
    "_KNOWN_TO": '"known to"',
    "_WITH_NOTICE": '"with notice"',
    "SIGNATURE": '"on signature"',
    "RATIFICATION": '"on ratification"',
    "_WHEN": '"when"',
    "_AFTER": '"after"',
    "LIMITED_TO": '"limited to"',
    "_SUPPORTS": '"supports"',
    "$END": "the end of the line",
}
"""The first of these that the grammar could go on with are told; the rest would bury them."""


_TRIED = 60
"""Words of a line up to which mended lines are tried out: somebody's slip, not a hostile megabyte."""


_PASTED = 500
"""Characters of a line up to which it is written anew in a message."""


class Line(NamedTuple):
    """A line, or a quoted sentence, that was to be read from ``at`` on by the rule ``start``.

    like: a right line of that sort; of a detail, what follows its keyword.  sort: the sort of thing whose detail it is
    ("": none).
    """

    raws: Sequence[Raw]
    at: int
    file: str
    start: str
    verbs: VerbTable
    like: str = ""
    sort: str = ""


class Stop(NamedTuple):
    """Where reading stopped.  i: the index of the word; the number of words when the line ended too early."""

    line: Line
    i: int
    expected: frozenset[str]

    @property
    def raw(self) -> Raw | None:
        """The word that cannot stand there; None at the end of the line."""
        return self.line.raws[self.i] if self.i < len(self.line.raws) else None

    @property
    def text(self) -> str:
        """That word, "" if it is none."""
        raw = self.raw
        return raw.text if raw is not None and raw.sort == "word" else ""

    def span(self, first: int, last: int = -1) -> Span:
        """From one word to another, or the place after the last word."""
        raws = self.line.raws
        if first >= len(raws):
            end = raws[-1]
            return Span(self.line.file, end.line, end.column + end.length, 0)
        a, b = raws[first], raws[max(first, last)]
        length = b.column + b.length - a.column if a.line == b.line and b.column >= a.column else a.length
        return Span(self.line.file, a.line, a.column, length)

    def says(
        self, code: str, message: str, label: str = "", help_: str = "", *, first: int = -1, last: int = -1,
        notes: tuple[Note, ...] = (),
    ) -> Diagnostic:  # fmt: skip
        """An error at this word, or at those given."""
        span = self.span(self.i if first < 0 else first, last)
        return Diagnostic(code, "error", message, span, label, notes, help_)

    @property
    def example(self) -> str:
        """A right line, as help."""
        line = self.line
        keyword = " ".join(raw.text for raw in line.raws[: line.at]) if line.sort else ""
        like = f"{keyword} {line.like}".strip()
        return f"for example: {like}" if like else ""

    @property
    def holder(self) -> str:
        """The sort of thing that this line's neighbours are details of: its own, or that of its heading ("": none)."""
        line = self.line
        if line.sort or line.start == "sentence":
            return line.sort
        words = [raw.text for raw in line.raws[: line.at] if raw.sort == "word"]
        dated = next((word for word in words if word in CATEGORIES or word in DATED), "")
        if words and words[0] in HEADINGS:
            return HEADINGS[words[0]]
        return dated if dated in DATED else "instrument" if dated else "event" if line.start == "event" else ""

    def rewritten(self, first: int, after: int, new: str) -> str:
        """The line with other words in the place of some, to be pasted; "" where it runs over several lines."""
        return rewritten(self.line.raws, first, after, new)

    def mended(self, first: int, after: int, new: str) -> str:
        """The same, "" if the line still does not read."""
        raws, line = self.line.raws, self.line
        if len(raws) > _TRIED:
            return ""
        better = [*raws[:first], *scan(new, raws[0].line, 1)[0], *raws[after:]]
        return self.rewritten(first, after, new) if reads(line.start, better, line.at, line.verbs) else ""


def reads(start: str, raws: Sequence[Raw], at: int, verbs: VerbTable) -> bool:
    """Whether the words from ``at`` on can be read by that rule, so that they may be proposed; no, if they are many."""
    if len(raws) > _TRIED:
        return False
    try:
        parse(start, Job(raws, at, "", verbs))
    except (Unexpected, LineProblem, TermProblem):
        return False
    return True


def rewritten(raws: Sequence[Raw], first: int, after: int, new: str) -> str:
    """A line with other words in the place of some, to be pasted; "" where it runs over several lines, or is too long."""
    if raws[0].line != raws[-1].line or sum(len(raw.text) + 1 for raw in raws) > _PASTED:
        return ""
    texts = [_as_written(raw) for raw in raws]
    return _joined([*texts[:first], new, *texts[after:]])


def _as_written(raw: Raw) -> str:
    return f'"{raw.text}"' if raw.sort == "string" else raw.text


def _joined(texts: Iterable[str]) -> str:
    out = ""
    for text in texts:
        out += text if not out or text in (",", ")", ":") or out.endswith("(") or not text else f" {text}"
    return out


def in_quotes(words: Sequence[str]) -> str:
    """Words as a text in quotes; "" if there are none."""
    return f'"{" ".join(words)}"' if words else ""


def expected_words(expected: Iterable[str]) -> str:
    """What could stand there instead, in the reader's words; "" where nothing short can be said."""
    wanted = set(expected)
    told = [words for terminal, words in _EXPECTED.items() if terminal in wanted][:4]
    if not told:
        return ""
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"


def spellings(expected: Iterable[str]) -> list[str]:
    """How the keywords among some terminals are written."""
    spelled = parser().tables.spellings
    found = [way for terminal in sorted(expected) for way in spelled.get(terminal, ())]
    return [way for way in found if way.isascii() and len(way) > 2]
