"""Whose turn it is: one at a time, and whoever asks a short question before all who ask long ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Turns"]


class Turns:
    """A lock with two queues.  A long question that has begun is not interrupted; the next turn is a short one's."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._owner: int | None = None
        self._depth = 0
        self._short = 0

    @contextmanager
    def turn(self, *, long: bool = False) -> Iterator[None]:
        """Wait for one's turn and have it; who has it already goes on."""
        me = threading.get_ident()
        with self._free:
            if self._owner != me:
                self._short += not long
                try:
                    self._free.wait_for(lambda: self._owner is None and not (long and self._short))
                finally:
                    self._short -= not long
                self._owner = me
            self._depth += 1
        try:
            yield
        finally:
            with self._free:
                self._depth -= 1
                if self._depth == 0:
                    self._owner = None
                    self._free.notify_all()
