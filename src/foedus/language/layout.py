"""One canonical layout of a text, comments kept.

Works on lines and words, before any meaning: so a file whose sentences are wrong can still be laid out, and no word is
ever lost.  Two blanks a level, one blank between words, at most one empty line, what follows *when* and *then* lined up,
comments at the ends of neighbouring lines lined up.  A line that is too long is broken after a comma or before *and* and
*or*, where a more indented line continues it; a text at its end is wrapped.  Lines that somebody broke stay broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from foedus.language.bytes import plain_lines, too_many_lines
from foedus.language.lines import Node, Raw, cut_with_end
from foedus.terms.diagnostics import Diagnostic, FoedusError, Span
from foedus.terms.limits import DEEPEST_LINES, LONGEST_LINE

__all__ = ["WIDTH", "format_text", "quoted"]

WIDTH = 120
"""Columns after which a line is broken where it can be."""

STEP = "  "
_LINED_UP = frozenset({"when", "unless", "until", "then", "demand"})
_WITH_DETAILS = frozenset({"clause", "claim", "answer"})  # more indented lines under these do not continue them
_FURTHEST = 40
"""Blanks that may be put before a comment at the end of a line, to line it up with its neighbours."""

_ESCAPED = re.compile(r'["\\\t\n]')
_ESCAPES = {"\t": "\\t", "\n": "\\n"}
_ONE_BLANK = re.compile(r"(?<! ) (?! )")


class _Line(NamedTuple):
    """A line of the result, and the comment at its end."""

    text: str
    comment: str = ""


def format_text(text: str, file: str = "<text>") -> str:
    """The text in its canonical layout; laying that out again changes nothing.

    Raises FoedusError, with every mistake of its layout, when the text cannot be cut into lines; its sentences need not
    be right.
    """
    plain = plain_lines(text)
    many = too_many_lines(plain, file)
    if many is not None:
        raise FoedusError([many], {})
    nodes, after, found = cut_with_end(plain, file)
    wrong = [d for d in found if d.severity == "error"]
    if wrong:
        raise FoedusError(wrong, {file: plain})
    lines: list[_Line] = []
    for node in nodes:
        begin = len(lines)
        _lay_out(node, 0, 0, lines)
        wrong += _too_long(node, file, lines[begin:])
    if wrong:
        raise FoedusError(wrong, {file: plain})
    lines += _comments(after, "")
    return "".join(f"{line}\n" for line in _lined_up(list(_without_doubles(lines))))


def quoted(text: str) -> str:
    """A text between quotation marks, as a file spells it on one line."""
    return f'"{_ESCAPED.sub(lambda m: _ESCAPES.get(m[0], f"{chr(92)}{m[0]}"), text)}"'


# -- lines -------------------------------------------------------------------------------------------------------------


def _lay_out(node: Node, depth: int, pad: int, lines: list[_Line]) -> None:
    """A line, the comments above it, and everything under it.  pad: columns that its keyword is filled up to."""
    lines += _comments(node.before, STEP * depth)
    *first, last = _own(node, depth, pad)
    lines += map(_Line, first)
    lines.append(_Line(last, node.comment))
    if not node.children:
        return
    starts = [child.raws[0].text if child.raws[0].sort == "word" else "" for child in node.children]
    width = max(len(word) for word in starts if word in _LINED_UP) if "then" in starts else 0
    for child, word in zip(node.children, starts, strict=True):
        _lay_out(child, depth + 1, width if word in _LINED_UP else 0, lines)


def _own(node: Node, depth: int, pad: int) -> list[str]:
    """The words of a node: one line, or more where it is too long or ends with a text of several paragraphs."""
    whole = _start(node.raws, depth, pad) + _joined(node.raws[1:] if pad else node.raws)
    last = node.raws[-1]
    if len(whole) <= WIDTH and not (last.sort == "string" and "\n" in last.text):
        return [whole.rstrip()]
    first, *others = _broken(node.raws, depth, pad) if _continuable(node, depth) else [node.raws]
    lines = _with_text(first, depth, pad, STEP * (2 if others or node.children else 1))
    for raws in others:
        lines += _with_text(raws, depth + 1, 0, STEP)
    return lines


def _start(raws: Sequence[Raw], depth: int, pad: int) -> str:
    """The indentation, and with ``pad`` the keyword and the blanks behind it."""
    return f"{STEP * depth}{raws[0].text:<{pad}}  " if pad else STEP * depth


def _with_text(raws: Sequence[Raw], depth: int, pad: int, step: str) -> list[str]:
    """Words of one line, with the text at its end wrapped, if it is the only one, where they are too long."""
    start, words = _start(raws, depth, pad), raws[1:] if pad else raws
    whole, last = (start + _joined(words)).rstrip(), raws[-1]
    if sum(raw.sort == "string" for raw in raws) != 1 or last.sort != "string":
        return [whole]
    if len(whole) <= WIDTH and "\n" not in last.text:
        return [whole]
    before = (start + _joined(words[:-1])).rstrip()
    return _wrapped(f"{before} " if before else STEP * depth, last.text, STEP * depth + step) or [whole]


def _continuable(node: Node, depth: int) -> bool:
    """Whether more indented lines under this one belong to it, and can be added."""
    word = node.raws[0].text
    return word == "expect" if depth == 0 else word not in _WITH_DETAILS and depth < DEEPEST_LINES - 1


def _joined(raws: Sequence[Raw]) -> str:
    """One blank between words; none before a comma, a colon, a closing parenthesis, nor after an opening one."""
    text, before = "", "("
    for raw in raws:
        sort = raw.sort
        if before != "(" and sort not in (",", ":", ")"):
            text += " "
        text += quoted(raw.text) if sort == "string" else raw.text
        before = sort
    return text


def _broken(raws: Sequence[Raw], depth: int, pad: int) -> list[Sequence[Raw]]:
    """The words of each line, where one is too short for them all: as many pieces as it takes."""
    here = len(_start(raws, depth, pad))
    lines: list[list[Raw]] = [[raws[0]] if pad else []]
    for number, piece in enumerate(_pieces(raws[1:] if pad else raws, fixed=not pad)):
        length = len(_joined(piece))
        if number and here + 1 + length > WIDTH:
            lines.append([])
            here = len(STEP) * (depth + 1) - 1
        lines[-1] += piece
        here += length + bool(number)
    return list(lines)


def _pieces(raws: Sequence[Raw], *, fixed: bool) -> list[list[Raw]]:
    """Words that stay together: up to a comma, or from an *and* or *or*, outside parentheses; and texts in a row.

    fixed: the first word stays with the second.
    """
    pieces: list[list[Raw]] = [[]]
    depth, before = 0, ""
    for place, raw in enumerate(raws):
        sort = raw.sort
        if (
            depth == 0
            and place > fixed
            and sort not in (",", ":", ")")
            and (before == "," or (sort == "word" and raw.text in ("and", "or")) or sort == before == "string")
        ):
            pieces.append([])
        pieces[-1].append(raw)
        depth += (sort == "(") - (sort == ")")
        before = sort
    return pieces


def _wrapped(start: str, text: str, lead: str) -> list[str]:
    """A text over several lines, its paragraphs apart by an empty line; none where that would not read as the same."""
    paragraphs = text.split("\n")
    if not all(p and p == p.strip() for p in paragraphs):
        return []
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        first, *words = _ONE_BLANK.split(quoted(paragraph)[1:-1] + ('"' if number == len(paragraphs) - 1 else ""))
        lines += [""] if number else []
        here = (lead if number else f'{start}"') + first
        for word in words:
            if len(here) + 1 + len(word) > WIDTH:
                lines.append(here)
                here = lead + word
            else:
                here += f" {word}"
        lines.append(here)
    return lines if sum(map(len, lines)) < LONGEST_LINE else []


# -- comments and empty lines ------------------------------------------------------------------------------------------


def _comments(found: Iterable[str], lead: str) -> Iterator[_Line]:
    for comment in found:
        yield _Line(f"{lead}{comment}" if comment else "")


def _without_doubles(lines: Iterable[_Line]) -> Iterator[_Line]:
    """No empty line first, last, or after another."""
    empty, begun = False, False
    for line in lines:
        if not line.text:
            empty = begun
            continue
        if empty:
            yield _Line("")
        yield line
        empty, begun = False, True


def _lined_up(lines: Sequence[_Line]) -> Iterator[str]:
    """The comments at the ends of neighbouring lines in one column, where that does not take them too far away."""
    place = 0
    while place < len(lines):
        if not lines[place].comment:
            yield lines[place].text
            place += 1
            continue
        end, least, most = place, len(lines[place].text), 0
        while end < len(lines) and lines[end].comment:
            length = len(lines[end].text)
            if max(most, length) - min(least, length) > _FURTHEST:
                break
            least, most = min(least, length), max(most, length)
            end += 1
        yield from (f"{text:<{most}}  {comment}" for text, comment in lines[place:end])
        place = end


def _too_long(node: Node, file: str, lines: Sequence[_Line]) -> Iterator[Diagnostic]:
    """What could be cut, and would be too long to be cut again with the blanks that it is owed."""
    if max(len(text) for text, _ in lines) > LONGEST_LINE:
        yield Diagnostic(
            "E104",
            "error",
            f"a line of this directive has more than {LONGEST_LINE:,} characters when it is laid out",
            Span(file, node.line, 1, 0),
            help="break it: a more indented line continues the line above",
        )
