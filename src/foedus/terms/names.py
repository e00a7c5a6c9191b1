"""Names: what an identifier looks like, and which known name a mistyped one may have meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from foedus.terms.limits import LONGEST_NAME

__all__ = ["did_you_mean", "is_identifier", "nearest", "slug"]

_CUTOFF = 60.0
"""Similarity in percent below which a name is no suggestion; two of three letters right (HZB for HEZ) is above it."""

_PLAIN = re.compile(
    r"(?=[0-9._-]*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*"
)


def slug(text: str) -> str:
    """A source that is quoted and not declared, as an id.

    >>> slug("Xeno's ministry")
    'xeno-s-ministry'
    """
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")[:60] or "source"


def is_identifier(word: str) -> bool:
    """Whether the word can be an id: parts joined by dots, each of letters, digits, ``-`` and ``_``.

    Parts begin and end with a letter or digit; the whole has a letter (else it would be a number or a date) and at most
    ``LONGEST_NAME`` characters.  Letters and digits of any script, with their combining marks.

    >>> [is_identifier(w) for w in ("IRN.chief-of-staff", "türkiye", "2b", "1914-08-01", "-x", "a..b", "")]
    [True, True, True, False, False, False, False]
    """
    if not word or len(word) > LONGEST_NAME:
        return False
    if word.isascii():
        return _PLAIN.fullmatch(word) is not None
    return any(c.isalpha() for c in word) and all(_is_part(part) for part in word.split("."))


def nearest(name: str, candidates: Iterable[str], limit: int = 3, *, cutoff: float = _CUTOFF) -> list[str]:
    """The known names most like ``name``, best first; equally good ones in the order given.  Case does not count.

    Likeness is the share of letters that stay in place; the same letters in another order (IRS for ISR) and, from four
    letters on, the beginning of a longer name count as very like.  Names less like than ``cutoff`` percent are left out.

    >>> nearest("HZB", ["IRN", "HEZ", "SYR"])
    ['HEZ']
    >>> nearest("dual", ["triple-alliance", "dual-alliance"])
    ['dual-alliance']
    """
    if limit < 1 or not name:
        return []
    from rapidfuzz import fuzz, process  # here, because most runs never mistype anything

    known = list(dict.fromkeys(candidates))
    wanted = _plain(name[:LONGEST_NAME])
    plain = [_plain(c[:LONGEST_NAME]) for c in known]
    found = process.extract(wanted, plain, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    scores = {index: score for _, score, index in found}
    for index, score in scores.items():
        if len(plain[index]) == len(wanted) and sorted(plain[index]) == sorted(wanted):
            scores[index] = max(score, 90.0)
    if len(wanted) >= 4:
        for index, candidate in enumerate(plain):
            if candidate.startswith(wanted):
                scores[index] = max(scores.get(index, 0.0), 80.0)
    best = sorted(scores, key=lambda index: (-scores[index], index))
    return [known[index] for index in best[:limit]]


def did_you_mean(name: str, candidates: Iterable[str] | Mapping[str, str], limit: int = 3) -> str:
    """The question for a message, or "" where nothing is near.  A mapping gives for each name what to say about it.

    >>> did_you_mean("HZB", ["IRN", "HEZ"])
    'did you mean HEZ?'
    >>> did_you_mean("HZB", {"HEZ": "Hizballah, line 6"})
    'did you mean HEZ (Hizballah, line 6)?'
    >>> did_you_mean("xyz", ["IRN"])
    ''
    """
    near = nearest(name, candidates, limit)
    if not near:
        return ""
    if isinstance(candidates, Mapping):
        near = [f"{n} ({candidates[n]})" if candidates[n] else n for n in near]
    listed = " or ".join([", ".join(near[:-1]), near[-1]]) if len(near) > 1 else near[0]
    return f"did you mean {listed}?"


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_part(part: str) -> bool:
    """One part: letters (L), marks (M) and decimal digits (Nd), with hyphens and underscores inside."""
    if not part or part[-1] in "-_":
        return False
    kinds = [unicodedata.category(c) for c in part]
    if not (kinds[0][0] == "L" or kinds[0] == "Nd"):
        return False
    return all(kind[0] in "LM" or kind == "Nd" or char in "-_" for kind, char in zip(kinds, part, strict=True))
