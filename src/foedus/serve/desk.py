"""The case on the desk: read, watched, evaluated once, asked many times; and its text, which is never lost.

Answers are kept by revision, question and view.  A file of the user's that changes is first tried in a process of its own with
bounded time and memory, so that a case that is too much for the machine ends that process and not the server.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from foedus.serve.versions import Versions
from foedus.terms.diagnostics import FoedusError, to_json

if TYPE_CHECKING:
    from foedus.api import Case

__all__ = ["Changed", "Desk", "Refused", "TooMuch", "Unready"]

T = TypeVar("T")

MOST_TEXT = 2_000_000
"""Characters of a text that the editor takes."""
TRIAL_SECONDS = 30
TRIAL_BYTES = 3 * 1024**3
MOMENT = 0.2
"""Seconds for which what the files are is not looked at again."""
KEPT, KEPT_WHOLE = 512, 6
"""Answers kept, as texts by the server; by a process of its own, as evaluated cases."""

_TRIAL = """
import pathlib, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (%d, %d))
resource.setrlimit(resource.RLIMIT_CPU, (%d, %d))
import foedus
from foedus.terms.diagnostics import FoedusError
try:
    foedus.load(sys.argv[1], within=pathlib.Path(sys.argv[2])).assess()
except FoedusError:
    pass  # told by the server itself, with its places
"""


class TooMuch(Exception):
    """The case takes more than the server gives it: time, memory, or files of other folders."""


class Changed(Exception):
    """The file is not what the writer last saw."""


class Unready(LookupError):
    """There is no case to ask: it has errors, or is too much."""


class Refused(Exception):
    """What may not be done: the case is part of foedus, or its folder cannot be written."""


@dataclass(frozen=True, slots=True)
class _State:
    revision: str
    case: Case | None
    diagnostics: list[dict[str, Any]]
    problem: str
    cause: Exception | None = None


class Desk:
    """One case, by the name or path it was opened by."""

    def __init__(self, name: str, *, bundled: bool = False, tried: bool = False) -> None:
        """bundled: the name is that of a case of foedus, whatever files there are.

        tried: it is read in a process that is bounded itself, and needs no trial.
        """
        from foedus.api import bundled_cases

        self.name = name
        found = Path(name)
        known = {id_: path for id_, _, path in bundled_cases()}
        self.bundled = (bundled or not found.exists()) and name in known
        self.path = Path(str(known[name])) if self.bundled else found.resolve()
        self._lock = threading.RLock()
        self._tried = tried
        self._making, self._apart = threading.RLock(), threading.RLock()
        self._answers: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._state: _State | None = None
        self._seen = (0.0, "")

    # -- the case ------------------------------------------------------------------------------------------------------
    @property
    def file(self) -> Path:
        """The file whose text is edited: the case's own, or the first of a folder's."""
        if self.path.is_dir():
            files = [f for f in sorted(self.path.glob("*.foedus")) if self.path in f.resolve().parents]
            return files[0] if files else self.path / "case.foedus"
        return self.path

    @property
    def folder(self) -> Path:
        """The folder outside which nothing is read or written."""
        return self.path if self.path.is_dir() else self.path.parent

    def revision(self) -> str:
        """What the files on disk are now: a digest of the case's folder, or of its file."""
        files = sorted(self.path.glob("*.foedus")) if self.path.is_dir() else [self.path]
        digest = hashlib.sha256()
        for file in files:
            digest.update(file.name.encode() + b"\0")
            digest.update(file.read_bytes() if file.exists() else b"")
        found = digest.hexdigest()[:16]
        self._seen = (time.monotonic(), found)
        return found

    def recent(self) -> str:
        """What the files are, or were a moment ago."""
        when, found = self._seen
        return found if found and time.monotonic() - when < MOMENT else self.revision()

    def state(self) -> _State:
        """The case as it is on disk, read again when the files have changed."""
        with self._lock:
            now = self.revision()
            for _ in range(5):  # a file that changes while it is read is read again
                if self._state is not None and self._state.revision == now:
                    break
                self._answers.clear()
                self._state = self._read(now)
                now = self.revision()
            assert self._state is not None
            return self._state

    def _read(self, revision: str) -> _State:
        try:
            if not (self.bundled or self._tried):
                self._try()
            case = self.load()
            return _State(revision, case, to_json(case.warnings), "")
        except FoedusError as error:
            return _State(revision, None, to_json(error.diagnostics), "The case has errors.")
        except (TooMuch, LookupError) as error:
            return _State(revision, None, [], str(error), error)

    def load(self) -> Case:
        """The case, read and resolved.  Raises FoedusError where it has errors."""
        from foedus.api import load

        return load(self.name) if self.bundled else load(self.path, within=self.folder)

    def _try(self) -> None:
        if sys.platform == "win32":  # no limits of memory there; the time is bounded all the same
            return
        code = _TRIAL % (TRIAL_BYTES, TRIAL_BYTES, TRIAL_SECONDS, TRIAL_SECONDS)
        try:
            done = subprocess.run(  # noqa: S603 - our own code, the path as one argument
                [sys.executable, "-P", "-c", code, str(self.path), str(self.folder)],
                capture_output=True, timeout=TRIAL_SECONDS + 5, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise TooMuch(f"The case takes more than {TRIAL_SECONDS} seconds to evaluate.") from None
        if done.returncode:
            raise TooMuch(f"The case takes more than {TRIAL_SECONDS} seconds or {TRIAL_BYTES >> 30} GB to evaluate.")

    def case(self) -> tuple[Case, str]:
        """The case and its revision.  Raises Unready where it has errors or is too much."""
        state = self.state()
        if state.case is None:
            raise Unready(state.problem)
        return state.case, state.revision

    def answer(
        self, what: str, key: tuple[object, ...], make: Callable[[Case], T], *, apart: bool = False, keep: bool = True
    ) -> T:
        """An answer about the case, kept until the case changes.  Raises FoedusError, Unready where there is none.

        What is kept is had at once, whatever else is being made; one answer is made at a time.  apart: what does not touch
        the evaluated case, and so keeps nobody who does waiting.
        """
        case, revision = self.case()
        whole = (revision, what, *key)
        found = self._kept(whole)
        if found is not None:
            return cast("T", found)
        with self._apart if apart else self._making:
            found = self._kept(whole)  # by another request, while this one waited
            if found is not None:
                return cast("T", found)
            made = make(case)
        if keep:
            self._keep(whole, made)
        return made

    def from_elsewhere(
        self, what: str, key: tuple[object, ...], ask: Callable[[], tuple[int, str, str]]
    ) -> tuple[int, str]:
        """The status and text that another process answers with, kept as an answer is if they are of the same files."""
        whole = (self.case()[1], what, *key)
        found = self._kept(whole)
        if found is not None:
            return 200, cast("str", found)
        status, text, revision = ask()
        if status == 200 and revision == whole[0]:
            self._keep(whole, text)
        return status, text

    def _keep(self, whole: tuple[object, ...], made: object) -> None:
        with self._lock:
            self._answers[whole] = made
            if len(self._answers) > (KEPT_WHOLE if self._tried else KEPT):
                self._answers.popitem(last=False)

    def _kept(self, whole: tuple[object, ...]) -> object | None:
        with self._lock:
            if whole in self._answers:
                self._answers.move_to_end(whole)
            return self._answers.get(whole)

    # -- its text ------------------------------------------------------------------------------------------------------
    def text(self) -> tuple[str, str]:
        """The text, and its revision."""
        with self._lock:
            revision = self.revision()
            return (self.file.read_text("utf-8") if self.file.exists() else ""), revision

    def save(self, text: str, seen: str) -> str:
        """Write the text, whole or not at all; the old one stays beside it as ``NAME~``.  Gives the new revision.

        seen: the revision that the writer began from.  Raises Changed where the files are another one now, Refused where
        they are not the user's to write.
        """
        if self.bundled:
            raise Refused(
                "This case is part of foedus. Save a copy under a name of your own: foedus cases NAME > my.foedus"
            )
        with self._lock:
            if self.revision() != seen:
                raise Changed("The file has changed on disk since you opened it.")
            file = self.file
            before = file.read_text("utf-8", "replace") if file.exists() else None
            try:
                if before is not None:
                    _replace(file.with_name(file.name + "~"), file.read_bytes(), file)
                _replace(file, text.encode(), file)
            except OSError as error:
                raise Refused(f"{file.name} cannot be written: {error.strerror}.") from None
            for kept in (before, text):
                if kept is not None:
                    self.versions().keep(kept)
            return self.revision()

    def versions(self) -> Versions:
        """Earlier texts of the file."""
        return Versions(self.file)

    def check(self, text: str) -> list[dict[str, Any]]:
        """What is wrong with a text, as the command line says it, without saving it."""
        from foedus.api import Case as Cases

        folder = self.file.parent
        try:
            made = Cases.from_text(text, name=self.file.name, folder=folder, within=None if self.bundled else folder)
        except FoedusError as error:
            return to_json(error.diagnostics)
        return to_json(made.warnings)


def _replace(target: Path, data: bytes, like: Path) -> None:
    """Put a new file in the place of another, whole or not at all; what is a link there is replaced, not followed."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.chmod(like.stat().st_mode & 0o777 if like.exists() else 0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
