"""Text to lines: words, quoted strings and marks of each line, and the tree that the indentation makes.

Nothing here knows a keyword.  Column 0 starts a directive; a line belongs to the nearest line above it that is less
indented.  A quoted string may run over several lines as long as these are indented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from foedus.language.bytes import LONGEST_LINE
from foedus.terms.diagnostics import Diagnostic, Note, Span

__all__ = ["DEEPEST", "DEEPEST_PARENTHESES", "MOST_WORDS", "Node", "Raw", "cut", "cut_with_end", "scan", "spell"]

DEEPEST = 32
"""Levels of indentation a file may have."""

DEEPEST_PARENTHESES = 50
"""Parentheses that may be open at once."""

MOST_WORDS = 10_000
"""Words, strings and marks a line may have, its continuation lines included."""


class Raw(NamedTuple):
    """One word, string or mark.  sort: "word", "string", or the mark itself.  text: of a string, what it says.

    exact: for a string, whether each character of ``text`` stands in the file as it is, on this one line.
    """

    sort: str
    text: str
    line: int
    column: int
    length: int
    exact: bool = True


@dataclass(slots=True)
class Node:
    """A line with what stands under it.

    comment: at its end, with the semicolon.  before: the comment lines above it ("" for a blank line).
    """

    raws: list[Raw]
    line: int
    indent: int
    children: list[Node] = field(default_factory=list)
    comment: str = ""
    before: tuple[str, ...] = ()
    end_line: int = 0


_WORD, _STRING, _MARK, _COMMENT, _OPEN = range(1, 6)
# Possessive throughout (++, *+): nothing is tried twice, so a line costs its length, whatever is wrong with it.
_PIECE = re.compile(
    r"""\s*+(?:
    ([0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?(?![\w])|[^\s,():;"]++(?:(?<=[0-9]):(?=[0-9])[^\s,():;"]++)*+)
    |"((?:[^"\\]++|\\.|"")*+)"
    |([,():])
    |(;.*+)
    |(".*+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_STRING_END = re.compile(r'(?:[^"\\]|\\.|"")*?"(?!")', re.DOTALL)
_ESCAPE = re.compile(r'\\(.)|""', re.DOTALL)
_WRAP = re.compile(r"[ \t]*\n[ \t]*")


def spell(inner: str) -> str:
    """What a string says: escapes resolved, a line end and the blanks round it one blank, empty lines one line end."""
    if "\n" in inner:
        parts = [_WRAP.sub(" ", part).strip() for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", inner)]
        inner = "\n".join(parts)
    if "\\" in inner or '""' in inner:
        inner = _ESCAPE.sub(lambda m: '"' if m[1] is None else {"n": "\n", "t": "\t"}.get(m[1], m[1]), inner)
    return inner


def scan(text: str, line: int, column: int) -> tuple[list[Raw], str, int]:
    """The pieces of one line, its comment, and where a string that does not end begins (-1: none)."""
    raws: list[Raw] = []
    comment = ""
    add, new = raws.append, tuple.__new__  # Raw's own __new__ costs as much as everything else here
    for match in _PIECE.finditer(text):
        sort = match.lastindex
        if sort == _WORD:
            start, end = match.span(_WORD)
            add(new(Raw, ("word", match[_WORD], line, column + start, end - start, True)))
        elif sort == _MARK:
            found = match[_MARK]
            add(new(Raw, (found, found, line, column + match.start(_MARK), 1, True)))
        elif sort == _STRING:
            start, end = match.span(_STRING)
            inner = match[_STRING]
            said = spell(inner)
            add(new(Raw, ("string", said, line, column + start - 1, end - start + 2, said == inner)))
        elif sort == _COMMENT:
            comment = match[_COMMENT].rstrip()
        else:
            return raws, "", match.start(_OPEN)
    return raws, comment, -1


class _Cutter:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.found: list[Diagnostic] = []
        self.roots: list[Node] = []
        self.stack: list[Node] = []
        self.before: list[str] = []
        self.first_indent = ""

    def run(self) -> None:
        number = 0
        while number < len(self.lines):
            text = self.lines[number]
            number += 1
            if len(text) > LONGEST_LINE:
                self.complain(
                    "E104",
                    f"line {number} has {len(text):,} characters; a line may have {LONGEST_LINE:,}",
                    Span(self.file, number, 1, 0),
                    help="break it: a more indented line continues the line above",
                )
                continue
            body = text.lstrip(" \t")
            if not body or body.isspace():
                self.before.append("")
                continue
            if body[0] == ";":
                self.before.append(body.rstrip())
                continue
            lead = text[: len(text) - len(body)]
            raws, comment, opened = scan(body, number, len(lead) + 1)
            end_line = number
            if opened >= 0:
                number, end_line, comment = self.finish_string(raws, body, opened, number, len(lead) + 1)
            self.add(Node(raws, raws[0].line if raws else number, self.width(lead, end_line), [], comment), end_line)

    def finish_string(self, raws: list[Raw], body: str, opened: int, number: int, column: int) -> tuple[int, int, str]:
        """Read on to the end of a string that runs over lines; the number of lines read, the last line, the comment."""
        start = number
        parts, size = [body[opened + 1 :]], len(body)
        while number < len(self.lines) and size <= LONGEST_LINE:
            text = self.lines[number]
            if text and not text[0].isspace():
                break
            size += len(text)
            end = _STRING_END.match(text)
            number += 1
            if end is None:
                parts.append(text)
                continue
            parts.append(text[: end.end() - 1])
            said = spell("\n".join(parts))
            raws.append(Raw("string", said, start, column + opened, len(body) - opened, False))
            body, column = text[end.end() :], end.end() + 1
            more, comment, opened = scan(body, number, column)
            raws.extend(more)
            if opened < 0:
                return number, number, comment
            start, parts, size = number, [body[opened + 1 :]], len(body)  # another one begins behind it
        self.complain(
            "E105",
            "a quoted text does not end",
            Span(self.file, start, column + opened, len(body) - opened),
            label="it begins here",
            help='close it with "; a text may run over several lines only while these are indented',
        )
        raws.append(Raw("string", spell(body[opened + 1 :]), start, column + opened, len(body) - opened, False))
        return start, start, ""

    def width(self, lead: str, line: int) -> int:
        if not lead:
            return 0
        if "\t" not in lead:
            self.note_indent(" ", line)
            return len(lead)
        self.note_indent("\t" if lead.strip("\t") == "" else "mixed", line)
        return len(lead.expandtabs(8))

    def note_indent(self, sort: str, line: int) -> None:
        if not self.first_indent:
            self.first_indent = sort
            if sort != "mixed":
                return
        if sort != self.first_indent or sort == "mixed":
            if self.first_indent != "told":
                self.complain(
                    "W114",
                    "tabs and blanks are mixed in the indentation; a tab goes to the next multiple of 8",
                    Span(self.file, line, 1, 1),
                    help="indent with blanks only; `foedus fmt` does it",
                    warning=True,
                )
            self.first_indent = "told"

    def add(self, node: Node, end_line: int) -> None:
        if not node.raws:  # a comment behind a form feed or another blank that is none of ours
            self.before.append(node.comment)
            return
        node.before, self.before = tuple(self.before), []
        node.end_line = end_line
        if len(node.raws) > MOST_WORDS:
            self.complain(
                "E108",
                f"this line has {len(node.raws):,} words; it may have {MOST_WORDS:,}",
                self.span(node),
                help="split it over several lines of the same sort",
            )
            return
        self.check_parentheses(node)
        while self.stack and self.stack[-1].indent >= node.indent:
            self.stack.pop()
        if node.indent == 0:
            self.roots.append(node)
            self.stack = [node]
            return
        if not self.stack:
            if not self.roots:
                self.complain(
                    "E110",
                    "this line is indented, but nothing stands above it",
                    self.span(node),
                    help="a directive starts in the first column; its details are indented under it",
                )
            return
        parent = self.stack[-1]
        if parent.children and parent.children[0].indent != node.indent:
            first = parent.children[0]
            self.complain(
                "E106",
                f"this line is indented by {node.indent}, the other lines under line {parent.line} by {first.indent}",
                self.span(node),
                notes=(Note("such as this one", self.span(first)),),
                help="indent lines of one level alike",
            )
        if len(self.stack) >= DEEPEST:
            if len(self.stack) == DEEPEST:
                self.complain(
                    "E107",
                    f"lines are nested more than {DEEPEST} deep",
                    self.span(node),
                    help="details need at most four levels",
                )
            return
        parent.children.append(node)
        self.stack.append(node)

    def check_parentheses(self, node: Node) -> None:
        depth = 0
        for raw in node.raws:
            if raw.sort == "(":
                depth += 1
                if depth > DEEPEST_PARENTHESES:
                    self.complain(
                        "E109",
                        f"more than {DEEPEST_PARENTHESES} parentheses are open at once",
                        Span(self.file, raw.line, raw.column, 1),
                        help="split the condition over several clauses",
                    )
                    node.raws = node.raws[:1]
                    return
            elif raw.sort == ")":
                depth -= 1

    def span(self, node: Node) -> Span:
        first, last = node.raws[0], node.raws[-1]
        length = last.column + last.length - first.column if first.line == last.line else first.length
        return Span(self.file, first.line, first.column, length)

    def complain(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        label: str = "",
        notes: tuple[Note, ...] = (),
        help: str = "",
        warning: bool = False,
    ) -> None:
        self.found.append(Diagnostic(code, "warning" if warning else "error", message, span, label, notes, help))


def cut_with_end(text: str, file: str) -> tuple[list[Node], tuple[str, ...], list[Diagnostic]]:
    """As ``cut``, and the comments after the last line, as ``Node.before`` has them."""
    cutter = _Cutter(text, file)
    cutter.run()
    return cutter.roots, tuple(cutter.before), cutter.found


def cut(text: str, file: str) -> tuple[list[Node], list[Diagnostic]]:
    """The directives of a text, each with the lines under it, and what is wrong with their layout."""
    cutter = _Cutter(text, file)
    cutter.run()
    return cutter.roots, cutter.found
