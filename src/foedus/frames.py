"""Answers as tables of pandas, polars or Arrow, as graphs of networkx, and as what a notebook shows."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from foedus.findings.answers import Forms, FrameKind, Told, use_forms
from foedus.findings.clashes import Clashes
from foedus.findings.difference import Difference
from foedus.findings.drafting import Flaws
from foedus.findings.hypotheses import Matrix
from foedus.findings.importance import Importances
from foedus.findings.joining import CascadeResult
from foedus.findings.model import Assessment, ExpectResult, OfficeFinding, TimelineEntry
from foedus.findings.network import Network, derivation
from foedus.findings.peace import Peace
from foedus.findings.reasons import Reasons
from foedus.findings.sources import Sources
from foedus.findings.tripwires import Tripwires
from foedus.findings.versions import Versions
from foedus.show import export, records
from foedus.show.export import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Edges", "edges_of", "rows_of"]


class Edges(NamedTuple):
    """A graph before any library: nodes by name, and edges from one to another, each with its attributes."""

    nodes: dict[str, dict[str, Any]]
    edges: list[tuple[str, str, dict[str, Any]]]


def rows_of(answer: Any) -> Rows:
    """The table of an answer: header and rows.  Raises TypeError for what is none."""
    if isinstance(answer, Assessment):
        return Rows(export.obligation_header(), export.obligation_cells(answer))
    if isinstance(answer, Network):
        names = ("source", "target", "sort", "text", "status", "about", "third", "since")
        return Rows(names, [[getattr(link, n) for n in names] for link in answer.links])
    if isinstance(answer, Told):
        sort = type(answer[0]) if answer else ExpectResult
        if sort in _TOLD:
            made: Rows = _TOLD[sort](answer)
            return made
        return Rows(tuple(f.name for f in fields(sort)), [list(asdict(one).values()) for one in answer])
    make = next((make for kind, make in _ROWS.items() if isinstance(answer, kind)), None)
    if make is None:
        raise TypeError(f"{type(answer).__name__} is no answer with a table")
    rows: Rows = make(answer)
    return rows


def _tidy(m: Matrix) -> Rows:
    """One row for each claim and answer, not a column for each answer: what mixes words and numbers is no column."""
    names = ("claim", "source", "through", "grade", "reported", "diagnosticity", "answer", "says", "status", "low", "high",
             "low_if_doubted", "high_if_doubted", "low_if_believed", "high_if_believed")  # fmt: skip
    none = (None, None)
    rows = [
        (
            e.claim, e.source, e.through, e.grade, e.reported, e.diagnosticity, a.id, e.cells[i], a.status,
            *(a.probability or none), *(e.if_doubted[i] or none), *(e.if_believed[i] or none),
        )
        for e in m.evidence
        for i, a in enumerate(m.answers)
    ]  # fmt: skip
    return Rows(names, rows)


_ROWS: dict[type, Any] = {
    Tripwires: records.tripwire_rows, Clashes: records.clash_rows, CascadeResult: records.joining_rows,
    Sources: records.source_rows, Reasons: records.reason_rows, Matrix: _tidy, Peace: records.peace_rows,
    Flaws: records.flaw_rows, Difference: records.change_rows, Importances: records.importance_rows,
    Versions: lambda v: records.change_rows(v.difference),
}  # fmt: skip
_TOLD: dict[type, Any] = {
    TimelineEntry: export.timeline_rows, OfficeFinding: export.command_rows,
}  # fmt: skip


def edges_of(answer: Any) -> Edges:
    """The graph in an answer.  Raises TypeError where there is none."""
    if isinstance(answer, Network):
        nodes = {n.id: {"text": n.text, "sort": n.sort, "status": n.status} for n in answer.nodes}
        return Edges(nodes, [(k.source, k.target, _but(k, "source", "target")) for k in answer.links])
    if isinstance(answer, Reasons):
        return edges_of(derivation(f"Why: {answer.about}", answer.day, (*answer.holding, *answer.failing)))
    if isinstance(answer, Assessment):
        return _gathered((o.debtor, o.creditor or o.adversary or o.debtor, _flat(o)) for o in answer.obligations)
    if isinstance(answer, CascadeResult):
        return _cascade(answer)
    if isinstance(answer, Sources):
        return _sources(answer)
    if isinstance(answer, Tripwires):
        found = ((w.sentence, b.debtor, _flat(b)) for w in answer.tripwires for b in w.binds)
        return _gathered(found, {w.sentence: {"sort": "event"} for w in answer.tripwires})
    if isinstance(answer, Clashes):
        return _gathered(
            (
                c.debtor,
                side.creditor or side.adversary,
                {"what": what, "status": c.status, "event": c.event, **_flat(side)},
            )
            for what, some in (("now", answer.now), ("latent", answer.latent))
            for c in some
            for side in (c.one, c.other)
        )
    raise TypeError(f"there is no graph in {type(answer).__name__}; to_frame() gives its table")


def _flat(value: Any) -> dict[str, Any]:
    """The plain fields of a finding; what it turns on as a list of names."""
    plain = {f.name: getattr(value, f.name) for f in fields(value)}
    turning = [a.id for a in plain.pop("contested_on", ())]
    return {k: v for k, v in plain.items() if v is None or isinstance(v, str | int | float | bool)} | {
        "turns_on": turning
    }


def _but(value: Any, *left: str) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in fields(value) if f.name not in left}


def _gathered(
    edges: Iterator[tuple[str, str, dict[str, Any]]], nodes: dict[str, dict[str, Any]] | None = None
) -> Edges:
    made = list(edges)
    known = dict(nodes or {})
    for one, other, _ in made:
        for name in (one, other):
            known.setdefault(name, {"sort": "actor"})
    return Edges(known, made)


def _cascade(c: CascadeResult) -> Edges:
    """Actors with their side and the round in which they come in; from each who joins to whom it helps and fights."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[tuple[str, str, dict[str, Any]]] = []
    for r in c.rounds:
        for j in r.joining:
            said = _flat(j) | {"low": j.probability[0] if j.probability else None}
            said["high"] = j.probability[1] if j.probability else None
            for other, what in ((j.toward, "for"), (j.against, "against")):
                if other and not (what == "for" and j.toward == j.against):
                    edges.append((j.actor, other, {"what": what, **said}))
    first = {e[0]: e[2]["round"] for e in reversed(edges) if e[2]["hostile"]}
    for side, actors in (("attacker", c.attacker_side), ("target", c.target_side)):
        for actor in actors:
            nodes[actor] = {"sort": "actor", "side": side, "round": first.get(actor, 0)}
    return _gathered(iter(edges), nodes)


def _sources(s: Sources) -> Edges:
    """Sources, their claims, and the duties that each claim carries alone; whom a source repeats."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[tuple[str, str, dict[str, Any]]] = []
    for x in s.sources:
        nodes[x.id] = {"sort": "source", "name": x.name, "grade": x.reliability}
        edges += [(x.id, origin, {"what": "repeats"}) for origin in x.origin]
        edges += [(x.id, claim, {"what": "says"}) for claim in x.claims]
    for x in s.claims:
        nodes[x.id] = {"sort": "claim", "name": x.name, "grade": x.reliability}
        edges += [(x.id, duty, {"what": "carries alone"}) for duty in x.alone]
    for _, other, how in edges:
        nodes.setdefault(other, {"sort": {"carries alone": "duty", "says": "claim"}.get(how["what"], "source")})
    return Edges(nodes, edges)


class _Forms(Forms):
    def frame(self, answer: Any, kind: FrameKind) -> Any:
        table = rows_of(answer)
        columns = {name: [row[i] for row in table.rows] for i, name in enumerate(table.header)}
        columns = {name: [_plain(v) for v in values] for name, values in columns.items()}
        if kind == "pandas":
            import pandas as pd

            return pd.DataFrame(columns, columns=list(table.header))
        if kind == "polars":
            import polars as pl

            return pl.DataFrame(columns, strict=False)
        if kind == "arrow":
            import pyarrow as pa

            return pa.table(columns)
        raise ValueError(f'a frame is of pandas, polars or arrow, not "{kind}"')

    def graph(self, answer: Any) -> Any:
        import networkx as nx

        nodes, edges = edges_of(answer)
        made = nx.MultiDiGraph()
        for name, attributes in nodes.items():
            made.add_node(name, **attributes)
        for one, other, attributes in edges:
            made.add_edge(one, other, **attributes)
        return made

    def html(self, answer: Any) -> str:
        from foedus.show.notebook import html_of

        return html_of(answer, rows_of(answer))


def _plain(value: object) -> object:
    """A cell that every library has a column for; what is not there is missing."""
    if value == "" or value is None:
        return None
    if isinstance(value, tuple | list):
        return "; ".join(str(v) for v in value)
    return str(value) if is_dataclass(value) else value


use_forms(_Forms())
