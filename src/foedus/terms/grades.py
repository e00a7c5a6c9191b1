"""Admiralty grades: how reliable a source is, and how credible one piece of what it says.

The two-character scheme is that of NATO's Allied Joint Publication AJP-2.1, *Allied Joint Doctrine for Intelligence
Procedures*; the short names are the scheme's, the explanations are ours.  Letters and figures are judged apart from
each other, and neither scale is a ranking to its end: F and 6 say that nothing is known, which is not the same as bad.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from foedus.terms.errors import GradeError, shown

__all__ = ["CREDIBILITY", "RELIABILITY", "Credibility", "Grade", "GradeError", "Reliability", "is_grade", "parse_grade"]

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]

RELIABILITY: dict[Reliability, tuple[str, str]] = {
    "A": ("completely reliable", "nothing speaks against it, and it has always been right"),
    "B": ("usually reliable", "small doubts; most of what it said proved right"),
    "C": ("fairly reliable", "some doubts; it has been right before"),
    "D": ("not usually reliable", "serious doubts, though it has been right at times"),
    "E": ("unreliable", "known for saying what was not so"),
    "F": ("reliability cannot be judged", "too little is known about it to say"),
}
"""For each letter its short name and what it means."""

CREDIBILITY: dict[Credibility, tuple[str, str]] = {
    1: ("confirmed by other sources", "independent sources say the same, and it fits all that is known"),
    2: ("probably true", "not confirmed, yet it makes sense and fits most of what is known"),
    3: ("possibly true", "not confirmed; it makes some sense and fits part of what is known"),
    4: ("doubtful", "possible, but little or nothing that is known supports it"),
    5: ("improbable", "what is known speaks against it"),
    6: ("truth cannot be judged", "there is nothing to compare it with"),
}
"""For each figure its short name and what it means."""

_GRADE = re.compile(r"([A-F])?([1-6])?")


@dataclass(frozen=True, slots=True)
class Grade:
    """reliability: of the source, A to F.  credibility: of the claim, 1 to 6.  None: not graded in this respect.

    >>> parse_grade("D3")
    Grade(reliability='D', credibility=3)
    >>> str(parse_grade("F6"))
    'F6'
    """

    reliability: Reliability | None = None
    credibility: Credibility | None = None

    def __post_init__(self) -> None:
        if self.reliability not in (None, *RELIABILITY) or self.credibility not in (None, *CREDIBILITY):
            raise GradeError(f"{shown(str(self))} is no grade", "letters are A to F, figures 1 to 6")
        if self.reliability is None and self.credibility is None:
            raise GradeError("a grade needs a letter, a figure or both", "write D3, D or 3")

    def __str__(self) -> str:
        return f"{self.reliability or ''}{self.credibility or ''}"

    @property
    def words(self) -> str:
        """The short names of the scheme.

        >>> parse_grade("D3").words
        'not usually reliable, possibly true'
        """
        parts = []
        if self.reliability:
            parts.append(RELIABILITY[self.reliability][0])
        if self.credibility:
            parts.append(CREDIBILITY[self.credibility][0])
        return ", ".join(parts)


def parse_grade(word: str) -> Grade:
    """Read ``D3``, ``D`` or ``3``.  Raises GradeError."""
    match = _GRADE.fullmatch(word)
    if match is None or not word:
        upper = word.upper()
        if re.fullmatch(r"[A-F]?[1-6]?|[1-6][A-F]", upper) and word:
            better = "".join(sorted(upper, reverse=True))
            raise GradeError(f"{shown(word)} is no grade", f"write {better}")
        raise GradeError(
            f"{shown(word)} is no grade",
            "write a letter A to F for the source and a figure 1 to 6 for the claim, as in D3; or one of them",
        )
    return Grade(
        cast("Reliability", match[1]) if match[1] else None, cast("Credibility", int(match[2])) if match[2] else None
    )


def is_grade(word: str) -> bool:
    """Whether the word is a grade; a bare letter or figure is.

    >>> [is_grade(w) for w in ("D3", "D", "3", "G1", "AB", "")]
    [True, True, True, False, False, False]
    """
    return bool(word) and _GRADE.fullmatch(word) is not None
