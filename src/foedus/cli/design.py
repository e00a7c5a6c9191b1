"""foedus sweep design: the smallest changes to a system of alliances that reach a goal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CommandWrong
from foedus.cli.options import output_options
from foedus.cli.sweeping import among_of, one_system, states_of, system_options

if TYPE_CHECKING:
    from foedus.cli.output import Output
    from foedus.sweep.design import Designs
    from foedus.sweep.goals import Goal
    from foedus.sweep.moves import Kind, Move
    from foedus.sweep.system import Doctrine, System

__all__ = ["design"]

MEASURED = 12
"""Of how many answers the world order is measured."""

_KINDS = "pact, guarantee, end, leave, except"


@click.command()
@click.argument("what", metavar="YEAR|CASE")
@click.option("--target", metavar="STATES", default="", help="Whom the attack is on [anybody].")
@click.option("--attacker", metavar="STATES", default="", help="Whose attack it is [anybody's].")
@click.option("--meet", metavar="N", type=click.IntRange(0), default=None, help="Bring N states to the target's help.")
@click.option("--majors", is_flag=True, help="Of --meet: major powers alone count.")
@click.option("--strength", metavar="SHARE", type=click.FloatRange(0, 1), default=None,
              help="Bring this share of the world's capabilities (CINC) to the target's side.")  # fmt: skip
@click.option("--outweigh", metavar="TIMES", type=click.FloatRange(0), default=None,
              help="Make the target's side so many times as strong as the attacker's.")  # fmt: skip
@click.option("--at-most", "at_most", metavar="N", type=click.IntRange(0), default=None, help="Draw in at most N.")
@click.option("--by", "by", metavar="KINDS", default="", help=f"What may change: {_KINDS} [pact; of --at-most: end].")
@click.option("--among", metavar="WHO", default="",
              help="Who may make pacts: majors, all, or states [majors, where they are known].")  # fmt: skip
@click.option("--size", metavar="N", type=click.IntRange(1), default=None,
              help="All minimal answers of up to N changes [those of the smallest size].")  # fmt: skip
@click.option(
    "--limit", metavar="N", type=click.IntRange(1), default=100, show_default=True, help="Stop after N answers."
)
@click.option("--seconds", metavar="N", type=click.FloatRange(0), default=120.0, show_default=True,
              help="Stop after so long, with a bound and, if none is found, some answer.")  # fmt: skip
@system_options
@output_options
def design(
    what: str, target: str, attacker: str, meet: int | None, majors: bool, strength: float | None, outweigh: float | None,
    at_most: int | None, by: str, among: str, size: int | None, limit: int, seconds: float, doctrine: Doctrine,
    on: str | None, counting: Any, chosen: dict[str, str], given: dict[str, bool], output: Output,
) -> None:  # fmt: skip
    """Find the fewest changes that make an attack meet enough, or draw in few enough.

    Changes are new pacts of mutual defence, guarantees, the end of an instrument, a withdrawal from one, an exception of one
    adversary from one: --by says which. The goal has to be reached with no unknown condition met and with all of them.
    Every answer is minimal, and that no smaller one exists is proved, unless the search is stopped (--seconds, Ctrl-C).

    \b
    Examples:
      foedus sweep design 1914 --target BEL --meet 3 --majors
      foedus sweep design today --target TWN --meet 2 --by pact,guarantee
      foedus sweep design 1938 --attacker DEU --target POL --outweigh 1.5
      foedus sweep design 2018 --at-most 40 --by end
    """
    from foedus.show import designs, export
    from foedus.sweep.design import at_once, families
    from foedus.sweep.moves import candidates, changed
    from foedus.sweep.orders import order
    from foedus.sweep.results import sweep as swept

    system, source, _ = one_system(what, on, counting, chosen, given)
    goal = _goal(system, target, attacker, meet, majors, strength, outweigh, at_most)
    kinds = _kinds(by, "pact" if goal.wants_more else "end")
    moves = candidates(system, kinds, among_of(system, among), goal.targets, goal.attackers)
    found, stopped = _searched(system, goal, moves, doctrine, size, limit, seconds)
    some: tuple[Move, ...] | None = None
    if not found.answers and not found.complete:
        some = at_once(system, goal, moves, doctrine)
    shown = found.answers or (() if some is None else (some,))
    firsts = [(*f.always, *f.of[: f.some]) for f in families(found)] if found.answers else list(shown)
    before = order(swept(system, doctrine), 0)
    after = {m: order(swept(changed(system, m), doctrine), 0) for m in map(tuple, map(sorted, firsts[:MEASURED]))}
    output.emit(
        table=lambda page: designs.text(
            goal, system, found, moves, list(after.values()), before, source, doctrine.name, some, stopped, page
        ),
        data=lambda: {
            "schema": export.schema("sweep-design"), "source": source, "system": system.label, "doctrine": doctrine.name,
            "goal": designs.goal_words(goal, system), "candidates": len(moves),
            "missed": len({(m.attacker, m.target) for m in found.missed}),
            "complete": found.complete, "stopped": stopped, "at_least": found.at_least, "proved": some is None,
            "answers": [designs.answer_record(m, after.get(m), system) for m in shown],
            "before": designs.order_pairs(before),
        },
        rows=lambda: designs.rows_of(shown, system),
    )  # fmt: skip


def _searched(
    system: System, goal: Goal, moves: tuple[Move, ...], doctrine: Doctrine, size: int | None, limit: int, seconds: float,
) -> tuple[Designs, bool]:  # fmt: skip
    """The search, to its end or to where time or Ctrl-C stopped it."""
    from foedus.show.designs import progress_words
    from foedus.show.progress import spinning
    from foedus.sweep.design import Designs, search

    found, ends = Designs(), time.monotonic() + seconds
    with spinning("searching") as told:
        try:
            for found in search(system, goal, moves, doctrine, size=size, limit=limit):
                told(progress_words(found))
                if time.monotonic() > ends and not found.complete and len(found.answers) < limit:
                    return found, True
        except KeyboardInterrupt:
            return found, True
    return found, False


def _goal(
    system: System, target: str, attacker: str, meet: int | None, majors: bool, strength: float | None,
    outweigh: float | None, at_most: int | None,
) -> Goal:  # fmt: skip
    from foedus.sweep.goals import Goal, GoalKind

    said: dict[GoalKind, float | None] = {
        "meet": meet, "strength": strength, "outweigh": outweigh, "at-most": at_most,
    }  # fmt: skip
    asked = [(kind, float(amount)) for kind, amount in said.items() if amount is not None]
    if len(asked) != 1:
        raise CommandWrong("give one goal: --meet N, --strength SHARE, --outweigh TIMES or --at-most N.")
    if majors and meet is None:
        raise CommandWrong("--majors says who counts for --meet; give --meet N, too.")
    if majors and not system.majors:
        raise CommandWrong("--majors: nobody is known as a major power in this system.")
    goal = Goal(*asked[0], states_of(system, attacker, "--attacker"), states_of(system, target, "--target"), majors)
    try:
        goal.weights(system)
    except ValueError as error:
        raise CommandWrong(f"{error}; use --meet.") from None
    return goal


def _kinds(by: str, default: Kind) -> tuple[Kind, ...]:
    from foedus.sweep.moves import KINDS

    said = [w.strip() for w in by.split(",") if w.strip()]
    for word in said:
        if word not in KINDS:
            raise CommandWrong(f'--by: "{word}" is none of {_KINDS}.')
    return tuple(k for k in KINDS if k in said) or (default,)
