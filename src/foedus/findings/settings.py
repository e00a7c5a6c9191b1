"""What a view sets: each assumption true or false, by default, by what somebody knew, or by one of the view's own words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from foedus.directives.model import Claim, Common
from foedus.engine.evaluate import Timeline
from foedus.engine.grounds import unknown_id
from foedus.findings.model import View
from foedus.terms.dates import Date, parse_date
from foedus.terms.diagnostics import Diagnostic, FoedusError
from foedus.terms.errors import DateError
from foedus.terms.names import did_you_mean

__all__ = ["Settings", "settings_of"]


@dataclass(slots=True)
class Settings:
    """fixed: the assumptions that are set, by number.   by_switch: which of them the view itself decides, not a default."""

    fixed: dict[int, bool] = field(default_factory=dict)
    by_switch: set[int] = field(default_factory=set)


def settings_of(timeline: Timeline, view: View, on: int, leave: Collection[str] = ()) -> Settings:
    """The assumptions that a view sets, before contradictions are looked at.

    on: the day of knowledge, where the view names none.   leave: sorts of assumptions that stay open whatever their
    default.  Raises FoedusError if the view names nothing that the case has.
    """
    return _Reader(timeline, view, on, leave).read()


class _Reader:
    def __init__(self, timeline: Timeline, view: View, on: int, leave: Collection[str]) -> None:
        self.timeline, self.view, self.on, self.leave = timeline, view, on, leave
        self.grounds = timeline.grounds
        self.fixed: dict[int, bool] = {}
        self.by_switch: set[int] = set()

    def read(self) -> Settings:
        self.fixed = dict(self._defaults())
        if self.view.honour in ("all", "none"):
            kept = self.view.honour == "all"
            self.fixed |= {g.index: kept for g in self.grounds.all if g.sort == "choice" and g.default is None}
        self._knowledge()
        self._switches()
        return Settings(self.fixed, self.by_switch)

    def _defaults(self) -> dict[int, bool]:
        key = (f"defaults leaving {sorted(self.leave)}", len(self.grounds.all))
        found = self.timeline.kept.get(key)
        if not isinstance(found, dict):
            found = {g.index: g.default for g in self.grounds.all if g.default is not None and g.sort not in self.leave}
            self.timeline.kept[key] = found
        return found

    def _set(self, id_: str, value: bool) -> None:
        ground = self.grounds.by_id[id_][0]
        self.fixed[ground.index] = value
        self.by_switch.add(ground.index)

    def _known(self, id_: str) -> bool:
        return id_ in self.grounds.by_id

    # -- the view's own words --------------------------------------------------------------------------------------------
    def _switches(self) -> None:
        view = self.view
        for word, names, value in (
            ("doubt", view.doubt, False),
            ("drop", view.drop, False),
            ("believe", view.believe, True),
            ("accept", view.accept, True),
            ("reject", view.reject, False),
        ):
            for name in names:
                self._switch(word, name, value)
        if view.until:
            last = _date(view.until, "--until").last
            for event in self.timeline.case.events.values():
                if event.date.first > last and not event.supposed and self._known(event.common.id):
                    self._set(event.common.id, False)

    def _switch(self, word: str, name: str, value: bool) -> None:
        found = False
        if self._known(name):
            self._set(name, value)
            found = True
        if value:
            for record in self.grounds.claims.values():
                # to believe a source is to believe its denials too; to believe an event, what asserts it
                if record.source == name or (record.about == name and not record.claim.denies):
                    self._set(record.id, True)
                    found = True
                elif record.about == name and record.claim.denies:
                    self._set(record.id, False)
        answers = [i for i in self.grounds.by_id if i.startswith(f"{name}.")] if not found else []
        if word in ("doubt", "drop") and not found:
            for record in self.grounds.claims.values():
                if record.about == name or record.about.startswith(f"{name}."):
                    self._set(record.id, False)
                    found = True
        if not found and not answers and not any(name in table for table in self._tables()):
            raise FoedusError((self._unknown(word, name),))

    def _tables(self) -> tuple[Mapping[str, object], ...]:
        """What a switch may name, though nothing of it may have been used."""
        case = self.timeline.case
        return (
            case.sources, case.readings, case.doctrines, case.events, case.denials, case.instruments, case.questions,
            {unknown_id(i.id, c.id, n): text for i in case.instruments.values() for c in i.clauses
             for n, text in enumerate(c.unknown, 1)},
        )  # fmt: skip

    def _unknown(self, word: str, name: str) -> Diagnostic:
        names = [g.id for g in self.grounds.all if g.sort != "order"]
        names += [name for table in self._tables() for name in table]
        return Diagnostic(
            code="E501",
            severity="error",
            message=f'nothing to {word}: no source, claim, reading or directive is called "{name}"',
            span=None,
            help=did_you_mean(name, names) or self._such(word),
        )

    def _such(self, word: str) -> str:
        """Some of what could be named after this word."""
        case = self.timeline.case
        what, names = ("readings", case.readings) if word in ("accept", "reject") else ("sources", case.sources)
        some = list(names)[:8]
        return f"{what} of this case: {', '.join(some)}{' …' if len(names) > len(some) else ''}" if some else ""

    # -- what somebody knew ------------------------------------------------------------------------------------------------
    def _knowledge(self) -> None:
        view, case = self.view, self.timeline.case
        if not view.known_on and not view.known_to:
            return
        day = _date(view.known_on, "--known-on").last if view.known_on else self.on
        actor = view.known_to
        if actor and actor not in case.actors:
            help_ = did_you_mean(actor, list(case.actors)) or ""
            raise FoedusError((Diagnostic("E502", "error", f'no actor is called "{actor}"', None, help=help_),))
        for record in self.grounds.claims.values():
            late = record.claim.reported is not None and record.claim.reported.first > day
            if (view.known_on and late) or (actor and _private(record.claim, actor)):
                self._set(record.id, False)
        for reading in case.readings.values():
            if not self._known(reading.id):
                continue
            held = bool(actor) and any(self._same(actor, name) for name in (*reading.by, *dict(reading.shared_by)))
            late = bool(view.known_on) and reading.date.first > day
            if late or (actor and not held and _hidden(reading.common, actor, day)):
                self._set(reading.id, False)
        for event in case.events.values():
            id_, common = event.common.id, event.common
            if not self._known(id_):
                continue
            ours = self._involved(actor, event.sentence.subject, event.sentence.object)
            late = event.date.first > day and not common.claims and not event.supposed
            if (view.known_on and late) or (actor and not ours and _hidden(common, actor, day)):
                self._set(id_, False)
        for instrument in case.instruments.values():
            if not self._known(instrument.id):
                continue
            terms = (*instrument.parties, *instrument.issuers, *instrument.addressees)
            ours = bool(actor) and any(self._same(actor, term.actor) for term in terms)
            late = instrument.date.first > day and not instrument.common.claims
            if (view.known_on and late) or (actor and not ours and _hidden(instrument.common, actor, day)):
                self._set(instrument.id, False)
            for clause in instrument.clauses:
                key = f"{instrument.id}.{clause.id}"
                if actor and not ours and self._known(key) and _hidden(clause.common, actor, day):
                    self._set(key, False)

    def _same(self, actor: str, other: str) -> bool:
        actors = self.timeline.case.actors
        seen: set[str] = set()
        while other and other not in seen:
            if other == actor:
                return True
            seen.add(other)
            other = actors[other].organ_of if other in actors else ""
        return False

    def _involved(self, actor: str, *phrases: object) -> bool:
        return any(
            self._same(actor, noun.name)
            for phrase in phrases
            if phrase is not None
            for noun in phrase.nouns  # type: ignore[attr-defined]
        )


def _date(text: str, option: str) -> Date:
    try:
        return parse_date(text)
    except DateError as error:
        raise FoedusError((Diagnostic("E504", "error", f"{option} {text}: {error}", None),)) from None


def _private(claim: Claim, actor: str) -> bool:
    return bool(claim.private_to) and actor not in claim.private_to


def _hidden(common: Common, actor: str, day: int) -> bool:
    secrecy = common.secrecy
    if secrecy is None:
        return False
    if secrecy.until is not None and secrecy.until.first <= day:
        return False
    return not any(a == actor and (since is None or since.first <= day) for a, since in secrecy.known_to)
