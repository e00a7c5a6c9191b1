"""Which assumption matters most, as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.show.page import Page, bullet, line
from foedus.show.words import and_list, counted, view_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.importance import Importances, Moved, Moving
    from foedus.findings.model import View
    from foedus.findings.probability import Importance

__all__ = ["importance_text"]

SOME = 3  # assumptions told under each finding where several are asked about


def importance_text(title: str, found: Importances, view: View, page: Page, most: int = 12) -> str:
    """Of one finding its assumptions; of several first the assumptions over all of them, then each with its first few."""
    stance = view_words(view)
    parts: list[RenderableType] = [
        line(f"What matters most: {title}", style="bold"),
        line(f"At the end of {found.on}{f', {stance}' if stance else ''}."),
    ]
    if not found.findings:
        parts.append(line("No duty has arisen, so there is nothing to be moved."))
    if len(found.findings) > 1:
        shown = found.assumptions[:most]
        parts += [line(), line(f"Over {counted(len(found.findings), 'finding')}", "bold cyan")]
        parts += [*_columns([_sum(m) for m in shown]), *_more(len(found.assumptions) - len(shown))]
        if not shown:
            parts.append(line("  Nothing that has a weight, or none, can move them."))
    told = found.findings
    if len(told) > 1:
        told = tuple(sorted((f for f in told if _size(f) > 0.0), key=_size, reverse=True))[:most]
    for one in told:
        parts += [line(), *_moved(one, most if len(found.findings) == 1 else SOME)]
    if len(found.findings) > len(told):
        fixed = sum(_size(f) == 0.0 for f in found.findings)
        moved = len(found.findings) - fixed - len(told)
        texts = [
            f"{counted(moved, 'finding')} more" if moved else "",
            f"{fixed} that nothing can move" if fixed else "",
        ]
        parts += [line(), line(f"And {and_list(text for text in texts if text)}.", "dim")]
    parts += [line(), line("Assumed", "dim"), *(bullet("-", text, indent=2) for text in found.assumes)]
    return page.draw(*parts)


def _moved(one: Moved, most: int) -> Iterable[RenderableType]:
    said = {"bounds": " (outer bounds)", "estimate": " (estimate)"}.get(one.kind, "")
    chance = f"chance {_range(one.probability)}{said}" if one.probability is not None else "no world is left"
    yield line(one.text or one.id, "bold cyan")
    yield line(f"  {chance}{f'   ({one.id})' if one.what == 'duty' else ''}")
    shown = [i for i in one.by if i.size > 0.0][:most]
    yield from _columns([_importance(i) for i in shown])
    if not shown:
        yield line("  Nothing that has a weight, or none, can move it.")
    yield from _more(sum(i.size > 0.0 for i in one.by) - len(shown))


def _sum(m: Moving) -> tuple[str, str]:
    weight = f", weight {m.weight:.2f}" if m.weight is not None else ", no weight"
    return _figure(m.total), f"{m.id} ({m.sort}{weight}): moves {m.moves}, most {m.most}"


def _importance(i: Importance) -> tuple[str, str]:
    weight = f", weight {i.weight:.2f}" if i.weight is not None else ", no weight"
    low, high = i.birnbaum
    one, other = _figure(low, "+"), _figure(high, "+")
    by = one if one == other else f"{one} {other}"
    return by, f"{i.id} ({i.sort}{weight}): {_range(i.if_false)} if false, {_range(i.if_true)} if true"


def _columns(rows: list[tuple[str, str]]) -> Iterable[RenderableType]:
    wide = max((len(mark) for mark, _ in rows), default=0)
    return [bullet(mark.rjust(wide), text, indent=2) for mark, text in rows]


def _more(number: int) -> Iterable[RenderableType]:
    return [line(f"  and {counted(number, 'assumption')} more: --most, or --format csv", "dim")] if number > 0 else []


def _size(one: Moved) -> float:
    return one.by[0].size if one.by else 0.0


def _figure(x: float, sign: str = "") -> str:
    """Two decimals; of what is too small for them, its first two digits."""
    return f"{x:{sign}.2f}" if x == 0.0 or abs(x) >= 0.005 else f"{x:{sign}.1e}"


def _range(bounds: tuple[float, float]) -> str:
    low, high = map(_figure, bounds)
    return low if low == high else f"{low} to {high}"
