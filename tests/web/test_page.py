"""The situation room, used as an analyst would."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.timeout(600), pytest.mark.filterwarnings("ignore")]
Serve = Callable[[str | Path], str]
ROOT = Path(__file__).parents[2]

OWN = """title "Mine"
state AAA "Alba"
state BBB "Bora"
state CCC "Cora"
source news "News"

1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  clause 1 "help"
    when  any other state attacks a party
    then  the other party must defend the victim against the attacker

1901-01-01 CCC attacks AAA
  claim news B2
"""


def july(page: Any, serve: Serve, where: str = "on=1914-08-02") -> None:
    page.goto(f"{serve('july-1914')}#{where}")
    page.wait_for_selector(".findings tbody tr")


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
    page.wait_for_function("location.hash.includes('accept=mobilisation-is-attack')")


def test_no_two_labels_overlap(page: Any, serve: Serve) -> None:
    july(page, serve)
    boxes = page.eval_on_selector_all(
        "#network .node text",
        "all => all.map(t => { const b = t.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })",
    )
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


def test_a_finding_opens_its_reasons(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.fill("input[type=search]", "Germany owes Austria defence")
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
        page.locator("a.button", has_text="CSV").click()
    assert Path(download.value.path()).read_text().startswith("id,")
    with page.expect_download() as picture:
        page.locator("button", has_text="SVG").click()
    assert "<svg" in Path(picture.value.path()).read_text()
    with page.expect_download() as picture:
        page.locator("button", has_text="PNG").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")


def test_time_moves_by_arrows_slider_and_keyboard(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.get_by_label("Next event").click()
    page.wait_for_function("!location.hash.includes('on=1914-08-02')")
    later = page.input_value("input[type=date]")
    assert later > "1914-08-02"
    page.locator("#tab-network").focus()
    page.keyboard.press("[")
    page.wait_for_function(f"document.querySelector('input[type=date]').value < '{later}'")
    page.get_by_label("only what was reported by then").check()
    page.wait_for_function("location.hash.includes('as-known')")


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


def test_side_by_side(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.locator("[data-switch=mobilisation-is-attack]").click()
    page.get_by_label("side by side with the case as it stands").check()
    page.wait_for_selector(".compared tbody tr")
    assert "contested" in page.inner_text(".compared")


def test_the_map_says_whose_borders(page: Any, serve: Serve) -> None:
    july(page, serve, "on=1914-08-02&tab=map")
    page.wait_for_selector(".land.of")
    assert page.locator(".land.of").count() >= 8
    assert "Borders of today" in page.inner_text("figcaption")


def test_the_editor_checks_saves_and_never_loses(page: Any, serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "mine.foedus"
    path.write_text(OWN)
    page.goto(f"{serve(path)}#tab=text")
    page.wait_for_selector(".cm-content")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("1902-01-01 CCC atacks AAA\n")
    page.wait_for_selector(".cm-lintRange-error, .cm-lint-marker-error")
    assert path.read_text() == OWN, "nothing is saved unasked"
    page.keyboard.press("Control+Z")
    page.keyboard.type("; a remark\n")
    page.locator("button", has_text="Save").click()
    page.wait_for_selector("text=Saved")
    assert "; a remark" in path.read_text()
    assert path.with_name("mine.foedus~").read_text() == OWN
    path.write_text(OWN.replace("Mine", "Theirs"))
    page.wait_for_selector("text=The file has changed on disk", timeout=15_000)
    page.wait_for_function("document.querySelector('h1').textContent === 'Theirs'")
    page.locator(".cm-content").click()
    page.keyboard.type("; more\n")
    page.locator("button", has_text="Save").click()
    page.wait_for_selector("text=Overwrite it with mine")
    assert "Theirs" in path.read_text()


def test_text_of_a_case_is_never_markup(page: Any, serve: Serve, tmp_path: Path) -> None:
    bad = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"
    path = tmp_path / "payload.foedus"
    path.write_text(
        OWN.replace('"Alba"', f'"{bad}"')
        .replace('"Pact"', f'"{bad}"')
        .replace('"Mine"', f'"{bad}"')
        .replace('"News"', f'"{bad}"')
    )
    page.goto(f"{serve(path)}#on=1901-02-01")
    page.wait_for_selector(".findings tbody tr")
    page.locator(".findings tbody tr").first.click()
    page.wait_for_selector(".tree li")
    for tab in ("map", "whatif", "tripwires", "sweep"):
        page.locator(f"#tab-{tab}").click()
        page.wait_for_timeout(400)
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0
    assert bad in page.inner_text("h1")


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


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("tab", ["network", "whatif", "sweep", "text"])
def test_accessibility(browser: Any, serve: Serve, tab: str, dark: bool) -> None:
    axe = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core comes with the page's packages: make web")
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="dark" if dark else "light", bypass_csp=True
    )
    page = context.new_page()
    page.add_init_script("localStorage.setItem('foedus:tour','done')")
    july(page, serve, f"on=1914-08-02&tab={tab}")
    page.wait_for_timeout(1500)
    page.add_script_tag(path=str(axe))
    found = page.evaluate("""axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})
        .then(r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 160)]))""")
    context.close()
    assert found == [], json.dumps(found, indent=1)


@pytest.mark.parametrize("width", [360, 768, 1440, 3840])
def test_every_width_fits(browser: Any, serve: Serve, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script("localStorage.setItem('foedus:tour','done')")
    july(page, serve)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=ROOT / "web" / "pictures" / f"width-{width}.png")
    context.close()


def test_nothing_shifts_after_the_first_findings(page: Any, serve: Serve) -> None:
    july(page, serve)
    page.evaluate("""() => { window.shift = 0;
        new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.shift += e.value; })
        .observe({type: 'layout-shift', buffered: false}); }""")
    page.locator("[data-switch=mobilisation-is-attack]").click()
    page.wait_for_selector("tr.changed")
    page.wait_for_timeout(600)
    assert page.evaluate("window.shift") < 0.1


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
