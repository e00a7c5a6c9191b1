"""Lines in the first column that begin with nothing a line begins with, told as what the writer probably meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foedus.language.details import sorts_with
from foedus.language.everyday import HEADINGS_MEANT
from foedus.language.headings import CATEGORIES, DATED, HEADINGS, heading_like
from foedus.language.lexer import date_in_words
from foedus.language.lines import Raw
from foedus.language.slips_of_details import called
from foedus.language.stops import rewritten
from foedus.language.verbs import VerbTable
from foedus.terms.dates import is_date_shaped
from foedus.terms.diagnostics import Diagnostic, Span
from foedus.terms.errors import shown
from foedus.terms.names import nearest

__all__ = ["unknown_heading"]

_KEYWORDS = ", ".join(sorted({*HEADINGS} - {"organization"}))
Says = Callable[..., Diagnostic]


def unknown_heading(raws: Sequence[Raw], file: str, verbs: VerbTable) -> Diagnostic:
    """A line that begins with neither a date nor a keyword."""

    def says(code: str, message: str, label: str = "", help_: str = "", *, words: int = 1) -> Diagnostic:
        first, last = raws[0], raws[words - 1]
        one_line = first.line == last.line
        length = last.column + last.length - first.column if one_line else first.length
        return Diagnostic(code, "error", message, Span(file, first.line, first.column, length), label, (), help_)

    first = raws[0]
    if first.sort != "word":
        what = "a text" if first.sort == "string" else shown(first.text)
        return says(
            "E202", f"a line cannot begin with {what}", "expected a keyword or a date before it",
            f"for example: {heading_like('title')}",
        )  # fmt: skip
    text = first.text
    words = [raw.text for raw in raws[:3] if raw.sort == "word"]
    if text.startswith(("#", "//", "--", "/*", "%", "*")):
        comment = " ".join([text.lstrip("#/-*%"), *(raw.text for raw in raws[1:])]).strip()
        return says("E202", "comments begin with a semicolon", "expected ;", f"write: ; {comment[:200]}")
    if text == "OS":
        return says("E208", '"OS" stands after its date', "", "write: 1912-02-29 OS RUS mobilises")
    named = date_in_words(raws, 0)
    if named is not None:
        error, after = named
        return says("E208", error.message, "", error.hint, words=after)
    meant = HEADINGS_MEANT.get(text.lower(), "")
    return (
        _undated(raws, meant, verbs, says)
        or _of_one_word(raws, meant, words, says)
        or says(
            "E202",
            f"a line cannot begin with {shown(text)}",
            "expected a date or a keyword",
            f"a line begins with a date, as 1914-08-03 DEU attacks FRA, or with one of: {_KEYWORDS}",
        )
    )


def _undated(raws: Sequence[Raw], meant: str, verbs: VerbTable, says: Says) -> Diagnostic | None:
    """What has a date, without one, or with one that does not stand first."""
    text = raws[0].text
    verb = any(verbs.match(raws, i)[2] > i for i in range(1, min(len(raws), 12)))
    kind = next((word for word in (text, meant) if word in CATEGORIES or word in DATED), "")
    at = next((i for i, raw in enumerate(raws[1:12], 1) if raw.sort == "word" and is_date_shaped(raw.text)), 0)
    if at and (kind or verb or text.lower() in _NO_NAME) and text not in HEADINGS:
        begin = 1 if text.lower() in _NO_NAME else 0
        end = at - 1 if at - 1 > begin and raws[at - 1].text.lower() in _NO_NAME else at
        rest = [*raws[begin:end], *raws[at + 1 :]]
        if rest and (kind or verb):
            better = rewritten(rest, 0, 0, raws[at].text)
            return says(
                "E202", "the date stands first", "expected the date before it", f"write: {better}" if better else ""
            )
    if kind == text:
        return says(
            "E202", f"this {'denial' if text == 'deny' else text} has no date", "expected a date before it",
            f"write the day first, for example: {heading_like(text)}",
        )  # fmt: skip
    if verb and not meant and not sorts_with(text) and text.lower() not in HEADINGS:
        return says(
            "E202", "this event has no date", "expected a date before it",
            f"write the day first, for example: {heading_like('')}",
        )  # fmt: skip
    return None


_NO_NAME = frozenset({"on", "in", "event", "date", "at", "since", "from", "as", "and", "then", "-"})
"""Words before a date, or before what happened, that name nobody."""


def _of_one_word(raws: Sequence[Raw], meant: str, words: Sequence[str], says: Says) -> Diagnostic | None:
    """A line whose first word is nearly one with which lines begin."""
    text = raws[0].text
    if text.lower() in HEADINGS:
        better = rewritten(raws, 0, 1, text.lower())
        return says(
            "E233",
            "keywords are written in small letters",
            f"write {text.lower()}",
            f"write: {better}" if better else "",
        )
    keyword = next((k for n in (3, 2, 1) if (k := " ".join(words[:n])) and sorts_with(k)), "")
    if keyword:
        where = " or ".join(dict.fromkeys(called(sort) for sort in sorts_with(keyword)))
        return says(
            "E202", f'"{keyword}" is a detail, and details are indented', f"it stands under {where}",
            "indent it by two blanks", words=keyword.count(" ") + 1,
        )  # fmt: skip
    near = [meant] if meant else nearest(text, [*HEADINGS, *CATEGORIES, *DATED], limit=1)
    if not near:
        return None
    better = rewritten(raws, 0, 1, near[0]) if near[0] in HEADINGS and near[0] == meant != "as" else ""
    return says(
        "E202", f"a line cannot begin with {shown(text)}", f"did you mean {near[0]}?",
        f"write: {better}" if better else f"for example: {heading_like(near[0])}",
    )  # fmt: skip
