// The findings: a table that is searched and sorted, each with its state, its day and on whose word it stands.
import { useEffect, useState } from "preact/hooks";
import type { Finding } from "./api";
import { from, Save } from "./exports";
import { LOOKS, lookOf, signOf } from "./kinds";
import { base, changed, differing, findings, gone, look, nameOf, plainly, problem, query, slice, sourceName, theCase, view, withDay, words } from "./state";

const ORDER = ["broken", "contested", "bound", "waiting", "closed"];
const FIRST = 100;

function matching(all: Finding[]): Finding[] {
  const v = view.peek();
  const wanted = v.search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = all.filter((o) => (!v.actor || o.debtor === v.actor || o.creditor === v.actor || o.adversary === v.actor) && (!v.group || (v.group === "changed" ? changed.value.has(o.id) : lookOf(o) === v.group)) && (!v.act || o.act === v.act)
    && wanted.every((w) => `${o.sentence} ${o.under} ${o.id}`.toLowerCase().includes(w)));
  const down = v.sort.startsWith("-"), by = v.sort.replace("-", "");
  const key = (o: Finding) => by === "since" ? o.since || "9999" : by === "word" ? o.word.join() || "~" : by === "sentence" ? o.sentence : `${ORDER.indexOf(lookOf(o))} ${o.since || "9"} ${o.id}`;
  const keyed = fits.map((o) => [key(o), o] as const);
  keyed.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) * (down ? -1 : 1));
  return keyed.map(([, o]) => o);
}

const seen = slice("search", "actor", "group", "act", "sort", "selected", "on", "case");

function Heads() {
  const v = view.peek(), down = v.sort.startsWith("-"), now = v.sort.replace("-", "");
  const head = (by: string, text: string, hidden = "") => (
    <th scope="col" class={by} aria-sort={now === by ? (down ? "descending" : "ascending") : "none"}>
      <button type="button" aria-label={hidden || undefined} title={hidden || undefined} onClick={() => look({ sort: now === by && !down ? `-${by}` : by })}>{text}{now === by ? (down ? " ▾" : " ▴") : ""}</button>
    </th>);
  return <thead><tr>{head("state", "◐", "Sort by state")}{head("sentence", "who owes what to whom")}{head("since", "since")}{head("word", "on whose word")}</tr></thead>;
}

function SaveAll() {
  const q = withDay(query(view.value), view.value.on);
  return <Save name="findings" href={[["CSV", from("export/findings.csv", q)], ["JSON", from("findings", q)]]} />;
}

export function Table() {
  const f = findings.value;
  void seen.value;
  const v = view.peek();
  const [most, setMost] = useState(FIRST);
  useEffect(() => { setMost(FIRST); }, [v.search, v.actor, v.group, v.act, v.sort]);
  if (!f && problem.value) return <section class="findings" aria-label="Findings"><p class="empty">No findings: what was asked cannot be answered, as the line above says.</p></section>;
  if (!f) return <section class="findings" aria-label="Findings" aria-busy="true">{[0, 1, 2, 3, 4, 5].map((i) => <div key={i} class="ghost" />)}<p class="hidden" role="status">Asking …</p></section>;
  const rows = matching(f.obligations);
  const counts = new Map<string, number>();
  for (const o of f.obligations) counts.set(lookOf(o), (counts.get(lookOf(o)) ?? 0) + 1);
  const filtered = v.search !== "" || v.actor !== "" || v.group !== "" || v.act !== "";
  return (
    <section class="findings" aria-label="Findings">
      <div class="bar">
        <input type="search" placeholder="Search the findings" aria-label="Search the findings" value={v.search} onInput={(e) => look({ search: (e.target as HTMLInputElement).value })} />
        <SaveAll />
      </div>
      <div class="chips" role="group" aria-label="Show only">
        {LOOKS.map(([id, text, sign]) => counts.get(id) ? <button key={id} type="button" class={`${id}${v.group === id ? " on" : ""}`} aria-pressed={v.group === id} onClick={() => look({ group: v.group === id ? "" : id })}>{sign} {text} {counts.get(id)}</button> : null)}
        {v.act && <button type="button" class="on" onClick={() => look({ act: "" })}>{words(v.act)} ✕</button>}
        {v.actor && <button type="button" class="on" onClick={() => look({ actor: "" })}>{nameOf(v.actor)} ✕</button>}
      </div>
      <p class="small" role="status">{filtered ? `${rows.length} of ${f.obligations.length}` : rows.length} findings at the end of {f.on}{f.waiting_left_out > 0 && `; ${f.waiting_left_out.toLocaleString("en")} more duties wait for an event: choose an actor to see its own`}{(changed.value.size > 0 || gone.value > 0) && <>; <button type="button" class={`plain fresh${v.group === "changed" ? " on" : ""}`} aria-pressed={v.group === "changed"} onClick={() => look({ group: v.group === "changed" ? "" : "changed" })}>{changed.value.size} changed</button>{gone.value > 0 && ` ${gone.value} gone`}</>}</p>
      {rows.length === 0 ? <p class="empty">{filtered ? <>Nothing fits. <button type="button" class="plain turn" onClick={() => look({ search: "", actor: "", group: "", act: "" })}>Show all</button></> : theCase.value?.instruments.length ? "Nobody owes anything on this day." : "No instrument stands in this case yet, so nobody owes anything."}</p> : (
        <div class="scroll"><table><Heads /><tbody>
          {rows.slice(0, most).map((o) => (
            <tr key={o.id} class={`${v.selected === o.id ? "on " : ""}${changed.value.has(o.id) ? "changed" : ""}`} onClick={() => look({ selected: v.selected === o.id ? "" : o.id, pane: "findings" })}>
              <td class={`sign ${lookOf(o)}`} title={`${o.state}${o.conduct ? `; ${words(o.conduct)}` : ""}`}><span class="hidden">{lookOf(o)}</span><span aria-hidden="true">{signOf(lookOf(o))}</span></td>
              <td><button type="button" class="plain" aria-expanded={v.selected === o.id}>{plainly(o.sentence)}</button><small title={o.under}>{plainly(o.under)}</small></td>
              <td>{o.since}</td><td><small title={o.word.map(sourceName).join(", ")}>{o.word.map(sourceName).join(", ")}</small></td>
            </tr>
          ))}
        </tbody></table></div>)}
      {rows.length > most && <button type="button" class="more" onClick={() => setMost(most + 240)}>Show {Math.min(240, rows.length - most)} more of {rows.length - most}</button>}
    </section>
  );
}

export function Compared() {
  const now = findings.value, then = base.value, v = view.value;
  if (!now || !then || !v.compare) return null;
  const before = new Map(then.obligations.map((o) => [o.id, o]));
  const after = new Map(now.obligations.map((o) => [o.id, o]));
  const ids = [...differing.value];
  const said = (o?: Finding) => o ? `${words(o.status)}, ${o.state}` : "not there";
  const cellOf = (o?: Finding) => o ? <><span class={`sign ${lookOf(o)}`} aria-hidden="true">{signOf(lookOf(o))}</span> {said(o)}</> : "not there";
  const old = v.pin ? "the view you pinned" : "the case as it stands";
  return (
    <section class="compared" aria-label="Side by side">
      <header class="bar"><h2>{v.pin ? "Between the two views" : "What your switches change"} <span class="count">{ids.length}</span></h2><Save name="comparison" rows={() => [["finding", old, "as you see it"], ...ids.map((id) => [(after.get(id) ?? before.get(id))?.sentence ?? id, said(before.get(id)), said(after.get(id))])]} json={() => ids.map((id) => ({ id, before: before.get(id) ?? null, after: after.get(id) ?? null }))} /></header>
      {ids.length === 0 ? <p class="empty">Nothing: the findings of this day are the same in both.</p> : <div class="scroll"><table><thead><tr><th scope="col">finding</th><th scope="col">{old}</th><th scope="col">as you see it</th></tr></thead><tbody>
        {ids.slice(0, 100).map((id) => <tr key={id} onClick={() => look({ selected: id, pane: "findings" })}><td><button type="button" class="plain">{plainly((after.get(id) ?? before.get(id))?.sentence ?? id)}</button></td><td>{cellOf(before.get(id))}</td><td>{cellOf(after.get(id))}</td></tr>)}
      </tbody></table></div>}
    </section>
  );
}
