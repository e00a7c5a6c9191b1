"""A process that answers long questions for the server, and takes no more memory than it is given.

Questions come in as lines of JSON; an answer is a line of JSON with its status and length, and the text itself.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from foedus.serve.answers import compact
from foedus.serve.desk import Desk
from foedus.serve.questions import answer, refusal
from foedus.serve.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["main"]

BYTES = 3 * 1024**3
"""Of memory in use; a worker that takes more ends, and what it was asked is asked once more of a fresh one."""
MOMENT = 0.2
"""Seconds from one look at the memory to the next."""
KINDER = 5
"""How much rather the server itself has the processor (``nice``)."""


def main() -> None:
    """Answer until there are no more questions: the server has ended, or wants no more."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    if sys.platform != "win32":
        os.nice(KINDER)
        threading.Thread(target=_watch, daemon=True).start()
    with suppress(KeyboardInterrupt, BrokenPipeError):  # Ctrl-C ends the server, and it this
        _serve(Shelf(Desk(sys.argv[1], tried=True)), questions, answers)


def _serve(shelf: Shelf, questions: IO[bytes], answers: IO[bytes]) -> None:
    for line in questions:
        revision, status, text = _answer(shelf, json.loads(line))
        data = text.encode()
        head = json.dumps({"status": status, "revision": revision, "length": len(data)})
        answers.write(head.encode() + b"\n" + data)
        answers.flush()


def _answer(shelf: Shelf, asked: Mapping[str, Any]) -> tuple[str, int, str]:
    """The revision of the files, the status and the text."""
    revision = ""
    try:
        desk = shelf.desk(asked["case"])
        revision = desk.revision()
        if asked["what"] != "warm":
            return revision, *answer(desk, asked["what"], asked["said"])
        case = desk.state().case
        if case is not None:
            case.timeline_of()
    except LookupError as error:
        return revision, *refusal(error)
    except Exception as error:  # noqa: BLE001 - the process goes on; the page is told, the terminal too
        traceback.print_exc()
        said = f"This could not be answered, which is a fault of foedus ({type(error).__name__}: {error})."
        return revision, 500, compact({"schema": "foedus.error/1", "message": said, "diagnostics": []})
    return revision, 200, ""


def _watch() -> None:
    """End the process when it takes too much.

    The memory in use is what counts: address space, which the system could bound itself, is reserved a hundred times over.
    """
    while _in_use() < BYTES:
        time.sleep(MOMENT)
    os._exit(1)


def _in_use() -> int:
    """Bytes of memory.  Where the system says no better (not Linux), the most there ever were."""
    try:
        # Not the most there ever were: Linux counts what the server had when it began this process.
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
