"""The API of the situation room, as an ASGI application: one case, asked under any view.  See ``docs/api.md``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from foedus.findings.model import View
from foedus.serve.answers import compact, findings_data, sweep_data, system_of, waiting_data
from foedus.serve.desk import MOST_TEXT, Changed, Desk, Refused
from foedus.serve.guard import Guard
from foedus.serve.record import case_data
from foedus.show import export, records
from foedus.terms.diagnostics import FoedusError, to_json

__all__ = ["STATIC", "create_app"]

STATIC = Path(__file__).parent / "static"
"""Where the build puts the page; absent where it was never built."""
BUSY = 4
"""Long questions (cascades, tripwires, sweeps) at one time."""
SECONDS = 60
"""How long one may take."""

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


Viewed = Annotated[View, Depends(view_of)]


def create_app(desk: Desk, hosts: Iterable[str] = ("localhost", "127.0.0.1", "[::1]")) -> FastAPI:  # noqa: C901
    """The application over one desk.  hosts: the names it may be addressed by."""
    app = FastAPI(
        title="foedus: the situation room", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        description="Who is bound to do what, to whom, since when, on whose word: one case, asked under any view.",
    )  # fmt: skip
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Guard, hosts=hosts)
    busy = asyncio.Semaphore(BUSY)

    @app.exception_handler(FoedusError)
    async def wrong(_: Request, error: Exception) -> Response:
        assert isinstance(error, FoedusError)
        return _json({"schema": "foedus.error/1", "diagnostics": to_json(error.diagnostics)}, 400)

    @app.exception_handler(LookupError)
    async def unready(_: Request, error: Exception) -> Response:
        state = await run_in_threadpool(desk.state)
        return _json({"schema": "foedus.error/1", "message": str(error), "diagnostics": state.diagnostics}, 409)

    async def slow(make: Callable[[], Any]) -> Any:
        if busy.locked():
            raise HTTPException(503, "Other long questions are being answered; try again in a moment.")
        async with busy:
            try:
                return await asyncio.wait_for(run_in_threadpool(make), SECONDS)
            except TimeoutError:
                raise HTTPException(503, f"The question takes more than {SECONDS} seconds.") from None

    api = "/api/v1"

    @app.get(f"{api}/case", summary="Everything about the case that no view changes")
    def case() -> Response:
        state = desk.state()
        data = desk.answer("case", (), case_data)
        return _json({**data, "revision": state.revision, "writable": not desk.bundled, "warnings": state.diagnostics})

    @app.get(f"{api}/findings", summary="Who owes what to whom, on a day, under a view")
    def findings(view: Viewed, on: Short = "", actor: Short = "") -> Response:
        return Response(
            desk.answer("findings", (on, actor, view), lambda c: findings_data(c, on, view, actor)), media_type=JSON
        )

    @app.get(f"{api}/waiting", summary="Between whom duties wait for an event: how many, by pair")
    def waiting(view: Viewed, on: Short = "") -> Response:
        return Response(desk.answer("waiting", (on, view), lambda c: waiting_data(c, on, view)), media_type=JSON)

    @app.get(f"{api}/timeline", summary="Events, instruments, deadlines, claims, in order")
    def timeline(view: Viewed) -> Response:
        return Response(
            desk.answer(
                "timeline",
                (view,),
                lambda c: compact(export.timeline_data(c.name, None, None, view, c.timeline(view=view))),
            ),
            media_type=JSON,
        )

    @app.get(f"{api}/why", summary="Why something holds, or why not: derivations, supports, what is missing")
    async def why(view: Viewed, about: Short, on: Short = "") -> Response:
        def make() -> str:
            found = desk.answer("why", (about, on, view), lambda c: (c.name, c.why(about, on or None, view)))
            return compact(records.answer("why", found[0], view, found[1]))

        return Response(await slow(make), media_type=JSON)

    @app.get(f"{api}/sources", summary="What rests on whose word")
    async def sources(view: Viewed, on: Short = "") -> Response:
        def make() -> str:
            return desk.answer(
                "sources",
                (on, view),
                lambda c: compact(records.answer("sources", c.name, view, c.sources(on or None, view))),
            )

        return Response(await slow(make), media_type=JSON)

    @app.get(f"{api}/conflicts", summary="Duties that cannot all be kept; words broken")
    async def conflicts(view: Viewed, on: Short = "") -> Response:
        def make() -> str:
            return desk.answer(
                "conflicts", (on, view),
                lambda c: compact(records.answer("conflicts", c.name, view, c.conflicts(on or None, view, latent=False))),
            )  # fmt: skip

        return Response(await slow(make), media_type=JSON)

    @app.get(f"{api}/triggers", summary="What single event would bind whom")
    async def triggers(view: Viewed, on: Short = "") -> Response:
        def make() -> str:
            return desk.answer(
                "triggers",
                (on, view),
                lambda c: compact(records.answer("triggers", c.name, view, c.triggers(on or None, view))),
            )

        return Response(await slow(make), media_type=JSON)

    @app.post(f"{api}/cascade", summary="Who is drawn in by supposed events, round by round")
    async def cascade(happening: Happening, view: Viewed) -> Response:
        events, per = tuple(happening.events), happening.per

        def make() -> str:
            found = desk.answer("cascade", (events, per), lambda c: c.cascading(*view.suppose, *events, per=per))  # type: ignore[arg-type]
            from dataclasses import replace

            return compact(records.answer("cascade", desk.name, view, found.under(replace(view, suppose=()))))

        return Response(await slow(make), media_type=JSON)

    @app.get(f"{api}/sweep", summary="Every what-if among the case's states: how many are drawn in")
    async def sweep(on: Short = "") -> Response:
        def make() -> str:
            return desk.answer("sweep", (on,), lambda c: sweep_data(system_of(c, on)), apart=True)

        return Response(await slow(make), media_type=JSON)

    @app.get(f"{api}/text", summary="The case's text, with its revision")
    def text() -> Response:
        words, revision = desk.text()
        return _json({"schema": "foedus.text/1", "file": desk.file.name, "text": words, "revision": revision,
                      "writable": not desk.bundled})  # fmt: skip

    @app.put(f"{api}/text", summary="Save the case's text, unless it has changed on disk since")
    def save(body: Text) -> Response:
        try:
            return _json({"schema": "foedus.text/1", "revision": desk.save(body.text, body.revision)})
        except Changed as error:
            raise HTTPException(412, str(error)) from None
        except Refused as error:
            raise HTTPException(403, str(error)) from None

    @app.post(f"{api}/check", summary="What is wrong with a text, without saving it")
    async def check(body: Text) -> Response:
        def make() -> str:
            return compact({"schema": "foedus.check-text/1", "diagnostics": desk.check(body.text)})

        return Response(await slow(make), media_type=JSON)

    @app.get(f"{api}/export/findings.csv", summary="The findings for a spreadsheet")
    def export_findings(view: Viewed, on: Short = "") -> Response:
        table = export.assessment_rows(desk.findings(on or None, view))
        return PlainTextResponse(
            export.csv_text(table), media_type="text/csv",
            headers={"content-disposition": 'attachment; filename="findings.csv"'},
        )  # fmt: skip

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


JSON = "application/json"


def _json(data: Any, status: int = 200) -> Response:
    return JSONResponse(data, status, headers={"cache-control": "no-store"})
