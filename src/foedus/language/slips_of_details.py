"""Lines under a line that begin with no word of a detail there, told as what the writer probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.language.details import COMMON, DETAILS, keyword_of, sorts_with
from foedus.language.everyday import detail_meant, duty_meant
from foedus.language.lines import Raw, scan
from foedus.language.parser import STARTS
from foedus.language.stops import reads, rewritten
from foedus.language.verbs import VerbTable
from foedus.terms.diagnostics import Diagnostic, Span
from foedus.terms.errors import shown
from foedus.terms.names import nearest

__all__ = ["called", "unknown_detail"]

_CALLED = {
    "actor": "an actor", "deny": "a denial", "obligation": "an obligation type", "as of": "as of", "title": "a title",
    "about": "about", "include": "include", "expect": "expect", "event": "an event", "instrument": "an instrument",
    "answer": "an answer",
}  # fmt: skip

_PLACE = ("the place", "1914-08-04 DEU invades BEL at liege")
_ELSEWHERE = {
    "instrument": dict.fromkeys(
        ("signed", "dated", "date", "concluded", "signature"),
        ("the day of an instrument begins its line", '1879-10-07 treaty dual-alliance "Dual Alliance"'),
    ),
    "clause": dict.fromkeys(
        ("within", "immediately", "promptly", "deadline", "at once", "no later", "not later", "by DAY"),
        ("the time of a duty ends its sentence", "then B must defend A within 30 days"),
    ),
    "actor": dict.fromkeys(
        ("holds", "held", "holder", "occupied", "occupant", "office"),
        ("who holds an office is an event, with its date", "1914-07-28 viviani holds FRA.prime-minister"),
    ),
}
"""Words (DAY: a date) under a sort of thing for what stands elsewhere: what is said of it, and a right line."""

_OF_THE_SENTENCE = {
    **dict.fromkeys(("at", "in", "place", "where", "near", "location"), _PLACE),
    **dict.fromkeys(
        ("with", "quantity", "number", "strength"), ("a quantity", "1914-08-04 DEU invades BEL with 150,000 men")
    ),
    **dict.fromkeys(("actor", "by", "who"), ("who does it", "1914-08-04 DEU invades BEL")),
    **dict.fromkeys(("target", "against", "victim"), ("to whom it is done", "1914-08-04 DEU invades BEL")),
    **dict.fromkeys(("date", "day", "time", "on"), ("the day", "1914-08-04 DEU invades BEL")),
}
"""Words that somebody may put under an event for what its sentence says, with what that is and a right line."""


def called(sort: str) -> str:
    """What a sort of directive is called in a message, with its article."""
    return _CALLED.get(sort, f"a {sort}")


def unknown_detail(raws: Sequence[Raw], sort: str, file: str, verbs: VerbTable) -> Diagnostic:
    """A line under a ``sort`` of thing, under which no such line stands."""

    def says(message: str, words: int, label: str, help_: str = "") -> Diagnostic:
        first, last = raws[0], raws[words - 1]
        one_line = first.line == last.line
        length = last.column + last.length - first.column if one_line else first.length
        return Diagnostic("E212", "error", message, Span(file, first.line, first.column, length), label, (), help_)

    table, under = DETAILS[sort], called(sort)
    known = [k for k in table if k]
    if not known:
        return says(f'nothing stands under "{under}"', len(raws), "leave this out")
    words = [raw.text for raw in raws[:3] if raw.sort == "word"] if raws[0].sort == "word" else []
    if sort == "event" and words and words[0] in _OF_THE_SENTENCE and " " not in _near(words, known):
        what, like = _OF_THE_SENTENCE[words[0]]
        return says(
            f"{what} stands in the sentence of the event, not under it", 1, "not known here", f"for example: {like}"
        )
    starting = ["DAY" if raw.text[:1].isdigit() else raw.text.lower() for raw in raws[:2]]
    for taken in (2, 1):
        elsewhere = _ELSEWHERE.get(sort, {}).get(" ".join(starting[:taken]))
        if elsewhere is not None:
            return says(elsewhere[0], min(taken, len(raws)), "not known here", f"for example: {elsewhere[1]}")
    if words[:2] == ["denied", "by"] and "claim" in table:
        better = rewritten([*raws[2:], *scan("denies", raws[0].line, 1)[0]], 0, 0, "claim")
        return says(
            '"denied by" is a claim that denies', 2, "did you mean claim?", f"write: {better}" if better else ""
        )
    own = ", ".join(k for k in known if k not in COMMON)
    can_stand = f"under {under} can stand: {own}" if own else f"under {under} can stand: {', '.join(COMMON)}"
    meant, taken = detail_meant(words, sort)
    if words and words[0].isdigit() and "clause" in table:
        meant, taken = "clause", 0
    if meant:
        said = " ".join(words[: max(taken, 1)])
        return says(
            f"{shown(said)} is no detail of {under}", max(taken, 1), f"did you mean {meant}?",
            _with_keyword(raws, taken, meant, sort, verbs),
        )  # fmt: skip
    if "when" in table:
        unmarked = _unmarked(raws, verbs)
        if unmarked:
            keyword, at = unmarked
            begins = "a duty begins with then" if keyword == "then" else f"a condition begins with {keyword}"
            better = rewritten(_owed(raws), 0, at, keyword)
            more = f"; what an ultimatum asks for is: demand {DETAILS['instrument']['demand'].like}"
            return says(
                begins,
                1,
                f'expected "{keyword}" before it',
                f"write: {better}{more if keyword == 'then' and sort == 'instrument' else ''}"
                if better
                else f"for example: {keyword} {table[keyword].like}",
            )
        if words and words[0] in ("and", "or"):
            return says(
                f'a line cannot begin with "{words[0]}"', 1, "read as a detail of its own",
                "indent it further than the line above; then it continues that line",
            )  # fmt: skip
    near = _near(words, known)
    keyword = next((k for n in (3, 2, 1) if (k := " ".join(words[:n])) and sorts_with(k)), "")
    if keyword and not (near and near.count(" ") > keyword.count(" ")):
        where = " or ".join(dict.fromkeys(called(s) for s in sorts_with(keyword)))
        return says(
            f'"{keyword}" does not stand under {under}', len(keyword.split()), f"it stands under {where}", can_stand
        )
    better = f"{near} {table[near].like}".strip() if near else ""
    wrong = near.count(" ") + 1 if near else 1
    return says(
        f"{shown(' '.join(raw.text for raw in raws[:wrong]))} is no detail of {under}",
        wrong,
        f"did you mean {near}?" if near else "not known here",
        f"for example: {better}" if better else can_stand,
    )


def _with_keyword(raws: Sequence[Raw], taken: int, meant: str, sort: str, verbs: VerbTable) -> str:
    """The line with the right keyword, if it reads so; else a right line of that sort."""
    better = [*scan(meant, raws[0].line, 1)[0], *raws[taken:]]
    keyword = keyword_of([raw.text for raw in better[:3]], sort)
    detail = DETAILS[sort][keyword]
    line = rewritten(raws, 0, taken, meant)
    if line and detail.start in STARTS and reads(detail.start, better, keyword.count(" ") + 1, verbs):
        return f"write: {line}"
    return f"for example: {keyword} {detail.like}".rstrip()


def _near(words: list[str], known: Sequence[str]) -> str:
    """The keyword that is probably meant, by as many words as it has."""
    for length in (3, 2, 1):
        found = nearest(" ".join(words[:length]), [k for k in known if k.count(" ") == length - 1], limit=1)
        if found and len(words) >= length and (length == 1 or found[0].split()[0][:2] == words[0][:2]):
            return found[0]
    return ""


def _owed(raws: Sequence[Raw]) -> Sequence[Raw]:
    """A line with *must* in the place of *has to* and the like."""
    for i in range(1, min(len(raws), 60)):
        meant, taken = duty_meant([raw.text for raw in raws[i : i + 6]])
        if meant:
            return [*raws[:i], *scan(meant, raws[i].line, 1)[0], *raws[i + taken :]]
    return raws


def _unmarked(raws: Sequence[Raw], verbs: VerbTable) -> tuple[str, int] | None:
    """Of a duty or a condition without its keyword: that keyword, and how many words it stands for."""
    texts = [raw.text if raw.sort == "word" else "" for raw in raws[:60]]
    for at in (0, 1):
        if at and texts[0] not in ("or", "and", "else", "otherwise", "then"):
            break
        owing = any(
            text in ("must", "may", "will") or duty_meant(texts[i : i + 6])[0]
            for i, text in enumerate(texts[at + 1 :], at + 1)
        )
        if owing:
            return "then", at
    return ("when", 0) if reads("formula", raws, 0, verbs) else None
