"""Words for acts owed."""

from __future__ import annotations

__all__ = ["preposition"]

_TOWARD = ("neutral", "non-", "no-", "consult", "negotiat")


def preposition(act: str) -> str:
    """What stands between an act and whom it is done to: defence *against* somebody, neutrality *toward* him.

    >>> preposition("defence"), preposition("neutrality")
    ('against', 'toward')
    """
    return "toward" if act.startswith(_TOWARD) else "against"
