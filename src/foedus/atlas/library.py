"""The treaty library's side of a coded alliance: which of its instruments carry an ATOP id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from foedus.language import bundled_files

__all__ = ["Linked", "linked"]

_HEADING = re.compile(r"^\d[^ ]*(?: OS)? [a-z]+ ([\w.-]+)")
_CODE = re.compile(r"^\s+atop ([\d, ]+)$")


@dataclass(frozen=True, slots=True)
class Linked:
    """One instrument of the library.  file: as ``foedus treaties FILE`` and ``include "treaties/FILE"`` take it."""

    instrument: str
    file: str


@cache
def linked() -> dict[int, tuple[Linked, ...]]:
    """ATOP id to the instruments of the library that carry it, in the order of their files.

    Read line by line, which the canonical layout of the bundled files allows, so that a list of alliances need not wait
    until every treaty has been resolved.
    """
    found: dict[int, list[Linked]] = {}
    for name, path in bundled_files("treaties").items():
        instrument = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line[0].isspace():
                heading = _HEADING.match(line)
                instrument = heading[1] if heading else ""
            elif instrument and (code := _CODE.match(line)):
                for number in code[1].split(","):
                    found.setdefault(int(number), []).append(Linked(instrument, name))
    return {number: tuple(those) for number, those in found.items()}
