"""Every answer as a table of three libraries, as a graph where there is one, and as what a notebook shows."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any, cast

import networkx as nx
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import foedus
from foedus.findings.answers import Answer
from foedus.findings.model import View

NASTY = "<script>alert(1)</script>"
TEXT = f"""
title "Made up {NASTY}"
state AAA "Alba"
state BBB "Bora"
state CCC "Cora"
source gazette "The Gazette {NASTY}"
  reliability B
source wire "Wire"
  reliability C
  origin gazette
question which "Which?"
  answer one "One {NASTY}"
    claim gazette on 1901-02-01 2
  answer two "Two"
    claim wire on 1901-02-01 3

1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  claim gazette on 1900-01-02 2
  clause 1
    when CCC attacks a party
    then the other party must defend the victim against the attacker

1900-06-01 treaty peace "Peace"
  parties BBB, CCC
  clause 1
    then each party must refrain from attacking each other party

1901-01-01 CCC attacks AAA
  id attack
  claim wire on 1901-01-02 2

expect 1901-02-01  BBB owes AAA defence: bound
"""
CASE = foedus.Case.from_text(TEXT, name="madeup")
ON = "1901-02-01"

ANSWERS: dict[str, Callable[[], Any]] = {
    "assess": lambda: CASE.assess(ON, chances=True),
    "timeline": CASE.timeline,
    "command": lambda: foedus.load("tehran-2012").command(),
    "check": CASE.check,
    "triggers": lambda: CASE.triggers("1900-07-01"),
    "conflicts": lambda: CASE.conflicts(ON),
    "sources": lambda: CASE.sources(ON),
    "hypotheses": lambda: CASE.hypotheses("which"),
    "whatif": lambda: CASE.whatif(View(doubt=("wire",)), ON),
    "diff": lambda: CASE.diff(foedus.Case.from_text(TEXT.replace("CCC attacks AAA", "CCC warns AAA")), ON),
    "cascade": lambda: CASE.cascade("1900-07-01 CCC attacks AAA", view=View(honour="bf2018")),
    "peace": lambda: CASE.peace("1900-07-01 CCC attacks AAA"),
    "why": lambda: CASE.why("BBB owes AAA defence", ON),
    "lint": CASE.lint,
    "graph": lambda: CASE.graph(ON),
    "importance": lambda: CASE.importance("", ON),
}  # fmt: skip
GRAPHS = {"assess", "triggers", "conflicts", "sources", "cascade", "why", "graph"}


class Checked(HTMLParser):
    """Fails on a tag that is not closed, and on any script."""

    open_: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.open_ = []
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag != "script"
        self.rows += tag == "tr"
        if tag not in ("path", "use", "rect", "br", "meta"):
            self.open_.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        assert tag != "script"

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "use", "rect"):
            assert self.open_.pop() == tag


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_a_table_in_each_library(name: str) -> None:
    answer = ANSWERS[name]()
    assert isinstance(answer, Answer)
    frames = answer.to_frame(), answer.to_frame("polars"), answer.to_frame("arrow")
    assert [type(f) for f in frames] == [pd.DataFrame, pl.DataFrame, pa.Table]
    names = list(frames[0].columns)
    assert names == frames[1].columns == frames[2].column_names
    assert len(frames[0]) == frames[1].height == frames[2].num_rows
    if name != "lint":
        assert len(frames[0]) > 0, "an answer to look at"
    with pytest.raises(ValueError, match="pandas, polars or arrow"):
        answer.to_frame(cast("Any", "excel"))


def test_what_is_in_an_assessment_s_table() -> None:
    frame = CASE.assess(ON, chances=True).to_frame()
    (row,) = frame[frame.status == "bound"].query("act == 'defence'").to_dict("records")
    assert (row["debtor"], row["creditor"], row["adversary"], row["since"]) == ("BBB", "AAA", "CCC", "1901-01-01")
    assert row["supports_complete"] is True
    assert 0.0 < row["probability"] == row["probability_high"] < 1.0
    assert row["until"] is None, "what is not there is missing, and no empty text"


@pytest.mark.parametrize("name", ANSWERS)
def test_graphs_where_there_are_any(name: str) -> None:
    answer = ANSWERS[name]()
    if name not in GRAPHS:
        with pytest.raises(TypeError, match="there is no graph"):
            answer.to_networkx()
        return
    graph = answer.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.number_of_edges() > 0


def test_what_is_in_the_graphs() -> None:
    duties = CASE.assess(ON).to_networkx()
    assert any(d["act"] == "defence" and d["status"] == "bound" for _, _, d in duties.out_edges("BBB", data=True))
    joining = CASE.cascade("1900-07-01 CCC attacks AAA").to_networkx()
    assert joining.nodes["BBB"] == {"sort": "actor", "side": "target", "round": 1}
    assert {(a, b) for a, b, d in joining.edges(data=True) if d["what"] == "against"} == {("BBB", "CCC")}
    said = CASE.sources(ON).to_networkx()
    assert said.has_edge("wire", "gazette")
    why = CASE.why("BBB owes AAA defence", ON).to_networkx()
    assert nx.is_directed_acyclic_graph(why)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_notebook_shows_every_answer_and_no_markup_of_the_case(name: str) -> None:
    shown = ANSWERS[name]()._repr_html_()
    parser = Checked()
    parser.feed(shown)
    assert parser.open_ == []
    assert ("<svg" in shown) is (name in ("graph", "cascade"))
    assert ("<details" in shown) is (name == "why")
    if name not in ("why", "graph"):
        assert parser.rows > 0


def test_a_tuple_of_findings_is_still_a_tuple() -> None:
    found = CASE.timeline()
    assert found == tuple(found)
    assert isinstance(found, tuple)
    assert CASE.check()[0].ok
