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
from foedus.terms.diagnostics import Diagnostic, FoedusError

__all__ = ["DOCTRINE", "Reliance", "correlation"]

DOCTRINE = "same-voice"


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
    """The words of the sources that have a weight and are not all-or-nothing.

    weights: of the sources' switches (reliable, or not) and of each word of an unreliable one.   words: source to the
    variables of its words.
    """

    def __init__(self, timeline: Timeline, sources: Mapping[int, float], r: float) -> None:
        self.timeline, self.labels = timeline, timeline.algebra.labels
        self.weights: dict[int, float] = {}
        self.words: dict[int, list[int]] = {}
        self.chance: dict[int, float] = {}
        self._claims: dict[int, Label] = {}
        self._spread: dict[Label, Label] = {}
        self._sources = {i: w for i, w in sources.items() if r < 1.0}
        for index, w in self._sources.items():
            self.chance[index] = w * (1.0 - r)
            self.weights[index] = r * w / (1.0 - self.chance[index]) if self.chance[index] < 1.0 else 1.0
            self.words[index] = []
        if self._sources:
            self._find_words()

    def _find_words(self) -> None:
        grounds, algebra = self.timeline.grounds, self.timeline.algebra
        known: dict[tuple[int, str, bool], Label] = {}
        for record in grounds.claims.values():
            link = algebra.true
            for index in sorted(self.labels.support(record.label)):
                if index not in self._sources:
                    continue
                key = (index, record.about, record.claim.denies)
                if key not in known:
                    source = grounds.all[index].id
                    id_ = f"{source} on {record.about}" + (", denying" if record.claim.denies else "")
                    word = grounds.variable(id_, "word", about=source, text=f"the word of {id_}")
                    known[key] = algebra.either(self.labels.var(index), word)
                    place = grounds.by_id[id_][0].index
                    self.words[index].append(place)
                    self.weights[place] = self.chance[index]
                link = algebra.both(link, known[key])
            if link != algebra.true:
                self._claims[grounds.by_id[record.id][0].index] = link

    def spread(self, label: Label) -> Label:
        """A label in which each claim rests, in place of its sources' switches, on their words of this one thing."""
        if label not in self._spread:
            support = self.labels.support(label)
            found = label
            switches = {i: True for i in support if i in self._sources}
            if switches:
                found = self.labels.restrict(found, switches)
                for index in sorted(support & self._claims.keys()):
                    without = self.labels.restrict(found, {index: False})
                    found = self.labels.ite(self._claims[index], found, without)
            self._spread[label] = found
        return self._spread[label]

    def standing(self, index: int, reliable: float) -> float:
        """The chance that a word of the source on something new can be relied on, if it is reliable with this one."""
        return reliable + (1.0 - reliable) * self.chance[index] if index in self.chance else reliable
