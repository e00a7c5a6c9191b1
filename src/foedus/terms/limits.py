"""How much of anything a case may have: every bound in one place, so that a hostile file costs seconds and no more.

Each is far above what a case needs.  What passes one is refused with a message that says the bound, or, where the answer
can still be given without it, cut off with a warning.  The page of messages (``docs/errors.md``) lists them from here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "CANDIDATE_DAYS", "DEEPEST_INCLUDES", "DEEPEST_LINES", "DEEPEST_PARENTHESES", "DISJUNCTS", "LARGEST_AMOUNT",
    "LARGEST_CASE", "LARGEST_CLOSURE", "LARGEST_FILE", "LIMITS", "LONGEST_DATE", "LONGEST_LINE", "LONGEST_NAME",
    "MOST_FILES", "MOST_LINES", "MOST_TOLD", "MOST_WORDS", "Limit",
]  # fmt: skip

# -- files ---------------------------------------------------------------------------------------------------------------

LARGEST_FILE: Final = 16 * 1024 * 1024
"""Bytes a file may have."""

MOST_LINES: Final = 500_000
"""Lines a file may have."""

MOST_FILES: Final = 2000
"""Files that one case may come to, includes counted."""

DEEPEST_INCLUDES: Final = 100
"""Files that may include one another in a row."""

LARGEST_CASE: Final = 64 * 1024 * 1024
"""Characters that all files of one case may have together."""

# -- lines ---------------------------------------------------------------------------------------------------------------

LONGEST_LINE: Final = 100_000
"""Characters a line may have; a text over several lines, too."""

MOST_WORDS: Final = 10_000
"""Words, strings and marks a line may have, its continuation lines included."""

DEEPEST_LINES: Final = 32
"""Levels of indentation a file may have."""

DEEPEST_PARENTHESES: Final = 50
"""Parentheses that may be open at once; and words such as *not* that may follow themselves."""

LONGEST_NAME: Final = 200
"""Characters a name may have."""

LONGEST_DATE: Final = 100
"""Characters beyond which a word is no date."""

LARGEST_AMOUNT: Final = 999_999
"""The largest number of days, months or years that a length of time may have."""

# -- meaning -------------------------------------------------------------------------------------------------------------

LARGEST_CLOSURE: Final = 2_000_000
"""Pairs of a thing and one above it that a taxonomy may come to."""

DISJUNCTS: Final = 64
"""Alternatives that a condition may come to when it is multiplied out."""

CANDIDATE_DAYS: Final = 12
"""Days that an uncertain date is looked at on; of more, the first and last are among those kept."""

MOST_TOLD: Final = 100
"""Mistakes of one file, or of one case, that are told in full."""


class Limit(NamedTuple):
    """A bound as the page of messages lists it.  code: of the message; "" where nothing is refused."""

    what: str
    most: int
    code: str


LIMITS: Final = (
    Limit("bytes of a file", LARGEST_FILE, "E103"),
    Limit("lines of a file", MOST_LINES, "E103"),
    Limit("files of a case, those included counted", MOST_FILES, "E222"),
    Limit("files that include one another in a row", DEEPEST_INCLUDES, "E222"),
    Limit("characters of all files of a case", LARGEST_CASE, "E222"),
    Limit("characters of a line", LONGEST_LINE, "E104"),
    Limit("words of a line, with those that continue it", MOST_WORDS, "E108"),
    Limit("levels of indentation", DEEPEST_LINES, "E107"),
    Limit("parentheses open at once; *not* before *not*", DEEPEST_PARENTHESES, "E109"),
    Limit("characters of a name", LONGEST_NAME, "E201"),
    Limit("days, weeks, months or years of a length of time", LARGEST_AMOUNT, "E208"),
    Limit("kinds above kinds, or places above places, counted in pairs", LARGEST_CLOSURE, "E303"),
    Limit("alternatives of a condition, multiplied out", DISJUNCTS, "E334"),
    Limit("mistakes told in full; the rest is counted", MOST_TOLD, "E100"),
)
"""The bounds that a file can meet, in the order in which it meets them."""
