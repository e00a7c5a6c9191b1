"""The case: directives with every name looked up, immutable, ready to be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from foedus.directives.model import (
    Actor,
    ClassOf,
    Common,
    Conflict,
    Denial,
    Directive,
    Doctrine,
    Event,
    Expect,
    Instrument,
    Kind,
    ObligationType,
    Place,
    Preset,
    Question,
    Reading,
    Source,
    Weights,
)
from foedus.terms.dates import Date
from foedus.terms.names import slug

__all__ = ["ISSUED", "UNILATERAL", "Case"]

UNILATERAL = frozenset({"threat", "ultimatum", "offer", "promise", "warning"})
"""Categories whose issuers bind themselves by their own word; their obligations print with a threat's names."""

ISSUED = {"threat": "threaten", "ultimatum": "ultimatum-act", "warning": "warn", "promise": "promise"}
"""The kind of act that it is to address an instrument of a category to somebody."""


@dataclass(frozen=True, slots=True)
class Case:
    """A resolved case: one table per sort of thing, keyed by id, in a canonical order (never the file's).

    kind_is: each kind with all its ancestors (itself included).   kinds_below: each kind with all its descendants.
    inside: each place with all places it lies in (itself included).
    texts: the source text of each file read, for error messages.
    """

    name: str
    directives: tuple[Directive, ...] = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    title: str = ""
    about: str = ""
    as_of: Date | None = None
    actors: Mapping[str, Actor] = field(default_factory=dict, repr=False)
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)
    classes: Mapping[str, ClassOf] = field(default_factory=dict, repr=False)
    kinds: Mapping[str, Kind] = field(default_factory=dict, repr=False)
    types: Mapping[str, ObligationType] = field(default_factory=dict, repr=False)
    sources: Mapping[str, Source] = field(default_factory=dict, repr=False)
    instruments: Mapping[str, Instrument] = field(default_factory=dict, repr=False)
    events: Mapping[str, Event] = field(default_factory=dict, repr=False)
    readings: Mapping[str, Reading] = field(default_factory=dict, repr=False)
    doctrines: Mapping[str, Doctrine] = field(default_factory=dict, repr=False)
    presets: Mapping[str, Preset] = field(default_factory=dict, repr=False)
    weights: Mapping[str, Weights] = field(default_factory=dict, repr=False)
    questions: Mapping[str, Question] = field(default_factory=dict, repr=False)
    denials: Mapping[str, Denial] = field(default_factory=dict, repr=False)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict, repr=False)
    expects: tuple[Expect, ...] = field(default=(), repr=False)
    kind_is: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    kinds_below: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    inside: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _undeclared: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_hostile(self, kind: str) -> bool:
        """Whether acts of a kind make sides, and so conflicts."""
        return any(self.kinds[up].hostile for up in self.kind_is.get(kind, ()) if up in self.kinds)

    def behind(self, source: str) -> frozenset[str]:
        """A source, and all that it only repeats, through whatever chain of others."""
        seen, todo = {source}, [source]
        while todo:
            declared = self.sources.get(todo.pop())
            further = set(declared.origin if declared is not None else ()) - seen
            seen |= further
            todo += further
        return frozenset(seen)

    def label(self, id_: str) -> str:
        """The human name of an actor, place, source or instrument; the id itself when it has none.

        A source that only a claim names, in quotation marks, is named as it stands there.
        """
        for table in (self.actors, self.places, self.classes, self.sources):
            thing = table.get(id_)
            if thing is not None and thing.name:
                return str(thing.name)
        instrument = self.instruments.get(id_)
        if instrument is not None and instrument.title:
            return instrument.title
        return self._quoted().get(id_, id_)

    def _quoted(self) -> Mapping[str, str]:
        """Sources that no line declares, by their ids; looked for once, when somebody asks."""
        if not self._undeclared:
            from foedus.case.looking import walk

            self._undeclared[""] = ""
            for part in walk(self.directives):
                if isinstance(part, Common):
                    said = [claim.source for claim in part.claims if claim.source_quoted]
                    self._undeclared.update(
                        (slug(source), source) for source in said if slug(source) not in self.sources
                    )
        return self._undeclared
