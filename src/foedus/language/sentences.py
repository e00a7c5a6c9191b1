"""Sentences in quotes, statements of readings, expectations and supposed events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.directives.model import Common, Event, Expect, Statement, ViewTerm
from foedus.directives.phrases import EventPattern
from foedus.language.build import Counted, Quoted
from foedus.language.headings import heading_like
from foedus.language.lexer import TermProblem, read_date
from foedus.language.lines import Raw, scan
from foedus.language.mistakes import term_problem
from foedus.language.reading import LineReader, Skip
from foedus.terms.dates import Date, is_date_shaped

__all__ = ["SentenceReader"]

_SUPPOSED = '"2012-09-01 ISR strikes natanz"'
_EVENT = "1914-08-03 DEU attacks FRA"


class SentenceReader(LineReader):
    """Reads what is said in whole sentences."""

    def inner(self, quoted: Quoted) -> list[Raw]:
        """The words of a quoted sentence, with their places in the file where these are known.  Raises Skip."""
        raw = quoted.raw
        raws, _, opened = scan(quoted.text, raw.line, raw.column + 1)
        if not raws or opened >= 0:
            self.complain(
                "E205", "there is no sentence between these quotes", quoted.span, "expected who does what to whom"
            )
            raise Skip
        if not raw.exact:
            raws = [r._replace(line=raw.line, column=raw.column, length=raw.length) for r in raws]
        return raws

    def sentence(self, quoted: Quoted) -> EventPattern:
        """A quoted sentence about something that happens or is the case.  Raises Skip."""
        pattern = self.parse("sentence", self.inner(quoted), 0, '"DEU attacks FRA"')
        if not isinstance(pattern, EventPattern):
            self.complain(
                "E218", "this sentence speaks of law, not of something that happens", quoted.span, "",
                'write who does what to whom, such as "DEU attacks FRA"',
            )  # fmt: skip
            raise Skip
        return pattern

    def event(self, raws: Sequence[Raw], at: int) -> EventPattern:
        """The sentence of a record, which names who did it and to whom.  Raises Skip."""
        pattern: EventPattern = self.parse("event", raws, at, _EVENT)
        for phrase in (pattern.subject, pattern.object):
            for noun in phrase.nouns if phrase is not None else ():
                if noun.form != "name":
                    self.complain(
                        "E215", "a record names who did it, and to whom", noun.span or self.span(raws), "expected a name",
                        "roles and classes belong into clauses; write a line for each actor, or join them by commas",
                    )  # fmt: skip
                    raise Skip
        return pattern

    def statement(self, counted: Counted) -> Statement:
        """One line of a reading or doctrine.  Raises Skip."""
        mode, left, right = counted.mode, counted.left, counted.right
        if mode in ("is valid", "is void"):
            return Statement(mode, target=counted.target, span=counted.span)
        if mode == "also needs":
            assert isinstance(right, Quoted)
            needs = self.parse("formula", self.inner(right), 0, '"DEU attacks a party"')
            what = self.sentence(left) if isinstance(left, Quoted) else None
            return Statement(mode, left=what, needs=needs, span=counted.span)
        if isinstance(left, Quoted) != isinstance(right, Quoted):
            self.complain(
                "E219", "a sentence counts as a sentence, a name as a name", counted.span, "one of each",
                'put both in quotes, or neither: "FSA revolts against SYR" counts as "FSA occupies SYR"',
            )  # fmt: skip
            raise Skip
        sides = [self.sentence(side) if isinstance(side, Quoted) else side for side in (left, right)]
        return Statement(mode, sides[0], sides[1], span=counted.span)

    def expectation(self, raws: Sequence[Raw]) -> Expect:
        """What an *expect* line says.  Raises Skip."""
        date, subject, views, (result, on, supports, chance) = self.parse("expect", raws, 1, heading_like("expect"))
        if isinstance(subject, tuple):
            subject, told = subject
            if told is not None:
                self.undated(self.inner(told))
        terms: list[ViewTerm] = []
        for view in views:
            if isinstance(view, ViewTerm):
                terms.append(view)
            else:
                term, quoted = view
                self.supposition(self.inner(quoted))
                terms.append(term)
        subject = replace(subject, act=self.spelt(subject.act))
        return Expect(date, subject, result, on, supports, tuple(terms), Common(span=self.span(raws)), chance)

    def undated(self, raws: Sequence[Raw]) -> None:
        """The sentence of a tripwire, which happens on the day after.  Raises Skip."""
        if raws and raws[0].sort == "word" and is_date_shaped(raws[0].text):
            self.complain(
                "E204", "a date cannot stand here", self.span(raws[:1]), "leave it out",
                "what binds somebody is an event of the day after that of the line; another day is supposed: if \"DATE …\"",
            )  # fmt: skip
            raise Skip
        self.event(raws, 0)

    def spelt(self, act: str) -> str:
        """The obligation type that is meant by a name in American spelling (*defense*); any other name as it is."""
        known = self.verbs.obligations.values()
        british = act.replace("fense", "fence").replace("iz", "is")
        return british if act not in known and british in known else act

    def supposition(self, raws: Sequence[Raw]) -> Event:
        """A dated sentence that somebody supposes.  Raises Skip."""
        if raws[0].sort != "word" or not raws[0].text[0].isdigit():
            self.complain(
                "E213", "a supposed event begins with its date", self.span(raws), "expected a date before it",
                f"for example: {_SUPPOSED}",
            )  # fmt: skip
            raise Skip
        date, at = self.date(raws)
        return Event(date, self.event(raws, at), common=Common(span=self.span(raws)))

    def date(self, raws: Sequence[Raw]) -> tuple[Date, int]:
        """The date with which a line begins, and the index after it.  Raises Skip."""
        try:
            date, at = read_date(raws, 0)
        except TermProblem as error:
            self.wrong.add(term_problem(error, self.file))
            raise Skip from None
        if at >= len(raws):
            end = raws[-1]
            span = self.span([end._replace(column=end.column + end.length, length=0)])
            self.complain(
                "E206", "this line ends after its date", span, "expected what happened then", f"for example: {_EVENT}"
            )
            raise Skip
        return date, at
