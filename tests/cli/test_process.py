"""foedus as a process: how fast it starts, what it imports, terminals, pipes, Ctrl-C, completion."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import SCRIPT, environment

Spawn = Callable[..., "subprocess.CompletedProcess[str]"]

HEAVY = ("rich", "lark", "oxidd", "rapidfuzz", "sortedcontainers", "asyncio", "importlib.metadata")
LISTED = f"""
import sys, atexit
@atexit.register
def _tell():
    sys.stderr.write(" ".join(m for m in {HEAVY!r} if m in sys.modules))
    sys.stderr.write(" ".join(m for m in sys.modules if m.startswith(("foedus.case", "foedus.engine", "foedus.api"))))
from foedus.cli.main import main
main()
"""


@pytest.mark.parametrize("args", [["--help"], ["-h"], []])
def test_help_imports_nothing_heavy_and_no_verb(args: list[str], spawn: Spawn) -> None:
    tell = LISTED.replace('"foedus.case"', '"foedus.cli.ask", "foedus.cli.files", "foedus.show", "foedus.case"')
    result = spawn(*args, script=tell)
    assert (result.stderr if args else result.stdout) == ""
    assert "assess" in (result.stdout if args else result.stderr)


@pytest.mark.parametrize("verb", ["assess", "check", "fmt", "cases", "casebook", "completion"])
def test_help_of_a_verb_imports_nothing_heavy(verb: str, spawn: Spawn) -> None:
    assert spawn(verb, "--help", script=LISTED).stderr == ""


NOT_FOR_HELP = (
    "lark",
    "rich",
    "oxidd",
    "rapidfuzz",
    "numpy",
    "platformdirs",
    "foedus.api",
    "foedus.engine",
    "foedus.language",
)


def test_help_imports_nothing_heavy(spawn: Spawn) -> None:
    """How long that takes is measured in bench; what keeps it short is tested here."""
    script = (
        f"import sys; from foedus.cli.main import app; app(['--help'], standalone_mode=False); "
        f"print('heavy:', [m for m in {NOT_FOR_HELP!r} if m in sys.modules])"
    )
    assert "heavy: []" in spawn(script=script).stdout


def test_the_pytest_plugin_imports_nothing_of_foedus(spawn: Spawn) -> None:
    script = (
        "import sys, foedus.pytest_plugin; "
        "print([m for m in sys.modules if m.startswith('foedus') or m in ('rich', 'lark', 'oxidd')])"
    )
    assert spawn(script=script).stdout == "['foedus', 'foedus.pytest_plugin']\n"


def test_python_m(spawn: Spawn) -> None:
    command = [sys.executable, "-m", "foedus", "--help"]
    shown = subprocess.run(command, env=environment(), check=True, capture_output=True, text=True).stdout
    assert shown.startswith("Usage: foedus ")


def test_version(spawn: Spawn) -> None:
    result = spawn("--version")
    assert result.returncode == 0
    assert result.stdout.startswith("foedus")


def in_terminal(*args: str, columns: int = 80, **env: str) -> str:
    """What a verb prints in a terminal of so many columns."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-c", SCRIPT, *args]
    child = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=subprocess.DEVNULL, env=environment(**{"TERM": "xterm", **env})
    )
    os.close(slave)
    parts = []
    while select.select([master], [], [], 30)[0]:
        try:
            part = os.read(master, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(master)
    assert child.wait(30) == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_terminal() -> None:
    coloured = in_terminal("assess", "tehran-2012", columns=40)
    assert "\x1b[1m" in coloured
    for plain in (
        in_terminal("assess", "tehran-2012", columns=40, NO_COLOR="1"),
        in_terminal("assess", "tehran-2012", columns=40, TERM="dumb"),
    ):
        assert "\x1b" not in plain
        assert max(map(len, plain.splitlines())) <= 40
    wide = in_terminal("assess", "tehran-2012", columns=200, NO_COLOR="1")
    assert 100 < max(map(len, wide.splitlines())) <= 120


def test_a_pipe_gets_plain_text_in_100_columns(spawn: Spawn) -> None:
    result = spawn("assess", "tehran-2012", COLUMNS="40", TERM="xterm-256color", FORCE_COLOR="1")
    assert "\x1b" not in result.stdout
    assert 90 < max(map(len, result.stdout.splitlines())) <= 100


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_that_goes_away(form: str, unbuffered: str) -> None:
    script = SCRIPT.replace(
        "fake.install();", "fake.install(); fake.OBLIGATIONS = fake.OBLIGATIONS * 200;"
    )  # more than a pipe holds
    command = [sys.executable, "-c", script, "assess", "tehran-2012", "--all", "--format", form]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(PYTHONUNBUFFERED=unbuffered)
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    said = child.stderr.read().decode().replace("warning: the order of talks and e7 is not known\n", "")
    assert (said, child.wait(30)) == ("", 141)


def test_ctrl_c() -> None:
    script = SCRIPT.replace(
        "fake.install();",
        "fake.install(); import signal, time; signal.signal(signal.SIGINT, signal.default_int_handler);"  # not as inherited
        " fake.FakeCase.assess = lambda *a: (print('on', flush=True), time.sleep(30));",
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, "assess", "tehran-2012"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=30)
    assert (said, child.returncode) == (b"foedus: stopped.\n", 130)


def complete(*words: str) -> list[str]:
    """What the shell is told for the last word, asked in this process."""
    from click.shell_completion import BashComplete

    from foedus.cli.main import app

    asked = BashComplete(app, {}, "foedus", "_FOEDUS_COMPLETE").get_completions(list(words[:-1]), words[-1])
    return [item.value for item in asked]


def test_a_shell_is_told(spawn: Spawn) -> None:
    result = spawn(_FOEDUS_COMPLETE="bash_complete", COMP_WORDS="foedus as", COMP_CWORD="1")
    assert (result.stdout, result.stderr) == ("plain,assess\n", "")


def test_completion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert complete("as") == ["assess"]
    assert complete("c") == ["check", "command", "cascade", "conflicts", "cases", "casebook", "completion"]
    assert complete("assess", "--known") == ["--known-on", "--known-to"]
    assert complete("assess", "x", "--format", "j") == ["json"]
    assert complete("completion", "z") == ["zsh"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tea.foedus").touch()
    (tmp_path / "tea.txt").touch()
    (tmp_path / "cases" / "more").mkdir(parents=True)
    (tmp_path / "cases" / "x.foedus").touch()
    (tmp_path / "cases" / "y.foedus").touch()
    assert complete("assess", "te") == ["tehran-2012", "tea.foedus"]
    assert complete("check", "good", "te") == ["tehran-2012", "tea.foedus"]
    assert complete("fmt", "te") == ["tea.foedus"]
    assert complete("fmt", "cas") == ["cases/", "cases/more/", "cases/x.foedus", "cases/y.foedus"]
    assert complete("fmt", "cases/x") == ["cases/x.foedus"]
    assert complete("fmt", "nowhere/") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, spawn: Spawn) -> None:
    result = spawn("completion", shell)
    assert result.returncode == 0
    assert "_FOEDUS_COMPLETE" in result.stdout
    assert f"{shell}_complete" in result.stdout


def test_the_bash_script_reads(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "c.sh").write_text(spawn("completion", "bash").stdout)
    shell = "source c.sh && complete -p foedus"
    result = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "_foedus_completion foedus" in result.stdout
