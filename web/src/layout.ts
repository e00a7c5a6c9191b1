// Where actors stand: on an ellipse, in an order that depends on the case alone, so that no switch moves anything.
import type { Actor, Case } from "./api";
import { widthOf } from "./letters";

const POWERS = new Set(["state", "group", "organisation", "government"]);
export interface Spot { x: number; y: number; angle: number; sort: string; of: string }
export interface Layout { spots: Map<string, Spot>; many: boolean; codes: boolean; font: number; width: number; height: number }

/** The actors that are drawn: states and groups that anything ties; offices, bodies and persons where they are wanted. */
export function drawn(c: Case, offices: boolean): Actor[] {
  return c.actors.filter((a) => POWERS.has(a.sort) || (offices && ["office", "body"].includes(a.sort)));
}

/** The order of actors: neighbours by shared instruments, found once by a walk along the strongest ties. */
export function ring(c: Case, offices: boolean): string[] {
  const tied = new Map<string, Map<string, number>>();
  const tie = (a: string, b: string, w: number) => {
    for (const [x, y] of [[a, b], [b, a]] as const) {
      if (!tied.has(x)) tied.set(x, new Map());
      const own = tied.get(x) as Map<string, number>;
      own.set(y, (own.get(y) ?? 0) + w);
    }
  };
  const actors = drawn(c, offices);
  const known = new Set(actors.map((a) => a.id));
  for (const i of c.instruments) {
    const parties = i.parties.filter((p) => known.has(p));
    for (let a = 0; a < parties.length; a++) for (let b = a + 1; b < parties.length; b++) tie(parties[a] as string, parties[b] as string, 1 / parties.length);
  }
  for (const e of c.events) {
    const own = e.actors.filter((a) => known.has(a));
    for (let a = 0; a < own.length; a++) for (let b = a + 1; b < own.length; b++) tie(own[a] as string, own[b] as string, 0.05);
  }
  for (const a of actors) { const whole = a.organ_of || a.part_of; if (!POWERS.has(a.sort) && known.has(whole)) tie(a.id, whole, 20); }
  const weight = (a: string) => [...(tied.get(a)?.values() ?? [])].reduce((x, y) => x + y, 0);
  const left = new Set([...tied.keys()].sort((a, b) => weight(b) - weight(a) || a.localeCompare(b)));
  const order: string[] = [];
  let at = [...left][0];
  while (at !== undefined) {
    order.push(at);
    left.delete(at);
    const near = tied.get(at) as Map<string, number>;
    const last = order.slice(-4);
    let best: string | undefined, most = -1;
    for (const other of left) {
      const w = (near.get(other) ?? 0) * 2 + last.reduce((s, l) => s + (tied.get(l)?.get(other) ?? 0), 0);
      if (w > most) { most = w; best = other; }
    }
    at = best;
  }
  return order;
}

const LEAST = 10.2;
/** Letters of a name where many are drawn. */
export const LONGEST = 22;

/** What stands at a place: the name, or where there is little room its code, if it is one that people know (DEU). */
export function label(c: Case, id: string, codes: boolean, many: boolean): string {
  const name = c.actors.find((a) => a.id === id)?.name ?? id;
  if (codes && /^[A-Z]{2,4}$/.test(id)) return id;
  const most = codes ? 12 : many ? LONGEST : Infinity;
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

/** Places for an order of actors in a picture of this size; it grows in height where names would lie on one another. */
export function place(c: Case, order: string[], width: number, height: number): Layout {
  const actor = new Map(c.actors.map((a) => [a.id, a]));
  const many = order.length > 24;
  const codes = order.length > 70 || width < 480;
  const letters = many ? 12 : 14, room = 14 + Math.max(0, ...order.map((id) => widthOf(label(c, id, codes, many), letters)));
  const rx = Math.max(36, width / 2 - room - (many ? 8 : 10));
  const pad = many ? room : 34;
  let ry = Math.max(many ? 78 : 60, height / 2 - pad);
  while (many && perimeter(rx, ry) / order.length < LEAST && ry < 1200) ry += 10;
  const tall = Math.round(2 * (ry + pad));
  const step = perimeter(rx, ry) / Math.max(order.length, 1);
  const spots = new Map<string, Spot>();
  const path = evenly(rx, ry, order.length);
  order.forEach((id, i) => {
    const angle = path[i] as number;
    const own = actor.get(id);
    spots.set(id, { x: width / 2 + rx * Math.cos(angle), y: tall / 2 + ry * Math.sin(angle), angle, sort: own?.sort ?? "state", of: own?.organ_of || own?.part_of || "" });
  });
  return { spots, many, codes, font: many ? Math.min(letters, step * 0.96) : letters, width, height: tall };
}

function perimeter(a: number, b: number): number { const h = ((a - b) / (a + b)) ** 2; return Math.PI * (a + b) * (1 + (3 * h) / (10 + Math.sqrt(4 - 3 * h))); }

/** Angles that divide an ellipse into equal lengths, from the top on. */
function evenly(rx: number, ry: number, n: number): number[] {
  const steps = 1440, total: number[] = [0];
  const at = (k: number): [number, number] => { const t = (2 * Math.PI * k) / steps - Math.PI / 2; return [rx * Math.cos(t), ry * Math.sin(t)]; };
  for (let k = 1; k <= steps; k++) { const [x, y] = at(k), [u, v] = at(k - 1); total.push((total[k - 1] as number) + Math.hypot(x - u, y - v)); }
  const all = total[steps] as number, found: number[] = [];
  let k = 0;
  for (let i = 0; i < n; i++) {
    while ((total[k + 1] as number) < (all * i) / n) k++;
    found.push((2 * Math.PI * k) / steps - Math.PI / 2);
  }
  return found;
}
