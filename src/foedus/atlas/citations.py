"""Whom to cite for each data set, as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["BIBTEX", "bibtex"]


def _entry(kind: str, key: str, **fields: str) -> str:
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{body}\n}}"


_ENTRIES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("article", "leeds2002", {
        "author": "Leeds, Brett Ashley and Ritter, Jeffrey M. and Mitchell, Sara McLaughlin and Long, Andrew G.",
        "title": "Alliance Treaty Obligations and Provisions, 1815--1944",
        "journal": "International Interactions", "year": "2002", "volume": "28", "number": "3", "pages": "237--260",
    }),
    ("article", "benson2011", {
        "author": "Benson, Brett V.", "title": "Unpacking Alliances: Deterrent and Compellent Alliances and Their "
        "Relationship with Conflict, 1816--2000",
        "journal": "Journal of Politics", "year": "2011", "volume": "73", "number": "4", "pages": "1111--1127",
    }),
    ("article", "benson2016", {
        "author": "Benson, Brett V. and Clinton, Joshua D.", "title": "Assessing the Variation of Formal Military "
        "Alliances",
        "journal": "Journal of Conflict Resolution", "year": "2016", "volume": "60", "number": "5", "pages": "866--898",
    }),
    ("article", "berkemeier2018", {
        "author": "Berkemeier, Molly and Fuhrmann, Matthew",
        "title": "Reassessing the Fulfillment of Alliance Commitments in War",
        "journal": "Research \\& Politics", "year": "2018", "volume": "5", "number": "2",
    }),
    ("article", "singer1987", {
        "author": "Singer, J. David", "title": "Reconstructing the Correlates of War Dataset on Material Capabilities "
        "of States, 1816--1985",
        "journal": "International Interactions", "year": "1987", "volume": "14", "number": "2", "pages": "115--132",
    }),
    ("misc", "cowstates2016", {
        "author": "{Correlates of War Project}", "title": "State System Membership List, v2016", "year": "2017",
        "url": "https://correlatesofwar.org/data-sets/state-system-membership",
    }),
    ("article", "gleditsch1999", {
        "author": "Gleditsch, Kristian Skrede and Ward, Michael D.", "title": "A Revised List of Independent States "
        "since the Congress of Vienna",
        "journal": "International Interactions", "year": "1999", "volume": "25", "number": "4", "pages": "393--413",
    }),
    ("article", "stinnett2002", {
        "author": "Stinnett, Douglas M. and Tir, Jaroslav and Schafer, Philip and Diehl, Paul F. and Gochman, Charles",
        "title": "The Correlates of War Project Direct Contiguity Data, Version 3",
        "journal": "Conflict Management and Peace Science", "year": "2002", "volume": "19", "number": "2",
        "pages": "58--66",
    }),
    ("book", "sarkees2010", {
        "author": "Sarkees, Meredith Reid and Wayman, Frank Whelon", "title": "Resort to War: 1816--2007",
        "publisher": "CQ Press", "address": "Washington DC", "year": "2010",
    }),
    ("book", "dixon2016", {
        "author": "Dixon, Jeffrey S. and Sarkees, Meredith Reid",
        "title": "A Guide to Intra-state Wars, 1816--2014", "publisher": "CQ Press", "year": "2016",
    }),
    ("article", "reiter2016", {
        "author": "Reiter, Dan and Stam, Allan C. and Horowitz, Michael C.",
        "title": "A Deeper Look at Interstate War Data: Interstate War Data Version 1.1",
        "journal": "Research \\& Politics", "year": "2016", "volume": "3", "number": "4",
    }),
    ("article", "palmer2022", {
        "author": "Palmer, Glenn and McManus, Roseanne W. and D'Orazio, Vito and Kenwick, Michael R. and Karstens, "
        "Mikaela and Bloch, Chase and Dietrich, Nick and Kahn, Kayla and Ritter, Kellan and Soules, Michael J.",
        "title": "The {MID5} Dataset, 2011--2014: Procedures, Coding Rules, and Description",
        "journal": "Conflict Management and Peace Science", "year": "2022", "volume": "39", "number": "4",
        "pages": "470--482",
    }),
    ("article", "gibler2016", {
        "author": "Gibler, Douglas M. and Miller, Steven V. and Little, Erin K.",
        "title": "An Analysis of the Militarized Interstate Dispute ({MID}) Dataset, 1816--2001",
        "journal": "International Studies Quarterly", "year": "2016", "volume": "60", "number": "4",
        "pages": "719--730",
    }),
    ("book", "brecher1997", {
        "author": "Brecher, Michael and Wilkenfeld, Jonathan", "title": "A Study of Crisis",
        "publisher": "University of Michigan Press", "year": "1997",
    }),
    ("article", "goemans2009", {
        "author": "Goemans, Henk E. and Gleditsch, Kristian Skrede and Chiozza, Giacomo",
        "title": "Introducing {Archigos}: A Dataset of Political Leaders",
        "journal": "Journal of Peace Research", "year": "2009", "volume": "46", "number": "2", "pages": "269--283",
    }),
    ("article", "gleditsch2002", {
        "author": "Gleditsch, Nils Petter and Wallensteen, Peter and Eriksson, Mikael and Sollenberg, Margareta and "
        "Strand, H{\\aa}vard",
        "title": "Armed Conflict 1946--2001: A New Dataset",
        "journal": "Journal of Peace Research", "year": "2002", "volume": "39", "number": "5", "pages": "615--637",
    }),
    ("article", "davies2025", {
        "author": "Davies, Shawn and others", "title": "Organized Violence 1989--2024",
        "journal": "Journal of Peace Research", "year": "2025", "volume": "62", "number": "4",
    }),
    ("misc", "marshall2020", {
        "author": "Marshall, Monty G.", "title": "Polity5: Political Regime Characteristics and Transitions, 1800--2018",
        "year": "2020", "howpublished": "Center for Systemic Peace",
    }),
    ("misc", "coppedge2025", {
        "author": "Coppedge, Michael and others", "title": "V-Dem Dataset", "year": "2025",
        "howpublished": "Varieties of Democracy (V-Dem) Project",
    }),
    ("misc", "marquez2016", {
        "author": "M{\\'a}rquez, Xavier", "title": "A Quick Method for Extending the Unified Democracy Scores",
        "year": "2016",
    }),
    ("book", "maoz2010", {
        "author": "Maoz, Zeev", "title": "Networks of Nations: The Evolution, Structure, and Impact of International "
        "Networks, 1816--2001",
        "publisher": "Cambridge University Press", "year": "2010",
    }),
    ("book", "thompson2012", {
        "author": "Thompson, William R. and Dreyer, David R.", "title": "Handbook of International Rivalries, "
        "1494--2010",
        "publisher": "CQ Press", "year": "2012",
    }),
    ("book", "thompson2021", {
        "author": "Thompson, William R. and Sakuwa, Kentaro and Suhas, Prashant Hosur",
        "title": "Analyzing Strategic Rivalries in World Politics", "publisher": "Springer", "year": "2021",
    }),
    ("article", "miller2022", {
        "author": "Miller, Steven V.", "title": "{peacesciencer}: An {R} Package for Quantitative Peace Science "
        "Research",
        "journal": "Conflict Management and Peace Science", "year": "2022", "volume": "39", "number": "6",
        "pages": "755--779",
    }),
)  # fmt: skip

BIBTEX: dict[str, str] = {key: _entry(kind, key, **fields) for kind, key, fields in _ENTRIES}
"""Entries by key."""


def bibtex(keys: Iterable[str]) -> str:
    """The entries of these keys, each once, in the order given; a key of no entry is left out."""
    return "\n\n".join(BIBTEX[key] for key in dict.fromkeys(keys) if key in BIBTEX)
