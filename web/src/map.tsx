// The same ties on a map: today's borders, and said to be so.
import { useEffect, useState } from "preact/hooks";
import { geoNaturalEarth1, geoPath, type GeoPermissibleObjects } from "d3-geo";
import { feature } from "topojson-client";
import type { FeatureCollection, Geometry } from "geojson";
import { edges, Legend } from "./network";
import { look, nameOf, theCase, view } from "./state";
import { isoNumber } from "./places";

type World = FeatureCollection<Geometry, { name: string }>;
let world: World | null = null;
const projection = geoNaturalEarth1().fitExtent([[4, 4], [896, 476]], { type: "Sphere" });
const path = geoPath(projection);

/** Where the middle of a land is far from its weight: Russia, the United States, Canada, China, Norway, Chile, Australia. */
const SEATS: Record<string, [number, number]> = { "643": [37.6, 55.8], "840": [-89, 39.5], "124": [-79, 46.5], "156": [114, 35], "578": [10.7, 60.5], "152": [-70.7, -33.4], "036": [147, -34] };

export default function Atlas() {
  const [ready, setReady] = useState(world !== null);
  const [failed, setFailed] = useState(false);
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
  const box = frame([...spots.values()]);
  const scale = box.width / 900;
  const missing = c.actors.filter((a) => a.sort === "state" && !spots.has(a.id));
  return (
    <figure class="picture">
      <svg viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`} role="group" aria-label="Map of obligations" style={{ "--s": String(scale) }}>
        <defs>{["bound", "contested", "broken", "waiting"].map((l) => (
          <marker key={l} id={`map-${l}`} viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6" markerHeight="6" orient="auto"><path d="M0,1L9,5L0,9z" class={`tip ${l}`} /></marker>))}</defs>
        {world.features.map((f, i) => {
          const actor = lands.get(String(f.id));
          return <path key={i} d={path(f) ?? ""} class={`land${actor ? " of" : ""}${actor && actor === view.value.actor ? " on" : ""}`} onClick={() => actor && look({ actor: view.value.actor === actor ? "" : actor })}><title>{actor ? nameOf(actor) : f.properties.name}</title></path>;
        })}
        {edges.value.filter((e) => spots.has(e.from) && spots.has(e.to) && (e.look !== "waiting" || view.value.actor === e.from || view.value.actor === e.to)).map((e) => {
          const [ax, ay] = spots.get(e.from) as [number, number], [bx, by] = spots.get(e.to) as [number, number];
          const lift = Math.hypot(bx - ax, by - ay) * 0.25;
          const d = `M${ax},${ay}Q${(ax + bx) / 2},${(ay + by) / 2 - lift} ${bx},${by}`;
          return <g key={`${e.from}>${e.to}`} class="tie" onClick={() => look({ actor: e.from, selected: e.all[0]?.id ?? "" })}><title>{`${nameOf(e.from)} to ${nameOf(e.to)}: ${e.all.map((o) => o.act).join(", ")}`}</title><path d={d} class={`edge ${e.look}`} marker-end={`url(#map-${e.look})`} /></g>;
        })}
        {spread(spots, scale).map(([id, x, y]) => <text key={id} class="spot" x={x} y={y} text-anchor="middle" style={{ fontSize: `${13 * scale}px` }}>{nameOf(id)}</text>)}
      </svg>
      <figcaption><Legend /><span>Borders of today (Natural Earth){missing.length > 0 && `; without a place on it: ${missing.map((a) => a.name).join(", ")}`}. Actors that are no states are not drawn.</span></figcaption>
    </figure>
  );
}

/** The largest part of a land: France's middle is not half-way to Guiana. */
function biggest(land: World["features"][number]): GeoPermissibleObjects {
  if (land.geometry.type !== "MultiPolygon") return land;
  const parts = land.geometry.coordinates.map((coordinates) => ({ type: "Polygon" as const, coordinates }));
  return parts.reduce((a, b) => (path.area(b) > path.area(a) ? b : a));
}

function frame(points: [number, number][]): { x: number; y: number; width: number; height: number } {
  if (points.length === 0) return { x: 0, y: 0, width: 900, height: 480 };
  const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
  const width = Math.min(900, Math.max(160, (Math.max(...xs) - Math.min(...xs)) * 1.5 + 60));
  const height = Math.min(480, Math.max(width * 0.5, (Math.max(...ys) - Math.min(...ys)) * 1.5 + 40));
  const w = Math.max(width, height * 1.6);
  return { x: (Math.max(...xs) + Math.min(...xs)) / 2 - w / 2, y: (Math.max(...ys) + Math.min(...ys)) / 2 - height / 2, width: w, height };
}

/** Names moved down until none lies on another; one that finds no room is left to the tooltip. */
function spread(spots: Map<string, [number, number]>, scale: number): [string, number, number][] {
  const done: { id: string; x: number; y: number; w: number }[] = [];
  for (const [id, [x, y]] of spots) {
    const w = nameOf(id).length * 7.2 * scale;
    for (const dy of [-6, 12, -20, 26, -34, 40]) {
      const at = { id, x, y: y + dy * scale, w };
      if (!done.some((o) => Math.abs(o.x - at.x) < (o.w + w) / 2 && Math.abs(o.y - at.y) < 14 * scale)) { done.push(at); break; }
    }
  }
  return done.map((d) => [d.id, d.x, d.y]);
}
