// The states in which an obligation is seen: a colour, a stroke and a sign each, so that none is told by colour alone.
import type { Finding } from "./api";

export type Look = "bound" | "contested" | "broken" | "waiting" | "closed";
export const LOOKS: [Look, string, string][] = [
  ["bound", "bound", "●"], ["contested", "contested", "◐"], ["broken", "word broken", "✕"], ["waiting", "waits for an event", "○"], ["closed", "closed", "▪"],
];

export function lookOf(o: Finding): Look {
  if (o.state === "breached" || o.group === "broken") return "broken";
  if (o.status === "contested" || o.status === "unknown") return "contested";
  if (o.status === "bound" || o.status === "entitled") return "bound";
  if (o.state === "latent" || o.state === "pending" || o.state === "available" || o.state === "suspended") return "waiting";
  return "closed";
}

export function signOf(look: Look): string { return LOOKS.find(([id]) => id === look)?.[2] ?? ""; }
