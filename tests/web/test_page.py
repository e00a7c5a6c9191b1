"""The situation room, used as an analyst would."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.web.driving import ROOT, Serve, july, until

pytestmark = [pytest.mark.timeout(600), pytest.mark.filterwarnings("ignore")]

FINDING = "dual-alliance.1:DEU:AUH:RUS:russia-mobilises"


def positions(page: Any) -> list[str]:
    return [
        str(x)
        for x in page.eval_on_selector_all(
            "#network .node circle", "all => all.map(c => `${c.getAttribute('cx')},${c.getAttribute('cy')}`)"
        )
    ]


def test_the_network_stands_still_while_sources_are_switched(page: Any, serve: Serve) -> None:
    july(page, serve)
    before = positions(page)
    assert len(before) >= 10
    page.locator("[data-switch=mobilisation-is-attack]").click()
    page.wait_for_selector("tr.changed")
    assert positions(page) == before
    assert "reject=mobilisation-is-attack" in page.url
    page.locator("[data-switch=mobilisation-is-attack]").click()
    until(page, "location.hash.includes('accept=mobilisation-is-attack')")


OVERLAP = """chosen => {
    // The corners of each name, as it is turned; two lie on one another unless some side of one parts them.
    const texts = [...document.querySelectorAll(chosen)];
    const corners = texts.map(t => {
        const b = t.getBBox(), m = t.getScreenCTM(), pad = 0.2 * b.height;  // the line's room, not the letters'
        const [l, r, u, d] = [b.x, b.x + b.width, b.y + pad, b.y + b.height - pad];
        const all = [[l, u], [r, u], [r, d], [l, d]];
        return {name: t.textContent, points: all.map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f])};
    });
    const parted = (p, q) => [[p, q], [q, p]].some(([a, b]) => a.some((u, i) => {
        const v = a[(i + 1) % 4], n = [v[1] - u[1], u[0] - v[0]], on = ([x, y]) => n[0] * x + n[1] * y;
        const s = a.map(on), t = b.map(on);
        return Math.max(...s) <= Math.min(...t) || Math.max(...t) <= Math.min(...s);
    }));
    const wrong = [];
    corners.forEach((p, i) => corners.slice(i + 1).forEach(q => {
        if (!parted(p.points, q.points)) wrong.push([p.name, q.name]);
    }));
    const box = (texts[0].closest('.canvas') ?? texts[0].ownerSVGElement).getBoundingClientRect();
    const off = ([x, y]) => x < box.left - 1 || x > box.right + 1 || y < box.top - 1 || y > box.bottom + 1;
    const out = corners.filter(c => c.points.some(off)).map(c => c.name);
    const letters = parseFloat(getComputedStyle(texts[0]).fontSize);
    return {names: corners.length, wrong, out, letters};
}"""


@pytest.mark.parametrize(("case", "where", "least"), [
    ("july-1914", "on=1914-08-02", 10), ("july-1914", "on=1914-08-02&compare=1", 10), ("today", "", 100),
    ("tehran-2012", "offices=1", 30),
])  # fmt: skip
def test_no_two_names_overlap_and_none_is_cut_off(page: Any, serve: Serve, case: str, where: str, least: int) -> None:
    page.goto(f"{serve(case)}#{where}")
    page.wait_for_selector("#network .node", timeout=60_000)
    page.wait_for_timeout(300)
    found = page.evaluate(OVERLAP, "#network .node text")
    assert found["names"] >= least
    assert found["wrong"] == []
    assert found["out"] == []
    assert found["letters"] >= 9.5
    assert page.evaluate(OVERLAP, ".strip text")["wrong"] == []


@pytest.mark.parametrize(("case", "where", "selector", "least"), [
    ("july-1914", "on=1914-08-02&tab=map", ".spot", 10), ("today", "tab=map", ".spot", 60),
    ("july-1914", "on=1914-07-22&tab=sweep", ".axis", 20), ("today", "tab=sweep", ".axis", 200),
])  # fmt: skip
def test_no_two_names_overlap_on_the_map_and_the_heat_map(
    page: Any, serve: Serve, case: str, where: str, selector: str, least: int
) -> None:
    page.goto(f"{serve(case)}#{where}")
    page.wait_for_selector(selector, timeout=300_000)
    page.wait_for_timeout(200)
    found = page.evaluate(OVERLAP, selector)
    assert found["names"] >= least
    assert found["wrong"] == []


def test_a_finding_opens_its_reasons(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.get_by_label("Search the findings").fill("Germany owes Austria defence")
    page.locator(".findings tbody tr").first.click()
    page.wait_for_selector(".tree li")
    assert "Dual Alliance" in page.inner_text(".detail")
    assert "turns on" in page.inner_text(".detail")
    page.keyboard.press("Escape")


def test_search_filter_sort_and_export(page: Any, serve: Serve) -> None:
    july(page, serve)
    every = page.locator(".findings tbody tr").count()
    page.locator(".chips .contested").click()
    some = page.locator(".findings tbody tr").count()
    assert 0 < some < every
    page.locator(".chips .contested").click()
    page.locator("th button", has_text="since").click()
    days = [t for t in page.locator(".findings tbody td:nth-child(3)").all_inner_texts() if t]
    assert days == sorted(days)
    with page.expect_download() as download:
        page.locator(".findings a.button", has_text="CSV").click()
    assert Path(download.value.path()).read_text().startswith("id,")
    with page.expect_download() as picture:
        page.locator(".corner button", has_text="SVG").click()
    assert "<svg" in Path(picture.value.path()).read_text()
    with page.expect_download() as picture:
        page.locator(".corner button", has_text="PNG").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")


def test_time_moves_by_arrows_slider_and_keyboard(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.get_by_label("Next event").click()
    until(page, "!location.hash.includes('on=1914-08-02')")
    later = page.input_value("input[type=date]")
    assert later > "1914-08-02"
    page.locator("#tab-network").focus()
    page.keyboard.press("[")
    until(page, f"document.querySelector('input[type=date]').value < '{later}'")
    page.get_by_label("Known", exact=True).select_option("=")
    until(page, "location.hash.includes('reported-by=%3D')")
    page.get_by_label("Known", exact=True).select_option("on")
    page.get_by_label("Reported by").fill("1914-07-30")
    until(page, "location.hash.includes('reported-by=1914-07-30')")


def test_a_link_shows_the_same(page: Any, serve: Serve) -> None:
    july(page, serve, "reject=mobilisation-is-attack&on=1914-08-01&group=bound&search=Russia")
    rows = page.locator(".findings tbody tr").all_inner_texts()
    url = page.url
    page.goto("about:blank")
    page.goto(url)
    page.wait_for_selector(".findings tbody tr")
    assert page.locator(".findings tbody tr").all_inner_texts() == rows
    assert page.input_value("input[type=date]") == "1914-08-01"


def test_what_if_round_by_round(page: Any, serve: Serve) -> None:
    july(page, serve, "on=1914-07-23&tab=whatif")
    selects = page.locator(".pickers select")
    selects.nth(0).select_option("RUS")
    selects.nth(2).select_option("DEU")
    selects.nth(3).select_option("all")
    page.locator("button.main", has_text="What follows").click()
    page.wait_for_selector(".round")
    assert "Austria-Hungary" in page.locator(".side").nth(1).inner_text()
    page.locator("button", has_text="◀ round").click()
    assert "Austria-Hungary" not in page.locator(".side").nth(1).inner_text()
    page.fill(".whatif input[type=text]", "nonsense")
    page.locator("button.main", has_text="What follows").click()
    page.wait_for_selector(".whatif .problem")


def test_tripwires_and_all_what_ifs_lead_to_a_cascade(page: Any, serve: Serve) -> None:
    july(page, serve, "on=1914-07-22&tab=tripwires")
    page.wait_for_selector(".wires > li", timeout=60_000)
    page.locator("section.tripwires select").select_option("ITA")
    assert page.locator(".wires > li").count() > 0
    page.locator("#tab-sweep").click()
    page.wait_for_selector(".cell", timeout=60_000)
    page.locator(".cell").first.click()
    page.wait_for_selector(".whatif .sides", timeout=60_000)


def test_the_heat_map_has_whoever_draws_somebody_in_and_follows_the_switches(page: Any, serve: Serve) -> None:
    page.goto(f"{serve('tehran-2012')}#tab=sweep&on=2012-08-08")
    page.wait_for_selector(".cell", timeout=60_000)
    rows, columns = (page.locator(f".held.{side} .axis").all_text_contents() for side in ("rows", "columns"))
    assert "ISR" in rows, "no treaty binds Israel, and its attack draws somebody in"
    assert columns == ["IRN"], "an attack on anybody else draws nobody in"
    page.evaluate("location.hash = '#tab=sweep&on=2012-08-08&doubt=debka'")
    page.wait_for_selector("text=No attack on 2012-08-08 would draw anybody in", timeout=60_000)
    page.set_viewport_size({"width": 1000, "height": 640})
    page.goto("about:blank")
    july(page, serve, "tab=sweep&on=1914-07-22")
    page.wait_for_selector(".cell", timeout=60_000)
    first = page.locator(".held.columns .axis").first
    before = first.bounding_box()
    page.evaluate("document.querySelector('.heatbox').scrollTo(0, 60)")
    until(page, "document.querySelector('.heatbox').style.getPropertyValue('--y') !== ''")
    after = first.bounding_box()
    assert abs(before["y"] - after["y"]) < 2, "the names stay in sight"


def test_what_a_link_says_wrongly_is_told_and_the_case_shown(page: Any, serve: Serve) -> None:
    july(page, serve, "on=banana")
    page.wait_for_selector("text=“banana” in the link is no day")
    assert page.input_value("input[type=date]") == "1914-08-04"
    page.goto("about:blank")
    page.goto(f"{serve('july-1914')}#on=1914-08-02&doubt=nobody")
    page.wait_for_selector("text=No findings: what was asked cannot be answered")
    assert "nobody" in page.inner_text(".banner")
    page.get_by_role("button", name="Show the case as it stands").click()
    page.wait_for_selector(".findings tbody tr")
    assert page.locator(".banner").count() == 0
    july(page, serve, "on=1914-08-02")
    assert page.locator(".banner").count() == 0, "of a link that is right nothing is said"


def test_nothing_moves_under_the_pointer_that_clicks_a_switch(page: Any, serve: Serve) -> None:
    july(page, serve)
    switch = page.locator("[data-switch]").nth(4)
    before = switch.bounding_box()
    switch.click()
    page.wait_for_selector("text=undo all")
    assert switch.bounding_box() == before


def test_many_tabs_are_answered_and_hear_of_changes(browser: Any, own_server: tuple[Path, str]) -> None:
    path, address = own_server
    path.write_text('title "Before"\nstate AAA "Alba"\n')
    context = browser.new_context()
    context.add_init_script("localStorage.setItem('foedus:tour', 'done')")
    tabs = [context.new_page() for _ in range(7)]  # a browser keeps six lines to one server
    for tab in tabs:
        tab.goto(address)
        tab.wait_for_selector("h1:text('Before')", timeout=20_000)
    path.write_text('title "After"\nstate AAA "Alba"\n')
    for tab in tabs:
        tab.wait_for_selector("h1:text('After')", timeout=20_000)
    tabs[0].close()  # who listened for all is gone
    path.write_text('title "Later"\nstate AAA "Alba"\n')
    for tab in tabs[1:]:
        tab.wait_for_selector("h1:text('Later')", timeout=20_000)
    context.close()


def test_side_by_side(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.locator("[data-switch=mobilisation-is-attack]").click()
    page.get_by_label("side by side with the case as it stands").check()
    page.wait_for_selector(".compared tbody tr")
    assert "contested" in page.inner_text(".compared")


def test_two_views_are_two_pictures_and_one_may_be_pinned(page: Any, serve: Serve) -> None:
    july(page, serve, "on=1914-08-02&compare=1&reject=mobilisation-is-attack")
    page.wait_for_selector("#network-before .tie.new")
    there = "#{} .tie.new > title"
    before, now = (page.locator(there.format(i)).all_text_contents() for i in ("network-before", "network"))
    assert before != now, "what differs is marked in both"
    page.get_by_role("button", name="pin this view").click()
    page.wait_for_selector("text=Nothing: the findings of this day are the same in both")
    page.locator("[data-switch=mobilisation-is-attack]").click()
    page.wait_for_selector(".compared tbody tr")
    assert "pin=reject%3Dmobilisation-is-attack" in page.url
    assert "the view you pinned" in page.inner_text(".pair")


def test_a_chance_stands_with_what_moves_it_and_what_it_assumes(page: Any, serve: Serve) -> None:
    july(page, serve, f"on=1914-08-02&finding={FINDING}")
    page.wait_for_selector(".tornado .mover")
    assert "%" in page.inner_text(".figure-line")
    movers = page.locator(".tornado .mover title").all_text_contents()
    assert any("mobilisation is the attack" in m and "0 % if it is not so" in m for m in movers), movers
    page.get_by_text("What this assumes").click()
    assert "grades weigh" in page.inner_text(".chance")
    page.locator(".chance button", has_text="CSV").click()
    page.get_by_role("button", name="not so").first.click()
    until(page, "location.hash.includes('reject=mobilisation-is-attack')")
    page.wait_for_selector("text=Why not")


def test_everything_is_reached_by_keyboard(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.locator('#network .node[aria-label^="Italy"]').focus()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Italy")
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('actor=ITA')")
    page.locator("#tab-network").focus()
    for tab in ("map", "whatif", "tripwires", "sweep"):
        page.keyboard.press("ArrowRight")
        until(page, f"location.hash.includes('tab={tab}') && document.activeElement.id === 'tab-{tab}'")
    page.wait_for_selector(".heat .cell", timeout=60_000)
    page.locator(".heat").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".whatif .sides", timeout=60_000)


def test_the_types_of_duties_and_the_offices(page: Any, serve: Serve) -> None:
    july(page, serve)
    names = page.locator("#network .node").count()
    page.get_by_label("offices").check()
    until(page, f"document.querySelectorAll('#network .node').length > {names}")
    lines = page.locator("#network .tie").count()
    page.get_by_label("of type").select_option("neutrality")
    until(page, f"document.querySelectorAll('#network .tie').length < {lines}")
    assert all("neutrality" in t for t in page.locator("#network .tie title").all_text_contents())


def test_a_system_of_alliances_answers_for_the_actor_pointed_at(page: Any, serve: Serve) -> None:
    page.goto(serve("today"))
    page.wait_for_selector(".mass path", state="attached", timeout=60_000)
    page.locator('#network .node[aria-label^="Poland"]').click()
    until(page, "document.querySelectorAll('.findings tbody tr').length > 40")
    assert "Poland" in page.inner_text(".chips")
    assert "actor=POL" in page.url


def test_every_panel_saves_what_it_shows(page: Any, serve: Serve) -> None:
    for where, name, kinds in (
        ("on=1914-08-02", "timeline", ("SVG", "PNG", "CSV", "JSON")), ("tab=map", "map", ("SVG", "PNG", "JSON")),
        ("tab=whatif&if=1914-07-24 RUS attacks AUH&on=1914-07-23", "cascade", ("CSV", "JSON")),
        ("tab=sweep&on=1914-07-22", "what-ifs", ("SVG", "PNG", "CSV", "JSON")),
        (f"on=1914-08-02&finding={FINDING}", "reasons", ("JSON",)), ("on=1914-08-02", "findings", ("CSV", "JSON")),
    ):  # fmt: skip
        page.goto("about:blank")
        july(page, serve, where)
        for kind in kinds:
            button = page.get_by_label(f"{kind} of the {name}", exact=True)
            button.wait_for(timeout=60_000)
            with page.expect_download() as saved:
                button.click()
            data = Path(saved.value.path()).read_bytes()
            assert saved.value.suggested_filename.endswith(kind.lower())
            match kind:
                case "SVG":
                    assert data.startswith(b"<svg"), name
                    assert b"NaN" not in data, name
                    assert b"July 1914, at the end of 19" in data, "a picture says what it shows"
                    assert len(data) < 600_000, name
                case "PNG":
                    assert data.startswith(b"\x89PNG"), name
                    assert len(data) > 5000, name
                case "JSON":
                    assert json.loads(data), name
                case _:
                    assert data.count(b"\n") > 1, name
    with page.expect_download() as saved:
        page.get_by_role("link", name="report").click()
    assert b"<h1" in Path(saved.value.path()).read_bytes()


def test_a_link_reproduces_a_cascade_at_its_round(page: Any, serve: Serve) -> None:
    july(page, serve, "tab=whatif&if=1914-07-24 RUS attacks DEU&on=1914-07-23&round=0&honour=all")
    page.wait_for_selector("text=Before the first")
    assert "Austria-Hungary" not in page.inner_text(".sides")
    page.get_by_role("button", name="▶ play").click()
    until(page, "!location.hash.includes('round=')")
    assert "Austria-Hungary" in page.inner_text(".sides")
    page.go_back()


def test_another_case_is_opened_and_one_comes_back(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.get_by_label("Open another case").select_option("tehran-2012")
    until(page, "document.querySelector('h1').textContent === 'Tehran 2012'", timeout=60_000)
    page.wait_for_selector(".findings tbody tr")
    assert "case=tehran-2012" in page.url
    page.go_back()
    until(page, "document.querySelector('h1').textContent === 'July 1914'")


def test_years_of_alliances_lead_to_a_case(page: Any, serve: Serve, alliances: None) -> None:
    july(page, serve, "tab=orders")
    page.wait_for_selector(".plot .upper", timeout=120_000)
    page.locator(".plot").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector(".heat .cell", timeout=60_000)
    page.goto("about:blank")
    july(page, serve, "tab=sweep&year=1914")
    page.locator(".heat .cell").nth(200).click(timeout=60_000)
    until(page, "location.hash.includes('case=atop%3A1914')")
    page.wait_for_selector(".whatif .sides", timeout=60_000)


def test_without_alliances_it_is_said(page: Any, serve: Serve, no_alliances: None) -> None:
    july(page, serve, "tab=orders")
    page.wait_for_selector(".orders .problem")
    assert "foedus data" in page.inner_text(".orders .problem")


def test_the_map_says_whose_borders(page: Any, serve: Serve) -> None:
    july(page, serve, "on=1914-08-04&tab=map")
    page.wait_for_selector(".land.of")
    assert page.locator(".map .canvas .cross").count() == page.locator(".map .canvas .edge.broken").count() > 0, (
        "not by colour alone"
    )
    assert page.locator(".land.of").count() >= 8
    assert "Borders of today" in page.inner_text("figcaption")


def test_the_map_shows_where_most_are_and_is_moved(page: Any, serve: Serve) -> None:
    seat = """name => { const c = document.querySelector(`circle.seat[aria-label^="${name}"]`).getBoundingClientRect(),
        m = document.querySelector('.map .canvas').getBoundingClientRect();
        return [(c.x - m.x) / m.width, (c.y - m.y) / m.height, c.x, c.y]; }"""
    page.goto(f"{serve('tehran-2012')}#tab=map")
    page.wait_for_selector(".seat", state="attached")
    assert not 0 < page.evaluate(seat, "United States")[0] < 1, "one far off does not make the others small"
    assert "United States lies outside" in page.inner_text("figcaption")
    assert 0.05 < page.evaluate(seat, "Iran")[0] < 0.95
    before = page.evaluate(seat, "Iran")
    page.mouse.move(before[2] - 60, before[3] + 90)
    page.mouse.down()
    page.mouse.move(before[2] - 160, before[3] + 60, steps=5)
    page.mouse.up()
    until(page, "location.hash.includes('frame=')")
    after = page.evaluate(seat, "Iran")
    assert abs(after[2] - before[2] + 100) < 6
    assert abs(after[3] - before[3] + 30) < 6
    assert "actor=" not in page.url, "a drag is no click"
    url = page.url
    page.goto("about:blank")
    page.goto(url)
    page.wait_for_selector(".seat", state="attached")
    page.wait_for_timeout(200)
    assert abs(page.evaluate(seat, "Iran")[2] - after[2]) < 6, "the link shows the same"
    for _ in range(5):
        page.get_by_label("Farther").click()
    assert 0 < page.evaluate(seat, "United States")[0] < 1
    page.get_by_role("button", name="fit").click()
    until(page, "!location.hash.includes('frame=')")
    page.locator('.seat[aria-label^="Iran"]').focus()
    page.keyboard.press("ArrowRight")
    until(page, "location.hash.includes('frame=')")


def test_sentences_name_actors_and_words_of_several_lines_are_words(page: Any, serve: Serve) -> None:
    july(page, serve, "on=1914-07-22&tab=tripwires")
    page.wait_for_selector(".wires > li", timeout=60_000)
    first = page.inner_text(".wires > li button")
    assert not re.search(r"\b[A-Z]{3}\b", first), first
    page.locator("#tab-text").click()
    page.wait_for_selector(".cm-line")
    colours = page.evaluate("""() => [...document.querySelectorAll('.cm-line')].slice(2, 14)
        .flatMap(l => [...l.querySelectorAll('span')].map(s => getComputedStyle(s).color))""")
    assert len(set(colours[1:])) == 1, "the keywords of the language are none inside a quotation"


def test_every_part_is_reached_and_worked_by_keys_alone(page: Any, serve: Serve) -> None:
    july(page, serve)
    where = """() => { const e = document.activeElement, part = e.closest('.switches, .stage, .time, .right, .top, .panes');
        const name = e.getAttribute('aria-label') || e.innerText || e.closest('label')?.innerText || e.title || '';
        return [part?.className.split(' ')[0] ?? '', name.trim(), e.tagName]; }"""
    met: dict[str, int] = {}
    page.locator("body").press("Tab")
    for _ in range(420):
        part, name, tag = page.evaluate(where)
        assert name or tag in ("BODY", "HTML"), (part, tag, "is reached and has no name")
        met[part] = met.get(part, 0) + 1
        page.keyboard.press("Tab")
        if part == "right" and met["right"] > 8:
            break
    assert {"top", "switches", "stage", "time", "right"} <= met.keys(), met
    page.locator("[data-switch]").first.focus()
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('doubt=')")
    page.locator(".findings tbody button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".tree li")
    page.locator(".tree summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".tree details").first.get_attribute("open") is None


def test_a_newcomer_is_shown_round(browser: Any, serve: Serve) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(serve("july-1914"))
    page.wait_for_selector(".tour")
    for _ in range(5):
        page.locator(".tour button.main").click()
    assert page.locator(".tour").count() == 0
    page.reload()
    page.wait_for_selector(".findings tbody tr")
    assert page.locator(".tour").count() == 0
    context.close()


AXE = """where => axe.run(where, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})
    .then(r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 160)]))"""


@pytest.mark.parametrize("dark", [False, True])
def test_accessibility_of_every_panel(browser: Any, serve: Serve, dark: bool) -> None:
    axe = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core comes with the page's packages: make web")
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="dark" if dark else "light", bypass_csp=True
    )
    page = context.new_page()
    page.add_init_script("localStorage.setItem('foedus:tour','done')")
    july(page, serve, f"on=1914-08-02&compare=1&accept=mobilisation-is-attack&offices=1&finding={FINDING}")
    page.add_script_tag(path=str(axe))
    page.wait_for_selector(".tornado, .chance")
    found = {"page": page.evaluate(AXE, "html")}
    for tab, ready in (
        ("map", ".land.of"), ("whatif", ".sides"), ("tripwires", ".wires > li"), ("sweep", ".cell"),
        ("orders", ".orders"), ("text", ".cm-content"),
    ):  # fmt: skip
        if tab == "whatif":
            page.evaluate("location.hash = '#tab=whatif&on=1914-07-23&if=1914-07-24 RUS attacks AUH'")
        else:
            page.locator(f"#tab-{tab}").click()
        page.wait_for_selector(ready, timeout=60_000)
        found[tab] = page.evaluate(AXE, ".stage")
    context.close()
    assert not any(found.values()), json.dumps(found, indent=1)


@pytest.mark.parametrize("width", [360, 768, 1440, 3840])
def test_every_width_fits(page: Any, serve: Serve, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    july(page, serve)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=ROOT / "web" / "pictures" / f"width-{width}.png")


@pytest.mark.parametrize(("where", "parts"), [
    ("on=1914-08-02&compare=1&reject=mobilisation-is-attack", [".pair", "figcaption", ".compared", ".time"]),
    ("tab=whatif&on=1914-07-23&if=1914-07-24 RUS attacks AUH", [".whatif form", ".whatif .sides", ".time"]),
    ("on=1914-08-02", [".canvas", "figcaption", ".time"]),
])  # fmt: skip
def test_no_part_lies_on_another(page: Any, serve: Serve, where: str, parts: list[str]) -> None:
    july(page, serve, where)
    for part in parts:
        page.wait_for_selector(part)
    for width, height in ((390, 844), (768, 1024), (1280, 720), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        # What a part has, cut to what its panel lets be seen of it.
        ends = page.evaluate("""parts => parts.map(p => {
            const part = document.querySelector(p), stage = part.closest('.stage');
            const own = part.getBoundingClientRect();
            const scrolls = stage && getComputedStyle(stage).overflowY !== 'visible';
            const cut = scrolls ? stage.getBoundingClientRect().bottom : 1e9;
            const around = part.parentElement.getBoundingClientRect();
            const low = stage && cut === 1e9 ? Math.max(own.bottom, around.bottom) : own.bottom;
            return [own.top, p === parts.at(-2) ? Math.min(low, cut) : Math.min(own.bottom, cut)];
        })""", parts)  # fmt: skip
        for above, below in pairwise(ends):
            assert above[1] <= below[0] + 1, (width, parts, ends)


def test_nothing_shifts_after_the_first_findings(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.evaluate("""() => { window.shift = 0;
        new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.shift += e.value; })
        .observe({type: 'layout-shift', buffered: false}); }""")
    page.locator("[data-switch=mobilisation-is-attack]").click()
    page.wait_for_selector("tr.changed")
    page.wait_for_timeout(600)
    assert page.evaluate("window.shift") < 0.1


def test_a_question_that_takes_too_long_is_asked_again(page: Any, serve: Serve) -> None:
    july(page, serve, "on=1914-07-22")
    asked: list[str] = []

    def late(route: Any) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(
                status=503,
                content_type="application/json",
                body='{"detail": "The question takes more than 60 seconds."}',
            )
        else:
            route.continue_()

    page.route("**/api/v1/sweep**", late)
    page.locator("#tab-sweep").click()
    page.wait_for_selector(".cell", timeout=60_000)
    assert len(asked) == 2
    assert page.locator(".sweep .problem").count() == 0


def test_a_server_that_is_gone_is_said(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.route("**/api/v1/findings**", lambda route: route.abort())
    page.locator("[data-switch=mobilisation-is-attack]").click()
    page.wait_for_selector("text=The server does not answer")
    assert page.locator(".findings tbody tr").count() > 0, "the last good state stays"


def test_the_script_is_small(built: Path) -> None:
    import gzip

    assert len(gzip.compress((built / "main.js").read_bytes())) < 300_000
    html = (built / "index.html").read_text()
    assert not re.search(r"https?://(?!www\.w3\.org)", html), "nothing is loaded from elsewhere"
