// The findings: a table that is searched and sorted, and of each the derivation, what it turns on, what is missing.
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { type Finding, get, type Reasons, type Step } from "./api";
import { LOOKS, lookOf, signOf } from "./kinds";
import { base, changed, findings, look, nameOf, query, switched, theCase, view, withDay } from "./state";

type Column = "sentence" | "state" | "since" | "word";
const sort = signal<{ by: Column; down: boolean }>({ by: "state", down: false });
const ORDER = ["broken", "contested", "bound", "waiting", "closed"];

function matching(all: Finding[]): Finding[] {
  const v = view.value;
  const words = v.search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = all.filter((o) => (!v.actor || o.debtor === v.actor || o.creditor === v.actor) && (!v.group || lookOf(o) === v.group)
    && words.every((w) => `${o.sentence} ${o.under} ${o.id}`.toLowerCase().includes(w)));
  const { by, down } = sort.value;
  const key = (o: Finding) => by === "state" ? `${ORDER.indexOf(lookOf(o))} ${o.since || "9"} ${o.id}` : by === "since" ? o.since || "9999" : by === "word" ? o.word.join() : o.sentence;
  return fits.sort((a, b) => key(a).localeCompare(key(b)) * (down ? -1 : 1));
}

function Heads() {
  const head = (by: Column, words: string) => (
    <th scope="col" aria-sort={sort.value.by === by ? (sort.value.down ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={() => { sort.value = { by, down: sort.value.by === by && !sort.value.down }; }}>{words}{sort.value.by === by ? (sort.value.down ? " ▾" : " ▴") : ""}</button>
    </th>);
  return <thead><tr>{head("state", "")}{head("sentence", "Who owes what to whom")}{head("since", "since")}{head("word", "on whose word")}</tr></thead>;
}

export function Table() {
  const f = findings.value;
  const v = view.value;
  if (!f) return <p class="empty">Asking …</p>;
  const rows = matching([...f.obligations]);
  const counts = new Map<string, number>();
  for (const o of f.obligations) counts.set(lookOf(o), (counts.get(lookOf(o)) ?? 0) + 1);
  return (
    <section class="findings" aria-label="Findings">
      <div class="bar">
        <input type="search" placeholder="Search the findings" aria-label="Search the findings" value={v.search} onInput={(e) => look({ search: (e.target as HTMLInputElement).value })} />
        <a class="button" href={`/api/v1/export/findings.csv?${withDay(query(v), v.on)}`} download="findings.csv">CSV</a>
      </div>
      <div class="chips" role="group" aria-label="Show only">
        {LOOKS.map(([id, words, sign]) => counts.get(id) ? <button key={id} type="button" class={`${id}${v.group === id ? " on" : ""}`} aria-pressed={v.group === id} onClick={() => look({ group: v.group === id ? "" : id })}>{sign} {words} {counts.get(id)}</button> : null)}
        {v.actor && <button type="button" class="on" onClick={() => look({ actor: "" })}>{nameOf(v.actor)} ✕</button>}
      </div>
      <p class="small" role="status">{rows.length} of {f.obligations.length} at the end of {f.on}{f.waiting_left_out > 0 && `; ${f.waiting_left_out.toLocaleString("en")} more wait for an event`}</p>
      {rows.length === 0 ? <p class="empty">Nothing fits. <button type="button" class="plain" onClick={() => look({ search: "", actor: "", group: "" })}>Show all</button></p> : (
        <div class="scroll"><table><Heads /><tbody>
          {rows.slice(0, 300).map((o) => (
            <tr key={o.id} class={`${v.selected === o.id ? "on " : ""}${changed.value.has(o.id) ? "changed" : ""}`} onClick={() => look({ selected: v.selected === o.id ? "" : o.id })}>
              <td class={`sign ${lookOf(o)}`} title={`${o.state}${o.conduct ? `; ${o.conduct.replace("_", " ")}` : ""}`}><span class="hidden">{lookOf(o)}</span><span aria-hidden="true">{signOf(lookOf(o))}</span></td>
              <td><button type="button" class="plain" aria-expanded={v.selected === o.id}>{o.sentence}</button><small>{o.under}</small></td>
              <td>{o.since}</td><td><small>{o.word.join(", ")}</small></td>
            </tr>
          ))}
        </tbody></table></div>)}
      {rows.length > 300 && <p class="small">The first 300 are shown; search for others.</p>}
    </section>
  );
}

function Tree({ step, deep }: { step: Step; deep: number }) {
  const line = <><span class={`verdict ${step.verdict}`} title={step.verdict}>{step.verdict === "yes" ? "✓" : step.verdict === "no" ? "✕" : "?"}</span> <span class="sort">{step.sort}</span> {step.text}{step.on.length > 0 && <em> turns on {step.on.map((a) => a.text || a.id).join("; ")}</em>}</>;
  if (step.parts.length === 0) return <li>{line}</li>;
  return <li><details open={deep < 3}><summary>{line}</summary><ul>{step.parts.map((p, i) => <Tree key={i} step={p} deep={deep + 1} />)}</ul></details></li>;
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
  if (!v.selected) return <section class="detail"><p class="empty">Choose a finding, a line or an actor: here stands why it holds, and why not.</p></section>;
  const reason = found?.holding.find((r) => r.id === v.selected) ?? found?.failing.find((r) => r.id === v.selected) ?? found?.holding[0] ?? found?.failing[0];
  return (
    <section class="detail" aria-label="Why">
      <header><h2>{o?.sentence ?? v.selected}</h2><button type="button" class="plain" aria-label="Close" onClick={() => look({ selected: "" })}>✕</button></header>
      {o && <dl>
        <dt>under</dt><dd>{o.under}</dd>{o.text && <><dt>text</dt><dd>“{o.text}”</dd></>}{o.when && <><dt>since</dt><dd>{o.when}</dd></>}
        <dt>state</dt><dd><span class={`sign ${lookOf(o)}`} aria-hidden="true">{signOf(lookOf(o))}</span> {o.state}{o.conduct && `; conduct: ${o.conduct.replace("_", " ")}`}</dd>
        {o.contested_on.length > 0 && <><dt>turns on</dt><dd>{o.contested_on.map((a) => <button key={a.id} type="button" class="plain turn" onClick={() => look({ stands: { ...v.stands, [a.id]: a.sort === "reading" || a.sort === "doctrine" ? "accept" : "believe" } })} title="Take it as so">{a.text || a.id}</button>)}</dd></>}
      </dl>}
      {wrong && <p class="problem" role="alert">{wrong}</p>}
      {!found && !wrong && <p class="empty">Looking for the reasons …</p>}
      {reason && <>
        <h3>{reason.holds === "no" ? "Why not" : "Why"}</h3>
        <ul class="tree"><Tree step={reason.step} deep={0} /></ul>
        {reason.supports.length > 0 && <><h3>It rests on</h3><ol class="supports">{reason.supports.slice(0, 6).map((s, i) => <li key={i}>{s.length === 0 ? "the author of the file alone" : s.map((a) => (a[0] === "-" ? `not ${a.slice(1)}` : a.slice(1))).join(" and ")}</li>)}</ol></>}
        {reason.missing.length > 0 && <><h3>It would hold if</h3><ol class="supports">{reason.missing.slice(0, 8).map((m, i) => <li key={i}>{[m.event, ...m.assumptions.map((a) => (a[0] === "-" ? `not ${a.slice(1)}` : a.replace(/^\+/, "")))].filter(Boolean).join(" and ")}{m.event && <> <button type="button" class="plain turn" onClick={() => look({ suppose: [...v.suppose, m.event] })}>suppose it</button></>}</li>)}</ol></>}
      </>}
    </section>
  );
}

export function Compared() {
  const now = findings.value, then = base.value;
  if (!now || !then || !switched.value) return null;
  const before = new Map(then.obligations.map((o) => [o.id, o]));
  const after = new Map(now.obligations.map((o) => [o.id, o]));
  const ids = [...new Set([...before.keys(), ...after.keys()])].filter((id) => `${before.get(id)?.status} ${before.get(id)?.state}` !== `${after.get(id)?.status} ${after.get(id)?.state}`);
  return (
    <section class="compared" aria-label="Side by side">
      <h2>What your switches change <span class="count">{ids.length}</span></h2>
      {ids.length === 0 ? <p class="empty">Nothing: the findings of this day are the same.</p> : <div class="scroll"><table><thead><tr><th scope="col">Finding</th><th scope="col">the case as it stands</th><th scope="col">as you see it</th></tr></thead><tbody>
        {ids.slice(0, 100).map((id) => { const a = before.get(id), b = after.get(id); return <tr key={id} onClick={() => look({ selected: id })}><td>{(b ?? a)?.sentence}</td><td>{a ? <><span class={`sign ${lookOf(a)}`} aria-hidden="true">{signOf(lookOf(a))}</span> {a.status.replace("_", " ")}, {a.state}</> : "not there"}</td><td>{b ? <><span class={`sign ${lookOf(b)}`} aria-hidden="true">{signOf(lookOf(b))}</span> {b.status.replace("_", " ")}, {b.state}</> : "not there"}</td></tr>; })}
      </tbody></table></div>}
    </section>
  );
}
