"""The API of the situation room, as an ASGI application: a case, asked under any view.  See ``docs/api.md``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from foedus.findings.model import View
from foedus.serve.answers import compact, findings_data, importance_data, sweep_data, system_of, waiting_data
from foedus.serve.desk import MOST_TEXT, Changed, Desk, Refused, Unready
from foedus.serve.guard import Guard
from foedus.serve.quick import Quick
from foedus.serve.record import case_data
from foedus.serve.shelf import Shelf
from foedus.serve.worlds import Worlds
from foedus.show import export, records
from foedus.terms.diagnostics import FoedusError, to_json

__all__ = ["STATIC", "create_app"]

STATIC = Path(__file__).parent / "static"
"""Where the build puts the page; absent where it was never built."""
BUSY, QUEUE = 4, 256
"""Long questions (reasons, cascades, tripwires, sweeps) at one time, and how many may wait for their turn."""
SECONDS = 60
"""How long one may take, its waiting included."""
JSON = "application/json"
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
    app.state.shelf = shelf
    app.router.add_event_handler("shutdown", worlds.stop)
    busy = asyncio.Semaphore(BUSY)
    waiting_now = 0

    @app.exception_handler(FoedusError)
    async def wrong(_: Request, error: Exception) -> Response:
        assert isinstance(error, FoedusError)
        return _json({"schema": "foedus.error/1", "diagnostics": to_json(error.diagnostics)}, 400)

    @app.exception_handler(Unready)
    async def unready(request: Request, error: Exception) -> Response:
        state = await run_in_threadpool(shelf.desk(request.query_params.get("case", "")).state)
        if isinstance(state.cause, LookupError):
            return _json({"schema": "foedus.error/1", "message": str(error), "diagnostics": []}, 404)
        return _json({"schema": "foedus.error/1", "message": str(error), "diagnostics": state.diagnostics}, 409)

    @app.exception_handler(LookupError)
    async def nowhere(_: Request, error: Exception) -> Response:
        return _json({"schema": "foedus.error/1", "message": str(error), "diagnostics": []}, 404)

    async def slow(make: Callable[[], Any]) -> Any:
        nonlocal waiting_now
        if waiting_now >= QUEUE:
            raise HTTPException(503, "Too many long questions are waiting; try again in a moment.")
        waiting_now += 1
        try:
            async with asyncio.timeout(SECONDS), busy:
                return await to_thread.run_sync(make, abandon_on_cancel=True)
        except TimeoutError:
            raise HTTPException(503, f"The question takes more than {SECONDS} seconds.") from None
        finally:
            waiting_now -= 1

    async def told(make: Callable[[], str]) -> Response:
        return Response(await slow(make), media_type=JSON)

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
    def findings(at: At, view: Viewed, on: Short = "", actor: Short = "") -> Response:
        found = at.answer("findings", (on, actor, view), lambda c: findings_data(c, on, view, actor))
        return Response(found, media_type=JSON)

    @app.get(f"{api}/waiting", summary="Between whom duties wait for an event: how many, by pair")
    def waiting(at: At, view: Viewed, on: Short = "") -> Response:
        return Response(at.answer("waiting", (on, view), lambda c: waiting_data(c, on, view)), media_type=JSON)

    @app.get(f"{api}/timeline", summary="Events, instruments, deadlines, claims, in order")
    def timeline(at: At, view: Viewed) -> Response:
        def make(c: Any) -> str:
            return compact(export.timeline_data(c.name, None, None, view, c.timeline(view=view)))

        return Response(at.answer("timeline", (view,), make), media_type=JSON)

    @app.get(f"{api}/why", summary="Why something holds, or why not: derivations, supports, what is missing")
    async def why(at: At, view: Viewed, about: Short, on: Short = "") -> Response:
        def make(c: Any) -> str:
            return compact(records.answer("why", c.name, view, c.why(about, on or None, view)))

        return await told(lambda: at.answer("why", (about, on, view), make))

    @app.get(f"{api}/importance", summary="How likely a finding is, and which assumption moves that most")
    async def importance(at: At, view: Viewed, about: Short, on: Short = "") -> Response:
        return await told(
            lambda: at.answer("importance", (about, on, view), lambda c: importance_data(c, about, on, view))
        )

    @app.get(f"{api}/sources", summary="What rests on whose word")
    async def sources(at: At, view: Viewed, on: Short = "") -> Response:
        def make(c: Any) -> str:
            return compact(records.answer("sources", c.name, view, c.sources(on or None, view)))

        return await told(lambda: at.answer("sources", (on, view), make))

    @app.get(f"{api}/conflicts", summary="Duties that cannot all be kept; words broken")
    async def conflicts(at: At, view: Viewed, on: Short = "") -> Response:
        def make(c: Any) -> str:
            return compact(records.answer("conflicts", c.name, view, c.conflicts(on or None, view, latent=False)))

        return await told(lambda: at.answer("conflicts", (on, view), make))

    @app.get(f"{api}/triggers", summary="What single event would bind whom")
    async def triggers(at: At, view: Viewed, on: Short = "") -> Response:
        def make(c: Any) -> str:
            return compact(records.answer("triggers", c.name, view, c.triggers(on or None, view)))

        return await told(lambda: at.answer("triggers", (on, view), make))

    @app.post(f"{api}/cascade", summary="Who is drawn in by supposed events, round by round")
    async def cascade(at: At, happening: Happening, view: Viewed) -> Response:
        events, per = tuple(happening.events), happening.per

        def make() -> str:
            found = at.answer(
                "cascade", (view.suppose, events, per), lambda c: c.cascading(*view.suppose, *events, per=per)  # type: ignore[arg-type]
            )  # fmt: skip
            seen = replace(view, suppose=())
            return at.answer(
                "cascade-under", (view, events, per),
                lambda _: compact(records.answer("cascade", at.name, view, found.under(seen))),
            )  # fmt: skip

        return await told(make)

    @app.get(f"{api}/sweep", summary="Every what-if among the case's states, or of a year of the user's ATOP")
    async def sweep(at: At, on: Short = "", year: Annotated[int, Query(ge=0, le=9999)] = 0) -> Response:
        if year:
            return await told(lambda: desk.answer("year", (year,), lambda _: worlds.grid(year), apart=True))
        return await told(lambda: at.answer("sweep", (on,), lambda c: sweep_data(system_of(c, on)), apart=True))

    @app.get(f"{api}/orders", summary="World orders over the years of the user's ATOP; made in the background")
    async def orders() -> Response:
        return Response(await slow(worlds.orders), media_type=JSON, headers={"cache-control": "no-store"})

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
        return await told(lambda: compact({"schema": "foedus.check-text/1", "diagnostics": at.check(body.text)}))

    @app.get(f"{api}/export/findings.csv", summary="The findings for a spreadsheet")
    def export_findings(at: At, view: Viewed, on: Short = "") -> Response:
        table = export.assessment_rows(at.findings(on or None, view))
        return PlainTextResponse(export.csv_text(table), media_type="text/csv", headers=_named("findings.csv"))

    @app.get(f"{api}/export/report.html", summary="The dossier: one page that needs no server, to read, print or send")
    async def report(at: At, view: Viewed, on: Short = "") -> Response:
        from foedus.show.dossier import dossier

        page = await slow(lambda: at.answer("report", (on, view), lambda c: dossier(c, on or None, view)))
        return HTMLResponse(page, headers=_named(f"{at.name.replace(':', '-').split('/')[-1]}.html"))

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


def _named(name: str) -> dict[str, str]:
    safe = "".join(ch for ch in name if ch.isascii() and (ch.isalnum() or ch in "._-")) or "foedus"
    return {"content-disposition": f'attachment; filename="{safe}"'}


def _json(data: Any, status: int = 200) -> Response:
    return JSONResponse(data, status, headers={"cache-control": "no-store"})
