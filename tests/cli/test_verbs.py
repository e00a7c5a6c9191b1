"""The verbs: what they hand to the library, exit statuses, what goes to which stream, and the forms of the answer."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result

from foedus.cli.main import app
from foedus.cli.registry import VERBS
from foedus.findings.model import Assumption, ExpectResult, ObligationFinding, TimelineEntry, View
from tests.cli import fake

Run = Callable[..., Result]

VIEW = {f.name for f in fields(View)}
SCHEMA: dict[str, tuple[list[str], dict[str, Any]]] = {
    "assess": (
        ["assess", "tehran-2012"],
        {
            "schema": str, "case": str, "title": str, "on": str, "view": VIEW, "warnings": [str],
            "obligations": [{
                "id": str, "instrument": str, "clause": str, "debtor": str, "creditor": str, "adversary": str, "act": str,
                "modality": str, "trigger": str, "status": str, "since": str, "until": str, "conduct": str,
                "probability": [float], "supports": [[str]], "instrument_title": str, "clause_title": str, "state": str,
                "triggered": str, "trigger_text": str, "contested_on": [{f.name: str for f in fields(Assumption)}],
                "broken_on": str, "broken_by": str, "broken_text": str,
                "conduct_may": [str], "conduct_on": [{f.name: str for f in fields(Assumption)}],
                "ways": [[str]], "ways_complete": bool,
                "supports_complete": bool, "word": [str], "alone": [str],
                "by_text": str, "text": str, "never_in_force": bool, "note": str,
                "caveats": [str],
            }],
        },
    ),
    "timeline": (
        ["timeline", "tehran-2012"],
        {
            "schema": str, "case": str, "start": None, "end": None, "view": VIEW,
            "entries": [{
                "date": str, "day": int, "what": str, "id": str, "text": str, "status": str, "claims": [str], "minute": None,
                "by": [str],
            }],
        },
    ),
    "command": (
        ["command", "tehran-2012"],
        {
            "schema": str, "case": str, "on": None, "view": VIEW,
            "offices": [{
                "office": str, "name": str, "of": str, "holders": [{"id": str, "name": str, "status": str}],
                "binds": [{"id": str, "status": str}], "reports_to": [{"id": str, "status": str}],
                "access_to": [{"id": str, "status": str}], "works_with": [{"id": str, "status": str}], "reach": [str],
            }],
        },
    ),
    "check": (
        ["check", "tehran-2012", "broken"],
        {
            "schema": str, "ok": bool,
            "cases": [{
                "case": str, "ok": bool, "well_formed": bool, "passed": int, "failed": int,
                "diagnostics": [{
                    "code": str, "severity": str, "message": str, "label": str, "help": str, "notes": [],
                    "span": {"file": str, "line": int, "column": int, "length": int},
                }],
                "expectations": [
                    {"ok": bool, "expected": str, "found": str, "file": str, "line": int, "detail": str}
                ],
            }],
        },
    ),
    "cases": (["cases"], {"schema": str, "cases": [{"name": str, "title": str, "path": str}]}),
    "cases NAME": (
        ["cases", "tehran-2012"],
        {"schema": str, "cases": [{
            "name": str, "title": str, "path": str, "about": str,
            "counts": {
                "actors": int, "places": int, "instruments": int, "clauses": int, "events": int, "sources": int,
                "claims": int, "readings": int, "questions": int, "expectations": int,
            },
        }]},
    ),
}  # fmt: skip
"""The shape of every JSON answer: the keys of objects in full, the types of values; [x] is a list of x."""


def fits(value: Any, shape: Any, at: str = "") -> None:
    """Assert that a JSON value has a shape.  Null is allowed where a number range may be missing."""
    if isinstance(shape, set):
        assert set(value) == shape, at
    elif isinstance(shape, dict):
        assert set(value) == set(shape), at
        for key, part in shape.items():
            fits(value[key], part, f"{at}.{key}")
    elif isinstance(shape, list):
        if value is None:
            assert at.endswith(".probability"), at
            return
        assert isinstance(value, list), at
        for i, item in enumerate(value):
            fits(item, shape[0], f"{at}[{i}]")
    elif shape is None:
        assert value is None, at
    else:
        assert type(value) is shape, at


@pytest.mark.parametrize("verb", SCHEMA)
def test_json(verb: str, run: Run) -> None:
    args, shape = SCHEMA[verb]
    data = json.loads(run(*args, "--format", "json").stdout)
    assert data["schema"] == f"foedus.{args[0]}/1"
    fits(data, shape, verb)


@pytest.mark.parametrize("verb", SCHEMA)
def test_json_has_a_short_form(verb: str, run: Run) -> None:
    args, _ = SCHEMA[verb]
    short = run(*args, "--json")
    assert short.stdout == run(*args, "--format", "json").stdout
    assert short.stdout == run(*args, "--json", "--format", "json").stdout
    both = run(*args, "--json", "--format", "csv")
    assert (both.exit_code, both.stdout) == (2, "")
    assert "--json and --format csv exclude each other" in both.stderr


def test_every_field_of_a_finding_is_in_the_json() -> None:
    shapes = {
        ObligationFinding: SCHEMA["assess"][1]["obligations"][0],
        TimelineEntry: SCHEMA["timeline"][1]["entries"][0],
        ExpectResult: SCHEMA["check"][1]["cases"][0]["expectations"][0],
    }
    for sort, shape in shapes.items():
        assert {f.name for f in fields(sort)} == set(shape)


def test_json_values(run: Run) -> None:
    data = json.loads(run("assess", "tehran-2012", "--format", "json", "--doubt", "x").stdout)
    first, second = data["obligations"][:2]
    assert list(first)[:15] == [
        "id", "instrument", "clause", "debtor", "creditor", "adversary", "act", "modality", "trigger", "status", "since",
        "until", "conduct", "probability", "supports",
    ]  # fmt: skip
    assert first["supports"] == [["+rebels-as-occupiers", "+pact-2008.debka"], ["+law", "-judge", "+pact-2008.debka"]]
    assert first["probability"] is None
    assert second["probability"] == [0.62, 0.81]
    assert (data["case"], data["on"], data["view"]["doubt"]) == ("tehran-2012", "2012-08-08", ["x"])
    check = json.loads(run("check", "tehran-2012", "broken", "--format", "json").stdout)
    assert [(c["ok"], c["well_formed"], c["passed"], c["failed"]) for c in check["cases"]] == [
        (False, True, 1, 1),
        (False, False, 0, 0),
    ]


@pytest.mark.parametrize(
    ("args", "rows"),
    [
        (["assess", "tehran-2012"], len(fake.OBLIGATIONS)),
        (["timeline", "tehran-2012"], len(fake.TIMELINE)),
        (["command", "tehran-2012"], 7),
        (["check", "tehran-2012", "broken"], 4),
        (["cases"], 6),
        (["cases", "tehran-2012"], 1),
    ],
)
def test_csv(args: list[str], rows: int, run: Run) -> None:
    table = list(csv.reader(io.StringIO(run(*args, "--format", "csv").stdout)))
    assert len(table) == rows + 1
    assert {len(row) for row in table} == {len(table[0])}
    assert len(set(table[0])) == len(table[0])


def test_csv_values(run: Run) -> None:
    first, second, *_ = csv.DictReader(io.StringIO(run("assess", "tehran-2012", "--format", "csv").stdout))
    assert first["supports"] == "+rebels-as-occupiers +pact-2008.debka | +law -judge +pact-2008.debka"
    assert first["contested_on"] == "rebels-as-occupiers; pact-2008.debka"
    assert (first["probability"], first["never_in_force"]) == ("", "false")
    assert (second["probability"], second["probability_high"], second["word"]) == ("0.62", "0.81", "AFP; IRNA")


def test_view_options(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str | None, View]] = []
    real = fake.FakeCase.assess

    def assess(self: fake.FakeCase, on: str | None = None, view: View = View()) -> Any:  # noqa: B008
        asked.append((on, view))
        return real(self, on, view)

    monkeypatch.setattr(fake.FakeCase, "assess", assess)
    assert run("assess", "tehran-2012").exit_code == 0
    args = [
        "--on",
        "2012-08-08",
        "--known-on",
        "2012-08-07",
        "--known-to",
        "TUR",
        "--believe",
        "a,b",
        "--believe",
        "c",
        "--doubt",
        "d,,d",
        "--accept",
        "e",
        "--reject",
        "f",
        "--drop",
        "g,h",
        "--until",
        "2012-08-31",
        "--weigh",
        "i=0.3,j=1",
        "--honour",
        "bf2018",
        "--shock",
        "0.2",
        "--given-conduct",
    ]
    sentences = ["2012-09-01 ISR, USA strike natanz", "2012-09-02 HEZ attacks ISR"]
    result = run("assess", "tehran-2012", *args, "--suppose", sentences[0], "--suppose", sentences[1])
    assert result.exit_code == 0, result.stderr
    assert asked == [
        (None, View()),
        (
            "2012-08-08",
            View(
                known_on="2012-08-07", known_to="TUR", believe=("a", "b", "c"), doubt=("d",), accept=("e",), reject=("f",),
                suppose=tuple(sentences), drop=("g", "h"), until="2012-08-31", weigh=("i=0.3", "j=1"), honour="bf2018",
                shock=0.2, given_conduct=True,
            ),
        ),
    ]  # fmt: skip
    assert set(VIEW) == {f.name for f in fields(asked[1][1]) if getattr(asked[1][1], f.name)}, "an option per switch"


@pytest.mark.parametrize("verb", ["assess", "timeline", "command"])
def test_all_verbs_that_ask_take_the_whole_view(verb: str, run: Run) -> None:
    shown = run(verb, "--help").stdout
    options = ["known-on", "known-to", "believe", "doubt", "accept", "reject", "suppose", "drop", "until"]
    assert [name for name in options if f"--{name} " not in shown] == []


def test_timeline_from_to(run: Run) -> None:
    shown = run("timeline", "tehran-2012", "--from", "2012-08-05", "--to", "2012-08-06/2012-08-07").stdout
    assert "IRN negotiates" in shown
    assert "pilgrims" not in shown
    assert "runs out" not in shown


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        ("assess tehran-2012", 0, "warning: the order of talks"),
        ("check good", 0, ""),
        ("check tehran-2012", 1, "warning[W401]"),
        ("check good broken", 1, "did you mean HEZ?"),
        ("assess broken", 1, "    2 | parties HZB"),
        ("cases broken", 1, "1 error"),
        ("assess tehran-2013", 2, "Did you mean tehran-2012?"),
        ("check good tehran-2013", 2, "Did you mean tehran-2012?"),
        ("cases tehran-2013", 2, "Did you mean tehran-2012?"),
        ("assess nowhere/x.foedus", 2, "no such file"),
        ("assess tehran-2012 --doubt debak", 2, 'did you mean "debka"?'),
        ("assess tehran-2012 --doubtt debka", 2, "--doubt"),
        ("assess", 2, "Missing argument 'CASE'"),
        ("asess tehran-2012", 2, "Did you mean assess?"),
        ("xyzzy", 2, 'no verb "xyzzy".\n'),
        ("assess tehran-2012 --format yaml", 2, "'yaml'"),
        ("assess tehran-2012 --force", 2, "--out"),
        ("check", 2, "CASE"),
        ("completion tcsh", 2, "tcsh"),
        ("assess bug", 70, "a fault of foedus itself"),
        ("assess interrupted", 130, "foedus: stopped.\n"),
    ],
)
def test_exit_status_and_errors(args: str, status: int, says: str, run: Run) -> None:
    result = run(*args.split())
    assert result.exit_code == status
    assert says in result.stderr
    assert "Traceback" not in result.output
    if status == 2 or "broken" in args.split()[1:2]:
        assert "tehran" not in result.stdout, "nothing is answered"
    if not says:
        assert result.stderr == ""


def test_errors_in_a_verb_leave_standard_output_clean(run: Run) -> None:
    assert run("assess", "broken", "--format", "json").stdout == ""
    assert json.loads(run("check", "broken", "--format", "json").stdout)["ok"] is False


def test_check_prints_failures_and_a_line_per_case(run: Run) -> None:
    result = run("check", "tehran-2012", "good", "broken")
    assert result.stdout == (
        "tehran.foedus:41: the expectation does not hold\n"
        "  expected HEZ owes IRN defence: bound\n"
        "  found    contested\n"
        "  turns on pact-2008.debka, protocol-2010.war?1\n"
        "tehran-2012: 1 of 2 expectations does not hold.\n"
        "good: 2 expectations hold.\n"
        "broken: not well-formed.\n"
    )


def test_cases(run: Run) -> None:
    assert "tehran-2012   Tehran 2012" in run("cases").stdout.replace("tehran-2012 ", "tehran-2012   ")
    assert run("cases", "tehran-2012", "--path").stdout == "cases/tehran-2012.foedus\n"
    shown = run("cases", "tehran-2012").stdout
    assert "What was promised in Damascus.\n\nAnd by whom.\n" in shown
    assert "1 source, 1 expectation." in shown


def test_a_case_may_be_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.foedus").write_text("expect\nexpect\n")
    assert "(mine)" in run("assess", str(tmp_path / "mine.foedus")).stdout
    assert "2 expectations" in run("cases", str(tmp_path / "mine.foedus")).stdout
    assert "mine.foedus" in run("cases", str(tmp_path / "mine.foedus"), "--path").stdout
    mistyped = run("assess", str(tmp_path / "mime.foedus"))
    assert "mine.foedus?" in mistyped.stderr


def test_out(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    args = ("assess", "tehran-2012", "--format", "json", "--out", str(path))
    result = run(*args)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(path.read_text())["schema"] == "foedus.assess/1"
    path.write_text("mine")
    path.chmod(0o640)
    refused = run(*args)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert path.read_text() == "mine"
    assert run(*args, "--force").exit_code == 0
    assert json.loads(path.read_text())["schema"] == "foedus.assess/1"
    assert path.stat().st_mode & 0o777 == 0o640
    assert run("--help").exit_code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["answer.json"]
    new = run("assess", "tehran-2012", "--out", str(tmp_path / "new.txt"), "--force")
    assert new.exit_code == 0, "--force with nothing in the way"
    missing = run("assess", "tehran-2012", "--out", str(tmp_path / "no" / "x"))
    assert (missing.exit_code, "no folder" in missing.stderr) == (2, True)


def test_out_is_refused_before_any_work(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("mine")
    assert "exists already" in run("assess", "bug", "--out", str(path)).stderr


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_examples_and_agrees_with_the_registry(verb: str, run: Run) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    examples = result.stdout.split("Examples", 1)[1].split("Options:")[0]
    assert f"foedus {verb} " in examples
    command = app.get_command(click.Context(app), verb)
    assert command is not None
    assert (command.help or "").splitlines()[0] == VERBS[verb].summary
    assert VERBS[verb].summary in run("--help").stdout


def test_options_of_examples_exist() -> None:
    """What ``--help`` shows must run: every example's options are options of that verb."""
    for verb in VERBS:
        command = app.get_command(click.Context(app), verb)
        assert command is not None
        parts = [command, *(getattr(command, "commands", {}).values())]  # of a group, its parts' options too
        known = {option for part in parts for parameter in part.params for option in parameter.opts} | {"--help"}
        for line in (command.help or "").split("Examples", 1)[1].splitlines():
            assert set(re.findall(r"--[a-z-]+", line)) <= known, line
