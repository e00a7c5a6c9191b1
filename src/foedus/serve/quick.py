"""Answers given before, given again without asking: whole responses, kept by what the files were and what was asked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Quick"]

MOST, MOST_BYTES = 2_000, 64_000_000


class Quick:
    """Middleware.  paths: whose answers depend on the query and the files alone.  revision: what the files of a case are.

    It is all on the event loop, so nothing here is locked.
    """

    def __init__(self, app: ASGIApp, paths: Collection[str], revision: Callable[[str], str | None]) -> None:
        self.app, self.paths, self.revision = app, frozenset(paths), revision
        self._kept: OrderedDict[tuple[object, ...], tuple[Message, Message]] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or keep what is answered."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in self.paths:
            await self.app(scope, receive, send)
            return
        asked: bytes = scope["query_string"]
        case = parse_qs(asked.decode("latin-1")).get("case", [""])[-1] if b"case=" in asked else ""
        revision = self.revision(case)
        packed = any(k == b"accept-encoding" and b"gzip" in v for k, v in scope["headers"])
        key = (revision, scope["path"], asked, packed)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            for message in found:
                await send(dict(message))
            return
        parts: list[Message] = []

        async def keeping(message: Message) -> None:
            parts.append(dict(message))
            await send(message)

        await self.app(scope, receive, keeping)
        whole = len(parts) == 2 and parts[0].get("status") == 200 and not parts[1].get("more_body")
        if whole and revision is not None and self.revision(case) == revision:
            self._keep(key, parts[0], parts[1])

    def _keep(self, key: tuple[object, ...], head: Message, body: Message) -> None:
        size = len(body.get("body", b""))
        if size > MOST_BYTES // 8 or key in self._kept:
            return
        self._kept[key] = (head, body)
        self._size += size
        while len(self._kept) > MOST or self._size > MOST_BYTES:
            _, (_, old) = self._kept.popitem(last=False)
            self._size -= len(old.get("body", b""))
