"""What a case is before any world is chosen: who is what, candidate days, conflicts, what a denial describes."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from foedus.directives import model as m
from foedus.directives import phrases as p
from tests.spec import bridge

__all__ = ["Case", "bare", "clause_stands_alone", "identity", "names", "source_name"]

MAX_CANDIDATES = 12


def identity(directive: m.Directive | m.Answer) -> str:
    """The id of a directive: its own, or the one given under it."""
    own = getattr(directive, "id", "")
    return str(own or directive.common.id)


def _named_in_full(question: m.Question) -> m.Question:
    """The question with each answer under its full name: two questions may have answers of one name."""
    answers = tuple(dataclasses.replace(a, id=f"{question.id}.{a.id}") for a in question.answers)
    return dataclasses.replace(question, answers=answers)


def source_name(claim: m.Claim) -> str:
    """A source by its id; one that is only quoted, by its words in small letters, hyphenated."""
    return re.sub(r"[^\w]+", "-", claim.source.lower()).strip("-")[:60] if claim.source_quoted else claim.source


def clause_stands_alone(clause: m.Clause) -> bool:
    """Whether a clause is vouched for, claimed or kept secret by itself."""
    own = clause.common
    return bool(own.claims or own.given or own.id or own.secrecy)


def names(phrase: p.Phrase | None) -> list[str]:
    """The names in a phrase of a recorded sentence."""
    return [noun.name for noun in phrase.nouns] if phrase else []


def _with_names(directives: Iterable[m.Directive]) -> list[m.Directive]:
    """The directives, with names for the events and denials that the file gave none: date and sentence, hyphenated."""
    found: list[m.Directive] = []
    given: set[str] = set()
    for directive in directives:
        if isinstance(directive, (m.Event, m.Denial)) and not directive.common.id:
            stem = str(directive.date.text) + "-denial"
            if isinstance(directive, m.Event):
                said = directive.sentence
                words = [
                    str(directive.date.text),
                    "+".join(names(said.subject)),
                    said.verb.form,
                    "+".join(names(said.object)),
                ]
                stem = "-".join(w for w in words if w).replace(" ", "-").replace("/", "_")
            numbered = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
            name = next(n for n in numbered if n not in given)
            given.add(name)
            directive = dataclasses.replace(directive, common=dataclasses.replace(directive.common, id=name))
        found.append(directive)
    return found


def _places_asked(value: Any) -> Iterator[str]:
    """Every place that a sentence of these directives asks for, and every place to which a duty is limited."""
    if isinstance(value, p.Instrumental) and value.at:
        yield value.at
    if isinstance(value, m.Act) and value.limited_place:
        yield value.limited_place
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for f in dataclasses.fields(value):
            yield from _places_asked(getattr(value, f.name))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _places_asked(part)


def bare(value: Any) -> Any:
    """A comparable copy of a phrase without its places in the file."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: bare(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "span"}
        return (type(value).__name__, tuple(sorted(parts.items(), key=lambda kv: kv[0])))
    if isinstance(value, tuple):
        return tuple(bare(v) for v in value)
    return value


def closure(edges: dict[str, set[str]], start: str) -> set[str]:
    """Everything reached from a node, itself included."""
    seen, todo = {start}, [start]
    while todo:
        for following in edges[todo.pop()] - seen:
            seen.add(following)
            todo.append(following)
    return seen


class Case:
    """Lookups over the directives of one case."""

    def __init__(self, directives: Sequence[m.Directive]) -> None:
        self.directives = tuple(_with_names(directives))
        directives = self.directives
        self.events = [d for d in directives if isinstance(d, m.Event)]
        self.instruments = [d for d in directives if isinstance(d, m.Instrument)]
        self.readings = [d for d in directives if isinstance(d, m.Reading)]
        self.doctrines = {d.id: d for d in directives if isinstance(d, m.Doctrine)}
        self.actors = {d.id: d for d in directives if isinstance(d, m.Actor)}
        capitals = {a.capital: a.id for a in self.actors.values() if a.capital}
        places = [d for d in directives if isinstance(d, m.Place)]
        self.places = {
            d.id: dataclasses.replace(d, sovereign=(capitals[d.id],))
            if d.id in capitals and not d.sovereign and not d.disputed
            else d
            for d in places
        }
        self.classes = {d.id: d for d in directives if isinstance(d, m.ClassOf)}
        self.kinds = {d.id: d for d in directives if isinstance(d, m.Kind)}
        self.types = {d.id: d for d in directives if isinstance(d, m.ObligationType)}
        self.questions = [_named_in_full(d) for d in directives if isinstance(d, m.Question)]
        self.denials = [d for d in directives if isinstance(d, m.Denial)]
        self.sources = {d.id: d for d in directives if isinstance(d, m.Source)}
        self.is_a: dict[str, set[str]] = defaultdict(set)
        for kind in self.kinds.values():
            self.is_a[kind.id] = set(kind.parents)

    def says_ever(self, c: str) -> bool:
        """Whether the clause, by its term in the logic program, joins what lies in different conflicts."""
        said = {f'c("{i.id}","{clause.id}")' for i in self.instruments for clause in i.clauses if clause.ever}
        return c in said

    def class_name(self, word: str) -> str:
        """The id of the class that a word names, in the singular or plural; else the word."""
        sorts = {"state", "organisation", "group", "office", "person", "body"}
        for form in (word, word + "s", word.removesuffix("s")):
            if form in self.classes or form in sorts or form in self.actors:
                return form
        return word

    def issue(self, instrument: m.Instrument) -> m.Event | None:
        """The act that issuing a threat, an ultimatum, a warning or a promise to somebody is; it has the instrument's id."""
        kinds = {"threat": "threaten", "ultimatum": "ultimatum-act", "warning": "warn", "promise": "promise"}
        kind = kinds.get(instrument.category, "")
        if kind not in self.kinds or not instrument.issuers or not instrument.addressees:
            return None
        by, to = (
            p.Phrase(tuple(p.Noun("name", t.actor) for t in terms))
            for terms in (instrument.issuers, instrument.addressees)
        )
        sentence = p.EventPattern(by, p.Verb(kind, kind), to)
        return m.Event(instrument.date, sentence, common=m.Common(id=instrument.id))

    # -- kinds -----------------------------------------------------------------------------------------------------

    def above(self, kind: str) -> set[str]:
        """A kind and all it is."""
        return closure(self.is_a, kind)

    def hostile(self, kind: str) -> bool:
        """Whether acts of this kind make two sides of a conflict."""
        return any(self.kinds[k].hostile for k in self.above(kind) if k in self.kinds)

    def pacific(self, kind: str) -> bool:
        """Whether acts of this kind end a hostile state (peace, ceasefire)."""
        ended = {z for k in self.above(kind) if k in self.kinds for z in self.kinds[k].ends}
        return any(self.hostile(z) for z in ended if z in self.kinds)

    def nowhere(self) -> dict[tuple[str, str], str]:
        """(event, place a clause or reading asks for) -> the assumption that it lay there, where nobody says where it was."""
        landed = {s for p in self.places.values() if not p.disputed for s in p.sovereign}
        asked = sorted(set(_places_asked([*self.instruments, *self.readings, *self.doctrines.values()])))
        return {
            (identity(e), place): f"{identity(e)}@{place}?"
            for e in self.events
            if not e.sentence.extra.at
            and not any(n in self.places for n in names(e.sentence.object))
            and not any(n in landed for n in names(e.sentence.object))
            for place in asked
        }

    # -- bodies ----------------------------------------------------------------------------------------------------

    def adoptions(self) -> dict[str, m.Event]:
        """Body and thing voted on, as the id of what the body may come to do about it -> that act; its day is open."""
        votes = [e for e in self.events if "vote-for" in self.above(e.sentence.verb.kind)]
        things = sorted({name for e in votes for name in names(e.sentence.object)})
        kind = "adopt" if "adopt" in self.kinds else "decide"
        bodies = [a.id for a in self.actors.values() if a.rule and a.members]
        found = {}
        for body, thing in itertools.product(bodies, things):
            who, what = (p.Phrase((p.Noun("name", name),)) for name in (body, thing))
            said = p.EventPattern(who, p.Verb("", kind), what)
            made = m.Event(votes[0].date, said, common=m.Common(id=f"{body}-adopts-{thing}"))
            found[made.common.id] = made
        return found

    # -- dates -----------------------------------------------------------------------------------------------------

    def dated(self) -> list[tuple[str, int, int]]:
        """The dated things whose order may be uncertain: events and instruments, with first and last possible day."""
        things: list[m.Event | m.Instrument] = [*self.events, *self.instruments]
        return [(identity(d), *bridge.bounds(d.date)) for d in things]

    def candidates(self, thing: str, first: int, last: int) -> list[int]:
        """The days on which an uncertain date may lie: all the order to the other dates that can matter."""
        others = [(f, t) for name, f, t in self.dated() if name != thing]
        marks = {d for f, t in others for d in ((f, t + 1) if f < t else (f, f + 1))}
        days = {first} | {d for d in marks if first < d <= last}
        if any(f < t and f <= last and t >= first for f, t in others):
            days.add(last)
        ordered = sorted(days)
        if len(ordered) > MAX_CANDIDATES:
            raise ValueError(f"{thing} has {len(ordered)} candidate days; the specification looks at small cases")
        return ordered

    # -- conflicts -------------------------------------------------------------------------------------------------

    def foes(self, event: m.Event) -> set[tuple[str, str]]:
        """The unordered pairs of actors that an event sets against each other, or reconciles."""
        subjects = {self.belligerent(name) for name in names(event.sentence.subject)}
        objects = {self.belligerent(name) for name in names(event.sentence.object)}
        return {(min(a, b), max(a, b)) for a in subjects for b in objects if a != b}

    def belligerent(self, name: str) -> str:
        """Whose war it is: that of the highest whose organ one is; of a place, of its (first) sovereign or a larger one's."""
        reach = [name]
        for place in reach:
            found = self.places.get(place)
            if found is not None and found.sovereign:
                return found.sovereign[0]
            reach += [larger for larger in (found.inside if found is not None else ()) if larger not in reach]
        while name in self.actors and self.actors[name].organ_of:
            name = self.actors[name].organ_of
        return name

    def conflicts(self) -> dict[str, str]:
        """Event id -> name of its conflict.

        A declared conflict takes what the file puts there, and the hostile events between members of different sides in its
        time.  Of the others two belong together when they share a belligerent and no peace between the pair of the earlier
        one lies on or after its day and before the day of the later one (on either day, a clock or `after` may decide); that
        relation is closed transitively.
        Structural: every recorded event counts, on its first possible day, believed or not.
        """
        hostile = [e for e in self.events if self.hostile(e.sentence.verb.kind)]
        declared = {identity(e): e.conflict or self._declared(e) for e in hostile}
        free = [e for e in hostile if not declared[identity(e)]]
        peaces = [(pair, e) for e in self.events if self.pacific(e.sentence.verb.kind) for pair in self.foes(e)]
        links: dict[str, set[str]] = defaultdict(set)
        for early in free:
            for late in free:
                a, b = bridge.bounds(early.date)[0], bridge.bounds(late.date)[0]
                if a > b:
                    continue
                live = {x for pair in self.foes(early) for x in pair
                        if not any(q == pair and not self._earlier(e, early) and self._earlier(e, late)
                                   for q, e in peaces)}  # fmt: skip
                if live & {x for pair in self.foes(late) for x in pair}:
                    links[identity(early)].add(identity(late))
                    links[identity(late)].add(identity(early))
        found = {identity(e): "conflict of " + min(closure(links, identity(e))) for e in free}
        found |= {name: conflict for name, conflict in declared.items() if conflict}
        return found | {identity(e): e.conflict for e in self.events if e.conflict}

    def _earlier(self, one: m.Event, other: m.Event) -> bool:
        """Whether one event is recorded as strictly earlier than another: by its first day, by `after`, by the clock."""
        a, b = bridge.bounds(one.date)[0], bridge.bounds(other.date)[0]
        if a != b:
            return a < b
        after = defaultdict(set, {identity(e): set(e.after) for e in self.events})
        if identity(one) in closure(after, identity(other)) - {identity(other)}:
            return True
        if identity(other) in closure(after, identity(one)):
            return False
        times = bridge.clock(one.date), bridge.clock(other.date)
        return times[0] is not None and times[1] is not None and times[0] < times[1]

    def _declared(self, event: m.Event) -> str:
        """The declared conflict that a hostile event falls into."""
        day = bridge.bounds(event.date)[0]
        for conflict in (d for d in self.directives if isinstance(d, m.Conflict)):
            enemies = {(a, b) for one, other in itertools.permutations(conflict.sides, 2) for a in one for b in other}
            until = bridge.bounds(conflict.until)[1] if conflict.until else None
            inside = day >= bridge.bounds(conflict.date)[0] and (until is None or day <= until)
            if inside and self.foes(event) & enemies:
                return conflict.id
        return ""

    # -- denials ---------------------------------------------------------------------------------------------------

    def describes(self, sentence: p.EventPattern, event: m.Event) -> bool:
        """Whether a denied sentence describes a recorded event: kind, and subject and object by name or class."""
        said = event.sentence
        if sentence.verb.kind not in self.above(said.verb.kind):
            return False
        straight = self._named(sentence.subject, said.subject) and self._named(sentence.object, said.object)
        kind = self.kinds.get(said.verb.kind)
        swapped = self._named(sentence.subject, said.object) and self._named(sentence.object, said.subject)
        at = not sentence.extra.at or sentence.extra.at in self._larger(said.extra.at)
        return at and (straight or (kind is not None and kind.symmetric and swapped))

    def _named(self, wanted: p.Phrase | None, said: p.Phrase | None) -> bool:
        if wanted is None:
            return True
        known = {whole for name in names(said) for whole in self._wholes(name)}
        known |= {c.id for c in self.classes.values() if any(self._listed(c, name) for name in known)}
        known |= {self.actors[name].sort for name in known if name in self.actors}
        return any(bool(known) if n.form == "anyone" else self.class_name(n.name) in known for n in wanted.nouns)

    def _larger(self, place: str) -> set[str]:
        edges: dict[str, set[str]] = defaultdict(set, {p.id: set(p.inside) for p in self.places.values()})
        return closure(edges, place)

    def _wholes(self, actor: str) -> set[str]:
        edges: dict[str, set[str]] = defaultdict(set)
        for a in self.actors.values():
            if a.organ_of:
                edges[a.id].add(a.organ_of)
        return closure(edges, actor)

    def _listed(self, wanted: m.ClassOf, actor: str) -> bool:
        return any(x.member == actor for x in wanted.members) or any(
            self._listed(self.classes[c], actor) for c in wanted.covers if c in self.classes
        )


def overlap(left: Iterable[p.ClauseRef], right: Iterable[p.ClauseRef]) -> bool:
    """Whether two scopes reach a common clause (empty: everything)."""
    a, b = list(left), list(right)
    if not a or not b:
        return True
    return any(
        x.instrument == y.instrument and (not x.clause or not y.clause or x.clause == y.clause) for x in a for y in b
    )
