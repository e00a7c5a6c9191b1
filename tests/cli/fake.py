"""A library without reader and engine: two made-up cases, so that the command line can be tested for what it prints.

``install()`` puts it in the place of ``foedus.api`` and ``foedus.language``, in this process or a child.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import foedus
from foedus.findings.model import (
    Assessment,
    Assumption,
    ExpectResult,
    ObligationFinding,
    OfficeFinding,
    TimelineEntry,
    View,
)
from foedus.terms.diagnostics import Diagnostic, FoedusError, Span

READING = Assumption(
    "rebels-as-occupiers",
    "reading",
    "rebels-as-occupiers",
    'by IRN: "FSA revolts against SYR" counts as "FSA occupies SYR"',
)
CLAIM = Assumption("pact-2008.debka", "claim", "pact-2008", "DEBKAfile, 2012-08-08")
ORDER = Assumption("talks<2012-08-07", "order", "talks")
UNKNOWN = Assumption("protocol-2010.war?1", "unknown", "protocol-2010")
LABELS = {
    "IRN": "Iran",
    "SYR": "Syria",
    "HEZ": "Hizballah",
    "FSA": "Free Syrian Army",
    "TUR": "Turkey",
    "ISR": "Israel",
    "USA": "United States",
    "IRN.leader": "Supreme Leader",
}
PACT = {"instrument": "pact-2008", "instrument_title": "Iran-Syria mutual defence pact"}
PROTOCOL = {"instrument": "protocol-2010", "instrument_title": "Damascus protocol"}


def obligation(**said: Any) -> ObligationFinding:
    """An obligation of which only what matters is said."""
    base = {
        "id": "o1", "clause": "1", "clause_title": "", "debtor": "IRN", "creditor": "SYR", "adversary": "",
        "act": "defence", "modality": "must", "status": "not_bound", "state": "latent", "triggered": "no",
    }  # fmt: skip
    return ObligationFinding(**{**base, **PACT, **said})


OBLIGATIONS = (
    obligation(
        id="o1", clause="occupation", clause_title="removal of occupation forces", adversary="FSA", act="send-forces",
        status="contested", state="due", triggered="contested", trigger="e7",
        trigger_text="FSA revolts against SYR", since="2012-08-07", conduct="unrecorded",
        contested_on=(READING, CLAIM), word=("DEBKAfile",), alone=("DEBKAfile",),
        ways=(("+pact-2008.debka", "+rebels-as-occupiers"),),
        supports=(("+rebels-as-occupiers", "+pact-2008.debka"), ("+law", "-judge", "+pact-2008.debka")),
        text="coordinate efforts to remove the occupation forces",
    ),
    obligation(
        id="o2", clause="a", act="diplomatic-support", status="bound", state="due", triggered="yes", since="2008-05-28",
        trigger="pact-2008", trigger_text="entry into force", conduct="honoured", word=("AFP", "IRNA"),
        probability=(0.62, 0.81), supports=(("+afp",), ("+irna",)),
    ),
    obligation(
        id="o3", clause="2", debtor="SYR", creditor="IRN", act="attack", modality="must not",
        status="bound", state="breached", triggered="yes", since="2012-08-01", conduct="violated",
        word=("DEBKAfile",), alone=("DEBKAfile",),
        by_text="not_bound", supports=(("+debka",),), supports_complete=False,
    ),
    obligation(
        id="o4", instrument="turkey-next", instrument_title="“Turkey is next”", clause="1", creditor="",
        adversary="TUR", act="attack", modality="will", state="pending",
    ),
    obligation(id="o5", debtor="SYR", creditor="", act="basing", modality="may", status="entitled", state="available",
               triggered="yes"),
    obligation(id="o6", **PROTOCOL, clause="war", debtor="HEZ", act="defence", status="unknown", state="due",
               triggered="unknown", contested_on=(UNKNOWN,), supports=()),
    *(
        obligation(id=f"p{i}", **PROTOCOL, clause="war", debtor=debtor, creditor=creditor)
        for i, (debtor, creditor) in enumerate(
            [(a, b) for a in ("IRN", "SYR", "HEZ") for b in ("IRN", "SYR", "HEZ") if a != b]
        )
    ),
    obligation(id="o7", clause="3", state="released", triggered="yes", since="2012-01-01", until="2012-02-01"),
    obligation(id="o8", clause="4", state="available", triggered="yes", conduct="not_invoked"),
    obligation(id="o10", clause="5", status="bound", state="due", triggered="yes", since="2008-05-28", conduct="honoured"),
    obligation(id="o9", instrument="draft", instrument_title="", clause="1", never_in_force=True),
)  # fmt: skip

TIMELINE = (
    TimelineEntry("2008-05-28", 733189, "instrument", "pact-2008", "Iran-Syria mutual defence pact, by IRN and SYR",
                  "contested", ("pact-2008.debka",)),
    TimelineEntry("2012-08-04", 734719, "event", "e5", "FSA seizes 48 pilgrims in Damascus"),
    TimelineEntry("2012-08-06/2012-08-07", 734721, "event", "talks",
                  "IRN negotiates with SYR and with HEZ, in Beirut first"),
    TimelineEntry("2012-08-07", 734722, "deadline", "u1", "the demand on SYR runs out"),
)  # fmt: skip

OFFICES = (
    OfficeFinding("IRN.quds", "Commander, Quds Force", "IRN", (("soleimani", "Qasem Soleimani", "accepted"),), (),
                  (("IRN.leader", "accepted"),), (("IRN.leader", "contested"),), (), ("IRN.quds", "IRN.leader")),
    OfficeFinding("IRN.leader", "Supreme Leader", "IRN", (("khamenei", "Ali Khamenei", "accepted"),),
                  (("IRN", "accepted"),)),
    OfficeFinding("USA.centcom", "", "USA"),
)  # fmt: skip

EXPECTATIONS = (
    ExpectResult(True, "IRN owes SYR send-forces: contested on rebels-as-occupiers", "contested", "tehran.foedus", 40),
    ExpectResult(False, "HEZ owes IRN defence: bound", "contested", "tehran.foedus", 41,
                 "pact-2008.debka, protocol-2010.war?1"),
)  # fmt: skip

BROKEN_TEXT = "state IRN\nparties HZB\n"
BROKEN = Diagnostic(
    "E203", "error", 'unknown actor "HZB"', Span("broken.foedus", 2, 9, 3), "did you mean HEZ?", (), "declare it"
)
WARNING = Diagnostic("W401", "warning", "the state ISR is named nowhere", Span("tehran.foedus", 3, 1, 9))


def failure(diagnostic: Diagnostic, sources: dict[str, str] | None = None) -> FoedusError:
    """A FoedusError with the text of its sources."""
    error = FoedusError((diagnostic,))
    error.sources = sources or {}
    return error


class FakeCase:
    """A case that remembers what it was asked."""

    def __init__(self, name: str, passes: bool = False) -> None:
        self.name, self.title, self.about = name, "Tehran 2012", "What was promised in Damascus.\n\nAnd by whom."
        self.warnings = () if passes else (WARNING,)
        self.texts = {"tehran.foedus": "; a\n; b\nstate ISR\n"}
        self.passes = passes

    def label(self, id_: str, /) -> str:
        return LABELS.get(id_, id_)

    def assess(self, on: str | None = None, view: View = View()) -> Assessment:  # noqa: B008
        if "debak" in view.doubt:
            raise failure(
                Diagnostic("E501", "error", 'nothing is called "debak"', None, "", (), 'did you mean "debka"?')
            )
        warnings = ("the order of talks and e7 is not known",)
        return Assessment(self.name, self.title, on or "2012-08-08", view, OBLIGATIONS, warnings)

    def timeline(
        self,
        start: str | None = None,
        end: str | None = None,
        view: View = View(),  # noqa: B008
    ) -> tuple[TimelineEntry, ...]:
        return tuple(e for e in TIMELINE if (not start or e.date >= start) and (not end or e.date <= end))

    def command(self, on: str | None = None, view: View = View()) -> tuple[OfficeFinding, ...]:  # noqa: B008
        return OFFICES

    def check(self) -> tuple[ExpectResult, ...]:
        return tuple(replace(r, ok=True) for r in EXPECTATIONS) if self.passes else EXPECTATIONS


def load(name_or_path: str, /) -> FakeCase:
    """Any name will do, save those that stand for something wrong."""
    if "broken" in name_or_path:
        raise failure(BROKEN, {"broken.foedus": BROKEN_TEXT})
    if "interrupted" in name_or_path:
        raise KeyboardInterrupt
    if "bug" in name_or_path:
        raise ZeroDivisionError("in the engine")
    return FakeCase(Path(name_or_path).stem, passes="good" in name_or_path)


def bundled_cases() -> tuple[tuple[str, str, Path], ...]:
    """Names, titles, paths."""
    return (
        ("july-1914", "July 1914", Path("cases/july-1914.foedus")),
        ("tehran-2012", "Tehran 2012", Path("cases/tehran-2012.foedus")),
        ("broken", "Broken", Path("cases/broken.foedus")),
        ("good", "Good", Path("cases/good.foedus")),
        ("interrupted", "", Path("x")),
        ("bug", "", Path("x")),
    )


def format_text(text: str, file: str) -> str:
    """A layout: words apart by one blank, no blank at the end of a line.  "error" anywhere is an error."""
    if "error" in text:
        raise failure(Diagnostic("E101", "error", "an error", Span(file, 1, 1, 5)), {file: text})
    return "".join(f"{' '.join(line.split())}\n" for line in text.splitlines())


def language_load(name: str) -> SimpleNamespace:
    """Expect lines are those that begin so; "error" anywhere is an error."""
    from foedus.directives.model import Common, Expect, Source

    text = Path(name).read_text() if Path(name).exists() else "expect\n"
    errors = [Diagnostic("E101", "error", "an error", Span(name, 1, 1, 5))] if "error" in text else []
    blank: Any = None
    said: list[Any] = [Source("debka")]
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("expect"):
            said.append(Expect(blank, blank, "bound", common=Common(span=Span(name, number, 1, 6))))
    return SimpleNamespace(directives=tuple(said), diagnostics=tuple(errors), sources={name: text})


def install() -> None:
    """Stand in for the library from now on."""
    api, language = ModuleType("foedus.api"), ModuleType("foedus.language")
    api.load, api.bundled_cases = load, bundled_cases  # type: ignore[attr-defined]
    language.load, language.format_text = language_load, format_text  # type: ignore[attr-defined]
    language.__path__ = [str(Path(foedus.__file__).parent / "language")]  # how bytes become text is not made up
    for name, module in (("api", api), ("language", language)):
        sys.modules[f"foedus.{name}"] = module
        setattr(foedus, name, module)
