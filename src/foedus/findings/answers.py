"""What every answer can be turned into: a data frame, a graph, a picture in a notebook.

How is decided further down the line (``foedus.frames``), which puts itself here when the library is loaded: findings know
nothing of how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from networkx import MultiDiGraph

__all__ = ["Answer", "Forms", "FrameKind", "Told", "use_forms"]

FrameKind = Literal["pandas", "polars", "arrow"]
T = TypeVar("T")


class Forms(Protocol):
    """What turns answers into other forms."""

    def frame(self, answer: Any, kind: FrameKind) -> Any:
        """A table of one library."""
        ...

    def graph(self, answer: Any) -> Any:
        """A networkx graph."""
        ...

    def html(self, answer: Any) -> str:
        """What a notebook shows."""
        ...


_FORMS: list[Forms] = []


def use_forms(forms: Forms) -> None:
    """Turn answers into other forms by these; done once, by the library's front door."""
    _FORMS[:] = [forms]


def _forms() -> Forms:
    if not _FORMS:
        from importlib import import_module

        import_module("foedus.frames")  # by name: it stands to the right, and puts itself here
    return _FORMS[0]


class Answer:
    """An answer of foedus, which a notebook shows as it is and other libraries take as a table or a graph."""

    __slots__ = ()

    def to_frame(self, kind: FrameKind = "pandas") -> Any:
        """The answer as a table, one row for each of its parts; columns as in ``--format csv``.

        kind: "pandas" (a DataFrame), "polars" (a DataFrame, where polars is installed) or "arrow" (a pyarrow Table).
        What is not known is a missing value.  Raises ImportError where the library is not installed, ValueError for
        another kind.
        """
        return _forms().frame(self, kind)

    def to_networkx(self) -> MultiDiGraph[str]:
        """The answer as a directed graph, with attributes on nodes and edges.

        Raises ImportError where networkx is not installed, TypeError where there is no graph in an answer of this sort.
        """
        graph: MultiDiGraph[str] = _forms().graph(self)
        return graph

    def _repr_html_(self) -> str:
        """What Jupyter shows."""
        return _forms().html(self)


class Told(tuple[T, ...], Answer):
    """A tuple of findings that can be turned into a table, too; equal to the tuple of the same findings."""

    __slots__ = ()

    @classmethod
    def of(cls, found: Iterable[T]) -> Told[T]:
        """The findings as an answer."""
        return cls(found)
