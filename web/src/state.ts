// What is looked at.  The address bar holds all of it, so that a link shows the same.
import { computed, effect, signal } from "@preact/signals";
import { fresh, get, type Case, type Diagnostic, type Entry, type Findings, Wrong } from "./api";

export type Tab = "network" | "map" | "whatif" | "tripwires" | "sweep" | "text";
export const TABS: [Tab, string][] = [
  ["network", "Network"], ["map", "Map"], ["whatif", "What if"], ["tripwires", "Tripwires"], ["sweep", "All what-ifs"], ["text", "Text"],
];
export type Stand = "believe" | "doubt" | "accept" | "reject";

export interface View { on: string; tab: Tab; selected: string; actor: string; asKnown: boolean; knownTo: string; honour: string; stands: Record<string, Stand>; suppose: string[]; compare: boolean; search: string; group: string }
const EMPTY: View = { on: "", tab: "network", selected: "", actor: "", asKnown: false, knownTo: "", honour: "", stands: {}, suppose: [], compare: false, search: "", group: "" };

function fromAddress(): View {
  const q = new URLSearchParams(location.hash.slice(1));
  const stands: Record<string, Stand> = {};
  for (const stand of ["believe", "doubt", "accept", "reject"] as const) for (const id of q.getAll(stand)) stands[id] = stand;
  const tab = TABS.find(([id]) => id === q.get("tab"))?.[0] ?? "network";
  return {
    ...EMPTY, on: q.get("on") ?? "", tab, selected: q.get("finding") ?? "", actor: q.get("actor") ?? "", asKnown: q.has("as-known"),
    knownTo: q.get("known-to") ?? "", honour: q.get("honour") ?? "", stands, suppose: q.getAll("suppose"), compare: q.has("compare"),
    search: q.get("search") ?? "", group: q.get("group") ?? "",
  };
}

export const view = signal<View>(fromAddress());
export const theCase = signal<Case | null>(null);
export const findings = signal<Findings | null>(null);
export const base = signal<Findings | null>(null);
export const timeline = signal<Entry[]>([]);
export const loading = signal(false);
export const problem = signal("");
export const broken = signal<Diagnostic[]>([]);
export const changed = signal<Set<string>>(new Set());
export const painted = signal(0);

export function look(change: Partial<View>): void { view.value = { ...view.value, ...change }; }

/** Neither, the one, the other: what a click on a switch does. */
export function turn(id: string, yes: Stand, no: Stand): void {
  const stands = { ...view.value.stands };
  const now = stands[id];
  if (now === undefined) stands[id] = no; else if (now === no) stands[id] = yes; else delete stands[id];
  look({ stands });
}

export const switched = computed(() => {
  const v = view.value;
  return Object.keys(v.stands).length > 0 || v.asKnown || v.knownTo !== "" || v.suppose.length > 0;
});

export function query(v: View, plain = false): URLSearchParams {
  const q = new URLSearchParams();
  if (plain) return q;
  for (const [id, stand] of Object.entries(v.stands).sort()) q.append(stand, id);
  for (const sentence of v.suppose) q.append("suppose", sentence);
  if (v.asKnown && v.on) q.set("known-on", v.on);
  if (v.knownTo) q.set("known-to", v.knownTo);
  return q;
}

export function withDay(q: URLSearchParams, on: string): URLSearchParams { const made = new URLSearchParams(q); if (on) made.set("on", on); return made; }

effect(() => {
  const v = view.value;
  const q = query(v);
  q.delete("known-on");
  const extra: [string, string][] = [["on", v.on], ["tab", v.tab === "network" ? "" : v.tab], ["finding", v.selected], ["actor", v.actor], ["honour", v.honour], ["search", v.search], ["group", v.group]];
  for (const [name, value] of extra) if (value) q.set(name, value);
  if (v.asKnown) q.set("as-known", "1");
  if (v.compare) q.set("compare", "1");
  const hash = `#${q}`;
  if (location.hash !== hash && !(hash === "#" && location.hash === "")) history.replaceState(null, "", hash);
});
addEventListener("hashchange", () => { view.value = fromAddress(); });

let asked = 0;
effect(() => {
  const c = theCase.value;
  const v = view.value;
  if (!c) return;
  const number = ++asked;
  const start = performance.now();
  const q = withDay(query(v), v.on || c.day);
  if (v.actor && (findings.peek()?.waiting_left_out ?? 0) > 0) q.set("actor", v.actor);
  const late = setTimeout(() => { loading.value = true; }, 150);
  get<Findings>("findings", q, c.revision).then((found) => {
    if (number !== asked) return;
    const before = new Map(findings.value?.obligations.map((o) => [o.id, `${o.status} ${o.state}`]));
    const differ = found.obligations.filter((o) => before.size > 0 && before.get(o.id) !== `${o.status} ${o.state}`).map((o) => o.id);
    changed.value = new Set(findings.value === found ? changed.value : differ);
    findings.value = found;
    problem.value = "";
    requestAnimationFrame(() => setTimeout(() => { painted.value = performance.now() - start; }));
  }, (error: unknown) => {
    if (number === asked) problem.value = error instanceof Wrong ? error.message : "The server does not answer. Is foedus serve still running?";
  }).finally(() => { clearTimeout(late); if (number === asked) loading.value = false; });
  if (v.compare && switched.value) get<Findings>("findings", withDay(new URLSearchParams(), v.on || c.day), c.revision).then((f) => { base.value = f; }, () => undefined);
  get<{ entries: Entry[] }>("timeline", query(v), c.revision).then((t) => { if (number === asked) timeline.value = t.entries; }, () => undefined);
});

export async function open(): Promise<void> {
  try {
    const c = await fresh<Case>("case");
    broken.value = [];
    theCase.value = c;
    document.title = `${c.title} – foedus`;
    if (!view.value.on) look({ on: c.day });
  } catch (error) {
    broken.value = error instanceof Wrong ? error.diagnostics : [];
    problem.value = error instanceof Wrong ? error.message : "The server does not answer. Is foedus serve still running?";
  }
}

export function follow(): void {
  const stream = new EventSource("/api/v1/changes");
  stream.addEventListener("revision", (e) => {
    const revision = (e as MessageEvent<string>).data;
    if (theCase.value?.revision !== revision || broken.value.length > 0) void open();
  });
}

export function nameOf(id: string): string { return theCase.value?.actors.find((a) => a.id === id)?.name ?? id; }
export function dayNumber(iso: string): number { return Math.floor(Date.parse(`${iso}T00:00:00Z`) / 86_400_000); }
export function isoDay(n: number): string { return new Date(n * 86_400_000).toISOString().slice(0, 10); }
