// What the server answers, and how it is asked.

export interface Actor { id: string; name: string; sort: string; part_of: string; organ_of: string; iso3: string; cow: string }
export interface ClaimRef { source: string; grade: string; reported: string; quote: string; address: string }
export interface Clause { id: string; title: string; text: string }
export interface Instrument {
  id: string; title: string; category: string; date: string; parties: string[]; secret: boolean;
  in_force: [string, string | null][]; claims: ClaimRef[]; clauses: Clause[];
}
export interface Happened { id: string; date: string; day: string; text: string; kind: string; actors: string[]; claims: ClaimRef[] }
export interface Reading { id: string; title: string; by: string[]; date: string; scope: string[] }
export interface Switchable {
  id: string; sort: string; about: string; text: string; source?: string; denies?: boolean; grade?: string; reported?: string; quote?: string; says?: string; question?: string; answer?: string;
}
export interface Case {
  id: string; title: string; about: string; as_of: string | null; day: string; span: [string, string];
  actors: Actor[]; places: { id: string; name: string }[]; instruments: Instrument[]; events: Happened[]; sources: { id: string; name: string; address: string; grade: string }[];
  readings: Reading[]; doctrines: { id: string; title: string; default: boolean }[];
  questions: { id: string; title: string; answers: string[] }[]; presets: { id: string; title: string }[];
  switches: Switchable[]; verbs: string[];
  revision: string; writable: boolean; warnings: Diagnostic[];
}
export interface Waiting { on: string; actors: string[]; pairs: [number, number, number][] }
export interface Assumption { id: string; sort: string; about: string; text: string }
export interface Finding {
  id: string; instrument: string; instrument_title: string; clause: string; clause_title: string; debtor: string; creditor: string;
  adversary: string; act: string; status: string; state: string; triggered: string; conduct: string; since: string;
  contested_on: Assumption[]; supports: string[][]; word: string[]; text: string; probability: [number, number] | null;
  sentence: string; group: string; under: string; when: string;
}
export interface Findings { on: string; title: string; obligations: Finding[]; waiting_left_out: number; waiting_told?: number }
export interface Entry { date: string; day: number; what: string; id: string; text: string; status: string; claims: string[] }
export interface Step { sort: string; text: string; verdict: string; id: string; on: Assumption[]; parts: Step[] }
export interface Reason {
  id: string; holds: string; step: Step; supports: string[][]; missing: { assumptions: string[]; event: string; certain: boolean }[];
}
export interface Reasons { holding: Reason[]; failing: Reason[]; left_out: number }
export interface Importance { id: string; sort: string; text: string; weight: number | null; if_false: [number, number]; if_true: [number, number] }
export interface Moved { id: string; text: string; probability: [number, number] | null; kind: string; by: Importance[] }
export interface WorldOrder {
  year: number; states: number; majors: number; instruments: number; what_ifs: number; drawn_in: [number, number]; spread: [number, number]; largest: [number, number];
  general: [number, number]; entangled: [string[], string[]]; breaches: [number, number]; explosive: [string, string, number][];
}
export interface Orders { source: string; first: number; last: number; left: number; wars: number[]; orders: WorldOrder[]; problem: string }
export interface Joining {
  actor: string; side: string; act: string; against: string; toward: string; instrument: string; clause: string; status: string;
  hostile: boolean; probability: [number, number] | null;
}
export interface Cascade {
  event: string; rounds: { number: number; joining: Joining[]; attacker_side: string[]; target_side: string[] }[];
  attacker_side: string[]; target_side: string[]; both: string[]; expected: [number, number] | null; assumes: string[];
  strength: { name: string; unit: string; round: number; attacker: number; target: number }[];
  courses: { joins: [string, string][]; stays_out: string[]; probability: number }[];
}
export interface Tripwire { sentence: string; by: string[]; binds: { debtor: string; creditor: string; adversary: string; act: string; instrument: string; clause: string; status: string }[] }
export interface Diagnostic {
  code: string; severity: string; message: string; span: { file: string; line: number; column: number; length: number } | null;
  label: string; help: string;
}
export interface Grid { on: string; year: number | null; states: string[]; bound: string[]; names: Record<string, string>; low: number[][]; high: number[][] }

export class Wrong extends Error {
  constructor(readonly status: number, message: string, readonly diagnostics: Diagnostic[] = []) { super(message); }
}

async function read<T>(answer: Response): Promise<T> {
  const data: unknown = await answer.json().catch(() => null);
  if (answer.ok) return data as T;
  const said = (data ?? {}) as { detail?: unknown; message?: string; diagnostics?: Diagnostic[] };
  const first = said.diagnostics?.[0];
  const words = typeof said.detail === "string" ? said.detail : said.message ?? (first ? [first.message, first.help].filter(Boolean).map((s) => `${s.charAt(0).toUpperCase()}${s.slice(1)}${/[.?!]$/.test(s) ? "" : "."}`).join(" ") : "The server gave no answer.");
  throw new Wrong(answer.status, words, said.diagnostics ?? []);
}

/** Which case is asked: "" is the one that was served. */
export const aside = { case: "" };
export function address(path: string, query: URLSearchParams = new URLSearchParams()): string {
  const q = new URLSearchParams(query);
  if (aside.case) q.set("case", aside.case);
  const text = q.toString();
  return `/api/v1/${path}${text ? `?${text}` : ""}`;
}

const kept = new Map<string, Promise<unknown>>();

/** How often a question is asked again that takes longer than one answer may: the server goes on with it meanwhile, and keeps what it finds. */
const MORE = 4;
async function patiently<T>(where: string, left: number): Promise<T> {
  const answer = await fetch(where);
  if (answer.status !== 503 || left === 0) return read<T>(answer);
  await new Promise((over) => setTimeout(over, 1500));
  return patiently<T>(where, left - 1);
}

/** Ask once for each question and revision; the newest two hundred answers are kept. */
export function get<T>(path: string, query: URLSearchParams, revision: string): Promise<T> {
  const where = address(path, query);
  const key = `${revision} ${where}`;
  let found = kept.get(key) as Promise<T> | undefined;
  if (!found) {
    found = patiently<T>(where, MORE);
    found.catch(() => kept.delete(key));
    kept.set(key, found);
    if (kept.size > 200) kept.delete(kept.keys().next().value as string);
  }
  return found;
}

export async function fresh<T>(path: string): Promise<T> {
  return read<T>(await fetch(address(path), { cache: "no-store" }));
}

export async function send<T>(method: "POST" | "PUT", path: string, body: unknown, query?: URLSearchParams): Promise<T> {
  return read<T>(await fetch(address(path, query), {
    method, headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  }));
}
