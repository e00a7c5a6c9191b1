// Why a finding holds, and why not: its derivation, what it rests on, what is missing, how likely it is and what moves that.
import { useEffect, useState } from "preact/hooks";
import { get, type Importance, type Moved, type Reasons, type Step } from "./api";
import { from, Save } from "./exports";
import { lookOf, signOf } from "./kinds";
import { fitted } from "./letters";
import { useSize } from "./size";
import { findings, look, nameOf, plainly, query, sourceName, theCase, told, view, withDay, words } from "./state";

/** A step and what it rests on.  What it turns on is said where that is not what the step above turns on. */
function Tree({ step, deep, above }: { step: Step; deep: number; above: string }) {
  const on = step.on.map((a) => a.id).sort().join();
  const line = <><span class={`verdict ${step.verdict}`} title={step.verdict}>{step.verdict === "yes" ? "✓" : step.verdict === "no" ? "✕" : "?"}<span class="hidden">{step.verdict}</span></span> <span class="sort">{step.sort}</span> {told(plainly(step.text))}{step.on.length > 0 && on !== above && <em> turns on {step.on.map((a) => a.text || a.id).join("; ")}</em>}</>;
  if (step.parts.length === 0) return <li class="leaf">{line}</li>;
  return <li><details open={deep < 3}><summary>{line}</summary><ul>{step.parts.map((p, i) => <Tree key={i} step={p} deep={deep + 1} above={on || above} />)}</ul></details></li>;
}

/** An assumption by its signed id, in words. */
function Assumed({ id }: { id: string }) {
  const c = theCase.value, own = id.replace(/^[+-]/, "");
  const found = c?.switches.find((s) => s.id === own) ?? null;
  const text = found?.sort === "source" ? `${sourceName(own)} can be relied on` : found?.sort === "claim" ? `the word of ${sourceName(found.source ?? own)}${found.says ? ` that ${told(found.says)}` : ""}` : c?.readings.find((r) => r.id === own)?.title || c?.doctrines.find((d) => d.id === own)?.title || own;
  return <span title={own}>{id[0] === "-" && "not: "}{text}</span>;
}
function Together({ ids }: { ids: string[] }) { return <>{ids.map((id, i) => <span key={id}>{i > 0 && <b class="and"> and </b>}<Assumed id={id} /></span>)}</>; }

export function percent([a, b]: [number, number]): string { const p = (x: number) => (x > 0 && x < 0.005 ? "<1" : x < 1 && x > 0.995 ? ">99" : String(Math.round(x * 100))); return b - a < 0.005 ? `${p(a)} %` : `${p(a)}–${p(b)} %`; }

/** Which assumption moves the chance most: for each the chance if it is not so, and if it is, from the least to the most. */
function Tornado({ m, rows }: { m: Moved; rows: Importance[] }) {
  const [box, size] = useSize({ width: 440, height: 200 });
  const most = rows.slice(0, 8);
  // A chance of a hundredth is not drawn on a scale to the whole: the axis ends at the next fifth, tenth or fiftieth.
  const highest = Math.max(m.probability?.[1] ?? 0, ...most.flatMap((i) => [i.if_false[1], i.if_true[1]]));
  const end = [0.02, 0.1, 0.2, 0.5].find((e) => highest <= e) ?? 1;
  const W = Math.max(260, size.width), LEFT = 4, RIGHT = 100, ROW = 36, H = most.length * ROW, X = (p: number) => LEFT + (p / end) * (W - LEFT - RIGHT);
  const text = (i: Importance) => i.sort === "source" ? sourceName(i.id) : i.sort === "claim" ? claimed(i.id) : i.text || words(i.id);
  const bar = ([low, high]: [number, number], y: number, kind: string) => <rect x={X(low) - (high - low < 0.006 ? 1.5 : 0)} y={y} width={Math.max(3, X(high) - X(low))} height="8" rx="1" class={kind} />;
  return (
    <figure class="tornado-box" ref={box}>
      <svg class="tornado" viewBox={`0 0 ${W} ${H + 20}`} width={W * size.unit} height={(H + 20) * size.unit} role="img" aria-label={`What moves the chance: ${most.map((i) => `${text(i)}, ${percent(i.if_false)} if it is not so, ${percent(i.if_true)} if it is`).join("; ")}`}>
        {m.probability && <rect x={X(m.probability[0])} y="0" width={Math.max(1.5, X(m.probability[1]) - X(m.probability[0]))} height={H + 2} class="present" />}
        {[0, end / 2, end].map((p) => <g key={p}><line x1={X(p)} x2={X(p)} y1="0" y2={H + 4} class="tick" /><text x={X(p)} y={H + 16} text-anchor={p === 0 ? "start" : "middle"}>{Math.round(p * 100)} %</text></g>)}
        {most.map((i, n) => (
          <g key={i.id} class="mover"><title>{`${text(i)} (${i.sort}${i.weight === null ? ", without a weight" : `, weight ${i.weight.toFixed(2)}`}): ${percent(i.if_false)} if it is not so, ${percent(i.if_true)} if it is`}</title>
            <text x={LEFT} y={n * ROW + 12} class="name">{fitted(text(i), W - 8, 11)}</text>
            {bar(i.if_false, n * ROW + 16, "without")}{bar(i.if_true, n * ROW + 25, "with")}
            <text x={W - RIGHT + 10} y={n * ROW + 28} class="figure">{percent(i.if_false).replace(" %", "")} → {percent(i.if_true)}</text></g>))}
      </svg>
      <figcaption><span><i class="key without" /> if it is not so</span><span><i class="key with" /> if it is so</span><span><i class="key present" /> as it stands</span></figcaption>
    </figure>
  );
}

/** Whose word a claim is, and on what: one source says many things. */
function claimed(id: string): string {
  const found = theCase.value?.switches.find((s) => s.id === id);
  return `${sourceName(found?.source ?? id)}${found?.says ? `${found.denies ? " denying" : ""}: ${told(found.says)}` : ""}`;
}

function Chance({ ask }: { ask: string }) {
  const c = theCase.value;
  const [found, setFound] = useState<{ moved: Moved | null; assumes: string[] } | null>(null);
  const [wrong, setWrong] = useState("");
  useEffect(() => {
    if (!c) return;
    let mine = true;
    setFound(null); setWrong("");
    get<{ moved: Moved | null; assumes: string[] }>("importance", new URLSearchParams(ask), c.revision).then((r) => mine && setFound(r), (e: Error) => mine && setWrong(e.message));
    return () => { mine = false; };
  }, [ask, c?.revision]);
  if (wrong) return <p class="small">{wrong}</p>;
  if (!found) return <section class="chance"><h3>How likely</h3><div class="ghost" /><p class="hidden" role="status">Counting …</p></section>;
  const m = found.moved;
  if (!m || !m.probability) return <p class="small">No probability: this view leaves no world in which it could be counted.</p>;
  const rows = m.by.filter((i) => Math.abs(i.if_true[0] - i.if_false[0]) + Math.abs(i.if_true[1] - i.if_false[1]) > 0.002);
  return (
    <section class="chance" aria-label="How likely">
      <h3>How likely</h3>
      <p class="figure-line"><b>{percent(m.probability)}</b> that it has come about{m.kind === "bounds" ? <small>outer bounds: what has no weight may be anything</small> : m.kind !== "exact" ? <small>{m.kind}</small> : m.probability[1] - m.probability[0] > 0.005 && <small>from the least to the most: some of what it rests on has no weight</small>}</p>
      {rows.length > 0 ? <details open><summary>What matters most</summary><Tornado m={m} rows={rows} /><Save name="importance" svg=".detail .tornado" rows={() => [["assumption", "sort", "text", "weight", "if_false_low", "if_false_high", "if_true_low", "if_true_high"], ...m.by.map((i) => [i.id, i.sort, i.text, i.weight ?? "", ...i.if_false, ...i.if_true])]} json={() => found} /></details> : <p class="small">No single assumption moves it.</p>}
      {found.assumes.length > 0 && <details><summary>What this assumes</summary><ul class="small assumed">{found.assumes.map((a) => <li key={a}>{a}</li>)}</ul></details>}
    </section>
  );
}

export function Detail() {
  const v = view.value;
  const c = theCase.value;
  const [found, setFound] = useState<Reasons | null>(null);
  const [wrong, setWrong] = useState("");
  const o = findings.value?.obligations.find((x) => x.id === v.selected);
  const q = withDay(query(v), v.on);
  q.set("about", v.selected);
  const key = q.toString();
  useEffect(() => {
    if (!v.selected || !c) return;
    let mine = true;
    setFound(null); setWrong("");
    get<Reasons>("why", new URLSearchParams(key), c.revision).then((r) => mine && setFound(r), (e: Error) => mine && setWrong(e.message));
    return () => { mine = false; };
  }, [key, c?.revision]);
  if (!v.selected) return <section class="detail none"><p class="small">Choose a finding, a line or an actor: here stands why it holds, and why not.</p></section>;
  const reason = found?.holding.find((r) => r.id === v.selected) ?? found?.failing.find((r) => r.id === v.selected) ?? found?.holding[0] ?? found?.failing[0];
  const weighed = new URLSearchParams(key);
  if (v.honour) weighed.set("honour", v.honour);
  return (
    <section class="detail" aria-label="Why">
      <header><h2>{plainly(o?.sentence ?? reason?.step.text ?? v.selected)}</h2><button type="button" class="plain" aria-label="Close" onClick={() => look({ selected: "" })}>✕</button></header>
      {o && <dl>
        <dt>under</dt><dd>{plainly(o.under)}</dd>{o.text && <><dt>text</dt><dd>“{o.text}”</dd></>}{o.when && <><dt>since</dt><dd>{told(plainly(o.when))}</dd></>}
        <dt>state</dt><dd><span class={`sign ${lookOf(o)}`} aria-hidden="true">{signOf(lookOf(o))}</span> {o.state}{o.conduct && `; conduct: ${words(o.conduct)}`}</dd>
        {o.contested_on.length > 0 && <><dt>turns on</dt><dd>{o.contested_on.map((a) => <span key={a.id} class="choice">{a.text || a.id} {(a.sort === "reading" || a.sort === "doctrine" || a.sort === "claim" || a.sort === "source") && <><button type="button" class="tiny" onClick={() => look({ stands: { ...v.stands, [a.id]: a.sort === "reading" || a.sort === "doctrine" ? "accept" : "believe" } })}>take it so</button> <button type="button" class="tiny" onClick={() => look({ stands: { ...v.stands, [a.id]: a.sort === "reading" || a.sort === "doctrine" ? "reject" : "doubt" } })}>not so</button></>}</span>)}</dd></>}
      </dl>}
      {o && o.state !== "latent" && o.state !== "pending" && <Chance ask={weighed.toString()} />}
      {!o && findings.value && !wrong && <p class="small">On this day and under this view it is not among the findings{v.actor && ` of ${nameOf(v.actor)}`}; here is what is missing.</p>}
      {wrong && <p class="problem" role="alert">{wrong}</p>}
      {!found && !wrong && <><div class="ghost" /><div class="ghost" /><p class="hidden" role="status">Looking for the reasons …</p></>}
      {reason && <>
        <h3>{reason.holds === "no" ? "Why not" : "Why"}</h3>
        <ul class="tree"><Tree step={reason.step} deep={0} above={o?.contested_on.map((a) => a.id).sort().join() ?? ""} /></ul>
        {reason.supports.length > 0 && <><h3>It rests on {reason.supports.length > 1 && <small class="side">any one of these</small>}</h3><ol class="supports">{reason.supports.slice(0, 6).map((s, i) => <li key={i}>{s.length === 0 ? "the author of the file alone" : <Together ids={s} />}</li>)}</ol></>}
        {reason.missing.length > 0 && <><h3>{reason.holds === "no" ? "It would hold if" : "It would hold for certain if"}</h3><ol class="supports">{reason.missing.slice(0, 8).map((m, i) => <li key={i}>{told(m.event)}{m.event && m.assumptions.length > 0 && <b class="and"> and </b>}<Together ids={m.assumptions} />{m.event && <> <button type="button" class="tiny" onClick={() => look({ suppose: [...v.suppose, m.event] })}>suppose it</button></>}</li>)}</ol></>}
        <Save name="reasons" href={[["JSON", from("why", q)]]} />
      </>}
    </section>
  );
}
