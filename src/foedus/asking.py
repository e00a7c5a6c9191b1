"""An assessment that can be asked on: another view of the same day, why, why not, what differs."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from foedus.findings.model import Assessment, ObligationFinding, View

if TYPE_CHECKING:
    from foedus.api import Case
    from foedus.findings.difference import Difference
    from foedus.findings.reasons import Reasons

__all__ = ["Asked", "AskedView"]


class AskedView(View):
    """The view of an assessment.  Called with further switches, it gives the assessment under them.

    It is equal to the same view that belongs to no assessment.
    """

    __slots__ = ("_asked",)
    _asked: Asked

    def __call__(self, **switches: Any) -> Asked:
        """The same question under this view and further switches: ``a.view(doubt=["debka"])``."""
        return self._asked.under(self.with_(**switches))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and all(getattr(self, f.name) == getattr(other, f.name) for f in fields(View))

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, f.name) for f in fields(View)))


class Asked(Assessment):
    """An assessment and the case it was asked of.  Nothing of it changes: every method gives something new."""

    __slots__ = ("_case", "_chances")
    view: AskedView
    _case: Case
    _chances: bool

    @classmethod
    def of(cls, case: Case, found: Assessment, chances: bool) -> Asked:
        """The assessment of a case.  chances: whether it was asked how likely each duty is."""
        view = AskedView(**{f.name: getattr(found.view, f.name) for f in fields(View)})
        values = {f.name: getattr(found, f.name) for f in fields(Assessment)}
        asked = cls(**{**values, "view": view})
        object.__setattr__(asked, "_case", case)
        object.__setattr__(asked, "_chances", chances)
        object.__setattr__(view, "_asked", asked)
        return asked

    def under(self, view: View) -> Asked:
        """The same day under another view."""
        return self._case.assess(self.on, view, chances=self._chances)

    def why(self, about: str | ObligationFinding) -> Reasons:
        """Why a duty binds (or what else is asked about holds), or why not, on this day under this view."""
        return self._case.why(about.id if isinstance(about, ObligationFinding) else about, self.on, self.view)

    whynot = why

    def against(self, other: Assessment) -> Difference:
        """What stands otherwise here than in another assessment: only what differs."""
        from foedus.findings.difference import difference

        return difference(other, self)
