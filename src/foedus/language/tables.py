"""The tables by which a line is parsed: made by lark from ``grammar.lark``, and kept between runs.

Making them takes a fifth of a second, more than everything else that happens before the first line is read.  So they
are kept in the user's cache folder, as JSON, together with all they were made from; a file that does not match, or
cannot be read or written, costs that fifth of a second and nothing else.  lark is imported only to make them.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["STARTS", "Rule", "Tables", "make_tables", "tables"]

STARTS = (
    "nothing", "text", "strings", "name", "names", "named", "from_until", "date", "duration", "rule", "takes",
    "switch", "means", "graded", "indicator", "rate", "weighed", "parties", "told", "secret", "given", "refs",
    "claim", "force", "end", "denounce", "demand", "phrase", "event", "sentence", "formula", "act", "instrument",
    "reading", "statement", "expect",
)  # fmt: skip
"""Rules of the grammar that a line, or what follows its keyword, can be read by."""

SPREAD = 1000
"""Added to the place of a part whose own parts are taken in its stead."""


class Rule(NamedTuple):
    """One rule of the grammar.

    size: how many parts it takes off the stack.   origin: what it makes.   name: the method of ``Builder`` that builds
    it ("": the list of its parts).   parts: which of them that method gets: a place, a place + SPREAD for a part whose
    own parts are taken in its stead, -1 for an optional part that is not there; None: all, as they are.
    single: a single part stands for itself, unbuilt.
    """

    size: int
    origin: str
    name: str
    parts: tuple[int, ...] | None
    single: bool


class Tables(NamedTuple):
    """An LALR(1) automaton.

    actions: for each state, terminal -> what to do: n >= 0, shift and go to state n; n < 0, reduce by rule -1 - n.
    gotos: for each state, what a rule made -> the next state.   starts, ends: per start symbol.
    spellings: terminal -> the ways it is written.
    """

    actions: tuple[dict[str, int], ...]
    gotos: tuple[dict[str, int], ...]
    rules: tuple[Rule, ...]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    spellings: Mapping[str, tuple[str, ...]]


@cache
def tables() -> Tables:
    """The tables of the process: from the cache, or made and put there."""
    grammar = Path(__file__).with_name("grammar.lark").read_text("utf-8")
    made_from = [grammar, _text(Path(__file__)), _text(_lark()), sys.version]
    folder = _folder()
    path = folder / f"grammar-{zlib.crc32(json.dumps(made_from).encode()):08x}.json" if folder is not None else None
    if path is not None:
        with suppress(OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            kept = json.loads(path.read_bytes())
            if kept["made from"] == made_from:
                return _revived(kept["tables"])
    made = make_tables(grammar)
    if path is not None:
        _keep(path, {"made from": made_from, "tables": made})
    return made


def make_tables(grammar: str) -> Tables:
    """The tables of a grammar in lark's notation."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """The grammar is read for its tables; words are told apart by ``lexer.py``."""

        __future_interface__ = 2

        def __init__(self, conf: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            raise NotImplementedError

    made = Lark(grammar, parser="lalr", lexer=NoLexer, start=list(STARTS), maybe_placeholders=True)
    automaton = made.parser.parser.parser.parse_table
    numbers = {rule: number for number, rule in enumerate(made.rules)}
    actions: list[dict[str, int]] = []
    gotos: list[dict[str, int]] = []
    for state in range(len(automaton.states)):
        does: dict[str, int] = {}
        goes: dict[str, int] = {}
        for symbol, (action, to) in automaton.states[state].items():
            name = str(symbol)
            if str(action) == "Reduce":
                does[name] = -1 - numbers[to]
            elif name.isupper():
                does[name] = to
            else:
                goes[name] = to
        actions.append(does)
        gotos.append(goes)
    return Tables(
        tuple(actions),
        tuple(gotos),
        tuple(_rule(rule) for rule in made.rules),
        dict(automaton.start_states),
        dict(automaton.end_states),
        {t.name: _spellings(t) for t in made.terminals if t.pattern is not None},
    )


def _rule(rule: Any) -> Rule:
    options, origin = rule.options, str(rule.origin.name)
    name = "" if origin.startswith("__") else str(rule.alias or origin)
    parts: list[int] = []
    missing = "".join("1" if absent else "0" for absent in options.empty_indices or [False] * len(rule.expansion))
    gaps = [len(gap) for gap in missing.split("0")]
    for place, symbol in enumerate(rule.expansion):
        parts += [-1] * gaps[place]
        if not symbol.is_term and symbol.name.startswith("_"):
            parts.append(place + SPREAD)
        elif not (symbol.is_term and symbol.filter_out):
            parts.append(place)
    parts += [-1] * gaps[-1]
    size = len(rule.expansion)
    plain = parts == list(range(size))
    return Rule(size, origin, name, None if plain else tuple(parts), bool(options.expand1 and not rule.alias))


def _spellings(terminal: Any) -> tuple[str, ...]:
    """The ways a terminal is written; lark keeps them as one regular expression."""
    text = str(terminal.pattern.value).removeprefix("(?:").removesuffix(")")
    return tuple(spelling.replace("\\", "") for spelling in text.split("|"))


# -- kept between runs -----------------------------------------------------------------------------------------------


def _folder() -> Path | None:
    """The user's cache folder; None where the system does not tell."""
    from platformdirs import user_cache_path

    folder = user_cache_path("foedus", appauthor=False)
    return folder if folder.is_absolute() else None


def _lark() -> Path | None:
    """The file of lark that says its version, found without importing it."""
    spec = find_spec("lark")
    return Path(spec.origin) if spec is not None and spec.origin else None


def _text(path: Path | None) -> str:
    with suppress(OSError, ValueError):
        return path.read_text("utf-8") if path is not None else ""
    return ""


def _keep(path: Path, what: Mapping[str, Any]) -> None:
    """Write it whole or not at all: beside its place first, so that no other process ever reads half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(json.dumps(what, separators=(",", ":")), "utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def _revived(kept: Iterable[Any]) -> Tables:
    actions, gotos, rules, starts, ends, spellings = kept
    return Tables(
        tuple(actions),
        tuple(gotos),
        tuple(
            Rule(size, origin, name, None if parts is None else tuple(parts), single)
            for size, origin, name, parts, single in rules
        ),
        starts,
        ends,
        {name: tuple(ways) for name, ways in spellings.items()},
    )
