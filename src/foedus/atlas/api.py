"""The front door of the atlas: frames with the ``add_*`` steps as methods, from one choice of releases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.atlas import build, pacts
from foedus.atlas.frame import Frame
from foedus.atlas.obligations import Counting, Terms
from foedus.atlas.session import Session
from foedus.atlas.specs import Codes
from foedus.atlas.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

    from foedus.api import Case
    from foedus.atlas.pacts import Owed

__all__ = [
    "Atlas", "alliance_dyad_years", "alliances", "case", "dyad_years", "members", "obligations_between", "query",
    "state_years", "wars",
]  # fmt: skip


class Atlas:
    """The tables of a store, in one choice of releases: ``Atlas(atop_members="4.01")``; unnamed ones are the newest.

    data: the store's directory, else FOEDUS_DATA or the platform's user data directory.
    """

    def __init__(self, data: str | Path | None = None, **releases: str) -> None:
        self.session = Session(Store(Path(data) if data else None), releases)

    def dyad_years(
        self,
        first: int,
        last: int | None = None,
        *,
        directed: bool = True,
        codes: Codes = "cow",
        counting: Counting = "any",
    ) -> Frame:
        """See ``foedus.atlas.build.dyad_years``."""
        return build.dyad_years(self.session, first, last, directed=directed, codes=codes, counting=counting)

    def state_years(
        self, first: int, last: int | None = None, *, codes: Codes = "cow", counting: Counting = "any"
    ) -> Frame:
        """See ``foedus.atlas.build.state_years``."""
        return build.state_years(self.session, first, last, codes=codes, counting=counting)

    def alliance_dyad_years(
        self,
        first: int | None = None,
        last: int | None = None,
        *,
        counting: Counting = "any",
        terms: Terms = "articles",
    ) -> Frame:
        """See ``foedus.atlas.build.alliance_dyad_years``; without years, all that the data cover."""
        if first is None:
            source = self.session.use("atop_members")
            first, last = source.first, source.last
        return build.alliance_dyad_years(self.session, first, last, counting=counting, terms=terms)

    def alliances(
        self,
        first: int | None = None,
        last: int | None = None,
        *,
        member: str | int | None = None,
        on: str | date | None = None,
    ) -> Frame:
        """See ``foedus.atlas.pacts.alliances``."""
        return pacts.alliances(self.session, first, last, member=member, on=on)

    def members(self) -> Frame:
        """See ``foedus.atlas.pacts.members``."""
        return pacts.members(self.session)

    def obligations_between(
        self, debtor: str | int, creditor: str | int, on: str | date, terms: Terms = "articles"
    ) -> tuple[Owed, ...]:
        """See ``foedus.atlas.pacts.obligations_between``."""
        return pacts.obligations_between(self.session, debtor, creditor, on, terms)

    def wars(self) -> Frame:
        """Inter-state wars of COW, one row per participation, as they are in the file."""
        source = self.session.use("cow_wars")
        return Frame(self.session, "SELECT * FROM cow_wars", "war", "cow", source.first, source.last, "", (source,))

    def query(self, sql: str) -> pa.Table:
        """The answer to one SELECT over all tables of the store, each under its data set's name."""
        return Session(self.session.store, self.session.releases).query(sql)[0]

    def case(self, year: int, on: str | date | None = None) -> Case:
        """One year of coded alliances as a case that can be asked; see ``foedus.atlas.coded.directives``."""
        from foedus.atlas.coded import case

        return case(self.session, year, on)


def dyad_years(first: int, last: int | None = None, **options: Any) -> Frame:
    """``Atlas().dyad_years``."""
    return Atlas().dyad_years(first, last, **options)


def state_years(first: int, last: int | None = None, **options: Any) -> Frame:
    """``Atlas().state_years``."""
    return Atlas().state_years(first, last, **options)


def alliance_dyad_years(first: int | None = None, last: int | None = None, **options: Any) -> Frame:
    """``Atlas().alliance_dyad_years``."""
    return Atlas().alliance_dyad_years(first, last, **options)


def alliances(first: int | None = None, last: int | None = None, **options: Any) -> Frame:
    """``Atlas().alliances``."""
    return Atlas().alliances(first, last, **options)


def members() -> Frame:
    """``Atlas().members``."""
    return Atlas().members()


def obligations_between(
    debtor: str | int, creditor: str | int, on: str | date, terms: Terms = "articles"
) -> tuple[Owed, ...]:
    """``Atlas().obligations_between``."""
    return Atlas().obligations_between(debtor, creditor, on, terms)


def wars() -> Frame:
    """``Atlas().wars``."""
    return Atlas().wars()


def query(sql: str) -> pa.Table:
    """``Atlas().query``."""
    return Atlas().query(sql)


def case(year: int, on: str | date | None = None) -> Case:
    """``Atlas().case``."""
    return Atlas().case(year, on)
