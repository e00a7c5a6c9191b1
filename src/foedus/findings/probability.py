"""How likely findings are, and what that assumes.

Sources and claims are weighted by their Admiralty grades (the table ``admiralty`` of the prelude), choices by published
rates of kept words; what a view names with a weight of its own has that weight.  Whatever has none (readings, orders of
dates, unanswered questions, ungraded sources) makes a probability an interval.  All are conditional on consistency, and,
where the view asks for it, on recorded conduct.  How one source's words hang together: see foedus.findings.reliance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foedus.case.model import Case
from foedus.directives.model import Preset, Rate
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.grounds import Ground
from foedus.findings.conduct import Witness, witnesses
from foedus.findings.model import View
from foedus.findings.reliance import DOCTRINE, FIRST_WORD, Reliance, correlation
from foedus.findings.stance import Stance
from foedus.labels import Labels
from foedus.labels.counting import Counter, Probability
from foedus.labels.weights import Mixture, common_shock
from foedus.terms.diagnostics import Diagnostic, FoedusError
from foedus.terms.names import did_you_mean

__all__ = ["Importance", "Standing", "Weighing", "preset_of", "published_rate", "weights_named", "wilson95"]

TABLE = "admiralty"


@dataclass(frozen=True, slots=True)
class Importance:
    """What one assumption does to a probability.

    if_false, if_true: the probability (its lowest and highest) with the assumption set.   weight: how likely it is itself,
    None if nothing says so.   birnbaum: how far its being true carries the lowest and the highest; where the probability
    is one number these two are the same, and the Birnbaum importance (Birnbaum 1969).  Nothing is averaged.
    """

    id: str
    sort: str
    text: str
    weight: float | None
    if_false: tuple[float, float]
    if_true: tuple[float, float]
    birnbaum: tuple[float, float]

    @property
    def size(self) -> float:
        """The larger of the two moves, without its sign: the measure of the ranking."""
        return max(map(abs, self.birnbaum))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one source or claim can be relied on.

    prior: by grades alone.   posterior: given that nothing contradictory is so, and recorded conduct where the view asks
    for it.  Each the lowest and highest; None where the view leaves no world.   Of a source: the chance that its next
    word can be relied on.
    """

    id: str
    sort: str
    prior: tuple[float, float] | None
    posterior: tuple[float, float] | None


class Weighing:
    """The weights of one stance: what each assumption counts, and from where."""

    def __init__(self, timeline: Timeline, stance: Stance) -> None:
        self.timeline, self.stance = timeline, stance
        self.case, self.grounds = timeline.case, timeline.grounds
        table = self.case.weights.get(TABLE)
        self.grades: dict[str, float] = dict(table.grades) if table is not None else {}
        self.preset = preset_of(self.case, stance.view.honour)
        self.witnesses = tuple(witnesses(timeline, stance.on)) if stance.view.given_conduct else ()
        self.own = weights_named(stance.view, list(self.grounds.by_id))
        self.freed = stance.freed(frozenset({"claim", "source"}))
        self.weights: dict[int, float] = {}
        self.unweighted: list[Ground] = []
        for ground in tuple(self.grounds.all):
            if ground.id in self.own:
                self.weights[ground.index] = self.own[ground.id]
                continue
            weight = self._weight(ground)
            if weight is not None:
                self.weights[ground.index] = weight
            elif ground.index not in self.freed.fixed:
                self.unweighted.append(ground)
        self.correlation = correlation(timeline, DOCTRINE in stance.view.reject)
        self.reliance = Reliance(timeline, self._sources(), self.correlation)
        self.weights.update(self.reliance.weights)
        self.factors = [self.reliance.spread(factor) for factor, _ in self.freed.worlds.factors]
        kept = [k for k in map(self._kept, self.witnesses) if k != timeline.algebra.false]
        self.factors += map(self.reliance.spread, kept)

    def _sources(self) -> dict[int, float]:
        """The sources that the view leaves free, with the weight of each."""
        return {
            g.index: self.weights[g.index]
            for g in self.grounds.all
            if g.sort == "source" and g.index in self.weights and g.index not in self.freed.fixed
        }

    def _kept(self, witness: Witness) -> Label:
        """That who keeps his word kept it here; true where he certainly did not."""
        algebra = self.timeline.algebra
        unkept = self.freed.restrict(witness.unkept)
        if unkept == algebra.true:
            return algebra.true
        return algebra.negate(algebra.both(unkept, self.freed.restrict(witness.keeps)))

    @property
    def labels(self) -> Labels[Label]:
        """Where the labels that are counted live; not those of the timeline."""
        return self.reliance.labels

    def label(self, label: Label) -> Label:
        """A label as it is counted, among ``labels``: under what the view rejects, each claim on its sources' words."""
        return self.reliance.spread(self.freed.restrict(label))

    # -- single weights ------------------------------------------------------------------------------------------------
    def _weight(self, ground: Ground) -> float | None:
        if ground.sort == "source":
            return self._source(ground.id)
        if ground.sort == "claim":
            claim = self.grounds.claims[ground.id].claim
            figure = claim.grade.credibility if claim.grade is not None else None
            return self.grades.get(str(figure)) if figure is not None else None
        if ground.sort == "choice" and self.preset is not None:
            return self._rate(ground)
        if ground.sort == "choice" and self.stance.view.honour in ("all", "none") and self.witnesses:
            return float(self.stance.view.honour == "all")
        return None

    def _source(self, name: str) -> float | None:
        letters = self.case.sources[name].reliability if name in self.case.sources else ()
        best, grade = -1, ""
        for letter, since in letters:
            start = since.first if since is not None else 0
            if best < start <= self.stance.on:
                best, grade = start, letter
        if not grade:  # a source that is only quoted: the letter stands with its claim
            quoted = [
                r.claim.grade.reliability
                for r in self.grounds.claims.values()
                if r.source == name and r.claim.grade is not None and r.claim.grade.reliability is not None
            ]
            grade = quoted[0] if quoted else ""
        return self.grades.get(grade)

    def _rate(self, ground: Ground) -> float | None:
        rate = self.rate_of(ground)
        return rate.share if rate is not None else None

    def rate_of(self, ground: Ground) -> Rate | None:
        """The published rate that weighs a choice: of the types of duty it decides, the one of the most is taken."""
        assert self.preset is not None
        types = [
            d.obligation.type.id
            for d in self.timeline.derived
            if d.obligation.type is not None
            and ground.index in self.timeline.algebra.labels.support(d.label)
            and d.obligation.key.debtor == ground.about
        ]
        types += [
            w.obligation.type.id for w in self.witnesses if w.obligation.type is not None and w.index == ground.index
        ]
        return published_rate(self.preset, types, self.stance.on)

    # -- probabilities -------------------------------------------------------------------------------------------------
    def mixture(self) -> Mixture | dict[int, float]:
        """The weights, with choices correlated by a common shock where the view asks for one."""
        if not self.stance.view.shock:
            return self.weights
        choices = [g.index for g in self.grounds.all if g.sort == "choice" and g.index in self.weights]
        return common_shock(self.weights, choices, self.stance.view.shock)

    def counter(self, labels: Iterable[Label]) -> Counter[Label]:
        """The labels, under the view's rejections, ready to be counted."""
        return Counter(self.labels, [self.label(label) for label in labels], self.factors)

    def of(self, labels: Sequence[Label]) -> tuple[Probability | None, ...]:
        """The probability of each label; None where the view leaves no world."""
        return self.counter(labels).probabilities(self.mixture())

    def standing(self) -> tuple[Standing, ...]:
        """How far each source and claim can be relied on, by its grade alone and given all else, the conduct if asked."""
        labels = self.labels
        sources = [g for g in self.grounds.all if g.sort == "source" and g.index not in self.freed.fixed]
        records = list(self.grounds.claims.values())
        asked = [labels.var(g.index) for g in sources] + [self.label(r.label) for r in records]
        names = [(g.id, "source", g.index) for g in sources]
        names += [(r.id, "claim", self.grounds.by_id[r.id][0].index) for r in records]
        before, after = (Counter(labels, asked, f).probabilities(self.mixture()) for f in ((), self.factors))
        found: list[Standing] = []
        for (id_, sort, index), one, other in zip(names, before, after, strict=True):
            pairs: list[tuple[float, float] | None] = []
            for p in (one, other):
                limits = (p.low, p.high) if p is not None else None
                if limits is not None and sort == "source":
                    low, high = (self.reliance.standing(index, x) for x in limits)
                    limits = low, high
                pairs.append(limits)
            found.append(Standing(id_, sort, pairs[0], pairs[1]))
        return tuple(found)

    def importance(self, label: Label) -> tuple[Importance, ...]:
        """What each weighted or open assumption does to the probability of a label, the most important first."""
        return self.importances([label])[0]

    def importances(self, labels: Sequence[Label]) -> tuple[tuple[Importance, ...], ...]:
        """The same for each of several labels, all counted at once; what cannot move a label is left out of its list.

        An assumption without which, or with which, no world is left has no importance and is left out, too.
        """
        counter = self.counter(labels)
        names = sorted(v for v in counter.variables if v < FIRST_WORD)
        changes = [self.setting(v, value) for v in names for value in (False, True)]
        answers = counter.under(self.mixture(), changes)
        matter = [counter.matter_to(i) for i in range(len(labels))]
        found: list[list[Importance]] = [[] for _ in labels]
        for place, v in enumerate(names):
            ground, own = self.grounds.all[v], {v, *self.reliance.words.get(v, ())}
            for i, some in enumerate(found):
                no, yes = answers[2 * place][i], answers[2 * place + 1][i]
                if no is None or yes is None or own.isdisjoint(matter[i]):
                    continue
                moves = yes.low - no.low, yes.high - no.high
                limits = (no.low, no.high), (yes.low, yes.high)
                some.append(Importance(ground.id, ground.sort, ground.text, self._said(v), *limits, moves))
        return tuple(tuple(sorted(some, key=lambda i: (-i.size, i.id))) for some in found)

    def _said(self, index: int) -> float | None:
        """The weight of an assumption as its grade (or the view) has it: of a source, that of each single word."""
        weight = self.weights.get(index)
        return self.reliance.standing(index, weight) if weight is not None else None

    def setting(self, index: int, value: bool) -> dict[int, float]:
        """The weights that set one assumption; a source set false has no word that can be relied on."""
        words = self.reliance.words.get(index, ()) if not value else ()
        return {index: float(value), **dict.fromkeys(words, 0.0)}

    def assumes(self) -> tuple[str, ...]:
        """In words: where the weights come from, and what has none."""
        said = [f"grades weigh by the table {TABLE}" if self.grades else "grades have no weights"]
        if self.correlation < 1.0 and self.reliance.words:
            said.append(
                f"the words of one source on different things are correlated at {self.correlation:g} ({DOCTRINE})"
            )
        if self.witnesses:
            said.append("who was bound and keeps his word has acted: what was done, and what was not, is evidence")
        if self.preset is not None:
            said.append(f"words are kept at the rates of {self.preset.id}: {self.preset.title}")
        if self.stance.view.shock:
            said.append(f"choices move together, correlated at {self.stance.view.shock:g}")
        said += [f"{name} has the weight {value:g}" for name, value in self.own.items()]
        return tuple(said)


def weights_named(view: View, known: Sequence[str] = ()) -> dict[str, float]:
    """The weights that a view names, by id.  known: the ids there are, if all are known.  Raises FoedusError."""
    found: dict[str, float] = {}
    for text in view.weigh:
        name, _, number = text.partition("=")
        try:
            value = float(number)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            raise _wrong(f'"{text}" is no weight', "write a name and a number from 0 to 1: debka=0.3")
        if known and name not in known:
            raise _wrong(f'nothing to weigh is called "{name}"', did_you_mean(name, known))
        found[name] = value
    return found


def preset_of(case: Case, name: str) -> Preset | None:
    """The rates of kept words that a view names; None where it names none.  Raises FoedusError."""
    if name in ("", "all", "none"):
        return None
    found = case.presets.get(name)
    if found is None:
        known = list(case.presets)
        raise _wrong(f'no preset is called "{name}"', did_you_mean(name, known) or f"known: {', '.join(known)}")
    return found


def published_rate(preset: Preset, types: Sequence[str], day: int) -> Rate | None:
    """The rate of a preset for a choice that decides duties of these types, on a day: that of the type of the most."""
    for wanted in (*sorted(set(types), key=lambda t: (-types.count(t), t)), "any"):
        for rate in preset.rates:
            after = rate.start is None or rate.start.first <= day
            before = rate.end is None or day <= rate.end.last
            if rate.type == wanted and after and before:
                return rate
    return None


def wilson95(kept: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share (Wilson 1927, JASA 22:209-212)."""
    from foedus.labels.sampling import wilson

    return wilson(kept, of)


def _wrong(message: str, help_: str) -> FoedusError:
    return FoedusError((Diagnostic("E506", "error", message, None, help=help_),))
