"""``expect`` lines held against a case: what was expected, what is found, and on what it turns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foedus.case.model import UNILATERAL
from foedus.directives.model import Chance, Expect, Subject, ViewTerm
from foedus.engine.algebra import Label
from foedus.engine.evaluate import Timeline
from foedus.engine.facts import Binding
from foedus.engine.law import Obligation
from foedus.findings.asked import speaks_of_act
from foedus.findings.model import Assumption, ExpectResult, View
from foedus.findings.obligations import bound_label, conduct_label, state_label
from foedus.findings.offices import reach
from foedus.findings.stance import Decision, Stance
from foedus.terms.diagnostics import FoedusError

__all__ = ["check_expectation", "matching", "same_assumptions", "view_of"]

_ROUNDING = 1e-12  # of the arithmetic, where a figure lies half-way
_CONDUCT = {"honoured", "violated", "partial", "exceeded", "not invoked", "unrecorded", "unowed"}
_STATES = {"available", "due", "discharged", "performed", "breached", "excused", "released", "lapsed", "suspended"}
_THREAT = {"pending", "condition met", "carried out", "bluff called", "complied"}
_FORCE = {"in force", "not in force", "never in force", "signed", "ended"}


def view_of(terms: tuple[ViewTerm, ...]) -> View:
    """The view an ``expect`` line asks for."""
    made: dict[str, Any] = {}
    known_on = known_to = until = ""
    into = {
        "without": "doubt", "believing": "believe", "accepting": "accept", "on reading": "accept",
        "rejecting": "reject", "dropping": "drop",
    }  # fmt: skip
    for term in terms:
        if term.word == "if":
            made["suppose"] = (*made.get("suppose", ()), term.sentence)
        elif term.word in ("known-on", "as known on"):
            known_on = str(term.date)
        elif term.word in ("known-to", "as known to"):
            known_to = term.names[0]
        elif term.word == "honour":
            made["honour"] = term.names[0]
        elif term.word == "given-conduct":
            made["given_conduct"] = True
        elif term.word == "until":
            until = str(term.date)
        else:
            key = into[term.word]
            made[key] = (*made.get(key, ()), *term.names)
    return View(known_on=known_on, known_to=known_to, until=until, **made)


def check_expectation(
    expect: Expect, at: Callable[[View, int], tuple[Timeline, Stance]], where: tuple[str, int]
) -> ExpectResult:
    """Hold one line against the case.  ``at`` gives timeline and stance for a view."""
    said = str(expect.chance or expect.result) + (f" on {', '.join(expect.on)}" if expect.on else "")
    day = expect.date.last
    try:
        timeline, stance = at(view_of(expect.view), day)
        if expect.subject.form in ("tripwire", "conflict"):
            from foedus.findings import foreseen

            ok, found, detail = foreseen.check(timeline, stance, expect, at)
        else:
            ok, found, detail = _Check(timeline, stance, expect, day).run()
    except FoedusError as error:
        return ExpectResult(False, said, "; ".join(d.message for d in error.diagnostics), *where)
    return ExpectResult(ok, said, found, *where, detail=detail)


def matching(timeline: Timeline, subject: Subject) -> list[Obligation]:
    """The duties that some event has opened and that a subject (``ITA owes FRA neutrality``, a clause) speaks of."""
    found: list[Obligation] = []
    for key, obligation in sorted(timeline.law.obligations.items()):
        toward = key.creditor or key.adversary
        if subject.form == "owes":
            if subject.debtor != key.debtor:
                continue
            if not speaks_of_act(timeline.case, subject, obligation.act.verb.kind):
                continue
            if subject.creditor and subject.creditor != toward:
                continue
            if subject.adversary and subject.adversary != key.adversary:
                continue
        if subject.ref is not None:
            if subject.ref.instrument != key.instrument or subject.ref.clause not in ("", key.clause):
                continue
        found.append(obligation)
    return found


class _Check:
    def __init__(self, timeline: Timeline, stance: Stance, expect: Expect, day: int) -> None:
        self.timeline, self.stance, self.expect, self.day = timeline, stance, expect, day
        self.algebra = timeline.algebra
        self.subject: Subject = expect.subject

    def run(self) -> tuple[bool, str, str]:
        form = self.subject.form
        if self.expect.chance is not None:
            return self._chance(self.expect.chance)
        if form == "owes":
            return self._owes(matching(self.timeline, self.subject))
        if form == "holds":
            return self._truth(self._held())
        if form == "reaches":
            return self._reaches()
        if form == "ref":
            assert self.subject.ref is not None
            return self._ref(self.subject.ref.instrument, self.subject.ref.clause)
        return self._name(self.subject.name)

    # -- chances -------------------------------------------------------------------------------------------------------
    def _chance(self, wanted: Chance) -> tuple[bool, str, str]:
        from foedus.findings.probability import Weighing

        label = self._chanced()
        if label is None:
            return False, f'nothing is called "{self.subject.name}"', ""
        weighing = Weighing(self.timeline, self.stance)
        (found,) = weighing.of([label])
        if found is None:
            return False, "no world is left", ""
        figures = [text for text in (wanted.low, wanted.high) if text]
        digits = max(2, *(len(text.partition(".")[2]) for text in figures))
        low, high = f"{found.low:.{digits}f}", f"{found.high:.{digits}f}"
        kind = "" if found.kind == "exact" else f" ({found.kind})"
        said = f"chance {low}{'' if low == high else f' to {high}'}{kind}"
        if wanted.bound:
            edge = float(wanted.low)
            ok = found.low >= edge if wanted.bound == "at least" else found.high <= edge
        else:
            pairs = ((wanted.low, found.low), (wanted.high or wanted.low, found.high))
            ok = all(
                abs(float(text) - x) <= 0.5 * 10.0 ** -len(text.partition(".")[2]) + _ROUNDING for text, x in pairs
            )
        return ok, said, "; ".join(weighing.assumes())

    def _chanced(self) -> Label | None:
        """What is to be likely: that a duty has arisen, that an event happened, that a claim can be relied on …"""
        subject, timeline, case = self.subject, self.timeline, self.timeline.case
        name, grounds = subject.name, timeline.grounds
        if subject.form in ("owes", "ref"):
            return self._any(matching(timeline, subject), lambda o: o.at("triggered", self.day))
        for table in (case.events, case.denials, case.instruments):
            if name in table:
                return grounds.directive(name, table[name].common)
        if name in grounds.claims:
            return grounds.claims[name].label
        if name in case.readings:
            return grounds.reading(case.readings[name])
        question, _, answer = name.rpartition(".")
        known = case.questions.get(question)
        return grounds.answer(question, answer) if known and any(a.id == answer for a in known.answers) else None

    # -- obligations -----------------------------------------------------------------------------------------------------
    def _owes(self, obligations: list[Obligation]) -> tuple[bool, str, str]:
        result = self.expect.result
        if result == "unowed":
            return self._unowed(obligations)
        if result in _FORCE:
            return self._force_of(obligations, result)
        return self._about(obligations, result)

    def _about(self, obligations: list[Obligation], result: str) -> tuple[bool, str, str]:
        triggered = self._any(obligations, lambda o: o.at("triggered", self.day))
        bound = self._any(
            obligations, lambda o: bound_label(o, self.day) if o.act.modality != "may" else self.algebra.false
        )
        may = self._any(
            obligations, lambda o: bound_label(o, self.day) if o.act.modality == "may" else self.algebra.false
        )
        found = self._summary(obligations, triggered, bound)
        if result == "contested":
            for label in (triggered, bound, may):
                decision = self.stance.decide(label)
                if decision.verdict == "contested":
                    return self._contested(decision, label, found)
            return False, found, ""
        if result == "unknown":
            return self.stance.decide(triggered).verdict == "unknown", found, ""
        wanted, label = "yes", triggered
        if result in ("bound", "not bound"):
            label, wanted = bound, "yes" if result == "bound" else "no"
        elif result == "entitled":
            label = may
        elif result in ("not triggered", "latent"):
            wanted = "no"
        elif (
            result in _CONDUCT or result.replace(" ", "_") in _CONDUCT or (result == "pending" and _treaty(obligations))
        ):
            name = result.replace(" ", "_")
            label = self._any(obligations, lambda o: conduct_label(self.timeline, o, name, self.day))
        elif result in _STATES:
            label = self._any(obligations, lambda o: state_label(self.timeline, o, result, self.day))
        elif result in _THREAT:
            return self._threat(obligations, result, found)
        decision = self.stance.decide(label)
        return self._with_supports(decision.verdict == wanted, label, found, self._turns(decision))

    def _contested(self, decision: Decision, label: Label, found: str) -> tuple[bool, str, str]:
        ok = not self.expect.on or same_assumptions(self.expect.on, decision.on)
        return self._with_supports(ok, label, f"contested on {_names(decision.on)}", found)

    def _with_supports(self, ok: bool, label: Label, found: str, detail: str) -> tuple[bool, str, str]:
        wanted = self.expect.supports
        if wanted is None:
            return ok, found, detail
        supports, complete = self.stance.supports(label, max(wanted + 1, 10))
        count = len(supports)
        return ok and complete and count == wanted, f"{found}, {count} supports", detail

    def _summary(self, obligations: list[Obligation], triggered: Label, bound: Label) -> str:
        words = {"yes": "triggered", "no": "not triggered"}
        verdict = self.stance.decide(triggered)
        parts = [words.get(verdict.verdict, f"{verdict.verdict} on {_names(verdict.on)}")]
        if verdict.verdict != "no":
            own = self.stance.decide(bound)
            if own != verdict:
                parts.append({"yes": "bound", "no": "not bound"}.get(own.verdict, f"bound: {own.verdict}"))
            for conduct in ("violated", "honoured", "exceeded", "partial", "released", "not_invoked", "pending"):
                label = self._any(obligations, lambda o, c=conduct: conduct_label(self.timeline, o, c, self.day))  # type: ignore[misc]
                if self.stance.decide(label).verdict in ("yes", "contested"):
                    parts.append(conduct.replace("_", " "))
            for state in ("released", "lapsed", "available"):
                label = self._any(obligations, lambda o, s=state: state_label(self.timeline, o, s, self.day))  # type: ignore[misc]
                if self.stance.decide(label).verdict == "yes" and state not in parts:
                    parts.append(state)
        return ("; " if verdict.on else ", ").join(parts)

    def _turns(self, decision: Decision) -> str:
        return f"turns on {_names(decision.on)}" if decision.on else ""

    def _any(self, obligations: list[Obligation], label: Callable[[Obligation], Label]) -> Label:
        return self.algebra.any_of(label(o) for o in obligations)

    def _unowed(self, obligations: list[Obligation]) -> tuple[bool, str, str]:
        subject, case, matcher = self.subject, self.timeline.case, self.timeline.matcher
        kind = case.types.get(subject.act)
        triggered = self._any(obligations, lambda o: o.at("triggered", self.day))
        done = self.algebra.false
        plain = matcher.scope()
        for pattern in (*kind.performed, *kind.partly) if kind is not None else ():
            for occurrence in self.timeline.casus.occurrences(pattern, plain):
                if occurrence.day > self.day:
                    continue
                enemies = [subject.adversary] if subject.adversary else list(matcher.targets(occurrence, plain))
                enemies += [occurrence.against] if occurrence.against else []
                if not subject.adversary and subject.debtor in enemies:  # a war holds both ways, whoever declared it
                    enemies += matcher.acting(occurrence.subject, occurrence.day, plain)
                for enemy in [e for e in enemies if e not in (subject.creditor, subject.debtor)] or [""]:
                    roles = Binding(enemy, subject.creditor, "", subject.debtor, subject.creditor, enemy)
                    for *_, label in matcher.matches(pattern, occurrence, plain, roles):
                        done = self.algebra.either(done, label)
        decision = self.stance.decide(self.algebra.unless(done, triggered))
        owed = self.stance.decide(triggered).verdict
        if decision.verdict == "yes":
            return True, "unowed", ""
        return False, f"nothing done unowed (triggered: {owed})", self._turns(decision)

    def _threat(self, obligations: list[Obligation], result: str, found: str) -> tuple[bool, str, str]:
        triggered = self._any(obligations, lambda o: o.at("triggered", self.day))
        performed = self._any(obligations, lambda o: o.at("performed", self.day))
        lapsed = self._any(obligations, lambda o: o.at("lapsed", self.day))
        if result == "pending":
            label = self.algebra.negate(triggered)
        elif result == "condition met":
            label = self.algebra.unless(triggered, self.algebra.either(performed, lapsed))
        elif result == "carried out":
            label = performed
        elif result == "complied":
            label = self._complied(obligations)
        else:
            from foedus.findings.obligations import _refused

            refused = any(_refused(self.timeline, o, self.day) for o in obligations)
            label = lapsed if refused else self.algebra.false
        decision = self.stance.decide(label)
        return decision.verdict == "yes", found, self._turns(decision)

    def _complied(self, obligations: list[Obligation]) -> Label:
        instruments = {o.key.instrument for o in obligations}
        if self.subject.ref is not None:
            instruments.add(self.subject.ref.instrument)
        if self.subject.name:
            instruments.add(self.subject.name)
        steps = [self.timeline.complied[i] for i in instruments if i in self.timeline.complied]
        return self.algebra.any_of(s.at(self.day) for s in steps)

    # -- instruments and clauses -------------------------------------------------------------------------------------------
    def _force_of(self, obligations: list[Obligation], result: str) -> tuple[bool, str, str]:
        ref = self.subject.ref
        if ref is not None:
            return self._ref(ref.instrument, ref.clause)
        labels = {o.key.instrument for o in obligations} or {
            i.id
            for i in self.timeline.case.instruments.values()
            if self.subject.debtor in self.timeline.matcher.parties(i)
        }
        oks = [self._force(i, "", result) for i in sorted(labels)]
        return bool(oks) and all(o[0] for o in oks), "; ".join(o[1] for o in oks), ""

    def _ref(self, instrument: str, clause: str) -> tuple[bool, str, str]:
        result = self.expect.result
        if result in _FORCE or result == "suspended":
            return self._force(instrument, clause, result)
        obligations = [
            o for key, o in sorted(self.timeline.law.obligations.items())
            if key.instrument == instrument and clause in ("", key.clause)
        ]  # fmt: skip
        if result == "accepted" or result == "rejected":
            return self._truth_of(
                self.timeline.grounds.directive(instrument, self.timeline.case.instruments[instrument].common)
            )
        if result == "lapsed" and self.timeline.case.instruments[instrument].category in UNILATERAL:
            return self._lapsed(instrument, obligations)
        return self._about(obligations, result)

    def _lapsed(self, instrument: str, obligations: list[Obligation]) -> tuple[bool, str, str]:
        """A threat lapses when its time is out and nothing was done, or when it ends with its condition never met."""
        lapsed = self._any(obligations, lambda o: o.at("lapsed", self.day))
        triggered = self._any(obligations, lambda o: o.at("triggered", self.day))
        ended = self.timeline.facts.ended[instrument].at(self.day)
        unmet = self.algebra.unless(ended, triggered)
        label = self.algebra.any_of((lapsed, unmet, self._complied(obligations)))
        decision = self.stance.decide(label)
        bound = self._any(obligations, lambda o: bound_label(o, self.day))
        return decision.verdict == "yes", self._summary(obligations, triggered, bound), self._turns(decision)

    def _force(self, instrument: str, clause: str, result: str) -> tuple[bool, str, str]:
        timeline, day = self.timeline, self.day
        force = timeline.matcher.in_force(instrument, day, clause)
        key = f"{instrument}.{clause}" if clause and f"{instrument}.{clause}" in timeline.facts.entered else instrument
        entered = timeline.facts.entered[key].at(day)
        labels: dict[str, tuple[Label, str]] = {
            "in force": (force, "yes"),
            "not in force": (force, "no"),
            "never in force": (self.algebra.either(entered, force), "no"),
            "ended": (self.algebra.both(entered, timeline.facts.ended[key].at(day)), "yes"),
            "suspended": (
                timeline.facts.suspended[instrument].at(day)
                if instrument in timeline.facts.suspended
                else self.algebra.false,
                "yes",
            ),
            "signed": (
                self.algebra.both(
                    timeline.grounds.directive(instrument, timeline.case.instruments[instrument].common),
                    self.algebra.any_of(m.label for m in timeline.when[instrument] if m.day <= day),
                ),
                "yes",
            ),
        }
        label, wanted = labels[result]
        decision = self.stance.decide(label)
        now = self.stance.decide(force)
        found = {"yes": "in force", "no": "not in force"}.get(now.verdict, f"in force: contested on {_names(now.on)}")
        return decision.verdict == wanted, found, self._turns(decision)

    # -- names, offices ------------------------------------------------------------------------------------------------------
    def _name(self, name: str) -> tuple[bool, str, str]:
        timeline, case = self.timeline, self.timeline.case
        if name in case.instruments:
            return self._ref(name, "")
        if name in case.questions:
            return self._question(name)
        if name in case.events:
            event = case.events[name]
            label = self.algebra.both(
                timeline.grounds.directive(name, event.common),
                self.algebra.any_of(m.label for m in timeline.when[name] if m.day <= self.day),
            )
            return self._truth_of(label)
        if name in case.denials:
            return self._truth_of(timeline.grounds.directive(name, case.denials[name].common))
        if name in timeline.grounds.claims:
            return self._truth_of(timeline.grounds.claims[name].label)
        if name in case.readings:
            return self._truth_of(timeline.grounds.reading(case.readings[name]))
        return False, f'nothing is called "{name}"', ""

    def _truth_of(self, label: Label) -> tuple[bool, str, str]:
        decision = self.stance.decide(label)
        found = {"yes": "accepted", "no": "rejected"}.get(
            decision.verdict, f"{decision.verdict} on {_names(decision.on)}"
        )
        result = self.expect.result
        if result == "contested":
            ok = decision.verdict == "contested" and (
                not self.expect.on or same_assumptions(self.expect.on, decision.on)
            )
            return ok, found, ""
        wanted = {"accepted": "yes", "true": "yes", "rejected": "no", "false": "no", "unknown": "unknown"}.get(result)
        return self._with_supports(decision.verdict == wanted, label, found, self._turns(decision))

    def _truth(self, label: Label) -> tuple[bool, str, str]:
        return self._truth_of(label)

    def _question(self, name: str) -> tuple[bool, str, str]:
        question = self.timeline.case.questions[name]
        decided = {a.id: self.stance.decide(self.timeline.grounds.answer(name, a.id)) for a in question.answers}
        sure = [a for a, d in decided.items() if d.verdict == "yes"]
        open_ = [a for a, d in decided.items() if d.verdict == "contested"]
        found = sure[0] if sure else ("contested" if open_ else "unknown")
        detail = f"between {', '.join(open_)}" if open_ else ""
        ok = found == self.expect.result
        if ok and found == "contested" and self.expect.on:
            on = {a.id: a for d in decided.values() for a in d.on}
            ok = set(self.expect.on) <= set(open_) or same_assumptions(self.expect.on, tuple(on.values()))
        return ok, found, detail

    def _held(self) -> Label:
        label = self.algebra.false
        for state in self.timeline.facts.by_kind.get("holds", ()):
            if (state.subject, state.object) == (self.subject.debtor, self.subject.creditor) and state.day <= self.day:
                own = self.algebra.both(state.label, state.now(self.day, self.algebra.true))
                label = self.algebra.either(label, own)
        return label

    def _reaches(self) -> tuple[bool, str, str]:
        path = reach(self.timeline, self.stance, self.subject.debtor, {self.subject.creditor}, self.day)
        wanted = self.expect.result in ("true", "accepted")
        ok = bool(path) == wanted
        if ok and self.subject.path:
            ok = tuple(path[1:-1]) == self.subject.path
        return ok, " -> ".join(path) if path else "no path", ""


def _treaty(obligations: list[Obligation]) -> bool:
    """Whether they are duties, of which *pending* says that their time runs; of a threat it says that it waits."""
    return any(o.instrument.category not in UNILATERAL for o in obligations)


def _names(on: tuple[Assumption, ...]) -> str:
    return ", ".join(a.id for a in on)


def same_assumptions(wanted: tuple[str, ...], found: tuple[Assumption, ...]) -> bool:
    """Whether the names cover exactly the assumptions: by their own id, or by what they are about."""

    def called(a: Assumption) -> set[str]:
        question = a.about.split(".")[0] if "." in a.about else a.about
        return {a.id, a.about, question}

    covered = all(any(name in called(a) for name in wanted) for a in found)
    used = all(any(name in called(a) for a in found) for name in wanted)
    return covered and used and bool(found)
