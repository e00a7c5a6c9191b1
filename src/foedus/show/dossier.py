"""A case on a day as one HTML file that needs nothing else: a dossier; and for teaching a handout, with the key apart.

Every word of the case goes through the template's escaping: text is never markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from foedus.case.resolve import sentence_text
from foedus.findings.spells import spells
from foedus.show.assessment import GROUPS, WAITING, group_of, since, under
from foedus.show.drawings import Look, network_svg, timeline_svg
from foedus.show.waiting import waiting_words
from foedus.show.words import Names, and_list, assumption, conditions, counted, sentence, view_words
from foedus.terms.acts import act_name
from foedus.terms.dates import iso

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.directives.model import Claim, Clause, Instrument
    from foedus.findings.model import Assessment, Assumption, ObligationFinding, View
    from foedus.findings.why import Step

__all__ = ["Kind", "dossier"]

Kind = Literal["dossier", "handout", "key"]
TOLD = 120
"""Findings told with their reasons; those of a larger case are told by their sentence."""
TOLD_FIRST = 3
"""Findings of each group told in the summary."""
NEWS = ("broken", "contested", "not known")
"""The groups told first there."""


@dataclass(frozen=True, slots=True)
class _Node:
    sort: str
    text: str
    verdict: str
    on: tuple[Any, ...]
    parts: tuple[_Node, ...]


def dossier(case: Case, on: str | None, view: View, kind: Kind = "dossier") -> str:
    """The whole page.  kind: a handout has the texts, events and questions without any answer; a key has all."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("foedus.show"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("dossier.html.j2").render(d=_Dossier(case, on, view, kind).data())


class _Plain(Names):
    """Names without the codes that stand behind them: who reads a dossier writes no case."""

    def full(self, id_: str) -> str:
        return self.short(id_)


class _Dossier:
    def __init__(self, case: Case, on: str | None, view: View, kind: Kind) -> None:
        self.case, self.view, self.kind = case, view, kind
        self.day = case._day(on)
        self.names = _Plain(case.label)
        self.assessment: Assessment = case.assess(self.day, view)

    def data(self) -> dict[str, Any]:
        case, answers = self.case, self.kind != "handout"
        return {
            "kind": self.kind, "title": case.title, "subtitle": self._subtitle(), "about": case.about,
            "unknown": self._unknown() if answers else None, "alone": self._alone() if answers else None,
            "summary": self._summary() if answers else (), "network": self._network() if answers else "",
            "line": self._line(), "findings": list(self._findings()) if answers else None,
            "waiting": self._waiting() if answers else (), "waiting_count": self._counted(WAITING),
            "clashes": self._clashes() if answers else (), "rows": self._rows() if self.kind == "key" else (),
            "instruments": [self._instrument(i) for i in case.resolved.instruments.values()],
            "events": [
                {"date": e.date.text, "text": self._named(sentence_text(e.sentence)),
                 "claims": [self._claim(c) for c in e.common.claims]}
                for e in sorted(case.resolved.events.values(), key=lambda e: e.date.first)
            ],
            "readings": [
                {"title": r.title or r.id, "by": and_list(self.names(b) for b in r.by) or "nobody in particular",
                 "date": r.date.text}
                for r in case.resolved.readings.values()
            ],
            "sources": self._sources() if answers else (),
            "made": f"Written by foedus from the case {case.name}. "
            + ("What is said here follows from the texts and claims of that file, and from nothing else." if answers else
               "Handout: the answers stand in the key (foedus report --key)."),
        }  # fmt: skip

    def _subtitle(self) -> str:
        view = view_words(self.view)
        as_of = self.case.resolved.as_of
        return f"At the end of {iso(self.day)}{f', {view}' if view else ''}." + (
            f" The case is as of {as_of.text}." if as_of is not None else ""
        )

    # -- what stands first ---------------------------------------------------------------------------------------------
    def _unknown(self) -> list[dict[str, str]]:
        turning: dict[str, tuple[Any, int]] = {}
        for o in self.assessment.obligations:
            for x in o.contested_on:
                turning[x.id] = (x, turning.get(x.id, (x, 0))[1] + 1)
        ranked = sorted(turning.values(), key=lambda pair: (-pair[1], pair[0].id))
        return [
            {"text": x.text if x.text and x.text != x.id else f"Whether {assumption(x)}",
             "note": f"{self._by(x)}{counted(n, 'finding turns', 'findings turn')} on it"}
            for x, n in ranked
        ]  # fmt: skip

    def _by(self, x: Assumption) -> str:
        """Whose word or reading an assumption is."""
        record = self.case.timeline_of(self.view.suppose).grounds.claims.get(x.id)
        if record is not None:
            return f"so {self.case.label(record.claim.source)}; "
        reading = self.case.resolved.readings.get(x.id)
        holders = and_list(map(self.names, reading.by)) if reading is not None else ""
        return f"a reading{f' of {holders}' if holders else ''}; " if reading is not None else ""

    def _named(self, text: str) -> str:
        """A sentence of the language with names for its codes."""
        actors = self.case.resolved.actors

        def name(found: re.Match[str]) -> str:
            id_ = found[0]  # a code, or an id of several words; "iran" in a quotation is a word
            return self.names(id_) if id_ in actors and (id_.isupper() or not id_.isalpha()) else id_

        return re.sub(r"[A-Za-z][\w.-]*\w", name, text)

    def _alone(self) -> list[dict[str, Any]]:
        alone: dict[str, dict[str, None]] = {}
        for o in self.assessment.obligations:
            for source in o.alone:
                alone.setdefault(source, {})[f"{o.instrument_title or o.instrument}, clause {o.clause}"] = None
        return [
            {"source": self.case.label(s), "what": list(what)}
            for s, what in sorted(alone.items(), key=lambda item: -len(item[1]))
        ]

    def _summary(self) -> list[str]:
        found = self.assessment.obligations
        if not found:
            return ["Nothing here binds anybody."]
        counts = [f"{n} {g.counted}" for g in GROUPS if (n := sum(group_of(o) is g for o in found))]
        groups = sorted((g for g in GROUPS if g not in WAITING), key=lambda g: g.counted not in NEWS)
        told: list[str] = []
        for group in groups:
            those = dict.fromkeys(self._plainly(o) for o in found if group_of(o) is group)
            told += list(those)[:TOLD_FIRST]
        left = sum(group_of(o) not in WAITING for o in found) - len(told)
        lines = [f"{counted(len(found), 'obligation')}: {and_list(counts)}.", *told]
        return [*lines, f"{counted(left, 'more stands', 'more stand')} under Findings."] if left > 0 else lines

    def _plainly(self, o: ObligationFinding) -> str:
        """A finding as a sentence for somebody who has never seen one."""
        who, name = sentence(o, self.names), group_of(o).counted
        who = who if o.modality in ("may", "will", "will not") else who.replace(": ", " ", 1)
        match name:
            case "contested":
                what = f"{who}, or not: that is contested."
                texts = [a.text or assumption(a) for a in o.contested_on]
                rest = f" and {counted(len(texts) - 2, 'other thing')}" if len(texts) > 2 else ""
                return f"{what} It turns on {' and on '.join(f'“{t}”' for t in texts[:2])}{rest}." if texts else what
            case "not known":
                return f"{who}, or not: nobody knows."
            case "broken":
                return f"{who}, and has broken that word."
            case "unasked or suspended":
                return f"{who}, but {'not until asked' if o.state == 'available' else 'that is suspended'}."
            case "standing":
                return f"{who}, and has kept it so far."
            case "closed":
                return f"{who}; that is closed ({o.state})."
        return f"{who}."

    def _counted(self, groups: Iterable[object]) -> int:
        those = tuple(groups)
        return sum(group_of(o) in those for o in self.assessment.obligations)

    # -- drawings ------------------------------------------------------------------------------------------------------
    def _network(self) -> Any:
        ties = [(o.debtor, o.creditor or o.adversary, look(o), act_name(o.act)) for o in self.assessment.obligations]
        if len(ties) > 400:
            ties = [t for t in ties if t[2] != "waiting"]
        order: dict[str, None] = {}
        for instrument in self.case.resolved.instruments.values():
            order.update(dict.fromkeys(t.actor for t in instrument.parties))
        for debtor, creditor, *_ in ties:
            order.update(dict.fromkeys((debtor, creditor)))
        return network_svg({a: self.case.label(a) for a in order if a in self.case.resolved.actors}, ties)

    def _line(self) -> Any:
        bars = []
        for i in self.case.resolved.instruments.values():
            for begins, ends in spells(self.case.timeline_of(), i.id):
                end = date.fromisoformat(ends) if ends else None
                bars.append((i.title or i.id, date.fromisoformat(begins), end, i.common.secrecy is not None))
        events = [
            (date.fromordinal(max(1, e.date.first)), self._named(sentence_text(e.sentence)))
            for e in self.case.resolved.events.values()
        ]
        return timeline_svg(bars, events, date.fromisoformat(iso(self.day)))

    # -- findings ------------------------------------------------------------------------------------------------------
    def _findings(self) -> Iterator[dict[str, Any]]:
        number = 0
        for group in GROUPS:
            found = [o for o in self.assessment.obligations if group_of(o) is group]
            if not found or group in WAITING:
                continue
            told = []
            for o in found:
                number += 1
                told.append(self._finding(o, number))
            yield {"heading": group.heading, "findings": told, "open": False}

    def _finding(self, o: ObligationFinding, number: int) -> dict[str, Any]:
        tree, claims = self._why(o) if number <= TOLD else (None, [])
        return {
            "number": number, "look": look(o), "sentence": sentence(o, self.names), "under": under(o), "text": o.text,
            "since": self._named(since(o)),
            "state": o.state + (f"; conduct: {o.conduct.replace('_', ' ')}" if o.conduct else ""),
            "turns": conditions(o) or [assumption(a) for a in o.contested_on],
            "word": and_list(map(self.case.label, o.word)), "tree": tree, "claims": claims,
        }  # fmt: skip

    def _why(self, o: ObligationFinding) -> tuple[_Node | None, list[dict[str, Any]]]:
        reasons = self.case.why(o.id, self.day, self.view)
        reason = next((r for r in (*reasons.holding, *reasons.failing) if r.id == o.id), None)
        if reason is None:
            return None, []
        ids = dict.fromkeys(_claims_of(reason.step))
        records = self.case.timeline_of(self.view.suppose).grounds.claims
        return _node(reason.step, self._named), [self._claim(records[i].claim) for i in ids if i in records]

    def _waiting(self) -> list[str]:
        found = [o for o in self.assessment.obligations if group_of(o) in WAITING]
        return waiting_words(found, self.names)[:200]

    def _clashes(self) -> list[str]:
        from foedus.show.explore import breach_words, clash_words

        found = self.case.conflicts(self.day, self.view, latent=False)
        return [*(clash_words(c, self.names) for c in found.now), *(breach_words(b, self.names) for b in found.broken)]

    def _rows(self) -> tuple[Any, ...]:
        from foedus.findings.rows import rows

        return rows(self.case)

    # -- texts and sources ---------------------------------------------------------------------------------------------
    def _instrument(self, i: Instrument) -> dict[str, Any]:
        terms = (*i.parties, *i.issuers, *i.addressees)
        return {
            "title": i.title or i.id, "category": i.category, "date": i.date.text, "secret": i.common.secrecy is not None,
            "parties": [self.case.label(t.actor) for t in terms], "clauses": [self._clause(c) for c in i.clauses],
            "claims": [self._claim(c) for c in i.common.claims],
        }  # fmt: skip

    def _clause(self, clause: Clause) -> str:
        from foedus.findings.why import clause_words

        title = f" “{clause.title}”" if clause.title else ""
        text = f" Text: “{clause.text}”" if clause.text else ""
        words = "; ".join(clause_words(clause, act) for act in clause.thens) or "no act is owed"
        return f"{clause.id}{title}: {words}.{text}"

    def _claim(self, c: Claim) -> dict[str, Any]:
        return {
            "quote": c.quote, "source": self.case.label(c.source), "through": [self.case.label(t) for t in c.through],
            "reported": c.reported.text if c.reported is not None else "", "grade": str(c.grade) if c.grade is not None else "",
            "address": c.address or getattr(self.case.resolved.sources.get(c.source), "address", ""),
        }  # fmt: skip

    def _sources(self) -> list[dict[str, Any]]:
        found = self.case.sources(self.day, self.view)
        return [
            {"name": s.name or s.id, "grade": s.reliability, "claims": counted(len(s.claims), "claim"),
             "alone": counted(len(s.alone), "duty", "duties") if s.alone else "",
             "address": getattr(self.case.resolved.sources.get(s.id), "address", "")}
            for s in found.sources
        ]  # fmt: skip


def look(o: ObligationFinding) -> Look:
    """The one of five states in which a finding is drawn."""
    if o.state == "breached":
        return "broken"
    if o.status in ("contested", "unknown"):
        return "contested"
    if o.status in ("bound", "entitled"):
        return "bound"
    return "waiting" if o.state in ("latent", "pending", "available", "suspended") else "closed"


def _node(step: Step, named: Callable[[str], str]) -> _Node:
    on = tuple({"words": a.text or a.id} for a in step.on)
    return _Node(step.sort, named(step.text), step.verdict, on, tuple(_node(p, named) for p in step.parts))


def _claims_of(step: Step) -> Iterator[str]:
    if step.sort == "claim":
        yield step.id
    for part in step.parts:
        yield from _claims_of(part)
