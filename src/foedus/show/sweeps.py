"""Sweeps, for people and as data: one system's what-ifs, measures by year, effects of pacts and of single states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from foedus.show.export import Rows

if TYPE_CHECKING:
    import pyarrow as pa

    from foedus.show.page import Page
    from foedus.sweep.orders import Marginal, Order

__all__ = ["marginal_rows", "marginals_text", "order_record", "order_rows", "orders_text", "rows_of", "text"]

SHOWN = 12
LEGEND = "In parentheses: only if conditions that nobody knows are met. Of several attackers, the first is told of."
RANGE = "From ... to: no condition that nobody knows is met, every one is."


def text(order: Order, table: pa.Table, doctrine: str, source: str, page: Page) -> str:
    """One system: its measures, and the what-ifs that draw in most."""
    from foedus.show.grid import grid
    from foedus.show.page import bullet, line

    measures = [
        ("what-ifs", f"{order.what_ifs:,}: each of {order.states} states attacks each other one"),
        ("bound by", f"{order.instruments} instruments; major powers: {order.majors or 'not known'}"),
        ("drawn in", _between("{:.2f}", order.drawn_in, " states on average")),
        ("somebody is", _between("{:.1%}", order.spread, " of the what-ifs")),
        ("most", _between("{}", order.largest, " states")),
        ("general war", _between("{:.2%}", order.general, " put major powers on both sides")),
        ("break a word", _between("{:.1%}", order.breaches, " of the what-ifs: somebody that is drawn in")),
        ("bound both ways", ", ".join(order.entangled[1]) or "nobody"),
        ("rounds", ", ".join(f"{i}: {share:.1%}" for i, share in enumerate(order.rounds))),
    ]
    worst = [
        {
            "attacker": _joined(attackers, (), 2), "target": r["target"],
            "drawn in": _pair(r["drawn_in_low"], r["drawn_in_high"]),
            "target's side": _joined(r["target_joins"], r["target_may_join"]),
            "attacker's side": _joined(r["attacker_joins"], r["attacker_may_join"]),
            **({"expected": f"{r['expected_low']:.1f}-{r['expected_high']:.1f}"} if "expected_low" in r else {}),
        }
        for r, attackers in _worst(table)
    ]  # fmt: skip
    return "".join(
        [
            page.draw(line(f"Had anyone attacked anyone: {order.label}", "bold"),
                      line(f"{source}. Doctrine: {doctrine}. {RANGE}"),
                      line(), *(bullet(f"{name:<16}", words) for name, words in measures), line(),
                      line("The what-ifs that draw in most", "bold")),
            grid(worst, page, LEGEND if worst else "Nobody."),
        ]
    )  # fmt: skip


def _worst(table: pa.Table) -> list[tuple[dict[str, Any], list[str]]]:
    """The what-ifs that draw in most; those on one target that draw in as many are one, with all their attackers."""
    sizes = table.column("drawn_in_high").to_numpy()
    found: list[tuple[dict[str, Any], list[str]]] = []
    for size in sorted({int(s) for s in sizes if s}, reverse=True):
        alike: dict[tuple[str, int], tuple[dict[str, Any], list[str]]] = {}
        for row in table.filter(sizes == size).to_pylist():
            alike.setdefault((row["target"], row["drawn_in_low"]), (row, []))[1].append(row["attacker"])
        found += alike.values()
        if len(found) >= SHOWN:
            break
    return found[:SHOWN]


def _between(form: str, pair: tuple[Any, Any], words: str) -> str:
    one, other = (form.format(x) for x in pair)
    return (one if one == other else f"{one} to {other}") + words


def _pair(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"


def _joined(sure: Sequence[str], may: Sequence[str], most: int = 8) -> str:
    def few(names: Sequence[str]) -> str:
        return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")

    return " ".join(part for part in (few(sure), f"({few(may)})" if may else "") if part) or "·"


def orders_text(orders: Sequence[Order], doctrine: str, source: str, page: Page) -> str:
    """Measures by year."""
    from foedus.show.grid import grid
    from foedus.show.page import line

    rows = [
        {
            "year": o.label, "states": o.states, "drawn in": _between("{:.2f}", o.drawn_in, ""),
            **({} if o.expected is None else {"expected": _between("{:.2f}", o.expected, "")}),
            "somebody is": _between("{:.1%}", o.spread, ""), "most": _between("{}", o.largest, ""),
            "general war": _between("{:.2%}", o.general, ""), "entangled": len(o.entangled[1]),
            "round": _between("{:.2f}", o.distance, ""),
            "most explosive": " ".join(o.explosive[0][:2]) if o.explosive else "·",
        }
        for o in orders
    ]  # fmt: skip
    pivots = [
        {"year": o.label, "the alliance that does most": _pivot(o.alliance), "the state whose faith does most": _pivot(o.state)}
        for o in orders if o.alliance is not None or o.state is not None
    ]  # fmt: skip
    said = f"{RANGE} General war: major powers on both sides. Round: in which one that is drawn in comes, on average."
    parts = [page.draw(line(f"World orders, {source}. Doctrine: {doctrine}.", "bold"), line()), grid(rows, page, said)]
    if pivots:
        also = (
            "So many more are drawn in by a what-if, on average, than without it, or if that state alone keeps no word."
        )
        parts += [page.draw(line()), grid(pivots, page, also)]
    return "".join(parts)


def _pivot(m: Marginal | None) -> str:
    return "·" if m is None else f"{m.name} {m.drawn_in:+.2f}"


def order_record(order: Order) -> dict[str, Any]:
    """Measures as data."""
    return asdict(order)


def order_rows(orders: Sequence[Order]) -> Rows:
    """Measures for spreadsheets: one row a year."""
    names = ["drawn_in", "spread", "largest", "general", "breaches", "distance"]
    names += ["expected"] * all(o.expected is not None for o in orders)
    pivots = [name for name in ("alliance", "state") if any(getattr(o, name) is not None for o in orders)]

    def of(o: Order, pivot: str) -> list[Any]:
        found: Marginal | None = getattr(o, pivot)
        return ["", None] if found is None else [found.name, found.drawn_in]

    header = ("system", "states", "majors", "instruments", "what_ifs", *(f"{n}_{w}" for n in names for w in ("low", "high")),
              "entangled_low", "entangled_high", "attacker", "target", "drawn_in_by_it",
              *(column for pivot in pivots for column in (pivot, f"{pivot}_effect")))  # fmt: skip
    return Rows(
        header,
        [
            [o.label, o.states, o.majors, o.instruments, o.what_ifs, *(v for n in names for v in getattr(o, n)),
             *(" ".join(e) for e in o.entangled), *(o.explosive[0] if o.explosive else ("", "", 0)),
             *(value for pivot in pivots for value in of(o, pivot))]
            for o in orders
        ],
    )  # fmt: skip


def marginals_text(
    found: Sequence[Marginal], title: str, page: Page, parties: Mapping[str, Sequence[str]] | None = None
) -> str:
    """What each thing does to the whole, the most first.  parties: of instruments, whom each binds, by its name."""
    from foedus.show.grid import grid
    from foedus.show.page import line

    rows = [
        {
            "": m.name, "drawn in, on average": f"{round(m.drawn_in, 4) + 0.0:+.4f}",
            "general wars": f"{round(m.general, 5) + 0.0:+.3%}", "what-ifs changed": m.changed,
            **({} if parties is None else {"between": _joined(parties.get(m.name, ()), (), 4)}),
        }
        for m in found
    ]  # fmt: skip
    return page.draw(line(title, "bold"), line()) + grid(rows, page, "With it, less without it.")


def marginal_rows(found: Sequence[Marginal]) -> Rows:
    """The same for spreadsheets."""
    return Rows(("name", "drawn_in", "general", "changed"), [[m.name, m.drawn_in, m.general, m.changed] for m in found])


def rows_of(table: pa.Table) -> Rows:
    """A table of what-ifs for spreadsheets; several names in one cell, with blanks between."""
    return Rows(
        tuple(table.column_names),
        [[" ".join(map(str, v)) if isinstance(v, list) else v for v in row.values()] for row in table.to_pylist()],
    )
