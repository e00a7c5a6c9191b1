"""Tripwires, conflicts and sources as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.show.page import Page, bullet, entry, line
from foedus.show.together import Together, together
from foedus.show.words import Names, act_words, and_list, condition, counted, preposition, range_words, view_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.clashes import Breach, Clash, Clashes, Side
    from foedus.findings.model import View
    from foedus.findings.sources import SourceFinding, Sources
    from foedus.findings.tripwires import Bound, Tripwire, Tripwires

__all__ = ["breach_words", "clash_words", "clashes_text", "side_words", "sources_text", "tripwires_text"]

Label = Callable[[str], str]
SHOWN = 12
OTHERS_NAMED = 6
SETTLE = (
    "readings, unanswered questions, orders of dates, whether words are kept; --accept, --reject and --honour narrow it"
)


def _head(title: str, when: str, view: View) -> list[RenderableType]:
    stance = view_words(view)
    return [line(title, style="bold"), line(f"{when}{f', {stance}' if stance else ''}.")]


# -- tripwires ---------------------------------------------------------------------------------------------------------


def tripwires_text(title: str, w: Tripwires, view: View, label: Label, page: Page) -> str:
    """Grouped by event: whom it would newly bind, and by which clause."""
    names = Names(label)
    thing = ("pair of events", "pairs of events") if any(x.second for x in w.tripwires) else ("event", "events")
    found = f"{counted(len(w.tripwires), *thing)} of {w.tried} tried would bind somebody anew"
    parts = _head(f"Tripwires: {title}", f"On the day after {w.on}: {found}", view)
    if w.left_out:
        parts.append(
            line(f"{w.left_out:,} further events were not tried: narrow the question with --binds, --by or --event.")
        )
    for tripwire in _folded(w.tripwires):
        parts += [line(), line(tripwire.sentence, "bold cyan")]
        parts += [line(f"and {tripwire.second}", "bold cyan")] if tripwire.second else []
        if tripwire.alike:
            parts.append(line(f"  so too by {_others(tripwire.alike, names)}"))
        parts += [
            bullet("-" if t.one.status not in ("contested", "unknown") else "?", _bound(t, names), indent=2)
            for t in together(tripwire.binds, lambda b: (b.status, condition(b)))
        ]
    return page.draw(*parts)


def _folded(found: Iterable[Tripwire]) -> list[Tripwire]:
    """Those told as one that differ in nothing but who does it: the same act, which binds the same against its author."""
    same: dict[object, list[Tripwire]] = {}
    for one in found:
        author = one.by[0] if len(one.by) == 1 and not one.second else ""
        day, _, rest = one.sentence.partition(f" {author} ")
        binds = tuple(replace(b, adversary="" if b.adversary == author else b.adversary) for b in one.binds)
        same.setdefault((day, rest, binds) if author and rest else one, []).append(one)
    return [
        replace(one, alike=tuple(sorted({*one.alike, *(a for t in rest for a in (*t.by, *t.alike))})))
        for one, *rest in same.values()
    ]


def _others(alike: tuple[str, ...], names: Names) -> str:
    """The first few of those that are alike, and how many more."""
    few, more = alike[:OTHERS_NAMED], len(alike) - OTHERS_NAMED
    return and_list([*map(names, few), *([counted(more, "other")] if more > 0 else [])])


def _bound(t: Together[Bound], names: Names) -> str:
    b, debtors = t.one, and_list(map(names, t.debtors))
    act = act_words(b.act, names.short)
    enemy = f" {preposition(b.act)} {names(b.adversary)}" if b.adversary else ""
    several = len(t.debtors) > 1
    verb = {
        "may": "may",
        "will": "announce" if several else "announces",
        "will not": "announce no" if several else "announces no",
    }.get(b.modality, "owe" if several else "owes")
    whom = "one another" if several and t.debtors == t.creditors else and_list(map(names, filter(None, t.creditors)))
    to = f" {'to ' if b.modality in ('will', 'will not') else ''}{whom}" if whom and b.modality != "may" else ""
    no = "no " if b.modality == "must not" else ""
    turns = f" ({condition(b)})" if b.contested_on else ""
    return f"{debtors} {verb}{to}: {no}{act}{enemy}, {b.instrument} clause {b.clause}{turns}"


# -- conflicts ---------------------------------------------------------------------------------------------------------


def clashes_text(title: str, c: Clashes, view: View, label: Label, page: Page) -> str:
    """What cannot all be kept now; what one event would make so; what has been broken."""
    names = Names(label)
    parts = _head(f"Conflicts of obligations: {title}", f"At the end of {c.on}", view)
    for heading, found, style in (
        ("Bound both ways now", c.now, "bold red"),
        ("One event away", c.latent, "bold yellow"),
    ):
        if found:
            parts += [line(), line(f"{heading} ({len(found)})", style), *(_clash(x, names) for x in found)]
    if c.broken:
        parts += [line(), line(f"Words broken ({len(c.broken)})", "bold")]
        parts += [_breach(those, names) for those in _broken_alike(c.broken)]
    if not (c.now or c.latent or c.broken):
        parts.append(line("Nothing clashes, and nobody has broken his word."))
    parts += [line(), line(_looked_for(c))]
    return page.draw(*parts)


def _looked_for(c: Clashes) -> str:
    """How many events were tried, and which."""
    if c.tried is None:
        return "What one event more would bring was not asked."
    if not c.tried:
        return "No event was tried: no clause waits for one whose duty can stand against another."
    tried = f"{c.tried:,} single {'event was' if c.tried == 1 else 'events were'} tried on the day after"
    which = "each that a clause waits for whose duty can stand against another"
    none = "" if c.latent else "; none of them leaves anybody bound both ways"
    left = f" {c.left_out:,} more of that sort were left out." if c.left_out else ""
    return f"{tried}, {which}{none}.{left}"


def side_words(s: Side, names: Names) -> str:
    """One of two duties that clash, or one broken."""
    act = f"{'no ' if s.modality in ('must not', 'will not') else ''}{act_words(s.act, names.short)}"
    enemy = f" {preposition(s.act)} {names(s.adversary)}" if s.adversary else ""
    to = f" to {names(s.creditor)}" if s.creditor else ""
    return f"{act}{to}{enemy} ({s.instrument} clause {s.clause}{f', since {s.since}' if s.since else ''})"


def clash_words(c: Clash, names: Names) -> str:
    """One conflict of obligations as a sentence."""
    return f"{names.full(c.debtor)}: {side_words(c.one, names)}, and {side_words(c.other, names)}. To keep the one, {c.because}"


def breach_words(b: Breach, names: Names) -> str:
    """One broken word as a sentence."""
    how = f"by {b.by_text}" if b.by else "its time ran out"
    return f"{names.full(b.debtor)} broke its word on {b.on} ({how}): {side_words(b.side, names)}"


def _clash(c: Clash, names: Names) -> RenderableType:
    head = f"{names.full(c.debtor)}: {side_words(c.one, names)}  /  {side_words(c.other, names)}"
    return entry(
        head,
        (
            ("if", c.event),
            ("because", f"to keep the one, {c.because}"),
            ("holds", condition(c)),
        ),
        style="",
    )


def _broken_alike(broken: Iterable[Breach]) -> list[list[Breach]]:
    """Those together that differ in nothing but whose word it was."""
    same: dict[object, list[Breach]] = {}
    for b in broken:
        same.setdefault(replace(b, debtor=""), []).append(b)
    return list(same.values())


def _breach(those: Sequence[Breach], names: Names) -> RenderableType:
    b = those[0]
    how = f"by {b.by_text} ({b.by})" if b.by else "its time ran out"
    return entry(
        f"{and_list(names.full(x.debtor) for x in those)}: {side_words(b.side, names)}",
        (("on", f"{b.on}, {how}"), ("holds", condition(b))),
        style="",
    )


# -- sources -----------------------------------------------------------------------------------------------------------


def sources_text(title: str, s: Sources, view: View, page: Page) -> str:
    """For each source what rests on it alone and what falls without it; then echoes and contradictions."""
    parts = _head(
        f"Sources: {title}", f"At the end of {s.on}, {counted(s.duties, 'duty', 'duties')} that hold or may hold", view
    )
    carrying = [x for x in s.sources if x.alone]
    if carrying:
        said = "; ".join(f"{x.name} alone carries {len(x.alone)}" for x in carrying[:3])
        more = len(carrying) - 3
        rest = f"; {more} more carry some alone" if more > 0 else ""
        parts.append(line(f"Of {counted(s.duties, 'duty', 'duties')}, {said}{rest}.", "bold"))
    elif s.duties:
        parts.append(line("No duty rests on one source alone.", "bold"))
    quiet = [x for x in s.sources if not (x.alone or x.facts or x.falls or x.rises or x.origin)]
    for source in s.sources:
        if source not in quiet:
            parts.append(_source(source, s.duties))
    if quiet:
        parts += [line(), line("Carry nothing alone", "bold")]
        parts.append(bullet("-", and_list(f"{x.id} ({len(x.claims)})" for x in quiet), indent=2))
    if s.echoes:
        parts += [line(), line("Circular reporting", "bold yellow")]
        parts += [
            bullet("-", f"{e.about}: {and_list(e.sources)} all have it from {e.origin}", indent=2) for e in s.echoes
        ]
    if s.contradictions:
        parts += [line(), line("Contradictions", "bold yellow")]
        for c in s.contradictions:
            who = f" ({and_list(c.one_by) or 'the author'} against {and_list(c.other_by) or 'the author'})"
            parts.append(bullet("-", f"{c.why}{who}", indent=2))
    claims = [c for c in s.claims if c.weight][:SHOWN]
    if claims:
        parts += [line(), line("Claims on which most depends", "bold")]
        parts += [bullet("-", f"{c.id}: {counted(c.weight, 'finding')}{_weighed(c)}", indent=2) for c in claims]
    weights = [w for x in (*s.sources, *s.claims) for w in (x.prior, x.posterior) if w is not None and w != (0.0, 1.0)]
    if weights:
        parts += [line(), line("Assumed", "dim"), *(bullet("-", text, indent=2) for text in s.assumes)]
    if any(" to " in range_words(w) for w in weights):
        parts.append(bullet("-", f"a range is left open by what has no weight: {SETTLE}", indent=2))
    return page.draw(*parts)


def _source(s: SourceFinding, duties: int) -> RenderableType:
    grade = f" [{s.reliability}]" if s.reliability else ""
    name = f"{s.name} ({s.id})" if s.name != s.id else s.id
    return entry(
        f"{name}{grade}",
        (
            ("claims", counted(len(s.claims), "claim")),
            ("weight", _weight(s)),
            (
                "alone",
                f"carries {len(s.alone)} of {counted(duties, 'duty', 'duties')}"
                if s.alone
                else "carries no duty alone",
            ),
            ("", _few(s.alone)),
            ("facts", _few(s.facts)),
            ("doubted", _doubted(s)),
            ("repeats", and_list(s.origin) if s.origin else ""),
        ),
    )


def _doubted(s: SourceFinding) -> str:
    """What becomes of the findings when it is doubted: what is no more, what is open then, and what is surer."""
    gone, open_ = ([f for f in s.falls if (f.after == "no") is no] for no in (True, False))
    told = [
        (gone, "duty falls", "duties fall", "fact falls", "facts fall"),
        (open_, "duty becomes doubtful", "duties become doubtful", "fact becomes doubtful", "facts become doubtful"),
        (list(s.rises), "duty becomes surer", "duties become surer", "fact becomes surer", "facts become surer"),
    ]
    parts: list[str] = []
    for found, *words in told:
        duties = sum(f.what == "duty" for f in found)
        parts += [counted(duties, *words[:2])] * bool(duties)
        parts += [counted(len(found) - duties, *words[2:])] * (len(found) > duties)
    return "; ".join(parts) or "nothing falls"


def _weight(s: SourceFinding) -> str:
    """How far its next word can be relied on, by its grade and by all else."""
    if s.prior is None or s.posterior is None or s.prior == (0.0, 1.0):
        return ""
    moved = range_words(s.prior) != range_words(s.posterior)
    return f"{range_words(s.prior)} by its grade" + (f", {range_words(s.posterior)} given all else" if moved else "")


def _weighed(c: SourceFinding) -> str:
    text = _weight(c)
    return f"; weight {text.replace('its grade', 'grades')}" if text else ""


def _few(ids: tuple[str, ...]) -> str:
    if not ids:
        return ""
    return "; ".join(ids[:6]) + (f"; and {len(ids) - 6} more" if len(ids) > 6 else "")
