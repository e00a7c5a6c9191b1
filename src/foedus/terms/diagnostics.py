"""What is wrong, as values: a code, a sentence, places, help.  Renderers are separate, pure functions.

Lines end with ``\\n`` (a ``\\r`` before it belongs to the end of line); nothing else ends a line, so whoever counts
lines for a ``Span`` must not use ``str.splitlines``, which also cuts at form feeds and other characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import total_ordering
from typing import Any, Literal

__all__ = [
    "Diagnostic",
    "FoedusError",
    "Note",
    "Severity",
    "Span",
    "render_concise",
    "render_full",
    "safe",
    "summary",
    "to_json",
]

Severity = Literal["error", "warning"]

WINDOW = 100
"""How many columns of a long line are shown round the caret."""

_MOST_NOTES = 10
_TAB = "    "
_JOINERS = "\u200c\u200d"  # Persian and Indic spelling needs them; they are invisible and harmless


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file.

    file: its name as the user knows it.  line: from 1.  column: from 1, counted in characters (a tab is one).
    length: in characters, on that line; 0 is a point (shown with one caret).

    >>> str(Span("tehran.foedus", 14, 21, 3))
    'tehran.foedus:14:21'
    """

    file: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Note:
    """Another place that matters, with what to say about it; without a span, a remark."""

    caption: str
    span: Span | None = None


@total_ordering
@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong or doubtful.

    code: stable, such as ``E203``.  message: one sentence, no full stop.  span: None where no place is to blame.
    label: the few words under the caret.  notes: the other places.  help: what to do about it.
    Sorts by file, line and column, those without a place first.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    label: str = ""
    notes: tuple[Note, ...] = ()
    help: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, int, str, str, str, str, str]:
        """File, line, column first; the rest makes the order of any two fixed."""
        at = self.span or Span("", 0, 0, 0)
        return (at.file, at.line, at.column, at.length, self.severity, self.code, self.message, self.label, self.help)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Diagnostic):
            return NotImplemented
        return self.sort_key < other.sort_key


class FoedusError(Exception):
    """What a library user catches: everything that was found wrong, as ``diagnostics``, in order of place.

    sources: the texts that the diagnostics point into, by file, where they are at hand.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], sources: Mapping[str, str] | None = None) -> None:
        self.sources: dict[str, str] = dict(sources or {})
        self.diagnostics: tuple[Diagnostic, ...] = tuple(sorted(diagnostics))
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return render_concise(self.diagnostics)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are.

    >>> summary([Diagnostic("E1", "error", "a"), Diagnostic("E1", "error", "b"), Diagnostic("W1", "warning", "c")])
    '2 errors, 1 warning'
    >>> summary([])
    'no errors'
    """
    found = [d.severity for d in diagnostics]
    counts = [(found.count(s), s) for s in ("error", "warning")]
    return ", ".join(f"{n} {s}{'s' if n != 1 else ''}" for n, s in counts if n) or "no errors"


def safe(text: str) -> str:
    """The text with everything escaped that could steer a terminal or reorder what is read.

    Control characters (tabs and line ends too), direction marks, line separators, lone surrogates.

    >>> print(safe("a\\x1b[31mred"))
    a\\x1b[31mred
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(c) for c in text)


def render_concise(diagnostics: Iterable[Diagnostic], *, color: bool = False) -> str:
    """One line each, ``file:line:col: error[E203]: message``, no newline at the end.

    >>> print(render_concise([Diagnostic("E203", "error", 'unknown actor "HZB"', Span("tehran.foedus", 14, 21, 3))]))
    tehran.foedus:14:21: error[E203]: unknown actor "HZB"
    """
    lines = []
    for d in sorted(diagnostics):
        where = f"{safe(str(d.span))}: " if d.span else ""
        lines.append(f"{where}{_paint(f'{d.severity}[{safe(d.code)}]', d.severity, color)}: {safe(d.message)}")
    return "\n".join(lines)


def to_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Plain dictionaries, ready for ``json.dumps``; texts raw, a missing span is None.

    >>> to_json([Diagnostic("E1", "error", "a")])[0]["span"] is None
    True
    """
    return [
        {
            "code": d.code,
            "severity": d.severity,
            "message": d.message,
            "span": _span_json(d.span),
            "label": d.label,
            "notes": [{"caption": n.caption, "span": _span_json(n.span)} for n in d.notes],
            "help": d.help,
        }
        for d in sorted(diagnostics)
    ]


def render_full(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], *, color: bool = False) -> str:
    """Each with the line it is about and a caret under the place, an empty line between, no newline at the end.

    sources: the text of each file, by the name that spans use; a file that is missing is named without its line.

    >>> found = Diagnostic("E203", "error", 'unknown actor "HZB"', Span("t.foedus", 2, 11, 3), "did you mean HEZ?")
    >>> print(render_full([found], {"t.foedus": "1912-03-13 treaty t\\n  parties HZB\\n"}))
     error[E203] at t.foedus:2:11   unknown actor "HZB"
        2 |   parties HZB
          |           ^^^ did you mean HEZ?
    """
    cut: dict[str, list[str]] = {}

    def line_of(span: Span) -> str | None:
        if span.file not in cut:
            cut[span.file] = sources[span.file].split("\n") if span.file in sources else []
        lines = cut[span.file]
        return lines[span.line - 1].removesuffix("\r") if 1 <= span.line <= len(lines) else None

    blocks = []
    for d in sorted(diagnostics):
        places = [s for s in (d.span, *(n.span for n in d.notes[:_MOST_NOTES])) if s]
        gutter = max([5, *(len(str(s.line)) for s in places)])
        where = f" at {safe(str(d.span))}" if d.span else ""
        out = [f" {_paint(f'{d.severity}[{safe(d.code)}]', d.severity, color)}{where}   {safe(d.message)}"]
        line = line_of(d.span) if d.span else None
        if d.span and line is not None:
            out += _snippet(d.span, line, d.label, gutter, d.severity, color)
        elif d.label:
            out.append(f"{' ' * gutter} = {safe(d.label)}")
        shown_file = d.span.file if d.span and line is not None else None
        for note in d.notes[:_MOST_NOTES]:
            line = line_of(note.span) if note.span else None
            if note.span and line is not None:
                if note.span.file != shown_file:
                    out.append(f"{' ' * gutter} -> {safe(str(note.span))}")
                    shown_file = note.span.file
                out += _snippet(note.span, line, note.caption, gutter, d.severity, color)
            else:
                at = f" ({safe(str(note.span))})" if note.span else ""
                out.append(f"{' ' * gutter} = note: {safe(note.caption)}{at}")
        if len(d.notes) > _MOST_NOTES:
            out.append(f"{' ' * gutter} = note: and {len(d.notes) - _MOST_NOTES:,} more places")
        if d.help:
            out.append(f"{' ' * gutter} = help: {safe(d.help)}")
        blocks.append("\n".join(out))
    return "\n\n".join(blocks)


def _snippet(span: Span, line: str, label: str, gutter: int, severity: Severity, color: bool) -> list[str]:
    """The line and, under it, the carets with the label."""
    start = min(max(span.column - 1, 0), len(line))
    end = min(start + max(span.length, 0), len(line))
    low, high = _window(line, start, end)
    before, under, after = (
        "".join(map(_shown_in_line, part)) for part in (line[low:start], line[start : min(end, high)], line[end:high])
    )
    left, right = "…" if low else "", "…" if high < len(line) else ""
    text = f"{span.line:>{gutter}} | {left}{before}{under}{after}{right}"
    carets = _paint("^" * max(_width(under), 1), severity, color)
    return [text.rstrip(), f"{' ' * gutter} | {' ' * _width(left + before)}{carets} {safe(label)}".rstrip()]


def _window(line: str, start: int, end: int) -> tuple[int, int]:
    """Which characters of the line to show: all, or about ``WINDOW`` columns, a third of them before the caret.

    Walks outwards from the caret, so that a line of a megabyte costs no more than its window.
    """
    if len(line) <= WINDOW and sum(_cost(c) for c in line) <= WINDOW:
        return 0, len(line)
    low, used = start, 0
    while low > 0 and used + _cost(line[low - 1]) <= WINDOW // 3:
        low -= 1
        used += _cost(line[low])
    high = start
    while high < len(line) and used + _cost(line[high]) <= WINDOW:
        used += _cost(line[high])
        high += 1
    if high == len(line):  # the end is near: what it leaves free goes to the part before
        while low > 0 and used + _cost(line[low - 1]) <= WINDOW:
            low -= 1
            used += _cost(line[low])
    return low, max(high, min(start + 1, end))


def _cost(char: str) -> int:
    return max(_width(_shown_in_line(char)), 1)  # at least 1: a run of combining marks must not make a window endless


def _width(text: str) -> int:
    """How many columns a terminal gives the text."""
    if text.isascii():
        return len(text)
    return sum(_columns(c) for c in text)


def _columns(char: str) -> int:
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _shown_in_line(char: str) -> str:
    return _TAB if char == "\t" else _shown(char)


def _shown(char: str) -> str:
    if char.isprintable() or char in _JOINERS or unicodedata.category(char) in ("Zs", "Co"):
        return char
    code = ord(char)
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    return short or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def _paint(text: str, severity: Severity, color: bool) -> str:
    if not color:
        return text
    return f"\x1b[1;{31 if severity == 'error' else 33}m{text}\x1b[0m"


def _span_json(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"file": span.file, "line": span.line, "column": span.column, "length": span.length}
