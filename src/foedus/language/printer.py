"""Directives back to text, in the canonical layout: what is printed here reads as what it was printed from.

Also the words of single phrases, sentences and conditions, for explanations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from foedus.directives.model import (
    Act,
    Actor,
    Answer,
    AsOf,
    Claim,
    ClassOf,
    Clause,
    Common,
    Conflict,
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
from foedus.directives.phrases import (
    AllOf,
    AnyOf,
    ClauseRef,
    EventPattern,
    Formula,
    LawPattern,
    Not,
    Noun,
    Pattern,
    Phrase,
    RelationPattern,
)
from foedus.language.details import CODES
from foedus.language.layout import format_text, quoted
from foedus.terms.dates import Date

__all__ = ["act", "clause_ref", "formula", "phrase", "print_directive", "print_directives", "sentence"]

STEP = "  "

# -- phrases -----------------------------------------------------------------------------------------------------------

_NOUNS = {
    "party": "a party",
    "other party": "the other party",
    "parties": "the parties",
    "other parties": "the other parties",
    "each other": "each other",
    "anyone": "anyone",
}
_CLASSES = {"any": "any", "any other": "any other", "outside": "an outside"}


def _noun(noun: Noun) -> str:
    if noun.form == "role":
        return f"the {noun.name}"
    if noun.form == "ally":
        assert noun.of is not None
        return f"an ally of {_noun(noun.of)}"
    if noun.form in _CLASSES:
        return f"{_CLASSES[noun.form]} {noun.name}"
    return _NOUNS.get(noun.form, noun.name)


def _list(items: Iterable[str], word: str) -> str:
    *head, last = items
    return f"{', '.join(head)} {word} {last}" if head else last


def phrase(value: Phrase) -> str:
    """``USA, SAU or QAT``, ``at least 2 great-powers except ITA``."""
    words = _list(map(_noun, value.nouns), value.joined)
    if value.each_how == "any one of":
        words = f"any one of {words}"
    if value.at_least > 1:
        words = f"at least {value.at_least} {words}"
    if value.excluding:
        words += f" except {_list(map(_noun, value.excluding), 'and')}"
    return f"{words} together" if value.each_how == "together" else words


def clause_ref(ref: ClauseRef) -> str:
    """``dual-alliance clause 1``."""
    return f"{ref.instrument} clause {ref.clause}" if ref.clause else ref.instrument


def sentence(pattern: EventPattern) -> str:
    """``any other state attacks a party unprovoked``."""
    verb = pattern.verb.form
    parts = [phrase(pattern.subject)]
    parts += [f"does not {verb}" if pattern.negated and not verb.startswith(("is ", "are ")) else verb]
    if pattern.negated and verb.startswith(("is ", "are ")):
        first, rest = verb.split(" ", 1)
        parts[-1] = f"{first} not {rest}"
    if pattern.object is not None:
        parts.append(phrase(pattern.object))
    extra = pattern.extra
    parts += [f"at {extra.at}"] if extra.at else []
    parts += [f"on territory of {phrase(extra.on_territory_of)}"] if extra.on_territory_of is not None else []
    parts += [f"against {phrase(extra.against)}"] if extra.against is not None else []
    parts += [f"under {clause_ref(extra.under)}"] if extra.under is not None else []
    if extra.quantity is not None:
        compared = {"=": "", ">=": "at least ", "<=": "at most "}[extra.quantity.op]
        parts.append(f"with {compared}{extra.quantity.quantity}")
    parts += ["unprovoked"] if extra.unprovoked else []
    parts += [f"within {extra.within}"] if extra.within is not None else []
    parts += ["ever"] if extra.ever else []
    return " ".join(parts)


def _law(p: LawPattern) -> str:
    words = f"{clause_ref(p.ref)} is {'not ' if p.negated else ''}{p.state}"
    if p.state == "in force":
        return words + (f" for {phrase(p.by)}" if p.by is not None else "")
    words += f" by {phrase(p.by)}" if p.by is not None else ""
    return words + (f" toward {phrase(p.toward)}" if p.toward is not None else "")


def _relation(p: RelationPattern) -> str:
    who, no = phrase(p.subject), "not " if p.negated else ""
    if p.relation == "a party to":
        return f"{who} is {no}a party to {p.name}"
    if p.relation == "a":
        return f"{who} is {no}a {p.name}"
    assert p.object is not None
    if p.relation == "allied with":
        return f"{who} is {no}allied with {phrase(p.object)}"
    category = f"{p.name} " if p.name else ""
    return f"{who} {'has no' if p.negated else 'has a'} {category}treaty with {phrase(p.object)}"


def formula(value: Formula, *, inside: str = "") -> str:
    """A condition as it is written; parentheses where *and* and *or* would mix."""
    if isinstance(value, AllOf | AnyOf):
        word = "and" if isinstance(value, AllOf) else "or"
        words = f" {word} ".join(formula(part, inside=word) for part in value.parts)
        return f"({words})" if (inside and (inside, word) != ("or", "and")) or inside == "not" else words
    if isinstance(value, Not):
        return f"not ({formula(value.part)})"
    return _pattern(value)


def _pattern(value: Pattern) -> str:
    if isinstance(value, LawPattern):
        return _law(value)
    return _relation(value) if isinstance(value, RelationPattern) else sentence(value)


def act(value: Act) -> str:
    """``the other party must defend the victim against RUS within 30 days``."""
    parts = [phrase(value.debtor), value.modality, value.verb.form]
    parts += [phrase(value.object)] if value.object is not None else []
    parts += [f"against {phrase(value.against)}"] if value.against is not None else []
    parts += [f"for {phrase(value.for_)}"] if value.for_ is not None else []
    parts += [f"within {value.within}"] if value.within is not None else []
    parts += ["at once"] if value.at_once else []
    parts += [f"with {value.quantity}"] if value.quantity is not None else []
    parts += [f"limited to {value.limited_place}"] if value.limited_place else []
    parts += [f"limited to {value.limited_quantity}"] if value.limited_quantity is not None else []
    parts += [f"limited to {quoted(value.limited_purpose)}"] if value.limited_purpose else []
    return " ".join(parts)


# -- lines that many directives share ----------------------------------------------------------------------------------


def _dated(name: str, start: Date | None, end: Date | None) -> str:
    return name + (f" from {start}" if start is not None else "") + (f" until {end}" if end is not None else "")


def _parties(terms: Iterable[PartyTerm]) -> str:
    return ", ".join(_dated(t.actor, t.start, t.end) for t in terms)


def _codes(common_refs: Iterable[Any]) -> Iterator[str]:
    for ref in common_refs:
        yield f"{ref.scheme} {ref.value}" if ref.scheme in CODES else f"ref {ref.scheme} {ref.value}"


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
        *_codes(claim.refs),
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
    for given in common.given:
        yield f"given {given.question} is {given.answer}"
    for claim in common.claims:
        yield from _claim(claim)
    if common.note:
        yield f"note {quoted(common.note)}"
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
    yield from map(_force, c.in_force)
    yield from map(_end, c.ends)
    yield from [f"text {quoted(c.text)}"] if c.text else []


def _clause(c: Clause) -> Iterator[str]:
    yield f"clause {c.id}" + (f" {quoted(c.title)}" if c.title else "")
    yield from (STEP + line for line in (*_conditions(c), *_common(c.common)))


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
    return _noun(side) if side is not None else ""


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
        number = f"{i.value:,.0f}" if i.value == int(i.value) else f"{i.value!r}"
        yield _dated(f"indicator {i.name} {number}{f' {i.unit}' if i.unit else ''}", i.start, i.end)


def _place(p: Place) -> Lines:
    yield _named("place", p.id, p.name)
    yield from _names("in", p.inside)
    yield from _names("sovereign", p.sovereign)
    yield from ["disputed"] if p.disputed else []


def _class(c: ClassOf) -> Lines:
    yield _named("class", c.id, c.name)
    yield from (_dated(f"member {m.member}", m.start, m.end) for m in c.members)
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
    if i.demand is not None:
        within = f" within {i.demand.within}" if i.demand.within is not None else ""
        by = f" by {i.demand.deadline}" if i.demand.deadline is not None else ""
        yield f"demand {formula(i.demand.wanted)}{within}{by}"
    yield from _common(i.common)
    for clause in i.clauses:
        yield from _clause(clause)


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
    yield from (
        f"parameter {p.name} {', '.join(p.values) if len(p.values) > 2 else ' '.join(p.values)}" for p in d.parameters
    )
    yield from map(_statement, d.statements)


def _preset(p: Preset) -> Lines:
    yield _named("preset", p.id, p.title)
    for r in p.rates:
        share = f"{r.kept} of {r.of}" if r.of else f"{r.share!r}"
        yield _dated(f"rate {r.type} {share}", r.start, r.end)


def _weights(w: Weights) -> Lines:
    yield _named("weights", w.id, w.title)
    yield from (f"grade {grade} {value!r}" for grade, value in w.grades)


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
    if s.form != "owes":
        return clause_ref(s.ref) if s.ref is not None else s.name
    words = f"{s.debtor} owes {f'{s.creditor} ' if s.creditor else ''}{s.act}"
    words += f" against {s.adversary}" if s.adversary else ""
    return words + (f" under {clause_ref(s.ref)}" if s.ref is not None else "")


_VIEWS = {
    "without": "without", "believing": "believing", "accepting": "on reading", "rejecting": "rejecting",
    "dropping": "dropping", "known-on": "as known on", "known-to": "as known to", "until": "until", "if": "if",
}  # fmt: skip


def _view(term: ViewTerm) -> str:
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
    yield f"expect {e.date} {_subject(e.subject)}{f' {views}' if views else ''}: {e.result}{on}{supports}"


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


def print_directive(directive: Directive) -> str:
    """One directive as text, in the canonical layout, with a line end at its end."""
    head, *rest = _PRINTERS[type(directive)](directive)
    if not isinstance(directive, _OWN_COMMON):
        rest += _common(directive.common)
    return format_text("".join(f"{line}\n" for line in (head, *(STEP + line for line in rest))))


def print_directives(directives: Iterable[Directive]) -> str:
    """Directives as the text of a file: those with details, and those of another sort than the last, after an empty line."""
    parts: list[str] = []
    before: Directive | None = None
    for directive in directives:
        text = print_directive(directive)
        if before is not None and (type(before) is not type(directive) or text.count("\n") > 1):
            parts.append("\n")
        parts.append(text)
        before = directive
    return "".join(parts)
