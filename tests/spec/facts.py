"""What the directives come to as facts of ``semantics.lp``: the sink, and the lengths of time and days it takes note of."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from foedus.terms.durations import Duration
from tests.spec import bridge
from tests.spec.assumptions import Assumptions
from tests.spec.structure import Case

__all__ = ["Facts", "q"]


def q(text: str) -> str:
    """A name as a quoted string of the logic program."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


@dataclass
class Facts:
    """Collects facts, and the days and lengths of time that they speak of."""

    case: Case
    known: Assumptions
    lines: list[str] = field(default_factory=list)
    counter: itertools.count[int] = field(default_factory=itertools.count)
    durations: dict[str, Duration] = field(default_factory=dict)
    ending: set[str] = field(default_factory=set)
    deadlines: dict[str, int] = field(default_factory=dict)
    marks: set[int] = field(default_factory=set)
    has_law: bool = False

    def fact(self, name: str, *arguments: object) -> None:
        """One fact."""
        self.lines.append(f"{name}({','.join(str(a) for a in arguments)}).")

    def new(self, stem: str) -> str:
        """A name used nowhere else."""
        return q(f"{stem}#{next(self.counter)}")

    def first(self, date: object) -> int:
        """First possible day, which then is a day to look at."""
        day = bridge.bounds(date)[0]  # type: ignore[arg-type]
        self.marks.add(day)
        return day

    def last(self, date: object) -> int:
        """Last possible day; it and the day after are days to look at."""
        day = bridge.bounds(date)[1]  # type: ignore[arg-type]
        self.marks |= {day, day + 1}
        return day

    def duration(self, length: Duration, ends: bool = False) -> str:
        """The name of a length of time; ends: the day after it matters too."""
        name = q(str(length))
        self.durations[name] = length
        if ends:
            self.ending.add(name)
        return name

    def all_clauses(self) -> list[tuple[str, str]]:
        """Every clause, and for each instrument the clause "" that stands for it as a whole."""
        return [(i.id, c) for i in self.case.instruments for c in ("", *(x.id for x in i.clauses))]
