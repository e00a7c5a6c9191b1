"""What every part of the reader shares: lines of one file parsed, mistakes noted, names that a line declares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from foedus.language.build import LineProblem
from foedus.language.found import Found
from foedus.language.lexer import Job, Lexeme, TermProblem
from foedus.language.lines import Node, Raw
from foedus.language.mistakes import Line, problem, term_problem, unexpected
from foedus.language.parser import Unexpected, parse
from foedus.language.verbs import VerbTable
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.errors import shown
from foedus.terms.limits import LONGEST_NAME
from foedus.terms.names import is_identifier

__all__ = ["LineReader", "Skip"]

_ARTICLE = re.compile(r"\w(?:[\w.()-]{0,198}\w)?")


class Skip(Exception):
    """The line could not be read; what is wrong with it has been noted."""


class LineReader:
    """Reads lines of one file.

    wrong: what is wrong in the file.   unread: ids that some line meant to declare and that could not be read, so that
    nobody complains that they are not declared.   incomplete: (file, line) of lines with something under them that could
    not be read.
    """

    def __init__(self, file: str, verbs: VerbTable, wrong: Found | None = None) -> None:
        self.file, self.verbs = file, verbs
        self.wrong = wrong if wrong is not None else Found()
        self.unread: set[str] = set()
        self.incomplete: set[tuple[str, int]] = set()

    @property
    def found(self) -> list[Diagnostic]:
        """What is wrong, in the order of reading."""
        return self.wrong.told()

    def span(self, raws: Sequence[Raw]) -> Span:
        """Where words stand, as far as they are on the first one's line."""
        first, last = raws[0], raws[-1]
        length = last.column + last.length - first.column if first.line == last.line else first.length
        return Span(self.file, first.line, first.column, length)

    def whole(self, node: Node) -> list[Raw]:
        """The words of a line with its continuation lines."""
        if not node.children:
            return node.raws
        raws = list(node.raws)
        for child in node.children:
            raws += self.whole(child)
        return raws

    # -- mistakes ----------------------------------------------------------------------------------------------------
    def complain(
        self, code: str, message: str, span: Span, label: str = "", help_: str = "", notes: tuple[Note, ...] = ()
    ) -> None:
        self.wrong.add(Diagnostic(code, "error", message, span, label, notes, help_))

    def spared(self, raws: Sequence[Raw]) -> bool:
        """Whether so much is wrong already that this mistake is only counted; it is counted then."""
        if self.wrong.full:
            self.wrong.count(self.span(raws[:1]))
        return self.wrong.full

    # -- lines -------------------------------------------------------------------------------------------------------
    def parse(self, start: str, raws: Sequence[Raw], at: int, like: str = "", sort: str = "") -> Any:
        """The words from ``at`` on, read by a rule of the grammar.  Raises Skip.

        like: for the message, a right line; of a detail, what follows its keyword.  sort: whose detail this is ("": it
        is none).
        """
        try:
            return parse(start, Job(raws, at, self.file, self.verbs))
        except Unexpected as error:
            if not self.spared(raws):
                self.wrong.add(unexpected(error, Line(raws, at, self.file, start, self.verbs, like, sort)))
        except LineProblem as error:
            self.wrong.add(problem(error, self.span(raws)))
        except TermProblem as error:
            self.wrong.add(term_problem(error, self.file))
        raise Skip

    # -- names -------------------------------------------------------------------------------------------------------
    def identifier(self, name: Lexeme) -> str:
        """A name that a line declares.  Raises Skip."""
        text = str(name.value)
        if is_identifier(text):
            return text
        if len(text) > LONGEST_NAME:
            self.complain("E201", f"this name has {len(text):,} characters; it may have {LONGEST_NAME}", name.span)
        else:
            self.complain(*_no_name(text), name.span, *_what_names_are(text))
        raise Skip

    def article(self, name: Lexeme) -> str:
        """The number or name of a clause.  Raises Skip."""
        if not _ARTICLE.fullmatch(name.value):
            self.complain(
                "E201", f"{shown(name.value)} cannot be the name of a clause", name.span, "expected a number or name",
                "for example: clause 4, clause 4b, clause 2.1, clause occupation",
            )  # fmt: skip
            raise Skip
        return str(name.value)


def _no_name(text: str) -> tuple[str, str]:
    return "E201", f"{shown(text)} cannot be a name"


def _what_names_are(text: str) -> tuple[str, str]:
    """The label and the help."""
    if not any(c.isalpha() for c in text):
        return "a name has at least one letter", "put one before it: T1882, corps-3"
    odd = next((c for c in text if not (c.isalnum() or c in "-_.")), "")
    if odd:
        return f'names have no "{odd}"', "names have letters, digits, - and _; their parts may be joined by dots"
    plain = text.strip("-_.")
    initials = plain.split(".")
    if len(initials) > 1 and all(len(part) == 1 for part in initials):  # U.S.A.
        plain = "".join(initials)
    return "names begin and end with a letter or digit", f"write {plain}"
