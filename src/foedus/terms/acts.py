"""Words for acts owed."""

from __future__ import annotations

__all__ = ["done_together", "preposition"]

_TOGETHER = ("consult", "coordinat", "meet", "confer")
_TOWARD = ("neutral", "non-", "no-", "consult", "negotiat")


def preposition(act: str) -> str:
    """What stands between an act and whom it is done to: defence *against* somebody, neutrality *toward* him.

    >>> preposition("defence"), preposition("neutrality")
    ('against', 'toward')
    """
    return "toward" if act.startswith(_TOWARD) else "against"


def done_together(act: str) -> bool:
    """Whether an act is done with somebody rather than for him: one consults *with* an ally *about* an enemy.

    >>> done_together("consult"), done_together("military-aid")
    (True, False)
    """
    return act.startswith(_TOGETHER)
