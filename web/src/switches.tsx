// Whose word is taken, which reading is accepted: one click each, and everything answers.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Switchable } from "./api";
import { expect, findings, look, nameOf, query, sourceName, type Stand, switched, theCase, told, turn, view } from "./state";

const SIGN: Record<Stand | "", string> = { "": "·", believe: "✓", accept: "✓", doubt: "✕", reject: "✕" };
const WORDS: Record<Stand | "", string> = { "": "as the case has it", believe: "believed", accept: "accepted", doubt: "doubted", reject: "rejected" };
const wanted = signal("");

function Switch({ id, title, yes, no, note, count, grade }: { id: string; title: string; yes: Stand; no: Stand; note?: string; count?: number; grade?: string }) {
  const now = view.value.stands[id] ?? "";
  return (
    <li>
      <button type="button" class={`switch ${now}${count === 0 ? " idle" : ""}`} aria-label={`${title}${note ? `, ${note}` : ""}${grade ? `, reliability ${grade}` : ""}: ${WORDS[now]}.${count ? ` ${count} findings rest on it.` : ""} Press to change.`} onClick={() => turn(id, yes, no)} onPointerEnter={() => expect(id, yes, no)} onFocus={() => expect(id, yes, no)} data-switch={id}>
        <span class="sign" aria-hidden="true">{SIGN[now]}</span><span>{title}{grade && <span class="grade" title={`reliability ${grade}, of A to F`}>{grade}</span>}{note && <small>{note}</small>}</span>{count !== undefined && count > 0 && <span class="count" title={`${count} findings of this day rest on it`}>{count}</span>}
      </button>
    </li>
  );
}

function Part({ title, count, open, children }: { title: string; count: number; open: boolean; children: ComponentChildren }) {
  if (count === 0) return null;
  return <details open={open || wanted.value !== ""}><summary>{title} <span class="count">{count}</span></summary><ul>{children}</ul></details>;
}

function Claim({ s }: { s: Switchable }) {
  return <Switch id={s.id} title={`${sourceName(s.source ?? s.id)}${s.denies ? " denies it" : ""}`} yes="believe" no="doubt" note={[s.quote && `“${s.quote}”`, s.reported && `reported ${s.reported}`, s.grade && `grade ${s.grade}`].filter(Boolean).join(", ")} />;
}

export function Switches() {
  const c = theCase.value;
  if (!c) return null;
  const v = view.value;
  const fits = (...texts: (string | undefined)[]) => { const w = wanted.value.toLowerCase(); return !w || texts.some((t) => t?.toLowerCase().includes(w)); };
  const rests = new Map<string, number>();
  for (const o of findings.value?.obligations ?? []) for (const w of o.word) rests.set(w, (rests.get(w) ?? 0) + 1);
  const claims = c.switches.filter((s) => s.sort === "claim" && fits(s.id, s.says, sourceName(s.source ?? "")));
  const known = new Set(c.switches.filter((w) => w.sort === "source").map((w) => w.id));
  const declared = new Set(c.sources.map((s) => s.id));
  const quoted = [...known].filter((id) => !declared.has(id)).map((id) => ({ id, name: sourceName(id), address: "", grade: "" }));
  const sources = [...c.sources.filter((s) => known.has(s.id)), ...quoted].filter((s) => fits(s.id, s.name));
  const readings = c.readings.filter((r) => fits(r.id, r.title, r.by.map(nameOf).join()));
  const doctrines = c.doctrines.filter((d) => fits(d.id, d.title));
  const questions = c.questions.map((q) => ({ q, own: claims.filter((s) => s.question === q.id) })).filter((x) => x.own.length > 0);
  const others = new Map<string, Switchable[]>();
  for (const s of claims) if (!s.question) others.set(s.says || s.about, [...(others.get(s.says || s.about) ?? []), s]);
  return (
    <aside class="switches" aria-label="Switches: what is believed and accepted">
      <h2>What do you believe?</h2>
      <p class="small">A click doubts or rejects <b>✕</b>, the next believes or accepts <b>✓</b>, the third leaves it as the case has it.</p>
      {v.suppose.map((s) => <p key={s} class="chip">If {told(s)} <button type="button" aria-label={`Stop supposing ${s}`} onClick={() => look({ suppose: v.suppose.filter((x) => x !== s) })}>✕</button></p>)}
      <label class="field">As known to <select value={v.knownTo} onChange={(e) => look({ knownTo: (e.target as HTMLSelectElement).value })}><option value="">everybody, secrets included</option>{c.actors.filter((a) => a.sort === "state" || a.sort === "group").map((a) => <option key={a.id} value={a.id}>{a.name}</option>)}</select></label>
      <label class="field">Words kept <select value={v.honour} onChange={(e) => look({ honour: (e.target as HTMLSelectElement).value })}><option value="">left open</option><option value="all">all are kept</option><option value="none">none are kept</option>{c.presets.map((x) => <option key={x.id} value={x.id}>{x.title || x.id}</option>)}</select></label>
      <label class="check"><input type="checkbox" checked={v.compare} onChange={() => look({ compare: !v.compare })} /> side by side with {v.pin ? "the pinned view" : "the case as it stands"}</label>
      {/* A line that is always there: nothing moves away under the pointer that clicks a switch. */}
      <p class="small turns">{switched.value ? <><button type="button" class="plain turn" onClick={() => look({ stands: {}, knownOn: "", knownTo: "", suppose: [] })}>undo all</button><button type="button" class="plain turn" onClick={() => look({ pin: query(v).toString(), compare: true })}>pin this view</button></> : "Nothing is switched."}{v.pin && <button type="button" class="plain turn" onClick={() => look({ pin: "" })}>unpin</button>}</p>
      <input type="search" class="wide" placeholder="Find one …" aria-label="Find a switch" value={wanted.value} onInput={(e) => { wanted.value = (e.target as HTMLInputElement).value; }} />
      <Part title="Sources" count={sources.length} open>{sources.map((s) => <Switch key={s.id} id={s.id} title={s.name} yes="believe" no="doubt" grade={s.grade} count={rests.get(s.id) ?? 0} />)}</Part>
      <Part title="Readings" count={readings.length} open>{readings.map((r) => <Switch key={r.id} id={r.id} title={r.title || r.id} yes="accept" no="reject" note={`${r.by.map(nameOf).join(", ") || "nobody in particular"}, ${r.date}`} />)}</Part>
      <Part title="Open questions" count={questions.length} open={false}>{questions.map(({ q, own }) => <li key={q.id} class="topic"><h3>{q.title}</h3><ul>{q.answers.filter((a) => own.some((s) => s.answer === a)).map((a) => <li key={a}><small class="answer">{a.replace(/-/g, " ")}</small><ul>{own.filter((s) => s.answer === a).map((s) => <Claim key={s.id} s={s} />)}</ul></li>)}</ul></li>)}</Part>
      <Part title="Claims" count={claims.filter((s) => !s.question).length} open={false}>{[...others].map(([about, own]) => <li key={about} class="topic"><small class="answer">{about}</small><ul>{own.map((s) => <Claim key={s.id} s={s} />)}</ul></li>)}</Part>
      <Part title="Doctrines" count={doctrines.length} open={false}>{doctrines.map((d) => <Switch key={d.id} id={d.id} title={d.title || d.id} yes="accept" no="reject" note={d.default ? "on unless rejected" : "off unless accepted"} />)}</Part>
    </aside>
  );
}
