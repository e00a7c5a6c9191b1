"""A small MADE-UP data set in the formats of the real ones: invented alliances of invented obligations among real numbers.

Nothing in it is a fact about the world. It has what the rules must cope with: phases one after the other and side by
side, a state and its successor, a member with a gap, terms that vary by partner, one-way pledges, secret pacts, unknown
days, a member that is no state of the list, and impossible values in a file of its own.
"""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

MEMBER_COLUMNS = [
    "atopid",
    "cowid",
    "cow4id",
    "member",
    "cowsys",
    "yrent",
    "moent",
    "dayent",
    "yrexit",
    "moexit",
    "dayexit",
    "ineffect",
    "bilat",
    "phase",
    "maxphase",
    "wartime",
    "cowwar",
    "estmode",
    "pubsecr",
    "secrart",
    "proadd",
    "futmem",
    "speclgth",
    "length",
    "renounce",
    "proren",
    "renewlgt",
    "term",
    "termmode",
    "termcaus",
    "defense",
    "offense",
    "neutral",
    "nonagg",
    "consul",
    "active",
    "conditio",
    "defcon",
    "offcon",
    "neucon",
    "concon",
    "defcoadv",
    "defcoloc",
    "defcocon",
    "defconum",
    "defcodem",
    "defconpr",
    "offcoadv",
    "offcoloc",
    "offcocon",
    "offconum",
    "offcodem",
    "neucoadv",
    "neucoloc",
    "neucocon",
    "neuconum",
    "neucodem",
    "neuconpr",
    "neucoatt",
    "concoadv",
    "concoloc",
    "concocon",
    "concoreq",
    "olimob",
    "asymm",
    "obvary",
    "specthrt",
    "statthr1",
    "statthr2",
    "source",
    "new5",
    "rev5",
    "version",
]


def member(
    atopid: int, who: int, entry: str, exit_: str = "", phase: int = 0, owes: str = "", **more: Any
) -> dict[str, Any]:
    """A row of the member file: days as YYYY-MM-DD, obligations by letter (D, O, N, A, C)."""
    row: dict[str, Any] = dict.fromkeys(MEMBER_COLUMNS, 0)
    y, m, d = entry.split("-")
    row |= {
        "atopid": atopid,
        "member": who,
        "phase": phase,
        "yrent": y,
        "moent": m,
        "dayent": d,
        "source": 1,
        "version": "9.9",
        "cowsys": 1,
    }
    if exit_:
        y, m, d = exit_.split("-")
        row |= {"yrexit": y, "moexit": m, "dayexit": d}
    else:
        row |= {"ineffect": 1}
    letters = {"D": "defense", "O": "offense", "N": "neutral", "A": "nonagg", "C": "consul"}
    return row | {letters[letter]: 1 for letter in owes} | more


MEMBERS: list[dict[str, Any]] = [
    # Two phases, one after the other: the first has neutrality, the second does not.
    member(7001, 200, "1850-03-01", "1855-06-15", 1, "DN"),
    member(7001, 220, "1850-03-01", "1855-06-15", 1, "DN"),
    member(7001, 200, "1855-06-15", "1860-12-31", 2, "D"),
    member(7001, 220, "1855-06-15", "1860-12-31", 2, "D"),
    # One-way, against a named adversary: 255 owes 300, nothing comes back.
    member(7002, 255, "1870-05-05", "1880-01-01", 0, "D", defcoadv=1, defcon=1, specthrt=1, statthr1=365, pubsecr=2),
    member(7002, 300, "1870-05-05", "1880-01-01", 0, ""),
    # A state and its successor in one phase: both rows carry the day of the change; they are no partners.
    member(7003, 678, "1900-01-01", "1990-05-22", 0, "A"),
    member(7003, 679, "1990-05-22", "", 0, "A"),
    member(7003, 640, "1900-01-01", "", 0, "A"),
    # Side by side: 315 ends, 316 goes on in phase 2, 317 in phase 3, with the same partner 365 in each.
    member(7004, 315, "1985-01-01", "1992-12-31", 1, "C"),
    member(7004, 365, "1985-01-01", "1992-12-31", 1, "C"),
    member(7004, 316, "1993-01-01", "", 2, "C"),
    member(7004, 365, "1993-01-01", "", 2, "C"),
    member(7004, 317, "1993-01-01", "", 3, "AC"),
    member(7004, 365, "1993-01-01", "", 3, "AC"),
    # A member with a gap.
    member(7005, 651, "1945-02-01", "1979-03-31", 0, "D"),
    member(7005, 651, "1989-05-22", "", 0, "D"),
    member(7005, 620, "1945-02-01", "", 0, "D"),
    # Terms vary by partner, and no article is known.
    member(7006, 200, "1910-01-01", "1912-12-31", 0, "DC", obvary=1),
    member(7006, 220, "1910-01-01", "1912-12-31", 0, "C"),
    member(7006, 255, "1910-01-01", "1912-12-31", 0, "D"),
    # The shape of Locarno (its real id, so that the articles in foedus speak of it), with invented days.
    member(2130, 200, "1925-10-16", "1936-03-07", 0, "D", obvary=1),
    member(2130, 211, "1925-10-16", "1936-03-07", 0, "DA", obvary=1),
    member(2130, 220, "1925-10-16", "1936-03-07", 0, "DA", obvary=1),
    member(2130, 255, "1925-10-16", "1936-03-07", 0, "DA", obvary=1),
    member(2130, 325, "1925-10-16", "1936-03-07", 0, "D", obvary=1),
    # A member whose number is none of the list; a day that is not known; an offensive pact flagged by place only.
    member(7007, 220, "1874-03-15", "1883-08-25", 0, "D"),
    member(7007, 8152, "1874-03-15", "1883-08-25", 0, "A"),
    member(7008, 325, "1914-01-01", "1914-12-31", 0, "OC", offcoloc=1, offcon=1, dayexit=""),
    member(7008, 255, "1914-01-01", "1914-12-31", 0, "DNC", neucoatt=1, neucon=1, concoreq=1, concon=1, defconpr=1, defcon=1, dayexit=""),
    # In wartime, for the war.
    member(7009, 220, "1914-09-01", "1918-11-11", 0, "DO", wartime=1, cowwar=106, defcocon=1, offcocon=1, defcon=1, offcon=1),
    member(7009, 365, "1914-09-01", "1917-12-05", 0, "DO", wartime=1, cowwar=106, defcocon=1, offcocon=1, defcon=1, offcon=1),
]  # fmt: skip

STATES = [
    ("USA", 2, "United States of America", "1816-01-01", "2016-12-31"), ("UKG", 200, "United Kingdom", "1816-01-01", "2016-12-31"),
    ("BEL", 211, "Belgium", "1830-08-25", "1940-05-28"), ("BEL", 211, "Belgium", "1945-05-08", "2016-12-31"),
    ("FRN", 220, "France", "1816-01-01", "2016-12-31"), ("GMY", 255, "Germany", "1816-01-01", "1945-05-08"),
    ("GFR", 260, "German Federal Republic", "1955-05-05", "1990-10-02"), ("GDR", 265, "German Democratic Republic", "1954-03-25", "1990-10-02"),
    ("AUH", 300, "Austria-Hungary", "1816-01-01", "1918-11-12"), ("AUS", 305, "Austria", "1919-09-10", "2016-12-31"),
    ("CZE", 315, "Czechoslovakia", "1918-11-11", "1992-12-31"), ("CZR", 316, "Czech Republic", "1993-01-01", "2016-12-31"),
    ("SLO", 317, "Slovakia", "1993-01-01", "2016-12-31"), ("ITA", 325, "Italy", "1816-01-01", "2016-12-31"),
    ("RUS", 365, "Russia", "1816-01-01", "2016-12-31"), ("LIB", 620, "Libya", "1952-01-01", "2016-12-31"),
    ("TUR", 640, "Turkey", "1816-01-01", "2016-12-31"), ("EGY", 651, "Egypt", "1937-05-26", "2016-12-31"),
    ("YAR", 678, "Yemen Arab Republic", "1926-09-02", "1990-05-21"), ("YEM", 679, "Yemen", "1990-05-22", "2016-12-31"),
]  # fmt: skip

CONTIGUITY = [(220, 255, 1, "1816-01-01", "1945-05-01"), (200, 220, 4, "1816-01-01", "2016-12-01"), (220, 211, 0, "1816-01-01", "1830-07-01"),
              (220, 211, 1, "1830-08-01", "2016-12-01")]  # fmt: skip
MAJORS = [
    (200, "1816-01-01", "2016-12-31"),
    (220, "1816-01-01", "1940-06-22"),
    (220, "1945-08-15", "2016-12-31"),
    (2, "1898-08-13", "2016-12-31"),
]
NMC = [(200, 1914, 0.14), (220, 1914, 0.09), (255, 1914, 0.17), (200, 1915, -9)]


def _write(path: Path, header: list[str], rows: list[list[Any]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def _ymd(day: str) -> list[str]:
    return [str(int(part)) for part in day.split("-")]


def write(folder: Path) -> dict[str, Path]:
    """Write every made-up file into a folder; data set -> file."""
    folder.mkdir(parents=True, exist_ok=True)
    members = [[row[c] for c in MEMBER_COLUMNS] for row in MEMBERS]
    both = [(a, b, *rest) for a, b, *rest in CONTIGUITY] + [(b, a, *rest) for a, b, *rest in CONTIGUITY]
    war_days = [("106", "World War", 1, 300, "Austria-Hungary", 2, "1914-07-29", "1918-11-03", 2, 1), ("106", "World War", 1, 255, "Germany", 2, "1914-08-01", "1918-11-11", 2, 2),
                ("106", "World War", 1, 220, "France", 1, "1914-08-03", "1918-11-11", 2, 2), ("106", "World War", 1, 365, "Russia", 1, "1914-08-01", "1917-12-05", 2, 2)]  # fmt: skip
    wars = [[n, name, t, c, s, side, *_ymd(b)[1:], _ymd(b)[0], *_ymd(e)[1:], _ymd(e)[0], *[-8] * 6, -8, where, ini, 1, -8, 1000, 4]
            for n, name, t, c, s, side, b, e, where, ini in war_days]  # fmt: skip
    attacks = [
        ("Austria-Hungary", 300, "Italy", 325, 7, 29, 0),
        ("Germany", 255, "Russia", 365, 8, 1, 1),
        ("Germany", 255, "France", 220, 8, 3, 0),
    ]
    iwd = [[1, "WorldWarMadeUp", 38, 70 + i, f"part {i}", 1, 1914, a, b, c, d, m, day, 12, 31, "NA", "NA", "NA", "NA", j]
           for i, (a, b, c, d, m, day, j) in enumerate(attacks)]  # fmt: skip
    honour = [
        [1, 38, 106, "WorldWarMadeUp", 7009, 0, "", "", "", 1, "", "", "", 1, 1, 1, 0, 0, 0],
        [1, 38, 106, "WorldWarMadeUp", 7008, 0, "", 1, 1, "", "", "", 1, "", 1, 1, 1, 0, 1],
        [1, 38, 106, "WorldWarMadeUp", 7999, 0, "", 1, 1, "", "", "", 1, "", 1, 0, 0, 0, 0],
    ]
    return {
        "atop_members": _write(folder / "madeup_members.csv", MEMBER_COLUMNS, members),
        "cow_states": _write(
            folder / "madeup_states.csv",
            ["stateabb", "ccode", "statenme", "styear", "stmonth", "stday", "endyear", "endmonth", "endday", "version"],
            [[abb, code, name, *_ymd(b), *_ymd(e), 2016] for abb, code, name, b, e in STATES],
        ),
        "cow_contiguity": _write(folder / "madeup_contiguity.csv", ["ccode1", "ccode2", "conttype", "stdate", "enddate"], [list(r) for r in both]),
        "cow_majors": _write(
            folder / "madeup_majors.csv",
            ["ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday", "version"],
            [[c, *_ymd(b), *_ymd(e), 2016] for c, b, e in MAJORS],
        ),
        "cow_nmc": _write(
            folder / "madeup_nmc.csv.gz",
            ["ccode", "year", "milex", "milper", "irst", "pec", "tpop", "upop", "cinc"],
            [[c, y, 1, 2, 3, 4, 5, 6, v] for c, y, v in NMC],
        ),
        "cow_wars": _write(
            folder / "madeup_wars.csv",
            ["WarNum", "WarName", "WarType", "ccode", "StateName", "Side", "StartMonth1", "StartDay1", "StartYear1", "EndMonth1", "EndDay1", "EndYear1", "StartMonth2", "StartDay2", "StartYear2", "EndMonth2", "EndDay2", "EndYear2", "TransFrom", "WhereFought", "Initiator", "Outcome", "TransTo", "BatDeath", "Version"],
            wars,
        ),
        "iwd": _write(
            folder / "madeup_iwd.csv",
            ["version", "larger_war_name", "larger_war_id", "init_war_id", "init_war_name", "annual_outcome", "year", "init_name", "init_ccode", "target_name", "target_ccode", "month_entry", "day_entry", "month_exit", "day_exit", "month_entry02", "day_entry02", "month_exit02", "day_exit02", "joiner"],
            iwd,
        ),
        "honour": _write(
            folder / "madeup_honour.csv",
            ["sample", "warid", "cowwarid", "warname", "atopid", "multilateral", "consulLLM", "cfnaLLM", "dnaLLM", "honorLLM", "violateLLM", "cfnaBF", "dnaBF", "honorBF", "defense", "offense", "neutral", "nonagg", "consul", "violateBF"],
            [[*row, ""] for row in honour],
        ),
        "mid_participants": _write(
            folder / "madeup_mid.csv",
            ["dispnum", "stabb", "ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear", "sidea", "revstate", "revtype1", "revtype2", "fatality", "fatalpre", "hiact", "hostlev", "orig", "version"],
            [[1, "UKG", 200, -9, 7, 1902, 24, 1, 1903, 0, 1, 1, -9, 0, 0, 0, 1, 1, 5], [1, "USA", 2, -9, 7, 1902, 24, 1, 1903, 1, 1, 1, -9, 0, 0, 7, 3, 1, 5]],
        ),
    }  # fmt: skip
