"""What a file asks of itself, and what it weighs answers with: expect lines, presets, weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.directives.common import Common
from foedus.directives.phrases import ClauseRef
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Span

__all__ = ["Chance", "Expect", "Preset", "Rate", "Subject", "ViewTerm", "Weights"]


@dataclass(frozen=True, slots=True)
class Rate:
    """``rate defence 36 of 59 until 1944``: how often words of a sort were kept, in what is counted.

    type: an obligation type, or "any".   share: from 0 to 1.   kept, of: counts, so that an interval can be computed;
    0 and 0 where only the share is published (``rate any 0.745``).   start, end: the era of the obligation's opening
    (None: open).
    """

    type: str
    share: float
    kept: int = 0
    of: int = 0
    start: Date | None = None
    end: Date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """``preset berkemeier-fuhrmann "…"``: published rates of kept words, used as probabilities of choices."""

    id: str
    title: str = ""
    rates: tuple[Rate, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Weights:
    """``weights admiralty "…"``: the probability that each Admiralty grade stands for.

    grades: (grade, probability), the grade a letter A to F (of a source) or a figure 1 to 6 (of a claim).
    """

    id: str
    title: str = ""
    grades: tuple[tuple[str, float], ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class ViewTerm:
    """One switch of a view as an ``expect`` line says it.

    word: without | believing | accepting | rejecting | known-on | known-to | if | dropping | until | honour |
    given-conduct (which stands alone)
    """

    word: str
    names: tuple[str, ...] = ()
    date: Date | None = None
    sentence: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What an ``expect`` line is about.

    form "owes":        debtor owes creditor act [against adversary] [under ref]  (creditor may be None: to anybody)
    form "ref":         an instrument or clause: ``dual-alliance clause 1``
    form "name":        an event, claim, question, threat or reading id
    form "holds":       person holds office
    form "reaches":     office reaches office (shortest access); ``via`` gives the path expected
    form "tripwire":    the event of the sentence ``name`` (on the day after; "": any event) binds debtor [against
                        adversary] [under ref]
    form "conflict":    a conflict of obligations of debtor [between ref and other]
    """

    form: Literal["owes", "ref", "name", "holds", "reaches", "tripwire", "conflict"]
    debtor: str = ""
    creditor: str = ""
    act: str = ""
    adversary: str = ""
    ref: ClauseRef | None = None
    name: str = ""
    path: tuple[str, ...] = ()
    other: ClauseRef | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """``chance 0.67``, ``chance 0.1 to 0.4``, ``chance at least 0.9``: figures as written, for their last digit counts.

    bound: "" (the lowest is ``low`` and the highest ``high``, the same one if that is ""), "at least", "at most".
    """

    low: str
    high: str = ""
    bound: Literal["", "at least", "at most"] = ""

    def __str__(self) -> str:
        start = f"chance {self.bound} {self.low}" if self.bound else f"chance {self.low}"
        return f"{start} to {self.high}" if self.high else start


@dataclass(frozen=True, slots=True)
class Expect:
    """``expect DATE SUBJECT [VIEW…]: RESULT [on NAMES]``: looked at at the *end* of that day.

    result: as written ("bound", "not triggered", "contested", "honoured", "in force", an answer's id …).
    on: for contested: exactly the assumptions on which it turns.
    supports: ``with N supports`` – the number of minimal supports expected (None: not stated).
    chance: where the result is "chance", which.
    """

    date: Date
    subject: Subject
    result: str
    on: tuple[str, ...] = ()
    supports: int | None = None
    view: tuple[ViewTerm, ...] = ()
    common: Common = Common()
    chance: Chance | None = None
