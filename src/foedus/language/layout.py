"""One canonical layout of a text, comments kept.

Works on lines and words, before any meaning: so a file whose sentences are wrong can still be laid out, and no word is
ever lost.  Two blanks a level, one blank between words, at most one empty line, long texts wrapped, and the conditions
of a clause lined up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

from foedus.language.bytes import plain_lines
from foedus.language.lines import Node, Raw, cut_with_end
from foedus.terms.diagnostics import FoedusError

__all__ = ["WIDTH", "format_text", "quoted"]

WIDTH = 118
"""Columns after which a quoted text is wrapped."""

STEP = "  "
_LINED_UP = ("when", "unless", "until", "then")
_LISTS = ("verb", "performed", "partly", "broken", "becomes")  # lines of texts, continued by more indented ones
_PAIR = "\x01\x01"
_PLAIN = re.compile(r'["\\\t]')


def format_text(text: str, file: str = "<text>") -> str:
    """The text in its canonical layout; laying that out again changes nothing.

    Raises FoedusError, with every mistake of its layout, when the text cannot be cut into lines.
    """
    plain = plain_lines(text.removeprefix("\ufeff"))
    nodes, after, found = cut_with_end(plain, file)
    wrong = [d for d in found if d.severity == "error"]
    if wrong:
        raise FoedusError(wrong, {file: plain})
    lines: list[str] = []
    for node in nodes:
        lines += _lines(node, 0, 0)
    lines += _comments(after, "")
    return "".join(f"{line}\n" for line in _without_doubles(lines))


def quoted(text: str) -> str:
    """A text between quotation marks, as a file spells it on one line; paragraphs are joined by an escaped line end."""
    return '"' + _PLAIN.sub(lambda m: {"\t": "\\t"}.get(m[0], "\\" + m[0]), text).replace("\n", "\\n") + '"'


def _without_doubles(lines: Iterable[str]) -> Iterator[str]:
    """No empty line first, last, or after another."""
    empty, begun = False, False
    for line in lines:
        if not line:
            empty = begun
            continue
        if empty:
            yield ""
        yield line
        empty, begun = False, True


def _comments(found: Iterable[str], lead: str) -> Iterator[str]:
    for comment in found:
        yield f"{lead}{comment}" if comment else ""


def _lines(node: Node, depth: int, pad: int) -> Iterator[str]:
    """A line, the comments above it, and everything under it.  pad: columns that its keyword is filled up to."""
    lead = STEP * depth
    yield from _comments(node.before, lead)
    yield from _with_comment(_words(node.raws, lead, pad), node.comment)
    clauselike = any(child.raws[0].text == "then" for child in node.children)
    lined_up = [c.raws[0].text for c in node.children if c.raws[0].sort == "word" and c.raws[0].text in _LINED_UP]
    width = max(map(len, lined_up), default=0) if clauselike else 0
    for child in node.children:
        mine = width if child.raws[0].sort == "word" and child.raws[0].text in _LINED_UP else 0
        yield from _lines(child, depth + 1, mine)


def _with_comment(lines: list[str], comment: str) -> list[str]:
    return [*lines[:-1], f"{lines[-1]}  {comment}"] if comment else lines


def _words(raws: list[Raw], lead: str, pad: int) -> list[str]:
    """The words of one line; more than one line where a quoted text is long or has paragraphs."""
    done: list[str] = []
    here = lead
    for place, raw in enumerate(raws):
        text = quoted(raw.text) if raw.sort == "string" else raw.text
        if place and not (raw.sort in (",", ":", ")") or raws[place - 1].sort == "("):
            here += " "
        if raw.sort == "string" and ("\n" in raw.text or len(here) + len(text) > WIDTH):
            if raws[0].text in _LISTS and place > 1:
                done.append(here.rstrip())
                here = lead + STEP + text
                continue
            before, *more = _wrapped(raw.text, here, lead + STEP)
            here = before
            if more:
                done += [before, *more[:-1]]
                here = more[-1]
            continue
        here += text
        if place == 0 and pad:
            here += " " * (pad + 1 - len(text))
    return [*done, here.rstrip()]


def _wrapped(text: str, first: str, lead: str) -> list[str]:
    """A quoted text over several lines: paragraphs apart by an empty line, all but the first line indented."""
    lines: list[str] = []
    paragraphs = text.split("\n")
    for number, paragraph in enumerate(paragraphs):
        inner = quoted(paragraph)[1:-1].replace("  ", _PAIR)  # a line may end only where one blank stands
        begin = f'{first}"' if number == 0 else lead
        last = '"' if number == len(paragraphs) - 1 else ""
        found = wrap(
            inner + last, WIDTH, initial_indent=begin, subsequent_indent=lead, break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip
        if lines:
            lines.append("")
        lines += [line.replace(_PAIR, "  ") for line in found] or [begin + last]
    return lines
