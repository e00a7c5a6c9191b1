"""The parser of one line: the tables of the grammar, driven over the words of a line in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from foedus.language.build import Builder
from foedus.language.lexer import PREDICATES, Job, Lexeme, Look, Words, keywords, look_at, mark
from foedus.language.tables import SPREAD, STARTS, Rule, Tables, tables

__all__ = ["STARTS", "Parser", "Unexpected", "parse", "parser"]

END = "$END"


_Made = tuple[int, str, Callable[[list[Any]], Any], "tuple[int, ...] | None", bool]
"""A rule with the function that builds what it makes, in the place of that function's name."""


class Unexpected(Exception):
    """A word that cannot stand where it stands, or a line that stops too early.

    token: that word; type "$END" at the end of the line.   expected: the terminals that could stand there.
    """

    def __init__(self, token: Lexeme | None, expected: frozenset[str]) -> None:
        super().__init__(token, expected)
        self.token = token
        self.expected = expected


class Parser:
    """An LALR(1) automaton with the functions that build what its rules make.  Keeps nothing between lines."""

    def __init__(self, made: Tables, builder: object) -> None:
        self.tables = made
        self.words: Words = keywords(made.spellings)
        self._rules: tuple[_Made, ...] = tuple(
            (rule.size, rule.origin, getattr(builder, rule.name, list) if rule.name else list, rule.parts, rule.single)
            for rule in made.rules
        )
        self._looks: list[Look | None] = [None] * len(made.actions)

    def parse(self, start: str, job: Job) -> Any:
        """What the words from ``job.at`` on say.  Raises Unexpected, TermProblem, or what the builder raises."""
        raws, i, file, verbs = job
        actions, gotos, _, starts, ends, _ = self.tables
        rules, looks, count = self._rules, self._looks, len(raws)
        states, values, end = [starts[start]], [], ends[start]
        fed: list[str] = []
        said = False
        token: Lexeme | None
        while True:
            state = states[-1]
            if i < count:
                raw = raws[i]
                look = looks[state] or self._look(state)
                if raw.sort == "word":
                    type_, value, after = look_at(raws, i, look, verbs, said)
                    said = (said or type_ in PREDICATES) and type_ not in ("_AND", "_OR", "_UNLESS")
                else:
                    said = said and raw.sort != "("
                    type_, value = mark(raws, i, look.accepted, verbs), raw if raw.sort == "string" else raw.text
                    after = i + 1
                token = Lexeme(type_, value, file, raws, i, after)
                i = after
            else:
                type_, token = END, None
            while True:
                action = actions[state].get(type_)
                if action is None:
                    raise Unexpected(token, self._possible(start, fed))
                if action >= 0:
                    states.append(action)
                    values.append(token)
                    fed.append(type_)
                    break
                size, origin, make, parts, single = rules[-1 - action]
                if size == 1:
                    del states[-1]
                    got = [values.pop()]
                elif size:
                    got = values[-size:]
                    del states[-size:], values[-size:]
                else:
                    got = []
                if parts is not None:
                    got = _parts(got, parts)
                values.append(got[0] if single and len(got) == 1 else make(got))
                state = gotos[states[-1]][origin]
                states.append(state)
                if state == end and type_ is END:
                    return values[-1]

    def _look(self, state: int) -> Look:
        made = self._looks[state] = Look(frozenset(self.tables.actions[state]), self.words)
        return made

    def _possible(self, start: str, fed: Iterable[str]) -> frozenset[str]:
        """The terminals that could have come after these, exactly: a state knows only what *may* do."""
        states = [self.tables.starts[start]]
        for type_ in fed:
            states = self._after(states, type_)
        return frozenset(t for t in self.tables.actions[states[-1]] if self._after(states, t))

    def _after(self, states: list[int], type_: str) -> list[int]:
        """The states after one terminal more; empty when it cannot come."""
        states = states[:]
        while True:
            action = self.tables.actions[states[-1]].get(type_)
            if action is None:
                return []
            if action >= 0:
                return [*states, action]
            rule: Rule = self.tables.rules[-1 - action]
            del states[len(states) - rule.size :]
            states.append(self.tables.gotos[states[-1]][rule.origin])
            if len(states) == 2 and type_ == END:
                return states


def _parts(got: list[Any], places: tuple[int, ...]) -> list[Any]:
    """The parts that a builder gets: see ``Rule.parts``."""
    out: list[Any] = []
    for place in places:
        if place < 0:
            out.append(None)
        elif place < SPREAD:
            out.append(got[place])
        else:
            out += got[place - SPREAD]
    return out


@cache
def parser() -> Parser:
    """The one parser of the process; threads may share it."""
    return Parser(tables(), Builder())


def parse(start: str, job: Job) -> Any:
    """Read the words of a line by a rule of the grammar.  Raises Unexpected, LineProblem or TermProblem."""
    return parser().parse(start, job)
