"""Views: composable, immutable, asked on; a misspelt name is met with the nearest known one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.api import load
from foedus.cli.main import app
from foedus.engine.algebra import Label
from foedus.engine.timeline import Timeline
from foedus.findings.model import View
from foedus.findings.stance import Stance
from foedus.show.export import assessment_data
from tests.drawn import examples
from tests.findings.cases import told

TEXT = """
state AAA "A"
state BBB "B"
state CCC "C"
source herald "Herald"
  reliability C

1900-01-01 treaty pact
  parties AAA, BBB
  secret
  clause 1
    when CCC attacks a party
    then the other party must defend the victim against the attacker

1901-02-01 CCC attacks AAA
  id blow
  claim herald on 1901-02-02 2
1901-02-10 CCC attacks BBB
  id second
"""
ON = "1901-03-01"


@pytest.fixture
def case() -> foedus.Case:
    return foedus.Case.from_text(TEXT, name="views")


def bound(a: foedus.findings.model.Assessment) -> set[str]:
    return {o.debtor for o in a.obligations if o.status == "bound"}


def test_switches_add_up_and_change_nothing_that_was(case: foedus.Case) -> None:
    first = View(doubt=("herald",))
    second = first.with_(doubt="blow", until="1901-02-05").with_(doubt=["blow"])
    assert (first.doubt, first.until) == (("herald",), "")
    assert (second.doubt, second.until) == (("herald", "blow"), "1901-02-05")
    with pytest.raises(TypeError):
        first.with_(dout="herald")
    assert case.assess(ON, second).view == second


def test_an_assessment_is_asked_on(case: foedus.Case) -> None:
    a = case.assess(ON)
    assert bound(a) == {"AAA", "BBB"}
    doubted = a.view(doubt=["herald"])
    assert bound(doubted) == {"AAA"}
    assert bound(doubted.view(drop="second")) == set()
    assert bound(a) == {"AAA", "BBB"}
    assert a.view == View()
    assert hash(a.view) == hash(a.view(until="").view)
    (change,) = doubted.against(a).freed
    assert change.either.debtor == "BBB"
    (duty,) = (o for o in a.obligations if o.debtor == "BBB")
    assert a.why(duty).holding
    assert doubted.whynot("BBB owes AAA defence").failing
    json.dumps(assessment_data(a))


def test_what_a_secret_keeps_from_a_third(case: foedus.Case) -> None:
    a = case.assess(ON)
    assert bound(a.view(known_to="CCC")) == set()
    assert bound(a.view(known_to="AAA")) == {"AAA", "BBB"}


@pytest.mark.parametrize(
    ("view", "nearest"),
    [
        (View(doubt=("herold",)), "herald"),
        (View(believe=("herold",)), "herald"),
        (View(drop=("secnd",)), "second"),
        (View(accept=("own-teritory",)), "own-territory"),
        (View(reject=("own-teritory",)), "own-territory"),
        (View(known_to="CCD"), "CCC"),
        (View(honour="bf2017"), "bf2018"),
        (View(weigh=("herold=0.2",)), "herald"),
    ],
)
def test_an_unknown_name_gets_the_nearest_known_one(case: foedus.Case, view: View, nearest: str) -> None:
    with pytest.raises(foedus.FoedusError) as wrong:
        case.assess(ON, view, chances=True)
    assert nearest in wrong.value.diagnostics[0].help


@pytest.mark.parametrize("view", [View(until="soon"), View(known_on="1901-13-01")])
def test_a_date_that_is_none_is_said(case: foedus.Case, view: View) -> None:
    with pytest.raises(foedus.FoedusError, match=r"until|known-on"):
        case.assess(ON, view)


def test_what_is_recorded_after_a_supposed_event_is_left_out_unless_kept(case: foedus.Case) -> None:
    """Whether the second blow had fallen, had CCC struck earlier, nobody knows."""
    earlier = View(suppose=("1901-01-15 CCC attacks AAA",))
    cut = case.whatif(earlier, ON)
    assert {c.either.debtor for c in cut.bound} == {"BBB"}
    assert cut.after.until == "1901-01-15"
    kept = case.whatif(earlier, ON, keep_record=True)
    assert kept.bound == ()
    assert {c.either.debtor for c in kept.moved} == {"BBB"}
    named = case.whatif(earlier.with_(until="1901-02-05"), ON)
    assert named.after.until == "1901-02-05"


def run(*args: str) -> Result:

    return CliRunner().invoke(app, list(args), prog_name="foedus")


def test_keep_record_on_the_command_line(tmp_path: object) -> None:
    path = f"{tmp_path}/views.foedus"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 (a path of pytest's own)
        file.write(TEXT)
    args = ("whatif", path, "--on", ON, "--suppose", "1901-01-15 CCC attacks AAA")
    assert "Newly bound (1)" in run(*args).stdout
    assert "Newly bound" not in run(*args, "--keep-record").stdout


def test_the_trigger_is_that_of_the_day_since_when() -> None:
    text = (
        TEXT.replace("  secret\n", "")
        + """
1901-01-20 CCC blockades BBB
  id mines
1901-01-20 reading closed-is-attacked by BBB
  in pact clause 1
  "CCC blockades BBB" counts as "CCC attacks BBB"
"""
    )
    case = foedus.Case.from_text(text, name="opener")
    for view, trigger, since in (
        (View(), "second", "1901-02-10"),  # certain from then on, whatever the reading
        (View(accept=("closed-is-attacked",)), "mines", "1901-01-20"),
        (View(reject=("closed-is-attacked",)), "second", "1901-02-10"),
        (View(drop=("second",)), "mines", "1901-01-20"),  # contested since
    ):
        (duty,) = [o for o in case.assess(ON, view).obligations if o.debtor == "AAA" and o.trigger]
        assert (duty.trigger, duty.since) == (trigger, since), view


def afresh(timeline: Timeline, view: View, day: int) -> Stance:
    """A stance that knows no other."""
    timeline.kept.clear()
    stance = Stance(timeline, view, day)
    timeline.kept.clear()
    return stance


def same(one: Stance, other: Stance, labels: Sequence[Label]) -> bool:
    """Whether two stances set the same and decide alike, given nothing and given one another."""
    pairs = list(pairwise(labels))
    return (
        one.fixed == other.fixed
        and one._barred == other._barred
        and [one.restrict(x) for x in labels] == [other.restrict(x) for x in labels]
        and [one.decide(x) for x in labels] == [other.decide(x) for x in labels]
        and [one.decide(x, y) for x, y in pairs] == [other.decide(x, y) for x, y in pairs]
    )


@pytest.mark.parametrize("name", ["tehran-2012", "poland-1939"])
def test_doubting_at_once_is_doubting_by_a_view(name: str) -> None:
    """What ``sources`` does for each source and claim, against the view that says so and knows no other."""
    case = load(name)
    timeline, day = case.timeline_of(), case._day(None)
    labels = [o.at("triggered", day) for o in timeline.law.obligations.values()][:40]
    base = afresh(timeline, View(), day)
    moved = 0
    for ground in [g for g in timeline.grounds.all if g.sort in ("source", "claim")][::3]:
        slow = afresh(timeline, View(doubt=(ground.id,)), day)
        assert same(slow, base.doubting(ground.index), labels)
        moved += not same(slow, base, labels)
    assert moved


@settings(max_examples=examples(25))
@given(told(), st.data())
def test_a_view_is_the_same_whatever_was_asked_before(source: str, data: st.DataObject) -> None:
    """Stances made of others, one after the other, against each made from nothing: refusals included."""
    case = foedus.Case.from_text(source + "question who\n  answer x\n    claim s2\n  answer y\n    claim s1\n")
    timeline, day = case.timeline_of(), case._day("1901-01-01")
    labels = [o.at("triggered", day) for o in timeline.law.obligations.values()]
    labels += [r.label for r in timeline.grounds.claims.values()]
    names = sorted(g.id for g in timeline.grounds.all if g.sort in ("claim", "source", "reading", "author"))
    some = st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple)
    views = data.draw(st.lists(st.builds(View, believe=some, doubt=some, known_on=st.sampled_from(["", "1900-05-01"]))))
    fresh = [made(afresh, timeline, view, day) for view in views]
    timeline.kept.clear()
    for view, slow in zip(views, fresh, strict=True):
        quick = made(Stance, timeline, view, day)
        if isinstance(slow, str) or isinstance(quick, str):
            assert slow == quick
        else:
            assert same(slow, quick, labels), view


def made(make: Callable[[Timeline, View, int], Stance], timeline: Timeline, view: View, day: int) -> Stance | str:
    try:
        return make(timeline, view, day)
    except foedus.FoedusError as error:
        return error.diagnostics[0].message


SECRET = """
state A
state B
state C
1900-01-01 treaty ab
  parties A, B
  secret
  clause 1
    when  C attacks a party
    then  the other party must defend the victim
1905-01-01 C attacks B
"""


def run_diff(tmp_path: Path, *words: str) -> Result:
    file = tmp_path / "secret.foedus"
    file.write_text(SECRET, "utf-8")
    return CliRunner().invoke(app, ["diff", str(file), *words], prog_name="foedus")


def test_two_views_of_one_case_are_compared(tmp_path: Path) -> None:
    shown = run_diff(tmp_path, "--from", "as known to C", "--to", "default").output
    assert "First: known to C. Second: the default view." in shown
    assert "Bound only in the second (1)" in shown
    assert "first    no such duty" in shown
    other = run_diff(tmp_path, "--from", "default", "--to", "as known to C").output
    assert "Bound only in the first (1)" in other
    assert "Nothing differs." in run_diff(tmp_path, "--from", "as known to A", "--to", "default").output
    found = json.loads(run_diff(tmp_path, "--from", "as known to C", "--to", "default", "--format", "json").output)
    assert found["schema"] == "foedus.diff/1"
    assert len(found["bound"]) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Give a second version"),
        (("july-1914", "--from", "default"), "views of one case"),
        (("--from", "default", "--doubt", "x"), "Put everything into --from and --to"),
    ],
)
def test_a_comparison_of_views_wants_two_views(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    done = run_diff(tmp_path, *words)
    assert done.exit_code == 2
    assert message in done.output


def test_who_could_not_know_is_told_so(tmp_path: Path) -> None:
    case = foedus.Case.from_text(SECRET)
    found = case.why("A owes B defence", "1905-01-01", View(known_to="C"))
    texts = [(p.text, p.verdict) for p in found.failing[0].step.parts]
    assert ("C knows nothing of ab", "no") in texts
    assert case.why("A owes B defence", "1905-01-01", View(known_to="A")).holding
