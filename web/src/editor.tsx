// The case's text, with the command line's own messages at the words they are about.  Nothing typed is ever lost unasked.
import { useEffect, useRef, useState } from "preact/hooks";
import { autocompletion, type CompletionContext } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter, type Diagnostic as Mark } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type Diagnostic, fresh, send, Wrong } from "./api";
import { open, theCase } from "./state";

const HEADS = /^(title|about|as of|include|state|group|person|office|organisation|government|place|class|kind|obligation|source|weights|preset|doctrine|question|conflict|expect|actor|region|body)\b/;
const WORDS = /^(when|unless|until|then|must|may|will|clause|parties|in force|ends|secret|claim|reading|treaty|threat|ultimatum|promise|offer|declaration|protocol|on request of|at once|within|counts as|and|or|not|each|other|any|party|victim|attacker|debtor|creditor|note|ref|text)\b/;
const language = StreamLanguage.define<{ start: boolean }>({
  startState: () => ({ start: true }),
  token(stream, state) {
    if (stream.sol()) state.start = true;
    if (stream.eatSpace()) return null;
    if (stream.match(/^;.*/)) return "comment";
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
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

export default function Editor() {
  const at = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  const [said, setSaid] = useState("");
  const [dirty, setDirty] = useState(false);
  const [saving, setSaving] = useState(false);
  const c = theCase.value;
  useEffect(() => { fresh<Kept>("text").then(setKept, (e: Error) => setSaid(e.message)); }, []);
  useEffect(() => {
    if (!kept || !at.current || editor.current) return;
    const draft = localStorage.getItem(`foedus:${kept.file}`);
    const start = draft !== null && draft !== kept.text && kept.writable && confirm("There is text that was not saved last time. Go on with it?") ? draft : kept.text;
    editor.current = new EditorView({ parent: at.current, state: EditorState.create({ doc: start, extensions: [
      lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), language, syntaxHighlighting(colours), autocompletion({ override: [complete] }),
      lintGutter(), linter(async (v) => { try { const a = await send<{ diagnostics: Diagnostic[] }>("POST", "check", { text: v.state.doc.toString() }); return marks(a.diagnostics, v.state); } catch { return []; } }, { delay: 500 }),
      keymap.of([{ key: "Mod-s", run: () => { void save(); return true; } }, indentWithTab, ...defaultKeymap, ...historyKeymap]),
      EditorView.lineWrapping, EditorState.readOnly.of(false), EditorView.contentAttributes.of({ "aria-label": "The case's text", tabindex: "0" }),
      EditorView.updateListener.of((u) => { if (u.docChanged) { setDirty(u.state.doc.toString() !== kept.text); try { localStorage.setItem(`foedus:${kept.file}`, u.state.doc.toString()); } catch { /* a full store keeps no draft */ } } }),
    ] }) });
    setDirty(start !== kept.text);
  }, [kept]);
  useEffect(() => () => { editor.current?.destroy(); editor.current = null; }, []);
  useEffect(() => { const warn = (e: BeforeUnloadEvent) => { if (dirty) e.preventDefault(); }; addEventListener("beforeunload", warn); return () => removeEventListener("beforeunload", warn); }, [dirty]);

  async function save(force = false): Promise<void> {
    const view = editor.current;
    if (!view || !kept) return;
    const text = view.state.doc.toString();
    setSaving(true);
    try {
      const revision = force ? (await fresh<Kept>("text")).revision : kept.revision;
      const done = await send<{ revision: string }>("PUT", "text", { text, revision });
      kept.text = text; kept.revision = done.revision;
      localStorage.removeItem(`foedus:${kept.file}`);
      setDirty(false); setSaid(`Saved; the text before it stands in ${kept.file}~.`);
      await open();
    } catch (error) {
      if (error instanceof Wrong && error.status === 412) setSaid("changed");
      else setSaid(error instanceof Error ? error.message : String(error));
    }
    setSaving(false);
  }
  async function takeTheirs(): Promise<void> {
    const theirs = await fresh<Kept>("text");
    if (!editor.current || (dirty && !confirm("Your changes would be gone. Take the text on disk?"))) return;
    editor.current.dispatch({ changes: { from: 0, to: editor.current.state.doc.length, insert: theirs.text } });
    setKept(Object.assign(kept ?? theirs, theirs)); setDirty(false); setSaid("");
  }
  const stale = !saving && kept !== null && c !== null && c.revision !== kept.revision;
  return (
    <section class="editor" aria-label="Text of the case">
      <div class="bar"><b>{kept?.file ?? "…"}{dirty && " (changed)"}</b>
        <button type="button" class="main" disabled={!dirty || !kept?.writable} onClick={() => void save()}>Save</button>
        {kept && !kept.writable && <span class="small">This case is part of foedus and stays as it is; try things out, or save a copy with <code>foedus cases</code>.</span>}
        {stale && said !== "changed" && <span class="problem">The file has changed on disk. <button type="button" onClick={() => void takeTheirs()}>Take the text on disk</button></span>}
        {said === "changed" && <span class="problem" role="alert">The file has changed on disk since you opened it. <button type="button" onClick={() => void takeTheirs()}>Take that text</button> <button type="button" onClick={() => void save(true)}>Overwrite it with mine</button></span>}
        {said && said !== "changed" && <span role="status">{said}</span>}</div>
      <div ref={at} class="text" />
    </section>
  );
}
