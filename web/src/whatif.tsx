// What if: an event from pickers or in the language's own words, and what follows, round by round.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Cascade, get, type Grid, send, type Tripwire, Wrong } from "./api";
import { look, nameOf, query, theCase, view, withDay } from "./state";

const sentence = signal("");
const answer = signal<Cascade | null>(null);
const shown = signal(0);
const wrong = signal("");
const waiting = signal(false);
const picked = signal({ who: "", verb: "attacks", whom: "" });
let playing: ReturnType<typeof setInterval> | undefined;

export function ask(text: string): void { sentence.value = text; look({ tab: "whatif" }); void run(); }

async function run(): Promise<void> {
  const text = sentence.value.trim();
  if (!text) { wrong.value = "Pick who does what to whom, or write a sentence with its day: 1914-07-24 RUS attacks AUH"; return; }
  waiting.value = true; wrong.value = ""; clearInterval(playing);
  try {
    const v = view.value;
    const q = query(v);
    if (v.honour) q.set("honour", v.honour);
    answer.value = await send<Cascade>("POST", "cascade", { events: text.split(/\s*;\s*/) }, q);
    shown.value = answer.value.rounds.length;
  } catch (error) { answer.value = null; wrong.value = error instanceof Wrong ? error.message : "The server does not answer."; }
  waiting.value = false;
}

function play(): void {
  clearInterval(playing);
  shown.value = 0;
  playing = setInterval(() => { if (shown.value >= (answer.value?.rounds.length ?? 0)) clearInterval(playing); else shown.value += 1; }, 900);
}

function Side({ title, members, earlier, both }: { title: string; members: string[]; earlier: string[]; both: string[] }) {
  return <div class="side"><h3>{title} <span class="count">{members.length}</span></h3><ul>{members.map((m) => <li key={m} class={`${earlier.includes(m) ? "" : "joined"}${both.includes(m) ? " torn" : ""}`}>{nameOf(m)}</li>)}</ul></div>;
}

export function WhatIf() {
  const c = theCase.value;
  if (!c) return null;
  const v = view.value;
  const day = v.on || c.day;
  const p = picked.value;
  const pick = (change: Partial<typeof p>) => { picked.value = { ...p, ...change }; const n = picked.value; if (n.who && n.whom) sentence.value = `${day} ${n.who} ${n.verb} ${n.whom}`; };
  const powers = c.actors.filter((a) => ["state", "group", "organisation"].includes(a.sort));
  const a = answer.value;
  const round = a?.rounds[shown.value - 1];
  const first = { attacker: a?.rounds[0]?.attacker_side.filter((x) => !a.rounds[0]?.joining.some((j) => j.actor === x && j.hostile)) ?? a?.attacker_side ?? [], target: a?.rounds[0]?.target_side.filter((x) => !a.rounds[0]?.joining.some((j) => j.actor === x && j.hostile)) ?? a?.target_side ?? [] };
  const here = { attacker: round?.attacker_side ?? first.attacker, target: round?.target_side ?? first.target };
  const before = shown.value > 1 ? { attacker: a?.rounds[shown.value - 2]?.attacker_side ?? [], target: a?.rounds[shown.value - 2]?.target_side ?? [] } : first;
  return (
    <section class="whatif" aria-label="What if">
      <form onSubmit={(e) => { e.preventDefault(); void run(); }}>
        <div class="pickers">
          <label>Who <select value={p.who} onChange={(e) => pick({ who: (e.target as HTMLSelectElement).value })}><option value="">…</option>{powers.map((x) => <option key={x.id} value={x.id}>{x.name}</option>)}</select></label>
          <label>does <select value={p.verb} onChange={(e) => pick({ verb: (e.target as HTMLSelectElement).value })}>{c.verbs.map((x) => <option key={x}>{x}</option>)}</select></label>
          <label>to whom <select value={p.whom} onChange={(e) => pick({ whom: (e.target as HTMLSelectElement).value })}><option value="">…</option>{powers.map((x) => <option key={x.id} value={x.id}>{x.name}</option>)}</select></label>
          <label>words kept <select value={v.honour} onChange={(e) => look({ honour: (e.target as HTMLSelectElement).value })}><option value="">left open</option><option value="all">all</option>{c.presets.map((x) => <option key={x.id} value={x.id}>{x.id}</option>)}</select></label>
        </div>
        <div class="bar"><input type="text" aria-label="The event, with its day" placeholder={`${day} RUS attacks AUH`} value={sentence.value} onInput={(e) => { sentence.value = (e.target as HTMLInputElement).value; }} /><button type="submit" class="main">What follows?</button></div>
      </form>
      {wrong.value && <p class="problem" role="alert">{wrong.value}</p>}
      {waiting.value && <p class="empty">Following the duties, round by round …</p>}
      {a && !waiting.value && <>
        <div class="bar"><button type="button" onClick={play}>▶ play</button><button type="button" disabled={shown.value === 0} onClick={() => { shown.value -= 1; }}>◀ round</button><button type="button" disabled={shown.value >= a.rounds.length} onClick={() => { shown.value += 1; }}>round ▶</button>
          <span role="status">{a.rounds.length === 0 ? "Nobody is drawn in." : `Round ${shown.value} of ${a.rounds.length}`}</span>
          <button type="button" class="plain" onClick={() => look({ suppose: [...new Set([...v.suppose, sentence.value])] })}>suppose it everywhere</button></div>
        <div class="sides"><Side title="With the attacker" members={here.attacker} earlier={before.attacker} both={a.both} /><Side title="With the target" members={here.target} earlier={before.target} both={a.both} /></div>
        {a.both.length > 0 && <p class="problem">Bound both ways, and so on neither side: {a.both.map(nameOf).join(", ")}</p>}
        {a.rounds.slice(0, shown.value).map((r) => <div key={r.number} class="round"><h3>Round {r.number}</h3><ul>{r.joining.map((j, i) => <li key={i} class={j.status === "yes" ? "" : "open"}><b>{nameOf(j.actor)}</b> {j.act.replace(/-/g, " ")}{j.against && ` against ${nameOf(j.against)}`}{j.toward && ` for ${nameOf(j.toward)}`} <small>{j.instrument} {j.clause}{j.status !== "yes" && "; contested"}{j.probability && `; ${pct(j.probability)}`}</small></li>)}</ul></div>)}
        {a.expected && <p>Drawn in on average: {a.expected[0].toFixed(1)}{a.expected[1] - a.expected[0] > 0.05 && ` to ${a.expected[1].toFixed(1)}`}</p>}
        {a.courses[0] && <p>Most likely course ({Math.round(a.courses[0].probability * 100)} %): {a.courses[0].joins.map(([x]) => nameOf(x)).join(", ") || "nobody comes"}</p>}
        <ul class="small assumed">{a.assumes.map((x) => <li key={x}>{x}</li>)}</ul>
      </>}
    </section>
  );
}

function pct([a, b]: [number, number]): string { return b - a < 0.005 ? `${Math.round(a * 100)} %` : `${Math.round(a * 100)}–${Math.round(b * 100)} %`; }

const wires = signal<Tripwire[] | null>(null);
const wiresWrong = signal("");
const whom = signal("");

export function Tripwires() {
  const c = theCase.value;
  const v = view.value;
  const key = withDay(query(v), v.on).toString();
  useEffect(() => {
    if (!c) return;
    wires.value = null; wiresWrong.value = "";
    get<{ tripwires: Tripwire[] }>("triggers", new URLSearchParams(key), c.revision).then((t) => { wires.value = t.tripwires; }, (e: Error) => { wiresWrong.value = e.message; });
  }, [key, c?.revision]);
  if (wiresWrong.value) return <p class="problem" role="alert">{wiresWrong.value}</p>;
  if (!wires.value) return <p class="empty">Trying every single event that a clause waits for …</p>;
  const debtors = [...new Set(wires.value.flatMap((t) => t.binds.map((b) => b.debtor)))].sort();
  const fits = wires.value.filter((t) => !whom.value || t.binds.some((b) => b.debtor === whom.value));
  return (
    <section class="tripwires" aria-label="Tripwires">
      <div class="bar"><label>What would bind <select value={whom.value} onChange={(e) => { whom.value = (e.target as HTMLSelectElement).value; }}><option value="">anybody</option>{debtors.map((d) => <option key={d} value={d}>{nameOf(d)}</option>)}</select></label><span role="status">{fits.length} events, each on the day after {v.on}</span></div>
      {fits.length === 0 ? <p class="empty">No single event would newly bind anybody.</p> : <ul class="wires">{fits.slice(0, 200).map((t) => <li key={t.sentence}><button type="button" class="plain" onClick={() => ask(t.sentence)}>{t.sentence}</button><ul>{t.binds.filter((b) => !whom.value || b.debtor === whom.value).slice(0, 6).map((b, i) => <li key={i}>{nameOf(b.debtor)} → {nameOf(b.creditor || b.adversary)}: {b.act} <small>{b.instrument} {b.clause}{b.status !== "bound" && `; ${b.status}`}</small></li>)}</ul></li>)}</ul>}
    </section>
  );
}

const grid = signal<Grid | null>(null);
const gridWrong = signal("");
const most = signal<"low" | "high">("high");

export function Sweep() {
  const c = theCase.value;
  const v = view.value;
  useEffect(() => {
    if (!c) return;
    grid.value = null; gridWrong.value = "";
    get<Grid>("sweep", new URLSearchParams({ on: v.on }), c.revision).then((g) => { grid.value = g; }, (e: Error) => { gridWrong.value = e.message; });
  }, [v.on, c?.revision]);
  if (gridWrong.value) return <p class="problem" role="alert">{gridWrong.value}</p>;
  const g = grid.value;
  if (!g) return <p class="empty">Letting each state attack each other one …</p>;
  const rows = g.bound.map((s) => g.states.indexOf(s));
  if (rows.length === 0) return <p class="empty">No treaty in force on {g.on} would draw anybody in.</p>;
  const values = g[most.value];
  const top = Math.max(1, ...rows.flatMap((a) => rows.map((b) => values[a]?.[b] ?? 0)));
  const size = Math.max(9, Math.min(30, Math.floor(640 / rows.length)));
  const edge = 46;
  const width = edge + size * rows.length + 4;
  return (
    <figure class="picture sweep">
      <div class="bar"><label>Conditions nobody knows <select value={most.value} onChange={(e) => { most.value = (e.target as HTMLSelectElement).value as "low" | "high"; }}><option value="high">all met</option><option value="low">none met</option></select></label><span>on {g.on}: how many are drawn in if the row attacks the column</span></div>
      <svg viewBox={`0 0 ${width} ${width}`} role="img" aria-label="Heat map: how many states are drawn in by each attack" style={{ maxWidth: `${width * 1.4}px` }}>
        {rows.map((a, i) => <g key={a}>
          <text x={edge - 5} y={edge + size * i + size * 0.7} text-anchor="end" class="axis">{g.states[a]}</text>
          <text x={edge + size * i + size * 0.5} y={edge - 5} text-anchor="start" class="axis" transform={`rotate(-60 ${edge + size * i + size * 0.5} ${edge - 5})`}>{g.states[a]}</text>
          {rows.map((b, j) => a === b ? null : <rect key={b} x={edge + size * j} y={edge + size * i} width={size - 1} height={size - 1} class="cell" style={{ "--heat": String((values[a]?.[b] ?? 0) / top) }} onClick={() => ask(`${v.on} ${g.states[a]} attacks ${g.states[b]}`)}><title>{`${g.names[g.states[a] ?? ""]} attacks ${g.names[g.states[b] ?? ""]}: ${g.low[a]?.[b]} to ${g.high[a]?.[b]} drawn in. Click to follow it.`}</title></rect>)}
        </g>)}
      </svg>
      <figcaption>Darker: more are drawn in, up to {top}. A click follows the attack round by round.</figcaption>
    </figure>
  );
}
