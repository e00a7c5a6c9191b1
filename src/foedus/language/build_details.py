"""What the rules of details give: names, dates, parties, claims, rules of force, demands."""

from __future__ import annotations

from typing import Any, cast

from foedus.directives.model import (
    Claim,
    EndRule,
    ForceRule,
    Given,
    Indicator,
    PartyTerm,
    Rate,
    Secrecy,
)
from foedus.directives.phrases import (
    AllOf,
    AnyOf,
    ClauseRef,
    EventPattern,
    Formula,
)
from foedus.language.build_sentences import without_time
from foedus.language.built import (
    Demanded,
    LineProblem,
    Part,
    Quoted,
    clause_ref,
    cover,
    names_of,
    once,
    read_term,
    whole,
)
from foedus.language.lexer import Lexeme
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Span
from foedus.terms.durations import Duration, parse_duration
from foedus.terms.errors import shown
from foedus.terms.grades import Grade
from foedus.terms.quantities import parse_amount, parse_quantity

__all__ = ["Details"]


class Details:
    """One method for each rule of details.  A layer of the ``Builder``."""

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
        return names_of(c)

    def named(self, c: list[Lexeme]) -> tuple[Lexeme, str]:
        return c[0], c[1].value.text if len(c) > 1 else ""

    def from_until(self, c: list[Lexeme | None]) -> tuple[Date, Date | None]:
        return cast("Lexeme", c[0]).value, c[1].value if c[1] is not None else None

    def date(self, c: list[Lexeme]) -> Any:
        return c[0].value

    rule = takes = switch = means = date

    def duration(self, c: list[Lexeme]) -> Any:
        return read_term(parse_duration, c[0].value, c[1].value, span=cover(c[0].span, c[1].span))

    amount_of_time = duration

    def quantity(self, c: list[Lexeme]) -> Any:
        return read_term(parse_quantity, f"{c[0].value} {c[1].value}", span=cover(c[0].span, c[1].span))

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
        return clause_ref(c[0], c[1])

    def refs(self, c: list[ClauseRef]) -> tuple[ClauseRef, ...]:
        return tuple(c)

    def through(self, c: list[Any]) -> Part:
        return Part("through", c[0], Span("", 1, 1))

    def reported(self, c: list[Lexeme]) -> Part:
        return Part("reported", c[0].value, c[0].span)

    def claim(self, c: list[Any]) -> Claim:
        origin: Lexeme = c[0]
        through: tuple[str, ...] = ()
        reported: Date | None = None
        grade: Grade | None = None
        denies, quote = False, ""
        for part in c[1:]:
            given = part.field if isinstance(part, Part) else part.type
            if given == "through":
                through += part.value
            elif given == "reported":
                once(reported, "the day of the claim", part.span)
                reported = part.value
            elif given == "DENIES":
                denies = True
            elif given == "GRADE":
                once(grade, "the grade", part.span)
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
        value = float(read_term(parse_amount, number.value, span=number.span))
        return Indicator(name.value, value, unit, start, end)

    def rate(self, c: list[Any]) -> Rate:
        kind, kept, of = c[:3]
        start, end = (d.value if d is not None else None for d in c[3:])
        if of is None:
            share = self._probability(kept)
            return Rate(kind.value, share, start=start, end=end, span=kind.span)
        most, some = (int(read_term(whole, n.value, span=n.span)) for n in (of, kept))
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
        count = int(read_term(whole, c[1].value, span=c[1].span)) if c[1] is not None else 0
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

    def in_time(self, c: list[Any]) -> Duration:
        return cast("Duration", c[1])

    def demand(self, c: list[Any]) -> Demanded:
        wanted, within, deadline = c
        if within is None and isinstance(wanted, EventPattern):
            within = wanted.extra.within
            wanted = without_time(wanted)
        elif within is None and isinstance(wanted, AllOf | AnyOf):  # a time at the end is the time of the whole demand
            last = wanted.parts[-1]
            if isinstance(last, EventPattern) and last.extra.within is not None:
                within = last.extra.within
                wanted = type(wanted)((*wanted.parts[:-1], without_time(last)))
        return Demanded(wanted, within, deadline.value if deadline is not None else None)
