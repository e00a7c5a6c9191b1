// What is looked at.  The address bar holds all of it, so that a link shows the same.
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { aside, fresh, get, type Case, type Diagnostic, type Entry, type Findings, type Waiting, Wrong } from "./api";

export type Tab = "network" | "map" | "whatif" | "tripwires" | "sweep" | "orders" | "text";
export const TABS: [Tab, string][] = [
  ["network", "Network"], ["map", "Map"], ["whatif", "What if"], ["tripwires", "Tripwires"], ["sweep", "All what-ifs"], ["orders", "World orders"], ["text", "Text"],
];
export type Pane = "picture" | "findings" | "believe";
export type Stand = "believe" | "doubt" | "accept" | "reject";
const STANDS = ["believe", "doubt", "accept", "reject"] as const;

/** Words of the view that stand in the address under these names.  knownOn: "" with hindsight, "=" as the day moves, or a day. */
const WORDS = {
  case: "case", on: "on", tab: "tab", selected: "finding", actor: "actor", knownOn: "reported-by", knownTo: "known-to", honour: "honour",
  search: "search", group: "group", act: "act", from: "from", to: "to", pane: "pane", pin: "pin", event: "if", round: "round",
  whom: "binds", year: "year", conditions: "conditions", measure: "measure", sort: "sort", frame: "frame",
} as const;
const FLAGS = { compare: "compare", offices: "offices" } as const;
type Texts = { [K in Exclude<keyof typeof WORDS, "tab" | "pane">]: string };
export interface View extends Texts { tab: Tab; pane: Pane; compare: boolean; offices: boolean; stands: Record<string, Stand>; suppose: string[] }
const USUAL: Partial<Record<keyof typeof WORDS, string>> = { tab: "network", pane: "picture", sort: "state", measure: "drawn_in" };

/** What a link said that cannot be shown. */
export const refused = signal("");
function isDay(text: string): boolean { return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)); }

function fromAddress(): View {
  const q = new URLSearchParams(location.hash.slice(1));
  const found: Record<string, unknown> = {};
  for (const [name, word] of Object.entries(WORDS)) found[name] = q.get(word) ?? USUAL[name as keyof typeof WORDS] ?? "";
  for (const [name, word] of Object.entries(FLAGS)) found[name] = q.has(word);
  const stands: Record<string, Stand> = {};
  for (const stand of STANDS) for (const id of q.getAll(stand)) stands[id] = stand;
  const made = { ...found, stands, suppose: q.getAll("suppose") } as unknown as View;
  for (const name of ["on", "from", "to", "knownOn"] as const) if (made[name] && !(name === "knownOn" && made[name] === "=") && !isDay(made[name])) { refused.value = `“${made[name]}” in the link is no day: ${name === "on" ? "the case's own day is shown" : "it is left out"}.`; made[name] = ""; }
  if (!TABS.some(([id]) => id === made.tab)) made.tab = "network";
  if (!["picture", "findings", "believe"].includes(made.pane)) made.pane = "picture";
  return made;
}

function toAddress(v: View): string {
  const q = new URLSearchParams();
  for (const [name, word] of Object.entries(WORDS)) {
    const value = v[name as keyof typeof WORDS];
    if (value && value !== USUAL[name as keyof typeof WORDS]) q.set(word, value);
  }
  for (const [name, word] of Object.entries(FLAGS)) if (v[name as keyof typeof FLAGS]) q.set(word, "1");
  for (const [id, stand] of Object.entries(v.stands).sort()) q.append(stand, id);
  for (const sentence of v.suppose) q.append("suppose", sentence);
  return `#${q}`;
}

export const view = signal<View>(fromAddress());
export const theCase = signal<Case | null>(null);
export const findings = signal<Findings | null>(null);
export const base = signal<Findings | null>(null);
export const waiting = signal<Waiting | null>(null);
export const timeline = signal<Entry[]>([]);
export const loading = signal(false);
export const problem = signal("");
/** The server is not there: the page looks for it by itself. */
export const away = signal(false);
const tries = signal(0);
/** What the files of the case served are now, whether they can be read as a case or not. */
export const onDisk = signal("");
export const broken = signal<Diagnostic[]>([]);
export const changed = signal<Set<string>>(new Set());
export const gone = signal(0);
export const painted = signal(0);

export function look(change: Partial<View>): void { view.value = { ...view.value, ...change }; }

/** Neither, the one, the other: what a click on a switch does. */
export function turn(id: string, yes: Stand, no: Stand): void {
  view.value = turned(view.value, id, yes, no);
}

/** The next stand of a switch: neither, the one, the other. */
function turned(v: View, id: string, yes: Stand, no: Stand): View {
  const stands = { ...v.stands };
  const now = stands[id];
  if (now === undefined) stands[id] = no; else if (now === no) stands[id] = yes; else delete stands[id];
  return { ...v, stands };
}

/** Whoever points at a switch will often click it: the answer is asked for already. */
let ahead: ReturnType<typeof setTimeout> | undefined;
export function expect(id: string, yes: Stand, no: Stand): void {
  clearTimeout(ahead);
  ahead = setTimeout(() => {
    const c = theCase.peek();
    if (c && asking === 0) get<Findings>("findings", new URLSearchParams(questionOf(turned(view.peek(), id, yes, no), c)), c.revision).catch(() => undefined);
  }, 60);
}

/** A part of the view, as one value: who reads it alone is drawn again only when it changes. */
export function slice(...names: (keyof View)[]): ReadonlySignal<string> { return computed(() => JSON.stringify(names.map((n) => view.value[n]))); }

export const switched = computed(() => {
  const v = view.value;
  return Object.keys(v.stands).length > 0 || v.knownOn !== "" || v.knownTo !== "" || v.suppose.length > 0;
});

/** The switches of a view, as every question takes them. */
export function query(v: View): URLSearchParams {
  const q = new URLSearchParams();
  for (const [id, stand] of Object.entries(v.stands).sort()) q.append(stand, id);
  for (const sentence of v.suppose) q.append("suppose", sentence);
  const known = v.knownOn === "=" ? v.on : v.knownOn;
  if (known) q.set("known-on", known);
  if (v.knownTo) q.set("known-to", v.knownTo);
  return q;
}

export function withDay(q: URLSearchParams, on: string): URLSearchParams { const made = new URLSearchParams(q); if (on) made.set("on", on); return made; }

let before = view.value;
effect(() => {
  const v = view.value;
  aside.case = v.case;
  const hash = toAddress(v);
  if (location.hash !== hash && !(hash === "#" && location.hash === "")) {
    // What one would go back from is a step of its own; a slider's way is not.
    const step = v.tab !== before.tab || v.selected !== before.selected || v.case !== before.case;
    if (step) history.pushState(null, "", hash); else history.replaceState(null, "", hash);
  }
  before = v;
});
for (const name of ["hashchange", "popstate"]) addEventListener(name, () => { if (toAddress(view.peek()) !== location.hash) view.value = fromAddress(); });

let asked = 0, asking = 0, compared = 0;
const many = computed(() => (findings.value?.waiting_left_out ?? 0) > 0 || (findings.value?.waiting_told ?? 0) > 0);
// Only what the findings depend on asks for them: a tab, a search or a selection asks for nothing.
const question = computed(() => {
  const c = theCase.value;
  return c ? questionOf(view.value, c) : "";
});
function questionOf(v: View, c: Case): string {
  const q = withDay(query(v), v.on || c.day);
  if (v.actor && many.value) q.set("actor", v.actor);
  return q.toString();
}
effect(() => {
  const key = question.value, c = theCase.value;
  void tries.value;
  if (!c || !key) return;
  const number = ++asked;
  const start = performance.now();
  const q = new URLSearchParams(key);
  const late = setTimeout(() => { loading.value = true; }, 150);
  asking += 1;
  get<Findings>("findings", q, c.revision).then((found) => {
    if (number !== asked) return;
    const old = findings.peek();
    const was = new Map(old?.obligations.map((o) => [o.id, `${o.status} ${o.state}`]));
    const told = [found, old].some((f) => f?.waiting_told || f?.waiting_left_out); // of thousands that wait only some are told
    const differ = found.obligations.filter((o) => was.size > 0 && !(told && o.state === "latent") && was.get(o.id) !== `${o.status} ${o.state}`).map((o) => o.id);
    const now = new Set(found.obligations.map((o) => o.id));
    if (old !== found) { changed.value = new Set(differ); gone.value = told ? 0 : [...was.keys()].filter((id) => !now.has(id)).length; }
    findings.value = found;
    problem.value = "";
    away.value = false;
    requestAnimationFrame(() => setTimeout(() => { painted.value = performance.now() - start; performance.measure("foedus:switch", { start }); rest(found); }));
  }, (error: unknown) => {
    if (number !== asked) return;
    if (error instanceof Wrong) problem.value = error.message; else away.value = true;
  }).finally(() => { asking -= 1; clearTimeout(late); if (number === asked) loading.value = false; });
  // What is not looked at first is asked for when the findings are seen.
  const rest = (found: Findings) => {
    if (number !== asked) return;
    if (found.waiting_left_out > 0 || found.waiting_told) {
      const plain = new URLSearchParams(q); plain.delete("actor");
      get<Waiting>("waiting", plain, c.revision).then((w) => { if (number === asked && JSON.stringify(w) !== JSON.stringify(waiting.peek())) waiting.value = w; }, () => undefined);
    } else waiting.value = null;
    const q2 = new URLSearchParams(key);
    q2.delete("on"); q2.delete("actor");
    get<{ entries: Entry[] }>("timeline", q2, c.revision).then((t) => { if (number === asked && JSON.stringify(t.entries) !== JSON.stringify(timeline.peek())) timeline.value = t.entries; }, () => undefined);
  };
});
effect(() => {
  const c = theCase.value, v = view.value;
  if (!c || !v.compare) return;
  const number = ++compared;
  get<Findings>("findings", withDay(new URLSearchParams(v.pin), v.on || c.day), c.revision).then((f) => { if (number === compared) base.value = f; }, () => { if (number === compared) base.value = null; });
});

/** Which findings differ between the two views that are compared. */
export const differing = computed<Set<string>>(() => {
  const now = findings.value, then = base.value;
  if (!now || !then || !view.value.compare) return new Set();
  const mark = (f: Findings) => new Map(f.obligations.map((o) => [o.id, `${o.status} ${o.state}`]));
  const a = mark(then), b = mark(now);
  return new Set([...a.keys(), ...b.keys()].filter((id) => a.get(id) !== b.get(id)));
});

let opened = "";
export async function open(): Promise<void> {
  const wanted = view.value.case;
  try {
    const c = await fresh<Case>("case");
    if (wanted !== view.peek().case) return;
    broken.value = [];
    away.value = false;
    opened = wanted;
    theCase.value = c;
    if (wanted === "") onDisk.value = c.revision;
    document.title = `${c.title} – foedus`;
    if (!view.value.on) look({ on: c.day });
  } catch (error) {
    broken.value = error instanceof Wrong ? error.diagnostics : [];
    if (error instanceof Wrong) problem.value = error.message; else away.value = true;
  }
}
const which = computed(() => view.value.case);
effect(() => { const name = which.value; if (theCase.peek() && name !== opened) { theCase.value = null; findings.value = null; waiting.value = null; timeline.value = []; problem.value = ""; void open(); } });

/** The case as it stands: whatever this view says of it that cannot be answered is left out. */
export function plain(): void { problem.value = ""; look({ on: theCase.value?.day ?? "", knownOn: "", knownTo: "", honour: "", stands: {}, suppose: [], pin: "" }); }

/** Look at another case: nothing of this one's view is carried over but the tab. */
export function openCase(name: string, change: Partial<View> = {}): void {
  const tab = view.value.tab;
  view.value = { ...fromAddressOf(""), case: name, tab, ...change };
}
function fromAddressOf(hash: string): View {
  const empty: Record<string, unknown> = {};
  for (const name of Object.keys(WORDS)) empty[name] = USUAL[name as keyof typeof WORDS] ?? "";
  return { ...empty, compare: false, offices: false, stands: {}, suppose: hash ? [hash] : [] } as unknown as View;
}

type News = { revision: string } | { away: boolean };
function hear(news: News): void {
  if ("revision" in news) { onDisk.value = news.revision; if (view.value.case === "" && (theCase.value?.revision !== news.revision || broken.value.length > 0)) void open(); return; }
  if (news.away === away.peek()) return;
  away.value = news.away;
  if (!news.away) { if (theCase.peek()) tries.value += 1; else void open(); } // what was asked meanwhile is asked again
}

/** Hear of changes on disk, and whether the server is there.  One tab listens for all: a browser keeps only six lines to a server. */
export function follow(): void {
  const others = new BroadcastChannel("foedus:changes");
  others.onmessage = (e: MessageEvent<News>) => hear(e.data);
  const tell = (news: News) => { hear(news); others.postMessage(news); };
  const listen = () => {
    const stream = new EventSource("/api/v1/changes");
    let lost: ReturnType<typeof setTimeout> | undefined;
    stream.addEventListener("revision", (e) => tell({ revision: (e as MessageEvent<string>).data }));
    stream.addEventListener("open", () => { clearTimeout(lost); lost = undefined; tell({ away: false }); });
    stream.addEventListener("error", () => {
      lost ??= setTimeout(() => tell({ away: true }), 1500);
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    });
  };
  if (!navigator.locks) { listen(); return; }
  void navigator.locks.request("foedus:changes", () => { listen(); return new Promise(() => undefined); }); // until this tab is closed
}

const named = computed(() => new Map(theCase.value?.actors.map((a) => [a.id, a.name]) ?? []));
export function nameOf(id: string): string { return named.value.get(id) ?? id; }
const sourced = computed(() => new Map(theCase.value?.sources.map((s) => [s.id, s.name]) ?? []));
export function sourceName(id: string): string { return sourced.value.get(id) ?? words(id).replace(/^./, (a) => a.toUpperCase()); }
/** A sentence without the codes that stand behind the names: "Iran (IRN) owes Syria (SYR)". */
const treaties = computed(() => new Set(theCase.value?.instruments.map((i) => i.id) ?? []));
export function plainly(sentence: string): string { return sentence.replace(/ \(([\w.-]+)\)/g, (all, id: string) => (named.value.has(id) || treaties.value.has(id) ? "" : all)).replace(/\b[a-z0-9]+(?:-[a-z0-9]+)+\b/g, (id) => titles.value.get(id) ?? id); }
/** Titles that stand for ids within sentences: of ids that are no word of the language by themselves. */
const titles = computed(() => new Map([...(theCase.value?.instruments ?? []), ...(theCase.value?.readings ?? [])].filter((x) => x.title && x.id.includes("-")).map((x) => [x.id, x.title])));
/** A sentence of the language as one reads it: "Russia mobilises against Austria-Hungary" for its codes. */
export function told(sentence: string): string { return sentence.replace(/\b[A-Z][A-Z0-9]{1,}\b(?!\.)/g, (id) => named.value.get(id) ?? id).replace(/\b[a-z0-9]+(?:-[a-z0-9]+)+\b|(?<=\bat )[a-z]\w*/g, (id) => places.value.get(id) ?? id); }
const places = computed(() => new Map(theCase.value?.places.map((p) => [p.id, p.name]) ?? []));
export function words(id: string): string { return id.replace(/[-_]/g, " "); }
export function dayNumber(iso: string): number { return Math.floor(Date.parse(`${iso}T00:00:00Z`) / 86_400_000); }
export function isoDay(n: number): string { return new Date(n * 86_400_000).toISOString().slice(0, 10); }
