"""Words for acts owed."""

from __future__ import annotations

__all__ = ["act_name", "done_together", "preposition", "toward_whom"]

_TOGETHER = ("consult", "coordinat", "meet", "confer")
_TELLING = ("inform", "warn")
_TOWARD = ("neutral", "non-", "no-", "consult", "negotiat")


def preposition(act: str) -> str:
    """What stands between an act and whom it is done to: defence *against* somebody, neutrality *toward* him.

    >>> preposition("defence"), preposition("neutrality")
    ('against', 'toward')
    """
    return "toward" if act.startswith(_TOWARD) else "against"


def toward_whom(act: str, partner: str, foes: str) -> str:
    """For and against whom an act is done, as words that follow it; either name may be "".

    One consults *with* an ally *about* an enemy, and tells him about it; what else one does is done against somebody for him.

    >>> toward_whom("consult", "Greece", "Turkey"), toward_whom("inform", "Greece", "Turkey")
    (' with Greece about Turkey', ' Greece about Turkey')
    >>> toward_whom("attack", "Greece", "Turkey")
    ' against Turkey for Greece'
    """
    if act.startswith((*_TOGETHER, *_TELLING)):
        with_ = "with " if done_together(act) else ""
        return (f" {with_}{partner}" if partner else "") + (f" about {foes}" if foes else "")
    return (f" {preposition(act)} {foes}" if foes else "") + (f" for {partner}" if partner else "")


def done_together(act: str) -> bool:
    """Whether an act is done with somebody rather than for him: one consults *with* an ally *about* an enemy.

    >>> done_together("consult"), done_together("military-aid")
    (True, False)
    """
    return act.startswith(_TOGETHER)


def act_name(act: str) -> str:
    """The id of an act as words; only what *non-* begins keeps its hyphen; a duty is known by its act.

    >>> act_name("no-separate-peace"), act_name("non-aggression")
    ('no separate peace', 'non-aggression')
    >>> act_name("mobilisation-duty")
    'mobilisation'
    """
    act = act.removesuffix("-duty")
    return "non-" + act_name(act.removeprefix("non-")) if act.startswith("non-") else act.replace("-", " ")
