"""How many examples a property is tried on."""

from __future__ import annotations

from hypothesis import settings

TIMES = 10
"""As many times more examples where the slow tests are run as well."""


def examples(usual: int) -> int:
    """``usual`` in the normal run, which everybody waits for; ten times as many with ``pytest -m ""``."""
    return usual * TIMES if settings.get_current_profile_name() == "thorough" else usual
