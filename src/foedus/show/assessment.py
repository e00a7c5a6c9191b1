"""An assessment as text: duties grouped by where they stand; at the end what is open, and what hangs on one source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from foedus.show.open_points import alone_lines, caution_lines, turning_lines
from foedus.show.page import Entry, Page, entry, line
from foedus.show.together import Together, together
from foedus.show.waiting import waiting_lines
from foedus.show.words import Names, and_list, assumption, conditions, counted, sentence, view_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.model import Assessment, ObligationFinding

__all__ = ["GROUPS", "Group", "assessment_text", "group_of", "since", "under"]

CLOSED = ("discharged", "excused", "released", "lapsed", "carried out", "bluff called", "complied")
SHOWN_WAYS = 3  # ways in which a contested duty comes to bind, spelled out; the rest are counted


class Group(NamedTuple):
    """One heading of the table.  counted: how the summary line names its members."""

    heading: str
    counted: str
    style: str
    holds: Callable[[ObligationFinding], bool]


def _standing(o: ObligationFinding) -> bool:
    """A promise that no event opened and that is kept: to be known, and no news."""
    return o.status == "bound" and not o.trigger and o.conduct == "honoured"


GROUPS: tuple[Group, ...] = (
    Group(
        "Bound now", "bound", "bold cyan", lambda o: o.status == "bound" and o.state != "breached" and not _standing(o)
    ),
    Group("May act", "may act", "bold cyan", lambda o: o.status == "entitled"),
    Group("Contested", "contested", "bold yellow", lambda o: o.status == "contested"),
    Group("Not known", "not known", "bold magenta", lambda o: o.status == "unknown"),
    Group("Broken", "broken", "bold red", lambda o: o.state == "breached"),
    Group(
        "Not until asked, or suspended", "unasked or suspended", "bold", lambda o: o.state in ("available", "suspended")
    ),
    Group("Standing promises, kept so far", "standing", "bold", _standing),
    Group("Closed", "closed", "bold", lambda o: o.state in CLOSED),
    Group("Waiting for an event", "waiting", "bold", lambda o: not o.never_in_force),
    Group("Never in force", "never in force", "bold", lambda _: True),
)
"""In the order of the table; a finding belongs to the first that takes it."""

WAITING = (GROUPS[-4], *GROUPS[-2:])
"""The groups told in compact lines."""


def group_of(o: ObligationFinding) -> Group:
    """The heading under which a finding stands."""
    return next(group for group in GROUPS if group.holds(o))


def assessment_text(a: Assessment, label: Callable[[str], str], page: Page, *, all_: bool = False) -> str:
    """The whole answer of ``assess``.

    label: id -> human name.  all_: spell out every duty by itself, those that wait for an event, too.
    """
    names = Names(label)
    grouped = {group: [o for o in a.obligations if group_of(o) is group] for group in GROUPS}
    title = f"{a.title} ({a.case})" if a.title and a.title != a.case else a.case
    parts: list[RenderableType] = [line(title, style="bold"), line(_subtitle(a, grouped))]
    for group, found in grouped.items():
        if not found:
            continue
        parts += [line(), line(f"{group.heading} ({len(found)})", style=group.style)]
        if group in WAITING and not all_:
            parts += waiting_lines(found, names)
        else:
            style = group.style if group.counted == "broken" else "bold"
            parts += [
                entry(sentence(t.one, names, t.debtors, t.creditors), _details(t.one), style=style)
                for t in (map(Together.alone, found) if all_ else together(found, _details))
            ]
    waiting = [o for group in GROUPS[-2:] for o in grouped[group]]
    parts += [*turning_lines(a.obligations), *alone_lines(a.obligations, names, waiting)]
    parts += caution_lines(a.obligations)
    return page.draw(*parts)


def _subtitle(a: Assessment, grouped: dict[Group, list[ObligationFinding]]) -> str:
    view = view_words(a.view)
    counts = [f"{len(found)} {group.counted}" for group, found in grouped.items() if found]
    when = f"At the end of {a.on}{f', {view}' if view else ''}."
    if not counts:
        return f"{when} No obligations: nothing here binds anybody."
    return f"{when} {counted(len(a.obligations), 'obligation')}: {', '.join(counts)}."


def _details(o: ObligationFinding) -> Entry:
    """What is known about one obligation, by label."""
    return (
        ("under", under(o)),
        ("text", f"“{o.text}”" if o.text else ""),
        ("since", since(o)),
        ("state", _state(o)),
        ("conduct", _conduct(o)),
        (("broken" if o.conduct == "violated" else "if broken"), _broken(o)),
        *_turns(o),
        ("word of", and_list(o.word) if o.word else ""),
        ("chance", _chance(o.probability) if o.probability not in (None, (0.0, 1.0)) else ""),
        ("note", o.note),
        ("caution", "; ".join(o.caveats)),
    )


def under(o: ObligationFinding) -> str:
    """The instrument and clause, with their titles."""
    known = o.instrument_title not in ("", o.instrument)
    instrument = f"{o.instrument_title} ({o.instrument})" if known else o.instrument
    title = f" “{o.clause_title}”" if o.clause_title else ""
    return f"{instrument}, clause {o.clause}{title}" if o.clause else instrument


def since(o: ObligationFinding) -> str:
    """From when to when, and what opened it."""
    trigger = f"{o.trigger_text} ({o.trigger})" if o.trigger_text and o.trigger else o.trigger_text or o.trigger
    days = f"{o.since} until {o.until}" if o.until else o.since
    return f"{days}: {trigger}" if days and trigger else days or trigger


def _state(o: ObligationFinding) -> str:
    parts: list[str] = ["never in force" if o.never_in_force else o.state]
    if o.conduct not in ("", "contested") and o.conduct.replace("_", " ") != o.state:
        parts.append(f"conduct: {o.conduct.replace('_', ' ')}")
    if o.triggered in ("contested", "unknown") and o.status not in ("contested", "unknown"):
        parts.append(f"whether its condition was met is {o.triggered}")
    if o.by_text:
        parts.append(f"by decision; on the text alone: {o.by_text.replace('_', ' ')}")
    return "; ".join(parts)


def _turns(o: ObligationFinding) -> Entry:
    """Under a contested duty: in which ways it comes to bind; or at least on what it turns."""
    if not o.contested_on:
        return ()
    ways = conditions(o)
    if not ways:
        return (("turns on", and_list(a.id for a in o.contested_on)),)
    lines = [("or if" if i else "holds if", way) for i, way in enumerate(ways[:SHOWN_WAYS])]
    more = len(ways) - SHOWN_WAYS
    if more > 0 or not o.ways_complete:
        number = counted(more, "further way") if more > 0 and o.ways_complete else "in further ways"
        lines.append(("", f"{number}; --format json lists {'all' if o.ways_complete else 'those found'}"))
    return tuple(lines)


def _conduct(o: ObligationFinding) -> str:
    """Where the record may be read in several ways: in which, and on what that turns."""
    if o.conduct != "contested":
        return ""
    may = and_list((c.replace("_", " ") for c in o.conduct_may), "or")
    more = [a for a in o.conduct_on if a not in o.contested_on]
    return f"contested: {may}{f', as {and_list(map(assumption, more))} or not' if more else ''}"


def _broken(o: ObligationFinding) -> str:
    """On which day a word was broken, and by which act."""
    return (
        f"{o.broken_on}: {f'{o.broken_text} ({o.broken_by})' if o.broken_by else 'its time ran out'}"
        if o.broken_on
        else ""
    )


def _chance(bounds: tuple[float, float] | None) -> str:
    low, high = bounds or (0.0, 1.0)
    return f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f} to {high:.2f}"
