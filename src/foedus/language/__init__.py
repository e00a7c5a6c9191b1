"""Text <-> directives: files cut into lines, lines read by a grammar, mistakes told, and back to text again."""

from __future__ import annotations

from foedus.language.layout import format_text
from foedus.language.loader import Loaded, bundled_files, library_folder, load, prelude, read_supposition, read_text

__all__ = [
    "Loaded", "bundled_files", "format_text", "library_folder", "load", "prelude", "read_supposition", "read_text",
]  # fmt: skip
