"""Text <-> directives: files cut into lines, lines read by a grammar, mistakes told, and back to text again."""

from __future__ import annotations

from foedus.language.layout import format_text
from foedus.language.loader import Loaded, bundled_files, library_folder, load, prelude, read_supposition, read_text
from foedus.language.printer import print_directive, print_directives

__all__ = [
    "Loaded", "bundled_files", "format_text", "library_folder", "load", "prelude", "print_directive", "print_directives",
    "read_supposition", "read_text",
]  # fmt: skip
