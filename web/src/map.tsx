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
import { arc, core, frame, middle, type Moved, movedFrom, names, type Point, STILL, toText } from "./frame";

type World = FeatureCollection<Geometry, { name: string }>;
let world: World | null = null;
const projection = geoNaturalEarth1().fitExtent([[4, 4], [896, 476]], { type: "Sphere" });
const near = signal("");
const dragged = signal<Moved | null>(null);
const path = geoPath(projection);
/** Whether what the pointer does is a drag: its end is no click. */
let wasDragged = false;

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
  const spots = new Map<string, Point>();
  const lands = new Map<string, string>();
  for (const a of c.actors) {
    if (a.sort !== "state" && a.sort !== "government") continue;
    const number = isoNumber(a.iso3 || a.id, a.cow);
    const land = byNumber.get(number);
    if (!land) continue;
    lands.set(number, a.id);
    const seat = SEATS[number];
    spots.set(a.id, (seat ? projection(seat) : path.centroid(biggest(land))) as Point);
  }
  const shape = size.width / Math.max(size.height, 1);
  const v = view.value;
  const shown = core(spots, shape), beyond = [...spots.keys()].filter((id) => !shown.has(id));
  const moved = dragged.value ?? movedFrom(v.frame);
  const box = frame(shown, shape, moved), whole = box.width / moved.zoom, tall = box.height / moved.zoom;
  const scale = box.width / size.width;
  const missing = c.actors.filter((a) => a.sort === "state" && !spots.has(a.id));
  const at = near.value || v.actor;
  const w = waiting.value;
  const many = spots.size > 24, letters = many ? 11 : 13;
  const told = (findings.value?.waiting_told ?? 0) > 0;
  const bow = (from: string, to: string) => arc(spots.get(from) as Point, spots.get(to) as Point, 4.5 * scale);
  const mass = w && at && !(at === v.actor && told) ? w.pairs.map(([a, b]) => [w.actors[a] as string, w.actors[b] as string] as const).filter(([a, b]) => (a === at || b === at) && spots.has(a) && spots.has(b)) : [];
  const choose = (actor: string) => { if (!wasDragged) look({ actor: v.actor === actor ? "" : actor }); };
  const move = (m: Moved) => look({ frame: toText(m) });
  /** Closer or farther, the point pointed at standing still. */
  const zoom = (by: number, px = 0.5, py = 0.5) => { const z = Math.min(6, Math.max(0.08, moved.zoom * by)), grown = z - moved.zoom; move({ zoom: z, dx: moved.dx - grown * (px - 0.5), dy: moved.dy - grown * (py - 0.5) }); };
  const keys = (e: KeyboardEvent) => { const by = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Record<string, [number, number]>)[e.key]; if (by) { e.preventDefault(); move({ ...moved, dx: moved.dx + by[0] * 0.12 * moved.zoom, dy: moved.dy + by[1] * 0.12 * moved.zoom }); } };
  const drag = (down: PointerEvent) => {
    if (down.button !== 0) return;
    const start = moved, over = down.currentTarget as Element;
    wasDragged = false;
    const to = (e: PointerEvent) => {
      const x = e.clientX - down.clientX, y = e.clientY - down.clientY;
      if (!wasDragged && Math.hypot(x, y) < 5) return;
      if (!wasDragged) { wasDragged = true; over.setPointerCapture(e.pointerId); }
      dragged.value = { zoom: start.zoom, dx: start.dx - (x / size.unit) * scale / whole, dy: start.dy - (y / size.unit) * scale / tall };
    };
    const end = () => { for (const n of ["pointerup", "pointercancel"]) removeEventListener(n, end); removeEventListener("pointermove", to); if (dragged.value) { move(dragged.value); dragged.value = null; } setTimeout(() => { wasDragged = false; }); };
    addEventListener("pointermove", to);
    for (const n of ["pointerup", "pointercancel"]) addEventListener(n, end);
  };
  const wheel = (e: WheelEvent) => { e.preventDefault(); const own = (e.currentTarget as Element).getBoundingClientRect(); zoom(e.deltaY > 0 ? 1.2 : 1 / 1.2, (e.clientX - own.left) / own.width, (e.clientY - own.top) / own.height); };
  return (
    <figure class="picture map">
      <div class="canvas" ref={room}>
      <svg viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`} width={size.width * size.unit} height={size.height * size.unit} role="group" aria-label="Map of obligations; arrows move it" style={{ "--s": String(scale) }} onPointerDown={drag} onWheel={wheel} onKeyDown={keys}>
        <defs>{["bound", "contested", "broken", "waiting"].map((l) => (
          <marker key={l} id={`map-${l}`} viewBox="0 0 10 10" refX="8" refY="5" markerWidth="5.5" markerHeight="5.5" orient="auto"><path d="M0,1L9,5L0,9z" class={`tip ${l}`} /></marker>))}</defs>
        {world.features.map((f, i) => {
          const actor = lands.get(String(f.id));
          return <path key={i} d={path(f) ?? ""} class={`land${actor ? " of" : ""}${actor && actor === v.actor ? " on" : ""}`} onClick={() => actor && choose(actor)} onMouseEnter={() => { near.value = actor ?? ""; }} onMouseLeave={() => { near.value = ""; }}><title>{actor ? nameOf(actor) : f.properties.name}</title></path>;
        })}
        {mass.length > 0 && <path class="mass-arcs" d={mass.map(([a, b]) => bow(a, b)).join("")} />}
        {edges.value.filter((e) => spots.has(e.from) && spots.has(e.to) && (e.look !== "waiting" || at === e.from || at === e.to)).map((e) => (
          <g key={`${e.from}>${e.to}`} class={`tie${at && e.from !== at && e.to !== at ? " dim" : ""}${e.all.some((o) => changed.value.has(o.id)) ? " new" : ""}`} onClick={() => look({ actor: e.from, selected: e.all[0]?.id ?? "", pane: "findings" })}><title>{`${nameOf(e.from)} to ${nameOf(e.to)}: ${e.all.map((o) => words(o.act)).join(", ")}`}</title><path d={bow(e.from, e.to)} class="hit" /><path d={bow(e.from, e.to)} class={`edge ${e.look}`} marker-end={`url(#map-${e.look})`} />{e.look === "broken" && <Cross at={middle(spots.get(e.from) as Point, spots.get(e.to) as Point)} scale={scale} />}</g>
        ))}
        {[...spots].map(([id, [x, y]]) => <circle key={id} cx={x} cy={y} r={2.6 * scale} class={`seat${v.actor === id ? " on" : ""}`} tabindex={0} role="button" aria-label={`${nameOf(id)}: show its findings`} aria-pressed={v.actor === id} onClick={() => choose(id)} onFocus={() => { near.value = id; }} onBlur={() => { near.value = ""; }} onKeyDown={(e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose(id); } }}><title>{nameOf(id)}</title></circle>)}
        {names(spots, nameOf, scale, letters).map(({ id, x, y, anchor }) => <text key={id} class="spot" x={x} y={y} text-anchor={anchor} style={{ fontSize: `${letters * scale}px` }}>{nameOf(id)}</text>)}
      </svg></div>
      <figcaption><span class="group"><button type="button" class="tiny" aria-label="Closer" onClick={() => zoom(0.7)}>+</button><button type="button" class="tiny" aria-label="Farther" onClick={() => zoom(1 / 0.7)}>−</button>{v.frame && <button type="button" class="tiny" onClick={() => move(STILL)}>fit</button>}</span><Legend /><Acts /><span>Borders of today (Natural Earth), not of the day looked at{missing.length > 0 && <span title={missing.map((a) => a.name).join(", ")}>; {missing.length > 4 ? `${missing.length} states too small or gone are not on it` : `without a place on it: ${missing.map((a) => a.name).join(", ")}`}</span>}; only states are drawn{beyond.length > 0 && `; ${beyond.map(nameOf).join(", ")} ${beyond.length > 1 ? "lie" : "lies"} outside at first: − shows more, and the map can be dragged`}.</span></figcaption>
    </figure>
  );
}

/** A word broken is told by a sign too, and not by its colour alone. */
function Cross({ at: [x, y], scale }: { at: Point; scale: number }) { return <text x={x} y={y + 4.6 * scale} class="cross">✕</text>; }

/** The largest part of a land: France's middle is not half-way to Guiana. */
function biggest(land: World["features"][number]): GeoPermissibleObjects {
  if (land.geometry.type !== "MultiPolygon") return land;
  const parts = land.geometry.coordinates.map((coordinates) => ({ type: "Polygon" as const, coordinates }));
  return parts.reduce((a, b) => (path.area(b) > path.area(a) ? b : a));
}
