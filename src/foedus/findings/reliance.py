"""What a source's reliability does to its single words: neither each by itself nor all or nothing.

A label knows one switch for each source: who doubts it doubts all it says.  A probability needs more.  Were that switch
all, a source contradicted on one small point would be a liar on every other.  So a source is either *reliable*, and
then its word can be relied on, or it is not, and then its word on each matter can still be relied on with some chance
(the partially reliable witness of Bovens and Hartmann 2003, Bayesian Epistemology, chapter 3).  With the weight w of its
grade and the correlation r of the doctrine ``same-voice``, that chance is w (1 - r) and the source is reliable with
probability r w / (1 - w (1 - r)): each single word keeps the weight w, and two words of one source have correlation r.
r = 1 is all or nothing, r = 0 each word by itself.  What a source says of one thing is one word, through however many
others it is told: repeating makes nothing likelier.
"""

from __future__ import annotations

from collections.abc import Mapping

from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.labels import BddLabels, Labels
from foedus.labels.flat import flatten
from foedus.terms.diagnostics import Diagnostic, FoedusError

__all__ = ["DOCTRINE", "FIRST_WORD", "Reliance", "correlation"]

DOCTRINE = "same-voice"
FIRST_WORD = 1 << 24
"""The variables of words begin here, beyond any assumption of a case."""


def correlation(timeline: Timeline, rejected: bool) -> float:
    """How far the words of one source stand and fall together, from 0 to 1: the parameter of the doctrine.

    rejected: whether the view rejects the doctrine, so that a source is all or nothing.  Raises FoedusError.
    """
    doctrine = timeline.case.doctrines.get(DOCTRINE)
    if doctrine is None or rejected or not doctrine.default:
        return 1.0
    text = next((" ".join(p.values) for p in doctrine.parameters if p.name == "correlation"), "1")
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        message = f'the correlation of {DOCTRINE} is a number from 0 to 1, not "{text}"'
        raise FoedusError((Diagnostic("E506", "error", message, None, help="for example: parameter correlation 0.3"),))
    return value


class Reliance:
    """The words of the sources that have a weight and are not all-or-nothing, and labels in which claims rest on them.

    labels: a manager of their own, in which each word stands beside the claims that rest on it; in the order of the
    timeline, words would come last, and what hangs on many claims would double with every one.
    weights: of the sources' switches (reliable, or not) and of each word of an unreliable one.   words: source to the
    variables of its words.  A source of which the case has one word alone needs no switch beside it: its variable is
    that word, and has the weight of its grade.
    """

    def __init__(self, timeline: Timeline, sources: Mapping[int, float], r: float) -> None:
        self.timeline = timeline
        self._main = timeline.algebra.labels
        self.weights: dict[int, float] = {}
        self.words: dict[int, list[int]] = {}
        self.chance: dict[int, float] = {}
        self._reliable: dict[int, float] = {}
        self._sources = {i: w for i, w in sources.items() if r < 1.0}
        if not self._sources:
            self.labels: Labels[Label] = self._main
            return
        self.labels = BddLabels()
        self._spread: dict[Label, Label] = {}
        for index, w in self._sources.items():
            self.chance[index] = w * (1.0 - r)
            self._reliable[index] = r * w / (1.0 - self.chance[index]) if self.chance[index] < 1.0 else 1.0
            self.weights[index], self.words[index] = self._reliable[index], []
        self._claims = self._find_words()
        self._own: dict[int, Label] = {}
        for v in self._main.order:
            self._variable(v)

    def _find_words(self) -> dict[int, list[tuple[int, int | None]]]:
        """For each claim's variable, the sources it came through, each with its word, or None if that is its variable."""
        grounds = self.timeline.grounds
        said: dict[int, dict[tuple[str, bool], int]] = {}
        chains: dict[int, list[tuple[int, tuple[str, bool]]]] = {}
        number = FIRST_WORD
        for record in grounds.claims.values():
            thing = (record.about, record.claim.denies)
            chain = [i for i in sorted(self._main.support(record.label)) if i in self._sources]
            for index in chain:
                if thing not in said.setdefault(index, {}):
                    said[index][thing] = number
                    number += 1
            if chain:
                chains[grounds.by_id[record.id][0].index] = [(index, thing) for index in chain]
        for index, things in said.items():
            if len(things) == 1:
                self.weights[index] = self._sources[index]
            else:
                self.words[index] = list(things.values())
                self.weights.update(dict.fromkeys(things.values(), self.chance[index]))
        return {
            claim: [(index, said[index][thing] if self.words[index] else None) for index, thing in chain]
            for claim, chain in chains.items()
        }

    def _variable(self, v: int) -> Label:
        """What stands for a variable: of a claim, that each of its sources' words of that thing can be relied on, too."""
        if v not in self._own:
            labels = self.labels
            if v in self._sources:
                return labels.true  # in the claims alone
            links = [
                labels.either(labels.var(index), labels.var(word)) if word is not None else labels.var(index)
                for index, word in self._claims.get(v, ())
            ]
            self._own[v] = labels.all_of([*links, labels.var(v)])
        return self._own[v]

    def spread(self, label: Label) -> Label:
        """A label in which each claim rests, in place of its sources' switches, on their words of this one thing.

        It belongs to ``labels`` of this object.  Raises LabelBudgetExceeded if it is too large.
        """
        if not self._sources:
            return label
        if label not in self._spread:
            table = flatten(self._main, [label])
            ite, both = self.labels.ite, self.labels.both
            made = table.fold(
                self.labels.false, self.labels.true, lambda v, high, low: ite(self._variable(v), high, low), both
            )
            self._spread[label] = made[table.roots[0]]
        return self._spread[label]

    def standing(self, index: int, held: float) -> float:
        """The chance that a word of the source on something new can be relied on, if its variable holds so often."""
        if index not in self.chance:
            return held
        chance = self.chance[index]
        if self.words[index] or self.weights[index] == self._reliable[index]:
            reliable = held
        else:  # the variable is its one word, and whoever is reliable has told the truth
            reliable = held * self._reliable[index] / self.weights[index]
        return reliable + (1.0 - reliable) * chance
