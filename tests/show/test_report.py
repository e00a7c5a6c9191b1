"""``foedus report``: one file that needs nothing else, in which no text of a case is markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import foedus
from foedus.findings.model import View
from foedus.show.dossier import dossier

BAD = "<script>alert(1)</script><b onclick=x>'&quot;"
FIELDS = """title "{0}"
about "{0}"
state AAA "{0}"
state BBB "{0}"
state CCC "{0}"
source news "{0}"
  address "{0}"

1900-01-01 treaty pact "{0}"
  parties AAA, BBB
  clause 1 "{0}"
    when  any other state attacks a party
    then  the other party must defend the victim against the attacker
    text "{0}"

1901-01-01 CCC attacks AAA
  claim news B2 "{0}"

1901-01-02 reading other by CCC "{0}"
  in pact clause 1
  "CCC attacks AAA" does not count as "CCC attacks AAA"
"""


class Tags(HTMLParser):
    """Every tag, and the attributes that could run something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]


def run(*words: str) -> Result:
    from foedus.cli.main import app

    return CliRunner().invoke(app, ["report", *words], prog_name="foedus")


@pytest.mark.parametrize("kind", ["dossier", "handout", "key"])
def test_no_text_of_a_case_is_markup(kind: str) -> None:
    page = dossier(foedus.Case.from_text(FIELDS.format(BAD.replace('"', "”"))), "1901-02-01", View(), kind)  # type: ignore[arg-type]
    seen = Tags()
    seen.feed(page)
    assert "script" not in seen.tags
    assert "b" not in seen.tags or "onclick" not in "".join(seen.handlers)
    assert seen.handlers == []
    assert page.count("&lt;script&gt;") >= 6


def test_what_is_not_known_stands_first_and_nothing_is_loaded_from_elsewhere() -> None:
    page = dossier(foedus.load("tehran-2012"), "2012-08-08", View())
    order = [
        page.index(f">{words}<")
        for words in ("What we do not know", "What rests on one source", "In short", "Findings")
    ]
    assert order == sorted(order)
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)""", page)
    assert "default-src 'none'" in page


def test_findings_carry_their_derivation_and_claims() -> None:
    case = foedus.load("july-1914")
    page = dossier(case, "1914-08-02", View())
    assert page.count("<details") > sum(o.status == "bound" for o in case.assess("1914-08-02").obligations)
    assert "Franco-Russian military convention" in page
    assert "on 1914-08-01, through Russian Orange Book" in page
    assert "firstworldwar.com" in page
    assert page.count("<svg") == 2


def test_the_summary_is_sentences_and_codes_are_names() -> None:
    page = dossier(foedus.load("july-1914"), "1914-08-04", View())
    short = page[page.index(">In short<") : page.index(">About<")]
    assert "Germany owes Belgium respect, and has broken that word." in short
    assert "or not: that is contested. It turns on “" in short
    assert not re.search(r"\b(DEU|AUH|RUS)\b", short)
    events = page[page.index(">What happened<") : page.index(">Readings<")]
    assert "<td>Germany declares war on Russia" in events
    assert not re.search(r"\b(DEU|AUH|RUS)\b", events)


def test_it_prints_on_pages_with_margins_and_whole_rows(tmp_path: Path) -> None:
    page = dossier(foedus.load("tehran-2012"), None, View())
    style = page[page.index("<style>") : page.index("</style>")]
    assert re.search(r"@page\s*{\s*margin: \d+mm", style)
    printed = style[style.index("@media print") :]
    assert re.search(r"h1, h2, h3, summary[^{]*{ break-after: avoid", printed), "no heading stands alone at the foot"
    assert page.count("<thead>") == page.count("<table>"), "the heads of tables come again on every page"


def test_a_view_is_said_and_seen() -> None:
    case = foedus.load("july-1914")
    plain, taken = (dossier(case, "1914-08-02", v) for v in (View(), View(accept=("mobilisation-is-attack",))))
    assert "mobilisation-is-attack" not in plain.split("</header>")[0]
    assert "mobilisation-is-attack" in taken.split("</header>")[0]
    assert plain.count('class="sign contested"') > taken.count('class="sign contested"')


def test_a_handout_has_no_answers_and_the_key_has_all() -> None:
    case = foedus.load("july-1914")
    handout, key = dossier(case, None, View(), "handout"), dossier(case, None, View(), "key")
    assert "Three questions" in handout
    for words in ("Findings</h2>", "What rests on one source", "Answers</h2>", 'class="sign'):
        assert words not in handout.split("</style>")[1]
    assert "Answers</h2>" in key
    assert "Findings</h2>" in key


def test_files_are_never_overwritten_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("seven-weeks-1866").exit_code == 0
    page = (tmp_path / "seven-weeks-1866.html").read_text()
    assert page.startswith("<!doctype html>")
    again = run("seven-weeks-1866")
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert run("seven-weeks-1866", "--force").exit_code == 0
    assert run("seven-weeks-1866", "--handout").exit_code == 0
    assert (tmp_path / "seven-weeks-1866-handout.html").exists()
    assert run("seven-weeks-1866", "--out", "-").stdout.startswith("<!doctype html>")
    assert run("seven-weeks-1866", "--doubt", "nobody", "--out", "x.html").exit_code != 0
    assert not (tmp_path / "x.html").exists()
