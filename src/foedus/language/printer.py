"""Directives back to text, in the canonical layout: what is printed here reads as what it was printed from.

Also the words of single phrases, sentences and conditions, for explanations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from math import isfinite
from typing import Any

from foedus.directives.model import (
    Actor,
    Answer,
    AsOf,
    Claim,
    ClassOf,
    Clause,
    CodeRef,
    Common,
    Conflict,
    Demand,
    Denial,
    Directive,
    Doctrine,
    EndRule,
    Event,
    Expect,
    ForceRule,
    Include,
    Instrument,
    Kind,
    ObligationType,
    Parameter,
    PartyTerm,
    Place,
    Preset,
    Question,
    Reading,
    Secrecy,
    Source,
    Statement,
    Subject,
    Title,
    ViewTerm,
    Weights,
)
from foedus.directives.phrases import EventPattern, Noun
from foedus.language.details import CODES
from foedus.language.layout import format_text, quoted
from foedus.language.lines import scan
from foedus.language.verbs import VerbTable
from foedus.language.wording import act, clause_ref, formula, noun, phrase, sentence
from foedus.terms.dates import Date
from foedus.terms.diagnostics import FoedusError

__all__ = ["act", "clause_ref", "formula", "phrase", "print_directive", "print_directives", "sentence"]

STEP = "  "
IMPLICIT = "1"
"""The clause whose conditions may stand under the instrument itself."""

# -- lines that many directives share ----------------------------------------------------------------------------------


def _dated(name: str, start: Date | None, end: Date | None) -> str:
    return name + (f" from {start}" if start is not None else "") + (f" until {end}" if end is not None else "")


def _parties(terms: Iterable[PartyTerm]) -> str:
    return ", ".join(_dated(t.actor, t.start, t.end) for t in terms)


def _words(text: str, most: int) -> str:
    """A text bare, where it reads as ``most`` words at most, else quoted."""
    raws, comment, opened = scan(text, 1, 1)
    bare = opened < 0 and not comment and 0 < len(raws) <= most and all(raw.sort == "word" for raw in raws)
    return text if bare and " ".join(raw.text for raw in raws) == text else quoted(text)


def _codes(refs: Iterable[CodeRef], *, short: bool = True) -> Iterator[str]:
    """References, those of one scheme in a row on one line.  short: whether known schemes stand without *ref*."""
    for scheme, same in groupby(refs, key=lambda ref: ref.scheme):
        ref = "" if short and scheme in CODES else "ref "
        yield f"{ref}{scheme} {', '.join(_words(one.value, 9) for one in same)}"


def _number(value: float) -> str:
    """A number in figures, thousands apart."""
    if not isfinite(value):
        return str(value)
    return f"{value:,.0f}" if value == int(value) else f"{Decimal(repr(value)):f}"


def _claim(claim: Claim) -> list[str]:
    head = ["claim", quoted(claim.source) if claim.source_quoted else claim.source]
    head += [f"through {', '.join(claim.through)}"] if claim.through else []
    head += ["denies"] if claim.denies else []
    head += [f"on {claim.reported}"] if claim.reported is not None else []
    head += [str(claim.grade)] if claim.grade is not None else []
    lines = [" ".join(head)]
    inner = [
        f"id {claim.id}" if claim.id else "",
        f"quote {quoted(claim.quote)}" if claim.quote else "",
        f"address {quoted(claim.address)}" if claim.address else "",
        f"archive {quoted(claim.archive)}" if claim.archive else "",
        f"private to {', '.join(claim.private_to)}" if claim.private_to else "",
        *_codes(claim.refs, short=False),
    ]
    return lines + [STEP + line for line in inner if line]


def _secret(secrecy: Secrecy) -> str:
    words = "secret" + (f" until {secrecy.until}" if secrecy.until is not None else "")
    told = ", ".join(_dated(actor, start, None) for actor, start in secrecy.known_to)
    return words + (f" known to {told}" if told else "")


def _common(common: Common) -> Iterator[str]:
    if common.id:
        yield f"id {common.id}"
    if common.secrecy is not None:
        yield _secret(common.secrecy)
    if common.note:
        yield f"note {quoted(common.note)}"
    for given in common.given:
        yield f"given {given.question} is {given.answer}"
    for claim in common.claims:
        yield from _claim(claim)
    yield from _codes(common.refs)


def _force(rule: ForceRule) -> str:
    if rule.never:
        return "never in force"
    after = f" after {rule.after}" if rule.after is not None else ""
    if rule.when is not None:
        return f"in force when {formula(rule.when)}{after}"
    if rule.on == "ratification":
        return f"in force on ratification{f' by {rule.count} parties' if rule.count else ''}{after}"
    return f"in force {rule.date if rule.date is not None else 'on signature'}{after}"


def _end(rule: EndRule) -> str:
    unless = f" unless {formula(rule.unless)}" if rule.unless is not None else ""
    if rule.when is not None:
        return f"ends when {formula(rule.when)}{unless}"
    return f"ends {f'after {rule.after}' if rule.after is not None else rule.date}{unless}"


def _conditions(c: Clause) -> Iterator[str]:
    yield from [f"text {quoted(c.text)}"] if c.text else []
    yield from (
        f"{word} {formula(f)}"
        for word, f in (("when", c.when), ("unless", c.unless), ("until", c.until))
        if f is not None
    )
    yield from (f"then {act(a)}" for a in c.thens)
    yield from [f"on request of {phrase(c.request_by)}"] if c.request_by is not None else []
    yield from ["standing"] if c.standing else []
    yield from [f"by decision of {phrase(c.decision_by)}"] if c.decision_by is not None else []
    yield from [f"judged by {phrase(c.judged_by)}"] if c.judged_by is not None else []
    yield from [f"discretion {c.discretion}"] if c.discretion else []
    yield from ["also earlier events"] if c.earlier else []
    yield from ["ever"] if c.ever else []
    yield from ["survives"] if c.survives else []
    yield from (f"unknown {quoted(text)}" for text in c.unknown)


def _clause(c: Clause) -> Iterator[str]:
    yield f"clause {c.id}" + (f" {quoted(c.title)}" if c.title else "")
    rules = (*map(_force, c.in_force), *map(_end, c.ends), *_outline(c.outline))
    yield from (STEP + line for line in (*_conditions(c), *rules, *_common(c.common)))


def _outline(text: str) -> Iterator[str]:
    yield from [f"outline {quoted(text)}"] if text else []


def _statement(s: Statement) -> str:
    if s.target is not None:
        return f"{clause_ref(s.target)} {s.mode}"
    if s.mode == "also needs":
        assert s.needs is not None
        left = f"{_side(s.left)} " if s.left is not None else ""
        return f"{left}also needs {quoted(formula(s.needs))}"
    return f"{_side(s.left)} {s.mode} {_side(s.right)}"


def _side(side: EventPattern | Noun | None) -> str:
    if isinstance(side, EventPattern):
        return quoted(sentence(side))
    return noun(side) if side is not None else ""


# -- directives --------------------------------------------------------------------------------------------------------

Lines = Iterator[str]


def _named(word: str, id_: str, name: str) -> str:
    return f"{word} {id_}" + (f" {quoted(name)}" if name else "")


def _names(word: str, names: Iterable[str]) -> Lines:
    found = ", ".join(names)
    if found:
        yield f"{word} {found}"


def _actor(a: Actor) -> Lines:
    yield _named(a.sort, a.id, a.name)
    if a.start is not None:
        yield _dated("", a.start, a.end).strip()
    elif a.end is not None:
        yield f"until {a.end}"
    for word, one in (("part of", a.part_of), ("organ of", a.organ_of), ("binds", a.binds), ("capital", a.capital)):
        yield from _names(word, [one] if one else [])
    yield from _names("reports to", a.reports_to)
    yield from _names("access to", a.access_to)
    yield from _names("works with", a.works_with)
    yield from _names("members", a.members)
    yield from _names("rule", [a.rule] if a.rule else [])
    for i in a.indicators:
        yield _dated(f"indicator {i.name} {_number(i.value)}{f' {i.unit}' if i.unit else ''}", i.start, i.end)


def _place(p: Place) -> Lines:
    yield _named("place", p.id, p.name)
    yield from _names("in", p.inside)
    yield from _names("sovereign", p.sovereign)
    yield from ["disputed"] if p.disputed else []


def _class(c: ClassOf) -> Lines:
    yield _named("class", c.id, c.name)
    if any(m.start is not None or m.end is not None for m in c.members):
        yield from (_dated(f"member {m.member}", m.start, m.end) for m in c.members)
    else:
        yield from _names("members", (m.member for m in c.members))
    yield from _names("covers", c.covers)


def _kind(k: Kind) -> Lines:
    yield _named("kind", k.id, k.name)
    yield from _names("is", k.parents)
    yield from _names("verb", map(quoted, k.verbs))
    yield from ["state"] if k.tense == "state" else []
    yield from (word for word in ("symmetric", "law", "hostile") if getattr(k, word))
    yield from _names("begins", k.begins)
    yield from _names("ends", k.ends)


def _obligation(o: ObligationType) -> Lines:
    yield _named("obligation", o.id, o.name)
    yield from _names("verb", map(quoted, o.verbs))
    yield f"takes {o.takes}"
    yield o.nature
    for word, patterns in (
        ("performed by", o.performed), ("partly by", o.partly), ("broken by", o.broken), ("becomes", o.becomes),
    ):  # fmt: skip
        yield from (f"{word} {quoted(sentence(p))}" for p in patterns)
    yield from _names("incompatible with", o.incompatible)
    yield from ["needs innocence"] if o.needs_innocence else []


def _source(s: Source) -> Lines:
    yield _named("source", s.id, s.name)
    yield from _names("origin", s.origin)
    yield from (_dated(f"reliability {letter}", start, None) for letter, start in s.reliability)
    yield from [f"address {quoted(s.address)}"] if s.address else []


def _instrument(i: Instrument) -> Lines:
    yield f"{i.date} {_named(i.category, i.id, i.title)}"
    yield from _names("parties", [_parties(i.parties)] if i.parties else [])
    yield from _names("by", [_parties(i.issuers)] if i.issuers else [])
    yield from _names("to", [_parties(i.addressees)] if i.addressees else [])
    yield from [f"open to {phrase(i.open_to)}"] if i.open_to is not None else []
    yield from _names("category", i.tags)
    yield from _names("amends", i.amends)
    yield from _names("supplements", i.supplements)
    yield from map(_force, i.in_force)
    yield from [f"provisional {i.provisional}"] if i.provisional is not None else []
    yield from map(_end, i.ends)
    yield from [f"runs on while {formula(i.runs_on)}"] if i.runs_on is not None else []
    if i.denounce:
        notice = f" with notice {i.notice}" if i.notice is not None else ""
        yield f"denunciation allowed{notice}" + (f" from {i.not_before}" if i.not_before is not None else "")
    elif i.denounce is False:
        yield "denunciation not allowed"
    yield from ["suspension allowed"] if i.suspension else []
    yield from _outline(i.outline)
    yield from _common(i.common)
    yield from [f"demand {_demand(i.demand)}"] if i.demand is not None else []
    for clause in i.clauses:
        yield from _conditions(clause) if _implicit(i) else _clause(clause)


def _implicit(i: Instrument) -> bool:
    """Whether the one clause of a threat, an offer, an ultimatum stands without a line of its own."""
    if i.parties or not i.issuers or len(i.clauses) != 1:
        return False
    own, bare = i.clauses[0], Clause(IMPLICIT)
    if replace(own.common, span=None) != bare.common or (own.title, own.in_force, own.ends, own.outline) != (
        "",
        (),
        (),
        "",
    ):
        return False
    return own.id == IMPLICIT and any(True for _ in _conditions(own))


def _demand(d: Demand) -> str:
    """In parentheses where the time would else be that of its last sentence."""
    wanted = formula(d.wanted)
    if d.within is not None:
        plain = isinstance(d.wanted, EventPattern) and not d.wanted.negated
        wanted = f"{wanted if plain else f'({wanted})'} within {d.within}"
    return wanted + (f" by {d.deadline}" if d.deadline is not None else "")


def _event(e: Event) -> Lines:
    yield f"{e.date} {sentence(e.sentence)}"
    yield from [f"until {e.until}"] if e.until is not None else []
    yield from _names("after", e.after)
    yield from [f"in conflict {e.conflict}"] if e.conflict else []


def _denial(d: Denial) -> Lines:
    yield f"{d.date} deny {quoted(sentence(d.sentence))}"


def _conflict(c: Conflict) -> Lines:
    yield f"{c.date} {_named('conflict', c.id, c.name)}"
    yield from (f"side {', '.join(side)}" for side in c.sides)
    yield from [f"until {c.until}"] if c.until is not None else []


def _reading(r: Reading) -> Lines:
    by = f" by {', '.join(r.by)}" if r.by else ""
    yield f"{r.date} reading {r.id}{by}{f' {quoted(r.title)}' if r.title else ''}"
    yield from _names("in", map(clause_ref, r.scope))
    yield from [f"from {r.start}"] if r.start is not None else []
    yield from _names("shared by", (_dated(a, d, None) for a, d in r.shared_by))
    yield from map(_statement, r.statements)


def _doctrine(d: Doctrine) -> Lines:
    yield _named("doctrine", d.id, d.title)
    yield f"default {'on' if d.default else 'off'}"
    yield from (f"parameter {p.name} {_values(p)}" for p in d.parameters)
    yield from map(_statement, d.statements)


def _values(p: Parameter) -> str:
    """``1 year``, ``attack, use-of-force``: what begins with a figure is one amount, anything else a list."""
    amount = p.values and p.values[0][:1].isdigit()
    return (" " if amount else ", ").join(_words(value, 1) for value in p.values)


def _preset(p: Preset) -> Lines:
    yield _named("preset", p.id, p.title)
    for r in p.rates:
        share = f"{r.kept} of {r.of}" if r.of else _number(r.share)
        yield _dated(f"rate {r.type} {share}", r.start, r.end)


def _weights(w: Weights) -> Lines:
    yield _named("weights", w.id, w.title)
    yield from (f"grade {grade} {_number(value)}" for grade, value in w.grades)


def _answer(a: Answer) -> Lines:
    yield _named("answer", a.id, a.text)
    yield from (STEP + line for line in _common(a.common))


def _question(q: Question) -> Lines:
    yield _named("question", q.id, q.text)
    for answer in q.answers:
        yield from _answer(answer)


def _subject(s: Subject) -> str:
    if s.form == "holds":
        return f"{s.debtor} holds {s.creditor}"
    if s.form == "reaches":
        return f"{s.debtor} reaches {s.creditor}" + (f" via {', '.join(s.path)}" if s.path else "")
    if s.form == "conflict":
        if s.ref is None or s.other is None:
            return f"conflict of {s.debtor}"
        return f"conflict of {s.debtor} between {clause_ref(s.ref)} and {clause_ref(s.other)}"
    if s.form == "tripwire":
        words = f"{quoted(s.name) if s.name else 'any event'} binds {s.debtor}"
        words += f" against {s.adversary}" if s.adversary else ""
        return words + (f" under {clause_ref(s.ref)}" if s.ref is not None else "")
    if s.form != "owes":
        return clause_ref(s.ref) if s.ref is not None else s.name
    words = f"{s.debtor} owes {f'{s.creditor} ' if s.creditor else ''}{s.act}"
    words += f" against {s.adversary}" if s.adversary else ""
    return words + (f" under {clause_ref(s.ref)}" if s.ref is not None else "")


_VIEWS = {
    "without": "without", "believing": "believing", "accepting": "on reading", "rejecting": "rejecting",
    "dropping": "dropping", "known-on": "as known on", "known-to": "as known to", "until": "until", "if": "if",
    "honour": "honour",
}  # fmt: skip


def _view(term: ViewTerm) -> str:
    if term.word == "given-conduct":
        return "given conduct"
    what = (
        quoted(term.sentence)
        if term.word == "if"
        else str(term.date)
        if term.date is not None
        else ", ".join(term.names)
    )
    return f"{_VIEWS[term.word]} {what}"


def _expect(e: Expect) -> Lines:
    views = ", ".join(_view(term) for term in e.view)
    on = f" on {', '.join(e.on)}" if e.on else ""
    supports = f" with {e.supports} supports" if e.supports is not None else ""
    yield f"expect {e.date} {_subject(e.subject)}{f' {views}' if views else ''}: {e.chance or e.result}{on}{supports}"
    yield from _common(Common(note=e.common.note, refs=e.common.refs))


def _title(t: Title) -> Lines:
    yield f"{t.what} {quoted(t.text)}"


def _include(i: Include) -> Lines:
    yield f"include {quoted(i.path)}"


def _as_of(a: AsOf) -> Lines:
    yield f"as of {a.date}"


_PRINTERS: dict[type, Callable[[Any], Lines]] = {
    Title: _title, AsOf: _as_of, Include: _include, Actor: _actor, Place: _place, ClassOf: _class, Kind: _kind,
    ObligationType: _obligation, Source: _source, Instrument: _instrument, Event: _event, Denial: _denial,
    Conflict: _conflict, Reading: _reading, Doctrine: _doctrine, Preset: _preset, Weights: _weights,
    Question: _question, Expect: _expect,
}  # fmt: skip
_OWN_COMMON = (Title, AsOf, Include, Expect, Instrument)  # without, or with its common lines in a place of their own
_IN_A_ROW = (Title, AsOf, Include, Actor, Place, Source, Event, Denial, Expect)  # no empty line between two of a sort


def print_directive(directive: Directive, verbs: VerbTable | None = None) -> str:
    """One directive as text, in the canonical layout, with a line end at its end.

    verbs: those of the file that it shall stand in (default: the prelude's); the verbs that the directive itself uses
    are taken to be declared there.  Raises ValueError, naming it, for what cannot be said in the language.
    """
    from foedus.language.sayable import verbs_for

    return _printed(directive, verbs_for((directive,), verbs))


def print_directives(directives: Iterable[Directive], verbs: VerbTable | None = None) -> str:
    """Directives as the text of a file.  verbs and errors: as for ``print_directive``."""
    from foedus.language.sayable import verbs_for

    found = tuple(directives)
    table = verbs_for(found, verbs)
    parts: list[str] = []
    before: Directive | None = None
    for directive in found:
        if before is not None and not _in_a_row(before, directive):
            parts.append("\n")
        parts.append(_printed(directive, table))
        before = directive
    return "".join(parts)


def _in_a_row(one: Directive, other: Directive) -> bool:
    if isinstance(one, Actor) and isinstance(other, Actor):
        return one.sort == other.sort
    return isinstance(one, _IN_A_ROW) and type(one) is type(other)


def _printed(directive: Directive, verbs: VerbTable) -> str:
    from foedus.language.sayable import require_sayable

    printer = _PRINTERS.get(type(directive))
    if printer is None:
        raise ValueError(f"{type(directive).__name__} is no directive, so it cannot be said in the language")
    head, *rest = printer(directive)
    if not isinstance(directive, _OWN_COMMON):
        rest += _common(directive.common)
    try:
        text = format_text("".join(f"{line}\n" for line in (head, *(STEP + line for line in rest))))
    except FoedusError as error:
        raise ValueError(f"{type(directive).__name__} cannot be said in the language: {error}") from None
    require_sayable(directive, text, verbs)
    return text
