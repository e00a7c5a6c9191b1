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


LONG = {"web", "spec", "sweep"}
"""Folders with files that take a minute or more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first; files of the language, many and each soon done, last: no worker waits long for another."""
    items.sort(key=lambda item: (item.path.suffix == ".foedus", not LONG.intersection(item.path.parts)))
