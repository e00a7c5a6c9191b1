"""The library's front door: load a case, ask it questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from foedus.asking import Asked
from foedus.case import Case as Resolved
from foedus.case import resolve
from foedus.directives.model import Directive, Event
from foedus.findings.answers import Told
from foedus.findings.model import Assessment, ExpectResult, ObligationFinding, OfficeFinding, TimelineEntry, View
from foedus.terms.dates import Date, iso, parse_date
from foedus.terms.diagnostics import Diagnostic, FoedusError
from foedus.terms.errors import DateError
from foedus.terms.names import did_you_mean

if TYPE_CHECKING:
    from foedus.engine.evaluate import Timeline
    from foedus.engine.keeping import Per
    from foedus.findings.cascade import CascadeResult, Cascading
    from foedus.findings.clashes import Clashes
    from foedus.findings.difference import Difference
    from foedus.findings.drafting import Flaws
    from foedus.findings.hypotheses import Matrix
    from foedus.findings.importance import Importances
    from foedus.findings.network import Network
    from foedus.findings.peace import Lever, Peace
    from foedus.findings.reasons import Reasons
    from foedus.findings.sources import Sources
    from foedus.findings.stance import Stance
    from foedus.findings.tripwires import Tripwires
    from foedus.findings.versions import Edit, Versions
    from foedus.language.loader import Loaded

__all__ = ["Bundled", "Case", "bundled_cases", "load"]

WHATIFS = 16
"""Evaluations of what is supposed that a case keeps; the oldest goes first."""


class Bundled(NamedTuple):
    """A case that comes with foedus."""

    name: str
    title: str
    path: Path


class Case:
    """A case ready to be asked.  Evaluated once, when first asked; a supposed event is a new evaluation, a view is not."""

    def __init__(self, resolved: Resolved, verbs: Any = None, warnings: tuple[Diagnostic, ...] = ()) -> None:
        self.resolved = resolved
        self.warnings = warnings
        self._verbs = verbs
        self._timelines: dict[tuple[str, ...], Timeline] = {}
        self._stances: dict[tuple[tuple[str, ...], View, int], Stance] = {}

    @classmethod
    def from_directives(cls, directives: Iterable[Directive], *, name: str = "case", prelude: bool = True) -> Case:
        """A case built from values, without text; ``to_text`` prints it.

        prelude: put the kinds, obligation types and doctrines that every file starts from before them.
        Raises FoedusError with every fault found.
        """
        from foedus.language import loader

        base = loader.prelude() if prelude else None
        own = tuple(directives)
        resolved, found = resolve((*(base.directives if base is not None else ()), *own), name=name)
        if any(d.severity == "error" for d in found):
            raise FoedusError(found)
        return cls(resolved, loader.verbs_of(own, base.verbs if base is not None else None), found)

    @classmethod
    def from_text(
        cls, text: str | bytes, *, name: str = "case", folder: str | Path | None = None, within: Path | None = None
    ) -> Case:
        """A case from the text of a file.  folder: where its includes are looked for.  within: as for ``load``.

        Raises FoedusError with every fault found.
        """
        from foedus.language import read_text

        return _made(read_text(text, f"<{name}>", folder=folder, within=within), name)

    def to_text(self) -> str:
        """The case as the text of one file, in the canonical layout: what it includes stands in it, the prelude does not."""
        from foedus.directives.model import Include
        from foedus.language import print_directives
        from foedus.language.loader import PRELUDE

        return print_directives(
            d
            for d in self.resolved.directives
            if not isinstance(d, Include) and (d.common.span is None or not d.common.span.file.startswith(PRELUDE))
        )

    @property
    def name(self) -> str:
        """The case's short name."""
        return self.resolved.name

    @property
    def verbs(self) -> Any:
        """The verbs that its sentences may use: the prelude's and its own."""
        return self._verbs

    @property
    def title(self) -> str:
        """Its title, or its name."""
        return self.resolved.title or self.resolved.name

    @property
    def about(self) -> str:
        """What to look at, in the author's words."""
        return self.resolved.about

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each file read, by name, for printing the lines that messages point at."""
        return self.resolved.texts

    def label(self, id_: str, /) -> str:
        """The human name of an actor, place, class, source or instrument; the id itself when it has none."""
        return self.resolved.label(id_)

    # -- evaluation ------------------------------------------------------------------------------------------------------
    def timeline_of(self, suppose: tuple[str, ...] = ()) -> Timeline:
        """The evaluation, with these sentences supposed; kept, as long as it is among the last ``WHATIFS``."""
        if suppose not in self._timelines:
            from foedus.engine.evaluate import evaluate

            timeline = evaluate(self._supposing(suppose) if suppose else self.resolved)
            self._forget(WHATIFS)
            self._timelines[suppose] = timeline
        return self._timelines[suppose]

    def _forget(self, most: int) -> None:
        """Let the oldest what-ifs go, so that a file that supposes hundreds of things does not keep them all."""
        supposed = [suppose for suppose in self._timelines if suppose]
        for old in supposed[: max(0, len(supposed) - most + 1)]:
            del self._timelines[old]
            for key in [key for key in self._stances if key[0] == old]:
                del self._stances[key]

    def _with(self, sentences: tuple[str, ...]) -> Resolved:
        return self._supposing(sentences) if sentences else self.resolved

    def _supposing(self, sentences: tuple[str, ...]) -> Resolved:
        from foedus.language import read_supposition

        added: list[Event] = []
        next_day = iso(self.default_day() + 1)  # "what if RUS attacked POL?" asks about tomorrow
        for sentence in (s if s.strip()[:1].isdigit() else f"{next_day} {s.strip()}" for s in sentences):
            event = read_supposition(sentence, self._verbs, file="<supposed>")
            if not isinstance(event, Event):
                raise FoedusError(tuple(event), {"<supposed>": sentence})
            added.append(replace(event, supposed=True))
        texts = {**self.resolved.texts, "<supposed>": "\n".join(sentences)}
        resolved, found = resolve((*self.resolved.directives, *added), name=self.name, texts=texts, checked=True)
        wrong = tuple(d for d in found if d.severity == "error")
        if wrong:
            raise FoedusError(wrong, texts)
        return resolved

    def stance(self, view: View, day: int) -> Stance:
        """A view on what was known, ready to decide; kept."""
        from foedus.findings.stance import Stance

        key = (view.suppose, view, day)
        if key not in self._stances:
            self._stances[key] = Stance(self.timeline_of(view.suppose), view, day)
        return self._stances[key]

    def last_day(self) -> int:
        """The last day of the record: of its events, instruments and claims."""
        days = [d.last if not d.open_end else d.first for d in self._dates()]
        return max(days, default=Date.today().first if hasattr(Date, "today") else 1)

    def default_day(self) -> int:
        """The day asked about when none is named: the one the case gives (``as of``), else the last of the record."""
        return self.resolved.as_of.last if self.resolved.as_of is not None else self.last_day()

    def _day(self, on: str | int | None) -> int:
        if on is None:
            return self.default_day()
        if isinstance(on, int):
            return on
        try:
            return parse_date(on).last
        except DateError as error:
            raise FoedusError((Diagnostic("E504", "error", str(error), None),), {}) from None

    # -- questions ---------------------------------------------------------------------------------------------------------
    def assess(self, on: str | int | None = None, view: View | None = None, *, chances: bool = False) -> Asked:
        """Every obligation on a day (default: the case's own) under a view.  chances: also how likely each is."""
        from foedus.findings.obligations import assess

        view, day = view or View(), self._day(on)
        timeline, stance = self.timeline_of(view.suppose), self.stance(view, day)
        found = assess(timeline, stance, day, chances=chances or bool(view.weigh))
        warnings = (*self._too_early(day), *timeline.warnings)
        return Asked.of(self, Assessment(self.name, self.title, iso(day), view, found, warnings), chances)

    def _too_early(self, day: int) -> tuple[str, ...]:
        """What is to be said of a day before anything of the case."""
        begins = min((d.first for d in self._dates()), default=day)
        return (f"{iso(day)} is before the case begins: its first date is {iso(begins)}",) if day < begins else ()

    def _dates(self) -> list[Date]:
        return [e.date for e in self.resolved.events.values()] + [i.date for i in self.resolved.instruments.values()]

    def timeline(
        self, start: str | int | None = None, end: str | int | None = None, view: View | None = None
    ) -> Told[TimelineEntry]:
        """Everything dated, in order."""
        from foedus.findings.chronicle import chronicle

        view = view or View()
        last = self._day(end) if end is not None else None
        stance = self.stance(view, last if last is not None else self.last_day())
        first = self._day(start) if start is not None else None
        return Told.of(chronicle(self.timeline_of(view.suppose), stance, first, last))

    def command(self, on: str | int | None = None, view: View | None = None) -> Told[OfficeFinding]:
        """Who holds which office on a day, and who can bind."""
        from foedus.findings.offices import command

        view, day = view or View(), self._day(on)
        return Told.of(command(self.timeline_of(view.suppose), self.stance(view, day), day))

    def triggers(
        self,
        on: str | int | None = None,
        view: View | None = None,
        *,
        binds: str = "",
        by: str = "",
        words: str = "",
        double: bool = False,
        progress: Callable[[Sequence[int]], Iterable[int]] = iter,
    ) -> Tripwires:
        """Every single event (or pair of events) that, on the day after, would newly bind somebody.

        binds, by: only events that would bind this actor, or of which it is the author.   words: that stand in the event;
        where they stand in none that a clause waits for, they are read as the event to be tried.   double: pairs that bind
        whom neither of the two binds alone.   progress: shows how far the work on pairs has come.
        """
        from foedus.findings.doubles import doubles
        from foedus.findings.tripwires import Asked, tripwires

        view, day = view or View(), self._day(on)
        asked, plain, case = Asked(binds, by, words), replace(view, suppose=()), self._with(view.suppose)
        if double:
            return doubles(case, day, plain, asked=asked, progress=progress)
        found = tripwires(case, day, plain, asked=asked)
        named = self._named_event(words, day + 1) if words and not found.tried else None
        return tripwires(case, day, plain, only=[named], asked=asked) if named is not None else found

    def _named_event(self, words: str, day: int) -> Event | None:
        """A sentence as an event of a day; None if it does not read as one, or names somebody unknown."""
        from foedus.findings.tripwires import supposed
        from foedus.language import read_supposition

        event = read_supposition(f"{iso(day)} {words}", self._verbs, file="<supposed>")
        if not isinstance(event, Event):
            return None
        made = supposed(event.sentence, day)
        _, found = resolve((*self.resolved.directives, made), name=self.name)
        return None if any(d.severity == "error" for d in found) else made

    def conflicts(self, on: str | int | None = None, view: View | None = None, *, latent: bool = True) -> Clashes:
        """Duties that cannot all be kept, now or after one event more, and words already broken."""
        from foedus.findings.clashes import clashes

        view, day = view or View(), self._day(on)
        return clashes(self.timeline_of(view.suppose), self.stance(view, day), day, view, latent=latent)

    def sources(self, on: str | int | None = None, view: View | None = None) -> Sources:
        """What rests on whose word."""
        from foedus.findings.sources import sources

        view, day = view or View(), self._day(on)
        return sources(self.timeline_of(view.suppose), view, day, iso(day))

    def hypotheses(self, question: str, on: str | int | None = None, view: View | None = None) -> Matrix:
        """Which claim speaks for which answer of a question, and which against.  Raises FoedusError: no such question."""
        from foedus.findings.hypotheses import hypotheses

        view, day = view or View(), self._day(on)
        return hypotheses(self.timeline_of(view.suppose), self.stance(view, day), question, iso(day))

    def importance(self, about: str = "", on: str | int | None = None, view: View | None = None) -> Importances:
        """Which assumption moves the probability of a finding most (Birnbaum), or of every duty that has arisen ("").

        Raises FoedusError when nothing is called so.
        """
        from foedus.findings.importance import importances

        view, day = view or View(), self._day(on)
        timeline = self.timeline_of(view.suppose)
        return importances(timeline, self.stance(view, day), day, iso(day), about, self._verbs)

    def whatif(
        self,
        view: View,
        on: str | int | None = None,
        base: View | None = None,
        *,
        chances: bool = False,
        keep_record: bool = False,
    ) -> Difference:
        """What differs under a view from what stands under another (the default view).

        chances: how likely, too.   keep_record: leave in what is recorded after the first supposed event; else both sides
        end with its day, unless their views say until when.
        """
        from foedus.findings.difference import difference

        day, base = self._day(on), base or View()
        if view.suppose:
            dates = [e.date for e in self._with(view.suppose).events.values() if e.supposed]
            if on is None:
                day = max(day, *(d.last for d in dates))
            first = min(d.last for d in dates)
            if first < day and not keep_record:
                until = iso(first)
                view, base = (v if v.until else replace(v, until=until) for v in (view, base))
        chances = chances or bool(view.weigh or base.weigh)
        return difference(self.assess(day, base, chances=chances), self.assess(day, view, chances=chances))

    def diff(
        self,
        new: Case,
        on: str | int | None = None,
        view: View | None = None,
        *,
        chances: bool = True,
        progress: Callable[[Sequence[Edit]], Iterable[Edit]] = iter,
    ) -> Versions:
        """What a newer version of this case finds otherwise, on a day (default: the newer one's own), and by which change.

        chances: compare how likely each duty is, too.   progress: shows how far the search for causes has come.
        """
        from foedus.engine.evaluate import evaluate
        from foedus.findings.difference import difference
        from foedus.findings.obligations import assess
        from foedus.findings.stance import Stance
        from foedus.findings.versions import versions

        view, day = view or View(), new._day(on)
        chances = chances or bool(view.weigh)

        def duties(case: Resolved) -> tuple[ObligationFinding, ...]:
            timeline = evaluate(case)
            return assess(timeline, Stance(timeline, asked, day), day, supports=1, chances=chances)

        pair = self._with(view.suppose), new._with(view.suppose)
        asked = replace(view, suppose=())
        one, other = (Assessment(c.name, c.title, iso(day), view, duties(c)) for c in pair)
        return versions(*pair, difference(one, other), duties, progress=progress)

    def cascade(
        self,
        *events: str,
        view: View | None = None,
        per: Per = "debtor",
        keep_record: bool = False,
        worlds: int = 8192,
        seed: int = 0,
    ) -> CascadeResult:
        """Who is drawn in by supposed events, round by round: ``case.cascade("1914-07-24 RUS attacks AUH")``.

        worlds, seed: where it is too large to be exact (see ``foedus.findings.cascade.EXACT``), how many random courses
        are drawn, and which; the result then has its ``estimate`` set.

        Raises FoedusError when an event does not read.
        """
        view = view or View()
        found = self.cascading(*view.suppose, *events, per=per, keep_record=keep_record, worlds=worlds, seed=seed)
        return found.under(replace(view, suppose=()))

    def cascading(
        self, *events: str, per: Per = "debtor", keep_record: bool = False, worlds: int = 8192, seed: int = 0
    ) -> Cascading:
        """The same, evaluated once, to be looked at under many views: ``case.cascading("…").under(view)``."""
        from foedus.findings.cascade import Cascading

        resolved = self._with(events)
        ids = [i for i, e in resolved.events.items() if e.supposed]
        return Cascading(resolved, ids, per=per, keep_record=keep_record, worlds=worlds, seed=seed)

    def peace(
        self,
        *events: str,
        view: View | None = None,
        levers: Sequence[Lever] = ("choices", "clauses"),
        draws: str = "",
        size: int = 1,
        foreseer: str = "",
        per: Per = "debtor",
        limit: int = 20,
    ) -> Peace:
        """The least that would stop the cascade of supposed events, and the least that starts it.

        levers: "choices", "clauses", "readings".   draws: whose being drawn in is meant ("" anybody's).   size: of how many
        at least.   foreseer: who is asked what he could have seen.   Raises FoedusError when an event does not read.
        """
        from foedus.findings.peace import peace

        view = view or View()
        self.require_actor(draws)
        self.require_actor(foreseer)
        resolved = self._with((*view.suppose, *events))
        ids = [i for i, e in resolved.events.items() if e.supposed]
        return peace(
            resolved, ids, replace(view, suppose=()), levers=levers, draws=draws, size=size, foreseer=foreseer, per=per,
            limit=limit,
        )  # fmt: skip

    def require_actor(self, name: str) -> None:
        """Raise FoedusError when no actor of the case is called so; "" is nobody, and fine."""
        if name and name not in self.resolved.actors:
            help_ = did_you_mean(name, list(self.resolved.actors))
            raise FoedusError((Diagnostic("E502", "error", f'no actor is called "{name}"', None, help=help_),), {})

    def read_view(self, words: str) -> View:
        """A view in the words of an ``expect`` line: "as known to USA, without debka".  Raises FoedusError."""
        from foedus.findings.expectations import view_of
        from foedus.language.loader import read_view

        terms = read_view(words, self._verbs)
        if terms and isinstance(terms[0], Diagnostic):
            raise FoedusError(tuple(d for d in terms if isinstance(d, Diagnostic)), {"<view>": words})
        return view_of(tuple(t for t in terms if not isinstance(t, Diagnostic)))

    def why(self, about: str, on: str | int | None = None, view: View | None = None) -> Reasons:
        """Why something holds, or why not: ``case.why("ITA owes FRA neutrality")``, a clause, an event, an id.

        Raises FoedusError when nothing is called so.
        """
        from foedus.findings.reasons import reasons

        view, day = view or View(), self._day(on)
        return reasons(self.timeline_of(view.suppose), self.stance(view, day), day, about, self._verbs)

    def lint(self, on: str | int | None = None, view: View | None = None, *, instrument: str = "") -> Flaws:
        """The drafting check: clauses that can never trigger, expiries, loops, gaps, collisions with what is owed already.

        instrument: only what concerns this one, as the new one; "" all.   Raises FoedusError when none is called so.
        """
        from foedus.findings.drafting import drafting

        if instrument and instrument not in self.resolved.instruments:
            help_ = did_you_mean(instrument, list(self.resolved.instruments))
            message = f'no instrument is called "{instrument}"'
            raise FoedusError((Diagnostic("E502", "error", message, None, help=help_),), {})
        view, day = view or View(), self._day(on)
        timeline = self.timeline_of(view.suppose)
        return drafting(timeline.case, timeline, day, replace(view, suppose=()), only=instrument)

    def graph(self, on: str | int | None = None, view: View | None = None, *, waiting: bool = False) -> Network:
        """The network of a day: duties from debtor to creditor, hostile acts.  waiting: those too that wait for an event."""
        from foedus.findings.network import network

        view, day = view or View(), self._day(on)
        found = self.assess(day, view).obligations
        return network(
            self.timeline_of(view.suppose), self.stance(view, day), day, found, self.resolved.label, waiting=waiting
        )

    def derivation(self, answer: Reasons, *, why_not: bool = False) -> Network:
        """The answer of ``why`` as a graph.  why_not: what does not hold, where there is anything."""
        from foedus.findings.network import derivation

        chosen = (answer.failing or answer.holding) if why_not else (answer.holding or answer.failing)
        return derivation(f"{'Why not' if why_not else 'Why'}: {answer.about}", answer.day, chosen)

    def check(self) -> Told[ExpectResult]:
        """Hold every ``expect`` line against the case."""
        from foedus.findings.expectations import check_expectation

        results = []
        for expect in self.resolved.expects:
            span = expect.common.span
            where = (span.file, span.line) if span is not None else ("", 0)
            results.append(
                check_expectation(expect, lambda v, d: (self.timeline_of(v.suppose), self.stance(v, d)), where)
            )
        return Told.of(results)


def load(name_or_path: str | Path, *, within: Path | None = None) -> Case:
    """A case from a file, a folder, or by the name of a bundled one.

    within: the folder outside which no file is read, save the library of foedus; for cases of others.
    Raises FoedusError (with ``diagnostics`` and the ``sources`` they point into) if it is not well-formed.
    """
    from foedus import language

    return _made(language.load(name_or_path, within=within), Path(name_or_path).stem)


def _made(loaded: Loaded, name: str) -> Case:
    """The case of a text that has been read.  Raises FoedusError."""
    resolved, found = resolve(loaded.directives, name=name, texts=loaded.sources, unread=loaded.unread)
    every = tuple(sorted({*loaded.diagnostics, *found}))
    if any(d.severity == "error" for d in every):
        raise FoedusError(every, loaded.sources)
    return Case(resolved, loaded.verbs, every)


def bundled_cases() -> tuple[Bundled, ...]:
    """The cases that come with foedus, by name."""
    folder = Path(__file__).parent / "library" / "cases"
    found = []
    for path in sorted(folder.glob("*.foedus")):
        title = path.stem
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("title "):
                title = line.removeprefix("title ").strip().strip('"')
                break
        found.append(Bundled(path.stem, title, path))
    return tuple(found)
