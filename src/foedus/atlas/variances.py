"""Alliances in which a member owes different things to different partners (ATOP's ``obvary``).

The member's row says only what it owes *somebody*.  Here an article of the treaty says to whom; where none does, or
where none has been read, the cell stays unknown.  Nothing in this module is taken from dyadic data.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["OBLIGATIONS", "VARIANCES", "Variance", "explain"]

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
"""The five obligations, in ATOP's order and spelling."""

ALL = "all"


@dataclass(frozen=True, slots=True)
class Variance:
    """To whom one member of one alliance owes what.

    atopid, phase (None: every phase), debtor: the row.  owed: for each obligation the COW numbers of those to whom it is
    owed, "all" for every partner; an obligation not named here stays unknown.
    article: where it stands.  why: how that decides it.
    """

    atopid: int
    phase: int | None
    debtor: int
    owed: tuple[tuple[str, tuple[int, ...] | str], ...]
    article: str
    why: str

    def creditors(self, obligation: str) -> tuple[int, ...] | str | None:
        """To whom that obligation is owed; None where this says nothing of it."""
        return dict(self.owed).get(obligation)


def _each(
    atopid: int,
    debtors: tuple[int, ...],
    owed: dict[str, tuple[int, ...] | str],
    article: str,
    why: str,
    phase: int | None = None,
) -> list[Variance]:
    return [Variance(atopid, phase, debtor, tuple(owed.items()), article, why) for debtor in debtors]


GBR, FRA, ESP, PRT, DEU, AUH, ITA, RUS, TUR = 200, 220, 230, 235, 255, 300, 325, 365, 640
BEL, SWE, ROU, GRC, CYP, IRN, ISR, BRA, ARG, URY = 211, 380, 360, 350, 352, 630, 666, 140, 160, 165

VARIANCES: tuple[Variance, ...] = (
    *_each(1100, (GBR,), {"defense": (ESP, PRT), "consul": ALL},
           "Treaty of London, 22 April 1834, art. III; additional articles of 18 August 1834, art. II",
           "Britain lends a naval force to Portugal (III) and arms and a naval force to Spain (additional II); nothing to France."),
    *_each(1100, (FRA,), {"consul": ALL}, "Treaty of London, 22 April 1834, art. IV",
           "France acts only if all four agree that it should: a duty to concert, owed to each."),
    *_each(1100, (ESP,), {"defense": (PRT,), "consul": ALL}, "Treaty of London, 22 April 1834, art. II",
           "Spain sends troops into Portugal; nothing to Britain or France."),
    *_each(1100, (PRT,), {"defense": (ESP,), "consul": ALL},
           "Treaty of London, 22 April 1834, art. I; additional articles of 18 August 1834, art. III",
           "Portugal helps the Queen of Spain; nothing to Britain or France."),
    *_each(1110, (GBR, AUH), {"defense": (TUR,), "offense": (GBR, AUH, TUR)},
           "Convention of London, 15 July 1840, arts. II and III",
           "Art. II: Britain and Austria, with the Porte, cut off Egypt from Syria. Art. III: the defence of the Sultan's throne, owed to him."),
    *_each(1110, (DEU, RUS), {"defense": (TUR,)}, "Convention of London, 15 July 1840, art. III",
           "All four powers defend the Sultan at his demand; Prussia and Russia take no part in the measures of art. II."),
    *_each(1110, (TUR,), {"offense": (GBR, AUH)}, "Convention of London, 15 July 1840, art. II",
           "The Porte acts with the powers that carry out the coercion, Britain and Austria."),
    *_each(1120, (GBR, FRA, ESP), {"defense": (PRT,)}, "Protocol of London, 21 May 1847",
           "The three powers help the Queen of Portugal against the Junta of Oporto; they promise each other nothing."),
    *_each(1160, (GBR, FRA, ITA), {"defense": (TUR,), "consul": ALL}, "Treaty of Constantinople, 12 March 1854, art. I",
           "The allies defend Ottoman territory; their duties to each other stand in the convention of 10 April 1854 (ATOP 1165)."),
    *_each(1190, (GBR, FRA), {"defense": (SWE,), "consul": ALL}, "Treaty of Stockholm, 21 November 1855, art. II",
           "Britain and France furnish forces to Sweden-Norway against Russia; nothing to each other."),
    *_each(1205, (BRA, ARG), {"defense": (URY,)}, "Treaty of 2 January 1859 on the Preliminary Convention of Peace of 1828",
           "Brazil and the Argentine Confederation guarantee the independence and territory of Uruguay; nothing to each other."),
    *_each(1227, (240, 245, 269, 271, 275), {"defense": (AUH,), "neutral": (AUH,)},
           "Agreements of January and February 1862 between Austria and the middle states",
           "The adversaries coded are Italy and France, which threatened Austria in Venetia; each state bound itself to Austria. What the "
           "states owe each other is in the German Confederation (ATOP 1020)."),
    *[v for phase in (2, 3, 4) for v in _each(
        1350, (DEU,), {"defense": ALL, "offense": (ITA,), "neutral": ALL, "consul": ALL},
        "Treaty of Germany and Italy, 20 February 1887, arts. III and IV; Triple Alliance of 1891 and 1912, arts. IX and X",
        "Germany supports Italy by arms in North Africa even if Italy moves first; no such promise to Austria-Hungary.", phase)],
    *_each(1355, (DEU, AUH), {"defense": (ROU,), "consul": ALL},
           "Treaty of Austria-Hungary and Romania, 30 October 1883, art. 2, with Germany's accession of that day",
           "Help is owed to Romania; between Germany and Austria-Hungary the Dual Alliance (ATOP 1335) speaks."),
    *_each(1355, (ROU,), {"defense": (AUH, DEU), "consul": ALL},
           "Treaty of Austria-Hungary and Romania, 30 October 1883, art. 2, with Germany's accession of that day",
           "Romania owes help to Austria-Hungary and, by the accession, to Germany. Italy acceded in 1888 without such a duty on either side."),
    *_each(2130, (GBR,), {"defense": (BEL, FRA, DEU)}, "Treaty of mutual guarantee, Locarno, 16 October 1925, arts. 1 and 4",
           "The frontiers guaranteed are those of Germany with Belgium and with France; Italy is a guarantor, and none is its guarantor."),
    *_each(2130, (ITA,), {"defense": (BEL, FRA, DEU)}, "Treaty of mutual guarantee, Locarno, 16 October 1925, arts. 1 and 4",
           "As Britain."),
    *_each(2130, (BEL,), {"defense": (FRA, DEU), "nonagg": (DEU,)}, "Treaty of mutual guarantee, Locarno, 16 October 1925, arts. 2 and 4",
           "Art. 2 binds Germany and Belgium, and Germany and France, mutually; art. 4 each party to help whoever of them is attacked."),
    *_each(2130, (FRA,), {"defense": (BEL, DEU), "nonagg": (DEU,)}, "Treaty of mutual guarantee, Locarno, 16 October 1925, arts. 2 and 4",
           "As Belgium."),
    *_each(2130, (DEU,), {"defense": (BEL, FRA), "nonagg": (BEL, FRA)},
           "Treaty of mutual guarantee, Locarno, 16 October 1925, arts. 2 and 4",
           "Art. 4 binds each of the parties to help the one attacked, Germany too: Belgium against France, France against Belgium. "
           "ATOP's own dyad-years leave this out, though its member row codes a duty of defence for Germany."),
    *_each(2490, (GBR, FRA), {"defense": (TUR,), "offense": (TUR,), "consul": ALL},
           "Treaty of mutual assistance, Ankara, 19 October 1939, arts. 1 to 4",
           "Britain and France stand on one side of every article, Turkey on the other; between the two it creates no duty of help. ATOP's "
           "own dyad-years count one."),
    *_each(2555, (GBR, RUS), {"defense": (IRN,), "consul": ALL}, "Treaty of alliance, Tehran, 29 January 1942, art. 3",
           "The Allied Powers undertake to defend Iran; their duties to each other stand in their own treaties."),
    *_each(3322, (GBR,), {"offense": ALL, "neutral": (ISR,)}, "Protocol of Sèvres, 24 October 1956, art. 5",
           "Britain will not help Jordan if Jordan attacks Israel: a promise to Israel. The plan of attack binds all three."),
    *_each(3322, (FRA,), {"offense": ALL}, "Protocol of Sèvres, 24 October 1956, arts. 1 to 3", "The plan of attack binds all three."),
    *_each(3400, (GRC, TUR), {"defense": (CYP,), "consul": ALL}, "Treaty of Alliance, Nicosia, 16 August 1960, art. II",
           "The parties resist any attack on the independence or territory of Cyprus; nothing is said of an attack on Greece or Turkey."),
    *_each(3405, (GBR, GRC, TUR), {"defense": (CYP,), "consul": ALL}, "Treaty of Guarantee, Nicosia, 16 August 1960, arts. II and IV",
           "The three guarantee Cyprus, not each other."),
)  # fmt: skip
"""What articles decide.  Not decided, so unknown: 3395 (Bangui, 1960: the African members' duties) and 4678 (Panama)."""


def explain(atopid: int) -> str:
    """What decides the terms of an alliance, for people; "" where nothing does."""
    return "\n".join(dict.fromkeys(f"{v.article}: {v.why}" for v in VARIANCES if v.atopid == atopid))
