// Where an actor lies on a map of today: by its ISO code, or, for states that ended, where their capital's land is now.
import codes from "i18n-iso-countries/codes.json";

const NUMBER = new Map((codes as unknown as string[][]).map(([, three, number]) => [three ?? "", number ?? ""]));
const HEIRS: Record<string, string> = { "300": "AUT", "305": "AUT", "640": "TUR", "345": "SRB", "365": "RUS", "255": "DEU", "260": "DEU", "265": "DEU", "315": "CZE", "325": "ITA", "817": "VNM", "731": "PRK", "347": "SRB" };
const OLD: Record<string, string> = { AUH: "AUT", OTM: "TUR", YUG: "SRB", CZS: "CZE", DRV: "VNM", RVN: "VNM", PRU: "DEU", SAR: "ITA", ROC: "TWN" };

export function isoNumber(id: string, cow: string): string {
  const own = id.split(".")[0] ?? id;
  return NUMBER.get(own) ?? NUMBER.get(OLD[own] ?? HEIRS[cow] ?? "") ?? "";
}
