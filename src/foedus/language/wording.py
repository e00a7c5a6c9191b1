"""The words of phrases, sentences, conditions and acts: the one home of each surface form, for files and explanations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foedus.directives.model import Act
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
from foedus.language.layout import quoted

__all__ = ["act", "clause_ref", "formula", "noun", "phrase", "sentence"]

_NOUNS = {
    "party": "a party",
    "other party": "the other party",
    "parties": "the parties",
    "other parties": "the other parties",
    "each other": "each other",
    "anyone": "anyone",
}
_CLASSES = {"any": "any", "any other": "any other", "outside": "an outside"}
_BE = frozenset({"is", "are", "was", "were"})


# -- who and what ------------------------------------------------------------------------------------------------------


def noun(value: Noun) -> str:
    """``the victim``, ``any other state``, ``an ally of RUS``."""
    if value.form == "role":
        return f"the {value.name}"
    if value.form == "ally" and value.of is not None:
        return f"an ally of {noun(value.of)}"
    if value.form in _CLASSES:
        return f"{_CLASSES[value.form]} {value.name}"
    return _NOUNS.get(value.form, value.name)


def phrase(value: Phrase) -> str:
    """``USA, SAU or QAT``, ``at least 2 great-powers except ITA``."""
    words = _list([noun(n) for n in value.nouns], value.joined)
    if value.each_how == "any one of":
        words = f"any one of {words}"
    if value.at_least != 1:
        words = f"at least {value.at_least} {words}"
    if value.excluding:
        words += f" except {_list([noun(n) for n in value.excluding], 'and')}"
    return f"{words} together" if value.each_how == "together" else words


def clause_ref(ref: ClauseRef) -> str:
    """``dual-alliance clause 1``."""
    return f"{ref.instrument} clause {ref.clause}" if ref.clause else ref.instrument


def _list(items: Sequence[str], word: str) -> str:
    *head, last = items or ("",)
    return f"{', '.join(head)} {word} {last}" if head else last


def _many(value: Phrase) -> bool:
    """Whether its verb is *are*, *have*, *do*."""
    several = len(value.nouns) > 1 and value.joined == "and"
    return several or value.at_least > 1 or any(n.form in ("parties", "other parties") for n in value.nouns[:1])


def _an(word: str) -> str:
    return f"an {word}" if word[:1] in "aeiouAEIOU" else f"a {word}"


# -- sentences ---------------------------------------------------------------------------------------------------------


def sentence(pattern: EventPattern) -> str:
    """``any other state attacks a party unprovoked``, ``RUS does not attack AUH``, ``FRA is not at war with DEU``."""
    verb = pattern.verb.form
    if pattern.negated:
        first, _, rest = verb.partition(" ")
        does = "do not" if _many(pattern.subject) else "does not"
        verb = f"{first} not {rest}" if rest and first in _BE else f"{does} {verb}"
    return _happens(pattern, verb)


def _happens(pattern: EventPattern, verb: str) -> str:
    extra = pattern.extra
    parts = [f"at {extra.at}"] if extra.at else []
    parts += [f"on territory of {phrase(extra.on_territory_of)}"] if extra.on_territory_of is not None else []
    parts += [f"against {phrase(extra.against)}"] if extra.against is not None else []
    parts += [f"under {clause_ref(extra.under)}"] if extra.under is not None else []
    if extra.quantity is not None:
        compared = {"=": "", ">=": "at least ", "<=": "at most "}[extra.quantity.op]
        parts.append(f"with {compared}{extra.quantity.quantity}")
    parts += [f"for {quoted(extra.purpose)}"] if extra.purpose else []
    parts += ["unprovoked"] if extra.unprovoked else []
    parts += [f"within {extra.within}"] if extra.within is not None else []
    parts += ["ever"] if extra.ever else []
    return _clause(f"{phrase(pattern.subject)} {verb}", pattern.object, parts)


def _clause(begin: str, what: Phrase | None, parts: Iterable[str]) -> str:
    """Without an object, what may look like a part of the verb (*mobilises against*, *fight for*) comes last."""
    if what is not None:
        begin = f"{begin} {phrase(what)}"
    else:
        parts = sorted(parts, key=lambda part: part.startswith(("with ", "for ", "against ")))
    return " ".join((begin, *parts))


def _law(p: LawPattern) -> str:
    words = f"{clause_ref(p.ref)} is {'not ' if p.negated else ''}{p.state}"
    if p.by is not None:
        words += f" {'for' if p.state == 'in force' else 'by'} {phrase(p.by)}"
    return words + (f" toward {phrase(p.toward)}" if p.toward is not None else "")


def _relation(p: RelationPattern) -> str:
    who, many, no = phrase(p.subject), _many(p.subject), "not " if p.negated else ""
    be = "are" if many else "is"
    if p.relation == "a party to":
        return f"{who} {be} {no}{'parties' if many else 'a party'} to {p.name}"
    if p.relation == "a":
        return f"{who} {be} {no}{f'in {p.name}' if p.name.endswith('s') else _an(p.name)}"
    whom = f" {phrase(p.object)}" if p.object is not None else ""
    if p.relation == "allied with":
        return f"{who} {be} {no}allied with{whom}"
    have, what = "have" if many else "has", f"{p.name} treaty with" if p.name else "treaty with"
    return f"{who} {have} {f'no {what}' if p.negated else _an(what)}{whom}"


# -- conditions --------------------------------------------------------------------------------------------------------


def formula(value: Formula) -> str:
    """A condition as it is written; parentheses where *and* and *or* would mix."""
    return _formula(value, "")


def _formula(value: Formula, inside: str) -> str:
    if isinstance(value, Not):
        return f"not ({_formula(value.part, '')})"
    if not isinstance(value, AllOf | AnyOf):
        return _pattern(value)
    if isinstance(value, AnyOf):
        short = _same_but_for_the_verb(value)
        if short:
            return short
    word = "and" if isinstance(value, AllOf) else "or"
    words = [_formula(part, word) for part in value.parts]
    for place, part in enumerate(value.parts):
        if place and _begins_with_a_list(part) and not words[place].startswith(("(", "not ")):
            words[place] = f"({words[place]})"
    joined = f" {word} ".join(words)
    return f"({joined})" if inside else joined


def _begins_with_a_list(part: Formula) -> bool:
    """Whether the names it begins with would be taken for more objects of the sentence before it."""
    if isinstance(part, AnyOf) and part.parts:  # one sentence with several verbs
        return _begins_with_a_list(part.parts[0])
    if not isinstance(part, EventPattern | RelationPattern):
        return False
    return len(part.subject.nouns) > 1 or len(part.subject.excluding) > 1


def _same_but_for_the_verb(value: AnyOf) -> str:
    """``any other state attacks, threatens or mobilises against a party``, else ""."""
    found = [part for part in value.parts if isinstance(part, EventPattern) and not part.negated]
    if len(found) < max(len(value.parts), 2):
        return ""
    if len({sentence(replace(part, verb=found[0].verb)) for part in found}) > 1:
        return ""
    return _happens(found[0], _list([part.verb.form for part in found], "or"))


def _pattern(value: Pattern) -> str:
    if isinstance(value, LawPattern):
        return _law(value)
    if isinstance(value, RelationPattern):
        return _relation(value)
    first, _, rest = value.verb.form.partition(" ")
    if value.negated and _finite(first) and not (rest and first in _BE):
        return f"not {sentence(replace(value, negated=False))}"
    return sentence(value)


def _finite(verb: str) -> bool:
    """Whether it looks like a form (attacks, attacked) that cannot stand after *does not*."""
    return (verb.endswith("s") and not verb.endswith("ss")) or (verb.endswith("ed") and not verb.endswith("eed"))


def act(value: Act) -> str:
    """``the other party must defend the victim against RUS within 30 days``."""
    parts = [f"against {phrase(value.against)}"] if value.against is not None else []
    parts += [f"for {phrase(value.for_)}"] if value.for_ is not None else []
    parts += [f"within {value.within}"] if value.within is not None else []
    parts += [f"by {value.deadline}"] if value.deadline is not None else []
    parts += ["at once"] if value.at_once else []
    parts += [f"with {value.quantity}"] if value.quantity is not None else []
    parts += [f"limited to {value.limited_place}"] if value.limited_place else []
    parts += [f"limited to {value.limited_quantity}"] if value.limited_quantity is not None else []
    parts += [f"limited to {quoted(value.limited_purpose)}"] if value.limited_purpose else []
    return _clause(f"{phrase(value.debtor)} {value.modality} {value.verb.form}", value.object, parts)
