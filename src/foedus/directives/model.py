"""Directives: one frozen value for each thing a file can say at column 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.directives.phrases import ClauseRef, EventPattern, Formula, Noun, Phrase, Verb
from foedus.terms.dates import Date
from foedus.terms.diagnostics import Span
from foedus.terms.durations import Duration
from foedus.terms.grades import Grade
from foedus.terms.quantities import Quantity

__all__ = [
    "Act", "Actor", "ActorSort", "Answer", "AsOf", "Claim", "ClassOf", "Clause", "CodeRef", "Common", "Conflict",
    "Demand", "Denial", "Directive", "Doctrine", "EndRule", "Event", "Expect", "ForceRule", "Given", "Include",
    "Indicator", "Instrument", "Kind", "Membership", "Modality", "ObligationType", "Parameter", "PartyTerm", "Place",
    "Preset", "Question", "Rate", "Reading", "Relationship", "Secrecy", "Source", "Statement", "Subject",
    "Supposition", "Tense", "Title", "ViewTerm", "Weights",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """A source's word for (or against) the directive it stands under.

    source: id of the source, or the text between quotes for one not declared.
    through: the chain it came through, nearest last; each is a source whose distrust fells the claim.
    reported: the day it was said, never the day of the event.  None: not known when.
    denies: the source says it is not so.
    grade: Admiralty credibility (and, for an undeclared source, reliability).
    private_to: who alone was told (empty: public from the day it was said).
    """

    source: str
    reported: Date | None = None
    through: tuple[str, ...] = ()
    denies: bool = False
    grade: Grade | None = None
    id: str = ""
    quote: str = ""
    address: str = ""
    archive: str = ""
    private_to: tuple[str, ...] = ()
    refs: tuple[CodeRef, ...] = ()
    source_quoted: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class CodeRef:
    """``ref report 33``, ``atop 1350``, ``plover ASSAULT``, ``cow 300``: a scheme and a value in it."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Given:
    """``given hostages is guards``: the directive stands only on that answer."""

    question: str
    answer: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Who knows, and when it was published.

    until: the day of publication; None: never published.
    known_to: actors told beyond those who took part, each from its day (None: from the start).
    """

    until: Date | None = None
    known_to: tuple[tuple[str, Date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Common:
    """What every directive may carry."""

    id: str = ""
    claims: tuple[Claim, ...] = ()
    given: tuple[Given, ...] = ()
    secrecy: Secrecy | None = None
    refs: tuple[CodeRef, ...] = ()
    note: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """``title "…"`` or ``about "…"`` (what to look at; shown by ``foedus cases NAME``)."""

    what: Literal["title", "about"]
    text: str
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class AsOf:
    """``as of 2012-08-08``: the day the case is about; asked about no day, it answers for this one.

    Without it that is the last day of the record.
    """

    date: Date
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Include:
    """``include "treaties/dual-alliance.foedus"``: relative to the including file, or a bundled name."""

    path: str
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Indicator:
    """``indicator troops 150,000 men from 1914``: a measure of strength, as somebody counted it.

    name: what is measured (troops, cinc, ships).   value: the number.   unit: the word after it ("" for a bare number).
    start, end: when it was so (None: open).
    """

    name: str
    value: float
    unit: str = ""
    start: Date | None = None
    end: Date | None = None


ActorSort = Literal["state", "organisation", "group", "office", "person", "body"]


@dataclass(frozen=True, slots=True)
class Actor:
    """``state AUH "Austria-Hungary"`` and its kin.

    exists: from/until; None is open.
    part_of: the larger actor whose part it is (its acts are not acts of the whole unless ``organ_of``).
    organ_of: whose organ it is: its acts are acts of that actor.
    binds: the state this office may bind (full powers).
    members, rule: for a body: its members (ids or an instrument id: its parties) and how it decides.
    """

    sort: ActorSort
    id: str
    name: str = ""
    start: Date | None = None
    end: Date | None = None
    part_of: str = ""
    organ_of: str = ""
    binds: str = ""
    reports_to: tuple[str, ...] = ()
    access_to: tuple[str, ...] = ()
    works_with: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    rule: Literal["", "unanimity", "majority", "two-thirds"] = ""
    capital: str = ""
    indicators: tuple[Indicator, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Place:
    """``place natanz "Natanz"``.  inside: the larger places it lies in; sovereign: whose territory (may be disputed)."""

    id: str
    name: str = ""
    inside: tuple[str, ...] = ()
    sovereign: tuple[str, ...] = ()
    disputed: bool = False
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Membership:
    """One member of a class, with its time."""

    member: str
    start: Date | None = None
    end: Date | None = None


@dataclass(frozen=True, slots=True)
class ClassOf:
    """``class great-powers`` with dated members; ``covers`` other classes."""

    id: str
    name: str = ""
    members: tuple[Membership, ...] = ()
    covers: tuple[str, ...] = ()
    common: Common = Common()


Tense = Literal["point", "state"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event, or (``state``) of state of affairs.

    parents: is-a (an air strike is an attack).
    verbs: the forms by which sentences use it; the first is canonical.
    begins, ends: the state kinds it begins or ends between the same two.
    symmetric: ``is at war with`` holds both ways.
    law: an exercise of a power, valid only if the power was there.
    hostile: makes the two sides of a conflict.
    """

    id: str
    name: str = ""
    parents: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    tense: Tense = "point"
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    symmetric: bool = False
    law: bool = False
    hostile: bool = False
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class ObligationType:
    """One row of the table that says what a duty of this type is.

    verbs: ``defend``, ``stay neutral toward``; takes: the role its object fills ("creditor" or "adversary").
    nature: single act, continuing act, forbearance.
    performed, partly, broken: patterns over the roles debtor, creditor, adversary.
    becomes: the event a kept duty becomes in a cascade.
    incompatible: (type, same) – a duty of that other type, owed by the same debtor, that no conduct can satisfy too.
    needs_innocence: no such duty towards a creditor that attacked first (doctrine no-help-to-aggressor).
    """

    id: str
    name: str = ""
    verbs: tuple[str, ...] = ()
    takes: Literal["creditor", "adversary", "none"] = "creditor"
    nature: Literal["single", "continuing", "forbearance"] = "single"
    performed: tuple[EventPattern, ...] = ()
    partly: tuple[EventPattern, ...] = ()
    broken: tuple[EventPattern, ...] = ()
    becomes: tuple[EventPattern, ...] = ()
    incompatible: tuple[str, ...] = ()
    needs_innocence: bool = False
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Source:
    """``source debka "DEBKAfile"``.

    origin: the sources it merely repeats (circular reporting): distrusting the origin fells it.
    reliability: Admiralty A-F, each from its day (None: always).
    """

    id: str
    name: str = ""
    origin: tuple[str, ...] = ()
    reliability: tuple[tuple[str, Date | None], ...] = ()
    address: str = ""
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class PartyTerm:
    """One party (or issuer, or addressee) of an instrument, with its own dates where they differ."""

    actor: str
    start: Date | None = None
    end: Date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ForceRule:
    """When an instrument or clause enters into force.  Several rules: the latest counts.

    date: on that day.   never: drafted only, or published as a text without force.
    on: "signature" | "ratification" (of all parties, or of ``count`` of them).
    when: a formula (``in force when franco-czech is in force``).
    after: time added.
    """

    on: Literal["", "signature", "ratification"] = ""
    date: Date | None = None
    when: Formula | None = None
    count: int = 0
    after: Duration | None = None
    never: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class EndRule:
    """When it ends.  Several rules: the earliest counts.

    date: last day in force.  after: counted from entry into force.  when: on the day the formula becomes true.
    unless: the end does not come if this holds that day (``ends after 3 months unless PRU is at war with AUH``).
    """

    date: Date | None = None
    after: Duration | None = None
    when: Formula | None = None
    unless: Formula | None = None
    span: Span | None = None


Modality = Literal["must", "must not", "may", "will", "will not"]


@dataclass(frozen=True, slots=True)
class Act:
    """``the other party must defend the victim against the attacker within 30 days``.

    verb.kind is an obligation type or a kind of event.  object fills the role the type says.
    toward/against: adversary (or creditor) named apart; for_: the creditor, when the object is something else.
    limits: ``limited to europe``, ``limited to 100,000 men`` and ``limited to "medical aid"`` as written.
    """

    debtor: Phrase
    modality: Modality
    verb: Verb
    object: Phrase | None = None
    against: Phrase | None = None
    for_: Phrase | None = None
    within: Duration | None = None
    at_once: bool = False
    quantity: Quantity | None = None
    limited_place: str = ""
    limited_quantity: Quantity | None = None
    limited_purpose: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A conditional commitment.

    id: the article as the text names it ("1", "2b", "occupation").
    when/unless/until: casus, exception (looks back once, on opening), ending condition (looks forward).
    thens: the acts owed; several lines: each its own duty.
    request_by/decision_by/judged_by: who must ask, decide, or judge; standing: a request made earlier counts.
    discretion: "" | "means" (what) | "whether".
    earlier: matches events before it was in force too (``also earlier events``).
    survives: duties outlive the instrument.
    unknown: conditions nobody has coded; each is an assumption nobody has made.
    """

    id: str
    title: str = ""
    when: Formula | None = None
    unless: Formula | None = None
    until: Formula | None = None
    thens: tuple[Act, ...] = ()
    request_by: Phrase | None = None
    standing: bool = False
    decision_by: Phrase | None = None
    judged_by: Phrase | None = None
    discretion: Literal["", "means", "whether"] = ""
    earlier: bool = False
    ever: bool = False
    survives: bool = False
    unknown: tuple[str, ...] = ()
    in_force: tuple[ForceRule, ...] = ()
    ends: tuple[EndRule, ...] = ()
    text: str = ""
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Demand:
    """``demand SRB accepts the-note`` with ``within 48 hours`` or ``by DATE``: what an ultimatum wants, and until when."""

    wanted: Formula
    within: Duration | None = None
    deadline: Date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """``1879-10-07 treaty dual-alliance "Dual Alliance"``; also threat, ultimatum, offer, statute, declaration …

    category: the word the text uses; ``threat``, ``ultimatum``, ``offer`` bind their issuers by their own word.
    parties: of a treaty; issuers (``by``) and addressees (``to``) of a unilateral instrument.
    tags: further categories (``category arbitration``), asked for by "has a CATEGORY treaty with".
    denounce: denunciation allowed (None: the text is silent); notice, not_before: its terms.
    runs_on: after its end it runs on while this holds.
    """

    category: str
    id: str
    date: Date
    title: str = ""
    parties: tuple[PartyTerm, ...] = ()
    issuers: tuple[PartyTerm, ...] = ()
    addressees: tuple[PartyTerm, ...] = ()
    open_to: Phrase | None = None
    tags: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    supplements: tuple[str, ...] = ()
    in_force: tuple[ForceRule, ...] = ()
    provisional: Date | None = None
    ends: tuple[EndRule, ...] = ()
    runs_on: Formula | None = None
    denounce: bool | None = None
    notice: Duration | None = None
    not_before: Date | None = None
    suspension: bool = False
    demand: Demand | None = None
    clauses: tuple[Clause, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Event:
    """``1914-08-01 DEU attacks RUS``: a dated sentence.  A state kind holds from its date to ``until``.

    after: ids of events that came before it on the same day.
    conflict: the declared conflict it belongs to.
    """

    date: Date
    sentence: EventPattern
    until: Date | None = None
    after: tuple[str, ...] = ()
    conflict: str = ""
    supposed: bool = False
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Denial:
    """``2012-08-22 deny "SYR requests pact-2008"``: with claims; opposed to every event that the sentence describes."""

    date: Date
    sentence: EventPattern
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Conflict:
    """``1914-07-28 conflict first-world-war "…"`` with its sides; ``until`` its end."""

    date: Date
    id: str
    name: str = ""
    sides: tuple[tuple[str, ...], ...] = ()
    until: Date | None = None
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a reading or doctrine.

    mode "counts as" / "does not count as": left and right are both sentences, or both terms (actor, class, place,
    kind, obligation type).  mode "also needs": left (what is read) may be None: the clause as a whole.
    mode "is valid" / "is void" / "is in force": target is a clause, instrument or event id.
    """

    mode: Literal["counts as", "does not count as", "also needs", "is valid", "is void"]
    left: EventPattern | Noun | None = None
    right: EventPattern | Noun | None = None
    needs: Formula | None = None
    target: ClauseRef | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """``2012-08-07 reading rebels-as-occupiers by IRN``.

    date: the day it was said (knowledge only); start: from when it reaches events (``from``; None: any date).
    scope: the clauses or instruments it speaks of; it reaches no further.  Empty: the whole case.
    """

    date: Date
    id: str
    by: tuple[str, ...] = ()
    title: str = ""
    start: Date | None = None
    scope: tuple[ClauseRef, ...] = ()
    statements: tuple[Statement, ...] = ()
    shared_by: tuple[tuple[str, Date | None], ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Parameter:
    """``parameter back 10 years``: a name and the words after it."""

    name: str
    values: tuple[str, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Doctrine:
    """A reading that nobody in particular holds: global, named, with a default."""

    id: str
    title: str = ""
    default: bool = True
    parameters: tuple[Parameter, ...] = ()
    statements: tuple[Statement, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Rate:
    """``rate defence 36 of 59 until 1944``: how often words of a sort were kept, in what is counted.

    type: an obligation type, or "any".   share: from 0 to 1.   kept, of: counts, so that an interval can be computed;
    0 and 0 where only the share is published (``rate any 0.745``).   start, end: the era of the obligation's opening
    (None: open).
    """

    type: str
    share: float
    kept: int = 0
    of: int = 0
    start: Date | None = None
    end: Date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """``preset berkemeier-fuhrmann "…"``: published rates of kept words, used as probabilities of choices."""

    id: str
    title: str = ""
    rates: tuple[Rate, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Weights:
    """``weights admiralty "…"``: the probability that each Admiralty grade stands for.

    grades: (grade, probability), the grade a letter A to F (of a source) or a figure 1 to 6 (of a claim).
    """

    id: str
    title: str = ""
    grades: tuple[tuple[str, float], ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the mutually exclusive answers of a question."""

    id: str
    text: str = ""
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Question:
    """``question hostages "Who were the 48?"``."""

    id: str
    text: str = ""
    answers: tuple[Answer, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class ViewTerm:
    """One switch of a view as an ``expect`` line says it.

    word: without | believing | accepting | rejecting | known-on | known-to | if | dropping | until
    """

    word: str
    names: tuple[str, ...] = ()
    date: Date | None = None
    sentence: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Supposition:
    """A dated sentence that somebody supposes: ``2012-09-01 ISR strikes natanz``."""

    event: Event


@dataclass(frozen=True, slots=True)
class Subject:
    """What an ``expect`` line is about.

    form "owes":        debtor owes creditor act [against adversary] [under ref]  (creditor may be None: to anybody)
    form "ref":         an instrument or clause: ``dual-alliance clause 1``
    form "name":        an event, claim, question, threat or reading id
    form "holds":       person holds office
    form "reaches":     office reaches office (shortest access); ``via`` gives the path expected
    """

    form: Literal["owes", "ref", "name", "holds", "reaches"]
    debtor: str = ""
    creditor: str = ""
    act: str = ""
    adversary: str = ""
    ref: ClauseRef | None = None
    name: str = ""
    path: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """``expect DATE SUBJECT [VIEW…]: RESULT [on NAMES]``: looked at at the *end* of that day.

    result: as written ("bound", "not triggered", "contested", "honoured", "in force", an answer's id …).
    on: for contested: exactly the assumptions on which it turns.
    supports: ``with N supports`` – the number of minimal supports expected (None: not stated).
    """

    date: Date
    subject: Subject
    result: str
    on: tuple[str, ...] = ()
    supports: int | None = None
    view: tuple[ViewTerm, ...] = ()
    common: Common = Common()


@dataclass(frozen=True, slots=True)
class Relationship:
    """Reserved shape for graph exports: two ids and the relation between them."""

    left: str
    relation: str
    right: str


Directive = (
    Title | AsOf | Include | Actor | Place | ClassOf | Kind | ObligationType | Source | Instrument | Event | Denial
    | Conflict | Reading | Doctrine | Preset | Weights | Question | Expect
)  # fmt: skip
