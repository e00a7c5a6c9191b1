"""Acyclic logic programmes with probabilities: as labels, and as text for ProbLog (Fierens et al. 2015).

The two readings have nothing in common but the programme: ProbLog grounds it and compiles it with its own tools.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.labels import Labels
from foedus.labels.flat import flatten
from foedus.labels.weights import exclusive

Body = tuple[tuple[int, bool], ...]
"""A conjunction: atoms by number, each with its sign."""


@dataclass(frozen=True, slots=True)
class Program:
    """Facts are the atoms 0, 1 ...; ``rules[i]`` defines the next atom, by bodies over earlier ones.

    ``exclusive`` are runs of facts that are the values of one variable. ``order`` is that in which variables are first
    used, where it is not that of the numbers.
    """

    facts: tuple[float, ...]
    rules: tuple[tuple[Body, ...], ...]
    exclusive: tuple[tuple[int, ...], ...] = ()
    evidence: Body = ()
    order: tuple[int, ...] = ()

    @property
    def derived(self) -> range:
        return range(len(self.facts), len(self.facts) + len(self.rules))

    def labels(self, labels: Labels[Any]) -> list[Any]:
        """The label of every atom."""
        for v in self.order:
            labels.var(v)
        atoms = [labels.var(v) for v in range(len(self.facts))]
        for bodies in self.rules:
            conjunctions = [
                labels.all_of(atoms[a] if sign else labels.negate(atoms[a]) for a, sign in body) for body in bodies
            ]
            atoms.append(labels.any_of(conjunctions))
        return atoms

    def weights_and_factors(self, labels: Labels[Any], atoms: Sequence[Any]) -> tuple[dict[int, float], list[Any]]:
        """What the facts weigh; the exclusions and the evidence as factors."""
        weights = dict(enumerate(self.facts))
        factors = []
        for group in self.exclusive:
            odds, constraint = exclusive(labels, {v: self.facts[v] for v in group})
            weights.update(odds)
            factors.append(constraint)
        factors += [atoms[a] if sign else labels.negate(atoms[a]) for a, sign in self.evidence]
        return weights, factors

    def text(self, queries: Iterable[int] | None = None) -> str:
        """The programme as ProbLog reads it; queries are the derived atoms unless asked otherwise."""
        grouped = {v for group in self.exclusive for v in group}
        lines = ["; ".join(f"{self.facts[v]:.17g}::a({v})" for v in group) + "." for group in self.exclusive]
        lines += [f"{p:.17g}::a({v})." for v, p in enumerate(self.facts) if v not in grouped]
        for head, bodies in zip(self.derived, self.rules, strict=True):
            lines += [f"a({head}) :- {', '.join(_literal(*each) for each in body) or 'true'}." for body in bodies]
            if not bodies:
                lines.append(f"a({head}) :- fail.")
        lines += [f"evidence(a({a}), {'true' if sign else 'false'})." for a, sign in self.evidence]
        lines += [f"query(a({a}))." for a in (self.derived if queries is None else queries)]
        return "\n".join(lines) + "\n"


def _literal(atom: int, sign: bool) -> str:
    return f"a({atom})" if sign else f"\\+a({atom})"


def program_of(
    labels: Labels[Any], asked: Sequence[Any], factors: Sequence[Any], weights: Mapping[int, float]
) -> tuple[str, list[str]]:
    """A ProbLog programme with the nodes of the diagrams as its atoms, and the names of those of ``asked``.

    So that labels that come from elsewhere, such as those of a case, can be counted by ProbLog.
    """
    table = flatten(labels, [*asked, *factors])
    lines = [f"{weights[v]:.17g}::v({v})." for v in table.variables]
    lines += ["n(0) :- fail.", "n(1)."]
    for n in range(2, len(table)):
        v = table.variables[table.rank[n]]
        lines += [f"n({n}) :- v({v}), n({table.high[n]}).", f"n({n}) :- \\+v({v}), n({table.low[n]})."]
    names = [f"n({n})" for n in table.roots]
    lines += [f"evidence({name}, true)." for name in names[len(asked) :]]
    lines += [f"query({name})." for name in dict.fromkeys(names[: len(asked)])]
    return "\n".join(lines) + "\n", names[: len(asked)]


def crisis(assumptions: int, seed: int, *, exceptions: float = 0.25, local: bool = True) -> Program:
    """A made-up crisis: a quarter of the assumptions are claims, a quarter treaties, half choices to honour.

    In five rounds duties arise from an event and a treaty (and, with probability ``exceptions``, the absence of another
    event), and a duty that is honoured is an event again. Events and treaties are those of neighbours if ``local``.
    Variables are used in the order in which a case would: as events come.
    """
    draw = random.Random(seed)
    actors = max(4, assumptions // 8)
    quarter = assumptions // 4
    facts = [round(draw.uniform(0.05, 0.95), 3) for _ in range(assumptions)]
    events = [(draw.randrange(actors), v) for v in range(quarter)]
    treaties = [(draw.randrange(actors), v) for v in range(quarter, 2 * quarter)]
    choices = list(range(2 * quarter, assumptions))
    rules: list[tuple[Body, ...]] = []
    used: dict[int, None] = {}
    for turn in range(5):
        new = []
        for choice in choices[turn::5]:
            actor = draw.randrange(actors)
            near = [e for e in events if not local or _near(e[0], actor, actors)] or events
            pacts = [t for t in treaties if not local or _near(t[0], actor, actors)] or treaties
            bodies = []
            for _ in range(draw.randint(1, 3)):
                body = [(draw.choice(near)[1], True), (draw.choice(pacts)[1], True)]
                if draw.random() < exceptions:
                    body.append((draw.choice(near)[1], False))
                bodies.append(tuple(body))
                used.update((a, None) for a, _ in body if a < assumptions)
            duty = assumptions + len(rules)
            rules += [tuple(bodies), (((duty, True), (choice, True)),)]
            used[choice] = None
            new.append((actor, duty + 1))
        events += new
    return Program(tuple(facts), tuple(rules), order=tuple(used))


def _near(a: int, b: int, actors: int) -> bool:
    return min((a - b) % actors, (b - a) % actors) <= 2
