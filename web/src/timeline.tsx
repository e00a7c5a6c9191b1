// Time: what was in force, what happened, what was reported when; the day that is looked at, and by when it was known.
import { scaleUtc } from "d3-scale";
import { Save } from "./exports";
import { fitted } from "./letters";
import { useSize } from "./size";
import { dayNumber, isoDay, look, slice, theCase, timeline, view } from "./state";
import type { Case } from "./api";

const RIGHT = 12, ROW = 17, DOT = 8;
interface Span { from: number; to: number }

/** How much of the record is shown at first. */
const SHARE = 0.75;
/** The shortest time about the case's day that has most of the record: neither a treaty of 1879 nor the peace may make July 1914 a hair's breadth. */
function usual(c: Case): Span {
  const days = c.events.filter((e) => /^\d{4}/.test(e.day)).map((e) => dayNumber(e.day)).sort((a, b) => a - b);
  const need = Math.ceil(days.length * SHARE), own = dayNumber(c.day);
  let best: Span = { from: days[0] ?? dayNumber(c.span[0]), to: days.at(-1) ?? own };
  const long = (s: Span) => Math.max(s.to, own) - Math.min(s.from, own);
  for (let i = 0; need > 0 && i + need <= days.length; i++) {
    const span = { from: days[i] as number, to: days[i + need - 1] as number };
    if (long(span) < long(best)) best = span;
  }
  const from = Math.min(best.from, own), to = Math.max(best.to, own), pad = Math.max(3, Math.round((to - from) * 0.08));
  return { from: from - pad, to: to + pad };
}

function spanOf(c: Case): Span {
  const v = view.peek();
  const own = usual(c), on = dayNumber(v.on || c.day);
  if (v.from && v.to) return { from: dayNumber(v.from), to: dayNumber(v.to) };
  return { from: Math.min(own.from, on - 2), to: Math.max(own.to, on + 2) };
}

const seen = slice("on", "from", "to", "knownOn");

function zoom(c: Case, by: number): void {
  const { from, to } = spanOf(c), on = dayNumber(view.value.on || c.day);
  const half = Math.min(Math.max(4, ((to - from) / 2) * by), 200_000);
  const middle = by < 1 ? on : (from + to) / 2;
  look({ from: isoDay(Math.round(middle - half)), to: isoDay(Math.round(middle + half)) });
}

function rows(): (string | number)[][] {
  return [["date", "what", "id", "text", "status"], ...timeline.value.map((e) => [e.date, e.what, e.id, e.text, e.status])];
}

export function Timeline() {
  const [box, size] = useSize({ width: 800, height: 200 });
  const c = theCase.value;
  void seen.value;
  if (!c || (c.events.length === 0 && c.instruments.length === 0)) return null;
  const v = view.peek();
  const { from, to } = spanOf(c);
  const W = Math.max(size.width, 280), LEFT = W < 520 ? 96 : Math.min(270, Math.round(W * 0.3));
  const events = c.events.filter((e) => /^\d{4}/.test(e.day)).map((e) => ({ ...e, n: dayNumber(e.day) }));
  const days = [...new Set(events.map((e) => e.n))].sort((a, b) => a - b);
  const within = events.filter((e) => e.n >= from && e.n <= to);
  const before = events.filter((e) => e.n < from).length, after = events.length - within.length - before;
  const x = scaleUtc([new Date(from * 864e5), new Date(to * 864e5)], [LEFT, W - RIGHT]);
  const at = (n: number) => x(new Date(Math.min(Math.max(n, from), to) * 864e5));
  const on = dayNumber(v.on || c.day);
  const known = v.knownOn === "=" ? on : v.knownOn ? dayNumber(v.knownOn) : null;
  const bars = c.instruments.flatMap((i) => i.in_force.map(([a, b]) => ({ i, a: dayNumber(a), b: b ? dayNumber(b) : to + 1 }))).filter((b) => b.b >= from && b.a <= to).sort((p, q) => p.a - q.a);
  const stack = (all: { n: number }[]) => { const high = new Map<number, number>(); return all.map(({ n }) => { const column = Math.round(at(n) / DOT); const level = high.get(column) ?? 0; high.set(column, level + 1); return { cx: column * DOT, level: Math.min(level, 3), more: level }; }); };
  const dots = stack(within);
  const claims = timeline.value.filter((e) => e.what === "claim" && /^\d{4}-\d\d-\d\d/.test(e.date)).map((e) => ({ ...e, n: dayNumber(e.date.slice(0, 10)) })).filter((e) => e.n >= from && e.n <= to);
  const marks = stack(claims);
  const deadlines = timeline.value.filter((e) => e.what === "deadline").map((e) => ({ ...e, n: dayNumber(e.date.slice(0, 10)) })).filter((e) => e.n >= from && e.n <= to);
  const tall = (all: { level: number }[]) => 10 + 7 * Math.max(0, ...all.map((d) => d.level));
  const happened = 22 + tall(dots), reported = happened + 8 + tall(marks), height = reported + 8;
  const step = (dir: 1 | -1) => {
    const next = dir > 0 ? days.find((d) => d > on) : [...days].reverse().find((d) => d < on);
    if (next !== undefined) look({ on: isoDay(next), ...(next < from || next > to ? { from: "", to: "" } : {}) });
  };
  const ticks = x.ticks(Math.max(3, Math.floor((W - LEFT) / 90)));
  const close = to - from < 800;
  const words = (t: Date) => close ? (to - from < 45 ? t.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }) : t.toLocaleDateString("en-GB", { month: "short", ...(t.getUTCMonth() === 0 ? { year: "numeric" } : {}), ...(t.getUTCDate() > 1 ? { day: "numeric" } : {}), timeZone: "UTC" })) : t.getUTCMonth() === 0 ? String(t.getUTCFullYear()) : t.toLocaleDateString("en-GB", { month: "short", timeZone: "UTC" });
  const here = (e: MouseEvent) => { const own = (e.clientX - (e.currentTarget as SVGElement).getBoundingClientRect().left) / size.unit; const day = Math.round(Number(x.invert(own)) / 864e5); if (own > LEFT && (e.target as Element).tagName !== "circle") look({ on: isoDay(day) }); };
  const lines = (h: number) => <>{ticks.map((t) => <line key={t.getTime()} x1={x(t)} x2={x(t)} y1="0" y2={h} class="tick" />)}{known !== null && <line x1={at(known)} x2={at(known)} y1="0" y2={h} class="known" />}<line x1={at(on)} x2={at(on)} y1="0" y2={h} class="now" /></>;
  return (
    <section class="time" aria-label="Timeline">
      <div class="clock">
        <button type="button" onClick={() => step(-1)} aria-label="Event before" title="Event before">◀</button>
        <label>Day <input type="date" value={v.on || c.day} onChange={(e) => { const d = (e.target as HTMLInputElement).value; if (d) look({ on: d }); }} /></label>
        <button type="button" onClick={() => step(1)} aria-label="Next event" title="Next event">▶</button>
        <label class="inline">known <select aria-label="Known" value={v.knownOn === "" || v.knownOn === "=" ? v.knownOn : "on"} onChange={(e) => { const w = (e.target as HTMLSelectElement).value; look({ knownOn: w === "on" ? v.on || c.day : w }); }}><option value="">with hindsight</option><option value="=">as reported by that day</option><option value="on">as reported by …</option></select></label>
        {v.knownOn !== "" && v.knownOn !== "=" && <input type="date" aria-label="Reported by" value={v.knownOn} onChange={(e) => { const d = (e.target as HTMLInputElement).value; if (d) look({ knownOn: d }); }} />}
        <span class="group"><button type="button" aria-label="Zoom in" title="Zoom in" onClick={() => zoom(c, 0.5)}>+</button><button type="button" aria-label="Zoom out" title="Zoom out" onClick={() => zoom(c, 2)}>−</button><button type="button" onClick={() => look({ from: c.span[0], to: c.span[1] })}>all</button>{v.from && <button type="button" onClick={() => look({ from: "", to: "" })}>fit</button>}</span>
      </div>
      <div ref={box} class="strip">
        {/* The knob stands over its day: the track begins and ends half a knob beyond the axis. */}
        <input type="range" min={from} max={to} value={on} aria-label="Day looked at" aria-valuetext={v.on || c.day} style={{ marginLeft: `calc(${LEFT * size.unit}px - var(--knob) / 2)`, width: `calc(${(W - RIGHT - LEFT) * size.unit}px + var(--knob))` }} onInput={(e) => look({ on: isoDay(Number((e.target as HTMLInputElement).value)) })} />
        <svg width={W * size.unit} height={height * size.unit} viewBox={`0 0 ${W} ${height}`} role="img" aria-label={`Events and reports; the day looked at is ${v.on || c.day}`} onClick={here}>
          {lines(height)}
          {ticks.map((t) => <text key={t.getTime()} x={x(t)} y="11" text-anchor={x(t) > W - 24 ? "end" : "middle"} class="date">{words(t)}</text>)}
          <text x={LEFT - 10} y={happened} text-anchor="end">happened</text>
          {within.map((e, i) => { const d = dots[i] as { cx: number; level: number }; return <circle key={e.id} cx={d.cx} cy={happened - 4 - 7 * d.level} r={e.n === on ? 5 : 3.6} class={`event${e.n > on ? " later" : ""}${e.n === on ? " on" : ""}`} onClick={() => look({ on: e.day })}><title>{`${e.date}: ${e.text}`}</title></circle>; })}
          {deadlines.map((e, i) => <path key={i} d={`M${at(e.n)},${happened - 14}v16`} class="deadline"><title>{`${e.date}: ${e.text}`}</title></path>)}
          <text x={LEFT - 10} y={reported} text-anchor="end">reported</text>
          {claims.map((e, i) => { const d = marks[i] as { cx: number; level: number }; return <rect key={i} x={d.cx - 3} y={reported - 7 - 7 * d.level} width="6" height="6" class={`claim ${known !== null && e.n > known ? "rejected" : e.status}`}><title>{`${e.date}: ${e.text}`}</title></rect>; })}
        </svg>
        <div class="bars" tabIndex={0} role="region" aria-label="Instruments in force">
          <svg width={W * size.unit} height={(bars.length * ROW + 4) * size.unit} viewBox={`0 0 ${W} ${bars.length * ROW + 4}`} role="img" aria-label={`${bars.length} instruments in force in the years shown`} onClick={here}>
            {lines(bars.length * ROW + 4)}
            {bars.map(({ i, a, b }, n) => (
              <g key={`${i.id}${n}`} class="bar"><title>{`${i.title}: in force from ${isoDay(a)}${b > to ? "" : ` to ${isoDay(b)}`}${i.secret ? "; secret" : ""}`}</title>
                <text x={LEFT - 10} y={13 + n * ROW} text-anchor="end">{fitted(i.title, LEFT - 12, 11)}</text>
                <rect x={at(a)} y={4 + n * ROW} width={Math.max(2, at(b) - at(a))} height="10" rx="2" class={i.secret ? "secret" : ""} /></g>
            ))}
          </svg>
        </div>
      </div>
      <p class="small under"><span><i class="key solid" /> in force <i class="key dashed" /> secret <i class="key line" /> deadline{(after > 0 || before > 0) && `; ${[before > 0 && `${before} ${before > 1 ? "events" : "event"} before`, after > 0 && `${after} after what is shown`].filter(Boolean).join(", ")}`}</span><Save name="timeline" svg=".strip svg" rows={rows} json={() => timeline.value} /></p>
    </section>
  );
}

addEventListener("keydown", (e) => {
  const target = e.target as HTMLElement;
  if (e.altKey || e.ctrlKey || e.metaKey || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) || target.isContentEditable) return;
  const c = theCase.value;
  if (!c) return;
  if (e.key === "[" || e.key === "]") look({ on: isoDay(dayNumber(view.value.on || c.day) + (e.key === "]" ? 1 : -1)) });
  if (e.key === "+" || e.key === "-") zoom(c, e.key === "+" ? 0.5 : 2);
});
