"""Whom a clause could come to bind: what its words say of debtor, creditor and adversary before anything happens."""

from __future__ import annotations

from foedus.case.model import Case
from foedus.directives.model import Act, Clause, Instrument
from foedus.directives.phrases import EventPattern, Formula, LawPattern, Phrase
from foedus.engine.casus import disjuncts, patterns_of

__all__ = ["potential", "role_phrases", "speaks_of_roles"]

_OF_A_DUTY = frozenset({"debtor", "creditor", "adversary"})


def speaks_of_roles(formula: Formula) -> bool:
    """Whether a formula names debtor, creditor or adversary, so that its answer may differ between duties."""
    phrases: list[Phrase | None] = []
    for pattern in patterns_of(formula):
        if isinstance(pattern, EventPattern):
            extra = pattern.extra
            phrases += [pattern.subject, pattern.object, extra.against, extra.on_territory_of]
        elif isinstance(pattern, LawPattern):
            phrases += [pattern.by, pattern.toward]
        else:
            phrases += [pattern.subject, pattern.object]
    nouns = [noun for phrase in phrases if phrase is not None for noun in (*phrase.nouns, *phrase.excluding)]
    return any((noun.of or noun).form == "role" and (noun.of or noun).name in _OF_A_DUTY for noun in nouns)


def role_phrases(case: Case, instrument: Instrument, clause: Clause, act: Act) -> tuple[Phrase | None, Phrase | None]:
    """Which phrase of an act names the creditor, and which the adversary.

    What is to be done to the attacker, or in a treaty to somebody who is no party, is not owed to him: sanctions on the
    attacker, an ultimatum to a third state.
    """
    kind = case.types.get(act.verb.kind)
    creditor, adversary = act.for_, act.against
    if kind is not None:
        takes = kind.takes
    else:
        hostile = case.is_hostile(act.verb.kind)
        outside = (
            act.modality in ("must", "may")
            and act.object is not None
            and _outside(case, instrument, clause, act.object)
        )
        takes = "adversary" if outside or (hostile and act.modality in ("will", "must", "may")) else "creditor"
    if act.object is not None:
        if takes == "adversary" and adversary is None:
            adversary = act.object
        elif takes == "creditor" and creditor is None:
            creditor = act.object
    return creditor, adversary


def _outside(case: Case, instrument: Instrument, clause: Clause, phrase: Phrase) -> bool:
    """Whether a phrase names nobody but the attacker, by that word or by name, or actors that are no parties of a treaty."""
    parties = {party.actor for party in instrument.parties}
    casus = disjuncts(clause.when) if clause.when is not None else []
    firsts = [next((p for p in c if isinstance(p, EventPattern) and not p.negated), None) for c in casus]
    acting = [p.subject.nouns for p in firsts if p is not None and case.is_hostile(p.verb.kind)]
    attackers = {nouns[0].name for nouns in acting if len(nouns) == 1 and nouns[0].form == "name"} - parties
    return all(
        (n.form == "role" and n.name == "attacker")
        or (n.form == "name" and n.name in attackers)
        or (n.form == "name" and bool(parties) and n.name in case.actors and n.name not in parties)
        for n in phrase.nouns
    )


def potential(
    case: Case, instrument: Instrument, clause: Clause, act: Act, parties: tuple[str, ...]
) -> list[tuple[str, str, str]]:
    """(debtor, creditor, adversary) pairs that a clause could come to bind: for duties still waiting for their event."""

    def names(phrase: Phrase | None, *, out: frozenset[str] = frozenset()) -> list[str]:
        found: list[str] = []
        for noun in phrase.nouns if phrase is not None else ():
            if noun.form == "name":
                if noun.name in case.actors:
                    found.append(noun.name)
                elif noun.name in case.places:
                    found.extend(case.places[noun.name].sovereign)
            elif noun.form in ("party", "parties", "other party", "other parties", "each other", "role"):
                found.extend(parties)
        return [n for n in dict.fromkeys(found) if n not in out]

    creditors, adversaries = role_phrases(case, instrument, clause, act)
    enemies = [n for n in names(adversaries) if n not in parties] if adversaries is not None else []
    first = next((p for p in _event_patterns(clause) if not p.negated), None)
    if not enemies and first is not None:
        plain = [n.name for n in first.subject.nouns if n.form == "name" and n.name in case.actors]
        enemies = [n for n in plain if n not in parties]
    if (
        creditors is not None
        and all(n.form == "role" for n in creditors.nouns)
        and first is not None
        and first.object is not None
    ):
        victims = names(first.object) or list(parties)
    elif creditors is not None:
        victims = names(creditors)
    else:
        victims = list(parties) if instrument.parties else []
    result = []
    for debtor in names(act.debtor):
        for creditor in [v for v in victims if v != debtor] or ([""] if not victims else []):
            adversary = enemies[0] if len(enemies) == 1 else ""
            if adversary not in (debtor, creditor) or not adversary:
                result.append((debtor, creditor, adversary))
    return result


def _event_patterns(clause: Clause) -> list[EventPattern]:
    return [p for p in patterns_of(clause.when) if isinstance(p, EventPattern)]
