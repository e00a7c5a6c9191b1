// The page: one case, what is believed of it on the left, the picture in the middle, the findings and their reasons on the right.
import { render, type ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get } from "./api";
import { Detail } from "./detail";
import { from, Save } from "./exports";
import { Compared, Table } from "./findings";
import { NetworkPanel } from "./network";
import { away, broken, findings, follow, loading, look, open, openCase, painted, type Pane, plain, problem, query, refused, switched, TABS, theCase, view, withDay } from "./state";
import { Switches } from "./switches";
import { Timeline } from "./timeline";
import { Tour } from "./tour";
import { Tripwires, WhatIf } from "./whatif";
import { Orders, Sweep } from "./worlds";

function Later({ load, words }: { load: () => Promise<{ default: ComponentType }>; words: string }) {
  const [Part, setPart] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => { load().then((m) => setPart(() => m.default), () => setFailed(true)); }, []);
  if (failed) return <p class="problem" role="alert">This part of the page could not be loaded. Is foedus serve still running?</p>;
  return Part ? <Part /> : <p class="empty">{words}</p>;
}

/** The case looked at, and the others that can be opened from here. */
function Cases() {
  const v = view.value;
  const [others, setOthers] = useState<{ served: string; cases: { id: string; title: string }[] } | null>(null);
  useEffect(() => { get<{ served: string; cases: { id: string; title: string }[] }>("cases", new URLSearchParams(), "").then(setOthers, () => undefined); }, []);
  if (!others || others.cases.length === 0) return null;
  return (
    <select class="cases" aria-label="Open another case" value="-" onChange={(e) => openCase((e.target as HTMLSelectElement).value)}>
      <option value="-" disabled>cases …</option>
      {v.case !== "" && <option value="">{others.served} (served)</option>}
      {others.cases.filter((x) => x.id !== v.case).map((x) => <option key={x.id} value={x.id}>{x.title || x.id}</option>)}
    </select>
  );
}

const GONE = "The server does not answer. Is foedus serve still running? When it is back, this page goes on by itself.";
/** What is wrong, and what can be done about it. */
function Wrongs() {
  const v = view.value, first = broken.value[0], c = theCase.value;
  if (away.value) return <p class="problem banner" role="alert">{GONE} What is shown is the last good state; what you type in the text is kept in this browser.</p>;
  if (problem.value || first) return (
    <p class="problem banner" role="alert">{problem.value} {first && `${first.span ? `Line ${first.span.line}: ` : ""}${first.message}.`} {findings.value && "What is shown is the last good state."}
      {!first && (switched.value || v.on !== c?.day) && <> <button type="button" class="tiny" onClick={plain}>Show the case as it stands</button></>}</p>);
  return refused.value ? <p class="banner" role="status">{refused.value} <button type="button" class="tiny" onClick={() => { refused.value = ""; }}>Close</button></p> : null;
}

const PANES: [Pane, string][] = [["picture", "Picture"], ["findings", "Findings"], ["believe", "Believe"]];

function Page() {
  const c = theCase.value;
  const v = view.value;
  const [copied, setCopied] = useState(false);
  if (!c) {
    return <main class="boot"><h1>foedus</h1>{away.value && !problem.value ? <p class="problem" role="alert">{GONE}</p> : problem.value ? <><p class="problem" role="alert">{problem.value}</p>
      {broken.value.length > 0 && <ul class="diagnostics">{broken.value.map((d, i) => <li key={i}><b>{d.code}</b> {d.span && `${d.span.file.split("/").pop()}:${d.span.line}:${d.span.column} `}{d.message}{d.label && ` (${d.label})`} {d.help && <small>{d.help}</small>}</li>)}</ul>}
      <p><button type="button" onClick={() => void open()}>Try again</button> {v.case !== "" && <button type="button" onClick={() => openCase("")}>Back to the case served</button>}</p>{broken.value.length > 0 && v.case === "" && <Later load={() => import("./editor")} words="Opening the text …" />}</> : <p class="empty">Reading the case …</p>}</main>;
  }
  const keys = (e: KeyboardEvent, id: string) => {
    const i = TABS.findIndex(([t]) => t === id), by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    const next = e.key === "Home" ? TABS[0] : e.key === "End" ? TABS.at(-1) : by ? TABS[(i + by + TABS.length) % TABS.length] : undefined;
    if (next) { e.preventDefault(); look({ tab: next[0] }); document.getElementById(`tab-${next[0]}`)?.focus(); }
  };
  const picture = v.tab === "network" || v.tab === "map";
  return (
    <>
      <header class="top">
        <h1>{c.title}</h1>
        {c.as_of && !c.title.includes("as of") && <p class="small">as of {c.as_of}</p>}
        <nav aria-label="What is shown"><div role="tablist">{TABS.map(([id, words]) => <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={v.tab === id} aria-controls="stage" tabIndex={v.tab === id ? 0 : -1} onClick={() => look({ tab: id, pane: "picture" })} onKeyDown={(e) => keys(e, id)}>{words}</button>)}</div></nav>
        <div class="tools"><Cases /><button type="button" title="Copy a link to exactly this" onClick={() => { void navigator.clipboard?.writeText(location.href).then(() => { setCopied(true); setTimeout(() => setCopied(false), 1500); }); }}>{copied ? "copied" : "link"}</button>
          <a class="button" href={from("export/report.html", withDay(query(v), v.on))()} download={`${c.id.replace(/[^\w-]+/g, "-")}.html`} title="One file to read, print or send">report</a>
          <button type="button" id="help" onClick={() => { localStorage.removeItem("foedus:tour"); dispatchEvent(new Event("foedus:tour")); }}>tour</button></div>
      </header>
      <Wrongs />
      <div class={`desk at-${v.tab} pane-${v.pane}`}>
        <Switches />
        <main class="middle">
          <div class="stage" id="stage" role="tabpanel" aria-labelledby={`tab-${v.tab}`} tabIndex={-1}>
            {v.tab === "network" && <NetworkPanel />}
            {v.tab === "map" && <Later key="map" load={() => import("./map")} words="Drawing the borders …" />}
            {v.tab === "whatif" && <WhatIf />}
            {v.tab === "tripwires" && <Tripwires />}
            {v.tab === "sweep" && <Sweep />}
            {v.tab === "orders" && <Orders />}
            {v.tab === "text" && <Later key="text" load={() => import("./editor")} words="Opening the text …" />}
            {picture && c.actors.length > 0 && <div class="corner"><Save name={v.tab} svg=".stage .canvas svg" href={[["JSON", from("findings", withDay(query(v), v.on))]]} /></div>}
          </div>
          {v.compare && <Compared />}
          {v.tab !== "text" && v.tab !== "orders" && !(v.tab === "sweep" && v.year) && <Timeline />}
        </main>
        <div class="right"><Detail /><Table /></div>
      </div>
      <nav class="panes" aria-label="Part of the page">{PANES.map(([id, words]) => <button key={id} type="button" aria-pressed={v.pane === id} onClick={() => look({ pane: id })}>{words}</button>)}</nav>
      <div class={`busy${loading.value ? " on" : ""}`} aria-hidden="true" data-painted={painted.value.toFixed(1)} />
      <Tour />
    </>
  );
}

const app = document.getElementById("app") as HTMLElement;
app.replaceChildren();
render(<Page />, app);
void open();
follow();
