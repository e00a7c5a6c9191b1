"""What may stand under what: for each sort of directive, the keywords of its details and how the rest of the line reads.

``start`` is a start symbol of ``grammar.lark``, or one of three that need no grammar: "code" (words as they are),
"parameter" (a name and words) and "sentences" (quoted sentences).  ``field`` is the field of the directive that the
detail fills, or a name that ``reader.py`` knows.  ``many``: the line may come more than once, and adds to the field.
``under``: the sort of details this detail has of its own; without it, more indented lines continue the line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["CODES", "COMMON", "DETAILS", "Detail", "keyword_of"]


class Detail(NamedTuple):
    """One keyword under a directive."""

    start: str
    field: str
    many: bool = False
    under: str = ""


CODES = ("atop", "cow", "gw", "iso", "plover", "cameo", "unts", "lnts", "wikidata")
"""Schemes of codes that may be written without ``ref`` before them."""

COMMON: dict[str, Detail] = {
    "id": Detail("name", "id"),
    "claim": Detail("claim", "claims", many=True, under="claim"),
    "given": Detail("given", "given", many=True),
    "secret": Detail("secret", "secrecy"),
    "note": Detail("text", "note"),
    "ref": Detail("code", "refs", many=True),
    **{code: Detail("code", "refs", many=True) for code in CODES},
}
"""What every directive may carry."""

_CLAUSE: dict[str, Detail] = {
    "when": Detail("formula", "when"),
    "unless": Detail("formula", "unless"),
    "until": Detail("formula", "until"),
    "then": Detail("act", "thens", many=True),
    "on request of": Detail("phrase", "request_by"),
    "standing": Detail("nothing", "standing"),
    "by decision of": Detail("phrase", "decision_by"),
    "judged by": Detail("phrase", "judged_by"),
    "discretion": Detail("means", "discretion"),
    "also earlier events": Detail("nothing", "earlier"),
    "ever": Detail("nothing", "ever"),
    "survives": Detail("nothing", "survives"),
    "unknown": Detail("text", "unknown", many=True),
    "text": Detail("text", "text"),
}

_ACTOR: dict[str, Detail] = {
    "from": Detail("from_until", "lifetime"),
    "until": Detail("date", "end"),
    "part of": Detail("name", "part_of"),
    "organ of": Detail("name", "organ_of"),
    "binds": Detail("name", "binds"),
    "reports to": Detail("names", "reports_to", many=True),
    "access to": Detail("names", "access_to", many=True),
    "works with": Detail("names", "works_with", many=True),
    "members": Detail("names", "members", many=True),
    "rule": Detail("rule", "rule"),
    "capital": Detail("name", "capital"),
    "indicator": Detail("indicator", "indicators", many=True),
}

_STATEMENTS = Detail("statement", "statements", many=True)

DETAILS: dict[str, dict[str, Detail]] = {
    "title": {},
    "about": {},
    "include": {},
    "as of": {},
    "actor": {**_ACTOR, **COMMON},
    "place": {
        "in": Detail("names", "inside", many=True),
        "sovereign": Detail("names", "sovereign", many=True),
        "disputed": Detail("nothing", "disputed"),
        **COMMON,
    },
    "class": {
        "member": Detail("parties", "members", many=True),
        "members": Detail("parties", "members", many=True),
        "covers": Detail("names", "covers", many=True),
        **COMMON,
    },
    "kind": {
        "is": Detail("names", "parents", many=True),
        "verb": Detail("strings", "verbs", many=True),
        "state": Detail("nothing", "state"),
        "begins": Detail("names", "begins", many=True),
        "ends": Detail("names", "ends", many=True),
        "symmetric": Detail("nothing", "symmetric"),
        "law": Detail("nothing", "law"),
        "hostile": Detail("nothing", "hostile"),
        **COMMON,
    },
    "obligation": {
        "verb": Detail("strings", "verbs", many=True),
        "takes": Detail("takes", "takes"),
        "single": Detail("nothing", "single"),
        "continuing": Detail("nothing", "continuing"),
        "forbearance": Detail("nothing", "forbearance"),
        "performed by": Detail("sentences", "performed", many=True),
        "partly by": Detail("sentences", "partly", many=True),
        "broken by": Detail("sentences", "broken", many=True),
        "becomes": Detail("sentences", "becomes", many=True),
        "incompatible with": Detail("names", "incompatible", many=True),
        "needs innocence": Detail("nothing", "needs_innocence"),
        **COMMON,
    },
    "source": {
        "origin": Detail("names", "origin", many=True),
        "reliability": Detail("graded", "reliability", many=True),
        "address": Detail("text", "address"),
        **COMMON,
    },
    "instrument": {
        "parties": Detail("parties", "parties", many=True),
        "by": Detail("parties", "issuers", many=True),
        "to": Detail("parties", "addressees", many=True),
        "open to": Detail("phrase", "open_to"),
        "category": Detail("names", "tags", many=True),
        "amends": Detail("names", "amends", many=True),
        "supplements": Detail("names", "supplements", many=True),
        "in force": Detail("force", "in_force", many=True),
        "never in force": Detail("nothing", "never"),
        "provisional": Detail("date", "provisional"),
        "ends": Detail("end", "ends", many=True),
        "runs on while": Detail("formula", "runs_on"),
        "denunciation allowed": Detail("denounce", "denounce"),
        "denunciation not allowed": Detail("nothing", "no_denunciation"),
        "suspension allowed": Detail("nothing", "suspension"),
        "demand": Detail("demand", "demand"),
        "clause": Detail("named", "clauses", many=True, under="clause"),
        **_CLAUSE,
        **COMMON,
    },
    "clause": {
        **_CLAUSE,
        "in force": Detail("force", "in_force", many=True),
        "never in force": Detail("nothing", "never"),
        "ends": Detail("end", "ends", many=True),
        **COMMON,
    },
    "event": {
        "until": Detail("date", "until"),
        "after": Detail("names", "after", many=True),
        "in conflict": Detail("name", "conflict"),
        **COMMON,
    },
    "deny": COMMON,
    "conflict": {
        "side": Detail("names", "sides", many=True),
        "until": Detail("date", "until"),
        **COMMON,
    },
    "reading": {
        "in": Detail("refs", "scope", many=True),
        "from": Detail("date", "start"),
        "shared by": Detail("told", "shared_by", many=True),
        "": _STATEMENTS,
        **COMMON,
    },
    "doctrine": {
        "default": Detail("switch", "default"),
        "parameter": Detail("parameter", "parameters", many=True),
        "": _STATEMENTS,
        **COMMON,
    },
    "preset": {"rate": Detail("rate", "rates", many=True), **COMMON},
    "weights": {"grade": Detail("weighed", "grades", many=True), **COMMON},
    "question": {"answer": Detail("named", "answers", many=True, under="answer"), **COMMON},
    "answer": COMMON,
    "expect": {},
    "claim": {
        "id": Detail("name", "id"),
        "on": Detail("date", "reported"),
        "quote": Detail("text", "quote"),
        "address": Detail("text", "address"),
        "archive": Detail("text", "archive"),
        "private to": Detail("names", "private_to", many=True),
        "ref": Detail("code", "refs", many=True),
    },
}
"""Sort of thing -> keyword -> detail.  The keyword "" stands for a line that begins with none."""


def _by_first_word(table: Mapping[str, Detail]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for keyword in table:
        words = tuple(keyword.split())
        found.setdefault(words[0] if words else "", []).append(words)
    return {first: tuple(sorted(ways, key=len, reverse=True)) for first, ways in found.items()}


_KEYWORDS = {sort: _by_first_word(table) for sort, table in DETAILS.items()}


def keyword_of(words: Sequence[str], sort: str) -> str:
    """The longest keyword of a detail of that sort with which the words begin; "" if there is none."""
    for keyword in _KEYWORDS[sort].get(words[0], ()) if words else ():
        if len(keyword) == 1 or tuple(words[: len(keyword)]) == keyword:
            return " ".join(keyword)
    return ""
