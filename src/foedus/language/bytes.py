"""Bytes to text: what a file may be made of, and what to say when it is something else."""

from __future__ import annotations

import codecs
import unicodedata

from foedus.terms.diagnostics import Diagnostic, Span

__all__ = ["LARGEST_FILE", "LONGEST_LINE", "decode", "plain_lines"]

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes a file may have."""

LONGEST_LINE = 100_000
"""Characters a line may have."""

_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes, file: str) -> tuple[str, list[Diagnostic]]:
    """The text of a file, with ``\\n`` as its only line end; "" and a diagnostic when it is not UTF-8 text."""
    if len(data) > LARGEST_FILE:
        return "", [too_large(file, len(data))]
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            return "", [
                Diagnostic(
                    "E102",
                    "error",
                    f"{file} is encoded in {name}, not in UTF-8",
                    Span(file, 1, 1, 0),
                    help=f"convert it: iconv -f {name} -t UTF-8 {file} > new.foedus",
                )
            ]
    data = data.removeprefix(codecs.BOM_UTF8)
    nul = data.find(b"\0")
    if nul >= 0:
        line, column = _place(data, nul)
        return "", [
            Diagnostic(
                "E101",
                "error",
                f"{file} has a NUL byte on line {line}, column {column}: it is not a text file",
                Span(file, line, column, 0),
                help="check that this is the file you meant; case files are plain UTF-8 text",
            )
        ]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        guess = "windows-1252" if 0x80 <= data[error.start] < 0xA0 else "latin-1"
        return "", [
            Diagnostic(
                "E102",
                "error",
                f"{file} is not UTF-8: the byte 0x{data[error.start]:02x} on line {line}, column {column} "
                f"(byte {error.start + 1} of the file) belongs to another encoding",
                Span(file, line, column, 0),
                help=f"convert it, for example: iconv -f {guess} -t UTF-8 {file} > new.foedus",
            )
        ]
    return plain_lines(text), []


def too_large(file: str, size: int) -> Diagnostic:
    """The complaint about a file of ``size`` bytes."""
    return Diagnostic(
        "E103",
        "error",
        f"{file} has {size:,} bytes; a file may have {LARGEST_FILE:,}",
        help="split it, and join the parts with include lines",
    )


def plain_lines(text: str) -> str:
    """The same text with one sort of line end and with composed letters, so that equal names are equal."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _place(data: bytes, at: int) -> tuple[int, int]:
    """Line and column of a byte; what stands before it on the line is taken to be UTF-8."""
    start = data.rfind(b"\n", 0, at) + 1
    return data.count(b"\n", 0, at) + 1, len(data[start:at].decode("utf-8", "replace")) + 1
