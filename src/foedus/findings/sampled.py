"""A cascade too large for diagrams, estimated: many random courses at once, in each of them every word kept or not.

What has a weight is drawn by it.  What has none and stays open (readings, orders of dates, contradicted claims) is never
averaged: the courses are divided among its settings, and every range goes from the lowest to the highest of them.  Only
past the first ``OPEN`` such assumptions are the others tossed like coins, and then the answer says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import sqrt

from foedus.case.model import Case
from foedus.directives.model import Preset
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline, evaluate
from foedus.engine.grounds import Ground
from foedus.engine.keeping import Cascade
from foedus.engine.law import Obligation
from foedus.findings.joining import Course, Estimate, Pivot, Range
from foedus.findings.model import View
from foedus.findings.probability import preset_of, published_rate, weights_named
from foedus.findings.reckoning import Pairs
from foedus.findings.stance import Decision
from foedus.labels.sampling import SampledLabels, wilson

__all__ = ["OPEN", "WORLDS", "Sampled", "sampled"]

WORLDS = 1 << 13
"""Random courses unless asked otherwise: a chance is then known to about one in a hundred."""
OPEN = 4
"""Open assumptions without a weight whose every setting is looked at."""
_Z = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations
_SHOWN = 20
_AT_A_LOSS = ((0.5, 0.5), (0.4, 0.9), (0.1, 1.0))
"""Where no rate says how often words are kept: shares of the courses, and how often they are kept in them.

They are no estimate of anything: long chains need many words kept, and are to be met too.
"""


@dataclass(slots=True)
class _Drawing:
    """The weights of one sample, filled in as assumptions turn up.

    parts: one weighting for each setting of the open assumptions and each component of the choices.
    """

    case: Case
    view: View
    day: int
    shock: float = 0.0
    mean: float = 0.5
    rates: dict[str, float] = field(default_factory=dict)
    types: dict[str, list[str]] = field(default_factory=dict)
    open: list[Ground] = field(default_factory=list)
    tossed: list[Ground] = field(default_factory=list)
    choices: list[Ground] = field(default_factory=list)
    parts: list[tuple[float, dict[int, float]]] = field(default_factory=list)
    settings: list[tuple[bool, ...]] = field(default_factory=list)
    kinds: list[float] = field(default_factory=list)
    own: dict[str, float] = field(init=False)
    preset: Preset | None = field(init=False)
    weighed: bool = field(init=False)

    def __post_init__(self) -> None:
        self.own = weights_named(self.view)
        self.preset = preset_of(self.case, self.view.honour)
        self.weighed = self.preset is not None or bool(self.own)
        components: Sequence[tuple[float, float]] = ((1.0, 0.0),)
        if not self.weighed:
            components = _AT_A_LOSS
        elif self.shock and 0.0 < self.mean < 1.0:
            components = ((self.mean, 1.0), (1.0 - self.mean, -1.0))
        for setting in product((False, True), repeat=OPEN):
            for share, kind in components:
                self.parts.append((share / 2**OPEN, {}))
                self.settings.append(setting)
                self.kinds.append(kind)

    def choosing(self, id_: str, duty: Obligation) -> None:
        """Note what a choice decides, and its rate."""
        self.types[id_] = [duty.type.id] if duty.type is not None else []
        if id_ not in self.rates and self.preset is not None:
            rate = published_rate(self.preset, self.types[id_], self.day)
            if rate is not None:
                self.rates[id_] = rate.share

    def assumed(self, ground: Ground) -> None:
        """Give a new assumption its weights."""
        weight = self.own.get(ground.id, self.rates.get(ground.id))
        if ground.sort == "choice" and ground.default is None and (weight is not None or not self.weighed):
            self.choices.append(ground)
            for (_, weights), kind in zip(self.parts, self.kinds, strict=True):
                weights[ground.index] = self._shocked(weight, kind) if weight is not None else kind
            return
        if weight is not None or ground.default is not None:
            self._all(ground, weight if weight is not None else float(bool(ground.default)))
        elif len(self.open) < OPEN:
            place = len(self.open)
            self.open.append(ground)
            for (_, weights), setting in zip(self.parts, self.settings, strict=True):
                weights[ground.index] = float(setting[place])
        else:
            self.tossed.append(ground)
            self._all(ground, 0.5)

    def _all(self, ground: Ground, weight: float) -> None:
        for _, weights in self.parts:
            weights[ground.index] = weight

    def _shocked(self, q: float, times: float) -> float:
        """As ``foedus.labels.weights.common_shock`` has it: likelier in good times, less likely in bad."""
        if not times:
            return q
        apart = sqrt(self.shock) * min(q / self.mean, (1.0 - q) / (1.0 - self.mean))
        moved = q + (1.0 - self.mean) * apart if times > 0 else q - self.mean * apart
        return min(1.0, max(0.0, moved))


def sampled(
    case: Case,
    view: View,
    cascade: Cascade,
    fixed: Mapping[str, bool],
    why: str,
    *,
    worlds: int = WORLDS,
    seed: int = 0,
) -> Sampled:
    """Draw random courses of a cascade.

    fixed: what the view settles, by id.   why: what was too large for an exact answer.   worlds: how many courses.
    """

    def draw(rates: dict[str, float], shock: float = 0.0, mean: float = 0.5) -> Sampled:
        drawing = _Drawing(case, view, cascade.start, shock, mean, dict(rates))
        labels = SampledLabels(drawing.parts, worlds=worlds, seed=seed)
        run = replace(cascade, choosing=drawing.choosing)
        timeline = evaluate(case, labels, fixed=fixed, cascade=run, assumed=drawing.assumed)
        return Sampled(timeline, view, drawing, labels, Estimate(worlds, seed, why))

    first = draw({})
    weights_named(view, [*first.timeline.grounds.by_id, *fixed])
    drawing, found = first.drawing, _rates(first.drawing, first.timeline)
    if found == drawing.rates and not view.shock:
        return first
    weights = [drawing.own.get(g.id, found.get(g.id, 0.0)) for g in drawing.choices]
    return draw(found, view.shock, sum(weights) / len(weights)) if weights and drawing.weighed else first


def _rates(drawing: _Drawing, timeline: Timeline) -> dict[str, float]:
    """The rate of each choice by the types of all duties that it decides, as ``Weighing.rate_of`` has it."""
    if drawing.preset is None:
        return {}
    types: dict[str, list[str]] = {}
    for derived in timeline.derived:
        if derived.obligation.type is not None:
            types.setdefault(derived.choice, []).append(derived.obligation.type.id)
    found = dict(drawing.rates)
    for choice, names in types.items():
        rate = published_rate(drawing.preset, names, drawing.day)
        if rate is not None:
            found[choice] = rate.share
    return found


class Sampled:
    """The labels of a cascade as sets of random courses.  Nothing is restricted: the view is in the courses already."""

    def __init__(
        self, timeline: Timeline, view: View, drawing: _Drawing, labels: SampledLabels, estimate: Estimate
    ) -> None:
        self.timeline, self.view, self.drawing, self.labels = timeline, view, drawing, labels
        self.estimate: Estimate | None = estimate
        self.weighed = drawing.weighed
        self.given: int = labels.true
        for exclusion in timeline.grounds.exclusions:
            self.given &= ~(exclusion.left & exclusion.right)
        self.strata = self._strata()
        self._columns = {labels.var(g.index) & self.given for g in drawing.choices}

    def _strata(self) -> list[int]:
        """The courses of each setting of the open assumptions, as far as there are such assumptions."""
        used = len(self.drawing.open)
        groups: dict[tuple[bool, ...], int] = {}
        for setting, worlds in zip(self.drawing.settings, self.labels.parts, strict=True):
            groups[setting[:used]] = groups.get(setting[:used], 0) | worlds
        return [left for worlds in groups.values() if (left := worlds & self.given)]

    def holds(self, ground: Ground) -> bool:
        """Whether an assumption with a default holds under the view."""
        return bool(self.labels.var(ground.index) & self.given)

    def decide(self, label: Label) -> Decision:
        """Whether the label holds in all courses, in none, or in some; what it turns on is too much to say."""
        mine = label & self.given
        if not mine:
            return Decision("no")
        # A word kept whatever else happens turns on nothing but itself, which goes without saying.
        return Decision("yes" if mine == self.given or mine in self._columns else "contested")

    def ways(self, label: Label, choice: str) -> tuple[tuple[str, ...], ...]:
        """Nothing: too much to say."""
        return ()

    def chances(self, labels: Sequence[Label]) -> list[Range | None]:
        """The 95 % interval of each label's probability, over all settings of what is open."""
        found: list[Range | None] = []
        for label in labels:
            sides = [wilson((label & s).bit_count(), s.bit_count()) for s in self.strata]
            found.append((min(low for low, _ in sides), max(high for _, high in sides)) if sides else None)
        return found

    def total(self, labels: Sequence[Label], values: Sequence[float]) -> Range | None:
        """The 95 % interval of the expected sum, over all settings of what is open."""
        if not self.strata:
            return None
        return _hull([_mean(labels, values, s) for s in self.strata])

    def pivots(self, labels: Sequence[Label]) -> list[Pivot]:
        """What each choice does to the number of labels that hold; nothing where choices move together."""
        if self.view.shock:
            return []
        ones = [1.0] * len(labels)
        found: list[tuple[float, Ground, list[list[int]]]] = []
        for ground in self.drawing.choices:
            column = self.labels.var(ground.index)
            sides = [[s & ~column for s in self.strata], [s & column for s in self.strata]]
            if all(part.bit_count() for side in sides for part in side):
                low, high = (sum(_share(labels, part) for part in side) for side in sides)
                found.append((high - low, ground, sides))
        found.sort(key=lambda f: (-f[0], f[1].id))
        return [
            Pivot(g.id, g.text, *(_hull([_mean(labels, ones, part) for part in side]) for side in sides))
            for _, g, sides in found[:_SHOWN]
        ]

    def courses(self, pairs: Pairs, labels: Sequence[Label]) -> tuple[Course, ...]:
        """The combinations met most often; empty where something without a weight decides."""
        if len(self.strata) != 1 or not labels:
            return ()
        size = self.labels.true.bit_length()
        columns = [f"{label & self.given:0{size}b}" for label in labels]
        among = f"{self.given:0{size}b}"
        met = Counter(how for how, here in zip(zip(*columns, strict=True), among, strict=True) if here == "1")
        trials = self.given.bit_count()
        return tuple(Course.of(pairs, [digit == "1" for digit in how], count / trials) for how, count in _most(met, 3))

    def assumes(self) -> list[str]:
        """What the sample rests on, in words."""
        said = ["claims are relied on as the view has it: how sure they are is not in these figures"]
        if self.drawing.preset is not None:
            said.append(f"words are kept at the rates of {self.drawing.preset.id}: {self.drawing.preset.title}")
        if self.view.shock:
            said.append(f"choices move together, correlated at {self.view.shock:g}")
        said += [f"{name} has the weight {value:g}" for name, value in self.drawing.own.items()]
        said += [f"{g.id} is left open: ranges go over both settings" for g in self.drawing.open]
        if self.drawing.tossed:
            names = ", ".join(g.id for g in self.drawing.tossed[:5])
            rest = f" and {len(self.drawing.tossed) - 5} more" if len(self.drawing.tossed) > 5 else ""
            said.append(f"tossed like coins, for want of room: {names}{rest}; settle them with --accept or --reject")
        return said


def _most(met: Counter[tuple[str, ...]], number: int) -> list[tuple[tuple[str, ...], int]]:
    return sorted(met.items(), key=lambda m: (-m[1], m[0]))[:number]


def _share(labels: Sequence[int], among: int) -> float:
    return sum((label & among).bit_count() for label in labels) / among.bit_count()


def _mean(labels: Sequence[int], values: Sequence[float], among: int) -> Range:
    """The 95 % interval of the mean, over some worlds, of the sum of the values whose labels hold."""
    trials = among.bit_count()
    here = [label & among for label in labels]
    mean = sum(v * x.bit_count() for v, x in zip(values, here, strict=True)) / trials
    square = sum(
        v * w * (x & y).bit_count()
        for v, x in zip(values, here, strict=True)
        for w, y in zip(values, here, strict=True)
    )
    half = _Z * sqrt(max(0.0, square / trials - mean * mean) / trials)
    return max(0.0, mean - half), min(sum(values), mean + half)


def _hull(ranges: Sequence[Range]) -> Range:
    return min(low for low, _ in ranges), max(high for _, high in ranges)
