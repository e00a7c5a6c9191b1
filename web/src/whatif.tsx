// What if: an event from pickers or in the language's own words, and what follows, round by round.
import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Cascade, get, send, type Tripwire, Wrong } from "./api";
import { percent } from "./detail";
import { Save } from "./exports";
import { look, nameOf, query, theCase, told, view, withDay, words } from "./state";

const sentence = signal(view.value.event);
const answer = signal<Cascade | null>(null);
const wrong = signal("");
const waiting = signal(false);
const picked = signal({ who: "", verb: "attacks", whom: "" });
let playing: ReturnType<typeof setInterval> | undefined;
const running = signal(false);
const shown = () => { const a = answer.value, r = view.value.round; return a ? (r === "" ? a.rounds.length : Math.min(Number(r) || 0, a.rounds.length)) : 0; };
const toRound = (n: number) => look({ round: n >= (answer.value?.rounds.length ?? 0) ? "" : String(n) });

export function ask(text: string): void { look({ tab: "whatif", event: text, round: "", pane: "picture" }); }

// What is asked stands in the address: whoever opens the link sees the answer.
let last = "";
effect(() => {
  const v = view.value, c = theCase.value;
  if (!c || v.tab !== "whatif" || !v.event) return;
  const q = query(v);
  if (v.honour) q.set("honour", v.honour);
  const key = `${c.revision} ${v.event} ${q}`;
  if (key === last) return;
  last = key;
  sentence.value = v.event;
  const [, who, verb, whom] = /^\S+ (\S+) (.+) (\S+)$/.exec(v.event) ?? [];
  if (who && verb && whom && c.verbs.includes(verb) && [who, whom].every((id) => c.actors.some((x) => x.id === id))) picked.value = { who, verb, whom };
  waiting.value = true; wrong.value = "";
  send<Cascade>("POST", "cascade", { events: v.event.split(/\s*;\s*/) }, q).then((found) => { if (key === last) { answer.value = found; waiting.value = false; } }, (error: unknown) => {
    if (key === last) { answer.value = null; waiting.value = false; wrong.value = error instanceof Wrong ? error.message : "The server does not answer."; }
  });
});

function run(): void {
  const text = sentence.value.trim();
  if (!text) { wrong.value = "Pick who does what to whom, or write a sentence with its day: 1914-07-24 RUS attacks AUH"; return; }
  if (text === view.value.event) last = "";
  look({ event: text, round: "" });
}

function play(): void {
  clearInterval(playing);
  if (running.value) { running.value = false; return; }
  running.value = true;
  let n = 0;
  look({ round: "0" });
  playing = setInterval(() => { n += 1; toRound(n); if (n >= (answer.value?.rounds.length ?? 0)) { clearInterval(playing); running.value = false; } }, 1100);
}

function Side({ title, members, earlier, both }: { title: string; members: string[]; earlier: string[]; both: string[] }) {
  return <div class="side"><h3>{title} <span class="count">{members.length}</span></h3><ul>{members.map((m) => <li key={m} class={`${earlier.includes(m) ? "" : "joined"}${both.includes(m) ? " torn" : ""}`}>{nameOf(m)}</li>)}</ul></div>;
}

/** How strong each side is, round by round, where the case gives figures. */
function Strength({ a, round }: { a: Cascade; round: number }) {
  const names = [...new Set(a.strength.map((s) => s.name))];
  if (names.length === 0) return null;
  return (
    <div class="strength">{names.slice(0, 3).map((name) => {
      const own = a.strength.filter((s) => s.name === name), now = [...own].reverse().find((s) => s.round <= round) ?? own[0];
      if (!now) return null;
      const all = now.attacker + now.target || 1, share = now.attacker / all;
      const figure = (x: number) => x.toLocaleString("en", { maximumFractionDigits: x < 10 ? 3 : 0 });
      return <div key={name} class="balance" role="img" aria-label={`${name}: ${figure(now.attacker)} with the attacker, ${figure(now.target)} with the target ${now.unit}`}><span>{figure(now.attacker)}</span><i><b style={{ width: `${share * 100}%` }} /></i><span>{figure(now.target)}</span><small>{words(name)}{now.unit && `, ${now.unit}`}</small></div>;
    })}</div>
  );
}

export function WhatIf() {
  const c = theCase.value;
  useEffect(() => () => { clearInterval(playing); running.value = false; }, []);
  if (!c) return null;
  const v = view.value;
  const day = v.on || c.day;
  const p = picked.value;
  const pick = (change: Partial<typeof p>) => { picked.value = { ...p, ...change }; const n = picked.value; if (n.who && n.whom) sentence.value = `${day} ${n.who} ${n.verb} ${n.whom}`; };
  const powers = c.actors.filter((a) => ["state", "group", "organisation"].includes(a.sort));
  const a = answer.value;
  const at = shown();
  const round = a?.rounds[at - 1];
  const opening = (side: "attacker_side" | "target_side") => a?.rounds[0] ? a.rounds[0][side].filter((x) => !a.rounds[0]?.joining.some((j) => j.actor === x && j.hostile)) : a?.[side] ?? [];
  const first = { attacker: opening("attacker_side"), target: opening("target_side") };
  const here = round ? { attacker: round.attacker_side, target: round.target_side } : first;
  const before = at > 1 ? { attacker: a?.rounds[at - 2]?.attacker_side ?? [], target: a?.rounds[at - 2]?.target_side ?? [] } : first;
  const apart = [...new Set(a?.rounds.slice(0, at).flatMap((r) => r.joining.map((j) => j.actor)))].filter((x) => !here.attacker.includes(x) && !here.target.includes(x) && !a?.both.includes(x));
  const torn = a?.both.filter((x) => at >= a.rounds.length || a.rounds.slice(0, at).some((r) => r.joining.some((j) => j.actor === x))) ?? [];
  return (
    <section class="whatif" aria-label="What if">
      <form onSubmit={(e) => { e.preventDefault(); run(); }}>
        <div class="pickers">
          <label>Who <select value={p.who} onChange={(e) => pick({ who: (e.target as HTMLSelectElement).value })}><option value="">…</option>{powers.map((x) => <option key={x.id} value={x.id}>{x.name}</option>)}</select></label>
          <label>does <select value={p.verb} onChange={(e) => pick({ verb: (e.target as HTMLSelectElement).value })}>{c.verbs.map((x) => <option key={x}>{x}</option>)}</select></label>
          <label>to whom <select value={p.whom} onChange={(e) => pick({ whom: (e.target as HTMLSelectElement).value })}><option value="">…</option>{powers.map((x) => <option key={x.id} value={x.id}>{x.name}</option>)}</select></label>
          <label>words kept <select value={v.honour} onChange={(e) => look({ honour: (e.target as HTMLSelectElement).value })}><option value="">left open</option><option value="all">all are kept</option><option value="none">none are kept</option>{c.presets.map((x) => <option key={x.id} value={x.id}>{x.id}</option>)}</select></label>
        </div>
        <div class="bar"><input type="text" aria-label="The event, with its day" placeholder={`${day} ${powers[0]?.id ?? "AAA"} attacks ${powers[1]?.id ?? "BBB"}`} value={sentence.value} onInput={(e) => { sentence.value = (e.target as HTMLInputElement).value; }} /><button type="submit" class="main">What follows?</button></div>
      </form>
      {wrong.value && <p class="problem" role="alert">{wrong.value}</p>}
      {waiting.value && <><p class="empty" role="status">Following the duties, round by round …</p><div class="ghost" /><div class="ghost" /></>}
      {!a && !waiting.value && !wrong.value && <p class="empty">Suppose that somebody does something on a day: who must come, in which order, on which side? Pick from the lists, or write it as the case file would.</p>}
      {a && !waiting.value && <>
        <div class="bar"><button type="button" aria-pressed={running.value} onClick={play}>{running.value ? "■ stop" : "▶ play"}</button><button type="button" disabled={at === 0} onClick={() => toRound(at - 1)}>◀ round</button><button type="button" disabled={at >= a.rounds.length} onClick={() => toRound(at + 1)}>round ▶</button>
          <span role="status">{a.rounds.length === 0 ? "Nobody is drawn in." : at === 0 ? `Before the first of ${a.rounds.length} rounds` : `Round ${at} of ${a.rounds.length}`}</span>
          <button type="button" class="plain turn" onClick={() => look({ suppose: [...new Set([...v.suppose, v.event])] })}>suppose it everywhere</button>
          <Save name="cascade" rows={() => [["round", "actor", "act", "against", "toward", "instrument", "clause", "status", "low", "high"], ...a.rounds.flatMap((r) => r.joining.map((j) => [r.number, j.actor, j.act, j.against, j.toward, j.instrument, j.clause, j.status, j.probability?.[0] ?? "", j.probability?.[1] ?? ""]))]} json={() => a} /></div>
        <div class="sides"><Side title="With the attacker" members={here.attacker} earlier={before.attacker} both={a.both} /><Side title="With the target" members={here.target} earlier={before.target} both={a.both} /></div>
        {apart.length > 0 && <p class="small">Owing something, and on neither side by that alone: {apart.map(nameOf).join(", ")}</p>}
        <Strength a={a} round={at} />
        {torn.length > 0 && <p class="problem flash" role="alert">Bound both ways, and so on neither side: {torn.map(nameOf).join(", ")}</p>}
        {a.rounds.slice(0, at).map((r) => <div key={r.number} class="round"><h3>Round {r.number}</h3><ul>{r.joining.map((j, i) => <li key={i} class={j.status === "yes" ? "" : "open"}><b>{nameOf(j.actor)}</b>: {words(j.act)}{j.against && ` against ${nameOf(j.against)}`}{j.toward && ` for ${nameOf(j.toward)}`} <small>{c.instruments.find((x) => x.id === j.instrument)?.title ?? j.instrument}, clause {j.clause}{j.status !== "yes" && "; contested"}{j.probability && `; ${percent(j.probability)}`}</small></li>)}</ul></div>)}
        {at >= a.rounds.length && <>
          {a.expected && <p>Drawn in on average: <b>{a.expected[0].toFixed(1)}{a.expected[1] - a.expected[0] > 0.05 && ` to ${a.expected[1].toFixed(1)}`}</b></p>}
          {a.courses[0] && <p>Most likely course (<b>{Math.round(a.courses[0].probability * 100)} %</b>): {a.courses[0].joins.map(([x]) => nameOf(x)).join(", ") || "nobody comes"}</p>}
          {a.assumes.length > 0 && <><h3>What this assumes</h3><ul class="small assumed">{a.assumes.map((x) => <li key={x}>{x}</li>)}</ul></>}</>}
      </>}
    </section>
  );
}

const wires = signal<Tripwire[] | null>(null);
const wiresWrong = signal("");

export function Tripwires() {
  const c = theCase.value;
  const v = view.value;
  const key = withDay(query(v), v.on).toString();
  useEffect(() => {
    if (!c) return;
    let mine = true;
    wires.value = null; wiresWrong.value = "";
    get<{ tripwires: Tripwire[] }>("triggers", new URLSearchParams(key), c.revision).then((t) => { if (mine) wires.value = t.tripwires; }, (e: Error) => { if (mine) wiresWrong.value = e.message; });
    return () => { mine = false; };
  }, [key, c?.revision]);
  if (wiresWrong.value) return <p class="problem" role="alert">{wiresWrong.value}</p>;
  if (!wires.value) return <><p class="empty" role="status">Trying every single event that a clause waits for …</p>{[0, 1, 2, 3].map((i) => <div key={i} class="ghost" />)}</>;
  const debtors = [...new Set(wires.value.flatMap((t) => t.binds.map((b) => b.debtor)))].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const fits = wires.value.filter((t) => !v.whom || t.binds.some((b) => b.debtor === v.whom)).sort((a, b) => b.binds.length - a.binds.length);
  const title = (id: string) => c?.instruments.find((i) => i.id === id)?.title ?? id;
  return (
    <section class="tripwires" aria-label="Tripwires">
      <div class="bar"><label>What would bind <select value={v.whom} onChange={(e) => look({ whom: (e.target as HTMLSelectElement).value })}><option value="">anybody</option>{debtors.map((d) => <option key={d} value={d}>{nameOf(d)}</option>)}</select></label><span role="status">{fits.length} events, each tried by itself on the day after {v.on}; those that bind most stand first</span><Save name="tripwires" rows={() => [["event", "debtor", "creditor", "adversary", "act", "instrument", "clause", "status"], ...fits.flatMap((t) => t.binds.map((b) => [t.sentence, b.debtor, b.creditor, b.adversary, b.act, b.instrument, b.clause, b.status]))]} json={() => fits} /></div>
      {fits.length === 0 ? <p class="empty">No single event would newly bind anybody.</p> : <ul class="wires">{fits.slice(0, 150).map((t) => { const own = t.binds.filter((b) => !v.whom || b.debtor === v.whom); return <li key={t.sentence}><button type="button" class="plain turn" title="Follow it round by round" onClick={() => ask(t.sentence)}>{told(t.sentence)}</button><ul>{own.slice(0, 5).map((b, i) => <li key={i} class={b.status === "bound" ? "" : "open"}><b>{nameOf(b.debtor)}</b> owes {nameOf(b.creditor || b.adversary)} {words(b.act)} <small>{title(b.instrument)}, clause {b.clause}{b.status !== "bound" && `; ${words(b.status)}`}</small></li>)}{own.length > 5 && <li><small>and {own.length - 5} more</small></li>}</ul></li>; })}</ul>}
    </section>
  );
}
