// Whose word is taken, which reading is accepted: one click each, and everything answers.
import type { ComponentChildren } from "preact";
import { look, nameOf, type Stand, switched, theCase, turn, view } from "./state";

const SIGN: Record<Stand | "", string> = { "": "·", believe: "✓", accept: "✓", doubt: "✕", reject: "✕" };
const WORDS: Record<Stand | "", string> = { "": "as the case has it", believe: "believed", accept: "accepted", doubt: "doubted", reject: "rejected" };

function Switch({ id, title, yes, no, note }: { id: string; title: string; yes: Stand; no: Stand; note?: string }) {
  const now = view.value.stands[id] ?? "";
  return (
    <li>
      <button type="button" class={`switch ${now}`} aria-label={`${title}: ${WORDS[now]}. Press to change.`} onClick={() => turn(id, yes, no)} data-switch={id}>
        <span class="sign" aria-hidden="true">{SIGN[now]}</span><span>{title}{note && <small>{note}</small>}</span>
      </button>
    </li>
  );
}

function Part({ title, count, open, children }: { title: string; count: number; open: boolean; children: ComponentChildren }) {
  if (count === 0) return null;
  return <details open={open}><summary>{title} <span class="count">{count}</span></summary><ul>{children}</ul></details>;
}

export function Switches() {
  const c = theCase.value;
  if (!c) return null;
  const v = view.value;
  const claims = c.switches.filter((s) => s.sort === "claim");
  const sources = c.sources.filter((s) => c.switches.some((w) => w.sort === "source" && w.id === s.id) || claims.some((w) => w.id.includes(s.id)));
  return (
    <aside class="switches" aria-label="Switches: what is believed and accepted">
      <header><h2>What do you believe?</h2>{switched.value && <button type="button" class="plain" onClick={() => look({ stands: {}, asKnown: false, knownTo: "", suppose: [] })}>undo all</button>}</header>
      <p class="small">A click turns: <b>✕</b> doubt or reject, <b>✓</b> believe or accept, <b>·</b> as the case has it.</p>
      {v.suppose.map((s) => <p key={s} class="chip">If {s} <button type="button" aria-label={`Stop supposing ${s}`} onClick={() => look({ suppose: v.suppose.filter((x) => x !== s) })}>✕</button></p>)}
      <Part title="Sources" count={sources.length} open>{sources.map((s) => <Switch key={s.id} id={s.id} title={s.name} yes="believe" no="doubt" />)}</Part>
      <Part title="Readings" count={c.readings.length} open>{c.readings.map((r) => <Switch key={r.id} id={r.id} title={r.title || r.id} yes="accept" no="reject" note={`${r.by.map(nameOf).join(", ") || "nobody in particular"}, ${r.date}`} />)}</Part>
      <Part title="Claims" count={claims.length} open={false}>{claims.map((s) => <Switch key={s.id} id={s.id} title={s.text || s.id} yes="believe" no="doubt" />)}</Part>
      <Part title="Doctrines" count={c.doctrines.length} open={false}>{c.doctrines.map((d) => <Switch key={d.id} id={d.id} title={d.title || d.id} yes="accept" no="reject" note={d.default ? "on unless rejected" : "off unless accepted"} />)}</Part>
      <label class="field">As known to <select value={v.knownTo} onChange={(e) => look({ knownTo: (e.target as HTMLSelectElement).value })}><option value="">everybody, with hindsight</option>{c.actors.filter((a) => a.sort === "state" || a.sort === "group").map((a) => <option key={a.id} value={a.id}>{a.name}</option>)}</select></label>
      <label class="check"><input type="checkbox" checked={v.compare} disabled={!switched.value} onChange={() => look({ compare: !v.compare })} /> side by side with the case as it stands</label>
    </aside>
  );
}
