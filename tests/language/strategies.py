"""Random directives of every sort, with every form that a phrase, a condition, a claim or a date can take.

What they say need not make sense: names stand for nothing, and only the surface counts.  The names are such as a file
may have everywhere; ``odd_names`` are those that the language uses itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from importlib.resources import files
from typing import Any, TypeVar

from hypothesis import strategies as st

from foedus.directives import model as m
from foedus.directives import phrases as p
from foedus.language.details import CODES
from foedus.language.loader import prelude
from foedus.language.reader import CATEGORIES
from foedus.terms.dates import Date, is_date_shaped, parse_date
from foedus.terms.durations import UNITS, Duration, parse_duration
from foedus.terms.errors import TermError
from foedus.terms.grades import Grade, is_grade
from foedus.terms.names import is_identifier
from foedus.terms.quantities import Quantity, parse_quantity

__all__ = [
    "DIRECTIVES", "bare", "case_texts", "conditions", "dates", "directives", "disturbed", "odd_names", "odd_or_not", "phrases",
    "pieces_of_text", "sentences", "texts",
]  # fmt: skip

T = TypeVar("T")


def bare(value: Any) -> Any:
    """A value without its places in the file, and with the words in which its terms were said."""
    if is_dataclass(value) and not isinstance(value, type):
        said = (str(value),) if isinstance(value, Date | Duration | Quantity) else ()
        return (type(value).__name__, *said, *(bare(getattr(value, f.name)) for f in fields(value) if f.name != "span"))
    return tuple(map(bare, value)) if isinstance(value, tuple) else value


def _some(each: st.SearchStrategy[T], most: int = 3, least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(each, min_size=least, max_size=most).map(tuple)


def _maybe(one: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | one


def _or_nothing(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | text


# -- words -------------------------------------------------------------------------------------------------------------

_GRAMMAR = files("foedus.language").joinpath("grammar.lark").read_text("utf-8")
KEYWORDS = frozenset(word for spelt in re.findall(r'"([a-z][a-z -]*)"', _GRAMMAR) for word in spelt.split())
VERBS = prelude().verbs
_FIRST_WORDS = frozenset(form.split()[0] for form in (*VERBS.kinds, *VERBS.obligations))


def _plain(name: str) -> bool:
    taken = name in KEYWORDS or name in _FIRST_WORDS or name in ("OS", "when", "then")
    return is_identifier(name) and not (taken or is_grade(name) or is_date_shaped(name))


names = st.sampled_from(
    [
        "AUH",
        "DEU",
        "RUS",
        "IRN.chief-of-staff",
        "great-powers",
        "türkiye",
        "pact-2008",
        "FSA",
        "the-48",
        "natanz",
        "x_1",
    ]
) | st.from_regex(r"[A-Za-zåß][A-Za-z0-9é-]{0,6}(\.[a-z0-9]{1,3})?", fullmatch=True).filter(_plain)
odd_names = st.sampled_from(sorted(KEYWORDS | _FIRST_WORDS)) | st.sampled_from(
    ["OS", "A", "B2", "c1900", "1a", "then", "when", "report"]
)
articles = st.sampled_from(["1", "2b", "4.1", "IV", "occupation", "1914", "12", "nuclear-sites"])
categories = st.sampled_from(CATEGORIES)

_LETTERS = (
    st.sampled_from("abc xyz")
    | st.sampled_from('"\\;:,()\t\n  \u00a0—éA1')
    | st.characters(codec="utf-8", exclude_characters="\r")
)
_sayings = st.lists(
    st.sampled_from(["war", "and", "peace,", "who", "said", "“no”", 'a "yes"', " ", "; why", "\\", "x:"])
)
texts = (
    st.text(_LETTERS, min_size=1, max_size=30)
    | _sayings.map(" ".join).filter(bool)
    | st.lists(_sayings.map(" ".join), min_size=2, max_size=4).map("\n".join)
    | st.integers(20, 60).map(lambda n: " ".join(["Germany offered on the 3rd to keep away."] * (n // 10)))
).map(lambda text: unicodedata.normalize("NFC", text).replace("\r", ""))


# -- terms -------------------------------------------------------------------------------------------------------------


def _readable(text: str) -> bool:
    try:
        parse_date(text)
    except TermError:
        return False
    return True


_years = st.integers(1, 9998).map("{:04}".format) | st.sampled_from(["1914", "1898", "2012"])
_months = st.tuples(_years, st.integers(1, 12)).map(lambda d: f"{d[0]}-{d[1]:02}")
_days = st.tuples(_months, st.integers(1, 29)).map(lambda d: f"{d[0]}-{d[1]:02}").filter(_readable)
_points = st.tuples(_years | _months | _days, st.sampled_from(["", "", "~"])).map("".join)
_intervals = st.tuples(_points | st.just(".."), _points | st.just("..")).map("/".join)
_clocks = st.tuples(
    st.integers(0, 23).map("{:02}:".format),
    st.integers(0, 59).map("{:02}".format),
    st.sampled_from(["", "", "Z", "+02:00", "-05:30"]),
).map("".join)
_clocked = st.tuples(_days, st.sampled_from(["T", " ", " OS "]), _clocks).map("".join)
dates = (
    (_days | _days | _points | _intervals | _clocked | st.tuples(_points, st.just(" OS")).map("".join))
    .filter(_readable)
    .map(parse_date)
)
durations = st.tuples(st.integers(0, 999_999).map(str) | st.just("1,000"), st.sampled_from(sorted(UNITS))).map(
    lambda d: parse_duration(*d)
)
quantities = st.tuples(
    st.sampled_from(["150,000", "48", "2.5", "1,300,000", "0.25"]) | st.integers(0, 10**9).map(str),
    st.sampled_from(["men", "divisions", "tonnes", "ships", "km", "Kriegsschiffe"]),
).map(lambda q: parse_quantity(" ".join(q)))
grades = st.builds(Grade, st.sampled_from("ABCDEF"), st.none() | st.integers(1, 6)) | st.builds(
    Grade, st.none(), st.integers(1, 6)
)
codes = st.builds(m.CodeRef, st.sampled_from(CODES) | names, st.integers(0, 9999).map(str) | names | texts)


# -- phrases -----------------------------------------------------------------------------------------------------------

_named = st.builds(p.Noun, st.just("name"), names)
_simple_nouns = (
    _named
    | st.builds(p.Noun, st.just("role"), st.sampled_from(["attacker", "victim", "debtor", "creditor", "adversary"]))
    | st.builds(
        p.Noun,
        st.sampled_from(["party", "other party", "parties", "other parties", "each other", "anyone"]),
    )
    | st.builds(p.Noun, st.sampled_from(["any", "any other", "outside"]), names)
)
nouns = st.recursive(_simple_nouns, lambda of: st.builds(p.Noun, st.just("ally"), st.just(""), of), max_leaves=2)


def _phrase(found: Sequence[p.Noun], joined: Any, how: int, count: int, out: Sequence[p.Noun]) -> p.Phrase:
    """Only one of: a count, an exception, together, any one of; the exception goes with the count."""
    joined = joined if len(found) > 1 else "or"
    if how == 1:
        return p.Phrase(tuple(found), joined, count, tuple(out))
    if how == 2:
        return p.Phrase(tuple(found), joined, excluding=tuple(out))
    return p.Phrase(tuple(found), joined, each_how=("each", "", "", "together", "any one of")[how])  # type: ignore[arg-type]


def _phrases(of: st.SearchStrategy[p.Noun]) -> st.SearchStrategy[p.Phrase]:
    one = of.map(lambda noun: p.Phrase((noun,)))
    many = st.builds(
        _phrase,
        st.lists(of, min_size=1, max_size=3),
        st.sampled_from(["and", "or"]),
        st.integers(0, 4),
        st.integers(2, 30),
        st.lists(of, max_size=2),
    )
    return one | one | many


phrases = _phrases(nouns)
_who = _named.map(lambda noun: p.Phrase((noun,))) | st.builds(
    p.Phrase, st.lists(_named, min_size=2, max_size=4).map(tuple), st.sampled_from(["and", "or"])
)
refs = st.builds(p.ClauseRef, names, _or_nothing(articles))

# -- sentences ---------------------------------------------------------------------------------------------------------


def _verbs(table: dict[str, str]) -> st.SearchStrategy[p.Verb]:
    return st.sampled_from(sorted(table.items())).map(lambda verb: p.Verb(*verb))


def _glued(table: dict[str, str]) -> frozenset[str]:
    """Verbs that another verb begins with: behind them, *against* or *with* may be taken for a part of the verb."""
    return frozenset(form for form in table if any(other.startswith(f"{form} ") for other in table))


_ACTS = {**VERBS.kinds, **VERBS.obligations}
_GLUED, _GLUED_ACTS = _glued(VERBS.kinds), _glued(_ACTS)
_comparisons = st.builds(p.Comparison, st.sampled_from(["=", ">=", "<="]), quantities)


def _extras(who: st.SearchStrategy[p.Phrase], *, timed: bool = True) -> st.SearchStrategy[p.Instrumental]:
    full = st.builds(
        p.Instrumental,
        _or_nothing(names),
        _maybe(who),
        _maybe(who),
        _maybe(refs),
        _maybe(_comparisons),
        st.booleans(),
        _maybe(durations) if timed else st.none(),
        st.booleans(),
    )
    return st.just(p.Instrumental()) | full


def _loose(pattern: p.EventPattern) -> bool:
    """Whether a modifier may look like a part of the verb."""
    extra = pattern.extra
    return not (
        pattern.object is None
        and pattern.verb.form in _GLUED
        and (extra.against is not None or extra.quantity is not None)
    )


def _sentences(
    who: st.SearchStrategy[p.Phrase], *, denied: bool = True, timed: bool = True
) -> st.SearchStrategy[p.EventPattern]:
    return st.builds(
        p.EventPattern,
        who,
        _verbs(VERBS.kinds),
        _maybe(who),
        _extras(who, timed=timed),
        st.booleans() if denied else st.just(False),
    ).filter(_loose)


sentences = _sentences(phrases)
_recorded = _sentences(_who, denied=False)
_laws = st.builds(
    p.LawPattern,
    refs,
    st.sampled_from(["triggered", "due", "performed", "breached", "released", "lapsed"]),
    _maybe(phrases),
    _maybe(phrases),
    st.booleans(),
) | st.builds(p.LawPattern, refs, st.just("in force"), _maybe(phrases), st.none(), st.booleans())
_relations = (
    st.builds(p.RelationPattern, phrases, st.just("allied with"), st.just(""), phrases, st.booleans())
    | st.builds(p.RelationPattern, phrases, st.sampled_from(["a party to", "a"]), names, st.none(), st.booleans())
    | st.builds(p.RelationPattern, phrases, st.just("treaty with"), _or_nothing(names), phrases, st.booleans())
)
_PATTERNS = (p.EventPattern, p.LawPattern, p.RelationPattern)


def _alternatives(one: p.EventPattern, verbs: Sequence[p.Verb]) -> p.Formula:
    """The same of several verbs: ``attacks or threatens``."""
    return p.AnyOf(tuple(p.EventPattern(one.subject, verb, one.object, one.extra) for verb in verbs))


def _denied(part: p.Formula) -> p.Formula | None:
    return None if isinstance(part, _PATTERNS) and not part.negated else p.Not(part)


def _formulas(atoms: st.SearchStrategy[Any]) -> st.SearchStrategy[p.Formula]:
    several = st.builds(
        _alternatives,
        st.builds(p.EventPattern, phrases, _verbs(VERBS.kinds), phrases),
        st.lists(_verbs(VERBS.kinds), min_size=2, max_size=3),
    )

    def longer(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        joined: st.SearchStrategy[Any] = _some(parts, 3, 2).map(p.AllOf) | _some(parts, 3, 2).map(p.AnyOf)
        return joined | parts.map(_denied).filter(lambda made: made is not None)

    return st.recursive(atoms | several, longer, max_leaves=4)


conditions: st.SearchStrategy[p.Formula] = _formulas(sentences | _laws | _relations)
_untimed: st.SearchStrategy[p.Formula] = _formulas(_sentences(phrases, timed=False) | _laws | _relations)


@st.composite
def acts(draw: st.DrawFn) -> m.Act:
    """What is owed."""
    verb, what = draw(_verbs(_ACTS)), draw(_maybe(phrases))
    against, for_, quantity = draw(_maybe(phrases)), draw(_maybe(phrases)), draw(_maybe(quantities))
    if what is None and verb.form in _GLUED_ACTS:
        against = for_ = quantity = None
    return m.Act(
        draw(phrases),
        draw(st.sampled_from(["must", "must not", "may", "will", "will not"])),
        verb,
        what,
        against,
        for_,
        draw(_maybe(durations)),
        draw(_maybe(dates)),
        draw(st.booleans()),
        quantity,
        draw(_or_nothing(names)),
        draw(_maybe(quantities)),
        draw(_or_nothing(texts)),
    )


# -- what directives share ---------------------------------------------------------------------------------------------


@st.composite
def claims(draw: st.DrawFn) -> m.Claim:
    """Somebody's word."""
    apart = draw(st.booleans())
    return m.Claim(
        draw(texts if apart else names),
        draw(_maybe(dates)),
        draw(_some(names, 2)),
        draw(st.booleans()),
        draw(_maybe(grades)),
        draw(_or_nothing(names)),
        draw(_or_nothing(texts)),
        draw(_or_nothing(texts)),
        draw(_or_nothing(texts)),
        private_to=draw(_some(names, 2)),
        refs=draw(_some(codes, 2)),
        source_quoted=apart,
    )


_told = st.tuples(names, _maybe(dates))
_secrecy = st.builds(m.Secrecy, _maybe(dates), _some(_told, 2))
_full = st.builds(
    m.Common,
    _or_nothing(names),
    _some(claims(), 2),
    _some(st.builds(m.Given, names, names), 2),
    _maybe(_secrecy),
    _some(codes, 3),
    _or_nothing(texts),
)
commons = st.just(m.Common()) | _full
_parties = st.builds(m.PartyTerm, names, _maybe(dates), _maybe(dates))
_rules = (
    st.builds(m.ForceRule, st.just(""), dates, after=_maybe(durations))
    | st.builds(m.ForceRule, st.just("signature"), after=_maybe(durations))
    | st.builds(m.ForceRule, st.just("ratification"), count=st.just(0) | st.integers(1, 40), after=_maybe(durations))
    | st.builds(m.ForceRule, st.just(""), when=conditions, after=_maybe(durations))
)
_force = st.tuples(_some(_rules, 2), st.sampled_from([(), (), (m.ForceRule(never=True),)])).map(lambda r: r[0] + r[1])
_ends = (
    st.builds(m.EndRule, dates, unless=_maybe(conditions))
    | st.builds(m.EndRule, st.none(), durations, unless=_maybe(conditions))
    | st.builds(m.EndRule, when=conditions, unless=_maybe(conditions))
)


@st.composite
def clauses(draw: st.DrawFn, *, implicit: bool = False) -> m.Clause:
    """implicit: one that stands under its instrument without a line of its own."""
    few = draw(st.booleans())

    def rarely(one: st.SearchStrategy[Any], none: Any) -> Any:
        return none if few else draw(st.just(none) | one)

    return m.Clause(
        "1" if implicit else draw(articles),
        "" if implicit else rarely(texts, ""),
        draw(_maybe(conditions)),
        rarely(conditions, None),
        rarely(conditions, None),
        draw(_some(acts(), 2, 1 if implicit else 0)),
        rarely(phrases, None),
        rarely(st.just(True), False),
        rarely(phrases, None),
        rarely(phrases, None),
        rarely(st.sampled_from(["means", "whether"]), ""),
        rarely(st.just(True), False),
        rarely(st.just(True), False),
        rarely(st.just(True), False),
        rarely(_some(texts, 2), ()),
        () if implicit else rarely(_force, ()),
        () if implicit else rarely(_some(_ends, 2), ()),
        rarely(texts, ""),
        "" if implicit else rarely(texts, ""),
        m.Common() if implicit else draw(commons),
    )


# -- directives --------------------------------------------------------------------------------------------------------

_text = _or_nothing(texts)
_numbers = st.integers(0, 10**12).map(float) | st.floats(1e-20, 1e9) | st.sampled_from([0.0, 0.085, 1e-7, 2e17])
_shares = st.sampled_from([0.0, 1.0, 0.745, 1e-9]) | st.floats(0, 1)

_indicators = st.builds(
    m.Indicator, names, _numbers, _or_nothing(st.sampled_from(["men", "ships", "t"])), _maybe(dates), _maybe(dates)
)
actors = st.builds(
    m.Actor,
    st.sampled_from(["state", "organisation", "group", "office", "person", "body"]),
    names, _text, _maybe(dates), _maybe(dates), *[_or_nothing(names)] * 3, *[_some(names, 2)] * 4,
    st.sampled_from(["", "unanimity", "majority", "two-thirds"]),
    _or_nothing(names), _some(_indicators, 2), commons,
)  # fmt: skip
places = st.builds(m.Place, names, _text, _some(names, 2), _some(names, 2), st.booleans(), commons)
_members = _some(st.builds(m.Membership, names), 4) | _some(
    st.builds(m.Membership, names, _maybe(dates), _maybe(dates)), 4
)
classes = st.builds(m.ClassOf, names, _text, _members, _some(names, 2), commons)
_forms = st.lists(st.from_regex(r"[a-z]{3,8}( [a-z]{2,5}){0,2}", fullmatch=True), max_size=9, unique=True).map(tuple)
kinds = st.builds(
    m.Kind, names, _text, _some(names, 2), _forms, st.sampled_from(["point", "state"]),
    _some(names, 2), _some(names, 2), st.booleans(), st.booleans(), st.booleans(), commons,
)  # fmt: skip
obligations = st.builds(
    m.ObligationType, names, _text, _forms, st.sampled_from(["creditor", "adversary", "none"]),
    st.sampled_from(["single", "continuing", "forbearance"]),
    *[_some(sentences, 2)] * 4, _some(names, 2), st.booleans(), commons,
)  # fmt: skip
sources = st.builds(
    m.Source,
    names,
    _text,
    _some(names, 2),
    _some(st.tuples(st.sampled_from("ABCDEF"), _maybe(dates)), 2),
    _text,
    commons,
)


@st.composite
def demands(draw: st.DrawFn) -> m.Demand:
    """A time or a last day, or neither."""
    sort = draw(st.integers(0, 2))
    return m.Demand(draw(_untimed), draw(durations) if sort == 1 else None, draw(dates) if sort == 2 else None)


@st.composite
def instruments(draw: st.DrawFn) -> m.Instrument:
    """Treaties, and what one side alone declares."""
    alone = draw(st.booleans())
    denounce = draw(st.sampled_from([None, True, False]))
    implicit = alone and draw(st.booleans())
    return m.Instrument(
        draw(categories),
        draw(names),
        draw(dates),
        draw(_text),
        () if alone else draw(_some(_parties, 4)),
        draw(_some(_parties, 2, 1)) if alone else (),
        draw(_some(_parties, 2)) if alone else (),
        draw(_maybe(phrases)),
        draw(_some(names, 2)),
        draw(_some(names, 2)),
        draw(_some(names, 2)),
        draw(_force),
        draw(_maybe(dates)),
        draw(_some(_ends, 2)),
        draw(_maybe(conditions)),
        denounce,
        draw(_maybe(durations)) if denounce else None,
        draw(_maybe(dates)) if denounce else None,
        draw(st.booleans()),
        draw(_maybe(demands())),
        draw(st.just("") | texts),
        (draw(clauses(implicit=True)),) if implicit else draw(_some(clauses(), 2)),
        draw(commons),
    )


events = st.builds(
    m.Event, dates, _recorded, _maybe(dates), _some(names, 2), _or_nothing(names), st.just(False), commons
)
denials = st.builds(m.Denial, dates, sentences, commons)
conflicts = st.builds(m.Conflict, dates, names, _text, _some(_some(names, 3, 1), 2), _maybe(dates), commons)
statements = (
    st.builds(m.Statement, st.sampled_from(["counts as", "does not count as"]), sentences, sentences)
    | st.builds(m.Statement, st.sampled_from(["counts as", "does not count as"]), _named, _named)
    | st.builds(m.Statement, st.just("also needs"), _maybe(sentences), st.none(), conditions)
    | st.builds(m.Statement, st.sampled_from(["is valid", "is void"]), target=refs)
)
readings = st.builds(
    m.Reading, dates, names, _some(names, 2), _text, _maybe(dates), _some(refs, 3), _some(statements, 2),
    _some(_told, 2), commons,
)  # fmt: skip
_parameters = st.builds(
    m.Parameter,
    names,
    _some(names, 3, 1) | _some(texts, 2, 1) | st.tuples(st.integers(0, 99).map(str), st.just("years")),
)
doctrines = st.builds(m.Doctrine, names, _text, st.booleans(), _some(_parameters, 2), _some(statements, 2), commons)


def _rate(of_what: str, share: float, counts: tuple[int, int] | None, start: Date | None, end: Date | None) -> m.Rate:
    if counts is None:
        return m.Rate(of_what, share, start=start, end=end)
    kept, most = min(counts), max(counts) or 1
    return m.Rate(of_what, kept / most, kept, most, start, end)


_rates = st.builds(
    _rate, names | st.just("any"), _shares, _maybe(st.tuples(*[st.integers(0, 999)] * 2)), _maybe(dates), _maybe(dates)
)
presets = st.builds(m.Preset, names, _text, _some(_rates), commons)
weights = st.builds(m.Weights, names, _text, _some(st.tuples(st.sampled_from("ABCDEF123456"), _shares)), commons)
questions = st.builds(m.Question, names, _text, _some(st.builds(m.Answer, names, _text, commons)), commons)

_subjects = (
    st.builds(
        lambda who, whom, act, enemy, ref: m.Subject("owes", who, whom, act, enemy, ref),
        names, _or_nothing(names), names, _or_nothing(names), _maybe(refs),
    )
    | names.map(lambda name: m.Subject("name", name=name, ref=p.ClauseRef(name)))
    | st.tuples(names, articles).map(lambda ref: m.Subject("ref", name=ref[0], ref=p.ClauseRef(*ref)))
    | st.tuples(names, names).map(lambda two: m.Subject("holds", *two))
    | st.tuples(names, names, _some(names, 2)).map(lambda three: m.Subject("reaches", three[0], three[1], path=three[2]))
    | st.builds(
        lambda who, enemy, ref, told: m.Subject("tripwire", who, adversary=enemy, ref=ref, name=told),
        names, _or_nothing(names), _maybe(refs), st.sampled_from(["", "RUS attacks AUH", "ISR strikes natanz"]),
    )
    | names.map(lambda name: m.Subject("conflict", name))
    | st.tuples(names, refs, refs).map(lambda it: m.Subject("conflict", it[0], ref=it[1], other=it[2]))
)  # fmt: skip
_supposed = st.sampled_from(["2012-09-01 ISR strikes natanz", "1914-07-24 18:00 RUS invades AUH at galicia"])
_views = (
    st.builds(
        m.ViewTerm,
        st.sampled_from(["without", "believing", "accepting", "rejecting", "dropping"]),
        _some(names, 3, 1),
    )
    | st.builds(m.ViewTerm, st.just("known-to"), st.tuples(names))
    | st.builds(m.ViewTerm, st.sampled_from(["known-on", "until"]), st.just(()), dates)
    | st.builds(m.ViewTerm, st.just("if"), st.just(()), st.none(), _supposed)
    | st.builds(m.ViewTerm, st.just("honour"), st.tuples(names))
    | st.just(m.ViewTerm("given-conduct"))
)
_results = st.sampled_from(["bound", "not bound", "contested", "never in force", "honoured", "condition met"]) | names
_chances = (
    st.sampled_from(["0", "0.5", "0.67", "1"]).map(m.Chance)
    | st.builds(m.Chance, st.sampled_from(["0", "0.25"]), st.sampled_from(["0.25", "0.667", "1"]))
    | st.builds(m.Chance, st.just("0.9"), st.just(""), st.sampled_from(["at least", "at most"]))
)
expects = st.builds(
    m.Expect,
    dates,
    _subjects,
    _results,
    _some(names, 2),
    _maybe(st.integers(0, 99)),
    _some(_views),
    st.just(m.Common()),
) | st.builds(
    lambda day, subject, views, chance: m.Expect(day, subject, "chance", (), None, views, m.Common(), chance),
    dates, _subjects, _some(_views), _chances,
)  # fmt: skip
titles = st.builds(m.Title, st.sampled_from(["title", "about"]), texts)

DIRECTIVES: dict[str, st.SearchStrategy[m.Directive]] = {
    "Title": titles, "AsOf": st.builds(m.AsOf, dates), "Include": st.builds(m.Include, names), "Actor": actors,
    "Place": places, "ClassOf": classes, "Kind": kinds, "ObligationType": obligations, "Source": sources,
    "Instrument": instruments(), "Event": events, "Denial": denials, "Conflict": conflicts, "Reading": readings,
    "Doctrine": doctrines, "Preset": presets, "Weights": weights, "Question": questions, "Expect": expects,
}  # fmt: skip
"""A strategy for each sort of directive, by the name of its class."""

directives: st.SearchStrategy[m.Directive] = st.one_of(*DIRECTIVES.values())


@st.composite
def _odd(draw: st.DrawFn) -> m.Directive:
    """A directive with names that the language itself uses as words, wherever names stand."""
    any_name = odd_names | names
    some = st.lists(any_name, min_size=1, max_size=3).map(tuple)

    def who() -> p.Phrase:
        found = tuple(p.Noun("name", name) for name in draw(some))
        return p.Phrase(found, draw(st.sampled_from(["and", "or"])) if len(found) > 1 else "or")

    def happens(**extra: Any) -> p.EventPattern:
        return p.EventPattern(who(), draw(_verbs(VERBS.kinds)), who(), p.Instrumental(**extra))

    name, day = draw(any_name), draw(dates)
    ref = p.ClauseRef(draw(any_name), draw(any_name))
    match draw(st.integers(0, 8)):
        case 0:
            return m.Actor("state", name, part_of=draw(any_name), reports_to=draw(some), members=draw(some))
        case 1:
            claim = m.Claim(
                draw(any_name), through=draw(some), reported=draw(_maybe(dates)), grade=draw(_maybe(grades))
            )
            return m.Event(day, happens(), after=draw(some), common=m.Common(claims=(claim,), note="n"))
        case 2:
            return m.Event(day, happens(at=draw(any_name), under=ref), conflict=draw(any_name))
        case 3:
            parts = (happens(), happens(against=who()), p.LawPattern(ref, "performed", who(), who()))
            mixed: tuple[p.Formula, ...] = tuple(draw(st.permutations(parts)))
            when = p.AllOf(mixed) if draw(st.booleans()) else p.AnyOf(mixed)
            parties = tuple(m.PartyTerm(one, draw(_maybe(dates))) for one in draw(some))
            return m.Instrument("treaty", name, day, parties=parties, clauses=(m.Clause(draw(any_name), when=when),))
        case 4:
            owed = m.Act(
                who(), "must", draw(_verbs(VERBS.obligations)), who(), who(), who(), limited_place=draw(any_name)
            )
            return m.Instrument(
                "threat", name, day, issuers=(m.PartyTerm(name),), clauses=(m.Clause("1", thens=(owed,)),)
            )
        case 5:
            terms = m.Statement("counts as", p.Noun("name", name), p.Noun("name", draw(any_name)))
            return m.Reading(day, name, draw(some), scope=(ref,), statements=(terms,))
        case 6:
            subject = m.Subject("owes", name, draw(any_name), draw(any_name), draw(any_name), ref)
            view = (m.ViewTerm("without", draw(some)), m.ViewTerm("rejecting", draw(some)))
            return m.Expect(day, subject, draw(any_name), draw(some), view=view)
        case 7:
            related = p.RelationPattern(who(), "treaty with", draw(any_name), who())
            return m.Instrument("treaty", name, day, runs_on=p.AnyOf((related, happens())), amends=draw(some))
        case _:
            return m.Doctrine(name, parameters=(m.Parameter(draw(any_name), draw(some)),))


odd_or_not: st.SearchStrategy[m.Directive] = _odd()

# -- texts of files, right and wrong -----------------------------------------------------------------------------------

pieces_of_text = st.lists(
    st.sampled_from(
        [
            "state", "A", '"a text"', '"', '""', "1914-07-28", "treaty", "dual", ",", "(", ")", ":", "; why", ";", " ", "  ",
            "\n", "\n\n", "\n  ", "\n    ", "\n\t", "\t", "when", "then", "unless", "demand", "clause", "1", "B must defend A",
            "attacks", "and", "or", "\\", '\\"', "\u2028", "\u00a0", "\x0c", "\x0b", "é", "e\u0301", "\r\n", "\r", "\ufeff",
            "1,000", "5:3",
            '"one\n\n   two"', '"' + "long words " * 15 + '"', "aa, " * 50, "x and y " * 20, "expect", "claim",
        ]
    ),
    max_size=50,
).map("".join)  # fmt: skip
"""Texts that no person would write."""


@st.composite
def disturbed(draw: st.DrawFn, text: str) -> str:
    """A text of a file, its layout disturbed: other blanks, other indentation, other line ends, comments put in."""
    lines: list[str] = []
    step, end = draw(st.sampled_from([" ", "  ", "   ", "\t"])), draw(st.sampled_from(["\n", "\r\n"]))
    quoted = False
    for number, line in enumerate(text.split("\n")[:-1]):
        words = line.lstrip(" ")
        if not quoted:
            words = _spread(words, draw(st.sampled_from([" ", " ", "   ", "\t"])))
            if draw(st.integers(0, 5)) == 0:
                lines += ["", draw(st.sampled_from(["", step])) + f"; above {number}"]
        levels = (len(line) - len(line.lstrip(" "))) // 2
        quoted ^= line.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 1
        if not quoted and words and draw(st.integers(0, 5)) == 0:
            words += f"  ; beside {number}"
        lines.append((step * levels if words else "") + words + ("" if quoted else draw(st.sampled_from(["", "  "]))))
    return end.join(lines)


def _spread(words: str, blank: str) -> str:
    """Other blanks between the words; texts between quotation marks stay as they are."""
    parts = re.split(r'("(?:[^"\\]|\\.)*(?:"|$))', words)
    return "".join(part if number % 2 else part.replace(" ", blank) for number, part in enumerate(parts))


case_texts = st.lists(directives, min_size=1, max_size=5)
"""What a file may say."""
