"""The situation room, measured: click to paint in headless Chromium, and 200 requests at a time.

``python bench/bench_room.py [CASE …]`` starts ``foedus serve`` for each case, with the built page (``make web``), and prints
what it measured, in milliseconds.  A click is measured in the page, from the event to the frame in which the new findings
are drawn.  The load is 200 connections at once that ask, as pages do, for findings under switches, reasons, chances, the
timeline and cascades: first 600 requests of 30 questions that were asked before, then 200 of which each is new.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

CASES = ("tehran-2012", "july-1914", "today")
AT_ONCE, REQUESTS, QUESTIONS = 200, 600, 30

CLICKS = """async ([ids, rest]) => {
    const one = id => new Promise(done => {
        let begun = performance.now();
        const watch = new PerformanceObserver(list => {
            const entry = list.getEntriesByName('foedus:switch').at(-1);
            if (!entry || entry.startTime < begun - 1) return;
            watch.disconnect();
            done(entry.startTime + entry.duration - begun);
        });
        watch.observe({type: 'measure', buffered: false});
        setTimeout(() => { watch.disconnect(); done(null); }, 3000);  // a view that is refused paints no findings
        const button = document.querySelector(`[data-switch="${id}"]`);
        if (rest) button.dispatchEvent(new PointerEvent('pointerenter'));
        setTimeout(() => { begun = performance.now(); button.click(); }, rest);
    });
    const found = [];
    for (const id of ids) for (let turn = 0; turn < 3; turn++) {
        found.push(await one(id));
        await new Promise(over => setTimeout(over, 60));
    }
    return found;
}"""


def main(cases: list[str]) -> None:
    """Measure each case and print a row for each."""
    heads = [
        "case",
        "a click at once",
        "pointed at before",
        "again",
        "first paint",
        "200 at once, asked before",
        "all new",
    ]
    print(f"| {' | '.join([*heads, 'processor a request', 'failed'])} |")
    print("| --- " * 9 + "|")
    for case in cases:
        server, address = serve(case)
        try:
            cold, pointed, again, paint = clicks(address)
            known = asyncio.run(load(address, REQUESTS, QUESTIONS, server.pid))
            new = asyncio.run(load(address, AT_ONCE, 0, server.pid))
            if server.poll() is not None:
                raise SystemExit(f"{case}: the server ended under the load with {server.returncode}")
        finally:
            server.terminate()
            server.wait(10)
        cells = [quantiles(times, 0.5, 0.95) for times in (cold, pointed, again)]
        cells += [f"{paint:.0f}", *(quantiles(times, 0.5, 0.95, 0.99) for times, *_ in (known, new))]
        cells += [f"{known[2]:.1f}, new {new[2]:.0f}", str(known[1] + new[1])]
        print(f"| `{case}` | {' | '.join(cells)} |", flush=True)


def serve(case: str) -> tuple[subprocess.Popen[str], str]:
    """A server of the case on a free port, and its address, once it has answered."""
    import httpx

    command = [sys.executable, "-m", "foedus", "serve", case, "--port", "0", "--no-open"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    address = server.stdout.readline().split(": ", 1)[1].split("  ")[0]
    for _ in range(300):
        try:
            httpx.get(f"{address}api/v1/findings", timeout=120).raise_for_status()
            return server, address
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit(f"{case}: the server does not answer")


def clicks(address: str) -> tuple[list[float], list[float], list[float], float]:
    """Milliseconds from click to paint, and of the page's first paint.

    Each switch of one half for the first time, at once; of the other half, pointed at 0.3 s before; all of them again.
    """
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("needs Chromium: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script("localStorage.setItem('foedus:tour', 'done')")
        page.goto(address)
        page.wait_for_selector(".findings tbody tr")
        page.wait_for_timeout(1500)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        ids = page.eval_on_selector_all("[data-switch]", "all => all.map(x => x.dataset.switch)")[:16]
        found = [page.evaluate(CLICKS, [some, rest]) for some, rest in ((ids[::2], 0), (ids[1::2], 300), (ids, 0))]
        browser.close()
    cold, pointed, again = ([t for t in times if t is not None] for times in found)
    return cold, pointed, again, paint


async def load(address: str, number: int, questions: int, server: int) -> tuple[list[float], int, float]:
    """Milliseconds of each of so many requests, 200 at once; how many failed; the server's processor time for each.

    questions: how many different ones there are, each asked once before; 0: every one is new.
    """
    import httpx

    rng = random.Random(questions)
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    times: list[float] = []
    failed = 0
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
        case = (await client.get("/api/v1/case")).json()
        found = (await client.get("/api/v1/findings")).json()["obligations"]

        async def ask(method: str, path: str, params: Any, body: Any) -> None:
            nonlocal failed
            begun = time.perf_counter()
            try:
                answer = await client.request(method, f"/api/v1/{path}", params=params, json=body)
                failed += answer.status_code != 200
            except httpx.HTTPError:
                failed += 1
            times.append(1000 * (time.perf_counter() - begun))

        asked = [question(rng, case, found) for _ in range(questions or number)]
        if questions:
            for one in asked:
                await ask(*one)
            times.clear()
            asked = [rng.choice(asked) for _ in range(number)]
        rest, spent = iter(asked), processor(server)

        async def worker() -> None:
            for one in rest:
                await ask(*one)

        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        spent = processor(server) - spent
    return times, failed, spent / number


def processor(pid: int) -> float:
    """Milliseconds of processor that a process has had; nan where the system does not say (not Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return float("nan")
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def question(rng: random.Random, case: Any, found: list[Any]) -> tuple[str, str, list[tuple[str, str]], Any]:
    """One request, as a page sends them: mostly findings under some switches, now and then reasons or a cascade."""
    sources = [s["id"] for s in case["switches"] if s["sort"] == "source"]
    doubts = [("doubt", s) for s in rng.sample(sources, min(len(sources), rng.randrange(4)))]
    day = [("on", case["day"])]
    kind = rng.choices(["findings", "timeline", "why", "importance", "case", "cascade"], [60, 12, 12, 6, 6, 4])[0]
    if kind in ("why", "importance"):
        about = rng.choice([o for o in found if o["state"] not in ("latent", "pending")] or found)
        return "GET", kind, [*day, *doubts, ("about", about["id"])], None
    if kind == "cascade":
        one, other = rng.sample([a["id"] for a in case["actors"] if a["sort"] == "state"][:6], 2)
        return "POST", kind, doubts, {"events": [f"{case['day']} {one} attacks {other}"]}
    return "GET", kind, {"findings": [*day, *doubts], "timeline": doubts, "case": []}[kind], None


def quantiles(times: list[float], *shares: float) -> str:
    """Quantiles, the median first."""
    ordered = sorted(times)
    found = [
        statistics.median(ordered) if s == 0.5 else ordered[min(len(ordered) - 1, int(s * len(ordered)))]
        for s in shares
    ]
    return " / ".join(f"{x:.0f}" for x in found)


if __name__ == "__main__":
    main(sys.argv[1:] or list(CASES))
