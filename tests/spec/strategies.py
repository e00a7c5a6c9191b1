"""Random small cases: every form a clause, an event, a claim or a reading can take, a few of them at a time.

Each case draws a handful of *features* and uses only these, so that what it says hangs together and a failing case
shrinks to a few lines.  Names are few, days are close together: the point is that things meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from hypothesis import strategies as st

from foedus.directives import model as m
from foedus.directives import phrases as p
from tests.spec import bridge, build
from tests.spec.build import (
    ATTACKER,
    VICTIM,
    event,
    noun,
    on,
    phrase,
    says,
    sentence,
    verb,
)
from tests.spec.drawn_law import Law
from tests.spec.drawn_sentences import ACTS, LAST_DAY, STATES

__all__ = ["FEATURES", "cases"]

FEATURES = (
    "organs", "offices", "places", "classes", "lifetimes", "uncertain", "clock", "sources", "denials", "questions",
    "sentence readings", "term readings", "force readings", "needs", "doctrines", "conflicts", "second treaty",
    "threat", "ultimatum", "statute", "force", "ends", "runs on", "denounce", "accede", "request", "decision", "judge",
    "within", "unless", "until", "negation", "silence", "or", "at least", "unprovoked", "quantity", "law", "relations",
    "earlier", "ever", "unknown", "survives", "release", "third", "under", "party dates", "clause force", "own kind",
    "suspend", "votes",
)  # fmt: skip


PLACES = ("land-a", "town", "land-b", "strip")


class Maker(Law):
    """Draws the parts of one case."""

    # -- what there is ---------------------------------------------------------------------------------------------
    def world(self) -> list[m.Directive]:
        """Actors, places, classes, sources."""
        found: list[m.Directive] = []
        for name in STATES:
            until = self.number(3, LAST_DAY) if name == "D" and self.has("lifetimes") else None
            start = bridge.day(on(self.number(1, 5))) if name == "C" and self.has("lifetimes", 3) else None
            found.append(replace(build.state(name, until=until), start=start))
        if "organs" in self.features:
            claims = [says("s1")] if self.chance(3) else []
            found.append(m.Actor("group", "G", organ_of=self.one("ABC"), common=m.Common(claims=tuple(claims))))
        if "offices" in self.features:
            binds = "A" if self.chance() else ""
            found.append(m.Actor("office", "A.chief", organ_of="A", binds=binds))
            found.append(m.Actor("person", "P"))
        if "votes" in self.features:
            seats = self.one((("A", "B", "D"), ("pact",), ("A", "B", "C", "D"), ("pact", "C")))
            rule: Literal["majority", "two-thirds", "unanimity"] = self.one(("majority", "two-thirds", "unanimity"))
            found.append(m.Actor("body", "council", members=seats, rule=rule))
        if "places" in self.features:
            found += self.places()
        if "classes" in self.features:
            dated = m.Membership("B", bridge.day(on(self.number(1, 6))), bridge.day(on(self.number(6, 12))))
            found.append(m.ClassOf("powers", members=(m.Membership("C"), m.Membership("D"), dated)))
            found.append(m.ClassOf("great", members=(m.Membership("A"),), covers=("powers",)))
        found += [m.Source("s1"), m.Source("s2", origin=("s1",) if self.has("sources") else ()), m.Source("s3")]
        return found

    def places(self) -> list[m.Directive]:
        """Land of A in two pieces, one inside the other; land of B in a region; a disputed strip."""
        return [
            m.Place("region"),
            m.Place("land-a", inside=("region",) if self.chance() else (), sovereign=("A",)),
            m.Place("town", inside=("land-a",), sovereign=() if self.chance() else ("A",)),
            m.Place("land-b", inside=("region",), sovereign=("B",)),
            m.Place("strip", inside=("land-b",) if self.chance() else (), sovereign=("B",), disputed=True),
        ]

    # -- events ----------------------------------------------------------------------------------------------------
    def actor(self) -> str:
        """Who acts."""
        names = [*STATES, "C", "D"]
        if "organs" in self.features:
            names.append("G")
        if "offices" in self.features:
            names.append("A.chief")
        return self.one(names)

    def event(self, number: int) -> m.Event:
        """A recorded event."""
        id_ = f"e{number}"
        if self.has("votes"):
            vote = self.one(("vote-for", "vote-for", "vote-for", "vote-against", "abstain"))
            found = event(id_, self.day(), self.actor(), vote, "pact")
        elif self.law_kinds() and self.chance(3):
            found = self.law_event(id_)
        else:
            found = self.wanted_event(id_) if self.wanted and self.chance() else self.plain_event(id_)
        if self.has("clock") and found.date.exact:
            found = replace(found, date=found.date.at(60 * self.number(0, 23)))
        if self.has("clock", 3) and self.event_ids:
            found = replace(found, after=(self.one(self.event_ids),))
        self.event_ids.append(id_)
        if self.has("conflicts", 3):
            found = replace(found, conflict="the-war")
        return replace(found, common=m.Common(id=id_, claims=self.claims(), given=self.given()))

    def real(self, phrase_: p.Phrase | None, parties: tuple[str, ...], others: Sequence[str]) -> str | None:
        """Somebody whom a phrase of a condition may mean."""
        if phrase_ is None:
            return None
        word = self.one(phrase_.nouns)
        if word.form == "name" and word.name not in {"powers", "great", "region"}:
            return word.name
        if word.form in {"party", "parties", "other party", "other parties"}:
            return self.one(parties or STATES)
        if word.form == "role":
            return self.one(parties or STATES) if word.name in {"victim", "debtor", "creditor"} else self.one("CD")
        return self.one(others)

    def wanted_event(self, id_: str) -> m.Event:
        """An event that may meet one of the conditions."""
        parties, pattern = self.one(self.wanted)
        subject = self.real(pattern.subject, parties, ("C", "D", "C", "A")) or "C"
        object_ = self.real(pattern.object, parties, ("A", "B", "land-b" if "places" in self.features else "A"))
        if object_ == subject:
            object_ = next(x for x in STATES if x != subject)
        if pattern.object is None and self.chance():
            object_ = self.one([x for x in STATES if x != subject])
        kind = "strike" if pattern.verb.kind == "attack" and self.chance(4) else pattern.verb.kind
        extra, wanted = p.Instrumental(), pattern.extra
        if wanted.at and object_ not in PLACES and self.chance():
            extra = replace(extra, at=wanted.at)
        third = self.real(wanted.against, parties, "ABC")
        if third is not None:
            extra = replace(extra, against=phrase(third))
        if wanted.quantity is not None:
            extra = replace(extra, quantity=p.Comparison("=", bridge.men(self.one((50, 100, 200)))))
        return event(id_, self.day(), subject, kind, object_, extra=extra)

    def plain_event(self, id_: str) -> m.Event:
        """An act that is no exercise of a power."""
        kind = self.one(ACTS)
        subject = self.actor()
        objects = [x for x in (*STATES, "A", "B") if x != subject]
        if "places" in self.features:
            objects += ["land-a", "town", "land-b", "strip"]
        if "organs" in self.features:
            objects += ["G"] if subject != "G" else []
        object_: str | None = self.one(objects)
        if self.has("lifetimes", 5):
            kind, object_ = "ceases", None
        if kind == "mobilise" and self.chance():
            object_ = None
        if self.has("offices", 4):
            subject, kind, object_ = "P", "holds", "A.chief"
        extra = p.Instrumental()
        if self.has("places", 3) and object_ not in PLACES:  # a place lies where it lies
            extra = replace(extra, at=self.place())
        if self.has("third"):
            extra = replace(extra, against=phrase(self.one("ABC")))
        if self.has("quantity"):
            extra = replace(extra, quantity=p.Comparison("=", bridge.men(self.one((50, 100, 200)))))
        day = self.day()
        last = day if isinstance(day, int) else day[1]
        state = kind in {"war", "occupation", "support", "holds"}
        until = last + self.number(0, 5) if state and self.chance() else None
        return event(id_, day, subject, kind, object_, until=until, extra=extra)

    def law_kinds(self) -> list[str]:
        """The exercises of powers that this case can need."""
        wanted = {
            "request": ("request",), "decision": ("decide",), "release": ("release",), "force": ("ratify",),
            "denounce": ("denounce", "withdraw"), "accede": ("accede", "withdraw"), "ultimatum": ("accept", "refuse"),
            "judge": ("finds-casus", "finds-no-casus"), "within": ("refuse",), "suspend": ("suspend", "resume"),
            "clause force": ("ratify",),
        }  # fmt: skip
        return [kind for feature, kinds in wanted.items() if feature in self.features for kind in kinds]

    def law_event(self, id_: str) -> m.Event:
        """An exercise of a power."""
        kind = self.one(self.law_kinds())
        subject = self.actor() if not self.has("offices") else self.one(("P", "A.chief"))
        treaties = [i for i, parties in self.instruments.items() if parties]
        objects: list[str | None] = [*treaties]
        if kind in {"request", "decide"}:
            objects += ["A", "B", "defence", None]
        elif kind == "release":
            objects = ["A", "B", "C", *treaties]
        elif kind in {"accept", "refuse"}:
            objects += ["C"]
        object_ = self.one([o for o in objects if o != subject])
        extra = p.Instrumental()
        if kind in {"request", "decide", "release", "refuse", "finds-casus", "finds-no-casus"} and self.chance():
            ref = self.one(self.clauses)
            extra = replace(extra, under=ref if self.chance() else p.ClauseRef(ref.instrument))
        if kind in {"finds-casus", "finds-no-casus"}:
            judges = [name for phrase_ in self.judges for name in self.meant(phrase_)]
            subject = self.one(judges) if judges and not self.chance(4) else subject
            object_ = object_ if self.chance(3) else self.one(treaties)
            if self.chance(3):
                extra = replace(extra, against=phrase(self.one([n for n in STATES if n != subject])))
        return event(id_, self.day(), subject, kind, object_, extra=extra)

    def meant(self, phrase_: p.Phrase) -> tuple[str, ...]:
        """Who may be the judge that a phrase names."""
        word = phrase_.nouns[0]
        return (word.name,) if word.form == "name" else ("A", "B")

    # -- readings --------------------------------------------------------------------------------------------------
    def scope(self) -> tuple[p.ClauseRef, ...]:
        """Where a reading holds."""
        ref = self.one(self.clauses)
        return self.one(((), (ref,), (p.ClauseRef(ref.instrument),)))

    def statement(self) -> list[m.Statement]:
        """What a reading may say."""
        found: list[m.Statement] = []
        if "sentence readings" in self.features:
            left = sentence(self.one((noun("C"), p.Noun("any", "state"), noun("D"))), self.one(("mobilise", "support", "strike")),  # noqa: E501
                            self.one((noun("A"), p.Noun("any", "state"), None)))  # fmt: skip
            right = sentence(self.one((noun("C"), noun("D"), p.Noun("any", "state"), ATTACKER)), self.one(("attack", "war", "support")),  # noqa: E501
                             self.one((noun("A"), noun("B"), VICTIM)))  # fmt: skip
            mode: str = self.one(("counts as", "does not count as", "counts as"))
            if mode == "does not count as" and self.chance():
                left = replace(left, verb=verb("strike"))
            found.append(m.Statement(mode, left, right))  # type: ignore[arg-type]
        if "term readings" in self.features:
            pairs = [("mobilise", "attack"), ("strike", "war"), ("C", "D"), ("D", "B"), ("support", "aid")]
            if "classes" in self.features:
                pairs += [("A", "powers"), ("D", "powers"), ("powers", "great")]
            if "organs" in self.features:
                pairs += [("G", "D"), ("G", "A")]
            if "places" in self.features:
                pairs += [("strip", "land-a"), ("town", "land-b"), ("strip", "A")]
            left_, right_ = self.one(pairs)
            mode = self.one(("counts as", "does not count as", "counts as"))
            found.append(m.Statement(mode, noun(left_), noun(right_)))  # type: ignore[arg-type]
        if "force readings" in self.features:
            mode = self.one(("is void", "is valid"))
            targets = [
                *self.clauses,
                *(p.ClauseRef(i) for i in self.instruments),
                *(p.ClauseRef(e) for e in self.event_ids),
            ]
            found.append(m.Statement(mode, target=self.one(targets)))  # type: ignore[arg-type]
        if "needs" in self.features:
            found.append(m.Statement("also needs", needs=self.literal()))
            if self.chance():
                kind = self.one(("attack", "strike", "mobilise", "war"))
                asked = sentence(self.one((noun("C"), p.Noun("any", "state"))), kind, self.one((noun("A"), None)))
                found.append(replace(found.pop(), left=asked))
        return found

    def reading(self, number: int) -> list[m.Directive]:
        """A reading of one or two statements."""
        options = self.statement()
        if not options:
            return []
        made = [self.one(options)]
        if len(options) > 1 and self.chance(4):
            made.append(self.one(options))
        start = self.number(0, LAST_DAY) if self.chance(4) else None
        own = build.reading(f"r{number}", *made, scope=self.scope(), start=start, claims=self.claims())
        return [replace(own, common=replace(own.common, given=self.given()))]

    def doctrines(self) -> list[m.Directive]:
        """The doctrines, some with other parameters, one of our own."""
        found: list[m.Directive] = list(build.doctrines())
        if "doctrines" in self.features and self.chance():
            pair = m.Statement("counts as", noun("declare-war"), noun("attack"))
            found.append(m.Doctrine("declaration-is-attack", statements=(pair,)))
        return found

    def case(self) -> list[m.Directive]:
        """Everything."""
        found: list[m.Directive] = [*build.kinds(), *build.obligations(), *self.world(), *self.questions()]
        three = self.chance(3)
        instruments: list[m.Directive] = [
            self.treaty("pact", ("A", "B", "D") if three else ("A", "B"), 1 + self.chance(3))
        ]
        if "second treaty" in self.features:
            instruments.append(self.treaty("league", self.one((("A", "C"), ("B", "C"), ("C", "D"))), 1))
        instruments += self.threat()
        events: list[m.Directive] = [self.event(n) for n in range(1, self.number(1, 6) + 1)]
        found += [*instruments, *events, *self.doctrines()]
        for number in range(1, self.number(1, 2) + 1):
            found += self.reading(number)
        if "denials" in self.features:
            denied = sentence(
                self.one((noun("C"), p.Noun("anyone"))),
                self.one(("attack", "hostile-act", "mobilise")),
                self.one((noun("A"), None)),
            )
            found.append(build.deny("d1", self.number(0, LAST_DAY), denied, self.claims(2)))
        if "conflicts" in self.features:
            until = bridge.day(on(self.number(6, LAST_DAY))) if self.chance() else None
            sides = self.one(((("A", "B"), ("C", "D")), (("A",), ("C",))))
            found.append(m.Conflict(bridge.day(on(self.number(0, 4))), "the-war", sides=sides, until=until))
        return found


@st.composite
def cases(draw: st.DrawFn, features: Sequence[str] = FEATURES, most: int = 5) -> list[m.Directive]:
    """A small case that uses at most so many of the features."""
    chosen = draw(st.lists(st.sampled_from(features), unique=True, max_size=most))
    return Maker(draw, frozenset(chosen)).case()
