"""Pages whose examples are run: blocks, the files they write, the commands they show and what these print.

Blocks of a page, by the words after the fence:

- ``foedus NAME.foedus``   a file is begun;  ``… +``  lines are added to it;  ``… -``  lines are taken out;  ``… ~ ID``  the
  directive with that id is put anew.
- ``console``              commands on these files, each followed by what it prints.  ``$ foedus …`` only, perhaps with
  ``| head -N`` or ``| tail -N`` after it, which do what they do in a shell.
- ``python``               Python, followed by what it prints in a block ``text``.

``FOEDUS_WRITE_DOCS=1 pytest tests/docs`` writes the answers anew; read the difference.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from foedus.cli.main import app

DOCS = Path(__file__).parents[2] / "docs"
WRITE = bool(os.environ.get("FOEDUS_WRITE_DOCS"))


class Block(NamedTuple):
    """A fenced block: the words after the fence, its text, and the numbers of its first line and of its closing fence."""

    info: str
    text: str
    line: int
    end: int


class Shown(NamedTuple):
    """A command of the page: the line of its block, what it is, what it prints there and what it prints in truth."""

    line: int
    command: str
    printed: str
    real: str
    status: int = 0


def blocks(page: Path) -> tuple[Block, ...]:
    """The fenced blocks of a page, in order."""
    lines = page.read_text("utf-8").splitlines()
    found: list[Block] = []
    start = -1
    for number, line in enumerate(lines):
        if line.startswith("```"):
            if start < 0:
                start = number
            else:
                found.append(Block(lines[start][3:], "\n".join(lines[start + 1 : number]) + "\n", start + 1, number))
                start = -1
    assert start < 0, f"{page.name}, line {start + 1}: a block that does not end"
    return tuple(found)


def put_anew(text: str, name: str, new: str) -> str:
    """The file with the directive of that id replaced."""
    parts = re.split(r"(?m)^(?=\S)", text)
    at = [number for number, part in enumerate(parts) if f"\n  id {name}\n" in part]
    assert len(at) == 1, f"{len(at)} directives have the id {name}"
    parts[at[0]] = new
    return "".join(parts)


def put(block: Block) -> None:
    """Write the file of a block into the current folder."""
    name, _, rest = block.info.removeprefix("foedus ").partition(" ")
    path = Path(name)
    if rest == "+":
        path.write_text(path.read_text("utf-8") + "\n" + block.text, "utf-8")
    elif rest == "-":
        text = path.read_text("utf-8")
        assert text.count(block.text) == 1, f"line {block.line}: not in {name} once"
        path.write_text(text.replace(block.text, ""), "utf-8")
    elif rest.startswith("~ "):
        path.write_text(put_anew(path.read_text("utf-8"), rest[2:], block.text), "utf-8")
    else:
        assert not rest, f"line {block.line}: {block.info}"
        path.write_text(block.text, "utf-8")


def _piped(text: str, pipe: str) -> str:
    """What ``head -N`` and ``tail -N`` let through."""
    if not pipe:
        return text
    program, count = pipe.split()
    number, lines = int(count.removeprefix("-")), text.splitlines()
    return "\n".join({"head": lines[:number], "tail": lines[-number:]}[program])


def commands(block: Block) -> Iterator[Shown]:
    """Run the commands of a console block in the current folder."""
    parts = re.split(r"(?m)^\$ (.*)$", block.text)
    assert not parts[0].strip(), f"line {block.line}: a console block begins with a command"
    for command, printed in zip(parts[1::2], parts[2::2], strict=True):
        asked, _, pipe = command.partition(" | ")
        program, *args = shlex.split(asked)
        assert program == "foedus", f"line {block.line}: {command}"
        result = CliRunner().invoke(app, args, prog_name="foedus")
        assert not (result.exception and not isinstance(result.exception, SystemExit)), result.exception
        assert result.exit_code in (0, 1, 2), f"line {block.line}: {command}: {result.output}"
        whole = "\n".join(line.rstrip() for line in result.output.strip("\n").splitlines())
        yield Shown(block.line, command, printed.strip("\n"), _piped(whole, pipe).strip("\n"), result.exit_code)


def said_by_python(block: Block, names: dict[str, object]) -> str:
    """What the lines of a block of Python print, run one after the other with the names of the blocks before."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block.text, f"line {block.line}", "exec"), names)
    return "\n".join(line.rstrip() for line in out.getvalue().strip("\n").splitlines())


def told(page: Path, folder: Path) -> list[Shown]:
    """The page from its beginning: files written, commands and Python run, in a folder of its own."""
    found: list[Shown] = []
    names: dict[str, object] = {}
    said: tuple[str, str] | None = None
    with contextlib.chdir(folder):
        for block in blocks(page):
            if block.info == "console":
                found.extend(commands(block))
            elif block.info.startswith("foedus ") and block.info.split()[1].endswith(".foedus"):
                put(block)
            elif block.info == "python":
                said = (block.text.splitlines()[-1], said_by_python(block, names))
            elif block.info == "text" and said is not None:
                found.append(Shown(block.line, "", block.text.strip("\n"), said[1]))
                said = None
    return found


def write(page: Path, shown: list[Shown]) -> None:
    """The page with what its commands print in truth."""
    lines = page.read_text("utf-8").splitlines()
    for block in reversed(blocks(page)):
        here = [one for one in shown if one.line == block.line]
        if here:
            new: list[str] = []
            for one in here:
                new += [*([f"$ {one.command}"] if one.command else []), *one.real.splitlines()]
            lines[block.line : block.end] = new
    page.write_text("\n".join(lines) + "\n", "utf-8")


def hold(page: Path, shown: list[Shown]) -> None:
    """Every answer on the page is the real one; or, where asked to, write it."""
    if WRITE:
        write(page, shown)
        return
    for one in shown:
        assert one.printed == one.real, f"docs/{page.name}, line {one.line}: {one.command}"
