// How wide words are, in the page's own letters: what is cut and how much room it needs is measured, never guessed.
const measured = new Map<string, number>();
let ruler: CanvasRenderingContext2D | null = null;

export function widthOf(text: string, size: number, family: "serif" | "sans" = "serif"): number {
  const key = `${family} ${size} ${text}`;
  let width = measured.get(key);
  if (width === undefined) {
    ruler ??= document.createElement("canvas").getContext("2d");
    if (ruler) ruler.font = `${size}px ${getComputedStyle(document.documentElement).getPropertyValue(`--${family}`)}`;
    width = ruler ? ruler.measureText(text).width : text.length * size * 0.62;
    measured.set(key, width);
  }
  return width;
}

/** The words, or as many of their letters as there is room for. */
export function fitted(text: string, room: number, size: number, family: "serif" | "sans" = "sans"): string {
  if (widthOf(text, size, family) <= room) return text;
  let short = 0, long = text.length;
  while (short < long) {
    const middle = Math.ceil((short + long) / 2);
    if (widthOf(`${text.slice(0, middle)}…`, size, family) <= room) short = middle; else long = middle - 1;
  }
  return `${text.slice(0, short).trimEnd()}…`;
}
