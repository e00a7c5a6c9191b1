"""Findings in plain words: who owes what to whom, and on what it turns. Strings only, no layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.terms.acts import act_name, preposition

if TYPE_CHECKING:
    from foedus.findings.model import Assumption, ObligationFinding, View

__all__ = [
    "Names",
    "act_words",
    "and_list",
    "assumption",
    "conditions",
    "counted",
    "preposition",
    "range_words",
    "sentence",
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
    "source": ("the source {id} is believed", "the source {id} is not believed"),
    "claim": ("the claim {id} is believed", "the claim {id} is not believed"),
    "reading": ("the reading {id} is accepted", "the reading {id} is not accepted"),
    "doctrine": ("the doctrine {id} applies", "the doctrine {id} does not apply"),
    "order": ("{before} was before {day}", "{before} was not before {day}"),
    "unknown": ("the unknown condition {id} is met", "the unknown condition {id} is not met"),
    "choice": ("{text}", "not that {text}"),
    "supposition": ("{id} is supposed", "{id} is not supposed"),
}
_OTHERWISE = ("{id} holds", "{id} does not hold")


def assumption(a: Assumption, positive: bool = True) -> str:
    """One assumption as half of a conditional: ``the reading rebels-as-occupiers is accepted``."""
    before, _, day = a.id.partition("<")
    if a.sort == "choice" and not positive and " keeps " in a.text:
        return a.text.replace(" keeps ", " does not keep ", 1)
    return _ACCEPTED.get(a.sort, _OTHERWISE)[0 if positive else 1].format(
        id=a.id, text=a.text or a.id, before=before, day=day
    )


def range_words(bounds: tuple[float, float]) -> str:
    """``0.61``, or ``0.59 to 0.63`` where the two ends differ."""
    low, high = bounds
    return f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f} to {high:.2f}"


def conditions(o: ObligationFinding) -> list[str]:
    """The ways in which a contested finding comes out true, each as a conditional clause, shortest first.

    Where a finding does not tell them itself its supports may.  These leave belief free; here the view stands, so each
    is cut down to what is open, a support that needs the negation of something the view holds is left out, and of two
    of which one contains the other the smaller remains.  Empty when neither tells (none were found within the budget).
    """
    open_ = {a.id: a for a in o.contested_on}
    ways: set[frozenset[str]] = {frozenset(way) for way in o.ways if all(literal[1:] in open_ for literal in way)}
    for support in o.supports if not ways else ():
        if all(literal[1:] in open_ or literal[0] != "-" for literal in support):
            ways.add(frozenset(literal for literal in support if literal[1:] in open_))
    least = [way for way in ways if not any(other < way for other in ways)]
    if frozenset() in least:
        return []
    return [
        and_list(
            assumption(open_[literal[1:]], literal[0] == "+") for literal in sorted(way, key=lambda x: (x[1:], x[0]))
        )
        for way in sorted(least, key=lambda way: (len(way), sorted(way)))
    ]


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
