// The states in which an obligation is seen: a colour, a stroke and a sign each, so that none is told by colour alone.
import type { Finding, Findings } from "./api";

export type Look = "bound" | "contested" | "broken" | "waiting" | "closed";
export const LOOKS: [Look, string, string][] = [
  ["bound", "bound", "●"], ["contested", "contested", "◐"], ["broken", "word broken", "✕"], ["waiting", "waits for an event", "○"], ["closed", "closed", "▪"],
];
export const RANK: Record<Look, number> = { broken: 4, contested: 3, bound: 2, waiting: 1, closed: 0 };

export function lookOf(o: Finding): Look {
  if (o.state === "breached" || o.group === "broken") return "broken";
  if (o.status === "contested" || o.status === "unknown") return "contested";
  if (o.status === "bound" || o.status === "entitled") return "bound";
  if (o.state === "latent" || o.state === "pending" || o.state === "available" || o.state === "suspended") return "waiting";
  return "closed";
}

export function signOf(look: Look): string { return LOOKS.find(([id]) => id === look)?.[2] ?? ""; }

export interface Edge { from: string; to: string; look: Look; all: Finding[] }

/** One line for each pair, in the strongest state of what is owed between them; of one type of duty, where it is asked for. */
export function edgesOf(found: Findings | null, act: string): Edge[] {
  const grouped = new Map<string, Edge>();
  for (const o of found?.obligations ?? []) {
    const to = o.creditor || o.adversary;
    if (!to || o.debtor === to || (act && o.act !== act)) continue;
    const l = lookOf(o);
    if (l === "closed") continue;
    const key = `${o.debtor}>${to}`;
    const edge = grouped.get(key) ?? { from: o.debtor, to, look: l, all: [] };
    edge.all.push(o);
    if (RANK[l] > RANK[edge.look]) edge.look = l;
    grouped.set(key, edge);
  }
  return [...grouped.values()].sort((a, b) => RANK[a.look] - RANK[b.look]);
}
