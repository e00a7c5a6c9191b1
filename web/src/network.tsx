// Who owes whom: actors round an ellipse in an order that depends on the case alone, so that no switch moves anything.
import { computed, signal } from "@preact/signals";
import type { Case, Finding } from "./api";
import { type Look, LOOKS, lookOf } from "./kinds";
import { changed, findings, look, nameOf, theCase, view } from "./state";

const RANK: Record<Look, number> = { broken: 4, contested: 3, bound: 2, waiting: 1, closed: 0 };
const hovered = signal("");

/** The order of actors: neighbours by shared instruments, found once by a walk along the strongest ties. */
function ring(c: Case): string[] {
  const tied = new Map<string, Map<string, number>>();
  const tie = (a: string, b: string, w: number) => {
    for (const [x, y] of [[a, b], [b, a]] as const) {
      if (!tied.has(x)) tied.set(x, new Map());
      const own = tied.get(x) as Map<string, number>;
      own.set(y, (own.get(y) ?? 0) + w);
    }
  };
  const known = new Set(c.actors.filter((a) => ["state", "group", "organisation", "government"].includes(a.sort)).map((a) => a.id));
  for (const i of c.instruments) {
    const parties = i.parties.filter((p) => known.has(p));
    if (parties.length > 40) continue;
    for (let a = 0; a < parties.length; a++) for (let b = a + 1; b < parties.length; b++) tie(parties[a] as string, parties[b] as string, 1 / parties.length);
  }
  for (const e of c.events) {
    const own = e.actors.filter((a) => known.has(a));
    for (let a = 0; a < own.length; a++) for (let b = a + 1; b < own.length; b++) tie(own[a] as string, own[b] as string, 0.05);
  }
  const weight = (a: string) => [...(tied.get(a)?.values() ?? [])].reduce((x, y) => x + y, 0);
  const left = new Set([...tied.keys()].sort((a, b) => weight(b) - weight(a) || a.localeCompare(b)));
  const order: string[] = [];
  let at = [...left][0];
  while (at !== undefined) {
    order.push(at);
    left.delete(at);
    const near = tied.get(at) as Map<string, number>;
    const last = order.slice(-4);
    let best: string | undefined;
    let most = -1;
    for (const other of left) {
      const w = (near.get(other) ?? 0) * 2 + last.reduce((s, l) => s + (tied.get(l)?.get(other) ?? 0), 0);
      if (w > most) { most = w; best = other; }
    }
    at = best;
  }
  return order;
}

const W = 780;
export const places = computed(() => {
  const c = theCase.value;
  const found = new Map<string, { x: number; y: number; angle: number }>();
  if (!c) return { found, height: 500 };
  const order = ring(c);
  const many = order.length > 24;
  const height = many ? Math.min(900, 420 + order.length * 7) : 500;
  const rx = W / 2 - (many ? 110 : 130);
  const ry = height / 2 - (many ? 100 : 50);
  order.forEach((id, i) => {
    const angle = (2 * Math.PI * i) / order.length - Math.PI / 2;
    found.set(id, { x: W / 2 + rx * Math.cos(angle), y: height / 2 + ry * Math.sin(angle), angle });
  });
  return { found, height };
});

export interface Edge { from: string; to: string; look: Look; all: Finding[] }
export const edges = computed<Edge[]>(() => {
  const grouped = new Map<string, Edge>();
  for (const o of findings.value?.obligations ?? []) {
    const to = o.creditor || o.adversary;
    if (!to || o.debtor === to) continue;
    const l = lookOf(o);
    if (l === "closed") continue;
    const key = `${o.debtor}>${to}`;
    const edge = grouped.get(key) ?? { from: o.debtor, to, look: l, all: [] };
    edge.all.push(o);
    if (RANK[l] > RANK[edge.look]) edge.look = l;
    grouped.set(key, edge);
  }
  return [...grouped.values()].sort((a, b) => RANK[a.look] - RANK[b.look]);
});

export function Legend() {
  return (
    <ul class="legend" aria-label="What the lines mean">
      {LOOKS.filter(([id]) => id !== "closed").map(([id, words]) => (
        <li key={id}><svg width="34" height="10" aria-hidden="true"><line x1="1" x2="33" y1="5" y2="5" class={`edge ${id}`} />{id === "broken" && <text x="17" y="9" class="cross">✕</text>}</svg>{words}</li>
      ))}
    </ul>
  );
}

function curve(a: { x: number; y: number }, b: { x: number; y: number }, cx: number, cy: number): { d: string; mx: number; my: number } {
  const mx0 = (a.x + b.x) / 2, my0 = (a.y + b.y) / 2;
  const dx = b.x - a.x, dy = b.y - a.y, length = Math.hypot(dx, dy) || 1;
  const pull = 0.25;
  const px = mx0 + (cx - mx0) * pull - (dy / length) * Math.min(26, length * 0.12);
  const py = my0 + (cy - my0) * pull + (dx / length) * Math.min(26, length * 0.12);
  const cut = 11 / Math.max(Math.hypot(b.x - px, b.y - py), 1);
  const ex = b.x - (b.x - px) * cut, ey = b.y - (b.y - py) * cut;
  return { d: `M${a.x.toFixed(1)},${a.y.toFixed(1)}Q${px.toFixed(1)},${py.toFixed(1)} ${ex.toFixed(1)},${ey.toFixed(1)}`, mx: (a.x + 2 * px + b.x) / 4, my: (a.y + 2 * py + b.y) / 4 };
}

export function Network() {
  const { found, height } = places.value;
  const v = view.value;
  const many = found.size > 24;
  if (found.size === 0) return <p class="empty">No two actors of this case are tied by an instrument or an event.</p>;
  const near = hovered.value || v.actor;
  const shown = edges.value.filter((e) => found.has(e.from) && found.has(e.to) && (!many || e.look !== "waiting" || e.from === near || e.to === near));
  const touched = new Set(shown.flatMap((e) => (e.from === near || e.to === near ? [e.from, e.to] : [])));
  return (
    <figure class="picture">
      <svg viewBox={`0 0 ${W} ${height}`} role="group" aria-label="Network of obligations: who owes whom" id="network">
        <defs>
          {LOOKS.map(([id]) => (
            <marker key={id} id={`tip-${id}`} viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0,1L9,5L0,9z" class={`tip ${id}`} /></marker>
          ))}
        </defs>
        {shown.map((e) => {
          const a = found.get(e.from), b = found.get(e.to);
          if (!a || !b) return null;
          const { d, mx, my } = curve(a, b, W / 2, height / 2);
          const dim = near !== "" && e.from !== near && e.to !== near;
          const isNew = e.all.some((o) => changed.value.has(o.id));
          const first = e.all.find((o) => lookOf(o) === e.look) as Finding;
          const words = `${nameOf(e.from)} to ${nameOf(e.to)}: ${e.all.map((o) => `${o.act} (${lookOf(o)})`).join(", ")}`;
          return (
            <g key={`${e.from}>${e.to}`} class={`tie${dim ? " dim" : ""}${isNew ? " new" : ""}`} onClick={() => look({ selected: first.id, actor: e.from, search: "" })}>
              <title>{words}</title>
              <path d={d} class="hit" />
              <path d={d} class={`edge ${e.look}`} marker-end={`url(#tip-${e.look})`} />
              {e.look === "broken" && <text x={mx} y={my + 5} class="cross">✕</text>}
            </g>
          );
        })}
        {[...found].map(([id, p]) => {
          const out = Math.cos(p.angle), down = Math.sin(p.angle);
          const side = Math.abs(out) < 0.25 && !many ? "middle" : out < 0 ? "end" : "start";
          const turned = many ? `rotate(${((p.angle * 180) / Math.PI + (out < 0 ? 180 : 0)).toFixed(1)} ${p.x} ${p.y})` : undefined;
          const x = p.x + (many ? (out < 0 ? -12 : 12) : side === "middle" ? 0 : Math.sign(out) * 14);
          const y = p.y + (many ? 4 : side === "middle" ? (down < 0 ? -14 : 24) : 5 + down * 6);
          const dim = near !== "" && near !== id && !touched.has(id);
          const text = many && found.size > 60 ? id : nameOf(id);
          return (
            <g key={id} class={`node${dim ? " dim" : ""}${v.actor === id ? " on" : ""}`} tabIndex={0} role="button" aria-pressed={v.actor === id}
              aria-label={`${nameOf(id)}: show its findings`} onMouseEnter={() => { hovered.value = id; }} onMouseLeave={() => { hovered.value = ""; }}
              onFocus={() => { hovered.value = id; }} onBlur={() => { hovered.value = ""; }}
              onClick={() => look({ actor: v.actor === id ? "" : id })}
              onKeyDown={(e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); look({ actor: v.actor === id ? "" : id }); } }}>
              <title>{`${nameOf(id)} (${id})`}</title>
              <circle cx={p.x} cy={p.y} r={many ? 5 : 8} />
              <text x={x} y={y} text-anchor={side} transform={turned}>{text}</text>
            </g>
          );
        })}
      </svg>
      <figcaption><Legend />{many && <span>Duties that wait for an event are drawn for the actor you point at.</span>}</figcaption>
    </figure>
  );
}
