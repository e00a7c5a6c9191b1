"""What every directive may carry: claims, refs, secrecy, the answers it is given under."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.terms.dates import Date
from foedus.terms.diagnostics import Span
from foedus.terms.grades import Grade

__all__ = ["Claim", "CodeRef", "Common", "Given", "Secrecy"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A source's word for (or against) the directive it stands under.

    source: id of the source, or the text between quotes for one not declared.
    through: the chain it came through, nearest last; each is a source whose distrust fells the claim.
    reported: the day it was said, never the day of the event.  None: not known when.
    denies: the source says it is not so.
    grade: Admiralty credibility (and, for an undeclared source, reliability).
    private_to: who alone was told (empty: public from the day it was said).
    """

    source: str
    reported: Date | None = None
    through: tuple[str, ...] = ()
    denies: bool = False
    grade: Grade | None = None
    id: str = ""
    quote: str = ""
    address: str = ""
    archive: str = ""
    private_to: tuple[str, ...] = ()
    refs: tuple[CodeRef, ...] = ()
    source_quoted: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class CodeRef:
    """``ref report 33``, ``atop 1350``, ``plover ASSAULT``, ``cow 300``: a scheme and a value in it."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Given:
    """``given hostages is guards``: the directive stands only on that answer."""

    question: str
    answer: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Who knows, and when it was published.

    until: the day of publication; None: never published.
    known_to: actors told beyond those who took part, each from its day (None: from the start).
    """

    until: Date | None = None
    known_to: tuple[tuple[str, Date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Common:
    """What every directive may carry."""

    id: str = ""
    claims: tuple[Claim, ...] = ()
    given: tuple[Given, ...] = ()
    secrecy: Secrecy | None = None
    refs: tuple[CodeRef, ...] = ()
    note: str = ""
    span: Span | None = None
