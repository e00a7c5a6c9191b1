"""Whatever a file holds, and whatever a name leads to: a clear message within seconds and within bounds of memory.

The files are checked one after the other in a child process whose memory and processor time are limited (see
``hostile.py``).  Every bound of ``foedus.terms.limits`` has a file that just meets it and one that just passes it.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import foedus
from foedus.terms import limits
from foedus.terms.diagnostics import FoedusError
from tests.errors import hostile

pytestmark = pytest.mark.timeout(400)  # all files are checked while the first test waits

SECONDS = 15.0
"""Processor time that one file may take: some ten times what the slowest takes on an idle machine."""

LONGEST_OUTPUT = 100_000
"""Characters that may be printed of one file."""

HEAD = 'state A "A"\nstate B "B"\n'
CLAUSE = f"{HEAD}1900-01-01 treaty t\n  parties A, B\n  clause 1\n    "
THEN = "\n    then  A must defend B\n"
OF_A_FEW = "state A\n1900-01-01 B attacks A\n"


def row(length: int) -> str:
    """Places, each in the next: pairs are (n + 1) n / 2."""
    return "".join(f"place p{i}\n  in p{i + 1}\n" for i in range(length - 1)) + f"place p{length - 1}\n"


def chain(length: int) -> dict[str, str]:
    """Files, each of which includes the next."""
    return {
        f"chain-{length}/{i}.foedus": f'include "{i + 1}"\n' if i < length - 1 else "state A\n" for i in range(length)
    }


def many(count: int) -> dict[str, str]:
    """A file that includes so many others, all of them empty."""
    return {
        f"many-{count}/all.foedus": "".join(f'include "x{i}"\n' for i in range(count)),
        **{f"many-{count}/x{i}.foedus": "" for i in range(count)},
    }


LARGEST = f";{'x' * (limits.LARGEST_FILE - 1)}"


def large(count: int) -> dict[str, str]:
    """A file that includes so many of the largest size."""
    return {
        f"large-{count}/all.foedus": "".join(f'include "x{i}"\n' for i in range(count)),
        **dict.fromkeys((f"large-{count}/x{i}.foedus" for i in range(count)), LARGEST),
    }


class Bound(NamedTuple):
    """What just meets a limit, and what just passes it: a text, or several files of which the first is checked."""

    at: str | dict[str, str]
    over: str | dict[str, str]
    complaint: str = ""


BOUNDS: Mapping[str, Bound] = {
    "bytes of a file": Bound(LARGEST, f"{LARGEST}x", "a file may have 16,777,216"),
    "lines of a file": Bound(";\n" * (limits.MOST_LINES - 1), ";\n" * limits.MOST_LINES, "a file may have 500,000"),
    "files of a case, those included counted": Bound(
        many(limits.MOST_FILES - 1), many(limits.MOST_FILES), "more than 2,000 files"
    ),
    "files that include one another in a row": Bound(
        chain(limits.DEEPEST_INCLUDES), chain(limits.DEEPEST_INCLUDES + 1), "more than 100 files include one another"
    ),
    "characters of all files of a case": Bound(large(3), large(4), "more than 67,108,864 characters"),
    "characters of a line": Bound(
        f'title "{"x" * (limits.LONGEST_LINE - 8)}"\n',
        f'title "{"x" * (limits.LONGEST_LINE - 7)}"\n',
        "this line has 100,001 characters; a line may have 100,000",
    ),
    "words of a line, with those that continue it": Bound(
        f"class c\n  members {', '.join(['A'] * 4999)}, A\nstate A\n",
        f"class c\n  members {', '.join(['A'] * 5000)},\n    A\nstate A\n",
        "it may have 10,000",
    ),
    "levels of indentation": Bound(
        "".join(f"{' ' * i}x\n" for i in range(limits.DEEPEST_LINES)),
        "".join(f"{' ' * i}x\n" for i in range(limits.DEEPEST_LINES + 1)),
        "nested more than 32 deep",
    ),
    "parentheses open at once; *not* before *not*": Bound(
        f"{CLAUSE}when  {'(' * limits.DEEPEST_PARENTHESES}B attacks A{')' * limits.DEEPEST_PARENTHESES}{THEN}",
        f"{CLAUSE}when  {'(' * 51}B attacks A{')' * 51}{THEN}",
        "more than 50 parentheses",
    ),
    "characters of a name": Bound(
        f"state {'A' * 200}\n", f"state {'A' * 201}\n", "has 201 characters; it may have 200"
    ),
    "days, weeks, months or years of a length of time": Bound(
        f"{CLAUSE}when  B attacks A\n    then  A must aid B within {limits.LARGEST_AMOUNT} years\n",
        f"{CLAUSE}when  B attacks A\n    then  A must aid B within {limits.LARGEST_AMOUNT + 1} years\n",
        "a whole number up to 999999",
    ),
    "kinds above kinds, or places above places, counted in pairs": Bound(
        row(1999), row(2000), "lie above each other in too many ways"
    ),
    "alternatives of a condition, multiplied out": Bound(
        f"{CLAUSE}when  {' and '.join(['(A attacks B or B attacks A)'] * 6)}{THEN}",
        f"{CLAUSE}when  {' and '.join(['(A attacks B or B attacks A)'] * 6)} or A attacks B{THEN}",
        "more than 64 alternatives",
    ),
    "mistakes told in full; the rest is counted": Bound(
        "zzz\n" * limits.MOST_TOLD, "zzz\n" * (limits.MOST_TOLD + 1), "and 1 more mistake, which is not shown"
    ),
}


def soup(seed: int, signs: bytes, length: int) -> bytes:
    """Signs at random, always the same."""
    return bytes(random.Random(seed).choices(signs, k=length))


AUSTRIA = 'state AUT "Österreich — Wien"\n'
"""What other encodings write in other bytes."""

HOSTILE: Mapping[str, tuple[str | bytes, str]] = {
    # name: (what is in the file, what is said of it; "" if it is right)
    "random bytes": (random.Random(1).randbytes(500_000), "error[E10"),
    "random signs": (soup(2, b'abc "();,:\n \t.-019', 500_000), "error[E"),
    "utf-16 with its mark": (AUSTRIA.encode("utf-16"), "encoded in UTF-16, not in UTF-8"),
    "utf-16 low": (AUSTRIA.encode("utf-16-le"), "encoded in UTF-16LE, not in UTF-8"),
    "utf-16 high": (AUSTRIA.encode("utf-16-be"), "encoded in UTF-16BE, not in UTF-8"),
    "utf-32": (AUSTRIA.encode("utf-32"), "encoded in UTF-32, not in UTF-8"),
    "latin-1": (AUSTRIA.replace("—", "-").encode("latin-1"), "iconv -f latin-1"),
    "windows-1252": (AUSTRIA.replace("Ö", "O").encode("cp1252"), "iconv -f windows-1252"),
    "half a letter": ('state A "é"\n'.encode()[:-3], "error[E102]"),
    "surrogates": (b'state A "\xed\xa0\x80"\n', "error[E102]"),
    "nul": (b"state A\n\0\0\nstate B\n", "there is a NUL byte"),
    "crlf": (HEAD.replace("\n", "\r\n") + "1900-01-01 A attacks B\r\n", ""),
    "cr": (HEAD.replace("\n", "\r"), ""),
    "bom": (f"\ufeff{HEAD}", ""),
    "boms of joined files": (f"\ufeff\ufeff{HEAD}\ufeffstate C\n", ""),
    "tabs": (f"{CLAUSE}when B attacks A\n    then A must defend B\n".replace("    ", "\t\t").replace("  ", "\t"), ""),
    "nothing": ("", ""),
    "blanks": (" " * 10_000_000, ""),
    "a comment of 10 MB": (f";{'x' * 10_000_000}\n", ""),
    "a text of 10 MB": (f'title "{"x" * 10_000_000}"\n', "error[E104]"),
    "a word of 10 MB": ("x" * 10_000_000, "error[E104]"),
    "words of 10 MB": ("x " * 5_000_000, "error[E104]"),
    "tabs of a line": ("\t" * 99_000 + "x\n", "error[E110]"),
    "a text that does not end": ('title "' + "  x\n" * 400_000, "error[E105]"),
    "marks that do not end": ('"\n' * 50_000, "error[E105]"),
    "a line of marks": ('"' * 99_999, "error[E105]"),
    "a line of parentheses": (f"{CLAUSE}when  {'(' * 90_000}{THEN}", "error[E108]"),
    "not not": (f"{CLAUSE}when  {'not ' * 5000}B attacks A{THEN}", 'error[E109]'),
    "allies of allies": (f"{CLAUSE}when  {'an ally of ' * 2000}B attacks A{THEN}", "error[E109]"),
    "indented ever deeper": ("".join(f"{' ' * i}x\n" for i in range(5000)), "error[E107]"),
    "wrong lines": ("zzz\n" * 100_000, "error[E100]"),
    "kinds of kinds": (
        'kind k0\n  is attack\n  verb "k0s"\n'
        + "".join(f'kind k{i}\n  is k{i - 1}\n  verb "k{i}s"\n' for i in range(1, 2200)),
        "error[E303]",
    ),
    "a circle of kinds": ("".join(f"kind k{i}\n  is k{(i + 1) % 3000}\n" for i in range(3000)), "error[E302]"),
    "one event after the other": (
        f"{HEAD}1900-01-01 A attacks B\n  id e0\n"
        + "".join(f"1900-01-01 A attacks B\n  id e{i}\n  after e{i - 1}\n" for i in range(1, 2000)),
        "",
    ),
    "a count of 5000 digits": (f"{CLAUSE}when  at least {'9' * 5000} states attack A{THEN}", "error[E208]"),
    "a year of 5000 digits": (f"{HEAD}{'9' * 5000}-01-01 A attacks B\n", "error[E2"),
    "a quantity of 5000 digits": (
        f"{CLAUSE}when  B attacks A\n    then  A must send {'9' * 5000} men to B\n", "error[E2",
    ),
    "the last day": (f"{CLAUSE}when  B attacks A\n    then  A must aid B within 9999 years\n9999-12-31 B attacks A\n", ""),
    "a name of 90,000 letters": (f"state {'A' * 90_000}\n", "error[E201]"),
    "marks upon a letter": (f'state A "a{chr(0x301) * 50_000}"\n', ""),
    "slips of 90,000 letters": (
        "".join(
            slip.replace("~", "x" * 90_000) * 15
            for slip in ('country ~\n', 'state A “~\n', "state a ~ b\n", "A attacks B ~ 1900-01-01\n", "1900 secret treaty ~\n")
        ),
        "did you mean state?",
    ),
    "expectations of 9000 words": (f"expect 1900-01-01 A owes B defence {'A ' * 9000}\n" * 100, "error[E204]"),
    "includes a name of 5000 letters": (f'include "{"a" * 5000}"\n', "error[E221]"),
    "includes a path of 3000 folders": (f'include "{"a/" * 3000}"\n', "error[E221]"),
    "includes a name with a line end": ('include "a\\nb"\n', "error[E221]"),
    "includes itself": ('include "includes itself"\n', "error[E220]"),
    "includes a folder": ('include "."\ninclude ".."\ninclude "/"\n', "is a folder"),
    "includes no name": ('include ""\n', "error[E2"),
    "includes a device": ('include "zero"\n', "a device or a pipe"),
    "includes a pipe": ('include "pipe"\n', "a device or a pipe"),
}  # fmt: skip

STRANGE: Mapping[str, tuple[int, str]] = {
    # a name on the command line: (exit status, what is said of it)
    "pipe.foedus": (1, "a device or a pipe"),
    "zero.foedus": (1, "a device or a pipe"),
    "/dev/null": (1, "a device or a pipe"),
    "folder.foedus": (1, "no *.foedus files"),
    "nowhere.foedus": (2, "a link that leads nowhere"),
    "round.foedus": (2, "a link that leads nowhere"),
    "a" * 5000: (2, "of 5,000 characters, is no file"),
    "a/" * 3000: (2, "of 6,000 characters, is no file"),
    "to itself.foedus": (1, "error[E220]"),
}


def path_of(name: str, what: str | dict[str, str]) -> str:
    return f"{name}.foedus" if isinstance(what, str) else next(iter(what))


def put(folder: Path, name: str, what: str | bytes | dict[str, str]) -> None:
    if isinstance(what, dict):
        for path, text in what.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    else:
        (folder / f"{name}.foedus").write_bytes(what if isinstance(what, bytes) else what.encode())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``foedus check`` says of each file, by its path."""
    folder = tmp_path_factory.mktemp("hostile")
    names = []
    for number, bound in enumerate(BOUNDS.values()):
        for side, what in (("at", bound.at), ("over", bound.over)):
            put(folder, f"{side}-{number}", what)
            names.append(path_of(f"{side}-{number}", what))
    for name, (content, _) in HOSTILE.items():
        put(folder, name, content)
        names.append(f"{name}.foedus")
    os.mkfifo(folder / "pipe.foedus")
    (folder / "folder.foedus").mkdir()
    for link, leads in (
        ("zero", "/dev/zero"), ("nowhere", "gone"), ("round", "round.foedus"), ("to itself", "includes itself.foedus"),
    ):  # fmt: skip
        (folder / f"{link}.foedus").symlink_to(leads)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(foedus.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]),
    }
    done = subprocess.run(
        [sys.executable, hostile.__file__, str(folder), *names, *STRANGE],
        capture_output=True, text=True, env=environment, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def holds(one: dict[str, Any]) -> None:
    """In time, without an exception, without end of words."""
    assert not one["exception"]
    assert one["status"] in (0, 1, 2)
    assert one["seconds"] < SECONDS
    assert len(one["output"]) < LONGEST_OUTPUT
    assert "Traceback" not in one["output"]
    assert "fault of foedus" not in one["output"]


def test_every_limit_has_its_files() -> None:
    assert list(BOUNDS) == [limit.what for limit in limits.LIMITS]


@pytest.mark.parametrize("limit", limits.LIMITS, ids=lambda limit: limit.what)
def test_a_limit_is_just_met(limit: limits.Limit, told: dict[str, Any]) -> None:
    number, bound = list(BOUNDS).index(limit.what), BOUNDS[limit.what]
    one = told[path_of(f"at-{number}", bound.at)]
    holds(one)
    assert f"error[{limit.code}]" not in one["output"]


@pytest.mark.parametrize("limit", limits.LIMITS, ids=lambda limit: limit.what)
def test_a_limit_is_just_passed(limit: limits.Limit, told: dict[str, Any]) -> None:
    number, bound = list(BOUNDS).index(limit.what), BOUNDS[limit.what]
    one = told[path_of(f"over-{number}", bound.over)]
    holds(one)
    assert one["status"] == 1
    assert f"error[{limit.code}]" in one["output"]
    assert bound.complaint in one["output"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file(name: str, told: dict[str, Any]) -> None:
    one, said = told[f"{name}.foedus"], HOSTILE[name][1]
    holds(one)
    assert one["status"] == (1 if said else 0), one["output"][:500]
    assert said in one["output"]


@pytest.mark.parametrize("name", STRANGE, ids=lambda name: name[:30])
def test_a_strange_name(name: str, told: dict[str, Any]) -> None:
    one, (status, said) = told[name], STRANGE[name]
    holds(one)
    assert one["status"] == status
    assert said in one["output"]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.foedus"
    path.write_text("state A\n")
    opened: Callable[..., Any] = Path.open

    def refused(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(FoedusError, match="cannot be read: permission denied"):
        foedus.load(path)
