"""What keeps the server to itself: foreign hosts and origins refused, requests bounded, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Scripts come from this server alone.  Styles may stand in attributes: the positions of a drawing are styles."""
HEADERS = (
    (b"content-security-policy", POLICY.encode()), (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"), (b"x-frame-options", b"DENY"), (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)  # fmt: skip
MOST_BODY = 8_000_000
MOST_QUERY = 16_000


class Guard:
    """Middleware.  hosts: names by which the server may be addressed (without the port)."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app, self.hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.lower(): v.decode("latin-1") for k, v in scope["headers"]}
        problem = self._problem(headers, scope)
        if problem is not None:
            await _refuse(send, *problem)
            return
        size = 0

        async def bounded() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MOST_BODY:
                return {"type": "http.disconnect"}
            return message

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self.app(scope, bounded, with_headers)

    def _problem(self, headers: dict[bytes, str], scope: Scope) -> tuple[int, str] | None:
        host = headers.get(b"host", "")
        if _host(host) not in self.hosts:
            return 403, "This server answers to its own name alone."
        origin = headers.get(b"origin")
        if origin and origin.split("://", 1)[-1] != host:  # a page of another port of this machine is another page
            return 403, "Requests from other pages are refused."
        if headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "Requests from other pages are refused."
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or int(length) > MOST_BODY:
            return 413, f"A request may have {MOST_BODY:,} bytes."
        if len(scope.get("query_string", b"")) > MOST_QUERY:
            return 414, f"The question may have {MOST_QUERY:,} characters."
        return None


def _host(value: str) -> str:
    """The name in ``localhost:8000`` or ``[::1]:8000``."""
    return value.rsplit(":", 1)[0] if value.count(":") == 1 or (value.startswith("[") and "]:" in value) else value


async def _refuse(send: Send, status: int, words: str) -> None:
    body = words.encode()
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS],
        }
    )
    await send({"type": "http.response.body", "body": body})
