"""What a finding should not be trusted further than: clauses that are only outlined, instruments compared with nothing."""

from __future__ import annotations

from foedus.directives.model import Clause, Instrument

__all__ = ["UNCHECKED", "caveats", "outlined", "unchecked"]

UNCHECKED = "compared with nothing yet (F6)"

_NOTHING_KNOWN = 6
"""The credibility that says that a report cannot be judged."""


def unchecked(instrument: Instrument) -> bool:
    """Whether all that is claimed for an instrument is graded 6: written down from memory, and compared with nothing."""
    claims = instrument.common.claims
    return bool(claims) and all(c.grade is not None and c.grade.credibility == _NOTHING_KNOWN for c in claims)


def outlined(instrument: Instrument, clause: Clause | None = None) -> str:
    """What is left out of an instrument, or of one clause of it; "" where nothing is."""
    parts = [instrument.outline, clause.outline if clause is not None else ""]
    return "; ".join(p for p in parts if p)


def caveats(instrument: Instrument, clause: Clause) -> tuple[str, ...]:
    """The cautions for a finding under this clause, in words."""
    missing = outlined(instrument, clause)
    return (*([f"an outline: {missing}"] if missing else []), *([UNCHECKED] if unchecked(instrument) else []))
