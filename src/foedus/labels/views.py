"""Which labels hold under a view, for many views of the same labels: a switch costs one pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeAlias
from typing import Literal as OneOf

from foedus.labels.circuits import Compiler, Join
from foedus.labels.consistency import Consistency
from foedus.labels.flat import MAX_NODES, Flat, flatten
from foedus.labels.protocol import Assignment, L, Labels

Verdict: TypeAlias = OneOf["yes", "no", "contested", "impossible"]

_VERDICTS: dict[tuple[bool, bool], Verdict] = {
    (True, False): "yes",
    (False, True): "no",
    (True, True): "contested",
    (False, False): "impossible",
}


class Views(Generic[L]):
    """The labels ``asked`` under any view: a partial assignment, the other variables being open.

    A view decides modulo the conjunction of ``factors``, of each label those that have to do with it. Raises
    LabelBudgetExceeded if a conjunction, or all labels together, are too large.
    """

    def __init__(
        self, labels: Labels[L], asked: Iterable[L], factors: Iterable[L] = (), *, max_nodes: int = MAX_NODES
    ) -> None:
        consistency = Consistency(labels, factors)
        compiler = Compiler(labels)
        roots: list[L | Join[L]] = []
        for x in asked:
            given = consistency.factors(consistency.near(labels.support(x)))
            roots += compiler.conjunction((x, *given)), compiler.conjunction((labels.negate(x), *given))
        self._flat: Flat = flatten(labels, roots, max_nodes=max_nodes)

    def decide(self, fixed: Assignment) -> list[Verdict]:
        """For each label: ``yes`` if it holds in all worlds of the view, ``no`` if in none, else ``contested``.

        ``impossible`` if the view has no world that satisfies the factors.
        """
        possible = self._flat.possible(fixed)
        return [_VERDICTS[pair] for pair in zip(possible[::2], possible[1::2], strict=True)]
