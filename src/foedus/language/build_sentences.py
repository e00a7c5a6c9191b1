"""What the rules of phrases, sentences and formulas give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

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
from foedus.language.built import (
    LineProblem,
    Nouns,
    Part,
    cover,
    fields_of,
    read_term,
    span_to,
    whole,
)
from foedus.language.lexer import Lexeme
from foedus.terms.diagnostics import Note, Span

__all__ = ["Sentences"]


class Sentences:
    """One method for each rule of phrases, sentences and formulas.  A layer of the ``Builder``."""

    # ---- phrases
    def nouns(self, c: list[Any]) -> Nouns:
        nouns = tuple(n for n in c if isinstance(n, Noun))
        if len(c) == 1:
            return Nouns(nouns, "or", False, cast("Span", nouns[0].span))
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
        return Nouns(nouns, "or" if "OR_NOUN" in joins else "and", set(joins) == {"COMMA_NOUN"}, span)

    def phrase_plain(self, c: list[Nouns | Lexeme | None]) -> Phrase:
        nouns, out = cast("Nouns", c[0]), cast("Nouns | None", c[2])
        if out is None:
            return Phrase(nouns.nouns, nouns.joined, span=nouns.span)
        return Phrase(nouns.nouns, nouns.joined, excluding=out.nouns, span=cover(nouns.span, out.span))

    def phrase_at_least(self, c: list[Any]) -> Phrase:
        word, number, nouns, _, out = c
        count = int(read_term(whole, number.value, span=number.span))
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
        return pattern_of(c[0], c[1], c[2:], negated=False)

    def verbs(self, c: list[Lexeme]) -> list[Lexeme]:
        return [v for v in c if v.type == "VERB"]

    def happens(self, c: list[Any]) -> EventPattern | AnyOf:
        """``threatens or attacks A`` says the same of A twice, each time with one of the verbs."""
        if isinstance(c[1], Lexeme):
            return pattern_of(c[0], c[1], c[2:], negated=True)
        found = tuple(pattern_of(c[0], verb, c[2:], negated=False) for verb in c[1])
        return found[0] if len(found) == 1 else AnyOf(found)

    def does_not_happen(self, c: list[Any]) -> EventPattern:
        return pattern_of(c[0], c[2], c[3:], negated=True)

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
        return RelationPattern(c[0], "allied with", "", c[4], c[2] is not None, span_to(c[0], c[4].span))

    def is_party(self, c: list[Any]) -> RelationPattern:
        return RelationPattern(c[0], "a party to", c[4].value, None, c[2] is not None, span_to(c[0], c[4].span))

    def is_member(self, c: list[Any]) -> RelationPattern:
        return RelationPattern(c[0], "a", c[4].value, None, c[2] is not None, span_to(c[0], c[4].span))

    def has_treaty(self, c: list[Any]) -> RelationPattern:
        name = c[2].value if c[2].type == "NAME" else ""
        return RelationPattern(c[0], "treaty with", name, c[-1], c[1].type == "HAS_NO", span_to(c[0], c[-1].span))

    has_no_treaty = has_treaty

    def at(self, c: list[Lexeme]) -> Part:
        return Part("at", c[1].value, c[0].span)

    def on_territory_of(self, c: list[Any]) -> Part:
        return Part("on_territory_of", c[1], c[0].span)

    def against(self, c: list[Any]) -> Part:
        return Part("against", c[1], c[0].span)

    def under(self, c: list[Any]) -> Part:
        return Part("under", c[1], c[0].span)

    def with_quantity(self, c: list[Any]) -> Part:
        return Part("quantity", c[1], c[0].span)

    def for_purpose(self, c: list[Any]) -> Part:
        return Part("purpose", c[1].value.text, c[0].span)

    def unprovoked(self, c: list[Any]) -> Part:
        return Part("unprovoked", True, c[0].span)

    def within(self, c: list[Any]) -> Part:
        return Part("within", c[1], c[0].span)

    def ever(self, c: list[Any]) -> Part:
        return Part("ever", True, c[0].span)

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
            return negation_of(part)
        return Not(part)

    def grouped(self, c: list[Formula]) -> Formula:
        return c[-1] if len(c) == 1 else c[1]


def pattern_of(subject: Phrase, verb: Lexeme, rest: Sequence[Any], *, negated: bool) -> EventPattern:
    target = rest[0] if rest and isinstance(rest[0], Phrase) else None
    parts = rest[1:] if target is not None else rest
    extra = Instrumental(**fields_of(parts)) if parts else _PLAIN
    form, id_ = verb.value
    span = span_to(subject, (target.span if target is not None else None) or verb.span)
    return EventPattern(subject, Verb(form, id_, verb.span), target, extra, negated, span)


_PLAIN = Instrumental()


def negation_of(part: EventPattern | LawPattern | RelationPattern) -> EventPattern | LawPattern | RelationPattern:
    from dataclasses import replace

    return replace(part, negated=True)


def without_time(part: EventPattern) -> EventPattern:
    from dataclasses import replace

    return replace(part, extra=replace(part.extra, within=None))
