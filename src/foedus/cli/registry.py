"""Which verb lives where. To add one: a click command in a module here, and a line below."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["GROUPS", "VERBS", "Verb"]


class Verb(NamedTuple):
    """Where a verb's click command is found, and the one line that ``foedus --help`` prints for it.

    module, attribute: imported only when the verb is used.
    summary: kept here so that ``--help`` need not import every verb.
    """

    module: str
    attribute: str
    summary: str


GROUPS: dict[str, dict[str, Verb]] = {
    "Write": {
        "new": Verb("foedus.cli.new", "new", "A new case: a skeleton with remarks, to be filled in."),
        "check": Verb("foedus.cli.files", "check", "Is it well-formed, and do all its expect lines hold?"),
        "lint": Verb("foedus.cli.files", "lint", "The drafting check: what a clause says that it cannot mean."),
        "fmt": Verb("foedus.cli.files", "fmt", "The canonical layout of a file."),
    },
    "Ask": {
        "assess": Verb("foedus.cli.ask", "assess", "Who owes what to whom, on a day, under a view."),
        "why": Verb("foedus.cli.explain", "why", "The derivation of a finding, clause by clause and claim by claim."),
        "whynot": Verb(
            "foedus.cli.explain", "whynot", "Why something does not hold, and the least that would make it so."
        ),
        "sources": Verb("foedus.cli.explain", "sources", "What rests on whose word, and what falls without it."),
        "importance": Verb("foedus.cli.explain", "importance", "Which assumption moves the chance of a finding most."),
        "graph": Verb("foedus.cli.explain", "graph", "The network of a case on a day: who owes whom, who fought whom."),
        "timeline": Verb("foedus.cli.ask", "timeline", "Events, instruments, deadlines and claims in order."),
        "command": Verb("foedus.cli.ask", "command", "Who holds which office, who answers to whom, who can bind."),
    },
    "Compare": {
        "diff": Verb("foedus.cli.compare", "diff", "Two versions of a case: what moved, and which change moved it."),
        "hypotheses": Verb(
            "foedus.cli.compare", "hypotheses", "The answers of a question against the claims: a matrix."
        ),
    },
    "What if": {
        "triggers": Verb("foedus.cli.explore", "triggers", "What single event would bind whom: the tripwires."),
        "whatif": Verb("foedus.cli.explore", "whatif", "What supposed events or switched assumptions change."),
        "cascade": Verb("foedus.cli.explore", "cascade", "Who is drawn in, round by round, on which side."),
        "peace": Verb("foedus.cli.explore", "peace", "The least that would stop a cascade, and that starts it."),
        "conflicts": Verb("foedus.cli.explore", "conflicts", "Duties that cannot all be kept; words broken."),
        "sweep": Verb("foedus.cli.sweep", "sweep", "Every what-if: had anyone attacked anyone, who is drawn in?"),
    },
    "Look up": {
        "treaties": Verb("foedus.cli.treaties", "treaties", "The bundled treaties; one of them in full."),
        "cases": Verb("foedus.cli.library", "cases", "The bundled cases; one of them in full."),
        "casebook": Verb("foedus.cli.casebook", "casebook", "Every row of the casebook, and what foedus says of it."),
    },
    "Look": {
        "report": Verb("foedus.cli.report", "report", "A dossier of a case: one HTML file, to read, print or send."),
        "plot": Verb("foedus.cli.plot", "plot", "Pictures of a case, or of the alliance system, as PNG or SVG."),
        "serve": Verb("foedus.cli.serve", "serve", "The situation room: a page on which a case is looked at."),
    },
    "Data": {
        "data": Verb("foedus.cli.data", "data", "The data sets you have: releases, citations, import."),
        "dyads": Verb("foedus.cli.atlas", "dyads", "Dyad-year and state-year tables of alliance duties."),
        "alliances": Verb("foedus.cli.atlas", "alliances", "Coded alliances, by member, year or ATOP id."),
        "query": Verb("foedus.cli.atlas", "query", "SQL over all tables of your store."),
        "reliability": Verb(
            "foedus.cli.reliability",
            "reliability",
            "Does the law predict? Alliances in past wars, and their coders.",
        ),
    },
    "Set up": {
        "completion": Verb("foedus.cli.shell", "completion", "The completion script for bash, zsh or fish."),
    },
}
"""Verbs by heading, in the order of ``foedus --help``."""

VERBS: dict[str, Verb] = {name: verb for group in GROUPS.values() for name, verb in group.items()}
