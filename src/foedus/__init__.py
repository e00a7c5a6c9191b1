"""foedus: systems of conditional political commitments, made executable.

Treaties, threats and ultimatums as readable plain text, and claims with source and date, become answers: who is bound
to do what, to whom, since when, by which clause, on whose word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["Bundled", "Case", "FoedusError", "View", "__version__", "bundled_cases", "load"]

if TYPE_CHECKING:
    from foedus.api import Bundled, Case, bundled_cases, load
    from foedus.findings.model import View
    from foedus.terms.diagnostics import FoedusError


def __getattr__(name: str) -> Any:
    # Nothing heavy is imported before it is used: `foedus --help` must answer at once.
    if name == "View":
        from foedus.findings.model import View

        return View
    if name == "FoedusError":
        from foedus.terms.diagnostics import FoedusError

        return FoedusError
    if name in __all__:
        from foedus import api

        return getattr(api, name)
    raise AttributeError(f"module 'foedus' has no attribute {name!r}")
