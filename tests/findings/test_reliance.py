"""What a source's reliability does to its words: against brute force and ProbLog, written from the model, not the code."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problog import get_evaluatable  # type: ignore[import-untyped]  # the library has no type hints
from problog.program import PrologString  # type: ignore[import-untyped]

import foedus
from foedus.findings.model import View
from foedus.findings.probability import Weighing
from foedus.findings.reliance import DOCTRINE
from tests.drawn import examples

LETTERS = {"A": 0.97, "B": 0.85, "C": 0.70, "D": 0.40}
FIGURES = {"1": 0.97, "2": 0.85, "3": 0.65, "4": 0.35}
R = 0.3


@dataclass(frozen=True)
class Said:
    """One claim of a random record: who says it, of which event, through whom, denying or not."""

    source: int
    event: int
    figure: str
    denies: bool
    through: tuple[int, ...] = ()


@dataclass(frozen=True)
class Record:
    letters: tuple[str, ...]
    origin: tuple[int, ...]  # -1: none; else an earlier source
    claims: tuple[Said, ...]
    r: float = R

    def chain(self, said: Said) -> list[int]:
        """Every source that the claim came from, those merely repeated among them."""
        found: list[int] = []
        todo = [said.source, *said.through]
        while todo:
            s = todo.pop()
            if s not in found:
                found.append(s)
                todo += [self.origin[s]] if self.origin[s] >= 0 else []
        return sorted(found)

    def text(self) -> str:
        lines = ['state AAA "A"', 'state BBB "B"', "", f"doctrine {DOCTRINE}", "  default on"]
        lines += [f"  parameter correlation {self.r}", ""]
        for i, letter in enumerate(self.letters):
            lines += [f"source s{i}", *([f"  origin s{self.origin[i]}"] if self.origin[i] >= 0 else [])]
            lines += [f"  reliability {letter}", ""]
        for event in sorted({c.event for c in self.claims}):
            lines += [f"1900-01-0{event + 1} AAA attacks BBB", f"  id e{event}"]
            for c in self.claims:
                if c.event == event:
                    through = f" through {', '.join(f's{t}' for t in c.through)}" if c.through else ""
                    lines.append(
                        f"  claim s{c.source}{through} on 1900-02-01 {c.figure}{' denies' if c.denies else ''}"
                    )
            lines.append("")
        return "\n".join(lines)

    # -- the model, once more --------------------------------------------------------------------------------------
    def parts(self) -> list[tuple[object, float]]:
        """Every independent variable with its probability: sources, words, claims."""
        found: dict[object, float] = {}
        for i, letter in enumerate(self.letters):
            w = LETTERS[letter]
            found["reliable", i] = self.r * w / (1 - w * (1 - self.r))
        for n, c in enumerate(self.claims):
            found["claim", n] = FIGURES[c.figure]
            for s in self.chain(c):
                found["word", s, c.event, c.denies] = LETTERS[self.letters[s]] * (1 - self.r)
        return list(found.items())

    def holds(self, n: int, world: dict[object, bool]) -> bool:
        c = self.claims[n]
        links = (world["reliable", s] or world["word", s, c.event, c.denies] for s in self.chain(c))
        return world["claim", n] and all(links)

    def brute(self) -> tuple[dict[int, float], dict[int, float]]:
        """P(event | consistency), over all worlds; and P(a source's word on something new can be relied on), likewise."""
        parts = self.parts()
        events = sorted({c.event for c in self.claims})
        mass, total = dict.fromkeys(events, 0.0), 0.0
        next_ = dict.fromkeys(range(len(self.letters)), 0.0)
        for values in product((False, True), repeat=len(parts)):
            world = {name: value for (name, _), value in zip(parts, values, strict=True)}
            weight = prod(p if value else 1 - p for (_, p), value in zip(parts, values, strict=True))
            for_ = {
                e: any(self.holds(n, world) for n, c in enumerate(self.claims) if c.event == e and not c.denies)
                for e in events
            }
            against = {
                e: any(self.holds(n, world) for n, c in enumerate(self.claims) if c.event == e and c.denies)
                for e in events
            }
            if any(for_[e] and against[e] for e in events):
                continue
            total += weight
            for e in events:
                mass[e] += weight * for_[e]
            for i, letter in enumerate(self.letters):
                next_[i] += weight * (1.0 if world["reliable", i] else LETTERS[letter] * (1 - self.r))
        return {e: mass[e] / total for e in events}, {i: p / total for i, p in next_.items()}

    def problog(self) -> dict[int, float]:
        def name(part: object) -> str:
            return "_".join(str(x).lower() for x in part)  # type: ignore[attr-defined]

        lines = [f"{p!r}::{name(part)}." for part, p in self.parts()]
        for n, c in enumerate(self.claims):
            links = []
            for s in self.chain(c):
                link = f"link_{s}_{c.event}_{str(c.denies).lower()}"
                lines += [f"{link} :- reliable_{s}.", f"{link} :- word_{s}_{c.event}_{str(c.denies).lower()}."]
                links.append(link)
            lines.append(f"{'against' if c.denies else 'said'}({c.event}) :- {', '.join([f'claim_{n}', *links])}.")
        events = sorted({c.event for c in self.claims})
        lines += [f"clash :- said({e}), against({e})." for e in events]
        lines += [
            "clash :- fail.",
            *(f"said({e}) :- fail." for e in events),
            *(f"against({e}) :- fail." for e in events),
        ]
        lines += ["evidence(\\+clash).", *(f"query(said({e}))." for e in events)]
        found = get_evaluatable().create_from(PrologString("\n".join(lines))).evaluate()
        return {int(str(k)[5:-1]): float(v) for k, v in found.items()}

    def standing(self) -> dict[int, float]:
        """What foedus gives for the next word of each source."""
        case = foedus.Case.from_text(self.text())
        timeline, stance = case.timeline_of(), case.stance(View(), case._day("1900-03-01"))
        found = {s.id: s.posterior for s in Weighing(timeline, stance).standing() if s.sort == "source"}
        for low, high in filter(None, found.values()):
            assert low == high
        return {int(id_[1:]): limits[0] for id_, limits in found.items() if limits is not None}

    def foedus(self) -> dict[int, float]:
        case = foedus.Case.from_text(self.text())
        timeline, stance = case.timeline_of(), case.stance(View(), case._day("1900-03-01"))
        events = sorted({c.event for c in self.claims})
        labels = [timeline.grounds.directive(f"e{e}", case.resolved.events[f"e{e}"].common) for e in events]
        return {e: exact(p) for e, p in zip(events, Weighing(timeline, stance).of(labels), strict=True)}


def exact(p: object) -> float:
    assert p is not None
    assert p.low == p.high  # type: ignore[attr-defined]
    return float(p.low)  # type: ignore[attr-defined]


@st.composite
def records(draw: st.DrawFn) -> Record:
    number = draw(st.integers(1, 3))
    letters = tuple(draw(st.sampled_from(sorted(LETTERS))) for _ in range(number))
    origin = tuple(draw(st.integers(-1, i - 1)) for i in range(number))
    claims: list[Said] = []
    for _ in range(draw(st.integers(1, 4))):
        source, event, denies = draw(st.integers(0, number - 1)), draw(st.integers(0, 1)), draw(st.booleans())
        through = tuple(sorted(draw(st.sets(st.integers(0, number - 1), max_size=1)) - {source}))
        figure = draw(st.sampled_from(sorted(FIGURES)))
        if not any((c.source, c.event, c.denies, c.through) == (source, event, denies, through) for c in claims):
            claims.append(Said(source, event, figure, denies, through))
    for event in {c.event for c in claims if c.denies} - {c.event for c in claims if not c.denies}:
        claims.append(Said(0, event, "2", False))  # what is only denied is an event that its author vouches for
    return Record(letters, origin, tuple(claims), draw(st.sampled_from([0.0, 0.3, 0.8, 1.0])))


@settings(max_examples=examples(17))
@given(records())
def test_chances_agree_with_brute_force_and_problog(record: Record) -> None:
    ours = record.foedus()
    events, sources = record.brute()
    assert ours == pytest.approx(events, abs=1e-9)
    next_ = record.standing()
    assert next_ == pytest.approx({i: sources[i] for i in next_}, abs=1e-9)
    assert ours == pytest.approx(record.problog(), abs=1e-9)


def two(r: float, *, origin: int = -1) -> Record:
    return Record(("C", "C"), (-1, origin), (Said(0, 0, "2", False), Said(1, 0, "2", False)), r)


@pytest.mark.parametrize("r", [0.0, 0.3, 1.0])
def test_each_single_word_keeps_the_weight_of_its_grade(r: float) -> None:
    assert Record(("C",), (-1,), (Said(0, 0, "2", False),), r).foedus()[0] == pytest.approx(0.7 * 0.85)


def test_two_independent_sources_make_a_thing_likelier_and_one_repeating_the_other_hardly() -> None:
    """Of two reports with one origin only the two tellings differ, never the word they both tell of."""
    apart, repeated = two(0.3).foedus()[0], two(0.3, origin=0).foedus()[0]
    assert apart == pytest.approx(1 - (1 - 0.7 * 0.85) ** 2)
    assert repeated < apart
    assert repeated <= 0.7  # never more than the origin's own word


def test_a_source_often_contradicted_keeps_some_credit_on_the_rest() -> None:
    """Twenty denials by a good source: all or nothing leaves the thing that nobody denies without a chance."""
    lines = ['state AAA "A"', 'state BBB "B"', "source bad", "  reliability D", "source good", "  reliability A"]
    lines += ["1900-01-01 AAA threatens BBB", "  id alone", "  claim bad on 1900-03-01 1"]
    for day in range(1, 21):
        lines += [f"1900-02-{day:02} AAA attacks BBB", f"  id e{day}", "  claim bad on 1900-03-01 1"]
        lines += ["  claim good on 1900-03-01 1 denies"]
    chances: dict[tuple[str, ...], float] = {}
    for rejected in ((), (DOCTRINE,)):
        case = foedus.Case.from_text("\n".join(lines))
        timeline, stance = case.timeline_of(), case.stance(View(reject=rejected), case._day("1900-04-01"))
        label = timeline.grounds.directive("alone", case.resolved.events["alone"].common)
        chances[rejected] = exact(Weighing(timeline, stance).of([label])[0])
    assert chances[DOCTRINE,] < 0.02  # what is left is that the good source is all wrong
    assert chances[()] == pytest.approx(0.4 * 0.7 * 0.97, rel=0.02)


def test_who_doubts_a_source_doubts_every_word_of_it() -> None:
    case = foedus.Case.from_text(Record(("A",), (-1,), (Said(0, 0, "1", False),)).text())
    timeline, stance = case.timeline_of(), case.stance(View(doubt=("s0",)), case._day("1900-03-01"))
    label = timeline.grounds.directive("e0", case.resolved.events["e0"].common)
    assert exact(Weighing(timeline, stance).of([label])[0]) == 0.0


def test_the_importance_of_a_source_is_that_of_all_its_words() -> None:
    case = foedus.Case.from_text(Record(("C",), (-1,), (Said(0, 0, "2", False),)).text())
    timeline, stance = case.timeline_of(), case.stance(View(), case._day("1900-03-01"))
    label = timeline.grounds.directive("e0", case.resolved.events["e0"].common)
    (source,) = (i for i in Weighing(timeline, stance).importance(label) if i.id == "s0")
    assert source.if_false == (0.0, 0.0)
    assert source.if_true == pytest.approx((0.85, 0.85))
    assert source.birnbaum == pytest.approx((0.85, 0.85))
    assert source.weight == pytest.approx(0.70), "as its grade has it"


def test_a_correlation_that_is_no_number_is_said() -> None:
    case = foedus.Case.from_text(Record(("A",), (-1,), (Said(0, 0, "1", False),)).text().replace("0.3", "much"))
    timeline, stance = case.timeline_of(), case.stance(View(), case._day("1900-03-01"))
    with pytest.raises(foedus.terms.diagnostics.FoedusError, match="from 0 to 1"):
        Weighing(timeline, stance)


# -- conduct as evidence -----------------------------------------------------------------------------------------------

SILENCE = """
state AAA "A"
state BBB "B"
state CCC "C"
source rumour "Rumour"
  reliability C

1900-01-01 protocol secret-paper
  parties AAA, BBB
  claim rumour on 1900-01-02 2
  clause 1
    when CCC attacks a party
    then the other party must defend the victim against the attacker within 10 days

1900-02-01 CCC attacks AAA
"""


def paper(text: str, view: View, on: str = "1900-03-01") -> tuple[float, float]:
    case = foedus.Case.from_text(text)
    timeline, stance = case.timeline_of(), case.stance(view, case._day(on))
    label = timeline.grounds.directive("secret-paper", case.resolved.instruments["secret-paper"].common)
    (found,) = Weighing(timeline, stance).of([label])
    assert found is not None
    return found.low, found.high


def test_silence_speaks_against_what_would_have_bound() -> None:
    prior = 0.7 * 0.85
    assert paper(SILENCE, View()) == pytest.approx((prior, prior))
    kept = 36 / 59
    bayes = prior * (1 - kept) / (1 - prior * kept)  # bound and silent only by breaking its word
    assert paper(SILENCE, View(given_conduct=True, honour="bf2018")) == pytest.approx((bayes, bayes))
    assert paper(SILENCE, View(given_conduct=True, honour="all")) == pytest.approx((0.0, 0.0))
    assert paper(SILENCE, View(given_conduct=True, honour="none")) == pytest.approx((prior, prior))
    assert paper(SILENCE, View(given_conduct=True)) == pytest.approx((0.0, prior))  # nobody said how words are kept


def test_who_acted_in_time_or_has_time_left_says_nothing_against_it() -> None:
    prior, all_ = 0.7 * 0.85, View(given_conduct=True, honour="all")
    acted = SILENCE + "\n1900-02-05 BBB attacks CCC\n"
    assert paper(acted, all_) == pytest.approx((prior, prior))
    assert paper(SILENCE, all_, "1900-02-05") == pytest.approx((prior, prior))
    late = SILENCE + "\n1900-02-20 BBB attacks CCC\n"
    assert paper(late, all_) == pytest.approx((0.0, 0.0))
