"""The one door to the library: what the verbs need of it, and how a CASE on the command line becomes a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from foedus.cli.errors import CommandWrong, case_errors, hint

if TYPE_CHECKING:
    from foedus.findings.model import Assessment, ExpectResult, OfficeFinding, TimelineEntry, View

__all__ = ["CaseLike", "Library", "find_case", "find_file", "is_there", "library", "open_case"]

LONGEST_PATH = 1000
"""Characters beyond which the name of a missing file is cut short in the message."""


class CaseLike(Protocol):
    """The part of a loaded case that the verbs use."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def about(self) -> str: ...

    def label(self, id_: str, /) -> str:
        """The human name of an actor, place, class, source or instrument; the id itself when it has none."""
        ...

    def assess(self, on: str | None = None, view: View = ...) -> Assessment: ...
    def timeline(
        self, start: str | None = None, end: str | None = None, view: View = ...
    ) -> tuple[TimelineEntry, ...]: ...
    def command(self, on: str | None = None, view: View = ...) -> tuple[OfficeFinding, ...]: ...
    def check(self) -> tuple[ExpectResult, ...]: ...


class Library(Protocol):
    """The module ``foedus.api``, as far as the verbs use it."""

    def load(self, name_or_path: str, /) -> CaseLike: ...
    def bundled_cases(self) -> tuple[tuple[str, str, Path | str], ...]: ...


def library() -> Library:
    """The library itself, imported only when a verb runs."""
    from foedus import api

    return api


def find_case(name: str) -> None:
    """Raise CommandWrong when CASE is neither a file or folder nor the name of a bundled case."""
    if not is_there(name):
        bundled = [known for known, _title, _path in library().bundled_cases()]
        if name not in bundled:
            raise CommandWrong(_not_found(name, bundled))


def is_there(name: str) -> bool:
    """Whether there is a file or folder of that name.  A name that no file can have (too long, a NUL in it) is none."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def find_file(name: str) -> None:
    """Raise CommandWrong when there is no file or folder of that name."""
    if not is_there(name):
        raise CommandWrong(_not_found(name, []))


def open_case(name: str) -> CaseLike:
    """Load CASE: a file, a folder, the name of a bundled case, or ``atop:YEAR``, a year of coded alliances.

    Raises CommandWrong when there is no such thing, CaseWrong when it is there and has errors.
    """
    if name.startswith("atop:"):
        return _coded(name)
    find_case(name)
    with case_errors():
        return library().load(name)


def _coded(name: str) -> CaseLike:
    """A year of coded alliances from the user's own data; see ``foedus.atlas.coded``."""
    from foedus.atlas.api import Atlas
    from foedus.atlas.coded import year_of
    from foedus.cli.tables import atlas_errors

    with atlas_errors(), case_errors():
        year = year_of(name)
        assert year is not None
        return Atlas().case(year)


def _not_found(name: str, bundled: list[str]) -> str:
    from foedus.terms.errors import shown

    if len(name) > LONGEST_PATH:
        return f"{shown(name)}, of {len(name):,} characters, is no file."
    if Path(name).is_symlink():
        return f"{name} is a link that leads nowhere."
    if "/" in name or name.endswith(".foedus") or not bundled:
        near = hint(name, [str(p) for p in _neighbours(Path(name)) if p.exists()])
        return f"{name}: there is no such file or folder.{near}"
    beside = f"{name}.foedus"
    if is_there(beside):
        return f'"{name}" is neither a file or folder here nor a bundled case. Did you mean {beside}?'
    return (
        f'"{name}" is neither a file or folder here nor a bundled case.{hint(name, bundled)} '
        "`foedus cases` lists the bundled ones."
    )


def _neighbours(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.foedus")) if path.parent.is_dir() else []
