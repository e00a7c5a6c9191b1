"""The answers of the exploring and explaining verbs as records: JSON objects and CSV rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from foedus.show.export import Rows, schema, view_data

if TYPE_CHECKING:
    from foedus.directives.model import Question
    from foedus.findings.cascade import CascadeResult
    from foedus.findings.clashes import Clashes
    from foedus.findings.difference import Difference
    from foedus.findings.drafting import Flaws
    from foedus.findings.hypotheses import Matrix
    from foedus.findings.importance import Importances
    from foedus.findings.model import Assumption, View
    from foedus.findings.peace import Peace
    from foedus.findings.reasons import Reasons
    from foedus.findings.sources import Sources
    from foedus.findings.tripwires import Tripwires
    from foedus.findings.why import Step

__all__ = [
    "answer", "change_rows", "clash_rows", "flaw_rows", "importance_rows", "joining_rows", "matrix_rows", "peace_rows",
    "question_data", "question_rows", "reason_rows", "source_rows", "tripwire_rows",
]  # fmt: skip


def answer(verb: str, case: str, view: View, found: Any) -> dict[str, Any]:
    """``foedus.VERB/1``: case and view, then every field of the answer."""
    record = {k: v for k, v in asdict(found).items() if k not in ("case", "view")}
    return {"schema": schema(verb), "case": case, "view": view_data(view), **record}


def _on(found: Iterable[Assumption]) -> str:
    return "; ".join(a.id for a in found)


def reason_rows(r: Reasons) -> Rows:
    """One row per step, with its depth and the duty it belongs to; then one for each duty that is owed instead."""

    def steps(step: Step, depth: int) -> Iterator[tuple[int, Step]]:
        yield depth, step
        for part in step.parts:
            yield from steps(part, depth + 1)

    header = ("about", "holds", "depth", "sort", "verdict", "text", "id", "turns_on")
    rows: list[tuple[str | int, ...]] = [
        (reason.id, reason.holds, depth, step.sort, step.verdict, step.text, step.id, _on(step.on))
        for reason in (*r.holding, *r.failing)
        for depth, step in steps(reason.step, 0)
    ]
    rows += [(o.id, o.holds, 0, "instead", o.holds, o.text, o.under, _on(o.on)) for o in r.instead]
    return Rows(header, rows)


def source_rows(s: Sources) -> Rows:
    """One row per source and claim."""
    header = ("sort", "id", "name", "grade", "claims", "alone", "facts", "falls", "duties_alone")
    rows = [
        (sort, x.id, x.name, x.reliability, len(x.claims), len(x.alone), len(x.facts), len(x.falls), "; ".join(x.alone))
        for sort, found in (("source", s.sources), ("claim", s.claims))
        for x in found
    ]
    return Rows(header, rows)


def importance_rows(found: Importances) -> Rows:
    """One row per finding and assumption that can move it."""
    header = (
        "finding", "what", "low", "high", "assumption", "sort", "weight", "low_if_false", "high_if_false", "low_if_true",
        "high_if_true", "low_moves", "high_moves",
    )  # fmt: skip
    rows = [
        (
            f.id, f.what, *(f.probability or (None, None)), i.id, i.sort, i.weight, *i.if_false, *i.if_true, *i.birnbaum,
        )
        for f in found.findings
        for i in f.by
    ]  # fmt: skip
    return Rows(header, rows)


def tripwire_rows(t: Tripwires) -> Rows:
    """One row per event and duty it would bring."""
    header = (
        "event", "by", "debtor", "act", "creditor", "adversary", "instrument", "clause", "modality", "status", "turns_on",
        "second",
    )  # fmt: skip
    rows = [
        (
            w.sentence, " ".join(w.by), b.debtor, b.act, b.creditor, b.adversary, b.instrument, b.clause, b.modality,
            b.status, _on(b.contested_on), w.second,
        )
        for w in t.tripwires
        for b in w.binds
    ]  # fmt: skip
    return Rows(header, rows)


def clash_rows(c: Clashes) -> Rows:
    """One row per clash and per broken word."""
    header = (
        "what", "debtor", "event", "status", "act", "creditor", "adversary", "instrument", "clause", "other_act",
        "other_creditor", "other_adversary", "other_instrument", "other_clause", "because", "on", "turns_on",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for what, found in (("now", c.now), ("latent", c.latent)):
        for x in found:
            one, other = x.one, x.other
            rows.append(
                (what, x.debtor, x.event, x.status, one.act, one.creditor, one.adversary, one.instrument, one.clause,
                 other.act, other.creditor, other.adversary, other.instrument, other.clause, x.because, "",
                 _on(x.contested_on))
            )  # fmt: skip
    for b in c.broken:
        s = b.side
        rows.append(
            ("broken", b.debtor, b.by, b.status, s.act, s.creditor, s.adversary, s.instrument, s.clause, "", "", "", "",
             "", b.by_text, b.on, _on(b.contested_on))
        )  # fmt: skip
    return Rows(header, rows)


def change_rows(d: Difference) -> Rows:
    """One row per change."""
    header = (
        "what",
        "instrument",
        "clause",
        "debtor",
        "creditor",
        "adversary",
        "act",
        "before",
        "after",
        "turns_on",
        "because",
    )
    rows: list[tuple[object, ...]] = []
    for what in ("bound", "freed", "opened", "moved"):
        for c in getattr(d, what):
            o = c.either
            before, after = (f"{x.status} ({x.state})" if x is not None else "" for x in (c.before, c.after))
            on = _on(c.after.contested_on) if c.after is not None else ""
            because = " | ".join("; ".join(cause) for cause in c.because)
            rows.append(
                (what, o.instrument, o.clause, o.debtor, o.creditor, o.adversary, o.act, before, after, on, because)
            )
    return Rows(header, rows)


def question_data(case: str, questions: Iterable[Question]) -> dict[str, Any]:
    """The questions of a case, each with its answers."""
    asked = [
        {"id": q.id, "text": q.text, "answers": [{"id": a.id, "text": a.text} for a in q.answers]} for q in questions
    ]
    return {"schema": schema("hypotheses"), "case": case, "questions": asked}


def question_rows(questions: Iterable[Question]) -> Rows:
    """One row per answer."""
    rows = [(q.id, q.text, a.id, a.text) for q in questions for a in q.answers]
    return Rows(("question", "text", "answer", "answer_text"), rows)


def matrix_rows(m: Matrix) -> Rows:
    """One row per claim, one column per answer; the first two rows tell the chance of each answer."""
    header = ("claim", "source", "through", "grade", "reported", "diagnosticity", *(a.id for a in m.answers))
    rows: list[tuple[object, ...]] = [
        (f"({what})", "", "", "", "", "", *(a.probability[i] if a.probability else "" for a in m.answers))
        for i, what in enumerate(("lowest chance", "highest chance"))
    ]
    rows += [
        (e.claim, e.source, "; ".join(e.through), e.grade, e.reported, e.diagnosticity, *e.cells) for e in m.evidence
    ]
    return Rows(header, rows)


def peace_rows(p: Peace) -> Rows:
    """One row per least set."""
    rows = [
        (what, len(way.levers), "; ".join(a.id for a in way.levers), complete)
        for what, ways, complete in zip(
            ("stops", "starts", "secrets"), (p.stopping, p.starting, p.secrets), p.complete, strict=True
        )
        for way in ways
    ]
    return Rows(("what", "size", "levers", "list_complete"), rows)


def flaw_rows(f: Flaws) -> Rows:
    """One row per flaw."""
    rows = [
        (x.sort, x.where, x.text, x.because, x.remedy, x.span.file if x.span else "", x.span.line if x.span else "")
        for x in f.flaws
    ]
    return Rows(("sort", "where", "text", "because", "remedy", "file", "line"), rows)


def joining_rows(c: CascadeResult) -> Rows:
    """One row per actor and act, by round."""
    header = (
        "round", "day", "actor", "side", "act", "against", "toward", "instrument", "clause", "also", "status", "choice",
        "turns_on",
    )  # fmt: skip
    rows = [
        (
            j.round, j.day, j.actor, j.side, j.act, j.against, j.toward, j.instrument, j.clause,
            "; ".join(f"{a.instrument} {a.clause}" for a in j.also), j.status, j.choice, _on(j.contested_on),
        )
        for r in c.rounds
        for j in r.joining
    ]  # fmt: skip
    return Rows(header, rows)
