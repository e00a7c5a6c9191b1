"""What is wrong with a line that does not read, in the words of somebody who writes treaties down.

A mistake is told by the first of ``_SEEN`` that knows it: each looks at the words, at the place where reading stopped
and at what could have stood there, and says what the writer probably meant.
"""

from __future__ import annotations

from collections.abc import Callable

from foedus.language import slips_of_lines, slips_of_sentences, slips_of_words
from foedus.language.build import LineProblem
from foedus.language.lexer import TermProblem
from foedus.language.parser import Unexpected
from foedus.language.stops import Line, Stop, expected_words, spellings
from foedus.terms.diagnostics import Diagnostic, Span
from foedus.terms.errors import shown
from foedus.terms.names import did_you_mean

__all__ = ["Line", "problem", "term_problem", "unexpected"]

_SEEN: tuple[Callable[[Stop], Diagnostic | None], ...] = (
    slips_of_words.parenthesis,
    slips_of_words.runaway_text,
    slips_of_words.typographic_quotes,
    slips_of_words.continued,
    slips_of_words.missing_first,
    slips_of_words.date,
    slips_of_lines.reliability,
    slips_of_lines.lines_joined,
    slips_of_sentences.nobody_does_it,
    slips_of_sentences.nobody_owes_it,
    slips_of_lines.until_a_day,
    slips_of_words.too_early,
    slips_of_words.nothing,
    slips_of_words.colon,
    slips_of_lines.parenthesised,
    slips_of_lines.several_declared,
    slips_of_words.text_without_quotes,
    slips_of_lines.statement_without_quotes,
    slips_of_lines.supposition_without_quotes,
    slips_of_lines.missing_colon,
    slips_of_lines.creditor_after_the_act,
    slips_of_lines.clause_of_what,
    slips_of_sentences.one_result,
    slips_of_sentences.duty,
    slips_of_lines.quoted_words,
    slips_of_lines.other_word,
    slips_of_sentences.passive,
    slips_of_sentences.two_verbs,
    slips_of_sentences.object_too_late,
    slips_of_words.number,
    slips_of_sentences.no_verb,
    slips_of_words.old_style,
    slips_of_words.grade,
    slips_of_words.capitals,
    slips_of_words.two_words,
    slips_of_words.joined_otherwise,
    slips_of_words.no_name,
)
"""In this order: the first that knows the mistake tells it."""


def problem(error: LineProblem, fallback: Span) -> Diagnostic:
    """A line whose words are in order and that still cannot be meant."""
    span = error.span if error.span is not None and error.span.file else fallback
    return Diagnostic(error.code, "error", error.message, span, error.label, error.notes, help=error.help)


def term_problem(error: TermProblem, file: str) -> Diagnostic:
    """A word that was meant as a date (or grade …) and is none."""
    first, last = error.raws[0], error.raws[-1]
    length = last.column + last.length - first.column if first.line == last.line else first.length
    return Diagnostic(
        "E208", "error", error.error.message, Span(file, first.line, first.column, length), help=error.error.hint
    )


def unexpected(error: Unexpected, line: Line) -> Diagnostic:
    """A word that cannot stand where it stands, or a line that stops too early."""
    stop = Stop(line, error.token.at if error.token is not None else len(line.raws), error.expected)
    for seen in _SEEN:
        diagnostic = seen(stop)
        if diagnostic is not None:
            return diagnostic
    return _cannot_stand(stop)


def _cannot_stand(stop: Stop) -> Diagnostic:
    raw = stop.raw
    assert raw is not None
    what = "a text in quotes" if raw.sort == "string" else shown(raw.text)
    near = ""
    if raw.sort == "word":
        near = did_you_mean(raw.text, [way for way in spellings(stop.expected) if way != raw.text], limit=1)
    words = expected_words(stop.expected)
    return stop.says("E204", f"{what} cannot stand here", near or (f"expected {words}" if words else ""), stop.example)
