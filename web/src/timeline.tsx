// Time: what was in force, what happened, what was reported when; and the day that is looked at.
import { scaleTime } from "d3-scale";
import { dayNumber, isoDay, look, theCase, timeline, view } from "./state";

const W = 900, LEFT = 190, RIGHT = 14;

export function Timeline() {
  const c = theCase.value;
  if (!c) return null;
  const v = view.value;
  const events = c.events.filter((e) => /^\d{4}/.test(e.day));
  const days = events.map((e) => dayNumber(e.day));
  const sorted = [...days].sort((a, b) => a - b);
  // The middle of the record: a treaty of 1879 must not make July 1914 a hair's breadth.
  const low = sorted[Math.floor(sorted.length * 0.1)] ?? dayNumber(c.span[0]);
  const shownDay = dayNumber(view.value.on || c.day);
  const high = Math.max(sorted[Math.floor((sorted.length - 1) * 0.85)] ?? low, dayNumber(c.day), shownDay);
  const pad = Math.max(3, Math.round((high - low) * 0.08));
  const from = Math.min(low, shownDay) - pad, to = high + pad;
  const after = sorted.filter((d) => d > to).length, before = sorted.filter((d) => d < from).length;
  const x = scaleTime([new Date(from * 864e5), new Date(to * 864e5)], [LEFT, W - RIGHT]);
  const at = (n: number) => x(new Date(Math.min(Math.max(n, from), to) * 864e5));
  const bars = c.instruments.flatMap((i) => i.in_force.map(([a, b]) => ({ i, a: dayNumber(a), b: b ? dayNumber(b) : to }))).filter((b) => b.b >= from && b.a <= to);
  const few = bars.slice(0, 14);
  const top = 26 + few.length * 15;
  const deadlines = timeline.value.filter((e) => e.what === "deadline");
  const claims = timeline.value.filter((e) => e.what === "claim");
  const on = dayNumber(v.on || c.day);
  const height = top + 58;
  const step = (dir: 1 | -1) => {
    const all = [...new Set(days)].sort((a, b) => a - b);
    const next = dir > 0 ? all.find((d) => d > on) : all.reverse().find((d) => d < on);
    if (next !== undefined) look({ on: isoDay(next) });
  };
  return (
    <section class="time" aria-label="Timeline">
      <div class="clock">
        <button type="button" onClick={() => step(-1)} aria-label="Event before">◀</button>
        <label>Day <input type="date" value={v.on || c.day} onChange={(e) => { const d = (e.target as HTMLInputElement).value; if (d) look({ on: d }); }} /></label>
        <button type="button" onClick={() => step(1)} aria-label="Next event">▶</button>
        <input type="range" min={from} max={to} value={on} aria-label="Day looked at" aria-valuetext={v.on || c.day} onInput={(e) => look({ on: isoDay(Number((e.target as HTMLInputElement).value)) })} />
        <label class="check"><input type="checkbox" checked={v.asKnown} onChange={() => look({ asKnown: !v.asKnown })} /> only what was reported by then</label>
      </div>
      <svg viewBox={`0 0 ${W} ${height}`} role="img" aria-label={`Instruments in force, events and reports; the day looked at is ${v.on || c.day}`}>
        {x.ticks(7).map((t) => <g key={t.getTime()} class="tick"><line x1={x(t)} x2={x(t)} y1="16" y2={height - 4} /><text x={x(t)} y="11" text-anchor="middle">{x.tickFormat(7)(t)}</text></g>)}
        {few.map(({ i, a, b }, n) => (
          <g key={`${i.id}${n}`} class="bar"><title>{`${i.title}: in force from ${isoDay(a)}${i.in_force[0]?.[1] ? ` to ${i.in_force[0][1]}` : ""}${i.secret ? "; secret" : ""}`}</title>
            <text x={LEFT - 8} y={31 + n * 15} text-anchor="end">{i.title.length > 31 ? `${i.title.slice(0, 30)}…` : i.title}</text>
            <rect x={at(a)} y={22 + n * 15} width={Math.max(2, at(b) - at(a))} height="9" rx="2" class={i.secret ? "secret" : ""} /></g>
        ))}
        <text x={LEFT - 8} y={top + 18} text-anchor="end" class="row">happened</text>
        {events.filter((e) => dayNumber(e.day) >= from && dayNumber(e.day) <= to).map((e) => <circle key={e.id} cx={at(dayNumber(e.day))} cy={top + 14} r={dayNumber(e.day) === on ? 6 : 4} class={`event${dayNumber(e.day) > on ? " later" : ""}`} onClick={() => look({ on: e.day })}><title>{`${e.date}: ${e.text}`}</title></circle>)}
        {deadlines.map((e) => <path key={`${e.id}${e.day}`} d={`M${at(dayNumber(e.date.slice(0, 10)))},${top + 4}v20`} class="deadline"><title>{`${e.date}: ${e.text}`}</title></path>)}
        <text x={LEFT - 8} y={top + 40} text-anchor="end" class="row">reported</text>
        {claims.filter((e) => /^\d{4}-\d\d-\d\d/.test(e.date)).map((e, n) => <rect key={n} x={at(dayNumber(e.date.slice(0, 10))) - 3} y={top + 32} width="6" height="6" class={`claim ${e.status}`}><title>{`${e.date}: ${e.text}`}</title></rect>)}
        <line x1={at(on)} x2={at(on)} y1="16" y2={height - 2} class="now" />
      </svg>
      {(bars.length > few.length || after > 0 || before > 0) && <p class="small">{[bars.length > few.length && `${bars.length - few.length} more instruments are in force`, before > 0 && `${before} events lie before what is drawn`, after > 0 && `${after} after it`].filter(Boolean).join("; ")}. The arrows go there.</p>}
    </section>
  );
}

addEventListener("keydown", (e) => {
  const target = e.target as HTMLElement;
  if (e.altKey || e.ctrlKey || e.metaKey || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) || target.isContentEditable) return;
  const c = theCase.value;
  if (!c || (e.key !== "[" && e.key !== "]")) return;
  look({ on: isoDay(dayNumber(view.value.on || c.day) + (e.key === "]" ? 1 : -1)) });
});
