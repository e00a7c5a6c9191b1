// Every what-if at once: of the case's states on a day, of a year of coded alliances; and world orders through the years.
import { signal } from "@preact/signals";
import { scaleLinear } from "d3-scale";
import { useEffect, useState } from "preact/hooks";
import { fresh, get, type Grid, type Orders as AllOrders, Wrong, type WorldOrder } from "./api";
import { Save } from "./exports";
import { useSize } from "./size";
import { look, openCase, query, theCase, view, withDay } from "./state";
import { ask } from "./whatif";

const pointed = signal<[number, number] | null>(null);

function Year() {
  const v = view.value;
  return <label class="inline">of <select aria-label="Whose alliances" value={v.year ? "year" : ""} onChange={(e) => look({ year: (e.target as HTMLSelectElement).value ? "1914" : "" })}><option value="">this case, on its day</option><option value="year">a year of alliances (ATOP)</option></select>{v.year && <input type="number" min="1816" max="2018" aria-label="Year" value={v.year} onChange={(e) => look({ year: (e.target as HTMLInputElement).value })} />}</label>;
}

export function Sweep() {
  const c = theCase.value;
  const v = view.value;
  const [g, setGrid] = useState<Grid | null>(null);
  const [wrong, setWrong] = useState("");
  // Of a case its duties as the view has them; what is supposed beside the one attack does not enter.
  const key = v.year ? `year=${v.year}` : withDay(query({ ...v, suppose: [] }), v.on).toString();
  useEffect(() => {
    if (!c) return;
    let mine = true;
    setGrid(null); setWrong(""); pointed.value = null;
    get<Grid>("sweep", new URLSearchParams(key), c.revision).then((x) => { if (mine) setGrid(x); }, (e: Error) => { if (mine) setWrong(e.message); });
    return () => { mine = false; };
  }, [key, c?.revision]);
  const high = v.conditions !== "none";
  const head = <div class="bar"><b>Who is drawn in if the row attacks the column</b><Year /><label class="inline">conditions nobody knows <select value={high ? "" : "none"} onChange={(e) => look({ conditions: (e.target as HTMLSelectElement).value })}><option value="">all met</option><option value="none">none met</option></select></label></div>;
  if (wrong) return <section class="sweep">{head}<p class="problem" role="alert">{wrong}</p></section>;
  if (!g) return <section class="sweep">{head}<p class="empty" role="status">Letting each state attack each other one; among two hundred states this takes some seconds the first time …</p><progress aria-label="Sweeping" /><div class="ghost tall" /></section>;
  // Who draws nobody in, as an attacker or as a target, has no row or no column.
  const drawn = (a: number, b: number) => (g.high[a]?.[b] ?? 0) > 0 || (g.low[a]?.[b] ?? 0) > 0;
  const all = g.states.map((_, i) => i), rows = all.filter((a) => all.some((b) => drawn(a, b))), columns = all.filter((b) => rows.some((a) => drawn(a, b)));
  if (rows.length === 0) return <section class="sweep">{head}<p class="empty">No attack on {g.on} would draw anybody in: no treaty in force promises help against it.</p></section>;
  const values = high ? g.high : g.low, value = (a: number, b: number) => values[a]?.[b] ?? 0;
  const top = Math.max(1, ...rows.flatMap((a) => columns.map((b) => value(a, b))));
  const size = Math.max(11, Math.min(36, Math.floor(720 / Math.max(rows.length, columns.length))));
  const edge = 48, width = edge + size * columns.length + 30, height = edge + size * rows.length + 4;
  const follow = (a: number, b: number) => {
    const sentence = `${g.year ? `${g.year}-07-01` : v.on} ${g.states[a]} attacks ${g.states[b]}`;
    if (g.year) openCase(`atop:${g.year}`, { tab: "whatif", event: sentence }); else ask(sentence);
  };
  const cellOf = (e: Event): [number, number] | null => { const d = (e.target as Element).getAttribute("data-cell")?.split(","); return d ? [Number(d[0]), Number(d[1])] : null; };
  const at = pointed.value;
  const said = at ? `${g.names[g.states[at[0]] ?? ""]} attacks ${g.names[g.states[at[1]] ?? ""]}: ${g.low[at[0]]?.[at[1]] === g.high[at[0]]?.[at[1]] ? value(at[0], at[1]) : `${g.low[at[0]]?.[at[1]]} to ${g.high[at[0]]?.[at[1]]}`} drawn in` : `Stronger: more are drawn in, up to ${top}. A click ${g.year ? "opens the year as a case with that attack" : "follows the attack round by round"}.`;
  const move = (e: KeyboardEvent) => {
    const by = ({ ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] } as Record<string, [number, number]>)[e.key];
    const at = pointed.peek(); // keys may come faster than drawing
    const now = at ? [rows.indexOf(at[0]), columns.indexOf(at[1])] : [0, 0];
    const step = (list: number[], i: number) => list[Math.min(list.length - 1, Math.max(0, i))] as number;
    if (by) { e.preventDefault(); pointed.value = [step(rows, (now[0] as number) + by[0]), step(columns, (now[1] as number) + by[1])]; }
    if (e.key === "Enter" && at && at[0] !== at[1]) follow(at[0], at[1]);
  };
  // The names stay in sight however far the picture is scrolled.
  const scrolled = (e: Event) => { const b = e.currentTarget as HTMLElement, unit = (b.firstElementChild as Element).getBoundingClientRect().width / width; b.style.setProperty("--x", `${b.scrollLeft / unit}px`); b.style.setProperty("--y", `${b.scrollTop / unit}px`); };
  return (
    <section class="sweep" aria-label="All what-ifs">
      {head}
      <div class="bar"><span role="status" class="said">{said}</span><Save name="what-ifs" svg=".heat" rows={() => [["attacker", "target", "low", "high"], ...g.states.flatMap((s, a) => g.states.flatMap((t, b) => (a === b ? [] : [[s, t, g.low[a]?.[b] ?? 0, g.high[a]?.[b] ?? 0]])))]} json={() => g} /></div>
      <div class="heatbox" onScroll={scrolled}><svg class="heat" viewBox={`0 0 ${width} ${height}`} style={{ width: `${width / 14}rem`, height: `${height / 14}rem` }} role="application" tabindex={0} aria-label={`Heat map: how many states are drawn in by each attack, ${rows.length} attackers on ${columns.length} targets. Arrows move, Enter follows. ${said}`} onKeyDown={move}
        onClick={(e) => { const d = cellOf(e); if (d) follow(d[0], d[1]); }} onMouseOver={(e) => { const d = cellOf(e); if (d) pointed.value = d; }} onMouseLeave={() => { pointed.value = null; }}>
        {rows.map((a, i) => <g key={a}>
          {columns.map((b, j) => a === b ? null : <rect key={b} data-cell={`${a},${b}`} x={edge + size * j} y={edge + size * i} width={size - 1} height={size - 1} class={`cell${at?.[0] === a && at[1] === b ? " on" : ""}`} style={{ "--heat": String(value(a, b) / top) }} />)}
          {size >= 18 && columns.map((b, j) => value(a, b) > 0 ? <text key={b} x={edge + size * (j + 0.5)} y={edge + size * (i + 0.5) + 4} text-anchor="middle" class={`figure${value(a, b) / top > 0.55 ? " light" : ""}`}>{value(a, b)}</text> : null)}
        </g>)}
        <g class="held rows"><rect x="0" y="0" width={edge - 2} height={height} class="paper" />{rows.map((a, i) => <text key={a} x={edge - 5} y={edge + size * (i + 0.5) + 3} text-anchor="end" class={`axis${at?.[0] === a ? " on" : ""}`}>{g.states[a]}</text>)}</g>
        <g class="held columns"><rect x="0" y="0" width={width} height={edge - 2} class="paper" />{columns.map((b, j) => { const x = edge + size * j + Math.min(size * 0.6, size / 2 + 3); return <text key={b} x={x} y={edge - 5} class={`axis${at?.[1] === b ? " on" : ""}`} transform={`rotate(-60 ${x} ${edge - 5})`}>{g.states[b]}</text>; })}</g>
        <g class="held corner-names"><rect x="0" y="0" width={edge - 2} height={edge - 2} class="paper" /></g>
      </svg></div>
    </section>
  );
}

const MEASURES: [keyof WorldOrder & ("drawn_in" | "largest" | "general" | "entangled" | "breaches"), string, number, string][] = [
  ["drawn_in", "states drawn in by one attack, on average", 1, ""], ["largest", "states drawn in by the attack that draws in most", 1, ""],
  ["general", "attacks that put major powers on both sides", 100, " %"], ["entangled", "states bound both ways in some attack", 1, ""], ["breaches", "attacks in which a word is broken", 100, " %"],
];
const all = signal<AllOrders | null>(null);
const ordersWrong = signal("");
const atYear = signal<number | null>(null);

export function Orders() {
  const v = view.value;
  const [box, size] = useSize({ width: 800, height: 420 });
  const at = atYear.value, setAt = (year: number | null) => { atYear.value = year; };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined, gone = false;
    const load = () => { fresh<AllOrders>("orders").then((o) => { all.value = o; ordersWrong.value = o.problem; if (!gone && o.left > 0 && !o.problem) timer = setTimeout(load, 1500); }, (e: unknown) => { ordersWrong.value = e instanceof Wrong ? e.message : "The server does not answer."; }); };
    if (!all.value || all.value.left > 0) load();
    return () => { gone = true; clearTimeout(timer); };
  }, []);
  const o = all.value;
  const [name, words, unit, sign] = MEASURES.find(([id]) => id === v.measure) ?? (MEASURES[0] as (typeof MEASURES)[number]);
  const value = (x: WorldOrder, i: 0 | 1): number => { const pair = x[name]; const one = pair[i]; return (Array.isArray(one) ? one.length : one) * unit; };
  const W = size.width, H = Math.max(220, size.height - 8), L = 46, B = 26, T = 12, R = 12;
  const orders = o?.orders ?? [], years = W < 560 ? 40 : 20;
  const scale = scaleLinear([0, Math.max(0.001, ...orders.map((x) => value(x, 1)))], [0, 1]).nice(5), marks = scale.ticks(5), top = scale.domain()[1] as number;
  const X = (y: number) => L + ((y - (o?.first ?? 0)) / Math.max(1, (o?.last ?? 1) - (o?.first ?? 0))) * (W - L - R), Y = (n: number) => H - B - (n / top) * (H - B - T);
  const line = (i: 0 | 1) => orders.map((x, n) => `${n ? "L" : "M"}${X(x.year).toFixed(1)},${Y(value(x, i)).toFixed(1)}`).join("");
  const band = orders.length > 1 ? `${line(1)}${[...orders].reverse().map((x) => `L${X(x.year).toFixed(1)},${Y(value(x, 0)).toFixed(1)}`).join("")}Z` : "";
  const here = orders.find((x) => x.year === at);
  const show = (n: number) => `${n.toLocaleString("en", { maximumFractionDigits: 1 })}${sign}`;
  const nearest = (e: MouseEvent) => { const left = (e.currentTarget as Element).getBoundingClientRect().left; const year = (o?.first ?? 0) + (((e.clientX - left) / size.unit - L) / (W - L - R)) * ((o?.last ?? 1) - (o?.first ?? 0)); const found = orders.reduce((a, b) => (Math.abs(b.year - year) < Math.abs(a.year - year) ? b : a), orders[0] as WorldOrder); setAt(found?.year ?? null); };
  const keys = (e: KeyboardEvent) => { const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key]; if (by && orders.length > 0) { e.preventDefault(); const i = orders.findIndex((x) => x.year === atYear.peek()); setAt((orders[Math.min(orders.length - 1, Math.max(0, i + by))] as WorldOrder).year); } const year = atYear.peek(); if (e.key === "Enter" && year !== null) look({ tab: "sweep", year: String(year) }); };
  return (
    <section class="orders" aria-label="World orders">
      <div class="bar"><label>Of every attack of one state on another, each year: <select aria-label="Measure" value={v.measure} onChange={(e) => look({ measure: (e.target as HTMLSelectElement).value })}>{MEASURES.map(([id, text]) => <option key={id} value={id}>{text}</option>)}</select></label>
        {o && <Save name="world-orders" svg=".orders .plot" rows={() => [["year", ...MEASURES.flatMap(([id]) => [`${id}_low`, `${id}_high`]), "states", "instruments"], ...orders.map((x) => [x.year, ...MEASURES.flatMap(([id]) => [0, 1].map((i) => { const p = x[id][i]; return Array.isArray(p) ? p.length : (p as number); })), x.states, x.instruments])]} json={() => o} />}</div>
      {ordersWrong.value && <p class="problem" role="alert">{ordersWrong.value} World orders are made from the ATOP data of your own store: <code>foedus data --help</code>.</p>}
      {o && <p class="small" role="status">{o.left > 0 ? `${orders.length} years of ${orders.length + o.left} are swept; the rest follows` : `${o.source}, ${o.first} to ${o.last}`}{here ? <>. <b>{here.year}</b>: {value(here, 0) === value(here, 1) ? show(value(here, 1)) : `${show(value(here, 0))} to ${show(value(here, 1))}`}; {here.states} states, {here.instruments} alliances{here.explosive[0] && `; most drawn in if ${here.explosive[0][0]} attacks ${here.explosive[0][1]} (${here.explosive[0][2]})`}</> : ". From no unknown condition met to every one met; shaded years: wars between major powers. Click a year for all its what-ifs."}</p>}
      {!o && !ordersWrong.value && <><p class="empty" role="status">Reading the alliances …</p><progress aria-label="Reading the alliances" /><div class="ghost tall" /></>}
      {o && o.left > 0 && !o.problem && <><progress aria-label="Years swept" value={orders.length} max={orders.length + o.left} />{orders.length === 0 && <div class="ghost tall" />}</>}
      <div class="canvas" ref={box}>{o && orders.length > 0 && <svg class="plot" viewBox={`0 0 ${W} ${H}`} width={W * size.unit} height={H * size.unit} role="application" tabindex={0} aria-label={`${words}, ${o.first} to ${o.last}. Arrows move from year to year, Enter opens one.`} onMouseMove={nearest} onMouseLeave={() => setAt(null)} onKeyDown={keys} onClick={() => here && look({ tab: "sweep", year: String(here.year) })}>
        {o.wars.map((y) => <rect key={y} x={X(y - 0.5)} y={T} width={Math.max(1, X(y + 0.5) - X(y - 0.5))} height={H - B - T} class="war"><title>{`${y}: war between major powers`}</title></rect>)}
        {marks.map((p) => <g key={p}><line x1={L} x2={W - R} y1={Y(p)} y2={Y(p)} class="tick" /><text x={L - 6} y={Y(p) + 4} text-anchor="end">{show(p)}</text></g>)}
        {Array.from({ length: Math.floor((o.last - o.first) / years) + 1 }, (_, i) => Math.ceil(o.first / years) * years + i * years).filter((y) => y <= o.last).map((y) => <text key={y} x={X(y)} y={H - 8} text-anchor="middle">{y}</text>)}
        <path d={band} class="band" /><path d={line(1)} class="upper" /><path d={line(0)} class="lower" />
        {here && <><line x1={X(here.year)} x2={X(here.year)} y1={T} y2={H - B} class="now" /><circle cx={X(here.year)} cy={Y(value(here, 1))} r="4" class="event" /></>}
      </svg>}</div>
    </section>
  );
}
