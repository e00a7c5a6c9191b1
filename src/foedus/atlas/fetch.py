"""Downloads that survive a cut connection, and that notice when a file is not what it was."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from foedus.atlas.errors import AtlasError
from foedus.atlas.store import sha256_of

__all__ = ["Fetched", "fetch"]

PIECE = 1 << 16
TRIES = 5
WAIT = 30.0  # seconds without a byte
Progress = Callable[[int, int], None]
"""Called with the bytes here and the bytes expected (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was downloaded.  first_sight: its checksum was recorded now, for the next time to compare with."""

    path: Path
    sha256: str
    first_sight: bool


def fetch(
    address: str, folder: Path, *, progress: Progress | None = None, accept_change: bool = False, pause: float = 1.0
) -> Fetched:
    """Download a file into ``folder/downloads``; go on where an interrupted download stopped.

    The checksum is recorded when the address is first seen, and compared ever after.  Raises AtlasError where the server
    cannot be reached, sends more or less than it announced, or sends other content than before (unless accept_change).
    pause: seconds before the first new try; each further one waits twice as long.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise AtlasError(f"{address}: not an address on the web.", "It begins with https:// or http://.")
    name = Path(unquote(parts.path)).name or "download"
    target = folder / "downloads" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(name + ".part")
    tag = target.with_name(name + ".part.etag")
    for attempt in range(TRIES):
        try:
            _receive(address, part, tag, progress)
            break
        except (urllib.error.HTTPError, _WrongSize) as error:
            part.unlink(missing_ok=True)
            tag.unlink(missing_ok=True)
            what = (
                f"the server answers {error.code} ({error.reason})"
                if isinstance(error, urllib.error.HTTPError)
                else str(error)
            )
            raise AtlasError(
                f"{address}: {what}.", "Is the address still right? Else get the file by hand: foedus data add FILE"
            ) from None
        except (OSError, http.client.HTTPException) as error:  # cut, timed out, refused, no such host
            if attempt == TRIES - 1:
                have = part.stat().st_size if part.exists() else 0
                kept = f" {have} bytes are kept; the next try goes on from there." if have else ""
                raise AtlasError(f"{address}: {_why(error)}.", f"Try again later.{kept}") from None
            time.sleep(pause * 2**attempt)
    digest = sha256_of(part)
    first = _remember(folder, address, digest, part, accept_change)
    part.replace(target)
    tag.unlink(missing_ok=True)
    return Fetched(target, digest, first)


class _WrongSize(Exception):
    """More or fewer bytes than the server announced, though it ended in good order."""


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return str(reason) or type(error).__name__


def _receive(address: str, part: Path, tag: Path, progress: Progress | None) -> None:
    """Receive into ``part``, from where it ends on if the server still has the same file."""
    have = part.stat().st_size if part.exists() and tag.exists() else 0
    request = urllib.request.Request(address, headers={"User-Agent": "foedus", "Accept-Encoding": "identity"})  # noqa: S310 - scheme checked
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", tag.read_text(encoding="ascii"))
    with urllib.request.urlopen(request, timeout=WAIT) as answer:  # noqa: S310 - as above
        resumed = answer.status == http.client.PARTIAL_CONTENT
        if resumed and not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            raise _WrongSize("the server sends another part than the one asked for")
        start = have if resumed else 0
        announced = answer.headers.get("Content-Length")
        expected = start + int(announced) if announced is not None else 0
        mark = answer.headers.get("ETag", "")
        if mark and not mark.startswith("W/"):
            tag.write_text(mark, encoding="ascii")
        else:
            tag.unlink(missing_ok=True)  # nothing to recognise the same file by: an interrupted download begins anew
        with part.open("ab" if resumed else "wb") as file:
            size = start
            while piece := answer.read(PIECE):
                file.write(piece)
                size += len(piece)
                if progress:
                    progress(size, expected)
        if expected and size != expected:
            raise ConnectionError(f"cut after {size} of {expected} bytes")
    total = answer.headers.get("Content-Range", "").rpartition("/")[2]
    if resumed and total.isdigit() and size != int(total):
        raise _WrongSize(f"{size} bytes came, {total} were announced")


def _remember(folder: Path, address: str, digest: str, part: Path, accept_change: bool) -> bool:
    """Record a checksum at first sight, compare it afterwards; True at first sight."""
    book = folder / "checksums.json"
    known = json.loads(book.read_text(encoding="utf-8")) if book.exists() else {}
    before = known.get(address)
    if before and before["sha256"] != digest and not accept_change:
        part.unlink(missing_ok=True)
        raise AtlasError(
            f"{address}: the file has changed since {before['seen']} (sha256 was {before['sha256'][:12]}, is {digest[:12]}).",
            "If a new release is out, say --accept-change; else do not trust it.",
        )
    if before and before["sha256"] == digest:
        return False
    known[address] = {"sha256": digest, "bytes": part.stat().st_size, "seen": datetime.now(UTC).date().isoformat()}
    book.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return True
