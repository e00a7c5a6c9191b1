"""Earlier texts of a case: each save keeps what it replaced and what it wrote, in the user's own folder of states.

A version is a file named by its time and a digest of its text; the same text is kept once.  The oldest make room.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

__all__ = ["Version", "Versions"]

MOST = 100
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Version:
    """One kept text.  saved: when, UTC, as ISO 8601.  size: in characters' bytes."""

    id: str
    saved: str
    size: int


class Versions:
    """The versions of one file.  folder: where all files' versions are; by default ``FOEDUS_STATE``, else the platform's."""

    def __init__(self, file: Path, folder: Path | None = None) -> None:
        whole = str(file.resolve())
        name = f"{re.sub(r'[^A-Za-z0-9._-]', '_', file.name)}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"
        self.folder = (folder or _states()) / "versions" / name

    def all(self) -> tuple[Version, ...]:
        """What is kept, the newest first."""
        try:
            files = sorted(self.folder.glob("*.foedus"), reverse=True)
            return tuple(Version(f.stem, _said(f.stem), f.stat().st_size) for f in files)
        except OSError:
            return ()

    def text(self, id_: str) -> str:
        """One of them.  Raises LookupError where there is no such version."""
        file = self.folder / f"{id_}.foedus"
        if not re.fullmatch(r"[0-9TZ]+-[0-9a-f]{8}", id_) or not file.is_file():
            raise LookupError("There is no such version.")
        return file.read_text("utf-8")

    def keep(self, text: str) -> None:
        """Keep a text, if it is not the one kept last.  A folder that cannot be written keeps nothing and breaks nothing."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        kept = self.all()
        if kept and kept[0].id.endswith(f"-{digest}"):
            return
        now = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%fZ")  # noqa: UP017 - Python 3.11 reads both
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = self.folder / f".{os.getpid()}.part"
            part.write_text(text, "utf-8", newline="")
            part.replace(self.folder / f"{now}-{digest}.foedus")
            self._make_room()
        except OSError:
            return

    def _make_room(self) -> None:
        size = 0
        for n, version in enumerate(self.all()):
            size += version.size
            if n and (n >= MOST or size > MOST_BYTES):
                (self.folder / f"{version.id}.foedus").unlink(missing_ok=True)


def _states() -> Path:
    if os.environ.get("FOEDUS_STATE"):
        return Path(os.environ["FOEDUS_STATE"]).expanduser()
    from platformdirs import user_state_path

    return user_state_path("foedus", appauthor=False)


def _said(id_: str) -> str:
    stamp = id_.split("-", 1)[0]
    try:
        return datetime.strptime(stamp, "%Y%m%dT%H%M%S%fZ").isoformat(timespec="seconds") + "Z"  # noqa: DTZ007 - said to be UTC
    except ValueError:
        return ""
