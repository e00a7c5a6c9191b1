"""What each rule of the grammar gives: phrases, sentences, rules, claims, as values of ``foedus.directives``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, cast

from foedus.directives.model import (
    Act,
    Claim,
    EndRule,
    ForceRule,
    Given,
    Indicator,
    PartyTerm,
    Rate,
    Secrecy,
    Subject,
    ViewTerm,
)
from foedus.directives.phrases import (
    AllOf,
    AnyOf,
    ClauseRef,
    Comparison,
    EventPattern,
    Formula,
    Instrumental,
    LawPattern,
    LawState,
    Not,
    Noun,
    NounForm,
    Phrase,
    RelationPattern,
    Verb,
)
from foedus.language.lexer import Lexeme
from foedus.language.lines import Raw
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Note, Span
from foedus.terms.durations import Duration, parse_duration
from foedus.terms.errors import TermError, shown
from foedus.terms.grades import Grade
from foedus.terms.quantities import Quantity, parse_amount, parse_quantity

__all__ = ["Builder", "Counted", "Demanded", "LineProblem", "Quoted", "Sentence", "cover"]


class LineProblem(Exception):
    """A line whose words are in order and that still cannot be meant."""

    def __init__(
        self,
        code: str,
        message: str,
        span: Span | None,
        label: str = "",
        help: str = "",
        notes: tuple[Note, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.label = label
        self.help = help
        self.notes = notes


class Quoted(NamedTuple):
    """A string, with its place, so that a sentence in it can be read."""

    text: str
    span: Span
    raw: Raw


class Counted(NamedTuple):
    """A statement of a reading whose quoted sentences are still to be read."""

    mode: Literal["counts as", "does not count as", "also needs", "is valid", "is void"]
    left: Quoted | Noun | None
    right: Quoted | Noun | None
    target: ClauseRef | None
    span: Span


class Demanded(NamedTuple):
    """What an ultimatum wants, and until when."""

    wanted: Formula
    within: Duration | None
    deadline: Date | None


class Sentence(NamedTuple):
    """The subject's nouns joined by commas alone: in a record, each is an event of its own."""

    pattern: EventPattern
    separate: bool


class _Nouns(NamedTuple):
    nouns: tuple[Noun, ...]
    joined: Literal["or", "and"]
    commas: bool
    span: Span


class _Part(NamedTuple):
    """A modifier: its field, its value, its place."""

    field: str
    value: Any
    span: Span


def cover(first: Span, last: Span) -> Span:
    """From the one to the other, as far as they stand on one line."""
    if first.line != last.line or first.file != last.file:
        return first
    return Span(first.file, first.line, first.column, max(last.column + last.length - first.column, first.length))


def _name(token: Lexeme) -> str:
    return str(token.value)


def _ref(name: Lexeme, clause: Lexeme | None) -> ClauseRef:
    if clause is None:
        return ClauseRef(name.value, "", name.span)
    return ClauseRef(name.value, clause.value, cover(name.span, clause.span))


def _term(read: Any, *args: str, span: Span) -> Any:
    try:
        return read(*args)
    except TermError as error:
        raise LineProblem("E208", error.message, span, help=error.hint) from None


def _names_of(children: Sequence[Lexeme]) -> tuple[str, ...]:
    return tuple(c.value for c in children if c.type == "NAME")


class Builder:
    """One method for each rule (or alias) of ``grammar.lark``; each takes the list of its parts."""

    # ---- simple arguments
    def nothing(self, c: list[Any]) -> None:
        return None

    def text(self, c: list[Lexeme]) -> str:
        return " ".join(t.value.text for t in c)

    def strings(self, c: list[Lexeme]) -> tuple[Quoted, ...]:
        return tuple(self.quoted(t) for t in c)

    def quoted(self, t: Lexeme) -> Quoted:
        return Quoted(t.value.text, t.span, t.value)

    def name(self, c: list[Lexeme]) -> Lexeme:
        return c[0]

    numbered = name

    def names(self, c: list[Lexeme]) -> tuple[str, ...]:
        return _names_of(c)

    def named(self, c: list[Lexeme]) -> tuple[Lexeme, str]:
        return c[0], c[1].value.text if len(c) > 1 else ""

    def from_until(self, c: list[Lexeme | None]) -> tuple[Date, Date | None]:
        return cast("Lexeme", c[0]).value, c[1].value if c[1] is not None else None

    def date(self, c: list[Lexeme]) -> Any:
        return c[0].value

    rule = takes = switch = means = date

    def duration(self, c: list[Lexeme]) -> Any:
        return _term(parse_duration, c[0].value, c[1].value, span=cover(c[0].span, c[1].span))

    amount_of_time = duration

    def quantity(self, c: list[Lexeme]) -> Any:
        return _term(parse_quantity, f"{c[0].value} {c[1].value}", span=cover(c[0].span, c[1].span))

    def graded(self, c: list[Lexeme | None]) -> tuple[str, Date | None]:
        grade = cast("Lexeme", c[0])
        if grade.value.reliability is None or grade.value.credibility is not None:
            raise LineProblem(
                "E208", f'"{grade.value}" is no reliability of a source', grade.span, help="write a letter A to F"
            )
        return grade.value.reliability, c[1].value if c[1] is not None else None

    def party(self, c: list[Lexeme | None]) -> PartyTerm:
        who, start, end = cast("Lexeme", c[0]), c[1], c[2]
        return PartyTerm(who.value, start.value if start else None, end.value if end else None, who.span)

    def parties(self, c: list[Any]) -> tuple[PartyTerm, ...]:
        return tuple(p for p in c if isinstance(p, PartyTerm))

    def told_one(self, c: list[Lexeme | None]) -> tuple[str, Date | None]:
        return cast("Lexeme", c[0]).value, c[1].value if c[1] is not None else None

    def told(self, c: list[Any]) -> tuple[tuple[str, Date | None], ...]:
        return tuple(p for p in c if isinstance(p, tuple))

    def secret(self, c: list[Any]) -> Secrecy:
        return Secrecy(c[0].value if c[0] is not None else None, c[1] or ())

    def given(self, c: list[Lexeme]) -> Given:
        return Given(c[0].value, c[1].value, cover(c[0].span, c[1].span))

    def ref(self, c: list[Any]) -> ClauseRef:
        return _ref(c[0], c[1])

    def refs(self, c: list[ClauseRef]) -> tuple[ClauseRef, ...]:
        return tuple(c)

    def through(self, c: list[Any]) -> _Part:
        return _Part("through", c[0], Span("", 1, 1))

    def reported(self, c: list[Lexeme]) -> _Part:
        return _Part("reported", c[0].value, c[0].span)

    def claim(self, c: list[Any]) -> Claim:
        origin: Lexeme = c[0]
        through: tuple[str, ...] = ()
        reported: Date | None = None
        grade: Grade | None = None
        denies, quote = False, ""
        for part in c[1:]:
            given = part.field if isinstance(part, _Part) else part.type
            if given == "through":
                through += part.value
            elif given == "reported":
                _once(reported, "the day of the claim", part.span)
                reported = part.value
            elif given == "DENIES":
                denies = True
            elif given == "GRADE":
                _once(grade, "the grade", part.span)
                grade = part.value
            else:
                quote = f"{quote} {part.value.text}".strip()
        quoted = origin.type == "STRING"
        return Claim(
            source=origin.value.text if quoted else origin.value,
            reported=reported,
            through=through,
            denies=denies,
            grade=grade,
            quote=quote,
            source_quoted=quoted,
            span=origin.span,
        )

    def indicator(self, c: list[Any]) -> Indicator:
        name, number, *rest = c
        unit = rest[0].value if len(rest) == 3 else ""
        start, end = (d.value if d is not None else None for d in rest[-2:])
        value = float(_term(parse_amount, number.value, span=number.span))
        return Indicator(name.value, value, unit, start, end)

    def rate(self, c: list[Any]) -> Rate:
        kind, kept, of = c[:3]
        start, end = (d.value if d is not None else None for d in c[3:])
        if of is None:
            share = self._probability(kept)
            return Rate(kind.value, share, start=start, end=end, span=kind.span)
        most, some = (int(_term(_whole, n.value, span=n.span)) for n in (of, kept))
        if not 0 <= some <= most or not most:
            help_ = "write how many of how many: 36 of 59"
            raise LineProblem("E208", f"{some} of {most} is no share", kept.span, help=help_)
        return Rate(kind.value, some / most, some, most, start, end, kind.span)

    def _probability(self, token: Lexeme) -> float:
        try:
            value = float(token.value)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            help_ = "write a number from 0 to 1"
            raise LineProblem("E208", f"{shown(token.value)} is no probability", token.span, help=help_)
        return value

    def weighed(self, c: list[Lexeme]) -> tuple[str, float]:
        grade, weight = str(c[0].value), c[1]
        if grade not in ("A", "B", "C", "D", "E", "F", "1", "2", "3", "4", "5", "6"):
            raise LineProblem(
                "E208", f'"{grade}" is no grade', c[0].span, help="write a letter A to F or a figure 1 to 6"
            )
        return grade, self._probability(weight)

    # ---- rules of instruments
    def after(self, c: list[Duration]) -> Duration:
        return c[0]

    def unless(self, c: list[Formula]) -> Formula:
        return c[0]

    def force_on(self, c: list[Any]) -> ForceRule:
        return ForceRule(date=c[0].value, after=c[1] if len(c) > 1 else None, span=c[0].span)

    def force_signed(self, c: list[Any]) -> ForceRule:
        return ForceRule(on="signature", after=c[1] if len(c) > 1 else None, span=c[0].span)

    def force_ratified(self, c: list[Any]) -> ForceRule:
        count = int(_term(_whole, c[1].value, span=c[1].span)) if c[1] is not None else 0
        return ForceRule(on="ratification", count=count, after=c[2] if len(c) > 2 else None, span=c[0].span)

    def force_when(self, c: list[Any]) -> ForceRule:
        return ForceRule(when=c[0], after=c[1] if len(c) > 1 else None)

    def end_on(self, c: list[Any]) -> EndRule:
        return EndRule(date=c[0].value, unless=c[1] if len(c) > 1 else None, span=c[0].span)

    def end_after(self, c: list[Any]) -> EndRule:
        return EndRule(after=c[0], unless=c[1] if len(c) > 1 else None)

    def end_when(self, c: list[Any]) -> EndRule:
        return EndRule(when=c[0], unless=c[1] if len(c) > 1 else None)

    def denounce(self, c: list[Any]) -> tuple[Duration | None, Date | None]:
        return c[0], c[1].value if c[1] is not None else None

    def demand(self, c: list[Any]) -> Demanded:
        wanted, within, deadline = c
        if within is None and isinstance(wanted, EventPattern) and not wanted.negated:
            within = wanted.extra.within
            wanted = _replace_within(wanted)
        elif within is None and isinstance(wanted, AllOf | AnyOf):  # a time at the end is the time of the whole demand
            last = wanted.parts[-1]
            if isinstance(last, EventPattern) and not last.negated and last.extra.within is not None:
                within = last.extra.within
                wanted = type(wanted)((*wanted.parts[:-1], _replace_within(last)))
        return Demanded(wanted, within, deadline.value if deadline is not None else None)

    # ---- phrases
    def nouns(self, c: list[Any]) -> _Nouns:
        nouns = tuple(n for n in c if isinstance(n, Noun))
        if len(c) == 1:
            return _Nouns(nouns, "or", False, cast("Span", nouns[0].span))
        joins = {n.type: n for n in c if isinstance(n, Lexeme)}
        if "OR_NOUN" in joins and "AND_NOUN" in joins:
            raise LineProblem(
                "E211",
                "this list joins some names by and, others by or",
                joins["AND_NOUN"].span,
                '"and" here',
                "use one of them; or write two sentences, joined by or",
                (Note('"or" here', joins["OR_NOUN"].span),),
            )
        span = cover(cast("Span", nouns[0].span), cast("Span", nouns[-1].span))
        return _Nouns(nouns, "or" if "OR_NOUN" in joins else "and", set(joins) == {"COMMA_NOUN"}, span)

    def phrase_plain(self, c: list[_Nouns | Lexeme | None]) -> Phrase:
        nouns, out = cast("_Nouns", c[0]), cast("_Nouns | None", c[2])
        if out is None:
            return Phrase(nouns.nouns, nouns.joined, span=nouns.span)
        return Phrase(nouns.nouns, nouns.joined, excluding=out.nouns, span=cover(nouns.span, out.span))

    def phrase_at_least(self, c: list[Any]) -> Phrase:
        word, number, nouns, _, out = c
        count = int(_term(_whole, number.value, span=number.span))
        if not count:
            raise LineProblem("E208", "at least 0 is always so", number.span, help="write at least 1, or leave it out")
        span = cover(word.span, (out or nouns).span)
        return Phrase(nouns.nouns, nouns.joined, count, out.nouns if out else (), span=span)

    def phrase_together(self, c: list[Any]) -> Phrase:
        return Phrase(c[0].nouns, c[0].joined, each_how="together", span=cover(c[0].span, c[1].span))

    def phrase_any_one(self, c: list[Any]) -> Phrase:
        return Phrase(c[1].nouns, c[1].joined, each_how="any one of", span=cover(c[0].span, c[1].span))

    def noun_name(self, c: list[Lexeme]) -> Noun:
        return Noun("name", c[0].value, None, c[0].span)

    def noun_role(self, c: list[Lexeme]) -> Noun:
        return Noun("role", c[0].value.removeprefix("the "), None, c[0].span)

    def noun_party(self, c: list[Lexeme]) -> Noun:
        return Noun("party", "", None, c[0].span)

    def noun_other_party(self, c: list[Lexeme]) -> Noun:
        return Noun("other party", "", None, c[0].span)

    def noun_parties(self, c: list[Lexeme]) -> Noun:
        return Noun("parties", "", None, c[0].span)

    def noun_other_parties(self, c: list[Lexeme]) -> Noun:
        return Noun("other parties", "", None, c[0].span)

    def noun_each_other(self, c: list[Lexeme]) -> Noun:
        return Noun("each other", "", None, c[0].span)

    def noun_anyone(self, c: list[Lexeme]) -> Noun:
        return Noun("anyone", "", None, c[0].span)

    def _classed(self, form: NounForm, c: list[Lexeme]) -> Noun:
        return Noun(form, c[1].value, None, cover(c[0].span, c[1].span))

    def noun_any(self, c: list[Lexeme]) -> Noun:
        return self._classed("any", c)

    def noun_any_other(self, c: list[Lexeme]) -> Noun:
        return self._classed("any other", c)

    def noun_outside(self, c: list[Lexeme]) -> Noun:
        return self._classed("outside", c)

    def noun_ally(self, c: list[Any]) -> Noun:
        return Noun("ally", "", c[1], cover(c[0].span, c[1].span))

    # ---- sentences
    def event(self, c: list[Any]) -> EventPattern:
        return _pattern(c[0], c[1], c[2:], negated=False)

    def verbs(self, c: list[Lexeme]) -> list[Lexeme]:
        return [v for v in c if v.type == "VERB"]

    def happens(self, c: list[Any]) -> EventPattern | AnyOf:
        """``threatens or attacks A`` says the same of A twice, each time with one of the verbs."""
        if isinstance(c[1], Lexeme):
            return _pattern(c[0], c[1], c[2:], negated=True)
        found = tuple(_pattern(c[0], verb, c[2:], negated=False) for verb in c[1])
        return found[0] if len(found) == 1 else AnyOf(found)

    def does_not_happen(self, c: list[Any]) -> EventPattern:
        return _pattern(c[0], c[2], c[3:], negated=True)

    def law_in_force(self, c: list[Any]) -> tuple[LawState, Phrase | None, Phrase | None]:
        return "in force", c[1], None

    def law_state(self, c: list[Any]) -> tuple[LawState, Phrase | None, Phrase | None]:
        return cast("LawState", c[0].value), c[1], c[3]

    def law_is(self, c: list[Any]) -> LawPattern:
        phrase, clause, _, negated, (state, by, toward) = c
        noun = phrase.nouns[0]
        if len(phrase.nouns) > 1 or noun.form != "name" or phrase.excluding or phrase.at_least > 1:
            raise LineProblem(
                "E217",
                f"what is {state} is one instrument or clause, by its name",
                phrase.span,
                help="write, for example: dual-alliance clause 1 is triggered",
            )
        span = noun.span if clause is None else cover(noun.span, clause.span)
        ref = ClauseRef(noun.name, clause.value if clause is not None else "", span)
        return LawPattern(ref, state, by, toward, negated is not None, span)

    def is_allied(self, c: list[Any]) -> RelationPattern:
        return RelationPattern(c[0], "allied with", "", c[4], c[2] is not None, _span(c[0], c[4].span))

    def is_party(self, c: list[Any]) -> RelationPattern:
        return RelationPattern(c[0], "a party to", c[4].value, None, c[2] is not None, _span(c[0], c[4].span))

    def is_member(self, c: list[Any]) -> RelationPattern:
        return RelationPattern(c[0], "a", c[4].value, None, c[2] is not None, _span(c[0], c[4].span))

    def has_treaty(self, c: list[Any]) -> RelationPattern:
        name = c[2].value if c[2].type == "NAME" else ""
        return RelationPattern(c[0], "treaty with", name, c[-1], c[1].type == "HAS_NO", _span(c[0], c[-1].span))

    has_no_treaty = has_treaty

    def at(self, c: list[Lexeme]) -> _Part:
        return _Part("at", c[1].value, c[0].span)

    def on_territory_of(self, c: list[Any]) -> _Part:
        return _Part("on_territory_of", c[1], c[0].span)

    def against(self, c: list[Any]) -> _Part:
        return _Part("against", c[1], c[0].span)

    def under(self, c: list[Any]) -> _Part:
        return _Part("under", c[1], c[0].span)

    def with_quantity(self, c: list[Any]) -> _Part:
        return _Part("quantity", c[1], c[0].span)

    def unprovoked(self, c: list[Any]) -> _Part:
        return _Part("unprovoked", True, c[0].span)

    def within(self, c: list[Any]) -> _Part:
        return _Part("within", c[1], c[0].span)

    def ever(self, c: list[Any]) -> _Part:
        return _Part("ever", True, c[0].span)

    def comparison(self, c: list[Any]) -> Comparison:
        op: Literal["=", ">=", "<="] = "=" if c[0] is None else ">=" if c[0].value == "at least" else "<="
        return Comparison(op, c[1])

    def formula(self, c: list[Formula]) -> Formula:
        return c[0] if len(c) == 1 else AnyOf(tuple(c))

    def all_of(self, c: list[Formula]) -> Formula:
        return c[0] if len(c) == 1 else AllOf(tuple(c))

    def denied(self, c: list[Any]) -> Formula:
        part = c[1]
        if isinstance(part, EventPattern | LawPattern | RelationPattern) and not part.negated:
            return _negate(part)
        return Not(part)

    def grouped(self, c: list[Formula]) -> Formula:
        return c[-1] if len(c) == 1 else c[1]

    # ---- acts
    def for_whom(self, c: list[Any]) -> _Part:
        return _Part("for_", c[1], c[0].span)

    def at_once(self, c: list[Any]) -> _Part:
        return _Part("at_once", True, c[0].span)

    def with_amount(self, c: list[Any]) -> _Part:
        return _Part("quantity", c[1], c[0].span)

    def limited_to(self, c: list[Any]) -> _Part:
        if isinstance(c[1], Quantity):
            return _Part("limited_quantity", c[1], c[0].span)
        if c[1].type == "STRING":
            return _Part("limited_purpose", c[1].value.text, c[0].span)
        return _Part("limited_place", c[1].value, c[0].span)

    def act(self, c: list[Any]) -> Act:
        debtor, modal, verb, rest = c[0], c[1], c[2], c[3:]
        fields = _fields([p for p in rest if isinstance(p, _Part)])
        form, id_ = verb.value
        target = rest[0] if rest and isinstance(rest[0], Phrase) else None
        span = cover(debtor.span, (target.span if target is not None else None) or verb.span)
        return Act(debtor, modal.value, Verb(form, id_, verb.span), target, span=span, **fields)

    # ---- headings
    def issued_by(self, c: list[Any]) -> _Part:
        return _Part("issuers", c[0], c[0][0].span)

    def addressed_to(self, c: list[Any]) -> _Part:
        return _Part("addressees", c[0], c[0][0].span)

    def held_by(self, c: list[Any]) -> _Part:
        return _Part("by", c[0], Span("", 1, 1))

    def instrument(self, c: list[Any]) -> tuple[Lexeme, str, dict[str, Any]]:
        title = " ".join(p.value.text for p in c[1:] if isinstance(p, Lexeme))
        return c[0], title, _fields([p for p in c[1:] if isinstance(p, _Part)])

    reading = instrument

    # ---- readings
    def _side(self, token: Lexeme) -> Quoted | Noun:
        return self.quoted(token) if token.type == "STRING" else self.noun_name([token])

    def counts(self, c: list[Lexeme]) -> Counted:
        mode = cast("Literal['counts as', 'does not count as']", c[1].value)
        return Counted(mode, self._side(c[0]), self._side(c[2]), None, cover(c[0].span, c[2].span))

    def also_needs(self, c: list[Lexeme]) -> Counted:
        left = self.quoted(c[0]) if len(c) == 3 else None
        return Counted("also needs", left, self.quoted(c[-1]), None, cover(c[0].span, c[-1].span))

    def validity(self, c: list[Any]) -> Counted:
        mode = cast("Literal['is valid', 'is void']", c[2].value)
        return Counted(mode, None, None, _ref(c[0], c[1]), cover(c[0].span, c[2].span))

    # ---- expectations
    def about_against(self, c: list[Lexeme]) -> _Part:
        return _Part("adversary", c[1].value, c[0].span)

    def about_under(self, c: list[Any]) -> _Part:
        return _Part("ref", c[1], c[0].span)

    def owes(self, c: list[Any]) -> Subject:
        fields = _fields([p for p in c if isinstance(p, _Part)])
        span = cover(c[0].span, c[2].span)
        return Subject("owes", c[0].value, c[1].value, c[2].value, span=span, **fields)

    def owes_anybody(self, c: list[Any]) -> Subject:
        fields = _fields([p for p in c if isinstance(p, _Part)])
        act = c[2] if isinstance(c[1], Lexeme) and c[1].type == "ANYBODY" else c[1]
        return Subject("owes", c[0].value, "", act.value, span=cover(c[0].span, act.span), **fields)

    def subject_clause(self, c: list[Lexeme]) -> Subject:
        ref = _ref(c[0], c[1])
        return Subject("ref", ref=ref, name=c[0].value, span=ref.span)

    def subject_name(self, c: list[Lexeme]) -> Subject:
        return Subject("name", name=c[0].value, ref=_ref(c[0], None), span=c[0].span)

    def holds(self, c: list[Lexeme]) -> Subject:
        return Subject("holds", c[0].value, c[1].value, span=cover(c[0].span, c[1].span))

    def reaches(self, c: list[Any]) -> Subject:
        span = cover(c[0].span, c[1].span)
        return Subject("reaches", c[0].value, c[1].value, path=c[2] or (), span=span)

    _VIEWS = {
        "WITHOUT": "without",
        "BELIEVING": "believing",
        "ON_READING": "accepting",
        "REJECTING": "rejecting",
        "DROPPING": "dropping",
        "KNOWN_ON": "known-on",
        "KNOWN_TO_ACTOR": "known-to",
        "VIEW_UNTIL": "until",
    }

    def view_names(self, c: list[Any]) -> ViewTerm:
        names = c[1] if isinstance(c[1], tuple) else (c[1].value,)
        return ViewTerm(self._VIEWS[c[0].type], names, span=c[0].span)

    def view_date(self, c: list[Lexeme]) -> ViewTerm:
        return ViewTerm(self._VIEWS[c[0].type], date=c[1].value, span=c[0].span)

    def view_if(self, c: list[Lexeme]) -> tuple[ViewTerm, Quoted]:
        return ViewTerm("if", sentence=c[1].value.text, span=c[1].span), self.quoted(c[1])

    def result(self, c: list[Any]) -> tuple[str, tuple[str, ...], int | None]:
        supports = int(_term(_whole, c[2].value, span=c[2].span)) if c[2] is not None else None
        return {"honored": "honoured"}.get(c[0].value, c[0].value), c[1] or (), supports

    def expect(self, c: list[Any]) -> tuple[Any, ...]:
        return c[0].value, c[1], tuple(c[2:-1]), c[-1]


def _whole(text: str) -> int:
    if not text.isdigit() or len(text) > 9:
        raise TermError(f"{shown(text)} is no count", "write a whole number of at most nine digits")
    return int(text)


def _once(before: object, what: str, span: Span) -> None:
    if before is not None:
        raise LineProblem("E209", f"{what} is given twice", span, help="leave one of them out")


def _fields(parts: Sequence[_Part]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for part in parts:
        if part.field in fields:
            if part.field in ("issuers", "addressees", "by"):
                fields[part.field] += part.value
                continue
            word = {"at": "the place", "quantity": "the quantity", "for_": "for"}.get(part.field, part.field)
            raise LineProblem("E209", f"{word.replace('_', ' ')} is given twice", part.span, help="leave one out")
        fields[part.field] = part.value
    return fields


def _span(subject: Phrase, last: Span | None) -> Span | None:
    if subject.span is None or last is None:
        return subject.span
    return cover(subject.span, last)


def _pattern(subject: Phrase, verb: Lexeme, rest: Sequence[Any], *, negated: bool) -> EventPattern:
    target = rest[0] if rest and isinstance(rest[0], Phrase) else None
    parts = rest[1:] if target is not None else rest
    extra = Instrumental(**_fields(parts)) if parts else _PLAIN
    form, id_ = verb.value
    span = _span(subject, (target.span if target is not None else None) or verb.span)
    return EventPattern(subject, Verb(form, id_, verb.span), target, extra, negated, span)


_PLAIN = Instrumental()


def _negate(part: EventPattern | LawPattern | RelationPattern) -> EventPattern | LawPattern | RelationPattern:
    from dataclasses import replace

    return replace(part, negated=True)


def _replace_within(part: EventPattern) -> EventPattern:
    from dataclasses import replace

    return replace(part, extra=replace(part.extra, within=None))
