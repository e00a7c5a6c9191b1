// The case's text, with the command line's own messages at the words they are about.  Nothing typed is ever lost unasked.
import { useEffect, useRef, useState } from "preact/hooks";
import { autocompletion, type CompletionContext } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter, type Diagnostic as Mark } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type Diagnostic, fresh, send, Wrong } from "./api";
import { saveAs } from "./exports";
import { onDisk, open, theCase, view } from "./state";

const HEADS = /^(title|about|as of|include|state|group|person|office|organisation|government|place|class|kind|obligation|source|weights|preset|doctrine|question|conflict|expect|actor|region|body)\b/;
const WORDS = /^(when|unless|until|then|must|may|will|clause|parties|in force|ends|secret|claim|reading|treaty|threat|ultimatum|promise|offer|declaration|protocol|on request of|at once|within|counts as|and|or|not|each|other|any|party|victim|attacker|debtor|creditor|note|ref|text)\b/;
const language = StreamLanguage.define<{ start: boolean; quoted: boolean }>({
  startState: () => ({ start: true, quoted: false }),
  token(stream, state) {
    if (stream.sol()) state.start = true;
    if (state.quoted) { // words in quotation marks may go on over lines
      state.quoted = !stream.match(/^(?:[^"\\]|\\.)*"/);
      if (state.quoted) stream.skipToEnd();
      return "string";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^;.*/)) return "comment";
    if (stream.match(/^"(?:[^"\\]|\\.)*"/)) return "string";
    if (stream.match('"')) { stream.skipToEnd(); state.quoted = true; return "string"; }
    if (stream.match(/^\d{4}(-\d\d(-\d\d)?)?(T[\d:]+)?~?(\/\S*)?/)) return "number";
    const first = state.start;
    state.start = false;
    if (first && stream.match(HEADS)) return "keyword";
    if (stream.match(WORDS)) return "keyword";
    if (stream.match(/^[A-Z][A-Z0-9]{1,}(\.[\w-]+)?\b/)) return "typeName";
    stream.match(/^[^\s"]+/);
    return null;
  },
});
const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" }, { tag: tags.string, color: "var(--contested)" },
  { tag: tags.number, color: "var(--broken)" }, { tag: tags.keyword, color: "var(--bound)", fontWeight: "600" }, { tag: tags.typeName, fontWeight: "600" },
]);

function marks(found: Diagnostic[], state: EditorState): Mark[] {
  return found.map((d) => {
    const line = d.span && d.span.line <= state.doc.lines ? state.doc.line(Math.max(1, d.span.line)) : state.doc.line(1);
    const from = Math.min(line.to, line.from + (d.span ? d.span.column - 1 : 0));
    return { from, to: Math.min(line.to, from + (d.span?.length ?? 0)), severity: d.severity === "warning" ? "warning" : "error", message: `${d.code}: ${d.message}${d.label ? ` (${d.label})` : ""}${d.help ? `\n${d.help}` : ""}` };
  });
}

function complete(context: CompletionContext) {
  const word = context.matchBefore(/[\w.-]+/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const c = theCase.value;
  if (!c) return null;
  return { from: word.from, options: [
    ...c.actors.map((a) => ({ label: a.id, detail: a.name, type: "class" })), ...c.instruments.map((i) => ({ label: i.id, detail: i.title, type: "constant" })),
    ...c.sources.map((s) => ({ label: s.id, detail: s.name, type: "variable" })), ...c.readings.map((r) => ({ label: r.id, detail: r.title, type: "property" })),
    ...c.verbs.map((v) => ({ label: v, type: "keyword" })),
  ] };
}

interface Kept { text: string; revision: string; file: string; writable: boolean }
interface Version { id: string; saved: string; size: number }

// The editor outlives its panel: whoever looks at the network and comes back can still undo, across saves.
let editor: EditorView | null = null;
let kept: Kept | null = null;
let heard: () => void = () => undefined;
let saves: () => void = () => undefined;
/** What is typed and not saved, of each tab its own: neither may be lost to the other. */
function draftOf(k: Kept): string {
  let tab = sessionStorage.getItem("foedus:tab");
  if (!tab) sessionStorage.setItem("foedus:tab", (tab = Math.random().toString(36).slice(2)));
  return `foedus:${k.file}:${tab}`;
}
/** The drafts there are, by their keys, this tab's own first. */
function drafts(k: Kept): string[] {
  const own = draftOf(k), all = Object.keys(localStorage).filter((key) => key.startsWith(`foedus:${k.file}:`) && localStorage.getItem(key) !== k.text);
  return all.sort((a, b) => Number(b === own) - Number(a === own));
}

function make(k: Kept, start: string): EditorView {
  return new EditorView({ state: EditorState.create({ doc: start, extensions: [
    lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), language, syntaxHighlighting(colours), autocompletion({ override: [complete] }),
    lintGutter(), linter(async (v) => { try { const a = await send<{ diagnostics: Diagnostic[] }>("POST", "check", { text: v.state.doc.toString() }); return marks(a.diagnostics, v.state); } catch { return []; } }, { delay: 500 }),
    keymap.of([{ key: "Mod-s", run: () => { saves(); return true; } }, indentWithTab, ...defaultKeymap, ...historyKeymap]),
    EditorView.lineWrapping, EditorView.contentAttributes.of({ "aria-label": "The case's text; Escape and then Tab leaves it", tabindex: "0" }),
    EditorView.updateListener.of((u) => { if (u.docChanged) { heard(); try { if (k.writable) localStorage.setItem(draftOf(k), u.state.doc.toString()); } catch { /* a full store keeps no draft */ } } }),
  ] }) });
}

export default function Editor() {
  const at = useRef<HTMLDivElement>(null);
  const [now, setNow] = useState<Kept | null>(null);
  const [said, setSaid] = useState("");
  const [dirty, setDirty] = useState(false);
  const [saving, setSaving] = useState(false);
  const [versions, setVersions] = useState<Version[] | null>(null);
  const [left, setLeft] = useState<string[]>([]);
  const name = view.value.case;
  const differs = () => editor !== null && kept !== null && editor.state.doc.toString() !== kept.text;
  heard = () => setDirty(differs());
  saves = () => { void save(); };
  const put = (text: string) => { if (editor) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } }); };

  useEffect(() => {
    let gone = false;
    const show = (k: Kept) => { if (gone || !at.current || !editor) return; at.current.replaceChildren(editor.dom); setNow(k); setDirty(differs()); };
    fresh<Kept>("text").then((k) => {
      if (gone) return;
      if (editor && kept && kept.file === k.file && kept.writable === k.writable) { // the one of before, with all it can undo
        if (kept.text === editor.state.doc.toString() && k.text !== kept.text) put(k.text);
        if (kept.text === k.text) kept.revision = k.revision; else if (editor.state.doc.toString() === k.text) Object.assign(kept, k);
        show(kept);
        return;
      }
      editor?.destroy();
      kept = k;
      editor = make(k, k.text);
      setLeft(k.writable ? drafts(k) : []);
      show(k);
    }, (e: Error) => setSaid(e.message));
    return () => { gone = true; };
  }, [name]);
  useEffect(() => { const warn = (e: BeforeUnloadEvent) => { if (dirty) e.preventDefault(); }; addEventListener("beforeunload", warn); return () => removeEventListener("beforeunload", warn); }, [dirty]);

  async function save(force = false): Promise<void> {
    if (!editor || !kept?.writable) return;
    const text = editor.state.doc.toString();
    setSaving(true);
    try {
      const revision = force ? (await fresh<Kept>("text")).revision : kept.revision;
      const done = await send<{ revision: string }>("PUT", "text", { text, revision });
      kept.text = text; kept.revision = onDisk.value = done.revision;
      if (!differs()) localStorage.removeItem(draftOf(kept)); // what was typed meanwhile stays kept
      setDirty(differs()); setSaid(`Saved; the text before it stands in ${kept.file}~ and under “earlier texts”.`);
      if (versions) void earlier();
      await open();
    } catch (error) {
      if (error instanceof Wrong && error.status === 412) setSaid("changed");
      else setSaid(`Not saved: ${error instanceof Wrong ? error.message : "the server does not answer. What you typed is kept in this browser."}`);
    }
    setSaving(false);
  }
  async function takeTheirs(): Promise<void> {
    const theirs = await fresh<Kept>("text");
    if (!editor) return;
    put(theirs.text); // what was typed can be had back with undo
    kept = Object.assign(kept ?? theirs, theirs); onDisk.value = theirs.revision; setDirty(false); setSaid("The text on disk is shown; undo brings yours back.");
  }
  async function earlier(): Promise<void> {
    if (versions) { setVersions(null); return; }
    try { setVersions((await fresh<{ versions: Version[] }>("versions")).versions); } catch (e) { setSaid((e as Error).message); }
  }
  async function restore(v: Version): Promise<void> {
    const found = await fresh<{ text: string }>(`versions/${v.id}`);
    put(found.text); setSaid(`The text of ${when(v)} is in the editor; nothing is saved until you save, and undo brings the other back.`);
  }
  const when = (v: Version) => v.saved ? new Date(v.saved).toLocaleString("en-GB") : v.id;
  const stale = !saving && kept !== null && kept.writable && onDisk.value !== "" && onDisk.value !== kept.revision && now !== null;
  const goOn = (taken: boolean) => {
    const key = left[0], text = key ? localStorage.getItem(key) : null;
    if (taken && text !== null) put(text);
    if (key && !(taken && kept && key === draftOf(kept))) localStorage.removeItem(key);
    setLeft(left.slice(1));
  };
  return (
    <section class="editor" aria-label="Text of the case">
      <div class="bar"><b>{now?.file ?? "…"}{dirty && " (changed)"}</b>
        {now?.writable !== false && <button type="button" class="main" disabled={!dirty || !now?.writable} onClick={() => void save()}>Save</button>}
        <button type="button" aria-label="Undo" title="Undo, also across saves" onClick={() => { if (editor) undo(editor); }}>↶</button><button type="button" aria-label="Redo" title="Redo" onClick={() => { if (editor) redo(editor); }}>↷</button>
        {now?.writable && <button type="button" aria-expanded={versions !== null} onClick={() => void earlier()}>earlier texts</button>}
        <button type="button" class="tiny" onClick={() => { if (editor) saveAs(new Blob([editor.state.doc.toString()], { type: "text/plain" }), now?.file ?? "case.foedus"); }}>save a copy</button>
        {now && !now.writable && <span class="small">This case stays as it is: what you change here is checked and not saved. Save a copy and serve that.</span>}
        {stale && said !== "changed" && <span class="problem">The file has changed on disk. <button type="button" onClick={() => void takeTheirs()}>Take the text on disk</button></span>}
        {said === "changed" && <span class="problem" role="alert">The file has changed on disk since you opened it. <button type="button" onClick={() => void takeTheirs()}>Take that text</button> <button type="button" onClick={() => void save(true)}>Overwrite it with mine</button></span>}
        {left.length > 0 && <span class="problem" role="alert">There is text that was not saved last time{left.length > 1 && `, from ${left.length} tabs`}. <button type="button" onClick={() => goOn(true)}>Go on with it</button> <button type="button" onClick={() => goOn(false)}>Forget it</button></span>}
        {said && said !== "changed" && <span role="status" class="small">{said}</span>}</div>
      {versions && <ul class="versions" aria-label="Earlier texts">{versions.length === 0 && <li class="small">Nothing was saved from here yet.</li>}{versions.map((v) => <li key={v.id}><span>{when(v)}</span> <small>{v.size.toLocaleString("en")} bytes</small> <button type="button" class="tiny" onClick={() => void restore(v)}>bring back</button></li>)}</ul>}
      <div ref={at} class="text" />
    </section>
  );
}
