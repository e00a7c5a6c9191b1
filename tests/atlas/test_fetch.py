"""Downloads against a server of our own on this machine: cut connections, wrong sizes, changed content."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from foedus.atlas.errors import AtlasError
from foedus.atlas.fetch import TRIES, fetch

BODY = bytes(range(256)) * 4000  # about a megabyte


class Server(ThreadingHTTPServer):
    """A server that misbehaves as told.  plan: what to do with each request, in order; then it behaves."""

    body = BODY
    tag = '"one"'
    plan: list[str]
    ranges: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        behaviour = self.server.plan.pop(0) if self.server.plan else "well"
        body, asked = self.server.body, self.headers.get("Range", "")
        self.server.ranges.append(asked)
        if behaviour == "gone":
            self.send_error(404)
            return
        start = 0
        if asked and self.headers.get("If-Range") == self.server.tag and behaviour != "no ranges":
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            shown = start + 7 if behaviour == "other part" else start
            self.send_header(
                "Content-Range", f"bytes {shown}-{len(body) - 1}/{len(body) + (5 if behaviour == 'wrong total' else 0)}"
            )
        else:
            self.send_response(200)
        if behaviour != "no tag":
            self.send_header("ETag", self.server.tag)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        part = body[start:]
        if behaviour in ("cut", "no tag"):
            part = part[: len(part) // 2]
        self.wfile.write(part)
        self.wfile.flush()
        self.close_connection = True


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), Handler)
    made.plan, made.ranges = [], []
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/data/file%20one.csv"


def test_a_file_comes_whole_and_its_checksum_is_kept(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    first = fetch(address(server), tmp_path, progress=lambda here, of: seen.append((here, of)))
    assert first.path.name == "file one.csv"
    assert first.path.read_bytes() == BODY
    assert first.first_sight
    assert seen[-1] == (len(BODY), len(BODY))
    again = fetch(address(server), tmp_path)
    assert not again.first_sight
    assert again.sha256 == first.sha256


def test_a_cut_connection_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.plan = ["cut", "cut"]
    assert fetch(address(server), tmp_path, pause=0).path.read_bytes() == BODY
    half = len(BODY) // 2
    assert server.ranges == ["", f"bytes={half}-", f"bytes={half + (len(BODY) - half) // 2}-"]


def test_an_interrupted_download_goes_on_in_the_next_run(server: Server, tmp_path: Path) -> None:
    server.plan = ["cut"] * TRIES
    with pytest.raises(AtlasError, match="are kept; the next try goes on from there"):
        fetch(address(server), tmp_path, pause=0)
    assert fetch(address(server), tmp_path, pause=0).path.read_bytes() == BODY
    assert server.ranges[-1].startswith("bytes=")


def test_a_file_that_changed_while_it_was_interrupted_begins_anew(server: Server, tmp_path: Path) -> None:
    server.plan = ["cut"] * TRIES
    with pytest.raises(AtlasError):
        fetch(address(server), tmp_path, pause=0)
    server.body, server.tag = b"new" * 1000, '"two"'
    assert fetch(address(server), tmp_path, pause=0).path.read_bytes() == b"new" * 1000


def test_without_a_tag_nothing_is_pieced_together(server: Server, tmp_path: Path) -> None:
    server.plan = ["no tag"]
    assert fetch(address(server), tmp_path, pause=0).path.read_bytes() == BODY
    assert server.ranges == ["", ""]


def test_a_server_that_ignores_ranges(server: Server, tmp_path: Path) -> None:
    server.plan = ["cut", "no ranges"]
    assert fetch(address(server), tmp_path, pause=0).path.read_bytes() == BODY


@pytest.mark.parametrize(("behaviour", "said"), [("other part", "another part"), ("wrong total", "bytes came")])
def test_wrong_sizes_are_refused(server: Server, tmp_path: Path, behaviour: str, said: str) -> None:
    server.plan = ["cut", behaviour]
    with pytest.raises(AtlasError, match=said):
        fetch(address(server), tmp_path, pause=0)
    assert not list((tmp_path / "downloads").iterdir())


def test_changed_content_is_refused_unless_accepted(server: Server, tmp_path: Path) -> None:
    before = fetch(address(server), tmp_path)
    server.body = BODY[:-1] + b"!"
    server.tag = '"two"'
    with pytest.raises(AtlasError, match="has changed since"):
        fetch(address(server), tmp_path)
    assert before.path.read_bytes() == BODY, "the file trusted so far stays"
    assert fetch(address(server), tmp_path, accept_change=True).first_sight
    assert not fetch(address(server), tmp_path).first_sight


def test_an_answer_that_is_an_error(server: Server, tmp_path: Path) -> None:
    server.plan = ["gone"]
    with pytest.raises(AtlasError, match="answers 404"):
        fetch(address(server), tmp_path, pause=0)


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match="Try again later"):
        fetch("http://127.0.0.1:9/x.csv", tmp_path, pause=0)


@pytest.mark.parametrize("wrong", ["file:///etc/passwd", "ftp://example.org/x", "x.csv"])
def test_only_the_web(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(AtlasError, match="not an address on the web"):
        fetch(wrong, tmp_path)
