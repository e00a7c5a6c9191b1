"""The details under a line: each read by its row of ``details.py`` into the field that it fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from foedus.directives.model import Answer, Claim, Clause, CodeRef, Common, Demand, ForceRule, Parameter
from foedus.language.build import Demanded, Quoted
from foedus.language.details import DETAILS, Detail, keyword_of
from foedus.language.everyday import detail_meant
from foedus.language.lines import Node, Raw
from foedus.language.reading import Skip
from foedus.language.sentences import SentenceReader
from foedus.language.slips_of_details import unknown_detail
from foedus.terms.diagnostics import Note, Span

__all__ = ["DetailReader", "Got"]

_NAMES = frozenset({"id", "conflict", "part_of", "organ_of", "binds", "capital"})
_ONE_OF_MANY = frozenset({"given", "thens", "reliability", "rates", "grades", "indicators", "sides", "unknown"})


@dataclass(slots=True)
class Got:
    """What the details of one directive said: field -> value, and the words that said it first."""

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    raws: dict[str, Sequence[Raw]] = field(default_factory=dict)

    def place(self, name: str) -> Span:
        """Where a field was said first."""
        first, last = self.raws[name][0], self.raws[name][-1]
        length = last.column + last.length - first.column if first.line == last.line else first.length
        return Span(self.file, first.line, first.column, length)


class DetailReader(SentenceReader):
    """Reads the lines under a line."""

    def details(self, node: Node, sort: str) -> Got:
        """The details under a line.  One that cannot be read is noted and left out, so the others are still read."""
        table, got = DETAILS[sort], Got(self.file)
        for child in node.children:
            try:
                self.detail(child, sort, table, got)
            except Skip:
                self.incomplete.add((self.file, node.raws[0].line))
                if child.raws[0].text == "id" and len(child.raws) > 1:
                    self.unread.add(child.raws[1].text)
        return got

    def detail(self, node: Node, sort: str, table: dict[str, Detail], got: Got) -> None:
        if node.broken:
            raise Skip
        words = [raw.text for raw in node.raws[:3] if raw.sort == "word"]
        keyword = keyword_of(words, sort) if node.raws[0].sort == "word" else ""
        detail = table.get(keyword)
        if detail is None or (not keyword and not _is_statement(node.raws)):
            if not self.spared(node.raws):
                self.wrong.add(unknown_detail(node.raws, sort, self.file, self.verbs))
            meant = table.get(detail_meant(words, sort)[0])
            if meant is not None and meant.under:
                self.details(node, meant.under)  # for what is wrong there too
            raise Skip
        value = self.value(node, keyword, detail, sort)
        name = detail.field
        if detail.many:
            before = got.values.get(name)
            got.values[name] = value if before is None else (*before, *value)
        elif name in got.values:
            one = "say it in one line: secret until 1910-05-01 known to GBR from 1905-01-01"
            self.complain(
                "E209", f'"{keyword}" is said twice', self.span(node.raws), "said again here",
                one if keyword == "secret" else "leave one of them out",
                (Note("first said here", got.place(name)),),
            )  # fmt: skip
        else:
            got.values[name] = value
        got.raws.setdefault(name, node.raws)

    # -- values ------------------------------------------------------------------------------------------------------
    def value(self, node: Node, keyword: str, detail: Detail, sort: str) -> Any:
        """What one detail says: a tuple where it may come more than once.  Raises Skip."""
        start, name = detail.start, detail.field
        raws = node.raws if detail.under else self.whole(node)
        if start == "code":
            return self.codes(raws, keyword)
        if start == "parameter":
            return self.parameter(raws)
        if detail.under:
            return (self.with_details(node, detail),)
        at = keyword.count(" ") + 1 if keyword else 0
        if start == "sentences":
            quoted: tuple[Quoted, ...] = self.parse("strings", raws, at, detail.like, sort)
            return tuple(self.sentence(q) for q in quoted)
        got = self.parse(start, raws, at, detail.like, sort)
        if start == "nothing":
            return True
        shape = _SHAPES.get(name)
        return shape(self, got, raws) if shape is not None else got

    def with_details(self, node: Node, detail: Detail) -> Any:
        """A claim, clause or answer: a line with details of its own."""
        try:
            got = self.parse(detail.start, node.raws, 1, detail.like, detail.under)
        except Skip:
            self.details(node, detail.under)  # for what is wrong there too
            self.lost_part(node)
            raise
        if detail.under == "claim":
            return self.claim(node, got)
        return self.clause(node, got) if detail.under == "clause" else self.answer(node, got)

    def lost_part(self, node: Node) -> None:
        """A clause or answer that could not be read: its name is known all the same."""
        if len(node.raws) > 1 and node.raws[0].text in ("clause", "answer"):
            self.unread.add(f"{node.raws[0].text} {node.raws[1].text}")

    def codes(self, raws: Sequence[Raw], keyword: str) -> tuple[CodeRef, ...]:
        rest = raws[1:]
        scheme = keyword
        if keyword == "ref":
            if not rest or rest[0].sort != "word":
                self.complain(
                    "E206", "this reference does not say to what", self.span(raws), "", "for example: ref report 33"
                )
                raise Skip
            scheme, rest = rest[0].text, rest[1:]
        parts: list[list[str]] = [[]]
        for raw in rest:
            if raw.sort == ",":
                parts.append([])
            else:
                parts[-1].append(raw.text)
        if not rest or any(not p for p in parts):
            help_ = "for example: ref report 33" if keyword == "ref" else f"for example: {keyword} 1350"
            self.complain(
                "E206", f'"{scheme}" has no value', self.span(raws), "expected a number or word after it", help_
            )
            raise Skip
        return tuple(CodeRef(scheme, " ".join(part)) for part in parts)

    def parameter(self, raws: Sequence[Raw]) -> tuple[Parameter, ...]:
        if len(raws) < 3:
            help_ = "for example: parameter back 1 year"
            self.complain("E206", "a parameter has a name and a value", self.span(raws), "", help_)
            raise Skip
        values = tuple(raw.text for raw in raws[2:] if raw.sort != ",")
        return (Parameter(raws[1].text, values, self.span(raws)),)

    def common(self, got: Got, span: Span) -> Common:
        """Take out of the details what every directive may carry."""
        values = got.values
        own = {name: values.pop(name) for name in _COMMON_FIELDS if name in values}
        return Common(span=span, **own)

    def claim(self, node: Node, claim: Claim) -> Claim:
        if not node.children:
            return claim
        got = self.details(node, "claim")
        if "reported" in got.values and claim.reported is not None:
            self.twice("the day of the claim", got.place("reported"), node)
        if "quote" in got.values and claim.quote:
            self.twice("the quotation", got.place("quote"), node)
        return replace(claim, **got.values) if got.values else claim

    def twice(self, what: str, span: Span, node: Node) -> None:
        """Something that the line itself says and a detail says again."""
        notes = (Note("and said in this line already", self.span(node.raws)),)
        self.complain("E209", f"{what} is said twice", span, "said again here", "leave one of them out", notes)

    def clause(self, node: Node, named: tuple[Any, str]) -> Clause:
        name, title = named
        got = self.details(node, "clause")
        common = self.common(got, self.span(node.raws))
        values = got.values
        if values.pop("never", False):
            values["in_force"] = (*values.get("in_force", ()), ForceRule(never=True, span=got.place("never")))
        try:
            return Clause(self.article(name), title, common=common, **values)
        except Skip:
            self.lost_part(node)
            raise

    def answer(self, node: Node, named: tuple[Any, str]) -> Answer:
        name, text = named
        got = self.details(node, "answer")
        try:
            return Answer(self.identifier(name), text, self.common(got, self.span(node.raws)))
        except Skip:
            self.lost_part(node)
            raise

    def demand(self, got: Demanded, raws: Sequence[Raw]) -> Demand:
        if got.within is not None and got.deadline is not None:
            words = [i for i, raw in enumerate(raws) if raw.text in ("within", "by")]
            self.complain(
                "E210", "a demand has a time or a last day, not both", self.span(raws[words[-1] :]), "the second",
                "leave one of them out", (Note("the first", self.span(raws[words[0] : words[-1]])),),
            )  # fmt: skip
        return Demand(got.wanted, got.within, got.deadline, self.span(raws))


Shape = Callable[[DetailReader, Any, Sequence[Raw]], Any]


def _name(reader: DetailReader, got: Any, _raws: Sequence[Raw]) -> Any:
    return reader.identifier(got)


def _one_of_many(_reader: DetailReader, got: Any, _raws: Sequence[Raw]) -> Any:
    return (got,)


def _statement(reader: DetailReader, got: Any, _raws: Sequence[Raw]) -> Any:
    return (reader.statement(got),)


def _forms(_reader: DetailReader, got: Any, _raws: Sequence[Raw]) -> Any:
    return tuple(" ".join(quoted.text.split()) for quoted in got)


def _rule(reader: DetailReader, got: Any, raws: Sequence[Raw]) -> Any:
    """A rule of an instrument; of a kind, names."""
    if isinstance(got, tuple):
        return got
    return (got if got.span is not None else replace(got, span=reader.span(raws)),)


def _demand(reader: DetailReader, got: Any, raws: Sequence[Raw]) -> Any:
    return reader.demand(got, raws)


def _switch(_reader: DetailReader, got: Any, _raws: Sequence[Raw]) -> Any:
    return got == "on"


_SHAPES: dict[str, Shape] = {
    **dict.fromkeys(_NAMES, _name),
    **dict.fromkeys(_ONE_OF_MANY, _one_of_many),
    **dict.fromkeys(("in_force", "ends"), _rule),
    "statements": _statement,
    "verbs": _forms,
    "demand": _demand,
    "default": _switch,
}
"""What becomes of what the grammar gave, by field; where nothing stands here, it is the value as it is."""

_COMMON_FIELDS = ("id", "claims", "given", "secrecy", "refs", "note")


def _is_statement(raws: Sequence[Raw]) -> bool:
    words = [raw.text for raw in raws if raw.sort == "word"]
    text = f" {' '.join(words)} "
    return raws[0].sort == "string" or any(
        mark in text for mark in (" counts as ", " does not count as ", " also needs ", " is valid ", " is void ")
    )
