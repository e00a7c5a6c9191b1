"""What may stand under what: for each sort of directive, the keywords of its details and how the rest of the line reads.

``start`` is a start symbol of ``grammar.lark``, or one of three that need no grammar: "code" (words as they are),
"parameter" (a name and words) and "sentences" (quoted sentences).  ``field`` is the field of the directive that the
detail fills, or a name that ``detailing.py`` knows.  ``like``: what a right line has after the keyword.  ``many``: the
line may come more than once, and adds to the field.  ``under``: the sort of details this detail has of its own; without
it, more indented lines continue the line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["CODES", "COMMON", "DETAILS", "Detail", "keyword_of", "sorts_with"]


class Detail(NamedTuple):
    """One keyword under a directive."""

    start: str
    field: str
    like: str = ""
    many: bool = False
    under: str = ""


CODES = ("atop", "cow", "gw", "iso", "plover", "cameo", "unts", "lnts", "wikidata")
"""Schemes of codes that may be written without ``ref`` before them."""

COMMON: dict[str, Detail] = {
    "id": Detail("name", "id", "sarajevo"),
    "claim": Detail(
        "claim", "claims", 'debka through debka-iran on 2012-08-08 D3 "they met"', many=True, under="claim"
    ),
    "given": Detail("given", "given", "hostages is guards", many=True),
    "secret": Detail("secret", "secrecy", "until 1920 known to DEU from 1914-08-03"),
    "note": Detail("text", "note", '"Read to the House on 3 August"'),
    "ref": Detail("code", "refs", "report 33", many=True),
    **{code: Detail("code", "refs", "1350", many=True) for code in CODES},
}
"""What every directive may carry."""

_CLAUSE: dict[str, Detail] = {
    "when": Detail("formula", "when", "RUS attacks a party unprovoked"),
    "unless": Detail("formula", "unless", "the victim attacks RUS"),
    "until": Detail("formula", "until", "RUS makes peace with the victim"),
    "then": Detail("act", "thens", "the other party must defend the victim within 30 days", many=True),
    "on request of": Detail("phrase", "request_by", "the victim"),
    "standing": Detail("nothing", "standing"),
    "by decision of": Detail("phrase", "decision_by", "the council"),
    "judged by": Detail("phrase", "judged_by", "the debtor"),
    "discretion": Detail("means", "discretion", "means"),
    "also earlier events": Detail("nothing", "earlier"),
    "ever": Detail("nothing", "ever"),
    "survives": Detail("nothing", "survives"),
    "unknown": Detail("text", "unknown", '"the secret annex sets a condition"', many=True),
    "text": Detail("text", "text", '"bound to come to the assistance"'),
}

_ACTOR: dict[str, Detail] = {
    "from": Detail("from_until", "lifetime", "1871-01-18 until 1918-11-11"),
    "until": Detail("date", "end", "1918-11-11"),
    "part of": Detail("name", "part_of", "SYR"),
    "organ of": Detail("name", "organ_of", "IRN"),
    "binds": Detail("name", "binds", "IRN"),
    "reports to": Detail("names", "reports_to", "IRN.leader", many=True),
    "access to": Detail("names", "access_to", "IRN.leader", many=True),
    "works with": Detail("names", "works_with", "IRN.president", many=True),
    "members": Detail("names", "members", "GBR, FRA and ITA", many=True),
    "rule": Detail("rule", "rule", "unanimity"),
    "capital": Detail("name", "capital", "vienna"),
    "indicator": Detail("indicator", "indicators", "troops 150,000 men from 1914", many=True),
}

_FORCE = Detail("force", "in_force", "on ratification after 3 months", many=True)
_ENDS = Detail("end", "ends", "after 5 years", many=True)
_NEVER = Detail("nothing", "never")
_OUTLINE = Detail("text", "outline", '"The articles on bases are left out"')
_STATEMENTS = Detail("statement", "statements", '"FSA revolts against SYR" counts as "FSA occupies SYR"', many=True)

DETAILS: dict[str, dict[str, Detail]] = {
    "title": {},
    "about": {},
    "include": {},
    "as of": {},
    "actor": {**_ACTOR, **COMMON},
    "place": {
        "in": Detail("names", "inside", "galicia", many=True),
        "sovereign": Detail("names", "sovereign", "AUH", many=True),
        "disputed": Detail("nothing", "disputed"),
        **COMMON,
    },
    "class": {
        "member": Detail("parties", "members", "GBR from 1816-01-01 until 1918-11-03", many=True),
        "members": Detail("parties", "members", "GBR, FRA from 1945-08-15", many=True),
        "covers": Detail("names", "covers", "great-powers", many=True),
        **COMMON,
    },
    "kind": {
        "is": Detail("names", "parents", "attack", many=True),
        "verb": Detail("strings", "verbs", '"shells", "shell", "shelled"', many=True),
        "state": Detail("nothing", "state"),
        "begins": Detail("names", "begins", "war", many=True),
        "ends": Detail("names", "ends", "war", many=True),
        "symmetric": Detail("nothing", "symmetric"),
        "law": Detail("nothing", "law"),
        "hostile": Detail("nothing", "hostile"),
        **COMMON,
    },
    "obligation": {
        "verb": Detail("strings", "verbs", '"defend", "come to the aid of"', many=True),
        "takes": Detail("takes", "takes", "creditor"),
        "single": Detail("nothing", "single"),
        "continuing": Detail("nothing", "continuing"),
        "forbearance": Detail("nothing", "forbearance"),
        "performed by": Detail("sentences", "performed", '"the debtor attacks the adversary"', many=True),
        "partly by": Detail("sentences", "partly", '"the debtor aids the creditor"', many=True),
        "broken by": Detail("sentences", "broken", '"the debtor attacks the creditor"', many=True),
        "becomes": Detail("sentences", "becomes", '"the debtor attacks the adversary"', many=True),
        "incompatible with": Detail("names", "incompatible", "neutrality, non-aggression", many=True),
        "needs innocence": Detail("nothing", "needs_innocence"),
        **COMMON,
    },
    "source": {
        "origin": Detail("names", "origin", "debka", many=True),
        "reliability": Detail("graded", "reliability", "D from 2012-01-01", many=True),
        "address": Detail("text", "address", '"example.org/treaty"'),
        **COMMON,
    },
    "instrument": {
        "parties": Detail("parties", "parties", "AUH, DEU, ITA from 1882-05-20", many=True),
        "by": Detail("parties", "issuers", "AUH", many=True),
        "to": Detail("parties", "addressees", "SRB", many=True),
        "open to": Detail("phrase", "open_to", "any state"),
        "category": Detail("names", "tags", "arbitration", many=True),
        "amends": Detail("names", "amends", "triple-alliance-1882", many=True),
        "supplements": Detail("names", "supplements", "dual-alliance", many=True),
        "in force": _FORCE,
        "never in force": _NEVER,
        "provisional": Detail("date", "provisional", "1914-08-02"),
        "ends": _ENDS,
        "runs on while": Detail("formula", "runs_on", "AUH is at war with RUS"),
        "denunciation allowed": Detail("denounce", "denounce", "with notice 1 year from 1919-07-08"),
        "denunciation not allowed": Detail("nothing", "no_denunciation"),
        "suspension allowed": Detail("nothing", "suspension"),
        "demand": Detail("demand", "demand", "SRB accepts note-to-serbia within 48 hours"),
        "outline": _OUTLINE,
        "clause": Detail("named", "clauses", '1 "attack by Russia"', many=True, under="clause"),
        **_CLAUSE,
        **COMMON,
    },
    "clause": {
        **_CLAUSE,
        "in force": _FORCE,
        "never in force": _NEVER,
        "ends": _ENDS,
        "outline": _OUTLINE,
        **COMMON,
    },
    "event": {
        "until": Detail("date", "until", "1914-08-12"),
        "after": Detail("names", "after", "sarajevo", many=True),
        "in conflict": Detail("name", "conflict", "first-world-war"),
        **COMMON,
    },
    "deny": COMMON,
    "conflict": {
        "side": Detail("names", "sides", "AUH, DEU", many=True),
        "until": Detail("date", "until", "1918-11-11"),
        **COMMON,
    },
    "reading": {
        "in": Detail("refs", "scope", "dual-alliance clause 1", many=True),
        "from": Detail("date", "start", "1914-07-31"),
        "shared by": Detail("told", "shared_by", "SYR, HEZ from 2012-08-07", many=True),
        "": _STATEMENTS,
        **COMMON,
    },
    "doctrine": {
        "default": Detail("switch", "default", "on"),
        "parameter": Detail("parameter", "parameters", "back 1 year", many=True),
        "": _STATEMENTS,
        **COMMON,
    },
    "preset": {"rate": Detail("rate", "rates", "defence 36 of 59 until 1944", many=True), **COMMON},
    "weights": {"grade": Detail("weighed", "grades", "A 0.95", many=True), **COMMON},
    "question": {
        "answer": Detail("named", "answers", 'guards "Revolutionary Guards"', many=True, under="answer"),
        **COMMON,
    },
    "answer": COMMON,
    "expect": {
        "note": Detail("text", "note", '"The letter asks for an attack, and there was none"'),
        "ref": Detail("code", "refs", "finding row-1", many=True),
    },
    "claim": {
        "id": Detail("name", "id", "first-word"),
        "on": Detail("date", "reported", "2012-08-08"),
        "quote": Detail("text", "quote", '"they met"'),
        "address": Detail("text", "address", '"example.org/page"'),
        "archive": Detail("text", "archive", '"example.org/kept/page"'),
        "private to": Detail("names", "private_to", "IRN, SYR", many=True),
        "ref": Detail("code", "refs", "report 33", many=True),
    },
}
"""Sort of thing -> keyword -> detail.  The keyword "" stands for a line that begins with none."""


def sorts_with(keyword: str) -> list[str]:
    """The sorts of things that have a detail of that keyword."""
    return [sort for sort, table in DETAILS.items() if keyword in table]


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
