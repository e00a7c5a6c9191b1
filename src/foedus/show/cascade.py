"""A cascade as text: round by round who comes in, how strong each side is, whose choice matters, what is likeliest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foedus.findings.nearly import OTHERS
from foedus.show.explore import side_words
from foedus.show.page import Page, bullet, entry, line
from foedus.show.words import Names, act_words, and_list, condition, conditions, range_words, turning_on, view_words
from foedus.terms.acts import done_together, toward_whom

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.findings.clashes import Clash
    from foedus.findings.joining import CascadeResult, Course, Estimate, Joining, Right, Strength
    from foedus.show.words import Label

__all__ = ["cascade_text"]

SHOWN = 12
NAMED = 6
"""Assumptions on which somebody's coming in turns that are named one by one."""
_SIDES = {"attacker": "the attacker's side", "target": "the target's side"}


def cascade_text(title: str, c: CascadeResult, label: Label, page: Page) -> str:
    """Round by round: who comes in, by which clause, on which side; at the end the two sides, and what is likeliest."""
    names = Names(label)
    stance = view_words(c.view)
    parts: list[RenderableType] = [line(f"Cascade: {title}", style="bold")]
    parts.append(line(f"If {c.event}{f', {stance}' if stance else ''}."))
    if c.estimate is not None:
        parts.append(line(_estimated(c.estimate, c.expected is not None), style="yellow"))
    for r in c.rounds:
        found = list(_together(r.joining))
        when = f", {r.joining[0].day}" if r.joining and r.joining[-1].day != c.day else ""
        parts += [line(), line(f"Round {r.number}{when}", "bold cyan")]
        parts += [_joining(one, names) for one in found[:SHOWN]]
        parts += _left(len(found))
        if r.expected is not None:
            one, other = r.expected
            text = f"expected: {range_words(one)} on the attacker's side, {range_words(other)} on the target's"
            parts.append(bullet("=", text, style="dim", indent=2))
    parts.append(line())
    if not c.rounds:
        text = "Nobody else is drawn in: no duty that somebody could keep follows from it"
        parts.append(line(f"{text}, and no clause in force comes near it." if not c.near else f"{text}."))
    parts.append(bullet("attacker's side", and_list(names(a) for a in c.attacker_side) or "nobody", style="bold"))
    parts.append(bullet("target's side  ", and_list(names(a) for a in c.target_side) or "nobody", style="bold"))
    parts += _helpers(c, names)
    if c.both:
        parts.append(
            bullet("torn           ", f"{and_list(names(a) for a in c.both)}: bound to both", style="bold red")
        )
    if c.expected is not None:
        parts.append(
            bullet("expected       ", f"{range_words(c.expected)} join the fighting beside the openers", style="bold")
        )
    parts += _strengths(c.strength, names)
    pivots = [p for p in c.pivots if p.if_so != p.if_not][:5]
    if pivots:
        parts += [line(), line("Whose single choice matters most", "bold")]
        for p in pivots:
            halves = "; this refusal halves the war" if p.halves else ""
            alone = sum(other.text == p.text for other in pivots) == 1
            which = "" if alone else f" ({p.id.rpartition(':')[2]})"  # of one actor's several conflicts
            text = f"{p.text}{which}: {range_words(p.if_so)} drawn in if so, {range_words(p.if_not)} if not{halves}"
            parts.append(bullet("-", text, indent=2))
    if c.courses:
        parts += [line(), line("Most likely courses", "bold"), *_courses(c.courses, c.estimate is not None, names)]
    unknown = {a.id: a.text or a.id for r in c.rounds for j in r.joining for a in j.contested_on if a.sort == "unknown"}
    if unknown:
        parts += [line(), line("Conditions that nobody knows", "bold")]
        for text in dict.fromkeys(unknown.values()):
            parts.append(
                bullet("?", f"{text}: {', '.join(id_ for id_, own in unknown.items() if own == text)}", indent=2)
            )
    if c.clashes:
        groups = list(_alike(c.clashes))
        parts += [line(), line(f"Bound both ways on the way ({len(c.clashes)})", "bold red")]
        parts += [_clash(x, more, names) for x, more in groups[:SHOWN]]
        parts += _left(len(groups))
    parts += _rights(c, names)
    parts += _near(c)
    parts += [line(), line("Assumed", "dim"), *(bullet("-", text, indent=2) for text in c.assumes)]
    return page.draw(*parts)


def _helpers(c: CascadeResult, names: Names) -> Iterator[RenderableType]:
    """Who helps a side short of fighting, and who does no more than talk with it."""
    fighting = {*c.attacker_side, *c.target_side}
    for side, words in _SIDES.items():
        acts = [j for r in c.rounds for j in r.joining if not j.hostile and j.side == side and j.actor not in fighting]
        helping = dict.fromkeys(j.actor for j in acts if not done_together(j.act))
        talking = dict.fromkeys(j.actor for j in acts if j.actor not in helping)
        for found, many, one in ((helping, "help", "helps"), (talking, "confer with", "confers with")):
            if found:
                few = list(found)[:NAMED]
                more = [f"{len(found) - len(few)} others"] if len(found) > len(few) else []
                does = many if len(found) > 1 else one
                yield bullet(
                    "short of it    ", f"{and_list([*(names(a) for a in few), *more])} {does} {words}", style="bold"
                )


def _rights(c: CascadeResult, names: Names) -> Iterator[RenderableType]:
    """What somebody may do now, and need not."""
    if not c.free:
        return
    yield line()
    yield line("Free to act, and not bound to", "bold")
    groups: dict[tuple[object, ...], tuple[Right, list[str]]] = {}
    for r in c.free:
        on = tuple(a.id for a in r.contested_on)
        groups.setdefault((r.act, r.against, r.toward, r.instrument, r.clause, on), (r, []))[1].append(r.actor)
    for r, actors in list(groups.values())[:SHOWN]:
        few = actors if len(actors) <= NAMED else actors[: NAMED - 1]
        others = [f"{len(actors) - len(few)} others"] if len(few) < len(actors) else []
        who = and_list([*(names(a) for a in few), *others])
        foes, toward = (names(a) if a else "" for a in (r.against, r.toward))
        what = toward_whom(r.act, toward if r.toward != r.against else "", foes)
        turns = f"; this turns on {turning_on(r.contested_on)}" if r.contested_on else ""
        text = f"{who}: {act_words(r.act, names.short)}{what} ({r.instrument} clause {r.clause}){turns}"
        yield bullet("-" if r.status == "yes" else "?", text, indent=2)
    yield from _left(len(groups))


def _near(c: CascadeResult) -> Iterator[RenderableType]:
    """Clauses that the event would have met but for one thing, by what that is."""
    if not c.near:
        return
    yield line()
    yield line("Near, and not met", "bold")
    groups: dict[tuple[str, str], list[str]] = {}
    for n in c.near:
        groups.setdefault((n.part, n.wanted), []).append(f"{n.instrument} clause {n.clause}")
    for (part, wanted), clauses in list(groups.items())[:NAMED]:
        few = clauses if len(clauses) <= NAMED else clauses[: NAMED - 1]
        others = [f"{len(clauses) - len(few)} others"] if len(few) < len(clauses) else []
        asks = "ask" if len(clauses) > 1 else "asks"
        yield bullet("-", f"{and_list([*few, *others])} {asks} for another {OTHERS[part]}: {wanted}", indent=2)
    if len(groups) > NAMED:
        more = sum(map(len, list(groups.values())[NAMED:]))
        yield line(f"  … and {more} more: --format json lists all", style="dim")


def _estimated(e: Estimate, weighed: bool) -> str:
    """That the answer is no exact one, and what is known nevertheless."""
    what = "ranges are 95 % intervals" if weighed else "how often something was met says nothing of how likely it is"
    return (
        f"Too large to be exact ({e.why}): met in {e.worlds:,} random courses (seed {e.seed}); {what}, and what was met in "
        "none of them may still be possible."
    )


def _left(number: int) -> list[RenderableType]:
    """That a list goes on."""
    more = number - SHOWN
    return [line(f"  … and {more:,} more: --format csv or json lists all", style="dim")] if more > 0 else []


# -- who comes in ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """All who do the same on the same terms: who, by which instruments each (in that order), against whom."""

    actors: tuple[str, ...]
    instruments: tuple[str, ...]
    joining: Joining
    against: tuple[str, ...]


def _together(joining: Sequence[Joining]) -> Iterator[_Line]:
    """All who come in by the same clause, or by clauses of one name of treaties that are alike, on the same terms."""
    groups: dict[tuple[object, ...], tuple[Joining, list[str]]] = {}
    for j in joining:
        key = (
            j.actor, j.instrument, j.act, j.toward, j.clause, j.side, j.status, j.probability, j.ways, j.also,
            frozenset(a.id for a in j.contested_on),
        )  # fmt: skip
        groups.setdefault(key, (j, []))[1].append(j.against)
    same: dict[tuple[object, ...], tuple[list[str], Joining, tuple[str, ...]]] = {}
    for terms, (j, against) in groups.items():
        same.setdefault((*terms[1:], *against), ([], j, tuple(against)))[0].append(j.actor)
    alike: dict[tuple[object, ...], list[_Line]] = {}
    for terms, (actors, j, foes) in same.items():
        # One actor alone under each: treaties of a pattern, which one line can tell.
        own = terms[1:] if len(actors) == 1 and not j.clause.isdecimal() else terms
        alike.setdefault(own, []).append(_Line(tuple(actors), (j.instrument,), j, foes))
    for lines in alike.values():
        first = lines[0]
        yield replace(
            first,
            actors=tuple(a for one in lines for a in one.actors),
            instruments=tuple(dict.fromkeys(i for one in lines for i in one.instruments)),
        )


def _joining(found: _Line, names: Names) -> RenderableType:
    actors, j, against = found.actors, found.joining, found.against
    few = actors if len(actors) <= NAMED else actors[: NAMED - 1]
    others = [f"{len(actors) - len(few)} others"] if len(few) < len(actors) else []
    who = and_list([*(names.full(a) for a in few), *others])
    foes = and_list(names(a) for a in against if a)
    toward = names(j.toward) if j.toward and j.toward not in against else ""
    what = toward_whom(j.act, toward, foes)
    side = f"; on {_SIDES[j.side]}" if j.hostile and j.side else ""
    chance = f"; chance {range_words(j.probability)}" if j.probability is not None else ""
    text = f"{who}: {act_words(j.act, names.short)}{what} ({_clauses(found)}){side}{chance}"
    return bullet("-" if j.status == "yes" else "?", text + _turns(j), indent=2)


def _clauses(found: _Line) -> str:
    """By which clauses: those that ask it in any case, and those that perhaps do."""
    j = found.joining
    if len(found.instruments) > 1:
        few = found.instruments if len(found.instruments) <= NAMED else found.instruments[: NAMED - 1]
        others = [f"{len(found.instruments) - len(few)} others"] if len(few) < len(found.instruments) else []
        return f"{and_list([*few, *others])}, clause {j.clause} of each"
    sure = [f"{a.instrument} clause {a.clause}" for a in j.also if a.status == j.status]
    maybe = [f"{a.instrument} clause {a.clause}" for a in j.also if a.status != j.status]
    text = ", ".join([f"{j.instrument} clause {j.clause}", *sure])
    return text + (f"; perhaps also {', '.join(maybe)}" if maybe else "")


def _turns(j: Joining) -> str:
    """In which ways it comes in; where these are too many, on what that turns."""
    if conditions(j):
        return f"; {condition(j)}"
    if not j.contested_on:
        return "" if j.status == "yes" else "; if others keep theirs"
    return f"; this turns on {turning_on(j.contested_on, NAMED)}"


# -- strength, courses, clashes ----------------------------------------------------------------------------------------


def _strengths(strength: Sequence[Strength], names: Names) -> Iterator[RenderableType]:
    """Each measure round by round, as far as it changes; at the end for whom the case gives none."""
    for indicator, unit in dict.fromkeys((s.indicator, s.unit) for s in strength):
        mine = [s for s in strength if (s.indicator, s.unit) == (indicator, unit)]
        yield line()
        yield line(f"Strength of the sides: {indicator}{f' ({unit})' if unit else ''}, if all come in", "bold")
        before: tuple[object, ...] = ()
        for s in mine:
            now = (s.attacker, s.target, s.expected)
            if now != before:
                likely = (
                    f"; expected {_figures(s.expected[0])} against {_figures(s.expected[1])}"
                    if s.expected is not None
                    else ""
                )
                when = f"round {s.round}" if s.round else "at first"
                text = f"{s.attacker:,.10g} on the attacker's side, {s.target:,.10g} on the target's{likely}"
                yield bullet(when.ljust(9), text, indent=2)
            before = now
        if mine[-1].unknown:
            yield bullet("not given", f"for {and_list(names(a) for a in mine[-1].unknown)}", indent=2)


def _figures(bounds: tuple[float, float]) -> str:
    low, high = (f"{x:,.4g}" if abs(x) < 1000 else f"{x:,.0f}" for x in bounds)
    return low if low == high else f"{low} to {high}"


def _courses(courses: Iterable[Course], rough: bool, names: Names) -> Iterator[RenderableType]:
    for course in courses:
        joins = and_list(f"{names(a)} ({_SIDES[side] if side else 'no side'})" for a, side in course.joins)
        given = and_list(f"{x[1:]} {'holds' if x[0] == '+' else 'does not'}" for x in course.given)
        chance = f"{'about ' if rough else ''}{course.probability:.2f}"
        yield bullet(chance, f"{joins or 'nobody comes in'}{f', if {given}' if given else ''}", indent=2)


def _alike(clashes: Sequence[Clash]) -> Iterator[tuple[Clash, int]]:
    """The first clash of each two clauses, and how many more of them there are."""
    groups: dict[tuple[object, ...], list[Clash]] = {}
    for c in clashes:
        key = (c.debtor, *((s.instrument, s.clause, s.creditor) for s in (c.one, c.other)))
        groups.setdefault(key, []).append(c)
    for found in groups.values():
        yield found[0], len(found) - 1


def _clash(c: Clash, more: int, names: Names) -> RenderableType:
    head = f"{names.full(c.debtor)}: {side_words(c.one, names)}  /  {side_words(c.other, names)}"
    return entry(
        head,
        (
            ("because", f"to keep the one, {c.because}"),
            ("turns on", turning_on(c.contested_on, NAMED)),
            ("likewise", f"{more} more of the same two clauses, against others" if more else ""),
        ),
        style="",
    )
