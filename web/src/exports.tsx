// What is seen as a file: pictures as SVG and PNG, tables as CSV, answers as JSON.
import { address } from "./api";
import { theCase, view } from "./state";

type Row = (string | number)[];
interface Saving { name: string; svg?: string; rows?: () => Row[]; json?: () => unknown; href?: [string, () => string][] }

const PAINT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "font-size", "font-weight", "font-family", "font-style", "display", "paint-order", "text-anchor", "vector-effect"];

function fileName(name: string, end: string): string { return `${theCase.value?.id.replace(/[^\w-]+/g, "-") ?? "case"}-${name}-${view.value.on}.${end}`; }

export function saveAs(blob: Blob, name: string): void {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(blob); a.download = name; a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

/** The drawings that a selector finds, one under another, under what they show and when, with what the stylesheet says of them. */
function drawing(selector: string): { text: string; width: number; height: number } | null {
  const found = [...document.querySelectorAll<SVGSVGElement>(selector)].filter((s) => s.getBoundingClientRect().width > 0);
  if (found.length === 0) return null;
  const make = <K extends keyof SVGElementTagNameMap>(name: K) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const whole = make("svg"), sheet = make("style"), page = getComputedStyle(document.documentElement);
  whole.append(sheet);
  const looks = new Map<string, string>(), same = new Map<string, string>(), of = new Map<Element, string>();
  const write = (words: string, y: number, size: number) => {
    const line = make("text");
    line.textContent = words;
    line.setAttribute("x", "12"); line.setAttribute("y", String(y));
    line.setAttribute("style", `font: ${size}px ${page.getPropertyValue("--serif")}; fill: ${page.color}`);
    whole.append(line);
  };
  const c = theCase.value, until = c && view.value.on ? `, at the end of ${view.value.on}` : "";
  write(`${c?.title ?? ""}${until}`, 24, 17);
  let top = 36, width = 0, before: Element | null = null;
  for (const svg of found) {
    const box = svg.viewBox.baseVal;
    const copy = svg.cloneNode(true) as SVGSVGElement;
    const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
    from.forEach((node, i) => { // a picture by itself has no stylesheet: what is computed goes into one of its own
      const target = to[i] as SVGElement, key = [node.tagName, of.get(node.parentElement as Element), ...["class", "style", ...PAINT].map((name) => node.getAttribute(name))].join("|");
      let look = same.get(key); // of thousands of cells few differ
      if (look === undefined) { const s = getComputedStyle(node); same.set(key, (look = PAINT.map((name) => `${name}:${s.getPropertyValue(name)}`).join(";"))); }
      if (!looks.has(look)) looks.set(look, `s${looks.size}`);
      of.set(node, looks.get(look) as string);
      for (const name of ["tabindex", "style", "role", "aria-pressed"]) target.removeAttribute(name);
      target.setAttribute("class", looks.get(look) as string);
    });
    const half = svg.closest(".half"), caption = svg.closest(".map") ? "Borders of today (Natural Earth), not of the day looked at" : half !== before && half?.querySelector(".caption")?.textContent;
    before = half;
    if (caption) { write(caption, top + 16, 15); top += 24; }
    const scale = Math.max(1, 900 / box.width);
    copy.setAttribute("y", String(top)); copy.setAttribute("width", String(box.width * scale)); copy.setAttribute("height", String(box.height * scale));
    whole.append(copy);
    if (!svg.classList.contains("under")) top += box.height * scale; // a sheet that lies under the next
    width = Math.max(width, box.width * scale);
  }
  sheet.textContent = [...looks].map(([look, name]) => `.${name}{${look}}`).join("\n");
  whole.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  whole.setAttribute("viewBox", `0 0 ${width} ${top}`); whole.setAttribute("width", String(width)); whole.setAttribute("height", String(top));
  whole.style.background = page.backgroundColor;
  return { text: new XMLSerializer().serializeToString(whole), width, height: top };
}

/** Dots of a PNG, so that it is made while the click still counts: a browser saves nothing that comes seconds later unasked. */
const LARGEST = 10_000_000;
function picture(kind: "svg" | "png", selector: string, name: string): void {
  const made = drawing(selector);
  if (!made) return;
  if (kind === "svg") { saveAs(new Blob([made.text], { type: "image/svg+xml" }), fileName(name, "svg")); return; }
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    const scale = Math.min(2, Math.sqrt(LARGEST / (made.width * made.height)));
    canvas.width = made.width * scale; canvas.height = made.height * scale;
    const paper = canvas.getContext("2d");
    if (paper) { paper.fillStyle = getComputedStyle(document.documentElement).backgroundColor; paper.fillRect(0, 0, canvas.width, canvas.height); }
    paper?.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    canvas.toBlob((blob) => blob && saveAs(blob, fileName(name, "png")));
  };
  image.src = URL.createObjectURL(new Blob([made.text], { type: "image/svg+xml" }));
}

/** A cell of a spreadsheet: quoted where it must be, and never taken for a formula. */
function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function Save({ name, svg, rows, json, href }: Saving) {
  const button = (words: string, does: () => void) => <button type="button" class="tiny" aria-label={`${words} of the ${name}`} title={`Save the ${name} as ${words}`} onClick={does}>{words}</button>;
  return (
    <span class="save" role="group" aria-label={`Save the ${name}`}>
      {svg && button("SVG", () => picture("svg", svg, name))}
      {svg && button("PNG", () => picture("png", svg, name))}
      {rows && button("CSV", () => saveAs(new Blob([rows().map((r) => r.map(cell).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" }), fileName(name, "csv")))}
      {json && button("JSON", () => saveAs(new Blob([JSON.stringify(json(), null, 1)], { type: "application/json" }), fileName(name, "json")))}
      {href?.map(([words, where]) => <a key={words} class="button tiny" aria-label={`${words} of the ${name}`} href={where()} download={fileName(name, words.toLowerCase())}>{words}</a>)}
    </span>
  );
}

export function from(path: string, q: URLSearchParams): () => string { return () => address(path, q); }
