"""Steps of a derivation: what each is, and those that anything may rest on: events, claims, readings, doctrines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from foedus.case.resolve import issue_text, sentence_text
from foedus.directives.model import Common
from foedus.directives.phrases import Pattern
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.facts import Occurrence
from foedus.findings.model import Assumption
from foedus.findings.stance import Stance, Verdict
from foedus.terms.diagnostics import Span

__all__ = ["Sort", "Step", "Telling"]


Sort = Literal[
    "finding", "clause", "text", "force", "party", "opening", "event", "reading", "doctrine", "claim", "source",
    "condition", "exception", "unknown", "request", "conduct", "supposition", "secrecy", "answer", "choice",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation.

    text: a plain sentence.   verdict: whether it is so under the view.   on: what it turns on, where it is contested.
    id: of what it is about.   span: where that stands in the file.   parts: what it rests on.
    """

    sort: Sort
    text: str
    verdict: Verdict
    id: str = ""
    on: tuple[Assumption, ...] = ()
    span: Span | None = None
    parts: tuple[Step, ...] = ()


class Telling:
    """Events, claims, readings and doctrines as steps, under one view.  The lowest layer of what explains."""

    def __init__(self, timeline: Timeline, stance: Stance, day: int) -> None:
        self.timeline, self.stance, self.day = timeline, stance, day
        self.case, self.algebra, self.matcher = timeline.case, timeline.algebra, timeline.matcher

    # -- steps ---------------------------------------------------------------------------------------------------------
    def step(
        self,
        sort: Sort,
        text: str,
        label: Label,
        *,
        id_: str = "",
        span: Span | None = None,
        parts: Iterable[Step] = (),
    ) -> Step:
        decision = self.stance.decide(label)
        return Step(sort, text, decision.verdict, id_, decision.on, span, tuple(parts))

    def name(self, id_: str) -> str:
        return self.case.label(id_)

    def sentence(self, pattern: Pattern) -> str:
        from foedus.language.printer import formula

        return formula(pattern)

    def counted(self, by: Occurrence) -> Step:
        """The event, and how it comes to count as what the clause waits for."""
        step = self.event(by.root.id)
        chain: list[Occurrence] = []
        here: Occurrence | None = by
        while here is not None and here.base is not None:
            chain.append(here)
            here = here.base
        parts = list(step.parts)
        for link in reversed(chain):
            for reading in link.via[-1:]:
                said = f"{self.name(link.subject)} {self._verb(link.kind)} {self.name(link.object)}".strip()
                parts.append(self.holder(reading, f"it counts as “{said}”"))
        return Step(step.sort, step.text, step.verdict, step.id, step.on, step.span, tuple(parts))

    def _verb(self, kind: str) -> str:
        found = self.case.kinds.get(kind)
        return found.verbs[0] if found is not None and found.verbs else kind

    def holder(self, id_: str, what: str) -> Step:
        """A reading or doctrine, with who holds it."""
        reading = self.case.readings.get(id_)
        label = self.matcher.holder(id_)
        if reading is not None:
            who = " and ".join(self.name(a) for a in reading.by) or "nobody in particular"
            shared = f", shared by {', '.join(self.name(a) for a, _ in reading.shared_by)}" if reading.shared_by else ""
            text = f"{what}, on the reading {id_} of {who}{shared} ({reading.date.text})"
            return self.step(
                "reading", text, label, id_=id_, span=reading.common.span, parts=self.claims(id_, reading.common)
            )
        doctrine = self.case.doctrines.get(id_)
        parameters = (
            "; ".join(f"{p.name}: {' '.join(p.values)}" for p in doctrine.parameters) if doctrine is not None else ""
        )
        title = doctrine.title if doctrine is not None else id_
        text = f"{what}, by the doctrine {id_}: {title}" + (f" ({parameters})" if parameters else "")
        return self.step("doctrine", text, label, id_=id_, span=doctrine.common.span if doctrine is not None else None)

    # -- events and claims ---------------------------------------------------------------------------------------------
    def event(self, id_: str) -> Step:
        event = self.case.events.get(id_)
        issued = self.case.instruments.get(id_)
        if issued is not None:
            label, text = self.timeline.grounds.directive(id_, issued.common), issue_text(issued, self.case)
            parts = self.claims(id_, issued.common)
            return self.step(
                "event", f"{issued.date.text} {text}", label, id_=id_, span=issued.common.span, parts=parts
            )
        if event is None:
            made = self.timeline.occurrences.get(id_, ())
            label = self.algebra.any_of(o.label for o in made)
            return self.step("event", id_.removeprefix("kept:").replace("-", " "), label, id_=id_)
        text = f"{event.date.text} {sentence_text(event.sentence)}"
        label = self.timeline.grounds.directive(id_, event.common)
        if event.supposed:
            return self.step("supposition", f"supposed: {text}", label, id_=id_)
        return self.step("event", text, label, id_=id_, span=event.common.span, parts=self.claims(id_, event.common))

    def claims(self, id_: str, common: Common) -> list[Step]:
        """On whose word it is so, and who denies it; and the answers it is given under."""
        found: list[Step] = []
        for record in self.timeline.grounds.records(id_, common):
            claim = record.claim
            when = f" on {claim.reported}" if claim.reported is not None else ""
            through = f", through {', '.join(self.name(s) for s in claim.through)}" if claim.through else ""
            grade = f" [{claim.grade}]" if claim.grade is not None else ""
            quote = f": “{claim.quote}”" if claim.quote else ""
            said = "denied by" if claim.denies else "said by"
            origins = self.case.sources[record.source].origin if record.source in self.case.sources else ()
            repeats = f" (repeating {', '.join(self.name(o) for o in origins)})" if origins else ""
            who = claim.source if claim.source_quoted else self.name(record.source)
            text = f"{said} {who}{repeats}{when}{through}{grade}{quote}"
            found.append(self.step("claim", text, record.label, id_=record.id, span=claim.span))
        for given in common.given:
            label = self.timeline.grounds.answer(given.question, given.answer)
            question = self.case.questions.get(given.question)
            asked = question.text if question is not None and question.text else given.question
            found.append(
                self.step(
                    "answer",
                    f"given that “{asked}” is answered: {given.answer}",
                    label,
                    id_=f"{given.question}.{given.answer}",
                )
            )
        return found
