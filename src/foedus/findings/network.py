"""A case on a day, and a derivation, as nodes and links: what pictures and graph programs take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from foedus.case.resolve import sentence_text
from foedus.directives.phrases import Phrase
from foedus.engine.evaluate import Timeline
from foedus.findings.answers import Answer
from foedus.findings.model import ObligationFinding
from foedus.findings.reasons import Reason
from foedus.findings.stance import Stance
from foedus.findings.why import Step
from foedus.terms.acts import act_name, preposition
from foedus.terms.dates import iso

__all__ = ["Link", "Network", "Node", "derivation", "network"]

Label = Callable[[str], str]
_OPEN = ("due", "breached", "available", "suspended", "condition met")


@dataclass(frozen=True, slots=True)
class Node:
    """sort: of an actor (state, group …) or of a step (event, claim …).   status: whether a step is so, "" of actors."""

    id: str
    text: str
    sort: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """sort: "duty" (from debtor to creditor), "act" (from who did it to whom), "rests on" (from a step to its parts).

    about: the duty, event or step it is.   third: whom a duty is against.   since: ISO day.
    """

    source: str
    target: str
    sort: str
    text: str = ""
    status: str = ""
    about: str = ""
    third: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Network(Answer):
    """The answer of ``graph``, and of ``why`` and ``whynot`` with ``--graph``."""

    title: str
    on: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def network(
    timeline: Timeline,
    stance: Stance,
    day: int,
    found: Iterable[ObligationFinding],
    label: Label,
    *,
    waiting: bool = False,
) -> Network:
    """Who owes whom what, and who has fought whom, up to a day under a view.

    found: the duties of that day.   waiting: those too that wait for an event.
    """
    links = [_duty(o) for o in found if waiting or _told(o)]
    links += _acts(timeline, stance, day)
    actors = timeline.case.actors
    names = dict.fromkeys(name for link in links for name in (link.source, link.target, link.third) if name)
    nodes = tuple(Node(name, label(name), actors[name].sort if name in actors else "place") for name in sorted(names))
    return Network(timeline.case.title or timeline.case.name, iso(day), nodes, tuple(links))


def _told(o: ObligationFinding) -> bool:
    return o.status in ("bound", "entitled", "contested", "unknown") or o.state in _OPEN


def _duty(o: ObligationFinding) -> Link:
    act = act_name(o.act)
    words = {"must not": f"no {act}", "may": f"may {act}", "will not": f"no {act}"}.get(o.modality, act)
    against = f" {preposition(o.act)} {o.adversary}" if o.adversary else ""
    text = f"{words}{against} ({o.instrument} {o.clause})".replace(" )", ")")
    target = o.creditor or o.adversary or o.debtor
    return Link(o.debtor, target, "duty", text, o.status if _told(o) else o.state, o.id, o.adversary, o.since)


def _acts(timeline: Timeline, stance: Stance, day: int) -> Iterator[Link]:
    case = timeline.case
    hostile = set(filter(case.is_hostile, case.kinds))
    for event in sorted(case.events.values(), key=lambda e: (e.date.first, e.common.id)):
        if event.sentence.verb.kind not in hostile or event.date.first > day:
            continue
        decision = stance.decide(timeline.grounds.directive(event.common.id, event.common))
        if decision.verdict == "no":
            continue
        status = {"yes": "recorded"}.get(decision.verdict, decision.verdict)
        for one in _names(event.sentence.subject):
            for other in _names(event.sentence.object):
                text = f"{event.date.text} {sentence_text(event.sentence)}"
                yield Link(one, other, "act", text, status, event.common.id, since=iso(event.date.first))


def _names(phrase: Phrase | None) -> list[str]:
    return [n.name for n in phrase.nouns] if phrase is not None else []


def derivation(title: str, on: str, reasons: Iterable[Reason]) -> Network:
    """Derivations as a graph: a step that stands in several places is one node where it says the same."""
    nodes: dict[tuple[str, str, str], Node] = {}
    links: dict[tuple[str, str], Link] = {}

    def add(step: Step) -> Node:
        key = (step.sort, step.text, step.verdict)
        if key not in nodes:
            nodes[key] = Node(f"n{len(nodes) + 1}", step.text, step.sort, step.verdict)
        node = nodes[key]
        for part in step.parts:
            below = add(part)
            links.setdefault((node.id, below.id), Link(node.id, below.id, "rests on", about=part.id))
        return node

    for reason in reasons:
        head = add(reason.step)
        for number, missing in enumerate(reason.missing[:3], 1):
            text = (missing.event and f"if {missing.event}") or " and ".join(missing.assumptions)
            lack = Node(f"{head.id}m{number}", text, "missing", "yes" if missing.certain else "contested")
            nodes["missing", text, head.id] = lack
            links[lack.id, head.id] = Link(head.id, lack.id, "would hold with")
    return Network(title, on, tuple(nodes.values()), tuple(links.values()))
