"""Slips within a line, told as what the writer probably meant: signs, quotation marks, names, numbers, what is missing.

Each looks at where reading stopped and gives a diagnostic, or None if it sees another mistake.
"""

from __future__ import annotations

from foedus.language.details import DETAILS, keyword_of, sorts_with
from foedus.language.lexer import date_in_words
from foedus.language.stops import Stop, expected_words, in_quotes, spellings
from foedus.terms.dates import is_date_shaped, parse_date
from foedus.terms.diagnostics import Diagnostic, Note
from foedus.terms.errors import TermError, shown
from foedus.terms.grades import parse_grade
from foedus.terms.names import did_you_mean
from foedus.terms.quantities import parse_amount

__all__ = [
    "capitals", "colon", "continued", "date", "grade", "joined_otherwise", "missing_first", "no_name", "nothing",
    "number", "old_style", "parenthesis", "runaway_text", "text_without_quotes", "too_early", "two_words",
    "typographic_quotes",
]  # fmt: skip


def parenthesis(stop: Stop) -> Diagnostic | None:
    """One that is not closed, or closes nothing."""
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


def colon(stop: Stop) -> Diagnostic | None:
    """``parties: AUH, DEU``, as other languages have it."""
    raw = stop.raw
    if raw is None or raw.sort != ":" or stop.line.start == "expect":
        return None
    better = stop.mended(stop.i, stop.i + 1, "")
    return stop.says("E228", "no colon stands here", "leave it out", f"write: {better}" if better else stop.example)


_QUOTES = dict(zip("“„‟«‘\u2039\u201a\u201b'`»”’\u203a", "”””»’\u203a’’''«”’\u2039", strict=True))
"""Quotation marks of word processors, and what ends the text that they begin."""


def typographic_quotes(stop: Stop) -> Diagnostic | None:
    """Quotation marks of a word processor."""
    if not stop.text or stop.text[0] not in _QUOTES:
        return None
    raws, i = stop.line.raws, stop.i
    ends = {_QUOTES[stop.text[0]], *(sign for sign in "“”" if stop.text[0] in "“„‟”")}
    last = next(
        (j for j in range(i, len(raws)) if raws[j].text[-1:] in ends and len(raws[j].text) + j - i > 1), len(raws) - 1
    )
    text = " ".join(raw.text for raw in raws[i : last + 1]).strip("".join(_QUOTES)).strip()
    better = stop.rewritten(i, last + 1, in_quotes([text]))
    return stop.says(
        "E227", "a text stands between plain double quotes", f"{stop.text[0]} is another sign",
        f"write: {better}" if better else stop.example,
    )  # fmt: skip


def runaway_text(stop: Stop) -> Diagnostic | None:
    """A text that ends lines further on, where another was meant to begin: its own end is missing."""
    raws = stop.line.raws
    for i, raw in enumerate(raws[: stop.i]):
        if raw.sort == "string" and not raw.exact and i + 1 < len(raws) and raws[i + 1].line > raw.line:
            return stop.says(
                "E105", f"this text runs on to line {raws[i + 1].line}", "it begins here",
                'put its end quote where it ends; the next quote on a later line was taken for it', first=i,
                notes=(Note("what follows it there is no part of it", stop.span(i + 1)),),
            )  # fmt: skip
    return None


def text_without_quotes(stop: Stop) -> Diagnostic | None:
    """``note Read to the House``: words where a text in quotes must stand."""
    if stop.raw is None or stop.raw.sort != "word" or not stop.expected <= {"STRING", "$END"}:
        return None
    if "$END" in stop.expected or stop.line.start not in ("text", "strings"):
        return None
    text = " ".join(raw.text for raw in stop.line.raws[stop.i :])
    better = stop.rewritten(stop.i, len(stop.line.raws), f'"{text}"')
    return stop.says(
        "E236",
        "a text stands in double quotes",
        "expected a text in quotes",
        f"write: {better}" if better else stop.example,
    )


def continued(stop: Stop) -> Diagnostic | None:
    """A detail that is indented too far, so that it continues the line above; or one under a line that has none."""
    raws, raw, sort = stop.line.raws, stop.raw, stop.line.sort
    if raw is None or stop.i == 0 or raws[stop.i - 1].line == raw.line:
        return None
    words = [r.text for r in raws[stop.i : stop.i + 3] if r.sort == "word"]
    if not sort:
        keyword = next((k for n in (3, 2, 1) if (k := " ".join(words[:n])) and sorts_with(k)), "")
        if not keyword:
            return None
        own = " and ".join(sorted(DETAILS["expect"], reverse=True)) if raws[0].text == "expect" else ""
        return stop.says(
            "E212", f'{f"only {own} stand" if own else "nothing stands"} under "{raws[0].text}"', "leave this out",
            f"more indented lines only continue it; {keyword} stands under other directives", last=stop.i + keyword.count(" "),
        )  # fmt: skip
    keyword = keyword_of(words, sort)
    if not keyword:
        return None
    return stop.says(
        "E111",
        "this line is indented further than the one above, so it continues it",
        f'read as more of "{raws[0].text}"',
        f'if "{keyword}" is a detail of its own, indent it as the line above',
        last=stop.i + keyword.count(" "),
        notes=(Note("the line that it continues", stop.span(0)),),
    )  # fmt: skip


def too_early(stop: Stop) -> Diagnostic | None:
    """A line that ends before it has said everything."""
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
    if stop.line.raws[-1].sort == ",":
        return stop.says("E206", "this line ends with a comma", "expected another name, or no comma", stop.example)
    if "NAME" in expected and stop.line.raws[-2:][0].text in ("with", "least", "most"):
        better = stop.mended(stop.i, stop.i, "men")
        return stop.says(
            "E206", "this number does not say of what", "expected men, ships, divisions …",
            f"for example: {better}" if better else stop.example,
        )  # fmt: skip
    if "NAME" in expected and stop.line.raws[-2:][0].text in ("within", "after", "notice"):
        return stop.says("E206", "this time has no unit", "expected hours, days, weeks, months or years", stop.example)
    words = expected_words(expected - {"$END"})
    return stop.says("E206", "this line ends too early", f"expected {words}" if words else "", stop.example)


def missing_first(stop: Stop) -> Diagnostic | None:
    """What a line says first and this one does not: a day, a name, a source."""
    start, raws, at = stop.line.start, stop.line.raws, stop.line.at
    if start == "expect" and stop.i == at and "DATE" in stop.expected:
        better = stop.mended(at, at + 1, "")
        return stop.says(
            "E230", "this expectation does not say for which day", "expected a date",
            f"write: {better}" if better else stop.example,
        )  # fmt: skip
    if (
        start in ("named", "instrument", "reading")
        and stop.i == at
        and stop.raw is not None
        and stop.raw.sort == "string"
    ):
        what = "a number or name" if raws[at - 1].text == "clause" else "a name"
        joined = _joined_name(stop.raw.text)
        better = stop.mended(at, at, joined) if 0 < len(joined) <= 40 and what == "a name" else ""
        return stop.says(
            "E234", f"this {raws[at - 1].text} has no name", f"expected {what} before the text",
            f"write: {better}" if better else stop.example,
        )  # fmt: skip
    if start == "claim" and at < len(raws) and raws[at].text in ("on", "through", "denies") and stop.i <= at + 1:
        return stop.says("E234", "this claim does not say whose it is", "expected a source", stop.example, first=at)
    return None


_KEYWORDS = frozenset({"from", "until", "after", "within", "by", "to", "in", "on", "at", "as", "with", "under"})


def joined_otherwise(stop: Stop) -> Diagnostic | None:
    """Names that no comma joins."""
    raw = stop.raw
    if raw is None or "_COMMA" not in stop.expected or raw.sort != "word" or stop.i == stop.line.at:
        return None
    if raw.text in ("&", "+", "/", "|", "plus", "or"):
        better = stop.rewritten(stop.i, stop.i + 1, "and")
        return stop.says(
            "E235", "names are joined by a comma or by and", "expected a comma", f"write: {better}" if better else ""
        )
    if not (raw.text[0].isalnum() and stop.line.raws[stop.i - 1].sort == "word") or raw.text in _KEYWORDS:
        return None
    better = stop.mended(stop.i, stop.i, ",")
    if not better and len(stop.line.raws) == stop.i + 1:
        return None
    return stop.says(
        "E235", f"a comma is missing before {shown(raw.text)}", "expected a comma", f"write: {better}" if better else ""
    )


def nothing(stop: Stop) -> Diagnostic | None:
    """Words after a keyword that stands alone."""
    if stop.line.start != "nothing":
        return None
    keyword = " ".join(raw.text for raw in stop.line.raws[: stop.line.at])
    return stop.says("E207", f'nothing can follow "{keyword}"', "leave this out")


_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "fourteen": "14", "twenty": "20", "thirty": "30", "fifty": "50", "ninety": "90",
    "hundred": "100", "thousand": "1000",
}  # fmt: skip


def number(stop: Stop) -> Diagnostic | None:
    """A number in words, or with a comma that makes two of it."""
    raws, i = stop.line.raws, stop.i
    if stop.text in _NUMBERS and "NUMBER" in stop.expected:
        figures = _NUMBERS[stop.text]
        better = stop.mended(i, i + 1, figures)
        return stop.says(
            "E208", "numbers are written in figures", f"write {figures}", f"write: {better}" if better else stop.example
        )
    if "NUMBER" in stop.expected and stop.text.startswith("-") and stop.text[1:2].isdigit():
        return stop.says("E208", "a number here is not below nothing", "leave the sign out", stop.example)
    if "NUMBER" in stop.expected and stop.text.endswith("%") and stop.text[:-1].replace(".", "").isdigit():
        share = f"write {float(stop.text[:-1]) / 100:g}" if len(stop.text) < 8 else ""
        return stop.says("E208", "shares are written from 0 to 1", share, stop.example)
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


def grade(stop: Stop) -> Diagnostic | None:
    """``reliability G``: a grade that is none."""
    text = stop.text
    if "GRADE" not in stop.expected or not 0 < len(text) <= 3 or "NAME" in stop.expected:
        return None
    try:
        parse_grade(text)
    except TermError as error:
        return stop.says("E208", error.message, "", error.hint)
    return None


def date(stop: Stop) -> Diagnostic | None:
    """A number, or a month by its name, where a date must stand."""
    if "DATE" not in stop.expected or not stop.text:
        return None
    named = date_in_words(stop.line.raws, stop.i)
    if named is not None:
        error, after = named
        return stop.says("E208", error.message, "", error.hint, last=after - 1)
    if not stop.text[0].isdigit():
        return None
    try:
        parse_date(stop.text)
    except TermError as error:
        return stop.says("E208", error.message, "", error.hint)
    return None


def old_style(stop: Stop) -> Diagnostic | None:
    """``OS`` in another place than after its date."""
    if stop.text != "OS":
        return None
    return stop.says("E208", '"OS" stands right after its date', "", "write: 1912-02-29 OS, then perhaps a time")


def capitals(stop: Stop) -> Diagnostic | None:
    """A keyword in capitals."""
    small = stop.text.lower()
    if not small or small == stop.text or small not in {way.split()[0] for way in spellings(stop.expected)}:
        return None
    return stop.says("E233", "keywords are written in small letters", f"write {small}")


def two_words(stop: Stop) -> Diagnostic | None:
    """``state great britain``: a name of several words."""
    raws, i = stop.line.raws, stop.i
    if stop.line.start not in ("named", "name", "instrument", "reading") or not stop.text or i != stop.line.at + 1:
        return None
    if raws[i - 1].sort != "word" or not stop.text[0].isalpha() or did_you_mean(stop.text, spellings(stop.expected)):
        return None
    words = [raw.text for raw in raws[i - 1 :] if raw.sort == "word"]
    full = " ".join(words[1:])
    if "STRING" not in stop.expected:
        return stop.says("E229", "a name is one word", "the name ended before this", f"write {'-'.join(words)}"[:200])
    if words[0].isupper() or words[0][0].isdigit():
        better = stop.rewritten(i, len(raws), f'"{full}"')
    else:
        title = next((raw.text for raw in raws[i:] if raw.sort == "string"), " ".join(words))
        better = stop.rewritten(i - 1, len(raws), f'{_joined_name(" ".join(words))} "{title}"')
    return stop.says(
        "E229", "a name is one word, and what it is called in full stands in quotes", "the name ended before this",
        f"write: {better}" if better else stop.example,
    )  # fmt: skip


def _joined_name(text: str) -> str:
    """Words as one name."""
    return "-".join("".join(c if c.isalnum() or c == "-" else " " for c in text).split())


def no_name(stop: Stop) -> Diagnostic | None:
    """A word that cannot be a name."""
    if "NAME" not in stop.expected or not stop.text or is_date_shaped(stop.text):
        return None
    return stop.says(
        "E201",
        f"{shown(stop.text)} cannot be a name",
        "expected a name",
        "names have letters, digits, - and _, begin with a letter or digit, and may have parts joined by dots",
    )
