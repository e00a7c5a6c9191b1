"""The likeliest ways in which something happens: complete settings, partial ones, and patterns of outcomes.

All three are searches that open the most promising first (A*: Hart, Nilsson and Raphael 1968), where the promise of the
first two is the exact best continuation, which one pass over the diagram gives (Viterbi 1967). So the first found is
the likeliest, and so on. Every variable has to have a weight: fix those that have none, and ask once for each setting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from math import inf, log, prod
from typing import Any, Final, Generic, TypeVar

from foedus.labels.circuits import Compiler, Join
from foedus.labels.consistency import Consistency
from foedus.labels.flat import flatten
from foedus.labels.protocol import L, LabelBudgetExceeded, Labels
from foedus.labels.weights import Mixture, Weights, as_mixture

S = TypeVar("S")

MAX_STEPS: Final = 5_000
"""Steps of a search for patterns: some seconds of work on large labels."""
_DIGITS: Final = 9  # promises that differ less count as equal, so that of equally likely ways one is finished first


@dataclass(frozen=True, slots=True)
class Way:
    """A complete or partial setting of variables, and the probability of all worlds that have it."""

    setting: Mapping[int, bool]
    probability: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which of several labels hold, in the order asked, and the probability that exactly these do."""

    holds: tuple[bool, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns, likeliest first, of which the first ``sure`` are certainly the likeliest there are.

    The others are what a search that was cut short found on its way: their probabilities are exact, but there may be
    likelier ones.
    """

    items: tuple[Pattern, ...]
    sure: int


def likeliest_worlds(
    labels: Labels[L], f: L, weights: Weights, count: int = 1, variables: Iterable[int] = ()
) -> tuple[Way, ...]:
    """The ``count`` likeliest complete settings in which f holds: of its variables, and of those in ``variables``.

    Divide by P(f) for probabilities given f. Raises ValueError if a variable has no weight, LabelBudgetExceeded if f
    is too large.
    """
    flat = flatten(labels, [f])
    place = {v: i for i, v in enumerate(labels.order)}
    asked = sorted({*flat.variables, *variables}, key=lambda v: (place.get(v, inf), v))
    p = _column(weights, asked)
    # Costs count from the likelier value of each variable: then one that makes no difference costs nothing.
    cost = {
        v: {value: _cost(x, value) - min(_cost(x, True), _cost(x, False)) for value in (True, False)}
        for v, x in p.items()
    }
    ahead = flat.fold(inf, 0.0, lambda v, high, low: min(cost[v][True] + high, cost[v][False] + low), float.__add__)

    def following(state: tuple[int, int]) -> Iterator[_Step[tuple[int, int]]]:
        depth, node = state
        v = asked[depth]
        decided = node > 1 and flat.variables[flat.rank[node]] == v
        for value in (True, False):
            child = (flat.high if value else flat.low)[node] if decided else node
            yield _Step(v, value, cost[v][value], (depth + 1, child))

    paths = _search((0, flat.roots[0]), lambda s: ahead[s[1]], following, lambda s: s[0] == len(asked))
    return _ways(paths, count, p)


def likeliest_partial(labels: Labels[L], f: L, weights: Weights, count: int = 1) -> tuple[Way, ...]:
    """The ``count`` likeliest partial settings, each enough for f, no two of which can hold together.

    They are the paths of the diagram, which ask for nothing once f is decided; so together they never exceed P(f).
    Raises as ``likeliest_worlds``.
    """
    flat = flatten(labels, [f])
    p = _column(weights, flat.variables)
    cost = {v: {value: _cost(x, value) for value in (True, False)} for v, x in p.items()}
    ahead = flat.fold(inf, 0.0, lambda v, high, low: min(cost[v][True] + high, cost[v][False] + low), float.__add__)

    def following(node: int) -> Iterator[_Step[int]]:
        v = flat.variables[flat.rank[node]]
        for value in (True, False):
            yield _Step(v, value, cost[v][value], (flat.high if value else flat.low)[node])

    return _ways(_search(flat.roots[0], ahead.__getitem__, following, lambda node: node == 1), count, p)


def likeliest_patterns(
    labels: Labels[L],
    outcomes: Iterable[L],
    factors: Iterable[L],
    weights: Weights | Mixture,
    count: int = 1,
    *,
    max_steps: int = MAX_STEPS,
) -> Patterns:
    """Which of ``outcomes`` hold together: the ``count`` likeliest patterns given the conjunction of ``factors``.

    Whatever else may be the case is summed over: the likeliest pattern need not be that of the likeliest world. To be
    sure of a pattern of probability p takes some ``len(outcomes) / p`` steps, of which ``max_steps`` are granted; where
    labels outgrow their room, the search ends, too. Outcomes are best given in the order in which they come about.
    Raises ValueError if a variable has no weight.
    """
    asked = tuple(outcomes)
    consistency = Consistency(labels, factors)
    mixture = as_mixture(weights)
    support = frozenset[int]().union(*map(labels.support, asked))
    linked = {v for v in mixture[0][1] if len({each.get(v) for _, each in mixture}) > 1}
    near = consistency.near(support, linked)
    for _, each in mixture:
        _column(each, sorted(support | consistency.support(near)))
    weigh = _Weigher(labels, consistency.factors(near), mixture)
    try:
        total = weigh(labels.true)
    except LabelBudgetExceeded:
        total = 0.0
    if total <= 0.0:
        return Patterns((), sure=0)

    def following(state: tuple[int, L, float]) -> Iterator[_Step[tuple[int, L, float]]]:
        depth, label, p = state
        for value in (True, False):
            x = asked[depth] if value else labels.negate(asked[depth])
            child = labels.both(label, x)
            if (left := weigh(child)) > 0.0:
                yield _Step(depth, value, log(p / left), (depth + 1, child, left))

    def finished(path: dict[int, bool], state: tuple[int, L, float]) -> Pattern:
        """The pattern that comes of always deciding for what is likelier."""
        while state[0] < len(asked):
            step = min(following(state), key=lambda step: step.cost)
            path, state = path | {step.what: step.how}, step.to
        return Pattern(tuple(path[i] for i in range(len(asked))), min(1.0, state[2] / total))

    found: list[Pattern] = []
    sure = 0
    paths = _search((0, labels.true, total), lambda _: 0.0, following, lambda s: s[0] == len(asked), max_steps)
    try:
        for path, state, certain in islice(paths, count):
            found.append(finished(path, state))
            sure += certain
    except LabelBudgetExceeded:
        pass  # what was found until then is right
    found[sure:] = sorted(found[sure:], key=lambda pattern: -pattern.probability)
    return Patterns(tuple(found), sure)


@dataclass(frozen=True, slots=True)
class _Step(Generic[S]):
    what: int
    how: bool
    cost: float
    to: S


def _search(
    start: S,
    promise: Callable[[S], float],
    following: Callable[[S], Iterable[_Step[S]]],
    done: Callable[[S], bool],
    max_steps: float = inf,
) -> Iterator[tuple[dict[int, bool], S, bool]]:
    """Complete ways, cheapest first: the decisions, the last state, and that this is certain.

    ``promise`` is never more than what is still to be paid. When out of steps, incomplete ways follow, the most
    promising first.
    """
    if promise(start) == inf:
        return
    # Of equal promises the one that has come furthest is first, then the one that came last.
    queue: list[tuple[float, int, int, float, S, Any]] = [(promise(start), 0, 0, 0.0, start, None)]
    steps = pushed = 0
    while queue:
        _, depth, _, spent, state, path = heappop(queue)
        if done(state) or steps >= max_steps:
            yield _unwound(path), state, steps < max_steps
            continue
        steps += 1
        for step in following(state):
            cost = spent + step.cost
            if (expected := cost + promise(step.to)) < inf:
                pushed += 1
                entry = round(expected, _DIGITS), depth - 1, -pushed, cost, step.to, (path, step.what, step.how)
                heappush(queue, entry)


def _unwound(path: Any) -> dict[int, bool]:
    decided: list[tuple[int, bool]] = []
    while path is not None:
        path, what, how = path
        decided.append((what, how))
    return dict(reversed(decided))


def _ways(paths: Iterator[tuple[dict[int, bool], Any, bool]], count: int, p: Mapping[int, float]) -> tuple[Way, ...]:
    ways = [
        Way(path, prod(p[v] if value else 1.0 - p[v] for v, value in path.items()))
        for path, _, _ in islice(paths, count)
    ]
    return tuple(sorted(ways, key=lambda way: -way.probability))


def _cost(p: float, value: bool) -> float:
    p = p if value else 1.0 - p
    return -log(p) if p > 0.0 else inf


def _column(weights: Weights, variables: Iterable[int]) -> dict[int, float]:
    column = {v: weights.get(v, -1.0) for v in variables}
    wrong = [v for v, p in column.items() if not 0.0 <= p <= 1.0]
    if wrong:
        raise ValueError(f"no weight from 0 to 1 for the variables {', '.join(map(str, wrong[:5]))}")
    return column


class _Weigher(Generic[L]):
    """The probability of labels and of the factors together, where many labels have much in common."""

    def __init__(self, labels: Labels[L], factors: Sequence[L], mixture: Mixture) -> None:
        self._labels = labels
        self._factors = factors
        self._compiler = Compiler(labels)
        self._shares = [share for share, _ in mixture]
        self._columns = [each for _, each in mixture]
        self._known: list[dict[L | Join[L], float]] = [{labels.false: 0.0, labels.true: 1.0} for _ in mixture]

    def __call__(self, x: L) -> float:
        circuit = self._compiler.conjunction((x, *self._factors))
        each = zip(self._shares, self._columns, self._known, strict=True)
        return sum(share * self._count(circuit, column, known) for share, column, known in each)

    def _count(self, x: L | Join[L], weights: Weights, known: dict[L | Join[L], float]) -> float:
        stack = [x]
        while stack:
            node = stack[-1]
            if node in known:
                stack.pop()
                continue
            v, high, low = self._split(node)
            if high in known and low in known:
                if v is None:
                    known[node] = known[high] * known[low]
                else:
                    p = weights[v]
                    known[node] = p * known[high] + (1.0 - p) * known[low]
                stack.pop()
            else:
                stack += [child for child in (high, low) if child not in known]
        return known[x]

    def _split(self, node: L | Join[L]) -> tuple[int | None, L | Join[L], L | Join[L]]:
        if isinstance(node, Join):
            return node.variable, node.high, node.low
        split = self._labels.split(node)
        assert split is not None  # constants are known
        return split
