"""What is set side by side, as text: two views of a case, two versions of one, the answers of a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from foedus.show.page import Entry, Page, bullet, entry, line
from foedus.show.words import Names, and_list, condition, counted, sentence, view_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.directives.model import Question
    from foedus.findings.difference import Change, Difference
    from foedus.findings.hypotheses import Evidence, Hypothesis, Matrix
    from foedus.findings.model import ObligationFinding, View
    from foedus.findings.versions import Edit, Versions

__all__ = ["difference_text", "matrix_text", "questions_text", "versions_text"]

Label = Callable[[str], str]
_SIGN = {"added": "+", "removed": "-", "changed": "~"}


def difference_text(title: str, d: Difference, label: Label, page: Page, *, views: bool = False) -> str:
    """Only what differs between two views, by what it means.  views: neither is the later or truer one."""
    before, after = _stance(d.before), _stance(d.after)
    parts: list[RenderableType]
    if views:
        same = counted(d.same, "duty is", "duties are")
        parts = [
            line(f"Two views: {title}", style="bold"),
            line(f"At the end of {d.on}. First: {before}. Second: {after}. {same} the same in both."),
            *_changes(d, Names(label), empty="Nothing differs.", heads=_VIEWS, sides=("first", "second")),
        ]
        return page.draw(*parts)
    parts = [
        line(f"What differs: {title}", style="bold"),
        line(f"At the end of {d.on}: from {before} to {after}. {_same(d)}"),
        *_changes(d, Names(label)),
    ]
    if (
        d.after.suppose
        and replace(d.after, suppose=d.before.suppose, drop=d.before.drop, until=d.before.until) != d.before
    ):
        hint = 'Not the event alone differs, the view does too: --from "VIEW" sets it for both sides.'
        parts += [line(), line(hint, "dim")]
    return page.draw(*parts)


def _stance(view: View) -> str:
    words = view_words(view) or "the default view"
    return f"the record {words}" if words.startswith("with") else words


def versions_text(title: str, v: Versions, label: Label, page: Page) -> str:
    """What the newer version finds otherwise, and by which change; then the changes themselves."""
    d = v.difference
    view = view_words(d.after)
    which = f"from {v.old} to {v.new}" if v.old != v.new else "from the old version to the new one"
    parts: list[RenderableType] = [
        line(f"What moved: {title}", style="bold"),
        line(f"At the end of {d.on}{f', {view}' if view else ''}: {which}. {_same(d)}"),
        *_changes(d, Names(label), empty="No finding moved."),
    ]
    if v.edits:
        parts += [line(), line(f"Directives that differ ({len(v.edits)})", "bold")]
        parts += [bullet(_SIGN[e.how], _edit(e, e.id in v.idle), indent=2) for e in v.edits]
    else:
        parts.append(line("The two say the same."))
    if not v.complete:
        parts.append(
            line("Which change did it was not found for every duty: too many changes, or none makes a case.", "dim")
        )
    return page.draw(*parts)


def _same(d: Difference) -> str:
    return f"{counted(d.same, 'duty stands', 'duties stand')} as before."


_CHANGES = ("Newly bound", "No longer bound", "Newly open, or settled", "Moved")
_VIEWS = ("Bound only in the second", "Bound only in the first", "Open in one of them", "Otherwise different")


def _changes(
    d: Difference,
    names: Names,
    empty: str = "Nothing differs.",
    heads: Sequence[str] = _CHANGES,
    sides: tuple[str, str] = ("before", "after"),
) -> list[RenderableType]:
    parts: list[RenderableType] = []
    styles = ("bold cyan", "bold green", "bold yellow", "bold")
    for heading, found, style in zip(heads, (d.bound, d.freed, d.opened, d.moved), styles, strict=True):
        if found:
            parts += [line(), line(f"{heading} ({len(found)})", style), *_grouped(found, names, sides)]
    return parts or [line(empty)]


def _grouped(changes: Iterable[Change], names: Names, sides: tuple[str, str]) -> Iterator[RenderableType]:
    """One entry for all who owe the same thing to the same under the same clause, and stand alike before and after."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for c in changes:
        o = c.either
        what = (o.creditor, o.adversary, o.act, o.modality)
        groups.setdefault((what, _details(c, sides)), []).append(c)
    for (_, details), same in groups.items():
        headline = sentence(same[0].either, names, [c.either.debtor for c in same])
        yield entry(headline, cast("Entry", details), style="")


def _details(c: Change, sides: tuple[str, str]) -> Entry:
    return (
        ("under", f"{c.either.instrument} clause {c.either.clause}"),
        (sides[0], _standing(c.before) + _by(c.before, c.after)),
        (sides[1], _standing(c.after) + _by(c.after, c.before)),
        ("because", "; or ".join(and_list(cause) for cause in c.because)),
    )


def _by(o: ObligationFinding | None, other: ObligationFinding | None) -> str:
    """What opened it, where the two differ in that."""
    if o is None or other is None or o.trigger == other.trigger or not o.trigger:
        return ""
    return f", by {o.trigger_text} ({o.trigger})" if o.trigger_text else f", by {o.trigger}"


def _standing(o: ObligationFinding | None) -> str:
    if o is None:
        return "no such duty"
    on = condition(o)
    turns = f"holds {on}" if on.startswith("if ") else on
    waits = o.status == "not_bound"  # then what is open is whether it stands so
    bound = o.status.replace("_", " ") + (f": {turns}" if on and not waits else "")
    state = f"{o.state} {on}".rstrip() if waits else o.state
    since = f", since {o.since}" if o.since else ""
    conduct = f", {o.conduct.replace('_', ' ')}" if o.conduct else ""
    chance = f", chance {_chance(o.probability)}" if o.probability is not None else ""
    return f"{bound} ({state}{since}{conduct}{chance})"


def _chance(bounds: tuple[float, float]) -> str:
    low, high = bounds
    return f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f} to {high:.2f}"


def _edit(e: Edit, idle: bool) -> str:
    parts = f": {and_list(e.parts)}" if e.parts else ""
    text = f" ({e.text})" if e.text and e.text.replace(" ", "-") != e.id.partition(" ")[2] else ""
    return f"{e.id}{text}{parts}{'; moves nothing' if idle else ''}"


def questions_text(title: str, questions: Iterable[Question], page: Page) -> str:
    """The questions of a case with their answers."""
    parts: list[RenderableType] = [line(f"Questions: {title}", style="bold")]
    for q in questions:
        parts += [line(), line(f"{q.id}  {q.text}", "bold cyan")]
        parts += [bullet("-", f"{a.id}: {a.text}" if a.text else a.id, indent=2) for a in q.answers]
    if len(parts) == 1:
        parts.append(line("This case asks none."))
    return page.draw(*parts)


_MARK = {"for": "+", "against": "-", "": "."}


def matrix_text(title: str, m: Matrix, view: View, label: Label, page: Page) -> str:
    """The answers, then one line per claim: + speaks for, - against, . says nothing of the answer of that column."""
    stance = view_words(view)
    parts: list[RenderableType] = [
        line(f"{m.text or m.question} ({m.question}, {title})", style="bold"),
        line(f"At the end of {m.on}{f', {stance}' if stance else ''}."),
        line(),
    ]
    parts += [_answer(n, a) for n, a in enumerate(m.answers, 1)]
    if not m.closed:
        parts.append(line("It may be none of these."))
    parts += [line(), line("Claims, the most telling first: + for, - against, . neither", "bold")]
    wide = max((len(e.claim) for e in m.evidence), default=0)
    if m.evidence:
        parts.append(bullet(" ".join(str(n % 10) for n in range(1, len(m.answers) + 1)), "", style="dim"))
    parts += [_evidence(e, wide, label) for e in m.evidence]
    if not m.evidence:
        parts.append(line("No claim speaks of it."))
    if m.neither:
        parts.append(line(f"{counted(m.neither, 'claim')} of the case say nothing of it.", "dim"))
    parts += [line(), line("Assumed", "dim"), *(bullet("-", text, indent=2) for text in m.assumes)]
    return page.draw(*parts)


def _answer(number: int, a: Hypothesis) -> RenderableType:
    on = f" on {and_list(x.id for x in a.contested_on)}" if a.contested_on else ""
    status = {"yes": "held", "no": "not held"}.get(a.status, a.status)
    return entry(
        f"{number} {a.id}: {a.text}" if a.text else f"{number} {a.id}",
        (
            ("view", f"{status}{on}"),
            ("chance", _chance(a.probability) if a.probability is not None else ""),
            ("claims", f"{len(a.speaking_for)} for, {len(a.against)} against"),
        ),
    )


def _evidence(e: Evidence, wide: int, label: Label) -> RenderableType:
    through = f" through {and_list(label(t) for t in e.through)}" if e.through else ""
    grade = f" [{e.grade}]" if e.grade else ""
    said = f", {e.reported}" if e.reported else ""
    text = f"{e.claim.ljust(wide)}  tells {e.diagnosticity:.2f}  {label(e.source)}{through}{grade}{said}"
    return bullet(" ".join(_MARK[c] for c in e.cells), text)
