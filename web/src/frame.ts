// Geometry of the map: which part of the world is shown, how arcs bend, and where names stand so that none lies on another.
import { widthOf } from "./letters";

export type Point = [number, number];
export interface Frame { x: number; y: number; width: number; height: number }
export interface Name { id: string; x: number; y: number; anchor: "start" | "middle" | "end" }
/** How the reader moved the map: a factor, and a shift in widths and heights of what is shown. */
export interface Moved { zoom: number; dx: number; dy: number }

export const STILL: Moved = { zoom: 1, dx: 0, dy: 0 };
export function movedFrom(text: string): Moved {
  const [zoom, dx, dy] = text.split(",").map(Number);
  return zoom && zoom > 0 && Number.isFinite((dx ?? 0) + (dy ?? 0)) ? { zoom, dx: dx ?? 0, dy: dy ?? 0 } : STILL;
}
export function toText(m: Moved): string { return m === STILL ? "" : [m.zoom, m.dx, m.dy].map((n) => n.toFixed(3)).join(); }

/** The smallest frame of a shape that has the points, with some room. */
function around(points: Point[], shape: number): Frame {
  const xs = points.length ? points.map((p) => p[0]) : [0, 900], ys = points.length ? points.map((p) => p[1]) : [20, 400];
  const wide = (Math.max(...xs) - Math.min(...xs)) * 1.2 + 30, high = (Math.max(...ys) - Math.min(...ys)) * 1.25 + 24;
  const width = Math.max(wide, high * shape, 60), height = width / shape;
  return { x: (Math.max(...xs) + Math.min(...xs)) / 2 - width / 2, y: (Math.max(...ys) + Math.min(...ys)) / 2 - height / 2, width, height };
}

/** The places shown at first: all, or most, where the others are so far off that with them nothing can be told apart. */
export function core(spots: Map<string, Point>, shape: number): Map<string, Point> {
  const kept = new Map(spots), most = Math.floor(spots.size / 5);
  if (spots.size > 24) return kept;
  const whole = around([...spots.values()], shape).width;
  for (let n = 0; n < most; n++) {
    const all = [...kept.values()], middle = (i: 0 | 1) => all.map((p) => p[i]).sort((a, b) => a - b)[all.length >> 1] as number;
    const cx = middle(0), cy = middle(1);
    const far = [...kept].reduce((a, b) => (Math.hypot(b[1][0] - cx, b[1][1] - cy) > Math.hypot(a[1][0] - cx, a[1][1] - cy) ? b : a));
    kept.delete(far[0]);
    if (around([...kept.values()], shape).width < 0.5 * whole) return kept;
  }
  return new Map(spots);
}

export function frame(spots: Map<string, Point>, shape: number, m: Moved): Frame {
  const own = around([...spots.values()], shape), width = own.width * m.zoom, height = own.height * m.zoom;
  return { x: own.x + (own.width - width) / 2 + m.dx * own.width, y: own.y + (own.height - height) / 2 + m.dy * own.height, width, height };
}

function pull([ax, ay]: Point, [bx, by]: Point): Point {
  return [(ax + bx) / 2 + (by - ay) * 0.16, (ay + by) / 2 - (bx - ax) * 0.16];
}
/** The middle of an arc. */
export function middle(from: Point, to: Point): Point {
  const p = pull(from, to);
  return [(from[0] + 2 * p[0] + to[0]) / 4, (from[1] + 2 * p[1] + to[1]) / 4];
}

/** From one place to another, bent to its own left, so that the way back is another line; it ends before the place. */
export function arc(from: Point, to: Point, gap: number): string {
  const [ax, ay] = from, [bx, by] = to, [px, py] = pull(from, to);
  const end = Math.hypot(bx - px, by - py) || 1, cut = Math.min(gap, end / 2) / end;
  return `M${ax.toFixed(2)},${ay.toFixed(2)}Q${px.toFixed(2)},${py.toFixed(2)} ${(bx - (bx - px) * cut).toFixed(2)},${(by - (by - py) * cut).toFixed(2)}`;
}

/** Names beside their places, none on another or on a place; one that finds no room is left to the tooltip. */
export function names(spots: Map<string, Point>, name: (id: string) => string, scale: number, letters: number): Name[] {
  const done: { l: number; r: number; t: number; b: number }[] = [];
  const near = 3.4 * scale, high = letters * scale;
  for (const [x, y] of spots.values()) done.push({ l: x - near, r: x + near, t: y - near, b: y + near });
  const found: Name[] = [];
  for (const [id, [x, y]] of spots) {
    const w = (widthOf(name(id), letters) + 3) * scale, off = 7 * scale;
    const tries: [number, number, Name["anchor"]][] = [
      [0, -off, "middle"], [off, high * 0.33, "start"], [-off, high * 0.33, "end"], [0, off + high * 0.72, "middle"],
      [off * 0.8, -off * 0.7, "start"], [-off * 0.8, -off * 0.7, "end"], [off * 0.8, off * 0.7 + high * 0.6, "start"], [-off * 0.8, off * 0.7 + high * 0.6, "end"],
    ];
    for (const [dx, dy, anchor] of tries) {
      const left = x + dx - (anchor === "middle" ? w / 2 : anchor === "end" ? w : 0);
      const box = { l: left, r: left + w, t: y + dy - high * 0.8, b: y + dy + high * 0.25 };
      if (!done.some((o) => o.l < box.r && o.r > box.l && o.t < box.b && o.b > box.t)) { done.push(box); found.push({ id, x: x + dx, y: y + dy, anchor }); break; }
    }
  }
  return found;
}
