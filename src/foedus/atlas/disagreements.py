"""Why the rule and the published coding differ, where the treaty's text says why. Never used to judge, only to explain."""

from __future__ import annotations

__all__ = ["NOTES"]

NOTES: dict[tuple[int, int], str] = {
    (
        1020,
        0,
    ): "Final Act of Vienna, 15 May 1820, arts. 46 and 47: wars over Austria's lands outside the Confederation (Lombardy, Venetia) "
    "do not concern it; ATOP flags a place without naming it",
    (
        1180,
        0,
    ): "Treaty of Vienna, 2 December 1854: Austria's help begins with hostilities between Austria and Russia, and there were none",
    (
        1195,
        0,
    ): "Treaty of Paris, 15 April 1856, art. II: the casus belli is an infraction of the peace with the Ottoman Empire. That two "
    "guarantors fought each other over Italy is outside it; the rule counts members at war with each other as a breach",
    (
        1385,
        0,
    ): "Franco-Russian military convention, arts. 1 and 2: the casus is an attack by Germany, or supported by Germany; the adversary "
    "is flagged in ATOP, and no state is coded",
    (
        2235,
        0,
    ): "neutrality if the other is attacked: Hungary had joined the war itself before others turned on it, and the coders read its "
    "whole war as not suffered",
    (
        2260,
        0,
    ): "neutrality if the other is attacked: France had declared war before Italy attacked it, and the coders read its whole war "
    "as not suffered (of Britain's pact with Thailand, and Germany's with Denmark, they did not)",
    (
        2510,
        0,
    ): "neutrality if the other is attacked: IWD has Japan as the one that opened each of its fights; the coders count it as met",
    (
        3270,
        0,
    ): "US-Taiwan treaty of 2 December 1954, arts. V and VI: the shelling began three months before; whether the offshore islands are "
    "covered at all was left to later agreement",
    (
        3963,
        0,
    ): "Libya and Malta, 1984: Malta's neutrality is its standing policy, not tied to a war of Libya's; ATOP codes no condition",
    (
        3445,
        0,
    ): "China and North Korea, 1961: the dispute record (COW MID 3639) has Vietnam as the side that acted first; by other accounts "
    "China was the attacker, and then nothing is owed",
    (
        3390,
        0,
    ): "an African defence agreement with France of 1960: its place is the Community's territory; where Bizerte was fought no "
    "record of wars says, and the coders count it as met",
    (
        3395,
        0,
    ): "defence agreement of the Central African Republic, Chad, Congo and France, 1960: as the other African agreements of France",
    (3410, 0): "an African defence agreement with France of 1960: as the others",
}
"""(atopid, IWD war, or 0 for any) -> the clause and what it does."""
