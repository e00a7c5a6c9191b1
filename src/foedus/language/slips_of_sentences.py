"""Slips of sentences, told as what the writer probably meant: verbs, duties, who does what to whom.

Each looks at where reading stopped and gives a diagnostic, or None if it sees another mistake.
"""

from __future__ import annotations

from foedus.language.everyday import duty_meant
from foedus.language.stops import Stop
from foedus.terms.diagnostics import Diagnostic, Note
from foedus.terms.errors import shown
from foedus.terms.names import nearest

__all__ = [
    "duty",
    "no_verb",
    "nobody_does_it",
    "nobody_owes_it",
    "object_too_late",
    "one_result",
    "passive",
    "two_verbs",
]

_MODALS = frozenset({"must", "may", "will", "shall"})
_BE = frozenset({"is", "are", "was", "were", "be", "been"})


def duty(stop: Stop) -> Diagnostic | None:
    """What stands after *then*: no debtor, no *must*, two acts."""
    raws, at, i, verbs = stop.line.raws, stop.line.at, stop.i, stop.line.verbs
    if stop.line.start != "act" or stop.raw is None:
        return None
    if "MODAL" in stop.expected or "ACT_VERB" in stop.expected:
        for first in range(i, max(at, i - 3), -1):
            meant, taken = duty_meant([raw.text for raw in raws[first : first + 6]])
            if meant and first + taken >= i:
                return _other_modal(stop, first, taken, meant)
    if "MODAL" in stop.expected and stop.raw.sort == "word":
        return _no_modal(stop)
    if "ACT_VERB" not in stop.expected:
        for j in range(at, i + 1):
            if raws[j].text in ("and", "or") and verbs.match(raws, j + 1, act=True)[2] > j + 1:
                return _two_acts(stop, j + 1)
        if verbs.match(raws, i, act=True)[2] > i:
            return _two_acts(stop, i)
    return None


_MODAL_EXPECTED = 'expected "must" (a duty), "may" (a right) or "will" (a threat or promise)'


def _other_modal(stop: Stop, first: int, taken: int, meant: str) -> Diagnostic:
    """``the other party is obliged to defend the victim``."""
    raws = stop.line.raws
    better = stop.mended(first, first + taken, meant)
    said = " ".join(raw.text for raw in raws[first : first + taken])
    return stop.says(
        "E225", f'"{said}" is not one of the words for a duty', _MODAL_EXPECTED,
        f"write: {better}" if better else f'write "{meant}" in its place; {stop.example}', first=first, last=first + taken - 1,
    )  # fmt: skip


def _no_modal(stop: Stop) -> Diagnostic:
    i = stop.i
    form, words = _near_form(stop, acting=True)
    better = stop.rewritten(i, i + words, f"must {form}") if form else ""
    return stop.says(
        "E225",
        "this duty has no must, may or will",
        f"{_MODAL_EXPECTED} before this",
        f"write: {better}" if better else stop.example,
    )


def _two_acts(stop: Stop, at: int) -> Diagnostic:
    return stop.says(
        "E224", "this line has two acts", "the second begins here",
        "each duty stands on a line of its own: write a second line that begins with then", first=at,
    )  # fmt: skip


def two_verbs(stop: Stop) -> Diagnostic | None:
    """Two sentences where one is read: ``AUH attacks SRB attacks RUS``."""
    raws = stop.line.raws
    if stop.raw is None or stop.line.start not in ("event", "sentence", "formula", "demand"):
        return None
    if stop.line.start == "event" and stop.text in ("and", "or") and "_AND" not in stop.expected:
        if any(stop.line.verbs.match(raws, j)[2] > j for j in range(stop.i + 1, len(raws))):
            return stop.says(
                "E224", "a record is one sentence", "another begins after this", "give each its own line, with its date"
            )
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


def passive(stop: Stop) -> Diagnostic | None:
    """``SRB is attacked by AUH``: sentences begin with who does it."""
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
    active = next((f for f, id_ in stop.line.verbs.kinds.items() if id_ == form[1] and f.split()[0].endswith("s")), "")
    doer, done_to = [raw.text for raw in raws[by + 1 :]], [raw.text for raw in raws[stop.line.at : be]]
    better = (
        stop.mended(stop.line.at, len(raws), " ".join([*doer, active, *done_to])) if active and by == form[2] else ""
    )
    return stop.says(
        "E232", "a sentence says who does it first", "this says who it is done to",
        f"turn it round: {better or 'C attacks A, not: A is attacked by C'}", first=be, last=verb,
    )  # fmt: skip


def nobody_does_it(stop: Stop) -> Diagnostic | None:
    """A sentence that begins with its verb."""
    raws, at = stop.line.raws, stop.line.at
    if stop.line.start not in ("event", "sentence", "formula", "demand") or at >= len(raws):
        return None
    form, _, after = stop.line.verbs.match(raws, at)
    if not at < after or not (stop.i == at or stop.i == after == at + 1):
        return None
    return stop.says(
        "E231", "this sentence does not say who does it", f'expected a name before "{form}"', stop.example,
        first=at, last=after - 1,
    )  # fmt: skip


def nobody_owes_it(stop: Stop) -> Diagnostic | None:
    """A duty that begins with its *must* or its act."""
    raws, at, verbs = stop.line.raws, stop.line.at, stop.line.verbs
    if stop.line.start != "act" or at >= len(raws) or stop.i < at:
        return None
    modal = raws[at].text in _MODALS
    if not modal and not (verbs.match(raws, at, act=True)[2] > at and not any(r.text in _MODALS for r in raws[at:])):
        return None
    if modal and stop.i > at + 1:
        return None
    better = stop.mended(at, at, "the other party" if modal else "the other party must")
    return stop.says(
        "E226", "this duty does not say whose it is", "expected a debtor before it",
        f"for example: {better}" if better else stop.example, first=at,
    )  # fmt: skip


def object_too_late(stop: Stop) -> Diagnostic | None:
    """``RUS attacks unprovoked a party``: the object comes first."""
    raws, i = stop.line.raws, stop.i
    if stop.raw is None or stop.raw.sort != "word" or i == 0 or raws[i - 1].text not in ("unprovoked", "ever", "once"):
        return None
    return stop.says(
        "E204",
        f"{shown(stop.text)} cannot stand here",
        f'whom it is done to stands before "{raws[i - 1].text}"',
        stop.example,
    )


def one_result(stop: Stop) -> Diagnostic | None:
    """An expectation that goes on after its result."""
    raws = stop.line.raws
    if stop.line.start != "expect" or stop.raw is None or (stop.text not in ("and", "or") and stop.raw.sort != ","):
        return None
    if not any(raw.sort == ":" for raw in raws[: stop.i]):
        return None
    return stop.says(
        "E230", "an expectation has one result", "another begins here", "write a second expect line for it"
    )


def _near_form(stop: Stop, *, acting: bool) -> tuple[str, int]:
    """The verb that is probably meant, and how many words of the line it takes the place of; "" if none is near.

    A slip is mostly within one word: so the nearest first word, and of the verbs that begin with it the one whose other
    words are there.
    """
    verbs = stop.line.verbs
    words = [r.text for r in stop.line.raws[stop.i :] if r.sort == "word"]
    if acting and words and words[0] in verbs.kinds:  # A attacks B: of the same verb, the form that follows must
        base = [
            f
            for f, id_ in verbs.kinds.items()
            if id_ == verbs.kinds[words[0]] and " " not in f and words[0].startswith(f)
        ]
        if base:
            return min(base, key=len), 1
    firsts: dict[str, list[str]] = {}
    for form in verbs.obligations if acting else verbs.kinds:
        firsts.setdefault(form.split()[0], []).append(form)
    if not words:
        return "", 0
    if words[0] in firsts:
        found = nearest(" ".join(words[:3]), firsts[words[0]], limit=1)
        return (found[0], min(len(found[0].split()), len(words))) if found else ("", 0)
    for first in nearest(words[0], firsts, limit=2, cutoff=75):
        forms = sorted(firsts[first], key=lambda form: -len(form.split()))
        for form in forms:
            rest = form.split()[1:]
            if words[1 : 1 + len(rest)] == rest:
                return form, 1 + len(rest)
    return "", 0


def no_verb(stop: Stop) -> Diagnostic | None:
    """No verb where one must stand: the nearest form that is known, over as many words as it may have."""
    acting = "ACT_VERB" in stop.expected
    if stop.raw is None or not (acting or "VERB" in stop.expected) or stop.raw.sort in (")", ":", ","):
        return None
    raws, verbs = stop.line.raws, stop.line.verbs
    later = next((j for j in range(stop.i + 1, len(raws)) if verbs.match(raws, j, act=acting)[2] > j), None)
    word = stop.text
    if not word:
        what = "a text in quotes" if stop.raw.sort == "string" else shown(stop.raw.text)
        return stop.says("E203", f"{what} stands where a verb is needed", "expected a verb", stop.example)
    kind = "act" if acting else "verb"
    best, taken = _near_form(stop, acting=acting)
    if best:
        better = stop.rewritten(stop.i, stop.i + taken, best)
        wrong = shown(" ".join(raw.text for raw in raws[stop.i : stop.i + taken]))
        return stop.says(
            "E203", f"{wrong} is no {kind} that is known here", f"did you mean {best}?",
            f"write: {better}" if better else stop.example, last=stop.i + taken - 1,
        )  # fmt: skip
    if later == stop.i + 1 and stop.i > stop.line.at:
        before = raws[stop.i - 1].text
        return stop.says(
            "E229", "a name is one word", "this one belongs to it or needs a comma before it",
            f"write {before}-{word}, or the name that it is declared by", first=stop.i - 1, last=stop.i,
        )  # fmt: skip
    if not word[0].islower() and not acting:
        return stop.says("E205", "this sentence has no verb", "expected a verb before this", stop.example)
    plain = word.replace('"', "")
    if acting:
        declare = (
            f'acts are forms of obligation types; to add one: obligation NAME "…", and under it: verb {shown(plain)}'
        )
    else:
        declare = f'verbs are forms of kinds; to add one: kind NAME "…", and under it: verb {shown(plain)}'
    return stop.says(
        "E203",
        f"{shown(word)} is no {kind} that is known here",
        f"expected {'an act' if acting else 'a verb'}",
        declare,
    )
