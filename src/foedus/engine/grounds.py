"""On what everything rests: assumptions, the labels of directives, and what cannot hold together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from foedus.case.model import Case
from foedus.directives.model import Claim, Common, Doctrine, Reading, Statement
from foedus.directives.phrases import EventPattern, Phrase, Verb
from foedus.engine.algebra import Algebra, Label
from foedus.terms.names import slug

__all__ = ["Ground", "Grounds", "bare", "unknown_id"]

Sort = Literal[
    "author", "source", "claim", "reading", "doctrine", "order", "unknown", "supposition", "choice", "hypothesis",
    "undecided",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """One assumption.  default: its value in the default view; None leaves it open.  about: the directive it is on."""

    index: int
    id: str
    sort: Sort
    about: str
    text: str
    default: bool | None


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim as the engine knows it: its id, its label, and the directive it stands under."""

    id: str
    claim: Claim
    about: str
    label: Label
    source: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two labels that cannot both hold, and why, in words."""

    left: Label
    right: Label
    why: str
    members: tuple[str, ...]


def bare(value: Any) -> Any:
    """A phrase without its places in the file and its verb's form: equal sentences are equal values."""
    if isinstance(value, Verb):
        return ("verb", value.kind)
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, *(bare(getattr(value, f.name)) for f in fields(value) if f.name != "span"))
    if isinstance(value, tuple):
        return tuple(bare(v) for v in value)
    return value


def unknown_id(instrument: str, clause: str, number: int) -> str:
    """The assumption that the condition which nobody coded, the clause's ``number``-th from 1, is met."""
    return f"{instrument}.{clause}?{number}"


class Grounds:
    """All assumptions of a case; a variable is made when something first rests on it."""

    def __init__(
        self,
        case: Case,
        algebra: Algebra,
        fixed: Mapping[str, bool] | None = None,
        hypotheses: Sequence[str | tuple[str, ...]] = (),
        assumed: Callable[[Ground], None] | None = None,
    ) -> None:
        self.case = case
        self._assumed = assumed
        self.fixed = fixed or {}
        self.algebra = algebra
        self.all: list[Ground] = []
        self.by_id: dict[str, tuple[Ground, Label]] = {}
        self.claims: dict[str, ClaimRecord] = {}
        self.claims_of: dict[str, list[ClaimRecord]] = {}
        self.exclusions: list[Exclusion] = []
        self._labels: dict[str, Label] = {}
        algebra.on_overflow = self._undecided
        self._claims_taken: set[str] = set()
        self._hypotheses = {
            id_: number
            for number, group in enumerate(hypotheses, 1)
            for id_ in ((group,) if isinstance(group, str) else group)
        }
        self.selector = tuple(
            self.variable(f"hypothesis:{bit}", "hypothesis", default=False)
            for bit in range(len(hypotheses).bit_length())
        )

    def hypothesis_of(self, event: str) -> int:
        """The number of the hypothesis that an event belongs to; 0 for the record."""
        return self._hypotheses.get(event, 0)

    def hypothesis(self, number: int) -> Label:
        """The worlds of one hypothesis, counted from 1; 0 is the record as it is.  They exclude one another.

        All what-ifs of a question are told apart by the few bits of their number, so that one evaluation answers them
        all and no label need speak of two of them at once.
        """
        return self.algebra.all_of(
            bit if number >> place & 1 else self.algebra.negate(bit) for place, bit in enumerate(self.selector)
        )

    # -- variables -------------------------------------------------------------------------------------------------
    def variable(self, id_: str, sort: Sort, *, about: str = "", text: str = "", default: bool | None = None) -> Label:
        """The label of one assumption, made on first use."""
        if id_ in self.fixed:
            return self.algebra.true if self.fixed[id_] else self.algebra.false
        known = self.by_id.get(id_)
        if known is not None:
            return known[1]
        ground = Ground(len(self.all), id_, sort, about or id_, text, default)
        if self._assumed is not None:
            self._assumed(ground)
        index, label = self.algebra.fresh()
        assert index == ground.index
        self.all.append(ground)
        self.by_id[id_] = (ground, label)
        return label

    def _undecided(self) -> Label:
        number = sum(g.sort == "undecided" for g in self.all) + 1
        return self.variable(f"undecided:{number}", "undecided", text="too large to decide exactly")

    def source(self, id_: str) -> Label:
        """A source may be relied on: its own variable and those of all it merely repeats."""
        cached = self._labels.get("source " + id_)
        if cached is not None:
            return cached
        label = self.algebra.all_of(
            self.variable(name, "source", text=self.case.label(name), default=True)
            for name in sorted(self.case.behind(id_))
        )
        self._labels["source " + id_] = label
        return label

    # -- directives ------------------------------------------------------------------------------------------------
    def directive(self, id_: str, common: Common) -> Label:
        """The label of a directive: its author's word, its claims, the answers it is given under."""
        cached = self._labels.get("directive " + id_)
        if cached is not None:
            return cached
        if id_ in self._hypotheses:
            label = self._labels["directive " + id_] = self.hypothesis(self._hypotheses[id_])
            return label
        label = self.variable(id_, "author", default=True)
        self._labels["directive " + id_] = label  # a question may be given under its own instrument: no endless round
        asserting = [r.label for r in self.records(id_, common) if not r.claim.denies]
        if asserting:
            label = self.algebra.both(label, self.algebra.any_of(asserting))
        for given in common.given:
            label = self.algebra.both(label, self.answer(given.question, given.answer))
        self._labels["directive " + id_] = label
        return label

    def records(self, id_: str, common: Common) -> list[ClaimRecord]:
        """The claims under a directive, with their labels."""
        if id_ in self.claims_of:
            return self.claims_of[id_]
        records: list[ClaimRecord] = []
        self.claims_of[id_] = records
        for claim in sorted(
            common.claims, key=lambda c: (c.source, str(c.reported), c.denies, c.id, c.quote, c.through)
        ):
            source = (
                slug(claim.source) if claim.source_quoted and claim.source not in self.case.sources else claim.source
            )
            key = claim.id or f"{id_}.{source}"
            number = 2
            while key in self.claims:
                key = f"{claim.id or f'{id_}.{source}'}-{number}"
                number += 1
            own = self.variable(key, "claim", about=id_, text=claim.quote, default=True)
            chain = [self.source(s) for s in (source, *claim.through)]
            record = ClaimRecord(key, claim, id_, self.algebra.all_of([own, *chain]), source)
            self.claims[key] = record
            records.append(record)
        return records

    def answer(self, question: str, answer: str) -> Label:
        """The label of one answer: its claims, or an open assumption of its own when nobody has answered."""
        declared = self.case.questions.get(question)
        found = next((a for a in declared.answers if a.id == answer), None) if declared is not None else None
        key = f"{question}.{answer}"
        if found is None:
            return self.algebra.false
        cached = self._labels.get("answer " + key)
        if cached is not None:
            return cached
        records = self.records(key, found.common)
        asserting = [r.label for r in records if not r.claim.denies]
        if asserting:
            label = self.algebra.any_of(asserting)
        else:
            label = self.variable(key, "unknown", about=question, text=found.text)
        self._labels["answer " + key] = label
        return label

    def reading(self, reading: Reading) -> Label:
        """A reading's label: accepted, by somebody who may be taken to hold it."""
        cached = self._labels.get("reading " + reading.id)
        if cached is not None:
            return cached
        label = self.variable(reading.id, "reading", text=reading.title)
        asserting = [r.label for r in self.records(reading.id, reading.common) if not r.claim.denies]
        if asserting:
            label = self.algebra.both(label, self.algebra.any_of(asserting))
        for given in reading.common.given:
            label = self.algebra.both(label, self.answer(given.question, given.answer))
        self._labels["reading " + reading.id] = label
        return label

    def doctrine(self, id_: str) -> Label:
        """A doctrine's own switch; false when nobody declared it."""
        doctrine = self.case.doctrines.get(id_)
        if doctrine is None:
            return self.algebra.false
        label = self.variable(id_, "doctrine", text=doctrine.title, default=doctrine.default)
        for given in doctrine.common.given:
            label = self.algebra.both(label, self.answer(given.question, given.answer))
        return label

    # -- what cannot hold together -----------------------------------------------------------------------------------
    def exclude(self, left: Label, right: Label, why: str, *members: str) -> None:
        """Record that two labels are opposed."""
        if left == self.algebra.false or right == self.algebra.false:
            return
        self.exclusions.append(Exclusion(left, right, why, members))

    def find_exclusions(self) -> None:
        """Denials, questions and opposed readings of the whole case."""
        case = self.case
        holders: list[Reading | Doctrine] = [*case.readings.values(), *case.doctrines.values()]
        for holder in holders:
            if any(s.target is not None for s in holder.statements):  # law that nothing may have asked for so far
                self.reading(holder) if isinstance(holder, Reading) else self.doctrine(holder.id)
        for actor in case.actors.values():
            if actor.sort == "office":  # whose powers and ways to others are asked for only afterwards
                self.directive(actor.id, actor.common)
        for id_, common in _commons(case):
            records = self.records(id_, common) if common.claims else []
            against = [r for r in records if r.claim.denies]
            if not against:
                continue
            for_ = [r for r in records if not r.claim.denies]
            self.directive(id_, common) if id_ in case.events or id_ in case.instruments else None
            asserted = (
                self.algebra.any_of(r.label for r in for_)
                if for_
                else self.variable(id_, "reading" if id_ in case.readings else "author", default=True)
            )
            for record in against:
                self.exclude(asserted, record.label, f"{record.id} denies {id_}", id_, record.id)
        for question in case.questions.values():
            answers = [(a.id, self.answer(question.id, a.id)) for a in question.answers]
            for id_, label in answers:
                key = f"{question.id}.{id_}"
                for record in self.claims_of.get(key, ()):
                    if record.claim.denies:
                        self.exclude(label, record.label, f"{record.id} denies {key}", key, record.id)
            for i, (left, label) in enumerate(answers):
                for right, other in answers[i + 1 :]:
                    why = f"question {question.id} has one answer: {left} or {right}"
                    self.exclude(label, other, why, f"{question.id}.{left}", f"{question.id}.{right}")
        for denial in case.denials.values():
            label = self.directive(denial.common.id, denial.common)
            for event in case.events.values():
                told = event.date.first <= denial.date.last  # nobody denies what has not happened yet
                if told and self._describes(denial.sentence, event.sentence):
                    asserted = self.directive(event.common.id, event.common)
                    why = f"{denial.common.id} denies {event.common.id}"
                    self.exclude(label, asserted, why, denial.common.id, event.common.id)
        self._opposed_readings()

    def _describes(self, denied: EventPattern, said: EventPattern) -> bool:
        """Whether a denied sentence is about a recorded event, as the file has it: no reading widens what is denied."""
        if denied.verb.kind not in self.case.kind_is.get(said.verb.kind, frozenset()):
            return False
        kind = self.case.kinds.get(said.verb.kind)
        ways = [(said.subject, said.object)]
        if kind is not None and kind.symmetric and said.object is not None:
            ways.append((said.object, said.subject))
        place = denied.extra.at
        there = not place or place == said.extra.at or place in self.case.inside.get(said.extra.at, frozenset())
        return there and any(self._among(denied.subject, a) and self._among(denied.object, b) for a, b in ways)

    def _among(self, wanted: Phrase | None, real: Phrase | None) -> bool:
        """Whether one of the actors or places of a record is one that a denial names: itself, its state, its class."""
        if wanted is None:
            return True
        names = [noun.name for noun in real.nouns] if real is not None else []
        for name in names:  # an act of an organ is the act of its state
            actor = self.case.actors.get(name)
            if actor is not None and actor.organ_of and actor.organ_of not in names:
                names.append(actor.organ_of)
        classes = {c for n in names for c in self.case.classes if self._of_class(n, c, frozenset())}
        sorts = {self.case.actors[n].sort for n in names if n in self.case.actors}
        known = {*names, *classes, *sorts}
        return any(
            (noun.form == "anyone" and bool(names))
            or bool({noun.name, noun.name + "s", noun.name.removesuffix("s")} & known)
            for noun in wanted.nouns
        )

    def _of_class(self, actor: str, class_id: str, passed: frozenset[str]) -> bool:
        found = self.case.classes.get(class_id)
        if found is None or class_id in passed:
            return False
        return any(m.member == actor for m in found.members) or any(
            self._of_class(actor, c, passed | {class_id}) for c in found.covers
        )

    def _opposed_readings(self) -> None:
        widenings: dict[Any, list[tuple[Reading, Statement]]] = {}
        narrowings: list[tuple[Reading, Statement]] = []
        for reading in self.case.readings.values():
            for statement in reading.statements:
                key = (bare(statement.left), bare(statement.right))
                if statement.mode == "counts as":
                    widenings.setdefault(key, []).append((reading, statement))
                elif statement.mode == "does not count as":
                    narrowings.append((reading, statement))
        for narrow, statement in narrowings:
            for wide, _ in widenings.get((bare(statement.left), bare(statement.right)), ()):
                if _overlap(narrow, wide):
                    why = f"{wide.id} and {narrow.id} read the same words in opposite ways"
                    self.exclude(self.reading(wide), self.reading(narrow), why, wide.id, narrow.id)


def _overlap(a: Reading, b: Reading) -> bool:
    if not a.scope or not b.scope:
        return True
    return any(
        x.instrument == y.instrument and (not x.clause or not y.clause or x.clause == y.clause)
        for x in a.scope
        for y in b.scope
    )


def _commons(case: Case) -> list[tuple[str, Common]]:
    found: list[tuple[str, Common]] = []
    tables: tuple[Any, ...] = (
        case.events, case.instruments, case.readings, case.actors, case.places, case.denials,
    )  # fmt: skip
    for table in tables:
        found.extend((id_, thing.common) for id_, thing in table.items())
    for instrument in case.instruments.values():
        found.extend((f"{instrument.id}.{clause.id}", clause.common) for clause in instrument.clauses)
    return found
