"""The bundled cases hold, are laid out, and their rows stand in ``docs/casebook.md`` as the command prints them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.api import Case, bundled_cases, load
from foedus.cli.main import app
from foedus.directives.model import Expect
from foedus.findings.rows import SORTS, rows
from foedus.language import format_text, library_folder

DOCS = Path(__file__).parents[2] / "docs" / "casebook.md"
NAMES = sorted(b.name for b in bundled_cases())
FILES = sorted(library_folder().rglob("*.foedus"))

ROW = """
state AAA "Alpha"
state BBB "Beta"
state ZZZ "Zeta"
1900-01-01 treaty pact "Pact"
  parties AAA, BBB
  clause 1
    when ZZZ attacks a party
    then the other party must defend the victim
1901-05-01 ZZZ mobilises against AAA
1901-05-02 reading early by AAA "To mobilise is to attack"
  "ZZZ mobilises against AAA" counts as "ZZZ attacks AAA"
expect 1901-05-01 BBB owes AAA defence rejecting early: {result}
  note "Nobody has attacked"
  ref finding "Beta to Alpha"
  ref probe 7
  ref unsaid "How likely it was"
expect 1901-05-01 BBB owes AAA defence: contested
  ref report 9
"""


@pytest.mark.parametrize("name", NAMES)
def test_every_expectation_of_a_bundled_case_holds(name: str) -> None:
    case = load(name)
    results = case.check()
    assert results
    assert [f"{r.line}: {r.expected} / {r.found}" for r in results if not r.ok] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(library_folder())))
def test_bundled_files_are_in_their_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text


def test_lines_with_a_reference_of_the_four_schemes_are_rows() -> None:
    found = rows(Case.from_text(ROW.format(result="not triggered")))
    assert [(r.sort, r.name, r.says, r.ok) for r in found] == [
        ("finding", "Beta to Alpha", "not triggered", True),
        ("probe", "7", "not triggered", True),
        ("unsaid", "How likely it was", "not said", True),
    ]
    assert found[0].clauses == ("pact 1",)
    assert not found[0].met
    assert found[0].turns_on == ("early",)
    assert found[0].why == "Nobody has attacked"


def test_a_row_that_comes_out_otherwise_says_so() -> None:
    first, *_ = rows(Case.from_text(ROW.format(result="triggered")))
    assert not first.ok
    assert first.says == "not triggered"


def test_references_and_notes_of_an_expectation_survive_printing() -> None:
    case = Case.from_text(ROW.format(result="not triggered"))
    again = Case.from_text(case.to_text())
    assert [e.common.refs for e in again.resolved.expects] == [e.common.refs for e in case.resolved.expects]
    assert [e.common.note for e in again.resolved.expects] == ["Nobody has attacked", ""]


def test_only_note_and_ref_stand_under_an_expectation() -> None:
    from foedus.terms.diagnostics import FoedusError

    with pytest.raises(FoedusError, match="only ref and note stand under"):
        Case.from_text(ROW.format(result="not triggered") + "  secret\n")


@pytest.mark.parametrize("name", NAMES)
def test_names_of_rows_are_told_apart(name: str) -> None:
    """Within a case, no two rows of one sort have one name."""
    found = [(r.sort, r.name) for r in rows(load(name))]
    assert len(set(found)) == len(found)


def test_the_command_exits_with_1_where_a_row_fails(tmp_path: Path) -> None:
    path = tmp_path / "wrong.foedus"
    path.write_text(ROW.format(result="triggered"), encoding="utf-8")
    done = CliRunner().invoke(app, ["casebook", str(path)])
    assert done.exit_code == 1
    assert "NOT AS EXPECTED" in done.output


def test_the_command_as_json() -> None:
    done = CliRunner().invoke(app, ["casebook", "japan-1914", "--format", "json"])
    assert done.exit_code == 0
    data = json.loads(done.output)
    assert data["schema"] == "foedus.casebook/1"
    assert {row["sort"] for row in data["rows"]} == set(SORTS) - {"unsaid"}


def test_the_page_is_what_the_command_prints() -> None:
    """``FOEDUS_WRITE_DOCS=1`` writes the page anew; read the difference."""
    done = CliRunner().invoke(app, ["casebook", "--markdown"])
    assert done.exit_code == 0, done.output[-2000:]
    if os.environ.get("FOEDUS_WRITE_DOCS"):
        DOCS.write_text(done.output, encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == done.output
    assert "not as expected" not in done.output


def test_every_row_of_the_files_stands_on_the_page() -> None:
    page = DOCS.read_text(encoding="utf-8")
    for name in NAMES:
        for expect in load(name).resolved.expects:
            assert isinstance(expect, Expect)
            for ref in expect.common.refs:
                if ref.scheme in SORTS:
                    assert f"| {ref.value} | {ref.scheme} |" in page


OVER = """
state AAA "Alpha"
state BBB "Beta"
state ZZZ "Zeta"
1890-01-01 treaty old "The old pact"
  parties AAA, BBB
  ends 1899-12-31
  clause 1
    when ZZZ attacks a party
    then the other party must defend the victim
1900-01-01 treaty new "The new pact"
  parties AAA, BBB
  clause 1
    when ZZZ attacks a party
    then the other party must defend the victim
expect 1901-01-01 BBB owes AAA defence: not triggered
  ref finding "By either"
expect 1901-01-01 BBB owes AAA defence under old: not triggered
  ref finding "By the old one"
"""


def test_what_is_over_is_named_only_where_nothing_else_is() -> None:
    assert [r.clauses for r in rows(Case.from_text(OVER))] == [("new 1",), ("old 1",)]
