"""Whom a noun or a phrase means."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from foedus.directives.phrases import Noun, Phrase
from foedus.engine.algebra import Label
from foedus.engine.facts import Binding
from foedus.engine.scopes import Labelled, Scope
from foedus.engine.whereabouts import Whereabouts

__all__ = ["Nouns"]


class Nouns(Whereabouts):
    """Nouns over actors.  A layer of the ``Matcher``."""

    def noun(self, noun: Noun, actors: Labelled, day: int, scope: Scope, binding: Binding) -> Labelled:
        """Which of ``actors`` the noun matches, with labels."""
        both = self.algebra.both
        form, name = noun.form, noun.name
        if form == "anyone":
            return actors
        if form == "name":
            if name in actors:
                return {name: actors[name]}
            if name in self.case.actors or not self.is_class(name):
                return {}
            return self._keep(actors, lambda a: self.member(a, name, day, scope))
        if form == "role":
            who = binding.role(name)
            return {who: actors[who]} if who and who in actors else {}
        if form in ("party", "parties"):
            return self._keep(
                actors, lambda a: self.party(scope.instrument, a, day) if scope.instrument else self.false
            )
        if form in ("other party", "other parties", "each other"):
            out = {binding.attacker, binding.victim} - {""} if form != "each other" else frozenset()
            kept = {a: label for a, label in actors.items() if a not in out}
            return self._keep(kept, lambda a: self.party(scope.instrument, a, day) if scope.instrument else self.false)
        if form == "any":
            return self._keep(actors, lambda a: self.member(a, name, day, scope))
        if form in ("any other", "outside"):

            def outsider(a: str) -> Label:
                if form == "any other" and a == binding.victim:
                    return self.false
                inside = self.party(scope.instrument, a, day) if scope.instrument else self.false
                return self.algebra.unless(self.member(a, name, day, scope), inside)

            return self._keep(actors, outsider)
        if form == "ally" and noun.of is not None:
            partners = self.denote(Phrase((noun.of,)), binding, day, scope)
            return self._keep(
                actors,
                lambda a: self.algebra.any_of(both(why, self.allied(a, p, day)) for p, why in partners.items()),
            )
        return {}

    def _keep(self, actors: Labelled, test: Callable[[str], Label]) -> Labelled:
        kept: Labelled = {}
        for actor, label in actors.items():
            own = test(actor)
            joined = self.algebra.both(label, own)
            if joined != self.false:
                kept[actor] = joined
        return kept

    def phrase(self, phrase: Phrase, actors: Labelled, day: int, scope: Scope, binding: Binding) -> Labelled:
        """Which of ``actors`` the phrase matches: any of its nouns, save those excluded."""
        found: Labelled = {}
        for noun in phrase.nouns:
            for actor, label in self.noun(noun, actors, day, scope, binding).items():
                found[actor] = self.algebra.either(found.get(actor, self.false), label)
        for noun in phrase.excluding:
            for actor, label in self.noun(noun, actors, day, scope, binding).items():
                if actor in found:
                    found[actor] = self.algebra.unless(found[actor], label)
                if noun.form == "name" and noun.name == actor:  # an act that is his too is out, whoever else's it is
                    found = {a: self.algebra.unless(own, label) if a in actors else own for a, own in found.items()}
        return {a: label for a, label in found.items() if label != self.false}

    def denote(self, phrase: Phrase, binding: Binding, day: int, scope: Scope) -> Labelled:
        """Whom a phrase names when no event is at hand: debtors, creditors, judges."""
        found: Labelled = {}
        for noun in phrase.nouns:
            for actor in self._candidates(noun, scope, binding):
                if noun.form == "name" and noun.name == actor:
                    found[actor] = self.true
                    continue
                got = self.noun(noun, {actor: self.true}, day, scope, binding)
                for name, label in got.items():
                    found[name] = self.algebra.either(found.get(name, self.false), label)
        for noun in phrase.excluding:
            for actor, label in self.noun(noun, dict.fromkeys(found, self.true), day, scope, binding).items():
                found[actor] = self.algebra.unless(found[actor], label)
        return {a: label for a, label in found.items() if label != self.false}

    def _candidates(self, noun: Noun, scope: Scope, binding: Binding) -> Iterable[str]:
        if noun.form == "name" and (noun.name in self.case.actors or not self.is_class(noun.name)):
            return (noun.name,)
        if noun.form == "role":
            who = binding.role(noun.name)
            return (who,) if who else ()
        if noun.form in ("party", "other party", "parties", "other parties", "each other"):
            instrument = self.case.instruments.get(scope.instrument)
            return self.parties(instrument) if instrument is not None else ()
        return self.case.actors
