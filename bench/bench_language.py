"""How fast a text is read, and laid out: files of 50-line crises in the forms that real cases use."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from foedus.language import format_text, read_text

pytest.importorskip("pytest_benchmark")

pytestmark = pytest.mark.benchmark(timer=time.process_time)  # the clock means nothing on a shared machine

LINES = 100_000


def crisis(n: int) -> Iterator[str]:
    """A small crisis of its own, 50 lines long, in the forms that real cases use; its names end in ``n``."""
    a, b, c, d = (f"{x}{n}" for x in "ABCD")
    day = f"19{n % 90 + 10:02}-0{n % 9 + 1}-1"
    yield f"; == crisis {n} =="
    for state in (a, b, c):
        yield f'state {state} "State {state}"'
        yield "  from 1871-01-18"
        yield f"  cow {n % 900}"
    yield f'group {d} "Rebels"'
    yield f"  part of {c}"
    yield f'place valley{n} "The valley"'
    yield f"  sovereign {c}"
    yield f'source gazette{n} "The Gazette"'
    yield "  reliability B"
    yield ""
    yield f'{day}0 treaty pact{n} "Pact of {n}"'
    yield f"  parties {a}, {b}, {c} from {day}2"
    yield "  in force on ratification after 3 months"
    yield f"  secret until {day}9 known to {c}"
    yield "  ends after 20 years"
    yield "  denunciation allowed with notice 1 year"
    yield f"  claim gazette{n} on {day}1 B2"
    yield '    quote "The High Contracting Parties have agreed as follows"'
    yield '  clause 1 "attack from outside"'
    yield f"    when    any other state except {c} attacks a party unprovoked"
    yield f"    unless  {c} supports the attacker or {c} mobilises against the victim"
    yield "    then    the other parties must defend the victim against the attacker within 30 days"
    yield '  clause 2 "with somebody behind it"'
    yield f"    when    any other state attacks a party and ({c} supports the attacker or {d} revolts against {a})"
    yield "    then    the other party must stay neutral toward the attacker"
    yield "    on request of the victim"
    yield f"{day}3 ultimatum note{n}"
    yield f"  by {a}"
    yield f"  to {c}"
    yield f"  demand {c} accepts note{n} within 48 hours"
    yield f"  then {a} will attack {c}"
    yield f"{day}4 {a} mobilises against {c}"
    yield f"{day}5 18:00 {a} attacks {c} at valley{n} with 150,000 men     ; at dusk"
    yield f"  id blow{n}"
    yield f'  claim gazette{n} on {day}6 B2 "shots were heard"'
    yield '  claim "A traveller" denies'
    yield f"{day}6 {d} revolts against {c}"
    yield f"{day}7 reading rebels{n} by {a}"
    yield f"  in pact{n} clause 2"
    yield f'  "{d} revolts against {c}" counts as "{d} attacks {c}"'
    yield f"expect {day}8  {b} owes {c} defence against {a} under pact{n} clause 1: not bound"
    yield f"expect {day}8  pact{n} clause 2 without gazette{n}: contested on rebels{n}"


def text_of(lines: int) -> str:
    """A file of so many lines."""
    made: list[str] = []
    n = 0
    while len(made) < lines:
        made += crisis(n)
        n += 1
    return "\n".join(made[:lines]) + "\n"


@pytest.mark.parametrize("lines", [LINES // 10, LINES])
def test_reading(benchmark: Any, lines: int) -> None:
    """Text to directives; the figure of ten times the lines tells whether it is linear."""
    text = text_of(lines)
    loaded = benchmark.pedantic(read_text, args=(text, "crises.foedus"), rounds=3, warmup_rounds=1)
    assert len(loaded.directives) > lines // 5
    assert not loaded.diagnostics


def test_layout(benchmark: Any) -> None:
    """Text to its canonical layout."""
    text = text_of(LINES)
    assert benchmark.pedantic(format_text, args=(text,), rounds=3, warmup_rounds=1).count("\n") > LINES // 2
