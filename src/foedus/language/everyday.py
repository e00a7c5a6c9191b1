"""Words that people write for those of the language, each with the word that it stands for.

They are proposed, never read: a file has one word for one thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foedus.language.details import sorts_with

__all__ = ["DUTIES", "HEADINGS_MEANT", "INSTEAD", "detail_meant", "duty_meant"]

HEADINGS_MEANT: Mapping[str, str] = {
    **dict.fromkeys(
        ("country", "nation", "power", "kingdom", "empire", "republic", "government", "actor", "player"), "state"
    ),
    **dict.fromkeys(("league", "union", "bloc", "institution", "ngo", "company"), "organisation"),
    **dict.fromkeys(("militia", "rebels", "movement", "party", "faction", "army", "tribe"), "group"),
    **dict.fromkeys(("minister", "ministry", "king", "president", "post", "role"), "office"),
    **dict.fromkeys(("leader", "man", "woman", "people"), "person"),
    **dict.fromkeys(("council", "parliament", "committee", "court", "assembly"), "body"),
    **dict.fromkeys(
        ("city", "town", "region", "territory", "province", "area", "location", "site", "island", "facility"), "place"
    ),
    **dict.fromkeys(("newspaper", "paper", "agency", "reporter", "witness", "media", "document"), "source"),
    **dict.fromkeys(("import", "load", "use"), "include"),
    **dict.fromkeys(("name", "case", "heading"), "title"),
    **dict.fromkeys(("description", "summary", "comment", "abstract"), "about"),
    **dict.fromkeys(("assert", "test", "check", "claim", "verify", "assume"), "expect"),
    **dict.fromkeys(("contract", "deal", "bargain", "promise"), "treaty"),
    **dict.fromkeys(("interpretation", "view"), "reading"),
    **dict.fromkeys(("war", "dispute"), "conflict"),
    "denial": "deny",
    "date": "as",
    "today": "as",
}
"""At the beginning of a line, or after its date -> the heading that is meant."""

_CLAUSE = {
    **dict.fromkeys(
        ("if", "where", "whenever", "should", "once", "in case", "in the event", "as soon as", "on condition", "upon",
         "provided that", "trigger", "condition", "casus", "given that"), "when"
    ),
    **dict.fromkeys(("except", "except if", "except when", "save", "unless when", "but not if", "if not"), "unless"),
    **dict.fromkeys(("as long as", "till", "so long as"), "until"),
    **dict.fromkeys(("must", "shall", "duty", "obligation", "otherwise", "else", "or else", "consequence", "sanction"), "then"),
    **dict.fromkeys(("at request of", "if requested by", "requested by", "on demand of"), "on request of"),
    **dict.fromkeys(("decided by",), "by decision of"),
}  # fmt: skip
_FORCE = {
    **dict.fromkeys(
        ("enters into force", "entry into force", "comes into force", "into force", "effective", "since", "starts", "begins",
         "valid from", "from", "start"), "in force"
    ),
    **dict.fromkeys(
        ("expires", "expiry", "expired", "ended", "end", "valid until", "until", "terminates", "terminated", "lasts until"),
        "ends",
    ),
    **dict.fromkeys(("duration", "lasts", "valid for", "term", "for"), "ends after"),
}  # fmt: skip
_MEANT: Mapping[str, Mapping[str, str]] = {
    "instrument": {
        **_CLAUSE, **_FORCE,
        **dict.fromkeys(
            ("party", "between", "signatories", "signatory", "members", "member", "states", "signed by", "actors", "sides"),
            "parties",
        ),
        **dict.fromkeys(("article", "art", "art.", "paragraph", "section", "provision"), "clause"),
        **dict.fromkeys(("issuer", "issued by", "sender"), "by"),
        **dict.fromkeys(("addressee", "against", "target", "receiver"), "to"),
        **dict.fromkeys(("demands", "requires", "asks", "requirement", "deadline", "within"), "demand"),
    },
    "clause": {**_CLAUSE, **_FORCE, "article": "clause"},
    "event": {
        **dict.fromkeys(
            ("source", "sources", "according to", "reported by", "said by", "report", "reports", "citation", "cite",
             "confirmed by", "evidence", "claimed by"), "claim"
        ),
        **dict.fromkeys(("follows", "later than"), "after"),
    },
    "actor": {
        **dict.fromkeys(("since", "born", "founded", "began", "start", "exists from", "independent"), "from"),
        **dict.fromkeys(("ended", "end", "died", "dissolved", "to", "till"), "until"),
        **dict.fromkeys(("member", "includes", "states"), "members"),
        **dict.fromkeys(("belongs to", "in"), "part of"),
    },
    "place": {
        **dict.fromkeys(("of", "belongs to", "owner", "owned by", "country", "held by", "ruled by"), "sovereign"),
        **dict.fromkeys(("part of", "within", "at"), "in"),
    },
    "source": {
        **dict.fromkeys(("grade", "credibility", "rating", "quality", "trust"), "reliability"),
        **dict.fromkeys(("url", "link", "website", "http"), "address"),
        **dict.fromkeys(("from", "via", "repeats", "through"), "origin"),
    },
    "claim": {
        **dict.fromkeys(("quotation", "text", "says", "said", "words"), "quote"),
        **dict.fromkeys(("url", "link", "website"), "address"),
        **dict.fromkeys(("date", "reported", "published"), "on"),
    },
    "question": dict.fromkeys(("answers", "option", "options", "choice", "hypothesis"), "answer"),
    "reading": {
        **dict.fromkeys(("about", "of", "for", "under", "concerns"), "in"),
        **dict.fromkeys(("since",), "from"),
        **dict.fromkeys(("with", "supported by"), "shared by"),
    },
    "conflict": {
        **dict.fromkeys(("sides", "parties", "belligerents", "between"), "side"),
        **dict.fromkeys(("ends", "ended", "to"), "until"),
    },
    "kind": {**dict.fromkeys(("parent", "type", "subtype of"), "is"), **dict.fromkeys(("verbs", "forms"), "verb")},
}  # fmt: skip
"""Sort of thing -> words with which a line under it begins -> the keyword that is meant."""

_EVERYWHERE = {
    **dict.fromkeys(("comment", "remark", "because", "why", "reason"), "note"),
    "label": "id", "name": "id", "called": "id", "hidden": "secret",
}  # fmt: skip

DUTIES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "shall", "should", "ought to", "has to", "have to", "needs to", "need to", "must to", "undertakes to",
            "undertake to", "agrees to", "agree to", "pledges to", "commits to", "has a duty to", "has the duty to",
            *(f"{be} {word}" for be in ("is", "are") for word in (
                "obligated to", "obliged to", "bound to", "required to", "to", "supposed to", "under a duty to",
            )),
        ), "must",
    ),
    **dict.fromkeys(
        (
            "can", "could", "might", "may to", "has the right to", "have the right to", "has a right to",
            *(f"{be} {word}" for be in ("is", "are") for word in (
                "allowed to", "permitted to", "free to", "entitled to", "authorised to", "authorized to", "able to",
            )),
        ), "may",
    ),
    **dict.fromkeys(
        (
            "shall not", "should not", "cannot", "can not", "may not", "must not to", "must never", "shall never",
            "can't", "mustn't", "has not to", "not may",
            *(f"{be} {word}" for be in ("is", "are") for word in (
                "not allowed to", "not permitted to", "not to", "forbidden to", "prohibited from", "not free to",
            )),
        ), "must not",
    ),
    **dict.fromkeys(("would", "promises to", "promise to", "threatens to", "intends to", "will to", "is going to"), "will"),
    **dict.fromkeys(("would not", "will never", "won't", "promises not to"), "will not"),
}  # fmt: skip
"""How a duty, a right or a threat is put elsewhere -> must, must not, may, will, will not."""

_LONGEST_DUTY = max(len(phrase.split()) for phrase in DUTIES)

INSTEAD: Mapping[str, Sequence[str]] = {
    ":": ("",),
    "=": ("", ":"),
    "-": ("",), "–": ("",), "—": ("",), "->": ("",), "*": ("",),
    ",": ("", "on"),
    "the": ("",), "a": ("",), "an": ("",),
    "to": ("",), "on": ("",), "of": ("",), "by": ("",), "from": ("",), "at": ("is at", "are at", ""), "that": ("",),
    "says": ("",), "say": ("",), "said": ("",), "will": ("",), "must": ("",), "shall": ("",), "should": ("",),
    "in": ("within", ""),
    "against": ("to",),
    "since": ("from", ""),
    "has": ("",), "have": ("",), "had": ("",), "was": ("",), "did": ("",), "also": ("",), "again": ("",),
    "till": ("until",),
    "is": ("counts as", ""), "means": ("counts as",), "equals": ("counts as",), "as": ("counts as",),
    "if": ("when",),
    "during": ("within",),
    "because": ("",), "then": ("",),
}  # fmt: skip
"""A word or sign that cannot stand where it stands -> what might be meant there; "": nothing.

Each is proposed only where the line then reads."""


def detail_meant(words: Sequence[str], sort: str) -> tuple[str, int]:
    """The keyword that is meant by the words with which a line under such a thing begins, and how many stand for it.

    >>> detail_meant(["if", "C", "attacks"], "clause")
    ('when', 1)
    >>> detail_meant(["according", "to", "times"], "event")
    ('claim', 2)
    >>> detail_meant(["when"], "clause")
    ('', 0)
    """
    table = _MEANT.get(sort, {})
    for length in (3, 2, 1):
        said = " ".join(words[:length]).lower()
        keyword = table.get(said) or _EVERYWHERE.get(said, "")
        if len(words) >= length and keyword and sort in sorts_with(keyword if keyword != "ends after" else "ends"):
            return keyword, length
    return "", 0


def duty_meant(words: Sequence[str]) -> tuple[str, int]:
    """The *must*, *may* or *will* that is meant by the words that begin here, and how many stand for it.

    >>> duty_meant(["is", "obligated", "to", "defend"])
    ('must', 3)
    >>> duty_meant(["defends"])
    ('', 0)
    """
    for length in range(min(_LONGEST_DUTY, len(words)), 0, -1):
        modal = DUTIES.get(" ".join(words[:length]).lower())
        if modal:
            return modal, length
    return "", 0
