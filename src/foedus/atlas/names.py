"""States by number, abbreviation or name, old and new, on a day; ambiguous ones are refused with the candidates."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from foedus.atlas.errors import WrongQuestion
from foedus.atlas.session import Session

__all__ = ["ISO3", "State", "actor_id", "day_of", "resolve"]

_ISO = """USA 2 CAN 20 BHS 31 CUB 40 HTI 41 DOM 42 JAM 51 TTO 52 BRB 53 DMA 54 GRD 55 LCA 56 VCT 57 ATG 58 KNA 60 MEX 70 BLZ 80 GTM 90
HND 91 SLV 92 NIC 93 CRI 94 PAN 95 COL 100 VEN 101 GUY 110 SUR 115 ECU 130 PER 135 BRA 140 BOL 145 PRY 150 CHL 155 ARG 160 URY 165
GBR 200 IRL 205 NLD 210 BEL 211 LUX 212 FRA 220 MCO 221 LIE 223 CHE 225 ESP 230 AND 232 PRT 235 DEU 255 DEU 260 POL 290 AUT 305
HUN 310 CZE 316 SVK 317 ITA 325 SMR 331 MLT 338 ALB 339 MNE 341 MKD 343 HRV 344 SRB 345 BIH 346 XKX 347 SVN 349 GRC 350 CYP 352
BGR 355 MDA 359 ROU 360 RUS 365 EST 366 LVA 367 LTU 368 UKR 369 BLR 370 ARM 371 GEO 372 AZE 373 FIN 375 SWE 380 NOR 385 DNK 390
ISL 395 CPV 402 STP 403 GNB 404 GNQ 411 GMB 420 MLI 432 SEN 433 BEN 434 MRT 435 NER 436 CIV 437 GIN 438 BFA 439 LBR 450 SLE 451
GHA 452 TGO 461 CMR 471 NGA 475 GAB 481 CAF 482 TCD 483 COG 484 COD 490 UGA 500 KEN 501 TZA 510 BDI 516 RWA 517 SOM 520 DJI 522
ETH 530 ERI 531 AGO 540 MOZ 541 ZMB 551 ZWE 552 MWI 553 ZAF 560 NAM 565 LSO 570 BWA 571 SWZ 572 MDG 580 COM 581 MUS 590 SYC 591
MAR 600 DZA 615 TUN 616 LBY 620 SDN 625 SSD 626 IRN 630 TUR 640 IRQ 645 EGY 651 SYR 652 LBN 660 JOR 663 ISR 666 SAU 670 YEM 678
YEM 679 KWT 690 BHR 692 QAT 694 ARE 696 OMN 698 AFG 700 TKM 701 TJK 702 KGZ 703 UZB 704 KAZ 705 CHN 710 MNG 712 TWN 713 PRK 731
KOR 732 JPN 740 IND 750 BTN 760 PAK 770 BGD 771 MMR 775 LKA 780 MDV 781 NPL 790 THA 800 KHM 811 LAO 812 VNM 816 MYS 820 SGP 830
BRN 835 PHL 840 IDN 850 TLS 860 AUS 900 PNG 910 NZL 920 VUT 935 SLB 940 KIR 946 TUV 947 TON 955 NRU 970 MHL 983 PLW 986 FSM 987
WSM 990"""

ISO3: tuple[tuple[str, int], ...] = tuple(zip(_ISO.split()[::2], map(int, _ISO.split()[1::2]), strict=True))
"""ISO 3166 alpha-3 codes and COW numbers; a code with two numbers is told apart by the day."""

_ALIASES: dict[str, tuple[int, ...]] = {
    "united states": (2,), "us": (2,), "britain": (200,), "great britain": (200,), "england": (200,), "uk": (200,),
    "holland": (210,), "prussia": (255,), "germany": (255, 260, 265), "west germany": (260,), "frg": (260,), "east germany": (265,),
    "gdr": (265,), "austria": (300, 305), "austrian empire": (300,), "austria-hungary": (300,), "sardinia": (325,), "piedmont": (325,),
    "two sicilies": (329,), "serbia": (345,), "yugoslavia": (345,), "srb": (345,), "yug": (345,), "soviet union": (365,), "ussr": (365,),
    "ottoman empire": (640,), "otm": (640,), "turkey": (640,), "persia": (630,), "siam": (800,), "burma": (775,), "ceylon": (780,),
    "abyssinia": (530,), "congo": (484, 490), "zaire": (490,), "korea": (730, 731, 732), "north korea": (731,), "south korea": (732,),
    "vietnam": (816, 817), "north vietnam": (816,), "south vietnam": (817,), "yemen": (678, 679, 680), "north yemen": (678,),
    "south yemen": (680,), "formosa": (713,), "czechoslovakia": (315,), "prc": (710,), "rhodesia": (552,), "dahomey": (434,),
    "upper volta": (439,), "ivory coast": (437,), "cote d'ivoire": (437,), "gold coast": (452,), "tanganyika": (510,),
    "eswatini": (572,), "macedonia": (343,), "north macedonia": (343,), "czechia": (316,), "timor-leste": (860,), "cabo verde": (402,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A state as its number in the COW list, with its name there ("" where no list is in the store)."""

    ccode: int
    abbreviation: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name or 'state'} ({self.abbreviation + ', ' if self.abbreviation else ''}{self.ccode})"


def day_of(text: str | date | None) -> date | None:
    """A day from ``1914-08-01``; None stays None.  Raises WrongQuestion for anything else."""
    if text is None or isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongQuestion(f'"{text}" is not a day.', "Write it as 1914-08-01.") from None


def resolve(session: Session, name: str | int, on: str | date | None = None) -> State:
    """The state meant: COW number, COW abbreviation, ISO alpha-3 code, or a name of now or then.

    on: the day on which it is to exist; without one, any day.  Raises WrongQuestion where nothing or several fit.
    """
    day = day_of(on)
    listed = _listed(session)
    word = _plain(str(name))
    if word.isdigit():
        number = int(word)
        found = {number} if number in listed or not listed else set()
    else:
        found = {number for code, number in ISO3 if code.casefold() == word} | set(_ALIASES.get(word, ()))
        found |= {
            number
            for number, (abbreviation, called, _) in listed.items()
            if word in (_plain(abbreviation), _plain(called))
        }
    if listed:
        found &= listed.keys()  # a name of ours may be that of a state which the list in the store does not have
    if not found:
        raise WrongQuestion(
            f'no state is called "{name}".', _near(word, listed) or "Give a COW number, an ISO code or a name."
        )
    living = {number for number in found if _alive(listed.get(number), day)}
    if day is not None and not living:
        lived = "; ".join(f"{_state(n, listed)} {_when(listed.get(n))}" for n in sorted(found))
        raise WrongQuestion(f'"{name}" is no member of the state system on {day}.', f"Known is: {lived}.")
    if len(living) > 1:
        several = ", ".join(f"{_state(n, listed)} {_when(listed.get(n))}".strip() for n in sorted(living))
        raise WrongQuestion(
            f'"{name}" may mean {several}.', "Give the number, or a day on which only one of them exists."
        )
    return _state(living.pop(), listed)


def actor_id(session: Session, ccode: int, on: date | None = None) -> str:
    """The id foedus gives a state: ISO alpha-3 for those of today, else the COW abbreviation; SNNN where neither is known.

    Told apart by the day where one number is two names (Germany before and after 1990).
    """
    listed = _listed(session)
    if ccode == 345 and (on is None or on.year >= 1918) and (on is None or on.year < 2006):
        return "YUG"
    if ccode == 640 and on is not None and on.year < 1923:
        return "OTM"
    iso = next((code for code, number in ISO3 if number == ccode and ccode != 260), "")
    return iso or (listed[ccode][0] if ccode in listed else f"S{ccode}")


Listed = dict[int, tuple[str, str, list[tuple[date, date]]]]


def _listed(session: Session) -> Listed:
    """number -> abbreviation, name, spells; empty where the store has no list of states."""
    if "states" in session.kept:
        known: Listed = session.kept["states"]
        return known
    if not session.has("cow_states"):
        return {}
    session.use("cow_states")
    found: Listed = {}
    for row in session.rows(
        "SELECT ccode, stateabb, statenme, make_date(styear, stmonth, stday) AS begins, make_date(endyear, endmonth, endday) AS ends "
        "FROM cow_states ORDER BY ccode, styear"
    ):
        entry = found.setdefault(row["ccode"], (row["stateabb"], row["statenme"], []))
        entry[2].append((row["begins"], row["ends"]))
    last = max((end for _, _, spells in found.values() for _, end in spells), default=date.max)
    for _, _, spells in found.values():  # still a member at the end of the list: without an end
        spells[:] = [(begin, date.max if end == last else end) for begin, end in spells]
    session.kept["states"] = found
    return found


def _alive(entry: tuple[str, str, list[tuple[date, date]]] | None, day: date | None) -> bool:
    return day is None or entry is None or any(begin <= day <= end for begin, end in entry[2])


def _when(entry: tuple[str, str, list[tuple[date, date]]] | None) -> str:
    if entry is None:
        return ""
    spans = (f"{b.year}-{'' if e == date.max else e.year}" for b, e in entry[2])
    return ", ".join(spans)


def _state(number: int, listed: Listed) -> State:
    abbreviation, called, _ = listed.get(number, ("", "", []))
    return State(number, abbreviation, called)


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return " ".join(bare.casefold().split())


def _near(word: str, listed: Listed) -> str:
    from foedus.terms.names import did_you_mean

    if len(word) <= 3:  # a code
        known = {abbreviation: called for abbreviation, called, _ in listed.values()}
        known.update({code: known.get(code, "") for code, _ in ISO3})
        found = did_you_mean(word, known, limit=3)
    else:
        found = did_you_mean(word, [*_ALIASES, *(_plain(called) for _, called, _ in listed.values())], limit=1)
    return f"{found[0].upper()}{found[1:]}" if found else ""
