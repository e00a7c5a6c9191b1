"""Findings kept from view to view are those that would be found anew."""

from __future__ import annotations

import random

import pytest

import foedus
from foedus.findings.model import View
from foedus.findings.obligations import assess, opened_duties
from foedus.findings.stance import Stance
from foedus.findings.waiting import waiting
from foedus.terms.diagnostics import FoedusError


@pytest.mark.parametrize("name", ["july-1914", "tehran-2012"])
def test_whatever_was_asked_before(name: str) -> None:
    case = foedus.load(name)
    timeline, day, rng = case.timeline_of(()), case.last_day(), random.Random(name)
    sorts: dict[str, list[str]] = {}
    for ground in timeline.grounds.all:
        sorts.setdefault(ground.sort, []).append(ground.id)
    differ, first = 0, assess(timeline, Stance(timeline, View(), day), day, supports=0)

    def some(sort: str) -> tuple[str, ...]:
        known = sorts.get(sort, [])
        return tuple(rng.sample(known, min(len(known), rng.randrange(3))))

    for turn in range(6):
        doubt = (*some("source"), *some("claim"))
        view = View(doubt=doubt, reject=some("reading"), accept=tuple(set(some("doctrine"))))
        limit = rng.choice([0, 2])
        try:
            stance = Stance(timeline, view, day)
        except FoedusError:  # a view that contradicts itself finds nothing
            continue
        found = assess(timeline, stance, day, supports=limit)
        number = waiting(timeline, day).number(stance, opened_duties(timeline, stance, day))
        assert number == sum(o.id not in {p.id for p in assess(timeline, stance, day, latent=False)} for o in found)
        timeline.kept.clear()
        anew = assess(timeline, Stance(timeline, view, day), day, supports=limit)
        assert found == anew, (turn, view)
        assess(timeline, Stance(timeline, View(), day), day, supports=limit)
        differ += [o.status for o in found] != [o.status for o in first]
    assert differ, "the views differ in what is found"


def test_a_view_reaches_a_duty_through_what_cannot_hold_together() -> None:
    case = foedus.Case.from_text(
        """title "One of two"
state AAA "Alba"
state BBB "Bora"
state CCC "Cora"
source one "One"
source two "Two"
question who "Who did it?"
  answer cora "Cora"
    claim one A2
  answer nobody "Nobody"
    claim two A2
1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  clause 1
    when  CCC attacks a party
    then  the other party must defend the victim
1901-01-01 CCC attacks AAA
  given who is cora
"""
    )
    timeline, day = case.timeline_of(()), case.last_day()
    word = next(g.id for g in timeline.grounds.all if g.sort == "claim" and g.about.endswith("nobody"))
    found = [
        assess(timeline, Stance(timeline, view, day), day, supports=0, latent=False)
        for view in (View(), View(believe=(word,)), View(doubt=(word,)))
    ]
    assert [[o.status for o in f if o.debtor == "BBB"] for f in found] == [["contested"], [], ["bound"]]
