"""Bytes to text: what a file may be made of, and what to say when it is something else."""

from __future__ import annotations

import codecs
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from foedus.terms.diagnostics import Diagnostic, Span
from foedus.terms.limits import LARGEST_FILE, LONGEST_LINE, MOST_LINES

__all__ = [
    "decode",
    "odd_signs",
    "plain_lines",
    "read_bytes",
    "too_large",
    "too_many_lines",
]

_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_LEADING_MARK = re.compile("^\ufeff+", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_MOST_ODD = 20


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, one more than it may have at most.

    Raises OSError; and ValueError, with the reason, for what is no file: from a pipe or a device bytes may never end.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise ValueError("it is a folder")
    if not stat.S_ISREG(mode):
        raise ValueError("it is a device or a pipe, not a file")
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def decode(data: bytes, file: str) -> tuple[str, list[Diagnostic], str]:
    """The text of a file, with ``\\n`` as its only line end; or "" and what is wrong when it is not UTF-8 text.

    The third is what can be shown of a file that is none, for the message to point into.
    """
    if len(data) > LARGEST_FILE:
        return "", [too_large(file, len(data))], ""
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            wrong = Diagnostic(
                "E102",
                "error",
                f"this file is encoded in {name}, not in UTF-8",
                Span(file, 1, 1, 0),
                help=f"convert it: iconv -f {name} -t UTF-8 {file} > new.foedus",
            )
            shown = data.decode(name, "replace").removeprefix("\ufeff") if len(data) < LONGEST_LINE else ""
            return "", [wrong], shown
    data = data.removeprefix(codecs.BOM_UTF8)
    nul = data.find(b"\0")
    if nul >= 0:
        span, text = _shown_at(data, nul, file)
        coding = _unmarked(data)
        if coding:
            wrong = Diagnostic(
                "E102",
                "error",
                f"this file is encoded in {coding}, not in UTF-8",
                Span(file, 1, 1, 0),
                help=f"convert it: iconv -f {coding} -t UTF-8 {file} > new.foedus",
            )
            return "", [wrong], data[:200].decode(coding, "replace")
        wrong = Diagnostic(
            "E101",
            "error",
            "this is no text: there is a NUL byte in it",
            span,
            help="check that this is the file you meant; case files are plain UTF-8 text",
        )
        return "", [wrong], text
    try:
        return plain_lines(data.decode("utf-8")), [], ""
    except UnicodeDecodeError as error:
        byte = data[error.start]
        span, text = _shown_at(data, error.start, file)
        guess = "windows-1252" if 0x80 <= byte < 0xA0 else "latin-1"
        letter = bytes([byte]).decode(guess, "replace")
        wrong = Diagnostic(
            "E102",
            "error",
            f"this file is not in UTF-8: the byte 0x{byte:02x} belongs to another encoding",
            span,
            f'perhaps "{letter}"' if letter.isprintable() else "",
            help=f"convert it, for example: iconv -f {guess} -t UTF-8 {file} > new.foedus",
        )
        return "", [wrong], text


def _unmarked(data: bytes) -> str:
    """UTF-16LE or UTF-16BE, where a file without a mark at its beginning looks like it; else nothing.

    What is written in Latin letters has a zero in most second bytes then; so the first line tells.
    """
    start = data[:64]
    for name, letters, zeros in (("UTF-16LE", start[0::2], start[1::2]), ("UTF-16BE", start[1::2], start[0::2])):
        if len(start) >= 8 and zeros.count(0) * 2 >= len(zeros) and 0 not in letters:
            return name
    return ""


def too_large(file: str, size: int) -> Diagnostic:
    """The complaint about a file of ``size`` bytes."""
    return Diagnostic(
        "E103",
        "error",
        f"{file} has {size:,} bytes; a file may have {LARGEST_FILE:,}",
        help="split it, and join the parts with include lines",
    )


def plain_lines(text: str) -> str:
    """The same text with one sort of line end and with composed letters, so that equal names are equal.

    A byte order mark at the beginning of a line says nothing: files that were joined have them in their midst.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufeff" in text:
        text = _LEADING_MARK.sub("", text)
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def too_many_lines(text: str, file: str) -> Diagnostic | None:
    """The complaint about a text of very many lines; None if it has not so many."""
    lines = text.count("\n") + 1
    if lines <= MOST_LINES:
        return None
    return Diagnostic(
        "E103",
        "error",
        f"{file} has {lines:,} lines; a file may have {MOST_LINES:,}",
        help="split it, and join the parts with include lines",
    )


def odd_signs(text: str, file: str) -> Iterator[Diagnostic]:
    """Warnings about what looks like something else: marks that turn the direction of reading, letters of two scripts."""
    if text.isascii():
        return
    told = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() or told >= _MOST_ODD:
            continue
        mark = _DIRECTIONS.search(line)
        if mark is not None:
            told += 1
            yield Diagnostic(
                "W115",
                "warning",
                f"this line has an invisible mark that turns the direction of reading (U+{ord(mark[0]):04X})",
                Span(file, number, mark.start() + 1, 1),
                "what is shown need not be what is read",
                help="take it out",
            )
        for word in _WORD.finditer(line):
            if not word[0].isascii() and (odd := _other_script(word[0])) is not None:
                told += 1
                yield Diagnostic(
                    "W116",
                    "warning",
                    f'"{word[0]}" mixes letters that look alike',
                    Span(file, number, word.start() + odd + 1, 1),
                    f"this one is {unicodedata.name(word[0][odd], 'unknown').lower()}",
                    help="write the word in one alphabet",
                )


def _other_script(word: str) -> int | None:
    """Where a word that has Latin letters has a Greek or Cyrillic one (or the other way round); None: nowhere."""
    scripts = [unicodedata.name(c, "").partition(" ")[0] for c in word]
    if len(set(scripts) & {"LATIN", "GREEK", "CYRILLIC"}) < 2:
        return None
    most = max({"LATIN", "GREEK", "CYRILLIC"} & set(scripts), key=lambda s: (scripts.count(s), s))
    return next(i for i, s in enumerate(scripts) if s != most and s in ("LATIN", "GREEK", "CYRILLIC"))


def _shown_at(data: bytes, at: int, file: str) -> tuple[Span, str]:
    """Where a byte stands, and the text up to the end of its line with what is no UTF-8 in it made visible."""
    start = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    before = data[:start].decode("utf-8", "backslashreplace")
    lead = data[start:at].decode("utf-8", "backslashreplace")
    rest = data[at : min(len(data) if end < 0 else end, at + 200)].decode("utf-8", "backslashreplace")
    span = Span(file, before.count("\n") + 1, len(lead) + 1, 4 if rest.startswith("\\x") else 1)
    return span, f"{before}{lead}{rest}"
