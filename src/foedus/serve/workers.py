"""Processes that answer long questions (``worker``): each has bounded time and memory, and one that ends is replaced.

The server keeps the page, the texts and all that is short; a question that is too much ends its process and nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

__all__ = ["Answer", "TooLong", "Workers"]

MOST = 2
"""Processes at one time: one for what takes seconds, one for what is nearly short."""

Answer = tuple[int, str, str]
"""Status, text, and the revision of the files it was made from."""


class TooLong(Exception):
    """The question took more time or memory than it is given.  Its process has ended; nothing else has."""


class _Worker:
    """One process."""

    def __init__(self, case: str) -> None:
        environment = {**os.environ, "NUMBA_NUM_THREADS": str(min(4, os.cpu_count() or 1))}
        # -P: no module is taken from the folder that the server was started in.
        command = [sys.executable, "-P", "-c", "from foedus.serve.worker import main; main()", case]
        self.process = subprocess.Popen(  # noqa: S603 - our own module, the case as one argument
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )

    def ask(self, question: bytes, seconds: float) -> Answer | None:
        """The answer; None where the process ended before it gave one.  Raises TooLong where it was ended for its time."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(max(seconds, 0.01), stop)
        timer.daemon = True
        timer.start()
        try:
            self.process.stdin.write(question)
            self.process.stdin.flush()
            head = self.process.stdout.readline()
            found = json.loads(head) if head.endswith(b"\n") else None
            text = self.process.stdout.read(found["length"]) if found else b""
        except OSError:
            found, text = None, b""
        finally:
            timer.cancel()
        if found is not None and len(text) == found["length"]:
            return found["status"], text.decode(), found["revision"]
        self.end()
        if late.is_set():
            raise TooLong(f"The question takes more than {seconds:.0f} seconds.")
        return None

    def end(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be written
                    pipe.close()


class Workers:
    """At most MOST processes, begun when they are needed.  case: the name or path that the server was opened with."""

    def __init__(self, case: str) -> None:
        self.case = case
        self._free = threading.Condition()
        self._idle: list[_Worker] = []
        self._number = 0
        self._stopped = False

    def ask(self, what: str, case: str = "", *, seconds: float = 60, **said: Any) -> Answer:
        """The answer to a question about a case; the time includes the wait for a process.

        Raises TooLong.  A process that ended for no fault of the question (somebody killed it) is replaced and asked again.
        """
        end = time.monotonic() + seconds
        question = json.dumps({"what": what, "case": case, "said": said}).encode() + b"\n"
        for _ in range(2):
            worker = self._take(end)
            found = None
            try:
                found = worker.ask(question, end - time.monotonic())
            finally:
                self._give(worker if found is not None else None)
            if found is not None:
                return found
        raise TooLong("The question takes more memory than it is given, or its process was ended.")

    def warm(self) -> None:
        """Have one process read and evaluate the case, before anybody asks."""
        try:
            self.ask("warm")
        except (TooLong, OSError):
            return

    def stop(self) -> None:
        """End those that are idle; those that work end with their answer."""
        with self._free:
            self._stopped = True
            idle, self._idle = self._idle, []
            self._number -= len(idle)
        for worker in idle:
            worker.end()

    def _take(self, end: float) -> _Worker:
        with self._free:
            if not self._free.wait_for(lambda: self._idle or self._number < MOST, end - time.monotonic()):
                raise TooLong("Too many long questions are asked at one time; try again in a moment.")
            if self._idle:
                return self._idle.pop()
            self._number += 1
        try:
            return _Worker(self.case)
        except OSError:
            self._give(None)
            raise

    def _give(self, worker: _Worker | None) -> None:
        with self._free:
            if worker is not None and not self._stopped:
                self._idle.append(worker)
                worker = None
            else:
                self._number -= 1
            self._free.notify()
        if worker is not None:
            worker.end()
