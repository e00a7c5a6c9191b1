// A short tour, once: five sentences, each beside what it is about.
import { useEffect, useState } from "preact/hooks";
import { look, type View } from "./state";

const STEPS: [string, Partial<View>, string, string][] = [
  [".stage", { pane: "picture" }, "Who is bound to whom", "Each line is a duty: solid if it binds, dashed if it is contested, crossed if the word was broken, dotted if it waits for an event. Point at a name, click a line."],
  [".time", { pane: "picture" }, "Move the day", "Drag the slider, step from event to event, or press [ and ]. What was only reported later can be left out: two clocks, when it was so and when it was known."],
  [".switches", { pane: "believe" }, "Believe and doubt", "Click a source, a reading or a claim: doubted, believed, as it was. Every finding answers at once, and what has changed is marked."],
  [".right", { pane: "findings" }, "Why, and why not", "Each finding opens its derivation, clause by clause and claim by claim, with the least it rests on or the least that is missing, how likely it is, and what moves that most."],
  ["[role=tablist]", { pane: "picture" }, "What if", "Suppose an attack and follow the duties round by round; see every tripwire, every what-if at a glance, and two centuries of world orders."],
];

export function Tour() {
  const [at, setAt] = useState(localStorage.getItem("foedus:tour") ? -1 : 0);
  useEffect(() => { const again = () => setAt(0); addEventListener("foedus:tour", again); return () => removeEventListener("foedus:tour", again); }, []);
  const step = STEPS[at];
  useEffect(() => {
    if (step) look(step[1]);
    const place = step ? document.querySelector(step[0]) : null;
    place?.classList.add("toured");
    document.querySelector<HTMLElement>(".tour .main")?.focus();
    return () => place?.classList.remove("toured");
  }, [at]);
  if (!step) return null;
  const end = () => { localStorage.setItem("foedus:tour", "done"); setAt(-1); look({ pane: "picture" }); };
  return (
    <div class="tour" role="dialog" aria-labelledby="tour-title" onKeyDown={(e) => { if (e.key === "Escape") end(); }}>
      <h2 id="tour-title">{step[2]}</h2><p>{step[3]}</p>
      <div class="bar"><span>{at + 1} of {STEPS.length}</span><button type="button" onClick={end}>leave</button><button type="button" class="main" onClick={() => (at + 1 < STEPS.length ? setAt(at + 1) : end())}>{at + 1 < STEPS.length ? "next" : "begin"}</button></div>
    </div>
  );
}
