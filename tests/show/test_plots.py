"""Pictures of a case: what is in them, whether they are the same each time, and what is said of wrong words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import foedus
from foedus.cli.main import app
from foedus.findings.model import View
from foedus.show.cascade_plot import _columns
from foedus.show.timeline_plot import MOST

CASE = """
title "Made up"
state AAA "Alba"
state BBB "Bora"
  indicator troops 700 men
state CCC "Cora"
  indicator troops 900 men
state DDD "Dora"
source gazette "The Gazette"
  reliability B

1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  claim gazette on 1900-01-02 2
  clause 1
    when CCC attacks a party
    then the other party must defend the victim against the attacker

1900-01-01 treaty other "Other"
  parties CCC, DDD
  clause 1
    when any other state attacks a party
    then the other party must defend the victim against the attacker

1901-01-01 CCC attacks AAA
  id attack
  claim gazette on 1901-01-05 1
1901-02-01 reading help-is-attack by CCC
  "BBB mobilises against CCC" counts as "BBB attacks CCC"
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "madeup.foedus"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["plot", *args])


def texts(svg: Path) -> str:
    """The words of a picture: matplotlib keeps each text as a comment beside its shapes."""
    return "\n".join(re.findall(r"<!-- (.*?) -->", svg.read_text(encoding="utf-8"), re.DOTALL))


PICTURES = [
    (("tornado", "{}", "BBB owes AAA defence"), ("gazette (source, 0.85)", "pact.gazette (claim, 0.85)", "if true")),
    (("tornado", "{}"), ("What matters most: Made up", "1 moved")),
    (("cascade", "{}", "1902-01-01 CCC attacks BBB"), ("Cora", "Bora", "Alba", "round 1", "troops", "not given for")),
    (("timeline", "{}"), ("pact", "Cora attacks Alba", "Cora reads")),
    (("network", "{}", "--on", "1901-01-02"), ("Alba (AAA)", "Bora (BBB)", "bound (1)", "hostile act (1)")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"), PICTURES, ids=[" ".join(words[:1]) + str(i) for i, (words, _) in enumerate(PICTURES)]
)
def test_a_picture_says_what_it_shows_and_is_the_same_each_time(
    words: tuple[str, ...], said: tuple[str, ...], file: str, tmp_path: Path
) -> None:
    args = [w.format(file) for w in words]
    outs = [tmp_path / name for name in ("a.svg", "b.svg")]
    for out in outs:
        done = run(*args, "--out", str(out))
        assert done.exit_code == 0, done.output
    found = texts(outs[0])
    assert [word for word in said if word not in found] == []
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert run(*args, "--out", str(outs[0])).exit_code == 2, "never over an existing file"
    assert run(*args, "--out", str(outs[0]), "--force").exit_code == 0


def test_png(file: str, tmp_path: Path) -> None:
    out = tmp_path / "n.png"
    assert run("network", file, "--out", str(out)).exit_code == 0
    assert out.read_bytes().startswith(b"\x89PNG")


def test_each_comes_in_once_and_the_openers_first() -> None:
    found = foedus.Case.from_text(CASE).cascade("1902-01-01 CCC attacks BBB")
    columns = _columns(found)
    assert {(n.actor, n.side) for n in columns[0]} == {("CCC", "attacker"), ("BBB", "target")}
    names = [(n.actor, n.side) for column in columns for n in column if n.side]
    assert len(names) == len(set(names))
    assert ("AAA", "target") in names
    assert not columns[0][0].act
    nobody = foedus.Case.from_text(CASE).cascade("1902-01-01 DDD attacks CCC", view=View())
    assert {n.actor for n in _columns(nobody)[0]} == {"CCC", "DDD"}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("tornado", "july-1914", "DEU owes AUH", "--out", "x.svg"), 2, "cannot be read|expect|named|E"),
        (
            ("tornado", "july-1914", "dual-alliance clause 1", "--on", "1914-08-04", "--out", "x.svg"),
            2,
            "Name one of them",
        ),
        (("network", "july-1914"), 2, "goes into a file: add --out network.svg"),
        (("network", "july-1914", "--out", "x.pdf"), 2, "are .png or .svg"),
        (("network", "1900-1910", "--out", "x.png"), 2, "network shows one year"),
        (("network", "julie-1914", "--out", "x.png"), 2, "july-1914"),
        (("timeline", "july-1914", "--out", "nowhere/x.png"), 2, "there is no folder"),
        (("timeline", "july-1914", "--from", "soon", "--out", "x.png"), 2, "soon"),
        (("cascade", "july-1914", "RUS attaks AUH", "--out", "x.png"), 2, "attacks"),
    ],
)
def test_wrong_words(
    words: tuple[str, ...], status: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == status, done.output
    assert re.search(said, done.output), done.output
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_too_many_rows_are_said_and_not_drawn(tmp_path: Path) -> None:
    path = tmp_path / "long.foedus"
    lines = [
        'state AAA "A"',
        'state BBB "B"',
        *(f"1900-01-{i % 28 + 1:02} AAA warns BBB\n  id w{i}" for i in range(MOST + 1)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = run("timeline", str(path), "--out", str(tmp_path / "x.svg"))
    assert (done.exit_code, "--from DATE" in done.output) == (2, True), done.output
    assert run("timeline", str(path), "--to", "1900-01-09", "--out", str(tmp_path / "x.svg")).exit_code == 0


def test_a_cascade_is_drawn_beside_its_table(tmp_path: Path) -> None:
    target = tmp_path / "july.svg"
    words = ["cascade", "july-1914", "1914-07-24 RUS attacks AUH", "--plot", str(target)]
    done = CliRunner().invoke(app, words, prog_name="foedus")
    assert done.exit_code == 0
    assert "Round 1" in done.stdout
    drawn = target.read_bytes()
    assert drawn.startswith(b"<?xml")
    again = CliRunner().invoke(app, words, prog_name="foedus")
    assert again.exit_code == 2
    assert "exists already" in again.output
    assert target.read_bytes() == drawn
    assert CliRunner().invoke(app, [*words[:-1], str(tmp_path / "july.txt")], prog_name="foedus").exit_code == 2
