"""The verbs of the atlas: forms of the answer, files written, exit statuses, sentences."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_data_list_shows_what_is_here_and_where_to_get_the_rest(run: Run) -> None:
    answer = json.loads(run("data", "list", "--format", "json").stdout)
    assert answer["schema"] == "foedus.data/1"
    by_name = {d["name"]: d for d in answer["datasets"]}
    assert by_name["atop_members"]["release"] == "9.9"
    assert len(by_name["atop_members"]["sha256"]) == 64
    assert by_name["icb"]["release"] == ""
    assert by_name["icb"]["page"].startswith("http")
    assert all(d["terms"] and d["cite"] for d in by_name.values())
    assert "not here" in run("data", "list").stdout
    assert "not here" not in run("data", "list", "--here").stdout


def test_data_list_of_a_name_says_all_that_is_known_of_it(run: Run) -> None:
    text = run("data", "list", "atop_members", "icb").stdout
    for word in (
        "9.9, the one used",
        "COW state numbers",
        "0 impossible values",
        "@article{leeds2002,",
        "@book{",
        "https://",
    ):
        assert word in text, word
    assert "not in your store" in text.split("icb:")[1]
    assert text.count("sha256") == 1
    answer = json.loads(run("data", "list", "icb", "--format", "json").stdout)
    assert [d["name"] for d in answer["datasets"]] == ["icb"]
    wrong = run("data", "list", "atop_member")
    assert wrong.exit_code == 2
    assert "Did you mean" in wrong.stderr


def test_data_add_tells_what_it_found_and_fails_for_what_it_does_not_know(
    run: Run, files: dict[str, Path], tmp_path: Path
) -> None:
    good = run("data", "add", str(files["cow_majors"]))
    assert good.exit_code == 0
    assert "cow_majors 2016, 4 rows, 1816-2016" in good.stdout
    bad = tmp_path / "bad.csv"
    bad.write_text("apples,pears\n1,2\n")
    result = run("data", "add", str(bad))
    assert result.exit_code == 1
    assert "no known data set" in result.stderr
    assert "1 file not added" in result.stderr


def test_data_add_takes_a_folder_and_reports_impossible_values(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "store"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "nmc.csv").write_text("ccode,year,milper,cinc\n2,1900,5,0.2\n2,1901,5,7\n")
    result = run("data", "add", str(tmp_path / "in"))
    assert result.exit_code == 0
    assert 'line 3, cinc: out of bounds, 0 to 1 ("7")' in result.stdout
    assert run("data", "remove", "cow_nmc").exit_code == 0
    assert run("data", "remove", "cow_nmc").exit_code == 1


def test_data_get_says_where_to_get_what_has_no_address(run: Run) -> None:
    result = run("data", "get", "atop_members")
    assert result.exit_code == 1
    assert "atopdata.org" in result.stderr
    assert "foedus data add FILE" in result.stderr


def test_dyads_in_every_form(run: Run, tmp_path: Path) -> None:
    table = run("dyads", "1875", "--allied")
    assert table.exit_code == 0
    assert "any day of the year" in table.stdout
    assert "atop_members 9.9" in table.stdout
    answer = json.loads(run("dyads", "1875", "--allied", "--format", "json").stdout)
    assert answer["unit"] == "directed dyad-year"
    assert answer["counting_day"] == "any day of the year"
    rows = list(csv.DictReader(io.StringIO(run("dyads", "1875", "--allied", "--format", "csv").stdout)))
    assert {(r["ccode1"], r["ccode2"]): r["atop_defense"] for r in rows}["255", "300"] == "1"
    out = tmp_path / "d.parquet"
    assert run("dyads", "1874", "1876", "--add", "contiguity", "--out", str(out)).exit_code == 0
    assert run("dyads", "1874", "--out", str(out)).exit_code == 2, "never over an existing file"
    cited = run("data", "cite", str(out))
    assert "leeds2002" in cited.stdout
    assert "stinnett2002" in cited.stdout
    assert "singer1987" not in cited.stdout


def test_dyads_counts_by_the_day_asked_for(run: Run) -> None:
    def pairs(*options: str) -> int:
        return len(json.loads(run("dyads", "1870", "--allied", "--format", "json", *options).stdout)["rows"])

    assert pairs() == 2
    assert pairs("--counting-day", "jan1") == 0
    assert pairs("--counting-day", "dec31") == 2


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("dyads", "1914-"), 2, "no year or range"), (("dyads", "1920-1914"), 2, "run backwards"),
        (("dyads", "1914", "--allied", "--prd"), 2, "of its own"),
        (("dyads", "1914", "--release", "atop_members"), 2, "NAME=RELEASE"),
        (("dyads", "1914", "--release", "atop_members=1"), 2, "There are 9.9"),
        (("dyads", "1914", "--add", "mids"), 1, "not in your data store"), (("alliances", "9999"), 2, "no alliance 9999"),
        (("alliances", "--member", "Korea", "--on", "1950-01-01"), 2, "no state is called"),
        (("alliances", "--in", "1900", "--on", "1900-01-01"), 2, "exclude"),
        (("alliances", "--member", "FRB"), 2, "Did you mean FRN"),
        (("query", "DROP VIEW x"), 2, "one SELECT"), (("plot", "network", "1900", "--out", "x.pdf"), 2, "are .png or .svg"),
        (("plot", "network", "1999", "--out", "x.png"), 2, "does not cover 1999"), (("assess", "atop:x"), 2, "names no year"),
        (("assess", "atop:1700"), 2, "does not cover 1700"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(run: Run, words: tuple[str, ...], status: int, said: str) -> None:
    result = run(*words)
    assert result.exit_code == status, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_alliances(run: Run) -> None:
    assert "7006" in run("alliances", "--member", "FRA", "--in", "1911").stdout
    full = run("alliances", "2130").stdout
    assert "by partner" in full
    assert "Locarno" in full.replace("\n", " ")


def test_years_that_no_data_cover_are_told(run: Run) -> None:
    outside = "it knows nothing of 1700"
    assert outside in run("alliances", "--in", "1700").stdout
    assert outside in run("alliances", "--on", "1700-05-01").stdout
    assert any(outside in note for note in json.loads(run("dyads", "1700", "--format", "json").stdout)["notes"])
    assert "knows nothing" not in run("alliances", "--in", "1911").stdout


def test_query_names_what_it_read(run: Run) -> None:
    answer = json.loads(run("query", "SELECT max(ccode) AS c FROM cow_states", "--format", "json").stdout)
    assert answer["rows"] == [{"c": 679}]
    assert [s["name"] for s in answer["sources"]] == ["cow_states"]


def test_a_year_of_coded_alliances_is_a_case(run: Run) -> None:
    answer = json.loads(run("assess", "atop:1875", "--format", "json").stdout)
    assert [(o["debtor"], o["creditor"], o["act"], o["status"]) for o in answer["obligations"]] == [
        ("DEU", "AUH", "defence", "not_bound")
    ]


def test_reliability_on_made_up_rows(run: Run) -> None:
    answer = json.loads(run("reliability", "--data", "bf", "--format", "json").stdout)
    rows = {r["atopid"]: r for r in answer["rows"]}
    assert rows[7009]["found"] == "met"
    assert rows[7009]["found_outcome"] == "honoured"
    assert rows[7009]["agrees"]
    assert not rows[7999]["matched"]
    assert not rows[7999]["agrees"], "an alliance that is not in the data is wrong"
    assert answer["met"]["n"] == 3
    assert answer["schema"] == "foedus.reliability/1"
    assert "Wilson" in run("reliability", "--data", "bf").stdout
    assert len(run("reliability", "--data", "bf", "--format", "csv").stdout.splitlines()) == 4


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        (("network", "1911"), "png"),
        (("alliances", "1850-1990"), "svg"),
        (("portfolio", "FRA"), "svg"),
        (("degree", "1850-1990"), "png"),
        (("orders", "1909-1912"), "svg"),
    ],
)
def test_pictures(run: Run, tmp_path: Path, words: tuple[str, str], ending: str) -> None:
    out = tmp_path / f"p.{ending}"
    result = run("plot", *words, "--out", str(out))
    assert result.exit_code == 0, result.output
    content = out.read_bytes()
    assert content.startswith(b"\x89PNG" if ending == "png" else b"<?xml")
    assert len(content) > 5000
    assert run("plot", *words, "--out", str(out)).exit_code == 2, "never over an existing file"


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_data_give_the_same_picture(run: Run, tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        assert run("plot", "network", "1855", "--out", str(tmp_path / f"{name}.{ending}")).exit_code == 0
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


CASE_OF_MADEUP_WAR = """
state DEU "Germany"
  cow 255
state RUS "Russia"
  cow 365
state FRA "France"
  cow 220
1911-01-01 treaty pact "Pact"
  parties FRA, RUS
  atop {atop}
  in force 1911-01-01
  clause 1
    when any other state attacks a party
    then each other party must defend the victim against the attacker
{day} DEU attacks RUS
{day} FRA declares war on DEU
"""


def case_file(folder: Path, atop: int = 7009, day: str = "1914-08-01") -> str:
    path = folder / "war.foedus"
    path.write_text(CASE_OF_MADEUP_WAR.format(atop=atop, day=day))
    return str(path)


def test_reliability_from_a_case_beside_the_coders(run: Run, tmp_path: Path) -> None:
    answer = json.loads(run("reliability", case_file(tmp_path), "--format", "json").stdout)
    assert answer["schema"] == "foedus.reliability/1"
    (row,) = answer["compared"]["rows"]
    assert (row["atopid"], row["found"], row["found_outcome"], row["coded"], row["coded_outcome"], row["agrees"]) == (
        7009, "met", "honoured", "met", "honoured", True,
    )  # fmt: skip
    assert answer["compared"]["untold"] == 2
    assert (answer["compared"]["met"]["hits"], answer["compared"]["met"]["n"]) == (1, 1)
    page = run("reliability", case_file(tmp_path)).stdout
    assert "Beside Berkemeier and Fuhrmann" in page
    assert len(run("reliability", case_file(tmp_path), "--format", "csv").stdout.splitlines()) == 2


def test_a_disagreement_has_its_reason(run: Run, tmp_path: Path) -> None:
    answer = json.loads(run("reliability", case_file(tmp_path, atop=7008), "--format", "json").stdout)
    (row,) = answer["compared"]["rows"]
    assert (row["found"], row["coded"], row["agrees"]) == ("met", "not met", False)
    assert row["reason"] == "FRA to RUS: defence, honoured"
    assert "because  FRA to RUS: defence, honoured" in run("reliability", case_file(tmp_path, atop=7008)).stdout


@pytest.mark.parametrize("change", [{"atop": 7007}, {"day": "1912-08-01"}])
def test_another_alliance_or_another_war_is_not_compared(run: Run, tmp_path: Path, change: dict[str, object]) -> None:
    answer = json.loads(run("reliability", case_file(tmp_path, **change), "--format", "json").stdout)  # type: ignore[arg-type]
    assert answer["compared"]["rows"] == []


def test_without_the_coding_the_cases_answer_alone(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "empty"))
    result = run("reliability", case_file(tmp_path))
    assert result.exit_code == 0
    assert "foedus data list says what each is" in result.stdout
    assert "1914-08-01" in result.stdout
    assert run("reliability", "--data", "bf", case_file(tmp_path)).exit_code == 2
