// Who owes whom, as a picture: lines by their state, by type where one is asked for, names that never lie on one another.
import { computed, signal } from "@preact/signals";
import type { Case, Findings, Waiting } from "./api";
import { type Edge, edgesOf, LOOKS, lookOf, signOf } from "./kinds";
import { label, type Layout, place, ring } from "./layout";
import { useSize } from "./size";
import { base, changed, differing, findings, look, nameOf, slice, theCase, view, waiting, words } from "./state";

const hovered = signal("");
const order = computed(() => { const c = theCase.value; return c ? ring(c, wantsOffices.value) : []; });
const wantsOffices = computed(() => view.value.offices);
const wantedAct = computed(() => view.value.act);
const seen = slice("actor", "act", "compare", "selected", "offices");
export const edges = computed<Edge[]>(() => edgesOf(findings.value, wantedAct.value));

export function Legend() {
  return (
    <ul class="legend" aria-label="What the lines mean">
      {LOOKS.filter(([id]) => id !== "closed").map(([id, text]) => (
        <li key={id}><svg viewBox="0 0 34 10" aria-hidden="true"><line x1="1" x2="33" y1="5" y2="5" class={`edge ${id}`} />{id === "broken" && <text x="17" y="9" class="cross">✕</text>}</svg>{text}</li>
      ))}
    </ul>
  );
}

/** Which type of duty is drawn and listed. */
export function Acts() {
  const acts = new Map<string, number>();
  for (const o of findings.value?.obligations ?? []) if (lookOf(o) !== "closed") acts.set(o.act, (acts.get(o.act) ?? 0) + 1);
  if (acts.size < 2 && !view.value.act) return null;
  const names = [...acts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return <label class="inline">of type <select value={view.value.act} onChange={(e) => look({ act: (e.target as HTMLSelectElement).value })}><option value="">any duty</option>{names.map(([id, n]) => <option key={id} value={id}>{words(id)} ({n})</option>)}</select></label>;
}

interface Point { x: number; y: number }
/** A line from one place to the next, bent inwards the more the farther apart they stand; it ends before the circle. */
function curve(a: Point, b: Point, l: Layout, gap: number): { d: string; mx: number; my: number } {
  const cx = l.width / 2, cy = l.height / 2;
  const mx0 = (a.x + b.x) / 2, my0 = (a.y + b.y) / 2;
  const dx = b.x - a.x, dy = b.y - a.y, length = Math.hypot(dx, dy) || 1;
  const pull = l.many ? 0.12 + 0.43 * Math.min(1, (1.6 * length) / l.width) : 0.22, side = Math.min(26, length * 0.12);
  const px = mx0 + (cx - mx0) * pull - (dy / length) * side, py = my0 + (cy - my0) * pull + (dx / length) * side;
  const cut = gap / Math.max(Math.hypot(b.x - px, b.y - py), 1);
  const ex = b.x - (b.x - px) * cut, ey = b.y - (b.y - py) * cut;
  return { d: `M${a.x.toFixed(1)},${a.y.toFixed(1)}Q${px.toFixed(1)},${py.toFixed(1)} ${ex.toFixed(1)},${ey.toFixed(1)}`, mx: (a.x + 2 * px + b.x) / 4, my: (a.y + 2 * py + b.y) / 4 };
}

/** One path for each debtor of the duties that wait: all, or those of one actor. */
function strands(w: Waiting, l: Layout, near: string): [string, string][] {
  const of = new Map<string, string[]>();
  for (const [a, b] of w.pairs) {
    const from = w.actors[a] as string, to = w.actors[b] as string;
    const p = l.spots.get(from), q = l.spots.get(to);
    if (!p || !q || (near !== "" && from !== near && to !== near)) continue;
    const own = of.get(from) ?? [];
    own.push(curve(p, q, l, 4).d);
    of.set(from, own);
  }
  return [...of].map(([id, paths]) => [id, paths.join("")]);
}

let woven: { w: Waiting; l: Layout; near: string; paths: [string, string][] } | null = null;
/** The thousands of duties that wait in a system of alliances, faint, on a sheet of their own that no switch draws again. */
function Mass({ l, near, unit }: { l: Layout; near: string; unit: number }) {
  const w = waiting.value;
  if (!w) return null;
  if (!woven || woven.w !== w || woven.l !== l || woven.near !== near) woven = { w, l, near, paths: strands(w, l, near) };
  return <svg class={`under mass${near ? " near" : ""}`} viewBox={`0 0 ${l.width} ${l.height}`} width={l.width * unit} height={l.height * unit} aria-hidden="true">{woven.paths.map(([id, d]) => <path key={id} d={d} />)}</svg>;
}

let placed: { c: Case; order: string[]; width: number; height: number; l: Layout } | null = null;
function layoutOf(c: Case, names: string[], width: number, height: number): Layout {
  if (!placed || placed.c !== c || placed.order !== names || placed.width !== width || placed.height !== height) placed = { c, order: names, width, height, l: place(c, names, width, height) };
  return placed.l;
}

export function Network({ found = findings.value, title = "", id = "network" }: { found?: Findings | null; title?: string; id?: string }) {
  const [box, size] = useSize({ width: 800, height: 560 });
  const c = theCase.value;
  void seen.value;
  const v = view.peek();
  if (!c) return null;
  if (order.value.length === 0) return c.actors.length > 0 ? <p class="empty">No two actors of this case are tied by an instrument or an event: there is nothing to draw yet.</p> : (
    <div class="empty"><h2>This case says nothing yet</h2><p>A case begins with who there is, what they promised, and what happened:</p>
      <pre>{'state DEU "Germany"\nstate AUH "Austria-Hungary"\nstate RUS "Russia"\n\n1879-10-07 treaty dual-alliance "Dual Alliance"\n  parties DEU, AUH\n  clause 1\n    when  RUS attacks a party\n    then  the other party must defend the victim\n\n1914-08-06 RUS attacks AUH'}</pre>
      <button type="button" class="main" onClick={() => look({ tab: "text" })}>Write it in the text</button></div>);
  const l = layoutOf(c, order.value, size.width, size.height);
  const { spots, many } = l;
  const near = hovered.value || v.actor;
  const all = found === findings.value ? edges.value : edgesOf(found, v.act);
  const shown = all.filter((e) => spots.has(e.from) && spots.has(e.to) && (!many || e.look !== "waiting" || e.from === near || e.to === near));
  const touched = new Set(shown.flatMap((e) => (e.from === near || e.to === near ? [e.from, e.to] : [])));
  const w = waiting.value;
  if (w && near) for (const [a, b] of w.pairs) { const x = w.actors[a] as string, y = w.actors[b] as string; if (x === near) touched.add(y); else if (y === near) touched.add(x); }
  const marks = v.compare ? differing.value : changed.value;
  const told = shown.filter((e) => e.from === near || e.to === near).length <= 8;
  return (
    <div class="half">
    {title && <h2 class="caption">{title}</h2>}
    <div class="canvas" ref={box}>
      {many && !(near !== "" && near === v.actor && (findings.value?.waiting_told ?? 0) > 0) && <Mass l={l} near={near} unit={size.unit} />}
      <svg viewBox={`0 0 ${l.width} ${l.height}`} width={l.width * size.unit} height={l.height * size.unit} role="group" aria-label={`Network of obligations: who owes whom${title ? `, ${title}` : ""}`} id={id}>
        <defs>
          {LOOKS.map(([look_]) => (
            <marker key={look_} id={`${id}-${look_}`} viewBox="0 0 10 10" refX="8" refY="5" markerWidth={many ? 4.5 : 6.5} markerHeight={many ? 4.5 : 6.5} orient="auto-start-reverse"><path d="M0,1L9,5L0,9z" class={`tip ${look_}`} /></marker>
          ))}
        </defs>
        {v.offices && [...spots].map(([own, p]) => { const whole = spots.get(p.of); return whole ? <line key={own} x1={p.x} y1={p.y} x2={whole.x} y2={whole.y} class="belongs" /> : null; })}
        {shown.map((e) => {
          const { d, mx, my } = curve(spots.get(e.from) as Point, spots.get(e.to) as Point, l, many ? 7 : 12);
          const on = near !== "" && (e.from === near || e.to === near);
          const isNew = e.all.some((o) => marks.has(o.id));
          const first = e.all.find((o) => lookOf(o) === e.look) ?? e.all[0];
          const text = `${nameOf(e.from)} to ${nameOf(e.to)}: ${e.all.map((o) => `${words(o.act)} (${LOOKS.find(([x]) => x === lookOf(o))?.[1]})`).join(", ")}`;
          return (
            <g key={`${e.from}>${e.to}`} class={`tie${near !== "" && !on ? " dim" : ""}${isNew ? " new" : ""}${e.all.some((o) => o.id === v.selected) ? " chosen" : ""}`} onClick={() => look({ selected: first?.id ?? "", actor: e.from, search: "", pane: "findings" })}>
              <title>{text}</title>
              {isNew && <path d={d} class="glow" />}
              <path d={d} class="hit" />
              <path d={d} class={`edge ${e.look}`} marker-end={`url(#${id}-${e.look})`} />
              {e.look === "broken" && <text x={mx} y={my + 5} class="cross">✕</text>}
              {on && told && e.look !== "broken" && <text x={mx} y={my - 3} class="act">{[...new Set(e.all.filter((o) => lookOf(o) === e.look).map((o) => words(o.act)))].slice(0, 2).join(", ")}</text>}
            </g>
          );
        })}
        {[...spots].map(([own, p]) => {
          const out = Math.cos(p.angle), down = Math.sin(p.angle);
          const side = Math.abs(out) < 0.22 && !many ? "middle" : out < 0 ? "end" : "start";
          const slope = Math.atan2(Math.sin(p.angle) * l.width, Math.cos(p.angle) * l.height);
          const turned = many ? `rotate(${((slope * 180) / Math.PI + (out < 0 ? 180 : 0)).toFixed(1)} ${p.x} ${p.y})` : undefined;
          const x = p.x + (many ? (out < 0 ? -9 : 9) : side === "middle" ? 0 : Math.sign(out) * 14);
          const y = p.y + (many ? l.font * 0.34 : side === "middle" ? (down < 0 ? -14 : 25) : 5 + down * 6);
          const dim = near !== "" && near !== own && !touched.has(own);
          return (
            <g key={own} class={`node ${p.sort}${dim ? " dim" : ""}${v.actor === own ? " on" : ""}`} tabindex={0} role="button" aria-pressed={v.actor === own}
              aria-label={`${nameOf(own)}: show its findings`} onMouseEnter={() => { hovered.value = own; }} onMouseLeave={() => { hovered.value = ""; }}
              onFocus={() => { hovered.value = own; }} onBlur={() => { hovered.value = ""; }}
              onClick={() => look({ actor: v.actor === own ? "" : own })}
              onKeyDown={(e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); look({ actor: v.actor === own ? "" : own }); } }}>
              <title>{`${nameOf(own)} (${own})`}</title>
              <circle cx={p.x} cy={p.y} r={many ? 4 : p.sort === "state" ? 8 : 6} />
              <text x={x} y={y} text-anchor={side} transform={turned} style={{ fontSize: `${l.font.toFixed(1)}px` }}>{label(c, own, l.codes, many)}</text>
            </g>
          );
        })}
      </svg>
    </div></div>
  );
}

export function NetworkPanel() {
  const v = view.value, c = theCase.value;
  if (!c) return null;
  const offices = c.actors.some((a) => ["office", "body"].includes(a.sort));
  return (
    <figure class="picture">
      {v.compare ? <div class="pair"><Network id="network-before" found={base.value} title={v.pin ? "the view you pinned" : "the case as it stands"} /><Network title="as you see it" /></div> : <Network />}
      <figcaption hidden={order.value.length === 0}><Legend /><Acts />{offices && <label class="inline"><input type="checkbox" checked={v.offices} onChange={() => look({ offices: !v.offices })} /> offices</label>}
        {waiting.value && <span>{signOf("waiting")} Grey: duties that wait for an event; point at an actor for its own.</span>}</figcaption>
    </figure>
  );
}
