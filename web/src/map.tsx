// The same ties on a map: today's borders, and said to be so.
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { geoNaturalEarth1, geoPath, type GeoPermissibleObjects } from "d3-geo";
import { feature } from "topojson-client";
import type { FeatureCollection, Geometry } from "geojson";
import { Acts, edges, Legend } from "./network";
import { changed, findings, look, nameOf, theCase, view, waiting, words } from "./state";
import { useSize } from "./size";
import { isoNumber } from "./places";

type World = FeatureCollection<Geometry, { name: string }>;
let world: World | null = null;
const projection = geoNaturalEarth1().fitExtent([[4, 4], [896, 476]], { type: "Sphere" });
const near = signal("");
const zoomed = signal(1);
const path = geoPath(projection);

/** Where the middle of a land is far from its weight: Russia, the United States, Canada, China, Norway, Chile, Australia. */
const SEATS: Record<string, [number, number]> = { "643": [37.6, 55.8], "840": [-89, 39.5], "124": [-79, 46.5], "156": [114, 35], "578": [10.7, 60.5], "152": [-70.7, -33.4], "036": [147, -34] };

export default function Atlas() {
  const [ready, setReady] = useState(world !== null);
  const [failed, setFailed] = useState(false);
  const [room, size] = useSize({ width: 800, height: 500 });
  useEffect(() => {
    if (world) return;
    fetch("world.json").then((a) => a.json()).then((topology) => {
      world = feature(topology, topology.objects.countries) as unknown as World;
      setReady(true);
    }).catch(() => setFailed(true));
  }, []);
  if (failed) return <p class="empty">The borders could not be loaded.</p>;
  if (!ready || !world) return <p class="empty">Drawing the borders …</p>;
  const c = theCase.value;
  if (!c) return null;
  const byNumber = new Map(world.features.map((f) => [String(f.id), f]));
  const spots = new Map<string, [number, number]>();
  const lands = new Map<string, string>();
  for (const a of c.actors) {
    if (a.sort !== "state" && a.sort !== "government") continue;
    const number = isoNumber(a.iso3 || a.id, a.cow);
    const land = byNumber.get(number);
    if (!land) continue;
    lands.set(number, a.id);
    const seat = SEATS[number];
    spots.set(a.id, (seat ? projection(seat) : path.centroid(biggest(land))) as [number, number]);
  }
  const shape = size.width / Math.max(size.height, 1);
  const box = frame([...spots.values()], shape, zoomed.value);
  const scale = box.width / size.width;
  const missing = c.actors.filter((a) => a.sort === "state" && !spots.has(a.id));
  const v = view.value;
  const at = near.value || v.actor;
  const w = waiting.value;
  const many = spots.size > 24;
  const told = (findings.value?.waiting_told ?? 0) > 0;
  const mass = w && at && !(at === v.actor && told) ? w.pairs.map(([a, b]) => [w.actors[a] as string, w.actors[b] as string] as const).filter(([a, b]) => (a === at || b === at) && spots.has(a) && spots.has(b)) : [];
  const arc = (from: string, to: string) => { const [ax, ay] = spots.get(from) as [number, number], [bx, by] = spots.get(to) as [number, number]; const lift = Math.hypot(bx - ax, by - ay) * 0.22; return `M${ax},${ay}Q${(ax + bx) / 2},${(ay + by) / 2 - lift} ${bx},${by}`; };
  const choose = (actor: string) => look({ actor: v.actor === actor ? "" : actor });
  return (
    <figure class="picture map">
      <div class="canvas" ref={room}>
      <svg viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`} width={size.width} height={size.height} role="group" aria-label="Map of obligations" style={{ "--s": String(scale) }}>
        <defs>{["bound", "contested", "broken", "waiting"].map((l) => (
          <marker key={l} id={`map-${l}`} viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6" markerHeight="6" orient="auto"><path d="M0,1L9,5L0,9z" class={`tip ${l}`} /></marker>))}</defs>
        {world.features.map((f, i) => {
          const actor = lands.get(String(f.id));
          return <path key={i} d={path(f) ?? ""} class={`land${actor ? " of" : ""}${actor && actor === v.actor ? " on" : ""}`} onClick={() => actor && choose(actor)} onMouseEnter={() => { near.value = actor ?? ""; }} onMouseLeave={() => { near.value = ""; }}><title>{actor ? nameOf(actor) : f.properties.name}</title></path>;
        })}
        {mass.length > 0 && <path class="mass-arcs" d={mass.map(([a, b]) => arc(a, b)).join("")} />}
        {edges.value.filter((e) => spots.has(e.from) && spots.has(e.to) && (e.look !== "waiting" || at === e.from || at === e.to)).map((e) => (
          <g key={`${e.from}>${e.to}`} class={`tie${at && e.from !== at && e.to !== at ? " dim" : ""}${e.all.some((o) => changed.value.has(o.id)) ? " new" : ""}`} onClick={() => look({ actor: e.from, selected: e.all[0]?.id ?? "", pane: "findings" })}><title>{`${nameOf(e.from)} to ${nameOf(e.to)}: ${e.all.map((o) => words(o.act)).join(", ")}`}</title><path d={arc(e.from, e.to)} class="hit" /><path d={arc(e.from, e.to)} class={`edge ${e.look}`} marker-end={`url(#map-${e.look})`} /></g>
        ))}
        {[...spots].map(([id, [x, y]]) => <circle key={id} cx={x} cy={y} r={2.6 * scale} class={`seat${v.actor === id ? " on" : ""}`} tabindex={0} role="button" aria-label={`${nameOf(id)}: show its findings`} aria-pressed={v.actor === id} onClick={() => choose(id)} onFocus={() => { near.value = id; }} onBlur={() => { near.value = ""; }} onKeyDown={(e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose(id); } }}><title>{nameOf(id)}</title></circle>)}
        {spread(spots, scale, many).map(([id, x, y]) => <text key={id} class="spot" x={x} y={y} text-anchor="middle" style={{ fontSize: `${(many ? 11 : 13) * scale}px` }}>{nameOf(id)}</text>)}
      </svg></div>
      <figcaption><span class="group"><button type="button" class="tiny" aria-label="Closer" onClick={() => { zoomed.value = Math.max(0.2, zoomed.value * 0.7); }}>+</button><button type="button" class="tiny" aria-label="Farther" onClick={() => { zoomed.value = Math.min(3, zoomed.value / 0.7); }}>−</button></span><Legend /><Acts /><span>Borders of today (Natural Earth), not of the day looked at{missing.length > 0 && <span title={missing.map((a) => a.name).join(", ")}>; {missing.length > 4 ? `${missing.length} states too small or gone are not on it` : `without a place on it: ${missing.map((a) => a.name).join(", ")}`}</span>}; only states are drawn.</span></figcaption>
    </figure>
  );
}

/** The largest part of a land: France's middle is not half-way to Guiana. */
function biggest(land: World["features"][number]): GeoPermissibleObjects {
  if (land.geometry.type !== "MultiPolygon") return land;
  const parts = land.geometry.coordinates.map((coordinates) => ({ type: "Polygon" as const, coordinates }));
  return parts.reduce((a, b) => (path.area(b) > path.area(a) ? b : a));
}

/** What of the world is shown: all places with some room, in the shape of the page. */
function frame(points: [number, number][], shape: number, zoom: number): { x: number; y: number; width: number; height: number } {
  const xs = points.length ? points.map((p) => p[0]) : [0, 900], ys = points.length ? points.map((p) => p[1]) : [0, 480];
  const wide = (Math.max(...xs) - Math.min(...xs)) * 1.2 + 30, high = (Math.max(...ys) - Math.min(...ys)) * 1.25 + 24;
  const width = Math.max(wide, high * shape, 60) * zoom, height = width / shape;
  return { x: (Math.max(...xs) + Math.min(...xs)) / 2 - width / 2, y: (Math.max(...ys) + Math.min(...ys)) / 2 - height / 2, width, height };
}

/** Names moved down until none lies on another; one that finds no room is left to the tooltip. */
function spread(spots: Map<string, [number, number]>, scale: number, many: boolean): [string, number, number][] {
  const letter = (many ? 6.2 : 7.2) * scale, line = (many ? 12 : 14) * scale;
  const done: { id: string; x: number; y: number; w: number }[] = [];
  for (const [id, [x, y]] of spots) {
    const w = nameOf(id).length * letter;
    for (const dy of many ? [-5, 12] : [-6, 15, -20, 28, -34, 41]) {
      const at = { id, x, y: y + dy * scale, w };
      if (!done.some((o) => Math.abs(o.x - at.x) < (o.w + w) / 2 && Math.abs(o.y - at.y) < line)) { done.push(at); break; }
    }
  }
  return done.map((d) => [d.id, d.x, d.y]);
}
