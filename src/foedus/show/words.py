"""Findings in plain words: who owes what to whom, and on what it turns. Strings only, no layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from foedus.terms.acts import act_name, preposition

if TYPE_CHECKING:
    from foedus.findings.model import Assumption, ObligationFinding, View

__all__ = [
    "Names",
    "act_words",
    "and_list",
    "assumption",
    "condition",
    "conditions",
    "counted",
    "preposition",
    "range_words",
    "sentence",
    "setting",
    "turning_on",
    "view_words",
]

Label = Callable[[str], str]


class Names:
    """Names of a case's actors: with the id at the first mention in a text, without it afterwards.

    label: id -> human name, or the id itself where there is none.
    """

    def __init__(self, label: Label) -> None:
        self._label = label
        self._met: set[str] = set()

    def full(self, id_: str) -> str:
        """``Germany (DEU)``, always."""
        self._met.add(id_)
        name = self._label(id_)
        return id_ if not name or name == id_ else f"{name} ({id_})"

    def __call__(self, id_: str) -> str:
        """``Germany (DEU)`` the first time, ``Germany`` from then on."""
        return self.full(id_) if id_ not in self._met else self._label(id_) or id_

    def short(self, id_: str) -> str:
        """``Germany``."""
        return self._label(id_) or id_


def and_list(items: Iterable[str], word: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, last = list(items) or [""]
    return f"{', '.join(head)} {word} {last}" if head else last


def counted(number: int, one: str, many: str = "") -> str:
    """``1 duty``, ``2 duties``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def act_words(act: str, label: Label) -> str:
    """``send-forces`` as ``send forces``, or its human name where it has one."""
    name = label(act)
    return name if name and name != act else act_name(act)


def sentence(o: ObligationFinding, names: Names, debtors: Sequence[str] = (), creditors: Sequence[str] = ()) -> str:
    """``Iran (IRN) owes Syria (SYR): send forces against Free Syrian Army (FSA)``.

    debtors, creditors: all of whom it is said, where there are several: ``Iran (IRN) and Iraq (IRQ) owe ...``; if they are
    the same, each owes it to the others: ``... owe one another: ...``.
    """
    debtors = debtors or (o.debtor,)
    s = "" if len(debtors) > 1 else "s"
    debtor = and_list(map(names.full, debtors))
    if len(debtors) > 1 and tuple(debtors) == tuple(creditors):
        creditor = "one another"
    else:
        creditor = and_list(map(names.full, filter(None, creditors or (o.creditor,))))
    act = act_words(o.act, names.short)
    if o.modality in ("must not", "will not"):
        act = f"no {act}"
    if o.adversary:
        act += f" {preposition(o.act)} {names.full(o.adversary)}"
    if o.modality in ("will", "will not"):
        return f"{debtor} announce{s}{f' to {creditor}' if creditor else ''}: {act}"
    if o.modality == "may":
        return f"{debtor} may{f', by right given by {creditor}' if creditor else ''}: {act}"
    return f"{debtor} owe{s} {creditor}: {act}" if creditor else f"{debtor} must: {act}"


_ACCEPTED = {
    "source": ("the source", "is believed", "is not believed"),
    "claim": ("the claim", "is believed", "is not believed"),
    "reading": ("the reading", "is accepted", "is not accepted"),
    "doctrine": ("the doctrine", "applies", "does not apply"),
    "unknown": ("the unknown condition", "is met", "is not met"),
}
"""What is said of an assumption of a sort, and what if it is not so; of several, in the plural."""
_PLURAL = {"is": "are", "applies": "apply", "does": "do"}
_OTHERWISE = {"supposition": ("is supposed", "is not supposed")}


def assumption(a: Assumption, positive: bool = True) -> str:
    """One assumption as half of a conditional: ``the reading rebels-as-occupiers is accepted``."""
    if a.sort in _ACCEPTED:
        what, *said = _ACCEPTED[a.sort]
        return f"{what} {a.id} {said[not positive]}"
    text = a.text or a.id
    if a.sort == "choice":
        if not positive and " keeps " in text:
            return text.replace(" keeps ", " does not keep ", 1)
        return text if positive else f"not that {text}"
    if a.sort == "order":
        before, _, day = a.id.partition("<")
        return f"{before} was {'' if positive else 'not '}before {day}"
    return f"{a.id} {_OTHERWISE.get(a.sort, ('holds', 'does not hold'))[not positive]}"


def setting(way: Iterable[tuple[Assumption, bool]]) -> str:
    """Several assumptions at once, those of which the same is said together, in order of their ids.

    ``the claims a and b are believed and the reading c is not accepted``.
    """
    alike: dict[object, list[tuple[Assumption, bool]]] = {}
    for a, positive in sorted(way, key=lambda pair: (pair[0].id, not pair[1])):
        alike.setdefault((a.sort, positive) if a.sort in _ACCEPTED else a.id, []).append((a, positive))
    return and_list(_said(those) for those in alike.values())


def _said(those: Sequence[tuple[Assumption, bool]]) -> str:
    (a, positive), *more = those
    if not more:
        return assumption(a, positive)
    what, *said = _ACCEPTED[a.sort]
    verb, _, rest = said[not positive].partition(" ")
    return f"{what}s {and_list(x.id for x, _ in those)} {_PLURAL[verb]} {rest}".rstrip()


def range_words(bounds: tuple[float, float]) -> str:
    """``0.61``, or ``0.59 to 0.63`` where the two ends differ."""
    low, high = bounds
    return f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f} to {high:.2f}"


class Contested(Protocol):
    """Whatever turns on open assumptions, and tells the least settings of these in which it comes out true."""

    @property
    def contested_on(self) -> tuple[Assumption, ...]:
        """The open assumptions."""
        ...

    @property
    def ways(self) -> tuple[tuple[str, ...], ...]:
        """The settings, as signed ids."""
        ...


def conditions(found: Contested) -> list[str]:
    """The ways in which something contested comes out true, each as a conditional clause, shortest first.

    Empty where it does not tell them (none were found within the budget).
    """
    open_ = {a.id: a for a in found.contested_on}
    ways = {frozenset(way) for way in found.ways if way and all(literal[1:] in open_ for literal in way)}
    ordered = sorted(ways, key=lambda way: (len(way), sorted(way)))
    return [setting((open_[literal[1:]], literal[0] == "+") for literal in way) for way in ordered]


def condition(found: Contested, most: int = 2) -> str:
    """The same as one conditional; where that would be too long, or cannot be told, on what it turns.

    ``if the reading a is accepted, or if the claim b is believed``; ``turning on a and b``; "" if it is open on nothing.
    """
    ways = conditions(found)
    if ways:
        more = ", or in other ways" if len(ways) > most else ""
        return "if " + ", or if ".join(ways[:most]) + more
    return f"turning on {turning_on(found.contested_on)}" if found.contested_on else ""


def turning_on(open_: Sequence[Assumption], most: int = 100) -> str:
    """On what something turns where the ways are not told: ``Germany keeps its word, the reading a and 3 more``."""
    said = [
        a.text if a.sort == "choice" and a.text else f"{_ACCEPTED.get(a.sort, ('',))[0]} {a.id}".strip()
        for a in open_[:most]
    ]
    more = len(open_) - most
    return and_list([*dict.fromkeys(said), *([f"{more} more"] if more > 0 else [])])


def view_words(view: View) -> str:
    """A reader's stance in words; "" for the default view."""
    parts = [
        f"known on {view.known_on}" if view.known_on else "",
        f"known to {view.known_to}" if view.known_to else "",
        f"believing {and_list(view.believe)}" if view.believe else "",
        f"doubting {and_list(view.doubt)}" if view.doubt else "",
        f"accepting {and_list(view.accept)}" if view.accept else "",
        f"rejecting {and_list(view.reject)}" if view.reject else "",
        f"supposing {and_list(f'“{text}”' for text in view.suppose)}" if view.suppose else "",
        f"without {and_list(view.drop)}" if view.drop else "",
        f"with nothing after {view.until}" if view.until else "",
        f"weighing {and_list(view.weigh)}" if view.weigh else "",
        f"words kept: {view.honour}" if view.honour else "",
        f"choices correlated at {view.shock:g}" if view.shock else "",
        "given what was done and left undone" if view.given_conduct else "",
    ]
    return "; ".join(part for part in parts if part)
