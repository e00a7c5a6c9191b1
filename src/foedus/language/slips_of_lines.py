"""Slips of whole lines, told as what the writer probably meant: what belongs on another line, quotes, everyday words.

Each looks at where reading stopped and gives a diagnostic, or None if it sees another mistake.  What it proposes reads.
"""

from __future__ import annotations

from foedus.language.details import DETAILS, keyword_of
from foedus.language.everyday import INSTEAD, detail_meant
from foedus.language.stops import Stop, in_quotes, reads, rewritten
from foedus.terms.dates import is_date_shaped
from foedus.terms.diagnostics import Diagnostic
from foedus.terms.errors import shown
from foedus.terms.grades import is_grade

__all__ = [
    "clause_of_what",
    "creditor_after_the_act",
    "lines_joined",
    "missing_colon",
    "other_word",
    "parenthesised",
    "quoted_words",
    "reliability",
    "several_declared",
    "statement_without_quotes",
    "supposition_without_quotes",
    "until_a_day",
]


def lines_joined(stop: Stop) -> Diagnostic | None:
    """A detail in the line of another, or in that of its heading: ``when RUS attacks AUH unless AUH attacks RUS``."""
    raws, line, sort = stop.line.raws, stop.line, stop.holder
    if sort not in DETAILS or stop.raw is None:
        return None
    for first in (stop.i, stop.i - 1):
        words = [raw.text for raw in raws[first : first + 3] if raw.sort == "word"]
        if first <= line.at or not words or raws[first].sort != "word":
            continue
        before = raws[: first - 1 if raws[first - 1].sort == "," else first]
        keyword = keyword_of(words, sort)
        meant, taken = (keyword, keyword.count(" ") + 1) if keyword else detail_meant(words, sort)
        if not meant or not reads(line.start, before, line.at, line.verbs):
            continue
        day = raws[first + 1].text if meant == "until" and first + 1 < len(raws) else ""
        if is_date_shaped(day) and sort in ("instrument", "clause"):
            meant = "ends"
        rest = rewritten(raws[first:], 0, taken, meant)
        heads = line.start in ("named", "claim", "instrument", "reading", "event")
        where = (
            "under it, indented"
            if heads
            else "on a line of its own before it"
            if meant == "when"
            else "on the next line"
        )
        return stop.says(
            "E237", f"{shown(' '.join(words[:taken]))} begins a line of its own", "what stands before it is a whole line",
            f"write {where}: {rest}" if rest else "", first=first, last=first + taken - 1,
        )  # fmt: skip
    return None


def several_declared(stop: Stop) -> Diagnostic | None:
    """``state AUH, DEU``: each has a line of its own."""
    raws, at = stop.line.raws, stop.line.at
    if stop.line.start not in ("named", "instrument") or stop.i != at + 1 or stop.raw is None:
        return None
    if stop.raw.sort != "," and stop.text not in ("and", "&"):
        return None
    heading, alone = raws[at - 1].text, rewritten(raws[: at + 1], 0, 0, "")
    return stop.says(
        "E238", f"a line declares one {heading}", "another begins here",
        f"write a line for each, the first of them: {alone}" if alone else "",
    )  # fmt: skip


def other_word(stop: Stop) -> Diagnostic | None:
    """A word or sign of everyday writing in the place of another, or of none, where the line reads without it."""
    for first in (stop.i, stop.i - 1):
        heads = stop.line.start in ("named", "instrument", "reading", "name") and first == stop.line.at
        if heads or not stop.line.at <= first < len(stop.line.raws):
            continue
        text = stop.line.raws[first].text
        for new in (*INSTEAD.get(text, ()), *((f"on {text}", f"from {text}") if is_date_shaped(text) else ())):
            better = stop.mended(first, first + 1, new)
            if better:
                return stop.says(
                    "E204", f"{shown(text)} cannot stand here", f"did you mean {new}?" if new else "leave it out",
                    f"write: {better}", first=first,
                )  # fmt: skip
    return None


def statement_without_quotes(stop: Stop) -> Diagnostic | None:
    """``RUS mobilises counts as RUS attacks AUH`` in a reading: sentences stand in quotes."""
    raws, at = stop.line.raws, stop.line.at
    if stop.line.start != "statement":
        return None
    for middle in ("does not count as", "counts as", "also needs"):
        words = middle.split()
        for j in range(at, len(raws) - len(words)):
            if [raw.text for raw in raws[j : j + len(words)]] == words:
                texts = [raw.text for raw in raws]
                sides = in_quotes(texts[at:j]), in_quotes(texts[j + len(words) :])
                better = stop.mended(at, len(raws), f"{sides[0]} {middle} {sides[1]}")
                if better:
                    return stop.says(
                        "E236",
                        "sentences stand in double quotes",
                        "a sentence begins before this",
                        f"write: {better.strip()}",
                    )
    return None


def supposition_without_quotes(stop: Stop) -> Diagnostic | None:
    """``expect … if RUS attacks AUH: bound``."""
    raws, i = stop.line.raws, stop.i
    if stop.line.start != "expect" or stop.expected != {"STRING"} or stop.raw is None:
        return None
    last = next((j for j in range(i, len(raws)) if raws[j].sort == ":"), len(raws))
    day = "" if is_date_shaped(stop.text) else f"{raws[stop.line.at].text} "
    better = stop.mended(i, last, f'"{day}{" ".join(raw.text for raw in raws[i:last])}"')
    return stop.says(
        "E236", "what is supposed stands in double quotes, with its day", "expected a text in quotes",
        f"write: {better}" if better else stop.example,
    )  # fmt: skip


def missing_colon(stop: Stop) -> Diagnostic | None:
    """An expectation whose result no colon precedes."""
    raws, i = stop.line.raws, stop.i
    if stop.line.start != "expect" or stop.raw is None or any(raw.sort == ":" for raw in raws):
        return None
    for at in range(i, len(raws)):
        for after in (at + 1, at) if raws[at].text in ("is", "are", "=", "as", "->") else (at,):
            better = stop.mended(at, after, ":")
            if better:
                return stop.says(
                    "E230", "a colon is missing before the result", "expected a colon", f"write: {better}", first=at
                )
    return None


def until_a_day(stop: Stop) -> Diagnostic | None:
    """``until 1910`` of an instrument or clause: what ends on a day ends by another word."""
    raws, at = stop.line.raws, stop.line.at
    if (
        stop.line.start != "formula"
        or at >= len(raws)
        or raws[at - 1].text != "until"
        or stop.line.sort not in ("instrument", "clause")
    ):
        return None
    if not is_date_shaped(raws[at].text):
        return None
    better = stop.rewritten(at - 1, at, "ends")
    return stop.says(
        "E205", "this sentence has no verb", "until says what happens, ends says when",
        f"write: {better}" if better else stop.example, first=at,
    )  # fmt: skip


def reliability(stop: Stop) -> Diagnostic | None:
    """``source times "The Times" B``: the grade of a source stands under it."""
    raws = stop.line.raws
    if stop.holder != "source" or stop.line.sort or stop.i != len(raws) - 1 or not is_grade(stop.text):
        return None
    letter = stop.text[0]
    return stop.says(
        "E237", "the reliability of a source begins a line of its own", "what stands before it is a whole line",
        f"write under it, indented: reliability {letter if letter.isalpha() else 'B'}",
    )  # fmt: skip


def clause_of_what(stop: Stop) -> Diagnostic | None:
    """``in clause 1`` under a reading: a clause of which instrument?"""
    raws, at = stop.line.raws, stop.line.at
    if stop.line.start != "refs" or at >= len(raws) or raws[at].text != "clause":
        return None
    return stop.says(
        "E204", "this clause does not say of which instrument", "expected the name of the instrument before it",
        stop.example, first=at,
    )  # fmt: skip


def creditor_after_the_act(stop: Stop) -> Diagnostic | None:
    """``expect … ITA owes defence to AUH``."""
    raws, i = stop.line.raws, stop.i
    if stop.line.start != "expect" or i < 3 or raws[i - 1].text != "to" or raws[i - 3].text != "owes" or not stop.text:
        return None
    better = stop.mended(i - 2, i + 1, f"{stop.text} {raws[i - 2].text}")
    return stop.says(
        "E204", "to whom it is owed stands before what is owed", "",
        f"write: {better}" if better else stop.example, first=i - 2,
    ) if better else None  # fmt: skip


def quoted_words(stop: Stop) -> Diagnostic | None:
    """``when "RUS attacks AUH"``: quotes round what is read itself."""
    raw = stop.raw
    if raw is None or raw.sort != "string":
        return None
    better = stop.mended(stop.i, stop.i + 1, raw.text)
    if not better:
        return None
    return stop.says("E204", "this needs no quotes", "read as a text", f"write: {better}")


def parenthesised(stop: Stop) -> Diagnostic | None:
    """``state FRA (France)``: what is called in full stands in quotes."""
    raws, i = stop.line.raws, stop.i
    if stop.raw is None or stop.raw.sort != "(" or "STRING" not in stop.expected:
        return None
    last = next((j for j in range(i, len(raws)) if raws[j].sort == ")"), len(raws))
    if any(raw.sort == "," for raw in raws[i:last]):
        return None
    inside = " ".join(raw.text for raw in raws[i + 1 : last] if raw.sort in ("word", "string"))
    better = stop.mended(i, last + 1, f'"{inside}"')
    return stop.says(
        "E236",
        "a text stands in double quotes",
        "expected a text in quotes",
        f"write: {better}" if better else stop.example,
    )
