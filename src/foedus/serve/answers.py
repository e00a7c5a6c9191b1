"""What the page asks often, in short: made once for each view, as JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from foedus.findings.model import View
from foedus.findings.obligations import assess, opened_duties
from foedus.findings.waiting import waiting
from foedus.show import export
from foedus.show.assessment import group_of, since, under
from foedus.show.words import Names, sentence
from foedus.terms.dates import iso

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.engine.evaluate import Timeline
    from foedus.findings.model import ObligationFinding
    from foedus.sweep.system import System

__all__ = ["compact", "findings_data", "importance_data", "sweep_data", "system_of", "timeline_text", "waiting_data"]

SHOWN = (
    "id", "instrument", "instrument_title", "clause", "clause_title", "debtor", "creditor", "adversary", "act", "modality",
    "status", "state", "triggered", "conduct", "since", "until", "word", "text", "never_in_force",
)  # fmt: skip
"""The fields of an obligation that the page shows at once; what it rests on is another question (``why``)."""
MOST_WAITING = 600
"""Waiting duties that are told one by one."""
_ROWS, MOST_ROWS = ("findings as JSON", 0), 20_000
FEW = 400_000
"""What-ifs times rules up to which plain Python is quicker than to load the compiled kernel."""


def compact(data: Any) -> str:
    """JSON without spaces."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def findings_data(case: Case, on: str, view: View, actor: str = "") -> str:
    """``foedus.findings/1``: the assessment in short.

    Where thousands of duties only wait (in a system of alliances), those of one actor are told, or none.
    """
    day = case._day(on or None)
    timeline, stance = case.timeline_of(view.suppose), case.stance(view, day)
    gathered, opened = waiting(timeline, day), opened_duties(timeline, stance, day)
    number = gathered.number(stance, opened)
    few = number <= MOST_WAITING
    kept = list(assess(timeline, stance, day, supports=0, latent=few))
    own = [] if few or not actor else gathered.findings(stance, 0, opened, actor)[:MOST_WAITING]
    rows = _rows(case, timeline, (*kept, *own))
    head = compact({
        "schema": "foedus.findings/1", "case": case.name, "title": case.title, "on": iso(day), "view": export.view_data(view),
        "waiting_left_out": 0 if few else number - len(own), "waiting_told": len(own),
    })  # fmt: skip
    return f'{head[:-1]},"obligations":[{",".join(rows)}]}}'


def _rows(case: Case, timeline: Timeline, found: Iterable[ObligationFinding]) -> Iterator[str]:
    """Each finding as JSON text, made once: most are the same from view to view."""
    names = Names(case.label)
    made = timeline.kept.setdefault(_ROWS, {})
    assert isinstance(made, dict)
    if len(made) > MOST_ROWS:
        made.clear()
    for o in found:
        row = made.get(id(o))
        if row is None or row[0] is not o:
            on = [{"id": a.id, "sort": a.sort, "about": a.about, "text": a.text} for a in o.contested_on]
            shown = {name: getattr(o, name) for name in SHOWN}
            words = {"sentence": sentence(o, names), "group": group_of(o).counted, "under": under(o), "when": since(o)}
            row = made[id(o)] = (o, compact({**shown, "contested_on": on, **words}))
        yield row[1]


def waiting_data(case: Case, on: str, view: View) -> str:
    """``foedus.waiting/1``: between whom duties wait, as debtor, creditor and how many; actors by their place in a list."""
    day = case._day(on or None)
    timeline, stance = case.timeline_of(view.suppose), case.stance(view, day)
    opened = opened_duties(timeline, stance, day)
    pairs: dict[tuple[str, str], int] = {}
    for _, _, duties in waiting(timeline, day).under(stance):
        for duty in duties:
            if duty.creditor and duty.creditor != duty.debtor and duty.key not in opened:
                pair = (duty.debtor, duty.creditor)
                pairs[pair] = pairs.get(pair, 0) + 1
    actors = sorted({name for pair in pairs for name in pair})
    place = {name: i for i, name in enumerate(actors)}
    return compact({
        "schema": "foedus.waiting/1", "on": iso(day), "actors": actors,
        "pairs": [[place[a], place[b], n] for (a, b), n in sorted(pairs.items())],
    })  # fmt: skip


def timeline_text(case: Case, view: View) -> str:
    """``foedus.timeline/1`` of the whole record."""
    return compact(export.timeline_data(case.name, None, None, view, case.timeline(view=view)))


def system_of(case: Case, on: str, view: View | None = None) -> System:
    """The case's duties of a day as a view has them, coded for a sweep.  What a view supposes does not enter."""
    from foedus.sweep.from_case import system_of_case

    return system_of_case(case, on or None, view)


def sweep_data(system: System, year: int | None = None) -> str:
    """``foedus.sweep-grid/1``: how many are drawn in by each attack, no unknown condition met and every one met.

    year: of a coded year, which.
    """
    n = len(system.states)
    few = n * n * len(system.rules) <= FEW
    low, high = _plainly(system) if few else _compiled(system)
    bound = sorted({s for r in system.rules for s in (r.debtor, r.creditor)})
    return compact({
        "schema": "foedus.sweep-grid/1", "on": system.day, "year": year, "states": list(system.states),
        "bound": [system.states[i] for i in bound], "names": dict(system.names), "low": low, "high": high,
    })  # fmt: skip


def _plainly(system: System) -> tuple[list[list[int]], list[list[int]]]:
    from foedus.sweep.plain import cascade

    n = len(system.states)
    bound = {s for r in system.rules for s in (r.debtor, r.creditor)}
    grids = []
    for unknown in (False, True):
        rows = [[0] * n for _ in range(n)]
        for a in range(n):
            for b in range(n):
                if a != b and (a in bound or b in bound):
                    found = cascade(system, a, b, unknown=unknown)
                    rows[a][b] = len((found.attacker_side.keys() | found.target_side.keys()) - {a, b})
        grids.append(rows)
    return grids[0], grids[1]


def _compiled(system: System) -> tuple[list[list[int]], list[list[int]]]:
    from foedus.sweep.orders import count
    from foedus.sweep.results import sweep

    done = sweep(system)
    n = len(system.states)
    grids = []
    for which in ("low", "high"):
        sizes = count(done.drawn(which, "target_side") | done.drawn(which, "attacker_side")).astype(int)
        sets = getattr(done, which)
        rows = np.zeros((n, n), int)
        rows[sets.attackers, sets.targets] = sizes
        grids.append(rows.tolist())
    return grids[0], grids[1]


def importance_data(case: Case, about: str, on: str, view: View) -> str:
    """``foedus.importance/1`` of one finding: how likely it is, and what moves that most.  A duty that only waits has none."""
    found = case.importance(about, on or None, view)
    one = next((m for m in found.findings if m.id == about), found.findings[0] if found.findings else None)
    moved = None
    if one is not None:
        moved = {
            "id": one.id, "text": one.text, "probability": one.probability, "kind": one.kind,
            "by": [
                {"id": i.id, "sort": i.sort, "text": i.text, "weight": i.weight, "if_false": i.if_false, "if_true": i.if_true}
                for i in one.by[:24]
            ],
        }  # fmt: skip
    return compact({"schema": "foedus.importance/1", "about": about, "on": found.on, "moved": moved,
                    "assumes": list(found.assumes)})  # fmt: skip
