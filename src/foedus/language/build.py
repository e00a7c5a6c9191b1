"""What each rule of the grammar gives: phrases, sentences, rules, claims, as values of ``foedus.directives``."""

from __future__ import annotations

from typing import Any, Literal, cast

from foedus.directives.model import (
    Act,
    Chance,
    Subject,
    ViewTerm,
)
from foedus.directives.phrases import (
    Noun,
    Phrase,
    Verb,
)
from foedus.language.build_details import Details
from foedus.language.build_sentences import Sentences
from foedus.language.built import (
    Counted,
    Demanded,
    LineProblem,
    Part,
    Quoted,
    Sentence,
    clause_ref,
    cover,
    fields_of,
    read_term,
    whole,
)
from foedus.language.lexer import Lexeme
from foedus.terms.diagnostics import Span
from foedus.terms.quantities import Quantity

__all__ = ["Builder", "Counted", "Demanded", "LineProblem", "Quoted", "Sentence", "cover"]


class Builder(Details, Sentences):
    """One method for each rule (or alias) of ``grammar.lark``; each takes the list of its parts."""

    # ---- acts
    def for_whom(self, c: list[Any]) -> Part:
        return Part("for_", c[1], c[0].span)

    def by_day(self, c: list[Any]) -> Part:
        return Part("deadline", c[0].value, c[0].span)

    def at_once(self, c: list[Any]) -> Part:
        return Part("at_once", True, c[0].span)

    def with_amount(self, c: list[Any]) -> Part:
        return Part("quantity", c[1], c[0].span)

    def limited_to(self, c: list[Any]) -> Part:
        if isinstance(c[1], Quantity):
            return Part("limited_quantity", c[1], c[0].span)
        if c[1].type == "STRING":
            return Part("limited_purpose", c[1].value.text, c[0].span)
        return Part("limited_place", c[1].value, c[0].span)

    def act(self, c: list[Any]) -> Act:
        debtor, modal, verb, rest = c[0], c[1], c[2], c[3:]
        fields = fields_of([p for p in rest if isinstance(p, Part)])
        form, id_ = verb.value
        target = rest[0] if rest and isinstance(rest[0], Phrase) else None
        span = cover(debtor.span, (target.span if target is not None else None) or verb.span)
        return Act(debtor, modal.value, Verb(form, id_, verb.span), target, span=span, **fields)

    # ---- headings
    def issued_by(self, c: list[Any]) -> Part:
        return Part("issuers", c[0], c[0][0].span)

    def addressed_to(self, c: list[Any]) -> Part:
        return Part("addressees", c[0], c[0][0].span)

    def held_by(self, c: list[Any]) -> Part:
        return Part("by", c[0], Span("", 1, 1))

    def instrument(self, c: list[Any]) -> tuple[Lexeme, str, dict[str, Any]]:
        title = " ".join(p.value.text for p in c[1:] if isinstance(p, Lexeme))
        return c[0], title, fields_of([p for p in c[1:] if isinstance(p, Part)])

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
        return Counted(mode, None, None, clause_ref(c[0], c[1]), cover(c[0].span, c[2].span))

    # ---- expectations
    def about_against(self, c: list[Lexeme]) -> Part:
        return Part("adversary", c[1].value, c[0].span)

    def about_under(self, c: list[Any]) -> Part:
        return Part("ref", c[1], c[0].span)

    def owes(self, c: list[Any]) -> Subject:
        fields = fields_of([p for p in c if isinstance(p, Part)])
        span = cover(c[0].span, c[2].span)
        return Subject("owes", c[0].value, c[1].value, c[2].value, span=span, **fields)

    def owes_anybody(self, c: list[Any]) -> Subject:
        fields = fields_of([p for p in c if isinstance(p, Part)])
        act = c[2] if isinstance(c[1], Lexeme) and c[1].type == "ANYBODY" else c[1]
        return Subject("owes", c[0].value, "", act.value, span=cover(c[0].span, act.span), **fields)

    def subject_clause(self, c: list[Lexeme]) -> Subject:
        ref = clause_ref(c[0], c[1])
        return Subject("ref", ref=ref, name=c[0].value, span=ref.span)

    def subject_name(self, c: list[Lexeme]) -> Subject:
        return Subject("name", name=c[0].value, ref=clause_ref(c[0], None), span=c[0].span)

    def holds(self, c: list[Lexeme]) -> Subject:
        return Subject("holds", c[0].value, c[1].value, span=cover(c[0].span, c[1].span))

    def reaches(self, c: list[Any]) -> Subject:
        span = cover(c[0].span, c[1].span)
        return Subject("reaches", c[0].value, c[1].value, path=c[2] or (), span=span)

    def tripwire(self, c: list[Any]) -> tuple[Subject, Quoted | None]:
        fields = fields_of([p for p in c if isinstance(p, Part)])
        said = c[0].value.text if c[0].type == "STRING" else ""
        subject = Subject("tripwire", c[1].value, name=said, span=cover(c[0].span, c[1].span), **fields)
        return subject, self.quoted(c[0]) if said else None

    def conflict_of(self, c: list[Any]) -> Subject:
        return Subject("conflict", c[0].value, ref=c[1], other=c[2], span=c[0].span)

    _VIEWS = {
        "WITHOUT": "without",
        "BELIEVING": "believing",
        "ON_READING": "accepting",
        "REJECTING": "rejecting",
        "DROPPING": "dropping",
        "KNOWN_ON": "known-on",
        "KNOWN_TO_ACTOR": "known-to",
        "VIEW_UNTIL": "until",
        "HONOUR": "honour",
    }

    def view_names(self, c: list[Any]) -> ViewTerm:
        names = c[1] if isinstance(c[1], tuple) else (c[1].value,)
        return ViewTerm(self._VIEWS[c[0].type], names, span=c[0].span)

    def view_date(self, c: list[Lexeme]) -> ViewTerm:
        return ViewTerm(self._VIEWS[c[0].type], date=c[1].value, span=c[0].span)

    def view_alone(self, c: list[Lexeme]) -> ViewTerm:
        return ViewTerm("given-conduct", span=c[0].span)

    def view_if(self, c: list[Lexeme]) -> tuple[ViewTerm, Quoted]:
        return ViewTerm("if", sentence=c[1].value.text, span=c[1].span), self.quoted(c[1])

    def result(self, c: list[Any]) -> tuple[str, tuple[str, ...], int | None, None]:
        supports = int(read_term(whole, c[2].value, span=c[2].span)) if c[2] is not None else None
        return {"honored": "honoured"}.get(c[0].value, c[0].value), c[1] or (), supports, None

    def chance(self, c: list[Any]) -> tuple[str, tuple[str, ...], None, Chance]:
        bound = cast("Literal['at least', 'at most', '']", c[0].value if c[0] is not None else "")
        return "chance", (), None, Chance(self.share(c[1]), bound=bound)

    def chance_between(self, c: list[Lexeme]) -> tuple[str, tuple[str, ...], None, Chance]:
        low, high = (self.share(number) for number in c)
        if float(high) < float(low):
            raise LineProblem(
                "E208", f"{low} to {high} runs backwards", c[0].span, help=f"write chance {high} to {low}"
            )
        return "chance", (), None, Chance(low, high)

    def share(self, number: Lexeme) -> str:
        """A number from 0 to 1, as written."""
        self._probability(number)
        return str(number.value)

    def expect(self, c: list[Any]) -> tuple[Any, ...]:
        return c[0].value, c[1], tuple(c[2:-1]), c[-1]
