// Why a finding holds, and why not: its derivation, what it rests on, what is missing, how likely it is and what moves that.
import { useEffect, useState } from "preact/hooks";
import { get, type Importance, type Moved, type Reasons, type Step } from "./api";
import { from, Save } from "./exports";
import { lookOf, signOf } from "./kinds";
import { findings, look, nameOf, plainly, query, sourceName, theCase, view, withDay, words } from "./state";

function Tree({ step, deep }: { step: Step; deep: number }) {
  const line = <><span class={`verdict ${step.verdict}`} title={step.verdict}>{step.verdict === "yes" ? "✓" : step.verdict === "no" ? "✕" : "?"}</span> <span class="sort">{step.sort}</span> {plainly(step.text)}{step.on.length > 0 && <em> turns on {step.on.map((a) => a.text || a.id).join("; ")}</em>}</>;
  if (step.parts.length === 0) return <li class="leaf">{line}</li>;
  return <li><details open={deep < 3}><summary>{line}</summary><ul>{step.parts.map((p, i) => <Tree key={i} step={p} deep={deep + 1} />)}</ul></details></li>;
}

/** An assumption by its signed id, in words. */
function Assumed({ id }: { id: string }) {
  const c = theCase.value, own = id.replace(/^[+-]/, "");
  const found = c?.switches.find((s) => s.id === own) ?? null;
  const text = found?.sort === "source" ? `${sourceName(own)} can be relied on` : found?.sort === "claim" ? `the word of ${sourceName(found.source ?? own)}${found.says ? ` that ${found.says}` : ""}` : c?.readings.find((r) => r.id === own)?.title || c?.doctrines.find((d) => d.id === own)?.title || own;
  return <span title={own}>{id[0] === "-" && "not: "}{text}</span>;
}
function Together({ ids }: { ids: string[] }) { return <>{ids.map((id, i) => <span key={id}>{i > 0 && <b class="and"> and </b>}<Assumed id={id} /></span>)}</>; }

export function percent([a, b]: [number, number]): string { const p = (x: number) => (x > 0 && x < 0.005 ? "<1" : x < 1 && x > 0.995 ? ">99" : String(Math.round(x * 100))); return b - a < 0.005 ? `${p(a)} %` : `${p(a)}–${p(b)} %`; }

/** How likely, and which assumption moves it most: bars from what it would be without to what it would be with it. */
function Tornado({ m, rows }: { m: Moved; rows: Importance[] }) {
  const W = 400, LEFT = 168, ROW = 22, X = (p: number) => LEFT + p * (W - LEFT - 34);
  const most = rows.slice(0, 10);
  const middle = m.probability ? (m.probability[0] + m.probability[1]) / 2 : 0.5;
  const name = (i: Importance) => { const text = i.sort === "source" ? sourceName(i.id) : i.text || i.id; return text.length > 27 ? `${text.slice(0, 26)}…` : text; };
  return (
    <svg class="tornado" viewBox={`0 0 ${W} ${most.length * ROW + 20}`} role="img" aria-label={`What moves the probability: ${most.map((i) => `${i.text || i.id} from ${percent(i.if_false)} to ${percent(i.if_true)}`).join("; ")}`}>
      {[0, 0.5, 1].map((p) => <g key={p}><line x1={X(p)} x2={X(p)} y1="0" y2={most.length * ROW + 4} class="tick" /><text x={X(p)} y={most.length * ROW + 16} text-anchor="middle">{p * 100} %</text></g>)}
      {most.map((i, n) => {
        const a = (i.if_false[0] + i.if_false[1]) / 2, b = (i.if_true[0] + i.if_true[1]) / 2;
        const span = (x: number, y: number, kind: string) => <rect x={X(Math.min(x, y))} y={n * ROW + 4} width={Math.max(1, Math.abs(X(x) - X(y)))} height={ROW - 9} class={kind} />;
        return (
          <g key={i.id} class="mover"><title>{`${i.text || i.id}: ${percent(i.if_false)} if it is not so, ${percent(i.if_true)} if it is`}</title>
            <text x={LEFT - 8} y={n * ROW + 15} text-anchor="end">{name(i)}</text>
            {span(a, middle, "without")}{span(middle, b, "with")}
            <text x={X(Math.max(a, b)) + 4} y={n * ROW + 15} class="figure">{b >= a ? "+" : "−"}{Math.round(Math.abs(b - a) * 100)}</text></g>);
      })}
      <line x1={X(middle)} x2={X(middle)} y1="0" y2={most.length * ROW + 4} class="now" />
    </svg>
  );
}

function Chance({ about, ask }: { about: string; ask: string }) {
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
  if (!found) return <div class="ghost" aria-label="Counting worlds" />;
  const m = found.moved;
  if (!m || !m.probability) return <p class="small">No probability: this view leaves no world in which it could be counted.</p>;
  const rows = m.by.filter((i) => Math.abs(i.if_true[0] + i.if_true[1] - i.if_false[0] - i.if_false[1]) > 0.002);
  return (
    <section class="chance" aria-label="How likely">
      <h3>How likely</h3>
      <p class="figure-line"><b>{percent(m.probability)}</b> that it has come about{m.kind !== "exact" && <small>{m.kind === "bounds" ? "outer bounds: what has no weight may be anything" : m.kind}</small>}{m.kind === "exact" && m.probability[1] - m.probability[0] > 0.005 && <small>from the least to the most: some of what it rests on has no weight</small>}</p>
      {rows.length > 0 ? <><h3>What matters most</h3><Tornado m={m} rows={rows} /><Save name="importance" svg=".detail .tornado" rows={() => [["assumption", "sort", "text", "if_false_low", "if_false_high", "if_true_low", "if_true_high"], ...m.by.map((i) => [i.id, i.sort, i.text, ...i.if_false, ...i.if_true])]} json={() => found} /></> : <p class="small">No single assumption moves it.</p>}
      {found.assumes.length > 0 && <><h3>Which assumes</h3><ul class="small assumed">{found.assumes.map((a) => <li key={a}>{a}</li>)}</ul></>}
      <p class="hidden">{about}</p>
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
      <header><h2>{plainly(o?.sentence ?? v.selected)}</h2><button type="button" class="plain" aria-label="Close" onClick={() => look({ selected: "" })}>✕</button></header>
      {o && <dl>
        <dt>under</dt><dd>{plainly(o.under)}</dd>{o.text && <><dt>text</dt><dd>“{o.text}”</dd></>}{o.when && <><dt>since</dt><dd>{plainly(o.when)}</dd></>}
        <dt>state</dt><dd><span class={`sign ${lookOf(o)}`} aria-hidden="true">{signOf(lookOf(o))}</span> {o.state}{o.conduct && `; conduct: ${words(o.conduct)}`}</dd>
        {o.contested_on.length > 0 && <><dt>turns on</dt><dd>{o.contested_on.map((a) => <span key={a.id} class="choice">{a.text || a.id} {(a.sort === "reading" || a.sort === "doctrine" || a.sort === "claim" || a.sort === "source") && <><button type="button" class="tiny" onClick={() => look({ stands: { ...v.stands, [a.id]: a.sort === "reading" || a.sort === "doctrine" ? "accept" : "believe" } })}>take it so</button> <button type="button" class="tiny" onClick={() => look({ stands: { ...v.stands, [a.id]: a.sort === "reading" || a.sort === "doctrine" ? "reject" : "doubt" } })}>not so</button></>}</span>)}</dd></>}
      </dl>}
      {!o && findings.value && <p class="small">On this day and under this view it is not among the findings{v.actor && ` of ${nameOf(v.actor)}`}; here is what is missing.</p>}
      {wrong && <p class="problem" role="alert">{wrong}</p>}
      {!found && !wrong && <><div class="ghost" /><div class="ghost" /><p class="hidden" role="status">Looking for the reasons …</p></>}
      {reason && <>
        <h3>{reason.holds === "no" ? "Why not" : "Why"}</h3>
        <ul class="tree"><Tree step={reason.step} deep={0} /></ul>
        {reason.supports.length > 0 && <><h3>It rests on {reason.supports.length > 1 && <small class="side">any one of these</small>}</h3><ol class="supports">{reason.supports.slice(0, 6).map((s, i) => <li key={i}>{s.length === 0 ? "the author of the file alone" : <Together ids={s} />}</li>)}</ol></>}
        {reason.missing.length > 0 && <><h3>{reason.holds === "no" ? "It would hold if" : "It would hold for certain if"}</h3><ol class="supports">{reason.missing.slice(0, 8).map((m, i) => <li key={i}>{m.event}{m.event && m.assumptions.length > 0 && <b class="and"> and </b>}<Together ids={m.assumptions} />{m.event && <> <button type="button" class="tiny" onClick={() => look({ suppose: [...v.suppose, m.event] })}>suppose it</button></>}</li>)}</ol></>}
        {o && o.state !== "latent" && o.state !== "pending" && <Chance about={o.id} ask={weighed.toString()} />}
        <Save name="reasons" href={[["JSON", from("why", q)]]} />
      </>}
    </section>
  );
}
