"""The API of the situation room, as an ASGI application: a case, asked under any view.  See ``docs/api.md``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePath
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from anyio import to_thread
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from foedus.findings.model import View
from foedus.serve.answers import findings_data, timeline_text, waiting_data
from foedus.serve.desk import MOST_TEXT, Changed, Desk, Refused
from foedus.serve.guard import Guard
from foedus.serve.questions import HEAVY, refusal, viewed
from foedus.serve.quick import Quick
from foedus.serve.record import case_data
from foedus.serve.shelf import Shelf
from foedus.serve.workers import MOST, TooLong, Workers
from foedus.serve.worlds import Worlds
from foedus.terms.diagnostics import FoedusError

if TYPE_CHECKING:
    from foedus.api import Case

__all__ = ["STATIC", "create_app"]

T = TypeVar("T")

STATIC = Path(__file__).parent / "static"
"""Where the build puts the page; absent where it was never built."""
QUEUE = 256
"""How many long questions (reasons, cascades, tripwires, sweeps) may wait for their turn."""
SECONDS = 60
"""How long one may take, its waiting included."""
JSON = "application/json"
FRESH = {"cache-control": "no-store"}
PURE = (
    "case", "findings", "waiting", "timeline", "why", "importance", "sources", "conflicts", "triggers", "sweep",
)  # fmt: skip
"""Routes whose answers depend on what is asked and on the files alone."""

Ids = Annotated[list[str], Query(max_length=64)]
Short = Annotated[str, Query(max_length=200)]


class Happening(BaseModel):
    """Supposed events, as sentences of the language: ``1914-07-24 RUS attacks AUH``."""

    events: list[Annotated[str, Field(max_length=400)]] = Field(min_length=1, max_length=12)
    per: str = Field("debtor", pattern="^(debtor|obligation)$")


class Text(BaseModel):
    """A case's text.  revision: what the writer began from."""

    text: str = Field(max_length=MOST_TEXT)
    revision: str = Field("", max_length=64)


def view_of(
    believe: Ids = [], doubt: Ids = [], accept: Ids = [], reject: Ids = [], drop: Ids = [],  # noqa: B006
    suppose: Annotated[list[str], Query(max_length=12)] = [],  # noqa: B006 - FastAPI copies defaults
    known_on: Annotated[str, Query(max_length=40, alias="known-on")] = "",
    known_to: Annotated[str, Query(max_length=80, alias="known-to")] = "",
    honour: Short = "",
) -> View:  # fmt: skip
    """The view that a request's switches make."""
    return View(
        believe=tuple(believe), doubt=tuple(doubt), accept=tuple(accept), reject=tuple(reject), drop=tuple(drop),
        suppose=tuple(suppose), known_on=known_on, known_to=known_to, honour=honour,
    )  # fmt: skip


def desk_of(request: Request, case: Short = "") -> Desk:
    """The case that a request asks about: the one served, or another that may be opened from the page."""
    shelf: Shelf = request.app.state.shelf
    return shelf.desk(case)


Viewed = Annotated[View, Depends(view_of)]
At = Annotated[Desk, Depends(desk_of)]


def create_app(desk: Desk, hosts: Iterable[str] = ("localhost", "127.0.0.1", "[::1]")) -> FastAPI:  # noqa: C901
    """The application over one desk.  hosts: the names it may be addressed by."""
    app = FastAPI(
        title="foedus: the situation room", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        description="Who is bound to do what, to whom, since when, on whose word: one case, asked under any view.",
    )  # fmt: skip
    app.add_middleware(GZipMiddleware, minimum_size=4096, compresslevel=1)
    shelf, worlds, api = Shelf(desk), Worlds(), "/api/v1"
    app.add_middleware(
        Quick, paths=[f"{api}/{name}" for name in PURE], revision=shelf.recent, posted=[f"{api}/cascade"]
    )
    app.add_middleware(Guard, hosts=hosts)
    app.state.shelf, app.state.workers = shelf, (workers := Workers(desk.name))
    app.router.add_event_handler("startup", lambda: Thread(target=workers.warm, daemon=True).start())
    for stop in (worlds.stop, workers.stop):
        app.router.add_event_handler("shutdown", stop)
    # One heavy question at a time, so that there is a process for the others; what is made here waits for nobody.
    turns = {True: asyncio.Semaphore(1), False: asyncio.Semaphore(MOST)}
    waiting_now = 0

    @app.exception_handler(FoedusError)
    @app.exception_handler(LookupError)
    async def wrong(request: Request, error: Exception) -> Response:
        try:
            at = shelf.desk(request.query_params.get("case", ""))
        except LookupError:
            at = desk
        status, said = await run_in_threadpool(refusal, error, at)
        return Response(said, status, media_type=JSON, headers=FRESH)

    async def slow(make: Callable[[float], T], *, heavy: bool = False) -> T:
        nonlocal waiting_now
        if waiting_now >= QUEUE:
            raise HTTPException(503, "Too many long questions are waiting; try again in a moment.")
        waiting_now += 1
        end = monotonic() + SECONDS
        try:
            async with asyncio.timeout(SECONDS), turns[heavy]:
                return await to_thread.run_sync(lambda: make(end - monotonic()), abandon_on_cancel=True)
        except (TimeoutError, TooLong) as error:
            raise HTTPException(503, str(error) or f"The question takes more than {SECONDS} seconds.") from None
        finally:
            waiting_now -= 1

    async def told(at: Desk, what: str, view: View, media_type: str = JSON, named: str = "", **said: Any) -> Response:
        said["view"] = viewed(view)
        name = "" if at is desk else at.name
        key = (view, *((k, tuple(v) if isinstance(v, list) else v) for k, v in said.items() if k != "view"))

        def make(seconds: float) -> tuple[int, str]:
            return at.from_elsewhere(what, key, lambda: workers.ask(what, name, seconds=seconds, **said))

        status, text = await slow(make, heavy=what in HEAVY)
        if status != 200:
            return Response(text, status, media_type=JSON, headers=FRESH)
        return Response(text, media_type=media_type, headers=_named(named) if named else None)

    async def quick(at: Desk, what: str, key: tuple[object, ...], make: Callable[[Case], str]) -> Response:
        return Response(await run_in_threadpool(at.answer, what, key, make), media_type=JSON)

    @app.get(f"{api}/cases", summary="The cases that can be opened beside the one served")
    def cases() -> Response:
        return _json({"schema": "foedus.cases/1", "served": desk.name,
                      "cases": [{"id": k, "title": v} for k, v in shelf.names().items()]})  # fmt: skip

    @app.get(f"{api}/case", summary="Everything about the case that no view changes")
    def case(at: At) -> Response:
        state = at.state()
        data = at.answer("case", (), case_data)
        return _json({**data, "revision": state.revision, "writable": not at.bundled, "warnings": state.diagnostics})

    @app.get(f"{api}/findings", summary="Who owes what to whom, on a day, under a view")
    async def findings(at: At, view: Viewed, on: Short = "", actor: Short = "") -> Response:
        if view.suppose:
            return await told(at, "findings", view, on=on, actor=actor)
        return await quick(at, "findings", (on, actor, view), lambda c: findings_data(c, on, view, actor))

    @app.get(f"{api}/waiting", summary="Between whom duties wait for an event: how many, by pair")
    async def waiting(at: At, view: Viewed, on: Short = "") -> Response:
        if view.suppose:
            return await told(at, "waiting", view, on=on)
        return await quick(at, "waiting", (on, view), lambda c: waiting_data(c, on, view))

    @app.get(f"{api}/timeline", summary="Events, instruments, deadlines, claims, in order")
    async def timeline(at: At, view: Viewed) -> Response:
        if view.suppose:
            return await told(at, "timeline", view)
        return await quick(at, "timeline", (view,), lambda c: timeline_text(c, view))

    @app.get(f"{api}/why", summary="Why something holds, or why not: derivations, supports, what is missing")
    async def why(at: At, view: Viewed, about: Short, on: Short = "") -> Response:
        return await told(at, "why", view, about=about, on=on)

    @app.get(f"{api}/importance", summary="How likely a finding is, and which assumption moves that most")
    async def importance(at: At, view: Viewed, about: Short, on: Short = "") -> Response:
        return await told(at, "importance", view, about=about, on=on)

    @app.get(f"{api}/sources", summary="What rests on whose word")
    async def sources(at: At, view: Viewed, on: Short = "") -> Response:
        return await told(at, "sources", view, on=on)

    @app.get(f"{api}/conflicts", summary="Duties that cannot all be kept; words broken")
    async def conflicts(at: At, view: Viewed, on: Short = "") -> Response:
        return await told(at, "conflicts", view, on=on)

    @app.get(f"{api}/triggers", summary="What single event would bind whom")
    async def triggers(at: At, view: Viewed, on: Short = "") -> Response:
        return await told(at, "triggers", view, on=on)

    @app.post(f"{api}/cascade", summary="Who is drawn in by supposed events, round by round")
    async def cascade(at: At, happening: Happening, view: Viewed) -> Response:
        return await told(at, "cascade", view, events=happening.events, per=happening.per)

    @app.get(f"{api}/sweep", summary="Every what-if among the case's states, or of a year of the user's ATOP")
    async def sweep(at: At, view: Viewed, on: Short = "", year: Annotated[int, Query(ge=0, le=9999)] = 0) -> Response:
        if not year:
            return await told(at, "sweep", view, on=on)
        made = await slow(lambda _: desk.answer("year", (year,), lambda _: worlds.grid(year), apart=True), heavy=True)
        return Response(made, media_type=JSON)

    @app.get(f"{api}/orders", summary="World orders over the years of the user's ATOP; made in the background")
    async def orders() -> Response:
        return Response(await slow(lambda _: worlds.orders()), media_type=JSON, headers={"cache-control": "no-store"})

    @app.get(f"{api}/text", summary="The case's text, with its revision")
    def text(at: At) -> Response:
        words, revision = at.text()
        return _json({"schema": "foedus.text/1", "file": at.file.name, "text": words, "revision": revision,
                      "writable": not at.bundled})  # fmt: skip

    @app.put(f"{api}/text", summary="Save the case's text, unless it has changed on disk since")
    def save(at: At, body: Text) -> Response:
        try:
            return _json({"schema": "foedus.text/1", "revision": at.save(body.text, body.revision)})
        except Changed as error:
            raise HTTPException(412, str(error)) from None
        except Refused as error:
            raise HTTPException(403, str(error)) from None

    @app.get(f"{api}/versions", summary="Earlier texts of the case, the newest first")
    def versions(at: At) -> Response:
        found = [] if at.bundled else [asdict(v) for v in at.versions().all()]
        return _json({"schema": "foedus.versions/1", "versions": found})

    @app.get(f"{api}/versions/{{version}}", summary="One earlier text")
    def version(at: At, version: str) -> Response:
        words = at.versions().text("" if at.bundled else version)
        return _json({"schema": "foedus.version/1", "id": version, "text": words})

    @app.post(f"{api}/check", summary="What is wrong with a text, without saving it")
    async def check(at: At, body: Text) -> Response:
        name = "" if at is desk else at.name
        ask = partial(workers.ask, "check", name, text=body.text)
        status, said, _ = await slow(lambda seconds: ask(seconds=seconds), heavy=True)
        return Response(said, status, media_type=JSON)

    @app.get(f"{api}/export/findings.csv", summary="The findings for a spreadsheet")
    async def export_findings(at: At, view: Viewed, on: Short = "") -> Response:
        return await told(at, "table", view, "text/csv", f"{_plain(at.name)}-findings.csv", on=on)

    @app.get(f"{api}/export/report.html", summary="The dossier: one page that needs no server, to read, print or send")
    async def report(at: At, view: Viewed, on: Short = "") -> Response:
        return await told(at, "report", view, "text/html", f"{_plain(at.name)}.html", on=on)

    @app.get(f"{api}/changes", summary="Server-sent events: the revision, whenever the files change")
    async def changes(request: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            last = ""
            while not await request.is_disconnected():
                now = await run_in_threadpool(desk.revision)
                yield f"event: revision\ndata: {now}\n\n" if now != last else ": still here\n\n"
                last = now
                await asyncio.sleep(1)

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    if (STATIC / "index.html").exists():
        app.mount("/", StaticFiles(directory=STATIC, html=True), name="page")
    else:

        @app.get("/", include_in_schema=False)
        def unbuilt() -> Response:
            return PlainTextResponse(
                "The page is not built yet: run `make web` in a copy of foedus's sources, or install a wheel.\n"
                "The API is at /api/v1/, described by /api/v1/openapi.json.\n"
            )

    return app


def _plain(name: str) -> str:
    """A case's name for a file: of a path, its end without what says its kind."""
    return PurePath(name.replace(":", "-")).stem or "case"


def _named(name: str) -> dict[str, str]:
    safe = "".join(ch for ch in name if ch.isascii() and (ch.isalnum() or ch in "._-")) or "foedus"
    return {"content-disposition": f'attachment; filename="{safe}"'}


def _json(data: Any, status: int = 200) -> Response:
    return JSONResponse(data, status, headers=FRESH)
