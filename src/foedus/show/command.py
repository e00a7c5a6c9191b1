"""Offices as text: who holds them, whom they answer to, whom they can bind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.show.page import Entry, Page, entry, line
from foedus.show.words import Names, view_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.model import OfficeFinding, View

__all__ = ["command_text"]


def command_text(
    title: str, on: str | None, offices: Sequence[OfficeFinding], view: View, label: Callable[[str], str], page: Page
) -> str:
    """One entry per office, under the state or group it belongs to."""
    names = Names(label)
    stance = view_words(view)
    day = f"at the end of {on}" if on else "on the last day of the record"
    parts: list[RenderableType] = [line(title, style="bold"), line(f"Offices {day}{f', {stance}' if stance else ''}.")]
    if not offices:
        parts.append(line("The case names no offices."))
    by_owner: dict[str, list[OfficeFinding]] = {}
    for office in offices:
        by_owner.setdefault(office.of, []).append(office)
    for owner, theirs in by_owner.items():
        parts += [line(), line(names.full(owner) if owner else "Of nobody named", style="bold cyan")]
        for office in theirs:
            head = f"{office.name} ({office.office})" if office.name not in ("", office.office) else office.office
            parts.append(entry(head, _details(office, names)))
    return page.draw(*parts)


def _details(o: OfficeFinding, names: Names) -> Entry:
    def pairs(items: Iterable[tuple[str, str]]) -> str:
        return "; ".join(f"{names.full(id_)}{_mark(status)}" for id_, status in items)

    holders = (
        f"{f'{name} ({id_})' if name not in ('', id_) else id_}{_mark(status)}" for id_, name, status in o.holders
    )
    reach = " > ".join(names.full(id_) for id_ in o.reach if id_)
    return (
        ("held by", "; ".join(holders) or "nobody on record"),
        ("can bind", pairs(o.binds)),
        ("reports to", pairs(o.reports_to)),
        ("access to", pairs(o.access_to)),
        ("works with", pairs(o.works_with)),
        ("way to bind", reach if len(o.reach) > 1 or not o.binds else ""),
    )


def _mark(status: str) -> str:
    """What stands behind a name that does not plainly belong there."""
    return "" if status in ("", "accepted", "true", "bound", "yes") else f" [{status.replace('_', ' ')}]"
