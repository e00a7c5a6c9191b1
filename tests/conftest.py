"""What all tests share."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Machines are shared and noisy: how long an example takes says nothing about whether it is right.
settings.register_profile("foedus", deadline=None)
settings.register_profile("thorough", deadline=None)
settings.load_profile("foedus")


def pytest_configure(config: pytest.Config) -> None:
    """Whoever runs the slow tests as well wants more of the drawn examples: see tests/drawn.py."""
    if "not slow" not in config.option.markexpr:
        settings.load_profile("thorough")
