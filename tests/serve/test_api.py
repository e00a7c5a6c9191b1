"""The API: answers as the library gives them, refusals where it must refuse, and the text that is never lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import foedus
from foedus.findings.model import View
from foedus.serve.app import create_app
from foedus.serve.desk import Desk

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


def client(name: str | Path) -> TestClient:
    return TestClient(create_app(Desk(str(name))), base_url="http://localhost")


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
     {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)  # fmt: skip
def test_other_hosts_and_other_pages_are_refused(july: TestClient, headers: dict[str, str]) -> None:
    answer = july.get("/api/v1/case", headers=headers)
    assert answer.status_code == 403
    assert "actors" not in answer.text


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
                lines = [stream.readline() for _ in range(12)]
            assert first.startswith(b"event: revision")
            assert any(line.startswith(b"event: revision") for line in lines), "the change on disk is told"
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
