"""A design search, for people and as data: the goal in a sentence, what misses it now, the answers and what each does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from foedus.show.export import Rows
from foedus.show.words import counted

if TYPE_CHECKING:
    from foedus.show.page import Page
    from foedus.sweep.design import Designs, Family, Miss
    from foedus.sweep.goals import Goal
    from foedus.sweep.moves import Move
    from foedus.sweep.orders import Order
    from foedus.sweep.system import System

__all__ = ["answer_record", "goal_words", "move_words", "progress_words", "rows_of", "text"]

MEMBERS = 5
MISSES = 5


def _few(names: Sequence[str], most: int, last: str) -> str:
    if len(names) > most:
        return ", ".join(names[:most]) + f" and {len(names) - most} more"
    return f" {last} ".join(part for part in (", ".join(names[:-1]), names[-1] if names else "") if part)


def goal_words(goal: Goal, system: System) -> str:
    """The goal as a sentence."""

    def of(states: frozenset[int] | None, else_: str) -> str:
        return else_ if states is None else _few([system.states[s] for s in sorted(states)], MEMBERS, "or")

    amount = f"{goal.amount:g}"
    attack = f"an attack of {of(goal.attackers, 'anybody')} on {of(goal.targets, 'anybody')}"
    if goal.kind == "meet":
        what = "major power" if goal.majors else "state"
        return f"{attack} brings at least {amount} {what}{'s' if goal.amount != 1 else ''} to the target's help"
    if goal.kind == "at-most":
        return f"{attack} draws in at most {amount}"
    if goal.kind == "strength":
        return f"{attack} meets at least {goal.amount:.1%} of the world's capabilities, the target's own with them"
    return f"{attack} meets at least {amount} times the capabilities of the attacker's side"


def move_words(move: Move, system: System) -> str:
    """A move as a line of advice."""
    names = [system.states[s] for s in move.states]
    if move.kind == "pact":
        return f"{names[0]} and {names[1]} defend each other"
    if move.kind == "guarantee":
        return f"{names[0]} guarantees {names[1]}"
    if move.kind == "leave":
        return f"{names[0]} leaves {move.instrument}"
    return f"{move.instrument} ends" if move.kind == "end" else f"{move.instrument} does not apply against {names[0]}"


def change_words(moves: Sequence[Move], system: System, first: frozenset[int] | None = None) -> str:
    """Moves in few words, those of a kind together; of a pact, who is of ``first`` stands first."""
    from itertools import groupby

    def named(move: Move) -> str:
        states = sorted(move.states, key=lambda s: s not in (first or ())) if move.kind == "pact" else move.states
        names = [system.states[s] for s in states]
        return {
            "pact": "-".join(names), "guarantee": " for ".join(names), "end": move.instrument,
            "leave": f"{''.join(names)} from {move.instrument}", "except": f"{''.join(names)} in {move.instrument}",
        }[move.kind]  # fmt: skip

    kinds = {"pact": "pact", "guarantee": "guarantee by", "end": "end of", "leave": "withdrawal of", "except": "except"}
    parts = []
    for kind, same in groupby(sorted(moves), key=lambda m: m.kind):
        words = [named(m) for m in same]
        parts.append(f"{kinds[kind]}{'s' if kind == 'pact' and len(words) > 1 else ''} {', '.join(words)}")
    return "; ".join(parts)


def family_words(family: Family, system: System, first: frozenset[int] | None = None) -> str:
    """A family of answers in few words."""
    always = change_words(family.always, system, first)
    if not family.some:
        return always
    any_of = f"any {family.some} of the {len(family.of)}: {change_words(family.of, system, first)}"
    return f"{always}; and {any_of}" if always else any_of


def parties_of(instrument: str, system: System) -> str:
    """Who is bound by an instrument to help, or is owed help: for those who do not know it by its id."""
    from foedus.sweep.moves import instrument_of

    own = {s for r in system.rules if instrument_of(r) == instrument for s in (r.debtor, r.creditor)}
    return _few([system.states[s] for s in sorted(own)], MEMBERS, "and")


def progress_words(found: Designs) -> str:
    """How far a search is."""
    return f"{found.tried} sets tried, {len(found.answers)} answers, at least {found.at_least} changes"


def _verdict(found: Designs, some: tuple[Move, ...] | None, stopped: bool) -> str:
    sizes = [len(a) for a in found.answers]
    if sizes == [0]:
        return "It is so already."
    if not sizes and found.complete:
        return "No set of these changes reaches it (proved)."
    words = []
    if sizes:
        words.append(f"{sizes[0]} change{'s do' if sizes[0] != 1 else ' does'} it; fewer do not (proved).")
        words.append(
            f"{counted(len(sizes), 'answer')} in all."
            if found.complete
            else f"{len(sizes)} answers, and there may be more."
        )
    else:
        words.append(f"At least {found.at_least} changes are needed (proved).")
        if some is not None:
            words.append(f"{len(some)} certainly do it, as below; fewer may.")
    if stopped:
        words.append("The search was stopped before its end.")
    return " ".join(words)


def text(
    goal: Goal, system: System, found: Designs, moves: Sequence[Move], after: Sequence[Order], before: Order, source: str,
    doctrine: str, some: tuple[Move, ...] | None, stopped: bool, page: Page,
) -> str:  # fmt: skip
    """All of it.

    after: the measures of the system under the first of each family of answers, for as many families as are to be shown.
    some: an answer not proved least.
    """
    from foedus.show.grid import grid
    from foedus.show.page import bullet, line
    from foedus.sweep.design import Family, families

    kinds = {kind: sum(m.kind == kind for m in moves) for kind in dict.fromkeys(m.kind for m in moves)}
    names = {"pact": "pacts of defence", "guarantee": "guarantees", "end": "ends of an instrument",
             "leave": "withdrawals", "except": "exceptions"}  # fmt: skip
    worst: dict[tuple[int, int], Miss] = {}
    for miss in found.missed:
        worst.setdefault((miss.attacker, miss.target), miss)
    now = [_miss(m, goal, system) for m in list(worst.values())[:MISSES]]
    more = len(worst) - len(now)
    parts = [
        line(f"{system.label}: so that {goal_words(goal, system)}", "bold"),
        line(f"{source}. Doctrine: {doctrine}. Changes tried: "
             + (", ".join(f"{count:,} {names[kind]}" for kind, count in kinds.items()) or "none") + "."),
        line(),
        bullet("now", "; ".join(now) + (f"; and {more:,} more" if more else "") if now else "every such what-if is so"),
        bullet("answer", _verdict(found, some, stopped)),
        line(),
    ]  # fmt: skip
    shown = families(found) or (() if some is None else (Family(some),))
    rows = [
        {
            "": number, "changes": family_words(family, system, goal.targets), "drawn in": _range(order.drawn_in),
            "most": _range(order.largest), "general war": _range(order.general, percent=True),
        }
        for number, (family, order) in enumerate(zip(shown, after, strict=False), 1) if family.always or family.some
    ]  # fmt: skip
    if rows:
        rows.append({"": 0, "changes": "as things stand", "drawn in": _range(before.drawn_in),
                     "most": _range(before.largest), "general war": _range(before.general, percent=True)})  # fmt: skip
    instruments = sorted({m.instrument for f in shown[: len(after)] for m in (*f.always, *f.of) if m.instrument})
    remark = "Drawn in: by one what-if of all, on average. General war: % of what-ifs with major powers on both sides."
    if any(f.some for f in shown):
        remark += "\nWhere there is a choice, the figures are those of the first ones named."
    if len(shown) > len(after):
        remark += f"\nAnd {len(shown) - len(after)} more answers: --format json."
    for name in instruments[:12]:
        remark += f"\n{name}: {parties_of(name, system)}."
    return page.draw(*parts) + (grid(rows, page, remark) if rows else "")


def _miss(miss: Miss, goal: Goal, system: System) -> str:
    by = f"{miss.by:.3g} too {'many' if goal.kind == 'at-most' else 'few' if goal.kind == 'meet' else 'little'}"
    return f"{system.states[miss.attacker]} on {system.states[miss.target]}: {by}"


def _range(pair: tuple[float, float], *, percent: bool = False) -> str:
    one, other = (f"{100 * x:.2f}" if percent else f"{x:.2f}" if isinstance(x, float) else str(x) for x in pair)
    return one if one == other else f"{one} to {other}"


def answer_record(moves: Sequence[Move], order: Order | None, system: System) -> dict[str, Any]:
    """One answer as data; the measures of the system under it, where they were taken."""
    return {
        "moves": [
            {"kind": m.kind, "states": [system.states[s] for s in m.states], "instrument": m.instrument or None,
             "words": move_words(m, system)}
            for m in moves
        ],
        "after": None if order is None else order_pairs(order),
    }  # fmt: skip


def order_pairs(order: Order) -> dict[str, Any]:
    """The measures of an order that a design is judged by."""
    return {"drawn_in": order.drawn_in, "largest": order.largest, "general": order.general}


def rows_of(answers: Sequence[Sequence[Move]], system: System) -> Rows:
    """One row for each change of each answer."""
    return Rows(
        ("answer", "kind", "states", "instrument", "words"),
        [
            [number, m.kind, " ".join(system.states[s] for s in m.states), m.instrument, move_words(m, system)]
            for number, moves in enumerate(answers, 1)
            for m in moves
        ],
    )
