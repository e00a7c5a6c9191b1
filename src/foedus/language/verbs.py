"""Which words are verbs: the forms that kinds and obligation types declare, found longest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from foedus.language.lines import Node, Raw
from foedus.terms.diagnostics import Diagnostic, Note, Span

__all__ = ["Claimed", "VerbTable", "collect", "taken_from_prelude"]

_END = ""


class VerbTable:
    """Verb forms of one or more words, and the kind or obligation type each belongs to.

    kinds: form -> id of a kind of event or state.  obligations: form -> id of an obligation type.
    A form may be both: after *must*, *may* and *will* the obligation type is meant, elsewhere the kind.
    """

    __slots__ = ("_acts", "_sentences", "kinds", "obligations")

    def __init__(self, kinds: Mapping[str, str] | None = None, obligations: Mapping[str, str] | None = None) -> None:
        self.kinds: dict[str, str] = dict(kinds or {})
        self.obligations: dict[str, str] = dict(obligations or {})
        self._sentences: dict[str, Any] = {}
        self._acts: dict[str, Any] = {}
        for form, id_ in self.kinds.items():
            _plant(self._sentences, form, id_)
            _plant(self._acts, form, id_)
        for form, id_ in self.obligations.items():
            _plant(self._acts, form, id_)

    def with_more(self, other: VerbTable) -> VerbTable:
        """Both tables; where a form is in both, ``other`` stands."""
        if not other.kinds and not other.obligations:
            return self
        return VerbTable({**self.kinds, **other.kinds}, {**self.obligations, **other.obligations})

    def match(self, raws: Sequence[Raw], at: int, *, act: bool = False, skip: int = -1) -> tuple[str, str, int]:
        """The longest verb that begins at ``raws[at]``: its form, its id, and the index after it; ("", "", at) if none.

        act: a verb after *must*, *may*, *will*.  skip: the index of a word to leave out (the *not* in *is not at war*).
        """
        here = self._acts if act else self._sentences
        found, after, words, end, i = "", at, [], 0, at
        while i < len(raws):
            raw = raws[i]
            if i == skip:
                i += 1
                continue
            if raw.sort != "word" or raw.text not in here:
                break
            here = here[raw.text]
            words.append(raw.text)
            i += 1
            if _END in here:
                found, after, end = here[_END], i, len(words)
        return " ".join(words[:end]), found, after

    def forms(self, *, act: bool = False) -> Iterable[str]:
        """All forms, for suggestions."""
        return {**self.obligations, **self.kinds} if act else self.kinds


def _plant(trie: dict[str, Any], form: str, id_: str) -> None:
    here = trie
    for word in form.split():
        here = here.setdefault(word, {})
    here[_END] = id_


Claimed = dict[tuple[str, str], tuple[str, Span]]
"""("kind" or "obligation", verb form) -> the id that declared it first, and where."""


def collect(nodes: Iterable[Node], file: str, found: list[Diagnostic], claimed: Claimed | None = None) -> VerbTable:
    """The verbs that the directives ``kind`` and ``obligation`` declare; nothing else is looked at.

    claimed: what other files of the case have declared; this file's are added to it.
    """
    tables: dict[str, dict[str, str]] = {"kind": {}, "obligation": {}}
    claimed = claimed if claimed is not None else {}
    for node in nodes:
        if len(node.raws) < 2 or node.raws[0].text not in tables or node.raws[0].sort != "word":
            continue
        sort, id_ = node.raws[0].text, node.raws[1].text
        for child in node.children:
            if child.raws[0].text != "verb" or child.raws[0].sort != "word":
                continue
            for raw in _all_raws(child):
                form = " ".join(raw.text.split())
                if raw.sort != "string" or not form:
                    continue
                span = Span(file, raw.line, raw.column, raw.length)
                owner, place = claimed.setdefault((sort, form), (id_, span))
                if owner != id_:
                    found.append(_claimed_twice(form, sort, owner, id_, span, place))
                    continue
                tables[sort][form] = id_
    return VerbTable(tables["kind"], tables["obligation"])


def _claimed_twice(form: str, sort: str, owner: str, id_: str, span: Span, place: Span) -> Diagnostic:
    other = "kind" if sort == "kind" else "obligation type"
    return Diagnostic(
        "E214",
        "error",
        f'"{form}" is already a verb of {owner}',
        span,
        label=f"so it cannot be one of {id_} too",
        notes=(Note("declared here", place),),
        help=f"a verb belongs to one {other}; use another form for one of them, or say that {id_} is {owner}"
        if sort == "kind"
        else f"a verb belongs to one {other}; use another form for one of them",
    )


def taken_from_prelude(claimed: Claimed, prelude: VerbTable) -> Iterable[Diagnostic]:
    """Warnings about verbs of the prelude that a case gives to another kind or obligation type."""
    for (sort, form), (id_, span) in claimed.items():
        owner = (prelude.kinds if sort == "kind" else prelude.obligations).get(form, id_)
        if owner != id_:
            yield Diagnostic(
                "W118",
                "warning",
                f'"{form}" is a verb of {owner} everywhere else; in this case it is one of {id_}',
                span,
                label=f"taken from {owner}",
                help="use another form, unless this is meant",
            )


def _all_raws(node: Node) -> Iterable[Raw]:
    yield from node.raws
    for child in node.children:
        yield from _all_raws(child)
