"""Findings: what foedus answers, as plain frozen values ready to print, export or draw."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from foedus.findings.answers import Answer

Status = Literal["bound", "not_bound", "entitled", "contested", "unknown"]
State = Literal[
    "latent", "available", "due", "suspended", "discharged", "breached", "excused", "released", "lapsed",
    "pending", "condition met", "carried out", "bluff called", "complied",
]  # fmt: skip
Conduct = Literal[
    "",
    "honoured",
    "partial",
    "violated",
    "exceeded",
    "not_invoked",
    "released",
    "pending",
    "unrecorded",
    "unowed",
    "contested",
]


@dataclass(frozen=True, slots=True)
class View:
    """A reader's stance: which assumptions he makes true or false, what he knows, what he supposes.

    believe/doubt: source, claim, event or directive ids.  accept/reject: reading and doctrine ids.
    known_on/known_to: a date as text, an actor id.  suppose: dated sentences.  drop: directive ids.
    until: recorded events after this date are dropped.
    weigh: "id=0.3": weights of single sources, claims, readings or choices.   honour: the preset of rates by which
    words are kept.   shock: how far choices move together, from 0 to 1.   given_conduct: what was done
    and what was left undone by the day is evidence, for probabilities alone, about what would have bound.
    Immutable; ``with_(...)`` adds switches and gives a new view.
    """

    believe: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    known_on: str = ""
    known_to: str = ""
    suppose: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    until: str = ""
    weigh: tuple[str, ...] = ()
    honour: str = ""
    shock: float = 0.0
    given_conduct: bool = False

    def with_(self, **switches: Any) -> View:
        """The view with further switches: lists are added to, single values take the place of those before.

        Names may be given one by one or as any sequence.  Raises TypeError for a switch that there is none of.

        >>> View(doubt=("debka",)).with_(doubt=["memri"], until="2012-08-08").doubt
        ('debka', 'memri')
        """
        changed: dict[str, Any] = {}
        for name, value in switches.items():
            known = getattr(self, name, None)
            if isinstance(known, tuple):
                added = (value,) if isinstance(value, str) else tuple(value)
                changed[name] = tuple(dict.fromkeys((*known, *added)))
            else:
                changed[name] = value
        plain = View(**{f.name: getattr(self, f.name) for f in fields(View)})
        return replace(plain, **changed)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption as a finding names it.  about: the directive, question or source it belongs to; text: in words."""

    id: str
    sort: str
    about: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ObligationFinding:
    """One clause in one concrete case, on a day, under a view.

    triggered/status/state/conduct: legal finding and record are always two things.
    trigger: id and sentence of the first event that opened it ("" while latent).
    since/until: ISO days, "" when not open.  contested_on: exactly the open assumptions on which it turns.
    conduct_may/conduct_on: where the conduct is contested, what it may be, and the open assumptions on which that turns.
    broken_on: ISO day on which it was broken, or may have been ("": it was not).   broken_by, broken_text: id and sentence
    of the act ("": its time ran out).
    ways: in which a contested finding comes out true: the least settings of what it turns on, signed like supports.
    supports: minimal, signed: "+id"/"-id"; complete=False when a budget cut the list.
    word: the sources on whose word the finding stands, as a reader names them ("" list: the author of the file).
    alone: those of them without any one of which it falls, because every support needs it.
    by_text: status on the text alone, where a judge's decision gave ``status``.
    caveats: what is not to be built on: a clause that is only outlined, an instrument that was compared with nothing.
    """

    id: str
    instrument: str
    instrument_title: str
    clause: str
    clause_title: str
    debtor: str
    creditor: str
    adversary: str
    act: str
    modality: str
    status: Status
    state: State
    triggered: Literal["yes", "no", "contested", "unknown"]
    trigger: str = ""
    trigger_text: str = ""
    since: str = ""
    until: str = ""
    conduct: Conduct = ""
    conduct_may: tuple[Conduct, ...] = ()
    conduct_on: tuple[Assumption, ...] = ()
    broken_on: str = ""
    broken_by: str = ""
    broken_text: str = ""
    contested_on: tuple[Assumption, ...] = ()
    ways: tuple[tuple[str, ...], ...] = ()
    ways_complete: bool = True
    supports: tuple[tuple[str, ...], ...] = ()
    supports_complete: bool = True
    probability: tuple[float, float] | None = None
    word: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    by_text: str = ""
    text: str = ""
    never_in_force: bool = False
    note: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the timeline: what = event | instrument | in force | ends | deadline | claim | reading | secret.

    claims: ids of those that assert or deny it.   minute: of the day, where a clock time is known.   by: its sources by
    name, each with the day on which it spoke.
    """

    date: str
    day: int
    what: str
    id: str
    text: str
    status: str = "accepted"
    claims: tuple[str, ...] = ()
    minute: int | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeFinding:
    """One office on a day: who holds it, whom it binds, whom it reports to and has access to, each with its status."""

    office: str
    name: str
    of: str
    holders: tuple[tuple[str, str, str], ...] = ()  # person id, name, status
    binds: tuple[tuple[str, str], ...] = ()  # state, status
    reports_to: tuple[tuple[str, str], ...] = ()
    access_to: tuple[tuple[str, str], ...] = ()
    works_with: tuple[tuple[str, str], ...] = ()
    reach: tuple[str, ...] = ()  # shortest access path to an office that binds: ids, "" when none


@dataclass(frozen=True, slots=True)
class ExpectResult:
    """One ``expect`` line held against the case."""

    ok: bool
    expected: str
    found: str
    file: str
    line: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Assessment(Answer):
    """All obligations of a case on a day under a view."""

    case: str
    title: str
    on: str
    view: View
    obligations: tuple[ObligationFinding, ...] = field(default=())
    warnings: tuple[str, ...] = ()
