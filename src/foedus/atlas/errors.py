"""What the atlas raises."""

from __future__ import annotations

__all__ = ["AtlasError", "WrongQuestion"]


class AtlasError(Exception):
    """Something asked of the atlas that it cannot do.

    message: what is wrong, one sentence.  hint: what to do about it ("" where nothing helps).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class WrongQuestion(AtlasError):
    """What was asked is wrong: a name that nothing is called by, a year that no data cover, SQL that does not read."""
