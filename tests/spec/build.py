"""Directives made in Python: short words for the tests, and a small vocabulary of their own."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.directives import model as m
from foedus.directives import phrases as p
from tests.spec import bridge

__all__ = [
    "DAY0", "act", "clause", "deny", "doctrines", "event", "kinds", "noun", "obligations", "on", "phrase", "reading",
    "says", "sentence", "state", "threat", "treaty", "vocabulary",
]  # fmt: skip

DAY0 = 698000
"""Day 0 of every test case."""

ATTACKER, VICTIM = p.Noun("role", "attacker"), p.Noun("role", "victim")
DEBTOR, CREDITOR, ADVERSARY = p.Noun("role", "debtor"), p.Noun("role", "creditor"), p.Noun("role", "adversary")
PARTY, OTHER, OTHERS = p.Noun("party"), p.Noun("other party"), p.Noun("other parties")

VERBS = {
    "hostile-act": "fights", "attack": "attacks", "strike": "strikes", "mobilise": "mobilises against",
    "support": "supports", "aid": "aids", "send": "sends forces to", "war": "is at war with",
    "occupation": "occupies", "peace": "makes peace with", "refuse": "refuses", "accept": "accepts",
    "ceases": "ceases", "holds": "holds", "sign": "signs", "ratify": "ratifies", "denounce": "denounces",
    "withdraw": "withdraws from", "accede": "accedes to", "request": "requests", "release": "releases",
    "decide": "decides", "declare-war": "declares war on", "suspend": "suspends", "resume": "resumes",
    "finds-casus": "finds the casus of", "finds-no-casus": "finds no casus of", "terminate": "terminates",
    "vote-for": "votes for", "vote-against": "votes against", "abstain": "abstains on",
    "consult": "consults", "meet": "meets", "invoke": "invokes", "offence": "make war on", "defence": "defend",
    "neutrality": "stay neutral toward",
    "non-aggression": "refrain from attacking", "consultation": "consult", "assistance": "assist",
}  # fmt: skip


def on(number: int) -> int:
    """The day number of day n of a test case."""
    return DAY0 + number


def verb(kind: str) -> p.Verb:
    """The first verb of a kind or obligation type."""
    return p.Verb(VERBS[kind], kind)


def noun(word: str | p.Noun) -> p.Noun:
    """A noun by name, or as it is."""
    return word if isinstance(word, p.Noun) else p.Noun("name", word)


def phrase(*words: str | p.Noun, at_least: int = 1, excluding: Sequence[str] = ()) -> p.Phrase:
    """A noun phrase; several nouns are joined by "or"."""
    return p.Phrase(tuple(noun(w) for w in words), at_least=at_least, excluding=tuple(noun(x) for x in excluding))


def sentence(
    subject: str | p.Noun | p.Phrase, kind: str, object_: str | p.Noun | p.Phrase | None = None, *,
    negated: bool = False, extra: p.Instrumental | None = None,
) -> p.EventPattern:  # fmt: skip
    """Subject, kind, object."""
    as_phrase = [x if isinstance(x, p.Phrase) or x is None else phrase(x) for x in (subject, object_)]
    assert as_phrase[0] is not None
    return p.EventPattern(as_phrase[0], verb(kind), as_phrase[1], extra or p.Instrumental(), negated)


def says(source: str, *, denies: bool = False, through: Sequence[str] = (), id_: str = "") -> m.Claim:
    """A source's word."""
    return m.Claim(source, through=tuple(through), denies=denies, id=id_)


def event(
    id_: str, day: int | tuple[int, int], subject: str, kind: str, object_: str | None = None, *,
    until: int | None = None, claims: Sequence[m.Claim] = (), extra: p.Instrumental | None = None,
    after: Sequence[str] = (), given: Sequence[m.Given] = (), minute: int | None = None,
) -> m.Event:  # fmt: skip
    """A recorded event on a day of the case, or somewhere between two."""
    date = bridge.span(on(day[0]), on(day[1])) if isinstance(day, tuple) else bridge.day(on(day))
    return m.Event(
        date if minute is None else date.at(minute),
        sentence(subject, kind, object_, extra=extra),
        until=None if until is None else bridge.day(on(until)),
        after=tuple(after),
        common=m.Common(id=id_, claims=tuple(claims), given=tuple(given)),
    )


def deny(id_: str, day: int, what: p.EventPattern, claims: Sequence[m.Claim] = ()) -> m.Denial:
    """A denial of everything that a sentence describes."""
    return m.Denial(bridge.day(on(day)), what, m.Common(id=id_, claims=tuple(claims)))


def state(id_: str, *, until: int | None = None) -> m.Actor:
    """A state."""
    return m.Actor("state", id_, end=None if until is None else bridge.day(on(until)))


def act(
    debtor: str | p.Noun, modality: m.Modality, kind: str, object_: str | p.Noun | None = None, *,
    against: str | p.Noun | None = None, within: int | None = None, at_once: bool = False,
) -> m.Act:  # fmt: skip
    """One line of duty."""
    return m.Act(
        phrase(debtor), modality, verb(kind), phrase(object_) if object_ else None,
        against=phrase(against) if against else None, within=None if within is None else bridge.days(within),
        at_once=at_once,
    )  # fmt: skip


def clause(id_: str, *thens: m.Act, when: p.Formula | None = None, **more: object) -> m.Clause:
    """A clause; ``more`` are its other fields."""
    return m.Clause(id_, when=when, thens=tuple(thens), **more)  # type: ignore[arg-type]


def treaty(
    id_: str, day: int, parties: Sequence[str | m.PartyTerm], *clauses: m.Clause, **more: object
) -> m.Instrument:
    """A treaty; ``more`` are its other fields."""
    terms = tuple(x if isinstance(x, m.PartyTerm) else m.PartyTerm(x) for x in parties)
    return m.Instrument("treaty", id_, bridge.day(on(day)), parties=terms, clauses=tuple(clauses), **more)  # type: ignore[arg-type]


def threat(id_: str, day: int, by: str, to: str, *clauses: m.Clause, **more: object) -> m.Instrument:
    """A threat or ultimatum."""
    return m.Instrument(
        "ultimatum" if "demand" in more else "threat", id_, bridge.day(on(day)), issuers=(m.PartyTerm(by),),
        addressees=(m.PartyTerm(to),), clauses=tuple(clauses), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def reading(
    id_: str, *statements: m.Statement, scope: Sequence[p.ClauseRef] = (), start: int | None = None,
    claims: Sequence[m.Claim] = (), by: Sequence[str] = (),
) -> m.Reading:  # fmt: skip
    """A reading."""
    return m.Reading(
        bridge.day(on(0)), id_, by=tuple(by), start=None if start is None else bridge.day(on(start)),
        scope=tuple(scope), statements=tuple(statements), common=m.Common(claims=tuple(claims)),
    )  # fmt: skip


def kinds() -> list[m.Kind]:
    """A small taxonomy."""
    point: list[tuple[str, tuple[str, ...], bool]] = [
        ("hostile-act", (), True), ("attack", ("hostile-act",), True), ("strike", ("attack",), True),
        ("mobilise", (), False), ("aid", (), False), ("send", ("aid",), False), ("meet", (), False),
        ("ceases", (), False),
    ]  # fmt: skip
    law = (
        "sign", "ratify", "denounce", "withdraw", "accede", "request", "invoke", "release", "decide", "refuse", "accept",
        "suspend", "resume", "terminate", "vote-for", "vote-against", "abstain",
    )  # fmt: skip
    return [
        *(m.Kind(k, parents=parents, verbs=(VERBS[k],), hostile=hostile) for k, parents, hostile in point),
        m.Kind("declare-war", verbs=(VERBS["declare-war"],), hostile=True, begins=("war",)),
        m.Kind("peace", verbs=(VERBS["peace"],), ends=("war", "occupation"), symmetric=True),
        m.Kind("war", verbs=(VERBS["war"],), tense="state", symmetric=True, hostile=True),
        m.Kind("occupation", verbs=(VERBS["occupation"],), tense="state", hostile=True),
        m.Kind("support", verbs=(VERBS["support"],), tense="state"),
        m.Kind("holds", verbs=(VERBS["holds"],), tense="state"),
        m.Kind("consult", verbs=(VERBS["consult"],), symmetric=True),
        *(m.Kind(k, verbs=(VERBS[k],), law=True) for k in law),
        *(m.Kind(k, parents=("decide",), verbs=(VERBS[k],), law=True) for k in ("finds-casus", "finds-no-casus")),
    ]


def obligations() -> list[m.ObligationType]:
    """A small table of duties."""

    def by(subject: p.Noun, kind: str, object_: p.Noun) -> p.EventPattern:
        return sentence(subject, kind, object_)

    return [
        m.ObligationType(
            "defence", verbs=("defend",), takes="creditor", nature="single",
            performed=(by(DEBTOR, "attack", ADVERSARY), by(DEBTOR, "war", ADVERSARY), by(DEBTOR, "send", CREDITOR)),
            broken=(by(DEBTOR, "attack", CREDITOR),), needs_innocence=True,
        ),
        m.ObligationType(
            "neutrality", verbs=("stay neutral toward",), takes="adversary", nature="forbearance",
            broken=(by(DEBTOR, "attack", CREDITOR), by(DEBTOR, "support", ADVERSARY), by(DEBTOR, "aid", ADVERSARY)),
        ),
        m.ObligationType(
            "non-aggression", verbs=("refrain from attacking",), takes="creditor", nature="forbearance",
            broken=(by(DEBTOR, "hostile-act", CREDITOR),),
        ),
        m.ObligationType(
            "assistance", verbs=("assist",), takes="creditor", nature="continuing",
            performed=(by(DEBTOR, "aid", CREDITOR), by(DEBTOR, "support", CREDITOR)),
            broken=(by(DEBTOR, "aid", ADVERSARY),),
        ),
        m.ObligationType(
            "consultation", verbs=("consult",), takes="creditor", nature="single",
            performed=(by(DEBTOR, "consult", CREDITOR),), partly=(by(DEBTOR, "meet", CREDITOR),),
        ),
        m.ObligationType(
            "offence", verbs=("make war on",), takes="adversary", nature="single",
            performed=(by(DEBTOR, "attack", ADVERSARY), by(DEBTOR, "war", ADVERSARY)),
            broken=(by(DEBTOR, "aid", ADVERSARY),),
        ),
    ]  # fmt: skip


def doctrines(**defaults: bool) -> list[m.Doctrine]:
    """Every doctrine the specification knows, so that none is on by being left out; on unless said otherwise."""
    values = {
        "unprovoked": (m.Parameter("kinds", ("attack", "declare-war")), m.Parameter("back", ("1", "year"))),
        "at-once": (m.Parameter("days", ("10",)),),
    }
    ids = (
        "own-territory", "no-help-to-aggressor", "attack-ends-alliance", "accrued-duties", "unprovoked", "at-once",
        "judge-decides", "implied-denunciation",
    )  # fmt: skip
    return [m.Doctrine(d, default=defaults.get(d.replace("-", "_"), True), parameters=values.get(d, ())) for d in ids]


def vocabulary() -> list[m.Directive]:
    """Kinds, duties and doctrines of every test case."""
    return [*kinds(), *obligations(), *doctrines()]
