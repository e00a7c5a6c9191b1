// How large a place on the page is, in pixels of a page whose letters are of the usual size: a picture drawn in these and shown
// ``unit`` times as large has letters as large as all others, on a telephone and on a wall.
import { useCallback, useRef, useState } from "preact/hooks";

export interface Size { width: number; height: number; unit: number }
const USUAL = 14;

function unitNow(): number {
  const letters = parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL;
  return letters > 1.1 ? letters : 1;
}

export function useSize(fallback: { width: number; height: number }): [(node: HTMLElement | null) => void, Size] {
  const [size, setSize] = useState<Size>({ ...fallback, unit: 1 });
  const watch = useRef<ResizeObserver | null>(null);
  const place = useCallback((node: HTMLElement | null) => {
    watch.current?.disconnect();
    watch.current = null;
    if (!node) return;
    const measure = () => {
      const unit = unitNow(), width = Math.floor(node.clientWidth / unit), height = Math.floor(node.clientHeight / unit);
      if (width > 0 && height > 0) setSize((old) => (old.width === width && old.height === height && old.unit === unit ? old : { width, height, unit }));
    };
    measure();
    watch.current = new ResizeObserver(measure);
    watch.current.observe(node);
  }, []);
  return [place, size];
}
