"""The API: answers as the library gives them, refusals where it must refuse, and the text that is never lost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

import foedus
from foedus.findings.model import View
from foedus.serve.app import create_app
from foedus.serve.desk import Desk
from foedus.serve.quick import Quick
from foedus.serve.versions import Versions
from foedus.serve.workers import Workers

CASE = """title "Small"
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


@pytest.fixture(autouse=True)
def states(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_STATE", str(tmp_path_factory.mktemp("states")))


APPS: list[FastAPI] = []


def client(name: str | Path) -> TestClient:
    """Of an app over a case; what it began is ended after the last test."""
    APPS.append(create_app(Desk(str(name))))
    return TestClient(APPS[-1], base_url="http://localhost")


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    yield
    for app in APPS:
        app.state.workers.stop()


@pytest.fixture
def mine(tmp_path: Path) -> tuple[TestClient, Path]:
    path = tmp_path / "mine.foedus"
    path.write_text(CASE)
    return client(path), path


@pytest.fixture(scope="module")
def july() -> TestClient:
    return client("july-1914")


def test_findings_are_those_of_the_library_under_the_same_view(july: TestClient) -> None:
    case = foedus.load("july-1914")
    for query, view in (
        ("", View()),
        ("&reject=mobilisation-is-attack", View(reject=("mobilisation-is-attack",))),
        ("&known-to=FRA", View(known_to="FRA")),
        ("&suppose=1914-08-02 GBR declares war on DEU", View(suppose=("1914-08-02 GBR declares war on DEU",))),
    ):
        answer = july.get(f"/api/v1/findings?on=1914-08-03{query}").json()
        assert answer["schema"] == "foedus.findings/1"
        ours = {(o["id"], o["status"], o["state"]) for o in answer["obligations"]}
        assert ours == {(o.id, o.status, o.state) for o in case.assess("1914-08-03", view).obligations}


def test_every_other_question_is_answered(july: TestClient) -> None:
    case = july.get("/api/v1/case").json()
    assert case["schema"] == "foedus.case/1"
    assert {"AUH", "DEU", "ITA"} <= {a["id"] for a in case["actors"]}
    assert any(i["in_force"] for i in case["instruments"])
    for path, schema in (
        ("timeline", "foedus.timeline/1"),
        ("why?about=dual-alliance clause 1&on=1914-08-02", "foedus.why/1"),
        ("sources?on=1914-08-02", "foedus.sources/1"),
        ("conflicts?on=1914-08-02", "foedus.conflicts/1"),
        ("triggers?on=1914-07-23", "foedus.triggers/1"),
        ("sweep?on=1914-07-22", "foedus.sweep-grid/1"),
        ("text", "foedus.text/1"),
    ):
        answer = july.get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        assert answer.json()["schema"] == schema
    cascade = july.post("/api/v1/cascade?honour=all", json={"events": ["1914-07-24 RUS attacks DEU"]}).json()
    assert "AUH" in cascade["target_side"]
    assert july.get("/api/v1/export/findings.csv?on=1914-08-02").text.startswith("id,")
    assert "/api/v1/findings" in july.get("/api/v1/openapi.json").json()["paths"]


def test_what_is_wrong_is_said_and_nothing_breaks(july: TestClient) -> None:
    for path in ("findings?doubt=nobody", "findings?on=yesterday", "findings?suppose=nonsense", "why?about=nothing"):
        answer = july.get(f"/api/v1/{path}")
        assert answer.status_code == 400, path
        assert answer.json()["diagnostics"][0]["message"]
    assert july.post("/api/v1/cascade", json={"events": []}).status_code == 422
    assert july.post("/api/v1/cascade", json={"events": ["x"] * 40}).status_code == 422
    assert july.post("/api/v1/cascade", content=b"{").status_code == 422


@pytest.mark.parametrize(
    "headers",
    [{"host": "evil.example"}, {"host": "localhost.evil.example:8462"}, {"origin": "http://evil.example"},
     {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
     {"origin": "http://localhost:9999"}, {"host": ""}],
)  # fmt: skip
def test_other_hosts_and_other_pages_are_refused(july: TestClient, headers: dict[str, str]) -> None:
    routes = july.get("/api/v1/openapi.json").json()["paths"]
    asked = [(way.upper(), path.replace("{version}", "x")) for path, ways in routes.items() for way in ways]
    assert len(asked) > 15
    for method, path in [*asked, ("GET", "/"), ("GET", "/main.js"), ("GET", "/api/v1/openapi.json")]:
        answer = july.request(method, path, headers=headers)
        assert answer.status_code == 403, (method, path)
        assert answer.text.startswith(("This server answers", "Requests from other pages"))


def test_own_names_are_let_in_and_the_policy_is_strict(july: TestClient) -> None:
    for host in ("localhost:8462", "127.0.0.1:9", "[::1]:8462"):
        answer = july.get("/api/v1/case", headers={"host": host, "origin": f"http://{host}"})
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_requests_are_bounded(july: TestClient) -> None:
    assert july.get("/api/v1/findings?" + "doubt=x&" * 4000).status_code == 414
    assert july.post("/api/v1/check", content=b"x" * 9_000_000).status_code == 413
    assert july.post("/api/v1/check", json={"text": "x" * 2_000_001}).status_code == 422


def test_saving_keeps_the_old_text_and_refuses_to_overwrite_what_changed(mine: tuple[TestClient, Path]) -> None:
    page, path = mine
    text = page.get("/api/v1/text").json()
    assert text["text"] == CASE
    assert text["writable"]
    new = CASE.replace('title "Small"', 'title "Smaller"')
    saved = page.put("/api/v1/text", json={"text": new, "revision": text["revision"]})
    assert saved.status_code == 200
    assert path.read_text() == new
    assert path.with_name("mine.foedus~").read_text() == CASE
    assert page.get("/api/v1/case").json()["title"] == "Smaller"
    stale = page.put("/api/v1/text", json={"text": "gone", "revision": text["revision"]})
    assert stale.status_code == 412
    assert path.read_text() == new
    path.write_text(CASE)  # somebody else's editor
    assert page.put("/api/v1/text", json={"text": "gone", "revision": saved.json()["revision"]}).status_code == 412
    assert path.read_text() == CASE
    assert page.get("/api/v1/case").json()["title"] == "Small"


def test_a_bundled_case_is_not_written(july: TestClient) -> None:
    text = july.get("/api/v1/text").json()
    assert not text["writable"]
    assert july.put("/api/v1/text", json={"text": "x", "revision": text["revision"]}).status_code == 403


def test_a_wrong_text_is_told_with_its_places_and_the_server_goes_on(mine: tuple[TestClient, Path]) -> None:
    page, path = mine
    found = page.post("/api/v1/check", json={"text": CASE + "1902-01-01 CCC atacks AAA\n"}).json()["diagnostics"]
    assert found[0]["span"]["line"] == CASE.count("\n") + 1
    assert "attacks" in found[0]["help"] + found[0]["label"]
    path.write_text("nonsense\n")
    answer = page.get("/api/v1/findings")
    assert answer.status_code == 409
    assert answer.json()["diagnostics"]
    path.write_text(CASE)
    assert page.get("/api/v1/findings").status_code == 200


def test_no_code_of_the_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.foedus"
    path.write_text(CASE)
    for name in ("foedus", "json", "resource"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'was-run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    page = client("mine.foedus")
    assert page.get("/api/v1/findings?on=1901-02-01").status_code == 200
    assert page.get("/api/v1/why?about=pact clause 1").status_code == 200
    assert not (tmp_path / "was-run").exists()


@pytest.mark.parametrize("name", ["../other", "/etc/passwd", "sub/../../other"])
def test_files_outside_the_folder_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "other.foedus").write_text('state XXX "secret"\n')
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "mine.foedus"
    path.write_text(f'include "{name}"\n{CASE}')
    page = client(path)
    answer = page.get("/api/v1/case")
    assert answer.status_code == 409
    assert "secret" not in answer.text
    checked = page.post("/api/v1/check", json={"text": path.read_text()})
    assert "secret" not in checked.text
    assert checked.json()["diagnostics"]


def test_no_link_and_no_second_include_leads_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "other.foedus"
    outside.write_text('state XXX "secret"\nsecret words\n')
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "linked.foedus").symlink_to(outside)
    (folder / "second.foedus").write_text('include "../other"\n')
    (folder / "fine.foedus").write_text('source more "More"\n')
    path = folder / "mine.foedus"
    for name in ("linked", "second"):
        path.write_text(f'include "{name}"\n{CASE}')
        page = client(path)
        answer = page.get("/api/v1/case")
        assert answer.status_code == 409, name
        checked = page.post("/api/v1/check", json={"text": path.read_text()})
        assert any("outside the folder" in d["message"] for d in checked.json()["diagnostics"]), name
        assert "secret" not in answer.text + checked.text
    path.write_text(f'include "fine"\n{CASE}')
    assert client(path).get("/api/v1/case").status_code == 200, "what lies inside is read"
    (folder / "second.foedus").unlink()
    whole = client(folder)
    assert whole.get("/api/v1/case").status_code == 409
    assert "secret" not in whole.get("/api/v1/text").text + whole.get("/api/v1/case").text


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_saving_follows_no_link(mine: tuple[TestClient, Path], tmp_path: Path) -> None:
    page, path = mine
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    target = outside / "precious"
    target.write_text("precious")
    path.with_name("mine.foedus~").symlink_to(target)
    text = page.get("/api/v1/text").json()
    assert page.put("/api/v1/text", json={"text": CASE + "; x\n", "revision": text["revision"]}).status_code == 200
    assert target.read_text() == "precious"
    assert path.with_name("mine.foedus~").read_text() == CASE
    assert [f.name for f in path.parent.glob(".*")] == [], "nothing half-written is left"


def test_a_hostile_case_does_not_hang_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.serve import desk

    monkeypatch.setattr(desk, "TRIAL_SECONDS", 3)
    actors = [f"S{i:03}" for i in range(400)]
    text = (
        "".join(f'state {a} "{a}"\n' for a in actors)
        + f"\n1900-01-01 treaty t\n  parties {', '.join(actors)}\n  clause 1\n"
    )
    text += (
        "    when any state attacks a party\n    then the other parties must defend the victim against the attacker\n\n"
    )
    text += "".join(f"1901-01-01 {a} attacks {b}\n" for a, b in pairwise(actors))
    path = tmp_path / "hostile.foedus"
    path.write_text(text)
    start = time.monotonic()
    answer = client(path).get("/api/v1/findings")
    assert answer.status_code == 409
    assert "more than" in answer.json()["message"]
    assert time.monotonic() - start < 40


PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_answers_are_json_and_never_a_page(tmp_path: Path) -> None:
    path = tmp_path / "payload.foedus"
    path.write_text(
        CASE.replace('"Alba"', f'"{PAYLOAD}"').replace('"Pact"', f'"{PAYLOAD}"').replace('"Small"', f'"{PAYLOAD}"')
    )
    page = client(path)
    for question in ("case", "findings?on=1901-02-01", "timeline", f"why?about={PAYLOAD}", f"findings?doubt={PAYLOAD}"):
        answer = page.get(f"/api/v1/{question}")
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_real_process_on_a_free_port(tmp_path: Path) -> None:
    path = tmp_path / "mine.foedus"
    path.write_text(CASE)
    command = [sys.executable, "-m", "foedus", "serve", str(path), "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split(": ", 1)[1].split("  ")[0]
            assert address.startswith("http://127.0.0.1:")
            for _ in range(50):
                try:
                    with urllib.request.urlopen(f"{address}api/v1/case") as answer:
                        assert json.load(answer)["title"] == "Small"
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail("the server did not answer")
            with urllib.request.urlopen(f"{address}api/v1/changes") as stream:
                first = stream.readline() + stream.readline()
                path.write_text(CASE.replace("Small", "Changed"))
                later = iter(stream.readline, b"")
                assert any(line.startswith(b"event: revision") for _, line in zip(range(12), later, strict=False)), (
                    "the change on disk is told"
                )
            assert first.startswith(b"event: revision")
        finally:
            server.terminate()


def test_odd_paths_and_slow_clients_of_a_real_process(tmp_path: Path) -> None:
    import socket

    path = tmp_path / "mine.foedus"
    path.write_text(CASE)
    (tmp_path / "secret.txt").write_text("secret")
    command = [sys.executable, "-m", "foedus", "serve", str(path), "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split(": ", 1)[1].split("  ")[0]
            host, port = address.removeprefix("http://").strip("/").split(":")
            for _ in range(100):
                try:
                    socket.create_connection((host, int(port)), 10).close()
                    break
                except OSError:
                    time.sleep(0.1)

            def asked(head: str) -> bytes:
                with socket.create_connection((host, int(port)), 30) as line:
                    line.sendall(f"{head}\r\nhost: {host}:{port}\r\nconnection: close\r\n\r\n".encode())
                    return b"".join(iter(lambda: line.recv(65536), b""))

            up = "/../../../../../../../.." + str(tmp_path) + "/secret.txt"
            ways = (
                up, up.replace("..", "%2e%2e"), up.replace("/", "%2f"), up.replace("..", "%252e%252e"), f"/{up}",
                up.replace("/", "%5c"), f"//{tmp_path}/secret.txt", "/secret.txt", "/static/../secret.txt%00.js",
            )  # fmt: skip
            for way in ways:
                answer = asked(f"GET {way} HTTP/1.1")
                assert b"secret" not in answer.split(b"\r\n\r\n", 1)[-1], way
                assert answer.split()[1] in (b"400", b"404", b"405"), way
            slow = [socket.create_connection((host, int(port)), 30) for _ in range(60)]
            for line in slow:
                line.sendall(
                    b"POST /api/v1/check HTTP/1.1\r\ncontent-length: 100\r\nhost: " + f"{host}:{port}".encode()
                )
            half = [socket.create_connection((host, int(port)), 30) for _ in range(60)]
            for line in half:
                line.sendall(
                    f"POST /api/v1/check HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-type: application/json\r\n"
                    'content-length: 100\r\n\r\n{"te'.encode()
                )
            assert b'"title":"Small"' in asked("GET /api/v1/case HTTP/1.1"), "who is slow keeps nobody waiting"
            for line in (*slow, *half):
                line.close()
            assert b'"title":"Small"' in asked("GET /api/v1/case HTTP/1.1")
        finally:
            server.terminate()


def test_a_port_in_use_is_said() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "foedus", "serve", "bug-name", "--port", port],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        done = subprocess.run(
            [sys.executable, "-m", "foedus", "serve", "july-1914", "--port", port, "--no-open"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "cannot listen" in done.stderr
    assert "Traceback" not in done.stderr


def test_earlier_texts_are_kept_and_given_back(mine: tuple[TestClient, Path]) -> None:
    api, path = mine
    assert api.get("/api/v1/versions").json()["versions"] == []
    revision = api.get("/api/v1/text").json()["revision"]
    for n in (1, 2):
        revision = api.put("/api/v1/text", json={"text": f"{CASE}; {n}\n", "revision": revision}).json()["revision"]
    kept = api.get("/api/v1/versions").json()["versions"]
    texts = [api.get(f"/api/v1/versions/{v['id']}").json()["text"] for v in kept]
    assert texts == [f"{CASE}; 2\n", f"{CASE}; 1\n", CASE], "each once, the newest first"
    assert path.read_text() == f"{CASE}; 2\n", "to look at an earlier text changes nothing"
    for wrong in ("..", "../x", "20260101T000000000000Z-00000000", "%2e%2e%2fmine"):
        assert api.get(f"/api/v1/versions/{wrong}").status_code == 404, wrong


def test_old_versions_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedus.serve.versions.MOST", 3)
    kept = Versions(tmp_path / "mine.foedus", tmp_path / "states")
    for n in range(5):
        kept.keep(f"text {n}")
    kept.keep("text 4")
    assert [kept.text(v.id) for v in kept.all()] == ["text 4", "text 3", "text 2"]
    assert Versions(tmp_path / "other.foedus", tmp_path / "states").all() == ()


def test_bundled_cases_can_be_opened_and_no_file(mine: tuple[TestClient, Path]) -> None:
    api, path = mine
    names = {c["id"] for c in api.get("/api/v1/cases").json()["cases"]}
    assert "july-1914" in names
    assert api.get("/api/v1/case?case=july-1914").json()["title"] == "July 1914"
    assert api.get("/api/v1/case").json()["title"] == "Small"
    assert api.put("/api/v1/text?case=july-1914", json={"text": "x", "revision": ""}).status_code == 403
    other = path.with_name("other.foedus")
    other.write_text(CASE)
    for name in ("../mine.foedus", str(other), "other.foedus", "atop:19", "nothing"):
        assert api.get("/api/v1/case", params={"case": name}).status_code == 404, name


def test_importance_is_that_of_the_library(july: TestClient) -> None:
    about = "dual-alliance.1:DEU:AUH:RUS:russia-mobilises"
    answer = july.get("/api/v1/importance", params={"about": about, "on": "1914-08-02"}).json()
    ours = foedus.load("july-1914").importance(about, "1914-08-02").findings[0]
    assert answer["moved"]["probability"] == list(ours.probability or ())
    assert [i["id"] for i in answer["moved"]["by"]] == [i.id for i in ours.by][:24]
    assert "mobilisation-is-attack" in {i["id"] for i in answer["moved"]["by"]}
    assert july.get("/api/v1/importance", params={"about": "nothing of the kind"}).status_code == 400


def test_waiting_duties_of_a_system_are_told_by_pair_and_by_actor() -> None:
    api = client("today")
    found = api.get("/api/v1/findings").json()
    every = foedus.load("today").assess().obligations
    waits = [o for o in every if o.state == "latent"]
    assert found["waiting_left_out"] == len(waits) > 600
    assert {o["id"] for o in found["obligations"]} == {o.id for o in every if o.state != "latent"}
    pairs = api.get("/api/v1/waiting").json()
    assert sum(n for *_, n in pairs["pairs"]) == sum(1 for o in waits if o.creditor)
    named = {(pairs["actors"][a], pairs["actors"][b]) for a, b, _ in pairs["pairs"]}
    assert named == {(o.debtor, o.creditor) for o in waits if o.creditor}
    own = api.get("/api/v1/findings?actor=POL").json()
    assert {o["id"] for o in own["obligations"] if o["state"] == "latent"} == {
        o.id for o in waits if "POL" in (o.debtor, o.creditor)
    }


def test_the_sweep_has_the_duties_as_the_view_has_them(july: TestClient) -> None:
    plain, known = (july.get(f"/api/v1/sweep?on=1914-07-22{q}").json() for q in ("", "&known-to=FRA"))
    there = plain["states"].index("RUS"), plain["states"].index("ROU")
    assert plain["high"][there[0]][there[1]] > 0
    assert known["high"][there[0]][there[1]] == 0, "Paris does not know that Vienna and Berlin are bound to help"
    same = july.get("/api/v1/sweep?on=1914-07-22&reject=mobilisation-is-attack").json()
    assert same["high"] == plain["high"], "what no attack turns on changes nothing"


def test_the_sweep_is_the_same_plainly_and_compiled() -> None:
    from foedus.serve import answers

    system = answers.system_of(foedus.load("july-1914"), "1914-07-22")
    assert answers._plainly(system) == answers._compiled(system)


def test_the_report_is_one_page_for_the_view(july: TestClient) -> None:
    answer = july.get("/api/v1/export/report.html?on=1914-08-02&reject=mobilisation-is-attack")
    assert answer.headers["content-disposition"] == 'attachment; filename="july-1914.html"'
    assert "<h1" in answer.text
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=.?https?:", answer.text), "nothing from elsewhere"


def test_without_alliance_data_it_is_said(july: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    for path in ("sweep?year=1914", "orders", "case?case=atop:1914"):
        answer = july.get(f"/api/v1/{path}")
        assert answer.status_code == 404, path
        assert "atop" in answer.json()["message"].lower(), path


def test_a_long_question_keeps_no_short_one_waiting(mine: tuple[TestClient, Path]) -> None:
    desk = Desk(str(mine[1]))
    begun, end = threading.Event(), threading.Event()

    def long_(_: object) -> str:
        begun.set()
        assert end.wait(30)
        return "long"

    desk.answer("kept", (), lambda _: "kept")
    for apart in (False, True):
        thread = threading.Thread(target=desk.answer, args=("long", (apart,), long_), kwargs={"apart": apart})
        thread.start()
        assert begun.wait(10)
        assert desk.answer("kept", (), lambda _: "made again") == "kept"
        if apart:
            assert desk.answer("new", (), lambda _: "new") == "new"
        end.set()
        thread.join(10)
        begun.clear()
        end.clear()


def test_an_answer_given_again_is_the_same_and_never_of_an_old_text(mine: tuple[TestClient, Path]) -> None:
    api, path = mine
    first = api.get("/api/v1/findings?on=1901-02-01")
    again = api.get("/api/v1/findings?on=1901-02-01")
    assert first.json() == again.json()
    assert "content-security-policy" in again.headers
    assert api.get("/api/v1/findings?on=1900-06-01").json() != first.json()
    title = api.get("/api/v1/case").json()["title"]
    revision = api.get("/api/v1/text").json()["revision"]
    api.put("/api/v1/text", json={"text": CASE.replace(title, "Larger"), "revision": revision})
    assert api.get("/api/v1/case").json()["title"] == "Larger", "what was saved is seen at once"
    path.write_text(CASE.replace(title, "Another"))
    time.sleep(0.25)
    assert api.get("/api/v1/case").json()["title"] == "Another", "and what was written by others a moment later"
    plain = api.get("/api/v1/case", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert api.get("/api/v1/case?case=july-1914").json()["title"] == "July 1914"


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedus.serve.quick.MOST", 3)
    calls: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        calls.append(scope["query_string"].decode())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})

    quick = TestClient(Quick(app, ["/a"], lambda _: "1"))
    for n in (1, 2, 3, 4, 4, 3, 1):
        quick.get(f"/a?{n}")
    assert calls == ["1", "2", "3", "4", "1"]
    for _ in range(2):
        quick.get("/b?1")
    assert calls[-2:] == ["1", "1"], "other paths are always asked"


def test_a_worker_that_was_killed_is_replaced_and_the_question_answered(july: TestClient) -> None:
    about = {"about": "dual-alliance clause 1", "on": "1914-08-02"}
    first = july.get("/api/v1/why", params=about).json()
    workers: Workers = july.app.state.workers  # type: ignore[attr-defined]
    assert workers._idle
    for worker in workers._idle:
        worker.process.kill()
        worker.process.wait()
    again = july.get("/api/v1/why", params={**about, "doubt": "atop"})
    assert again.status_code == 200
    assert again.json()["holding"], first


@pytest.mark.skipif(sys.platform == "win32", reason="a process is stopped by a signal")
def test_a_question_that_takes_too_long_ends_its_worker_and_nothing_else(
    mine: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ = mine
    assert page.get("/api/v1/why?about=pact").status_code == 200
    workers: Workers = page.app.state.workers  # type: ignore[attr-defined]
    (worker,) = workers._idle
    worker.process.send_signal(signal.SIGSTOP)  # as if it never came to an end
    monkeypatch.setattr("foedus.serve.app.SECONDS", 1)
    late = page.get("/api/v1/why?about=pact clause 1")
    assert late.status_code == 503
    assert "seconds" in late.json()["detail"]
    assert worker.process.wait(10) != 0
    monkeypatch.undo()
    assert page.get("/api/v1/why?about=pact clause 1").status_code == 200, "asked again, it is answered by another"


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is not watched there")
def test_a_question_that_takes_too_much_memory_ends_its_worker_and_nothing_else(
    mine: tuple[TestClient, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ = mine
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nif any('serve.worker' in word for word in sys.orig_argv):\n"
        "    from foedus.serve import questions, worker\n    worker.BYTES = 400_000_000\n"
        "    questions.QUESTIONS['why'] = lambda *_: [b'x' * n for n in range(10**6, 10**8)]\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    much = page.get("/api/v1/why?about=pact")
    assert much.status_code == 503
    assert "memory" in much.json()["detail"]
    assert page.get("/api/v1/findings?on=1901-02-01").status_code == 200
    assert page.get("/api/v1/conflicts?on=1901-02-01").status_code == 200


def test_answers_of_an_older_text_are_not_kept(mine: tuple[TestClient, Path]) -> None:
    desk, asked = Desk(str(mine[1])), list[str]()

    def ask(revision: str) -> tuple[int, str, str]:
        asked.append(revision)
        return 200, "text", revision

    for revision in ("another", desk.revision(), "not asked"):
        assert desk.from_elsewhere("why", (), lambda r=revision: ask(r)) == (200, "text")  # type: ignore[misc]
    assert asked == ["another", desk.revision()]


def test_what_is_posted_is_part_of_the_question() -> None:
    calls: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        calls.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": calls[-1]})

    quick = TestClient(Quick(app, [], lambda _: "1", ["/a"]))
    for body in (b"one", b"two", b"one", b"x" * 20_000, b"x" * 20_000):
        assert quick.post("/a", content=body).content == body
    assert calls == [b"one", b"two", b"x" * 20_000, b"x" * 20_000], "what is long is not kept"
