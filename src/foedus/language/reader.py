"""Lines to directives: each heading and each detail read by its rule, every mistake noted, nothing raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

from foedus.directives.model import (
    Actor,
    ActorSort,
    Answer,
    AsOf,
    Claim,
    ClassOf,
    Clause,
    CodeRef,
    Common,
    Conflict,
    Demand,
    Denial,
    Directive,
    Doctrine,
    Event,
    Expect,
    ForceRule,
    Include,
    Instrument,
    Kind,
    Membership,
    ObligationType,
    Parameter,
    Place,
    Preset,
    Question,
    Reading,
    Source,
    Statement,
    Title,
    ViewTerm,
    Weights,
)
from foedus.directives.phrases import EventPattern
from foedus.language.build import Counted, Demanded, LineProblem, Quoted
from foedus.language.details import COMMON, DETAILS, Detail, keyword_of
from foedus.language.lexer import Job, TermProblem, read_date
from foedus.language.lines import Node, Raw, scan
from foedus.language.mistakes import EXAMPLES, problem, term_problem, unexpected
from foedus.language.parser import Unexpected, parse
from foedus.language.verbs import VerbTable
from foedus.terms.dates import Date, is_date_shaped
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.errors import shown
from foedus.terms.names import did_you_mean, is_identifier

__all__ = ["CATEGORIES", "HEADINGS", "Reader"]

CATEGORIES = (
    "treaty", "convention", "agreement", "protocol", "pact", "charter", "covenant", "accord", "entente", "alliance",
    "exchange", "letter", "note", "memorandum", "understanding", "declaration", "guarantee", "statute", "resolution",
    "decision", "order", "armistice", "instrument",
    "threat", "ultimatum", "offer", "promise", "warning",
)  # fmt: skip
"""The words by which a dated line declares an instrument."""

HEADINGS: dict[str, str] = {
    "as": "as of", "title": "title", "about": "about", "include": "include", "state": "actor", "organisation": "actor",
    "organization": "actor", "group": "actor", "office": "actor", "person": "actor", "body": "actor",
    "place": "place", "class": "class", "kind": "kind", "obligation": "obligation", "source": "source",
    "doctrine": "doctrine", "preset": "preset", "weights": "weights", "question": "question", "expect": "expect",
}  # fmt: skip
"""First word of a line without a date -> the sort of directive it declares."""

IMPLICIT = "1"
"""The clause that ``when`` and ``then`` belong to where they stand under the instrument itself."""

_FLAGS = {
    "state", "symmetric", "law", "hostile", "disputed", "standing", "earlier", "ever", "survives", "suspension", "never",
    "no_denunciation", "single", "continuing", "forbearance", "needs_innocence",
}  # fmt: skip
_CLAUSE_FIELDS = {f.name for f in fields(Clause)} - {"id", "title", "common", "in_force", "ends"}


_ARTICLE = re.compile(r"\w(?:[\w.()-]{0,198}\w)?")


class _Skip(Exception):
    """The line could not be read; what is wrong with it has been noted."""


@dataclass(slots=True)
class _Got:
    """What the details of one directive said: field -> value, and where each was said."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)


class Reader:
    """Reads the directives of one file.  found: what is wrong, in the order of reading."""

    def __init__(self, file: str, verbs: VerbTable) -> None:
        self.file, self.verbs = file, verbs
        self.found: list[Diagnostic] = []

    # -- lines -------------------------------------------------------------------------------------------------------
    def read(self, nodes: Iterable[Node]) -> list[Directive]:
        """Every directive that can be read; one that cannot leaves its diagnostics and nothing else."""
        made: list[Directive] = []
        for node in nodes:
            try:
                made.extend(self.directive(node))
            except _Skip:
                continue
        return made

    def span(self, raws: Sequence[Raw]) -> Span:
        """Where words stand, as far as they are on the first one's line."""
        first, last = raws[0], raws[-1]
        length = last.column + last.length - first.column if first.line == last.line else first.length
        return Span(self.file, first.line, first.column, length)

    def complain(
        self, code: str, message: str, span: Span, label: str = "", help_: str = "", notes: tuple[Note, ...] = ()
    ) -> None:
        self.found.append(Diagnostic(code, "error", message, span, label, notes, help_))

    def parse(self, start: str, raws: Sequence[Raw], at: int) -> Any:
        """The words from ``at`` on, read by a rule of the grammar.  Raises _Skip."""
        try:
            return parse(start, Job(raws, at, self.file, self.verbs))
        except Unexpected as error:
            self.found.append(unexpected(error, raws, self.file, start, self.verbs))
        except LineProblem as error:
            self.found.append(problem(error, self.span(raws)))
        except TermProblem as error:
            self.found.append(term_problem(error, self.file))
        raise _Skip

    def whole(self, node: Node) -> list[Raw]:
        """The words of a line with its continuation lines."""
        if not node.children:
            return node.raws
        raws = list(node.raws)
        for child in node.children:
            raws += self.whole(child)
        return raws

    def identifier(self, raw: Any) -> str:
        """A name that a line declares."""
        text, span = (raw.value, raw.span) if hasattr(raw, "value") else (raw.text, self.span([raw]))
        if not is_identifier(text):
            self.complain(
                "E201",
                f"{shown(text)} cannot be a name",
                span,
                "expected a name",
                "names have letters, digits, - and _, begin and end with a letter or digit; parts may be joined by dots",
            )
            raise _Skip
        return str(text)

    def article(self, token: Any) -> str:
        """The number or name of a clause."""
        if not _ARTICLE.fullmatch(token.value):
            self.complain(
                "E201", f"{shown(token.value)} cannot be the name of a clause", token.span, "expected a number or name",
                "for example: clause 4, clause 4b, clause 2.1, clause occupation",
            )  # fmt: skip
            raise _Skip
        return str(token.value)

    # -- headings ----------------------------------------------------------------------------------------------------
    def directive(self, node: Node) -> list[Directive]:
        """What a line at column 0 declares, with its details."""
        first = node.raws[0]
        if first.sort == "word" and first.text in HEADINGS:
            return self.named(node, first.text)
        if first.sort == "word" and (is_date_shaped(first.text) or first.text[0].isdigit()):
            return self.dated(node)
        words = [*HEADINGS, *CATEGORIES]
        near = did_you_mean(first.text, words) if first.sort == "word" else ""
        if (first.sort == "word" and first.text in CATEGORIES) or first.text in ("reading", "deny", "conflict"):
            self.complain(
                "E202",
                f"this {first.text} has no date",
                self.span([first]),
                "expected a date before it",
                f"write the date first: 1914-07-28 {first.text} …",
            )
        else:
            self.complain(
                "E202",
                f"a line cannot begin with {shown(first.text)}",
                self.span([first]),
                near or "expected a date or a keyword",
                "a line begins with a date (1914-08-03 DEU attacks FRA) or with one of: "
                + ", ".join(sorted({*HEADINGS} - {"organization"})),
            )
        raise _Skip

    def named(self, node: Node, word: str) -> list[Directive]:
        sort = HEADINGS[word]
        if sort == "as of":
            return [self.as_of(node)]
        if sort in ("title", "about", "include"):
            text = self.parse("text", self.whole(node), 1)
            common = Common(span=self.span(node.raws))
            if sort == "include":
                return [Include(text, common)]
            return [Title("title" if sort == "title" else "about", text, common)]
        if sort == "expect":
            return [self.expectation(self.whole(node))]
        name, title = self.parse("named", node.raws, 1)
        id_, got = self.identifier(name), self.details(node, sort)
        common = self.common(got, self.span(node.raws))
        make: dict[str, Callable[[], Directive]] = {
            "actor": lambda: Actor(_sort(word), id_, title, common=common, **_lifetime(got.values)),
            "place": lambda: Place(id_, title, common=common, **got.values),
            "class": lambda: ClassOf(id_, title, common=common, **_members(got.values)),
            "kind": lambda: Kind(id_, title, common=common, **_kind(got.values)),
            "obligation": lambda: ObligationType(id_, title, common=common, **_nature(got.values)),
            "source": lambda: Source(id_, title, common=common, **got.values),
            "doctrine": lambda: Doctrine(id_, title, common=common, **got.values),
            "preset": lambda: Preset(id_, title, common=common, **got.values),
            "weights": lambda: Weights(id_, title, common=common, **got.values),
            "question": lambda: Question(id_, title, common=common, **got.values),
        }
        return [make[sort]()]

    def as_of(self, node: Node) -> AsOf:
        """``as of DATE``."""
        if len(node.raws) < 2 or node.raws[1].text != "of":
            self.complain(
                "E202", 'a line cannot begin with "as"', self.span(node.raws[:1]), "", "write: as of 2012-08-08"
            )
            raise _Skip
        date = self.parse("date", node.raws, 2)
        return AsOf(date, Common(span=self.span(node.raws)))

    def dated(self, node: Node) -> list[Directive]:
        raws = node.raws
        try:
            date, at = read_date(raws, 0)
        except TermProblem as error:
            self.found.append(term_problem(error, self.file))
            raise _Skip from None
        if at >= len(raws):
            self.complain(
                "E206", "this line ends after its date", self.span(raws), "", f"for example: {EXAMPLES['event']}"
            )
            raise _Skip
        word = raws[at].text if raws[at].sort == "word" else ""
        if word in CATEGORIES and self.verbs.match(raws, at + 1)[2] == at + 1:
            return [self.instrument(node, date, word, at + 1)]
        if word == "reading":
            name, title, more = self.parse("reading", raws, at + 1)
            got = self.details(node, "reading")
            common = self.common(got, self.span(raws))
            return [Reading(date, self.identifier(name), title=title, common=common, **more, **got.values)]
        if word == "conflict":
            name, title = self.parse("named", raws, at + 1)
            got = self.details(node, "conflict")
            common = self.common(got, self.span(raws))
            return [Conflict(date, self.identifier(name), title, common=common, **got.values)]
        if word == "deny":
            (quoted,) = self.parse("strings", raws, at + 1)[:1]
            got = self.details(node, "deny")
            return [Denial(date, self.sentence(quoted), self.common(got, self.span(raws)))]
        return self.events(node, date, at)

    def events(self, node: Node, date: Date, at: int) -> list[Directive]:
        pattern = self.parse("event", node.raws, at)
        got = self.details(node, "event")
        common = self.common(got, self.span(node.raws))
        for phrase in (pattern.subject, pattern.object):
            for noun in phrase.nouns if phrase is not None else ():
                if noun.form != "name":
                    self.complain(
                        "E215",
                        "a recorded event names who did it, and to whom",
                        noun.span or self.span(node.raws),
                        "expected a name",
                        "roles and classes belong into clauses",
                    )
                    raise _Skip
        return [Event(date, pattern, common=common, **got.values)]

    def instrument(self, node: Node, date: Date, category: str, at: int) -> Instrument:
        name, title, more = self.parse("instrument", node.raws, at)
        got = self.details(node, "instrument")
        span = self.span(node.raws)
        common = self.common(got, span)
        values = got.values
        for key, value in more.items():
            values[key] = (*value, *values.get(key, ()))
        own = {k: values.pop(k) for k in list(values) if k in _CLAUSE_FIELDS}
        if "never" in values:
            values.pop("never")
            values["in_force"] = (*values.get("in_force", ()), ForceRule(never=True, span=got.places["never"]))
        if "denounce" in values:
            notice, not_before = values.pop("denounce")
            values.update(denounce=True, notice=notice, not_before=not_before)
        if values.pop("no_denunciation", False):
            if values.get("denounce"):
                self.complain(
                    "E210", "denunciation is both allowed and not allowed", got.places["no_denunciation"],
                    notes=(Note("allowed here", got.places["denounce"]),),
                )  # fmt: skip
            values["denounce"] = False
        if own:
            first = next(got.places[k] for k in own)
            if any(c.id == IMPLICIT for c in values.get("clauses", ())):
                self.complain(
                    "E216",
                    f'"{name.value}" has a clause {IMPLICIT} and conditions of its own, which are clause {IMPLICIT} too',
                    first,
                    help_="put these lines under a clause of their own",
                )
            values["clauses"] = (Clause(IMPLICIT, common=Common(span=first), **own), *values.get("clauses", ()))
        return Instrument(category, self.identifier(name), date, title, common=common, **values)

    # -- details -----------------------------------------------------------------------------------------------------
    def details(self, node: Node, sort: str) -> _Got:
        """The details under a line.  A detail that cannot be read is noted and left out; so the others are still read."""
        table, got = DETAILS[sort], _Got()
        for child in node.children:
            try:
                self.detail(child, sort, table, got)
            except _Skip:
                continue
        return got

    def detail(self, node: Node, sort: str, table: dict[str, Detail], got: _Got) -> None:
        words = [raw.text for raw in node.raws[:3] if raw.sort == "word"]
        keyword = keyword_of(words, sort) if node.raws[0].sort == "word" else ""
        detail = table.get(keyword)
        if detail is not None and not keyword and not _is_statement(node.raws):
            detail = None
        if detail is None:
            self.unknown_detail(node, sort, table)
            raise _Skip
        at = len(keyword.split())
        value = self.value(node, keyword, detail, at)
        span = self.span(node.raws)
        if detail.many:
            got.values[detail.field] = (*got.values.get(detail.field, ()), *value)
        elif detail.field in got.values:
            self.complain(
                "E209",
                f'"{keyword}" is said twice',
                span,
                notes=(Note("first said here", got.places[detail.field]),),
                help_="leave one of them out",
            )
        else:
            got.values[detail.field] = value
        got.places.setdefault(detail.field, span)

    def unknown_detail(self, node: Node, sort: str, table: dict[str, Detail]) -> None:
        first = node.raws[0]
        known = [k for k in table if k]
        if not known:
            self.complain(
                "E212", f"nothing can stand under this {_called(sort)}", self.span(node.raws), help_="leave it out"
            )
            return
        near = did_you_mean(first.text, known) if first.sort == "word" else ""
        own = [k for k in known if k not in COMMON]
        self.complain(
            "E212",
            f"{shown(first.text)} is no detail of {_article(_called(sort))}",
            self.span([first]),
            near or "not known here",
            f"what can stand here: {', '.join(own or known)}" + (f"; and {', '.join(list(COMMON)[:6])}" if own else ""),
        )

    def value(self, node: Node, keyword: str, detail: Detail, at: int) -> Any:
        """What one detail says: a tuple where it may come more than once."""
        start, name = detail.start, detail.field
        raws = node.raws if detail.under else self.whole(node)
        if start == "code":
            return self.codes(raws, keyword)
        if start == "parameter":
            return self.parameter(raws)
        if start == "sentences":
            quoted: tuple[Quoted, ...] = self.parse("strings", raws, at)
            return tuple(self.sentence(q) for q in quoted)
        got = self.parse(start, raws, at)
        if name in _FLAGS:
            return True
        if name == "claims":
            return (self.claim(node, got),)
        if name == "clauses":
            return (self.clause(node, got),)
        if name == "answers":
            return (self.answer(node, got),)
        if name == "statements":
            return (self.statement(got),)
        if name in ("verbs", "unknown"):
            return tuple(" ".join(q.text.split()) for q in got) if name == "verbs" else (got,)
        if name == "sides":
            return (got,)
        if name == "in_force" or name == "ends":
            if isinstance(got, tuple):
                return got
            return (replace(got, span=got.span or self.span(raws)),)
        if name == "demand":
            return self.demand(got, raws)
        if name in ("id", "conflict", "part_of", "organ_of", "binds", "capital"):
            return self.identifier(got)
        if name == "default":
            return got == "on"
        if name in ("given", "thens", "reliability", "rates", "grades", "indicators"):
            return (got,)
        return got

    def codes(self, raws: Sequence[Raw], keyword: str) -> tuple[CodeRef, ...]:
        rest = raws[1:]
        scheme = keyword
        if keyword == "ref":
            if not rest or rest[0].sort != "word":
                self.complain("E206", "this reference has no scheme", self.span(raws), "", "for example: ref report 33")
                raise _Skip
            scheme, rest = rest[0].text, rest[1:]
        parts: list[list[str]] = [[]]
        for raw in rest:
            if raw.sort == ",":
                parts.append([])
            else:
                parts[-1].append(raw.text)
        if not rest or any(not p for p in parts):
            self.complain("E206", "this reference has no value", self.span(raws), "", f"for example: {keyword} 1350")
            raise _Skip
        return tuple(CodeRef(scheme, " ".join(part)) for part in parts)

    def parameter(self, raws: Sequence[Raw]) -> tuple[Parameter, ...]:
        if len(raws) < 3:
            self.complain(
                "E206", "a parameter has a name and a value", self.span(raws), "", "for example: parameter back 1 year"
            )
            raise _Skip
        values = tuple(raw.text for raw in raws[2:] if raw.sort != ",")
        return (Parameter(raws[1].text, values, self.span(raws)),)

    def common(self, got: _Got, span: Span) -> Common:
        """Take out of the details what every directive may carry."""
        own = {
            name: got.values.pop(name)
            for name in ("id", "claims", "given", "secrecy", "refs", "note")
            if name in got.values
        }
        return Common(span=span, **own)

    def claim(self, node: Node, claim: Claim) -> Claim:
        got = self.details(node, "claim")
        values = dict(got.values)
        if "reported" in values and claim.reported is not None:
            self.complain("E209", "the day of the claim is said twice", got.places["reported"])
        if "quote" in values and claim.quote:
            self.complain("E209", "the quotation is said twice", got.places["quote"])
        return replace(claim, **values)

    def clause(self, node: Node, named: tuple[Any, str]) -> Clause:
        name, title = named
        got = self.details(node, "clause")
        common = self.common(got, self.span(node.raws))
        values = got.values
        if values.pop("never", False):
            values["in_force"] = (*values.get("in_force", ()), ForceRule(never=True, span=got.places["never"]))
        return Clause(self.article(name), title, common=common, **values)

    def answer(self, node: Node, named: tuple[Any, str]) -> Answer:
        name, text = named
        got = self.details(node, "answer")
        return Answer(self.identifier(name), text, self.common(got, self.span(node.raws)))

    def demand(self, got: Demanded, raws: Sequence[Raw]) -> Demand:
        if got.within is not None and got.deadline is not None:
            self.complain("E210", "a demand has a time or a last day, not both", self.span(raws), help_="leave one out")
        return Demand(got.wanted, got.within, got.deadline, self.span(raws))

    # -- sentences in quotes -----------------------------------------------------------------------------------------
    def inner(self, quoted: Quoted) -> list[Raw]:
        """The words of a quoted sentence, with their places in the file where these are known."""
        raw = quoted.raw
        raws, _, opened = scan(quoted.text, raw.line, raw.column + 1)
        if not raws or opened >= 0:
            self.complain("E205", "there is no sentence between these quotes", quoted.span)
            raise _Skip
        if not raw.exact:
            raws = [r._replace(line=raw.line, column=raw.column, length=raw.length) for r in raws]
        return raws

    def sentence(self, quoted: Quoted) -> EventPattern:
        """A quoted sentence about something that happens or is the case."""
        pattern = self.parse("sentence", self.inner(quoted), 0)
        if not isinstance(pattern, EventPattern):
            self.complain(
                "E218", "this sentence speaks of law, not of something that happens", quoted.span,
                help_="write who does what to whom",
            )  # fmt: skip
            raise _Skip
        return pattern

    def statement(self, counted: Counted) -> Statement:
        mode, left, right = counted.mode, counted.left, counted.right
        if mode in ("is valid", "is void"):
            return Statement(mode, target=counted.target, span=counted.span)
        if mode == "also needs":
            assert isinstance(right, Quoted)
            needs = self.parse("formula", self.inner(right), 0)
            what = self.sentence(left) if isinstance(left, Quoted) else None
            return Statement(mode, left=what, needs=needs, span=counted.span)
        if isinstance(left, Quoted) != isinstance(right, Quoted):
            self.complain(
                "E219", "a sentence counts as a sentence, a name as a name", counted.span,
                help_='put both in quotes, or neither: "FSA revolts against SYR" counts as "FSA occupies SYR"',
            )  # fmt: skip
            raise _Skip
        sides = [self.sentence(side) if isinstance(side, Quoted) else side for side in (left, right)]
        return Statement(mode, sides[0], sides[1], span=counted.span)

    # -- expectations ------------------------------------------------------------------------------------------------
    def expectation(self, raws: Sequence[Raw]) -> Expect:
        date, subject, views, (result, on, supports) = self.parse("expect", raws, 1)
        terms: list[ViewTerm] = []
        for view in views:
            if isinstance(view, ViewTerm):
                terms.append(view)
            else:
                term, quoted = view
                self.supposition(self.inner(quoted))
                terms.append(term)
        return Expect(date, subject, result, on, supports, tuple(terms), Common(span=self.span(raws)))

    def supposition(self, raws: Sequence[Raw]) -> Event:
        """A dated sentence that somebody supposes.  Raises _Skip."""
        if raws[0].sort != "word" or not raws[0].text[0].isdigit():
            self.complain(
                "E213", "a supposed event begins with its date", self.span(raws), "expected a date",
                'for example: "2012-09-01 ISR strikes natanz"',
            )  # fmt: skip
            raise _Skip
        made = self.dated(Node(list(raws), raws[0].line, 0))
        if len(made) != 1 or not isinstance(made[0], Event):
            self.complain("E213", "what is supposed is one event", self.span(raws), "this is none")
            raise _Skip
        return made[0]


def _is_statement(raws: Sequence[Raw]) -> bool:
    words = [raw.text for raw in raws if raw.sort == "word"]
    text = f" {' '.join(words)} "
    return raws[0].sort == "string" or any(
        mark in text for mark in (" counts as ", " does not count as ", " also needs ", " is valid ", " is void ")
    )


def _sort(word: str) -> ActorSort:
    return "organisation" if word == "organization" else cast("ActorSort", word)


def _called(sort: str) -> str:
    return {"actor": "actor", "deny": "denial", "obligation": "obligation type", "title": "line"}.get(sort, sort)


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _lifetime(values: dict[str, Any]) -> dict[str, Any]:
    if "lifetime" in values:
        start, end = values.pop("lifetime")
        values["start"] = start
        if end is not None:
            values.setdefault("end", end)
    return values


def _members(values: dict[str, Any]) -> dict[str, Any]:
    if "members" in values:
        values["members"] = tuple(Membership(t.actor, t.start, t.end) for t in values["members"])
    return values


def _kind(values: dict[str, Any]) -> dict[str, Any]:
    if values.pop("state", False):
        values["tense"] = "state"
    return values


def _nature(values: dict[str, Any]) -> dict[str, Any]:
    for nature in ("single", "continuing", "forbearance"):
        if values.pop(nature, False):
            values["nature"] = nature
    return values
