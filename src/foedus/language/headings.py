"""With what a line in the first column can begin, and what a right one looks like."""

from __future__ import annotations

__all__ = ["CATEGORIES", "DATED", "HEADINGS", "heading_like"]

CATEGORIES = (
    "treaty", "convention", "agreement", "protocol", "pact", "charter", "covenant", "accord", "entente", "alliance",
    "exchange", "letter", "note", "memorandum", "understanding", "declaration", "guarantee", "statute", "resolution",
    "decision", "order", "armistice", "instrument",
    "threat", "ultimatum", "offer", "promise", "warning",
)  # fmt: skip
"""The words by which a dated line declares an instrument."""

HEADINGS: dict[str, str] = {
    "as": "as of", "title": "title", "about": "about", "include": "include", "state": "actor", "organisation": "actor",
    "organization": "actor", "group": "actor", "office": "actor", "person": "actor", "body": "actor",
    "place": "place", "class": "class", "kind": "kind", "obligation": "obligation", "source": "source",
    "doctrine": "doctrine", "preset": "preset", "weights": "weights", "question": "question", "expect": "expect",
}  # fmt: skip
"""First word of a line without a date -> the sort of directive it declares."""

DATED = ("reading", "deny", "conflict")
"""What else a date can be followed by; else it is an event."""

_LIKE = {
    "as": "as of 2012-08-08",
    "title": 'title "July 1914"',
    "about": 'about "How a murder set two alliances against each other"',
    "include": 'include "treaties/dual-alliance"',
    "state": 'state GBR "Britain"',
    "organisation": 'organisation NATO "North Atlantic Treaty Organization"',
    "organization": 'organization NATO "North Atlantic Treaty Organization"',
    "group": 'group HEZ "Hizballah"',
    "office": 'office ROU.king "The King of Romania"',
    "person": 'person carol "Carol I"',
    "body": 'body council "Security Council"',
    "place": 'place galicia "Galicia"',
    "class": 'class great-powers "Great Powers"',
    "kind": 'kind shelling "Shelling"',
    "obligation": 'obligation defence "Defence"',
    "source": 'source debka "DEBKAfile"',
    "doctrine": 'doctrine at-once "At once means within this many days"',
    "preset": 'preset published-rates "Rates of kept words"',
    "weights": 'weights admiralty "Probabilities of grades"',
    "question": 'question hostages "Who were the 48?"',
    "expect": "expect 1914-08-03 ITA owes AUH defence: not triggered",
    "reading": "2012-08-07 reading rebels-as-occupiers by IRN",
    "deny": '2012-08-22 deny "SYR requests pact-2008"',
    "conflict": '1914-07-28 conflict first-world-war "The war"',
    "ultimatum": "1914-07-23 18:00 ultimatum note-to-serbia by AUH to SRB",
    "threat": "2012-08-07 threat turkey-next by IRN to TUR",
}


def heading_like(word: str) -> str:
    """A right line that begins with this word, or has it after its date; an event if it is no such word."""
    if word in CATEGORIES and word not in _LIKE:
        return f'1879-10-07 {word} dual-alliance "Dual Alliance"'
    return _LIKE.get(word, "1914-08-03 DEU attacks FRA")
