// The page: one case, what is believed of it on the left, the picture in the middle, the findings and their reasons on the right.
import { render, type ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Compared, Detail, Table } from "./findings";
import { Network } from "./network";
import { broken, follow, loading, look, open, painted, problem, switched, TABS, theCase, view } from "./state";
import { Switches } from "./switches";
import { Timeline } from "./timeline";
import { Tour } from "./tour";
import { Sweep, Tripwires, WhatIf } from "./whatif";

function Later({ load, words }: { load: () => Promise<{ default: ComponentType }>; words: string }) {
  const [Part, setPart] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => { load().then((m) => setPart(() => m.default), () => setFailed(true)); }, []);
  if (failed) return <p class="problem" role="alert">This part of the page could not be loaded. Is foedus serve still running?</p>;
  return Part ? <Part /> : <p class="empty">{words}</p>;
}

function exportPicture(kind: "svg" | "png"): void {
  const svg = document.querySelector<SVGSVGElement>(".stage svg");
  if (!svg) return;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const box = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(box.width * 2)); copy.setAttribute("height", String(box.height * 2));
  const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((node, i) => { // a picture by itself has no stylesheet: what is computed goes into it
    const s = getComputedStyle(node);
    for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-weight", "font-family", "display", "paint-order"]) (to[i] as SVGElement).style.setProperty(name, s.getPropertyValue(name));
  });
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  const text = new XMLSerializer().serializeToString(copy);
  const name = `${theCase.value?.id ?? "case"}-${view.value.tab}-${view.value.on}`;
  if (kind === "svg") { saveAs(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`); return; }
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = box.width * 2; canvas.height = box.height * 2;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && saveAs(blob, `${name}.png`));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

function saveAs(blob: Blob, name: string): void {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(blob); a.download = name; a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

function Page() {
  const c = theCase.value;
  const v = view.value;
  const [copied, setCopied] = useState(false);
  if (!c) {
    return <main class="boot"><h1>foedus</h1>{problem.value ? <><p class="problem" role="alert">{problem.value}</p>
      {broken.value.length > 0 && <ul class="diagnostics">{broken.value.map((d, i) => <li key={i}><b>{d.code}</b> {d.span && `${d.span.file}:${d.span.line}:${d.span.column} `}{d.message}{d.label && ` (${d.label})`} {d.help && <small>{d.help}</small>}</li>)}</ul>}
      <button type="button" onClick={() => void open()}>Try again</button>{broken.value.length > 0 && <Later load={() => import("./editor")} words="Opening the text …" />}</> : <p class="empty">Reading the case …</p>}</main>;
  }
  return (
    <>
      <header class="top">
        <h1>{c.title}</h1>
        <p class="small">{c.as_of ? `as of ${c.as_of}` : ""}</p>
        <nav aria-label="What is shown"><div role="tablist">{TABS.map(([id, words]) => <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={v.tab === id} aria-controls="stage" tabIndex={v.tab === id ? 0 : -1} onClick={() => look({ tab: id })}
          onKeyDown={(e) => { const i = TABS.findIndex(([t]) => t === id) + (e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0); const next = TABS[(i + TABS.length) % TABS.length]; if ((e.key === "ArrowRight" || e.key === "ArrowLeft") && next) { look({ tab: next[0] }); document.getElementById(`tab-${next[0]}`)?.focus(); } }}>{words}</button>)}</div></nav>
        <div class="tools"><button type="button" onClick={() => { void navigator.clipboard?.writeText(location.href).then(() => { setCopied(true); setTimeout(() => setCopied(false), 1500); }); }}>{copied ? "copied" : "link"}</button><button type="button" onClick={() => exportPicture("svg")}>SVG</button><button type="button" onClick={() => exportPicture("png")}>PNG</button><button type="button" id="help" onClick={() => { localStorage.removeItem("foedus:tour"); dispatchEvent(new Event("foedus:tour")); }}>tour</button></div>
      </header>
      {(problem.value || broken.value.length > 0) && <p class="problem banner" role="alert">{problem.value} {broken.value[0] && `${broken.value[0].span ? `Line ${broken.value[0].span.line}: ` : ""}${broken.value[0].message}`} What is shown is the last good state.</p>}
      <div class={`desk ${v.tab}`}>
        <Switches />
        <main class="middle">
          <div class="stage" id="stage" role="tabpanel" aria-labelledby={`tab-${v.tab}`}>
            {v.tab === "network" && <Network />}
            {v.tab === "map" && <Later key="map" load={() => import("./map")} words="Drawing the borders …" />}
            {v.tab === "whatif" && <WhatIf />}
            {v.tab === "tripwires" && <Tripwires />}
            {v.tab === "sweep" && <Sweep />}
            {v.tab === "text" && <Later key="text" load={() => import("./editor")} words="Opening the text …" />}
          </div>
          {v.tab !== "text" && <Timeline />}
          {v.compare && switched.value && <Compared />}
        </main>
        <div class="right"><Detail /><Table /></div>
      </div>
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
