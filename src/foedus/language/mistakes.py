"""What is wrong with a line that does not read, in the words of somebody who writes treaties down.

A mistake is told by the first of ``_SEEN`` that knows it: each looks at the words, at the place where reading stopped
and at what could have stood there, and says what the writer probably meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from foedus.language.build import LineProblem
from foedus.language.details import keyword_of
from foedus.language.lexer import TermProblem
from foedus.language.lines import Raw
from foedus.language.parser import Unexpected, parser
from foedus.language.verbs import VerbTable
from foedus.terms.dates import is_date_shaped, parse_date
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.errors import TermError, shown
from foedus.terms.grades import parse_grade
from foedus.terms.names import did_you_mean, nearest
from foedus.terms.quantities import parse_amount

__all__ = ["Line", "expected_words", "problem", "term_problem", "unexpected"]

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
    "_FROM": '"from"',
    "SIGNATURE": '"on signature"',
    "RATIFICATION": '"on ratification"',
    "_WHEN": '"when"',
    "_AFTER": '"after"',
    "LIMITED_TO": '"limited to"',
    "_SUPPORTS": '"supports"',
    "$END": "the end of the line",
}
# The first of these that the grammar could go on with are told; the rest would bury them.

_QUOTES = frozenset("“”„‟«»‘’\u2039\u203a\u201a\u201b'`")
_MODALS = {
    "shall": "must", "should": "must", "ought": "must", "has": "must", "have": "must", "needs": "must", "is": "must",
    "are": "must", "can": "may", "could": "may", "might": "may", "would": "will", "undertakes": "must",
    "undertake": "must", "agrees": "must", "agree": "must", "promises": "will",
}  # fmt: skip
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "fourteen": "14", "twenty": "20", "thirty": "30", "fifty": "50", "ninety": "90",
    "hundred": "100", "thousand": "1000",
}  # fmt: skip
_BE = frozenset({"is", "are", "was", "were", "be", "been"})


class Line(NamedTuple):
    """A line, or a quoted sentence, that was to be read from ``at`` on by the rule ``start``.

    like: a right line of that sort; of a detail, what follows its keyword.  sort: the sort of thing whose detail it is
    ("": none).
    """

    raws: Sequence[Raw]
    at: int
    file: str
    start: str
    verbs: VerbTable
    like: str = ""
    sort: str = ""


class _Stop(NamedTuple):
    """Where reading stopped.  i: the index of the word; the number of words when the line ended too early."""

    line: Line
    i: int
    expected: frozenset[str]

    @property
    def raw(self) -> Raw | None:
        """The word that cannot stand there; None at the end of the line."""
        return self.line.raws[self.i] if self.i < len(self.line.raws) else None

    @property
    def text(self) -> str:
        """That word, "" if it is none."""
        raw = self.raw
        return raw.text if raw is not None and raw.sort == "word" else ""

    def span(self, first: int, last: int = -1) -> Span:
        """From one word to another, or the place after the last word."""
        raws = self.line.raws
        if first >= len(raws):
            end = raws[-1]
            return Span(self.line.file, end.line, end.column + end.length, 0)
        a, b = raws[first], raws[max(first, last)]
        length = b.column + b.length - a.column if a.line == b.line and b.column >= a.column else a.length
        return Span(self.line.file, a.line, a.column, length)

    def says(
        self, code: str, message: str, label: str = "", help_: str = "", *, first: int = -1, last: int = -1,
        notes: tuple[Note, ...] = (),
    ) -> Diagnostic:  # fmt: skip
        """An error at this word, or at those given."""
        span = self.span(self.i if first < 0 else first, last)
        return Diagnostic(code, "error", message, span, label, notes, help_)

    @property
    def example(self) -> str:
        """A right line, as help."""
        line = self.line
        keyword = " ".join(raw.text for raw in line.raws[: line.at]) if line.sort else ""
        like = f"{keyword} {line.like}".strip()
        return f"for example: {like}" if like else ""

    def rewritten(self, first: int, after: int, new: str) -> str:
        """The line with other words in the place of some, to be pasted; "" where it runs over several lines."""
        raws = self.line.raws
        if raws[0].line != raws[-1].line:
            return ""
        texts = [_as_written(raw) for raw in raws]
        return _joined([*texts[:first], new, *texts[after:]])


def _as_written(raw: Raw) -> str:
    return f'"{raw.text}"' if raw.sort == "string" else raw.text


def _joined(texts: Iterable[str]) -> str:
    out = ""
    for text in texts:
        out += text if not out or text in (",", ")", ":") or out.endswith("(") or not text else f" {text}"
    return out


def expected_words(expected: Iterable[str]) -> str:
    """What could stand there instead, in the reader's words; "" where nothing short can be said."""
    wanted = set(expected)
    told = [words for terminal, words in _EXPECTED.items() if terminal in wanted][:4]
    if not told:
        return ""
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"


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
    stop = _Stop(line, error.token.at if error.token is not None else len(line.raws), error.expected)
    for seen in _SEEN:
        diagnostic = seen(stop)
        if diagnostic is not None:
            return diagnostic
    return _cannot_stand(stop)


# -- the mistakes ----------------------------------------------------------------------------------------------------


def _parenthesis(stop: _Stop) -> Diagnostic | None:
    opened: list[int] = []
    for i in range(stop.line.at, stop.i):
        sort = stop.line.raws[i].sort
        if sort == "(":
            opened.append(i)
        elif sort == ")" and opened:
            opened.pop()
    raw = stop.raw
    if raw is None and opened and "RPAR" in stop.expected:
        return stop.says(
            "E223", "this parenthesis is not closed", "opened here", 'put ")" after its part of the condition',
            first=opened[-1],
        )  # fmt: skip
    if raw is not None and raw.sort == ")" and not opened:
        return stop.says("E223", "this parenthesis closes nothing", 'no "(" before it', "leave it out")
    return None


def _colon(stop: _Stop) -> Diagnostic | None:
    raw = stop.raw
    if raw is None or raw.sort != ":" or stop.i != stop.line.at or stop.line.start == "expect":
        return None
    return stop.says("E228", "no colon follows a keyword", "leave it out", stop.example)


def _typographic_quotes(stop: _Stop) -> Diagnostic | None:
    if not stop.text or stop.text[0] not in _QUOTES:
        return None
    return stop.says(
        "E227", "a text stands between plain double quotes", f"{stop.text[0]} is another sign", 'write it as "text"'
    )


def _continued(stop: _Stop) -> Diagnostic | None:
    """A detail that is indented too far, so that it continues the line above."""
    raws, raw = stop.line.raws, stop.raw
    if raw is None or not stop.line.sort or stop.i == 0 or raws[stop.i - 1].line == raw.line:
        return None
    keyword = keyword_of([r.text for r in raws[stop.i : stop.i + 3] if r.sort == "word"], stop.line.sort)
    if not keyword:
        return None
    return stop.says(
        "E111",
        "this line is indented further than the one above, so it continues it",
        f'read as more of "{raws[0].text}"',
        f'if "{keyword}" is a detail of its own, indent it as the line above',
        first=stop.i, last=stop.i + len(keyword.split()) - 1,
        notes=(Note("the line that it continues", stop.span(0)),),
    )  # fmt: skip


def _too_early(stop: _Stop) -> Diagnostic | None:
    if stop.raw is not None:
        return None
    start, expected = stop.line.start, stop.expected
    if start == "expect" and "COLON" in expected:
        return stop.says(
            "E230", "this expectation does not say what is expected", "expected a colon and a result", stop.example
        )
    if start == "act" and "MODAL" in expected:
        return stop.says(
            "E225", "this duty does not say what is owed", 'expected "must", "may" or "will"', stop.example
        )
    if "VERB" in expected and start in ("event", "sentence", "formula", "demand", "force", "end"):
        return stop.says("E205", "this sentence has no verb", "the line ends here", stop.example)
    words = expected_words(expected - {"$END"})
    return stop.says("E206", "this line ends too early", f"expected {words}" if words else "", stop.example)


def _nothing(stop: _Stop) -> Diagnostic | None:
    if stop.line.start != "nothing":
        return None
    keyword = " ".join(raw.text for raw in stop.line.raws[: stop.line.at])
    return stop.says("E207", f'nothing can follow "{keyword}"', "leave this out")


def _duty(stop: _Stop) -> Diagnostic | None:
    """What stands after *then*: no debtor, no *must*, two acts."""
    if stop.line.start != "act" or stop.raw is None:
        return None
    if "MODAL" in stop.expected:
        text = stop.text
        if text in _MODALS:
            after = stop.i + 1
            if after < len(stop.line.raws) and stop.line.raws[after].text in ("to", "that"):
                after += 1
            better = stop.rewritten(stop.i, after, _MODALS[text])
            return stop.says(
                "E225", f'"{text}" is not one of the words for a duty',
                'expected "must" (a duty), "may" (a right) or "will" (a threat or promise)',
                f"write: {better}" if better else "", last=after - 1,
            )  # fmt: skip
        _, _, after = stop.line.verbs.match(stop.line.raws, stop.i)
        _, _, owed = stop.line.verbs.match(stop.line.raws, stop.i, act=True)
        if max(after, owed) > stop.i:
            return stop.says(
                "E225", "this duty has no must, may or will", 'expected "must", "must not", "may" or "will" before it',
                stop.example, last=max(after, owed) - 1,
            )  # fmt: skip
    if stop.i == stop.line.at and stop.text in ("must", "may", "will", "shall"):
        return stop.says("E226", "this duty does not say whose it is", "expected a debtor before it", stop.example)
    if stop.line.verbs.match(stop.line.raws, stop.i, act=True)[2] > stop.i and "ACT_VERB" not in stop.expected:
        return _two_acts(stop, stop.i)
    before = stop.i - 1
    if "ACT_VERB" not in stop.expected and stop.line.verbs.match(stop.line.raws, before, act=True)[2] >= stop.i:
        if stop.line.raws[before - 1].text in ("and", "or"):
            return _two_acts(stop, before)
    return None


def _two_acts(stop: _Stop, at: int) -> Diagnostic:
    return stop.says(
        "E224", "this line has two acts", "the second begins here",
        "each duty stands on a line of its own: write a second line that begins with then", first=at,
    )  # fmt: skip


def _two_verbs(stop: _Stop) -> Diagnostic | None:
    if stop.raw is None or stop.line.start not in ("event", "sentence", "formula", "demand"):
        return None
    if "VERB" in stop.expected:
        return None
    form, _, after = stop.line.verbs.match(stop.line.raws, stop.i)
    first = next(
        (j for j in range(stop.line.at, stop.i) if stop.line.verbs.match(stop.line.raws, j)[2] > j), None
    )  # fmt: skip
    if after <= stop.i or first is None:
        return None
    if stop.line.start == "event":
        help_ = "a record is one sentence: give each its own line, with its date"
    elif stop.line.start == "sentence":
        help_ = "write one sentence between the quotes"
    else:
        help_ = "join two sentences by and or or"
    return stop.says(
        "E224", "this sentence has two verbs", f'"{form}" is the second', help_, last=after - 1,
        notes=(Note("the first", stop.span(first)),) if stop.span(first).line != stop.span(stop.i).line else (),
    )  # fmt: skip


def _passive(stop: _Stop) -> Diagnostic | None:
    raws, i = stop.line.raws, stop.i
    if stop.line.start not in ("event", "sentence", "formula", "demand", "force", "end") or not stop.text:
        return None
    be, verb = (i - 1, i) if i > 0 and raws[i - 1].text in _BE else (i, i + 1)
    if be >= len(raws) or raws[be].text not in _BE or verb >= len(raws) or raws[verb].sort != "word":
        return None
    if raws[verb].text in ("at", "a", "an", "the", "not") or stop.line.verbs.match(raws, be)[2] > be:
        return None
    form = stop.line.verbs.match(raws, verb)
    by = next((j for j in range(verb, len(raws)) if raws[j].text == "by"), -1)
    if form[2] <= verb and by < 0:
        return None
    return stop.says(
        "E232", "a sentence says who does it first", "this says who it is done to",
        "turn it round: C attacks A, not: A is attacked by C", first=be, last=verb,
    )  # fmt: skip


def _nobody_does_it(stop: _Stop) -> Diagnostic | None:
    if (
        stop.line.start not in ("event", "sentence", "formula", "demand")
        or "NAME" not in stop.expected
        or not stop.text
    ):
        return None
    form, _, after = stop.line.verbs.match(stop.line.raws, stop.i)
    if after <= stop.i or stop.i != stop.line.at:
        return None
    return stop.says(
        "E231",
        "this sentence does not say who does it",
        f'expected a name before "{form}"',
        stop.example,
        last=after - 1,
    )


def _no_verb(stop: _Stop) -> Diagnostic | None:
    """No verb where one must stand: the nearest form that is known, over as many words as it may have."""
    acting = "ACT_VERB" in stop.expected
    if stop.raw is None or not (acting or "VERB" in stop.expected) or stop.raw.sort in (")", ":", ","):
        return None
    raws, verbs = stop.line.raws, stop.line.verbs
    later = next((j for j in range(stop.i + 1, len(raws)) if verbs.match(raws, j, act=acting)[2] > j), None)
    words = [r.text for r in raws[stop.i :] if r.sort == "word"]
    if not words:
        what = "a text in quotes" if stop.raw.sort == "string" else shown(stop.raw.text)
        return stop.says("E203", f"{what} stands where a verb is needed", "expected a verb", stop.example)
    forms = list(verbs.forms(act=acting))
    best = ""
    for length in (3, 2, 1):
        found = nearest(" ".join(words[:length]), [f for f in forms if len(f.split()) == length], limit=1)
        if found and len(words) >= length:
            best = found[0]
            break
    if later == stop.i + 1 and not best and stop.i > stop.line.at:
        before = raws[stop.i - 1].text
        return stop.says(
            "E229", "a name is one word", "this one belongs to it or needs a comma before it",
            f"write {before}-{words[0]}, or the name that it is declared by", first=stop.i - 1, last=stop.i,
        )  # fmt: skip
    if best:
        better = stop.rewritten(stop.i, stop.i + len(best.split()), best)
        message = (
            f"{shown(' '.join(words[: len(best.split())]))} is no {'act' if acting else 'verb'} that is known here"
        )
        return stop.says(
            "E203", message, f"did you mean {best}?", f"write: {better}" if better else stop.example,
            last=min(stop.i + len(best.split()), len(raws)) - 1,
        )  # fmt: skip
    word = words[0].replace('"', "")
    declare = f'verbs are forms of kinds; to add one: kind NAME "…", and under it: verb {shown(word)}'
    if acting:
        declare = (
            f'acts are forms of obligation types; to add one: obligation NAME "…", and under it: verb {shown(word)}'
        )
    return stop.says(
        "E203", f"{shown(words[0])} is no {'act' if acting else 'verb'} that is known here",
        "expected an act" if acting else "expected a verb", declare,
    )  # fmt: skip


def _number(stop: _Stop) -> Diagnostic | None:
    """A number in words, or with a comma that makes two of it."""
    raws, i = stop.line.raws, stop.i
    if stop.text in _NUMBERS and "NUMBER" in stop.expected:
        return stop.says("E208", "numbers are written in figures", f"write {_NUMBERS[stop.text]}", stop.example)
    if stop.raw is None or stop.raw.sort != "," or not 0 < i < len(raws) - 1:
        return None
    before, after = raws[i - 1], raws[i + 1]
    close = before.line == after.line and before.column + before.length + 1 == after.column
    if not close or not before.text[:1].isdigit() or not after.text[:1].isdigit():
        return None
    try:
        parse_amount(f"{before.text},{after.text}")
    except TermError as error:
        return stop.says("E208", error.message, "", error.hint, first=i - 1, last=i + 1)
    return None


def _grade(stop: _Stop) -> Diagnostic | None:
    text = stop.text
    if "GRADE" not in stop.expected or not 0 < len(text) <= 3 or "NAME" in stop.expected:
        return None
    try:
        parse_grade(text)
    except TermError as error:
        return stop.says("E208", error.message, "", error.hint)
    return None


def _date(stop: _Stop) -> Diagnostic | None:
    if "DATE" not in stop.expected or not stop.text[:1].isdigit():
        return None
    try:
        parse_date(stop.text)
    except TermError as error:
        return stop.says("E208", error.message, "", error.hint)
    return None


def _old_style(stop: _Stop) -> Diagnostic | None:
    if stop.text != "OS":
        return None
    return stop.says("E208", '"OS" stands right after its date', "", "write: 1912-02-29 OS, then perhaps a time")


def _capitals(stop: _Stop) -> Diagnostic | None:
    small = stop.text.lower()
    if not small or small == stop.text or small not in {way.split()[0] for way in _spellings(stop.expected)}:
        return None
    return stop.says("E233", "keywords are written in small letters", f"write {small}")


def _two_words(stop: _Stop) -> Diagnostic | None:
    raws, i = stop.line.raws, stop.i
    if stop.line.start not in ("named", "name", "instrument", "reading") or not stop.text or i != stop.line.at + 1:
        return None
    if raws[i - 1].sort != "word" or not stop.text[0].isalpha() or did_you_mean(stop.text, _spellings(stop.expected)):
        return None
    one = "-".join(r.text for r in raws[i - 1 :] if r.sort == "word")
    full = " ".join(r.text for r in raws[i - 1 :] if r.sort == "word")
    quoted = f'; the full name follows in quotes: {one} "{full}"' if "STRING" in stop.expected else ""
    return stop.says("E229", "a name is one word", "the name ended before this", f"write {one}{quoted}")


def _no_name(stop: _Stop) -> Diagnostic | None:
    if "NAME" not in stop.expected or not stop.text or is_date_shaped(stop.text):
        return None
    return stop.says(
        "E201",
        f"{shown(stop.text)} cannot be a name",
        "expected a name",
        "names have letters, digits, - and _, begin with a letter or digit, and may have parts joined by dots",
    )


def _cannot_stand(stop: _Stop) -> Diagnostic:
    raw = stop.raw
    assert raw is not None
    what = "a text in quotes" if raw.sort == "string" else shown(raw.text)
    near = did_you_mean(raw.text, _spellings(stop.expected)) if raw.sort == "word" else ""
    words = expected_words(stop.expected)
    return stop.says("E204", f"{what} cannot stand here", near or (f"expected {words}" if words else ""), stop.example)


_SEEN: tuple[Callable[[_Stop], Diagnostic | None], ...] = (
    _parenthesis,
    _typographic_quotes,
    _continued,
    _too_early,
    _nothing,
    _colon,
    _duty,
    _passive,
    _nobody_does_it,
    _two_verbs,
    _number,
    _no_verb,
    _old_style,
    _grade,
    _date,
    _capitals,
    _two_words,
    _no_name,
)


def _spellings(expected: Iterable[str]) -> list[str]:
    spelled = parser().tables.spellings
    found = [way for terminal in sorted(expected) for way in spelled.get(terminal, ())]
    return [way for way in found if way.isascii() and len(way) > 2]
