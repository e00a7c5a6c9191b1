"""What the terms raise: a sentence for the reader and a hint on what to write instead."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["DateError", "DurationError", "GradeError", "QuantityError", "TermError", "shown", "shown_way"]


class TermError(Exception):
    """A word that cannot be read.

    message: what is wrong, one sentence without a full stop.  hint: what to write instead ("" where nothing helps).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class DateError(TermError):
    """A date, a time of day or a day number that is none, or one outside the years 1 to 9999."""


class DurationError(TermError):
    """A length of time that is none."""


class QuantityError(TermError):
    """A quantity that is none, or two quantities that cannot be compared."""


class GradeError(TermError):
    """An Admiralty grade that is none."""


def shown(word: str, limit: int = 40) -> str:
    """The word in quotation marks, cut when long: a hostile file must not fill the screen."""
    return f'"{word[: limit - 1]}…"' if len(word) > limit else f'"{word}"'


def shown_way(names: Sequence[str], between: str = " -> ", most: int = 12) -> str:
    """Names in a row, such as those of a circle; of a great many the first ones, their number and the last.

    >>> shown_way(["a", "b", "a"])
    'a -> b -> a'
    >>> shown_way([f"k{i}" for i in range(100)], most=4)
    'k0 -> k1 -> k2 -> … (96 more) -> k99'
    """
    if len(names) > most:
        names = [*names[: most - 1], f"… ({len(names) - most:,} more)", names[-1]]
    return between.join(names)
