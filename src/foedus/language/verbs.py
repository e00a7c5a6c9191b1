"""Which words are verbs: the forms that kinds and obligation types declare, found longest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from foedus.language.lines import Node, Raw
from foedus.terms.diagnostics import Diagnostic, Note, Span

__all__ = ["VerbTable", "collect"]

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


def collect(nodes: Iterable[Node], file: str, found: list[Diagnostic]) -> VerbTable:
    """The verbs that the directives ``kind`` and ``obligation`` declare; nothing else is looked at."""
    tables: dict[str, dict[str, str]] = {"kind": {}, "obligation": {}}
    places: dict[tuple[str, str], Span] = {}
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
                if tables[sort].setdefault(form, id_) != id_:
                    found.append(
                        Diagnostic(
                            "E214",
                            "error",
                            f'"{form}" is already a verb of {tables[sort][form]}',
                            span,
                            label=f"so it cannot be one of {id_} too",
                            notes=(Note("declared here", places[sort, form]),),
                            help="a verb belongs to one kind; use another form for one of them",
                        )
                    )
                places.setdefault((sort, form), span)
    return VerbTable(tables["kind"], tables["obligation"])


def _all_raws(node: Node) -> Iterable[Raw]:
    yield from node.raws
    for child in node.children:
        yield from _all_raws(child)
