"""Lines to directives: each heading read by its rule, every mistake noted, nothing raised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from foedus.directives.model import (
    Actor,
    ActorSort,
    AsOf,
    ClassOf,
    Clause,
    Common,
    Conflict,
    Denial,
    Directive,
    Doctrine,
    Event,
    ForceRule,
    Include,
    Instrument,
    Kind,
    Membership,
    ObligationType,
    Place,
    Preset,
    Question,
    Reading,
    Source,
    Title,
    Weights,
)
from foedus.language.detailing import DetailReader, Got
from foedus.language.details import DETAILS
from foedus.language.everyday import HEADINGS_MEANT
from foedus.language.headings import CATEGORIES, DATED, HEADINGS, heading_like
from foedus.language.lines import Node, Raw
from foedus.language.reading import Skip
from foedus.language.slips_of_headings import unknown_heading
from foedus.language.stops import rewritten
from foedus.terms.dates import Date, is_date_shaped
from foedus.terms.diagnostics import Note
from foedus.terms.errors import shown
from foedus.terms.names import nearest

__all__ = ["CATEGORIES", "HEADINGS", "Reader", "Skip"]

IMPLICIT = "1"
"""The clause that ``when`` and ``then`` belong to where they stand under the instrument itself."""

Make = Callable[[Got, Common], Directive]
"""What makes a directive once its details are known."""

_CLAUSE_FIELDS = frozenset(Clause.__dataclass_fields__) - {"id", "title", "common", "in_force", "ends", "outline"}


class Reader(DetailReader):
    """Reads the directives of one file.  found: what is wrong, in the order of reading."""

    def read(self, nodes: Iterable[Node]) -> list[Directive]:
        """Every directive that can be read; one that cannot leaves its diagnostics and nothing else."""
        made: list[Directive] = []
        for node in nodes:
            directive = self.directive(node)
            if directive is not None:
                made.append(directive)
        return made

    def directive(self, node: Node) -> Directive | None:
        """What a line in the first column declares, with its details; None if it cannot be read."""
        first = node.raws[0]
        try:
            if node.broken:
                pass
            elif first.sort == "word" and first.text in HEADINGS:
                return self.named(node, first.text)
            elif first.sort == "word" and (is_date_shaped(first.text) or first.text[0].isdigit()):
                return self.dated(node)
            elif not self.spared(node.raws):
                self.no_heading(node)
        except Skip:
            pass
        self.lost(node)
        return None

    def lost(self, node: Node) -> None:
        """A directive that could not be read: what it would have declared is known all the same."""
        words = [raw.text for raw in node.raws[:4] if raw.sort == "word"]
        places = [i for i, word in enumerate(words) if word in HEADINGS or word in CATEGORIES or word in DATED]
        self.unread.update(words[i + 1] for i in places or range(min(2, len(words))) if i + 1 < len(words))
        for child in node.children:
            if len(child.raws) > 1 and child.raws[0].text == "id":
                self.unread.add(child.raws[1].text)

    def with_heading(self, node: Node, sort: str, heading: Callable[[], Make]) -> Directive:
        """A line and its details.  The details of a line that cannot be read are read for what is wrong in them too."""
        try:
            make = heading()
        except Skip:
            self.details(node, sort)
            raise
        got = self.details(node, sort)
        return make(got, self.common(got, self.span(node.raws)))

    def no_heading(self, node: Node) -> None:
        """A line that begins with nothing that a line begins with."""
        self.wrong.add(unknown_heading(node.raws, self.file, self.verbs))

    # -- headings without a date -------------------------------------------------------------------------------------
    def named(self, node: Node, word: str) -> Directive:
        sort = HEADINGS[word]
        if sort == "as of":
            return self.as_of(node)
        if sort in ("title", "about", "include"):
            text = self.parse("text", self.whole(node), 1, heading_like(word))
            common = Common(span=self.span(node.raws))
            if sort == "include":
                return Include(text, common)
            return Title("title" if sort == "title" else "about", text, common)
        if sort == "expect":
            return self.expected(node)
        return self.with_heading(node, sort, lambda: self.named_heading(node, word, sort))

    def named_heading(self, node: Node, word: str, sort: str) -> Make:
        name, title = self.parse("named", node.raws, 1, heading_like(word))
        id_ = self.identifier(name)
        make = _NAMED[sort]
        return lambda got, common: make(word, id_, title, common, got.values)

    def as_of(self, node: Node) -> AsOf:
        """``as of DATE``."""
        if len(node.raws) < 2 or node.raws[1].text != "of":
            self.complain(
                "E202", 'a line cannot begin with "as"', self.span(node.raws[:1]), 'expected "as of" and a date',
                f"for example: {heading_like('as')}",
            )  # fmt: skip
            raise Skip
        date = self.parse("date", node.raws, 2, heading_like("as"))
        return AsOf(date, Common(span=self.span(node.raws)))

    def expected(self, node: Node) -> Directive:
        """``expect``: lines under it continue it, save those that begin with the word of a detail."""
        table = DETAILS["expect"]
        own = [child for child in node.children if child.raws[0].sort == "word" and child.raws[0].text in table]
        if not own:
            return self.expectation(self.whole(node))
        rest = [child for child in node.children if child not in own]
        expect = self.expectation(self.whole(replace(node, children=rest)))
        got = self.details(replace(node, children=own), "expect")
        return replace(expect, common=replace(expect.common, **got.values))

    # -- headings after a date ---------------------------------------------------------------------------------------
    def dated(self, node: Node) -> Directive:
        raws = node.raws
        try:
            date, at = self.date(raws)
        except Skip:
            after = next((i for i, raw in enumerate(raws[:4]) if raw.text in CATEGORIES or raw.text in DATED), 0)
            self.details(node, self.sort_after(raws, after))
            raise
        sort = self.sort_after(raws, at)
        if sort == "event":
            meant = self.meant(raws, at)
            if meant:
                self.details(node, meant)
                raise Skip
            heading = lambda: self.record_heading(node, date, at)  # noqa: E731
        elif sort == "instrument":
            heading = lambda: self.instrument_heading(node, date, at)  # noqa: E731
        else:
            heading = lambda: self.dated_heading(node, date, at, sort)  # noqa: E731
        return self.with_heading(node, sort, heading)

    def sort_after(self, raws: Sequence[Raw], at: int) -> str:
        """What a line is whose date ends before ``raws[at]``: instrument, reading, deny, conflict or event."""
        word = raws[at].text if raws[at].sort == "word" else ""
        if word in CATEGORIES:
            after = self.verbs.match(raws, at + 1)[2]
            if after == at + 1 or after == len(raws) or raws[after].sort == "string":  # a treaty may be called "annex"
                return "instrument"
        return word if word in DATED else "event"

    def dated_heading(self, node: Node, date: Date, at: int, sort: str) -> Make:
        if sort == "deny":
            (quoted,) = self.parse("strings", node.raws, at + 1, heading_like("deny"))[:1]
            sentence = self.sentence(quoted)
            return lambda _, common: Denial(date, sentence, common)
        if sort == "conflict":
            name, title = self.parse("named", node.raws, at + 1, heading_like(sort))
            id_ = self.identifier(name)
            return lambda got, common: Conflict(date, id_, title, common=common, **got.values)
        name, title, more = self.parse("reading", node.raws, at + 1, heading_like(sort))
        id_ = self.identifier(name)
        return lambda got, common: Reading(date, id_, title=title, common=common, **more, **got.values)

    def record_heading(self, node: Node, date: Date, at: int) -> Make:
        pattern = self.event(node.raws, at)
        return lambda got, common: Event(date, pattern, common=common, **got.values)

    def meant(self, raws: Sequence[Raw], at: int) -> str:
        """What a dated line without a verb was meant as, if not as an event, complained about; "" if as one."""
        word = raws[at].text if raws[at].sort == "word" else ""
        if not word or any(self.verbs.match(raws, i)[2] > i for i in range(at, min(len(raws), at + 12))):
            return ""
        if word in HEADINGS:
            self.complain(
                "E202", f"a line with {word} has no date before it", self.span(raws[:at]), "leave the date out",
                f"for example: {heading_like(word)}",
            )  # fmt: skip
            return HEADINGS[word]
        after = raws[at + 1].text if at + 1 < len(raws) and raws[at + 1].sort == "word" else ""
        if at + 2 < len(raws) and (after in CATEGORIES or after in DATED):
            better = rewritten(raws, at, at + 1, "")
            self.complain(
                "E202", f"nothing stands between the date and {shown(after)}", self.span(raws[at : at + 1]),
                "leave it out", f"write: {better}; what else it is stands under it, such as secret" if better else "",
            )  # fmt: skip
            return after if after in DATED else "instrument"
        meant = HEADINGS_MEANT.get(word, "")
        near = [meant] if meant in CATEGORIES or meant in DATED else []
        if not near and word.islower():
            near = nearest(word, [*CATEGORIES, *DATED], limit=1, cutoff=70)
        if not near:
            return ""
        self.complain(
            "E202", f"{shown(word)} is no sort of instrument", self.span(raws[at : at + 1]), f"did you mean {near[0]}?",
            f"for example: {heading_like(near[0])}",
        )  # fmt: skip
        return near[0] if near[0] in DATED else "instrument"

    def instrument_heading(self, node: Node, date: Date, at: int) -> Make:
        category = node.raws[at].text
        name, title, more = self.parse("instrument", node.raws, at + 1, heading_like(category))
        id_ = self.identifier(name)
        return lambda got, common: Instrument(
            category, id_, date, title, common=common, **self.instrument(id_, more, got)
        )

    def instrument(self, id_: str, more: dict[str, Any], got: Got) -> dict[str, Any]:
        """What its line (``more``) and its details say of an instrument, by field."""
        values = got.values
        for key, value in more.items():
            values[key] = (*value, *values.get(key, ()))
        own = {k: values.pop(k) for k in list(values) if k in _CLAUSE_FIELDS}
        if values.pop("never", False):
            values["in_force"] = (*values.get("in_force", ()), ForceRule(never=True, span=got.place("never")))
        if "denounce" in values:
            notice, not_before = values.pop("denounce")
            values.update(denounce=True, notice=notice, not_before=not_before)
        if values.pop("no_denunciation", False):
            if values.get("denounce"):
                self.complain(
                    "E210", "denunciation is both allowed and not allowed", got.place("no_denunciation"),
                    "not allowed here", "leave one of them out", (Note("allowed here", got.place("denounce")),),
                )  # fmt: skip
            values["denounce"] = False
        if own:
            first = min((got.place(k) for k in own), key=lambda span: span.line)
            of_that_name = next((c for c in values.get("clauses", ()) if c.id == IMPLICIT), None)
            if of_that_name is not None:
                self.complain(
                    "E216", f'"{id_}" has a clause {IMPLICIT}, and conditions of its own that are clause {IMPLICIT} too',
                    first, "this stands under the instrument itself", "put these lines under a clause of their own",
                    (Note("the clause of that name", of_that_name.common.span),),
                )  # fmt: skip
            else:
                values["clauses"] = (Clause(IMPLICIT, common=Common(span=first), **own), *values.get("clauses", ()))
        return values


def _actor(word: str, id_: str, name: str, common: Common, values: dict[str, Any]) -> Directive:
    if "lifetime" in values:
        start, end = values.pop("lifetime")
        values["start"] = start
        if end is not None:
            values.setdefault("end", end)
    sort = "organisation" if word == "organization" else cast("ActorSort", word)
    return Actor(sort, id_, name, common=common, **values)


def _class(_: str, id_: str, name: str, common: Common, values: dict[str, Any]) -> Directive:
    if "members" in values:
        values["members"] = tuple(Membership(t.actor, t.start, t.end) for t in values["members"])
    return ClassOf(id_, name, common=common, **values)


def _kind(_: str, id_: str, name: str, common: Common, values: dict[str, Any]) -> Directive:
    if values.pop("state", False):
        values["tense"] = "state"
    return Kind(id_, name, common=common, **values)


def _obligation(_: str, id_: str, name: str, common: Common, values: dict[str, Any]) -> Directive:
    for nature in ("single", "continuing", "forbearance"):
        if values.pop(nature, False):
            values["nature"] = nature
    return ObligationType(id_, name, common=common, **values)


def _plain(made: Callable[..., Directive]) -> Callable[[str, str, str, Common, dict[str, Any]], Directive]:
    return lambda _, id_, name, common, values: made(id_, name, common=common, **values)


_NAMED: dict[str, Callable[[str, str, str, Common, dict[str, Any]], Directive]] = {
    "actor": _actor,
    "class": _class,
    "kind": _kind,
    "obligation": _obligation,
    "place": _plain(Place),
    "source": _plain(Source),
    "doctrine": _plain(Doctrine),
    "preset": _plain(Preset),
    "weights": _plain(Weights),
    "question": _plain(Question),
}
"""What makes a directive of the word of its heading, its id, its name, and what its details say."""
