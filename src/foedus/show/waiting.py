"""Duties that wait for an event, told in a few lines: by instrument and clause, with the pairs they hold between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.show.page import bullet, line
from foedus.show.words import Names, act_words, and_list, counted, preposition

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.model import ObligationFinding

__all__ = ["pairs_words", "waiting_lines", "waiting_words"]

SHOWN_PAIRS = 4


def waiting_lines(found: Iterable[ObligationFinding], names: Names) -> list[RenderableType]:
    """One line per instrument, and under it one per clause and act."""
    from rich.padding import Padding

    instruments: dict[tuple[str, str], dict[tuple[str, str, str, str], list[ObligationFinding]]] = {}
    for o in found:
        clauses = instruments.setdefault((o.instrument, o.instrument_title), {})
        clauses.setdefault((o.clause, o.modality, o.act, o.adversary), []).append(o)
    parts: list[RenderableType] = []
    for (instrument, title), clauses in instruments.items():
        parts.append(
            Padding(line(f"{title} ({instrument})" if title not in ("", instrument) else instrument), (0, 0, 0, 2))
        )
        for (clause, modality, act, adversary), those in clauses.items():
            head = f"clause {clause}, " if clause else ""
            what = f"{modality if modality != 'must' else ''} {act_words(act, names.short)}".strip()
            what += f" {preposition(act)} {names(adversary)}" if adversary else ""
            parts.append(bullet("-", f"{head}{what}: {pairs_words(those, names)}", indent=4))
    return parts


def waiting_words(found: Iterable[ObligationFinding], names: Names) -> list[str]:
    """One sentence per clause and act: ``Dual Alliance, clause 1, defence toward Russia: Germany to Austria-Hungary; …``."""
    clauses: dict[tuple[str, str, str, str, str], list[ObligationFinding]] = {}
    for o in found:
        key = (o.instrument_title or o.instrument, o.clause, o.modality, o.act, o.adversary)
        clauses.setdefault(key, []).append(o)
    lines = []
    for (title, clause, modality, act, adversary), those in clauses.items():
        what = f"{modality if modality != 'must' else ''} {act_words(act, names.short)}".strip()
        what += f" {preposition(act)} {names(adversary)}" if adversary else ""
        lines.append(f"{title}{f', clause {clause}' if clause else ''}, {what}: {pairs_words(those, names)}")
    return lines


def pairs_words(found: list[ObligationFinding], names: Names) -> str:
    """``Germany to Italy; Italy to Germany``; for many: ``each of Belgium, France and 28 others to each other``."""
    pairs = list(dict.fromkeys((o.debtor, o.creditor) for o in found))
    if len(pairs) <= SHOWN_PAIRS:
        return "; ".join(_to(names, debtor, creditor) for debtor, creditor in pairs)
    debtors = list(dict.fromkeys(debtor for debtor, _ in pairs))
    creditors = list(dict.fromkeys(creditor for _, creditor in pairs))
    if set(debtors) == set(creditors) and len(pairs) == len(debtors) * (len(debtors) - 1):
        return f"each of {_some(debtors, names)} to each other"
    if len(debtors) == 1:
        return _to(names, debtors[0], "") + f" to {_some(creditors, names)}"
    if len(creditors) == 1:
        return f"{_some(debtors, names)}{f' to {names(creditors[0])}' if creditors[0] else ''}"
    return f"{counted(len(pairs), 'duty', 'duties')} of {_some(debtors, names)}"


def _to(names: Names, debtor: str, creditor: str) -> str:
    return f"{names(debtor)} to {names(creditor)}" if creditor else names(debtor)


def _some(ids: list[str], names: Names) -> str:
    if len(ids) <= SHOWN_PAIRS + 1:
        return and_list(names(id_) for id_ in ids)
    return f"{', '.join(names(id_) for id_ in ids[:SHOWN_PAIRS])} and {len(ids) - SHOWN_PAIRS} others"
