"""What is wrong with a line that does not read, in the words of somebody who writes treaties down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foedus.language.build import LineProblem
from foedus.language.lexer import TermProblem
from foedus.language.lines import Raw
from foedus.language.parser import Unexpected, parser
from foedus.language.verbs import VerbTable
from foedus.terms.dates import is_date_shaped
from foedus.terms.diagnostics import Diagnostic, Span
from foedus.terms.errors import shown
from foedus.terms.names import did_you_mean

__all__ = ["EXAMPLES", "expected_words", "problem", "term_problem", "unexpected"]

_EXPECTED = {
    "NAME": "a name",
    "DATE": "a date",
    "NUMBER": "a number",
    "STRING": "a text in quotes",
    "GRADE": "a grade such as B2",
    "VERB": "a verb",
    "ACT_VERB": "an act (defend, consult with …)",
    "MODAL": '"must", "must not", "may" or "will"',
    "ROLE": '"the victim", "the attacker" …',
    "LAW_STATE": '"triggered", "due", "performed", "breached", "released" or "lapsed"',
    "RULE": '"unanimity", "majority" or "two-thirds"',
    "TAKES": '"creditor", "adversary" or "none"',
    "SWITCH": '"on" or "off"',
    "MEANS": '"means" or "whether"',
    "COUNTS_AS": '"counts as"',
    "VALIDITY": '"is valid" or "is void"',
    "RESULT": "a result (bound, not triggered, honoured …)",
    "COLON": '":"',
    "RPAR": '")"',
    "_COMMA": '","',
    "_OWES": '"owes"',
    "_IS": '"is"',
    "SIGNATURE": '"on signature"',
    "RATIFICATION": '"on ratification"',
    "_WHEN": '"when"',
    "_AFTER": '"after"',
    "LIMITED_TO": '"limited to"',
    "_SUPPORTS": '"supports"',
    "$END": "the end of the line",
}
# The first of these that the grammar could go on with are told; the rest would bury them.
_TOLD = tuple(_EXPECTED)

EXAMPLES = {
    "formula": "DEU attacks a party unprovoked",
    "sentence": "DEU attacks FRA",
    "event": "1914-08-03 DEU attacks FRA",
    "act": "the other party must defend the victim within 30 days",
    "claim": "claim debka through debka-iran on 2012-08-08 D3",
    "parties": "parties AUH, DEU, ITA from 1882-05-20",
    "force": "in force 1879-10-21, in force on ratification after 3 months, or in force when X is in force",
    "end": "ends 1920-07-08, ends after 5 years, or ends when X attacks Y",
    "expect": "expect 1914-08-03 ITA owes AUH defence: not triggered",
    "from_until": "from 1871-01-18 until 1918-11-11",
    "date": "until 1918-11-11",
    "secret": "secret until 1920 known to DEU",
    "given": "given hostages is guards",
    "statement": '"FSA revolts against SYR" counts as "FSA occupies SYR"',
    "instrument": '1879-10-07 treaty dual-alliance "Dual Alliance"',
    "reading": "2012-08-07 reading rebels-as-occupiers by IRN",
    "denounce": "denunciation allowed with notice 1 year from 1919-07-08",
    "demand": "demand SRB accepts note-to-serbia within 48 hours",
    "phrase": "on request of the victim",
    "graded": "reliability D from 2012-01-01",
    "named": 'clause 1 "attack by Russia"',
    "name": "part of IRN",
    "names": "reports to IRN.leader",
    "nothing": "nothing after this word",
    "text": 'note "a text in quotes"',
    "strings": 'verb "attacks", "attack"',
    "refs": "in dual-alliance clause 1",
    "told": "shared by SYR, HEZ from 2012-08-07",
}
"""One right line for each start symbol."""


def expected_words(expected: Iterable[str]) -> str:
    """What could stand there instead, in the reader's words; "" where nothing short can be said."""
    known = [_EXPECTED[t] for t in _TOLD if t in set(expected)]
    if not known:
        return ""
    told = list(dict.fromkeys(known))[:4]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"


def problem(error: LineProblem, fallback: Span) -> Diagnostic:
    """A line whose words are in order and that still cannot be meant."""
    span = error.span if error.span is not None and error.span.file else fallback
    return Diagnostic(error.code, "error", error.message, span, error.label, help=error.help)


def term_problem(error: TermProblem, file: str) -> Diagnostic:
    """A word that was meant as a date (or grade …) and is none."""
    first, last = error.raws[0], error.raws[-1]
    length = last.column + last.length - first.column if first.line == last.line else first.length
    return Diagnostic(
        "E208", "error", error.error.message, Span(file, first.line, first.column, length), help=error.error.hint
    )


def unexpected(error: Unexpected, raws: Sequence[Raw], file: str, start: str, verbs: VerbTable) -> Diagnostic:
    """A word that cannot stand where it stands, or a line that stops too early.

    raws: the line.
    """
    token, expected = error.token, error.expected
    example = EXAMPLES.get(start, "")
    help_ = f"for example: {example}" if example and start != "nothing" else ""
    if token is None:
        last = raws[-1]
        span = Span(file, last.line, last.column + last.length, 0)
        words = expected_words(expected - {"$END"})
        if "VERB" in expected and start in ("event", "sentence", "formula"):
            return Diagnostic("E205", "error", "this sentence has no verb", span, "the line ends here", help=help_)
        return Diagnostic(
            "E206", "error", "this line ends too early", span, f"expected {words}" if words else "", help=help_
        )
    raw = raws[token.at]
    span = Span(file, raw.line, raw.column, raw.length)
    if start == "nothing":
        return Diagnostic("E207", "error", "nothing can follow this word", span, "leave this out")
    acting = "ACT_VERB" in expected
    if acting or ("VERB" in expected and token.type in ("WORD", "NAME", "DATE", "NUMBER", "LPAR", "STRING")):
        return _no_verb(raws, token.at, span, verbs, help_, acting=acting)
    if "NAME" in expected and raw.sort == "word" and not is_date_shaped(raw.text):
        return Diagnostic(
            "E201",
            "error",
            f"{shown(raw.text)} cannot be a name",
            span,
            "expected a name",
            help="names have letters, digits, - and _, begin with a letter or digit, and may have parts joined by dots",
        )
    words = expected_words(expected)
    what = "a text in quotes" if raw.sort == "string" else shown(raw.text)
    near = did_you_mean(raw.text, _spellings(expected)) if raw.sort == "word" else ""
    return Diagnostic(
        "E204",
        "error",
        f"{what} cannot stand here",
        span,
        near or (f"expected {words}" if words else ""),
        help=help_,
    )


def _no_verb(raws: Sequence[Raw], at: int, span: Span, verbs: VerbTable, help_: str, *, acting: bool) -> Diagnostic:
    """No verb where one must stand: the nearest form that is known, over as many words as it may have."""
    forms = list(verbs.forms(act=acting))
    words = [r.text for r in raws[at:] if r.sort == "word"]
    best = ""
    for length in (3, 2, 1):
        if len(words) >= length:
            best = best or did_you_mean(
                " ".join(words[:length]), [f for f in forms if len(f.split()) == length], limit=2
            )
    return Diagnostic(
        "E203",
        "error",
        f'"{words[0] if words else raws[at].text}" is no verb that is known here',
        span,
        best or ("expected an act" if acting else "expected a verb"),
        help=help_ or 'declare one with: kind NAME, verb "…" under it',
    )


def _spellings(expected: Iterable[str]) -> list[str]:
    wanted = set(expected)
    found: list[str] = []
    for terminal, ways in parser().tables.spellings.items():
        if terminal in wanted:
            found += ways
    return [word for word in found if word.isascii() and len(word) > 2]
