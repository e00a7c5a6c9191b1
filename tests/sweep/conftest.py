"""The stores of data of the atlas's tests."""

from __future__ import annotations

from tests.atlas.conftest import atlas, files, real, real_store, run, store

__all__ = ["atlas", "files", "real", "real_store", "run", "store"]
