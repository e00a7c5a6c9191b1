"""The parser of one line: built once from ``grammar.lark``, when the first line is read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark

from foedus.language.build import Builder
from foedus.language.lexer import Job, WordLexer, keywords

__all__ = ["STARTS", "parse", "parser"]

STARTS = (
    "nothing", "text", "strings", "name", "names", "named", "from_until", "date", "duration", "rule", "takes",
    "switch", "means", "graded", "indicator", "rate", "weighed", "parties", "told", "secret", "given", "refs",
    "claim", "force", "end", "denounce", "demand", "phrase", "event", "sentence", "formula", "act", "instrument",
    "reading", "statement", "expect",
)  # fmt: skip


@cache
def parser() -> Lark:
    """The one parser of the process; it keeps nothing between lines, so threads may share it."""
    grammar = files("foedus.language").joinpath("grammar.lark").read_text("utf-8")

    class Words(WordLexer):
        pass

    made = Lark(
        grammar,
        parser="lalr",
        lexer=Words,
        start=list(STARTS),
        transformer=Builder(),
        maybe_placeholders=True,
    )
    Words.words = keywords(made.terminals)
    return made


def parse(start: str, job: Job) -> Any:
    """Read the words of a line.  Raises lark's UnexpectedToken, LineProblem or TermProblem."""
    return parser().parse(job, start)
