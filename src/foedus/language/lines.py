"""Text to lines: words, quoted strings and marks of each line, and the tree that the indentation makes.

Nothing here knows a keyword.  Column 0 starts a directive; a line belongs to the nearest line above it that is less
indented.  A quoted string may run over several lines as long as these are indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.limits import DEEPEST_LINES, DEEPEST_PARENTHESES, LONGEST_LINE, MOST_WORDS

__all__ = ["Node", "Raw", "cut", "cut_by_one", "cut_with_end", "scan", "spell"]


MOST_KEPT = 1000
"""Mistakes of layout that are kept of one file."""

_CHAINED = frozenset({"not", "ally", "an", "any", "of"})


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
    broken: something is wrong with its layout, and has been said: it is not to be read.
    """

    raws: list[Raw]
    line: int
    indent: int
    children: list[Node] = field(default_factory=list)
    comment: str = ""
    before: tuple[str, ...] = ()
    end_line: int = 0
    broken: bool = False


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
_STRING_END = re.compile(r'((?:[^"\\]++|\\.|"")*+)"', re.DOTALL)
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
    def __init__(self, text: str, file: str, first: int = 1) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.first = first
        self.found: list[Diagnostic] = []
        self.stack: list[Node] = []
        self.before: list[str] = []
        self.first_indent = ""
        self.told_depth = False

    def run(self) -> Iterator[Node]:
        """The directives, each when all its lines are known."""
        lines, root, at = self.lines, None, 0
        while at < len(lines):
            text = lines[at]
            body = text.lstrip(" \t")
            if not body or body.isspace():
                self.before.append("")
                at += 1
                continue
            lead = text[: len(text) - len(body)]
            if body[0].isspace():
                body, lead = self.odd_blanks(body, lead, at)
            if body[0] == ";":
                self.before.append(body.rstrip())
                at += 1
                continue
            node, at = self.logical_line(body, lead, at)
            self.add(node)
            if node.indent == 0:
                if root is not None:
                    yield root
                root = node
        if root is not None:
            yield root

    def logical_line(self, body: str, lead: str, at: int) -> tuple[Node, int]:
        """A line with all that its quoted texts go on for; and the index of the line after it."""
        number = at + self.first
        column = len(lead) + 1
        if len(body) > LONGEST_LINE:
            self.complain(
                "E104",
                f"this line has {len(lead) + len(body):,} characters; a line may have {LONGEST_LINE:,}",
                Span(self.file, number, column, 0),
                help="break it: a more indented line continues the line above",
            )
            raws, comment, _ = scan(body[:100], number, column)
            raws = raws or [Raw("word", body[:100], number, column, 0)]
            return self.node(raws, lead, number, comment, number, broken=True), at + 1
        raws, comment, opened = scan(body, number, column)
        at, size, broken = at + 1, len(body), False
        line, offset = number, column
        while opened >= 0:
            start = (line, offset + opened, len(body) - opened)
            parts = [body[opened + 1 :]]
            end = None
            while end is None and at < len(self.lines) and size <= LONGEST_LINE:
                body = self.lines[at]
                if body and not body[0].isspace():
                    break
                at, size = at + 1, size + len(body)
                end = _STRING_END.match(body)
                parts.append(body if end is None else end[1])
            if end is None:
                escaped = parts[0].rstrip().endswith('\\"')
                self.complain(
                    "E105",
                    "a quoted text does not end",
                    Span(self.file, *start),
                    label='it begins here; \\" is a quotation mark within it' if escaped else "it begins here",
                    help='close it with "; a text may run over several lines only while these are indented',
                )
                broken = True
                at = line - self.first + 1  # what follows is read as lines of its own
                raws.append(Raw("string", spell(parts[0]), *start, False))
                break
            raws.append(Raw("string", spell("\n".join(parts)), *start, False))
            line, offset, body = at - 1 + self.first, end.end() + 1, body[end.end() :]
            more, comment, opened = scan(body, line, offset)
            raws += more
        return self.node(raws, lead, number, comment, at - 1 + self.first, broken=broken), at

    def node(self, raws: list[Raw], lead: str, number: int, comment: str, end_line: int, *, broken: bool) -> Node:
        made = Node(raws, number, self.width(lead, number), [], comment, tuple(self.before), end_line, broken)
        self.before = []
        if len(raws) > MOST_WORDS:
            self.complain(
                "E108",
                f"this line has {len(raws):,} words; it may have {MOST_WORDS:,}",
                self.span(made),
                help="split it over several lines of the same sort",
            )
            made.broken = True
            del raws[MOST_WORDS:]
        self.check_nesting(made)
        return made

    def odd_blanks(self, body: str, lead: str, at: int) -> tuple[str, str]:
        """A line indented by blanks that are neither spaces nor tabs: each counts as a space."""
        rest = body.lstrip()
        odd = body[: len(body) - len(rest)]
        sign = next(c for c in odd if c not in " \t")
        self.complain(
            "W117",
            f"this line is indented with other blanks than spaces (U+{ord(sign):04X})",
            Span(self.file, at + self.first, len(lead) + 1, len(odd)),
            help="put spaces in their place",
            warning=True,
        )
        return rest, lead + " " * len(odd)

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

    def add(self, node: Node) -> None:
        """Hang the node under the line that it belongs to."""
        while self.stack and self.stack[-1].indent >= node.indent:
            self.stack.pop()
        if node.indent == 0:
            self.stack = [node]
            return
        if not self.stack:
            self.complain(
                "E110",
                "this line is indented, but nothing stands above it",
                self.span(node),
                help="a directive starts in the first column; its details are indented under it",
            )
            self.stack = [Node([], node.line, -1, broken=True), node]
            return
        if self.stack[0].indent < 0:  # under a line that stands under nothing: said already
            self.stack.append(node)
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
        if len(self.stack) >= DEEPEST_LINES:
            if not self.told_depth:
                self.complain(
                    "E107",
                    f"lines are nested more than {DEEPEST_LINES} deep",
                    self.span(node),
                    help="a directive, its details and their details make three levels; more only continue a line",
                )
            self.told_depth = True
            return
        parent.children.append(node)
        self.stack.append(node)

    def check_nesting(self, node: Node) -> None:
        """What is nested without end would be read without end: parentheses, *not not …*, *an ally of an ally of …*."""
        if len(node.raws) <= DEEPEST_PARENTHESES:
            return  # too short for it
        depth = chain = 0
        for raw in node.raws:
            if raw.sort == "(":
                depth += 1
            elif raw.sort == ")":
                depth -= 1
            elif raw.sort == "word":
                chain = chain + 1 if raw.text in _CHAINED else 0
            if depth > DEEPEST_PARENTHESES or chain > DEEPEST_PARENTHESES:
                if depth > DEEPEST_PARENTHESES:
                    message, help_ = (
                        f"more than {DEEPEST_PARENTHESES} parentheses are open at once",
                        "split the condition over several clauses",
                    )
                else:
                    message, help_ = f'"{raw.text}" follows itself too often', "say it once"
                self.complain("E109", message, Span(self.file, raw.line, raw.column, raw.length), help=help_)
                node.broken = True
                return

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
        if len(self.found) < MOST_KEPT:
            self.found.append(Diagnostic(code, "warning" if warning else "error", message, span, label, notes, help))


def cut_with_end(text: str, file: str) -> tuple[list[Node], tuple[str, ...], list[Diagnostic]]:
    """As ``cut``, and the comments after the last line, as ``Node.before`` has them."""
    cutter = _Cutter(text, file)
    roots = list(cutter.run())
    return roots, tuple(cutter.before), cutter.found


def cut(text: str, file: str, first: int = 1) -> tuple[list[Node], list[Diagnostic]]:
    """The directives of a text, each with the lines under it, and what is wrong with their layout.

    first: the number of the text's first line in its file.
    """
    found: list[Diagnostic] = []
    return list(cut_by_one(text, file, found, first)), found


def cut_by_one(text: str, file: str, found: list[Diagnostic], first: int = 1) -> Iterator[Node]:
    """As ``cut``, one directive after the other; what is wrong is added to ``found`` as it is met."""
    cutter = _Cutter(text, file, first)
    cutter.found = found
    yield from cutter.run()
