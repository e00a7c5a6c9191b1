"""The text in the page: edited, saved, never lost, and never markup."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.driving import Serve, until

pytestmark = [pytest.mark.timeout(600), pytest.mark.filterwarnings("ignore")]

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


def test_a_case_without_a_word_says_what_to_do(page: Any, own_server: tuple[Path, str]) -> None:
    path, address = own_server
    path.write_text('title "Empty"\n')
    page.goto(address)
    page.wait_for_selector("text=This case says nothing yet")
    assert page.locator(".time").count() == 0
    assert "nobody owes anything" in page.inner_text(".findings")
    for tab in ("map", "whatif", "tripwires", "sweep"):
        page.locator(f"#tab-{tab}").click()
        page.wait_for_timeout(300)
    page.locator("#tab-network").click()
    page.get_by_role("button", name="Write it in the text").click()
    page.wait_for_selector(".cm-content")


def test_the_editor_checks_saves_and_never_loses(page: Any, own_server: tuple[Path, str]) -> None:
    path, address = own_server
    path.write_text(OWN)
    page.goto(f"{address}#tab=text")
    page.wait_for_selector(".cm-content")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("1902-01-01 CCC atacks AAA\n")
    page.wait_for_selector(".cm-lintRange-error, .cm-lint-marker-error")
    assert path.read_text() == OWN, "nothing is saved unasked"
    page.keyboard.press("Control+Z")
    page.keyboard.type("; a remark\n")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("text=Saved")
    assert "; a remark" in path.read_text()
    assert path.with_name("mine.foedus~").read_text() == OWN
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("1902-01-01 CCC atacks AAA\n")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("text=What is shown is the last good state")
    page.wait_for_timeout(1500)
    assert page.locator("text=The file has changed on disk").count() == 0, "it was changed from here"
    path.write_text(OWN.replace("Mine", "Theirs"))
    page.wait_for_selector("text=The file has changed on disk", timeout=15_000)
    until(page, "document.querySelector('h1').textContent === 'Theirs'")
    page.locator(".cm-content").click()
    page.keyboard.type("; more\n")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("text=Overwrite it with mine")
    assert "Theirs" in path.read_text()


def test_undo_goes_across_saves_and_earlier_texts_come_back(page: Any, serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "again.foedus"
    path.write_text(OWN)
    page.goto(f"{serve(path)}#tab=text")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("; one\n")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Saved")
    page.locator("#tab-network").click()
    page.wait_for_selector("#network")
    page.locator("#tab-text").click()
    page.get_by_label("Undo", exact=True).click()
    page.wait_for_selector("text=(changed)")
    page.get_by_role("button", name="Save", exact=True).click()
    until(page, "!document.body.innerText.includes('(changed)')")
    assert path.read_text() == OWN
    page.get_by_role("button", name="earlier texts").click()
    page.wait_for_selector(".versions li")
    assert page.locator(".versions li").count() == 3
    page.locator(".versions li button").nth(1).click()
    page.wait_for_selector("text=(changed)")
    assert "; one" in page.inner_text(".cm-content")
    assert path.read_text() == OWN, "to bring a text back saves nothing"


EVERYWHERE = """title "{0}"
about "{0}"
as of 1901-02-01
state AAA "{0}"
state BBB "{0}"
state CCC "{0}"
  note "{0}"
group DDD "{0}"
office AAA.chief "{0}"
person somebody "{0}"
place capital "{0}"
source news "{0}"
  address "javascript:window.hit=1"
  note "{0}"
class few "{0}"
  member AAA
kind siege "{0}"
  is armed-attack
  verb "besieges"
obligation courtesy "{0}"
  verb "show courtesy to"
  takes creditor
preset hopeful "{0}"
  rate any 0.5
organisation league "{0}"
doctrine mine "{0}"
  default on
question who "{0}"
  answer cora "{0}"
    claim news B2 "{0}"
  answer nobody "{0}"

1900-01-01 treaty pact "{0}"
  parties AAA, BBB
  clause 1 "{0}"
    when  any other state attacks a party
    then  the other party must defend the victim against the attacker
    text "{0}"
    note "{0}"

1901-01-01 CCC attacks AAA
  note "{0}"
  ref report 1
  claim news B2 "{0}"
    address "javascript:window.hit=1"

1901-01-02 reading other by CCC "{0}"
  in pact clause 1
  "CCC attacks AAA" does not count as "CCC attacks AAA"
"""


def test_text_of_a_case_is_never_markup(page: Any, own_server: tuple[Path, str]) -> None:
    bad = "<img src=x onerror=window.hit=1><script>window.hit=1</script></textarea></title><svg onload=window.hit=1>"
    path, address = own_server
    path.write_text(EVERYWHERE.format(bad))
    page.goto(f"{address}#on=1901-02-01&offices=1&compare=1&reject=other")
    page.wait_for_selector(".findings tbody tr")
    page.locator(".findings tbody tr").first.click()
    page.wait_for_selector(".tree li")
    page.evaluate("document.querySelectorAll('.switches details').forEach(d => { d.open = true; })")
    for tab in ("map", "whatif", "tripwires", "sweep", "text", "network"):
        page.locator(f"#tab-{tab}").click()
        page.wait_for_timeout(400)
        assert page.evaluate("window.hit") is None, tab
        assert page.locator("img, svg[onload], #app script").count() == 0, tab
        assert page.locator('[href^="javascript:"]').count() == 0, tab
    assert bad in page.inner_text("h1")
    # What a link says is no markup either.
    for words, tab in (
        (["search", "actor", "act", "group", "sort"], "network"), (["finding"], "network"), (["doubt", "pin"], "network"),
        (["suppose"], "network"), (["known-to", "honour"], "network"), (["on", "from"], "network"), (["if"], "whatif"),
        (["frame"], "map"), (["year"], "sweep"), (["measure"], "orders"), (["case"], "network"),
    ):  # fmt: skip
        said = urlencode({**dict.fromkeys(words, bad), "tab": tab, "compare": 1})
        page.evaluate("hash => { location.hash = hash; }", said)
        page.wait_for_timeout(300)
        assert page.evaluate("window.hit") is None, words
        assert page.locator("img, svg[onload], #app script").count() == 0, words
    page.wait_for_selector("text=can be opened from here")
    page.goto("about:blank")
    page.goto(f"{address}#on=1901-02-01")
    with page.expect_download() as saved:
        page.get_by_role("link", name="report").click()
    report = page.context.new_page()
    report.goto(f"file://{saved.value.path()}")
    assert report.evaluate("window.hit") is None
    report.set_content(Path(saved.value.path()).read_text())
    assert report.locator("img, script, svg[onload], [href^='javascript:']").count() == 0
    assert report.evaluate("window.hit") is None
    report.close()


def test_a_killed_server_loses_no_text(browser: Any, serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "killed.foedus"
    path.write_text(OWN)
    from playwright.sync_api import Error

    command = [sys.executable, "-m", "foedus", "serve", str(path), "--no-open", "--port"]
    context = browser.new_context()
    page, other = context.new_page(), context.new_page()

    def started(port: str) -> tuple[subprocess.Popen[str], str]:
        server = subprocess.Popen([*command, port], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert server.stdout is not None
        return server, server.stdout.readline().split(": ", 1)[1].split("  ")[0]

    server, address = started("0")
    try:
        for one in (page, other):
            one.add_init_script("localStorage.setItem('foedus:tour', 'done')")
            for _ in range(100):
                try:
                    one.goto(f"{address}#tab=text")
                    break
                except Error:  # not listening yet
                    time.sleep(0.1)
            one.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.insert_text("; not saved\n")
        other.keyboard.press("Control+End")
        other.keyboard.insert_text("; of the other tab\n")
        server.kill()
        server.wait(10)
        for one in (page, other):
            one.wait_for_selector("text=The server does not answer", timeout=30_000)
        page.keyboard.press("Control+s")
        page.wait_for_selector("text=Not saved")
        assert path.read_text() == OWN
        server, _ = started(address.rsplit(":", 1)[1].strip("/"))
        until(other, "!document.body.innerText.includes('The server does not answer')")
        page.on("dialog", lambda d: d.accept())
        until_open(page)
        page.wait_for_selector("text=There is text that was not saved last time, from 2 tabs")
        page.get_by_role("button", name="Go on with it").click()
        page.get_by_role("button", name="Save", exact=True).click()
        for _ in range(200):  # the page says "saved" of the draft as well
            if path.read_text() != OWN:
                break
            time.sleep(0.05)
        assert path.read_text() == OWN + "; not saved\n"
        # The other tab, opened before, neither overwrites what this one saved nor loses its own.
        other.wait_for_selector("text=The file has changed on disk", timeout=30_000)
        other.locator(".cm-content").click()
        other.keyboard.insert_text("; from the other tab\n")
        other.keyboard.press("Control+s")
        other.wait_for_selector("text=Overwrite it with mine")
        assert "; not saved" in path.read_text()
        assert "; from the other tab" in other.inner_text(".cm-content")
    finally:
        server.kill()
        server.wait(10)
        context.close()


def until_open(page: Any) -> None:
    """Load the page again until a server answers."""
    from playwright.sync_api import Error

    for _ in range(100):
        try:
            page.reload()
            page.wait_for_selector(".cm-content", timeout=5000)
        except Error:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("no server answers")
