"""Duties told at once: those that differ in nothing but who owes and to whom."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, NamedTuple, Protocol, TypeVar

__all__ = ["Together", "together"]


class Duty(Protocol):
    """Whatever says who owes what to whom under which clause."""

    @property
    def instrument(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def modality(self) -> str: ...
    @property
    def debtor(self) -> str: ...
    @property
    def creditor(self) -> str: ...
    @property
    def adversary(self) -> str: ...


D = TypeVar("D", bound=Duty)


class Together(NamedTuple, Generic[D]):
    """Each of the debtors owes the same to each of the creditors; if they are the same actors, to each of the others."""

    one: D
    debtors: tuple[str, ...]
    creditors: tuple[str, ...]

    @classmethod
    def alone(cls, one: D) -> Together[D]:
        """One duty by itself."""
        return cls(one, (one.debtor,), (one.creditor,))


def together(found: Iterable[D], details: Callable[[D], Hashable]) -> Iterator[Together[D]]:
    """The duties in their order, those alike joined with the first of them.  details: what has to be the same besides."""
    alike: dict[Hashable, list[D]] = {}
    for o in found:
        alike.setdefault((o.instrument, o.clause, o.act, o.modality, o.adversary, details(o)), []).append(o)
    for those in alike.values():
        of = {(o.debtor, o.creditor): o for o in reversed(those)}
        pairs = list(dict.fromkeys((o.debtor, o.creditor) for o in those))
        debtors, creditors = (tuple(dict.fromkeys(side)) for side in zip(*pairs, strict=True))
        if set(debtors) == set(creditors) and len(pairs) == len(debtors) * (len(debtors) - 1):
            yield Together(of[pairs[0]], debtors, debtors)
            continue
        to, by = _products(pairs), [(d, c) for c, d in _products([(c, d) for d, c in pairs])]
        for debtors, creditors in to if len(to) < len(by) else by:
            yield Together(of[debtors[0], creditors[0]], debtors, creditors)


def _products(pairs: Iterable[tuple[str, str]]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs as few products: those of one side that go with the same of the other are joined."""
    others: dict[str, list[str]] = {}
    for one, other in pairs:
        others.setdefault(one, []).append(other)
    joined: dict[frozenset[str], tuple[list[str], list[str]]] = {}
    for one, those in others.items():
        joined.setdefault(frozenset(those), ([], those))[0].append(one)
    return [(tuple(ones), tuple(those)) for ones, those in joined.values()]
