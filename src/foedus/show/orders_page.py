"""A Markdown page of world orders: a table of some years and a picture of all, renewed between two marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.sweep.orders import Order

__all__ = ["BEGIN", "END", "renewed"]

BEGIN, END = "<!-- renewed by foedus sweep orders: begin -->", "<!-- end -->"

HEADER = (
    "year", "states", "alliances", "drawn in by one what-if, mean", "% that draw anybody in", "most",
    "% with major powers on both sides", "% in which a word is broken", "mean round", "bound both ways", "draws in most",
)  # fmt: skip


def renewed(
    before: str, orders: Sequence[Order], today: Order, wars: Sequence[int], picture: str, source: str
) -> str:  # fmt: skip
    """The page with a new table and picture; what stands outside the two marks is kept.

    before: the page as it is, "" for none yet.   orders: of consecutive years.   today: of the bundled case of our day.
    wars: years of general wars.   Raises ValueError for a page without marks, which is somebody else's.
    """
    block = f"{BEGIN}\n{_block(orders, today, wars, picture, source)}\n{END}"
    if not before.strip():
        return f"# World orders, {orders[0].label} to today\n{block}\n"
    head, begin, rest = before.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no place for the table. Put these two lines where it is to stand: {BEGIN} and {END}")
    return f"{head}{block}{tail}"


def _block(orders: Sequence[Order], today: Order, wars: Sequence[int], picture: str, source: str) -> str:
    began = {year for year in wars if year - 1 not in wars}
    ends = {orders[0].label, orders[-1].label}
    shown = [o for o in orders if o.label in ends or int(o.label) % 10 == 0 or int(o.label) in began]
    first = orders[0]
    more = [
        name
        for name, there in (("expected", first.expected), ("alliance", first.alliance), ("state", first.state))
        if there is not None
    ]
    words = {
        "expected": "expected, words kept at published rates", "alliance": "alliance that does most",
        "state": "state that does most",
    }  # fmt: skip
    header = [*HEADER, *(words[name] for name in more)]
    lines = [_row(header), _row(["---"] * len(header))]
    lines += [_row([*_cells(o, o.label + (" *" if int(o.label) in began else "")), *_more(o, more)]) for o in shown]
    lines.append(_row([*_cells(today, f"{today.label}, by the texts"), *_more(today, more)]))
    said = "Every tenth year, and those in which a war with major powers on both sides began (*)."
    alt = f"The measures of {orders[0].label} to {orders[-1].label}, the years of general wars shaded"
    return "\n".join([*lines, "", f"{source}. {said}", "", f"![{alt}]({picture})"])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(o: Order, name: str) -> list[str]:
    most = f"{o.explosive[0][0]} on {o.explosive[0][1]}, {o.explosive[0][2]}" if o.explosive else "nobody"
    return [
        name, f"{o.states}", f"{o.instruments}", _pair("{:.2f}", o.drawn_in), _pair("{:.0f}", o.spread, 100),
        _pair("{:.0f}", o.largest), _pair("{:.1f}", o.general, 100), _pair("{:.1f}", o.breaches, 100),
        _pair("{:.2f}", o.distance), _pair("{:.0f}", (len(o.entangled[0]), len(o.entangled[1]))), most,
    ]  # fmt: skip


def _more(o: Order, names: Sequence[str]) -> list[str]:
    found = []
    for name in names:
        value = getattr(o, name)
        if name == "expected":
            found.append(_pair("{:.2f}", value) if value is not None else "")
        else:
            found.append(f"{value.name}, {value.drawn_in:+.2f}" if value is not None else "nobody")
    return found


def _pair(form: str, pair: tuple[float, float], scale: float = 1) -> str:
    low, high = (form.format(scale * x) for x in pair)
    return low if low == high else f"{low} to {high}"
