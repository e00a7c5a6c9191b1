"""The cases that a page may look at: the one served, and, read only, the bundled ones and the years of the user's ATOP."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.serve.desk import Desk

if TYPE_CHECKING:
    from foedus.api import Case

__all__ = ["Shelf", "YearDesk", "coded_years"]

MOST = 6
"""Cases kept beside the one served."""


class YearDesk(Desk):
    """A year of coded alliances as a case.  It is made from the user's data and has no file."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.bundled = True
        self.path = Path(f"{name.replace(':', '-')}.foedus")

    def revision(self) -> str:
        """The same as long as the server runs."""
        return self.name

    def load(self) -> Case:
        """The year's case.  Raises LookupError where the user has no such data."""
        from foedus.atlas.api import Atlas
        from foedus.atlas.coded import year_of
        from foedus.atlas.errors import AtlasError

        try:
            year = year_of(self.name)
            assert year is not None
            return Atlas().case(year)
        except AtlasError as error:
            raise LookupError(str(error)) from None

    def text(self) -> tuple[str, str]:
        """The year's directives, in the language."""
        return self.answer("text", (), lambda case: case.to_text()), self.revision()


class Shelf:
    """Desks by name; "" is the one that was served.  The least lately asked for make room."""

    def __init__(self, first: Desk) -> None:
        self.first = first
        self._others: OrderedDict[str, Desk] = OrderedDict()
        self._lock = threading.Lock()

    def names(self) -> dict[str, str]:
        """What may be opened besides the case served: name and title."""
        from foedus.api import bundled_cases

        return {known: title for known, title, _ in bundled_cases() if known != self.first.name}

    def recent(self, name: str) -> str | None:
        """What the files of a case are, or were a moment ago; None for a case that is not open."""
        found = self.first if name in ("", self.first.name) else self._others.get(name)
        return found.recent() if found is not None else None

    def desk(self, name: str) -> Desk:
        """A case by name.  Raises LookupError for what may not be opened from the page: files are named at the start."""
        if name in ("", self.first.name):
            return self.first
        if not re.fullmatch(r"atop:\d{4}", name) and name not in self.names():
            raise LookupError(f'No case called "{name}" can be opened from here.')
        with self._lock:
            if name not in self._others:
                self._others[name] = YearDesk(name) if name.startswith("atop:") else Desk(name, bundled=True)
                if len(self._others) > MOST:
                    self._others.popitem(last=False)
            self._others.move_to_end(name)
            return self._others[name]


def coded_years() -> Any:
    """The coded years of the user's store.  Raises LookupError where there is no ATOP."""
    from foedus.atlas.errors import AtlasError
    from foedus.atlas.session import Session
    from foedus.sweep.coded import CodedYears

    try:
        return CodedYears(Session(None, {}), "any")
    except AtlasError as error:
        raise LookupError(str(error)) from None
