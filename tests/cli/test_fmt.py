"""fmt: nothing is written that was not asked for, and nothing half."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from foedus.terms.limits import LARGEST_FILE
from tests.cli import fake

Run = Callable[..., Result]
MESSY, NEAT = "a   b  \nc\n", "a b\nc\n"


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "messy.foedus"
    path.write_text(MESSY)
    return path


def test_prints(run: Run, messy: Path) -> None:
    result = run("fmt", str(messy))
    assert (result.exit_code, result.stdout) == (0, NEAT)
    assert messy.read_text() == MESSY


def test_standard_input(run: Run) -> None:
    assert run("fmt", "-", stdin=MESSY).stdout == NEAT
    assert run("fmt", "-", "--check", stdin=MESSY).exit_code == 1
    assert run("fmt", "-", "--check", stdin=NEAT).exit_code == 0
    assert "<standard input>:1:1" in run("fmt", "-", stdin="error").stderr


def test_diff(run: Run, messy: Path) -> None:
    result = run("fmt", str(messy), "--diff")
    assert result.exit_code == 0
    assert "-a   b  \n+a b\n c\n" in result.stdout
    assert messy.read_text() == MESSY
    assert run("fmt", str(messy), "--diff", "--check").exit_code == 1
    messy.write_text("a\nb c")
    assert "\\ No newline at end of file\n" in run("fmt", str(messy), "--diff").stdout


def test_check(run: Run, messy: Path, tmp_path: Path) -> None:
    (tmp_path / "neat.foedus").write_text(NEAT)
    result = run("fmt", str(tmp_path), "--check")
    assert (result.exit_code, result.stdout) == (1, f"{messy}\n")
    assert run("fmt", str(tmp_path / "neat.foedus"), "--check").exit_code == 0


def test_write(run: Run, messy: Path) -> None:
    messy.chmod(0o604)
    result = run("fmt", str(messy), "--write")
    assert (result.exit_code, result.stdout) == (0, "")
    assert messy.read_text() == NEAT
    assert messy.stat().st_mode & 0o777 == 0o604
    before = messy.stat()
    assert run("fmt", str(messy), "--write").stderr == ""
    assert messy.stat().st_mtime_ns == before.st_mtime_ns, "what is canonical is not touched"
    assert messy.stat().st_ino == before.st_ino


def test_write_goes_through_a_link(run: Run, messy: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.foedus"
    link.symlink_to(messy)
    run("fmt", str(link), "--write")
    assert link.is_symlink()
    assert messy.read_text() == NEAT


def test_an_interruption_leaves_the_old_file_whole(
    run: Run, messy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    assert run("fmt", str(messy), "--write").exit_code == 130
    assert messy.read_text() == MESSY
    assert list(tmp_path.iterdir()) == [messy]


def test_a_file_with_errors_is_never_written(run: Run, messy: Path) -> None:
    messy.write_text("error   here\n")
    for flags in ([], ["--write"], ["--diff"], ["--check"]):
        result = run("fmt", str(messy), *flags)
        assert result.exit_code == 1
        assert "error[E101]" in result.stderr
        assert result.stdout == ""
    assert messy.read_text() == "error   here\n"


def test_a_layout_that_does_not_come_to_rest_is_not_written(
    run: Run, messy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foedus.language.format_text", lambda text, _file: f"{text}x\n")
    result = run("fmt", str(messy), "--write")
    assert (result.exit_code, "left alone" in result.stderr) == (1, True)
    assert messy.read_text() == MESSY


def test_bytes(run: Run, messy: Path) -> None:
    messy.write_bytes(b"ok\n\xef\xbb caf\xe9\n")
    result = run("fmt", str(messy))
    assert result.exit_code == 1
    assert f"error[E102] at {messy}:2:1   this file is not in UTF-8: the byte 0xef" in result.stderr
    messy.write_bytes(b"\xef\xbb\xbfa  b\r\nc\r\n")
    assert run("fmt", str(messy), "--write").exit_code == 0
    assert messy.read_bytes() == b"a b\nc\n"


def test_what_is_no_text_and_no_file(run: Run, messy: Path, tmp_path: Path) -> None:
    messy.write_bytes(b"a\0b\n")
    result = run("fmt", str(messy), "--write")
    assert (result.exit_code, "NUL" in result.stderr, messy.read_bytes()) == (1, True, b"a\0b\n")
    messy.write_bytes(b"a" * (LARGEST_FILE + 1))
    result = run("fmt", str(messy), "--write")
    assert (result.exit_code, "error[E103]" in result.stderr) == (1, True)
    pipe = tmp_path / "pipe.foedus"
    os.mkfifo(pipe)
    for name in (str(pipe), "/dev/zero"):
        result = run("fmt", name, "--check")
        assert (result.exit_code, "a device or a pipe" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--write", "--check", "FILE"], "only look"),
        (["--write", "-"], "standard input"),
        (["FILE", "OTHER"], "--write, --diff or --check"),
        (["nowhere.foedus"], "no such file"),
        (["EMPTY"], "no *.foedus files"),
    ],
)
def test_wrong_command_lines(args: list[str], says: str, run: Run, messy: Path, tmp_path: Path) -> None:
    other, empty = tmp_path / "other.foedus", tmp_path / "empty"
    other.write_text(MESSY)
    empty.mkdir()
    places = {"FILE": str(messy), "OTHER": str(other), "EMPTY": str(empty)}
    result = run("fmt", *(places.get(arg, arg) for arg in args))
    assert result.exit_code == 2
    assert says in result.stderr
    assert (messy.read_text(), other.read_text()) == (MESSY, MESSY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to(run: Run, messy: Path) -> None:
    messy.parent.chmod(0o555)
    try:
        result = run("fmt", str(messy), "--write")
    finally:
        messy.parent.chmod(0o755)
    assert result.exit_code == 2
    assert messy.read_text() == MESSY


def test_the_fake_formats_as_the_tests_presume() -> None:
    assert fake.format_text(MESSY, "x") == NEAT
