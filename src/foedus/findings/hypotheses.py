"""Competing hypotheses: for one question, which claim speaks for which answer, which against, and what each tells apart.

The matrix of Heuer's analysis of competing hypotheses (Psychology of Intelligence Analysis, 1999, chapter 8), filled not
by judgement but from the labels: a claim is *for* an answer whose label rises with it, *against* one that cannot hold in
any consistent world in which the claim and all it came through are relied on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.findings.answers import Answer
from foedus.findings.model import Assumption
from foedus.findings.probability import Weighing
from foedus.findings.stance import Freed, Stance
from foedus.terms.diagnostics import Diagnostic, FoedusError
from foedus.terms.names import did_you_mean

__all__ = ["Evidence", "Hypothesis", "Matrix", "hypotheses"]

Cell = Literal["for", "against", ""]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One answer.

    status: "yes", "no", "contested" or "unknown" under the view, with what it turns on.   probability: lowest and
    highest; None where the view leaves no world.   supports: the least sets of assumptions it rests on, signed.
    speaking_for, against: claims.
    """

    id: str
    text: str
    status: str
    contested_on: tuple[Assumption, ...]
    probability: Range | None
    supports: tuple[tuple[str, ...], ...]
    speaking_for: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim, held against every answer.

    through: whom it came through.   cells: one for each answer, in their order.   diagnosticity: the share of pairs of
    answers that it tells apart, from 0 (it speaks alike of all, and is worthless) to 1.   if_doubted, if_believed: how
    likely each answer is then.
    """

    claim: str
    source: str
    through: tuple[str, ...]
    grade: str
    reported: str
    about: str
    quote: str
    cells: tuple[Cell, ...]
    diagnosticity: float
    if_doubted: tuple[Range | None, ...]
    if_believed: tuple[Range | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Answer):
    """The answer of ``hypotheses``; claims with the most telling first.  neither: how many claims tell nothing of it.

    closed: whether some answer must be the true one; else it may be none of them.   assumes: where weights come from.
    """

    question: str
    text: str
    on: str
    answers: tuple[Hypothesis, ...]
    evidence: tuple[Evidence, ...]
    neither: int
    closed: bool
    assumes: tuple[str, ...]


def hypotheses(timeline: Timeline, stance: Stance, question: str, on: str) -> Matrix:
    """The matrix of a question under a view.  Raises FoedusError when no question is called so."""
    declared = timeline.case.questions.get(question)
    if declared is None:
        known = list(timeline.case.questions)
        help_ = did_you_mean(question, known) or (f"questions: {', '.join(known)}" if known else "this case asks none")
        raise FoedusError((Diagnostic("E507", "error", f'no question is called "{question}"', None, help=help_),))
    freed = stance.freed(frozenset({"claim", "source"}))
    labels = [timeline.grounds.answer(question, a.id) for a in declared.answers]
    weighing = Weighing(timeline, stance)
    rows: list[Evidence] = []
    neither = 0
    for record in timeline.grounds.claims.values():
        index = timeline.grounds.by_id[record.id][0].index
        if index in freed.fixed:
            continue  # what the view rejects is no evidence
        cells = tuple(_cell(stance, freed, label, record.label, index) for label in labels)
        if not any(cells):
            neither += 1
            continue
        rows.append(_evidence(timeline, weighing, record.id, labels, cells))
    rows.sort(key=lambda e: (-e.diagnosticity, -_moved(e), e.claim))
    chances = weighing.of(labels)
    answers = []
    for place, (answer, label) in enumerate(zip(declared.answers, labels, strict=True)):
        decision, p = stance.decide(label), chances[place]
        answers.append(
            Hypothesis(
                answer.id,
                answer.text,
                decision.verdict,
                decision.on,
                (p.low, p.high) if p is not None else None,
                stance.supports(label)[0],
                tuple(e.claim for e in rows if e.cells[place] == "for"),
                tuple(e.claim for e in rows if e.cells[place] == "against"),
            )
        )
    closed = stance.decide(timeline.algebra.any_of(labels)).verdict == "yes"
    return Matrix(question, declared.text, on, tuple(answers), tuple(rows), neither, closed, weighing.assumes())


def _cell(stance: Stance, freed: Freed, answer: Label, claim: Label, index: int) -> Cell:
    """What a claim says of an answer, whatever else is believed."""
    algebra = stance.algebra
    mine, said = freed.restrict(answer), freed.restrict(claim)
    if index in algebra.labels.support(mine):
        high, low = algebra.labels.cofactors(mine, index)
        return "for" if algebra.labels.implies(low, high) else "against"
    both = algebra.both(mine, said)
    if said == algebra.false or mine == algebra.false:
        return ""
    k = freed.worlds.seen_by(stance.labels.support(both))
    return "against" if algebra.labels.disjoint(both, k) else ""


def _evidence(
    timeline: Timeline, weighing: Weighing, id_: str, labels: list[Label], cells: tuple[Cell, ...]
) -> Evidence:
    record = timeline.grounds.claims[id_]
    claim = record.claim
    index = timeline.grounds.by_id[id_][0].index
    answers = weighing.counter(labels).under(weighing.mixture(), [{index: 0.0}, {index: 1.0}])
    pairs = list(combinations(cells, 2))
    told = sum(one != other for one, other in pairs) / len(pairs) if pairs else 0.0
    doubted, believed = (tuple((p.low, p.high) if p is not None else None for p in side) for side in answers)
    return Evidence(
        id_, record.source, claim.through, str(claim.grade or ""), str(claim.reported or ""), record.about, claim.quote,
        cells, told, doubted, believed,
    )  # fmt: skip


def _moved(e: Evidence) -> float:
    """By how much believing a claim moves the answer that it moves most: the middle of each interval is compared."""
    moves = [
        abs(sum(yes) - sum(no)) / 2
        for no, yes in zip(e.if_doubted, e.if_believed, strict=True)
        if no is not None and yes is not None
    ]
    return max(moves, default=0.0)
